"""To find aanbieders, locations and groups in forms of the admin; nothing changes here.

Approved data change by a wijzigingsverzoek or by the import of contractbeheer (R-ZP-4).
"""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from core.beheer import AlleenLezen, Beheer
from providers.models import Aanbieder, Groep, Locatie


@admin.register(Aanbieder)
class AanbiederAdmin(AlleenLezen, Beheer):
    list_display = ("naam", "kvk", "rechtsvorm", "grootte", "vestigingsplaats")
    list_filter = ("grootte", "rechtsvorm")
    search_fields = ("naam", "kvk", "agb_codes__code")
    ordering = ("naam",)


@admin.register(Locatie)
class LocatieAdmin(AlleenLezen, Beheer):
    """Without its address, and without its history: that of a location that became secret holds
    where it really is (R-BES-2).
    """

    list_display = ("naam", "aanbieder", "gemeente", "einddatum")
    list_select_related = ("aanbieder", "gemeente")
    search_fields = ("naam", "aanbieder__naam")
    fields = ("naam", "aanbieder", "gemeente", "begindatum", "einddatum")
    ordering = ("naam",)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        raise PermissionDenied


@admin.register(Groep)
class GroepAdmin(AlleenLezen, Beheer):
    list_display = ("naam", "locatie", "capaciteit", "begindatum", "einddatum")
    list_select_related = ("locatie",)
    search_fields = ("naam", "locatie__naam", "locatie__aanbieder__naam")
    ordering = ("naam",)
