"""The pages of catalogue management: what is typed stays, refusals have a code, who sees what."""

import datetime

import pytest
from django.utils import timezone

from contracts.models import Catalogusmutatie, PerceelProduct, Product
from core.choices import Organisatiesoort, Rolcode
from core.models import Signaal
from core.signalen.controles import controles
from core.signalen.motor import run_check
from tests.factories.contracts import (
    PerceelcontractFactory,
    PerceelFactory,
    PerceelProductFactory,
    ProductFactory,
    SegmentFactory,
)
from tests.factories.core import OrganisatieFactory

pytestmark = pytest.mark.django_db

NIEUW = {
    "code": "DNIEU",
    "naam": "Nieuw product",
    "categorie": "45",
    "eenheden": ["01"],
    "frequenties": ["6"],
    "max_reistijd_minuten": "45",
}


@pytest.fixture
def browser(client_for):
    return client_for(Rolcode.CATALOGUSBEHEERDER)


@pytest.fixture
def vandaag():
    return timezone.localdate()


def codes(response):
    form = response.context["form"]
    return {code for _id, _label, code, _text in form.foutenoverzicht}


def seen(browser, url):
    return browser.get(url).context["form"].initial["gezien"]


def test_product_is_added_and_its_page_shows_the_mark(browser, vandaag):
    done = browser.post("/catalogus/product/toevoegen", NIEUW | {"begindatum": str(vandaag)})
    product = Product.objects.get()
    assert done["Location"] == f"/producten/{product.pk}"
    assert product.voorbeeldgegeven
    assert "voorbeeldgegeven" in browser.get(done["Location"]).content.decode()


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"code": "AB"}, "productcode_niet_officieel"),
        ({"begindatum": "1-1-2020"}, "ingangsdatum_verleden"),
        ({"begindatum": "geen dag"}, "datum_ongeldig"),
        ({"eenheden": ["77"]}, "onbekende_waarde"),
        ({"naam": ""}, "verplicht"),
        ({"max_minuten": "-4"}, "te_laag"),
        ({"code": "DTELANG"}, "te_lang"),
    ],
)
def test_wrong_input_is_told_on_the_page_and_what_was_typed_stays(browser, vandaag, wrong, code):
    typed = NIEUW | {"begindatum": str(vandaag)} | wrong
    page = browser.post("/catalogus/product/toevoegen", typed)
    assert page.status_code == 400
    assert code in codes(page)
    assert 'value="45"' in page.content.decode()
    assert not Product.objects.exists()


def test_every_kind_can_be_added(browser, vandaag):
    segment, perceel, product = SegmentFactory(), PerceelFactory(), ProductFactory()
    for soort in (
        "segment", "perceel", "product", "tariefgroep", "product-in-perceel", "uitsluiting",
    ):  # fmt: skip
        assert browser.get(f"/catalogus/{soort}/toevoegen").status_code == 200
    new = {
        "code": "NWP", "segment": segment.pk, "naam": "Nieuw", "aard": "wonen",
        "financiering": "inspanning", "max_wachttijd_weken": "14", "begindatum": str(vandaag),
    }  # fmt: skip
    assert browser.post("/catalogus/perceel/toevoegen", new).status_code == 302
    inside = {"perceel": perceel.pk, "product": product.pk, "begindatum": str(vandaag)}
    done = browser.post("/catalogus/product-in-perceel/toevoegen", inside)
    assert done["Location"] == f"/percelen/{perceel.pk}"
    group = {"code": "TG9", "naam": "Negen"}
    assert browser.post("/catalogus/tariefgroep/toevoegen", group).status_code == 302
    assert browser.get("/catalogus/tarief/toevoegen").status_code == 404


