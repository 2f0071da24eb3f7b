"""Ask aanbieders for a figure, answer, and judge the answer (R-CON-7, D-33)."""

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection
from django.urls import reverse
from django.utils import timezone

from core.actor import Actor
from core.choices import Actorsoort, Rolcode
from core.fouten import PERIODE_ONGELDIG, VERPLICHT, Bevinding, Foutcode, Ongeldig
from core.handeling import Handeling, handeling
from core.uitbak import Onderwerp, put_for, put_for_ozjt
from monitoring.choices import Bron, Maateenheid, Uitvraagstatus
from monitoring.meten import measure
from monitoring.models import Indicator, Indicatorversie, Uitvraag
from monitoring.overgangen import require_uitvraag, require_version
from monitoring.policies import UITVRAAG_BEANTWOORDEN, UITVRAAG_BEOORDELEN
from monitoring.rules import Tijdvak, period_of
from monitoring.toetsen import locked, require_clean, require_text

WAARDE_BUITEN_BEREIK = Foutcode(
    "waarde_buiten_bereik", "De waarde past niet bij de eenheid van de indicator.", "R-CON-7"
)
NIET_UIT_TE_VRAGEN = Foutcode(
    "niet_uit_te_vragen", "Over deze periode is deze indicator niet te vragen.", "D-33"
)
#: So many days at least to answer.
MINSTE_DAGEN = 7
HOOGSTE = {Maateenheid.PROCENT: 100, Maateenheid.CIJFER: 10}

# Every aanbieder that had a contract in the segment on a day of the period.
SEND = """
insert into monitoring_uitvraag (indicator_id, versie_id, aanbieder_id, begindatum, einddatum,
  uiterlijk)
select %(indicator)s, %(versie)s, a.id, %(begin)s, %(eind)s, %(uiterlijk)s
from providers_aanbieder a
where exists (
  select from contracts_perceelcontract pc join contracts_perceel p on p.id = pc.perceel_id
  where pc.aanbieder_id = a.id and p.segment_id = %(segment)s and pc.status = 'geldig'
    and pc.periode && daterange(%(begin)s, %(eind)s, '[]'))
order by a.id
on conflict (indicator_id, begindatum, aanbieder_id) do nothing
returning id, aanbieder_id
"""


@dataclass(frozen=True)
class Antwoordgegevens:
    waarde: Decimal | None
    jeugdigen: int | None
    toelichting: str = ""


def send(
    actor: Actor,
    indicator_id: UUID,
    *,
    begindatum: datetime.date,
    uiterlijk: datetime.date,
    peildatum: datetime.date,
) -> int:
    """Ask every aanbieder of the segment for a period that is over; gives how many were asked.

    Who was asked before is not asked again. Raises Ongeldig (`niet_uit_te_vragen`,
    `periode_ongeldig`).
    """
    with handeling(actor) as act:
        indicator = locked(actor, Indicator, indicator_id, UITVRAAG_BEOORDELEN)
        versie = _version_on(indicator, begindatum)
        found = _check_period(versie, begindatum, peildatum)
        if uiterlijk < peildatum + datetime.timedelta(days=MINSTE_DAGEN):
            reden = f"Geef aanbieders ten minste {MINSTE_DAGEN} dagen."
            found.append(PERIODE_ONGELDIG.bevinding("uiterlijk", reden))
        if found or versie is None:
            raise Ongeldig(bevindingen=found)
        tijdvak = period_of(versie.meetperiode, begindatum)
        params: dict[str, Any] = {
            "indicator": indicator.pk,
            "versie": versie.pk,
            "segment": indicator.segment_id,
            "begin": tijdvak.begin,
            "eind": tijdvak.eind,
            "uiterlijk": uiterlijk,
        }
        with connection.cursor() as cursor:
            cursor.execute(SEND, params)
            made = [row[0] for row in cursor.fetchall()]
        act.event("indicator.uitgevraagd", indicator, gegevens={"aanbieders": len(made)})
        for row in Uitvraag.objects.filter(pk__in=made).select_related("aanbieder"):
            _tell_aanbieder(row)
    return len(made)


def _version_on(indicator: Indicator, day: datetime.date) -> Indicatorversie | None:
    found: Indicatorversie | None = indicator.versies.valid_on(day).first()
    return found


def _check_period(
    versie: Indicatorversie | None, begindatum: datetime.date, peildatum: datetime.date
) -> list[Bevinding]:
    if versie is None or versie.bron != Bron.GEVRAAGD:
        reden = "In die periode wordt deze indicator niet aan aanbieders gevraagd."
        return [NIET_UIT_TE_VRAGEN.bevinding("begindatum", reden)]
    tijdvak = period_of(versie.meetperiode, begindatum)
    if tijdvak.begin != begindatum or tijdvak.eind >= peildatum:
        reden = f"Kies een {versie.meetperiode} die voorbij is."
        return [NIET_UIT_TE_VRAGEN.bevinding("begindatum", reden)]
    return []


