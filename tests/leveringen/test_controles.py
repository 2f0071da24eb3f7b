"""Signals on use, and the observed wait (R-TOE-14, R-BES-5)."""

import datetime
from collections.abc import Callable

import pytest
from django.db import connection

from availability.models import Aanbod
from contracts.models import Perceelcontract
from core.choices import Organisatiesoort
from core.models import Signaal
from core.signalen.controles import controles
from core.signalen.motor import run_check
from indications.models import OngekoppeldeDeclaratie, Toewijzing, Verbruik
from leveringen import rules
from leveringen.checks import MAXIMUM
from leveringen.wachttijd import refresh_observed
from tests.factories.availability import AanbodFactory
from tests.factories.core import OrganisatieFactory
from tests.factories.indications import DeclaratieregelFactory, LeveringFactory
from tests.leveringen.conftest import VANDAAG

D = datetime.date
Maak = Callable[..., Toewijzing]
LADDER = (
    "gebruik_loopt_voor", "gebruik_bijna_op", "gebruik_op", "meer_gedeclareerd_dan_toegewezen",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _ozjt(db: None) -> None:
    OrganisatieFactory(soort=Organisatiesoort.OZJT, code="ozjt")


def found(naam: str) -> list[Signaal]:
    run_check(naam, VANDAAG)
    return list(Signaal.objects.filter(controle=naam).exclude(status="gesloten"))


def declare(row: Toewijzing, volume: int, **kwargs: object) -> None:
    DeclaratieregelFactory(toewijzing=row, volume=volume, **kwargs)


@pytest.mark.parametrize(
    ("volume", "step"),
    [
        (1949, None),
        (1950, "gebruik_loopt_voor"),
        (2399, "gebruik_loopt_voor"),
        (2400, "gebruik_bijna_op"),
        (2999, "gebruik_bijna_op"),
        (3000, "gebruik_op"),
        (3001, "meer_gedeclareerd_dan_toegewezen"),
    ],
    ids=lambda value: str(value),
)
def test_toewijzing_stands_on_one_step(volume: int, step: str | None, maak: Maak) -> None:
    """On 1 July 49 % of the year has passed: ahead is more than 64 %."""
    row = maak()
    declare(row, volume)
    hits = {naam: found(naam) for naam in LADDER}
    assert [naam for naam in LADDER if hits[naam]] == ([step] if step else [])
    if step:
        (signal,) = hits[step]
        assert signal.organisatie_id == row.gemeente_id
        assert signal.bewijs["nummer"] == row.nummer
        assert str(row.jeugdige_id) not in str(signal.bewijs)
    at_aanbieder = [s.organisatie_id for s in found("gebruik_loopt_voor_aanbieder")]
    ahead = step == "gebruik_loopt_voor"
    assert at_aanbieder == ([row.aanbieder.organisatie_id] if ahead else [])


def test_ended_toewijzing_is_not_almost_used(maak: Maak) -> None:
    declare(maak(einddatum=D(2026, 5, 31)), 2900)
    assert not any(found(naam) for naam in LADDER)


def test_declared_after_the_end_until_it_is_corrected(maak: Maak) -> None:
    row, withdrawn = maak(einddatum=D(2026, 2, 28)), maak(status="ingetrokken")
    later = {"begindatum": D(2026, 3, 1), "einddatum": D(2026, 3, 31)}
    declare(row, 100)
    assert not found("gedeclareerd_na_einde")
    declare(row, 50, **later)
    declare(withdrawn, 10)
    signals = {s.object_id: s for s in found("gedeclareerd_na_einde")}
    assert set(signals) == {row.pk, withdrawn.pk}
    assert signals[row.pk].bewijs["te veel"] == 50
    declare(row, -50, bedrag_centen=-16_700, **later)
    assert [s.object_id for s in found("gedeclareerd_na_einde")] == [withdrawn.pk]


@pytest.mark.parametrize(
    ("reden", "hit"), [("31", True), ("20", False)], ids=["definitive", "temporary"]
)
def test_declared_after_the_stop(reden: str, hit: bool, maak: Maak) -> None:
    row = maak()
    LeveringFactory(toewijzing=row, einddatum=D(2026, 2, 10), reden_beeindiging=reden)
    declare(row, 100, begindatum=D(2026, 2, 1), einddatum=D(2026, 2, 28))
    assert not found("gedeclareerd_na_stop")
    declare(row, 100, begindatum=D(2026, 3, 1), einddatum=D(2026, 3, 31))
    assert bool(found("gedeclareerd_na_stop")) is hit


def test_declared_without_toewijzing_per_aanbieder(maak: Maak) -> None:
    row = maak()
    for nr in (1, 2):
        OngekoppeldeDeclaratie.objects.create(
            gemeente=row.gemeente, aanbieder=row.aanbieder, referentienummer=f"R{nr}",
            toewijzingsnummer=nr, begindatum=D(2026, 3, 1), einddatum=D(2026, 3, 31), volume=1,
            bedrag_centen=100,
        )  # fmt: skip
    (signal,) = found("geen_toewijzing_bij_declaratie")
    assert signal.organisatie_id == row.gemeente_id
    assert "2 regels" in signal.omschrijving
    OngekoppeldeDeclaratie.objects.update(opgelost_op="2026-07-01T10:00Z")
    assert not found("geen_toewijzing_bij_declaratie")


def test_more_than_the_month_allows(maak: Maak) -> None:
    row = maak(eenheid="04", frequentie="2", volume=3)
    march = {"begindatum": D(2026, 3, 1), "einddatum": D(2026, 3, 31)}
    declare(row, 18, **march)
    assert not found("boven_maximum_per_periode"), "March 2026 touches six weeks"
    declare(row, 1, **march)
    (signal,) = found("boven_maximum_per_periode")
    assert (signal.bewijs["maximum"], signal.bewijs["gedeclareerd"]) == (18, 19)


@pytest.mark.parametrize("frequentie", ["1", "2", "4"])
@pytest.mark.parametrize("eenheid", ["04", "83"])
@pytest.mark.parametrize(
    ("begin", "eind"),
    [
        (D(2022, 10, 11), D(2022, 12, 28)),
        (D(2022, 10, 11), D(2022, 12, 31)),
        (D(2022, 10, 11), D(2022, 12, 25)),
        (D(2022, 10, 11), D(2022, 10, 13)),
        (D(2022, 10, 11), None),
        (D(2025, 12, 29), D(2027, 1, 3)),
    ],
    ids=str,
)
def test_maximum_in_sql_is_that_of_the_rules(
    frequentie: str, eenheid: str, begin: datetime.date, eind: datetime.date | None, db: None
) -> None:
    size = rules.Omvang(3, eenheid, frequentie, begin, eind)
    months = rules.months_of(begin, eind or D(2023, 3, 31))
    with connection.cursor() as cursor:
        cursor.execute(
            f"select {MAXIMUM} from (select m::date as maand, "
            "(m + interval '1 month - 1 day')::date as maand_eind "
            "from unnest(%s::timestamp[]) m) d cross join (select 3 as volume, %s as eenheid, "
            "%s as frequentie, %s::date as begindatum, %s::date as einddatum) t order by d.maand",
            [months, eenheid, frequentie, begin, eind],
        )
        told = [row[0] for row in cursor.fetchall()]
    assert told == [rules.max_per_periode(size, month) for month in months]


@pytest.mark.parametrize("field", ["volume", "bedrag_centen", "laatste_dag"])
def test_tampering_with_the_total_is_found(field: str, toewijzing: Toewijzing) -> None:
    declare(toewijzing, 100)
    assert not found("verbruik_klopt_niet")
    changed = {"laatste_dag": D(2026, 6, 1)}.get(field, 99)
    with connection.cursor() as cursor:
        cursor.execute("set session_replication_role = replica")
    Verbruik.objects.update(**{field: changed})
    with connection.cursor() as cursor:
        cursor.execute("set session_replication_role = origin")
    assert [s.object_id for s in found("verbruik_klopt_niet")] == [toewijzing.pk]


def test_line_behind_the_back_of_the_trigger_is_found(toewijzing: Toewijzing) -> None:
    with connection.cursor() as cursor:
        cursor.execute("set session_replication_role = replica")
        declare(toewijzing, 100)
        cursor.execute("set session_replication_role = origin")
    assert not Verbruik.objects.exists()
    (signal,) = found("verbruik_klopt_niet")
    assert "bijgehouden 0, gedeclareerd 100" in signal.omschrijving


def test_observed_wait_is_the_median_of_enough_starts(maak: Maak) -> None:
    contract: Perceelcontract = maak().perceelcontract
    offer = AanbodFactory(perceelcontract=contract, waargenomen_weken=9)

    def starts(weeks: list[int], begin: datetime.date) -> None:
        for wait in weeks:
            asked = begin - datetime.timedelta(weeks=wait)
            row = maak(perceelcontract=contract, aanbieder=contract.aanbieder)
            LeveringFactory(toewijzing=row, begindatum=begin, aangevraagd_op=asked)

    def weeks() -> int | None:
        refresh_observed(VANDAAG)
        told: int | None = Aanbod.objects.values_list("waargenomen_weken", flat=True).get(
            pk=offer.pk
        )
        return told

    starts([2, 4, 6, 10], D(2026, 6, 1))
    assert weeks() is None, "four starts say nothing yet"
    starts([20, 20, 20], D(2025, 12, 31))
    assert weeks() is None, "longer ago than 26 weeks"
    starts([5], VANDAAG)
    assert weeks() == 5
    assert refresh_observed(VANDAAG) == 0, "nothing changed"
    contract.max_wachttijd_weken = 4
    contract.save()
    (signal,) = found("waargenomen_wachttijd_boven_maximum")
    assert signal.bewijs["waargenomen weken"] == 5


def test_checks_give_the_columns_of_the_engine(db: None) -> None:
    ours = [
        naam for naam, check in controles().items() if check.query.__module__ == "leveringen.checks"
    ]
    assert len(ours) == 10
    for naam in ours:
        run_check(naam, VANDAAG)
