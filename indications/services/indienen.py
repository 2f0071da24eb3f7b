"""Filing toewijzingen: one service for form, REST, import and message (R-TOE-1 … 15).

Two statements: one gathers the facts, one inserts; between them the pure rules. The constraints
decide when two people file at the same moment.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import orjson
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from core import kluis
from core.actor import Actor
from core.choices import Actorsoort
from core.constraints import Constraintconflict
from core.fouten import GEEN_RECHT, Bevinding, NietGevonden, Niveau, Ongeldig, Verboden
from core.policies import has_right
from core.sql import fetch_prepared
from core.ui.formats import format_long_date as datum
from indications import codes, rules
from indications.aanvraag import Aanvraag, Feiten
from indications.feiten import gather
from indications.models import Jeugdige
from indications.policies import TOEWIJZING_INDIENEN

MAX_SAMEN = 10


@dataclass(frozen=True, slots=True)
class Toetsing:
    """What holds for one aanvraag: the facts, and the findings of every rule."""

    aanvraag: Aanvraag
    feiten: Feiten
    bevindingen: tuple[Bevinding, ...]

    @property
    def fouten(self) -> tuple[Bevinding, ...]:
        return tuple(f for f in self.bevindingen if f.niveau == Niveau.FOUT)

    @property
    def waarschuwingen(self) -> tuple[Bevinding, ...]:
        return tuple(f for f in self.bevindingen if f.niveau == Niveau.WAARSCHUWING)

    @property
    def bedrag(self) -> Decimal | None:
        """Euro for the whole volume, rounded to the cent; None without one tariff or one total."""
        if self.feiten.tarief is None or not self.aanvraag.volume:
            return None
        if self.aanvraag.frequentie != rules.TOTAAL:
            return None
        return (self.feiten.tarief * self.aanvraag.volume).quantize(Decimal("0.01"))


@dataclass(frozen=True, slots=True)
class Ingediend:
    """A filed toewijzing: its reference and moment for the confirmation (R-MEL-2)."""

    id: UUID
    nummer: int
    versie: int
    moment: datetime.datetime
    indiening: UUID


def validate(
    actor: Actor, aanvragen: Sequence[Aanvraag], *, peildatum: datetime.date, complete: bool = True
) -> list[Toetsing]:
    """Check without storing anything. `complete=False` while somebody is still typing.

    A pseudonym outside the actor's scope raises NietGevonden.
    """
    if not has_right(actor, TOEWIJZING_INDIENEN):
        raise Verboden()
    with transaction.atomic():
        return _judge(actor, aanvragen, peildatum, complete)


def file_toewijzingen(
    actor: Actor,
    aanvragen: Sequence[Aanvraag],
    *,
    peildatum: datetime.date,
    waarschuwing_reden: str = "",
    indiening: UUID | None = None,
) -> list[Ingediend]:
    """File one or more toewijzingen together, all or nothing; a pair is one filing (R-TOE-8).

    `indiening` is the reference they share; without one they get a new one.

    Raises Verboden without the right or for another gemeente, Ongeldig with every finding at once
    (`veld` of the second and later ones starts with their number), Constraintconflict (409) when
    somebody else was a moment earlier.
    """
    if not 1 <= len(aanvragen) <= MAX_SAMEN:
        raise Ongeldig(_("Dien 1 tot en met %(max)d toewijzingen samen in.") % {"max": MAX_SAMEN})
    if not has_right(actor, TOEWIJZING_INDIENEN):
        raise Verboden()
    for attempt in (1, 2):
        try:
            with transaction.atomic():
                judged = _judge(actor, aanvragen, peildatum, complete=True)
                _refuse(judged, waarschuwing_reden)
                return _insert(actor, judged, waarschuwing_reden, indiening or uuid4())
        except IntegrityError as exc:
            conflict = Constraintconflict(exc)
            if attempt == 2 or conflict.code != "bsn_bestaat":
                raise conflict from exc
    raise AssertionError


def _judge(
    actor: Actor, aanvragen: Sequence[Aanvraag], peildatum: datetime.date, complete: bool
) -> list[Toetsing]:
    for aanvraag in aanvragen:
        if aanvraag.jeugdige_id is not None:
            _in_scope(actor, aanvraag.jeugdige_id)
    facts = gather(actor, aanvragen, peildatum)
    judged: list[Toetsing] = []
    for aanvraag, fact in zip(aanvragen, facts, strict=True):
        findings = findings_of(actor, aanvraag, feiten=fact, peildatum=peildatum, complete=complete)
        findings += _among_themselves(aanvraag, [t.aanvraag for t in judged])
        judged.append(Toetsing(aanvraag, fact, _prefixed(findings, len(judged))))
    return judged


def findings_of(
    actor: Actor, aanvraag: Aanvraag, *, feiten: Feiten, peildatum: datetime.date, complete: bool
) -> list[Bevinding]:
    """What is wrong with one aanvraag by itself; a row of a file is judged by this too."""
    return [
        *(rules.missing(aanvraag) if complete else ()),
        *_gemeente(actor, aanvraag, feiten),
        *rules.check(aanvraag, feiten, peildatum),
    ]


def _in_scope(actor: Actor, jeugdige_id: UUID) -> None:
    if not Jeugdige.objects.for_actor(actor).filter(pk=jeugdige_id).exists():
        raise NietGevonden()


def _gemeente(actor: Actor, a: Aanvraag, f: Feiten) -> list[Bevinding]:
    if not a.gemeentecode:
        return []
    if f.gemeente_id is None:
        return [
            codes.GEMEENTE_ONBEKEND.bevinding(
                "gemeentecode", _("Deze gemeente hoort niet bij de regio.")
            )
        ]
    if actor.soort != Actorsoort.SYSTEEM and f.gemeente_id != actor.organisatie_id:
        return [
            GEEN_RECHT.bevinding(
                "gemeentecode", _("Je kunt alleen voor je eigen gemeente toewijzen.")
            )
        ]
    return []


def _among_themselves(a: Aanvraag, earlier: Sequence[Aanvraag]) -> list[Bevinding]:
    """R-TOE-13 within one filing."""
    for other in earlier:
        same = (
            _key(a) == _key(other)
            and a.begindatum
            and other.begindatum
            and a.begindatum <= (other.einddatum or rules.LAATSTE_DAG)
            and other.begindatum <= (a.einddatum or rules.LAATSTE_DAG)
        )
        if same and other.begindatum:
            return [
                codes.TOEWIJZING_OVERLAP.bevinding(
                    "begindatum",
                    _("In deze indiening staat dit product er al, vanaf %(begin)s.")
                    % {"begin": datum(other.begindatum)},
                )
            ]
    return []


def _key(a: Aanvraag) -> tuple[Any, ...]:
    bsn = a.jeugdige.bsn if a.jeugdige else None
    return (a.jeugdige_id, bsn, a.productcode, a.aanbieder_agb)


def _prefixed(findings: Sequence[Bevinding], index: int) -> tuple[Bevinding, ...]:
    if index == 0:
        return tuple(findings)
    return tuple(replace(f, veld=f"{index}.{f.veld}") for f in findings)


def _refuse(judged: Sequence[Toetsing], reason: str) -> None:
    errors = [f for t in judged for f in t.fouten]
    if any(f.code == GEEN_RECHT.code for f in errors):
        raise Verboden(errors[0].reden, bevindingen=errors)
    warnings = [f for t in judged for f in t.waarschuwingen]
    if warnings and not reason.strip():
        errors.append(
            codes.WAARSCHUWING_ZONDER_REDEN.bevinding(
                "waarschuwingReden",
                _("Er is een waarschuwing: %(text)s Schrijf op waarom je toch indient.")
                % {"text": warnings[0].reden},
            )
        )
    if errors:
        raise Ongeldig(bevindingen=[*errors, *warnings])


INSERT = """
with rij as materialized (
  select r.*, now() moment from jsonb_to_recordset(%(rijen)s::jsonb) r(
    id uuid, jeugdige_id uuid, verwijzing_id uuid, gemeente_id uuid, product_id uuid,
    aanbieder_id uuid, perceelcontract_id uuid, begindatum date, einddatum date, volume int,
    eenheid text, frequentie text, minuten_direct int, minuten_indirect int, minuten_reistijd int,
    aantal_contacten int, productcode text)
), j as (
  insert into indications_jeugdige (id, gemeente_id, geboortedatum)
  select id, gemeente_id, geboortedatum from jsonb_to_recordset(%(jeugdigen)s::jsonb)
    x(id uuid, gemeente_id uuid, geboortedatum date)
), k as (
  insert into indications_jeugdigekluis (jeugdige_id, bsn_hash, bsn, naam, sleutel)
  select id, decode(bsn_hash, 'hex'), decode(bsn, 'hex'), decode(naam, 'hex'), sleutel
  from jsonb_to_recordset(%(jeugdigen)s::jsonb)
    x(id uuid, bsn_hash text, bsn text, naam text, sleutel text)
), v as (
  insert into indications_verwijzing (id, jeugdige_id, type, datum, verwijzer, geldig_tot)
  select id, jeugdige_id, type, datum, coalesce(verwijzer, ''), geldig_tot
  from jsonb_to_recordset(%(verwijzingen)s::jsonb)
    x(id uuid, jeugdige_id uuid, type text, datum date, verwijzer text, geldig_tot date)
), t as (
  insert into indications_toewijzing (id, gemeente_id, jeugdige_id, verwijzing_id, product_id,
    aanbieder_id, perceelcontract_id, begindatum, einddatum, volume, eenheid, frequentie,
    minuten_direct, minuten_indirect, minuten_reistijd, aantal_contacten, waarschuwing_reden,
    toewijzingsmoment, indiening)
  select id, gemeente_id, jeugdige_id, verwijzing_id, product_id, aanbieder_id,
    perceelcontract_id, begindatum, einddatum, volume, eenheid, frequentie, minuten_direct,
    minuten_indirect, minuten_reistijd, aantal_contacten, %(reden)s::text, moment,
    %(indiening)s::uuid
  from rij
  returning id, nummer, versie, toewijzingsmoment
), g as (
  insert into core_gebeurtenis (soort, objectsoort, object_id, actorsoort, actor_id, actor_naam,
    organisatie_id, rollen, reden, gegevens, referentie)
  select 'toewijzing.ingediend', 'toewijzing', t.id, %(actorsoort)s::text, %(actor_id)s::uuid,
    %(actor_naam)s::text, %(organisatie_id)s::uuid, %(rollen)s::text, %(reden)s::text,
    jsonb_build_object('nummer', t.nummer,
      'productcode', r.productcode, 'begindatum', r.begindatum, 'einddatum', r.einddatum,
      'volume', r.volume, 'eenheid', r.eenheid), %(referentie)s::text
  from t join rij r on r.id = t.id
), z as (
  insert into core_inzage (handeling, soort, actorsoort, actor_id, actor_naam, organisatie_id,
    rollen, doel, netwerkadres, object_id, jeugdigen, referentie)
  select 'C', 'toewijzing.indienen', %(actorsoort)s::text, %(actor_id)s::uuid,
    %(actor_naam)s::text, %(organisatie_id)s::uuid, %(rollen)s::text, 'toeleiding',
    %(netwerkadres)s::text,
    (select id from t limit 1),
    (select array_agg(distinct jeugdige_id) from rij), %(referentie)s::text
)
select id, nummer, versie, toewijzingsmoment from t
"""


def _insert(actor: Actor, judged: Sequence[Toetsing], reason: str, filing: UUID) -> list[Ingediend]:
    """Everything a filing writes, in one statement: jeugdige and vault when new, verwijzing,
    toewijzing, event and access log line.
    """
    people: dict[str, dict[str, Any]] = {}
    referrals: dict[tuple[Any, ...], dict[str, Any]] = {}
    rows = [_row(t, people, referrals) for t in judged]
    params = {
        "rijen": orjson.dumps(rows).decode(),
        "jeugdigen": orjson.dumps(list(people.values())).decode(),
        "verwijzingen": orjson.dumps(list(referrals.values())).decode(),
        "reden": reason.strip(),
        "indiening": filing,
        "actorsoort": str(actor.soort),
        "actor_id": actor.id,
        "actor_naam": actor.naam,
        "organisatie_id": actor.organisatie_id,
        "rollen": actor.rollen_tekst,
        "referentie": actor.referentie,
        "netwerkadres": actor.netwerkadres,
    }
    stored = {row[0]: row for row in fetch_prepared(INSERT, params)}
    return [
        Ingediend(row["id"], nummer=nummer, versie=versie, moment=moment, indiening=filing)
        for row in rows
        for _id, nummer, versie, moment in [stored[row["id"]]]
    ]


def _row(
    t: Toetsing,
    people: dict[str, dict[str, Any]],
    referrals: dict[tuple[Any, ...], dict[str, Any]],
) -> dict[str, Any]:
    a, f = t.aanvraag, t.feiten
    assert f.product is not None
    jeugdige_id = f.jeugdige_id or _new_person(a, f, people)
    parts = a.verdeling
    return {
        "id": uuid4(),
        "jeugdige_id": jeugdige_id,
        "verwijzing_id": f.verwijzing_id or _new_referral(a, jeugdige_id, referrals),
        "gemeente_id": f.gemeente_id,
        "product_id": f.product.id,
        "productcode": f.product.code,
        "aanbieder_id": f.aanbieder_id,
        "perceelcontract_id": f.perceelcontract_id,
        "begindatum": a.begindatum,
        "einddatum": a.einddatum,
        "volume": a.volume,
        "eenheid": a.eenheid,
        "frequentie": a.frequentie,
        "minuten_direct": parts.direct if parts else None,
        "minuten_indirect": parts.indirect if parts else None,
        "minuten_reistijd": parts.reistijd if parts else None,
        "aantal_contacten": parts.aantal_contacten if parts else None,
    }


def _new_person(a: Aanvraag, f: Feiten, people: dict[str, dict[str, Any]]) -> UUID:
    given = a.jeugdige
    assert given is not None
    assert given.bsn is not None
    bsn_hash = kluis.fingerprint(given.bsn).hex()
    if bsn_hash not in people:
        pseudonym = uuid4()
        naam = {
            "geslachtsnaam": given.geslachtsnaam,
            "voorvoegsel": given.voorvoegsel,
            "voornamen": given.voornamen,
        }
        people[bsn_hash] = {
            "id": pseudonym,
            "gemeente_id": f.gemeente_id,
            "geboortedatum": given.geboortedatum,
            "bsn_hash": bsn_hash,
            "bsn": kluis.encrypt(given.bsn, bound_to=f"bsn:{pseudonym}").hex(),
            "naam": kluis.encrypt(naam, bound_to=f"naam:{pseudonym}").hex(),
            "sleutel": kluis.current_key(),
        }
    return people[bsn_hash]["id"]


def _new_referral(
    a: Aanvraag, jeugdige_id: UUID, referrals: dict[tuple[Any, ...], dict[str, Any]]
) -> UUID:
    key = (jeugdige_id, a.verwijzing_type, a.verwijzing_datum, a.verwijzer, a.verwijzing_tot)
    new = {
        "id": uuid4(),
        "jeugdige_id": jeugdige_id,
        "type": a.verwijzing_type,
        "datum": a.verwijzing_datum,
        "verwijzer": a.verwijzer,
        "geldig_tot": a.verwijzing_tot,
    }
    return referrals.setdefault(key, new)["id"]
