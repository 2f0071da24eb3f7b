"""The groups, the list of one of them, and an act on many rows from choice to confirmation."""

import datetime
from collections import Counter
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from core.choices import Inzagehandeling
from core.forms import DatumField, PortalForm
from core.fouten import Conflict, NietGevonden, Ongeldig
from core.handeling import record_access
from core.importexport.uitvoer import export_queryset
from core.paging import TELLEN_TOT, Pagina, paginate
from core.policies import authorise, has_right
from core.tables import CURSOR, FORMAT, Table, render_table
from core.ui.formats import format_long_date
from core.views import PortalView
from indications.models import Toewijzing
from indications.policies import TOEWIJZING_EXPORTEREN
from indications.views.detail import Wijzigbasis
from werklijsten.acties import HANDELWIJZEN
from werklijsten.choices import Actie, Reeksstatus, Uitkomst
from werklijsten.forms import FORMULIEREN, EenBesluitForm, WerklijstFilter
from werklijsten.groepen import GROEPEN, Groep
from werklijsten.models import Eindbesluit, Reeks, Reeksregel
from werklijsten.policies import WERKLIJST_HANDELEN, WERKLIJST_INZIEN
from werklijsten.selectors import count_groups, group_rows
from werklijsten.services.besluiten import record_decision
from werklijsten.services.reeks import carry_out, choose_rows, preview
from werklijsten.tables import REGELS, REGELVELDEN, VALUES, export_columns, list_table


class Werklijstbasis(PortalView):
    abstract = True

    def today(self) -> datetime.date:
        return timezone.localdate()

    def counters(self, active: str) -> dict[str, Any]:
        found = count_groups(self.actor, self.today())
        return {
            "totaal": found.totaal,
            "tellers": [
                {
                    "groep": telling.groep,
                    "aantal": telling.aantal,
                    "url": reverse(telling.groep.url_naam),
                    "actief": telling.groep.code == active,
                }
                for telling in found.groepen
            ],
        }


@method_decorator(never_cache, name="dispatch")
class Overzicht(Werklijstbasis):
    """What asks for somebody today, counted; nobody is shown yet."""

    rechten = {"GET": WERKLIJST_INZIEN}
    template_naam = "werklijsten/overzicht.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        done = Reeks.objects.for_actor(self.actor).filter(status=Reeksstatus.UITGEVOERD)
        last = done.select_related("gebruiker").order_by("-uitgevoerd_op")[:5]
        return self.render({**self.counters(""), "laatste": last})


