"""Help with choosing a product."""

from collections.abc import Callable

import pytest
from django.test import Client

from core.choices import Rolcode
from tests.indications.conftest import gemeente

pytestmark = pytest.mark.django_db
URL = "/producten-kiezen"


def test_page_explains_and_compares(client_for: Callable[..., Client], demo: None) -> None:
    html = client_for(Rolcode.TOEGANG).get(URL).content.decode()
    for text in ("Begeleiding, behandeling of vaktherapie?", "Jeugdigen per begeleider", "ABHIR"):
        assert text in html


def test_what_the_own_gemeente_did_not_buy_says_where_to_go(
    client_for: Callable[..., Client], demo: None
) -> None:
    hengelo = client_for(Rolcode.TOEGANG, gemeente("0164")).get(URL).content.decode()
    enschede = client_for(Rolcode.TOEGANG, gemeente("0153")).get(URL).content.decode()
    assert "Wijkkracht" in hengelo
    assert "Wijkkracht" not in enschede


def test_aanbieder_may_read_it_and_stranger_must_log_in(
    client_for: Callable[..., Client], client: Client
) -> None:
    assert client_for(Rolcode.AANBIEDER_ZORG).get(URL).status_code == 200
    assert client.get(URL).status_code == 302
