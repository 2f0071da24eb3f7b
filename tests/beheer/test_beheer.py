"""The admin: staff only, every page opens, errors are in Dutch, every change leaves a trace."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from availability.models import Aanbod
from contracts.choices import Perceelcontractstatus
from contracts.models import Perceelcontract, Product, Tarief
from core.choices import Rolcode
from core.models import Gebeurtenis, Inzage
from indications.models import JeugdigeKluis
from providers.models import Aanbieder, GeheimAdres, Locatie
from tests.factories.contracts import (
    PerceelcontractFactory,
    PerceelFactory,
    ProductFactory,
    TariefFactory,
)
from tests.factories.core import GebruikerFactory, OrganisatieFactory
from tests.factories.providers import AanbiederFactory, LocatieFactory

pytestmark = pytest.mark.django_db
MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)
REGISTERS = [m for m in MODELS if m._meta.app_label in ("contracts", "providers", "availability")]


@pytest.fixture
def beheer(client_for: Callable[..., Client]) -> Client:
    return client_for(gebruiker=GebruikerFactory(is_staff=True, is_superuser=True))


def page(model: Any, act: str, *args: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{act}", args=args)


def fields(contract: Perceelcontract, **changed: Any) -> dict[str, Any]:
    """What the form of a perceelcontract posts."""
    values = {
        "overeenkomst": contract.overeenkomst_id,
        "aanbieder": contract.aanbieder_id,
        "perceel": contract.perceel_id,
        "status": contract.status,
        "begindatum": contract.begindatum,
        "einddatum": contract.einddatum,
    }
    return {name: value for name, value in (values | changed).items() if value is not None}


def errors(response: Any) -> str:
    assert response.status_code == 200
    form = response.context["adminform"].form
    return str(form.errors)


@pytest.mark.parametrize("model", MODELS, ids=lambda m: m._meta.label)
def test_list_and_new_open(beheer: Client, model: Any) -> None:
    lists = beheer.get(page(model, "changelist"), {"q": "a"} if _searches(model) else {})
    assert lists.status_code == 200
    if admin.site._registry[model].has_add_permission(lists.wsgi_request):
        assert beheer.get(page(model, "add")).status_code == 200


def _searches(model: Any) -> bool:
    return bool(admin.site._registry[model].search_fields)


@pytest.mark.parametrize("chosen", ["nu", "later", "voorbij", "onzin"])
def test_filter_on_the_period(beheer: Client, chosen: str) -> None:
    today = timezone.localdate()
    old = PerceelcontractFactory(
        begindatum=today - datetime.timedelta(days=90), einddatum=today - datetime.timedelta(days=1)
    )
    new = PerceelcontractFactory(begindatum=today, einddatum=None)
    later = PerceelcontractFactory(begindatum=today + datetime.timedelta(days=1), einddatum=None)
    found = beheer.get(page(Perceelcontract, "changelist"), {"geldig": chosen})
    shown = {row.pk for row in found.context["cl"].result_list}
    expected = {"nu": {new.pk}, "later": {later.pk}, "voorbij": {old.pk}}
    assert shown == expected.get(chosen, {old.pk, new.pk, later.pk})


@pytest.mark.parametrize("rol", [Rolcode.CONTRACTMANAGER, Rolcode.TOEGANG])
def test_staff_only(client_for: Callable[..., Client], rol: Rolcode) -> None:
    client = client_for(rol)
    for path in (reverse("admin:index"), page(Perceelcontract, "changelist")):
        assert client.get(path).status_code == 403
    assert Client().get(reverse("admin:index")).status_code == 302


def test_the_vault_and_the_access_log_are_not_here() -> None:
    hidden = {JeugdigeKluis, GeheimAdres, Inzage, Gebeurtenis}
    assert not hidden & set(MODELS)
    assert not [m for m in MODELS if m._meta.app_label == "indications"]


@pytest.mark.parametrize("model", REGISTERS, ids=lambda m: m._meta.label)
def test_nothing_is_deleted(beheer: Client, model: Any) -> None:
    request = beheer.get(page(model, "changelist")).wsgi_request
    assert not admin.site._registry[model].has_delete_permission(request)


def test_overlapping_contract_is_an_error_of_the_form(beheer: Client) -> None:
    contract = PerceelcontractFactory(einddatum=None)
    start = contract.begindatum + datetime.timedelta(days=10)
    answer = beheer.post(page(Perceelcontract, "add"), fields(contract, begindatum=start))
    assert "heeft in die periode al een contract voor dit perceel" in errors(answer)
    assert Perceelcontract.objects.count() == 1


def test_withdrawn_contract_does_not_overlap(beheer: Client) -> None:
    contract = PerceelcontractFactory(status=Perceelcontractstatus.INGETROKKEN)
    answer = beheer.post(page(Perceelcontract, "add"), fields(contract, status="geldig"))
    assert answer.status_code == 302
    assert Perceelcontract.objects.count() == 2


def test_inverted_period_is_an_error_of_the_form(beheer: Client) -> None:
    contract = PerceelcontractFactory()
    before = contract.begindatum - datetime.timedelta(days=1)
    path = page(Perceelcontract, "change", contract.pk)
    answer = beheer.post(path, fields(contract, einddatum=before))
    assert "De einddatum ligt voor de begindatum." in errors(answer)


def test_second_tariff_in_the_same_period_is_an_error_of_the_form(beheer: Client) -> None:
    """The expression of this constraint is not a column: nothing stands for no tariff group."""
    tarief = TariefFactory()
    answer = beheer.post(
        page(Tarief, "add"),
        {
            "product": tarief.product_id,
            "tariefgroep": tarief.tariefgroep_id or "",
            "locatie": tarief.locatie_id or "",
            "eenheid": tarief.eenheid,
            "bedrag": "12,50",
            "begindatum": tarief.begindatum,
        },
    )
    assert "Er is in die periode al een tarief voor dit product." in errors(answer)


def test_agreement_of_another_aanbieder_is_refused(beheer: Client) -> None:
    contract, other = PerceelcontractFactory(), AanbiederFactory()
    answer = beheer.post(page(Perceelcontract, "add"), fields(contract, aanbieder=other.pk))
    assert "Deze overeenkomst is van een andere aanbieder." in errors(answer)


def test_location_of_another_aanbieder_is_refused(beheer: Client) -> None:
    contract, locatie = PerceelcontractFactory(), LocatieFactory()
    data = {"perceelcontract": contract.pk, "locatie": locatie.pk}
    answer = beheer.post(page(Aanbod, "add"), data)
    assert "Deze locatie is van een andere aanbieder." in errors(answer)


def test_who_loses_a_race_gets_the_reason(beheer: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """The form found no overlap, and then another was first."""
    contract = PerceelcontractFactory(einddatum=None)
    monkeypatch.setattr(Perceelcontract, "validate_constraints", lambda *_, **__: None)
    answer = beheer.post(page(Perceelcontract, "add"), fields(contract))
    assert answer.status_code == 409
    assert "al een contract voor dit perceel" in answer.content.decode()


def test_a_change_names_its_actor_in_history_and_events(beheer: Client) -> None:
    contract = PerceelcontractFactory(einddatum=None)
    last = contract.begindatum + datetime.timedelta(days=400)
    path = page(Perceelcontract, "change", contract.pk)
    assert beheer.post(path, fields(contract, einddatum=last)).status_code == 302
    naam = beheer.gebruiker.naam
    event = Gebeurtenis.objects.get(object_id=contract.pk)
    assert (event.soort, event.actor_naam) == ("perceelcontract.gewijzigd", naam)
    row = Perceelcontract.pgh_event_model.objects.filter(pgh_obj_id=contract.pk).latest("pgh_id")
    assert row.pgh_context["naam"] == naam
    shown = beheer.get(page(Perceelcontract, "history", contract.pk)).content.decode()
    assert naam in shown
    assert "Einddatum" in shown


def test_saving_without_a_change_is_no_event(beheer: Client) -> None:
    contract = PerceelcontractFactory()
    path = page(Perceelcontract, "change", contract.pk)
    assert beheer.post(path, fields(contract)).status_code == 302
    assert not Gebeurtenis.objects.filter(object_id=contract.pk).exists()


def test_a_new_role_is_an_event(beheer: Client) -> None:
    person, organisation = GebruikerFactory(), OrganisatieFactory()
    data = {
        "gebruiker": person.pk,
        "organisatie": organisation.pk,
        "rol": Rolcode.TOEGANG,
        "begindatum": timezone.localdate(),
    }
    assert beheer.post(reverse("admin:core_rol_add"), data).status_code == 302
    assert Gebeurtenis.objects.get(soort="rol.vastgelegd").actor_naam == beheer.gebruiker.naam


def test_units_of_a_product_are_ticked(beheer: Client) -> None:
    product = ProductFactory(eenheden=["01"], frequenties=["6"])
    form = beheer.get(page(Product, "change", product.pk)).context["adminform"].form
    assert form["eenheden"].value() == ["01"]
    data = {
        name: value for name in form.fields if (value := form[name].value()) not in (None, False)
    }
    answer = beheer.post(
        page(Product, "change", product.pk),
        data | {"eenheden": ["01", "04"], "begindatum": product.begindatum},
    )
    assert answer.status_code == 302, errors(answer)
    product.refresh_from_db()
    assert product.eenheden == ["01", "04"]


def test_secret_location_keeps_its_public_address(beheer: Client) -> None:
    locatie = LocatieFactory(geheim=True)
    form = beheer.get(page(Locatie, "change", locatie.pk)).context["adminform"].form
    assert not {"geheim", "straat", "huisnummer", "postcode", "plaats"} & set(form.fields)


def test_autocomplete_finds_an_aanbieder(beheer: Client) -> None:
    aanbieder = AanbiederFactory(naam="Huize Zonzijde")
    found = beheer.get(
        reverse("admin:autocomplete"),
        {
            "app_label": "contracts",
            "model_name": "perceelcontract",
            "field_name": "aanbieder",
            "term": "zonz",
        },
    )
    assert found.json()["results"] == [{"id": str(aanbieder.pk), "text": "Huize Zonzijde"}]


@pytest.mark.parametrize("pk", ["onzin", "00000000-0000-0000-0000-000000000000"])
@pytest.mark.parametrize("act", ["change", "history"])
def test_a_row_that_is_not_there_is_no_500(beheer: Client, act: str, pk: str) -> None:
    assert beheer.get(page(Aanbieder, act, pk)).status_code == 302


@pytest.mark.parametrize("count", [2, 20])
def test_list_asks_as_much_for_many_rows(
    beheer: Client, count: int, django_assert_max_num_queries: Any
) -> None:
    perceel = PerceelFactory()
    PerceelcontractFactory.create_batch(count, perceel=perceel)
    with django_assert_max_num_queries(16):
        assert beheer.get(page(Perceelcontract, "changelist")).status_code == 200


def test_way_to_the_admin_is_shown_to_staff_only(
    beheer: Client, client_for: Callable[..., Client]
) -> None:
    way = f'href="{reverse("admin:index")}"'
    assert way in beheer.get("/").content.decode()
    assert way not in client_for(Rolcode.TOEGANG).get("/").content.decode()