@method_decorator(never_cache, name="dispatch")
class Lijst(Werklijstbasis):
    """One group; looking and fetching are logged (N-LOG-01), and a POST chooses rows."""

    rechten = {"GET": WERKLIJST_INZIEN, "POST": WERKLIJST_HANDELEN}

    def get(self, request: HttpRequest, groep: str) -> HttpResponseBase:
        group = GROEPEN[groep]
        asked = request.GET.get(FORMAT)
        if asked in ("csv", "xlsx"):
            return self.export(group, asked)
        return self.page(group)

    def post(self, request: HttpRequest, groep: str) -> HttpResponse:
        actie = request.POST.get("actie", "")
        try:
            reeks = choose_rows(
                self.actor, groep=groep, actie=actie, toewijzingen=self.chosen(GROEPEN[groep])
            )
        except Ongeldig as exc:
            messages.error(request, exc.reden)
            return self.page(GROEPEN[groep], status=400)
        if not HANDELWIJZEN[Actie(actie)].vraagt:
            preview(self.actor, reeks.pk, gegevens={}, peildatum=self.today())
        return redirect("werklijst-reeks", pk=reeks.pk)

    def chosen(self, group: Groep) -> Sequence[UUID]:
        """Ticked rows, the page as it was shown, or all that the filters leave."""
        scope = self.request.POST.get("bereik", "rijen")
        if scope == "alle":
            _filters, rows = self.rows(group)
            return list(rows.order_by().values_list("pk", flat=True))
        name = "pagina" if scope == "pagina" else "rij"
        try:
            return [UUID(text) for text in self.request.POST.getlist(name)]
        except ValueError:
            raise NietGevonden() from None

    def rows(self, group: Groep) -> tuple[WerklijstFilter, QuerySet[Any]]:
        filters = WerklijstFilter(self.request.GET, actor=self.actor)
        return filters, filters.narrow(group_rows(self.actor, group, self.today()))

    def table(self, group: Groep) -> Table:
        return list_table(
            group,
            self.today(),
            may_act=has_right(self.actor, WERKLIJST_HANDELEN),
            may_export=has_right(self.actor, TOEWIJZING_EXPORTEREN),
            chosen=frozenset(self.request.POST.getlist("rij")),
        )

    def export(self, group: Groep, asked: str) -> HttpResponseBase:
        authorise(self.actor, TOEWIJZING_EXPORTEREN)
        _filters, rows = self.rows(group)
        return export_queryset(
            self.actor,
            rows.order_by(*self.table(group).ordering(self.request.GET), "pk"),
            export_columns(group),
            asked,
            naam="werklijst",
            jeugdigen=rows.values_list("jeugdige_id", flat=True),
            doel=group.code,
        )

    def page(self, group: Groep, *, status: int = 200) -> HttpResponse:
        table, (filters, rows) = self.table(group), self.rows(group)
        page = paginate(
            rows.values(*VALUES),
            table.ordering(self.request.GET),
            cursor=self.request.GET.get(CURSOR),
            tellen=TELLEN_TOT,
        )
        record_access(
            self.actor,
            Inzagehandeling.LEZEN,
            "werklijst.lijst",
            jeugdigen={row["jeugdige_id"] for row in page.rijen},
            detail=group.code,
        )
        response = render_table(
            self.request,
            "werklijsten/lijst.html",
            table.bind(self.request, page, filters),
            {
                **self.counters(group.code),
                "groep": group,
                "acties": self.acts(group, page),
                "pagina": [row["id"] for row in page.rijen],
                "kruimels": [(reverse("werklijsten"), _("Werklijsten"))],
            },
        )
        response.status_code = status
        return response

    def acts(self, group: Groep, page: Pagina) -> Sequence[Any]:
        if not page.rijen or not has_right(self.actor, WERKLIJST_HANDELEN):
            return ()
        return [HANDELWIJZEN[actie] for actie in group.acties if actie in HANDELWIJZEN]


