from indications.models.jeugdige import Jeugdige, JeugdigeKluis, Verwijzing, Woonplaats
from indications.models.levering import (
    Declaratieregel,
    Levering,
    OngekoppeldeDeclaratie,
    Verbruik,
)
from indications.models.toewijzing import Toewijzing
from indications.models.wijziging import Wijziging

__all__ = [
    "Declaratieregel",
    "Jeugdige",
    "JeugdigeKluis",
    "Levering",
    "OngekoppeldeDeclaratie",
    "Toewijzing",
    "Verbruik",
    "Verwijzing",
    "Wijziging",
    "Woonplaats",
]
