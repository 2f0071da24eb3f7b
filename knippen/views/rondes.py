"""Rounds: the list, a new one, and one with its products, gemeenten and what was cut."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.forms import PortalForm
from core.fouten import ONBEKENDE_WAARDE, NietGevonden, Ongeldig, PortalFout
from core.policies import ScopedQuerySet, has_right
from core.views.basis import PortalView
from core.views.register import RegisterLijst
from knippen import tables
from knippen.choices import Rondestatus
from knippen.forms import RegelForm, RondeFilter, RondeForm, VertalingForm
from knippen.models import Knipbeurt, Knipregel, Knipronde, Productvertaling
from knippen.overgangen import OVERGANGEN
from knippen.policies import KNIPPEN_BEKIJKEN, KNIPRONDE_BEHEREN, KNIPRONDE_INZIEN
from knippen.selectors import rounds
from knippen.services.rondes import (
    add_vertaling,
    create_ronde,
    remove_regel,
    remove_vertaling,
    set_regel,
    set_ronde_status,
)

STAPPEN = {
    Rondestatus.OPEN: gettext_lazy("Openzetten voor de gemeenten"),
    Rondestatus.CONCEPT: gettext_lazy("Terug naar concept"),
    Rondestatus.GESLOTEN: gettext_lazy("Sluiten"),
}


class Rondes(RegisterLijst):
    rechten = {"GET": KNIPRONDE_INZIEN}
    model, tabel, filters = Knipronde, tables.RONDEN, RondeFilter
    titel = gettext_lazy("Knippen")
    subregel = gettext_lazy(
        "Toewijzingen op oude producten eindigen op een dag en gaan de dag erna verder op nieuwe."
    )

    def rows(self, scope: ScopedQuerySet, values: dict[str, Any]) -> QuerySet[Any]:
        rows: QuerySet[Any] = rounds(self.actor)
        if status := values.get("status"):
            rows = rows.filter(status=status)
        return rows.values("id", "naam", "laatste_dag", "status", "geknipt")

    def extra(self) -> dict[str, Any]:
        if not has_right(self.actor, KNIPRONDE_BEHEREN):
            return {}
        return {"knoppen": [{"url": reverse("knipronde-nieuw"), "label": _("Nieuwe ronde")}]}


class RondeNieuw(PortalView):
    rechten = {"GET": KNIPRONDE_BEHEREN, "POST": KNIPRONDE_BEHEREN}
    template_naam = "knippen/ronde_nieuw.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(RondeForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = RondeForm(request.POST)
        if not form.is_valid():
            return self.page(form, status=400)
        try:
            ronde = create_ronde(self.actor, **form.cleaned_data)
        except PortalFout as exc:
            form.add_fout(exc)
            return self.page(form, status=exc.status)
        messages.success(request, _("De ronde staat klaar als concept."))
        return redirect("knipronde", pk=ronde.pk)

    def page(self, form: RondeForm, *, status: int = 200) -> HttpResponse:
        crumbs = [(reverse("knippen"), _("Knippen"))]
        return self.render({"form": form, "kruimels": crumbs}, status=status)


class Ronde(PortalView):
    """One round; `actie` in a POST says which of the small acts on it is meant."""

    rechten = {"GET": KNIPRONDE_INZIEN, "POST": KNIPRONDE_BEHEREN}
    template_naam = "knippen/ronde.html"

    def find(self, pk: UUID) -> Knipronde:
        found: Knipronde | None = Knipronde.objects.for_actor(self.actor).filter(pk=pk).first()
        if found is None:
            raise NietGevonden()
        return found

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        return self.page(self.find(pk))

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        ronde, data = self.find(pk), request.POST
        action = data.get("actie", "")
        vertaling = VertalingForm(data if action == "vertaling" else None, actor=self.actor)
        regel = RegelForm(data if action == "regel" else None)
        form: PortalForm = regel if action == "regel" else vertaling
        if form.is_bound and not form.is_valid():
            return self.page(ronde, vertaling, regel, status=400)
        try:
            self.act(ronde, action, data, form)
        except PortalFout as exc:
            if form.is_bound:
                form.add_fout(exc)
                return self.page(ronde, vertaling, regel, status=exc.status)
            messages.error(request, exc.reden)
            return self.page(self.find(pk), status=exc.status)
        return redirect("knipronde", pk=pk)

    def act(self, ronde: Knipronde, action: str, data: QueryDict, form: PortalForm) -> None:
        if action == "vertaling":
            given = form.cleaned_data
            add_vertaling(
                self.actor,
                ronde.pk,
                van_id=given["van"].pk,
                naar_id=given["naar"].pk,
                eenheid=given["eenheid"],
                frequentie=given["frequentie"],
            )
        elif action == "regel":
            given = form.cleaned_data
            set_regel(
                self.actor,
                ronde.pk,
                gemeente_id=given["gemeente"].pk,
                afgegeven_vanaf=given["afgegeven_vanaf"],
                afgegeven_tot=given["afgegeven_tot"],
                toelichting=given["regel_toelichting"],
            )
        elif action == "vertaling-weg":
            remove_vertaling(self.actor, ronde.pk, vertaling_id=_uuid(data.get("id")))
        elif action == "regel-weg":
            remove_regel(self.actor, ronde.pk, regel_id=_uuid(data.get("id")))
        elif action == "stand":
            seen = data.get("versie", "")
            version = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else 0
            set_ronde_status(self.actor, ronde.pk, status=data.get("stand", ""), versie=version)
        else:
            raise _unknown("actie")

    def page(
        self,
        ronde: Knipronde,
        vertaling: VertalingForm | None = None,
        regel: RegelForm | None = None,
        *,
        status: int = 200,
    ) -> HttpResponse:
        actor = self.actor
        may = has_right(actor, KNIPRONDE_BEHEREN)
        lines = Productvertaling.objects.for_actor(actor).filter(ronde=ronde)
        rules = Knipregel.objects.for_actor(actor).filter(ronde=ronde)
        turns = Knipbeurt.objects.for_actor(actor).filter(ronde=ronde)
        return self.render(
            {
                "ronde": ronde,
                "stand_soort": tables.RONDESTAND[Rondestatus(ronde.status)],
                "vertalingen": lines.select_related("van", "naar").order_by("van__code"),
                "regels": rules.select_related("gemeente").order_by("gemeente__naam"),
                "beurten": turns.select_related("gemeente").order_by("-nummer")[:50],
                "mag_beheren": may,
                "mag_wijzigen": may and ronde.status == Rondestatus.CONCEPT,
                "mag_bekijken": has_right(actor, KNIPPEN_BEKIJKEN),
                "stappen": _steps(ronde) if may else [],
                "vertaling_form": vertaling or VertalingForm(actor=actor),
                "regel_form": regel or RegelForm(),
                "kruimels": [(reverse("knippen"), _("Knippen"))],
            },
            status=status,
        )


def _steps(ronde: Knipronde) -> list[tuple[str, Any]]:
    allowed = OVERGANGEN[Rondestatus(ronde.status)]
    return [(step.value, label) for step, label in STAPPEN.items() if step in allowed]


def _uuid(text: str | None) -> UUID:
    try:
        return UUID(text or "")
    except ValueError:
        raise _unknown("id") from None


def _unknown(field: str) -> Ongeldig:
    return Ongeldig(bevindingen=[ONBEKENDE_WAARDE.bevinding(field, _("Kies een knop."))])
