from django.apps import AppConfig


class IndicationsConfig(AppConfig):
    name = "indications"
    verbose_name = "Toewijzingen"

    def ready(self) -> None:
        from indications import policies  # noqa: F401  (registers scopes and rights)
