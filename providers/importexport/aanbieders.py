"""Aanbieders, by KvK-nummer; a new one gets its organisation with it."""
# ruff: noqa: S608 - composed of pieces of this package; what a file holds is staged data

from django.utils.translation import gettext as _

from core.importexport.inlezen import Importschema
from core.importexport.klaarzetten import Klaarzetten
from core.importexport.kolommen import Kolom, Soort
from core.importexport.uitvoer import Exportkolom
from providers.choices import Grootte, Rechtsvorm
from providers.codes import KVK_NIET_EENDUIDIG
from providers.importexport.delen import (
    PARTIJ,
    REGELS,
    TELLING,
    Gegevensbestand,
    as_website,
    keep_or_take,
    labels,
    words,
)
from providers.models import Aanbieder
from providers.policies import AANBIEDER_IMPORTEREN
from providers.rules import check_website

KOLOMMEN = (
    Kolom("kvk", soort=Soort.KVK, uitleg="Hieraan herkent het portaal de aanbieder.",
          aliassen=("kvk-nummer",)),
    Kolom("naam"),
    Kolom("rechtsvorm", keuzes=words(Rechtsvorm)),
    Kolom("grootte", keuzes=words(Grootte), verplicht=False,
          uitleg="Nieuw en leeg: Overig."),
    Kolom("vestigingsplaats", verplicht=False, max_lengte=80),
    Kolom("website", verplicht=False, vorm=as_website, controle=check_website),
)  # fmt: skip

CONTROLE = f"""
with {PARTIJ}
select k.regel_nr, '{KVK_NIET_EENDUIDIG.code}', 'kvk', format(
  '%%s aanbieders in het portaal hebben KvK-nummer %%s; laat dat eerst verbeteren.',
  p.aantal, k.kvk)
from klaargezet k join partij p on p.kvk = k.kvk and p.aantal > 1
"""

INVOER = f"""
with {PARTIJ},
w as materialized (
  select d.id is null as is_nieuw, coalesce(d.id, gen_random_uuid()) as id,
    coalesce(d.organisatie_id, gen_random_uuid()) as organisatie_id, d.naam as oude_naam,
    k.naam, k.kvk, k.rechtsvorm, coalesce(k.grootte, d.grootte, '{Grootte.OVERIG}') as grootte,
    coalesce({keep_or_take("vestigingsplaats", "vestigingsplaats")}, '') as vestigingsplaats,
    coalesce({keep_or_take("website", "website")}, '') as website
  from goed k
  left join partij p on p.kvk = k.kvk
  left join providers_aanbieder d on d.id = p.id),
organisaties as (
  insert into core_organisatie (id, soort, naam)
  select organisatie_id, 'aanbieder', naam from w where is_nieuw),
hernoemd as (
  update core_organisatie o set naam = w.naam
  from w where o.id = w.organisatie_id and w.oude_naam <> w.naam),
nieuw as (
  insert into providers_aanbieder
    (id, organisatie_id, naam, kvk, rechtsvorm, grootte, vestigingsplaats, website)
  select id, organisatie_id, naam, kvk, rechtsvorm, grootte, vestigingsplaats, website
  from w where is_nieuw
  returning 1),
gewijzigd as (
  update providers_aanbieder d
  set naam = w.naam, rechtsvorm = w.rechtsvorm, grootte = w.grootte,
    vestigingsplaats = w.vestigingsplaats, website = w.website
  from w
  where d.id = w.id and (d.naam, d.rechtsvorm, d.grootte, d.vestigingsplaats, d.website)
    is distinct from (w.naam, w.rechtsvorm, w.grootte, w.vestigingsplaats, w.website)
  returning 1)
{TELLING}
"""

AANBIEDERS = Gegevensbestand(
    Importschema(
        "aanbieders",
        _("Aanbieders inlezen"),
        KOLOMMEN,
        AANBIEDER_IMPORTEREN,
        Klaarzetten(KOLOMMEN, CONTROLE, INVOER),
        sleutel=("kvk",),
        batch=REGELS,
        max_regels=REGELS,
        uitleg=_("Staat het KvK-nummer al in het portaal, dan wordt die aanbieder bijgewerkt."),
        herkenning=("naam",),
    ),
    lambda actor: Aanbieder.objects.for_actor(actor).order_by("naam", "pk"),
    (
        Exportkolom("kvk", "kvk"),
        Exportkolom("naam", "naam"),
        Exportkolom("rechtsvorm", "rechtsvorm", labels(Rechtsvorm)),
        Exportkolom("grootte", "grootte", labels(Grootte)),
        Exportkolom("vestigingsplaats", "vestigingsplaats"),
        Exportkolom("website", "website"),
    ),
    wat=_("Naam, KvK-nummer, rechtsvorm, grootte, vestigingsplaats en website."),
)
