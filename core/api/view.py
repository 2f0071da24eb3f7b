"""Base of every API view: DRF for the schema, a straight road for the bytes.

The gate (`core.middleware.ActorMiddleware`) has checked token and right before a view runs, and
turns a PortalFout that leaves a view into problem+json. A view reads with `body()` or `query()`,
calls one service or selector, and answers bytes that PostgreSQL or orjson wrote.
"""

import datetime
import hashlib
import re
from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any, ClassVar, Final
from urllib.parse import urlencode

import orjson
from django.conf import settings
from django.db.models import Expression, QuerySet
from django.http import HttpRequest, HttpResponse
from rest_framework.request import Request
from rest_framework.views import APIView

from core.actor import Actor
from core.api.errors import JSON_ONGELDIG, FormaatNietLeverbaar, InhoudstypeNietOndersteund
from core.api.fields import Geheel, Tekst
from core.api.idempotency import run_once
from core.api.schema import ApiSchema, Operatie
from core.api.shape import Gelezen, Vorm
from core.api.throttle import throttle
from core.fouten import (
    Bevinding,
    NietGevonden,
    Ongeldig,
    TeGroot,
    VersieOntbreekt,
    VersieVerouderd,
    VerzoekOngeldig,
)
from core.paging import MAX, STANDAARD, Pagina, paginate
from core.policies import Recht
from core.sql import fetch_texts

JSON: Final = "application/json"
MAX_BYTES: Final = 1024 * 1024
_VERSION = re.compile(r'"(\d{1,9})(?:\.[0-9a-f]{24})?"', re.ASCII)
_ACCEPTED = frozenset({JSON, "application/*", "*/*", "application/problem+json"})


class ApiView(APIView):
    """Every handler is in `rechten` and in `operaties`, or the class does not load."""

    rechten: ClassVar[Mapping[str, Recht]] = {}
    tag: ClassVar[str] = ""
    operaties: ClassVar[Mapping[str, Operatie]] = {}
    abstract: ClassVar[bool] = True
    schema = ApiSchema()

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        cls.abstract = bool(cls.__dict__.get("abstract", False))
        handled = [m for m in cls.http_method_names if m not in ("head", "options", "trace")]
        handled = [m for m in handled if hasattr(cls, m)]
        named = cls.rechten.keys() & cls.operaties.keys()
        missing = [m.upper() for m in handled if m.upper() not in named]
        if missing and not cls.abstract:
            raise TypeError(
                f"{cls.__qualname__} noemt geen recht of operatie voor {', '.join(missing)}"
            )

    @property
    def actor(self) -> Actor:
        actor: Actor = self.request._request.actor  # type: ignore[attr-defined]
        return actor

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        _check_accept(request.META.get("HTTP_ACCEPT", ""))
        throttle(str(self.actor.id), settings.API_VERZOEKEN_PER_MINUUT)

    def handle_exception(self, exc: Exception) -> Any:
        raise exc

    def options(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        return HttpResponse(status=204, headers={"Allow": ", ".join(self.allowed_methods)})

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        key = request.META.get("HTTP_IDEMPOTENCY_KEY")
        act: Any = partial(super().dispatch, request, *args, **kwargs)
        if key is None or request.method != "POST":
            return act()
        return run_once(request, key, act, self.content)

    def content(self, request: HttpRequest) -> bytes:
        """What tells this request from another one under the same Idempotency-Key."""
        return request.body

    def body(self, vorm: type[Vorm]) -> Gelezen:
        """The JSON body read by `vorm`; the caller decides what to do with errors of form."""
        return vorm.parse(read_json(self.request._request))

    def valid_body(self, vorm: type[Vorm]) -> dict[str, Any]:
        read = self.body(vorm)
        if read.fouten:
            raise malformed(read.fouten)
        return read.waarden

    def query(self, vorm: type[Vorm]) -> dict[str, Any]:
        """The query string read by `vorm`. Raises Ongeldig with every error."""
        read = vorm.parse_query(self.request._request.GET)
        if read.fouten:
            raise Ongeldig(bevindingen=read.fouten)
        return read.waarden


def malformed(errors: list[Bevinding]) -> Ongeldig:
    """What to raise for errors of form; with their own code when the body as a whole is wrong."""
    return Ongeldig(code=None if errors[0].veld else errors[0].code, bevindingen=errors)


class Geenfilters(Vorm):
    """A query string that must be empty."""


class Lijstfilters(Vorm):
    """What every list understands; subclasses add their filters."""

    cursor = Tekst(
        required=False, max_length=2000, help_text="Bladwijzer uit `volgende` of `vorige`."
    )
    limit = Geheel(
        required=False,
        min_value=1,
        max_value=MAX,
        help_text=f"Aantal regels, hoogstens {MAX}; zonder deze parameter {STANDAARD}.",
    )


class LijstView(ApiView):
    """`GET` of a collection: filters from the query, rows in scope, JSON written by PostgreSQL."""

    abstract = True
    vorm: ClassVar[type[Vorm]]
    filters: ClassVar[type[Lijstfilters]] = Lijstfilters
    order: ClassVar[tuple[str, ...]] = ()

    def rows(self, asked: dict[str, Any]) -> QuerySet[Any, Any]:
        """Rows that the actor may see and that were asked for."""
        raise NotImplementedError

    def get(self, request: Request, **kwargs: Any) -> HttpResponse:
        asked = self.query(self.filters)
        page = self.page(self.rows(asked), asked)
        return list_response(request, page)

    def page(self, rows: QuerySet[Any, Any], asked: dict[str, Any], *extra: Expression) -> Pagina:
        """Rows are tuples: the JSON text, then the `extra` columns, texts too."""
        return paginate(
            rows.values_list(self.vorm.text(self.actor), *extra),
            self.order,
            cursor=asked.get("cursor"),
            limit=asked.get("limit", STANDAARD),
            fetch=fetch_texts,
        )


class DetailView(ApiView):
    """`GET` of one object by uuid; 404 outside scope."""

    abstract = True
    vorm: ClassVar[type[Vorm]]

    def rows(self) -> QuerySet[Any, Any]:
        raise NotImplementedError

    def get(self, request: Request, **kwargs: Any) -> HttpResponse:
        self.query(Geenfilters)
        text = self.rows().filter(pk=kwargs["id"]).values_list(self.vorm.text(self.actor)).first()
        if text is None:
            raise NietGevonden()
        content = text[0].encode()
        return conditional(request, content, content_etag(content))


def read_json(request: HttpRequest) -> Any:
    """The body as a JSON value. Raises 413, 415, or 400 `json_ongeldig`."""
    length = str(request.META.get("CONTENT_LENGTH") or "0")
    if not length.isdecimal():
        raise VerzoekOngeldig("Content-Length is geen getal.")
    if int(length) > MAX_BYTES:
        raise TeGroot(f"Stuur hoogstens {MAX_BYTES // 1024} kB.")
    if request.content_type != JSON and (request.content_type or request.body):
        raise InhoudstypeNietOndersteund("Stuur de inhoud als application/json.")
    try:
        return orjson.loads(request.body)
    except orjson.JSONDecodeError as exc:
        raise VerzoekOngeldig(
            "De inhoud is geen geldige JSON (UTF-8).", code=JSON_ONGELDIG.code
        ) from exc


def to_json(value: Any) -> bytes:
    """Moments in UTC with a `Z` (N-API-05), whatever zone they come in."""
    return orjson.dumps(value, _day_or_moment, orjson.OPT_PASSTHROUGH_DATETIME)


def _day_or_moment(value: Any) -> str:
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, datetime.date):
        return value.isoformat()
    raise TypeError(type(value).__name__)


