import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.launcher.standin import REAL, Checkout


def _checkout() -> Iterator[Checkout]:
    # Not tmp_path: pytest closes its folder to others, and PostgreSQL under root is another.
    root = Path(tempfile.mkdtemp(prefix="portal-"))
    root.chmod(0o755)
    checkout = Checkout.make(root)
    yield checkout
    checkout.cleanup()


@pytest.fixture(scope="module")
def shared_checkout() -> Iterator[Checkout]:
    yield from _checkout()


@pytest.fixture
def checkout(shared_checkout: Checkout) -> Iterator[Checkout]:
    """The same checkout for the whole module: starting in it again is the usual case."""
    yield shared_checkout
    shared_checkout.kill_all()


@pytest.fixture
def other_checkout() -> Iterator[Checkout]:
    yield from _checkout()


@pytest.fixture
def real_checkout() -> Iterator[Checkout]:
    """The code of this checkout, with the data of a run that nobody else shares."""
    local = Path(tempfile.mkdtemp(prefix="portal-"))
    local.chmod(0o755)
    checkout = Checkout.on(REAL, local)
    yield checkout
    checkout.cleanup()
