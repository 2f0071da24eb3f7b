"""Thresholds come from a file outside the repository; without a good one there is no advice."""

import re

import pytest

from screening import drempels
from screening.drempels import DrempelsOnleesbaar
from tests.architecture.bron import WORTEL
from tests.screening.conftest import DREMPELS


def test_file_is_read(drempels):
    from screening.drempels import current

    assert current().naam == "Proef"


@pytest.mark.parametrize("path", ["", "/nergens/drempels.toml"])
def test_without_a_file_there_are_none(settings, path):
    settings.KIT_DREMPELS_BESTAND = path
    assert drempels.current() is None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("oranje = 25", "oranje = 0"),
        ("oranje = 25", "oranje = 50"),
        ("oranje = 25", "oranje = nan"),
        ("oranje = 25", 'oranje = "veel"'),
        ("oranje = 25", ""),
        ("rood = 50", "rood = 101"),
        ("zwaar_oranje = 1", "zwaar_oranje = 0"),
        ("zwaar_rood = 2", "zwaar_rood = 0"),
        ("zwaar = 4", ""),
        ("zwaar = 4", "zwaar = -1"),
        ("zwaar = 4", "zwaar = inf"),
        ("[gewichten]", "[anders]"),
        ("naam =", "naam"),
    ],
)
def test_a_wrong_file_gives_no_advice(settings, tmp_path, caplog, old, new):
    assert old in DREMPELS
    path = tmp_path / "fout.toml"
    path.write_text(DREMPELS.replace(old, new, 1), encoding="utf-8")
    settings.KIT_DREMPELS_BESTAND = str(path)
    assert drempels.current() is None
    with pytest.raises(DrempelsOnleesbaar):
        drempels.read(path)
    assert "25" not in caplog.text, "what is in the file stays out of the log"


def test_bytes_that_are_no_text(settings, tmp_path):
    path = tmp_path / "fout.toml"
    path.write_bytes(b"\xff\xfe\x00")
    settings.KIT_DREMPELS_BESTAND = str(path)
    assert drempels.current() is None


def test_no_thresholds_stand_in_the_repository():
    """N-OSS-02; those of the demonstration and of the tests say that they are made up."""
    kept = [
        path
        for folder in ("screening", "ozjt", "core", "docs", "docker", "tests")
        for path in (WORTEL / folder).rglob("*")
        if path.suffix in {".py", ".toml", ".md", ".yml", ".env"}
    ]
    found = {p.name for p in kept if re.search(r"^zwaar_rood =", p.read_text(), re.MULTILINE)}
    assert len(kept) > 100
    assert found == {"screening.py", "conftest.py"}
