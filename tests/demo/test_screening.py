"""Screenings of the demonstration: every state, made up and saying so, stable when loaded again."""

import datetime
from pathlib import Path
from typing import Any

from core.models import Signaal
from core.signalen.motor import run_check
from ozjt.demo import screening
from ozjt.demo.basis import Kalender
from ozjt.demo.vast import load_fixed
from screening import drempels
from screening.models import Antwoord, Screening, Screeningsbewijs, Vraag
from tests.factories.contracts import PerceelcontractFactory
from tests.factories.providers import AanbiederFactory


def states() -> dict[str, str]:
    rows = Screening.objects.order_by("aanbieder__naam")
    return dict(rows.values_list("aanbieder__naam", "status"))


def test_every_state_that_people_work_in(vast: datetime.date) -> None:
    assert states() == {
        "De Beuk": "te_besluiten",
        "De Els": "wederhoor",
        "De Es": "besloten",
        "Zorghuis De Linde": "besloten",
    }
    run_check("screening_verloopt", vast)
    run_check("screening_ontbreekt", vast)
    found = Signaal.objects.filter(rol="screener").values_list("controle", "betreft__naam")
    assert set(found) == {
        ("screening_verloopt", "Zorghuis De Linde"),
        ("screening_ontbreekt", "De Beuk"),
        ("screening_ontbreekt", "De Els"),
        ("screening_ontbreekt", "De Wilg"),
    }


def test_again_on_a_later_day_only_moves_what_moves(vast: datetime.date) -> None:
    before = (states(), Antwoord.objects.count(), Vraag.objects.count())
    load_fixed(vast + datetime.timedelta(days=10))
    assert (states(), Antwoord.objects.count(), Vraag.objects.count()) == before
    linde = Screening.objects.get(aanbieder__naam="Zorghuis De Linde")
    assert linde.geldig_tot == vast + datetime.timedelta(days=50)


def test_advice_that_was_kept_says_it_was_made_up(vast: datetime.date) -> None:
    for row in Screening.objects.filter(status="besloten"):
        assert row.advies
        assert "verzonnen" in row.advies_uitleg["drempels"]["naam"]


def test_thresholds_are_written_where_the_demonstration_reads_them_and_nowhere_else(
    vast: datetime.date, settings: Any, tmp_path: Path
) -> None:
    own = tmp_path / "drempels.toml"
    settings.KIT_DREMPELS_BESTAND = str(own)
    screening.load_fixed_parts(Kalender(vast))
    assert not own.exists()
    settings.KIT_DREMPELS_BESTAND = str(tmp_path / "map" / screening.DEMO_BESTAND)
    screening.load_fixed_parts(Kalender(vast))
    found = drempels.current()
    assert found is not None
    assert "verzonnen" in found.naam


def test_documents_stand_with_the_answers_that_ask_for_one(
    vast: datetime.date, settings: Any, tmp_path: Path
) -> None:
    settings.DOCUMENT_MAP = tmp_path
    assert screening.load_evidence(vast)
    assert not screening.load_evidence(vast)
    asked = Vraag.objects.filter(bewijs_nodig=True).count()
    linde = Screeningsbewijs.objects.filter(screening__aanbieder__naam="Zorghuis De Linde")
    assert linde.count() == asked


def test_most_of_the_others_have_a_valid_screening(vast: datetime.date) -> None:
    assert not screening.load_others(vast)
    for _ in range(40):
        PerceelcontractFactory(aanbieder=AanbiederFactory())
    assert screening.load_others(vast)
    assert not screening.load_others(vast), "once"
    rows = Screening.objects.filter(motivering__contains="Geen zorgen gevonden")
    assert 20 < rows.count() <= 40
    assert rows.filter(geldig_tot__lt=vast).count() == 0
    row = rows.first()
    assert row is not None
    assert row.antwoorden.count() == len(screening.VRAGEN)
