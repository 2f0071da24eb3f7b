"""The texts of agreements go when the name and BSN of the jeugdige go (N-AVG-03)."""

from django.db import migrations, models

HELP = "leeg: verwijderd, samen met naam en BSN van de jeugdige"
TRIGGER = """
create function afspraken_tekst_verwijderen() returns trigger language plpgsql as $$
begin
  update afspraken_afsprakenversie v set inhoud = null from afspraken_afsprakenoverzicht o
    where o.id = v.overzicht_id and o.jeugdige_id = old.jeugdige_id;
  update afspraken_evaluatiemoment e set inhoud = null from afspraken_afsprakenoverzicht o
    where o.id = e.overzicht_id and o.jeugdige_id = old.jeugdige_id;
  update afspraken_resultatenoverzicht r set inhoud = null from afspraken_afsprakenoverzicht o
    where o.id = r.overzicht_id and o.jeugdige_id = old.jeugdige_id;
  update afspraken_afsprakenoverzicht set inhoud = null where jeugdige_id = old.jeugdige_id;
  return null;
end $$;
create trigger afspraken_tekst_verwijderen after delete on indications_jeugdigekluis
  for each row execute function afspraken_tekst_verwijderen();
"""
BACK = """
drop trigger afspraken_tekst_verwijderen on indications_jeugdigekluis;
drop function afspraken_tekst_verwijderen();
"""


class Migration(migrations.Migration):
    dependencies = [("afspraken", "0001_initial")]

    operations = [
        *(
            migrations.AlterField(name, "inhoud", models.BinaryField(help_text=HELP, null=True))
            for name in (
                "afsprakenoverzicht",
                "afsprakenversie",
                "evaluatiemoment",
                "resultatenoverzicht",
            )
        ),
        migrations.RunSQL(TRIGGER, BACK),
    ]
