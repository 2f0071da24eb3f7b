"""One act on many toewijzingen: choose, look at what will happen, carry out once.

Nothing is half: a row is done whole or not at all, and one that cannot does not hold up the rest.
What was shown is what is done: rows that could not, and rows that changed since, are left alone.
"""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.actor import Actor
from core.constraints import Constraintconflict
from core.fouten import STATUS_OVERGANG, Conflict, NietGevonden, Ongeldig, PortalFout
from core.handeling import handeling
from core.policies import authorise
from core.ui.formats import format_number
from indications.models import Toewijzing
from werklijsten.acties import HANDELWIJZEN, Gedaan, Handelwijze
from werklijsten.choices import Actie, Reeksstatus, Uitkomst
from werklijsten.codes import (
    ACTIE_PAST_NIET,
    GEEN_RIJEN,
    TE_VEEL_RIJEN,
    VOORBEELD_ONTBREEKT,
)
from werklijsten.groepen import GROEPEN
from werklijsten.models import Reeks, Reeksregel
from werklijsten.policies import WERKLIJST_HANDELEN
from werklijsten.selectors import forget_count

#: A choice that nobody carried out is thrown away after so long.
BEWAAR = datetime.timedelta(days=1)


class _NotForReal(Exception):
    """Takes back what a row did, and tells what that was."""

    def __init__(self, gedaan: Gedaan) -> None:
        self.gedaan = gedaan


def choose_rows(actor: Actor, *, groep: str, actie: str, toewijzingen: Sequence[UUID]) -> Reeks:
    """Keep what was chosen, to be looked at first.

    Raises Verboden, Ongeldig (`actie_past_niet`, `geen_rijen`, `te_veel_rijen`), and NietGevonden
    when one of them is not within scope: then nothing is kept.
    """
    authorise(actor, WERKLIJST_HANDELEN)
    known = GROEPEN.get(groep)
    if known is None or actie not in known.acties or Actie(actie) not in HANDELWIJZEN:
        raise Ongeldig(ACTIE_PAST_NIET.betekenis, code=ACTIE_PAST_NIET.code)
    wanted = set(toewijzingen)
    _check_number(HANDELWIJZEN[Actie(actie)], len(wanted))
    with handeling(actor):
        rows = Toewijzing.objects.for_actor(actor).filter(pk__in=wanted).order_by("pk")
        found = list(rows.values_list("pk", "versie"))
        if len(found) != len(wanted):
            raise NietGevonden()
        left = Reeks.objects.exclude(status=Reeksstatus.UITGEVOERD)
        left.filter(gebruiker=actor.id, aangemaakt_op__lt=timezone.now() - BEWAAR).delete()
        made = Reeks.objects.create(
            gemeente_id=str(actor.organisatie_id),
            gebruiker_id=str(actor.id),
            groep=groep,
            actie=actie,
        )
        Reeksregel.objects.bulk_create(
            Reeksregel(reeks=made, toewijzing_id=pk, versie=versie) for pk, versie in found
        )
    return made


def _check_number(how: Handelwijze, number: int) -> None:
    if not number:
        raise Ongeldig(_("Kies eerst een of meer toewijzingen."), code=GEEN_RIJEN.code)
    if number > how.maximum:
        text = _("Je koos %(n)s toewijzingen. Dit kan voor hooguit %(max)s tegelijk.")
        words = {"n": format_number(number), "max": format_number(how.maximum)}
        raise Ongeldig(text % words, code=TE_VEEL_RIJEN.code)


def preview(
    actor: Actor, reeks_id: UUID, *, gegevens: Mapping[str, Any], peildatum: datetime.date
) -> Reeks:
    """Judge each row by doing it and taking it back; keep the words and the version it was about.

    Raises NietGevonden, Verboden, Conflict (`status_overgang`) once it was carried out.
    """
    with handeling(actor):
        reeks = _mine(actor, reeks_id)
        if reeks.status == Reeksstatus.UITGEVOERD:
            raise Conflict(_("Dit is al uitgevoerd."), code=STATUS_OVERGANG.code)
        how = HANDELWIJZEN[Actie(reeks.actie)]
        reeks.gegevens, reeks.status = dict(gegevens), Reeksstatus.VOORBEELD
        rows = _rows(reeks)
        for regel in rows:
            regel.versie = regel.toewijzing.versie
            _judge(actor, how, regel, reeks.gegevens, peildatum)
        Reeksregel.objects.bulk_update(rows, ["versie", "uitkomst", "code", "tekst"])
        reeks.save(update_fields=["gegevens", "status"])
    return reeks


