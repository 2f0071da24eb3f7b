"""Everything held on one jeugdige, in one act, of the own gemeente only (N-AVG-04)."""

import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.db.models import BinaryField, ForeignKey
from django.test import Client
from django.urls import reverse

from core.choices import Rolcode
from core.genereren import import_everything, models_of_ours
from core.kluis import KLUISMODELLEN
from core.models import Gebeurtenis, Inzage
from core.policies import POLICIES
from indications.models import Jeugdige, Toewijzing
from jeugdigen.models.toekomstplan import BIG_VIJF
from jeugdigen.services.inzage import ANDERS, roads
from jeugdigen.services.toekomstplan import Plan, agree_toekomstplan
from tests.factories.indications import DeclaratieregelFactory, JeugdigeFactory, LeveringFactory
from tests.jeugdigen.conftest import VANDAAG, D, Zaak, help_for

import_everything()


def test_every_model_that_leads_to_a_jeugdige_is_collected() -> None:
    """Walks the models of all rooms: one with a foreign key into the dossier is in it itself."""
    inside = set(roads())
    assert {Jeugdige, Toewijzing} < inside
    for model in models_of_ours():
        for field in model._meta.concrete_fields:
            if isinstance(field, ForeignKey) and field.remote_field.model in inside:
                assert model in inside, model._meta.label


def test_every_model_on_the_road_has_a_scope_or_another_way() -> None:
    without = {m._meta.label for m in roads() if m not in POLICIES}
    assert without == set(ANDERS)


def test_what_is_sealed_on_the_road_can_be_opened() -> None:
    for model in roads():
        sealed = {f.name for f in model._meta.concrete_fields if isinstance(f, BinaryField)}
        entry = KLUISMODELLEN.get(model._meta.label)
        known = set(entry.velden) | {entry.hashveld} if entry else set()
        assert sealed <= known, model._meta.label


def test_lookup_of_every_road_works() -> None:
    for model, path in roads().items():
        model._default_manager.filter(**{path: apps.get_model("indications.Jeugdige")().pk})


@pytest.fixture
def dossier(zaak: Zaak, client_for: Callable[..., Client]) -> Callable[[], Any]:
    def get() -> Any:
        client = client_for(Rolcode.TOEGANG, zaak.enschede)
        url = reverse("jeugdige-inzage-geven", args=[zaak.jeugdige.pk])
        return client.post(url, {"reden": "Verzoek van de ouders"})

    return get


@pytest.mark.django_db
def test_page_and_json_hold_all_of_the_own_gemeente_and_nothing_of_another(
    zaak: Zaak, dossier: Callable[[], Any]
) -> None:
    zaak.jeugdige = JeugdigeFactory(gemeente=zaak.enschede, geboortedatum=D(2010, 5, 1))
    row = help_for(zaak.jeugdige)
    LeveringFactory(toewijzing=row)
    line = DeclaratieregelFactory(toewijzing=row)
    theirs = help_for(zaak.jeugdige, gemeente=zaak.hengelo)
    texts = {name: f"Plan voor {name}" for name in BIG_VIJF}
    agree_toekomstplan(
        zaak.toegang, zaak.jeugdige.pk, Plan(texts, VANDAAG), versie=0, peildatum=VANDAAG
    )
    response = dossier()
    assert response["Content-Type"] == "application/zip"
    assert "no-store" in response["Cache-Control"]
    with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
        page = archive.read("gegevens.html").decode()
        data = json.loads(archive.read("gegevens.json"))
    assert data["persoon"]["geslachtsnaam"] == "Haverdemo"
    assert len(data["persoon"]["bsn"]) == 9
    kinds = data["gegevens"]
    assert [r["nummer"] for r in kinds["toewijzingen"]] == [row.nummer]
    assert [r["referentienummer"] for r in kinds["declaratieregels"]] == [line.referentienummer]
    assert len(kinds["leveringen"]) == 1
    assert kinds["toekomstplannen"][0]["wonen"] == "Plan voor wonen"
    assert kinds["wie gegevens inzag of wijzigde"]
    for text in (page, json.dumps(data)):
        assert str(row.nummer) in text
        assert str(theirs.nummer) not in text
    assert "Plan voor inkomen" in page


@pytest.mark.django_db
def test_reason_is_asked_and_logged(
    zaak: Zaak, dossier: Callable[[], Any], client_for: Callable[..., Client]
) -> None:
    client = client_for(Rolcode.TOEGANG, zaak.enschede)
    url = reverse("jeugdige-inzage-geven", args=[zaak.jeugdige.pk])
    assert client.post(url, {"reden": ""}).status_code == 400
    assert not Inzage.objects.filter(soort="jeugdige.inzage_gegeven").exists()
    assert dossier().status_code == 200
    logged = Inzage.objects.get(soort="jeugdige.inzage_gegeven")
    assert (logged.handeling, logged.detail) == ("E", "Verzoek van de ouders")
    assert Gebeurtenis.objects.filter(soort="jeugdige.inzage_gegeven").count() == 1
    backoffice = client_for(Rolcode.BACKOFFICE, zaak.enschede)
    assert backoffice.get(url).status_code == 403
    assert client_for(Rolcode.TOEGANG, zaak.hengelo).get(url).status_code == 404
