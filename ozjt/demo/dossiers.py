"""Seven dossiers per gemeente: every screen has something to show before the bulk is there."""

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import TypeVar
from uuid import UUID

from django.utils import timezone

from core.choices import Actorsoort
from core.models import Gebeurtenis
from indications.choices import RedenBeeindiging, Toewijzingstatus, TypeVerwijzer
from indications.models import (
    Declaratieregel,
    Jeugdige,
    JeugdigeKluis,
    Levering,
    Toewijzing,
    Verwijzing,
)
from ozjt.demo.basis import Kalender, Rij, insert, key, scaled
from ozjt.demo.burgers import Kluisrij, birth_date, demo_bsns, jeugdige_key, seal
from ozjt.demo.catalogus import GEMEENTEN, TARIEFGROEP_PROMILLE, Gemeentegegeven
from ozjt.demo.laad_catalogus import prices
from ozjt.demo.producten import PRODUCTEN
from ozjt.demo.toegang import gemeente_key

T = TypeVar("T")
PER_GEMEENTE = 7
AANTAL_JEUGDIGEN = PER_GEMEENTE * len(GEMEENTEN)
_PRODUCT = {p.code: p for p in PRODUCTEN}
_GROEP = {1: "TG2", 2: "TG1", 3: "TG3", 4: "TG1"}


@dataclass(frozen=True)
class Geval:
    """One toewijzing of one of the seven; days are counted from today, `gebruikt` in percent."""

    jeugdige: int
    aanbieder: int
    perceel: str
    product: str
    van: int
    tot: int
    volume: int
    gebruikt: int = 0
    type: TypeVerwijzer = TypeVerwijzer.GEMEENTE
    extra: Rij = field(default_factory=dict)

    @property
    def eenheid(self) -> str:
        return str(_PRODUCT[self.product].regels["eenheden"][0])


SPLIT = {
    "minuten_direct": 2000,
    "minuten_indirect": 700,
    "minuten_reistijd": 300,
    "aantal_contacten": 40,
}
LONGER = {"waarschuwing_reden": "Over een nieuw contract wordt nog gesproken."}
"""De Els: the contract ends before the toewijzing does (R-TOE-10, a warning)."""
GEVALLEN = [
    Geval(0, 1, "BHI", "ABHIR", -120, 240, 3000, 35, extra=SPLIT),
    Geval(1, 1, "BGI", "ABGII", -200, 160, 4800, 92),
    Geval(1, 1, "BHI", "ABHIR", -200, 160, 600, 20),
    Geval(2, 4, "VAK", "DVAKT", -300, -60, 2100, 100, extra={"aantal_contacten": 24}),
    Geval(3, 1, "BHG", "DBHGB", -30, 150, 320, 10, TypeVerwijzer.HUISARTS),
    Geval(4, 1, "LOG", "DLOGE", 14, 200, 1, extra={"frequentie": "2"}),
    Geval(5, 3, "BHI", "ABHIA", -60, 150, 1800, 60, extra=LONGER),
    Geval(6, 2, "BHI", "ABHIR", -150, 210, 2400, 110),
]


def _for(gemeente: Gemeentegegeven) -> Iterator[tuple[int, Geval]]:
    """Hengelo does not buy ABGII (R-SEG-5)."""
    for place, geval in enumerate(GEVALLEN):
        if not (gemeente.code == "0164" and geval.product == "ABGII"):
            yield place, geval


def load(kalender: Kalender) -> None:
    """Once; what people did with these dossiers stays."""
    if Jeugdige.objects.filter(id=jeugdige_key(0)).exists():
        return
    insert(
        Jeugdige,
        [
            Jeugdige(
                id=jeugdige_key(PER_GEMEENTE * place + i),
                gemeente_id=gemeente_key(g.code),
                geboortedatum=birth_date(PER_GEMEENTE * place + i, kalender.vandaag),
            )
            for place, g in enumerate(GEMEENTEN)
            for i in range(PER_GEMEENTE)
        ],
    )
    sealed = (seal(n, bsn) for n, bsn in enumerate(islice(demo_bsns(), AANTAL_JEUGDIGEN)))
    insert(JeugdigeKluis, [_kluis(row) for row in sealed])
    insert(Verwijzing, _all(kalender, _verwijzing))
    insert(Toewijzing, _all(kalender, _toewijzing))
    started = [row for row in _all(kalender, _levering) if row.begindatum <= kalender.vandaag]
    insert(Levering, started)
    Declaratieregel.objects.bulk_create(_declarations(kalender))
    Gebeurtenis.objects.bulk_create(_all(kalender, _event))


def _kluis(row: Kluisrij) -> JeugdigeKluis:
    return JeugdigeKluis(
        jeugdige_id=row.jeugdige,
        bsn_hash=row.bsn_hash,
        bsn=row.bsn,
        naam=row.naam,
        sleutel=row.sleutel,
    )


