"""Loaded before Django reads its settings (`-p tests.apart`).

Every worker of xdist has its own broker and cache, so that no task of one test reaches the Celery
worker of another.
"""

import os

_worker = os.environ.get("PYTEST_XDIST_WORKER", "")
if _worker and os.environ.get("TEST_APART") != _worker:
    os.environ["TEST_APART"] = _worker
    _number = 2 * int(_worker.removeprefix("gw"))
    os.environ["TEST_REDIS"] = str(int(os.environ.get("TEST_REDIS", "0")) + _number)
