"""The only place where a perceelcontract gets an earlier end, and the transfer list that follows.

Called with an open `handeling` by a decision (request, measure, overname), which has authorised it
and locked the aanbieder (`lock_aanbieder`). From the first day without contract nothing new can be
filed, for filing reads the period of the contract; what runs on after it stands on the list of its
gemeente (R-CON-3), so no toewijzing loses its contract unseen.
"""

import datetime
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from contractbeheer.models import Beeindigingsverzoek, Contracteinde, Maatregeltraject, Overname
from contracts.choices import Perceelcontractstatus
from contracts.models import Perceelcontract
from core.choices import Rolcode
from core.fouten import PERIODE_ONGELDIG, Foutcode, Ongeldig
from core.handeling import Handeling
from core.ui.formats import format_long_date
from core.uitbak import Onderwerp, put_for
from providers.models import Aanbieder

DAG = datetime.timedelta(days=1)
GEEN_CONTRACT_OM_TE_EINDIGEN = Foutcode(
    "geen_contract_om_te_eindigen", "Op die dag is er voor dit perceel geen contract meer.",
    "R-CON-3",
)  # fmt: skip

# One row per toewijzing: what was listed already stays, from then on because of this earlier end.
LIST = """
insert into contractbeheer_overdracht (toewijzing_id, gemeente_id, einde_id, vanaf)
select t.id, t.gemeente_id, e.id, e.laatste_dag + 1
from contractbeheer_contracteinde e
join indications_toewijzing t on t.perceelcontract_id = e.perceelcontract_id
where e.id = any(%(eindes)s) and t.status <> 'ingetrokken'
  and (t.einddatum is null or t.einddatum > e.laatste_dag)
order by t.id
on conflict (toewijzing_id) where status = 'open'
  do update set vanaf = excluded.vanaf, einde_id = excluded.einde_id
  where excluded.vanaf < contractbeheer_overdracht.vanaf
returning gemeente_id
"""
# Filed in the very moment in which the contract got its end (read before it, stored after it), or
# made longer since: one that was settled by ending in time, and now runs past the end again.
MISSED = """
insert into contractbeheer_overdracht (toewijzing_id, gemeente_id, einde_id, vanaf)
select distinct on (t.id) t.id, t.gemeente_id, e.id, e.laatste_dag + 1
from contractbeheer_contracteinde e
join indications_toewijzing t on t.perceelcontract_id = e.perceelcontract_id
where e.teruggedraaid_op is null and t.status <> 'ingetrokken'
  and (t.einddatum is null or t.einddatum > e.laatste_dag)
  and not exists (select from contractbeheer_overdracht o where o.toewijzing_id = t.id
    and (o.status = 'open' or o.uitkomst in ('overgezet', 'afspraak')))
order by t.id, e.laatste_dag
on conflict (toewijzing_id) where status = 'open' do nothing
returning gemeente_id
"""
# Open lines of these contracts after an end was taken back: away, or from the end that is left.
RELIST = """
update contractbeheer_overdracht o
set status = case when past then 'vervallen' else 'open' end,
    uitkomst = case when past then 'vervallen' else '' end,
    afgerond_op = case when past then now() end,
    vanaf = case when past or withdrawn then o.vanaf else einddatum + 1 end,
    einde_id = coalesce(left_end, o.einde_id)
from (
  select x.id, pc.einddatum, (
      select e.id from contractbeheer_contracteinde e
      where e.perceelcontract_id = pc.id and e.teruggedraaid_op is null
      order by e.laatste_dag, e.aangemaakt_op limit 1) as left_end,
    pc.status <> 'geldig' as withdrawn,
    pc.status = 'geldig' and (pc.einddatum is null or coalesce(t.einddatum <= pc.einddatum, false))
      as past
  from contractbeheer_overdracht x
  join indications_toewijzing t on t.id = x.toewijzing_id
  join contracts_perceelcontract pc on pc.id = t.perceelcontract_id
  where x.status = 'open' and pc.id = any(%(contracten)s)
) n where n.id = o.id
returning o.gemeente_id
"""


@dataclass(frozen=True)
class Bron:
    """What ends the contract; exactly one."""

    verzoek: Beeindigingsverzoek | None = None
    traject: Maatregeltraject | None = None
    overname: Overname | None = None


def lock_aanbieder(*aanbieder_ids: UUID) -> None:
    """One decision at a time on the contracts of an aanbieder; before a lock on the object itself.

    Several are locked in one order, so that two acts wait for each other and never deadlock.
    """
    rows = Aanbieder.objects.filter(pk__in=aanbieder_ids).order_by("pk")
    list(rows.select_for_update(no_key=True).values_list("pk"))


def contracts_after(
    aanbieder_id: UUID, perceel_ids: Collection[UUID] | None, last_day: datetime.date
) -> QuerySet[Perceelcontract]:
    """Valid contracts that hold on some day after `last_day`; `perceel_ids` None means all."""
    rows = Perceelcontract.objects.filter(
        Q(einddatum__isnull=True) | Q(einddatum__gt=last_day),
        aanbieder=aanbieder_id,
        status=Perceelcontractstatus.GELDIG,
    )
    return rows if perceel_ids is None else rows.filter(perceel__in=perceel_ids)


