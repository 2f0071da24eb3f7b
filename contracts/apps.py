from typing import Any

from django.apps import AppConfig


class ContractsConfig(AppConfig):
    name = "contracts"
    verbose_name = "Contracten"

    def ready(self) -> None:
        from contracts import documenten, policies  # noqa: F401  (register kinds)
        from contracts.aanhaken import hang_catalogue
        from contracts.policies import MAATREGEL_MENU
        from contracts.views import indexering, tarieven
        from core.aanhaken import register_knop
        from core.navigatie import Item, register
        from providers.policies import AANBIEDER_INZIEN

        hang_catalogue()
        _hang_acts()
        register_knop("tarief", *tarieven.KNOPPEN)
        register_knop("indexering", *indexering.KNOPPEN)
        group, catalogue = "Contracten", "Catalogus"
        register(
            Item("Aanbieders", "aanbieders", AANBIEDER_INZIEN, group, volgorde=10),
            Item("Contracten", "contracten", policies.CONTRACT_INZIEN, group, volgorde=20),
            Item(
                "Overeenkomsten", "overeenkomsten", policies.OVEREENKOMST_INZIEN, group, volgorde=30
            ),
            Item("Maatregelen", "maatregelen", MAATREGEL_MENU, group, volgorde=40),
            Item("Segmenten", "segmenten", policies.SEGMENT_INZIEN, catalogue, volgorde=50),
            Item("Percelen", "percelen", policies.PERCEEL_INZIEN, catalogue, volgorde=60),
            Item("Producten", "producten", policies.PRODUCT_INZIEN, catalogue, volgorde=70),
            Item("Tarieven", "tarieven", policies.TARIEF_INZIEN, catalogue, volgorde=80),
            Item("Indexering", "indexeringen", policies.INDEXERING_INZIEN, catalogue, volgorde=85),
            Item(
                "Niet ingekocht", "uitsluitingen", policies.PERCEEL_INZIEN, catalogue, volgorde=90
            ),
            Item("Locaties", "locaties", AANBIEDER_INZIEN, group, volgorde=15),
        )


def _hang_acts() -> None:
    """The acts of contract management beside the titles of its pages."""
    from django.urls import reverse
    from django.utils.translation import gettext_lazy as _

    from contracts.policies import CONTRACT_BEHEREN as MAY
    from core.aanhaken import Knop, register_knop

    def to(route: str) -> Any:
        return lambda row: reverse(route, args=[row.pk])

    def is_head(actor: Any, row: Any) -> bool:
        return bool(row.soort == "hoofd")

    def has_option(actor: Any, row: Any) -> bool:
        return bool(row.einddatum and row.verlengd < row.verlengopties)

    def valid(actor: Any, row: Any) -> bool:
        return bool(row.status == "geldig")

    register_knop(
        "aanbieder",
        Knop(
            _("Hoofdovereenkomst toevoegen"),
            MAY,
            lambda row: f"{reverse('overeenkomst-toevoegen')}?aanbieder={row.pk}",
            lambda actor, row: not row.overeenkomsten.filter(soort="hoofd").exists(),
            volgorde=60,
        ),
    )
    register_knop(
        "overeenkomst",
        Knop(_("Verlengen"), MAY, to("overeenkomst-verlengen"), has_option, 10),
        Knop(_("Toelaten tot perceel"), MAY, to("overeenkomst-toelaten"), volgorde=20),
        Knop(_("Subovereenkomst"), MAY, to("overeenkomst-subovereenkomst"), is_head, 30),
        Knop(_("Stuk toevoegen"), MAY, to("overeenkomst-stuk"), volgorde=40),
        Knop(_("Verbeteren"), MAY, to("overeenkomst-verbeteren"), volgorde=50),
    )
    register_knop(
        "perceelcontract",
        Knop(_("Gemeenten vastleggen"), MAY, to("perceelcontract-gemeenten"), valid, 10),
        Knop(_("Locatie toevoegen"), MAY, to("perceelcontract-locatie"), valid, 20),
        Knop(_("Tariefgroep"), MAY, to("perceelcontract-tariefgroep"), valid, 30),
        Knop(_("Wachttijd"), MAY, to("perceelcontract-wachttijd"), valid, 40),
        Knop(_("Einddatum"), MAY, to("perceelcontract-einddatum"), valid, 50),
        Knop(_("Intrekken"), MAY, to("perceelcontract-intrekken"), valid, 60),
    )
