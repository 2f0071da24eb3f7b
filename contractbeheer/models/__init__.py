from contractbeheer.models.beeindiging import Beeindigingsverzoek
from contractbeheer.models.contracteinde import Contracteinde
from contractbeheer.models.maatregel import Brief, Maatregeltraject
from contractbeheer.models.overdracht import Overdracht
from contractbeheer.models.overname import Overname

__all__ = [
    "Beeindigingsverzoek",
    "Brief",
    "Contracteinde",
    "Maatregeltraject",
    "Overdracht",
    "Overname",
]
