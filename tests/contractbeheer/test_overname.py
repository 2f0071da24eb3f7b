"""Percelen and toewijzingen go to another aanbieder on a day, or nothing moves (R-CON-4)."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from contractbeheer.aflopen import list_missed
from contractbeheer.choices import Overdrachtuitkomst, Overnamestatus
from contractbeheer.models import Overdracht, Overname
from contractbeheer.overnemen import carry_out_due, staying
from contractbeheer.services.overname import plan_overname, undo_overname
from contracts.models import Perceelcontract
from contracts.services.perceelcontracten import change_end
from core.actor import Actor
from core.choices import Rolcode
from core.fouten import Conflict, NietGevonden, Ongeldig, PortalFout, Verboden, VersieVerouderd
from core.models import Gebeurtenis, Inzage
from core.signalen.controles import controles
from indications.models import Toewijzing, Wijziging
from tests.factories.contracts import MaatregelFactory, PerceelcontractFactory, PerceelFactory
from tests.factories.indications import (
    DeclaratieregelFactory,
    JeugdigeFactory,
    ToewijzingFactory,
)
from tests.tegelijk import at_once

VANDAAG = datetime.date(2026, 3, 1)
DAG = datetime.date(2026, 7, 1)
VORIGE = DAG - datetime.timedelta(days=1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(actor_for: Callable[..., Actor]) -> Actor:
    return actor_for(Rolcode.CONTRACTMANAGER)


class Markt:
    """An aanbieder that stops, one that takes over, one perceel, one running toewijzing."""

    def __init__(self) -> None:
        self.perceel = PerceelFactory()
        self.oud = PerceelcontractFactory(perceel=self.perceel)
        self.nieuw = PerceelcontractFactory(perceel=self.perceel)
        self.toewijzing = ToewijzingFactory(perceelcontract=self.oud)

    def plan(self, actor: Actor, **changes: Any) -> Overname:
        asked = {
            "van_id": self.oud.aanbieder_id,
            "naar_id": self.nieuw.aanbieder_id,
            "perceel_ids": [],
            "datum": DAG,
            "reden": "Aanbieder stopt",
            "peildatum": VANDAAG,
            **changes,
        }
        return plan_overname(actor, **asked)


@pytest.fixture
def markt() -> Markt:
    return Markt()


def codes(exc: pytest.ExceptionInfo[Ongeldig]) -> set[str]:
    return {finding.code for finding in exc.value.bevindingen}


def test_planning_ends_the_contract_and_lists_who_moves(manager, markt) -> None:
    overname = markt.plan(manager)
    markt.oud.refresh_from_db()
    assert markt.oud.einddatum == VORIGE
    line = Overdracht.objects.get()
    assert (line.toewijzing, line.vanaf, line.status) == (markt.toewijzing, DAG, "open")
    assert overname.eindes.get().naar == markt.nieuw
    assert overname.kenmerk.startswith("OV-")


def test_on_the_day_the_old_one_ends_and_a_new_one_begins(manager, markt) -> None:
    overname = markt.plan(manager)
    assert carry_out_due(DAG) == 1
    markt.toewijzing.refresh_from_db()
    assert (markt.toewijzing.einddatum, markt.toewijzing.status) == (VORIGE, "beeindigd")
    assert markt.toewijzing.reden_wijziging == "09"
    new = Toewijzing.objects.get(aanbieder=markt.nieuw.aanbieder)
    assert (new.begindatum, new.einddatum) == (DAG, datetime.date(2026, 12, 31))
    assert new.nummer != markt.toewijzing.nummer
    assert new.voorganger == markt.toewijzing
    kept = Wijziging.objects.get(toewijzing=markt.toewijzing)
    assert (kept.versie, kept.reden, kept.opvolger) == (2, "09", new)
    assert new.volume == 1513  # 3,000 minutes, 184 of 365 days, rounded up
    line = Overdracht.objects.get()
    assert (line.status, line.uitkomst) == ("afgerond", Overdrachtuitkomst.OVERGEZET)
    overname.refresh_from_db()
    assert (overname.status, overname.overgezet) == (Overnamestatus.UITGEVOERD, 1)
    told = Gebeurtenis.objects.filter(object_id__in=[markt.toewijzing.pk, new.pk])
    assert set(told.values_list("soort", flat=True)) == {
        "toewijzing.overgezet",
        "toewijzing.overgekomen",
    }
    seen = Inzage.objects.get(soort="toewijzing.overgezet")
    assert seen.jeugdigen == [markt.toewijzing.jeugdige_id]


def test_the_day_comes_once(manager, markt) -> None:
    markt.plan(manager)
    assert [carry_out_due(VORIGE), carry_out_due(DAG), carry_out_due(DAG)] == [0, 1, 0]
    assert Toewijzing.objects.count() == 2


@pytest.mark.parametrize(
    ("fields", "declared", "volume"),
    [
        pytest.param({}, 0, 1513, id="total-by-days"),
        pytest.param({}, 2900, 100, id="never-more-than-is-left"),
        pytest.param({}, 3000, 1, id="nothing-left-keeps-one-minute"),
        pytest.param({"frequentie": "2", "volume": 90}, 500, 90, id="per-week-goes-on"),
        pytest.param({"begindatum": DAG}, 0, 3000, id="not-begun-goes-whole"),
        pytest.param({"einddatum": None}, 0, 3000, id="open-ended-goes-whole"),
    ],
)
def test_what_goes_over(manager, markt, fields, declared, volume) -> None:
    Toewijzing.objects.filter(pk=markt.toewijzing.pk).update(**fields)
    if declared:
        markt.toewijzing.refresh_from_db()
        DeclaratieregelFactory(toewijzing=markt.toewijzing, volume=declared)
    markt.plan(manager)
    carry_out_due(DAG)
    new = Toewijzing.objects.get(aanbieder=markt.nieuw.aanbieder)
    assert (new.volume, new.begindatum) == (volume, DAG)


def test_one_that_had_not_begun_is_withdrawn_at_the_old_one(manager, markt) -> None:
    later = datetime.date(2026, 9, 1)
    Toewijzing.objects.update(begindatum=later)
    markt.plan(manager)
    carry_out_due(DAG)
    markt.toewijzing.refresh_from_db()
    assert markt.toewijzing.status == "ingetrokken"
    assert (markt.toewijzing.einddatum, markt.toewijzing.reden_wijziging) == (later, "13")
    assert Toewijzing.objects.get(aanbieder=markt.nieuw.aanbieder).begindatum == later


@pytest.mark.parametrize(
    ("einddatum", "moves"),
    [(VORIGE, False), (DAG, True)],
    ids=["ends-the-day-before", "ends-on-the-day"],
)
def test_boundary_of_the_last_day(manager, markt, einddatum, moves) -> None:
    Toewijzing.objects.update(einddatum=einddatum)
    markt.plan(manager)
    carry_out_due(DAG)
    assert Toewijzing.objects.filter(aanbieder=markt.nieuw.aanbieder).exists() == moves


def test_leap_day_is_a_day_like_any_other(manager, markt) -> None:
    leap = datetime.date(2028, 2, 29)
    Toewijzing.objects.update(
        begindatum=datetime.date(2028, 1, 1), einddatum=datetime.date(2028, 12, 31), volume=366
    )
    markt.plan(manager, datum=leap)
    carry_out_due(leap)
    new = Toewijzing.objects.get(aanbieder=markt.nieuw.aanbieder)
    assert (new.begindatum, new.volume) == (leap, 307)  # 366 days less 31 + 28
    markt.toewijzing.refresh_from_db()
    assert markt.toewijzing.einddatum == datetime.date(2028, 2, 28)


def test_who_has_the_product_there_already_stays_on_the_list(manager, markt) -> None:
    """R-TOE-13: the same jeugdige, product and aanbieder never twice over the same days."""
    ToewijzingFactory(
        jeugdige=markt.toewijzing.jeugdige,
        product=markt.toewijzing.product,
        perceelcontract=markt.nieuw,
        perceelproduct=False,
    )
    assert staying([markt.oud.pk], markt.nieuw.aanbieder_id, DAG) == 1
    overname = markt.plan(manager)
    carry_out_due(DAG)
    markt.toewijzing.refresh_from_db()
    assert markt.toewijzing.status == "toegewezen"
    assert Overdracht.objects.get().status == "open"
    overname.refresh_from_db()
    assert overname.overgezet == 0


def test_undone_before_the_day_leaves_everything_as_it_was(manager, markt) -> None:
    Perceelcontract.objects.filter(pk=markt.oud.pk).update(einddatum=datetime.date(2030, 12, 31))
    overname = markt.plan(manager)
    undo_overname(manager, overname.pk, reden="Toch niet", versie=1, peildatum=VORIGE)
    markt.oud.refresh_from_db()
    assert markt.oud.einddatum == datetime.date(2030, 12, 31)
    assert Overdracht.objects.get().status == "vervallen"
    assert carry_out_due(DAG) == 0
    assert Toewijzing.objects.count() == 1


@pytest.mark.parametrize(
    ("day", "changes", "error"),
    [
        pytest.param(DAG, {}, Conflict, id="on-the-day"),
        pytest.param(VORIGE, {"versie": 7}, VersieVerouderd, id="changed-meanwhile"),
        pytest.param(VORIGE, {"reden": " "}, Ongeldig, id="without-reason"),
    ],
)
def test_undoing_is_refused(manager, markt, day, changes, error) -> None:
    overname = markt.plan(manager)
    with pytest.raises(error):
        undo_overname(
            manager, overname.pk, **{"reden": "x", "versie": 1, "peildatum": day, **changes}
        )
    overname.refresh_from_db()
    assert overname.status == Overnamestatus.GEPLAND


def test_a_decided_end_is_moved_by_undoing_only(manager, markt) -> None:
    """Else the contract would run on while its jeugdigen stand on a list."""
    overname = markt.plan(manager)
    with pytest.raises(Conflict) as refused:
        change_end(manager, markt.oud.pk, versie=2, einddatum=datetime.date(2030, 1, 1))
    assert refused.value.code == "einde_besloten"
    undo_overname(manager, overname.pk, reden="x", versie=1, peildatum=VORIGE)
    Perceelcontract.objects.filter(pk=markt.oud.pk).update(einddatum=datetime.date(2029, 1, 1))
    later = change_end(manager, markt.oud.pk, versie=3, einddatum=datetime.date(2030, 1, 1))
    assert later.einddatum == datetime.date(2030, 1, 1)


def test_undone_twice_is_a_conflict(manager, markt) -> None:
    overname = markt.plan(manager)
    undo_overname(manager, overname.pk, reden="x", versie=1, peildatum=VORIGE)
    with pytest.raises(Conflict):
        undo_overname(manager, overname.pk, reden="x", versie=2, peildatum=VORIGE)


def test_receiver_without_the_perceel_is_refused_and_nothing_happened(manager, markt) -> None:
    other = PerceelcontractFactory(aanbieder=markt.oud.aanbieder)
    with pytest.raises(Ongeldig) as exc:
        markt.plan(manager)
    assert codes(exc) == {"overname_geen_perceel"}
    assert other.perceel.naam in exc.value.bevindingen[0].reden
    markt.oud.refresh_from_db()
    assert markt.oud.einddatum is None
    assert not Overname.objects.exists()
    assert markt.plan(manager, perceel_ids=[markt.perceel.pk])


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        pytest.param({"reden": ""}, "verplicht", id="without-reason"),
        pytest.param({"datum": None}, "verplicht", id="without-day"),
        pytest.param({"datum": VANDAAG}, "periode_ongeldig", id="today"),
        pytest.param({"datum": datetime.date(2020, 1, 1)}, "periode_ongeldig", id="in-the-past"),
    ],
)
def test_incomplete_plan_is_refused(manager, markt, changes, code) -> None:
    with pytest.raises(Ongeldig) as exc:
        markt.plan(manager, **changes)
    assert codes(exc) == {code}


def test_to_itself_or_to_who_may_not_take_anybody_is_refused(manager, markt) -> None:
    with pytest.raises(Ongeldig) as same:
        markt.plan(manager, naar_id=markt.oud.aanbieder_id)
    assert codes(same) == {"overname_zelfde_aanbieder"}
    MaatregelFactory(aanbieder=markt.nieuw.aanbieder, perceel=markt.perceel)
    with pytest.raises(Ongeldig) as stopped:
        markt.plan(manager)
    assert codes(stopped) == {"clientenstop"}


def test_one_contract_goes_over_once(manager, markt) -> None:
    markt.plan(manager)
    with pytest.raises(PortalFout) as again:
        markt.plan(manager, datum=DAG - datetime.timedelta(days=30))
    assert again.value.code == "overname_bestaat"


def test_receiver_that_lost_its_contract_stops_it_with_a_signal(manager, markt) -> None:
    overname = markt.plan(manager)
    Perceelcontract.objects.filter(pk=markt.nieuw.pk).update(einddatum=VORIGE)
    assert carry_out_due(DAG) == 0
    markt.toewijzing.refresh_from_db()
    assert markt.toewijzing.status == "toegewezen"
    told = Gebeurtenis.objects.get(soort="overname.niet_uitgevoerd")
    assert told.gegevens == {"code": "overname_geen_perceel"}
    with connection.cursor() as cursor:
        after = DAG + datetime.timedelta(days=1)
        cursor.execute(controles()["overname_niet_uitgevoerd"].query(), {"peildatum": after})
        (row,) = cursor.fetchall()
    assert row[0] == str(overname.pk)
    assert row[3] == 1


@pytest.mark.parametrize(
    ("rol", "error"),
    [
        (Rolcode.CONTRACTBEHEERDER, Verboden),
        (Rolcode.TOEGANG, Verboden),
        (Rolcode.AANBIEDER_BEHEERDER, Verboden),
    ],
)
def test_only_a_contractmanager_plans(actor_for, markt, rol, error) -> None:
    with pytest.raises(error):
        markt.plan(actor_for(rol))


def test_others_do_not_see_it(actor_for, manager, markt) -> None:
    overname = markt.plan(manager)
    stranger = actor_for(Rolcode.AANBIEDER_BEHEERDER, markt.oud.aanbieder.organisatie)
    with pytest.raises(NietGevonden):
        undo_overname(stranger, overname.pk, reden="x", versie=1, peildatum=VANDAAG)


def test_thousand_move_in_the_same_number_of_statements(
    manager, markt, django_assert_max_num_queries
) -> None:
    gemeente = markt.toewijzing.gemeente
    for _ in range(20):
        ToewijzingFactory(
            jeugdige=JeugdigeFactory(gemeente=gemeente, bsn=False),
            perceelcontract=markt.oud,
            product=markt.toewijzing.product,
        )
    markt.plan(manager)
    with django_assert_max_num_queries(20):
        carry_out_due(DAG)
    assert Toewijzing.objects.filter(aanbieder=markt.nieuw.aanbieder).count() == 21


def test_what_was_filed_in_the_same_moment_comes_on_the_list_after_all(manager, markt) -> None:
    """A filing read the contract before the act and was stored after it: the task lists it."""
    overname = markt.plan(manager)
    missed = ToewijzingFactory(
        perceelcontract=markt.oud, product=markt.toewijzing.product, perceelproduct=False
    )
    ends_in_time = ToewijzingFactory(
        perceelcontract=markt.oud,
        product=markt.toewijzing.product,
        perceelproduct=False,
        einddatum=VORIGE,
    )
    assert [list_missed(), list_missed()] == [1, 0]
    line = Overdracht.objects.get(toewijzing=missed)
    assert (line.vanaf, line.einde.overname) == (DAG, overname)
    assert not Overdracht.objects.filter(toewijzing=ends_in_time).exists()
    carry_out_due(DAG)
    missed.refresh_from_db()
    assert missed.einddatum == VORIGE


@pytest.mark.django_db(transaction=True)
def test_two_managers_at_once_one_plans(manager) -> None:
    markt = Markt()
    results = at_once([lambda: markt.plan(manager), lambda: markt.plan(manager)])
    kinds = sorted(type(result).__name__ for result in results)
    assert "Overname" in kinds
    assert kinds != ["Overname", "Overname"]
    assert Overname.objects.count() == 1
    assert Overdracht.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_move_once(manager) -> None:
    markt = Markt()
    markt.plan(manager)
    assert sum(at_once([lambda: carry_out_due(DAG), lambda: carry_out_due(DAG)])) == 1
    assert Toewijzing.objects.count() == 2
