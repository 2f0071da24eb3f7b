"""AGB-codes with their period; the same code is never twice current (R-ZP-6)."""
# ruff: noqa: S608 - composed of pieces of this package; what a file holds is staged data

from django.utils.translation import gettext as _

from core.importexport.inlezen import Importschema
from core.importexport.klaarzetten import Klaarzetten
from core.importexport.kolommen import Kolom, Soort
from core.importexport.uitvoer import Exportkolom
from providers.choices import AgbSoort
from providers.importexport.delen import (
    AANBIEDER,
    BEGINDATUM,
    EINDDATUM,
    GEWOON,
    KVK,
    PARTIJ,
    PERIODE,
    REGELS,
    TELLING,
    Gegevensbestand,
    keep_or_take,
    labels,
    period_words,
    words,
)
from providers.models import AgbCode
from providers.policies import AANBIEDER_IMPORTEREN

KOLOMMEN = (
    KVK,
    AANBIEDER,
    Kolom("code", soort=Soort.AGB, aliassen=("agb-code", "agb")),
    Kolom("soort", keuzes=words(AgbSoort), verplicht=False,
          uitleg="Nieuw en leeg: Onderneming."),
    BEGINDATUM,
    EINDDATUM,
)  # fmt: skip


def _wanted(bron: str) -> str:
    """CTE `w`: the rows of `bron` with the row of the portal that they bring up to date."""
    return f"""
with {PARTIJ},
w0 as (
  select k.regel_nr, k.fout_in_regel, k.kvk, k.code, k.begindatum, p.aantal,
    p.id as aanbieder_id, d.id as doel_id,
    coalesce(k.soort, d.soort, '{AgbSoort.ONDERNEMING}') as soort,
    {keep_or_take("einddatum", "einddatum")} as einddatum
  from {bron} k
  left join partij p on p.kvk = k.kvk
  left join providers_agbcode d
    on d.code = k.code and d.begindatum = k.begindatum and d.aanbieder_id = p.id),
w as materialized (select *, {PERIODE} from w0)
"""


CONTROLE = f"""
{_wanted("klaargezet")}
{GEWOON}
union all
select w.regel_nr, 'agb_overlap', 'code', format(
  'AGB-code %%s staat in een periode die hiermee overlapt ook op rij %%s.',
  w.code, min(v.regel_nr))
from w join w v on v.code = w.code and v.regel_nr <> w.regel_nr and v.periode && w.periode
where not w.fout_in_regel and not v.fout_in_regel
group by w.regel_nr, w.code
union all
select w.regel_nr, 'agb_overlap', 'code', min(format(
  'AGB-code %%s is al van %%s, %%s.', w.code, a.naam, {period_words("b")}))
from w
join providers_agbcode b on b.code = w.code and b.periode && w.periode
join providers_aanbieder a on a.id = b.aanbieder_id
where not w.fout_in_regel and b.id is distinct from w.doel_id
  and not exists (select from w v where v.doel_id = b.id and not v.fout_in_regel)
group by w.regel_nr
"""

INVOER = f"""
{_wanted("goed")},
gewijzigd as (
  update providers_agbcode d set soort = w.soort, einddatum = w.einddatum
  from w
  where d.id = w.doel_id
    and (d.soort, d.einddatum) is distinct from (w.soort, w.einddatum)
  returning 1),
nieuw as (
  insert into providers_agbcode (aanbieder_id, code, soort, begindatum, einddatum)
  select aanbieder_id, code, soort, begindatum, einddatum from w
  where doel_id is null and (select count(*) from gewijzigd) >= 0  -- first end, then begin
  returning 1)
{TELLING}
"""

AGBCODES = Gegevensbestand(
    Importschema(
        "agb-codes",
        _("AGB-codes inlezen"),
        KOLOMMEN,
        AANBIEDER_IMPORTEREN,
        Klaarzetten(KOLOMMEN, CONTROLE, INVOER),
        sleutel=("code", "begindatum"),
        batch=REGELS,
        max_regels=REGELS,
        uitleg=_(
            "Heeft de aanbieder deze code al met deze begindatum, dan worden soort en einddatum "
            "bijgewerkt. Anders komt de code erbij."
        ),
        herkenning=("aanbieder", "code"),
    ),
    lambda actor: AgbCode.objects.for_actor(actor).order_by(
        "aanbieder__naam", "code", "begindatum", "pk"
    ),
    (
        Exportkolom("kvk", "aanbieder__kvk"),
        Exportkolom("aanbieder", "aanbieder__naam"),
        Exportkolom("code", "code"),
        Exportkolom("soort", "soort", labels(AgbSoort)),
        Exportkolom("begindatum", "begindatum"),
        Exportkolom("einddatum", "einddatum"),
    ),
    wat=_("AGB-code, soort en periode, per aanbieder."),
)
