"""Which gemeente is responsible, per day (woonplaatsbeginsel, D-20, Jeugdwet 1.1)."""

import datetime
from collections.abc import Callable

import pytest

from core.actor import system_actor
from core.choices import Rolcode
from core.fouten import Conflict, NietGevonden, Ongeldig, PortalFout, Verboden
from core.models import Gebeurtenis, Inzage
from indications.models import Jeugdige, Woonplaats
from jeugdigen.services.verhuizen import (
    Verhuizing,
    apply_moves,
    correct_woonplaats,
    record_move,
    undo_move,
)
from tests.factories.indications import JeugdigeFactory
from tests.jeugdigen.conftest import VANDAAG, D, Zaak, gemeente, help_for
from tests.tegelijk import at_once

DAG = datetime.timedelta(days=1)


def rows(jeugdige: Jeugdige) -> list[tuple[str, datetime.date, datetime.date | None]]:
    found = Woonplaats.objects.filter(jeugdige=jeugdige).order_by("begindatum")
    return [(row.gemeente.code, row.begindatum, row.einddatum) for row in found]


def move(zaak: Zaak, vanaf: datetime.date, **changes: object) -> Verhuizing:
    said = {"naar": zaak.hengelo.pk, "vanaf": vanaf, "grond": "brp", **changes}
    return Verhuizing(**said)  # type: ignore[arg-type]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("vanaf", "today"),
    [
        pytest.param(VANDAAG, "0164", id="D-20 day of the move is the day of the new one"),
        pytest.param(VANDAAG + DAG, "0153", id="D-20 the day before is still the old one"),
        pytest.param(VANDAAG - DAG, "0164", id="D-20 told a day late"),
        pytest.param(D(2024, 2, 29), "0164", id="D-20 on a leap day"),
    ],
)
def test_first_move_closes_what_was_one_gemeente_since_birth(
    zaak: Zaak, vanaf: datetime.date, today: str
) -> None:
    record_move(zaak.toegang, zaak.jeugdige.pk, move(zaak, vanaf), peildatum=VANDAAG)
    assert rows(zaak.jeugdige) == [
        ("0153", D(2012, 5, 1), vanaf - DAG),
        ("0164", vanaf, None),
    ]
    zaak.jeugdige.refresh_from_db()
    assert zaak.jeugdige.gemeente.code == today


@pytest.mark.django_db
def test_move_is_an_event_and_stands_in_the_log(zaak: Zaak) -> None:
    record_move(zaak.toegang, zaak.jeugdige.pk, move(zaak, VANDAAG), peildatum=VANDAAG)
    told = Gebeurtenis.objects.get(soort="jeugdige.verhuisd")
    assert told.gegevens == {"vanaf": str(VANDAAG), "gemeente": "0164"}
    assert Inzage.objects.get(soort="jeugdige.verhuisd").jeugdigen == [zaak.jeugdige.pk]


@pytest.mark.django_db
def test_night_starts_a_move_that_was_planned_on_its_day_and_not_before(zaak: Zaak) -> None:
    starts = VANDAAG + 3 * DAG
    record_move(zaak.toegang, zaak.jeugdige.pk, move(zaak, starts), peildatum=VANDAAG)
    other = JeugdigeFactory(gemeente=zaak.enschede)
    assert apply_moves(system_actor(), peildatum=starts - DAG) == 0
    assert apply_moves(system_actor(), peildatum=starts) == 1
    assert apply_moves(system_actor(), peildatum=starts) == 0
    zaak.jeugdige.refresh_from_db()
    other.refresh_from_db()
    assert (zaak.jeugdige.gemeente.code, other.gemeente.code) == ("0164", "0153")
    assert Gebeurtenis.objects.filter(soort="jeugdige.verhuizing_ingegaan").count() == 1


@pytest.mark.django_db
def test_out_of_the_region_ends_and_nobody_follows(zaak: Zaak) -> None:
    record_move(zaak.toegang, zaak.jeugdige.pk, move(zaak, VANDAAG, naar=None), peildatum=VANDAAG)
    assert rows(zaak.jeugdige) == [("0153", D(2012, 5, 1), VANDAAG - DAG)]
    undo_move(zaak.toegang, zaak.jeugdige.pk, reden="Blijft toch", peildatum=VANDAAG)
    assert rows(zaak.jeugdige) == [("0153", D(2012, 5, 1), None)]


