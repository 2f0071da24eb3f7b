"""Valid catalogue and contracts."""

import datetime
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from contracts.choices import (
    Eenheid,
    Frequentie,
    Maatregelsoort,
    Overeenkomstsoort,
    Perceelaard,
    Segmentcode,
)
from contracts.models import (
    ContractLocatie,
    Indexering,
    Leveringsgebied,
    Maatregel,
    Overeenkomst,
    Perceel,
    Perceelcontract,
    PerceelProduct,
    Product,
    Segment,
    Tarief,
    Tariefgroep,
    Uitsluiting,
    Weging,
)
from tests.factories.core import OrganisatieFactory
from tests.factories.providers import BEGIN, AanbiederFactory, LocatieFactory


class SegmentFactory(DjangoModelFactory):
    class Meta:
        model = Segment
        django_get_or_create = ("code",)

    code = Segmentcode.AMBULANT
    naam = factory.LazyAttribute(lambda o: Segmentcode(o.code).label)


class PerceelFactory(DjangoModelFactory):
    class Meta:
        model = Perceel

    segment = factory.SubFactory(SegmentFactory)
    code = factory.Sequence(lambda n: f"T{n:04}")
    naam = factory.Sequence(lambda n: f"Perceel {n}")
    aard = Perceelaard.BEHANDELING
    begindatum = BEGIN


class ProductFactory(DjangoModelFactory):
    """Minutes for the whole period, with direct and indirect time; `perceel=…` puts it there."""

    class Meta:
        model = Product
        skip_postgeneration_save = True

    code = factory.Sequence(lambda n: f"T{n:04}")
    naam = factory.Sequence(lambda n: f"Product {n}")
    categorie = "45"
    eenheden = factory.LazyFunction(lambda: [Eenheid.MINUUT])
    frequenties = factory.LazyFunction(lambda: [Frequentie.TOTAAL])
    verdeling_toegestaan = True
    indirecte_tijd = True
    begindatum = BEGIN

    @factory.post_generation
    def perceel(self: Product, create: bool, extracted: Perceel | None, **kwargs: object) -> None:
        if create and extracted:
            PerceelProductFactory(perceel=extracted, product=self)


class PerceelProductFactory(DjangoModelFactory):
    class Meta:
        model = PerceelProduct

    perceel = factory.SubFactory(PerceelFactory)
    product = factory.SubFactory(ProductFactory)
    begindatum = BEGIN


class UitsluitingFactory(DjangoModelFactory):
    class Meta:
        model = Uitsluiting

    gemeente = factory.SubFactory(OrganisatieFactory)
    product = factory.SubFactory(ProductFactory)
    verwijzing = "Wijkteam"
    begindatum = BEGIN


class TariefgroepFactory(DjangoModelFactory):
    class Meta:
        model = Tariefgroep

    code = factory.Sequence(lambda n: f"G{n:04}")
    naam = factory.Sequence(lambda n: f"Tariefgroep {n}")


class TariefFactory(DjangoModelFactory):
    """For everybody, without an end."""

    class Meta:
        model = Tarief

    product = factory.SubFactory(ProductFactory)
    eenheid = Eenheid.MINUUT
    bedrag = Decimal("1.67")
    begindatum = BEGIN


class OvereenkomstFactory(DjangoModelFactory):
    class Meta:
        model = Overeenkomst

    aanbieder = factory.SubFactory(AanbiederFactory)
    soort = Overeenkomstsoort.HOOFD
    nummer = factory.Sequence(lambda n: f"TEST-{n:05}")
    naam = "Hoofdovereenkomst"
    begindatum = BEGIN


class PerceelcontractFactory(DjangoModelFactory):
    """Open-ended admission of an aanbieder to a perceel."""

    class Meta:
        model = Perceelcontract

    aanbieder = factory.SubFactory(AanbiederFactory)
    overeenkomst = factory.SubFactory(
        OvereenkomstFactory, aanbieder=factory.SelfAttribute("..aanbieder")
    )
    perceel = factory.SubFactory(PerceelFactory)
    begindatum = BEGIN


class ContractLocatieFactory(DjangoModelFactory):
    class Meta:
        model = ContractLocatie

    perceelcontract = factory.SubFactory(PerceelcontractFactory)
    locatie = factory.SubFactory(
        LocatieFactory, aanbieder=factory.SelfAttribute("..perceelcontract.aanbieder")
    )
    plaatsen = 8
    begindatum = BEGIN


class MaatregelFactory(DjangoModelFactory):
    class Meta:
        model = Maatregel

    aanbieder = factory.SubFactory(AanbiederFactory)
    soort = Maatregelsoort.CLIENTENSTOP
    grond = "Te weinig personeel"
    begindatum = datetime.date(2026, 1, 1)


class LeveringsgebiedFactory(DjangoModelFactory):
    class Meta:
        model = Leveringsgebied

    perceelcontract = factory.SubFactory(PerceelcontractFactory)
    gemeente = factory.SubFactory(OrganisatieFactory)
    begindatum = BEGIN


class WegingFactory(DjangoModelFactory):
    """The ordinary weighing; `aard` for one of its own."""

    class Meta:
        model = Weging
        django_get_or_create = ("aard",)

    naam = "VNG-contractstandaard"
    aard = ""
    personeel = Decimal(90)
    materieel = Decimal(10)
    begindatum = datetime.date(2025, 1, 1)


class IndexeringFactory(DjangoModelFactory):
    """The percentages of 2025 (D-27), without recalculation."""

    class Meta:
        model = Indexering

    jaar = factory.LazyAttribute(lambda o: o.ingangsdatum.year)
    ingangsdatum = datetime.date(2029, 1, 1)
    weging = factory.SubFactory(WegingFactory)
    gewicht_personeel = factory.SelfAttribute("weging.personeel")
    voorlopig_personeel = Decimal("4.18")
    voorlopig_materieel = Decimal("1.82")
