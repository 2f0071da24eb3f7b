"""Which toewijzing is in which group on which day, to the day (R-TOE-1, 9, 10; R-CON-3, 4)."""

import datetime
from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contractbeheer.models import Overdracht
from contracts.models import Maatregel, Perceelcontract
from core.actor import Actor
from core.choices import Rolcode
from core.datums import last_day
from indications.models import Toewijzing
from tests.contractbeheer.stoppen import Zaak, zaak  # noqa: F401 - fixture
from tests.factories.contracts import (
    PerceelcontractFactory,
    PerceelFactory,
    ProductFactory,
)
from tests.factories.indications import JeugdigeFactory, LeveringFactory
from tests.factories.providers import AanbiederFactory
from tests.werklijsten.conftest import Stad
from werklijsten.groepen import GROEPEN, prepared
from werklijsten.models import Eindbesluit
from werklijsten.selectors import count_groups, count_work, group_rows

pytestmark = pytest.mark.django_db
Maakstad = Callable[[datetime.date], Stad]
D = datetime.date
ZOMAAR = D(2026, 11, 29)


def test_what_runs_quietly_is_in_no_group(stad: Stad) -> None:
    assert stad.groepen(stad.toewijzing()) == set()


# ends without a decision


@pytest.mark.parametrize(
    ("dagen", "erin"),
    [(-1, False), (0, True), (55, True), (56, True), (57, False), (None, False)],
    ids=["yesterday", "today", "day-55", "day-56", "day-57", "open-end"],
)
def test_ends_within_eight_weeks(maak_stad: Maakstad, dagen: int | None, erin: bool) -> None:
    stad = maak_stad(ZOMAAR)
    made = stad.toewijzing(einddatum=None if dagen is None else stad.na(dagen))
    assert ("eindigt" in stad.groepen(made)) == erin


@pytest.mark.parametrize(
    ("dag", "eind", "erin"),
    [
        (D(2028, 1, 4), D(2028, 2, 29), True),
        (D(2028, 1, 3), D(2028, 2, 29), False),
        (D(2027, 1, 4), D(2027, 3, 1), True),
        (D(2027, 1, 3), D(2027, 3, 1), False),
    ],
    ids=["leap-day-56", "leap-day-57", "march-56", "march-57"],
)
def test_eight_weeks_across_february(maak_stad: Maakstad, dag: D, eind: D, erin: bool) -> None:
    stad = maak_stad(dag)
    assert ("eindigt" in stad.groepen(stad.toewijzing(einddatum=eind))) == erin


@pytest.mark.parametrize(
    ("fields", "erin"),
    [
        ({"begindatum": 1}, False),
        ({"begindatum": 0}, True),
        ({"status": "ingetrokken"}, False),
        ({"status": "beeindigd"}, False),
    ],
    ids=["starts-tomorrow", "starts-today", "withdrawn", "ended-by-hand"],
)
def test_only_what_runs_and_nobody_decided_on(stad: Stad, fields: dict, erin: bool) -> None:
    if "begindatum" in fields:
        fields = {"begindatum": stad.na(fields["begindatum"])}
    made = stad.toewijzing(gestart=False, einddatum=stad.na(20), **fields)
    assert ("eindigt" in stad.groepen(made)) == erin


@pytest.mark.parametrize(
    ("na", "wat", "erin"),
    [
        (1, {}, False),
        (14, {}, False),
        (15, {}, True),
        (0, {}, False),
        (-1, {}, True),
        (1, {"ander_product": True}, False),
        (1, {"ander_product": True, "ander_perceel": True}, True),
        (1, {"andere_jeugdige": True}, True),
        (1, {"status": "ingetrokken"}, True),
        (60, {"voorganger": True}, False),
        (60, {"voorganger": True, "status": "ingetrokken"}, True),
    ],
    ids=[
        "next-day", "day-14", "day-15", "same-day-elsewhere", "day-before", "same-perceel",
        "other-help", "other-jeugdige", "withdrawn", "successor-later", "successor-withdrawn",
    ],
)  # fmt: skip
def test_successor_takes_it_off_the_list(stad: Stad, na: int, wat: dict, erin: bool) -> None:
    made = stad.toewijzing(einddatum=stad.na(20))
    beuk = AanbiederFactory(naam="De Beuk")
    perceel = PerceelFactory(code="VAK") if wat.get("ander_perceel") else stad.contract.perceel
    stad.toewijzing(
        gestart=False,
        jeugdige=JeugdigeFactory(gemeente=stad.gemeente)
        if wat.get("andere_jeugdige")
        else made.jeugdige,
        perceelcontract=PerceelcontractFactory(aanbieder=beuk, perceel=perceel),
        product=ProductFactory() if wat.get("ander_product") else stad.product,
        begindatum=made.einddatum + datetime.timedelta(days=na),
        einddatum=stad.na(300),
        voorganger=made if wat.get("voorganger") else None,
        status=wat.get("status", "toegewezen"),
    )
    assert ("eindigt" in stad.groepen(made)) == erin


