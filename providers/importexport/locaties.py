"""Locations with their public address; secret ones do not pass through a file (R-BES-2).

A row is a location of the portal when aanbieder, name, begindatum, postcode and huisnummer are the
same; when only the address differs, and no other location of that name and begindatum could be
meant, it is that one with a new address.
"""
# ruff: noqa: S608 - composed of pieces of this package; what a file holds is staged data

from django.utils.translation import gettext as _

from core.fouten import ONBEKENDE_WAARDE
from core.importexport.inlezen import Importschema
from core.importexport.klaarzetten import Klaarzetten
from core.importexport.kolommen import Kolom, Soort
from core.importexport.uitvoer import Exportkolom
from providers.codes import GEHEIME_LOCATIE
from providers.importexport.delen import (
    AANBIEDER,
    BEGINDATUM,
    EINDDATUM,
    GEWOON,
    KVK,
    PARTIJ,
    REGELS,
    TELLING,
    Gegevensbestand,
    as_postcode,
    keep_or_take,
)
from providers.models import Locatie
from providers.policies import AANBIEDER_IMPORTEREN
from providers.rules import check_postcode

KOLOMMEN = (
    KVK,
    AANBIEDER,
    Kolom("naam", uitleg="Van de locatie."),
    Kolom("geheim", soort=Soort.JA_NEE, verplicht=False,
          uitleg="Alleen nee; een geheime locatie gaat met een wijzigingsverzoek."),
    Kolom("straat", max_lengte=100),
    Kolom("huisnummer", max_lengte=10),
    Kolom("postcode", max_lengte=7, vorm=as_postcode, controle=check_postcode),
    Kolom("plaats", max_lengte=80),
    Kolom("gemeente", uitleg="Naam of CBS-code."),
    BEGINDATUM,
    EINDDATUM,
)  # fmt: skip


def _wanted(bron: str) -> str:
    """CTE `w`: the rows of `bron` with the row of the portal that they bring up to date."""
    return f"""
with {PARTIJ},
gemeenten as (
  select id, naam, code from core_organisatie where soort = 'gemeente'),
bestaand as materialized (
  select l.id, l.aanbieder_id, lower(l.naam) as sleutelnaam, l.begindatum,
    replace(l.postcode, ' ', '') as pc, lower(l.huisnummer) as nr
  from providers_locatie l join partij p on p.id = l.aanbieder_id
  where not l.geheim),
precies as (
  select aanbieder_id, sleutelnaam, begindatum, pc, nr, (array_agg(id order by id))[1] as id
  from bestaand group by 1, 2, 3, 4, 5),
basis as materialized (
  select k.*, p.aantal, p.id as aanbieder_id, b.id as precies_id, lower(k.naam) as sleutelnaam
  from {bron} k
  left join partij p on p.kvk = k.kvk
  left join precies b on b.aanbieder_id = p.id and b.sleutelnaam = lower(k.naam)
    and b.begindatum = k.begindatum and b.pc = replace(k.postcode, ' ', '')
    and b.nr = lower(k.huisnummer)),
verhuisd as (
  select v.regel_nr, b.id
  from (select aanbieder_id, sleutelnaam, begindatum, (array_agg(id))[1] as id
        from bestaand where id not in (select precies_id from basis where precies_id is not null)
        group by 1, 2, 3 having count(*) = 1) b
  join (select aanbieder_id, sleutelnaam, begindatum, min(regel_nr) as regel_nr
        from basis where precies_id is null group by 1, 2, 3 having count(*) = 1) v
    using (aanbieder_id, sleutelnaam, begindatum)),
w as materialized (
  select k.regel_nr, k.fout_in_regel, k.kvk, k.aantal, k.aanbieder_id, k.naam, k.geheim,
    k.straat, k.huisnummer, k.plaats, k.gemeente, k.begindatum, d.id as doel_id,
    case when replace(d.postcode, ' ', '') = replace(k.postcode, ' ', '') then d.postcode
      else k.postcode end as postcode,
    coalesce(op_code.id, op_naam.id) as gemeente_id,
    {keep_or_take("einddatum", "einddatum")} as einddatum
  from basis k
  left join verhuisd v on v.regel_nr = k.regel_nr
  left join providers_locatie d on d.id = coalesce(k.precies_id, v.id)
  left join gemeenten op_code
    on k.gemeente ~ '^[0-9]{{1,4}}$' and op_code.code = lpad(k.gemeente, 4, '0')
  left join lateral (
    select id from gemeenten where lower(naam) = lower(k.gemeente) limit 1) op_naam on true)
"""


