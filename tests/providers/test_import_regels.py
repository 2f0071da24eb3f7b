"""What a row may say, per file: the same codes as the other doors, every error at once."""

import datetime

import pytest

from core.actor import system_actor
from core.choices import Organisatiesoort
from core.importexport.inlezen import Importuitkomst, Keuze, run_import
from providers.importexport.aanbieders import AANBIEDERS
from providers.importexport.agbcodes import AGBCODES
from providers.importexport.contacten import CONTACTEN
from providers.importexport.delen import Gegevensbestand
from providers.importexport.locaties import LOCATIES
from providers.models import Aanbieder, AgbCode, Contactgegeven, Locatie
from tests.factories.core import OrganisatieFactory
from tests.factories.providers import (
    AanbiederFactory,
    AgbCodeFactory,
    ContactgegevenFactory,
    LocatieFactory,
)

pytestmark = pytest.mark.django_db
ACTOR = system_actor()
LINDE, BEUK = "99911111", "99922222"
HEADINGS = {
    AANBIEDERS.schema.code: "kvk;naam;rechtsvorm;grootte;vestigingsplaats;website",
    AGBCODES.schema.code: "kvk;code;soort;begindatum;einddatum",
    CONTACTEN.schema.code: "kvk;functie;naam;email;telefoon;begindatum;einddatum",
    LOCATIES.schema.code: (
        "kvk;naam;geheim;straat;huisnummer;postcode;plaats;gemeente;begindatum;einddatum"
    ),
}


@pytest.fixture
def linde():
    """Zorgboerderij De Linde and De Beuk, with a gemeente; De Linde has one of everything."""
    gemeente = OrganisatieFactory(
        soort=Organisatiesoort.GEMEENTE, naam="Hof van Twente", code="1735"
    )
    linde = AanbiederFactory(naam="De Linde", kvk=LINDE)
    AanbiederFactory(naam="De Beuk", kvk=BEUK)
    AgbCodeFactory(aanbieder=linde, code="41990001", begindatum=datetime.date(2025, 1, 1))
    ContactgegevenFactory(aanbieder=linde, functie="contract", telefoon="0531234567")
    LocatieFactory(
        aanbieder=linde, gemeente=gemeente, naam="Hoeve", huisnummer="1", postcode="7500 SS"
    )
    LocatieFactory(aanbieder=linde, gemeente=gemeente, naam="Schuilplaats", geheim=True)
    return linde


def run(
    bestand: Gegevensbestand, *rows: str, proef: bool = False, keuze: Keuze = Keuze.ALLES,
    kop: str = "",
) -> Importuitkomst:  # fmt: skip
    text = "\n".join([kop or HEADINGS[bestand.schema.code], *rows])
    return run_import(ACTOR, bestand.schema, text.encode(), proef=proef, keuze=keuze)


def codes(outcome: Importuitkomst) -> list[tuple[int, str, str]]:
    return [(number, found.veld, found.code) for number, found in outcome.rows()]


def figures(outcome: Importuitkomst) -> tuple[int | None, int | None, int]:
    return outcome.nieuw, outcome.gewijzigd, outcome.ongewijzigd


AANBIEDER_FOUTEN = {
    "R-ZP-6 KvK too short": ("123;N;Stichting;;;", [("kvk", "kvk_ongeldig")]),
    "R-ZP-6 KvK with letters": ("1234567a;N;Stichting;;;", [("kvk", "kvk_ongeldig")]),
    "R-ZP-6 KvK without its zero": ("1234567;N;Stichting;;;", [("kvk", "kvk_ongeldig")]),
    "nothing filled in": (
        ";;;Groot;;",
        [("kvk", "verplicht"), ("naam", "verplicht"), ("rechtsvorm", "verplicht")],
    ),
    "unknown legal form": ("99933333;N;maatschap;;;", [("rechtsvorm", "onbekende_waarde")]),
    "unknown size": ("99933333;N;bv;reus;;", [("grootte", "onbekende_waarde")]),
    "name too long": (f"99933333;{'n' * 201};bv;;;", [("naam", "te_lang")]),
    "no website": ("99933333;N;bv;;;https://geen adres", [("website", "website_ongeldig")]),
    "script as website": ("99933333;N;bv;;;javascript://x", [("website", "website_ongeldig")]),
    "all at once": (
        "12;N;x;y;;z z",
        [
            ("kvk", "kvk_ongeldig"),
            ("rechtsvorm", "onbekende_waarde"),
            ("grootte", "onbekende_waarde"),
            ("website", "website_ongeldig"),
        ],
    ),
}


