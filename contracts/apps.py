from django.apps import AppConfig


class ContractsConfig(AppConfig):
    name = "contracts"
    verbose_name = "Contracten"

    def ready(self) -> None:
        from contracts import policies
        from core.navigatie import Item, register
        from providers.policies import AANBIEDER_INZIEN

        group = "Catalogus en contracten"
        register(
            Item("Aanbieders", "aanbieders", AANBIEDER_INZIEN, group, volgorde=10),
            Item("Contracten", "contracten", policies.CONTRACT_INZIEN, group, volgorde=20),
            Item("Overeenkomsten", "overeenkomsten", policies.CONTRACT_INZIEN, group, volgorde=30),
            Item("Maatregelen", "maatregelen", policies.MAATREGEL_INZIEN, group, volgorde=40),
            Item("Segmenten", "segmenten", policies.SEGMENT_INZIEN, group, volgorde=50),
            Item("Percelen", "percelen", policies.PERCEEL_INZIEN, group, volgorde=60),
            Item("Producten", "producten", policies.PRODUCT_INZIEN, group, volgorde=70),
            Item("Tarieven", "tarieven", policies.TARIEF_INZIEN, group, volgorde=80),
            Item("Niet ingekocht", "uitsluitingen", policies.PERCEEL_INZIEN, group, volgorde=90),
            Item("Locaties", "locaties", AANBIEDER_INZIEN, group, volgorde=15),
        )
