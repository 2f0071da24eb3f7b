"""Every error at once, the dry run tells the truth, and half an import does not exist."""

import csv
import io
import os
import signal
import subprocess
import sys

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from openpyxl import load_workbook

from core.actor import system_actor
from core.choices import Organisatiesoort
from core.constraints import Constraintconflict
from core.fouten import REGISTER, Bevinding, Conflict, Foutcode, Niveau, Ongeldig
from core.importexport.inlezen import (
    FOUTENKOLOM,
    Importschema,
    Keuze,
    Rijlezer,
    Verwerkt,
    match_headings,
    per_row,
    run_import,
)
from core.importexport.klaarzetten import Klaarzetten
from core.importexport.kolommen import Kolom, Soort
from core.importexport.lezen import Rij, read_rows
from core.importexport.rapport import as_csv, as_xlsx, report_rows, template_rows
from core.models import Organisatie
from core.policies import AANGEMELD

pytestmark = pytest.mark.django_db
ACTOR = system_actor()
PROEF = Foutcode("proef_code_bestaat", "Deze code bestaat al.")
del REGISTER[PROEF.code]  # no code of the portal; known while these tests run


@pytest.fixture(autouse=True)
def _proef_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(REGISTER, PROEF.code, PROEF)


KOLOMMEN = (
    Kolom("code", max_lengte=20),
    Kolom("naam", aliassen=("naam gemeente",)),
    Kolom("sinds", soort=Soort.DATUM, verplicht=False),
)


def store_one(actor, regel):
    code, naam = regel.waarden["code"], regel.waarden["naam"]
    if naam == "weiger":
        raise Conflict("Dit kan nu niet.", code="conflict")
    if naam == "onzin":
        raise ValidationError({"naam": ValidationError("Geen naam.", code="ongeldig_formaat")})
    if naam == "stuk":
        with connection.cursor() as cursor:
            cursor.execute("select 1/0")
    Organisatie.objects.create(soort=Organisatiesoort.GI, code=code, naam=naam)
    if naam == "let op":
        return [Bevinding("te_lang", Niveau.WAARSCHUWING, "naam", "Kijk hier nog eens naar.")]
    return None


SET_BASED = Klaarzetten(
    KOLOMMEN,
    controle="""
      select regel_nr, 'proef_code_bestaat', 'code', '' from klaargezet k
      where exists (select 1 from core_organisatie o where o.soort = %(soort)s and o.code = k.code)
    """,
    invoer="""
      insert into core_organisatie (soort, code, naam)
      select %(soort)s, code, naam from goed order by regel_nr
    """,
    parameters={"soort": "gi"},
)


def schema(verwerk=None, **kwargs):
    return Importschema(
        "proef", "Proef", KOLOMMEN, AANGEMELD, verwerk or per_row(store_one), **kwargs
    )


def run(text, *, proef=False, keuze=Keuze.ALLES, of=None, **kwargs):
    data = text if isinstance(text, bytes) else text.encode()
    return run_import(ACTOR, of or schema(), data, proef=proef, keuze=keuze, **kwargs)


def codes(outcome):
    return [(number, found.veld, found.code) for number, found in outcome.rows()]


GOOD = "code;naam;sinds\na;Een;1-12-2026\nb;Twee;\n"
BAD = "code;naam;sinds\na;Een;31-2-2026\n;;gisteren\nb;weiger;\nc;onzin;\nd;Goed;\nd;Dubbel;\n"


def test_good_file_is_stored():
    outcome = run(GOOD)
    assert (outcome.gelezen, outcome.goed, outcome.opgeslagen, outcome.geldig) == (2, 2, 2, True)
    assert list(Organisatie.objects.values_list("code", "naam")) == [("a", "Een"), ("b", "Twee")]


def test_every_error_of_every_row_and_column_at_once():
    outcome = run(BAD, of=schema(sleutel=("code",)))
    assert codes(outcome) == [
        (2, "sinds", "ongeldig_formaat"),
        (3, "code", "verplicht"),
        (3, "naam", "verplicht"),
        (3, "sinds", "ongeldig_formaat"),
        (4, "", "conflict"),
        (5, "naam", "ongeldig_formaat"),
        (7, "code", "dubbel_in_bestand"),
    ]
    assert (outcome.gelezen, outcome.goed, outcome.opgeslagen) == (6, 1, 0)
    assert not Organisatie.objects.exists()


