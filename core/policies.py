"""Rights and scope, deny by default.

A `Recht` says which roles may do something; a `Policy` per model says which rows an actor sees.
Views, viewsets, exports, search and counts start at `Model.objects.for_actor(actor)`, ask
`may(actor, recht, obj)` and declare their recht; a route without one is refused by
`core.middleware.ActorMiddleware`. Outside scope is 404, inside without the right is 403.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db import models

from core.actor import Actor
from core.choices import Actorsoort, Rolcode
from core.fouten import NietGevonden, Verboden


@dataclass(frozen=True)
class Recht:
    """A named right (`toewijzing.indienen`), the roles that hold it and the OAuth scope it needs
    over REST.
    """

    code: str
    rollen: frozenset[Rolcode] = frozenset()
    scope: str = ""
    publiek: bool = False
    ieder: bool = False

    def __post_init__(self) -> None:
        if self.code in RECHTEN and RECHTEN[self.code] != self:
            raise ValueError(f"Recht {self.code} staat er twee keer in")
        RECHTEN[self.code] = self


RECHTEN: dict[str, Recht] = {}
PUBLIEK = Recht("publiek", publiek=True)
AANGEMELD = Recht("aangemeld", ieder=True)


def recht(code: str, rollen: Iterable[Rolcode], *, scope: str = "") -> Recht:
    return Recht(code, frozenset(rollen), scope)


class Policy:
    """Scope of one model; subclass in the app's `policies.py`, with `model` set.

    Default: nobody sees anything.
    """

    model: ClassVar[type[models.Model]]

    def __init_subclass__(cls) -> None:
        if "model" in cls.__dict__:
            POLICIES[cls.model] = cls()

    def scope(self, actor: Actor, rows: models.QuerySet[Any]) -> models.QuerySet[Any]:
        return rows.none()


POLICIES: dict[type[models.Model], Policy] = {}


def has_right(actor: Actor, needed: Recht) -> bool:
    """Whether the actor's roles (and scopes) hold the right, apart from any row."""
    if needed.publiek or actor.soort == Actorsoort.SYSTEEM:
        return True
    if not actor.aangemeld:
        return False
    if actor.scopes is not None and needed.scope not in actor.scopes and not needed.ieder:
        return False
    return needed.ieder or not actor.rollen.isdisjoint(needed.rollen)


def may(actor: Actor, needed: Recht, obj: models.Model | None = None) -> bool:
    """Right and scope together: the same answer as finding `obj` in `for_actor(actor)`."""
    if not has_right(actor, needed):
        return False
    return obj is None or scoped(actor, type(obj)).filter(pk=obj.pk).exists()


def authorise(actor: Actor, needed: Recht, obj: models.Model | None = None) -> None:
    """Raises NietGevonden outside scope and Verboden inside scope without the right."""
    if obj is not None and not scoped(actor, type(obj)).filter(pk=obj.pk).exists():
        raise NietGevonden()
    if not has_right(actor, needed):
        raise Verboden()


def scoped(
    actor: Actor, model: type[models.Model], rows: models.QuerySet[Any] | None = None
) -> models.QuerySet[Any]:
    base = model._default_manager.all() if rows is None else rows
    if actor.soort == Actorsoort.SYSTEEM:
        return base
    policy = POLICIES.get(model)
    return base.none() if policy is None else policy.scope(actor, base)


class ScopedQuerySet(models.QuerySet[Any]):
    """The only door to rows for views, exports, search and counts."""

    def for_actor(self, actor: Actor) -> "ScopedQuerySet":
        return scoped(actor, self.model, self)  # type: ignore[return-value]


def requires(**by_method: Recht) -> Callable[[Any], Any]:
    """Declare the right of a view: `@requires(GET=…, POST=…)`; HEAD and OPTIONS follow GET."""

    def decorate(view: Any) -> Any:
        view.rechten = dict(by_method)
        return view

    return decorate


def rights_of_view(view: Any) -> dict[str, Recht]:
    """The declared rights of a resolved view callable (function, Django class view or DRF view), by
    method.
    """
    target = getattr(view, "view_class", None) or getattr(view, "cls", None) or view
    return dict(getattr(target, "rechten", {}))


def right_of_view(view: Any, method: str) -> Recht | None:
    by_method = rights_of_view(view)
    lookup = {"HEAD": "GET", "OPTIONS": "GET"}.get(method, method)
    return by_method.get(lookup) or by_method.get("ALLE")
