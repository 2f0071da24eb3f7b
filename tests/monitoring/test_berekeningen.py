"""Every computed indicator against a world with known answers (R-CON-7)."""

import datetime
from itertools import product

import pytest
from django.db import connection

from core.choices import Organisatiesoort
from core.models import Signaal
from core.signalen.motor import run_check
from indications.models import Levering, Toewijzing
from monitoring.berekeningen import berekeningen
from monitoring.meten import measure, measure_due, measure_since
from monitoring.models import Meting
from monitoring.rules import period_of
from tests.factories.availability import AanbodFactory, OpgaveFactory
from tests.factories.core import OrganisatieFactory
from tests.factories.indications import JeugdigeFactory, ToewijzingFactory
from tests.monitoring.conftest import LATER, count, versie

pytestmark = pytest.mark.django_db


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def test_register_of_queries():
    assert set(berekeningen()) == {
        "wachttijd_waargenomen", "wachttijd_boven_norm", "wachttijd_opgegeven", "hulpduur",
        "instroom", "uitstroom", "doorplaatsing",
    }  # fmt: skip


def test_waiting_time_is_the_mean_in_weeks_per_level(wereld):
    found = versie("wachttijd_waargenomen", "weken")
    wereld.hulp("2026-01-15", aangevraagd="2026-01-01")  # 2 weeks, De Linde, Enschede
    wereld.hulp("2026-02-26", aangevraagd="2026-01-01", gemeente=wereld.hengelo)  # 8 weeks
    wereld.hulp("2026-03-11", aangevraagd="2026-02-11", bij=wereld.beuk)  # 4 weeks
    wereld.hulp("2026-02-01")  # not known when it was asked: does not count
    wereld.hulp("2026-04-01", aangevraagd="2020-01-01")  # the day after the quarter
    assert count(found, "2026-02-01") == {
        "regio": (4.67, 3),
        "De Linde": (5, 2),
        "De Beuk": (4, 1),
        "Enschede": (3, 2),
        "Hengelo": (8, 1),
    }


def test_waiting_time_that_began_before_it_was_asked_is_nought(wereld):
    found = versie("wachttijd_waargenomen", "weken")
    wereld.hulp("2026-01-15", aangevraagd="2026-01-20")
    assert count(found, "2026-01-01")["regio"] == (0, 1)


@pytest.mark.parametrize(
    ("begin", "counts"),
    [
        ("2025-12-31", False),
        ("2026-01-01", True),
        ("2026-03-31", True),
        ("2026-04-01", False),
    ],
)
def test_quarter_holds_its_first_and_last_day(wereld, begin, counts):
    wereld.hulp(begin)
    assert count(versie("instroom"), "2026-02-01")["regio"] == (int(counts), int(counts))


def test_leap_day_is_in_february_and_in_the_first_quarter(wereld):
    month = versie("instroom", meetperiode="maand")
    wereld.hulp("2024-02-29")
    assert count(month, "2024-02-01")["regio"] == (1, 1)
    assert count(month, "2024-03-01")["regio"] == (0, 0)
    assert Meting.objects.get(begindatum=day("2024-02-01"), aanbieder=None, gemeente=None)
    assert period_of("maand", day("2024-02-10")).eind == day("2024-02-29")


def test_longer_than_agreed_is_more_than_the_maximum_and_the_contract_goes_first(wereld):
    """R-BES-5: 6 weeks by the perceel, 2 by this contract; exactly the maximum is in time."""
    found = versie("wachttijd_boven_norm", "procent")
    wereld.contract(wereld.linde, max_wachttijd_weken=6)
    own = wereld.contract(wereld.beuk, max_wachttijd_weken=6)
    own.max_wachttijd_weken = 2
    own.save()
    wereld.hulp("2026-02-12", aangevraagd="2026-01-01")  # 42 days = 6 weeks: in time
    wereld.hulp("2026-02-13", aangevraagd="2026-01-01")  # 43 days: too late
    wereld.hulp("2026-01-15", aangevraagd="2026-01-01", bij=wereld.beuk)  # 14 days: in time
    wereld.hulp("2026-01-16", aangevraagd="2026-01-01", bij=wereld.beuk)  # 15 days: too late
    wereld.hulp("2026-01-16", aangevraagd="2026-01-16", bij=wereld.beuk)
    assert count(found, "2026-01-01") == {
        "regio": (40, 5),
        "De Linde": (50, 2),
        "De Beuk": (33.33, 3),
        "Enschede": (40, 5),
    }


