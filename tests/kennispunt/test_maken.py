"""The files for Kennispunt: whom they tell nothing about, what joins, months and rights (D1)."""

import csv
import datetime
import io
from collections import Counter, defaultdict
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.urls import reverse

from core import kluis
from core.choices import Rolcode
from core.fouten import NietGevonden, Ongeldig
from core.models import Gebeurtenis, Inzage
from indications.models import Jeugdige, Toewijzing
from kennispunt.kolommen import LEEFTIJDEN, ONDERDRUKT, REGIO, RIJEN, TELLINGEN
from kennispunt.models import Kennispuntreeks, Kennispuntuitvoer
from kennispunt.services.maken import make_file, start_series
from kennispunt.vergroven import months
from tests.factories.contracts import PerceelcontractFactory, ProductFactory
from tests.factories.core import OrganisatieFactory
from tests.factories.indications import (
    DeclaratieregelFactory,
    JeugdigeFactory,
    LeveringFactory,
    ToewijzingFactory,
)

pytestmark = pytest.mark.django_db
D = datetime.date
VANDAAG = D(2026, 11, 29)
OKTOBER = D(2026, 10, 1)
KLEIN = settings.KLEIN_AANTAL


@pytest.fixture
def manager(actor_for):
    return actor_for(Rolcode.CONTRACTMANAGER)


@pytest.fixture
def reeks(manager):
    return start_series(manager, naam="2026")


@pytest.fixture
def streek():
    """Two gemeenten and a contract; `zet` puts jeugdigen with a product there."""

    class Streek:
        almelo = OrganisatieFactory(naam="Almelo", code="0141")
        borne = OrganisatieFactory(naam="Borne", code="0147")
        contract = PerceelcontractFactory()
        gewoon = ProductFactory(code="ABHIR")
        zeldzaam = ProductFactory(code="ZELDZ")

        def zet(self, aantal, gemeente=None, product=None, jaar=2014, **fields):
            made = []
            for _ in range(aantal):
                jeugdige = fields.get("jeugdige") or JeugdigeFactory(
                    gemeente=gemeente or self.almelo, geboortedatum=D(jaar, 5, 1)
                )
                row = ToewijzingFactory(
                    jeugdige=jeugdige,
                    gemeente=gemeente or self.almelo,
                    product=product or self.gewoon,
                    perceelcontract=self.contract,
                    **{k: v for k, v in fields.items() if k != "jeugdige"},
                )
                made.append(row)
            return made

    return Streek()


def read(made):
    return list(csv.DictReader(io.StringIO(made.inhoud.read().decode())))


@pytest.fixture
def rijen(manager, reeks):
    return lambda maand=OKTOBER, in_reeks=None: read(
        make_file(manager, (in_reeks or reeks).pk, maand=maand, bestand="rijen", peildatum=VANDAAG)
    )


@pytest.fixture
def tellingen(manager, reeks):
    def make():
        made = make_file(manager, reeks.pk, maand=OKTOBER, bestand="tellingen", peildatum=VANDAAG)
        key = ("productcode", "gemeente", "leeftijd")
        return {tuple(r[name] for name in key): r["jeugdigen"] for r in read(made)}

    return make


# nobody is in it


def test_no_id_number_day_or_name_of_the_database_is_in_a_file(streek, manager, reeks):
    made = streek.zet(8) + streek.zet(7, streek.borne) + streek.zet(6, jaar=2009)
    for row in made[:5]:
        LeveringFactory(toewijzing=row, aangevraagd_op=D(2025, 12, 1), begindatum=D(2026, 1, 12))
        DeclaratieregelFactory(toewijzing=row)
    text = "".join(
        make_file(manager, reeks.pk, maand=OKTOBER, bestand=kind, peildatum=VANDAAG)
        .inhoud.read()
        .decode()
        for kind in ("rijen", "tellingen")
    )
    assert text.count("\n") > 20
    secrets = {"Haverdemo", "Puck"}
    for jeugdige in Jeugdige.objects.select_related("kluis"):
        secrets.add(jeugdige.geboortedatum.isoformat())
        secrets.add(kluis.decrypt(jeugdige.kluis.bsn, bound_to=f"bsn:{jeugdige.pk}"))
    for row in Toewijzing.objects.all():
        secrets |= {str(row.nummer), row.begindatum.isoformat(), row.einddatum.isoformat()}
    with connection.cursor() as cursor:
        cursor.execute(
            "select table_name, column_name from information_schema.columns "
            "where table_schema = 'public' and data_type = 'uuid'"
        )
        for table, column in cursor.fetchall():
            cursor.execute(f'select distinct "{column}"::text from "{table}"')
            secrets |= {row[0] for row in cursor.fetchall() if row[0]}
    secrets |= {secret.replace("-", "") for secret in secrets if len(secret) == 36}
    assert {secret for secret in secrets if secret in text} == set()


