import core.models.basis
import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.datetime
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.conf import settings
from django.db import migrations, models

from core.migraties import samen


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0001_initial'),
        ('oauth2_provider', '0021_translatable_field_labels'),
        ('oauth2_provider', '__first__'),
    ]

    operations = samen([
        migrations.CreateModel(
            name='ApiClient',
            fields=[
                ('id', models.UUIDField(db_default=core.models.basis.RandomUuid(), default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('aangemaakt_op', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name='aangemaakt op')),
                ('naam', models.CharField(max_length=200)),
                ('scopes', models.TextField(help_text='Met spaties ertussen, bijvoorbeeld toewijzingen:lezen', verbose_name='scopes')),
                ('is_active', models.BooleanField(db_default=True, default=True, verbose_name='actief')),
                ('applicatie', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='apiclient', to=settings.OAUTH2_PROVIDER_APPLICATION_MODEL)),
                ('organisatie', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.organisatie')),
            ],
            options={
                'verbose_name': 'API-client',
                'verbose_name_plural': 'API-clients',
            },
        ),
        migrations.CreateModel(
            name='ApiClientEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.UUIDField(db_default=core.models.basis.RandomUuid(), default=uuid.uuid4, editable=False, serialize=False)),
                ('aangemaakt_op', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name='aangemaakt op')),
                ('naam', models.CharField(max_length=200)),
                ('scopes', models.TextField(help_text='Met spaties ertussen, bijvoorbeeld toewijzingen:lezen', verbose_name='scopes')),
                ('is_active', models.BooleanField(db_default=True, default=True, verbose_name='actief')),
                ('applicatie', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.OAUTH2_PROVIDER_APPLICATION_MODEL)),
                ('organisatie', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='core.organisatie')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='core.apiclient')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Rol',
            fields=[
                ('id', models.UUIDField(db_default=core.models.basis.RandomUuid(), default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('aangemaakt_op', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name='aangemaakt op')),
                ('begindatum', models.DateField()),
                ('einddatum', models.DateField(blank=True, null=True)),
                ('rol', models.CharField(choices=[('contractmanager', 'Contractmanager'), ('contractbeheerder', 'Contractbeheerder'), ('catalogusbeheerder', 'Catalogusbeheerder'), ('beschikbaarheidsbeheerder', 'Beheerder Beschikbaarheidswijzer'), ('cpwv-coordinator', 'CPWV-coördinator'), ('sroi-coordinator', 'SROI-coördinator'), ('screener', 'Screener (KIT)'), ('toegangsmedewerker', 'Toegangsmedewerker'), ('backoffice', 'Backoffice gemeente'), ('gemeente-api', 'Programma van de gemeente'), ('verwijzer', 'Verwijzer (GI)'), ('aanbieder-beheerder', 'Beheerder aanbieder'), ('aanbieder-zorg', 'Zorgmedewerker aanbieder'), ('toezichthouder', 'Toezichthouder'), ('functionaris-gegevensbescherming', 'Functionaris gegevensbescherming')], max_length=40)),
                ('apiclient', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='rollen', to='core.apiclient')),
                ('gebruiker', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='rollen', to=settings.AUTH_USER_MODEL)),
                ('organisatie', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rollen', to='core.organisatie')),
                ('periode', models.GeneratedField(db_persist=True, expression=core.models.basis.DateRange(models.F('begindatum'), models.Case(models.When(einddatum__isnull=True, then=models.Value(None)), default=django.db.models.functions.comparison.Greatest('begindatum', 'einddatum'), output_field=models.DateField()), models.Value('[]')), output_field=django.contrib.postgres.fields.ranges.DateRangeField(), verbose_name='periode')),
            ],
            options={
                'verbose_name': 'rol',
                'verbose_name_plural': 'rollen',
                'constraints': [models.CheckConstraint(condition=models.Q(('einddatum__isnull', True), ('einddatum__gte', models.F('begindatum')), _connector='OR'), name='rol_periode', violation_error_code='periode_ongeldig', violation_error_message='De einddatum ligt voor de begindatum.'), models.CheckConstraint(condition=models.Q(('gebruiker__isnull', True), ('apiclient__isnull', True), _connector='XOR'), name='rol_van_een', violation_error_code='rol_van_een', violation_error_message='Een rol hoort bij een persoon of bij een API-client.'), django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('gebruiker__isnull', False)), expressions=[(models.F('gebruiker'), '='), (models.F('organisatie'), '='), (models.F('rol'), '='), (models.F('periode'), '&&')], name='rol_overlap_gebruiker', violation_error_code='rol_overlap', violation_error_message='Deze rol is er in die periode al.'), django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('apiclient__isnull', False)), expressions=[(models.F('apiclient'), '='), (models.F('organisatie'), '='), (models.F('rol'), '='), (models.F('periode'), '&&')], name='rol_overlap_apiclient', violation_error_code='rol_overlap', violation_error_message='Deze rol is er in die periode al.')],
            },
        ),
        migrations.CreateModel(
            name='RolEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.UUIDField(db_default=core.models.basis.RandomUuid(), default=uuid.uuid4, editable=False, serialize=False)),
                ('aangemaakt_op', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name='aangemaakt op')),
                ('begindatum', models.DateField()),
                ('einddatum', models.DateField(blank=True, null=True)),
                ('rol', models.CharField(choices=[('contractmanager', 'Contractmanager'), ('contractbeheerder', 'Contractbeheerder'), ('catalogusbeheerder', 'Catalogusbeheerder'), ('beschikbaarheidsbeheerder', 'Beheerder Beschikbaarheidswijzer'), ('cpwv-coordinator', 'CPWV-coördinator'), ('sroi-coordinator', 'SROI-coördinator'), ('screener', 'Screener (KIT)'), ('toegangsmedewerker', 'Toegangsmedewerker'), ('backoffice', 'Backoffice gemeente'), ('gemeente-api', 'Programma van de gemeente'), ('verwijzer', 'Verwijzer (GI)'), ('aanbieder-beheerder', 'Beheerder aanbieder'), ('aanbieder-zorg', 'Zorgmedewerker aanbieder'), ('toezichthouder', 'Toezichthouder'), ('functionaris-gegevensbescherming', 'Functionaris gegevensbescherming')], max_length=40)),
                ('apiclient', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='core.apiclient')),
                ('gebruiker', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisatie', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='core.organisatie')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='core.rol')),
                ('periode', models.GeneratedField(db_persist=True, expression=core.models.basis.DateRange(models.F('begindatum'), models.Case(models.When(einddatum__isnull=True, then=models.Value(None)), default=django.db.models.functions.comparison.Greatest('begindatum', 'einddatum'), output_field=models.DateField()), models.Value('[]')), output_field=django.contrib.postgres.fields.ranges.DateRangeField(), verbose_name='periode')),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='apiclient',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "core_apiclientevent" ("aangemaakt_op", "applicatie_id", "id", "is_active", "naam", "organisatie_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "scopes") SELECT new_values."aangemaakt_op", new_values."applicatie_id", new_values."id", new_values."is_active", new_values."naam", new_values."organisatie_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."scopes" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='d0b34a55ff19733af495aeda455166db37f149f3', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_ce8bc', referencing='REFERENCING NEW TABLE AS new_values ', table='core_apiclient', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='apiclient',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "core_apiclientevent" ("aangemaakt_op", "applicatie_id", "id", "is_active", "naam", "organisatie_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "scopes") SELECT new_values."aangemaakt_op", new_values."applicatie_id", new_values."id", new_values."is_active", new_values."naam", new_values."organisatie_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."id", new_values."scopes" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='5a58406bda82cf61501deaafd8828434ce23e214', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_7b5c7', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='core_apiclient', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='apiclientevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='efe117bf0acdd79a85039a920b076373d39483e2', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_2a937', table='core_apiclientevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='rol',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "core_rolevent" ("aangemaakt_op", "apiclient_id", "begindatum", "einddatum", "gebruiker_id", "id", "organisatie_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rol") SELECT new_values."aangemaakt_op", new_values."apiclient_id", new_values."begindatum", new_values."einddatum", new_values."gebruiker_id", new_values."id", new_values."organisatie_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."rol" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='67893b671fc6b030a4babecb46b09b7184036306', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_6d355', referencing='REFERENCING NEW TABLE AS new_values ', table='core_rol', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='rol',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "core_rolevent" ("aangemaakt_op", "apiclient_id", "begindatum", "einddatum", "gebruiker_id", "id", "organisatie_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rol") SELECT new_values."aangemaakt_op", new_values."apiclient_id", new_values."begindatum", new_values."einddatum", new_values."gebruiker_id", new_values."id", new_values."organisatie_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."id", new_values."rol" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='8dff6ca0a5e933d60da6aa53fa6730777a011748', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_94dc6', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='core_rol', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='rolevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='44ed34027db53c245a0f8e909cb9ec8e530a4abf', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_16029', table='core_rolevent', when='BEFORE')),
        ),
    ])
