"""Tariffs from a date: add, end, correct, remove; never on a closed month (R-SEG-7, R-SEG-8).

A tariff holds for a product × (tariefgroep | locatie | everybody) × eenheid. Every change locks the
product first, so that two people at once never leave an overlap; the database refuses the rest.
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db import IntegrityError
from django.utils.translation import gettext as _

from contracts.models import Product, Tarief, Tariefgroep
from contracts.policies import TARIEF_BEHEREN
from contracts.rules import day_before, first_open_day, is_amount
from contracts.selectors_tarieven import gaps_of, indexering_of
from core.actor import Actor
from core.constraints import Constraintconflict
from core.fouten import (
    ONBEKENDE_WAARDE,
    PERIODE_ONGELDIG,
    Bevinding,
    Conflict,
    Foutcode,
    NietGevonden,
    Niveau,
    Ongeldig,
    VersieVerouderd,
)
from core.handeling import Handeling, handeling
from core.models.basis import PeriodeQuerySet
from core.policies import authorise
from core.ui.formats import format_euro, format_long_date
from providers.models import Locatie

TARIEF_GESLOTEN_MAAND = Foutcode(
    "tarief_gesloten_maand",
    "De maanden voor deze maand zijn gesloten; daarin verandert geen tarief meer.",
    "R-SEG-8",
)
TARIEF_GAT = Foutcode(
    "tarief_gat",
    "Hierdoor is er voor een gecontracteerd product een tijd geen tarief.",
    "R-SEG-7",
    Niveau.WAARSCHUWING,
)
TARIEF_BEDRAG = Foutcode(
    "tarief_bedrag",
    "Een tarief is hoger dan nul, hoogstens € 1.000.000 en tot op de cent.",
    "R-SEG-8",
)
TARIEF_EENHEID = Foutcode(
    "tarief_eenheid", "Dit product kent deze eenheid niet; kies een van zijn eenheden.", "R-SEG-2"
)
TARIEF_BUITEN_PRODUCT = Foutcode(
    "tarief_buiten_product", "Het product geldt niet op de begindatum van het tarief.", "R-SEG-2"
)
TARIEF_BEGONNEN = Foutcode(
    "tarief_begonnen", "Dit tarief geldt al; beëindig het of voeg een nieuw tarief toe.", "R-SEG-8"
)
TARIEF_VAN_INDEXERING = Foutcode(
    "tarief_van_indexering",
    "Dit tarief komt uit een indexering die actief is; trek de indexering in.",
    "R-SEG-8",
)
OVERLAP = "tarief_overlap"
SLEUTEL = ("product_id", "tariefgroep_id", "locatie_id", "eenheid")


@dataclass(frozen=True)
class Tariefgegevens:
    """A tariff to add; without group and location for everybody, without end until the next one."""

    product_id: UUID
    eenheid: str
    bedrag: Decimal
    begindatum: datetime.date
    tariefgroep_id: UUID | None = None
    locatie_id: UUID | None = None
    einddatum: datetime.date | None = None


def add(
    actor: Actor,
    gegevens: Tariefgegevens,
    *,
    peildatum: datetime.date,
    reden: str = "",
    gat_akkoord: bool = False,
) -> Tarief:
    """Add a tariff from a date; the one before it ends the day before.

    Without `einddatum` it runs to the end of the one it takes over from, or until the next one
    begins, else open. Raises NietGevonden (product), Verboden, Ongeldig (`tarief_gesloten_maand`,
    `tarief_overlap`, `tarief_bedrag`, `tarief_eenheid`, `tarief_buiten_product`, `tarief_gat` as
    long as `gat_akkoord` is not set, …), Constraintconflict.
    """
    try:
        with handeling(actor) as act:
            product = _lock_product(actor, gegevens.product_id)
            _refuse([*_check_new(actor, product, gegevens), *_closed(gegevens, peildatum)])
            return _insert(act, product, gegevens, reden, gat_akkoord)
    except IntegrityError as exc:
        raise Constraintconflict(exc) from exc


def end(
    actor: Actor,
    tarief_id: UUID,
    *,
    einddatum: datetime.date | None,
    peildatum: datetime.date,
    reden: str = "",
    gat_akkoord: bool = False,
) -> Tarief:
    """Set the last day, or None to keep it open; both the old and the new end lie in open months.

    Raises as `add`, and Ongeldig (`periode_ongeldig`).
    """
    try:
        with handeling(actor) as act:
            tarief = _lock(actor, tarief_id)
            _refuse(_check_end(tarief, einddatum, peildatum))
            before, tarief.einddatum = tarief.einddatum, einddatum
            tarief.save(update_fields=["einddatum"])
            act.event("tarief.beeindigd", tarief, reden=reden, gegevens=_told(tarief))
            if einddatum is not None and (before is None or einddatum < before):
                _refuse_gap(tarief, einddatum + datetime.timedelta(days=1), gat_akkoord)
    except IntegrityError as exc:
        raise Constraintconflict(exc) from exc
    return tarief


def correct(
    actor: Actor,
    tarief_id: UUID,
    *,
    bedrag: Decimal,
    peildatum: datetime.date,
    was: Decimal | None = None,
    reden: str = "",
) -> Tarief:
    """Another amount for a tariff that begins in an open month; `was` is what the user saw.

    Raises Ongeldig (`tarief_gesloten_maand`, `tarief_bedrag`), VersieVerouderd, NietGevonden.
    """
    with handeling(actor) as act:
        tarief = _lock(actor, tarief_id)
        _refuse([*_check_open(tarief, peildatum), *_check_amount(bedrag)])
        if was is not None and was != tarief.bedrag:
            raise VersieVerouderd(
                _("Het tarief is intussen %s. Bekijk het opnieuw.") % format_euro(tarief.bedrag)
            )
        old, tarief.bedrag = tarief.bedrag, bedrag
        tarief.save(update_fields=["bedrag"])
        act.event(
            "tarief.gecorrigeerd", tarief, reden=reden, gegevens={**_told(tarief), "was": str(old)}
        )
    return tarief


def remove(
    actor: Actor,
    tarief_id: UUID,
    *,
    peildatum: datetime.date,
    reden: str = "",
    gat_akkoord: bool = False,
) -> Tarief | None:
    """Take back a tariff that has not begun; the one that made room for it runs on in its place.

    Returns that one. The row goes; its history keeps what stood there and who took it away. Raises
    Conflict (`tarief_begonnen`, `tarief_van_indexering`), Ongeldig (`tarief_gat`).
    """
    with handeling(actor) as act:
        tarief = _lock(actor, tarief_id)
        if tarief.begindatum <= peildatum:
            raise Conflict(TARIEF_BEGONNEN.betekenis, code=TARIEF_BEGONNEN.code)
        if indexering_of(tarief.pk) is not None:
            raise Conflict(TARIEF_VAN_INDEXERING.betekenis, code=TARIEF_VAN_INDEXERING.code)
        before: Tarief | None = (
            _same(tarief).filter(einddatum=day_before(tarief.begindatum)).first()
        )
        act.event("tarief.verwijderd", tarief, reden=reden, gegevens=_told(tarief))
        begin, until = tarief.begindatum, tarief.einddatum
        tarief.delete()
        if before is None:
            _refuse_gap(tarief, begin, gat_akkoord)
            return None
        before.einddatum = until
        before.save(update_fields=["einddatum"])
    return before


def _lock_product(actor: Actor, product_id: UUID) -> Product:
    """The product, locked before its tariffs are read. Raises NietGevonden, Verboden."""
    rows = Product.objects.for_actor(actor).select_for_update(of=("self",), no_key=True)
    product: Product | None = rows.filter(pk=product_id).first()
    if product is None:
        raise NietGevonden()
    authorise(actor, TARIEF_BEHEREN)
    return product


def _lock(actor: Actor, tarief_id: UUID) -> Tarief:
    scope = Tarief.objects.for_actor(actor).filter(pk=tarief_id)
    product_id = scope.values_list("product_id", flat=True).first()
    if product_id is None:
        raise NietGevonden()
    _lock_product(actor, product_id)
    tarief: Tarief | None = scope.select_related("product", "tariefgroep", "locatie").first()
    if tarief is None:
        raise NietGevonden()
    return tarief


def _insert(
    act: Handeling, product: Product, gegevens: Tariefgegevens, reden: str, gat_akkoord: bool
) -> Tarief:
    new = Tarief(
        product=product,
        tariefgroep_id=gegevens.tariefgroep_id,
        locatie_id=gegevens.locatie_id,
        eenheid=gegevens.eenheid,
        bedrag=gegevens.bedrag,
        begindatum=gegevens.begindatum,
    )
    before: Tarief | None = _same(new).valid_on(new.begindatum).first()
    after: Tarief | None = (
        _same(new).filter(begindatum__gt=new.begindatum).order_by("begindatum").first()
    )
    _refuse(_check_room(before, after, gegevens))
    if gegevens.einddatum is not None:
        new.einddatum = gegevens.einddatum
    elif before is not None:
        new.einddatum = before.einddatum
    elif after is not None:
        new.einddatum = day_before(after.begindatum)
    if before is not None:
        before.einddatum = day_before(new.begindatum)
        before.save(update_fields=["einddatum"])
    new.save(force_insert=True)
    act.event("tarief.toegevoegd", new, reden=reden, gegevens=_told(new))
    if gegevens.einddatum is not None:
        _refuse_gap(new, gegevens.einddatum + datetime.timedelta(days=1), gat_akkoord)
    return new


def _same(tarief: Tarief) -> PeriodeQuerySet:
    """Other tariffs for the same product, group or location, and unit."""
    key = {name: getattr(tarief, name) for name in SLEUTEL}
    rows: PeriodeQuerySet = Tarief.objects.filter(**key).exclude(pk=tarief.pk)
    return rows


def _told(tarief: Tarief) -> dict[str, str]:
    return {
        "product": tarief.product.code,
        "eenheid": tarief.eenheid,
        "bedrag": str(tarief.bedrag),
        "begindatum": tarief.begindatum.isoformat(),
        "einddatum": tarief.einddatum.isoformat() if tarief.einddatum else "",
    }


def _refuse(findings: Iterator[Bevinding] | list[Bevinding]) -> None:
    if found := list(findings):
        raise Ongeldig(bevindingen=found)


def _refuse_gap(tarief: Tarief, vanaf: datetime.date, akkoord: bool) -> None:
    """Raises Ongeldig with a warning per group or location that would be without tariff."""
    if not akkoord:
        found = gaps_of(tarief.product_id, vanaf=vanaf)
        _refuse([TARIEF_GAT.bevinding("gat_akkoord", str(gap)) for gap in found])


def _check_amount(bedrag: Decimal) -> Iterator[Bevinding]:
    if not is_amount(bedrag):
        yield TARIEF_BEDRAG.bevinding("bedrag", TARIEF_BEDRAG.betekenis)


def _closed(gegevens: Tariefgegevens, peildatum: datetime.date) -> Iterator[Bevinding]:
    first = first_open_day(peildatum)
    if gegevens.begindatum < first:
        yield _closed_month("begindatum", first)


def _closed_month(veld: str, first: datetime.date) -> Bevinding:
    return TARIEF_GESLOTEN_MAAND.bevinding(
        veld,
        _("Deze maand is gesloten. De eerste dag die nog kan, is %s.") % format_long_date(first),
    )


def _check_open(tarief: Tarief, peildatum: datetime.date) -> Iterator[Bevinding]:
    if tarief.begindatum < (first := first_open_day(peildatum)):
        yield TARIEF_GESLOTEN_MAAND.bevinding(
            "bedrag",
            _("Dit tarief geldt al in een gesloten maand. Voeg een nieuw tarief toe vanaf %s.")
            % format_long_date(first),
        )


def _check_new(actor: Actor, product: Product, gegevens: Tariefgegevens) -> Iterator[Bevinding]:
    yield from _check_amount(gegevens.bedrag)
    if gegevens.eenheid not in product.eenheden:
        yield TARIEF_EENHEID.bevinding("eenheid", TARIEF_EENHEID.betekenis)
    if gegevens.einddatum is not None and gegevens.einddatum < gegevens.begindatum:
        yield PERIODE_ONGELDIG.bevinding("einddatum", PERIODE_ONGELDIG.betekenis)
    if gegevens.tariefgroep_id and gegevens.locatie_id:
        reden = _("Kies een tariefgroep of een locatie, niet allebei.")
        yield Bevinding("tarief_groep_of_locatie", Niveau.FOUT, "locatie", reden, "R-SEG-7")
    for veld, model, pk in (
        ("tariefgroep", Tariefgroep, gegevens.tariefgroep_id),
        ("locatie", Locatie, gegevens.locatie_id),
    ):
        if pk and not model.objects.for_actor(actor).filter(pk=pk).exists():
            yield ONBEKENDE_WAARDE.bevinding(veld, ONBEKENDE_WAARDE.betekenis)
    until = product.einddatum
    if gegevens.begindatum < product.begindatum or (until and gegevens.begindatum > until):
        yield TARIEF_BUITEN_PRODUCT.bevinding("begindatum", TARIEF_BUITEN_PRODUCT.betekenis)


def _check_room(
    before: Tarief | None, after: Tarief | None, gegevens: Tariefgegevens
) -> Iterator[Bevinding]:
    if before is not None and before.begindatum == gegevens.begindatum:
        reden = _("Op die dag begint al een tarief van %s. Corrigeer dat tarief.")
        yield Bevinding(
            OVERLAP, Niveau.FOUT, "begindatum", reden % format_euro(before.bedrag), "R-SEG-8"
        )
    if gegevens.einddatum is not None:
        yield from _check_next(after, gegevens.einddatum)


def _check_end(
    tarief: Tarief, einddatum: datetime.date | None, peildatum: datetime.date
) -> Iterator[Bevinding]:
    first = first_open_day(peildatum)
    closed = day_before(first)
    if tarief.einddatum is not None and tarief.einddatum < closed:
        yield _closed_month("einddatum", first)
    elif einddatum is not None and einddatum < tarief.begindatum:
        yield PERIODE_ONGELDIG.bevinding("einddatum", PERIODE_ONGELDIG.betekenis)
    elif einddatum is not None and einddatum < closed:
        yield TARIEF_GESLOTEN_MAAND.bevinding(
            "einddatum",
            _("Die maand is gesloten. De eerste dag waarop dit tarief kan eindigen, is %s.")
            % format_long_date(closed),
        )
    else:
        after = _same(tarief).filter(begindatum__gt=tarief.begindatum)
        yield from _check_next(after.order_by("begindatum").first(), einddatum)


def _check_next(after: Tarief | None, einddatum: datetime.date | None) -> Iterator[Bevinding]:
    if after is not None and (einddatum is None or einddatum >= after.begindatum):
        reden = _("Vanaf %s geldt al een ander tarief. Kies een eerdere einddatum.")
        day = format_long_date(after.begindatum)
        yield Bevinding(OVERLAP, Niveau.FOUT, "einddatum", reden % day, "R-SEG-8")
