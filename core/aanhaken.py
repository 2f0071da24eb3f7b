"""What a higher room hangs on the page of a lower one: a tab, or a button beside the title.

The page of an aanbieder stands in zorgportaal, its measures in contractbeheer, which zorgportaal
does not know. So the higher room registers its tab in `AppConfig.ready`, and the page shows what is
registered on its route to who may see it.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from core.actor import Actor
from core.policies import Recht, has_right

Vulling = Callable[[HttpRequest, Actor, Any], Mapping[str, Any]]


def _always(actor: Actor, row: Any) -> bool:
    return True


@dataclass(frozen=True)
class Tab:
    """A tab of the page on a route. `vulling(request, actor, row)` gives what `template` shows; it
    reads with `for_actor`. `volgorde` sorts among the hung-on tabs, which stand before the history.
    """

    naam: str
    label: Any
    recht: Recht
    template: str
    vulling: Vulling
    volgorde: int = 100


@dataclass(frozen=True)
class Knop:
    """A button that leads to `url(row)`; shown where `toon(actor, row)` holds.

    `plek` names a place of its own on that page; without one it stands beside the title.
    """

    label: Any
    recht: Recht
    url: Callable[[Any], str]
    toon: Callable[[Actor, Any], bool] = _always
    volgorde: int = 100
    plek: str = ""


_TABS: dict[str, dict[str, Tab]] = defaultdict(dict)
_KNOPPEN: dict[str, list[Knop]] = defaultdict(list)


def register_tab(route: str, *tabs: Tab) -> None:
    """Hang tabs on the detail page of `route`. Raises ValueError for a name that is taken."""
    for tab in tabs:
        if _TABS[route].get(tab.naam, tab) != tab:
            raise ValueError(f"Tab {tab.naam} hangt al aan {route}")
        _TABS[route][tab.naam] = tab


def register_knop(route: str, *knoppen: Knop) -> None:
    _KNOPPEN[route] += [knop for knop in knoppen if knop not in _KNOPPEN[route]]


def tabs_of(route: str, actor: Actor) -> list[Tab]:
    found = (tab for tab in _TABS[route].values() if has_right(actor, tab.recht))
    return sorted(found, key=lambda tab: tab.volgorde)


def tab_of(route: str, naam: str) -> Tab | None:
    return _TABS[route].get(naam)


def knoppen_of(route: str, actor: Actor, row: Any, plek: str = "") -> list[dict[str, Any]]:
    """`{url, label}` of each button that this actor may press at that place."""
    found = [
        knop
        for knop in _KNOPPEN[route]
        if knop.plek == plek and has_right(actor, knop.recht) and knop.toon(actor, row)
    ]
    return [
        {"url": knop.url(row), "label": knop.label}
        for knop in sorted(found, key=lambda knop: knop.volgorde)
    ]
