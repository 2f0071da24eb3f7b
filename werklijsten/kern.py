"""What the acts of this room share: a toewijzing under lock, in the version that was shown."""

from uuid import UUID

from django.utils.translation import gettext as _

from core.actor import Actor
from core.fouten import NietGevonden, VersieVerouderd
from core.policies import authorise
from indications.models import Toewijzing
from werklijsten.policies import WERKLIJST_HANDELEN


def locked(actor: Actor, toewijzing_id: UUID, versie: int) -> Toewijzing:
    """Raises NietGevonden outside scope, Verboden, VersieVerouderd."""
    row: Toewijzing | None = (
        Toewijzing.objects.for_actor(actor)
        .select_for_update(of=("self",))
        .select_related("aanbieder", "perceelcontract")
        .filter(pk=toewijzing_id)
        .first()
    )
    if row is None:
        raise NietGevonden()
    authorise(actor, WERKLIJST_HANDELEN)
    if row.versie != versie:
        raise VersieVerouderd(_("Intussen gewijzigd door iemand anders."))
    return row