def test_stale_page_is_refused_and_nothing_is_overwritten(browser, vandaag):
    perceel = PerceelFactory(naam="Oud")
    url = f"/catalogus/perceel/{perceel.pk}/wijzigen"
    token = seen(browser, url)
    form = browser.get(url).context["form"]
    typed = {n: v for n, v in form.initial.items() if v is not None and v is not False}
    typed |= {"gezien": token, "ingangsdatum": str(vandaag)}
    assert browser.post(url, typed | {"naam": "Eerste"}).status_code == 302
    late = browser.post(url, typed | {"naam": "Tweede"})
    assert late.status_code == 412
    perceel.refresh_from_db()
    assert perceel.naam == "Eerste"


def test_end_of_a_contracted_product_asks_for_a_tick_with_the_counts(browser, vandaag):
    contract = PerceelcontractFactory()
    inside = PerceelProductFactory(perceel=contract.perceel)
    url = f"/catalogus/product-in-perceel/{inside.pk}/beeindigen"
    page = browser.get(url)
    assert "1 contract" in page.content.decode()
    asked = {"einddatum": str(vandaag), "gezien": page.context["form"].initial["gezien"]}
    refused = browser.post(url, asked)
    assert (refused.status_code, codes(refused)) == (400, {"product_nodig"})
    done = browser.post(url, asked | {"bevestigd": "on"})
    assert done["Location"] == f"/percelen/{contract.perceel.pk}"
    inside.refresh_from_db()
    assert inside.einddatum == vandaag


def test_what_did_not_begin_can_be_taken_away(browser, vandaag):
    inside = PerceelProductFactory(begindatum=vandaag + datetime.timedelta(days=1))
    url = f"/catalogus/product-in-perceel/{inside.pk}/beeindigen"
    asked = {"gezien": seen(browser, url), "act": "weghalen", "einddatum": ""}
    assert browser.post(url, asked).status_code == 302
    assert not PerceelProduct.objects.exists()


def test_what_is_planned_is_ozjts_own_until_its_day(client_for, vandaag):
    product = ProductFactory(naam="Oud")
    Catalogusmutatie.objects.create(
        soort="product", doel_id=product.pk, velden={"naam": "Straks anders"},
        ingangsdatum=vandaag + datetime.timedelta(days=9),
    )  # fmt: skip
    shown = {
        rol: "Straks anders" in client_for(rol).get(f"/producten/{product.pk}").content.decode()
        for rol in (Rolcode.CONTRACTMANAGER, Rolcode.TOEGANG, Rolcode.AANBIEDER_BEHEERDER)
    }
    assert list(shown.values()) == [True, False, False]
    for url in ("/catalogus", "/catalogus/veranderd"):
        assert client_for(Rolcode.CONTRACTMANAGER).get(url).status_code == 200
        assert client_for(Rolcode.TOEGANG).get(url).status_code == 403


def test_comparison_of_two_days_can_be_fetched_and_takes_strange_input(browser, vandaag):
    ProductFactory(code="DNU", naam="=Nu", begindatum=vandaag + datetime.timedelta(days=1))
    url = "/catalogus/veranderd"
    later = str(vandaag + datetime.timedelta(days=2))
    for query in ({"van": "onzin"}, {"soort": "onzin"}, {"van": later, "tot": "1-1-1900"}):
        assert browser.get(url, query).status_code == 200
    answer = browser.get(url, {"tot": later, "formaat": "csv"})
    text = b"".join(answer).decode("utf-8-sig")
    assert "DNU =Nu" in text
    assert text.splitlines()[0].startswith("soort;wat;hoe")


def test_change_that_was_not_applied_is_a_signal_until_it_is_settled(vandaag):
    assert "cataloguswijziging_niet_toegepast" in controles()
    product = ProductFactory()
    late = Catalogusmutatie.objects.create(
        soort="product", doel_id=product.pk, velden={"naam": "X"},
        ingangsdatum=vandaag - datetime.timedelta(days=1),
    )  # fmt: skip
    OrganisatieFactory(soort=Organisatiesoort.OZJT)
    run_check("cataloguswijziging_niet_toegepast", vandaag)
    found = Signaal.objects.get(controle="cataloguswijziging_niet_toegepast")
    assert found.url == f"/catalogus/gepland/{late.pk}"
    assert found.rol == Rolcode.CATALOGUSBEHEERDER