def test_good_rows_only_when_chosen():
    outcome = run(BAD, of=schema(sleutel=("code",)), keuze=Keuze.GOEDE)
    assert outcome.opgeslagen == 1
    assert list(Organisatie.objects.values_list("naam", flat=True)) == ["Goed"]


@pytest.mark.parametrize("text", [GOOD, BAD])
@pytest.mark.parametrize("keuze", list(Keuze))
def test_dry_run_says_what_the_real_one_does_and_stores_nothing(text, keuze):
    dry = run(text, proef=True, keuze=keuze)
    assert dry.opgeslagen == 0
    assert not Organisatie.objects.exists()
    real = run(text, keuze=keuze)
    assert (codes(dry), dry.goed) == (codes(real), real.goed)


def test_broken_constraint_becomes_the_code_of_the_model():
    outcome = run("code;naam\na;Een\na;Nog een\n")
    assert codes(outcome) == [(3, "", "organisatie_code_bestaat")]


def test_database_error_spoils_its_own_row_only():
    outcome = run("code;naam\na;stuk\nb;Goed\n", keuze=Keuze.GOEDE)
    assert codes(outcome) == [(2, "", "regel_mislukt")]
    assert outcome.opgeslagen == 1


def test_warning_does_not_stop():
    outcome = run("code;naam\na;let op\n")
    assert (outcome.geldig, outcome.opgeslagen, len(codes(outcome))) == (True, 1, 1)


def test_defect_halfway_leaves_nothing():
    def breaks(actor, regels):
        if regels[0].waarden["code"] == "b":
            raise ZeroDivisionError
        return per_row(store_one)(actor, regels)

    with pytest.raises(ZeroDivisionError):
        run(GOOD, of=schema(breaks, batch=1), keuze=Keuze.GOEDE)
    assert not Organisatie.objects.exists()


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("code;naam;sinds", []),
        ("Naam Gemeente; CODE ", []),
        (f"code;naam;{FOUTENKOLOM}", []),
        ("naam;kleur", ["onbekend_veld", "kolom_ontbreekt"]),
        ("code;naam;naam gemeente", ["kolom_dubbel"]),
        ("x", ["onbekend_veld", "kolom_ontbreekt", "kolom_ontbreekt"]),
    ],
)
def test_headings(heading, expected):
    text = f"{heading}\na;b;\n"
    if not expected:
        assert run(text, proef=True).gelezen == 1
        return
    with pytest.raises(Ongeldig) as raised:
        run(text)
    assert [found.code for found in raised.value.bevindingen] == expected


def test_heading_without_rows_is_empty():
    with pytest.raises(Ongeldig) as raised:
        run("code;naam\n")
    assert raised.value.code == "bestand_leeg"


def test_more_rows_than_the_import_takes():
    with pytest.raises(Ongeldig) as raised:
        run("code;naam\na;x\nb;x\nc;x\n", of=schema(max_regels=2))
    assert raised.value.code == "bestand_te_groot"
    assert not Organisatie.objects.exists()


def test_progress_and_batches():
    seen, sizes = [], []

    def count(actor, regels):
        sizes.append(len(regels))
        return Verwerkt()

    text = "code;naam\n" + "".join(f"c{at};n\n" for at in range(25))
    run(text, of=schema(count, batch=10), progress=seen.append)
    assert sizes == [10, 10, 5]
    assert seen[-1] == 25


def test_report_can_be_corrected_and_handed_in_again():
    data = b'code;naam;sinds\na;"=1+1; x";31-2-2026\nb;Twee;\n'
    outcome = run(data, proef=True)
    for make in (as_csv, as_xlsx):
        report = make(report_rows(schema(), data, outcome, alleen_fout=False))
        rows = [list(row.cellen) for row in read_rows(report, ("code",))]
        assert rows[0] == ["code", "naam", "sinds", FOUTENKOLOM]
        assert rows[1][3].startswith("sinds: Schrijf de datum")
        assert rows[1][3].endswith("[ongeldig_formaat]")
        assert rows[2][:2] == ["b", "Twee"]
        again = run(report, proef=True)
        assert codes(again) == codes(outcome)
        fixed = run(corrected(rows))
        assert fixed.opgeslagen == 2
        assert Organisatie.objects.filter(naam="=1+1; x").exists()
        Organisatie.objects.all().delete()
    only = list(report_rows(schema(), data, outcome, alleen_fout=True))
    assert [row[0] for row in only] == ["code", "a"]


