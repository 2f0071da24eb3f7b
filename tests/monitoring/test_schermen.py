"""Each act through its page: what it does, and what comes back when it is refused."""

import datetime
import re
from decimal import Decimal

import pytest
from django.urls import reverse

from core.choices import Organisatiesoort, Rolcode
from monitoring.models import (
    Doel,
    Indicator,
    Indicatorversie,
    Kwartaalrapportage,
    Subsidieindex,
    Subsidieontvanger,
    Uitvraag,
)
from monitoring.openen import open_reports
from monitoring.rules import period_after, period_before
from tests.factories.contracts import PerceelcontractFactory, PerceelFactory, SegmentFactory
from tests.factories.core import OrganisatieFactory
from tests.factories.monitoring import (
    DoelFactory,
    GevraagdFactory,
    OntvangerFactory,
    ResultaatFactory,
    UitvraagFactory,
    VersieFactory,
)
from tests.factories.providers import AanbiederFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def ozjt():
    return OrganisatieFactory(soort=Organisatiesoort.OZJT)


@pytest.fixture
def manager(client_for, ozjt):
    return client_for(Rolcode.CONTRACTMANAGER, ozjt)


def today():
    from django.utils import timezone

    return timezone.localdate()


def error_codes(page):
    return set(re.findall(r'<li data-code="(\w+)"', page.content.decode()))


INDICATOR = {
    "code": "AMB-9", "naam": "Instroom", "definitie": "Wie nieuw is.", "bron": "berekend",
    "berekening": "instroom", "meetperiode": "kwartaal", "invloed": "gedeeld",
    "richting": "lager", "norm": "6,5", "begindatum": "1-1-2026",
}  # fmt: skip


def test_indicator_from_form_to_new_version_to_end(manager):
    doel = ResultaatFactory()
    form = {**INDICATOR, "doel": doel.pk}
    answer = manager.post(reverse("indicator-nieuw") + "?segment=ambulant", form)
    found = Indicator.objects.get()
    assert answer["Location"] == reverse("indicator", args=[found.pk])
    assert found.versies.get().norm == Decimal("6.5")

    new = reverse("indicator-versie", args=[found.pk])
    page = manager.post(new, {**form, "begindatum": "1-1-2026"})
    assert (page.status_code, error_codes(page)) == (400, {"periode_ongeldig"})
    begin = period_after("kwartaal", today()).begin
    answer = manager.post(new, {**form, "naam": "Anders", "begindatum": begin.isoformat()})
    assert answer.status_code == 302
    assert [v.naam for v in found.versies.order_by("begindatum")] == ["Instroom", "Anders"]

    stop = reverse("indicator-stoppen", args=[found.pk])
    assert manager.post(stop, {"einddatum": "1-1-2026"}).status_code == 400
    shown = manager.get(stop).content.decode()
    last = re.search(r'name="einddatum" value="([^"]+)"', shown)[1]
    assert manager.post(stop, {"einddatum": last}).status_code == 302
    assert found.versies.latest("begindatum").einddatum
    manager.get(reverse("indicator", args=[found.pk, "geschiedenis"])).content.decode()


def test_empty_form_says_everything_at_once(manager):
    SegmentFactory()
    page = manager.post(reverse("indicator-nieuw"), {})
    assert page.status_code == 400
    assert page.content.decode().count('data-code="verplicht"') > 10


def test_second_asked_figure_shows_why_and_a_tick(manager):
    """D-33"""
    first = GevraagdFactory()
    form = {
        **INDICATOR, "doel": first.doel_id, "bron": "gevraagd", "eenheid": "cijfer",
        "berekening": "",
    }  # fmt: skip
    url = reverse("indicator-nieuw") + "?segment=ambulant"
    assert 'name="toch"' not in manager.get(url).content.decode()
    page = manager.post(url, form)
    assert (page.status_code, error_codes(page)) == (400, {"tweede_uitvraag"})
    assert 'name="toch"' in page.content.decode()
    assert manager.post(url, {**form, "toch": "on"}).status_code == 302


def test_goal_from_form(manager):
    doel = DoelFactory()
    form = {"soort": "resultaat", "ouder": doel.pk, "naam": "Op tijd", "volgorde": "2"}
    url = reverse("doel-nieuw") + "?segment=ambulant"
    assert manager.post(url, form).status_code == 302
    made = Doel.objects.get(naam="Op tijd")
    page = manager.post(url, form)
    assert error_codes(page) == {"doel_bestaat"}
    page = manager.post(url, {**form, "ouder": "", "naam": "Los"})
    assert error_codes(page) == {"onbekende_waarde"}
    change = reverse("doel-wijzigen", args=[made.pk])
    assert manager.post(change, {**form, "naam": "Sneller"}).status_code == 302
    made.refresh_from_db()
    assert made.naam == "Sneller"
    tree = manager.get(reverse("doelenboom")).content.decode()
    assert tree.index("Doel ") < tree.index("Sneller")


