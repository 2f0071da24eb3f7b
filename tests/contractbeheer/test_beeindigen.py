"""The request to end a perceel: both answers, four eyes, decisions, and what approval does."""

import dataclasses
import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from contractbeheer.choices import Verzoekstatus as S
from contractbeheer.inzorg import Vergelijking
from contractbeheer.models import Beeindigingsverzoek, Contracteinde, Overdracht
from contractbeheer.overgangen_beeindiging import OVERGANGEN, require_transition
from contractbeheer.services import beeindigen
from contracts.choices import Perceelcontractstatus
from contracts.models import Perceelcontract
from core.choices import Rolcode
from core.fouten import (
    Conflict,
    NietGevonden,
    Ongeldig,
    PortalFout,
    Verboden,
    VersieVerouderd,
)
from core.models import Gebruiker, Signaal, Uitgaand
from core.signalen.motor import run_check
from indications.aanvraag import Aanvraag
from indications.selectors import offers_for
from indications.services.indienen import validate
from tests.contractbeheer.stoppen import DAG, Zaak, zaak  # noqa: F401 - fixture
from tests.factories.contracts import PerceelcontractFactory, ProductFactory
from tests.factories.core import RolFactory
from tests.tegelijk import at_once

pytestmark = pytest.mark.django_db


# asking


def test_confirmation_has_reference_moment_and_term(zaak, settings):  # noqa: F811
    """R-MEL-2"""
    settings.BEEINDIGING_BESLISTERMIJN_DAGEN = 10
    verzoek = zaak.filed()
    assert verzoek.kenmerk.startswith("BV-")
    assert verzoek.status == S.INGEDIEND
    assert verzoek.beslis_uiterlijk == zaak.dag(10)
    told = Uitgaand.objects.filter(pad=reverse("beeindiging", args=[verzoek.pk]))
    assert {row.ontvanger_id for row in told} == {zaak.manager.id, zaak.collega.id}


def codes(exc):
    return {(b.veld, b.code) for b in exc.value.bevindingen}


def test_every_question_is_asked_at_once(zaak):  # noqa: F811
    empty = zaak.antwoord(reden=" ", gewenste_datum=None, clienten_in_zorg=None)
    with pytest.raises(Ongeldig) as exc:
        beeindigen.file_request(zaak.beheerder, empty, peildatum=zaak.vandaag)
    assert codes(exc) == {
        ("reden", "verplicht"),
        ("gewenste_datum", "verplicht"),
        ("clienten_in_zorg", "verplicht"),
    }


@pytest.mark.parametrize(
    ("anders", "gevonden"),
    [
        ({"gewenste_datum": -1}, ("gewenste_datum", "periode_ongeldig")),
        ({"gewenste_datum": datetime.date(2100, 1, 1)}, ("gewenste_datum", "periode_ongeldig")),
        ({"clienten_in_zorg": True}, ("gemeenten", "verplicht")),
        ({"clienten_in_zorg": True, "gemeenten": ["9999"]}, ("gemeenten", "onbekende_waarde")),
        ({"gemeenten": ["0141"]}, ("gemeenten", "gemeenten_zonder_zorg")),
        ({"reden": "x" * 2001}, ("reden", "te_lang")),
        ({"reden": "Over 999990019"}, ("reden", "bsn_in_tekst")),
    ],
)
def test_what_is_refused(anders, gevonden, zaak):  # noqa: F811
    if isinstance(anders.get("gewenste_datum"), int):
        anders = {"gewenste_datum": zaak.dag(anders["gewenste_datum"])}
    with pytest.raises(Ongeldig) as exc:
        zaak.filed(**anders)
    assert gevonden in codes(exc)


@pytest.mark.parametrize(("verschil", "kan"), [(-1, True), (0, False), (1, False)])
def test_asked_day_has_to_be_before_the_end_of_the_contract(verschil, kan, zaak):  # noqa: F811
    Perceelcontract.objects.filter(pk=zaak.contract.pk).update(einddatum=zaak.dag(30))
    if kan:
        assert zaak.filed(gewenste_datum=zaak.dag(30 + verschil)).pk
    else:
        with pytest.raises(Ongeldig) as exc:
            zaak.filed(gewenste_datum=zaak.dag(30 + verschil))
        assert codes(exc) == {("gewenste_datum", "geen_contract_om_te_eindigen")}


