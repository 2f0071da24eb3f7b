"""Each rule of filing at its boundary, as a table of cases; no database (rules are pure)."""

import dataclasses
import datetime
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import datums
from core.fouten import Niveau
from indications import rules
from indications.aanvraag import Aanvraag, Feiten, Jeugdigegegevens, Productregels, Verdeling

D = datetime.date
TODAY = D(2026, 11, 22)
SOME_ID = UUID("00000000-0000-4000-8000-000000000001")
OTHER_ID = UUID("00000000-0000-4000-8000-000000000002")

ABHIR = Productregels(
    id=SOME_ID,
    code="ABHIR",
    naam="Behandeling individueel regulier",
    begindatum=D(2025, 1, 1),
    einddatum=None,
    eenheden=("01",),
    frequenties=("6",),
    verdeling_toegestaan=True,
    indirecte_tijd=True,
    max_reistijd_minuten=45,
    max_duur_maanden=24,
    max_minuten=None,
    max_sessies=None,
    groepsoort="",
    voorbeeldgegeven=False,
)
GROEP = dataclasses.replace(
    ABHIR,
    code="DBGGB",
    naam="Begeleiding groep basis",
    eenheden=("04",),
    frequenties=("2", "6"),
    verdeling_toegestaan=False,
    indirecte_tijd=False,
    max_duur_maanden=None,
)
VAKTHERAPIE = dataclasses.replace(
    ABHIR,
    code="DVAKT",
    naam="Vaktherapie",
    verdeling_toegestaan=False,
    indirecte_tijd=False,
    max_duur_maanden=None,
    max_minuten=2200,
    max_sessies=24,
)
PERSON = Jeugdigegegevens("999990019", "Testman", "Tess", "", D(2012, 5, 1))
ASK = Aanvraag(
    jeugdige=PERSON,
    gemeentecode="0153",
    aanbieder_agb="41990001",
    productcode="ABHIR",
    begindatum=D(2026, 12, 1),
    einddatum=D(2027, 11, 30),
    volume=3000,
    eenheid="01",
    frequentie="6",
    verwijzing_type="01",
    verwijzing_datum=D(2026, 11, 15),
)
FACTS = Feiten(
    gemeente_id=SOME_ID,
    product=ABHIR,
    aanbieder_id=SOME_ID,
    aanbieder_naam="Zorghuis De Linde",
    perceel_naam="Behandeling individueel",
    perceelcontract_id=SOME_ID,
    tarief_aantal=1,
    tarief=Decimal("1.92"),
)


def ask(**changes: object) -> Aanvraag:
    return dataclasses.replace(ASK, **changes)  # type: ignore[arg-type]


def facts(**changes: object) -> Feiten:
    return dataclasses.replace(FACTS, **changes)  # type: ignore[arg-type]


def found(a: Aanvraag, f: Feiten = FACTS) -> set[tuple[str, str]]:
    return {(x.code, x.veld) for x in rules.check(a, f, TODAY)}


def test_sound_filing_has_no_findings() -> None:
    assert found(ASK) == set()
    assert list(rules.missing(ASK)) == []


