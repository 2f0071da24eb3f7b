"""The turn of the year that R-TOE-11 is about: a round, old products, and what ran on them."""

import datetime
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from contracts.models import Product
from core.actor import system_actor
from core.handeling import set_history_context
from indications.models import Toewijzing, Verwijzing
from knippen.choices import Rondestatus
from knippen.models import Knipregel, Knipronde, Productvertaling
from ozjt.demo.basis import Kalender, insert, key
from ozjt.demo.burgers import jeugdige_key
from ozjt.demo.catalogus import GEMEENTEN
from ozjt.demo.dossiers import PER_GEMEENTE
from ozjt.demo.toegang import gemeente_key

OUD = {
    "DOUD1": ("Begeleiding thuis, product van voor de overgang", "ABGII"),
    "DOUD2": ("Behandeling, product van voor de overgang", "ABHIR"),
    "DOUD3": ("Dagbesteding, product van voor de overgang", ""),
}
ALLES, ALLEEN_EIND = ("0141", "1735", "0147"), ("0189", "0164")
"""Almelo, Hof van Twente and Borne; Wierden and Hengelo."""
WAAROM = "Verzoeken om andere lopende toewijzingen om te zetten zijn niet opgenomen."


@dataclass(frozen=True)
class Geval:
    """Of one of the seven jeugdigen of a gemeente; months and days of the year before the turn."""

    jeugdige: int
    product: str
    aanbieder: int
    perceel: str
    afgegeven: tuple[int, int]
    begin: tuple[int, int]
    dagen_na: int
    volume: int


GEVALLEN = (
    Geval(0, "DOUD2", 1, "BHI", (11, 11), (11, 18), 180, 2400),
    Geval(1, "DOUD1", 1, "BGI", (12, 5), (12, 9), 240, 3600),
    Geval(2, "DOUD2", 1, "BHI", (3, 14), (4, 1), 90, 4800),
    Geval(3, "DOUD3", 1, "BGG", (12, 2), (12, 9), 120, 900),
    Geval(4, "DOUD2", 4, "VAK", (11, 20), (12, 1), 150, 1200),
    Geval(5, "DOUD2", 1, "BHI", (11, 4), (11, 11), 0, 600),
)


def load_named(vandaag: datetime.date) -> bool:
    """Once: False when it is there."""
    kalender = Kalender(vandaag)
    ronde_id = key("knipronde", "overgang")
    if Knipronde.objects.filter(pk=ronde_id).exists():
        return False
    with transaction.atomic():
        set_history_context(system_actor("demonstratiegegevens"))
        _load_products(kalender)
        _load_round(kalender)
        for place, gemeente in enumerate(GEMEENTEN):
            if gemeente.code in (*ALLES, *ALLEEN_EIND):
                _load_toewijzingen(kalender, gemeente.code, PER_GEMEENTE * place)
    return True


def _last(kalender: Kalender) -> datetime.date:
    return kalender.start - datetime.timedelta(days=1)


def _load_products(kalender: Kalender) -> None:
    insert(
        Product,
        [
            Product(
                id=key("product", code),
                code=code,
                naam=naam,
                definitie="Voorbeeldgegeven van de demonstratie.",
                categorie="45",
                eenheden=["01"],
                frequenties=["6"],
                begindatum=datetime.date(kalender.eerste_jaar - 5, 1, 1),
                einddatum=_last(kalender),
            )
            for code, (naam, _naar) in OUD.items()
        ],
    )


def _load_round(kalender: Kalender) -> None:
    last = _last(kalender)
    ronde = Knipronde.objects.create(
        id=key("knipronde", "overgang"),
        naam=f"Overgang {last.year}/{kalender.eerste_jaar}",
        laatste_dag=last,
        toelichting="Van de oude producten naar die van de nieuwe overeenkomsten.",
        status=Rondestatus.OPEN,
    )
    insert(
        Productvertaling,
        [
            Productvertaling(ronde=ronde, van_id=key("product", code), naar_id=key("product", naar))
            for code, (_naam, naar) in OUD.items()
            if naar
        ],
    )
    insert(Knipregel, [Knipregel(ronde=ronde, gemeente_id=gemeente_key(code)) for code in ALLES])
    insert(
        Knipregel,
        [
            Knipregel(
                ronde=ronde,
                gemeente_id=gemeente_key(code),
                afgegeven_vanaf=datetime.date(last.year, 11, 1),
                afgegeven_tot=last,
                toelichting=WAAROM,
            )
            for code in ALLEEN_EIND
        ],
    )


def _load_toewijzingen(kalender: Kalender, gemeente: str, first: int) -> None:
    last = _last(kalender)
    for number, geval in enumerate(GEVALLEN):
        child = jeugdige_key(first + geval.jeugdige)
        issued = datetime.date(last.year, *geval.afgegeven)
        verwijzing = Verwijzing.objects.create(
            id=key("verwijzing", "knippen", gemeente, number),
            jeugdige_id=child,
            type="01",
            datum=issued - datetime.timedelta(days=7),
        )
        Toewijzing.objects.create(
            id=key("toewijzing", "knippen", gemeente, number),
            gemeente_id=gemeente_key(gemeente),
            jeugdige_id=child,
            verwijzing=verwijzing,
            product_id=key("product", geval.product),
            aanbieder_id=key("aanbieder", geval.aanbieder),
            perceelcontract_id=key("perceelcontract", geval.aanbieder, geval.perceel),
            volume=geval.volume,
            eenheid="01",
            frequentie="6",
            begindatum=datetime.date(last.year, *geval.begin),
            einddatum=last + datetime.timedelta(days=geval.dagen_na),
            toewijzingsmoment=timezone.make_aware(
                datetime.datetime.combine(issued, datetime.time(10))
            ),
        )
