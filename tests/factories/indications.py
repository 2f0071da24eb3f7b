"""Valid jeugdigen, with their sealed place in the vault, and toewijzingen."""

import datetime
from itertools import islice

import factory
from factory.django import DjangoModelFactory

from contracts.models import PerceelProduct
from core import kluis
from core.choices import Organisatiesoort
from core.identifiers import bsn_numbers
from indications.choices import TypeVerwijzer
from indications.models import (
    Declaratieregel,
    Jeugdige,
    JeugdigeKluis,
    Levering,
    Toewijzing,
    Verwijzing,
    Woonplaats,
)
from tests.factories.contracts import (
    PerceelcontractFactory,
    PerceelProductFactory,
    ProductFactory,
)
from tests.factories.core import OrganisatieFactory

BSNS = list(islice(bsn_numbers(), 2000))


class JeugdigeFactory(DjangoModelFactory):
    """With a vault; `bsn="…"` chooses the BSN, `bsn__voornamen="…"` a name; `bsn=False`: none."""

    class Meta:
        model = Jeugdige
        skip_postgeneration_save = True

    gemeente = factory.SubFactory(OrganisatieFactory, soort=Organisatiesoort.GEMEENTE)
    geboortedatum = datetime.date(2014, 5, 1)

    @factory.post_generation
    def bsn(self: Jeugdige, create: bool, extracted: str | bool | None, **kwargs: object) -> None:
        if create and extracted is not False:
            number = extracted or BSNS[JeugdigeKluis.objects.count() % len(BSNS)]
            naam = {
                "geslachtsnaam": "Haverdemo",
                "voorvoegsel": "",
                "voornamen": "Puck",
                **kwargs,
            }
            JeugdigeKluis.objects.create(
                jeugdige=self,
                bsn_hash=kluis.fingerprint(str(number)),
                bsn=kluis.encrypt(number, bound_to=f"bsn:{self.pk}"),
                naam=kluis.encrypt(naam, bound_to=f"naam:{self.pk}"),
                sleutel=kluis.current_key(),
            )


class VerwijzingFactory(DjangoModelFactory):
    class Meta:
        model = Verwijzing

    jeugdige = factory.SubFactory(JeugdigeFactory)
    type = TypeVerwijzer.GEMEENTE
    datum = datetime.date(2025, 12, 15)


class WoonplaatsFactory(DjangoModelFactory):
    class Meta:
        model = Woonplaats

    jeugdige = factory.SubFactory(JeugdigeFactory)
    gemeente = factory.SelfAttribute("jeugdige.gemeente")
    begindatum = factory.SelfAttribute("jeugdige.geboortedatum")
    grond = "brp"


class ToewijzingFactory(DjangoModelFactory):
    """A year of 3,000 minutes within an open-ended contract of the perceel of the product."""

    class Meta:
        model = Toewijzing
        skip_postgeneration_save = True

    jeugdige = factory.SubFactory(JeugdigeFactory)
    gemeente = factory.SelfAttribute("jeugdige.gemeente")
    verwijzing = factory.SubFactory(VerwijzingFactory, jeugdige=factory.SelfAttribute("..jeugdige"))
    perceelcontract = factory.SubFactory(PerceelcontractFactory)
    aanbieder = factory.SelfAttribute("perceelcontract.aanbieder")
    product = factory.SubFactory(ProductFactory)
    volume = 3000
    eenheid = "01"
    frequentie = "6"
    begindatum = datetime.date(2026, 1, 1)
    einddatum = datetime.date(2026, 12, 31)
    toewijzingsmoment = datetime.datetime(2025, 12, 20, 10, tzinfo=datetime.UTC)

    @factory.post_generation
    def perceelproduct(self: Toewijzing, create: bool, extracted: object, **kwargs: object) -> None:
        """Put the product in the perceel of the contract, unless `perceelproduct=False`."""
        wanted = {"perceel": self.perceelcontract.perceel, "product": self.product}
        if create and extracted is not False and not PerceelProduct.objects.filter(**wanted):
            PerceelProductFactory(**wanted)


class LeveringFactory(DjangoModelFactory):
    class Meta:
        model = Levering

    toewijzing = factory.SubFactory(ToewijzingFactory)
    begindatum = factory.SelfAttribute("toewijzing.begindatum")
    einddatum = None
    reden_beeindiging = factory.LazyAttribute(lambda o: "31" if o.einddatum else "")


class DeclaratieregelFactory(DjangoModelFactory):
    class Meta:
        model = Declaratieregel

    toewijzing = factory.SubFactory(ToewijzingFactory)
    aanbieder = factory.SelfAttribute("toewijzing.aanbieder")
    referentienummer = factory.Sequence(lambda n: f"T{n:08}")
    begindatum = factory.SelfAttribute("toewijzing.begindatum")
    einddatum = factory.LazyAttribute(lambda o: o.begindatum + datetime.timedelta(days=27))
    volume = 100
    bedrag_centen = 16_700
