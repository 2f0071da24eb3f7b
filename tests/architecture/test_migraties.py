"""Migrations make the models anew as seldom as they can (`core.migraties`)."""

from itertools import groupby

import pytest
from django.db.migrations.loader import MigrationLoader

from core.genereren import own_apps
from core.migraties import MINSTENS, SOORTEN, Samen, samen

OURS = {config.label for config in own_apps()}
MIGRATIES = {
    str(migration): migration.operations
    for (app, _name), migration in MigrationLoader(None).disk_migrations.items()
    if app in OURS
}


def kinds(operations):
    return [
        (kind, len(list(run)))
        for kind, run in groupby(operations, lambda operation: SOORTEN.get(type(operation)))
    ]


@pytest.mark.parametrize("naam", sorted(MIGRATIES))
def test_a_run_of_one_kind_goes_in_one_step(naam):
    """`operations = samen([…])` around what makemigrations writes."""
    alone = [(kind, n) for kind, n in kinds(MIGRATIES[naam]) if kind and n >= MINSTENS]
    assert alone == []


def test_the_same_operations_in_the_same_order():
    flat = list(MIGRATIES["indications.0003_levensloop"])
    inside = [o for op in flat for o in (op.operations if isinstance(op, Samen) else [op])]
    assert len(inside) > len(flat)
    again = samen(inside)
    assert [type(op) for op in again] == [type(op) for op in flat]
    assert [o for op in again for o in (op.operations if isinstance(op, Samen) else [op])] == inside
