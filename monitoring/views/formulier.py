"""What the pages with one form share."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from contracts.models import Segment
from core.forms import PortalForm
from core.fouten import NietGevonden, PortalFout
from core.views.basis import PortalView


class Formulier(PortalView):
    """A page with one form; what a service refuses comes back on its fields."""

    abstract = True
    template_naam = "monitoring/formulier.html"

    def attempt(self, form: PortalForm, act: Callable[[], Any]) -> bool:
        """Whether it was done; else the form says why. A row that is not there stays a 404."""
        if not form.is_valid():
            return False
        try:
            act()
        except NietGevonden:
            raise
        except PortalFout as exc:
            if exc.bevindingen:
                form.add_bevindingen(exc.bevindingen)
            else:
                form.add_error(None, exc.reden)
            self.status = exc.status
            return False
        return True

    status = 400

    def page(self, form: PortalForm, *, bound: bool = False, **context: Any) -> HttpResponse:
        return self.render({"form": form, **context}, status=self.status if bound else 200)


def segment_of(request: HttpRequest) -> Segment:
    """Named by its code in the URL. Raises NietGevonden."""
    rows = Segment.objects.for_actor(request.actor)  # type: ignore[attr-defined]
    found: Segment | None = rows.filter(code=request.GET.get("segment", "")).first()
    if found is None:
        found = rows.order_by("volgorde").first()
    if found is None:
        raise NietGevonden()
    return found
