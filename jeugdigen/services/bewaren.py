"""Name and BSN go when every gemeente concerned has let them go (N-AVG-03).

A gemeente decides on a term, a report says who is due, the FG releases it, somebody else carries
it out. What goes is the row in the vault and the toekomstplannen; what stays is a pseudonym that
nobody can lead back to a person. Without a decision on the term nothing is ever due.
"""

import datetime
from uuid import UUID

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from core.actor import Actor
from core.choices import Inzagehandeling, Organisatiesoort
from core.fouten import (
    PERIODE_ONGELDIG,
    STATUS_OVERGANG,
    VERPLICHT,
    Bevinding,
    Conflict,
    Foutcode,
    NietGevonden,
    Ongeldig,
)
from core.handeling import handeling
from core.policies import Recht, authorise
from core.tekst import read_text
from indications.models import Jeugdige, JeugdigeKluis
from jeugdigen.choices import Voorstelstatus
from jeugdigen.codes import BEWAREN_ALLEEN_GEMEENTE, EIGEN_VRIJGAVE, GEEN_BEWAARTERMIJN
from jeugdigen.models import Bewaartermijn, Toekomstplan, Verwijdervoorstel
from jeugdigen.policies import BEWAREN_BEPALEN, BEWAREN_UITVOEREN

MAX_MAANDEN = 600
MAANDEN_ONGELDIG = Foutcode(
    "bewaartermijn_ongeldig", "Een bewaartermijn is 1 tot en met 600 maanden.", "N-AVG-03"
)

# Concerned are the gemeente of today and those that ever gave help; each one's latest decision
# counts from the last day of any help. Help without an end is never due.
DUE = """
with termijn as (
  select distinct on (gemeente_id) gemeente_id, maanden from jeugdigen_bewaartermijn
  order by gemeente_id, vastgesteld_op desc, aangemaakt_op desc
), laatste as (
  select k.jeugdige_id id, j.gemeente_id, greatest(
    (j.aangemaakt_op at time zone 'Europe/Amsterdam')::date,
    (select max(greatest(coalesce(t.einddatum, 'infinity'), v.laatste_dag, (
        select max(coalesce(l.einddatum, 'infinity')) from indications_levering l
        where l.toewijzing_id = t.id)))
      from indications_toewijzing t left join indications_verbruik v on v.toewijzing_id = t.id
      where t.jeugdige_id = j.id)) dag
  from indications_jeugdigekluis k join indications_jeugdige j on j.id = k.jeugdige_id
  where (j.gemeente_id = %(gemeente)s or exists (select from indications_toewijzing t
      where t.jeugdige_id = j.id and t.gemeente_id = %(gemeente)s))
    and (%(alleen)s::uuid[] is null or j.id = any(%(alleen)s::uuid[]))
)
select l.id from laatste l
where not exists (
  select from (
    select l.gemeente_id union
    select t.gemeente_id from indications_toewijzing t where t.jeugdige_id = l.id
  ) g left join termijn using (gemeente_id)
  where termijn.maanden is null
    or l.dag + make_interval(months => termijn.maanden) >= %(peildatum)s::date)
order by l.id
"""


def decide_term(
    actor: Actor,
    *,
    maanden: int | None,
    vastgesteld_door: str,
    vastgesteld_op: datetime.date | None,
    peildatum: datetime.date,
) -> Bewaartermijn:
    """Record what the verwerkingsverantwoordelijke decided; the latest decision holds."""
    with handeling(actor) as act:
        authorise(actor, BEWAREN_BEPALEN)
        own = _require_gemeente(actor)
        text, findings = read_text(
            vastgesteld_door,
            "vastgesteld_door",
            max_lengte=200,
            verplicht=_("Vul in wie dit heeft vastgesteld, bijvoorbeeld het college."),
        )
        findings += _judge_term(maanden, vastgesteld_op, peildatum)
        if findings or maanden is None or vastgesteld_op is None:
            raise Ongeldig(bevindingen=findings)
        made = Bewaartermijn.objects.create(
            gemeente_id=own,
            maanden=maanden,
            vastgesteld_door=text,
            vastgesteld_op=vastgesteld_op,
        )
        act.event("bewaartermijn.vastgesteld", made, gegevens={"maanden": maanden})
    return made


def _judge_term(
    months: int | None, day: datetime.date | None, peildatum: datetime.date
) -> list[Bevinding]:
    found: list[Bevinding] = []
    if months is None or not 1 <= months <= MAX_MAANDEN:
        found.append(MAANDEN_ONGELDIG.bevinding("maanden", MAANDEN_ONGELDIG.betekenis))
    if day is None:
        found.append(VERPLICHT.bevinding("vastgesteld_op", _("Vul de dag van het besluit in.")))
    elif day > peildatum:
        text = _("Het besluit is van vandaag of eerder.")
        found.append(PERIODE_ONGELDIG.bevinding("vastgesteld_op", text))
    return found


def term_of(gemeente_id: UUID | None) -> Bewaartermijn | None:
    """The decision in force."""
    rows = Bewaartermijn.objects.filter(gemeente=gemeente_id)
    found: Bewaartermijn | None = rows.order_by("-vastgesteld_op", "-aangemaakt_op").first()
    return found


