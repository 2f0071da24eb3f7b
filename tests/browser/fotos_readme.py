"""The two pictures of the README, from a running demonstration portal.

python -m tests.browser.fotos_readme http://127.0.0.1:8000
"""

from __future__ import annotations

import datetime
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.foto import log_in
from tests.browser.helpers import chromium, launch

MAP = Path("docs/schermen")
SCHERM = {"width": 1280, "height": 1000}


def fill_in(page: Page) -> None:
    """A filing with one mistake, so that the picture shows what the checks say."""
    today = datetime.date.today()  # noqa: DTZ011  (what the person at the screen calls today)
    begin = (today.replace(day=1) + datetime.timedelta(days=40)).replace(day=1)
    page.goto("/toewijzingen/nieuw")
    page.get_by_label("Burgerservicenummer").fill("999990019")
    page.get_by_label("Geboortedatum").fill("1-5-2012")
    page.get_by_label("Voornamen").fill("Tess")
    page.get_by_label("Achternaam").fill("Testman")
    page.get_by_label("Verwijzing door").select_option("01")
    page.get_by_label("Datum verwijzing").fill(today.strftime("%-d-%-m-%Y"))
    page.get_by_label("Product", exact=True).select_option("ABHIR")
    page.get_by_label("Begindatum").fill(begin.strftime("%-d-%-m-%Y"))
    page.get_by_label("Einddatum").fill(begin.replace(year=begin.year + 2).strftime("%-d-%-m-%Y"))
    page.get_by_label("Contacten per week").fill("1")
    page.get_by_label("Minuten per contact").fill("60")
    page.get_by_label("Weken").fill("50")
    page.keyboard.press("Tab")
    page.get_by_text("uiterlijk").first.wait_for()
    page.wait_for_load_state("networkidle")


def picture(browser: Browser, base: str, email: str, name: str, path: str) -> None:
    page = browser.new_page(base_url=base, viewport=SCHERM)
    log_in(page, email)
    fill_in(page) if path == "/toewijzingen/nieuw" else page.goto(path)
    page.evaluate("window.scrollTo(0, 0); document.activeElement.blur()")
    page.screenshot(path=MAP / f"{name}.png")


def main() -> int:
    executable = chromium()
    if executable is None or len(sys.argv) != 2:
        sys.exit(__doc__ if executable else "Geen Chromium: apt-get install chromium")
    MAP.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = launch(playwright, executable)
        base = sys.argv[1]
        picture(browser, base, "contractmanager@ozjt.demo", "vandaag", "/")
        picture(browser, base, "toegang@enschede.demo", "toewijzingen-nieuw", "/toewijzingen/nieuw")
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
