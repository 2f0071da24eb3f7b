import core.models.basis
import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.datetime
import django.db.models.functions.text
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.db import migrations, models

from core.migraties import samen


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('core', '0003_inzageketen'),
    ]

    operations = samen([
        migrations.CreateModel(
            name='Aanbieder',
            fields=[
                ('id', models.UUIDField(db_default=core.models.basis.RandomUuid(), default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('aangemaakt_op', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name='aangemaakt op')),
                ('naam', models.CharField(max_length=200)),
                ('kvk', models.CharField(max_length=8, verbose_name='KvK-nummer')),
                ('rechtsvorm', models.CharField(choices=[('bv', 'Besloten vennootschap'), ('stichting', 'Stichting'), ('vof', 'Vennootschap onder firma'), ('eenmanszaak', 'Eenmanszaak'), ('cooperatie', 'Coöperatie')], max_length=20)),
                ('grootte', models.CharField(choices=[('systeem', 'Systeem'), ('groot', 'Groot'), ('overig', 'Overig')], default='overig', max_length=10)),
                ('vestigingsplaats', models.CharField(blank=True, db_default='', max_length=80)),
                ('website', models.URLField(blank=True, db_default='')),
                ('organisatie', models.OneToOneField(limit_choices_to={'soort': 'aanbieder'}, on_delete=django.db.models.deletion.PROTECT, related_name='aanbieder', to='core.organisatie')),
            ],
            options={
                'verbose_name': 'aanbieder',
                'verbose_name_plural': 'aanbieders',
                'indexes': [models.Index(django.db.models.functions.text.Lower('naam'), models.F('id'), name='aanbieder_op_naam'), django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass(django.db.models.functions.text.Lower('naam'), name='gin_trgm_ops'), name='aanbieder_zoek')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kvk__regex', '^\\d{8}$')), name='aanbieder_kvk', violation_error_code='kvk_ongeldig', violation_error_message='Een KvK-nummer heeft 8 cijfers.')],
            },
        ),
        migrations.CreateModel(
            name='Locatie',
            fields=[
                ('id', models.UUIDField(db_default=core.models.basis.RandomUuid(), default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('aangemaakt_op', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name='aangemaakt op')),
                ('begindatum', models.DateField()),
                ('einddatum', models.DateField(blank=True, null=True)),
                ('naam', models.CharField(max_length=200)),
                ('geheim', models.BooleanField(db_default=False, default=False)),
                ('straat', models.CharField(max_length=100)),
                ('huisnummer', models.CharField(max_length=10)),
                ('postcode', models.CharField(max_length=7)),
                ('plaats', models.CharField(max_length=80)),
                ('aanbieder', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='locaties', to='providers.aanbieder')),
                ('gemeente', models.ForeignKey(limit_choices_to={'soort': 'gemeente'}, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.organisatie')),
                ('periode', models.GeneratedField(db_persist=True, expression=core.models.basis.DateRange(models.F('begindatum'), models.Case(models.When(einddatum__isnull=True, then=models.Value(None)), default=django.db.models.functions.comparison.Greatest('begindatum', 'einddatum'), output_field=models.DateField()), models.Value('[]')), output_field=django.contrib.postgres.fields.ranges.DateRangeField(), verbose_name='periode')),
            ],
            options={
                'verbose_name': 'locatie',
                'verbose_name_plural': 'locaties',
                'constraints': [models.CheckConstraint(condition=models.Q(('einddatum__isnull', True), ('einddatum__gte', models.F('begindatum')), _connector='OR'), name='locatie_periode', violation_error_code='periode_ongeldig', violation_error_message='De einddatum ligt voor de begindatum.'), models.CheckConstraint(condition=models.Q(('postcode__regex', '^[1-9]\\d{3} ?[A-Z]{2}$')), name='locatie_postcode', violation_error_code='postcode_ongeldig', violation_error_message='Een postcode heeft vier cijfers en twee hoofdletters.')],
            },
        ),
        migrations.CreateModel(
            name='AanbiederEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.UUIDField(db_default=core.models.basis.RandomUuid(), default=uuid.uuid4, editable=False, serialize=False)),
                ('aangemaakt_op', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name='aangemaakt op')),
                ('naam', models.CharField(max_length=200)),
                ('kvk', models.CharField(max_length=8, verbose_name='KvK-nummer')),
                ('rechtsvorm', models.CharField(choices=[('bv', 'Besloten vennootschap'), ('stichting', 'Stichting'), ('vof', 'Vennootschap onder firma'), ('eenmanszaak', 'Eenmanszaak'), ('cooperatie', 'Coöperatie')], max_length=20)),
                ('grootte', models.CharField(choices=[('systeem', 'Systeem'), ('groot', 'Groot'), ('overig', 'Overig')], default='overig', max_length=10)),
                ('vestigingsplaats', models.CharField(blank=True, db_default='', max_length=80)),
                ('website', models.URLField(blank=True, db_default='')),
                ('organisatie', models.ForeignKey(db_constraint=False, limit_choices_to={'soort': 'aanbieder'}, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='core.organisatie')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='providers.aanbieder')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='AgbCode',
            fields=[
                ('id', models.UUIDField(db_default=core.models.basis.RandomUuid(), default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('aangemaakt_op', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name='aangemaakt op')),
                ('begindatum', models.DateField()),
                ('einddatum', models.DateField(blank=True, null=True)),
                ('code', models.CharField(max_length=8, verbose_name='AGB-code')),
                ('soort', models.CharField(choices=[('onderneming', 'Onderneming'), ('vestiging', 'Vestiging'), ('zorgverlener', 'Zorgverlener')], default='onderneming', max_length=20)),
                ('aanbieder', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='agb_codes', to='providers.aanbieder')),
                ('periode', models.GeneratedField(db_persist=True, expression=core.models.basis.DateRange(models.F('begindatum'), models.Case(models.When(einddatum__isnull=True, then=models.Value(None)), default=django.db.models.functions.comparison.Greatest('begindatum', 'einddatum'), output_field=models.DateField()), models.Value('[]')), output_field=django.contrib.postgres.fields.ranges.DateRangeField(), verbose_name='periode')),
            ],
            options={
                'verbose_name': 'AGB-code',
                'verbose_name_plural': 'AGB-codes',
                'indexes': [models.Index(fields=['code'], name='agb_op_code')],
                'constraints': [models.CheckConstraint(condition=models.Q(('einddatum__isnull', True), ('einddatum__gte', models.F('begindatum')), _connector='OR'), name='agb_periode', violation_error_code='periode_ongeldig', violation_error_message='De einddatum ligt voor de begindatum.'), models.CheckConstraint(condition=models.Q(('code__regex', '^\\d{8}$')), name='agb_code', violation_error_code='agb_ongeldig', violation_error_message='Een AGB-code heeft 8 cijfers.'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(models.F('code'), '='), (models.F('periode'), '&&')], name='agb_overlap', violation_error_code='agb_overlap', violation_error_message='Deze AGB-code is in die periode al in gebruik.')],
            },
        ),
        migrations.CreateModel(
            name='AgbCodeEvent',
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
                ('code', models.CharField(max_length=8, verbose_name='AGB-code')),
                ('soort', models.CharField(choices=[('onderneming', 'Onderneming'), ('vestiging', 'Vestiging'), ('zorgverlener', 'Zorgverlener')], default='onderneming', max_length=20)),
                ('aanbieder', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='providers.aanbieder')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='providers.agbcode')),
                ('periode', models.GeneratedField(db_persist=True, expression=core.models.basis.DateRange(models.F('begindatum'), models.Case(models.When(einddatum__isnull=True, then=models.Value(None)), default=django.db.models.functions.comparison.Greatest('begindatum', 'einddatum'), output_field=models.DateField()), models.Value('[]')), output_field=django.contrib.postgres.fields.ranges.DateRangeField(), verbose_name='periode')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Bankrekening',
            fields=[
                ('id', models.UUIDField(db_default=core.models.basis.RandomUuid(), default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('aangemaakt_op', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name='aangemaakt op')),
                ('begindatum', models.DateField()),
                ('einddatum', models.DateField(blank=True, null=True)),
                ('iban', models.CharField(max_length=34, verbose_name='IBAN')),
                ('tenaamstelling', models.CharField(max_length=200)),
                ('doel', models.CharField(db_default='declaraties', default='declaraties', max_length=40)),
                ('aanbieder', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rekeningen', to='providers.aanbieder')),
                ('periode', models.GeneratedField(db_persist=True, expression=core.models.basis.DateRange(models.F('begindatum'), models.Case(models.When(einddatum__isnull=True, then=models.Value(None)), default=django.db.models.functions.comparison.Greatest('begindatum', 'einddatum'), output_field=models.DateField()), models.Value('[]')), output_field=django.contrib.postgres.fields.ranges.DateRangeField(), verbose_name='periode')),
            ],
            options={
                'verbose_name': 'bankrekening',
                'verbose_name_plural': 'bankrekeningen',
                'constraints': [models.CheckConstraint(condition=models.Q(('einddatum__isnull', True), ('einddatum__gte', models.F('begindatum')), _connector='OR'), name='bankrekening_periode', violation_error_code='periode_ongeldig', violation_error_message='De einddatum ligt voor de begindatum.'), models.CheckConstraint(condition=models.Q(('iban__regex', '^[A-Z]{2}\\d{2}[A-Z0-9]{11,30}$')), name='bankrekening_iban', violation_error_code='iban_ongeldig', violation_error_message='Dit is geen IBAN.'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(models.F('aanbieder'), '='), (models.F('doel'), '='), (models.F('periode'), '&&')], name='bankrekening_overlap', violation_error_code='bankrekening_overlap', violation_error_message='Er is in die periode al een rekening voor dit doel.')],
            },
        ),
        migrations.CreateModel(
            name='BankrekeningEvent',
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
                ('tenaamstelling', models.CharField(max_length=200)),
                ('doel', models.CharField(db_default='declaraties', default='declaraties', max_length=40)),
                ('aanbieder', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='providers.aanbieder')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='providers.bankrekening')),
                ('periode', models.GeneratedField(db_persist=True, expression=core.models.basis.DateRange(models.F('begindatum'), models.Case(models.When(einddatum__isnull=True, then=models.Value(None)), default=django.db.models.functions.comparison.Greatest('begindatum', 'einddatum'), output_field=models.DateField()), models.Value('[]')), output_field=django.contrib.postgres.fields.ranges.DateRangeField(), verbose_name='periode')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Contactgegeven',
            fields=[
                ('id', models.UUIDField(db_default=core.models.basis.RandomUuid(), default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('aangemaakt_op', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name='aangemaakt op')),
                ('begindatum', models.DateField()),
                ('einddatum', models.DateField(blank=True, null=True)),
                ('functie', models.CharField(choices=[('algemeen', 'Algemeen'), ('contract', 'Contract'), ('aanmelding', 'Aanmelding en plaatsing'), ('backoffice', 'Berichtenverkeer en declaratie'), ('sroi', 'Social return')], max_length=20)),
                ('naam', models.CharField(blank=True, db_default='', max_length=200)),
                ('email', models.EmailField(blank=True, db_default='', max_length=254)),
                ('telefoon', models.CharField(blank=True, db_default='', max_length=20)),
                ('aanbieder', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contacten', to='providers.aanbieder')),
                ('periode', models.GeneratedField(db_persist=True, expression=core.models.basis.DateRange(models.F('begindatum'), models.Case(models.When(einddatum__isnull=True, then=models.Value(None)), default=django.db.models.functions.comparison.Greatest('begindatum', 'einddatum'), output_field=models.DateField()), models.Value('[]')), output_field=django.contrib.postgres.fields.ranges.DateRangeField(), verbose_name='periode')),
            ],
            options={
                'verbose_name': 'contactgegeven',
                'verbose_name_plural': 'contactgegevens',
                'constraints': [models.CheckConstraint(condition=models.Q(('einddatum__isnull', True), ('einddatum__gte', models.F('begindatum')), _connector='OR'), name='contact_periode', violation_error_code='periode_ongeldig', violation_error_message='De einddatum ligt voor de begindatum.'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(models.F('aanbieder'), '='), (models.F('functie'), '='), (models.F('periode'), '&&')], name='contact_overlap', violation_error_code='contact_overlap', violation_error_message='Er is in die periode al een contact voor deze functie.')],
            },
        ),
        migrations.CreateModel(
            name='ContactgegevenEvent',
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
                ('functie', models.CharField(choices=[('algemeen', 'Algemeen'), ('contract', 'Contract'), ('aanmelding', 'Aanmelding en plaatsing'), ('backoffice', 'Berichtenverkeer en declaratie'), ('sroi', 'Social return')], max_length=20)),
                ('naam', models.CharField(blank=True, db_default='', max_length=200)),
                ('email', models.EmailField(blank=True, db_default='', max_length=254)),
                ('telefoon', models.CharField(blank=True, db_default='', max_length=20)),
                ('aanbieder', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='providers.aanbieder')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='providers.contactgegeven')),
                ('periode', models.GeneratedField(db_persist=True, expression=core.models.basis.DateRange(models.F('begindatum'), models.Case(models.When(einddatum__isnull=True, then=models.Value(None)), default=django.db.models.functions.comparison.Greatest('begindatum', 'einddatum'), output_field=models.DateField()), models.Value('[]')), output_field=django.contrib.postgres.fields.ranges.DateRangeField(), verbose_name='periode')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='GeheimAdres',
            fields=[
                ('locatie', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='geheim_adres', serialize=False, to='providers.locatie')),
                ('adres', models.BinaryField(help_text='versleuteld JSON: straat, huisnummer, postcode, plaats')),
            ],
            options={
                'verbose_name': 'geheim adres',
                'verbose_name_plural': 'geheime adressen',
            },
        ),
        migrations.CreateModel(
            name='Groep',
            fields=[
                ('id', models.UUIDField(db_default=core.models.basis.RandomUuid(), default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('aangemaakt_op', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name='aangemaakt op')),
                ('begindatum', models.DateField()),
                ('einddatum', models.DateField(blank=True, null=True)),
                ('naam', models.CharField(max_length=200)),
                ('capaciteit', models.PositiveSmallIntegerField(help_text='plaatsen')),
                ('locatie', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='groepen', to='providers.locatie')),
                ('periode', models.GeneratedField(db_persist=True, expression=core.models.basis.DateRange(models.F('begindatum'), models.Case(models.When(einddatum__isnull=True, then=models.Value(None)), default=django.db.models.functions.comparison.Greatest('begindatum', 'einddatum'), output_field=models.DateField()), models.Value('[]')), output_field=django.contrib.postgres.fields.ranges.DateRangeField(), verbose_name='periode')),
            ],
            options={
                'verbose_name': 'groep',
                'verbose_name_plural': 'groepen',
                'constraints': [models.CheckConstraint(condition=models.Q(('einddatum__isnull', True), ('einddatum__gte', models.F('begindatum')), _connector='OR'), name='groep_periode', violation_error_code='periode_ongeldig', violation_error_message='De einddatum ligt voor de begindatum.')],
            },
        ),
        migrations.CreateModel(
            name='GroepEvent',
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
                ('naam', models.CharField(max_length=200)),
                ('capaciteit', models.PositiveSmallIntegerField(help_text='plaatsen')),
                ('locatie', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='providers.locatie')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='providers.groep')),
                ('periode', models.GeneratedField(db_persist=True, expression=core.models.basis.DateRange(models.F('begindatum'), models.Case(models.When(einddatum__isnull=True, then=models.Value(None)), default=django.db.models.functions.comparison.Greatest('begindatum', 'einddatum'), output_field=models.DateField()), models.Value('[]')), output_field=django.contrib.postgres.fields.ranges.DateRangeField(), verbose_name='periode')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='LocatieEvent',
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
                ('naam', models.CharField(max_length=200)),
                ('geheim', models.BooleanField(db_default=False, default=False)),
                ('straat', models.CharField(max_length=100)),
                ('huisnummer', models.CharField(max_length=10)),
                ('postcode', models.CharField(max_length=7)),
                ('plaats', models.CharField(max_length=80)),
                ('aanbieder', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='providers.aanbieder')),
                ('gemeente', models.ForeignKey(db_constraint=False, limit_choices_to={'soort': 'gemeente'}, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='core.organisatie')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='providers.locatie')),
                ('periode', models.GeneratedField(db_persist=True, expression=core.models.basis.DateRange(models.F('begindatum'), models.Case(models.When(einddatum__isnull=True, then=models.Value(None)), default=django.db.models.functions.comparison.Greatest('begindatum', 'einddatum'), output_field=models.DateField()), models.Value('[]')), output_field=django.contrib.postgres.fields.ranges.DateRangeField(), verbose_name='periode')),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='aanbieder',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "providers_aanbiederevent" ("aangemaakt_op", "grootte", "id", "kvk", "naam", "organisatie_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rechtsvorm", "vestigingsplaats", "website") SELECT new_values."aangemaakt_op", new_values."grootte", new_values."id", new_values."kvk", new_values."naam", new_values."organisatie_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."rechtsvorm", new_values."vestigingsplaats", new_values."website" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='44026401b30d495c87b0d3982ec63892f23f4270', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_61b01', referencing='REFERENCING NEW TABLE AS new_values ', table='providers_aanbieder', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='aanbieder',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "providers_aanbiederevent" ("aangemaakt_op", "grootte", "id", "kvk", "naam", "organisatie_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rechtsvorm", "vestigingsplaats", "website") SELECT new_values."aangemaakt_op", new_values."grootte", new_values."id", new_values."kvk", new_values."naam", new_values."organisatie_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."id", new_values."rechtsvorm", new_values."vestigingsplaats", new_values."website" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='9584787e9b737875e7791d80447e608631f9f51c', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_64e2d', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='providers_aanbieder', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='aanbiederevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='3aaec7f03a400132c7625cf8223c8acfab1f1dd6', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_6e005', table='providers_aanbiederevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agbcode',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "providers_agbcodeevent" ("aanbieder_id", "aangemaakt_op", "begindatum", "code", "einddatum", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "soort") SELECT new_values."aanbieder_id", new_values."aangemaakt_op", new_values."begindatum", new_values."code", new_values."einddatum", new_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."soort" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='a2d354013a2ec1fe241232b705a1eab4efa29f9c', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_aa4f7', referencing='REFERENCING NEW TABLE AS new_values ', table='providers_agbcode', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agbcode',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "providers_agbcodeevent" ("aanbieder_id", "aangemaakt_op", "begindatum", "code", "einddatum", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "soort") SELECT new_values."aanbieder_id", new_values."aangemaakt_op", new_values."begindatum", new_values."code", new_values."einddatum", new_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."id", new_values."soort" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='fed89fc830c78e60ffc91058212a8fdba64af1a5', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_3d40a', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='providers_agbcode', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agbcodeevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='b99d4b1dd7aacfc190274e0be20fe61e4de9661a', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_4d72b', table='providers_agbcodeevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='bankrekening',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "providers_bankrekeningevent" ("aanbieder_id", "aangemaakt_op", "begindatum", "doel", "einddatum", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "tenaamstelling") SELECT new_values."aanbieder_id", new_values."aangemaakt_op", new_values."begindatum", new_values."doel", new_values."einddatum", new_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."tenaamstelling" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='d1b45568eda0bb1e4c9d6c6fe54173403e0bdb29', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_d7be0', referencing='REFERENCING NEW TABLE AS new_values ', table='providers_bankrekening', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='bankrekening',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "providers_bankrekeningevent" ("aanbieder_id", "aangemaakt_op", "begindatum", "doel", "einddatum", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "tenaamstelling") SELECT new_values."aanbieder_id", new_values."aangemaakt_op", new_values."begindatum", new_values."doel", new_values."einddatum", new_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."id", new_values."tenaamstelling" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."aanbieder_id" IS DISTINCT FROM (new_values."aanbieder_id") OR old_values."aangemaakt_op" IS DISTINCT FROM (new_values."aangemaakt_op") OR old_values."begindatum" IS DISTINCT FROM (new_values."begindatum") OR old_values."doel" IS DISTINCT FROM (new_values."doel") OR old_values."einddatum" IS DISTINCT FROM (new_values."einddatum") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."periode" IS DISTINCT FROM (new_values."periode") OR old_values."tenaamstelling" IS DISTINCT FROM (new_values."tenaamstelling")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='dd53413b1bf5970417e5d7a5eae4f77bdabd2570', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_f19b3', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='providers_bankrekening', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='bankrekeningevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='8b7f62e5cbc74d6578f3879a3255f5b51fc5927c', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_be394', table='providers_bankrekeningevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='contactgegeven',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "providers_contactgegevenevent" ("aanbieder_id", "aangemaakt_op", "begindatum", "einddatum", "email", "functie", "id", "naam", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "telefoon") SELECT new_values."aanbieder_id", new_values."aangemaakt_op", new_values."begindatum", new_values."einddatum", new_values."email", new_values."functie", new_values."id", new_values."naam", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."telefoon" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='2fba054dcbf69065d3b0def1b94612f0bf7f0424', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_7a550', referencing='REFERENCING NEW TABLE AS new_values ', table='providers_contactgegeven', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='contactgegeven',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "providers_contactgegevenevent" ("aanbieder_id", "aangemaakt_op", "begindatum", "einddatum", "email", "functie", "id", "naam", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "telefoon") SELECT new_values."aanbieder_id", new_values."aangemaakt_op", new_values."begindatum", new_values."einddatum", new_values."email", new_values."functie", new_values."id", new_values."naam", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."id", new_values."telefoon" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='7c3959616d65fa11d9f6e8a84bb3e4e6d934a2b1', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_66405', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='providers_contactgegeven', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='contactgegevenevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='568200e9806bce153db99751958cb82186cdba1b', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_97bfe', table='providers_contactgegevenevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='locatie',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "providers_locatieevent" ("aanbieder_id", "aangemaakt_op", "begindatum", "einddatum", "geheim", "gemeente_id", "huisnummer", "id", "naam", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plaats", "postcode", "straat") SELECT new_values."aanbieder_id", new_values."aangemaakt_op", new_values."begindatum", new_values."einddatum", new_values."geheim", new_values."gemeente_id", new_values."huisnummer", new_values."id", new_values."naam", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."plaats", new_values."postcode", new_values."straat" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='626285a3122c5a66e583d2a1c35e40d9ff6f1549', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_1651a', referencing='REFERENCING NEW TABLE AS new_values ', table='providers_locatie', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='locatie',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "providers_locatieevent" ("aanbieder_id", "aangemaakt_op", "begindatum", "einddatum", "geheim", "gemeente_id", "huisnummer", "id", "naam", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plaats", "postcode", "straat") SELECT new_values."aanbieder_id", new_values."aangemaakt_op", new_values."begindatum", new_values."einddatum", new_values."geheim", new_values."gemeente_id", new_values."huisnummer", new_values."id", new_values."naam", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."id", new_values."plaats", new_values."postcode", new_values."straat" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='fd285a5910c241274e01a73303d9bc9678da3831', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_cd839', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='providers_locatie', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='groep',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "providers_groepevent" ("aangemaakt_op", "begindatum", "capaciteit", "einddatum", "id", "locatie_id", "naam", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."aangemaakt_op", new_values."begindatum", new_values."capaciteit", new_values."einddatum", new_values."id", new_values."locatie_id", new_values."naam", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='11b7f357f32cfeb06f781eaa410c8614415ee892', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_9b2c2', referencing='REFERENCING NEW TABLE AS new_values ', table='providers_groep', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='groep',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "providers_groepevent" ("aangemaakt_op", "begindatum", "capaciteit", "einddatum", "id", "locatie_id", "naam", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."aangemaakt_op", new_values."begindatum", new_values."capaciteit", new_values."einddatum", new_values."id", new_values."locatie_id", new_values."naam", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='f9f14a09390d72a3eb28fdc2ee1c65e82665caa0', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_cc8f9', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='providers_groep', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='groepevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='53d7bc11a6b429c2bcf5b33e6a64a691780109db', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_8931c', table='providers_groepevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='locatieevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='8b29b72a6eed93f953f81d734abc6b1ba5da1270', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_0d7b0', table='providers_locatieevent', when='BEFORE')),
        ),
    ])