@method_decorator(never_cache, name="dispatch")
class Reekspagina(Werklijstbasis):
    """What was chosen, what will happen to each row, and afterwards what happened."""

    rechten = {"GET": WERKLIJST_INZIEN, "POST": WERKLIJST_HANDELEN}
    template_naam = "werklijsten/reeks.html"

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        reeks = self.find(pk)
        form = self.form(reeks)
        return self.page(reeks, form(initial=reeks.gegevens) if form else None)

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        reeks = self.find(pk)
        if request.POST.get("stap") == "uitvoeren":
            return self.carry_out(reeks)
        form_class = self.form(reeks)
        form = form_class(request.POST) if form_class else None
        if form is not None and not form.is_valid():
            return self.page(reeks, form, status=400)
        given = {name: _plain(value) for name, value in (form.cleaned_data if form else {}).items()}
        try:
            preview(self.actor, reeks.pk, gegevens=given, peildatum=self.today())
        except Conflict as exc:
            messages.error(request, exc.reden)
        return redirect("werklijst-reeks", pk=pk)

    def carry_out(self, reeks: Reeks) -> HttpResponse:
        try:
            _reeks, now = carry_out(self.actor, reeks.pk, peildatum=self.today())
        except Conflict as exc:
            messages.error(self.request, exc.reden)
        else:
            if not now:
                messages.info(self.request, _("Dit was al uitgevoerd; er is niets dubbel gedaan."))
        return redirect("werklijst-reeks", pk=reeks.pk)

    def find(self, pk: UUID) -> Reeks:
        found: Reeks | None = (
            Reeks.objects.for_actor(self.actor).select_related("gebruiker").filter(pk=pk).first()
        )
        if found is None:
            raise NietGevonden()
        return found

    def form(self, reeks: Reeks) -> type[PortalForm] | None:
        open_still = reeks.status != Reeksstatus.UITGEVOERD
        return FORMULIEREN.get(reeks.actie) if open_still else None

    def page(self, reeks: Reeks, form: PortalForm | None, *, status: int = 200) -> HttpResponse:
        rows = list(
            Reeksregel.objects.for_actor(self.actor)
            .filter(reeks=reeks)
            .order_by("-uitkomst", "toewijzing__nummer")
            .values(*REGELVELDEN)
        )
        record_access(
            self.actor,
            Inzagehandeling.LEZEN,
            "werklijst.reeks",
            jeugdigen={row["toewijzing__jeugdige_id"] for row in rows},
            objectsoort="reeks",
            object_id=reeks.pk,
            detail=reeks.kenmerk,
        )
        number = Counter(row["uitkomst"] for row in rows)
        group = GROEPEN[reeks.groep]
        return self.render(
            {
                "reeks": reeks,
                "form": form,
                "tabel": REGELS.bind(self.request, rows),
                "handelwijze": HANDELWIJZEN[Actie(reeks.actie)],
                "groep": group,
                "groep_url": reverse(group.url_naam),
                "totaal": len(rows),
                "kan": number[Uitkomst.KAN],
                "gedaan": number[Uitkomst.GEDAAN],
                "mislukt": number[Uitkomst.MISLUKT],
                "kan_niet": number[Uitkomst.KAN_NIET],
                "eigen": str(reeks.gebruiker_id) == str(self.actor.id),
                "gegevens": _in_words(reeks),
                "kruimels": [
                    (reverse("werklijsten"), _("Werklijsten")),
                    (reverse(group.url_naam), group.titel),
                ],
            },
            status=status,
        )


class Besluitpagina(Wijzigbasis):
    """The decision about the einddatum of one toewijzing, from its own page."""

    rechten = {"GET": WERKLIJST_HANDELEN, "POST": WERKLIJST_HANDELEN}
    form_class = EenBesluitForm
    template_naam = "werklijsten/besluit.html"

    def page(self, toewijzing: Toewijzing, form: PortalForm, *, status: int = 200) -> HttpResponse:
        made = Eindbesluit.objects.for_actor(self.actor).filter(
            toewijzing=toewijzing, einddatum=toewijzing.einddatum
        )
        context = {
            **self.common(toewijzing, "toewijzing"),
            "form": form,
            "besluit": made.select_related("genomen_door").first(),
        }
        return self.render(context, status=status)

    def act(self, toewijzing: Toewijzing, form: EenBesluitForm) -> None:
        record_decision(self.actor, toewijzing.pk, **form.cleaned_data, peildatum=self.today())
        messages.success(self.request, _("Het besluit over de einddatum is vastgelegd."))


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime.date) else value


def _in_words(reeks: Reeks) -> list[tuple[str, str]]:
    """What was filled in for all rows, under the labels of the form."""
    form_class = FORMULIEREN.get(reeks.actie)
    if form_class is None or reeks.status == Reeksstatus.GEKOZEN:
        return []
    form = form_class()
    return [
        (str(field.label), _shown(field, reeks.gegevens[name]))
        for name, field in form.fields.items()
        if reeks.gegevens.get(name)
    ]


def _shown(field: Any, value: str) -> str:
    choices = dict(getattr(field, "choices", ()))
    if value in choices:
        return str(choices[value])
    if isinstance(field, DatumField):
        return format_long_date(datetime.date.fromisoformat(value))
    return value
