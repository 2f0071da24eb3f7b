"""Any sequence of acts leaves tariffs in order: no overlap, no hole, closed months untouched."""

import datetime
from decimal import Decimal

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contracts.models import Indexering, Tarief
from contracts.rules import Percentages, first_open_day
from contracts.services import indexering, tarieven
from contracts.services.indexering import Indexeringgegevens
from contracts.services.tarieven import Tariefgegevens
from core.actor import system_actor
from core.fouten import PortalFout
from tests.factories.contracts import (
    PerceelcontractFactory,
    PerceelFactory,
    ProductFactory,
    TariefFactory,
    WegingFactory,
)

D = datetime.date
VANDAAG = D(2028, 2, 29)
OPEN = first_open_day(VANDAAG)
days = st.sampled_from(
    [D(2028, 1, 31), OPEN, D(2028, 2, 29), D(2028, 3, 1), D(2028, 12, 31), D(2029, 1, 1),
     D(2029, 7, 1), D(2030, 1, 1)]
)  # fmt: skip
cents = st.decimals(Decimal("0.01"), Decimal("600"), places=2)
percent = st.decimals(-5, 8, places=2)
acts = st.one_of(
    st.tuples(st.just("voeg_toe"), days, cents, st.none() | days),
    st.tuples(st.just("beeindig"), st.integers(0, 5), st.none() | days),
    st.tuples(st.just("corrigeer"), st.integers(0, 5), cents),
    st.tuples(st.just("neem_terug"), st.integers(0, 5)),
    st.tuples(st.just("indexeer"), days, percent, percent),
    st.tuples(st.just("trek_in"), st.integers(0, 3)),
)
ACTOR = system_actor()


def closed() -> list[tuple[object, ...]]:
    """What held on each of the last days of closed months, and what it cost."""
    found = []
    for day in (D(2027, 12, 31), D(2028, 1, 1), D(2028, 1, 31)):
        rows = Tarief.objects.filter(periode__contains=day).order_by("product", "pk")
        found += [(day, *row) for row in rows.values_list("pk", "bedrag", "begindatum")]
    return found


def overlaps() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(*) from contracts_tarief a join contracts_tarief b on a.id < b.id "
            "and a.product_id = b.product_id and a.eenheid = b.eenheid and a.periode && b.periode "
            "and a.tariefgroep_id is not distinct from b.tariefgroep_id "
            "and a.locatie_id is not distinct from b.locatie_id"
        )
        return int(cursor.fetchone()[0])


def holes() -> int:
    """Contracted products, from before today and without end, with a day without tariff."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(*) from (select product_id, range_agg(periode) as dagen "
            "from contracts_tarief group by 1) t where not dagen @> '[2028-01-01,)'::daterange"
        )
        return int(cursor.fetchone()[0])


def run(act: tuple[object, ...], product: object, weging: object) -> None:
    name, *rest = act
    rows = list(Tarief.objects.filter(product=product).order_by("begindatum", "pk"))
    if name == "voeg_toe":
        begin, bedrag, eind = rest
        asked = Tariefgegevens(product.pk, product.eenheden[0], bedrag, begin, einddatum=eind)
        tarieven.add(ACTOR, asked, peildatum=VANDAAG)
    elif name == "indexeer":
        ingang, personeel, materieel = rest
        made = indexering.create(
            ACTOR,
            Indexeringgegevens(ingang, weging.pk, Percentages(personeel, materieel)),
            peildatum=VANDAAG,
        )
        made = indexering.calculate(ACTOR, made.pk, peildatum=VANDAAG)
        indexering.activate(ACTOR, made.pk, versie=made.versie, peildatum=VANDAAG)
    elif name == "trek_in":
        found = list(Indexering.objects.order_by("nummer"))
        if found:
            one = found[rest[0] % len(found)]
            indexering.withdraw(ACTOR, one.pk, versie=one.versie, peildatum=VANDAAG)
    else:
        pk = rows[rest[0] % len(rows)].pk
        if name == "beeindig":
            tarieven.end(ACTOR, pk, einddatum=rest[1], peildatum=VANDAAG)
        elif name == "corrigeer":
            tarieven.correct(ACTOR, pk, bedrag=rest[1], peildatum=VANDAAG)
        else:
            tarieven.remove(ACTOR, pk, peildatum=VANDAAG)


@pytest.mark.django_db
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(acts, min_size=1, max_size=10))
def test_any_sequence_leaves_no_overlap_no_hole_and_closed_months_alone(sequence):

    with transaction.atomic():
        perceel, weging = PerceelFactory(), WegingFactory()
        products = [ProductFactory(perceel=perceel) for _ in range(2)]
        PerceelcontractFactory(perceel=perceel)
        for product in products:
            TariefFactory(product=product)
        before = closed()
        for at, act in enumerate(sequence):
            try:
                run(act, products[at % 2], weging)
            except PortalFout as exc:
                assert exc.status < 500  # noqa: PT017 - refused is fine, broken is not
            assert overlaps() == 0
            assert holes() == 0
            assert closed() == before
        transaction.set_rollback(True)
