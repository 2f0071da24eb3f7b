"""The rate limit, counted in batches."""

from uuid import uuid4

import pytest

from core.api import throttle as tempo
from core.api.errors import Tempo


def ask(caller: str, limit: int, *, times: int) -> None:
    for _ in range(times):
        tempo.throttle(caller, limit)


@pytest.mark.parametrize("limit", [3, 400])
def test_a_caller_is_stopped_within_a_batch_of_the_limit(
    limit: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempo.time, "time", lambda: 1_000_000_000.0)
    caller = str(uuid4())
    ask(caller, limit, times=limit)
    with pytest.raises(Tempo):
        ask(caller, limit, times=max(1, limit // 100))
    with pytest.raises(Tempo):  # and stays stopped
        tempo.throttle(caller, limit)


def test_a_new_minute_begins_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    caller, now = str(uuid4()), 1_000_000_000.0
    monkeypatch.setattr(tempo.time, "time", lambda: now)
    tempo.throttle(caller, 1)
    with pytest.raises(Tempo):
        tempo.throttle(caller, 1)
    now += tempo.VENSTER
    tempo.throttle(caller, 1)
