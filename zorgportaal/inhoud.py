"""What is in a request: sealed in the vault, read by the declaration of its kind."""

import datetime
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from core import kluis
from core.fouten import ONBEKEND_VELD, VERPLICHT, Bevinding, NietGevonden, Ongeldig
from core.importexport.kolommen import Kolom, Soort
from core.models import Document
from providers.models import Aanbieder
from zorgportaal.choices import Verzoekhandeling
from zorgportaal.models import Wijzigingsverzoek
from zorgportaal.soorten import SOORTEN, Gegevenssoort, Wijziging

MAX_TOELICHTING = 2000
WIJZIGEN = Verzoekhandeling.WIJZIGEN
_DATUM = Kolom("De datum", "datum", Soort.DATUM)
_TOELICHTING = Kolom("toelichting", verplicht=False, max_lengte=MAX_TOELICHTING)


@dataclass(frozen=True)
class Inhoud:
    """`nieuw` by field, `oud` what held at filing; `datum` ISO, or as typed in a concept."""

    nieuw: Mapping[str, Any] = field(default_factory=dict)
    oud: Mapping[str, Any] = field(default_factory=dict)
    datum: Any = None
    toelichting: str = ""


def seal(verzoek: Wijzigingsverzoek, inhoud: Inhoud) -> None:
    verzoek.inhoud = kluis.encrypt(
        {
            "nieuw": dict(inhoud.nieuw),
            "oud": dict(inhoud.oud),
            "datum": inhoud.datum,
            "toelichting": inhoud.toelichting,
        },
        bound_to=_bound(verzoek),
    )


def opened(verzoek: Wijzigingsverzoek) -> Inhoud:
    return Inhoud(**kluis.decrypt(bytes(verzoek.inhoud), bound_to=_bound(verzoek)))


def _bound(verzoek: Wijzigingsverzoek) -> str:
    return f"wijzigingsverzoek:{verzoek.pk}"


def kind_of(soort: str, handeling: str) -> tuple[Gegevenssoort, Verzoekhandeling]:
    """Raises NietGevonden for a kind, or an act on it, that there is not."""
    kind = SOORTEN.get(soort)
    if kind is None or handeling not in kind.handelingen:
        raise NietGevonden()
    return kind, Verzoekhandeling(handeling)


def target_of(
    kind: Gegevenssoort, handeling: Verzoekhandeling, aanbieder_id: UUID, doel_id: UUID | None
) -> Any:
    """The row that is changed or ended, of this aanbieder; None for something new."""
    if handeling == Verzoekhandeling.TOEVOEGEN:
        return None
    row = kind.rows(aanbieder_id).filter(pk=doel_id).first() if doel_id else None
    if row is None:
        raise NietGevonden()
    return row


@dataclass(frozen=True)
class Gelezen:
    nieuw: dict[str, Any]
    datum: datetime.date | None
    toelichting: str
    fouten: list[Bevinding]


def read(
    kind: Gegevenssoort, handeling: Verzoekhandeling, aanbieder_id: UUID, ruw: Inhoud
) -> Gelezen:
    """Every value read and every error of form at once."""
    fields = {veld.naam: veld for veld in kind.fields(handeling)}
    values: dict[str, Any] = {}
    wrong = [
        ONBEKEND_VELD.bevinding("nieuw", "Er is een veld bij dat hier niet hoort.")
        for name in ruw.nieuw
        if name not in fields
    ][:1]
    for name, veld in fields.items():
        values[name], finding = veld.read(ruw.nieuw.get(name), aanbieder_id)
        if handeling == WIJZIGEN and veld.soort == Soort.JA_NEE and ruw.nieuw.get(name) is None:
            # left out it would be no, and a protected address public by forgetting (R-BES-2)
            finding = VERPLICHT.bevinding(name, f"Zeg ja of nee bij ‘{veld.label}’.")
        wrong += [finding] if finding else []
    day, finding = _DATUM.read(ruw.datum)
    finding = finding and replace(finding, veld="datum")
    wrong += [finding] if finding else []
    toelichting, finding = _TOELICHTING.read(ruw.toelichting)
    wrong += [finding] if finding else []
    return Gelezen(values, day, toelichting or "", wrong)


def wijziging_of(
    verzoek: Wijzigingsverzoek,
    *,
    datum: datetime.date | None = None,
    bewijs: Sequence[Document] | None = None,
) -> Wijziging:
    """A filed request, with what holds now as `oud`. Raises NietGevonden when its row is gone.

    What it left as it was at filing stays as it is now: it takes no other change back.
    """
    kind, handeling = kind_of(verzoek.soort, verzoek.handeling)
    row = target_of(kind, handeling, verzoek.aanbieder_id, verzoek.doel_id)
    day = datum or verzoek.ingangsdatum or verzoek.gewenste_datum
    if day is None:
        raise NietGevonden()
    kept, now = opened(verzoek), kind.values(row) if row is not None else {}
    return Wijziging(
        aanbieder=verzoek.aanbieder,
        handeling=handeling,
        datum=day,
        nieuw={
            name: now[name] if name in now and kept.oud.get(name, now) == value else value
            for name, value in kept.nieuw.items()
        },
        oud=now,
        doel=row,
        bewijs=list(verzoek.bewijsstukken.all()) if bewijs is None else bewijs,
    )


def fingerprint_of(
    aanbieder: Aanbieder, soort: str, handeling: str, doel_id: UUID | None, nieuw: Any
) -> bytes:
    """Equal for the same request: same target, same new values (R-ZP-3); says nothing else.

    Of an end the day is the new value.
    """
    return kluis.fingerprint(_mark(aanbieder.pk, soort, handeling, doel_id, nieuw))


def mark_of(verzoek: Wijzigingsverzoek, inhoud: Mapping[str, Any]) -> str:
    """What `inhoud_hash` is the fingerprint of, to make it anew under another hash key."""
    ended = verzoek.handeling == Verzoekhandeling.BEEINDIGEN
    asked = inhoud["datum"] if ended else inhoud["nieuw"]
    return _mark(verzoek.aanbieder_id, verzoek.soort, verzoek.handeling, verzoek.doel_id, asked)


def _mark(aanbieder_id: UUID, soort: str, handeling: str, doel_id: UUID | None, asked: Any) -> str:
    parts = [str(aanbieder_id), soort, handeling, str(doel_id or ""), asked]
    return "wijziging:" + json.dumps(parts, sort_keys=True)


def require_text(value: str, veld: str) -> str:
    """Trimmed. Raises Ongeldig (`te_lang`, `ongeldig_formaat`): what is kept is what was typed."""
    text = value.strip()
    _read, finding = Kolom(veld, verplicht=False, max_lengte=MAX_TOELICHTING).read(text)
    if finding:
        raise Ongeldig(bevindingen=[finding])
    return text


def seen_token(wijziging: Wijziging) -> str:
    """Stands for what holds now: a decision on other values than were shown is refused."""
    text = json.dumps(dict(wijziging.oud), sort_keys=True)
    return kluis.fingerprint(f"gezien:{text}").hex()
