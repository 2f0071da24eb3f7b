"""What a file of toewijzingen finds, keeps and leaves alone."""

import datetime
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from aanlevering.toewijzingen import Toewijzingen
from core import kluis
from core.actor import Actor
from core.models import Gebeurtenis, Inzage
from indications.models import Jeugdige, JeugdigeKluis, Toewijzing, Verwijzing
from tests.aanlevering.bouw import DAY, bestand, bsns, rij
from tests.indications.conftest import ELS, VRIJ_BSN

pytestmark = pytest.mark.django_db


@pytest.fixture
def beurt(demo: None, toegang: Callable[..., Actor], vandaag: datetime.date) -> Callable[..., Any]:
    actor = toegang()

    def start(rows: Any, *, proef: bool = True, store: bool = False) -> Toewijzingen:
        data = rows if isinstance(rows, bytes) else bestand(rows)
        one = Toewijzingen(actor, vandaag, uuid4(), proef=proef and not store)
        one.check(data)
        if store:
            one.store()
        return one

    return start


def codes_of(one: Toewijzingen) -> dict[int, set[str]]:
    return {nr: {f.code for f in found} for nr, found in one.outcome.bevindingen.items()}


def test_sound_rows_are_stored_with_vault_referral_event_and_access_line(beurt, vandaag):
    first, second = bsns(2)
    before = Toewijzing.objects.count(), Jeugdige.objects.count(), Verwijzing.objects.count()
    one = beurt(
        [
            rij(vandaag, 1, bsn=first),
            rij(vandaag, 2, bsn=first, begindatum=vandaag + 300 * DAY,
                einddatum=vandaag + 400 * DAY),
            rij(vandaag, 3, bsn=second, voorvoegsel="van", verwijzer="De Poort"),
        ],
        store=True,
    )  # fmt: skip
    assert codes_of(one) == {}
    assert one.outcome.cijfers == {
        "gelezen": 3, "nieuw": 3, "bekend": 0, "fout": 0, "ingelezen": 3
    }  # fmt: skip
    after = Toewijzing.objects.count(), Jeugdige.objects.count(), Verwijzing.objects.count()
    assert [b - a for a, b in zip(before, after, strict=True)] == [3, 2, 2]
    made = Toewijzing.objects.get(referentie="R3")
    vault = JeugdigeKluis.objects.get(bsn_hash=kluis.fingerprint(second))
    assert made.jeugdige_id == vault.jeugdige_id
    assert kluis.decrypt(vault.bsn, bound_to=f"bsn:{vault.pk}") == second
    naam = kluis.decrypt(vault.naam, bound_to=f"naam:{vault.pk}")
    assert naam == {"geslachtsnaam": "Testman", "voorvoegsel": "van", "voornamen": "Tess"}
    assert made.verwijzing.verwijzer == "De Poort"
    assert Toewijzing.pgh_event_model.objects.filter(pgh_obj_id=made.pk).count() == 1
    event = Gebeurtenis.objects.get(object_id=made.pk)
    assert (event.soort, event.gegevens["nummer"]) == ("toewijzing.ingediend", made.nummer)
    line = Inzage.objects.get(soort="toewijzing.aanleveren")
    assert made.jeugdige_id in line.jeugdigen
    assert len(line.jeugdigen) == 2


def test_the_same_file_again_changes_nothing_and_says_so(beurt, vandaag):
    rows = [rij(vandaag, nr, bsn=bsn) for nr, bsn in enumerate(bsns(5), 1)]
    beurt(rows, store=True)
    again = beurt(rows, store=True)
    assert codes_of(again) == {}
    assert again.outcome.cijfers | {"gelezen": 0} == {
        "gelezen": 0, "nieuw": 0, "bekend": 5, "fout": 0, "ingelezen": 0
    }  # fmt: skip


def test_same_file_after_a_change_in_the_portal_is_still_known(beurt, vandaag):
    row = rij(vandaag, 1)
    beurt([row], store=True)
    made = Toewijzing.objects.get(referentie="R1")
    Toewijzing.objects.filter(pk=made.pk).update(einddatum=vandaag + 90 * DAY, versie=2)
    assert beurt([row]).outcome.bekend == 1
    as_it_is_now = rij(vandaag, 1, einddatum=vandaag + 90 * DAY)
    assert beurt([as_it_is_now]).outcome.bekend == 1


def test_known_reference_with_other_content_names_what_differs(beurt, vandaag):
    beurt([rij(vandaag, 1)], store=True)
    one = beurt([rij(vandaag, 1, volume=3001, einddatum=vandaag + 201 * DAY)])
    [found] = one.outcome.bevindingen[2]
    assert (found.code, found.veld) == ("referentie_gewijzigd", "referentie")
    assert "einddatum, volume" in found.reden


def test_every_error_of_a_row_at_once_cells_and_rules(beurt, vandaag):
    one = beurt(
        [rij(vandaag, 1, begindatum="32-13-2026", productcode="BESTAATNIET", agb="1", volume="x")]
    )
    assert {(f.veld, f.code) for f in one.outcome.bevindingen[2]} == {
        ("begindatum", "ongeldig_formaat"),
        ("agb", "agb_ongeldig"),
        ("volume", "ongeldig_formaat"),
        ("productcode", "product_onbekend"),
    }


