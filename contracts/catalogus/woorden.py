"""Values of the catalogue as a person reads them; codes of a choice become its words."""

import datetime
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db.models import TextChoices

from contracts.choices import Eenheid, Financiering, Frequentie, Groepsoort, Perceelaard
from core.tables import show
from core.ui.formats import format_euro

KEUZES: Mapping[str, type[TextChoices]] = {
    "aard": Perceelaard,
    "financiering": Financiering,
    "groepsoort": Groepsoort,
    "eenheid": Eenheid,
}
#: Several of a choice in one cell, by what stands between them in a file.
LIJSTEN: Mapping[str, type[TextChoices]] = {"eenheden": Eenheid, "frequenties": Frequentie}
TUSSEN = "; "


def labels(choices: type[TextChoices]) -> dict[str, str]:
    return {str(value): str(label) for value, label in choices.choices}


def word(field: str, value: Any) -> Any:
    """Choices in words, several of them with `; `; anything else as it is."""
    if value and field in KEUZES:
        return labels(KEUZES[field]).get(str(value), value)
    if value and field in LIJSTEN:
        parts = value if isinstance(value, list) else str(value).split(",")
        known = labels(LIJSTEN[field])
        return TUSSEN.join(known.get(str(part), str(part)) for part in parts)
    return value


def spoken(field: str, value: Any) -> str:
    """For a screen, whatever its type: a tariff in euro, a date as a date, nothing as a dash."""
    if field == "bedrag" and value not in (None, ""):
        return format_euro(Decimal(str(value)))
    if field.endswith("datum") and isinstance(value, str) and value:
        value = datetime.date.fromisoformat(value)
    return show(word(field, value))
