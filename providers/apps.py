from django.apps import AppConfig


class ProvidersConfig(AppConfig):
    name = "providers"
    verbose_name = "Aanbieders"

    def ready(self) -> None:
        from providers import policies  # noqa: F401  (registers scopes and rights)