CASES = {
    # R-TOE-7: two years, inclusive
    "R-TOE-7 last allowed day": (ask(einddatum=D(2028, 11, 30)), FACTS, set()),
    "R-TOE-7 one day too long": (
        ask(einddatum=D(2028, 12, 1)),
        FACTS,
        {("behandeling_te_lang", "einddatum")},
    ),
    "R-TOE-7 open end": (ask(einddatum=None), FACTS, {("behandeling_te_lang", "einddatum")}),
    "R-TOE-7 from a leap day": (
        ask(begindatum=D(2028, 2, 29), einddatum=D(2030, 2, 28), verwijzing_datum=D(2028, 2, 1)),
        FACTS,
        set(),
    ),
    "R-TOE-7 from a leap day too long": (
        ask(begindatum=D(2028, 2, 29), einddatum=D(2030, 3, 1), verwijzing_datum=D(2028, 2, 1)),
        FACTS,
        {("behandeling_te_lang", "einddatum")},
    ),
    # R-TOE-2, 3, 4, 5: the split
    "R-TOE-3 split adds up": (ask(verdeling=Verdeling(2000, 700, 300, 40)), FACTS, set()),
    "R-TOE-3 split one short": (
        ask(verdeling=Verdeling(2000, 699, 300, 40)),
        FACTS,
        {("verdeling_telt_niet_op", "verdeling")},
    ),
    "R-TOE-3 part missing": (
        ask(verdeling=Verdeling(2000, None, 1000, 40)),
        FACTS,
        {("verdeling_telt_niet_op", "verdeling")},
    ),
    "R-TOE-4 exactly 45 a visit": (ask(verdeling=Verdeling(1200, 0, 1800, 40)), FACTS, set()),
    "R-TOE-4 one minute over": (
        ask(verdeling=Verdeling(1199, 0, 1801, 40)),
        FACTS,
        {("reistijd_te_hoog", "verdeling.reistijd")},
    ),
    "R-TOE-4 travel needs contacts": (
        ask(verdeling=Verdeling(2700, 0, 300)),
        FACTS,
        {("verplicht", "verdeling.aantalContacten")},
    ),
    "R-TOE-4 no travel, no contacts": (ask(verdeling=Verdeling(2700, 300, 0)), FACTS, set()),
    "R-TOE-2 split on a group": (
        ask(productcode="DBGGB", eenheid="04", verdeling=Verdeling(3000, 0, 0)),
        facts(product=GROEP),
        {("verdeling_niet_toegestaan", "verdeling")},
    ),
    "R-TOE-5 indirect on a group": (
        ask(productcode="DBGGB", eenheid="04", verdeling=Verdeling(2900, 100, 0)),
        facts(product=GROEP),
        {
            ("geen_indirecte_tijd", "verdeling.indirect"),
            ("verdeling_niet_toegestaan", "verdeling"),
        },
    ),
    "R-TOE-5 group in minutes": (
        ask(productcode="DBGGB"),
        facts(product=GROEP),
        {("eenheid_niet_toegestaan", "omvang.eenheid")},
    ),
    "IJ unit of another product": (
        ask(eenheid="04"),
        FACTS,
        {("eenheid_niet_toegestaan", "omvang.eenheid")},
    ),
    "IJ minutes per week on one total": (
        ask(frequentie="2"),
        FACTS,
        {("eenheid_niet_toegestaan", "omvang.frequentie")},
    ),
    "CD076 per week without end": (
        ask(productcode="DBGGB", eenheid="04", frequentie="2", einddatum=None),
        facts(product=GROEP),
        {("einddatum_verplicht", "einddatum")},
    ),
    # R-TOE-6
    "R-TOE-6 at the limits": (
        ask(productcode="DVAKT", volume=2200, verdeling=Verdeling(aantal_contacten=24)),
        facts(product=VAKTHERAPIE),
        set(),
    ),
    "R-TOE-6 a minute over": (
        ask(productcode="DVAKT", volume=2201, verdeling=Verdeling(aantal_contacten=24)),
        facts(product=VAKTHERAPIE),
        {("vaktherapie_te_veel_minuten", "omvang.volume")},
    ),
    "R-TOE-6 a session over": (
        ask(productcode="DVAKT", volume=2200, verdeling=Verdeling(aantal_contacten=25)),
        facts(product=VAKTHERAPIE),
        {("vaktherapie_te_veel_sessies", "verdeling.aantalContacten")},
    ),
    "R-TOE-6 sessions not said": (
        ask(productcode="DVAKT", volume=2200),
        facts(product=VAKTHERAPIE),
        {("verplicht", "verdeling.aantalContacten")},
    ),
    # R-TOE-9
    "R-TOE-9 last day of the year": (
        ask(verwijzing_type="02", verwijzing_datum=D(2026, 12, 1), einddatum=D(2027, 11, 30)),
        FACTS,
        set(),
    ),
    "R-TOE-9 a day past the year": (
        ask(verwijzing_type="02", verwijzing_datum=D(2026, 11, 30), einddatum=D(2027, 11, 30)),
        FACTS,
        {("verwijzing_verlopen", "einddatum")},
    ),
    "R-TOE-9 expired before the start": (
        ask(verwijzing_type="05", verwijzing_datum=D(2025, 12, 1)),
        FACTS,
        {("verwijzing_verlopen", "verwijzing.datum")},
    ),
    "R-TOE-9 from a leap day": (
        ask(
            begindatum=D(2028, 3, 1),
            verwijzing_type="03",
            verwijzing_datum=D(2028, 2, 29),
            einddatum=D(2029, 2, 28),
        ),
        FACTS,
        set(),
    ),
    "R-TOE-9 from a leap day a day past": (
        ask(
            begindatum=D(2028, 3, 1),
            verwijzing_type="03",
            verwijzing_datum=D(2028, 2, 29),
            einddatum=D(2029, 3, 1),
        ),
        FACTS,
        {("verwijzing_verlopen", "einddatum")},
    ),
    "R-TOE-9 medical term of exactly a year": (
        ask(
            verwijzing_type="02",
            verwijzing_datum=D(2026, 12, 1),
            verwijzing_tot=D(2027, 11, 30),
        ),
        FACTS,
        set(),
    ),
    "R-TOE-9 medical term longer than a year": (
        ask(
            verwijzing_type="02",
            verwijzing_datum=D(2026, 12, 1),
            verwijzing_tot=D(2027, 12, 1),
        ),
        FACTS,
        {("verwijzing_verlopen", "verwijzing.geldigTot")},
    ),
    "R-TOE-9 shorter medical term holds": (
        ask(
            verwijzing_type="05",
            verwijzing_datum=D(2026, 12, 1),
            verwijzing_tot=D(2027, 6, 30),
        ),
        FACTS,
        {("verwijzing_verlopen", "einddatum")},
    ),
    "D-16 GI to the last day": (
        ask(verwijzing_type="04", verwijzing_tot=D(2027, 11, 30)),
        FACTS,
        set(),
    ),
    "D-16 GI a day past": (
        ask(verwijzing_type="04", verwijzing_tot=D(2027, 11, 29)),
        FACTS,
        {("verwijzing_verlopen", "einddatum")},
    ),
    "D-16 court order without a term": (ask(verwijzing_type="08"), FACTS, set()),
    "D-16 court order known with a term": (
        ask(verwijzing_type="08"),
        facts(verwijzing_geldig_tot=D(2027, 6, 30)),
        {("verwijzing_verlopen", "einddatum")},
    ),
    "D-16 court order ended before the start": (
        ask(verwijzing_type="08", verwijzing_tot=D(2026, 11, 30)),
        FACTS,
        {("verwijzing_verlopen", "verwijzing.datum")},
    ),
    "D-16 open toewijzing on a term": (
        ask(verwijzing_type="08", verwijzing_tot=D(2027, 11, 30), einddatum=None),
        FACTS,
        {("verwijzing_verlopen", "einddatum"), ("behandeling_te_lang", "einddatum")},
    ),
    "term before the referral": (
        ask(verwijzing_tot=D(2026, 11, 14)),
        FACTS,
        {("periode_ongeldig", "verwijzing.geldigTot")},
    ),
    "BSN in the name of the practice": (
        ask(verwijzer="Praktijk 999990019"),
        FACTS,
        {("bsn_in_tekst", "verwijzing.verwijzer")},
    ),
    "name of the practice too long": (
        ask(verwijzer="x" * 201),
        FACTS,
        {("te_lang", "verwijzing.verwijzer")},
    ),
    # D-20, Jeugdwet 1.1 and 2.7a
    "D-20 own gemeente": (
        ASK,
        facts(woonplaats_bekend=True, verantwoordelijk_id=SOME_ID),
        set(),
    ),
    "D-20 another gemeente": (
        ASK,
        facts(woonplaats_bekend=True, verantwoordelijk_id=OTHER_ID),
        {("andere_gemeente_verantwoordelijk", "gemeentecode")},
    ),
    "D-20 moved out of sight": (
        ASK,
        facts(woonplaats_bekend=True, verantwoordelijk_id=None),
        {("woonplaats_onbekend", "gemeentecode")},
    ),
    "D-20 nothing known": (ASK, facts(verantwoordelijk_id=None), set()),
    "2.7a ends the day before the move": (
        ASK,
        facts(
            woonplaats_bekend=True,
            verantwoordelijk_id=SOME_ID,
            verhuist_op=D(2027, 12, 1),
        ),
        set(),
    ),
    "2.7a ends on the day of the move": (
        ASK,
        facts(
            woonplaats_bekend=True,
            verantwoordelijk_id=SOME_ID,
            verhuist_op=D(2027, 11, 30),
        ),
        {("verhuist_tijdens_hulp", "einddatum")},
    ),
    "R-TOE-9 not for the own toegang": (ask(verwijzing_datum=D(2024, 1, 1)), FACTS, set()),
    "referral after the start": (
        ask(verwijzing_datum=D(2026, 12, 2)),
        FACTS,
        {("periode_ongeldig", "verwijzing.datum")},
    ),
    "referrer not in the national list": (
        ask(verwijzing_type="07"),
        FACTS,
        {("onbekende_waarde", "verwijzing.type")},
    ),
    # R-TOE-10, R-CON-4
    "R-TOE-10 no contract": (
        ASK,
        facts(perceelcontract_id=None, tarief_aantal=0),
        {("geen_contract", "aanbiederAgbCode")},
    ),
    "R-TOE-10 contract to the last day": (ASK, facts(contract_tot=D(2027, 11, 30)), set()),
    "R-TOE-10 contract ends a day before": (
        ASK,
        facts(contract_tot=D(2027, 11, 29)),
        {("contract_eindigt_eerder", "einddatum")},
    ),
    "R-TOE-10 no tariff": (ASK, facts(tarief_aantal=0), {("geen_tarief", "productcode")}),
    "R-TOE-10 tariff to the last day": (ASK, facts(tarief_tot=D(2027, 11, 30)), set()),
    "R-TOE-10 tariff ends a day before": (
        ASK,
        facts(tarief_tot=D(2027, 11, 29)),
        {("geen_tarief", "einddatum")},
    ),
    "R-TOE-10 tariff as long as the contract": (
        ASK,
        facts(contract_tot=D(2027, 6, 30), tarief_tot=D(2027, 6, 30)),
        {("contract_eindigt_eerder", "einddatum")},
    ),
    "R-CON-4 clientenstop": (
        ASK,
        facts(clientenstop_sinds=D(2026, 8, 24)),
        {("clientenstop", "aanbiederAgbCode")},
    ),
    "AGB of seven digits": (
        ask(aanbieder_agb="4199000"),
        FACTS,
        {("agb_ongeldig", "aanbiederAgbCode")},
    ),
    "AGB of another script": (
        ask(aanbieder_agb="٤١٩٩٠٠٠١"),
        FACTS,
        {("agb_ongeldig", "aanbiederAgbCode")},
    ),
    "AGB unknown": (ASK, facts(aanbieder_id=None), {("aanbieder_onbekend", "aanbiederAgbCode")}),
    # R-SEG-2, R-SEG-5, R-CON-9, R-CPW-1
    "R-SEG-2 unknown product": (ASK, facts(product=None), {("product_onbekend", "productcode")}),
    "R-SEG-2 product starts later": (
        ASK,
        facts(product=dataclasses.replace(ABHIR, begindatum=D(2026, 12, 2))),
        {("product_niet_geldig", "productcode")},
    ),
    "R-SEG-2 product ends on the last day": (
        ASK,
        facts(product=dataclasses.replace(ABHIR, einddatum=D(2027, 11, 30))),
        set(),
    ),
    "R-SEG-2 product ends a day before": (
        ASK,
        facts(product=dataclasses.replace(ABHIR, einddatum=D(2027, 11, 29))),
        {("product_niet_geldig", "productcode")},
    ),
    "R-SEG-5 not bought for the gemeente": (
        ASK,
        facts(uitgesloten_verwijzing="Wijkkracht Hengelo"),
        {("product_niet_in_gemeente", "productcode")},
    ),
    "D-26 promised elsewhere": (
        ASK,
        facts(levert_hier=False),
        {("levert_niet_in_gemeente", "aanbiederAgbCode")},
    ),
    "D-26 promised here": (ASK, facts(levert_hier=True), set()),
    "D-26 nothing recorded": (ASK, facts(levert_hier=None), set()),
    "R-CON-9 taakgericht": (ASK, facts(taakgericht=True), {("taakgericht", "productcode")}),
    "R-CPW-1 via the CPWV": (
        ASK,
        facts(via_cpwv=True),
        {("plaatsing_via_cpwv", "productcode")},
    ),
    "R-CPW-2 prolonging the same place": (
        ASK,
        facts(via_cpwv=True, zelfde_plek_tot=D(2026, 11, 30)),
        set(),
    ),
    "R-CPW-2 back after a day away": (
        ASK,
        facts(via_cpwv=True, zelfde_plek_tot=D(2026, 11, 29)),
        {("plaatsing_via_cpwv", "productcode")},
    ),
    # R-TOE-13
    "R-TOE-13 overlap": (
        ASK,
        facts(
            overlap=True, overlap_nummer=7, overlap_begin=D(2026, 1, 1), overlap_eind=D(2026, 12, 1)
        ),
        {("toewijzing_overlap", "begindatum")},
    ),
    # period and person
    "end before begin": (
        ask(einddatum=D(2026, 11, 30)),
        FACTS,
        {("periode_ongeldig", "einddatum")},
    ),
    "one day is a period": (ask(einddatum=D(2026, 12, 1)), FACTS, set()),
    "year 9999": (
        ask(einddatum=D(9999, 12, 31)),
        FACTS,
        {("periode_ongeldig", "einddatum"), ("behandeling_te_lang", "einddatum")},
    ),
    "volume nought": (ask(volume=0), FACTS, {("volume_ongeldig", "omvang.volume")}),
    "volume largest": (ask(volume=99_999_999), FACTS, set()),
    "volume too large": (ask(volume=100_000_000), FACTS, {("volume_ongeldig", "omvang.volume")}),
    "BSN fails the elfproef": (
        ask(jeugdige=dataclasses.replace(PERSON, bsn="999990018")),
        FACTS,
        {("bsn_ongeldig", "jeugdige.bsn")},
    ),
    "born in the future": (
        ask(jeugdige=dataclasses.replace(PERSON, geboortedatum=D(2026, 11, 23))),
        FACTS,
        {("geboortedatum_ongeldig", "jeugdige.geboortedatum")},
    ),
    "birth date of somebody else": (
        ASK,
        facts(geboortedatum=D(2012, 5, 2)),
        {("geboortedatum_ongeldig", "jeugdige.geboortedatum")},
    ),
    "a day before 18": (
        ask(jeugdige=dataclasses.replace(PERSON, geboortedatum=D(2008, 12, 2))),
        FACTS,
        set(),
    ),
    "18 on the first day": (
        ask(jeugdige=dataclasses.replace(PERSON, geboortedatum=D(2008, 12, 1))),
        FACTS,
        {("verlengde_jeugdhulp", "jeugdige.geboortedatum")},
    ),
    "23 on the first day": (
        ask(jeugdige=dataclasses.replace(PERSON, geboortedatum=D(2003, 12, 1))),
        FACTS,
        {("leeftijd_te_hoog", "jeugdige.geboortedatum")},
    ),
}