def carry_out(actor: Actor, reeks_id: UUID, *, peildatum: datetime.date) -> tuple[Reeks, bool]:
    """Do the rows that could be done, under one reference; whether it was this call that did.

    The second of two at once waits for the first and does nothing. Raises NietGevonden, Verboden,
    Conflict (`voorbeeld_ontbreekt`).
    """
    with transaction.atomic():
        reeks = _mine(actor, reeks_id)
        if reeks.status == Reeksstatus.UITGEVOERD:
            return reeks, False
        if reeks.status != Reeksstatus.VOORBEELD:
            raise Conflict(VOORBEELD_ONTBREEKT.betekenis, code=VOORBEELD_ONTBREEKT.code)
        with handeling(replace(actor, referentie=reeks.kenmerk)) as act:
            how = HANDELWIJZEN[Actie(reeks.actie)]
            rows = [regel for regel in _rows(reeks) if regel.uitkomst == Uitkomst.KAN]
            for regel in rows:
                _do(act.actor, how, regel, reeks.gegevens, peildatum)
            Reeksregel.objects.bulk_update(rows, ["uitkomst", "code", "tekst", "resultaat"])
            reeks.status, reeks.uitgevoerd_op = Reeksstatus.UITGEVOERD, timezone.now()
            reeks.save(update_fields=["status", "uitgevoerd_op"])
            done = sum(regel.uitkomst == Uitkomst.GEDAAN for regel in rows)
            act.event(
                "reeks.uitgevoerd",
                reeks,
                gegevens={
                    "kenmerk": reeks.kenmerk,
                    "actie": reeks.actie,
                    "gedaan": done,
                    "mislukt": len(rows) - done,
                },
            )
        transaction.on_commit(lambda: forget_count(reeks.gemeente_id))
    return reeks, True


def _mine(actor: Actor, reeks_id: UUID) -> Reeks:
    """Under lock; only who chose the rows goes on with them."""
    found: Reeks | None = (
        Reeks.objects.for_actor(actor)
        .select_for_update(of=("self",))
        .filter(pk=reeks_id, gebruiker=actor.id)
        .first()
    )
    if found is None:
        raise NietGevonden()
    authorise(actor, WERKLIJST_HANDELEN)
    return found


def _rows(reeks: Reeks) -> list[Reeksregel]:
    """In the order of their keys, so that two at once wait for each other and do not deadlock."""
    rows = reeks.regels.select_related(
        "toewijzing__product", "toewijzing__aanbieder", "toewijzing__perceelcontract"
    )
    return list(rows.order_by("toewijzing"))


def _judge(
    actor: Actor,
    how: Handelwijze,
    regel: Reeksregel,
    gegevens: Mapping[str, Any],
    day: datetime.date,
) -> None:
    try:
        with transaction.atomic():
            raise _NotForReal((how.proef or how.uitvoer)(actor, regel, gegevens, day))
    except _NotForReal as tried:
        _set(regel, Uitkomst.KAN, "", tried.gedaan.tekst)
    except IntegrityError as exc:
        _refused(regel, Uitkomst.KAN_NIET, Constraintconflict(exc))
    except PortalFout as exc:
        _refused(regel, Uitkomst.KAN_NIET, exc)


def _do(
    actor: Actor,
    how: Handelwijze,
    regel: Reeksregel,
    gegevens: Mapping[str, Any],
    day: datetime.date,
) -> None:
    try:
        with transaction.atomic():
            done = how.uitvoer(actor, regel, gegevens, day)
    except IntegrityError as exc:
        _refused(regel, Uitkomst.MISLUKT, Constraintconflict(exc))
    except PortalFout as exc:
        _refused(regel, Uitkomst.MISLUKT, exc)
    else:
        _set(regel, Uitkomst.GEDAAN, "", done.tekst)
        regel.resultaat = done.resultaat


def _refused(regel: Reeksregel, uitkomst: Uitkomst, exc: PortalFout) -> None:
    first = exc.bevindingen[0] if exc.bevindingen else None
    code = first.code if first else exc.code
    if exc.status == 412:
        return _set(regel, uitkomst, code, _("Intussen gewijzigd door iemand anders."))
    return _set(regel, uitkomst, code, first.reden if first else exc.reden)


def _set(regel: Reeksregel, uitkomst: Uitkomst, code: str, tekst: str) -> None:
    regel.uitkomst, regel.code, regel.tekst = uitkomst, code, tekst[:500]
