"""`Idempotency-Key`: the same request twice acts once."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from core.models import Idempotentie
from indications.models import Toewijzing
from tests.api.conftest import BSN, Api, changed

Sound = Callable[..., dict[str, Any]]


def test_repeat_gives_the_same_answer_and_acts_once(api: Api, sound: Sound) -> None:
    first = api.post("/toewijzingen", sound(), idempotency_key="a-1")
    count = Toewijzing.objects.count()
    again = api.post("/toewijzingen", sound(), idempotency_key="a-1")

    assert first.status_code == again.status_code == 201
    assert again.content == first.content
    assert [again[h] for h in ("Location", "ETag", "Content-Type")] == [
        first[h] for h in ("Location", "ETag", "Content-Type")
    ]
    assert not first.has_header("Idempotent-Replayed")
    assert again["Idempotent-Replayed"] == "true"
    assert Toewijzing.objects.count() == count


def test_repeat_of_a_refusal_gives_the_same_refusal(api: Api, sound: Sound) -> None:
    wrong = sound({"productcode": "ZZZZZ"})
    first = api.post("/toewijzingen", wrong, idempotency_key="a-2")
    again = api.post("/toewijzingen", wrong, idempotency_key="a-2")
    assert (first.status_code, again.content) == (400, first.content)
    assert again["Content-Type"] == "application/problem+json"


def test_same_key_for_another_request_is_409(api: Api, sound: Sound) -> None:
    api.post("/toewijzingen", sound(), idempotency_key="a-3")
    other = api.post("/toewijzingen", sound({"productcode": "ABGII"}), idempotency_key="a-3")
    elsewhere = api.post("/toewijzingen/_valideer", sound(), idempotency_key="a-3")
    for refused in (other, elsewhere):
        assert refused.status_code == 409
        assert refused.json()["code"] == "idempotentie_ander_verzoek"


def test_keys_of_two_clients_are_apart(
    api: Api, gemeente_api: Callable[..., Api], sound: Sound
) -> None:
    api.post("/toewijzingen", sound(), idempotency_key="a-4")
    body = changed(sound(), {"jeugdige.bsn": BSN[3]})
    assert gemeente_api().post("/toewijzingen", body, idempotency_key="a-4").status_code == 201


def test_a_day_later_the_key_is_free(api: Api, sound: Sound) -> None:
    api.post("/toewijzingen", sound(), idempotency_key="a-5")
    with connection.cursor() as cursor:
        cursor.execute("update core_idempotentie set aangemaakt_op = now() - interval '25 hours'")
    again = api.post("/toewijzingen", sound({"productcode": "ABGII"}), idempotency_key="a-5")
    assert again.status_code == 201
    assert not again.has_header("Idempotent-Replayed")


@pytest.mark.parametrize("key", ["", "x" * 101, "met spatie", "é"])
def test_malformed_key_is_400(api: Api, sound: Sound, key: str) -> None:
    refused = api.post("/toewijzingen", sound(), idempotency_key=key)
    assert refused.status_code == 400
    assert refused.json()["invalidParams"][0]["name"] == "Idempotency-Key"


def test_stored_answer_is_unreadable(api: Api, sound: Sound) -> None:
    made = api.post("/toewijzingen", sound(), idempotency_key="a-6").json()
    row = Idempotentie.objects.get(sleutel="a-6")
    assert made["id"].encode() not in bytes(row.antwoord)
    assert BSN[1].encode() not in bytes(row.antwoord) + bytes(row.verzoek_hash)


def test_crash_leaves_nothing_that_blocks(
    api: Api, sound: Sound, monkeypatch: pytest.MonkeyPatch
) -> None:
    from core.api import idempotency

    def crash(*_: object) -> None:
        raise RuntimeError("gone")

    api.client.raise_request_exception = False
    count = Toewijzing.objects.count()
    with monkeypatch.context() as patched:
        patched.setattr(idempotency, "_store", crash)
        assert api.post("/toewijzingen", sound(), idempotency_key="a-7").status_code == 500
    assert Toewijzing.objects.count() == count
    assert api.post("/toewijzingen", sound(), idempotency_key="a-7").status_code == 201
