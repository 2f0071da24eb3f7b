"""The sieve never lets through what the rules would stop, and a file gets the codes of the form."""

import datetime
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from aanlevering import toewijzingen_sql as statements
from aanlevering.toewijzingen import Toewijzingen
from aanlevering.toewijzingen_kolommen import KOLOM_VAN
from core.actor import Actor
from core.identifiers import is_bsn
from indications.aanvraag import Aanvraag, Jeugdigegegevens, Verdeling
from indications.services.indienen import validate
from tests.aanlevering.bouw import DAY, bestand, bsns, rij
from tests.indications.conftest import BEUK, ELS, ES, LINDE, VRIJ_BSN, WILG

pytestmark = pytest.mark.django_db
Row = dict[str, Any]


def near(vandaag: datetime.date) -> st.SearchStrategy[datetime.date]:
    """Days around where rules turn: years, two years, the ends of contracts and of help."""
    turns = (0, 7, 30, 90, 200, 364, 365, 366, 730, 737, 738, -1, -30, -365)
    return st.sampled_from([vandaag + (turn + off) * DAY for turn in turns for off in (-1, 0, 1)])


def filled_in(vandaag: datetime.date) -> st.SearchStrategy[Row]:
    """Sound rows of which a few fields are others, many of them on or next to a boundary."""
    whole = st.sampled_from([None, 0, 1, 24, 25, 40, 700, 1800, 2000, 2200, 2201, 3000])
    born = st.sampled_from(
        [datetime.date(2014, 5, 1), vandaag, *(vandaag - n * DAY for n in (6567, 6574, 6581, 8400))]
    )
    fields: dict[str, st.SearchStrategy[Any]] = {
        "gemeentecode": st.sampled_from(["0153", "0153", "0164", "0363"]),
        "bsn": st.sampled_from([VRIJ_BSN, *bsns(3), *bsns(3, 999_900_006)]),
        "geboortedatum": born,
        "agb": st.sampled_from([LINDE, LINDE, BEUK, ELS, WILG, ES, "41999999"]),
        "productcode": st.sampled_from(
            ["ABHIR", "ABHIA", "ABGII", "DVAKT", "DBGGB", "DBHGI", "BESTAAT"]
        ),
        "begindatum": near(vandaag),
        "einddatum": st.none() | near(vandaag),
        "volume": st.sampled_from([-1, 0, 1, 100, 2200, 2201, 3000, 99_999_999, 100_000_000]),
        "eenheid": st.sampled_from(["01", "01", "04", "14", "82", "99"]),
        "frequentie": st.sampled_from(["6", "6", "2", "1", "4"]),
        "minuten_direct": whole,
        "minuten_indirect": whole,
        "minuten_reistijd": whole,
        "aantal_contacten": whole,
        "verwijzing_type": st.sampled_from(["01", "02", "03", "04", "05", "07", "08"]),
        "verwijzing_datum": near(vandaag),
        "verwijzing_geldig_tot": st.none() | near(vandaag),
        "verwijzer": st.sampled_from(["", "De Poort", VRIJ_BSN]),
    }
    sound = rij(vandaag)

    def one(changed: Row) -> Row:
        return {**sound, **changed}

    return st.sets(st.sampled_from(sorted(fields)), max_size=4).flatmap(
        lambda names: st.fixed_dictionaries({name: fields[name] for name in names}).map(one)
    )


def as_asked(row: Row) -> Aanvraag:
    """The same row as form and API hand it to the service."""
    born = row["geboortedatum"]
    parts = [row.get(f"minuten_{name}") for name in ("direct", "indirect", "reistijd")]
    contacts = row.get("aantal_contacten")
    given_parts = any(p is not None for p in (*parts, contacts))
    return Aanvraag(
        jeugdige=Jeugdigegegevens(
            row["bsn"], row["geslachtsnaam"], row["voornamen"], "",
            born if isinstance(born, datetime.date) else datetime.date(2014, 5, 1),
        ),
        gemeentecode=row["gemeentecode"],
        aanbieder_agb=row["agb"],
        productcode=row["productcode"],
        begindatum=row["begindatum"],
        einddatum=row["einddatum"],
        volume=row["volume"],
        eenheid=row["eenheid"],
        frequentie=row["frequentie"],
        verdeling=Verdeling(*parts, contacts) if given_parts else None,
        verwijzing_type=row["verwijzing_type"],
        verwijzing_datum=row["verwijzing_datum"],
        verwijzer=row.get("verwijzer") or "",
        verwijzing_tot=row.get("verwijzing_geldig_tot"),
    )  # fmt: skip


def sieved(actor: Actor, vandaag: datetime.date, row: Row) -> tuple[bool, set[tuple[str, str]]]:
    """Whether SQL says fine, and what the file says in the end, by column and code."""
    one = Toewijzingen(actor, vandaag, uuid4())
    with transaction.atomic():
        one.check(bestand([row]))
        with connection.cursor() as cursor:
            cursor.execute(
                "select count(*) from feit f join aangeleverd a using (nr) "
                f"where {statements.ZEEF}",
                {"gemeente": actor.organisatie_id, "peildatum": vandaag},
            )
            fine = bool(cursor.fetchone()[0])
        transaction.set_rollback(True)
    found = {
        (f.veld, f.code) for kept in one.outcome.bevindingen.values() for f in kept
        if f.code != "waarschuwing_zonder_reden"
    }  # fmt: skip
    return fine, found


@pytest.fixture
def both(demo: None, toegang: Callable[..., Actor], vandaag: datetime.date) -> Callable[..., Any]:
    actor = toegang()

    def judge(row: Row) -> tuple[bool, set[tuple[str, str]], set[tuple[str, str]]]:
        fine, by_file = sieved(actor, vandaag, row)
        [judged] = validate(actor, [as_asked(row)], peildatum=vandaag)
        by_form = {(KOLOM_VAN.get(f.veld, f.veld), f.code) for f in judged.bevindingen}
        return fine, by_file, by_form

    return judge


def test_sieve_is_never_looser_than_the_rules_and_the_file_says_what_the_form_says(both, vandaag):
    sifted = []

    @settings(
        max_examples=250,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
    )
    @given(filled_in(vandaag))
    @example(rij(vandaag))
    def holds(row: Row) -> None:
        fine, by_file, by_form = both(row)
        sifted.append(fine)
        assert not (fine and by_form), f"the sieve let through {by_form}"
        assert by_file == by_form

    holds()
    assert all(map(is_bsn, bsns(3)))
    assert sum(sifted) > 20, "the sieve lets hardly anything through"
    assert sum(sifted) < len(sifted)
