"""From a session or a bearer token to an Actor: one SQL statement each, on every request."""

import datetime
import hashlib
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY, login
from django.http import HttpRequest
from django.utils import timezone

from core import sessies
from core.actor import ANONIEM, Actor
from core.choices import Actorsoort, Organisatiesoort, Rolcode
from core.fouten import NietAangemeld, Verboden
from core.models import Gebruiker
from core.sql import fetch_prepared

DOEL = "uitvoering Jeugdwet"
GEKOZEN = "organisatie"
BACKEND = "core.aanmelding.PortaalBackend"
MAX_TOKEN = 512

PERSOON_SQL = """
select g.naam, g.is_staff, g.password, o.id, o.soort, o.code, o.naam, a.id, r.rol
from core_gebruiker g
left join core_rol r on r.gebruiker_id = g.id
  and r.begindatum <= %(dag)s and (r.einddatum is null or r.einddatum >= %(dag)s)
left join core_organisatie o on o.id = r.organisatie_id
left join providers_aanbieder a on a.organisatie_id = o.id
where g.id = %(id)s and g.is_active
order by o.naam, o.id, r.rol
"""

CLIENT_SQL = """
select c.id, c.naam, c.scopes, t.scope, o.id, o.soort, o.code, o.naam, a.id,
  array(select r.rol from core_rol r
        where r.apiclient_id = c.id and r.organisatie_id = c.organisatie_id
          and r.begindatum <= %(dag)s and (r.einddatum is null or r.einddatum >= %(dag)s))
from oauth2_provider_accesstoken t
join core_apiclient c on c.applicatie_id = t.application_id and c.is_active
join core_organisatie o on o.id = c.organisatie_id
left join providers_aanbieder a on a.organisatie_id = o.id
where t.token_checksum = %(checksum)s and t.expires > now()
"""


@dataclass(frozen=True, slots=True)
class Aanmelding:
    """What a session stands for: the actor, the organisations to switch to, may it manage."""

    actor: Actor
    organisaties: tuple[tuple[UUID, str], ...] = ()
    beheer: bool = False
    stempel: str = ""


def client_address(request: HttpRequest) -> str:
    """Address of the caller; of `X-Forwarded-For` only what our own proxies wrote is believed."""
    trusted: int = settings.PROXY_AANTAL
    if trusted:
        hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
        if len(hops) >= trusted and hops[-trusted]:
            return hops[-trusted][:60]
    return str(request.META.get("REMOTE_ADDR", ""))[:60]


def actor_of_session(request: HttpRequest) -> Actor:
    """The person of this session in the chosen organisation; ANONIEM without one.

    A session that is over (idle, too old, account closed, roles or password changed) is emptied and
    leaves its reason in `request.sessie_einde`, for the login page to explain.
    """
    gebruiker_id = request.session.get(SESSION_KEY)
    if not gebruiker_id:
        return ANONIEM
    reden = sessies.expired(request.session)
    aanmelding = None if reden else read_aanmelding(request, gebruiker_id)
    if aanmelding and not sessies.same_stamp(request.session, aanmelding.stempel):
        aanmelding = None
    if aanmelding is None:
        request.session.flush()
        request.sessie_einde = reden or sessies.GEWIJZIGD  # type: ignore[attr-defined]
        return ANONIEM
    sessies.touch(request.session)
    request.aanmelding = aanmelding  # type: ignore[attr-defined]
    return aanmelding.actor


def log_in(request: HttpRequest, gebruiker: Gebruiker) -> Aanmelding:
    """Begin a session under a new key; call only after every factor of the login has been checked.

    Raises NietAangemeld when the account was closed in the meantime.
    """
    request.session.flush()
    aanmelding = read_aanmelding(request, str(gebruiker.pk))
    if aanmelding is None:
        raise NietAangemeld()
    login(request, gebruiker, backend=BACKEND)
    sessies.begin(request.session, aanmelding.stempel)
    request.aanmelding = aanmelding  # type: ignore[attr-defined]
    request.actor = aanmelding.actor  # type: ignore[attr-defined]
    return aanmelding


