"""The road over the pages: who may, what a bad file gives, and what is left behind."""

import io
import re
import threading
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook

from core import geschiedenis
from core.choices import Rolcode
from core.fouten import PortalFout
from core.importexport.inlezen import Keuze, run_import
from core.importexport.lezen import read_rows
from core.models import Concept, Gebeurtenis
from providers.importexport.agbcodes import AGBCODES
from providers.models import Aanbieder, AgbCode
from providers.views.importeren import IMPORTS
from tests.factories.providers import AanbiederFactory, AgbCodeFactory
from tests.providers.bestand import aanbieders
from tests.providers.test_import_regels import BEUK, LINDE, run

pytestmark = pytest.mark.django_db
ROUTES = [view.route for view in IMPORTS]


@pytest.fixture
def browser(client_for):
    return client_for(Rolcode.CONTRACTMANAGER)


def hand_in(browser, data, route="import-aanbieders", name="lijst.csv"):
    return browser.post(reverse(route), {"bestand": SimpleUploadedFile(name, data)})


def html(response):
    return re.sub(r"\s+", " ", response.content.decode())


def fact(page, label):
    return re.search(rf"<dt>{label}</dt><dd>([^<]*)</dd>", page)[1]


def test_overview_names_every_file_and_stands_in_the_menu(browser):
    AanbiederFactory()
    page = html(browser.get(reverse("importeren")))
    for route in ROUTES:
        assert f'href="{reverse(route)}"' in page
        assert f'href="{reverse(route)}?formaat=csv&amp;gegevens"' in page
    assert "Importeren" in html(browser.get("/"))


@pytest.mark.parametrize("rol", [Rolcode.TOEGANG, Rolcode.AANBIEDER_BEHEERDER, Rolcode.SCREENER])
def test_others_do_not_import_and_do_not_fetch(client_for, rol):
    other = client_for(rol)
    assert "/importeren/" not in html(other.get("/"))
    for route in ROUTES:
        assert other.get(reverse(route)).status_code == 403
        assert other.get(reverse(route) + "?formaat=csv&gegevens").status_code == 403
        assert hand_in(other, aanbieders(), route).status_code == 403
    assert not Concept.objects.exists()


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("fmt", ["csv", "xlsx"])
def test_empty_file_and_what_there_is_have_the_same_heading(browser, route, fmt):
    empty = browser.get(reverse(route) + f"?formaat={fmt}").content
    full = browser.get(reverse(route) + f"?formaat={fmt}&gegevens").getvalue()
    heads = [next(read_rows(data, ("kvk",))).cellen for data in (empty, full)]
    assert list(heads[0]) == list(heads[1])


def test_file_of_361_with_40_wrong(browser):
    report = hand_in(browser, aanbieders()).url
    page = html(browser.get(report))
    assert fact(page, "Regels gelezen") == "361"
    assert [fact(page, w) for w in ("Nieuw", "Gewijzigd", "Ongewijzigd")] == ["321", "0", "0"]
    assert fact(page, "Met fouten") == "40"
    assert "Begin hier" in page
    assert "Zorggroep 0008" in page
    assert "Maatschap" in page
    wrong = list(read_rows(browser.get(f"{report}?formaat=csv").content, ("kvk",)))
    assert len(wrong) == 41
    assert not Aanbieder.objects.exists()

    browser.post(report, {"keuze": "goede"})
    page = html(browser.get(report))
    assert "321 regels zijn ingelezen" in page
    assert "321 nieuw, 0 gewijzigd en 0 ongewijzigd" in page
    assert "Wat nog niet is ingelezen" in page
    assert Aanbieder.objects.count() == 321


def test_corrected_file_is_handed_in_from_the_report(browser):
    report = hand_in(browser, aanbieders(goed=3, fout=1)).url
    page = html(browser.get(report))
    assert "Verbeterd bestand aanleveren" in page
    assert 'action="../"' in page


