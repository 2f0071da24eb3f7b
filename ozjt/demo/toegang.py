"""Organisations, people, roles and API clients; every login has password `demo`."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.hashers import make_password
from oauth2_provider.models import get_application_model

from core.actor import Actor
from core.choices import Actorsoort, Organisatiesoort, Rolcode
from core.models import ApiClient, Gebruiker, Organisatie, Rol
from ozjt.demo.basis import Kalender, insert, key
from ozjt.demo.catalogus import GEMEENTEN

WACHTWOORD = "demo"
API_GEHEIM = "demo-geheim"
SCOPES = (
    "gemeenten:lezen segmenten:lezen percelen:lezen producten:lezen aanbieders:lezen "
    "overeenkomsten:lezen tarieven:lezen "
    "perceelcontracten:lezen toewijzingen:lezen toewijzingen:schrijven "
    "toelichtingsverzoeken:lezen toelichtingsverzoeken:schrijven"
)
SCOPES_AANBIEDER = (
    "gemeenten:lezen segmenten:lezen percelen:lezen producten:lezen aanbieders:lezen "
    "bankrekeningen:lezen dossierstukken:lezen wijzigingsverzoeken:lezen "
    "wijzigingsverzoeken:schrijven"
)
OZJT = key("organisatie", "ozjt")
GI = key("organisatie", "gi")


def gemeente_key(code: str) -> UUID:
    return key("organisatie", "gemeente", code)


@dataclass(frozen=True)
class Login:
    """A person of the demonstration; without role it is the technical administrator."""

    email: str
    naam: str
    organisatie: UUID
    rol: Rolcode | None = None

    @property
    def id(self) -> UUID:
        return key("gebruiker", self.email)


def _ozjt_logins() -> list[Login]:
    people = [
        ("contractmanager", "Carla Contractmanager", Rolcode.CONTRACTMANAGER),
        ("contractbeheer", "Bas Contractbeheer", Rolcode.CONTRACTBEHEERDER),
        ("catalogus", "Cato Catalogus", Rolcode.CATALOGUSBEHEERDER),
        ("beschikbaarheid", "Bea Beschikbaarheid", Rolcode.BESCHIKBAARHEIDSBEHEERDER),
        ("cpwv", "Coen Plaatsing", Rolcode.CPWV),
        ("sroi", "Sara Social Return", Rolcode.SROI),
        ("screening", "Simon Screening", Rolcode.SCREENER),
        ("screening2", "Saskia Screening", Rolcode.SCREENER),
        ("toezicht", "Tess Toezicht", Rolcode.TOEZICHTHOUDER),
        ("fg", "Femke Gegevensbescherming", Rolcode.FG),
    ]
    return [Login(f"{local}@ozjt.demo", naam, OZJT, rol) for local, naam, rol in people]


def _gemeente_logins() -> list[Login]:
    logins = []
    for gemeente in GEMEENTEN:
        at = gemeente_key(gemeente.code)
        logins += [
            Login(f"toegang@{gemeente.slug}.demo", f"Toegang {gemeente.naam}", at, Rolcode.TOEGANG),
            Login(
                f"backoffice@{gemeente.slug}.demo",
                f"Backoffice {gemeente.naam}",
                at,
                Rolcode.BACKOFFICE,
            ),
            Login(f"fg@{gemeente.slug}.demo", f"FG {gemeente.naam}", at, Rolcode.FG),
        ]
    return logins


def all_logins() -> list[Login]:
    """Every login; the first of each role is the one to name on a screen."""
    linde, beuk = key("organisatie", "aanbieder", 1), key("organisatie", "aanbieder", 2)
    gemeenten = sorted(_gemeente_logins(), key=lambda login: "enschede" not in login.email)
    return [
        *gemeenten,
        *_ozjt_logins(),
        Login("verwijzer@gi.demo", "Vera Verwijzer", GI, Rolcode.VERWIJZER),
        Login("beheer@linde.demo", "Linda Beheer", linde, Rolcode.AANBIEDER_BEHEERDER),
        Login("zorg@linde.demo", "Zeno Zorg", linde, Rolcode.AANBIEDER_ZORG),
        Login("beheer@beuk.demo", "Bob Beheer", beuk, Rolcode.AANBIEDER_BEHEERDER),
        Login("technisch@ozjt.demo", "Tom Technisch beheer", OZJT),
    ]


def one_login_per_role() -> list[tuple[str, str, str]]:
    """(role, e-mail, password), each role once."""
    lines: dict[str, tuple[str, str, str]] = {}
    for login in all_logins():
        label = str(login.rol.label) if login.rol else "Technisch beheer (Django admin)"
        lines.setdefault(label, (label, login.email, WACHTWOORD))
    return list(lines.values())


def load_organisations() -> None:
    insert(
        Organisatie,
        [
            Organisatie(id=OZJT, soort=Organisatiesoort.OZJT, naam="OZJT", code="ozjt"),
            Organisatie(
                id=GI,
                soort=Organisatiesoort.GI,
                naam="Gecertificeerde instelling De Brug (demonstratie)",
                code="gi-demo",
            ),
            *(
                Organisatie(
                    id=gemeente_key(g.code),
                    soort=Organisatiesoort.GEMEENTE,
                    naam=g.naam,
                    code=g.code,
                )
                for g in GEMEENTEN
            ),
        ],
    )


def load_logins(kalender: Kalender) -> None:
    """People with their role; needs the organisations of the fixed aanbieders."""
    logins = all_logins()
    present = set(Gebruiker.objects.values_list("email", flat=True))
    missing = [login for login in logins if login.email not in present]
    if not missing:
        return
    hashed = make_password(WACHTWOORD)
    insert(
        Gebruiker,
        [
            Gebruiker(
                id=login.id,
                email=login.email,
                naam=login.naam,
                password=hashed,
                is_staff=login.rol is None,
                is_superuser=login.rol is None,
            )
            for login in missing
        ],
    )
    insert(
        Rol,
        [
            Rol(
                id=key("rol", login.email),
                gebruiker_id=login.id,
                organisatie_id=login.organisatie,
                rol=login.rol,
                begindatum=kalender.start,
            )
            for login in missing
            if login.rol
        ],
    )


@dataclass(frozen=True)
class Programma:
    """An API client of the demonstration; its secret is `API_GEHEIM`."""

    client_id: str
    naam: str
    organisatie: UUID
    rol: Rolcode
    scopes: str


def all_clients() -> list[Programma]:
    """One per gemeente, `gemeente-<CBS code>`, and one of De Linde."""
    linde = key("organisatie", "aanbieder", 1)
    return [
        *(
            Programma(
                f"gemeente-{g.code}",
                f"Programma van {g.naam}",
                gemeente_key(g.code),
                Rolcode.GEMEENTE_API,
                SCOPES,
            )
            for g in GEMEENTEN
        ),
        Programma(
            "aanbieder-linde",
            "Programma van Zorghuis De Linde",
            linde,
            Rolcode.AANBIEDER_BEHEERDER,
            SCOPES_AANBIEDER,
        ),
    ]


def load_api_clients(kalender: Kalender) -> None:
    """Confidential clients with their role and scopes."""
    application = get_application_model()
    clients = all_clients()
    present = set(application.objects.values_list("client_id", flat=True))
    missing = [client for client in clients if client.client_id not in present]
    if not missing:
        return
    hashed = make_password(API_GEHEIM)
    application.objects.bulk_create(
        application(
            client_id=client.client_id,
            client_secret=hashed,
            name=f"{client.naam} (demonstratie)",
            client_type=application.CLIENT_CONFIDENTIAL,
            authorization_grant_type=application.GRANT_CLIENT_CREDENTIALS,
        )
        for client in missing
    )
    ids = dict(application.objects.values_list("client_id", "id"))
    insert(
        ApiClient,
        [
            ApiClient(
                id=key("apiclient", client.client_id),
                applicatie_id=ids[client.client_id],
                organisatie_id=client.organisatie,
                naam=client.naam,
                scopes=client.scopes,
            )
            for client in missing
        ],
    )
    insert(
        Rol,
        [
            Rol(
                id=key("rol", client.client_id),
                apiclient_id=key("apiclient", client.client_id),
                organisatie_id=client.organisatie,
                rol=client.rol,
                begindatum=kalender.start,
            )
            for client in missing
        ],
    )


def actor_of(email: str) -> Actor:
    """Who works with this login, in its first role; for demonstration by the real services."""
    rol = Rol.objects.select_related("gebruiker", "organisatie").filter(gebruiker__email=email)[0]
    own = getattr(rol.organisatie, "aanbieder", None)
    return Actor(
        Actorsoort.GEBRUIKER,
        id=rol.gebruiker_id,
        naam=rol.gebruiker.naam if rol.gebruiker else "",
        organisatie_id=rol.organisatie_id,
        organisatie_soort=Organisatiesoort(rol.organisatie.soort),
        organisatie_code=rol.organisatie.code,
        organisatie_naam=rol.organisatie.naam,
        aanbieder_id=own.pk if own else None,
        rollen=frozenset({rol.rol}),
        referentie="demo",
    )
