"""Pages of the question how minutes are split: asking, looking, answering, asking on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from core import rolgroepen
from core.choices import Inzagehandeling
from core.forms import PortalForm
from core.fouten import Conflict, NietGevonden, Ongeldig, VersieVerouderd
from core.handeling import record_access
from core.importexport.uitvoer import Exportkolom, export_queryset
from core.paging import TELLEN_TOT, paginate
from core.policies import Recht, has_right
from core.tables import CURSOR, FORMAT, render_table
from core.views.basis import PortalView
from indications.models import Toewijzing
from toelichtingen import selectors
from toelichtingen.choices import LOPEND, Verzoekstatus, Vraagreden
from toelichtingen.forms import (
    AanvullingForm,
    AntwoordForm,
    ToelichtingFilter,
    VersieForm,
    VraagForm,
)
from toelichtingen.models import Toelichtingsverzoek
from toelichtingen.policies import TOELICHTING_GEVEN, TOELICHTING_INZIEN, TOELICHTING_VRAGEN
from toelichtingen.services import beantwoorden, vragen
from toelichtingen.services.vragen import Vraaggegevens
from toelichtingen.tables import STANDEN, VELDEN, stand_tag, verzoeken_table
from toelichtingen.termijn import standard_term

EXPORT = (
    Exportkolom("kenmerk", "nummer"),
    Exportkolom("toewijzing", "toewijzing__nummer"),
    Exportkolom("gemeente", "toewijzing__gemeente__naam"),
    Exportkolom("aanbieder", "toewijzing__aanbieder__naam"),
    Exportkolom("productcode", "toewijzing__product__code"),
    Exportkolom("reden", "reden", dict(Vraagreden.choices)),
    Exportkolom("stand", "stand", {k: str(v) for k, v in STANDEN.items()}),
    Exportkolom("gevraagd_op", "gevraagd_op"),
    Exportkolom("antwoord_uiterlijk", "termijn"),
    Exportkolom("beantwoord_op", "beantwoord_op"),
    Exportkolom("volume", "volume"),
    Exportkolom("direct", "direct"),
    Exportkolom("indirect", "indirect"),
    Exportkolom("reistijd", "reistijd"),
    Exportkolom("aantal_contacten", "contacten"),
)
_NEWEST = {
    "volume": "volume",
    "direct": "minuten_direct",
    "indirect": "minuten_indirect",
    "reistijd": "minuten_reistijd",
    "contacten": "aantal_contacten",
}


@method_decorator(never_cache, name="dispatch")
class Verzoeken(PortalView):
    """What waits for an answer first; of a gemeente what it asked. Looking is logged (N-LOG-01)."""

    rechten = {"GET": TOELICHTING_INZIEN}

    def get(self, request: HttpRequest) -> HttpResponseBase:
        of_gemeente = self.actor.has_role(*rolgroepen.CLIENT_GEMEENTE)
        table = verzoeken_table(of_gemeente=of_gemeente)
        filters = ToelichtingFilter(request.GET)
        rows = selectors.verzoeken(self.actor)
        rows = selectors.narrowed(rows, filters.values, timezone.localdate())
        order = table.ordering(request.GET)
        asked = request.GET.get(FORMAT, "")
        if asked in table.formats:
            rows = rows.annotate(**{k: selectors.newest(self.actor, v) for k, v in _NEWEST.items()})
            return export_queryset(
                self.actor,
                rows.order_by(*order, "pk"),
                EXPORT,
                asked,
                naam="toelichtingen",
                jeugdigen=rows.values_list("toewijzing__jeugdige_id", flat=True),
            )
        page = paginate(
            rows.values(*VELDEN), order, cursor=request.GET.get(CURSOR), tellen=TELLEN_TOT
        )
        record_access(
            self.actor,
            Inzagehandeling.LEZEN,
            "toelichting.lijst",
            jeugdigen={row["toewijzing__jeugdige_id"] for row in page.rijen},
        )
        return render_table(
            request,
            "toelichtingen/verzoeken.html",
            table.bind(request, page, filters),
            {"van_gemeente": of_gemeente},
        )


class Verzoekbasis(PortalView):
    """Finds the question in scope; outside it is 404."""

    abstract = True

    def find(self, pk: UUID) -> Toelichtingsverzoek:
        rows = selectors.verzoeken(self.actor).filter(pk=pk)
        found: Toelichtingsverzoek | None = rows.select_related(
            "toewijzing__product", "toewijzing__aanbieder", "toewijzing__gemeente", "vrager"
        ).first()
        if found is None:
            raise NietGevonden()
        return found

    def common(self, verzoek: Toelichtingsverzoek) -> dict[str, Any]:
        record_access(
            self.actor,
            Inzagehandeling.LEZEN,
            "toelichting.inzien",
            jeugdigen=[verzoek.toewijzing.jeugdige_id],
            object_id=verzoek.pk,
        )
        stand: str = verzoek.stand  # type: ignore[attr-defined]
        return {
            "verzoek": verzoek,
            "toewijzing": verzoek.toewijzing,
            "stand": stand_tag(stand),
            "loopt": stand in LOPEND,
            "te_laat": stand in LOPEND and verzoek.termijn < timezone.localdate(),
            "antwoorden": selectors.answers(verzoek),
            "kruimels": [(reverse("toelichtingsverzoeken"), _("Uitleg van minuten"))],
        }


@method_decorator(never_cache, name="dispatch")
class VerzoekDetail(Verzoekbasis):
    """One question for both sides: what was asked, what was answered, and what to do now."""

    rechten = {"GET": TOELICHTING_INZIEN}
    template_naam = "toelichtingen/verzoek.html"

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        verzoek = self.find(pk)
        context = self.common(verzoek)
        asks = has_right(self.actor, TOELICHTING_VRAGEN)
        answered = verzoek.status == Verzoekstatus.BEANTWOORD
        return self.render(
            {
                **context,
                "mag_geven": has_right(self.actor, TOELICHTING_GEVEN) and context["loopt"],
                "mag_intrekken": asks and verzoek.loopt,
                "mag_doorvragen": asks
                and answered
                and selectors.may_ask(self.actor, verzoek.toewijzing, timezone.localdate()),
                "net_gevraagd": asks and "gevraagd" in request.GET and verzoek.loopt,
                "net_gegeven": not asks and answered and "beantwoord" in request.GET,
            }
        )


@method_decorator(never_cache, name="dispatch")
class Vragen(PortalView):
    """Ask the aanbieder of a toewijzing of the own gemeente."""

    rechten = {"GET": TOELICHTING_VRAGEN, "POST": TOELICHTING_VRAGEN}
    template_naam = "toelichtingen/vragen.html"

    def find(self, toewijzing_id: UUID) -> Toewijzing:
        rows = Toewijzing.objects.for_actor(self.actor).select_related("product", "aanbieder")
        found: Toewijzing | None = rows.filter(pk=toewijzing_id).first()
        if found is None:
            raise NietGevonden()
        return found

    def get(self, request: HttpRequest, toewijzing_id: UUID) -> HttpResponse:
        toewijzing = self.find(toewijzing_id)
        if running := selectors.open_verzoek(self.actor, toewijzing_id):
            return redirect("toelichtingsverzoek", pk=running.pk)
        standard = standard_term(timezone.localdate())
        return self.page(toewijzing, VraagForm(initial={"termijn": standard}))

    def post(self, request: HttpRequest, toewijzing_id: UUID) -> HttpResponse:
        toewijzing, form = self.find(toewijzing_id), VraagForm(request.POST)
        if not form.is_valid():
            return self.page(toewijzing, form, status=400)
        given = form.cleaned_data
        asked = Vraaggegevens(toewijzing.pk, given["reden"], given["vraag"], given["termijn"])
        try:
            verzoek = vragen.ask(self.actor, asked, peildatum=timezone.localdate())
        except (Ongeldig, Conflict) as exc:
            form.add_fout(exc)
            return self.page(toewijzing, form, status=exc.status)
        return redirect(f"{reverse('toelichtingsverzoek', args=[verzoek.pk])}?gevraagd")

    def page(self, toewijzing: Toewijzing, form: VraagForm, *, status: int = 200) -> HttpResponse:
        record_access(
            self.actor,
            Inzagehandeling.LEZEN,
            "toewijzing.inzien",
            jeugdigen=[toewijzing.jeugdige_id],
            object_id=toewijzing.pk,
        )
        context = {
            "toewijzing": toewijzing,
            "form": form,
            "lopend": selectors.open_verzoek(self.actor, toewijzing.pk) if form.errors else None,
            "werkdagen": settings.TOELICHTING_TERMIJN_WERKDAGEN,
            "kruimels": [
                (reverse("toewijzingen"), _("Toewijzingen")),
                (reverse("toewijzing", args=[toewijzing.pk]), str(toewijzing.nummer)),
            ],
        }
        return self.render(context, status=status)


class Handelpagina(Verzoekbasis):
    """An act on one question that names the version it was decided on."""

    abstract = True
    form_class: ClassVar[type[PortalForm]] = VersieForm
    #: Where it can be done; elsewhere the page of the question says how it stands.
    vanuit: ClassVar[tuple[str, ...]] = LOPEND

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        verzoek = self.find(pk)
        if verzoek.status not in self.vanuit:
            return redirect("toelichtingsverzoek", pk=pk)
        return self.page(verzoek, self.form_class(initial=self.initial(verzoek)))

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        verzoek, form = self.find(pk), self.form_class(request.POST)
        if not form.is_valid():
            return self.page(verzoek, form, status=400)
        try:
            return self.act(verzoek, form)
        except (Ongeldig, Conflict, VersieVerouderd) as exc:
            form.add_fout(exc)
            return self.page(self.find(pk), form, status=exc.status)

    def initial(self, verzoek: Toelichtingsverzoek) -> dict[str, Any]:
        return {"versie": verzoek.versie}

    def act(self, verzoek: Toelichtingsverzoek, form: Any) -> HttpResponse:
        raise NotImplementedError

    def page(
        self, verzoek: Toelichtingsverzoek, form: PortalForm, *, status: int = 200
    ) -> HttpResponse:
        context = self.common(verzoek)
        kenmerk = (reverse("toelichtingsverzoek", args=[verzoek.pk]), verzoek.kenmerk)
        kruimels = [*context["kruimels"], kenmerk]
        return self.render({**context, "form": form, "kruimels": kruimels}, status=status)


@method_decorator(never_cache, name="dispatch")
class Beantwoorden(Handelpagina):
    """The split; it starts with what stands on the toewijzing, or with the answer before."""

    rechten: ClassVar[Mapping[str, Recht]] = {"GET": TOELICHTING_GEVEN, "POST": TOELICHTING_GEVEN}
    template_naam = "toelichtingen/beantwoorden.html"
    form_class = AntwoordForm

    def initial(self, verzoek: Toelichtingsverzoek) -> dict[str, Any]:
        earlier = selectors.answers(verzoek)
        source: Any = earlier[0].gegeven if earlier else verzoek.toewijzing
        return {
            "versie": verzoek.versie,
            "direct": source.minuten_direct,
            "indirect": source.minuten_indirect,
            "reistijd": source.minuten_reistijd,
            "aantal_contacten": source.aantal_contacten,
        }

    def act(self, verzoek: Toelichtingsverzoek, form: Any) -> HttpResponse:
        versie = form.cleaned_data["versie"]
        beantwoorden.answer(self.actor, verzoek.pk, form.gegevens, versie=versie)
        return redirect(f"{reverse('toelichtingsverzoek', args=[verzoek.pk])}?beantwoord")


@method_decorator(never_cache, name="dispatch")
class Aanvullen(Handelpagina):
    """The gemeente misses something in the answer."""

    rechten: ClassVar[Mapping[str, Recht]] = {
        "GET": TOELICHTING_VRAGEN,
        "POST": TOELICHTING_VRAGEN,
    }
    template_naam = "toelichtingen/aanvullen.html"
    form_class = AanvullingForm
    vanuit = (Verzoekstatus.BEANTWOORD,)

    def initial(self, verzoek: Toelichtingsverzoek) -> dict[str, Any]:
        standard = standard_term(timezone.localdate())
        return {"versie": verzoek.versie, "termijn": standard}

    def act(self, verzoek: Toelichtingsverzoek, form: Any) -> HttpResponse:
        given = form.cleaned_data
        vragen.ask_more(
            self.actor,
            verzoek.pk,
            vraag=given["vraag"],
            termijn=given["termijn"],
            versie=given["versie"],
            peildatum=timezone.localdate(),
        )
        return redirect(f"{reverse('toelichtingsverzoek', args=[verzoek.pk])}?gevraagd")


@method_decorator(never_cache, name="dispatch")
class Intrekken(Handelpagina):
    rechten: ClassVar[Mapping[str, Recht]] = {
        "GET": TOELICHTING_VRAGEN,
        "POST": TOELICHTING_VRAGEN,
    }
    template_naam = "toelichtingen/intrekken.html"

    def act(self, verzoek: Toelichtingsverzoek, form: Any) -> HttpResponse:
        vragen.withdraw(self.actor, verzoek.pk, versie=form.cleaned_data["versie"])
        done = _("%s is ingetrokken. De aanbieder hoeft niets meer te doen.")
        messages.success(self.request, done % verzoek.kenmerk)
        return redirect("toelichtingsverzoek", pk=verzoek.pk)
