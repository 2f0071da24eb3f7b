"""What the asking side does with a request of its own: evidence, answer, withdraw, use again."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from core.actor import Actor
from core.choices import Scanstatus
from core.documenten.uitgifte import is_accepted
from core.fouten import NietGevonden, Ongeldig, Verboden
from core.policies import has_right
from core.views.basis import PortalView
from zorgportaal.choices import Verzoekhandeling, Verzoekstatus
from zorgportaal.documenten import BEWIJSSTUK
from zorgportaal.forms import AntwoordForm, IntrekForm
from zorgportaal.inhoud import Inhoud, opened
from zorgportaal.kanten import asks
from zorgportaal.models import Aanvulling, Wijzigingsverzoek
from zorgportaal.overgangen import OVERGANGEN, require_transition
from zorgportaal.policies import WIJZIGING_INDIENEN
from zorgportaal.services import indienen
from zorgportaal.services.behandelen import answer
from zorgportaal.services.indienen import Verzoekgegevens
from zorgportaal.soorten import SOORTEN
from zorgportaal.views.opstellen import compose_path, keep_file

AFGEROND = (Verzoekstatus.AFGEWEZEN, Verzoekstatus.INGETROKKEN)


class EigenVerzoek(PortalView):
    """A request of the side that the actor stands on; of another one 404, seen but not own 403."""

    abstract = True

    def find(self, pk: UUID) -> Wijzigingsverzoek:
        rows = Wijzigingsverzoek.objects.for_actor(self.actor).select_related("aanbieder")
        verzoek: Wijzigingsverzoek | None = rows.filter(pk=pk).first()
        if verzoek is None:
            raise NietGevonden()
        if not asks(self.actor, verzoek):
            raise Verboden(_("Dit verzoek is van een ander."))
        return verzoek

    def base(self, verzoek: Wijzigingsverzoek) -> dict[str, Any]:
        return {
            "verzoek": verzoek,
            "terug": reverse("wijziging", args=[verzoek.pk]),
            "kruimels": [
                (reverse("aanbieder", args=[verzoek.aanbieder_id]), verzoek.aanbieder.naam),
                (reverse("wijziging", args=[verzoek.pk]), verzoek.kenmerk),
            ],
        }


@method_decorator(never_cache, name="dispatch")
class Bewijs(EigenVerzoek):
    """The documents while the virus scanner looks at them; goes on by itself when it is done."""

    rechten = {"GET": WIJZIGING_INDIENEN}
    template_naam = "zorgportaal/_bewijslijst.html"

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        verzoek = self.find(pk)
        draft = verzoek.status == Verzoekstatus.CONCEPT
        here = compose_path(verzoek) if draft else reverse("wijziging", args=[pk])
        if not self.is_htmx:
            return redirect(here)
        documents = list(verzoek.bewijsstukken.order_by("aangemaakt_op"))
        waiting = any(d.scan == Scanstatus.WACHT for d in documents)
        if draft and SOORTEN[verzoek.soort].bewijs_eerst and not waiting:
            return HttpResponse(headers={"HX-Redirect": here})
        return self.render({"verzoek": verzoek, "documenten": documents, "scannen": waiting})


class Intrekken(EigenVerzoek):
    rechten = {"GET": WIJZIGING_INDIENEN, "POST": WIJZIGING_INDIENEN}
    template_naam = "zorgportaal/intrekken.html"

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        verzoek = self.find(pk)
        if not can_withdraw(verzoek):
            return redirect("wijziging", pk=pk)
        return self.render({**self.base(verzoek), "form": IntrekForm()})

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        verzoek, form = self.find(pk), IntrekForm(request.POST)
        if not form.is_valid():
            return self.render({**self.base(verzoek), "form": form}, status=400)
        indienen.withdraw(self.actor, pk, reden=form.cleaned_data["reden"])
        messages.success(request, _("%s is ingetrokken.") % verzoek.kenmerk)
        return redirect("wijziging", pk=pk)


@method_decorator([never_cache, sensitive_post_parameters()], name="dispatch")
class Beantwoorden(EigenVerzoek):
    """The answer with a document; what is refused comes back here, with what was typed."""

    rechten = {"GET": WIJZIGING_INDIENEN, "POST": WIJZIGING_INDIENEN}
    template_naam = "zorgportaal/beantwoorden.html"

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        verzoek = self.find(pk)
        if verzoek.status != Verzoekstatus.AANVULLING_GEVRAAGD:
            return redirect("wijziging", pk=pk)
        return self.page(verzoek, AntwoordForm())

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        verzoek = self.find(pk)
        require_transition(verzoek.status, Verzoekstatus.IN_BEHANDELING)
        form = AntwoordForm(request.POST, request.FILES)
        form.is_valid()
        file = form.cleaned_data.get("bestand")
        keep_file(form, file, verzoek, BEWIJSSTUK, self.actor)
        if form.errors or request.POST.get("actie") == "bewijs":
            return self.page(verzoek, form, status=400 if form.errors else 200)
        try:
            answer(
                self.actor,
                pk,
                antwoord=str(form.cleaned_data.get("antwoord") or ""),
                peildatum=timezone.localdate(),
            )
        except Ongeldig as exc:
            form.add_bevindingen(exc.bevindingen)
            return self.page(verzoek, form, status=400)
        messages.success(request, _("Je antwoord is verstuurd. Contractbeheer kijkt verder."))
        return redirect("wijziging", pk=pk)

    def page(
        self, verzoek: Wijzigingsverzoek, form: AntwoordForm, *, status: int = 200
    ) -> HttpResponse:
        documents = list(verzoek.bewijsstukken.order_by("aangemaakt_op"))
        context = {
            **self.base(verzoek),
            **asking_panel(self.actor, verzoek),
            "form": form,
            "documenten": documents,
            "scannen": any(d.scan == Scanstatus.WACHT for d in documents),
        }
        return self.render(context, status=status)


class ConceptVerwijderen(EigenVerzoek):
    rechten = {"POST": WIJZIGING_INDIENEN}

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        verzoek = self.find(pk)
        indienen.delete_concept(self.actor, pk)
        messages.success(request, _("Het concept is weggegooid."))
        return redirect("aanbieder", pk=verzoek.aanbieder_id, tab="wijzigingen")


class Opnieuw(EigenVerzoek):
    """A concept with the content and the sound documents of a request that came to nothing."""

    rechten = {"POST": WIJZIGING_INDIENEN}

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        verzoek = self.find(pk)
        if verzoek.status not in AFGEROND:
            return redirect("wijziging", pk=pk)
        kept = opened(verzoek)
        documents = [d.pk for d in verzoek.bewijsstukken.all() if is_accepted(d)]
        concept = indienen.save_concept(
            self.actor,
            Verzoekgegevens(
                aanbieder_id=verzoek.aanbieder_id,
                soort=verzoek.soort,
                handeling=verzoek.handeling,
                doel_id=verzoek.doel_id,
                inhoud=Inhoud(nieuw=kept.nieuw, datum=kept.datum, toelichting=kept.toelichting),
                bewijsstukken=documents,
            ),
        )
        return redirect(compose_path(concept))


def can_withdraw(verzoek: Wijzigingsverzoek) -> bool:
    possible = Verzoekstatus.INGETROKKEN in OVERGANGEN[Verzoekstatus(verzoek.status)]
    return possible and verzoek.toegepast_op is None


def asking_panel(actor: Actor, verzoek: Wijzigingsverzoek) -> dict[str, Any]:
    """Context of `_paneel_indiener.html`: where it is, who has it, and what its side can do."""
    own = asks(actor, verzoek) and has_right(actor, WIJZIGING_INDIENEN)
    question = None
    if verzoek.status == Verzoekstatus.AANVULLING_GEVRAAGD:
        open_ones = Aanvulling.objects.for_actor(actor).filter(verzoek=verzoek)
        question = open_ones.filter(beantwoord_op__isnull=True).first()
    ended = verzoek.status in AFGEROND
    same_row = verzoek.handeling == Verzoekhandeling.TOEVOEGEN or _target_is_there(verzoek)
    return {
        "verzoek": verzoek,
        "open_vraag": question,
        "verder": compose_path(verzoek) if own and verzoek.status == Verzoekstatus.CONCEPT else "",
        "mag_intrekken": own and can_withdraw(verzoek),
        "mag_antwoorden": own and question is not None,
        "mag_opnieuw": own and ended and same_row,
        "antwoord_form": AntwoordForm() if own and question else None,
    }


def _target_is_there(verzoek: Wijzigingsverzoek) -> bool:
    rows = SOORTEN[verzoek.soort].rows(verzoek.aanbieder_id)
    return bool(rows.filter(pk=verzoek.doel_id).exists())
