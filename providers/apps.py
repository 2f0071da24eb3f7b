from django.apps import AppConfig


class ProvidersConfig(AppConfig):
    name = "providers"
    verbose_name = "Aanbieders"

    def ready(self) -> None:
        from core import kluis
        from providers import policies  # noqa: F401  (registers scopes and rights)

        kluis.register(
            kluis.Kluismodel(
                "providers.GeheimAdres", {"adres": lambda row: f"adres:{row.locatie_id}"}
            )
        )
