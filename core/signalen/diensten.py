"""What a person does with a signal: take it, let go, postpone, settle it with a reason."""

import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from core.actor import Actor
from core.choices import Signaalstatus
from core.fouten import (
    STATUS_OVERGANG,
    VERPLICHT,
    Conflict,
    Foutcode,
    NietGevonden,
    Ongeldig,
)
from core.handeling import Handeling, handeling
from core.models import Signaal, Signaalstap
from core.policies import authorise
from core.signalen.choices import Stapsoort
from core.signalen.controles import controles
from core.signalen.policies import SIGNAAL_BEHANDELEN
from core.ui.formats import format_long_date

MAX_UITSTEL_DAGEN = 92
MAX_TEKST = 500

UITSTEL_ONGELDIG = Foutcode(
    "uitstel_ongeldig", "Uitstellen kan tot een dag na vandaag, ten hoogste drie maanden vooruit."
)
SIGNAAL_GESLOTEN = Foutcode("signaal_gesloten", "Dit signaal is al gesloten.")
SIGNAAL_NIET_SLUITBAAR = Foutcode(
    "signaal_niet_sluitbaar", "Dit signaal verdwijnt pas als de gegevens kloppen."
)


def is_closable(controle: str) -> bool:
    """Whether a person may settle signals of this check; not of one that no longer exists."""
    check = controles().get(controle)
    return check is not None and check.sluitbaar


def take_signaal(actor: Actor, signaal_id: UUID) -> Signaal:
    """The actor will act on it; taking over from a colleague stands in the history."""
    with handeling(actor) as act:
        signaal = _lock_open(actor, signaal_id)
        signaal.eigenaar_id = actor.id
        signaal.save(update_fields=["eigenaar"])
        return _step(act, signaal, Stapsoort.OPGEPAKT)


def release_signaal(actor: Actor, signaal_id: UUID) -> Signaal:
    """Nobody's any more."""
    with handeling(actor) as act:
        signaal = _lock_open(actor, signaal_id)
        signaal.eigenaar_id = None
        signaal.save(update_fields=["eigenaar"])
        return _step(act, signaal, Stapsoort.LOSGELATEN)


def postpone_signaal(
    actor: Actor, signaal_id: UUID, *, tot: datetime.date, reden: str, peildatum: datetime.date
) -> Signaal:
    """Off the worklist until `tot`. Errors: uitstel_ongeldig, signaal_gesloten."""
    if not 0 < (tot - peildatum).days <= MAX_UITSTEL_DAGEN:
        last = format_long_date(peildatum + datetime.timedelta(days=MAX_UITSTEL_DAGEN))
        text = _("Kies een dag na vandaag, uiterlijk %s.") % last
        raise Ongeldig(bevindingen=[UITSTEL_ONGELDIG.bevinding("tot", text)])
    with handeling(actor) as act:
        signaal = _lock_open(actor, signaal_id)
        signaal.status = Signaalstatus.UITGESTELD
        signaal.uitgesteld_tot = tot
        signaal.save(update_fields=["status", "uitgesteld_tot"])
        until = _("Tot %s") % format_long_date(tot)
        text = f"{until}: {reden.strip()}" if reden.strip() else until
        return _step(act, signaal, Stapsoort.UITGESTELD, text)


def resume_signaal(actor: Actor, signaal_id: UUID) -> Signaal:
    """Back on the worklist before its day. Errors: status_overgang (409) when not postponed."""
    with handeling(actor) as act:
        signaal = _lock_open(actor, signaal_id)
        if signaal.status != Signaalstatus.UITGESTELD:
            raise Conflict(STATUS_OVERGANG.betekenis, code=STATUS_OVERGANG.code)
        signaal.status = Signaalstatus.OPEN
        signaal.uitgesteld_tot = None
        signaal.save(update_fields=["status", "uitgesteld_tot"])
        return _step(act, signaal, Stapsoort.TERUG)


def settle_signaal(actor: Actor, signaal_id: UUID, *, reden: str, nu: datetime.datetime) -> Signaal:
    """Close with a reason; it stays closed while the evidence stays the same.

    Errors: verplicht (no reason), signaal_gesloten, signaal_niet_sluitbaar.
    """
    if not reden.strip():
        text = _("Schrijf waarom dit klaar is, bijvoorbeeld wat er is afgesproken.")
        raise Ongeldig(bevindingen=[VERPLICHT.bevinding("reden", text)])
    with handeling(actor) as act:
        signaal = _lock_open(actor, signaal_id)
        if not is_closable(signaal.controle):
            raise Conflict(SIGNAAL_NIET_SLUITBAAR.betekenis, code=SIGNAAL_NIET_SLUITBAAR.code)
        signaal.status = Signaalstatus.GESLOTEN
        signaal.gesloten_op = nu
        signaal.uitgesteld_tot = None
        signaal.save(update_fields=["status", "gesloten_op", "uitgesteld_tot"])
        return _step(act, signaal, Stapsoort.AFGEHANDELD, reden.strip())


def _lock_open(actor: Actor, signaal_id: UUID) -> Signaal:
    signaal = (
        Signaal.objects.for_actor(actor)
        .select_for_update(of=("self",))
        .filter(pk=signaal_id)
        .first()
    )
    if signaal is None:
        raise NietGevonden()
    authorise(actor, SIGNAAL_BEHANDELEN)
    if signaal.status == Signaalstatus.GESLOTEN:
        raise Conflict(SIGNAAL_GESLOTEN.betekenis, code=SIGNAAL_GESLOTEN.code)
    return signaal


def _step(act: Handeling, signaal: Signaal, soort: Stapsoort, text: str = "") -> Signaal:
    Signaalstap.objects.create(
        signaal=signaal, soort=soort, wie=act.actor.naam[:200], tekst=text[:MAX_TEKST]
    )
    act.event(f"signaal.{soort}", signaal, reden=text)
    return signaal
