"""A contractmanager makes and fetches the files; Kennispunt itself has no login (D1)."""

from django.db.models import QuerySet

from core.actor import Actor
from core.choices import Rolcode
from core.policies import Policy, recht
from kennispunt.models import Kennispuntreeks, Kennispuntuitvoer

KENNISPUNT_MAKEN = recht("kennispunt.maken", {Rolcode.CONTRACTMANAGER})


class _Maker(Policy):
    def scope(self, actor: Actor, rows: QuerySet) -> QuerySet:
        return rows if actor.has_role(Rolcode.CONTRACTMANAGER) else rows.none()


class KennispuntreeksPolicy(_Maker):
    model = Kennispuntreeks


class KennispuntuitvoerPolicy(_Maker):
    model = Kennispuntuitvoer
