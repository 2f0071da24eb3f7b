"""Acts on a measure without a letter to look at first."""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from contractbeheer import forms_maatregelen as forms
from contractbeheer.models import Maatregeltraject
from contractbeheer.policies import TRAJECT_BESLUITEN, TRAJECT_OPSTELLEN, ZIENSWIJZE_GEVEN
from contractbeheer.services import intrekken, maatregelen, zienswijze
from contractbeheer.views.maatregelstappen import Trajectbasis
from core.forms import PortalForm
from core.fouten import Ongeldig


@method_decorator(never_cache, name="dispatch")
class Formulierstap(Trajectbasis):
    """An act without a letter to look at first."""

    abstract = True
    template_naam = "contractbeheer/maatregelstap.html"
    titel: ClassVar[Any] = ""
    knop: ClassVar[Any] = gettext_lazy("Vastleggen")
    deel: ClassVar[str] = ""
    formulier: ClassVar[type[PortalForm]]

    def initial(self, traject: Maatregeltraject) -> dict[str, Any]:
        return {}

    def carry_out(self, pk: UUID, data: Mapping[str, Any]) -> str:
        raise NotImplementedError

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        traject = self.find(pk)
        return self.page(traject, self.formulier(initial=self.initial(traject)))

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        traject, form = self.find(pk), self.formulier(request.POST)
        if not form.is_valid():
            return self.page(traject, form, status=400)
        try:
            return self.back(traject, self.carry_out(pk, form.cleaned_data))
        except Ongeldig as exc:
            form.add_bevindingen(exc.bevindingen)
            return self.page(traject, form, status=400)

    def page(
        self, traject: Maatregeltraject, form: PortalForm, *, status: int = 200
    ) -> HttpResponse:
        context = {"titel": self.titel, "knop": self.knop, "deel": self.deel, "form": form}
        return self.render({**self.base(traject), **context}, status=status)


class Zienswijze(Formulierstap):
    rechten = {"GET": ZIENSWIJZE_GEVEN, "POST": ZIENSWIJZE_GEVEN}
    titel, formulier = gettext_lazy("Zienswijze geven"), forms.ZienswijzeForm
    knop = gettext_lazy("Versturen")
    deel = "contractbeheer/_maatregel_zaak.html"

    def carry_out(self, pk: UUID, data: Mapping[str, Any]) -> str:
        done = zienswijze.give_view(self.actor, pk, zienswijze=data["zienswijze"])
        return _("Je zienswijze bij %s is verstuurd. OZJT weegt die mee.") % done.kenmerk


class Horen(Formulierstap):
    rechten = {"GET": TRAJECT_OPSTELLEN, "POST": TRAJECT_OPSTELLEN}
    titel, formulier = gettext_lazy("Gesprek vastleggen"), forms.HoorForm

    def initial(self, traject: Maatregeltraject) -> dict[str, Any]:
        return {"datum": traject.gehoord_op, "verslag": traject.hoorverslag}

    def carry_out(self, pk: UUID, data: Mapping[str, Any]) -> str:
        done = maatregelen.record_hearing(
            self.actor, pk, versie=self.versie, peildatum=timezone.localdate(), **data
        )
        return _("Het gesprek bij %s is vastgelegd.") % done.kenmerk


class Herstel(Formulierstap):
    rechten = {"GET": TRAJECT_OPSTELLEN, "POST": TRAJECT_OPSTELLEN}
    titel, formulier = gettext_lazy("Herstel beoordelen"), forms.HerstelForm
    deel = "contractbeheer/_maatregel_zaak.html"

    def carry_out(self, pk: UUID, data: Mapping[str, Any]) -> str:
        done = maatregelen.judge_recovery(self.actor, pk, versie=self.versie, **data)
        return _("%(kenmerk)s: %(uitkomst)s.") % {
            "kenmerk": done.kenmerk,
            "uitkomst": done.get_herstel_display().lower(),
        }


class Periode(Formulierstap):
    rechten = {"GET": TRAJECT_BESLUITEN, "POST": TRAJECT_BESLUITEN}
    titel, formulier = gettext_lazy("Einddatum wijzigen"), forms.PeriodeForm
    knop = gettext_lazy("Wijzigen en brief versturen")

    def initial(self, traject: Maatregeltraject) -> dict[str, Any]:
        return {"einddatum": traject.einddatum}

    def carry_out(self, pk: UUID, data: Mapping[str, Any]) -> str:
        done = intrekken.move_end(
            self.actor, pk, versie=self.versie, peildatum=timezone.localdate(), **data
        )
        return _("De einddatum van %s is gewijzigd.") % done.kenmerk


class Herinneren(Trajectbasis):
    """One press: the reminder goes out."""

    rechten = {"POST": TRAJECT_OPSTELLEN}

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        traject = self.find(pk)
        maatregelen.remind(self.actor, pk, versie=self.versie, peildatum=timezone.localdate())
        return self.back(traject, _("De herinnering bij %s is verstuurd.") % traject.kenmerk)
