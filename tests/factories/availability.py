"""Valid offers and weekly statements."""

import datetime

import factory
from factory.django import DjangoModelFactory

from availability.models import Aanbod, Opgave
from tests.factories.contracts import PerceelcontractFactory

MAANDAG = datetime.date(2025, 1, 6)


class AanbodFactory(DjangoModelFactory):
    class Meta:
        model = Aanbod

    perceelcontract = factory.SubFactory(PerceelcontractFactory)


class OpgaveFactory(DjangoModelFactory):
    """Every next one is a week later."""

    class Meta:
        model = Opgave

    aanbod = factory.SubFactory(AanbodFactory)
    week = factory.Sequence(lambda n: MAANDAG + datetime.timedelta(weeks=n))
    vrije_plekken = 1
    weken = 0
    bevestigd_op = factory.SelfAttribute("week")
