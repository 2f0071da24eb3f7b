"""Hash chain of the access log (N-LOG-02).

A row takes the first of 16 chains that nobody is writing to, so that filers do not wait for each other;
within a chain every row carries the hash of the one before it.
"""

from django.db import migrations

CREATE = """
create function inzage_canoniek(r core_inzage) returns text language sql immutable as $$
  select concat_ws('|', r.id, to_char(r.moment at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'),
    r.handeling, r.uitkomst, r.soort, r.actorsoort, coalesce(r.actor_id::text, '-'), r.actor_naam,
    r.aanvrager, r.rollen, r.doel, r.noodtoegang, r.netwerktype, r.netwerkadres, r.objectsoort,
    r.objectrol, r.objectidsoort, coalesce(r.object_id::text, '-'), r.jeugdigen::text,
    r.levensfase, r.gevoeligheid, r.detail, coalesce(r.organisatie_id::text, '-'), r.bron,
    r.bronsoort, r.referentie, r.keten, r.nr)
$$;
create function inzage_keten() returns trigger language plpgsql as $$
declare
  k int := pg_backend_pid() % 16;
  vorige record;
begin
  for i in 0..15 loop
    if pg_try_advisory_xact_lock(771300, (k + i) % 16) then
      k := (k + i) % 16;
      exit;
    elsif i = 15 then
      perform pg_advisory_xact_lock(771300, k);
    end if;
  end loop;
  select nr, hash into vorige from core_inzage where keten = k order by nr desc limit 1;
  new.keten := k;
  new.nr := coalesce(vorige.nr, 0) + 1;
  new.vorige_hash := coalesce(vorige.hash, ''::bytea);
  new.hash := sha256(new.vorige_hash || convert_to(inzage_canoniek(new), 'UTF8'));
  return new;
end $$;
create trigger inzage_keten before insert on core_inzage
  for each row execute function inzage_keten();
create function alleen_toevoegen() returns trigger language plpgsql as $$
begin
  raise exception 'Deze tabel is alleen om aan toe te voegen: %', tg_table_name;
end $$;
create trigger inzage_niet_legen before truncate on core_inzage
  for each statement execute function alleen_toevoegen();
create trigger gebeurtenis_niet_legen before truncate on core_gebeurtenis
  for each statement execute function alleen_toevoegen();
"""

DROP = """
drop trigger gebeurtenis_niet_legen on core_gebeurtenis;
drop trigger inzage_niet_legen on core_inzage;
drop function alleen_toevoegen();
drop trigger inzage_keten on core_inzage;
drop function inzage_keten();
drop function inzage_canoniek(core_inzage);
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0002_rollen")]
    operations = [migrations.RunSQL(CREATE, DROP)]