def test_a_decision_holds_for_that_einddatum_only(stad: Stad) -> None:
    made = stad.toewijzing(einddatum=stad.na(20))
    Eindbesluit.objects.create(
        toewijzing=made,
        einddatum=made.einddatum,
        besluit="volgens_plan",
        genomen_door_id=str(stad.toegang.id),
        genomen_op=timezone.now(),
    )
    assert stad.groepen(made) == set()
    Toewijzing.objects.filter(pk=made.pk).update(einddatum=stad.na(21))
    assert stad.groepen(made) == {"eindigt"}


# referral lapses (R-TOE-9)


@pytest.mark.parametrize(
    ("datum", "dag", "erin"),
    [
        (D(2026, 2, 1), D(2026, 11, 30), False),
        (D(2026, 2, 1), D(2026, 12, 1), True),
        (D(2026, 2, 1), D(2027, 1, 31), True),
        (D(2026, 2, 1), D(2027, 2, 1), True),
        (D(2027, 4, 30), D(2028, 2, 28), False),
        (D(2027, 4, 30), D(2028, 2, 29), True),
        (D(2028, 2, 29), D(2028, 12, 28), False),
        (D(2028, 2, 29), D(2028, 12, 29), True),
    ],
    ids=[
        "day-before-10-months", "10-months", "last-day", "lapsed", "day-before-leap-day",
        "leap-day", "day-before-from-leap-day", "from-leap-day",
    ],
)  # fmt: skip
@pytest.mark.parametrize("type_", ["02", "03", "05"])
def test_medical_referral_from_ten_months_on_rtoe9(
    maak_stad: Maakstad, datum: D, dag: D, erin: bool, type_: str
) -> None:
    stad = maak_stad(dag)
    made = stad.toewijzing(
        verwijzing={"type": type_, "datum": datum}, begindatum=datum, einddatum=None
    )
    assert ("verwijzing" in stad.groepen(made)) == erin


@pytest.mark.parametrize("datum", [D(2026, 2, 1), D(2027, 12, 31), D(2028, 2, 29), D(2027, 3, 1)])
def test_last_day_of_a_medical_referral_is_that_of_the_rule(stad: Stad, datum: D) -> None:
    """The list says the day on which filing refuses."""
    made = stad.toewijzing(verwijzing={"type": "02", "datum": datum}, einddatum=None)
    assert prepared(Toewijzing.objects.filter(pk=made.pk)).get().verwijzing_tot == last_day(
        datum, 12
    )


@pytest.mark.parametrize("type_", ["01", "04", "06", "08"])
def test_other_referrals_are_open_ended(stad: Stad, type_: str) -> None:
    made = stad.toewijzing(
        verwijzing={"type": type_, "datum": stad.na(-800)}, begindatum=stad.na(-700)
    )
    assert stad.groepen(made) == set()


@pytest.mark.parametrize(
    ("tot", "eind", "erin"),
    [
        (D(2027, 1, 29), D(2027, 3, 1), True),
        (D(2027, 1, 30), D(2027, 3, 1), False),
        (D(2026, 11, 1), D(2027, 3, 1), True),
        (D(2027, 1, 29), None, True),
    ],
    ids=["two-months", "a-day-more", "lapsed", "open-end"],
)
@pytest.mark.parametrize("type_", ["04", "08"])
def test_own_term_of_a_referral(
    maak_stad: Maakstad, tot: D, eind: D | None, erin: bool, type_: str
) -> None:
    stad = maak_stad(ZOMAAR)
    made = stad.toewijzing(
        verwijzing={"type": type_, "datum": D(2026, 10, 1), "geldig_tot": tot},
        einddatum=eind,
        gestart=False,
        begindatum=stad.na(-20),
    )
    assert ("verwijzing" in stad.groepen(made)) == erin


