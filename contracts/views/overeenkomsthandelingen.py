"""Acts on an agreement: adding, mending, extending, its papers, admission to a perceel."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contracts import forms
from contracts.models import Overeenkomst
from contracts.services import overeenkomsten, perceelcontracten
from contracts.services.perceelcontracten import Toelating
from contracts.views.handeling import Handelingpagina
from core.forms import PortalForm
from core.fouten import Ongeldig
from core.ui.formats import format_long_date


class HoofdToevoegen(Handelingpagina):
    titel = gettext_lazy("Hoofdovereenkomst toevoegen")

    def form(self, row: Any, *data: Any) -> PortalForm:
        initial = {"aanbieder": self.request.GET.get("aanbieder", "")[:36]}
        return forms.HoofdForm(self.actor, *data, initial=initial)

    def act(self, row: Any, form: forms.HoofdForm) -> tuple[str, str]:
        aanbieder = form.cleaned_data["aanbieder"]
        made = overeenkomsten.add_head(self.actor, aanbieder.pk, form.gegevens())
        return _("%s is toegevoegd.") % made.nummer, reverse("overeenkomst", args=[made.pk])

    def consequence(self, row: Any) -> str:
        return _(
            "Een aanbieder heeft één hoofdovereenkomst tegelijk. Daaronder komen de "
            "subovereenkomsten en de percelen; pas met een perceel kan er worden toegewezen."
        )

    def back(self, row: Any) -> str:
        return reverse("overeenkomsten")


class Bijovereenkomst(Handelingpagina):
    abstract = True
    model, route = Overeenkomst, "overeenkomst"
    related = ("aanbieder", "hoofdovereenkomst")

    def about(self, row: Overeenkomst) -> str:
        return f"{row.nummer} · {row.aanbieder.naam}"


class SubToevoegen(Bijovereenkomst):
    titel = gettext_lazy("Subovereenkomst toevoegen")

    def form(self, row: Overeenkomst, *data: Any) -> PortalForm:
        initial = {"begindatum": row.begindatum, "einddatum": row.einddatum}
        return forms.OvereenkomstForm(*data, initial=initial)

    def act(self, row: Overeenkomst, form: forms.OvereenkomstForm) -> tuple[str, str]:
        made = overeenkomsten.add_sub(self.actor, row.pk, form.gegevens())
        return _("%s is toegevoegd.") % made.nummer, reverse("overeenkomst", args=[made.pk])

    def consequence(self, row: Overeenkomst) -> str:
        return _(
            "De subovereenkomst valt binnen de hoofdovereenkomst: %(van)s tot en met %(tot)s."
        ) % {
            "van": format_long_date(row.begindatum),
            "tot": forms.until(row.einddatum),
        }


class Verbeteren(Bijovereenkomst):
    titel = gettext_lazy("Overeenkomst verbeteren")
    knop = gettext_lazy("Bewaren")

    def form(self, row: Overeenkomst, *data: Any) -> PortalForm:
        return forms.VerbeterForm(row, *data, initial={"versie": row.versie})

    def act(self, row: Overeenkomst, form: forms.VerbeterForm) -> tuple[str, str]:
        values = dict(form.cleaned_data)
        overeenkomsten.correct(self.actor, row.pk, versie=values.pop("versie"), waarden=values)
        return _("%s is verbeterd.") % row.nummer, self.back(row)

    def consequence(self, row: Overeenkomst) -> str:
        return _(
            "Hier zet je recht wat verkeerd is vastgelegd. De periode verandert niet: langer gaat "
            "met een optie om te verlengen, korter via een beëindigingsverzoek."
        )


class Verlengen(Bijovereenkomst):
    titel = gettext_lazy("Overeenkomst verlengen")
    knop = gettext_lazy("Verlengen")

    def form(self, row: Overeenkomst, *data: Any) -> PortalForm:
        found = overeenkomsten.preview(self.actor, row.pk)
        return forms.VerlengForm(found, *data, initial={"versie": row.versie})

    def act(self, row: Overeenkomst, form: forms.VerlengForm) -> tuple[str, str]:
        done = overeenkomsten.extend(
            self.actor,
            row.pk,
            versie=form.cleaned_data["versie"],
            mee=[UUID(pk) for pk in form.cleaned_data.get("mee", ())],
        )
        words = {"nummer": row.nummer, "tot": format_long_date(done.nieuw)}
        return _("%(nummer)s is verlengd tot en met %(tot)s.") % words, self.back(row)

    def consequence(self, row: Overeenkomst) -> str:
        found = overeenkomsten.preview(self.actor, row.pk)
        return _(
            "De overeenkomst eindigt nu op %(oud)s en wordt met %(maanden)d maanden verlengd, tot "
            "en met %(nieuw)s. Dit is optie %(nr)d van %(alle)d."
        ) % {
            "oud": format_long_date(found.oud),
            "nieuw": format_long_date(found.nieuw),
            "maanden": row.verlengoptie_maanden,
            "nr": row.verlengd + 1,
            "alle": row.verlengopties,
        }


class StukToevoegen(Bijovereenkomst):
    titel = gettext_lazy("Stuk toevoegen")

    def form(self, row: Overeenkomst, *data: Any) -> PortalForm:
        return forms.StukForm(*data)

    def act(self, row: Overeenkomst, form: forms.StukForm) -> tuple[str, str]:
        data = form.cleaned_data
        file: UploadedFile = data["bestand"]
        try:
            overeenkomsten.add_paper(
                self.actor,
                row.pk,
                chunks=file.chunks(),
                naam=file.name or "",
                soort=data["soort"],
                omschrijving=data["omschrijving"],
            )
        except Ongeldig as exc:
            if any(f.veld not in form.fields for f in exc.bevindingen):
                error = ValidationError(exc.reden, code=exc.bevindingen[0].code)
                form.add_error("bestand", error)
            raise
        return _("Het stuk is toegevoegd."), reverse("overeenkomst", args=[row.pk, "stukken"])


class Toelaten(Bijovereenkomst):
    titel = gettext_lazy("Toelaten tot een perceel")
    knop = gettext_lazy("Toelaten")

    def form(self, row: Overeenkomst, *data: Any) -> PortalForm:
        return forms.ToelaatForm(self.actor, row, *data)

    def act(self, row: Overeenkomst, form: forms.ToelaatForm) -> tuple[str, str]:
        data = form.cleaned_data
        made = perceelcontracten.admit(
            self.actor,
            row.pk,
            Toelating(
                data["perceel"].pk,
                data["begindatum"],
                data["einddatum"],
                data["tariefgroep"].pk if data["tariefgroep"] else None,
                data["max_wachttijd_weken"],
            ),
        )
        words = {"naam": row.aanbieder.naam, "perceel": data["perceel"].naam}
        text = _("%(naam)s is toegelaten tot %(perceel)s. Leg nu de gemeenten vast.") % words
        return text, reverse("perceelcontract", args=[made.pk])

    def consequence(self, row: Overeenkomst) -> str:
        return (
            _("Vanaf de begindatum kan er bij %s worden toegewezen op dit perceel.") % row.aanbieder
        )
