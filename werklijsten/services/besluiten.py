"""What the toegang decides about the day on which a toewijzing ends."""

import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from core.actor import Actor
from core.choices import Inzagehandeling
from core.fouten import ONBEKENDE_WAARDE, Conflict, Ongeldig
from core.handeling import handeling
from core.tekst import Teksten
from indications.choices import Toewijzingstatus
from indications.models import Toewijzing
from werklijsten.choices import Besluit
from werklijsten.codes import AL_VOORBIJ, GEEN_EINDDATUM
from werklijsten.kern import locked
from werklijsten.models import Eindbesluit

MAX_TOELICHTING = 500


def record_decision(
    actor: Actor,
    toewijzing_id: UUID,
    *,
    besluit: str,
    toelichting: str,
    versie: int,
    peildatum: datetime.date,
) -> Eindbesluit:
    """About the einddatum as it is now; a second decision about that day takes the place of the
    first.

    Raises Ongeldig (`onbekende_waarde`, `verplicht`, `bsn_in_tekst`, …), VersieVerouderd (412),
    Conflict (`al_voorbij`, `geen_einde_om_over_te_besluiten`).
    """
    with handeling(actor) as act:
        row, text = judge_decision(
            actor,
            toewijzing_id,
            besluit=besluit,
            toelichting=toelichting,
            versie=versie,
            peildatum=peildatum,
        )
        assert row.einddatum is not None
        made, _new = Eindbesluit.objects.update_or_create(
            toewijzing=row,
            einddatum=row.einddatum,
            defaults={
                "besluit": besluit,
                "toelichting": text,
                "genomen_door_id": str(actor.id),
                "genomen_op": timezone.now(),
            },
        )
        act.event(
            "toewijzing.eindbesluit",
            row,
            reden=". ".join(filter(None, [str(Besluit(besluit).label), text])),
            gegevens={
                "nummer": row.nummer,
                "einddatum": str(row.einddatum),
                "besluit": str(besluit),
            },
        )
        act.access(
            Inzagehandeling.WIJZIGEN,
            "toewijzing.eindbesluit",
            jeugdigen=[row.jeugdige_id],
            object_id=row.pk,
        )
    return made


def judge_decision(
    actor: Actor,
    toewijzing_id: UUID,
    *,
    besluit: str,
    toelichting: str,
    versie: int,
    peildatum: datetime.date,
) -> tuple[Toewijzing, str]:
    """The row under lock and the text to keep; raises as `record_decision`, stores nothing."""
    row = locked(actor, toewijzing_id, versie)
    if row.einddatum is None:
        raise Conflict(GEEN_EINDDATUM.betekenis, code=GEEN_EINDDATUM.code)
    if row.status == Toewijzingstatus.INGETROKKEN or row.einddatum < peildatum:
        raise Conflict(AL_VOORBIJ.betekenis, code=AL_VOORBIJ.code)
    return row, _checked(besluit, toelichting)


def _checked(besluit: str, toelichting: str) -> str:
    texts = Teksten()
    if besluit not in Besluit.values:
        finding = ONBEKENDE_WAARDE.bevinding("besluit", _("Kies een besluit uit de lijst."))
        raise Ongeldig(bevindingen=[finding])
    needed = _("Schrijf op wat er is besloten, zonder namen.")
    text = texts.read(
        toelichting,
        "toelichting",
        max_lengte=MAX_TOELICHTING,
        verplicht=needed if besluit == Besluit.ANDERS else "",
    )
    texts.refuse()
    return text
