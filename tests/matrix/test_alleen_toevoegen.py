"""What happened and who saw what can be added to, and never changed or taken away (N-LOG-02)."""

import uuid

import pytest
from django.db import DatabaseError, connection, transaction

from core.actor import system_actor
from core.choices import Inzagehandeling
from core.handeling import record_access, record_event
from core.inzageketen import first_break
from core.models import Gebeurtenis, Inzage

pytestmark = pytest.mark.django_db
TABELLEN = ("core_inzage", "core_gebeurtenis")


@pytest.fixture
def lines() -> list[int]:
    """Three acts on client data and an event; the numbers of the lines in the access log."""
    who = system_actor("proef")
    record_event(who, "proef.gedaan", "proef", uuid.uuid4())
    for _ in range(3):
        record_access(who, Inzagehandeling.LEZEN, "proef", jeugdigen=[uuid.uuid4()])
    return list(Inzage.objects.order_by("id").values_list("id", flat=True))


@pytest.mark.parametrize("table", TABELLEN)
@pytest.mark.parametrize(
    "statement",
    ["update {} set soort = 'anders'", "delete from {}", "truncate {}", "truncate {} cascade"],
)
def test_database_refuses_to_change_or_remove(lines, table, statement):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table))
    assert Inzage.objects.count() == len(lines)
    assert Gebeurtenis.objects.exists()


@pytest.mark.parametrize("model", [Inzage, Gebeurtenis])
def test_the_orm_cannot_either(lines, model):
    row = model.objects.first()
    row.soort = "anders"
    for act in (row.save, row.delete, lambda: model.objects.update(soort="anders")):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()
    assert not model.objects.filter(soort="anders").exists()


def with_triggers_off(sql: str, *params: object) -> None:
    """What somebody with all rights on the database could do."""
    with connection.cursor() as cursor:
        cursor.execute("set local session_replication_role = replica")
        cursor.execute(sql, params)
        cursor.execute("set local session_replication_role = origin")


def test_chain_of_untouched_lines_holds(lines):
    assert first_break() is None


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("actor_naam", "iemand anders"),
        ("moment", "2020-01-01"),
        ("jeugdigen", "{}"),
        ("detail", "niets"),
        ("uitkomst", 4),
        ("rollen", "fg"),
        ("organisatie_id", "00000000-0000-4000-8000-000000000000"),
    ],
)
def test_changed_line_is_named(lines, column, value):
    with_triggers_off(f"update core_inzage set {column} = %s where id = %s", value, lines[1])
    found = first_break()
    assert found is not None
    assert (found.id, found.soort) == (lines[1], "regel_gewijzigd")


def test_removed_line_is_named_by_the_one_after_it(lines):
    with_triggers_off("delete from core_inzage where id = %s", lines[1])
    found = first_break()
    assert found is not None
    assert (found.id, found.soort) == (lines[2], "regel_weg")


def test_changed_line_with_a_new_hash_breaks_the_link_after_it(lines):
    with_triggers_off("update core_inzage set detail = 'niets' where id = %s", lines[1])
    with_triggers_off(
        "update core_inzage i set hash = sha256(vorige_hash || "
        "convert_to(inzage_canoniek(i), 'UTF8')) where id = %s",
        lines[1],
    )
    found = first_break()
    assert found is not None
    assert (found.id, found.soort) == (lines[2], "schakel_gebroken")
