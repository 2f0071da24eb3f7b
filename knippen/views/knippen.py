"""What a round does in the own gemeente, doing it, and the report of it; and a single cut."""

from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from core.choices import Inzagehandeling
from core.fouten import NietGevonden, PortalFout, VersieVerouderd
from core.handeling import record_access
from core.importexport.uitvoer import export_queryset
from core.paging import TELLEN_TOT, paginate
from core.policies import has_right
from core.tables import CURSOR, FORMAT, render_table
from core.views.basis import PortalView
from indications.views.detail import Toewijzingbasis
from knippen import tables
from knippen.choices import Rondestatus
from knippen.codes import REDENEN
from knippen.forms import DAGEN, HAND, NIET, KeuzeForm, KnipForm, UitvoerForm, VoorbeeldFilter
from knippen.models import Knipbeurt, Knipkeuze, Knipronde
from knippen.policies import KNIPPEN, KNIPPEN_BEKIJKEN
from knippen.selectors import (
    DAG,
    Tellingen,
    Vraag,
    bound,
    count_outcomes,
    cuts_of,
    export_source,
    jeugdigen_of,
    of_round,
    page_of,
    row_of,
)
from knippen.services.knippen import cut_toewijzing, cut_toewijzingen, preview_toewijzing
from knippen.services.rondes import choose_knip
from knippen.woorden import amount


@method_decorator(never_cache, name="dispatch")
class Rondebasis(PortalView):
    """A round in scope, asked for the own gemeente."""

    abstract = True

    def find(self, pk: UUID) -> tuple[Knipronde, Vraag]:
        ronde: Knipronde | None = Knipronde.objects.for_actor(self.actor).filter(pk=pk).first()
        if ronde is None or self.actor.organisatie_id is None:
            raise NietGevonden()
        return ronde, of_round(ronde, self.actor.organisatie_id)

    def about(self, ronde: Knipronde) -> dict[str, Any]:
        return {
            "ronde": ronde,
            "eerste_dag": ronde.laatste_dag + DAG,
            "open": ronde.status == Rondestatus.OPEN,
            "mag_knippen": has_right(self.actor, KNIPPEN),
            "kruimels": [
                (reverse("knippen"), _("Knippen")),
                (reverse("knipronde", args=[ronde.pk]), ronde.naam),
            ],
        }


def in_words(counts: Tellingen) -> list[tuple[str, str, int]]:
    """(code, words, how many), most first."""
    found = [(code, REDENEN[code], n) for code, n in counts.niet.items()]
    return sorted(found, key=lambda line: -line[2])


class Voorbeeld(Rondebasis):
    """Every candidate with what happens to it; a constant number of statements."""

    rechten = {"GET": KNIPPEN_BEKIJKEN}

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponseBase:
        ronde, vraag = self.find(pk)
        may = has_right(self.actor, KNIPPEN) and ronde.status == Rondestatus.OPEN
        table = tables.preview_table(ronde.pk, may_cut=may)
        filters = VoorbeeldFilter(request.GET)
        chosen, params = filters.reden, bound(self.actor, vraag)
        asked = request.GET.get(FORMAT, "")
        if asked in table.formats:
            return export_queryset(
                self.actor,
                export_source(vraag, params, chosen),
                tables.VOORBEELD_EXPORT,
                asked,
                naam="knippen",
                jeugdigen=jeugdigen_of(vraag, params, chosen),
            )
        counts = count_outcomes(vraag, params)
        page = page_of(
            vraag,
            params,
            reden=chosen,
            cursor=request.GET.get(CURSOR),
            totaal=_total(counts, chosen),
        )
        record_access(
            self.actor,
            Inzagehandeling.LEZEN,
            "knippen.voorbeeld",
            jeugdigen={row["jeugdige_id"] for row in page.rijen},
        )
        return render_table(
            request,
            "knippen/voorbeeld.html",
            table.bind(request, page, filters),
            {**self.about(ronde), "tellingen": counts, "redenen": in_words(counts)},
        )


