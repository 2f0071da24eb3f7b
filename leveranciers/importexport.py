"""Yearly figures as a file: read with a dry run, and fetched in the same columns (D-32)."""
# ruff: noqa: S608 - composed of pieces of this project; what a file holds is staged data

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from core.fouten import Bevinding, Niveau
from core.importexport.inlezen import Importschema
from core.importexport.klaarzetten import Klaarzetten
from core.importexport.kolommen import Kolom, Soort
from core.importexport.uitvoer import Exportkolom
from leveranciers.choices import Cijferbron
from leveranciers.models import EERSTE_JAAR, JAAR_ONGELDIG, Jaarcijfer
from leveranciers.policies import JAARCIJFERS_BEHEREN
from leveranciers.rules import figure_problem
from leveranciers.services.jaarcijfers import JAAR_TE_LAAT
from providers.importexport.delen import (
    AANBIEDER,
    EEN_AANBIEDER,
    KVK,
    PARTIJ,
    REGELS,
    TELLING,
    Gegevensbestand,
    keep_or_take,
    labels,
    words,
)

BUITEN_BEREIK = "cijfer_buiten_bereik"  # of the constraint `jaarcijfer_grenzen`


def _within(naam: str) -> Callable[[Decimal], Bevinding | None]:
    def check(value: Decimal) -> Bevinding | None:
        problem = figure_problem(naam, value)
        return Bevinding(BUITEN_BEREIK, Niveau.FOUT, naam, problem, "D-32") if problem else None

    return check


def _figure(naam: str, uitleg: str, *, verplicht: bool = False) -> Kolom:
    return Kolom(
        naam, soort=Soort.DECIMAAL, verplicht=verplicht, controle=_within(naam), uitleg=uitleg
    )


def _year(value: int) -> Bevinding | None:
    if EERSTE_JAAR <= value <= 2099:
        return None
    return JAAR_ONGELDIG.bevinding("jaar", JAAR_ONGELDIG.betekenis)


OPTIONEEL = ("liquiditeit", "solvabiliteit", "personeelskosten", "fte", "aandeel_twente")
KOLOMMEN = (
    KVK,
    AANBIEDER,
    Kolom("jaar", soort=Soort.GEHEEL, controle=_year),
    _figure("omzet", _("Euro."), verplicht=True),
    _figure("resultaat", _("Euro; een verlies met een min ervoor."), verplicht=True),
    _figure("liquiditeit", _("Current ratio, bijvoorbeeld 1,25.")),
    _figure("solvabiliteit", _("Procent.")),
    _figure("personeelskosten", _("Euro.")),
    _figure("fte", _("Gemiddeld over het jaar.")),
    _figure("aandeel_twente", _("Procent van de omzet dat uit Twente komt.")),
    Kolom("bron", keuzes=words(Cijferbron), verplicht=False),
)
_TYPES = {"jaar": "smallint"}


def _wanted(bron: str) -> str:
    """CTE `w`: the rows of `bron` with the row of the portal that they bring up to date."""
    kept = ", ".join(f"{keep_or_take(naam, naam)} as {naam}" for naam in OPTIONEEL)
    return f"""
with {PARTIJ},
w as materialized (
  select k.regel_nr, k.fout_in_regel, k.kvk, k.jaar, k.omzet, k.resultaat, p.aantal,
    p.id as aanbieder_id, d.id as doel_id, {kept},
    coalesce({keep_or_take("bron", "bron")}, '{Cijferbron.JAARREKENING.value}') as bron
  from {bron} k
  left join partij p on p.kvk = k.kvk
  left join leveranciers_jaarcijfer d on d.aanbieder_id = p.id and d.jaar = k.jaar)
"""


CONTROLE = f"""
{_wanted("klaargezet")}
{EEN_AANBIEDER}
union all
select regel_nr, '{JAAR_TE_LAAT.code}', 'jaar', ''
from w where jaar > extract(year from current_date)
"""
_NAMEN = ("omzet", "resultaat", *OPTIONEEL, "bron")
INVOER = f"""
{_wanted("goed")},
gewijzigd as (
  update leveranciers_jaarcijfer d
  set ({", ".join(_NAMEN)}, versie) = ({", ".join(f"w.{n}" for n in _NAMEN)}, d.versie + 1)
  from w
  where d.id = w.doel_id and ({", ".join(f"d.{n}" for n in _NAMEN)})
    is distinct from ({", ".join(f"w.{n}" for n in _NAMEN)})
  returning 1),
nieuw as (
  insert into leveranciers_jaarcijfer (aanbieder_id, jaar, {", ".join(_NAMEN)})
  select aanbieder_id, jaar, {", ".join(_NAMEN)} from w where doel_id is null
  returning 1)
{TELLING}
"""


def _rows(actor: Any) -> Any:
    return Jaarcijfer.objects.for_actor(actor).order_by("aanbieder__naam", "-jaar", "pk")


JAARCIJFERS = Gegevensbestand(
    Importschema(
        "jaarcijfers",
        _("Jaarcijfers inlezen"),
        KOLOMMEN,
        JAARCIJFERS_BEHEREN,
        Klaarzetten(KOLOMMEN, CONTROLE, INVOER, types=_TYPES),
        sleutel=("kvk", "jaar"),
        batch=REGELS,
        max_regels=REGELS,
        uitleg=_(
            "Staan de cijfers van een aanbieder over een jaar er al, dan worden die bijgewerkt. "
            "Anders komen ze erbij. Rendement en personeelskosten per fte rekent het portaal uit."
        ),
        herkenning=("aanbieder", "jaar"),
    ),
    _rows,
    (
        Exportkolom("kvk", "aanbieder__kvk"),
        Exportkolom("aanbieder", "aanbieder__naam"),
        Exportkolom("jaar", "jaar"),
        *(Exportkolom(naam, naam) for naam in _NAMEN[:-1]),
        Exportkolom("bron", "bron", labels(Cijferbron)),
    ),
    wat=_("Omzet, resultaat, liquiditeit, solvabiliteit en personeel per aanbieder en jaar."),
)
