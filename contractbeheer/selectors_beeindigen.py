"""Requests to end a perceel as lists, and one with both answers side by side."""

import datetime
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from contractbeheer.choices import VERZOEK_OPEN
from contractbeheer.forms_beeindigen import ALLES, OPEN
from contractbeheer.inzorg import Vergelijking, compare, in_care
from contractbeheer.models import Beeindigingsverzoek
from contractbeheer.policies import BEEINDIGING_BESLUITEN
from contracts.choices import Perceelcontractstatus
from contracts.models import Perceelcontract
from core.actor import Actor
from core.policies import has_right


def decides(actor: Actor) -> bool:
    return has_right(actor, BEEINDIGING_BESLUITEN)


def late(today: datetime.date) -> Q:
    return Q(status__in=VERZOEK_OPEN, beslis_uiterlijk__lt=today)


def narrowed(
    rows: QuerySet[Any], values: Mapping[str, Any], today: datetime.date, standaard: str
) -> QuerySet[Any]:
    """Within the filters; without a state asked for, that of `standaard`."""
    stand = values.get("stand") or standaard
    if stand == OPEN:
        rows = rows.filter(status__in=VERZOEK_OPEN)
    elif stand != ALLES:
        rows = rows.filter(status=stand)
    if name := values.get("aanbieder"):
        rows = rows.filter(aanbieder__naam__icontains=name)
    return rows.filter(late(today)) if values.get("te_laat") else rows


def count_waiting(actor: Actor) -> int | None:
    """For the menu: what waits for a decision that this actor may take."""
    if not decides(actor):
        return None
    rows = Beeindigingsverzoek.objects.for_actor(actor).filter(status__in=VERZOEK_OPEN)
    free = Q(behandelaar__isnull=True) | Q(behandelaar=actor.id)
    return int(rows.filter(free).exclude(indiener=actor.id).count())


def answers(verzoek: Beeindigingsverzoek) -> Vergelijking:
    """What the aanbieder answered beside what the portal counted when it was handed in."""
    named = list(verzoek.gemeenten.values_list("code", flat=True))
    return compare(verzoek.clienten_in_zorg, named, verzoek.geteld)


def answers_now(verzoek: Beeindigingsverzoek) -> Vergelijking:
    """The same beside what the portal counts now, on the asked day."""
    perceel = verzoek.perceelcontract.perceel_id
    counted = in_care(verzoek.aanbieder_id, perceel, verzoek.gewenste_datum)
    named = list(verzoek.gemeenten.values_list("code", flat=True))
    return compare(verzoek.clienten_in_zorg, named, counted)


def open_request(actor: Actor, perceelcontract_id: UUID) -> Beeindigingsverzoek | None:
    rows = Beeindigingsverzoek.objects.for_actor(actor).filter(
        perceelcontract=perceelcontract_id, status__in=VERZOEK_OPEN
    )
    found: Beeindigingsverzoek | None = rows.first()
    return found


def may_ask(actor: Actor, contract: Perceelcontract, today: datetime.date) -> bool:
    """Its own contract, which runs on after today, with no request on its way."""
    if contract.aanbieder_id != actor.aanbieder_id:
        return False
    if contract.status != Perceelcontractstatus.GELDIG:
        return False
    if contract.einddatum is not None and contract.einddatum <= today:
        return False
    return open_request(actor, contract.pk) is None
