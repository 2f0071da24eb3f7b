"""Whoever answers a person or a program starts at `for_actor`.

Looks at every module that a door is made of. A model with a policy may be read there only as
`Model.objects.for_actor(actor)` or `scoped(actor, Model)`; any other use of its manager stands
in the list below, with the reason why it leaks nothing.
"""

import ast

import pytest
from django.apps import apps

from core.genereren import import_everything
from core.policies import POLICIES
from tests.architecture.bron import APPS, Module, modules_of

import_everything()
MODELLEN = {model.__name__ for model in apps.get_models() if model in POLICIES}
DEUREN = {"views", "api", "selectors", "filters", "tables", "forms", "zoeken", "inzagelog"}
#: (module, model): why it may stand without for_actor.
GEEN_BEREIK_NODIG = {
    ("contracts/api/catalogus.py", "PerceelProduct"): "narrows rows that were scoped",
    ("contracts/api/catalogus.py", "Uitsluiting"): "narrows rows that were scoped",
    ("contracts/api/perceelcontracten.py", "PerceelProduct"): "narrows rows that were scoped",
    ("contracts/api/perceelcontracten.py", "Tariefgroepwijziging"): "a column of a scoped row",
    ("contracts/filters.py", "Perceel"): "choices; the catalogue is the same for every role",
    ("contracts/filters.py", "Product"): "choices; the catalogue is the same for every role",
    ("contracts/filters.py", "Segment"): "choices; the catalogue is the same for every role",
    ("contracts/filters.py", "Tariefgroep"): "choices; the catalogue is the same for every role",
    ("contracts/indexering/selectors.py", "Perceel"): "names of percelen of scoped lines",
    ("contracts/selectors.py", "AgbCode"): "a column of a row that was scoped",
    ("contracts/selectors.py", "ContractLocatie"): "narrows tariffs that were scoped",
    ("contracts/selectors.py", "Maatregel"): "whether a row that was scoped has a cliëntenstop",
    ("contracts/selectors.py", "Perceelcontract"): "counts only, of a row that was scoped",
    ("contracts/selectors.py", "Tariefgroepwijziging"): "a column of a row that was scoped",
    ("contracts/selectors_contract.py", "Leveringsgebied"): "counts only, of a scoped row",
    ("contracts/selectors_contract.py", "Tariefgroep"): "of a contract that was found in scope",
    ("contracts/selectors.py", "PerceelProduct"): "narrows rows that were scoped",
    ("contracts/selectors_tarieven.py", "Indexeringsregel"): "of a tariff that was found in scope",
    (
        "contracts/selectors_tarieven.py",
        "cast(Any, Tarief).pgh_event_model",
    ): "history of a tariff that was found in scope",
    ("contracts/views/aanbieders.py", "AgbCode"): "narrows rows that were scoped",
    ("contracts/views/aanbieders.py", "Locatie"): "narrows rows that were scoped",
    ("contracts/views/aanbieders.py", "Perceelcontract"): "narrows rows that were scoped",
    ("contracts/views/contracten.py", "Leveringsgebied"): "narrows rows that were scoped",
    ("contracts/views/contracten.py", "Perceelcontract"): "one row that was found in scope",
    ("contracts/views/indexering.py", "Perceel"): "choices; the catalogue is the same for all",
    ("contracts/views/indexering.py", "Tariefgroep"): "choices; the catalogue is the same for all",
    ("core/inzagelog.py", "Inzage"): "access_of: its caller found the jeugdige in scope",
    ("indications/api/shapes.py", "AgbCode"): "a column of a row that was scoped",
    ("indications/selectors_lijst.py", "Levering"): "of a toewijzing that was found in scope",
    ("indications/selectors_lijst.py", "Tarief"): "of a toewijzing that was found in scope",
    ("indications/selectors_lijst.py", "model"): "history of a toewijzing found in scope",
    ("indications/selectors_versies.py", "Wijziging"): "of a toewijzing that was found in scope",
    ("indications/selectors_versies.py", "model"): "history of a toewijzing found in scope",
    ("jeugdigen/selectors.py", "Verwijzing"): "that carried a toewijzing found in scope",
    ("jeugdigen/selectors.py", "model"): "history of toewijzingen found in scope",
    ("leveranciers/filters.py", "Segment"): "choices; the catalogue is the same for every role",
    ("providers/api/aanbieders.py", "AgbCode"): "narrows rows that were scoped",
    ("providers/api/aanbieders.py", "Locatie"): "narrows rows that were scoped",
    ("ozjt/zoeken.py", "AgbCode"): "narrows rows that were scoped",
    ("zorgportaal/views/dossier.py", "Aanbieder"): "one row that was found in scope",
}


def is_door(module: Module) -> bool:
    return any(part.split("_")[0] in DEUREN for part in module.delen[1:])


DOORS = [module for module in modules_of(*APPS) if is_door(module)]


def unscoped(module: Module) -> set[str]:
    """Models whose manager is used in another way than `.for_actor(…)`."""
    parents = {
        child: node for node in ast.walk(module.boom) for child in ast.iter_child_nodes(node)
    }
    found = set()
    for node in ast.walk(module.boom):
        if not isinstance(node, ast.Attribute) or node.attr not in {"objects", "_default_manager"}:
            continue
        above = parents[node]
        if isinstance(above, ast.Attribute) and above.attr == "for_actor":
            continue
        name = node.value.id if isinstance(node.value, ast.Name) else ast.unparse(node.value)
        if name in MODELLEN or not isinstance(node.value, ast.Name) or name.islower():
            found.add(name)
    return found


def test_doors_were_found():
    assert len(DOORS) > 30


@pytest.mark.parametrize("module", DOORS, ids=lambda module: module.pad)
def test_door_reads_in_scope(module):
    known = {model for pad, model in GEEN_BEREIK_NODIG if pad == module.pad}
    assert unscoped(module) == known


def test_list_names_modules_that_exist():
    assert {pad for pad, _ in GEEN_BEREIK_NODIG} <= {module.pad for module in DOORS}


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("Toewijzing.objects.for_actor(a).first()", set()),
        ("Toewijzing.objects.filter(pk=1)", {"Toewijzing"}),
        ("rows = Toewijzing.objects", {"Toewijzing"}),
        ("Toewijzing._default_manager.get(pk=1)", {"Toewijzing"}),
        ("model.objects.all()", {"model"}),
        ("self.model._default_manager.all()", {"self.model"}),
        ("Organisatie.objects.all()", set()),
    ],
)
def test_the_guard_sees(code, found):
    assert unscoped(Module("x/views.py", code, ast.parse(code))) == found
