"""What the toegang does with a line of the transfer list (R-CON-3)."""

import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from contractbeheer.choices import Overdrachtstatus, Overdrachtuitkomst
from contractbeheer.models import Overdracht
from contractbeheer.policies import OVERDRACHT_AFRONDEN
from contractbeheer.regelen import has_agreement
from core.actor import Actor
from core.choices import Inzagehandeling
from core.fouten import STATUS_OVERGANG, Conflict, Foutcode, NietGevonden, Ongeldig
from core.handeling import handeling
from core.policies import authorise
from core.tekst import read_text
from indications.services.klaarzetten import prepare_draft

GEEN_AFSPRAAK = Foutcode(
    "geen_afspraak",
    "Dat de aanbieder de zorg afmaakt, kan alleen als OZJT dat bij het besluit heeft afgesproken.",
    "R-CON-3",
)
MAX_TOELICHTING = 500


def prepare_transfer(actor: Actor, overdracht_id: UUID, *, peildatum: datetime.date) -> UUID:
    """The id of a draft for a toewijzing elsewhere, filled as far as the old one tells."""
    line = _line(actor, overdracht_id)
    return prepare_draft(
        actor,
        line.toewijzing_id,
        vanaf=max(line.vanaf, peildatum),
        reden=_("Overdracht naar een andere aanbieder voorbereid"),
    )


def record_agreement(actor: Actor, overdracht_id: UUID, *, toelichting: str) -> Overdracht:
    """The aanbieder finishes the care as OZJT agreed at the end of the contract.

    Raises Conflict (`geen_afspraak`, `status_overgang`), Ongeldig for the text.
    """
    with handeling(actor) as act:
        line = _line(actor, overdracht_id, lock=True)
        if not has_agreement(line):
            raise Conflict(GEEN_AFSPRAAK.betekenis, code=GEEN_AFSPRAAK.code)
        text, found = read_text(
            toelichting,
            "toelichting",
            max_lengte=MAX_TOELICHTING,
            verplicht=_("Schrijf op wat er is afgesproken, zonder namen."),
        )
        if found:
            raise Ongeldig(bevindingen=found)
        line.status = Overdrachtstatus.AFGEROND
        line.uitkomst = Overdrachtuitkomst.AFSPRAAK
        line.toelichting = text
        line.afgerond_op = timezone.now()
        line.afgerond_door_id = str(actor.id)
        line.save(
            update_fields=["status", "uitkomst", "toelichting", "afgerond_op", "afgerond_door"]
        )
        act.event("overdracht.afspraak", line)
        act.access(
            Inzagehandeling.WIJZIGEN,
            "overdracht.afspraak",
            jeugdigen=[line.toewijzing.jeugdige_id],
            object_id=line.toewijzing_id,
        )
    return line


def _line(actor: Actor, overdracht_id: UUID, *, lock: bool = False) -> Overdracht:
    rows = Overdracht.objects.for_actor(actor).filter(pk=overdracht_id)
    line: Overdracht | None = (
        (rows.select_for_update(of=("self",)) if lock else rows)
        .select_related("einde__verzoek", "toewijzing")
        .first()
    )
    if line is None:
        raise NietGevonden()
    authorise(actor, OVERDRACHT_AFRONDEN)
    if line.status != Overdrachtstatus.OPEN:
        raise Conflict(_("Deze regel is al geregeld."), code=STATUS_OVERGANG.code)
    return line
