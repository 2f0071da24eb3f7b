from django.apps import AppConfig


class LeveranciersConfig(AppConfig):
    name = "leveranciers"
    verbose_name = "Leveranciersmanagement"

    def ready(self) -> None:
        from django.utils import timezone
        from django.utils.translation import gettext_lazy

        from core import navigatie
        from core.aanhaken import Tab, register_tab
        from leveranciers import documenten, policies, selectors  # noqa: F401  (register kinds)
        from leveranciers.views import dossier

        register_tab(
            "aanbieder",
            Tab(
                "leveranciersmanagement",
                gettext_lazy("Leveranciersmanagement"),
                policies.LEVERANCIER_INZIEN,
                "leveranciers/_dossier.html",
                dossier.management_tab,
                volgorde=60,
            ),
            Tab(
                "gesprekken",
                gettext_lazy("Gesprekken"),
                policies.GESPREK_INZIEN,
                "leveranciers/_gesprekken.html",
                dossier.talks_tab,
                volgorde=61,
            ),
        )
        navigatie.register(
            navigatie.Item(
                "Leveranciers",
                "leveranciers",
                policies.LEVERANCIER_INZIEN,
                "Sturing",
                volgorde=10,
            ),
            navigatie.Item(
                "Jaarcijfers", "jaarcijfers", policies.LEVERANCIER_INZIEN, "Sturing", volgorde=20
            ),
            navigatie.Item(
                "Accountgesprekken",
                "accountgesprekken",
                policies.GESPREK_INZIEN,
                "Sturing",
                volgorde=30,
            ),
            navigatie.Item(
                "Afspraken",
                "afspraken",
                policies.GESPREK_INZIEN,
                "Sturing",
                teller=lambda actor: selectors.count_late(actor, timezone.localdate()) or None,
                volgorde=40,
            ),
        )