def test_contract_of_another_aanbieder_is_not_there(zaak):  # noqa: F811
    with pytest.raises(NietGevonden):
        zaak.filed(perceelcontract_id=zaak.ander.pk)


def test_second_open_request_names_the_first(zaak):  # noqa: F811
    first = zaak.filed()
    with pytest.raises(Conflict) as exc:
        zaak.filed()
    assert exc.value.code == "beeindigingsverzoek_bestaat"
    assert first.kenmerk in exc.value.reden


def test_after_withdrawing_one_may_ask_again(zaak):  # noqa: F811
    first = zaak.filed()
    done = beeindigen.withdraw_request(zaak.beheerder, first.pk, versie=first.versie)
    assert done.status == S.INGETROKKEN
    assert zaak.filed().pk != first.pk


# both answers


def test_difference_is_told_until_it_is_confirmed(zaak):  # noqa: F811
    for gemeente in (zaak.almelo, zaak.almelo, zaak.borne):
        zaak.toewijzing(gemeente)
    with pytest.raises(Ongeldig) as exc:
        zaak.filed(bevestigd=False)
    assert codes(exc) == {("bevestigd", "antwoord_wijkt_af")}
    assert "3 jeugdigen in Almelo en Borne" in exc.value.bevindingen[0].reden
    assert zaak.filed(bevestigd=True).geteld == {"0141": 2, "0147": 1}


def test_same_answer_needs_no_confirmation(zaak):  # noqa: F811
    zaak.toewijzing(zaak.almelo)
    verzoek = zaak.filed(clienten_in_zorg=True, gemeenten=["0141"], bevestigd=False)
    assert verzoek.geteld == {"0141": 1}


def test_counted_are_jeugdigen_who_are_in_care_on_the_asked_day(zaak):  # noqa: F811
    first = zaak.toewijzing(einddatum=zaak.dag(60))
    zaak.toewijzing(jeugdige=first.jeugdige, begindatum=zaak.dag(60), product=ProductFactory())
    zaak.toewijzing(einddatum=zaak.dag(59))
    zaak.toewijzing(begindatum=zaak.dag(61))
    zaak.toewijzing(status="ingetrokken")
    zaak.toewijzing(perceelcontract=zaak.ander)
    assert zaak.filed().geteld == {"0141": 1}


@pytest.mark.parametrize(
    ("ja", "genoemd", "geteld", "gelijk", "tekst"),
    [
        (False, (), (), True, ""),
        (True, ("Almelo",), (("Almelo", 2),), True, ""),
        (
            False, (), (("Almelo", 9), ("Hengelo", 3)), False,
            "is nee. Het portaal telt 12 jeugdigen in Almelo en Hengelo.",
        ),
        (True, ("Borne",), (), False, "is ja, in Borne. Het portaal telt niemand."),
        (
            True, ("Almelo", "Borne"), (("Almelo", 1),), False,
            "is ja, in Almelo en Borne. Het portaal telt 1 jeugdige in Almelo.",
        ),
    ],
    ids=["nobody", "same", "says-no", "counts-nobody", "one-too-many"],
)  # fmt: skip
def test_comparison_in_words(ja, genoemd, geteld, gelijk, tekst):
    found = Vergelijking(ja, genoemd, geteld)
    assert found.gelijk is gelijk
    assert found.verschil.endswith(tekst)
    assert bool(found.verschil) is not gelijk


# deciding


@pytest.mark.parametrize("current", list(S))
@pytest.mark.parametrize("new", list(S))
def test_every_pair_of_states(current, new):
    if new in OVERGANGEN[current]:
        require_transition(current, new)
    else:
        with pytest.raises(Conflict) as exc:
            require_transition(current, new)
        assert exc.value.code == "status_overgang"