def _total(counts: Tellingen, chosen: str | None) -> int:
    if chosen is None:
        return counts.wel + counts.niet_totaal
    if chosen == "":
        return counts.wel
    return counts.niet_totaal if chosen == "niet" else counts.niet.get(chosen, 0)


class Uitvoeren(Rondebasis):
    """The last look: how many, what happens, one button."""

    rechten = {"GET": KNIPPEN, "POST": KNIPPEN}
    template_naam = "knippen/uitvoeren.html"

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        return self.page(*self.find(pk))

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        ronde, vraag = self.find(pk)
        form = UitvoerForm(request.POST)
        if not form.is_valid():
            return self.page(ronde, vraag, status=400)
        try:
            beurt = cut_toewijzingen(
                self.actor,
                ronde.pk,
                beurt_id=form.cleaned_data["beurt"],
                zegel=form.cleaned_data["zegel"],
            )
        except PortalFout as exc:
            return self.page(ronde, vraag, fout=exc, status=exc.status)
        return redirect("knipbeurt", pk=beurt.pk)

    def page(
        self, ronde: Knipronde, vraag: Vraag, *, fout: PortalFout | None = None, status: int = 200
    ) -> HttpResponse:
        """With a fresh look: what was posted before no longer counts."""
        counts = count_outcomes(vraag, bound(self.actor, vraag))
        form = UitvoerForm(initial={"beurt": uuid4(), "zegel": counts.zegel})
        return self.render(
            {
                **self.about(ronde),
                "form": form,
                "fout": fout,
                "tellingen": counts,
                "redenen": in_words(counts),
            },
            status=status,
        )


class Keuze(Rondebasis):
    """By days, by hand, or not at all, for one toewijzing of the round."""

    rechten = {"GET": KNIPPEN, "POST": KNIPPEN}
    template_naam = "knippen/keuze.html"

    def row(self, vraag: Vraag, toewijzing_id: UUID) -> dict[str, Any]:
        found = row_of(self.actor, vraag, toewijzing_id)
        if found is None:
            raise NietGevonden()
        return found

    def get(self, request: HttpRequest, pk: UUID, toewijzing_id: UUID) -> HttpResponse:
        ronde, vraag = self.find(pk)
        row = self.row(vraag, toewijzing_id)
        made = Knipkeuze.objects.for_actor(self.actor).filter(ronde=ronde, toewijzing=row["id"])
        now = made.first()
        kind = DAGEN if now is None else NIET if now.overslaan else HAND
        initial = {"keuze": kind, "nieuw_deel": now.nieuw_deel if now else None}
        return self.page(ronde, row, KeuzeForm(initial=initial))

    def post(self, request: HttpRequest, pk: UUID, toewijzing_id: UUID) -> HttpResponse:
        ronde, vraag = self.find(pk)
        row = self.row(vraag, toewijzing_id)
        form = KeuzeForm(request.POST)
        if not form.is_valid():
            return self.page(ronde, row, form, status=400)
        data = form.cleaned_data
        try:
            choose_knip(
                self.actor,
                ronde.pk,
                row["id"],
                overslaan=data["keuze"] == NIET,
                nieuw_deel=data["nieuw_deel"] if data["keuze"] == HAND else None,
            )
        except PortalFout as exc:
            form.add_fout(exc)
            return self.page(ronde, row, form, status=exc.status)
        return redirect("knip-voorbeeld", pk=ronde.pk)

    def page(
        self, ronde: Knipronde, row: dict[str, Any], form: KeuzeForm, *, status: int = 200
    ) -> HttpResponse:
        record_access(
            self.actor,
            Inzagehandeling.LEZEN,
            "knippen.keuze",
            jeugdigen=[row["jeugdige_id"]],
            object_id=row["id"],
        )
        context = {**self.about(ronde), **in_figures(row), "form": form}
        context["kruimels"].append((reverse("knip-voorbeeld", args=[ronde.pk]), _("Voorbeeld")))
        return self.render(context, status=status)


def in_figures(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "rij": row,
        "omvang": amount(row["volume"], row["eenheid"], row["frequentie"]),
        "oud_deel": amount(row["oud_volume"], row["eenheid"], row["frequentie"]),
        "nieuw_deel": amount(row["nieuw_volume"], row["nieuwe_eenheid"], row["nieuwe_frequentie"]),
        "gedeclareerd": amount(row["gedeclareerd"], row["eenheid"], "6"),
    }


