"""The one place that shortens a contract: boundaries, undoing in any order, and its list."""

import datetime
from collections.abc import Sequence

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contractbeheer.aflopen import Bron, end_perceel, lock_aanbieder, take_back
from contractbeheer.choices import Overdrachtstatus
from contractbeheer.models import Contracteinde, Overdracht
from contracts.choices import Perceelcontractstatus
from contracts.models import Perceelcontract
from core.actor import system_actor
from core.fouten import Ongeldig
from core.handeling import handeling
from indications.models import Toewijzing
from tests.contractbeheer.stoppen import DAG, Zaak, zaak  # noqa: F401 - fixture
from tests.factories.contracts import PerceelcontractFactory
from tests.tegelijk import at_once

pytestmark = pytest.mark.django_db


def end(zaak: Zaak, last_day: datetime.date, peildatum: datetime.date | None = None):  # noqa: F811
    with handeling(system_actor()) as act:
        lock_aanbieder(zaak.linde.pk)
        return end_perceel(
            act,
            zaak.linde.pk,
            [zaak.contract.perceel_id],
            last_day,
            Bron(verzoek=zaak.bron()),
            peildatum=peildatum or zaak.vandaag,
        )


def undo(*eindes: Contracteinde) -> None:
    with handeling(system_actor()) as act:
        take_back(act, eindes)


def contract_of(zaak: Zaak) -> Perceelcontract:  # noqa: F811
    zaak.contract.refresh_from_db()
    return zaak.contract


def code_of(exc: pytest.ExceptionInfo[Ongeldig]) -> str:
    return exc.value.bevindingen[0].code


def test_last_day_may_be_today_and_not_yesterday(zaak):  # noqa: F811
    with pytest.raises(Ongeldig) as exc:
        end(zaak, zaak.dag(-1))
    assert code_of(exc) == "periode_ongeldig"
    end(zaak, zaak.vandaag)
    assert contract_of(zaak).einddatum == zaak.vandaag


@pytest.mark.parametrize(("verschil", "kan"), [(-1, True), (0, False), (1, False)])
def test_ending_on_or_after_the_own_end_changes_nothing(verschil, kan, zaak):  # noqa: F811
    last = zaak.dag(90)
    Perceelcontract.objects.filter(pk=zaak.contract.pk).update(einddatum=last)
    if kan:
        end(zaak, last + verschil * DAG)
        assert contract_of(zaak).einddatum == last - DAG
    else:
        with pytest.raises(Ongeldig) as exc:
            end(zaak, last + verschil * DAG)
        assert code_of(exc) == "geen_contract_om_te_eindigen"
        assert contract_of(zaak).einddatum == last


@pytest.mark.parametrize("last_day", [datetime.date(2028, 2, 28), datetime.date(2028, 2, 29)])
def test_leap_day_is_a_day(last_day, zaak):  # noqa: F811
    on_time = zaak.toewijzing(einddatum=last_day)
    later = zaak.toewijzing(einddatum=last_day + DAG)
    end(zaak, last_day)
    assert contract_of(zaak).einddatum == last_day
    assert not Overdracht.objects.filter(toewijzing=on_time).exists()
    assert zaak.line(later).vanaf == last_day + DAG


def test_open_end_and_later_begin_are_listed_and_withdrawn_is_not(zaak):  # noqa: F811
    open_end = zaak.toewijzing(einddatum=None)
    future = zaak.toewijzing(begindatum=zaak.dag(61), einddatum=zaak.dag(90))
    zaak.toewijzing(status="ingetrokken")
    end(zaak, zaak.dag(60))
    assert set(Overdracht.objects.values_list("toewijzing", flat=True)) == {open_end.pk, future.pk}


def test_contract_that_had_not_begun_is_withdrawn_and_comes_back(zaak):  # noqa: F811
    first = zaak.dag(100)
    zaak.contract.begindatum = first
    zaak.contract.save()
    listed = zaak.toewijzing(begindatum=first, einddatum=zaak.dag(150))
    (einde,) = end(zaak, first - DAG)
    assert contract_of(zaak).status == Perceelcontractstatus.INGETROKKEN
    assert zaak.line(listed).status == Overdrachtstatus.OPEN
    undo(einde)
    assert contract_of(zaak).status == Perceelcontractstatus.GELDIG
    assert zaak.contract.einddatum is None
    assert zaak.line(listed).status == Overdrachtstatus.VERVALLEN


def test_every_contract_of_the_perceel_ends(zaak):  # noqa: F811
    Perceelcontract.objects.filter(pk=zaak.contract.pk).update(einddatum=zaak.dag(30))
    following = PerceelcontractFactory(
        aanbieder=zaak.linde, perceel=zaak.contract.perceel, begindatum=zaak.dag(31)
    )
    eindes = end(zaak, zaak.dag(10))
    assert {e.perceelcontract_id for e in eindes} == {zaak.contract.pk, following.pk}
    following.refresh_from_db()
    assert following.status == Perceelcontractstatus.INGETROKKEN


