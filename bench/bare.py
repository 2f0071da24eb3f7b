"""The yardstick from below: a WSGI application on psycopg that runs the portal's own SQL.

The statements come from the portal (`BENCH_SQL`, a file); no framework, no rules, no log, no
encryption. One connection per thread, kept; every statement prepared.
"""

import datetime
import hashlib
import hmac
import os
import threading
import uuid
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import orjson
import psycopg

Start = Callable[[str, list[tuple[str, str]]], object]

SQL: dict[str, str] = orjson.loads(Path(os.environ["BENCH_SQL"]).read_bytes())
DSN = os.environ["BENCH_DSN"]
HASH_KEY = os.environ["BENCH_HASH_KEY"].encode()
TODAY = datetime.date.today()  # noqa: DTZ011
_local = threading.local()

LIST = """
select coalesce(json_agg(x), '[]')::text from (
  select t.id, t.nummer, t.jeugdige_id as "jeugdigeId", g.code as gemeentecode,
    t.aanbieder_id as "aanbiederId", a.naam as aanbiedernaam, p.code as productcode,
    p.naam as productnaam, t.status, t.begindatum, t.einddatum,
    json_build_object('volume', t.volume, 'eenheid', t.eenheid, 'frequentie', t.frequentie) omvang,
    t.toewijzingsmoment, t.versie
  from indications_toewijzing t
  join core_organisatie g on g.id = t.gemeente_id
  join providers_aanbieder a on a.id = t.aanbieder_id
  join contracts_product p on p.id = t.product_id
  where t.gemeente_id = %s
  order by t.toewijzingsmoment desc, t.id desc limit 100
) x
"""


def cursor() -> psycopg.Cursor[tuple[Any, ...]]:
    """Of the connection of this thread."""
    if not hasattr(_local, "connection"):
        connection = psycopg.connect(DSN, autocommit=True, prepare_threshold=0)
        connection.execute("set time zone 'UTC'")
        _local.connection = connection
    return _local.connection.cursor()


def application(environ: dict[str, Any], start_response: Start) -> Iterable[bytes]:
    try:
        if environ["REQUEST_METHOD"] == "POST":
            status, content = "201 Created", file_toewijzing(environ)
        else:
            status, content = "200 OK", list_toewijzingen(environ["QUERY_STRING"])
    except psycopg.Error as exc:  # so that who measures reads why, not gunicorn's own page
        status, content = "500 Internal Server Error", f"{type(exc).__name__}: {exc}".encode()
    headers = [("Content-Type", "application/json"), ("Content-Length", str(len(content)))]
    start_response(status, headers)
    return [content]


def list_toewijzingen(gemeente: str) -> bytes:
    """100 toewijzingen of a gemeente (its uuid is the query string): json_agg alone."""
    with cursor() as cur:
        found = cur.execute(LIST, [gemeente], prepare=True).fetchone()
    assert found
    return found[0].encode()


def file_toewijzing(environ: dict[str, Any]) -> bytes:
    token = environ["HTTP_AUTHORIZATION"].removeprefix("Bearer ")
    body = orjson.loads(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])))
    with cursor() as cur:
        known = {"checksum": hashlib.sha256(token.encode()).hexdigest(), "dag": TODAY}
        cur.execute(SQL["token"], known, prepare=True)
        client = cur.fetchone()
        assert client
        with cur.connection.transaction():
            return _file(cur, client, body)


def _file(cur: psycopg.Cursor[tuple[Any, ...]], client: tuple[Any, ...], body: Any) -> bytes:
    reference = os.urandom(6).hex()
    context = {"actor": str(client[0]), "naam": client[1], "referentie": reference}
    person, size, parts = body["jeugdige"], body["omvang"], body["verdeling"]
    bsn_hash = hmac.new(HASH_KEY, person["bsn"].encode(), hashlib.sha256).hexdigest()
    question = {
        "nr": 0,
        "gemeente": body["gemeentecode"],
        "agb": body["aanbiederAgbCode"],
        "product": body["productcode"],
        "begin": body["begindatum"],
        "eind": body["einddatum"],
        "eenheid": size["eenheid"],
        "bsn_hash": bsn_hash,
        "vtype": body["verwijzing"]["type"],
        "vdatum": body["verwijzing"]["datum"],
    }
    asked = [TODAY, orjson.dumps(context).decode(), client[4], _json([question])]
    facts = cur.execute(SQL["feiten"], asked, prepare=True).fetchone()
    assert facts
    jeugdige, verwijzing = facts[29] or uuid.uuid4(), facts[31] or uuid.uuid4()
    row = {
        "id": uuid.uuid4(),
        "jeugdige_id": jeugdige,
        "verwijzing_id": verwijzing,
        "gemeente_id": facts[1],
        "product_id": facts[2],
        "productcode": facts[3],
        "aanbieder_id": facts[17],
        "perceelcontract_id": facts[23],
        "begindatum": body["begindatum"],
        "einddatum": body["einddatum"],
        **size,
        "minuten_direct": parts["direct"],
        "minuten_indirect": parts["indirect"],
        "minuten_reistijd": parts["reistijd"],
        "aantal_contacten": parts["aantalContacten"],
    }
    new_person = {
        "id": jeugdige,
        "gemeente_id": facts[1],
        "geboortedatum": person["geboortedatum"],
        "bsn_hash": bsn_hash,
        "bsn": os.urandom(45).hex(),
        "naam": os.urandom(100).hex(),
        "sleutel": "k1",
    }
    new_referral = {"id": verwijzing, "jeugdige_id": jeugdige, **body["verwijzing"]}
    filing = uuid.uuid4()
    stored = cur.execute(
        SQL["indienen"],
        {
            "rijen": _json([row]),
            "jeugdigen": _json([] if facts[29] else [new_person]),
            "verwijzingen": _json([] if facts[31] else [new_referral]),
            "reden": "",
            "indiening": filing,
            "actorsoort": "api",
            "actor_id": client[0],
            "actor_naam": client[1],
            "organisatie_id": client[4],
            "rollen": ",".join(client[9]),
            "referentie": reference,
            "netwerkadres": "127.0.0.1",
        },
        prepare=True,
    ).fetchone()
    assert stored
    names = ("id", "nummer", "versie", "toewijzingsmoment")
    return orjson.dumps({**dict(zip(names, stored, strict=True)), "indiening": filing})


def _json(value: Any) -> str:
    return orjson.dumps(value).decode()