# pseudonyms


def test_pseudonym_joins_within_a_series_and_not_between_two(streek, manager, rijen):
    streek.zet(KLEIN)
    first, second = rijen(), rijen(D(2026, 9, 1))
    assert {r["pseudoniem"] for r in first} == {r["pseudoniem"] for r in second}
    assert len({r["pseudoniem"] for r in first}) == KLEIN
    other = start_series(manager, naam="Ander onderzoek")
    assert not {r["pseudoniem"] for r in first} & {r["pseudoniem"] for r in rijen(in_reeks=other)}


def test_key_is_sealed_and_another_for_each_series(manager, reeks):
    other = start_series(manager, naam="Ander")
    keys = [
        kluis.decrypt(row.geheim, bound_to=f"kennispuntreeks:{row.pk}") for row in (reeks, other)
    ]
    assert keys[0] != keys[1]
    assert keys[0].encode() not in bytes(Kennispuntreeks.objects.get(pk=reeks.pk).geheim)


def test_name_of_a_series_comes_once(manager, reeks):
    for naam, code in (("2026", "reeks_bestaat"), ("  ", "verplicht"), ("x" * 81, "te_lang")):
        with pytest.raises(Ongeldig) as exc:
            start_series(manager, naam=naam)
        assert [f.code for f in exc.value.bevindingen] == [code]


# coarser, until enough share it


def test_enough_jeugdigen_keep_their_gemeente(streek, rijen):
    streek.zet(KLEIN)
    assert {(r["gemeente"], r["productcode"]) for r in rijen()} == {("0141", "ABHIR")}


def test_few_become_the_region_together_with_enough_to_hide_them(streek, rijen):
    streek.zet(KLEIN - 1, streek.almelo)
    streek.zet(KLEIN + 3, streek.borne)
    found = rijen()
    assert Counter(r["gemeente"] for r in found) == {REGIO: 2 * KLEIN + 2}
    assert {r["aanbieder"] for r in found} == {""}


def test_rare_product_becomes_its_segment_with_another(streek, rijen):
    streek.zet(KLEIN - 1, product=streek.zeldzaam)
    streek.zet(2, product=ProductFactory(code="ZELD2"))
    streek.zet(KLEIN)
    coarse = [r for r in rijen() if not r["productcode"]]
    assert len(coarse) == KLEIN + 1
    assert {(r["gemeente"], r["perceel"], r["aanbieder"]) for r in coarse} == {(REGIO, "", "")}
    assert all(r["segment"] for r in coarse)


def test_one_rare_product_alone_is_left_out_and_counted(streek, rijen):
    streek.zet(KLEIN - 1, product=streek.zeldzaam)
    streek.zet(KLEIN)
    assert {r["productcode"] for r in rijen()} == {"ABHIR"}
    assert Kennispuntuitvoer.objects.get().weggelaten == KLEIN - 1


def test_one_row_in_the_region_takes_the_other_rows_of_the_jeugdige(streek, rijen):
    """The pseudonym would tell the gemeente of the one by the other."""
    ander = ProductFactory(code="ANDER")
    common = streek.zet(KLEIN + 6)
    for row in common[:2]:
        streek.zet(1, product=ander, jeugdige=row.jeugdige)
    streek.zet(KLEIN + 1, streek.borne, ander)
    per = defaultdict(set)
    for row in rijen():
        per[row["pseudoniem"]].add(row["gemeente"] == REGIO)
    assert all(len(kinds) == 1 for kinds in per.values())


