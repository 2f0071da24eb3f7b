"""Keyset paging: complete, stable, both ways, with NULLs, and under inserts."""

import datetime
from typing import Any

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from core.fouten import Ongeldig
from core.models import Organisatie, Signaal
from core.paging import MAX, paginate
from tests.factories.core import OrganisatieFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def signalen() -> list[Any]:
    """11 rows with ties, NULLs and both directions to sort in."""
    own = OrganisatieFactory()
    day = datetime.date(2026, 1, 1)
    rows = [
        Signaal(
            controle="c",
            sleutel=str(n),
            titel="abc"[n % 3],
            ernst="1-moet",
            rol="contractmanager",
            organisatie=own,
            uitgesteld_tot=None if n % 4 == 0 else day + datetime.timedelta(days=n % 5),
        )
        for n in range(11)
    ]
    return Signaal.objects.bulk_create(rows)


ORDERS = [
    (),
    ("titel",),
    ("-titel",),
    ("uitgesteld_tot",),
    ("-uitgesteld_tot",),
    ("titel", "-uitgesteld_tot"),
    ("-titel", "uitgesteld_tot", "-sleutel"),
    ("-geopend_op",),
    ("organisatie__naam", "-raakt"),
]


@pytest.mark.parametrize("order", ORDERS, ids=lambda o: ",".join(o) or "id")
@pytest.mark.parametrize("limit", [1, 3, 10, 11, 50])
def test_forward_and_back_give_every_row_once(
    signalen: list[Any], order: tuple[str, ...], limit: int
) -> None:
    rows = Signaal.objects.all()
    pages = [paginate(rows, order, limit=limit)]
    while pages[-1].volgende:
        pages.append(paginate(rows, order, cursor=pages[-1].volgende, limit=limit))
    found = [row.pk for page in pages for row in page.rijen]

    pk = "-pk" if order and order[-1].startswith("-") else "pk"
    assert found == list(rows.order_by(*order, pk).values_list("pk", flat=True))
    assert pages[0].vorige is None

    back = [pages[-1]]
    while back[-1].vorige:
        back.append(paginate(rows, order, cursor=back[-1].vorige, limit=limit))
    assert [row.pk for page in reversed(back) for row in page.rijen] == found
    assert len(pages) == 1 or back[-1].volgende


@pytest.mark.parametrize("shape", ["objects", "dicts", "tuples"])
def test_rows_keep_their_shape(signalen: list[Any], shape: str) -> None:
    rows = Signaal.objects.all()
    shaped = {
        "objects": rows,
        "dicts": rows.values("titel", naam=F("organisatie__naam")),
        "tuples": rows.values_list("titel", "organisatie__naam"),
    }[shape]
    first = paginate(shaped, ("-sleutel",), limit=2)
    second = paginate(shaped, ("-sleutel",), limit=2, cursor=first.volgende)
    if shape == "dicts":
        assert list(first.rijen[0]) == ["titel", "naam"]
    if shape == "tuples":
        assert all(len(row) == 2 for row in second.rijen)


def test_rows_that_come_in_front_repeat_nothing(signalen: list[Any]) -> None:
    rows = Organisatie.objects.filter(soort="gemeente")
    OrganisatieFactory.create_batch(6)
    first = paginate(rows, ("naam",), limit=3)
    OrganisatieFactory(naam="AAA komt ervoor")
    Organisatie.objects.filter(pk=first.rijen[0].pk).update(naam="ZZZ gaat naar achteren")
    second = paginate(rows, ("naam",), limit=3, cursor=first.volgende)
    assert not {row.pk for row in first.rijen} & {row.pk for row in second.rijen}


def test_cursor_of_another_order_or_changed_is_refused(signalen: list[Any]) -> None:
    rows = Signaal.objects.all()
    cursor = paginate(rows, ("titel",), limit=2).volgende
    assert cursor
    wrong = ("", "x", "a.b", cursor[:-1], cursor + "x", "é" * 30, cursor.replace("W", "X", 1))
    for other in wrong[1:]:
        with pytest.raises(Ongeldig) as caught:
            paginate(rows, ("titel",), cursor=other)
        assert caught.value.code == "ongeldige_cursor"
    with pytest.raises(Ongeldig):
        paginate(rows, ("-titel",), cursor=cursor)


def test_limit_has_a_ceiling_and_a_floor(signalen: list[Any]) -> None:
    assert len(paginate(Signaal.objects.all(), limit=0).rijen) == 1
    assert MAX == 100


def test_count_is_exact_until_its_cap(signalen: list[Any]) -> None:
    rows = Signaal.objects.all()
    page = paginate(rows, limit=2, tellen=100)
    assert (page.totaal, page.totaal_is_ondergrens) == (11, False)
    page = paginate(rows, limit=2, tellen=5)
    assert (page.totaal, page.totaal_is_ondergrens) == (5, True)
    assert paginate(rows, limit=2).totaal is None


def test_a_page_is_one_statement_at_any_depth(signalen: list[Any]) -> None:
    rows = Signaal.objects.all()
    cursor = paginate(rows, ("-geopend_op",), limit=2).volgende
    with CaptureQueriesContext(connection) as seen:
        paginate(rows, ("-geopend_op",), limit=2, cursor=cursor)
    assert len(seen) == 1
    assert "OFFSET" not in seen[0]["sql"]
    assert ") < (" in seen[0]["sql"]
