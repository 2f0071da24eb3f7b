"""Asking, answering, asking on and taking back: who may, when, and what it leaves (R-TOE-3)."""

import datetime
from dataclasses import replace
from itertools import product

import pytest
from django.urls import reverse

from core.fouten import Conflict, NietGevonden, Ongeldig, PortalFout, Verboden, VersieVerouderd
from core.models import Gebeurtenis, Inzage, Uitgaand
from core.overgangen import require_step
from indications import rules
from indications.aanvraag import Aanvraag, Feiten, Verdeling
from indications.models import Toewijzing
from tests.tegelijk import at_once
from tests.toelichtingen.conftest import GOED
from toelichtingen.choices import Verzoekstatus as S
from toelichtingen.models import Toelichting, Toelichtingsverzoek
from toelichtingen.overgangen import OVERGANGEN
from toelichtingen.selectors import answers, may_ask, verzoeken
from toelichtingen.services import beantwoorden, vragen
from toelichtingen.services.beantwoorden import Antwoordgegevens
from toelichtingen.termijn import standard_term
from toelichtingen.verdelen import check_split

pytestmark = pytest.mark.django_db


def codes(exc):
    return {(found.veld, found.code) for found in exc.value.bevindingen}


# asking


def test_question_has_reference_moment_and_term_and_tells_the_aanbieder(zaak):
    """R-MEL-2"""
    verzoek = zaak.gevraagd()
    assert verzoek.kenmerk.startswith("UV-")
    assert verzoek.status == S.OPEN
    assert verzoek.vrager_id == zaak.toegang.id
    assert verzoek.termijn == standard_term(zaak.vandaag)
    told = Uitgaand.objects.filter(pad=reverse("toelichtingsverzoek", args=[verzoek.pk]))
    assert [row.ontvanger_id for row in told] == [zaak.zorg.id]


@pytest.mark.parametrize(
    ("begin", "eind", "code"),
    [
        pytest.param(10, 100, None, id="R-TOE-3 before the start"),
        pytest.param(0, 100, None, id="R-TOE-3 on the first day"),
        pytest.param(-100, 0, None, id="R-TOE-3 on the last day"),
        pytest.param(-100, None, None, id="R-TOE-3 without an end"),
        pytest.param(-100, -1, "toewijzing_voorbij", id="R-TOE-3 a day after the last"),
    ],
)
def test_may_be_asked_before_the_start_and_while_it_runs(zaak, begin, eind, code):
    end = None if eind is None else zaak.dag(eind)
    toewijzing = zaak.toewijzing(begindatum=zaak.dag(begin), einddatum=end)
    assert may_ask(zaak.toegang, toewijzing, zaak.vandaag) == (code is None)
    if code is None:
        assert zaak.gevraagd(toewijzing).status == S.OPEN
        return
    with pytest.raises(Ongeldig) as exc:
        zaak.gevraagd(toewijzing)
    assert codes(exc) == {("", code)}


def test_withdrawn_toewijzing_is_refused(zaak):
    toewijzing = zaak.toewijzing(status="ingetrokken")
    assert not may_ask(zaak.toegang, toewijzing, zaak.vandaag)
    with pytest.raises(Ongeldig) as exc:
        zaak.gevraagd(toewijzing)
    assert codes(exc) == {("", "toewijzing_ingetrokken")}


def test_product_that_is_not_split_needs_no_explanation(zaak):
    """R-TOE-2"""
    zaak.product.verdeling_toegestaan = False
    zaak.product.save()
    toewijzing = zaak.toewijzing()
    assert not may_ask(zaak.toegang, toewijzing, zaak.vandaag)
    with pytest.raises(Ongeldig) as exc:
        zaak.gevraagd(toewijzing)
    assert codes(exc) == {("", "verdeling_niet_toegestaan")}


