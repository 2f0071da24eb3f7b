"""Every factory builds a row that the database takes; a toewijzing keeps the rules of filing."""

import datetime

import pytest

from core import kluis
from indications.models import Toewijzing
from tests.demo.geldig import unexpected_findings
from tests.factories import availability, contracts, indications, providers


@pytest.mark.parametrize(
    "factory",
    [
        made
        for module in (providers, contracts, availability, indications)
        for name, made in vars(module).items()
        if name.endswith("Factory") and made.__module__ == module.__name__
    ],
    ids=lambda made: made.__name__,
)
def test_two_of_each(db: None, factory) -> None:  # type: ignore[no-untyped-def]
    assert factory().pk != factory().pk or factory._meta.django_get_or_create


def test_toewijzing_is_valid(db: None) -> None:
    made = indications.ToewijzingFactory()
    providers.AgbCodeFactory(aanbieder=made.aanbieder)
    contracts.TariefFactory(product=made.product)
    rows = Toewijzing.objects.filter(pk=made.pk)
    assert unexpected_findings(rows, datetime.date(2026, 6, 1)) == {}


def test_jeugdige_has_a_vault_that_opens(db: None) -> None:
    made = indications.JeugdigeFactory(bsn="999990007", bsn__voornamen="Bo")
    assert kluis.decrypt(made.kluis.bsn, bound_to=f"bsn:{made.pk}") == "999990007"
    assert kluis.decrypt(made.kluis.naam, bound_to=f"naam:{made.pk}")["voornamen"] == "Bo"
