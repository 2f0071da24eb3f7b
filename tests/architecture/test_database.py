"""The migrated database: who a jeugdige is stands in the vault and nowhere else."""

import pytest
from django.db import connection
from django.utils import timezone

pytestmark = pytest.mark.django_db

KLUIS = "indications_jeugdigekluis"
#: Words in a column name that would hold who a jeugdige is.
PERSOONLIJK = (
    "bsn",
    "burgerservice",
    "geslachtsnaam",
    "voornaam",
    "voornamen",
    "voorvoegsel",
    "roepnaam",
    "achternaam",
    "geboorte",
)
#: Columns with such a word outside the vault, with the reason.
UITGEZONDERD = {
    ("indications_jeugdige", "geboortedatum"): "rules on age read it; same scope as the jeugdige",
    ("indications_jeugdigeevent", "geboortedatum"): "history of that",
}


@pytest.fixture
def columns() -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select table_name, column_name from information_schema.columns "
            "where table_schema = 'public' order by 1, 2"
        )
        return cursor.fetchall()


def test_the_scan_sees_the_vault(columns):
    assert (KLUIS, "bsn_hash") in columns


def test_who_a_jeugdige_is_stands_in_the_vault_only(columns):
    outside = {
        (table, column)
        for table, column in columns
        if table != KLUIS and any(word in column for word in PERSOONLIJK)
    }
    assert outside == set(UITGEZONDERD)


def test_contracts_providers_availability_and_screening_know_no_jeugdige(columns):
    """N-AVG-01: they hold no BSN, no name and no pseudonym either."""
    rooms = ("contracts_", "providers_", "availability_", "screening_")
    found = [
        (table, column)
        for table, column in columns
        if table.startswith(rooms) and any(w in column for w in (*PERSOONLIJK, "jeugdige_id"))
    ]
    assert found == []


def test_the_vault_holds_no_readable_name_or_number():
    """Sealed columns are bytes; the one text says which key sealed them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select column_name, data_type from information_schema.columns where table_name = %s",
            [KLUIS],
        )
        kinds = dict(cursor.fetchall())
    readable = {column for column, kind in kinds.items() if kind not in {"bytea", "uuid"}}
    assert readable == {"sleutel"}


#: A parent that is never deleted and never the start of a query.
ZONDER_INDEX = {("indications_toewijzing", "verwijzing_id")}


def test_no_foreign_key_without_an_index():
    """Else a delete or a join on the parent reads the whole child table."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            select c.conrelid::regclass::text, a.attname
            from pg_constraint c
            join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
            where c.contype = 'f' and c.connamespace = 'public'::regnamespace
              and c.conrelid::regclass::text ~
                '^(core|providers|contracts|availability|screening|indications)_'
              and not exists (
                select from pg_index i
                where i.indrelid = c.conrelid and i.indkey[0] = c.conkey[1])
            """
        )
        assert set(cursor.fetchall()) == ZONDER_INDEX


def test_a_day_in_the_database_is_a_day_in_the_region():
    """Between midnight and two, `now()::date` in UTC would still be yesterday."""
    with connection.cursor() as cursor:
        cursor.execute("select current_setting('TimeZone'), current_date")
        zone, today = cursor.fetchone()
    assert zone == "Europe/Amsterdam"
    assert today == timezone.localdate()