@pytest.mark.parametrize(
    ("gestart", "besloten", "erin"),
    [(True, False, True), (False, False, False), (True, True, False)],
    ids=["help-goes-on", "never-started", "decided"],
)
def test_ends_before_the_referral_only_while_help_goes_on(
    stad: Stad, gestart: bool, besloten: bool, erin: bool
) -> None:
    made = stad.toewijzing(
        verwijzing={"type": "02", "datum": stad.na(-330)}, einddatum=stad.na(20), gestart=gestart
    )
    if besloten:
        Toewijzing.objects.filter(pk=made.pk).update(status="beeindigd")
    assert ("verwijzing" in stad.groepen(made)) == erin


# contract ends before (R-TOE-10)


@pytest.mark.parametrize(
    ("contract", "eind", "erin"),
    [
        (182, None, True),
        (183, None, False),
        (30, 31, True),
        (30, 30, False),
        (-3, 31, True),
        (None, None, False),
    ],
    ids=["26-weeks", "a-day-more", "day-longer", "same-day", "ended-already", "open-contract"],
)
def test_contract_ends_first_rtoe10(
    maak_stad: Maakstad, contract: int | None, eind: int | None, erin: bool
) -> None:
    stad = maak_stad(ZOMAAR)
    Perceelcontract.objects.update(einddatum=None if contract is None else stad.na(contract))
    made = stad.toewijzing(einddatum=None if eind is None else stad.na(eind))
    assert ("contract" in stad.groepen(made)) == erin


@pytest.mark.parametrize(("gat", "erin"), [(1, False), (2, True)], ids=["next-day", "gap"])
def test_a_next_contract_takes_it_off_the_list(stad: Stad, gat: int, erin: bool) -> None:
    Perceelcontract.objects.update(einddatum=stad.na(30))
    made = stad.toewijzing(einddatum=None)
    PerceelcontractFactory(
        aanbieder=stad.contract.aanbieder,
        perceel=stad.contract.perceel,
        overeenkomst=stad.contract.overeenkomst,
        begindatum=stad.na(30 + gat),
    )
    assert ("contract" in stad.groepen(made)) == erin


# touched by a cliëntenstop (R-CON-4)


def stop(stad: Stad, **fields: object) -> Maatregel:
    known = {"soort": "clientenstop", "grond": "Proef", "begindatum": stad.na(-10)}
    return Maatregel.objects.create(aanbieder=stad.contract.aanbieder, **{**known, **fields})


@pytest.mark.parametrize(
    ("begin", "gestart", "wat", "erin"),
    [
        (20, False, {}, True),
        (-5, False, {}, True),
        (-5, True, {}, False),
        (20, False, {"einddatum": 19}, False),
        (20, False, {"einddatum": 20}, True),
        (20, False, {"begindatum": 20}, True),
        (20, False, {"begindatum": 21}, False),
        (-5, False, {"einddatum": -1}, False),
        (20, False, {"perceel": "dit"}, True),
        (20, False, {"perceel": "ander"}, False),
        (20, False, {"status": "ingetrokken"}, False),
        (20, False, {"soort": "waarschuwing"}, False),
    ],
    ids=[
        "starts-later", "not-started", "runs-on", "stop-over-before", "stop-on-the-day",
        "stop-from-the-day", "stop-after-the-day", "stop-is-over", "this-perceel",
        "other-perceel", "stop-withdrawn", "only-a-warning",
    ],
)  # fmt: skip
def test_clientenstop_touches_what_has_to_start_rcon4(
    stad: Stad, begin: int, gestart: bool, wat: dict, erin: bool
) -> None:
    fields = {k: stad.na(v) if isinstance(v, int) else v for k, v in wat.items()}
    if "perceel" in fields:
        fields["perceel"] = stad.contract.perceel if wat["perceel"] == "dit" else PerceelFactory()
    stop(stad, **fields)
    made = stad.toewijzing(begindatum=stad.na(begin), gestart=gestart)
    assert ("clientenstop" in stad.groepen(made)) == erin


# not started (R-BES-5)


