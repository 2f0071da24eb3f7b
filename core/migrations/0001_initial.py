import core.models.basis
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.operations
import django.db.models.deletion
import django.db.models.functions.datetime
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.conf import settings
from django.db import migrations, models

from core.migraties import samen


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = samen([
        django.contrib.postgres.operations.BtreeGistExtension(
        ),
        django.contrib.postgres.operations.TrigramExtension(
        ),
        django.contrib.postgres.operations.UnaccentExtension(
        ),
        migrations.CreateModel(
            name='Idempotentie',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('apiclient_id', models.UUIDField()),
                ('sleutel', models.CharField(max_length=100)),
                ('verzoek_hash', models.BinaryField()),
                ('status', models.SmallIntegerField(null=True)),
                ('koppen', models.JSONField(db_default={}, default=dict)),
                ('antwoord', models.BinaryField(null=True)),
                ('aangemaakt_op', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                'verbose_name': 'idempotentiesleutel',
                'verbose_name_plural': 'idempotentiesleutels',
                'constraints': [models.UniqueConstraint(fields=('apiclient_id', 'sleutel'), name='idempotentie_uniek', violation_error_code='idempotentie_loopt', violation_error_message='Een verzoek met deze sleutel loopt nog.')],
            },
        ),
        migrations.CreateModel(
            name='Inzage',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('moment', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('handeling', models.CharField(choices=[('C', 'Aangemaakt'), ('R', 'Ingezien'), ('U', 'Gewijzigd'), ('D', 'Verwijderd'), ('E', 'Uitgevoerd (export, druk, zoekvraag)')], max_length=1)),
                ('uitkomst', models.SmallIntegerField(db_default=0, help_text='0 gelukt, 4 geweigerd, 8 fout')),
                ('soort', models.CharField(max_length=80)),
                ('actorsoort', models.CharField(choices=[('gebruiker', 'Gebruiker'), ('api', 'API-client'), ('systeem', 'Systeem'), ('anoniem', 'Anoniem')], max_length=20)),
                ('actor_id', models.UUIDField(null=True)),
                ('actor_naam', models.CharField(blank=True, db_default='', max_length=200)),
                ('aanvrager', models.BooleanField(db_default=True)),
                ('rollen', models.CharField(blank=True, db_default='', max_length=300)),
                ('doel', models.CharField(blank=True, db_default='', max_length=200)),
                ('noodtoegang', models.BooleanField(db_default=False)),
                ('netwerktype', models.SmallIntegerField(db_default=2, help_text='2 = IP-adres')),
                ('netwerkadres', models.CharField(blank=True, db_default='', max_length=60)),
                ('objectsoort', models.CharField(db_default='jeugdige', max_length=60)),
                ('objectrol', models.SmallIntegerField(db_default=1, help_text='1 = patiënt/cliënt')),
                ('objectidsoort', models.CharField(db_default='pseudoniem', max_length=30)),
                ('object_id', models.UUIDField(null=True)),
                ('jeugdigen', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), db_default=[], default=list, size=None)),
                ('levensfase', models.SmallIntegerField(db_default=6, help_text='6 = gebruik')),
                ('gevoeligheid', models.CharField(db_default='minderjarige', max_length=30)),
                ('detail', models.CharField(blank=True, db_default='', max_length=300)),
                ('organisatie_id', models.UUIDField(null=True)),
                ('bron', models.CharField(db_default='ozjt-portaal', max_length=60)),
                ('bronsoort', models.SmallIntegerField(db_default=4, help_text='4 = toepassingsserver')),
                ('referentie', models.CharField(blank=True, db_default='', max_length=40)),
                ('keten', models.SmallIntegerField(db_default=0)),
                ('nr', models.BigIntegerField(db_default=0)),
                ('vorige_hash', models.BinaryField(db_default=b'')),
                ('hash', models.BinaryField(db_default=b'')),
            ],
            options={
                'verbose_name': 'inzage',
                'verbose_name_plural': 'inzagen',
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['jeugdigen'], name='inzage_van_jeugdige'), models.Index(fields=['moment'], name='inzage_op_moment')],
                'constraints': [models.UniqueConstraint(fields=('keten', 'nr'), name='inzage_keten_nr', violation_error_code='inzage_keten', violation_error_message='De keten van het inzagelogboek is niet sluitend.')],
            },
        ),
        migrations.CreateModel(
            name='Organisatie',
            fields=[
                ('id', models.UUIDField(db_default=core.models.basis.RandomUuid(), default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('aangemaakt_op', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name='aangemaakt op')),
                ('soort', models.CharField(choices=[('ozjt', 'OZJT'), ('gemeente', 'Gemeente'), ('aanbieder', 'Aanbieder'), ('gi', 'Gecertificeerde instelling'), ('toezicht', 'Toezicht')], max_length=20)),
                ('naam', models.CharField(max_length=200)),
                ('code', models.CharField(blank=True, db_default='', max_length=20)),
            ],
            options={
                'verbose_name': 'organisatie',
                'verbose_name_plural': 'organisaties',
                'ordering': ('naam',),
                'constraints': [models.UniqueConstraint(condition=models.Q(('code', ''), _negated=True), fields=('soort', 'code'), name='organisatie_code_uniek', violation_error_code='organisatie_code_bestaat', violation_error_message='Deze code is al van een andere organisatie.')],
            },
        ),
        migrations.CreateModel(
            name='Document',
            fields=[
                ('id', models.UUIDField(db_default=core.models.basis.RandomUuid(), default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('aangemaakt_op', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name='aangemaakt op')),
                ('naam', models.CharField(max_length=200)),
                ('inhoudstype', models.CharField(max_length=100)),
                ('grootte', models.PositiveIntegerField(help_text='bytes')),
                ('sha256', models.CharField(max_length=64)),
                ('soort', models.CharField(help_text='bijvoorbeeld iban-verklaring', max_length=60)),
                ('geldig_tot', models.DateField(blank=True, null=True)),
                ('scan', models.CharField(choices=[('niet_gescand', 'Niet gescand (geen virusscanner ingesteld)'), ('wacht', 'Wacht op virusscan'), ('schoon', 'Schoon'), ('besmet', 'Besmet')], default='wacht', max_length=20)),
                ('eigenaar', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.organisatie')),
            ],
            options={
                'verbose_name': 'document',
                'verbose_name_plural': 'documenten',
            },
        ),
        migrations.CreateModel(
            name='OrganisatieEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.UUIDField(db_default=core.models.basis.RandomUuid(), default=uuid.uuid4, editable=False, serialize=False)),
                ('aangemaakt_op', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name='aangemaakt op')),
                ('soort', models.CharField(choices=[('ozjt', 'OZJT'), ('gemeente', 'Gemeente'), ('aanbieder', 'Aanbieder'), ('gi', 'Gecertificeerde instelling'), ('toezicht', 'Toezicht')], max_length=20)),
                ('naam', models.CharField(max_length=200)),
                ('code', models.CharField(blank=True, db_default='', max_length=20)),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='core.organisatie')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Gebruiker',
            fields=[
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('id', models.UUIDField(db_default=core.models.basis.RandomUuid(), default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('aangemaakt_op', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name='aangemaakt op')),
                ('email', models.EmailField(max_length=254, unique=True, verbose_name='e-mailadres')),
                ('naam', models.CharField(max_length=200)),
                ('is_active', models.BooleanField(db_default=True, default=True, verbose_name='actief')),
                ('is_staff', models.BooleanField(db_default=False, default=False, verbose_name='beheer')),
                ('oidc_sub', models.CharField(blank=True, db_default='', max_length=255)),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'verbose_name': 'gebruiker',
                'verbose_name_plural': 'gebruikers',
                'constraints': [models.UniqueConstraint(condition=models.Q(('oidc_sub', ''), _negated=True), fields=('oidc_sub',), name='gebruiker_oidc_sub_uniek', violation_error_code='oidc_sub_bestaat', violation_error_message='Deze aanmelding hoort al bij een ander account.')],
            },
        ),
        migrations.CreateModel(
            name='GebruikerEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('id', models.UUIDField(db_default=core.models.basis.RandomUuid(), default=uuid.uuid4, editable=False, serialize=False)),
                ('aangemaakt_op', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name='aangemaakt op')),
                ('email', models.EmailField(max_length=254, verbose_name='e-mailadres')),
                ('naam', models.CharField(max_length=200)),
                ('is_active', models.BooleanField(db_default=True, default=True, verbose_name='actief')),
                ('is_staff', models.BooleanField(db_default=False, default=False, verbose_name='beheer')),
                ('oidc_sub', models.CharField(blank=True, db_default='', max_length=255)),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Job',
            fields=[
                ('id', models.UUIDField(db_default=core.models.basis.RandomUuid(), default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('aangemaakt_op', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name='aangemaakt op')),
                ('soort', models.CharField(max_length=60)),
                ('titel', models.CharField(max_length=200)),
                ('status', models.CharField(choices=[('wacht', 'Wacht'), ('loopt', 'Loopt'), ('klaar', 'Klaar'), ('mislukt', 'Mislukt'), ('gestopt', 'Gestopt')], db_default='wacht', default='wacht', max_length=20)),
                ('gedaan', models.PositiveIntegerField(db_default=0, default=0)),
                ('totaal', models.PositiveIntegerField(db_default=0, default=0)),
                ('stap', models.CharField(blank=True, db_default='', max_length=200)),
                ('resultaat', models.JSONField(db_default={}, default=dict)),
                ('gestart_op', models.DateTimeField(blank=True, null=True)),
                ('geeindigd_op', models.DateTimeField(blank=True, null=True)),
                ('gebruiker', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisatie', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.organisatie')),
            ],
            options={
                'verbose_name': 'job',
                'verbose_name_plural': 'jobs',
            },
        ),
        migrations.CreateModel(
            name='Signaal',
            fields=[
                ('id', models.UUIDField(db_default=core.models.basis.RandomUuid(), default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('aangemaakt_op', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name='aangemaakt op')),
                ('controle', models.CharField(help_text='naam van de controle', max_length=60)),
                ('sleutel', models.CharField(help_text='wat er maar een keer open kan staan', max_length=200)),
                ('titel', models.CharField(max_length=200)),
                ('omschrijving', models.CharField(blank=True, db_default='', max_length=500)),
                ('ernst', models.CharField(choices=[('1-moet', 'Moet'), ('2-aandacht', 'Aandacht'), ('3-beoordelen', 'Te beoordelen')], max_length=20)),
                ('status', models.CharField(choices=[('open', 'Open'), ('uitgesteld', 'Uitgesteld'), ('gesloten', 'Gesloten')], db_default='open', default='open', max_length=20)),
                ('rol', models.CharField(choices=[('contractmanager', 'Contractmanager'), ('contractbeheerder', 'Contractbeheerder'), ('catalogusbeheerder', 'Catalogusbeheerder'), ('beschikbaarheidsbeheerder', 'Beheerder Beschikbaarheidswijzer'), ('cpwv-coordinator', 'CPWV-coördinator'), ('sroi-coordinator', 'SROI-coördinator'), ('screener', 'Screener (KIT)'), ('toegangsmedewerker', 'Toegangsmedewerker'), ('backoffice', 'Backoffice gemeente'), ('gemeente-api', 'Programma van de gemeente'), ('verwijzer', 'Verwijzer (GI)'), ('aanbieder-beheerder', 'Beheerder aanbieder'), ('aanbieder-zorg', 'Zorgmedewerker aanbieder'), ('toezichthouder', 'Toezichthouder'), ('functionaris-gegevensbescherming', 'Functionaris gegevensbescherming')], help_text='voor wie', max_length=40)),
                ('objectsoort', models.CharField(blank=True, db_default='', max_length=60)),
                ('object_id', models.UUIDField(blank=True, null=True)),
                ('raakt', models.PositiveIntegerField(db_default=0, default=0, help_text='aantal jeugdigen')),
                ('bewijs', models.JSONField(db_default={}, default=dict)),
                ('url', models.CharField(blank=True, db_default='', max_length=200)),
                ('geopend_op', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('laatst_gezien_op', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('uitgesteld_tot', models.DateField(blank=True, null=True)),
                ('gesloten_op', models.DateTimeField(blank=True, null=True)),
                ('betreft', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.organisatie')),
                ('eigenaar', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisatie', models.ForeignKey(help_text='bij wie het werk ligt', on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.organisatie')),
            ],
            options={
                'verbose_name': 'signaal',
                'verbose_name_plural': 'signalen',
                'indexes': [models.Index(condition=models.Q(('status', 'gesloten'), _negated=True), fields=['organisatie', 'rol', 'ernst', 'geopend_op'], name='signaal_werkvoorraad')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('status', 'gesloten'), _negated=True), fields=('controle', 'sleutel'), name='signaal_een_open', violation_error_code='signaal_bestaat', violation_error_message='Dit signaal staat al open.')],
            },
        ),
        migrations.CreateModel(
            name='Signaalstap',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('moment', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('soort', models.CharField(max_length=30)),
                ('wie', models.CharField(blank=True, db_default='', max_length=200)),
                ('tekst', models.CharField(blank=True, db_default='', max_length=500)),
                ('signaal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='stappen', to='core.signaal')),
            ],
            options={
                'verbose_name': 'stap van een signaal',
                'verbose_name_plural': 'stappen van signalen',
            },
        ),
        migrations.CreateModel(
            name='Uitgaand',
            fields=[
                ('id', models.UUIDField(db_default=core.models.basis.RandomUuid(), default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('aangemaakt_op', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name='aangemaakt op')),
                ('onderwerp', models.CharField(max_length=200)),
                ('pad', models.CharField(help_text='pad in het portaal, achter aanmelden', max_length=200)),
                ('status', models.CharField(choices=[('wacht', 'Wacht'), ('verstuurd', 'Verstuurd'), ('mislukt', 'Mislukt')], db_default='wacht', default='wacht', max_length=20)),
                ('pogingen', models.PositiveSmallIntegerField(db_default=0, default=0)),
                ('verstuurd_op', models.DateTimeField(blank=True, null=True)),
                ('fout', models.CharField(blank=True, db_default='', max_length=300)),
                ('ontvanger', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'uitgaand bericht',
                'verbose_name_plural': 'uitgaande berichten',
            },
        ),
        migrations.CreateModel(
            name='Concept',
            fields=[
                ('id', models.UUIDField(db_default=core.models.basis.RandomUuid(), default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('aangemaakt_op', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name='aangemaakt op')),
                ('soort', models.CharField(max_length=60)),
                ('titel', models.CharField(help_text='zonder persoonsgegevens', max_length=200)),
                ('inhoud', models.BinaryField()),
                ('gewijzigd_op', models.DateTimeField(auto_now=True)),
                ('gebruiker', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisatie', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.organisatie')),
            ],
            options={
                'verbose_name': 'concept',
                'verbose_name_plural': 'concepten',
            },
        ),
        migrations.CreateModel(
            name='Gebeurtenis',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('moment', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('soort', models.CharField(max_length=80)),
                ('objectsoort', models.CharField(max_length=60)),
                ('object_id', models.UUIDField()),
                ('actorsoort', models.CharField(choices=[('gebruiker', 'Gebruiker'), ('api', 'API-client'), ('systeem', 'Systeem'), ('anoniem', 'Anoniem')], max_length=20)),
                ('actor_id', models.UUIDField(null=True)),
                ('actor_naam', models.CharField(blank=True, db_default='', max_length=200)),
                ('organisatie_id', models.UUIDField(null=True)),
                ('rollen', models.CharField(blank=True, db_default='', max_length=300)),
                ('reden', models.TextField(blank=True, db_default='')),
                ('gegevens', models.JSONField(db_default={}, default=dict)),
                ('referentie', models.CharField(blank=True, db_default='', max_length=40)),
            ],
            options={
                'verbose_name': 'gebeurtenis',
                'verbose_name_plural': 'gebeurtenissen',
                'indexes': [models.Index(fields=['object_id', 'moment'], name='gebeurtenis_van_object')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='gebeurtenis',
            trigger=pgtrigger.compiler.Trigger(name='alleen_toevoegen', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='da812d46ec80a899d7a6d9c162c465db83f54d56', operation='UPDATE OR DELETE', pgid='pgtrigger_alleen_toevoegen_4b8b3', table='core_gebeurtenis', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='inzage',
            trigger=pgtrigger.compiler.Trigger(name='alleen_toevoegen', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='a3d61efb5e7655048aa012f031e88328711fa6c6', operation='UPDATE OR DELETE', pgid='pgtrigger_alleen_toevoegen_e067c', table='core_inzage', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='organisatie',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "core_organisatieevent" ("aangemaakt_op", "code", "id", "naam", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "soort") SELECT new_values."aangemaakt_op", new_values."code", new_values."id", new_values."naam", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."soort" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='06db1d8777753d6e4c84760ebb468214c0624a99', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_f5bcd', referencing='REFERENCING NEW TABLE AS new_values ', table='core_organisatie', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='organisatie',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "core_organisatieevent" ("aangemaakt_op", "code", "id", "naam", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "soort") SELECT new_values."aangemaakt_op", new_values."code", new_values."id", new_values."naam", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."id", new_values."soort" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='f913c9d59157d37068ce10208ee0a1ae831568ca', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_aa3c8', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='core_organisatie', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='gebruiker',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "core_gebruikerevent" ("aangemaakt_op", "email", "id", "is_active", "is_staff", "is_superuser", "naam", "oidc_sub", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."aangemaakt_op", new_values."email", new_values."id", new_values."is_active", new_values."is_staff", new_values."is_superuser", new_values."naam", new_values."oidc_sub", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='3418e7d33f3329814a0780cd8bd9741394a1ca62', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_c1e8b', referencing='REFERENCING NEW TABLE AS new_values ', table='core_gebruiker', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='gebruiker',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "core_gebruikerevent" ("aangemaakt_op", "email", "id", "is_active", "is_staff", "is_superuser", "naam", "oidc_sub", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."aangemaakt_op", new_values."email", new_values."id", new_values."is_active", new_values."is_staff", new_values."is_superuser", new_values."naam", new_values."oidc_sub", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."aangemaakt_op" IS DISTINCT FROM (new_values."aangemaakt_op") OR old_values."email" IS DISTINCT FROM (new_values."email") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."is_active" IS DISTINCT FROM (new_values."is_active") OR old_values."is_staff" IS DISTINCT FROM (new_values."is_staff") OR old_values."is_superuser" IS DISTINCT FROM (new_values."is_superuser") OR old_values."naam" IS DISTINCT FROM (new_values."naam") OR old_values."oidc_sub" IS DISTINCT FROM (new_values."oidc_sub")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='2c20da70c16b0e6af2f0e9b28df9c4eb4eadba26', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_557fa', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='core_gebruiker', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='gebruikerevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='30577772d789fb81100a7b836413519cfba7de12', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_c29cb', table='core_gebruikerevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='organisatieevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='bd91c4a604f1bc6479df69c41be29abb4b20a9c8', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_5f9bd', table='core_organisatieevent', when='BEFORE')),
        ),
    ])