def approve(zaak: Zaak, verzoek, actor=None, dagen=60, **anders):  # noqa: F811
    known = {
        "einddatum": zaak.dag(dagen),
        "afspraken": "",
        "versie": verzoek.versie,
        "peildatum": zaak.vandaag,
    }
    return beeindigen.approve_request(actor or zaak.manager, verzoek.pk, **{**known, **anders})


def test_who_works_at_the_aanbieder_does_not_decide(zaak, actor_for):  # noqa: F811
    """N-IAM-06, whatever role the actor works in now."""
    verzoek = zaak.filed()
    RolFactory(
        gebruiker=Gebruiker.objects.get(pk=zaak.manager.id),
        organisatie=zaak.linde.organisatie,
        rol=Rolcode.AANBIEDER_ZORG,
    )
    for act in (
        lambda: approve(zaak, verzoek),
        lambda: beeindigen.take_request(zaak.manager, verzoek.pk, versie=verzoek.versie),
        lambda: beeindigen.reject_request(
            zaak.manager, verzoek.pk, motivering="Nee", versie=verzoek.versie
        ),
    ):
        with pytest.raises(Verboden) as exc:
            act()
        assert exc.value.code == "eigen_verzoek"


def test_who_filed_it_does_not_decide_in_another_role(zaak):  # noqa: F811
    verzoek = zaak.filed()
    both = dataclasses.replace(zaak.manager, id=zaak.beheerder.id)
    with pytest.raises(Verboden):
        approve(zaak, verzoek, both)


def test_aanbieder_cannot_decide_and_ozjt_cannot_withdraw(zaak):  # noqa: F811
    verzoek = zaak.filed()
    with pytest.raises(Verboden):
        approve(zaak, verzoek, zaak.beheerder)
    with pytest.raises(Verboden):
        beeindigen.withdraw_request(zaak.manager, verzoek.pk, versie=verzoek.versie)


def test_taking_up_and_putting_back(zaak):  # noqa: F811
    verzoek = zaak.filed()
    taken = beeindigen.take_request(zaak.manager, verzoek.pk, versie=1)
    assert (taken.status, taken.behandelaar_id) == (S.IN_BEHANDELING, zaak.manager.id)
    back = beeindigen.put_back_request(zaak.collega, verzoek.pk, versie=2)
    assert (back.status, back.behandelaar_id, back.versie) == (S.INGEDIEND, None, 3)


def test_old_version_is_refused(zaak):  # noqa: F811
    verzoek = zaak.filed()
    beeindigen.take_request(zaak.manager, verzoek.pk, versie=verzoek.versie)
    with pytest.raises(VersieVerouderd):
        approve(zaak, verzoek, zaak.collega)
    with pytest.raises(VersieVerouderd):
        beeindigen.withdraw_request(zaak.beheerder, verzoek.pk, versie=verzoek.versie)


def test_rejection_says_why_and_changes_nothing(zaak):  # noqa: F811
    verzoek = zaak.filed()
    with pytest.raises(Ongeldig) as exc:
        beeindigen.reject_request(zaak.manager, verzoek.pk, motivering=" ", versie=1)
    assert codes(exc) == {("motivering", "verplicht")}
    done = beeindigen.reject_request(
        zaak.manager, verzoek.pk, motivering="Er is geen andere aanbieder.", versie=1
    )
    assert done.status == S.AFGEWEZEN
    zaak.contract.refresh_from_db()
    assert zaak.contract.einddatum is None
    told = Uitgaand.objects.filter(ontvanger=zaak.beheerder.id)
    assert [row.pad for row in told] == [reverse("beeindiging", args=[verzoek.pk])]


def test_approval_may_be_on_another_day_and_with_agreements(zaak):  # noqa: F811
    running = zaak.toewijzing()
    verzoek = zaak.filed(gewenste_datum=zaak.dag(60))
    done = approve(zaak, verzoek, dagen=90, afspraken="Lopende zorg wordt afgemaakt.")
    assert (done.status, done.einddatum) == (S.GOEDGEKEURD, zaak.dag(90))
    zaak.contract.refresh_from_db()
    assert zaak.contract.einddatum == zaak.dag(90)
    einde = Contracteinde.objects.get()
    assert (einde.verzoek, einde.laatste_dag) == (done, zaak.dag(90))
    assert zaak.line(running).vanaf == zaak.dag(91)


