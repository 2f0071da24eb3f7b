"""Keep the goal tree and the indicators (R-CON-7)."""

import datetime
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db import IntegrityError

from contracts.models import Segment
from core.actor import Actor
from core.constraints import Constraintconflict
from core.fouten import ONBEKENDE_WAARDE, PERIODE_ONGELDIG, Foutcode, NietGevonden, Ongeldig
from core.handeling import handeling
from core.policies import authorise
from core.ui.formats import format_long_date
from monitoring.berekeningen import berekeningen
from monitoring.choices import OUDER_VAN, Bron, Doelsoort
from monitoring.models import Doel, Indicator, Indicatorversie
from monitoring.policies import INDICATOR_BEHEREN
from monitoring.rules import check_first_day, period_after, period_of
from monitoring.tasks import measure_indicator
from monitoring.toetsen import asked_for, locked, require_clean

TWEEDE_UITVRAAG = Foutcode(
    "tweede_uitvraag", "Voor dit doel wordt aanbieders al een indicator gevraagd.", "D-33"
)
VROEGSTE = datetime.date(2020, 1, 1)
DAG = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Doelgegevens:
    soort: str
    naam: str
    toelichting: str = ""
    ouder_id: UUID | None = None
    segment_id: UUID | None = None
    volgorde: int = 0


@dataclass(frozen=True)
class Indicatorgegevens:
    """What a version says. Of a berekening the unit follows, so `eenheid` is not read then.

    `toch`: the manager knows that aanbieders are asked a second figure for the same doel (D-33).
    """

    doel_id: UUID
    naam: str
    definitie: str
    bron: str
    meetperiode: str
    invloed: str
    richting: str
    begindatum: datetime.date
    berekening: str = ""
    eenheid: str = ""
    norm: Decimal | None = None
    marge: Decimal = Decimal(0)
    nulmeting: Decimal | None = None
    nulmeting_periode: str = ""
    toch: bool = False


def save_doel(actor: Actor, gegevens: Doelgegevens, *, doel_id: UUID | None = None) -> Doel:
    """A new branch of the goal tree, or another name or place of one that is there.

    Its kind and segment stay. Raises Ongeldig for a branch that hangs on the wrong level.
    """
    with handeling(actor) as act:
        authorise(actor, INDICATOR_BEHEREN)
        if doel_id is None:
            doel = Doel(soort=gegevens.soort)
        else:
            doel = locked(actor, Doel, doel_id, INDICATOR_BEHEREN)
        ouder = Doel.objects.for_actor(actor).filter(pk=gegevens.ouder_id).first()
        _require_level(doel, ouder, gegevens)
        doel.ouder = ouder
        if doel_id is None:
            doel.segment_id = _segment_of(ouder, gegevens)
        doel.naam, doel.toelichting = gegevens.naam.strip(), gegevens.toelichting.strip()
        doel.volgorde = gegevens.volgorde
        require_clean(doel)
        doel.save()
        act.event("doel.bewaard", doel, gegevens={"soort": doel.soort})
    return doel


def _segment_of(ouder: Doel | None, gegevens: Doelgegevens) -> UUID:
    """Raises NietGevonden without one."""
    found = ouder.segment_id if ouder else gegevens.segment_id
    if found is None or not Segment.objects.filter(pk=found).exists():
        raise NietGevonden()
    return found


def _require_level(doel: Doel, ouder: Doel | None, gegevens: Doelgegevens) -> None:
    wanted = OUDER_VAN.get(Doelsoort(doel.soort))
    same = ouder is None or doel._state.adding or ouder.segment_id == doel.segment_id
    if (ouder.soort if ouder else None) != wanted or not same:
        name = Doelsoort(wanted).label.lower() if wanted else ""
        reden = f"Kies een {name} van dit segment." if wanted else "Kies hier niets."
        raise Ongeldig(bevindingen=[ONBEKENDE_WAARDE.bevinding("ouder", reden)])


def create_indicator(
    actor: Actor,
    gegevens: Indicatorgegevens,
    *,
    code: str,
    segment_id: UUID,
    peildatum: datetime.date,
) -> Indicator:
    """A new indicator with its first version; it may begin in the past, and is then counted back.

    Raises Ongeldig (`niet_op_periode`, `tweede_uitvraag`, …), Constraintconflict for a race.
    """
    try:
        with handeling(actor) as act:
            authorise(actor, INDICATOR_BEHEREN)
            if not Segment.objects.filter(pk=segment_id).exists():
                raise NietGevonden()
            indicator = Indicator(code=code.strip().upper(), segment_id=segment_id)
            require_clean(indicator)
            indicator.save()
            versie = _version(indicator, gegevens)
            _judge(versie, gegevens, [gegevens.meetperiode])
            if not VROEGSTE <= versie.begindatum <= peildatum + 730 * DAG:
                reden = f"Kies een dag vanaf {format_long_date(VROEGSTE)}, en binnen twee jaar."
                raise Ongeldig(bevindingen=[PERIODE_ONGELDIG.bevinding("begindatum", reden)])
            versie.save()
            act.event("indicator.toegevoegd", indicator, gegevens={"code": indicator.code})
            measure_indicator.delay_on_commit(str(indicator.pk))
    except IntegrityError as exc:
        raise Constraintconflict(exc) from exc
    return indicator


