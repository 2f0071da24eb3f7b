"""Where an aanbieder promised to deliver, and on which places (D-26, R-CON-8)."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from contracts import codes
from contracts.grendel import VER_WEG, beheer, find, inside, keep, refuse, valid_contract
from contracts.models import ContractLocatie, Leveringsgebied, Perceelcontract
from core.actor import Actor
from core.choices import Organisatiesoort
from core.datums import DAG
from core.fouten import ONBEKENDE_WAARDE, PERIODE_ONGELDIG
from core.models import Organisatie
from core.ui.formats import format_long_date
from providers.models import Groep, Locatie

MAX_PLAATSEN = 999


def promise(
    actor: Actor,
    contract_id: UUID,
    *,
    versie: int,
    gemeente_ids: Collection[UUID],
    vanaf: datetime.date,
    tot: datetime.date | None = None,
) -> Perceelcontract:
    """From `vanaf` on the promise is exactly these gemeenten; `tot` ends what is new in it.

    What falls away ends the day before. Nothing before `vanaf` changes. Raises Ongeldig
    (`buiten_contract`, `periode_ongeldig`, `onbekende_waarde`).
    """
    with beheer(actor) as act:
        row = valid_contract(actor, contract_id, versie)
        _require_inside(row, vanaf, tot, "vanaf", "tot")
        wanted = set(gemeente_ids)
        known = Organisatie.objects.filter(pk__in=wanted, soort=Organisatiesoort.GEMEENTE)
        if known.count() != len(wanted):
            raise refuse(ONBEKENDE_WAARDE, "gemeenten", "Kies gemeenten uit de lijst.")
        added, removed = _become(row, wanted, vanaf, tot)
        keep(row)
        act.event(
            "perceelcontract.leveringsgebied",
            row,
            gegevens={"vanaf": vanaf.isoformat(), "erbij": added, "eraf": removed},
        )
    return row


def _become(
    row: Perceelcontract, wanted: set[UUID], vanaf: datetime.date, tot: datetime.date | None
) -> tuple[int, int]:
    """Counts of gemeenten that came and went."""
    later = Leveringsgebied.objects.filter(
        Q(einddatum__isnull=True) | Q(einddatum__gte=vanaf), perceelcontract=row
    )
    kept, removed = set(), 0
    for line in later.select_for_update().order_by("begindatum"):
        if line.gemeente_id in wanted and line.begindatum <= vanaf:
            kept.add(line.gemeente_id)
        elif line.gemeente_id in kept:  # promised again later on
            continue
        elif line.gemeente_id in wanted:  # planned for later: from `vanaf` on instead
            line.delete()
        elif line.begindatum < vanaf:
            line.einddatum = vanaf - DAG
            line.save(update_fields=["einddatum"])
            removed += 1
        else:
            line.delete()
            removed += 1
    new = sorted(wanted - kept)
    Leveringsgebied.objects.bulk_create(
        Leveringsgebied(perceelcontract=row, gemeente_id=pk, begindatum=vanaf, einddatum=tot)
        for pk in new
    )
    return len(new), removed


@dataclass(frozen=True)
class Plaatsgegevens:
    """Without `groep_id` the whole location; without `einddatum` as long as the contract."""

    locatie_id: UUID
    plaatsen: int
    begindatum: datetime.date
    groep_id: UUID | None = None
    einddatum: datetime.date | None = None


def add_location(
    actor: Actor, contract_id: UUID, gegevens: Plaatsgegevens, *, versie: int
) -> ContractLocatie:
    """Contract a location (and group) of this aanbieder.

    Raises Ongeldig (`locatie_andere_aanbieder`, `groep_andere_locatie`, `buiten_contract`,
    `contractlocatie_overlap`).
    """
    with beheer(actor) as act:
        row = valid_contract(actor, contract_id, versie)
        _require_inside(row, gegevens.begindatum, gegevens.einddatum, "begindatum", "einddatum")
        _check_places(gegevens.plaatsen)
        own = Locatie.objects.filter(pk=gegevens.locatie_id, aanbieder=row.aanbieder_id)
        if not own.exists():
            raise refuse(
                codes.LOCATIE_ANDERE_AANBIEDER, "locatie", "Kies een locatie van deze aanbieder."
            )
        group = gegevens.groep_id
        if group and not Groep.objects.filter(pk=group, locatie=gegevens.locatie_id).exists():
            raise refuse(
                codes.GROEP_ANDERE_LOCATIE, "groep", "Kies een groep die op deze locatie is."
            )
        place: ContractLocatie = ContractLocatie.objects.create(
            perceelcontract=row,
            locatie_id=gegevens.locatie_id,
            groep_id=group,
            plaatsen=gegevens.plaatsen,
            begindatum=gegevens.begindatum,
            einddatum=gegevens.einddatum,
        )
        keep(row)
        act.event("perceelcontract.locatie", row, gegevens={"plaatsen": gegevens.plaatsen})
    return place


def change_places(
    actor: Actor, contractlocatie_id: UUID, *, versie: int, plaatsen: int, vanaf: datetime.date
) -> ContractLocatie:
    """Another number of places from a day on; what held before stays as it was.

    Raises Ongeldig (`buiten_contract`) for a day on which the location was not contracted.
    """
    with beheer(actor) as act:
        place = find(
            actor, ContractLocatie, contractlocatie_id, aanbieder="perceelcontract__aanbieder"
        )
        row = valid_contract(actor, place.perceelcontract_id, versie)
        _check_places(plaatsen)
        if not inside(vanaf, vanaf, place.begindatum, place.einddatum):
            reden = "Kies een dag waarop deze locatie is gecontracteerd."
            raise refuse(codes.BUITEN_CONTRACT, "vanaf", reden)
        if vanaf == place.begindatum:
            place.plaatsen = plaatsen
            place.save(update_fields=["plaatsen"])
        else:
            until, place.einddatum = place.einddatum, vanaf - DAG
            place.save(update_fields=["einddatum"])
            place = ContractLocatie.objects.create(
                perceelcontract=row,
                locatie_id=place.locatie_id,
                groep_id=place.groep_id,
                plaatsen=plaatsen,
                begindatum=vanaf,
                einddatum=until,
            )
        keep(row)
        act.event("perceelcontract.plaatsen", row, gegevens={"plaatsen": plaatsen})
    return place


def end_location(
    actor: Actor, contractlocatie_id: UUID, *, versie: int, einddatum: datetime.date
) -> ContractLocatie:
    """The last day on which a location is contracted."""
    with beheer(actor) as act:
        place = find(
            actor, ContractLocatie, contractlocatie_id, aanbieder="perceelcontract__aanbieder"
        )
        row = valid_contract(actor, place.perceelcontract_id, versie)
        _require_inside(row, place.begindatum, einddatum, "einddatum", "einddatum")
        place.einddatum = einddatum
        place.save(update_fields=["einddatum"])
        keep(row)
        act.event("perceelcontract.locatie_beeindigd", row)
    return place


def _require_inside(
    row: Perceelcontract,
    begin: datetime.date,
    end: datetime.date | None,
    begin_field: str,
    end_field: str,
) -> None:
    """No end is the end of the contract, whatever that becomes."""
    if end is not None and end < begin:
        reden = f"Kies {format_long_date(begin)} of later."
        raise refuse(PERIODE_ONGELDIG, end_field, reden)
    if not inside(begin, end or begin, row.begindatum, row.einddatum or VER_WEG):
        veld = begin_field if not inside(begin, begin, row.begindatum, row.einddatum) else end_field
        until = f" tot en met {format_long_date(row.einddatum)}" if row.einddatum else ""
        raise refuse(
            codes.BUITEN_CONTRACT,
            veld,
            f"Het contract geldt van {format_long_date(row.begindatum)}{until}.",
        )


def _check_places(number: int) -> None:
    if not 0 <= number <= MAX_PLAATSEN:
        raise refuse(ONBEKENDE_WAARDE, "plaatsen", "Vul 0 tot en met 999 plaatsen in.")
