"""Generated requests on every operation: never a 5xx, and only answers that are described."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from ozjt.wsgi import application
from tests.api.conftest import Api, is_own_data

EXAMPLES = 12
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


@schemathesis.serializer("application/pdf")
def _bytes(ctx: Any, value: Any) -> bytes:
    found: bytes = getattr(value, "data", b"") or str(value).encode()
    return found


schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)


@pytest.fixture(autouse=True)
def _one_connection(settings: Any) -> Iterator[None]:
    """No rate limit, and requests stay inside the transaction of the test."""
    settings.API_VERZOEKEN_PER_MINUUT = 0
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@schema.parametrize()
@settings(
    max_examples=EXAMPLES,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
def test_operation(case: schemathesis.Case, api: Api, linde_api: Api) -> None:
    own = is_own_data(case.operation.path)
    response = case.call(headers={"Authorization": f"Bearer {(linde_api if own else api).token}"})
    case.validate_response(response, checks=CHECKS)
