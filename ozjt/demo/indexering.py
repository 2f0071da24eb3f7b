"""Indexations of next year: one to decide on, one active, one taken back; figures are made up."""

import datetime
from decimal import Decimal

from contracts.choices import Indexeringstatus
from contracts.models import Indexering, Weging
from contracts.services import indexering
from core.actor import system_actor
from core.fouten import Ongeldig
from ozjt.demo.basis import Kalender, key

TOELICHTING = "Verzonnen percentages, voor de demonstratie."
WEGINGEN = (
    ("", "VNG-contractstandaard", 90, datetime.date(2025, 1, 1)),
    ("jeugdzorgplus", "JeugdzorgPlus", 83, datetime.date(2023, 1, 1)),
)


def load(kalender: Kalender) -> None:
    """Once; where next year has tariffs already nothing is left to reckon."""
    weging = {given[0]: _weging(*given) for given in WEGINGEN}
    _propose(kalender, "vergissing", weging[""], "4.18", withdraw=True)
    _propose(kalender, "jeugdzorgplus", weging["jeugdzorgplus"], "4.05", activate=True)
    _propose(kalender, "voorstel", weging[""], "4.05")


def _weging(aard: str, naam: str, personeel: int, vanaf: datetime.date) -> Weging:
    known: Weging | None = Weging.objects.filter(aard=aard).order_by("-begindatum").first()
    return known or Weging.objects.create(
        aard=aard, naam=naam, personeel=personeel, materieel=100 - personeel, begindatum=vanaf
    )


def _propose(
    kalender: Kalender,
    naam: str,
    weging: Weging,
    personeel: str,
    *,
    activate: bool = False,
    withdraw: bool = False,
) -> None:
    actor, today = system_actor("demonstratiegegevens"), kalender.vandaag
    year = today.year + 1
    given = {
        "jaar": year,
        "ingangsdatum": datetime.date(year, 1, 1),
        "weging": weging,
        "gewicht_personeel": weging.personeel,
        "voorlopig_personeel": Decimal(personeel),
        "voorlopig_materieel": Decimal("2.10"),
        "vorig_personeel": Decimal("4.18"),
        "vorig_materieel": Decimal("1.82"),
        "definitief_personeel": Decimal("4.32"),
        "definitief_materieel": Decimal("1.95"),
        "toelichting": TOELICHTING,
    }
    made, _new = Indexering.objects.get_or_create(pk=key("indexering", naam, year), defaults=given)
    if made.status != Indexeringstatus.CONCEPT:
        return
    try:
        made = indexering.calculate(actor, made.pk, peildatum=today)
    except Ongeldig:
        return
    if activate:
        indexering.activate(actor, made.pk, versie=made.versie, peildatum=today)
    elif withdraw:
        indexering.withdraw(
            actor, made.pk, versie=made.versie, peildatum=today, reden="Percentage van vorig jaar."
        )
