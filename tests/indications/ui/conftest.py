"""A sound filing as the browser posts it, and the page that answers."""

import datetime
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from core.choices import Rolcode
from tests.indications.conftest import LINDE, VRIJ_BSN, gemeente

NIEUW = "/toewijzingen/nieuw"
CONTROLE = "/toewijzingen/nieuw/controle"


@pytest.fixture
def browser_van(demo: None, client_for: Callable[..., Client]) -> Callable[..., Client]:
    """Somebody of a gemeente, logged in; Enschede and toegangsmedewerker unless told."""

    def make(code: str = "0153", rol: Rolcode = Rolcode.TOEGANG) -> Client:
        return client_for(rol, gemeente(code))

    return make


@pytest.fixture
def invoer(vandaag: datetime.date) -> Callable[..., dict[str, Any]]:
    """What the page posts for a sound filing; name what differs, None leaves a field out."""

    def make(**changes: Any) -> dict[str, Any]:
        begin = vandaag + datetime.timedelta(days=7)
        sound = {
            "token": str(uuid4()),
            "actie": "indienen",
            "bsn": VRIJ_BSN,
            "geboortedatum": "1-5-2014",
            "voornamen": "Tess",
            "geslachtsnaam": "Testman",
            "verwijzing_type": "01",
            "verwijzing_datum": nl(vandaag),
            "product": "ABHIR",
            "begindatum": nl(begin),
            "einddatum": nl(vandaag + datetime.timedelta(days=200)),
            "volume": "3.000",
            "eenheid": "01",
            "frequentie": "6",
            "aanbieder": LINDE,
        }
        merged = {**sound, **changes}
        return {name: value for name, value in merged.items() if value is not None}

    return make


def nl(day: datetime.date) -> str:
    return f"{day.day}-{day.month}-{day.year}"
