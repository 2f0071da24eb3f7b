"""One user action: one transaction, with the actor in history, events and access log.

with handeling(actor) as h:
    …
    h.event("toewijzing.ingediend", toewijzing, gegevens={…})
    h.access(Inzagehandeling.AANMAKEN, "toewijzing.indienen", jeugdigen=[…])
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.db import connection, models, transaction
from django.db.models import QuerySet

from core.actor import Actor
from core.choices import Inzagehandeling
from core.models import Gebeurtenis
from core.sql import fetch_prepared


class Handeling:
    def __init__(self, actor: Actor) -> None:
        self.actor = actor

    def event(
        self,
        soort: str,
        obj: models.Model,
        *,
        reden: str = "",
        gegevens: Mapping[str, Any] | None = None,
    ) -> None:
        """Record what was done, in business words; `gegevens` without personal data."""
        record_event(
            self.actor, soort, obj._meta.model_name or "", obj.pk, reden=reden, gegevens=gegevens
        )

    def access(
        self,
        act: Inzagehandeling,
        soort: str,
        *,
        jeugdigen: Iterable[UUID],
        object_id: UUID | None = None,
        detail: str = "",
    ) -> None:
        record_access(
            self.actor, act, soort, jeugdigen=jeugdigen, object_id=object_id, detail=detail
        )


@contextmanager
def handeling(actor: Actor) -> Iterator[Handeling]:
    with transaction.atomic():
        set_history_context(actor)
        yield Handeling(actor)


def history_context(actor: Actor) -> str:
    """JSON that the history triggers copy into `pgh_context`; names the actor, never a jeugdige."""
    return json.dumps(
        {
            "actor": str(actor.id) if actor.id else None,
            "actorsoort": actor.soort,
            "naam": actor.naam,
            "organisatie": str(actor.organisatie_id) if actor.organisatie_id else None,
            "referentie": actor.referentie,
        }
    )


def set_history_context(actor: Actor) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select set_config('pghistory.context_metadata', %s, true)", [history_context(actor)]
        )


def record_event(
    actor: Actor,
    soort: str,
    objectsoort: str,
    object_id: UUID,
    *,
    reden: str = "",
    gegevens: Mapping[str, Any] | None = None,
) -> None:
    Gebeurtenis.objects.create(
        soort=soort,
        objectsoort=objectsoort,
        object_id=object_id,
        actorsoort=actor.soort,
        actor_id=actor.id,
        actor_naam=actor.naam,
        organisatie_id=actor.organisatie_id,
        rollen=actor.rollen_tekst,
        reden=reden,
        gegevens=dict(gegevens or {}),
        referentie=actor.referentie,
    )


# One statement without the ORM: it stands on every answer that shows jeugdigen.
ACCESS_LINE = """
insert into core_inzage (handeling, uitkomst, soort, actorsoort, actor_id, actor_naam, rollen, doel,
  netwerkadres, objectsoort, object_id, jeugdigen, detail, organisatie_id, referentie)
values (%(handeling)s, %(uitkomst)s, %(soort)s, %(actorsoort)s, %(actor_id)s, %(actor_naam)s,
  %(rollen)s, %(doel)s, %(netwerkadres)s, %(objectsoort)s, %(object_id)s, %(jeugdigen)s::uuid[],
  %(detail)s, %(organisatie_id)s, %(referentie)s)
returning id
"""


def record_access(
    actor: Actor,
    act: Inzagehandeling,
    soort: str,
    *,
    jeugdigen: Iterable[UUID | str],
    object_id: UUID | None = None,
    objectsoort: str = "jeugdige",
    detail: str = "",
    uitkomst: int = 0,
    even_nobody: bool = False,
) -> None:
    """One line in the access log (N-LOG-01), chained by trigger; none when nobody was shown, unless
    looking is an act of its own (`even_nobody`).
    """
    shown = ",".join(map(str, jeugdigen))
    if not shown and object_id is None and not even_nobody:
        return
    values: dict[str, Any] = {
        **_who_did(actor, act, soort),
        "uitkomst": uitkomst,
        "objectsoort": objectsoort,
        "object_id": object_id,
        "jeugdigen": f"{{{shown}}}",
        "detail": detail,
    }
    fetch_prepared(ACCESS_LINE, values)


def record_access_of(
    actor: Actor, act: Inzagehandeling, soort: str, rows: QuerySet[Any], *, detail: str = ""
) -> None:
    """`record_access` for everybody in `rows`, one uuid column: the database reads them itself, for
    an export can hold a hundred thousand.
    """
    query = rows.order_by().query.get_compiler(connection.alias, elide_empty=False)
    inner, params = query.as_sql()
    values = {**_who_did(actor, act, soort), "detail": detail, "objectsoort": "jeugdige"}
    names = ", ".join(values)
    marks = ", ".join(["%s"] * len(values))
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
insert into core_inzage ({names}, uitkomst, jeugdigen)
select {marks}, 0, wie from (select array_agg(distinct id) wie from ({inner}) rij(id)) allen
where wie is not null
""",  # noqa: S608 - names of columns, and the statement of a queryset
            [*values.values(), *params],
        )


def _who_did(actor: Actor, act: Inzagehandeling, soort: str) -> dict[str, Any]:
    return {
        "handeling": str(act),
        "soort": soort,
        "actorsoort": str(actor.soort),
        "actor_id": actor.id,
        "actor_naam": actor.naam,
        "rollen": actor.rollen_tekst,
        "doel": actor.doel,
        "netwerkadres": actor.netwerkadres,
        "organisatie_id": actor.organisatie_id,
        "referentie": actor.referentie,
    }
