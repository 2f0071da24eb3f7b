from django.apps import AppConfig
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class IndicationsConfig(AppConfig):
    name = "indications"
    verbose_name = "Toewijzingen"

    def ready(self) -> None:
        from contracts.catalogus.gebruik import register_gebruik
        from contracts.policies import PRODUCT_INZIEN
        from core import kluis, navigatie
        from core.aanhaken import Knop, Tab, register_knop, register_tab
        from indications import policies  # (registers scopes and rights)
        from indications.choices import Toewijzingstatus
        from indications.gebruik import running_toewijzingen
        from indications.views.versies import fill_versies

        register_gebruik(
            "toewijzingen", "lopende toewijzing", "lopende toewijzingen", running_toewijzingen
        )

        navigatie.register(
            navigatie.Item("Toewijzingen", "toewijzingen", policies.TOEWIJZING_INZIEN, volgorde=20),
            navigatie.Item("Producten kiezen", "producten-kiezen", PRODUCT_INZIEN, volgorde=60),
        )

        register_tab(
            "toewijzing",
            Tab(
                "geschiedenis",
                _("Versies"),
                policies.TOEWIJZING_INZIEN,
                "indications/_versies.html",
                fill_versies,
                volgorde=900,
            ),
        )

        register_knop(
            "toewijzing",
            Knop(
                _("Wijzigen"),
                policies.TOEWIJZING_WIJZIGEN,
                lambda row: reverse("toewijzing-wijzigen", args=[row.pk]),
                lambda actor, row: row.status != Toewijzingstatus.INGETROKKEN,
                volgorde=10,
            ),
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
