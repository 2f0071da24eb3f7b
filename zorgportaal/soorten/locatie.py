"""Locations, with their address; of a secret one everybody sees the gemeentehuis (R-BES-2)."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from django.db.models import QuerySet

from contracts.models import ContractLocatie
from core import kluis
from core.choices import Organisatiesoort
from core.fouten import Bevinding, Foutcode
from core.handeling import Handeling
from core.importexport.kolommen import Soort
from core.models import Organisatie
from providers import mutaties
from providers.models import GeheimAdres, Gemeentehuis, Groep, Locatie
from providers.rules import check_postcode
from zorgportaal.choices import Gegevenssoortcode
from zorgportaal.soorten.basis import WIJZIGEN, Gegevenssoort, Oordeel, Wijziging, runs_on_or_after
from zorgportaal.velden import Veld, postcode

GEMEENTEHUIS_ONBEKEND = Foutcode(
    "gemeentehuis_onbekend",
    "Van deze gemeente is geen adres van het gemeentehuis bekend; een beschermde locatie kan dan "
    "niet.",
    "R-BES-2",
)
ADRES = ("straat", "huisnummer", "postcode", "plaats")


def gemeenten(aanbieder_id: UUID) -> Mapping[str, str]:
    rows = Organisatie.objects.filter(soort=Organisatiesoort.GEMEENTE).order_by("naam")
    return dict(rows.values_list("code", "naam"))


class Plaats(Gegevenssoort):
    """A change is in place and waits for its day; a secret address goes to the vault."""

    code = Gegevenssoortcode.LOCATIE
    model = Locatie
    per_dag = frozenset({WIJZIGEN})
    velden = (
        Veld("naam", "Naam van de locatie"),
        Veld(
            "geheim",
            "Het adres is beschermd",
            Soort.JA_NEE,
            verplicht=False,
            uitleg="Iedereen ziet dan het gemeentehuis. Het echte adres zien alleen jij en de "
            "beheerder van de Beschikbaarheidswijzer.",
        ),
        Veld("straat", "Straat", max_lengte=100),
        Veld("huisnummer", "Huisnummer", max_lengte=10),
        Veld("postcode", "Postcode", max_lengte=7, controle=check_postcode, vorm=postcode),
        Veld("plaats", "Plaats", max_lengte=80),
        Veld("gemeente", "Gemeente", keuzes=gemeenten),
    )

    def rows(self, aanbieder_id: UUID) -> QuerySet[Any]:
        rows = Locatie.objects.filter(aanbieder=aanbieder_id).select_related("gemeente")
        return rows.order_by("naam")

    def values(self, row: Locatie) -> dict[str, Any]:
        """With the real address of a secret one: only for who may see it, else masked."""
        address = {name: getattr(row, name) for name in ADRES}
        sealed = GeheimAdres.objects.filter(pk=row.pk).first() if row.geheim else None
        if sealed:
            address = kluis.decrypt(bytes(sealed.adres), bound_to=f"adres:{row.pk}")
        return {
            "naam": row.naam,
            "geheim": row.geheim,
            **address,
            "gemeente": row.gemeente.code,
        }

    def subject(self, w: Wijziging) -> str:
        return str(w.doel.naam if w.doel else w.nieuw["naam"])

    def sensitive(self, values: Mapping[str, Any]) -> frozenset[str]:
        return frozenset(ADRES) if values.get("geheim") else frozenset()

    def check_new(self, w: Wijziging) -> list[Bevinding]:
        if w.nieuw.get("geheim") and not _town_hall(w.nieuw["gemeente"]):
            reden = GEMEENTEHUIS_ONBEKEND.betekenis
            return [GEMEENTEHUIS_ONBEKEND.bevinding("gemeente", reden)]
        return []

    def assess_new(self, w: Wijziging) -> list[Oordeel]:
        if w.doel is None:
            return []
        after = runs_on_or_after(w.datum)
        contracted = ContractLocatie.objects.filter(after, locatie=w.doel)
        number = contracted.values("perceelcontract").distinct().count()
        if number:
            text = f"Deze locatie staat in {number} contracten; ga na of die mee moeten."
            return [Oordeel("attention", text)]
        return [Oordeel("good", "Deze locatie staat in geen enkel contract.")]

    def assess_end(self, w: Wijziging) -> list[Oordeel]:
        found = self.assess_new(w)
        groups = Groep.objects.filter(runs_on_or_after(w.datum + mutaties.DAG), locatie=w.doel)
        if number := groups.count():
            text = f"Op deze locatie lopen {number} groepen dan nog door."
            found.append(Oordeel("attention", text))
        return found

    def put(self, act: Handeling, w: Wijziging) -> Locatie:
        values = {**w.nieuw, "gemeente": _gemeente(w.nieuw["gemeente"])}
        real = {name: values[name] for name in ADRES}
        if values["geheim"]:
            hall = _town_hall(w.nieuw["gemeente"])
            values |= {name: getattr(hall, name) for name in ADRES}
        if w.doel is None:
            row = Locatie(pk=uuid4(), aanbieder=w.aanbieder, begindatum=w.datum, **values)
            mutaties.add(act, row)
        else:
            row = mutaties.change(act, w.doel, values)
        _keep_secret(row, real)
        return row


def _gemeente(code: str) -> Organisatie:
    return Organisatie.objects.get(soort=Organisatiesoort.GEMEENTE, code=code)


def _town_hall(code: str) -> Gemeentehuis | None:
    return Gemeentehuis.objects.filter(gemeente__code=code).first()


def _keep_secret(row: Locatie, real: Mapping[str, str]) -> None:
    """The real address in the vault for a secret location; out of it for one that no longer is."""
    if not row.geheim:
        GeheimAdres.objects.filter(pk=row.pk).delete()
        return
    sealed = kluis.encrypt(dict(real), bound_to=f"adres:{row.pk}")
    GeheimAdres.objects.update_or_create(locatie=row, defaults={"adres": sealed})
