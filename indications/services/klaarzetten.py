"""A draft of a toewijzing that goes on elsewhere, filled as far as the old one tells (R-CON-3)."""

import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from contracts.choices import Frequentie
from core.actor import Actor
from core.concepten import save_concept
from core.fouten import NietGevonden
from core.handeling import handeling
from core.policies import authorise
from core.ui.formats import format_long_date
from indications.models import Toewijzing
from indications.policies import TOEWIJZING_INDIENEN
from indications.services.kluis import reveal_jeugdige

SOORT_CONCEPT = "toewijzing"


def prepare_draft(actor: Actor, toewijzing_id: UUID, *, vanaf: datetime.date, reden: str) -> UUID:
    """The id of an encrypted draft for the same jeugdige and product, from `vanaf` on.

    Without aanbieder, and without a total: what is left of that is for the toegang to judge; a
    volume per day, week or month goes on. `reden` stands in the access log, for who opens the draft
    sees who the jeugdige is. Raises NietGevonden outside scope.
    """
    row: Toewijzing | None = (
        Toewijzing.objects.for_actor(actor)
        .select_related("jeugdige", "verwijzing", "product", "aanbieder")
        .filter(pk=toewijzing_id)
        .first()
    )
    if row is None:
        raise NietGevonden()
    authorise(actor, TOEWIJZING_INDIENEN)
    with handeling(actor):
        person = reveal_jeugdige(actor, row.jeugdige_id, reden=reden)
        known: dict[str, Any] = {
            "bsn": person.bsn or "",
            "geboortedatum": format_long_date(row.jeugdige.geboortedatum),
            "geslachtsnaam": person.geslachtsnaam,
            "voorvoegsel": person.voorvoegsel,
            "voornamen": person.voornamen,
            "verwijzing_type": row.verwijzing.type,
            "verwijzing_datum": format_long_date(row.verwijzing.datum),
            "verwijzer": row.verwijzing.verwijzer,
            "verwijzing_tot": format_long_date(row.verwijzing.geldig_tot)
            if row.verwijzing.geldig_tot
            else "",
            "product": row.product.code,
            "begindatum": format_long_date(max(vanaf, row.begindatum)),
            "einddatum": format_long_date(row.einddatum) if row.einddatum else "",
            "eenheid": row.eenheid,
            "frequentie": row.frequentie,
        }
        if row.frequentie != Frequentie.TOTAAL:
            known["volume"] = str(row.volume)
        title = _("%(product)s, in plaats van %(aanbieder)s")
        words = {"product": row.product.code, "aanbieder": row.aanbieder.naam}
        return save_concept(actor, soort=SOORT_CONCEPT, titel=title % words, inhoud=known).pk