@pytest.mark.parametrize(
    ("anders", "gevonden"),
    [
        ({"vraag": "  "}, ("vraag", "verplicht")),
        ({"vraag": "x" * 2001}, ("vraag", "te_lang")),
        ({"vraag": "Over 999990019"}, ("vraag", "bsn_in_tekst")),
        ({"reden": ""}, ("reden", "onbekende_waarde")),
        ({"reden": "zomaar"}, ("reden", "onbekende_waarde")),
        ({"termijn": 0}, ("termijn", "periode_ongeldig")),
        ({"termijn": 184}, ("termijn", "periode_ongeldig")),
        ({"termijn": datetime.date.max}, ("termijn", "periode_ongeldig")),
    ],
)
def test_what_is_refused(zaak, anders, gevonden):
    if isinstance(anders.get("termijn"), int):
        anders = {"termijn": zaak.dag(anders["termijn"])}
    with pytest.raises(Ongeldig) as exc:
        zaak.gevraagd(**anders)
    assert codes(exc) == {gevonden}
    assert not Toelichtingsverzoek.objects.exists()


@pytest.mark.parametrize("dagen", [1, 183])
def test_own_term_is_kept(zaak, dagen):
    assert zaak.gevraagd(termijn=zaak.dag(dagen)).termijn == zaak.dag(dagen)


def test_second_question_shows_the_reference_of_the_first(zaak):
    toewijzing = zaak.toewijzing()
    first = zaak.gevraagd(toewijzing)
    with pytest.raises(Conflict) as exc:
        zaak.gevraagd(toewijzing, actor=zaak.collega)
    assert exc.value.code == "toelichtingsverzoek_bestaat"
    assert first.kenmerk in exc.value.reden
    zaak.beantwoord(first)
    assert zaak.gevraagd(toewijzing).pk != first.pk


# who


def test_of_another_gemeente_or_aanbieder_is_not_found(zaak):
    toewijzing = zaak.toewijzing()
    with pytest.raises(NietGevonden):
        zaak.gevraagd(toewijzing, actor=zaak.ander)
    verzoek = zaak.gevraagd(toewijzing)
    with pytest.raises(NietGevonden):
        beantwoorden.answer(zaak.beuk, verzoek.pk, Antwoordgegevens(GOED), versie=1)
    with pytest.raises(NietGevonden):
        vragen.withdraw(zaak.ander, verzoek.pk, versie=1)
    for actor in (zaak.ander, zaak.beuk, zaak.manager):
        assert not verzoeken(actor).exists()
        assert not Toelichting.objects.for_actor(actor).exists()


def test_each_side_does_its_own_part(zaak):
    verzoek = zaak.gevraagd()
    with pytest.raises(Verboden):
        beantwoorden.answer(zaak.toegang, verzoek.pk, Antwoordgegevens(GOED), versie=1)
    with pytest.raises(Verboden):
        vragen.withdraw(zaak.zorg, verzoek.pk, versie=1)
    with pytest.raises(Verboden):
        zaak.gevraagd(zaak.toewijzing(), actor=zaak.zorg)


# answering: the codes of filing

SPLITSINGEN = [
    pytest.param(Verdeling(2000, 700, 300, 40), id="R-TOE-3 adds up"),
    pytest.param(Verdeling(2000, 700, 299, 40), id="R-TOE-3 one short"),
    pytest.param(Verdeling(2000, 700, None, 40), id="R-TOE-3 two of three"),
    pytest.param(Verdeling(2955, 0, 45, 1), id="R-TOE-4 45 per contact"),
    pytest.param(Verdeling(2954, 0, 46, 1), id="R-TOE-4 46 per contact"),
    pytest.param(Verdeling(2700, 0, 300, None), id="R-TOE-4 travel without contacts"),
    pytest.param(Verdeling(2700, 0, 300, 0), id="R-TOE-4 travel with no contact"),
    pytest.param(Verdeling(3000, 0, 0, None), id="R-TOE-4 nothing to travel"),
    pytest.param(Verdeling(100_000_000, 0, 0, None), id="R-TOE-1 beyond what a volume can be"),
]


