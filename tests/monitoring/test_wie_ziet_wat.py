"""Small numbers and scope: on screen, in exports, in charts, for everybody (R-CON-7)."""

import csv
import datetime
import io
import re
import zipfile
from itertools import product

import pytest
from django.urls import reverse
from django.utils import timezone

from core.choices import Organisatiesoort, Rolcode
from core.policies import scoped
from core.sql import fetch_prepared
from monitoring import klein, selectors
from monitoring.meten import measure_since
from monitoring.models import Meting
from providers.models import Aanbieder
from tests.factories.core import OrganisatieFactory
from tests.factories.monitoring import UitvraagFactory, VersieFactory
from tests.factories.providers import AanbiederFactory
from tests.monitoring.conftest import versie

pytestmark = pytest.mark.django_db
OZJT = [
    Rolcode.CONTRACTMANAGER, Rolcode.CONTRACTBEHEERDER, Rolcode.CATALOGUSBEHEERDER,
    Rolcode.BESCHIKBAARHEIDSBEHEERDER, Rolcode.CPWV, Rolcode.SROI, Rolcode.SCREENER,
]  # fmt: skip
BEGIN = datetime.date(2026, 1, 1)
NU = datetime.date(2026, 5, 1)


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *args: NU)


@pytest.fixture
def ozjt():
    return OrganisatieFactory(soort=Organisatiesoort.OZJT)


def place_named(naam, code):
    return OrganisatieFactory(soort=Organisatiesoort.GEMEENTE, naam=naam, code=code)


@pytest.fixture
def gevuld(wereld):
    """Inflow of the first quarter: De Linde 17, De Beuk 3, De Els 25; Enschede 16, Hengelo 4,
    Almelo 25. Of the small ones one each, and beside it the smallest other.
    """
    found = versie("instroom")
    for who, place, count in (
        (wereld.linde, wereld.enschede, 16),
        (wereld.linde, wereld.hengelo, 1),
        (wereld.beuk, wereld.hengelo, 3),
        (AanbiederFactory(naam="De Els"), place_named("Almelo", "0141"), 25),
    ):
        for _ in range(count):
            wereld.hulp("2026-02-01", bij=who, gemeente=place)
    measure_since(BEGIN, NU)
    return found


def path(found, tab=""):
    return reverse("indicator", args=[found.indicator_id, tab] if tab else [found.indicator_id])


def text_of(response):
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            content = b"\n".join(book.read(name) for name in book.namelist())
    return content.decode("utf-8-sig", errors="replace")


def lines(browser, address, kind="csv"):
    return list(csv.DictReader(io.StringIO(text_of(browser.get(f"{address}?formaat={kind}")))))


def test_ozjt_sees_all_but_a_small_number_and_the_one_beside_it(client_for, ozjt, gevuld):
    browser = client_for(Rolcode.CONTRACTMANAGER, ozjt)
    found = lines(browser, path(gevuld, "aanbieders"))
    assert {row["aanbieder"]: (row["cijfer"], row["jeugdigen"]) for row in found} == {
        "De Els": ("25.00", "25"),
        "De Linde": ("afgeschermd", "afgeschermd"),
        "De Beuk": ("afgeschermd", "afgeschermd"),
    }
    found = lines(browser, path(gevuld, "gemeenten"))
    assert {row["gemeente"]: row["cijfer"] for row in found} == {
        "Almelo": "25.00", "Enschede": "afgeschermd", "Hengelo": "afgeschermd",
    }  # fmt: skip
    page = text_of(browser.get(path(gevuld, "gemeenten")))
    assert "25 jeugdigen" in page
    assert "16 jeugdigen" not in page
    assert "4 jeugdigen" not in page
    assert "Nog 2 cijfers zijn afgeschermd en staan hier niet." in page
    assert "Afgeschermd: het gaat over minder dan 5 jeugdigen, of " in page


