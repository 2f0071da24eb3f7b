"""Background tasks: every task names its queue, its time limit and its retries; and takes ids only.

    @taak(queue="controles", time_limit=60)
    def voer_uit(…): …

Start one with `voer_uit.delay_on_commit(id)`, so that it never runs before its row is there.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from celery import shared_task
from django.db import InterfaceError, OperationalError, connection

QUEUES = ("standaard", "controles", "jobs", "post")
LOCK_SPACE = 771401


def taak(*, queue: str, time_limit: int, max_retries: int = 3) -> Callable[[Any], Any]:
    """A Celery task on one of `QUEUES`; `time_limit` in seconds.

    Retried, with growing pauses, only when the database was away; other errors are defects.
    """
    if queue not in QUEUES:
        raise ValueError(f"Wachtrij {queue} staat niet in QUEUES")
    return shared_task(
        queue=queue,
        time_limit=time_limit,
        soft_time_limit=max(1, time_limit - 5),
        max_retries=max_retries,
        autoretry_for=(OperationalError, InterfaceError),
        retry_backoff=True,
        ignore_result=True,
    )


@contextmanager
def only_one(naam: str) -> Iterator[bool]:
    """Whether this process got that lock; released at the end, or when the process dies."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_lock(%s, hashtext(%s))", [LOCK_SPACE, naam])
        got = bool(cursor.fetchone()[0])
        try:
            yield got
        finally:
            if got:
                cursor.execute("select pg_advisory_unlock(%s, hashtext(%s))", [LOCK_SPACE, naam])
