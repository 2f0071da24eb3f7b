"""Reading the access log: by the functionaris gegevensbescherming, and per jeugdige.

Writing stands in `core.handeling`, the proof that the chain holds in `core.inzageketen`.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from core.actor import Actor
from core.choices import Inzagehandeling, Organisatiesoort, Rolcode
from core.handeling import handeling, record_access
from core.models import Gebruiker, Inzage, Organisatie
from core.policies import Policy, recht, scoped

INZAGELOG_LEZEN = recht("inzagelog.lezen", {Rolcode.FG})

#: What an act in the log (`Inzage.soort`) is called on screen; every app adds its own.
SOORTEN: dict[str, str | Promise] = {
    "document.bekijken": _("Document bekeken"),
    "document.ophalen": _("Document opgehaald"),
    "inzagelog.lezen": _("Inzagelogboek gelezen"),
}

MONTHS_SQL = """
with regels as (
  select date_trunc('month', moment at time zone 'Europe/Amsterdam')::date as maand,
    actor_id, handeling, uitkomst, jeugdigen
  from core_inzage
  where moment >= %(vanaf)s
    and (%(organisatie)s::uuid is null or organisatie_id = %(organisatie)s::uuid)
), jeugdigen as (
  select maand, count(distinct j.id) as aantal
  from regels, unnest(jeugdigen) as j (id) group by maand
)
select r.maand, count(*), count(distinct r.actor_id), coalesce(max(j.aantal), 0),
  count(*) filter (where r.handeling = 'E'), count(*) filter (where r.uitkomst <> 0)
from regels r left join jeugdigen j using (maand)
group by r.maand order by r.maand desc
"""


def format_soort(code: str) -> SafeString:
    """The act in words with its code under it; only the code when nobody gave it a name."""
    if code not in SOORTEN:
        return format_html("{}", code)
    return format_html('{} <small class="under">{}</small>', SOORTEN[code], code)


class InzagePolicy(Policy):
    """The FG of OZJT sees all lines, one of a gemeente those of its own people (N-LOG-01)."""

    model = Inzage

    def scope(self, actor: Actor, rows: QuerySet) -> QuerySet:
        if not actor.has_role(Rolcode.FG):
            return rows.none()
        own = _only_organisation(actor)
        return rows if own is None else rows.filter(organisatie_id=own)


def _only_organisation(actor: Actor) -> UUID | None:
    """None: all of them."""
    return None if actor.organisatie_soort == Organisatiesoort.OZJT else actor.organisatie_id


def log_lines(actor: Actor) -> QuerySet[Inzage]:
    """Lines in scope, with `organisatie_naam`; order and page are the caller's."""
    return _named(scoped(actor, Inzage))


def access_of(jeugdige_id: UUID) -> QuerySet[Any]:
    """Who saw or changed this jeugdige, with `organisatie_naam`; order and page are the caller's.

    The caller has checked that the actor may (`inzage.van_jeugdige`, with the jeugdige in scope).
    """
    return _named(Inzage.objects.filter(jeugdigen__contains=[jeugdige_id]))


def _named(rows: QuerySet[Inzage]) -> QuerySet[Any]:
    naam = Organisatie.objects.filter(pk=OuterRef("organisatie_id")).values("naam")
    return rows.annotate(organisatie_naam=Subquery(naam))


def people_in_log(actor: Actor) -> QuerySet[Gebruiker]:
    """Whom the log may be searched on: everybody, or who has or had a role at the own gemeente."""
    own = _only_organisation(actor)
    people = Gebruiker.objects.order_by("naam", "email")
    return people if own is None else people.filter(rollen__organisatie=own).distinct()


def record_reading(
    actor: Actor, act: Inzagehandeling, detail: str, jeugdigen: Iterable[UUID] = ()
) -> None:
    """Reading the log stands in the log; `detail` says what was asked, without names."""
    with handeling(actor):
        record_access(
            actor,
            act,
            "inzagelog.lezen",
            jeugdigen=jeugdigen,
            objectsoort="inzagelog",
            object_id=actor.organisatie_id,
            detail=detail[:300],
        )


@dataclass(frozen=True)
class Maand:
    """One calendar month of the log: lines, people, different jeugdigen, exports, refusals."""

    maand: datetime.date
    regels: int
    personen: int
    jeugdigen: int
    uitvoer: int
    geweigerd: int


def monthly_counts(actor: Actor, vanaf: datetime.datetime) -> list[Maand]:
    """Figures for the monthly report, newest month first, of the lines in scope since `vanaf`."""
    if not actor.has_role(Rolcode.FG):
        return []
    with connection.cursor() as cursor:
        params = {"vanaf": vanaf, "organisatie": _only_organisation(actor)}
        cursor.execute(MONTHS_SQL, params)
        return [Maand(*row) for row in cursor.fetchall()]
