"""Measures as lists and as a ladder: what waits on whom, and which rungs were set foot on."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from contractbeheer.choices import Hersteluitkomst, Trajectstatus
from contractbeheer.ladder import LADDER
from contractbeheer.models import Brief, Maatregeltraject
from contracts.choices import Maatregelsoort
from core.actor import Actor
from core.choices import Rolcode
from core.models import Gebeurtenis
from core.ui.formats import format_date, format_long_date

#: Acts of before the aanbieder was told; it does not see those.
VOOR_HET_VOORNEMEN = ("maatregeltraject.opgesteld", "maatregeltraject.gewijzigd")


def waits_on(actor: Actor, peildatum: datetime.date) -> Q:
    """What asks for an act: of the aanbieder its view, of contract management a decision, a hearing
    after an urgent one, or a look whether things were put right.
    """
    unheard = Q(zienswijze_op__isnull=True)
    if actor.has_role(Rolcode.AANBIEDER_BEHEERDER):
        return Q(status=Trajectstatus.VOORNEMEN, zienswijze_uiterlijk__gte=peildatum) & unheard
    heard = ~unheard | Q(gehoord_op__isnull=False) | Q(zienswijze_uiterlijk__lt=peildatum)
    urgent = unheard & Q(gehoord_op__isnull=True) & ~Q(spoed="")
    late = Q(hersteltermijn__lt=peildatum, herstel="")
    return Q(status=Trajectstatus.VOORNEMEN) & heard | Q(status=Trajectstatus.OPGELEGD) & (
        urgent | late
    )


def count_waiting(actor: Actor) -> int:
    """For the menu."""
    rows = Maatregeltraject.objects.for_actor(actor)
    return int(rows.filter(waits_on(actor, timezone.localdate())).count())


def narrowed(
    actor: Actor, rows: QuerySet[Any], values: Mapping[str, Any], peildatum: datetime.date
) -> QuerySet[Any]:
    if text := values.get("zoek"):
        number = text.upper().removeprefix("MT-").lstrip("0")
        found = Q(aanbieder__naam__icontains=text)
        if number.isascii() and number.isdigit() and len(number) < 15:
            found |= Q(nummer=int(number))
        rows = rows.filter(found)
    if soort := values.get("soort"):
        rows = rows.filter(soort=soort)
    if stand := values.get("stand"):
        rows = rows.filter(status=stand)
    return rows.filter(waits_on(actor, peildatum)) if values.get("wacht") else rows


@dataclass(frozen=True)
class Trede:
    """A rung: `stand` is klaar, nu, straks or niet (skipped)."""

    titel: str
    stand: str
    tekst: str = ""
    pk: UUID | None = None


def ladder_of(traject: Maatregeltraject) -> list[Trede]:
    """The five rungs, with the steps that this traject builds on."""
    below: dict[str, Maatregeltraject] = {}
    step = traject.vorige
    while step is not None and step.pk != traject.pk and len(below) < len(LADDER):
        below.setdefault(step.soort, step)
        step = step.vorige
    at = LADDER.index(Maatregelsoort(traject.soort))
    found = []
    for index, soort in enumerate(LADDER):
        if index == at:
            found.append(Trede(soort.label, "nu", _standing(traject), traject.pk))
        elif soort in below and index < at:
            lower = below[soort]
            text = f"{lower.kenmerk}, {format_date(lower.ingangsdatum)}"
            found.append(Trede(soort.label, "klaar", text, lower.pk))
        else:
            skipped = index < at
            found.append(Trede(soort.label, "niet" if skipped else "straks"))
    return found


def _standing(traject: Maatregeltraject) -> str:
    if traject.status == Trajectstatus.OPGELEGD:
        return _("vanaf %s") % format_date(traject.ingangsdatum)
    return Trajectstatus(traject.status).label.split(",")[0].lower()


def where(traject: Maatregeltraject, peildatum: datetime.date, *, own: bool) -> str:
    """In one sentence: where it is, and who has to do what by when; `own` for the aanbieder."""
    who = _("Je kunt") if own else _("De aanbieder kan")
    if traject.status == Trajectstatus.CONCEPT:
        return _("Concept: alleen contractbeheer ziet dit.")
    if traject.status == Trajectstatus.INGETROKKEN:
        if traject.besloten_op and traject.einddatum:
            return _("Opgeheven; de laatste dag was %s.") % format_long_date(traject.einddatum)
        return _("Ingetrokken: deze maatregel geldt niet.")
    if traject.status == Trajectstatus.VOORNEMEN:
        if traject.zienswijze_op:
            return _("De zienswijze is binnen. Nu volgt het besluit.")
        if traject.gehoord_op:
            return _("De aanbieder is gehoord. Nu volgt het besluit.")
        day = format_long_date(traject.zienswijze_uiterlijk)
        if traject.zienswijze_uiterlijk and traject.zienswijze_uiterlijk < peildatum:
            return _("De termijn om te reageren liep tot en met %s. Nu volgt het besluit.") % day
        return _("%(wie)s reageren tot en met %(dag)s.") % {"wie": who, "dag": day}
    return _in_force(traject, peildatum)


def _in_force(traject: Maatregeltraject, peildatum: datetime.date) -> str:
    begin, end = traject.ingangsdatum, traject.einddatum
    assert begin is not None
    if end is not None and end < peildatum:
        text = _("Gold tot en met %s.") % format_long_date(end)
    elif begin > peildatum:
        text = _("Opgelegd; gaat in op %s.") % format_long_date(begin)
    elif end is not None:
        text = _("Geldt tot en met %s.") % format_long_date(end)
    else:
        text = _("Geldt sinds %s.") % format_long_date(begin)
    if traject.herstel:
        return f"{text} {Hersteluitkomst(traject.herstel).label}."
    if traject.hersteltermijn:
        return text + " " + _("Hersteld uiterlijk %s.") % format_long_date(traject.hersteltermijn)
    return text


TITELS = {
    "maatregeltraject.opgesteld": "Opgesteld",
    "maatregeltraject.gewijzigd": "Concept gewijzigd",
    "maatregeltraject.voornemen": "Voornemen verstuurd",
    "maatregeltraject.zienswijze": "Zienswijze gegeven",
    "maatregeltraject.gehoord": "Gehoord in een gesprek",
    "maatregeltraject.herinnerd": "Herinnering verstuurd",
    "maatregeltraject.opgelegd": "Besluit genomen en verstuurd",
    "maatregeltraject.herstel": "Herstel beoordeeld",
    "maatregeltraject.periode": "Einddatum gewijzigd",
    "maatregeltraject.ingetrokken": "Ingetrokken",
}
_SOORT = {"opgelegd": "must", "ingetrokken": "none", "zienswijze": "good", "voornemen": "attention"}


def timeline(traject: Maatregeltraject, *, own: bool) -> list[dict[str, Any]]:
    """What was done, newest first, of a traject found in scope; for the aanbieder from the
    intention on.
    """
    rows = Gebeurtenis.objects.filter(object_id=traject.pk, soort__in=TITELS)
    if own:
        rows = rows.exclude(soort__in=VOOR_HET_VOORNEMEN)
    return [
        {
            "moment": row.moment,
            "titel": TITELS[row.soort],
            "wie": row.actor_naam,
            "tekst": row.reden,
            "soort": _SOORT.get(row.soort.split(".")[1], "judge"),
        }
        for row in rows.order_by("-moment", "-pk")
    ]


def letters_of(actor: Actor, traject: Maatregeltraject) -> list[Brief]:
    rows = Brief.objects.for_actor(actor).filter(traject=traject)
    return list(rows.order_by("-verstuurd_op"))


def of_aanbieder(actor: Actor, aanbieder_id: UUID) -> QuerySet[Maatregeltraject]:
    rows = Maatregeltraject.objects.for_actor(actor).filter(aanbieder=aanbieder_id)
    return rows.order_by("-nummer")
