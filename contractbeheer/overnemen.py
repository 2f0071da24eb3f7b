"""What planning and carrying out a contractovername share, and the day itself (R-CON-4)."""

import datetime
import logging
from collections.abc import Collection
from uuid import UUID

from django.db import DatabaseError, IntegrityError
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Greatest
from django.urls import reverse
from django.utils import timezone

from contractbeheer.aflopen import contracts_after, lock_aanbieder
from contractbeheer.choices import Overdrachtstatus, Overdrachtuitkomst, Overnamestatus
from contractbeheer.models import Overdracht, Overname
from contracts.choices import Maatregelsoort, Maatregelstatus, Perceelcontractstatus
from contracts.models import Maatregel, Perceelcontract
from core.actor import Actor, system_actor
from core.choices import Rolcode
from core.constraints import finding_of
from core.fouten import CONFLICT, Conflict, Foutcode, PortalFout
from core.handeling import handeling, record_event
from core.sql import fetch_prepared
from core.taken import DATABASE_AWAY
from core.uitbak import Onderwerp, put_for
from indications.codes import CLIENTENSTOP
from indications.models import Toewijzing
from indications.overzetten import move_toewijzingen

log = logging.getLogger(__name__)
DAG = datetime.timedelta(days=1)
OVERNAME_GEEN_PERCEEL = Foutcode(
    "overname_geen_perceel",
    "De aanbieder die overneemt heeft voor dit perceel op die dag geen contract.",
    "R-CON-4",
)


def receivers(
    van_id: UUID, naar_id: UUID, perceel_ids: Collection[UUID], datum: datetime.date
) -> list[tuple[Perceelcontract, Perceelcontract | None]]:
    """Each contract of `van` that holds on `datum` or later, with the one that takes it over.

    None where `naar` has no valid contract for that perceel on the first day: `datum`, or the day
    on which the contract of `van` would have begun.
    """
    leaving = contracts_after(van_id, list(perceel_ids) or None, datum - DAG)
    arriving = list(
        Perceelcontract.objects.filter(
            aanbieder=naar_id,
            status=Perceelcontractstatus.GELDIG,
            perceel__in=leaving.values("perceel"),
        )
    )
    return [
        (contract, next((c for c in arriving if _takes_over(c, contract, datum)), None))
        for contract in leaving.select_related("perceel").order_by("perceel__code", "begindatum")
    ]


def _takes_over(c: Perceelcontract, leaving: Perceelcontract, datum: datetime.date) -> bool:
    first = max(datum, leaving.begindatum)
    holds = c.begindatum <= first and (c.einddatum is None or c.einddatum >= first)
    return holds and c.perceel_id == leaving.perceel_id


STAYING = """
select count(*) from indications_toewijzing t
where t.perceelcontract_id = any(%(contracten)s) and t.status <> 'ingetrokken'
  and (t.einddatum is null or t.einddatum >= %(datum)s::date)
  and exists (select from indications_toewijzing x
    where x.jeugdige_id = t.jeugdige_id and x.product_id = t.product_id
      and x.aanbieder_id = %(naar)s::uuid and x.status <> 'ingetrokken'
      and x.periode && daterange(greatest(t.begindatum, %(datum)s::date), t.einddatum, '[]'))
"""


def staying(contract_ids: Collection[UUID], naar_id: UUID, datum: datetime.date) -> int:
    """How many toewijzingen cannot go over: `naar` gives that jeugdige this product already."""
    asked = {"contracten": list(contract_ids), "naar": naar_id, "datum": datum}
    return int(fetch_prepared(STAYING, asked)[0][0])


def carry_out_due(peildatum: datetime.date) -> int:
    """Every planned overname whose day has come, each in its own transaction; gives how many.

    One that cannot be carried out stays planned, with an event and a signal, and is tried again.
    """
    actor, done = system_actor("contractovername"), 0
    due = Overname.objects.filter(status=Overnamestatus.GEPLAND, datum__lte=peildatum)
    for pk in due.order_by("datum").values_list("pk", flat=True):
        try:
            done += _carry_out(actor, pk)
        except DATABASE_AWAY:
            raise
        except PortalFout as exc:
            _failed(actor, pk, exc.code)
        except IntegrityError as exc:
            _failed(actor, pk, finding_of(exc).code)
        except DatabaseError:  # one that cannot be carried out does not hold up the others
            log.exception("overname_mislukt", extra={"overname": str(pk)})
            _failed(actor, pk, CONFLICT.code)
    return done


