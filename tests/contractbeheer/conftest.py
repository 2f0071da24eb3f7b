"""An aanbieder with two percelen, its beheerder, and two people of contract management."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from contractbeheer.besluittoets import Besluit
from contractbeheer.models import Maatregeltraject
from contractbeheer.services import maatregelen, opleggen, zienswijze
from contractbeheer.services.maatregelen import Trajectgegevens
from contractbeheer.trajectkern import term_from
from contracts.choices import Maatregelsoort as Soort
from contracts.models import Perceel, Perceelcontract
from core.actor import Actor
from core.choices import Organisatiesoort, Rolcode
from core.models import Organisatie
from providers.models import Aanbieder
from tests.factories.contracts import OvereenkomstFactory, PerceelcontractFactory, PerceelFactory
from tests.factories.core import OrganisatieFactory
from tests.factories.providers import AanbiederFactory, ContactgegevenFactory

MANDAAT = "Mandaat- en Volmachtsbesluit OZJT"
DAG = datetime.timedelta(days=1)


@pytest.fixture
def vandaag() -> datetime.date:
    return timezone.localdate()


@pytest.fixture
def ozjt(db: None) -> Organisatie:
    return OrganisatieFactory(soort=Organisatiesoort.OZJT, naam="OZJT")


@pytest.fixture
def linde(db: None) -> Aanbieder:
    found = AanbiederFactory(naam="Zorghuis De Linde", vestigingsplaats="Enschede")
    ContactgegevenFactory(aanbieder=found, functie="contract", naam="J. de Vries")
    overeenkomst = OvereenkomstFactory(aanbieder=found)
    for code in ("P1", "P2"):
        perceel = PerceelFactory(code=code, naam=f"Perceel {code}")
        PerceelcontractFactory(aanbieder=found, overeenkomst=overeenkomst, perceel=perceel)
    return found


@pytest.fixture
def percelen(linde: Aanbieder) -> list[Perceel]:
    return list(Perceel.objects.filter(perceelcontracten__aanbieder=linde).order_by("code"))


@pytest.fixture
def contracten(linde: Aanbieder) -> list[Perceelcontract]:
    return list(Perceelcontract.objects.filter(aanbieder=linde).order_by("perceel__code"))


@pytest.fixture
def beheerder(actor_for: Callable[..., Actor], linde: Aanbieder) -> Actor:
    return actor_for(Rolcode.AANBIEDER_BEHEERDER, linde.organisatie)


@pytest.fixture
def opsteller(actor_for: Callable[..., Actor], ozjt: Organisatie) -> Actor:
    return actor_for(Rolcode.CONTRACTMANAGER, ozjt)


@pytest.fixture
def beslisser(actor_for: Callable[..., Actor], ozjt: Organisatie) -> Actor:
    return actor_for(Rolcode.CONTRACTMANAGER, ozjt)


@pytest.fixture
def documentmap(settings: Any, tmp_path: Any) -> None:
    """Where letters are kept during a test."""
    settings.DOCUMENT_MAP = tmp_path / "documenten"


def gegevens(soort: str = Soort.CLIENTENSTOP, **changes: Any) -> Trajectgegevens:
    sound: dict[str, Any] = {
        "soort": soort,
        "grond": "Artikel 3.6 van de overeenkomst",
        "feiten": "De wachttijd is langer dan afgesproken.",
        "overslaan": "" if soort == Soort.WAARSCHUWING else "De veiligheid kan niet wachten.",
        "hersteltermijn": (
            timezone.localdate() + 30 * DAG if soort == Soort.INGEBREKESTELLING else None
        ),
    }
    return Trajectgegevens(**{**sound, **changes})


def besluit(soort: str = Soort.CLIENTENSTOP, **changes: Any) -> Besluit:
    heavy = soort in (Soort.ONTBINDING, Soort.OVERNAME)
    today = timezone.localdate()
    sound: dict[str, Any] = {
        "ingangsdatum": today + DAG if soort == Soort.ONTBINDING else today,
        "mandaat": MANDAAT,
        "motivering": "Er is geen lichter middel dat werkt.",
        "functie": "portefeuillehouder" if heavy else "contractmanager",
    }
    return Besluit(**{**sound, **changes})


@pytest.fixture
def concept(
    opsteller: Actor, linde: Aanbieder, vandaag: datetime.date, documentmap: None
) -> Callable[..., Maatregeltraject]:
    """A draft for De Linde; name what differs."""

    def make(soort: str = Soort.CLIENTENSTOP, **changes: Any) -> Maatregeltraject:
        wanted = gegevens(soort, **changes)
        return maatregelen.draw_up(opsteller, linde.pk, wanted, peildatum=vandaag)

    return make


@pytest.fixture
def voornemen(
    concept: Callable[..., Maatregeltraject], opsteller: Actor, vandaag: datetime.date
) -> Callable[..., Maatregeltraject]:
    def make(soort: str = Soort.CLIENTENSTOP, **changes: Any) -> Maatregeltraject:
        made = concept(soort, **changes)
        return maatregelen.announce(
            opsteller,
            made.pk,
            uiterlijk=term_from(vandaag),
            versie=made.versie,
            peildatum=vandaag,
        )

    return make


@pytest.fixture
def opgelegd(
    concept: Callable[..., Maatregeltraject],
    voornemen: Callable[..., Maatregeltraject],
    beheerder: Actor,
    beslisser: Actor,
    vandaag: datetime.date,
) -> Callable[..., Maatregeltraject]:
    """Imposed; what must be heard first gave its view. `besluit_` names what differs there."""

    def make(soort: str = Soort.CLIENTENSTOP, **changes: Any) -> Maatregeltraject:
        decided = {k[8:]: changes.pop(k) for k in list(changes) if k.startswith("besluit_")}
        light = soort in (Soort.WAARSCHUWING, Soort.INGEBREKESTELLING)
        made = (concept if light else voornemen)(soort, **changes)
        if not light:
            made = zienswijze.give_view(beheerder, made.pk, zienswijze="Wij werken eraan.")
        return opleggen.impose(
            beslisser,
            made.pk,
            besluit=besluit(soort, **decided),
            versie=made.versie,
            peildatum=vandaag,
        )

    return make
