"""Documents that are made from the code: `manage.py genereer` writes them, `--check` compares.

An app adds its own in its module `genereren`:

    generator("docs/configuratie.md", render)
"""

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from pathlib import Path

from django.apps import AppConfig, apps
from django.conf import settings
from django.db import models
from django.utils.module_loading import autodiscover_modules

from core.api import schema
from core.fouten import REGISTER

Render = Callable[[], str]
GENERATORS: dict[str, Render] = {}
WOORDENLIJST = "docs/woordenlijst.md"
GEMAAKT = "<!-- Gemaakt door `manage.py genereer`; niet met de hand wijzigen. -->"
_NOT_IMPORTED = ("migrations", "management", "tests", "demo")


def generator(pad: str, render: Render) -> None:
    """Declare a generated file, by its path in the repository."""
    if GENERATORS.get(pad, render) is not render:
        raise ValueError(f"{pad} wordt al door iets anders gemaakt")
    GENERATORS[pad] = render


def own_apps() -> list[AppConfig]:
    """The apps that are ours: those that live in the repository."""
    root = Path(settings.BASE_DIR)
    return [config for config in apps.get_app_configs() if Path(config.path).parent == root]


def import_everything() -> None:
    """Import every module of ours, so that every code, right and generator is registered."""
    for config in own_apps():
        for module in pkgutil.walk_packages([config.path], f"{config.name}."):
            if not set(module.name.split(".")) & set(_NOT_IMPORTED):
                importlib.import_module(module.name)
    autodiscover_modules("genereren")


def outputs() -> Iterator[tuple[Path, str]]:
    import_everything()
    for pad, render in sorted(GENERATORS.items()):
        yield Path(settings.BASE_DIR) / pad, render()


def foutcodes() -> str:
    """`docs/foutcodes.md`: every code that a door can give, with its rule and meaning."""
    lines = [
        "# Foutcodes",
        "",
        GEMAAKT,
        "",
        "Dezelfde code staat op het scherm, in het antwoord van de API, in het importrapport en",
        "in het logboek. Een code verandert niet van betekenis.",
        "",
        "| code | regel | niveau | betekenis |",
        "|---|---|---|---|",
    ]
    declared = {
        constraint.violation_error_code: ("", "fout", str(constraint.violation_error_message))
        for model in models_of_ours()
        for constraint in model._meta.constraints
        if constraint.violation_error_code
    }
    known = {
        item.code: (item.regel, str(item.niveau), item.betekenis) for item in REGISTER.values()
    }
    for code, (regel, niveau, betekenis) in sorted({**declared, **known}.items()):
        lines.append(f"| `{code}` | {regel} | {niveau} | {' '.join(betekenis.split())} |")
    return "\n".join(lines) + "\n"


def models_of_ours() -> list[type[models.Model]]:
    """Every model that people or developers talk about; not the event tables that history makes."""
    return [
        model
        for config in own_apps()
        for model in config.get_models()
        if not hasattr(model, "pgh_tracked_model")
    ]


def missing_terms() -> list[str]:
    """Models without a line in the woordenlijst, as `app.Model`."""
    text = (Path(settings.BASE_DIR) / WOORDENLIJST).read_text(encoding="utf-8")
    found = {
        cell.split("`")[1].split(".")[1]
        for line in text.splitlines()
        if line.startswith("| ") and line.count("|") >= 6
        for cell in [line.split("|")[4]]
        if cell.count("`") >= 2 and "." in cell
    }
    return [
        f"{model._meta.app_label}.{model.__name__}"
        for model in models_of_ours()
        if model.__name__ not in found
    ]


generator("docs/foutcodes.md", foutcodes)
generator("openapi.json", schema.render)
