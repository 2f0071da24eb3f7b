"""Two real connections at the same moment; a module of its own, for its data is committed."""

import datetime
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connections

from core.api import idempotency
from indications.models import Toewijzing
from tests.api.conftest import Api

Sound = Callable[..., dict[str, Any]]


@pytest.mark.django_db(transaction=True)
class TestTwoConnections:
    def test_second_one_at_the_same_moment_is_409(
        self,
        demo_vastgelegd: None,
        gemeente_api: Callable[..., Api],
        sound: Sound,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        api = gemeente_api()
        busy, go_on = threading.Event(), threading.Event()
        store = idempotency._store

        def slow(*args: Any) -> None:
            busy.set()
            go_on.wait(10)
            store(*args)

        monkeypatch.setattr(idempotency, "_store", slow)
        answers: list[Any] = []

        def file() -> None:
            answers.append(api.post("/toewijzingen", sound(), idempotency_key="b-1"))
            connections.close_all()

        first = threading.Thread(target=file, daemon=True)
        first.start()
        assert busy.wait(10)
        second = Api(api.apiclient, "toewijzingen:schrijven").post(
            "/toewijzingen", sound(), idempotency_key="b-1"
        )
        go_on.set()
        first.join(10)

        assert (second.status_code, second.json()["code"]) == (409, "idempotentie_loopt")
        assert answers[0].status_code == 201
        assert (
            Toewijzing.objects.filter(jeugdige__geboortedatum=datetime.date(2014, 5, 1)).count()
            == 1
        )

    def test_two_filings_of_the_same_without_key_make_one(
        self, demo_vastgelegd: None, gemeente_api: Callable[..., Api], sound: Sound
    ) -> None:
        api = gemeente_api()
        start, answers = threading.Barrier(2), []

        def file() -> None:
            start.wait()
            answers.append(
                Api(api.apiclient, "toewijzingen:schrijven").post("/toewijzingen", sound())
            )
            connections.close_all()

        threads = [threading.Thread(target=file, daemon=True) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(20)
        assert sorted(answer.status_code for answer in answers) in ([201, 400], [201, 409])
        loser = max(answers, key=lambda answer: answer.status_code)
        assert "toewijzing_overlap" in loser.content.decode()
