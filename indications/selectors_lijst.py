"""Rows of the list and what the detail page tells of one toewijzing, inside the actor's scope."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import pairwise
from typing import Any, Final

from django.apps import apps
from django.db.models import Count, DateField, Func, IntegerField, Q, QuerySet, Value
from django.db.models.functions import Extract
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contracts.choices import Eenheid, Frequentie
from contracts.models import Tarief
from contracts.selectors import tariff_group_on
from core.actor import Actor
from core.models import Gebeurtenis
from core.ui.formats import format_long_date, format_number
from indications.choices import RedenBeeindiging, RedenWijziging, Toewijzingstatus
from indications.filters import STANDEN, in_stand, stand_on
from indications.models import Levering, Toewijzing

VOORSPRONG: Final = 15
BIJNA_OP: Final = 80


class _Age(Func):
    function = "age"
    output_field = DateField()


def list_rows(actor: Actor, peildatum: date) -> QuerySet[Any]:
    """Toewijzingen in scope, with `stand` and `leeftijd` (whole years on `peildatum`)."""
    age = _Age(Value(peildatum, output_field=DateField()), "jeugdige__geboortedatum")
    return Toewijzing.objects.for_actor(actor).annotate(
        stand=stand_on(peildatum),
        leeftijd=Extract(age, "year", output_field=IntegerField()),
    )


def counts(actor: Actor, peildatum: date) -> list[tuple[str, str, int]]:
    """(stand, words, how many) over everything the actor sees; one query."""
    found = Toewijzing.objects.for_actor(actor).aggregate(
        **{stand: Count("pk", filter=in_stand(stand, peildatum)) for stand in STANDEN}
    )
    return [(stand, str(words), found[stand]) for stand, words in STANDEN.items()]


def tariff_of(toewijzing: Toewijzing) -> Decimal | None:
    """Euro per unit on the first day; None when it differs per location or is absent (R-SEG-7)."""
    group = tariff_group_on(toewijzing.perceelcontract, toewijzing.begindatum)
    amounts = set(
        Tarief.objects.valid_on(toewijzing.begindatum)
        .filter(product=toewijzing.product_id, eenheid=toewijzing.eenheid)
        .filter(Q(tariefgroep__isnull=True) | Q(tariefgroep=group))
        .values_list("bedrag", flat=True)[:3]
    )
    return amounts.pop() if len(amounts) == 1 else None


@dataclass(frozen=True, slots=True)
class Gebruik:
    """Use against budget and against time (R-TOE-14); percentages rounded down."""

    volume: int
    gebruikt: int
    procent: int
    tijd_procent: int | None
    laatste_dag: date | None
    soort: str
    oordeel: str


def usage_of(toewijzing: Toewijzing, peildatum: date) -> Gebruik | None:
    """None for a volume per day or week, where the total depends on the period."""
    if toewijzing.frequentie != Frequentie.TOTAAL:
        return None
    found = getattr(toewijzing, "verbruik", None)
    used = found.volume if found else 0
    share = used * 100 // toewijzing.volume
    elapsed = _elapsed(toewijzing, peildatum)
    kind, words = _judge_pace(share, elapsed)
    if used > toewijzing.volume:
        kind, words = "must", _("Meer gedeclareerd dan toegewezen")
    last = found.laatste_dag if found else None
    return Gebruik(toewijzing.volume, used, share, elapsed, last, kind, words)


def _elapsed(toewijzing: Toewijzing, peildatum: date) -> int | None:
    if toewijzing.einddatum is None:
        return None
    days = (toewijzing.einddatum - toewijzing.begindatum).days + 1
    passed = (min(peildatum, toewijzing.einddatum) - toewijzing.begindatum).days + 1
    return max(0, passed) * 100 // days


def _judge_pace(share: int, elapsed: int | None) -> tuple[str, str]:
    if elapsed is not None and share > elapsed + VOORSPRONG:
        return "attention", _("Loopt voor op de tijd")
    if share >= BIJNA_OP:
        return "attention", _("Bijna op")
    if elapsed is not None and share < elapsed - VOORSPRONG:
        return "none", _("Loopt achter op de tijd")
    return "good", _("In de pas")


# the timeline: events in words of the business, with what changed in the row beside them

FIELDS: Final[Mapping[str, Any]] = {
    "status": gettext_lazy("Stand"),
    "begindatum": gettext_lazy("Begindatum"),
    "einddatum": gettext_lazy("Einddatum"),
    "volume": gettext_lazy("Totaal"),
    "eenheid": gettext_lazy("Eenheid"),
    "frequentie": gettext_lazy("Frequentie"),
    "minuten_direct": gettext_lazy("Direct"),
    "minuten_indirect": gettext_lazy("Indirect"),
    "minuten_reistijd": gettext_lazy("Reistijd"),
    "aantal_contacten": gettext_lazy("Aantal contacten"),
    "reden_wijziging": gettext_lazy("Reden"),
}
EVENTS: Final[dict[str, tuple[Any, str]]] = {
    "toewijzing.ingediend": (gettext_lazy("Ingediend"), "good"),
    "toewijzing.beeindigd": (gettext_lazy("Eerder beëindigd"), "attention"),
    "toewijzing.verlengd": (gettext_lazy("Verlengd"), "good"),
    "toewijzing.volume_gewijzigd": (gettext_lazy("Volume gewijzigd"), "attention"),
    "toewijzing.vervangen": (gettext_lazy("Verder op een nieuw nummer"), "attention"),
    "toewijzing.aangevuld": (gettext_lazy("Extra nummer voor eerdere dagen"), "none"),
    "toewijzing.ingetrokken": (gettext_lazy("Ingetrokken"), "must"),
}
CHOICES: Final[Mapping[str, Any]] = {
    "status": Toewijzingstatus,
    "eenheid": Eenheid,
    "frequentie": Frequentie,
    "reden_wijziging": RedenWijziging,
}


def in_words(field: str, value: Any) -> str:
    if value in (None, ""):
        return _("leeg")
    if field in CHOICES:
        return str(CHOICES[field](value).label)
    if isinstance(value, date):
        return format_long_date(value)
    return format_number(value) if isinstance(value, int) else str(value)


def differences(old: Any, new: Any) -> list[tuple[str, str, str]]:
    """(field in words, before, after) of what differs between two versions of a row."""
    return [
        (str(label), in_words(name, getattr(old, name)), in_words(name, getattr(new, name)))
        for name, label in FIELDS.items()
        if getattr(old, name) != getattr(new, name)
    ]


def history_rows(toewijzing: Toewijzing) -> list[Any]:
    """Every version of the row, oldest first, as the trigger kept it."""
    model = apps.get_model("indications", "ToewijzingEvent")
    return list(model._default_manager.filter(pgh_obj_id=toewijzing.pk).order_by("pgh_id"))


def timeline(toewijzing: Toewijzing) -> list[dict[str, Any]]:
    """Newest first: what people did, what changed by it, and start and stop of the help."""
    rows = history_rows(toewijzing)
    changes: dict[str, list[tuple[datetime, str, str]]] = {}
    for old, new in pairwise(rows):
        context = new.pgh_context or {}
        text = "; ".join(
            _("%(wat)s van %(oud)s naar %(nieuw)s") % {"wat": wat, "oud": oud, "nieuw": nieuw}
            for wat, oud, nieuw in differences(old, new)
        )
        if text:
            key = context.get("referentie") or f"rij {new.pgh_id}"
            said = (new.pgh_created_at, context.get("naam") or _("onbekend"), text)
            changes.setdefault(key, []).append(said)
    items = [*_events(toewijzing, changes), *_unexplained(changes), *_deliveries(toewijzing)]
    return sorted(items, key=_when, reverse=True)


def _when(item: Mapping[str, Any]) -> tuple[date, float]:
    """A day sorts before the moments of that day."""
    moment = item["moment"]
    if isinstance(moment, datetime):
        return timezone.localtime(moment).date(), moment.timestamp()
    return moment, 0.0


def _events(
    toewijzing: Toewijzing, changes: dict[str, list[tuple[datetime, str, str]]]
) -> Iterable[dict[str, Any]]:
    """Takes the changes that belong to an event out of `changes`."""
    for event in Gebeurtenis.objects.filter(object_id=toewijzing.pk).order_by("-moment"):
        title, kind = EVENTS.get(event.soort, (event.soort, "none"))
        texts = [event.reden] if event.reden else []
        if event.referentie:
            texts += [text for _when, _who, text in changes.pop(event.referentie, [])]
        yield {
            "moment": event.moment,
            "titel": title,
            "wie": event.actor_naam,
            "tekst": ". ".join(texts),
            "soort": kind,
        }


def _unexplained(
    changes: Mapping[str, list[tuple[datetime, str, str]]],
) -> Iterable[dict[str, Any]]:
    for found in changes.values():
        for moment, who, text in found:
            yield {
                "moment": moment,
                "titel": _("Gewijzigd"),
                "wie": who,
                "tekst": text,
                "soort": "none",
            }


def _deliveries(toewijzing: Toewijzing) -> Iterable[dict[str, Any]]:
    for row in Levering.objects.filter(toewijzing=toewijzing):
        who = _("aanbieder")
        yield {
            "moment": row.begindatum,
            "titel": _("Hulp gestart"),
            "wie": who,
            "tekst": "",
            "soort": "good",
        }
        if row.einddatum:
            why = row.reden_beeindiging
            yield {
                "moment": row.einddatum,
                "titel": _("Hulp gestopt"),
                "wie": who,
                "tekst": str(RedenBeeindiging(why).label) if why else "",
                "soort": "none",
            }


@dataclass(frozen=True, slots=True)
class Balk:
    """A toewijzing of the same jeugdige as a bar: days before it, days of it, days in all."""

    toewijzing: Toewijzing
    voor: int
    duur: int
    totaal: int
    deze: bool


def siblings(actor: Actor, toewijzing: Toewijzing, peildatum: date) -> list[Balk]:
    """What the actor may see of this jeugdige, on one scale of days; this one too."""
    rows = list(
        Toewijzing.objects.for_actor(actor)
        .filter(jeugdige=toewijzing.jeugdige_id)
        .exclude(status=Toewijzingstatus.INGETROKKEN)
        .select_related("product", "aanbieder")
        .order_by("begindatum", "nummer")[:20]
    )
    if not rows:
        return []
    first = min(row.begindatum for row in rows)
    last = max(row.einddatum or max(peildatum, row.begindatum) for row in rows)
    total = (last - first).days + 1
    return [
        Balk(
            row,
            (row.begindatum - first).days,
            ((row.einddatum or last) - row.begindatum).days + 1,
            total,
            row.pk == toewijzing.pk,
        )
        for row in rows
    ]
