"""What a proposal comes to: its reckoning in steps, and its lines in numbers (R-SEG-8)."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Avg, CharField, Count, ExpressionWrapper, F, Func, QuerySet, Value
from django.db.models import DecimalField as Decimaal
from django.utils.translation import gettext as _

from contracts.indexering.rekenen import factor_of_indexering
from contracts.models import Indexering, Indexeringsregel, Perceel
from contracts.rules import (
    FACTOR_DECIMALEN,
    HONDERD,
    Percentages,
    factor_of,
    percentage_of,
    round_half_up,
    weighted,
)
from core.actor import Actor

_PERCENT = Decimaal(max_digits=12, decimal_places=6)


class Unnest(Func):
    function = "unnest"
    set_returning = True
    output_field = CharField()


class Samen(Func):
    """An array as one text."""

    function = "array_to_string"
    output_field = CharField()


@dataclass(frozen=True)
class Stap:
    """One row of the reckoning: both percentages, what they weigh to, and the factor of that.

    `teken`: × or ÷ before the factor; nothing before the first.
    """

    titel: str
    personeel: Decimal | None
    materieel: Decimal | None
    gewogen: Decimal
    factor: Decimal | None = None
    teken: str = ""


def reckoning(indexering: Indexering) -> list[Stap]:
    """The road from weights and percentages to the factor, row by row."""
    weight = indexering.gewicht_personeel
    steps = [Stap(_("Weegt mee"), weight, HONDERD - weight, HONDERD)]
    for soort, year, sign, label in (
        ("definitief", indexering.jaar - 1, "", _("Definitief %s")),
        ("vorig", indexering.jaar - 1, "÷ ", _("Voorlopig %s")),
        ("voorlopig", indexering.jaar, "× ", _("Voorlopig %s")),
    ):
        if (pair := indexering.percentages(soort)) is not None:
            first = len(steps) == 1
            steps.append(_step(label % year, weight, pair, "" if first else sign))
    whole = factor_of_indexering(indexering)
    shown = round_half_up(whole, FACTOR_DECIMALEN)
    title = _("Elk tarief")
    return [*steps, Stap(title, None, None, percentage_of(whole), shown, "= ")]


def _step(titel: str, weight: Decimal, pair: Percentages, teken: str) -> Stap:
    total = weighted(weight, pair)
    factor = round_half_up(factor_of(total), FACTOR_DECIMALEN)
    return Stap(titel, pair.personeel, pair.materieel, total, factor, teken)


def lines_of(actor: Actor, indexering: Indexering) -> QuerySet[Any]:
    """Lines with `verschil` in euro, `procent` per tariff and `in_percelen` as text."""
    rise = (F("nieuw_bedrag") / F("oud_bedrag") - 1) * 100
    return (
        Indexeringsregel.objects.for_actor(actor)
        .filter(indexering=indexering)
        .annotate(
            verschil=F("nieuw_bedrag") - F("oud_bedrag"),
            procent=ExpressionWrapper(rise, output_field=_PERCENT),
            in_percelen=Samen(F("percelen"), Value(" ")),
        )
    )


def totals(lines: QuerySet[Any]) -> dict[str, Any]:
    """Number of tariffs and products, and the plain mean of the rise per tariff in percent."""
    return lines.aggregate(
        aantal=Count("pk"),
        producten=Count("product", distinct=True),
        gemiddeld=Avg("procent"),
    )


def totals_per_product(lines: QuerySet[Any]) -> list[dict[str, Any]]:
    rows = lines.values("product_id", "product__code", "product__naam").annotate(
        aantal=Count("pk"), gemiddeld=Avg("procent"), gemiddeld_verschil=Avg("verschil")
    )
    return list(rows.order_by("product__code"))


def totals_per_perceel(lines: QuerySet[Any]) -> list[dict[str, Any]]:
    """A tariff of a product in two percelen counts in both."""
    rows = (
        lines.annotate(perceel=Unnest("percelen"))
        .values("perceel")
        .annotate(aantal=Count("pk"), gemiddeld=Avg("procent"), gemiddeld_verschil=Avg("verschil"))
        .order_by("perceel")
    )
    names = dict(Perceel.objects.values_list("code", "naam"))
    return [{**row, "naam": names.get(row["perceel"], "")} for row in rows]
