"""Which kinds of documents there are and who may read them; an undeclared kind: nobody."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from core.actor import Actor
from core.choices import Organisatiesoort
from core.fouten import NietGevonden, Verboden
from core.models import Document
from core.policies import Policy, Recht, has_right, scoped

Bereik = Callable[[Actor], Q]
NIEMAND = Q(pk__in=[])


def owner_only(actor: Actor) -> Q:
    """Documents of the organisation that the actor works for."""
    return Q(eigenaar_id=actor.organisatie_id) if actor.organisatie_id else NIEMAND


def owner_or_ozjt(actor: Actor) -> Q:
    """Those of the own organisation; for OZJT, who buys and manages, all of them."""
    if actor.organisatie_soort == Organisatiesoort.OZJT:
        return Q()
    return owner_only(actor)


@dataclass(frozen=True)
class Documentsoort:
    """A kind of document: who may read it, which rows an actor sees, and about whom it is.

    `jeugdigen` names the pseudonyms a document shows, for the access log; None: about nobody.
    """

    code: str
    naam: str
    lezen: Recht
    bereik: Bereik = owner_only
    jeugdigen: Callable[[Document], Iterable[UUID]] | None = None

    def __post_init__(self) -> None:
        if self.code in SOORTEN:
            raise ValueError(f"Documentsoort {self.code} staat er twee keer in")
        SOORTEN[self.code] = self


SOORTEN: dict[str, Documentsoort] = {}


class DocumentPolicy(Policy):
    model = Document

    def scope(self, actor: Actor, rows: QuerySet[Any]) -> QuerySet[Any]:
        seen = NIEMAND
        if actor.aangemeld:
            for soort in SOORTEN.values():
                seen |= Q(soort=soort.code) & soort.bereik(actor)
        return rows.filter(seen)


def readable(actor: Actor, document_id: UUID) -> Document:
    """The document. Raises NietGevonden outside scope, Verboden without the right to read it."""
    document = scoped(actor, Document).filter(pk=document_id).first()
    if document is None or document.soort not in SOORTEN:
        raise NietGevonden()
    if not has_right(actor, SOORTEN[document.soort].lezen):
        raise Verboden()
    return document
