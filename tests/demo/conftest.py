import datetime

import pytest

from ozjt.demo.vast import load_fixed

VANDAAG = datetime.date(2026, 11, 22)


@pytest.fixture
def vast(db: None) -> datetime.date:
    """The fixed points, loaded on `VANDAAG`."""
    load_fixed(VANDAAG)
    return VANDAAG