def test_other_aanbieder_and_other_perceel_stay(zaak):  # noqa: F811
    other = PerceelcontractFactory(aanbieder=zaak.linde)
    end(zaak, zaak.dag(10))
    other.refresh_from_db()
    zaak.ander.refresh_from_db()
    assert other.einddatum is None
    assert zaak.ander.einddatum is None


@pytest.mark.parametrize("order", [(0, 1), (1, 0)], ids=["first-first", "last-first"])
@pytest.mark.parametrize("original", [None, 300], ids=["open-end", "own-end"])
def test_two_acts_undone_in_any_order_give_back_what_was(order, original, zaak):  # noqa: F811
    own = zaak.dag(original) if original else None
    Perceelcontract.objects.filter(pk=zaak.contract.pk).update(einddatum=own)
    running = zaak.toewijzing(einddatum=zaak.dag(200))
    acts = [end(zaak, zaak.dag(120)), end(zaak, zaak.dag(60))]
    line = zaak.line(running)
    assert (line.vanaf, line.einde) == (zaak.dag(61), acts[1][0])
    undo(*acts[order[0]])
    left = acts[order[1]][0]
    assert contract_of(zaak).einddatum == left.laatste_dag
    line = zaak.line(running)
    assert (line.status, line.vanaf, line.einde) == ("open", left.laatste_dag + DAG, left)
    undo(left)
    assert contract_of(zaak).einddatum == own
    assert zaak.line(running).status == Overdrachtstatus.VERVALLEN


@pytest.mark.parametrize("many", [1, 12])
def test_list_takes_the_same_statements_whatever_its_length(many, zaak):  # noqa: F811
    for _ in range(many):
        zaak.toewijzing()
    with CaptureQueriesContext(
        connection,
    ) as seen:
        end(zaak, zaak.dag(60))
    assert Overdracht.objects.count() == many
    statements = [q["sql"] for q in seen if "contractbeheer_overdracht " in q["sql"]]
    assert len(statements) == 1
    assert len(seen) < 25


STEP = st.one_of(
    st.tuples(st.just("end"), st.integers(min_value=0, max_value=260)),
    st.tuples(st.just("back"), st.integers(min_value=0, max_value=5)),
)


@given(
    steps=st.lists(STEP, min_size=1, max_size=7),
    original=st.one_of(st.none(), st.integers(min_value=50, max_value=240)),
)
@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_any_sequence_leaves_the_earliest_end_and_nothing_unlisted(
    zaak,  # noqa: F811
    steps: Sequence[tuple[str, int]],
    original: int | None,
):
    """R-CON-3: no toewijzing runs on a day without contract unless it stands open on the list."""
    own = zaak.dag(original) if original is not None else None
    with transaction.atomic():
        Perceelcontract.objects.filter(pk=zaak.contract.pk).update(einddatum=own)
        ends = (None, 40, 120, 250)
        running = [zaak.toewijzing(einddatum=zaak.dag(e) if e else None) for e in ends]
        for kind, number in steps:
            standing = list(
                Contracteinde.objects.filter(teruggedraaid_op=None).order_by("aangemaakt_op", "pk")
            )
            if kind == "end":
                now = contract_of(zaak).einddatum
                makes_a_difference = now is None or zaak.dag(number) < now
                try:
                    end(zaak, zaak.dag(number))
                    assert makes_a_difference
                except Ongeldig:
                    assert not makes_a_difference
            elif standing:
                undo(standing[number % len(standing)])
            _holds(zaak, own, running)
        undo(*Contracteinde.objects.filter(teruggedraaid_op=None))
        assert contract_of(zaak).einddatum == own
        transaction.set_rollback(True)


def _holds(
    zaak: Zaak,  # noqa: F811
    own: datetime.date | None,
    running: Sequence[Toewijzing],
) -> None:
    standing = Contracteinde.objects.filter(teruggedraaid_op=None)
    ends = [*standing.values_list("laatste_dag", flat=True), *([own] if own else [])]
    until = contract_of(zaak).einddatum
    assert until == min(ends, default=None)
    for toewijzing in running:
        listed = Overdracht.objects.filter(toewijzing=toewijzing, status="open").first()
        acts = standing.exists()
        runs_on = until is not None and (
            toewijzing.einddatum is None or toewijzing.einddatum > until
        )
        if acts and runs_on:
            assert listed is not None
            assert listed.vanaf == until + DAG
            assert listed.einde.teruggedraaid_op is None
        if not runs_on:
            assert listed is None


@pytest.mark.django_db(transaction=True)
def test_two_acts_at_once_wait_for_each_other(zaak):  # noqa: F811
    running = zaak.toewijzing()
    results = at_once([lambda: end(zaak, zaak.dag(40)), lambda: end(zaak, zaak.dag(80))])
    assert contract_of(zaak).einddatum == zaak.dag(40)
    refused = [r for r in results if isinstance(r, Ongeldig)]
    assert len(refused) <= 1
    assert Contracteinde.objects.count() == 2 - len(refused)
    assert zaak.line(running).vanaf == zaak.dag(41)
