"""Declared lines: one statement to check, one to book; totals go with them (R-TOE-14)."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest

from core.actor import Actor, system_actor
from core.choices import Rolcode
from core.fouten import Conflict, Ongeldig, PortalFout, Verboden
from core.models import Inzage
from indications.models import Declaratieregel, OngekoppeldeDeclaratie, Toewijzing, Verbruik
from leveringen.services import declareren
from leveringen.services.declareren import Declaratie, Geboekt, record_declaraties
from tests.factories.providers import AgbCodeFactory
from tests.leveringen.conftest import AGB, VANDAAG
from tests.tegelijk import at_once


def regel(toewijzing: Toewijzing, nr: int = 1, **kwargs: Any) -> Declaratie:
    fields: dict[str, Any] = {
        "gemeente": "0153",
        "toewijzingsnummer": toewijzing.nummer,
        "agb": AGB,
        "referentienummer": f"R{nr}",
        "productcode": toewijzing.product.code,
        "begindatum": datetime.date(2026, 3, 1),
        "einddatum": datetime.date(2026, 3, 31),
        "volume": 240,
        "eenheid": "01",
        "bedrag_centen": 40_080,
        **kwargs,
    }
    return Declaratie(nr, **fields)


def book(actor: Actor, *regels: Declaratie) -> Geboekt:
    return record_declaraties(actor, regels=regels, peildatum=VANDAAG)


def total(toewijzing: Toewijzing) -> tuple[int, int, datetime.date | None]:
    found: tuple[int, int, datetime.date | None] = Verbruik.objects.values_list(
        "volume", "bedrag_centen", "laatste_dag"
    ).get(toewijzing=toewijzing)
    return found


def test_lines_are_booked_and_the_total_goes_with_them(
    toewijzing: Toewijzing, backoffice: Actor
) -> None:
    done = book(backoffice, regel(toewijzing, 1), regel(toewijzing, 2, volume=60, bedrag_centen=9))
    assert (done.nieuw, done.gewijzigd, done.ongewijzigd) == (2, 0, 0)
    assert total(toewijzing) == (300, 40_089, datetime.date(2026, 3, 31))
    line = Inzage.objects.get(soort="declaratie.vastgelegd")
    assert line.jeugdigen == [toewijzing.jeugdige_id]


def test_same_line_again_changes_nothing(toewijzing: Toewijzing, backoffice: Actor) -> None:
    book(backoffice, regel(toewijzing))
    done = book(backoffice, regel(toewijzing), regel(toewijzing), regel(toewijzing, 2))
    assert (done.nieuw, done.ongewijzigd) == (1, 2)
    assert total(toewijzing)[0] == 480


WRONG: list[tuple[str, dict[str, Any], str, str]] = [
    ("no gemeente of this number", {"gemeente": "0999"}, "gemeente_onbekend", "gemeente"),
    ("AGB of nobody", {"agb": "41990000"}, "aanbieder_onbekend", "agb"),
    ("no reference", {"referentienummer": None}, "verplicht", "referentienummer"),
    ("reference of 21", {"referentienummer": "x" * 21}, "referentie_ongeldig", "referentienummer"),
    ("two months", {"begindatum": datetime.date(2026, 2, 28)}, "declaratie_meer_maanden",
     "einddatum"),
    ("ends before it begins", {"einddatum": datetime.date(2026, 2, 28)}, "periode_ongeldig",
     "einddatum"),
    ("before the law", {"begindatum": datetime.date(2014, 12, 1),
     "einddatum": datetime.date(2014, 12, 31)}, "declaratie_datum", "begindatum"),
    ("tomorrow", {"begindatum": datetime.date(2026, 7, 1),
     "einddatum": datetime.date(2026, 7, 2)}, "declaratie_datum", "einddatum"),
    ("nothing", {"volume": 0, "bedrag_centen": 0}, "declaratie_volume", "volume"),
    ("nine figures", {"volume": 100_000_000}, "declaratie_volume", "volume"),
    ("far beyond a number of the database", {"volume": 9_000_000_000_000}, "declaratie_volume",
     "volume"),
    ("minus with plus", {"bedrag_centen": -5}, "declaratie_bedrag", "bedrag_centen"),
    ("hours on minutes", {"eenheid": "04"}, "eenheid_wijkt_af", "eenheid"),
    ("another product", {"productcode": "XXXXX"}, "product_wijkt_af", "productcode"),
    ("less than nothing", {"volume": -481, "bedrag_centen": -1}, "correctie_te_groot", "volume"),
    ("cents less than nothing", {"volume": -1, "bedrag_centen": -80_161}, "correctie_te_groot",
     "volume"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "code", "veld"), [case[1:] for case in WRONG], ids=[case[0] for case in WRONG]
)
def test_wrong_line_is_refused_with_its_code(
    change: dict[str, Any], code: str, veld: str, toewijzing: Toewijzing, backoffice: Actor
) -> None:
    book(backoffice, regel(toewijzing, 9))
    with pytest.raises(Ongeldig) as refused:
        book(backoffice, regel(toewijzing, 1, **change), regel(toewijzing, 2))
    assert [(f.code, f.veld) for f in refused.value.bevindingen] == [(code, f"regels.1.{veld}")]
    assert total(toewijzing)[0] == 240, "the good line of a wrong delivery is not booked either"


def test_reference_of_another_line_is_refused(toewijzing: Toewijzing, backoffice: Actor) -> None:
    book(backoffice, regel(toewijzing))
    with pytest.raises(Ongeldig) as booked:
        book(backoffice, regel(toewijzing, volume=241))
    with pytest.raises(Ongeldig) as twice:
        book(
            backoffice, regel(toewijzing, 2), regel(toewijzing, 3, referentienummer="R2", volume=9)
        )
    assert booked.value.code == "ongeldig"
    assert [f.code for f in booked.value.bevindingen] == ["referentie_bestaat"]
    assert [f.veld for f in twice.value.bevindingen] == ["regels.3.referentienummer"]


def test_correction_down_to_nothing_is_booked(toewijzing: Toewijzing, backoffice: Actor) -> None:
    book(backoffice, regel(toewijzing))
    book(backoffice, regel(toewijzing, 2, volume=-240, bedrag_centen=-40_080))
    assert total(toewijzing)[:2] == (0, 0)


def test_correction_may_lean_on_a_line_of_its_delivery(
    toewijzing: Toewijzing, backoffice: Actor
) -> None:
    book(backoffice, regel(toewijzing, 1, volume=-240, bedrag_centen=-40_080), regel(toewijzing, 2))
    assert total(toewijzing)[0] == 0


@pytest.mark.parametrize(
    ("minutes", "hours"),
    [(380, 6), (389, 6), (390, 7), (10, 1), (-380, -6), (-10, -1)],
    ids=["IV079 example", "29 left", "30 left", "at least one", "correction", "of one"],
)
def test_minutes_on_hours_become_whole_hours(
    minutes: int, hours: int, maak: Callable[..., Toewijzing], backoffice: Actor
) -> None:
    row = maak(eenheid="04", volume=100)
    book(backoffice, regel(row, 9, eenheid="04", volume=50, bedrag_centen=9_000))
    sign = 1 if minutes > 0 else -1
    again = regel(row, 1, volume=minutes, bedrag_centen=sign * 100)
    book(backoffice, again)
    assert total(row)[0] == 50 + hours
    assert book(backoffice, again).ongewijzigd == 1, "the same line in minutes is the same line"


def test_line_without_toewijzing_is_kept_apart_and_settles_when_declared_right(
    toewijzing: Toewijzing, backoffice: Actor
) -> None:
    done = book(backoffice, regel(toewijzing, toewijzingsnummer=1))
    assert [f.code for f in done.waarschuwingen] == ["declaratie_zonder_toewijzing"]
    assert not Declaratieregel.objects.exists()
    again = book(backoffice, regel(toewijzing, toewijzingsnummer=1))
    assert (again.nieuw, again.ongewijzigd) == (0, 1)
    other = book(backoffice, regel(toewijzing, toewijzingsnummer=2))
    assert (other.nieuw, other.gewijzigd) == (0, 1)
    right = book(backoffice, regel(toewijzing))
    assert right.nieuw == 1
    assert OngekoppeldeDeclaratie.objects.get().opgelost_op is not None


def test_toewijzing_of_another_aanbieder_is_no_toewijzing(
    toewijzing: Toewijzing, backoffice: Actor
) -> None:
    other = AgbCodeFactory()
    book(backoffice, regel(toewijzing, agb=other.code))
    assert OngekoppeldeDeclaratie.objects.get().aanbieder_id == other.aanbieder_id


def test_line_outside_the_period_is_booked_with_a_warning(
    maak: Callable[..., Toewijzing], backoffice: Actor
) -> None:
    row = maak(einddatum=datetime.date(2026, 2, 28))
    done = book(backoffice, regel(row))
    assert [f.code for f in done.waarschuwingen] == ["declaratie_buiten_toewijzing"]
    assert done.nieuw == 1


def test_only_for_the_own_gemeente(
    toewijzing: Toewijzing, actor_for: Callable[..., Actor], zorg: Actor
) -> None:
    with pytest.raises(Ongeldig) as foreign:
        book(actor_for(Rolcode.BACKOFFICE), regel(toewijzing))
    assert [f.code for f in foreign.value.bevindingen] == ["gemeente_onbekend"]
    with pytest.raises(Verboden):
        book(zorg, regel(toewijzing))
    assert book(system_actor(), regel(toewijzing)).nieuw == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("first", "second", "code"),
    [
        (("R1", -200), ("R2", -200), "correctie_te_groot"),
        (("R1", 10), ("R1", 20), "referentie_bestaat"),
    ],
    ids=["two corrections of the same minutes", "one reference for two lines"],
)
def test_two_deliveries_at_once_leave_the_total_right(
    first: tuple[str, int],
    second: tuple[str, int],
    code: str,
    toewijzing: Toewijzing,
    backoffice: Actor,
) -> None:
    book(backoffice, regel(toewijzing, 9))
    lines = [
        regel(toewijzing, referentienummer=ref, volume=volume, bedrag_centen=volume)
        for ref, volume in (first, second)
    ]
    done = at_once([lambda line=line: book(backoffice, line) for line in lines])
    refused = [one for one in done if isinstance(one, PortalFout)]
    assert len(refused) == 1, done
    codes = [f.code for f in refused[0].bevindingen] or [refused[0].code]
    assert codes == [code]
    assert isinstance(refused[0], Conflict | Ongeldig) or refused[0].status == 409
    booked = Declaratieregel.objects.filter(toewijzing=toewijzing)
    assert total(toewijzing)[0] == sum(booked.values_list("volume", flat=True))
    assert total(toewijzing)[0] >= 0


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("known", [True, False], ids=["on a toewijzing", "on none"])
def test_reference_that_was_taken_after_the_check_is_not_called_unchanged(
    toewijzing: Toewijzing, backoffice: Actor, monkeypatch: pytest.MonkeyPatch, known: bool
) -> None:
    """Another delivery commits between the check and the booking of this one."""
    number = {} if known else {"toewijzingsnummer": 999_999_999}
    late = regel(toewijzing, referentienummer="R1", volume=20, bedrag_centen=20, **number)
    first = regel(toewijzing, referentienummer="R1", volume=10, bedrag_centen=10)
    concerned, others = declareren._concerned, []

    def between(*args: Any) -> Any:
        if not others:
            others.append(late)
            assert at_once([lambda: book(backoffice, first)])[0].nieuw == 1
        return concerned(*args)

    monkeypatch.setattr(declareren, "_concerned", between)
    with pytest.raises(PortalFout) as refused:
        book(backoffice, late)
    assert (refused.value.code, refused.value.status) == ("referentie_bestaat", 409)
    assert total(toewijzing)[0] == 10
    assert not OngekoppeldeDeclaratie.objects.exists()


def test_statements_stay_two_with_twenty_lines(
    toewijzing: Toewijzing, backoffice: Actor, django_assert_num_queries: Any
) -> None:
    two = [regel(toewijzing, nr) for nr in (1, 2)]
    many = [regel(toewijzing, nr) for nr in range(3, 23)]
    with django_assert_num_queries(10):
        book(backoffice, *two)
    with django_assert_num_queries(10):
        book(backoffice, *many)
