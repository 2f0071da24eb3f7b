"""The workbook of the catalogue: out and back in, good, mixed, a thousand wrong rows."""

import datetime
import io
import time
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from contracts.choices import Catalogussoort
from contracts.importexport.uitvoer import export_catalogue
from contracts.importexport.werkboek import done_by, schemas
from contracts.models import (
    Catalogusmutatie,
    Perceel,
    PerceelProduct,
    Product,
    Tarief,
    Uitsluiting,
)
from core.choices import Rolcode
from core.fouten import Ongeldig, Verboden
from core.importexport.rapport import as_workbook
from core.importexport.werkboek import run_workbook
from core.models import Gebeurtenis
from core.ui.formats import format_long_date
from tests.factories.contracts import (
    PerceelFactory,
    PerceelProductFactory,
    ProductFactory,
    SegmentFactory,
    TariefFactory,
    TariefgroepFactory,
    UitsluitingFactory,
)

pytestmark = pytest.mark.django_db

D = datetime.date
VANDAAG = D(2026, 11, 22)
NIEUWJAAR = D(2027, 1, 1)


@pytest.fixture
def beheerder(actor_for):
    return actor_for(Rolcode.CATALOGUSBEHEERDER)


@pytest.fixture
def catalogus():
    """A perceel with a product that has a tariff for all and one of a group, and an exclusion."""
    perceel = PerceelFactory(code="BGG", naam="Groep")
    product = ProductFactory(code="DGROE", naam="Groep basis", perceel=perceel)
    TariefFactory(product=product, bedrag=Decimal("1.10"))
    TariefFactory(product=product, tariefgroep=TariefgroepFactory(code="TG2"), bedrag="2.20")
    UitsluitingFactory(product=product, verwijzing="Wijkteam")
    return product


def sheets_of(data):
    book = load_workbook(io.BytesIO(data))
    return {s.title: [[c.value for c in row] for row in s.iter_rows()] for s in book.worksheets}


def fetched(actor, dag=VANDAAG, vandaag=VANDAAG):
    return sheets_of(export_catalogue(actor, dag=dag, vandaag=vandaag))


def run(actor, sheets, *, ingang=VANDAAG, proef=False, vandaag=VANDAAG):
    made = schemas(ingang, vandaag)
    done = run_workbook(actor, "catalogus", made, as_workbook(sheets), proef=proef)
    return done, done_by(made)


def set_cell(sheets, blad, rij, kolom, value):
    rows = sheets[blad]
    rows[rij][rows[0].index(kolom)] = value


def codes(outcome):
    return {(nr, f.veld, f.code) for nr, f in outcome.rows()}


def test_export_has_a_sheet_per_kind_and_comes_back_unchanged(beheerder, catalogus):
    # Segmenten and tariefgroepen have no period: they are there from the day they were entered.
    today = timezone.localdate()
    sheets = fetched(beheerder, today, today)
    assert list(sheets) == [
        "Toelichting", "Segmenten", "Tariefgroepen", "Percelen", "Producten",
        "Producten in percelen", "Uitsluitingen", "Tarieven",
    ]  # fmt: skip
    assert format_long_date(today) in sheets["Toelichting"][0]
    for ingang in (today, D(today.year + 1, 1, 1)):
        done, changes = run(beheerder, sheets, ingang=ingang, vandaag=today)
        assert all(o.geldig and o.verandert_niets for o in done.values())
        assert changes == []
    assert sum(o.gelezen for o in done.values()) == 8


def test_formula_in_a_name_is_guarded_and_comes_back_as_it_was(beheerder, catalogus):
    Product.objects.update(naam="=1+1", definitie="@SOM(A1)")
    data = export_catalogue(beheerder, dag=VANDAAG, vandaag=VANDAAG)
    row = dict(zip(*sheets_of(data)["Producten"][:2], strict=True))
    assert (row["naam"], row["definitie"]) == ("'=1+1", "'@SOM(A1)")
    done = run_workbook(beheerder, "catalogus", schemas(VANDAAG, VANDAAG), data, proef=False)
    assert done["producten"].verandert_niets


