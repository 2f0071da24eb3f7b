import datetime
import threading

import pytest
from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from core.choices import Signaalstatus
from core.models import Signaal, Signaalstap
from core.signalen.choices import Bij
from core.signalen.diensten import postpone_signaal, settle_signaal
from core.signalen.motor import LOCK_SPACE, return_postponed, run_check
from tests.signalen import bouw
from tests.signalen.bouw import VANDAAG, days

pytestmark = pytest.mark.django_db


def counts(naam="proef"):
    done = run_check(naam, VANDAAG)
    return done.geopend, done.gehouden, done.gesloten, done.gewijzigd


def steps(signaal):
    return list(signaal.stappen.order_by("id").values_list("soort", flat=True))


def test_new_finding_opens_a_signal_with_its_first_step(proef, ozjt):
    proef().gevonden = {"a": 3}
    assert counts() == (1, 0, 0, 0)
    signaal = Signaal.objects.get()
    assert (signaal.raakt, signaal.organisatie, signaal.bewijs) == (3, ozjt, {"aantal": 3})
    assert steps(signaal) == ["geopend"]


def test_found_again_is_kept_without_a_step_and_seen_later(proef, ozjt):
    proef().gevonden = {"a": 3}
    counts()
    Signaal.objects.update(laatst_gezien_op=datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC))
    assert counts() == (0, 1, 0, 0)
    signaal = Signaal.objects.get()
    assert steps(signaal) == ["geopend"]
    assert signaal.laatst_gezien_op.year != 2026 or signaal.laatst_gezien_op.month != 1


def test_changed_evidence_is_a_step_that_says_what_changed(proef, ozjt):
    check = proef()
    check.gevonden = {"a": 3}
    counts()
    check.gevonden = {"a": 5}
    assert counts() == (0, 1, 0, 1)
    signaal = Signaal.objects.get()
    assert (signaal.raakt, signaal.bewijs, signaal.omschrijving) == (5, {"aantal": 5}, "Iets met 5")
    assert signaal.stappen.get(soort="gewijzigd").tekst == "Raakt nu 5 jeugdigen, eerder 3"


def test_vanished_finding_closes_and_coming_back_opens_a_new_one(proef, ozjt):
    check = proef()
    check.gevonden = {"a": 3, "b": 1}
    counts()
    check.gevonden = {"b": 1}
    assert counts() == (0, 1, 1, 0)
    closed = Signaal.objects.get(sleutel="a")
    assert closed.status == Signaalstatus.GESLOTEN
    assert closed.gesloten_op is not None
    assert steps(closed) == ["geopend", "gesloten"]
    check.gevonden = {"a": 3, "b": 1}
    assert counts() == (1, 1, 0, 0)
    assert Signaal.objects.filter(sleutel="a").count() == 2


def test_two_rows_with_one_key_make_one_signal_with_the_heaviest(proef, ozjt):
    check = proef()
    check.gevonden = {"a": 1}
    single = check.query()
    check.gevonden = {"a": 7}
    double = f"{single} union all {check.query()}"
    check.query = lambda: double  # type: ignore[method-assign]
    from core.signalen import controles as register

    register._REGISTER["proef"] = register.Controle(
        **{**vars(register._REGISTER["proef"]), "query": check.query}
    )
    assert counts() == (1, 0, 0, 0)
    assert Signaal.objects.get().raakt == 7


def test_a_check_closes_only_its_own_signals(proef, ozjt):
    proef("een").gevonden = {"a": 1}
    proef("twee").gevonden = {}
    counts("een")
    assert counts("twee") == (0, 0, 0, 0)
    assert Signaal.objects.get().status == Signaalstatus.OPEN


def test_work_lies_at_the_organisation_concerned_when_the_check_says_so(proef, ozjt):
    org = bouw.aanbieder().organisatie
    proef(bij=Bij.BETREFT, betreft=str(org.pk)).gevonden = {"a": 1}
    counts()
    assert Signaal.objects.get().organisatie == org


def test_postponed_is_kept_and_comes_back_on_its_day(proef, ozjt):
    check = proef()
    check.gevonden = {"a": 3}
    counts()
    actor = bouw.actor_at(ozjt, "contractmanager")
    signaal = Signaal.objects.get()
    postpone_signaal(actor, signaal.pk, tot=days(10), reden="Wacht op brief", peildatum=VANDAAG)
    assert counts() == (0, 1, 0, 0)
    signaal.refresh_from_db()
    assert signaal.status == Signaalstatus.UITGESTELD
    assert return_postponed(days(9)) == 0
    assert return_postponed(days(10)) == 1
    signaal.refresh_from_db()
    assert (signaal.status, signaal.uitgesteld_tot) == (Signaalstatus.OPEN, None)
    assert steps(signaal) == ["geopend", "uitgesteld", "terug"]


def test_postponed_and_vanished_closes(proef, ozjt):
    check = proef()
    check.gevonden = {"a": 3}
    counts()
    actor = bouw.actor_at(ozjt, "contractmanager")
    postpone_signaal(actor, Signaal.objects.get().pk, tot=days(10), reden="", peildatum=VANDAAG)
    check.gevonden = {}
    assert counts() == (0, 0, 1, 0)
    assert Signaal.objects.get().uitgesteld_tot is None


def test_settled_stays_closed_until_the_evidence_changes(proef, ozjt):
    check = proef(sluitbaar=True)
    check.gevonden = {"a": 3}
    counts()
    actor = bouw.actor_at(ozjt, "contractmanager")
    now = datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC)
    settle_signaal(actor, Signaal.objects.get().pk, reden="Besproken", nu=now)
    assert counts() == (0, 0, 0, 0)
    check.gevonden = {"a": 4}
    assert counts() == (1, 0, 0, 0)


def test_one_run_is_a_lock_and_one_statement(proef, ozjt):
    check = proef()
    for many in (2, 20):
        check.gevonden = {f"s{n}": n for n in range(many)}
        with CaptureQueriesContext(
            connection,
        ) as caught:
            counts()
        asked = [q for q in caught if "SAVEPOINT" not in q["sql"]]
        assert len(asked) == 2
    assert Signaalstap.objects.filter(soort="geopend").count() == 20


@pytest.mark.django_db(transaction=True)
def test_second_engine_on_the_same_check_steps_aside(proef):
    bouw.ozjt()
    proef().gevonden = {"a": 1}
    outcomes = []

    def other_engine():
        try:
            outcomes.append(run_check("proef", VANDAAG))
        finally:
            connections.close_all()

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s, hashtext('proef'))", [LOCK_SPACE])
        thread = threading.Thread(target=other_engine, daemon=True)
        thread.start()
        thread.join(10)
    assert outcomes[0].overgeslagen
    assert not Signaal.objects.exists()
    assert run_check("proef", VANDAAG).geopend == 1


@pytest.mark.django_db(transaction=True)
def test_two_engines_at_once_open_one_signal(proef):
    bouw.ozjt()
    proef().gevonden = {f"s{n}": n for n in range(50)}
    start = threading.Barrier(2)
    failed = []

    def engine():
        try:
            start.wait(10)
            for _ in range(5):
                run_check("proef", VANDAAG)
        except Exception as exc:  # reported in the main thread
            failed.append(exc)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=engine, daemon=True) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert not failed
    assert Signaal.objects.count() == 50
    assert Signaalstap.objects.count() == 50
