from django.apps import AppConfig


class ProvidersConfig(AppConfig):
    name = "providers"
    verbose_name = "Aanbieders"

    def ready(self) -> None:
        from core import kluis, navigatie
        from providers import policies

        kluis.register(
            kluis.Kluismodel(
                "providers.GeheimAdres", {"adres": lambda row: f"adres:{row.locatie_id}"}
            )
        )
        navigatie.register(
            navigatie.Item(
                "Importeren",
                "importeren",
                policies.AANBIEDER_IMPORTEREN,
                "Contracten",
                volgorde=95,
            )
        )
