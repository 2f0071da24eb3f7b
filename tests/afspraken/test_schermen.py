"""What is on the pages, and for whom; paper; a form that loses nothing."""

import re
from collections.abc import Callable
from typing import Any

import pypdfium2
import pytest
from django.test import Client
from django.utils import timezone

from afspraken.inhoud import open_overzicht
from afspraken.models import Evaluatiemoment
from afspraken.services import overzichten
from core.choices import Rolcode
from core.models import Gebruiker, Inzage
from tests.afspraken.conftest import DAG, GEHEIM, Samen, volledig
from tests.factories.indications import ToewijzingFactory


@pytest.fixture
def browsers(samen: Samen, client_for: Callable[..., Client]) -> dict[str, Client]:
    first = samen.toewijzingen[0]
    return {
        "toegang": client_for(gebruiker=Gebruiker.objects.get(pk=samen.toegang.id)),
        "zorg": client_for(gebruiker=Gebruiker.objects.get(pk=samen.zorg.id)),
        "backoffice": client_for(Rolcode.BACKOFFICE, first.gemeente),
    }


def tab(samen: Samen) -> str:
    return f"/toewijzingen/{samen.toewijzingen[0].pk}/afspraken"


def pagina(samen: Samen, wat: str = "") -> str:
    return f"/afsprakenoverzichten/{samen.nu.pk}{wat}"


def velden(samen: Samen, **anders: Any) -> dict[str, Any]:
    day = samen.vandaag + 90 * DAG
    return {
        "toewijzingen": [str(t.pk) for t in samen.toewijzingen],
        "resultaat_0": "Naar school",
        "zichtbaar_0": "Geen verzuim",
        "wanneer_0": day.isoformat(),
        "frequentie": "Elke week",
        "verwijzer_rol": "Belt school",
        "aanbieder_rol": "Begeleidt",
        "datum_0": (samen.vandaag + 30 * DAG).isoformat(),
        "deelnemers_0": "Ouders",
        "versie": samen.nu.versie,
        "actie": "bewaren",
        **anders,
    }


def test_tab_says_the_state_and_what_to_do_and_no_word_of_the_text(
    samen: Samen, browsers: dict[str, Client]
) -> None:
    page = browsers["toegang"].get(tab(samen)).content.decode()
    assert "nog geen afspraken" in page
    assert "/afsprakenoverzichten/beginnen/" in page
    for other in ("zorg", "backoffice"):
        assert (
            "/afsprakenoverzichten/beginnen/"
            not in browsers[other].get(tab(samen)).content.decode()
        )
    samen.vastgesteld()
    for who, link in (("toegang", True), ("zorg", True), ("backoffice", False)):
        page = browsers[who].get(tab(samen)).content.decode()
        assert "Vastgesteld" in page
        assert GEHEIM not in page
        assert (f'href="{pagina(samen)}"' in page) == link, who


def test_text_is_for_both_sides_and_every_look_is_a_line_in_the_log(
    samen: Samen, browsers: dict[str, Client]
) -> None:
    samen.vastgesteld()
    moment = Evaluatiemoment.objects.get()
    for path, soort in (
        (pagina(samen), "afspraken.inzien"),
        (pagina(samen, "?versie=1"), "afspraken.inzien"),
        (pagina(samen, "/afdrukken"), "afspraken.afdrukken"),
        (pagina(samen, "/pdf"), "afspraken.pdf"),
        (f"/evaluatiemomenten/{moment.pk}", "evaluatie.inzien"),
    ):
        before = Inzage.objects.count()
        for who in ("toegang", "zorg"):
            assert browsers[who].get(path).status_code == 200, (who, path)
        assert browsers["backoffice"].get(path).status_code == 403
        lines = list(Inzage.objects.order_by("-id")[: Inzage.objects.count() - before])
        assert [line.soort for line in lines] == [soort, soort]
        assert {line.actor_id for line in lines} == {samen.toegang.id, samen.zorg.id}


def test_aanbieder_does_not_find_a_concept(samen: Samen, browsers: dict[str, Client]) -> None:
    samen.begin()
    assert browsers["zorg"].get(pagina(samen)).status_code == 404
    assert "nog geen afspraken" in browsers["zorg"].get(tab(samen)).content.decode()
    assert browsers["toegang"].get(pagina(samen)).status_code == 200


