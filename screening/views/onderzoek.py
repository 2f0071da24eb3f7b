"""Acts before the decision, each on its own page: begin, answer, prove, talk, hear, statuses."""

import datetime
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from core.documenten.upload import store_upload
from core.forms import PortalForm
from core.fouten import Ongeldig, PortalFout
from core.models import Organisatie
from core.views.basis import PortalView
from screening import selectors
from screening.choices import TE_WIJZIGEN, Aanleiding, Screeningstatus
from screening.documenten import SCREENINGSBEWIJS
from screening.forms import (
    BewijsForm,
    GesprekForm,
    InvulForm,
    NieuwForm,
    ReactieForm,
    StopForm,
    ToetsenForm,
    ZorgForm,
    aanbieders_to_screen,
)
from screening.models import Screening, Wederhoor
from screening.overgangen import OVERGANGEN
from screening.policies import SCREENING_UITVOEREN
from screening.services import onderzoek
from screening.slot import require_changeable, require_version
from screening.views.basis import Handeling, versie_of

DOEN = {"GET": SCREENING_UITVOEREN, "POST": SCREENING_UITVOEREN}
#: Proposed to react: two weeks.
REACTIEDAGEN = 14


@method_decorator([never_cache, sensitive_post_parameters()], name="dispatch")
class Nieuw(PortalView):
    rechten = DOEN
    template_naam = "screening/nieuw.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        chosen = request.GET.get("aanbieder", "")
        start = {"aanbieder": chosen if _is_uuid(chosen) else None}
        if start["aanbieder"] and selectors.valid_of(
            self.actor, UUID(chosen), timezone.localdate()
        ):
            start["aanleiding"] = Aanleiding.PERIODIEK.value
        return self.page(self._form(initial=start))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self._form(request.POST)
        if not form.is_valid():
            return self.page(form, status=400)
        data = form.cleaned_data
        try:
            screening = onderzoek.begin(
                self.actor,
                data["aanbieder"].pk,
                aanleiding=data["aanleiding"],
                toelichting=data["toelichting"],
                peildatum=timezone.localdate(),
            )
        except PortalFout as exc:
            form.add_bevindingen(exc.bevindingen)
            if not isinstance(exc, Ongeldig):
                form.add_error(None, _(exc.reden))
            return self.page(form, status=exc.status)
        words = {"kenmerk": screening.kenmerk, "wie": data["aanbieder"].naam}
        messages.success(request, _("%(kenmerk)s van %(wie)s is begonnen.") % words)
        return redirect("screening-invullen", pk=screening.pk)

    def _form(self, *args: Any, **kwargs: Any) -> NieuwForm:
        return NieuwForm(*args, aanbieders=aanbieders_to_screen(self.actor), **kwargs)

    def page(self, form: PortalForm, *, status: int = 200) -> HttpResponse:
        context = {
            "form": form,
            "lijst": selectors.current_list(self.actor),
            "kruimels": [(reverse("screeningen"), _("Screeningen"))],
        }
        return self.render(context, status=status)


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


class _Onderzoek(Handeling):
    """Possible as long as answers, evidence and the rest may change."""

    abstract = True

    def can(self, screening: Screening) -> bool:
        return screening.status in TE_WIJZIGEN


class Invullen(_Onderzoek):
    """Every question on one page, per theme; saved as far as it is filled in."""

    rechten = DOEN
    template_naam = "screening/invullen.html"

    def form_of(self, screening: Screening, *args: Any) -> PortalForm:
        return InvulForm(*args[:1], punten=selectors.points_of(self.actor, screening))

    def act(self, screening: Screening, form: Any) -> str:
        onderzoek.save_answers(
            self.actor, screening.pk, form.changed, versie=versie_of(self.request)
        )
        n = len(form.changed)
        if not n:
            return _("Er was niets veranderd.")
        return ngettext("%s antwoord bewaard.", "%s antwoorden bewaard.", n) % n

    def next(self, screening: Screening) -> str:
        if self.request.POST.get("verder") == "sluiten":
            return self.back(screening)
        return reverse("screening-invullen", args=[screening.pk])

    def page(self, screening: Screening, form: Any, **extra: Any) -> HttpResponse:
        points = form.punten
        themas = [
            {
                "naam": naam,
                "punten": [
                    {
                        "punt": p,
                        "waarde": _field(form, f"{p.vraag.pk}-waarde"),
                        "toelichting": _field(form, f"{p.vraag.pk}-toelichting"),
                    }
                    for p in found
                ],
                "te_gaan": selectors.open_points(found),
            }
            for naam, found in selectors.by_theme(points)
        ]
        return super().page(
            screening, form, themas=themas, te_gaan=selectors.open_points(points), **extra
        )


