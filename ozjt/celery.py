"""Celery application; schedules stand in `ozjt.schema_taken`, tasks in each app's `tasks.py`."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ozjt.settings")

app = Celery("ozjt")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
