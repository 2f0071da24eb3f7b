"""Whom to reach for what: one per function at a time."""

from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from core.fouten import PERIODE_ONGELDIG, Bevinding
from core.handeling import Handeling
from core.ui.formats import format_long_date
from providers import mutaties
from providers.choices import Contactfunctie
from providers.codes import CONTACT_ONBEREIKBAAR, CONTACT_OVERLAP
from providers.models import Contactgegeven
from providers.rules import check_email, check_telefoon
from zorgportaal.choices import Gegevenssoortcode
from zorgportaal.soorten.basis import WIJZIGEN, Gegevenssoort, Wijziging
from zorgportaal.velden import Veld, choices_of


class Contact(Gegevenssoort):
    """A change is a new row from its day on; the old one ends the day before."""

    code = Gegevenssoortcode.CONTACT
    model = Contactgegeven
    vast = frozenset({"functie"})
    in_bulk = True
    terugwerkend = False
    velden = (
        Veld("functie", "Waarvoor", keuzes=choices_of(Contactfunctie)),
        Veld("naam", "Naam van persoon of afdeling", verplicht=False),
        Veld("email", "E-mailadres", verplicht=False, max_lengte=254, controle=check_email),
        Veld("telefoon", "Telefoonnummer", verplicht=False, max_lengte=20, controle=check_telefoon),
    )

    def rows(self, aanbieder_id: UUID) -> QuerySet[Any]:
        rows = Contactgegeven.objects.filter(aanbieder=aanbieder_id)
        return rows.order_by("functie", "begindatum")

    def values(self, row: Contactgegeven) -> dict[str, Any]:
        return {veld.naam: getattr(row, veld.naam) or None for veld in self.velden}

    def subject(self, w: Wijziging) -> str:
        return str(Contactfunctie(w.doel.functie if w.doel else w.nieuw["functie"]).label)

    def check_new(self, w: Wijziging) -> list[Bevinding]:
        if not w.nieuw.get("email") and not w.nieuw.get("telefoon"):
            reden = "Vul een e-mailadres of een telefoonnummer in."
            return [CONTACT_ONBEREIKBAAR.bevinding("email", reden)]
        if w.handeling == WIJZIGEN and w.datum <= w.doel.begindatum:
            day = format_long_date(w.doel.begindatum)
            reden = f"Dit contact geldt vanaf {day}; kies een latere dag."
            return [PERIODE_ONGELDIG.bevinding("datum", reden)]
        functie = w.doel.functie if w.doel else w.nieuw["functie"]
        there = Contactgegeven.objects.filter(aanbieder=w.aanbieder, functie=functie)
        there = there.filter(Q(einddatum__isnull=True) | Q(einddatum__gte=w.datum))
        if there.exclude(pk=w.doel.pk if w.doel else None).exists():
            reden = "Voor deze functie is er al een contact; wijzig dat."
            return [CONTACT_OVERLAP.bevinding("functie", reden)]
        return []

    def put(self, act: Handeling, w: Wijziging) -> Contactgegeven:
        row = Contactgegeven(
            aanbieder=w.aanbieder,
            functie=w.doel.functie if w.handeling == WIJZIGEN else w.nieuw["functie"],
            begindatum=w.datum,
            **{name: w.nieuw.get(name) or "" for name in ("naam", "email", "telefoon")},
        )
        return mutaties.succeed(act, w.doel, row)
