"""Indicators, requests and quarterly reports of the demonstration; every norm is an example."""

import datetime
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from django.utils import timezone

from contracts.choices import Segmentcode
from monitoring.meten import measure, measure_since
from monitoring.models import (
    Doel,
    Indicator,
    Indicatorversie,
    Kwartaalrapportage,
    Rapportregel,
    Subsidieindex,
    Subsidieontvanger,
    Uitvraag,
)
from monitoring.openen import open_reports
from monitoring.rules import (
    Tijdvak,
    period_before,
    periods_between,
    report_deadline,
    tijdvak_of,
)
from ozjt.demo.basis import Kalender, insert, key
from ozjt.demo.toegang import gemeente_key

LINDE, BEUK, ELS, WILG, ES = range(1, 6)
CARLA = key("gebruiker", "contractmanager@ozjt.demo")
AMBULANT, WONEN = Segmentcode.AMBULANT, Segmentcode.WONEN_VERBLIJF
#: Segment → maatschappelijk doel → doel → resultaten by letter.
BOOM: dict[Segmentcode, tuple[str, str, dict[str, str]]] = {
    AMBULANT: (
        "Kinderen in Twente groeien veilig en kansrijk op",
        "Hulp komt op tijd en duurt niet langer dan nodig",
        {
            "a": "Een jeugdige hoeft niet onnodig te wachten",
            "b": "Hulp is klaar als het doel is bereikt",
            "c": "Jeugdigen zijn geholpen met de hulp",
        },
    ),
    WONEN: (
        "Kinderen wonen zo thuis mogelijk",
        "Verblijf is kort, dichtbij en stabiel",
        {
            "a": "Er is op tijd een plek",
            "b": "Een jeugdige hoeft niet steeds te verhuizen",
        },
    ),
}


class Voorbeeld(NamedTuple):
    code: str
    segment: Segmentcode
    resultaat: str
    naam: str
    definitie: str
    berekening: str
    eenheid: str
    richting: str
    norm: str | None
    marge: str
    nulmeting: str | None
    invloed: str


VOORBEELDEN = (
    Voorbeeld(
        "AMB-1", AMBULANT, "a", "Wachttijd tot de start",
        "Weken van de aanvraag tot de eerste dag van de hulp.",
        "wachttijd_waargenomen", "weken", "lager", "6", "1", "7.4", "gedeeld",
    ),
    Voorbeeld(
        "AMB-2", AMBULANT, "a", "Later begonnen dan afgesproken",
        "Hulp die later begon dan de maximale wachttijd van het contract.",
        "wachttijd_boven_norm", "procent", "lager", "10", "5", "18", "aanbieder",
    ),
    Voorbeeld(
        "AMB-3", AMBULANT, "b", "Duur van de hulp",
        "Dagen van de eerste tot en met de laatste dag, van hulp die in het kwartaal stopte.",
        "hulpduur", "dagen", "lager", "270", "30", "305", "aanbieder",
    ),
    Voorbeeld(
        "AMB-4", AMBULANT, "b", "Instroom", "Jeugdigen die nieuw hulp kregen in dit segment.",
        "instroom", "jeugdigen", "lager", None, "0", None, "gemeente",
    ),
    Voorbeeld(
        "AMB-5", AMBULANT, "b", "Uitstroom", "Jeugdigen die klaar zijn met hulp in dit segment.",
        "uitstroom", "jeugdigen", "hoger", None, "0", None, "gedeeld",
    ),
    Voorbeeld(
        "AMB-6", AMBULANT, "c", "Tevredenheid van jeugdigen",
        "Het gemiddelde cijfer dat jeugdigen en ouders aan het eind van de hulp geven, van 1 tot "
        "en met 10.",
        "", "cijfer", "hoger", "7.5", "0.5", "7.1", "aanbieder",
    ),
    Voorbeeld(
        "WV-1", WONEN, "a", "Opgegeven wachttijd", "Weken tot er een plek is, zoals aanbieders die "
        "elke week opgeven.",
        "wachttijd_opgegeven", "weken", "lager", "8", "2", "11", "gedeeld",
    ),
    Voorbeeld(
        "WV-2", WONEN, "b", "Doorplaatsing",
        "Deel van de jeugdigen dat kort na een verblijf elders opnieuw verhuist.",
        "doorplaatsing", "procent", "lager", "10", "5", "14", "gedeeld",
    ),
    Voorbeeld(
        "WV-3", WONEN, "b", "Duur van het verblijf",
        "Dagen van de eerste tot en met de laatste dag, van verblijf dat in het kwartaal stopte.",
        "hulpduur", "dagen", "lager", "365", "60", "410", "gedeeld",
    ),
)  # fmt: skip
GEVRAAGD = "AMB-6"
#: Answers of two quarters ago and of the last one: aanbieder → (mark, jeugdigen, status).
EERDER = {LINDE: ("7.6", 58), BEUK: ("7.1", 44), ELS: ("8.2", 13), WILG: ("7.9", 9)}
NU = {
    LINDE: (None, None, "gevraagd"),
    BEUK: ("7.2", 41, "beantwoord"),
    ELS: ("8.1", 12, "aanvaard"),
    WILG: ("9.9", 3, "opnieuw"),
}
ANTWOORDTERMIJN = 21


