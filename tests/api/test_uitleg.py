"""The readable page, and every example of the document run against the API (N-API-15)."""

import base64
import datetime
import re
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from core.api.docs import example_of, groups
from core.api.schema import document
from core.choices import Rolcode
from core.models import Organisatie
from tests.api.conftest import LINDE, V1, Api, all_scopes, is_own_data
from tests.documenten.bestanden import pages
from tests.factories.core import SECRET, ApiClientFactory, GebruikerFactory
from zorgportaal.models import Aanvulling, Wijzigingsverzoek

Sound = Callable[..., dict[str, Any]]

DOC = document()
EXAMPLES = [
    pytest.param(path, method, operation, id=operation["operationId"])
    for path, methods in DOC["paths"].items()
    for method, operation in methods.items()
]


def test_page_is_public_and_shows_every_operation(db: None) -> None:
    page = Client().get("/api")
    assert page.status_code == 200
    text = page.content.decode()
    for _, _, operation in (p.values for p in EXAMPLES):
        assert f'id="{operation["operationId"]}"' in text
    assert not re.search(r"style=|<script(?![^>]*src)", text)


def test_curl_of_every_operation_names_the_token() -> None:
    for group in groups("https://portaal.example"):
        for operation in group["operaties"]:
            assert "Bearer $TOKEN" in operation["curl"]


class TestToken:
    @pytest.fixture
    def client(self, db: None) -> Any:
        return ApiClientFactory(scopes="percelen:lezen toewijzingen:lezen")

    def ask(self, client: Any, secret: str = SECRET, **data: str) -> Any:
        pair = base64.b64encode(f"{client.applicatie.client_id}:{secret}".encode()).decode()
        fields = {"grant_type": "client_credentials", **data}
        return Client().post("/oauth/token", fields, headers={"authorization": f"Basic {pair}"})

    def test_gives_all_scopes_of_the_client(self, client: Any) -> None:
        found = self.ask(client)
        assert found.status_code == 200
        assert set(found.json()["scope"].split()) == {"percelen:lezen", "toewijzingen:lezen"}
        assert found["Cache-Control"] == "no-store"
        api = Client(headers={"authorization": f"Bearer {found.json()['access_token']}"})
        assert api.get("/api/v1/percelen").status_code == 403  # a scope, but no role

    def test_gives_the_scope_asked_for_and_no_other(self, client: Any) -> None:
        assert self.ask(client, scope="percelen:lezen").json()["scope"] == "percelen:lezen"
        refused = self.ask(client, scope="toewijzingen:schrijven")
        assert (refused.status_code, refused.json()["error"]) == (400, "invalid_scope")

    def test_wrong_secret(self, client: Any) -> None:
        refused = self.ask(client, "fout")
        assert (refused.status_code, refused.json()["error"]) == (401, "invalid_client")
        assert refused.has_header("WWW-Authenticate")

    @pytest.mark.parametrize("grant", ["password", "authorization_code", "", "x"])
    def test_other_grants(self, client: Any, grant: str) -> None:
        assert self.ask(client, grant_type=grant).status_code == 400

    def test_switched_off_client(self, client: Any) -> None:
        client.is_active = False
        client.save()
        assert self.ask(client).status_code == 401

    @pytest.mark.parametrize("text", ["%00", "\x00", "é", "x" * 5000])
    def test_odd_client_ids_are_no_500(self, client: Any, text: str) -> None:
        fields = {"grant_type": "client_credentials", "client_id": text, "client_secret": text}
        assert Client().post("/oauth/token", fields).status_code in (400, 401)

    def test_get_is_405(self, db: None) -> None:
        assert Client().get("/oauth/token").status_code == 405

    def test_throttled(self, client: Any) -> None:
        for _ in range(70):
            answer = Client().post("/oauth/token", {}, REMOTE_ADDR="192.0.2.7")
        assert answer.status_code == 429
        assert answer.has_header("Retry-After")


@pytest.fixture
def zorg_api(demo: None, program_of: Callable[..., Api]) -> Api:
    """The program that works in care at De Linde, with every scope."""
    linde = Organisatie.objects.get(aanbieder__agb_codes__code=LINDE)
    return program_of(linde, Rolcode.AANBIEDER_ZORG)


def keys(value: Any) -> Any:
    """The shape of a JSON value: its keys, all the way down."""
    if isinstance(value, dict):
        return {name: keys(part) for name, part in value.items()}
    return [keys(value[0])] if isinstance(value, list) and value else None


