"""What the guards look at: our modules as syntax trees, our templates, our routes."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

WORTEL = Path(__file__).resolve().parents[2]
APPS = (
    "core",
    "providers",
    "contracts",
    "availability",
    "zorgportaal",
    "screening",
    "indications",
    "contractbeheer",
    "leveranciers",
    "monitoring",
    "jeugdigen",
    "afspraken",
    "leveringen",
    "toelichtingen",
    "knippen",
    "aanlevering",
    "kennispunt",
    "werklijsten",
    "ozjt",
)
KAMERS = (*APPS, "launcher")


@dataclass(frozen=True)
class Module:
    pad: str
    tekst: str
    boom: ast.Module

    @property
    def delen(self) -> tuple[str, ...]:
        return Path(self.pad).with_suffix("").parts


@cache
def modules() -> tuple[Module, ...]:
    """Every module of the rooms, migrations apart: those are made, not written."""
    found = []
    for kamer in KAMERS:
        for path in sorted((WORTEL / kamer).rglob("*.py")):
            if "migrations" not in path.parts:
                text = path.read_text(encoding="utf-8")
                found.append(Module(str(path.relative_to(WORTEL)), text, ast.parse(text)))
    return tuple(found)


def modules_of(*kamers: str) -> list[Module]:
    return [module for module in modules() if module.delen[0] in kamers]


def functions(boom: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(boom):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def dotted(node: ast.AST) -> str:
    """`a.b.c` for a name or attribute, with calls left out; '' for anything else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return dotted(node.func) if isinstance(node, ast.Call) else ""


@cache
def templates() -> dict[str, str]:
    root = WORTEL / "templates"
    return {
        str(path.relative_to(root)): path.read_text(encoding="utf-8")
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


@dataclass(frozen=True)
class Route:
    pad: str
    naam: str
    view: Any

    @property
    def methoden(self) -> set[str]:
        """What the view has code for; GET stands for HEAD and OPTIONS."""
        target = getattr(self.view, "view_class", None) or getattr(self.view, "cls", None)
        if target is None:
            return set()
        named = set(target.http_method_names) - {"head", "options", "trace"}
        return {name.upper() for name in named if hasattr(target, name)}


def routes(patterns: list[Any] | None = None, before: str = "") -> Iterator[Route]:
    """Every route of the URL conf; the admin guards itself and is tested at the gate."""
    for pattern in get_resolver("ozjt.urls").url_patterns if patterns is None else patterns:
        path = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield Route(path, pattern.name or "", pattern.callback)
        elif isinstance(pattern, URLResolver) and pattern.namespace != "admin":
            yield from routes(pattern.url_patterns, path)
