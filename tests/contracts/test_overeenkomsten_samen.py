"""Any sequence of acts, two managers at once, and a day in time against a replay of history."""

import datetime
import itertools
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contracts.grendel import VER_WEG, inside
from contracts.models import (
    ContractLocatie,
    Leveringsgebied,
    Overeenkomst,
    Perceelcontract,
    Tariefgroepwijziging,
)
from contracts.selectors_contract import state_on
from contracts.services import levering, overeenkomsten, perceelcontracten
from contracts.services.levering import Plaatsgegevens
from contracts.services.overeenkomsten import MAX_MAANDEN, Overeenkomstgegevens
from contracts.services.perceelcontracten import Toelating
from core.actor import Actor
from core.choices import Organisatiesoort, Rolcode
from core.datums import last_day
from core.fouten import PortalFout
from tests.factories.contracts import (
    OvereenkomstFactory,
    PerceelcontractFactory,
    PerceelFactory,
    ProductFactory,
    TariefFactory,
    TariefgroepFactory,
)
from tests.factories.core import OrganisatieFactory
from tests.factories.providers import AanbiederFactory, LocatieFactory
from tests.tegelijk import at_once

D = datetime.date
PEIL = D(2026, 11, 22)
DAGEN = st.dates(D(2024, 6, 1), D(2032, 6, 1))
STAP = st.tuples(
    st.sampled_from(["hoofd", "sub", "toelaten", "verlengen", "einde", "intrekken"]),
    DAGEN,
    st.integers(0, 2400),
    st.integers(0, 3),
    st.integers(0, 5),
)


class _Terug(Exception):
    """Nothing of an example stays."""


def _act(actor: Actor, aanbieder: Any, percelen: list[Any], step: Any, number: int) -> None:
    kind, begin, length, options, pick = step
    end = begin + datetime.timedelta(days=length)
    agreed = Overeenkomstgegevens(
        f"N{number}", "Naam", begin, end, verlengopties=options, verlengoptie_maanden=12
    )
    agreements = list(Overeenkomst.objects.filter(aanbieder=aanbieder).order_by("nummer"))
    contracts = list(Perceelcontract.objects.filter(aanbieder=aanbieder).order_by("begindatum"))
    if kind == "hoofd":
        overeenkomsten.add_head(actor, aanbieder.pk, agreed)
    elif kind in ("sub", "toelaten", "verlengen"):
        if not agreements:
            return
        outer = agreements[pick % len(agreements)]
        if kind == "sub":
            overeenkomsten.add_sub(actor, outer.pk, agreed)
        elif kind == "toelaten":
            perceel = percelen[options % len(percelen)]
            perceelcontracten.admit(actor, outer.pk, Toelating(perceel.pk, begin, end))
        else:
            found = overeenkomsten.preview(actor, outer.pk)
            along = [row.pk for row in [*found.subs, *found.contracten]][: pick + 1]
            overeenkomsten.extend(actor, outer.pk, versie=outer.versie, mee=along)
    elif contracts:
        row = contracts[pick % len(contracts)]
        if kind == "einde":
            perceelcontracten.change_end(actor, row.pk, versie=row.versie, einddatum=end)
        else:
            perceelcontracten.withdraw(actor, row.pk, versie=row.versie, reden="Proef")


def _holds(aanbieder: Any) -> None:
    agreements = list(Overeenkomst.objects.filter(aanbieder=aanbieder))
    heads = sorted(
        ((r.begindatum, r.einddatum) for r in agreements if r.soort == "hoofd"),
        key=lambda pair: pair[0],
    )
    for (_b, end), (begin, _e) in itertools.pairwise(heads):
        assert end < begin, "two heads at a time"
    for row in agreements:
        assert row.verlengd <= row.verlengopties
        assert row.einddatum <= last_day(row.begindatum, MAX_MAANDEN)
        if outer := row.hoofdovereenkomst:
            assert inside(row.begindatum, row.einddatum, outer.begindatum, outer.einddatum)
    valid = Perceelcontract.objects.filter(aanbieder=aanbieder).exclude(status="ingetrokken")
    seen: dict[Any, list[Any]] = {}
    for row in valid.select_related("overeenkomst").order_by("begindatum"):
        outer = row.overeenkomst
        assert inside(row.begindatum, row.einddatum, outer.begindatum, outer.einddatum)
        for other in seen.setdefault(row.perceel_id, []):
            assert (other.einddatum or VER_WEG) < row.begindatum, "overlap"
        seen[row.perceel_id].append(row)


@pytest.mark.django_db
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=st.lists(STAP, min_size=4, max_size=14))
def test_any_sequence_of_acts_keeps_everything_in_its_place(
    actor_for: Callable[..., Actor], steps: list[Any]
) -> None:
    try:
        with transaction.atomic():
            actor = actor_for(Rolcode.CONTRACTMANAGER)
            aanbieder = AanbiederFactory()
            percelen = [PerceelFactory(begindatum=D(2020, 1, 1)) for _ in range(2)]
            start = ("hoofd", D(2025, 1, 1), 1460, 2, 0)
            for number, step in enumerate([start, *steps]):
                try:
                    _act(actor, aanbieder, percelen, step, number)
                except PortalFout:
                    continue
                finally:
                    _holds(aanbieder)
            raise _Terug
    except _Terug:
        pass


# As on a date


