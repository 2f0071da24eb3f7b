"""Registers of aanbieders, catalogue and contracts: who sees what, filters, export, history."""

import csv
import datetime
import io
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from contracts.models import Maatregel, Overeenkomst, Perceel, Perceelcontract, Product
from core.models import Gebruiker
from providers.models import Aanbieder, GeheimAdres, Locatie
from tests.factories.providers import AanbiederFactory

LISTS = [
    "aanbieders",
    "locaties",
    "segmenten",
    "percelen",
    "producten",
    "tarieven",
    "uitsluitingen",
    "overeenkomsten",
    "contracten",
    "maatregelen",
]


@pytest.fixture
def as_user(demo: None, client_for: Callable[..., Client]) -> Callable[[str], Client]:
    return lambda email: client_for(gebruiker=Gebruiker.objects.get(email=email))


def text(response: object) -> str:
    content = getattr(response, "content", b"") or b"".join(response.streaming_content)  # type: ignore[attr-defined]
    return content.decode()


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize(
    "email", ["contractmanager@ozjt.demo", "toegang@enschede.demo", "beheer@linde.demo"]
)
def test_list_opens_for_who_works_with_it(
    as_user: Callable[[str], Client], path: str, email: str
) -> None:
    assert as_user(email).get(f"/{path}").status_code == 200


@pytest.mark.parametrize("path", LISTS)
def test_list_is_closed_for_the_fg_and_for_nobody(
    as_user: Callable[[str], Client], path: str
) -> None:
    assert as_user("fg@ozjt.demo").get(f"/{path}").status_code == 403
    assert Client().get(f"/{path}").status_code == 302


def test_aanbieder_sees_only_itself_in_list_search_export_and_detail(
    as_user: Callable[[str], Client],
) -> None:
    linde = as_user("beheer@linde.demo")
    beuk = Aanbieder.objects.get(naam="De Beuk")
    for path in ("/aanbieders", "/contracten", "/overeenkomsten", "/locaties", "/maatregelen"):
        assert "De Beuk" not in text(linde.get(path)), path
        assert "De Beuk" not in text(linde.get(path, {"formaat": "csv"})), path
    assert "De Beuk" not in text(linde.get("/zoeken", {"q": "beuk"})).replace("“beuk”", "")
    assert linde.get(f"/aanbieders/{beuk.pk}").status_code == 404
    contract = Perceelcontract.objects.filter(aanbieder=beuk)[0]
    assert linde.get(f"/contracten/{contract.pk}").status_code == 404
    assert linde.get(f"/contracten/{contract.pk}/geschiedenis").status_code == 404


def test_bank_account_is_masked_and_only_for_who_may(as_user: Callable[[str], Client]) -> None:
    linde = Aanbieder.objects.get(naam="Zorghuis De Linde")
    iban = linde.rekeningen.get().iban
    page = text(as_user("contractmanager@ozjt.demo").get(f"/aanbieders/{linde.pk}"))
    assert "••••" in page
    assert iban not in page
    assert "••••" not in text(as_user("toegang@enschede.demo").get(f"/aanbieders/{linde.pk}"))


def test_secret_address_is_on_no_screen_export_or_history(
    as_user: Callable[[str], Client],
) -> None:
    from core import kluis

    secret = GeheimAdres.objects.select_related("locatie")[0]
    real = kluis.decrypt(secret.adres, bound_to=f"adres:{secret.pk}")
    street = f"{real['straat']} {real['huisnummer']}"
    owner = secret.locatie.aanbieder_id
    for email in ("contractmanager@ozjt.demo", "toegang@enschede.demo", "cpwv@ozjt.demo"):
        user = as_user(email)
        for path in (
            "/locaties",
            "/locaties?formaat=csv",
            f"/aanbieders/{owner}/locaties",
            f"/aanbieders/{owner}/geschiedenis",
            f"/zoeken?q={street}",
        ):
            assert street not in text(user.get(path)).replace(f"“{street}”", "").replace(
                f'value="{street}"', ""
            ), (email, path)
    shown = Locatie.objects.get(pk=secret.pk)
    assert f"{shown.straat} {shown.huisnummer}" != street
    assert shown.postcode != real["postcode"]


