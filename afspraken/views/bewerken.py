"""Writing the agreements and handing them over, in one form: nothing that was typed is lost."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from afspraken import kern
from afspraken.choices import Overzichtstatus
from afspraken.forms import AfsprakenForm
from afspraken.inhoud import Inhoud, open_overzicht, words
from afspraken.models import Afsprakenoverzicht
from afspraken.policies import AFSPRAKEN_SCHRIJVEN, side_of
from afspraken.selectors import question_for, text_for
from afspraken.services import overzichten
from afspraken.vergelijken import compare
from afspraken.versies import available_help
from afspraken.views.basis import Overzichtbasis
from core.fouten import Conflict, Ongeldig, VersieVerouderd


class Bewerken(Overzichtbasis):
    """The form for who has the turn; a POST may also hand it over (`actie=overdragen`)."""

    rechten = {"GET": AFSPRAKEN_SCHRIJVEN, "POST": AFSPRAKEN_SCHRIJVEN}
    template_naam = "afspraken/bewerken.html"

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        row = self.find(pk)
        kern.require_turn(self.actor, row)
        self.log(row, "afspraken.inzien")
        return self.page(row, self.form(row))

    @method_decorator(sensitive_variables())
    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        row = self.find(pk)
        form = self.form(row, request.POST)
        if not form.is_valid():
            return self.page(row, form, status=400)
        typed = form.inhoud()
        try:
            row = self.save(row, form, typed)
            if request.POST.get("actie") != "overdragen":
                return self.back(row, _("Bewaard. De ander ziet dit pas als je het overdraagt."))
            row = overzichten.hand_over(
                self.actor,
                pk,
                vraag=form.cleaned_data["vraag"],
                akkoord=form.cleaned_data["akkoord"],
                versie=row.versie,
            )
        except VersieVerouderd:
            return self.outdated(self.find(pk), form, typed)
        except Ongeldig as exc:
            form.add_bevindingen(exc.bevindingen)
            return self.page(self.find(pk), form, status=400)
        except Conflict as exc:
            now = self.find(pk)
            if not kern.has_turn(self.actor, now):
                return self.passed_on(now, typed)
            form.add_fout(exc)
            return self.page(now, form, status=409)
        return self.back(row, self.told(row))

    def save(
        self, row: Afsprakenoverzicht, form: AfsprakenForm, typed: Inhoud
    ) -> Afsprakenoverzicht:
        return overzichten.save_overzicht(
            self.actor,
            row.pk,
            inhoud=typed,
            toewijzingen=[UUID(pk) for pk in form.cleaned_data["toewijzingen"]],
            versie=self.versie,
            peildatum=self.today(),
        )

    def told(self, row: Afsprakenoverzicht) -> str:
        if row.status == Overzichtstatus.VASTGESTELD:
            return _("De afspraken staan vast. De ander krijgt bericht.")
        return _("Overgedragen. De ander krijgt bericht dat er iets klaarstaat.")

    def form(self, row: Afsprakenoverzicht, data: Any = None) -> AfsprakenForm:
        chosen = list(kern.help_of(row))
        others = available_help(row, self.today())
        return AfsprakenForm(
            data,
            inhoud=open_overzicht(row),
            keuzes=[(str(t.pk), kern.help_line(t)) for t in [*chosen, *others]],
            initial={"toewijzingen": [str(t.pk) for t in chosen]},
        )

    def page(
        self, row: Afsprakenoverzicht, form: AfsprakenForm, *, status: int = 200, **more: Any
    ) -> HttpResponse:
        side = side_of(self.actor)
        context = {
            **self.base(row),
            "form": form,
            "vraag": question_for(self.actor, row),
            "kan_vaststellen": side is not None and kern.can_settle(row, side),
            "naar": side.ander.label.lower() if side else "",
            **more,
        }
        return self.render(context, status=status)

    def outdated(self, row: Afsprakenoverzicht, form: AfsprakenForm, typed: Inhoud) -> HttpResponse:
        """What was typed beside what stands there now (409); to keep it is a new choice."""
        if not kern.has_turn(self.actor, row):
            return self.passed_on(row, typed)
        changed = compare(open_overzicht(row), typed)
        self.log(row, "afspraken.inzien")
        return self.page(row, form, status=409, verschillen=changed, verouderd=True)

    def passed_on(self, row: Afsprakenoverzicht, typed: Inhoud) -> HttpResponse:
        """The text went on meanwhile: what was typed, to copy, beside what stands there now."""
        self.log(row, "afspraken.inzien")
        context = {
            **self.base(row),
            "getypt": words(typed),
            "verschillen": compare(text_for(self.actor, row).agreed(), typed),
        }
        return self.render(context, status=409, template="afspraken/verouderd.html")
