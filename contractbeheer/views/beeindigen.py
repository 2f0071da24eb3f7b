"""Pages of the request to end a perceel: asking, looking, deciding with what it does in view."""

import datetime
from collections.abc import Callable, Mapping
from typing import Any, ClassVar
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from contractbeheer import selectors_beeindigen as selectors
from contractbeheer.choices import VERZOEK_OPEN, Verzoekstatus
from contractbeheer.forms_beeindigen import (
    ALLES,
    OPEN,
    AfwijsForm,
    BeeindigingFilter,
    EigenFilter,
    GoedkeurForm,
    VersieForm,
    VraagForm,
)
from contractbeheer.inzorg import compare, in_care
from contractbeheer.models import Beeindigingsverzoek
from contractbeheer.policies import (
    BEEINDIGING_BESLUITEN,
    BEEINDIGING_INDIENEN,
    BEEINDIGING_INZIEN,
)
from contractbeheer.services import beeindigen
from contractbeheer.services.beeindigen import Verzoekgegevens
from contractbeheer.tables_beeindigen import BEEINDIGINGEN, EIGEN, TELLING, VELDEN, status_tag
from contractbeheer.tellen import count_lines
from contractbeheer.views.watals import shown
from contractbeheer.watals import consequences
from contracts.models import Perceelcontract
from core.forms import PortalForm
from core.fouten import (
    Conflict,
    NietGevonden,
    Ongeldig,
    PortalFout,
    VersieVerouderd,
    VerzoekOngeldig,
)
from core.importexport.uitvoer import Exportkolom
from core.policies import Recht, ScopedQuerySet, has_right
from core.ui.formats import format_long_date
from core.views.basis import PortalView
from core.views.register import RegisterDetail, RegisterLijst
from zorgportaal.kanten import require_other_side


class Beeindigingen(RegisterLijst):
    """What waits for a decision, or the own requests of an aanbieder."""

    rechten = {"GET": BEEINDIGING_INZIEN}
    model, tabel, filters = Beeindigingsverzoek, BEEINDIGINGEN, BeeindigingFilter
    titel = gettext_lazy("Beëindigingen")
    template_naam = "contractbeheer/beeindigingen.html"
    export = (
        Exportkolom("kenmerk", "nummer"),
        Exportkolom("aanbieder", "aanbieder__naam"),
        Exportkolom("perceel", "perceelcontract__perceel__code"),
        Exportkolom("gewenste_datum", "gewenste_datum"),
        Exportkolom("einddatum", "einddatum"),
        Exportkolom("stand", "status", dict(Verzoekstatus.choices)),
        Exportkolom("ingediend_op", "ingediend_op"),
        Exportkolom("beslis_uiterlijk", "beslis_uiterlijk"),
        Exportkolom("besloten_op", "besloten_op"),
    )

    def get(self, request: HttpRequest) -> Any:
        if not selectors.decides(self.actor):
            self.tabel, self.filters = EIGEN, EigenFilter  # type: ignore[misc, assignment]
        return super().get(request)

    def rows(self, scope: ScopedQuerySet, values: dict[str, Any]) -> QuerySet[Any]:
        standard = OPEN if selectors.decides(self.actor) else ALLES
        found = selectors.narrowed(scope, values, timezone.localdate(), standard)
        return found.values(*VELDEN)

    def extra(self) -> dict[str, Any]:
        return {"beslist": selectors.decides(self.actor)}


class BeeindigingDetail(RegisterDetail):
    """One request, for both sides: the answers beside the count, where it is, and the decision."""

    rechten = {"GET": BEEINDIGING_INZIEN}
    model, route, map = Beeindigingsverzoek, "beeindiging", "contractbeheer"
    related = ("aanbieder", "perceelcontract__perceel", "indiener", "behandelaar", "beslisser")
    lijst = ("beeindigingen", gettext_lazy("Beëindigingen"))
    tabbladen = (("beeindiging", gettext_lazy("Verzoek")),)
    template_naam = "contractbeheer/beeindiging.html"

    def header(self, row: Beeindigingsverzoek) -> dict[str, Any]:
        return {
            "titel": _("Stoppen met %s") % row.perceelcontract.perceel.naam,
            "verzoek": row,
            "stand": status_tag(row.status),
        }

    def context_beeindiging(self, row: Beeindigingsverzoek) -> dict[str, Any]:
        decides, is_open = selectors.decides(self.actor), row.status in VERZOEK_OPEN
        asks = row.aanbieder_id == self.actor.aanbieder_id
        refused = refusal(self, row) if decides and is_open else ""
        approved = row.status == Verzoekstatus.GOEDGEKEURD
        lines = count_lines(self.actor, row.pk) if decides and approved else ()
        now = selectors.answers_now(row) if is_open else None
        filed = selectors.answers(row)
        return {
            "vergelijking": filed,
            "nu": now if now and now.geteld != filed.geteld else None,
            "eigen": asks,
            "beslist": decides,
            "waarom_niet": refused,
            "mag_besluiten": decides and is_open and not refused,
            "mag_intrekken": asks and is_open and has_right(self.actor, BEEINDIGING_INDIENEN),
            "van_mij": row.behandelaar_id == self.actor.id,
            "te_laat": is_open and row.beslis_uiterlijk < timezone.localdate(),
            "net_ingediend": asks and "ingediend" in self.request.GET,
            "tabel": TELLING.bind(self.request, list(lines)) if lines else None,
        }


