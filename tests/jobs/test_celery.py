"""The schedule and the tasks, and a real worker that takes work from a real broker."""

import os
import subprocess
import sys
import time
from pathlib import Path

import kombu.exceptions
import pytest
from django.conf import settings
from django.db import connection, transaction

from core.choices import Rolcode, Signaalernst
from core.models import Idempotentie, Organisatie, Signaal
from core.signalen.choices import Ritme
from core.signalen.controles import controles, names_of
from core.taken import QUEUES
from core.tasks import clean_up, run_one_check
from ozjt.celery import app
from ozjt.schema_taken import SCHEMA
from tests.factories.core import OrganisatieFactory
from tests.signalen import bouw


@pytest.fixture(scope="module", autouse=True)
def _loaded():
    app.loader.import_default_modules()


def own_tasks():
    others = ("celery.", "proef.")
    return {name: task for name, task in app.tasks.items() if not name.startswith(others)}


def test_every_task_names_a_known_queue_and_a_time_limit():
    assert own_tasks()
    for name, task in own_tasks().items():
        assert task.on_queue in QUEUES, name
        assert task.time_limit, name
        assert task.max_retries is not None, name


def test_a_worker_without_a_choice_takes_every_queue():
    assert {queue.name for queue in app.conf.task_queues} == set(QUEUES)


@pytest.mark.parametrize("naam", sorted(SCHEMA))
def test_beat_starts_only_what_exists(naam):
    assert SCHEMA[naam]["task"] in app.tasks


def test_every_check_runs_in_one_rhythm():
    assert sorted([*names_of(Ritme.KWARTIER), *names_of(Ritme.NACHT)]) == sorted(controles())
    started = {entry["args"][0] for entry in SCHEMA.values() if "args" in entry}
    assert started == {ritme.value for ritme in Ritme}


@pytest.mark.django_db
def test_clean_up_drops_answers_older_than_a_day():
    fields = {"apiclient_id": "11111111-2222-4333-8444-555555555555", "verzoek_hash": b""}
    for key, hours in (("oud", 25), ("nieuw", 23)):
        Idempotentie.objects.create(sleutel=key, **fields)
        with connection.cursor() as cursor:
            cursor.execute(
                "update core_idempotentie set aangemaakt_op = now() - make_interval(hours => %s) "
                "where sleutel = %s",
                [hours, key],
            )
    clean_up()
    assert list(Idempotentie.objects.values_list("sleutel", flat=True)) == ["nieuw"]


@pytest.fixture
def worker(transactional_db, tmp_path: Path):
    """A Celery worker of its own process, on the test database and the broker of these tests."""
    with app.connection_for_write() as broker:
        for queue in QUEUES:
            broker.default_channel.queue_purge(queue)
    name = connection.settings_dict["NAME"]
    code = (
        "import django; from django.conf import settings;"
        f"settings.DATABASES['default']['NAME'] = {name!r};"
        "from ozjt.celery import app;"
        "app.worker_main(['worker', '--pool=solo', '--loglevel=INFO', '--without-mingle',"
        " '--without-gossip', '-n', 'proef@%h'])"
    )
    log = tmp_path / "worker.log"
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-c", code],
            cwd=settings.BASE_DIR,
            env=os.environ,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        yield log
        process.terminate()
        process.wait(20)


def test_a_real_worker_runs_a_check_after_the_commit(worker):
    bouw.ozjt()
    pc = bouw.contract(bouw.aanbieder("De Els"), bouw.perceel())
    assert pc.pk
    with transaction.atomic():
        run_one_check.delay_on_commit("aanbieder_zonder_agb")
    deadline = time.monotonic() + 40
    while not Signaal.objects.exists() and time.monotonic() < deadline:
        time.sleep(0.2)
    assert Signaal.objects.exists(), worker.read_text()
    signaal = Signaal.objects.get()
    assert (signaal.rol, signaal.ernst) == (Rolcode.CONTRACTMANAGER, Signaalernst.MOET)


@pytest.mark.django_db(transaction=True)
def test_act_stands_when_the_broker_is_away(monkeypatch):
    """The row is committed; the task is offered again by beat, the person sees no error."""

    def away(*args, **kwargs):
        raise kombu.exceptions.OperationalError("weg")

    monkeypatch.setattr(run_one_check, "delay", away)
    with transaction.atomic():
        OrganisatieFactory(naam="Blijft staan")
        run_one_check.delay_on_commit("x")
    assert Organisatie.objects.filter(naam="Blijft staan").exists()