def test_run_is_an_event_with_figures_and_the_history_names_who(browser):
    linde = AanbiederFactory(naam="De Linde", kvk=LINDE)
    same = AanbiederFactory(naam="De Beuk", kvk=BEUK)
    text = f"kvk;naam;rechtsvorm\n{LINDE};De Linde Zorg;bv\n{BEUK};De Beuk;bv\n99933333;Es;bv\n"
    report = hand_in(browser, text.encode()).url
    browser.post(report, {"keuze": "alles"})
    event = Gebeurtenis.objects.get(soort="import.ingelezen")
    assert event.gegevens == {
        "import": "aanbieders", "gelezen": 3, "opgeslagen": 3, "fout": 0,
        "nieuw": 1, "gewijzigd": 1, "ongewijzigd": 1,
    }  # fmt: skip
    steps = geschiedenis.history_of(Aanbieder, linde.pk)
    assert steps[0].wie == event.actor_naam
    assert [(w.veld, w.oud, w.nieuw) for w in steps[0].wijzigingen] == [
        ("Naam", "De Linde", "De Linde Zorg")
    ]
    assert len(geschiedenis.history_of(Aanbieder, same.pk)) == 1
    made = Aanbieder.objects.get(kvk="99933333")
    assert geschiedenis.history_of(Aanbieder, made.pk)[0].wie == event.actor_naam


def test_same_file_again_says_that_nothing_changes(browser):
    data = aanbieders(goed=5, fout=0)
    browser.post(hand_in(browser, data).url, {"keuze": "alles"})
    page = html(browser.get(hand_in(browser, data).url))
    assert "Alles uit dit bestand staat al zo in het portaal" in page
    assert "regels inlezen" not in page
    assert fact(page, "Ongewijzigd") == "5"


def bomb() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 80_000_000)
    return target.getvalue()


BESTANDEN = {
    "zip bomb": (bomb(), "bestand_te_groot"),
    "program renamed to xlsx": (b"MZ\x90\0\x03\0\0\0\x04\0", "bestand_soort"),
    "zip of something else": (None, "bestand_soort"),
    "pdf": (b"%PDF-1.7 x", "bestand_soort"),
    "no rows and no columns": (b" \n", "bestand_leeg"),
    "other columns": (b"foo;bar\n1;2\n", "onbekend_veld"),
    "a column missing": (b"kvk;naam\n12345678;x\n", "kolom_ontbreekt"),
}


@pytest.mark.parametrize(("data", "code"), BESTANDEN.values(), ids=list(BESTANDEN))
@pytest.mark.parametrize("route", ROUTES)
def test_file_that_cannot_be_read_is_refused_with_its_code(browser, route, data, code):
    if data is None:
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w") as archive:
            archive.writestr("lees.mij", "x")
        data = target.getvalue()
    response = hand_in(browser, data, route, "lijst.xlsx")
    assert response.status_code == 400
    assert f'data-code="{code}"' in response.content.decode()
    assert not Concept.objects.exists()


def test_file_that_is_too_large(browser, settings):
    response = hand_in(browser, b"kvk;naam;rechtsvorm\n" + b"x" * (settings.DOCUMENT_MAX_BYTES + 1))
    assert response.status_code in (400, 413)
    assert not Concept.objects.exists()


def test_formula_in_a_cell_is_text_and_runs_nowhere(browser):
    book = Workbook()
    book.active.append(["kvk", "naam", "rechtsvorm", "vestigingsplaats"])
    book.active.append(["99933333", "=1+1", "bv", '\'=HYPERLINK("https://x")'])
    book.active.append([99_944_444, "Zorg", "bv", "Goor"])
    target = io.BytesIO()
    book.save(target)
    report = hand_in(browser, target.getvalue(), name="lijst.xlsx").url
    page = html(browser.get(report))
    assert "verplicht" in page  # a formula that nobody calculated has no value
    browser.post(report, {"keuze": "goede"})
    assert list(Aanbieder.objects.values_list("kvk", flat=True)) == ["99944444"]

    text = "kvk;naam;rechtsvorm\n99955555;=cmd|' /C calc'!A0;bv\n"
    browser.post(hand_in(browser, text.encode()).url, {"keuze": "alles"})
    fetched = browser.get(reverse("import-aanbieders") + "?formaat=csv&gegevens").getvalue()
    assert b"99955555;'=cmd" in fetched


