"""Planning a talk, writing down what was said, and closing the verslag (SI 11.2)."""

import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from core.actor import Actor
from core.choices import Rolcode
from core.fouten import STATUS_OVERGANG, Conflict, Foutcode
from core.handeling import Handeling, handeling
from core.policies import authorise
from core.tekst import Teksten
from core.uitbak import Onderwerp, put_for
from leveranciers.choices import Gespreksstatus
from leveranciers.kanten import lock, lock_aanbieder
from leveranciers.models import Accountgesprek
from leveranciers.overgangen import require_gesprek
from leveranciers.policies import GESPREK_BEHEREN

MAX_AANWEZIGEN, MAX_AGENDA, MAX_VERSLAG, MAX_REDEN = 2_000, 5_000, 20_000, 300
#: Further ahead nobody plans a talk.
MAX_VOORUIT = datetime.timedelta(days=731)
GESPREKSDATUM_ONGELDIG = Foutcode(
    "gespreksdatum_ongeldig",
    "Een gesprek is gepland binnen twee jaar, en gehouden op een dag die er al is.",
)


def plan_gesprek(
    actor: Actor,
    aanbieder_id: UUID,
    *,
    soort: str,
    datum: datetime.date,
    aanwezigen: str,
    agenda: str,
    peildatum: datetime.date,
) -> Accountgesprek:
    """Plan a talk. Raises Ongeldig, NietGevonden."""
    authorise(actor, GESPREK_BEHEREN)
    with handeling(actor) as act:
        aanbieder = lock_aanbieder(actor, aanbieder_id)
        row = Accountgesprek(aanbieder=aanbieder, soort=soort)
        _plan(row, datum, aanwezigen, agenda, peildatum)
        row.save()
        row.refresh_from_db(fields=["nummer"])
        act.event("accountgesprek.gepland", row, gegevens={"kenmerk": row.kenmerk})
    return row


def replan_gesprek(
    actor: Actor,
    gesprek_id: UUID,
    *,
    soort: str,
    datum: datetime.date,
    aanwezigen: str,
    agenda: str,
    versie: int,
    peildatum: datetime.date,
) -> Accountgesprek:
    """Change the plan of a talk that was not held yet. Raises Conflict, VersieVerouderd."""
    with handeling(actor) as act:
        row = _lock(actor, gesprek_id, versie)
        if row.status != Gespreksstatus.GEPLAND:
            raise Conflict("Dit gesprek is niet meer gepland.", code=STATUS_OVERGANG.code)
        row.soort = soort
        _plan(row, datum, aanwezigen, agenda, peildatum)
        _keep(act, row, "accountgesprek.verplaatst")
    return row


def write_verslag(
    actor: Actor,
    gesprek_id: UUID,
    *,
    datum: datetime.date,
    aanwezigen: str,
    verslag: str,
    versie: int,
    peildatum: datetime.date,
) -> Accountgesprek:
    """The talk was held; the verslag is a concept until `establish_verslag`."""
    with handeling(actor) as act:
        row = _lock(actor, gesprek_id, versie)
        require_gesprek(row.status, Gespreksstatus.GEHOUDEN)
        texts = Teksten()
        row.aanwezigen = texts.read(
            aanwezigen,
            "aanwezigen",
            max_lengte=MAX_AANWEZIGEN,
            verplicht="Schrijf welke functies erbij waren.",
        )
        row.verslag = texts.read(
            verslag,
            "verslag",
            max_lengte=MAX_VERSLAG,
            verplicht="Schrijf wat er is besproken.",
        )
        if datum > peildatum:
            reden = "Een verslag is van een gesprek dat er al is geweest."
            texts.add(GESPREKSDATUM_ONGELDIG.bevinding("datum", reden))
        texts.refuse()
        row.datum, row.status = datum, Gespreksstatus.GEHOUDEN
        _keep(act, row, "accountgesprek.verslag_geschreven")
    return row


def establish_verslag(actor: Actor, gesprek_id: UUID, *, versie: int) -> Accountgesprek:
    """The verslag stands from now on; the aanbieder sees it and hears that it is there."""
    with handeling(actor) as act:
        row = _lock(actor, gesprek_id, versie)
        require_gesprek(row.status, Gespreksstatus.VASTGESTELD)
        row.status = Gespreksstatus.VASTGESTELD
        row.vastgesteld_op = timezone.now()
        row.vastgesteld_door_id = actor.id
        _keep(act, row, "accountgesprek.vastgesteld")
        put_for(
            [Rolcode.AANBIEDER_BEHEERDER],
            row.aanbieder.organisatie_id,
            Onderwerp.KLAAR,
            reverse("accountgesprek", args=[row.pk]),
        )
    return row


def cancel_gesprek(actor: Actor, gesprek_id: UUID, *, reden: str, versie: int) -> Accountgesprek:
    """The talk will not be held; `reden` says why."""
    with handeling(actor) as act:
        row = _lock(actor, gesprek_id, versie)
        require_gesprek(row.status, Gespreksstatus.VERVALLEN)
        texts = Teksten()
        row.reden = texts.read(
            reden, "reden", max_lengte=MAX_REDEN, verplicht="Schrijf waarom het gesprek vervalt."
        )
        texts.refuse()
        row.status = Gespreksstatus.VERVALLEN
        _keep(act, row, "accountgesprek.vervallen", reden=row.reden)
    return row


def _lock(actor: Actor, gesprek_id: UUID, versie: int) -> Accountgesprek:
    row: Accountgesprek = lock(
        Accountgesprek.objects.all(), actor, GESPREK_BEHEREN, gesprek_id, versie
    )
    return row


def _plan(
    row: Accountgesprek,
    datum: datetime.date,
    aanwezigen: str,
    agenda: str,
    peildatum: datetime.date,
) -> None:
    texts = Teksten()
    row.datum = datum
    row.aanwezigen = texts.read(aanwezigen, "aanwezigen", max_lengte=MAX_AANWEZIGEN)
    row.agenda = texts.read(agenda, "agenda", max_lengte=MAX_AGENDA)
    if not peildatum - MAX_VOORUIT <= datum <= peildatum + MAX_VOORUIT:
        reden = "Kies een dag binnen twee jaar van vandaag."
        texts.add(GESPREKSDATUM_ONGELDIG.bevinding("datum", reden))
    texts.refuse()


def _keep(act: Handeling, row: Accountgesprek, event: str, **extra: Any) -> None:
    row.versie += 1
    row.save()
    act.event(event, row, gegevens={"kenmerk": row.kenmerk}, **extra)
