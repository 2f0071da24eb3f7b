"""The screens of tariffs and indexation: what they show, keep, refuse and export."""

import csv
import datetime
import io
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from contracts.models import Indexering, Tarief
from contracts.services import tarieven
from contracts.services.tarieven import Tariefgegevens
from core.actor import system_actor
from core.choices import Rolcode
from tests.factories.contracts import (
    PerceelcontractFactory,
    PerceelFactory,
    ProductFactory,
    TariefFactory,
    TariefgroepFactory,
    WegingFactory,
)

pytestmark = pytest.mark.django_db
FORM = {
    "voorlopig_personeel": "4,18",
    "voorlopig_materieel": "1,82",
    "toelichting": "NZa, oktober",
}


@pytest.fixture
def browser(client_for):
    return client_for(Rolcode.CATALOGUSBEHEERDER)


@pytest.fixture
def ingang():
    return datetime.date(timezone.localdate().year + 1, 1, 1)


@pytest.fixture
def tarief(db):
    perceel = PerceelFactory()
    group = TariefgroepFactory(naam="Specialistisch")
    PerceelcontractFactory(perceel=perceel, tariefgroep=group)
    product = ProductFactory(perceel=perceel, code="ABC1", naam="Begeleiding")
    return TariefFactory(product=product, tariefgroep=group, bedrag=Decimal("100.00"))


def proposed(browser, ingang, **fields):
    data = {**FORM, "ingangsdatum": f"1-1-{ingang.year}", "weging": WegingFactory().pk, **fields}
    return browser.post(reverse("indexering-toevoegen"), data)


def test_the_whole_road_by_hand(browser, tarief, ingang):
    response = proposed(browser, ingang)
    made = Indexering.objects.get()
    page = reverse("indexering", args=[made.pk])
    assert (response.status_code, response["Location"]) == (302, page)
    shown = browser.get(page).content.decode()
    assert "3,944 %" in shown
    assert "1,03944" in shown
    assert "een halve cent omhoog" in shown
    lines = browser.get(f"{page}/indexeringsregels").content.decode()
    for text in ("€\xa0100,00", "103,9440", "€\xa0103,94", "€\xa03,94", "Specialistisch"):
        assert text in lines
    totals = browser.get(f"{page}/indexeringstotalen").content.decode()
    assert "ABC1" in totals
    assert "3,94 %" in totals
    asked = browser.get(reverse("indexering-activeren", args=[made.pk])).content.decode()
    assert "Dit raakt 1 tarief, met gemiddeld 3,94 %" in asked
    done = browser.post(
        reverse("indexering-activeren", args=[made.pk]), {"versie": made.versie}, follow=True
    )
    assert "1 tarief verandert" in done.content.decode()
    new = Tarief.objects.get(begindatum=ingang)
    assert new.bedrag == Decimal("103.94")
    told = browser.get(reverse("tarief", args=[new.pk])).content.decode()
    assert made.kenmerk in told
    assert "3,94 %" in told
    made.refresh_from_db()
    browser.post(reverse("indexering-intrekken", args=[made.pk]), {"versie": made.versie})
    assert Tarief.objects.get().einddatum is None
    assert "Teruggenomen" in browser.get(reverse("tarief", args=[tarief.pk])).content.decode()


def test_export_holds_the_whole_reckoning(browser, tarief, ingang):
    proposed(browser, ingang)
    page = reverse("indexering", args=[Indexering.objects.get().pk, "indexeringsregels"])
    text = b"".join(browser.get(f"{page}?formaat=csv").streaming_content).decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text))
    assert row["productcode"] == "ABC1"
    assert (row["gewichtPersoneel"], row["voorlopigPersoneel"]) == ("90.00", "4.180")
    assert (row["factor"], row["onafgerond"]) == ("1.039440000000", "103.94400000")
    assert (row["oudBedrag"], row["nieuwBedrag"], row["verschil"]) == ("100.00", "103.94", "3.94")
    data = b"".join(browser.get(f"{page}?formaat=xlsx").streaming_content)
    sheet = load_workbook(io.BytesIO(data)).active
    assert sheet.max_row == 2
    none = b"".join(browser.get(f"{page}?formaat=csv&zoek=niets").streaming_content).decode()
    assert len(none.splitlines()) == 1


def test_lines_are_filtered_and_swapped_alone(browser, tarief, ingang):
    TariefFactory(product=ProductFactory(perceel=tarief.product.perceelproducten.get().perceel))
    proposed(browser, ingang)
    page = reverse("indexering", args=[Indexering.objects.get().pk, "indexeringsregels"])
    part = browser.get(
        f"{page}?zoek=abc1",
        headers={"hx-request": "true", "hx-target": "indexeringsregels"},
    ).content.decode()
    assert part.lstrip().startswith("<div")
    assert "1 tarief" in part