@pytest.mark.parametrize(("a", "f", "expected"), CASES.values(), ids=CASES.keys())
def test_rule_at_its_boundary(a: Aanvraag, f: Feiten, expected: set[tuple[str, str]]) -> None:
    assert found(a, f) == expected


def test_warnings_are_warnings_and_the_rest_are_errors() -> None:
    levels = {
        x.code: x.niveau for _, (a, f, _expected) in CASES.items() for x in rules.check(a, f, TODAY)
    }
    warnings = {code for code, level in levels.items() if level == Niveau.WAARSCHUWING}
    assert warnings == {
        "contract_eindigt_eerder",
        "levert_niet_in_gemeente",
        "verhuist_tijdens_hulp",
        "verlengde_jeugdhulp",
        "woonplaats_onbekend",
    }


def test_message_names_the_last_allowed_day() -> None:
    (finding,) = rules.check(ask(einddatum=D(2028, 12, 31)), FACTS, TODAY)
    assert "30 november 2028" in finding.reden


def test_every_required_field_is_asked_for_at_once() -> None:
    fields = {x.veld for x in rules.missing(Aanvraag())}
    assert fields == {
        "gemeentecode",
        "productcode",
        "aanbiederAgbCode",
        "begindatum",
        "omvang.volume",
        "omvang.eenheid",
        "omvang.frequentie",
        "verwijzing.type",
        "verwijzing.datum",
        "jeugdige.bsn",
        "jeugdige.geboortedatum",
        "jeugdige.naam.geslachtsnaam",
        "jeugdige.naam.voornamen",
    }


def test_unfinished_form_is_checked_in_silence() -> None:
    assert rules.check(Aanvraag(), Feiten(), TODAY) == []


@given(begin=st.dates(D(2015, 1, 1), D(2090, 1, 1)), months=st.integers(min_value=1, max_value=48))
def test_period_of_months_never_reaches_the_same_day_again(
    begin: datetime.date, months: int
) -> None:
    until = datums.last_day(begin, months)
    assert datums.add_months(begin, months) - datetime.timedelta(days=1) <= until
    assert until <= datums.add_months(begin, months)


@given(
    direct=st.integers(0, 5000),
    indirect=st.integers(0, 5000),
    travel=st.integers(0, 5000),
    contacts=st.integers(1, 200),
)
def test_a_split_that_adds_up_only_fails_on_travel(
    direct: int, indirect: int, travel: int, contacts: int
) -> None:
    total = direct + indirect + travel
    a = ask(volume=max(total, 1), verdeling=Verdeling(direct, indirect, travel, contacts))
    codes = {code for code, _field in found(a)}
    expected = {"reistijd_te_hoog"} if travel > 45 * contacts else set()
    assert codes - ({"verdeling_telt_niet_op"} if total == 0 else set()) == expected
