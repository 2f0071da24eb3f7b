"""An aanbieder with a contract, a small question list, two screeners, and thresholds of our own."""

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from core.actor import Actor
from core.choices import Organisatiesoort, Rolcode
from core.documenten.services import store_document
from core.models import Document, Organisatie
from providers.models import Aanbieder
from screening.choices import Lijststatus
from screening.documenten import SCREENINGSBEWIJS
from screening.models import Screening, Vraag, Vragenlijst
from screening.rules import Besluit
from screening.services import besluiten, onderzoek
from screening.services.onderzoek import Antwoordgegevens
from tests.documenten.bestanden import pages
from tests.factories.contracts import PerceelcontractFactory
from tests.factories.core import OrganisatieFactory
from tests.factories.providers import AanbiederFactory

#: Made up for the tests.
DREMPELS = """
naam = "Proef"
oranje = 25
rood = 50
zwaar_oranje = 1
zwaar_rood = 2
[gewichten]
licht = 1
normaal = 2
zwaar = 4
"""
VRAGEN = (
    ("Bestuur", "Zijn alle belanghebbenden bekend?", "ja_nee", "ja", "zwaar", False),
    ("Bestuur", "Liep er eerder een zaak om fraude?", "ja_nee", "nee", "zwaar", False),
    ("Financiën", "Is er een jaarrekening?", "ja_nee", "ja", "normaal", True),
    ("Financiën", "Hoe groot is de zorg over liquiditeit?", "schaal", "", "normaal", False),
    ("Financiën", "Wat viel op?", "open", "", "licht", False),
)


@pytest.fixture
def vandaag() -> datetime.date:
    return timezone.localdate()


@pytest.fixture(autouse=True)
def drempels(settings: Any, tmp_path: Path) -> Path:
    """The file; tests without thresholds empty the setting."""
    path = tmp_path / "drempels.toml"
    path.write_text(DREMPELS, encoding="utf-8")
    settings.KIT_DREMPELS_BESTAND = str(path)
    settings.DOCUMENT_MAP = tmp_path / "documenten"
    return path


@pytest.fixture
def ozjt(db: None) -> Organisatie:
    return OrganisatieFactory(soort=Organisatiesoort.OZJT, naam="OZJT")


@pytest.fixture
def simon(actor_for: Callable[..., Actor], ozjt: Organisatie) -> Actor:
    """Fills in."""
    return actor_for(Rolcode.SCREENER, ozjt)


@pytest.fixture
def saskia(actor_for: Callable[..., Actor], ozjt: Organisatie) -> Actor:
    """Decides."""
    return actor_for(Rolcode.SCREENER, ozjt)


@pytest.fixture
def aanbieder(db: None) -> Aanbieder:
    found = AanbiederFactory(naam="Zorghuis De Linde")
    PerceelcontractFactory(aanbieder=found)
    return found


@pytest.fixture
def lijst(db: None) -> Vragenlijst:
    """Version 1, set."""
    found = Vragenlijst.objects.create(nummer=1)
    for at, (thema, tekst, soort, gunstig, gewicht, bewijs) in enumerate(VRAGEN, 1):
        Vraag.objects.create(
            lijst=found,
            volgorde=at,
            thema=thema,
            tekst=tekst,
            soort=soort,
            gunstig=gunstig,
            gewicht=gewicht,
            bewijs_nodig=bewijs,
        )
    found.status, found.vastgesteld_op = Lijststatus.VASTGESTELD, timezone.now()
    found.save()
    return found


@pytest.fixture
def screening(
    simon: Actor, aanbieder: Aanbieder, lijst: Vragenlijst, vandaag: datetime.date
) -> Screening:
    return onderzoek.begin(simon, aanbieder.pk, aanleiding="periodiek", peildatum=vandaag)


def fresh(screening: Screening) -> Screening:
    return Screening.objects.get(pk=screening.pk)


def answers(screening: Screening, *values: str, text: str = "") -> dict[Any, Antwoordgegevens]:
    """In the order of the questions; the open question gets a text."""
    questions = Vraag.objects.filter(lijst=screening.lijst_id)
    return {
        vraag.pk: Antwoordgegevens(value, text or ("Niets." if vraag.soort == "open" else ""))
        for vraag, value in zip(questions, values, strict=False)
    }


GOED = ("ja", "nee", "ja", "1", "")


@pytest.fixture
def document(simon: Actor, ozjt: Organisatie) -> Callable[[], Document]:
    made: list[Document] = []

    def make(soort: str = SCREENINGSBEWIJS) -> Document:
        made.append(
            store_document(
                simon,
                chunks=[pages(1, content=f"({len(made)})")],
                naam="bewijs.pdf",
                soort=soort,
                eigenaar=ozjt,
            )
        )
        return made[-1]

    return make


@pytest.fixture
def klaar(screening: Screening, simon: Actor, document: Callable[[], Document]) -> Screening:
    """Everything answered at its best, with evidence; not yet presented."""
    onderzoek.save_answers(
        simon, screening.pk, answers(screening, *GOED), versie=fresh(screening).versie
    )
    prove(simon, screening, document())
    return fresh(screening)


def prove(actor: Actor, screening: Screening, document: Document) -> None:
    vraag = Vraag.objects.get(lijst=screening.lijst_id, bewijs_nodig=True)
    onderzoek.add_evidence(
        actor,
        screening.pk,
        document=document,
        omschrijving="Jaarrekening",
        vraag_id=vraag.pk,
        versie=fresh(screening).versie,
    )


@pytest.fixture
def voorgelegd(klaar: Screening, simon: Actor) -> Screening:
    return besluiten.present(simon, klaar.pk, versie=klaar.versie)


def besluit(uitkomst: str = "geschikt", **fields: Any) -> Besluit:
    """Sound, unless a field says otherwise."""
    until = timezone.localdate() + datetime.timedelta(days=365)
    values: dict[str, Any] = {
        "uitkomst": uitkomst,
        "motivering": "Alles is op orde.",
        "voorwaarden": "Een jaarrekening." if uitkomst == "voorwaarden" else "",
        "afwijking": "" if uitkomst == "geschikt" else "De antwoorden zeggen niet alles.",
        "geldig_tot": None if uitkomst == "niet_geschikt" else until,
    }
    return Besluit(**{**values, **fields})


def hear(actor: Actor, screening: Screening, day: datetime.date) -> None:
    """A concern is put and the reaction recorded."""
    onderzoek.put_concern(
        actor,
        screening.pk,
        zorg="Er ontbreken gegevens.",
        wijze="brief",
        voorgelegd_op=day,
        reageren_tot=day,
        versie=fresh(screening).versie,
        peildatum=day,
    )
    onderzoek.record_reaction(
        actor,
        screening.pk,
        reactie="Die komen eraan.",
        versie=fresh(screening).versie,
        peildatum=day,
    )


def decide(actor: Actor, screening: Screening, *, gezien: str = "groen", **fields: Any) -> Any:
    return besluiten.decide(
        actor,
        screening.pk,
        besluit(**fields),
        gezien=gezien,
        versie=fresh(screening).versie,
        peildatum=timezone.localdate(),
    )