@pytest.mark.django_db
def test_who_comes_back_from_outside_is_recorded_by_who_receives(zaak: Zaak) -> None:
    gone = move(zaak, D(2026, 3, 1), naar=None)
    record_move(zaak.toegang, zaak.jeugdige.pk, gone, peildatum=VANDAAG)
    help_for(zaak.jeugdige, gemeente=zaak.hengelo)
    back = move(zaak, D(2026, 9, 1))
    with pytest.raises(Conflict):
        record_move(zaak.toegang, zaak.jeugdige.pk, back, peildatum=VANDAAG)
    record_move(zaak.buur, zaak.jeugdige.pk, back, peildatum=VANDAAG)
    assert rows(zaak.jeugdige) == [
        ("0153", D(2012, 5, 1), D(2026, 2, 28)),
        ("0164", D(2026, 9, 1), None),
    ]
    zaak.jeugdige.refresh_from_db()
    assert zaak.jeugdige.gemeente.code == "0164"
    row = Woonplaats.objects.get(gemeente=zaak.hengelo)
    with pytest.raises(Ongeldig):
        correct_woonplaats(
            zaak.buur, row.pk, move(zaak, D(2026, 2, 28)), reden="Eerder", peildatum=VANDAAG
        )
    correct_woonplaats(
        zaak.buur, row.pk, move(zaak, D(2026, 8, 1)), reden="Eerder", peildatum=VANDAAG
    )
    assert rows(zaak.jeugdige)[1] == ("0164", D(2026, 8, 1), None)
    undo_move(zaak.buur, zaak.jeugdige.pk, reden="Toch niet", peildatum=VANDAAG)
    assert rows(zaak.jeugdige) == [("0153", D(2012, 5, 1), D(2026, 2, 28))]


REFUSED = {
    "no day": ({"vanaf": None}, "verplicht", "vanaf"),
    "day of birth": ({"vanaf": D(2012, 5, 1)}, "periode_ongeldig", "vanaf"),
    "more than a year ahead": ({"vanaf": D(2027, 11, 30)}, "periode_ongeldig", "vanaf"),
    "ground not in the list": ({"grond": "zomaar"}, "onbekende_waarde", "grond"),
}


@pytest.mark.django_db
@pytest.mark.parametrize(("changes", "code", "veld"), REFUSED.values(), ids=REFUSED.keys())
def test_what_cannot_be_a_move_is_refused_on_its_field(
    zaak: Zaak, changes: dict[str, object], code: str, veld: str
) -> None:
    asked = {"vanaf": VANDAAG, **changes}
    with pytest.raises(Ongeldig) as refused:
        record_move(zaak.toegang, zaak.jeugdige.pk, move(zaak, **asked), peildatum=VANDAAG)  # type: ignore[arg-type]
    assert [(f.code, f.veld) for f in refused.value.bevindingen] == [(code, veld)]


@pytest.mark.django_db
def test_last_day_a_year_ahead_is_allowed(zaak: Zaak) -> None:
    record_move(zaak.toegang, zaak.jeugdige.pk, move(zaak, D(2027, 11, 29)), peildatum=VANDAAG)


@pytest.mark.django_db
def test_gemeente_where_it_lives_already_and_no_gemeente_at_all_are_refused(zaak: Zaak) -> None:
    for naar, code in (
        (zaak.enschede.pk, "woonplaats_ongewijzigd"),
        (zaak.jeugdige.pk, "onbekende_waarde"),
    ):
        asked = move(zaak, VANDAAG, naar=naar)
        with pytest.raises(Ongeldig) as refused:
            record_move(zaak.toegang, zaak.jeugdige.pk, asked, peildatum=VANDAAG)
        assert refused.value.bevindingen[0].code == code


@pytest.mark.django_db
def test_nobody_draws_a_jeugdige_to_itself(zaak: Zaak) -> None:
    """Hengelo sees the jeugdige by help of its own, and is not responsible."""
    help_for(zaak.jeugdige, gemeente=zaak.hengelo)
    with pytest.raises(Conflict) as refused:
        record_move(zaak.buur, zaak.jeugdige.pk, move(zaak, VANDAAG), peildatum=VANDAAG)
    assert refused.value.code == "niet_van_deze_gemeente"
    assert not Woonplaats.objects.exists()


@pytest.mark.django_db
def test_other_gemeente_does_not_find_it_and_backoffice_may_not(
    zaak: Zaak, actor_for: Callable[..., object]
) -> None:
    with pytest.raises(NietGevonden):
        record_move(zaak.buur, zaak.jeugdige.pk, move(zaak, VANDAAG), peildatum=VANDAAG)
    backoffice = actor_for(Rolcode.BACKOFFICE, zaak.enschede)
    with pytest.raises(Verboden):
        record_move(backoffice, zaak.jeugdige.pk, move(zaak, VANDAAG), peildatum=VANDAAG)  # type: ignore[arg-type]


