"""The pages: what they show, refuse and hand out; lists constant in queries."""

from collections.abc import Callable
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import Workbook, load_workbook

from aanlevering import werk
from aanlevering.models import Aanlevering
from core.choices import Rolcode
from tests.aanlevering.bouw import NAMEN, bestand, bsns, rij
from tests.indications.conftest import gemeente

pytestmark = pytest.mark.django_db
UPLOAD = "/aanleveren/toewijzingen"


@pytest.fixture
def browser(demo: None, client_for: Callable[..., Client]) -> Client:
    return client_for(Rolcode.TOEGANG, gemeente("0153"))


def hand_in(browser: Client, data: bytes, naam: str = "b.csv"):
    return browser.post(UPLOAD, {"bestand": SimpleUploadedFile(naam, data)})


def checked(browser: Client, data: bytes, vandaag, monkeypatch) -> Aanlevering:
    assert hand_in(browser, data).status_code == 302
    row = Aanlevering.objects.latest("aangemaakt_op")
    # The progress of a job goes through another connection, which does not see this transaction.
    monkeypatch.setattr("core.jobs._Ernaast._write", lambda self, fields: None)
    werk.work_on(row.job_id, row.pk, vandaag)
    return row


@pytest.mark.parametrize(
    ("data", "naam", "code"),
    [
        (b"", "leeg.csv", "bestand_leeg"),
        (b"MZ\x90\0\x03\0\0\0", "lijst.csv", "bestand_soort"),
        (b"PK\x03\x04 geen zip", "lijst.xlsx", "bestand_onleesbaar"),
        (b"referentie;schoenmaat\nA;42\n", "lijst.csv", "schoenmaat"),
        (b"referentie;bsn\nA;1\n", "lijst.csv", "De kolom gemeentecode ontbreekt"),
        (b"x" * (41 * 1024 * 1024), "groot.csv", "te groot"),
    ],
    ids=["empty", "exe renamed", "broken xlsx", "unknown column", "missing columns", "too large"],
)
def test_bad_file_comes_back_on_the_field(browser, data, naam, code):
    answer = hand_in(browser, data, naam)
    assert answer.status_code == 400
    text = answer.content.decode()
    assert code in text or "leeg" in text or "Excel" in text or "niet heel" in text
    assert not Aanlevering.objects.filter(gebruiker=browser.gebruiker).exists()


def test_larger_than_a_document_is_taken(browser, settings, vandaag):
    settings.DOCUMENT_MAX_BYTES = 1000
    rows = [rij(vandaag, nr, bsn=bsn) for nr, bsn in enumerate(bsns(30))]
    data = bestand(rows)
    assert len(data) > 3000
    assert hand_in(browser, data).status_code == 302


def test_excel_in_and_rows_to_correct_as_excel_out(browser, vandaag, monkeypatch):
    book = Workbook()
    book.active.append(NAMEN)
    rows = [rij(vandaag, 1), rij(vandaag, 2, bsn=bsns(1)[0], volume="=1+1")]
    for row in rows:
        book.active.append([row.get(naam) for naam in NAMEN])
    target = BytesIO()
    book.save(target)
    row = checked(browser, target.getvalue(), vandaag, monkeypatch)
    page = browser.get(f"/aanleveren/{row.pk}").content.decode()
    assert "Nagekeken" in page
    assert rows[0]["bsn"] not in page
    answer = browser.get(f"/aanleveren/{row.pk}/fouten?formaat=xlsx")
    sheet = load_workbook(BytesIO(answer.content)).active
    assert sheet.max_row == 2
    assert sheet.cell(1, sheet.max_column).value == "wat er niet klopt"


def test_list_takes_as_many_queries_with_twenty_files_as_with_two(browser, vandaag, settings):
    settings.DEMO = False

    def count() -> int:
        browser.get("/aanleveren")
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert browser.get("/aanleveren").status_code == 200
        return len(seen)

    for nr in range(2):
        hand_in(browser, bestand([rij(vandaag, nr)]))
    few = count()
    for nr in range(18):
        hand_in(browser, bestand([rij(vandaag, nr)]))
    assert count() == few


def test_empty_file_to_fill_in_has_the_columns(browser):
    answer = browser.get(f"{UPLOAD}?formaat=csv")
    assert answer.content.decode("utf-8-sig").strip() == ";".join(NAMEN)
