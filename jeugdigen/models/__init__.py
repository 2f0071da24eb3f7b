from jeugdigen.models.bewaren import Bewaartermijn, Verwijdervoorstel
from jeugdigen.models.toekomstplan import Toekomstplan

__all__ = ["Bewaartermijn", "Toekomstplan", "Verwijdervoorstel"]
