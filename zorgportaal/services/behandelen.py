"""What contractbeheer does with a request: take, ask, approve, reject (R-ZP-4, N-IAM-06)."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError
from django.utils import timezone

from core.actor import Actor
from core.choices import Actorsoort, Inzagehandeling
from core.constraints import Constraintconflict
from core.fouten import (
    VERPLICHT,
    Conflict,
    Foutcode,
    NietGevonden,
    Ongeldig,
    PortalFout,
    VersieVerouderd,
    errors_of,
)
from core.handeling import Handeling, handeling, record_access
from core.overgangen import set_status
from core.policies import authorise
from core.uitbak import Onderwerp
from zorgportaal.choices import Verzoekstatus
from zorgportaal.inhoud import (
    MAX_TOELICHTING,
    opened,
    require_text,
    seen_token,
    wijziging_of,
)
from zorgportaal.kanten import own_request, require_not_own, require_secret_right
from zorgportaal.melden import tell_aanbieder, tell_contractbeheer
from zorgportaal.models import Aanvulling, Wijzigingsverzoek
from zorgportaal.overgangen import close_question, require_transition
from zorgportaal.policies import WIJZIGING_BESLUITEN
from zorgportaal.soorten import SOORTEN, Wijziging
from zorgportaal.toepassen import carry_out, lock_aanbieder

WAARDE_VERANDERD = Foutcode(
    "waarde_veranderd", "Wat nu geldt is intussen veranderd; bekijk het verzoek opnieuw.", "R-ZP-4"
)
ALLEEN_CONTACT = Foutcode(
    "alleen_contactgegevens", "Meer tegelijk goedkeuren kan alleen bij contactgegevens.", "R-ZP-4"
)
MAX_TEKST = MAX_TOELICHTING


def take(actor: Actor, verzoek_id: UUID, *, versie: int) -> Wijzigingsverzoek:
    """Take it up, so that the aanbieder sees who has it and a colleague leaves it alone."""
    with handeling(actor) as act:
        verzoek = _to_decide(actor, verzoek_id, versie)
        require_transition(verzoek.status, Verzoekstatus.IN_BEHANDELING)
        set_status(verzoek, Verzoekstatus.IN_BEHANDELING, behandelaar_id=actor.id)
        act.event("wijziging.in_behandeling", verzoek)
    return verzoek


def put_back(actor: Actor, verzoek_id: UUID, *, versie: int) -> Wijzigingsverzoek:
    """Back into the queue, for a colleague."""
    with handeling(actor) as act:
        verzoek = _to_decide(actor, verzoek_id, versie)
        require_transition(verzoek.status, Verzoekstatus.INGEDIEND)
        set_status(verzoek, Verzoekstatus.INGEDIEND, behandelaar_id=None)
        act.event("wijziging.teruggelegd", verzoek)
    return verzoek


def ask(
    actor: Actor, verzoek_id: UUID, *, vraag: str, versie: int, peildatum: datetime.date
) -> Aanvulling:
    """Ask the aanbieder for more; the term to decide stands still until the answer (Awb 4:15)."""
    with handeling(actor) as act:
        verzoek = _to_decide(actor, verzoek_id, versie)
        require_transition(verzoek.status, Verzoekstatus.AANVULLING_GEVRAAGD)
        question = Aanvulling.objects.create(
            verzoek=verzoek,
            vraag=_text(vraag, "vraag", "Schrijf wat je wilt weten."),
            gesteld_door_id=str(actor.id),
            uiterlijk=peildatum + datetime.timedelta(days=settings.AANVULTERMIJN_DAGEN),
        )
        set_status(verzoek, Verzoekstatus.AANVULLING_GEVRAAGD, behandelaar_id=actor.id)
        act.event("wijziging.aanvulling_gevraagd", verzoek)
        tell_aanbieder(actor, verzoek, Onderwerp.VRAAG)
    return question


def answer(
    actor: Actor,
    verzoek_id: UUID,
    *,
    antwoord: str,
    peildatum: datetime.date,
    versie: int | None = None,
) -> Wijzigingsverzoek:
    """The aanbieder answers; the days that the question stood open are added to the term.

    Of an answer by a program the event says which one.
    """
    with handeling(actor) as act:
        verzoek = own_request(actor, verzoek_id, versie)
        require_transition(verzoek.status, Verzoekstatus.IN_BEHANDELING)
        question = verzoek.aanvullingen.filter(beantwoord_op__isnull=True).first()
        if question is None:
            raise Conflict("Er staat geen vraag open bij dit verzoek.")
        question.antwoord = _text(antwoord, "antwoord", "Schrijf je antwoord.")
        person = actor.soort == Actorsoort.GEBRUIKER
        question.beantwoord_door_id = actor.id if person else None
        question.beantwoord_op = timezone.now()
        question.save(update_fields=["antwoord", "beantwoord_door", "beantwoord_op"])
        waited = peildatum - timezone.localtime(question.aangemaakt_op).date()
        assert verzoek.beslis_uiterlijk is not None
        until = verzoek.beslis_uiterlijk + max(waited, datetime.timedelta())
        set_status(verzoek, Verzoekstatus.IN_BEHANDELING, beslis_uiterlijk=until)
        act.event("wijziging.beantwoord", verzoek)
        tell_contractbeheer(actor, verzoek, Onderwerp.KLAAR)
    return verzoek


def approve(
    actor: Actor, verzoek_id: UUID, *, versie: int, gezien: str, peildatum: datetime.date
) -> Wijzigingsverzoek:
    """Approve; carried out now or on its day. `gezien` is the token of what the decider saw.

    Raises Verboden (`eigen_verzoek`), Conflict (`status_overgang`, `waarde_veranderd`),
    VersieVerouderd, Ongeldig with what has become wrong since filing; then nothing is decided.
    """
    try:
        with handeling(actor) as act:
            verzoek = _to_decide(actor, verzoek_id, versie)
            _approve(act, verzoek, gezien, peildatum)
    except IntegrityError as exc:
        raise Constraintconflict(exc) from exc
    return verzoek


def reject(actor: Actor, verzoek_id: UUID, *, reden: str, versie: int) -> Wijzigingsverzoek:
    """Reject with a reason that the aanbieder reads."""
    with handeling(actor) as act:
        verzoek = _to_decide(actor, verzoek_id, versie)
        require_transition(verzoek.status, Verzoekstatus.AFGEWEZEN)
        reden = _text(reden, "reden", "Schrijf waarom je het verzoek afwijst.")
        close_question(verzoek)
        _decided(act, verzoek, Verzoekstatus.AFGEWEZEN, reden=reden)
    return verzoek


@dataclass(frozen=True)
class Bulkuitkomst:
    goedgekeurd: list[Wijzigingsverzoek]
    niet: list[tuple[UUID, PortalFout]]


def approve_many(
    actor: Actor, verzoek_ids: Iterable[UUID], *, peildatum: datetime.date
) -> Bulkuitkomst:
    """Approve requests on contact data, each through the same service; what fails is told."""
    done: list[Wijzigingsverzoek] = []
    failed: list[tuple[UUID, PortalFout]] = []
    for verzoek_id in dict.fromkeys(verzoek_ids):
        try:
            with handeling(actor) as act:
                verzoek = _to_decide(actor, verzoek_id, None)
                if not SOORTEN[verzoek.soort].in_bulk:
                    raise Conflict(ALLEEN_CONTACT.betekenis, code=ALLEEN_CONTACT.code)
                _approve(act, verzoek, None, peildatum)
            done.append(verzoek)
        except PortalFout as exc:
            failed.append((verzoek_id, exc))
        except IntegrityError as exc:
            failed.append((verzoek_id, Constraintconflict(exc)))
    return Bulkuitkomst(done, failed)


def reveal(actor: Actor, verzoek_id: UUID) -> tuple[Wijzigingsverzoek, Wijziging]:
    """The full values, for who may decide on it; a line in the access log (N-LOG-01)."""
    with handeling(actor) as act:
        verzoek = Wijzigingsverzoek.objects.for_actor(actor).filter(pk=verzoek_id).first()
        if verzoek is None:
            raise NietGevonden()
        authorise(actor, WIJZIGING_BESLUITEN)
        require_not_own(actor, verzoek)
        if verzoek.geheim:
            require_secret_right(actor)
        record_access(
            actor,
            Inzagehandeling.LEZEN,
            "wijziging.onthullen",
            jeugdigen=(),
            object_id=verzoek.pk,
            objectsoort="wijzigingsverzoek",
        )
        act.event("wijziging.onthuld", verzoek)
    return verzoek, wijziging_of(verzoek)


def _to_decide(actor: Actor, verzoek_id: UUID, versie: int | None) -> Wijzigingsverzoek:
    rows = Wijzigingsverzoek.objects.for_actor(actor).filter(pk=verzoek_id)
    lock_aanbieder(rows)
    verzoek: Wijzigingsverzoek | None = (
        rows.select_for_update(of=("self",)).select_related("aanbieder").first()
    )
    if verzoek is None:
        raise NietGevonden()
    authorise(actor, WIJZIGING_BESLUITEN)
    require_not_own(actor, verzoek)
    if verzoek.geheim:
        require_secret_right(actor)
    if versie is not None and verzoek.versie != versie and verzoek.is_open:
        raise VersieVerouderd("Dit verzoek is intussen veranderd. Bekijk het opnieuw.")
    return verzoek


def _approve(
    act: Handeling, verzoek: Wijzigingsverzoek, gezien: str | None, peildatum: datetime.date
) -> None:
    require_transition(verzoek.status, Verzoekstatus.GOEDGEKEURD)
    kind = SOORTEN[verzoek.soort]
    assert verzoek.gewenste_datum is not None
    day = verzoek.gewenste_datum
    day = day if kind.terugwerkend else max(day, peildatum)
    change = wijziging_of(verzoek, datum=day)
    if gezien is not None and gezien != seen_token(change):
        raise Conflict(WAARDE_VERANDERD.betekenis, code=WAARDE_VERANDERD.code)
    if gezien is None and opened(verzoek).oud != dict(change.oud):
        raise Conflict(WAARDE_VERANDERD.betekenis, code=WAARDE_VERANDERD.code)
    findings = [*kind.missing_evidence(change.handeling, change.bewijs), *kind.check(change)]
    if findings := errors_of(findings):
        raise Ongeldig(bevindingen=findings)
    _decided(act, verzoek, Verzoekstatus.GOEDGEKEURD, ingangsdatum=day)
    if change.handeling not in kind.per_dag or day <= peildatum:
        carry_out(act, verzoek, change)


def _decided(
    act: Handeling, verzoek: Wijzigingsverzoek, status: Verzoekstatus, **fields: object
) -> None:
    set_status(verzoek, status, beslisser_id=act.actor.id, besloten_op=timezone.now(), **fields)
    act.event(
        f"wijziging.{status.value}",
        verzoek,
        reden=str(fields.get("reden", "")),
        gegevens={"kenmerk": verzoek.kenmerk, "soort": verzoek.soort},
    )
    tell_aanbieder(act.actor, verzoek, Onderwerp.BESLUIT)


def _text(value: str, veld: str, reden: str) -> str:
    """Raises Ongeldig (`verplicht`, `te_lang`, `ongeldig_formaat`)."""
    text = require_text(value, veld)
    if not text:
        raise Ongeldig(bevindingen=[VERPLICHT.bevinding(veld, reden)])
    return text