@pytest.mark.parametrize(
    ("dag", "code"),
    [
        (None, "verplicht"),
        (-1, "periode_ongeldig"),
        (datetime.date(9999, 12, 31), "periode_ongeldig"),
    ],
)
def test_day_of_approval(dag, code, zaak):  # noqa: F811
    day = zaak.dag(dag) if isinstance(dag, int) else dag
    with pytest.raises(Ongeldig) as exc:
        approve(zaak, zaak.filed(), einddatum=day)
    assert codes(exc) == {("einddatum", code)}
    assert not Contracteinde.objects.exists()


def test_approval_on_a_day_after_the_contract_leaves_everything(zaak):  # noqa: F811
    """Nothing half done: the request stays open."""
    verzoek = zaak.filed(gewenste_datum=zaak.dag(20))
    Perceelcontract.objects.filter(pk=zaak.contract.pk).update(einddatum=zaak.dag(30))
    with pytest.raises(Ongeldig) as exc:
        approve(zaak, verzoek, dagen=30)
    assert codes(exc) == {("einddatum", "geen_contract_om_te_eindigen")}
    verzoek.refresh_from_db()
    assert verzoek.status == S.INGEDIEND


# what it does to the rest of the portal


def asked(zaak: Zaak, begin: datetime.date, eind: datetime.date):  # noqa: F811
    aanvraag = Aanvraag(
        gemeentecode="0141",
        aanbieder_agb="41990001",
        productcode=zaak.product.code,
        begindatum=begin,
        einddatum=eind,
        volume=100,
        eenheid="01",
        frequentie="6",
    )
    (judged,) = validate(zaak.toegang, [aanvraag], peildatum=zaak.vandaag, complete=False)
    return {b.code for b in judged.bevindingen}


def test_filing_is_refused_after_the_last_day_and_warned_before(zaak):  # noqa: F811
    zaak.approved(60)
    assert "geen_contract" in asked(zaak, zaak.dag(61), zaak.dag(90))
    assert "geen_contract" not in asked(zaak, zaak.dag(60), zaak.dag(60))
    assert "contract_eindigt_eerder" in asked(zaak, zaak.dag(30), zaak.dag(61))
    assert "contract_eindigt_eerder" not in asked(zaak, zaak.dag(30), zaak.dag(60))


def test_offer_is_greyed_from_the_day_after(zaak):  # noqa: F811
    zaak.approved(60)

    def can(day: datetime.date) -> dict[str, bool]:
        rows = offers_for(
            zaak.toegang, productcode=zaak.product.code, gemeentecode="0141", begindatum=day
        )
        return {row.naam: row.kan for row in rows}

    assert can(zaak.dag(60)) == {"Zorghuis De Linde": True, "De Beuk": True}
    assert can(zaak.dag(61)) == {"Zorghuis De Linde": False, "De Beuk": True}


def test_gemeenten_on_the_list_are_told_once_each(zaak, actor_for):  # noqa: F811
    zaak.toewijzing(zaak.almelo)
    zaak.toewijzing(zaak.almelo)
    quiet = actor_for(Rolcode.TOEGANG, zaak.borne)
    zaak.approved(60)
    told = Uitgaand.objects.filter(pad=reverse("overdrachten"))
    assert [row.ontvanger_id for row in told] == [zaak.toegang.id]
    assert not told.filter(ontvanger=quiet.id).exists()


def test_contract_that_begins_later_is_withdrawn(zaak):  # noqa: F811
    Perceelcontract.objects.filter(pk=zaak.contract.pk).update(begindatum=zaak.dag(100))
    zaak.approved(60)
    zaak.contract.refresh_from_db()
    assert zaak.contract.status == Perceelcontractstatus.INGETROKKEN


# two at once


@pytest.mark.django_db(transaction=True)
def test_two_requests_at_once_are_one(zaak):  # noqa: F811
    results = at_once([zaak.filed, zaak.filed])
    refused = [r for r in results if isinstance(r, PortalFout)]
    assert [r.code for r in refused] == ["beeindigingsverzoek_bestaat"]
    assert Beeindigingsverzoek.objects.get().kenmerk in refused[0].reden


