from collections.abc import Callable
from typing import Any

from django.apps import AppConfig


class JeugdigenConfig(AppConfig):
    """The page of a jeugdige: woonplaats, toekomstplan, referrals, inzage and removal."""

    name = "jeugdigen"
    verbose_name = "Jeugdigen"

    def ready(self) -> None:
        from core import kluis, navigatie
        from jeugdigen import policies
        from jeugdigen.models.toekomstplan import BIG_VIJF
        from jeugdigen.services.toekomstplan import bound_to

        _name_acts()
        _hang_on()
        navigatie.register(
            navigatie.Item(
                "Jeugdige zoeken", "jeugdige-zoeken", policies.JEUGDIGE_ZOEKEN, volgorde=25
            ),
            navigatie.Item(
                "Bewaren en verwijderen", "bewaren", policies.BEWAREN_INZIEN, "Toezicht"
            ),
        )
        kluis.register(
            kluis.Kluismodel(
                "jeugdigen.Toekomstplan",
                {veld: _binder(bound_to, veld) for veld in BIG_VIJF},
            )
        )


def _binder(bound_to: Callable[[Any, str], str], veld: str) -> Callable[[Any], str]:
    return lambda row: bound_to(row, veld)


def _name_acts() -> None:
    """In the words of the access log, and of the timeline of a toewijzing."""
    from django.utils.translation import gettext_lazy as _

    from core.inzagelog import SOORTEN
    from indications.selectors_lijst import EVENTS

    SOORTEN.update(
        {
            "jeugdige.inzien": _("Jeugdige bekeken"),
            "jeugdige.verhuisd": _("Verhuizing vastgelegd"),
            "jeugdige.woonplaats_verbeterd": _("Woonplaats verbeterd"),
            "jeugdige.verhuizing_vervallen": _("Verhuizing ongedaan gemaakt"),
            "toewijzing.verwijzing_vervolgd": _("Volgende verwijzing vastgelegd"),
            "toekomstplan.bekeken": _("Toekomstplan bekeken"),
            "toekomstplan.afgesproken": _("Toekomstplan vastgelegd"),
            "jeugdige.inzage_gegeven": _("Alles over de jeugdige opgehaald voor inzage"),
            "jeugdige.naam_verwijderd": _("Naam en BSN verwijderd na de bewaartermijn"),
        }
    )
    EVENTS["toewijzing.verwijzing_vervolgd"] = (_("Volgende verwijzing vastgelegd"), "none")


def _hang_on() -> None:
    """Buttons on the page of a toewijzing, and the first tab on that of a jeugdige."""
    from django.urls import reverse
    from django.utils.translation import gettext_lazy as _

    from core.aanhaken import Knop, Tab, register_knop, register_tab
    from indications.filters import LOPEND, TOEKOMSTIG
    from jeugdigen import policies
    from jeugdigen.selectors import events_of

    register_tab(
        "jeugdige",
        Tab(
            "geschiedenis",
            _("Gebeurtenissen"),
            policies.JEUGDIGE_INZIEN,
            "jeugdigen/_gebeurtenissen.html",
            events_of,
            volgorde=900,
        ),
    )
    register_knop(
        "toewijzing",
        Knop(
            _("Naar de jeugdige"),
            policies.JEUGDIGE_INZIEN,
            lambda row: reverse("jeugdige", args=[row.jeugdige_id]),
            plek="jeugdige",
        ),
        Knop(
            _("Volgende verwijzing"),
            policies.VERWIJZING_VERVOLGEN,
            lambda row: reverse("verwijzing-vervolgen", args=[row.pk]),
            lambda actor, row: getattr(row, "stand", LOPEND) in (LOPEND, TOEKOMSTIG),
            plek="verwijzing",
        ),
    )
