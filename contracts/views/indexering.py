"""Indexation on screen: propose, look at every tariff, activate for a day, take back (R-SEG-8)."""

from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from contracts import forms_tarieven as forms
from contracts import tables_indexering as tables
from contracts.choices import Eenheid
from contracts.choices import Indexeringstatus as S
from contracts.filters import Kiezer
from contracts.indexering import selectors
from contracts.indexering.overgangen import OVERGANGEN
from contracts.models import Indexering, Perceel, Tariefgroep
from contracts.policies import INDEXERING_BEHEREN, INDEXERING_INZIEN
from contracts.services import indexering as diensten
from contracts.views.handeling import Handelingpagina
from core.aanhaken import Knop
from core.actor import Actor
from core.forms import FilterForm, PortalForm
from core.fouten import PortalFout
from core.importexport.uitvoer import Exportkolom, export_queryset
from core.paging import paginate
from core.policies import ScopedQuerySet, has_right
from core.tables import Rows, render_table
from core.ui.formats import format_long_date
from core.views.register import TELLEN_TOT, RegisterDetail, RegisterLijst

#: The whole reckoning of each tariff.
EXPORT = (
    Exportkolom("productcode", "product__code"),
    Exportkolom("product", "product__naam"),
    Exportkolom("tariefgroep", "tariefgroep__code"),
    Exportkolom("locatie", "locatie__naam"),
    Exportkolom("eenheid", "eenheid", dict(Eenheid.choices)),
    Exportkolom("percelen", "in_percelen"),
    Exportkolom("jaar", "indexering__jaar"),
    Exportkolom("vanaf", "indexering__ingangsdatum"),
    Exportkolom("gewichtPersoneel", "indexering__gewicht_personeel"),
    Exportkolom("voorlopigPersoneel", "indexering__voorlopig_personeel"),
    Exportkolom("voorlopigMaterieel", "indexering__voorlopig_materieel"),
    Exportkolom("vorigPersoneel", "indexering__vorig_personeel"),
    Exportkolom("vorigMaterieel", "indexering__vorig_materieel"),
    Exportkolom("definitiefPersoneel", "indexering__definitief_personeel"),
    Exportkolom("definitiefMaterieel", "indexering__definitief_materieel"),
    Exportkolom("oudBedrag", "oud_bedrag"),
    Exportkolom("factor", "indexering__factor"),
    Exportkolom("onafgerond", "onafgerond"),
    Exportkolom("nieuwBedrag", "nieuw_bedrag"),
    Exportkolom("verschil", "verschil"),
)
REGELVELDEN = (
    "id",
    "product_id",
    "product__code",
    "product__naam",
    "tariefgroep__naam",
    "locatie__naam",
    "eenheid",
    "in_percelen",
    "oud_bedrag",
    "indexering__factor",
    "onafgerond",
    "nieuw_bedrag",
    "verschil",
)


class Indexeringen(RegisterLijst):
    rechten = {"GET": INDEXERING_INZIEN}
    model, tabel = Indexering, tables.INDEXERINGEN
    titel = gettext_lazy("Indexering")
    subregel = gettext_lazy(
        "Per jaar een voorstel: doorrekenen, bekijken en op een dag laten ingaan."
    )

    def rows(self, scope: ScopedQuerySet, values: dict[str, Any]) -> QuerySet[Any]:
        return scope.annotate(aantal=Count("regels")).values(
            "id",
            "nummer",
            "jaar",
            "ingangsdatum",
            "weging__naam",
            "segment__naam",
            "factor",
            "aantal",
            "status",
        )

    def extra(self) -> dict[str, Any]:
        if not has_right(self.actor, INDEXERING_BEHEREN):
            return {}
        new = {"url": reverse("indexering-toevoegen"), "label": _("Nieuwe indexering")}
        return {"knoppen": [new]}


class RegelFilter(FilterForm):
    zoek = django_forms.CharField(label=gettext_lazy("Product"), max_length=80)
    perceel = Kiezer(Perceel.objects.order_by("code"), gettext_lazy("Perceel"))
    tariefgroep = Kiezer(Tariefgroep.objects.order_by("code"), gettext_lazy("Tariefgroep"))


