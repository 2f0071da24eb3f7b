"""Templates: nothing inline (the CSP forbids it), every word through gettext."""

import ast
import re

import pytest

from tests.architecture.bron import APPS, modules_of, templates

#: The page of components shows samples, and is there in demonstration mode only.
STALENKAART = {"stijl.html", "core/ui/views.py"}
PAGES = {naam: tekst for naam, tekst in templates().items() if naam.endswith((".html", ".svg"))}
everyone = pytest.mark.parametrize("naam", sorted(PAGES))

INLINE = {
    "style=": re.compile(r"<[^>]*\sstyle\s*=", re.I),
    "<style>": re.compile(r"<style\b", re.I),
    "on…=": re.compile(r"<[^>]*\son[a-z]+\s*=", re.I),
    "<script> with code": re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*json)", re.I),
    "javascript:": re.compile(r"javascript:", re.I),
    "address of another site": re.compile(r"(src|href|action)\s*=\s*[\"'](https?:)?//", re.I),
    "|safe": re.compile(r"\|\s*safe\b|{%\s*autoescape off"),
}
#: What Django reads and people do not see.
NOT_TEXT = re.compile(
    r"{%\s*comment.*?endcomment\s*%}"
    r"|{%\s*blocktrans(?:late)?\b.*?{%\s*endblocktrans(?:late)?\s*%}"
    r"|{%\s*block\s+\w*class\s*%}.*?{%\s*endblock\b.*?%}"
    r"|<!--.*?-->|{#.*?#}|<(script|style|svg|code|pre)\b.*?</\1>",
    re.S,
)
DJANGO = re.compile(r"{%.*?%}|{{.*?}}", re.S)
TAG = re.compile(r"<(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>", re.S)
WORD = re.compile(r"[^\W\d_]{2,}")
SPOKEN = re.compile(r"\b(?:title|alt|aria-label|placeholder|content)\s*=\s*\"([^\"]*)\"")
#: Not words of ours: names, units, codes and technical values.
NO_WORDS = {
    "OZJT", "BSN", "AGB", "IBAN", "KvK", "CPWV", "SROI", "API", "REST", "JSON", "CSV", "XLSX",
    "PDF", "OAuth", "openapi", "json", "yaml", "curl", "nbsp", "mdash", "ndash", "middot", "rarr",
    "larr", "times", "hellip", "euro", "amp", "width", "device", "initial", "scale", "light",
    "dark", "no", "only", "html", "utf",
}  # fmt: skip


def untranslated(text: str) -> set[str]:
    """Words that people read or hear and that did not pass gettext."""
    text = DJANGO.sub(" ", NOT_TEXT.sub(" ", text))
    spoken = " ".join(SPOKEN.findall(text))
    return set(WORD.findall(f"{TAG.sub(' ', text)} {spoken}")) - NO_WORDS


@everyone
def test_template_holds_nothing_inline(naam):
    assert [what for what, found in INLINE.items() if found.search(PAGES[naam])] == []


@everyone
def test_template_says_every_word_through_gettext(naam):
    if naam not in STALENKAART:
        assert untranslated(PAGES[naam]) == set()


@everyone
def test_form_that_posts_carries_the_csrf_token(naam):
    forms = re.findall(r"<form\b[^>]*method=\"post\"[^>]*>.*?</form>", PAGES[naam], re.S)
    assert not [form for form in forms if "csrf_token" not in form and "{% include" not in form]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("<p>{% translate 'Dag' %}</p>", set()),
        ("<p>Dag</p>", {"Dag"}),
        ('<img alt="Kaart">', {"Kaart"}),
        ('<a href="/dag" class="x">{{ naam }}</a>', set()),
        ("{% if a > b %}Dag{% endif %}", {"Dag"}),
        ("{% blocktranslate %}Dag{% endblocktranslate %}", set()),
    ],
)
def test_the_guard_sees_a_bare_word(text, found):
    assert untranslated(text) == found


#: Arguments and attributes of Python that end on the screen.
SCREEN = {"label", "help_text", "empty_label", "kop", "leeg", "bijschrift"}


def test_labels_in_forms_and_tables_pass_gettext():
    bare = []
    for module in modules_of(*APPS):
        if not {"forms", "filters", "tables", "tabel", "views"} & {
            part.split("_")[0] for part in module.delen
        }:
            continue
        for node in ast.walk(module.boom):
            if isinstance(node, ast.Call) and module.pad not in STALENKAART:
                bare += [
                    (module.pad, node.lineno, word.value.value)
                    for word in node.keywords
                    if word.arg in SCREEN
                    and isinstance(word.value, ast.Constant)
                    and isinstance(word.value.value, str)
                    and WORD.search(word.value.value)
                ]
    assert bare == []