def _replayed(model: Any, contract: Any, day: datetime.date) -> set[tuple[Any, ...]]:
    """What the last line of history of each row says to hold on `day`."""
    last: dict[Any, Any] = {}
    rows = model.pgh_event_model.objects.filter(perceelcontract_id=contract.pk)
    for event in rows.order_by("pgh_id"):
        last[event.pgh_obj_id] = event
    found = set()
    for event in last.values():
        end = getattr(event, "einddatum", None)
        if event.pgh_label == "delete" or event.begindatum > day or (end and end < day):
            continue
        if model is Leveringsgebied:
            found.add((event.gemeente_id,))
        elif model is ContractLocatie:
            found.add((event.locatie_id, event.plaatsen))
        else:
            found.add((event.begindatum, event.tariefgroep_id))
    return found


@pytest.mark.django_db
def test_contract_on_a_day_is_a_replay_of_its_history(actor_for: Callable[..., Actor]) -> None:
    actor = actor_for(Rolcode.CONTRACTMANAGER)
    perceel = PerceelFactory(begindatum=D(2020, 1, 1))
    product, groups = ProductFactory(perceel=perceel), [TariefgroepFactory() for _ in range(3)]
    for group in groups:
        TariefFactory(product=product, tariefgroep=group, bedrag=Decimal(1))
    outer = OvereenkomstFactory(begindatum=D(2025, 1, 1), einddatum=D(2028, 12, 31))
    row = PerceelcontractFactory(
        overeenkomst=outer,
        aanbieder=outer.aanbieder,
        perceel=perceel,
        tariefgroep=groups[0],
        begindatum=D(2025, 1, 1),
        einddatum=D(2028, 12, 31),
    )
    gemeenten = [OrganisatieFactory(soort=Organisatiesoort.GEMEENTE).pk for _ in range(4)]
    place = LocatieFactory(aanbieder=outer.aanbieder)

    def promise(versie: int, wanted: list[Any], vanaf: Any, tot: Any = None) -> None:
        levering.promise(actor, row.pk, versie=versie, gemeente_ids=wanted, vanaf=vanaf, tot=tot)

    promise(1, gemeenten[:2], D(2025, 1, 1))
    promise(2, gemeenten[1:], D(2027, 1, 1))
    promise(3, gemeenten, D(2026, 6, 1), D(2027, 6, 30))  # what was planned falls away
    given_place = Plaatsgegevens(place.pk, 8, D(2025, 1, 1))
    made = levering.add_location(actor, row.pk, given_place, versie=4)
    levering.change_places(actor, made.pk, versie=5, plaatsen=12, vanaf=D(2026, 1, 1))
    for versie, group, day in (6, groups[1], D(2026, 12, 1)), (7, groups[2], D(2028, 1, 1)):
        perceelcontracten.change_tariff_group(
            actor, row.pk, versie=versie, tariefgroep_id=group.pk, vanaf=day, peildatum=PEIL
        )
    row.refresh_from_db()
    for day in (
        D(2025, 1, 1), D(2025, 12, 31), D(2026, 1, 1), D(2026, 5, 31), D(2026, 6, 1),
        D(2026, 11, 30), D(2026, 12, 1), D(2027, 1, 1), D(2027, 7, 1), D(2028, 1, 1),
        D(2028, 2, 29), D(2028, 12, 31),
    ):  # fmt: skip
        stand = state_on(actor, row, day)
        assert {(g.gemeente_id,) for g in stand.gemeenten} == _replayed(Leveringsgebied, row, day)
        assert {(p.locatie_id, p.plaatsen) for p in stand.plaatsen} == _replayed(
            ContractLocatie, row, day
        )
        changes = sorted(_replayed(Tariefgroepwijziging, row, day))
        assert stand.tariefgroep is not None
        assert stand.tariefgroep.pk == (changes[-1][1] if changes else groups[0].pk)
        assert stand.staat in {"geldig", "loopt_af"}
    assert state_on(actor, row, D(2029, 1, 1)).staat == "geen"


# Two at once


@pytest.mark.django_db(transaction=True)
def test_two_managers_at_once(actor_for: Callable[..., Actor]) -> None:
    actors = [actor_for(Rolcode.CONTRACTMANAGER) for _ in range(2)]
    aanbieder, perceel = AanbiederFactory(), PerceelFactory(begindatum=D(2020, 1, 1))

    def head(number: int) -> Callable[[], Any]:
        agreed = Overeenkomstgegevens(
            f"T{number}", "Hoofd", D(2025, 1, 1), D(2028, 12, 31), verlengopties=1
        )
        return lambda: overeenkomsten.add_head(actors[number], aanbieder.pk, agreed)

    def codes(results: list[Any]) -> list[str]:
        refused = [r for r in results if isinstance(r, PortalFout)]
        return [r.bevindingen[0].code if r.bevindingen else r.code for r in refused]

    results = at_once([head(0), head(1)])
    assert codes(results) == ["hoofdovereenkomst_bestaat"]
    row = Overeenkomst.objects.get(aanbieder=aanbieder)

    def admit(number: int) -> Callable[[], Any]:
        toelating = Toelating(perceel.pk, D(2025, 1, 1))
        return lambda: perceelcontracten.admit(actors[number], row.pk, toelating)

    assert codes(at_once([admit(0), admit(1)])) == ["perceelcontract_overlap"]

    def extend(number: int) -> Callable[[], Any]:
        return lambda: overeenkomsten.extend(actors[number], row.pk, versie=1)

    assert codes(at_once([extend(0), extend(1)])) == ["versie_verouderd"]
    row.refresh_from_db()
    assert (row.verlengd, row.einddatum) == (1, D(2029, 12, 31))