def refusal(view: PortalView, verzoek: Beeindigingsverzoek) -> str:
    """Why this actor cannot decide on it; empty when it can."""
    try:
        require_other_side(view.actor, verzoek.indiener_id, verzoek.aanbieder.organisatie_id)
    except PortalFout as exc:
        return exc.reden
    return ""


@method_decorator(never_cache, name="dispatch")
class Vragen(PortalView):
    """The four questions about one contract of the own aanbieder."""

    rechten = {"GET": BEEINDIGING_INDIENEN, "POST": BEEINDIGING_INDIENEN}
    template_naam = "contractbeheer/beeindiging_vragen.html"

    def find(self, pk: UUID) -> Perceelcontract:
        rows = Perceelcontract.objects.for_actor(self.actor).select_related("aanbieder", "perceel")
        found: Perceelcontract | None = rows.filter(
            pk=pk, aanbieder=self.actor.aanbieder_id
        ).first()
        if found is None:
            raise NietGevonden()
        return found

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        contract = self.find(pk)
        if running := selectors.open_request(self.actor, pk):
            return redirect("beeindiging", pk=running.pk)
        return self.page(contract, VraagForm())

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        contract, form = self.find(pk), VraagForm(request.POST)
        if not form.is_valid():
            return self.page(contract, form, status=400)
        given = form.cleaned_data
        gegevens = Verzoekgegevens(
            perceelcontract_id=contract.pk,
            reden=given["reden"],
            gewenste_datum=given["gewenste_datum"],
            clienten_in_zorg=form.ja,
            gemeenten=given["gemeenten"],
            bevestigd=given["bevestigd"],
        )
        try:
            verzoek = beeindigen.file_request(self.actor, gegevens, peildatum=timezone.localdate())
        except (Ongeldig, Conflict) as exc:
            form.add_bevindingen(exc.bevindingen)
            if not form.errors:
                form.add_error(None, exc.reden)
            return self.page(contract, form, status=exc.status)
        return redirect(f"{reverse('beeindiging', args=[verzoek.pk])}?ingediend")

    def page(
        self, contract: Perceelcontract, form: VraagForm, *, status: int = 200
    ) -> HttpResponse:
        """Beside the form what the portal counts: on the asked day once that is known."""
        given: Mapping[str, Any] = getattr(form, "cleaned_data", {})
        day = given.get("gewenste_datum") or timezone.localdate()
        counted = in_care(contract.aanbieder_id, contract.perceel_id, min(day, FAR))
        differs = form.is_bound and "bevestigd" in form.errors
        yes = form.ja if given else None
        return self.render(
            {
                "contract": contract,
                "form": form,
                "dag": day,
                "vergelijking": compare(bool(yes), given.get("gemeenten") or [], counted),
                "antwoord_bekend": yes is not None,
                "wijkt_af": differs,
                "termijn": settings.BEEINDIGING_BESLISTERMIJN_DAGEN,
                "kruimels": [
                    (reverse("contracten"), _("Contracten")),
                    (reverse("perceelcontract", args=[contract.pk]), contract.perceel.naam),
                ],
            },
            status=status,
        )


FAR = beeindigen.LAATSTE_DAG


class Besluitpagina(PortalView):
    """An act on one request that names the version it was decided on."""

    abstract = True
    form_class: ClassVar[type[PortalForm]] = VersieForm

    def find(self, pk: UUID) -> Beeindigingsverzoek:
        rows = Beeindigingsverzoek.objects.for_actor(self.actor).filter(pk=pk)
        found: Beeindigingsverzoek | None = rows.select_related(
            "aanbieder", "perceelcontract__perceel"
        ).first()
        if found is None:
            raise NietGevonden()
        return found

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        verzoek = self.find(pk)
        if verzoek.status not in VERZOEK_OPEN:
            return redirect("beeindiging", pk=pk)
        return self.page(verzoek, self.form_class(initial=self.initial(verzoek)))

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        verzoek, form = self.find(pk), self.form_class(request.POST)
        if not form.is_valid():
            return self.page(verzoek, form, status=400)
        try:
            done = self.act(verzoek, form)
        except (Ongeldig, Conflict, VersieVerouderd) as exc:
            form.add_bevindingen(exc.bevindingen)
            if not form.errors:
                form.add_error(None, exc.reden)
            return self.page(self.find(pk), form, status=exc.status)
        if done is None:
            return self.page(verzoek, form)
        messages.success(request, done)
        return redirect("beeindiging", pk=pk)

    def initial(self, verzoek: Beeindigingsverzoek) -> dict[str, Any]:
        return {"versie": verzoek.versie}

    def act(self, verzoek: Beeindigingsverzoek, form: Any) -> str | None:
        """What was done, in a sentence; None when there is something to look at first."""
        raise NotImplementedError

    def page(
        self, verzoek: Beeindigingsverzoek, form: PortalForm, *, status: int = 200
    ) -> HttpResponse:
        context = {
            "verzoek": verzoek,
            "form": form,
            "terug": reverse("beeindiging", args=[verzoek.pk]),
            "kruimels": [
                (reverse("beeindigingen"), _("Beëindigingen")),
                (reverse("beeindiging", args=[verzoek.pk]), verzoek.kenmerk),
            ],
            **self.more(verzoek, form),
        }
        return self.render(context, status=status)

    def more(self, verzoek: Beeindigingsverzoek, form: PortalForm) -> dict[str, Any]:
        return {}


