"""What the page of a jeugdige tells, inside the actor's scope; a fixed number of queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.apps import apps
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.actor import Actor
from core.models import Gebeurtenis
from core.templatetags.ozjt import meter
from core.ui.formats import format_long_date, format_number
from indications.choices import Toewijzingstatus
from indications.models import Jeugdige, Levering, Toewijzing, Verwijzing, Woonplaats
from indications.rules_wie import referral_until
from indications.selectors_lijst import list_rows
from jeugdigen.models import Toekomstplan
from jeugdigen.rules import Looptijd, Stapel, stack

#: More bars than this tell nothing; the table under it holds them all.
MAX_BALKEN = 40
MAX_GEBEURTENISSEN = 200


def find_in_scope(actor: Actor, jeugdige_id: Any) -> Jeugdige | None:
    rows = Jeugdige.objects.for_actor(actor).select_related("gemeente")
    found: Jeugdige | None = rows.filter(pk=jeugdige_id).first()
    return found


@dataclass(frozen=True, slots=True)
class Regel:
    """One toewijzing: its bar on the common scale, and its starts and stops."""

    toewijzing: Any
    balk: SafeString
    leveringen: list[Levering]


@dataclass(frozen=True, slots=True)
class Tijdlijn:
    """All toewijzingen of the jeugdige that the actor may see, on one scale of days."""

    regels: list[Regel]
    begin: date | None = None
    eind: date | None = None
    stapeling: SafeString | None = None
    stapels: tuple[Stapel, ...] = ()

    @property
    def dubbel(self) -> bool:
        return any(part.dubbel for part in self.stapels)


def timeline_of(actor: Actor, jeugdige: Jeugdige, peildatum: date) -> Tijdlijn:
    """Three queries, however many toewijzingen; withdrawn ones have a line and no bar."""
    rows = list(
        list_rows(actor, peildatum)
        .filter(jeugdige=jeugdige)
        .select_related("product", "aanbieder", "perceelcontract__perceel", "verbruik")
        .order_by("begindatum", "nummer")
    )
    stops: dict[Any, list[Levering]] = {}
    given = Levering.objects.for_actor(actor).filter(toewijzing__in=[row.pk for row in rows])
    for levering in given.order_by("begindatum"):
        stops.setdefault(levering.toewijzing_id, []).append(levering)
    valid = [row for row in rows if row.status != Toewijzingstatus.INGETROKKEN]
    if not valid:
        return Tijdlijn([Regel(row, SafeString(), stops.get(row.pk, [])) for row in rows])
    begin = min(row.begindatum for row in valid)
    eind = max(row.einddatum or max(peildatum, row.begindatum) for row in valid)
    periods = [_period(row, eind) for row in valid]
    parts = stack(periods)
    return Tijdlijn(
        regels=[
            Regel(row, _bar(row, begin, eind, n), stops.get(row.pk, []))
            for n, row in enumerate(rows)
        ],
        begin=begin,
        eind=eind,
        stapeling=_stacking(parts, begin, eind),
        stapels=tuple(part for part in parts if part.aantal > 1),
    )


def _period(row: Toewijzing, eind: date) -> Looptijd:
    kind = str(row.perceelcontract.perceel_id)
    return Looptijd(row.begindatum, row.einddatum or eind, kind)


def _bar(row: Any, begin: date, eind: date, number: int) -> SafeString:
    if row.status == Toewijzingstatus.INGETROKKEN or number >= MAX_BALKEN:
        return SafeString()
    days = ((row.einddatum or eind) - row.begindatum).days + 1
    words = {"naam": row.product.naam, "dagen": format_number(days)}
    label = _("%(naam)s, %(dagen)s dagen") % words
    before = (row.begindatum - begin).days
    return meter(label, before, "gap", days, "brand-2", total=(eind - begin).days + 1)


def _stacking(parts: Sequence[Stapel], begin: date, eind: date) -> SafeString | None:
    if not any(part.aantal > 1 for part in parts):
        return None
    label = "; ".join(in_words(part) for part in parts if part.aantal > 1)
    drawn: list[Any] = []
    for part in parts:
        kind = {0: "gap", 1: "none"}.get(part.aantal, "must" if part.dubbel else "attention")
        drawn += [part.dagen, kind]
    return meter(label, *drawn, total=(eind - begin).days + 1)


def in_words(part: Stapel) -> str:
    text = _("%(n)s tegelijk van %(begin)s tot en met %(eind)s")
    return text % {
        "n": part.aantal,
        "begin": format_long_date(part.begin),
        "eind": format_long_date(part.eind),
    }


@dataclass(frozen=True, slots=True)
class Verwijzingregel:
    verwijzing: Verwijzing
    tot: date | None
    verlopen: bool


def referrals_of(actor: Actor, jeugdige: Jeugdige, peildatum: date) -> list[Verwijzingregel]:
    """Referrals that carry, or carried, a toewijzing that the actor may see; newest first."""
    visible = Toewijzing.objects.for_actor(actor).filter(jeugdige=jeugdige)
    model = apps.get_model("indications", "ToewijzingEvent")
    ever = model._default_manager.filter(pgh_obj_id__in=visible.values("pk"))
    rows = Verwijzing.objects.filter(jeugdige=jeugdige, pk__in=ever.values("verwijzing_id"))
    lines = []
    for row in rows.order_by("-datum", "-aangemaakt_op"):
        until = referral_until(row.type, row.datum, row.geldig_tot)
        lines.append(Verwijzingregel(row, until, until is not None and until < peildatum))
    return lines


def woonplaatsen_of(actor: Actor, jeugdige: Jeugdige) -> list[Woonplaats]:
    rows = Woonplaats.objects.for_actor(actor).filter(jeugdige=jeugdige)
    return list(rows.select_related("gemeente").order_by("begindatum"))


def plans_of(actor: Actor, jeugdige: Jeugdige) -> list[Toekomstplan]:
    rows = Toekomstplan.objects.for_actor(actor).filter(jeugdige=jeugdige)
    return list(rows.order_by("-versie"))


#: Title and kind of what happened around a jeugdige.
EVENTS = {
    "jeugdige.inzage_gegeven": (gettext_lazy("Inzage gegeven"), "none"),
    "jeugdige.onthuld": (gettext_lazy("Naam en BSN getoond"), "none"),
    "jeugdige.verhuisd": (gettext_lazy("Verhuizing vastgelegd"), "attention"),
    "jeugdige.woonplaats_verbeterd": (gettext_lazy("Woonplaats verbeterd"), "none"),
    "jeugdige.verhuizing_vervallen": (gettext_lazy("Verhuizing ongedaan gemaakt"), "none"),
    "jeugdige.naam_verwijderd": (
        gettext_lazy("Naam en BSN verwijderd na de bewaartermijn"),
        "none",
    ),
}


def events_of(request: HttpRequest, actor: Actor, jeugdige: Jeugdige) -> dict[str, Any]:
    """What people of the own organisation did with this jeugdige, newest first."""
    rows = Gebeurtenis.objects.filter(object_id=jeugdige.pk, organisatie_id=actor.organisatie_id)
    return {
        "gebeurtenissen": [
            {
                "moment": row.moment,
                "titel": EVENTS[row.soort][0],
                "wie": row.actor_naam,
                "tekst": row.reden,
                "soort": EVENTS[row.soort][1],
            }
            for row in rows.filter(soort__in=EVENTS).order_by("-moment")[:MAX_GEBEURTENISSEN]
        ]
    }
