"""Who stands on which side of a request: who asks, who may decide (R-ZP-4, N-IAM-06)."""

from uuid import UUID

from django.utils import timezone

from core.actor import Actor
from core.choices import Actorsoort, Rolcode
from core.fouten import NietGevonden, Verboden, VersieVerouderd
from core.models import Rol
from core.policies import authorise, has_right
from providers.models import Aanbieder
from providers.policies import GEHEIM_ADRES_INZIEN
from zorgportaal.models import EIGEN_VERZOEK, Wijzigingsverzoek
from zorgportaal.policies import WIJZIGING_INDIENEN


def aanbieder_of(actor: Actor, aanbieder_id: UUID) -> Aanbieder:
    """The aanbieder that the actor may ask changes for: its own, or any for contract management.

    Raises NietGevonden and Verboden; a program asks for its own aanbieder only.
    """
    aanbieder = Aanbieder.objects.for_actor(actor).filter(pk=aanbieder_id).first()
    if aanbieder is None:
        raise NietGevonden()
    authorise(actor, WIJZIGING_INDIENEN)
    if actor.soort == Actorsoort.API and actor.aanbieder_id != aanbieder.pk:
        raise Verboden()
    return aanbieder


def own_request(actor: Actor, verzoek_id: UUID, versie: int | None = None) -> Wijzigingsverzoek:
    """Locked, of the side that asks: the aanbieder, or the person of OZJT who filed it.

    Raises VersieVerouderd when it is no longer the `versie` that the actor saw.
    """
    verzoek: Wijzigingsverzoek | None = (
        Wijzigingsverzoek.objects.for_actor(actor)
        .select_for_update(of=("self",))
        .select_related("aanbieder")
        .filter(pk=verzoek_id)
        .first()
    )
    if verzoek is None:
        raise NietGevonden()
    authorise(actor, WIJZIGING_INDIENEN)
    if not asks(actor, verzoek):
        raise Verboden("Dit verzoek is van een ander.")
    if versie is not None and verzoek.versie != versie and verzoek.is_open:
        raise VersieVerouderd("Dit verzoek is intussen veranderd. Bekijk het opnieuw.")
    return verzoek


def asks(actor: Actor, verzoek: Wijzigingsverzoek) -> bool:
    """Whether the actor stands on the side that asks."""
    if actor.has_role(Rolcode.AANBIEDER_BEHEERDER):
        return actor.aanbieder_id == verzoek.aanbieder_id
    return actor.id is not None and actor.id == verzoek.indiener_id


def require_not_own(actor: Actor, verzoek: Wijzigingsverzoek) -> None:
    """Raises Verboden (`eigen_verzoek`): of the actor, answered by them or from their work."""
    if verzoek.aanvullingen.filter(beantwoord_door=actor.id).exists():
        raise Verboden(EIGEN_VERZOEK.betekenis, code=EIGEN_VERZOEK.code)
    require_other_side(actor, verzoek.indiener_id, verzoek.aanbieder.organisatie_id)


def require_other_side(actor: Actor, indiener_id: UUID | None, organisatie_id: UUID) -> None:
    """Raises Verboden (`eigen_verzoek`) for who filed the request or works where it comes from.

    Whatever role the actor works in now (N-IAM-06).
    """
    works_there = Rol.objects.filter(
        gebruiker=actor.id,
        organisatie=organisatie_id,
        periode__contains=timezone.localdate(),
    ).exists()
    if works_there or indiener_id == actor.id:
        raise Verboden(EIGEN_VERZOEK.betekenis, code=EIGEN_VERZOEK.code)


def require_secret_right(actor: Actor) -> None:
    if not has_right(actor, GEHEIM_ADRES_INZIEN):
        raise Verboden(
            "Over een beschermd adres besluit de beheerder van de Beschikbaarheidswijzer."
        )
