"""Who sees which data of aanbieders: approved data for everybody who works with the offer, an
aanbieder its own.

Bank accounts are for contract management and the aanbieder itself; a secret address is for beheer
and the aanbieder itself (R-BES-2).
"""

from django.db.models import Q, QuerySet

from core import rolgroepen
from core.actor import Actor
from core.choices import Rolcode
from core.policies import Policy, recht
from providers.models import (
    Aanbieder,
    AgbCode,
    Bankrekening,
    Contactgegeven,
    Dossierstuk,
    GeheimAdres,
    Groep,
    Locatie,
)

AANBIEDER_INZIEN = recht("aanbieder.inzien", rolgroepen.IEDER, scope="aanbieders:lezen")
AANBIEDER_IMPORTEREN = recht("aanbieder.importeren", rolgroepen.OZJT_CONTRACT)
BANKREKENING_INZIEN = recht(
    "bankrekening.inzien",
    rolgroepen.OZJT_CONTRACT | {Rolcode.AANBIEDER_BEHEERDER},
    scope="bankrekeningen:lezen",
)
#: The whole number: only who decides on a new one, and it is logged; lists show it masked.
BANKREKENING_ONTHULLEN = recht("bankrekening.onthullen", rolgroepen.OZJT_CONTRACT)
GEHEIM_ADRES_INZIEN = recht(
    "geheim_adres.inzien", {Rolcode.BESCHIKBAARHEIDSBEHEERDER, Rolcode.AANBIEDER_BEHEERDER}
)


def everyone_or_own(actor: Actor, rows: QuerySet, path: str) -> QuerySet:
    """All rows for who works with the whole offer, the own ones for an aanbieder.

    `path` leads to its id.
    """
    if actor.has_role(*rolgroepen.AANBODKIJKERS):
        return rows
    return own_only(actor, rows, path)


def own_only(actor: Actor, rows: QuerySet, path: str) -> QuerySet:
    if actor.aanbieder_id is None or not actor.has_role(*rolgroepen.AANBIEDER):
        return rows.none()
    return rows.filter(**{path: actor.aanbieder_id})


class AanbiederPolicy(Policy):
    model = Aanbieder

    def scope(self, actor: Actor, rows: QuerySet) -> QuerySet:
        return everyone_or_own(actor, rows, "pk")


class AgbCodePolicy(Policy):
    model = AgbCode

    def scope(self, actor: Actor, rows: QuerySet) -> QuerySet:
        return everyone_or_own(actor, rows, "aanbieder")


class ContactgegevenPolicy(Policy):
    model = Contactgegeven

    def scope(self, actor: Actor, rows: QuerySet) -> QuerySet:
        return everyone_or_own(actor, rows, "aanbieder")


class LocatiePolicy(Policy):
    model = Locatie

    def scope(self, actor: Actor, rows: QuerySet) -> QuerySet:
        return everyone_or_own(actor, rows, "aanbieder")


class GroepPolicy(Policy):
    model = Groep

    def scope(self, actor: Actor, rows: QuerySet) -> QuerySet:
        return everyone_or_own(actor, rows, "locatie__aanbieder")


class BankrekeningPolicy(Policy):
    model = Bankrekening

    def scope(self, actor: Actor, rows: QuerySet) -> QuerySet:
        if actor.has_role(*rolgroepen.OZJT_CONTRACT):
            return rows
        if actor.has_role(Rolcode.AANBIEDER_BEHEERDER):
            return own_only(actor, rows, "aanbieder")
        return rows.none()


class DossierstukPolicy(Policy):
    """For contract management and the aanbieder itself."""

    model = Dossierstuk

    def scope(self, actor: Actor, rows: QuerySet) -> QuerySet:
        if actor.has_role(*rolgroepen.OZJT_CONTRACT):
            return rows
        if actor.has_role(Rolcode.AANBIEDER_BEHEERDER):
            return own_only(actor, rows, "aanbieder")
        return rows.none()


class GeheimAdresPolicy(Policy):
    model = GeheimAdres

    def scope(self, actor: Actor, rows: QuerySet) -> QuerySet:
        if actor.has_role(Rolcode.BESCHIKBAARHEIDSBEHEERDER):
            return rows
        if actor.has_role(Rolcode.AANBIEDER_BEHEERDER):
            return rows.filter(Q(locatie__aanbieder=actor.aanbieder_id))
        return rows.none()
