"""What aanbieders are asked: the list, and one request to answer or to judge (D-33)."""

import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import rolgroepen
from core.fouten import NietGevonden
from core.importexport.uitvoer import Exportkolom
from core.policies import ScopedQuerySet, has_right
from core.views.register import RegisterLijst
from monitoring import klein, selectors
from monitoring.choices import BIJ_AANBIEDER, Uitvraagstatus
from monitoring.filters import UitvraagBeheerFilter, UitvraagFilter
from monitoring.forms import AntwoordForm, VraagForm
from monitoring.models import Kwartaalrapportage, Uitvraag
from monitoring.overgangen import UITVRAAG
from monitoring.policies import (
    UITVRAAG_BEANTWOORDEN,
    UITVRAAG_BEOORDELEN,
    UITVRAAG_INZIEN,
)
from monitoring.services import uitvragen
from monitoring.services.uitvragen import Antwoordgegevens
from monitoring.tables import UITVRAAG_VELDEN, uitvraag_table, uitvraag_tag
from monitoring.views.formulier import Formulier

TERMIJN = datetime.timedelta(days=14)


class Uitvragen(RegisterLijst):
    """Of contract management all, of an aanbieder its own."""

    rechten = {"GET": UITVRAAG_INZIEN}
    model, tabel = Uitvraag, uitvraag_table(own=False)
    template_naam = "monitoring/uitvragen.html"
    titel = gettext_lazy("Uitvragen")
    subregel = gettext_lazy("Cijfers die het portaal niet zelf kan berekenen.")
    export = (
        Exportkolom("indicator", "indicator__code"),
        Exportkolom("naam", "versie__naam"),
        Exportkolom("aanbieder", "aanbieder__naam"),
        Exportkolom("van", "begindatum"),
        Exportkolom("tot_en_met", "einddatum"),
        Exportkolom("uiterlijk", "uiterlijk"),
        Exportkolom("status", "status", dict(Uitvraagstatus.choices)),
        Exportkolom("waarde", "getoond"),
    )

    def get(self, request: HttpRequest) -> Any:
        own = not self.actor.has_role(*rolgroepen.OZJT)
        self.tabel = uitvraag_table(own=own)  # type: ignore[misc]
        self.filters = UitvraagFilter if own else UitvraagBeheerFilter  # type: ignore[misc]
        return super().get(request)

    def rows(self, scope: ScopedQuerySet, values: dict[str, Any]) -> QuerySet[Any]:
        rows: QuerySet[Any] = scope
        if status := values.get("stand"):
            rows = rows.filter(status=status)
        if values.get("te_laat"):
            rows = rows.filter(status__in=BIJ_AANBIEDER, uiterlijk__lt=timezone.localdate())
        if name := values.get("aanbieder"):
            rows = rows.filter(aanbieder__naam__icontains=name)
        if indicator := values.get("indicator"):
            rows = rows.filter(indicator=indicator)
        return klein.masked_answers(rows, self.actor).values(*UITVRAAG_VELDEN)

    def extra(self) -> dict[str, Any]:
        own = self.actor.has_role(*rolgroepen.AANBIEDER)
        reports = Kwartaalrapportage.objects.for_actor(self.actor)
        return {"jeugdzorgplus": own and reports.exists()}


class UitvraagDetail(Formulier):
    """The question with its definition. The aanbieder answers here, the contractmanager judges."""

    rechten = {"GET": UITVRAAG_INZIEN, "POST": UITVRAAG_BEANTWOORDEN}
    template_naam = "monitoring/uitvraag.html"

    def find(self, pk: UUID) -> Uitvraag:
        rows = Uitvraag.objects.for_actor(self.actor)
        found: Uitvraag | None = (
            rows.select_related("versie", "indicator__segment", "aanbieder", "beantwoord_door")
            .filter(pk=pk)
            .first()
        )
        if found is None:
            raise NietGevonden()
        return found

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        row = self.find(pk)
        initial = {
            "waarde": row.waarde,
            "jeugdigen": row.jeugdigen,
            "toelichting": row.toelichting,
            "versie": row.versienummer,
        }
        return self.shown(row, AntwoordForm(initial=initial))

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        row, form = self.find(pk), AntwoordForm(request.POST)

        def answer() -> None:
            data = form.cleaned_data
            gegevens = Antwoordgegevens(data["waarde"], data["jeugdigen"], data["toelichting"])
            uitvragen.answer(self.actor, pk, gegevens, versie=data["versie"])

        if not self.attempt(form, answer):
            return self.shown(row, form, bound=True)
        messages.success(
            request,
            _("Dank je wel. Je kunt je antwoord verbeteren totdat OZJT het heeft aanvaard."),
        )
        return redirect("uitvraag", pk=pk)

    def shown(
        self,
        row: Uitvraag,
        form: AntwoordForm,
        *,
        bound: bool = False,
        vraag: VraagForm | None = None,
    ) -> HttpResponse:
        steps = UITVRAAG[Uitvraagstatus(row.status)]
        may_answer = has_right(self.actor, UITVRAAG_BEANTWOORDEN)
        may_judge = has_right(self.actor, UITVRAAG_BEOORDELEN)
        again = {"uiterlijk": timezone.localdate() + TERMIJN, "versie": row.versienummer}
        return self.page(
            form,
            bound=bound,
            rij=row,
            tag=uitvraag_tag(row.status),
            te_laat=row.is_late(timezone.localdate()),
            waarde=selectors.answer_of(self.actor, row),
            jeugdigen=klein.people(self.actor, row.jeugdigen),
            mag_antwoorden=may_answer and Uitvraagstatus.BEANTWOORD in steps,
            mag_aanvaarden=may_judge and Uitvraagstatus.AANVAARD in steps,
            mag_opnieuw=may_judge and Uitvraagstatus.OPNIEUW in steps,
            vraagform=vraag or VraagForm(initial=again),
            kruimels=[(reverse("uitvragen"), _("Uitvragen"))],
        )


class UitvraagOordeel(UitvraagDetail):
    """Accept an answer, or ask again."""

    rechten = {"GET": UITVRAAG_INZIEN, "POST": UITVRAAG_BEOORDELEN}

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        return redirect("uitvraag", pk=self.find(pk).pk)

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        row, form = self.find(pk), VraagForm(request.POST)
        today = timezone.localdate()
        if request.POST.get("act") == "aanvaarden":
            seen = request.POST.get("versie", "")
            versie = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 9 else 0
            uitvragen.accept(self.actor, pk, versie=versie, peildatum=today)
            messages.success(request, _("Het antwoord van %s telt nu mee.") % row.aanbieder.naam)
            return redirect("indicator", pk=row.indicator_id, tab="uitvragen")

        def again() -> None:
            data = form.cleaned_data
            uitvragen.ask_again(
                self.actor,
                pk,
                vraag=data["vraag"],
                uiterlijk=data["uiterlijk"],
                versie=data["versie"],
                peildatum=today,
            )

        if not self.attempt(form, again):
            return self.shown(row, AntwoordForm(), vraag=form, bound=True)
        messages.success(request, _("De vraag is opnieuw gesteld."))
        return redirect("uitvraag", pk=pk)
