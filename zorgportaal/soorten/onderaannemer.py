"""Who works under the hoofdaannemer, for which percelen and when (R-ZP-5)."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from contracts.models import Onderaannemerschap, Perceel
from core.fouten import PERIODE_ONGELDIG, Bevinding, Foutcode
from core.handeling import Handeling
from core.importexport.kolommen import Soort
from providers import mutaties
from providers.models import Aanbieder
from zorgportaal.choices import Gegevenssoortcode
from zorgportaal.soorten.basis import (
    BEEINDIGEN,
    TOEVOEGEN,
    Gegevenssoort,
    Oordeel,
    Wijziging,
    last_day,
)
from zorgportaal.velden import Veld

ONDERAANNEMER_OVERLAP = Foutcode(
    "onderaannemer_overlap",
    "Deze onderaannemer staat in die periode al bij een van deze percelen.",
    "R-ZP-5",
)
ONDERAANNEMER_ZICHZELF = Foutcode(
    "onderaannemer_zichzelf", "Een aanbieder is geen onderaannemer van zichzelf.", "R-ZP-5"
)


def contracted_percelen(aanbieder_id: UUID) -> Mapping[str, str]:
    """Percelen that the aanbieder has a contract for, now or later."""
    today = timezone.localdate()
    rows = Perceel.objects.filter(
        Q(perceelcontracten__einddatum__isnull=True) | Q(perceelcontracten__einddatum__gte=today),
        perceelcontracten__aanbieder=aanbieder_id,
        perceelcontracten__status="geldig",
    )
    found = rows.order_by("code").distinct().values_list("code", "naam")
    return {code: f"{code} {naam}" for code, naam in found}


class Onderaannemer(Gegevenssoort):
    """One row per perceel, each with the same period."""

    code = Gegevenssoortcode.ONDERAANNEMER
    model = Onderaannemerschap
    handelingen = (TOEVOEGEN, BEEINDIGEN)
    velden = (
        Veld("naam", "Naam van de onderaannemer"),
        Veld("kvk", "KvK-nummer", Soort.KVK, uitleg="8 cijfers."),
        Veld("percelen", "Percelen", keuzes=contracted_percelen, meer=True),
        Veld("einddatum", "Tot en met", Soort.DATUM, verplicht=False),
    )

    def rows(self, aanbieder_id: UUID) -> QuerySet[Any]:
        rows = Onderaannemerschap.objects.filter(hoofdaannemer=aanbieder_id)
        return rows.select_related("perceel").order_by("naam", "perceel__code", "begindatum")

    def values(self, row: Onderaannemerschap) -> dict[str, Any]:
        return {
            "naam": row.naam,
            "kvk": row.kvk,
            "percelen": [row.perceel.code],
            "einddatum": row.einddatum.isoformat() if row.einddatum else None,
        }

    def subject(self, w: Wijziging) -> str:
        return f"{w.doel.naam}, {w.doel.perceel.naam}" if w.doel else str(w.nieuw["naam"])

    def check_new(self, w: Wijziging) -> list[Bevinding]:
        end, found = last_day(w), list[Bevinding]()
        if end and end < w.datum:
            found.append(PERIODE_ONGELDIG.bevinding("einddatum", PERIODE_ONGELDIG.betekenis))
        if w.nieuw["kvk"] == w.aanbieder.kvk:
            found.append(ONDERAANNEMER_ZICHZELF.bevinding("kvk", ONDERAANNEMER_ZICHZELF.betekenis))
        there = Onderaannemerschap.objects.filter(
            Q(einddatum__isnull=True) | Q(einddatum__gte=w.datum),
            hoofdaannemer=w.aanbieder,
            kvk=w.nieuw["kvk"],
            perceel__code__in=w.nieuw["percelen"],
        )
        there = there.filter(begindatum__lte=end) if end else there
        codes = ", ".join(there.order_by("perceel__code").values_list("perceel__code", flat=True))
        if codes:
            reden = f"Deze onderaannemer staat in die periode al bij perceel {codes}."
            found.append(ONDERAANNEMER_OVERLAP.bevinding("percelen", reden))
        return found

    def assess_new(self, w: Wijziging) -> list[Oordeel]:
        known = _known(w.nieuw["kvk"])
        if known is None:
            text = "Dit KvK-nummer is in het portaal niet bekend: vraag de gegevens na."
            return [Oordeel("attention", text)]
        if known.naam != w.nieuw["naam"]:
            text = f"In het portaal heet de partij met dit KvK-nummer {known.naam}."
            return [Oordeel("attention", text)]
        return [Oordeel("good", "De onderaannemer is met dit KvK-nummer bekend in het portaal.")]

    def put(self, act: Handeling, w: Wijziging) -> Onderaannemerschap:
        made = [
            mutaties.add(
                act,
                Onderaannemerschap(
                    hoofdaannemer=w.aanbieder,
                    onderaannemer=_known(w.nieuw["kvk"]),
                    naam=w.nieuw["naam"],
                    kvk=w.nieuw["kvk"],
                    perceel=perceel,
                    begindatum=w.datum,
                    einddatum=last_day(w),
                ),
            )
            for perceel in Perceel.objects.filter(code__in=w.nieuw["percelen"])
        ]
        return made[0]


def _known(kvk: str) -> Aanbieder | None:
    """The one aanbieder with this KvK-nummer; with several it is not known which."""
    found = list(Aanbieder.objects.filter(kvk=kvk)[:2])
    return found[0] if len(found) == 1 else None
