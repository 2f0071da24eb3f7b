from core.models.basis import Basismodel, PeriodeModel
from core.models.bestand import Document
from core.models.gebeurtenis import Gebeurtenis
from core.models.inzage import Inzage
from core.models.organisatie import ApiClient, Gebruiker, Organisatie, Rol
from core.models.werk import (
    Concept,
    Idempotentie,
    Job,
    Signaal,
    Signaalstap,
    Uitgaand,
    Weergave,
)

__all__ = [
    "ApiClient",
    "Basismodel",
    "Concept",
    "Document",
    "Gebeurtenis",
    "Gebruiker",
    "Idempotentie",
    "Inzage",
    "Job",
    "Organisatie",
    "PeriodeModel",
    "Rol",
    "Signaal",
    "Signaalstap",
    "Uitgaand",
    "Weergave",
]
