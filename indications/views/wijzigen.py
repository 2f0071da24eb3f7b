"""Change a toewijzing: one form, and beside it in words what will happen (ijw-3.2 §1.7)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from core.fouten import Bevinding, Conflict, Ongeldig, PortalFout, VersieVerouderd
from core.policies import Recht
from core.ui.formats import format_long_date as datum
from core.ui.formats import format_number as getal
from indications import codes
from indications.choices import Toewijzingstatus
from indications.forms_wijzigen import WijzigForm
from indications.models import Toewijzing
from indications.overgangen import require_transition
from indications.policies import TOEWIJZING_WIJZIGEN
from indications.selectors_product import choosable_products
from indications.services.wijzigen import Gewijzigd, change_toewijzing, preview_change
from indications.views.detail import Wijzigbasis
from indications.wijzigregels import Weg
from indications.wijzigtoets import Oordeel

#: Said by the panel itself; while somebody is still typing it is no error.
NOG = frozenset({"verplicht", codes.TOESTEMMING_ONTBREEKT.code, codes.NIETS_GEWIJZIGD.code})


@dataclass(frozen=True, slots=True)
class Paneel:
    """What will happen, in words; what stands in the way; what is still asked for."""

    zinnen: list[str]
    fouten: list[Bevinding]
    waarschuwingen: list[Bevinding]
    nog: list[Bevinding]
    kosten: list[tuple[str, Decimal]]
    ankers: dict[str, str]
    gedeclareerd: int
    gedeclareerd_tot: Any

    @property
    def klaar(self) -> bool:
        return bool(self.zinnen) and not self.fouten and not self.nog


def build_panel(form: WijzigForm, found: Oordeel) -> Paneel:
    errors = list(found.fouten)
    return Paneel(
        zinnen=sentences(form.rij, found),
        fouten=[f for f in errors if f.code not in NOG],
        waarschuwingen=list(found.waarschuwingen),
        nog=[f for f in errors if f.code in NOG and f.code != codes.NIETS_GEWIJZIGD.code],
        kosten=costs(found),
        ankers={
            f.veld: form[name].focus_id  # type: ignore[attr-defined]
            for f in found.bevindingen
            if (name := form.veldnamen.get(f.veld, f.veld)) in form.fields
        },
        gedeclareerd=found.stand.gedeclareerd,
        gedeclareerd_tot=found.stand.gedeclareerd_tot,
    )


def sentences(row: Toewijzing, found: Oordeel) -> list[str]:
    """What will happen to which number; nothing as long as nothing differs."""
    o = found.uitkomst
    words = {"nr": row.nummer, "start": datum(o.vanaf), "tot": _until(o.tot)}
    if o.weg == Weg.GEEN:
        return []
    if o.weg == Weg.ZELFDE_NUMMER:
        return [_("Blijft nummer %(nr)d.") % words, *_what_changes(row, found)]
    if o.weg == Weg.EXTRA_NUMMER:
        text = _("Nummer %(nr)d blijft zoals het is. Een extra nummer geldt van %(start)s %(tot)s.")
        return [text % words]
    if o.verwijdert_oude:
        old = _("Nummer %(nr)d wordt ingetrokken.")
    else:
        assert o.oud_tot is not None
        old = _("Nummer %(nr)d eindigt op %(eind)s.")
        words["eind"] = datum(o.oud_tot)
    new = _("Een nieuw nummer gaat verder vanaf %(start)s, %(tot)s.")
    return [old % words, new % words]


def costs(found: Oordeel) -> list[tuple[str, Decimal]]:
    """What it costs now and then, at most; silent about what has no one tariff, or no end."""
    o = found.uitkomst
    same = o.weg in (Weg.ZELFDE_NUMMER, Weg.GEEN)
    lines = [
        (_("Kosten nu"), found.bedrag_nu),
        (_("Oud nummer"), None if same or o.verwijdert_oude else found.bedrag_oud),
        (_("Kosten straks") if same else _("Nieuw nummer"), found.bedrag),
    ]
    return [(label, amount) for label, amount in lines if amount is not None]


def _until(end: Any) -> str:
    return _("tot en met %(end)s") % {"end": datum(end)} if end else _("zonder einddatum")


def _what_changes(row: Toewijzing, found: Oordeel) -> list[str]:
    o, said = found.uitkomst, []
    if o.tot != row.einddatum:
        text = _("Loopt %(nieuw)s in plaats van %(oud)s.")
        said.append(text % {"nieuw": _until(o.tot), "oud": _until(row.einddatum)})
    if o.volume != row.volume:
        text = _("Het volume gaat van %(oud)s naar %(nieuw)s.")
        said.append(text % {"oud": getal(row.volume), "nieuw": getal(o.volume)})
        parts = found.toetsing.aanvraag.verdeling if found.toetsing else None
        if row.minuten_direct is not None and not (parts and parts.given):
            said.append(_("De verdeling van de minuten vervalt; die hoort bij het oude getal."))
    if o.moet:
        said.append(_("Verlengen gaat hier altijd op hetzelfde nummer."))
    return said


class WijzigenView(Wijzigbasis):
    """GET the form with what holds now; POST changes, or says what stands in the way."""

    form_class = WijzigForm
    template_naam = "indications/wijzigen.html"

    def make_form(self, row: Toewijzing, data: Any = None) -> WijzigForm:
        products = choosable_products(
            self.actor, gemeente_id=row.gemeente_id, peildatum=self.today()
        )
        return WijzigForm(data, rij=row, producten=products)

    def get(self, request: HttpRequest, toewijzing_id: UUID) -> HttpResponse:
        found = self.find(toewijzing_id)
        require_transition(found.status, Toewijzingstatus.TOEGEWEZEN)
        self.log(found, "toewijzing.inzien")
        form = self.make_form(found)
        return self.shown(form, self.judge(self.make_form(found, self._as_is(form))))

    def _as_is(self, form: WijzigForm) -> dict[str, Any]:
        return {name: form[name].value() for name in form.fields}

    def post(self, request: HttpRequest, toewijzing_id: UUID) -> HttpResponse:
        row = self.find(toewijzing_id)
        form = self.make_form(row, request.POST)
        readable = form.is_valid()
        if "versie" in form.cleaned_data and form.cleaned_data["versie"] != row.versie:
            return self.outdated(row, form.cleaned_data["versie"])
        judged = self.judge(form)
        if request.POST.get("actie") == "controleren":
            return self.shown(form, judged)
        if not readable:
            return self.shown(form, judged, status=400)
        try:
            done = change_toewijzing(
                self.actor,
                row.pk,
                voorstel=form.voorstel,
                versie=form.cleaned_data["versie"],
                peildatum=self.today(),
            )
        except VersieVerouderd:
            return self.outdated(self.find(toewijzing_id), form.cleaned_data["versie"])
        except PortalFout as exc:
            if not isinstance(exc, Ongeldig | Conflict) and exc.status != Conflict.status:
                raise
            self.refuse(form, exc)
            return self.shown(form, judged, status=exc.status)
        messages.success(request, told(done))
        return redirect("toewijzing", toewijzing_id=(done.opvolger or done.toewijzing).pk)

    def judge(self, form: WijzigForm) -> Oordeel:
        form.is_valid()
        found = preview_change(
            self.actor, form.rij.pk, voorstel=form.voorstel, peildatum=self.today()
        )
        form.narrow(found.uitkomst)
        return found

    def refuse(self, form: WijzigForm, exc: PortalFout) -> None:
        form.add_bevindingen(f for f in exc.bevindingen)
        if not form.errors:
            form.add_error(None, ValidationError(exc.reden, code=exc.code))

    def shown(self, form: WijzigForm, found: Oordeel, *, status: int = 200) -> HttpResponse:
        if form.uitkomst is None:
            form.cleaned_data = {}
            form.narrow(found.uitkomst)
        context = {
            **self.common(form.rij, "toewijzing"),
            "form": form,
            "paneel": build_panel(form, found),
        }
        return self.render(context, status=status)


class WijzigControleView(WijzigenView):
    """The live check: the panel, and the fields that follow when others are needed."""

    rechten: ClassVar[Mapping[str, Recht]] = {"POST": TOEWIJZING_WIJZIGEN}
    http_method_names = ["post", "options"]
    template_naam = "indications/_wijzig_antwoord.html"

    def post(self, request: HttpRequest, toewijzing_id: UUID) -> HttpResponse:
        row = self.find(toewijzing_id)
        form = self.make_form(row, request.POST)
        found = self.judge(form)
        return self.render(
            {
                **self.common(row, "toewijzing"),
                "form": form,
                "paneel": build_panel(form, found),
                "anders": request.POST.get("gevolg_sleutel", "") != form.sleutel,
            }
        )


def told(done: Gewijzigd) -> str:
    """The confirmation, in the words of what was done."""
    words = {"nr": done.toewijzing.nummer}
    if done.opvolger is None:
        return _("Toewijzing %(nr)d is gewijzigd; het nummer blijft hetzelfde.") % words
    words["nieuw"] = done.opvolger.nummer
    if done.weg == Weg.EXTRA_NUMMER:
        return _("Nummer %(nieuw)d is erbij gekomen voor de dagen voor nummer %(nr)d.") % words
    return _("Nummer %(nieuw)d gaat verder, in plaats van nummer %(nr)d.") % words
