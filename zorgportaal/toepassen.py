"""Carry out what was approved: at once, or on its day (R-ZP-4)."""

import datetime
import logging
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import IntegrityError
from django.db.models import QuerySet
from django.utils import timezone

from core.actor import Actor, system_actor
from core.constraints import finding_of
from core.fouten import ONVERWACHT, PortalFout
from core.handeling import Handeling, handeling, record_event
from core.taken import DATABASE_AWAY
from providers.models import Aanbieder, Locatie
from zorgportaal.choices import Gegevenssoortcode, Verzoekstatus
from zorgportaal.inhoud import opened, wijziging_of
from zorgportaal.models import Wijzigingsverzoek
from zorgportaal.soorten import SOORTEN, Wijziging

log = logging.getLogger(__name__)


def carry_out(act: Handeling, verzoek: Wijzigingsverzoek, change: Wijziging) -> None:
    """Change the approved data through the service of its kind, in the transaction of the act."""
    row = SOORTEN[verzoek.soort].apply(act, change)
    if verzoek.soort == Gegevenssoortcode.LOCATIE and row.geheim:
        _hide_what_was_public(row)
    verzoek.toegepast_op = timezone.now()
    verzoek.save(update_fields=["toegepast_op"])
    act.event("wijziging.toegepast", verzoek, gegevens={"kenmerk": verzoek.kenmerk})


def lock_aanbieder(verzoeken: QuerySet[Wijzigingsverzoek]) -> None:
    """One decision at a time on the data of an aanbieder; before a lock on the request itself."""
    owner = Aanbieder.objects.filter(pk__in=verzoeken.order_by().values("aanbieder"))
    list(owner.select_for_update(no_key=True).values_list("pk"))


def _hide_what_was_public(place: Locatie) -> None:
    """Earlier requests on a location that is secret now, or with its address (R-BES-2)."""
    real = _door(SOORTEN[Gegevenssoortcode.LOCATIE].values(place))
    open_ones = Wijzigingsverzoek.objects.filter(
        aanbieder=place.aanbieder_id, soort=Gegevenssoortcode.LOCATIE, geheim=False
    ).exclude(status=Verzoekstatus.CONCEPT)
    shown = [
        verzoek.pk
        for verzoek in open_ones
        if verzoek.doel_id == place.pk
        or real in map(_door, (opened(verzoek).nieuw, opened(verzoek).oud))
    ]
    Wijzigingsverzoek.objects.filter(pk__in=shown).update(geheim=True)


def _door(values: Mapping[str, Any]) -> tuple[str, str]:
    return str(values.get("postcode")), str(values.get("huisnummer")).casefold()


def due(peildatum: datetime.date) -> QuerySet[Wijzigingsverzoek]:
    """Approved, not carried out, and its day has come."""
    return Wijzigingsverzoek.objects.filter(
        status=Verzoekstatus.GOEDGEKEURD, toegepast_op__isnull=True, ingangsdatum__lte=peildatum
    ).order_by("ingangsdatum", "besloten_op")


def apply_due(peildatum: datetime.date) -> int:
    """Each in its own transaction; what cannot be carried out stays, with an event and a signal."""
    actor, done = system_actor("wijzigingen"), 0
    for pk in due(peildatum).values_list("pk", flat=True):
        try:
            done += _apply_one(actor, pk)
        except DATABASE_AWAY:
            raise
        except PortalFout as exc:
            _failed(actor, pk, exc.code)
        except IntegrityError as exc:
            _failed(actor, pk, finding_of(exc).code)
        except Exception as exc:  # a defect in one stops no other
            log.error("wijziging_defect", extra={"soort": type(exc).__name__})
            _failed(actor, pk, ONVERWACHT.code)
    return done


def _apply_one(actor: Actor, pk: UUID) -> bool:
    """Under a lock: two workers never both carry it out."""
    with handeling(actor) as act:
        lock_aanbieder(Wijzigingsverzoek.objects.filter(pk=pk))
        verzoek = (
            Wijzigingsverzoek.objects.select_for_update(of=("self",), skip_locked=True)
            .select_related("aanbieder")
            .filter(pk=pk, status=Verzoekstatus.GOEDGEKEURD, toegepast_op__isnull=True)
            .first()
        )
        if verzoek is None:
            return False
        carry_out(act, verzoek, wijziging_of(verzoek))
    return True


def _failed(actor: Actor, pk: UUID, code: str) -> None:
    log.warning("wijziging_niet_toegepast", extra={"verzoek": str(pk), "code": code})
    record_event(
        actor, "wijziging.niet_toegepast", "wijzigingsverzoek", pk, gegevens={"code": code}
    )
