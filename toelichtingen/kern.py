"""Finding a toelichtingsverzoek to act on: in scope, locked, of the version that was looked at."""

from uuid import UUID

from django.utils.translation import gettext as _

from core.actor import Actor
from core.fouten import NietGevonden, VersieVerouderd
from indications.models import Toewijzing
from toelichtingen.models import Toelichtingsverzoek


def locked_verzoek(actor: Actor, verzoek_id: UUID) -> Toelichtingsverzoek:
    """With its toewijzing locked first, as filing and changing do: nobody waits on the other."""
    rows = Toelichtingsverzoek.objects.for_actor(actor).filter(pk=verzoek_id)
    toewijzing_id = rows.values_list("toewijzing_id", flat=True).first()
    if toewijzing_id is None:
        raise NietGevonden()
    toewijzing = (
        Toewijzing.objects.select_for_update(of=("self",))
        .select_related("product", "aanbieder")
        .get(pk=toewijzing_id)
    )
    verzoek: Toelichtingsverzoek = Toelichtingsverzoek.objects.select_for_update().get(
        pk=verzoek_id
    )
    verzoek.toewijzing = toewijzing
    return verzoek


def require_version(verzoek: Toelichtingsverzoek, versie: int) -> None:
    if verzoek.versie != versie:
        raise VersieVerouderd(
            _("Er is intussen iets veranderd aan %s. Bekijk eerst hoe het nu is.") % verzoek.kenmerk
        )