def due_on(
    gemeente_id: UUID | None, peildatum: datetime.date, *, only: list[UUID] | None = None
) -> list[UUID]:
    """Pseudonyms whose name and BSN this gemeente and every other one concerned let go."""
    with connection.cursor() as cursor:
        params = {"gemeente": gemeente_id, "peildatum": peildatum, "alleen": only}
        cursor.execute(DUE, params)
        return [row[0] for row in cursor.fetchall()]


def make_report(
    actor: Actor, gemeente_id: UUID | None, *, peildatum: datetime.date
) -> Verwijdervoorstel:
    """What would go now; takes the place of the report before it.

    Raises Conflict (`geen_bewaartermijn`) when the gemeente has not decided.
    """
    with handeling(actor) as act:
        authorise(actor, BEWAREN_BEPALEN)
        term = term_of(gemeente_id)
        if term is None or gemeente_id is None:
            raise Conflict(GEEN_BEWAARTERMIJN.betekenis, code=GEEN_BEWAARTERMIJN.code)
        # One report at a time: the second waits here, and then takes the place of the first.
        Bewaartermijn.objects.select_for_update().get(pk=term.pk)
        rows = Verwijdervoorstel.objects.filter(
            gemeente=gemeente_id, status__in=[Voorstelstatus.OPEN, Voorstelstatus.VRIJGEGEVEN]
        )
        rows.update(status=Voorstelstatus.VERVALLEN)
        made = Verwijdervoorstel.objects.create(
            gemeente_id=gemeente_id,
            termijn=term,
            peildatum=peildatum,
            jeugdigen=due_on(gemeente_id, peildatum),
        )
        act.event("verwijdervoorstel.gemaakt", made, gegevens={"aantal": len(made.jeugdigen)})
    return made


def release_report(actor: Actor, voorstel_id: UUID) -> Verwijdervoorstel:
    """The FG has looked at it and lets it go on; carrying out is another person's."""
    with handeling(actor) as act:
        row = _locked(actor, voorstel_id, BEWAREN_BEPALEN)
        _require_gemeente(actor)
        if row.status != Voorstelstatus.OPEN:
            raise Conflict(STATUS_OVERGANG.betekenis, code=STATUS_OVERGANG.code)
        row.status = Voorstelstatus.VRIJGEGEVEN
        row.vrijgegeven_door_id = str(actor.id)
        row.save(update_fields=["status", "vrijgegeven_door"])
        act.event("verwijdervoorstel.vrijgegeven", row)
    return row


def carry_out_removal(
    actor: Actor, voorstel_id: UUID, *, peildatum: datetime.date
) -> Verwijdervoorstel:
    """Remove vault and toekomstplannen of everybody in the report who is still due today.

    Raises Conflict (`eigen_vrijgave`, `status_overgang`).
    """
    with handeling(actor) as act:
        row = _locked(actor, voorstel_id, BEWAREN_UITVOEREN)
        if row.status != Voorstelstatus.VRIJGEGEVEN:
            raise Conflict(STATUS_OVERGANG.betekenis, code=STATUS_OVERGANG.code)
        if str(row.vrijgegeven_door_id) == str(actor.id):
            raise Conflict(EIGEN_VRIJGAVE.betekenis, code=EIGEN_VRIJGAVE.code)
        # A filing, or another act on these, waits until this is done, and then finds a stranger.
        listed = Jeugdige.objects.select_for_update().filter(pk__in=row.jeugdigen)
        locked = list(listed.order_by("pk").values_list("pk", flat=True))
        due = due_on(row.gemeente_id, peildatum, only=locked)
        Toekomstplan.objects.filter(jeugdige__in=due).delete()
        JeugdigeKluis.objects.filter(pk__in=due).delete()
        row.status = Voorstelstatus.UITGEVOERD
        row.uitgevoerd_door_id = str(actor.id)
        row.uitgevoerd_op = timezone.now()
        row.verwijderd = len(due)
        row.save(update_fields=["status", "uitgevoerd_door", "uitgevoerd_op", "verwijderd"])
        act.event("verwijdervoorstel.uitgevoerd", row, gegevens={"verwijderd": len(due)})
        for pk in due:
            act.event("jeugdige.naam_verwijderd", Jeugdige(pk=pk))
        act.access(
            Inzagehandeling.VERWIJDEREN, "jeugdige.naam_verwijderd", jeugdigen=due, object_id=row.pk
        )
    return row


def _require_gemeente(actor: Actor) -> UUID:
    own = actor.organisatie_id
    if own is None or actor.organisatie_soort != Organisatiesoort.GEMEENTE:
        raise Conflict(BEWAREN_ALLEEN_GEMEENTE.betekenis, code=BEWAREN_ALLEEN_GEMEENTE.code)
    return own


def _locked(actor: Actor, voorstel_id: UUID, needed: Recht) -> Verwijdervoorstel:
    rows = Verwijdervoorstel.objects.for_actor(actor).select_for_update(of=("self",))
    row: Verwijdervoorstel | None = rows.filter(pk=voorstel_id).first()
    if row is None:
        raise NietGevonden()
    authorise(actor, needed)
    return row
