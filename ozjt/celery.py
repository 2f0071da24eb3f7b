"""Celery application; schedules stand in `ozjt.schema_taken`, tasks in each app's `tasks.py`.

A worker without `-Q` takes every queue; on a server each queue may have workers of its own.
"""

import os

from celery import Celery
from kombu import Queue

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ozjt.settings")

app = Celery("ozjt")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@app.on_after_configure.connect
def _configure(sender: Celery, **kwargs: object) -> None:
    from core.taken import QUEUES, route
    from ozjt.schema_taken import SCHEMA

    sender.conf.beat_schedule = SCHEMA
    sender.conf.task_queues = [Queue(naam) for naam in QUEUES]
    sender.conf.task_routes = [route]
