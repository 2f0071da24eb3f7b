"""The menu: apps register what they offer in `AppConfig.ready`, each actor sees what it may use."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from core.actor import Actor
from core.policies import Recht, has_right

#: Groups in the order of the menu; the first has no title.
GROEPEN: tuple[str, ...] = (
    "",
    "Contracten",
    "Catalogus",
    "Sturing",
    "Toezicht",
    "Beheer",
    "Account",
)

#: A group of at most so many items is never folded at first.
KORT = 3


@dataclass(frozen=True)
class Item:
    """One line of the menu. `teller` counts what waits there for this actor; None draws no number.

    `ook` names routes elsewhere that belong to it; there no other item is the current one.
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
    """Groups `{titel, open, items: [{url, label, aantal, actief}]}`; only what the actor may open.

    One with a title can be folded. `open`: that of the page, or else the first; and a short one.
    """
    allowed = [item for item in _ITEMS.values() if has_right(actor, item.recht)]
    match = request.resolver_match
    named = {i.url_name for i in allowed if match and match.view_name in i.ook}
    titles = [*GROEPEN, *(i.groep for i in allowed if i.groep not in GROEPEN)]
    groups: list[dict[str, Any]] = []
    for title in dict.fromkeys(titles):
        found = sorted((i for i in allowed if i.groep == title), key=lambda i: i.volgorde)
        lines = [line for i in found if (line := _line(request, actor, i, named))]
        if lines:
            here = any(line["actief"] for line in lines)
            groups.append({"titel": title, "open": here or len(lines) <= KORT, "items": lines})
    titled = [group for group in groups if group["titel"]]
    if titled and not any(line["actief"] for group in titled for line in group["items"]):
        titled[0]["open"] = True
    return groups


def _line(
    request: HttpRequest, actor: Actor, item: Item, named: Collection[str]
) -> dict[str, Any] | None:
    try:
        url = reverse(item.url_name)
    except NoReverseMatch:
        return None
    path = request.path
    here = path == url or (url != "/" and path.startswith(url.rstrip("/") + "/"))
    current = item.url_name in named if named else here
    count = item.teller(actor) if item.teller else None
    return {"url": url, "label": item.label, "aantal": count, "actief": current}
