"""Start a series, and make the file of a month for Kennispunt Twente (D1)."""
# ruff: noqa: S608 - composed of fixed words

import base64
import datetime
import secrets
import tempfile
from dataclasses import dataclass
from typing import IO, Any
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from core import kluis
from core.actor import Actor
from core.choices import Actorsoort, Organisatiesoort
from core.fouten import ONBEKENDE_WAARDE, Bevinding, Foutcode, NietGevonden, Ongeldig
from core.handeling import handeling
from core.importexport.uitvoer import Exportkolom, Sqlbron, export_queryset
from core.models import Organisatie
from core.policies import authorise
from core.tekst import read_text
from kennispunt import vergroven
from kennispunt.choices import Bestandsoort
from kennispunt.kolommen import ONDERDRUKT, REGIO, RIJEN, TELLINGEN, export_columns
from kennispunt.models import Kennispuntreeks, Kennispuntuitvoer
from kennispunt.policies import KENNISPUNT_MAKEN
from kennispunt.pseudoniem import pseudonym
from kennispunt.vergroven import MAANDEN_TERUG, months

REEKS_BESTAAT = Foutcode("reeks_bestaat", "Er is al een reeks met deze naam.", "D1")
SLEUTELBYTES = 32
VELDEN = f"""
select %(maand)s::text maand, k.pseudoniem, r.leeftijd,
  case when r.niveau = 0 then r.gemeente else '{REGIO}' end gemeente,
  case when r.niveau < 2 then r.product end productcode,
  case when r.niveau < 2 then pl.code end perceel, r.segment,
  case when r.niveau = 0 then a.naam end aanbieder,
  to_char(t.begindatum, 'YYYY-MM') beginmaand, to_char(t.einddatum, 'YYYY-MM') eindmaand,
  t.volume, t.eenheid, t.frequentie, coalesce(d.volume, 0) gedeclareerd,
  l.wachtdagen, l.reden_einde
from kennispunt_rij r
join kennispunt_sleutel k on k.jeugdige_id = r.jeugdige_id
join indications_toewijzing t on t.id = r.id
join providers_aanbieder a on a.id = t.aanbieder_id
join contracts_perceelcontract pc on pc.id = t.perceelcontract_id
join contracts_perceel pl on pl.id = pc.perceel_id
left join (
  select x.toewijzing_id, sum(x.volume) volume from indications_declaratieregel x
  where x.einddatum <= %(eind)s::date group by x.toewijzing_id
) d on d.toewijzing_id = t.id
left join (
  select distinct on (x.toewijzing_id) x.toewijzing_id,
    first_value(x.begindatum - x.aangevraagd_op) over (
      partition by x.toewijzing_id order by x.begindatum) wachtdagen,
    case when x.einddatum <= %(eind)s::date then x.reden_beeindiging end reden_einde
  from indications_levering x where x.begindatum <= %(eind)s::date
  order by x.toewijzing_id, x.begindatum desc
) l on l.toewijzing_id = t.id
where r.niveau < 3
order by k.pseudoniem, r.segment, beginmaand, volume, productcode
"""


@dataclass(frozen=True)
class Bestand:
    """A file of a month, opened at its begin, and what was written down about it."""

    inhoud: IO[bytes]
    naam: str
    uitvoer: Kennispuntuitvoer


def start_series(actor: Actor, *, naam: str) -> Kennispuntreeks:
    """A series with a new key: its pseudonyms cannot be joined with those of another.

    Raises Ongeldig (`verplicht`, `te_lang`, `reeks_bestaat`).
    """
    authorise(actor, KENNISPUNT_MAKEN)
    text, found = read_text(
        naam, "naam", max_lengte=80, verplicht=_("Geef de reeks een naam, zoals 2026.")
    )
    if Kennispuntreeks.objects.filter(naam=text).exists():
        found.append(REEKS_BESTAAT.bevinding("naam", REEKS_BESTAAT.betekenis))
    if found:
        raise Ongeldig(bevindingen=found)
    with handeling(actor) as act:
        reeks = Kennispuntreeks(naam=text, gestart_door_id=_person(actor))
        key = base64.b64encode(secrets.token_bytes(SLEUTELBYTES)).decode()
        reeks.geheim = kluis.encrypt(key, bound_to=f"kennispuntreeks:{reeks.pk}")
        reeks.save(force_insert=True)
        act.event("kennispunt.reeks_gestart", reeks)
    return reeks