@pytest.mark.parametrize(("row", "expected"), AANBIEDER_FOUTEN.values(), ids=list(AANBIEDER_FOUTEN))
def test_wrong_aanbieder(row, expected):
    outcome = run(AANBIEDERS, row)
    assert codes(outcome) == [(2, veld, code) for veld, code in expected]
    assert not Aanbieder.objects.exists()


def test_aanbieder_is_added_with_its_organisation():
    outcome = run(AANBIEDERS, "99933333;De Es;Stichting;groot;Almelo;www.es.example")
    assert figures(outcome) == (1, 0, 0)
    made = Aanbieder.objects.select_related("organisatie").get(kvk="99933333")
    assert (made.naam, made.rechtsvorm, made.grootte) == ("De Es", "stichting", "groot")
    assert (made.vestigingsplaats, made.website) == ("Almelo", "https://www.es.example")
    assert (made.organisatie.naam, made.organisatie.soort) == ("De Es", "aanbieder")


def test_aanbieder_is_brought_up_to_date_by_kvk(linde):
    outcome = run(
        AANBIEDERS,
        f"{LINDE};De Linde Zorg;Besloten vennootschap;;;",
        f"{BEUK};De Beuk;bv;overig;;",
    )
    assert figures(outcome) == (0, 1, 1)
    linde.refresh_from_db()
    assert (linde.naam, linde.organisatie.naam) == ("De Linde Zorg", "De Linde Zorg")


def test_column_that_is_left_out_stays_and_an_empty_cell_empties(linde):
    full = f"{LINDE};De Linde;bv;groot;Goor;https://linde.example"
    run(AANBIEDERS, full)
    outcome = run(AANBIEDERS, f"{LINDE};De Linde;bv", kop="kvk;naam;rechtsvorm")
    assert figures(outcome) == (0, 0, 1)
    assert figures(run(AANBIEDERS, f"{LINDE};De Linde;bv;;;")) == (0, 1, 0)
    linde.refresh_from_db()
    assert (linde.grootte, linde.vestigingsplaats, linde.website) == ("groot", "", "")


def test_kvk_of_two_aanbieders_is_not_guessed():
    AanbiederFactory.create_batch(2, kvk=LINDE)
    assert codes(run(AANBIEDERS, f"{LINDE};De Linde;bv;;;")) == [(2, "kvk", "kvk_niet_eenduidig")]
    outcome = run(AGBCODES, f"{LINDE};41990009;;1-1-2026;")
    assert codes(outcome) == [(2, "kvk", "kvk_niet_eenduidig")]


AGB_FOUTEN = {
    "R-ZP-6 AGB too short": ([f"{LINDE};4199;;1-1-2026;"], [(2, "code", "agb_ongeldig")]),
    "aanbieder unknown": (["99999999;41990009;;1-1-2026;"], [(2, "kvk", "aanbieder_onbekend")]),
    "ends before it begins": (
        [f"{LINDE};41990009;;2-1-2026;1-1-2026"],
        [(2, "einddatum", "periode_ongeldig")],
    ),
    "unknown kind": ([f"{LINDE};41990009;x;1-1-2026;"], [(2, "soort", "onbekende_waarde")]),
    "R-ZP-6 in use by another": (
        [f"{BEUK};41990001;;1-6-2026;"],
        [(2, "code", "agb_overlap")],
    ),
    "R-ZP-6 in use by another from the same day": (
        [f"{BEUK};41990001;;1-1-2025;"],
        [(2, "code", "agb_overlap")],
    ),
    "R-ZP-6 in use by itself": ([f"{LINDE};41990001;;1-6-2026;"], [(2, "code", "agb_overlap")]),
    "R-ZP-6 twice in the file": (
        [f"{LINDE};41990009;;1-1-2026;", f"{BEUK};41990009;;1-6-2026;"],
        [(2, "code", "agb_overlap"), (3, "code", "agb_overlap")],
    ),
    "overlap on the last day": (
        [f"{LINDE};41990009;;1-1-2026;31-1-2026", f"{BEUK};41990009;;31-1-2026;"],
        [(2, "code", "agb_overlap"), (3, "code", "agb_overlap")],
    ),
    "the same row twice": (
        [f"{LINDE};41990009;;1-1-2026;", f"{LINDE};41990009;;1-1-2026;"],
        [(3, "code, begindatum", "dubbel_in_bestand")],
    ),
    "unknown and inverted at once": (
        ["99999999;41990009;;2-1-2026;1-1-2026"],
        [(2, "kvk", "aanbieder_onbekend"), (2, "einddatum", "periode_ongeldig")],
    ),
}