def test_own_gemeente_sees_its_number_everywhere(client_for, gevuld, wereld):
    """The small one, and the one that is hidden with it."""
    beside = client_for(Rolcode.TOEGANG, wereld.enschede)
    assert "16 jeugdigen" in text_of(beside.get(path(gevuld)))
    assert lines(beside, reverse("indicatoren"))[0]["eigen"] == "16.00"
    own = client_for(Rolcode.BACKOFFICE, wereld.hengelo)
    assert "4 jeugdigen" in text_of(own.get(path(gevuld)))
    assert "4 jeugdigen" in text_of(own.get(reverse("indicatoren")))
    # the period that runs has a figure of the region only, and 0 hides nobody
    assert lines(own, path(gevuld))[-1]["cijfer"] == "4.00"
    assert lines(own, reverse("indicatoren"))[0]["eigen"] == "4.00"
    assert lines(own, reverse("indicatoren"))[0]["hele_regio"] == "45.00"


@pytest.mark.parametrize(("naam", "number"), [("De Beuk", 3), ("De Linde", 17)])
def test_aanbieder_does_not_see_its_own_hidden_number(client_for, gevuld, naam, number):
    """Neither the small one nor the one beside it."""
    aanbieder = Aanbieder.objects.get(naam=naam)
    own = client_for(Rolcode.AANBIEDER_BEHEERDER, aanbieder.organisatie)
    page = text_of(own.get(path(gevuld)))
    assert ">afgeschermd<" in page
    assert f"{number} jeugdigen" not in page
    assert {row["cijfer"] for row in lines(own, path(gevuld))} == {"afgeschermd"}
    assert lines(own, reverse("indicatoren"))[0]["eigen"] == "afgeschermd"
    tab = text_of(own.get(reverse("aanbieder", args=[aanbieder.pk, "indicatoren"])))
    assert ">afgeschermd<" in tab
    assert f"{number} jeugdigen" not in tab


def test_hidden_figure_is_not_in_the_chart_nor_in_a_workbook(client_for, ozjt, wereld):
    """Its place on the line, the words of its mark, and the cells of Excel."""
    found = versie("instroom")
    for begin, count in (("2025-08-01", 7), ("2025-11-01", 3), ("2026-02-01", 9)):
        for _ in range(count):
            wereld.hulp(begin, bij=wereld.beuk)
    measure_since(datetime.date(2025, 7, 1), NU)
    browser = client_for(Rolcode.CONTRACTMANAGER, ozjt)
    page = text_of(browser.get(f"{path(found)}?aanbieder={wereld.beuk.pk}"))
    marks = re.findall(r"<title>(.*?)</title>", page.split("<figure")[1])
    assert not [mark for mark in marks if "K4 25" in mark]
    assert [mark for mark in marks if mark.startswith("De Beuk, K1 26: 9")]
    book = text_of(browser.get(f"{path(found, 'aanbieders')}?formaat=xlsx&periode=2025-10-01"))
    assert "afgeschermd" in book
    assert "<v>3</v>" not in book


def test_percentage_made_by_a_few_is_hidden_too(client_for, ozjt, wereld):
    """2 of 20 is hidden and 6 of 10 with it; 0 of 20 and 6 of 20 are not."""
    found = versie("wachttijd_boven_norm", "procent")
    wereld.contract(wereld.linde, max_wachttijd_weken=2)
    almelo, borne = place_named("Almelo", "0141"), place_named("Borne", "0147")
    for place, late, count in (
        (wereld.enschede, 2, 20),
        (wereld.hengelo, 6, 20),
        (almelo, 0, 20),
        (borne, 6, 10),
    ):
        for n in range(count):
            asked = "2025-01-01" if n < late else "2026-02-01"
            wereld.hulp("2026-02-01", gemeente=place, aangevraagd=asked)
    measure_since(BEGIN, NU)
    browser = client_for(Rolcode.CONTRACTMANAGER, ozjt)
    found_lines = lines(browser, path(found, "gemeenten"))
    assert {row["gemeente"]: row["cijfer"] for row in found_lines} == {
        "Enschede": "afgeschermd", "Hengelo": "30.00", "Almelo": "0.00", "Borne": "afgeschermd",
    }  # fmt: skip


