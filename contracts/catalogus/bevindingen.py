"""What is wrong or about to be wrong in the catalogue, without a horizon (R-TOE-10, R-SEG-2)."""
# ruff: noqa: S608 - composed of the statement for one product; every value is a parameter

import datetime
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db import connection
from django.urls import reverse

from contracts.selectors_tarieven import GATEN
from core.ui.formats import format_long_date

#: So many products with the same first day without tariff are told in one line.
SAMEN = 5

#: The first day without of each product, for how many groups and locations, and aanbieders.
ZONDER_TARIEF = f"""
select pr.id, pr.code || ' ' || pr.naam
    || case when pr.voorbeeldgegeven then ' (voorbeeldgegeven)' else '' end,
  min(g.vanaf), count(distinct (g.groep, g.locatie)), max(g.aanbieders)
from contracts_product pr
cross join lateral ({GATEN.replace("%(product)s", "pr.id")})
  as g(groep, locatie, vanaf, tot, aanbieders)
group by pr.id order by min(g.vanaf), pr.code
"""
ZONDER_PRODUCT = """
select p.id, p.code || ' ' || p.naam from contracts_perceel p
where (p.einddatum is null or p.einddatum >= %(vanaf)s)
  and not exists (select from contracts_perceelproduct x where x.perceel_id = p.id
    and (x.einddatum is null or x.einddatum >= %(vanaf)s))
order by p.code
"""
BOTSING = """
select m.id, coalesce(p.code || ' ' || p.naam, pr.code || ' ' || pr.naam, m.soort),
  m.ingangsdatum, coalesce(p.einddatum, pr.einddatum)
from contracts_catalogusmutatie m
left join contracts_perceel p on m.soort = 'perceel' and p.id = m.doel_id
left join contracts_product pr on m.soort = 'product' and pr.id = m.doel_id
where m.status = 'gepland' and (m.ingangsdatum < %(vanaf)s
  or m.ingangsdatum > coalesce(p.einddatum, pr.einddatum))
order by m.ingangsdatum
"""


@dataclass(frozen=True)
class Catalogusbevinding:
    """`ernst` is the kind of its tag: `must` blocks filing, `attention` asks a look."""

    ernst: str
    wat: str
    tekst: str
    url: str


def findings_of(peildatum: datetime.date) -> list[Catalogusbevinding]:
    """From `peildatum` on, without a horizon: the worklist looks 90 days ahead, this page does not.

    A product is named once; its tab of tariffs shows every gap.
    """
    given = {"vanaf": peildatum}
    return [
        *_clashes(_rows(BOTSING, given), peildatum),
        *_gaps(_rows(ZONDER_TARIEF, given), peildatum),
        *_empty(_rows(ZONDER_PRODUCT, given)),
    ]


def _rows(statement: str, given: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return list(cursor.fetchall())


def _gaps(rows: list[tuple[Any, ...]], peildatum: datetime.date) -> list[Catalogusbevinding]:
    """Per product, or per day where many begin to lack one: the next indexation is not there."""
    found = []
    for vanaf, same in groupby(rows, key=lambda row: row[2]):
        products = list(same)
        if vanaf > peildatum and len(products) > SAMEN:
            day = format_long_date(vanaf)
            found.append(
                Catalogusbevinding(
                    "attention",
                    f"{len(products)} producten",
                    f"Vanaf {day} is er nog geen tarief voor gecontracteerde producten. "
                    "Leg de tarieven vast of bereid een indexering voor.",
                    f"{reverse('tarieven')}?peildatum={vanaf}",
                )
            )
        else:
            found += [_gap(row, peildatum) for row in products]
    return found


def _gap(row: tuple[Any, ...], peildatum: datetime.date) -> Catalogusbevinding:
    pk, naam, vanaf, plekken, aanbieders = row
    many = f" ({plekken} tariefgroepen of locaties)" if plekken > 1 else ""
    who = f"gecontracteerd bij {aanbieders} {'aanbieder' if aanbieders == 1 else 'aanbieders'}"
    url = reverse("product", args=[pk, "tarieven"])
    if vanaf <= peildatum:
        text = f"Nu geen tarief{many}, {who}; tot dan wordt toewijzen geweigerd."
        return Catalogusbevinding("must", naam, text, url)
    text = f"Vanaf {format_long_date(vanaf)} geen tarief{many}, {who}."
    return Catalogusbevinding("attention", naam, text, url)


def _empty(rows: list[tuple[Any, ...]]) -> list[Catalogusbevinding]:
    text = "In dit perceel zit geen product; er is niets op toe te wijzen."
    return [
        Catalogusbevinding("attention", naam, text, reverse("perceel", args=[pk]))
        for pk, naam in rows
    ]


def _clashes(rows: list[tuple[Any, ...]], peildatum: datetime.date) -> list[Catalogusbevinding]:
    found = []
    for pk, naam, ingang, einde in rows:
        if ingang < peildatum:
            text = f"De wijziging per {format_long_date(ingang)} is niet toegepast; pas die aan."
        else:
            text = (
                f"Er staat een wijziging klaar per {format_long_date(ingang)}, "
                f"na de laatste dag {format_long_date(einde)}."
            )
        found.append(
            Catalogusbevinding("must", naam, text, reverse("catalogus-mutatie", args=[pk]))
        )
    return found