@pytest.mark.parametrize("indirect", [True, False])
@pytest.mark.parametrize("verdeling", SPLITSINGEN)
def test_answer_gets_the_codes_of_filing(zaak, verdeling, indirect):
    """R-TOE-5 with a product without indirect time"""
    zaak.product.indirecte_tijd = indirect
    zaak.product.save()
    toewijzing = zaak.toewijzing()
    asked = Aanvraag(volume=3000, eenheid="01", frequentie="6", verdeling=verdeling)
    from toelichtingen.verdelen import _rules_of

    facts = Feiten(product=_rules_of(zaak.product))
    wanted = {(f.veld, f.code) for f in rules.split(asked, facts, zaak.vandaag)}
    verzoek = zaak.gevraagd(toewijzing)
    if not wanted:
        assert zaak.beantwoord(verzoek, verdeling).volume == 3000
        return
    with pytest.raises(Ongeldig) as exc:
        zaak.beantwoord(verzoek, verdeling)
    assert codes(exc) == wanted
    assert not Toelichting.objects.exists()


def test_answer_without_figures_is_none(zaak):
    assert {(f.veld, f.code) for f in check_split(zaak.toewijzing(), Verdeling())} == {
        ("verdeling", "verplicht")
    }


def test_sessions_are_limited_as_at_filing(zaak):
    """R-TOE-6"""
    zaak.product.max_sessies = 24
    zaak.product.save()
    found = check_split(zaak.toewijzing(), replace(GOED, aantal_contacten=25))
    assert {(f.veld, f.code) for f in found} == {
        ("verdeling.aantalContacten", "vaktherapie_te_veel_sessies")
    }


def test_answer_tells_who_asked_and_leaves_the_toewijzing(zaak):
    toewijzing = zaak.toewijzing()
    verzoek = zaak.gevraagd(toewijzing)
    given = zaak.beantwoord(verzoek, tekst=" Twee uur per week. ")
    verzoek.refresh_from_db()
    assert (verzoek.status, verzoek.beantwoord_op) == (S.BEANTWOORD, given.gegeven_op)
    assert (given.tekst, given.toewijzing_versie) == ("Twee uur per week.", toewijzing.versie)
    now = Toewijzing.objects.get(pk=toewijzing.pk)
    assert (now.versie, now.minuten_direct) == (toewijzing.versie, None)
    told = Uitgaand.objects.filter(ontvanger__in=[zaak.toegang.id, zaak.collega.id])
    assert told.count() == 2
    events = Gebeurtenis.objects.filter(object_id=toewijzing.pk).order_by("moment")
    assert [e.soort for e in events] == ["toelichting.gevraagd", "toelichting.gegeven"]
    assert "direct 2.000, indirect 700, reistijd 300 bij 3.000" in events[1].reden
    lines = Inzage.objects.filter(soort__startswith="toelichting.")
    assert all(line.jeugdigen == [toewijzing.jeugdige_id] for line in lines)
    assert lines.count() == 2


def test_answer_stays_with_the_volume_it_was_about(zaak):
    toewijzing = zaak.toewijzing()
    verzoek = zaak.gevraagd(toewijzing)
    zaak.beantwoord(verzoek)
    verzoek.refresh_from_db()
    assert [answer.nu for answer in answers(verzoek)] == [None]
    Toewijzing.objects.filter(pk=toewijzing.pk).update(volume=2400, versie=2)
    changed = Toelichtingsverzoek.objects.get(pk=verzoek.pk)
    assert [(a.gegeven.volume, a.nu) for a in answers(changed)] == [(3000, 2400)]


def test_answer_is_about_the_volume_of_this_moment(zaak):
    toewijzing = zaak.toewijzing()
    verzoek = zaak.gevraagd(toewijzing)
    Toewijzing.objects.filter(pk=toewijzing.pk).update(volume=2400, versie=2)
    with pytest.raises(Ongeldig) as exc:
        zaak.beantwoord(verzoek)
    assert codes(exc) == {("verdeling", "verdeling_telt_niet_op")}
    given = zaak.beantwoord(verzoek, Verdeling(2000, 400, 0))
    assert (given.volume, given.toewijzing_versie) == (2400, 2)


def test_answer_may_come_after_the_term_and_after_the_end(zaak):
    toewijzing = zaak.toewijzing()
    verzoek = zaak.gevraagd(toewijzing)
    Toelichtingsverzoek.objects.filter(pk=verzoek.pk).update(termijn=zaak.dag(-3))
    Toewijzing.objects.filter(pk=toewijzing.pk).update(einddatum=zaak.dag(-5))
    assert zaak.beantwoord(verzoek).volume == 3000


