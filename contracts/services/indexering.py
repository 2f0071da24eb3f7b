"""Indexation of tariffs: propose, reckon, activate for a day, take back before it (R-SEG-8, D-27).

Later figures never change what has been: they make a new indexering from a later day.
"""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import DataError, IntegrityError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from contracts.choices import Indexeringstatus as S
from contracts.indexering import rekenen
from contracts.indexering.overgangen import require_transition
from contracts.models import Indexering, Perceel, Segment, Weging
from contracts.models.indexering import PERCENTAGES
from contracts.policies import INDEXERING_BEHEREN
from contracts.rules import FACTOR_DECIMALEN, MAX_PERCENTAGE, Percentages, first_open_day
from contracts.rules import round_half_up as rounded
from contracts.services.tarieven import TARIEF_BEDRAG, TARIEF_GESLOTEN_MAAND
from core.actor import Actor
from core.constraints import Constraintconflict
from core.fouten import (
    ONBEKENDE_WAARDE,
    Bevinding,
    Conflict,
    Foutcode,
    NietGevonden,
    Niveau,
    Ongeldig,
    VersieVerouderd,
)
from core.handeling import handeling
from core.overgangen import set_status
from core.policies import authorise, scoped
from core.ui.formats import format_long_date

INDEXERING_LEEG = Foutcode(
    "indexering_leeg",
    "In deze reikwijdte is op die dag geen tarief dat nog geïndexeerd moet worden.",
    "R-SEG-8",
)
INDEXERING_VEROUDERD = Foutcode(
    "indexering_verouderd",
    "Een tarief is veranderd na het doorrekenen. Het voorstel is opnieuw doorgerekend; "
    "bekijk het nog een keer.",
    "R-SEG-8",
)
INDEXERING_BEGONNEN = Foutcode(
    "indexering_begonnen",
    "De nieuwe tarieven gelden al. Maak een nieuwe indexering vanaf een latere dag.",
    "R-SEG-8",
)
INDEXERING_TARIEF_GEWIJZIGD = Foutcode(
    "indexering_tarief_gewijzigd",
    "Een tarief van deze indexering is daarna nog gewijzigd. Maak dat eerst ongedaan.",
    "R-SEG-8",
)
PERCENTAGE = "percentage_ongeldig"


@dataclass(frozen=True)
class Indexeringgegevens:
    """A proposal for the year of `ingangsdatum`; without figures of t-1 no recalculation.

    Without segment and percelen it covers all percelen of the weighing. Percentages in percent.
    """

    ingangsdatum: datetime.date
    weging_id: UUID
    voorlopig: Percentages
    vorig: Percentages | None = None
    definitief: Percentages | None = None
    segment_id: UUID | None = None
    perceel_ids: Sequence[UUID] = ()
    toelichting: str = ""


def create(actor: Actor, gegevens: Indexeringgegevens, *, peildatum: datetime.date) -> Indexering:
    """A concept. Raises Verboden, Ongeldig (`tarief_gesloten_maand`, `percentage_ongeldig`,
    `nacalculatie_onvolledig`, `onbekende_waarde`).
    """
    with handeling(actor) as act:
        authorise(actor, INDEXERING_BEHEREN)
        _refuse(_check(actor, gegevens, peildatum))
        indexering = Indexering(**_fields(gegevens))
        indexering.save(force_insert=True)
        indexering.refresh_from_db(fields=["nummer"])
        indexering.percelen.set(_percelen(gegevens))
        act.event("indexering.opgesteld", indexering, gegevens=_told(indexering))
    return indexering


def change(
    actor: Actor,
    indexering_id: UUID,
    gegevens: Indexeringgegevens,
    *,
    versie: int,
    peildatum: datetime.date,
) -> Indexering:
    """Other figures or another scope; what was reckoned is gone. Raises as `create`, and Conflict
    (`status_overgang`), VersieVerouderd, NietGevonden.
    """
    with handeling(actor) as act:
        indexering = _lock(actor, indexering_id)
        require_transition(indexering.status, S.CONCEPT)
        _require_version(indexering, versie)
        _refuse(_check(actor, gegevens, peildatum))
        indexering.regels.all().delete()
        fields = _fields(gegevens)
        set_status(indexering, S.CONCEPT, **fields, factor=None, overgeslagen=0, berekend_op=None)
        indexering.percelen.set(_percelen(gegevens))
        act.event("indexering.gewijzigd", indexering, gegevens=_told(indexering))
    return indexering