def load_fixed_parts(kalender: Kalender) -> None:
    """What people and tests rely on; a second call changes nothing."""
    insert(Doel, _goals())
    rows = [(Indicator(id=_id(v), code=v.code, segment_id=key("segment", v.segment)), v)
            for v in VOORBEELDEN]  # fmt: skip
    insert(Indicator, [indicator for indicator, _v in rows])
    insert(Indicatorversie, [_version(v, kalender) for v in VOORBEELDEN])
    insert(Uitvraag, _requests(kalender))
    _load_jeugdzorgplus(kalender)
    _count(kalender)


def load_figures(vandaag: datetime.date) -> None:
    """Count again what the bulk changed, from the start of the contracts."""
    measure_since(Kalender(vandaag).start, vandaag)


def _id(voorbeeld: Voorbeeld) -> UUID:
    return key("indicator", voorbeeld.code)


def _goals() -> Iterator[Doel]:
    for segment, (top, below, results) in BOOM.items():
        segment_id = key("segment", segment)
        above = (key("doel", segment, 1), key("doel", segment, 2))
        yield Doel(id=above[0], segment_id=segment_id, soort="maatschappelijk", naam=top)
        yield Doel(id=above[1], segment_id=segment_id, soort="doel", naam=below, ouder_id=above[0])
        for place, (letter, naam) in enumerate(results.items()):
            yield Doel(
                id=key("doel", segment, letter),
                segment_id=segment_id,
                soort="resultaat",
                naam=naam,
                ouder_id=above[1],
                volgorde=place,
            )


def _version(voorbeeld: Voorbeeld, kalender: Kalender) -> Indicatorversie:
    v = voorbeeld
    return Indicatorversie(
        id=key("indicatorversie", v.code),
        indicator_id=_id(v),
        doel_id=key("doel", v.segment, v.resultaat),
        naam=v.naam,
        definitie=v.definitie,
        bron="berekend" if v.berekening else "gevraagd",
        berekening=v.berekening,
        meetperiode="kwartaal",
        eenheid=v.eenheid,
        invloed=v.invloed,
        richting=v.richting,
        norm=Decimal(v.norm) if v.norm else None,
        marge=Decimal(v.marge),
        nulmeting=Decimal(v.nulmeting) if v.nulmeting else None,
        nulmeting_periode=str(kalender.eerste_jaar - 1) if v.nulmeting else "",
        begindatum=kalender.start,
    )


def _quarters(kalender: Kalender) -> tuple[Tijdvak, Tijdvak]:
    """The one before the last, and the last one that is over."""
    last = period_before("kwartaal", kalender.vandaag)
    return period_before("kwartaal", last.begin), last


def _requests(kalender: Kalender) -> Iterator[Uitvraag]:
    before, last = _quarters(kalender)
    for nr, (mark, people) in EERDER.items():
        yield _request(nr, before, mark, people, "aanvaard", before.eind)
    for nr, (answer, number, status) in NU.items():
        yield _request(nr, last, answer, number, status, kalender.dag(-11))


def _request(
    nr: int,
    tijdvak: Tijdvak,
    mark: str | None,
    people: int | None,
    status: str,
    sent: datetime.date,
) -> Uitvraag:
    return Uitvraag(
        id=key("uitvraag", GEVRAAGD, nr, tijdvak.begin),
        indicator_id=key("indicator", GEVRAAGD),
        versie_id=key("indicatorversie", GEVRAAGD),
        aanbieder_id=key("aanbieder", nr),
        begindatum=tijdvak.begin,
        einddatum=tijdvak.eind,
        uiterlijk=sent + datetime.timedelta(days=ANTWOORDTERMIJN),
        status=status,
        waarde=Decimal(mark) if mark else None,
        jeugdigen=people,
        toelichting="Uit ons tevredenheidsonderzoek aan het eind van de hulp." if mark else "",
        vraag="Dit is over weinig jeugdigen. Wil je het hele kwartaal meenemen?"
        if status == "opnieuw"
        else "",
        beantwoord_op=timezone.now() if mark else None,
    )


