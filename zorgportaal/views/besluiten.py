"""What who decides does: one request at a time, contact data together, and what is masked shown."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.debug import sensitive_variables

from core.fouten import Foutcode, NietGevonden, Ongeldig, PortalFout, VerzoekOngeldig
from core.inzagelog import SOORTEN as INZAGE
from core.ui.formats import format_long_date
from core.views.basis import PortalView
from zorgportaal import weergave
from zorgportaal.filters import queue_query
from zorgportaal.inhoud import opened
from zorgportaal.kanten import require_not_own
from zorgportaal.models import Wijzigingsverzoek
from zorgportaal.policies import WIJZIGING_BESLUITEN, WIJZIGING_INZIEN
from zorgportaal.selectors import waits_on
from zorgportaal.services import behandelen
from zorgportaal.soorten import SOORTEN
from zorgportaal.tables import what
from zorgportaal.views.verzoek import BesluitForm, Verzoekbasis

INZAGE["wijziging.onthullen"] = gettext_lazy(
    "Beschermde gegevens bij een wijzigingsverzoek getoond"
)
TEKST_BIJ_AKKOORD = Foutcode(
    "tekst_bij_goedkeuren", "Bij goedkeuren gaat geen tekst mee naar de aanbieder.", "R-ZP-4"
)
#: So many at once; each is a transaction of its own.
MEESTE_SAMEN = 50


class Besluit(Verzoekbasis):
    """`act` says which step; what is refused answers with the page, the typed text kept."""

    rechten = {"GET": WIJZIGING_INZIEN, "POST": WIJZIGING_BESLUITEN}

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        return redirect(_page_of(pk, request))

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        verzoek, form = self.find(pk), BesluitForm(request.POST)
        act = ACTS.get(request.POST.get("act", ""))
        if act is None:
            raise VerzoekOngeldig(_("Kies wat je met het verzoek wilt doen."))
        follow = self._place(verzoek).verder
        if not form.is_valid():
            return self.page(verzoek, status=422, formulier=form)
        try:
            done = act(self, verzoek, form.cleaned_data["tekst"])
        except NietGevonden:
            raise
        except PortalFout as exc:
            return self._refused(pk, form, exc)
        if not request.POST["act"].startswith(("oppakken", "terugleggen")):
            return self._next(done, follow)
        messages.success(request, done)
        return redirect(_page_of(pk, request))

    @property
    def versie(self) -> int:
        """Of the page that was looked at; what is no number is never the version of now."""
        text = self.request.POST.get("versie", "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0

    def _refused(self, pk: UUID, form: BesluitForm, exc: PortalFout) -> HttpResponse:
        """The page as it is now, with why it was refused on top and on its field."""
        if isinstance(exc, Ongeldig):
            form.add_bevindingen(f for f in exc.bevindingen if f.veld in form.veldnamen)
        reasons = [f.reden for f in exc.bevindingen] or [exc.reden]
        return self.page(
            self.find(pk),
            status=exc.status,
            formulier=form,
            weigering={"code": exc.code, "titel": exc.titel, "redenen": reasons},
        )

    def _next(self, done: str, follow: UUID | None) -> HttpResponse:
        query = queue_query(self.request.GET)
        if follow is None:
            messages.success(self.request, _("%s Dit was de laatste in deze wachtrij.") % done)
            return redirect(f"{reverse('wijzigingen')}{'?' if query else ''}{query}")
        coming = self.find(follow)
        words = {
            "wat": what(coming.soort, coming.handeling),
            "wie": coming.aanbieder.naam,
        }
        text = _("Volgende: %(wat)s van %(wie)s.") % words
        messages.success(self.request, f"{done} {text}")
        return redirect(
            f"{reverse('wijziging', args=[follow])}?{query}{'&' if query else ''}volgende"
        )


def _page_of(pk: UUID, request: HttpRequest) -> str:
    query = request.GET.urlencode()
    return f"{reverse('wijziging', args=[pk])}{'?' if query else ''}{query}"


def _approve(view: Besluit, verzoek: Wijzigingsverzoek, text: str) -> str:
    if text.strip():
        reden = _(
            "Bij goedkeuren gaat geen tekst mee. Maak het veld leeg, of stel eerst een vraag."
        )
        raise Ongeldig(bevindingen=[TEKST_BIJ_AKKOORD.bevinding("reden", reden)])
    done = behandelen.approve(
        view.actor,
        verzoek.pk,
        versie=view.versie,
        gezien=view.request.POST.get("gezien", ""),
        peildatum=timezone.localdate(),
    )
    if done.ingangsdatum and done.ingangsdatum > timezone.localdate():
        words = {"kenmerk": done.kenmerk, "dag": format_long_date(done.ingangsdatum)}
        return _("%(kenmerk)s goedgekeurd; dit gaat in op %(dag)s.") % words
    return _("%s goedgekeurd.") % done.kenmerk


def _reject(view: Besluit, verzoek: Wijzigingsverzoek, text: str) -> str:
    done = behandelen.reject(view.actor, verzoek.pk, reden=text, versie=view.versie)
    return _("%s afgewezen.") % done.kenmerk


def _ask(view: Besluit, verzoek: Wijzigingsverzoek, text: str) -> str:
    question = behandelen.ask(
        view.actor, verzoek.pk, vraag=text, versie=view.versie, peildatum=timezone.localdate()
    )
    words = {"kenmerk": verzoek.kenmerk, "dag": format_long_date(question.uiterlijk)}
    return _("Vraag gesteld bij %(kenmerk)s; antwoord uiterlijk %(dag)s.") % words


def _take(view: Besluit, verzoek: Wijzigingsverzoek, text: str) -> str:
    behandelen.take(view.actor, verzoek.pk, versie=view.versie)
    return _("%s staat nu op jouw naam.") % verzoek.kenmerk


def _put_back(view: Besluit, verzoek: Wijzigingsverzoek, text: str) -> str:
    behandelen.put_back(view.actor, verzoek.pk, versie=view.versie)
    return _("%s ligt weer in de wachtrij.") % verzoek.kenmerk


ACTS: dict[str, Callable[[Besluit, Wijzigingsverzoek, str], str]] = {
    "goedkeuren": _approve,
    "afwijzen": _reject,
    "vragen": _ask,
    "oppakken": _take,
    "terugleggen": _put_back,
}


class Onthullen(Verzoekbasis):
    """The masked values in full, in the answer to the POST only; each time in the access log."""

    rechten = {"GET": WIJZIGING_INZIEN, "POST": WIJZIGING_BESLUITEN}

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        return redirect(_page_of(pk, request))

    @sensitive_variables()
    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        verzoek = self.find(pk)
        require_not_own(self.actor, verzoek)
        _row, change = behandelen.reveal(self.actor, pk)
        part = "zorgportaal/_oud_nieuw.html" if self.is_htmx else ""
        return self.page(verzoek, template=part, onthuld=change)


class SamenGoedkeuren(PortalView):
    """Contact data together: GET shows old and new of each, POST approves, row by row."""

    rechten = {"GET": WIJZIGING_BESLUITEN, "POST": WIJZIGING_BESLUITEN}
    template_naam = "zorgportaal/samen_goedkeuren.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """The asked ones that can be approved together; without any, the oldest that wait."""
        rows = (
            Wijzigingsverzoek.objects.for_actor(self.actor)
            .filter(waits_on(self.actor), soort__in=[k for k, v in SOORTEN.items() if v.in_bulk])
            .select_related("aanbieder")
            .order_by("ingediend_op", "pk")
        )
        if asked := _ids(request.GET.getlist("verzoek")):
            rows = rows.filter(pk__in=asked)
        found = [_beside(verzoek) for verzoek in rows[:MEESTE_SAMEN]]
        return self._page({"regels": found, "weg": max(len(asked) - len(found), 0)})

    def post(self, request: HttpRequest) -> HttpResponse:
        ids = _ids(request.POST.getlist("verzoek"))
        if not ids:
            messages.error(request, _("Kies eerst een of meer verzoeken."))
            return redirect(f"{reverse('wijzigingen-goedkeuren')}?{queue_query(request.GET)}")
        outcome = behandelen.approve_many(self.actor, ids, peildatum=timezone.localdate())
        known = {
            row.pk: row
            for row in Wijzigingsverzoek.objects.for_actor(self.actor)
            .filter(pk__in=ids)
            .select_related("aanbieder")
        }
        refused = [(known[pk], exc) for pk, exc in outcome.niet if pk in known]
        unknown = len(outcome.niet) - len(refused)
        context = {
            "klaar": [known[row.pk] for row in outcome.goedgekeurd],
            "niet": [{"verzoek": row, "code": e.code, "reden": e.reden} for row, e in refused],
            "onbekend": unknown,
            "uitkomst": _outcome(len(outcome.goedgekeurd), len(outcome.niet)),
        }
        return self._page(context)

    def _page(self, context: dict[str, Any]) -> HttpResponse:
        back = queue_query(self.request.GET)
        here = f"{reverse('wijzigingen')}{'?' if back else ''}{back}"
        crumbs = [(here, _("Wijzigingen"))]
        response = self.render({"kruimels": crumbs, "terug": here, "vraag": back, **context})
        response["Cache-Control"] = "private, no-store"
        return response


def _ids(texts: list[str]) -> list[UUID]:
    """At most MEESTE_SAMEN; what is no uuid is nobody's request."""
    found = []
    for text in texts[:MEESTE_SAMEN]:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


def _beside(verzoek: Wijzigingsverzoek) -> dict[str, Any]:
    """Old and new of one request, only what changes; and what stands in the way."""
    kept, change = opened(verzoek), weergave.change_of(verzoek)
    compared = weergave.compare(verzoek, kept, change)
    points = weergave.checks_of(verzoek, kept, change)
    changed = [line for line in compared.regels if line.stand != "gelijk"]
    return {
        "verzoek": verzoek,
        "wat": what(verzoek.soort, verzoek.handeling),
        "regels": changed,
        "vanaf": weergave.wanted(verzoek, kept, timezone.localdate()),
        "bezwaar": [p for p in points if p.code],
    }


def _outcome(done: int, refused: int) -> str:
    text = ngettext("%s verzoek is goedgekeurd", "%s verzoeken zijn goedgekeurd", done) % done
    if not refused:
        return f"{text}."
    return _("%(wel)s, %(niet)s niet.") % {"wel": text, "niet": refused}
