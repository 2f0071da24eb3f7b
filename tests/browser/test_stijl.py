"""The component page and the error pages in a real browser."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.helpers import axe_schoon, foto, geen_zijwaarts_scrollen

pytestmark = [pytest.mark.browser, pytest.mark.urls("tests.ui.urls")]
everywhere = pytest.mark.parametrize(
    ("viewport", "kleuren"),
    [(1280, "light"), (1280, "dark"), (320, "light"), (320, "dark")],
    ids=lambda value: str(value),
)


@everywhere
@pytest.mark.parametrize("query", ["?status=ingetrokken&vanaf=1-12-2026", "?fouten=1"])
def test_components_are_accessible(pagina: Page, query: str, viewport: int, kleuren: str) -> None:
    pagina.goto(f"/stijl{query}")
    axe_schoon(pagina)
    geen_zijwaarts_scrollen(pagina)
    foto(pagina, f"stijl{len(query)}-{viewport}-{kleuren}")


@everywhere
def test_error_pages_are_accessible(pagina: Page, viewport: int, kleuren: str) -> None:
    pagina.goto("/fout/404")
    axe_schoon(pagina)
    geen_zijwaarts_scrollen(pagina)
    foto(pagina, f"fout-404-{viewport}-{kleuren}")


@pytest.mark.parametrize("viewport", [600, 900, 1100])
def test_no_width_scrolls_sideways(pagina: Page) -> None:
    pagina.goto("/stijl?fouten=1")
    geen_zijwaarts_scrollen(pagina)


def test_error_summary_has_the_focus_and_its_links_reach_the_fields(pagina: Page) -> None:
    pagina.goto("/stijl?fouten=1")
    summary = pagina.get_by_role("alert")
    expect(summary).to_be_focused()
    pagina.keyboard.press("Tab")
    pagina.keyboard.press("Enter")
    expect(pagina.get_by_label("Burgerservicenummer")).to_be_focused()
    pagina.get_by_role("link", name="Soort verwijzer").click()
    expect(pagina.get_by_label("Gemeentelijke toegang")).to_be_focused()


def test_sorting_swaps_only_the_table_and_keeps_the_focus(pagina: Page) -> None:
    pagina.goto("/stijl")
    pagina.evaluate("window.blijft = true")
    pagina.get_by_role("link", name="Aanbieder", exact=True).press("Enter")
    expect(pagina.get_by_role("columnheader", name="Aanbieder")).to_have_attribute(
        "aria-sort", "ascending"
    )
    assert pagina.url.endswith("?sorteer=aanbieder")
    assert pagina.evaluate("window.blijft")
    expect(pagina.locator("#voorbeelden-sorteer-aanbieder")).to_be_focused()
    expect(pagina.locator("#aankondiging")).to_have_text("9 toewijzingen")
    pagina.go_back()
    expect(pagina.get_by_role("columnheader", name="Aanbieder")).to_have_attribute(
        "aria-sort", "none"
    )


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
def test_filter_and_chip_work(pagina: Page) -> None:
    pagina.goto("/stijl")
    pagina.get_by_label("Status").select_option("ingetrokken")
    pagina.get_by_role("button", name="Filteren").click()
    expect(pagina.get_by_text("Niets gevonden met deze filters")).to_be_visible()
    pagina.get_by_role("link", name="Status: Ingetrokken").click()
    expect(pagina.get_by_role("table")).to_be_visible()


@pytest.mark.parametrize("viewport", [320])
def test_menu_opens_by_keyboard_and_closes_with_escape(pagina: Page) -> None:
    pagina.goto("/stijl")
    link = pagina.get_by_role("link", name="Vraag en antwoord")
    expect(link).to_be_hidden()
    button = pagina.get_by_role("button", name="Menu", exact=True)
    button.press("Enter")
    expect(button).to_have_attribute("aria-expanded", "true")
    expect(link).to_be_visible()
    pagina.keyboard.press("Escape")
    expect(link).to_be_hidden()
    expect(button).to_be_focused()


@pytest.mark.parametrize("viewport", [320])
@pytest.mark.parametrize("javascript", [False])
def test_menu_opens_without_script(pagina: Page) -> None:
    pagina.goto("/stijl")
    pagina.get_by_role("link", name="Menu", exact=True).click()
    expect(pagina.get_by_role("link", name="Vraag en antwoord")).to_be_visible()
    pagina.get_by_role("link", name="Menu sluiten").click()
    expect(pagina.get_by_role("link", name="Vraag en antwoord")).to_be_hidden()


def test_skip_link_comes_first_and_reaches_the_content(pagina: Page) -> None:
    pagina.goto("/fout/404")
    pagina.keyboard.press("Tab")
    skip = pagina.get_by_role("link", name="Naar de inhoud")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    pagina.keyboard.press("Enter")
    expect(pagina.locator("#inhoud")).to_be_focused()


def test_every_focus_is_seen_and_not_hidden(pagina: Page) -> None:
    """WCAG 2.4.7 and 2.4.11, walking with Tab: what has the focus is drawn, in view, on top."""
    pagina.goto("/stijl")
    seen = set()
    for _step in range(90):
        pagina.keyboard.press("Tab")
        found = pagina.evaluate(
            """() => {
              const e = document.activeElement;
              if (e === document.body) return null;
              const own = getComputedStyle(e), around = getComputedStyle(e.closest("label") ?? e);
              const r = e.getBoundingClientRect();
              const top = document.elementFromPoint(r.x + r.width / 2, r.y + r.height / 2);
              return {
                name: e.outerHTML.slice(0, 100),
                drawn: [own, around].some(
                  (s) => s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 2),
                clear: top !== null && (e.contains(top) || top.contains(e)),
              };
            }"""
        )
        if found is None:
            break
        assert found["drawn"], f"no focus ring: {found['name']}"
        assert found["clear"], f"focus is hidden: {found['name']}"
        seen.add(found["name"])
    assert len(seen) > 40


def test_print_shows_the_content_only(pagina: Page) -> None:
    pagina.goto("/stijl")
    pagina.emulate_media(media="print")
    expect(pagina.locator(".side")).to_be_hidden()
    expect(pagina.locator(".topbar")).to_be_hidden()
    expect(pagina.get_by_text("0153-000120")).to_be_visible()