def calculate(actor: Actor, indexering_id: UUID, *, peildatum: datetime.date) -> Indexering:
    """Reckon every tariff in scope anew. Raises Conflict (`status_overgang`), Ongeldig
    (`indexering_leeg`, `tarief_gesloten_maand`, `tarief_bedrag`).
    """
    try:
        with handeling(actor) as act:
            indexering = _lock(actor, indexering_id)
            require_transition(indexering.status, S.BEREKEND)
            _refuse(_closed(indexering.ingangsdatum, peildatum))
            number, skipped = rekenen.write_lines(indexering)
            if not number:
                raise Ongeldig(
                    bevindingen=[INDEXERING_LEEG.bevinding("", INDEXERING_LEEG.betekenis)]
                )
            factor = rounded(rekenen.factor_of_indexering(indexering), FACTOR_DECIMALEN)
            now = timezone.now()
            set_status(indexering, S.BEREKEND, factor=factor, overgeslagen=skipped, berekend_op=now)
            told = {**_told(indexering), "tarieven": number}
            act.event("indexering.berekend", indexering, gegevens=told)
    except DataError as exc:
        raise Ongeldig(bevindingen=[TARIEF_BEDRAG.bevinding("", TARIEF_BEDRAG.betekenis)]) from exc
    return indexering


def activate(
    actor: Actor, indexering_id: UUID, *, versie: int, peildatum: datetime.date
) -> Indexering:
    """Each tariff of the proposal ends the day before, the new one begins: all or none.

    Raises Conflict (`status_overgang`; `indexering_verouderd` when a tariff changed since, after
    which the proposal is reckoned anew), VersieVerouderd, Ongeldig (`tarief_gesloten_maand`).
    """
    try:
        with handeling(actor) as act:
            indexering = _lock(actor, indexering_id)
            require_transition(indexering.status, S.GEACTIVEERD)
            _require_version(indexering, versie)
            _refuse(_closed(indexering.ingangsdatum, peildatum))
            rekenen.lock_products(indexering)
            if rekenen.is_outdated(indexering) or not rekenen.write_tariffs(indexering):
                raise Conflict(INDEXERING_VEROUDERD.betekenis, code=INDEXERING_VEROUDERD.code)
            set_status(indexering, S.GEACTIVEERD, geactiveerd_op=timezone.now())
            act.event("indexering.geactiveerd", indexering, gegevens=_told(indexering))
    except IntegrityError as exc:
        raise Constraintconflict(exc) from exc
    except Conflict as exc:
        if exc.code == INDEXERING_VEROUDERD.code:
            calculate(actor, indexering_id, peildatum=peildatum)
        raise
    return indexering


def withdraw(
    actor: Actor,
    indexering_id: UUID,
    *,
    versie: int,
    peildatum: datetime.date,
    reden: str = "",
) -> Indexering:
    """Drop a proposal, or undo an active one before its day: each tariff as it was.

    The new rows have held on no day, so they go; row history keeps that they stood there and who
    took them back. Raises Conflict (`status_overgang`, `indexering_begonnen`,
    `indexering_tarief_gewijzigd`), VersieVerouderd.
    """
    try:
        with handeling(actor) as act:
            indexering = _lock(actor, indexering_id)
            require_transition(indexering.status, S.INGETROKKEN)
            _require_version(indexering, versie)
            if indexering.status == S.GEACTIVEERD:
                _undo(indexering, peildatum)
            set_status(indexering, S.INGETROKKEN)
            told = _told(indexering)
            act.event("indexering.ingetrokken", indexering, reden=reden, gegevens=told)
    except IntegrityError as exc:
        raise Constraintconflict(exc) from exc
    return indexering


def _undo(indexering: Indexering, peildatum: datetime.date) -> None:
    if indexering.ingangsdatum <= peildatum:
        raise Conflict(INDEXERING_BEGONNEN.betekenis, code=INDEXERING_BEGONNEN.code)
    rekenen.lock_products(indexering)
    if not rekenen.restore_tariffs(indexering):
        changed = INDEXERING_TARIEF_GEWIJZIGD
        raise Conflict(changed.betekenis, code=changed.code)


