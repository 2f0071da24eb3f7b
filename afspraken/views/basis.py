"""Finding an overzicht in scope, and noting who looked at it."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from afspraken.models import Afsprakenoverzicht
from afspraken.selectors import frame
from core.choices import Inzagehandeling
from core.fouten import NietGevonden
from core.handeling import record_access
from core.views import PortalView


@method_decorator(never_cache, name="dispatch")
class Overzichtbasis(PortalView):
    """Outside scope it is 404."""

    abstract = True

    def find(self, pk: UUID) -> Afsprakenoverzicht:
        rows = Afsprakenoverzicht.objects.for_actor(self.actor).filter(pk=pk)
        found: Afsprakenoverzicht | None = rows.select_related("aanbieder", "gemeente").first()
        if found is None:
            raise NietGevonden()
        return found

    @property
    def versie(self) -> int:
        """Of the page that was looked at; what is no number is never the version of now."""
        text = self.request.POST.get("versie", "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0

    def today(self) -> date:
        return timezone.localdate()

    def base(self, row: Afsprakenoverzicht) -> dict[str, Any]:
        shown = frame(self.actor, row)
        return {**shown, "kruimels": crumbs(row, shown["hulp"][0])}

    def log(self, row: Afsprakenoverzicht, soort: str, *, detail: str = "") -> None:
        """A look at the text; taking it out of the portal counts as an act."""
        out = soort in ("afspraken.pdf", "afspraken.afdrukken")
        record_access(
            self.actor,
            Inzagehandeling.UITVOEREN if out else Inzagehandeling.LEZEN,
            soort,
            jeugdigen=[row.jeugdige_id],
            objectsoort="afsprakenoverzicht",
            object_id=row.pk,
            detail=detail,
        )

    def back(self, row: Afsprakenoverzicht, text: str) -> HttpResponse:
        messages.success(self.request, text)
        return redirect("afsprakenoverzicht", pk=row.pk)


def crumbs(row: Afsprakenoverzicht, toewijzing: Any) -> list[tuple[str, str]]:
    here = reverse("toewijzing-tab", args=[toewijzing.pk, "afspraken"])
    return [
        (reverse("toewijzingen"), _("Toewijzingen")),
        (here, _("Toewijzing %s") % toewijzing.nummer),
    ]
