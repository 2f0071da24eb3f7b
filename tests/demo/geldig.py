"""Whether stored toewijzingen would pass the rules of filing."""

import datetime
from collections import Counter
from collections.abc import Iterable

from django.db.models import QuerySet

from core.actor import system_actor
from core.fouten import errors_of
from indications import feiten, rules
from indications.aanvraag import Aanvraag, Verdeling
from indications.models import Toewijzing

BLOCK = 500


def unexpected_findings(rows: QuerySet[Toewijzing], today: datetime.date) -> dict[str, int]:
    """Error codes and how often, apart from those that only say that the row is there already.

    A cliëntenstop of later than the filing and a placement that the CPWV made are no breaches.
    """
    codes: Counter[str] = Counter()
    for block in _blocks(rows):
        asked = [_asked(t) for t in block]
        for t, a, f in zip(block, asked, feiten.gather(system_actor(), asked, today), strict=True):
            expected = {"toewijzing_overlap"}
            if t.waarschuwing_reden.startswith("Geplaatst via het CPWV"):
                expected.add("plaatsing_via_cpwv")
            filed = min(t.begindatum, t.toewijzingsmoment.date())
            if f.clientenstop_sinds and filed < f.clientenstop_sinds:
                expected.add("clientenstop")
            found = {finding.code for finding in errors_of(rules.check(a, f, today))}
            codes.update(found - expected)
    return dict(codes)


def _blocks(rows: QuerySet[Toewijzing]) -> Iterable[list[Toewijzing]]:
    every = list(
        rows.select_related("product", "gemeente", "verwijzing").prefetch_related(
            "aanbieder__agb_codes"
        )
    )
    for start in range(0, len(every), BLOCK):
        yield every[start : start + BLOCK]


def _asked(t: Toewijzing) -> Aanvraag:
    return Aanvraag(
        jeugdige_id=t.jeugdige_id,
        gemeentecode=t.gemeente.code,
        aanbieder_agb=t.aanbieder.agb_codes.all()[0].code,
        productcode=t.product.code,
        begindatum=t.begindatum,
        einddatum=t.einddatum,
        volume=t.volume,
        eenheid=t.eenheid,
        frequentie=t.frequentie,
        verdeling=Verdeling(
            t.minuten_direct, t.minuten_indirect, t.minuten_reistijd, t.aantal_contacten
        ),
        verwijzing_type=t.verwijzing.type,
        verwijzing_datum=t.verwijzing.datum,
    )
