"""A file of toewijzingen: handed in with errors, looked at, the good rows taken in, the rest
fetched.
"""

import datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Page, expect

from aanlevering import werk
from aanlevering.models import Aanlevering
from core.choices import Rolcode
from indications.models import Toewijzing
from tests.aanlevering.bouw import DAY, bestand, bsns, rij
from tests.browser.helpers import look
from tests.indications.conftest import ELS, gemeente
from tests.vast import load_fixed

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def rows(today: datetime.date) -> list[dict[str, object]]:
    numbers = bsns(9)
    wrong: dict[int, dict[str, object]] = {
        2: {"volume": "veel"},
        3: {"gemeentecode": "0164"},
        4: {"begindatum": "31-2-2027"},
        5: {"bsn": "123456789"},
        6: {"agb": ELS, "einddatum": today + 200 * DAY},
        7: {"volume": "veel", "productcode": "BESTAAT"},
    }
    return [rij(today, nr, **{"bsn": bsn, **wrong.get(nr, {})}) for nr, bsn in enumerate(numbers)]


def work() -> None:
    """What a worker does meanwhile."""
    row = Aanlevering.objects.order_by("-aangemaakt_op").first()
    assert row
    werk.work_on(row.job_id, row.pk, timezone.localdate())


@pytest.mark.parametrize("viewport", [1280, 320])
def test_file_with_errors_is_handed_in_corrected_and_taken_in(
    demo_bewaard: None, pagina: Page, client_for, live_server, tmp_path: Path, viewport: int
) -> None:
    today = timezone.localdate()
    load_fixed(today)
    client = client_for(Rolcode.BACKOFFICE, gemeente("0153"))
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    pagina.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}]
    )
    path = tmp_path / "toewijzingen.csv"
    path.write_bytes(bestand(rows(today)))

    pagina.goto("/aanleveren")
    look(pagina, f"aanleveren-{viewport}")
    pagina.locator("main").get_by_role("link", name="Toewijzingen").click()
    look(pagina, f"aanleveren-uploaden-{viewport}")
    pagina.get_by_label("Bestand", exact=True).set_input_files(path)
    pagina.get_by_role("button", name="Nakijken").press("Enter")

    expect(pagina.get_by_role("heading", name="Wordt nagekeken")).to_be_visible()
    look(pagina, f"aanleveren-bezig-{viewport}")
    work()
    expect(
        pagina.get_by_role("heading", name="Nagekeken: er is nog niets ingelezen")
    ).to_be_visible()
    expect(pagina.get_by_text("geen_recht")).to_be_visible()
    assert "123456789" not in pagina.content()
    look(pagina, f"aanleveren-rapport-{viewport}")
    with pagina.expect_download() as fetched:
        pagina.get_by_role("link", name="Regels met fouten (CSV)").click()
    text = Path(fetched.value.path()).read_text("utf-8-sig")
    assert "wat er niet klopt" in text
    assert "123456789" in text, "her own input comes back to her"

    pagina.get_by_role("button", name="Alleen de 3 goede regels inlezen").press("Enter")
    expect(pagina.get_by_role("heading", name="Wordt ingelezen")).to_be_visible()
    work()
    expect(pagina.get_by_role("heading", name="3 regels zijn ingelezen")).to_be_visible()
    look(pagina, f"aanleveren-klaar-{viewport}")
    assert Toewijzing.objects.filter(referentie__in=["R0", "R1", "R8"]).count() == 3
    pagina.goto("/aanleveren")
    look(pagina, f"aanleveren-lijst-{viewport}")
