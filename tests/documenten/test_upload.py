"""What a form says about a document that is refused, and what a request may bring in at most."""

import os

import pytest
from django.conf import settings as conf
from django.core.files.uploadedfile import SimpleUploadedFile

from core.choices import Rolcode
from core.documenten.upload import store_upload
from core.models import Document
from tests.documenten import scanner
from tests.documenten.bestanden import jpeg, pages, pdf, png
from tests.documenten.conftest import store
from tests.documenten.urls import ProefForm

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.documenten.urls")]
MB = 1024 * 1024


@pytest.fixture
def owner(client_for, eigenaar):
    return client_for(Rolcode.AANBIEDER_BEHEERDER, eigenaar)


def send(browser, data: bytes, naam: str = "verklaring.pdf"):
    file = SimpleUploadedFile(naam, data, "application/pdf")
    return browser.post("/proef/", {"omschrijving": "blijft staan", "verklaring": file})


@pytest.mark.parametrize(
    ("data", "naam", "kept"),
    [
        (pages(1), "verklaring.PDF", "verklaring.pdf"),
        (png(), "foto.png", "foto.png"),
        (jpeg(), "foto.jpeg", "foto.jpg"),
    ],
)
def test_good_document_is_stored(owner, data, naam, kept):
    response = send(owner, data, naam)
    assert response.status_code == 302
    document = Document.objects.get()
    assert response["Location"] == f"/proef/{document.pk}"
    assert (document.naam, document.soort, document.eigenaar) == (kept, "proef", owner.organisatie)


@pytest.mark.parametrize(
    ("data", "naam", "code"),
    [
        pytest.param(b"", "leeg.pdf", "document_leeg", id="leeg"),
        pytest.param(b"MZ\x90\0" + b"\0" * 900, "jaarrekening.pdf", "document_soort", id="exe"),
        pytest.param(
            pdf(b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>"),
            "a.pdf",
            "document_actieve_inhoud",
            id="script",
        ),
        pytest.param(
            b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>",
            "logo.png",
            "document_soort",
            id="svg",
        ),
        pytest.param(pdf(b"<< /Encrypt 8 0 R >>"), "a.pdf", "document_versleuteld", id="slot"),
        pytest.param(pages(1)[:-300], "a.pdf", "document_beschadigd", id="beschadigd"),
        pytest.param(png(65_000, 65_000), "a.png", "afbeelding_te_groot", id="png-bom"),
        pytest.param(b"PK\x03\x04" + b"\0" * 99, "a.docx", "document_soort", id="word"),
        pytest.param(pdf() + b" " * 10 * MB, "a.pdf", "document_te_groot", id="net-te-groot"),
        pytest.param(b"%PDF-1.7" + b"x" * 50 * MB, "a.pdf", "document_te_groot", id="50-mb"),
    ],
)
def test_what_is_refused_comes_back_on_its_field(owner, settings, data, naam, code):
    response = send(owner, data, naam)
    page = response.content.decode()
    assert response.status_code == 400
    assert code in page
    assert 'href="#id_verklaring"' in page
    assert 'value="blijft staan"' in page
    assert not Document.objects.exists()
    assert not settings.DOCUMENT_MAP.exists() or not [
        path for path in settings.DOCUMENT_MAP.rglob("*") if path.is_file()
    ]


def test_infected_before_is_refused_at_once(owner, beheerder, eigenaar):
    data = pages(1, content="% " + scanner.EICAR.decode())
    document = store(beheerder, eigenaar, data)
    Document.objects.filter(pk=document.pk).update(scan="besmet")
    assert "document_besmet" in send(owner, data).content.decode()


def test_form_without_a_file_stores_nothing(owner):
    assert owner.post("/proef/", {"omschrijving": "x"}).content == b"zonder"
    assert not Document.objects.exists()


def test_field_with_an_error_of_its_own_is_not_stored(beheerder, eigenaar, settings):
    settings.DOCUMENT_MAX_BYTES = MB
    form = ProefForm({}, {"verklaring": SimpleUploadedFile("a.pdf", pdf() + b" " * 2 * MB)})
    assert not form.is_valid()
    assert store_upload(beheerder, form, "verklaring", "proef", eigenaar) is None
    assert form.errors.as_data()["verklaring"][0].code == "document_te_groot"
    assert len(form.errors["verklaring"]) == 1


class TestRequest:
    def test_request_beyond_every_limit_is_413_before_it_is_read(self, owner):
        response = owner.generic(
            "POST", "/proef/", b"", "multipart/form-data; boundary=x",
            CONTENT_LENGTH=str(conf.VERZOEK_MAX_BYTES + 1),
        )  # fmt: skip
        assert response.status_code == 413
        assert "te groot" in response.content.decode()
        assert "default-src 'self'" in response["Content-Security-Policy"]

    def test_program_hears_the_code(self, api_client):
        response = api_client().generic(
            "POST", "/api/v1/toewijzingen", b"", "application/json", CONTENT_LENGTH=str(10**12)
        )
        assert response.status_code == 413
        assert response.json()["code"] == "te_groot"

    @pytest.mark.parametrize("said", ["-1", "abc", "", "1e9", "²"])
    def test_length_that_is_no_number_is_no_500(self, owner, said):
        response = owner.generic(
            "POST", "/proef/", b"", "multipart/form-data; boundary=x", CONTENT_LENGTH=said
        )
        assert response.status_code in (200, 400)

    def test_text_field_of_fifty_mb_is_413(self, owner):
        response = owner.post("/proef/", {"omschrijving": "x" * 50 * MB})
        assert response.status_code == 413

    def test_many_files_are_refused(self, owner):
        many = {f"f{n}": SimpleUploadedFile(f"{n}.pdf", b"x") for n in range(25)}
        assert owner.post("/proef/", many).status_code == 400

    def test_no_more_of_a_file_is_kept_than_the_limit(self, settings, rf):
        settings.DOCUMENT_MAX_BYTES = MB
        request = rf.post("/proef/", {"f": SimpleUploadedFile("a.pdf", b"x" * 8 * MB)})
        file = request.FILES["f"]
        assert file.size == 8 * MB
        assert MB < os.path.getsize(file.temporary_file_path()) <= MB + 64 * 1024
        file.close()
