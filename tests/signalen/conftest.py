from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from core.choices import Rolcode, Signaalernst
from core.signalen import controles as register
from core.signalen.choices import Bij
from tests.signalen import bouw


@dataclass
class Proefcontrole:
    """A check that finds what a test puts in it: sleutel → how many jeugdigen it touches."""

    naam: str
    gevonden: dict[str, int] = field(default_factory=dict)
    betreft: str | None = None

    def query(self) -> str:
        rows = [
            f"select '{sleutel}' as sleutel, 'Titel' as titel, 'Iets met {raakt}' as omschrijving, "
            f"{raakt} as raakt, {self._betreft} as betreft_organisatie_id, 'iets' as objectsoort, "
            f"null::uuid as object_id, jsonb_build_object('aantal', {raakt}) as bewijs, '/' as url"
            for sleutel, raakt in self.gevonden.items()
        ]
        nothing = (
            f"select '', '', '', 0, {self._betreft}, '', null::uuid, '{{}}'::jsonb, '' where false"
        )
        return " union all ".join([*rows, nothing]) if rows else _named(nothing)

    @property
    def _betreft(self) -> str:
        return f"'{self.betreft}'::uuid" if self.betreft else "null::uuid"


def _named(empty: str) -> str:
    return f"select * from ({empty}) as q ({', '.join(register.KOLOMMEN)})"


@pytest.fixture
def proef(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Proefcontrole]:
    """Register a check for the length of one test."""
    register.controles()
    registered = dict(register._REGISTER)
    monkeypatch.setattr(register, "_REGISTER", registered)

    def make(
        naam: str = "proef",
        ernst: Signaalernst = Signaalernst.MOET,
        rol: Rolcode = Rolcode.CONTRACTMANAGER,
        bij: Bij = Bij.OZJT,
        sluitbaar: bool = False,
        betreft: str | None = None,
    ) -> Proefcontrole:
        check = Proefcontrole(naam, betreft=betreft)
        register.controle(naam, "Titel", ernst, rol, bij=bij, sluitbaar=sluitbaar)(check.query)
        return check

    return make


@pytest.fixture
def ozjt(db: None) -> object:
    return bouw.ozjt()
