"""Agreements: list, adding and changing them with a concept, and finishing them."""

from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Case, QuerySet, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.importexport.uitvoer import Exportkolom
from core.policies import ScopedQuerySet, has_right
from core.views.register import RegisterLijst
from leveranciers import tables
from leveranciers.choices import Afspraakstatus, Gespreksstatus
from leveranciers.filters import TE_LAAT, AfspraakFilter
from leveranciers.forms import AfrondForm, AfspraakForm
from leveranciers.models import Accountgesprek, Afspraak
from leveranciers.policies import AFSPRAAK_AFRONDEN, GESPREK_BEHEREN, GESPREK_INZIEN
from leveranciers.selectors import late
from leveranciers.services.afspraken import (
    Afspraakgegevens,
    add_afspraak,
    change_afspraak,
    finish_afspraak,
)
from leveranciers.views.basis import Handelpagina, in_scope


class Afspraken(RegisterLijst):
    """What is agreed and still open, first what is due first."""

    rechten = {"GET": GESPREK_INZIEN}
    model, tabel, filters = Afspraak, tables.AFSPRAKEN, AfspraakFilter
    titel = gettext_lazy("Afspraken")
    subregel = gettext_lazy("Uit accountgesprekken, van OZJT en van aanbieders.")
    template_naam = "leveranciers/afspraken.html"
    export = (
        Exportkolom("afspraak", "wat"),
        Exportkolom("van", "kant"),
        Exportkolom("aanbieder", "gesprek__aanbieder__naam"),
        Exportkolom("uiterlijk", "uiterlijk"),
        Exportkolom("stand", "status"),
        Exportkolom("opmerking", "opmerking"),
        Exportkolom("gesprek", "gesprek__nummer"),
    )

    def rows(self, scope: ScopedQuerySet, values: dict[str, Any]) -> QuerySet[Any]:
        today = timezone.localdate()
        rows: QuerySet[Any] = scope.exclude(gesprek__status=Gespreksstatus.VERVALLEN)
        stand = values.get("stand", "")
        if stand == TE_LAAT:
            rows = rows.filter(late(today))
        elif stand != "alles":
            rows = rows.filter(status=stand or Afspraakstatus.OPEN)
        if kant := values.get("kant"):
            rows = rows.filter(kant=kant)
        if text := values.get("zoek"):
            rows = rows.filter(gesprek__aanbieder__naam__icontains=text)
        return rows.annotate(
            te_laat=Case(
                When(late(today), then=Value(True)),
                default=Value(False),
                output_field=BooleanField(),
            )
        ).values(*tables.AFSPRAAKVELDEN)


class AfspraakMaken(Handelpagina):
    rechten = {"GET": GESPREK_BEHEREN, "POST": GESPREK_BEHEREN}
    titel = gettext_lazy("Afspraak toevoegen")
    knop = gettext_lazy("Toevoegen")
    uitleg = gettext_lazy(
        "De afspraak geldt zodra het verslag is vastgesteld. Dan staat zij op de werkvoorraad van "
        "wie haar nakomt."
    )

    def row(self, pk: UUID | None) -> Accountgesprek:
        rows = Accountgesprek.objects.for_actor(self.actor).select_related("aanbieder")
        found: Accountgesprek = in_scope(rows, pk)
        return found

    def after(self, row: Accountgesprek) -> str:
        return reverse("accountgesprek", args=[row.pk])

    def allowed(self, row: Accountgesprek) -> bool:
        return row.status == Gespreksstatus.GEHOUDEN

    def form(self, row: Accountgesprek, data: Any = None, files: Any = None) -> AfspraakForm:
        initial = {"versie": str(row.versie), "eigenaar": self.actor.id}
        return AfspraakForm(data, peildatum=timezone.localdate(), initial=initial)

    def act(self, row: Accountgesprek, form: Any) -> tuple[str, str]:
        add_afspraak(
            self.actor,
            row.pk,
            _given(form),
            versie=form.cleaned_data["versie"],
            peildatum=timezone.localdate(),
        )
        return self.after(row), _("De afspraak is toegevoegd.")

    def besides(self, row: Accountgesprek) -> dict[str, Any]:
        return _crumbs(row)