def test_changes_of_today_hold_at_once_through_the_same_doors(beheerder, catalogus):
    sheets = fetched(beheerder)
    set_cell(sheets, "Producten", 1, "naam", "Groep anders")
    set_cell(sheets, "Uitsluitingen", 1, "verwijzing", "Elders")
    done, changes = run(beheerder, sheets)
    assert all(o.geldig for o in done.values())
    assert [(c.blad, c.veld, c.oud, c.nieuw) for c in changes] == [
        ("Producten", "naam", "Groep basis", "Groep anders"),
        ("Uitsluitingen", "verwijzing", "Wijkteam", "Elders"),
    ]
    catalogus.refresh_from_db()
    assert catalogus.naam == "Groep anders"
    assert list(Uitsluiting.objects.order_by("begindatum").values_list("verwijzing")) == [
        ("Wijkteam",), ("Elders",),
    ]  # fmt: skip
    assert Gebeurtenis.objects.filter(soort="product.gewijzigd").count() == 1


def test_changes_for_later_are_planned_and_tariffs_get_a_new_version(beheerder, catalogus):
    sheets = fetched(beheerder)
    set_cell(sheets, "Percelen", 1, "max_wachttijd_weken", 14)
    set_cell(sheets, "Producten", 1, "eenheden", "minuut; uur")
    set_cell(sheets, "Tarieven", 1, "bedrag", 1.25)
    done, _changes = run(beheerder, sheets, ingang=NIEUWJAAR)
    assert all(o.geldig for o in done.values()), [codes(o) for o in done.values()]
    planned = {m.soort: m.velden for m in Catalogusmutatie.objects.all()}
    assert planned == {
        Catalogussoort.PERCEEL: {"max_wachttijd_weken": 14},
        Catalogussoort.PRODUCT: {"eenheden": ["01", "04"]},
    }
    tariffs = Tarief.objects.filter(tariefgroep=None).order_by("begindatum")
    assert [(t.bedrag, t.begindatum, t.einddatum) for t in tariffs] == [
        (Decimal("1.10"), tariffs[0].begindatum, D(2026, 12, 31)),
        (Decimal("1.25"), NIEUWJAAR, None),
    ]
    again, _changes = run(beheerder, fetched(beheerder, NIEUWJAAR), ingang=NIEUWJAAR)
    assert all(o.verandert_niets for o in again.values())


def test_file_of_today_leaves_what_is_planned_alone_and_says_so(beheerder, catalogus):
    sheets = fetched(beheerder)
    Catalogusmutatie.objects.create(
        soort="product", doel_id=catalogus.pk, velden={"naam": "Straks"}, ingangsdatum=NIEUWJAAR
    )
    done, changes = run(beheerder, sheets, ingang=NIEUWJAAR)
    assert codes(done["producten"]) == {(2, "naam", "al_gepland")}
    assert done["producten"].geldig
    assert changes == []


def test_new_perceel_and_product_are_put_together_in_one_file(beheerder, catalogus):
    SegmentFactory()
    sheets = {
        "Percelen": [
            ["code", "segment", "naam", "aard"],
            ["NIEUW", "ambulant", "Nieuw perceel", "Behandeling"],
        ],
        "Producten": [
            ["code", "naam", "categorie", "eenheden", "frequenties", "begindatum"],
            ["DNIEU", "Nieuw product", "45", "uur", "per week; totaal binnen geldigheidsduur",
             NIEUWJAAR],
        ],
        "Producten in percelen": [["perceel", "product"], ["NIEUW", "DNIEU"]],
        "Tarieven": [["product", "eenheid", "bedrag"], ["DNIEU", "uur", "92,50"]],
    }  # fmt: skip
    done, changes = run(beheerder, sheets, ingang=NIEUWJAAR, proef=True)
    assert [(o.nieuw, o.geldig) for o in done.values()] == [(1, True)] * 4
    assert len(changes) == 4
    assert not Product.objects.filter(code="DNIEU").exists()
    run(beheerder, sheets, ingang=NIEUWJAAR)
    new = Product.objects.get(code="DNIEU")
    assert (new.frequenties, new.eenheden, new.voorbeeldgegeven) == (["2", "6"], ["04"], True)
    assert PerceelProduct.objects.get(product=new).begindatum == NIEUWJAAR
    assert Tarief.objects.get(product=new).bedrag == Decimal("92.50")
    assert Perceel.objects.get(code="NIEUW").begindatum == NIEUWJAAR