def answer(
    actor: Actor, uitvraag_id: UUID, gegevens: Antwoordgegevens, *, versie: int | None = None
) -> Uitvraag:
    """Answer, or correct an answer that was not accepted yet.

    Raises Ongeldig (`waarde_buiten_bereik`, `verplicht`), Conflict (`status_overgang`) and
    VersieVerouderd.
    """
    with handeling(actor) as act:
        row = locked(actor, Uitvraag, uitvraag_id, UITVRAAG_BEANTWOORDEN, "versie", "aanbieder")
        require_version(row.versienummer, versie)
        require_uitvraag(row.status, Uitvraagstatus.BEANTWOORD)
        if found := _check_answer(row.versie, gegevens):
            raise Ongeldig(bevindingen=found)
        row.waarde, row.jeugdigen = gegevens.waarde, gegevens.jeugdigen
        row.toelichting = gegevens.toelichting.strip()
        row.beantwoord_op = timezone.now()
        row.beantwoord_door_id = actor.id if actor.soort == Actorsoort.GEBRUIKER else None
        _step(act, row, Uitvraagstatus.BEANTWOORD, "uitvraag.beantwoord")
    return row


def _check_answer(versie: Indicatorversie, gegevens: Antwoordgegevens) -> list[Bevinding]:
    found = []
    if gegevens.waarde is None:
        found.append(VERPLICHT.bevinding("waarde", "Vul de waarde in."))
    else:
        most = HOOGSTE.get(Maateenheid(versie.eenheid), 999_999)
        least = 1 if versie.eenheid == Maateenheid.CIJFER else 0
        if not least <= gegevens.waarde <= most:
            reden = f"Vul een getal in van {least} tot en met {most}."
            found.append(WAARDE_BUITEN_BEREIK.bevinding("waarde", reden))
    if gegevens.jeugdigen is None or gegevens.jeugdigen < 0:
        found.append(VERPLICHT.bevinding("jeugdigen", "Vul in over hoeveel jeugdigen het gaat."))
    return found


def accept(
    actor: Actor, uitvraag_id: UUID, *, versie: int | None = None, peildatum: datetime.date
) -> Uitvraag:
    """The answer counts from now on, for the aanbieder and for the segment."""
    with handeling(actor) as act:
        row = locked(actor, Uitvraag, uitvraag_id, UITVRAAG_BEOORDELEN, "versie__indicator")
        require_version(row.versienummer, versie)
        require_uitvraag(row.status, Uitvraagstatus.AANVAARD)
        _step(act, row, Uitvraagstatus.AANVAARD, "uitvraag.aanvaard")
        _measure(row, peildatum)
    return row


def accept_all(
    actor: Actor, indicator_id: UUID, *, begindatum: datetime.date, peildatum: datetime.date
) -> int:
    """All answers over one period that wait for a judgement; gives how many."""
    with handeling(actor) as act:
        locked(actor, Indicator, indicator_id, UITVRAAG_BEOORDELEN)
        rows = Uitvraag.objects.for_actor(actor).filter(
            indicator=indicator_id, begindatum=begindatum, status=Uitvraagstatus.BEANTWOORD
        )
        found = list(
            rows.select_for_update(of=("self",)).select_related("versie__indicator").order_by("pk")
        )
        for row in found:
            _step(act, row, Uitvraagstatus.AANVAARD, "uitvraag.aanvaard")
        if found:
            _measure(found[0], peildatum)
    return len(found)


def ask_again(
    actor: Actor,
    uitvraag_id: UUID,
    *,
    vraag: str,
    uiterlijk: datetime.date,
    versie: int | None = None,
    peildatum: datetime.date,
) -> Uitvraag:
    """Give an answer back with a question and a new term; what was accepted no longer counts."""
    with handeling(actor) as act:
        row = locked(
            actor, Uitvraag, uitvraag_id, UITVRAAG_BEOORDELEN, "versie__indicator", "aanbieder"
        )
        require_version(row.versienummer, versie)
        require_uitvraag(row.status, Uitvraagstatus.OPNIEUW)
        row.vraag = require_text(vraag, "vraag", "Schrijf wat er anders moet.")
        if uiterlijk <= peildatum:
            reden = "Kies een dag na vandaag."
            raise Ongeldig(bevindingen=[PERIODE_ONGELDIG.bevinding("uiterlijk", reden)])
        row.uiterlijk = uiterlijk
        counted = row.status == Uitvraagstatus.AANVAARD
        _step(act, row, Uitvraagstatus.OPNIEUW, "uitvraag.opnieuw_gevraagd")
        if counted:
            _measure(row, peildatum)
        _tell_aanbieder(row, Onderwerp.VRAAG)
    return row


def _step(act: Handeling, row: Uitvraag, status: Uitvraagstatus, event: str) -> None:
    row.status = status
    row.versienummer += 1
    require_clean(row)
    row.save()
    act.event(event, row)
    if status == Uitvraagstatus.BEANTWOORD:
        path = reverse("uitvraag", args=[row.pk])
        put_for_ozjt([Rolcode.CONTRACTMANAGER], Onderwerp.KLAAR, path, behalve=act.actor.id)


def _measure(row: Uitvraag, peildatum: datetime.date) -> None:
    measure(row.versie, Tijdvak(row.begindatum, row.einddatum), peildatum)


def _tell_aanbieder(row: Uitvraag, onderwerp: Onderwerp = Onderwerp.KLAAR) -> None:
    path = reverse("uitvraag", args=[row.pk])
    put_for([Rolcode.AANBIEDER_BEHEERDER], row.aanbieder.organisatie_id, onderwerp, path)
