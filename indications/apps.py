from django.apps import AppConfig


class IndicationsConfig(AppConfig):
    name = "indications"
    verbose_name = "Toewijzingen"

    def ready(self) -> None:
        from core import kluis
        from indications import policies  # noqa: F401  (registers scopes and rights)

        kluis.register(
            kluis.Kluismodel(
                "indications.JeugdigeKluis",
                {
                    "bsn": lambda row: f"bsn:{row.jeugdige_id}",
                    "naam": lambda row: f"naam:{row.jeugdige_id}",
                },
                sleutelveld="sleutel",
                hashveld="bsn_hash",
                hash_van="bsn",
            )
        )
