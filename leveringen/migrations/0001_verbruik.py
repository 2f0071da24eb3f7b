"""Running totals: in one order, so that two loads do not lock each other; and never below nothing.

A constraint cannot say the latter: PostgreSQL tests it on the row to insert, before it finds that
there is one to add to.
"""

from django.db import migrations

CREATE = """
create or replace function verbruik_bij() returns trigger language plpgsql as $$
begin
  insert into indications_verbruik as v (toewijzing_id, volume, bedrag_centen, laatste_dag)
  select toewijzing_id, sum(volume), sum(bedrag_centen), max(einddatum)
  from nieuw group by toewijzing_id order by toewijzing_id
  on conflict (toewijzing_id) do update set
    volume = v.volume + excluded.volume,
    bedrag_centen = v.bedrag_centen + excluded.bedrag_centen,
    laatste_dag = greatest(v.laatste_dag, excluded.laatste_dag);
  if exists (select from nieuw where volume < 0) and exists (
    select from nieuw n join indications_verbruik v on v.toewijzing_id = n.toewijzing_id
    where n.volume < 0 and (v.volume < 0 or v.bedrag_centen < 0)
  ) then
    raise exception 'Er zou minder dan niets gedeclareerd zijn'
      using errcode = 'check_violation', constraint = 'verbruik_niet_negatief';
  end if;
  return null;
end $$;
"""

DROP = """
create or replace function verbruik_bij() returns trigger language plpgsql as $$
begin
  insert into indications_verbruik as v (toewijzing_id, volume, bedrag_centen, laatste_dag)
  select toewijzing_id, sum(volume), sum(bedrag_centen), max(einddatum)
  from nieuw group by toewijzing_id
  on conflict (toewijzing_id) do update set
    volume = v.volume + excluded.volume,
    bedrag_centen = v.bedrag_centen + excluded.bedrag_centen,
    laatste_dag = greatest(v.laatste_dag, excluded.laatste_dag);
  return null;
end $$;
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = [("indications", "0003_levensloop")]
    operations = [migrations.RunSQL(CREATE, DROP)]