def test_gemeente_sees_a_clientenstop_but_not_the_rest_of_the_ladder(
    as_user: Callable[[str], Client], vandaag: datetime.date
) -> None:
    beuk = Aanbieder.objects.get(naam="De Beuk")
    warning = Maatregel.objects.create(
        aanbieder=beuk, soort="waarschuwing", grond="Rapportage te laat", begindatum=vandaag
    )
    gemeente = as_user("toegang@enschede.demo")
    assert "Cliëntenstop" in text(gemeente.get("/maatregelen"))
    assert gemeente.get(f"/maatregelen/{warning.pk}").status_code == 404
    manager = as_user("contractmanager@ozjt.demo")
    assert "Rapportage te laat" in text(manager.get(f"/maatregelen/{warning.pk}"))


@pytest.mark.parametrize(
    ("path", "inside", "outside"),
    [
        ("/aanbieders?zoek=41990003", "De Els", "De Wilg"),
        ("/aanbieders?staat=clientenstop", "De Beuk", "De Els"),
        ("/aanbieders?staat=loopt_af", "De Els", "De Beuk"),
        ("/contracten?zoek=wilg", "De Wilg", "De Els"),
        ("/producten?zoek=vakt", "DVAKT", "ABHIR"),
        ("/uitsluitingen?gemeente=0164", "Hengelo", "Enschede"),
    ],
)
def test_filter_keeps_what_fits(
    as_user: Callable[[str], Client], path: str, inside: str, outside: str
) -> None:
    page = text(as_user("contractmanager@ozjt.demo").get(path))
    body = page[page.index("<tbody") :]
    assert inside in body
    assert outside not in body


def test_export_holds_what_the_list_shows(as_user: Callable[[str], Client]) -> None:
    user = as_user("contractmanager@ozjt.demo")
    rows = list(
        csv.DictReader(
            io.StringIO(
                text(user.get("/aanbieders?staat=clientenstop&formaat=csv")).lstrip("\ufeff")
            )
        )
    )
    assert [row["naam"] for row in rows] == ["De Beuk"]


@pytest.mark.parametrize(
    "path",
    [
        "/aanbieders?perceel=bestaatniet",
        "/contracten?peildatum=gisteren",
        "/aanbieders?zoek=%00",
        "/aanbieders?cursor=onzin",
        "/aanbieders?sorteer=wachtwoord",
        "/zoeken?q=%00%01",
        "/aanbieders/niet-een-uuid",
        "/producten/00000000-0000-0000-0000-000000000000",
        "/contracten?peildatum=31-2-2026&staat=x",
    ],
)
def test_bad_input_is_never_a_500(as_user: Callable[[str], Client], path: str) -> None:
    response = as_user("contractmanager@ozjt.demo").get(path)
    assert response.status_code in (200, 400, 404), response.status_code


@pytest.mark.parametrize(
    "path", ["/aanbieders", "/contracten", "/tarieven", "/producten", "/percelen"]
)
def test_same_number_of_queries_for_few_and_many_rows(
    as_user: Callable[[str], Client], path: str
) -> None:
    user = as_user("contractmanager@ozjt.demo")
    user.get(path)
    with CaptureQueriesContext(connection) as few:
        user.get(f"{path}?zoek=zzzz" if path != "/tarieven" else f"{path}?product=DJZPL")
    with CaptureQueriesContext(connection) as many:
        user.get(path)
    assert abs(len(many) - len(few)) <= 1


def test_history_tells_who_changed_what_and_how_it_was(
    as_user: Callable[[str], Client], vandaag: datetime.date
) -> None:
    product = Product.objects.get(code="DVAKT")
    product.naam = "Vaktherapie nieuw"
    product.save()
    page = text(as_user("catalogus@ozjt.demo").get(f"/producten/{product.pk}/geschiedenis"))
    assert "Naam: Vaktherapie → Vaktherapie nieuw" in page
    then = vandaag - datetime.timedelta(days=400)
    page = text(
        as_user("catalogus@ozjt.demo").get(
            f"/producten/{product.pk}/geschiedenis", {"op": then.isoformat()}
        )
    )
    assert "stond dit nog niet in het portaal" in page
    page = text(
        as_user("catalogus@ozjt.demo").get(
            f"/producten/{product.pk}/geschiedenis", {"op": vandaag.isoformat()}
        )
    )
    assert "Vaktherapie nieuw" in page


