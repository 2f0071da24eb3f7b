"""`/documenten`: the bytes themselves, judged as in the browser (R-ZP-2, N-SEC-05)."""

import hashlib
from collections.abc import Callable
from typing import Any

import pytest

from core.choices import Scanstatus
from core.documenten.services import judge_document
from core.models import Document
from providers.models import Aanbieder
from tests.api.conftest import V1, Api, codes, names
from tests.documenten.bestanden import pages, pdf, png
from tests.factories.providers import AanbiederFactory
from tests.zorgportaal.conftest import NIEUW_IBAN

PAD = "/documenten?soort=iban-verklaring"
PDF = "application/pdf"


@pytest.fixture
def own(aanbieder: Aanbieder, program_of: Callable[..., Api]) -> Api:
    return program_of(aanbieder.organisatie)


def send(api: Api, data: bytes, path: str = PAD, *, kind: str = PDF, **headers: str) -> Any:
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    return api.client.generic(
        "POST", V1 + path, data, content_type=kind, headers=named, CONTENT_TYPE=kind
    )


NAMES: list[tuple[str, str]] = [
    ('attachment; filename="verklaring 2026.PDF"', "verklaring 2026.pdf"),
    ("attachment; filename*=UTF-8''verkl%C3%A4ring.pdf", "verkläring.pdf"),
    ('attachment; filename="../../etc/passwd"', "passwd.pdf"),
    ('attachment; filename="a.exe"', "a.pdf"),
    ("attachment", "document.pdf"),
    ("", "document.pdf"),
]


@pytest.mark.parametrize(("header", "naam"), NAMES)
def test_taken_in_with_a_clean_name(own: Api, header: str, naam: str) -> None:
    data = pages(1)
    made = send(own, data, content_disposition=header)
    assert made.status_code == 201, made.content
    found = made.json()
    assert found["naam"] == naam
    assert found["sha256"] == hashlib.sha256(data).hexdigest()
    assert (found["inhoudstype"], found["grootte"]) == (PDF, len(data))
    assert found["scan"] == Scanstatus.NIET_GESCAND
    assert made["Location"] == f"http://testserver{V1}/documenten/{found['id']}"
    read = own.get(f"/documenten/{found['id']}")
    assert read.json() == found
    assert read["ETag"] == made["ETag"]
    assert own.get(f"/documenten/{found['id']}", if_none_match=read["ETag"]).status_code == 304


@pytest.mark.parametrize(
    "header", ["attachment; filename*=onzin''x.pdf", "attachment; filename*=UTF-8''%ED%A0%80.pdf"]
)
def test_name_that_is_none_is_no_500(own: Api, header: str) -> None:
    assert send(own, pages(1), content_disposition=header).status_code in (201, 400)


def test_content_decides_what_it_is(own: Api) -> None:
    made = send(own, png(), kind=PDF)
    assert (made.status_code, made.json()["inhoudstype"]) == (201, "image/png")


SCRIPT = b"<< /S /JavaScript /JS (app.alert(1)) >>"
REFUSED: list[tuple[str, bytes, str]] = [
    ("empty", b"", "document_leeg"),
    ("renamed exe", b"MZ" + bytes(200), "document_soort"),
    ("svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "document_soort"),
    ("script", pdf(SCRIPT), "document_actieve_inhoud"),
    ("cut off", pages(1)[:200], "document_beschadigd"),
    ("too large", b"%PDF-1.7" + bytes(10 * 1024 * 1024), "document_te_groot"),
]


@pytest.mark.parametrize("key", ["", "d-1"], ids=["bare", "with key"])
@pytest.mark.parametrize(
    ("data", "code"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED]
)
def test_refused_with_the_code_of_the_browser(own: Api, data: bytes, code: str, key: str) -> None:
    headers = {"idempotency_key": key} if key else {}
    refused = send(own, data, **headers)
    assert (refused.status_code, refused.json()["code"]) == (400, code)
    assert codes(refused) == {code}
    assert not Document.objects.exists()


def test_fifty_megabyte_is_not_read(own: Api) -> None:
    class Body:
        def read(self, size: int = -1) -> bytes:
            raise AssertionError("read")

        readline = read

    refused = own.client.generic(
        "POST",
        V1 + PAD,
        b"",
        content_type=PDF,
        **{"wsgi.input": Body(), "CONTENT_LENGTH": str(500 * 1024 * 1024)},
    )
    assert (refused.status_code, refused.json()["code"]) == (413, "te_groot")


def test_no_more_is_read_than_a_document_may_have(own: Api, settings: Any) -> None:
    class Body:
        def __init__(self) -> None:
            self.given = 0

        def read(self, size: int = -1) -> bytes:
            self.given += size
            return (b"%PDF-1.7" + bytes(size))[:size]

        readline = read

    most = settings.DOCUMENT_MAX_BYTES
    for headers in ({}, {"HTTP_IDEMPOTENCY_KEY": "d-2"}):
        stream = Body()
        refused = own.client.generic(
            "POST",
            V1 + PAD,
            b"",
            content_type=PDF,
            **{"wsgi.input": stream, "CONTENT_LENGTH": str(5 * most), "CONTENT_TYPE": PDF},
            **headers,
        )
        assert codes(refused) == {"document_te_groot"}, refused.content
        assert stream.given < most + 200_000


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/documenten", "soort"),
        ("/documenten?soort=paspoort", "soort"),
        ("/documenten?soort=iban-verklaring&kleur=1", "kleur"),
    ],
)
def test_kind_is_asked(own: Api, path: str, name: str) -> None:
    refused = send(own, pages(1), path)
    assert (refused.status_code, names(refused)) == (400, {name})


