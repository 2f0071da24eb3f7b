"""Where the lines lie, from a year on (R-CON-6, D-32)."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from django.db import IntegrityError

from core.actor import Actor
from core.constraints import Constraintconflict
from core.fouten import VersieVerouderd
from core.handeling import handeling
from core.policies import authorise
from leveranciers.kanten import checked
from leveranciers.models import Sturingsnorm
from leveranciers.policies import STURINGSNORM_BEHEREN
from leveranciers.rules import Normen
from leveranciers.tasks import refresh_shares


def set_normen(actor: Actor, *, jaar: int, waarden: Mapping[str, Any], versie: int) -> Sturingsnorm:
    """Set what holds from `jaar` on; `versie` 0 when nothing was set for that year before.

    The shares are made anew after the commit. Raises Ongeldig (`norm_ongeldig`, `jaar_ongeldig`),
    VersieVerouderd (412).
    """
    authorise(actor, STURINGSNORM_BEHEREN)
    try:
        with handeling(actor) as act:
            found = Sturingsnorm.objects.for_actor(actor).filter(jaar=jaar)
            row: Sturingsnorm = found.select_for_update().first() or Sturingsnorm(
                jaar=jaar, versie=0
            )
            if row.versie != versie:
                raise VersieVerouderd(
                    "Iemand anders heeft de normen intussen gewijzigd. Bekijk ze opnieuw."
                )
            for field in fields(Normen):
                setattr(row, field.name, waarden[field.name])
            row.versie += 1
            checked(row)
            row.save()
            act.event("sturingsnorm.gezet", row, gegevens={"jaar": jaar})
            refresh_shares.delay_on_commit()
    except IntegrityError as exc:
        raise Constraintconflict(exc) from exc
    return row
