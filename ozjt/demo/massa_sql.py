"""The statements of the bulk: keys are md5 of a name, chance is the bits of a key."""

# ruff: noqa: S608 - the only thing put in is an expression of `bits`

from ozjt.demo.basis import bits

PREPARE = [
    "set synchronous_commit to off",
    "set jit to off",
    *(
        f"drop table if exists {name}"
        for name in (
            "demo_partij", "demo_contract", "demo_keuze", "demo_product", "demo_perceel",
            "demo_eenheid", "demo_gemeente", "demo_gedeclareerd", "demo_prijs",
        )
    ),
    """create temp table demo_partij (nr int primary key, naam text, agb text, iban text, kvk text,
       grootte text, gemeente uuid, plaats text, tariefgroep text, geen_agb bool,
       geen_rekening bool, geen_tarief bool, gestopt bool)""",
    "create temp table demo_contract (nr int, perceel text)",
    "create temp table demo_keuze (product text, slot int, nr int, perceel text)",
    "create temp table demo_product (gemeente uuid, slot int, code text)",
    "create temp table demo_perceel (code text, per_locatie bool, per_groep bool)",
    "create temp table demo_eenheid (product text, eenheid text)",
    """create temp table demo_gemeente (id uuid, van int, tot int, code text, straat text,
       huisnummer text, postcode text, plaats text)""",
]  # fmt: skip
PREPARED = [
    f"analyze {name}"
    for name in ("demo_partij", "demo_contract", "demo_keuze", "demo_product", "demo_gemeente")
]

