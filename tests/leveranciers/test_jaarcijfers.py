"""Yearly figures by form and by file (D-32)."""

import csv
import io
from decimal import Decimal

import pytest
from django.urls import reverse

from core.choices import Rolcode
from core.fouten import Ongeldig, Verboden, VersieVerouderd
from core.geschiedenis import history_of
from core.importexport.inlezen import Keuze, run_import
from leveranciers.importexport import JAARCIJFERS
from leveranciers.models import Jaarcijfer, Sturingsnorm
from leveranciers.rules import Normen
from leveranciers.services.jaarcijfers import add_jaarcijfers, change_jaarcijfers
from leveranciers.services.sturingsnormen import set_normen
from tests.factories.providers import AanbiederFactory
from tests.leveranciers.conftest import VANDAAG
from tests.tegelijk import at_once

CIJFERS = {
    "omzet": Decimal("1000000.00"),
    "resultaat": Decimal("124000.00"),
    "liquiditeit": Decimal("1.25"),
    "solvabiliteit": Decimal("31.40"),
    "personeelskosten": Decimal("700000.00"),
    "fte": Decimal("13.30"),
    "aandeel_twente": Decimal("80"),
    "bron": "jaarrekening",
}


def add(actor, aanbieder, jaar=2025, **changed):
    return add_jaarcijfers(
        actor, aanbieder.pk, jaar=jaar, cijfers=CIJFERS | changed, peildatum=VANDAAG
    )


def test_ratios_are_worked_out_exactly(carla, linde):
    row = add(carla, linde)
    row.refresh_from_db()
    assert (row.rendement, row.personeelskosten_fte) == (Decimal("12.40"), Decimal("52631.58"))


@pytest.mark.parametrize(
    ("changed", "ratio"),
    [
        ({"omzet": Decimal(0)}, None),
        ({"resultaat": Decimal("-0.05"), "omzet": Decimal(1)}, Decimal("-5.00")),
        ({"resultaat": Decimal("0.01"), "omzet": Decimal("3.00")}, Decimal("0.33")),
    ],
    ids=["no turnover", "loss", "rounded half up"],
)
def test_rendement_at_its_edges(carla, linde, changed, ratio):
    row = add(carla, linde, **changed)
    row.refresh_from_db()
    assert row.rendement == ratio


@pytest.mark.parametrize(
    ("jaar", "changed", "code"),
    [
        (2027, {}, "jaar_te_laat"),
        (2014, {}, "jaar_ongeldig"),
        (2025, {"omzet": Decimal("-0.01")}, "cijfer_buiten_bereik"),
        (2025, {"solvabiliteit": Decimal("100.01")}, "cijfer_buiten_bereik"),
        (2025, {"aandeel_twente": Decimal("100.01")}, "cijfer_buiten_bereik"),
        (2025, {"bron": "gerucht"}, "invalid_choice"),
    ],
)
def test_what_cannot_be_is_refused(carla, linde, jaar, changed, code):
    with pytest.raises(Ongeldig) as refused:
        add(carla, linde, jaar, **changed)
    assert code in {f.code for f in refused.value.bevindingen}
    assert not Jaarcijfer.objects.exists()


def test_one_row_per_aanbieder_and_year(carla, linde):
    add(carla, linde)
    with pytest.raises(Ongeldig) as refused:
        add(carla, linde)
    assert refused.value.bevindingen[0].code == "cijfers_bestaan"
    assert add(carla, linde, 2024).pk


def test_correction_keeps_what_it_was(carla, linde):
    row = add(carla, linde)
    change_jaarcijfers(carla, row.pk, cijfers={"resultaat": Decimal("1.00")}, versie=row.versie)
    (first, *_rest) = history_of(Jaarcijfer, row.pk)
    assert "124.000,00 → 1,00" in first.tekst


def test_old_page_is_refused(carla, linde):
    row = add(carla, linde)
    change_jaarcijfers(carla, row.pk, cijfers=CIJFERS, versie=1)
    with pytest.raises(VersieVerouderd):
        change_jaarcijfers(carla, row.pk, cijfers=CIJFERS, versie=1)


@pytest.mark.django_db(transaction=True)
def test_two_at_once(carla, linde):
    results = at_once([lambda: add(carla, linde)] * 2)
    assert sorted(type(r).__name__ for r in results) == ["Jaarcijfer", "Ongeldig"]
    row = Jaarcijfer.objects.get()
    edit = [
        lambda n=n: change_jaarcijfers(carla, row.pk, cijfers={"omzet": Decimal(n)}, versie=1)
        for n in (1, 2)
    ]
    assert sorted(type(r).__name__ for r in at_once(edit)) == ["Jaarcijfer", "VersieVerouderd"]


HEAD = ["kvk", "jaar", "omzet", "resultaat", "liquiditeit", "solvabiliteit", "personeelskosten",
        "fte", "aandeel_twente", "bron"]  # fmt: skip


def sheet(rows, head=HEAD):
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerows([head, *rows])
    return text.getvalue().encode()


def line(kvk, jaar="2025", omzet="1000000,00", resultaat="40000", **rest):
    return [kvk, jaar, omzet, resultaat, *(rest.get(n, "") for n in HEAD[4:])]


def take_in(actor, data, *, proef=False, keuze=Keuze.ALLES):
    return run_import(actor, JAARCIJFERS.schema, data, proef=proef, keuze=keuze)


