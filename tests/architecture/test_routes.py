"""Every route says who may use it, and no address holds anything personal (N-API-06)."""

import ast
import re

import pytest

from core.genereren import import_everything
from core.policies import AANGEMELD, PUBLIEK, RECHTEN, right_of_view, rights_of_view
from tests.architecture.bron import APPS, dotted, functions, modules_of, routes

ROUTES = {route.pad: route for route in routes()}
#: What may stand in an address; a name, number of a person or free text may not.
IN_ADRES = {
    "pk",
    "id",
    "tab",
    "indiening",
    "toewijzing_id",
    "concept_id",
    "document_id",
    "pagina",
    "soort",
    "handeling",
    "register",
    "doel_id",
    "jeugdige_id",
    "woonplaats_id",
    "plan_id",
    "voorstel_id",
}
#: The rooms that have a right before they have a screen of it, with the reason.
RECHT_ZONDER_DEUR = {
    "aanbod.inzien": "screens and API of availability are another issue; its scope is tested",
}


def test_there_are_routes_to_look_at():
    assert len(ROUTES) > 60


@pytest.mark.parametrize("route", ROUTES.values(), ids=lambda route: route.pad or "/")
def test_route_declares_a_right_for_every_method_it_handles(route):
    assert rights_of_view(route.view), "declares no right at all"
    missing = {m for m in route.methoden if right_of_view(route.view, m) is None}
    assert not missing


@pytest.mark.parametrize("route", ROUTES.values(), ids=lambda route: route.pad or "/")
def test_route_declares_no_right_for_a_method_it_does_not_handle(route):
    if route.methoden:
        assert set(rights_of_view(route.view)) - {"ALLE"} <= route.methoden


def test_names_of_routes_are_unique_per_set_of_parameters():
    seen = [(r.naam, frozenset(re.findall(r"<\w+:(\w+)>", r.pad))) for r in ROUTES.values()]
    assert len(seen) == len(set(seen))
    assert all(naam for naam, _ in seen)


def test_addresses_hold_only_technical_keys():
    named = {name for pad in ROUTES for name in re.findall(r"<(?:\w+:)?(\w+)>", pad)}
    assert named <= IN_ADRES
    free = re.compile(r"<(str|path|int):(?!pagina>)|<\w+>")  # the number of a page counts pages
    assert not [pad for pad in ROUTES if free.search(pad)]


def test_no_api_route_ends_in_a_slash():
    assert not [pad for pad in ROUTES if pad.startswith("api/") and pad.rstrip("$").endswith("/")]


def test_every_right_opens_something():
    """A right that no view, service or table asks for is a promise that nobody keeps."""
    import_everything()
    asked = {r.code for route in ROUTES.values() for r in rights_of_view(route.view).values()}
    by_name = _names_of_rights()
    for module in modules_of(*APPS):
        for node in functions(module.boom):
            asked |= {by_name[n] for n in _names_in(node) if n in by_name}
    assert set(RECHTEN) - asked - {AANGEMELD.code, PUBLIEK.code} - set(RECHT_ZONDER_DEUR) == {
        code for code in RECHTEN if code.startswith("proef.")
    }
    assert not set(RECHT_ZONDER_DEUR) & asked, "has a door now: take it off the list"


def _names_in(node: ast.AST) -> set[str]:
    return {dotted(n) for n in ast.walk(node) if isinstance(n, ast.Name)}


def _names_of_rights() -> dict[str, str]:
    """`TOEWIJZING_INZIEN` → `toewijzing.inzien`, from the assignments in our modules."""
    found = {}
    for module in modules_of(*APPS):
        for node in module.boom.body:
            if isinstance(node, ast.Assign) and dotted(node.value) in {"recht", "Recht"}:
                code = ast.literal_eval(node.value.args[0])
                found |= {dotted(target): code for target in node.targets}
    return found