def _field(form: PortalForm, name: str) -> Any:
    return form[name] if name in form.fields else None


class BewijsToevoegen(_Onderzoek):
    """The document belongs to OZJT, not to the aanbieder: who owns a document may know of it."""

    rechten = DOEN
    template_naam = "screening/bewijs_toevoegen.html"
    tab = "bewijs"

    def form_of(self, screening: Screening, *args: Any) -> PortalForm:
        points = selectors.points_of(self.actor, screening)
        chosen = {"vraag": self.request.GET.get("vraag", "")}
        return BewijsForm(*args, punten=points, initial=chosen)

    def act(self, screening: Screening, form: Any) -> str:
        require_changeable(screening)
        require_version(screening, versie_of(self.request))
        owner = Organisatie.objects.get(pk=str(self.actor.organisatie_id))
        document = store_upload(self.actor, form, "bestand", SCREENINGSBEWIJS, owner)
        if document is None:
            raise Ongeldig(bevindingen=())
        data = form.cleaned_data
        onderzoek.add_evidence(
            self.actor,
            screening.pk,
            document=document,
            omschrijving=data["omschrijving"],
            vraag_id=UUID(data["vraag"]) if data["vraag"] else None,
            versie=versie_of(self.request),
        )
        return _("‘%s’ is toegevoegd.") % data["omschrijving"]


class Gesprek(_Onderzoek):
    rechten = DOEN
    template_naam = "screening/gesprek.html"
    tab = "wederhoren"

    def form_of(self, screening: Screening, *args: Any) -> PortalForm:
        return GesprekForm(*args, initial={"datum": timezone.localdate()})

    def act(self, screening: Screening, form: Any) -> str:
        onderzoek.record_talk(
            self.actor,
            screening.pk,
            **form.cleaned_data,
            versie=versie_of(self.request),
            peildatum=timezone.localdate(),
        )
        return _("Het gesprek is vastgelegd.")


class Wederhoren(_Onderzoek):
    """Put a concern to the aanbieder; or, while one waits, record its reaction."""

    rechten = DOEN
    template_naam = "screening/wederhoor.html"
    tab = "wederhoren"

    def waits(self, screening: Screening) -> bool:
        return screening.status == Screeningstatus.WEDERHOOR

    def context(self, screening: Screening) -> Mapping[str, Any]:
        rows = Wederhoor.objects.for_actor(self.actor).filter(screening=screening)
        return {
            "open": rows.filter(afgerond_op__isnull=True).first(),
            "vandaag": timezone.localdate(),
        }

    def form_of(self, screening: Screening, *args: Any) -> PortalForm:
        if self.waits(screening):
            return ReactieForm(*args)
        today = timezone.localdate()
        until = today + datetime.timedelta(days=REACTIEDAGEN)
        return ZorgForm(*args, initial={"voorgelegd_op": today, "reageren_tot": until})

    def act(self, screening: Screening, form: Any) -> str:
        values = {
            **form.cleaned_data,
            "versie": versie_of(self.request),
            "peildatum": timezone.localdate(),
        }
        if self.waits(screening):
            onderzoek.record_reaction(self.actor, screening.pk, **values)
            return _("De reactie is vastgelegd. Weeg haar mee en leg de screening voor.")
        onderzoek.put_concern(self.actor, screening.pk, **values)
        return _("De zorg is voorgelegd. Leg hier de reactie vast als die er is.")


class Toetsen(_Onderzoek):
    rechten = DOEN
    template_naam = "screening/toetsen.html"
    tab = "bewijs"

    def form_of(self, screening: Screening, *args: Any) -> PortalForm:
        return ToetsenForm(*args[:1], toetsen=selectors.tests_of(self.actor, screening))

    def act(self, screening: Screening, form: Any) -> str:
        onderzoek.save_tests(
            self.actor,
            screening.pk,
            form.toetsen,
            versie=versie_of(self.request),
            peildatum=timezone.localdate(),
        )
        return _("De statussen zijn bijgewerkt.")


class Stoppen(Handeling):
    rechten = DOEN
    template_naam = "screening/stoppen.html"

    def can(self, screening: Screening) -> bool:
        return Screeningstatus.GESTOPT in OVERGANGEN[Screeningstatus(screening.status)]

    def form_of(self, screening: Screening, *args: Any) -> PortalForm:
        return StopForm(*args)

    def act(self, screening: Screening, form: Any) -> str:
        reden = form.cleaned_data["reden"]
        onderzoek.stop(self.actor, screening.pk, reden=reden, versie=versie_of(self.request))
        return _("%s is gestopt.") % screening.kenmerk