def test_good_file_adds_and_changes(carla, linde):
    other = AanbiederFactory()
    add(carla, linde)
    data = sheet([line(linde.kvk), line(other.kvk, bron="Opgave van de aanbieder", fte="3,5")])
    outcome = take_in(carla, data)
    assert (outcome.nieuw, outcome.gewijzigd, outcome.opgeslagen) == (1, 1, 2)
    row = Jaarcijfer.objects.get(aanbieder=other)
    assert (row.bron, row.fte, row.rendement) == ("opgave", Decimal("3.50"), Decimal("4.00"))
    assert take_in(carla, data).verandert_niets


def test_column_that_is_absent_stays_as_it_was(carla, linde):
    add(carla, linde)
    take_in(carla, sheet([[linde.kvk, "2025", "5", "1"]], HEAD[:4]))
    row = Jaarcijfer.objects.get()
    assert (row.omzet, row.fte, row.versie) == (Decimal("5.00"), Decimal("13.30"), 2)


WRONG = [
    ({"jaar": "2099"}, "jaar_te_laat"), ({"jaar": "1999"}, "jaar_ongeldig"),
    ({"jaar": ""}, "verplicht"), ({"omzet": "veel"}, "ongeldig_formaat"),
    ({"omzet": "-1"}, "cijfer_buiten_bereik"), ({"omzet": "1,005"}, "cijfer_buiten_bereik"),
    ({"resultaat": ""}, "verplicht"), ({"solvabiliteit": "101"}, "cijfer_buiten_bereik"),
    ({"bron": "gerucht"}, "onbekende_waarde"), ({"liquiditeit": "99999"}, "cijfer_buiten_bereik"),
]  # fmt: skip


@pytest.mark.parametrize(("changed", "code"), WRONG)
def test_wrong_row_says_its_code(carla, linde, changed, code):
    outcome = take_in(carla, sheet([line(linde.kvk, **changed)]))
    assert [f.code for _nr, f in outcome.rows()] == [code]
    assert not Jaarcijfer.objects.exists()


def test_unknown_aanbieder_and_double_row(carla, linde):
    data = sheet([line("99887766"), line(linde.kvk), line(linde.kvk)])
    outcome = take_in(carla, data)
    assert [(nr, f.code) for nr, f in outcome.rows()] == [
        (2, "aanbieder_onbekend"), (4, "dubbel_in_bestand"),
    ]  # fmt: skip


def test_a_thousand_wrong_rows_leave_nothing_half_done(carla, linde):
    rows = [line(linde.kvk, **WRONG[n % len(WRONG)][0]) for n in range(1000)]
    data = sheet([line(linde.kvk), *rows])
    outcome = take_in(carla, data)
    assert len(outcome.foutregels) == 1000
    found = {f.code for _nr, f in outcome.rows()}
    assert found == {code for _c, code in WRONG} | {"dubbel_in_bestand"}
    assert not Jaarcijfer.objects.exists()
    good = take_in(carla, data, keuze=Keuze.GOEDE)
    assert (good.opgeslagen, Jaarcijfer.objects.count()) == (1, 1)


def test_dry_run_by_the_page_and_taking_in(client_for, linde):
    browser = client_for(Rolcode.CONTRACTBEHEERDER)
    address = reverse("import-jaarcijfers")
    assert browser.get(address).status_code == 200
    file = io.BytesIO(sheet([line(linde.kvk)]))
    file.name = "cijfers.csv"
    report = browser.post(address, {"bestand": file}, follow=True)
    assert report.status_code == 200
    assert not Jaarcijfer.objects.exists()
    browser.post(report.request["PATH_INFO"], {"keuze": "alles"}, follow=True)
    assert Jaarcijfer.objects.get().aanbieder == linde


def test_what_is_fetched_reads_back_without_change(carla, client_for, linde):
    add(carla, linde)
    browser = client_for(Rolcode.CONTRACTMANAGER)
    answer = browser.get(reverse("import-jaarcijfers"), {"formaat": "csv", "gegevens": ""})
    assert take_in(carla, b"".join(answer.streaming_content)).verandert_niets


def normen(carla, jaar=2026, versie=0, **changed):
    base = Normen()
    values = {n: getattr(base, n) for n in Normen.__dataclass_fields__} | changed
    return set_normen(carla, jaar=jaar, waarden=values, versie=versie)


def test_norms_per_year_with_a_version(carla):
    assert normen(carla).versie == 1
    assert normen(carla, versie=1, rendement_hoog=Decimal("8.00")).versie == 2
    with pytest.raises(VersieVerouderd):
        normen(carla, versie=1)
    with pytest.raises(VersieVerouderd):
        normen(carla)
    assert normen(carla, jaar=2027).jaar == 2027
    assert Sturingsnorm.objects.count() == 2


@pytest.mark.parametrize(
    "changed",
    [
        {"leveranciersmanagement_procent": Decimal("100.01")},
        {"groot_procent": Decimal("2.01")},
        {"rendement_hoog": Decimal("0.00")},
        {"ritme_contractmanagement": 61},
    ],
)
def test_norms_that_contradict_are_refused(carla, changed):
    with pytest.raises(Ongeldig) as refused:
        normen(carla, **changed)
    assert "norm_ongeldig" in {f.code for f in refused.value.bevindingen}


def test_norms_are_set_by_the_contractmanager(actor_for):
    with pytest.raises(Verboden):
        normen(actor_for(Rolcode.CONTRACTBEHEERDER))
