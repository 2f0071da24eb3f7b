"""Bank accounts: only with an IBAN-verklaring, one per purpose at a time (R-ZP-2, R-ZP-6)."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from core.fouten import Bevinding, Foutcode
from core.handeling import Handeling
from core.importexport.kolommen import Soort
from core.ui.formats import format_long_date
from providers import mutaties
from providers.choices import Rekeningdoel
from providers.codes import BANKREKENING_OVERLAP
from providers.models import Bankrekening
from providers.rules import same_name
from zorgportaal.choices import Gegevenssoortcode
from zorgportaal.documenten import IBAN_VERKLARING
from zorgportaal.soorten.basis import BEEINDIGEN, TOEVOEGEN, Gegevenssoort, Oordeel, Wijziging
from zorgportaal.velden import Veld, choices_of, compact

IBAN_VERKLARING_ONTBREEKT = Foutcode(
    "iban_verklaring_ontbreekt",
    "Zonder IBAN-verklaring die is aangenomen, kan een IBAN niet worden ingevuld.",
    "R-ZP-2",
)
REKENING_AL_VAN_JOU = Foutcode(
    "rekening_al_van_jou", "Deze rekening is er al voor dit doel.", "R-ZP-3"
)


class Rekening(Gegevenssoort):
    code = Gegevenssoortcode.BANKREKENING
    model = Bankrekening
    handelingen = (TOEVOEGEN, BEEINDIGEN)
    terugwerkend = False
    bewijs = IBAN_VERKLARING
    bewijs_eerst = True
    bewijs_ontbreekt = IBAN_VERKLARING_ONTBREEKT
    velden = (
        Veld(
            "doel",
            "Waarvoor",
            keuzes=choices_of(Rekeningdoel),
            uitleg="De rekening die nu geldt, stopt de dag voordat de nieuwe ingaat.",
        ),
        Veld("iban", "IBAN", Soort.IBAN, vorm=compact, uitleg="Zoals op de IBAN-verklaring."),
        Veld("tenaamstelling", "Op naam van", uitleg="Zoals op de IBAN-verklaring."),
    )

    def rows(self, aanbieder_id: UUID) -> QuerySet[Any]:
        return Bankrekening.objects.filter(aanbieder=aanbieder_id).order_by("-begindatum")

    def values(self, row: Bankrekening) -> dict[str, Any]:
        return {"doel": row.doel, "iban": row.iban, "tenaamstelling": row.tenaamstelling}

    def subject(self, w: Wijziging) -> str:
        return str(Rekeningdoel(w.doel.doel if w.doel else w.nieuw["doel"]).label)

    def replaces(self, w: Wijziging) -> Bankrekening | None:
        return w.doel if w.handeling == BEEINDIGEN else _current(w)

    def sensitive(self, values: Mapping[str, Any]) -> frozenset[str]:
        return frozenset({"iban"})

    def check_new(self, w: Wijziging) -> list[Bevinding]:
        current = _current(w)
        if current and current.iban == w.nieuw["iban"]:
            return [REKENING_AL_VAN_JOU.bevinding("iban", "Deze rekening staat er al.")]
        later = _of_purpose(w).filter(begindatum__gte=w.datum).first()
        if later:
            day = format_long_date(later.begindatum)
            reden = f"Op {day} gaat al een andere rekening in; kies een latere dag."
            return [BANKREKENING_OVERLAP.bevinding("datum", reden)]
        return []

    def assess_end(self, w: Wijziging) -> list[Oordeel]:
        text = "Hierna kan er niet worden betaald, tot er een nieuwe rekening is."
        return [Oordeel("attention", text)]

    def assess_new(self, w: Wijziging) -> list[Oordeel]:
        iban, name = w.nieuw["iban"], w.nieuw["tenaamstelling"]
        found = [Oordeel("good", "Het IBAN klopt: lengte en controlegetal (mod-97).")]
        if same_name(name, w.aanbieder.naam):
            found.append(Oordeel("good", "De rekening staat op naam van de aanbieder."))
        else:
            text = f"De rekening staat op naam van ‘{name}’, niet van {w.aanbieder.naam}."
            found.append(Oordeel("attention", text))
        other = Bankrekening.objects.filter(iban=iban).exclude(aanbieder=w.aanbieder).first()
        if other:
            text = f"Dezelfde rekening staat ook bij {other.aanbieder.naam}."
            found.append(Oordeel("must", text))
        if not iban.startswith("NL"):
            found.append(Oordeel("attention", "De rekening is niet bij een Nederlandse bank."))
        return found

    def put(self, act: Handeling, w: Wijziging) -> Bankrekening:
        row = Bankrekening(
            aanbieder=w.aanbieder,
            doel=w.nieuw["doel"],
            iban=w.nieuw["iban"],
            tenaamstelling=w.nieuw["tenaamstelling"],
            begindatum=w.datum,
            verklaring=self.evidence_of(w),
        )
        return mutaties.succeed(act, _current(w), row)


def _of_purpose(w: Wijziging) -> QuerySet[Bankrekening]:
    return Bankrekening.objects.filter(aanbieder=w.aanbieder, doel=w.nieuw["doel"])


def _current(w: Wijziging) -> Bankrekening | None:
    rows = _of_purpose(w).filter(begindatum__lt=w.datum)
    return rows.filter(Q(einddatum__isnull=True) | Q(einddatum__gte=w.datum)).first()
