from django.apps import AppConfig


class KennispuntConfig(AppConfig):
    """Monthly pseudonymised figures for Kennispunt Twente."""

    name = "kennispunt"
    verbose_name = "Kennispunt"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from core import kluis
        from core.inzagelog import SOORTEN
        from core.navigatie import Item, register
        from kennispunt.policies import KENNISPUNT_MAKEN

        register(Item("Kennispunt", "kennispunt", KENNISPUNT_MAKEN, "Sturing", volgorde=60))
        kluis.register(
            kluis.Kluismodel(
                "kennispunt.Kennispuntreeks",
                {"geheim": lambda row: f"kennispuntreeks:{row.pk}"},
            )
        )
        SOORTEN["export.kennispunt-rijen"] = _("Bestand voor Kennispunt")
