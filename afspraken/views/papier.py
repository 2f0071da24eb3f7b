"""The overzicht on paper: to print, as PDF, and with the name on it after a reason."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from afspraken import kern, pdf
from afspraken.forms import NaamForm
from afspraken.inhoud import Inhoud, blocks, open_resultaten, open_versie
from afspraken.models import Afsprakenoverzicht, Afsprakenversie
from afspraken.policies import AFSPRAKEN_LEZEN
from afspraken.selectors import text_for
from afspraken.views.basis import Overzichtbasis
from afspraken.views.overzicht import number_of, version_of
from core.fouten import Ongeldig
from indications.policies import JEUGDIGE_ONTHULLEN
from indications.services.kluis import reveal_jeugdige


class Papierbasis(Overzichtbasis):
    abstract = True

    def on_paper(self, row: Afsprakenoverzicht) -> tuple[Inhoud, Afsprakenversie | None]:
        """What this person sees of it, or with `?versie=` that version."""
        if "versie" in self.request.GET:
            asked = version_of(row, number_of(self.request.GET["versie"]))
            return open_versie(asked), asked
        if kern.has_turn(self.actor, row):
            return text_for(self.actor, row), None
        return text_for(self.actor, row), kern.last_version(row)

    def results(self, row: Afsprakenoverzicht) -> list[tuple[str, list[tuple[str, str]]]]:
        kept = row.resultaten.first()
        return [pdf.result_block(kept, open_resultaten(kept))] if kept else []

    def file(self, row: Afsprakenoverzicht, *, naam: str = "") -> HttpResponse:
        inhoud, versie = self.on_paper(row)
        made = pdf.render_overzicht(
            pdf.facts(row, versie), inhoud, naam=naam, extra=self.results(row)
        )
        number = kern.help_of(row).values_list("nummer", flat=True)[0]
        response = HttpResponse(made, content_type="application/pdf")
        name = f"afsprakenoverzicht-{number}.pdf"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response


class Afdrukken(Papierbasis):
    rechten = {"GET": AFSPRAKEN_LEZEN}
    template_naam = "afspraken/afdrukken.html"

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        row = self.find(pk)
        inhoud, versie = self.on_paper(row)
        self.log(row, "afspraken.afdrukken")
        context: dict[str, Any] = {
            **self.base(row),
            "feiten": pdf.facts(row, versie),
            "blokken": [*blocks(inhoud), *self.results(row)],
        }
        return self.render(context)


class AlsPdf(Papierbasis):
    rechten = {"GET": AFSPRAKEN_LEZEN}

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        row = self.find(pk)
        self.log(row, "afspraken.pdf")
        return self.file(row)


class MetNaam(Papierbasis):
    """The same PDF with who it is about; the reason goes into the log, the PDF is kept nowhere."""

    rechten = {"GET": JEUGDIGE_ONTHULLEN, "POST": JEUGDIGE_ONTHULLEN}
    template_naam = "afspraken/met_naam.html"

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        return self.render({**self.base(self.find(pk)), "form": NaamForm()})

    @method_decorator(sensitive_variables("person", "naam"))
    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        row, form = self.find(pk), NaamForm(request.POST)
        if not form.is_valid():
            return self.render({**self.base(row), "form": form}, status=400)
        reden = form.cleaned_data["reden"]
        try:
            person = reveal_jeugdige(self.actor, row.jeugdige_id, reden=reden)
        except Ongeldig as exc:
            form.add_fout(exc)
            return self.render({**self.base(row), "form": form}, status=400)
        naam = " ".join(filter(None, [person.voornamen, person.voorvoegsel, person.geslachtsnaam]))
        self.log(row, "afspraken.pdf", detail=str(_("met naam: %s") % reden)[:300])
        return self.file(row, naam=naam)
