"""Lines of the transfer list of the own gemeente, as they stand now."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import CharField, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.fields import BooleanField
from django.db.models.functions import Coalesce

from contractbeheer.choices import Overdrachtstatus
from contractbeheer.forms_beeindigen import ALLES
from contractbeheer.models import Overdracht
from contractbeheer.policies import OVERDRACHT_AFRONDEN
from contractbeheer.regelen import UITKOMST, VANZELF
from contractbeheer.tellen import Telling, own_acts
from core.actor import Actor
from core.policies import has_right

#: So long an act stays on the page after its last line was arranged.
NOG_TE_ZIEN = datetime.timedelta(days=90)


def lines(actor: Actor) -> QuerySet[Any]:
    """Lines in scope with `nu`, how they are arranged ('' while they are not), and `besluit`.

    Without those that a contractovername still to come moves by itself.
    """
    return (
        Overdracht.objects.for_actor(actor)
        .exclude(status=Overdrachtstatus.VERVALLEN)
        .annotate(
            nu=RawSQL(UITKOMST, (), output_field=CharField()),  # noqa: S611 - no input in it
            vanzelf=RawSQL(VANZELF, (), output_field=BooleanField()),  # noqa: S611 - no input in it
            besluit=Coalesce("einde__verzoek", "einde__traject", "einde__overname"),
        )
        .filter(vanzelf=False)
    )


def narrowed(actor: Actor, values: Mapping[str, Any]) -> QuerySet[Any]:
    rows = lines(actor)
    stand = values.get("stand", "")
    if stand != ALLES:
        rows = rows.filter(nu=stand)
    if besluit := values.get("besluit"):
        rows = rows.filter(besluit=besluit)
    if code := values.get("product"):
        rows = rows.filter(toewijzing__product__code__iexact=code)
    if naam := values.get("aanbieder"):
        rows = rows.filter(toewijzing__aanbieder__naam__icontains=naam)
    return rows


def acts(actor: Actor, today: datetime.date) -> Sequence[Telling]:
    """Acts with something to arrange, or that are just behind us."""
    return [act for act in own_acts(actor) if act.open or act.laatste_dag >= today - NOG_TE_ZIEN]


def count_open(actor: Actor) -> int | None:
    """For the menu of who works through the list."""
    if not has_right(actor, OVERDRACHT_AFRONDEN):
        return None
    return int(lines(actor).filter(nu="").count())
