"""The viewer: who may see a page, what a page may do, and what is said when it cannot be shown."""

import re
import uuid

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory

from core.choices import Rolcode, Scanstatus
from core.documenten import opslag, services, weergave
from core.documenten.kijker import page_of, zoom_of
from core.documenten.services import judge_document, store_made_document
from core.documenten.soorten import SOORTEN
from core.documenten.uitgifte import is_accepted
from core.models import Document, Inzage
from tests.documenten import scanner
from tests.documenten.bestanden import jpeg, pages, png
from tests.documenten.conftest import JEUGDIGE, actor_of, store

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def owner(client_for, eigenaar):
    return client_for(Rolcode.AANBIEDER_BEHEERDER, eigenaar)


@pytest.fixture
def document(beheerder, eigenaar):
    return store(beheerder, eigenaar, pages(3))


def seen(document, *, pagina: int | None = None) -> str:
    base = f"/documenten/{document.pk}"
    return f"{base}/bekijken" if pagina is None else f"{base}/pagina/{pagina}"


def text_of(response) -> str:
    return response.content.decode()


def body_of(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


class TestWho:
    @pytest.mark.parametrize("pagina", [None, 1])
    def test_same_as_who_may_download(self, client_for, client, document, eigenaar, pagina):
        url = seen(document, pagina=pagina)
        status = {
            "eigen": client_for(Rolcode.AANBIEDER_BEHEERDER, eigenaar),
            "eigen zonder recht": client_for(Rolcode.AANBIEDER_ZORG, eigenaar),
            "ander": client_for(Rolcode.AANBIEDER_BEHEERDER),
            "gemeente": client_for(Rolcode.TOEGANG),
            "ozjt": client_for(Rolcode.CONTRACTBEHEERDER),
            "ozjt zonder recht": client_for(Rolcode.CPWV),
            "anoniem": client,
        }
        assert {who: browser.get(url).status_code for who, browser in status.items()} == {
            "eigen": 200,
            "eigen zonder recht": 403,
            "ander": 404,
            "gemeente": 404,
            "ozjt": 200,
            "ozjt zonder recht": 403,
            "anoniem": 302,
        }

    def test_unknown_document_and_undeclared_kind_are_not_found(self, owner, document):
        assert owner.get(f"/documenten/{uuid.uuid4()}/bekijken").status_code == 404
        del SOORTEN["proef"]
        assert owner.get(seen(document)).status_code == 404
        assert owner.get(seen(document, pagina=1)).status_code == 404

    def test_looking_is_logged_for_a_document_about_a_jeugdige(self, owner, beheerder, eigenaar):
        document = store(beheerder, eigenaar, pages(1), soort="proef-jeugdige")
        assert owner.get(seen(document, pagina=1)).status_code == 200
        assert owner.get(seen(document)).status_code == 200
        lines = Inzage.objects.values_list("jeugdigen", "object_id")
        assert list(lines) == [([JEUGDIGE], document.pk)] * 2

    def test_other_page_that_includes_it_shows_no_more(self, document, eigenaar):
        request = RequestFactory().get("/aanvragen/1?filter=a")
        request.actor = actor_of(eigenaar, Rolcode.AANBIEDER_ZORG)
        page = render_to_string("documenten/_kijker.html", {"document": document}, request)
        assert "met je rol niet mag zien" in page
        assert document.naam not in page
        assert document.sha256[:12] not in page
        assert "Regel 1" not in page


class TestPage:
    def test_picture_is_sealed_and_kept_nowhere(self, owner, document):
        response = owner.get(seen(document, pagina=2))
        assert response["Content-Type"] == "image/png"
        assert response.content.startswith(b"\x89PNG")
        assert response["Cache-Control"] == "private, no-store"
        assert response["X-Content-Type-Options"] == "nosniff"
        policy = response["Content-Security-Policy"]
        assert policy == "default-src 'none'; sandbox; frame-ancestors 'none'"
        assert response["Cross-Origin-Resource-Policy"] == "same-origin"
        assert "Content-Disposition" not in response

    @pytest.mark.parametrize("pagina", [0, 4, 51, 99999999999999])
    def test_page_that_is_not_there_is_not_found(self, owner, document, pagina):
        assert owner.get(seen(document, pagina=pagina)).status_code == 404

    def test_page_after_the_fiftieth_is_not_drawn(self, owner, beheerder, eigenaar):
        long = store(beheerder, eigenaar, pages(60))
        assert owner.get(seen(long, pagina=50)).status_code == 200
        assert owner.get(seen(long, pagina=51)).status_code == 404
        text = text_of(owner.get(f"{seen(long)}?pagina=50"))
        assert "Pagina 50 van 60" in text
        assert "de eerste 50 van 60 pagina" in text
        assert "pagina=51" not in text

    @pytest.mark.parametrize(("data", "kind"), [(png(), "image/png"), (jpeg(), "image/jpeg")])
    def test_image_is_shown_as_it_was_handed_in(self, owner, beheerder, eigenaar, data, kind):
        image = store(beheerder, eigenaar, data)
        response = owner.get(seen(image, pagina=1))
        assert (body_of(response), response["Content-Type"]) == (data, kind)
        assert "sandbox" in response["Content-Security-Policy"]
        assert response["X-Content-Type-Options"] == "nosniff"
        assert owner.get(seen(image, pagina=2)).status_code == 404
        text = text_of(owner.get(seen(image)))
        assert f'src="/documenten/{image.pk}/pagina/1?zoom=100"' in text
        assert "Tekst van deze pagina" not in text

    def test_only_get(self, owner, document):
        for url in (seen(document), seen(document, pagina=1)):
            assert owner.post(url).status_code in (403, 405)


class TestViewer:
    def test_says_what_it_is(self, owner, document):
        text = text_of(owner.get(seen(document)))
        for part in (
            "verklaring.pdf", "Proef", "PDF", "Pagina 1 van 3", "Niet op virussen gescand",
            document.sha256[:12], document.sha256, "Regel 39: de rekening staat op naam",
            f'href="/documenten/{document.pk}"',
        ):  # fmt: skip
            assert part in text, part

    def test_links_work_without_javascript_and_keep_zoom(self, owner, document):
        text = text_of(owner.get(f"{seen(document)}?pagina=2&zoom=150"))
        links = dict(re.findall(r'id="kijker-[0-9a-f-]+-(\w+)" href="([^"]+)"', text))
        base = seen(document)
        assert links == {
            "vorige": f"{base}?pagina=1&amp;zoom=150",
            "volgende": f"{base}?pagina=3&amp;zoom=150",
            "kleiner": f"{base}?pagina=2&amp;zoom=125",
            "groter": f"{base}?pagina=2&amp;zoom=200",
        }
        assert "viewer__page--150" in text
        assert "/pagina/2?zoom=150" in text

    def test_ends_are_no_links(self, owner, document):
        first = text_of(owner.get(f"{seen(document)}?zoom=50"))
        last = text_of(owner.get(f"{seen(document)}?pagina=3&zoom=200"))
        assert re.findall(r'<a class="[^"]*viewer__step" id="[^"]+-(\w+)"', first) == [
            "volgende",
            "groter",
        ]
        assert re.findall(r'<a class="[^"]*viewer__step" id="[^"]+-(\w+)"', last) == [
            "vorige",
            "kleiner",
        ]

    @pytest.mark.parametrize(
        ("query", "page", "zoom"),
        [
            ("", 1, 100),
            ("?pagina=-1&zoom=1000000", 1, 100),
            ("?pagina=abc&zoom=", 1, 100),
            ("?pagina=99999999999999999999&zoom=٢٠٠", 3, 100),
            ("?pagina=²", 1, 100),
            ("?pagina=2&zoom=200", 2, 200),
        ],
    )
    def test_bad_query_shows_the_nearest(self, owner, document, query, page, zoom):
        text = text_of(owner.get(seen(document) + query))
        assert f"Pagina {page} van 3" in text
        assert f"viewer__page--{zoom}" in text

    @pytest.mark.parametrize(("text", "page"), [(None, 1), ("7", 7), ("0", 1), ("51", 50)])
    def test_page_of_query(self, text, page):
        assert page_of(text) == page

    def test_zoom_of_query(self):
        assert [zoom_of(text) for text in ("50", "200", "99", "", None)] == [50, 200, 100, 100, 100]

    def test_htmx_gets_the_part_with_links_of_the_page_around_it(self, owner, document):
        here = {**HTMX, "HX-Current-URL": "http://testserver/aanvragen/1?filter=a&pagina=1"}
        text = text_of(owner.get(f"{seen(document)}?pagina=2", headers=here))
        assert "<html" not in text
        assert text.lstrip().startswith(f'<section class="card viewer" id="kijker-{document.pk}"')
        assert 'href="/aanvragen/1?filter=a&amp;pagina=3&amp;zoom=100"' in text
        assert f'hx-get="{seen(document)}?pagina=3&amp;zoom=100"' in text

    @pytest.mark.parametrize(
        "url", ["http://kwaad.example/x", "http://testserver////kwaad.example"]
    )
    def test_links_never_lead_to_another_site(self, owner, document, url):
        text = text_of(owner.get(seen(document), headers={**HTMX, "HX-Current-URL": url}))
        assert not re.search(r'href="(//|https?:)', text)

    def test_beside_a_form_it_keeps_the_query_of_that_page(self, document, beheerder):
        request = RequestFactory().get("/aanvragen/1?filter=a&pagina=2")
        request.actor = beheerder
        page = render_to_string("documenten/_kijker.html", {"document": document}, request)
        assert "Pagina 2 van 3" in page
        assert 'href="/aanvragen/1?filter=a&amp;pagina=3&amp;zoom=100"' in page

    def test_text_of_the_page_cannot_act(self, owner, beheerder, eigenaar):
        evil = "BT /F1 12 Tf 72 700 Td (<script>alert\\(1\\)</script>) Tj ET"
        text = text_of(owner.get(seen(store(beheerder, eigenaar, pages(1, content=evil)))))
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
        assert "<script>alert" not in text


class TestCannotBeShown:
    @pytest.fixture
    def damaged(self, beheerder, eigenaar):
        data = b"%PDF-1.7\n1 0 obj\n<< >>\nendobj\ntrailer << >>\n%%EOF\n"
        return store(beheerder, eigenaar, data)

    def test_malformed_pdf_has_a_code_and_may_be_fetched(self, owner, damaged):
        assert owner.get(seen(damaged, pagina=1)).status_code == 409
        response = owner.get(seen(damaged))
        assert response.status_code == 200
        assert 'data-code="document_niet_weer_te_geven"' in text_of(response)
        assert f'href="/documenten/{damaged.pk}" download' in text_of(response)

    def test_renderer_that_takes_too_long_has_the_same_code(
        self, owner, document, monkeypatch, tmp_path
    ):
        slow = tmp_path / "traag.py"
        slow.write_text("import time\ntime.sleep(30)")
        monkeypatch.setattr(weergave, "TEKENAAR", slow)
        monkeypatch.setattr(weergave, "MAX_SECONDEN", 0.3)
        assert 'data-code="document_niet_weer_te_geven"' in text_of(owner.get(seen(document)))
        assert owner.get(seen(document, pagina=1)).status_code == 409

    def test_crowd_is_told_to_wait(self, owner, document, monkeypatch):
        monkeypatch.setattr(weergave, "MAX_SECONDEN", 0.05)
        for _ in range(2):
            assert weergave._PLACES.acquire(timeout=1)
        try:
            assert owner.get(seen(document, pagina=1)).status_code == 429
            assert 'data-code="te_veel_verzoeken"' in text_of(owner.get(seen(document)))
        finally:
            weergave._PLACES.release(2)

    def test_changed_file_is_not_shown(self, owner, document):
        opslag.path_of(document.sha256).write_bytes(pages(2))
        assert owner.get(seen(document, pagina=1)).status_code == 409
        assert 'data-code="document_beschadigd"' in text_of(owner.get(seen(document)))

    def test_what_is_no_page_or_image_is_not_drawn(self, owner, beheerder, eigenaar):
        made = store_made_document(
            beheerder, chunks=[b"a;b\n"], naam="export.csv", soort="proef", eigenaar=eigenaar
        )
        assert owner.get(seen(made, pagina=1)).status_code == 409
        text = text_of(owner.get(seen(made)))
        assert 'data-code="document_niet_weer_te_geven"' in text
        assert f'href="/documenten/{made.pk}" download' in text


class TestScan:
    """Quarantine, then a verdict of the daemon."""

    @pytest.fixture
    def waiting(self, settings, beheerder, eigenaar, monkeypatch):
        settings.CLAMD_ADRES = "127.0.0.1:1"
        monkeypatch.setattr(services.scan_document, "delay_on_commit", lambda *_: None)
        return lambda data: store(beheerder, eigenaar, data)

    def test_waits_asks_again_and_then_shows(self, waiting, owner, settings):
        document = waiting(pages(1))
        text = text_of(owner.get(seen(document)))
        assert "Wordt op virussen gecontroleerd" in text
        assert 'hx-trigger="every 3s"' in text
        assert f'hx-get="{seen(document)}?pagina=1&amp;zoom=100"' in text
        assert "<img" not in text
        assert "Ophalen" not in text
        assert owner.get(seen(document, pagina=1)).status_code == 409
        assert not is_accepted(document)
        with scanner.running() as (settings.CLAMD_ADRES, _seen):
            judge_document(document.pk)
        text = text_of(owner.get(seen(document), headers=HTMX))
        assert "Geen virus gevonden" in text
        assert "hx-trigger" not in text
        assert "Pagina 1 van 1" in text
        assert owner.get(seen(document, pagina=1))["X-Virusscan"] == "schoon"
        document.refresh_from_db()
        assert is_accepted(document)

    def test_infected_is_said_and_never_shown(
        self, waiting, owner, settings, django_capture_on_commit_callbacks
    ):
        document = waiting(
            pages(1, content="% " + scanner.EICAR.decode()) + scanner.EICAR + b"%%EOF"
        )
        with (
            scanner.running() as (settings.CLAMD_ADRES, _seen),
            django_capture_on_commit_callbacks(execute=True),
        ):
            judge_document(document.pk)
        text = text_of(owner.get(seen(document)))
        assert "Besmet en verwijderd" in text
        assert 'data-code="document_besmet"' in text
        assert "<img" not in text
        assert "hx-trigger" not in text
        assert owner.get(seen(document, pagina=1)).status_code == 409
        document.refresh_from_db()
        assert not is_accepted(document)

    @pytest.mark.parametrize(
        ("scan", "accepted"),
        [
            (Scanstatus.SCHOON, True),
            (Scanstatus.NIET_GESCAND, True),
            (Scanstatus.WACHT, False),
            (Scanstatus.BESMET, False),
        ],
    )
    def test_what_counts_as_evidence(self, scan, accepted):
        assert is_accepted(Document(scan=scan)) is accepted
