"""Two toewijzingen of one jeugdige at one aanbieder, and a person on either side."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest
from django.utils import timezone

from afspraken.inhoud import Evaluatie, Inhoud, Resultaat
from afspraken.models import Afsprakenoverzicht
from afspraken.services import overzichten
from core.actor import Actor
from core.choices import Rolcode
from indications.models import Toewijzing
from tests.factories.indications import ToewijzingFactory

DAG = datetime.timedelta(days=1)
GEHEIM = "Zonnebloemveldje-7731"


@pytest.fixture
def vandaag() -> datetime.date:
    return timezone.localdate()


def volledig(vandaag: datetime.date, **anders: Any) -> Inhoud:
    """A text on which one can agree; every field holds a word that stands nowhere else."""
    sound = Inhoud(
        resultaten=(Resultaat(f"{GEHEIM} resultaat", f"{GEHEIM} zichtbaar", vandaag + 90 * DAG),),
        frequentie=f"{GEHEIM} frequentie",
        verwijzer_rol=f"{GEHEIM} rol",
        verwijzer_informatie=f"{GEHEIM} informatie",
        aanbieder_rol=f"{GEHEIM} aanbieder",
        evaluaties=(Evaluatie(vandaag + 30 * DAG, f"{GEHEIM} erbij"),),
        opmerkingen=f"{GEHEIM} opmerking",
    )
    return replace(sound, **anders)


@dataclass
class Samen:
    """Both sides of one overzicht, and short words for their acts."""

    toegang: Actor
    zorg: Actor
    toewijzingen: list[Toewijzing]
    vandaag: datetime.date
    rij: Afsprakenoverzicht | None = None

    @property
    def nu(self) -> Afsprakenoverzicht:
        assert self.rij is not None
        return Afsprakenoverzicht.objects.get(pk=self.rij.pk)

    def begin(self) -> Afsprakenoverzicht:
        first = self.toewijzingen[0].pk
        self.rij = overzichten.start_overzicht(self.toegang, first, peildatum=self.vandaag)
        return self.rij

    def bewaar(self, wie: Actor, inhoud: Inhoud | None = None, **anders: Any) -> Afsprakenoverzicht:
        values: dict[str, Any] = {
            "inhoud": inhoud or volledig(self.vandaag),
            "toewijzingen": [t.pk for t in self.toewijzingen],
            "versie": self.nu.versie,
            "peildatum": self.vandaag,
        }
        return overzichten.save_overzicht(wie, self.nu.pk, **{**values, **anders})

    def draag_over(self, wie: Actor, *, vraag: str = "", akkoord: bool = False) -> Any:
        return overzichten.hand_over(
            wie, self.nu.pk, vraag=vraag, akkoord=akkoord, versie=self.nu.versie
        )

    def akkoord(self, wie: Actor) -> Afsprakenoverzicht:
        return overzichten.agree(wie, self.nu.pk, versie=self.nu.versie)

    def bij_aanbieder(self, *, akkoord: bool = False) -> Afsprakenoverzicht:
        self.begin()
        self.bewaar(self.toegang)
        return self.draag_over(self.toegang, akkoord=akkoord)

    def vastgesteld(self) -> Afsprakenoverzicht:
        self.bij_aanbieder(akkoord=True)
        return self.akkoord(self.zorg)


def maak_samen(actor_for: Callable[..., Actor], vandaag: datetime.date, **velden: Any) -> Samen:
    days = {"begindatum": vandaag - 100 * DAG, "einddatum": vandaag + 200 * DAG, **velden}
    one = ToewijzingFactory(**days)
    shared = {
        "jeugdige": one.jeugdige,
        "verwijzing": one.verwijzing,
        "perceelcontract": one.perceelcontract,
    }
    two = ToewijzingFactory(**shared, **days)
    return Samen(
        toegang=actor_for(Rolcode.TOEGANG, one.gemeente),
        zorg=actor_for(Rolcode.AANBIEDER_ZORG, one.aanbieder.organisatie),
        toewijzingen=[one, two],
        vandaag=vandaag,
    )


@pytest.fixture
def samen(actor_for: Callable[..., Actor], vandaag: datetime.date) -> Samen:
    return maak_samen(actor_for, vandaag)