def test_every_tab_of_every_detail_opens(as_user: Callable[[str], Client]) -> None:
    user = as_user("contractmanager@ozjt.demo")
    linde = Aanbieder.objects.get(naam="Zorghuis De Linde")
    contract = Perceelcontract.objects.filter(aanbieder=linde)[0]
    measure = Maatregel.objects.all()[0]
    pages = [
        *[f"/aanbieders/{linde.pk}{t}" for t in ("", "/contracten", "/locaties")],
        *[f"/contracten/{contract.pk}{t}" for t in ("", "/tarieven", "/plaatsen")],
        f"/overeenkomsten/{contract.overeenkomst_id}",
        *[f"/percelen/{contract.perceel_id}{t}" for t in ("", "/aanbieders")],
        *[f"/producten/{Product.objects.get(code='DBGGI').pk}{t}" for t in ("", "/tarieven")],
        f"/maatregelen/{measure.pk}",
    ]
    for page in pages:
        assert user.get(page).status_code == 200, page
    assert user.get(f"/aanbieders/{linde.pk}/bestaatniet").status_code == 404


def test_search_refuses_a_bsn_and_does_not_repeat_it(as_user: Callable[[str], Client]) -> None:
    page = text(as_user("toegang@enschede.demo").get("/zoeken", {"q": "999990019"}))
    assert "Zoek niet op burgerservicenummer" in page
    assert "999990019" not in page


def test_search_finds_aanbieder_product_and_own_toewijzing_only(
    as_user: Callable[[str], Client],
) -> None:
    from indications.models import Toewijzing

    own = Toewijzing.objects.filter(gemeente__code="0153")[0]
    other = Toewijzing.objects.exclude(gemeente__code="0153")[0]
    user = as_user("toegang@enschede.demo")
    assert "Zorghuis De Linde" in text(user.get("/zoeken", {"q": "linde"}))
    assert "ABHIR" in text(user.get("/zoeken", {"q": "ABHIR"}))
    assert f"/toewijzingen/{own.pk}" in text(user.get("/zoeken", {"q": own.nummer}))
    assert f"/toewijzingen/{other.pk}" not in text(user.get("/zoeken", {"q": other.nummer}))


def test_unrelated_aanbieder_has_no_contract_state_of_another(demo: None) -> None:
    from contracts.selectors import with_contract_state

    stranger = AanbiederFactory()
    day = datetime.date(2026, 11, 22)
    row = with_contract_state(Aanbieder.objects.filter(pk=stranger.pk), day).get()
    assert (row.percelen, row.staat) == (0, "geen")


def test_list_on_a_tab_offers_nothing_that_only_a_page_of_its_own_can(
    as_user: Callable[[str], Client],
) -> None:
    user = as_user("contractmanager@ozjt.demo")
    linde = Aanbieder.objects.get(naam="Zorghuis De Linde")
    for path in (
        f"/aanbieders/{linde.pk}/contracten",
        f"/percelen/{Perceel.objects.get(code='BHI').pk}/aanbieders",
    ):
        page = text(user.get(path))
        assert "formaat=" not in page
        assert "sorteer=" not in page


def test_hoofdovereenkomst_shows_the_contracts_below_it(as_user: Callable[[str], Client]) -> None:
    head = Overeenkomst.objects.get(nummer="DEMO-0001")
    page = text(as_user("contractmanager@ozjt.demo").get(f"/overeenkomsten/{head.pk}"))
    assert "Behandeling individueel" in page


def test_search_puts_a_whole_word_before_a_part_of_one(as_user: Callable[[str], Client]) -> None:
    for naam in ("Aa Vuurvlinder", "Bb Vuurvlinder"):
        AanbiederFactory(naam=naam)
    page = text(as_user("contractmanager@ozjt.demo").get("/zoeken", {"q": "linde"}))
    assert page.index("Zorghuis De Linde") < page.index("Aa Vuurvlinder")
