"""What the tab tells: stretches of help, declared lines per month, and the pace against budget."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from django.db.models import Count, Sum
from django.db.models.functions import TruncMonth
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contracts.choices import Frequentie
from core.actor import Actor
from core.datums import DAG, add_months
from core.policies import has_right
from indications.choices import RedenBeeindiging, Toewijzingstatus
from indications.models import Declaratieregel, Levering, Toewijzing
from indications.selectors_lijst import usage_of
from leveringen import grafiek, rules
from leveringen.policies import LEVERING_VASTLEGGEN
from leveringen.rules import Omvang, Stand, Stap, Stuk

LAATSTE_REGELS = 50
STANDEN: Mapping[Stand, tuple[str, Any]] = {
    Stand.NIET_GESTART: ("none", _("Nog niet gestart")),
    Stand.GESTART: ("good", _("Loopt")),
    Stand.TIJDELIJK: ("attention", _("Tijdelijk gestopt")),
    Stand.DEFINITIEF: ("none", _("Gestopt")),
}


@dataclass(frozen=True, slots=True)
class Maand:
    """One calendar month: declared, all so far, the even pace at its end, the most for it."""

    maand: datetime.date
    laatste: datetime.date
    regels: int
    volume: int
    samen: int
    tempo: int | None
    hoogstens: int | None

    @property
    def te_veel(self) -> bool:
        return self.hoogstens is not None and self.volume > self.hoogstens


def fill_tab(request: HttpRequest, actor: Actor, toewijzing: Toewijzing) -> Mapping[str, Any]:
    today = timezone.localdate()
    rows = list(Levering.objects.for_actor(actor).filter(toewijzing=toewijzing))
    rows.sort(key=lambda row: row.begindatum)
    stukken = [Stuk(row.begindatum, row.einddatum, row.reden_beeindiging) for row in rows]
    stand = rules.stand_of(stukken)
    kind, words = STANDEN[stand]
    may_report = has_right(actor, LEVERING_VASTLEGGEN)
    months = months_of(actor, toewijzing, today)
    budget = rules.max_over_toewijzing(size_of(toewijzing))
    return {
        "leveringen": [_shown(row) for row in reversed(rows)],
        "levering_stand": words,
        "levering_soort": kind,
        "mag_starten": may_report
        and toewijzing.status != Toewijzingstatus.INGETROKKEN
        and rules.judge_step(stukken, Stap.START) is None,
        "mag_stoppen": may_report and rules.judge_step(stukken, Stap.DEFINITIEVE_STOP) is None,
        "mag_stop_weghalen": may_report and stand in (Stand.TIJDELIJK, Stand.DEFINITIEF),
        "mag_start_weghalen": may_report and stand == Stand.GESTART,
        "maanden": months,
        "gebruik": usage_of(toewijzing, today),
        "totaal": months[-1].samen if months else 0,
        "budget": budget,
        "per_periode": toewijzing.frequentie != Frequentie.TOTAAL,
        "grafieken": charts(toewijzing, months, today, budget),
        "regels": lines_of(actor, toewijzing),
        "laatste_regels": LAATSTE_REGELS,
    }


def size_of(toewijzing: Toewijzing) -> Omvang:
    return Omvang(
        toewijzing.volume,
        toewijzing.eenheid,
        toewijzing.frequentie,
        toewijzing.begindatum,
        toewijzing.einddatum,
    )


def _shown(row: Levering) -> dict[str, Any]:
    waited = (row.begindatum - row.aangevraagd_op).days if row.aangevraagd_op else None
    return {
        "rij": row,
        "reden": RedenBeeindiging(row.reden_beeindiging).label if row.reden_beeindiging else "",
        "tijdelijk": row.reden_beeindiging == RedenBeeindiging.TIJDELIJK,
        "wacht_dagen": waited,
        "wacht_weken": None if waited is None else round(waited / 7),
    }


def months_of(actor: Actor, toewijzing: Toewijzing, today: datetime.date) -> list[Maand]:
    """From the first day of toewijzing or line to the last line; a line counts in its first month.

    Without lines: none.
    """
    found = {
        row["maand"]: (row["regels"], row["som"])
        for row in Declaratieregel.objects.for_actor(actor)
        .filter(toewijzing=toewijzing)
        .annotate(maand=TruncMonth("begindatum"))
        .values("maand")
        .annotate(regels=Count("pk"), som=Sum("volume"))
        .order_by("maand")
    }
    if not found:
        return []
    size = size_of(toewijzing)
    months = rules.months_of(min(*found, size.begin), max(found))
    volumes = [found.get(month, (0, 0))[1] for month in months]
    return [
        _month(size, month, found.get(month, (0, 0)), total)
        for month, total in zip(months, accumulate(volumes), strict=True)
    ]


def _month(size: Omvang, month: datetime.date, declared: tuple[int, int], total: int) -> Maand:
    last = add_months(month, 1) - DAG
    period = rules.product_period(size, month)
    per_period = size.frequentie != Frequentie.TOTAAL
    return Maand(
        maand=month,
        laatste=period[1] if period else last,
        regels=declared[0],
        volume=declared[1],
        samen=total,
        tempo=even_pace(size, last),
        hoogstens=rules.max_per_periode(size, month) if per_period else None,
    )


def even_pace(size: Omvang, day: datetime.date) -> int | None:
    """What would be used at the end of that day when every day takes the same.

    Of a volume per period: the most that may be declared up to and with that month. None for a
    total without an end.
    """
    if size.frequentie != Frequentie.TOTAAL:
        if day < size.begin:
            return 0
        months = rules.months_of(size.begin, min(day, size.eind or day))
        return sum(rules.max_per_periode(size, month) for month in months)
    if size.eind is None:
        return None
    days = (size.eind - size.begin).days + 1
    passed = (min(day, size.eind) - size.begin).days + 1
    return max(0, passed) * size.volume // days


def charts(
    toewijzing: Toewijzing, months: Sequence[Maand], today: datetime.date, budget: int | None
) -> list[grafiek.Tempo]:
    """Wide and narrow; none without lines or without a pace to hold them against."""
    size = size_of(toewijzing)
    end = size.eind or (months[-1].laatste if months else None)
    if not months or end is None or even_pace(size, end) is None:
        return []
    used = [(size.begin, 0), *[(month.laatste, month.samen) for month in months]]
    pace = [(size.begin, 0), *_pace_points(size, end)]
    used.sort()
    return [
        grafiek.draw(used, pace, vandaag=today, budget=budget, maat=maat) for maat in grafiek.MATEN
    ]


def _pace_points(size: Omvang, end: datetime.date) -> list[tuple[datetime.date, int]]:
    if size.frequentie == Frequentie.TOTAAL:
        return [(end, size.volume)]
    lasts = [min(add_months(month, 1) - DAG, end) for month in rules.months_of(size.begin, end)]
    return [(day, even_pace(size, day) or 0) for day in lasts]


def lines_of(actor: Actor, toewijzing: Toewijzing) -> list[Any]:
    rows = Declaratieregel.objects.for_actor(actor).filter(toewijzing=toewijzing)
    return list(
        rows.order_by("-begindatum", "-id").values(
            "referentienummer", "begindatum", "einddatum", "volume", "bedrag_centen", "ontvangen_op"
        )[:LAATSTE_REGELS]
    )