@pytest.mark.parametrize("small", [5, 10])
def test_threshold_is_a_setting_and_its_edge_is_shown(settings, actor_for, ozjt, wereld, small):
    settings.KLEIN_AANTAL = small
    found = versie("instroom")
    els = AanbiederFactory(naam="De Els")
    for begin, counts in (
        ("2025-11-01", (small, small, small)),
        ("2026-02-01", (small, small - 1, small + 1)),
    ):
        for who, count in zip((wereld.linde, wereld.beuk, els), counts, strict=True):
            for _ in range(count):
                wereld.hulp(begin, bij=who)
    measure_since(datetime.date(2025, 10, 1), NU)
    actor = actor_for(Rolcode.CPWV, ozjt)

    def shown(begin):
        rows = selectors.per_aanbieder(actor, found.indicator_id, begin)
        return {r["aanbieder_naam"]: r["getoond"] for r in rows}

    edge = f"{small}.00"
    assert shown(datetime.date(2025, 10, 1)) == dict.fromkeys(
        ("De Linde", "De Beuk", "De Els"), edge
    )
    assert shown(BEGIN) == {
        "De Linde": "afgeschermd", "De Beuk": "afgeschermd", "De Els": f"{small + 1}.00",
    }  # fmt: skip


def test_both_forms_of_the_mask_say_the_same(actor_for, ozjt, wereld):
    """Q and SQL, for every kind of who looks and every edge of every count."""
    for eenheid in ("jeugdigen", "procent"):
        made = VersieFactory(eenheid=eenheid)
        levels = [{}, {"aanbieder": wereld.linde}, {"gemeente": wereld.enschede},
                  {"gemeente": wereld.hengelo}]  # fmt: skip
        for n, (level, people, teller, beside) in enumerate(
            product(levels, [None, 0, 1, 4, 5], [0, 1, 4, 5], [False, True])
        ):
            Meting.objects.create(
                indicator=made.indicator, versie=made, teller=teller, noemer=1, waarde=7,
                erbij=beside,
                begindatum=BEGIN + datetime.timedelta(days=n), jeugdigen=people,
                einddatum=BEGIN + datetime.timedelta(days=n), peildatum=BEGIN, **level,
            )  # fmt: skip
    for actor in (
        actor_for(Rolcode.CONTRACTMANAGER, ozjt),
        actor_for(Rolcode.TOEGANG, wereld.enschede),
        actor_for(Rolcode.AANBIEDER_ZORG, wereld.linde.organisatie),
    ):
        condition = klein.KLEIN_SQL.format(m="m", v="v")
        statement = (
            f"select m.id from monitoring_meting m join monitoring_indicatorversie v "
            f"on v.id = m.versie_id where {condition}"
        )
        by_sql = {pk for (pk,) in fetch_prepared(statement, klein.sql_params(actor))}
        by_orm = set(klein.masked(Meting.objects.all(), actor).filter(klein=True)
                     .values_list("pk", flat=True))  # fmt: skip
        assert by_sql == by_orm
        assert 0 < len(by_sql) < 320


@pytest.mark.parametrize("rol", OZJT)
def test_every_role_of_ozjt_sees_all_levels(actor_for, ozjt, gevuld, rol):
    assert scoped(actor_for(rol, ozjt), Meting).count() == Meting.objects.count()


def test_gemeente_and_aanbieder_see_their_own_and_the_region(actor_for, gevuld, wereld):
    for actor, own in (
        (actor_for(Rolcode.TOEGANG, wereld.enschede), {"gemeente": wereld.enschede}),
        (actor_for(Rolcode.BACKOFFICE, wereld.hengelo), {"gemeente": wereld.hengelo}),
        (actor_for(Rolcode.AANBIEDER_BEHEERDER, wereld.linde.organisatie),
         {"aanbieder": wereld.linde}),
        (actor_for(Rolcode.AANBIEDER_ZORG, wereld.beuk.organisatie), {"aanbieder": wereld.beuk}),
    ):  # fmt: skip
        seen = set(scoped(actor, Meting).values_list("pk", flat=True))
        totals = Meting.objects.filter(aanbieder=None, gemeente=None)
        mine = Meting.objects.filter(**own)
        assert seen == set(totals.values_list("pk", flat=True)) | set(
            mine.values_list("pk", flat=True)
        )
        assert mine.exists()


@pytest.mark.parametrize(
    "rol", [Rolcode.GEMEENTE_API, Rolcode.VERWIJZER, Rolcode.TOEZICHTHOUDER, Rolcode.FG]
)
def test_others_see_nothing(actor_for, gevuld, rol):
    actor = actor_for(rol)
    assert not scoped(actor, Meting).exists()
    assert selectors.indicator_page(actor, peildatum=NU) == []


