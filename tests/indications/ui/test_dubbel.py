"""Two clicks, or two windows, at the same moment: one toewijzing, the same confirmation."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from core.choices import Rolcode
from indications.models import Toewijzing
from tests.indications.conftest import gemeente
from tests.indications.test_gelijktijdig import at_once
from tests.indications.ui.conftest import NIEUW

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_windows_that_file_at_once_get_one_toewijzing_and_one_confirmation(
    demo_vast_gelegd: None,
    client_for: Callable[..., Client],
    invoer: Callable[..., dict[str, Any]],
) -> None:
    first = client_for(Rolcode.TOEGANG, gemeente("0153"))
    second = Client()
    second.cookies = first.cookies
    data = invoer()
    answers = at_once([lambda: first.post(NIEUW, data), lambda: second.post(NIEUW, data)])
    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert Toewijzing.objects.filter(indiening=data["token"]).count() == 1