@pytest.mark.parametrize(("rows", "expected"), AGB_FOUTEN.values(), ids=list(AGB_FOUTEN))
def test_wrong_agb_code(linde, rows, expected):
    assert codes(run(AGBCODES, *rows)) == expected
    assert AgbCode.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    ["31-2-2026", "2026-13-01", "1-1-26", "gisteren", "46023", "1.5", "01-01-20266", "=TODAY()"],
)
def test_date_in_a_wrong_form(linde, wrong):
    outcome = run(AGBCODES, f"{LINDE};41990009;;{wrong};")
    assert codes(outcome) == [(2, "begindatum", "ongeldig_formaat")]
    assert "1-12-2026" in next(outcome.rows())[1].reden


@pytest.mark.parametrize("good", ["1-1-2026", "01/01/2026", "2026-01-01", "1 januari 2026"])
def test_date_in_a_good_form(linde, good):
    assert figures(run(AGBCODES, f"{LINDE};41990009;;{good};")) == (1, 0, 0)
    assert AgbCode.objects.get(code="41990009").begindatum == datetime.date(2026, 1, 1)


def test_agb_code_passes_to_another_in_one_file(linde):
    """The old row ends and the new one begins; the order of the rows does not matter."""
    outcome = run(AGBCODES, f"{BEUK};41990001;;1-7-2026;", f"{LINDE};41990001;;1-1-2025;30-6-2026")
    assert figures(outcome) == (1, 1, 0)
    ends = AgbCode.objects.order_by("begindatum").values_list("aanbieder__naam", "einddatum")
    assert list(ends) == [("De Linde", datetime.date(2026, 6, 30)), ("De Beuk", None)]


def test_row_that_leans_on_one_that_falls_out_falls_out_too(linde):
    """The row that would end the code is wrong, so the code is not free."""
    rows = [f"{BEUK};41990001;;1-7-2026;", f"{LINDE};41990001;;1-1-2025;31-12-2024"]
    outcome = run(AGBCODES, *rows, f"{BEUK};41990005;;1-7-2026;", keuze=Keuze.GOEDE)
    assert codes(outcome) == [(2, "code", "agb_overlap"), (3, "einddatum", "periode_ongeldig")]
    assert figures(outcome) == (1, 0, 0)
    assert set(AgbCode.objects.values_list("code", flat=True)) == {"41990001", "41990005"}


CONTACT_FOUTEN = {
    "no function": (f"{LINDE};;Jan;a@b.nl;;1-1-2026;", ("functie", "verplicht")),
    "unknown function": (f"{LINDE};baas;;a@b.nl;;1-1-2026;", ("functie", "onbekende_waarde")),
    "no e-mail address": (f"{LINDE};sroi;;jan.nl;;1-1-2026;", ("email", "email_ongeldig")),
    "no telephone": (f"{LINDE};sroi;;;12;1-1-2026;", ("telefoon", "telefoon_ongeldig")),
    "R-ZP-1 one per function": (
        f"{LINDE};contract;Piet;a@b.nl;;1-6-2026;",
        ("functie", "contact_overlap"),
    ),
    "R-ZP-1 nothing to reach it by": (
        f"{LINDE};sroi;Jan;;;1-1-2026;",
        ("email", "contact_onbereikbaar"),
    ),
    "aanbieder unknown": ("99999999;sroi;;a@b.nl;;1-1-2026;", ("kvk", "aanbieder_onbekend")),
    "inverted": (f"{LINDE};sroi;;a@b.nl;;2-1-2026;1-1-2026", ("einddatum", "periode_ongeldig")),
}


