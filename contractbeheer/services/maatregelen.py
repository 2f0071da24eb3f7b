"""The road to a measure: draw up, announce, hear, remind, see what was put right (R-CON-4)."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from contractbeheer import ladder
from contractbeheer.aflopen import DAG, contracts_after
from contractbeheer.brieven import Afzender
from contractbeheer.choices import Briefsoort, Hersteluitkomst, Trajectstatus
from contractbeheer.models import Brief, Maatregeltraject
from contractbeheer.overgangen_traject import put, require_status, require_transition
from contractbeheer.policies import TRAJECT_OPSTELLEN
from contractbeheer.trajectkern import (
    findings_of_text,
    has_running_term,
    letter,
    locked,
    require,
    require_hearable,
    send,
    steps_before,
    term_from,
)
from contracts.choices import Maatregelsoort
from contracts.models import Perceel
from core.actor import Actor
from core.brieven.maken import Brief as Woorden
from core.fouten import (
    ONBEKENDE_WAARDE,
    PERIODE_ONGELDIG,
    VERPLICHT,
    Bevinding,
    Conflict,
    NietGevonden,
)
from core.handeling import handeling
from core.policies import authorise
from core.ui.formats import format_long_date
from providers.models import Aanbieder


@dataclass(frozen=True)
class Trajectgegevens:
    """What a measure is about; `percelen` empty means all that the aanbieder has."""

    soort: str
    grond: str
    feiten: str
    percelen: Sequence[UUID] = ()
    vorige_id: UUID | None = None
    overslaan: str = ""
    hersteltermijn: datetime.date | None = None


def draw_up(
    actor: Actor, aanbieder_id: UUID, gegevens: Trajectgegevens, *, peildatum: datetime.date
) -> Maatregeltraject:
    """A draft; nobody outside contract management sees it.

    Raises NietGevonden, Ongeldig with every finding (`trede_overgeslagen`, `vorige_stap_onjuist`,
    `hersteltermijn_ontbreekt`, `perceel_zonder_contract`, …).
    """
    authorise(actor, TRAJECT_OPSTELLEN)
    with handeling(actor) as act:
        aanbieder = Aanbieder.objects.for_actor(actor).filter(pk=aanbieder_id).first()
        if aanbieder is None:
            raise NietGevonden()
        traject = Maatregeltraject(aanbieder=aanbieder, opsteller_id=str(actor.id))
        _fill(traject, gegevens, peildatum)
        traject.save()
        traject.refresh_from_db(fields=["nummer"])
        traject.percelen.set(Perceel.objects.filter(pk__in=gegevens.percelen))
        act.event("maatregeltraject.opgesteld", traject, gegevens={"soort": traject.soort})
    return traject


def revise(
    actor: Actor,
    traject_id: UUID,
    gegevens: Trajectgegevens,
    *,
    versie: int,
    peildatum: datetime.date,
) -> Maatregeltraject:
    """Change a draft; what was announced stands."""
    with handeling(actor) as act:
        traject = locked(actor, traject_id, TRAJECT_OPSTELLEN, versie=versie)
        require_status(traject, Trajectstatus.CONCEPT)
        _fill(traject, gegevens, peildatum)
        traject.versie += 1
        traject.save()
        traject.percelen.set(Perceel.objects.filter(pk__in=gegevens.percelen))
        act.event("maatregeltraject.gewijzigd", traject)
    return traject


def _fill(traject: Maatregeltraject, gegevens: Trajectgegevens, peildatum: datetime.date) -> None:
    require(
        [
            *_findings_of_step(traject, gegevens),
            *_findings_of_percelen(traject.aanbieder_id, gegevens.percelen, peildatum),
            *findings_of_text(
                gegevens.grond, "grond", "Schrijf op welke afspraak of bepaling dit rust."
            ),
            *findings_of_text(gegevens.feiten, "feiten", "Schrijf op wat er is vastgesteld."),
            *_findings_of_term(gegevens, peildatum),
        ]
    )
    traject.soort = gegevens.soort
    traject.grond, traject.feiten = gegevens.grond.strip(), gegevens.feiten.strip()
    traject.vorige_id, traject.overslaan = gegevens.vorige_id, gegevens.overslaan.strip()
    traject.hersteltermijn = gegevens.hersteltermijn


def _findings_of_step(traject: Maatregeltraject, gegevens: Trajectgegevens) -> list[Bevinding]:
    """On what it builds, and why a lighter step was skipped (D-31)."""
    if gegevens.soort not in Maatregelsoort:
        return [ONBEKENDE_WAARDE.bevinding("soort", "Kies een maatregel.")]
    before = None
    if gegevens.vorige_id is not None:
        before = steps_before(traject.aanbieder_id).filter(pk=gegevens.vorige_id).first()
        if before is None or not ladder.may_follow(gegevens.soort, before.soort):
            text = "Kies een opgelegde maatregel die niet zwaarder is dan deze."
            return [ladder.VORIGE_ONJUIST.bevinding("vorige", text)]
    skipped = ladder.is_skipped(gegevens.soort, before.soort if before else None)
    if skipped and not gegevens.overslaan.strip():
        text = "Schrijf op waarom een lichtere stap niet genoeg is."
        return [ladder.TREDE_OVERGESLAGEN.bevinding("overslaan", text)]
    return findings_of_text(gegevens.overslaan, "overslaan", "")


def _findings_of_percelen(
    aanbieder_id: UUID, percelen: Sequence[UUID], peildatum: datetime.date
) -> list[Bevinding]:
    if not percelen:
        return []
    held = contracts_after(aanbieder_id, percelen, peildatum - DAG)
    missing = set(percelen) - set(held.values_list("perceel", flat=True))
    names = Perceel.objects.filter(pk__in=missing).order_by("code").values_list("naam", flat=True)
    if not missing:
        return []
    text = f"Zonder contract: {', '.join(names) or 'onbekend perceel'}."
    return [ladder.GEEN_CONTRACT_PERCEEL.bevinding("percelen", text)]


def _findings_of_term(gegevens: Trajectgegevens, peildatum: datetime.date) -> list[Bevinding]:
    day = gegevens.hersteltermijn
    if day is None and gegevens.soort in ladder.MET_HERSTELTERMIJN:
        code = ladder.HERSTELTERMIJN_ONTBREEKT
        return [code.bevinding("hersteltermijn", "Vul in wanneer alles hersteld moet zijn.")]
    if day is not None and day <= peildatum:
        text = f"Kies een dag na {format_long_date(peildatum)}."
        return [PERIODE_ONGELDIG.bevinding("hersteltermijn", text)]
    return []


def preview_announcement(
    actor: Actor,
    *,
    traject: Maatregeltraject,
    uiterlijk: datetime.date | None,
    extra: str,
    peildatum: datetime.date,
) -> Woorden:
    """The letter as it would go out; `traject` is changed in memory only. Raises as `announce`."""
    require_transition(traject.status, Trajectstatus.VOORNEMEN)
    require([*_findings_of_view_term(uiterlijk, peildatum), *findings_of_text(extra, "extra", "")])
    traject.zienswijze_uiterlijk = uiterlijk
    return letter(
        traject, Briefsoort.VOORNEMEN, Afzender(actor.naam), peildatum=peildatum, extra=extra
    )


def _findings_of_view_term(
    uiterlijk: datetime.date | None, peildatum: datetime.date
) -> list[Bevinding]:
    if uiterlijk is None:
        text = "Vul in tot en met welke dag de aanbieder kan reageren."
        return [VERPLICHT.bevinding("uiterlijk", text)]
    if uiterlijk < term_from(peildatum):
        text = f"Geef ten minste tot en met {format_long_date(term_from(peildatum))}."
        return [PERIODE_ONGELDIG.bevinding("uiterlijk", text)]
    return []


def announce(
    actor: Actor,
    traject_id: UUID,
    *,
    uiterlijk: datetime.date | None,
    versie: int,
    peildatum: datetime.date,
    extra: str = "",
    gezien: str | None = None,
) -> Maatregeltraject:
    """The intention goes out by letter; the aanbieder may give its view up to `uiterlijk`.

    Raises Conflict (`status_overgang`, `brief_veranderd`), VersieVerouderd, Ongeldig.
    """
    with handeling(actor) as act:
        traject = locked(actor, traject_id, TRAJECT_OPSTELLEN, versie=versie)
        words = preview_announcement(
            actor, traject=traject, uiterlijk=uiterlijk, extra=extra, peildatum=peildatum
        )
        put(traject, status=Trajectstatus.VOORNEMEN, zienswijze_uiterlijk=uiterlijk)
        send(act, traject, Briefsoort.VOORNEMEN, words, gezien)
        act.event("maatregeltraject.voornemen", traject, gegevens={"uiterlijk": str(uiterlijk)})
    return traject


def record_hearing(
    actor: Actor,
    traject_id: UUID,
    *,
    datum: datetime.date | None,
    verslag: str,
    versie: int,
    peildatum: datetime.date,
) -> Maatregeltraject:
    """A conversation with its report, before the decision, or after one that could not wait."""
    with handeling(actor) as act:
        traject = locked(actor, traject_id, TRAJECT_OPSTELLEN, versie=versie)
        require_hearable(traject)
        found = findings_of_text(verslag, "verslag", "Schrijf op wat er is besproken.")
        if datum is None:
            found.append(VERPLICHT.bevinding("datum", "Vul de dag van het gesprek in."))
        elif datum > peildatum:
            text = f"Kies {format_long_date(peildatum)} of eerder."
            found.append(PERIODE_ONGELDIG.bevinding("datum", text))
        require(found)
        put(traject, gehoord_op=datum, hoorverslag=verslag.strip())
        act.event("maatregeltraject.gehoord", traject, gegevens={"datum": str(datum)})
    return traject


def remind(
    actor: Actor, traject_id: UUID, *, versie: int, peildatum: datetime.date, extra: str = ""
) -> Brief:
    """A letter that reminds of the term that runs. Raises Conflict (`geen_termijn`)."""
    with handeling(actor) as act:
        traject = locked(actor, traject_id, TRAJECT_OPSTELLEN, versie=versie)
        if not has_running_term(traject, peildatum):
            raise Conflict(ladder.GEEN_TERMIJN.betekenis, code=ladder.GEEN_TERMIJN.code)
        kind, sender = Briefsoort.HERINNERING, Afzender(actor.naam)
        words = letter(traject, kind, sender, peildatum=peildatum, extra=extra)
        put(traject)
        brief = send(act, traject, kind, words, None)
        act.event("maatregeltraject.herinnerd", traject)
    return brief


def judge_recovery(
    actor: Actor, traject_id: UUID, *, uitkomst: str, toelichting: str, versie: int
) -> Maatregeltraject:
    """Put right, or not; the last is the ground for the next rung. Once."""
    with handeling(actor) as act:
        traject = locked(actor, traject_id, TRAJECT_OPSTELLEN, versie=versie)
        require_status(traject, Trajectstatus.OPGELEGD)
        if traject.hersteltermijn is None or traject.herstel:
            raise Conflict(ladder.GEEN_TERMIJN.betekenis, code=ladder.GEEN_TERMIJN.code)
        found = findings_of_text(toelichting, "toelichting", "Schrijf op waaruit dat blijkt.")
        if uitkomst not in Hersteluitkomst:
            found.append(ONBEKENDE_WAARDE.bevinding("uitkomst", "Kies hersteld of niet."))
        require(found)
        put(
            traject,
            herstel=uitkomst,
            herstel_op=timezone.now(),
            herstel_toelichting=toelichting.strip(),
        )
        act.event("maatregeltraject.herstel", traject, gegevens={"uitkomst": uitkomst})
    return traject
