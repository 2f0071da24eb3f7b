import io
import json
import logging
from collections.abc import Callable, Iterator

import pytest

from core import sql


@pytest.fixture
def log_text() -> Iterator[Callable[[], str]]:
    """Everything written to stdout as log since the test began, as it would stand there."""
    stream = io.StringIO()
    handler = next(h for h in logging.getLogger("django").handlers if h.name == "stdout")
    before = handler.setStream(stream)
    yield stream.getvalue
    handler.setStream(before)


@pytest.fixture
def log_lines(log_text: Callable[[], str]) -> Callable[[], list[dict]]:
    return lambda: [json.loads(line) for line in log_text().splitlines()]


@pytest.fixture
def prepared(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The prepared statements of `core.authenticatie`; Django does not count those."""
    seen: list[str] = []

    def fetch(statement: str, params: object) -> list[tuple]:
        seen.append(statement)
        return sql.fetch_prepared(statement, params)

    monkeypatch.setattr("core.authenticatie.fetch_prepared", fetch)
    return seen
