"""The catalogusbeheerder changes a product from a day, takes in a workbook and sees what changes,
wide and narrow.
"""

import datetime
import io
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from contracts.models import Catalogusmutatie, Product
from core.choices import Rolcode
from core.ui.formats import format_long_date
from tests.browser.helpers import look
from tests.factories.contracts import (
    PerceelcontractFactory,
    PerceelFactory,
    ProductFactory,
    TariefFactory,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def changed(path: Path) -> Path:
    """The fetched workbook with another tariff and a product whose code is not allowed."""
    book = load_workbook(io.BytesIO(path.read_bytes()))
    tariffs, products = book["Tarieven"], book["Producten"]
    tariffs.cell(2, [c.value for c in tariffs[1]].index("bedrag") + 1, 2.5)
    products.append(["ABXYZ", "Niet goed", None, None, "45", "minuut", "per week"])
    target = path.with_name("gewijzigd.xlsx")
    book.save(target)
    return target


def without_last_product(path: Path) -> Path:
    book = load_workbook(path)
    book["Producten"].delete_rows(book["Producten"].max_row)
    target = path.with_name("verbeterd.xlsx")
    book.save(target)
    return target


@pytest.mark.parametrize("viewport", [1280, 320])
def test_change_from_a_day_workbook_and_what_changes(
    pagina: Page, client_for, live_server, tmp_path: Path, viewport: int
) -> None:
    perceel = PerceelFactory(code="BGG", naam="Begeleiding groep")
    product = ProductFactory(code="DGROE", naam="Groep basis", perceel=perceel)
    TariefFactory(product=product, bedrag="1.10")
    PerceelcontractFactory(perceel=perceel)
    client = client_for(Rolcode.CATALOGUSBEHEERDER)
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    pagina.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}]
    )
    day = datetime.date(timezone.localdate().year + 1, 1, 1)

    pagina.goto(f"/producten/{product.pk}")
    pagina.get_by_role("link", name="Wijzigen").click()
    expect(pagina.get_by_text("1 contract")).to_be_visible()
    pagina.get_by_label("Naam", exact=True).fill("Groep regulier")
    pagina.get_by_label("Gaat in op").fill(f"1-1-{day.year}")
    look(pagina, f"catalogus-wijzigen-{viewport}")
    pagina.get_by_role("button", name="Wijzigen").press("Enter")
    expect(pagina.get_by_text(f"Vanaf {format_long_date(day)}")).to_be_visible()
    expect(pagina.get_by_text("Groep basis → Groep regulier")).to_be_visible()
    look(pagina, f"catalogus-product-{viewport}")
    assert Product.objects.get().naam == "Groep basis"

    pagina.goto("/catalogus/werkboek")
    with pagina.expect_download() as got:
        pagina.get_by_role("button", name="Ophalen (Excel)").click()
    path = tmp_path / "catalogus.xlsx"
    got.value.save_as(path)
    pagina.get_by_label("Werkboek", exact=True).set_input_files(changed(path))
    pagina.get_by_label("Wijzigingen gaan in op").fill(f"1-1-{day.year}")
    pagina.get_by_role("button", name="Nakijken").press("Enter")
    expect(pagina.get_by_text("productcode_niet_officieel")).to_be_visible()
    expect(pagina.get_by_role("button", name="doorvoeren")).to_have_count(0)
    look(pagina, f"catalogus-rapport-fout-{viewport}")

    good = without_last_product(tmp_path / "gewijzigd.xlsx")
    pagina.get_by_label("Werkboek", exact=True).set_input_files(good)
    pagina.get_by_role("button", name="Nakijken").press("Enter")
    expect(pagina.get_by_text("Alles klopt")).to_be_visible()
    look(pagina, f"catalogus-rapport-{viewport}")
    pagina.get_by_role("button", name="1 regel doorvoeren").press("Enter")
    expect(pagina.get_by_role("heading", name="De catalogus is bijgewerkt")).to_be_in_viewport()

    pagina.get_by_role("link", name="Wat verandert er?").click()
    expect(pagina.get_by_text("Bedrag: € 1,10 → € 2,50", exact=False)).to_be_visible()
    expect(pagina.get_by_text("Naam: Groep basis → Groep regulier")).to_be_visible()
    look(pagina, f"catalogus-veranderd-{viewport}")

    pagina.goto("/catalogus")
    pagina.get_by_role("link", name="Aanpassen of intrekken").click()
    pagina.get_by_role("button", name="Wijziging intrekken").press("Enter")
    expect(pagina.get_by_text("De geplande wijziging is ingetrokken.")).to_be_visible()
    look(pagina, f"catalogus-{viewport}")
    assert Catalogusmutatie.objects.get().status == "ingetrokken"
