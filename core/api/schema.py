"""The OpenAPI document: made from the views and their shapes, committed as `openapi.json`.

A view names per method an `Operatie`; parameters, bodies, answers, errors, headers and the needed
scope follow from it. `render()` gives the text of `openapi.json`; it depends on the code only.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

import yaml
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema

from core.policies import RECHTEN

PAD: Final = "/api/v1"
VERSIE: Final = "1.0.0"
_PARAM = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Operatie:
    """One method of one view as the document and the API page show it.

    `antwoord` None: no JSON body described; `lijst`: wrapped in a page; `binnen`: body shape, or a
    tuple of which it has one; `bestand`: content types of a body that is a file; `vraag`: shape of
    the query of a POST; `versie`: needs If-Match; `bestond`: what 200 means beside 201; `extra`
    holds error statuses on top of the common ones.
    """

    id: str
    samenvatting: str
    omschrijving: str = ""
    antwoord: Any = None
    lijst: bool = False
    binnen: Any = None
    status: int = 200
    versie: bool = False
    etag: bool = False
    extra: tuple[int, ...] = ()
    antwoordtekst: str = ""
    bestand: tuple[str, ...] = ()
    vraag: Any = None
    bestond: str = ""
    voorbeelden: Mapping[str, Any] = field(default_factory=dict)


FOUTEN: Final = {
    400: ("Ongeldig", "Het verzoek klopt niet; `invalidParams` noemt alle fouten tegelijk."),
    401: ("NietAangemeld", "Het token ontbreekt, is onbekend of verlopen."),
    403: ("GeenRecht", "Het programma heeft de scope of rol hiervoor niet."),
    404: ("NietGevonden", "Het bestaat niet, of het valt buiten je bereik."),
    406: ("NietLeverbaar", "De API antwoordt alleen in application/json."),
    409: ("Conflict", "Iemand anders was net eerder, of de status laat dit niet toe."),
    412: ("VersieVerouderd", "Intussen gewijzigd; haal de nieuwe versie op."),
    413: ("TeGroot", "De inhoud is te groot."),
    415: ("Inhoudstype", "Dit inhoudstype leest de API hier niet."),
    428: ("VersieOntbreekt", "De kop If-Match ontbreekt."),
    429: ("TeVeelVerzoeken", "Te veel verzoeken; `Retry-After` zegt hoeveel seconden te wachten."),
}
_KOPPEN: Final = {
    "API-Version": ("Versie van de API.", {"type": "string", "example": VERSIE}),
    "ETag": ("Versie van dit object, voor If-Match en If-None-Match.", {"type": "string"}),
    "Link": ("Eerste, vorige en volgende bladzijde.", {"type": "string"}),
    "Location": ("Adres van wat is gemaakt.", {"type": "string", "format": "uri"}),
    "Retry-After": ("Aantal seconden.", {"type": "integer"}),
    "Idempotent-Replayed": ("`true` als dit het bewaarde antwoord is.", {"type": "string"}),
}
_IDEMPOTENTIE: Final = {
    "name": "Idempotency-Key",
    "in": "header",
    "description": "Zelf gekozen sleutel. Wie hetzelfde verzoek binnen een dag herhaalt, krijgt "
    "hetzelfde antwoord, en er gebeurt niets dubbel.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 100, "pattern": "^[!-~]{1,100}$"},
}
_IF_MATCH: Final = {
    "name": "If-Match",
    "in": "header",
    "required": True,
    "description": "De ETag van de versie die je wijzigt.",
    "schema": {"type": "string"},
    "example": '"1"',
}
_IF_NONE_MATCH: Final = {
    "name": "If-None-Match",
    "in": "header",
    "description": "De ETag die je al hebt; is die nog goed, dan is het antwoord 304.",
    "schema": {"type": "string"},
}


class ApiSchema(AutoSchema):
    """Describes an `ApiView` from its `operaties`, `filters`, `rechten` and shapes."""

    def get_operation(
        self, path: str, path_regex: str, path_prefix: str, method: str, registry: Any
    ) -> dict[str, Any] | None:
        self.registry, self.path, self.method = registry, path, method
        self.path_regex, self.path_prefix = path_regex, path_prefix
        operatie: Operatie | None = self.view.operaties.get(method)
        if operatie is None:
            return None
        right = self.view.rechten[method]
        operation: dict[str, Any] = {
            "operationId": operatie.id,
            "summary": operatie.samenvatting,
            "description": operatie.omschrijving or operatie.samenvatting,
            "tags": [self.view.tag],
            "parameters": self._parameters(operatie),
            "security": [{"oauth2": [right.scope]}] if right.scope else [],
            "responses": self._responses(operatie),
        }
        if operatie.binnen:
            operation["requestBody"] = {
                "required": True,
                "content": {"application/json": self._media(operatie.binnen, "request", operatie)},
            }
        if operatie.bestand:
            raw = {"schema": {"type": "string", "format": "binary"}}
            content = dict.fromkeys(operatie.bestand, raw)
            operation["requestBody"] = {"required": True, "content": content}
        return operation

    def _get_serializer_name(self, serializer: Any, *args: Any, **kwargs: Any) -> str:
        name: str = super()._get_serializer_name(serializer, *args, **kwargs)
        return name.removesuffix("Vorm")

    def _map_basic_serializer(self, serializer: Any, direction: Any) -> Any:
        schema = super()._map_basic_serializer(serializer, direction)
        schema.pop("description", None)  # the docstring, English and for us
        if direction == "request":
            schema["additionalProperties"] = False
        return schema

    def _parameters(self, operatie: Operatie) -> list[dict[str, Any]]:
        uuid = {"type": "string", "format": "uuid"}
        found: list[dict[str, Any]] = [
            {"name": n, "in": "path", "required": True, "description": "Id (uuid).", "schema": uuid}
            for n in _PARAM.findall(self.path)
        ]
        if self.method == "GET" and operatie.lijst:
            found += self._query(self.view.filters)
        if operatie.vraag:
            found += self._query(operatie.vraag)
        if self.method == "POST":
            found.append(_IDEMPOTENTIE)
        if operatie.versie:
            found.append(_IF_MATCH)
        if operatie.etag and self.method == "GET":
            found.append(_IF_NONE_MATCH)
        return found

    def _query(self, vorm: Any) -> Iterator[dict[str, Any]]:
        for name, part in vorm().fields.items():
            schema = self._map_serializer_field(part, "request")
            text = schema.pop("description", "")
            found = {"name": name, "in": "query", "description": text, "schema": schema}
            yield {**found, "required": True} if part.required else found

    def _responses(self, operatie: Operatie) -> dict[str, Any]:
        names = ["API-Version"]
        names += ["ETag"] if operatie.etag else []
        names += ["Link"] if operatie.lijst and self.method == "GET" else []
        names += ["Location"] if operatie.status == 201 else []
        names += ["Idempotent-Replayed"] if self.method == "POST" else []
        good: dict[str, Any] = {
            "description": operatie.antwoordtekst or "Gelukt.",
            "headers": _headers(names),
        }
        if operatie.antwoord:
            good["content"] = {
                "application/json": self._media(operatie.antwoord, "response", operatie)
            }
        found = {str(operatie.status): good}
        if operatie.bestond:
            same = {name: head for name, head in good["headers"].items() if name != "Location"}
            found["200"] = {**good, "description": operatie.bestond, "headers": same}
        if operatie.etag and self.method == "GET":
            found["304"] = {
                "description": "Niet veranderd.",
                "headers": _headers(["API-Version", "ETag"]),
            }
        statuses = {400, 401, 403, 406, 429, *operatie.extra}
        statuses |= {404} if "{" in self.path else set()
        statuses |= {409, 413, 415} if self.method == "POST" else set()
        statuses |= {412, 428} if operatie.versie else set()
        for status in sorted(statuses):
            found[str(status)] = {"$ref": f"#/components/responses/{FOUTEN[status][0]}"}
        return found

    def _media(self, vorm: Any, direction: Any, operatie: Operatie) -> dict[str, Any]:
        reference = self._reference(vorm, direction)
        example = operatie.voorbeelden.get(direction) or getattr(vorm, "voorbeeld", None)
        if not (operatie.lijst and direction == "response"):
            return {"schema": reference, **({"example": example} if example else {})}
        place = {"type": "string", "nullable": True, "description": "Waar de bladzijde staat."}
        page = {
            "type": "object",
            "required": ["resultaten", "volgende", "vorige"],
            "properties": {
                "resultaten": {"type": "array", "items": reference},
                "volgende": place,
                "vorige": place,
            },
        }
        rows = {"resultaten": [example], "volgende": None, "vorige": None}
        return {"schema": page, **({"example": rows} if example else {})}

    def _reference(self, vorm: Any, direction: Any) -> Any:
        if isinstance(vorm, tuple):
            return {"oneOf": [self._reference(one, direction) for one in vorm]}
        return self.resolve_serializer(vorm(), direction).ref


def _headers(names: list[str]) -> dict[str, Any]:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def _problem_schema() -> dict[str, Any]:
    text = {"type": "string"}
    wrong = {
        "type": "object",
        "required": ["name", "code", "reason"],
        "properties": {
            "name": {**text, "description": "Pad van het veld, bijvoorbeeld `omvang.volume`."},
            "code": {**text, "description": "Vaste code, zie docs/foutcodes.md."},
            "reason": {**text, "description": "Wat er niet klopt en wat te doen."},
            "rule": {**text, "description": "Nummer van de regel."},
        },
    }
    return {
        "type": "object",
        "description": "Een fout, naar RFC 9457.",
        "required": ["type", "status", "title", "detail", "code", "instance"],
        "properties": {
            "type": {**text, "format": "uri"},
            "status": {"type": "integer"},
            "title": text,
            "detail": text,
            "code": text,
            "instance": {**text, "description": "Kenmerk, voor vragen over dit verzoek."},
            "invalidParams": {"type": "array", "items": wrong},
        },
    }


def _error_responses() -> dict[str, Any]:
    found = {}
    for status, (name, text) in FOUTEN.items():
        names = ["API-Version", "Retry-After"] if status == 429 else ["API-Version"]
        problem = {"schema": {"$ref": "#/components/schemas/Fout"}}
        found[name] = {
            "description": text,
            "headers": _headers(names),
            "content": {"application/problem+json": problem},
        }
    return found


@lru_cache
def document() -> dict[str, Any]:
    """The whole OpenAPI document as a dict; do not change it."""
    made: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)
    components = made.setdefault("components", {})
    scopes = sorted(recht.scope for recht in RECHTEN.values() if recht.scope)
    flow = {"tokenUrl": "/oauth/token", "scopes": {name: _scope_text(name) for name in scopes}}
    components["securitySchemes"] = {
        "oauth2": {
            "type": "oauth2",
            "description": "OAuth 2 client credentials; een token geldt een uur.",
            "flows": {"clientCredentials": flow},
        }
    }
    components["schemas"] = {**components.get("schemas", {}), "Fout": _problem_schema()}
    components["responses"] = _error_responses()
    components["headers"] = {
        name: {"description": text, "schema": schema} for name, (text, schema) in _KOPPEN.items()
    }
    return made


def _scope_text(name: str) -> str:
    resource, _, act = name.partition(":")
    return f"{resource.capitalize()} {act}"


@lru_cache
def render() -> str:
    """The text of `openapi.json`."""
    return json.dumps(document(), indent=2, ensure_ascii=False) + "\n"


@lru_cache
def render_yaml() -> str:
    """The same document as YAML (N-API-09)."""
    text: str = yaml.safe_dump(json.loads(render()), allow_unicode=True, sort_keys=False)
    return text
