"""Whatever the dates and the volume: the sum is kept, the days complete, nothing below zero."""

import datetime
from dataclasses import dataclass

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indications.models import Toewijzing
from knippen.models import Knip
from knippen.selectie import DEEL
from tests.factories.indications import DeclaratieregelFactory
from tests.knippen.conftest import EERSTE, LAATSTE, Markt

pytestmark = pytest.mark.django_db
DAG = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Geval:
    volume: int
    voor: int
    na: int
    gedeclareerd: int


gevallen = st.builds(
    Geval,
    volume=st.integers(1, 99_999_999),
    voor=st.integers(1, 4000),
    na=st.integers(1, 4000),
    gedeclareerd=st.integers(0, 100_000_000),
)


def parts(many: list[Geval]) -> list[int]:
    """What goes over, by the expression that the cut itself uses."""
    query = f"""
        select {DEEL} from unnest(%s::bigint[], %s::int[], %s::int[], %s::bigint[])
          with ordinality r(volume, dagen_na, dagen, gedeclareerd, nr)
        cross join (select '6'::text frequentie, null::int hand, current_date einddatum) vast
        order by nr"""
    with connection.cursor() as cursor:
        cursor.execute(
            query,
            [
                [g.volume for g in many],
                [g.na for g in many],
                [g.voor + g.na for g in many],
                [g.gedeclareerd for g in many],
            ],
        )
        return [row[0] for row in cursor.fetchall()]


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(many=st.lists(gevallen, min_size=1, max_size=200))
def test_part_is_the_share_of_the_days_half_up_and_never_takes_what_is_declared(
    many: list[Geval],
) -> None:
    for g, part in zip(many, parts(many), strict=True):
        days = g.voor + g.na
        share = (2 * g.volume * g.na + days) // (2 * days)
        assert part == g.volume - max(g.volume - share, g.gedeclareerd)
        assert part <= share <= g.volume
        assert abs(share * days - g.volume * g.na) * 2 <= days  # the nearest whole number
        if g.gedeclareerd <= g.volume:
            assert part >= 0
            assert g.volume - part >= g.gedeclareerd


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
@given(
    cases=st.lists(
        st.tuples(
            st.integers(2, 50_000),  # volume
            st.integers(0, 700),  # begins so many days before the cut
            st.integers(1, 700),  # ends so many days after it
            st.integers(0, 60_000),  # declared
            st.tuples(st.integers(0, 100), st.integers(0, 100)),  # split in percent
        ),
        min_size=1,
        max_size=4,
    )
)
def test_what_is_cut_adds_up_and_does_not_overlap(markt: Markt, toegang, cases) -> None:
    rows = []
    for volume, before, after, declared, (direct, indirect) in cases:
        first = volume * direct // 100
        second = (volume - first) * indirect // 100
        row = markt.toewijzing(
            volume=volume,
            begindatum=LAATSTE - before * DAG,
            einddatum=LAATSTE + after * DAG,
            minuten_direct=first,
            minuten_indirect=second,
            minuten_reistijd=volume - first - second,
        )
        if declared:
            DeclaratieregelFactory(
                toewijzing=row, volume=declared, begindatum=row.begindatum, einddatum=LAATSTE
            )
        rows.append((row, declared))
    if any(not r["reden"] for r in markt.judged(toegang).values()):
        markt.cut(toegang)
    for row, declared in rows:
        now = Toewijzing.objects.get(pk=row.pk)
        new = Toewijzing.objects.filter(voorganger=row).first()
        if new is None:
            assert (now.volume, now.einddatum) == (row.volume, row.einddatum)
            continue
        assert now.volume + new.volume == row.volume
        assert min(now.volume, new.volume) >= 1
        assert now.volume >= declared
        assert (now.einddatum, new.begindatum) == (LAATSTE, EERSTE)
        assert (now.begindatum, new.einddatum) == (row.begindatum, row.einddatum)
        for name in ("minuten_direct", "minuten_indirect", "minuten_reistijd"):
            assert getattr(now, name) + getattr(new, name) == getattr(row, name)
        assert Knip.objects.filter(oud=row, nieuw=new).count() == 1
