"""The kinds of data, one module per kind; importing this package fills `SOORTEN`."""

from zorgportaal.soorten import (
    agb,
    bankrekening,
    contact,
    document,
    groep,
    identiteit,
    locatie,
    onderaannemer,
)
from zorgportaal.soorten.basis import SOORTEN, Gegevenssoort, Oordeel, Wijziging

__all__ = [
    "SOORTEN",
    "Gegevenssoort",
    "Oordeel",
    "Wijziging",
    "agb",
    "bankrekening",
    "contact",
    "document",
    "groep",
    "identiteit",
    "locatie",
    "onderaannemer",
]
