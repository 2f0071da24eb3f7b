"""Changing a toewijzing after filing: end earlier, withdraw, and every other change (ijw-3.2 §1.7).

Each locks the row, compares `versie`, and leaves one `Wijziging`: a version is never lost.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from core.actor import Actor
from core.choices import Inzagehandeling
from core.constraints import Constraintconflict
from core.fouten import (
    ONBEKENDE_WAARDE,
    PERIODE_ONGELDIG,
    VERPLICHT,
    Bevinding,
    Conflict,
    NietGevonden,
    Ongeldig,
    VersieVerouderd,
)
from core.handeling import Handeling, handeling
from core.policies import authorise
from core.ui.formats import format_long_date as datum
from indications import wijzigregels
from indications.choices import RedenWijziging, Toewijzingstatus, Wijzigingsoort
from indications.codes import HEEFT_DECLARATIES, WAARSCHUWING_ZONDER_REDEN
from indications.models import Toewijzing, Wijziging
from indications.overgangen import require_transition
from indications.policies import TOEWIJZING_WIJZIGEN
from indications.wijzigregels import Stand, Voorstel, Weg, consent_of, withdrawal_asks_consent
from indications.wijzigtoets import Oordeel, assess, standing

REDENEN_EERDER = wijzigregels.EERDER
STANDEN = {
    Wijzigingsoort.INKORTEN: Toewijzingstatus.BEEINDIGD,
    Wijzigingsoort.OPREKKEN: Toewijzingstatus.TOEGEWEZEN,
}
EVENTS = {
    Wijzigingsoort.INKORTEN: "toewijzing.beeindigd",
    Wijzigingsoort.OPREKKEN: "toewijzing.verlengd",
    Wijzigingsoort.VOLUME: "toewijzing.volume_gewijzigd",
    Wijzigingsoort.VERWIJDEREN: "toewijzing.ingetrokken",
    Wijzigingsoort.NIEUW_NUMMER: "toewijzing.vervangen",
    Wijzigingsoort.EERDER_BEGINNEN: "toewijzing.aangevuld",
}


@dataclass(frozen=True, slots=True)
class Toestemming:
    """Who at the aanbieder agreed (`Toestemmingsbron`, a function) and on which day."""

    door: str = ""
    op: datetime.date | None = None


GEEN_TOESTEMMING = Toestemming()


@dataclass(frozen=True, slots=True)
class Gewijzigd:
    """What a change did: `toewijzing` as it is now, and `opvolger` when a new number came."""

    toewijzing: Toewijzing
    wijziging: Wijziging
    weg: Weg
    opvolger: Toewijzing | None = None


def end_toewijzing(
    actor: Actor,
    toewijzing_id: UUID,
    *,
    einddatum: datetime.date | None,
    reden: str,
    versie: int,
    peildatum: datetime.date,
    toestemming: Toestemming = GEEN_TOESTEMMING,
) -> Toewijzing:
    """End on an earlier day (inclusive), with a reason of JZ002; declared days stay inside the
    period. On a day before `peildatum` only with consent of the aanbieder, unless it asked (OP186).

    Raises Ongeldig, VersieVerouderd (412) when `versie` is not the current one, Conflict (409).
    """
    with handeling(actor) as act:
        row = _locked(actor, toewijzing_id, versie)
        require_transition(row.status, Toewijzingstatus.BEEINDIGD)
        past = einddatum is not None and einddatum < peildatum
        voorstel = _agreed(toestemming, reden)
        findings = [
            *_reason(reden),
            *_end(row, standing(row), einddatum),
            *consent_of(voorstel, past, peildatum),
        ]
        if findings:
            raise Ongeldig(bevindingen=findings)
        _save(
            act,
            row,
            Wijzigingsoort.INKORTEN,
            RedenWijziging(reden),
            {"einddatum": einddatum, "status": Toewijzingstatus.BEEINDIGD},
            voorstel=voorstel,
        )
    return row


def withdraw_toewijzing(
    actor: Actor,
    toewijzing_id: UUID,
    *,
    versie: int,
    peildatum: datetime.date,
    toestemming: Toestemming = GEEN_TOESTEMMING,
) -> Toewijzing:
    """Remove (JZ002 13): Einddatum becomes Ingangsdatum; refused while anything declared stands
    (TR385), and without consent of the aanbieder when it began before `peildatum` (OP186).
    """
    with handeling(actor) as act:
        row = _locked(actor, toewijzing_id, versie)
        require_transition(row.status, Toewijzingstatus.INGETROKKEN)
        if standing(row).gedeclareerd_tot:
            raise Conflict(
                _("Op deze toewijzing is al gedeclareerd; beëindig haar in plaats daarvan."),
                code=HEEFT_DECLARATIES.code,
            )
        voorstel = _agreed(toestemming, RedenWijziging.VERWIJDERD)
        needed = withdrawal_asks_consent(row.begindatum, peildatum)
        findings = [*consent_of(voorstel, needed, peildatum)]
        if findings:
            raise Ongeldig(bevindingen=findings)
        _save(
            act,
            row,
            Wijzigingsoort.VERWIJDEREN,
            RedenWijziging.VERWIJDERD,
            _removed(row),
            voorstel=voorstel,
        )
    return row


def _agreed(given: Toestemming, reden: str) -> Voorstel:
    return Voorstel(reden=reden, toestemming_door=given.door, toestemming_op=given.op)


def preview_change(
    actor: Actor, toewijzing_id: UUID, *, voorstel: Voorstel, peildatum: datetime.date
) -> Oordeel:
    """What a change would do, with every finding; stores nothing.

    Raises NietGevonden, Verboden, Conflict for one that is withdrawn.
    """
    with transaction.atomic():
        row = _rows(actor).filter(pk=toewijzing_id).first()
        if row is None:
            raise NietGevonden()
        authorise(actor, TOEWIJZING_WIJZIGEN)
        require_transition(row.status, Toewijzingstatus.TOEGEWEZEN)
        return assess(actor, row, voorstel, peildatum)


def change_toewijzing(
    actor: Actor,
    toewijzing_id: UUID,
    *,
    voorstel: Voorstel,
    versie: int,
    peildatum: datetime.date,
) -> Gewijzigd:
    """Change the einddatum, volume, product, eenheid, frequentie or begindatum, in one transaction.

    On the same number where that may; else the old number ends the day before, or is removed when
    nothing of it counted yet, and a new one goes on with `voorganger`. Raises NietGevonden,
    Verboden, Ongeldig with every finding at once, VersieVerouderd (412), Conflict (409).
    """
    try:
        with handeling(actor) as act:
            row = _locked(actor, toewijzing_id, versie)
            require_transition(row.status, Toewijzingstatus.TOEGEWEZEN)
            found = assess(actor, row, voorstel, peildatum)
            _refuse(found)
            if found.uitkomst.weg == Weg.ZELFDE_NUMMER:
                return _in_place(act, row, found)
            return _on_new_number(act, row, found)
    except IntegrityError as exc:
        raise Constraintconflict(exc) from exc


def _refuse(found: Oordeel) -> None:
    errors, warnings = list(found.fouten), list(found.waarschuwingen)
    if warnings and not found.voorstel.toelichting.strip():
        errors.append(
            WAARSCHUWING_ZONDER_REDEN.bevinding(
                "toelichting",
                _("Er is een waarschuwing: %(text)s Schrijf op waarom je toch wijzigt.")
                % {"text": warnings[0].reden},
            )
        )
    if errors:
        raise Ongeldig(bevindingen=[*errors, *warnings])


def _in_place(act: Handeling, row: Toewijzing, found: Oordeel) -> Gewijzigd:
    outcome, toetsing = found.uitkomst, found.toetsing
    assert outcome.soort is not None
    assert toetsing is not None
    values: dict[str, Any] = {"einddatum": outcome.tot, "volume": outcome.volume}
    if outcome.soort in STANDEN:
        values["status"] = STANDEN[outcome.soort]
    if outcome.volume != row.volume:
        values |= _split(toetsing.aanvraag.verdeling)
    reden = wijzigregels.reason_of(found.voorstel, outcome)
    change = _save(act, row, outcome.soort, reden, values, voorstel=found.voorstel)
    return Gewijzigd(row, change, outcome.weg)


def _on_new_number(act: Handeling, row: Toewijzing, found: Oordeel) -> Gewijzigd:
    """The old one makes way first, so that the two never overlap."""
    outcome, toetsing = found.uitkomst, found.toetsing
    assert outcome.soort is not None
    assert toetsing is not None
    if outcome.verwijdert_oude:
        values = _removed(row)
    elif outcome.weg == Weg.NIEUW_NUMMER:
        values = {"einddatum": outcome.oud_tot, "status": Toewijzingstatus.BEEINDIGD}
    else:
        values = {}
    before = (row.einddatum, row.volume)
    reden = wijzigregels.reason_of(found.voorstel, outcome)
    _update(row, reden if values else None, values)
    new = _file(act, row, found)
    change = _record(act, row, outcome.soort, reden, before, found.voorstel, new)
    return Gewijzigd(row, change, outcome.weg, new)


def _file(act: Handeling, old: Toewijzing, found: Oordeel) -> Toewijzing:
    """The new number, with RedenWijziging empty; contract and product as the facts have them."""
    assert found.toetsing is not None
    a, f, o = found.toetsing.aanvraag, found.toetsing.feiten, found.uitkomst
    assert f.product is not None
    assert f.perceelcontract_id is not None
    new = Toewijzing(
        gemeente_id=old.gemeente_id,
        jeugdige_id=old.jeugdige_id,
        verwijzing_id=old.verwijzing_id,
        aanbieder_id=old.aanbieder_id,
        product_id=f.product.id,
        perceelcontract_id=f.perceelcontract_id,
        begindatum=o.vanaf,
        einddatum=o.tot,
        volume=o.volume,
        eenheid=a.eenheid or old.eenheid,
        frequentie=a.frequentie or old.frequentie,
        waarschuwing_reden=found.voorstel.toelichting.strip() if found.waarschuwingen else "",
        toewijzingsmoment=timezone.now(),
        voorganger=old,
        **_split(a.verdeling),
    )
    new.save(force_insert=True)
    new.refresh_from_db()
    act.event(
        "toewijzing.ingediend",
        new,
        gegevens={
            "nummer": new.nummer,
            "van nummer": old.nummer,
            "productcode": f.product.code,
            "begindatum": str(new.begindatum),
            "einddatum": str(new.einddatum or ""),
            "volume": new.volume,
            "eenheid": new.eenheid,
        },
    )
    return new


def _split(parts: Any) -> dict[str, int | None]:
    names = ("direct", "indirect", "reistijd")
    return {
        **{f"minuten_{name}": getattr(parts, name, None) for name in names},
        "aantal_contacten": getattr(parts, "aantal_contacten", None),
    }


def _rows(actor: Actor) -> QuerySet[Any]:
    return Toewijzing.objects.for_actor(actor).select_related(
        "product", "gemeente", "verwijzing", "voorganger"
    )


def _locked(actor: Actor, toewijzing_id: UUID, versie: int) -> Toewijzing:
    row: Toewijzing | None = (
        _rows(actor).select_for_update(of=("self",)).filter(pk=toewijzing_id).first()
    )
    if row is None:
        raise NietGevonden()
    authorise(actor, TOEWIJZING_WIJZIGEN)
    if row.versie != versie:
        raise VersieVerouderd(
            _("Iemand anders heeft deze toewijzing intussen gewijzigd. Bekijk de nieuwe versie.")
        )
    return row


def _reason(reden: str) -> list[Bevinding]:
    if not reden:
        return [VERPLICHT.bevinding("reden", _("Kies een reden."))]
    if reden not in REDENEN_EERDER:
        return [ONBEKENDE_WAARDE.bevinding("reden", _("Kies een reden uit de lijst."))]
    return []


def _end(row: Toewijzing, stand: Stand, einddatum: datetime.date | None) -> list[Bevinding]:
    if einddatum is None:
        return [VERPLICHT.bevinding("einddatum", _("Vul de nieuwe einddatum in."))]
    if row.einddatum and einddatum >= row.einddatum:
        text = _("Kies een dag voor %(end)s, de huidige einddatum.")
        return [PERIODE_ONGELDIG.bevinding("einddatum", text % {"end": datum(row.einddatum)})]
    return list(wijzigregels.shorter(stand, einddatum))


def _removed(row: Toewijzing) -> dict[str, Any]:
    return {"einddatum": row.begindatum, "status": Toewijzingstatus.INGETROKKEN}


def _save(
    act: Handeling,
    row: Toewijzing,
    soort: Wijzigingsoort,
    reden: RedenWijziging,
    values: Mapping[str, Any],
    *,
    voorstel: Voorstel | None = None,
) -> Wijziging:
    before = (row.einddatum, row.volume)
    _update(row, reden, values)
    return _record(act, row, soort, reden, before, voorstel or Voorstel(), None)


def _update(row: Toewijzing, reden: RedenWijziging | None, values: Mapping[str, Any]) -> None:
    """A next version. Without `reden` nothing that is sent differs: the moment stays (IV013)."""
    changed: dict[str, Any] = dict(values)
    if reden is not None:
        changed |= {"reden_wijziging": reden, "toewijzingsmoment": timezone.now()}
    for name, value in changed.items():
        setattr(row, name, value)
    Toewijzing.objects.filter(pk=row.pk).update(**changed, versie=F("versie") + 1)
    row.versie += 1


def _record(
    act: Handeling,
    row: Toewijzing,
    soort: Wijzigingsoort,
    reden: RedenWijziging,
    before: tuple[datetime.date | None, int],
    v: Voorstel,
    opvolger: Toewijzing | None,
) -> Wijziging:
    change = Wijziging.objects.create(
        toewijzing=row,
        soort=soort,
        reden=reden,
        einddatum_oud=before[0],
        einddatum_nieuw=row.einddatum,
        volume_oud=before[1],
        volume_nieuw=row.volume,
        versie=row.versie,
        toestemming_door=v.toestemming_door if v.toestemming_op else "",
        toestemming_op=v.toestemming_op,
        toelichting=v.toelichting.strip(),
        opvolger=opvolger,
    )
    told: dict[str, Any] = {
        "nummer": row.nummer,
        "einddatum": str(row.einddatum),
        "code": str(reden),
    }
    if opvolger is not None:
        told["naar nummer"] = opvolger.nummer
    act.event(EVENTS[soort], row, reden=str(RedenWijziging(reden).label), gegevens=told)
    act.access(
        Inzagehandeling.WIJZIGEN, EVENTS[soort], jeugdigen=[row.jeugdige_id], object_id=row.pk
    )
    return change
