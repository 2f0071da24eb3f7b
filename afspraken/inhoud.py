"""What an overzicht says: sealed in the vault, bound to its row, and read in words."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from afspraken.models import (
    Afsprakenoverzicht,
    Afsprakenversie,
    Evaluatiemoment,
    Resultatenoverzicht,
)
from core import kluis
from core.ui.formats import format_long_date

Regel = tuple[str, str]


@dataclass(frozen=True)
class Resultaat:
    """A wanted result: what, how one sees that it is there, and by when."""

    resultaat: str = ""
    zichtbaar: str = ""
    wanneer: datetime.date | None = None


@dataclass(frozen=True)
class Evaluatie:
    datum: datetime.date | None = None
    deelnemers: str = ""


@dataclass(frozen=True)
class Inhoud:
    """`hulp` (the toewijzingen in words) and `vraag` are written when it is handed over."""

    resultaten: Sequence[Resultaat] = ()
    frequentie: str = ""
    verwijzer_rol: str = ""
    verwijzer_informatie: str = ""
    aanbieder_rol: str = ""
    aanbieder_informatie: str = ""
    evaluaties: Sequence[Evaluatie] = ()
    opmerkingen: str = ""
    hulp: Sequence[str] = ()
    vraag: str = ""

    def agreed(self) -> "Inhoud":
        """What both sides agree on: the question beside it is no part of that."""
        return replace(self, vraag="")


@dataclass(frozen=True)
class Behaald:
    """One wanted result at the end, with its words as they were agreed."""

    resultaat: str
    uitkomst: str = ""
    toelichting: str = ""


@dataclass(frozen=True)
class Resultaten:
    regels: Sequence[Behaald] = ()
    vraag: str = ""


def bound_overzicht(row: Any) -> str:
    return f"afsprakenoverzicht:{row.pk}"


def bound_versie(row: Any) -> str:
    return f"afsprakenversie:{row.pk}:{row.overzicht_id}"


def bound_evaluatie(row: Any) -> str:
    return f"evaluatiemoment:{row.pk}:{row.overzicht_id}"


def bound_resultaten(row: Any) -> str:
    return f"resultatenoverzicht:{row.pk}:{row.overzicht_id}"


def _day(value: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(value) if value else None


def _plain(value: Any) -> Any:
    """Dataclasses as JSON, days in ISO."""
    if isinstance(value, dict):
        return {name: _plain(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    return value.isoformat() if isinstance(value, datetime.date) else value


def _inhoud(found: dict[str, Any]) -> Inhoud:
    resultaten = tuple(
        Resultaat(**{**row, "wanneer": _day(row["wanneer"])}) for row in found["resultaten"]
    )
    evaluaties = tuple(
        Evaluatie(**{**row, "datum": _day(row["datum"])}) for row in found["evaluaties"]
    )
    kept = {**found, "resultaten": resultaten, "evaluaties": evaluaties}
    return Inhoud(**{**kept, "hulp": tuple(found["hulp"])})


def seal_overzicht(row: Afsprakenoverzicht, inhoud: Inhoud) -> None:
    row.inhoud = kluis.encrypt(_plain(asdict(inhoud)), bound_to=bound_overzicht(row))


def open_overzicht(row: Afsprakenoverzicht) -> Inhoud:
    if row.inhoud is None:
        return Inhoud()
    return _inhoud(kluis.decrypt(row.inhoud, bound_to=bound_overzicht(row)))


def seal_versie(row: Afsprakenversie, inhoud: Inhoud) -> None:
    row.inhoud = kluis.encrypt(_plain(asdict(inhoud)), bound_to=bound_versie(row))


def open_versie(row: Afsprakenversie) -> Inhoud:
    if row.inhoud is None:
        return Inhoud()
    return _inhoud(kluis.decrypt(row.inhoud, bound_to=bound_versie(row)))


def seal_evaluatie(row: Evaluatiemoment, deelnemers: str, uitkomst: str = "") -> None:
    value = {"deelnemers": deelnemers, "uitkomst": uitkomst}
    row.inhoud = kluis.encrypt(value, bound_to=bound_evaluatie(row))


def open_evaluatie(row: Evaluatiemoment) -> dict[str, str]:
    """`deelnemers` and `uitkomst`."""
    if row.inhoud is None:
        return {"deelnemers": "", "uitkomst": ""}
    found: dict[str, str] = kluis.decrypt(row.inhoud, bound_to=bound_evaluatie(row))
    return found


def seal_resultaten(row: Resultatenoverzicht, resultaten: Resultaten) -> None:
    row.inhoud = kluis.encrypt(asdict(resultaten), bound_to=bound_resultaten(row))


def open_resultaten(row: Resultatenoverzicht) -> Resultaten:
    if row.inhoud is None:
        return Resultaten()
    found = kluis.decrypt(row.inhoud, bound_to=bound_resultaten(row))
    return Resultaten(tuple(Behaald(**line) for line in found["regels"]), found["vraag"])


def _filled(rows: Iterable[tuple[Any, str]]) -> list[Regel]:
    return [(str(label), text) for label, text in rows if text]


def result_words(inhoud: Inhoud) -> list[Regel]:
    rows: list[tuple[Any, str]] = []
    for nr, row in enumerate(inhoud.resultaten, 1):
        by_when = format_long_date(row.wanneer) if row.wanneer else ""
        rows += [
            (_("Resultaat %d") % nr, row.resultaat),
            (_("Resultaat %d: zo zien we dat") % nr, row.zichtbaar),
            (_("Resultaat %d: uiterlijk") % nr, by_when),
        ]
    return _filled(rows)


def help_words(inhoud: Inhoud) -> list[Regel]:
    return _filled([(_("Hulp"), "\n".join(inhoud.hulp)), (_("Hoe vaak"), inhoud.frequentie)])


def role_words(inhoud: Inhoud) -> list[Regel]:
    return _filled(
        [
            (_("De verwijzer doet"), inhoud.verwijzer_rol),
            (_("De verwijzer geeft"), inhoud.verwijzer_informatie),
            (_("De aanbieder doet"), inhoud.aanbieder_rol),
            (_("De aanbieder geeft"), inhoud.aanbieder_informatie),
        ]
    )


def moment_words(inhoud: Inhoud) -> list[Regel]:
    return _filled(
        (_("Evaluatie %d") % nr, _moment(row)) for nr, row in enumerate(inhoud.evaluaties, 1)
    )


def _moment(row: Evaluatie) -> str:
    day = format_long_date(row.datum) if row.datum else _("dag nog open")
    return f"{day}: {row.deelnemers}" if row.deelnemers else day


def blocks(inhoud: Inhoud) -> list[tuple[str, list[Regel]]]:
    """The four blocks and the remarks, as screen, print and PDF show them."""
    return [
        (_("Wat willen we bereiken?"), result_words(inhoud)),
        (_("Welke hulp?"), help_words(inhoud)),
        (_("Wie doet wat?"), role_words(inhoud)),
        (_("Wanneer kijken we terug?"), moment_words(inhoud)),
        (_("Opmerkingen"), _filled([(_("Opmerkingen"), inhoud.opmerkingen)])),
    ]


def words(inhoud: Inhoud) -> list[Regel]:
    return [regel for _title, rows in blocks(inhoud) for regel in rows]
