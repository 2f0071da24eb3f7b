"""Running totals: one row in `Verbruik` per toewijzing, kept by statement triggers (R-TOE-14)."""

from django.db import migrations

CREATE = """
create function verbruik_bij() returns trigger language plpgsql as $$
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
create trigger declaratieregel_telt after insert on indications_declaratieregel
  referencing new table as nieuw for each statement execute function verbruik_bij();
create function declaratieregel_vast() returns trigger language plpgsql as $$
begin
  raise exception 'Een declaratieregel verandert niet; boek een correctie';
end $$;
create trigger declaratieregel_vast before update or delete on indications_declaratieregel
  for each statement execute function declaratieregel_vast();
"""

DROP = """
drop trigger declaratieregel_vast on indications_declaratieregel;
drop function declaratieregel_vast();
drop trigger declaratieregel_telt on indications_declaratieregel;
drop function verbruik_bij();
"""


class Migration(migrations.Migration):
    dependencies = [("indications", "0001_initial")]
    operations = [migrations.RunSQL(CREATE, DROP)]
