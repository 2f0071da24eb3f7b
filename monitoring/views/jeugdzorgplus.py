"""JeugdzorgPlus: recipients, tariffs and quarterly reports (R-CON-10)."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import rolgroepen
from core.choices import Organisatiesoort
from core.fouten import NietGevonden, Ongeldig, PortalFout
from core.geschiedenis import history_of_rows
from core.importexport.uitvoer import Exportkolom, export_queryset
from core.models import Organisatie
from core.policies import has_right
from core.views.basis import PortalView
from core.views.register import RegisterDetail
from monitoring import rapportage
from monitoring.choices import Rapportagestatus
from monitoring.forms import (
    BestandForm,
    IndexForm,
    OntvangerForm,
    OordeelForm,
    RapportageForm,
    SubsidieEindeForm,
)
from monitoring.models import (
    Kwartaalrapportage,
    Rapportregel,
    Subsidieindex,
    Subsidieontvanger,
)
from monitoring.policies import (
    JEUGDZORGPLUS_BEHEREN,
    JEUGDZORGPLUS_INZIEN,
    RAPPORTAGE_INVULLEN,
)
from monitoring.rules import EERSTE_TIJDVAK, tijdvak_of
from monitoring.services import jeugdzorgplus as services
from monitoring.services.jeugdzorgplus import CIJFERS, KORT, Indexgegevens
from monitoring.tables import RAPPORTAGES, rapportage_tag
from monitoring.views.formulier import Formulier
from providers.models import Aanbieder

REGELS = tuple(
    [Exportkolom("gemeentecode", "gemeente__code"), Exportkolom("gemeente", "gemeente__naam")]
    + [Exportkolom(name, name) for name, _label in CIJFERS]
)


def gemeenten() -> list[Organisatie]:
    return list(Organisatie.objects.filter(soort=Organisatiesoort.GEMEENTE).order_by("naam"))


class Jeugdzorgplus(PortalView):
    """Reports, recipients per tijdvak, and the maximum tariffs of article 6."""

    rechten = {"GET": JEUGDZORGPLUS_INZIEN}
    template_naam = "monitoring/jeugdzorgplus.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        reports = list(
            Kwartaalrapportage.objects.for_actor(self.actor)
            .select_related("ontvanger__aanbieder")
            .order_by("-begindatum", "ontvanger__aanbieder__naam")
        )
        receivers = Subsidieontvanger.objects.for_actor(self.actor).select_related("aanbieder")
        context = {
            "tabel": RAPPORTAGES.bind(request, reports),
            "ontvangers": receivers.order_by("-tijdvak", "plek"),
            "tarieven": rapportage.tariffs(self.actor),
            "mag_beheren": has_right(self.actor, JEUGDZORGPLUS_BEHEREN),
            "vandaag": timezone.localdate(),
        }
        return self.render(context)


class OntvangerNieuw(Formulier):
    rechten = {"GET": JEUGDZORGPLUS_BEHEREN, "POST": JEUGDZORGPLUS_BEHEREN}

    def form(self, data: Any = None) -> OntvangerForm:
        now = tijdvak_of(timezone.localdate().year)
        rows = Aanbieder.objects.for_actor(self.actor).order_by("naam")
        return OntvangerForm(
            data,
            initial={"tijdvak": str(now)},
            aanbieders=list(rows.only("pk", "naam")),
            tijdvakken=list(range(EERSTE_TIJDVAK, now + 3, 2)),
        )

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.shown(self.form())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self.form(request.POST)

        def add() -> None:
            services.add_ontvanger(
                self.actor,
                UUID(form.cleaned_data["aanbieder"]),
                tijdvak=int(form.cleaned_data["tijdvak"]),
                peildatum=timezone.localdate(),
            )

        if not self.attempt(form, add):
            return self.shown(form, bound=True)
        messages.success(request, _("De instelling krijgt subsidie en rapporteert elk kwartaal."))
        return redirect("jeugdzorgplus")

    def shown(self, form: OntvangerForm, *, bound: bool = False) -> HttpResponse:
        return self.page(
            form,
            bound=bound,
            titel=_("Subsidieontvanger toevoegen"),
            uitleg=_(
                "In een tijdvak van twee jaar krijgen ten hoogste twee instellingen subsidie."
            ),
            knop=_("Toevoegen"),
            terug=reverse("jeugdzorgplus"),
            kruimels=crumbs(),
        )


def crumbs() -> list[tuple[str, str]]:
    return [(reverse("jeugdzorgplus"), _("JeugdzorgPlus"))]


class OntvangerEinde(Formulier):
    """Withdraw a subsidy before the end of its tijdvak (art. 11)."""

    rechten = {"GET": JEUGDZORGPLUS_BEHEREN, "POST": JEUGDZORGPLUS_BEHEREN}

    def find(self, pk: UUID) -> Subsidieontvanger:
        rows = Subsidieontvanger.objects.for_actor(self.actor).select_related("aanbieder")
        found: Subsidieontvanger | None = rows.filter(pk=pk).first()
        if found is None:
            raise NietGevonden()
        return found

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        return self.shown(SubsidieEindeForm(), self.find(pk))

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        row, form = self.find(pk), SubsidieEindeForm(request.POST)

        def withdraw() -> None:
            data = form.cleaned_data
            services.withdraw_ontvanger(
                self.actor,
                pk,
                einddatum=data["einddatum"],
                reden=data["reden"],
                peildatum=timezone.localdate(),
            )

        if not self.attempt(form, withdraw):
            return self.shown(form, row, bound=True)
        messages.success(request, _("De subsidie stopt op die dag."))
        return redirect("jeugdzorgplus")

    def shown(
        self, form: SubsidieEindeForm, row: Subsidieontvanger, *, bound: bool = False
    ) -> HttpResponse:
        return self.page(
            form,
            bound=bound,
            titel=_("Subsidie stoppen"),
            subregel=str(row),
            uitleg=_("Over het kwartaal waarin de subsidie stopt, rapporteert de instelling nog."),
            knop=_("Stoppen"),
            terug=reverse("jeugdzorgplus"),
            kruimels=crumbs(),
        )


class Index(Formulier):
    """The percentages of a year by which the maximum tariffs rise (art. 6 lid 4)."""

    rechten = {"GET": JEUGDZORGPLUS_BEHEREN, "POST": JEUGDZORGPLUS_BEHEREN}

    def get(self, request: HttpRequest) -> HttpResponse:
        last = Subsidieindex.objects.for_actor(self.actor).order_by("-jaar").first()
        return self.shown(IndexForm(initial={"jaar": last.jaar + 1 if last else 2024}))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = IndexForm(request.POST)
        if not self.attempt(
            form, lambda: services.save_index(self.actor, Indexgegevens(**form.cleaned_data))
        ):
            return self.shown(form, bound=True)
        messages.success(request, _("De maximumtarieven zijn opnieuw berekend."))
        return redirect("jeugdzorgplus")

    def shown(self, form: IndexForm, *, bound: bool = False) -> HttpResponse:
        return self.page(
            form,
            bound=bound,
            titel=_("Indexatie van een jaar"),
            uitleg=_(
                "De NZa maakt de percentages bekend. Personeel weegt 83% en materieel 17%. Vul een "
                "jaar opnieuw in als de definitieve percentages er zijn."
            ),
            knop=_("Bewaren"),
            terug=reverse("jeugdzorgplus"),
            kruimels=crumbs(),
        )


class RapportageDetail(RegisterDetail):
    """The ten figures per gemeente with totals, beside the last quarter and over the year."""

    rechten = {"GET": JEUGDZORGPLUS_INZIEN}
    model, route, map = Kwartaalrapportage, "kwartaalrapportage", "monitoring"
    related = ("ontvanger__aanbieder", "ingediend_door", "beoordeeld_door")
    lijst = ("jeugdzorgplus", gettext_lazy("JeugdzorgPlus"))
    template_naam = "monitoring/rapportage.html"
    tabbladen = (
        ("cijfers", gettext_lazy("Cijfers")),
        ("jaar", gettext_lazy("Dit jaar tot nu toe")),
    )

    def get(self, request: HttpRequest, pk: UUID, tab: str = "") -> HttpResponse:
        if request.GET.get("formaat") in ("csv", "xlsx"):
            return self.download(self.find(pk), request.GET["formaat"])  # type: ignore[return-value]
        return super().get(request, pk, tab)

    def download(self, row: Kwartaalrapportage, fmt: str) -> HttpResponseBase:
        lines = Rapportregel.objects.for_actor(self.actor).filter(rapportage=row)
        name = f"jeugdzorgplus-{row.begindatum.year}-k{row.kwartaal}"
        return export_queryset(self.actor, lines.order_by("gemeente__code"), REGELS, fmt, naam=name)

    def header(self, row: Kwartaalrapportage) -> dict[str, Any]:
        concept = row.status == Rapportagestatus.CONCEPT
        return {
            "titel": row.periode_naam,
            "subregel": f"JeugdzorgPlus · {row.ontvanger.aanbieder}",
            "tag": rapportage_tag(row.status),
            "te_laat": row.is_late(timezone.localdate()),
            "mag_invullen": concept and has_right(self.actor, RAPPORTAGE_INVULLEN),
            "mag_beoordelen": row.status == Rapportagestatus.INGEDIEND
            and has_right(self.actor, JEUGDZORGPLUS_BEHEREN),
            "verborgen": concept and self.actor.has_role(*rolgroepen.OZJT),
        }

    def title(self, row: Kwartaalrapportage) -> str:
        return row.periode_naam

    def history(self, row: Kwartaalrapportage) -> dict[str, Any]:
        """To OZJT without what the recipient wrote before it handed in."""
        found = super().history(row)
        if not self.actor.has_role(*rolgroepen.OZJT):
            return found
        steps = history_of_rows(Kwartaalrapportage, [row.pk], hide={row.pk: ("toelichting",)})
        shown = [pair for pair in found["toestand"] or [] if pair[0] != "Toelichting"]
        return {
            **found,
            "gebeurtenissen": [step for _pk, step in reversed(steps)],
            "toestand": shown or None,
        }

    def context_cijfers(self, row: Kwartaalrapportage) -> dict[str, Any]:
        return {
            "overzicht": rapportage.overview(self.actor, row),
            "form": OordeelForm(initial={"versie": row.versie}),
        }

    def context_jaar(self, row: Kwartaalrapportage) -> dict[str, Any]:
        return {"overzicht": rapportage.year_to_date(self.actor, row)}


class RapportageBasis(Formulier):
    abstract = True

    def find(self, pk: UUID) -> Kwartaalrapportage:
        rows = Kwartaalrapportage.objects.for_actor(self.actor)
        found: Kwartaalrapportage | None = (
            rows.select_related("ontvanger__aanbieder").filter(pk=pk).first()
        )
        if found is None:
            raise NietGevonden()
        return found


class RapportageInvullen(RapportageBasis):
    """One table of gemeenten x ten figures; kept as concept or handed in."""

    rechten = {"GET": RAPPORTAGE_INVULLEN, "POST": RAPPORTAGE_INVULLEN}
    template_naam = "monitoring/rapportage_invullen.html"

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        row = self.find(pk)
        if row.status != Rapportagestatus.CONCEPT:
            return redirect("kwartaalrapportage", pk=pk)
        places = gemeenten()
        initial = rapportage.initial_of(self.actor, row, places)
        return self.shown(row, RapportageForm(initial=initial, gemeenten=places))

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        row, form = self.find(pk), RapportageForm(request.POST, gemeenten=gemeenten())
        hand_in = request.POST.get("act") == "indienen"

        def save() -> None:
            services.save_report(
                self.actor,
                pk,
                regels=form.regels,
                toelichting=form.cleaned_data["toelichting"],
                versie=form.cleaned_data["versie"],
                indienen=hand_in,
            )

        if not self.attempt(form, save):
            return self.shown(row, form, bound=True)
        if hand_in:
            messages.success(request, _("De rapportage is ingediend. OZJT bekijkt haar."))
            return redirect("kwartaalrapportage", pk=pk)
        messages.success(request, _("Bewaard als concept. Vergeet niet in te dienen."))
        return redirect("rapportage-invullen", pk=pk)

    def shown(
        self, row: Kwartaalrapportage, form: RapportageForm, *, bound: bool = False
    ) -> HttpResponse:
        here = reverse("kwartaalrapportage", args=[row.pk])
        return self.page(
            form,
            bound=bound,
            rij=row,
            koppen=KORT,
            bestand=BestandForm(),
            vorige=rapportage.ends_before(self.actor, row),
            terug=here,
            kruimels=[*crumbs(), (here, row.periode_naam)],
        )


class RapportageInlezen(RapportageInvullen):
    """Put a file into the form; nothing is kept before somebody looked at it and saved."""

    rechten = {"GET": RAPPORTAGE_INVULLEN, "POST": RAPPORTAGE_INVULLEN}

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        return redirect("rapportage-invullen", pk=self.find(pk).pk)

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        row, places = self.find(pk), gemeenten()
        if row.status != Rapportagestatus.CONCEPT:
            return redirect("kwartaalrapportage", pk=pk)
        upload = BestandForm(request.POST, request.FILES)
        saved = RapportageForm(
            initial=rapportage.initial_of(self.actor, row, places), gemeenten=places
        )
        if not upload.is_valid():
            return self._refused(row, saved, upload)
        try:
            read = rapportage.read_file(upload.cleaned_data["bestand"].read(), places)
        except Ongeldig as exc:
            upload.add_bevindingen(exc.bevindingen)
            return self._refused(row, saved, upload)
        form = RapportageForm({**read, "versie": row.versie}, gemeenten=places)
        if not form.is_valid():
            return self.shown(row, form, bound=True)
        messages.info(
            request, _("Het bestand staat in het formulier. Kijk het na en bewaar of dien in.")
        )
        return self.shown(row, form)

    def _refused(
        self, row: Kwartaalrapportage, form: RapportageForm, upload: BestandForm
    ) -> HttpResponse:
        here = reverse("kwartaalrapportage", args=[row.pk])
        return self.page(
            form,
            bound=True,
            rij=row,
            koppen=KORT,
            bestand=upload,
            vorige=rapportage.ends_before(self.actor, row),
            terug=here,
            kruimels=[*crumbs(), (here, row.periode_naam)],
        )


class RapportageOordeel(RapportageBasis):
    """Close a report, or give it back with a question."""

    rechten = {"POST": JEUGDZORGPLUS_BEHEREN}

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        self.find(pk)
        form = OordeelForm(request.POST)
        back = request.POST.get("act") == "teruggeven"
        if not form.is_valid():
            messages.error(request, _("Schrijf eerst je oordeel of vraag."))
            return redirect("kwartaalrapportage", pk=pk)
        text, versie = form.cleaned_data["tekst"], form.cleaned_data["versie"]
        try:
            if back:
                services.return_report(self.actor, pk, reden=text, versie=versie)
            else:
                services.judge_report(self.actor, pk, oordeel=text, versie=versie)
        except NietGevonden:
            raise
        except PortalFout as exc:
            messages.error(request, exc.reden)
            return redirect("kwartaalrapportage", pk=pk)
        done = _("Teruggegeven aan de instelling.") if back else _("De rapportage is beoordeeld.")
        messages.success(request, done)
        return redirect("kwartaalrapportage", pk=pk)
