"""Managing what is offered where; the weekly figures come from the aanbieder and are read-only."""

from django.contrib import admin

from availability.models import Aanbod
from contracts.admin import PlaatsForm
from core.beheer import Beheer


@admin.register(Aanbod)
class AanbodAdmin(Beheer):
    form = PlaatsForm
    list_display = (
        "perceelcontract", "locatie", "groep", "vrije_plekken", "opgegeven_weken", "bevestigd_op",
    )  # fmt: skip
    list_filter = ("perceelcontract__perceel__segment",)
    list_select_related = (
        "perceelcontract__aanbieder", "perceelcontract__perceel", "locatie", "groep",
    )  # fmt: skip
    search_fields = ("perceelcontract__aanbieder__naam", "locatie__naam", "groep__naam")
    autocomplete_fields = ("perceelcontract", "locatie", "groep")
    readonly_fields = ("opgegeven_weken", "vrije_plekken", "waargenomen_weken", "bevestigd_op")
    ordering = ("perceelcontract__aanbieder__naam",)