def end_perceel(
    act: Handeling,
    aanbieder_id: UUID,
    perceel_ids: Collection[UUID] | None,
    last_day: datetime.date,
    bron: Bron,
    *,
    peildatum: datetime.date,
    veld: str = "datum",
) -> list[Contracteinde]:
    """No contract of the aanbieder for these percelen holds after `last_day` (inclusive).

    A contract that had not begun by then is withdrawn. Raises `periode_ongeldig` for a day before
    `peildatum`, `geen_contract_om_te_eindigen` when nothing held after it.
    """
    if last_day < peildatum:
        reden = f"Kies {format_long_date(peildatum)} of later."
        raise Ongeldig(bevindingen=[PERIODE_ONGELDIG.bevinding(veld, reden)])
    found = contracts_after(aanbieder_id, perceel_ids, last_day).select_for_update(of=("self",))
    contracts = list(found.order_by("pk"))
    if not contracts:
        raise Ongeldig(
            bevindingen=[
                GEEN_CONTRACT_OM_TE_EINDIGEN.bevinding(
                    veld, f"Na {format_long_date(last_day)} is er al geen contract meer."
                )
            ]
        )
    eindes = [_end(act, contract, last_day, bron) for contract in contracts]
    _list(eindes)
    return eindes


def _end(
    act: Handeling, contract: Perceelcontract, last_day: datetime.date, bron: Bron
) -> Contracteinde:
    first = contract.eindes.filter(teruggedraaid_op__isnull=True).order_by("aangemaakt_op").first()
    einde: Contracteinde = Contracteinde.objects.create(
        perceelcontract=contract,
        laatste_dag=last_day,
        oude_einddatum=first.oude_einddatum if first else contract.einddatum,
        verzoek=bron.verzoek,
        traject=bron.traject,
        overname=bron.overname,
    )
    _put_end(act, contract, last_day, "perceelcontract.beeindigd", decided=True)
    return einde


def _put_end(
    act: Handeling,
    contract: Perceelcontract,
    end: datetime.date | None,
    event: str,
    *,
    decided: bool,
) -> None:
    """Its period until `end`; withdrawn when it would end before it begins. `decided`: an act of
    contract management stands, so that nobody else moves the end.
    """
    begun = end is None or contract.begindatum <= end
    if begun:
        contract.status, contract.einddatum = Perceelcontractstatus.GELDIG, end
    else:
        contract.status = Perceelcontractstatus.INGETROKKEN
    Perceelcontract.objects.filter(pk=contract.pk).update(
        status=contract.status,
        einddatum=contract.einddatum,
        einde_besloten=decided,
        versie=F("versie") + 1,
    )
    act.event(event, contract, gegevens={"einddatum": end.isoformat() if end else None})


def _list(eindes: Iterable[Contracteinde]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(LIST, {"eindes": [einde.pk for einde in eindes]})
        gemeenten = {row[0] for row in cursor.fetchall()}
    _tell(gemeenten)


def _tell(gemeente_ids: Iterable[UUID]) -> None:
    for gemeente_id in sorted(gemeente_ids):
        put_for([Rolcode.TOEGANG], gemeente_id, Onderwerp.KLAAR, reverse("overdrachten"))


def list_missed() -> int:
    """Put on the list what a filing stored while an act ended its contract; gives how many.

    Called in a transaction, by the task that settles the list.
    """
    with connection.cursor() as cursor:
        cursor.execute(MISSED)
        found = [row[0] for row in cursor.fetchall()]
    _tell(set(found))
    return len(found)


def take_back(act: Handeling, eindes: Collection[Contracteinde]) -> None:
    """Undo these ends: each contract gets the earliest end that is left, or the one it had.

    Lines of the list that need no other place any more go away. The caller sees to it that the
    days in between have not passed.
    """
    undone = {einde.pk for einde in eindes}
    ids = {einde.perceelcontract_id for einde in eindes}
    contracts = Perceelcontract.objects.filter(pk__in=ids).select_for_update(of=("self",))
    for contract in contracts.order_by("pk"):
        standing = contract.eindes.filter(teruggedraaid_op__isnull=True).order_by("aangemaakt_op")
        left = [e.laatste_dag for e in standing if e.pk not in undone]
        original = standing[0].oude_einddatum
        _put_end(
            act,
            contract,
            min([*left, original] if original else left, default=None),
            "perceelcontract.einde_teruggedraaid",
            decided=bool(left),
        )
    Contracteinde.objects.filter(pk__in=undone).update(teruggedraaid_op=timezone.now())
    with connection.cursor() as cursor:
        cursor.execute(RELIST, {"contracten": list(ids)})
        gemeenten = {row[0] for row in cursor.fetchall()}
    _tell(gemeenten)
