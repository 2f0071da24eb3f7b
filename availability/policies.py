"""Offers and waiting times: all who look for a place, an aanbieder its own."""

from django.db.models import QuerySet

from availability.models import Aanbod, Opgave
from core import rolgroepen
from core.actor import Actor
from core.policies import Policy, recht
from providers.policies import everyone_or_own

AANBOD_INZIEN = recht("aanbod.inzien", rolgroepen.IEDER, scope="beschikbaarheid:lezen")


class AanbodPolicy(Policy):
    model = Aanbod

    def scope(self, actor: Actor, rows: QuerySet) -> QuerySet:
        return everyone_or_own(actor, rows, "perceelcontract__aanbieder")


class OpgavePolicy(Policy):
    model = Opgave

    def scope(self, actor: Actor, rows: QuerySet) -> QuerySet:
        return everyone_or_own(actor, rows, "aanbod__perceelcontract__aanbieder")
