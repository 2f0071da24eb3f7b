"""What the code may not do, read from its syntax trees."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.bron import APPS, WORTEL, dotted, functions, modules, modules_of

MAX_REGELS_BESTAND, MAX_REGELS_FUNCTIE = 450, 60
CLOCKS = {"timezone.now", "timezone.localdate", "datetime.datetime.now", "datetime.date.today"}
PARAMETERS = pytest.mark.parametrize("module", modules(), ids=lambda module: module.pad)


def test_there_is_code_to_look_at():
    assert len(modules()) > 150


def test_rooms_import_downwards_only():
    """The contracts of import-linter in pyproject.toml."""
    linter = Path(sys.executable).with_name("lint-imports")  # apart: it takes over all logging
    run = subprocess.run([linter], cwd=WORTEL, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout


RULES = [m for m in modules() if m.delen[-1] == "rules" or "rules" in m.delen]


@pytest.mark.parametrize("module", RULES, ids=lambda module: module.pad)
def test_rules_know_values_only(module):
    """No ORM, no clock, no request, no setting: a rule gives the same answer in every door."""
    imported = set()
    for node in ast.walk(module.boom):
        if isinstance(node, ast.Import):
            imported |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            imported |= {f"{node.module}.{alias.name}" for alias in node.names}
    allowed = (
        "django.utils.translation",
        "django.utils.formats",
        "django.utils.text",
        "django.core.validators",
        "django.core.exceptions",
    )
    banned = {
        name for name in imported if name.startswith("django") and not name.startswith(allowed)
    }
    banned |= {name for name in imported if re.search(r"\.(models|selectors|querysets)\b", name)}
    assert not banned
    assert not {dotted(n) for n in ast.walk(module.boom) if isinstance(n, ast.Attribute)} & CLOCKS
    assert ".objects" not in module.tekst


def test_rules_were_found():
    assert [m.pad for m in RULES] == [
        "providers/rules.py",
        "contracts/rules.py",
        "screening/rules.py",
        "indications/rules.py",
        "leveranciers/rules.py",
        "monitoring/rules.py",
        "jeugdigen/rules.py",
        "leveringen/rules.py",
    ]


#: Signals of Django that speak between our own apps hide what a service does.
SIGNALEN = re.compile(r"\b(pre|post)_(save|delete|init)\b|m2m_changed|\bSignal\(|@receiver")


@PARAMETERS
def test_no_django_signal_between_our_apps(module):
    assert not SIGNALEN.search(module.tekst)


@PARAMETERS
def test_no_bare_type_ignore_and_nothing_put_off(module):
    assert not re.search(r"# type: ignore(?!\[)", module.tekst)
    assert not re.search(r"# noqa(?!: )", module.tekst)
    assert not re.search(r"\b(TODO|FIXME|XXX|HACK)\b", module.tekst)


@PARAMETERS
def test_no_print(module):
    """The portal writes log lines and a command its own stdout; only the launcher prints."""
    if module.delen[0] == "launcher":
        return
    calls = {dotted(n.func) for n in ast.walk(module.boom) if isinstance(n, ast.Call)}
    assert not {"print", "breakpoint", "pdb.set_trace"} & calls


@PARAMETERS
def test_module_and_its_functions_can_be_read_at_a_glance(module):
    lines = module.tekst.count("\n")
    assert lines <= MAX_REGELS_BESTAND
    long = {f.name: f.end_lineno - f.lineno + 1 for f in functions(module.boom)}
    assert {name: n for name, n in long.items() if n > MAX_REGELS_FUNCTIE} == {}


SERVICES = [
    m
    for m in modules_of(*APPS)
    if "services" in m.delen or m.delen[-1] in {"diensten", "concepten", "jobs"}
]
#: In such a module, but no user action: what a task, a view or a service calls.
GEEN_DIENST = {
    "core/documenten/services.py": {"judge_document"},
    "core/jobs.py": {"run_job", "lopende_demo_job", "is_running"},
    "core/signalen/diensten.py": {"is_closable"},
    "jeugdigen/services/bewaren.py": {"due_on", "term_of"},
    "jeugdigen/services/inzage.py": {"roads"},
    "jeugdigen/services/toekomstplan.py": {"bound_to", "open_texts"},
    "jeugdigen/services/verhuizen.py": {"can_undo", "decides", "responsible_on"},
}
TAAK = {"taak", "shared_task"}
#: What an actor acts on may follow without a name; the rest is named.
OBJECT = re.compile(r"(_ids?|^bsn|^aanvraag|^aanvragen|^gegevens|^soort|^titel|^task)$")


def test_services_were_found():
    assert len(SERVICES) >= 6


@pytest.mark.parametrize("module", SERVICES, ids=lambda module: module.pad)
def test_service_takes_the_actor_first_and_names_the_rest(module):
    """One function per user action; `actor` first, and only what it acts on without a name."""
    apart = GEEN_DIENST.get(module.pad, set())
    for node in module.boom.body:
        if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
            continue
        if node.name in apart or TAAK & {dotted(d) for d in node.decorator_list}:
            continue
        names = [a.arg for a in (*node.args.posonlyargs, *node.args.args)]
        assert names[:1] == ["actor"], node.name
        assert not [n for n in names[1:] if not OBJECT.search(n)], (node.name, names)
    assert apart <= {f.name for f in functions(module.boom)}, "no longer there"


@pytest.mark.parametrize("module", SERVICES, ids=lambda module: module.pad)
def test_service_does_not_ask_the_clock_for_the_day(module):
    """`peildatum` comes from the edge; a moment of writing may be asked."""
    days = {"timezone.localdate", "datetime.date.today", "date.today"}
    assert not {dotted(n) for n in ast.walk(module.boom) if isinstance(n, ast.Attribute)} & days


def test_commands_and_tests_aside_nothing_reads_the_environment_but_the_configuration():
    readers = {
        m.pad
        for m in modules_of(*APPS)
        if re.search(r"os\.environ|os\.getenv|environ\.Env\(", m.tekst)
    }
    assert readers <= {"ozjt/configuratie.py", "ozjt/celery.py", "ozjt/wsgi.py", "ozjt/settings.py"}


def test_migrations_are_complete():
    command = [sys.executable, "manage.py", "makemigrations", "--check", "--dry-run"]
    done = subprocess.run(command, cwd=WORTEL, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