CONTROLE = f"""
{_wanted("klaargezet")}
{GEWOON}
union all
select regel_nr, '{ONBEKENDE_WAARDE.code}', 'gemeente', format(
  '‘%%s’ is geen gemeente van het portaal. Schrijf de naam of de CBS-code.', left(gemeente, 40))
from w where gemeente_id is null
union all
select regel_nr, '{GEHEIME_LOCATIE.code}', 'geheim', '' from w where geheim
union all
select w.regel_nr, '{GEHEIME_LOCATIE.code}', 'naam', ''
from w
where exists (select from providers_locatie l
              where l.aanbieder_id = w.aanbieder_id and l.geheim
                and lower(l.naam) = lower(w.naam))
"""

INVOER = f"""
{_wanted("goed")},
gewijzigd as (
  update providers_locatie d
  set naam = w.naam, straat = w.straat, huisnummer = w.huisnummer, postcode = w.postcode,
    plaats = w.plaats, gemeente_id = w.gemeente_id, einddatum = w.einddatum
  from w
  where d.id = w.doel_id
    and (d.naam, d.straat, d.huisnummer, d.postcode, d.plaats, d.gemeente_id, d.einddatum)
    is distinct from
      (w.naam, w.straat, w.huisnummer, w.postcode, w.plaats, w.gemeente_id, w.einddatum)
  returning 1),
nieuw as (
  insert into providers_locatie (aanbieder_id, gemeente_id, naam, straat, huisnummer, postcode,
    plaats, begindatum, einddatum)
  select aanbieder_id, gemeente_id, naam, straat, huisnummer, postcode, plaats, begindatum,
    einddatum
  from w where doel_id is null
  returning 1)
{TELLING}
"""

LOCATIES = Gegevensbestand(
    Importschema(
        "locaties",
        _("Locaties inlezen"),
        KOLOMMEN,
        AANBIEDER_IMPORTEREN,
        Klaarzetten(KOLOMMEN, CONTROLE, INVOER),
        sleutel=("kvk", "naam", "begindatum", "postcode", "huisnummer"),
        batch=REGELS,
        max_regels=REGELS,
        uitleg=_(
            "Heeft de aanbieder al een locatie met deze naam en begindatum, dan wordt die "
            "bijgewerkt. Geheime locaties staan niet in het bestand en komen er niet in."
        ),
        herkenning=("aanbieder", "naam"),
    ),
    lambda actor: (
        Locatie.objects.for_actor(actor)
        .filter(geheim=False)
        .order_by("aanbieder__naam", "naam", "begindatum", "pk")
    ),
    (
        Exportkolom("kvk", "aanbieder__kvk"),
        Exportkolom("aanbieder", "aanbieder__naam"),
        Exportkolom("naam", "naam"),
        Exportkolom("geheim", "geheim"),
        Exportkolom("straat", "straat"),
        Exportkolom("huisnummer", "huisnummer"),
        Exportkolom("postcode", "postcode"),
        Exportkolom("plaats", "plaats"),
        Exportkolom("gemeente", "gemeente__naam"),
        Exportkolom("begindatum", "begindatum"),
        Exportkolom("einddatum", "einddatum"),
    ),
    wat=_("Openbaar adres, gemeente en periode, per aanbieder. Zonder geheime locaties."),
)
