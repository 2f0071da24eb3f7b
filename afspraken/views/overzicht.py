"""Looking at an overzicht: its text, older versions, what changed; and the acts of one press."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from afspraken.inhoud import blocks, open_evaluatie, open_versie
from afspraken.models import Afsprakenoverzicht, Afsprakenversie
from afspraken.policies import AFSPRAKEN_BEGINNEN, AFSPRAKEN_LEZEN, AFSPRAKEN_SCHRIJVEN
from afspraken.selectors import question_for, text_for
from afspraken.services import overzichten
from afspraken.vergelijken import compare
from afspraken.views.basis import Overzichtbasis
from core.fouten import NietGevonden


def number_of(text: str | None) -> int:
    """A number of a version; 0 for what is none."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 5 else 0


class Bekijken(Overzichtbasis):
    """The text that is this person's to see, or with `?versie=` an older one whole."""

    rechten = {"GET": AFSPRAKEN_LEZEN}
    template_naam = "afspraken/overzicht.html"

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        row = self.find(pk)
        context = self.base(row)
        shown: dict[str, Any] = {"inhoud": text_for(self.actor, row), "versie": None}
        if "versie" in request.GET:
            found = version_of(row, number_of(request.GET["versie"]))
            shown = {"inhoud": open_versie(found), "versie": found}
        self.log(row, "afspraken.inzien")
        return self.render(
            {
                **context,
                **shown,
                "blokken": blocks(shown["inhoud"]),
                "verwijderd": row.inhoud is None,
                "vraag": "" if shown["versie"] else question_for(self.actor, row),
                "momenten": [(m, open_evaluatie(m)) for m in row.evaluaties.order_by("datum")],
            }
        )


def version_of(row: Afsprakenoverzicht, nummer: int) -> Afsprakenversie:
    found: Afsprakenversie | None = row.versies.filter(nummer=nummer).first()
    if found is None:
        raise NietGevonden()
    return found


class Vergelijken(Overzichtbasis):
    """What changed between two versions, in words; without numbers the last two."""

    rechten = {"GET": AFSPRAKEN_LEZEN}
    template_naam = "afspraken/vergelijken.html"

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        row = self.find(pk)
        context = self.base(row)
        numbers = [versie.nummer for versie in context["versies"]]
        if len(numbers) < 2:
            raise NietGevonden()
        new = number_of(request.GET.get("naar")) or numbers[0]
        old = number_of(request.GET.get("van")) or numbers[1]
        before, after = version_of(row, old), version_of(row, new)
        self.log(row, "afspraken.vergelijken", detail=f"versie {old} en {new}")
        changed = compare(open_versie(before), open_versie(after))
        return self.render({**context, "oud": before, "nieuw": after, "verschillen": changed})


class Beginnen(Overzichtbasis):
    rechten = {"POST": AFSPRAKEN_BEGINNEN}

    def post(self, request: HttpRequest, toewijzing_id: UUID) -> HttpResponse:
        row = overzichten.start_overzicht(self.actor, toewijzing_id, peildatum=self.today())
        return redirect("afsprakenoverzicht-wijzigen", pk=row.pk)


class Vaststellen(Overzichtbasis):
    """Agree on what the other side agreed on."""

    rechten = {"POST": AFSPRAKEN_SCHRIJVEN}

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        row = overzichten.agree(self.actor, pk, versie=self.versie)
        return self.back(row, _("De afspraken staan vast. De ander krijgt bericht."))


class NieuweVersie(Overzichtbasis):
    rechten = {"POST": AFSPRAKEN_SCHRIJVEN}

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        overzichten.open_again(self.actor, pk, versie=self.versie)
        text = _("De nieuwe versie ligt bij jullie. Tot ze vaststaat, gelden de oude afspraken.")
        messages.success(request, text)
        return redirect("afsprakenoverzicht-wijzigen", pk=pk)
