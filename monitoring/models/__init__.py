from monitoring.models.dekking import Dekking
from monitoring.models.indicator import Doel, Indicator, Indicatorversie
from monitoring.models.jeugdzorgplus import (
    Kwartaalrapportage,
    Rapportregel,
    Subsidieindex,
    Subsidieontvanger,
)
from monitoring.models.meting import Meting, Uitvraag

__all__ = [
    "Dekking",
    "Doel",
    "Indicator",
    "Indicatorversie",
    "Kwartaalrapportage",
    "Meting",
    "Rapportregel",
    "Subsidieindex",
    "Subsidieontvanger",
    "Uitvraag",
]
