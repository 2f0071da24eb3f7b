"""Writing down an evaluation, and the results at the end."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from afspraken import resultaten
from afspraken.choices import Resultaatstatus
from afspraken.einde import end_of_help
from afspraken.forms import EvaluatieForm, ResultatenForm, TerugForm
from afspraken.inhoud import Resultaten, open_evaluatie, open_resultaten
from afspraken.models import Afsprakenoverzicht, Evaluatiemoment, Resultatenoverzicht
from afspraken.policies import (
    AFSPRAKEN_LEZEN,
    AFSPRAKEN_SCHRIJVEN,
    RESULTATEN_BEVESTIGEN,
    RESULTATEN_INVULLEN,
)
from afspraken.services import terugkijken
from afspraken.views.basis import Overzichtbasis
from core.forms import PortalForm
from core.fouten import STATUS_OVERGANG, Conflict, NietGevonden, Ongeldig, PortalFout
from core.policies import has_right


class Evaluatie(Overzichtbasis):
    rechten = {"GET": AFSPRAKEN_LEZEN, "POST": AFSPRAKEN_SCHRIJVEN}
    template_naam = "afspraken/evaluatie.html"

    def moment(self, pk: UUID) -> Evaluatiemoment:
        rows = Evaluatiemoment.objects.for_actor(self.actor).filter(pk=pk)
        found: Evaluatiemoment | None = rows.select_related(
            "overzicht__aanbieder", "overzicht__gemeente", "gedaan_door"
        ).first()
        if found is None:
            raise NietGevonden()
        return found

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        moment = self.moment(pk)
        self.log(moment.overzicht, "evaluatie.inzien")
        return self.page(moment, EvaluatieForm())

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        moment, form = self.moment(pk), EvaluatieForm(request.POST)
        if not form.is_valid():
            return self.page(moment, form, status=400)
        try:
            terugkijken.record_evaluatie(
                self.actor, pk, peildatum=self.today(), **form.cleaned_data
            )
        except (Ongeldig, Conflict) as exc:
            form.add_fout(exc)
            return self.page(self.moment(pk), form, status=exc.status)
        return self.back(moment.overzicht, _("De evaluatie is vastgelegd. De ander ziet haar ook."))

    def page(self, moment: Evaluatiemoment, form: PortalForm, *, status: int = 200) -> HttpResponse:
        kept = {"moment": moment, "tekst": open_evaluatie(moment), "form": form}
        return self.render({**self.base(moment.overzicht), **kept}, status=status)


class ResultatenView(Overzichtbasis):
    """What the help brought; the form for the aanbieder, the words for the toegang."""

    rechten = {"GET": AFSPRAKEN_LEZEN, "POST": RESULTATEN_INVULLEN}
    template_naam = "afspraken/resultaten.html"

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        row = self.find(pk)
        kept: Resultatenoverzicht | None = row.resultaten.first()
        self.log(row, "resultaten.inzien")
        may_fill = has_right(self.actor, RESULTATEN_INVULLEN)
        if may_fill and (kept is None or kept.status == Resultaatstatus.BIJ_AANBIEDER):
            resultaten.require_fillable(row, kept, self.today())
            return self.page(row, self.form(row, initial=_initial(kept)))
        if kept is None:
            raise Conflict(_("Er zijn nog geen resultaten ingevuld."), code=STATUS_OVERGANG.code)
        return self.page(row, None)

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        row = self.find(pk)
        form = self.form(row, request.POST)
        if not form.is_valid():
            return self.page(row, form, status=400)
        try:
            terugkijken.fill_in_results(
                self.actor,
                pk,
                antwoorden=form.antwoorden(),
                reden=form.cleaned_data["reden"],
                versie=self.versie,
                peildatum=self.today(),
            )
        except PortalFout as exc:
            form.add_fout(exc)
            status = 409 if exc.status == 412 else exc.status
            return self.page(self.find(pk), form, status=status)
        return self.back(row, _("De resultaten zijn ingevuld. De toegang krijgt bericht."))

    def form(self, row: Afsprakenoverzicht, data: Any = None, **more: Any) -> ResultatenForm:
        return ResultatenForm(data, gewenst=resultaten.wanted_results(row), **more)

    def page(
        self,
        row: Afsprakenoverzicht,
        form: ResultatenForm | None,
        *,
        status: int = 200,
        terug: TerugForm | None = None,
    ) -> HttpResponse:
        kept: Resultatenoverzicht | None = row.resultaten.select_related(
            "ingevuld_door", "bevestigd_door"
        ).first()
        judges = has_right(self.actor, RESULTATEN_BEVESTIGEN)
        waits = kept is not None and kept.status == Resultaatstatus.BIJ_TOEGANG
        context = {
            **self.base(row),
            "form": form,
            "rij": kept,
            "inhoud": open_resultaten(kept) if kept else Resultaten(),
            "einde": end_of_help(row, self.today()),
            "mag_bevestigen": judges and waits,
            "terug_form": terug or TerugForm(),
        }
        return self.render(context, status=status)


def _initial(kept: Resultatenoverzicht | None) -> dict[str, str]:
    if kept is None:
        return {}
    found = {"reden": kept.reden_beeindiging}
    for nr, line in enumerate(open_resultaten(kept).regels):
        found |= {f"uitkomst_{nr}": line.uitkomst, f"toelichting_{nr}": line.toelichting}
    return found


class Beoordelen(ResultatenView):
    """The toegang confirms (`actie=bevestigen`) or asks something first."""

    rechten = {"POST": RESULTATEN_BEVESTIGEN}
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        row = self.find(pk)
        if request.POST.get("actie") == "bevestigen":
            terugkijken.confirm_results(self.actor, pk, versie=self.versie)
            return self.back(row, _("De resultaten zijn bevestigd. Het overzicht is afgesloten."))
        form = TerugForm(request.POST)
        if not form.is_valid():
            return self.page(row, None, status=400, terug=form)
        try:
            terugkijken.send_back_results(
                self.actor, pk, vraag=form.cleaned_data["vraag"], versie=self.versie
            )
        except PortalFout as exc:
            form.add_fout(exc)
            status = 409 if exc.status == 412 else exc.status
            return self.page(self.find(pk), None, status=status, terug=form)
        return self.back(row, _("Je vraag ligt bij de aanbieder."))
