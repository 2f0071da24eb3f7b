"""Valid aanbieders with numbers that pass their checks."""

import datetime

import factory
from factory.django import DjangoModelFactory

from core.choices import Organisatiesoort
from core.identifiers import demo_iban
from providers.choices import AgbSoort, Contactfunctie, Grootte, Rechtsvorm
from providers.models import (
    Aanbieder,
    AgbCode,
    Bankrekening,
    Contactgegeven,
    Groep,
    Locatie,
)
from tests.factories.core import OrganisatieFactory

BEGIN = datetime.date(2025, 1, 1)


class AanbiederFactory(DjangoModelFactory):
    """With its organisation; `agb="41991234"` gives it that AGB-code, `agb=None` gives it none."""

    class Meta:
        model = Aanbieder
        skip_postgeneration_save = True

    naam = factory.Sequence(lambda n: f"Aanbieder {n:04}")
    organisatie = factory.SubFactory(
        OrganisatieFactory,
        soort=Organisatiesoort.AANBIEDER,
        naam=factory.SelfAttribute("..naam"),
        code="",
    )
    kvk = factory.Sequence(lambda n: f"{99_000_000 + n:08}")
    rechtsvorm = Rechtsvorm.BV
    grootte = Grootte.OVERIG

    @factory.post_generation
    def agb(self: Aanbieder, create: bool, extracted: str | None, **kwargs: object) -> None:
        if create and extracted:
            AgbCodeFactory(aanbieder=self, code=extracted)


class AgbCodeFactory(DjangoModelFactory):
    class Meta:
        model = AgbCode

    aanbieder = factory.SubFactory(AanbiederFactory)
    code = factory.Sequence(lambda n: f"{41_800_000 + n:08}")
    soort = AgbSoort.ONDERNEMING
    begindatum = BEGIN


class BankrekeningFactory(DjangoModelFactory):
    class Meta:
        model = Bankrekening

    aanbieder = factory.SubFactory(AanbiederFactory)
    iban = factory.Sequence(lambda n: demo_iban(100_000 + n))
    tenaamstelling = factory.SelfAttribute("aanbieder.naam")
    begindatum = BEGIN


class ContactgegevenFactory(DjangoModelFactory):
    class Meta:
        model = Contactgegeven

    aanbieder = factory.SubFactory(AanbiederFactory)
    functie = Contactfunctie.ALGEMEEN
    naam = "Algemeen"
    email = "algemeen@aanbieder.demo"
    begindatum = BEGIN


class LocatieFactory(DjangoModelFactory):
    class Meta:
        model = Locatie

    aanbieder = factory.SubFactory(AanbiederFactory)
    gemeente = factory.SubFactory(OrganisatieFactory)
    naam = factory.Sequence(lambda n: f"Locatie {n}")
    straat = "Demonstratieweg"
    huisnummer = factory.Sequence(str)
    postcode = "7500 SS"
    plaats = "Enschede"
    begindatum = BEGIN


class GroepFactory(DjangoModelFactory):
    class Meta:
        model = Groep

    locatie = factory.SubFactory(LocatieFactory)
    naam = factory.Sequence(lambda n: f"Groep {n}")
    capaciteit = 8
    begindatum = BEGIN
