"""When a session ends, for whom one works in it, and that it costs one statement."""

import time
from unittest import mock

import pytest
from django.conf import settings as django_settings
from django.contrib.sessions.models import Session
from django.test import Client, RequestFactory

from core.authenticatie import actor_of_session, client_address
from core.choices import Actorsoort, Organisatiesoort, Rolcode
from tests.conftest import start_session
from tests.factories.core import PASSWORD, GebruikerFactory, OrganisatieFactory, RolFactory

pytestmark = pytest.mark.django_db
PAGE = "/account/"


def later(seconds: float):
    return mock.patch("core.sessies.time.time", return_value=time.time() + seconds)


def test_idle_session_ends_and_the_login_page_says_why(client_for):
    client = client_for()
    with later(django_settings.SESSION_IDLE_MINUTEN * 60 + 1):
        response = client.get(PAGE)
    assert response["Location"] == "/aanmelden/?next=%2Faccount%2F&reden=inactief"
    assert "niet bezig" in client.get(response["Location"]).content.decode()
    assert client.get(PAGE).status_code == 302


def test_working_keeps_the_session_alive(client_for):
    client = client_for()
    half = django_settings.SESSION_IDLE_MINUTEN * 60 * 0.6
    for times in (1, 2, 3):
        with later(half * times):
            assert client.get(PAGE).status_code == 200


def test_session_ends_after_the_working_day_even_when_used(client_for):
    client = client_for()
    for minute in range(0, django_settings.SESSION_ABSOLUTE_UREN * 60, 20):
        with later(minute * 60):
            assert client.get(PAGE).status_code == 200
    with later(django_settings.SESSION_ABSOLUTE_UREN * 3600 + 1):
        assert "reden=maximum" in client.get(PAGE)["Location"]


def test_htmx_is_told_to_load_the_login_page(client_for):
    client = client_for()
    with later(3600):
        response = client.get(
            PAGE, headers={"hx-request": "true", "hx-current-url": "http://testserver/rol/"}
        )
    assert response.status_code == 401
    assert response["HX-Redirect"] == "/aanmelden/?next=%2Frol%2F&reden=inactief"


def test_closing_an_account_ends_its_session(client_for):
    client = client_for()
    client.gebruiker.is_active = False
    client.gebruiker.save()
    assert "reden=gewijzigd" in client.get(PAGE)["Location"]


@pytest.mark.parametrize("change", ["new", "gone", "ended"])
def test_change_of_roles_ends_the_session(client_for, change):
    client = client_for(Rolcode.TOEGANG)
    role = client.gebruiker.rollen.get()
    if change == "new":
        RolFactory(gebruiker=client.gebruiker, rol=Rolcode.BACKOFFICE)
    elif change == "gone":
        role.delete()
    else:
        role.einddatum = role.begindatum
        role.save()
    assert "reden=gewijzigd" in client.get(PAGE)["Location"]
    assert client.get(PAGE)["Location"] == "/aanmelden/?next=%2Faccount%2F"


def change_password(client: Client, new: str = "nog een veel beter wachtwoord", **fields):
    data = {"huidig": PASSWORD, "nieuw": new, "herhaald": new, **fields}
    return client.post("/account/wachtwoord/", data)


def test_new_password_ends_other_sessions_and_keeps_this_one(client_for):
    client = client_for(Rolcode.TOEGANG)
    other = start_session(Client(), client.gebruiker)
    before = client.cookies[django_settings.SESSION_COOKIE_NAME].value
    assert change_password(client)["Location"] == PAGE
    assert client.get(PAGE).status_code == 200
    assert client.cookies[django_settings.SESSION_COOKIE_NAME].value != before
    assert "reden=gewijzigd" in other.get(PAGE)["Location"]
    assert not Session.objects.filter(pk=before).exists()


@pytest.mark.parametrize("fields", [{"huidig": "fout"}, {"herhaald": "anders"}, {"nieuw": ""}])
def test_wrong_password_change_changes_nothing(client_for, fields):
    client = client_for()
    assert change_password(client, **fields).status_code == 400
    client.gebruiker.refresh_from_db()
    assert client.gebruiker.check_password(PASSWORD)


def test_guessing_the_present_password_is_slowed_down(client_for, monkeypatch):
    monkeypatch.setattr("core.api.throttle.time.time", lambda: 60_000_000.0)
    client = client_for()
    statuses = [change_password(client, huidig="fout").status_code for _ in range(11)]
    assert statuses == [400] * 10 + [429]