@dataclass(frozen=True)
class _Plek:
    """A case in a gemeente."""

    kalender: Kalender
    gemeente: Gemeentegegeven
    volgnummer: int
    geval: Geval
    jeugdige: UUID

    def key(self, soort: str) -> UUID:
        return key(soort, "vast", self.gemeente.code, self.volgnummer)

    @property
    def begin(self) -> datetime.date:
        return self.kalender.dag(self.geval.van)

    @property
    def einde(self) -> datetime.date:
        return self.kalender.dag(self.geval.tot)

    @property
    def moment(self) -> datetime.datetime:
        """Ten days before the start, or yesterday for what is still to come."""
        day = min(self.begin - datetime.timedelta(days=10), self.kalender.dag(-1))
        at = datetime.datetime.combine(day, datetime.time(9 + self.volgnummer, 15))
        return timezone.make_aware(at)


def _all(kalender: Kalender, make: Callable[[_Plek], T]) -> list[T]:
    return [make(place) for place in _places(kalender)]


def _places(kalender: Kalender) -> Iterator[_Plek]:
    for place, gemeente in enumerate(GEMEENTEN):
        for number, geval in _for(gemeente):
            jeugdige = jeugdige_key(PER_GEMEENTE * place + geval.jeugdige)
            yield _Plek(kalender, gemeente, number, geval, jeugdige)


def _verwijzing(at: _Plek) -> Verwijzing:
    medical = at.geval.type == TypeVerwijzer.HUISARTS
    return Verwijzing(
        id=at.key("verwijzing"),
        jeugdige_id=at.jeugdige,
        type=at.geval.type,
        datum=at.moment.date() - datetime.timedelta(days=7),
        verwijzer="Huisartsenpraktijk Het Voorbeeld" if medical else "",
    )


def _toewijzing(at: _Plek) -> Toewijzing:
    geval = at.geval
    pair = at.geval.jeugdige == 1
    values: Rij = {"frequentie": "6", **geval.extra}
    return Toewijzing(
        id=at.key("toewijzing"),
        gemeente_id=gemeente_key(at.gemeente.code),
        jeugdige_id=at.jeugdige,
        verwijzing_id=at.key("verwijzing"),
        product_id=key("product", geval.product),
        aanbieder_id=key("aanbieder", geval.aanbieder),
        perceelcontract_id=key("perceelcontract", geval.aanbieder, geval.perceel),
        status=Toewijzingstatus.TOEGEWEZEN,
        volume=geval.volume,
        eenheid=geval.eenheid,
        begindatum=at.begin,
        einddatum=at.einde,
        toewijzingsmoment=at.moment,
        indiening=key("indiening", at.gemeente.code) if pair else None,
        **values,
    )


def _levering(at: _Plek) -> Levering:
    ended = at.einde < at.kalender.vandaag
    return Levering(
        id=at.key("levering"),
        toewijzing_id=at.key("toewijzing"),
        aangevraagd_op=at.moment.date(),
        begindatum=at.begin,
        einddatum=at.einde if ended else None,
        reden_beeindiging=RedenBeeindiging.VOLGENS_PLAN if ended else "",
    )


def _declarations(kalender: Kalender) -> Iterator[Declaratieregel]:
    """Three equal parts of what was used, over the days that have passed."""
    for at in _places(kalender):
        days = (min(at.einde, kalender.dag(-1)) - at.begin).days // 3
        volume = at.geval.volume * at.geval.gebruikt // 300
        for part in range(3 if volume else 0):
            start = at.begin + datetime.timedelta(days=part * days)
            price = prices(_PRODUCT[at.geval.product])[start.year - kalender.eerste_jaar]
            promille = TARIEFGROEP_PROMILLE[_GROEP[at.geval.aanbieder]]
            yield Declaratieregel(
                toewijzing_id=at.key("toewijzing"),
                aanbieder_id=key("aanbieder", at.geval.aanbieder),
                referentienummer=f"V{at.gemeente.code}{at.volgnummer:02d}{part + 1:02d}",
                begindatum=start,
                einddatum=start + datetime.timedelta(days=max(days - 1, 0)),
                volume=volume,
                bedrag_centen=volume * scaled(price, promille),
            )


def _event(at: _Plek) -> Gebeurtenis:
    return Gebeurtenis(
        moment=at.moment,
        soort="toewijzing.ingediend",
        objectsoort="toewijzing",
        object_id=at.key("toewijzing"),
        actorsoort=Actorsoort.SYSTEEM,
        actor_naam="demonstratiegegevens",
        organisatie_id=gemeente_key(at.gemeente.code),
    )
