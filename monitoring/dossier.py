"""Figures of one aanbieder, hung on its dossier, and what waits for whom in the menu."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from core import rolgroepen
from core.actor import Actor
from core.policies import scoped
from monitoring import klein, selectors
from monitoring.choices import BIJ_AANBIEDER, Uitvraagstatus
from monitoring.models import Meting, Uitvraag
from monitoring.tables import dossier_table, uitvraag_tag
from providers.models import Aanbieder


def fill_tab(request: HttpRequest, actor: Actor, row: Aanbieder) -> Mapping[str, Any]:
    """The last figure of each indicator, and the requests that are open; of who may see them."""
    rows = scoped(actor, Meting).filter(
        aanbieder=row.pk, begindatum__lt=timezone.localdate(), einddatum__lt=timezone.localdate()
    )
    newest = rows.order_by("indicator", "-begindatum").distinct("indicator").values("pk")
    found = selectors.with_version(klein.masked(scoped(actor, Meting).filter(pk__in=newest), actor))
    figures = list(found.order_by("indicator__code"))
    open_ones = scoped(actor, Uitvraag).filter(aanbieder=row.pk, status__in=BIJ_AANBIEDER)
    return {
        "tabel": dossier_table(str(row.pk)).bind(request, figures),
        "open_uitvragen": [
            (vraag, uitvraag_tag(vraag.status))
            for vraag in open_ones.select_related("versie").order_by("uiterlijk")
        ],
    }


def count_waiting(actor: Actor) -> int | None:
    """Of an aanbieder what it must answer, of contract management what it must judge."""
    wanted = (
        [Uitvraagstatus.BEANTWOORD] if actor.has_role(*rolgroepen.OZJT) else list(BIJ_AANBIEDER)
    )
    return int(scoped(actor, Uitvraag).filter(status__in=wanted).count()) or None
