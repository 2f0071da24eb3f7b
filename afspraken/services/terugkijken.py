"""Looking back: the outcome of an evaluation, and the results when the help ends (R-TOE-12)."""

import datetime
from collections.abc import Sequence
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from afspraken import kern, resultaten
from afspraken.choices import EINDREDENEN, Kant, Overzichtstatus, Resultaatstatus, Uitkomst
from afspraken.codes import (
    DAG_NOG_NIET_GEWEEST,
    EVALUATIE_GEDAAN,
)
from afspraken.inhoud import (
    Behaald,
    Resultaten,
    open_evaluatie,
    open_resultaten,
    seal_evaluatie,
    seal_resultaten,
)
from afspraken.models import Afsprakenoverzicht, Evaluatiemoment, Resultatenoverzicht
from afspraken.overgangen import OVERZICHT, RESULTATEN
from afspraken.policies import AFSPRAKEN_SCHRIJVEN, RESULTATEN_BEVESTIGEN, RESULTATEN_INVULLEN
from afspraken.toets import text_findings
from core.actor import Actor
from core.choices import Inzagehandeling
from core.fouten import (
    ONBEKENDE_WAARDE,
    STATUS_OVERGANG,
    VERPLICHT,
    Bevinding,
    Conflict,
    NietGevonden,
)
from core.handeling import Handeling, handeling
from core.overgangen import require_step
from core.policies import authorise
from core.uitbak import Onderwerp

Antwoord = tuple[str, str]


def record_evaluatie(
    actor: Actor,
    evaluatie_id: UUID,
    *,
    gedaan_op: datetime.date | None,
    uitkomst: str,
    peildatum: datetime.date,
) -> Evaluatiemoment:
    """When both looked back, and what came of it; once, by whichever side writes it down.

    Raises Ongeldig, Conflict (`evaluatie_gedaan`).
    """
    with handeling(actor) as act:
        moment: Evaluatiemoment | None = (
            Evaluatiemoment.objects.for_actor(actor)
            .select_for_update(of=("self",))
            .select_related("overzicht")
            .filter(pk=evaluatie_id)
            .first()
        )
        if moment is None:
            raise NietGevonden()
        authorise(actor, AFSPRAKEN_SCHRIJVEN)
        if moment.gedaan_op is not None:
            raise Conflict(EVALUATIE_GEDAAN.betekenis, code=EVALUATIE_GEDAAN.code)
        text = uitkomst.strip()
        kern.require([*_day(gedaan_op, peildatum), *_text("uitkomst", text)])
        moment.gedaan_op, moment.gedaan_door_id = gedaan_op, actor.id
        seal_evaluatie(moment, open_evaluatie(moment)["deelnemers"], text)
        moment.save(update_fields=["gedaan_op", "gedaan_door", "inhoud"])
        act.event("evaluatie.vastgelegd", moment, gegevens={"datum": str(moment.datum)})
        act.access(
            Inzagehandeling.WIJZIGEN,
            "evaluatie.vastgelegd",
            jeugdigen=[moment.overzicht.jeugdige_id],
            object_id=moment.overzicht_id,
        )
    return moment


def _day(day: datetime.date | None, peildatum: datetime.date) -> list[Bevinding]:
    if day is None:
        return [VERPLICHT.bevinding("gedaan_op", _("Vul de dag in waarop jullie terugkeken."))]
    if day > peildatum:
        return [DAG_NOG_NIET_GEWEEST.bevinding("gedaan_op", _("Kies vandaag of een dag ervoor."))]
    return []


def _text(veld: str, text: str) -> list[Bevinding]:
    if not text:
        return [VERPLICHT.bevinding(veld, _("Schrijf kort op wat eruit kwam."))]
    return list(text_findings(veld, text))


def fill_in_results(
    actor: Actor,
    overzicht_id: UUID,
    *,
    antwoorden: Sequence[Antwoord],
    reden: str,
    versie: int,
    peildatum: datetime.date,
) -> Resultatenoverzicht:
    """Per wanted result how it came out (uitkomst, toelichting), and why the help ended (JZ588).

    Raises Ongeldig, VersieVerouderd (412), Conflict (`status_overgang`, `einde_niet_bekend`).
    """
    with handeling(actor) as act:
        row = kern.locked(actor, overzicht_id, RESULTATEN_INVULLEN, versie)
        kept = row.resultaten.first()
        resultaten.require_fillable(row, kept, peildatum)
        wanted = resultaten.wanted_results(row)
        kern.require([*_answers(wanted, antwoorden), *_reason(reden)])
        lines = [
            Behaald(result, uitkomst, toelichting.strip())
            for result, (uitkomst, toelichting) in zip(
                wanted, antwoorden[: len(wanted)], strict=True
            )
        ]
        made = kept or Resultatenoverzicht(overzicht=row)
        made.status = Resultaatstatus.BIJ_TOEGANG
        made.reden_beeindiging = reden
        made.ingevuld_op, made.ingevuld_door_id = timezone.now(), actor.id
        seal_resultaten(made, Resultaten(lines))
        made.save()
        _touch(row)
        _done(act, row, "resultaten.ingevuld")
        kern.tell(row, Kant.TOEGANG, Onderwerp.KLAAR)
    return made


