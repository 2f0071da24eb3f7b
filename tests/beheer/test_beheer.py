"""The admin: staff only, every page opens, errors are in Dutch, every change leaves a trace."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib import admin
from django.forms.models import model_to_dict
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from availability.models import Aanbod
from contracts.choices import Perceelaard
from contracts.models import Perceelcontract, Weging
from core.choices import Rolcode
from core.models import Gebeurtenis, Inzage
from indications.models import JeugdigeKluis
from providers.models import Aanbieder, GeheimAdres, Groep, Locatie
from tests.factories.contracts import (
    ContractLocatieFactory,
    MaatregelFactory,
    OvereenkomstFactory,
    PerceelcontractFactory,
    PerceelFactory,
    ProductFactory,
    SegmentFactory,
    TariefgroepFactory,
)
from tests.factories.core import GebruikerFactory, OrganisatieFactory
from tests.factories.providers import AanbiederFactory, GroepFactory, LocatieFactory

pytestmark = pytest.mark.django_db
DAG = datetime.timedelta(days=1)
VAN = datetime.date(2025, 1, 1)
MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)
REGISTERS = [m for m in MODELS if m._meta.app_label in ("contracts", "providers", "availability")]


@pytest.fixture
def beheer(client_for: Callable[..., Client]) -> Client:
    return client_for(gebruiker=GebruikerFactory(is_staff=True, is_superuser=True))


def page(model: Any, act: str, *args: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{act}", args=args)


def weigh(begin: datetime.date, end: datetime.date | None = None) -> Weging:
    """A weging of a kind of perceel that has none of its own yet."""
    return Weging.objects.create(
        naam="Proef",
        aard=Perceelaard.BEGELEIDING,
        personeel=90,
        materieel=10,
        begindatum=begin,
        einddatum=end,
    )


def fields(weging: Weging, **changed: Any) -> dict[str, Any]:
    """What the form of a weging posts."""
    values = {**model_to_dict(weging), **changed}
    return {name: value for name, value in values.items() if value is not None}


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
    old = weigh(today - 90 * DAG, today - DAG)
    new = weigh(today, today)
    later = weigh(today + DAG)
    found = beheer.get(page(Weging, "changelist"), {"geldig": chosen, "q": "Proef"})
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


def test_overlap_is_an_error_of_the_form(beheer: Client) -> None:
    weging = weigh(VAN)
    answer = beheer.post(page(Weging, "add"), fields(weging, begindatum=VAN + 10 * DAG))
    assert "Voor deze aard is er in die periode al een weging." in errors(answer)
    found = answer.context["adminform"].form.errors.as_data()["__all__"]
    assert [error.code for error in found] == ["weging_overlap"]
    assert Weging.objects.filter(naam="Proef").count() == 1


def test_what_does_not_overlap_is_saved(beheer: Client) -> None:
    weging = weigh(VAN, VAN + 9 * DAG)
    data = fields(weging, begindatum=VAN + 10 * DAG, einddatum=None)
    assert beheer.post(page(Weging, "add"), data).status_code == 302
    assert Weging.objects.filter(naam="Proef").count() == 2


def test_inverted_period_is_an_error_of_the_form(beheer: Client) -> None:
    weging = weigh(VAN)
    answer = beheer.post(page(Weging, "change", weging.pk), fields(weging, einddatum=VAN - DAG))
    assert "De einddatum ligt voor de begindatum." in errors(answer)


def test_location_of_another_aanbieder_is_refused(beheer: Client) -> None:
    contract, locatie = PerceelcontractFactory(), LocatieFactory()
    data = {"perceelcontract": contract.pk, "locatie": locatie.pk}
    answer = beheer.post(page(Aanbod, "add"), data)
    assert "Deze locatie is van een andere aanbieder." in errors(answer)


def test_who_loses_a_race_gets_the_reason(beheer: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """The form found no overlap, and then another was first."""
    weging = weigh(VAN)
    monkeypatch.setattr(Weging, "validate_constraints", lambda *_, **__: None)
    answer = beheer.post(page(Weging, "add"), fields(weging))
    assert answer.status_code == 409
    assert "Voor deze aard is er in die periode al een weging." in answer.content.decode()


def test_a_change_names_its_actor_in_history_and_events(beheer: Client) -> None:
    weging = weigh(VAN)
    path = page(Weging, "change", weging.pk)
    assert beheer.post(path, fields(weging, einddatum=VAN + 400 * DAG)).status_code == 302
    naam = beheer.gebruiker.naam
    event = Gebeurtenis.objects.get(object_id=weging.pk)
    assert (event.soort, event.actor_naam) == ("weging.gewijzigd", naam)
    row = Weging.pgh_event_model.objects.filter(pgh_obj_id=weging.pk).latest("pgh_id")
    assert row.pgh_context["naam"] == naam
    shown = beheer.get(page(Weging, "history", weging.pk)).content.decode()
    assert naam in shown
    assert "Einddatum" in shown


def test_saving_without_a_change_is_no_event(beheer: Client) -> None:
    weging = weigh(VAN)
    answer = beheer.post(page(Weging, "change", weging.pk), fields(weging))
    assert answer.status_code == 302, errors(answer)
    assert not Gebeurtenis.objects.filter(object_id=weging.pk).exists()


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


READ = [
    SegmentFactory,
    PerceelFactory,
    ProductFactory,
    TariefgroepFactory,
    OvereenkomstFactory,
    PerceelcontractFactory,
    ContractLocatieFactory,
    MaatregelFactory,
    AanbiederFactory,
    LocatieFactory,
    GroepFactory,
]


@pytest.mark.parametrize("make", READ)
def test_what_has_services_is_read_and_not_changed(beheer: Client, make: Any) -> None:
    """R-SEG-2, R-ZP-4: services are the only door to catalogue, contracts and data of
    aanbieders.
    """
    row = make()
    change, stored = page(type(row), "change", row.pk), type(row).objects.filter(pk=row.pk).values()
    before = stored.get()
    assert beheer.get(page(type(row), "add")).status_code == 403
    assert beheer.get(change).status_code == 200
    assert beheer.post(change, {"naam": "Anders", "begindatum": "2020-01-01"}).status_code == 403
    assert stored.all().get() == before


def test_only_what_other_forms_look_up_is_here() -> None:
    found = {m for m in MODELS if m._meta.app_label in ("providers", "zorgportaal")}
    assert found == {Aanbieder, Locatie, Groep}


def test_address_of_a_location_and_its_history_are_not_here(beheer: Client) -> None:
    """R-BES-2"""
    locatie = LocatieFactory(straat="Schuilweg")
    Locatie.objects.filter(pk=locatie.pk).update(straat="Langestraat", geheim=True)
    text = beheer.get(page(Locatie, "change", locatie.pk)).content.decode()
    assert "Schuilweg" not in text
    assert beheer.get(page(Locatie, "history", locatie.pk)).status_code == 403


def test_autocomplete_finds_a_contract_by_its_aanbieder(beheer: Client) -> None:
    contract = PerceelcontractFactory(aanbieder__naam="Huize Zonzijde")
    found = beheer.get(
        reverse("admin:autocomplete"),
        {
            "app_label": "availability",
            "model_name": "aanbod",
            "field_name": "perceelcontract",
            "term": "zonz",
        },
    )
    assert found.json()["results"] == [{"id": str(contract.pk), "text": str(contract)}]


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
