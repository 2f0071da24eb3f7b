from django.apps import AppConfig


class WerklijstenConfig(AppConfig):
    """Groups of toewijzingen that need somebody, and acts on many of them."""

    name = "werklijsten"
    verbose_name = "Werklijsten"

    def ready(self) -> None:

        from django.urls import reverse
        from django.utils import timezone
        from django.utils.translation import gettext_lazy as _

        from core.aanhaken import Knop, register_knop
        from core.inzagelog import SOORTEN
        from core.navigatie import Item, register
        from indications.selectors_lijst import EVENTS
        from werklijsten import policies
        from werklijsten.groepen import ends_soon
        from werklijsten.selectors import count_work

        register(
            Item(
                "Werklijsten",
                "werklijsten",
                policies.WERKLIJST_INZIEN,
                teller=count_work,
                volgorde=25,
            )
        )
        register_knop(
            "toewijzing",
            Knop(
                _("Besluit over de einddatum"),
                policies.WERKLIJST_HANDELEN,
                lambda row: reverse("toewijzing-eindbesluit", args=[row.pk]),
                lambda actor, row: ends_soon(row, timezone.localdate()),
                volgorde=55,
            ),
        )
        SOORTEN.update(
            {
                "werklijst.lijst": _("Werklijst"),
                "werklijst.reeks": _("Reeks toewijzingen uit een werklijst"),
                "export.werklijst": _("Export van een werklijst"),
                "toewijzing.eindbesluit": _("Besluit over de einddatum vastgelegd"),
                "toewijzing.herinnerd": _("Aanbieder herinnerd aan de start"),
            }
        )
        EVENTS.update(
            {
                "toewijzing.eindbesluit": (_("Besluit over de einddatum"), "good"),
                "toewijzing.herinnerd": (_("Aanbieder herinnerd"), "attention"),
            }
        )