PROVIDERS = [
    """
    insert into core_organisatie (id, soort, naam, code)
    select md5('organisatie:aanbieder:' || nr)::uuid, 'aanbieder', naam, agb from demo_partij
    """,
    """
    insert into providers_aanbieder
      (id, organisatie_id, naam, kvk, rechtsvorm, grootte, vestigingsplaats)
    select md5('aanbieder:' || nr)::uuid, md5('organisatie:aanbieder:' || nr)::uuid, naam, kvk,
           case when grootte <> 'overig' then 'stichting'
                else (array['bv', 'vof', 'eenmanszaak', 'cooperatie'])[1 + nr %% 4] end,
           grootte, plaats
    from demo_partij
    """,
    """
    insert into providers_agbcode (aanbieder_id, code, soort, begindatum, einddatum)
    select md5('aanbieder:' || nr)::uuid, agb, 'onderneming', %(start)s,
           case when geen_agb then %(vandaag)s - 20 end
    from demo_partij where not geen_agb or nr %% 2 = 1
    """,
    """
    insert into providers_bankrekening (aanbieder_id, iban, tenaamstelling, begindatum)
    select md5('aanbieder:' || nr)::uuid, iban, naam, %(start)s
    from demo_partij where not geen_rekening
    """,
    """
    insert into providers_contactgegeven (aanbieder_id, functie, naam, email, begindatum)
    select md5('aanbieder:' || nr)::uuid, f.functie, f.naam,
           f.functie || '@aanbieder-' || lpad(nr::text, 4, '0') || '.demo', %(start)s
    from demo_partij, (values ('algemeen', 'Algemeen'), ('aanmelding', 'Aanmelding en plaatsing'))
      as f(functie, naam)
    """,
    """
    insert into contracts_overeenkomst
      (id, aanbieder_id, soort, nummer, naam, begindatum, einddatum)
    select md5(concat_ws(':', 'overeenkomst', nr, 'hoofd'))::uuid, md5('aanbieder:' || nr)::uuid,
           'hoofd', 'DEMO-' || lpad(nr::text, 4, '0'), 'Hoofdovereenkomst ' || naam, %(start)s,
           %(contracteinde)s
    from demo_partij
    """,
    """
    insert into contracts_overeenkomst
      (id, aanbieder_id, hoofdovereenkomst_id, soort, nummer, naam, begindatum, einddatum)
    select distinct md5(concat_ws(':', 'overeenkomst', p.nr, s.code))::uuid,
           md5('aanbieder:' || p.nr)::uuid,
           md5(concat_ws(':', 'overeenkomst', p.nr, 'hoofd'))::uuid,
           'sub', 'DEMO-' || lpad(p.nr::text, 4, '0') || '-' || s.code, s.naam || ' ' || p.naam,
           %(start)s::date, %(contracteinde)s::date
    from demo_contract c
    join demo_partij p using (nr)
    join contracts_perceel l on l.code = c.perceel
    join contracts_segment s on s.id = l.segment_id
    """,
    """
    insert into contracts_perceelcontract (id, overeenkomst_id, aanbieder_id, perceel_id,
      tariefgroep_id, begindatum, einddatum)
    select md5(concat_ws(':', 'perceelcontract', p.nr, c.perceel))::uuid,
           md5(concat_ws(':', 'overeenkomst', p.nr, s.code))::uuid,
           md5('aanbieder:' || p.nr)::uuid, l.id,
           case when d.per_groep and not p.geen_tarief
                then md5('tariefgroep:' || p.tariefgroep)::uuid end,
           %(start)s, case when p.gestopt then %(vandaag)s - 100 else %(contracteinde)s end
    from demo_contract c
    join demo_partij p using (nr)
    join demo_perceel d on d.code = c.perceel
    join contracts_perceel l on l.code = c.perceel
    join contracts_segment s on s.id = l.segment_id
    """,
    f"""
    insert into contracts_leveringsgebied (id, perceelcontract_id, gemeente_id, begindatum)
    select md5(concat_ws(':', 'leveringsgebied', pc.id, g.code))::uuid, pc.id, g.id, pc.begindatum
    from demo_contract c
    join contracts_perceelcontract pc
      on pc.id = md5(concat_ws(':', 'perceelcontract', c.nr, c.perceel))::uuid
    cross join demo_gemeente g
    where {bits("pc.id", 3)} %% 5 > 0 or exists (
      select from contracts_subregio_gemeenten here
      join contracts_subregio_gemeenten home on home.subregio_id = here.subregio_id
      join demo_partij p on p.nr = c.nr and p.gemeente = home.organisatie_id
      where here.organisatie_id = g.id)
    """,
    """
    insert into contracts_maatregel
      (aanbieder_id, soort, grond, briefkenmerk, begindatum, einddatum)
    select md5('aanbieder:' || nr)::uuid, 'waarschuwing',
           'Gegevens te laat aangeleverd (demonstratie).', 'DEMO-WS-' || lpad(nr::text, 4, '0'),
           %(vandaag)s - 60, %(vandaag)s + 120
    from demo_partij where nr %% 40 = 0
    """,
]

