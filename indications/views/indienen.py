"""The filing page: one form, checked live by HTMX and in full round trips without JavaScript."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any, ClassVar, Final
from uuid import UUID, uuid4

from django.contrib import messages
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from core import concepten
from core.choices import Inzagehandeling
from core.constraints import Constraintconflict
from core.fouten import Bevinding, NietGevonden, Ongeldig, errors_of
from core.handeling import record_access
from core.models import Concept
from core.policies import Recht
from core.views import PortalView
from indications import ritme
from indications.forms import IndienForm, parse_uuid
from indications.models import Toewijzing
from indications.policies import TOEWIJZING_INDIENEN
from indications.selectors_product import choosable_products
from indications.services.indienen import Toetsing, file_toewijzingen, validate
from indications.services.klaarzetten import SOORT_CONCEPT
from indications.views.controle import (
    aanbod_key,
    add_to_form,
    build_aanbod,
    build_panel,
)

LEEFTIJD_TOEKOMSTPLAN: Final = 16
#: Fields inside the parts that a live check draws again, with their messages.
IN_OMVANG: Final = frozenset(
    {"keer", "duur", "weken", "deelnemers", "volume", "direct", "indirect", "reistijd",
     "aantal_contacten", "gedragswetenschapper", "gedrag_volume"}
)  # fmt: skip
IN_AANBOD: Final = frozenset({"zoek_aanbieder"})


@method_decorator([never_cache, sensitive_post_parameters()], name="dispatch")
class Indienbasis(PortalView):
    """What the page and its live check share: form, judgement, context."""

    abstract = True

    @cached_property
    def peildatum(self) -> Any:
        return timezone.localdate()

    def make_form(
        self, data: Mapping[str, Any], token: UUID, *, indienen: bool = False
    ) -> IndienForm:
        products = choosable_products(
            self.actor, gemeente_id=self.actor.organisatie_id, peildatum=self.peildatum
        )
        return IndienForm(
            data,
            producten=products,
            bound_to=f"indienen:{self.actor.id}:{token}",
            indienen=indienen,
        )

    def judge(self, form: IndienForm, *, complete: bool) -> list[Toetsing]:
        """Ask the service, put what it finds on the form; call after `is_valid()`."""
        judged = validate(
            self.actor,
            form.aanvragen(self.actor.organisatie_code),
            peildatum=self.peildatum,
            complete=complete,
        )
        for toetsing in judged:
            add_to_form(form, toetsing.bevindingen)
        return judged

    def context(
        self, form: IndienForm, judged: list[Toetsing], *, with_aanbod: bool = True
    ) -> dict[str, Any]:
        key = aanbod_key(form)
        facts = judged[0].feiten if judged else None
        return {
            "form": form,
            "paneel": build_panel(form, judged),
            "feiten": facts,
            "leeftijd": self._age(form),
            "toekomstplan": LEEFTIJD_TOEKOMSTPLAN,
            "aanbod": build_aanbod(self.actor, form, self.peildatum) if with_aanbod else None,
            "aanbod_sleutel": key,
            "wat_sleutel": wat_key(form),
            "groepsproducten": groups_to_compare(form),
            "token": form["token"].value(),
        }

    def _age(self, form: IndienForm) -> int | None:
        born = form.gelezen.get("geboortedatum")
        if born is None or born > self.peildatum:
            return None
        today = self.peildatum
        return today.year - born.year - ((today.month, today.day) < (born.month, born.day))

    def log_found(self, form: IndienForm, judged: list[Toetsing]) -> None:
        """Showing that a jeugdige is known, and how many toewijzingen run, is a look (N-LOG-01).

        Logged once per form, not on every keystroke.
        """
        found = judged[0].feiten.jeugdige_id if judged else None
        seen = self.request.session.get("indienen_gezien", [])
        mark = f"{form['token'].value()}:{found}"
        if found is None or mark in seen:
            return
        record_access(
            self.actor, Inzagehandeling.LEZEN, "toewijzing.controleren", jeugdigen=[found]
        )
        self.request.session["indienen_gezien"] = [*seen[-20:], mark]


def wat_key(form: IndienForm) -> str:
    """Says whether unit, rhythm and split on screen still belong to the chosen product."""
    return f"{form['product'].value() or ''}|{form.eenheid_nu}|{form.frequentie_nu}"


def groups_to_compare(form: IndienForm) -> list[Any]:
    """R-SEG-6: the four group products, when one of them is chosen."""
    chosen = form.gekozen
    if chosen is None or not chosen.product.groepsoort:
        return []
    return [item for item in form.producten.values() if item.product.groepsoort]


class IndienenView(Indienbasis):
    """GET an empty form or a draft; POST checks, keeps, or files."""

    rechten: ClassVar[Mapping[str, Recht]] = {
        "GET": TOEWIJZING_INDIENEN,
        "POST": TOEWIJZING_INDIENEN,
    }
    template_naam = "indications/indienen.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        token = uuid4()
        draft_id = parse_uuid(request.GET.get("concept"))
        if draft_id is None:
            form = self.make_form({"token": str(token)}, token)
            return self.page(form, fresh=True)
        draft = concepten.load_concept(self.actor, draft_id, soort=SOORT_CONCEPT)
        token = parse_uuid(draft.get("eenmalig")) or token
        form = self.make_form({**draft, "token": str(token), "concept": str(draft_id)}, token)
        return self.page(form)

    def post(self, request: HttpRequest) -> HttpResponse:
        token = parse_uuid(request.POST.get("token")) or uuid4()
        action = request.POST.get("actie")
        posted = {**_chosen(request.POST.dict()), "token": str(token)}
        form = self.make_form(posted, token, indienen=action == "indienen")
        if action == "bewaren":
            return self.keep(form, token)
        if action == "indienen":
            return self.file(form, token)
        return self.page(form)

    def page(
        self,
        form: IndienForm,
        *,
        fresh: bool = False,
        refused: bool = False,
        findings: Iterable[Bevinding] = (),
        status: int = 200,
    ) -> HttpResponse:
        form.is_valid()
        judged = [] if fresh else self.judge(form, complete=refused)
        add_to_form(form, findings)
        if not fresh:
            self.log_found(form, judged)
        context = {
            **self.context(form, judged),
            "kruimels": [(reverse("toewijzingen"), _("Toewijzingen"))],
            "concepten": concepten.list_concepten(self.actor, SOORT_CONCEPT) if fresh else [],
            "geweigerd": refused,
        }
        return self.render(context, status=status)

    def file(self, form: IndienForm, token: UUID) -> HttpResponse:
        """File once per token: who clicks twice, or in two windows, gets the same confirmation."""
        if not form.is_valid():
            earlier = self._filed(token)
            return self._confirm(token) if earlier else self.page(form, refused=True, status=400)
        try:
            with transaction.atomic():
                _hold(token)
                if not self._filed(token):
                    file_toewijzingen(
                        self.actor,
                        form.aanvragen(self.actor.organisatie_code),
                        peildatum=self.peildatum,
                        waarschuwing_reden=form.gelezen.get("waarschuwing_reden") or "",
                        indiening=token,
                    )
                    self._drop_draft(form)
        except (Ongeldig, Constraintconflict) as exc:
            errors = errors_of(exc.bevindingen)
            return self.page(form, refused=True, findings=errors, status=exc.status)
        return self._confirm(token)

    def _filed(self, token: UUID) -> bool:
        return Toewijzing.objects.for_actor(self.actor).filter(indiening=token).exists()

    def _confirm(self, token: UUID) -> HttpResponseRedirect:
        return redirect("toewijzing-ingediend", indiening=token)

    def _drop_draft(self, form: IndienForm) -> None:
        draft_id = form.gelezen.get("concept")
        if draft_id:
            with suppress(NietGevonden):
                concepten.delete_concept(self.actor, draft_id, soort=SOORT_CONCEPT)

    def keep(self, form: IndienForm, token: UUID) -> HttpResponse:
        """Keep everything as typed, right or wrong; the title names product and moment, nobody."""
        form.is_valid()
        chosen = form.gekozen
        title = chosen.label if chosen else _("Toewijzing zonder product")
        kept = {**form.to_store(), "eenmalig": str(token)}
        draft = self._store(title, kept, form.gelezen.get("concept"))
        messages.success(self.request, _("Bewaard. Je vindt het terug bij ‘Toewijzing indienen’."))
        return redirect(f"{reverse('toewijzing-nieuw')}?concept={draft.pk}")

    def _store(self, title: str, kept: dict[str, str], draft_id: UUID | None) -> Concept:
        """In place of the draft it came from; as a new one when that is gone meanwhile."""
        for place in (draft_id, None):
            with suppress(NietGevonden):
                return concepten.save_concept(
                    self.actor, soort=SOORT_CONCEPT, titel=title, inhoud=kept, concept_id=place
                )
        raise AssertionError


class ControleView(Indienbasis):
    """The live check: the panel, the messages at the fields, and what follows from a choice."""

    rechten: ClassVar[Mapping[str, Recht]] = {"POST": TOEWIJZING_INDIENEN}
    template_naam = "indications/_controle_antwoord.html"

    def post(self, request: HttpRequest) -> HttpResponse:
        token = parse_uuid(request.POST.get("token")) or uuid4()
        form = self.make_form(_chosen(request.POST.dict()), token)
        form.is_valid()
        busy = request.POST.get("bezig", "")
        if busy in form.errors:
            form.forget_errors(busy)
        judged = self.judge(form, complete=False)
        self.log_found(form, judged)
        new_offers = request.POST.get("aanbod_sleutel", "") != aanbod_key(form)
        new_size = request.POST.get("wat_sleutel", "") != wat_key(form)
        drawn = (IN_OMVANG if new_size else set()) | (IN_AANBOD if new_offers else set())
        return self.render(
            {
                **self.context(form, judged, with_aanbod=new_offers),
                "nieuw_aanbod": new_offers,
                "nieuw_wat": new_size,
                "meldvelden": [field for field in form.in_beeld if field.name not in drawn],
            }
        )


class ConceptWegView(PortalView):
    """Throw a draft away."""

    rechten: ClassVar[Mapping[str, Recht]] = {"POST": TOEWIJZING_INDIENEN}

    def post(self, request: HttpRequest, concept_id: UUID) -> HttpResponse:
        concepten.delete_concept(self.actor, concept_id, soort=SOORT_CONCEPT)
        messages.success(request, _("Het concept is weggegooid."))
        return redirect("toewijzing-nieuw")


@method_decorator(never_cache, name="dispatch")
class IngediendView(PortalView):
    """The confirmation: references, moment and what was filed, without BSN or name (R-MEL-2)."""

    rechten: ClassVar[Mapping[str, Recht]] = {"GET": TOEWIJZING_INDIENEN}
    template_naam = "indications/ingediend.html"

    def get(self, request: HttpRequest, indiening: UUID) -> HttpResponse:
        rows = list(
            Toewijzing.objects.for_actor(self.actor)
            .filter(indiening=indiening)
            .select_related("product", "aanbieder", "verwijzing", "gemeente")
            .order_by("nummer")
        )
        if not rows:
            raise NietGevonden()
        record_access(
            self.actor,
            Inzagehandeling.LEZEN,
            "toewijzing.bevestiging",
            jeugdigen={row.jeugdige_id for row in rows},
        )
        return self.render(
            {
                "toewijzingen": [(row, ritme.WOORDEN[row.eenheid].meervoud) for row in rows],
                "moment": rows[0].toewijzingsmoment,
                "kenmerk": ", ".join(str(row.nummer) for row in rows),
                "kruimels": [(reverse("toewijzingen"), _("Toewijzingen"))],
            }
        )


def _chosen(data: dict[str, Any]) -> dict[str, Any]:
    """A product picked with a button in the finder (without JavaScript) goes before the list."""
    picked = data.pop("kies_product", "")
    return {**data, "product": picked} if picked else data


def _hold(token: UUID) -> None:
    """Whoever files with the same token waits here until the first one is done."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"indienen:{token}"]
        )
