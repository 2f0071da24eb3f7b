"""The register of screenings, one screening with its tabs, and the tab on the dossier."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from core.actor import Actor
from core.policies import ScopedQuerySet
from core.views.basis import PortalView
from core.views.register import RegisterDetail, RegisterLijst
from providers.models import Aanbieder
from screening import drempels, selectors
from screening.choices import OPEN, TE_WIJZIGEN, Screeningstatus
from screening.filters import LOOPT, ScreeningFilter
from screening.models import Screening, Screeningsgesprek, Wederhoor
from screening.policies import SCREENING_INZIEN
from screening.tables import EXPORT, SCREENINGEN, VAN_AANBIEDER, VELDEN, advice_tag, state_tag
from screening.verloop import steps_of


@method_decorator(never_cache, name="dispatch")
class Screeningen(RegisterLijst):
    rechten = {"GET": SCREENING_INZIEN}
    model, tabel, filters, export = Screening, SCREENINGEN, ScreeningFilter, EXPORT
    titel = gettext_lazy("Screeningen")
    subregel = gettext_lazy("Alleen de rol screener ziet dat deze er zijn.")
    template_naam = "screening/screeningen.html"

    def rows(self, scope: ScopedQuerySet, values: dict[str, Any]) -> QuerySet[Any, Any]:
        rows = selectors.with_again(self.actor, scope, timezone.localdate())
        if stand := values.get("stand"):
            rows = rows.filter(status__in=OPEN if stand == LOOPT else [stand])
        for name in ("uitkomst", "aanleiding", "opnieuw"):
            if values.get(name):
                rows = rows.filter(**{name: values[name]})
        if wanted := values.get("aanbieder"):
            rows = rows.filter(aanbieder__naam__icontains=wanted)
        return rows.values(*VELDEN)


@method_decorator(never_cache, name="dispatch")
class ScreeningDetail(RegisterDetail):
    rechten = {"GET": SCREENING_INZIEN}
    model, route, map = Screening, "screening", "screening"
    related = ("aanbieder", "lijst", "behandelaar", "beslisser")
    lijst = ("screeningen", gettext_lazy("Screeningen"))
    template_naam = "screening/screening.html"
    tabbladen = (
        ("antwoorden", gettext_lazy("Antwoorden")),
        ("bewijs", gettext_lazy("Bewijs en toetsen")),
        ("wederhoren", gettext_lazy("Gesprek en wederhoor")),
        ("uitkomst", gettext_lazy("Advies en uitkomst")),
    )

    def title(self, row: Screening) -> str:
        return f"{row.kenmerk} {row.aanbieder.naam}"

    def header(self, row: Screening) -> dict[str, Any]:
        return {
            "titel": self.title(row),
            "screening": row,
            "stand": state_tag(row.status, row.uitkomst),
            "te_wijzigen": row.status in TE_WIJZIGEN,
            "besluit_mag": selectors.may_decide(self.actor, row),
            "waarom_niet": self._why_not(row),
        }

    def _why_not(self, row: Screening) -> str:
        if row.status != Screeningstatus.TE_BESLUITEN or selectors.may_decide(self.actor, row):
            return ""
        return _("Jij vulde deze screening in of behandelt haar. Een collega besluit.")

    def context_antwoorden(self, row: Screening) -> dict[str, Any]:
        points = selectors.points_of(self.actor, row)
        return {
            "themas": selectors.by_theme(points),
            "te_gaan": selectors.open_points(points) if row.is_open else 0,
        }

    def context_bewijs(self, row: Screening) -> dict[str, Any]:
        return {
            "bewijs": selectors.evidence_of(self.actor, row),
            "toetsen": selectors.tests_of(self.actor, row),
        }

    def context_wederhoren(self, row: Screening) -> dict[str, Any]:
        talks = Screeningsgesprek.objects.for_actor(self.actor).filter(screening=row)
        hearings = Wederhoor.objects.for_actor(self.actor).filter(screening=row)
        return {
            "gesprekken": talks.select_related("vastgelegd_door").order_by("-datum", "-pk"),
            "wederhoren": hearings.select_related("voorgelegd_door", "vastgelegd_door").order_by(
                "-voorgelegd_op", "-pk"
            ),
            "vandaag": timezone.localdate(),
        }

    def context_uitkomst(self, row: Screening) -> dict[str, Any]:
        return advice_context(row, selectors.points_of(self.actor, row))

    def history(self, row: Any) -> dict[str, Any]:
        return {**super().history(row), "gebeurtenissen": steps_of(row)}


def advice_context(row: Screening, points: list[selectors.Punt]) -> dict[str, Any]:
    """The advice with its explanation, or why there is none."""
    state = selectors.advice_state(row, points)
    return {
        "advies": state,
        "advies_tag": advice_tag(state.kleur) if state.kleur else "",
        "uitkomst_tag": state_tag(row.status, row.uitkomst) if row.uitkomst else "",
    }


def tab_on_dossier(request: HttpRequest, actor: Actor, row: Any) -> Mapping[str, Any]:
    """Of the page of an aanbieder: what holds now, and every screening of it."""
    aanbieder: Aanbieder = row
    today = timezone.localdate()
    rows = Screening.objects.for_actor(actor).filter(aanbieder=aanbieder)
    found = selectors.with_again(actor, rows, today).order_by("-nummer").values(*VELDEN)
    return {
        "geldig": selectors.valid_of(actor, aanbieder.pk, today),
        "loopt": rows.filter(status__in=OPEN).first(),
        "nieuw": f"{reverse('screening-nieuw')}?aanbieder={aanbieder.pk}",
        "tabel": VAN_AANBIEDER.bind(request, list(found)),
    }


class Verantwoording(PortalView):
    """What goes into the Algoritmeregister (N-ALG-01): purpose, criteria, who decides, contact."""

    rechten = {"GET": SCREENING_INZIEN}
    template_naam = "screening/verantwoording.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        now = drempels.current()
        return self.render(
            {
                "kruimels": [(reverse("screeningen"), _("Screeningen"))],
                "drempels": now.naam if now else "",
                "lijst": selectors.current_list(self.actor),
                "organisatie_naam": settings.ORGANISATIE_NAAM,
                "contact": settings.DEFAULT_FROM_EMAIL,
            }
        )
