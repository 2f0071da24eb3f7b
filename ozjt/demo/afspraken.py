"""Agreements of Enschede with De Linde: one that stands, with evaluations, and one handed over."""

import datetime
from uuid import UUID

from django.utils import timezone

from afspraken.choices import Kant, Overzichtstatus
from afspraken.inhoud import (
    Evaluatie,
    Inhoud,
    Resultaat,
    seal_evaluatie,
    seal_overzicht,
    seal_versie,
)
from afspraken.kern import help_line
from afspraken.models import AfgesprokenHulp, Afsprakenoverzicht, Afsprakenversie, Evaluatiemoment
from indications.models import Toewijzing
from ozjt.demo.basis import Kalender, insert, key

GEMEENTE = "0153"
TOEGANG = key("gebruiker", "toegang@enschede.demo")
ZORG = key("gebruiker", "zorg@linde.demo")
VAST, BIJ_AANBIEDER = (key("afsprakenoverzicht", naam) for naam in ("vast", "bij-aanbieder"))


def load_fixed_parts(kalender: Kalender) -> None:
    """Once; what people did with these agreements stays."""
    if Afsprakenoverzicht.objects.filter(pk=VAST).exists():
        return
    _stands(kalender)
    _handed_over(kalender)


def _toewijzing(number: int) -> Toewijzing | None:
    pk = key("toewijzing", "vast", GEMEENTE, number)
    return Toewijzing.objects.select_related("product").filter(pk=pk).first()


def _moment(day: datetime.date, hour: int) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(hour, 20)))


def _overzicht(
    pk: UUID,
    status: Overzichtstatus,
    help_ids: tuple[int, ...],
    inhoud: Inhoud,
    since: datetime.date,
) -> Inhoud | None:
    """The row with its help; gives the text with the help in words."""
    given = [found for number in help_ids if (found := _toewijzing(number))]
    if not given:
        return None
    row = Afsprakenoverzicht(
        pk=pk,
        gemeente_id=given[0].gemeente_id,
        aanbieder_id=given[0].aanbieder_id,
        jeugdige_id=given[0].jeugdige_id,
        status=status,
        bij_sinds=_moment(since, 14),
    )
    seal_overzicht(row, inhoud)
    insert(Afsprakenoverzicht, [row])
    covered = [
        AfgesprokenHulp(pk=key("afgesprokenhulp", t.pk), overzicht_id=pk, toewijzing=t)
        for t in given
    ]
    insert(AfgesprokenHulp, covered)
    return Inhoud(**{**vars(inhoud), "hulp": tuple(map(help_line, given))})


def _version(
    overzicht_id: UUID, nummer: int, kant: Kant, inhoud: Inhoud, at: datetime.datetime
) -> Afsprakenversie:
    made = Afsprakenversie(
        pk=key("afsprakenversie", overzicht_id, nummer),
        overzicht_id=overzicht_id,
        nummer=nummer,
        kant=kant,
        overgedragen_op=at,
        overgedragen_door_id=TOEGANG if kant == Kant.TOEGANG else ZORG,
    )
    seal_versie(made, inhoud)
    return made


def _stands(kalender: Kalender) -> None:
    """Version 1 of the toegang, version 2 of the aanbieder, on which both agreed."""
    first = _first(kalender)
    second = _second(kalender, first)
    told = _overzicht(VAST, Overzichtstatus.VASTGESTELD, (1, 2), second, kalender.dag(-180))
    if told is None:
        return
    question = "Is twee keer per week haalbaar? En wie is het aanspreekpunt op school?"
    one = _version(
        VAST,
        1,
        Kant.TOEGANG,
        Inhoud(**{**vars(first), "hulp": told.hulp, "vraag": question}),
        _moment(kalender.dag(-190), 10),
    )
    two = _version(VAST, 2, Kant.AANBIEDER, told, _moment(kalender.dag(-184), 11))
    two.aanbieder_akkoord_op = two.overgedragen_op
    two.aanbieder_akkoord_door_id = ZORG
    two.toegang_akkoord_op = two.vastgesteld_op = _moment(kalender.dag(-180), 14)
    two.toegang_akkoord_door_id = TOEGANG
    insert(Afsprakenversie, [one, two])
    insert(Evaluatiemoment, [_evaluatie(kalender, m) for m in told.evaluaties if m.datum])


