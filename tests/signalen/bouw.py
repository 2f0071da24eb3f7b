"""The smallest valid rows that checks and worklists are tried on."""

import datetime
import itertools
from typing import Any

from django.utils import timezone

from contracts.models import (
    Overeenkomst,
    Perceel,
    Perceelcontract,
    PerceelProduct,
    Product,
    Segment,
    Tarief,
    Tariefgroep,
)
from core.actor import Actor
from core.choices import Actorsoort, Organisatiesoort, Rolcode
from core.models import Gebruiker, Organisatie
from indications.models import Jeugdige, Toewijzing, Verwijzing
from providers.models import Aanbieder, AgbCode, Bankrekening

VANDAAG = datetime.date(2026, 11, 22)
BEGIN = datetime.date(2025, 1, 1)
_count = itertools.count(1)


def days(count: int) -> datetime.date:
    return VANDAAG + datetime.timedelta(days=count)


def organisatie(soort: str, naam: str = "", code: str = "") -> Organisatie:
    return Organisatie.objects.create(soort=soort, naam=naam or soort, code=code)


def ozjt() -> Organisatie:
    found = Organisatie.objects.filter(soort=Organisatiesoort.OZJT).first()
    return found or organisatie(Organisatiesoort.OZJT, "OZJT", "ozjt")


def actor_at(org: Organisatie, *rollen: Rolcode, gebruiker: Gebruiker | None = None) -> Actor:
    user = gebruiker or Gebruiker.objects.create(
        email=f"persoon{next(_count)}@voorbeeld.test", naam="Persoon Voorbeeld"
    )
    return Actor(
        Actorsoort.GEBRUIKER,
        id=user.pk,
        naam=user.naam,
        organisatie_id=org.pk,
        organisatie_soort=Organisatiesoort(org.soort),
        organisatie_code=org.code,
        organisatie_naam=org.naam,
        aanbieder_id=getattr(getattr(org, "aanbieder", None), "pk", None),
        rollen=frozenset(rollen),
    )


def aanbieder(naam: str = "De Els") -> Aanbieder:
    number = next(_count)
    org = organisatie(Organisatiesoort.AANBIEDER, naam, f"a{number}")
    return Aanbieder.objects.create(
        organisatie=org, naam=naam, kvk=f"{number:08d}", rechtsvorm="bv"
    )


def compleet(a: Aanbieder) -> Aanbieder:
    """With an AGB-code and a bank account, so that only the fault under test shows."""
    number = next(_count)
    AgbCode.objects.create(aanbieder=a, code=f"{number:08d}", begindatum=BEGIN)
    Bankrekening.objects.create(
        aanbieder=a, iban=f"NL00TEST{number:010d}", tenaamstelling=a.naam, begindatum=BEGIN
    )
    return a


def perceel(naam: str = "Behandeling individueel", **velden: Any) -> Perceel:
    segment, _ = Segment.objects.get_or_create(code="ambulant", defaults={"naam": "Ambulant"})
    number = next(_count)
    return Perceel.objects.create(
        segment=segment,
        code=f"P{number}",
        naam=naam,
        aard="behandeling",
        begindatum=BEGIN,
        **velden,
    )


def product(p: Perceel | None = None, **velden: Any) -> Product:
    made = Product.objects.create(
        code=f"D{next(_count):04d}"[:5],
        naam="Product",
        categorie="45",
        eenheden=["01"],
        frequenties=["6"],
        begindatum=BEGIN,
        **velden,
    )
    if p is not None:
        PerceelProduct.objects.create(perceel=p, product=made, begindatum=BEGIN)
    return made


def tariefgroep() -> Tariefgroep:
    return Tariefgroep.objects.get_or_create(code="A", defaults={"naam": "A"})[0]


def tarief(voor: Product, **velden: Any) -> Tarief:
    velden = {"tariefgroep": tariefgroep(), "begindatum": BEGIN, **velden}
    return Tarief.objects.create(product=voor, eenheid="01", bedrag="1.92", **velden)


def contract(a: Aanbieder, p: Perceel, **velden: Any) -> Perceelcontract:
    velden = {"begindatum": BEGIN, "tariefgroep": tariefgroep(), **velden}
    overeenkomst = Overeenkomst.objects.create(
        aanbieder=a, soort="hoofd", nummer=f"OV-{next(_count)}", naam="Jeugdhulp", begindatum=BEGIN
    )
    return Perceelcontract.objects.create(
        overeenkomst=overeenkomst, aanbieder=a, perceel=p, **velden
    )


def gemeente(naam: str = "Enschede", code: str = "0153") -> Organisatie:
    return Organisatie.objects.get_or_create(
        soort=Organisatiesoort.GEMEENTE, code=code, defaults={"naam": naam}
    )[0]


def toewijzing(pc: Perceelcontract, voor: Product, **velden: Any) -> Toewijzing:
    bij = velden.pop("gemeente", None) or gemeente()
    jeugdige = velden.pop("jeugdige", None) or Jeugdige.objects.create(
        gemeente=bij, geboortedatum=datetime.date(2012, 5, 1)
    )
    verwijzing = Verwijzing.objects.create(jeugdige=jeugdige, type="01", datum=BEGIN)
    velden = {
        "begindatum": days(-60),
        "einddatum": days(120),
        "volume": 3000,
        "eenheid": "01",
        "frequentie": "6",
        "toewijzingsmoment": timezone.now(),
        **velden,
    }
    return Toewijzing.objects.create(
        gemeente=bij,
        jeugdige=jeugdige,
        verwijzing=verwijzing,
        product=voor,
        aanbieder=pc.aanbieder,
        perceelcontract=pc,
        **velden,
    )