def _count(kalender: Kalender) -> None:
    measure_since(kalender.start, kalender.vandaag)
    asked = Indicatorversie.objects.select_related("indicator").get(
        pk=key("indicatorversie", GEVRAAGD)
    )
    for tijdvak in _quarters(kalender):
        measure(asked, tijdvak, kalender.vandaag)


def _load_jeugdzorgplus(kalender: Kalender) -> None:
    first = tijdvak_of(kalender.vandaag.year)
    insert(
        Subsidieontvanger,
        [
            Subsidieontvanger(
                id=key("subsidieontvanger", first, plek),
                aanbieder_id=key("aanbieder", nr),
                tijdvak=first,
                plek=plek,
                begindatum=datetime.date(first, 1, 1),
                einddatum=datetime.date(first + 1, 12, 31),
            )
            for plek, nr in ((1, LINDE), (2, ES))
        ],
    )
    insert(
        Subsidieindex,
        [
            Subsidieindex(
                id=key("subsidieindex", year),
                jaar=year,
                personeel=Decimal(rates[0]),
                materieel=Decimal(rates[1]),
                personeel_definitief=Decimal(rates[2]) if rates[2] else None,
                materieel_definitief=Decimal(rates[3]) if rates[3] else None,
            )
            for year, rates in (
                (2024, ("6.04", "3.26", "6.28", "3.12")),
                (2025, ("4.18", "1.82", "4.36", "1.90")),
                (2026, ("4.02", "2.10", "", "")),
            )
        ],
    )
    last = period_before("kwartaal", kalender.vandaag)
    ended = periods_between("kwartaal", datetime.date(first, 1, 1), last.eind)
    for number, tijdvak in enumerate(ended):
        for plek in (1, 2):
            _report(first, plek, tijdvak, number, newest=tijdvak == last)
    open_reports(kalender.vandaag)


def _report(first: int, plek: int, tijdvak: Tijdvak, number: int, *, newest: bool) -> None:
    """Old ones were judged; of the newest one recipient has handed in, the other has not."""
    if newest and plek == 1:
        return
    report = key("kwartaalrapportage", first, plek, tijdvak.begin)
    done = timezone.make_aware(
        datetime.datetime.combine(report_deadline(tijdvak.eind), datetime.time(11, 20))
    )
    insert(
        Kwartaalrapportage,
        [
            Kwartaalrapportage(
                id=report,
                ontvanger_id=key("subsidieontvanger", first, plek),
                begindatum=tijdvak.begin,
                einddatum=tijdvak.eind,
                uiterlijk=report_deadline(tijdvak.eind),
                status="ingediend" if newest else "beoordeeld",
                ingediend_op=done,
                oordeel="" if newest else "Besproken in het voortgangsgesprek; geen vragen.",
                beoordeeld_op=None if newest else done,
                beoordeeld_door_id=None if newest else CARLA,
            )
        ],
    )
    insert(Rapportregel, _lines(report, plek, number))


def _lines(report: UUID, plek: int, number: int) -> Iterator[Rapportregel]:
    """Every quarter begins where the last one ended."""
    for place, code in enumerate(("0153", "0164", "0141")):
        wave = (0, 1, 1, 0, -1, -1)
        start = 5 - place + wave[(number + plek) % 6]
        end = 5 - place + wave[(number + plek + 1) % 6]
        came = 2 + max(0, end - start)
        yield Rapportregel(
            id=key("rapportregel", report, code),
            rapportage_id=report,
            gemeente_id=gemeente_key(code),
            beginstand=start,
            instroom=came,
            uitstroom=start + came - end,
            eindstand=end,
            unieke_clienten=start + came,
            gemiddelde_verblijfsduur=Decimal(148 + 7 * place - 3 * number),
            afwijkingen="Eén verblijf van 214 dagen, wachten op een vervolgplek." if place == 0
            else "",
            verwachte_verblijfsduur=Decimal(160 + 5 * place - 2 * number),
            gemiddelde_kosten=Decimal(31_240 + 850 * place + 120 * number),
            heropnames=1 if (number + place) % 5 == 0 else 0,
        )  # fmt: skip
