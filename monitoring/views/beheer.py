"""Keep the indicators, and ask aanbieders for a figure. Contractmanager only."""

import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from contracts.models import Segment
from core.fouten import NietGevonden, VerzoekOngeldig
from core.ui.formats import format_long_date
from core.views.basis import PortalView
from monitoring import selectors
from monitoring.choices import Bron
from monitoring.forms import EindeForm, IndicatorForm, UitvragenForm
from monitoring.models import Indicator, Indicatorversie
from monitoring.policies import INDICATOR_BEHEREN, UITVRAAG_BEOORDELEN
from monitoring.rules import Tijdvak, period_after, period_before, period_of, periods_between
from monitoring.services import indicatoren, uitvragen
from monitoring.services.indicatoren import Indicatorgegevens
from monitoring.views.formulier import Formulier, segment_of

#: So many periods back can be asked.
TERUG = 4
TERMIJN = datetime.timedelta(days=21)


def read(form: IndicatorForm) -> Indicatorgegevens:
    data = form.cleaned_data
    return Indicatorgegevens(
        doel_id=UUID(data["doel"]),
        naam=data["naam"],
        definitie=data["definitie"],
        bron=data["bron"],
        berekening=data["berekening"] if data["bron"] == Bron.BEREKEND else "",
        eenheid=data["eenheid"],
        meetperiode=data["meetperiode"],
        invloed=data["invloed"],
        richting=data["richting"],
        norm=data["norm"],
        marge=data["marge"] or Decimal(0),
        nulmeting=data["nulmeting"],
        nulmeting_periode=data["nulmeting_periode"],
        begindatum=data["begindatum"],
        toch=data["toch"],
    )


class IndicatorNieuw(Formulier):
    rechten = {"GET": INDICATOR_BEHEREN, "POST": INDICATOR_BEHEREN}
    template_naam = "monitoring/indicator_formulier.html"

    def form(self, segment: Segment, data: Any = None) -> IndicatorForm:
        quarter = period_of("kwartaal", timezone.localdate())
        return IndicatorForm(
            data,
            initial={"begindatum": quarter.begin, "bron": "berekend", "meetperiode": "kwartaal"},
            resultaten=list(selectors.results_of(self.actor, segment.pk)),
        )

    def get(self, request: HttpRequest) -> HttpResponse:
        segment = segment_of(request)
        return self.shown(self.form(segment), segment)

    def post(self, request: HttpRequest) -> HttpResponse:
        segment = segment_of(request)
        form = self.form(segment, request.POST)
        made: list[Indicator] = []

        def create() -> None:
            made.append(
                indicatoren.create_indicator(
                    self.actor,
                    read(form),
                    code=form.cleaned_data["code"],
                    segment_id=segment.pk,
                    peildatum=timezone.localdate(),
                )
            )

        if not self.attempt(form, create):
            return self.shown(form, segment, bound=True)
        messages.success(request, _("De indicator is toegevoegd. Het portaal telt de cijfers nu."))
        return redirect("indicator", pk=made[0].pk)

    def shown(self, form: IndicatorForm, segment: Segment, *, bound: bool = False) -> HttpResponse:
        others = Segment.objects.for_actor(self.actor).order_by("volgorde")
        return self.page(
            form,
            bound=bound,
            titel=_("Indicator toevoegen"),
            subregel=segment.naam,
            segment=segment,
            segmenten=others,
            knop=_("Toevoegen"),
            terug=reverse("indicatoren"),
            kruimels=[(reverse("indicatoren"), _("Indicatoren"))],
        )


class EenIndicator(Formulier):
    abstract = True

    def find(self, pk: UUID) -> tuple[Indicator, Indicatorversie]:
        """With its last version. Raises NietGevonden."""
        found = selectors.find_indicator(self.actor, pk)
        if found is None:
            raise NietGevonden()
        return found, selectors.versions(self.actor, pk)[0]

    def around(self, indicator: Indicator, versie: Indicatorversie) -> dict[str, Any]:
        here = reverse("indicator", args=[indicator.pk])
        return {
            "subregel": f"{indicator.code} · {versie.naam}",
            "terug": here,
            "kruimels": [(reverse("indicatoren"), _("Indicatoren")), (here, indicator.code)],
        }