PLACES = [
    """
    insert into providers_locatie
      (id, aanbieder_id, gemeente_id, naam, straat, huisnummer, postcode, plaats, begindatum)
    select md5(concat_ws(':', 'locatie', p.nr, 'kantoor'))::uuid, md5('aanbieder:' || p.nr)::uuid,
           g.id, p.naam || ', kantoor', 'Voorbeeldlaan', p.nr::text,
           left(g.postcode, 4) || ' SS', g.plaats, %(start)s
    from demo_partij p join demo_gemeente g on g.id = p.gemeente
    """,
    f"""
    insert into providers_locatie (id, aanbieder_id, gemeente_id, naam, geheim, straat, huisnummer,
      postcode, plaats, begindatum)
    select l.id, md5('aanbieder:' || l.nr)::uuid, g.id, l.naam || ', woonlocatie ' || l.plek,
           l.geheim, case when l.geheim then g.straat else 'Demonstratieweg' end,
           case when l.geheim then g.huisnummer else (l.nr * 10 + l.plek)::text end,
           case when l.geheim then g.postcode else left(g.postcode, 4) || ' SS' end,
           g.plaats, %(start)s
    from (
      select k.*, {bits("k.id", 9)} %% 8 = 0 as geheim
      from (
        select p.nr, p.naam, plek, md5(concat_ws(':', 'locatie', p.nr, 'groep', plek))::uuid as id
        from demo_partij p
        cross join lateral generate_series(1,
          case p.grootte when 'systeem' then 5 when 'groot' then 3 else 1 end) as plek
        where exists (select from demo_contract c join demo_perceel d on d.code = c.perceel
                      where c.nr = p.nr and d.per_locatie)) k) l
    join demo_gemeente g on {bits("l.id", 17)} %% 100000 >= g.van
                        and {bits("l.id", 17)} %% 100000 < g.tot
    """,
    f"""
    insert into providers_groep (id, locatie_id, naam, capaciteit, begindatum)
    select md5('groep:' || l.id)::uuid, l.id, 'Groep ' || right(l.naam, 1),
           4 + {bits("l.id")} %% 7, l.begindatum
    from providers_locatie l
    join demo_partij p on l.aanbieder_id = md5('aanbieder:' || p.nr)::uuid
    where l.naam like '%%, woonlocatie %%'
    """,
    f"""
    insert into contracts_contractlocatie
      (id, perceelcontract_id, locatie_id, groep_id, plaatsen, begindatum)
    select distinct on (pc.id, l.id) md5(concat_ws(':', 'contractlocatie', pc.id, l.id))::uuid,
           pc.id, l.id, g.id,
           g.capaciteit + case when {bits("l.id", 20)} %% 40 = 0 then 2 else 0 end,
           l.begindatum
    from demo_contract c
    join demo_perceel d on d.code = c.perceel and d.per_locatie
    join demo_partij p using (nr)
    join contracts_perceelcontract pc
      on pc.id = md5(concat_ws(':', 'perceelcontract', c.nr, c.perceel))::uuid
    cross join lateral (
      select case p.grootte when 'systeem' then 5 when 'groot' then 3 else 1 end as plekken) n
    cross join generate_series(0, 1) as tweede
    join providers_locatie l on l.id = md5(concat_ws(':', 'locatie', p.nr, 'groep',
      1 + ({bits("pc.id")} + tweede) %% n.plekken))::uuid
    join providers_groep g on g.locatie_id = l.id
    """,
    """
    insert into availability_aanbod (id, perceelcontract_id, locatie_id)
    select md5(concat_ws(':', 'aanbod', c.nr, c.perceel))::uuid,
           md5(concat_ws(':', 'perceelcontract', c.nr, c.perceel))::uuid,
           md5(concat_ws(':', 'locatie', c.nr, 'kantoor'))::uuid
    from demo_contract c
    join demo_perceel d on d.code = c.perceel and not d.per_locatie
    join demo_partij p on p.nr = c.nr and not p.gestopt
    """,
    """
    insert into availability_aanbod (id, perceelcontract_id, locatie_id, groep_id)
    select md5('aanbod:' || l.id)::uuid, l.perceelcontract_id, l.locatie_id, l.groep_id
    from contracts_contractlocatie l
    join contracts_perceelcontract pc on pc.id = l.perceelcontract_id
    join demo_partij p on pc.aanbieder_id = md5('aanbieder:' || p.nr)::uuid
    """,
]

SECRET_LOCATIONS = """
select l.id, l.gemeente_id from providers_locatie l
where l.geheim and not exists (select from providers_geheimadres a where a.locatie_id = l.id)
order by l.id
"""  # noqa: S105

YOUTH = f"""
insert into indications_jeugdige (id, gemeente_id, geboortedatum)
select j.id, g.id, %(vandaag)s - (1095 + n * 7919::bigint %% 5110)::int
from (select n, md5('jeugdige:' || n)::uuid as id
      from generate_series(%(van)s, %(tot)s) as n) j
join demo_gemeente g on {bits("j.id")} %% 100000 >= g.van and {bits("j.id")} %% 100000 < g.tot
"""

