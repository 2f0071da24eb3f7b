"""Every setting that comes from the environment, in one table.

`ozjt.settings` reads its values from here and `manage.py genereer` writes `docs/configuratie.md`
from here, so a setting that is not in this table does not exist.
"""

from dataclasses import dataclass
from typing import Any

import environ

MODI = ("demo", "test", "productie")


@dataclass(frozen=True)
class Instelling:
    """One environment variable: its type, what holds when it is absent, and what it is for.

    `standaard` None means: required. `geheim` values are never printed, and in production their
    demonstration values are refused.
    """

    naam: str
    uitleg: str
    soort: str = "str"
    standaard: Any = None
    geheim: bool = False
    verplicht: bool = False


INSTELLINGEN: tuple[Instelling, ...] = (
    Instelling(
        "MODUS",
        "`productie`, `demo` (demonstratiegegevens en -wachtwoorden) of `test`.",
        standaard="productie",
    ),
    Instelling(
        "SECRET_KEY",
        "Sleutel van Django voor sessies en handtekeningen.",
        geheim=True,
        verplicht=True,
    ),
    Instelling(
        "KLUIS_SLEUTELS",
        "Sleutels van de persoonsgegevenskluis, nieuwste eerst: `k2:<base64 van 32 bytes>,k1:<…>`. "
        "Roteren: nieuwe vooraan zetten, dan `manage.py kluis_roteren`.",
        geheim=True,
        verplicht=True,
    ),
    Instelling(
        "KLUIS_HASHSLEUTEL",
        "Sleutel van de hash waarmee een BSN wordt teruggevonden: `k1:<base64 van 32 bytes>`.",
        geheim=True,
        verplicht=True,
    ),
    Instelling(
        "DATABASE_URL",
        "PostgreSQL 15 of nieuwer: `postgres://gebruiker:wachtwoord@host/naam` of, over een "
        "socket, `postgres://gebruiker@/naam?host=/map`.",
        geheim=True,
        verplicht=True,
    ),
    Instelling(
        "REDIS_URL",
        "Redis of Valkey: `redis://host:6379` of `unix:///pad/valkey.sock`.",
        geheim=True,
        verplicht=True,
    ),
    Instelling(
        "PORTAL_LOKAAL",
        "Map voor documenten, statische bestanden en logboeken van deze installatie.",
        standaard=".local",
    ),
    Instelling(
        "ALLOWED_HOSTS",
        "Hostnamen waarop het portaal antwoordt, met komma's ertussen.",
        soort="list",
        standaard=[],
    ),
    Instelling(
        "CSRF_TRUSTED_ORIGINS",
        "Volledige adressen die formulieren mogen sturen, als het portaal achter een proxy staat.",
        soort="list",
        standaard=[],
    ),
    Instelling(
        "PORTAAL_URL",
        "Het adres in mails en API-antwoorden, zonder schuine streep op het eind.",
        standaard="http://127.0.0.1:8000",
    ),
    Instelling(
        "CORS_HERKOMSTEN",
        "Herkomsten die de API vanuit een browser mogen aanroepen.",
        soort="list",
        standaard=[],
    ),
    Instelling(
        "PROXY_AANTAL",
        "Aantal eigen proxy's voor het portaal. Alleen wat die in `X-Forwarded-For` en "
        "`X-Forwarded-Proto` zetten, wordt geloofd; 0: geen.",
        soort="int",
        standaard=0,
    ),
    Instelling(
        "SECURITY_CONTACT",
        "Waar iemand een lek kan melden, in `/.well-known/security.txt`.",
        standaard="mailto:beveiliging@ozjt.example",
    ),
    Instelling(
        "API_VERZOEKEN_PER_MINUUT",
        "Zoveel verzoeken per minuut mag elke API-client doen; 0: geen grens.",
        soort="int",
        standaard=1200,
    ),
    Instelling("LOG_NIVEAU", "Laagste niveau van logregels.", standaard="INFO"),
    Instelling(
        "SESSIE_MINUTEN",
        "Na zoveel minuten zonder handeling eindigt een sessie.",
        soort="int",
        standaard=30,
    ),
    Instelling(
        "SESSIE_UREN",
        "Na zoveel uren eindigt elke sessie, ook als er gewerkt wordt.",
        soort="int",
        standaard=10,
    ),
    Instelling("OIDC_AAN", "Aanmelden met OpenID Connect.", soort="bool", standaard=False),
    Instelling("OIDC_CLIENT_ID", "Naam van het portaal bij de OpenID-provider.", standaard=""),
    Instelling("OIDC_CLIENT_SECRET", "Geheim bij de OpenID-provider.", standaard="", geheim=True),
    Instelling("OIDC_AUTHORIZE_URL", "Aanmeldadres van de provider.", standaard=""),
    Instelling("OIDC_TOKEN_URL", "Tokenadres van de provider.", standaard=""),
    Instelling("OIDC_USER_URL", "Gebruikersadres van de provider.", standaard=""),
    Instelling("OIDC_JWKS_URL", "Sleuteladres van de provider.", standaard=""),
    Instelling("OIDC_ISSUER", "Verwachte uitgever (iss) van het token.", standaard=""),
    Instelling(
        "EMAIL_URL",
        "Mailserver, bijvoorbeeld `smtp+tls://gebruiker:wachtwoord@host:587`. "
        "Leeg: mail blijft in de uitbak staan.",
        standaard="",
        geheim=True,
    ),
    Instelling("MAIL_AFZENDER", "Afzender van mail.", standaard="portaal@ozjt.example"),
    Instelling(
        "CLAMD_ADRES",
        "Virusscanner (clamd): `host:poort` of `unix:///pad`. "
        "Leeg: niet gescand, en dat staat bij het document.",
        standaard="",
    ),
    Instelling(
        "DOCUMENT_MAX_BYTES",
        "Grootste document dat het portaal aanneemt, in bytes.",
        soort="int",
        standaard=10 * 1024 * 1024,
    ),
    Instelling(
        "KLEIN_AANTAL",
        "Aantallen jeugdigen onder dit getal zijn bij indicatoren afgeschermd, met wat nodig is "
        "om ze niet te kunnen uitrekenen; de gemeente zelf ziet haar eigen cijfer.",
        soort="int",
        standaard=5,
    ),
    Instelling(
        "ZIENSWIJZETERMIJN_DAGEN",
        "Dagen die een aanbieder ten minste krijgt om op een voornemen te reageren.",
        soort="int",
        standaard=14,
    ),
    Instelling(
        "MANDATEN",
        "Op welk mandaat een besluit over een maatregel kan rusten, met komma's ertussen.",
        soort="list",
        standaard=["Mandaat- en Volmachtsbesluit OZJT"],
    ),
    Instelling(
        "BESLISTERMIJN_DAGEN",
        "Dagen waarbinnen contractbeheer over een wijzigingsverzoek beslist.",
        soort="int",
        standaard=14,
    ),
    Instelling(
        "AANVULTERMIJN_DAGEN",
        "Dagen die een aanbieder heeft om een vraag over een wijzigingsverzoek te beantwoorden.",
        soort="int",
        standaard=14,
    ),
    Instelling(
        "KIT_DREMPELS_BESTAND",
        "Pad van het TOML-bestand met de drempels en gewichten van het screeningsadvies (KIT); "
        "staat buiten deze map en is alleen leesbaar voor het portaal. Leeg: geen advies. "
        "In `demo` leeg: een bestand met verzonnen waarden in `PORTAL_LOKAAL`.",
        standaard="",
    ),
    Instelling(
        "SCREENING_GELDIG_MAANDEN",
        "Zoveel maanden is een uitkomst geldig die het besluitscherm voorstelt.",
        soort="int",
        standaard=24,
    ),
    Instelling(
        "SCREENING_HERINNERING_WEKEN",
        "Zoveel weken voor het einde van een screening meldt het portaal dat zij opnieuw moet.",
        soort="int",
        standaard=12,
    ),
    Instelling(
        "BEEINDIGING_BESLISTERMIJN_DAGEN",
        "Dagen waarbinnen OZJT besluit over een verzoek om een perceel te beëindigen.",
        soort="int",
        standaard=28,
    ),
    Instelling(
        "BEEINDIGING_HERINNERING_DAGEN",
        "Zoveel dagen voor het einde van die termijn krijgt contractmanagement een signaal.",
        soort="int",
        standaard=7,
    ),
    Instelling(
        "OVERDRACHT_SIGNAAL_DAGEN",
        "Zoveel dagen voor de laatste dag van een contract krijgt de toegang een signaal over wat "
        "nog naar een andere aanbieder moet.",
        soort="int",
        standaard=90,
    ),
    Instelling(
        "TOELICHTING_TERMIJN_WERKDAGEN",
        "Werkdagen die een aanbieder standaard krijgt om de verdeling van minuten uit te leggen.",
        soort="int",
        standaard=10,
    ),
    Instelling("REGIO_NAAM", "Naam van de regio op schermen.", standaard="Twente"),
    Instelling("ORGANISATIE_NAAM", "Naam van de inkooporganisatie.", standaard="OZJT"),
)

