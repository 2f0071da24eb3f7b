"""Yearly figures, shares and talks of the demonstration."""
# ruff: noqa: S608 - composed of pieces of this package

import datetime
from collections.abc import Iterator
from decimal import Decimal
from uuid import UUID

from django.db import connection
from django.utils import timezone

from leveranciers.aandelen import refresh
from leveranciers.choices import (
    Afspraakkant,
    Afspraakstatus,
    Cijferbron,
    Gespreksoort,
    Gespreksstatus,
)
from leveranciers.models import Accountgesprek, Afspraak, Jaarcijfer
from ozjt.demo.basis import Kalender, bits, insert, key

LINDE, BEUK, ELS, WILG, ES = range(1, 6)
CARLA = key("gebruiker", "contractmanager@ozjt.demo")
#: Per aanbieder, of the year before last and last year: omzet, resultaat, liquiditeit,
#: solvabiliteit, personeelskosten, fte and the part of the omzet that Twente pays.
CIJFERS: dict[int, tuple[tuple[str, ...], tuple[str, ...]]] = {
    LINDE: (
        ("41250000", "618750", "1.32", "28.40", "30112500", "482.5", "61.20"),
        ("43800000", "-525600", "0.94", "24.10", "33288000", "498.3", "63.50"),
    ),
    BEUK: (
        ("18600000", "223200", "1.18", "19.60", "13206000", "214.0", "44.00"),
        ("19250000", "96250", "1.05", "17.80", "14052500", "221.6", "46.30"),
    ),
    ELS: (
        ("1840000", "202400", "2.10", "41.50", "1012000", "19.8", "88.00"),
        ("2075000", "257300", "2.35", "44.90", "1037500", "21.9", "91.40"),
    ),
    WILG: (
        ("640000", "25600", "1.60", "33.00", "416000", "7.1", "100"),
        ("655000", "19650", "1.52", "34.20", "438850", "7.4", "100"),
    ),
    ES: (
        ("9420000", "376800", "1.41", "26.30", "6688200", "108.9", "39.10"),
        ("9910000", "297300", "1.38", "27.00", "7135200", "113.4", "40.70"),
    ),
}
_NAMEN = (
    "omzet",
    "resultaat",
    "liquiditeit",
    "solvabiliteit",
    "personeelskosten",
    "fte",
    "aandeel_twente",
)
# Most of them sound; one in nine makes a loss, one in twelve earns much, a few pay little.
BULK = f"""
insert into leveranciers_jaarcijfer (id, aanbieder_id, jaar, omzet, resultaat, liquiditeit,
  solvabiliteit, personeelskosten, fte, aandeel_twente, bron)
select md5('jaarcijfer:' || a.id || ':' || j.jaar)::uuid, a.id, j.jaar, o.omzet,
  round(o.omzet * case
    when {bits("a.id", 5)} %% 9 = 0 then -1 - {bits("a.id", 9)} %% 40 / 10.0
    when {bits("a.id", 5)} %% 12 = 1 then 11 + {bits("a.id", 9)} %% 90 / 10.0
    else 1 + {bits("a.id", 9)} %% 60 / 10.0 end / 100, 2),
  (95 + {bits("a.id", 13)} %% 170) / 100.0, 17 + {bits("a.id", 17)} %% 400 / 10.0,
  round(o.omzet * 0.68, 2),
  round(o.omzet * 0.68 / (49500 + {bits("a.id", 21)} %% 26000), 2),
  35 + {bits("a.id", 25)} %% 65, 'jaarrekening'
from providers_aanbieder a
cross join generate_series(%(eerste)s, %(laatste)s) j(jaar)
cross join lateral (select case a.grootte when 'systeem' then 9000000 when 'groot' then 2400000
  else 240000 end + {bits("a.id")} %% 4000 * case a.grootte when 'systeem' then 5000
  when 'groot' then 900 else 150 end + (j.jaar - %(eerste)s) * 12500.00 as omzet) o
where {bits("a.id", 3)} %% 11 <> 0
on conflict do nothing
"""


def load_fixed_parts(kalender: Kalender) -> None:
    """What people and tests rely on; a second call changes nothing but the shares of now."""
    insert(Jaarcijfer, _figures(kalender))
    insert(Accountgesprek, _talks(kalender))
    insert(Afspraak, _agreements(kalender))
    refresh(kalender.vandaag)


def load_bulk(kalender: Kalender) -> None:
    """Figures of the other aanbieders; one in eleven has not handed them in."""
    with connection.cursor() as cursor:
        first = kalender.vandaag.year - 2
        cursor.execute(BULK, {"eerste": first, "laatste": first + 1})
    refresh(kalender.vandaag)


