"""A file of declared lines: per row what is wrong, and the rest booked once."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from aanlevering.declaratieregels import VORM, Declaratieregels
from core.models import Inzage
from indications.models import Declaratieregel, OngekoppeldeDeclaratie, Toewijzing, Verbruik
from ozjt.demo.basis import key
from tests.aanlevering.bouw import DAY, bestand
from tests.indications.conftest import BEUK, LINDE

pytestmark = pytest.mark.django_db
NAMEN = [kolom.naam for kolom in VORM.kolommen]


@pytest.fixture
def toewijzing(demo: None) -> Toewijzing:
    return Toewijzing.objects.get(pk=key("toewijzing", "vast", "0153", 0))


@pytest.fixture
def regel(toewijzing: Toewijzing, vandaag: Any) -> Callable[..., dict[str, Any]]:
    day = max(toewijzing.begindatum, vandaag - 20 * DAY)

    def make(nr: int = 1, **changes: Any) -> dict[str, Any]:
        sound = {
            "toewijzingsnummer": toewijzing.nummer,
            "agb": LINDE,
            "referentienummer": f"AANL{nr}",
            "begindatum": day,
            "einddatum": day,
            "volume": 60,
            "eenheid": toewijzing.eenheid,
            "bedrag": "75,50",
        }
        return {**sound, **changes}

    return make


@pytest.fixture
def beurt(demo: None, toegang: Callable[..., Any], vandaag: Any) -> Callable[..., Any]:
    actor = toegang()

    def start(rows: Any, *, store: bool = False) -> Declaratieregels:
        one = Declaratieregels(actor, vandaag, uuid4(), proef=not store)
        one.check(bestand(rows, NAMEN))
        if store:
            one.store()
        return one

    return start


def codes_of(one: Declaratieregels) -> dict[int, set[tuple[str, str]]]:
    return {nr: {(f.veld, f.code) for f in kept} for nr, kept in one.outcome.bevindingen.items()}


def test_good_lines_are_booked_once_and_counted(beurt, regel, toewijzing):
    before = Declaratieregel.objects.count()
    used = Verbruik.objects.filter(toewijzing=toewijzing).first()
    used_before = used.volume if used else 0
    one = beurt([regel(1), regel(2)], store=True)
    assert codes_of(one) == {}
    assert one.outcome.cijfers == {
        "gelezen": 2, "nieuw": 2, "bekend": 0, "fout": 0, "ingelezen": 2
    }  # fmt: skip
    assert Declaratieregel.objects.count() == before + 2
    assert Declaratieregel.objects.get(referentienummer="AANL1").bedrag_centen == 7550
    assert Verbruik.objects.get(toewijzing=toewijzing).volume == used_before + 120
    assert toewijzing.jeugdige_id in Inzage.objects.get(soort="declaratie.aanleveren").jeugdigen
    again = beurt([regel(1), regel(2)], store=True)
    assert (again.outcome.bekend, again.outcome.nieuw) == (2, 0)
    assert Declaratieregel.objects.count() == before + 2


CASES = [
    ("other line under a known reference", {"volume": 61}, ("referentienummer",
     "referentie_bestaat")),
    ("no date", {"begindatum": "gisteren"}, ("begindatum", "ongeldig_formaat")),
    ("end before begin", {"einddatum": "1-1-2015"}, ("einddatum", "periode_ongeldig")),
    ("nothing", {"volume": 0}, ("volume", "declaratie_volume")),
    ("unit", {"eenheid": "14"}, ("eenheid", "eenheid_wijkt_af")),
    ("product", {"productcode": "ANDERS"}, ("productcode", "product_wijkt_af")),
    ("half a cent", {"bedrag": "1,005"}, ("bedrag", "ongeldig_formaat")),
    ("sign", {"bedrag": "-1"}, ("bedrag", "declaratie_bedrag")),
    ("aanbieder", {"agb": "41999999"}, ("agb", "aanbieder_onbekend")),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "wanted"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_line_that_is_wrong_gets_its_code(beurt, regel, changes, wanted):
    beurt([regel(1)], store=True)
    nr = 1 if wanted[1] == "referentie_bestaat" else 2
    one = beurt([regel(nr, **changes)], store=True)
    assert wanted in codes_of(one)[2]
    assert Declaratieregel.objects.filter(referentienummer__startswith="AANL").count() == 1


def test_cell_that_cannot_be_read_is_said_once(beurt, regel):
    """Not that it is empty as well."""
    one = beurt([regel(1, volume="veel"), regel(2, bedrag="=1+1"), regel(3, volume="")])
    assert codes_of(one) == {
        2: {("volume", "ongeldig_formaat")},
        3: {("bedrag", "ongeldig_formaat")},
        4: {("volume", "verplicht")},
    }


def test_line_without_toewijzing_is_kept_apart(beurt, regel):
    one = beurt([regel(1, toewijzingsnummer=999_999_998)], store=True)
    assert codes_of(one) == {2: {("toewijzingsnummer", "declaratie_zonder_toewijzing")}}
    assert OngekoppeldeDeclaratie.objects.filter(referentienummer="AANL1").exists()


def test_line_on_a_toewijzing_of_another_gemeente_is_not_booked_there(beurt, regel):
    other = Toewijzing.objects.get(pk=key("toewijzing", "vast", "0164", 7))
    one = beurt([regel(1, toewijzingsnummer=other.nummer, agb=BEUK)], store=True)
    assert codes_of(one) == {2: {("toewijzingsnummer", "declaratie_zonder_toewijzing")}}
    assert not other.declaratieregels.filter(referentienummer="AANL1").exists()
