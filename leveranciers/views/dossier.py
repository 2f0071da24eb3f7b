"""What hangs on the dossier of an aanbieder."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from core.actor import Actor
from core.policies import has_right
from leveranciers import selectors, tables
from leveranciers.models import Accountgesprek
from leveranciers.policies import GESPREK_BEHEREN, JAARCIJFERS_BEHEREN
from leveranciers.rules import advice, flags
from leveranciers.views.gesprekken import VELDEN, with_agreements
from providers.choices import Grootte
from providers.models import Aanbieder


def management_tab(request: HttpRequest, actor: Actor, row: Aanbieder) -> Mapping[str, Any]:
    """Shares per segment, figures with their flags, and whether the registered size still fits."""
    jaar = selectors.last_year(actor, timezone.localdate().year)
    found = selectors.shares_of(actor, row.pk, jaar)
    rows = [
        {
            "segment": share.segment.naam if share.segment else _("Alle segmenten samen"),
            **{name: getattr(share, name) for name in _SHOWN},
        }
        for share in found
    ]
    cijfers = selectors.figures_of(actor, row.pk)
    computed = found[-1].grootte if found else ""
    return {
        "jaar": str(jaar),
        "tabel": tables.SEGMENTEN.bind(request, rows),
        "adviezen": _advice(found),
        "grootte_berekend": Grootte(computed).label if computed else "",
        "grootte_wijkt_af": bool(computed) and computed != row.grootte,
        "cijfers": cijfers,
        "vlaggen": flags(cijfers[0], selectors.norms(actor, cijfers[0].jaar)) if cijfers else [],
        "mag_beheren": has_right(actor, JAARCIJFERS_BEHEREN),
    }


_SHOWN = ("kosten", "grondslag", "aandeel", "plek", "indeling", "kwadrant", "afhankelijkheid")


def _advice(found: Any) -> list[tuple[str, str]]:
    return [
        (share.segment.naam, advice(share.kwadrant)) for share in found if share.segment is not None
    ]


def talks_tab(request: HttpRequest, actor: Actor, row: Aanbieder) -> Mapping[str, Any]:
    manages = has_right(actor, GESPREK_BEHEREN)
    rows = Accountgesprek.objects.for_actor(actor).filter(aanbieder=row)
    talks = with_agreements(rows, own_side=not manages).order_by("-datum", "pk")
    agreements = (
        selectors.agreements(actor)
        .filter(gesprek__aanbieder=row, status="open")
        .order_by("uiterlijk", "pk")
    )
    return {
        "tabel": tables.GESPREKKEN.bind(request, list(talks.values(*VELDEN))),
        "afspraken": agreements,
        "mag_beheren": manages,
        "vandaag": timezone.localdate(),
    }