def test_stated_waiting_time_is_of_aanbieders_and_about_nobody(wereld):
    found = versie("wachttijd_opgegeven", "weken")
    offer = AanbodFactory(perceelcontract=wereld.contract(wereld.linde))
    for week, weeks in [("2025-12-29", 50), ("2026-01-05", 3), ("2026-03-30", 6)]:
        OpgaveFactory(aanbod=offer, week=day(week), weken=weeks)
    other = AanbodFactory(perceelcontract=wereld.contract(wereld.beuk))
    OpgaveFactory(aanbod=other, week=day("2026-02-02"), weken=12)
    assert count(found, "2026-02-02") == {
        "regio": (7, None),
        "De Linde": (4.5, None),
        "De Beuk": (12, None),
    }


def test_duration_counts_both_days_of_what_ended_and_not_what_runs(wereld):
    found = versie("hulpduur", "dagen")
    wereld.hulp("2026-01-01", "2026-01-01")  # 1 day
    wereld.hulp("2024-02-28", "2026-03-31", bij=wereld.beuk)  # over a leap day: 763 days
    wereld.hulp("2026-01-01")  # open end
    wereld.hulp("2026-01-01", "2026-02-01", reden_beeindiging="20")  # stopped for a while
    wereld.hulp("2026-01-01", "2026-04-01")  # ended after the quarter
    assert count(found, "2026-01-01") == {
        "regio": (382, 2),
        "De Linde": (1, 1),
        "De Beuk": (763, 1),
        "Enschede": (382, 2),
    }


def test_inflow_counts_who_had_no_help_the_day_before(wereld):
    found = versie("instroom")
    there = wereld.hulp("2025-06-01", "2026-01-09")
    wereld.hulp("2026-01-10", wie=there, bij=wereld.beuk)  # goes on the next day
    back = wereld.hulp("2025-06-01", "2026-01-08")
    wereld.hulp("2026-01-10", wie=back, bij=wereld.beuk)  # a day without: comes in again
    twice = wereld.hulp("2026-02-01", gemeente=wereld.hengelo)
    wereld.hulp("2026-02-01", wie=twice, bij=wereld.beuk)  # two aanbieders, one jeugdige
    elsewhere = wereld.hulp("2025-01-01", segment="crisis")
    wereld.hulp("2026-02-03", wie=elsewhere)  # other segment before: new here
    assert count(found, "2026-03-31") == {
        "regio": (3, 3),
        "De Linde": (2, 2),
        "De Beuk": (2, 2),
        "Enschede": (2, 2),
        "Hengelo": (1, 1),
    }


def test_outflow_counts_who_has_no_help_the_day_after(wereld):
    found = versie("uitstroom")
    wereld.hulp("2025-06-01", "2026-03-31")  # the last day of the quarter
    on = wereld.hulp("2025-06-01", "2026-02-01")
    wereld.hulp("2026-02-02", wie=on, bij=wereld.beuk)
    pause = wereld.hulp("2025-06-01", "2026-02-01", reden_beeindiging="20")
    wereld.hulp("2025-06-01", wie=pause, segment="crisis")
    gap = wereld.hulp("2025-06-01", "2026-02-01")
    wereld.hulp("2026-02-03", wie=gap)
    assert count(found, "2026-01-01")["regio"] == (2, 2)