def test_mixed_file_stores_nothing_and_names_every_fault_by_sheet_row_and_column(
    beheerder, catalogus
):
    sheets = fetched(beheerder)
    set_cell(sheets, "Percelen", 1, "naam", "Goed")
    set_cell(sheets, "Percelen", 1, "begindatum", D(2021, 1, 1))
    set_cell(sheets, "Producten", 1, "eenheden", "emmer")
    sheets["Producten"].append(["ABCDE", "Fout", None, None, "45", "minuut", "per week"])
    sheets["Producten in percelen"].append(["BGG", None, "DGEEN"])
    sheets["Producten in percelen"].append(["BGG", None, "DGROE"])
    set_cell(sheets, "Uitsluitingen", 1, "perceel", "BGG")
    set_cell(sheets, "Tarieven", 1, "bedrag", "1,999")
    set_cell(sheets, "Tarieven", 2, "eenheid", "etmaal")
    done, _changes = run(beheerder, sheets)
    assert {code: codes(o) for code, o in done.items() if codes(o)} == {
        "percelen": {(2, "begindatum", "veld_ligt_vast")},
        "producten": {
            (2, "eenheden", "onbekende_waarde"), (3, "code", "productcode_niet_officieel"),
        },
        "producten in percelen": {
            (3, "product", "onbekende_waarde"), (4, "perceel, product", "dubbel_in_bestand"),
        },
        "uitsluitingen": {
            (2, "perceel", "uitsluiting_van_een"), (2, "begindatum", "ingangsdatum_verleden"),
        },
        "tarieven": {(2, "bedrag", "tarief_bedrag"), (3, "eenheid", "tarief_eenheid")},
    }  # fmt: skip
    assert not any(o.opgeslagen for o in done.values())
    assert Perceel.objects.get().naam == "Groep"


def test_thousand_wrong_rows_are_named_quickly_and_nothing_is_stored(beheerder, catalogus):
    """Set-based: the number of questions to the database does not grow with the rows."""
    rows = [["perceel", "product"], *(["BGG", f"X{n:04}"] for n in range(500))]
    tariffs = [
        ["product", "eenheid", "bedrag"], *([f"X{n:04}", "minuut", n / 100] for n in range(500)),
    ]  # fmt: skip
    start = time.monotonic()
    with CaptureQueriesContext(connection) as asked:
        done, _changes = run(beheerder, {"Producten in percelen": rows, "Tarieven": tariffs})
    assert time.monotonic() - start < 10
    assert len(asked) < 40
    assert [len(o.foutregels) for o in done.values()] == [500, 500]
    assert Gebeurtenis.objects.filter(soort__startswith="perceelproduct").count() == 0
    assert PerceelProduct.objects.count() == 1


def test_tariff_on_a_closed_month_is_refused_with_the_code_of_tariffs(beheerder, catalogus):
    product = ProductFactory(code="DLEEG", begindatum=D(2026, 1, 1))
    sheets = {
        "Tarieven": [["product", "eenheid", "bedrag", "begindatum"],
                     [product.code, "minuut", 1, D(2026, 10, 31)]],
    }  # fmt: skip
    done, _changes = run(beheerder, sheets)
    assert codes(done["tarieven"]) == {(2, "begindatum", "tarief_gesloten_maand")}
    sheets["Tarieven"][1][3] = D(2026, 11, 1)
    done, _changes = run(beheerder, sheets)
    assert done["tarieven"].geldig


