from django.apps import AppConfig


class ContractbeheerConfig(AppConfig):
    name = "contractbeheer"
    verbose_name = "Contractbeheer"

    def ready(self) -> None:
        from django.urls import reverse
        from django.utils.translation import gettext_lazy as _

        from contractbeheer import policies
        from contractbeheer.aanhaken_beeindigen import hang_on
        from contractbeheer.aanhaken_maatregelen import register_measures
        from core.aanhaken import Knop, register_knop
        from core.inzagelog import SOORTEN
        from core.navigatie import Item, register

        register_measures()
        hang_on()
        group = "Contracten"
        register(
            Item("Overnames", "overnames", policies.OVERNAME_INZIEN, group, volgorde=46),
            Item("Wat als", "wat-als", policies.WAT_ALS, group, volgorde=48),
        )
        SOORTEN["toewijzing.overgezet"] = _("Toewijzing bij een contractovername overgezet")
        register_knop(
            "aanbieder",
            Knop(
                _("Wat als zij stopt?"),
                policies.WAT_ALS,
                lambda row: f"{reverse('wat-als')}?aanbieder={row.pk}",
                volgorde=90,
            ),
        )
        register_knop(
            "perceelcontract",
            Knop(
                _("Wat als dit eindigt?"),
                policies.WAT_ALS,
                lambda row: (
                    f"{reverse('wat-als')}?aanbieder={row.aanbieder_id}&percelen={row.perceel.code}"
                ),
                volgorde=90,
            ),
        )
