"""Keep, hand in and withdraw a wijzigingsverzoek (R-ZP-1, R-ZP-3, R-MEL-2)."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import IntegrityError
from django.db.models import Q
from django.utils import timezone

from core.actor import Actor
from core.choices import Actorsoort
from core.constraints import finding_of
from core.documenten.services import store_document
from core.documenten.soorten import readable
from core.fouten import (
    ONBEKENDE_WAARDE,
    PERIODE_ONGELDIG,
    STATUS_OVERGANG,
    Bevinding,
    Conflict,
    Foutcode,
    NietGevonden,
    Ongeldig,
)
from core.handeling import Handeling, handeling
from core.models import Document
from core.overgangen import set_status
from core.uitbak import Onderwerp
from providers.models import Aanbieder
from zorgportaal.choices import OPEN, Verzoekhandeling, Verzoekstatus
from zorgportaal.documenten import BEWIJSSTUK, DOSSIERSTUK, IBAN_VERKLARING
from zorgportaal.inhoud import (
    Gelezen,
    Inhoud,
    fingerprint_of,
    kind_of,
    read,
    require_text,
    seal,
    target_of,
)
from zorgportaal.kanten import aanbieder_of, own_request
from zorgportaal.melden import tell_contractbeheer
from zorgportaal.models import WIJZIGING_BESTAAT, Wijzigingsverzoek
from zorgportaal.overgangen import close_question, require_transition
from zorgportaal.policies import PLAATSEN
from zorgportaal.soorten import Gegevenssoort, Wijziging

GEEN_WIJZIGING = Foutcode("geen_wijziging", "Wat gevraagd wordt, is al zo.", "R-ZP-3")
TE_VEEL_BEWIJS = Foutcode("te_veel_bewijsstukken", "Een verzoek heeft ten hoogste 10 documenten.")
MEESTE_BEWIJS = 10
VER_WEG = datetime.timedelta(days=3 * 366)


@dataclass(frozen=True)
class Verzoekgegevens:
    """What is asked, as typed or sent: `inhoud.nieuw` by field, `inhoud.datum` as text."""

    aanbieder_id: UUID
    soort: str
    handeling: str
    inhoud: Inhoud
    doel_id: UUID | None = None
    bewijsstukken: Sequence[UUID] = ()


@dataclass(frozen=True)
class Ingediend:
    """`bestond`: the same request was there already; `verzoek` is that first one (R-ZP-3)."""

    verzoek: Wijzigingsverzoek
    bestond: bool


def save_concept(
    actor: Actor, gegevens: Verzoekgegevens, *, verzoek_id: UUID | None = None
) -> Wijzigingsverzoek:
    """Keep what was typed, right or wrong, with its documents; seen by the own side only.

    Raises NietGevonden for a target of another aanbieder, Conflict for a request that is filed.
    """
    with handeling(actor):
        aanbieder = aanbieder_of(actor, gegevens.aanbieder_id)
        kind, act = kind_of(gegevens.soort, gegevens.handeling)
        target = target_of(kind, act, aanbieder.pk, gegevens.doel_id)
        verzoek = _concept(actor, gegevens, aanbieder, verzoek_id)
        seal(verzoek, gegevens.inhoud)
        verzoek.onderwerp = str(target)[:200] if target is not None else ""
        verzoek.save()
        _attach(actor, verzoek, gegevens.bewijsstukken)
    return verzoek


def attach(actor: Actor, verzoek_id: UUID, document_id: UUID) -> Wijzigingsverzoek:
    """Add evidence to a concept, or to a request that was asked for more."""
    with handeling(actor):
        verzoek = _open_for_evidence(actor, verzoek_id)
        _attach(actor, verzoek, [document_id])
    return verzoek


def upload(
    actor: Actor, verzoek_id: UUID, *, chunks: Iterable[bytes], naam: str, soort: str
) -> Document:
    """Store a document and add it, both or neither; where `attach` may.

    Raises Ongeldig (`document_…`, `te_veel_bewijsstukken`).
    """
    with handeling(actor):
        verzoek = _open_for_evidence(actor, verzoek_id)
        document = store_document(
            actor, chunks=chunks, naam=naam, soort=soort, eigenaar=verzoek.aanbieder.organisatie
        )
        verzoek.bewijsstukken.add(document)
        _require_few(verzoek)
    return document


def detach(actor: Actor, verzoek_id: UUID, document_id: UUID) -> None:
    """Take evidence off a concept; what was filed keeps it."""
    with handeling(actor):
        verzoek = own_request(actor, verzoek_id)
        if verzoek.status != Verzoekstatus.CONCEPT:
            require_transition(verzoek.status, Verzoekstatus.CONCEPT)
        verzoek.bewijsstukken.remove(*verzoek.bewijsstukken.filter(pk=document_id))


def delete_concept(actor: Actor, verzoek_id: UUID) -> None:
    with handeling(actor) as act:
        verzoek = own_request(actor, verzoek_id)
        if verzoek.status != Verzoekstatus.CONCEPT:
            require_transition(verzoek.status, Verzoekstatus.CONCEPT)
        act.event("wijziging.concept_verwijderd", verzoek)
        verzoek.delete()


def submit(
    actor: Actor,
    gegevens: Verzoekgegevens,
    *,
    peildatum: datetime.date,
    verzoek_id: UUID | None = None,
) -> Ingediend:
    """Hand in, from a concept or at once. The same request twice gives the first one back.

    Also when both come at the same moment: the constraint lets one through, the other finds it.
    Raises Ongeldig with every finding; the concept, if any, then stays as it was.
    """
    try:
        with handeling(actor) as act:
            return _submit(act, gegevens, peildatum, verzoek_id)
    except IntegrityError as exc:
        if finding_of(exc).code != WIJZIGING_BESTAAT.code:
            raise
    with handeling(actor) as act:
        return _submit(act, gegevens, peildatum, verzoek_id)


def check(
    actor: Actor,
    gegevens: Verzoekgegevens,
    *,
    peildatum: datetime.date,
    values_only: bool = False,
) -> list[Bevinding]:
    """What `submit` would find wrong; stores nothing.

    `values_only`: the values one by one and the evidence, for a request that lacks something.
    """
    with handeling(actor):
        aanbieder = aanbieder_of(actor, gegevens.aanbieder_id)
        documents = [readable(actor, pk) for pk in gegevens.bewijsstukken]
        if not values_only:
            return _judge(gegevens, aanbieder, documents, peildatum).fouten
        kind, act = kind_of(gegevens.soort, gegevens.handeling)
        found = _read_values(kind, act, aanbieder.pk, gegevens.inhoud, documents, peildatum)
        return found.fouten


def withdraw(
    actor: Actor, verzoek_id: UUID, *, reden: str = "", versie: int | None = None
) -> Wijzigingsverzoek:
    """Take back what nobody decided on yet, or what was approved and still waits for its day.

    Raises Conflict (`status_overgang`), also for what was carried out.
    """
    with handeling(actor) as act:
        verzoek = own_request(actor, verzoek_id, versie)
        require_transition(verzoek.status, Verzoekstatus.INGETROKKEN)
        if verzoek.toegepast_op is not None:
            raise Conflict("Deze wijziging is al verwerkt.", code=STATUS_OVERGANG.code)
        reden = require_text(reden, "reden")
        close_question(verzoek)
        set_status(verzoek, Verzoekstatus.INGETROKKEN, reden=reden)
        act.event("wijziging.ingetrokken", verzoek, gegevens={"kenmerk": verzoek.kenmerk})
        tell_contractbeheer(actor, verzoek, Onderwerp.KLAAR)
    return verzoek


def _concept(
    actor: Actor, gegevens: Verzoekgegevens, aanbieder: Aanbieder, verzoek_id: UUID | None
) -> Wijzigingsverzoek:
    """The concept to write to; a new one has no moment yet."""
    if verzoek_id is None:
        return Wijzigingsverzoek(
            pk=uuid4(),
            aanbieder=aanbieder,
            soort=gegevens.soort,
            handeling=gegevens.handeling,
            doel_id=gegevens.doel_id,
            **_filed_by(actor),
        )
    verzoek = own_request(actor, verzoek_id)
    same = (verzoek.aanbieder_id, verzoek.soort, verzoek.handeling, verzoek.doel_id) == (
        aanbieder.pk,
        gegevens.soort,
        gegevens.handeling,
        gegevens.doel_id,
    )
    if not same:
        raise NietGevonden()
    if verzoek.status != Verzoekstatus.CONCEPT:
        require_transition(verzoek.status, Verzoekstatus.CONCEPT)
    return verzoek


def _filed_by(actor: Actor) -> dict[str, Any]:
    return {
        "indiener_id": actor.id if actor.soort == Actorsoort.GEBRUIKER else None,
        "indiener_client_id": actor.id if actor.soort == Actorsoort.API else None,
    }


def _attach(actor: Actor, verzoek: Wijzigingsverzoek, documents: Sequence[UUID]) -> None:
    """Documents of the aanbieder itself, that the actor may read, each kind where it belongs."""
    for document_id in documents:
        document = readable(actor, document_id)
        if document.eigenaar_id != verzoek.aanbieder.organisatie_id:
            raise NietGevonden()
        if document.soort not in (BEWIJSSTUK, IBAN_VERKLARING, DOSSIERSTUK):
            reden = "Dit soort document hoort niet bij een wijzigingsverzoek."
            raise Ongeldig(bevindingen=[ONBEKENDE_WAARDE.bevinding("bewijsstukken", reden)])
        verzoek.bewijsstukken.add(document)
    if documents:
        _require_few(verzoek)


def _open_for_evidence(actor: Actor, verzoek_id: UUID) -> Wijzigingsverzoek:
    verzoek = own_request(actor, verzoek_id)
    if verzoek.status not in (Verzoekstatus.CONCEPT, Verzoekstatus.AANVULLING_GEVRAAGD):
        require_transition(verzoek.status, Verzoekstatus.CONCEPT)
    return verzoek


def _require_few(verzoek: Wijzigingsverzoek) -> None:
    if verzoek.bewijsstukken.count() > MEESTE_BEWIJS:
        found = TE_VEEL_BEWIJS.bevinding("bewijsstukken", TE_VEEL_BEWIJS.betekenis)
        raise Ongeldig(bevindingen=[found])


def _submit(
    act: Handeling, gegevens: Verzoekgegevens, peildatum: datetime.date, verzoek_id: UUID | None
) -> Ingediend:
    actor = act.actor
    aanbieder = aanbieder_of(actor, gegevens.aanbieder_id)
    if verzoek_id and (again := _handed_in(actor, verzoek_id)):
        return Ingediend(again, bestond=True)
    verzoek = _concept(actor, gegevens, aanbieder, verzoek_id)
    kept = list(verzoek.bewijsstukken.all()) if verzoek_id else []
    documents = [*kept, *(readable(actor, pk) for pk in gegevens.bewijsstukken)]
    judged = _judge(gegevens, aanbieder, documents, peildatum)
    if judged.mark and (first := _open_twin(judged.mark)):
        if verzoek_id:
            verzoek.delete()
        return Ingediend(first, bestond=True)
    if judged.fouten:
        raise Ongeldig(bevindingen=judged.fouten)
    _fill(verzoek, judged, peildatum)
    for name, value in _filed_by(actor).items():  # who hands in a colleague's concept files it
        setattr(verzoek, name, value)
    verzoek.save(force_insert=verzoek_id is None)
    verzoek.refresh_from_db(fields=["nummer"])
    _attach(actor, verzoek, gegevens.bewijsstukken)
    act.event(
        "wijziging.ingediend",
        verzoek,
        gegevens={"kenmerk": verzoek.kenmerk, "soort": verzoek.soort},
    )
    tell_contractbeheer(actor, verzoek, Onderwerp.KLAAR)
    return Ingediend(verzoek, bestond=False)


@dataclass(frozen=True)
class _Oordeel:
    """A request that was read: the change when its values are good, and all that is wrong."""

    kind: Gegevenssoort
    fouten: list[Bevinding]
    toelichting: str = ""
    wijziging: Wijziging | None = None
    mark: bytes = b""


def _read_values(
    kind: Gegevenssoort,
    act: Verzoekhandeling,
    aanbieder_id: UUID,
    inhoud: Inhoud,
    documents: Sequence[Document],
    peildatum: datetime.date,
) -> Gelezen:
    """The values, and all that is wrong with them one by one or with the evidence."""
    found = read(kind, act, aanbieder_id, inhoud)
    found.fouten[:0] = kind.missing_evidence(act, documents)
    found.fouten.extend(_day(kind, found.datum, peildatum))
    return found


def _judge(
    gegevens: Verzoekgegevens,
    aanbieder: Aanbieder,
    documents: Sequence[Document],
    peildatum: datetime.date,
) -> _Oordeel:
    kind, act = kind_of(gegevens.soort, gegevens.handeling)
    row = target_of(kind, act, aanbieder.pk, gegevens.doel_id)
    found = _read_values(kind, act, aanbieder.pk, gegevens.inhoud, documents, peildatum)
    if found.fouten or found.datum is None:
        return _Oordeel(kind, found.fouten)
    change = Wijziging(
        aanbieder=aanbieder,
        handeling=act,
        datum=found.datum,
        nieuw=found.nieuw,
        oud=kind.values(row) if row is not None else {},
        doel=row,
        bewijs=documents,
    )
    asked = found.datum.isoformat() if act == Verzoekhandeling.BEEINDIGEN else found.nieuw
    mark = fingerprint_of(aanbieder, gegevens.soort, act, gegevens.doel_id, asked)
    return _Oordeel(kind, _rules(kind, change), found.toelichting, change, mark)


def _rules(kind: Gegevenssoort, change: Wijziging) -> list[Bevinding]:
    same = all(change.oud.get(name) == value for name, value in change.nieuw.items())
    if change.handeling == Verzoekhandeling.WIJZIGEN and same:
        return [GEEN_WIJZIGING.bevinding("", "Er is niets veranderd aan wat er nu staat.")]
    return kind.check(change)


def _day(
    kind: Gegevenssoort, day: datetime.date | None, peildatum: datetime.date
) -> list[Bevinding]:
    if day is None:
        return []
    if not kind.terugwerkend and day < peildatum:
        reden = f"Kies vandaag of later; {kind.naam.lower()} verandert niet met terugwerking."
        return [PERIODE_ONGELDIG.bevinding("datum", reden)]
    if day > peildatum + VER_WEG:
        return [PERIODE_ONGELDIG.bevinding("datum", "Kies een dag binnen drie jaar.")]
    return []


def _open_twin(mark: bytes) -> Wijzigingsverzoek | None:
    waiting = Q(status__in=OPEN) | Q(status=Verzoekstatus.GOEDGEKEURD, toegepast_op__isnull=True)
    rows = Wijzigingsverzoek.objects.filter(waiting, inhoud_hash=mark)
    return rows.select_related("aanbieder").first()


def _handed_in(actor: Actor, verzoek_id: UUID) -> Wijzigingsverzoek | None:
    """The concept that a second press finds handed in."""
    verzoek = own_request(actor, verzoek_id)
    return verzoek if verzoek.is_open else None


def _fill(verzoek: Wijzigingsverzoek, judged: _Oordeel, peildatum: datetime.date) -> None:
    change, kind = judged.wijziging, judged.kind
    assert change is not None
    verzoek.onderwerp = kind.subject(change)[:200]
    hidden = kind.sensitive(change.oud) | kind.sensitive(change.nieuw)
    verzoek.geheim = kind.code in PLAATSEN and bool(hidden)
    verzoek.gewenste_datum = change.datum
    verzoek.inhoud_hash = judged.mark
    kept = Inhoud(change.nieuw, change.oud, change.datum.isoformat(), judged.toelichting)
    seal(verzoek, kept)
    verzoek.status = Verzoekstatus.INGEDIEND
    verzoek.ingediend_op = timezone.now()
    verzoek.beslis_uiterlijk = peildatum + datetime.timedelta(days=settings.BESLISTERMIJN_DAGEN)
