from django.apps import AppConfig


class IndicationsConfig(AppConfig):
    name = "indications"
    verbose_name = "Toewijzingen"

    def ready(self) -> None:
        from contracts.policies import PRODUCT_INZIEN
        from core import kluis, navigatie
        from indications import policies  # (registers scopes and rights)

        navigatie.register(
            navigatie.Item("Toewijzingen", "toewijzingen", policies.TOEWIJZING_INZIEN, volgorde=20),
            navigatie.Item("Producten kiezen", "producten-kiezen", PRODUCT_INZIEN, volgorde=60),
        )

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
