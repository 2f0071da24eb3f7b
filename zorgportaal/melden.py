"""Who is told that something waits: by the outbox, with a link and nothing else (R-MEL-1)."""

from uuid import UUID

from django.urls import reverse

from core.actor import Actor
from core.choices import Actorsoort, Rolcode
from core.uitbak import Onderwerp, put_for, put_for_ozjt
from zorgportaal.models import Wijzigingsverzoek


def tell_aanbieder(actor: Actor, verzoek: Wijzigingsverzoek, onderwerp: Onderwerp) -> None:
    organisatie = verzoek.aanbieder.organisatie_id
    put_for(
        [Rolcode.AANBIEDER_BEHEERDER], organisatie, onderwerp, _path(verzoek), behalve=_self(actor)
    )


def tell_contractbeheer(actor: Actor, verzoek: Wijzigingsverzoek, onderwerp: Onderwerp) -> None:
    """The contractbeheerders; of a secret location who may see its address."""
    role = Rolcode.BESCHIKBAARHEIDSBEHEERDER if verzoek.geheim else Rolcode.CONTRACTBEHEERDER
    put_for_ozjt([role], onderwerp, _path(verzoek), behalve=_self(actor))


def _path(verzoek: Wijzigingsverzoek) -> str:
    return reverse("wijziging", args=[verzoek.pk])


def _self(actor: Actor) -> UUID | None:
    return actor.id if actor.soort == Actorsoort.GEBRUIKER else None
