"""Documents that an aanbieder keeps current: yearly accounts, quality mark, insurance."""

import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from core.fouten import PERIODE_ONGELDIG, Bevinding, Foutcode
from core.handeling import Handeling
from core.importexport.kolommen import Soort
from providers import mutaties
from providers.choices import Dossierstuksoort
from providers.models import Dossierstuk
from zorgportaal.choices import Gegevenssoortcode
from zorgportaal.documenten import DOSSIERSTUK
from zorgportaal.soorten.basis import (
    BEEINDIGEN,
    TOEVOEGEN,
    Gegevenssoort,
    Oordeel,
    Wijziging,
    last_day,
)
from zorgportaal.velden import Veld, choices_of

DOCUMENT_ONTBREEKT = Foutcode(
    "document_ontbreekt", "Het document zelf is nog niet toegevoegd of aangenomen."
)
DOCUMENT_AL_IN_DOSSIER = Foutcode(
    "document_al_in_dossier", "Dit bestand staat al in het dossier; voeg een ander bestand toe."
)


class Stuk(Gegevenssoort):
    code = Gegevenssoortcode.DOCUMENT
    model = Dossierstuk
    handelingen = (TOEVOEGEN, BEEINDIGEN)
    bewijs = DOSSIERSTUK
    bewijs_ontbreekt = DOCUMENT_ONTBREEKT
    velden = (
        Veld("soort", "Soort document", keuzes=choices_of(Dossierstuksoort)),
        Veld("omschrijving", "Omschrijving", uitleg="Bijvoorbeeld: jaarrekening 2025."),
        Veld(
            "einddatum",
            "Geldig tot en met",
            Soort.DATUM,
            verplicht=False,
            uitleg="Je krijgt 60 en 30 dagen ervoor een seintje.",
        ),
    )

    def rows(self, aanbieder_id: UUID) -> QuerySet[Any]:
        rows = Dossierstuk.objects.filter(aanbieder=aanbieder_id)
        return rows.select_related("document").order_by("soort", "-begindatum")

    def values(self, row: Dossierstuk) -> dict[str, Any]:
        end = row.einddatum.isoformat() if row.einddatum else None
        return {"soort": row.soort, "omschrijving": row.omschrijving, "einddatum": end}

    def subject(self, w: Wijziging) -> str:
        return str(w.doel) if w.doel else str(Dossierstuksoort(w.nieuw["soort"]).label)

    def check_new(self, w: Wijziging) -> list[Bevinding]:
        end = last_day(w)
        if end and end < w.datum:
            return [PERIODE_ONGELDIG.bevinding("einddatum", PERIODE_ONGELDIG.betekenis)]
        paper = self.evidence_of(w)
        if paper and Dossierstuk.objects.filter(document=paper).exists():
            code = DOCUMENT_AL_IN_DOSSIER
            return [code.bevinding("bewijsstukken", code.betekenis)]
        return []

    def assess_new(self, w: Wijziging) -> list[Oordeel]:
        end = last_day(w)
        if end and end < w.datum + datetime.timedelta(days=60):
            return [Oordeel("attention", "Dit document verloopt binnen 60 dagen.")]
        return []

    def put(self, act: Handeling, w: Wijziging) -> Dossierstuk:
        paper = self.evidence_of(w)
        assert paper is not None
        row = Dossierstuk(
            aanbieder=w.aanbieder,
            soort=w.nieuw["soort"],
            omschrijving=w.nieuw["omschrijving"],
            document=paper,
            begindatum=w.datum,
            einddatum=last_day(w),
        )
        return mutaties.add(act, row)
