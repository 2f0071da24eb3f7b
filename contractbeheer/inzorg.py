"""Who is in care on a perceel, counted per gemeente, beside what the aanbieder answered (R-CON-3).

Counts only, for an aanbieder and OZJT alike: no toewijzing and no pseudonym leaves this module.
"""

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.models import Organisatie
from core.sql import fetch_prepared
from core.ui.formats import format_number

SQL = """
select g.code, count(distinct t.jeugdige_id)
from contracts_perceelcontract pc
join indications_toewijzing t on t.perceelcontract_id = pc.id and t.status <> 'ingetrokken'
  and t.periode @> %(dag)s::date
join core_organisatie g on g.id = t.gemeente_id
where pc.aanbieder_id = %(aanbieder)s and pc.perceel_id = %(perceel)s
group by g.code order by g.code
"""

BY_NAME = 4


def in_care(aanbieder_id: UUID, perceel_id: UUID, dag: datetime.date) -> dict[str, int]:
    """Jeugdigen with a toewijzing that runs on `dag`, per gemeentecode; nobody: no key.

    The caller has found the contract in scope.
    """
    params = {"aanbieder": aanbieder_id, "perceel": perceel_id, "dag": dag}
    return dict(fetch_prepared(SQL, params))


def gemeentenamen(codes: Collection[str]) -> dict[str, str]:
    rows = Organisatie.objects.filter(soort="gemeente", code__in=codes)
    return dict(rows.order_by("naam").values_list("code", "naam"))


def join_names(names: Collection[str]) -> str:
    """`Almelo, Borne en Hengelo`."""
    *first, last = names
    return _("%(eerste)s en %(laatste)s") % {
        "eerste": ", ".join(first),
        "laatste": last,
    } if first else last  # fmt: skip


def _places(names: Collection[str]) -> str:
    """By name as long as one can oversee them."""
    return join_names(names) if len(names) <= BY_NAME else _("%d gemeenten") % len(names)


@dataclass(frozen=True, slots=True)
class Vergelijking:
    """The answer of the aanbieder beside the count of the portal; names of gemeenten in order.

    `niet_genoemd`: counted there, not named. `niet_geteld`: named, nobody counted there.
    """

    ja: bool
    genoemd: tuple[str, ...]
    geteld: tuple[tuple[str, int], ...]

    @property
    def totaal(self) -> int:
        return sum(count for _naam, count in self.geteld)

    @property
    def niet_genoemd(self) -> list[str]:
        return [naam for naam, _count in self.geteld if naam not in self.genoemd]

    @property
    def niet_geteld(self) -> list[str]:
        counted = {naam for naam, _count in self.geteld}
        return [naam for naam in self.genoemd if naam not in counted]

    @property
    def gelijk(self) -> bool:
        return not (self.niet_genoemd or self.niet_geteld) and self.ja == bool(self.geteld)

    @property
    def antwoord(self) -> str:
        if not self.ja:
            return _("nee")
        return _("ja, in %s") % _places(self.genoemd) if self.genoemd else _("ja")

    @property
    def telling(self) -> str:
        """`12 jeugdigen in Almelo en Hengelo`, or that it counts nobody."""
        if not self.geteld:
            return _("niemand")
        text = ngettext("%(n)s jeugdige in %(waar)s", "%(n)s jeugdigen in %(waar)s", self.totaal)
        places = _places([naam for naam, _count in self.geteld])
        return text % {"n": format_number(self.totaal), "waar": places}

    @property
    def regels(self) -> list[tuple[str, bool, int]]:
        """Each gemeente that one of both knows: named or not, and how many are counted."""
        counted = dict(self.geteld)
        names = sorted({*self.genoemd, *counted})
        return [(naam, naam in self.genoemd, counted.get(naam, 0)) for naam in names]

    @property
    def verschil(self) -> str:
        """In words what differs; empty when both say the same."""
        if self.gelijk:
            return ""
        text = _("Het antwoord van de aanbieder is %(antwoord)s. Het portaal telt %(telling)s.")
        return text % {"antwoord": self.antwoord, "telling": self.telling}


def compare(ja: bool, genoemd: Collection[str], geteld: Mapping[str, int]) -> Vergelijking:
    """From codes of gemeenten."""
    names = gemeentenamen({*genoemd, *geteld})
    return Vergelijking(
        ja,
        tuple(naam for code, naam in names.items() if code in genoemd),
        tuple((naam, geteld[code]) for code, naam in names.items() if geteld.get(code)),
    )
