"""`Idempotency-Key` on POST: a repeated request gets the first answer, and acts once.

The answer is stored in the transaction of the act itself, so both are there or neither: a crash
leaves nothing that blocks. An advisory lock of that transaction tells of a request that runs at the
same moment. Answers of 500 and up are not kept. Answers are encrypted, and kept a day at most.
"""

import base64
import hashlib
import re
from collections.abc import Callable
from typing import Any

import orjson
from django.db import IntegrityError, connection, transaction
from django.http import HttpRequest, HttpResponse

from core import kluis
from core.api.errors import ANDER_VERZOEK, LOOPT_NOG, IdempotentieConflict
from core.fouten import ONGELDIG_FORMAAT, Ongeldig, PortalFout
from core.problem import error_response

KEPT_HEADERS = ("Content-Type", "ETag", "Location", "Link")
_KEY = re.compile(r"[\x21-\x7e]{1,100}")

LOCK_AND_FIND = """
select pg_try_advisory_xact_lock(hashtextextended(%(client)s || %(key)s, 771)),
  i.verzoek_hash, i.status, i.koppen, i.antwoord, i.id, i.aangemaakt_op < now() - interval '1 day'
from (select 1) one left join core_idempotentie i
  on i.apiclient_id = %(client)s::uuid and i.sleutel = %(key)s
"""
STORE = """
insert into core_idempotentie (apiclient_id, sleutel, verzoek_hash, status, koppen, antwoord)
values (%s, %s, %s, %s, %s::jsonb, %s)
"""


def run_once(
    request: HttpRequest,
    key: str,
    act: Callable[[], HttpResponse],
    content: Callable[[HttpRequest], bytes],
) -> HttpResponse:
    """The answer of `act`, or the stored one with `Idempotent-Replayed: true`.

    `content` gives the body, or what stands for it, so that another request is told apart.

    Raises Ongeldig for a malformed key and IdempotentieConflict (409) for another request under the
    same key, or one that still runs.
    """
    if not _KEY.fullmatch(key):
        reden = "Geef 1 tot en met 100 zichtbare ASCII-tekens, bijvoorbeeld een uuid."
        raise Ongeldig(bevindingen=[ONGELDIG_FORMAAT.bevinding("Idempotency-Key", reden)])
    client = str(request.actor.id)  # type: ignore[attr-defined]
    mark = _mark(request, content(request))
    try:
        with transaction.atomic():
            row = _lock_and_find(client, key)
            if row is not None:
                return _replay(row, client, key, mark)
            response = _answer(request, act)
            if response.status_code < 500:
                _store(response, client, key, mark)
            return response
    except IntegrityError as exc:
        diag = getattr(exc.__cause__, "diag", None)
        if getattr(diag, "constraint_name", "") != "idempotentie_uniek":
            raise
        raise _still_running() from exc


def _answer(request: HttpRequest, act: Callable[[], HttpResponse]) -> HttpResponse:
    """The act in a savepoint, so that a refusal undoes it and is still kept as the answer."""
    try:
        with transaction.atomic():
            return act()
    except PortalFout as exc:
        if exc.status == 429:
            raise
        return error_response(request, exc)


def _mark(request: HttpRequest, content: bytes) -> bytes:
    """Keyed hash of what was asked, so that the row says nothing about its content."""
    parts = (request.method, request.get_full_path(), request.META.get("HTTP_IF_MATCH", ""))
    digest = hashlib.sha256("\n".join(str(part) for part in parts).encode() + b"\n" + content)
    return kluis.fingerprint(digest.hexdigest())


def _lock_and_find(client: str, key: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(LOCK_AND_FIND, {"client": client, "key": key})
        locked, *row, row_id, old = cursor.fetchone()
        if not locked:
            raise _still_running()
        if old:
            cursor.execute("delete from core_idempotentie where id = %s", [row_id])
            return None
    return row if row_id else None


def _still_running() -> IdempotentieConflict:
    return IdempotentieConflict(
        "Een verzoek met deze Idempotency-Key loopt nog; probeer het zo opnieuw.",
        code=LOOPT_NOG.code,
    )


def _replay(row: Any, client: str, key: str, mark: bytes) -> HttpResponse:
    stored_mark, status, headers, sealed = row
    if bytes(stored_mark) != mark:
        raise IdempotentieConflict(
            "Deze Idempotency-Key hoort bij een ander verzoek; neem een nieuwe.",
            code=ANDER_VERZOEK.code,
        )
    body = base64.b64decode(kluis.decrypt(sealed, bound_to=_bound(client, key)))
    kept = orjson.loads(headers) if isinstance(headers, str) else headers
    return HttpResponse(body, status=status, headers={**kept, "Idempotent-Replayed": "true"})


def _store(response: HttpResponse, client: str, key: str, mark: bytes) -> None:
    kept = {name: response[name] for name in KEPT_HEADERS if response.has_header(name)}
    body = base64.b64encode(response.content).decode()
    sealed = kluis.encrypt(body, bound_to=_bound(client, key))
    with connection.cursor() as cursor:
        text = orjson.dumps(kept).decode()
        cursor.execute(STORE, [client, key, mark, response.status_code, text, sealed])


def _bound(client: str, key: str) -> str:
    return f"idempotentie:{client}:{key}"
