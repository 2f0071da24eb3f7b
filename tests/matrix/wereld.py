"""Who knocks: one client per role at an organisation of the demonstration, for browser and API."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.test import Client

from core.choices import Rolcode
from core.models import ApiClient, Gebruiker, Organisatie
from ozjt.demo.basis import key
from ozjt.demo.toegang import OZJT, all_logins, gemeente_key
from tests.architecture.bron import Route, routes
from tests.conftest import new_token, start_session
from tests.factories.core import ApiClientFactory, GebruikerFactory, RolFactory

ANONIEM, ZONDER_ROL = "anoniem", "zonder-rol"
WIE = (*(str(rol.value) for rol in Rolcode), ZONDER_ROL, ANONIEM)
SCOPES = (
    "gemeenten:lezen segmenten:lezen percelen:lezen producten:lezen aanbieders:lezen "
    "overeenkomsten:lezen tarieven:lezen "
    "perceelcontracten:lezen beschikbaarheid:lezen toewijzingen:lezen toewijzingen:schrijven "
    "bankrekeningen:lezen dossierstukken:lezen wijzigingsverzoeken:lezen "
    "wijzigingsverzoeken:schrijven toelichtingsverzoeken:lezen toelichtingsverzoeken:schrijven"
)
ENSCHEDE, HENGELO = gemeente_key("0153"), gemeente_key("0164")
LINDE, BEUK, ES = key("aanbieder", 1), key("aanbieder", 2), key("aanbieder", 5)
NERGENS = UUID("00000000-0000-4000-8000-000000000000")


@dataclass(frozen=True)
class Deur:
    """One method of one route."""

    route: Route
    methode: str

    @property
    def id(self) -> str:
        return f"{self.methode} /{self.route.pad}"

    @property
    def is_api(self) -> bool:
        return self.route.pad.startswith("api/v1/") and "openapi" not in self.route.pad

    def url(self, object_id: UUID = NERGENS, tab: str = "geschiedenis") -> str:
        path = "/" + self.route.pad.rstrip("$")
        for part in path.split("/"):
            if part.startswith("<uuid:"):
                path = path.replace(part, str(object_id))
            elif part.startswith("<int:"):
                path = path.replace(part, "1")
            elif part == "<slug:soort>" and self.route.pad.startswith("catalogus/"):
                path = path.replace(part, "product")
            elif part == "<slug:soort>":  # who an aanbieder is, is itself the row to change
                path = path.replace(
                    part, "identiteit" if "doel_id" in self.route.pad else "contact"
                )
            elif part == "<slug:handeling>":
                path = path.replace(
                    part, "wijzigen" if "doel_id" in self.route.pad else "toevoegen"
                )
            elif part == "<slug:register>":
                path = path.replace(part, "contracten")
            elif part.startswith("<slug:"):
                path = path.replace(part, tab)
        return path


def deuren() -> list[Deur]:
    """Every method of every route; a view that takes all methods is tried with GET and POST."""
    from core.policies import rights_of_view

    found = []
    for route in routes():
        declared = set(rights_of_view(route.view))
        methods = route.methoden or ({"GET", "POST"} if declared == {"ALLE"} else declared)
        found += [Deur(route, method) for method in sorted(methods)]
    return sorted(found, key=lambda deur: deur.route.pad.startswith("afmelden"))


@dataclass
class Persoon:
    """A role at an organisation, with a browser that is logged in and a program with a token."""

    wie: str
    browser: Client
    api: Client
    gebruiker: Gebruiker | None = None
    organisatie: Organisatie | None = None
    apiclient: ApiClient | None = None

    def knock(self, deur: Deur, url: str = "") -> Any:
        """The request with an empty form or object; where more is needed, what the API expects."""
        url = url or deur.url()
        if not deur.is_api:
            return self.browser.generic(
                deur.methode, url, "", content_type="application/x-www-form-urlencoded"
            )
        ends = '{"einddatum": "2026-12-31", "reden": "05"}' if url.endswith("beeindiging") else "{}"
        versioned = "/toewijzingen/" in url or "/wijzigingsverzoeken/" in url
        headers = {"if-match": '"1"'} if versioned else {}
        body = "" if deur.methode == "GET" else ends
        return self.api.generic(
            deur.methode, url, body, content_type="application/json", headers=headers
        )


def organisation_for(rol: Rolcode) -> UUID:
    """Where the demonstration puts the role: Enschede, De Linde, OZJT or the GI."""
    if rol == Rolcode.GEMEENTE_API:
        return ENSCHEDE
    found = [login.organisatie for login in all_logins() if login.rol == rol]
    return OZJT if OZJT in found else found[0]


def person(wie: str, organisatie: Organisatie | None = None) -> Persoon:
    if wie == ANONIEM:
        return Persoon(wie, Client(), Client())
    gebruiker = GebruikerFactory(email=f"{wie}@matrix.demo", naam=f"Matrix {wie}")
    if wie == ZONDER_ROL:
        elsewhere = ApiClientFactory(organisatie_id=ENSCHEDE, scopes=SCOPES)
        return Persoon(wie, start_session(Client(), gebruiker), _program(elsewhere), gebruiker)
    rol = Rolcode(wie)
    organisatie = organisatie or Organisatie.objects.get(pk=organisation_for(rol))
    RolFactory(gebruiker=gebruiker, rol=rol, organisatie=organisatie)
    program = ApiClientFactory(organisatie=organisatie, scopes=SCOPES)
    RolFactory(gebruiker=None, apiclient=program, rol=rol, organisatie=organisatie)
    return Persoon(
        wie,
        start_session(Client(), gebruiker),
        _program(program),
        gebruiker,
        organisatie,
        program,
    )


def _program(apiclient: ApiClient, scopes: str = SCOPES) -> Client:
    return Client(headers={"authorization": f"Bearer {new_token(apiclient, scopes)}"})


def let_in(deur: Deur, response: Any) -> bool:
    """Whether the gate opened: not 401, not 403, not sent to the login page."""
    down = deur.route.pad == "readyz"  # 503 where no worker runs
    assert response.status_code < 500 or down, f"{deur.id}: {response.status_code}"
    if response.status_code in (301, 302):
        at_login = deur.route.pad.startswith(("aanmelden/", "afmelden/"))
        return at_login or not response["Location"].startswith("/aanmelden/")
    wrong_secret = deur.route.pad == "oauth/token"
    return response.status_code != 403 and (response.status_code != 401 or wrong_secret)


def every_door(*, method: str = "") -> Iterator[Deur]:
    return (deur for deur in deuren() if not method or deur.methode == method)
