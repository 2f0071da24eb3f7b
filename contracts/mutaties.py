"""Changes of the catalogue: add, change from a day, end, take back. Each is an event (R-SEG-2).

Called with an open `handeling` under `lock_catalogue()` by who has authorised it: a service or the
import. All raise Ongeldig with the codes of `catalogus.regels` and of the models.
"""

import copy
import datetime
import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models
from django.utils import timezone

from contracts.catalogus import regels
from contracts.catalogus.gebruik import Vraag, still_running, usage_of
from contracts.catalogus.soorten import SOORTEN, Soort
from contracts.choices import Mutatiestatus, Perceelcontractstatus
from contracts.models import (
    Catalogusmutatie,
    Perceel,
    Perceelcontract,
    PerceelProduct,
    Product,
    Uitsluiting,
)
from core.fouten import Bevinding, NietGevonden, Niveau, Ongeldig, errors_of
from core.handeling import Handeling
from core.importexport.inlezen import findings_of_validation
from core.ui.formats import format_long_date

DAG = datetime.timedelta(days=1)
MUTATIE_BESTAAT = "mutatie_bestaat"


def lock_catalogue() -> None:
    """One change of the catalogue at a time: its rules look at rows beside the one that changes."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext('catalogus'))")


def planned_of(soort: Soort, row: Any) -> list[Catalogusmutatie]:
    """What waits for its day, in the order in which it will hold."""
    if soort.mutatie is None:
        return []
    rows = Catalogusmutatie.objects.filter(
        soort=soort.mutatie, doel_id=row.pk, status=Mutatiestatus.GEPLAND
    )
    return list(rows.order_by("ingangsdatum", "aangemaakt_op"))


def values_on(
    soort: Soort, row: Any, day: datetime.date, planned: Sequence[Catalogusmutatie]
) -> dict[str, Any]:
    """The values that will hold on `day`, today or later."""
    values = soort.values(row)
    for change in planned:
        if change.ingangsdatum <= day:
            values |= change.velden
    return values


def seen_token(soort: Soort, row: Any) -> str:
    """Changes when the row or what is planned for it does: what a page showed, handed back."""
    names = [f.attname for f in soort.model._meta.concrete_fields if not f.generated]
    shown = [getattr(row, name) for name in names]
    coming = [[m.pk, m.velden, m.ingangsdatum, m.reden] for m in planned_of(soort, row)]
    text = json.dumps([shown, coming], cls=DjangoJSONEncoder, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def add(
    act: Handeling,
    soort: Soort,
    values: Mapping[str, Any],
    *,
    peildatum: datetime.date,
    bevestigd: bool = False,
) -> Any:
    """A new row, from today or later. A gap behind an earlier period of a product that contracts
    use is refused (`periode_gat`) unless `bevestigd`.
    """
    row = soort.model(**values)
    findings: list[Bevinding] = []
    if soort.periode and row.begindatum:  # type: ignore[attr-defined]
        begin, einde = row.begindatum, row.einddatum  # type: ignore[attr-defined]
        findings += regels.check_ingang(begin, peildatum, "begindatum")
        findings += regels.check_einde(begin, einde, peildatum)
    if isinstance(row, Product):
        findings += regels.check_productcode(row.code)
        row.voorbeeldgegeven = row.code not in regels.OFFICIEEL
    if "code" in soort.vast and _known(soort, row):
        reden = f"De code {row.code} bestaat al; kies een andere."  # type: ignore[attr-defined]
        findings.append(regels.CODE_BESTAAT.bevinding("code", reden))
    if isinstance(row, PerceelProduct):
        findings += _of_perceelproduct(row, bevestigd)
    _refuse(findings)
    _clean(row)
    row.save(force_insert=True)
    act.event(f"{row._meta.model_name}.toegevoegd", row, gegevens=_plain(values))
    return row


def _known(soort: Soort, row: Any) -> bool:
    return soort.model._default_manager.filter(code=row.code).exists()


def _of_perceelproduct(row: PerceelProduct, bevestigd: bool) -> list[Bevinding]:
    product, perceel = row.product, row.perceel
    grenzen = [
        (str(product), product.begindatum, product.einddatum),
        (str(perceel), perceel.begindatum, perceel.einddatum),
    ]
    found = regels.check_binnen(row.begindatum, row.einddatum, grenzen)
    others = PerceelProduct.objects.filter(product=product, perceel=perceel).exclude(pk=row.pk)
    periods = list(others.values_list("begindatum", "einddatum"))
    gap = regels.gap_before(row.begindatum, periods)
    if gap and not bevestigd and _contracted(perceel, gap[0]):
        first, last = map(format_long_date, gap)
        reden = (
            f"Van {first} tot en met {last} zit het product niet in het perceel, en er zijn dan "
            "contracten. Sluit aan, of bevestig dit."
        )
        found.append(regels.PERIODE_GAT.bevinding("begindatum", reden))
    return found


def _contracted(perceel: Perceel, day: datetime.date) -> bool:
    rows = Perceelcontract.objects.filter(perceel=perceel, status=Perceelcontractstatus.GELDIG)
    return rows.filter(still_running(day - DAG)).exists()


def change(
    act: Handeling,
    soort: Soort,
    row: Any,
    values: Mapping[str, Any],
    *,
    ingang: datetime.date,
    peildatum: datetime.date,
    reden: str = "",
    mutatie: Catalogusmutatie | None = None,
    samen: bool = False,
) -> Any:
    """New values from `ingang`: at once for today, else planned; only what differs is kept.

    `mutatie` is a planned change that this one takes the place of. `samen` puts it together with
    what is planned for that day, which is refused (`mutatie_bestaat`) otherwise. Gives the row, or
    the planned change. A row with a period gets a new version from `ingang`.
    """
    planned = [m for m in planned_of(soort, row) if mutatie is None or m.pk != mutatie.pk]
    same_day = next((m for m in planned if m.ingangsdatum == ingang), None)
    base = values_on(soort, row, ingang, planned)
    changed = {name: value for name, value in values.items() if base.get(name, ...) != value}
    findings = _of_change(soort, row, changed, ingang, peildatum)
    if same_day and not samen and ingang > peildatum:
        day = format_long_date(ingang)
        text = f"Voor {day} is al een wijziging gepland; pas die aan."
        findings.append(Bevinding(MUTATIE_BESTAAT, Niveau.FOUT, "ingangsdatum", text))
    _refuse(findings)
    proof = copy.copy(row)
    for name, value in (base | changed).items():
        setattr(proof, name, value)
    if soort.mutatie is None:
        return _new_version(act, soort, row, proof, ingang, peildatum)
    _clean(proof)
    if ingang > peildatum:
        kept = mutatie or same_day
        if kept is not None and mutatie is None:
            changed = {**kept.velden, **changed}
        return _plan(act, soort, row, changed, ingang, reden, kept)
    for late in (m for m in planned if m.ingangsdatum <= peildatum):
        _settle(late, Mutatiestatus.TOEGEPAST)
    if mutatie is not None:
        mutatie.velden, mutatie.ingangsdatum, mutatie.reden = changed, ingang, reden
        _settle(mutatie, Mutatiestatus.TOEGEPAST)
    _write(act, row, base | changed, reden)
    return row


def _of_change(
    soort: Soort,
    row: Any,
    changed: Mapping[str, Any],
    ingang: datetime.date,
    peildatum: datetime.date,
) -> list[Bevinding]:
    found = regels.check_ingang(ingang, peildatum, "ingangsdatum")
    fixed = [name for name in changed if name not in soort.velden]
    found += [
        regels.VELD_LIGT_VAST.bevinding(name, regels.VELD_LIGT_VAST.betekenis) for name in fixed
    ]
    if not changed:
        found.append(regels.NIETS_GEWIJZIGD.bevinding("", regels.NIETS_GEWIJZIGD.betekenis))
    einde = getattr(row, "einddatum", None)
    if einde and ingang > einde:
        reden = f"Dit eindigt op {format_long_date(einde)}; kies een dag daarvoor."
        found.append(regels.BUITEN_PERIODE.bevinding("ingangsdatum", reden))
    return found


def _plan(
    act: Handeling,
    soort: Soort,
    row: Any,
    changed: dict[str, Any],
    ingang: datetime.date,
    reden: str,
    kept: Catalogusmutatie | None,
) -> Catalogusmutatie:
    if soort.mutatie is None:
        raise ValueError(soort.code)
    if kept is None:
        kept = Catalogusmutatie(soort=soort.mutatie, doel_id=row.pk, velden=changed)
    kept.velden, kept.ingangsdatum, kept.reden = changed, ingang, reden or kept.reden
    _clean(kept)
    kept.save()
    data = {"velden": sorted(kept.velden), "ingangsdatum": ingang.isoformat()}
    act.event(f"{row._meta.model_name}.wijziging_gepland", row, reden=reden, gegevens=data)
    return kept


def _write(act: Handeling, row: Any, values: Mapping[str, Any], reden: str) -> list[str]:
    """In place; names what really differed."""
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, values[name])
    if changed:
        row.save(update_fields=changed)
        data = {"velden": changed}
        act.event(f"{row._meta.model_name}.gewijzigd", row, reden=reden, gegevens=data)
    return changed


def _settle(mutatie: Catalogusmutatie, status: Mutatiestatus) -> None:
    mutatie.status = status
    if status == Mutatiestatus.TOEGEPAST:
        mutatie.toegepast_op = timezone.now()
    mutatie.save()


def _new_version(
    act: Handeling,
    soort: Soort,
    row: Any,
    version: Any,
    ingang: datetime.date,
    peildatum: datetime.date,
) -> Any:
    """The old row ends the day before; one that does not hold yet is changed itself."""
    if row.begindatum >= ingang:
        _clean(version)
        _write(act, row, soort.values(version), "")
        return row
    fixed = {name: getattr(version, name) for name in (*soort.vast, *soort.velden)}
    row.einddatum = ingang - DAG
    _clean(row)
    row.save(update_fields=["einddatum"])
    return add(act, soort, fixed | {"begindatum": ingang}, peildatum=peildatum)


def end(
    act: Handeling,
    soort: Soort,
    row: Any,
    einddatum: datetime.date | None,
    *,
    peildatum: datetime.date,
    bevestigd: bool = False,
) -> None:
    """`einddatum` is the last day; None takes an end away. What hangs on a perceel or product ends
    with it. Contracts or toewijzingen that still need a product: `product_nodig`, unless
    `bevestigd`; a perceel with running contracts does not end: `perceel_gecontracteerd`.
    """
    if row.einddatum == einddatum:
        _refuse([regels.NIETS_GEWIJZIGD.bevinding("einddatum", regels.NIETS_GEWIJZIGD.betekenis)])
    findings = regels.check_einde(row.begindatum, einddatum, peildatum)
    if row.einddatum and row.einddatum < peildatum:
        reden = f"Dit is op {format_long_date(row.einddatum)} geëindigd; voeg het opnieuw toe."
        findings.append(regels.EINDE_VERLEDEN.bevinding("einddatum", reden))
    _refuse(findings)
    shorter = einddatum is not None and (row.einddatum is None or einddatum < row.einddatum)
    if einddatum is not None and shorter:
        _refuse(_of_end(soort, row, einddatum, bevestigd))
        _end_parts(act, row, einddatum)
    row.einddatum = einddatum
    if isinstance(row, PerceelProduct):
        _refuse(_of_perceelproduct(row, bevestigd=True))
    _clean(row)
    row.save(update_fields=["einddatum"])
    data = {"einddatum": einddatum.isoformat() if einddatum else None}
    act.event(f"{row._meta.model_name}.beeindigd", row, gegevens=data)


def need_of(row: Any, na: datetime.date) -> list[str]:
    """Who still uses the product of `row` (Product or PerceelProduct) after `na`, in words."""
    if isinstance(row, Product):
        return usage_of(Vraag(row.pk, na))
    if isinstance(row, PerceelProduct):
        return usage_of(Vraag(row.product_id, na, row.perceel_id))
    if isinstance(row, Perceel):
        rows = Perceelcontract.objects.filter(perceel=row, status=Perceelcontractstatus.GELDIG)
        n = rows.filter(still_running(na)).count()
        return [f"{n} {'contract' if n == 1 else 'contracten'}"] if n else []
    return []


def _of_end(soort: Soort, row: Any, einddatum: datetime.date, bevestigd: bool) -> list[Bevinding]:
    found = []
    need = need_of(row, einddatum)
    if need and isinstance(row, Perceel):
        reden = f"Na {format_long_date(einddatum)} lopen er nog {need[0]}; laat die eerst aflopen."
        found.append(regels.PERCEEL_GECONTRACTEERD.bevinding("einddatum", reden))
    elif need and not bevestigd:
        reden = f"Na {format_long_date(einddatum)} zijn er nog: {', '.join(need)}. Bevestig dit."
        found.append(regels.PRODUCT_NODIG.bevinding("bevestigd", reden))
    later = [m for m in planned_of(soort, row) if m.ingangsdatum > einddatum]
    parts = [part for part in _parts_of(row) if part.begindatum > einddatum]
    if later or parts:
        what = "een wijziging" if later else "een product in een perceel of een uitsluiting"
        reden = f"Na {format_long_date(einddatum)} staat nog {what} klaar; haal dat eerst weg."
        found.append(regels.BEGINT_LATER.bevinding("einddatum", reden))
    return found


def _parts_of(row: Any) -> list[Any]:
    if not isinstance(row, Perceel | Product):
        return []
    name = row._meta.model_name
    kinds: tuple[type[models.Model], ...] = (PerceelProduct, Uitsluiting)
    return [part for kind in kinds for part in kind._default_manager.filter(**{str(name): row})]


def _end_parts(act: Handeling, row: Any, einddatum: datetime.date) -> None:
    for part in _parts_of(row):
        if part.einddatum is None or part.einddatum > einddatum:
            part.einddatum = einddatum
            part.save(update_fields=["einddatum"])
            data = {"einddatum": einddatum.isoformat(), "met": row._meta.model_name}
            act.event(f"{part._meta.model_name}.beeindigd", part, gegevens=data)


def take_back(act: Handeling, soort: Soort, row: Any, *, peildatum: datetime.date) -> None:
    """A row that does not hold yet is taken away; the event says what it was.

    Raises Ongeldig `al_begonnen` for one that holds.
    """
    if row.begindatum <= peildatum:
        _refuse([regels.AL_BEGONNEN.bevinding("", regels.AL_BEGONNEN.betekenis)])
    names = (*soort.vast, *soort.velden)
    act.event(
        f"{row._meta.model_name}.weggehaald",
        row,
        gegevens=_plain({name: getattr(row, name) for name in names}),
    )
    row.delete()


def withdraw(act: Handeling, mutatie: Catalogusmutatie) -> None:
    """Raises Ongeldig `mutatie_voorbij` when it is no longer planned."""
    require_planned(mutatie)
    _settle(mutatie, Mutatiestatus.INGETROKKEN)
    act.event("catalogusmutatie.ingetrokken", mutatie, gegevens={"doel": str(mutatie.doel_id)})


def require_planned(mutatie: Catalogusmutatie) -> None:
    if mutatie.status != Mutatiestatus.GEPLAND:
        code = regels.MUTATIE_VOORBIJ
        _refuse([code.bevinding("", code.betekenis)])


def target_of(mutatie: Catalogusmutatie) -> tuple[Soort, Any]:
    """The kind and the row that a planned change is about."""
    kind = next(s for s in SOORTEN.values() if s.mutatie == mutatie.soort)
    row = kind.model._default_manager.filter(pk=mutatie.doel_id).first()
    if row is None:
        raise NietGevonden()
    return kind, row


def apply(act: Handeling, mutatie: Catalogusmutatie) -> None:
    """The planned values become those of the row; what they were before is in its history."""
    require_planned(mutatie)
    soort, row = target_of(mutatie)
    proof = copy.copy(row)
    for name, value in mutatie.velden.items():
        setattr(proof, name, value)
    _clean(proof)
    _write(act, row, {name: getattr(proof, name) for name in mutatie.velden}, mutatie.reden)
    _settle(mutatie, Mutatiestatus.TOEGEPAST)
    act.event("catalogusmutatie.toegepast", mutatie, gegevens={"soort": soort.code})


def _refuse(findings: Sequence[Bevinding]) -> None:
    if errors_of(findings):
        raise Ongeldig(code=findings[0].code, bevindingen=list(findings))


def _clean(row: models.Model) -> None:
    try:
        row.full_clean()
    except ValidationError as exc:
        found = findings_of_validation(exc)
        raise Ongeldig(code=found[0].code, bevindingen=found) from exc


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """As JSON holds it; of a row of another table its text (codes and names, no persons)."""
    plain = {k: str(v) if isinstance(v, models.Model) else v for k, v in values.items()}
    found: dict[str, Any] = json.loads(json.dumps(plain, cls=DjangoJSONEncoder))
    return found