def change_indicator(
    actor: Actor, indicator_id: UUID, gegevens: Indicatorgegevens, *, peildatum: datetime.date
) -> Indicatorversie:
    """A new version from the first day of a coming period; what was measured keeps its own.

    A version that has not begun is changed in place. Raises Ongeldig and Conflict as
    `create_indicator`.
    """
    try:
        with handeling(actor) as act:
            indicator = locked(actor, Indicator, indicator_id, INDICATOR_BEHEREN)
            last = indicator.versies.order_by("-begindatum")[0]
            new = _version(indicator, gegevens)
            coming = last.begindatum > peildatum and last.begindatum == new.begindatum
            if coming:
                new.pk, new._state.adding = last.pk, False
                new.aangemaakt_op = last.aangemaakt_op
            _require_after(last, new, peildatum, coming=coming)
            if not coming:
                last.einddatum = new.begindatum - DAG
                last.save(update_fields=["einddatum"])
            _judge(new, gegevens, [gegevens.meetperiode, last.meetperiode])
            new.save()
            begin = new.begindatum.isoformat()
            act.event("indicator.gewijzigd", indicator, gegevens={"vanaf": begin})
            measure_indicator.delay_on_commit(str(indicator.pk))
    except IntegrityError as exc:
        raise Constraintconflict(exc) from exc
    return new


def end_indicator(
    actor: Actor, indicator_id: UUID, *, einddatum: datetime.date, peildatum: datetime.date
) -> Indicatorversie:
    """No longer measured after the last day of a period, this one or a later; figures stay."""
    with handeling(actor) as act:
        indicator = locked(actor, Indicator, indicator_id, INDICATOR_BEHEREN)
        last: Indicatorversie = indicator.versies.order_by("-begindatum")[0]
        good = period_of(last.meetperiode, einddatum).eind == einddatum
        if not good or einddatum < max(peildatum, last.begindatum):
            eind = period_of(last.meetperiode, max(peildatum, last.begindatum)).eind
            reden = f"Kies de laatste dag van een {last.meetperiode}: {format_long_date(eind)}."
            raise Ongeldig(bevindingen=[PERIODE_ONGELDIG.bevinding("einddatum", reden)])
        last.einddatum = einddatum
        require_clean(last)
        last.save(update_fields=["einddatum"])
        act.event("indicator.beeindigd", indicator, gegevens={"einddatum": einddatum.isoformat()})
    return last


def _version(indicator: Indicator, gegevens: Indicatorgegevens) -> Indicatorversie:
    calculated = gegevens.bron == Bron.BEREKEND
    found = berekeningen().get(gegevens.berekening) if calculated else None
    if calculated and found is None:
        reden = "Kies hoe het portaal dit berekent."
        raise Ongeldig(bevindingen=[ONBEKENDE_WAARDE.bevinding("berekening", reden)])
    return Indicatorversie(
        indicator=indicator,
        doel_id=gegevens.doel_id,
        naam=gegevens.naam.strip(),
        definitie=gegevens.definitie.strip(),
        bron=gegevens.bron,
        berekening=found.naam if found else "",
        meetperiode=gegevens.meetperiode,
        eenheid=found.eenheid if found else gegevens.eenheid,
        invloed=gegevens.invloed,
        norm=gegevens.norm,
        richting=gegevens.richting,
        marge=gegevens.marge,
        nulmeting=gegevens.nulmeting,
        nulmeting_periode=gegevens.nulmeting_periode.strip(),
        begindatum=gegevens.begindatum,
    )


def _judge(versie: Indicatorversie, gegevens: Indicatorgegevens, periodes: list[str]) -> None:
    """Raises Ongeldig with all that is wrong with a version."""
    require_clean(versie)
    found = check_first_day(periodes, versie.begindatum)
    doel = Doel.objects.get(pk=versie.doel_id)
    if doel.soort != Doelsoort.RESULTAAT or doel.segment_id != versie.indicator.segment_id:
        reden = "Kies een resultaat uit de doelenboom van dit segment."
        found.append(ONBEKENDE_WAARDE.bevinding("doel", reden))
    if versie.bron == Bron.GEVRAAGD and not gegevens.toch:
        for other in asked_for(doel, versie.indicator_id, versie.begindatum):
            reden = (
                f"Voor dit doel vraag je aanbieders al ‘{other.naam}’. Vraag zo min mogelijk; "
                "zet een vinkje onderaan als dit er echt bij moet."
            )
            found.append(TWEEDE_UITVRAAG.bevinding("bron", reden))
            break
    if found:
        raise Ongeldig(bevindingen=found)


def _require_after(
    last: Indicatorversie, new: Indicatorversie, peildatum: datetime.date, *, coming: bool
) -> None:
    if not coming and new.begindatum <= max(peildatum, last.begindatum):
        first = period_after(last.meetperiode, max(peildatum, last.begindatum)).begin
        reden = (
            f"Kies {format_long_date(first)} of later; wat gemeten is, houdt zijn eigen definitie."
        )
        raise Ongeldig(bevindingen=[PERIODE_ONGELDIG.bevinding("begindatum", reden)])