class IndexeringDetail(RegisterDetail):
    rechten = {"GET": INDEXERING_INZIEN}
    model, route, map = Indexering, "indexering", "contracts"
    related = ("weging", "segment")
    lijst = ("indexeringen", gettext_lazy("Indexering"))
    tabbladen = (
        ("indexering", gettext_lazy("Voorstel")),
        ("indexeringsregels", gettext_lazy("Elk tarief")),
        ("indexeringstotalen", gettext_lazy("Per perceel en product")),
    )

    def get(  # type: ignore[override]
        self, request: HttpRequest, pk: UUID, tab: str = ""
    ) -> HttpResponseBase:
        if tab == "indexeringsregels" and (
            request.GET.get("formaat") or request.headers.get("HX-Target") == tables.REGELS.id
        ):
            return self.lines(self.find(pk))
        return super().get(request, pk, tab)

    def header(self, row: Indexering) -> dict[str, Any]:
        words = {"jaar": row.jaar, "dag": format_long_date(row.ingangsdatum), "weging": row.weging}
        return {
            "titel": _("Indexering %(jaar)s, %(kenmerk)s")
            % {"jaar": row.jaar, "kenmerk": row.kenmerk},
            "subregel": _("Nieuwe tarieven vanaf %(dag)s · weging %(weging)s") % words,
            "tags": [(tables.STATUS[S(row.status)], row.get_status_display())],
        }

    def context_indexering(self, row: Indexering) -> dict[str, Any]:
        return {
            "tabel": tables.BEREKENING.bind(self.request, Rows(selectors.reckoning(row))),
            "totaal": selectors.totals(selectors.lines_of(self.actor, row)),
            "percelen": row.percelen.order_by("code"),
        }

    def context_indexeringstotalen(self, row: Indexering) -> dict[str, Any]:
        lines = selectors.lines_of(self.actor, row)
        per_perceel = selectors.totals_per_perceel(lines)
        per_product = selectors.totals_per_product(lines)
        return {
            "per_perceel": tables.PER_PERCEEL.bind(self.request, per_perceel),
            "per_product": tables.PER_PRODUCT.bind(self.request, per_product),
        }

    def context_indexeringsregels(self, row: Indexering) -> dict[str, Any]:
        form = RegelFilter(self.request.GET)
        page = paginate(
            self.filtered(row, form).values(*REGELVELDEN),
            tables.REGELS.ordering(self.request.GET),
            cursor=self.request.GET.get("cursor"),
            tellen=TELLEN_TOT,
        )
        return {"tabel": tables.REGELS.bind(self.request, page, form)}

    def filtered(self, row: Indexering, form: RegelFilter) -> QuerySet[Any]:
        rows, values = selectors.lines_of(self.actor, row), form.values
        if text := values.get("zoek"):
            rows = rows.filter(Q(product__code__icontains=text) | Q(product__naam__icontains=text))
        if perceel := values.get("perceel"):
            rows = rows.filter(percelen__contains=[perceel.code])
        if group := values.get("tariefgroep"):
            rows = rows.filter(tariefgroep=group)
        return rows

    def lines(self, row: Indexering) -> HttpResponseBase:
        """The lines alone: as a file, or as the part of the page that HTMX asked for."""
        wanted = self.request.GET.get("formaat", "")
        if wanted in tables.REGELS.formats:
            rows = self.filtered(row, RegelFilter(self.request.GET))
            order = tables.REGELS.ordering(self.request.GET)
            name = f"indexering-{row.kenmerk}"
            return export_queryset(
                self.actor, rows.order_by(*order, "pk"), EXPORT, wanted, naam=name
            )
        bound = self.context_indexeringsregels(row)["tabel"]
        return render_table(self.request, "components/_tabel.html", bound)


class Indexeringhandeling(Handelingpagina):
    abstract = True
    rechten = {"GET": INDEXERING_BEHEREN, "POST": INDEXERING_BEHEREN}
    model = Indexering
    route = "indexering"
    related = ("weging", "segment")

    def about(self, row: Indexering) -> str:
        return f"{row.kenmerk} · {row.weging}"

    def reckon(self, made: Indexering) -> str:
        """Reckon what was just filled in; why that fails is told on its page."""
        try:
            diensten.calculate(self.actor, made.pk, peildatum=timezone.localdate())
        except PortalFout as exc:
            messages.warning(self.request, exc.reden)
            return _("%s is vastgelegd, maar niet doorgerekend.") % made.kenmerk
        return _("%s is doorgerekend. Bekijk het voorstel.") % made.kenmerk


class IndexeringToevoegen(Indexeringhandeling):
    model = None  # type: ignore[assignment]
    titel = gettext_lazy("Nieuwe indexering")
    knop = gettext_lazy("Vastleggen en doorrekenen")

    def form(self, row: Any, *data: Any) -> forms.IndexeringForm:
        first = forms.first_initial(self.actor, timezone.localdate())
        return forms.IndexeringForm(self.actor, *data, initial=first)

    def act(self, row: Any, form: Any) -> tuple[str, str]:
        made = diensten.create(self.actor, form.gegevens(), peildatum=timezone.localdate())
        return self.reckon(made), reverse("indexering", args=[made.pk])

    def consequence(self, row: Any) -> str:
        return _(
            "Er verandert nog geen tarief: je krijgt eerst een voorstel te zien met elk tarief, "
            "oud en nieuw. Met cijfers van jaar t-1 erbij rekent het portaal ook de nacalculatie."
        )

    def back(self, row: Any) -> str:
        return reverse("indexeringen")

    def about(self, row: Any) -> str:
        return _("Indexering")


