"""The timeline: what is drawn where, in words too, for who may see it."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from contracts import tijdlijn
from core.actor import Actor
from core.choices import Rolcode
from tests.factories.contracts import (
    MaatregelFactory,
    OvereenkomstFactory,
    PerceelcontractFactory,
)
from tests.factories.providers import AanbiederFactory

pytestmark = pytest.mark.django_db
D = datetime.date
DAG = D(2026, 11, 22)


@pytest.fixture
def actor(actor_for: Callable[..., Actor]) -> Actor:
    return actor_for(Rolcode.CONTRACTMANAGER)


def world() -> Any:
    head = OvereenkomstFactory(
        begindatum=D(2025, 1, 1), einddatum=D(2028, 12, 31), verlengopties=2, verlengd=1
    )
    sub = OvereenkomstFactory(
        aanbieder=head.aanbieder,
        soort="sub",
        hoofdovereenkomst=head,
        begindatum=D(2025, 1, 1),
        einddatum=D(2028, 12, 31),
    )
    contract = PerceelcontractFactory(
        overeenkomst=sub, aanbieder=head.aanbieder, begindatum=D(2025, 7, 1)
    )
    MaatregelFactory(aanbieder=head.aanbieder, begindatum=D(2026, 1, 1), einddatum=D(2026, 3, 31))
    return head, sub, contract


def test_lines_bars_and_words(actor: Actor) -> None:
    head, sub, contract = world()
    found = tijdlijn.of_aanbieder(actor, head.aanbieder, DAG)
    assert found is not None
    first, second, third = found.regels
    assert [r.niveau for r in found.regels] == [0, 1, 2]
    assert [b.soort for b in first.balken] == ["overeenkomst", "optie"]
    assert [b.soort for b in third.balken] == ["contract", "stop"]
    assert first.balken[0].x == tijdlijn.LABELS
    assert first.balken[1].x == first.balken[0].x + first.balken[0].breedte
    assert third.balken[0].open
    assert "nog 1 optie" in first.woorden
    assert "31\xa0dec\xa02029" in first.woorden
    assert "cliëntenstop" in third.woorden
    assert (second.label, third.label) == (sub.naam, contract.perceel.naam)
    assert [year for _x, year in found.jaren] == [2025, 2026, 2027, 2028, 2029]
    assert found.jaren[1][0] < found.vandaag < found.jaren[2][0]


def test_everything_lies_on_the_paper(actor: Actor) -> None:
    head, *_rest = world()
    MaatregelFactory(aanbieder=head.aanbieder, begindatum=D(2000, 1, 1), einddatum=None)
    found = tijdlijn.of_aanbieder(actor, head.aanbieder, DAG)
    assert found is not None
    for line in found.regels:
        for bar in line.balken:
            assert tijdlijn.LABELS <= bar.x <= bar.x + bar.breedte <= tijdlijn.BREEDTE + 2


def test_one_day_and_nothing(actor: Actor) -> None:
    assert tijdlijn.of_aanbieder(actor, AanbiederFactory(), DAG) is None
    row = OvereenkomstFactory(begindatum=DAG, einddatum=DAG)
    found = tijdlijn.of_agreement(actor, row, DAG)
    assert found is not None
    assert found.regels[0].balken[0].breedte >= 2


def test_sub_is_drawn_with_its_percelen_only(actor: Actor) -> None:
    _head, sub, contract = world()
    found = tijdlijn.of_agreement(actor, sub, DAG)
    assert found is not None
    assert [line.label for line in found.regels] == [sub.naam, contract.perceel.naam]


def test_drawing_and_list_say_the_same_and_another_aanbieder_sees_nothing(
    client_for: Callable[..., Client], actor_for: Callable[..., Actor]
) -> None:
    head, _sub, contract = world()
    page = client_for(Rolcode.CONTRACTMANAGER).get(f"/aanbieders/{head.aanbieder_id}/contracten")
    body = page.content.decode()
    assert body.count(f'href="/contracten/{contract.pk}"') == 3  # drawing, list, table
    assert "style=" not in body[body.index("<svg") : body.index("</svg")]
    other = actor_for(Rolcode.AANBIEDER_BEHEERDER, AanbiederFactory().organisatie)
    assert tijdlijn.of_aanbieder(other, head.aanbieder, DAG) is None
