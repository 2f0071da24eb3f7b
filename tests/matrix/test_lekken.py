"""What no page, export, search, count or API answer may show to whom.

One pass per role over every GET it may do: pages, tabs, tables in both export formats, search,
and the `_zoek` of the API. Everything that comes back is searched for what is not theirs.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from uuid import UUID

import pytest
from django.db import connection
from django.utils import timezone

from contracts.models import Overeenkomst, Perceelcontract
from core import aanhaken, kluis
from core.choices import Rolcode
from core.models import Signaal
from core.signalen.controles import controles
from core.signalen.motor import run_check
from indications.models import Declaratieregel, JeugdigeKluis, Levering, Toewijzing, Verbruik
from ozjt.demo.basis import key
from providers.models import Aanbieder, Bankrekening, Contactgegeven, GeheimAdres
from screening.models import Antwoord, Screening, Screeningsgesprek, Vraag, Wederhoor
from tests.matrix.tabel import read
from tests.matrix.test_objecten import AANBIEDER, CONTRACT, GEMEENTE, ROLLEN, object_of
from tests.matrix.wereld import BEUK, ENSCHEDE, ES, LINDE, Deur, Persoon, deuren

TABEL = read()
SEARCHES = ("De", "DEMO", "41990002", "BHI", "ABH", "999990019")


#: Samples of components and examples of the API, the same for everybody.
NOT_DATA = {"stijl", "api", "api/v1/openapi.json", "api/v1/openapi.yaml"}


def text_of(response) -> str:
    """What a person reads: also of a stream, a zip of Excel and a page."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            content = b"\n".join(book.read(name) for name in book.namelist())
    return content.decode("utf-8", errors="replace")


def pages(who: Persoon) -> Iterator[tuple[str, str]]:
    """(address, text) of everything this role can get without changing anything."""
    for deur in deuren():
        if (
            deur.methode != "GET"
            or deur.route.pad in NOT_DATA
            or not TABEL[deur.id].get(who.wie, False)
        ):
            continue
        make = object_of(deur.route.pad) if "<uuid:" in deur.route.pad else None
        object_id = make(who).eigen if make else None
        tabs = tabs_of(deur) if "<slug:" in deur.route.pad else [""]
        urls = [deur.url(object_id, tab) if object_id else deur.url() for tab in tabs]
        for url in urls:
            response = who.knock(deur, url)
            if response.status_code == 200:
                yield url, (text := text_of(response))
                exports = re.findall(r"formaat=(csv|xlsx)", text) if not deur.is_api else []
                urls += [f"{url}?formaat={kind}" for kind in set(exports) if "?" not in url]
    for text in SEARCHES:
        yield f"zoeken {text}", text_of(who.browser.get("/zoeken", {"q": text}))
    for deur in deuren():
        if deur.route.pad.endswith("_zoek"):
            yield deur.id, text_of(who.knock(deur))


def tabs_of(deur: Deur) -> list[str]:
    """Of a register; the forms of the Zorgportaal have their own tests of who opens them."""
    view = deur.route.view.view_class
    tabs = getattr(view, "tabbladen", ())
    hung = aanhaken._TABS[getattr(view, "route", "")]
    return [name for name, _ in tabs] + [*hung, "geschiedenis"]


def strings(*found) -> set[str]:
    return {str(item) for item in found}


@pytest.fixture
def nobody(demo) -> set[str]:
    """BSN, names and secret addresses: on no page, in no answer, for no role (reveal is a POST)."""
    words = set()
    for row in JeugdigeKluis.objects.all():
        words.add(kluis.decrypt(row.bsn, bound_to=f"bsn:{row.pk}"))
        name = kluis.decrypt(row.naam, bound_to=f"naam:{row.pk}")
        words |= {
            f"{name[first]} {name['geslachtsnaam']}" for first in ("voornamen", "voorvoegsel")
        }
    for row in GeheimAdres.objects.all():
        address = kluis.decrypt(row.adres, bound_to=f"adres:{row.pk}")
        words.add(f"{address['straat']} {address['huisnummer']}")
    assert len(words) > 90
    return words


def of_other_gemeenten(own: UUID) -> set[str]:
    rows = Toewijzing.objects.exclude(gemeente=own)
    mine = set(Toewijzing.objects.filter(gemeente=own).values_list("nummer", flat=True))
    found = rows.values_list("pk", "jeugdige_id", "nummer")
    return {
        word
        for pk, jeugdige, nummer in found
        for word in strings(pk, jeugdige, *([nummer] if nummer not in mine else []))
    }


def of_other_aanbieders(own: UUID) -> set[str]:
    words = set()
    for model, fields in (
        (Overeenkomst, ("pk", "nummer")),
        (Perceelcontract, ("pk",)),
        (Toewijzing, ("pk", "jeugdige_id")),
        (Contactgegeven, ("email",)),
        (Bankrekening, ("iban",)),
    ):
        for row in model.objects.exclude(aanbieder=own).values_list(*fields):
            words |= strings(*row)
    jeugdigen = Toewijzing.objects.filter(aanbieder=own).values_list("jeugdige_id", flat=True)
    names = Aanbieder.objects.exclude(pk=own).exclude(hoofdaannemers__hoofdaannemer=own)
    names = names.values_list("naam", flat=True)
    return (words | set(names)) - strings(*jeugdigen) | strings(BEUK, ES)