INSERT_TOEWIJZING = """
insert into indications_toewijzing (id, aangemaakt_op, gemeente_id, jeugdige_id, verwijzing_id,
  product_id, aanbieder_id, perceelcontract_id, status, volume, eenheid, frequentie,
  minuten_direct, minuten_indirect, minuten_reistijd, aantal_contacten, reden_wijziging,
  waarschuwing_reden, toewijzingsmoment, begindatum, einddatum)
"""

ASSIGN = [
    "drop table if exists demo_rij",
    f"""
    create temp table demo_rij on commit drop as
    select d.*, least(d.begindatum - 14, %(vandaag)s - 2) as verwezen,
           least(d.begindatum + d.duur - 1, %(einde)s,
                 case when d.type in ('02', '03', '05')
                      then least(d.begindatum - 14, %(vandaag)s - 2) + 363 end) as einddatum,
           (least(d.begindatum - 10, %(vandaag)s - 1) + time '08:00'
             + d.toeval %% 540 * interval '1 minute') at time zone 'Europe/Amsterdam' as moment
    from (
      select k.*, p.id as product_id, p.max_minuten, p.verdeling_toegestaan, e.eenheid,
             l.via_cpwv, {bits("k.id", 20)} as toeval,
             (%(start)s::date + {bits("k.kans", 9)} %% (%(vandaag)s + 120 - %(start)s::date))
               as begindatum,
             case when k.product = 'DZITB' then 14
                  else 60 + {bits("k.kans", 17)} %% 330 end as duur,
             (array['01','01','01','01','01','01','01','01','01','01','01','01','01','01',
                    '02','02','02','03','04','05'])[1 + {bits("k.id", 9)} %% 20] as type
      from (
        select b.*, j.gemeente_id, q.code as product, z.nr, z.perceel
        from (
          select i, md5('toewijzing:' || i)::uuid as id, md5('kans:' || i)::uuid as kans,
                 md5('jeugdige:' || %(eerste)s + i %% (%(jeugdigen)s - %(eerste)s))::uuid
                   as jeugdige_id,
                 i / (%(jeugdigen)s - %(eerste)s) as beurt
          from generate_series(%(van)s, %(tot)s) as i) b
        join indications_jeugdige j on j.id = b.jeugdige_id
        join demo_product q on q.gemeente = j.gemeente_id
          and q.slot = ({bits("b.jeugdige_id", 9)} + b.beurt * 37) %% 100
        join demo_keuze z on z.product = q.code and z.slot = {bits("b.kans")} %% 1000) k
      join contracts_product p on p.code = k.product
      join contracts_perceel l on l.code = k.perceel
      join demo_eenheid e on e.product = k.product) d
    """,
    """
    insert into indications_verwijzing (id, aangemaakt_op, jeugdige_id, type, datum, verwijzer)
    select md5('verwijzing:' || i)::uuid, moment, jeugdige_id, type, verwezen,
           case type when '02' then 'Huisartsenpraktijk Het Voorbeeld'
                     when '03' then 'Jeugdgezondheidszorg De Proef'
                     when '05' then 'Ziekenhuis De Oefening' else '' end
    from demo_rij order by i
    """,
    f"""
    {INSERT_TOEWIJZING}
    select id, moment, gemeente_id, jeugdige_id, md5('verwijzing:' || i)::uuid, product_id,
           md5('aanbieder:' || nr)::uuid,
           md5(concat_ws(':', 'perceelcontract', nr, perceel))::uuid, status, volume, eenheid,
           case when product = 'DLOGE' then '4' when eenheid = '14' then '2' else '6' end,
           volume - indirect - reistijd, indirect, reistijd,
           case when product = 'DVAKT' then 12 + toeval %% 13
                when reistijd is not null then 1 + reistijd / 20 end,
           case status when 'beeindigd' then '05' when 'ingetrokken' then '13' else '' end,
           case when via_cpwv then 'Geplaatst via het CPWV.' else '' end, moment, begindatum,
           einddatum
    from (
      select v.*, case when verdeling_toegestaan and toeval %% 5 < 2 then volume * 22 / 100 end
               as indirect,
             case when verdeling_toegestaan and toeval %% 5 < 2 then volume / 10 end as reistijd,
             case when toeval %% 97 = 0 then 'ingetrokken'
                  when toeval %% 14 = 0 and einddatum < %(vandaag)s then 'beeindigd'
                  else 'toegewezen' end as status
      from (
        select r.*,
          case eenheid
            when '82' then 1
            when '14' then case when product = 'DLOGE' then 2 + toeval %% 3 else 7 end
            when '04' then (1 + (einddatum - begindatum) / 7) * (4 + toeval %% 8)
            else case when max_minuten is not null
                      then max_minuten / 2 + toeval %% (max_minuten / 2)
                      else (1 + (einddatum - begindatum) / 7) * (45 + toeval %% 19 * 5) end
          end as volume
        from demo_rij r) v) s
    order by i
    on conflict do nothing
    """,
    """
    insert into core_gebeurtenis (moment, soort, objectsoort, object_id, actorsoort, actor_naam,
      organisatie_id)
    select r.moment, 'toewijzing.ingediend', 'toewijzing', r.id, 'systeem',
           'demonstratiegegevens', r.gemeente_id
    from demo_rij r join indications_toewijzing t on t.id = r.id
    order by r.i
    """,
]

