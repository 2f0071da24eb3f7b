from django.apps import AppConfig


class ContractsConfig(AppConfig):
    name = "contracts"
    verbose_name = "Contracten"

    def ready(self) -> None:
        from contracts import policies  # noqa: F401  (registers scopes and rights)