@pytest.mark.parametrize("seed", range(3))
def test_every_combination_that_stays_has_enough_jeugdigen(streek, rijen, seed):
    import random

    chance = random.Random(seed)
    products = [streek.gewoon, streek.zeldzaam, ProductFactory(code="DERDE")]
    for _ in range(30):
        (row,) = streek.zet(
            1,
            chance.choice([streek.almelo, streek.borne]),
            chance.choice(products[:2]),
            jaar=chance.choice([2014, 2010]),
        )
        if chance.random() < 0.3:
            streek.zet(1, row.gemeente, products[2], jeugdige=row.jeugdige)
    found = rijen()
    for level in (0, 1, 2):
        groups = defaultdict(set)
        for r in found:
            own = 2 if not r["productcode"] else int(r["gemeente"] == REGIO)
            if own == level:
                key = (r["gemeente"], r["leeftijd"], r["productcode"] or r["segment"])
                groups[key].add(r["pseudoniem"])
        assert all(len(people) >= KLEIN for people in groups.values())
    made = Kennispuntuitvoer.objects.get()
    assert made.regels == len(found)
    assert made.regels + made.weggelaten == Toewijzing.objects.count()


def test_rows_do_not_tell_what_the_counts_hide(streek, rijen, tellingen):
    streek.zet(2, streek.almelo)
    streek.zet(9, streek.borne)
    streek.zet(8, streek.almelo, jaar=2010)
    streek.zet(7, streek.borne, jaar=2010)
    counts = tellingen()
    hidden = {key for key, number in counts.items() if number == ONDERDRUKT}
    assert ("ABHIR", "0141", "12-15") in hidden or ("ABHIR", "0141", "4-11") in hidden
    shown = {(r["productcode"], r["gemeente"], r["leeftijd"]) for r in rijen()}
    assert not shown & hidden


# counts


def test_counts_are_of_different_jeugdigen_with_zeros_and_totals(streek, tellingen):
    rows = streek.zet(7, einddatum=D(2026, 10, 15))
    streek.zet(1, jeugdige=rows[0].jeugdige, begindatum=D(2026, 10, 16))
    counts = tellingen()
    assert counts["ABHIR", "0141", "12-15"] == "7"
    assert counts["ABHIR", "0147", "12-15"] == "0"
    assert counts["ABHIR", "totaal", "totaal"] == "7"
    assert {key[2] for key in counts} == {*LEEFTIJDEN, "totaal"}


# months


@pytest.mark.parametrize(
    ("begin", "eind", "erin"),
    [
        pytest.param(D(2026, 10, 31), D(2026, 12, 1), True, id="starts on the last day"),
        pytest.param(D(2026, 11, 1), D(2026, 12, 1), False, id="starts a day later"),
        pytest.param(D(2026, 1, 1), D(2026, 10, 1), True, id="ends on the first day"),
        pytest.param(D(2026, 1, 1), D(2026, 9, 30), False, id="ended a day before"),
        pytest.param(D(2026, 1, 1), None, True, id="without an end"),
    ],
)
def test_boundaries_of_a_month(streek, rijen, begin, eind, erin):
    streek.zet(KLEIN, begindatum=begin, einddatum=eind)
    assert len(rijen()) == (KLEIN if erin else 0)


def test_withdrawn_is_not_in_it(streek, rijen):
    streek.zet(KLEIN, status="ingetrokken")
    assert rijen() == []


def test_what_came_after_the_month_is_not_in_it(streek, rijen):
    rows = streek.zet(KLEIN)
    for row in rows:
        LeveringFactory(
            toewijzing=row,
            aangevraagd_op=D(2026, 1, 1),
            begindatum=D(2026, 1, 15),
            einddatum=D(2026, 11, 2),
        )
        DeclaratieregelFactory(
            toewijzing=row, begindatum=D(2026, 10, 1), einddatum=D(2026, 10, 31), volume=100
        )
        DeclaratieregelFactory(
            toewijzing=row, begindatum=D(2026, 11, 1), einddatum=D(2026, 11, 30), volume=900
        )
    found = rijen()
    assert {(r["gedeclareerd"], r["wachtdagen"], r["reden_einde"]) for r in found} == {
        ("100", "14", "")
    }
    assert {(r["beginmaand"], r["eindmaand"]) for r in found} == {("2026-01", "2026-12")}