DEVIATIONS = f"""
with geval as (
  select row_number() over (order by a.nr, k) as i, a.*,
         md5('jeugdige:' || %(eerste)s + row_number() over (order by a.nr, k))::uuid as jeugdige_id
  from (
    select nr, 'contract zonder tarief' as wat from demo_partij where geen_tarief
    union all select nr, 'contract is al gestopt' from demo_partij where gestopt
    union all select nr, 'geen AGB-code' from demo_partij where geen_agb
    union all select nr, 'geen bankrekening' from demo_partij where geen_rekening
    union all select 4, 'product hoort niet bij het perceel'
  ) a cross join generate_series(1, 3) as k
), verwezen as (
  insert into indications_verwijzing (id, jeugdige_id, type, datum)
  select md5('verwijzing:afwijking:' || i)::uuid, jeugdige_id, '01', %(vandaag)s - 270 from geval
  returning id
)
{INSERT_TOEWIJZING}
select md5('toewijzing:afwijking:' || g.i)::uuid, (%(vandaag)s - 265)::timestamptz, j.gemeente_id,
       g.jeugdige_id, md5('verwijzing:afwijking:' || g.i)::uuid, p.id,
       md5('aanbieder:' || g.nr)::uuid,
       md5(concat_ws(':', 'perceelcontract', g.nr, case when g.nr %% 2 = 1 or g.nr = 4 then 'VAK'
                                                        else 'BHI' end))::uuid,
       'toegewezen', 2000, '01', '6', null::int, null::int, null::int,
       case when p.code = 'DVAKT' then 24 end, '', 'Demonstratie: ' || g.wat || '.',
       (%(vandaag)s - 265)::timestamptz, %(vandaag)s - 250, %(vandaag)s + 60
from geval g
join indications_jeugdige j on j.id = g.jeugdige_id
join contracts_product p on p.code = case when g.nr %% 2 = 1 then 'DVAKT' else 'ABHIR' end
on conflict do nothing
"""
"""Nummer 4 is De Wilg: only vaktherapie, here with ABHIR."""