@pytest.mark.parametrize(("path", "method", "operation"), EXAMPLES)
def test_example_runs(
    api: Api, linde_api: Api, zorg_api: Api, path: str, method: str, operation: Any, sound: Sound
) -> None:
    api = linde_api if is_own_data(path) else api
    explaining = path.startswith("/toelichtingsverzoeken") and method == "post"
    with time_machine.travel(datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC), tick=True):
        headers = {"if_match": '"1"'} if "If-Match" in str(operation["parameters"]) else {}
        url = path
        if "{id}" in path and not explaining:
            url = path.replace("{id}", an_id(api, path, sound))
        if path.endswith("/antwoord") and not explaining:
            headers = ask_about(api, url)
        if path == "/documenten":
            answer = a_document(api)
        elif explaining:
            answer = explain(api, zorg_api, path, sound)
        elif method == "get":
            answer = api.get(url, **headers)
        else:
            answer = api.post(url, example_of(operation.get("requestBody", {})) or {}, **headers)
    status, described = next(iter(operation["responses"].items()))
    assert str(answer.status_code) == status, answer.content
    expected, found = keys(example_of(described)), keys(answer.json())
    if operation["operationId"].startswith("valideer"):
        assert (answer.json()["geldig"], answer.json()["bevindingen"]) == (True, [])
    for cursor in ("volgende", "vorige"):
        assert (cursor in found) == (cursor in expected)
    assert set(found) == set(expected)
    if found.get("resultaten"):
        assert set(found["resultaten"][0]) == set(expected["resultaten"][0])


def an_id(api: Api, path: str, sound: Sound) -> str:
    collection = path.split("/{id}")[0]
    body = DOC["paths"]["/toewijzingen"]["post"]["requestBody"]
    if collection in ("/toewijzingen", "/indieningen"):
        made = api.post("/toewijzingen", example_of(body))
        assert made.status_code == 201, made.content
        found: str = made.json()["id" if collection == "/toewijzingen" else "indiening"]
        return found
    if collection == "/documenten":
        return str(a_document(api).json()["id"])
    if collection == "/wijzigingsverzoeken":
        example = example_of(DOC["paths"][collection]["post"]["requestBody"])
        return str(api.post(collection, example).json()["id"])
    if collection == "/aanbieders":
        collection += f"?aanbiederAgbCode={LINDE}&limit=1"
        return str(api.get(collection).json()["resultaten"][0]["id"])
    listed: str = api.get(collection + "?limit=1").json()["resultaten"][0]["id"]
    return listed


def explain(api: Api, zorg: Api, path: str, sound: Sound) -> Any:
    """Each act on a question about minutes, on one that stands where that act finds it."""
    asking, answering = "/toelichtingsverzoeken", "/toelichtingsverzoeken/{id}/antwoord"
    bodies = {name: example_of(DOC["paths"][name]["post"]["requestBody"]) or {} for name in
              (asking, answering, path)}  # fmt: skip
    question = {**bodies[asking], "toewijzingId": an_id(api, "/toewijzingen/{id}", sound)}
    made = api.post(asking, question)
    if path == asking:
        return made
    pk, etag = made.json()["id"], made["ETag"]
    if path.endswith("/aanvulling"):
        etag = zorg.post(answering.format(id=pk), bodies[answering], if_match=etag)["ETag"]
    who = zorg if path == answering else api
    return who.post(path.format(id=pk), bodies[path], if_match=etag)


def a_document(api: Api) -> Any:
    return api.client.post(
        f"{V1}/documenten?soort=bewijsstuk", pages(1), content_type="application/pdf"
    )


def ask_about(api: Api, url: str) -> dict[str, str]:
    """A question on the request, so that there is something to answer; the headers for that."""
    pk = url.split("/")[2]
    Wijzigingsverzoek.objects.filter(pk=pk).update(status="aanvulling_gevraagd")
    asker = GebruikerFactory()
    Aanvulling.objects.create(
        verzoek_id=pk, vraag="Klopt dit?", gesteld_door=asker, uiterlijk=timezone.localdate()
    )
    return {"if_match": api.get(f"/wijzigingsverzoeken/{pk}")["ETag"]}


def test_all_scopes_of_the_document_can_be_given() -> None:
    flow = DOC["components"]["securitySchemes"]["oauth2"]["flows"]["clientCredentials"]
    assert " ".join(sorted(flow["scopes"])) == all_scopes()
    assert V1 in DOC["servers"][0]["url"]