@method_decorator(never_cache, name="dispatch")
class Beurt(PortalView):
    """The confirmation and report: reference, how many, which, and why the others not (R-MEL-2)."""

    rechten = {"GET": KNIPPEN_BEKIJKEN}

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponseBase:
        found = Knipbeurt.objects.for_actor(self.actor).select_related("ronde", "uitgevoerd_door")
        beurt: Knipbeurt | None = found.filter(pk=pk).first()
        if beurt is None:
            raise NietGevonden()
        rows, table = cuts_of(self.actor, pk), tables.GEKNIPT
        asked = request.GET.get(FORMAT, "")
        if asked in table.formats:
            return export_queryset(
                self.actor,
                rows.order_by(*table.ordering(request.GET), "pk"),
                tables.GEKNIPT_EXPORT,
                asked,
                naam="geknipt",
                jeugdigen=rows.values_list("oud__jeugdige_id", flat=True),
            )
        page = paginate(
            rows.values(*tables.GEKNIPT_VELDEN),
            table.ordering(request.GET),
            cursor=request.GET.get(CURSOR),
            tellen=TELLEN_TOT,
        )
        record_access(
            self.actor,
            Inzagehandeling.LEZEN,
            "knippen.beurt",
            jeugdigen={row["jeugdige_id"] for row in page.rijen},
        )
        left = Tellingen(beurt.aantal, beurt.niet_geknipt, "")
        crumbs = [(reverse("knippen"), _("Knippen"))]
        if beurt.ronde:
            crumbs.append((reverse("knipronde", args=[beurt.ronde.pk]), beurt.ronde.naam))
        return render_table(
            request,
            "knippen/beurt.html",
            table.bind(request, page),
            {
                "beurt": beurt,
                "eerste_dag": beurt.laatste_dag + DAG,
                "redenen": in_words(left),
                "niet": left.niet_totaal,
                "kruimels": crumbs,
            },
        )


class ToewijzingKnippen(Toewijzingbasis):
    """One toewijzing: look what it gives, then cut it."""

    rechten = {"GET": KNIPPEN, "POST": KNIPPEN}
    template_naam = "knippen/toewijzing.html"

    def get(self, request: HttpRequest, toewijzing_id: UUID) -> HttpResponse:
        found = self.find(toewijzing_id)
        initial = {"versie": found.versie, "beurt": uuid4(), "reden": "14"}
        return self.page(found, KnipForm(actor=self.actor, initial=initial))

    def post(self, request: HttpRequest, toewijzing_id: UUID) -> HttpResponse:
        found = self.find(toewijzing_id)
        form = KnipForm(request.POST, actor=self.actor)
        if not form.is_valid():
            return self.page(found, form, status=400)
        data = dict(form.cleaned_data)
        version, turn = data.pop("versie"), data.pop("beurt")
        asked = {**data, "naar_id": data["naar"].pk}
        del asked["naar"]
        try:
            if request.POST.get("stap") == "knippen":
                beurt = cut_toewijzing(self.actor, found.pk, **asked, versie=version, beurt_id=turn)
                return redirect("knipbeurt", pk=beurt.pk)
            judged = preview_toewijzing(self.actor, found.pk, **asked)
        except PortalFout as exc:
            form.add_fout(exc)
            status = 409 if isinstance(exc, VersieVerouderd) else exc.status
            return self.page(found, form, status=status)
        return self.page(found, form, judged)

    def page(
        self,
        found: Any,
        form: KnipForm,
        judged: dict[str, Any] | None = None,
        *,
        status: int = 200,
    ) -> HttpResponse:
        self.log(found, "knippen.toewijzing")
        context = {**self.common(found, "toewijzing"), "form": form}
        if judged is not None:
            context |= in_figures(judged)
            context["laatste_dag"] = form.cleaned_data["laatste_dag"]
            context["eerste_dag"] = form.cleaned_data["laatste_dag"] + DAG
        return self.render(context, status=status)
