"""The fixed points of the demonstration, and who knocks."""

from collections.abc import Callable

import pytest

from tests.indications.conftest import _demo_of_module, demo
from tests.matrix.wereld import Persoon, person

__all__ = ["_demo_of_module", "demo", "persoon"]


@pytest.fixture(autouse=True)
def _no_throttle(settings) -> None:
    settings.API_VERZOEKEN_PER_MINUUT = 10_000


@pytest.fixture
def persoon(demo) -> Callable[..., Persoon]:
    return person
