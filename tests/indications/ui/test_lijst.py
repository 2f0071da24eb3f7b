"""The list: scope per role, filters, export of what is shown, log, constant queries."""

import csv
import datetime
import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.choices import Inzagehandeling, Organisatiesoort, Rolcode
from core.models import Inzage
from indications.models import Toewijzing
from tests.factories.core import OrganisatieFactory
from tests.factories.indications import JeugdigeFactory, ToewijzingFactory

pytestmark = pytest.mark.django_db
URL = "/toewijzingen"
DAY = datetime.timedelta(days=1)


@pytest.fixture
def eigen(db: None) -> Any:
    return OrganisatieFactory(soort=Organisatiesoort.GEMEENTE)


def make(organisatie: Any, **fields: Any) -> Toewijzing:
    return ToewijzingFactory(jeugdige=JeugdigeFactory(gemeente=organisatie), **fields)


def numbers(answer: Any) -> list[int]:
    html = answer.content.decode()
    return [int(found) for found in re.findall(r"/toewijzingen/[0-9a-f-]{36}\">(\d+)</a>", html)]


def test_gemeente_sees_its_own_only(client_for: Callable[..., Client], eigen: Any) -> None:
    mine = make(eigen)
    ToewijzingFactory()
    assert numbers(client_for(Rolcode.TOEGANG, eigen).get(URL)) == [mine.nummer]


def test_aanbieder_sees_what_it_delivers(client_for: Callable[..., Client], eigen: Any) -> None:
    mine = make(eigen)
    make(eigen)
    browser = client_for(Rolcode.AANBIEDER_ZORG, mine.aanbieder.organisatie)
    answer = browser.get(URL)
    assert numbers(answer) == [mine.nummer]
    assert eigen.naam in answer.content.decode()


def test_contractmanager_sees_all_of_them_and_nothing_of_the_jeugdige(
    client_for: Callable[..., Client], eigen: Any
) -> None:
    rows = [make(eigen), ToewijzingFactory()]
    answer = client_for(Rolcode.CONTRACTMANAGER).get(URL)
    html = answer.content.decode()
    assert sorted(numbers(answer)) == sorted(row.nummer for row in rows)
    assert "Jeugdige" not in html
    detail = client_for(Rolcode.CONTRACTMANAGER).get(f"{URL}/{rows[0].pk}").content.decode()
    assert "Toon naam en BSN" not in detail
    assert "Leeftijd" not in detail


@pytest.mark.parametrize("rol", [Rolcode.SROI, Rolcode.VERWIJZER, Rolcode.AANBIEDER_BEHEERDER])
def test_other_roles_may_not_look(client_for: Callable[..., Client], rol: Rolcode) -> None:
    assert client_for(rol).get(URL).status_code == 403


STANDEN = ("lopend", "toekomstig", "afgelopen", "ingetrokken")


def in_every_stand(organisatie: Any) -> dict[str, Toewijzing]:
    today = timezone.localdate()
    fields = {
        "lopend": {"begindatum": today, "einddatum": today},
        "toekomstig": {"begindatum": today + DAY, "einddatum": None},
        "afgelopen": {"begindatum": today - 9 * DAY, "einddatum": today - DAY},
        "ingetrokken": {"begindatum": today, "einddatum": today, "status": "ingetrokken"},
    }
    return {name: make(organisatie, **fields[name]) for name in STANDEN}


@pytest.mark.parametrize("stand", STANDEN)
def test_stand_filters_at_its_boundary_and_counts(
    client_for: Callable[..., Client], eigen: Any, stand: str
) -> None:
    rows = in_every_stand(eigen)
    answer = client_for(Rolcode.BACKOFFICE, eigen).get(URL, {"stand": stand})
    assert numbers(answer) == [rows[stand].nummer]
    counters = re.findall(r'class="counter"[^>]*><b>(\d+)</b>', answer.content.decode())
    assert counters == ["1", "1", "1", "1"]


def test_filters_on_product_aanbieder_number_and_period(
    client_for: Callable[..., Client], eigen: Any
) -> None:
    early = make(eigen, begindatum=datetime.date(2025, 1, 1), einddatum=datetime.date(2025, 6, 30))
    late = make(eigen, begindatum=datetime.date(2025, 7, 1), einddatum=None)
    browser = client_for(Rolcode.TOEGANG, eigen)
    asked = {
        "product": early.product.code,
        "aanbieder": early.aanbieder.naam.upper(),
        "nummer": str(early.nummer),
        "tot": "30-6-2025",
    }
    for name, value in asked.items():
        assert numbers(browser.get(URL, {name: value})) == [early.nummer], name
    assert numbers(browser.get(URL, {"van": "1-7-2025"})) == [late.nummer]
    assert len(numbers(browser.get(URL, {"van": "geen datum"}))) == 2


def test_pages_follow_each_other_without_gap_or_double(
    client_for: Callable[..., Client], eigen: Any
) -> None:
    jeugdige = JeugdigeFactory(gemeente=eigen)
    rows = [ToewijzingFactory(jeugdige=jeugdige) for _n in range(30)]
    browser = client_for(Rolcode.TOEGANG, eigen)
    first = browser.get(URL)
    following = re.search(r'rel="next" href="([^"]+)"', first.content.decode())
    assert following
    second = browser.get(following[1].replace("&amp;", "&"))
    seen = numbers(first) + numbers(second)
    assert sorted(seen) == sorted(row.nummer for row in rows)


def test_same_number_of_queries_for_2_and_20_rows(
    client_for: Callable[..., Client], eigen: Any
) -> None:
    browser = client_for(Rolcode.TOEGANG, eigen)
    make(eigen)
    make(eigen)
    browser.get(URL)
    with CaptureQueriesContext(connection) as few:
        browser.get(URL)
    for _n in range(18):
        make(eigen)
    with CaptureQueriesContext(connection) as many:
        browser.get(URL)
    assert len(many) == len(few), [q["sql"][:90] for q in many.captured_queries]


def test_export_gives_the_filtered_rows_and_columns_on_screen(
    client_for: Callable[..., Client], eigen: Any
) -> None:
    mine = make(eigen)
    make(eigen)
    ToewijzingFactory()
    browser = client_for(Rolcode.TOEGANG, eigen)
    answer = browser.get(URL, {"nummer": str(mine.nummer), "formaat": "csv"})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["Nummer"] for row in rows] == [str(mine.nummer)]
    assert rows[0]["Eenheid"] == "minuut"
    assert rows[0]["Begindatum"] == mine.begindatum.isoformat()
    assert "Gemeente" not in rows[0]
    line = Inzage.objects.get(soort="export.toewijzingen")
    assert line.handeling == Inzagehandeling.UITVOEREN
    assert line.jeugdigen == [mine.jeugdige_id]
    assert browser.get(URL, {"formaat": "xlsx"}).status_code == 200


def test_export_of_the_contractmanager_has_nothing_of_the_jeugdige(
    client_for: Callable[..., Client], eigen: Any
) -> None:
    make(eigen)
    answer = client_for(Rolcode.CONTRACTMANAGER).get(URL, {"formaat": "csv"})
    header = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()[0]
    assert "Leeftijd" not in header
    assert header.startswith("Nummer,Gemeente,")


def test_looking_at_a_page_logs_whom_it_showed(
    client_for: Callable[..., Client], eigen: Any
) -> None:
    rows = [make(eigen), make(eigen)]
    client_for(Rolcode.TOEGANG, eigen).get(URL)
    line = Inzage.objects.get(soort="toewijzing.lijst")
    assert set(line.jeugdigen) == {row.jeugdige_id for row in rows}
