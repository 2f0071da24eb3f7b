"""Make, correct and extend agreements, and file their papers (R-CON-1, D-26)."""

import datetime
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Q

from contracts import codes
from contracts.choices import Overeenkomstsoort, Overeenkomststuksoort, Perceelcontractstatus
from contracts.documenten import OVEREENKOMSTSTUK
from contracts.grendel import beheer, find, keep, lock_aanbieder, refuse, require_inside
from contracts.models import Overeenkomst, Overeenkomststuk, Perceelcontract
from contracts.policies import CONTRACT_BEHEREN
from core.actor import Actor
from core.datums import extended, last_day
from core.documenten.services import store_document
from core.fouten import ONBEKENDE_WAARDE, PERIODE_ONGELDIG, VERPLICHT, NietGevonden, Ongeldig
from core.policies import authorise
from core.ui.formats import format_long_date
from providers.models import Aanbieder

#: R-CON-1: six years, with every option to extend used.
MAX_MAANDEN = 72


@dataclass(frozen=True)
class Overeenkomstgegevens:
    """What is agreed. `waarde` in euro; `verlengoptie_maanden` per option."""

    nummer: str
    naam: str
    begindatum: datetime.date
    einddatum: datetime.date | None
    getekend_op: datetime.date | None = None
    verlengopties: int = 0
    verlengoptie_maanden: int = 12
    publicatie: str = ""
    pilot: bool = False
    waarde: Decimal | None = None


#: What may be set right afterwards; the period only moves by extending or ending.
TE_VERBETEREN = (
    "naam", "getekend_op", "verlengopties", "verlengoptie_maanden", "publicatie", "pilot", "waarde",
)  # fmt: skip


def add_head(actor: Actor, aanbieder_id: UUID, gegevens: Overeenkomstgegevens) -> Overeenkomst:
    """A hoofdovereenkomst; an aanbieder has one at a time.

    Raises Ongeldig (`hoofdovereenkomst_bestaat`, `looptijd_te_lang`, `nummer_bestaat`,
    `periode_ongeldig`, `pilot_ongeldig`, …).
    """
    with beheer(actor) as act:
        lock_aanbieder(aanbieder_id)
        aanbieder = Aanbieder.objects.for_actor(actor).filter(pk=aanbieder_id).first()
        if aanbieder is None:
            raise NietGevonden()
        authorise(actor, CONTRACT_BEHEREN)
        row = Overeenkomst(aanbieder=aanbieder, soort=Overeenkomstsoort.HOOFD, **vars(gegevens))
        _check(row)
        heads = Overeenkomst.objects.filter(aanbieder=aanbieder, soort=Overeenkomstsoort.HOOFD)
        if same := heads.filter(_overlaps(row)).first():
            raise refuse(
                codes.HOOFDOVEREENKOMST_BESTAAT,
                "begindatum",
                f"Hoofdovereenkomst {same.nummer} loopt dan nog. Kies een begindatum daarna.",
            )
        row.save(force_insert=True)
        act.event("overeenkomst.toegevoegd", row, gegevens={"nummer": row.nummer})
    return row


def add_sub(actor: Actor, hoofd_id: UUID, gegevens: Overeenkomstgegevens) -> Overeenkomst:
    """A subovereenkomst, within the period of its hoofdovereenkomst.

    Raises Ongeldig (`geen_hoofdovereenkomst`, `buiten_overeenkomst`, and as `add_head`).
    """
    with beheer(actor) as act:
        hoofd = find(actor, Overeenkomst, hoofd_id, aanbieder="aanbieder")
        if hoofd.soort != Overeenkomstsoort.HOOFD:
            raise refuse(
                codes.GEEN_HOOFDOVEREENKOMST,
                "",
                "Dit is zelf een subovereenkomst. Ga naar de hoofdovereenkomst.",
            )
        row = Overeenkomst(
            aanbieder_id=hoofd.aanbieder_id,
            hoofdovereenkomst=hoofd,
            soort=Overeenkomstsoort.SUB,
            **vars(gegevens),
        )
        _check(row)
        require_inside(row.begindatum, row.einddatum, hoofd)
        row.save(force_insert=True)
        act.event("overeenkomst.toegevoegd", row, gegevens={"nummer": row.nummer})
    return row


def correct(
    actor: Actor, overeenkomst_id: UUID, *, versie: int, waarden: dict[str, Any]
) -> Overeenkomst:
    """Set right what was filed wrong: the fields of `TE_VERBETEREN`."""
    with beheer(actor) as act:
        row = find(actor, Overeenkomst, overeenkomst_id, aanbieder="aanbieder", versie=versie)
        changed = {name: waarden[name] for name in TE_VERBETEREN if name in waarden}
        for name, value in changed.items():
            setattr(row, name, value)
        _check(row)
        keep(row, **changed)
        act.event("overeenkomst.verbeterd", row)
    return row


@dataclass(frozen=True)
class Verlenging:
    """What an option would do: `subs` and `contracten` end on the same day, and can go along."""

    oud: datetime.date
    nieuw: datetime.date
    subs: list[Overeenkomst]
    contracten: list[Perceelcontract]


def preview(actor: Actor, overeenkomst_id: UUID) -> Verlenging:
    """What the next option would do. Raises Ongeldig (`verlengopties_op`, `geen_einddatum`, …)."""
    row = Overeenkomst.objects.for_actor(actor).filter(pk=overeenkomst_id).first()
    if row is None:
        raise NietGevonden()
    return _extension(row)


