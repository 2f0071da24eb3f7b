"""One toewijzing: what it tells, to whom, and ending, withdrawing and revealing."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.choices import Organisatiesoort, Rolcode
from core.models import Gebeurtenis, Inzage
from indications.models import Toewijzing
from indications.selectors_lijst import usage_of
from indications.services.wijzigen import end_toewijzing
from tests.factories.core import OrganisatieFactory
from tests.factories.indications import (
    BSNS,
    DeclaratieregelFactory,
    JeugdigeFactory,
    LeveringFactory,
    ToewijzingFactory,
)

pytestmark = pytest.mark.django_db
BSN = BSNS[0]


@pytest.fixture
def eigen(db: None) -> Any:
    return OrganisatieFactory(soort=Organisatiesoort.GEMEENTE)


@pytest.fixture
def row(eigen: Any) -> Toewijzing:
    return ToewijzingFactory(
        jeugdige=JeugdigeFactory(gemeente=eigen, bsn=BSN, bsn__voornamen="Zonneschijn"),
        begindatum=timezone.localdate() - datetime.timedelta(days=100),
        einddatum=timezone.localdate() + datetime.timedelta(days=100),
    )


@pytest.fixture
def browser(client_for: Callable[..., Client], eigen: Any) -> Client:
    return client_for(Rolcode.TOEGANG, eigen)


def url(row: Toewijzing, tail: str = "") -> str:
    return f"/toewijzingen/{row.pk}{tail}"


def test_detail_tells_what_it_is_without_bsn_or_name(browser: Client, row: Toewijzing) -> None:
    html = browser.get(url(row)).content.decode()
    for text in (str(row.nummer), row.product.naam, row.aanbieder.naam, "3.000", "50\xa0uur"):
        assert text in html
    assert BSN not in html
    assert "Zonneschijn" not in html
    assert Inzage.objects.get(soort="toewijzing.inzien").jeugdigen == [row.jeugdige_id]


def test_detail_outside_scope_is_404(client_for: Callable[..., Client], row: Toewijzing) -> None:
    for tail in ("", "/inzage", "/naam", "/beeindigen", "/intrekken"):
        assert client_for(Rolcode.TOEGANG).get(url(row, tail)).status_code == 404


def test_backoffice_may_look_but_not_change_reveal_or_see_the_log(
    client_for: Callable[..., Client], eigen: Any, row: Toewijzing
) -> None:
    backoffice = client_for(Rolcode.BACKOFFICE, eigen)
    html = backoffice.get(url(row)).content.decode()
    assert "Eerder beëindigen" not in html
    assert "Toon naam en BSN" not in html
    for tail in ("/inzage", "/naam", "/beeindigen", "/intrekken"):
        assert backoffice.get(url(row, tail)).status_code == 403


@pytest.mark.parametrize(
    ("declared", "soort"),
    [
        (1049, "none"),
        (1050, "good"),
        (1979, "good"),
        (1980, "attention"),
        (2700, "attention"),
        (3001, "must"),
    ],
    ids=[
        "behind",
        "just in step",
        "still in step",
        "ahead",
        "nearly used",
        "R-TOE-14 more than given",
    ],
)
def test_use_is_judged_against_time(row: Toewijzing, declared: int, soort: str) -> None:
    if declared:
        DeclaratieregelFactory(toewijzing=row, volume=declared)
    found = usage_of(Toewijzing.objects.get(pk=row.pk), timezone.localdate())
    assert found
    assert (found.gebruikt, found.soort) == (declared, soort)
    assert found.tijd_procent == 50


def test_reveal_needs_a_reason_is_logged_and_shows_once(browser: Client, row: Toewijzing) -> None:
    assert BSN not in browser.get(url(row, "/naam")).content.decode()
    refused = browser.post(url(row, "/naam"), {"reden": " "})
    assert refused.status_code == 400
    assert BSN not in refused.content.decode()
    assert not Inzage.objects.filter(soort="jeugdige.onthullen").exists()
    shown = browser.post(url(row, "/naam"), {"reden": "Telefoontje van de aanbieder"})
    assert BSN in shown.content.decode()
    assert "Zonneschijn" in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    line = Inzage.objects.get(soort="jeugdige.onthullen")
    assert line.detail == "Telefoontje van de aanbieder"
    assert BSN not in browser.get(url(row, "/naam")).content.decode()


def test_ending_earlier_shows_on_the_timeline_in_plain_words(
    browser: Client, row: Toewijzing
) -> None:
    new_end = timezone.localdate() + datetime.timedelta(days=10)
    data = {"einddatum": new_end.isoformat(), "reden": "09", "versie": str(row.versie)}
    answer = browser.post(url(row, "/beeindigen"), data, follow=True)
    html = answer.content.decode()
    row.refresh_from_db()
    assert (row.einddatum, row.status) == (new_end, "beeindigd")
    assert "De toewijzing is eerder beëindigd." in html
    assert "Stand van Toegewezen naar Eerder beëindigd" in html
    assert "Overstap naar andere aanbieder" in html


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"einddatum": ""}, "verplicht"),
        ({"reden": ""}, "verplicht"),
        ({"einddatum": "morgen"}, "datum_ongeldig"),
        ({"einddatum": "1-1-2020"}, "periode_ongeldig"),
        ({"einddatum": "1-1-2099"}, "periode_ongeldig"),
    ],
)
def test_wrong_end_is_refused_at_the_field(
    browser: Client, row: Toewijzing, changes: dict[str, str], code: str
) -> None:
    data = {"einddatum": timezone.localdate().isoformat(), "reden": "09", "versie": str(row.versie)}
    answer = browser.post(url(row, "/beeindigen"), {**data, **changes})
    assert answer.status_code == 400
    assert f'data-code="{code}"' in answer.content.decode()
    assert not Gebeurtenis.objects.filter(soort="toewijzing.beeindigd").exists()


def test_change_on_an_old_version_shows_both_versions_and_changes_nothing(
    browser: Client, row: Toewijzing, actor_for: Callable[..., Any], eigen: Any
) -> None:
    seen = row.versie
    earlier = timezone.localdate() + datetime.timedelta(days=30)
    end_toewijzing(
        actor_for(Rolcode.TOEGANG, eigen),
        row.pk,
        einddatum=earlier,
        reden="05",
        versie=seen,
        peildatum=timezone.localdate(),
    )
    data = {"einddatum": timezone.localdate().isoformat(), "reden": "09", "versie": str(seen)}
    answer = browser.post(url(row, "/beeindigen"), data)
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "Wat jij zag" in html
    assert "Einddatum" in html
    row.refresh_from_db()
    assert row.einddatum == earlier


def test_withdrawing_asks_to_be_sure_and_consent_of_the_aanbieder(
    browser: Client, row: Toewijzing
) -> None:
    """It began already (OP186)."""
    assert "Wie bij de aanbieder stemde in?" in browser.get(url(row, "/intrekken")).content.decode()
    data = {"versie": "1", "zeker": "on"}
    assert browser.post(url(row, "/intrekken"), {"versie": "1"}).status_code == 400
    refused = browser.post(url(row, "/intrekken"), data)
    assert refused.status_code == 400
    assert 'data-code="toestemming_ontbreekt"' in refused.content.decode()
    data |= {
        "toestemming_door": "administratie",
        "toestemming_op": timezone.localdate().isoformat(),
    }
    answer = browser.post(url(row, "/intrekken"), data)
    assert answer.status_code == 302
    row.refresh_from_db()
    assert row.status == "ingetrokken"
    assert "Eerder beëindigen</a>" not in browser.get(url(row)).content.decode()


def test_withdrawing_after_declarations_says_what_to_do(browser: Client, row: Toewijzing) -> None:
    DeclaratieregelFactory(toewijzing=row)
    answer = browser.post(url(row, "/intrekken"), {"versie": "1", "zeker": "on"})
    assert answer.status_code == 409
    assert "beëindig haar in plaats daarvan" in answer.content.decode()


def test_access_log_shows_who_looked_and_is_logged_itself(browser: Client, row: Toewijzing) -> None:
    browser.get(url(row))
    html = browser.get(url(row, "/inzage")).content.decode()
    assert "Toewijzing bekeken" in html
    assert browser.gebruiker.naam in html  # type: ignore[attr-defined]
    assert Inzage.objects.filter(soort="inzage.van_jeugdige").count() == 1


def test_other_toewijzingen_of_the_jeugdige_stay_within_the_own_scope(
    browser: Client, client_for: Callable[..., Client], row: Toewijzing
) -> None:
    LeveringFactory(toewijzing=row)
    other = ToewijzingFactory(jeugdige=row.jeugdige)
    assert f"/toewijzingen/{other.pk}" in browser.get(url(row)).content.decode()
    aanbieder = client_for(Rolcode.AANBIEDER_ZORG, row.aanbieder.organisatie)
    html = aanbieder.get(url(row)).content.decode()
    assert f"/toewijzingen/{other.pk}" not in html
    assert "Hulp gestart" in html


def test_detail_takes_the_same_queries_with_more_history(browser: Client, row: Toewijzing) -> None:
    browser.get(url(row))
    with CaptureQueriesContext(connection) as few:
        browser.get(url(row))
    for n in range(5):
        ToewijzingFactory(jeugdige=row.jeugdige)
        day = row.begindatum + datetime.timedelta(days=n)
        LeveringFactory(toewijzing=row, begindatum=day, einddatum=day)
    with CaptureQueriesContext(connection) as many:
        browser.get(url(row))
    assert len(many) == len(few)
