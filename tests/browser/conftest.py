"""Chromium for tests: `browser` once per session, `pagina` fresh per test.

Parametrise with `viewport` (width in px) and `kleuren` ("light" or "dark"). A page that breaks the
content security policy or throws a script error fails its test.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.browser.helpers import chromium, launch


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    executable = chromium()
    if executable is None:
        pytest.skip("Geen Chromium gevonden: browsertests overgeslagen (apt-get install chromium)")
    # Playwright runs an event loop in this thread; the ORM calls of a test beside it are safe.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        started = launch(playwright, executable)
        yield started
        started.close()


@pytest.fixture
def viewport() -> int:
    return 1280


@pytest.fixture
def kleuren() -> str:
    return "light"


@pytest.fixture
def javascript() -> bool:
    return True


@pytest.fixture
def pagina(
    browser: Browser, live_server: LiveServer, viewport: int, kleuren: str, javascript: bool
) -> Iterator[Page]:
    context = browser.new_context(
        base_url=live_server.url,
        viewport={"width": viewport, "height": 900},
        color_scheme=kleuren,
        java_script_enabled=javascript,
        locale="nl-NL",
    )
    context.set_default_timeout(10_000)
    page = context.new_page()
    broken: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            broken.append(message.text)

    page.on("console", listen)
    page.on("pageerror", lambda error: broken.append(str(error)))
    yield page
    context.close()
    assert not broken, "\n".join(broken)