def extend(
    actor: Actor, overeenkomst_id: UUID, *, versie: int, mee: Collection[UUID] = ()
) -> Verlenging:
    """Use an option: the agreement, and of what ends on the same day the chosen ones (`mee`).

    What is not chosen ends when it would have. Raises Ongeldig (`verlengopties_op`,
    `geen_einddatum`, `looptijd_te_lang`, `buiten_overeenkomst`, `verlengt_niet_mee`).
    """
    with beheer(actor) as act:
        row = find(actor, Overeenkomst, overeenkomst_id, aanbieder="aanbieder", versie=versie)
        found = _extension(row)
        known: dict[UUID, Any] = {item.pk: item for item in [*found.subs, *found.contracten]}
        if set(mee) - known.keys():
            raise refuse(codes.VERLENGT_NIET_MEE, "mee", "Kies alleen wat op dezelfde dag eindigt.")
        keep(row, einddatum=found.nieuw, verlengd=row.verlengd + 1)
        for sub in found.subs:
            if sub.pk in mee:
                keep(sub, einddatum=found.nieuw)
        for item in found.contracten:
            if item.pk not in mee:
                continue
            if item.overeenkomst_id != row.pk and item.overeenkomst_id not in mee:
                raise refuse(
                    codes.BUITEN_OVEREENKOMST,
                    "mee",
                    "Verleng ook de subovereenkomst van elk gekozen perceel.",
                )
            keep(item, einddatum=found.nieuw)
        act.event(
            "overeenkomst.verlengd",
            row,
            gegevens={"tot": found.nieuw.isoformat(), "mee": len(set(mee))},
        )
    return found


def _extension(row: Overeenkomst) -> Verlenging:
    if row.einddatum is None:
        raise refuse(codes.GEEN_EINDDATUM, "", "Deze overeenkomst heeft geen einddatum.")
    if row.verlengd >= row.verlengopties:
        raise Ongeldig("Alle opties om te verlengen zijn gebruikt.", code="verlengopties_op")
    new = extended(row.einddatum, row.verlengoptie_maanden)
    _require_six_years(row.begindatum, new)
    if row.hoofdovereenkomst:
        require_inside(row.begindatum, new, row.hoofdovereenkomst)
    subs = list(row.subovereenkomsten.filter(einddatum=row.einddatum).order_by("nummer"))
    contracts = Perceelcontract.objects.filter(
        Q(overeenkomst=row) | Q(overeenkomst__in=subs),
        einddatum=row.einddatum,
        einde_besloten=False,
        status=Perceelcontractstatus.GELDIG,
    )
    outlived = contracts.exclude(perceel__einddatum__lt=new)
    found = list(outlived.select_related("perceel", "overeenkomst").order_by("perceel__code"))
    return Verlenging(row.einddatum, new, subs, found)


def add_paper(
    actor: Actor,
    overeenkomst_id: UUID,
    *,
    chunks: Iterable[bytes],
    naam: str,
    soort: str,
    omschrijving: str = "",
) -> Overeenkomststuk:
    """File a paper; both sides of the agreement read it. Raises Ongeldig (`document_…`)."""
    with beheer(actor) as act:
        row = find(actor, Overeenkomst, overeenkomst_id, aanbieder="aanbieder")
        if soort not in Overeenkomststuksoort.values:
            raise refuse(ONBEKENDE_WAARDE, "soort", "Kies een soort uit de lijst.")
        document = store_document(
            actor,
            chunks=chunks,
            naam=naam,
            soort=OVEREENKOMSTSTUK,
            eigenaar=row.aanbieder.organisatie,
        )
        stuk: Overeenkomststuk = Overeenkomststuk.objects.create(
            overeenkomst=row, document=document, soort=soort, omschrijving=omschrijving.strip()
        )
        act.event("overeenkomst.stuk_toegevoegd", row, gegevens={"soort": soort})
    return stuk


def _overlaps(row: Overeenkomst) -> Q:
    later = Q(einddatum__isnull=True) | Q(einddatum__gte=row.begindatum)
    return later & Q(begindatum__lte=row.einddatum) if row.einddatum else later


def _check(row: Overeenkomst) -> None:
    """Everything that holds of an agreement by itself."""
    if row.einddatum is None:
        raise refuse(VERPLICHT, "einddatum", "Vul de laatste dag in; ten hoogste zes jaar later.")
    if row.einddatum < row.begindatum:
        day = format_long_date(row.begindatum)
        raise refuse(PERIODE_ONGELDIG, "einddatum", f"Kies {day} of later als einddatum.")
    if not row.nummer.strip():
        raise refuse(VERPLICHT, "nummer", "Vul het nummer van de overeenkomst in.")
    if Overeenkomst.objects.exclude(pk=row.pk).filter(nummer=row.nummer).exists():
        raise refuse(codes.NUMMER_BESTAAT, "nummer", "Kies een ander nummer.")
    if row.verlengd > row.verlengopties:
        raise Ongeldig(
            f"Er is al {row.verlengd} keer verlengd; vul dat aantal of meer in.",
            code="verlengopties_op",
        )
    months = (row.verlengopties - row.verlengd) * row.verlengoptie_maanden
    _require_six_years(row.begindatum, extended(row.einddatum, months) if months else row.einddatum)


def _require_six_years(begin: datetime.date, end: datetime.date) -> None:
    until = last_day(begin, MAX_MAANDEN)
    if end > until:
        raise refuse(
            codes.LOOPTIJD_TE_LANG,
            "einddatum",
            f"Met alle verlengingen zou dit tot en met {format_long_date(end)} duren. "
            f"Het mag tot en met {format_long_date(until)}.",
        )
