"""`core.sql`: what the hot paths hold on to."""

import pytest
from django.db import OperationalError, connection

from core.models import Organisatie
from core.sql import fetch_prepared, fetch_texts
from tests.factories.core import OrganisatieFactory

pytestmark = pytest.mark.django_db(transaction=True)
BACKEND = "select pg_backend_pid()"


def begin_request(*, cut: bool) -> None:
    """What Django does at the start of a request, after the server was or was not restarted."""
    connection.ensure_connection()
    connection.health_check_enabled = True
    connection.health_check_done = False
    if cut:
        connection.connection.pgconn.finish()


def test_the_first_statement_of_a_request_finds_out_that_the_connection_is_gone() -> None:
    begin_request(cut=True)
    assert fetch_prepared(BACKEND, [])


def test_a_connection_that_answers_is_kept() -> None:
    (before,) = fetch_prepared(BACKEND, [])
    begin_request(cut=False)
    assert fetch_prepared(BACKEND, []) == [before]


def test_a_later_statement_never_runs_twice() -> None:
    begin_request(cut=False)
    fetch_prepared(BACKEND, [])
    connection.connection.pgconn.finish()
    with pytest.raises(OperationalError):
        fetch_prepared(BACKEND, [])
    connection.close()


def test_rows_of_nothing_are_no_rows() -> None:
    assert fetch_texts(Organisatie.objects.none().values_list("naam")) == []


def test_texts_come_row_by_row_in_order() -> None:
    rows = [OrganisatieFactory(naam=naam) for naam in ('b, "b"', "", "a\na")]
    found = Organisatie.objects.filter(pk__in=[row.pk for row in rows]).order_by("-naam")
    texts = fetch_texts(found.values_list("naam", "code"))
    assert texts == list(found.values_list("naam", "code"))
    assert len(texts) == 3