DEMO_PREFIX = "demo"

_CASTS: dict[str, Any] = {"str": str, "int": int, "bool": bool, "list": list}


class Configuratiefout(Exception):
    """The environment lacks or forbids something; the message names it in one line."""


def read(env: environ.Env | None = None) -> dict[str, Any]:
    """All settings by name. Raises Configuratiefout naming every missing required one at once."""
    env = env or environ.Env()
    missing = [i.naam for i in INSTELLINGEN if i.verplicht and not env.str(i.naam, default="")]
    if missing:
        raise Configuratiefout(f"Ontbrekende instelling(en): {', '.join(missing)}")
    values = {
        i.naam: env.get_value(i.naam, cast=_CASTS[i.soort], default=i.standaard)
        for i in INSTELLINGEN
    }
    if values["MODUS"] not in MODI:
        raise Configuratiefout(f"MODUS moet een van {', '.join(MODI)} zijn")
    if values["MODUS"] == "productie":
        _refuse_demo_secrets(values)
    return values


def _refuse_demo_secrets(values: dict[str, Any]) -> None:
    found = [
        i.naam
        for i in INSTELLINGEN
        if i.geheim
        and any(part.strip().startswith(DEMO_PREFIX) for part in str(values[i.naam]).split(","))
    ]
    if len(str(values["SECRET_KEY"])) < 50:
        found.append("SECRET_KEY (korter dan 50 tekens)")
    if not values["ALLOWED_HOSTS"]:
        found.append("ALLOWED_HOSTS (leeg)")
    if found:
        raise Configuratiefout(
            f"In productie geweigerd, demonstratiewaarde of onveilig: {', '.join(found)}"
        )
