"""Who acts: a person in one role at one organisation, an API client, or the system itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from core.choices import Actorsoort, Organisatiesoort, Rolcode


@dataclass(frozen=True, slots=True)
class Actor:
    """Everything a policy may look at; made once per request at the edge, passed to every service.

    A person works for one organisation at a time; `rollen` are the roles there that are valid
    today. `scopes` limits an API client further; None means: not limited by scopes.
    """

    soort: Actorsoort
    id: UUID | None = None
    naam: str = ""
    organisatie_id: UUID | None = None
    organisatie_soort: Organisatiesoort | None = None
    organisatie_code: str = ""
    organisatie_naam: str = ""
    aanbieder_id: UUID | None = None
    rollen: frozenset[Rolcode] = frozenset()
    scopes: frozenset[str] | None = None
    referentie: str = ""
    netwerkadres: str = ""
    doel: str = ""
    extra: Mapping[str, str] = field(default_factory=dict)

    @property
    def aangemeld(self) -> bool:
        return self.soort != Actorsoort.ANONIEM

    def has_role(self, *roles: Rolcode) -> bool:
        return not self.rollen.isdisjoint(roles)

    @property
    def rollen_tekst(self) -> str:
        return ",".join(sorted(self.rollen))


ANONIEM = Actor(Actorsoort.ANONIEM)


def system_actor(naam: str = "systeem") -> Actor:
    """For Celery tasks and commands; may do everything, and every event says it was the system."""
    return Actor(Actorsoort.SYSTEEM, naam=naam)