def test_form_keeps_what_was_typed_and_points_at_what_is_missing(
    samen: Samen, browsers: dict[str, Client]
) -> None:
    samen.begin()
    url = pagina(samen, "/wijzigen")
    data = velden(samen, wanneer_0="32 juli", vraag="Wie belt?", actie="overdragen", akkoord="on")
    answer = browsers["toegang"].post(url, data)
    page = answer.content.decode()
    assert answer.status_code == 400
    for kept in ("32 juli", "Naar school", "Wie belt?", 'data-code="datum_ongeldig"'):
        assert kept in page
    data = velden(samen, verwijzer_rol="", vraag="Wie belt?", actie="overdragen", akkoord="on")
    answer = browsers["toegang"].post(url, data)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert 'href="#id_verwijzer_rol"' in page
    assert "Wie belt?" in page
    assert f'name="versie" value="{samen.nu.versie}"' in page  # what was kept is the new ground
    answer = browsers["toegang"].post(url, velden(samen, actie="overdragen", akkoord="on"))
    assert answer.status_code == 302
    assert samen.nu.status == "bij_aanbieder"


def test_an_emptied_row_goes_and_errors_find_the_row_that_was_typed(
    samen: Samen, browsers: dict[str, Client]
) -> None:
    samen.begin()
    gap = {"resultaat_0": "", "zichtbaar_0": "", "wanneer_0": ""}
    second = {"resultaat_1": "Rust thuis", "zichtbaar_1": "", "wanneer_1": "1-1-2027"}
    data = velden(samen, **gap, **second, actie="overdragen", akkoord="on")
    page = browsers["toegang"].post(pagina(samen, "/wijzigen"), data).content.decode()
    assert 'href="#id_zichtbaar_1"' in page
    assert [r.resultaat for r in open_overzicht(samen.nu).resultaten] == ["Rust thuis"]


def test_older_version_gets_both_texts_and_loses_nothing(
    samen: Samen, browsers: dict[str, Client]
) -> None:
    samen.begin()
    mine = velden(samen, frequentie="Mijn woorden")
    samen.bewaar(samen.toegang, volledig(samen.vandaag, frequentie="Haar tekst"))
    answer = browsers["toegang"].post(pagina(samen, "/wijzigen"), mine)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert re.search(r"<del>.*?Haar tekst.*?</del>", page)
    assert re.search(r"<ins>.*?Mijn woorden.*?</ins>", page)
    assert open_overzicht(samen.nu).frequentie == "Haar tekst"
    again = {**mine, "versie": samen.nu.versie}
    assert browsers["toegang"].post(pagina(samen, "/wijzigen"), again).status_code == 302
    assert open_overzicht(samen.nu).frequentie == "Mijn woorden"


def test_text_that_went_on_meanwhile_is_shown_to_copy(
    samen: Samen, browsers: dict[str, Client]
) -> None:
    samen.begin()
    mine = velden(samen, frequentie="Mijn woorden")
    samen.bewaar(samen.toegang)
    samen.draag_over(samen.toegang)
    answer = browsers["toegang"].post(pagina(samen, "/wijzigen"), mine)
    assert answer.status_code == 409
    assert "Mijn woorden" in answer.content.decode()
    assert browsers["toegang"].get(pagina(samen, "/wijzigen")).status_code == 409


def test_versions_are_compared_on_screen(samen: Samen, browsers: dict[str, Client]) -> None:
    samen.bij_aanbieder()
    assert browsers["zorg"].get(pagina(samen, "/vergelijken")).status_code == 404
    samen.bewaar(samen.zorg, volledig(samen.vandaag, frequentie="elke dag"))
    samen.draag_over(samen.zorg)
    page = browsers["zorg"].get(pagina(samen, "/vergelijken")).content.decode()
    assert "Van versie 1 naar versie 2" in page
    assert re.search(r"<ins>.*?elke dag.*?</ins>", page)
    for wrong in ("?van=9&naar=1", "?van=x&naar=99999999"):
        assert browsers["zorg"].get(pagina(samen, f"/vergelijken{wrong}")).status_code in (200, 404)


