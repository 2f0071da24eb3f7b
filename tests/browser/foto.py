"""Screenshots of a running demonstration portal, for the documentation.

python -m tests.browser.foto http://127.0.0.1:8000 --als toegang@enschede.demo /toewijzingen/nieuw
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.browser.helpers import chromium, launch


def log_in(page: Page, email: str, password: str = "demo") -> None:
    """Through the login page, as a person does."""
    page.goto("/aanmelden/")
    page.get_by_label("E-mailadres").fill(email)
    page.get_by_label("Wachtwoord", exact=True).fill(password)
    page.get_by_role("main").get_by_role("button", name="Aanmelden").click()
    page.wait_for_url(lambda url: "/aanmelden" not in url)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("adres", help="waar het portaal draait")
    parser.add_argument("pad", help="de pagina, bijvoorbeeld /toewijzingen/nieuw")
    parser.add_argument("--als", help="e-mailadres van een demonstratie-account")
    parser.add_argument("--breedte", type=int, default=1280)
    parser.add_argument("--donker", action="store_true")
    parser.add_argument("--naam", help="naam van het bestand; anders naar het pad")
    parser.add_argument("--map", type=Path, default=Path("docs/schermen"))
    asked = parser.parse_args()
    executable = chromium()
    if executable is None:
        sys.exit("Geen Chromium gevonden; installeer het met: apt-get install chromium")
    name = asked.naam or asked.pad.split("?")[0].strip("/").replace("/", "-") or "begin"
    with sync_playwright() as playwright:
        page = launch(playwright, executable).new_page(
            base_url=asked.adres,
            viewport={"width": asked.breedte, "height": 900},
            color_scheme="dark" if asked.donker else "light",
            locale="nl-NL",
        )
        if asked.als:
            log_in(page, asked.als)
        page.goto(asked.pad)
        asked.map.mkdir(parents=True, exist_ok=True)
        path = asked.map / f"{name}-{asked.breedte}{'-donker' if asked.donker else ''}.png"
        page.screenshot(path=path, full_page=True)
    print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