@pytest.mark.parametrize(
    ("contract", "perceel", "dagen", "erin"),
    [
        (None, 6, 42, False),
        (None, 6, 43, True),
        (2, 6, 14, False),
        (2, 6, 15, True),
        (14, 6, 43, False),
        (14, 6, 99, True),
    ],
    ids=["six", "six-and-a-day", "own-two", "own-two-and-a-day", "own-fourteen", "fifteen"],
)
def test_not_started_after_the_agreed_weeks(
    stad: Stad, contract: int | None, perceel: int, dagen: int, erin: bool
) -> None:
    Perceelcontract.objects.update(max_wachttijd_weken=contract)
    made = stad.toewijzing(begindatum=stad.na(-dagen), gestart=False)
    assert ("niet_gestart" in stad.groepen(made)) == erin
    LeveringFactory(toewijzing=made, begindatum=stad.dag)
    assert "niet_gestart" not in stad.groepen(made)


@pytest.mark.parametrize(
    ("eind", "status"), [(-1, "toegewezen"), (100, "ingetrokken")], ids=["over", "withdrawn"]
)
def test_what_is_over_does_not_wait(stad: Stad, eind: int, status: str) -> None:
    made = stad.toewijzing(
        begindatum=stad.na(-90), einddatum=stad.na(eind), status=status, gestart=False
    )
    assert stad.groepen(made) == set()


# transfer list (R-CON-3)


def test_transfer_list_is_that_of_contractbeheer_rcon3(zaak: Zaak) -> None:  # noqa: F811
    running, over = zaak.toewijzing(), zaak.toewijzing(einddatum=zaak.dag(50))
    zaak.approved(60)
    groep = GROEPEN["overdracht"]

    def listed() -> set:
        rows = group_rows(zaak.toegang, groep, zaak.vandaag)
        return set(rows.values_list("pk", flat=True))

    assert listed() == {running.pk}
    assert over.pk not in listed()
    row = group_rows(zaak.toegang, groep, zaak.vandaag).get()
    assert row.zonder_contract_vanaf == zaak.dag(61)
    Overdracht.objects.update(status="afgerond", uitkomst="afspraak")
    assert listed() == set()


# counters, scope, cost


def fill(stad: Stad, many: int) -> None:
    """Of each group but the transfer list `many`, some of them in two groups."""
    stop(stad, perceel=PerceelFactory(code="LOG"))
    other = PerceelcontractFactory(
        aanbieder=stad.contract.aanbieder,
        perceel=PerceelFactory(code="BGI"),
        einddatum=stad.na(40),
    )
    for _n in range(many):
        stad.toewijzing(einddatum=stad.na(10))
        stad.toewijzing(begindatum=stad.na(-60), gestart=False)
        stad.toewijzing(perceelcontract=other, product=ProductFactory(), einddatum=stad.na(50))
        stad.toewijzing(
            verwijzing={"type": "02", "datum": stad.na(-340)}, einddatum=None, gestart=True
        )
        stad.toewijzing(gemeente=stad.elders, einddatum=stad.na(10))


def test_counters_equal_the_lists(stad: Stad) -> None:
    fill(stad, 3)
    found = count_groups(stad.toegang, stad.dag)
    listed = {
        code: set(group_rows(stad.toegang, groep, stad.dag).values_list("pk", flat=True))
        for code, groep in GROEPEN.items()
    }
    assert {t.groep.code: t.aantal for t in found.groepen} == {k: len(v) for k, v in listed.items()}
    assert found.totaal == len(set().union(*listed.values()))
    assert found.totaal < sum(t.aantal for t in found.groepen)
    assert count_work(stad.toegang) == found.totaal


def test_who_sees_what(stad: Stad, actor_for: Callable[..., Actor]) -> None:
    fill(stad, 1)
    assert count_groups(stad.backoffice, stad.dag) == count_groups(stad.toegang, stad.dag)
    assert count_work(stad.backoffice) is None
    assert count_groups(stad.buur, stad.dag).of("eindigt") == 1
    nobody = actor_for(Rolcode.SCREENER)
    assert count_groups(nobody, stad.dag).totaal == 0


@pytest.mark.parametrize("many", [1, 6])
def test_counting_is_one_query(stad: Stad, many: int) -> None:
    fill(stad, many)
    with CaptureQueriesContext(connection) as seen:
        count_groups(stad.toegang, stad.dag)
    assert len(seen) == 1


def test_declaration_is_whole() -> None:
    for groep in GROEPEN.values():
        assert groep.regel.startswith("R-")
        assert groep.acties
        assert groep.titel
        assert groep.betekenis
