"""Screens of knippen: what people see, post and fetch."""

import datetime
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.choices import Rolcode
from core.models import Inzage
from core.ui.formats import format_date
from indications.models import Toewijzing
from knippen.models import Knip, Knipbeurt, Knipkeuze, Knipregel, Knipronde
from tests.factories.core import OrganisatieFactory
from tests.factories.indications import JeugdigeFactory
from tests.knippen.conftest import LAATSTE, Markt
from tests.knippen.test_knippen import many

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(client_for, markt: Markt):
    return client_for(Rolcode.TOEGANG, markt.gemeente)


def at(name: str, *args: object) -> str:
    return reverse(name, args=args)


def number(row: Toewijzing) -> str:
    return str(Toewijzing.objects.get(pk=row.pk).nummer)


def test_preview_says_what_and_why_and_is_logged(markt: Markt, client) -> None:
    row, tiny = markt.toewijzing(), markt.toewijzing(volume=1)
    page = client.get(at("knip-voorbeeld", markt.ronde.pk)).content.decode()
    assert number(row) in page
    assert "1.488 minuten blijft" in page
    assert "1.512 minuten gaat over" in page
    assert "Een deel zou nul worden" in page
    assert "Knip 1 toewijzing" in page
    seen = Inzage.objects.get(soort="knippen.voorbeeld")
    assert set(seen.jeugdigen) == {row.jeugdige_id, tiny.jeugdige_id}


@pytest.mark.parametrize(
    ("asked", "shown"), [("wel", 0), ("niet", 1), ("deel_nul", 1), ("geen_contract", None)]
)
def test_preview_by_outcome(markt: Markt, client, asked: str, shown: int | None) -> None:
    rows = [markt.toewijzing(), markt.toewijzing(volume=1)]
    page = client.get(at("knip-voorbeeld", markt.ronde.pk), {"uitkomst": asked}).content.decode()
    found = [number(row) in page for row in rows]
    assert found == [shown == 0, shown == 1]


@pytest.mark.parametrize("url_name", ["knip-voorbeeld", "knip-uitvoeren"])
def test_as_many_queries_for_two_as_for_twenty(markt: Markt, client, url_name: str) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.get(at(url_name, markt.ronde.pk)).status_code == 200
        return len(seen)

    many(markt, 2)
    queries()
    few = queries()
    many(markt, 20)
    assert queries() == few


@pytest.mark.parametrize("fmt", ["csv", "xlsx"])
def test_preview_is_fetched_as_shown(markt: Markt, client, fmt: str) -> None:
    markt.toewijzing()
    other = markt.toewijzing(volume=1)
    asked = {"formaat": fmt, "uitkomst": "niet"}
    response = client.get(at("knip-voorbeeld", markt.ronde.pk), asked)
    body = b"".join(response.streaming_content)
    assert response.status_code == 200
    if fmt == "csv":
        lines = body.decode("utf-8-sig").splitlines()
        assert len(lines) == 2
        assert lines[1].startswith(f"{number(other)},OUD1,NEW1,")
        assert lines[1].endswith("Een deel zou nul worden,")
    assert Inzage.objects.get(soort="export.knippen").jeugdigen == [other.jeugdige_id]


def test_look_press_confirmation_and_press_again(markt: Markt, client) -> None:
    rows = [markt.toewijzing() for _ in range(3)]
    page = client.get(at("knip-uitvoeren", markt.ronde.pk))
    form = page.context["form"].initial
    assert "Knip 3 toewijzingen" in page.content.decode()
    first = client.post(at("knip-uitvoeren", markt.ronde.pk), form)
    again = client.post(at("knip-uitvoeren", markt.ronde.pk), form)
    assert first["Location"] == again["Location"]
    assert Knip.objects.count() == 3
    shown = client.get(first["Location"]).content.decode()
    beurt = Knipbeurt.objects.get()
    assert beurt.kenmerk in shown
    assert all(number(row) in shown for row in rows)
    assert Inzage.objects.filter(soort="knippen.beurt").exists()
    fetched = client.get(first["Location"], {"formaat": "csv"})
    assert len(b"".join(fetched.streaming_content).splitlines()) == 4


def test_changed_meanwhile_shows_the_new_count(markt: Markt, client) -> None:
    markt.toewijzing()
    form = client.get(at("knip-uitvoeren", markt.ronde.pk)).context["form"].initial
    markt.toewijzing()
    response = client.post(at("knip-uitvoeren", markt.ronde.pk), form)
    assert response.status_code == 409
    page = response.content.decode()
    assert "is veranderd sinds je het bekeek" in page
    assert "Knip 2 toewijzingen" in page


def test_choice_by_hand_and_back(markt: Markt, client) -> None:
    row = markt.toewijzing()
    url = at("knip-keuze", markt.ronde.pk, row.pk)
    assert "1.488 minuten" in client.get(url).content.decode()
    refused = client.post(url, {"keuze": "hand", "nieuw_deel": "3.000"})
    assert refused.status_code == 400
    assert "van 1 tot en met 2.999" in refused.content.decode()
    for wrong in ("", "99999999999", "-1", "x"):
        assert client.post(url, {"keuze": "hand", "nieuw_deel": wrong}).status_code == 400
    assert client.post(url, {"keuze": "hand", "nieuw_deel": "2.900"}).status_code == 302
    page = client.get(at("knip-voorbeeld", markt.ronde.pk)).content.decode()
    assert "2.900 minuten gaat over" in page
    assert client.post(url, {"keuze": "dagen"}).status_code == 302
    assert not Knipkeuze.objects.exists()