def json_response(value: Any, status: int = 200, **headers: str) -> HttpResponse:
    content = value if isinstance(value, bytes) else to_json(value)
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    return HttpResponse(content, status=status, content_type=JSON, headers=named)


def content_etag(content: bytes) -> str:
    return f'"{hashlib.blake2b(content, digest_size=12).hexdigest()}"'


def expected_version(request: Request) -> int:
    """The version of `If-Match`. Raises 428 without one (`*` names none), 412 for one not ours."""
    header = request.META.get("HTTP_IF_MATCH", "").strip()
    if header in ("", "*"):
        raise VersieOntbreekt("Stuur de ETag van de versie die je wijzigt mee in If-Match.")
    match = _VERSION.fullmatch(header)
    if match is None:
        raise VersieVerouderd("Deze ETag is niet van hier. Haal de nieuwe versie op.")
    return int(match[1])


def conditional(request: Request | HttpRequest, content: bytes, etag: str) -> HttpResponse:
    """200 with the ETag, or 304 when the caller has this version."""
    known = request.META.get("HTTP_IF_NONE_MATCH", "")
    tags = [tag.strip().removeprefix("W/") for tag in known.split(",")] if known else []
    if etag in tags or "*" in tags:
        return HttpResponse(status=304, headers={"ETag": etag})
    return json_response(content, ETag=etag)


def join_rows(rows: Iterable[Any]) -> bytes:
    """A JSON array of rows whose first column is JSON text."""
    return b"[" + ",".join([row[0] for row in rows]).encode() + b"]"


def list_response(request: Request | HttpRequest, page: Pagina) -> HttpResponse:
    """`resultaten`, and where the pages around it are: in the body and as `Link` (N-API-13)."""

    here = request.build_absolute_uri(request.path)

    def url(cursor: str | None) -> str | None:
        params = [(k, v) for k, v in request.GET.items() if k != "cursor"]
        if cursor:
            params.append(("cursor", cursor))
        return f"{here}?{urlencode(params)}" if params else here

    urls = {
        "volgende": url(page.volgende) if page.volgende else None,
        "vorige": url(page.vorige) if page.vorige else None,
    }
    links = {"first": url(None), "next": urls["volgende"], "prev": urls["vorige"]}
    header = ", ".join(f'<{target}>; rel="{rel}"' for rel, target in links.items() if target)
    return json_response(page_body(page, urls), Link=header)


def search_response(page: Pagina) -> HttpResponse:
    """Of `_zoek`: `volgende` and `vorige` are cursors for the next body, since there is no URL."""
    return json_response(page_body(page, {"volgende": page.volgende, "vorige": page.vorige}))


def page_body(page: Pagina, places: Mapping[str, str | None]) -> bytes:
    return b'{"resultaten":' + join_rows(page.rijen) + b"," + orjson.dumps(places)[1:]


def _check_accept(header: str) -> None:
    if not header or header == "*/*":
        return
    if not any(part.split(";")[0].strip().lower() in _ACCEPTED for part in header.split(",")):
        raise FormaatNietLeverbaar("Vraag om application/json, of laat de kop Accept weg.")
