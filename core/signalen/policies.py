"""Who sees which signals: the role a signal is for, at the organisation where its work lies."""

from collections.abc import Mapping

from django.db.models import QuerySet

from core import rolgroepen
from core.actor import Actor
from core.choices import Rolcode
from core.models import Signaal, Signaalstap
from core.policies import Policy, recht

SIGNAAL_INZIEN = recht("signaal.inzien", Rolcode)
#: Supervision reads (design, §4).
SIGNAAL_BEHANDELEN = recht("signaal.behandelen", set(Rolcode) - {Rolcode.TOEZICHTHOUDER})

#: A colleague's work: contract management shares one worklist.
MEEKIJKERS: Mapping[Rolcode, frozenset[Rolcode]] = {
    role: frozenset(rolgroepen.OZJT_CONTRACT) for role in rolgroepen.OZJT_CONTRACT
}


def roles_seen_by(actor: Actor) -> set[Rolcode]:
    return set(actor.rollen).union(*(MEEKIJKERS.get(role, ()) for role in actor.rollen))


class SignaalPolicy(Policy):
    model = Signaal

    def scope(self, actor: Actor, rows: QuerySet) -> QuerySet:
        return rows.filter(organisatie=actor.organisatie_id, rol__in=roles_seen_by(actor))


class SignaalstapPolicy(Policy):
    model = Signaalstap

    def scope(self, actor: Actor, rows: QuerySet) -> QuerySet:
        return rows.filter(
            signaal__organisatie=actor.organisatie_id, signaal__rol__in=roles_seen_by(actor)
        )
