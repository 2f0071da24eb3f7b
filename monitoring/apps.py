from django.apps import AppConfig


class MonitoringConfig(AppConfig):
    name = "monitoring"
    verbose_name = "Monitoring"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy

        from core import aanhaken, navigatie
        from monitoring import policies
        from monitoring.dossier import count_waiting, fill_tab

        navigatie.register(
            navigatie.Item(
                "Dekking", "dekking", policies.DEKKING_INZIEN, groep="Sturing", volgorde=10
            ),
            navigatie.Item(
                "Indicatoren",
                "indicatoren",
                policies.INDICATOR_INZIEN,
                groep="Sturing",
                volgorde=40,
            ),
            navigatie.Item(
                "Uitvragen",
                "uitvragen",
                policies.UITVRAAG_INZIEN,
                groep="Sturing",
                teller=count_waiting,
                volgorde=50,
            ),
            navigatie.Item(
                "JeugdzorgPlus",
                "jeugdzorgplus",
                policies.JEUGDZORGPLUS_BEHEREN,
                groep="Sturing",
                volgorde=60,
            ),
        )
        aanhaken.register_tab(
            "aanbieder",
            aanhaken.Tab(
                "indicatoren",
                gettext_lazy("Indicatoren"),
                policies.INDICATOR_INZIEN,
                "monitoring/_dossier.html",
                fill_tab,
                volgorde=70,
            ),
        )
