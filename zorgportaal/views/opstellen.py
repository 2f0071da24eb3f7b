"""Ask for a change: one form for every kind of data and every act (R-ZP-1, R-ZP-2, R-ZP-3)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from core.choices import Scanstatus
from core.documenten.soorten import SOORTEN as DOCUMENTSOORTEN
from core.forms import FormMixin
from core.fouten import VERPLICHT, Conflict, NietGevonden, Ongeldig, Verboden
from core.models import Document
from core.policies import has_right
from core.views.basis import PortalView
from providers.models import Aanbieder
from providers.policies import GEHEIM_ADRES_INZIEN
from zorgportaal.choices import Verzoekhandeling, Verzoekstatus
from zorgportaal.documenten import BEWIJSSTUK
from zorgportaal.forms import VerzoekForm, as_posted
from zorgportaal.inhoud import Inhoud, kind_of, opened, target_of
from zorgportaal.kanten import aanbieder_of, asks
from zorgportaal.models import Wijzigingsverzoek
from zorgportaal.policies import PLAATSEN, WIJZIGING_INDIENEN
from zorgportaal.services import indienen
from zorgportaal.services.indienen import Verzoekgegevens
from zorgportaal.soorten import Gegevenssoort

#: The form is shown with what is wrong, as after a press on "Indienen" that was refused.
NAGEKEKEN = "nagekeken"
WEG = "weg:"
#: A chosen file is stored at once; without script the button beside it does that.
BIJ_KIEZEN = {
    "hx-trigger": "change",
    "hx-encoding": "multipart/form-data",
    "hx-vals": '{"actie": "bewijs"}',
    "hx-target": "#bewijs",
    "hx-swap": "outerHTML",
    "hx-disinherit": "*",
}


def compose_path(verzoek: Wijzigingsverzoek) -> str:
    """Where a concept is worked on."""
    target = [verzoek.doel_id] if verzoek.doel_id else []
    args = [verzoek.aanbieder_id, verzoek.soort, verzoek.handeling, *target]
    return f"{reverse('wijziging-opstellen', args=args)}?concept={verzoek.pk}"


def keep_file(
    form: FormMixin, file: Any, verzoek: Wijzigingsverzoek, soort: str, actor: Any
) -> Document | None:
    """Store an upload with its request; what is wrong with it stands on the field."""
    if not isinstance(file, UploadedFile):
        return None
    try:
        return indienen.upload(
            actor, verzoek.pk, chunks=file.chunks(), naam=file.name or "", soort=soort
        )
    except Ongeldig as exc:
        form.add_bevindingen(replace(found, veld="bestand") for found in exc.bevindingen)
        return None


@dataclass
class Opzet:
    """What is being asked, and what of it is kept so far."""

    aanbieder: Aanbieder
    kind: Gegevenssoort
    handeling: Verzoekhandeling
    doel: Any = None
    concept: Wijzigingsverzoek | None = None
    documenten: list[Document] = field(default_factory=list)

    @cached_property
    def oud(self) -> dict[str, Any]:
        return self.kind.values(self.doel) if self.doel is not None else {}

    @property
    def mist_bewijs(self) -> bool:
        return bool(self.kind.missing_evidence(self.handeling, self.documenten))

    @property
    def is_open(self) -> bool:
        """Whether the values may be entered (R-ZP-2)."""
        return not (self.kind.bewijs_eerst and self.mist_bewijs)

    @property
    def wacht(self) -> bool:
        """Whether the document that it rests on is still with the virus scanner."""
        waiting = (d for d in self.documenten if d.scan == Scanstatus.WACHT)
        return self.mist_bewijs and any(d.soort == self.kind.bewijs for d in waiting)

    @property
    def soort_bewijs(self) -> str:
        """The kind of the next document: what it rests on first, then whatever supports it."""
        return self.kind.bewijs if self.mist_bewijs and not self.wacht else BEWIJSSTUK

    @property
    def titel(self) -> str:
        if self.handeling == Verzoekhandeling.TOEVOEGEN:
            return _("%s toevoegen") % self.kind.naam
        return f"{self.kind.naam} {self.handeling.label.lower()}"

    @property
    def pad(self) -> str:
        target = [self.doel.pk] if self.doel is not None else []
        return reverse(
            "wijziging-opstellen",
            args=[self.aanbieder.pk, self.kind.code, self.handeling, *target],
        )

    def gegevens(self, inhoud: Inhoud, documents: Iterable[UUID] = ()) -> Verzoekgegevens:
        return Verzoekgegevens(
            aanbieder_id=self.aanbieder.pk,
            soort=self.kind.code,
            handeling=self.handeling,
            doel_id=self.doel.pk if self.doel is not None else None,
            inhoud=inhoud,
            bewijsstukken=list(documents),
        )

    def form(self, data: Any = None, files: Any = None) -> VerzoekForm:
        initial = {**self.oud}
        if self.handeling != Verzoekhandeling.BEEINDIGEN:
            initial["datum"] = timezone.localdate()
        form = VerzoekForm(
            data,
            files,
            kind=self.kind,
            handeling=self.handeling,
            aanbieder_id=self.aanbieder.pk,
            oud=self.oud,
            open=self.is_open,
            initial=initial,
        )
        form.fields["bestand"].widget.attrs.update({"hx-post": self.pad, **BIJ_KIEZEN})
        return form


@method_decorator([never_cache, sensitive_post_parameters()], name="dispatch")
class Opstellen(PortalView):
    """GET an empty form or a concept; POST keeps everything first, and then does what is asked.

    So whatever is refused, what was typed and what was uploaded is there again at this address.
    """

    rechten = {"GET": WIJZIGING_INDIENEN, "POST": WIJZIGING_INDIENEN}
    template_naam = "zorgportaal/opstellen.html"
    deel_naam = "zorgportaal/_bewijs.html"

    def get(
        self,
        request: HttpRequest,
        pk: UUID,
        soort: str,
        handeling: str,
        doel_id: UUID | None = None,
    ) -> HttpResponse:
        opzet = self.opzet(pk, soort, handeling, doel_id, request.GET.get("concept"))
        concept = opzet.concept
        if concept is None:
            return self.page(opzet, opzet.form())
        if concept.status != Verzoekstatus.CONCEPT:
            return redirect("wijziging", pk=concept.pk)
        inhoud = opened(concept)
        checked = NAGEKEKEN in request.GET and opzet.is_open
        typed = checked or inhoud.nieuw or inhoud.datum
        form = opzet.form(as_posted(inhoud)) if typed else opzet.form()
        if checked:
            kept = opzet.gegevens(inhoud, [d.pk for d in opzet.documenten])
            form.add_bevindingen(indienen.check(self.actor, kept, peildatum=timezone.localdate()))
        return self.page(opzet, form)

    def post(
        self,
        request: HttpRequest,
        pk: UUID,
        soort: str,
        handeling: str,
        doel_id: UUID | None = None,
    ) -> HttpResponse:
        wanted = request.POST.get("concept") or request.GET.get("concept")
        opzet = self.opzet(pk, soort, handeling, doel_id, wanted)
        if opzet.concept and opzet.concept.status != Verzoekstatus.CONCEPT:
            return self.filed(opzet.concept, bestond=False)
        action = request.POST.get("actie", "")
        form = opzet.form(request.POST, request.FILES)
        form.is_valid()
        file = form.cleaned_data.get("bestand")
        if action == "bewijs" and not file and not form.errors:
            reden = _("Kies eerst een bestand.")
            form.add_bevindingen([VERPLICHT.bevinding("bestand", reden)])
            return self.page(opzet, form, status=400)
        try:
            concept = self.keep(opzet, form)
        except Conflict:
            return self.again(opzet)
        document = keep_file(form, file, concept, opzet.soort_bewijs, self.actor)
        opzet = self.opzet(pk, soort, handeling, doel_id, str(concept.pk))
        if form.errors:
            return self.page(opzet, form, status=400)
        if action == "indienen":
            if opzet.is_open:
                return self.file(opzet, form)
            form.add_bevindingen(opzet.kind.missing_evidence(opzet.handeling, opzet.documenten))
            return self.page(opzet, form, status=400)
        return self.after(opzet, form, action, document)

    def after(
        self, opzet: Opzet, form: VerzoekForm, action: str, document: Document | None
    ) -> HttpResponse:
        """Kept; a document was added or taken off, or the concept is to be finished later."""
        assert opzet.concept is not None
        here = compose_path(opzet.concept)
        if action.startswith(WEG):
            indienen.detach(self.actor, opzet.concept.pk, _uuid(action.removeprefix(WEG)))
        elif action == "bewaren":
            messages.success(self.request, _("Bewaard als concept. Er is nog niets ingediend."))
            return redirect("aanbieder", pk=opzet.aanbieder.pk, tab="wijzigingen")
        if self.is_htmx and document and not opzet.kind.bewijs_eerst:
            response = self.page(opzet, form)
            response["HX-Replace-Url"] = here
            return response
        if self.is_htmx:
            return HttpResponse(headers={"HX-Redirect": here})
        return redirect(here)

    def opzet(
        self, pk: UUID, soort: str, handeling: str, doel_id: UUID | None, concept: str | None
    ) -> Opzet:
        """Raises NietGevonden for what there is not, or is of another; Verboden for an address
        that the actor may not see (R-BES-2).
        """
        aanbieder = aanbieder_of(self.actor, pk)
        kind, act = kind_of(soort, handeling)
        found = Opzet(aanbieder, kind, act, target_of(kind, act, aanbieder.pk, doel_id))
        secret = act == Verzoekhandeling.WIJZIGEN and soort in PLAATSEN
        secret = secret and bool(kind.sensitive(found.oud))
        if secret and not has_right(self.actor, GEHEIM_ADRES_INZIEN):
            raise Verboden(_("Dit adres is beschermd. De aanbieder vraagt dit zelf aan."))
        if concept:
            found.concept = self.own(_uuid(concept), found)
            found.documenten = list(found.concept.bewijsstukken.order_by("aangemaakt_op"))
        return found

    def own(self, verzoek_id: UUID, opzet: Opzet) -> Wijzigingsverzoek:
        rows = Wijzigingsverzoek.objects.for_actor(self.actor).filter(
            pk=verzoek_id,
            aanbieder=opzet.aanbieder,
            soort=opzet.kind.code,
            handeling=opzet.handeling,
            doel_id=opzet.doel.pk if opzet.doel is not None else None,
        )
        verzoek: Wijzigingsverzoek | None = rows.select_related("aanbieder").first()
        if verzoek is None or not asks(self.actor, verzoek):
            raise NietGevonden()
        return verzoek

    def keep(self, opzet: Opzet, form: VerzoekForm) -> Wijzigingsverzoek:
        """As typed. While the fields are shut, what a concept already held stays."""
        concept = opzet.concept
        inhoud = opened(concept) if concept and not opzet.is_open else form.inhoud
        return indienen.save_concept(
            self.actor, opzet.gegevens(inhoud), verzoek_id=concept.pk if concept else None
        )

    def file(self, opzet: Opzet, form: VerzoekForm) -> HttpResponse:
        assert opzet.concept is not None
        try:
            outcome = indienen.submit(
                self.actor,
                opzet.gegevens(form.inhoud),
                peildatum=timezone.localdate(),
                verzoek_id=opzet.concept.pk,
            )
        except Ongeldig:
            return redirect(f"{compose_path(opzet.concept)}&{NAGEKEKEN}")
        twin = outcome.verzoek.pk != opzet.concept.pk
        return self.filed(outcome.verzoek, bestond=twin)

    def filed(self, verzoek: Wijzigingsverzoek, *, bestond: bool) -> HttpResponse:
        """To its page; a second press finds the same confirmation."""
        query = "bestond" if bestond else "ingediend"
        return redirect(f"{reverse('wijziging', args=[verzoek.pk])}?{query}")

    def again(self, opzet: Opzet) -> HttpResponse:
        """Handed in from another window meanwhile."""
        if opzet.concept is None:
            raise NietGevonden()
        return self.filed(opzet.concept, bestond=False)

    def page(self, opzet: Opzet, form: VerzoekForm, *, status: int = 200) -> HttpResponse:
        return self.render(
            {
                **evidence(opzet),
                "form": form,
                "titel": opzet.titel,
                "wie": opzet.aanbieder,
                "beslistermijn": settings.BESLISTERMIJN_DAGEN,
                "kruimels": _crumbs(opzet.aanbieder),
                "terug": reverse("aanbieder", args=[opzet.aanbieder.pk]),
            },
            status=status,
        )


def evidence(opzet: Opzet) -> dict[str, Any]:
    """Context of the part with the documents."""
    bewijs = opzet.kind.bewijs
    return {
        "opzet": opzet,
        "verzoek": opzet.concept,
        "bewijs_naam": DOCUMENTSOORTEN[bewijs].naam if bewijs else "",
        "scannen": any(d.scan == Scanstatus.WACHT for d in opzet.documenten),
        "weg": WEG,
    }


def _crumbs(aanbieder: Aanbieder) -> list[tuple[str, Any]]:
    return [(reverse("aanbieder", args=[aanbieder.pk]), aanbieder.naam)]


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NietGevonden() from None
