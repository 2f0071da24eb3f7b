"""What is made from the code is up to date, and every model has its word."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from core import genereren
from core.fouten import REGISTER
from core.genereren import foutcodes, missing_terms, models_of_ours
from core.models import Document, Organisatie


def test_every_model_has_a_term():
    assert missing_terms() == []


def test_history_tables_are_no_models_of_ours():
    names = {model.__name__ for model in models_of_ours()}
    assert {"Organisatie", "Toewijzing", "Declaratieregel"} <= names
    assert not {name for name in names if name.endswith("Event")}


def test_a_model_without_a_term_is_named(monkeypatch, tmp_path, settings):
    settings.BASE_DIR = tmp_path
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/woordenlijst.md").write_text(
        "| document | x | y | `core.Document.scan` | z |\n"
        "| organisatie | core.Organisatie | a | b | c |\n"
    )
    monkeypatch.setattr(genereren, "models_of_ours", lambda: [Document, Organisatie])
    assert missing_terms() == ["core.Organisatie"]


def test_codes_of_rules_and_constraints_are_listed_once():
    genereren.import_everything()
    lines = [line.split("`")[1] for line in foutcodes().splitlines() if line.startswith("| `")]
    assert lines == sorted(set(lines))
    assert {"organisatie_code_bestaat", "toewijzing_overlap"} <= set(lines)
    assert set(REGISTER) <= set(lines)


@pytest.fixture
def one_file(monkeypatch, tmp_path):
    path = tmp_path / "gemaakt.md"
    monkeypatch.setattr("core.management.commands.genereer.outputs", lambda: [(path, "tekst\n")])
    return path


def test_check_writes_nothing_and_fails(one_file: Path):
    with pytest.raises(CommandError, match=r"gemaakt\.md"):
        call_command("genereer", check=True)
    assert not one_file.exists()


def test_writes_and_is_then_up_to_date(one_file: Path, capsys):
    call_command("genereer")
    assert one_file.read_text() == "tekst\n"
    call_command("genereer", check=True)
    call_command("genereer")
    assert capsys.readouterr().out.count("geschreven") == 1


def test_configuration_shows_no_secret_value():
    genereren.import_everything()
    text = genereren.GENERATORS["docs/configuratie.md"]()
    assert "| `SECRET_KEY` | str | verplicht | ja |" in text
    assert "| `SESSIE_MINUTEN` | int | `30` |  |" in text
