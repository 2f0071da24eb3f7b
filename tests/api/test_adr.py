"""The Dutch API Design Rules 2.2, rule by rule (N-API-01 … 13); names as in the Logius rules."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings
from django.test import Client

from core.api.schema import document, render
from tests.api.conftest import Api

DOC = document()
OPERATIONS = [
    pytest.param(path, method, operation, id=f"{method.upper()} {path}")
    for path, methods in DOC["paths"].items()
    for method, operation in methods.items()
]
#: Of a body that is a file itself.
FILES = {"application/pdf", "image/png", "image/jpeg"}
SECURITY_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "API-Version": "1.0.0",
}


def resolved(reference: dict[str, Any]) -> dict[str, Any]:
    if "$ref" not in reference:
        return reference
    found: Any = DOC
    for part in reference["$ref"].removeprefix("#/").split("/"):
        found = found[part]
    return found


def schemas(node: Any) -> Any:
    if isinstance(node, dict):
        if "properties" in node:
            yield node
        for value in node.values():
            yield from schemas(value)
    elif isinstance(node, list):
        for value in node:
            yield from schemas(value)


def test_core_doc_openapi() -> None:
    assert DOC["openapi"].startswith("3.")
    assert DOC["info"]["version"] == settings.SPECTACULAR_SETTINGS["VERSION"]


def test_core_doc_openapi_contact() -> None:
    assert {"name", "email", "url"} <= DOC["info"]["contact"].keys()


def test_committed_openapi_is_current() -> None:
    assert (Path(settings.BASE_DIR) / "openapi.json").read_text(encoding="utf-8") == render()


def test_core_uri_version() -> None:
    assert [server["url"] for server in DOC["servers"]] == ["/api/v1"]


@pytest.mark.parametrize("path", DOC["paths"])
def test_core_path_segments_kebab_case_and_no_trailing_slash(path: str) -> None:
    assert not path.endswith("/")
    *segments, last = path.strip("/").split("/")
    for segment in segments:
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*|\{[a-z]+\}", segment)
    assert re.fullmatch(r"_?[a-z0-9]+(-[a-z0-9]+)*|\{[a-z]+\}", last)


@pytest.mark.parametrize(("path", "method", "operation"), OPERATIONS)
class TestOperation:
    def test_core_http_methods(self, path: str, method: str, operation: Any) -> None:
        assert method in ("get", "post", "put", "patch", "delete")
        assert (method == "get") or "security" in operation

    def test_core_query_keys_camel_case(self, path: str, method: str, operation: Any) -> None:
        for parameter in operation["parameters"]:
            if parameter["in"] == "query":
                assert re.fullmatch(r"[a-z]+([A-Z][a-z0-9]*)*", parameter["name"])

    def test_core_version_header(self, path: str, method: str, operation: Any) -> None:
        for response in operation["responses"].values():
            assert "API-Version" in resolved(response)["headers"]

    def test_core_error_handling_problem_details(
        self, path: str, method: str, operation: Any
    ) -> None:
        assert "400" in operation["responses"]
        assert "422" not in operation["responses"]
        for status, response in operation["responses"].items():
            if status >= "400":
                assert set(resolved(response)["content"]) == {"application/problem+json"}

    def test_core_doc_language_and_example(self, path: str, method: str, operation: Any) -> None:
        assert operation["summary"]
        assert not re.search(r"\b(the|with|and|of)\b", json.dumps(operation.get("description")))
        good = next(iter(operation["responses"].values()))
        if "content" in good:
            assert "example" in good["content"]["application/json"]
        if "requestBody" in operation and not path.endswith("/intrekking"):
            media = operation["requestBody"]["content"]
            assert "example" in media.get("application/json", {}) or set(media) == FILES

    def test_scope_is_documented(self, path: str, method: str, operation: Any) -> None:
        flow = DOC["components"]["securitySchemes"]["oauth2"]["flows"]["clientCredentials"]
        assert set(operation["security"][0]["oauth2"]) <= flow["scopes"].keys()


def test_property_casing() -> None:
    for schema in schemas(DOC["components"]["schemas"]):
        for name in schema["properties"]:
            assert re.fullmatch(r"[a-z]+[0-9]*([A-Z][a-z0-9]*)*", name), name


def test_descriptions_are_dutch() -> None:
    for schema in schemas(DOC["components"]["schemas"]):
        assert not re.search(r"\b(the|with|and|of the)\b", schema.get("description", ""))


def test_core_publish_openapi_without_login_for_every_origin(db: None) -> None:
    found = Client().get("/api/v1/openapi.json", headers={"origin": "https://ergens.example"})
    assert found.status_code == 200
    assert found["Access-Control-Allow-Origin"] == "*"
    assert found["Content-Type"] == "application/json"
    twin = Client().get("/api/v1/openapi.yaml")
    assert yaml.safe_load(twin.content) == json.loads(found.content)


ANSWERS: list[tuple[str, str, dict[str, Any], int]] = [
    ("ok", "/gemeenten", {}, 200),
    ("no token", "/gemeenten", {"headers": {"authorization": ""}}, 401),
    ("bad token", "/gemeenten", {"headers": {"authorization": "Bearer x"}}, 401),
    ("basic", "/gemeenten", {"headers": {"authorization": "Basic x"}}, 401),
    ("unknown path", "/burgers", {}, 404),
    ("trailing slash", "/gemeenten/", {}, 404),
    ("not a uuid", "/gemeenten/1", {}, 404),
    ("unknown id", "/gemeenten/c1b2a3d4-0000-4000-8000-000000000001", {}, 404),
    ("unknown parameter", "/gemeenten?pageSize=3", {}, 400),
    ("parameter twice", "/gemeenten?limit=1&limit=2", {}, 400),
    ("parameter on detail", "/gemeenten/c1b2a3d4-0000-4000-8000-000000000001?x=1", {}, 400),
    ("limit too high", "/gemeenten?limit=101", {}, 400),
    ("empty filter", "/percelen?peildatum=", {}, 400),
    ("week date", "/percelen?peildatum=2026-W01-1", {}, 400),
    ("nul byte", "/percelen?perceelcode=%00", {}, 400),
    ("broken utf-8", "/percelen?perceelcode=%ff", {}, 400),
    ("accept", "/gemeenten", {"headers": {"accept": "text/html"}}, 406),
]


@pytest.mark.parametrize(
    ("path", "options", "status"), [a[1:] for a in ANSWERS], ids=[a[0] for a in ANSWERS]
)
def test_core_transport_security_headers_and_problem(
    api: Api, path: str, options: dict[str, Any], status: int
) -> None:
    answer = api.client.get(f"/api/v1{path}", **options)
    assert answer.status_code == status
    assert {name: answer.get(name) for name in SECURITY_HEADERS} == SECURITY_HEADERS
    if status < 400:
        assert answer["Content-Type"] == "application/json"
        return
    assert answer["Content-Type"] == "application/problem+json"
    assert {"status", "title", "detail", "code", "instance"} <= answer.json().keys()
    assert answer.json()["status"] == status
    assert answer.json()["instance"].endswith(answer["X-Referentie"])
    assert (status == 401) == answer.has_header("WWW-Authenticate")


BODIES: list[tuple[str, dict[str, Any], int, str]] = [
    ("not json", {"data": "{", "content_type": "application/json"}, 400, "json_ongeldig"),
    ("empty", {"data": "", "content_type": "application/json"}, 400, "json_ongeldig"),
    ("list", {"data": "[]", "content_type": "application/json"}, 400, "json_ongeldig"),
    (
        "latin1",
        {"data": b'{"a": "\xe9"}', "content_type": "application/json"},
        400,
        "json_ongeldig",
    ),
    ("nul", {"data": '{"naam": "a\\u0000"}', "content_type": "application/json"}, 400, "ongeldig"),
    (
        "surrogate",
        {"data": '{"naam": "\\ud800"}', "content_type": "application/json"},
        400,
        "json_ongeldig",
    ),
    ("deep", {"data": "[" * 5000, "content_type": "application/json"}, 400, "json_ongeldig"),
    ("form", {"data": {"a": "b"}}, 415, "inhoudstype_niet_ondersteund"),
    (
        "xml",
        {"data": "<a/>", "content_type": "application/xml"},
        415,
        "inhoudstype_niet_ondersteund",
    ),
    ("too large", {"data": " " * 1_100_000, "content_type": "application/json"}, 413, "te_groot"),
]


@pytest.mark.parametrize(
    ("options", "status", "code"), [b[1:] for b in BODIES], ids=[b[0] for b in BODIES]
)
@pytest.mark.parametrize("path", ["/aanbieders/_zoek", "/toewijzingen", "/toewijzingen/_zoek"])
def test_unreadable_body(
    api: Api, path: str, options: dict[str, Any], status: int, code: str
) -> None:
    answer = api.client.post(f"/api/v1{path}", **options)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("path", "method", "allow"),
    [
        ("/gemeenten", "post", "GET"),
        ("/toewijzingen", "delete", "GET, POST"),
        ("/toewijzingen/_zoek", "get", "POST"),
    ],
)
def test_core_http_response_code_405(api: Api, path: str, method: str, allow: str) -> None:
    answer = getattr(api.client, method)(f"/api/v1{path}")
    assert (answer.status_code, answer["Allow"]) == (405, allow)
    assert answer["Content-Type"] == "application/problem+json"


def test_head_and_options(api: Api) -> None:
    assert api.client.head("/api/v1/gemeenten").status_code == 200
    options = api.client.options("/api/v1/gemeenten")
    assert (options.status_code, options["Allow"]) == (204, "GET, HEAD, OPTIONS")


class TestCors:
    """core/transport/cors: an allow-list, no more."""

    @pytest.fixture(autouse=True)
    def _allowed(self, settings: Any) -> None:
        settings.CORS_HERKOMSTEN = ["https://app.example"]

    def test_preflight_of_an_allowed_origin(self, api: Api) -> None:
        answer = Client().options(
            "/api/v1/toewijzingen",
            headers={"origin": "https://app.example", "access-control-request-method": "POST"},
        )
        assert answer.status_code == 204
        assert answer["Access-Control-Allow-Origin"] == "https://app.example"
        assert "If-Match" in answer["Access-Control-Allow-Headers"]

    def test_other_origin_gets_nothing(self, api: Api) -> None:
        for method in ("get", "options"):
            answer = getattr(api.client, method)(
                "/api/v1/gemeenten",
                headers={"origin": "https://kwaad.example", "access-control-request-method": "GET"},
            )
            assert not answer.has_header("Access-Control-Allow-Origin")
            assert "Origin" in answer["Vary"]


def test_pagination_links(api: Api) -> None:
    first = api.get("/gemeenten?limit=5")
    assert re.findall(r'rel="(\w+)"', first["Link"]) == ["first", "next"]
    second = api.client.get(first.json()["volgende"])
    assert re.findall(r'rel="(\w+)"', second["Link"]) == ["first", "next", "prev"]
    assert api.client.get(second.json()["vorige"]).json() == first.json()
    assert "limit=5" in first.json()["volgende"]


def test_too_many_requests(api: Api, settings: Any) -> None:
    settings.API_VERZOEKEN_PER_MINUUT = 3
    answers = [api.get("/gemeenten") for _ in range(8)]
    refused = answers[-1]
    assert refused.status_code == 429
    assert 1 <= int(refused["Retry-After"]) <= 60
    assert refused.json()["code"] == "te_veel_verzoeken"


def test_without_redis_requests_go_on(api: Api, settings: Any) -> None:
    default = {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:1/0"}
    settings.CACHES = {**settings.CACHES, "default": default}
    assert api.get("/gemeenten").status_code == 200


def test_a_defect_is_problem_json_too_and_says_nothing(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("select 999990019 from geheim")

    monkeypatch.setattr("core.api.gemeenten.gemeenten", broken)
    api.client.raise_request_exception = False
    answer = api.get("/gemeenten")
    assert (answer.status_code, answer["Content-Type"]) == (500, "application/problem+json")
    assert {name: answer.get(name) for name in SECURITY_HEADERS} == SECURITY_HEADERS
    assert answer.json()["code"] == "onverwachte_fout"
    assert b"999990019" not in answer.content


@pytest.mark.parametrize("length", ["", "abc", "-1"])
def test_odd_content_length_is_no_500(api: Api, length: str) -> None:
    answer = api.client.post(
        "/api/v1/aanbieders/_zoek", "{}", content_type="application/json", CONTENT_LENGTH=length
    )
    assert answer.status_code == 400
