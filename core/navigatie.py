"""The menu: apps register what they offer in `AppConfig.ready`, each actor sees what it may use."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from core.actor import Actor
from core.policies import Recht, has_right

#: Groups in the order of the menu; the first has no title.
GROEPEN: tuple[str, ...] = ("", "Catalogus en contracten", "Toezicht", "Beheer", "Account")


@dataclass(frozen=True)
class Item:
    """One line of the menu. `teller` counts what waits there for this actor; None draws no number.

    `volgorde` sorts within the group; equal ones keep the order of registration.
    """

    label: str
    url_name: str
    recht: Recht
    groep: str = ""
    teller: Callable[[Actor], int | None] | None = None
    volgorde: int = 100
    ook: tuple[str, ...] = field(default=())


_ITEMS: dict[str, Item] = {}


def register(*items: Item) -> None:
    """Raises ValueError for a second item on the same route."""
    for item in items:
        if _ITEMS.get(item.url_name, item) != item:
            raise ValueError(f"Menu-item {item.url_name} staat er twee keer in")
        _ITEMS[item.url_name] = item


def items() -> tuple[Item, ...]:
    return tuple(_ITEMS.values())


def menu_of(request: HttpRequest, actor: Actor) -> list[dict[str, Any]]:
    """Groups `{titel, items: [{url, label, aantal, actief}]}`; only what the actor may open."""
    allowed = [item for item in _ITEMS.values() if has_right(actor, item.recht)]
    titles = [*GROEPEN, *(i.groep for i in allowed if i.groep not in GROEPEN)]
    groups = []
    for title in dict.fromkeys(titles):
        found = sorted((i for i in allowed if i.groep == title), key=lambda i: i.volgorde)
        lines = [line for i in found if (line := _line(request, actor, i))]
        if lines:
            groups.append({"titel": title, "items": lines})
    return groups


def _line(request: HttpRequest, actor: Actor, item: Item) -> dict[str, Any] | None:
    try:
        url = reverse(item.url_name)
    except NoReverseMatch:
        return None
    path = request.path
    here = path == url or (url != "/" and path.startswith(url.rstrip("/") + "/"))
    match = request.resolver_match
    also = bool(match and match.view_name in item.ook)
    count = item.teller(actor) if item.teller else None
    return {"url": url, "label": item.label, "aantal": count, "actief": here or also}
