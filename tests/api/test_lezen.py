"""Catalogue, aanbieders and contracts: filters, pages, and no secret address."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contracts.models import Perceel, Uitsluiting
from core.choices import Rolcode
from core.models import Organisatie
from providers.models import Aanbieder, GeheimAdres, Locatie
from tests.api.conftest import BEUK, ES, LINDE, Api

PATHS = [
    "/gemeenten",
    "/segmenten",
    "/percelen",
    "/producten",
    "/aanbieders",
    "/perceelcontracten",
]


def rows(api: Api, path: str) -> list[dict[str, Any]]:
    """All pages of a list."""
    sep = "&" if "?" in path else "?"
    answer = api.get(f"{path}{sep}limit=100").json()
    found: list[dict[str, Any]] = answer["resultaten"]
    while answer["volgende"]:
        answer = api.client.get(answer["volgende"]).json()
        found += answer["resultaten"]
    return found


@pytest.mark.parametrize("path", PATHS)
def test_list_and_detail_say_the_same_and_have_a_version(api: Api, path: str) -> None:
    listed = rows(api, path)
    assert listed
    assert len({row["id"] for row in listed}) == len(listed)
    one = api.get(f"{path}/{listed[-1]['id']}")
    assert one.json() == listed[-1]
    assert api.get(f"{path}/{listed[-1]['id']}", if_none_match=one["ETag"]).status_code == 304
    other = api.get(f"{path}/{listed[-1]['id']}", if_none_match='"x", W/"y"')
    assert other.status_code == 200


@pytest.mark.parametrize("path", PATHS)
def test_number_of_queries_does_not_depend_on_rows(api: Api, path: str) -> None:
    counts = []
    for limit in (2, 20):
        with CaptureQueriesContext(connection) as seen:
            api.get(f"{path}?limit={limit}")
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 2


def test_etag_changes_with_the_content(api: Api) -> None:
    perceel = Perceel.objects.order_by("code").first()
    assert perceel is not None
    before = api.get(f"/percelen/{perceel.pk}")["ETag"]
    Perceel.objects.filter(pk=perceel.pk).update(naam="Andere naam")
    assert api.get(f"/percelen/{perceel.pk}", if_none_match=before).status_code == 200


FILTERS: list[tuple[str, Callable[[dict[str, Any]], bool]]] = [
    ("/gemeenten?gemeentecode=0153", lambda row: row["naam"] == "Enschede"),
    ("/segmenten?segmentcode=crisis", lambda row: row["segmentcode"] == "crisis"),
    ("/percelen?segmentcode=ambulant", lambda row: row["segmentcode"] == "ambulant"),
    ("/producten?productcode=ABHIR", lambda row: row["productcode"] == "ABHIR"),
    (f"/aanbieders?aanbiederAgbCode={LINDE}", lambda row: row["agbCodes"][0]["code"] == LINDE),
    (
        "/aanbieders?gemeentecode=0153",
        lambda row: "0153" in {place["gemeentecode"] for place in row["locaties"]},
    ),
    ("/perceelcontracten?status=geldig", lambda row: row["status"] == "geldig"),
    (
        f"/perceelcontracten?aanbiederAgbCode={BEUK}&peildatum=2026-11-22",
        lambda row: row["begindatum"] <= "2026-11-22" <= (row["einddatum"] or "9999"),
    ),
]


@pytest.mark.parametrize(("path", "holds"), FILTERS, ids=[f[0] for f in FILTERS])
def test_filter(api: Api, path: str, holds: Callable[[dict[str, Any]], bool]) -> None:
    found = rows(api, path)
    assert found
    assert all(holds(row) for row in found)


def test_products_of_a_perceel_both_ways(api: Api) -> None:
    perceel = rows(api, "/percelen?productcode=ABHIR")[0]
    nested = rows(api, f"/percelen/{perceel['id']}/producten")
    assert "ABHIR" in {product["productcode"] for product in nested}
    assert nested == rows(api, f"/producten?perceelcode={perceel['perceelcode']}")
    unknown = "c1b2a3d4-0000-4000-8000-000000000000"
    assert api.get(f"/percelen/{unknown}/producten").status_code == 404


def test_excluded_perceel_and_its_products_are_not_offered_r_seg_5(api: Api, vandaag: Any) -> None:
    perceel = Perceel.objects.filter(perceelproducten__product__code="ABHIR").first()
    assert perceel is not None
    Uitsluiting.objects.create(
        gemeente=Organisatie.objects.get(soort="gemeente", code="0153"),
        perceel=perceel,
        verwijzing="elders",
        begindatum=vandaag,
    )
    here = {row["perceelcode"] for row in rows(api, "/percelen?gemeentecode=0153")}
    there = {row["perceelcode"] for row in rows(api, "/percelen?gemeentecode=0141")}
    assert perceel.code not in here
    assert perceel.code in there
    products = {row["productcode"] for row in rows(api, "/producten?gemeentecode=0153")}
    assert "ABHIR" not in products


def test_secret_address_is_nowhere(api: Api) -> None:
    place = Locatie.objects.filter(geheim=True, aanbieder__agb_codes__code=ES).first()
    assert place is not None
    assert GeheimAdres.objects.filter(locatie=place).exists()
    found = rows(api, f"/aanbieders?aanbiederAgbCode={ES}")[0]
    shown = next(p for p in found["locaties"] if p["id"] == str(place.pk))
    assert shown["geheim"] is True
    assert (shown["straat"], shown["postcode"]) == (place.straat, place.postcode)
    assert set(shown) == {
        "id",
        "naam",
        "gemeentecode",
        "geheim",
        "straat",
        "huisnummer",
        "postcode",
        "plaats",
        "begindatum",
        "einddatum",
    }


def test_search_by_name_is_in_the_body(api: Api) -> None:
    answer = api.post("/aanbieders/_zoek", {"naam": "LINDE", "limit": 5}).json()
    assert any(row["naam"] == "Zorghuis De Linde" for row in answer["resultaten"])
    assert api.get("/aanbieders?naam=linde").status_code == 400
    assert api.post("/aanbieders/_zoek", {"naam": "%"}).json()["resultaten"] == []


def test_cursor_of_a_search_goes_in_the_next_body(api: Api) -> None:
    first = api.post("/aanbieders/_zoek", {"limit": 2}).json()
    second = api.post("/aanbieders/_zoek", {"limit": 2, "cursor": first["volgende"]}).json()
    assert not {r["id"] for r in first["resultaten"]} & {r["id"] for r in second["resultaten"]}


def test_aanbieder_sees_itself_only(demo: None, api_client: Callable[..., Any]) -> None:
    own = Aanbieder.objects.get(agb_codes__code=LINDE)
    scopes = "aanbieders:lezen perceelcontracten:lezen"
    client = api_client(own.organisatie, scopes=scopes, rol=Rolcode.AANBIEDER_BEHEERDER)
    listed = client.get("/api/v1/aanbieders?limit=100").json()["resultaten"]
    assert [row["id"] for row in listed] == [str(own.pk)]
    other = Aanbieder.objects.exclude(pk=own.pk).first()
    assert other is not None
    assert client.get(f"/api/v1/aanbieders/{other.pk}").status_code == 404
    contracts = client.get("/api/v1/perceelcontracten?limit=100").json()["resultaten"]
    assert {row["aanbiederId"] for row in contracts} == {str(own.pk)}
