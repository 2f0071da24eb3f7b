import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.template import Context, Template
from django.test import Client

from core.fouten import NietGevonden, Onverwacht
from core.ui import errors
from core.ui.status import SIGNS, render_tag

pytestmark = pytest.mark.urls("tests.ui.urls")
TEMPLATES = Path(settings.BASE_DIR) / "templates"


def render(source: str, **context: Any) -> str:
    return Template("{% load ozjt %}" + source).render(Context(context))


@pytest.mark.parametrize("kind", list(SIGNS))
def test_tag_has_sign_word_and_colour(kind: str) -> None:
    shown = render_tag(kind, "Loopt <af>")
    assert SIGNS[kind] in shown
    assert f"tag--{kind}" in shown
    assert "Loopt &lt;af&gt;" in shown
    assert 'aria-hidden="true"' in shown


@pytest.mark.parametrize(
    ("name", "kind"), [("fout", "must"), ("waarschuwing", "attention"), ("iets", "judge")]
)
def test_levels_of_findings_have_a_kind(name: str, kind: str) -> None:
    assert f"tag--{kind}" in render('{% tag name "x" %}', name=name)


def test_meter_never_runs_over_its_total() -> None:
    shown = render('{% meter "Te veel" 2000 "good" 2000 "must" total=3000 %}')
    widths = [float(width) for width in re.findall(r'<rect x="[^"]+" width="([\d.]+)%"', shown)]
    assert sum(widths) == pytest.approx(100, abs=0.02)
    assert 'aria-label="Te veel"' in shown
    assert "style" not in shown


def test_meter_of_nothing_is_empty() -> None:
    assert "meter__part" not in render('{% meter "Niets" 0 "good" None "must" %}')


def test_missing_package_gives_no_link() -> None:
    assert render('{% vendor_stylesheet "vendor/bestaat/niet.css" %}') == ""


STATUSES = [400, 401, 403, 404, 405, 409, 412, 413, 418, 428, 429, 500, 502, 503]


@pytest.mark.parametrize("status", STATUSES)
def test_error_page_has_reference_reason_and_next_step(status: int, client: Client) -> None:
    response = client.get(f"/fout/{status}")
    shown = response.content.decode()
    assert response.status_code == status
    assert response["X-Referentie"] in shown
    assert "Dit is de reden." in shown
    assert "Wat kun je doen?" in shown
    assert shown.count("<h1") == 1


def test_error_page_survives_broken_templates(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: Any, **kwargs: Any) -> str:
        raise RuntimeError

    monkeypatch.setattr(errors, "render_to_string", fail)
    assert "abc&lt;1&gt;" in errors.error_page(Onverwacht(), "abc<1>")


def test_reason_that_only_repeats_the_title_is_left_out() -> None:
    shown = errors.error_page(NietGevonden(), "abc")
    assert "Deze pagina is er niet" in shown
    assert "<b>" + NietGevonden.titel not in shown


def test_component_page_exists_in_demonstration_only(client: Client, settings: Any) -> None:
    assert client.get("/stijl").status_code == 200
    settings.DEMO = False
    assert client.get("/stijl").status_code == 404


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: path.name)
def test_templates_hold_no_inline_style_script_or_foreign_host(path: Path) -> None:
    source = path.read_text()
    assert not re.search(r"\sstyle=|<style|\son\w+=|hx-on|javascript:", source)
    assert not re.search(r"<script(?![^>]*\bsrc=)", source)
    assert not re.search(r"""(?:src|href)=["'](?:https?:)?//""", source)
