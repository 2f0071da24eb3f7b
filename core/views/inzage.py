"""The access log, for the functionaris gegevensbescherming; reading it is itself in it."""

import datetime
from collections.abc import Callable
from operator import itemgetter
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.actor import Actor
from core.choices import Actorsoort, Inzagehandeling, Rolcode
from core.forms import DatumField, FilterForm
from core.inzageketen import first_break, heads
from core.inzagelog import (
    INZAGELOG_LEZEN,
    SOORTEN,
    Maand,
    format_soort,
    log_lines,
    monthly_counts,
    people_in_log,
    record_reading,
)
from core.models import Gebruiker, Inzage
from core.paging import paginate
from core.tables import Column, Table, render_table
from core.ui.formats import EMPTY, MONTHS, format_moment, format_number
from core.views.basis import PortalView

MAANDEN_TERUG = 13


def _kinds() -> list[tuple[str, str]]:
    """Every kind of act that has a name, by that name."""
    return [("", _("Alle")), *sorted(((c, str(n)) for c, n in SOORTEN.items()), key=itemgetter(1))]


class InzageFilter(FilterForm):
    """Period (inclusive), person, jeugdige by pseudonym, kind of act."""

    vanaf = DatumField(label=_("Vanaf"))
    tot = DatumField(label=_("Tot en met"))
    wie = forms.ModelChoiceField(
        Gebruiker.objects.none(), label=_("Wie"), empty_label=_("Iedereen")
    )
    jeugdige = forms.UUIDField(label=_("Jeugdige (pseudoniem)"))
    handeling = forms.ChoiceField(
        label=_("Handeling"), choices=[("", _("Alle")), *Inzagehandeling.choices]
    )
    soort = forms.ChoiceField(label=_("Soort"), choices=_kinds)

    def __init__(self, data: Any, actor: Actor) -> None:
        super().__init__(data)
        self.fields["wie"].queryset = people_in_log(actor)  # type: ignore[attr-defined]

    def lookups(self) -> dict[str, Any]:
        """The filters in force as arguments of `filter`; days are local days."""
        names = {"wie": "actor_id", "handeling": "handeling", "soort": "soort"}
        found: dict[str, Any] = {}
        for name, value in self.values.items():
            if name == "vanaf":
                found["moment__gte"] = _midnight(value)
            elif name == "tot":
                found["moment__lt"] = _midnight(value + datetime.timedelta(days=1))
            elif name == "jeugdige":
                found["jeugdigen__contains"] = [value]
            else:
                found[names[name]] = value.pk if name == "wie" else value
        return found

    def in_words(self) -> str:
        """What was asked, without names: the person by id."""
        words: dict[str, Callable[[Any], Any]] = {
            "wie": lambda v: v.pk,
            "handeling": lambda v: Inzagehandeling(v).label,
        }
        parts = {n: words.get(n, str)(v) for n, v in self.values.items()}
        return "; ".join(f"{name} {value}" for name, value in parts.items()) or "alles"


def _midnight(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))


def _who(line: Inzage) -> str:
    return line.actor_naam or Actorsoort(line.actorsoort).label


def _roles(line: Inzage) -> str:
    known = dict(Rolcode.choices)
    return ", ".join(str(known.get(code, code)) for code in line.rollen.split(",") if code) or EMPTY


def _jeugdigen(line: Inzage) -> str:
    if len(line.jeugdigen) == 1:
        return str(line.jeugdigen[0])[:8]
    return format_number(len(line.jeugdigen)) if line.jeugdigen else EMPTY


def _same_jeugdige(line: Inzage) -> str | None:
    """The log of this one jeugdige, whose pseudonym is shown short."""
    return f"{reverse('inzage')}?jeugdige={line.jeugdigen[0]}" if len(line.jeugdigen) == 1 else None


TABLE = Table(
    id="inzagelog",
    caption=_("Inzage in gegevens van jeugdigen, nieuwste eerst"),
    noun=(_("regel"), _("regels")),
    muted=lambda line: line.uitkomst != 0,
    columns=[
        Column("moment", _("Moment"), format=format_moment, header=True, nowrap=True),
        Column("wie", _("Wie"), _who),
        Column("rollen", _("Rol"), _roles),
        Column("organisatie_naam", _("Organisatie")),
        Column("handeling", _("Handeling"), lambda line: line.get_handeling_display()),
        Column("soort", _("Soort"), format=format_soort),
        Column("jeugdigen", _("Jeugdige"), _jeugdigen, link=_same_jeugdige),
        Column("detail", _("Toelichting")),
    ],
)
MAANDTABEL = Table(
    id="maanden",
    caption=_("Per maand, nieuwste eerst"),
    noun=(_("maand"), _("maanden")),
    columns=[
        Column("maand", _("Maand"), lambda m: f"{MONTHS[m.maand.month - 1]} {m.maand.year}",
               header=True),
        Column("regels", _("Regels"), align="end"),
        Column("personen", _("Personen"), align="end"),
        Column("jeugdigen", _("Jeugdigen"), align="end"),
        Column("uitvoer", _("Export, druk en zoeken"), align="end"),
        Column("geweigerd", _("Geweigerd of fout"), align="end"),
    ],
)  # fmt: skip


class InzageView(PortalView):
    rechten = {"GET": INZAGELOG_LEZEN}

    def get(self, request: HttpRequest) -> HttpResponse:
        filters = InzageFilter(request.GET, self.actor)
        rows = log_lines(self.actor).filter(**filters.lookups())
        page = paginate(rows, ("-moment",), cursor=request.GET.get("cursor"), tellen=10_000)
        asked = filters.values.get("jeugdige")
        record_reading(
            self.actor, Inzagehandeling.LEZEN, filters.in_words(), [asked] if asked else []
        )
        return render_table(request, "inzage/log.html", TABLE.bind(request, page, filters))


class KetenView(PortalView):
    """Verifies every chain, in one pass; a POST, for it reads the whole log."""

    rechten = {"GET": INZAGELOG_LEZEN, "POST": INZAGELOG_LEZEN}
    template_naam = "inzage/keten.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.render(_crumbs())

    def post(self, request: HttpRequest) -> HttpResponse:
        broken = first_break()
        chains = heads()
        record_reading(self.actor, Inzagehandeling.UITVOEREN, "keten gecontroleerd")
        return self.render(
            {
                **_crumbs(),
                "gecontroleerd": timezone.now(),
                "breuk": broken,
                "regels": sum(kop.nr for kop in chains),
                "ketens": len(chains),
            }
        )


class MaandView(PortalView):
    rechten = {"GET": INZAGELOG_LEZEN}

    def get(self, request: HttpRequest) -> HttpResponse:
        today = timezone.localdate()
        months = today.year * 12 + today.month - MAANDEN_TERUG
        start = _midnight(datetime.date(months // 12, months % 12 + 1, 1))
        rows: list[Maand] = monthly_counts(self.actor, start)
        record_reading(self.actor, Inzagehandeling.LEZEN, "maandcijfers")
        table = MAANDTABEL.bind(request, rows)
        return render_table(request, "inzage/maand.html", table, _crumbs())


def _crumbs() -> dict[str, Any]:
    return {"kruimels": [(reverse("inzage"), _("Inzagelogboek"))]}
