"""What beat starts exists, and is registered with the worker."""

import pytest

from ozjt.celery import app
from ozjt.schema_taken import SCHEMA


@pytest.mark.parametrize("naam", sorted(SCHEMA))
def test_scheduled_task_is_registered_with_a_queue_and_a_limit(naam):
    app.loader.import_default_modules()
    task = app.tasks[SCHEMA[naam]["task"]]
    assert task.on_queue
    assert task.time_limit
