"""A referral that follows on another, for help that goes on (R-TOE-9, D-16)."""

import datetime
from dataclasses import dataclass
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext as _

from core.actor import Actor
from core.choices import Inzagehandeling
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
from core.handeling import handeling
from core.policies import authorise
from core.tekst import read_text
from core.ui.formats import format_long_date as datum
from indications.choices import MEDISCHE_VERWIJZERS, Toewijzingstatus, TypeVerwijzer
from indications.codes import VERWIJZING_VERLOPEN
from indications.models import Toewijzing, Verwijzing
from indications.rules_wie import MAX_VERWIJZER, referral_term, referral_until
from jeugdigen.codes import NIET_LOPEND, VERWIJZING_NIET_LATER
from jeugdigen.policies import VERWIJZING_VERVOLGEN


@dataclass(frozen=True, slots=True)
class Vervolg:
    """The referral that follows; `ook_andere`: for all running help on the old one."""

    type: str
    datum: datetime.date | None
    verwijzer: str = ""
    geldig_tot: datetime.date | None = None
    ook_andere: bool = True


def renew_verwijzing(
    actor: Actor,
    toewijzing_id: UUID,
    gegevens: Vervolg,
    *,
    versie: int,
    peildatum: datetime.date,
) -> Verwijzing:
    """Record a referral and let the toewijzing rest on it from now on, on the same number.

    With `ook_andere` so do the other toewijzingen of this gemeente on the old referral that have
    not ended. Raises Ongeldig, Conflict (`niet_lopend`), VersieVerouderd (412).
    """
    with handeling(actor) as act:
        row = _locked(actor, toewijzing_id, versie)
        ended = row.einddatum is not None and row.einddatum < peildatum
        if ended or row.status == Toewijzingstatus.INGETROKKEN:
            raise Conflict(NIET_LOPEND.betekenis, code=NIET_LOPEND.code)
        old: Verwijzing = row.verwijzing
        findings = [*_judge(gegevens, old, peildatum)]
        if findings or gegevens.datum is None:
            raise Ongeldig(bevindingen=findings)
        made = Verwijzing.objects.create(
            jeugdige_id=row.jeugdige_id,
            type=gegevens.type,
            datum=gegevens.datum,
            verwijzer=gegevens.verwijzer.strip(),
            geldig_tot=gegevens.geldig_tot,
        )
        rest_on = Toewijzing.objects.filter(pk=row.pk)
        if gegevens.ook_andere:
            rest_on = (
                Toewijzing.objects.filter(
                    jeugdige=row.jeugdige_id, gemeente=row.gemeente_id, verwijzing=old
                )
                .exclude(status=Toewijzingstatus.INGETROKKEN)
                .exclude(einddatum__lt=peildatum)
            )
        moved = list(rest_on.select_for_update(of=("self",)).values_list("pk", flat=True))
        Toewijzing.objects.filter(pk__in=moved).update(verwijzing=made, versie=F("versie") + 1)
        said = {"type": made.type, "datum": str(made.datum), "nummer": row.nummer}
        for pk in moved:
            act.event("toewijzing.verwijzing_vervolgd", Toewijzing(pk=pk), gegevens=said)
        act.access(
            Inzagehandeling.WIJZIGEN,
            "toewijzing.verwijzing_vervolgd",
            jeugdigen=[row.jeugdige_id],
            object_id=row.pk,
        )
    return made


def _locked(actor: Actor, toewijzing_id: UUID, versie: int) -> Toewijzing:
    row: Toewijzing | None = (
        Toewijzing.objects.for_actor(actor)
        .select_for_update(of=("self",))
        .select_related("verwijzing")
        .filter(pk=toewijzing_id)
        .first()
    )
    if row is None:
        raise NietGevonden()
    authorise(actor, VERWIJZING_VERVOLGEN)
    if row.versie != versie:
        raise VersieVerouderd(
            _("Iemand anders heeft deze toewijzing intussen gewijzigd. Bekijk de nieuwe versie.")
        )
    return row


def _judge(new: Vervolg, old: Verwijzing, peildatum: datetime.date) -> list[Bevinding]:
    found: list[Bevinding] = []
    if new.type not in TypeVerwijzer.values:
        found.append(ONBEKENDE_WAARDE.bevinding("type", _("Kies een verwijzer uit de lijst.")))
    elif new.type in MEDISCHE_VERWIJZERS and old.type in MEDISCHE_VERWIJZERS:
        text = _("Na een medische verwijzing loopt het via de lokale toegang.")
        found.append(VERWIJZING_VERLOPEN.bevinding("type", text))
    found += read_text(new.verwijzer, "verwijzer", max_lengte=MAX_VERWIJZER)[1]
    if new.datum is None:
        return [*found, VERPLICHT.bevinding("datum", _("Vul de datum van de verwijzing in."))]
    if new.datum > peildatum:
        text = _("De verwijzing is van vandaag of eerder.")
        found.append(PERIODE_ONGELDIG.bevinding("datum", text))
    if new.datum < old.datum:
        text = _("De vorige verwijzing is van %(day)s; kies die dag of later.")
        found.append(PERIODE_ONGELDIG.bevinding("datum", text % {"day": datum(old.datum)}))
    found += referral_term(new.type, new.datum, new.geldig_tot, "geldig_tot")
    if not found:
        found += _later(new, old, new.datum)
    return found


def _later(new: Vervolg, old: Verwijzing, given_on: datetime.date) -> list[Bevinding]:
    before = referral_until(old.type, old.datum, old.geldig_tot)
    until = referral_until(new.type, given_on, new.geldig_tot)
    if until is None or (before is not None and until > before):
        return []
    text = (
        _("De vorige verwijzing geldt tot en met %(day)s; de nieuwe moet langer gelden.")
        % {"day": datum(before)}
        if before
        else _("De vorige verwijzing heeft geen termijn.")
    )
    return [VERWIJZING_NIET_LATER.bevinding("geldig_tot", text)]