def test_withdrawn_toewijzing_counts_nowhere(wereld):
    found = versie("instroom")
    wereld.hulp("2026-01-10")
    Toewijzing.objects.update(status="ingetrokken")
    assert count(found, "2026-01-01")["regio"] == (0, 0)


@pytest.mark.parametrize(
    ("left", "moved"),
    [
        ("2026-01-31", False),  # 31 days before
        ("2026-02-01", True),
        ("2026-03-03", True),  # the same day
        ("2026-03-04", False),  # after
        (None, False),  # still there
    ],
)
def test_moving_on_is_to_another_aanbieder_within_thirty_days(wereld, left, moved):
    found = versie("doorplaatsing", "procent", segment="wonen-verblijf")
    for who in (wereld.linde, wereld.beuk):
        wereld.contract(who, "wonen-verblijf", aard="verblijf")
    jeugdige = JeugdigeFactory(gemeente=wereld.enschede, bsn=False)
    for who, begin, end in [(wereld.linde, "2025-01-01", left), (wereld.beuk, "2026-03-03", None)]:
        ToewijzingFactory(
            jeugdige=jeugdige,
            perceelcontract=wereld.contract(who, "wonen-verblijf"),
            begindatum=day(begin),
            einddatum=day(end) if end else None,
            perceelproduct=False,
        )
    assert count(found, "2026-03-03")["De Beuk"] == (100 if moved else 0, 1)


def test_moving_within_one_aanbieder_is_not_seen(wereld):
    found = versie("doorplaatsing", "procent", segment="wonen-verblijf")
    wereld.contract(wereld.linde, "wonen-verblijf", aard="wonen")
    jeugdige = JeugdigeFactory(gemeente=wereld.enschede, bsn=False)
    for begin, end in [("2025-01-01", "2026-02-28"), ("2026-03-01", None)]:
        ToewijzingFactory(
            jeugdige=jeugdige,
            perceelcontract=wereld.contract(wereld.linde, "wonen-verblijf"),
            begindatum=day(begin),
            einddatum=day(end) if end else None,
            perceelproduct=False,
        )
    assert count(found, "2026-03-01")["regio"] == (0, 1)


def test_other_segment_does_not_count(wereld):
    wereld.hulp("2026-01-10", segment="crisis")
    assert count(versie("instroom"), "2026-01-01") == {"regio": (0, 0)}
    assert count(versie("instroom", segment="crisis"), "2026-01-01")["regio"] == (1, 1)


def test_average_of_nothing_is_no_figure(wereld):
    assert count(versie("hulpduur", "dagen"), "2026-01-01") == {}


def test_running_period_counts_up_to_today(wereld):
    found = versie("instroom")
    for begin in ("2026-02-10", "2026-02-11", "2026-02-12"):
        wereld.hulp(begin)
    assert count(found, "2026-01-01", day("2026-02-11"))["regio"] == (2, 2)
    assert Meting.objects.get(aanbieder=None, gemeente=None).peildatum == day("2026-02-11")


def test_future_period_is_not_measured(wereld):
    assert count(versie("instroom"), "2026-04-01", day("2026-03-31")) == {}


def snapshot() -> set[tuple[object, ...]]:
    names = (
        "id", "indicator", "begindatum", "aanbieder", "gemeente", "waarde", "jeugdigen", "erbij",
    )  # fmt: skip
    return set(Meting.objects.values_list(*names))


def test_again_gives_the_same_rows_and_what_is_gone_goes(wereld):
    found = versie("instroom")
    wereld.hulp("2026-01-10", bij=wereld.beuk)
    wereld.hulp("2026-01-10")
    first = count(found, "2026-01-01")
    rows = snapshot()
    assert count(found, "2026-01-01") == first
    assert snapshot() == rows
    Levering.objects.filter(toewijzing__aanbieder=wereld.beuk).delete()
    assert count(found, "2026-01-01") == {
        "regio": (1, 1), "De Linde": (1, 1), "Enschede": (1, 1),
    }  # fmt: skip