def test_one_from_its_own_page(markt: Markt, client) -> None:
    row = markt.toewijzing()
    assert at("toewijzing-knippen", row.pk) in client.get(at("toewijzing", row.pk)).content.decode()
    url = at("toewijzing-knippen", row.pk)
    form = client.get(url).context["form"].initial
    asked = {**form, "laatste_dag": "30-6-2026", "naar": str(markt.nieuw.pk), "deel": ""}
    look = client.post(url, {**asked, "stap": "bekijken"}).content.decode()
    assert "1.512 minuten" in look
    assert not Knip.objects.exists()
    huge = client.post(url, {**asked, "deel": "99999999999", "stap": "knippen"})
    assert huge.status_code == 400
    late = client.post(url, {**asked, "laatste_dag": "31-12-2026", "stap": "knippen"})
    assert late.status_code == 400
    assert "Kies 30 december 2026 of eerder" in late.content.decode()
    done = client.post(url, {**asked, "stap": "knippen"})
    again = client.post(url, {**asked, "stap": "knippen"})
    assert done["Location"] == again["Location"]
    timeline = client.get(at("toewijzing", row.pk)).content.decode()
    assert "Geknipt" in timeline
    assert number(Toewijzing.objects.get(voorganger=row)) in timeline


def test_old_version_is_told(markt: Markt, client) -> None:
    row = markt.toewijzing()
    asked = {
        "laatste_dag": "30-6-2026",
        "naar": str(markt.nieuw.pk),
        "reden": "14",
        "versie": "9",
        "beurt": str(uuid4()),
        "stap": "knippen",
    }
    response = client.post(at("toewijzing-knippen", row.pk), asked)
    assert response.status_code == 409
    assert "intussen gewijzigd" in response.content.decode()


def test_nothing_of_another_gemeente(markt: Markt, client, client_for) -> None:
    other = OrganisatieFactory()
    Knipregel.objects.create(ronde=markt.ronde, gemeente=other)
    foreign = markt.toewijzing(jeugdige=JeugdigeFactory(gemeente=other, bsn=False))
    own = markt.toewijzing()
    page = client.get(at("knip-voorbeeld", markt.ronde.pk)).content.decode()
    assert number(own) in page
    assert number(foreign) not in page
    assert client.get(at("knip-keuze", markt.ronde.pk, foreign.pk)).status_code == 404
    assert client.get(at("toewijzing-knippen", foreign.pk)).status_code == 404
    form = client.get(at("knip-uitvoeren", markt.ronde.pk)).context["form"].initial
    report = client.post(at("knip-uitvoeren", markt.ronde.pk), form)["Location"]
    elsewhere = client_for(Rolcode.TOEGANG, other)
    assert elsewhere.get(report).status_code == 404
    listed = elsewhere.get(at("knipronde", markt.ronde.pk)).content.decode()
    assert "KN-" not in listed
    assert markt.gemeente.naam not in listed


def test_round_is_made_and_opened_by_the_catalogue(markt: Markt, client_for) -> None:
    catalogus = client_for(Rolcode.CATALOGUSBEHEERDER)
    made = catalogus.post(
        at("knipronde-nieuw"), {"naam": "2024/2025", "laatste_dag": "31-12-2024", "reden": "10"}
    )
    ronde = Knipronde.objects.get(naam="2024/2025")
    url = at("knipronde", ronde.pk)
    assert made["Location"] == url
    both = {"van": str(markt.oud.pk), "naar": str(markt.nieuw.pk)}
    assert catalogus.post(url, {"actie": "vertaling", **both}).status_code == 302
    twice = catalogus.post(url, {"actie": "vertaling", **both})
    assert twice.status_code == 409
    assert "heeft in de ronde al een nieuw product" in twice.content.decode()
    regel = {
        "actie": "regel",
        "gemeente": str(markt.gemeente.pk),
        "afgegeven_vanaf": "1-11-2024",
        "afgegeven_tot": "31-10-2024",
    }
    wrong = catalogus.post(url, regel)
    assert wrong.status_code == 400
    assert "ligt voor de eerste" in wrong.content.decode()
    assert catalogus.post(url, {**regel, "afgegeven_tot": "31-12-2024"}).status_code == 302
    page = catalogus.get(url).content.decode()
    assert "1 november 2024" in page
    assert (
        catalogus.post(url, {"actie": "stand", "stand": "open", "versie": "1"}).status_code == 302
    )
    ronde.refresh_from_db()
    assert ronde.status == "open"
    assert catalogus.post(url, {"actie": "iets"}).status_code == 400
    assert "2024/2025" in catalogus.get(at("knippen")).content.decode()


def test_window_of_a_year_ago_shows_who_is_not_taken_up(markt: Markt, client) -> None:
    """R-TOE-11: of Wierden and Hengelo only what was issued in November and December."""
    markt.regel.afgegeven_vanaf = datetime.date(2025, 12, 1)
    markt.regel.afgegeven_tot = datetime.date(2025, 12, 31)
    markt.regel.save()
    taken = markt.toewijzing()
    other = markt.toewijzing(
        toewijzingsmoment=datetime.datetime(2025, 10, 7, 10, tzinfo=datetime.UTC)
    )
    page = client.get(at("knip-voorbeeld", markt.ronde.pk), {"uitkomst": "niet_opgenomen"})
    text = page.content.decode()
    assert number(other) in text
    assert number(taken) not in text
    assert f"Afgegeven op {format_date(datetime.date(2025, 10, 7))};" in text
    assert markt.ronde.laatste_dag == LAATSTE
