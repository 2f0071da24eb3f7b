"""At most so many requests per minute per caller, counted in Redis; none without Redis.

A process tells Redis its count per batch of 1% of the limit: most requests need no round trip.
"""

import threading
import time
from collections import Counter
from functools import lru_cache
from typing import Final

import redis
import structlog
from django.conf import settings

from core.api.errors import Tempo

VENSTER: Final = 60
log = structlog.get_logger("core.api.throttle")


@lru_cache
def _redis(url: str) -> redis.Redis:
    return redis.Redis.from_url(url, socket_timeout=0.5, socket_connect_timeout=0.5)


class _Counts:
    """What this process has counted in this minute and not told Redis, and who has had enough."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._minute = 0
        self._untold: Counter[str] = Counter()
        self._stopped: set[str] = set()

    def due(self, minute: int, key: str, batch: int) -> bool:
        """Count one; whether there is a batch to tell, which is then forgotten here."""
        with self._lock:
            if minute != self._minute:
                self._minute = minute
                self._untold.clear()
                self._stopped.clear()
            self._untold[key] += 1
            if self._untold[key] < batch and key not in self._stopped:
                return False
            del self._untold[key]
            return True

    def stop(self, key: str) -> None:
        self._stopped.add(key)


_local = _Counts()


def throttle(caller: str, per_minute: int) -> None:
    """Count this request of `caller`; raises Tempo when it is one too many. 0: no limit."""
    if per_minute <= 0:
        return
    now = time.time()
    minute = int(now // VENSTER)
    batch = max(1, per_minute // 100)
    key = f"ozjt:tempo:{caller}:{minute}"
    if not _local.due(minute, key, batch):
        return
    try:
        pipe = _redis(settings.CACHES["default"]["LOCATION"]).pipeline(transaction=False)
        pipe.incrby(key, batch)
        pipe.expire(key, VENSTER * 2)
        count = pipe.execute()[0]
    except redis.RedisError:
        log.warning("tempo_niet_geteld")
        return
    if count > per_minute:
        _local.stop(key)
        raise Tempo(VENSTER - int(now % VENSTER))
