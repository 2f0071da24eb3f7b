"""What this room hangs on the page of a toewijzing, on the menu and in lists of words."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.aanhaken import Knop, Tab, register_knop, register_tab
from core.actor import Actor
from core.inzagelog import SOORTEN
from core.navigatie import Item, register
from indications import selectors_lijst
from toelichtingen import policies

EVENTS: dict[str, tuple[Any, str]] = {
    "toelichting.gevraagd": (_("Uitleg van minuten gevraagd"), "judge"),
    "toelichting.gegeven": (_("Uitleg van minuten gegeven"), "good"),
    "toelichting.aanvulling_gevraagd": (_("Aanvulling op de uitleg gevraagd"), "judge"),
    "toelichting.vraag_ingetrokken": (_("Vraag om uitleg ingetrokken"), "none"),
}


def hang_on() -> None:
    _hang_on_pages()
    _put_in_menu()
    SOORTEN.update(
        {
            "toelichting.lijst": _("Lijst van vragen over minuten"),
            "toelichting.inzien": _("Vraag over minuten bekeken"),
            "toelichting.lijst_api": _("Lijst van vragen over minuten (API)"),
            "toelichting.detail": _("Vraag over minuten bekeken (API)"),
            "export.toelichtingen": _("Export van vragen over minuten"),
            **{code: words for code, (words, _kind) in EVENTS.items()},
        }
    )
    selectors_lijst.EVENTS.update(EVENTS)


def _hang_on_pages() -> None:
    from toelichtingen.views.cijfers import tab_of_aanbieder

    see, compare = policies.TOELICHTING_INZIEN, policies.MINUTEN_VERGELIJKEN
    part = "toelichtingen/_van_toewijzing.html"
    tab = Tab("uitleg", _("Uitleg van minuten"), see, part, fill_tab, volgorde=50)
    register_tab("toewijzing", tab)
    part = "toelichtingen/_van_aanbieder.html"
    tab = Tab("minuten", _("Minuten"), compare, part, tab_of_aanbieder, volgorde=75)
    register_tab("aanbieder", tab)
    register_knop(
        "toewijzing",
        Knop(
            _("Uitleg geven"),
            policies.TOELICHTING_GEVEN,
            lambda row: reverse("toewijzing-tab", args=[row.pk, "uitleg"]),
            toon=_waits,
            volgorde=10,
        ),
    )


def _put_in_menu() -> None:
    from toelichtingen.selectors import count_waiting

    register(
        Item(
            "Uitleg van minuten",
            "toelichtingsverzoeken",
            policies.TOELICHTING_INZIEN,
            teller=count_waiting,
            volgorde=30,
        ),
        Item(
            "Minuten vergelijken",
            "minuten-vergelijken",
            policies.MINUTEN_VERGELIJKEN,
            "Sturing",
            volgorde=40,
        ),
    )


def fill_tab(request: HttpRequest, actor: Actor, row: Any) -> Mapping[str, Any]:
    from toelichtingen.selectors import may_ask, of_toewijzing
    from toelichtingen.tables import stand_tag

    found = of_toewijzing(actor, row.pk)
    return {
        "vragen": [(verzoek, stand_tag(verzoek.stand), _answers(verzoek)) for verzoek in found],
        "mag_vragen": may_ask(actor, row, timezone.localdate()),
    }


def _answers(verzoek: Any) -> list[Any]:
    return sorted(verzoek.toelichtingen.all(), key=lambda given: given.gegeven_op, reverse=True)


def _waits(actor: Actor, row: Any) -> bool:
    from toelichtingen.selectors import open_verzoek

    return open_verzoek(actor, row.pk) is not None