@pytest.mark.parametrize(
    "kind", ["application/json", "text/plain", "multipart/form-data; boundary=x"]
)
def test_other_types_are_415(own: Api, kind: str) -> None:
    for refused in (
        send(own, pages(1), kind=kind),
        send(own, pages(1), kind=kind, idempotency_key="d-0"),
    ):
        assert refused.status_code == 415
        assert refused.json()["code"] == "inhoudstype_niet_ondersteund"


def test_idempotency_key_takes_it_in_once(own: Api) -> None:
    first = send(own, pages(1), idempotency_key="d-3")
    again = send(own, pages(1), idempotency_key="d-3")
    assert (again.content, again["Idempotent-Replayed"]) == (first.content, "true")
    assert Document.objects.count() == 1
    other = send(own, pages(2), idempotency_key="d-3")
    assert (other.status_code, other.json()["code"]) == (409, "idempotentie_ander_verzoek")


def test_waits_in_quarantine_and_opens_the_iban_once_it_is_clean(
    own: Api, monkeypatch: pytest.MonkeyPatch, vandaag: Any
) -> None:
    """R-ZP-2"""
    monkeypatch.setattr("core.virusscan.is_enabled", lambda: True)
    made = send(own, pages(1)).json()
    assert made["scan"] == Scanstatus.WACHT
    asked = {
        "soort": "bankrekening",
        "handeling": "toevoegen",
        "datum": str(vandaag),
        "nieuw": {"doel": "declaraties", "iban": NIEUW_IBAN, "tenaamstelling": "De Linde"},
        "bewijsstukken": [made["id"]],
    }
    refused = own.post("/wijzigingsverzoeken", asked)
    assert codes(refused) == {"iban_verklaring_ontbreekt"}
    monkeypatch.setattr("core.virusscan.scan", lambda chunks: "")
    judge_document(Document.objects.get().pk)
    assert own.get(f"/documenten/{made['id']}").json()["scan"] == Scanstatus.SCHOON
    assert own.post("/wijzigingsverzoeken", asked).status_code == 201


def test_infected_one_serves_for_nothing(own: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.virusscan.is_enabled", lambda: True)
    monkeypatch.setattr("core.virusscan.scan", lambda chunks: "Eicar")
    made = send(own, pages(1)).json()
    judge_document(Document.objects.get().pk)
    assert own.get(f"/documenten/{made['id']}").json()["scan"] == Scanstatus.BESMET
    again = send(own, pages(1))
    assert codes(again) == {"document_besmet"}


def test_of_the_own_aanbieder_only(own: Api, program_of: Callable[..., Api]) -> None:
    made = send(own, pages(1)).json()
    other = program_of(AanbiederFactory().organisatie)
    assert other.get(f"/documenten/{made['id']}").status_code == 404


def test_other_kinds_of_documents_are_not_here(own: Api, aanbieder: Aanbieder) -> None:
    export = Document.objects.create(
        naam="x.csv",
        inhoudstype="text/csv",
        grootte=1,
        sha256="0" * 64,
        soort="export",
        eigenaar=aanbieder.organisatie,
    )
    assert own.get(f"/documenten/{export.pk}").status_code == 404


def test_scopes(aanbieder: Aanbieder, own: Api, program_of: Callable[..., Api]) -> None:
    made = send(own, pages(1)).json()
    reader = program_of(aanbieder.organisatie, scopes="wijzigingsverzoeken:lezen")
    writer = program_of(aanbieder.organisatie, scopes="wijzigingsverzoeken:schrijven")
    assert reader.get(f"/documenten/{made['id']}").status_code == 200
    assert writer.get(f"/documenten/{made['id']}").status_code == 403
    assert send(reader, pages(1)).status_code == 403
    assert send(writer, pages(1)).status_code == 201