CASES = [
    ("another gemeente", {"gemeentecode": "0164"}, "gemeentecode", "geen_recht"),
    ("gemeente outside the region", {"gemeentecode": "0363"}, "gemeentecode", "gemeente_onbekend"),
    ("R-TOE-10 no contract", {"agb": ELS, "productcode": "DBGGB", "eenheid": "04"}, "agb",
     "geen_contract"),
    ("R-TOE-5 unit", {"eenheid": "14"}, "eenheid", "eenheid_niet_toegestaan"),
    ("unit that does not exist", {"eenheid": "99"}, "eenheid", "eenheid_niet_toegestaan"),
    ("R-TOE-3 split", {"minuten_direct": 1, "minuten_indirect": 1, "minuten_reistijd": 0},
     "minuten_direct", "verdeling_telt_niet_op"),
    ("N-AVG-01 bsn", {"bsn": "123456789"}, "bsn", "bsn_ongeldig"),
    ("birth date in the future", {"geboortedatum": "1-1-2090"}, "geboortedatum",
     "geboortedatum_ongeldig"),
    ("empty name", {"geslachtsnaam": ""}, "geslachtsnaam", "verplicht"),
    ("referrer", {"verwijzing_type": "07"}, "verwijzing_type", "onbekende_waarde"),
    ("reference is the bsn", {"referentie": VRIJ_BSN}, "referentie", "referentie_is_bsn"),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "veld", "code"), [c[1:] for c in CASES],
                         ids=[c[0] for c in CASES])  # fmt: skip
def test_row_gets_the_code_of_the_form(beurt, vandaag, changes, veld, code):
    one = beurt([rij(vandaag, 1, **changes)])
    assert (veld, code) in {(f.veld, f.code) for f in one.outcome.bevindingen[2]}
    assert one.outcome.nieuw == 0


def test_warning_needs_a_reason_and_then_goes_in(beurt, vandaag):
    els = {"agb": ELS, "einddatum": vandaag + 200 * DAY}
    one = beurt([rij(vandaag, 1, **els)])
    assert codes_of(one) == {2: {"contract_eindigt_eerder", "waarschuwing_zonder_reden"}}
    one = beurt([rij(vandaag, 1, **els, waarschuwing_reden="Afgesproken")], store=True)
    assert codes_of(one) == {2: {"contract_eindigt_eerder"}}
    assert Toewijzing.objects.get(referentie="R1").waarschuwing_reden == "Afgesproken"


def test_rows_are_checked_against_each_other_r_toe_13(beurt, vandaag):
    """B overlaps A; C overlaps B only, and B falls out."""
    [bsn] = bsns(1)

    def period(nr, begin, end):
        return rij(vandaag, nr, bsn=bsn, begindatum=vandaag + begin * DAY,
                   einddatum=vandaag + end * DAY)  # fmt: skip

    one = beurt([period(1, 7, 100), period(2, 100, 200), period(3, 150, 250)], store=True)
    assert codes_of(one) == {3: {"toewijzing_overlap"}}
    assert "rij 2" in one.outcome.bevindingen[3][0].reden
    assert set(Toewijzing.objects.filter(referentie__in=["R1", "R2", "R3"]).values_list(
        "referentie", flat=True)) == {"R1", "R3"}  # fmt: skip


def test_one_new_jeugdige_has_one_date_of_birth(beurt, vandaag):
    later = {"begindatum": vandaag + 300 * DAY, "einddatum": vandaag + 400 * DAY}
    one = beurt([rij(vandaag, 1), rij(vandaag, 2, geboortedatum="2-5-2014", **later)])
    assert codes_of(one) == {3: {"geboortedatum_ongeldig"}}


def test_same_reference_twice_in_the_file(beurt, vandaag):
    first, second = bsns(2)
    one = beurt([rij(vandaag, 1, bsn=first), rij(vandaag, 1, bsn=second)])
    assert codes_of(one) == {3: {"dubbel_in_bestand"}}


def test_good_rows_go_in_beside_a_third_that_is_wrong(beurt, vandaag):
    wrong = {"volume": -1}
    rows = [
        rij(vandaag, nr, bsn=bsn, **(wrong if nr % 3 == 0 else {}))
        for nr, bsn in enumerate(bsns(30), 1)
    ]
    one = beurt(rows, store=True)
    assert one.outcome.cijfers == {
        "gelezen": 30, "nieuw": 20, "bekend": 0, "fout": 10, "ingelezen": 20
    }  # fmt: skip
    assert Toewijzing.objects.filter(referentie__startswith="R").count() == 20


def test_formula_in_a_name_stays_text(beurt, vandaag):
    [bsn] = bsns(1)
    beurt([rij(vandaag, 1, bsn=bsn, geslachtsnaam="'=cmd()")], store=True)
    vault = JeugdigeKluis.objects.get(bsn_hash=kluis.fingerprint(bsn))
    assert kluis.decrypt(vault.naam, bound_to=f"naam:{vault.pk}")["geslachtsnaam"] == "=cmd()"


def test_dry_run_stages_no_bsn_and_no_name(beurt, vandaag):
    beurt([rij(vandaag, 1)])
    with connection.cursor() as cursor:
        cursor.execute("select to_jsonb(a)::text from aangeleverd a")
        text = cursor.fetchone()[0]
    assert VRIJ_BSN not in text
    assert "Testman" not in text
