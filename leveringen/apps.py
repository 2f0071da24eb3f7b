from django.apps import AppConfig


class LeveringenConfig(AppConfig):
    """Start and stop of help, declared minutes against the budget, and what that says."""

    name = "leveringen"
    verbose_name = "Leveringen"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from core.aanhaken import Tab, register_tab
        from core.inzagelog import SOORTEN
        from core.navigatie import Item, register
        from indications.selectors_lijst import EVENTS
        from leveringen.policies import LEVERING_INZIEN, ONGEKOPPELD_INZIEN
        from leveringen.selectors import fill_tab

        register_tab(
            "toewijzing",
            Tab(
                "levering",
                _("Levering en gebruik"),
                LEVERING_INZIEN,
                "leveringen/_tab.html",
                fill_tab,
                volgorde=10,
            ),
        )
        register(
            Item(
                "Losse declaraties",
                "ongekoppeld",
                ONGEKOPPELD_INZIEN,
                volgorde=26,
                ook=("ongekoppeld-afhandelen",),
            )
        )
        told = {
            "levering.gestart": (_("Start gemeld"), "good"),
            "levering.gestopt": (_("Stop gemeld"), "none"),
            "levering.start_vervallen": (_("Start weggehaald"), "attention"),
            "levering.stop_vervallen": (_("Stop weggehaald"), "attention"),
        }
        EVENTS.update(told)
        SOORTEN.update({name: words for name, (words, _kind) in told.items()})
        SOORTEN["declaratie.vastgelegd"] = _("Declaratieregels vastgelegd")
