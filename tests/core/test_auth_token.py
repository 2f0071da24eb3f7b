"""From a bearer token to an actor: in one statement, and not at all when anything is off."""

import datetime

import pytest
from django.test import Client, RequestFactory
from oauth2_provider.models import AccessToken

from core.authenticatie import actor_of_token
from core.choices import Actorsoort, Rolcode
from core.fouten import NietAangemeld
from core.models import Rol
from tests.factories.core import SECRET, ApiClientFactory, OrganisatieFactory, RolFactory

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.core.urls")]
URL = "/api/v1/proef"


def test_token_gives_client_organisation_roles_and_scopes(api_client):
    gemeente = OrganisatieFactory(code="0153")
    api = api_client(gemeente, scopes="proef:w anders:r")
    body = api.get(URL).json()
    assert body["id"] == str(api.apiclient.pk)
    assert body["organisatie"] == "0153"
    assert body["rollen"] == ["gemeente-api"]
    assert body["scopes"] == ["anders:r", "proef:w"]
    assert body["adres"] == "127.0.0.1"
    assert len(body["referentie"]) == 12


def test_actor_of_token_costs_one_statement(api_client, prepared, django_assert_num_queries):
    api = api_client()
    request = RequestFactory().get(URL, headers={"authorization": f"Bearer {api.token}"})
    with django_assert_num_queries(0):
        actor = actor_of_token(request)
    assert actor.soort == Actorsoort.API
    assert len(prepared) == 1


def test_scopes_are_those_of_token_and_client_together(api_client):
    api = api_client(scopes="proef:w anders:r")
    AccessToken.objects.update(scope="proef:w meer:w")
    assert api.get(URL).json()["scopes"] == ["proef:w"]


def test_scope_without_role_is_not_enough(api_client):
    assert api_client(scopes="proef:w", rol=None).get(URL).status_code == 403


def test_role_without_scope_is_not_enough(api_client):
    assert api_client(scopes="anders:r").get(URL).status_code == 403


def test_role_at_another_organisation_does_not_count(api_client):
    api = api_client(scopes="proef:w", rol=None)
    RolFactory(
        gebruiker=None,
        apiclient=api.apiclient,
        organisatie=OrganisatieFactory(),
        rol=Rolcode.GEMEENTE_API,
    )
    assert api.get(URL).status_code == 403


def test_ended_role_does_not_count(api_client):
    api = api_client(scopes="proef:w")
    Rol.objects.update(einddatum=datetime.date(2020, 1, 1))
    assert api.get(URL).status_code == 403


@pytest.mark.parametrize("change", ["expired", "inactive", "gone"])
def test_token_that_is_over_is_401(api_client, change):
    api = api_client(scopes="proef:w")
    token = AccessToken.objects.get()
    if change == "expired":
        AccessToken.objects.update(expires=token.expires - datetime.timedelta(hours=2))
    elif change == "inactive":
        api.apiclient.is_active = False
        api.apiclient.save()
    else:
        token.delete()
    response = api.get(URL)
    assert response.status_code == 401
    assert response["WWW-Authenticate"].startswith("Bearer")
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["code"] == "niet_aangemeld"


@pytest.mark.parametrize(
    "header", ["Bearer", "Bearer ", "Basic YTpi", "Bearer x\xff", "Bearer " + "a" * 600, "rommel"]
)
def test_broken_authorization_header_is_401(client, header):
    assert client.get(URL, headers={"authorization": header}).status_code == 401


def test_without_token_is_401_and_never_a_redirect(client):
    response = client.get(URL)
    assert (response.status_code, response["API-Version"]) == (401, "1.0.0")


def test_session_of_a_person_opens_nothing_in_the_api(client_for):
    assert client_for(Rolcode.TOEGANG).get(URL).status_code == 401


def test_raises_for_an_unknown_token(db):
    request = RequestFactory().get(URL, headers={"authorization": "Bearer onzin"})
    with pytest.raises(NietAangemeld):
        actor_of_token(request)


def ask_token(client: Client, **fields):
    data = {"grant_type": "client_credentials", "client_secret": SECRET, **fields}
    return client.post("/oauth/token", data)


class TestTokenEndpoint:
    def test_client_credentials_give_a_token_that_works(self, client):
        found = ApiClientFactory(scopes="proef:w")
        RolFactory(
            gebruiker=None, apiclient=found, organisatie=found.organisatie, rol=Rolcode.GEMEENTE_API
        )
        body = ask_token(client, client_id=found.applicatie.client_id).json()
        assert body["scope"] == "proef:w"
        answer = client.get(URL, headers={"authorization": f"Bearer {body['access_token']}"})
        assert answer.status_code == 200

    def test_token_is_not_kept_readable(self, client):
        found = ApiClientFactory()
        token = ask_token(client, client_id=found.applicatie.client_id).json()["access_token"]
        row = AccessToken.objects.get()
        assert token not in (row.token, row.token_checksum)

    def test_scope_the_client_does_not_have_is_refused(self, client):
        found = ApiClientFactory(scopes="proef:w")
        response = ask_token(client, client_id=found.applicatie.client_id, scope="alles:w")
        assert (response.status_code, response.json()["error"]) == (400, "invalid_scope")

    @pytest.mark.parametrize("change", ["secret", "unknown", "inactive"])
    def test_refusals_are_the_same(self, client, change):
        found = ApiClientFactory(is_active=change != "inactive")
        fields = {"client_id": found.applicatie.client_id}
        if change == "secret":
            fields["client_secret"] = "fout"
        if change == "unknown":
            fields["client_id"] = "niemand"
        response = ask_token(client, **fields)
        assert (response.status_code, response.json()) == (401, {"error": "invalid_client"})

    @pytest.mark.parametrize("grant", ["password", "authorization_code", "refresh_token", ""])
    def test_other_grants_are_refused(self, client, grant):
        found = ApiClientFactory()
        response = ask_token(client, client_id=found.applicatie.client_id, grant_type=grant)
        assert response.status_code in (400, 401)

    def test_too_many_requests_are_429(self, client, monkeypatch):
        monkeypatch.setattr("core.oauth.TOKENS_PER_MINUTE", 2)
        client.defaults["REMOTE_ADDR"] = "10.99.98.97"
        statuses = [ask_token(client, client_id="x").status_code for _ in range(4)]
        assert statuses[-1] == 429
