"""Who the aanbieder is: name, KvK-nummer, legal form, seat, website."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from core.handeling import Handeling
from core.importexport.kolommen import Soort
from providers import mutaties
from providers.choices import Rechtsvorm
from providers.models import Aanbieder
from providers.rules import check_website
from zorgportaal.choices import Gegevenssoortcode
from zorgportaal.soorten.basis import WIJZIGEN, Gegevenssoort, Oordeel, Wijziging
from zorgportaal.velden import Veld, choices_of


class Identiteit(Gegevenssoort):
    """In place, never before the day of the decision: contracts of then name it as it was then."""

    code = Gegevenssoortcode.IDENTITEIT
    model = Aanbieder
    handelingen = (WIJZIGEN,)
    per_dag = frozenset({WIJZIGEN})
    terugwerkend = False
    velden = (
        Veld("naam", "Naam", uitleg="Zoals in het handelsregister."),
        Veld("kvk", "KvK-nummer", Soort.KVK, uitleg="8 cijfers."),
        Veld("rechtsvorm", "Rechtsvorm", keuzes=choices_of(Rechtsvorm)),
        Veld("vestigingsplaats", "Vestigingsplaats", verplicht=False, max_lengte=80),
        Veld("website", "Website", verplicht=False, controle=check_website),
    )

    def rows(self, aanbieder_id: UUID) -> QuerySet[Any]:
        return Aanbieder.objects.filter(pk=aanbieder_id)

    def values(self, row: Aanbieder) -> dict[str, Any]:
        return {veld.naam: getattr(row, veld.naam) or None for veld in self.velden}

    def assess_new(self, w: Wijziging) -> list[Oordeel]:
        if w.nieuw["kvk"] == w.oud["kvk"]:
            return [Oordeel("good", "Het KvK-nummer blijft gelijk.")]
        others = Aanbieder.objects.filter(kvk=w.nieuw["kvk"]).exclude(pk=w.aanbieder.pk)
        names = ", ".join(others.order_by("naam").values_list("naam", flat=True)[:3])
        if names:
            return [Oordeel("attention", f"Dit KvK-nummer staat ook bij {names}.")]
        return [Oordeel("attention", "Het KvK-nummer wordt een ander: is dit nog dezelfde partij?")]

    def put(self, act: Handeling, w: Wijziging) -> Aanbieder:
        values = {name: value or "" for name, value in w.nieuw.items()}
        mutaties.change(act, w.doel.organisatie, {"naam": values["naam"]})
        return mutaties.change(act, w.doel, values)
