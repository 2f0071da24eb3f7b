from django.apps import AppConfig


class AanleveringConfig(AppConfig):
    """Many rows at once: toewijzingen and declaratieregels from a file."""

    name = "aanlevering"
    verbose_name = "Aanlevering"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from aanlevering import policies
        from core.inzagelog import SOORTEN
        from core.navigatie import Item, register

        register(
            Item(
                "Aanleveren",
                "aanleveren",
                policies.AANLEVEREN,
                volgorde=60,
                ook=("aanleveren-toewijzingen", "aanleveren-declaratieregels", "aanlevering"),
            )
        )
        SOORTEN["toewijzing.aanleveren"] = _("Toewijzingen ingelezen uit een bestand")
        SOORTEN["declaratie.aanleveren"] = _("Declaratieregels ingelezen uit een bestand")
        SOORTEN["aanlevering.ophalen"] = _("Eigen aangeleverd bestand opgehaald")
