"""Ask for the decision, take it with answers and advice beside it, or send it back."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.forms import PortalForm
from core.ui.formats import format_long_date
from screening import selectors
from screening.choices import Screeningstatus
from screening.forms import BesluitForm, TerugForm
from screening.models import Screening, Wederhoor
from screening.overgangen import OVERGANGEN
from screening.policies import SCREENING_BESLUITEN, SCREENING_UITVOEREN
from screening.rules import Besluit, missing
from screening.services import besluiten
from screening.views.basis import Handeling, versie_of
from screening.views.register import advice_context


class Voorleggen(Handeling):
    """What is still missing, each with its question; without that a button."""

    rechten = {"GET": SCREENING_UITVOEREN, "POST": SCREENING_UITVOEREN}
    template_naam = "screening/voorleggen.html"

    def can(self, screening: Screening) -> bool:
        return Screeningstatus.TE_BESLUITEN in OVERGANGEN[Screeningstatus(screening.status)]

    def form_of(self, screening: Screening, *args: Any) -> PortalForm:
        return PortalForm(*args)

    def context(self, screening: Screening) -> Mapping[str, Any]:
        points = selectors.points_of(self.actor, screening)
        texts = {str(p.vraag.pk): p.vraag for p in points}
        found = missing([p.beantwoord for p in points])
        return {
            "ontbreekt": [(texts[f.veld], f) for f in found],
            "gehoord": selectors.is_heard(self.actor, screening),
            **advice_context(screening, points),
        }

    def act(self, screening: Screening, form: Any) -> str:
        besluiten.present(self.actor, screening.pk, versie=versie_of(self.request))
        return _("%s ligt klaar voor een besluit door een collega.") % screening.kenmerk


class Besluiten(Handeling):
    rechten = {"GET": SCREENING_BESLUITEN, "POST": SCREENING_BESLUITEN}
    template_naam = "screening/besluit.html"
    tab = "uitkomst"

    def can(self, screening: Screening) -> bool:
        return selectors.may_decide(self.actor, screening)

    def form_of(self, screening: Screening, *args: Any) -> PortalForm:
        return BesluitForm(*args, initial={"geldig_tot": proposed_end()})

    def context(self, screening: Screening) -> Mapping[str, Any]:
        points = selectors.points_of(self.actor, screening)
        hearings = Wederhoor.objects.for_actor(self.actor).filter(screening=screening)
        return {
            "themas": selectors.by_theme(points),
            "gehoord": selectors.is_heard(self.actor, screening),
            "wederhoren": hearings.order_by("-voorgelegd_op", "-pk"),
            "toetsen": selectors.tests_of(self.actor, screening),
            **advice_context(screening, points),
        }

    def act(self, screening: Screening, form: Any) -> str:
        done = besluiten.decide(
            self.actor,
            screening.pk,
            Besluit(**form.cleaned_data),
            gezien=self.request.POST.get("gezien", ""),
            versie=versie_of(self.request),
            peildatum=timezone.localdate(),
        )
        text = _("%(kenmerk)s: %(uitkomst)s.") % {
            "kenmerk": done.kenmerk,
            "uitkomst": done.get_uitkomst_display().lower(),
        }
        if done.geldig_tot:
            text += " " + _("Geldig tot en met %s.") % format_long_date(done.geldig_tot)
        return text


def proposed_end() -> Any:
    """So many months from today, the last day before."""
    today = timezone.localdate()
    months = today.month - 1 + settings.SCREENING_GELDIG_MAANDEN
    year, month = today.year + months // 12, months % 12 + 1
    return today.replace(year=year, month=month, day=min(today.day, 28))


class Terugleggen(Handeling):
    rechten = {"GET": SCREENING_BESLUITEN, "POST": SCREENING_BESLUITEN}
    template_naam = "screening/terugleggen.html"

    def can(self, screening: Screening) -> bool:
        return screening.status == Screeningstatus.TE_BESLUITEN

    def form_of(self, screening: Screening, *args: Any) -> PortalForm:
        return TerugForm(*args)

    def act(self, screening: Screening, form: Any) -> str:
        besluiten.send_back(
            self.actor,
            screening.pk,
            reden=form.cleaned_data["reden"],
            versie=versie_of(self.request),
        )
        return _("%s is terug bij de behandelaar.") % screening.kenmerk

    def next(self, screening: Screening) -> str:
        return reverse("screening", args=[screening.pk])