def text_of(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        return " ".join(page.get_textpage().get_text_range() for page in document)


def test_pdf_is_tagged_says_the_agreements_and_holds_no_name(
    samen: Samen, browsers: dict[str, Client], settings: Any
) -> None:
    samen.bij_aanbieder()
    samen.draag_over(samen.zorg, vraag=f"{GEHEIM} vraag", akkoord=True)
    samen.akkoord(samen.toegang)
    answer = browsers["toegang"].get(pagina(samen, "/pdf"))
    number = samen.toewijzingen[0].nummer
    assert answer["Content-Type"] == "application/pdf"
    assert f'"afsprakenoverzicht-{number}.pdf"' in answer["Content-Disposition"]
    assert "no-store" in answer["Cache-Control"]
    pdf = answer.content
    for mark in (rb"/StructTreeRoot", rb"/Marked\s+true", rb"/Lang\s*\(nl-NL\)", rb"pdfuaid:part"):
        assert re.search(mark, pdf), mark
    text = text_of(pdf)
    for words in (str(number), f"{GEHEIM} resultaat", "Wie doet wat?", "vastgesteld op"):
        assert words in text, words
    assert "Demonstratie" in text
    for secret in ("Haverdemo", "Puck", f"{GEHEIM} vraag"):
        assert secret not in text, secret
    with pypdfium2.PdfDocument(pdf) as document:
        assert document.get_metadata_value("Title") == "Afsprakenoverzicht"


def test_pdf_with_name_takes_a_reason_that_is_logged(
    samen: Samen, browsers: dict[str, Client]
) -> None:
    samen.vastgesteld()
    url = pagina(samen, "/pdf-met-naam")
    assert browsers["toegang"].post(url, {"reden": ""}).status_code == 400
    assert browsers["backoffice"].post(url, {"reden": "voor de rechter"}).status_code == 403
    answer = browsers["zorg"].post(url, {"reden": "voor de rechter"})
    assert "Puck Haverdemo" in text_of(answer.content)
    lines = {line.soort: line.detail for line in Inzage.objects.filter(actor_id=samen.zorg.id)}
    assert lines["jeugdige.onthullen"] == "voor de rechter"
    assert lines["afspraken.pdf"] == "met naam: voor de rechter"
    assert "Puck" not in str(lines)


@pytest.mark.parametrize(
    "tekst", ["#panic()", "*vet* $x^2$ @bron", "een\ntwee", "emoji \U0001f4a5"]
)
def test_pdf_takes_any_text_as_text(samen: Samen, browsers: dict[str, Client], tekst: str) -> None:
    samen.begin()
    samen.bewaar(samen.toegang, volledig(samen.vandaag, frequentie=tekst))
    text = text_of(browsers["toegang"].get(pagina(samen, "/pdf")).content)
    assert tekst.split("\n")[0].replace("\U0001f4a5", "□") in text


def test_results_on_screen_from_filling_in_to_closing(
    samen: Samen, browsers: dict[str, Client]
) -> None:
    samen.vastgesteld()
    url = pagina(samen, "/resultaten")
    assert browsers["zorg"].get(url).status_code == 409
    assert browsers["toegang"].get(url).status_code == 409
    type(samen.toewijzingen[0]).objects.update(einddatum=samen.vandaag)
    assert "Resultaten invullen" in browsers["zorg"].get(pagina(samen)).content.decode()
    data = {"uitkomst_0": "niet", "toelichting_0": "", "reden": "31", "versie": samen.nu.versie}
    answer = browsers["zorg"].post(url, data)
    assert answer.status_code == 400
    assert 'href="#id_toelichting_0"' in answer.content.decode()
    data |= {"toelichting_0": "Lang ziek"}
    assert browsers["zorg"].post(url, {**data, "versie": 0}).status_code == 409
    assert browsers["zorg"].post(url, data).status_code == 302
    judge = f"{url}/beoordelen"
    answer = browsers["toegang"].post(judge, {"actie": "terug", "versie": samen.nu.versie})
    assert answer.status_code == 400
    assert "Lang ziek" in answer.content.decode()
    done = {"actie": "bevestigen", "versie": samen.nu.versie}
    assert browsers["toegang"].post(judge, done).status_code == 302
    assert samen.nu.status == "afgesloten"
    assert "Wat is bereikt?" in text_of(browsers["zorg"].get(pagina(samen, "/pdf")).content)


@pytest.mark.parametrize("wat", ["tab", "pagina"])
def test_number_of_queries_does_not_grow(
    samen: Samen,
    browsers: dict[str, Client],
    django_assert_num_queries: Any,
    wat: str,
) -> None:
    samen.vastgesteld()
    url = tab(samen) if wat == "tab" else pagina(samen)

    def count() -> int:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        browsers["toegang"].get(url)
        with CaptureQueriesContext(connection) as seen:
            assert browsers["toegang"].get(url).status_code == 200
        return len(seen)

    few = count()
    first = samen.toewijzingen[0]
    for _ in range(6):
        samen.toewijzingen.append(
            ToewijzingFactory(
                jeugdige=first.jeugdige,
                verwijzing=first.verwijzing,
                perceelcontract=first.perceelcontract,
                einddatum=samen.vandaag + 100 * DAG,
            )
        )
    for nr in range(4):
        wie = samen.toegang if nr % 2 else samen.zorg
        ander = samen.zorg if nr % 2 else samen.toegang
        overzichten.open_again(wie, samen.nu.pk, versie=samen.nu.versie)
        samen.bewaar(wie, volledig(samen.vandaag, opmerkingen=f"ronde {nr}"))
        samen.draag_over(wie, akkoord=True)
        samen.akkoord(ander)
    assert count() == few
    assert timezone.localdate() == samen.vandaag
