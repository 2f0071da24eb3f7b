"""The five named aanbieders with their contracts, locations and offers (issue 2 §6)."""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from availability.models import Aanbod
from contracts.choices import Maatregelsoort, Overeenkomstsoort, Perceelaard, Segmentcode
from contracts.models import ContractLocatie, Maatregel, Overeenkomst, Perceelcontract
from core import kluis
from core.actor import system_actor
from core.choices import Organisatiesoort
from core.handeling import set_history_context
from core.identifiers import demo_agb, demo_iban, demo_kvk
from core.models import Organisatie
from ozjt.demo import (
    aanlevering,
    afspraken,
    catalogusbeheer,
    dossiers,
    jeugdigen,
    leveranciers,
    leveringen,
    monitoring,
    overeenkomsten,
    screening,
    toelichtingen,
    werklijsten,
    zorgportaal,
)
from ozjt.demo.basis import Kalender, Rij, insert, key
from ozjt.demo.beschikbaarheid import load_opgaven
from ozjt.demo.catalogus import GEMEENTEN, PERCELEN, Gemeentegegeven, Perceelgegeven
from ozjt.demo.laad_catalogus import load_catalogue, load_location_tariffs
from ozjt.demo.toegang import gemeente_key, load_api_clients, load_logins, load_organisations
from providers.choices import Contactfunctie, Grootte, Rechtsvorm
from providers.models import (
    Aanbieder,
    AgbCode,
    Bankrekening,
    Contactgegeven,
    GeheimAdres,
    Gemeentehuis,
    Groep,
    Locatie,
)

VERBLIJF = frozenset({Perceelaard.VERBLIJF, Perceelaard.DEELTIJDVERBLIJF})
RESIDENTIEEL = VERBLIJF | {Perceelaard.WONEN}
CLIENTENSTOP_DAGEN = 90
CONTRACTEINDE_DAGEN = 30


@dataclass(frozen=True)
class Vast:
    """A named aanbieder; `nr` gives its AGB-code 4199000<nr>."""

    nr: int
    naam: str
    plaats: str
    grootte: Grootte
    tariefgroep: str
    percelen: tuple[Perceelgegeven, ...]
    geheim: bool = False

    @property
    def id(self) -> UUID:
        return key("aanbieder", self.nr)


def _percelen(
    *, codes: Iterable[str] = (), aarden: Iterable[Perceelaard] = ()
) -> tuple[Perceelgegeven, ...]:
    return tuple(p for p in PERCELEN if p.code in set(codes) or p.aard in set(aarden))


BREED = tuple(p for p in PERCELEN if p.segment == Segmentcode.AMBULANT or p.aard in VERBLIJF)
LINDE = Vast(1, "Zorghuis De Linde", "Enschede", Grootte.SYSTEEM, "TG2", BREED)
BEUK = Vast(2, "De Beuk", "Hengelo", Grootte.GROOT, "TG1", BREED)
ELS = Vast(3, "De Els", "Almelo", Grootte.OVERIG, "TG3", _percelen(codes=["BHI"]))
WILG = Vast(4, "De Wilg", "Oldenzaal", Grootte.OVERIG, "TG1", _percelen(codes=["VAK"]))
ES = Vast(5, "De Es", "Almelo", Grootte.GROOT, "TG2", _percelen(aarden=RESIDENTIEEL), geheim=True)
VASTE_AANBIEDERS = [LINDE, BEUK, ELS, WILG, ES]
_GEMEENTE = {g.naam: g for g in GEMEENTEN}


def load_fixed(vandaag: datetime.date) -> None:
    """Everything that people and tests rely on, once; what moves with today moves at every call."""
    kalender = Kalender(vandaag)
    with transaction.atomic():
        set_history_context(system_actor("demonstratiegegevens"))
        load_organisations()
        load_catalogue(kalender)
        _load_aanbieders()
        _load_own_data(kalender)
        _load_contracts(kalender)
        _load_places(kalender)
        load_location_tariffs(kalender)
        load_logins(kalender)
        load_api_clients(kalender)
        zorgportaal.load_fixed_parts(kalender)
        dossiers.load(kalender)
        load_opgaven(kalender)
        for part in (
            catalogusbeheer,
            overeenkomsten,
            screening,
            leveranciers,
            monitoring,
            afspraken,
            leveringen,
            toelichtingen,
            jeugdigen,
            werklijsten,
            aanlevering,
        ):
            part.load_fixed_parts(kalender)
        _move_with_today(kalender)