def test_stopped_and_started_again_waits_once_and_has_the_last_reason(streek, rijen):
    for row in streek.zet(KLEIN):
        LeveringFactory(
            toewijzing=row,
            aangevraagd_op=D(2026, 1, 1),
            begindatum=D(2026, 1, 11),
            einddatum=D(2026, 2, 1),
            reden_beeindiging="20",
        )
        LeveringFactory(
            toewijzing=row,
            aangevraagd_op=D(2026, 3, 1),
            begindatum=D(2026, 3, 30),
            einddatum=D(2026, 9, 1),
            reden_beeindiging="31",
        )
    assert {(r["wachtdagen"], r["reden_einde"]) for r in rijen()} == {
        ("10", "Levering is volgens plan beëindigd")
    }


@pytest.mark.parametrize(
    "maand", [D(2026, 11, 1), D(2026, 12, 1), D(2026, 10, 2), D(2024, 10, 1), D(1999, 1, 1)]
)
def test_only_whole_months_that_are_over(manager, reeks, maand):
    with pytest.raises(Ongeldig):
        make_file(manager, reeks.pk, maand=maand, bestand="rijen", peildatum=VANDAAG)
    assert months(VANDAAG)[0] == OKTOBER
    assert months(VANDAAG)[-1] == D(2024, 11, 1)


# columns, log and rights


def test_documented_columns_are_the_exported_ones(streek, manager, reeks):
    streek.zet(KLEIN)
    text = (Path(settings.BASE_DIR) / "docs/kennispunt.md").read_text()
    for kind, columns in (("rijen", RIJEN), ("tellingen", TELLINGEN)):
        made = make_file(manager, reeks.pk, maand=OKTOBER, bestand=kind, peildatum=VANDAAG)
        head = made.inhoud.readline().decode().strip().split(",")
        assert head == [column.naam for column in columns]
        part = text.split(f"## Bestand `{kind}`")[1].split("\n## ")[0]
        lines = [line for line in part.splitlines() if line.startswith("| `")]
        assert lines == [f"| `{c.naam}` | {c.betekenis} | {c.eenheid} |" for c in columns]


def test_export_of_rows_is_an_event_and_a_line_in_the_access_log(streek, rijen):
    made = streek.zet(KLEIN)
    rijen()
    line = Inzage.objects.get(soort="export.kennispunt-rijen")
    assert set(line.jeugdigen) == {row.jeugdige_id for row in made}
    event = Gebeurtenis.objects.get(soort="kennispunt.bestand_gemaakt")
    assert event.gegevens["maand"] == "2026-10"


@pytest.mark.parametrize("rol", [r for r in Rolcode if r != Rolcode.CONTRACTMANAGER])
def test_nobody_else_makes_or_finds_one(actor_for, reeks, rol):
    actor = actor_for(rol)
    with pytest.raises(NietGevonden):
        make_file(actor, reeks.pk, maand=OKTOBER, bestand="rijen", peildatum=VANDAAG)
    assert not Kennispuntreeks.objects.for_actor(actor).exists()
    assert not Kennispuntuitvoer.objects.for_actor(actor).exists()


def test_page_makes_and_hands_over(client_for, streek):
    streek.zet(KLEIN, begindatum=D(2020, 1, 1), einddatum=None)
    client, url = client_for(Rolcode.CONTRACTMANAGER), reverse("kennispunt")
    assert "Start eerst een reeks" in client.get(url).content.decode()
    started = client.post(reverse("kennispunt-reeksen"), {"naam": "2026"}, follow=True)
    assert "Reeks 2026 is gestart." in started.content.decode()
    again = client.post(reverse("kennispunt-reeksen"), {"naam": "2026"})
    assert again.status_code == 400
    assert "Er is al een reeks met deze naam." in again.content.decode()
    reeks = Kennispuntreeks.objects.get()
    month = started.context["form"].fields["maand"].choices[0][0]
    asked = {"reeks": reeks.pk, "maand": month, "bestand": "rijen"}
    got = client.post(url, asked)
    assert got["Content-Disposition"] == f'attachment; filename="kennispunt-rijen-{month[:7]}.csv"'
    assert b"".join(got.streaming_content).startswith(b"maand,pseudoniem,leeftijd")
    assert Kennispuntuitvoer.objects.get().regels == KLEIN
    wrong = client.post(url, asked | {"maand": "1999-01-01"})
    assert wrong.status_code == 400
    assert "kennispunt" not in client_for(Rolcode.CONTRACTBEHEERDER).get("/").content.decode()
