"""What must hold on a server, as far as docker-compose.yml and docker/ show it."""

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from celery import current_app
from django.db import connection

from launcher.supervisor import QUEUES
from ozjt import celery as _  # noqa: F401
from ozjt.configuratie import INSTELLINGEN
from tests.architecture.bron import APPS
from tests.launcher.standin import REAL

COMPOSE = REAL / "docker-compose.yml"
SERVICES: dict[str, Any] = yaml.safe_load(COMPOSE.read_text())["services"]
# What the images of others read.
FOREIGN = {"POSTGRES_PASSWORD", "POSTGRES_INITDB_ARGS", "REDISCLI_AUTH"}
OURS = {"DB_EIGENAAR_WACHTWOORD", "DB_APP_WACHTWOORD", "REDIS_WACHTWOORD"}


@pytest.mark.parametrize("name", SERVICES)
def test_every_service_restarts_and_is_watched(name: str) -> None:
    service = SERVICES[name]
    assert service["restart"] in ("unless-stopped", "on-failure:3")
    assert "test" in service["healthcheck"] or name == "migratie"


def test_no_secret_has_a_value_in_the_file() -> None:
    secrets = {i.naam for i in INSTELLINGEN if i.geheim and i.verplicht} | OURS
    secrets |= {"POSTGRES_PASSWORD"}
    used = dict(re.findall(r"\$\{(\w+)(:[?-][^}]*|)\}", COMPOSE.read_text()))
    assert {used[name] for name in secrets & used.keys()} == {":?"}
    assert secrets - used.keys() == {"DATABASE_URL", "REDIS_URL"}
    for service in SERVICES.values():
        for name, value in service["environment"].items():
            if re.search("SECRET|PASSWORD|WACHTWOORD|SLEUTEL|AUTH$|_URL$", name):
                assert "${" in value, name


def test_environment_is_what_the_settings_read() -> None:
    known = {i.naam for i in INSTELLINGEN}
    given = {name for service in SERVICES.values() for name in service["environment"]}
    assert given - known - FOREIGN - OURS == set()
    for name in (name for name, service in SERVICES.items() if "MODUS" in service["environment"]):
        required = {i.naam for i in INSTELLINGEN if i.verplicht} | {"MODUS", "ALLOWED_HOSTS"}
        assert required <= SERVICES[name]["environment"].keys()
        assert SERVICES[name]["environment"]["MODUS"] == "productie"
    assert {"web", "beat", "migratie"} <= {n for n, s in SERVICES.items() if "build" in s}


def test_example_names_exactly_what_is_required() -> None:
    lines = (REAL / "docker" / "voorbeeld.env").read_text().splitlines()
    example = {line.partition("=")[0]: line for line in lines if line and line[0] != "#"}
    required = set(re.findall(r"\$\{(\w+):\?\}", COMPOSE.read_text()))
    assert example.keys() == required
    assert all(line.endswith("=") for line in example.values())


def test_every_queue_has_a_worker() -> None:
    current_app.loader.import_default_modules()
    tasks = [task for name, task in current_app.tasks.items() if name.split(".")[0] in APPS]
    queues = {task.on_queue for task in tasks}
    assert len(queues) > 2
    commands = [" ".join(service.get("command", [])) for service in SERVICES.values()]
    served = {queue for command in commands for queue in re.findall(r"--queues=(\S+)", command)}
    assert queues <= served
    assert queues <= set(QUEUES)


def test_image_has_no_secrets_and_no_root() -> None:
    text = (REAL / "Dockerfile").read_text()
    assert re.findall(r"^USER (\w+)$", text, re.M) == ["portaal"]
    assert "HEALTHCHECK" in text
    assert not re.search(r"^(ENV|ARG).*(SECRET|SLEUTEL|WACHTWOORD|_URL)", text, re.M)
    for source in re.findall(r"^COPY (?!--from)(.+) \S+$", text, re.M):
        for name in source.split():
            assert (REAL / name).exists(), name


def test_scripts_are_valid() -> None:
    for script in (REAL / "docker" / "rollen.sh", REAL / ".ci" / "run"):
        subprocess.run(["bash", "-n", script], check=True)


@pytest.mark.django_db
def test_application_role_only_adds_to_logs_and_history() -> None:
    sql = Path(REAL / "docker" / "rechten.sql").read_text()
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE ozjt_app")  # rolled back with the test
        cursor.execute(sql)
        cursor.execute(
            """
            SELECT c.relname,
                   has_table_privilege('ozjt_app', c.oid, 'INSERT'),
                   has_table_privilege('ozjt_app', c.oid, 'UPDATE'),
                   has_table_privilege('ozjt_app', c.oid, 'DELETE')
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = 'public' AND c.relkind = 'r'
            """
        )
        rights = {name: tuple(found) for name, *found in cursor.fetchall()}
    only_adding = {name for name, found in rights.items() if found == (True, False, False)}
    assert {"core_inzage", "core_gebeurtenis"} <= only_adding
    assert {name for name in rights if name.endswith("event")} <= only_adding
    assert rights["core_gebruiker"] == (True, True, True)
    assert rights["django_migrations"] == (False, False, False)
