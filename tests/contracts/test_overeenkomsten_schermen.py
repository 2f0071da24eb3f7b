"""Acts of contract management on screen, registers with filters, saved views, as on a date."""

import datetime
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from contracts.models import Leveringsgebied, Overeenkomst, Perceelcontract
from core.choices import Organisatiesoort, Rolcode
from core.models import Weergave
from tests.documenten.bestanden import pages
from tests.factories.contracts import (
    ContractLocatieFactory,
    LeveringsgebiedFactory,
    OvereenkomstFactory,
    PerceelcontractFactory,
    PerceelFactory,
)
from tests.factories.core import OrganisatieFactory
from tests.factories.providers import AanbiederFactory, LocatieFactory

pytestmark = pytest.mark.django_db
D = datetime.date


def text(response: Any) -> str:
    content = getattr(response, "content", b"") or b"".join(response.streaming_content)
    return content.decode()  # type: ignore[no-any-return]


@pytest.fixture
def manager(client_for: Callable[..., Client]) -> Client:
    return client_for(Rolcode.CONTRACTMANAGER)


@pytest.fixture
def head() -> Overeenkomst:
    return OvereenkomstFactory(begindatum=D(2025, 1, 1), einddatum=D(2028, 12, 31), verlengopties=2)


@pytest.fixture
def contract(head: Overeenkomst) -> Perceelcontract:
    return PerceelcontractFactory(
        overeenkomst=head,
        aanbieder=head.aanbieder,
        begindatum=head.begindatum,
        einddatum=head.einddatum,
    )


def codes(response: Any) -> set[str]:
    return set(re.findall(r'data-code="([a-z_]+)"', text(response)))


def test_from_nothing_to_a_contract_with_gemeenten(manager: Client) -> None:
    aanbieder, perceel = AanbiederFactory(), PerceelFactory()
    gemeente = OrganisatieFactory(soort=Organisatiesoort.GEMEENTE)
    page = text(manager.get("/overeenkomsten/toevoegen", {"aanbieder": str(aanbieder.pk)}))
    assert f'value="{aanbieder.pk}" selected' in page
    given = {
        "aanbieder": aanbieder.pk, "nummer": "HO-9", "naam": "Hoofd", "begindatum": "1-1-2025",
        "einddatum": "31-12-2028", "verlengopties": "2", "verlengoptie_maanden": "12",
    }  # fmt: skip
    answer = manager.post("/overeenkomsten/toevoegen", {**given, "einddatum": "31-12-2033"})
    assert answer.status_code == 422
    assert codes(answer) == {"looptijd_te_lang"}
    assert manager.post("/overeenkomsten/toevoegen", given).status_code == 302
    row = Overeenkomst.objects.get(nummer="HO-9")
    sub = {**given, "nummer": "SO-9", "verlengopties": "0"}
    assert manager.post(f"/overeenkomsten/{row.pk}/subovereenkomst", sub).status_code == 302
    admit = {"perceel": perceel.pk, "begindatum": "1-1-2025"}
    answer = manager.post(f"/overeenkomsten/{row.pk}/toelaten", admit, follow=True)
    assert "is toegelaten tot" in text(answer)
    contract = Perceelcontract.objects.get(overeenkomst=row)
    answer = manager.post(
        f"/contracten/{contract.pk}/gemeenten",
        {"versie": 1, "vanaf": "1-1-2025", "gemeenten": [gemeente.pk]},
        follow=True,
    )
    assert gemeente.naam in text(answer)
    assert Leveringsgebied.objects.get().gemeente_id == gemeente.pk


def test_every_act_shows_its_page_and_says_what_it_means(
    manager: Client, contract: Perceelcontract
) -> None:
    place = ContractLocatieFactory(perceelcontract=contract)
    on = {
        "overeenkomsten": (contract.overeenkomst_id, [
            "subovereenkomst", "verbeteren", "verlengen", "stuk", "toelaten",
        ]),
        "contracten": (contract.pk, [
            "tariefgroep", "wachttijd", "einddatum", "intrekken", "gemeenten", "locatie",
        ]),
        "contractlocaties": (place.pk, ["plaatsen", "beeindigen"]),
    }  # fmt: skip
    for prefix, (pk, acts) in on.items():
        for act in acts:
            assert manager.get(f"/{prefix}/{pk}/{act}").status_code == 200, act
            empty = manager.post(f"/{prefix}/{pk}/{act}", {})
            assert empty.status_code in (302, 422), act
            assert (
                manager.get(f"/{prefix}/00000000-0000-0000-0000-000000000000/{act}").status_code
                == 404
            )


def test_earlier_end_says_where_to_go(manager: Client, contract: Perceelcontract) -> None:
    answer = manager.post(
        f"/contracten/{contract.pk}/einddatum", {"versie": 1, "einddatum": "31-12-2026"}
    )
    assert answer.status_code == 409
    assert "beëindigingsverzoek" in text(answer)
    assert codes(answer) == {"einde_via_contractbeheer"} or "einde_via" in text(answer)


