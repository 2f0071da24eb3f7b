"""What stands in the way of a decision on a measure (R-CON-4, D-25)."""

import datetime
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q

from contractbeheer import ladder
from contractbeheer.aflopen import DAG, contracts_after
from contractbeheer.choices import Beslisserfunctie, Trajectstatus
from contractbeheer.models import Maatregeltraject
from contractbeheer.trajectkern import findings_of_text
from contracts.choices import Maatregelsoort, Maatregelstatus
from contracts.models import Maatregel
from core.fouten import PERIODE_ONGELDIG, VERPLICHT, Bevinding
from core.ui.formats import format_long_date


@dataclass(frozen=True)
class Besluit:
    """What is decided; `spoed` says why the aanbieder is heard afterwards."""

    ingangsdatum: datetime.date | None
    mandaat: str
    motivering: str
    einddatum: datetime.date | None = None
    functie: str = Beslisserfunctie.CONTRACTMANAGER
    spoed: str = ""
    extra: str = ""


def findings_of_decision(
    traject: Maatregeltraject, besluit: Besluit, peildatum: datetime.date
) -> list[Bevinding]:
    """Every finding at once; empty when it may be taken."""
    motivering = "Schrijf op waarom je dit besluit."
    return [
        *_findings_of_period(traject, besluit, peildatum),
        *_findings_of_mandate(traject, besluit),
        *findings_of_text(besluit.motivering, "motivering", motivering),
        *findings_of_text(besluit.extra, "extra", ""),
        *_findings_of_hearing(traject, besluit, peildatum),
    ]


def _findings_of_period(
    traject: Maatregeltraject, besluit: Besluit, peildatum: datetime.date
) -> list[Bevinding]:
    begin, end = besluit.ingangsdatum, besluit.einddatum
    if begin is None:
        return [VERPLICHT.bevinding("ingangsdatum", "Vul de eerste dag van de maatregel in.")]
    dissolves = traject.soort == Maatregelsoort.ONTBINDING
    first = peildatum + DAG if dissolves else peildatum
    found = []
    if begin < first:
        text = f"Kies {format_long_date(first)} of later."
        found.append(PERIODE_ONGELDIG.bevinding("ingangsdatum", text))
    if end is not None and end < begin:
        text = f"Kies {format_long_date(begin)} of later, of laat de einddatum leeg."
        found.append(PERIODE_ONGELDIG.bevinding("einddatum", text))
    if end is not None and traject.soort != Maatregelsoort.CLIENTENSTOP:
        text = "Alleen een cliëntenstop heeft een einddatum. Laat hem leeg."
        found.append(PERIODE_ONGELDIG.bevinding("einddatum", text))
    return found or findings_of_overlap(traject, begin, end)


def findings_of_overlap(
    traject: Maatregeltraject, begin: datetime.date, end: datetime.date | None
) -> list[Bevinding]:
    """A cliëntenstop that another one already covers, and an ontbinding without a contract."""
    percelen = list(traject.percelen.values_list("pk", flat=True))
    if traject.soort == Maatregelsoort.ONTBINDING:
        if contracts_after(traject.aanbieder_id, percelen or None, begin - DAG).exists():
            return []
        text = "Op die dag is er voor dit perceel al geen contract meer."
        return [PERIODE_ONGELDIG.bevinding("ingangsdatum", text)]
    if traject.soort != Maatregelsoort.CLIENTENSTOP:
        return []
    covering = Q(perceel__isnull=True) | Q(perceel__in=percelen)
    rows = Maatregel.objects.filter(
        covering,
        aanbieder=traject.aanbieder_id,
        soort=Maatregelsoort.CLIENTENSTOP,
        status=Maatregelstatus.GELDIG,
    ).exclude(trajecten=traject)
    there = rows.filter(Q(einddatum__isnull=True) | Q(einddatum__gte=begin))
    if end is not None:
        there = there.filter(begindatum__lte=end)
    first = there.order_by("begindatum").first()
    if first is None:
        return []
    until = f" tot en met {format_long_date(first.einddatum)}" if first.einddatum else ""
    text = f"Er is al een cliëntenstop vanaf {format_long_date(first.begindatum)}{until}."
    return [ladder.CLIENTENSTOP_BESTAAT.bevinding("ingangsdatum", text)]


def _findings_of_mandate(traject: Maatregeltraject, besluit: Besluit) -> list[Bevinding]:
    found = []
    if besluit.mandaat not in settings.MANDATEN:
        found.append(ladder.MANDAAT_ONBEKEND.bevinding("mandaat", "Kies een mandaat uit de lijst."))
    if besluit.functie not in Beslisserfunctie:
        found.append(VERPLICHT.bevinding("functie", "Kies wie het besluit nam."))
    elif (
        ladder.decider_of(traject.soort) == Beslisserfunctie.PORTEFEUILLEHOUDER
        and besluit.functie != Beslisserfunctie.PORTEFEUILLEHOUDER
    ):
        code = ladder.PORTEFEUILLEHOUDER_BESLUIT
        found.append(code.bevinding("functie", "Hierover besluit de portefeuillehouder."))
    return found


def _findings_of_hearing(
    traject: Maatregeltraject, besluit: Besluit, peildatum: datetime.date
) -> list[Bevinding]:
    """Who was asked for its view may give it until the last day; who must be heard is asked."""
    if besluit.spoed.strip():
        return findings_of_text(besluit.spoed, "spoed", "")
    announced = traject.status == Trajectstatus.VOORNEMEN
    if not announced:
        if traject.soort not in ladder.EERST_HOREN:
            return []
        text = "Verstuur eerst het voornemen, of schrijf op waarom dat niet kan wachten."
        return [ladder.NIET_GEHOORD.bevinding("spoed", text)]
    heard = ladder.is_heard(
        zienswijze=traject.zienswijze_op is not None,
        gehoord=traject.gehoord_op,
        uiterlijk=traject.zienswijze_uiterlijk,
        peildatum=peildatum,
    )
    if heard:
        return []
    day = format_long_date(traject.zienswijze_uiterlijk)
    text = f"De aanbieder kan reageren tot en met {day}. Wacht, of motiveer de spoed."
    return [ladder.ZIENSWIJZE_LOOPT.bevinding("spoed", text)]