@pytest.mark.django_db(transaction=True)
def test_two_managers_at_once_decide_once(zaak):  # noqa: F811
    verzoek = zaak.filed()
    results = at_once(
        [
            lambda: approve(zaak, verzoek),
            lambda: beeindigen.reject_request(
                zaak.collega, verzoek.pk, motivering="Nee", versie=verzoek.versie
            ),
        ]
    )
    lost = [r for r in results if isinstance(r, PortalFout)]
    assert [r.code for r in lost] == ["status_overgang"]
    verzoek.refresh_from_db()
    assert Contracteinde.objects.exists() == (verzoek.status == S.GOEDGEKEURD)


# signals


@pytest.mark.parametrize(
    ("dagen", "naam"),
    [
        (-8, None),
        (-7, "beeindiging_termijn"),
        (0, "beeindiging_termijn"),
        (1, "beeindiging_over_termijn"),
    ],
)
def test_term_is_told_before_and_after(dagen, naam, zaak):  # noqa: F811
    verzoek = zaak.filed()
    for check in ("beeindiging_termijn", "beeindiging_over_termijn"):
        run_check(check, verzoek.beslis_uiterlijk + dagen * DAG)
    open_ones = Signaal.objects.filter(status="open", controle__startswith="beeindiging")
    assert [s.controle for s in open_ones] == ([naam] if naam else [])


def test_decision_closes_the_signal(zaak):  # noqa: F811
    verzoek = zaak.filed()
    late = verzoek.beslis_uiterlijk + DAG
    run_check("beeindiging_over_termijn", late)
    approve(zaak, verzoek)
    run_check("beeindiging_over_termijn", late)
    assert Signaal.objects.get(controle="beeindiging_over_termijn").status == "gesloten"


# screens


def test_road_on_screen(zaak, client_for):  # noqa: F811
    zaak.toewijzing(zaak.almelo)
    beheerder = client_for(gebruiker=Gebruiker.objects.get(pk=zaak.beheerder.id))
    address = reverse("beeindiging-vragen", args=[zaak.contract.pk])
    page = beheerder.get(reverse("perceelcontract", args=[zaak.contract.pk]))
    assert address in page.content.decode()
    posted = {
        "reden": "Wij stoppen.",
        "gewenste_datum": zaak.dag(60).strftime("%d-%m-%Y"),
        "clienten_in_zorg": "nee",
    }
    page = beheerder.post(address, posted)
    assert page.status_code == 400
    text = page.content.decode()
    assert "antwoord_wijkt_af" in text
    assert "Jij zegt nee, het portaal telt 1 jeugdige in Almelo." in text
    done = beheerder.post(address, {**posted, "bevestigd": "on"}, follow=True)
    verzoek = Beeindigingsverzoek.objects.get()
    assert verzoek.kenmerk in done.content.decode()
    assert "Je verzoek is ingediend" in done.content.decode()
    again = beheerder.get(address)
    assert again["Location"] == reverse("beeindiging", args=[verzoek.pk])

    manager = client_for(gebruiker=Gebruiker.objects.get(pk=zaak.manager.id))
    page = manager.get(reverse("beeindiging", args=[verzoek.pk])).content.decode()
    assert "Het antwoord van de aanbieder is nee. Het portaal telt 1 jeugdige in Almelo." in page
    approve_at = reverse("beeindiging-goedkeuren", args=[verzoek.pk])
    assert "jeugdigen zoeken een andere plek" in manager.get(approve_at).content.decode()
    later = zaak.dag(90)
    decision = {"versie": verzoek.versie, "einddatum": later.strftime("%d-%m-%Y"),
                "bekeken": zaak.dag(60).isoformat(), "act": "goedkeuren"}  # fmt: skip
    looked = manager.post(approve_at, decision)
    assert "Er is nog niets besloten" in looked.content.decode()
    assert not Contracteinde.objects.exists()
    done = manager.post(approve_at, {**decision, "bekeken": later.isoformat()}, follow=True)
    assert "is goedgekeurd" in done.content.decode()
    assert "Overdracht per gemeente" in done.content.decode()
    assert Overdracht.objects.count() == 1
    tab = beheerder.get(reverse("aanbieder", args=[zaak.linde.pk, "beeindigingen"]))
    assert verzoek.kenmerk in tab.content.decode()


