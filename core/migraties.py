"""Operations of a migration that go in one step: the models are rendered once, not after each.

Django renders whatever hangs on a changed model again after every operation. With some two hundred
models that was most of a first start and of making a test database: 89 s, and 30 s with this.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from django.db.migrations import AddConstraint, AddField, AddIndex, CreateModel
from django.db.migrations.operations.base import Operation
from pgtrigger.migrations import AddTrigger

#: Kinds that go together: the models after the last of a run serve for each of them.
SOORTEN: dict[type[Operation], str] = {
    CreateModel: "modellen",
    AddField: "velden",
    AddIndex: "regels",
    AddConstraint: "regels",
    AddTrigger: "regels",
}
#: A shorter run costs more together than apart.
MINSTENS = 3


class Samen(Operation):
    """A run of operations of one kind, in order; each sees the models as the last leaves them."""

    def __init__(self, operations: Sequence[Operation]) -> None:
        self.operations = operations

    def state_forwards(self, app_label: str, state: Any) -> None:
        state.__dict__.pop("apps", None)  # rendered when somebody asks for a model again
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(self, app_label: str, editor: Any, before: Any, after: Any) -> None:
        for operation in self.operations:
            operation.database_forwards(app_label, editor, before, after)

    def database_backwards(self, app_label: str, editor: Any, before: Any, after: Any) -> None:
        for operation in reversed(self.operations):
            operation.database_backwards(app_label, editor, before, after)

    def describe(self) -> str:
        return "; ".join(operation.describe() for operation in self.operations)


def samen(operations: Sequence[Operation]) -> list[Operation]:
    """The same operations, with every run of one kind in one step."""
    return list(_runs(operations))


def _runs(operations: Sequence[Operation]) -> Iterator[Operation]:
    for kind, found in groupby(operations, lambda operation: SOORTEN.get(type(operation))):
        run = list(found)
        if kind is None or len(run) < MINSTENS:
            yield from run
        else:
            yield Samen(run)