def test_what_was_typed_wrong_stays_with_its_reason(browser, tarief, ingang):
    for name, typed, code in (
        ("voorlopig_personeel", "394", "percentage_ongeldig"),
        ("vorig_personeel", "4,18", "nacalculatie_onvolledig"),
        ("ingangsdatum", "1-1-2020", "tarief_gesloten_maand"),
        ("weging", "x", "ongeldig_formaat"),
    ):
        response = proposed(browser, ingang, **{name: typed})
        assert response.status_code == 422, name
        assert f'data-code="{code}"' in response.content.decode(), name
    assert not Indexering.objects.exists()


def test_scope_without_tariffs_stays_a_concept_and_says_why(browser, ingang):
    response = browser.get(proposed(browser, ingang)["Location"])
    assert "geen tarief" in response.content.decode()
    assert Indexering.objects.get().status == "concept"


def test_outdated_proposal_answers_409_and_is_reckoned_anew(browser, tarief, ingang):
    proposed(browser, ingang)
    made = Indexering.objects.get()
    Tarief.objects.filter(pk=tarief.pk).update(bedrag=Decimal("200.00"))
    response = browser.post(
        reverse("indexering-activeren", args=[made.pk]), {"versie": made.versie}
    )
    assert response.status_code == 409
    assert "opnieuw doorgerekend" in response.content.decode()
    assert made.regels.get().nieuw_bedrag == Decimal("207.89")
    stale = browser.post(reverse("indexering-activeren", args=[made.pk]), {"versie": made.versie})
    assert stale.status_code == 412
    assert Tarief.objects.count() == 1


def test_gap_is_told_and_asks_for_a_tick(browser, tarief):
    day = timezone.localdate() + datetime.timedelta(days=40)
    url = reverse("tarief-beeindigen", args=[tarief.pk])
    first = browser.post(url, {"einddatum": day.isoformat()})
    text = first.content.decode()
    assert first.status_code == 422
    assert 'data-code="tarief_gat"' in text
    assert 'type="checkbox" name="gat_akkoord"' in text
    assert "Specialistisch: geen tarief vanaf" in text
    browser.post(url, {"einddatum": day.isoformat(), "gat_akkoord": "on"})
    tarief.refresh_from_db()
    assert tarief.einddatum == day


def test_tariff_is_added_corrected_and_taken_back_by_hand(browser, tarief, ingang):
    response = browser.post(
        reverse("tarief-toevoegen"),
        {
            "product": tarief.product_id,
            "tariefgroep": tarief.tariefgroep_id,
            "eenheid": tarief.eenheid,
            "bedrag": "101,50",
            "begindatum": f"1-1-{ingang.year}",
        },
    )
    new = Tarief.objects.get(begindatum=ingang)
    assert response["Location"] == reverse("tarief", args=[new.pk])
    data = {"bedrag": "101,60", "was": "101.50"}
    browser.post(reverse("tarief-corrigeren", args=[new.pk]), data)
    stale = browser.post(reverse("tarief-corrigeren", args=[new.pk]), data)
    assert stale.status_code == 412
    new.refresh_from_db()
    assert new.bedrag == Decimal("101.60")
    browser.post(reverse("tarief-terugnemen", args=[new.pk]), {"reden": "Te vroeg"})
    tarief.refresh_from_db()
    assert tarief.einddatum is None


def test_contractmanager_reads_and_gets_no_buttons(client_for, browser, tarief, ingang):
    proposed(browser, ingang)
    made, reader = Indexering.objects.get(), client_for(Rolcode.CONTRACTMANAGER)
    page = reader.get(reverse("indexering", args=[made.pk])).content.decode()
    assert "Activeren" not in page
    assert "Nieuw tarief" not in reader.get(reverse("tarieven")).content.decode()


def test_aanbieder_does_not_see_what_is_taken_back_nor_indexations(client_for, tarief, ingang):
    later = Tariefgegevens(
        tarief.product_id, tarief.eenheid, Decimal("9.99"), ingang, tarief.tariefgroep_id
    )
    new = tarieven.add(system_actor(), later, peildatum=timezone.localdate())
    tarieven.remove(system_actor(), new.pk, peildatum=timezone.localdate())
    aanbieder = client_for(Rolcode.AANBIEDER_ZORG)
    shown = aanbieder.get(reverse("tarief", args=[tarief.pk])).content.decode()
    assert "9,99" not in shown
    assert aanbieder.get(reverse("indexeringen")).status_code == 403


def test_list_asks_as_many_queries_for_two_as_for_twenty(
    browser, tarief, ingang, django_assert_max_num_queries
):
    perceel = tarief.product.perceelproducten.get().perceel
    for _ in range(20):
        TariefFactory(product=ProductFactory(perceel=perceel))
    proposed(browser, ingang)
    page = reverse("indexering", args=[Indexering.objects.get().pk, "indexeringsregels"])
    browser.get(page)
    with django_assert_max_num_queries(12):
        assert "21 tarieven" in browser.get(page).content.decode()
