"""Decide on a measure (R-CON-4, D-25).

What is in force stands in `contracts.Maatregel`, which filing reads: it holds from the commit of
the decision on.
"""

import datetime
from uuid import UUID

from django.utils import timezone

from contractbeheer import ladder
from contractbeheer.aflopen import DAG, Bron, end_perceel
from contractbeheer.besluittoets import Besluit, findings_of_decision
from contractbeheer.brieven import Afzender
from contractbeheer.choices import Briefsoort, Trajectstatus
from contractbeheer.models import Maatregeltraject
from contractbeheer.overgangen_traject import put, require_transition
from contractbeheer.policies import TRAJECT_BESLUITEN
from contractbeheer.trajectkern import drew_up, letter, locked, require, send
from contracts.choices import Maatregelsoort
from contracts.models import Maatregel
from core.actor import Actor
from core.brieven.maken import Brief as Woorden
from core.fouten import Verboden
from core.handeling import Handeling, handeling


def preview_decision(
    actor: Actor, *, traject: Maatregeltraject, besluit: Besluit, peildatum: datetime.date
) -> Woorden:
    """The letter as it would go out; `traject` is changed in memory only. Raises as `impose`."""
    if drew_up(actor, traject):
        raise Verboden(ladder.VIER_OGEN.betekenis, code=ladder.VIER_OGEN.code)
    require_transition(traject.status, Trajectstatus.OPGELEGD)
    require(findings_of_decision(traject, besluit, peildatum))
    for name, value in _decided(besluit).items():
        setattr(traject, name, value)
    sender = Afzender(actor.naam, besluit.functie, besluit.mandaat)
    return letter(traject, Briefsoort.BESLUIT, sender, peildatum=peildatum, extra=besluit.extra)


def _decided(besluit: Besluit) -> dict[str, object]:
    return {
        "ingangsdatum": besluit.ingangsdatum,
        "einddatum": besluit.einddatum,
        "mandaat": besluit.mandaat,
        "motivering": besluit.motivering.strip(),
        "beslisser_functie": besluit.functie,
        "spoed": besluit.spoed.strip(),
    }


def impose(
    actor: Actor,
    traject_id: UUID,
    *,
    besluit: Besluit,
    versie: int,
    peildatum: datetime.date,
    gezien: str | None = None,
) -> Maatregeltraject:
    """The measure holds from its ingangsdatum on; of an ontbinding the contracts end the day
    before and their toewijzingen stand on the transfer list.

    Raises Verboden (`vier_ogen`), Conflict (`status_overgang`, `brief_veranderd`),
    VersieVerouderd, Ongeldig with every finding (`periode_ongeldig`, `zienswijze_loopt`,
    `niet_gehoord`, `mandaat_onbekend`, `portefeuillehouder_besluit`, `clientenstop_bestaat`,
    `geen_contract_om_te_eindigen`, …).
    """
    with handeling(actor) as act:
        traject = locked(actor, traject_id, TRAJECT_BESLUITEN, versie=versie)
        words = preview_decision(actor, traject=traject, besluit=besluit, peildatum=peildatum)
        put(
            traject,
            status=Trajectstatus.OPGELEGD,
            beslisser_id=str(actor.id),
            besloten_op=timezone.now(),
            **_decided(besluit),
        )
        _put_in_force(act, traject, peildatum)
        send(act, traject, Briefsoort.BESLUIT, words, gezien)
        act.event(
            "maatregeltraject.opgelegd",
            traject,
            gegevens={"soort": traject.soort, "ingangsdatum": str(traject.ingangsdatum)},
        )
    return traject


def _put_in_force(act: Handeling, traject: Maatregeltraject, peildatum: datetime.date) -> None:
    """One row per perceel, or one for all. Its ground is the decision: others read this row."""
    percelen = list(traject.percelen.values_list("pk", flat=True))
    assert traject.ingangsdatum is not None
    each: list[UUID | None] = [*percelen] or [None]
    rows = [
        Maatregel(
            aanbieder_id=traject.aanbieder_id,
            perceel_id=perceel,
            soort=traject.soort,
            grond=f"Besluit {traject.kenmerk}",
            briefkenmerk=traject.kenmerk,
            begindatum=traject.ingangsdatum,
            einddatum=traject.einddatum,
        )
        for perceel in each
    ]
    for row in rows:
        row.save()
        act.event("maatregel.opgelegd", row, gegevens={"kenmerk": traject.kenmerk})
    traject.maatregelen.set(rows)
    if traject.soort == Maatregelsoort.ONTBINDING:
        end_perceel(
            act,
            traject.aanbieder_id,
            percelen or None,
            traject.ingangsdatum - DAG,
            Bron(traject=traject),
            peildatum=peildatum,
            veld="ingangsdatum",
        )
