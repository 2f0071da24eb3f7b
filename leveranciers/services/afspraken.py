"""Agreements of a talk: made with the concept, done or dropped once it stands (SI 11.2)."""

import datetime
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from core.actor import Actor
from core.choices import Rolcode
from core.fouten import ONBEKENDE_WAARDE, STATUS_OVERGANG, Bevinding, Conflict, Foutcode, Verboden
from core.handeling import handeling
from core.models import Rol
from core.policies import has_right
from core.tekst import Teksten
from leveranciers.choices import Afspraakkant, Afspraakstatus, Gespreksstatus
from leveranciers.kanten import lock
from leveranciers.models import Accountgesprek, Afspraak
from leveranciers.overgangen import require_afspraak
from leveranciers.policies import AFSPRAAK_AFRONDEN, GESPREK_BEHEREN

MAX_WAT, MAX_OPMERKING = 300, 500
#: Whose worklist holds the agreements of OZJT.
EIGENAAR = Rolcode.CONTRACTMANAGER
EIGENAAR_ONBEKEND = Foutcode("eigenaar_onbekend", "De eigenaar werkt bij OZJT als contractmanager.")
TERMIJN_ONGELDIG = Foutcode("termijn_ongeldig", "De termijn ligt niet voor het gesprek.")


@dataclass(frozen=True)
class Afspraakgegevens:
    """What is agreed; `eigenaar_id` for the side of OZJT, none for that of the aanbieder."""

    wat: str
    kant: str
    uiterlijk: datetime.date
    eigenaar_id: UUID | None = None


def add_afspraak(
    actor: Actor, gesprek_id: UUID, gegevens: Afspraakgegevens, *, versie: int,
    peildatum: datetime.date,
) -> Afspraak:  # fmt: skip
    """Raises Conflict unless the verslag is a concept, Ongeldig, VersieVerouderd of the talk."""
    with handeling(actor) as act:
        gesprek = lock(Accountgesprek.objects.all(), actor, GESPREK_BEHEREN, gesprek_id, versie)
        _require_concept(gesprek)
        row = Afspraak(gesprek=gesprek)
        _fill(row, gegevens, peildatum)
        row.save()
        act.event("afspraak.gemaakt", row, gegevens={"gesprek": gesprek.kenmerk, "kant": row.kant})
    return row


def change_afspraak(
    actor: Actor, afspraak_id: UUID, gegevens: Afspraakgegevens, *, versie: int,
    peildatum: datetime.date,
) -> Afspraak:  # fmt: skip
    """Change what was agreed while the verslag is a concept."""
    with handeling(actor) as act:
        row: Afspraak = lock(Afspraak.objects.all(), actor, GESPREK_BEHEREN, afspraak_id, versie)
        _require_concept(Accountgesprek.objects.select_for_update().get(pk=row.gesprek_id))
        require_afspraak(row.status, Afspraakstatus.GEDAAN)
        _fill(row, gegevens, peildatum)
        row.versie += 1
        row.save()
        act.event("afspraak.gewijzigd", row)
    return row


def finish_afspraak(
    actor: Actor, afspraak_id: UUID, *, status: str, opmerking: str, versie: int
) -> Afspraak:
    """Done, or dropped, with a remark. The aanbieder may say that its own one is done; dropping is
    for OZJT (Verboden).
    """
    with handeling(actor) as act:
        row: Afspraak = lock(Afspraak.objects.all(), actor, AFSPRAAK_AFRONDEN, afspraak_id, versie)
        new = Afspraakstatus(status)
        require_afspraak(row.status, new)
        if new == Afspraakstatus.VERVALLEN and not has_right(actor, GESPREK_BEHEREN):
            raise Verboden("Alleen OZJT kan een afspraak laten vervallen.")
        texts = Teksten()
        row.opmerking = texts.read(
            opmerking, "opmerking", max_lengte=MAX_OPMERKING,
            verplicht="Schrijf wat er is gedaan, of waarom het niet meer hoeft.",
        )  # fmt: skip
        texts.refuse()
        row.status, row.afgerond_op = new, timezone.now()
        row.afgerond_door_id = actor.id
        row.versie += 1
        row.save()
        act.event(f"afspraak.{new.value}", row, reden=row.opmerking)
    return row


def _require_concept(gesprek: Accountgesprek) -> None:
    if gesprek.status != Gespreksstatus.GEHOUDEN:
        raise Conflict(
            "Afspraken horen bij een verslag dat in concept is.", code=STATUS_OVERGANG.code
        )


def _fill(row: Afspraak, gegevens: Afspraakgegevens, peildatum: datetime.date) -> None:
    texts = Teksten()
    row.wat = texts.read(
        gegevens.wat, "wat", max_lengte=MAX_WAT, verplicht="Schrijf wat er is afgesproken."
    )
    row.kant, row.uiterlijk = gegevens.kant, gegevens.uiterlijk
    own = gegevens.kant == Afspraakkant.OZJT
    row.eigenaar_id = gegevens.eigenaar_id if own else None
    if own:
        texts.add(*_owner_findings(gegevens.eigenaar_id, peildatum))
    if gegevens.uiterlijk < row.gesprek.datum:
        texts.add(TERMIJN_ONGELDIG.bevinding("uiterlijk", TERMIJN_ONGELDIG.betekenis))
    if gegevens.kant not in Afspraakkant.values:
        texts.add(ONBEKENDE_WAARDE.bevinding("kant", "Kies OZJT of de aanbieder."))
    texts.refuse()


def _owner_findings(eigenaar_id: UUID | None, peildatum: datetime.date) -> list[Bevinding]:
    roles = Rol.objects.valid_on(peildatum).filter(
        gebruiker=eigenaar_id, gebruiker__is_active=True, rol=EIGENAAR
    )
    if eigenaar_id is not None and roles.exists():
        return []
    return [EIGENAAR_ONBEKEND.bevinding("eigenaar", "Kies wie het bij OZJT doet.")]