def test_asking_for_another_in_the_address_gives_the_own_line(client_for, gevuld, wereld):
    own = client_for(Rolcode.AANBIEDER_BEHEERDER, wereld.linde.organisatie)
    for query in (f"?aanbieder={wereld.beuk.pk}", f"?gemeente={wereld.enschede.pk}"):
        page = text_of(own.get(path(gevuld) + query))
        assert "De Beuk" not in page
        assert "16 jeugdigen" not in page
    for tab in ("aanbieders", "gemeenten"):
        assert "De Beuk" not in text_of(own.get(path(gevuld, tab)))
        assert "Enschede" not in text_of(own.get(path(gevuld, tab)))
        exported = text_of(own.get(f"{path(gevuld, tab)}?formaat=csv"))
        assert "De Beuk" not in exported
        assert "Enschede" not in exported
    neighbour = client_for(Rolcode.TOEGANG, wereld.enschede)
    assert "Hengelo" not in text_of(neighbour.get(path(gevuld, "gemeenten")))
    assert "De Linde" not in text_of(neighbour.get(path(gevuld, "aanbieders")))


@pytest.mark.parametrize("query", ["?aanbieder=nee", "?gemeente=0153", "?periode=gisteren"])
def test_wrong_address_is_no_error(client_for, ozjt, gevuld, query):
    browser = client_for(Rolcode.CONTRACTMANAGER, ozjt)
    for tab in ("", "aanbieders", "gemeenten"):
        assert browser.get(path(gevuld, tab) + query).status_code == 200


def test_aanbieder_that_is_nowhere_is_not_found(client_for, ozjt, gevuld):
    browser = client_for(Rolcode.CONTRACTMANAGER, ozjt)
    nowhere = "00000000-0000-4000-8000-000000000000"
    assert browser.get(f"{path(gevuld)}?aanbieder={nowhere}").status_code == 404
    assert browser.get(f"{path(gevuld)}?gemeente={nowhere}").status_code == 404


def test_page_is_one_query_however_many_there_are(
    actor_for, ozjt, gevuld, django_assert_num_queries
):
    actor = actor_for(Rolcode.CONTRACTMANAGER, ozjt)
    for extra in (0, 12):
        for _ in range(extra):
            VersieFactory()
        with django_assert_num_queries(0):  # the prepared statement goes past Django
            rows = selectors.indicator_page(actor, peildatum=NU)
        assert len(rows) == 1 + extra


def test_page_shows_the_last_period_that_is_over(actor_for, ozjt, gevuld):
    actor = actor_for(Rolcode.CONTRACTMANAGER, ozjt)
    on = lambda day: selectors.indicator_page(actor, peildatum=day)[0].periode  # noqa: E731
    assert on(datetime.date(2026, 3, 31)) == ""
    assert on(datetime.date(2026, 4, 1)) == "1e kwartaal 2026"
    assert on(datetime.date(2026, 6, 30)) == "1e kwartaal 2026"
    assert on(datetime.date(2026, 7, 1)) == "2e kwartaal 2026"


def test_number_of_few_in_an_answer_is_hidden_for_ozjt_and_not_for_who_wrote_it(client_for, ozjt):
    from decimal import Decimal

    row = UitvraagFactory(
        versie__eenheid="jeugdigen", status="beantwoord", waarde=Decimal(3), jeugdigen=3,
        beantwoord_op=timezone.now(), aanbieder=AanbiederFactory(),
    )  # fmt: skip
    manager = client_for(Rolcode.CONTRACTMANAGER, ozjt)
    own = client_for(Rolcode.AANBIEDER_BEHEERDER, row.aanbieder.organisatie)
    for address in (
        reverse("uitvragen"),
        reverse("uitvraag", args=[row.pk]),
        reverse("indicator", args=[row.indicator_id, "uitvragen"]),
    ):
        page = text_of(manager.get(address))
        assert "minder dan 5" in page
        assert "3 jeugdigen" not in page
    assert lines(manager, reverse("uitvragen"))[0]["waarde"] == "minder dan 5"
    assert lines(own, reverse("uitvragen"))[0]["waarde"] == "3.00"