def test_request_from_sending_to_accepting(manager, client_for):
    versie = GevraagdFactory()
    aanbieder = PerceelcontractFactory(
        perceel=PerceelFactory(segment=versie.indicator.segment)
    ).aanbieder
    last = period_before("kwartaal", today())
    url = reverse("indicator-uitvragen", args=[versie.indicator_id])
    until = today() + datetime.timedelta(days=14)
    assert manager.post(url, {"begindatum": "x", "uiterlijk": "x"}).status_code == 400
    form = {"begindatum": last.begin.isoformat(), "uiterlijk": until.isoformat()}
    assert manager.post(url, form).status_code == 302
    row = Uitvraag.objects.get()

    own = client_for(Rolcode.AANBIEDER_BEHEERDER, aanbieder.organisatie)
    assert row.versie.naam in own.get(reverse("uitvragen")).content.decode()
    page = reverse("uitvraag", args=[row.pk])
    answer = own.post(page, {"waarde": "elf", "jeugdigen": "", "versie": "1"})
    assert error_codes(answer) == {"getal_ongeldig", "verplicht"}
    answer = own.post(page, {"waarde": "11", "jeugdigen": "20", "versie": "1"})
    assert error_codes(answer) == {"waarde_buiten_bereik"}
    assert own.post(page, {"waarde": "7,5", "jeugdigen": "20", "versie": "1"}).status_code == 302

    judge = reverse("uitvraag-oordeel", args=[row.pk])
    again = {"vraag": "", "uiterlijk": "", "versie": "2"}
    assert error_codes(manager.post(judge, again)) == {"verplicht"}
    assert own.post(judge, {"act": "aanvaarden", "versie": "2"}).status_code == 403
    assert manager.post(judge, {"act": "aanvaarden", "versie": "1"}).status_code == 412
    tab = manager.get(reverse("indicator", args=[versie.indicator_id, "uitvragen"]))
    assert "1 antwoord aanvaarden" in tab.content.decode()
    accept = reverse("uitvragen-aanvaarden", args=[versie.indicator_id])
    assert manager.post(accept, {"begindatum": "gisteren"}).status_code == 400
    assert manager.post(accept, {"begindatum": last.begin.isoformat()}).status_code == 302
    row.refresh_from_db()
    assert row.status == "aanvaard"
    assert "7,50" in own.get(reverse("indicatoren")).content.decode()


def test_request_is_asked_again(manager, client_for):
    row = UitvraagFactory(
        status="beantwoord", waarde=Decimal(8), jeugdigen=20,
        beantwoord_op=datetime.datetime(2026, 11, 1, tzinfo=datetime.UTC),
    )  # fmt: skip
    until = today() + datetime.timedelta(days=14)
    form = {"vraag": "Over het hele kwartaal?", "uiterlijk": until.isoformat(), "versie": "1"}
    judge = reverse("uitvraag-oordeel", args=[row.pk])
    assert manager.post(judge, form).status_code == 302
    assert manager.get(judge)["Location"] == reverse("uitvraag", args=[row.pk])
    own = client_for(Rolcode.AANBIEDER_BEHEERDER, row.aanbieder.organisatie)
    assert "Over het hele kwartaal?" in own.get(judge.removesuffix("/oordeel")).content.decode()
    row.refresh_from_db()
    assert row.status == "opnieuw"


@pytest.mark.parametrize("stand", ["", "?stand=gevraagd", "?te_laat=on", "?aanbieder=De"])
def test_list_of_requests_takes_its_filters(manager, stand):
    UitvraagFactory(aanbieder__naam="De Linde", uiterlijk=datetime.date(2026, 1, 1))
    page = manager.get(reverse("uitvragen") + stand)
    assert "De Linde" in page.content.decode()


def test_list_of_indicators_takes_its_filters(manager):
    VersieFactory(naam="Eerste")
    url = reverse("indicatoren")
    assert "Eerste" in manager.get(url + "?segment=ambulant").content.decode()
    assert "Eerste" not in manager.get(url + "?segment=crisis").content.decode()
    assert "Eerste" not in manager.get(url + "?stand=niet").content.decode()
    assert manager.get(url + "?segment=crisis&formaat=csv").status_code == 200


