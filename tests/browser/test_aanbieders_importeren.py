"""A contractmanager takes in a list of 361 aanbieders of which 40 are wrong, wide and narrow."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from core.choices import Rolcode
from core.importexport.lezen import read_rows
from core.importexport.rapport import as_csv
from providers.models import Aanbieder
from tests.browser.helpers import look
from tests.providers.bestand import aanbieders

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def corrected(path: Path) -> Path:
    """As the person saves it: every fault put right, the column with the reasons left in."""
    rows = [[str(cell) for cell in row.cellen] for row in read_rows(path.read_bytes(), ("kvk",))]
    for nr, row in enumerate(rows[1:]):
        row[:5] = [f"{98_000_000 + nr}", f"Verbeterd {nr}", "Stichting", "Overig", "Goor"]
        row[5] = ""
    target = path.with_name("verbeterd.csv")
    target.write_bytes(as_csv(iter(rows)))
    return target


@pytest.mark.parametrize("viewport", [1280, 320])
def test_list_with_faults_is_taken_in_corrected_and_fetched(
    pagina: Page, client_for, live_server, tmp_path: Path, viewport: int
) -> None:
    client = client_for(Rolcode.CONTRACTMANAGER)
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    pagina.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}]
    )
    path = tmp_path / "aanbieders.csv"
    path.write_bytes(aanbieders())

    pagina.goto("/importeren/")
    look(pagina, f"importeren-{viewport}")
    pagina.get_by_role("link", name="Aanbieders inlezen").press("Enter")
    expect(pagina.get_by_label("Bestand", exact=True)).to_be_visible()
    look(pagina, f"importeren-uploaden-{viewport}")

    pagina.get_by_label("Bestand", exact=True).set_input_files(path)
    pagina.get_by_role("button", name="Nakijken").press("Enter")
    expect(pagina.get_by_text("Begin hier")).to_be_visible()
    look(pagina, f"importeren-rapport-{viewport}")

    pagina.get_by_role("button", name="Alleen de 321 goede regels inlezen").press("Enter")
    expect(pagina.get_by_role("heading", name="321 regels zijn ingelezen")).to_be_in_viewport()
    look(pagina, f"importeren-deel-{viewport}")

    with pagina.expect_download() as fetched:
        pagina.get_by_role("link", name="Regels met fouten (CSV)").click()
    wrong = tmp_path / "fouten.csv"
    fetched.value.save_as(wrong)
    pagina.get_by_label("Bestand", exact=True).set_input_files(corrected(wrong))
    pagina.get_by_role("button", name="Nakijken").press("Enter")
    pagina.get_by_role("button", name="40 regels inlezen").press("Enter")
    expect(pagina.get_by_text("40 nieuw, 0 gewijzigd en 0 ongewijzigd")).to_be_in_viewport()
    look(pagina, f"importeren-klaar-{viewport}")
    assert Aanbieder.objects.count() == 361

    pagina.goto("/importeren/")
    with pagina.expect_download() as fetched:
        pagina.get_by_role("link", name=re.compile("Excel.*aanbieders")).click()
    now = tmp_path / "nu.xlsx"
    fetched.value.save_as(now)
    pagina.goto("/importeren/aanbieders/")
    pagina.get_by_label("Bestand", exact=True).set_input_files(now)
    pagina.get_by_role("button", name="Nakijken").press("Enter")
    expect(pagina.get_by_text("Alles uit dit bestand staat al zo")).to_be_visible()
    look(pagina, f"importeren-gelijk-{viewport}")