def _load_aanbieders() -> None:
    vast = VASTE_AANBIEDERS
    insert(
        Organisatie,
        [
            Organisatie(
                id=key("organisatie", "aanbieder", v.nr),
                soort=Organisatiesoort.AANBIEDER,
                naam=v.naam,
                code=demo_agb(v.nr),
            )
            for v in vast
        ],
    )
    insert(
        Aanbieder,
        [
            Aanbieder(
                id=v.id,
                organisatie_id=key("organisatie", "aanbieder", v.nr),
                naam=v.naam,
                kvk=demo_kvk(v.nr),
                rechtsvorm=Rechtsvorm.STICHTING if v.grootte != Grootte.OVERIG else Rechtsvorm.BV,
                grootte=v.grootte,
                vestigingsplaats=v.plaats,
            )
            for v in vast
        ],
    )


def _load_own_data(kalender: Kalender) -> None:
    since, vast = kalender.start, VASTE_AANBIEDERS
    insert(
        AgbCode,
        [
            AgbCode(id=key("agb", v.nr), aanbieder_id=v.id, code=demo_agb(v.nr), begindatum=since)
            for v in vast
        ],
    )
    insert(
        Bankrekening,
        [
            Bankrekening(
                id=key("bankrekening", v.nr),
                aanbieder_id=v.id,
                iban=demo_iban(v.nr),
                tenaamstelling=v.naam,
                begindatum=since,
            )
            for v in vast
        ],
    )
    insert(
        Contactgegeven,
        [
            Contactgegeven(
                id=key("contact", v.nr, functie),
                aanbieder_id=v.id,
                functie=functie,
                naam=functie.label,
                email=f"{functie}@{v.naam.split()[-1].lower()}.demo",
                begindatum=since,
            )
            for v in vast
            for functie in Contactfunctie
        ],
    )


def _load_contracts(kalender: Kalender) -> None:
    hoofd, sub, admissions = [], [], []
    for v in VASTE_AANBIEDERS:
        hoofd.append(_overeenkomst(v, kalender))
        segments = {p.segment for p in v.percelen}
        sub += [_overeenkomst(v, kalender, segment) for segment in sorted(segments)]
        admissions += [
            Perceelcontract(
                id=key("perceelcontract", v.nr, p.code),
                overeenkomst_id=key("overeenkomst", v.nr, p.segment),
                aanbieder_id=v.id,
                perceel_id=key("perceel", p.code),
                tariefgroep_id=key("tariefgroep", v.tariefgroep) if p.per_tariefgroep else None,
                begindatum=kalender.start,
                einddatum=kalender.vaste_einde,
            )
            for p in v.percelen
        ]
    insert(Overeenkomst, hoofd)
    insert(Overeenkomst, sub)
    insert(Perceelcontract, admissions)
    insert(
        Maatregel,
        [
            Maatregel(
                id=key("maatregel", BEUK.nr),
                aanbieder_id=BEUK.id,
                soort=Maatregelsoort.CLIENTENSTOP,
                grond="Te weinig gekwalificeerd personeel op de groepen (demonstratie).",
                briefkenmerk="DEMO-CS-0001",
                begindatum=kalender.dag(-CLIENTENSTOP_DAGEN),
            )
        ],
    )


def _overeenkomst(v: Vast, kalender: Kalender, segment: Segmentcode | None = None) -> Overeenkomst:
    number = f"DEMO-{v.nr:04d}"
    return Overeenkomst(
        id=key("overeenkomst", v.nr, segment or "hoofd"),
        aanbieder_id=v.id,
        hoofdovereenkomst_id=key("overeenkomst", v.nr, "hoofd") if segment else None,
        soort=Overeenkomstsoort.SUB if segment else Overeenkomstsoort.HOOFD,
        nummer=f"{number}-{segment}" if segment else number,
        naam=f"{segment.label} {v.naam}" if segment else f"Hoofdovereenkomst {v.naam}",
        begindatum=kalender.start,
        einddatum=kalender.vaste_einde,
        getekend_op=kalender.start - datetime.timedelta(days=60),
        verlengopties=2,
        publicatie="Voorbeeld 2024-1001",
    )


def gemeentehuis(gemeente: Gemeentegegeven) -> Rij:
    """Public address of a secret location (R-BES-2)."""
    return {
        "straat": f"Gemeentehuis {gemeente.naam}",
        "huisnummer": "1",
        "postcode": gemeente.postcode,
        "plaats": gemeente.plaats,
    }


