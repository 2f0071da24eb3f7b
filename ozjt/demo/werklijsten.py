"""Of Enschede: one toewijzing that ends, one whose referral lapses, one that a cliëntenstop touches
and one that did not start. A contract that ends first is in the dossiers already.
"""

import datetime
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from core.choices import Actorsoort
from core.models import Gebeurtenis
from indications.choices import TypeVerwijzer
from indications.models import Levering, Toewijzing, Verwijzing
from ozjt.demo.basis import Kalender, insert, key
from ozjt.demo.toegang import gemeente_key

ENSCHEDE = gemeente_key("0153")


@dataclass(frozen=True)
class Geval:
    """`als`: the dossier whose jeugdige it is; days are counted from today."""

    naam: str
    als: int
    aanbieder: int
    perceel: str
    product: str
    van: int
    tot: int
    verwezen: int
    type: TypeVerwijzer = TypeVerwijzer.GEMEENTE
    gestart: bool = False

    @property
    def id(self) -> UUID:
        return key("toewijzing", "werklijst", self.naam)


GEVALLEN = (
    Geval("eindigt", 4, 1, "BHI", "ABHIR", -150, 26, -170, gestart=True),
    Geval("verwijzing", 5, 1, "BHI", "ABHIA", -310, 40, -320, TypeVerwijzer.HUISARTS, True),
    Geval("clientenstop", 3, 2, "BHI", "ABHIR", 20, 200, -120),
    Geval("niet_gestart", 0, 1, "BGI", "ABGII", -70, 290, -90),
)


def load_fixed_parts(kalender: Kalender) -> None:
    """Once; what people did with these toewijzingen stays."""
    if Toewijzing.objects.filter(pk=GEVALLEN[0].id).exists():
        return
    of = {
        g.naam: Toewijzing.objects.get(pk=key("toewijzing", "vast", "0153", g.als)).jeugdige_id
        for g in GEVALLEN
    }
    insert(Verwijzing, [_verwijzing(g, of[g.naam], kalender) for g in GEVALLEN])
    insert(Toewijzing, [_toewijzing(g, of[g.naam], kalender) for g in GEVALLEN])
    started = [g for g in GEVALLEN if g.gestart]
    insert(Levering, [_levering(g, kalender) for g in started])
    Gebeurtenis.objects.bulk_create([_event(g, kalender) for g in GEVALLEN])


def _moment(geval: Geval, kalender: Kalender) -> datetime.datetime:
    day = kalender.dag(geval.verwezen + 7)
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(10, 30)))


def _verwijzing(geval: Geval, jeugdige: UUID, kalender: Kalender) -> Verwijzing:
    medical = geval.type == TypeVerwijzer.HUISARTS
    return Verwijzing(
        id=key("verwijzing", "werklijst", geval.naam),
        jeugdige_id=jeugdige,
        type=geval.type,
        datum=kalender.dag(geval.verwezen),
        verwijzer="Huisartsenpraktijk Het Voorbeeld" if medical else "",
    )


def _toewijzing(geval: Geval, jeugdige: UUID, kalender: Kalender) -> Toewijzing:
    return Toewijzing(
        id=geval.id,
        gemeente_id=ENSCHEDE,
        jeugdige_id=jeugdige,
        verwijzing_id=key("verwijzing", "werklijst", geval.naam),
        product_id=key("product", geval.product),
        aanbieder_id=key("aanbieder", geval.aanbieder),
        perceelcontract_id=key("perceelcontract", geval.aanbieder, geval.perceel),
        volume=2400,
        eenheid="01",
        frequentie="6",
        begindatum=kalender.dag(geval.van),
        einddatum=kalender.dag(geval.tot),
        toewijzingsmoment=_moment(geval, kalender),
    )


def _levering(geval: Geval, kalender: Kalender) -> Levering:
    return Levering(
        id=key("levering", "werklijst", geval.naam),
        toewijzing_id=geval.id,
        aangevraagd_op=_moment(geval, kalender).date(),
        begindatum=kalender.dag(geval.van),
    )


def _event(geval: Geval, kalender: Kalender) -> Gebeurtenis:
    return Gebeurtenis(
        moment=_moment(geval, kalender),
        soort="toewijzing.ingediend",
        objectsoort="toewijzing",
        object_id=geval.id,
        actorsoort=Actorsoort.SYSTEEM,
        actor_naam="demonstratiegegevens",
        organisatie_id=ENSCHEDE,
    )
