"""The split of an answer through the rules of filing: the same codes everywhere (R-TOE-2 … 6)."""

import dataclasses

from contracts.models import Product
from core.fouten import VERPLICHT, Bevinding
from indications import rules
from indications.aanvraag import Aanvraag, Feiten, Productregels, Verdeling
from indications.models import Toewijzing

VELD = "verdeling"
_NAMES = [field.name for field in dataclasses.fields(Productregels)]


def _rules_of(product: Product) -> Productregels:
    values = {name: getattr(product, name) for name in _NAMES}
    return Productregels(
        **values | {"eenheden": tuple(product.eenheden), "frequenties": tuple(product.frequenties)}
    )


def check_split(toewijzing: Toewijzing, verdeling: Verdeling) -> list[Bevinding]:
    """What filing would say of this split of the volume that the toewijzing has now.

    An answer without the three parts is none.
    """
    if not verdeling.given:
        return [VERPLICHT.bevinding(VELD, "Vul direct, indirect en reistijd in.")]
    asked = Aanvraag(
        volume=toewijzing.volume,
        eenheid=toewijzing.eenheid,
        frequentie=toewijzing.frequentie,
        verdeling=verdeling,
    )
    facts = Feiten(product=_rules_of(toewijzing.product))
    found = rules.check(asked, facts, toewijzing.begindatum, (rules.size, rules.split))
    return [finding for finding in found if finding.veld.split(".")[0] == VELD]