def _lock(actor: Actor, indexering_id: UUID) -> Indexering:
    rows = Indexering.objects.for_actor(actor).select_for_update(of=("self",), no_key=True)
    indexering: Indexering | None = rows.select_related("weging").filter(pk=indexering_id).first()
    if indexering is None:
        raise NietGevonden()
    authorise(actor, INDEXERING_BEHEREN)
    return indexering


def _require_version(indexering: Indexering, versie: int) -> None:
    if indexering.versie != versie:
        raise VersieVerouderd(_("Deze indexering is intussen veranderd. Bekijk haar opnieuw."))


def _fields(gegevens: Indexeringgegevens) -> dict[str, Any]:
    figures: dict[str, Decimal | None] = {}
    for soort in PERCENTAGES:
        pair: Percentages | None = getattr(gegevens, soort)
        figures[f"{soort}_personeel"] = pair.personeel if pair else None
        figures[f"{soort}_materieel"] = pair.materieel if pair else None
    weging = Weging.objects.get(pk=gegevens.weging_id)
    return {
        "jaar": gegevens.ingangsdatum.year,
        "ingangsdatum": gegevens.ingangsdatum,
        "weging": weging,
        "gewicht_personeel": weging.personeel,
        "segment_id": gegevens.segment_id,
        "toelichting": gegevens.toelichting,
        **figures,
    }


def _percelen(gegevens: Indexeringgegevens) -> QuerySet[Perceel]:
    return Perceel.objects.filter(pk__in=gegevens.perceel_ids)


def _told(indexering: Indexering) -> dict[str, Any]:
    return {
        "kenmerk": indexering.kenmerk,
        "jaar": indexering.jaar,
        "ingangsdatum": indexering.ingangsdatum.isoformat(),
        "factor": str(indexering.factor or ""),
    }


def _refuse(findings: Iterator[Bevinding]) -> None:
    if found := list(findings):
        raise Ongeldig(bevindingen=found)


def _closed(day: datetime.date, peildatum: datetime.date) -> Iterator[Bevinding]:
    if day < (first := first_open_day(peildatum)):
        text = _("Die maand is gesloten. De eerste dag die nog kan, is %s.")
        yield TARIEF_GESLOTEN_MAAND.bevinding("ingangsdatum", text % format_long_date(first))


def _check(
    actor: Actor, gegevens: Indexeringgegevens, peildatum: datetime.date
) -> Iterator[Bevinding]:
    yield from _closed(gegevens.ingangsdatum, peildatum)
    for soort in PERCENTAGES:
        yield from _check_percentages(soort, getattr(gegevens, soort))
    if (gegevens.vorig is None) != (gegevens.definitief is None):
        missing = "definitief" if gegevens.definitief is None else "vorig"
        reden = _("Vul voor de nacalculatie alle vier de percentages in, of geen.")
        yield Bevinding(
            "nacalculatie_onvolledig", Niveau.FOUT, f"{missing}_personeel", reden, "R-SEG-8"
        )
    day = gegevens.ingangsdatum
    if not scoped(actor, Weging).filter(pk=gegevens.weging_id, periode__contains=day).exists():
        yield ONBEKENDE_WAARDE.bevinding("weging", _("Deze weging geldt niet op die dag."))
    if (pk := gegevens.segment_id) and not scoped(actor, Segment).filter(pk=pk).exists():
        yield ONBEKENDE_WAARDE.bevinding("segment", ONBEKENDE_WAARDE.betekenis)
    chosen = set(gegevens.perceel_ids)
    if chosen and scoped(actor, Perceel).filter(pk__in=chosen).count() != len(chosen):
        yield ONBEKENDE_WAARDE.bevinding("percelen", ONBEKENDE_WAARDE.betekenis)


def _check_percentages(soort: str, pair: Percentages | None) -> Iterator[Bevinding]:
    if pair is None:
        return
    for deel in ("personeel", "materieel"):
        value: Decimal = getattr(pair, deel)
        good = value.is_finite() and abs(value) <= MAX_PERCENTAGE
        if not good or value != value.quantize(Decimal("0.001")):
            reden = _("Vul een percentage in tussen -20 en 20, met hoogstens drie decimalen.")
            yield Bevinding(PERCENTAGE, Niveau.FOUT, f"{soort}_{deel}", reden, "R-SEG-8")