def test_answer_to_a_withdrawn_toewijzing_is_refused_and_waits_for_nobody(zaak):
    toewijzing = zaak.toewijzing()
    verzoek = zaak.gevraagd(toewijzing)
    Toewijzing.objects.filter(pk=toewijzing.pk).update(status="ingetrokken")
    with pytest.raises(Conflict) as exc:
        zaak.beantwoord(verzoek)
    assert exc.value.code == "toewijzing_ingetrokken"
    assert [row.stand for row in verzoeken(zaak.zorg)] == ["vervallen"]


# steps


def test_supplement_keeps_the_answer_and_gets_a_new_term(zaak):
    verzoek = zaak.gevraagd(termijn=zaak.dag(1))
    zaak.beantwoord(verzoek)
    more = zaak.doorgevraagd(verzoek)
    assert (more.status, more.termijn) == (S.AANVULLING, standard_term(zaak.vandaag))
    zaak.beantwoord(more, replace(GOED, direct=2100, reistijd=200))
    more.refresh_from_db()
    assert [a.gegeven.minuten_direct for a in answers(more)] == [2100, 2000]


def test_withdrawn_supplement_leaves_the_answer(zaak):
    verzoek = zaak.gevraagd()
    zaak.beantwoord(verzoek)
    more = zaak.doorgevraagd(verzoek)
    done = vragen.withdraw(zaak.toegang, more.pk, versie=more.versie)
    assert done.status == S.BEANTWOORD
    assert Toelichting.objects.count() == 1


def test_supplement_is_refused_where_another_question_is_open(zaak):
    toewijzing = zaak.toewijzing()
    first = zaak.gevraagd(toewijzing)
    zaak.beantwoord(first)
    second = zaak.gevraagd(toewijzing)
    with pytest.raises(Conflict) as exc:
        zaak.doorgevraagd(first)
    assert second.kenmerk in exc.value.reden


@pytest.mark.parametrize(("van", "naar"), list(product(S, S)))
def test_only_the_steps_of_the_table(van, naar):
    if naar in OVERGANGEN[van]:
        require_step(OVERGANGEN, van, naar, "Deze vraag")
        return
    with pytest.raises(Conflict) as exc:
        require_step(OVERGANGEN, van, naar, "Deze vraag")
    assert exc.value.code == "status_overgang"


def test_act_on_an_older_version_is_refused(zaak):
    verzoek = zaak.gevraagd()
    zaak.beantwoord(verzoek)
    with pytest.raises(VersieVerouderd):
        zaak.beantwoord(verzoek)
    with pytest.raises(VersieVerouderd):
        vragen.withdraw(zaak.toegang, verzoek.pk, versie=1)
    verzoek.refresh_from_db()
    with pytest.raises(Conflict):
        vragen.withdraw(zaak.toegang, verzoek.pk, versie=verzoek.versie)


# at the same moment


@pytest.mark.django_db(transaction=True)
def test_two_windows_at_once_are_one_question_and_its_reference(zaak):
    toewijzing = zaak.toewijzing()
    outcome = at_once(
        [
            lambda: zaak.gevraagd(toewijzing),
            lambda: zaak.gevraagd(toewijzing, actor=zaak.collega),
        ]
    )
    (made,) = [found for found in outcome if isinstance(found, Toelichtingsverzoek)]
    (refused,) = [found for found in outcome if isinstance(found, PortalFout)]
    assert refused.code == "toelichtingsverzoek_bestaat"
    assert made.kenmerk in refused.reden


@pytest.mark.django_db(transaction=True)
def test_answer_and_withdrawal_at_once_leave_one_of_them(zaak):
    verzoek = zaak.gevraagd()
    outcome = at_once(
        [
            lambda: zaak.beantwoord(verzoek),
            lambda: vragen.withdraw(zaak.toegang, verzoek.pk, versie=verzoek.versie),
        ]
    )
    assert sum(isinstance(found, PortalFout) for found in outcome) == 1
    verzoek.refresh_from_db()
    answered = Toelichting.objects.filter(verzoek=verzoek).exists()
    assert verzoek.status == (S.BEANTWOORD if answered else S.INGETROKKEN)