class IndicatorVersie(EenIndicator):
    """A new version from the first day of a coming period."""

    rechten = {"GET": INDICATOR_BEHEREN, "POST": INDICATOR_BEHEREN}
    template_naam = "monitoring/indicator_formulier.html"

    def form(
        self, indicator: Indicator, versie: Indicatorversie, data: Any = None
    ) -> IndicatorForm:
        names = (
            "naam", "definitie", "bron", "berekening", "eenheid", "meetperiode", "invloed",
            "richting", "norm", "marge", "nulmeting", "nulmeting_periode",
        )  # fmt: skip
        today = timezone.localdate()
        coming = versie.begindatum > today
        begin = versie.begindatum if coming else period_after(versie.meetperiode, today).begin
        initial = {name: getattr(versie, name) for name in names}
        return IndicatorForm(
            data,
            initial={**initial, "doel": str(versie.doel_id), "begindatum": begin},
            resultaten=list(selectors.results_of(self.actor, indicator.segment_id)),
            new=False,
        )

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        found = self.find(pk)
        return self.shown(self.form(*found), *found)

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        found = self.find(pk)
        form = self.form(*found, request.POST)

        def change() -> None:
            indicatoren.change_indicator(self.actor, pk, read(form), peildatum=timezone.localdate())

        if not self.attempt(form, change):
            return self.shown(form, *found, bound=True)
        begin = format_long_date(form.cleaned_data["begindatum"])
        messages.success(request, _("De nieuwe versie geldt vanaf %s.") % begin)
        return redirect("indicator", pk=pk, tab="definitie")

    def shown(
        self,
        form: IndicatorForm,
        indicator: Indicator,
        versie: Indicatorversie,
        *,
        bound: bool = False,
    ) -> HttpResponse:
        return self.page(
            form,
            bound=bound,
            titel=_("Nieuwe versie"),
            uitleg=_(
                "Wat gemeten is, houdt de definitie van toen. De nieuwe versie geldt vanaf de "
                "eerste dag van een volgende periode."
            ),
            knop=_("Nieuwe versie bewaren"),
            **self.around(indicator, versie),
        )


class IndicatorEinde(EenIndicator):
    rechten = {"GET": INDICATOR_BEHEREN, "POST": INDICATOR_BEHEREN}

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        indicator, versie = self.find(pk)
        day = period_of(versie.meetperiode, max(timezone.localdate(), versie.begindatum)).eind
        return self.shown(EindeForm(initial={"einddatum": day}), indicator, versie)

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        indicator, versie = self.find(pk)
        form = EindeForm(request.POST)

        def end() -> None:
            day = form.cleaned_data["einddatum"]
            indicatoren.end_indicator(self.actor, pk, einddatum=day, peildatum=timezone.localdate())

        if not self.attempt(form, end):
            return self.shown(form, indicator, versie, bound=True)
        messages.success(request, _("De indicator stopt op die dag. De cijfers blijven."))
        return redirect("indicator", pk=pk)

    def shown(
        self,
        form: EindeForm,
        indicator: Indicator,
        versie: Indicatorversie,
        *,
        bound: bool = False,
    ) -> HttpResponse:
        return self.page(
            form,
            bound=bound,
            titel=_("Stoppen met meten"),
            uitleg=_("Na deze dag wordt niets meer gemeten of gevraagd. De cijfers blijven."),
            knop=_("Stoppen"),
            **self.around(indicator, versie),
        )


class Uitvragen(EenIndicator):
    """Ask every aanbieder of the segment over a period that is over."""

    rechten = {"GET": UITVRAAG_BEOORDELEN, "POST": UITVRAAG_BEOORDELEN}

    def form(self, versie: Indicatorversie, data: Any = None) -> UitvragenForm:
        today = timezone.localdate()
        day = today
        for _n in range(TERUG):
            day = period_before(versie.meetperiode, day).begin
        found = periods_between(versie.meetperiode, max(day, versie.begindatum), today)
        asked: list[Tijdvak] = [t for t in found if t.eind < today]
        asked.reverse()
        return UitvragenForm(data, initial={"uiterlijk": today + TERMIJN}, tijdvakken=asked)

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        indicator, versie = self.find(pk)
        return self.shown(self.form(versie), indicator, versie)

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        indicator, versie = self.find(pk)
        form = self.form(versie, request.POST)
        asked: list[int] = []

        def send() -> None:
            asked.append(
                uitvragen.send(
                    self.actor,
                    pk,
                    begindatum=form.begin,
                    uiterlijk=form.cleaned_data["uiterlijk"],
                    peildatum=timezone.localdate(),
                )
            )

        if not self.attempt(form, send):
            return self.shown(form, indicator, versie, bound=True)
        messages.success(request, _("Gevraagd aan %s aanbieders.") % asked[0])
        return redirect("indicator", pk=pk, tab="uitvragen")

    def shown(
        self,
        form: UitvragenForm,
        indicator: Indicator,
        versie: Indicatorversie,
        *,
        bound: bool = False,
    ) -> HttpResponse:
        return self.page(
            form,
            bound=bound,
            titel=_("Aan aanbieders vragen"),
            uitleg=_(
                "Elke aanbieder die in die periode een contract in dit segment had, krijgt de "
                "vraag. Wie hem al had, krijgt hem niet nog een keer."
            ),
            knop=_("Versturen"),
            **self.around(indicator, versie),
        )


class AllesAanvaarden(PortalView):
    """Every answer over one period that waits."""

    rechten = {"POST": UITVRAAG_BEOORDELEN}

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        try:
            begin = datetime.date.fromisoformat(request.POST.get("begindatum", ""))
        except ValueError:
            raise VerzoekOngeldig(_("Kies de periode opnieuw.")) from None
        count = uitvragen.accept_all(
            self.actor, pk, begindatum=begin, peildatum=timezone.localdate()
        )
        messages.success(request, _("%s antwoorden aanvaard; ze tellen nu mee.") % count)
        return redirect("indicator", pk=pk, tab="uitvragen")