def _carry_out(actor: Actor, pk: UUID) -> bool:
    with handeling(actor) as act:
        row = Overname.objects.filter(pk=pk, status=Overnamestatus.GEPLAND).first()
        if row is None:
            return False
        lock_aanbieder(row.van_id, row.naar_id)
        overname = (
            Overname.objects.select_for_update(of=("self",), skip_locked=True)
            .filter(pk=pk, status=Overnamestatus.GEPLAND)
            .first()
        )
        if overname is None:
            return False
        _require_receivers(overname)
        lines = _to_move(overname).select_for_update(of=("self",))
        naar = dict(lines.values_list("toewijzing", "einde__naar"))
        moved = move_toewijzingen(act, naar, overname.datum, kenmerk=overname.kenmerk)
        Overdracht.objects.filter(
            status=Overdrachtstatus.OPEN, toewijzing__in=[key for key, _gemeente in moved]
        ).update(
            status=Overdrachtstatus.AFGEROND,
            uitkomst=Overdrachtuitkomst.OVERGEZET,
            afgerond_op=timezone.now(),
        )
        overname.uitgevoerd_op = timezone.now()
        overname.overgezet = len(moved)
        set_status(overname, Overnamestatus.UITGEVOERD, "uitgevoerd_op", "overgezet")
        act.event("overname.uitgevoerd", overname, gegevens={"overgezet": len(moved)})
        tell_aanbieders(overname)
        for gemeente in sorted({gemeente for _key, gemeente in moved}):
            put_for([Rolcode.TOEGANG], gemeente, Onderwerp.KLAAR, reverse("toewijzingen"))
    return True


def _to_move(overname: Overname) -> QuerySet[Overdracht]:
    """Open lines, without who meanwhile found the same care at a third aanbieder."""
    elsewhere = Toewijzing.objects.filter(
        jeugdige=OuterRef("toewijzing__jeugdige"),
        product=OuterRef("toewijzing__product"),
        aangemaakt_op__gte=OuterRef("aangemaakt_op"),
        periode__contains=OuterRef("vanaf"),
    ).exclude(Q(aanbieder__in=[overname.van_id, overname.naar_id]) | Q(status="ingetrokken"))
    return Overdracht.objects.filter(
        ~Exists(elsewhere), status=Overdrachtstatus.OPEN, einde__overname=overname
    )


def stopped(
    naar_id: UUID, perceel_ids: Collection[UUID], datum: datetime.date
) -> QuerySet[Maatregel]:
    """Cliëntenstops of who takes over, on the first day, for one of these percelen or for all."""
    return Maatregel.objects.filter(
        Q(perceel__isnull=True) | Q(perceel__in=perceel_ids),
        aanbieder=naar_id,
        soort=Maatregelsoort.CLIENTENSTOP,
        status=Maatregelstatus.GELDIG,
        periode__contains=datum,
    )


def _require_receivers(overname: Overname) -> None:
    """The receiving contracts still hold on their first day (as `receivers`), without a
    cliëntenstop; else nothing moves.
    """
    standing = overname.eindes.filter(teruggedraaid_op__isnull=True)
    gone = standing.alias(
        eerste=Greatest("perceelcontract__begindatum", Value(overname.datum))
    ).exclude(naar__status=Perceelcontractstatus.GELDIG, naar__periode__contains=F("eerste"))
    if gone.exists():
        raise Conflict(OVERNAME_GEEN_PERCEEL.betekenis, code=OVERNAME_GEEN_PERCEEL.code)
    percelen = list(standing.values_list("perceelcontract__perceel", flat=True))
    if stopped(overname.naar_id, percelen, overname.datum).exists():
        raise Conflict(CLIENTENSTOP.betekenis, code=CLIENTENSTOP.code)


def set_status(overname: Overname, status: Overnamestatus, *fields: str) -> None:
    overname.status = status
    overname.versie += 1
    overname.save(update_fields=["status", "versie", *fields])


def tell_aanbieders(overname: Overname) -> None:
    for aanbieder in (overname.van, overname.naar):
        put_for(
            [Rolcode.AANBIEDER_BEHEERDER],
            aanbieder.organisatie_id,
            Onderwerp.BESLUIT,
            reverse("aanbieder", args=[aanbieder.pk]),
        )


def _failed(actor: Actor, pk: UUID, code: str) -> None:
    log.warning("overname_niet_uitgevoerd", extra={"overname": str(pk), "code": code})
    record_event(actor, "overname.niet_uitgevoerd", "overname", pk, gegevens={"code": code})