def test_extension_shows_what_goes_along_and_does_it(
    manager: Client, contract: Perceelcontract
) -> None:
    path = f"/overeenkomsten/{contract.overeenkomst_id}/verlengen"
    page = text(manager.get(path))
    assert "31 december 2029" in page
    assert f'value="{contract.pk}"' in page
    done = manager.post(path, {"versie": 1, "mee": [contract.pk]}, follow=True)
    assert "verlengd tot en met 31 december 2029" in text(done)
    contract.refresh_from_db()
    assert contract.einddatum == D(2029, 12, 31)
    assert manager.post(path, {"versie": 1}).status_code == 412


def test_paper_is_there_for_both_sides(
    manager: Client, head: Overeenkomst, client_for: Callable[..., Client], tmp_path: Any
) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    path = f"/overeenkomsten/{head.pk}/stuk"
    wrong = {"soort": "overeenkomst", "bestand": SimpleUploadedFile("a.pdf", b"geen pdf")}
    answer = manager.post(path, wrong)
    assert answer.status_code == 422
    assert any(code.startswith("document_") for code in codes(answer))
    good = {"soort": "overeenkomst", "bestand": SimpleUploadedFile("a.pdf", pages(1))}
    assert "a.pdf" in text(manager.post(path, good, follow=True))
    own = client_for(Rolcode.AANBIEDER_BEHEERDER, head.aanbieder.organisatie)
    assert "a.pdf" in text(own.get(f"/overeenkomsten/{head.pk}/stukken"))
    assert client_for(Rolcode.TOEGANG).get(f"/overeenkomsten/{head.pk}/stukken").status_code == 403
    assert "Stukken" not in text(client_for(Rolcode.TOEGANG).get(f"/overeenkomsten/{head.pk}"))


def test_location_of_another_aanbieder_is_no_choice(
    manager: Client, contract: Perceelcontract
) -> None:
    own, strange = LocatieFactory(aanbieder=contract.aanbieder), LocatieFactory()
    path = f"/contracten/{contract.pk}/locatie"
    page = text(manager.get(path))
    assert str(own.pk) in page
    assert str(strange.pk) not in page
    given = {"versie": 1, "plaatsen": "8", "begindatum": "1-1-2026"}
    assert manager.post(path, {**given, "plek": f"{strange.pk}:"}).status_code == 422
    done = manager.post(path, {**given, "plek": f"{own.pk}:"}, follow=True)
    assert own.naam in text(done)


def test_secret_address_stands_on_no_page_of_a_contract(
    manager: Client, contract: Perceelcontract
) -> None:
    place = LocatieFactory(
        aanbieder=contract.aanbieder, geheim=True, straat="Gemeentehuis", huisnummer="1"
    )
    ContractLocatieFactory(perceelcontract=contract, locatie=place)
    for tab in ("", "/plaatsen", "/locatie"):
        page = text(manager.get(f"/contracten/{contract.pk}{tab}"))
        assert place.postcode not in page


# As on a date


def test_contract_as_on_a_day_past_and_future(manager: Client, contract: Perceelcontract) -> None:
    old = OrganisatieFactory(soort=Organisatiesoort.GEMEENTE, naam="Oudegemeente")
    new = OrganisatieFactory(soort=Organisatiesoort.GEMEENTE, naam="Nieuwegemeente")
    LeveringsgebiedFactory(
        perceelcontract=contract, gemeente=old, begindatum=D(2025, 1, 1), einddatum=D(2025, 12, 31)
    )
    LeveringsgebiedFactory(perceelcontract=contract, gemeente=new, begindatum=D(2028, 1, 1))
    path = f"/contracten/{contract.pk}/gebied"
    assert "Oudegemeente" in text(manager.get(path, {"op": "2025-06-01"}))
    assert "Nieuwegemeente" not in text(manager.get(path, {"op": "2025-06-01"}))
    page = text(manager.get(path, {"op": "2028-01-01"}))
    assert "Nieuwegemeente" in page
    assert "1 januari 2028" in page
    assert "Geen geldig contract" in text(
        manager.get(f"/contracten/{contract.pk}", {"op": "2029-01-01"})
    )
    for wrong in ("gisteren", "31-2-2026"):
        assert manager.get(path, {"op": wrong}).status_code == 200


