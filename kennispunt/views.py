"""Make and fetch the files for Kennispunt Twente."""

import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from core.forms import PortalForm
from core.fouten import Ongeldig
from core.tables import Column, Table
from core.ui.formats import MONTHS, format_moment
from core.views.basis import PortalView
from kennispunt.choices import Bestandsoort
from kennispunt.kolommen import RIJEN, TELLINGEN
from kennispunt.models import Kennispuntreeks, Kennispuntuitvoer
from kennispunt.policies import KENNISPUNT_MAKEN
from kennispunt.services.maken import make_file, start_series
from kennispunt.vergroven import months

LAATSTE = 50


def month_name(day: datetime.date) -> str:
    return f"{MONTHS[day.month - 1]} {day.year}"


TABEL = Table(
    id="kennispunt",
    caption=str(gettext_lazy("Gemaakte bestanden")),
    noun=(str(gettext_lazy("bestand")), str(gettext_lazy("bestanden"))),
    empty=str(gettext_lazy("Er is nog geen bestand gemaakt.")),
    columns=[
        Column("maand", gettext_lazy("Maand"), format=month_name, header=True),
        Column(
            "bestand",
            gettext_lazy("Bestand"),
            format=lambda code: Bestandsoort(code).label,
        ),
        Column("reeks", gettext_lazy("Reeks"), accessor="reeks__naam"),
        Column("regels", gettext_lazy("Regels"), align="end"),
        Column("regio", gettext_lazy("Waarvan regio"), align="end"),
        Column("segment", gettext_lazy("Waarvan segment"), align="end"),
        Column("weggelaten", gettext_lazy("Weggelaten"), align="end"),
        Column("onderdrukt", gettext_lazy("Onderdrukt"), align="end"),
        Column("aangemaakt_op", gettext_lazy("Gemaakt"), format=format_moment),
        Column("wie", gettext_lazy("Door"), accessor="gemaakt_door__naam"),
    ],
)


class ReeksForm(PortalForm):
    naam = forms.CharField(
        label=gettext_lazy("Naam van de reeks"),
        required=False,
        help_text=gettext_lazy("Bijvoorbeeld 2026. Een nieuwe reeks heeft nieuwe pseudoniemen."),
    )
    all_optional = True


class MaakForm(PortalForm):
    reeks = forms.ChoiceField(label=gettext_lazy("Reeks"))
    maand = forms.ChoiceField(label=gettext_lazy("Maand"))
    bestand = forms.ChoiceField(
        label=gettext_lazy("Bestand"),
        choices=Bestandsoort.choices,
        widget=forms.RadioSelect,
        initial=Bestandsoort.RIJEN,
    )

    def __init__(self, data: Any, reeksen: list[tuple[str, str]]) -> None:
        super().__init__(data)
        found = [(f"{day:%Y-%m-%d}", month_name(day)) for day in months(timezone.localdate())]
        self.fields["reeks"].choices = reeksen  # type: ignore[attr-defined]
        self.fields["maand"].choices = found  # type: ignore[attr-defined]


class Kennispuntbasis(PortalView):
    abstract = True
    template_naam = "kennispunt/kennispunt.html"

    def series(self) -> list[tuple[str, str]]:
        rows = Kennispuntreeks.objects.for_actor(self.actor).order_by("-aangemaakt_op")
        return [(str(row.pk), row.naam) for row in rows]

    def page(
        self,
        *,
        maak: MaakForm | None = None,
        reeks: ReeksForm | None = None,
        status: int = 200,
    ) -> HttpResponse:
        known = self.series()
        rows = Kennispuntuitvoer.objects.for_actor(self.actor).order_by("-aangemaakt_op")
        made = rows.values(
            "maand", "bestand", "reeks__naam", "regels", "regio", "segment", "weggelaten",
            "onderdrukt", "aangemaakt_op", "gemaakt_door__naam",
        )  # fmt: skip
        return self.render(
            {
                "tabel": TABEL.bind(self.request, list(made[:LAATSTE])),
                "reeksen": known,
                "form": maak or MaakForm(None, known),
                "reeks_form": reeks or ReeksForm(),
                "met_fouten": reeks if reeks and reeks.errors else maak,
                "bestanden": [
                    (Bestandsoort.RIJEN.label, RIJEN),
                    (Bestandsoort.TELLINGEN.label, TELLINGEN),
                ],
            },
            status=status,
        )


@method_decorator(never_cache, name="dispatch")
class Kennispunt(Kennispuntbasis):
    """What was made; a POST makes the file of a month and hands it over."""

    rechten = {"GET": KENNISPUNT_MAKEN, "POST": KENNISPUNT_MAKEN}

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page()

    def post(self, request: HttpRequest) -> HttpResponseBase:
        form = MaakForm(request.POST, self.series())
        if not form.is_valid():
            return self.page(maak=form, status=400)
        given = form.cleaned_data
        try:
            made = make_file(
                self.actor,
                UUID(given["reeks"]),
                maand=datetime.date.fromisoformat(given["maand"]),
                bestand=given["bestand"],
                peildatum=timezone.localdate(),
            )
        except Ongeldig as exc:
            form.add_fout(exc)
            return self.page(maak=form, status=400)
        response = FileResponse(
            made.inhoud, as_attachment=True, filename=made.naam, content_type="text/csv"
        )
        response["X-Content-Type-Options"] = "nosniff"
        return response


class Reeksen(Kennispuntbasis):
    """Start a series."""

    rechten = {"POST": KENNISPUNT_MAKEN}

    def post(self, request: HttpRequest) -> HttpResponse:
        form = ReeksForm(request.POST)
        if not form.is_valid():
            return self.page(reeks=form, status=400)
        try:
            reeks = start_series(self.actor, naam=form.cleaned_data["naam"])
        except Ongeldig as exc:
            form.add_fout(exc)
            return self.page(reeks=form, status=400)
        messages.success(request, _("Reeks %s is gestart.") % reeks.naam)
        return redirect("kennispunt")