def _answers(wanted: Sequence[str], given: Sequence[Antwoord]) -> list[Bevinding]:
    found: list[Bevinding] = []
    for nr in range(len(wanted)):
        uitkomst, toelichting = given[nr] if nr < len(given) else ("", "")
        if not uitkomst:
            found.append(VERPLICHT.bevinding(f"uitkomst_{nr}", _("Kies hoe dit is gelopen.")))
        elif uitkomst not in Uitkomst.values:
            found.append(ONBEKENDE_WAARDE.bevinding(f"uitkomst_{nr}", _("Kies uit de lijst.")))
        elif uitkomst != Uitkomst.BEHAALD and not toelichting.strip():
            text = _("Schrijf kort op waardoor dit niet of niet helemaal lukte.")
            found.append(VERPLICHT.bevinding(f"toelichting_{nr}", text))
        found += text_findings(f"toelichting_{nr}", toelichting)
    return found


def _reason(reden: str) -> list[Bevinding]:
    if not reden:
        return [VERPLICHT.bevinding("reden", _("Kies waarom de hulp stopt."))]
    if reden not in dict(EINDREDENEN):
        return [ONBEKENDE_WAARDE.bevinding("reden", _("Kies een reden uit de lijst."))]
    return []


def confirm_results(actor: Actor, overzicht_id: UUID, *, versie: int) -> Resultatenoverzicht:
    """The toegang agrees with how it came out; the overzicht is closed for good."""
    with handeling(actor) as act:
        row, kept = _judged(actor, overzicht_id, versie, Resultaatstatus.BEVESTIGD)
        kept.status = Resultaatstatus.BEVESTIGD
        kept.bevestigd_op, kept.bevestigd_door_id = timezone.now(), actor.id
        kept.save(update_fields=["status", "bevestigd_op", "bevestigd_door"])
        require_step(
            OVERZICHT, Overzichtstatus(row.status), Overzichtstatus.AFGESLOTEN, "Dit overzicht"
        )
        kern.move(row, Overzichtstatus.AFGESLOTEN)
        row.save(update_fields=["status", "bij_sinds", "versie"])
        _done(act, row, "resultaten.bevestigd")
        kern.on_timeline(act, row, "toewijzing.resultaten_bevestigd")
        kern.tell(row, Kant.AANBIEDER, Onderwerp.KLAAR)
    return kept


def send_back_results(
    actor: Actor, overzicht_id: UUID, *, vraag: str, versie: int
) -> Resultatenoverzicht:
    """The toegang asks what is not clear yet; the aanbieder fills in again."""
    with handeling(actor) as act:
        row, kept = _judged(actor, overzicht_id, versie, Resultaatstatus.BIJ_AANBIEDER)
        text = vraag.strip()
        findings = list(text_findings("vraag", text))
        if not text:
            findings = [VERPLICHT.bevinding("vraag", _("Schrijf op wat je nog wilt weten."))]
        kern.require(findings)
        kept.status = Resultaatstatus.BIJ_AANBIEDER
        seal_resultaten(kept, Resultaten(open_resultaten(kept).regels, text))
        kept.save(update_fields=["status", "inhoud"])
        _touch(row)
        _done(act, row, "resultaten.teruggegeven")
        kern.tell(row, Kant.AANBIEDER, Onderwerp.VRAAG)
    return kept


def _judged(
    actor: Actor, overzicht_id: UUID, versie: int, new: Resultaatstatus
) -> tuple[Afsprakenoverzicht, Resultatenoverzicht]:
    row = kern.locked(actor, overzicht_id, RESULTATEN_BEVESTIGEN, versie)
    kept = row.resultaten.first()
    if kept is None:
        raise Conflict(_("Er zijn nog geen resultaten ingevuld."), code=STATUS_OVERGANG.code)
    require_step(RESULTATEN, Resultaatstatus(kept.status), new, resultaten.WAT)
    return row, kept


def _touch(row: Afsprakenoverzicht) -> None:
    row.versie += 1
    row.save(update_fields=["versie"])


def _done(act: Handeling, row: Afsprakenoverzicht, soort: str) -> None:
    act.event(soort, row)
    act.access(Inzagehandeling.WIJZIGEN, soort, jeugdigen=[row.jeugdige_id], object_id=row.pk)
