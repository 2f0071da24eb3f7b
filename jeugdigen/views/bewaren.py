"""How long a gemeente keeps who a jeugdige is; the report, releasing it, carrying it out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.choices import Organisatiesoort
from core.fouten import Conflict, NietGevonden, Ongeldig
from core.policies import Recht, has_right
from core.views import PortalView
from jeugdigen.forms import TermijnForm
from jeugdigen.models import Bewaartermijn, Verwijdervoorstel
from jeugdigen.policies import BEWAREN_BEPALEN, BEWAREN_INZIEN, BEWAREN_UITVOEREN
from jeugdigen.services.bewaren import (
    carry_out_removal,
    decide_term,
    make_report,
    release_report,
)

MAX_RIJEN = 50


class BewarenView(PortalView):
    """The term in force and the reports; the FG records a decision here."""

    rechten: ClassVar[Mapping[str, Recht]] = {"GET": BEWAREN_INZIEN, "POST": BEWAREN_BEPALEN}
    template_naam = "jeugdigen/bewaren.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(TermijnForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = TermijnForm(request.POST)
        if not form.is_valid():
            return self.page(form, status=400)
        try:
            decide_term(self.actor, **form.cleaned_data, peildatum=timezone.localdate())
        except (Ongeldig, Conflict) as exc:
            form.add_fout(exc)
            return self.page(form, status=exc.status)
        messages.success(request, _("De bewaartermijn is vastgelegd."))
        return redirect("bewaren")

    def page(self, form: TermijnForm, *, status: int = 200) -> HttpResponse:
        terms = Bewaartermijn.objects.for_actor(self.actor).select_related("gemeente")
        reports = Verwijdervoorstel.objects.for_actor(self.actor).select_related("gemeente")
        own = self.actor.organisatie_soort == Organisatiesoort.GEMEENTE
        return self.render(
            {
                "form": form,
                "mag_bepalen": own and has_right(self.actor, BEWAREN_BEPALEN),
                "eigen": own,
                "termijnen": terms.order_by("-vastgesteld_op", "-aangemaakt_op")[:MAX_RIJEN],
                "voorstellen": reports.order_by("-aangemaakt_op")[:MAX_RIJEN],
            },
            status=status,
        )


class RapportView(PortalView):
    rechten: ClassVar[Mapping[str, Recht]] = {"POST": BEWAREN_BEPALEN}

    def post(self, request: HttpRequest) -> HttpResponse:
        try:
            made = make_report(
                self.actor, self.actor.organisatie_id, peildatum=timezone.localdate()
            )
        except Conflict as exc:
            messages.error(request, exc.reden)
            return redirect("bewaren")
        return redirect("verwijdervoorstel", voorstel_id=made.pk)


class Voorstelbasis(PortalView):
    abstract = True

    def find(self, voorstel_id: UUID) -> Verwijdervoorstel:
        rows = Verwijdervoorstel.objects.for_actor(self.actor).select_related(
            "gemeente", "termijn", "vrijgegeven_door", "uitgevoerd_door"
        )
        found: Verwijdervoorstel | None = rows.filter(pk=voorstel_id).first()
        if found is None:
            raise NietGevonden()
        return found


class VoorstelView(Voorstelbasis):
    rechten: ClassVar[Mapping[str, Recht]] = {"GET": BEWAREN_INZIEN}
    template_naam = "jeugdigen/verwijdervoorstel.html"

    def get(self, request: HttpRequest, voorstel_id: UUID) -> HttpResponse:
        row = self.find(voorstel_id)
        own = row.gemeente_id == self.actor.organisatie_id
        may: dict[str, Any] = {
            "mag_vrijgeven": own
            and row.status == "open"
            and has_right(self.actor, BEWAREN_BEPALEN),
            "mag_uitvoeren": row.status == "vrijgegeven"
            and row.vrijgegeven_door_id != self.actor.id
            and has_right(self.actor, BEWAREN_UITVOEREN),
        }
        return self.render(
            {
                "voorstel": row,
                "aantal": len(row.jeugdigen),
                "pseudoniemen": [str(pk)[:8] for pk in row.jeugdigen[:MAX_RIJEN]],
                "kruimels": [(reverse("bewaren"), _("Bewaren en verwijderen"))],
                **may,
            }
        )


class VrijgevenView(Voorstelbasis):
    rechten: ClassVar[Mapping[str, Recht]] = {"POST": BEWAREN_BEPALEN}

    def post(self, request: HttpRequest, voorstel_id: UUID) -> HttpResponse:
        try:
            release_report(self.actor, voorstel_id)
        except Conflict as exc:
            messages.error(request, exc.reden)
        else:
            messages.success(request, _("Vrijgegeven. De toegang kan het nu uitvoeren."))
        return redirect("verwijdervoorstel", voorstel_id=voorstel_id)


class UitvoerenView(Voorstelbasis):
    rechten: ClassVar[Mapping[str, Recht]] = {"POST": BEWAREN_UITVOEREN}

    def post(self, request: HttpRequest, voorstel_id: UUID) -> HttpResponse:
        try:
            done = carry_out_removal(self.actor, voorstel_id, peildatum=timezone.localdate())
        except Conflict as exc:
            messages.error(request, exc.reden)
        else:
            count = done.verwijderd or 0
            said = ngettext(
                "Naam, BSN en toekomstplannen van %(n)d jeugdige zijn verwijderd.",
                "Naam, BSN en toekomstplannen van %(n)d jeugdigen zijn verwijderd.",
                count,
            )
            messages.success(request, said % {"n": count})
        return redirect("verwijdervoorstel", voorstel_id=voorstel_id)