def test_logging_out_ends_the_session(client_for):
    client = client_for()
    key = client.cookies[django_settings.SESSION_COOKIE_NAME].value
    assert client.get("/afmelden/").status_code == 405
    assert client.post("/afmelden/")["Location"] == "/aanmelden/"
    assert not Session.objects.filter(pk=key).exists()
    assert client.get(PAGE).status_code == 302


def request_of(client: Client, **meta):
    request = RequestFactory().get("/", **meta)
    request.session = client.session
    request.referentie = "abc"
    return request


def test_actor_holds_roles_of_today_at_one_organisation(client_for):
    gebruiker = GebruikerFactory()
    aa = OrganisatieFactory(naam="Aa", code="0001")
    zz = OrganisatieFactory(naam="Zz", soort=Organisatiesoort.GI, code="")
    for organisatie, rol in (
        (aa, Rolcode.TOEGANG),
        (aa, Rolcode.BACKOFFICE),
        (zz, Rolcode.VERWIJZER),
    ):
        RolFactory(gebruiker=gebruiker, organisatie=organisatie, rol=rol)
    RolFactory(
        gebruiker=gebruiker,
        organisatie=aa,
        rol=Rolcode.FG,
        begindatum="2020-01-01",
        einddatum="2020-12-31",
    )
    client = client_for(gebruiker=gebruiker)
    actor = actor_of_session(request_of(client, REMOTE_ADDR="10.1.2.3"))
    assert (actor.soort, actor.id) == (Actorsoort.GEBRUIKER, gebruiker.pk)
    assert actor.rollen == {Rolcode.TOEGANG, Rolcode.BACKOFFICE}
    assert (actor.organisatie_id, actor.organisatie_code) == (aa.pk, "0001")
    assert (actor.netwerkadres, actor.referentie) == ("10.1.2.3", "abc")
    assert actor.scopes is None


def test_actor_of_aanbieder_knows_its_aanbieder(client_for):
    from providers.models import Aanbieder

    organisatie = OrganisatieFactory(soort=Organisatiesoort.AANBIEDER, code="")
    aanbieder = Aanbieder.objects.create(
        organisatie=organisatie, naam="De Linde", kvk="12345678", rechtsvorm="bv"
    )
    client = client_for(Rolcode.AANBIEDER_ZORG, organisatie)
    assert actor_of_session(request_of(client)).aanbieder_id == aanbieder.pk


def test_actor_costs_one_statement_after_the_session(
    client_for, prepared, django_assert_num_queries
):
    request = request_of(client_for(Rolcode.TOEGANG))
    assert request.session["_auth_user_id"]
    prepared.clear()
    with django_assert_num_queries(0):
        assert actor_of_session(request).aangemeld
    assert len(prepared) == 1


def test_person_switches_organisation(client_for):
    gebruiker = GebruikerFactory()
    aa, zz = OrganisatieFactory(naam="Aa"), OrganisatieFactory(naam="Zz")
    for organisatie in (aa, zz):
        RolFactory(gebruiker=gebruiker, organisatie=organisatie)
    client = client_for(gebruiker=gebruiker)
    assert "Andere rol" in client.get(PAGE).content.decode()
    assert client.get("/rol/").status_code == 200
    assert client.post("/rol/", {"organisatie": str(zz.pk)})["Location"] == "/"
    assert actor_of_session(request_of(client)).organisatie_id == zz.pk


@pytest.mark.parametrize("wanted", ["", "x", "other"])
def test_person_cannot_switch_to_an_organisation_without_a_role(client_for, wanted):
    client = client_for(Rolcode.TOEGANG)
    wanted = str(OrganisatieFactory().pk) if wanted == "other" else wanted
    assert client.post("/rol/", {"organisatie": wanted}).status_code == 404
    assert actor_of_session(request_of(client)).organisatie_id == client.organisatie.pk


def test_person_without_roles_sees_the_account_page_and_nothing_more(client_for):
    client = client_for()
    assert "Geen rol" in client.get(PAGE).content.decode()


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, "6.6.6.6", "10.0.0.1"),
        (1, "6.6.6.6, 1.2.3.4", "1.2.3.4"),
        (2, "6.6.6.6, 1.2.3.4, 10.0.0.9", "1.2.3.4"),
        (2, "1.2.3.4", "10.0.0.1"),
        (1, "", "10.0.0.1"),
    ],
)
def test_address_comes_from_own_proxies_only(settings, proxies, forwarded, expected):
    settings.PROXY_AANTAL = proxies
    request = RequestFactory().get(
        "/", REMOTE_ADDR="10.0.0.1", headers={"x-forwarded-for": forwarded}
    )
    assert client_address(request) == expected
