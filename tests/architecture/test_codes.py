"""An error code means one thing, and everybody can look it up."""

import ast

from core.fouten import REGISTER, PortalFout
from core.genereren import foutcodes, import_everything, models_of_ours
from tests.architecture.bron import APPS, WORTEL, dotted, modules_of

import_everything()
OF_CONSTRAINTS = {
    constraint.violation_error_code for m in models_of_ours() for constraint in m._meta.constraints
}
KNOWN = set(REGISTER) | OF_CONSTRAINTS


def subclasses(kind: type) -> set[type]:
    return {kind}.union(*(subclasses(sub) for sub in kind.__subclasses__()))


def test_code_of_every_refusal_is_registered():
    ours = {k for k in subclasses(PortalFout) if k.__module__.split(".")[0] in APPS}
    assert len(ours) > 10
    assert {k.code for k in ours} - KNOWN == set()


def test_every_code_written_in_the_code_is_registered():
    """`code="…"` of a refusal or ValidationError, and the first argument of a Bevinding."""
    used = {}
    for module in modules_of(*APPS):
        for node in ast.walk(module.boom):
            if not isinstance(node, ast.Call):
                continue
            name = dotted(node.func).split(".")[-1]
            told = [k.value for k in node.keywords if k.arg == "code"] if name in RAISED else []
            if name == "Bevinding":
                told += node.args[:1]
            for value in told:
                if isinstance(value, ast.Constant) and value.value:
                    used[value.value] = f"{module.pad}:{node.lineno}"
    assert {code: at for code, at in used.items() if code not in KNOWN} == {}


RAISED = {k.__name__ for k in subclasses(PortalFout)} | {"ValidationError", "add_error"}


def test_codes_are_dutch_snake_case():
    assert not [
        code for code in KNOWN if not code.replace("_", "").isalnum() or code != code.lower()
    ]


def test_document_lists_every_code():
    assert (WORTEL / "docs/foutcodes.md").read_text(encoding="utf-8") == foutcodes()


def test_codes_of_the_design_exist():
    """Every code of the design, §6, that belongs to filing and own data."""
    assert {
        "geen_contract", "contract_eindigt_eerder", "clientenstop", "geen_tarief",
        "product_niet_in_gemeente", "product_onbekend", "product_niet_geldig",
        "verdeling_telt_niet_op", "verdeling_niet_toegestaan", "geen_indirecte_tijd",
        "reistijd_te_hoog", "eenheid_niet_toegestaan", "vaktherapie_te_veel_minuten",
        "vaktherapie_te_veel_sessies", "behandeling_te_lang", "verwijzing_verlopen",
        "toewijzing_overlap", "plaatsing_via_cpwv", "periode_ongeldig", "bsn_ongeldig",
        "agb_ongeldig", "iban_ongeldig",
    } <= KNOWN  # fmt: skip