def _figures(kalender: Kalender) -> Iterator[Jaarcijfer]:
    for nr, years in CIJFERS.items():
        for jaar, values in enumerate(years, kalender.vandaag.year - 2):
            figures = dict(zip(_NAMEN, map(Decimal, values), strict=True))
            yield Jaarcijfer(
                id=key("jaarcijfer", nr, jaar),
                aanbieder_id=key("aanbieder", nr),
                jaar=jaar,
                bron=Cijferbron.OPGAVE if nr == WILG else Cijferbron.JAARREKENING,
                **figures,
            )


def _talks(kalender: Kalender) -> Iterator[Accountgesprek]:
    both = "Bestuurder\nManager bedrijfsvoering\nContractmanager OZJT"
    day = kalender.dag(-62)
    yield Accountgesprek(
        id=key("accountgesprek", "linde", "eerder"),
        aanbieder_id=key("aanbieder", LINDE),
        soort=Gespreksoort.VOORTGANG,
        datum=day,
        aanwezigen=both,
        agenda="Wachttijden\nPersoneel\nResultaat vorig jaar",
        verslag="De wachttijd voor behandeling hoog intensief loopt op. De Linde werft zes "
        "behandelaars en verwacht de norm over een half jaar weer te halen.\n\nHet resultaat van "
        "vorig jaar was negatief door inhuur. De Linde maakt een herstelplan.",
        status=Gespreksstatus.VASTGESTELD,
        vastgesteld_op=_noon(day + datetime.timedelta(days=6)),
        vastgesteld_door_id=CARLA,
    )
    yield Accountgesprek(
        id=key("accountgesprek", "linde", "straks"),
        aanbieder_id=key("aanbieder", LINDE),
        soort=Gespreksoort.JAARGESPREK,
        datum=kalender.dag(24),
        aanwezigen=both,
        agenda="Herstelplan\nAfspraken van vorige keer\nVooruitblik",
    )
    yield Accountgesprek(
        id=key("accountgesprek", "beuk"),
        aanbieder_id=key("aanbieder", BEUK),
        soort=Gespreksoort.BESTUURLIJK,
        datum=kalender.dag(-9),
        aanwezigen="Bestuurder\nContractmanager OZJT",
        agenda="Cliëntenstop\nPlan om de groepen te bezetten",
        verslag="De Beuk bezet drie van de vier groepen weer. De cliëntenstop blijft tot de vierde "
        "groep voldoende personeel heeft.",
        status=Gespreksstatus.GEHOUDEN,
    )
    yield Accountgesprek(
        id=key("accountgesprek", "es"),
        aanbieder_id=key("aanbieder", ES),
        soort=Gespreksoort.TUSSENTIJDS,
        datum=kalender.dag(-40),
        agenda="Nieuwe locatie",
        status=Gespreksstatus.VERVALLEN,
        reden="De opening van de locatie is een kwartaal uitgesteld.",
    )


def _agreements(kalender: Kalender) -> Iterator[Afspraak]:
    def made(
        nr: int, talk: UUID, wat: str, kant: Afspraakkant, until: int, **extra: object
    ) -> Afspraak:
        owner = CARLA if kant == Afspraakkant.OZJT else None
        return Afspraak(
            id=key("afspraak", "vast", nr),
            gesprek_id=talk,
            wat=wat,
            kant=kant,
            eigenaar_id=owner,
            uiterlijk=kalender.dag(until),
            **extra,
        )

    linde, beuk = key("accountgesprek", "linde", "eerder"), key("accountgesprek", "beuk")
    yield made(1, linde, "Herstelplan met cijfers per kwartaal", Afspraakkant.AANBIEDER, 20)
    yield made(2, linde, "Wachttijden per locatie aanleveren", Afspraakkant.AANBIEDER, -5)
    yield made(3, linde, "Tarief voor groepsbehandeling narekenen", Afspraakkant.OZJT, 11)
    yield made(
        4,
        linde,
        "Contactpersoon voor plaatsingen doorgeven",
        Afspraakkant.AANBIEDER,
        -30,
        status=Afspraakstatus.GEDAAN,
        opmerking="Staat bij onze contactgegevens.",
        afgerond_op=_noon(kalender.dag(-34)),
    )
    yield made(5, beuk, "Rooster van de vierde groep delen", Afspraakkant.AANBIEDER, 14)


def _noon(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(12)))