DELIVERIES = [
    f"""
    insert into indications_levering (id, toewijzing_id, aangevraagd_op, begindatum, einddatum,
      reden_beeindiging)
    select md5('levering:' || t.id)::uuid, t.id, t.begindatum - {bits("t.id")} %% 50,
           least(t.begindatum + {bits("t.id", 9)} %% 10, t.einddatum),
           case when t.einddatum < %(vandaag)s then t.einddatum end,
           case when t.einddatum is null or t.einddatum >= %(vandaag)s then ''
                when t.status = 'beeindigd' then '34'
                else '31' end
    from indications_toewijzing t
    where t.begindatum <= %(vandaag)s - 10 and t.status <> 'ingetrokken'
      and not exists (select from indications_levering l where l.toewijzing_id = t.id)
    order by t.id
    """,
]

DECLARE = [
    f"""
    create temp table if not exists demo_gedeclareerd as
    select d.*, %(declaraties)s / aantal + (nr < %(declaraties)s %% aantal)::int as delen,
           nr * (%(declaraties)s / aantal) + least(nr, %(declaraties)s %% aantal) as eerste
    from (
      select row_number() over (order by t.id) - 1 as nr, count(*) over () as aantal, t.id,
             t.aanbieder_id, t.begindatum, t.perceelcontract_id, t.product_id,
             least(t.einddatum, %(vandaag)s - 1) - t.begindatum + 1 as dagen,
             t.volume * case t.frequentie when '2' then 1 / 7.0
               else 1.0 / (t.einddatum - t.begindatum + 1) end
             * case when {bits("t.id", 17)} %% 60 = 0 then 130
                    else 70 + {bits("t.id", 17)} %% 30 end / 100 as per_dag
      from indications_toewijzing t
      where t.status <> 'ingetrokken' and t.begindatum <= %(vandaag)s - 14
        and t.frequentie <> '4' and t.eenheid <> '82'
        and t.waarschuwing_reden not like 'Demonstratie:%%'
        and t.jeugdige_id not in (
          select md5('jeugdige:' || n)::uuid from generate_series(0, %(eerste)s - 1) as n)) d
    """,
    """
    create temp table if not exists demo_prijs as
    select distinct on (pc.id, t.product_id, t.begindatum) pc.id as perceelcontract_id,
           t.product_id, extract(year from t.begindatum)::int as jaar,
           (t.bedrag * 100)::int as centen
    from contracts_perceelcontract pc
    join contracts_perceelproduct pp on pp.perceel_id = pc.perceel_id
    join contracts_tarief t on t.product_id = pp.product_id
    where t.tariefgroep_id is not distinct from pc.tariefgroep_id and t.locatie_id is null
       or t.tariefgroep_id is null and (t.locatie_id is null or exists (
            select from contracts_contractlocatie cl
            where cl.perceelcontract_id = pc.id and cl.locatie_id = t.locatie_id))
    order by pc.id, t.product_id, t.begindatum, t.tariefgroep_id, t.locatie_id
    """,
    """
    insert into indications_declaratieregel
      (toewijzing_id, aanbieder_id, referentienummer, begindatum, einddatum, volume,
       bedrag_centen, ontvangen_op)
    select r.id, r.aanbieder_id, 'D' || r.eerste + r.deel, r.van, greatest(r.van, r.tot), r.volume,
           r.volume::bigint * p.centen,
           least((greatest(r.van, r.tot) + 10)::timestamptz, %(vandaag)s::timestamptz)
    from (
      select g.id, g.aanbieder_id, g.eerste, g.perceelcontract_id, g.product_id, deel,
             g.begindatum + (g.dagen * deel / g.delen)::int as van,
             g.begindatum + (g.dagen * (deel + 1) / g.delen)::int - 1 as tot,
             greatest(1, (floor(g.per_dag * g.dagen * (deel + 1) / g.delen)
               - floor(g.per_dag * g.dagen * deel / g.delen))::int) as volume
      from demo_gedeclareerd g cross join lateral generate_series(0, g.delen - 1) as deel
      where g.eerste between %(van)s and %(tot)s) r
    join demo_prijs p on p.perceelcontract_id = r.perceelcontract_id
      and p.product_id = r.product_id and p.jaar = extract(year from r.van)
    order by r.eerste, r.deel
    """,
]
