"""A kind of data that can be asked to change: its fields, its rules, and how it is carried out."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar
from uuid import UUID

from django.db import models

from core.documenten.uitgifte import is_accepted
from core.fouten import PERIODE_ONGELDIG, Bevinding, Foutcode
from core.handeling import Handeling
from core.models import Document
from core.ui.formats import format_long_date
from providers import mutaties
from providers.models import Aanbieder
from zorgportaal.choices import Gegevenssoortcode, Verzoekhandeling
from zorgportaal.velden import Veld

TOEVOEGEN, WIJZIGEN, BEEINDIGEN = Verzoekhandeling


@dataclass(frozen=True)
class Wijziging:
    """A request as its kind sees it: values by the names of its fields, read and good.

    `oud` is what holds now (empty for something new). `datum`: the first day of what is new or
    changed, the last day of what ends. `doel`: the row it is about.
    """

    aanbieder: Aanbieder
    handeling: Verzoekhandeling
    datum: datetime.date
    nieuw: Mapping[str, Any] = field(default_factory=dict)
    oud: Mapping[str, Any] = field(default_factory=dict)
    doel: Any = None
    bewijs: Sequence[Document] = ()


@dataclass(frozen=True)
class Oordeel:
    """A check done for the decider: sign (`good`, `attention`, `must`) and what was seen."""

    teken: str
    tekst: str


class Gegevenssoort:
    """Subclass per kind; one instance of each in `SOORTEN`.

    `terugwerkend`: may hold from a day before the decision. `per_dag`: the handelingen that change
    a row in place, so that they wait for their day; the others carry a period of their own.
    `bewijs`: the kind of document that must be there for TOEVOEGEN, else `bewijs_ontbreekt`;
    `bewijs_eerst`: its values can be entered only once that is accepted (R-ZP-2).
    """

    code: ClassVar[Gegevenssoortcode]
    model: ClassVar[type[models.Model]]
    velden: ClassVar[Sequence[Veld]]
    handelingen: ClassVar[Sequence[Verzoekhandeling]] = (TOEVOEGEN, WIJZIGEN, BEEINDIGEN)
    per_dag: ClassVar[frozenset[Verzoekhandeling]] = frozenset()
    #: Fields that stay as they are when something that exists changes.
    vast: ClassVar[frozenset[str]] = frozenset()
    terugwerkend: ClassVar[bool] = True
    in_bulk: ClassVar[bool] = False
    bewijs: ClassVar[str] = ""
    bewijs_eerst: ClassVar[bool] = False
    bewijs_ontbreekt: ClassVar[Foutcode]

    def __init_subclass__(cls) -> None:
        SOORTEN[cls.code] = cls()

    @property
    def naam(self) -> str:
        return str(self.code.label)

    def fields(self, handeling: Verzoekhandeling) -> Sequence[Veld]:
        """What is asked for: nothing but a date to end something."""
        if handeling == BEEINDIGEN:
            return ()
        if handeling == WIJZIGEN:
            return [veld for veld in self.velden if veld.naam not in self.vast]
        return self.velden

    def rows(self, aanbieder_id: UUID) -> models.QuerySet[Any]:
        """What of this aanbieder can be changed or ended."""
        raise NotImplementedError

    def values(self, row: Any) -> dict[str, Any]:
        """The approved values of a row, by the names of the fields, as JSON can hold them."""
        raise NotImplementedError

    def replaces(self, w: Wijziging) -> Any:
        """The row that gives way to it: the one it is about, or what it comes in place of."""
        return w.doel

    def subject(self, w: Wijziging) -> str:
        """Which one it is about, without a value that is nobody's business in a list."""
        return str(w.doel) if w.doel else ""

    def sensitive(self, values: Mapping[str, Any]) -> frozenset[str]:
        """Fields whose values are masked until somebody reveals them, which is logged."""
        return frozenset()

    def missing_evidence(
        self, handeling: Verzoekhandeling, documents: Sequence[Document]
    ) -> list[Bevinding]:
        """The finding when the document that it rests on is not there, or not accepted (yet)."""
        if not self.bewijs or handeling != TOEVOEGEN:
            return []
        if any(d.soort == self.bewijs and is_accepted(d) for d in documents):
            return []
        code = self.bewijs_ontbreekt
        return [code.bevinding("bewijsstukken", code.betekenis)]

    def evidence_of(self, w: Wijziging) -> Document | None:
        """The document that it rests on: of the accepted ones the one handed in last."""
        found = (d for d in w.bewijs if d.soort == self.bewijs and is_accepted(d))
        return max(found, key=lambda d: (d.aangemaakt_op, d.pk), default=None)

    def check(self, w: Wijziging) -> list[Bevinding]:
        """Rules beyond single values; at filing and again at the decision."""
        if outside := _outside_period(w):
            return [outside]
        return [] if w.handeling == BEEINDIGEN else self.check_new(w)

    def assess(self, w: Wijziging) -> list[Oordeel]:
        """What the decider should know; not a rule."""
        return self.assess_end(w) if w.handeling == BEEINDIGEN else self.assess_new(w)

    def apply(self, act: Handeling, w: Wijziging) -> Any:
        """Carry out, through the services of the app that owns the data; returns the row."""
        if w.handeling == BEEINDIGEN:
            mutaties.end(act, w.doel, w.datum)
            return w.doel
        return self.put(act, w)

    def check_new(self, w: Wijziging) -> list[Bevinding]:
        """Of something new or changed."""
        return []

    def assess_new(self, w: Wijziging) -> list[Oordeel]:
        return []

    def assess_end(self, w: Wijziging) -> list[Oordeel]:
        return []

    def put(self, act: Handeling, w: Wijziging) -> Any:
        """Make it new, or change `w.doel`."""
        raise NotImplementedError


SOORTEN: dict[str, Gegevenssoort] = {}


def _outside_period(w: Wijziging) -> Bevinding | None:
    """What has ended does not change, and an end makes a period shorter, never longer: else an
    old bank account would be in force again without an IBAN-verklaring (R-ZP-2).
    """
    begin, end = (getattr(w.doel, name, None) for name in ("begindatum", "einddatum"))
    reden = ""
    if w.handeling == WIJZIGEN and end and w.datum > end:
        reden = f"Dit is op {format_long_date(end)} geëindigd; vraag iets nieuws aan."
    elif w.handeling == BEEINDIGEN and begin and w.datum < begin:
        reden = f"Kies {format_long_date(begin)} of later; toen begon het."
    elif w.handeling == BEEINDIGEN and end and w.datum >= end:
        reden = f"Dit eindigt al op {format_long_date(end)}; kies een eerdere dag."
    return PERIODE_ONGELDIG.bevinding("datum", reden) if reden else None


def last_day(w: Wijziging) -> datetime.date | None:
    """The asked last day of something new; None: open end."""
    text = w.nieuw.get("einddatum")
    return datetime.date.fromisoformat(text) if text else None


def runs_on_or_after(day: datetime.date, path: str = "") -> models.Q:
    """Not ended before `day`."""
    return models.Q(**{f"{path}einddatum__isnull": True}) | models.Q(
        **{f"{path}einddatum__gte": day}
    )