def make_file(
    actor: Actor,
    reeks_id: UUID,
    *,
    maand: datetime.date,
    bestand: str,
    peildatum: datetime.date,
) -> Bestand:
    """Of a whole month that is over. Nothing of it is kept but how much there was.

    Raises NietGevonden, Verboden, Ongeldig (`onbekende_waarde`) for another month or file.
    """
    reeks: Kennispuntreeks | None = (
        Kennispuntreeks.objects.for_actor(actor).filter(pk=reeks_id).first()
    )
    if reeks is None:
        raise NietGevonden()
    authorise(actor, KENNISPUNT_MAKEN)
    if found := [*_month(maand, peildatum), *_kind(bestand)]:
        raise Ongeldig(bevindingen=found)
    with handeling(actor) as act:
        klein = settings.KLEIN_AANTAL
        vergroven.gather(maand)
        gemeenten = Organisatie.objects.filter(soort=Organisatiesoort.GEMEENTE)
        counts = vergroven.count(gemeenten.values_list("code", flat=True))
        lines = vergroven.table(counts, klein)
        if bestand == Bestandsoort.TELLINGEN:
            content, numbers = _counts(actor, maand, lines)
        else:
            content, numbers = _rows(actor, reeks, maand, vergroven.coarsen(lines, klein))
        made: Kennispuntuitvoer = Kennispuntuitvoer.objects.create(
            reeks=reeks, maand=maand, bestand=bestand, gemaakt_door_id=_person(actor), **numbers
        )
        act.event(
            "kennispunt.bestand_gemaakt",
            made,
            gegevens={"maand": f"{maand:%Y-%m}", "bestand": bestand, **numbers},
        )
    return Bestand(content, f"kennispunt-{bestand}-{maand:%Y-%m}.csv", made)


def _rows(
    actor: Actor, reeks: Kennispuntreeks, maand: datetime.date, levels: dict[int, int]
) -> tuple[IO[bytes], dict[str, int]]:
    sealed = kluis.decrypt(reeks.geheim, bound_to=f"kennispuntreeks:{reeks.pk}")
    people = _put_pseudonyms(base64.b64decode(sealed))
    params = {**vergroven.bounds(maand), "maand": f"{maand:%Y-%m}"}
    source = Sqlbron(VELDEN, params)
    content = _file(actor, source, export_columns(RIJEN), "kennispunt-rijen", jeugdigen=people)
    return content, {
        "regels": sum(number for level, number in levels.items() if level < 3),
        "regio": levels.get(1, 0),
        "segment": levels.get(2, 0),
        "weggelaten": levels.get(3, 0),
    }


def _put_pseudonyms(key: bytes) -> list[UUID]:
    """In a temporary table, so that the key itself is in no statement."""
    with connection.cursor() as cursor:
        cursor.execute("select distinct jeugdige_id from kennispunt_rij where niveau < 3")
        people = [row[0] for row in cursor.fetchall()]
        cursor.execute("drop table if exists kennispunt_sleutel")
        cursor.execute(
            "create temporary table kennispunt_sleutel (jeugdige_id uuid, pseudoniem text) "
            "on commit drop"
        )
        statement = "copy kennispunt_sleutel (jeugdige_id, pseudoniem) from stdin"
        with cursor.copy(statement) as copy:
            for person in people:
                copy.write_row((person, pseudonym(key, person)))
    return people


def _counts(
    actor: Actor, maand: datetime.date, lines: list[tuple[str, str, str, int | None]]
) -> tuple[IO[bytes], dict[str, int]]:
    columns = [list(column) for column in zip(*lines, strict=True)] or [[], [], [], []]
    statement = f"""
select %s::text maand, v.productcode, v.gemeente, v.leeftijd,
  coalesce(v.jeugdigen::text, '{ONDERDRUKT}') jeugdigen
from unnest(%s::text[], %s::text[], %s::text[], %s::int[])
  v(productcode, gemeente, leeftijd, jeugdigen)
order by v.productcode, v.gemeente, v.leeftijd
"""
    source = Sqlbron(statement, [f"{maand:%Y-%m}", *columns])
    content = _file(actor, source, export_columns(TELLINGEN), "kennispunt-tellingen")
    hidden = sum(number is None for _p, _g, _l, number in lines)
    return content, {"regels": len(lines), "onderdrukt": hidden}


def _file(
    actor: Actor,
    source: Sqlbron,
    columns: list[Exportkolom],
    naam: str,
    jeugdigen: list[UUID] | None = None,
) -> IO[bytes]:
    """Written within this transaction: its temporary tables are gone after it."""
    answer: Any = export_queryset(
        actor, source, columns, "csv", naam=naam, jeugdigen=jeugdigen, doel="Kennispunt", bom=False
    )
    target = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    for chunk in answer.streaming_content:
        target.write(chunk)
    target.seek(0)
    return target


def _month(maand: datetime.date, peildatum: datetime.date) -> list[Bevinding]:
    if maand in months(peildatum):
        return []
    text = _("Kies een hele maand die voorbij is, hoogstens %s maanden terug.")
    return [ONBEKENDE_WAARDE.bevinding("maand", text % MAANDEN_TERUG)]


def _kind(bestand: str) -> list[Bevinding]:
    if bestand in Bestandsoort.values:
        return []
    return [ONBEKENDE_WAARDE.bevinding("bestand", _("Kies rijen of tellingen."))]


def _person(actor: Actor) -> UUID | None:
    return actor.id if actor.soort == Actorsoort.GEBRUIKER else None
