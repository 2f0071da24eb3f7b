"""The screens of measures: both sides, and what nobody else ever sees."""

import datetime
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from contractbeheer.choices import Trajectstatus
from contractbeheer.models import Maatregeltraject
from contractbeheer.services import maatregelen, zienswijze
from contracts.choices import Maatregelsoort as Soort
from contracts.models import Maatregel
from core.actor import Actor
from core.choices import Organisatiesoort, Rolcode
from tests.contractbeheer.conftest import DAG, MANDAAT
from tests.factories.core import OrganisatieFactory
from tests.factories.providers import AanbiederFactory

Maak = Callable[..., Maatregeltraject]
Maakclient = Callable[..., Client]
GROND, FEITEN = "Artikel 3.6 van de overeenkomst", "De wachttijd is langer dan afgesproken."


def html_of(response: Any) -> str:
    return str(response.content.decode())


@pytest.fixture
def manager(client_for: Maakclient, ozjt: Any) -> Client:
    return client_for(Rolcode.CONTRACTMANAGER, ozjt)


@pytest.fixture
def eigenaar(client_for: Maakclient, linde: Any) -> Client:
    return client_for(Rolcode.AANBIEDER_BEHEERDER, linde.organisatie)


def hidden(html: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', html)
    assert found, name
    return found[1]


def test_the_whole_road_by_pages(
    manager: Client,
    eigenaar: Client,
    client_for: Maakclient,
    ozjt: Any,
    linde: Any,
    percelen: Any,
    vandaag: datetime.date,
    documentmap: None,
) -> None:
    """Draw up, look at the letter, send, react, look, impose, lift; each answer leads on."""
    page = reverse("maatregel-opstellen", args=[linde.pk])
    data = {
        "soort": "clientenstop", "percelen": [str(percelen[0].pk)], "grond": GROND,
        "feiten": FEITEN, "overslaan": "Dit kan niet wachten.",
    }  # fmt: skip
    assert manager.get(page).status_code == 200
    wrong = manager.post(page, {**data, "overslaan": ""})
    assert wrong.status_code == 400
    assert "trede_overgeslagen" in html_of(wrong)
    assert manager.post(page, data).status_code == 302
    made = Maatregeltraject.objects.get()
    here = f"/maatregeltrajecten/{made.pk}"
    assert eigenaar.get(here).status_code == 404

    step = f"{here}/voornemen"
    sound = {"uiterlijk": str(vandaag + 14 * DAG), "extra": "Bel gerust.", "versie": made.versie}
    seen = manager.post(step, {**sound, "actie": "bekijken"})
    assert "voorbeeld.pdf" in html_of(seen)
    gezien = hidden(html_of(seen), "gezien")
    other = manager.post(
        step, {**sound, "extra": "Iets anders.", "actie": "versturen", "gezien": gezien}
    )
    assert "anders dan die je bekeek" in html_of(other)
    assert not made.brieven.exists()
    manager.post(step, {**sound, "actie": "versturen", "gezien": gezien})
    made.refresh_from_db()
    assert made.status == Trajectstatus.VOORNEMEN

    assert "Zienswijze geven" in html_of(eigenaar.get(here))
    eigenaar.post(f"{here}/zienswijze", {"zienswijze": "Wij zijn al bezig."})
    assert "Wij zijn al bezig." in html_of(manager.get(here))

    made.refresh_from_db()
    decide = {
        "ingangsdatum": str(vandaag), "functie": "contractmanager", "mandaat": MANDAAT,
        "motivering": "Nodig.", "versie": made.versie,
    }  # fmt: skip
    assert manager.post(f"{here}/besluit", {**decide, "actie": "bekijken"}).status_code == 403
    colleague = client_for(Rolcode.CONTRACTMANAGER, ozjt)
    seen = colleague.post(f"{here}/besluit", {**decide, "actie": "bekijken"})
    gezien = hidden(html_of(seen), "gezien")
    colleague.post(f"{here}/besluit", {**decide, "actie": "versturen", "gezien": gezien})
    assert Maatregel.objects.get().briefkenmerk == made.kenmerk
    assert made.kenmerk in html_of(colleague.get(f"/aanbieders/{linde.pk}/maatregelen"))

    made.refresh_from_db()
    lift = {"per": str(vandaag + DAG), "reden": "Hersteld.", "versie": made.versie}
    seen = colleague.post(f"{here}/intrekken", {**lift, "actie": "bekijken"})
    gezien = hidden(html_of(seen), "gezien")
    colleague.post(f"{here}/intrekken", {**lift, "actie": "versturen", "gezien": gezien})
    assert Maatregel.objects.get().einddatum == vandaag
    assert "Hersteld." in html_of(eigenaar.get(here))


@pytest.mark.parametrize("soort", list(Soort))
def test_page_of_every_rung_in_every_state(
    manager: Client, eigenaar: Client, opgelegd: Maak, voornemen: Maak, concept: Maak, soort: Soort
) -> None:
    for made in (concept(soort), voornemen(soort), opgelegd(soort)):
        for path in ("", "/voornemen", "/besluit", "/intrekken", "/wijzigen", "/geschiedenis"):
            found = manager.get(f"/maatregeltrajecten/{made.pk}{path}")
            assert found.status_code in (200, 302), path
        own = eigenaar.get(f"/maatregeltrajecten/{made.pk}")
        assert own.status_code == (404 if made.status == Trajectstatus.CONCEPT else 200)


def test_next_rung_comes_prefilled(manager: Client, opgelegd: Maak, opsteller: Actor) -> None:
    made = opgelegd(Soort.INGEBREKESTELLING)
    maatregelen.judge_recovery(
        opsteller, made.pk, uitkomst="niet_hersteld", toelichting="Nog steeds.", versie=made.versie
    )
    html = html_of(manager.get(f"/maatregeltrajecten/{made.pk}"))
    path = f"/aanbieders/{made.aanbieder_id}/maatregelen/opstellen?na={made.pk}"
    assert "Verder met cliëntenstop" in html
    assert path in html
    form = html_of(manager.get(path))
    assert GROND in form
    assert "Nog steeds." in form
    assert re.search(r'value="clientenstop"[^>]*checked', form)


def test_last_rung_leads_to_the_overname(manager: Client, opgelegd: Maak) -> None:
    made = opgelegd(Soort.OVERNAME)
    path = f"{reverse('overname-plannen')}?traject={made.pk}"
    assert path in html_of(manager.get(f"/maatregeltrajecten/{made.pk}"))
    assert manager.get(path).status_code == 200


def test_draft_texts_of_before_never_reach_the_aanbieder(
    eigenaar: Client, concept: Maak, opsteller: Actor, vandaag: datetime.date
) -> None:
    made = concept(feiten="Nog niet zeker: misschien fraude.")
    from tests.contractbeheer.conftest import gegevens

    made = maatregelen.revise(opsteller, made.pk, gegevens(), versie=made.versie, peildatum=vandaag)
    maatregelen.announce(
        opsteller, made.pk, uiterlijk=vandaag + 14 * DAG, versie=made.versie, peildatum=vandaag
    )
    here = f"/maatregeltrajecten/{made.pk}"
    for path in (here, f"{here}/geschiedenis", f"{here}/geschiedenis?op={vandaag}", "/"):
        html = html_of(eigenaar.get(path))
        assert "fraude" not in html
        assert "Opgesteld" not in html


NIET_BEIDE_KANTEN = [
    rol
    for rol in Rolcode
    if rol
    not in (
        Rolcode.CONTRACTMANAGER,
        Rolcode.CONTRACTBEHEERDER,
        Rolcode.AANBIEDER_BEHEERDER,
        Rolcode.GEMEENTE_API,
    )
]


@pytest.mark.parametrize("rol", NIET_BEIDE_KANTEN)
def test_ground_and_facts_stay_between_both_sides(
    opgelegd: Maak, client_for: Maakclient, rol: Rolcode, linde: Any
) -> None:
    """On no page that a role outside can open, also not where the measure itself is shown."""
    made = opgelegd()
    home = linde.organisatie if rol == Rolcode.AANBIEDER_ZORG else None
    browser = client_for(rol, home)
    row = made.maatregelen.get()
    paths = [
        "/", "/maatregelen", f"/maatregelen/{row.pk}", f"/maatregelen/{row.pk}/geschiedenis",
        f"/aanbieders/{linde.pk}", f"/aanbieders/{linde.pk}/maatregelen", "/maatregeltrajecten",
        f"/maatregeltrajecten/{made.pk}", f"/maatregelbrieven/{made.brieven.all()[0].pk}",
        f"/documenten/{made.brieven.all()[0].document_id}/bekijken",
        f"/zoeken?q={made.kenmerk}",
    ]  # fmt: skip
    for path in paths:
        found = browser.get(path)
        html = html_of(found) if not found.streaming else ""
        assert found.status_code < 500, path
        assert GROND not in html, path
        assert FEITEN not in html, path
        assert "Wij werken eraan." not in html, path
    assert browser.get(f"/maatregeltrajecten/{made.pk}").status_code in (403, 404)


def test_gemeente_sees_only_a_clientenstop_in_force(
    opgelegd: Maak, voornemen: Maak, client_for: Maakclient
) -> None:
    voornemen(percelen=[])
    warning = opgelegd(Soort.WAARSCHUWING)
    gemeente = OrganisatieFactory(soort=Organisatiesoort.GEMEENTE)
    browser = client_for(Rolcode.TOEGANG, gemeente)
    assert "Zorghuis De Linde" not in html_of(browser.get("/maatregelen"))
    assert browser.get(f"/maatregelen/{warning.maatregelen.get().pk}").status_code == 404
    stop = opgelegd()
    assert "Zorghuis De Linde" in html_of(browser.get("/maatregelen"))
    assert browser.get(f"/maatregelen/{stop.maatregelen.get().pk}").status_code == 200


def test_other_aanbieder_sees_nothing(
    opgelegd: Maak, voornemen: Maak, client_for: Maakclient
) -> None:
    made, told = opgelegd(), voornemen(Soort.WAARSCHUWING)
    other = client_for(Rolcode.AANBIEDER_BEHEERDER, AanbiederFactory().organisatie)
    assert made.kenmerk not in html_of(other.get("/maatregeltrajecten"))
    for traject in (made, told):
        for path in ("", "/zienswijze"):
            assert other.get(f"/maatregeltrajecten/{traject.pk}{path}").status_code == 404
        assert (
            other.post(
                f"/maatregeltrajecten/{traject.pk}/zienswijze", {"zienswijze": "x"}
            ).status_code
            == 404
        )
    assert other.get(f"/maatregelen/{made.maatregelen.get().pk}").status_code == 404


def test_list_filters_counts_and_exports_without_ground(
    manager: Client, eigenaar: Client, voornemen: Maak, concept: Maak, beheerder: Actor
) -> None:
    told, draft = voornemen(), concept(Soort.WAARSCHUWING)
    assert f"/maatregeltrajecten/{draft.pk}" in html_of(manager.get("/maatregeltrajecten"))
    html = html_of(eigenaar.get("/maatregeltrajecten?wacht=on"))
    assert told.kenmerk in html
    assert draft.kenmerk not in html
    assert told.kenmerk not in html_of(manager.get("/maatregeltrajecten?wacht=on"))
    zienswijze.give_view(beheerder, told.pk, zienswijze="Nee.")
    assert told.kenmerk in html_of(manager.get("/maatregeltrajecten?wacht=on"))
    for query in (
        f"zoek={told.kenmerk}", "soort=clientenstop", "stand=voornemen", "zoek=linde",
        "soort=onzin", "zoek=MT-99999999999999999999",
    ):  # fmt: skip
        assert manager.get(f"/maatregeltrajecten?{query}").status_code == 200
    found = manager.get("/maatregeltrajecten?formaat=csv")
    text = b"".join(found.streaming_content).decode() if found.streaming else html_of(found)  # type: ignore[arg-type]
    assert "Zorghuis De Linde" in text
    assert GROND not in text


def test_acts_that_cannot_be_done_lead_back_or_say_why(
    manager: Client, eigenaar: Client, opgelegd: Maak, concept: Maak
) -> None:
    done = opgelegd()
    here = f"/maatregeltrajecten/{done.pk}"
    for act in ("voornemen", "besluit", "wijzigen"):
        assert manager.get(f"{here}/{act}").status_code == 302
    assert manager.post(f"{here}/herinneren", {"versie": done.versie}).status_code == 409
    assert manager.post(f"{here}/herinneren", {"versie": "x"}).status_code == 412
    assert eigenaar.post(f"{here}/zienswijze", {"zienswijze": "Te laat"}).status_code == 409
    assert eigenaar.get(f"{here}/besluit").status_code == 403
    assert (
        manager.get("/maatregeltrajecten/00000000-0000-0000-0000-000000000000").status_code == 404
    )
    assert manager.post(f"{here}/periode", {"einddatum": "x", "versie": 1}).status_code == 400


def test_ground_of_what_is_in_force_is_for_both_sides(
    client_for: Maakclient, manager: Client, eigenaar: Client, linde: Any, vandaag: datetime.date
) -> None:
    """Also of a row that was entered without a road to it, and in its history."""
    row = Maatregel.objects.create(
        aanbieder=linde, soort=Soort.CLIENTENSTOP, grond="Te weinig personeel", begindatum=vandaag
    )
    row.grond = "Veel te weinig personeel"
    row.save()
    outside = client_for(Rolcode.TOEGANG)
    for tab in ("", "/geschiedenis", f"/geschiedenis?op={vandaag}"):
        found = outside.get(f"/maatregelen/{row.pk}{tab}")
        assert found.status_code == 200
        assert "personeel" not in html_of(found)
    for inside in (manager, eigenaar):
        assert "Veel te weinig personeel" in html_of(inside.get(f"/maatregelen/{row.pk}"))
