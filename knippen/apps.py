from typing import Any

from django.apps import AppConfig


class KnippenConfig(AppConfig):
    """Cutting toewijzingen at a date and going on under other products, one or many."""

    name = "knippen"
    verbose_name = "Knippen"

    def ready(self) -> None:
        from django.urls import reverse
        from django.utils.translation import gettext_lazy as _

        from core.aanhaken import Knop, register_knop
        from core.inzagelog import SOORTEN
        from core.navigatie import Item, register
        from indications.choices import Toewijzingstatus
        from indications.selectors_lijst import EVENTS
        from knippen import policies

        SOORTEN.update(
            {
                "knippen.voorbeeld": _("Voorbeeld van knippen"),
                "knippen.keuze": _("Keuze bij het knippen"),
                "knippen.beurt": _("Verslag van knippen"),
                "knippen.toewijzing": _("Toewijzing bekeken om te knippen"),
                "toewijzing.knipkeuze": _("Keuze bij het knippen gemaakt"),
                "toewijzing.geknipt": _("Toewijzing geknipt"),
                "export.knippen": _("Export van het voorbeeld van knippen"),
                "export.geknipt": _("Export van wat geknipt is"),
            }
        )
        EVENTS.update(
            {
                "toewijzing.geknipt": (_("Geknipt"), "attention"),
                "toewijzing.na_knippen": (_("Ontstaan door knippen"), "good"),
                "toewijzing.knipkeuze": (_("Keuze gemaakt voor het knippen"), "none"),
            }
        )
        register(Item("Knippen", "knippen", policies.KNIPRONDE_INZIEN, volgorde=45))

        def can_be_cut(actor: Any, row: Any) -> bool:
            """More than one day, and not withdrawn."""
            runs = row.einddatum is None or row.einddatum > row.begindatum
            return runs and row.status != Toewijzingstatus.INGETROKKEN

        register_knop(
            "toewijzing",
            Knop(
                _("Knippen"),
                policies.KNIPPEN,
                lambda row: reverse("toewijzing-knippen", args=[row.pk]),
                can_be_cut,
                volgorde=60,
            ),
        )
