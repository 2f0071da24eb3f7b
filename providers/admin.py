"""Managing aanbieders until change requests do it (R-ZP-1).

Bank accounts are not here: they change with a declaration and a second pair of eyes (R-ZP-2,
R-ZP-4). Secret addresses are in the vault and not here either (R-BES-2).
"""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from core.beheer import Beheer, Geldigheid, PeriodeBeheer
from providers.models import Aanbieder, AgbCode, Contactgegeven, Groep, Locatie


@admin.register(Aanbieder)
class AanbiederAdmin(Beheer):
    list_display = ("naam", "kvk", "rechtsvorm", "grootte", "vestigingsplaats")
    list_filter = ("grootte", "rechtsvorm")
    search_fields = ("naam", "kvk", "agb_codes__code")
    autocomplete_fields = ("organisatie",)
    ordering = ("naam",)


@admin.register(AgbCode)
class AgbCodeAdmin(PeriodeBeheer):
    list_display = ("code", "aanbieder", "soort", "begindatum", "einddatum")
    list_filter = (Geldigheid, "soort")
    list_select_related = ("aanbieder",)
    search_fields = ("code", "aanbieder__naam")
    autocomplete_fields = ("aanbieder",)
    ordering = ("code", "begindatum")


@admin.register(Contactgegeven)
class ContactgegevenAdmin(PeriodeBeheer):
    list_display = ("aanbieder", "functie", "naam", "email", "telefoon", "einddatum")
    list_filter = (Geldigheid, "functie")
    list_select_related = ("aanbieder",)
    search_fields = ("aanbieder__naam", "naam", "email")
    autocomplete_fields = ("aanbieder",)
    ordering = ("aanbieder__naam", "functie")


@admin.register(Locatie)
class LocatieAdmin(PeriodeBeheer):
    """The address here is the public one; of a secret location that is the gemeentehuis."""

    list_display = ("naam", "aanbieder", "plaats", "gemeente", "geheim", "einddatum")
    list_filter = (Geldigheid, "geheim")
    list_select_related = ("aanbieder", "gemeente")
    search_fields = ("naam", "plaats", "postcode", "aanbieder__naam")
    autocomplete_fields = ("aanbieder", "gemeente")
    readonly_fields = ("geheim",)
    ordering = ("naam",)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """The public address of a secret location stays as it is: here the real one would show."""
        hidden = ("straat", "huisnummer", "postcode", "plaats")
        return (*self.readonly_fields, *hidden) if obj and obj.geheim else self.readonly_fields


@admin.register(Groep)
class GroepAdmin(PeriodeBeheer):
    list_display = ("naam", "locatie", "capaciteit", "begindatum", "einddatum")
    list_select_related = ("locatie",)
    search_fields = ("naam", "locatie__naam", "locatie__aanbieder__naam")
    autocomplete_fields = ("locatie",)
    ordering = ("naam",)
