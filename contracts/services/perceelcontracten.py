"""Admit an aanbieder to a perceel and keep what is agreed there (R-CON-2, R-SEG-7, R-BES-5).

An earlier end is none of these: that is a decision with consequences for jeugdigen, and goes
through contractbeheer.
"""

import datetime
from dataclasses import dataclass
from uuid import UUID

import pghistory.models
from django.db.models import Q

from contracts import codes
from contracts.choices import Perceelcontractstatus
from contracts.grendel import (
    VER_WEG,
    beheer,
    find,
    inside,
    keep,
    refuse,
    refuse_as,
    require_inside,
    valid_contract,
)
from contracts.models import (
    Overeenkomst,
    Perceel,
    Perceelcontract,
    Tarief,
    Tariefgroep,
    Tariefgroepwijziging,
)
from contracts.rules import first_open_day
from contracts.selectors import tariff_group_on
from core.actor import Actor
from core.fouten import ONBEKENDE_WAARDE, PERIODE_ONGELDIG, VERPLICHT, Conflict
from core.ui.formats import format_long_date

MAX_WEKEN = 52


@dataclass(frozen=True)
class Toelating:
    """Without `einddatum` it holds as long as its agreement."""

    perceel_id: UUID
    begindatum: datetime.date
    einddatum: datetime.date | None = None
    tariefgroep_id: UUID | None = None
    max_wachttijd_weken: int | None = None


def admit(actor: Actor, overeenkomst_id: UUID, gegevens: Toelating) -> Perceelcontract:
    """Admit the aanbieder of an agreement to a perceel, within its period.

    Raises Ongeldig (`buiten_overeenkomst`, `perceel_niet_geldig`, `tariefgroep_verplicht`,
    `tariefgroep_past_niet`, `perceelcontract_overlap`, `wachttijd_ongeldig`, `periode_ongeldig`).
    """
    with beheer(actor) as act:
        outer = find(actor, Overeenkomst, overeenkomst_id, aanbieder="aanbieder")
        perceel = Perceel.objects.filter(pk=gegevens.perceel_id).first()
        if perceel is None:
            raise refuse(ONBEKENDE_WAARDE, "perceel", "Kies een perceel uit de lijst.")
        row = Perceelcontract(
            overeenkomst=outer,
            aanbieder_id=outer.aanbieder_id,
            perceel=perceel,
            begindatum=gegevens.begindatum,
            einddatum=gegevens.einddatum or outer.einddatum,
            tariefgroep_id=gegevens.tariefgroep_id,
            max_wachttijd_weken=gegevens.max_wachttijd_weken,
        )
        _check_period(row, outer)
        _check_group(perceel, row.tariefgroep_id, row.begindatum)
        _check_wait(row.max_wachttijd_weken)
        _check_overlap(row)
        row.save(force_insert=True)
        act.event("perceelcontract.toegevoegd", row, gegevens={"perceel": perceel.code})
    return row


def change_end(
    actor: Actor, contract_id: UUID, *, versie: int, einddatum: datetime.date | None
) -> Perceelcontract:
    """A later end, at most that of its agreement.

    Raises Conflict (`einde_via_contractbeheer`) for an earlier one: who ends a perceel decides on
    the jeugdigen too; and for an end that was decided (`einde_besloten`). Else as `admit`.
    """
    with beheer(actor) as act:
        row = valid_contract(actor, contract_id, versie)
        if row.einde_besloten:
            raise Conflict(codes.EINDE_BESLOTEN.betekenis, code=codes.EINDE_BESLOTEN.code)
        end = einddatum or row.overeenkomst.einddatum
        if (end or VER_WEG) < (row.einddatum or VER_WEG):
            raise Conflict(
                "Een eerder einde gaat via een beëindigingsverzoek of een maatregel. Zo komt wat "
                "er loopt op de overdrachtslijst van de gemeenten.",
                code=codes.EINDE_VIA_CONTRACTBEHEER.code,
            )
        row.einddatum = end
        _check_period(row, row.overeenkomst)
        _check_overlap(row)
        keep(row, einddatum=end)
        act.event("perceelcontract.verlengd", row, gegevens={"tot": end and end.isoformat()})
    return row


def change_tariff_group(
    actor: Actor,
    contract_id: UUID,
    *,
    versie: int,
    tariefgroep_id: UUID,
    vanaf: datetime.date,
    peildatum: datetime.date,
) -> Tariefgroepwijziging:
    """Another tariff group from a day on; never in a month that is closed.

    The contract stays the same row: running toewijzingen go on under it, and what is delivered from
    `vanaf` on has the tariff of the new group. Raises Ongeldig (`tariefgroep_terugwerkend`,
    `tariefgroep_gelijk`, `tariefgroep_past_niet`, `buiten_contract`).
    """
    with beheer(actor) as act:
        row = valid_contract(actor, contract_id, versie)
        _require_within(row, vanaf, "vanaf")
        first = max(first_open_day(peildatum), row.begindatum)
        if vanaf < first:
            reden = f"De maanden ervoor zijn gesloten: kies {format_long_date(first)} of later."
            raise refuse(codes.PERIODE_GESLOTEN, "vanaf", reden)
        _check_group(row.perceel, tariefgroep_id, vanaf)
        if tariff_group_on(row, vanaf) == tariefgroep_id:
            raise refuse(
                codes.TARIEFGROEP_GELIJK, "tariefgroep", "Deze tariefgroep geldt op die dag al."
            )
        change, _made = Tariefgroepwijziging.objects.update_or_create(
            perceelcontract=row, begindatum=vanaf, defaults={"tariefgroep_id": tariefgroep_id}
        )
        keep(row)
        act.event("perceelcontract.tariefgroep", row, gegevens={"vanaf": vanaf.isoformat()})
    return change


