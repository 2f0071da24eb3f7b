"""Recording declared lines: all of a delivery, or none of it (R-TOE-14)."""

import datetime
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection
from django.utils import timezone
from django.utils.translation import gettext as _

from core.actor import Actor
from core.choices import Actorsoort, Inzagehandeling
from core.constraints import Constraintconflict, meaning_of
from core.fouten import (
    REGISTER,
    VERPLICHT,
    Bevinding,
    Conflict,
    NietGevonden,
    Niveau,
    Ongeldig,
    PortalFout,
    errors_of,
)
from core.handeling import Handeling, handeling
from core.policies import authorise
from indications import declareren
from indications.declareren import CORRECTIE_TE_GROOT, VERBRUIK_NIET_NEGATIEF
from indications.models import OngekoppeldeDeclaratie
from leveringen.codes import AL_AFGEHANDELD
from leveringen.policies import DECLARATIE_VASTLEGGEN, ONGEKOPPELD_AFHANDELEN

TABEL = "declaraties_geleverd"


@dataclass(frozen=True, slots=True)
class Declaratie:
    """One line as it was delivered; in the order of `indications.declareren.KOLOMMEN`."""

    regel_nr: int
    gemeente: str | None
    toewijzingsnummer: int | None
    agb: str | None
    referentienummer: str | None
    productcode: str | None
    begindatum: datetime.date | None
    einddatum: datetime.date | None
    volume: int | None
    eenheid: str | None
    bedrag_centen: int | None


@dataclass(frozen=True, slots=True)
class Geboekt:
    """`ongewijzigd`: there already, in this delivery too; warnings are of lines that were kept."""

    nieuw: int
    gewijzigd: int
    ongewijzigd: int
    waarschuwingen: Sequence[Bevinding]


def record_declaraties(
    actor: Actor, *, regels: Sequence[Declaratie], peildatum: datetime.date
) -> Geboekt:
    """Book the lines of the own gemeente (the system: of all); the running totals go with them.

    Raises Ongeldig with every finding, on field `regels.<regel_nr>.<veld>`; Conflict
    (`correctie_te_groot`, `referentie_bestaat`) for the loser of a race.
    """
    authorise(actor, DECLARATIE_VASTLEGGEN)
    given = _given(actor, peildatum)
    try:
        with handeling(actor) as act, connection.cursor() as cursor:
            _stage(cursor, regels)
            findings = _check(cursor, given)
            if errors_of(findings):
                raise Ongeldig(bevindingen=errors_of(findings))
            concerned = _concerned(cursor, given)
            cursor.execute(declareren.booking_sql(TABEL), given)
            added, changed = cursor.fetchone()
            cursor.execute(f"drop table {TABEL}")
            _tell(act, concerned, added)
    except IntegrityError as exc:
        raise _lost(exc) from exc
    return Geboekt(added, changed, len(regels) - added - changed, findings)


def settle_unlinked(actor: Actor, regel_id: UUID, *, reden: str) -> OngekoppeldeDeclaratie:
    """A line without toewijzing needs nothing more; it stays kept, with who said why.

    Raises NietGevonden, Ongeldig (`verplicht`), Conflict (`declaratie_al_afgehandeld`).
    """
    with handeling(actor) as act:
        found = OngekoppeldeDeclaratie.objects.for_actor(actor).select_for_update(of=("self",))
        row: OngekoppeldeDeclaratie | None = found.filter(pk=regel_id).first()
        if row is None:
            raise NietGevonden()
        authorise(actor, ONGEKOPPELD_AFHANDELEN)
        if row.opgelost_op is not None:
            raise Conflict(AL_AFGEHANDELD.betekenis, code=AL_AFGEHANDELD.code)
        if not reden.strip():
            raise Ongeldig(bevindingen=[VERPLICHT.bevinding("reden", _("Schrijf op waarom."))])
        row.opgelost_op = timezone.now()
        row.save(update_fields=["opgelost_op"])
        told = {"toewijzingsnummer": row.toewijzingsnummer, "referentie": row.referentienummer}
        act.event("declaratie.afgehandeld", row, reden=reden.strip(), gegevens=told)
    return row


def _given(actor: Actor, peildatum: datetime.date) -> dict[str, Any]:
    own = None if actor.soort == Actorsoort.SYSTEEM else actor.organisatie_id
    return {"gemeente": own, "aanbieder": None, "peildatum": peildatum}


def _stage(cursor: Any, regels: Sequence[Declaratie]) -> None:
    cursor.execute(declareren.staging_sql(TABEL))
    with cursor.copy(f"copy {TABEL} from stdin") as copy:
        for regel in regels:
            copy.write_row(astuple(regel))
    cursor.execute(f"analyze {TABEL}")


def _check(cursor: Any, given: dict[str, Any]) -> list[Bevinding]:
    cursor.execute(declareren.check_sql(TABEL), given)
    return [
        _finding(code, f"regels.{number}.{field}", reason)
        for number, code, field, reason in cursor.fetchall()
    ]


def _finding(code: str, field: str, reason: str) -> Bevinding:
    known = REGISTER.get(code)
    level = known.niveau if known else Niveau.FOUT
    return Bevinding(code, level, field, reason or meaning_of(code), known.regel if known else "")


def _concerned(cursor: Any, given: dict[str, Any]) -> list[Any]:
    cursor.execute(declareren.concerned_sql(TABEL), given)
    return [row[0] for row in cursor.fetchall()]


def _tell(act: Handeling, jeugdigen: list[Any], added: int) -> None:
    act.access(
        Inzagehandeling.AANMAKEN,
        "declaratie.vastgelegd",
        jeugdigen=jeugdigen,
        detail=f"{added} regels",
    )


def _lost(exc: IntegrityError) -> PortalFout:
    diag = getattr(exc.__cause__, "diag", None)
    if getattr(diag, "constraint_name", None) == VERBRUIK_NIET_NEGATIEF:
        return Conflict(CORRECTIE_TE_GROOT.betekenis, code=CORRECTIE_TE_GROOT.code)
    return Constraintconflict(exc)
