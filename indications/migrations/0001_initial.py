import core.models.basis
import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.comparison
import django.db.models.functions.datetime
import indications.models.toewijzing
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.db import migrations, models

from core.migraties import samen


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("contracts", "0001_initial"),
        ("core", "0003_inzageketen"),
        ("providers", "0001_initial"),
    ]

    operations = samen([
        migrations.RunSQL(
            sql="create sequence toewijzing_nummer as integer minvalue 0 maxvalue 999999999 start 100000001",
            reverse_sql="drop sequence toewijzing_nummer",
        ),
        migrations.CreateModel(
            name="Jeugdige",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        db_default=core.models.basis.RandomUuid(),
                        default=uuid.uuid4,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "aangemaakt_op",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        editable=False,
                        verbose_name="aangemaakt op",
                    ),
                ),
                ("geboortedatum", models.DateField()),
                (
                    "gemeente",
                    models.ForeignKey(
                        limit_choices_to={"soort": "gemeente"},
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.organisatie",
                    ),
                ),
            ],
            options={
                "verbose_name": "jeugdige",
                "verbose_name_plural": "jeugdigen",
            },
        ),
        migrations.CreateModel(
            name="JeugdigeEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                (
                    "id",
                    models.UUIDField(
                        db_default=core.models.basis.RandomUuid(),
                        default=uuid.uuid4,
                        editable=False,
                        serialize=False,
                    ),
                ),
                (
                    "aangemaakt_op",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        editable=False,
                        verbose_name="aangemaakt op",
                    ),
                ),
                ("geboortedatum", models.DateField()),
                (
                    "gemeente",
                    models.ForeignKey(
                        db_constraint=False,
                        limit_choices_to={"soort": "gemeente"},
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="core.organisatie",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="indications.jeugdige",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Verwijzing",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        db_default=core.models.basis.RandomUuid(),
                        default=uuid.uuid4,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "aangemaakt_op",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        editable=False,
                        verbose_name="aangemaakt op",
                    ),
                ),
                (
                    "type",
                    models.CharField(
                        choices=[
                            ("01", "Gemeentelijke toegang"),
                            ("02", "Huisarts"),
                            ("03", "Jeugdarts"),
                            ("04", "Gecertificeerde instelling"),
                            ("05", "Medisch specialist"),
                            ("06", "Zelfverwijzer of geen verwijzer"),
                            ("08", "Rechter, officier van justitie of justitiële jeugdinrichting"),
                        ],
                        max_length=2,
                    ),
                ),
                ("datum", models.DateField()),
                (
                    "verwijzer",
                    models.CharField(
                        blank=True,
                        db_default="",
                        help_text="praktijk of instelling, geen persoon",
                        max_length=200,
                    ),
                ),
                (
                    "jeugdige",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="verwijzingen",
                        to="indications.jeugdige",
                    ),
                ),
            ],
            options={
                "verbose_name": "verwijzing",
                "verbose_name_plural": "verwijzingen",
            },
        ),
        migrations.CreateModel(
            name="Toewijzing",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        db_default=core.models.basis.RandomUuid(),
                        default=uuid.uuid4,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "aangemaakt_op",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        editable=False,
                        verbose_name="aangemaakt op",
                    ),
                ),
                ("begindatum", models.DateField()),
                ("einddatum", models.DateField(blank=True, null=True)),
                (
                    "nummer",
                    models.IntegerField(db_default=indications.models.toewijzing.NextNummer()),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("toegewezen", "Toegewezen"),
                            ("beeindigd", "Eerder beëindigd"),
                            ("ingetrokken", "Ingetrokken"),
                        ],
                        db_default="toegewezen",
                        default="toegewezen",
                        max_length=20,
                    ),
                ),
                ("volume", models.PositiveIntegerField()),
                (
                    "eenheid",
                    models.CharField(
                        choices=[
                            ("01", "minuut"),
                            ("04", "uur"),
                            ("14", "etmaal"),
                            ("16", "dagdeel (4 uur)"),
                            ("82", "stuks (output)"),
                            ("83", "euro's"),
                            ("84", "stuks (inspanning)"),
                        ],
                        max_length=2,
                    ),
                ),
                (
                    "frequentie",
                    models.CharField(
                        choices=[
                            ("1", "per dag"),
                            ("2", "per week"),
                            ("4", "per maand"),
                            ("6", "totaal binnen geldigheidsduur"),
                        ],
                        max_length=1,
                    ),
                ),
                ("minuten_direct", models.PositiveIntegerField(blank=True, null=True)),
                ("minuten_indirect", models.PositiveIntegerField(blank=True, null=True)),
                ("minuten_reistijd", models.PositiveIntegerField(blank=True, null=True)),
                ("aantal_contacten", models.PositiveIntegerField(blank=True, null=True)),
                (
                    "reden_wijziging",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("02", "Cliënt overleden"),
                            ("03", "Contractwijziging"),
                            ("04", "Herbeoordeling: verlenging toewijzing"),
                            ("05", "Herbeoordeling: verkorting toewijzing"),
                            ("06", "Uitstroom naar ander domein"),
                            ("07", "Verhuizing naar een andere gemeente"),
                            ("08", "Wijziging leveringsvorm"),
                            ("09", "Overstap naar andere aanbieder"),
                            ("10", "Overgang naar nieuwe bekostigingssystematiek"),
                            ("11", "Gemeentelijke herindeling"),
                            ("12", "Geïnitieerd door de aanbieder"),
                            ("13", "Verwijderd"),
                            ("14", "Administratieve correctie"),
                        ],
                        db_default="",
                        max_length=2,
                    ),
                ),
                (
                    "waarschuwing_reden",
                    models.CharField(
                        blank=True,
                        db_default="",
                        help_text="waarom waarschuwingen zijn gepasseerd; zonder persoonsgegevens",
                        max_length=500,
                    ),
                ),
                (
                    "toewijzingsmoment",
                    models.DateTimeField(help_text="iJw Toewijzingsdatum en -tijd"),
                ),
                (
                    "indiening",
                    models.UUIDField(
                        blank=True,
                        help_text="wat samen is ingediend (R-TOE-8) heeft hetzelfde kenmerk",
                        null=True,
                    ),
                ),
                ("versie", models.PositiveIntegerField(db_default=1, default=1)),
                (
                    "aanbieder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="toewijzingen",
                        to="providers.aanbieder",
                    ),
                ),
                (
                    "gemeente",
                    models.ForeignKey(
                        limit_choices_to={"soort": "gemeente"},
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.organisatie",
                    ),
                ),
                (
                    "jeugdige",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="toewijzingen",
                        to="indications.jeugdige",
                    ),
                ),
                (
                    "perceelcontract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="toewijzingen",
                        to="contracts.perceelcontract",
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contracts.product",
                    ),
                ),
                (
                    "verwijzing",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="toewijzingen",
                        to="indications.verwijzing",
                    ),
                ),
                (
                    "periode",
                    models.GeneratedField(
                        db_persist=True,
                        expression=core.models.basis.DateRange(
                            models.F("begindatum"),
                            models.Case(
                                models.When(einddatum__isnull=True, then=models.Value(None)),
                                default=django.db.models.functions.comparison.Greatest(
                                    "begindatum", "einddatum"
                                ),
                                output_field=models.DateField(),
                            ),
                            models.Value("[]"),
                        ),
                        output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                        verbose_name="periode",
                    ),
                ),
            ],
            options={
                "verbose_name": "toewijzing",
                "verbose_name_plural": "toewijzingen",
                "indexes": [
                    models.Index(
                        fields=["gemeente", "-toewijzingsmoment", "-id"],
                        name="toewijzing_lijst_gemeente",
                    ),
                    models.Index(
                        fields=["aanbieder", "-toewijzingsmoment", "-id"],
                        name="toewijzing_lijst_aanbieder",
                    ),
                    models.Index(
                        fields=["indiening"],
                        condition=models.Q(("indiening__isnull", False)),
                        name="toewijzing_indiening",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("einddatum__isnull", True),
                            ("einddatum__gte", models.F("begindatum")),
                            _connector="OR",
                        ),
                        name="toewijzing_periode",
                        violation_error_code="periode_ongeldig",
                        violation_error_message="De einddatum ligt voor de begindatum.",
                    ),
                    models.UniqueConstraint(
                        fields=("gemeente", "nummer"),
                        name="toewijzing_nummer_uniek",
                        violation_error_code="toewijzingsnummer_bestaat",
                        violation_error_message="Dit toewijzingsnummer is al gebruikt.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("nummer__range", (0, 999999999))),
                        name="toewijzing_nummer_bereik",
                        violation_error_code="toewijzingsnummer_ongeldig",
                        violation_error_message="Een toewijzingsnummer heeft hoogstens 9 cijfers.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("volume__gt", 0)),
                        name="toewijzing_volume",
                        violation_error_code="volume_ongeldig",
                        violation_error_message="Het volume is hoger dan nul.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("minuten_direct__isnull", True),
                                ("minuten_indirect__isnull", True),
                                ("minuten_reistijd__isnull", True),
                            ),
                            models.Q(
                                ("minuten_direct__isnull", False),
                                ("minuten_indirect__isnull", False),
                                ("minuten_reistijd__isnull", False),
                                (
                                    "volume",
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("minuten_direct"),
                                            "+",
                                            models.F("minuten_indirect"),
                                        ),
                                        "+",
                                        models.F("minuten_reistijd"),
                                    ),
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="toewijzing_verdeling",
                        violation_error_code="verdeling_telt_niet_op",
                        violation_error_message="Direct, indirect en reistijd zijn samen niet het totaal.",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("status", "ingetrokken"), _negated=True),
                        expressions=[
                            (models.F("jeugdige"), "="),
                            (models.F("product"), "="),
                            (models.F("aanbieder"), "="),
                            (models.F("periode"), "&&"),
                        ],
                        name="toewijzing_overlap",
                        violation_error_code="toewijzing_overlap",
                        violation_error_message="Voor deze jeugdige is er bij deze aanbieder in die periode al een toewijzing voor dit product.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Levering",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        db_default=core.models.basis.RandomUuid(),
                        default=uuid.uuid4,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "aangemaakt_op",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        editable=False,
                        verbose_name="aangemaakt op",
                    ),
                ),
                ("begindatum", models.DateField()),
                ("einddatum", models.DateField(blank=True, null=True)),
                ("aangevraagd_op", models.DateField(blank=True, null=True)),
                (
                    "reden_beeindiging",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("02", "Overlijden"),
                            ("20", "Levering is tijdelijk beëindigd"),
                            ("31", "Levering is volgens plan beëindigd"),
                            ("32", "Voortijdig afgesloten: eenzijdig door de cliënt"),
                            ("33", "Voortijdig afgesloten: eenzijdig door de aanbieder"),
                            ("34", "Voortijdig afgesloten: in overeenstemming"),
                            ("35", "Voortijdig afgesloten: wegens externe omstandigheden"),
                            ("36", "Geïnitieerd door de gemeente"),
                            ("37", "In verband met wijzigingsverzoek"),
                            ("38", "Overstap naar andere aanbieder"),
                            ("39", "Uitstroom naar ander domein"),
                        ],
                        db_default="",
                        max_length=2,
                    ),
                ),
                (
                    "toewijzing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="leveringen",
                        to="indications.toewijzing",
                    ),
                ),
                (
                    "periode",
                    models.GeneratedField(
                        db_persist=True,
                        expression=core.models.basis.DateRange(
                            models.F("begindatum"),
                            models.Case(
                                models.When(einddatum__isnull=True, then=models.Value(None)),
                                default=django.db.models.functions.comparison.Greatest(
                                    "begindatum", "einddatum"
                                ),
                                output_field=models.DateField(),
                            ),
                            models.Value("[]"),
                        ),
                        output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                        verbose_name="periode",
                    ),
                ),
            ],
            options={
                "verbose_name": "levering",
                "verbose_name_plural": "leveringen",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("einddatum__isnull", True),
                            ("einddatum__gte", models.F("begindatum")),
                            _connector="OR",
                        ),
                        name="levering_periode",
                        violation_error_code="periode_ongeldig",
                        violation_error_message="De einddatum ligt voor de begindatum.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Verbruik",
            fields=[
                (
                    "toewijzing",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="verbruik",
                        serialize=False,
                        to="indications.toewijzing",
                    ),
                ),
                ("volume", models.BigIntegerField(db_default=0, default=0)),
                ("bedrag_centen", models.BigIntegerField(db_default=0, default=0)),
                ("laatste_dag", models.DateField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "verbruik",
                "verbose_name_plural": "verbruik",
            },
        ),
        migrations.CreateModel(
            name="LeveringEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                (
                    "id",
                    models.UUIDField(
                        db_default=core.models.basis.RandomUuid(),
                        default=uuid.uuid4,
                        editable=False,
                        serialize=False,
                    ),
                ),
                (
                    "aangemaakt_op",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        editable=False,
                        verbose_name="aangemaakt op",
                    ),
                ),
                ("begindatum", models.DateField()),
                ("einddatum", models.DateField(blank=True, null=True)),
                ("aangevraagd_op", models.DateField(blank=True, null=True)),
                (
                    "reden_beeindiging",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("02", "Overlijden"),
                            ("20", "Levering is tijdelijk beëindigd"),
                            ("31", "Levering is volgens plan beëindigd"),
                            ("32", "Voortijdig afgesloten: eenzijdig door de cliënt"),
                            ("33", "Voortijdig afgesloten: eenzijdig door de aanbieder"),
                            ("34", "Voortijdig afgesloten: in overeenstemming"),
                            ("35", "Voortijdig afgesloten: wegens externe omstandigheden"),
                            ("36", "Geïnitieerd door de gemeente"),
                            ("37", "In verband met wijzigingsverzoek"),
                            ("38", "Overstap naar andere aanbieder"),
                            ("39", "Uitstroom naar ander domein"),
                        ],
                        db_default="",
                        max_length=2,
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="indications.levering",
                    ),
                ),
                (
                    "toewijzing",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="indications.toewijzing",
                    ),
                ),
                (
                    "periode",
                    models.GeneratedField(
                        db_persist=True,
                        expression=core.models.basis.DateRange(
                            models.F("begindatum"),
                            models.Case(
                                models.When(einddatum__isnull=True, then=models.Value(None)),
                                default=django.db.models.functions.comparison.Greatest(
                                    "begindatum", "einddatum"
                                ),
                                output_field=models.DateField(),
                            ),
                            models.Value("[]"),
                        ),
                        output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                        verbose_name="periode",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Declaratieregel",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("referentienummer", models.CharField(max_length=20)),
                ("begindatum", models.DateField()),
                ("einddatum", models.DateField()),
                ("volume", models.IntegerField()),
                ("bedrag_centen", models.BigIntegerField()),
                (
                    "ontvangen_op",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                (
                    "toewijzing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="declaratieregels",
                        to="indications.toewijzing",
                    ),
                ),
            ],
            options={
                "verbose_name": "declaratieregel",
                "verbose_name_plural": "declaratieregels",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("einddatum__gte", models.F("begindatum"))),
                        name="declaratieregel_periode",
                        violation_error_code="periode_ongeldig",
                        violation_error_message="De einddatum ligt voor de begindatum.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ToewijzingEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                (
                    "id",
                    models.UUIDField(
                        db_default=core.models.basis.RandomUuid(),
                        default=uuid.uuid4,
                        editable=False,
                        serialize=False,
                    ),
                ),
                (
                    "aangemaakt_op",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        editable=False,
                        verbose_name="aangemaakt op",
                    ),
                ),
                ("begindatum", models.DateField()),
                ("einddatum", models.DateField(blank=True, null=True)),
                (
                    "nummer",
                    models.IntegerField(db_default=indications.models.toewijzing.NextNummer()),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("toegewezen", "Toegewezen"),
                            ("beeindigd", "Eerder beëindigd"),
                            ("ingetrokken", "Ingetrokken"),
                        ],
                        db_default="toegewezen",
                        default="toegewezen",
                        max_length=20,
                    ),
                ),
                ("volume", models.PositiveIntegerField()),
                (
                    "eenheid",
                    models.CharField(
                        choices=[
                            ("01", "minuut"),
                            ("04", "uur"),
                            ("14", "etmaal"),
                            ("16", "dagdeel (4 uur)"),
                            ("82", "stuks (output)"),
                            ("83", "euro's"),
                            ("84", "stuks (inspanning)"),
                        ],
                        max_length=2,
                    ),
                ),
                (
                    "frequentie",
                    models.CharField(
                        choices=[
                            ("1", "per dag"),
                            ("2", "per week"),
                            ("4", "per maand"),
                            ("6", "totaal binnen geldigheidsduur"),
                        ],
                        max_length=1,
                    ),
                ),
                ("minuten_direct", models.PositiveIntegerField(blank=True, null=True)),
                ("minuten_indirect", models.PositiveIntegerField(blank=True, null=True)),
                ("minuten_reistijd", models.PositiveIntegerField(blank=True, null=True)),
                ("aantal_contacten", models.PositiveIntegerField(blank=True, null=True)),
                (
                    "reden_wijziging",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("02", "Cliënt overleden"),
                            ("03", "Contractwijziging"),
                            ("04", "Herbeoordeling: verlenging toewijzing"),
                            ("05", "Herbeoordeling: verkorting toewijzing"),
                            ("06", "Uitstroom naar ander domein"),
                            ("07", "Verhuizing naar een andere gemeente"),
                            ("08", "Wijziging leveringsvorm"),
                            ("09", "Overstap naar andere aanbieder"),
                            ("10", "Overgang naar nieuwe bekostigingssystematiek"),
                            ("11", "Gemeentelijke herindeling"),
                            ("12", "Geïnitieerd door de aanbieder"),
                            ("13", "Verwijderd"),
                            ("14", "Administratieve correctie"),
                        ],
                        db_default="",
                        max_length=2,
                    ),
                ),
                (
                    "waarschuwing_reden",
                    models.CharField(
                        blank=True,
                        db_default="",
                        help_text="waarom waarschuwingen zijn gepasseerd; zonder persoonsgegevens",
                        max_length=500,
                    ),
                ),
                (
                    "toewijzingsmoment",
                    models.DateTimeField(help_text="iJw Toewijzingsdatum en -tijd"),
                ),
                (
                    "indiening",
                    models.UUIDField(
                        blank=True,
                        help_text="wat samen is ingediend (R-TOE-8) heeft hetzelfde kenmerk",
                        null=True,
                    ),
                ),
                ("versie", models.PositiveIntegerField(db_default=1, default=1)),
                (
                    "aanbieder",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="providers.aanbieder",
                    ),
                ),
                (
                    "gemeente",
                    models.ForeignKey(
                        db_constraint=False,
                        limit_choices_to={"soort": "gemeente"},
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="core.organisatie",
                    ),
                ),
                (
                    "jeugdige",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="indications.jeugdige",
                    ),
                ),
                (
                    "perceelcontract",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contracts.perceelcontract",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="indications.toewijzing",
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contracts.product",
                    ),
                ),
                (
                    "verwijzing",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="indications.verwijzing",
                    ),
                ),
                (
                    "periode",
                    models.GeneratedField(
                        db_persist=True,
                        expression=core.models.basis.DateRange(
                            models.F("begindatum"),
                            models.Case(
                                models.When(einddatum__isnull=True, then=models.Value(None)),
                                default=django.db.models.functions.comparison.Greatest(
                                    "begindatum", "einddatum"
                                ),
                                output_field=models.DateField(),
                            ),
                            models.Value("[]"),
                        ),
                        output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                        verbose_name="periode",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="VerwijzingEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                (
                    "id",
                    models.UUIDField(
                        db_default=core.models.basis.RandomUuid(),
                        default=uuid.uuid4,
                        editable=False,
                        serialize=False,
                    ),
                ),
                (
                    "aangemaakt_op",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        editable=False,
                        verbose_name="aangemaakt op",
                    ),
                ),
                (
                    "type",
                    models.CharField(
                        choices=[
                            ("01", "Gemeentelijke toegang"),
                            ("02", "Huisarts"),
                            ("03", "Jeugdarts"),
                            ("04", "Gecertificeerde instelling"),
                            ("05", "Medisch specialist"),
                            ("06", "Zelfverwijzer of geen verwijzer"),
                            ("08", "Rechter, officier van justitie of justitiële jeugdinrichting"),
                        ],
                        max_length=2,
                    ),
                ),
                ("datum", models.DateField()),
                (
                    "verwijzer",
                    models.CharField(
                        blank=True,
                        db_default="",
                        help_text="praktijk of instelling, geen persoon",
                        max_length=200,
                    ),
                ),
                (
                    "jeugdige",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="indications.jeugdige",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="indications.verwijzing",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="JeugdigeKluis",
            fields=[
                (
                    "jeugdige",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="kluis",
                        serialize=False,
                        to="indications.jeugdige",
                    ),
                ),
                ("bsn_hash", models.BinaryField(max_length=32, null=True)),
                ("bsn", models.BinaryField(null=True)),
                (
                    "naam",
                    models.BinaryField(
                        help_text="versleuteld JSON: geslachtsnaam, voorvoegsel, voornamen"
                    ),
                ),
                (
                    "sleutel",
                    models.CharField(help_text="sleutel waarmee versleuteld is", max_length=20),
                ),
            ],
            options={
                "verbose_name": "kluis van een jeugdige",
                "verbose_name_plural": "kluizen van jeugdigen",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("bsn_hash",),
                        name="kluis_bsn_uniek",
                        violation_error_code="bsn_bestaat",
                        violation_error_message="Deze jeugdige is intussen door iemand anders ingevoerd.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("bsn__isnull", True), ("bsn_hash__isnull", True)),
                            models.Q(("bsn__isnull", False), ("bsn_hash__isnull", False)),
                            _connector="OR",
                        ),
                        name="kluis_bsn_met_hash",
                        violation_error_code="bsn_zonder_hash",
                        violation_error_message="Een BSN en zijn hash horen bij elkaar.",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="jeugdige",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "indications_jeugdigeevent" ("aangemaakt_op", "geboortedatum", "gemeente_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."aangemaakt_op", new_values."geboortedatum", new_values."gemeente_id", new_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="ede01b0e57d7df6bcecb1b2155c24ca12078003f",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_56f16",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="indications_jeugdige",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="jeugdige",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "indications_jeugdigeevent" ("aangemaakt_op", "geboortedatum", "gemeente_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."aangemaakt_op", new_values."geboortedatum", new_values."gemeente_id", new_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="1d94f864ab65a4a7911de9901e2e4e72072ffe01",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_76539",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="indications_jeugdige",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="jeugdigeevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="2792b0e4d4d7a94ef0698c46da98dc6db0332379",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_510d5",
                    table="indications_jeugdigeevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="leveringevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="9eb8466aa6fcd81da114f79536e3dfeee49fb2a7",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_aab87",
                    table="indications_leveringevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="levering",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "indications_leveringevent" ("aangemaakt_op", "aangevraagd_op", "begindatum", "einddatum", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reden_beeindiging", "toewijzing_id") SELECT new_values."aangemaakt_op", new_values."aangevraagd_op", new_values."begindatum", new_values."einddatum", new_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."reden_beeindiging", new_values."toewijzing_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="b1e89f7b3052bc72ecda4f004743a65b0341b77d",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_0ac1c",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="indications_levering",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="levering",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "indications_leveringevent" ("aangemaakt_op", "aangevraagd_op", "begindatum", "einddatum", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reden_beeindiging", "toewijzing_id") SELECT new_values."aangemaakt_op", new_values."aangevraagd_op", new_values."begindatum", new_values."einddatum", new_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."id", new_values."reden_beeindiging", new_values."toewijzing_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="27a8108e9949f59ed71d72b5d8fc7e5f2e527526",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_2a6df",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="indications_levering",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="verwijzing",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "indications_verwijzingevent" ("aangemaakt_op", "datum", "id", "jeugdige_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "type", "verwijzer") SELECT new_values."aangemaakt_op", new_values."datum", new_values."id", new_values."jeugdige_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."type", new_values."verwijzer" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="e88b514119aa4c70ddbdbdc2d5701cab239e401f",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_a3d39",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="indications_verwijzing",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="verwijzing",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "indications_verwijzingevent" ("aangemaakt_op", "datum", "id", "jeugdige_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "type", "verwijzer") SELECT new_values."aangemaakt_op", new_values."datum", new_values."id", new_values."jeugdige_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."id", new_values."type", new_values."verwijzer" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="d1fc11a9a17d9f96ca3fd5f51d31b21ca6b67ffd",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_9c34d",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="indications_verwijzing",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="toewijzingevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="faca9e4891c663f2884ecd8e31dba26570a038bf",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_70b58",
                    table="indications_toewijzingevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="toewijzing",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "indications_toewijzingevent" ("aanbieder_id", "aangemaakt_op", "aantal_contacten", "begindatum", "eenheid", "einddatum", "frequentie", "gemeente_id", "id", "indiening", "jeugdige_id", "minuten_direct", "minuten_indirect", "minuten_reistijd", "nummer", "perceelcontract_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "product_id", "reden_wijziging", "status", "toewijzingsmoment", "versie", "verwijzing_id", "volume", "waarschuwing_reden") SELECT new_values."aanbieder_id", new_values."aangemaakt_op", new_values."aantal_contacten", new_values."begindatum", new_values."eenheid", new_values."einddatum", new_values."frequentie", new_values."gemeente_id", new_values."id", new_values."indiening", new_values."jeugdige_id", new_values."minuten_direct", new_values."minuten_indirect", new_values."minuten_reistijd", new_values."nummer", new_values."perceelcontract_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."product_id", new_values."reden_wijziging", new_values."status", new_values."toewijzingsmoment", new_values."versie", new_values."verwijzing_id", new_values."volume", new_values."waarschuwing_reden" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="2316e03b6c2d4fac0de75c9b3436f8a937ceb6c1",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_e8a4d",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="indications_toewijzing",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="toewijzing",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "indications_toewijzingevent" ("aanbieder_id", "aangemaakt_op", "aantal_contacten", "begindatum", "eenheid", "einddatum", "frequentie", "gemeente_id", "id", "indiening", "jeugdige_id", "minuten_direct", "minuten_indirect", "minuten_reistijd", "nummer", "perceelcontract_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "product_id", "reden_wijziging", "status", "toewijzingsmoment", "versie", "verwijzing_id", "volume", "waarschuwing_reden") SELECT new_values."aanbieder_id", new_values."aangemaakt_op", new_values."aantal_contacten", new_values."begindatum", new_values."eenheid", new_values."einddatum", new_values."frequentie", new_values."gemeente_id", new_values."id", new_values."indiening", new_values."jeugdige_id", new_values."minuten_direct", new_values."minuten_indirect", new_values."minuten_reistijd", new_values."nummer", new_values."perceelcontract_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."id", new_values."product_id", new_values."reden_wijziging", new_values."status", new_values."toewijzingsmoment", new_values."versie", new_values."verwijzing_id", new_values."volume", new_values."waarschuwing_reden" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="09ab0f73cfae99af8cfe9750604e9dba6c6d3650",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_7e67f",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="indications_toewijzing",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="verwijzingevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="8bb8893dd7877716cbb0ed24b61bad553e53e5df",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_644c0",
                    table="indications_verwijzingevent",
                    when="BEFORE",
                ),
            ),
        ),
    ])
