"""An import of contract management is approved data, and decides no request (R-ZP-4)."""

import pytest

from core.importexport.inlezen import run_import
from core.importexport.lezen import read_rows
from core.importexport.uitvoer import Opmaak, export_queryset
from providers.importexport.aanbieders import AANBIEDERS
from providers.views.importeren import IMPORTS
from zorgportaal.models import Wijzigingsverzoek
from zorgportaal.services.indienen import submit

pytestmark = pytest.mark.django_db
ASKED = "Zorghuis De Lindeboom"


@pytest.mark.parametrize("naam", [ASKED, "Iets anders"], ids=["the same value", "another value"])
def test_import_leaves_an_open_request_open(beheerder, beslisser, aanbieder, vraag, vandaag, naam):
    submit(beheerder, gegevens=vraag("identiteit", "wijzigen", naam=ASKED), peildatum=vandaag)
    before = Wijzigingsverzoek.objects.values().get()
    text = f"kvk;naam;rechtsvorm\n{aanbieder.kvk};{naam};bv\n"
    outcome = run_import(beslisser, AANBIEDERS.schema, text.encode(), proef=False)
    assert (outcome.gewijzigd, outcome.geldig) == (1, True)
    aanbieder.refresh_from_db()
    assert aanbieder.naam == naam
    assert Wijzigingsverzoek.objects.values().get() == before


@pytest.mark.parametrize("fmt", ["csv", "xlsx"])
def test_no_file_holds_a_value_that_is_asked_for(beheerder, beslisser, vraag, vandaag, fmt):
    submit(beheerder, gegevens=vraag("identiteit", "wijzigen", naam=ASKED), peildatum=vandaag)
    submit(beheerder, gegevens=vraag("agb-code", code="41995678"), peildatum=vandaag)
    for view in IMPORTS:
        rows = view.bestand.rijen(beslisser)
        assert rows.exists()
        response = export_queryset(
            beslisser, rows, view.bestand.uitvoer, fmt, naam="x", opmaak=Opmaak.ISO
        )
        data = b"".join(response.streaming_content)
        shown = {str(cell) for row in read_rows(data, ("kvk",)) for cell in row.cellen}
        assert "kvk" in shown
        assert not shown & {ASKED, "41995678"}