def together(*acts):
    """Each act in a thread with a connection of its own."""
    start, answers = threading.Barrier(len(acts)), []

    def go(act) -> None:
        start.wait(20)
        try:
            answers.append(act())
        except Exception as exc:
            answers.append(exc)
        finally:
            connection.close()

    threads = [threading.Thread(target=go, args=[act], daemon=True) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    return answers


@pytest.mark.django_db(transaction=True)
def test_two_imports_of_one_code_at_once(actor_for):
    """The second waits for the first, and then its row is refused by name."""
    for kvk in (LINDE, BEUK):
        AanbiederFactory(kvk=kvk)
    actor = actor_for(Rolcode.CONTRACTBEHEERDER)
    files = [f"kvk;code;begindatum\n{kvk};41990007;1-1-2026\n".encode() for kvk in (LINDE, BEUK)]
    outcomes = together(
        *(lambda d=d: run_import(actor, AGBCODES.schema, d, proef=False) for d in files)
    )
    assert sorted(outcome.opgeslagen for outcome in outcomes) == [0, 1]
    loser = next(outcome for outcome in outcomes if not outcome.opgeslagen)
    assert [(nr, f.code) for nr, f in loser.rows()] == [(2, "agb_overlap")]
    assert AgbCode.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_same_aanbieder_in_two_imports_at_once_is_added_once(client_for):
    data = aanbieders(goed=20, fout=0)
    browsers = [client_for(Rolcode.CONTRACTMANAGER) for _ in range(2)]
    reports = [(b.cookies, hand_in(b, data).url) for b in browsers]

    def press(cookies, report):
        window = Client()
        window.cookies = cookies
        return window.post(report, {"keuze": "alles"}).status_code

    assert together(*(lambda r=r: press(*r) for r in reports)) == [302, 302]
    assert Aanbieder.objects.count() == 20
    figures = Gebeurtenis.objects.filter(soort="import.ingelezen").values_list(
        "gegevens", flat=True
    )
    assert sorted(f["nieuw"] for f in figures) == [0, 20]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("keuze", list(Keuze))
def test_import_against_another_door_at_once(actor_for, keuze):
    """Another door stores the code while the import is between its check and its insert."""
    linde, beuk = AanbiederFactory(kvk=LINDE), AanbiederFactory(kvk=BEUK)
    actor = actor_for(Rolcode.CONTRACTBEHEERDER)
    text = f"kvk;code;begindatum\n{BEUK};41990007;1-1-2026\n{beuk.kvk};41990008;1-1-2026\n"
    waiting, stored = threading.Event(), threading.Event()

    def other() -> None:
        with transaction.atomic():
            AgbCodeFactory(aanbieder=linde, code="41990007")
            stored.set()
            waiting.wait(2)
        connection.close()

    thread = threading.Thread(target=other, daemon=True)
    thread.start()
    stored.wait(20)
    threading.Timer(0.5, waiting.set).start()
    outcome = run_import(actor, AGBCODES.schema, text.encode(), proef=False, keuze=keuze)
    thread.join(20)
    assert [(nr, f.code) for nr, f in outcome.rows()] == [(2, "agb_overlap")]
    assert AgbCode.objects.count() == (2 if keuze == Keuze.GOEDE else 1)


def test_race_that_is_lost_twice_is_a_refusal_with_the_code_of_the_constraint(monkeypatch):
    AgbCodeFactory(aanbieder=AanbiederFactory(kvk=LINDE), code="41990007")
    AanbiederFactory(kvk=BEUK)
    monkeypatch.setattr(
        "core.importexport.klaarzetten.Klaarzetten._check", lambda self, cursor, given: {}
    )
    with pytest.raises(PortalFout) as refused:
        run(AGBCODES, f"{BEUK};41990007;;1-1-2026;")
    assert (refused.value.code, refused.value.status) == ("agb_overlap", 409)
    assert AgbCode.objects.count() == 1
