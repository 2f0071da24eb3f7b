"""Sub-resources of `/aanbieders/{id}`: what was approved, and for whom (R-ZP-4, R-BES-2)."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contracts.models import Groepproduct, Onderaannemerschap
from core.choices import Rolcode
from core.models import Document, Organisatie
from providers.models import Aanbieder, Dossierstuk
from providers.rules import mask_iban
from tests.api.conftest import Api
from tests.factories.contracts import PerceelFactory, ProductFactory
from tests.factories.providers import (
    BEGIN,
    AanbiederFactory,
    BankrekeningFactory,
    ContactgegevenFactory,
    GroepFactory,
)

PARTS = ["bankrekeningen", "contacten", "dossierstukken", "groepen", "onderaannemers"]
CLOSED = ["bankrekeningen", "dossierstukken"]


@pytest.fixture
def dossier(aanbieder: Aanbieder, document: Callable[..., Document]) -> Aanbieder:
    """With one of each, and another aanbieder beside it that has them too."""
    for one in (aanbieder, AanbiederFactory(naam="De Beuk")):
        group = one.locaties.get().groepen.get() if one == aanbieder else _group_of(one)
        Groepproduct.objects.create(groep=group, product=ProductFactory(), begindatum=BEGIN)
        Onderaannemerschap.objects.create(
            hoofdaannemer=one,
            naam="Zorg Onder Dak",
            kvk="99912345",
            perceel=PerceelFactory(),
            begindatum=BEGIN,
        )
        Dossierstuk.objects.create(
            aanbieder=one,
            soort="jaarrekening",
            omschrijving="Jaarrekening 2025",
            document=document("dossierstuk"),
            begindatum=BEGIN,
        )
    return aanbieder


def _group_of(other: Aanbieder) -> Any:
    BankrekeningFactory(aanbieder=other)
    ContactgegevenFactory(aanbieder=other)
    return GroepFactory(locatie__aanbieder=other)


def listed(api: Api, aanbieder: Aanbieder, part: str) -> list[dict[str, Any]]:
    answer = api.get(f"/aanbieders/{aanbieder.pk}/{part}")
    assert answer.status_code == 200, answer.content
    found: list[dict[str, Any]] = answer.json()["resultaten"]
    return found


def test_aanbieder_reads_its_own_dossier(
    dossier: Aanbieder, program_of: Callable[..., Api]
) -> None:
    own = program_of(dossier.organisatie)
    account = listed(own, dossier, "bankrekeningen")
    assert [row["iban"] for row in account] == [mask_iban(dossier.rekeningen.get().iban)]
    assert [row["email"] for row in listed(own, dossier, "contacten")] == [
        "algemeen@aanbieder.demo"
    ]
    (group,) = listed(own, dossier, "groepen")
    codes = dossier.locaties.get().groepen.get().producten.values_list("product__code", flat=True)
    assert [p["productcode"] for p in group["producten"]] == list(codes)
    assert group["capaciteit"] == 8
    (sub,) = listed(own, dossier, "onderaannemers")
    assert (sub["naam"], sub["onderaannemerId"]) == ("Zorg Onder Dak", None)
    (paper,) = listed(own, dossier, "dossierstukken")
    held = Dossierstuk.objects.get(aanbieder=dossier).document
    assert (paper["documentId"], paper["sha256"]) == (str(held.pk), held.sha256)


def statuses(api: Api, aanbieder: Aanbieder) -> dict[str, int]:
    return {part: api.get(f"/aanbieders/{aanbieder.pk}/{part}").status_code for part in PARTS}


def test_that_of_another_aanbieder_is_not_found(
    dossier: Aanbieder, program_of: Callable[..., Api]
) -> None:
    other = program_of(Aanbieder.objects.exclude(pk=dossier.pk).get().organisatie)
    assert statuses(other, dossier) == dict.fromkeys(PARTS, 404)


def test_contract_management_reads_all_parts(
    dossier: Aanbieder, program_of: Callable[..., Api], ozjt: Organisatie
) -> None:
    office = program_of(ozjt, Rolcode.CONTRACTBEHEERDER)
    assert statuses(office, dossier) == dict.fromkeys(PARTS, 200)
    assert "••••" in listed(office, dossier, "bankrekeningen")[0]["iban"]


@pytest.mark.parametrize(
    ("rol", "waar"), [(Rolcode.GEMEENTE_API, "gemeente"), (Rolcode.CPWV, "ozjt")]
)
def test_gemeente_and_others_read_no_accounts_or_papers(
    dossier: Aanbieder,
    program_of: Callable[..., Api],
    request: pytest.FixtureRequest,
    rol: Rolcode,
    waar: str,
) -> None:
    reader = program_of(request.getfixturevalue(waar), rol)
    got = statuses(reader, dossier)
    assert got == {part: 403 if part in CLOSED else 200 for part in PARTS}


def test_zorgmedewerker_of_the_aanbieder_reads_no_accounts_or_papers(
    dossier: Aanbieder, program_of: Callable[..., Api]
) -> None:
    reader = program_of(dossier.organisatie, Rolcode.AANBIEDER_ZORG)
    assert statuses(reader, dossier) == {part: 403 if part in CLOSED else 200 for part in PARTS}


def test_each_closed_part_has_its_own_scope(
    dossier: Aanbieder, program_of: Callable[..., Api]
) -> None:
    reader = program_of(dossier.organisatie, scopes="aanbieders:lezen")
    assert statuses(reader, dossier) == {part: 403 if part in CLOSED else 200 for part in PARTS}
    for part in CLOSED:
        one = program_of(dossier.organisatie, scopes=f"{part}:lezen")
        got = statuses(one, dossier)
        assert [name for name, status in got.items() if status == 200] == [part]


@pytest.mark.parametrize("part", PARTS)
def test_peildatum_paging_and_wrong_parameters(
    dossier: Aanbieder, program_of: Callable[..., Api], part: str
) -> None:
    own = program_of(dossier.organisatie)
    path = f"/aanbieders/{dossier.pk}/{part}"
    before = BEGIN - datetime.timedelta(days=1)
    assert len(own.get(f"{path}?peildatum={BEGIN}&limit=1").json()["resultaten"]) == 1
    assert own.get(f"{path}?peildatum={before}").json()["resultaten"] == []
    for wrong in ("peildatum=2026-W01-1", "kleur=1", "limit=0", "cursor=x"):
        assert own.get(f"{path}?{wrong}").status_code == 400
    assert own.get(f"/aanbieders/{before}/{part}").status_code == 404


def test_groups_cost_the_same_whatever_their_number(
    dossier: Aanbieder, program_of: Callable[..., Api]
) -> None:
    own = program_of(dossier.organisatie)
    place, product = dossier.locaties.get(), ProductFactory()
    for _ in range(20):
        group = GroepFactory(locatie=place)
        Groepproduct.objects.create(groep=group, product=product, begindatum=BEGIN)
    counts = []
    for limit in (2, 20):
        with CaptureQueriesContext(connection) as seen:
            own.get(f"/aanbieders/{dossier.pk}/groepen?limit={limit}")
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 3


def test_list_and_detail_of_aanbieders_stay_light(
    dossier: Aanbieder, program_of: Callable[..., Api]
) -> None:
    found = program_of(dossier.organisatie).get(f"/aanbieders/{dossier.pk}").json()
    assert not set(PARTS) & set(found)