@method_decorator(never_cache, name="dispatch")
class Intrekken(Besluitpagina):
    rechten = {"GET": BEEINDIGING_INDIENEN, "POST": BEEINDIGING_INDIENEN}
    template_naam = "contractbeheer/beeindiging_intrekken.html"

    def act(self, verzoek: Beeindigingsverzoek, form: Any) -> str:
        versie = form.cleaned_data["versie"]
        beeindigen.withdraw_request(self.actor, verzoek.pk, versie=versie)
        return _("%s is ingetrokken. Je contract loopt gewoon door.") % verzoek.kenmerk


@method_decorator(never_cache, name="dispatch")
class Goedkeuren(Besluitpagina):
    """First what it does on that day, then the decision: another day is looked at anew."""

    rechten: ClassVar[Mapping[str, Recht]] = {
        "GET": BEEINDIGING_BESLUITEN,
        "POST": BEEINDIGING_BESLUITEN,
    }
    template_naam = "contractbeheer/beeindiging_goedkeuren.html"
    form_class = GoedkeurForm

    def initial(self, verzoek: Beeindigingsverzoek) -> dict[str, Any]:
        day = max(verzoek.gewenste_datum, timezone.localdate())
        return {"versie": verzoek.versie, "einddatum": day}

    def act(self, verzoek: Beeindigingsverzoek, form: Any) -> str | None:
        given = form.cleaned_data
        day = given["einddatum"]
        deciding = self.request.POST.get("act") == "goedkeuren"
        if not deciding or (day is not None and given["bekeken"] != day):
            return None
        beeindigen.approve_request(
            self.actor,
            verzoek.pk,
            einddatum=day,
            afspraken=given["afspraken"],
            versie=given["versie"],
            peildatum=timezone.localdate(),
        )
        words = {"kenmerk": verzoek.kenmerk, "dag": format_long_date(day)}
        return _("%(kenmerk)s is goedgekeurd. Het perceel eindigt na %(dag)s.") % words

    def more(self, verzoek: Beeindigingsverzoek, form: PortalForm) -> dict[str, Any]:
        day = _day_of(form, self.initial(verzoek)["einddatum"])
        found = consequences(
            self.actor, verzoek.aanbieder_id, [verzoek.perceelcontract.perceel_id], day
        )
        return {
            **shown(self.request, found),
            "dag": day,
            "wijkt_af": day != verzoek.gewenste_datum,
            "andere_dag": self.request.POST.get("act") == "goedkeuren" and not form.errors,
            "waarom_niet": refusal(self, verzoek),
        }


def _day_of(form: PortalForm, standard: datetime.date) -> datetime.date:
    """Of the form when it can be read and calculated with, else the standard one."""
    day = getattr(form, "cleaned_data", {}).get("einddatum") if form.is_bound else None
    return day if day is not None and day <= FAR else standard


@method_decorator(never_cache, name="dispatch")
class Afwijzen(Besluitpagina):
    rechten = {"GET": BEEINDIGING_BESLUITEN, "POST": BEEINDIGING_BESLUITEN}
    template_naam = "contractbeheer/beeindiging_afwijzen.html"
    form_class = AfwijsForm

    def act(self, verzoek: Beeindigingsverzoek, form: Any) -> str:
        given = form.cleaned_data
        beeindigen.reject_request(
            self.actor, verzoek.pk, motivering=given["motivering"], versie=given["versie"]
        )
        return _("%s is afgewezen. Het contract loopt door.") % verzoek.kenmerk

    def more(self, verzoek: Beeindigingsverzoek, form: PortalForm) -> dict[str, Any]:
        return {"waarom_niet": refusal(self, verzoek)}


class Oppakken(Besluitpagina):
    """Take a request up, or put it back; `act` says which."""

    rechten = {"POST": BEEINDIGING_BESLUITEN}
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        verzoek, form = self.find(pk), VersieForm(request.POST)
        step = ACTS.get(request.POST.get("act", ""))
        if step is None:
            raise VerzoekOngeldig(_("Kies wat je met het verzoek wilt doen."))
        versie = form.cleaned_data["versie"] if form.is_valid() else 0
        try:
            step(self.actor, verzoek.pk, versie=versie)
        except (Conflict, VersieVerouderd) as exc:
            messages.error(request, exc.reden)
        return redirect("beeindiging", pk=pk)


ACTS: dict[str, Callable[..., Any]] = {
    "oppakken": beeindigen.take_request,
    "terugleggen": beeindigen.put_back_request,
}
