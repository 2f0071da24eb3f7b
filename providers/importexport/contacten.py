"""Contact data with their period; one per function current (R-ZP-1)."""
# ruff: noqa: S608 - composed of pieces of this package; what a file holds is staged data

from django.utils.translation import gettext as _

from core.importexport.inlezen import Importschema
from core.importexport.klaarzetten import Klaarzetten
from core.importexport.kolommen import Kolom
from core.importexport.uitvoer import Exportkolom
from providers.choices import Contactfunctie
from providers.codes import CONTACT_ONBEREIKBAAR
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
    as_telefoon,
    keep_or_take,
    labels,
    period_words,
    words,
)
from providers.models import Contactgegeven
from providers.policies import AANBIEDER_IMPORTEREN
from providers.rules import check_email, check_telefoon

KOLOMMEN = (
    KVK,
    AANBIEDER,
    Kolom("functie", keuzes=words(Contactfunctie)),
    Kolom("naam", verplicht=False),
    Kolom("email", verplicht=False, max_lengte=254, controle=check_email, aliassen=("e-mail",)),
    Kolom("telefoon", verplicht=False, max_lengte=20, vorm=as_telefoon, controle=check_telefoon),
    BEGINDATUM,
    EINDDATUM,
)


def _wanted(bron: str) -> str:
    """CTE `w`: the rows of `bron` with the row of the portal that they bring up to date."""
    return f"""
with {PARTIJ},
w0 as (
  select k.regel_nr, k.fout_in_regel, k.kvk, k.functie, k.begindatum, p.aantal,
    p.id as aanbieder_id, d.id as doel_id,
    coalesce({keep_or_take("naam", "naam")}, '') as naam,
    coalesce({keep_or_take("email", "email")}, '') as email,
    coalesce({keep_or_take("telefoon", "telefoon")}, '') as telefoon,
    {keep_or_take("einddatum", "einddatum")} as einddatum
  from {bron} k
  left join partij p on p.kvk = k.kvk
  left join providers_contactgegeven d
    on d.aanbieder_id = p.id and d.functie = k.functie and d.begindatum = k.begindatum),
w as materialized (select *, {PERIODE} from w0)
"""


CONTROLE = f"""
{_wanted("klaargezet")}
{GEWOON}
union all
select regel_nr, '{CONTACT_ONBEREIKBAAR.code}', 'email', ''
from w
where email = '' and telefoon = '' and not exists (
  select from providers_contactgegeven d
  where d.id = w.doel_id and d.email = '' and d.telefoon = '')  -- what was so may stay so
union all
select w.regel_nr, 'contact_overlap', 'functie', format(
  'Voor deze functie staat in een periode die hiermee overlapt ook een contact op rij %%s.',
  min(v.regel_nr))
from w
join w v on v.aanbieder_id = w.aanbieder_id and v.functie = w.functie
  and v.regel_nr <> w.regel_nr and v.periode && w.periode
where not w.fout_in_regel and not v.fout_in_regel
group by w.regel_nr
union all
select w.regel_nr, 'contact_overlap', 'functie', min(format(
  'Voor deze functie is er al een contact, %%s. Geef dat eerst een einddatum.',
  {period_words("b")}))
from w
join providers_contactgegeven b on b.aanbieder_id = w.aanbieder_id and b.functie = w.functie
  and b.periode && w.periode
where not w.fout_in_regel and b.id is distinct from w.doel_id
  and not exists (select from w v where v.doel_id = b.id and not v.fout_in_regel)
group by w.regel_nr
"""

INVOER = f"""
{_wanted("goed")},
gewijzigd as (
  update providers_contactgegeven d
  set naam = w.naam, email = w.email, telefoon = w.telefoon, einddatum = w.einddatum
  from w
  where d.id = w.doel_id and (d.naam, d.email, d.telefoon, d.einddatum)
    is distinct from (w.naam, w.email, w.telefoon, w.einddatum)
  returning 1),
nieuw as (
  insert into providers_contactgegeven
    (aanbieder_id, functie, naam, email, telefoon, begindatum, einddatum)
  select aanbieder_id, functie, naam, email, telefoon, begindatum, einddatum from w
  where doel_id is null and (select count(*) from gewijzigd) >= 0  -- first end, then begin
  returning 1)
{TELLING}
"""

CONTACTEN = Gegevensbestand(
    Importschema(
        "contacten",
        _("Contactgegevens inlezen"),
        KOLOMMEN,
        AANBIEDER_IMPORTEREN,
        Klaarzetten(KOLOMMEN, CONTROLE, INVOER),
        sleutel=("kvk", "functie", "begindatum"),
        batch=REGELS,
        max_regels=REGELS,
        uitleg=_(
            "Heeft de aanbieder voor deze functie al een contact met deze begindatum, dan wordt "
            "dat bijgewerkt. Anders komt het erbij."
        ),
        herkenning=("aanbieder", "functie"),
    ),
    lambda actor: Contactgegeven.objects.for_actor(actor).order_by(
        "aanbieder__naam", "functie", "begindatum", "pk"
    ),
    (
        Exportkolom("kvk", "aanbieder__kvk"),
        Exportkolom("aanbieder", "aanbieder__naam"),
        Exportkolom("functie", "functie", labels(Contactfunctie)),
        Exportkolom("naam", "naam"),
        Exportkolom("email", "email"),
        Exportkolom("telefoon", "telefoon"),
        Exportkolom("begindatum", "begindatum"),
        Exportkolom("einddatum", "einddatum"),
    ),
    wat=_("Functie, naam, e-mailadres, telefoon en periode, per aanbieder."),
)
