"""Two real connections at the same moment; a module of its own, for its data is committed."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connections

from core.choices import Rolcode
from core.models import Organisatie
from tests.api.conftest import LINDE, Api
from tests.factories.core import ApiClientFactory, RolFactory
from zorgportaal.models import Wijzigingsverzoek

SCOPES = "wijzigingsverzoeken:lezen wijzigingsverzoeken:schrijven"


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """The answers of the acts, each on a connection of its own, begun at the same moment."""
    start, answers = threading.Barrier(len(acts)), list[Any]()

    def run(act: Callable[[], Any]) -> None:
        start.wait(10)
        answers.append(act())
        connections.close_all()

    threads = [threading.Thread(target=run, args=[act], daemon=True) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    return answers


@pytest.mark.django_db(transaction=True)
class TestTwoConnections:
    @pytest.fixture
    def two(self, demo_vastgelegd: None) -> list[Api]:
        at = Organisatie.objects.get(aanbieder__agb_codes__code=LINDE)
        client = ApiClientFactory(organisatie=at, scopes=SCOPES)
        RolFactory(
            gebruiker=None, apiclient=client, organisatie=at, rol=Rolcode.AANBIEDER_BEHEERDER
        )
        return [Api(client, SCOPES), Api(client, SCOPES)]

    @pytest.fixture
    def asked(self, vandaag: Any) -> dict[str, Any]:
        return {
            "soort": "agb-code",
            "handeling": "toevoegen",
            "datum": str(vandaag),
            "nieuw": {"code": "41981234", "soort": "vestiging"},
        }

    def test_same_request_twice_makes_one_r_zp_3(
        self, two: list[Api], asked: dict[str, Any]
    ) -> None:
        before = Wijzigingsverzoek.objects.count()
        answers = at_once(*(lambda api=api: api.post("/wijzigingsverzoeken", asked) for api in two))
        assert sorted(answer.status_code for answer in answers) == [200, 201]
        assert len({answer.json()["kenmerk"] for answer in answers}) == 1
        assert {answer.json()["bestond"] for answer in answers} == {True, False}
        assert Wijzigingsverzoek.objects.count() == before + 1

    def test_same_request_under_two_keys_makes_one(
        self, two: list[Api], asked: dict[str, Any]
    ) -> None:
        before = Wijzigingsverzoek.objects.count()
        answers = at_once(
            *(
                lambda api=api, key=key: api.post(
                    "/wijzigingsverzoeken", asked, idempotency_key=key
                )
                for api, key in zip(two, ("k-1", "k-2"), strict=True)
            )
        )
        assert sorted(answer.status_code for answer in answers) == [200, 201]
        assert Wijzigingsverzoek.objects.count() == before + 1

    def test_withdrawn_twice_is_done_once(self, two: list[Api], asked: dict[str, Any]) -> None:
        made = two[0].post("/wijzigingsverzoeken", asked)
        path = f"/wijzigingsverzoeken/{made.json()['id']}/intrekking"
        answers = at_once(
            *(lambda api=api: api.post(path, {}, if_match=made["ETag"]) for api in two)
        )
        assert sorted(answer.status_code for answer in answers) == [200, 409]
        loser = max(answers, key=lambda answer: answer.status_code)
        assert loser.json()["code"] == "status_overgang"