# Registers


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("gemeente=0153", True), ("gemeente=0141", False), ("pilot=on", True),
        ("eindigt_voor=1-1-2029", True), ("eindigt_voor=31-12-2028", False),
        ("financiering=output", False), ("financiering=inspanning", True),
        ("peildatum=1-1-2025", True), ("peildatum=31-12-2024", False), ("staat=geldig", True),
    ],
)  # fmt: skip
def test_filter_of_contracts(manager: Client, query: str, found: bool) -> None:
    for code in ("0153", "0141"):
        OrganisatieFactory(soort=Organisatiesoort.GEMEENTE, code=code)
    outer = OvereenkomstFactory(
        begindatum=D(2025, 1, 1), einddatum=D(2028, 12, 31), pilot=True, waarde=1
    )
    row = PerceelcontractFactory(
        overeenkomst=outer,
        aanbieder=outer.aanbieder,
        begindatum=D(2025, 1, 1),
        einddatum=D(2028, 12, 31),
    )
    from core.models import Organisatie

    LeveringsgebiedFactory(
        perceelcontract=row,
        gemeente=Organisatie.objects.get(code="0153"),
        begindatum=D(2025, 1, 1),
    )
    page = text(manager.get(f"/contracten?{query}"))
    assert (row.aanbieder.naam in page) is found


def test_agreements_with_options_left(manager: Client, head: Overeenkomst) -> None:
    without = OvereenkomstFactory(begindatum=D(2025, 1, 1), einddatum=D(2028, 12, 31))
    page = text(manager.get("/overeenkomsten?opties=on"))
    assert head.nummer in page
    assert without.nummer not in page
    assert head.nummer in text(manager.get("/overeenkomsten?opties=on&formaat=csv"))


def test_same_number_of_queries_for_few_and_many(
    manager: Client, contract: Perceelcontract
) -> None:
    def count(path: str) -> int:
        manager.get(path)
        with CaptureQueriesContext(connection) as seen:
            assert manager.get(path).status_code == 200
        return len(seen)

    paths = [
        "/contracten", "/overeenkomsten", f"/overeenkomsten/{contract.overeenkomst_id}",
        f"/contracten/{contract.pk}", f"/contracten/{contract.pk}/plaatsen",
        f"/contracten/{contract.pk}/gebied", f"/aanbieders/{contract.aanbieder_id}/contracten",
    ]  # fmt: skip
    few = [count(path) for path in paths]
    for _n in range(6):
        row = PerceelcontractFactory(
            overeenkomst=contract.overeenkomst, aanbieder=contract.aanbieder
        )
        ContractLocatieFactory(perceelcontract=contract)
        LeveringsgebiedFactory(perceelcontract=contract)
        LeveringsgebiedFactory(perceelcontract=row)
    many = [count(path) for path in paths]
    assert all(abs(n - m) <= 1 for n, m in zip(few, many, strict=True)), (few, many)


# Saved views


def test_view_is_kept_shown_opened_first_renamed_and_thrown_away(
    manager: Client, client_for: Callable[..., Client]
) -> None:
    path = "/weergaven/contracten?pilot=on&cursor=x&formaat=csv"
    assert manager.get(path).status_code == 200
    assert manager.post(path, {"naam": ""}).status_code == 422
    answer = manager.post(path, {"naam": "Mijn pilots", "standaard": "on"})
    row = Weergave.objects.get()
    assert (row.vraag, row.standaard, row.register) == ("pilot=on", True, "contracten")
    assert answer["Location"] == f"/contracten?pilot=on&weergave={row.pk}"
    assert "Mijn pilots" in text(manager.get("/contracten?pilot=on"))
    assert manager.get("/contracten")["Location"] == answer["Location"]
    assert manager.get("/contracten?weergave=alles").status_code == 200
    again = manager.post(path, {"naam": "Mijn pilots"})
    assert codes(again) == {"weergave_bestaat"}
    other = client_for(Rolcode.CONTRACTMANAGER)
    act = reverse("weergave", args=[row.pk])
    assert other.post(act, {"act": "verwijderen"}).status_code == 404
    assert "Mijn pilots" not in text(other.get("/contracten"))
    manager.post(act, {"act": "hernoemen", "naam": "Pilots"})
    manager.post(act, {"act": "gewoon"})
    row.refresh_from_db()
    assert (row.naam, row.standaard) == ("Pilots", False)
    assert manager.get("/contracten").status_code == 200
    assert manager.post(act, {"act": "onzin"}).status_code == 400
    manager.post(act, {"act": "verwijderen"})
    assert not Weergave.objects.exists()


@pytest.mark.parametrize("register", ["vandaag", "bestaat-niet", "contract", "segmenten-x"])
def test_view_of_what_is_no_list(manager: Client, register: str) -> None:
    assert manager.get(f"/weergaven/{register}").status_code == 404
    assert manager.post(f"/weergaven/{register}", {"naam": "x"}).status_code == 404


def test_at_most_twenty_views(manager: Client) -> None:
    for number in range(20):
        assert manager.post("/weergaven/contracten", {"naam": f"n{number}"}).status_code == 302
    assert codes(manager.post("/weergaven/contracten", {"naam": "n20"})) == {"te_veel_weergaven"}


def test_an_address_with_more_filters_than_any_list_has_is_refused(manager: Client) -> None:
    query = "&".join(f"x{n}=1" for n in range(100))
    for path in ("/contracten", "/weergaven/contracten"):
        assert manager.get(f"{path}?{query}").status_code == 400
    assert manager.post(f"/weergaven/contracten?{query}", {"naam": "x"}).status_code == 400
