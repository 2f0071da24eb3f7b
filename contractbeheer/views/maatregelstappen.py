"""The acts on a measure, each a page of its own; a letter is looked at before it goes out."""

import datetime
from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from contractbeheer import forms_maatregelen as forms
from contractbeheer import ladder
from contractbeheer.aflopen import DAG
from contractbeheer.besluittoets import Besluit
from contractbeheer.brieven import token_of
from contractbeheer.choices import Trajectstatus
from contractbeheer.models import Maatregeltraject
from contractbeheer.overgangen_traject import can_become
from contractbeheer.policies import TRAJECT_BESLUITEN, TRAJECT_OPSTELLEN
from contractbeheer.services import intrekken, maatregelen, opleggen
from contractbeheer.trajectkern import drew_up, keep_draft, term_from
from contractbeheer.watals import Gevolgen, consequences
from contracts.choices import Maatregelsoort
from core.brieven.maken import Brief as Woorden
from core.forms import PortalForm
from core.fouten import Conflict, NietGevonden, Ongeldig
from core.ui.formats import format_long_date
from core.views.basis import PortalView


class Trajectbasis(PortalView):
    """A measure within scope; what it shows is kept by no browser."""

    abstract = True

    def find(self, pk: UUID) -> Maatregeltraject:
        rows = Maatregeltraject.objects.for_actor(self.actor)
        found: Maatregeltraject | None = (
            rows.select_related("aanbieder__organisatie", "vorige").filter(pk=pk).first()
        )
        if found is None:
            raise NietGevonden()
        return found

    @property
    def versie(self) -> int:
        """Of the page that was looked at; what is no number is never the version of now."""
        text = self.request.POST.get("versie", "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0

    def base(self, traject: Maatregeltraject) -> dict[str, Any]:
        return {
            "traject": traject,
            "terug": reverse("maatregeltraject", args=[traject.pk]),
            "kruimels": [
                (reverse("maatregeltrajecten"), _("Maatregelen")),
                (reverse("maatregeltraject", args=[traject.pk]), traject.kenmerk),
            ],
        }

    def back(self, traject: Maatregeltraject, text: str) -> HttpResponse:
        messages.success(self.request, text)
        return redirect("maatregeltraject", pk=traject.pk)


@method_decorator(never_cache, name="dispatch")
class Briefstap(Trajectbasis):
    """Fill in, look at the letter, send it: `actie` says which. Refused: the form, as typed."""

    abstract = True
    template_naam = "contractbeheer/maatregelstap.html"
    titel: ClassVar[Any] = ""
    knop: ClassVar[Any] = ""
    deel: ClassVar[str] = ""

    def allowed(self, traject: Maatregeltraject) -> bool:
        """Whether the step is there at all; otherwise the page leads back."""
        raise NotImplementedError

    def form(self, traject: Maatregeltraject, data: Any = None) -> PortalForm:
        raise NotImplementedError

    def preview(self, traject: Maatregeltraject, data: Mapping[str, Any]) -> Woorden:
        raise NotImplementedError

    def carry_out(self, pk: UUID, data: Mapping[str, Any], gezien: str | None) -> str:
        """Do it; the words of the confirmation."""
        raise NotImplementedError

    def has_letter(self, traject: Maatregeltraject) -> bool:
        return True

    def consequences(self, traject: Maatregeltraject, form: PortalForm) -> dict[str, Any]:
        return {}

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        traject = self.find(pk)
        if not self.allowed(traject):
            return redirect("maatregeltraject", pk=pk)
        return self.page(traject, self.form(traject))

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        traject = self.find(pk)
        if not self.allowed(traject):
            return redirect("maatregeltraject", pk=pk)
        form = self.form(traject, request.POST)
        if not form.is_valid():
            return self.page(traject, form, status=400)
        sends = request.POST.get("actie") == "versturen"
        gezien = request.POST.get("gezien", "") if self.has_letter(traject) else None
        try:
            if sends and gezien != "":
                return self.back(traject, self.carry_out(pk, form.cleaned_data, gezien))
            return self._looked_at(pk, form)
        except Ongeldig as exc:
            form.add_bevindingen(exc.bevindingen)
            return self.page(self.find(pk), form, status=400)
        except Conflict as exc:
            if exc.code != ladder.BRIEF_VERANDERD.code:
                raise
            messages.warning(request, exc.reden)
            return self._looked_at(pk, form)

    def _looked_at(self, pk: UUID, form: PortalForm) -> HttpResponse:
        """The page with the letter beside it, as it would go out now."""
        words = self.preview(self.find(pk), form.cleaned_data)
        traject = self.find(pk)
        document = keep_draft(self.actor, traject, words)
        return self.page(traject, form, stuk=document, gezien=token_of(words))

    def page(
        self, traject: Maatregeltraject, form: PortalForm, *, status: int = 200, **extra: Any
    ) -> HttpResponse:
        context = {
            **self.base(traject),
            "titel": self.titel,
            "knop": self.knop,
            "deel": self.deel,
            "form": form,
            "heeft_brief": self.has_letter(traject),
            **self.consequences(traject, form),
            **extra,
        }
        return self.render(context, status=status)


class Voornemen(Briefstap):
    rechten = {"GET": TRAJECT_OPSTELLEN, "POST": TRAJECT_OPSTELLEN}
    titel = gettext_lazy("Voornemen versturen")
    knop = gettext_lazy("Voornemen versturen")
    deel = "contractbeheer/_maatregel_gevolg_voornemen.html"

    def allowed(self, traject: Maatregeltraject) -> bool:
        return can_become(traject.status, Trajectstatus.VOORNEMEN)

    def form(self, traject: Maatregeltraject, data: Any = None) -> PortalForm:
        return forms.VoornemenForm(data, initial={"uiterlijk": term_from(timezone.localdate())})

    def preview(self, traject: Maatregeltraject, data: Mapping[str, Any]) -> Woorden:
        return maatregelen.preview_announcement(
            self.actor, traject=traject, peildatum=timezone.localdate(), **data
        )

    def carry_out(self, pk: UUID, data: Mapping[str, Any], gezien: str | None) -> str:
        done = maatregelen.announce(
            self.actor,
            pk,
            versie=self.versie,
            gezien=gezien,
            peildatum=timezone.localdate(),
            **data,
        )
        words = {"kenmerk": done.kenmerk, "dag": format_long_date(done.zienswijze_uiterlijk)}
        return _("%(kenmerk)s is verstuurd; de aanbieder kan reageren tot en met %(dag)s.") % words


class Opleggen(Briefstap):
    rechten = {"GET": TRAJECT_BESLUITEN, "POST": TRAJECT_BESLUITEN}
    titel = gettext_lazy("Besluiten")
    knop = gettext_lazy("Opleggen en brief versturen")
    deel = "contractbeheer/_maatregel_gevolg_besluit.html"

    def allowed(self, traject: Maatregeltraject) -> bool:
        return can_become(traject.status, Trajectstatus.OPGELEGD)

    def form(self, traject: Maatregeltraject, data: Any = None) -> PortalForm:
        form = forms.BesluitForm(
            data,
            initial={
                "ingangsdatum": _first_day(traject),
                "functie": ladder.decider_of(traject.soort),
            },
        )
        if traject.soort != Maatregelsoort.CLIENTENSTOP:
            del form.fields["einddatum"]
        if not self._unheard(traject):
            del form.fields["spoed"]
        return form

    def consequences(self, traject: Maatregeltraject, form: PortalForm) -> dict[str, Any]:
        """Whom it touches from the day that is filled in, else from the first one possible."""
        asked = form.cleaned_data.get("ingangsdatum") if form.is_bound else None
        day = asked or _first_day(traject)
        return {
            "dag": day,
            "gevolgen": self._counts(traject, day),
            "naast": "contractbeheer/_maatregel_naast.html",
            "eindigt": traject.soort == Maatregelsoort.ONTBINDING,
            "stop": traject.soort == Maatregelsoort.CLIENTENSTOP,
            "zelf_opgesteld": drew_up(self.actor, traject),
            "nog_te_horen": self._unheard(traject),
        }

    def _counts(self, traject: Maatregeltraject, day: datetime.date) -> Gevolgen | None:
        if traject.soort in (Maatregelsoort.WAARSCHUWING, Maatregelsoort.INGEBREKESTELLING):
            return None
        percelen = list(traject.percelen.values_list("pk", flat=True))
        return consequences(self.actor, traject.aanbieder_id, percelen, day - DAG)

    def _unheard(self, traject: Maatregeltraject) -> bool:
        heard = ladder.is_heard(
            zienswijze=traject.zienswijze_op is not None,
            gehoord=traject.gehoord_op,
            uiterlijk=traject.zienswijze_uiterlijk,
            peildatum=timezone.localdate(),
        )
        asked = traject.status == Trajectstatus.VOORNEMEN
        return not heard and (asked or traject.soort in ladder.EERST_HOREN)

    def preview(self, traject: Maatregeltraject, data: Mapping[str, Any]) -> Woorden:
        return opleggen.preview_decision(
            self.actor,
            traject=traject,
            besluit=Besluit(**data),
            peildatum=timezone.localdate(),
        )

    def carry_out(self, pk: UUID, data: Mapping[str, Any], gezien: str | None) -> str:
        done = opleggen.impose(
            self.actor,
            pk,
            besluit=Besluit(**data),
            versie=self.versie,
            gezien=gezien,
            peildatum=timezone.localdate(),
        )
        words = {"kenmerk": done.kenmerk, "dag": format_long_date(done.ingangsdatum)}
        return _("%(kenmerk)s is opgelegd en gaat in op %(dag)s.") % words


def _first_day(traject: Maatregeltraject) -> datetime.date:
    today = timezone.localdate()
    return today + DAG if traject.soort == Maatregelsoort.ONTBINDING else today


class Intrekken(Briefstap):
    rechten = {"GET": TRAJECT_OPSTELLEN, "POST": TRAJECT_OPSTELLEN}
    titel = gettext_lazy("Intrekken")
    knop = gettext_lazy("Intrekken")
    deel = "contractbeheer/_maatregel_gevolg_intrekken.html"

    def allowed(self, traject: Maatregeltraject) -> bool:
        return can_become(traject.status, Trajectstatus.INGETROKKEN)

    def has_letter(self, traject: Maatregeltraject) -> bool:
        return traject.status != Trajectstatus.CONCEPT

    def form(self, traject: Maatregeltraject, data: Any = None) -> PortalForm:
        return forms.IntrekkingForm(
            data,
            initial={"per": max(traject.ingangsdatum or _first_day(traject), timezone.localdate())},
            besloten=traject.besloten_op is not None,
            verteld=self.has_letter(traject),
        )

    def consequences(self, traject: Maatregeltraject, form: PortalForm) -> dict[str, Any]:
        begun = traject.ingangsdatum is not None and traject.ingangsdatum <= timezone.localdate()
        return {
            "besloten": traject.besloten_op is not None,
            "begonnen": begun,
            "ontbinding": traject.soort == Maatregelsoort.ONTBINDING,
        }

    def preview(self, traject: Maatregeltraject, data: Mapping[str, Any]) -> Woorden:
        return intrekken.preview_withdrawal(
            self.actor,
            traject=traject,
            per=data.get("per"),
            reden=data["reden"],
            extra=data.get("extra", ""),
            peildatum=timezone.localdate(),
        )

    def carry_out(self, pk: UUID, data: Mapping[str, Any], gezien: str | None) -> str:
        done = intrekken.withdraw(
            self.actor,
            pk,
            per=data.get("per"),
            reden=data["reden"],
            extra=data.get("extra", ""),
            versie=self.versie,
            gezien=gezien,
            peildatum=timezone.localdate(),
        )
        return _("%s is ingetrokken.") % done.kenmerk