def test_aanbieder_sees_no_request_of_another(zaak, actor_for, client_for):  # noqa: F811
    verzoek = zaak.filed()
    other = client_for(Rolcode.AANBIEDER_BEHEERDER, zaak.ander.aanbieder.organisatie)
    assert other.get(reverse("beeindiging", args=[verzoek.pk])).status_code == 404
    assert verzoek.kenmerk not in other.get(reverse("beeindigingen")).content.decode()
    address = reverse("beeindiging-vragen", args=[zaak.contract.pk])
    assert other.get(address).status_code == 404


@pytest.mark.parametrize("act", ["", "iets"])
def test_unknown_act_is_a_bad_request(act, zaak, client_for):  # noqa: F811
    verzoek = zaak.filed()
    manager = client_for(gebruiker=Gebruiker.objects.get(pk=zaak.manager.id))
    address = reverse("beeindiging-oppakken", args=[verzoek.pk])
    assert manager.post(address, {"act": act}).status_code == 400
    manager.post(address, {"act": "oppakken", "versie": "1"})
    verzoek.refresh_from_db()
    assert verzoek.status == S.IN_BEHANDELING


@pytest.mark.parametrize(
    "posted",
    [
        {},
        {"gewenste_datum": "31-02-2027"},
        {"gewenste_datum": "31-12-9999", "clienten_in_zorg": "nee", "reden": "x"},
        {"clienten_in_zorg": "misschien", "gemeenten": ["x", "y"]},
        {"reden": "\x00", "clienten_in_zorg": "ja"},
    ],
)
def test_bad_input_is_told_never_an_error(posted, zaak, client_for):  # noqa: F811
    beheerder = client_for(gebruiker=Gebruiker.objects.get(pk=zaak.beheerder.id))
    address = reverse("beeindiging-vragen", args=[zaak.contract.pk])
    assert beheerder.post(address, posted).status_code == 400
    verzoek = zaak.filed()
    manager = client_for(gebruiker=Gebruiker.objects.get(pk=zaak.manager.id))
    for name in ("goedkeuren", "afwijzen"):
        where = reverse(f"beeindiging-{name}", args=[verzoek.pk])
        for extra in ({}, {"versie": "x"}, {"versie": "1", "einddatum": "9999", "act": name}):
            assert manager.post(where, {**posted, **extra}).status_code < 500
    assert timezone.localdate() == zaak.vandaag


def test_second_contract_has_its_own_request(zaak):  # noqa: F811
    other = PerceelcontractFactory(aanbieder=zaak.linde)
    assert zaak.filed().pk != zaak.filed(perceelcontract_id=other.pk).pk


@pytest.mark.parametrize(
    ("wie", "vraag", "staat"),
    [
        ("manager", "", {S.INGEDIEND}),
        ("manager", "stand=alles", {S.INGEDIEND, S.INGETROKKEN}),
        ("manager", "stand=ingetrokken", {S.INGETROKKEN}),
        ("manager", "aanbieder=beuk", set()),
        ("manager", "te_laat=on", set()),
        ("beheerder", "", {S.INGEDIEND, S.INGETROKKEN}),
        ("beheerder", "stand=open", {S.INGEDIEND}),
        ("beheerder", "stand=onzin", {S.INGEDIEND, S.INGETROKKEN}),
    ],
)
def test_list_within_its_filters(wie, vraag, staat, zaak, client_for):  # noqa: F811
    gone = zaak.filed()
    beeindigen.withdraw_request(zaak.beheerder, gone.pk, versie=gone.versie)
    waiting = zaak.filed()
    browser = client_for(gebruiker=Gebruiker.objects.get(pk=getattr(zaak, wie).id))
    text = browser.get(f"{reverse('beeindigingen')}?{vraag}").content.decode()
    assert (waiting.kenmerk in text) is (S.INGEDIEND in staat)
    assert (gone.kenmerk in text) is (S.INGETROKKEN in staat)
