"""Keeping the catalogue: what needs attention, what is planned, and a page per act."""

import datetime
from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from contracts import mutaties, tables_catalogus
from contracts.catalogus.bevindingen import findings_of
from contracts.catalogus.soorten import SOORTEN, Soort, soort_of
from contracts.forms_catalogus import rijformulier
from contracts.models import PerceelProduct
from contracts.policies import CATALOGUS_BEHEREN, CATALOGUS_VOLGEN
from contracts.selectors_catalogus import planned_changes, small_rows
from contracts.services import catalogus
from core.forms import PortalForm
from core.fouten import NietGevonden, PortalFout
from core.policies import has_right, scoped
from core.ui.formats import format_long_date, format_period
from core.views.basis import PortalView


def page_of(soort: Soort, row: Any) -> str:
    """Where what was done can be seen."""
    if isinstance(row, PerceelProduct):
        return reverse("perceel", args=[row.perceel_id])
    return soort.url(row.pk)


def name_of(row: Any) -> str:
    if isinstance(row, PerceelProduct):
        return f"{row.product} in {row.perceel}"
    if getattr(row, "gemeente", None):
        return f"{row.gemeente.naam}: {row.product or row.perceel}"
    return str(row)


def what_changed(kind: Soort, row: Any, given: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a form that differ from the row; of several choices the order says nothing."""
    now = kind.values(row)
    return {name: given[name] for name in kind.velden if _plain(given[name]) != _plain(now[name])}


def _plain(value: Any) -> Any:
    return sorted(value) if isinstance(value, list) else value


class Catalogus(PortalView):
    """Findings first, then what waits for its day, and the ways to everything else."""

    rechten: ClassVar = {"GET": CATALOGUS_VOLGEN}
    template_naam = "contracts/catalogus.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        may_change = has_right(self.actor, CATALOGUS_BEHEREN)
        planned = tables_catalogus.GEPLAND_BEHEER if may_change else tables_catalogus.GEPLAND
        today = timezone.localdate()
        return self.render(
            {
                "beheer": may_change,
                "soorten": SOORTEN.values(),
                "bevindingen": tables_catalogus.BEVINDINGEN.bind(request, findings_of(today)),
                "klein": may_change
                and tables_catalogus.KLEIN.bind(request, small_rows(self.actor, today)),
                "gepland": planned.bind(request, planned_changes(self.actor)),
            }
        )


class Rijpagina(PortalView):
    """A form about one row: GET shows it, POST does it; what is refused keeps what was typed."""

    abstract = True
    rechten: ClassVar = {"GET": CATALOGUS_BEHEREN, "POST": CATALOGUS_BEHEREN}
    template_naam = "contracts/catalogus_formulier.html"

    @property
    def peildatum(self) -> datetime.date:
        return timezone.localdate()

    def find(self, soort: Soort, pk: UUID) -> Any:
        row = scoped(self.actor, soort.model).filter(pk=pk).first()
        if row is None:
            raise NietGevonden()
        return row

    def page(
        self, form: PortalForm, context: Mapping[str, Any], exc: PortalFout | None = None
    ) -> HttpResponse:
        if exc is not None:
            found = list(exc.bevindingen)
            form.add_bevindingen(found)
            if not found:
                form.add_error(None, exc.reden)
        status = exc.status if exc else 400 if form.is_bound and not form.is_valid() else 200
        return self.render({"form": form, **context}, status=status)


class Toevoegen(Rijpagina):
    def get(self, request: HttpRequest, soort: str) -> HttpResponse:
        kind = soort_of(soort)
        given = {name: request.GET[name] for name in kind.vast if name in request.GET}
        start = {"begindatum": self.peildatum} | given
        return self.page(self._form(kind)(initial=start), self._context(kind))

    def post(self, request: HttpRequest, soort: str) -> HttpResponse:
        kind = soort_of(soort)
        form = self._form(kind)(request.POST)
        if not form.is_valid():
            return self.page(form, self._context(kind))
        values = {
            name: value
            for name, value in form.cleaned_data.items()
            if name not in ("gezien", "bevestigd") and value not in (None, "")
        }
        try:
            row = catalogus.add_row(
                self.actor,
                soort,
                values,
                peildatum=self.peildatum,
                bevestigd=form.cleaned_data.get("bevestigd", False),
            )
        except PortalFout as exc:
            return self.page(form, self._context(kind), exc)
        messages.success(request, _("%s is toegevoegd.") % name_of(row))
        return redirect(page_of(kind, row))

    def _form(self, kind: Soort) -> type[PortalForm]:
        names = [n for n in (*kind.vast, *kind.velden) if n != "einddatum"]
        names += [n for n in kind.vast if n == "einddatum"]
        gap = _("Een gat tussen twee periodes is de bedoeling")
        return rijformulier(
            kind,
            names,
            actor=self.actor,
            peildatum=self.peildatum,
            bevestigen=gap if kind.model is PerceelProduct else "",
        )

    def _context(self, kind: Soort) -> dict[str, Any]:
        return {
            "titel": _("%s toevoegen") % str(kind.label).capitalize(),
            "knop": _("Toevoegen"),
            "terug": reverse(kind.lijst),
            "uitleg": _("Dit geldt vanaf de eerste dag die je kiest, nooit met terugwerking."),
        }


class Wijzigen(Rijpagina):
    def get(self, request: HttpRequest, soort: str, pk: UUID) -> HttpResponse:
        kind, row = self._found(soort, pk)
        start = kind.values(row) | {
            "ingangsdatum": self.peildatum,
            "gezien": mutaties.seen_token(kind, row),
        }
        return self.page(self._form(kind)(initial=start), self._context(kind, row))

    def post(self, request: HttpRequest, soort: str, pk: UUID) -> HttpResponse:
        kind, row = self._found(soort, pk)
        form = self._form(kind)(request.POST, initial=kind.values(row))
        if not form.is_valid():
            return self.page(form, self._context(kind, row))
        given = form.cleaned_data
        try:
            done = catalogus.change_row(
                self.actor,
                soort,
                pk,
                what_changed(kind, row, given),
                ingangsdatum=given["ingangsdatum"],
                peildatum=self.peildatum,
                gezien=given["gezien"],
                reden=given.get("reden", ""),
            )
        except PortalFout as exc:
            return self.page(form, self._context(kind, row), exc)
        messages.success(request, self._said(row, given["ingangsdatum"]))
        return redirect(page_of(kind, row if kind.mutatie else done))

    def _said(self, row: Any, ingang: datetime.date) -> str:
        if ingang > self.peildatum:
            words = {"wat": name_of(row), "dag": format_long_date(ingang)}
            return _("De wijziging van %(wat)s gaat in op %(dag)s.") % words
        return _("%s is gewijzigd.") % name_of(row)

    def _found(self, soort: str, pk: UUID) -> tuple[Soort, Any]:
        kind = soort_of(soort)
        if not kind.velden:
            raise NietGevonden()
        return kind, self.find(kind, pk)

    def _form(self, kind: Soort) -> type[PortalForm]:
        return rijformulier(
            kind, kind.velden, actor=self.actor, peildatum=self.peildatum, ingang=True
        )

    def _context(self, kind: Soort, row: Any) -> dict[str, Any]:
        return {
            "titel": _("%s wijzigen") % str(kind.label).capitalize(),
            "over": name_of(row),
            "voorbeeld": getattr(row, "voorbeeldgegeven", False),
            "knop": _("Wijzigen"),
            "terug": page_of(kind, row),
            "gebruik": mutaties.need_of(row, self.peildatum),
            "gepland": planned_changes(self.actor, row.pk),
            "uitleg": _("Alleen wat je aanpast verandert. De code en de periode blijven."),
        }


class Beeindigen(Rijpagina):
    """The last day of a row; one that does not hold yet can be taken away."""

    template_naam = "contracts/catalogus_beeindigen.html"

    def get(self, request: HttpRequest, soort: str, pk: UUID) -> HttpResponse:
        kind, row = self._found(soort, pk)
        start = {"einddatum": row.einddatum, "gezien": mutaties.seen_token(kind, row)}
        return self.page(self._form(kind, row)(initial=start), self._context(kind, row))

    def post(self, request: HttpRequest, soort: str, pk: UUID) -> HttpResponse:
        kind, row = self._found(soort, pk)
        form = self._form(kind, row)(request.POST)
        if not form.is_valid():
            return self.page(form, self._context(kind, row))
        try:
            said = self._act(kind, row, form.cleaned_data)
        except PortalFout as exc:
            return self.page(form, self._context(kind, row), exc)
        messages.success(request, said)
        return redirect(page_of(kind, row))

    def _act(self, kind: Soort, row: Any, given: Mapping[str, Any]) -> str:
        name, seen = name_of(row), given["gezien"]
        if self.request.POST.get("act") == "weghalen":
            catalogus.take_back_row(
                self.actor, kind.code, row.pk, peildatum=self.peildatum, gezien=seen
            )
            return _("%s is weggehaald.") % name
        last = given["einddatum"]
        catalogus.end_row(
            self.actor,
            kind.code,
            row.pk,
            einddatum=last,
            peildatum=self.peildatum,
            gezien=seen,
            bevestigd=given.get("bevestigd", False),
        )
        if last is None:
            return _("%s loopt door.") % name
        return _("%(wat)s geldt tot en met %(dag)s.") % {
            "wat": name,
            "dag": format_long_date(last),
        }

    def _found(self, soort: str, pk: UUID) -> tuple[Soort, Any]:
        kind = soort_of(soort)
        if not kind.periode:
            raise NietGevonden()
        return kind, self.find(kind, pk)

    def _form(self, kind: Soort, row: Any) -> type[PortalForm]:
        sure = _("Ik weet dat dit product daarna niet meer is toe te wijzen")
        return rijformulier(
            kind,
            ["einddatum"],
            actor=self.actor,
            peildatum=self.peildatum,
            bevestigen=sure if kind.code in ("product", "product-in-perceel") else "",
        )

    def _context(self, kind: Soort, row: Any) -> dict[str, Any]:
        return {
            "titel": _("%s beëindigen") % str(kind.label).capitalize(),
            "over": name_of(row),
            "voorbeeld": getattr(getattr(row, "product", row), "voorbeeldgegeven", False),
            "periode": format_period(row.begindatum, row.einddatum),
            "gebruik": mutaties.need_of(row, self.peildatum),
            "soort": kind.code,
            "nog_niet": kind.mutatie is None and row.begindatum > self.peildatum,
            "terug": page_of(kind, row),
        }


class Mutatie(Rijpagina):
    """A planned change: other values, another day, or withdrawn."""

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        planned = catalogus.planned_change(self.actor, pk)
        kind, row = mutaties.target_of(planned)
        start = kind.values(row) | planned.velden
        start |= {
            "ingangsdatum": planned.ingangsdatum,
            "reden": planned.reden,
            "gezien": mutaties.seen_token(kind, row),
        }
        return self.page(self._form(kind)(initial=start), self._context(planned, kind, row))

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        planned = catalogus.planned_change(self.actor, pk)
        kind, row = mutaties.target_of(planned)
        form = self._form(kind)(request.POST)
        context = self._context(planned, kind, row)
        try:
            if request.POST.get("act") == "intrekken":
                catalogus.withdraw_change(self.actor, pk)
                messages.success(request, _("De geplande wijziging is ingetrokken."))
                return redirect("catalogus")
            if not form.is_valid():
                return self.page(form, context)
            self._adapt(planned.pk, kind, row, form.cleaned_data)
        except PortalFout as exc:
            return self.page(form, context, exc)
        messages.success(request, _("De geplande wijziging is aangepast."))
        return redirect(page_of(kind, row))

    def _adapt(self, pk: UUID, kind: Soort, row: Any, given: Mapping[str, Any]) -> None:
        catalogus.adapt_change(
            self.actor,
            pk,
            what_changed(kind, row, given),
            ingangsdatum=given["ingangsdatum"],
            peildatum=self.peildatum,
            gezien=given["gezien"],
            reden=given["reden"],
        )

    def _form(self, kind: Soort) -> type[PortalForm]:
        return rijformulier(
            kind, kind.velden, actor=self.actor, peildatum=self.peildatum, ingang=True
        )

    def _context(self, planned: Any, kind: Soort, row: Any) -> dict[str, Any]:
        return {
            "titel": _("Geplande wijziging aanpassen"),
            "over": _("%(wat)s, vanaf %(dag)s")
            % {"wat": name_of(row), "dag": format_long_date(planned.ingangsdatum)},
            "voorbeeld": getattr(row, "voorbeeldgegeven", False),
            "knop": _("Bewaren"),
            "intrekken": True,
            "terug": page_of(kind, row),
            "gepland": [g for g in planned_changes(self.actor, row.pk) if g.id == planned.pk],
            "uitleg": _("Tot de ingangsdatum kun je dit aanpassen of intrekken."),
        }