def demo_address(gemeente: Gemeentegegeven, number: int) -> Rij:
    """Street that does not exist, in a postcode of letters that are not given out (SA, SD, SS)."""
    return {
        "straat": "Demonstratieweg",
        "huisnummer": str(number),
        "postcode": f"{gemeente.postcode[:4]} SS",
        "plaats": gemeente.plaats,
    }


def _locatie(v: Vast, soort: str, kalender: Kalender, number: int) -> Locatie:
    gemeente = _GEMEENTE[v.plaats]
    secret = soort == "geheim"
    return Locatie(
        id=key("locatie", v.nr, soort),
        aanbieder_id=v.id,
        gemeente_id=gemeente_key(gemeente.code),
        naam=f"{v.naam}, {'beschermde groep' if secret else soort}",
        geheim=secret,
        begindatum=kalender.start,
        **(gemeentehuis(gemeente) if secret else demo_address(gemeente, number)),
    )


def _load_places(kalender: Kalender) -> None:
    locations, secrets, groups = [], [], []
    for v in VASTE_AANBIEDERS:
        for number, soort in enumerate(_kinds(v), 1):
            locatie = _locatie(v, soort, kalender, 10 * v.nr + number)
            locations.append(locatie)
            if soort == "geheim":
                address = demo_address(_GEMEENTE[v.plaats], 700 + v.nr)
                sealed = kluis.encrypt(address, bound_to=f"adres:{locatie.id}")
                secrets.append(GeheimAdres(locatie_id=locatie.id, adres=sealed))
            if soort != "kantoor":
                groups.append(
                    Groep(
                        id=key("groep", v.nr, soort),
                        locatie_id=locatie.id,
                        naam="Beschermde groep" if soort == "geheim" else "Woongroep",
                        capaciteit=8,
                        begindatum=kalender.start,
                    )
                )
    insert(
        Gemeentehuis,
        [
            Gemeentehuis(
                id=key("gemeentehuis", g.code),
                gemeente_id=gemeente_key(g.code),
                **gemeentehuis(g),
            )
            for g in GEMEENTEN
        ],
    )
    insert(Locatie, locations)
    insert(GeheimAdres, secrets)
    insert(Groep, groups)
    insert(ContractLocatie, _contract_locations(kalender))
    insert(Aanbod, _offers())


def _kinds(v: Vast) -> Iterator[str]:
    yield "kantoor"
    if any(p.per_locatie for p in v.percelen):
        yield "groep"
    if v.geheim:
        yield "geheim"


def _per_location(v: Vast) -> Iterator[tuple[Perceelgegeven, str]]:
    for p in v.percelen:
        for soort in _kinds(v):
            if p.per_locatie and soort != "kantoor":
                yield p, soort


def _contract_locations(kalender: Kalender) -> Iterator[ContractLocatie]:
    for v in VASTE_AANBIEDERS:
        for p, soort in _per_location(v):
            yield ContractLocatie(
                id=key("contractlocatie", v.nr, p.code, soort),
                perceelcontract_id=key("perceelcontract", v.nr, p.code),
                locatie_id=key("locatie", v.nr, soort),
                groep_id=key("groep", v.nr, soort),
                plaatsen=8,
                begindatum=kalender.start,
            )


def _offers() -> Iterator[Aanbod]:
    for v in VASTE_AANBIEDERS:
        for p in v.percelen:
            if not p.per_locatie:
                yield Aanbod(
                    id=key("aanbod", v.nr, p.code),
                    perceelcontract_id=key("perceelcontract", v.nr, p.code),
                    locatie_id=key("locatie", v.nr, "kantoor"),
                )
        for p, soort in _per_location(v):
            yield Aanbod(
                id=key("aanbod", v.nr, p.code, soort),
                perceelcontract_id=key("perceelcontract", v.nr, p.code),
                locatie_id=key("locatie", v.nr, soort),
                groep_id=key("groep", v.nr, soort),
            )


def _move_with_today(kalender: Kalender) -> None:
    Perceelcontract.objects.filter(id=key("perceelcontract", ELS.nr, "BHI")).update(
        einddatum=kalender.dag(CONTRACTEINDE_DAGEN)
    )
    Maatregel.objects.filter(id=key("maatregel", BEUK.nr)).update(
        begindatum=kalender.dag(-CLIENTENSTOP_DAGEN)
    )