def test_all_aanbieders_and_gemeenten_in_one_statement(wereld, django_assert_num_queries):
    """However many there are: the lock and the statement, and two savepoints around them."""
    found = versie("instroom")
    for who, place in product((wereld.linde, wereld.beuk), (wereld.enschede, wereld.hengelo)):
        wereld.hulp("2026-01-10", bij=who, gemeente=place)
    with django_assert_num_queries(4):
        measure(found, period_of("kwartaal", day("2026-01-10")), LATER)
    assert Meting.objects.count() == 5


def test_every_night_the_running_and_the_last_period(wereld):
    found = versie("instroom")
    wereld.hulp("2025-12-31")
    assert measure_due(day("2026-01-01")) > 0
    begins = Meting.objects.filter(aanbieder=None, gemeente=None).values_list("begindatum")
    assert {b for (b,) in begins} == {day("2025-10-01"), day("2026-01-01")}
    assert measure_since(day("2025-05-05"), day("2026-01-01"), found.indicator_id) > 0
    assert Meting.objects.filter(aanbieder=None, gemeente=None).count() == 4


def test_version_of_the_period_is_kept_when_another_comes(wereld):
    old = versie("instroom", einddatum=day("2026-03-31"))
    new = versie("instroom", begindatum=day("2026-04-01"))
    new.indicator = old.indicator
    new.save()
    measure_due(day("2026-04-15"))
    kept = dict(Meting.objects.filter(indicator=old.indicator).values_list("begindatum", "versie"))
    assert kept == {day("2026-01-01"): old.pk, day("2026-04-01"): new.pk}


@pytest.fixture
def ozjt():
    return OrganisatieFactory(soort=Organisatiesoort.OZJT)


def found_wrong(peildatum: str = "2026-04-02") -> set[str]:
    run_check("meting_klopt_niet", day(peildatum))
    rows = Signaal.objects.filter(controle="meting_klopt_niet", status="open")
    return set(rows.values_list("bewijs__indicator", flat=True))


@pytest.mark.parametrize("naam", sorted(berekeningen()))
def test_nightly_proof_finds_nothing_in_what_was_just_measured(wereld, naam, ozjt):
    eenheid = berekeningen()[naam].eenheid
    segment = "wonen-verblijf" if naam == "doorplaatsing" else "ambulant"
    found = versie(naam, eenheid, segment=segment)
    wereld.contract(wereld.linde, segment, aard="verblijf")
    wereld.hulp("2026-01-10", "2026-02-10", aangevraagd="2026-01-01", segment=segment)
    wereld.hulp("2026-01-10", gemeente=wereld.hengelo, aangevraagd="2025-01-01", segment=segment)
    OpgaveFactory(
        aanbod=AanbodFactory(perceelcontract=wereld.contract(wereld.linde, segment)),
        week=day("2026-01-05"),
        weken=4,
    )
    measure_due(day("2026-04-01"))
    assert found_wrong() == set()
    Meting.objects.filter(aanbieder=None, gemeente=None).update(teller=99)
    assert found_wrong() == {found.indicator.code}
    measure_due(day("2026-04-01"))
    assert found_wrong() == set()


def test_nightly_proof_sees_an_aanbieder_that_does_not_add_up(wereld, ozjt):
    found = versie("hulpduur", "dagen")
    wereld.hulp("2026-01-10", "2026-02-10")
    wereld.hulp("2026-01-10", "2026-02-10", bij=wereld.beuk)
    measure_due(day("2026-04-01"))
    with connection.cursor() as cursor:
        cursor.execute(
            "update monitoring_meting set teller = teller + 1 where aanbieder_id = %s",
            [wereld.beuk.pk],
        )
    assert found_wrong() == {found.indicator.code}
