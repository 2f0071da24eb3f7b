"""Measures for both sides: the list, the page of one with its ladder, and its letters."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contractbeheer import selectors_maatregelen as selectors
from contractbeheer.choices import Hersteluitkomst, Trajectstatus
from contractbeheer.forms_maatregelen import EigenFilter, TrajectFilter
from contractbeheer.ladder import EERST_HOREN, next_rung
from contractbeheer.models import Maatregeltraject
from contractbeheer.overgangen_traject import can_become
from contractbeheer.policies import (
    TRAJECT_BESLUITEN,
    TRAJECT_INZIEN,
    TRAJECT_OPSTELLEN,
    ZIENSWIJZE_GEVEN,
)
from contractbeheer.services.zienswijze import open_letter
from contractbeheer.tables_maatregelen import EIGEN, TRAJECTEN, VAN_AANBIEDER, VELDEN, status_of
from contractbeheer.trajectkern import drew_up, has_running_term
from contracts.choices import Maatregelsoort
from core.actor import Actor
from core.importexport.uitvoer import Exportkolom
from core.policies import ScopedQuerySet, has_right
from core.views.basis import PortalView
from core.views.register import RegisterDetail, RegisterLijst
from providers.models import Aanbieder


def stands_outside(actor: Actor) -> bool:
    """Whether the actor is the side that a measure is taken against."""
    return not has_right(actor, TRAJECT_OPSTELLEN)


class Trajecten(RegisterLijst):
    rechten = {"GET": TRAJECT_INZIEN}
    model, tabel, filters = Maatregeltraject, TRAJECTEN, TrajectFilter
    titel = gettext_lazy("Maatregelen")
    subregel = gettext_lazy("Van waarschuwing tot contractovername: wat loopt en wat geldt.")
    template_naam = "contractbeheer/maatregelen.html"
    #: No ground and no facts: those are for both sides alone, on the page of the measure.
    export = (
        Exportkolom("kenmerk", "nummer"),
        Exportkolom("maatregel", "soort", dict(Maatregelsoort.choices)),
        Exportkolom("aanbieder", "aanbieder__naam"),
        Exportkolom("stand", "status", dict(Trajectstatus.choices)),
        Exportkolom("zienswijze_uiterlijk", "zienswijze_uiterlijk"),
        Exportkolom("hersteltermijn", "hersteltermijn"),
        Exportkolom("ingangsdatum", "ingangsdatum"),
        Exportkolom("einddatum", "einddatum"),
    )

    def get(self, request: HttpRequest) -> HttpResponseBase:
        if stands_outside(self.actor):
            self.tabel, self.filters = EIGEN, EigenFilter  # type: ignore[misc]
        return super().get(request)

    def rows(self, scope: ScopedQuerySet, values: dict[str, Any]) -> QuerySet[Any]:
        today = timezone.localdate()
        return selectors.narrowed(self.actor, scope, values, today).values(*VELDEN)

    def extra(self) -> dict[str, Any]:
        asked = bool(self.request.GET.get("wacht"))
        path = reverse("maatregeltrajecten")
        waiting = selectors.count_waiting(self.actor)
        tabs = [
            (path, _("Alle"), None, not asked),
            (f"{path}?wacht=on", _("Wacht op mij"), waiting, asked),
            (f"{reverse('maatregelen')}?lopend=on", _("Nu van kracht"), None, False),
        ]
        return {
            "tabs_label": _("Maatregelen"),
            "tabs": [
                {"url": url, "label": label, "aantal": count, "actief": active}
                for url, label, count, active in tabs
            ],
        }


class TrajectDetail(RegisterDetail):
    """For the aanbieder without the row history: that holds what was still a draft; what happened
    since stands on the page itself.
    """

    rechten = {"GET": TRAJECT_INZIEN}
    model, route, map = Maatregeltraject, "maatregeltraject", "contractbeheer"
    related = ("aanbieder", "vorige__vorige__vorige__vorige", "opsteller", "beslisser")
    lijst = ("maatregeltrajecten", gettext_lazy("Maatregelen"))
    tabbladen = (("maatregeltraject", gettext_lazy("Maatregel")),)
    template_naam = "contractbeheer/maatregel_detail.html"

    def shows(self, tab: str) -> bool:
        return tab != "geschiedenis" or not stands_outside(self.actor)

    def content(self, row: Maatregeltraject, current: str) -> Any:
        return super().content(row, current if self.shows(current) else self.tabbladen[0][0])

    def title(self, row: Maatregeltraject) -> str:
        return f"{row.get_soort_display()} · {row.aanbieder.naam}"

    def header(self, row: Maatregeltraject) -> dict[str, Any]:
        percelen = ", ".join(row.percelen.order_by("code").values_list("naam", flat=True))
        return {
            "titel": self.title(row),
            "subregel": f"{row.kenmerk} · {percelen or _('alle percelen')}",
            "tags": [status_of(row.status)],
        }

    def context_maatregeltraject(self, row: Maatregeltraject) -> dict[str, Any]:
        today, own = timezone.localdate(), stands_outside(self.actor)
        return {
            "traject": row,
            "eigen": own,
            "waar": selectors.where(row, today, own=own),
            "treden": selectors.ladder_of(row),
            "brieven": selectors.letters_of(self.actor, row),
            "gebeurtenissen": selectors.timeline(row, own=own),
            "besloten": row.besloten_op is not None,
            "verstuurd": self.request.GET.get("verstuurd") == "ja",
            "volgende": list(
                Maatregeltraject.objects.for_actor(self.actor).filter(vorige=row).order_by("nummer")
            ),
            **acts_of(self.actor, row),
        }


def acts_of(actor: Actor, row: Maatregeltraject) -> dict[str, Any]:
    """What this actor may do now: `knoppen_nu` in order, the first is the one that is expected."""
    today = timezone.localdate()
    if stands_outside(actor):
        asked = row.status == Trajectstatus.VOORNEMEN or (
            row.status == Trajectstatus.OPGELEGD and row.spoed
        )
        gives = asked and row.zienswijze_op is None and has_right(actor, ZIENSWIJZE_GEVEN)
        path = reverse("maatregel-zienswijze", args=[row.pk])
        return {"knoppen_nu": [(path, _("Zienswijze geven"))] if gives else [], "verwacht": True}
    acts = _ACTS[Trajectstatus(row.status)](actor, row)
    return {
        "knoppen_nu": [(reverse(name, args=[row.pk]), label) for name, label in acts],
        "verwacht": row.status == Trajectstatus.CONCEPT
        or Maatregeltraject.objects.for_actor(actor)
        .filter(selectors.waits_on(actor, today), pk=row.pk)
        .exists(),
        "kan_herinneren": has_running_term(row, today),
        "zelf_opgesteld": drew_up(actor, row) and can_become(row.status, Trajectstatus.OPGELEGD),
        **_next_step(row, today),
    }


def _decides(actor: Actor, row: Maatregeltraject) -> bool:
    return has_right(actor, TRAJECT_BESLUITEN) and not drew_up(actor, row)


def _acts_of_draft(actor: Actor, row: Maatregeltraject) -> list[tuple[str, str]]:
    announce, decide = (
        ("maatregel-voornemen", _("Voornemen versturen")),
        ("maatregel-besluit", _("Besluiten")),
    )
    steps = [announce, decide] if row.soort in EERST_HOREN else [decide, announce]
    found = [step for step in steps if step != decide or _decides(actor, row)]
    return [*found, ("maatregel-wijzigen", _("Wijzigen")), ("maatregel-intrekken", _("Intrekken"))]


def _acts_of_intention(actor: Actor, row: Maatregeltraject) -> list[tuple[str, str]]:
    found = [("maatregel-besluit", _("Besluiten"))] if _decides(actor, row) else []
    return [
        *found,
        ("maatregel-horen", _("Gesprek vastleggen")),
        ("maatregel-intrekken", _("Intrekken")),
    ]


def _acts_in_force(actor: Actor, row: Maatregeltraject) -> list[tuple[str, str]]:
    today, found = timezone.localdate(), []
    over = row.einddatum is not None and row.einddatum < today
    stop = row.soort == Maatregelsoort.CLIENTENSTOP
    dissolved = row.soort == Maatregelsoort.ONTBINDING and (row.ingangsdatum or today) <= today
    if row.hersteltermijn and not row.herstel:
        found.append(("maatregel-herstel", _("Herstel beoordelen")))
    if row.spoed and row.gehoord_op is None and row.zienswijze_op is None:
        found.append(("maatregel-horen", _("Gesprek vastleggen")))
    if has_right(actor, TRAJECT_BESLUITEN) and not over:
        if stop:
            found.append(("maatregel-periode", _("Einddatum wijzigen")))
        if not dissolved:
            found.append(("maatregel-intrekken", _("Opheffen") if stop else _("Intrekken")))
    return found


def _none(actor: Actor, row: Maatregeltraject) -> list[tuple[str, str]]:
    return []


_ACTS = {
    Trajectstatus.CONCEPT: _acts_of_draft,
    Trajectstatus.VOORNEMEN: _acts_of_intention,
    Trajectstatus.OPGELEGD: _acts_in_force,
    Trajectstatus.INGETROKKEN: _none,
}


def _next_step(row: Maatregeltraject, today: Any) -> dict[str, Any]:
    """The next rung, prefilled; of the last one the screen that plans the overname."""
    if row.status != Trajectstatus.OPGELEGD:
        return {}
    if row.soort == Maatregelsoort.OVERNAME:
        path = f"{reverse('overname-plannen')}?traject={row.pk}"
        return {"volgende_url": path, "volgende_label": _("Overname plannen")}
    heavier = next_rung(row.soort)
    if heavier is None or row.herstel == Hersteluitkomst.HERSTELD:
        return {}
    path = f"{reverse('maatregel-opstellen', args=[row.aanbieder_id])}?na={row.pk}"
    words = {"soort": heavier.label.lower()}
    return {"volgende_url": path, "volgende_label": _("Verder met %(soort)s") % words}


class BriefBekijken(PortalView):
    """One letter in the viewer; that the aanbieder opened it is kept."""

    rechten = {"GET": TRAJECT_INZIEN}
    template_naam = "contractbeheer/maatregelbrief.html"

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        brief = open_letter(self.actor, pk)
        traject = brief.traject
        response = self.render(
            {
                "brief": brief,
                "traject": traject,
                "eigen": stands_outside(self.actor),
                "kruimels": [
                    (reverse("maatregeltrajecten"), _("Maatregelen")),
                    (reverse("maatregeltraject", args=[traject.pk]), traject.kenmerk),
                ],
            }
        )
        response["Cache-Control"] = "private, no-store"
        return response


def tab_of_aanbieder(request: HttpRequest, actor: Actor, row: Aanbieder) -> dict[str, Any]:
    """The measures of one aanbieder, on its dossier."""
    found = list(selectors.of_aanbieder(actor, row.pk).values(*VELDEN))
    return {
        "tabel": VAN_AANBIEDER.bind(request, found),
        "mag_opstellen": has_right(actor, TRAJECT_OPSTELLEN),
    }
