"""A real worker on a real broker, killed in the middle of an import (SIGKILL)."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from aanlevering import services
from aanlevering.choices import Soort, Stand
from aanlevering.models import Aanlevering
from aanlevering.tasks import offer_again
from core.actor import Actor
from core.choices import Jobstatus, Rolcode
from core.importexport.inlezen import Keuze
from core.models import Job
from core.taken import QUEUES
from indications.models import Jeugdige, Toewijzing
from ozjt.celery import app
from tests.aanlevering.bouw import bestand, bsns, rij
from tests.indications.conftest import gemeente

pytestmark = pytest.mark.django_db(transaction=True)

#: Somebody waits for the lock that this test holds on toewijzingen: the import is in the middle.
HALFWAY = """
select count(*) from pg_stat_activity
where datname = current_database() and wait_event_type = 'Lock'
  and query like %s and state = 'active'
"""


@contextmanager
def worker(log: Path) -> Iterator["subprocess.Popen[bytes]"]:
    name = connection.settings_dict["NAME"]
    code = (
        "import django; from django.conf import settings;"
        f"settings.DATABASES['default']['NAME'] = {name!r};"
        "from ozjt.celery import app;"
        "app.worker_main(['worker', '--pool=solo', '--loglevel=INFO', '--without-mingle',"
        " '--without-gossip', '-n', 'aanlevering@%h'])"
    )
    with log.open("a") as output:
        process = subprocess.Popen(
            [sys.executable, "-c", code],
            cwd=settings.BASE_DIR,
            env=os.environ,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            yield process
        finally:
            process.terminate()
            process.wait(20)


@contextmanager
def locked_toewijzingen() -> Iterator[None]:
    """Nobody else can write them; let go in any case, or emptying the tables waits for ever."""
    gate = connection.copy()
    gate.set_autocommit(False)
    try:
        with gate.cursor() as cursor:
            cursor.execute("lock table indications_toewijzing in share mode")
        yield
    finally:
        gate.close()


def is_halfway() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(HALFWAY, ["%insert into indications_toewijzing (%"])
        return bool(cursor.fetchone()[0])


def wait_for(what: Callable[[], bool], log: Path, seconds: int = 120) -> None:
    deadline = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < deadline, log.read_text()
        time.sleep(0.1)


def test_worker_killed_halfway_leaves_nothing_and_the_next_one_does_it_once(
    demo_vast_gelegd: None, actor_for: Callable[..., Actor], vandaag, tmp_path: Path
) -> None:
    with app.connection_for_write() as broker:
        for queue in QUEUES:
            broker.default_channel.queue_purge(queue)
    log = tmp_path / "worker.log"
    actor = actor_for(Rolcode.BACKOFFICE, gemeente("0153"))
    rows = [rij(vandaag, nr, bsn=bsn) for nr, bsn in enumerate(bsns(200), 1)]
    people, given = Jeugdige.objects.count(), Toewijzing.objects.count()

    def stand() -> Aanlevering:
        return Aanlevering.objects.select_related("job").get(pk=made.pk)

    with worker(log) as first:
        made = services.hand_in(actor, soort=Soort.TOEWIJZINGEN, data=bestand(rows))
        wait_for(lambda: stand().stand == Stand.NAGEKEKEN, log)
        assert stand().cijfers["nieuw"] == 200

        with locked_toewijzingen():
            services.take_in(actor, made.pk, keuze=Keuze.ALLES)
            wait_for(is_halfway, log)
            os.kill(first.pid, signal.SIGKILL)
            first.wait(20)

    killed = stand()
    assert (killed.stand, killed.job.status) == (Stand.NAGEKEKEN, Jobstatus.LOOPT)
    assert (Jeugdige.objects.count(), Toewijzing.objects.count()) == (people, given)

    with worker(log):

        def done() -> bool:
            offer_again()  # what beat does every minute
            time.sleep(1)
            return bool(stand().stand == Stand.INGELEZEN)

        wait_for(done, log)
    assert stand().job.status == Jobstatus.KLAAR
    assert Job.objects.filter(status=Jobstatus.LOOPT).count() == 0
    assert (Jeugdige.objects.count(), Toewijzing.objects.count()) == (people + 200, given + 200)
    assert Toewijzing.objects.filter(referentie__startswith="R").count() == 200