class _Afspraakpagina(Handelpagina):
    abstract = True

    def row(self, pk: UUID | None) -> Afspraak:
        rows = Afspraak.objects.for_actor(self.actor).select_related("gesprek__aanbieder")
        found: Afspraak = in_scope(rows, pk)
        return found

    def after(self, row: Afspraak) -> str:
        return reverse("accountgesprek", args=[row.gesprek_id])

    def besides(self, row: Afspraak) -> dict[str, Any]:
        return {**_crumbs(row.gesprek), "afspraak": row}


class AfspraakWijzigen(_Afspraakpagina):
    rechten = {"GET": GESPREK_BEHEREN, "POST": GESPREK_BEHEREN}
    titel = gettext_lazy("Afspraak wijzigen")
    knop = gettext_lazy("Wijzigen")

    def allowed(self, row: Afspraak) -> bool:
        concept = row.gesprek.status == Gespreksstatus.GEHOUDEN
        return concept and row.status == Afspraakstatus.OPEN

    def form(self, row: Afspraak, data: Any = None, files: Any = None) -> AfspraakForm:
        initial = {
            "wat": row.wat,
            "kant": row.kant,
            "eigenaar": row.eigenaar_id,
            "uiterlijk": row.uiterlijk,
            "versie": str(row.versie),
        }
        return AfspraakForm(data, peildatum=timezone.localdate(), initial=initial)

    def act(self, row: Afspraak, form: Any) -> tuple[str, str]:
        change_afspraak(
            self.actor,
            row.pk,
            _given(form),
            versie=form.cleaned_data["versie"],
            peildatum=timezone.localdate(),
        )
        return self.after(row), _("De afspraak is gewijzigd.")


class AfspraakAfronden(_Afspraakpagina):
    """Both sides; only OZJT can let one lapse."""

    rechten = {"GET": AFSPRAAK_AFRONDEN, "POST": AFSPRAAK_AFRONDEN}
    titel = gettext_lazy("Afspraak afronden")
    knop = gettext_lazy("Afronden")

    def allowed(self, row: Afspraak) -> bool:
        return row.status == Afspraakstatus.OPEN

    def form(self, row: Afspraak, data: Any = None, files: Any = None) -> AfrondForm:
        choices = Afspraakstatus.choices[1:]
        if not has_right(self.actor, GESPREK_BEHEREN):
            choices = choices[:1]
        initial = {"versie": str(row.versie), "status": Afspraakstatus.GEDAAN}
        return AfrondForm(data, keuzes=choices, initial=initial)

    def act(self, row: Afspraak, form: Any) -> tuple[str, str]:
        values = form.cleaned_data
        done = finish_afspraak(
            self.actor,
            row.pk,
            status=values["status"],
            opmerking=values["opmerking"],
            versie=values["versie"],
        )
        said = _("De afspraak is %s.") % Afspraakstatus(done.status).label.lower()
        return self.after(row), said


def _given(form: Any) -> Afspraakgegevens:
    values = form.cleaned_data
    owner = values.get("eigenaar")
    return Afspraakgegevens(
        values["wat"], values["kant"], values["uiterlijk"], owner.pk if owner else None
    )


def _crumbs(gesprek: Accountgesprek) -> dict[str, Any]:
    return {
        "kruimels": [
            (reverse("accountgesprekken"), _("Accountgesprekken")),
            (reverse("accountgesprek", args=[gesprek.pk]), gesprek.kenmerk),
        ],
        "waarover": f"{gesprek.kenmerk} · {gesprek.aanbieder.naam}",
    }
