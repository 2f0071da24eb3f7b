"""Requests for both sides: the list or queue, and the page of one with what one can do there."""

from collections import Counter
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import BooleanField, ExpressionWrapper, QuerySet, Value
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import rolgroepen
from core.forms import FilterForm, PortalForm
from core.fouten import NietGevonden, PortalFout
from core.importexport.uitvoer import Exportkolom, export_queryset
from core.models import Document
from core.paging import paginate
from core.policies import has_right
from core.tables import render_table
from core.views.basis import PortalView
from core.views.register import TELLEN_TOT
from providers.policies import GEHEIM_ADRES_INZIEN
from zorgportaal import weergave
from zorgportaal.choices import Gegevenssoortcode, Verzoekhandeling, Verzoekstatus
from zorgportaal.documenten import IBAN_VERKLARING
from zorgportaal.filters import WACHT, EigenFilter, WachtrijFilter, queue_query
from zorgportaal.inhoud import opened, seen_token
from zorgportaal.kanten import asks, require_not_own
from zorgportaal.models import EIGEN_VERZOEK, Aanvulling, Wijzigingsverzoek
from zorgportaal.policies import WIJZIGING_INZIEN
from zorgportaal.selectors import counts, decides, events_of, narrowed, place_in_queue, waits_on
from zorgportaal.services.behandelen import MAX_TEKST
from zorgportaal.soorten import SOORTEN, Wijziging
from zorgportaal.tables import EIGEN, VELDEN, WACHTRIJ, status_tag

#: No values: what is asked is read on the page of the request, where it is masked or logged.
EXPORT = (
    Exportkolom("kenmerk", "nummer"),
    Exportkolom("aanbieder", "aanbieder__naam"),
    Exportkolom("soort", "soort", dict(Gegevenssoortcode.choices)),
    Exportkolom("handeling", "handeling", dict(Verzoekhandeling.choices)),
    Exportkolom("stand", "status", dict(Verzoekstatus.choices)),
    Exportkolom("ingediend_op", "ingediend_op"),
    Exportkolom("beslis_uiterlijk", "beslis_uiterlijk"),
    Exportkolom("besloten_op", "besloten_op"),
    Exportkolom("ingangsdatum", "ingangsdatum"),
)


class Wijzigingen(PortalView):
    """The queue of who decides, or the requests of the own aanbieder with its concepts."""

    rechten = {"GET": WIJZIGING_INZIEN}

    def get(self, request: HttpRequest) -> HttpResponseBase:
        queue = decides(self.actor)
        table = WACHTRIJ if queue else EIGEN
        form: FilterForm = (WachtrijFilter if queue else EigenFilter)(request.GET)
        today = timezone.localdate()
        rows = narrowed(self.actor, form.values, today)
        wanted = request.GET.get("formaat", "")
        if wanted in table.formats:
            ordered = rows.order_by(*table.ordering(request.GET), "pk")
            return export_queryset(self.actor, ordered, EXPORT, wanted, naam=table.id)
        page = paginate(
            self._shown(rows, queue=queue),
            table.ordering(request.GET),
            cursor=request.GET.get("cursor"),
            tellen=TELLEN_TOT,
        )
        found = counts(self.actor, today)
        context = {
            "wachtrij": queue,
            "kan_samen": queue and self.actor.has_role(*rolgroepen.OZJT_CONTRACT),
            "tellingen": found,
            "tabs": _tabs(form.values, found, queue=queue),
            "vraag_velden": list(QueryDict(queue_query(request.GET)).items()),
        }
        bound = table.bind(request, page, form)
        return render_table(request, "zorgportaal/verzoeken.html", bound, context)

    def _shown(self, rows: QuerySet[Wijzigingsverzoek], *, queue: bool) -> QuerySet[Any, Any]:
        """Each row with whether it can be decided on, and the queue to come back to."""
        can: Any = Value(False)
        if queue:
            can = ExpressionWrapper(waits_on(self.actor), output_field=BooleanField())
        query = queue_query(self.request.GET)
        return rows.annotate(kan=can, vraag=Value(query)).values(*VELDEN)