def set_max_wait(
    actor: Actor, contract_id: UUID, *, versie: int, weken: int | None
) -> Perceelcontract:
    """Maximum wait in weeks until in care; None: that of the perceel (R-BES-5)."""
    with beheer(actor) as act:
        row = valid_contract(actor, contract_id, versie)
        _check_wait(weken)
        keep(row, max_wachttijd_weken=weken)
        act.event("perceelcontract.wachttijd", row, gegevens={"weken": weken})
    return row


def withdraw(actor: Actor, contract_id: UUID, *, versie: int, reden: str) -> Perceelcontract:
    """Take back a contract that was filed by mistake; it then held on no day.

    Raises Conflict (`contract_in_gebruik`) when anything of another room points to it.
    """
    with beheer(actor) as act:
        row = valid_contract(actor, contract_id, versie)
        if not reden.strip():
            raise refuse(VERPLICHT, "reden", "Schrijf wat er mis was.")
        if used := _used_by(row):
            raise Conflict(
                f"Er hangt al iets aan dit contract ({', '.join(used)}). Beëindig het dan via een "
                "beëindigingsverzoek.",
                code=codes.CONTRACT_IN_GEBRUIK.code,
            )
        keep(row, status=Perceelcontractstatus.INGETROKKEN)
        act.event("perceelcontract.ingetrokken", row, reden=reden.strip()[:300])
    return row


def _used_by(row: Perceelcontract) -> list[str]:
    """What kinds of rows of other rooms point to it: toewijzingen, aanbod, decisions."""
    found = []
    for field in row._meta.get_fields(include_hidden=True):
        model = field.related_model
        if not (field.auto_created and (field.one_to_many or field.one_to_one)) or model is None:
            continue
        if isinstance(model, str) or issubclass(model, pghistory.models.Event):
            continue
        if model._meta.app_label == row._meta.app_label:
            continue
        pointing = {field.field.name: row.pk}  # type: ignore[union-attr]
        if model._default_manager.filter(**pointing).exists():
            found.append(str(model._meta.verbose_name))
    return sorted(found)


def _check_period(row: Perceelcontract, outer: Overeenkomst) -> None:
    if row.einddatum and row.einddatum < row.begindatum:
        day = format_long_date(row.begindatum)
        raise refuse(PERIODE_ONGELDIG, "einddatum", f"Kies {day} of later als einddatum.")
    require_inside(row.begindatum, row.einddatum, outer)
    perceel = row.perceel
    if not inside(row.begindatum, row.einddatum, perceel.begindatum, perceel.einddatum):
        veld = "begindatum" if row.begindatum < perceel.begindatum else "einddatum"
        until = f" tot en met {format_long_date(perceel.einddatum)}" if perceel.einddatum else ""
        raise refuse(
            codes.PERCEEL_NIET_GELDIG,
            veld,
            f"{perceel.naam} bestaat van {format_long_date(perceel.begindatum)}{until}.",
        )


def _check_group(perceel: Perceel, group_id: UUID | None, day: datetime.date) -> None:
    used = Tarief.objects.filter(
        Q(einddatum__isnull=True) | Q(einddatum__gte=day),
        tariefgroep__isnull=False,
        product__perceelproducten__perceel=perceel,
    )
    has_groups = not perceel.tarief_per_locatie and used.exists()
    if group_id is None:
        if has_groups:
            reden = "Kies de tariefgroep; daarvan hangt het tarief af."
            raise refuse(codes.TARIEFGROEP_VERPLICHT, "tariefgroep", reden)
        return
    if not Tariefgroep.objects.filter(pk=group_id).exists():
        raise refuse(ONBEKENDE_WAARDE, "tariefgroep", "Kies een tariefgroep uit de lijst.")
    if not has_groups:
        reden = f"{perceel.naam} kent geen tariefgroepen; laat dit leeg."
        raise refuse(codes.TARIEFGROEP_PAST_NIET, "tariefgroep", reden)


def _check_wait(weken: int | None) -> None:
    if weken is not None and not 1 <= weken <= MAX_WEKEN:
        raise refuse_as(
            "wachttijd_ongeldig", "max_wachttijd_weken", "Vul 1 tot en met 52 weken in, of niets."
        )


def _check_overlap(row: Perceelcontract) -> None:
    same = Perceelcontract.objects.filter(
        Q(einddatum__isnull=True) | Q(einddatum__gte=row.begindatum),
        aanbieder=row.aanbieder_id,
        perceel=row.perceel_id,
    ).exclude(Q(pk=row.pk) | Q(status=Perceelcontractstatus.INGETROKKEN))
    if row.einddatum:
        same = same.filter(begindatum__lte=row.einddatum)
    if other := same.order_by("begindatum").first():
        reden = "Deze aanbieder heeft dan al een contract voor dit perceel, vanaf "
        raise refuse_as(
            "perceelcontract_overlap", "begindatum", f"{reden}{format_long_date(other.begindatum)}."
        )


def _require_within(row: Perceelcontract, day: datetime.date, veld: str) -> None:
    if not inside(day, day, row.begindatum, row.einddatum):
        raise refuse(codes.BUITEN_CONTRACT, veld, "Kies een dag waarop het contract geldt.")
