"""An aanbieder with everything it keeps about itself, its beheerder, and who decides."""

import datetime
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone

from core.actor import Actor
from core.choices import Organisatiesoort, Rolcode
from core.documenten.services import store_document
from core.identifiers import demo_iban
from core.models import Document, Organisatie
from providers.models import Aanbieder, Gemeentehuis
from tests.documenten.bestanden import pages
from tests.factories.contracts import PerceelcontractFactory
from tests.factories.core import OrganisatieFactory
from tests.factories.providers import (
    AanbiederFactory,
    AgbCodeFactory,
    BankrekeningFactory,
    ContactgegevenFactory,
    GroepFactory,
    LocatieFactory,
)
from zorgportaal.documenten import DOSSIERSTUK, IBAN_VERKLARING
from zorgportaal.inhoud import Inhoud
from zorgportaal.services.indienen import Verzoekgegevens

NIEUW_IBAN = demo_iban(987654)


@pytest.fixture
def vandaag() -> datetime.date:
    return timezone.localdate()


@pytest.fixture
def gemeente(db: None) -> Organisatie:
    found = OrganisatieFactory(soort=Organisatiesoort.GEMEENTE, naam="Enschede", code="0153")
    Gemeentehuis.objects.create(
        gemeente=found, straat="Langestraat", huisnummer="24", postcode="7511 HC", plaats="Enschede"
    )
    return found


@pytest.fixture
def aanbieder(gemeente: Organisatie) -> Aanbieder:
    """One of each kind of data, since 2025."""
    found = AanbiederFactory(naam="Zorghuis De Linde")
    AgbCodeFactory(aanbieder=found, code="41990001")
    BankrekeningFactory(aanbieder=found)
    ContactgegevenFactory(aanbieder=found)
    GroepFactory(locatie=LocatieFactory(aanbieder=found, gemeente=gemeente))
    PerceelcontractFactory(aanbieder=found)
    return found


@pytest.fixture
def beheerder(actor_for: Callable[..., Actor], aanbieder: Aanbieder) -> Actor:
    return actor_for(Rolcode.AANBIEDER_BEHEERDER, aanbieder.organisatie)


@pytest.fixture
def ozjt(db: None) -> Organisatie:
    return OrganisatieFactory(soort=Organisatiesoort.OZJT, naam="OZJT")


@pytest.fixture
def beslisser(actor_for: Callable[..., Actor], ozjt: Organisatie) -> Actor:
    return actor_for(Rolcode.CONTRACTBEHEERDER, ozjt)


@pytest.fixture
def document(
    beheerder: Actor, aanbieder: Aanbieder, settings: Any, tmp_path: Any
) -> Callable[..., Document]:
    """An upload of the aanbieder; each call other bytes."""
    settings.DOCUMENT_MAP = tmp_path / "documenten"
    made: list[Document] = []

    def make(soort: str = IBAN_VERKLARING) -> Document:
        data = pages(1, content=f"({len(made)})")
        made.append(
            store_document(
                beheerder,
                chunks=[data],
                naam="verklaring.pdf",
                soort=soort,
                eigenaar=aanbieder.organisatie,
            )
        )
        return made[-1]

    return make


@pytest.fixture
def vraag(
    aanbieder: Aanbieder, document: Callable[..., Document], vandaag: datetime.date
) -> Callable[..., Verzoekgegevens]:
    """A sound request of each kind, by `soort` and `handeling`; name the values that differ."""

    def make(
        soort: str,
        handeling: str = "toevoegen",
        *,
        doel: UUID | None = None,
        datum: Any = None,
        bewijs: bool = True,
        **nieuw: Any,
    ) -> Verzoekgegevens:
        sound, evidence = SOUND[soort, handeling], []
        if bewijs and soort in BEWIJS and handeling == "toevoegen":
            evidence = [document(BEWIJS[soort]).pk]
        return Verzoekgegevens(
            aanbieder_id=aanbieder.pk,
            soort=soort,
            handeling=handeling,
            doel_id=doel or target(aanbieder, soort, handeling),
            inhoud=Inhoud(
                nieuw={**sound(aanbieder), **nieuw},
                datum=datum if datum is not None else vandaag.isoformat(),
            ),
            bewijsstukken=evidence,
        )

    return make


BEWIJS = {"bankrekening": IBAN_VERKLARING, "document": DOSSIERSTUK}


def target(aanbieder: Aanbieder, soort: str, handeling: str) -> UUID | None:
    """The row of that kind that the fixture made."""
    from zorgportaal.soorten import SOORTEN

    if handeling == "toevoegen":
        return None
    row = SOORTEN[soort].rows(aanbieder.pk).first()
    return row.pk if row else None


def _adres(aanbieder: Aanbieder) -> dict[str, Any]:
    return {
        "naam": "De Linde Glanerbrug",
        "geheim": False,
        "straat": "Tolstraat",
        "huisnummer": "9",
        "postcode": "7534 AA",
        "plaats": "Enschede",
        "gemeente": "0153",
    }


def _percelen(aanbieder: Aanbieder) -> list[str]:
    return [aanbieder.perceelcontracten.get().perceel.code]  # type: ignore[attr-defined]


SOUND: dict[tuple[str, str], Callable[[Aanbieder], dict[str, Any]]] = {
    ("identiteit", "wijzigen"): lambda a: {
        "naam": "Zorghuis De Lindeboom",
        "kvk": a.kvk,
        "rechtsvorm": "stichting",
        "vestigingsplaats": "Enschede",
        "website": "https://lindeboom.demo.nl",
    },
    ("agb-code", "toevoegen"): lambda a: {"code": "41991234", "soort": "vestiging"},
    ("bankrekening", "toevoegen"): lambda a: {
        "doel": "declaraties",
        "iban": NIEUW_IBAN,
        "tenaamstelling": a.naam,
    },
    ("contact", "toevoegen"): lambda a: {"functie": "sroi", "email": "sroi@linde.demo"},
    ("contact", "wijzigen"): lambda a: {
        "naam": "Balie",
        "email": "balie@linde.demo",
        "telefoon": "053 123 45 67",
    },
    ("locatie", "toevoegen"): _adres,
    ("locatie", "wijzigen"): _adres,
    ("groep", "toevoegen"): lambda a: {
        "locatie": str(a.locaties.get().pk),  # type: ignore[attr-defined]
        "naam": "De Eekhoorns",
        "capaciteit": "6",
    },
    ("groep", "wijzigen"): lambda a: {"naam": "De Eekhoorns", "capaciteit": "7"},
    ("onderaannemer", "toevoegen"): lambda a: {
        "naam": "Zorg Onder Dak",
        "kvk": "99912345",
        "percelen": _percelen(a),
    },
    ("document", "toevoegen"): lambda a: {
        "soort": "jaarrekening",
        "omschrijving": "Jaarrekening 2025",
    },
    **{
        (soort, "beeindigen"): lambda a: {}
        for soort in ("agb-code", "bankrekening", "contact", "locatie", "groep")
    },
}
