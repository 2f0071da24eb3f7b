"""Cutting toewijzingen: all of a round in the own gemeente, or a single one (R-TOE-11)."""

import datetime
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.actor import Actor
from core.choices import Actorsoort, Inzagehandeling
from core.constraints import Constraintconflict
from core.datums import DAG
from core.fouten import (
    ONBEKENDE_WAARDE,
    PERIODE_ONGELDIG,
    VERPLICHT,
    Bevinding,
    Conflict,
    NietGevonden,
    Ongeldig,
    VersieVerouderd,
)
from core.handeling import Handeling, handeling
from core.policies import authorise
from core.ui.formats import format_long_date as datum
from indications.models import Toewijzing
from knippen import codes
from knippen.choices import KNIPREDENEN, Rondestatus
from knippen.knippen import carry_out
from knippen.models import Knipbeurt, Knipronde
from knippen.policies import KNIPPEN
from knippen.selectors import (
    Tellingen,
    Vraag,
    bound,
    count_outcomes,
    of_round,
    rows_of,
)
from knippen.woorden import refusal

LOCK = """
select t.id from indications_toewijzing t
where t.gemeente_id = %(gemeente)s and t.status <> 'ingetrokken' and t.periode @> %(dag)s::date
  and exists (select from knippen_productvertaling v
    where v.ronde_id = %(ronde)s and v.van_id = t.product_id)
order by t.id for update of t
"""


def cut_toewijzingen(actor: Actor, ronde_id: UUID, *, beurt_id: UUID, zegel: str) -> Knipbeurt:
    """Cut everything of the round that can be cut in the own gemeente, or nothing.

    `beurt_id` names the press: the same one again gives what the first did. `zegel` is what was
    looked at. Raises NietGevonden, Verboden, Conflict (`ronde_niet_open`, `knippen_veranderd`,
    `niets_te_knippen`), Constraintconflict when somebody filed the new product at that moment.
    """
    try:
        with handeling(actor) as act:
            ronde = open_round(actor, ronde_id)
            gemeente = actor.organisatie_id
            assert gemeente is not None
            vraag = of_round(ronde, gemeente)
            _wait_for(f"knippen:{ronde.pk}:{gemeente}")
            if done := _done(actor, beurt_id):
                return done
            with connection.cursor() as cursor:
                cursor.execute(LOCK, vraag.params)
            params = bound(actor, vraag)
            counts = count_outcomes(vraag, params)
            if not counts.wel:
                raise Conflict(codes.NIETS_TE_KNIPPEN.betekenis, code=codes.NIETS_TE_KNIPPEN.code)
            if counts.zegel != zegel:
                raise _changed()
            beurt = _record(actor, vraag, beurt_id, counts)
            _cut(act, vraag, params, beurt, ronde.reden)
            return beurt
    except IntegrityError as exc:
        raise Constraintconflict(exc) from exc


def cut_toewijzing(
    actor: Actor,
    toewijzing_id: UUID,
    *,
    laatste_dag: datetime.date | None,
    naar_id: UUID | None,
    deel: int | None,
    reden: str,
    versie: int,
    beurt_id: UUID,
) -> Knipbeurt:
    """Cut one toewijzing: last day of the old, new product, and its part by hand or by days.

    Raises NietGevonden, Verboden, VersieVerouderd (412), Ongeldig with what is not right,
    Constraintconflict (409).
    """
    try:
        with handeling(actor) as act:
            row = (
                Toewijzing.objects.for_actor(actor)
                .select_for_update(of=("self",))
                .filter(pk=toewijzing_id)
                .first()
            )
            if row is None:
                raise NietGevonden()
            authorise(actor, KNIPPEN)
            if done := _done(actor, beurt_id):
                return done
            if row.versie != versie:
                raise VersieVerouderd(
                    _("Iemand anders heeft deze toewijzing intussen gewijzigd. Bekijk haar eerst.")
                )
            vraag, params, _judged = _judge_single(actor, row, laatste_dag, naar_id, deel, reden)
            beurt = _record(actor, vraag, beurt_id, Tellingen(1, {}, ""))
            _cut(act, vraag, params, beurt, reden)
            return beurt
    except IntegrityError as exc:
        raise Constraintconflict(exc) from exc


def preview_toewijzing(
    actor: Actor,
    toewijzing_id: UUID,
    *,
    laatste_dag: datetime.date | None,
    naar_id: UUID | None,
    deel: int | None,
    reden: str,
) -> dict[str, Any]:
    """What cutting it would give, without doing it; raises what `cut_toewijzing` would."""
    row = Toewijzing.objects.for_actor(actor).filter(pk=toewijzing_id).first()
    if row is None:
        raise NietGevonden()
    authorise(actor, KNIPPEN)
    with transaction.atomic():
        return _judge_single(actor, row, laatste_dag, naar_id, deel, reden)[2]


