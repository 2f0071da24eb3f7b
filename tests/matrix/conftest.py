"""The fixed points of the demonstration, and who knocks."""

from collections.abc import Callable

import pytest

from core.documenten.soorten import SOORTEN, Documentsoort
from core.policies import AANGEMELD
from tests.indications.conftest import _demo_of_module, demo
from tests.matrix.wereld import Persoon, person

__all__ = ["_demo_of_module", "demo", "persoon"]


@pytest.fixture(autouse=True)
def _no_throttle(settings) -> None:
    settings.API_VERZOEKEN_PER_MINUUT = 10_000


@pytest.fixture
def persoon(demo) -> Callable[..., Persoon]:
    return person


@pytest.fixture(autouse=True)
def _readable_kind(monkeypatch, tmp_path, settings):
    """A kind of document that everybody may read who sees it; its file is there."""
    settings.DOCUMENT_MAP = tmp_path
    monkeypatch.setattr("core.documenten.soorten.SOORTEN", SOORTEN)
    Documentsoort("matrix", "Proef", AANGEMELD)
    yield
    del SOORTEN["matrix"]
