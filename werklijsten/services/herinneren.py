"""Remind an aanbieder of a toewijzing whose help did not start."""

import datetime
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.actor import Actor
from core.choices import Inzagehandeling, Rolcode
from core.fouten import Conflict
from core.handeling import handeling
from core.models import Gebeurtenis, Rol
from core.ui.formats import format_long_date
from core.uitbak import Onderwerp, put_for
from indications.choices import Toewijzingstatus
from indications.models import Levering, Toewijzing
from werklijsten.codes import (
    AL_GESTART,
    AL_VOORBIJ,
    HERINNER_DAGEN,
    KORT_GELEDEN_HERINNERD,
    NIEMAND_BEREIKT,
    NOG_NIET_BEGONNEN,
)
from werklijsten.kern import locked

SOORT = "toewijzing.herinnerd"


def remind_aanbieder(
    actor: Actor, toewijzing_id: UUID, *, versie: int, peildatum: datetime.date
) -> Toewijzing:
    """Mail that something waits, to everybody for care at the aanbieder, at most once a week.

    Raises VersieVerouderd (412), Conflict (`al_voorbij`, `nog_niet_begonnen`, `al_gestart`,
    `kort_geleden_herinnerd`, `niemand_bereikt`).
    """
    with handeling(actor) as act:
        row = judge_reminder(actor, toewijzing_id, versie=versie, peildatum=peildatum)
        put_for(
            {Rolcode.AANBIEDER_ZORG},
            row.aanbieder.organisatie_id,
            Onderwerp.KLAAR,
            reverse("toewijzing", args=[row.pk]),
        )
        act.event(
            SOORT,
            row,
            reden=_("De start van de hulp is nog niet gemeld"),
            gegevens={"nummer": row.nummer, "begindatum": str(row.begindatum)},
        )
        act.access(Inzagehandeling.WIJZIGEN, SOORT, jeugdigen=[row.jeugdige_id], object_id=row.pk)
    return row


def judge_reminder(
    actor: Actor, toewijzing_id: UUID, *, versie: int, peildatum: datetime.date
) -> Toewijzing:
    """The row under lock; raises as `remind_aanbieder`, sends nothing."""
    row = locked(actor, toewijzing_id, versie)
    _may_be_reminded(row, peildatum)
    return row


def _may_be_reminded(row: Toewijzing, day: datetime.date) -> None:
    gone = row.einddatum is not None and row.einddatum < day
    if row.status == Toewijzingstatus.INGETROKKEN or gone:
        raise Conflict(AL_VOORBIJ.betekenis, code=AL_VOORBIJ.code)
    if row.begindatum >= day:
        raise Conflict(NOG_NIET_BEGONNEN.betekenis, code=NOG_NIET_BEGONNEN.code)
    if Levering.objects.filter(toewijzing=row, begindatum__lte=day).exists():
        raise Conflict(AL_GESTART.betekenis, code=AL_GESTART.code)
    last = (
        Gebeurtenis.objects.filter(object_id=row.pk, soort=SOORT)
        .order_by("-moment")
        .values_list("moment", flat=True)
        .first()
    )
    if last is not None:
        again = timezone.localtime(last).date() + datetime.timedelta(days=HERINNER_DAGEN)
        if day < again:
            text = _("De aanbieder is al herinnerd op %(dag)s. Dat kan weer vanaf %(weer)s.")
            words = {
                "dag": format_long_date(timezone.localtime(last).date()),
                "weer": format_long_date(again),
            }
            raise Conflict(text % words, code=KORT_GELEDEN_HERINNERD.code)
    people = Rol.objects.filter(
        rol=Rolcode.AANBIEDER_ZORG,
        organisatie=row.aanbieder.organisatie_id,
        gebruiker__is_active=True,
        periode__contains=day,
    )
    if not people.exists():
        raise Conflict(NIEMAND_BEREIKT.betekenis, code=NIEMAND_BEREIKT.code)