def keep_session(request: HttpRequest, gebruiker: Gebruiker) -> None:
    """After changing the own password: this session goes on under a new key, all others end."""
    request.session.cycle_key()
    request.session[HASH_SESSION_KEY] = gebruiker.get_session_auth_hash()
    aanmelding = read_aanmelding(request, str(gebruiker.pk))
    if aanmelding is not None:
        sessies.begin(request.session, aanmelding.stempel)


def read_aanmelding(request: HttpRequest, gebruiker_id: str) -> Aanmelding | None:
    """The person with the roles valid today; None when the account does not exist or is closed."""
    rows = fetch_prepared(PERSOON_SQL, {"id": gebruiker_id, "dag": timezone.localdate()})
    if not rows:
        return None
    naam, beheer, password = rows[0][:3]
    roles = [row[3:] for row in rows if row[3] is not None]
    organisaties = {row[0]: row for row in roles}
    wanted = request.session.get(GEKOZEN, "")
    chosen = next((o for o in organisaties if str(o) == wanted), next(iter(organisaties), None))
    actor = Actor(
        Actorsoort.GEBRUIKER,
        id=UUID(str(gebruiker_id)),
        naam=naam,
        rollen=frozenset(Rolcode(row[5]) for row in roles if row[0] == chosen),
        doel=DOEL,
        **_request_fields(request),
        **_organisation_fields(organisaties[chosen][:5] if chosen else None),
    )
    stempel = sessies.stamp(password, [f"{row[0]}:{row[5]}" for row in roles])
    keuzes = tuple((key, row[3]) for key, row in organisaties.items())
    return Aanmelding(actor, keuzes, beheer, stempel)


def actor_at(gebruiker_id: UUID, organisatie_id: UUID, *, referentie: str) -> Actor:
    """This person at this organisation, for work that goes on without a request.

    Raises Verboden when the account is closed or no role there is valid today.
    """
    rows = fetch_prepared(PERSOON_SQL, {"id": gebruiker_id, "dag": timezone.localdate()})
    roles = [row for row in rows if row[3] == organisatie_id]
    if not roles:
        raise Verboden()
    return Actor(
        Actorsoort.GEBRUIKER,
        id=gebruiker_id,
        naam=roles[0][0],
        rollen=frozenset(Rolcode(row[8]) for row in roles),
        doel=DOEL,
        referentie=referentie,
        **_organisation_fields(roles[0][3:8]),
    )


def actor_of_token(request: HttpRequest) -> Actor:
    """The API client of the bearer token; ANONIEM without one.

    Raises NietAangemeld for a token that is unknown, expired, or of a client that is switched off.
    """
    header = request.META.get("HTTP_AUTHORIZATION", "")
    if not header:
        return ANONIEM
    kind, _, token = header.partition(" ")
    token = token.strip()
    if kind.lower() != "bearer" or not token or len(token) > MAX_TOKEN:
        raise NietAangemeld("Stuur het token mee als `Authorization: Bearer …`.")
    checksum = hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
    dag: datetime.date = timezone.localdate()
    rows = fetch_prepared(CLIENT_SQL, {"checksum": checksum, "dag": dag})
    if not rows:
        raise NietAangemeld("Dit token is onbekend of verlopen. Vraag een nieuw token aan.")
    row = rows[0]
    return Actor(
        Actorsoort.API,
        id=row[0],
        naam=row[1],
        rollen=frozenset(Rolcode(rol) for rol in row[9]),
        scopes=frozenset(row[2].split()) & frozenset(row[3].split()),
        doel=DOEL,
        **_request_fields(request),
        **_organisation_fields(row[4:9]),
    )


def _request_fields(request: HttpRequest) -> dict[str, Any]:
    return {
        "referentie": getattr(request, "referentie", ""),
        "netwerkadres": client_address(request),
    }


def _organisation_fields(row: Any) -> dict[str, Any]:
    """From (id, soort, code, naam, aanbieder_id)."""
    if row is None:
        return {}
    return {
        "organisatie_id": row[0],
        "organisatie_soort": Organisatiesoort(row[1]),
        "organisatie_code": row[2],
        "organisatie_naam": row[3],
        "aanbieder_id": row[4],
    }