def of_screenings() -> set[str]:
    """What the screener alone may know, with its signals on the worklist (N-IAM-05)."""
    checks = [naam for naam, check in controles().items() if check.rol == Rolcode.SCREENER]
    for naam in checks:
        run_check(naam, timezone.localdate())
    words = {controles()[naam].titel for naam in checks}
    assert Signaal.objects.filter(rol=Rolcode.SCREENER, titel__in=words).count() > 3
    for row in Screening.objects.all():
        words |= strings(row.pk, row.kenmerk, row.motivering, row.voorwaarden, row.afwijking)
    for model, fields in (
        (Antwoord, ("pk", "toelichting")),
        (Screeningsgesprek, ("pk", "verslag")),
        (Wederhoor, ("pk", "zorg")),
        (Vraag, ("pk", "tekst")),
    ):
        for found in model.objects.values_list(*fields):
            words |= strings(*found)
    return words - {""}


def forbidden(who: Persoon) -> set[str]:
    own = _of_others(who)
    return own if who.wie == Rolcode.SCREENER else own | of_screenings()


def _of_others(who: Persoon) -> set[str]:
    rol = Rolcode(who.wie)
    if rol in GEMEENTE:
        return of_other_gemeenten(ENSCHEDE) | set(
            Bankrekening.objects.values_list("iban", flat=True)
        )
    if rol in AANBIEDER:
        mine = rol == Rolcode.AANBIEDER_BEHEERDER
        accounts = Bankrekening.objects.exclude(aanbieder=LINDE if mine else None)
        return of_other_aanbieders(LINDE) | set(accounts.values_list("iban", flat=True))
    jeugdigen = set(map(str, Toewijzing.objects.values_list("jeugdige_id", flat=True)))
    if rol in CONTRACT:
        return set()
    toewijzingen = set(map(str, Toewijzing.objects.values_list("pk", flat=True)))
    return jeugdigen | toewijzingen | set(Bankrekening.objects.values_list("iban", flat=True))


@pytest.mark.parametrize("wie", ROLLEN)
def test_nothing_of_others_appears_anywhere(persoon, nobody, wie):
    who = persoon(wie)
    words = nobody | forbidden(who)
    seen, leaks = 0, {}
    for url, text in pages(who):
        seen += 1
        if found := sorted(word for word in words if word in text):
            leaks[url] = found[:5]
    assert leaks == {}
    assert seen > 20


def test_the_screener_sees_screenings(persoon):
    """Without this the test above could pass on words that stand nowhere."""
    words = of_screenings()
    shown = "".join(text for _url, text in pages(persoon(Rolcode.SCREENER)))
    seen = {word for word in words if word in shown}
    assert Screening.objects.get(pk=key("screening", 1)).motivering in seen
    assert {row.kenmerk for row in Screening.objects.all()} <= seen
    assert "Contract zonder geldige screening" in seen


@pytest.mark.parametrize(
    ("wie", "own"),
    [
        ("toegangsmedewerker", {"gemeente": ENSCHEDE}),
        ("backoffice", {"gemeente": ENSCHEDE}),
        ("gemeente-api", {"gemeente": ENSCHEDE}),
        ("aanbieder-zorg", {"aanbieder": LINDE}),
        ("contractmanager", {}),
    ],
)
def test_lists_totals_and_exports_count_what_is_theirs_and_all_of_it(persoon, wie, own):
    """Without this the test above could pass on empty pages."""
    who = persoon(wie)
    numbers = set(map(str, Toewijzing.objects.filter(**own).values_list("nummer", flat=True)))
    page = who.browser.get("/toewijzingen").content.decode()
    assert f"{len(numbers)} toewijzingen" in page
    if wie != "gemeente-api":
        lines = text_of(who.browser.get("/toewijzingen?formaat=csv")).strip().splitlines()
        assert {line.split(",")[0] for line in lines[1:]} == numbers
    found = who.api.get("/api/v1/toewijzingen?limit=100").content.decode()
    listed = set(re.findall(r'"nummer"\s*:\s*"?(\d+)', found))
    assert listed <= numbers
    assert len(listed) == min(len(numbers), 100)


@pytest.mark.parametrize("rol", [Rolcode.TOEGANG, Rolcode.AANBIEDER_ZORG])
def test_counters_and_search_do_not_know_others(persoon, rol):
    """A number of another gemeente and aanbieder gives the same page as one that is nowhere."""
    who = persoon(rol)
    other = Toewijzing.objects.exclude(gemeente=ENSCHEDE).exclude(aanbieder=LINDE)
    own = Toewijzing.objects.filter(gemeente=ENSCHEDE, aanbieder=LINDE).values_list("nummer")
    number = str(other.exclude(nummer__in=own).values_list("nummer", flat=True)[0])
    page = who.browser.get("/zoeken", {"q": number}).content.decode()
    assert "/toewijzingen/" not in re.sub(r"/toewijzingen/nieuw", "", page)
    before = who.browser.get("/").content.decode()
    with connection.cursor() as cursor:  # what is declared cannot be deleted in another way
        cursor.execute("set local session_replication_role = replica")
        for model in (Declaratieregel, Levering, Verbruik):
            model.objects.filter(toewijzing__in=other)._raw_delete(other.db)
        assert other._raw_delete(other.db) > 20
        cursor.execute("set local session_replication_role = origin")
    assert digits(before) == digits(who.browser.get("/").content.decode())


def digits(page: str) -> list[str]:
    return re.findall(r">\s*([\d.]+)\s*<", page)
