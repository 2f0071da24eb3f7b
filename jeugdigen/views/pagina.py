"""One jeugdige by pseudonym: where it lives, what help it has, on which referral."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables

from core.aanhaken import knoppen_of, tab_of, tabs_of
from core.choices import Inzagehandeling
from core.fouten import NietGevonden, Ongeldig
from core.handeling import record_access
from core.policies import Recht, authorise, has_right
from core.views import PortalView
from indications.forms_dossier import OnthulForm
from indications.models import Jeugdige
from indications.policies import JEUGDIGE_ONTHULLEN
from indications.rules import age_on
from indications.services.kluis import reveal_jeugdige
from jeugdigen.policies import (
    INZAGE_GEVEN,
    JEUGDIGE_INZIEN,
    TOEKOMSTPLAN_INZIEN,
    VERWIJZING_VERVOLGEN,
    WOONPLAATS_INZIEN,
    WOONPLAATS_WIJZIGEN,
)
from jeugdigen.selectors import find_in_scope, in_words, referrals_of, timeline_of, woonplaatsen_of
from jeugdigen.services.verhuizen import can_undo, decides
from jeugdigen.tables import HULP


@method_decorator(never_cache, name="dispatch")
class Jeugdigebasis(PortalView):
    """Finds the jeugdige in scope; outside it is 404."""

    abstract = True

    def find(self, jeugdige_id: UUID) -> Jeugdige:
        found = find_in_scope(self.actor, jeugdige_id)
        if found is None:
            raise NietGevonden()
        return found

    def today(self) -> date:
        return timezone.localdate()

    def common(self, jeugdige: Jeugdige, active: str) -> dict[str, Any]:
        pk = jeugdige.pk
        tabs = [("jeugdige", reverse("jeugdige", args=[pk]), _("Hulp"))]
        if has_right(self.actor, TOEKOMSTPLAN_INZIEN):
            tabs.append(("toekomstplan", reverse("toekomstplan", args=[pk]), _("Toekomstplan")))
        tabs += [
            (tab.naam, reverse("jeugdige-tab", args=[pk, tab.naam]), tab.label)
            for tab in tabs_of("jeugdige", self.actor)
        ]
        return {
            "jeugdige": jeugdige,
            "pseudoniem": str(pk)[:8],
            "leeftijd": age_on(jeugdige.geboortedatum, self.today()),
            "mag_onthullen": has_right(self.actor, JEUGDIGE_ONTHULLEN),
            "tabs_label": _("Jeugdige"),
            "tabs": [
                {"url": url, "label": label, "aantal": None, "actief": name == active}
                for name, url, label in tabs
            ],
        }

    def log(self, jeugdige: Jeugdige) -> None:
        record_access(
            self.actor,
            Inzagehandeling.LEZEN,
            "jeugdige.inzien",
            jeugdigen=[jeugdige.pk],
            object_id=jeugdige.pk,
        )


class JeugdigeView(Jeugdigebasis):
    rechten: ClassVar[Mapping[str, Recht]] = {"GET": JEUGDIGE_INZIEN}
    template_naam = "jeugdigen/jeugdige.html"

    def get(self, request: HttpRequest, jeugdige_id: UUID) -> HttpResponse:
        found = self.find(jeugdige_id)
        self.log(found)
        line = timeline_of(self.actor, found, self.today())
        places = woonplaatsen_of(self.actor, found)
        own = self.actor.organisatie_id
        return self.render(
            {
                **self.common(found, "jeugdige"),
                "tijdlijn": line,
                "tabel": HULP.bind(request, line.regels),
                "stapels": [(part, in_words(part)) for part in line.stapels],
                "verwijzingen": referrals_of(self.actor, found, self.today()),
                "woonplaatsen": _with_borders(places, own),
                "toont_woonplaats": has_right(self.actor, WOONPLAATS_INZIEN),
                "mag_verhuizen": has_right(self.actor, WOONPLAATS_WIJZIGEN),
                "mag_vervolgen": has_right(self.actor, VERWIJZING_VERVOLGEN),
                "mag_inzage_geven": has_right(self.actor, INZAGE_GEVEN),
                "kan_ongedaan": _can_undo(places, own),
                "knoppen": knoppen_of("jeugdige", self.actor, found),
                "vandaag": self.today(),
            }
        )


def _with_borders(places: list[Any], own: UUID | None) -> list[tuple[Any, bool]]:
    """Each woonplaats, and whether the own gemeente may correct it."""
    return [(row, decides(places, at) == own) for at, row in enumerate(places)]


def _can_undo(places: list[Any], own: UUID | None) -> bool:
    if not can_undo(places):
        return False
    last = places[-1]
    return bool(own == (last.gemeente_id if last.einddatum else decides(places, len(places) - 1)))


class TabView(Jeugdigebasis):
    """What another room hangs on the page, with the right of that tab."""

    rechten: ClassVar[Mapping[str, Recht]] = {"GET": JEUGDIGE_INZIEN}
    template_naam = "jeugdigen/tab.html"

    def get(self, request: HttpRequest, jeugdige_id: UUID, tab: str) -> HttpResponse:
        found, hung = self.find(jeugdige_id), tab_of("jeugdige", tab)
        if hung is None:
            raise NietGevonden()
        authorise(self.actor, hung.recht)
        self.log(found)
        shown = hung.vulling(request, self.actor, found)
        return self.render({**self.common(found, tab), **shown, "deel": hung.template})


class OnthulView(Jeugdigebasis):
    """Name and BSN after a reason; shown once, in the answer to the POST only."""

    rechten: ClassVar[Mapping[str, Recht]] = {
        "GET": JEUGDIGE_ONTHULLEN,
        "POST": JEUGDIGE_ONTHULLEN,
    }
    template_naam = "jeugdigen/onthullen.html"

    def get(self, request: HttpRequest, jeugdige_id: UUID) -> HttpResponse:
        found = self.find(jeugdige_id)
        return self.render({**self.common(found, "jeugdige"), "form": OnthulForm()})

    @sensitive_variables("person")
    def post(self, request: HttpRequest, jeugdige_id: UUID) -> HttpResponse:
        found = self.find(jeugdige_id)
        form = OnthulForm(request.POST)
        context = {**self.common(found, "jeugdige"), "form": form}
        if not form.is_valid():
            return self.render(context, status=400)
        try:
            person = reveal_jeugdige(self.actor, found.pk, reden=form.cleaned_data["reden"])
        except Ongeldig as exc:
            form.add_fout(exc)
            return self.render(context, status=400)
        return self.render({**context, "persoon": person})