def _judge_single(
    actor: Actor,
    row: Toewijzing,
    laatste_dag: datetime.date | None,
    naar_id: UUID | None,
    deel: int | None,
    reden: str,
) -> tuple[Vraag, dict[str, Any], dict[str, Any]]:
    findings = [*_day(row, laatste_dag), *_rest(naar_id, reden)]
    if findings or laatste_dag is None:
        raise Ongeldig(bevindingen=findings)
    asked = {"toewijzing": row.pk, "naar": naar_id, "hand": deel}
    vraag = Vraag(row.gemeente_id, laatste_dag, los=(asked,))
    params = bound(actor, vraag)
    judged = rows_of(vraag, params)[0]
    if judged["reden"]:
        raise Ongeldig(bevindingen=[refusal(judged)])
    return vraag, params, judged


def open_round(actor: Actor, ronde_id: UUID) -> Knipronde:
    """In scope and open. Raises NietGevonden, Verboden, Conflict (`ronde_niet_open`)."""
    ronde: Knipronde | None = Knipronde.objects.for_actor(actor).filter(pk=ronde_id).first()
    if ronde is None:
        raise NietGevonden()
    authorise(actor, KNIPPEN)
    if ronde.status != Rondestatus.OPEN:
        raise Conflict(codes.RONDE_NIET_OPEN.betekenis, code=codes.RONDE_NIET_OPEN.code)
    return ronde


def _wait_for(name: str) -> None:
    """Whoever cuts the same waits here until the first one is done."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])


def _done(actor: Actor, beurt_id: UUID) -> Knipbeurt | None:
    found: Knipbeurt | None = Knipbeurt.objects.for_actor(actor).filter(pk=beurt_id).first()
    return found


def _changed() -> Conflict:
    return Conflict(codes.KNIPPEN_VERANDERD.betekenis, code=codes.KNIPPEN_VERANDERD.code)


def _record(actor: Actor, vraag: Vraag, beurt_id: UUID, counts: Tellingen) -> Knipbeurt:
    beurt = Knipbeurt.objects.create(
        id=beurt_id,
        ronde_id=vraag.ronde_id,
        gemeente_id=vraag.gemeente_id,
        laatste_dag=vraag.laatste_dag,
        uitgevoerd_op=timezone.now(),
        uitgevoerd_door_id=actor.id if actor.soort == Actorsoort.GEBRUIKER else None,
        aantal=counts.wel,
        niet_geknipt=dict(counts.niet),
    )
    beurt.refresh_from_db(fields=["nummer"])
    return beurt


def _cut(
    act: Handeling, vraag: Vraag, params: Mapping[str, Any], beurt: Knipbeurt, reden: str
) -> None:
    """The rows are locked, yet one may have been filed since they were counted: then nothing."""
    cut = carry_out(act, vraag, params, beurt, code=reden)
    if len(cut) != beurt.aantal:
        raise _changed()
    act.event(
        "knipbeurt.uitgevoerd",
        beurt,
        gegevens={
            "kenmerk": beurt.kenmerk,
            "aantal": beurt.aantal,
            "laatste dag": str(beurt.laatste_dag),
        },
    )
    act.access(
        Inzagehandeling.WIJZIGEN,
        "toewijzing.geknipt",
        jeugdigen=sorted({jeugdige for _old, jeugdige in cut}),
        detail=beurt.kenmerk,
    )


def _day(row: Toewijzing, day: datetime.date | None) -> list[Bevinding]:
    if day is None:
        return [VERPLICHT.bevinding("laatste_dag", _("Vul de laatste dag van de oude in."))]
    if day < row.begindatum:
        text = _("Kies %(begin)s of later: dan loopt de toewijzing al.")
        return [PERIODE_ONGELDIG.bevinding("laatste_dag", text % {"begin": datum(row.begindatum)})]
    if row.einddatum and day >= row.einddatum:
        text = _("Kies %(day)s of eerder: daarna blijft er geen dag over voor de nieuwe.")
        last = datum(row.einddatum - DAG)
        return [PERIODE_ONGELDIG.bevinding("laatste_dag", text % {"day": last})]
    return []


def _rest(naar_id: UUID | None, reden: str) -> list[Bevinding]:
    found = []
    if naar_id is None:
        found.append(VERPLICHT.bevinding("naar", _("Kies het nieuwe product.")))
    if reden not in KNIPREDENEN:
        found.append(ONBEKENDE_WAARDE.bevinding("reden", _("Kies een reden uit de lijst.")))
    return found
