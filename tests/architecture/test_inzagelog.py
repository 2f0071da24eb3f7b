"""What stands in the access log can be read there by people, not only by programmers."""

import ast
from collections.abc import Iterator

from core.genereren import import_everything
from core.inzagelog import SOORTEN
from tests.architecture.bron import APPS, dotted, modules_of

import_everything()
#: Where in its arguments a call names the act.
PLAATS = {"record_access": 2, "access": 1, "open_released": 2}


def named_acts() -> Iterator[str]:
    for module in modules_of(*APPS):
        for node in ast.walk(module.boom):
            if not isinstance(node, ast.Call):
                continue
            at = PLAATS.get(dotted(node.func).split(".")[-1], len(node.args))
            if at < len(node.args) and isinstance(node.args[at], ast.Constant):
                yield node.args[at].value


def test_every_act_in_the_log_has_a_dutch_name():
    acts = set(named_acts())
    assert len(acts) > 8
    assert acts - set(SOORTEN) == set()


def test_names_are_unique():
    """The filter shows names, not codes."""
    assert len({str(name) for name in SOORTEN.values()}) == len(SOORTEN)
