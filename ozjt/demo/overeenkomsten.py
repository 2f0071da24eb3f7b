"""Promised gemeenten, options, papers, a pilot and a taakgericht contract of the demonstration."""

import datetime
from collections.abc import Iterator
from decimal import Decimal

from contracts.choices import Overeenkomstsoort, Overeenkomststuksoort
from contracts.documenten import OVEREENKOMSTSTUK
from contracts.models import (
    Leveringsgebied,
    Overeenkomst,
    Overeenkomststuk,
    Perceelcontract,
    Subregio,
    Tariefgroepwijziging,
)
from core.actor import system_actor
from core.documenten.services import store_document
from ozjt.demo.basis import Kalender, insert, key
from ozjt.demo.catalogus import GEMEENTEN
from ozjt.demo.papier import page
from ozjt.demo.toegang import gemeente_key
from providers.models import Aanbieder

SUBREGIOS = {
    "Noordwest": ("0141", "0163", "1742", "0183", "1700", "0189"),
    "Midden": ("0147", "0158", "0164", "1735"),
    "Oost": ("1774", "0153", "0168", "0173"),
}
LINDE, ELS, WILG, ES = 1, 3, 4, 5
#: De Els promised only this part; the others all 14.
GEBIED_ELS = (*SUBREGIOS["Noordwest"], "0153")
TAAKGERICHT = "CRD"


def load_fixed_parts(kalender: Kalender) -> None:
    """What people and tests rely on; a second call changes nothing."""
    _load_subregios()
    insert(Overeenkomst, _agreements(kalender))
    insert(Perceelcontract, _contracts(kalender))
    insert(Leveringsgebied, _promises(kalender))
    insert(
        Tariefgroepwijziging,
        [
            Tariefgroepwijziging(
                id=key("tariefgroepwijziging", WILG),
                perceelcontract_id=key("perceelcontract", WILG, "VAK"),
                tariefgroep_id=key("tariefgroep", "TG2"),
                begindatum=datetime.date(kalender.vandaag.year + 1, 1, 1),
            )
        ],
    )
    _load_papers(kalender)


def _load_subregios() -> None:
    insert(Subregio, [Subregio(id=key("subregio", naam), naam=naam) for naam in SUBREGIOS])
    link = Subregio.gemeenten.through
    link.objects.bulk_create(
        [
            link(subregio_id=key("subregio", naam), organisatie_id=gemeente_key(code))
            for naam, codes in SUBREGIOS.items()
            for code in codes
        ],
        ignore_conflicts=True,
    )


def _agreements(kalender: Kalender) -> Iterator[Overeenkomst]:
    """A pilot of De Linde and the crisis part of De Es, each with something to see on a screen."""
    end = datetime.date(kalender.eerste_jaar + 2, 12, 31)
    yield Overeenkomst(
        id=key("overeenkomst", LINDE, "pilot"),
        aanbieder_id=key("aanbieder", LINDE),
        hoofdovereenkomst_id=key("overeenkomst", LINDE, "hoofd"),
        soort=Overeenkomstsoort.SUB,
        nummer="DEMO-0001-pilot",
        naam="Pilot consultatie op school",
        begindatum=kalender.start,
        einddatum=end,
        getekend_op=kalender.start - datetime.timedelta(days=30),
        pilot=True,
        waarde=Decimal(240_000),
    )
    yield Overeenkomst(
        id=key("overeenkomst", ES, "crisis"),
        aanbieder_id=key("aanbieder", ES),
        hoofdovereenkomst_id=key("overeenkomst", ES, "hoofd"),
        soort=Overeenkomstsoort.SUB,
        nummer="DEMO-0005-crisis",
        naam="Crisis De Es",
        begindatum=kalender.start,
        einddatum=end,
        verlengopties=2,
        verlengoptie_maanden=12,
        getekend_op=kalender.start - datetime.timedelta(days=45),
        publicatie="Voorbeeld 2024-1001",
    )


def _contracts(kalender: Kalender) -> Iterator[Perceelcontract]:
    end = datetime.date(kalender.eerste_jaar + 2, 12, 31)
    for nr, part, perceel in (LINDE, "pilot", "AEC"), (ES, "crisis", TAAKGERICHT):
        yield Perceelcontract(
            id=key("perceelcontract", nr, perceel),
            overeenkomst_id=key("overeenkomst", nr, part),
            aanbieder_id=key("aanbieder", nr),
            perceel_id=key("perceel", perceel),
            begindatum=kalender.start,
            einddatum=end,
        )


def _promises(kalender: Kalender) -> Iterator[Leveringsgebied]:
    fixed = [key("aanbieder", nr) for nr in range(1, 6)]
    rows = Perceelcontract.objects.filter(aanbieder__in=fixed).order_by("pk")
    narrow = key("aanbieder", ELS)
    for contract in rows:
        small = contract.aanbieder_id == narrow
        for code in GEBIED_ELS if small else [g.code for g in GEMEENTEN]:
            yield Leveringsgebied(
                id=key("leveringsgebied", contract.pk, code),
                perceelcontract=contract,
                gemeente_id=gemeente_key(code),
                begindatum=contract.begindatum,
            )


def _load_papers(kalender: Kalender) -> None:
    """A signed hoofdovereenkomst of each named aanbieder, and an addendum of De Linde."""
    there = Overeenkomststuk.objects.filter(overeenkomst__aanbieder=key("aanbieder", LINDE))
    if there.exists():
        return
    wanted = [
        (nr, Overeenkomststuksoort.OVEREENKOMST, "Ondertekende hoofdovereenkomst")
        for nr in (LINDE, 2, ES)
    ]
    wanted.append((LINDE, Overeenkomststuksoort.ADDENDUM, "Addendum indexering"))
    for nr, soort, title in wanted:
        aanbieder = Aanbieder.objects.select_related("organisatie").get(pk=key("aanbieder", nr))
        lines = [
            f"Tussen OZJT en {aanbieder.naam}",
            f"Ingaande {kalender.start:%d-%m-%Y}",
            "",
            "Demonstratie: dit stuk is verzonnen.",
        ]
        document = store_document(
            system_actor("demonstratiegegevens"),
            chunks=[page(title, lines)],
            naam=f"{title}.pdf",
            soort=OVEREENKOMSTSTUK,
            eigenaar=aanbieder.organisatie,
        )
        Overeenkomststuk.objects.create(
            overeenkomst_id=key("overeenkomst", nr, "hoofd"),
            document=document,
            soort=soort,
            omschrijving=title,
        )
