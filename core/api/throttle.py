"""At most so many requests per minute per caller, counted in Redis; none without Redis."""

import time
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


def throttle(caller: str, per_minute: int) -> None:
    """Count this request of `caller`; raises Tempo when it is one too many. 0: no limit."""
    if per_minute <= 0:
        return
    now = time.time()
    key = f"ozjt:tempo:{caller}:{int(now // VENSTER)}"
    try:
        pipe = _redis(settings.CACHES["default"]["LOCATION"]).pipeline(transaction=False)
        pipe.incr(key)
        pipe.expire(key, VENSTER * 2)
        count = pipe.execute()[0]
    except redis.RedisError:
        log.warning("tempo_niet_geteld")
        return
    if count > per_minute:
        raise Tempo(VENSTER - int(now % VENSTER))
