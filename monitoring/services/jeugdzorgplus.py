"""Recipients, quarterly reports and index of the JeugdzorgPlus subsidy (R-CON-10)."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from core.actor import Actor
from core.choices import Organisatiesoort, Rolcode
from core.constraints import Constraintconflict
from core.fouten import ONBEKENDE_WAARDE, PERIODE_ONGELDIG, Bevinding, NietGevonden, Ongeldig
from core.handeling import handeling
from core.models import Organisatie
from core.policies import authorise
from core.ui.formats import format_long_date
from core.uitbak import Onderwerp, put_for, put_for_ozjt
from monitoring.choices import Rapportagestatus
from monitoring.models import (
    Kwartaalrapportage,
    Rapportregel,
    Subsidieindex,
    Subsidieontvanger,
)
from monitoring.openen import open_reports
from monitoring.overgangen import require_concept, require_rapportage, require_version
from monitoring.policies import (
    JEUGDZORGPLUS_BEHEREN,
    RAPPORTAGE_INVULLEN,
)
from monitoring.rules import check_line, tijdvak_of
from monitoring.toetsen import locked, require_clean, require_text
from providers.models import Aanbieder

#: The ten figures of article 16, in its order and words.
CIJFERS = (
    ("beginstand", "Beginstand aantal cliënten"),
    ("instroom", "Instroom aantal cliënten"),
    ("uitstroom", "Uitstroom aantal cliënten"),
    ("eindstand", "Eindstand aantal cliënten"),
    ("unieke_clienten", "Aantal unieke cliënten"),
    ("gemiddelde_verblijfsduur", "Gemiddelde verblijfsduur in dagen"),
    ("afwijkingen", "Specificatie van afwijkingen > 10% op de gemiddelde verblijfsduur"),
    ("verwachte_verblijfsduur", "Verwachte verblijfsduur in dagen per cliënt (lopende zorg)"),
    ("gemiddelde_kosten", "Gemiddelde kosten per cliënt"),
    ("heropnames", "Aantal heropnames binnen één maand"),
)
#: The same, where there is little room.
KORT = (
    "Beginstand", "Instroom", "Uitstroom", "Eindstand", "Unieke cliënten", "Gem. duur (dagen)",
    "Afwijking > 10%", "Verwachte duur (dagen)", "Gem. kosten", "Heropnames",
)  # fmt: skip
AANTALLEN = (
    "beginstand",
    "instroom",
    "uitstroom",
    "eindstand",
    "unieke_clienten",
    "heropnames",
)
Regels = Mapping[UUID, Mapping[str, Any]]


@dataclass(frozen=True)
class Indexgegevens:
    jaar: int
    personeel: Decimal
    materieel: Decimal
    personeel_definitief: Decimal | None = None
    materieel_definitief: Decimal | None = None


def add_ontvanger(
    actor: Actor, aanbieder_id: UUID, *, tijdvak: int, peildatum: datetime.date
) -> Subsidieontvanger:
    """A recipient for a tijdvak of two years, with a report for each quarter that is over.

    Raises Ongeldig (`subsidie_te_veel` for a third, `subsidie_overlap`, `tijdvak_ongeldig`), and
    Constraintconflict (409) with the same codes for who lost a race.
    """
    try:
        with handeling(actor) as act:
            authorise(actor, JEUGDZORGPLUS_BEHEREN)
            aanbieder = Aanbieder.objects.for_actor(actor).filter(pk=aanbieder_id).first()
            if aanbieder is None:
                raise NietGevonden()
            if not 2000 <= tijdvak <= peildatum.year + 3 or tijdvak_of(tijdvak) != tijdvak:
                reden = "Kies het eerste jaar van een tijdvak, zoals 2025."
                raise Ongeldig(bevindingen=[ONBEKENDE_WAARDE.bevinding("tijdvak", reden)])
            taken = set(
                Subsidieontvanger.objects.filter(tijdvak=tijdvak).values_list("plek", flat=True)
            )
            row = Subsidieontvanger(
                aanbieder=aanbieder,
                tijdvak=tijdvak,
                plek=next(n for n in (1, 2, 3) if n not in taken),
                begindatum=datetime.date(tijdvak, 1, 1),
                einddatum=datetime.date(tijdvak + 1, 12, 31),
            )
            require_clean(row)
            row.save()
            act.event("subsidie.verleend", row, gegevens={"tijdvak": tijdvak})
            open_reports(peildatum)
    except IntegrityError as exc:
        raise Constraintconflict(exc) from exc
    return row


def withdraw_ontvanger(
    actor: Actor,
    ontvanger_id: UUID,
    *,
    einddatum: datetime.date,
    reden: str,
    peildatum: datetime.date,
) -> Subsidieontvanger:
    """End a subsidy before the end of its tijdvak (art. 11); over that quarter it still reports."""
    with handeling(actor) as act:
        row = locked(actor, Subsidieontvanger, ontvanger_id, JEUGDZORGPLUS_BEHEREN)
        reden = require_text(reden, "reden", "Schrijf waarom de subsidie stopt.")
        assert row.einddatum is not None  # subsidie_tijdvak
        if not max(peildatum, row.begindatum) <= einddatum <= row.einddatum:
            tot = format_long_date(row.einddatum)
            found = PERIODE_ONGELDIG.bevinding("einddatum", f"Kies een dag van vandaag tot {tot}.")
            raise Ongeldig(bevindingen=[found])
        row.einddatum = einddatum
        require_clean(row)
        row.save(update_fields=["einddatum"])
        act.event("subsidie.ingetrokken", row, reden=reden)
    return row


def save_index(actor: Actor, gegevens: Indexgegevens) -> Subsidieindex:
    """Percentages of a year, provisional or definitive too."""
    try:
        with handeling(actor) as act:
            authorise(actor, JEUGDZORGPLUS_BEHEREN)
            rows = Subsidieindex.objects.for_actor(actor).select_for_update()
            row = rows.filter(jaar=gegevens.jaar).first() or Subsidieindex(jaar=gegevens.jaar)
            row.personeel, row.materieel = gegevens.personeel, gegevens.materieel
            row.personeel_definitief = gegevens.personeel_definitief
            row.materieel_definitief = gegevens.materieel_definitief
            require_clean(row)
            row.save()
            act.event("subsidie.index_bewaard", row, gegevens={"jaar": row.jaar})
    except IntegrityError as exc:
        raise Constraintconflict(exc) from exc
    return row


def save_report(
    actor: Actor,
    rapportage_id: UUID,
    *,
    regels: Regels,
    toelichting: str,
    versie: int | None = None,
    indienen: bool = False,
) -> Kwartaalrapportage:
    """Keep what was filled in, right or wrong; with `indienen` it is handed in, when it is right.

    A number that is left open is 0, and a gemeente with nothing but that has no line. Raises
    Ongeldig with every finding (nothing is kept then), Conflict and VersieVerouderd.
    """
    with handeling(actor) as act:
        row = locked(actor, Kwartaalrapportage, rapportage_id, RAPPORTAGE_INVULLEN)
        require_version(row.versie, versie)
        require_concept(row.status)
        filled = _write(row, regels)
        if indienen and (found := _check(filled)):
            raise Ongeldig(bevindingen=found)
        row.toelichting, row.versie = toelichting.strip(), row.versie + 1
        if indienen:
            row.status = Rapportagestatus.INGEDIEND
            row.ingediend_op, row.ingediend_door_id = timezone.now(), actor.id
        row.save()
        if indienen:
            act.event("rapportage.ingediend", row)
            put_for_ozjt([Rolcode.CONTRACTMANAGER], Onderwerp.KLAAR, _path(row))
    return row


def _write(row: Kwartaalrapportage, regels: Regels) -> list[Rapportregel]:
    gemeenten = {
        g.pk: g for g in Organisatie.objects.filter(soort=Organisatiesoort.GEMEENTE, pk__in=regels)
    }
    if unknown := set(regels) - set(gemeenten):
        raise NietGevonden(f"{len(unknown)} gemeenten zijn onbekend.")
    there = {line.gemeente_id: line for line in row.regels.all()}
    filled = []
    for gemeente_id, figures in regels.items():
        line = there.get(gemeente_id) or Rapportregel(rapportage=row, gemeente_id=gemeente_id)
        for name, _label in CIJFERS:
            value = figures.get(name)
            if name in AANTALLEN:
                value = value or 0
            setattr(line, name, value.strip() if isinstance(value, str) else value)
        line.afwijkingen = line.afwijkingen or ""
        if any(getattr(line, name) for name, _label in CIJFERS):
            line.gemeente = gemeenten[gemeente_id]
            require_clean(line)
            line.save()
            filled.append(line)
        elif gemeente_id in there:
            line.delete()
    return filled


def _check(lines: list[Rapportregel]) -> list[Bevinding]:
    return [
        found
        for line in lines
        for found in check_line(
            {name: getattr(line, name) for name, _label in CIJFERS},
            f"g{line.gemeente.code}-",
        )
    ]


def judge_report(
    actor: Actor, rapportage_id: UUID, *, oordeel: str, versie: int | None = None
) -> Kwartaalrapportage:
    """Close a report with what OZJT says about it; it does not change after that."""
    return _decide(actor, rapportage_id, Rapportagestatus.BEOORDEELD, oordeel, versie)


def return_report(
    actor: Actor, rapportage_id: UUID, *, reden: str, versie: int | None = None
) -> Kwartaalrapportage:
    """Give a report back to be corrected; its term stays what it was."""
    return _decide(actor, rapportage_id, Rapportagestatus.CONCEPT, reden, versie)


def _decide(
    actor: Actor, rapportage_id: UUID, status: Rapportagestatus, text: str, versie: int | None
) -> Kwartaalrapportage:
    with handeling(actor) as act:
        row = locked(
            actor,
            Kwartaalrapportage,
            rapportage_id,
            JEUGDZORGPLUS_BEHEREN,
            "ontvanger__aanbieder",
        )
        require_version(row.versie, versie)
        require_rapportage(row.status, status)
        text = require_text(text, "tekst", "Schrijf wat OZJT hiervan vindt.")
        row.status, row.versie = status, row.versie + 1
        if status == Rapportagestatus.BEOORDEELD:
            row.oordeel, row.beoordeeld_op = text, timezone.now()
            row.beoordeeld_door_id = actor.id
        else:
            row.reden = text
        row.save()
        done = status == Rapportagestatus.BEOORDEELD
        act.event("rapportage.beoordeeld" if done else "rapportage.teruggegeven", row, reden=text)
        put_for(
            [Rolcode.AANBIEDER_BEHEERDER],
            row.ontvanger.aanbieder.organisatie_id,
            Onderwerp.BESLUIT if done else Onderwerp.VRAAG,
            _path(row),
        )
    return row


def _path(row: Kwartaalrapportage) -> str:
    return reverse("kwartaalrapportage", args=[row.pk])
