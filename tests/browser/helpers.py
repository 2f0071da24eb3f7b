"""What every browser test may ask of a page; the fixtures are in conftest.py."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Playwright

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
FLAGS = ["--disable-quic", "--no-first-run", "--disable-component-update", "--disable-sync"]


def chromium() -> str | None:
    """Where Chromium is on this machine; `CHROMIUM` in the environment goes first."""
    names = (os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome")
    return next((found for name in names if name and (found := shutil.which(name))), None)


def launch(playwright: Playwright, executable: str) -> Browser:
    root = ["--no-sandbox"] if os.geteuid() == 0 else []
    return playwright.chromium.launch(executable_path=executable, args=[*FLAGS, *root])


def axe_schoon(page: Page) -> None:
    """No finding of axe, WCAG 2.2 AA and its best practices."""
    found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    lines = [
        f"{item['id']}: {item['help']}\n    "
        + "\n    ".join(node["html"] for node in item["nodes"])
        for item in found
    ]
    assert not lines, f"{page.url}\n" + "\n".join(lines)


def geen_zijwaarts_scrollen(page: Page) -> None:
    """Nothing sticks out of the window; names what does. Waits for the page to be there."""
    page.wait_for_load_state()
    wide = page.evaluate(
        """() => {
          const width = document.documentElement.clientWidth;
          if (document.documentElement.scrollWidth <= width) return [];
          return [...document.querySelectorAll("body *")]
            .filter((e) => e.getBoundingClientRect().right > width + 1)
            .map((e) => e.outerHTML.slice(0, 120)).slice(0, 8);
        }"""
    )
    assert not wide, f"{page.url} scrolls sideways:\n" + "\n".join(wide)


def foto(page: Page, naam: str) -> Path | None:
    """A picture of the whole page in the folder `PORTAL_FOTOS`; nothing when that is not set."""
    folder = os.environ.get("PORTAL_FOTOS")
    if not folder:
        return None
    path = Path(folder) / f"{naam}.png"
    path.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=path, full_page=True)
    return path


def look(page: Page, name: str) -> None:
    """What every page is looked at for: sideways scrolling, accessibility, and a picture of it."""
    geen_zijwaarts_scrollen(page)
    axe_schoon(page)
    foto(page, name)
