"""A file is handed in, corrected and taken in, with a mouse or by keyboard, wide or narrow."""

from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from core.choices import Rolcode
from core.models import Organisatie
from tests.browser.helpers import look
from tests.importexport.test_inlezen import BAD

pytestmark = [
    pytest.mark.browser,
    pytest.mark.urls("tests.importexport.urls"),
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def bestand(tmp_path: Path) -> Path:
    path = tmp_path / "instellingen.csv"
    path.write_text(BAD)
    return path


@pytest.mark.parametrize("viewport", [1280, 320])
def test_import_shows_what_is_wrong_and_takes_the_good_rows(
    pagina: Page, client_for, live_server, bestand: Path, viewport: int
) -> None:
    client = client_for(Rolcode.TOEGANG)
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    pagina.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}]
    )
    pagina.goto("/proef/")
    look(pagina, f"import-uploaden-{viewport}")

    pagina.get_by_label("Bestand", exact=True).set_input_files(bestand)
    pagina.get_by_role("button", name="Nakijken").press("Enter")
    expect(pagina.get_by_text("Er is nog niets veranderd")).to_be_visible()
    expect(pagina.get_by_text("dubbel_in_bestand")).to_be_visible()
    look(pagina, f"import-rapport-{viewport}")

    pagina.get_by_role("button", name="Alleen de ene goede regel inlezen").press("Enter")
    expect(pagina.get_by_role("heading", name="1 regel is ingelezen")).to_be_in_viewport()
    look(pagina, f"import-klaar-{viewport}")
    assert Organisatie.objects.filter(soort="gi", code="d").exists()