def corrected(rows):
    """As a person would save it: the date put right, all else as it stood."""
    text = io.StringIO()
    csv.writer(text).writerows([[str(c).replace("31-2", "1-2") for c in row] for row in rows])
    return text.getvalue()


def test_xlsx_report_holds_no_formula():
    data = b"code;naam\n=1+1;\n"
    report = as_xlsx(report_rows(schema(), data, run(data, proef=True), alleen_fout=False))
    cell = load_workbook(io.BytesIO(report)).active["A2"]
    assert (cell.value, cell.data_type) == ("'=1+1", "s")


def test_empty_file_to_fill_in():
    assert as_csv(template_rows(schema())) == "\ufeffcode;naam;sinds\r\n".encode()


class TestSetBased:
    """The same engine with COPY to staging: one statement to check, one to insert."""

    def of(self, **kwargs):
        return schema(SET_BASED, sleutel=("code",), **kwargs)

    def test_errors_per_row_and_good_rows(self):
        Organisatie.objects.create(soort=Organisatiesoort.GI, code="b", naam="Was er al")
        text = "code;naam\na;Een\nb;Twee\nc;\nd;Vier\n"
        outcome = run(text, of=self.of(batch=2), keuze=Keuze.GOEDE)
        assert codes(outcome) == [(3, "code", "proef_code_bestaat"), (4, "naam", "verplicht")]
        assert set(Organisatie.objects.values_list("code", flat=True)) == {"a", "b", "d"}

    def test_all_or_nothing(self):
        Organisatie.objects.create(soort=Organisatiesoort.GI, code="b", naam="Was er al")
        assert run("code;naam\na;Een\nb;Twee\n", of=self.of()).opgeslagen == 0
        assert Organisatie.objects.count() == 1

    def test_many_rows_take_few_statements(self, django_assert_max_num_queries):
        text = "code;naam\n" + "".join(f"c{at};n{at}\n" for at in range(5000))
        with django_assert_max_num_queries(16):
            assert run(text, of=self.of()).opgeslagen == 5000

    def test_broken_constraint_leaves_nothing(self):
        blind = Klaarzetten(
            KOLOMMEN,
            "select 0, '', '', '' where false",
            SET_BASED.invoer,
            parameters={"soort": "gi"},
        )
        with pytest.raises(Constraintconflict) as raised:
            run("code;naam\na;Een\na;Twee\n", of=schema(blind))
        assert raised.value.code == "organisatie_code_bestaat"
        assert not Organisatie.objects.exists()


KILLED = """
import os, signal, django
django.setup()
from django.db import connection
connection.settings_dict["NAME"] = os.environ["PROEF_DB"]
from tests.importexport import test_inlezen as t
from core.importexport.inlezen import per_row
def verwerk(actor, regels):
    found = per_row(t.store_one)(actor, regels)
    if regels[0].waarden["code"] == "kill3":
        os.kill(os.getpid(), signal.SIGKILL)
    return found
text = "code;naam\\n" + "".join(f"kill{n};n\\n" for n in range(6))
t.run(text, of=t.schema(verwerk, batch=1), keuze=t.Keuze.GOEDE)
"""


def test_killed_halfway_leaves_nothing():
    name = connection.settings_dict["NAME"]
    done = subprocess.run(
        [sys.executable, "-c", KILLED],
        env={**os.environ, "PROEF_DB": name},
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()[-500:]
    assert not Organisatie.objects.filter(code__startswith="kill").exists()


def test_remembered_cell_reads_as_the_first_time():
    """A text that comes back is not read again; an error comes back with it, and types differ."""
    lezer = Rijlezer(match_headings(KOLOMMEN, Rij(1, [kolom.naam for kolom in KOLOMMEN])))
    cells = ["x"] * len(KOLOMMEN)
    assert lezer(Rij(2, cells)) == lezer(Rij(3, list(cells)))
    assert lezer(Rij(4, [])) == lezer(Rij(5, [None] * len(KOLOMMEN)))