def test_recipients_and_index_from_form(manager):
    aanbieders = [AanbiederFactory() for _ in range(3)]
    url = reverse("ontvanger-nieuw")
    year = today().year - (today().year + 1) % 2
    for aanbieder in aanbieders[:2]:
        answer = manager.post(url, {"aanbieder": aanbieder.pk, "tijdvak": year})
        assert answer.status_code == 302
    page = manager.post(url, {"aanbieder": aanbieders[2].pk, "tijdvak": year})
    assert "subsidie_te_veel" in error_codes(page)
    row = Subsidieontvanger.objects.order_by("plek")[0]
    stop = reverse("ontvanger-stoppen", args=[row.pk])
    assert manager.post(stop, {"einddatum": "", "reden": ""}).status_code == 400
    form = {"einddatum": today().isoformat(), "reden": "Registratie vervallen"}
    assert manager.post(stop, form).status_code == 302
    index = reverse("subsidieindex")
    page = manager.post(index, {"jaar": "2024", "personeel": "6,04", "materieel": "x"})
    assert error_codes(page) == {"getal_ongeldig"}
    form = {"jaar": "2024", "personeel": "6,04", "materieel": "3,26"}
    assert manager.post(index, form).status_code == 302
    assert Subsidieindex.objects.get().materieel == Decimal("3.26")
    assert "€\xa0521,05" in manager.get(reverse("jeugdzorgplus")).content.decode()


def test_report_from_concept_to_judged(manager, client_for):
    OrganisatieFactory(soort=Organisatiesoort.GEMEENTE, naam="Enschede", code="0153")
    open_reports_for = OntvangerFactory()
    open_reports(datetime.date(2025, 4, 1))
    row = Kwartaalrapportage.objects.get()
    own = client_for(Rolcode.AANBIEDER_BEHEERDER, open_reports_for.aanbieder.organisatie)
    page = reverse("kwartaalrapportage", args=[row.pk])
    fill = reverse("rapportage-invullen", args=[row.pk])
    assert "vult deze rapportage nog in" in manager.get(page).content.decode()
    form = {
        "g0153-beginstand": "3", "g0153-instroom": "2", "g0153-uitstroom": "1",
        "g0153-eindstand": "5", "g0153-unieke_clienten": "5",
        "g0153-gemiddelde_verblijfsduur": "90", "g0153-verwachte_verblijfsduur": "180,5",
        "g0153-gemiddelde_kosten": "40.000", "g0153-heropnames": "0", "versie": "1",
    }  # fmt: skip
    assert own.post(fill, form).status_code == 302
    form["versie"] = "2"
    answer = own.post(fill, {**form, "act": "indienen"})
    assert (answer.status_code, error_codes(answer)) == (400, {"stand_telt_niet_op"})
    assert 'href="#id_g0153-eindstand"' in answer.content.decode()
    form["g0153-eindstand"] = "4"
    assert own.post(fill, {**form, "act": "indienen"}).status_code == 302
    assert own.get(fill)["Location"] == page
    assert own.post(fill, {**form, "versie": "3"}).status_code == 409
    judge = reverse("rapportage-oordeel", args=[row.pk])
    assert "40.000,00" in manager.get(page).content.decode()
    manager.post(judge, {"tekst": "", "versie": "3", "act": "beoordelen"})
    manager.post(judge, {"tekst": "Klopt dit?", "versie": "3", "act": "teruggeven"})
    assert "Klopt dit?" in own.get(page).content.decode()
    assert own.post(fill, {**form, "versie": "4", "act": "indienen"}).status_code == 302
    manager.post(judge, {"tekst": "Te oud", "versie": "3", "act": "beoordelen"})
    manager.post(judge, {"tekst": "Akkoord", "versie": "5", "act": "beoordelen"})
    row.refresh_from_db()
    assert (row.status, row.oordeel) == ("beoordeeld", "Akkoord")
    for tab in ("jaar", "geschiedenis"):
        kept = reverse("kwartaalrapportage", args=[row.pk, tab])
        assert manager.get(kept).status_code == 200
        assert own.get(kept).status_code == 200


def test_history_of_a_definition_keeps_both(manager):
    old = VersieFactory(naam="Oud", einddatum=datetime.date(2025, 12, 31))
    new = VersieFactory(naam="Nieuw", begindatum=datetime.date(2026, 1, 1))
    Indicatorversie.objects.filter(pk=new.pk).update(indicator=old.indicator)
    page = manager.get(reverse("indicator", args=[old.indicator_id, "definitie"]))
    text = page.content.decode()
    assert text.index("vanaf 1") < text.index("31\xa0dec\xa02025")