@pytest.mark.parametrize(("row", "expected"), CONTACT_FOUTEN.values(), ids=list(CONTACT_FOUTEN))
def test_wrong_contact(linde, row, expected):
    assert codes(run(CONTACTEN, row)) == [(2, *expected)]
    assert Contactgegeven.objects.count() == 1


def test_two_contacts_for_one_function_in_the_file(linde):
    outcome = run(CONTACTEN, f"{BEUK};sroi;A;a@b.nl;;1-1-2026;", f"{BEUK};sroi;B;b@b.nl;;1-6-2026;")
    assert [code for _nr, _veld, code in codes(outcome)] == ["contact_overlap"] * 2


def test_contact_is_added_and_brought_up_to_date(linde):
    outcome = run(
        CONTACTEN,
        f"{LINDE};Contract;Jo;jo@linde.example;612345678;1-1-2025;31-12-2025",
        f"{LINDE};Contract;Piet;piet@linde.example;+31 6 12345678;1-1-2026;",
    )
    assert figures(outcome) == (1, 1, 0)
    found = Contactgegeven.objects.order_by("begindatum").values_list("naam", "telefoon")
    assert list(found) == [("Jo", "0612345678"), ("Piet", "+31 6 12345678")]


def place(**cells: str) -> str:
    row = {
        "kvk": LINDE, "naam": "Nieuw", "geheim": "", "straat": "Weg", "huisnummer": "2",
        "postcode": "7511 AA", "plaats": "Goor", "gemeente": "Hof van Twente",
        "begindatum": "1-1-2025", "einddatum": "",
    }  # fmt: skip
    return ";".join((row | cells).values())


LOCATIE_FOUTEN = {
    "no postcode": ({"postcode": "12 AB"}, ("postcode", "postcode_ongeldig")),
    "postcode with a zero in front": ({"postcode": "0511 AA"}, ("postcode", "postcode_ongeldig")),
    "gemeente unknown": ({"gemeente": "Atlantis"}, ("gemeente", "onbekende_waarde")),
    "code of a gemeente unknown": ({"gemeente": "9999"}, ("gemeente", "onbekende_waarde")),
    "no street": ({"straat": ""}, ("straat", "verplicht")),
    "aanbieder unknown": ({"kvk": "99999999"}, ("kvk", "aanbieder_onbekend")),
    "inverted": ({"einddatum": "1-1-2024"}, ("einddatum", "periode_ongeldig")),
    "R-BES-2 secret": ({"geheim": "ja"}, ("geheim", "geheime_locatie")),
    "R-BES-2 address for a secret location": (
        {"naam": "schuilplaats", "geheim": "nee"},
        ("naam", "geheime_locatie"),
    ),
}


@pytest.mark.parametrize(("cells", "expected"), LOCATIE_FOUTEN.values(), ids=list(LOCATIE_FOUTEN))
def test_wrong_location(linde, cells, expected):
    assert codes(run(LOCATIES, place(**cells))) == [(2, *expected)]
    assert Locatie.objects.count() == 2


@pytest.mark.parametrize("gemeente", ["Hof van Twente", "hof van twente", "1735"])
def test_location_is_added_with_gemeente_by_name_or_code(linde, gemeente):
    assert figures(run(LOCATIES, place(gemeente=gemeente, postcode="7511aa"))) == (1, 0, 0)
    made = Locatie.objects.select_related("gemeente").get(naam="Nieuw")
    assert (made.gemeente.code, made.postcode, made.geheim) == ("1735", "7511 AA", False)


def test_location_moves_when_only_one_can_be_meant(linde):
    assert figures(run(LOCATIES, place(naam="Hoeve", straat="Laan"))) == (0, 1, 0)
    assert Locatie.objects.get(naam="Hoeve").straat == "Laan"
    twins = [place(naam="Hoeve", huisnummer=nr) for nr in ("8", "9")]
    assert figures(run(LOCATIES, *twins)) == (2, 0, 0)
    assert figures(run(LOCATIES, *twins)) == (0, 0, 2)
    assert Locatie.objects.filter(naam="Hoeve").count() == 3


def test_secret_location_is_never_touched(linde):
    before = Locatie.objects.filter(geheim=True).values().get()
    run(LOCATIES, place(naam="Schuilplaats"), place(), keuze=Keuze.GOEDE)
    assert Locatie.objects.filter(geheim=True).values().get() == before
    assert Locatie.objects.filter(naam="Nieuw").exists()
