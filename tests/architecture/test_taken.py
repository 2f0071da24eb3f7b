"""Background work names its queue and its limit, is started by somebody, and takes ids only."""

import inspect
import re

import pytest

from core.taken import QUEUES
from ozjt.celery import app
from ozjt.schema_taken import SCHEMA
from tests.architecture.bron import APPS, modules_of

app.loader.import_default_modules()
TAKEN = {name: task for name, task in app.tasks.items() if name.split(".")[0] in APPS}
INPLAN = {line["task"] for line in SCHEMA.values()}
everyone = pytest.mark.parametrize("naam", sorted(TAKEN))


def test_tasks_were_found():
    assert len(TAKEN) >= 8
    assert set(TAKEN) >= INPLAN, "beat starts what no worker knows"


@everyone
def test_task_names_its_queue_and_limit(naam):
    task = TAKEN[naam]
    assert task.on_queue in QUEUES
    assert app.amqp.router.route({}, naam)["queue"].name == task.on_queue
    assert not hasattr(task, "queue"), "without effect in Celery 6"
    assert 0 < task.time_limit <= 4 * 3600
    assert task.ignore_result


@everyone
def test_task_is_scheduled_or_called(naam):
    name = naam.rsplit(".", 1)[1]
    start = re.compile(
        rf"\b{name}\.(delay|delay_on_commit|apply_async)\(|start_job\([^)]*\b{name}\b"
    )
    callers = [m.pad for m in modules_of(*APPS) if start.search(m.tekst)]
    assert naam in INPLAN or callers


@everyone
def test_task_takes_ids_and_codes_only(naam):
    """What the broker keeps holds no personal data."""
    signature = inspect.signature(TAKEN[naam].run)
    for name, parameter in signature.parameters.items():
        assert parameter.annotation in (str, "str", int, "int"), name
        assert name.endswith("_id") or name in {"ritme", "naam", "schaal"}, name