@pytest.mark.django_db
def test_second_move_goes_after_the_first_never_before_it(zaak: Zaak) -> None:
    borne = gemeente("0147", "Borne")
    record_move(zaak.toegang, zaak.jeugdige.pk, move(zaak, D(2026, 3, 1)), peildatum=VANDAAG)
    help_for(zaak.jeugdige)
    with pytest.raises(Conflict) as refused:
        record_move(zaak.toegang, zaak.jeugdige.pk, move(zaak, D(2026, 3, 1)), peildatum=VANDAAG)
    assert refused.value.code == "verhuizing_bestaat"
    onwards = move(zaak, D(2026, 9, 1), naar=borne.pk)
    record_move(zaak.buur, zaak.jeugdige.pk, onwards, peildatum=VANDAAG)
    assert rows(zaak.jeugdige)[1:] == [
        ("0164", D(2026, 3, 1), D(2026, 8, 31)),
        ("0147", D(2026, 9, 1), None),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("day", [D(2026, 3, 20), D(2026, 2, 10), D(2026, 3, 1)])
def test_correction_moves_the_border_without_a_gap(zaak: Zaak, day: datetime.date) -> None:
    help_for(zaak.jeugdige)
    record_move(zaak.toegang, zaak.jeugdige.pk, move(zaak, D(2026, 3, 1)), peildatum=VANDAAG)
    row = Woonplaats.objects.get(gemeente=zaak.hengelo)
    asked = move(zaak, day, grond="verblijf")
    correct_woonplaats(zaak.toegang, row.pk, asked, reden="Dag klopte niet", peildatum=VANDAAG)
    assert rows(zaak.jeugdige) == [("0153", D(2012, 5, 1), day - DAG), ("0164", day, None)]
    told = Gebeurtenis.objects.get(soort="jeugdige.woonplaats_verbeterd")
    assert told.reden == "Dag klopte niet"


@pytest.mark.django_db
def test_correction_that_swallows_the_row_before_it_is_refused(zaak: Zaak) -> None:
    help_for(zaak.jeugdige)
    record_move(zaak.toegang, zaak.jeugdige.pk, move(zaak, D(2026, 3, 1)), peildatum=VANDAAG)
    row = Woonplaats.objects.get(gemeente=zaak.hengelo)
    with pytest.raises(Ongeldig) as refused:
        correct_woonplaats(
            zaak.toegang, row.pk, move(zaak, D(2012, 5, 1)), reden="", peildatum=VANDAAG
        )
    assert {f.veld for f in refused.value.bevindingen} == {"vanaf", "reden"}
    with pytest.raises(Conflict):  # who received the jeugdige does not correct it
        correct_woonplaats(
            zaak.buur, row.pk, move(zaak, D(2026, 4, 1)), reden="Zomaar", peildatum=VANDAAG
        )


@pytest.mark.django_db
def test_undoing_gives_the_jeugdige_back(zaak: Zaak) -> None:
    help_for(zaak.jeugdige)
    record_move(zaak.toegang, zaak.jeugdige.pk, move(zaak, D(2026, 3, 1)), peildatum=VANDAAG)
    with pytest.raises(Conflict):
        undo_move(zaak.buur, zaak.jeugdige.pk, reden="Niet van mij", peildatum=VANDAAG)
    undo_move(zaak.toegang, zaak.jeugdige.pk, reden="Ging niet door", peildatum=VANDAAG)
    zaak.jeugdige.refresh_from_db()
    assert zaak.jeugdige.gemeente.code == "0153"
    assert rows(zaak.jeugdige) == [("0153", D(2012, 5, 1), None)]
    with pytest.raises(Conflict) as refused:
        undo_move(zaak.toegang, zaak.jeugdige.pk, reden="Nog eens", peildatum=VANDAAG)
    assert refused.value.code == "geen_verhuizing"


@pytest.mark.django_db(transaction=True)
def test_of_two_moves_at_once_one_is_told(zaak: Zaak) -> None:
    borne = gemeente("0147", "Borne")
    help_for(zaak.jeugdige)
    asks = [move(zaak, VANDAAG), move(zaak, VANDAAG + DAG, naar=borne.pk)]
    results = at_once(
        [
            lambda a=a: record_move(zaak.toegang, zaak.jeugdige.pk, a, peildatum=VANDAAG)
            for a in asks
        ]
    )
    assert len([r for r in results if isinstance(r, PortalFout)]) == 1
    assert Woonplaats.objects.filter(jeugdige=zaak.jeugdige).count() == 2
