"""What is fetched can be handed in again, and then nothing changes."""

import io
from collections.abc import Iterator

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from core.actor import system_actor
from core.importexport.inlezen import run_import
from core.importexport.lezen import read_rows
from core.importexport.uitvoer import Opmaak, export_queryset
from providers.importexport.delen import Gegevensbestand
from providers.models import Aanbieder, AgbCode, Contactgegeven, Locatie
from providers.views.importeren import IMPORTS
from tests.factories.providers import (
    AanbiederFactory,
    AgbCodeFactory,
    ContactgegevenFactory,
    LocatieFactory,
)
from tests.vast import load_fixed

pytestmark = pytest.mark.django_db
ACTOR = system_actor()
BESTANDEN = [view.bestand for view in IMPORTS]
MODELS = (Aanbieder, AgbCode, Contactgegeven, Locatie)
each_file = pytest.mark.parametrize("bestand", BESTANDEN, ids=lambda b: b.schema.code)
each_kind = pytest.mark.parametrize("fmt", ["csv", "xlsx"])


def fetch(bestand: Gegevensbestand, fmt: str) -> bytes:
    response = export_queryset(
        ACTOR, bestand.rijen(ACTOR), bestand.uitvoer, fmt, naam="x", opmaak=Opmaak.NEDERLANDS
    )
    chunks: Iterator[bytes] = response.streaming_content
    return b"".join(chunks)


def histories() -> list[int]:
    return [model.pgh_event_model.objects.count() for model in MODELS]


@pytest.fixture
def filled(demo_bewaard):
    """The demonstration's fixed points, and what is awkward in a file."""
    load_fixed(timezone.localdate())
    odd = AanbiederFactory(
        naam="=SUM(1;2) “Zorg”; 't Hof", kvk="00000017", website="https://a.example/?b=1;c"
    )
    AgbCodeFactory(aanbieder=odd, code="00000123", einddatum=timezone.localdate())
    ContactgegevenFactory(aanbieder=odd, functie="sroi", naam="+Jo", telefoon="+31 6 12345678")
    ContactgegevenFactory(aanbieder=odd, functie="contract", naam="", email="", telefoon="")
    gemeente = Locatie.objects.earliest("pk").gemeente
    for postcode, number in (("7500SS", "1"), ("7500 ST", "1-a"), ("7500SU", "@home")):
        LocatieFactory(
            aanbieder=odd, gemeente=gemeente, naam="Twee-onder-een-kap", postcode=postcode,
            huisnummer=number,
        )  # fmt: skip


@each_kind
@each_file
def test_handing_in_what_was_fetched_changes_nothing(filled, bestand, fmt):
    data, before = fetch(bestand, fmt), histories()
    outcome = run_import(ACTOR, bestand.schema, data, proef=False)
    assert dict(outcome.bevindingen) == {}
    assert outcome.verandert_niets
    assert outcome.ongewijzigd == outcome.gelezen == bestand.rijen(ACTOR).count() > 4
    assert histories() == before


@each_kind
@each_file
def test_an_empty_portal_is_filled_by_what_was_fetched(bestand, fmt):
    """And then the same file adds nothing."""
    some = AanbiederFactory.create_batch(3)
    for aanbieder in some:
        AgbCodeFactory(aanbieder=aanbieder)
        ContactgegevenFactory(aanbieder=aanbieder)
        LocatieFactory(aanbieder=aanbieder)
    data = fetch(bestand, fmt)
    for model in (AgbCode, Contactgegeven, Locatie):
        model.objects.all()._raw_delete("default")
    if bestand.schema.code == "aanbieders":
        Aanbieder.objects.all()._raw_delete("default")
    first = run_import(ACTOR, bestand.schema, data, proef=False)
    assert (first.nieuw, first.gewijzigd, first.opgeslagen) == (3, 0, 3)
    again = run_import(ACTOR, bestand.schema, data, proef=False)
    assert (again.nieuw, again.gewijzigd, again.ongewijzigd) == (0, 0, 3)
    assert bestand.rijen(ACTOR).count() == 3


@each_kind
@each_file
def test_columns_are_those_of_the_import(bestand, fmt):
    (heading,) = read_rows(fetch(bestand, fmt), ("kvk",))
    assert list(heading.cellen) == [kolom.naam for kolom in bestand.schema.kolommen]


def test_secret_location_is_not_in_the_file(filled):
    places = next(b for b in BESTANDEN if b.schema.code == "locaties")
    secret = set(Locatie.objects.filter(geheim=True).values_list("naam", flat=True))
    assert secret
    text = fetch(places, "csv").decode()
    assert not [name for name in secret if name in text]


def test_spreadsheet_keeps_every_digit_and_holds_no_formula(filled):
    for bestand in BESTANDEN:
        sheet = load_workbook(io.BytesIO(fetch(bestand, "xlsx"))).active
        assert "f" not in {cell.data_type for row in sheet.iter_rows() for cell in row}
        kvk = [row[0].value for row in sheet.iter_rows(min_row=2)]
        assert all(isinstance(value, str) and len(value) == 8 for value in kvk)
