"""Role x every method of every route, against real answers and the reviewed table.

A new route without a line in `rechten.csv` fails here, and so does a line without a route.
"""

import datetime

import pytest
from django.utils import timezone

from core.choices import Rolcode
from tests.factories.core import RolFactory
from tests.matrix.tabel import read
from tests.matrix.wereld import (
    ANONIEM,
    ENSCHEDE,
    WIE,
    ZONDER_ROL,
    deuren,
    let_in,
    new_token,
    person,
)

TABEL = read()
DEUREN = {deur.id: deur for deur in deuren()}


def test_table_has_a_line_for_every_method_of_every_route():
    assert set(DEUREN) - set(TABEL) == set(), "review these and add them"
    assert set(TABEL) - set(DEUREN) == set(), "these no longer exist"


@pytest.mark.parametrize("wie", WIE)
def test_every_route_lets_in_whom_the_table_names(persoon, wie):
    who = persoon(wie)
    answered = {name: let_in(deur, who.knock(deur)) for name, deur in DEUREN.items()}
    wrong = {n: f"is {a}" for n, a in answered.items() if a != TABEL.get(n, {}).get(wie)}
    assert wrong == {}


@pytest.mark.parametrize("name", [n for n, deur in DEUREN.items() if not TABEL[n][ANONIEM]])
def test_refusal_of_a_stranger_has_its_own_shape(persoon, name):
    """A person goes to the login page, a program gets 401 as problem+json."""
    deur = DEUREN[name]
    response = persoon(ANONIEM).knock(deur)
    if deur.is_api:
        assert response.status_code == 401
        assert response["Content-Type"] == "application/problem+json"
        assert response.json()["code"] == "niet_aangemeld"
    else:
        assert response.status_code == 302
        assert response["Location"].startswith("/aanmelden/")


def test_token_without_scopes_opens_no_resource(persoon):
    who = persoon(Rolcode.GEMEENTE_API)
    who.api.defaults["HTTP_AUTHORIZATION"] = f"Bearer {new_token(who.apiclient, '')}"
    who.api.headers = {}
    doors = [d for d in DEUREN.values() if d.is_api]
    assert len(doors) > 15
    assert {d.id: who.knock(d).status_code for d in doors} == {d.id: 403 for d in doors}


def test_token_of_reading_does_not_write(persoon):
    who = persoon(Rolcode.GEMEENTE_API)
    token = new_token(who.apiclient, "toewijzingen:lezen")
    who.api.defaults["HTTP_AUTHORIZATION"] = f"Bearer {token}"
    got = {
        d.id: who.knock(d).status_code
        for d in DEUREN.values()
        if d.is_api and "toewijzing" in d.route.pad
    }
    assert {name for name, status in got.items() if status != 403} == {
        name for name in got if name.startswith("GET") or name.endswith("_zoek")
    }


@pytest.mark.parametrize("days", [(-30, -1), (1, 30)], ids=["ended yesterday", "starts tomorrow"])
def test_role_outside_its_period_opens_nothing_more_than_no_role(persoon, days):
    who = persoon(ZONDER_ROL)
    today = timezone.localdate()
    begin, end = (today + datetime.timedelta(days=n) for n in days)
    RolFactory(
        gebruiker=who.gebruiker,
        rol=Rolcode.TOEGANG,
        organisatie_id=ENSCHEDE,
        begindatum=begin,
        einddatum=end,
    )
    gets = [d for d in DEUREN.values() if d.methode == "GET" and not d.is_api]
    wrong = [d.id for d in gets if let_in(d, who.knock(d)) != TABEL[d.id][ZONDER_ROL]]
    assert wrong == []


def test_person_without_roles_is_told_and_not_sent_in_circles(demo):
    who = person(ZONDER_ROL)
    assert who.browser.get("/").status_code in (200, 302)
    assert who.browser.get("/rol/").status_code == 200
