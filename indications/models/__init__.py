from indications.models.jeugdige import Jeugdige, JeugdigeKluis, Verwijzing
from indications.models.levering import Declaratieregel, Levering, Verbruik
from indications.models.toewijzing import Toewijzing

__all__ = [
    "Declaratieregel",
    "Jeugdige",
    "JeugdigeKluis",
    "Levering",
    "Toewijzing",
    "Verbruik",
    "Verwijzing",
]