def _evaluatie(kalender: Kalender, afgesproken: Evaluatie) -> Evaluatiemoment:
    day = afgesproken.datum
    assert day is not None
    made = Evaluatiemoment(pk=key("evaluatiemoment", VAST, day), overzicht_id=VAST, datum=day)
    done = day < kalender.vandaag
    outcome = "Het gaat de goede kant op: drie dagen per week naar school. We gaan zo door."
    seal_evaluatie(made, afgesproken.deelnemers, outcome if done else "")
    if done:
        made.gedaan_op, made.gedaan_door_id = day, ZORG
    return made


def _first(kalender: Kalender) -> Inhoud:
    return Inhoud(
        resultaten=(
            Resultaat(
                "Weer elke dag naar school.",
                "School meldt geen verzuim meer.",
                kalender.dag(60),
            ),
        ),
        frequentie="Elke week een gesprek van een uur.",
        verwijzer_rol="Houdt contact met school en leerplicht.",
        verwijzer_informatie="Het verslag van de vraagverheldering.",
        aanbieder_rol="Begeleidt thuis en oefent met de route naar school.",
        evaluaties=(Evaluatie(kalender.dag(-90), "Ouder, toegang en begeleider"),),
    )


def _second(kalender: Kalender, first: Inhoud) -> Inhoud:
    """What the aanbieder made of it."""
    return Inhoud(
        **{
            **vars(first),
            "resultaten": (
                Resultaat(
                    "Weer vier dagen per week naar school.",
                    "School meldt op die dagen geen verzuim meer.",
                    kalender.dag(60),
                ),
                Resultaat(
                    "Thuis is het rustig aan tafel en bij het naar bed gaan.",
                    "Ouders geven de week gemiddeld een 7.",
                    kalender.dag(120),
                ),
            ),
            "frequentie": "Elke week een gesprek van een uur; de eerste maand twee keer.",
            "aanbieder_informatie": "Elke drie maanden een kort verslag.",
            "evaluaties": (
                Evaluatie(kalender.dag(-90), "Ouder, toegang en begeleider"),
                Evaluatie(kalender.dag(10), "Ouder, jeugdige, toegang, begeleider en school"),
            ),
        }
    )


def _handed_over(kalender: Kalender) -> None:
    text = Inhoud(
        resultaten=(
            Resultaat(
                "Kan boosheid op tijd herkennen en weet wat dan helpt.",
                "Ten hoogste één keer per week een uitbarsting.",
                kalender.dag(150),
            ),
        ),
        frequentie="Om de week een sessie van anderhalf uur.",
        verwijzer_rol="Is aanspreekpunt voor ouders bij vragen over de toewijzing.",
        verwijzer_informatie="Samenvatting van het onderzoek.",
        aanbieder_rol="Behandelt, en leert ouders de aanpak thuis toe te passen.",
        evaluaties=(Evaluatie(kalender.dag(75), "Ouders, toegang en behandelaar"),),
    )
    status = Overzichtstatus.BIJ_AANBIEDER
    told = _overzicht(BIJ_AANBIEDER, status, (0,), text, kalender.dag(-3))
    if told is None:
        return
    asked = Inhoud(**{**vars(told), "vraag": "Past dit bij jullie aanpak?"})
    made = _version(BIJ_AANBIEDER, 1, Kant.TOEGANG, asked, _moment(kalender.dag(-3), 14))
    insert(Afsprakenversie, [made])
