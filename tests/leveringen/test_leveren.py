"""Reporting start and stop, by the aanbieder and by the gemeente on its behalf."""

import datetime
from collections.abc import Callable

import pytest

from core.actor import Actor
from core.choices import Rolcode
from core.fouten import Conflict, NietGevonden, Ongeldig, PortalFout, Verboden
from core.models import Gebeurtenis, Inzage
from indications.models import Levering, Toewijzing
from leveringen.services.leveren import start_levering, stop_levering, undo_start, undo_stop
from tests.leveringen.conftest import VANDAAG
from tests.tegelijk import at_once

D = datetime.date


def start(actor: Actor, row: Toewijzing, day: datetime.date, **kwargs: object) -> Levering:
    return start_levering(actor, row.pk, begindatum=day, peildatum=VANDAAG, **kwargs)[0]  # type: ignore[arg-type]


def stop(actor: Actor, row: Toewijzing, day: datetime.date, reden: str = "31") -> Levering:
    return stop_levering(actor, row.pk, einddatum=day, reden=reden, peildatum=VANDAAG)


def stretches(row: Toewijzing) -> list[tuple[datetime.date, datetime.date | None, str]]:
    return list(
        Levering.objects.filter(toewijzing=row)
        .order_by("begindatum")
        .values_list("begindatum", "einddatum", "reden_beeindiging")
    )


def test_the_whole_road(toewijzing: Toewijzing, zorg: Actor) -> None:
    start(zorg, toewijzing, D(2026, 1, 12))
    stop(zorg, toewijzing, D(2026, 2, 20), "20")
    start(zorg, toewijzing, D(2026, 3, 2))
    stop(zorg, toewijzing, D(2026, 6, 30))
    assert stretches(toewijzing) == [
        (D(2026, 1, 12), D(2026, 2, 20), "20"),
        (D(2026, 3, 2), D(2026, 6, 30), "31"),
    ]
    told = Gebeurtenis.objects.filter(object_id=toewijzing.pk).order_by("moment")
    assert [event.soort for event in told] == ["levering.gestart", "levering.gestopt"] * 2
    seen = Inzage.objects.filter(soort__startswith="levering.")
    assert {tuple(line.jeugdigen) for line in seen} == {(toewijzing.jeugdige_id,)}


def test_first_start_waits_since_the_toewijzing_going_on_does_not(
    toewijzing: Toewijzing, zorg: Actor
) -> None:
    first = start(zorg, toewijzing, D(2026, 1, 12))
    stop(zorg, toewijzing, D(2026, 2, 20), "20")
    again = start(zorg, toewijzing, D(2026, 3, 2))
    assert (first.aangevraagd_op, again.aangevraagd_op) == (D(2025, 12, 20), None)


def test_request_day_can_be_told_but_not_after_the_start(
    toewijzing: Toewijzing, zorg: Actor
) -> None:
    with pytest.raises(Ongeldig) as refused:
        start(zorg, toewijzing, D(2026, 1, 12), aangevraagd_op=D(2026, 1, 13))
    assert [f.code for f in refused.value.bevindingen] == ["aanvraag_na_start"]
    made = start(zorg, toewijzing, D(2026, 1, 12), aangevraagd_op=D(2025, 11, 3))
    assert made.aangevraagd_op == D(2025, 11, 3)


def test_start_outside_the_period_warns(toewijzing: Toewijzing, backoffice: Actor) -> None:
    _made, warnings = start_levering(
        backoffice, toewijzing.pk, begindatum=D(2025, 12, 29), peildatum=VANDAAG
    )
    assert [w.code for w in warnings] == ["start_buiten_toewijzing"]


def test_definitive_stop_replaces_the_temporary_one_and_can_be_taken_back(
    toewijzing: Toewijzing, zorg: Actor
) -> None:
    start(zorg, toewijzing, D(2026, 1, 12))
    stop(zorg, toewijzing, D(2026, 2, 20), "20")
    with pytest.raises(Ongeldig) as early:
        stop(zorg, toewijzing, D(2026, 2, 19))
    assert [f.code for f in early.value.bevindingen] == ["stop_voor_tijdelijke_stop"]
    stop(zorg, toewijzing, D(2026, 4, 1), "34")
    take_back = {"begindatum": D(2026, 1, 12), "einddatum": D(2026, 4, 1), "reden": "34"}
    undo_stop(zorg, toewijzing.pk, **take_back)  # type: ignore[arg-type]
    assert stretches(toewijzing) == [(D(2026, 1, 12), D(2026, 2, 20), "20")]
    undo_stop(zorg, toewijzing.pk, begindatum=D(2026, 1, 12), einddatum=D(2026, 2, 20), reden="20")
    assert stretches(toewijzing) == [(D(2026, 1, 12), None, "")]
    undo_start(zorg, toewijzing.pk, begindatum=D(2026, 1, 12))
    assert stretches(toewijzing) == []


def test_refusals_carry_their_code(toewijzing: Toewijzing, zorg: Actor) -> None:
    start(zorg, toewijzing, D(2026, 1, 12))
    with pytest.raises(Conflict) as twice:
        start(zorg, toewijzing, D(2026, 1, 13))
    stop(zorg, toewijzing, D(2026, 2, 20))
    with pytest.raises(Conflict) as again:
        stop(zorg, toewijzing, D(2026, 2, 21))
    with pytest.raises(Conflict) as deleted:
        undo_start(zorg, toewijzing.pk, begindatum=D(2026, 1, 12))
    assert [e.value.code for e in (twice, again, deleted)] == [
        "levering_al_gestart", "al_definitief_gestopt", "stop_gemeld",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("reden", "code"), [("", "verplicht"), ("99", "onbekende_waarde")], ids=["none", "unknown"]
)
def test_stop_needs_a_reason_of_the_list(
    reden: str, code: str, toewijzing: Toewijzing, zorg: Actor
) -> None:
    start(zorg, toewijzing, D(2026, 1, 12))
    with pytest.raises(Ongeldig) as refused:
        stop(zorg, toewijzing, D(2026, 2, 1), reden)
    assert [f.code for f in refused.value.bevindingen] == [code]


def test_nothing_starts_on_a_withdrawn_toewijzing(
    maak: Callable[..., Toewijzing], zorg: Actor
) -> None:
    with pytest.raises(Conflict) as refused:
        start(zorg, maak(status="ingetrokken"), D(2026, 1, 12))
    assert refused.value.code == "toewijzing_is_ingetrokken"


def test_who_may(toewijzing: Toewijzing, actor_for: Callable[..., Actor], enschede: object) -> None:
    for stranger in (actor_for(Rolcode.AANBIEDER_ZORG), actor_for(Rolcode.TOEGANG)):
        with pytest.raises(NietGevonden):
            start(stranger, toewijzing, D(2026, 1, 12))
    with pytest.raises(Verboden):
        start(actor_for(Rolcode.CONTRACTMANAGER), toewijzing, D(2026, 1, 12))
    start(actor_for(Rolcode.TOEGANG, enschede), toewijzing, D(2026, 1, 12))


@pytest.mark.django_db(transaction=True)
def test_of_two_starts_at_once_one_holds(
    toewijzing: Toewijzing, zorg: Actor, backoffice: Actor
) -> None:
    done = at_once(
        [
            lambda: start(zorg, toewijzing, D(2026, 1, 12)),
            lambda: start(backoffice, toewijzing, D(2026, 1, 13)),
        ]
    )
    refused = [one for one in done if isinstance(one, PortalFout)]
    assert [one.code for one in refused] == ["levering_al_gestart"]
    assert len(stretches(toewijzing)) == 1