class IndexeringWijzigen(Indexeringhandeling):
    titel = gettext_lazy("Indexering wijzigen")
    knop = gettext_lazy("Vastleggen en doorrekenen")

    def form(self, row: Indexering, *data: Any) -> forms.IndexeringForm:
        return forms.IndexeringForm(self.actor, *data, initial=forms.initial_of(row))

    def act(self, row: Indexering, form: Any) -> tuple[str, str]:
        made = diensten.change(
            self.actor,
            row.pk,
            form.gegevens(),
            versie=form.cleaned_data["versie"] or 0,
            peildatum=timezone.localdate(),
        )
        return self.reckon(made), self.back(row)


class IndexeringDoorrekenen(Indexeringhandeling):
    titel = gettext_lazy("Opnieuw doorrekenen")
    knop = gettext_lazy("Doorrekenen")

    def form(self, row: Indexering, *data: Any) -> PortalForm:
        return PortalForm(*data)

    def act(self, row: Indexering, form: Any) -> tuple[str, str]:
        diensten.calculate(self.actor, row.pk, peildatum=timezone.localdate())
        return _("%s is doorgerekend. Bekijk het voorstel.") % row.kenmerk, self.back(row)

    def consequence(self, row: Indexering) -> str:
        return _("Het voorstel wordt gemaakt met de tarieven zoals ze nu zijn vastgelegd.")


class IndexeringActiveren(Indexeringhandeling):
    titel = gettext_lazy("Indexering activeren")
    knop = gettext_lazy("Activeren")

    def form(self, row: Indexering, *data: Any) -> forms.VersieForm:
        return forms.VersieForm(*data, initial={"versie": row.versie})

    def act(self, row: Indexering, form: Any) -> tuple[str, str]:
        done = diensten.activate(
            self.actor,
            row.pk,
            versie=form.cleaned_data["versie"],
            peildatum=timezone.localdate(),
        )
        number = done.regels.count()
        text = ngettext(
            "Geactiveerd: %(n)s tarief verandert op %(dag)s.",
            "Geactiveerd: %(n)s tarieven veranderen op %(dag)s.",
            number,
        ) % {"n": number, "dag": format_long_date(done.ingangsdatum)}
        return text, self.back(row)

    def consequence(self, row: Indexering) -> str:
        found = selectors.totals(selectors.lines_of(self.actor, row))
        words = {
            "n": found["aantal"],
            "p": found["producten"],
            "gemiddeld": tables.percent(found["gemiddeld"]),
            "dag": format_long_date(row.ingangsdatum),
        }
        reach = ngettext(
            "Dit raakt %(n)s tarief, met gemiddeld %(gemiddeld)s.",
            "Dit raakt %(n)s tarieven (producten: %(p)s), met gemiddeld %(gemiddeld)s.",
            found["aantal"],
        )
        rest = _(
            "Elk tarief eindigt de dag ervoor en het nieuwe geldt vanaf %(dag)s. Tot die dag kun "
            "je de indexering nog intrekken; daarna niet meer."
        )
        return f"{reach % words} {rest % words}"


class IndexeringIntrekken(Indexeringhandeling):
    titel = gettext_lazy("Indexering intrekken")
    knop = gettext_lazy("Intrekken")

    def form(self, row: Indexering, *data: Any) -> forms.IntrekkenForm:
        return forms.IntrekkenForm(*data, initial={"versie": row.versie})

    def act(self, row: Indexering, form: Any) -> tuple[str, str]:
        diensten.withdraw(self.actor, row.pk, peildatum=timezone.localdate(), **form.cleaned_data)
        return _("%s is ingetrokken.") % row.kenmerk, self.back(row)

    def consequence(self, row: Indexering) -> str:
        if row.status != S.GEACTIVEERD:
            return _("Het voorstel vervalt. Er verandert geen tarief.")
        return _(
            "Elk tarief wordt weer zoals het was. De nieuwe tarieven hebben dan nooit gegolden; in "
            "de geschiedenis blijven ze staan."
        )


def _while(*steps: S) -> Any:
    """The button shows as long as the table of steps allows one of these."""

    def shown(actor: Actor, row: Indexering) -> bool:
        if row.status == S.GEACTIVEERD and row.ingangsdatum <= timezone.localdate():
            return False
        return any(step in OVERGANGEN[S(row.status)] for step in steps)

    return shown


def _to(route: str) -> Any:
    return lambda row: reverse(route, args=[row.pk])


KNOPPEN = tuple(
    Knop(label, INDEXERING_BEHEREN, _to(route), _while(step), at)
    for at, (label, route, step) in enumerate(
        (
            (gettext_lazy("Activeren"), "indexering-activeren", S.GEACTIVEERD),
            (gettext_lazy("Opnieuw doorrekenen"), "indexering-doorrekenen", S.BEREKEND),
            (gettext_lazy("Wijzigen"), "indexering-wijzigen", S.CONCEPT),
            (gettext_lazy("Intrekken"), "indexering-intrekken", S.INGETROKKEN),
        )
    )
)
