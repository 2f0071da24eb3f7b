"""The OpenAPI document and the readable page `/api`; both public, both from the same source."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import View

from core.api.schema import document, render_yaml
from core.api.schema import render as render_json
from core.policies import PUBLIEK


class OpenApiJsonView(View):
    rechten = {"GET": PUBLIEK}

    def get(self, request: HttpRequest) -> HttpResponse:
        return _open(render_json(), "application/json")


class OpenApiYamlView(View):
    rechten = {"GET": PUBLIEK}

    def get(self, request: HttpRequest) -> HttpResponse:
        return _open(render_yaml(), "application/yaml")


def _open(text: str, content_type: str) -> HttpResponse:
    """Readable from every origin (N-API-09), and only this."""
    return HttpResponse(
        text, content_type=content_type, headers={"Access-Control-Allow-Origin": "*"}
    )


class UitlegView(View):
    """How to get a token, and every operation with its example out of the document."""

    rechten = {"GET": PUBLIEK}

    def get(self, request: HttpRequest) -> HttpResponse:
        base = request.build_absolute_uri("/").rstrip("/")
        return render(request, "api/uitleg.html", {"groepen": groups(base), "basis": base})


def groups(base: str) -> list[dict[str, Any]]:
    """Operations per tag, in the order of the routes, with curl and the example answer."""
    found: dict[str, list[dict[str, Any]]] = {}
    for path, methods in document()["paths"].items():
        for method, operation in methods.items():
            shown = _shown(base, path, method.upper(), operation)
            found.setdefault(operation["tags"][0], []).append(shown)
    return [{"naam": tag, "operaties": rows} for tag, rows in found.items()]


def example_of(media: dict[str, Any]) -> Any:
    """The JSON example of a body or answer, None without one."""
    return media.get("content", {}).get("application/json", {}).get("example")


def _shown(base: str, path: str, method: str, operation: dict[str, Any]) -> dict[str, Any]:
    status, answer = next(iter(operation["responses"].items()))
    body = example_of(operation.get("requestBody", {}))
    asked = [p for p in operation["parameters"] if p["in"] == "query" and p.get("required")]
    url = f"{base}/api/v1{path}" + "".join(f"?{p['name']}={p['schema']['enum'][0]}" for p in asked)
    return {
        "id": operation["operationId"],
        "methode": method,
        "pad": path,
        "samenvatting": operation["summary"],
        "omschrijving": operation["description"],
        "scope": next((s for need in operation["security"] for s in need["oauth2"]), ""),
        "parameters": [p for p in operation["parameters"] if p["in"] == "query"],
        "curl": _curl(url, method, operation, body),
        "status": status,
        "antwoord": _pretty(example_of(answer)),
    }


def _curl(url: str, method: str, operation: dict[str, Any], body: Any) -> str:
    lines = [f"curl {'-X POST ' if method == 'POST' else ''}{url}"]
    lines.append('-H "Authorization: Bearer $TOKEN"')
    if any(p["name"] == "If-Match" for p in operation["parameters"]):
        lines.append("-H 'If-Match: \"1\"'")
    accepted = operation.get("requestBody", {}).get("content", {})
    if "application/json" in accepted:
        lines.append("-H 'Content-Type: application/json'")
        lines.append(f"-d '{_pretty(body or {})}'")
    elif accepted:
        lines.append(f"-H 'Content-Type: {next(iter(accepted))}'")
        lines.append("--data-binary @bestand")
    return " \\\n  ".join(lines)


def _pretty(value: Any) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) if value is not None else ""
