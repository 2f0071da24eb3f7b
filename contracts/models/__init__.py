from contracts.models.catalogus import (
    Perceel,
    PerceelProduct,
    Product,
    Segment,
    Tarief,
    Tariefgroep,
    Uitsluiting,
)
from contracts.models.contract import (
    ContractLocatie,
    Maatregel,
    Overeenkomst,
    Perceelcontract,
)

__all__ = [
    "ContractLocatie",
    "Maatregel",
    "Overeenkomst",
    "Perceel",
    "PerceelProduct",
    "Perceelcontract",
    "Product",
    "Segment",
    "Tarief",
    "Tariefgroep",
    "Uitsluiting",
]