def _tabs(values: dict[str, Any], found: dict[str, int], *, queue: bool) -> list[dict[str, Any]]:
    """What lies where, as links to it."""
    question = Verzoekstatus.AANVULLING_GEVRAAGD.value
    lines: list[tuple[str, Any, int]] = [
        ("", _("Open"), found["open"]),
        (f"stand={WACHT}", _("Wacht op mij"), found["wacht"]),
        ("te_laat=on", _("Over de termijn"), found["te_laat"]),
        (f"stand={question}", _("Wacht op de aanbieder"), found["vraag"]),
    ]
    if not queue:
        lines = [
            ("", _("Alle"), found["alles"]),
            (f"stand={WACHT}", _("Wacht op mij"), found["wacht"]),
            (f"stand={Verzoekstatus.CONCEPT.value}", _("Concepten"), found["concept"]),
        ]
    kept = {name for name in ("stand", "te_laat") if values.get(name)}
    now = "&".join(f"{k}={'on' if values[k] is True else values[k]}" for k in sorted(kept))
    path = reverse("wijzigingen")
    return [
        {
            "url": f"{path}?{query}" if query else path,
            "label": label,
            "aantal": count,
            "actief": query == now,
        }
        for query, label, count in lines
    ]


class BesluitForm(PortalForm):
    """One text: the reason of a refusal, or the question."""

    all_optional = True
    tekst = forms.CharField(
        label=gettext_lazy("Reden of vraag"),
        required=False,
        max_length=MAX_TEKST,
        widget=forms.Textarea({"rows": 2, "accesskey": "r", "placeholder": " "}),
        help_text=gettext_lazy("Bij afwijzen en bij een vraag. De aanbieder leest dit."),
    )
    veldnamen = {"reden": "tekst", "vraag": "tekst"}