def test_end_in_the_file_ends_the_row_and_overlap_is_refused(beheerder, catalogus):
    sheets = fetched(beheerder)
    set_cell(sheets, "Producten in percelen", 1, "einddatum", D(2026, 12, 31))
    done, changes = run(beheerder, sheets)
    assert [(c.veld, c.nieuw) for c in changes] == [("einddatum", "31\xa0dec\xa02026")]
    assert PerceelProduct.objects.get().einddatum == D(2026, 12, 31)
    PerceelProductFactory(
        perceel=Perceel.objects.get(), product=ProductFactory(code="DLATE"), begindatum=NIEUWJAAR
    )
    early = {"Producten in percelen": [["perceel", "product"], ["BGG", "DLATE"]]}
    done, _changes = run(beheerder, early)
    assert codes(done["producten in percelen"]) == {(2, "", "perceelproduct_overlap")}


@pytest.mark.parametrize(
    ("sheets", "code"),
    [
        ({"Onbekend": [["code"]]}, "blad_onbekend"),
        ({"Toelichting": [["tekst"]]}, "bestand_leeg"),
        ({"Percelen": [["code", "kleur"]]}, "onbekend_veld"),
        ({"Producten": [["code"], ["DX"]]}, "kolom_ontbreekt"),
    ],
)
def test_workbook_of_another_shape_is_refused_as_a_whole(beheerder, sheets, code):
    with pytest.raises(Ongeldig) as caught:
        run(beheerder, sheets)
    assert code in {f.code for f in caught.value.bevindingen}


def test_export_is_for_who_follows_the_catalogue(actor_for):
    for rol in (Rolcode.CONTRACTMANAGER, Rolcode.CONTRACTBEHEERDER, Rolcode.CATALOGUSBEHEERDER):
        assert export_catalogue(actor_for(rol), dag=VANDAAG, vandaag=VANDAAG)
    for rol in (Rolcode.TOEGANG, Rolcode.AANBIEDER_BEHEERDER, Rolcode.SCREENER):
        with pytest.raises(Verboden):
            export_catalogue(actor_for(rol), dag=VANDAAG, vandaag=VANDAAG)


def test_the_road_through_the_pages_and_the_second_press_does_nothing(client_for, catalogus):
    browser = client_for(Rolcode.CATALOGUSBEHEERDER)
    response = browser.get("/catalogus/werkboek?formaat=xlsx")
    sheets = sheets_of(b"".join(response))
    set_cell(sheets, "Producten", 1, "naam", "Groep anders")
    file = SimpleUploadedFile("catalogus.xlsx", as_workbook(sheets))
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    asked = {"bestand": file, "ingangsdatum": str(tomorrow)}
    report = browser.post("/catalogus/werkboek", asked)["Location"]
    page = browser.get(report)
    assert "Groep anders" in page.content.decode()
    assert not Catalogusmutatie.objects.exists()
    for _press in range(2):
        browser.post(report)
    assert Catalogusmutatie.objects.get().velden == {"naam": "Groep anders"}
    assert "bijgewerkt" in browser.get(report).content.decode()
    assert client_for(Rolcode.CATALOGUSBEHEERDER).get(report).status_code == 404


def test_wrong_workbook_is_told_on_its_field_and_wrong_rows_can_be_fetched(client_for, catalogus):
    browser = client_for(Rolcode.CATALOGUSBEHEERDER)
    bad = SimpleUploadedFile("x.xlsx", b"PK\x03\x04 geen werkboek")
    answer = browser.post("/catalogus/werkboek", {"bestand": bad, "ingangsdatum": "1-1-2099"})
    assert answer.status_code == 400
    assert "bestand_onleesbaar" in answer.content.decode()
    file = SimpleUploadedFile(
        "y.xlsx", as_workbook({"Tariefgroepen": [["code", "naam"], ["TG9", ""]]})
    )
    past = {"bestand": file, "ingangsdatum": "1-1-2020"}
    assert "ingangsdatum_verleden" in browser.post("/catalogus/werkboek", past).content.decode()
    file.seek(0)
    report = browser.post("/catalogus/werkboek", past | {"ingangsdatum": "1-1-2099"})["Location"]
    assert "verplicht" in browser.get(report).content.decode()
    wrong = sheets_of(b"".join(browser.get(f"{report}?formaat=xlsx")))
    assert "[verplicht]" in wrong["Tariefgroepen"][1][2]
