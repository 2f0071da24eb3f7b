"""Valid goals and indicators."""

import datetime
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from monitoring.models import Doel, Indicator, Indicatorversie, Subsidieontvanger, Uitvraag
from tests.factories.contracts import SegmentFactory
from tests.factories.providers import AanbiederFactory


class MaatschappelijkDoelFactory(DjangoModelFactory):
    class Meta:
        model = Doel

    segment = factory.SubFactory(SegmentFactory)
    soort = "maatschappelijk"
    naam = factory.Sequence(lambda n: f"Maatschappelijk doel {n}")


class DoelFactory(MaatschappelijkDoelFactory):
    ouder = factory.SubFactory(
        MaatschappelijkDoelFactory, segment=factory.SelfAttribute("..segment")
    )
    soort = "doel"
    naam = factory.Sequence(lambda n: f"Doel {n}")


class ResultaatFactory(MaatschappelijkDoelFactory):
    ouder = factory.SubFactory(DoelFactory, segment=factory.SelfAttribute("..segment"))
    soort = "resultaat"
    naam = factory.Sequence(lambda n: f"Resultaat {n}")


class IndicatorFactory(DjangoModelFactory):
    class Meta:
        model = Indicator

    code = factory.Sequence(lambda n: f"TST-{n + 1}")
    segment = factory.SubFactory(SegmentFactory)


class VersieFactory(DjangoModelFactory):
    """Instroom per quarter since 2024, unless said otherwise."""

    class Meta:
        model = Indicatorversie

    indicator = factory.SubFactory(IndicatorFactory)
    doel = factory.SubFactory(
        ResultaatFactory, segment=factory.SelfAttribute("..indicator.segment")
    )
    naam = factory.Sequence(lambda n: f"Indicator {n}")
    definitie = "Wat telt en wat niet."
    bron = "berekend"
    berekening = "instroom"
    meetperiode = "kwartaal"
    eenheid = "jeugdigen"
    invloed = "gedeeld"
    richting = "lager"
    norm = Decimal(6)
    begindatum = datetime.date(2024, 1, 1)


class GevraagdFactory(VersieFactory):
    """A mark that is asked of aanbieders."""

    bron = "gevraagd"
    berekening = ""
    eenheid = "cijfer"
    richting = "hoger"


class UitvraagFactory(DjangoModelFactory):
    class Meta:
        model = Uitvraag

    versie = factory.SubFactory(GevraagdFactory)
    indicator = factory.SelfAttribute("versie.indicator")
    aanbieder = factory.SubFactory(AanbiederFactory)
    begindatum = datetime.date(2026, 7, 1)
    einddatum = datetime.date(2026, 9, 30)
    uiterlijk = datetime.date(2026, 12, 1)


class OntvangerFactory(DjangoModelFactory):
    class Meta:
        model = Subsidieontvanger

    aanbieder = factory.SubFactory(AanbiederFactory)
    tijdvak = 2025
    plek = 1
    begindatum = factory.LazyAttribute(lambda o: datetime.date(o.tijdvak, 1, 1))
    einddatum = factory.LazyAttribute(lambda o: datetime.date(o.tijdvak + 1, 12, 31))