class Verzoekbasis(PortalView):
    """The page of one request; acts answer with it too, so that nothing typed is lost."""

    abstract = True
    template_naam = "zorgportaal/verzoek.html"

    def find(self, pk: UUID) -> Wijzigingsverzoek:
        rows = Wijzigingsverzoek.objects.for_actor(self.actor)
        found: Wijzigingsverzoek | None = (
            rows.select_related(
                "aanbieder", "indiener", "indiener_client", "behandelaar", "beslisser"
            )
            .filter(pk=pk)
            .first()
        )
        if found is None:
            raise NietGevonden()
        return found

    def page(
        self,
        verzoek: Wijzigingsverzoek,
        *,
        status: int = 200,
        template: str = "",
        onthuld: Wijziging | None = None,
        **extra: Any,
    ) -> HttpResponse:
        """Kept by no browser: it holds data of people and, when revealed, what is masked."""
        context = {**self._context(verzoek, onthuld), **extra}
        response = self.render(context, status=status, template=template)
        response["Cache-Control"] = "private, no-store"
        return response

    def _context(self, verzoek: Wijzigingsverzoek, onthuld: Wijziging | None) -> dict[str, Any]:
        today, kept = timezone.localdate(), opened(verzoek)
        change = onthuld or weergave.change_of(verzoek)
        questions = list(
            verzoek.aanvullingen.select_related("gesteld_door", "beantwoord_door").order_by(
                "aangemaakt_op"
            )
        )
        question = next((q for q in questions if q.beantwoord_op is None), None)
        asking = asks(self.actor, verzoek)
        readable = asking or not verzoek.geheim or has_right(self.actor, GEHEIM_ADRES_INZIEN)
        documents = list(verzoek.bewijsstukken.order_by("aangemaakt_op")) if readable else []
        back = queue_query(self.request.GET)
        return {
            "verzoek": verzoek,
            "soort": SOORTEN[verzoek.soort],
            "handeling": weergave.HANDELING[Verzoekhandeling(verzoek.handeling)],
            "kruimels": [(_with(reverse("wijzigingen"), back), _("Wijzigingen"))],
            "stand": status_tag(verzoek.status),
            "waar": weergave.where(verzoek, question, today),
            "stappen": weergave.road(verzoek, question, today),
            "vergelijking": weergave.compare(verzoek, kept, change, onthuld=onthuld is not None),
            "onthuld": onthuld is not None,
            "vanaf": weergave.wanted(verzoek, kept, today),
            "toelichting": kept.toelichting if readable else "",
            "aanvullingen": questions if readable else [],
            "antwoorden": readable and any(q.beantwoord_op for q in questions),
            "open_vraag": question,
            "leesbaar": readable,
            "geschiedenis": weergave.history(events_of(verzoek.pk), texts=readable),
            "vraagt": asking,
            "wachtrij_vraag": back,
            **self._evidence(documents),
            **self._filed(verzoek, asking=asking),
            **self._deciding(verzoek, kept, change, question),
        }

    def _evidence(self, documents: list[Document]) -> dict[str, Any]:
        """The document that is shown, and links to the others; the IBAN-verklaring first."""
        documents.sort(key=lambda d: d.soort != IBAN_VERKLARING)
        wanted = self.request.GET.get("stuk", "")
        shown = next((d for d in documents if str(d.pk) == wanted), None) or next(
            iter(documents), None
        )
        query = queue_query(self.request.GET)
        tabs = [
            {
                "url": f"?{query}{'&' if query else ''}stuk={document.pk}#bewijs",
                "label": document.naam,
                "aantal": None,
                "actief": document == shown,
            }
            for document in documents
        ]
        return {"stuk": shown, "stukken": tabs}

    def _filed(self, verzoek: Wijzigingsverzoek, *, asking: bool) -> dict[str, Any]:
        """For who asks: the confirmation, once it is handed in."""
        filed = asking and verzoek.status != Verzoekstatus.CONCEPT
        asked = self.request.GET
        return {
            "net_ingediend": filed and "ingediend" in asked,
            "bestond": filed and "bestond" in asked,
        }

    def _deciding(
        self, verzoek: Wijzigingsverzoek, kept: Any, change: Any, question: Aanvulling | None
    ) -> dict[str, Any]:
        """For who decides: the checks, the form, or why it cannot."""
        if not decides(self.actor) or verzoek.status == Verzoekstatus.CONCEPT:
            return {"beslist": False}
        refusal = self._refusal(verzoek)
        points = weergave.checks_of(verzoek, kept, change) if verzoek.is_open else []
        may = refusal is None and verzoek.is_open
        return {
            "beslist": True,
            "waarom_niet": refusal,
            "mag_onthullen": refusal is None,
            "mag_besluiten": may,
            "mag_goedkeuren": may and question is None,
            "blokkades": [p for p in points if p.soort == "cannot"],
            "punten": points,
            "tekens": _signs(points),
            "formulier": BesluitForm(),
            "gezien": seen_token(change) if change else "",
            "van_mij": verzoek.behandelaar_id == self.actor.id,
            "plek": self._place(verzoek),
        }

    def _refusal(self, verzoek: Wijzigingsverzoek) -> tuple[str, str] | None:
        """Code and text of why this actor cannot decide on it, whatever its state."""
        try:
            require_not_own(self.actor, verzoek)
        except PortalFout as exc:
            return EIGEN_VERZOEK.code, exc.reden
        if verzoek.geheim and not has_right(self.actor, GEHEIM_ADRES_INZIEN):
            return "geen_recht", _(
                "Dit gaat over een beschermd adres. De beheerder van de Beschikbaarheidswijzer "
                "besluit erover."
            )
        return None

    def _place(self, verzoek: Wijzigingsverzoek) -> Any:
        params = self.request.GET
        order = WACHTRIJ.ordering(params)
        values = WachtrijFilter(params).values
        return place_in_queue(self.actor, verzoek.pk, values, order, timezone.localdate())


def _signs(points: list[weergave.Punt]) -> list[tuple[str, str]]:
    """What is not simply good, counted, to stand at the button: `2 let op`."""
    found = Counter((point.soort, point.woord) for point in points if point.soort != "good")
    return [(soort, f"{many} {woord}") for (soort, woord), many in found.items()]


def _with(path: str, query: str) -> str:
    return f"{path}?{query}" if query else path


class VerzoekDetail(Verzoekbasis):
    rechten = {"GET": WIJZIGING_INZIEN}

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        return self.page(self.find(pk))
