"""`PortalView`: a view that says who may use it, and renders a page or the part HTMX asked for."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import View

from core.actor import Actor
from core.fouten import PortalFout
from core.policies import Recht
from core.problem import error_response


class PortalView(View):
    """Every handler method has a right in `rechten`, or the class does not load.

    `rechten` maps `GET`, `POST`, … (or `ALLE`) to a Recht; `ActorMiddleware` enforces it.
    `template_naam` is the page, `deel_naam` the part of it (`_name.html`) that answers HTMX.
    A PortalFout raised by a handler becomes its error page. A base class sets `abstract = True`.
    """

    rechten: ClassVar[Mapping[str, Recht]] = {}
    template_naam: ClassVar[str] = ""
    deel_naam: ClassVar[str] = ""
    abstract: ClassVar[bool] = True

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        cls.abstract = bool(cls.__dict__.get("abstract", False))
        if cls.abstract or "ALLE" in cls.rechten:
            return
        handled = [m.upper() for m in cls.http_method_names if m not in ("head", "options")]
        missing = [m for m in handled if hasattr(cls, m.lower()) and m not in cls.rechten]
        if missing:
            raise TypeError(f"{cls.__qualname__} noemt geen recht voor {', '.join(missing)}")

    @property
    def actor(self) -> Actor:
        actor: Actor = self.request.actor  # type: ignore[attr-defined]
        return actor

    @property
    def is_htmx(self) -> bool:
        """An HTMX request that wants a part; a boosted link wants the whole page."""
        htmx = getattr(self.request, "htmx", None)
        return htmx is not None and bool(htmx) and not htmx.boosted

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().dispatch(request, *args, **kwargs)  # type: ignore[return-value]
        except PortalFout as exc:
            return error_response(request, exc)

    def render(
        self,
        context: Mapping[str, Any] | None = None,
        *,
        status: int = 200,
        template: str = "",
    ) -> HttpResponse:
        """The page, or its part for HTMX; `status` 422 or 400 for a form with errors."""
        part = self.deel_naam if self.is_htmx and not template else ""
        name = template or part or self.template_naam
        response = render(self.request, name, dict(context or {}), status=status)
        if self.deel_naam:
            response["Vary"] = "HX-Request"
        return response
