"""The transfer list of a gemeente, worked through to zero; in numbers for contract management."""

from contextlib import suppress
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from contractbeheer import selectors_overdracht as selectors
from contractbeheer.choices import Overdrachtuitkomst
from contractbeheer.forms_beeindigen import AfspraakForm, OverdrachtFilter
from contractbeheer.models import Overdracht
from contractbeheer.policies import (
    OVERDRACHT_AFRONDEN,
    OVERDRACHT_INZIEN,
    OVERDRACHT_TELLEN,
)
from contractbeheer.regelen import has_agreement
from contractbeheer.services.overdracht import prepare_transfer, record_agreement
from contractbeheer.tables_beeindigen import REGELVELDEN, TELLINGEN, days_left, lines_table
from contractbeheer.tellen import Telling, count_lines
from core.choices import Inzagehandeling
from core.concepten import list_concepten
from core.fouten import Conflict, NietGevonden, Ongeldig
from core.handeling import record_access
from core.importexport.uitvoer import Exportkolom, export_queryset
from core.paging import TELLEN_TOT, paginate
from core.policies import has_right
from core.tables import CURSOR, FORMAT, render_table
from core.views.basis import PortalView
from indications.services.klaarzetten import SOORT_CONCEPT

EXPORT = (
    Exportkolom("toewijzing", "toewijzing__nummer"),
    Exportkolom("productcode", "toewijzing__product__code"),
    Exportkolom("product", "toewijzing__product__naam"),
    Exportkolom("aanbieder", "toewijzing__aanbieder__naam"),
    Exportkolom("eerste_dag_zonder_contract", "vanaf"),
    Exportkolom("einddatum_toewijzing", "toewijzing__einddatum"),
    Exportkolom("uitkomst", "nu", {**dict(Overdrachtuitkomst.choices), "": "te regelen"}),
    Exportkolom("toelichting", "toelichting"),
)
#: In the session: which draft was made for which line, so that a second press opens it again.
KLAARGEZET = "overdracht_concepten"


@method_decorator(never_cache, name="dispatch")
class Overdrachten(PortalView):
    """The lines of the own gemeente, what is to be arranged first; looking is logged (N-LOG-01)."""

    rechten = {"GET": OVERDRACHT_INZIEN}

    def get(self, request: HttpRequest) -> HttpResponseBase:
        table = lines_table(may_settle=has_right(self.actor, OVERDRACHT_AFRONDEN))
        filters = OverdrachtFilter(request.GET)
        rows = selectors.narrowed(self.actor, filters.values)
        order = table.ordering(request.GET)
        asked = request.GET.get(FORMAT, "")
        if asked in table.formats:
            return export_queryset(
                self.actor,
                rows.order_by(*order, "pk"),
                EXPORT,
                asked,
                naam="overdrachten",
                jeugdigen=rows.values_list("toewijzing__jeugdige_id", flat=True),
            )
        page = paginate(
            rows.values(*REGELVELDEN), order, cursor=request.GET.get(CURSOR), tellen=TELLEN_TOT
        )
        record_access(
            self.actor,
            Inzagehandeling.LEZEN,
            "overdracht.lijst",
            jeugdigen={row["toewijzing__jeugdige_id"] for row in page.rijen},
        )
        today = timezone.localdate()
        chosen = filters.values.get("besluit")
        return render_table(
            request,
            "contractbeheer/overdrachten.html",
            table.bind(request, page, filters),
            {
                "besluiten": [
                    _act(act, chosen, today) for act in selectors.acts(self.actor, today)
                ],
                "gekozen": chosen,
                "vandaag": today,
            },
        )


def _act(act: Telling, chosen: UUID | None, today: Any) -> dict[str, Any]:
    return {
        "telling": act,
        "over": days_left(act.laatste_dag, today),
        "te_laat": act.open and act.laatste_dag < today,
        "url": f"{reverse('overdrachten')}?besluit={act.besluit}",
        "gekozen": act.besluit == chosen,
    }


class Overzetten(PortalView):
    """Make a draft for another aanbieder and open it; nothing of the jeugdige in the address."""

    rechten = {"POST": OVERDRACHT_AFRONDEN}

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        known: dict[str, str] = request.session.get(KLAARGEZET, {})
        draft = known.get(str(pk), "")
        if not self._still_there(draft):
            try:
                made = prepare_transfer(self.actor, pk, peildatum=timezone.localdate())
            except Conflict as exc:
                messages.error(request, exc.reden)
                return redirect("overdrachten")
            draft = str(made)
            request.session[KLAARGEZET] = {**known, str(pk): draft}
        return redirect(f"{reverse('toewijzing-nieuw')}?concept={draft}")

    def _still_there(self, draft: str) -> bool:
        with suppress(ValueError):
            return (
                bool(draft)
                and list_concepten(self.actor, SOORT_CONCEPT).filter(pk=UUID(draft)).exists()
            )
        return False


@method_decorator(never_cache, name="dispatch")
class Afspraak(PortalView):
    """The aanbieder finishes the care, as agreed when its contract ended."""

    rechten = {"GET": OVERDRACHT_AFRONDEN, "POST": OVERDRACHT_AFRONDEN}
    template_naam = "contractbeheer/overdracht_afspraak.html"

    def find(self, pk: UUID) -> Overdracht:
        rows = Overdracht.objects.for_actor(self.actor).select_related(
            "einde__verzoek", "toewijzing__product", "toewijzing__aanbieder"
        )
        found: Overdracht | None = rows.filter(pk=pk).first()
        if found is None:
            raise NietGevonden()
        return found

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        return self.page(self.find(pk), AfspraakForm())

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        line, form = self.find(pk), AfspraakForm(request.POST)
        if not form.is_valid():
            return self.page(line, form, status=400)
        try:
            record_agreement(self.actor, pk, toelichting=form.cleaned_data["toelichting"])
        except (Ongeldig, Conflict) as exc:
            form.add_bevindingen(exc.bevindingen)
            if not form.errors:
                form.add_error(None, exc.reden)
            return self.page(line, form, status=exc.status)
        messages.success(
            request,
            _("Vastgelegd: de aanbieder maakt de zorg van toewijzing %s af.")
            % line.toewijzing.nummer,
        )
        return redirect("overdrachten")

    def page(self, line: Overdracht, form: AfspraakForm, *, status: int = 200) -> HttpResponse:
        record_access(
            self.actor,
            Inzagehandeling.LEZEN,
            "overdracht.regel",
            jeugdigen=[line.toewijzing.jeugdige_id],
            object_id=line.toewijzing_id,
        )
        verzoek = line.einde.verzoek
        return self.render(
            {
                "regel": line,
                "form": form,
                "kan": has_agreement(line),
                "afspraken": verzoek.afspraken if verzoek else "",
                "kruimels": [(reverse("overdrachten"), _("Overdrachtslijst"))],
            },
            status=status,
        )


class Tellingen(PortalView):
    """Counts per gemeente, for contract management."""

    rechten = {"GET": OVERDRACHT_TELLEN}
    template_naam = "contractbeheer/overdracht_tellingen.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        found = list(count_lines(self.actor))
        return self.render(
            {
                "tabel": TELLINGEN.bind(request, found),
                "open": sum(line.open for line in found),
                "jeugdigen": sum(line.jeugdigen for line in found),
                "gemeenten": len({line.gemeente for line in found if line.open}),
            }
        )
