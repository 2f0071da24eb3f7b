"""The same news waits once per person; of doubles from before, the oldest goes on waiting."""

from django.db import migrations, models

DUBBEL = """
update core_uitgaand d set status = 'mislukt', fout = 'Hetzelfde bericht wachtte al'
where d.status = 'wacht' and exists (
  select from core_uitgaand e
  where e.status = 'wacht' and e.ontvanger_id = d.ontvanger_id and e.pad = d.pad
    and e.onderwerp = d.onderwerp and (e.aangemaakt_op, e.id) < (d.aangemaakt_op, d.id))
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0004_mailkeuze")]

    operations = [
        migrations.RunSQL(DUBBEL, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="uitgaand",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status", "wacht")),
                fields=("ontvanger", "pad", "onderwerp"),
                name="uitgaand_een_wacht",
                violation_error_code="bericht_wacht_al",
                violation_error_message="Dit bericht wacht al op verzending.",
            ),
        ),
    ]
