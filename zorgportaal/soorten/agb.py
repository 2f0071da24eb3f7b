"""AGB-codes: of the onderneming, a vestiging or a zorgverlener, for a period (R-ZP-1, R-ZP-6)."""

import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from core.fouten import PERIODE_ONGELDIG, Bevinding
from core.handeling import Handeling
from core.importexport.kolommen import Soort
from providers import mutaties
from providers.choices import AgbSoort
from providers.codes import AGB_OVERLAP
from providers.models import AgbCode
from zorgportaal.choices import Gegevenssoortcode
from zorgportaal.soorten.basis import (
    BEEINDIGEN,
    TOEVOEGEN,
    Gegevenssoort,
    Oordeel,
    Wijziging,
    last_day,
)
from zorgportaal.velden import Veld, choices_of


class Agb(Gegevenssoort):
    code = Gegevenssoortcode.AGB_CODE
    model = AgbCode
    handelingen = (TOEVOEGEN, BEEINDIGEN)
    velden = (
        Veld("code", "AGB-code", Soort.AGB, uitleg="8 cijfers, zoals in het AGB-register."),
        Veld("soort", "Van wie de code is", keuzes=choices_of(AgbSoort)),
        Veld("einddatum", "Geldig tot en met", Soort.DATUM, verplicht=False),
    )

    def rows(self, aanbieder_id: UUID) -> QuerySet[Any]:
        return AgbCode.objects.filter(aanbieder=aanbieder_id).order_by("code", "begindatum")

    def values(self, row: AgbCode) -> dict[str, Any]:
        end = row.einddatum.isoformat() if row.einddatum else None
        return {"code": row.code, "soort": row.soort, "einddatum": end}

    def subject(self, w: Wijziging) -> str:
        return str(w.doel.code if w.doel else w.nieuw["code"])

    def check_new(self, w: Wijziging) -> list[Bevinding]:
        end = last_day(w)
        if end and end < w.datum:
            return [PERIODE_ONGELDIG.bevinding("einddatum", PERIODE_ONGELDIG.betekenis)]
        if _same_code(w, end).filter(aanbieder=w.aanbieder).exists():
            reden = "Deze AGB-code staat in die periode al bij je gegevens."
            return [AGB_OVERLAP.bevinding("code", reden)]
        return []

    def assess_end(self, w: Wijziging) -> list[Oordeel]:
        left = AgbCode.objects.filter(aanbieder=w.aanbieder, periode__contains=w.datum)
        left = left.exclude(soort=AgbSoort.ZORGVERLENER).exclude(pk=w.doel.pk)
        if w.doel.soort == AgbSoort.ZORGVERLENER or left.exists():
            return [Oordeel("good", "Er blijft een andere AGB-code over.")]
        return [Oordeel("must", "Hierna heeft de aanbieder geen geldige AGB-code meer.")]

    def assess_new(self, w: Wijziging) -> list[Oordeel]:
        other = (
            _same_code(w, last_day(w))
            .exclude(aanbieder=w.aanbieder)
            .select_related("aanbieder")
            .first()
        )
        if other:
            name = other.aanbieder.naam
            return [Oordeel("must", f"Deze AGB-code is in die periode in gebruik bij {name}.")]
        return [Oordeel("good", "Geen andere aanbieder gebruikt deze AGB-code in die periode.")]

    def put(self, act: Handeling, w: Wijziging) -> AgbCode:
        row = AgbCode(
            aanbieder=w.aanbieder,
            code=w.nieuw["code"],
            soort=w.nieuw["soort"],
            begindatum=w.datum,
            einddatum=last_day(w),
        )
        return mutaties.add(act, row)


def _same_code(w: Wijziging, end: datetime.date | None) -> QuerySet[AgbCode]:
    """Rows with this code on a day that is asked for."""
    rows = AgbCode.objects.filter(code=w.nieuw["code"])
    rows = rows.filter(Q(einddatum__isnull=True) | Q(einddatum__gte=w.datum))
    return rows.filter(begindatum__lte=end) if end else rows
