"""Background tasks: every task names its queue, its time limit and its retries; and takes ids only.

    @taak(queue="controles", time_limit=60)
    def voer_uit(…): …

Start one with `voer_uit.delay_on_commit(id)`, so that it never runs before its row is there.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from celery import current_app, shared_task
from celery.contrib.django.task import DjangoTask
from django.db import InterfaceError, OperationalError, connection, transaction

QUEUES = ("standaard", "controles", "jobs", "post")
LOCK_SPACE = 771401
DATABASE_AWAY = (OperationalError, InterfaceError)


class Taak(DjangoTask):
    """A task that is offered after the commit; a broker that is away does not fail the act.

    What was committed stands: the error is logged, and beat offers again what still waits.
    """

    abstract = True

    def delay_on_commit(self, *args: Any, **kwargs: Any) -> None:  # type: ignore[override]
        def offer() -> None:
            self.delay(*args, **kwargs)

        transaction.on_commit(offer, robust=True)


def taak(
    *, queue: str, time_limit: int, max_retries: int = 3, **options: Any
) -> Callable[[Any], Any]:
    """A Celery task on one of `QUEUES`; `time_limit` in seconds.

    Retried, with growing pauses, only when the database was away; other errors are defects.
    `options` are Celery's own: `bind`, or other errors to retry after.
    """
    if queue not in QUEUES:
        raise ValueError(f"Wachtrij {queue} staat niet in QUEUES")
    settings: dict[str, Any] = {
        "base": Taak,
        "on_queue": queue,
        "time_limit": time_limit,
        "soft_time_limit": max(1, time_limit - 5),
        "max_retries": max_retries,
        "autoretry_for": DATABASE_AWAY,
        "retry_backoff": True,
        "ignore_result": True,
        **options,
    }
    return shared_task(**settings)


def route(name: str, *_: object, task: object = None, **__: object) -> dict[str, str] | None:
    """The queue a task names as `on_queue` in its decorator; for Celery's `task_routes`.

    Not Celery's own attribute `queue`: that goes without effect in Celery 6.
    """
    named = getattr(task or current_app.tasks.get(name), "on_queue", None)
    return {"queue": named} if named else None


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
