"""Nonsense in every form and address of contract management: an answer, never a 500.

Each POST route of these rooms gets an empty form, and forms in which every field that its page has
(and what every form here may have) holds nonsense, by whoever the table lets in. Each page gets
nonsense in its address. A field meets `KEREN` kinds at one door and others at the next: where
the row of kinds begins depends on the door.
"""

import re
from collections.abc import Iterator
from zlib import crc32

import pytest
from django.db import transaction

from tests.matrix.tabel import read
from tests.matrix.test_objecten import object_of
from tests.matrix.wereld import NERGENS, WIE, Persoon, deuren

KAMERS = (
    "aanlevering",
    "afspraken",
    "contractbeheer",
    "contracts",
    "jeugdigen",
    "kennispunt",
    "knippen",
    "leveranciers",
    "leveringen",
    "monitoring",
    "screening",
    "toelichtingen",
    "werklijsten",
)
TABEL = read()
DEUREN = {
    deur.id: deur
    for deur in deuren()
    if not deur.is_api
    and getattr(deur.route.view, "view_class", deur.route.view).__module__.split(".")[0] in KAMERS
}
ROLLEN = {name: next(wie for wie in WIE if TABEL[name][wie]) for name in DEUREN}
ALTIJD = "versie actie reden begindatum einddatum datum bedrag perceel percelen bestand vandaag op"
IN_ADRES = "op cursor sorteer dag periode soort weergave"
WARTAAL = (
    "x" * 20_000,
    "a\x00b",
    "\U0001f4a5\u202e<script>alert(1)</script>",
    "-1",
    "99999999999999999999",
    "1e999",
    "0001-01-01",
    "9999-12-31",
    "2199-12-31",
    "2027-02-29",
    str(NERGENS),
)
KORT = tuple(text for text in WARTAAL if len(text) < 100)
KEREN = 4
NAAM = re.compile(r"<(?:input|select|textarea|button)\b[^>]*?\bname=\"([^\"]+)\"", re.DOTALL)


def fields(who: Persoon, url: str) -> set[str]:
    """What the page of the form has; what any form may have where there is no page."""
    page = who.browser.get(url)
    readable = page.status_code == 200 and "html" in page["Content-Type"]  # a PDF has no fields
    found = NAAM.findall(page.content.decode()) if readable else []
    return {*found, *ALTIJD.split()} - {"csrfmiddlewaretoken"}


def mixed(door: str, names: set[str], kinds: tuple[str, ...]) -> Iterator[dict[str, str]]:
    """`KEREN` times every field filled, each time with another kind."""
    start, step = crc32(door.encode()), len(kinds) // KEREN
    for turn in range(KEREN):
        yield {
            name: kinds[(start + place + turn * step) % len(kinds)]
            for place, name in enumerate(sorted(names))
        }


def doors(who: Persoon, methode: str) -> Iterator[tuple[str, str]]:
    """Name and address, with an own object, of what this person is the first to be let in to."""
    who.browser.raise_request_exception = False
    for name, deur in DEUREN.items():
        if ROLLEN[name] == who.wie and deur.methode == methode:
            make = object_of(deur.route.pad)
            yield name, deur.url(make(who).eigen) if make else deur.url()


class TestFormulier:
    @pytest.mark.parametrize("wie", sorted({ROLLEN[n] for n in DEUREN if n[:4] == "POST"}))
    def test_nonsense_in_a_form_gets_an_answer(self, persoon, wie):
        who, wrong = persoon(wie), {}
        for name, url in doors(who, "POST"):
            for form in ({}, *mixed(name, fields(who, url), WARTAAL)):
                with transaction.atomic():
                    status = who.browser.post(url, form | {"versie": "1"}).status_code
                    if status >= 500:
                        wrong[name, str(form)[:80]] = status
                    transaction.set_rollback(True)
        assert wrong == {}


class TestAdres:
    """Apart, so that another worker can take it."""

    @pytest.mark.parametrize("wie", sorted({ROLLEN[n] for n in DEUREN if n[:3] == "GET"}))
    def test_nonsense_in_an_address_gets_an_answer(self, persoon, wie):
        who, wrong = persoon(wie), {}
        for name, url in doors(who, "GET"):
            names = fields(who, url) | set(IN_ADRES.split())
            asked = mixed(name, names, KORT)
            for query in [*asked, {f"x{n}": "1" for n in range(100)}, {"percelen": ["x"] * 1000}]:
                status = who.browser.get(url, query).status_code
                if status >= 500:
                    wrong[name, str(query)[:80]] = status
        assert wrong == {}
