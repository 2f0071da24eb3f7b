from django.apps import AppConfig


class AvailabilityConfig(AppConfig):
    name = "availability"
    verbose_name = "Beschikbaarheid"

    def ready(self) -> None:
        from availability import policies  # noqa: F401  (registers scopes and rights)
