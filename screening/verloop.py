"""How a screening came to be, as people read it: acts, changes of it, and every answer as given."""

from typing import Any, cast

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.geschiedenis import history_of
from core.models import Gebeurtenis
from screening.choices import Antwoordwaarde
from screening.models import Antwoord, Screening, Vraag

#: Acts that do not show as a change of the screening or of an answer.
HANDELINGEN = {
    "screening.bewijs_toegevoegd": gettext_lazy("Bewijsstuk toegevoegd"),
    "screening.gesprek_vastgelegd": gettext_lazy("Gesprek vastgelegd"),
    "screening.zorg_voorgelegd": gettext_lazy("Zorg voorgelegd aan de aanbieder"),
    "screening.gehoord": gettext_lazy("Reactie van de aanbieder vastgelegd"),
    "screening.toetsen_bijgewerkt": gettext_lazy("Status van toetsen bijgewerkt"),
}


def steps_of(screening: Screening) -> list[dict[str, Any]]:
    """Newest first, for a timeline. The caller found the screening in scope."""
    steps = [
        {"moment": s.moment, "wie": s.wie, "titel": s.titel, "tekst": s.tekst}
        for s in history_of(Screening, screening.pk)
    ]
    steps += _acts(screening)
    steps += _answers(screening)
    return sorted(steps, key=lambda step: step["moment"], reverse=True)


def _acts(screening: Screening) -> list[dict[str, Any]]:
    rows = Gebeurtenis.objects.filter(
        object_id=screening.pk, objectsoort="screening", soort__in=HANDELINGEN
    )
    return [
        {"moment": e.moment, "wie": e.actor_naam, "titel": HANDELINGEN[e.soort], "tekst": ""}
        for e in rows
    ]


def _answers(screening: Screening) -> list[dict[str, Any]]:
    """Each time that an answer was given or changed, as it stood then."""
    events: QuerySet[Any] = cast(Any, Antwoord).pgh_event_model.objects
    texts = dict(Vraag.objects.filter(lijst=screening.lijst_id).values_list("pk", "tekst"))
    return [
        {
            "moment": row.pgh_created_at,
            "wie": (row.pgh_context or {}).get("naam", ""),
            "titel": f"{_('Antwoord')}: {texts[row.vraag_id]}",
            "tekst": ". ".join(filter(None, (_word(row.waarde), row.toelichting))),
        }
        for row in events.filter(screening_id=screening.pk).order_by("pgh_id")
    ]


def _word(waarde: str) -> str:
    return str(Antwoordwaarde(waarde).label) if waarde else ""
