"""What the pages of the screening share: kept by no browser, and one way to answer a refusal."""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from core.forms import PortalForm
from core.fouten import NietGevonden, PortalFout
from core.views.basis import PortalView
from screening.models import Screening
from screening.tables import state_tag


def versie_of(request: HttpRequest) -> int:
    """Of the page that was looked at; what is no number is never the version of now."""
    text = request.POST.get("versie", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


def find_screening(view: PortalView, pk: UUID) -> Screening:
    rows = Screening.objects.for_actor(view.actor)
    found: Screening | None = (
        rows.select_related("aanbieder", "lijst", "behandelaar", "beslisser").filter(pk=pk).first()
    )
    if found is None:
        raise NietGevonden()
    return found


def crumbs(screening: Screening) -> list[tuple[str, str]]:
    return [
        (reverse("screeningen"), _("Screeningen")),
        (reverse("screening", args=[screening.pk]), screening.kenmerk),
    ]


@method_decorator([never_cache, sensitive_post_parameters()], name="dispatch")
class Handeling(PortalView):
    """One act on a screening, on a page of its own; what is refused comes back as it was typed.

    `can` says whether the act is possible now; else a GET leads back to the screening. `tab` is
    the tab to come back to.
    """

    abstract = True
    tab: ClassVar[str] = ""

    def can(self, screening: Screening) -> bool:
        raise NotImplementedError

    def form_of(self, screening: Screening, *args: Any) -> PortalForm:
        raise NotImplementedError

    def act(self, screening: Screening, form: Any) -> str:
        """Call the service; the sentence that confirms it."""
        raise NotImplementedError

    def context(self, screening: Screening) -> Mapping[str, Any]:
        return {}

    def back(self, screening: Screening) -> str:
        return reverse("screening", args=[screening.pk, *filter(None, [self.tab])])

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        screening = find_screening(self, pk)
        if not self.can(screening):
            return redirect(self.back(screening))
        return self.page(screening, self.form_of(screening))

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        screening = find_screening(self, pk)
        form = self.form_of(screening, request.POST, request.FILES)
        if not form.is_valid():
            return self.page(screening, form, status=400)
        try:
            text = self.act(screening, form)
        except NietGevonden:
            raise
        except PortalFout as exc:
            return self.refused(pk, form, exc)
        messages.success(request, text)
        return redirect(self.next(screening))

    def next(self, screening: Screening) -> str:
        return self.back(screening)

    def refused(self, pk: UUID, form: PortalForm, exc: PortalFout) -> HttpResponse:
        """The page as it is now, with what was typed and why it was refused."""
        form.add_bevindingen(exc.bevindingen)
        refusal = None
        if not exc.bevindingen:
            refusal = {"code": exc.code, "titel": exc.titel, "redenen": [exc.reden]}
        return self.page(find_screening(self, pk), form, status=exc.status, weigering=refusal)

    def page(
        self, screening: Screening, form: PortalForm, *, status: int = 200, **extra: Any
    ) -> HttpResponse:
        context = {
            "screening": screening,
            "form": form,
            "stand": state_tag(screening.status, screening.uitkomst),
            "kruimels": crumbs(screening),
            "terug": self.back(screening),
            **self.context(screening),
            **extra,
        }
        return self.render(context, status=status)
