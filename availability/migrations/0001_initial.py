import core.models.basis
import django.db.models.deletion
import django.db.models.functions.datetime
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.db import migrations, models

from core.migraties import samen


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('contracts', '0001_initial'),
        ('providers', '0001_initial'),
    ]

    operations = samen([
        migrations.CreateModel(
            name='Aanbod',
            fields=[
                ('id', models.UUIDField(db_default=core.models.basis.RandomUuid(), default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('aangemaakt_op', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name='aangemaakt op')),
                ('opgegeven_weken', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('vrije_plekken', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('waargenomen_weken', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('bevestigd_op', models.DateField(blank=True, null=True)),
                ('groep', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='providers.groep')),
                ('locatie', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='providers.locatie')),
                ('perceelcontract', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='aanbod', to='contracts.perceelcontract')),
            ],
            options={
                'verbose_name': 'aanbod',
                'verbose_name_plural': 'aanbod',
            },
        ),
        migrations.CreateModel(
            name='AanbodEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.UUIDField(db_default=core.models.basis.RandomUuid(), default=uuid.uuid4, editable=False, serialize=False)),
                ('aangemaakt_op', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name='aangemaakt op')),
                ('groep', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='providers.groep')),
                ('locatie', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='providers.locatie')),
                ('perceelcontract', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='contracts.perceelcontract')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='availability.aanbod')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Opgave',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('week', models.DateField(help_text='maandag')),
                ('vrije_plekken', models.PositiveSmallIntegerField()),
                ('weken', models.PositiveSmallIntegerField(help_text='weken tot er mogelijk een plek is')),
                ('bevestigd_op', models.DateField()),
                ('aanbod', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='opgaven', to='availability.aanbod')),
            ],
            options={
                'verbose_name': 'opgave',
                'verbose_name_plural': 'opgaven',
                'constraints': [models.UniqueConstraint(fields=('aanbod', 'week'), include=('vrije_plekken', 'weken'), name='opgave_per_week', violation_error_code='opgave_bestaat', violation_error_message='Voor deze week is er al een opgave.'), models.CheckConstraint(condition=models.Q(('week__iso_week_day', 1)), name='opgave_maandag', violation_error_code='opgave_week', violation_error_message='Een week begint op maandag.')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='aanbod',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "availability_aanbodevent" ("aangemaakt_op", "groep_id", "id", "locatie_id", "perceelcontract_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."aangemaakt_op", new_values."groep_id", new_values."id", new_values."locatie_id", new_values."perceelcontract_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='082fa023bc9d0cf3a6b6bf57a0d7461d51d22ccd', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_6d9e5', referencing='REFERENCING NEW TABLE AS new_values ', table='availability_aanbod', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='aanbod',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "availability_aanbodevent" ("aangemaakt_op", "groep_id", "id", "locatie_id", "perceelcontract_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."aangemaakt_op", new_values."groep_id", new_values."id", new_values."locatie_id", new_values."perceelcontract_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."aangemaakt_op" IS DISTINCT FROM (new_values."aangemaakt_op") OR old_values."groep_id" IS DISTINCT FROM (new_values."groep_id") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."locatie_id" IS DISTINCT FROM (new_values."locatie_id") OR old_values."perceelcontract_id" IS DISTINCT FROM (new_values."perceelcontract_id")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='b5c98c4c03f12244dc705b7d0db86cd5d3dd32a2', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_715ae', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='availability_aanbod', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='aanbodevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='697a5fabc360fa36513db85d9a5315c60b367de4', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_4a00f', table='availability_aanbodevent', when='BEFORE')),
        ),
    ])
