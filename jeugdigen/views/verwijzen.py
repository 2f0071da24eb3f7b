"""Recording the referral that follows, for a toewijzing that goes on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from core.choices import Inzagehandeling
from core.fouten import Conflict, NietGevonden, Ongeldig, VersieVerouderd
from core.handeling import record_access
from core.policies import Recht
from core.views import PortalView
from indications.models import Toewijzing
from indications.rules_wie import referral_until
from jeugdigen.forms import VervolgForm
from jeugdigen.policies import VERWIJZING_VERVOLGEN
from jeugdigen.services.verwijzen import Vervolg, renew_verwijzing


@method_decorator(never_cache, name="dispatch")
class VervolgView(PortalView):
    rechten: ClassVar[Mapping[str, Recht]] = {
        "GET": VERWIJZING_VERVOLGEN,
        "POST": VERWIJZING_VERVOLGEN,
    }
    template_naam = "jeugdigen/verwijzing.html"

    def find(self, toewijzing_id: UUID) -> Toewijzing:
        rows = Toewijzing.objects.for_actor(self.actor)
        found: Toewijzing | None = (
            rows.select_related("verwijzing", "product", "aanbieder")
            .filter(pk=toewijzing_id)
            .first()
        )
        if found is None:
            raise NietGevonden()
        return found

    def get(self, request: HttpRequest, toewijzing_id: UUID) -> HttpResponse:
        found = self.find(toewijzing_id)
        return self.page(found, VervolgForm(initial={"versie": found.versie, "ook_andere": True}))

    def post(self, request: HttpRequest, toewijzing_id: UUID) -> HttpResponse:
        found, form = self.find(toewijzing_id), VervolgForm(request.POST)
        if not form.is_valid():
            return self.page(found, form, status=400)
        data = dict(form.cleaned_data)
        versie = data.pop("versie")
        try:
            renew_verwijzing(
                self.actor,
                found.pk,
                Vervolg(**data),
                versie=versie,
                peildatum=timezone.localdate(),
            )
        except (Ongeldig, Conflict, VersieVerouderd) as exc:
            form.add_fout(exc)
            status = 409 if isinstance(exc, VersieVerouderd) else exc.status
            return self.page(found, form, status=status)
        messages.success(request, _("De nieuwe verwijzing is vastgelegd."))
        return redirect("toewijzing", toewijzing_id=found.pk)

    def page(self, found: Toewijzing, form: VervolgForm, *, status: int = 200) -> HttpResponse:
        record_access(
            self.actor,
            Inzagehandeling.LEZEN,
            "toewijzing.inzien",
            jeugdigen=[found.jeugdige_id],
            object_id=found.pk,
        )
        old = found.verwijzing
        return self.render(
            {
                "toewijzing": found,
                "form": form,
                "tot": referral_until(old.type, old.datum, old.geldig_tot),
                "kruimels": [
                    (reverse("toewijzingen"), _("Toewijzingen")),
                    (reverse("toewijzing", args=[found.pk]), str(found.nummer)),
                ],
            },
            status=status,
        )
