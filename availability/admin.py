"""Managing what is offered where; the weekly figures come from the aanbieder and are read-only."""

from typing import Any

from django.contrib import admin

from availability.models import Aanbod
from core.beheer import Beheer, BeheerForm


class AanbodForm(BeheerForm):
    """A location is one of the contract's aanbieder, and a group one at that location."""

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        contract, locatie, groep = (
            data.get(name) for name in ("perceelcontract", "locatie", "groep")
        )
        if contract and locatie and locatie.aanbieder_id != contract.aanbieder_id:
            self.add_error("locatie", "Deze locatie is van een andere aanbieder.")
        if groep and groep.locatie != locatie:
            self.add_error("groep", "Deze groep is niet op deze locatie.")
        return data


@admin.register(Aanbod)
class AanbodAdmin(Beheer):
    form = AanbodForm
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
