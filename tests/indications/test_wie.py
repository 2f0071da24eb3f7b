"""Filing against the database: the referral with its term (R-TOE-9, D-16), and the gemeente that is
responsible on the first day (D-20, Jeugdwet 1.1 and 2.7a).
"""

import datetime
from collections.abc import Callable

import pytest

from core.actor import Actor
from core.fouten import Ongeldig
from indications.aanvraag import Aanvraag
from indications.api.shapes import AanvraagVorm, to_aanvraag
from indications.models import Jeugdige, Toewijzing, Verwijzing, Woonplaats
from indications.services.indienen import file_toewijzingen, validate
from tests.indications.conftest import gemeente

pytestmark = pytest.mark.django_db
Ask = Callable[..., Aanvraag]
Who = Callable[..., Actor]
DAG = datetime.timedelta(days=1)


@pytest.fixture
def bekend(
    demo: None, toegang: Who, aanvraag: Ask, vandaag: datetime.date
) -> Callable[..., Jeugdige]:
    """A jeugdige with one toewijzing of Enschede on ABGII; rows of (gemeente, begin, end)."""

    def make(*rows: tuple[str, datetime.date, datetime.date | None]) -> Jeugdige:
        (filed,) = file_toewijzingen(toegang(), [aanvraag(productcode="ABGII")], peildatum=vandaag)
        child = Toewijzing.objects.get(pk=filed.id).jeugdige
        for code, begin, end in rows:
            Woonplaats.objects.create(
                jeugdige=child,
                gemeente=gemeente(code),
                begindatum=begin,
                einddatum=end,
                grond="brp",
            )
        return child

    return make


def codes(actor: Actor, ask: Aanvraag, vandaag: datetime.date) -> set[tuple[str, str]]:
    (judged,) = validate(actor, [ask], peildatum=vandaag)
    return {(f.code, f.veld) for f in judged.bevindingen}


def test_verwijzer_and_term_are_stored_and_the_same_referral_is_one(
    demo: None, toegang: Who, aanvraag: Ask, vandaag: datetime.date
) -> None:
    before = Verwijzing.objects.count()
    gi = {
        "verwijzing_type": "04",
        "verwijzer": "GI Het Voorbeeld",
        "verwijzing_tot": vandaag + datetime.timedelta(days=300),
    }
    file_toewijzingen(toegang(), [aanvraag(**gi)], peildatum=vandaag)
    file_toewijzingen(toegang(), [aanvraag(**gi, productcode="ABGII")], peildatum=vandaag)
    row = Verwijzing.objects.get(verwijzer="GI Het Voorbeeld")
    assert row.geldig_tot == vandaag + datetime.timedelta(days=300)
    assert Verwijzing.objects.count() == before + 1


def test_term_known_of_the_same_referral_holds_when_it_is_not_said_again(
    demo: None, toegang: Who, aanvraag: Ask, vandaag: datetime.date
) -> None:
    until = vandaag + datetime.timedelta(days=200)
    said = aanvraag(verwijzing_type="08", verwijzing_tot=until)
    file_toewijzingen(toegang(), [said], peildatum=vandaag)
    silent = aanvraag(verwijzing_type="08", productcode="ABGII")
    assert codes(toegang(), silent, vandaag) == set()
    longer = aanvraag(verwijzing_type="08", productcode="ABGII", einddatum=until + DAG)
    assert codes(toegang(), longer, vandaag) == {("verwijzing_verlopen", "einddatum")}


def test_json_reads_verwijzer_and_term() -> None:
    body = {
        **AanvraagVorm.voorbeeld,
        "verwijzing": {
            "type": "04",
            "datum": "2026-11-02",
            "verwijzer": " GI Het Voorbeeld ",
            "geldigTot": "2027-11-01",
        },
    }
    read = AanvraagVorm.parse(body)
    assert read.fouten == []
    ask = to_aanvraag(read.waarden)
    assert ask.verwijzer == "GI Het Voorbeeld"
    assert ask.verwijzing_tot == datetime.date(2027, 11, 1)


@pytest.mark.parametrize(
    ("moved", "found"),
    [
        pytest.param(0, {("andere_gemeente_verantwoordelijk", "gemeentecode")}, id="on the day"),
        pytest.param(-1, {("andere_gemeente_verantwoordelijk", "gemeentecode")}, id="day before"),
        pytest.param(1, {("verhuist_tijdens_hulp", "einddatum")}, id="the day after"),
        pytest.param(193, {("verhuist_tijdens_hulp", "einddatum")}, id="on the last day"),
        pytest.param(194, set(), id="after the last day"),
    ],
)
def test_gemeente_of_the_first_day_files_d_20(
    bekend: Callable[..., Jeugdige],
    toegang: Who,
    aanvraag: Ask,
    vandaag: datetime.date,
    moved: int,
    found: set[tuple[str, str]],
) -> None:
    """The request runs from a week ahead on to day 200; it moves so many days after its start."""
    day = vandaag + datetime.timedelta(days=7 + moved)
    bekend(("0153", datetime.date(2014, 5, 1), day - DAG), ("0164", day, None))
    assert codes(toegang(), aanvraag(), vandaag) == found


def test_new_gemeente_files_from_its_first_day_on_and_not_before(
    bekend: Callable[..., Jeugdige], toegang: Who, aanvraag: Ask, vandaag: datetime.date
) -> None:
    day = vandaag + datetime.timedelta(days=7)
    bekend(("0153", datetime.date(2014, 5, 1), day - DAG), ("0164", day, None))
    buur = toegang("0164")
    assert codes(buur, aanvraag(gemeentecode="0164"), vandaag) == set()
    early = aanvraag(gemeentecode="0164", begindatum=day - DAG)
    wrong = {("andere_gemeente_verantwoordelijk", "gemeentecode")}
    assert codes(buur, early, vandaag) == wrong
    with pytest.raises(Ongeldig) as refused:
        file_toewijzingen(buur, [early], peildatum=vandaag)
    assert "Enschede" not in str([f.reden for f in refused.value.bevindingen])


def test_unknown_days_before_the_first_and_after_the_last(
    bekend: Callable[..., Jeugdige], toegang: Who, aanvraag: Ask, vandaag: datetime.date
) -> None:
    start = vandaag + datetime.timedelta(days=7)
    child = bekend(("0153", start + DAG, start + 2 * DAG))
    assert codes(toegang(), aanvraag(), vandaag) == set(), "not known yet on that day"
    Woonplaats.objects.filter(jeugdige=child).update(begindatum=start - 9 * DAG)
    Woonplaats.objects.filter(jeugdige=child).update(einddatum=start - DAG)
    assert codes(toegang(), aanvraag(), vandaag) == {("woonplaats_onbekend", "gemeentecode")}
