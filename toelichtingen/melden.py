"""Who is told that something waits: by the outbox, with a link and nothing else (R-MEL-1)."""

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from core.actor import Actor
from core.choices import Actorsoort, Inzagehandeling, Rolcode
from core.handeling import Handeling
from core.ui.formats import format_long_date as datum
from core.uitbak import Onderwerp, put_for
from toelichtingen.models import Toelichtingsverzoek


def person_id(actor: Actor) -> UUID | None:
    """None for a program."""
    return actor.id if actor.soort == Actorsoort.GEBRUIKER else None


def tell_aanbieder(actor: Actor, verzoek: Toelichtingsverzoek) -> None:
    organisatie = verzoek.toewijzing.aanbieder.organisatie_id
    onderwerp = Onderwerp.VRAAG if verzoek.loopt else Onderwerp.KLAAR
    put_for(
        [Rolcode.AANBIEDER_ZORG], organisatie, onderwerp, _path(verzoek), behalve=person_id(actor)
    )


def tell_gemeente(actor: Actor, verzoek: Toelichtingsverzoek) -> None:
    gemeente = verzoek.toewijzing.gemeente_id
    put_for([Rolcode.TOEGANG], gemeente, Onderwerp.KLAAR, _path(verzoek), behalve=person_id(actor))


def record(act: Handeling, verzoek: Toelichtingsverzoek, soort: str, reden: str = "") -> None:
    """On the timeline of the toewijzing, and in the access log."""
    reden = reden or _("%(kenmerk)s, antwoord uiterlijk %(dag)s") % {
        "kenmerk": verzoek.kenmerk,
        "dag": datum(verzoek.termijn),
    }
    act.event(soort, verzoek.toewijzing, reden=reden, gegevens={"kenmerk": verzoek.kenmerk})
    act.access(
        Inzagehandeling.WIJZIGEN,
        soort,
        jeugdigen=[verzoek.toewijzing.jeugdige_id],
        object_id=verzoek.pk,
    )


def _path(verzoek: Toelichtingsverzoek) -> str:
    return reverse("toelichtingsverzoek", args=[verzoek.pk])
