"""People at the same moment, each on a connection of their own."""

import threading
from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection

from core.fouten import PortalFout


def at_once(acts: Sequence[Callable[[], Any]]) -> list[Any]:
    """Run each act in a thread with its own connection; the result or the PortalFout of each."""
    results: list[Any] = [None] * len(acts)

    def run(index: int, act: Callable[[], Any]) -> None:
        try:
            results[index] = act()
        except PortalFout as exc:
            results[index] = exc
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(i, a), daemon=True) for i, a in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return results
