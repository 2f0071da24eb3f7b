"""Signals around a jeugdige: at their first and last day, for the right gemeente."""

import datetime
from typing import Any

import pytest

from core import kluis
from core.models import Organisatie, Signaal
from core.signalen.motor import run_check
from indications.models import Jeugdige, Woonplaats
from jeugdigen.models import Toekomstplan
from jeugdigen.models.toekomstplan import BIG_VIJF
from jeugdigen.services.verhuizen import Verhuizing, record_move
from jeugdigen.services.verwijzen import Vervolg, renew_verwijzing
from tests.factories.indications import JeugdigeFactory, ToewijzingFactory, VerwijzingFactory
from tests.jeugdigen.conftest import VANDAAG, D, Zaak, gemeente, help_for

pytestmark = pytest.mark.django_db


def signals(controle: str, day: datetime.date = VANDAAG) -> list[Signaal]:
    run_check(controle, day)
    return list(Signaal.objects.filter(controle=controle).exclude(status="gesloten"))


REFERRALS = {
    "R-TOE-9 the day before ten months": (("02", D(2026, 1, 30), None), False),
    "R-TOE-9 ten months": (("02", D(2026, 1, 29), None), True),
    "R-TOE-9 ended yesterday": (("02", D(2025, 11, 29), None), True),
    "D-16 GI two months before": (("04", D(2026, 1, 1), D(2027, 1, 29)), True),
    "D-16 GI a day more": (("04", D(2026, 1, 1), D(2027, 1, 30)), False),
    "D-16 court order without a term": (("08", D(2020, 1, 1), None), False),
    "R-TOE-9 short medical term": (("05", D(2026, 9, 1), D(2027, 1, 15)), True),
}


@pytest.mark.parametrize(("given", "opens"), REFERRALS.values(), ids=REFERRALS.keys())
def test_referral_that_ends_is_a_signal(
    zaak: Zaak, given: tuple[str, datetime.date, datetime.date | None], opens: bool
) -> None:
    kind, day, until = given
    old = VerwijzingFactory(jeugdige=zaak.jeugdige, type=kind, datum=day, geldig_tot=until)
    row = help_for(zaak.jeugdige, verwijzing=old)
    found = signals("verwijzing_verloopt")
    assert bool(found) == opens
    for signal in found:
        assert signal.organisatie_id == zaak.enschede.pk
        assert str(row.nummer) in signal.omschrijving


def test_referral_signal_closes_when_the_next_one_is_recorded(zaak: Zaak) -> None:
    old = VerwijzingFactory(jeugdige=zaak.jeugdige, type="02", datum=D(2026, 1, 15))
    row = help_for(zaak.jeugdige, verwijzing=old, einddatum=D(2027, 1, 14))
    assert signals("verwijzing_verloopt")
    renew_verwijzing(zaak.toegang, row.pk, Vervolg("01", VANDAAG), versie=1, peildatum=VANDAAG)
    assert not signals("verwijzing_verloopt")


def test_referral_signal_closes_when_the_next_toewijzing_rests_on_a_newer_one(zaak: Zaak) -> None:
    old = VerwijzingFactory(jeugdige=zaak.jeugdige, type="02", datum=D(2026, 1, 15))
    row = help_for(zaak.jeugdige, verwijzing=old, einddatum=D(2027, 1, 14))
    new = VerwijzingFactory(jeugdige=zaak.jeugdige, type="01", datum=VANDAAG)
    after = {
        "jeugdige": zaak.jeugdige,
        "verwijzing": new,
        "begindatum": D(2027, 1, 15),
        "einddatum": D(2027, 12, 31),
    }
    ToewijzingFactory(**after)
    assert signals("verwijzing_verloopt"), "another product"
    ToewijzingFactory(
        **after,
        product=row.product,
        perceelcontract=row.perceelcontract,
    )
    assert not signals("verwijzing_verloopt")


def test_help_that_has_ended_asks_for_no_referral(zaak: Zaak) -> None:
    old = VerwijzingFactory(jeugdige=zaak.jeugdige, type="02", datum=D(2025, 12, 1))
    help_for(zaak.jeugdige, verwijzing=old, einddatum=D(2026, 11, 28))
    help_for(zaak.jeugdige, verwijzing=old, status="ingetrokken")
    assert not signals("verwijzing_verloopt")


def move(zaak: Zaak, day: datetime.date) -> None:
    asked = Verhuizing(zaak.hengelo.pk, day, "brp")
    record_move(zaak.toegang, zaak.jeugdige.pk, asked, peildatum=VANDAAG)


MOVES = {
    "D-20 runs past the move": (D(2026, 12, 15), D(2027, 1, 31), 1),
    "D-20 ends on the day of the move": (D(2026, 12, 15), D(2026, 12, 15), 1),
    "D-20 ends the day before": (D(2026, 12, 15), D(2026, 12, 14), 0),
    "D-20 open end": (D(2026, 12, 15), None, 1),
    "D-20 moved and ended": (D(2026, 3, 1), D(2026, 11, 28), 0),
}


@pytest.mark.parametrize(("day", "end", "count"), MOVES.values(), ids=MOVES.keys())
def test_help_that_runs_past_a_move_is_a_signal_for_both(
    zaak: Zaak, day: datetime.date, end: datetime.date | None, count: int
) -> None:
    row = help_for(zaak.jeugdige, einddatum=end)
    move(zaak, day)
    found = signals("verhuisd_loopt_door")
    assert [s.organisatie_id for s in found] == [zaak.enschede.pk] * count
    here = signals("verhuisd_hierheen")
    assert [s.organisatie_id for s in here] == [zaak.hengelo.pk] * (count if day <= VANDAAG else 0)
    later = signals("verhuisd_hierheen", D(2026, 12, 15))
    assert not later, "the night makes it the gemeente of today first"
    for signal in found:
        assert "14 december 2027" in signal.omschrijving
        assert str(row.nummer) in signal.omschrijving


def test_third_gemeente_hears_and_who_comes_back_is_no_signal(zaak: Zaak) -> None:
    borne = gemeente("0147", "Borne")
    help_for(zaak.jeugdige, einddatum=D(2027, 6, 1))
    help_for(zaak.jeugdige, gemeente=zaak.hengelo, begindatum=D(2026, 9, 1))
    move(zaak, D(2026, 5, 1))
    onwards = Verhuizing(borne.pk, D(2026, 10, 1), "brp")
    record_move(zaak.buur, zaak.jeugdige.pk, onwards, peildatum=VANDAAG)
    (found,) = signals("verhuisd_hierheen")
    assert found.organisatie_id == borne.pk
    assert {s.organisatie_id for s in signals("verhuisd_loopt_door")} == {
        zaak.enschede.pk,
        zaak.hengelo.pk,
    }
    Woonplaats.objects.filter(gemeente=borne).update(gemeente=zaak.enschede)
    Jeugdige.objects.filter(pk=zaak.jeugdige.pk).update(gemeente=zaak.enschede)
    assert {s.organisatie_id for s in signals("verhuisd_loopt_door")} == {zaak.hengelo.pk}


def test_receiving_gemeente_learns_that_help_runs_not_which(zaak: Zaak) -> None:
    row = help_for(zaak.jeugdige)
    move(zaak, D(2026, 11, 1))
    (found,) = signals("verhuisd_hierheen")
    assert "31 oktober 2027" in found.omschrijving
    said = f"{found.titel} {found.omschrijving} {found.bewijs}"
    assert str(row.nummer) not in said
    assert row.product.code not in said


def test_help_of_the_new_gemeente_is_no_signal(zaak: Zaak) -> None:
    move(zaak, D(2026, 3, 1))
    help_for(zaak.jeugdige, gemeente=zaak.hengelo, begindatum=D(2026, 3, 1))
    assert not signals("verhuisd_loopt_door")
    assert not signals("verhuisd_hierheen")


AGES = {
    "R-MEL-4 four weeks before 16": (D(2010, 12, 27), None, "16"),
    "R-MEL-4 a day more than four weeks": (D(2010, 12, 28), None, None),
    "R-MEL-4 16 since long": (D(2010, 2, 1), None, "16"),
    "R-MEL-4 17": (D(2009, 12, 1), None, "17"),
    "R-MEL-4 17 and a half": (D(2009, 6, 1), None, "17½"),
    "R-MEL-4 16 with a plan": (D(2010, 11, 1), D(2026, 6, 1), None),
    "R-MEL-4 17 with a plan of half a year before": (D(2009, 12, 1), D(2026, 6, 1), None),
    "R-MEL-4 17 with a plan a day older": (D(2009, 12, 1), D(2026, 5, 31), "17"),
    "R-MEL-4 15": (D(2011, 6, 1), None, None),
}


@pytest.mark.parametrize(("born", "agreed", "age"), AGES.values(), ids=AGES.keys())
def test_age_asks_for_a_plan(
    zaak: Zaak, born: datetime.date, agreed: datetime.date | None, age: str | None
) -> None:
    child = JeugdigeFactory(gemeente=zaak.enschede, geboortedatum=born)
    help_for(child)
    if agreed:
        make_plan(child, zaak.enschede, agreed)
    found = signals("toekomstplan_leeftijd")
    assert [s.bewijs["leeftijd"] for s in found] == ([age] if age else [])
    assert all(s.organisatie_id == zaak.enschede.pk for s in found)


def test_without_help_no_plan_is_asked(zaak: Zaak) -> None:
    child = JeugdigeFactory(gemeente=zaak.enschede, geboortedatum=D(2010, 1, 1))
    help_for(child, einddatum=D(2026, 11, 28))
    assert not signals("toekomstplan_leeftijd")


def test_evidence_knows_no_birth_date(zaak: Zaak) -> None:
    child = JeugdigeFactory(gemeente=zaak.enschede, geboortedatum=D(2010, 1, 17))
    help_for(child)
    (found,) = signals("toekomstplan_leeftijd")
    said = f"{found.titel} {found.omschrijving} {found.bewijs}"
    assert "2010" not in said
    assert "17 januari" not in said


def make_plan(child: Jeugdige, gemeente: Organisatie, day: datetime.date) -> None:
    texts: dict[str, Any] = {name: kluis.encrypt("x", bound_to="x") for name in BIG_VIJF}
    Toekomstplan.objects.create(
        jeugdige=child, gemeente=gemeente, versie=1, afgesproken_op=day, **texts
    )
