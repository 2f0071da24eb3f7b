"""JeugdzorgPlus: recipients, quarterly reports, files and tariffs (R-CON-10)."""

import datetime
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core.choices import Organisatiesoort, Rolcode
from core.fouten import Conflict, NietGevonden, Ongeldig, Verboden, VersieVerouderd
from core.models import Signaal
from core.signalen.motor import run_check
from monitoring import rapportage
from monitoring.models import Kwartaalrapportage, Subsidieindex
from monitoring.openen import open_reports
from monitoring.services import jeugdzorgplus as services
from monitoring.services.jeugdzorgplus import CIJFERS, Indexgegevens
from tests.factories.core import OrganisatieFactory
from tests.factories.monitoring import OntvangerFactory
from tests.factories.providers import AanbiederFactory

pytestmark = pytest.mark.django_db
DAG = datetime.timedelta(days=1)


def day(text):
    return datetime.date.fromisoformat(text)


VANDAAG = day("2026-05-10")


@pytest.fixture
def ozjt():
    return OrganisatieFactory(soort=Organisatiesoort.OZJT)


@pytest.fixture
def manager(actor_for, ozjt):
    return actor_for(Rolcode.CONTRACTMANAGER, ozjt)


@pytest.fixture
def enschede():
    return OrganisatieFactory(soort=Organisatiesoort.GEMEENTE, naam="Enschede", code="0153")


@pytest.fixture
def hengelo():
    return OrganisatieFactory(soort=Organisatiesoort.GEMEENTE, naam="Hengelo", code="0164")


@pytest.fixture
def ontvanger(enschede, hengelo):
    return OntvangerFactory()


@pytest.fixture
def beheerder(actor_for, ontvanger):
    return actor_for(Rolcode.AANBIEDER_BEHEERDER, ontvanger.aanbieder.organisatie)


def report(ontvanger, begin="2026-01-01", peildatum=VANDAAG):
    open_reports(peildatum)
    return Kwartaalrapportage.objects.get(ontvanger=ontvanger, begindatum=day(begin))


GOED = {
    "beginstand": 3,
    "instroom": 2,
    "uitstroom": 1,
    "eindstand": 4,
    "unieke_clienten": 5,
    "gemiddelde_verblijfsduur": Decimal(90),
    "afwijkingen": "",
    "verwachte_verblijfsduur": Decimal(180),
    "gemiddelde_kosten": Decimal("40000.50"),
    "heropnames": 0,
}


def save(actor, row, regels, **named):
    return services.save_report(actor, row.pk, regels=regels, toelichting="", **named)


def codes(caught):
    return [(b.code, b.veld) for b in caught.value.bevindingen]


def test_ten_figures_in_the_order_of_article_16():
    assert [label for _name, label in CIJFERS] == [
        "Beginstand aantal cliënten",
        "Instroom aantal cliënten",
        "Uitstroom aantal cliënten",
        "Eindstand aantal cliënten",
        "Aantal unieke cliënten",
        "Gemiddelde verblijfsduur in dagen",
        "Specificatie van afwijkingen > 10% op de gemiddelde verblijfsduur",
        "Verwachte verblijfsduur in dagen per cliënt (lopende zorg)",
        "Gemiddelde kosten per cliënt",
        "Aantal heropnames binnen één maand",
    ]


def add(manager, tijdvak=2025, aanbieder=None):
    found = aanbieder or AanbiederFactory()
    return services.add_ontvanger(manager, found.pk, tijdvak=tijdvak, peildatum=VANDAAG)


def test_two_recipients_per_tijdvak_and_no_third(manager):
    first, second = add(manager), add(manager)
    assert (first.begindatum, first.einddatum) == (day("2025-01-01"), day("2026-12-31"))
    assert {first.plek, second.plek} == {1, 2}
    with pytest.raises(Ongeldig) as caught:
        add(manager)
    assert ("subsidie_te_veel", "") in codes(caught)
    assert add(manager, 2027)


def test_withdrawn_recipient_keeps_its_place_in_the_tijdvak(manager):
    """At most two institutions receive subsidy in a tijdvak, also one after the other (art. 4)."""
    gone = add(manager)
    add(manager)
    services.withdraw_ontvanger(
        manager, gone.pk, einddatum=day("2026-06-30"), reden="Gestopt", peildatum=VANDAAG
    )
    with pytest.raises(Ongeldig):
        add(manager)


def test_same_aanbieder_has_no_overlapping_subsidies(manager):
    found = add(manager)
    with pytest.raises(Ongeldig) as caught:
        add(manager, aanbieder=found.aanbieder)
    assert ("subsidie_overlap", "") in codes(caught)
    assert add(manager, 2027, aanbieder=found.aanbieder)


@pytest.mark.parametrize("tijdvak", [2024, 2026, 1999, 2035])
def test_tijdvak_begins_in_an_odd_year_that_can_be(manager, tijdvak):
    with pytest.raises(Ongeldig) as caught:
        add(manager, tijdvak)
    assert codes(caught)[0][1] == "tijdvak"


def test_tijdvak_before_the_regulation_is_refused_by_the_database(manager):
    with pytest.raises(Ongeldig) as caught:
        add(manager, 2021)
    assert ("tijdvak_ongeldig", "") in codes(caught)


def test_recipient_gets_a_report_for_each_quarter_that_is_over(manager):
    found = add(manager)
    begins = found.rapportages.order_by("begindatum").values_list("begindatum", flat=True)
    assert [str(b) for b in begins] == [
        "2025-01-01", "2025-04-01", "2025-07-01", "2025-10-01", "2026-01-01",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("peildatum", "count"), [("2025-03-31", 0), ("2025-04-01", 1), ("2026-12-31", 7),
                             ("2027-01-01", 8), ("2027-06-01", 8)],
)  # fmt: skip
def test_report_comes_the_day_after_the_quarter(ontvanger, peildatum, count):
    open_reports(day(peildatum))
    assert open_reports(day(peildatum)) == 0
    assert ontvanger.rapportages.count() == count


def test_withdrawn_halfway_still_reports_over_that_quarter(manager, ontvanger):
    services.withdraw_ontvanger(
        manager, ontvanger.pk, einddatum=day("2026-05-20"), reden="Gestopt", peildatum=VANDAAG
    )
    open_reports(day("2027-06-01"))
    assert ontvanger.rapportages.latest("begindatum").begindatum == day("2026-04-01")


@pytest.mark.parametrize("last", ["2026-05-09", "2027-01-01"])
def test_subsidy_ends_from_today_and_within_its_tijdvak(manager, ontvanger, last):
    with pytest.raises(Ongeldig):
        services.withdraw_ontvanger(
            manager, ontvanger.pk, einddatum=day(last), reden="x", peildatum=VANDAAG
        )


def signals(naam, peildatum):
    run_check(naam, peildatum)
    return Signaal.objects.filter(controle=naam, status="open")


def test_deadline_day_itself_is_in_time(ozjt, ontvanger):
    """Four weeks after 31 March is 28 April."""
    row = report(ontvanger, peildatum=day("2026-04-01"))
    Kwartaalrapportage.objects.exclude(pk=row.pk).delete()
    assert row.uiterlijk == day("2026-04-28")
    assert signals("rapportage_loopt_af", row.uiterlijk)
    assert not row.is_late(row.uiterlijk)
    for naam in ("rapportage_te_laat", "rapportage_niet_ontvangen"):
        assert not signals(naam, row.uiterlijk)
        assert signals(naam, row.uiterlijk + DAG)
    assert not signals("rapportage_loopt_af", row.uiterlijk + DAG)
    assert row.is_late(row.uiterlijk + DAG)


def test_handed_in_is_to_be_judged_and_judged_is_done(
    ozjt, manager, beheerder, ontvanger, enschede
):
    row = report(ontvanger)
    Kwartaalrapportage.objects.exclude(pk=row.pk).delete()
    save(beheerder, row, {enschede.pk: GOED}, indienen=True)
    late = row.uiterlijk + DAG
    assert not signals("rapportage_te_laat", late)
    assert signals("rapportage_te_beoordelen", late)
    services.judge_report(manager, row.pk, oordeel="Akkoord")
    assert not signals("rapportage_te_beoordelen", late)


def test_concept_keeps_what_is_wrong_and_handing_in_does_not(beheerder, ontvanger, enschede):
    row = report(ontvanger)
    wrong = {**GOED, "eindstand": 9, "gemiddelde_kosten": None}
    save(beheerder, row, {enschede.pk: wrong})
    assert row.regels.get().eindstand == 9
    with pytest.raises(Ongeldig) as caught:
        save(beheerder, row, {enschede.pk: wrong}, indienen=True)
    assert codes(caught) == [
        ("stand_telt_niet_op", "g0153-eindstand"),
        ("clienten_onmogelijk", "g0153-unieke_clienten"),
        ("verplicht", "g0153-gemiddelde_kosten"),
    ]
    row.refresh_from_db()
    assert row.status == "concept"


def test_gemeente_without_clienten_has_no_line(beheerder, ontvanger, enschede, hengelo):
    row = report(ontvanger)
    empty = dict.fromkeys(GOED)
    save(beheerder, row, {enschede.pk: GOED, hengelo.pk: empty})
    assert row.regels.get().gemeente == enschede
    save(beheerder, row, {enschede.pk: empty, hengelo.pk: GOED})
    assert row.regels.get().gemeente == hengelo
    assert save(beheerder, row, {hengelo.pk: empty}, indienen=True).status == "ingediend"


def test_after_handing_in_nothing_changes_until_it_is_given_back(
    manager, beheerder, ontvanger, enschede
):
    row = report(ontvanger)
    save(beheerder, row, {enschede.pk: GOED}, indienen=True)
    with pytest.raises(Conflict, match="verandert niet meer"):
        save(beheerder, row, {enschede.pk: GOED})
    services.return_report(manager, row.pk, reden="Klopt de instroom?")
    save(beheerder, row, {enschede.pk: GOED}, indienen=True)
    services.judge_report(manager, row.pk, oordeel="Akkoord")
    for act in (
        lambda: services.return_report(manager, row.pk, reden="Toch niet"),
        lambda: services.judge_report(manager, row.pk, oordeel="Nog eens"),
        lambda: save(beheerder, row, {}),
    ):
        with pytest.raises(Conflict):
            act()


def test_old_window_is_refused(beheerder, ontvanger, enschede):
    row = report(ontvanger)
    save(beheerder, row, {enschede.pk: GOED}, versie=1)
    with pytest.raises(VersieVerouderd):
        save(beheerder, row, {enschede.pk: GOED}, versie=1)


def test_each_does_its_own_part(manager, beheerder, actor_for, ontvanger, enschede):
    row = report(ontvanger)
    other = actor_for(Rolcode.AANBIEDER_BEHEERDER, AanbiederFactory().organisatie)
    with pytest.raises(NietGevonden):
        save(other, row, {})
    with pytest.raises(Verboden):
        save(manager, row, {})
    save(beheerder, row, {enschede.pk: GOED}, indienen=True)
    with pytest.raises(Verboden):
        services.judge_report(beheerder, row.pk, oordeel="Prima")
    with pytest.raises(Verboden):
        add(beheerder)


def test_ozjt_sees_figures_only_after_they_were_handed_in(manager, beheerder, ontvanger, enschede):
    row = report(ontvanger)
    save(beheerder, row, {enschede.pk: GOED})
    assert rapportage.lines_of(manager, row) == {}
    assert rapportage.lines_of(beheerder, row)
    save(beheerder, row, {enschede.pk: GOED}, indienen=True)
    assert rapportage.lines_of(manager, row)


def test_totals_and_the_difference_with_last_quarter(beheerder, ontvanger, enschede, hengelo):
    before, row = report(ontvanger, "2025-10-01"), report(ontvanger)
    save(beheerder, before, {enschede.pk: GOED})
    save(beheerder, row, {enschede.pk: {**GOED, "instroom": 5, "eindstand": 7}, hengelo.pk: GOED})
    found = rapportage.overview(beheerder, row)
    assert found.vorige == "4e kwartaal 2025"
    assert [naam for naam, _cells in found.rijen] == ["Enschede", "Hengelo"]
    by_label = {cel.label: (cel.tekst, cel.verschil) for cel in found.totaal}
    assert by_label["Instroom"] == ("7", "+5")
    assert by_label["Beginstand"] == ("6", "+3")
    assert by_label["Gem. kosten"] == ("", "")
    own = {cel.label: cel.verschil for cel in found.rijen[0][1]}
    assert (own["Instroom"], own["Eindstand"], own["Uitstroom"]) == ("+3", "+3", "")


def test_year_to_date_begins_in_january_and_adds_up(beheerder, ontvanger, enschede, hengelo):
    save(beheerder, report(ontvanger, "2025-10-01"), {enschede.pk: GOED})
    open_reports(day("2026-07-01"))
    first, second = report(ontvanger), report(ontvanger, "2026-04-01", day("2026-07-01"))
    save(beheerder, first, {enschede.pk: GOED})
    save(
        beheerder,
        second,
        {enschede.pk: {**GOED, "beginstand": 4, "eindstand": 5}, hengelo.pk: GOED},
    )
    found = rapportage.year_to_date(beheerder, second)
    rows = {naam: {c.label: c.tekst for c in cells} for naam, cells in found.rijen}
    assert rows["Enschede"] == {
        "Beginstand": "3", "Instroom": "4", "Uitstroom": "2", "Eindstand": "5", "Heropnames": "0",
    }  # fmt: skip
    assert rows["Hengelo"]["Beginstand"] == "0"


def test_form_begins_with_the_eindstand_of_last_quarter(beheerder, ontvanger, enschede, hengelo):
    save(beheerder, report(ontvanger, "2025-10-01"), {enschede.pk: GOED})
    row = report(ontvanger)
    found = rapportage.initial_of(beheerder, row, [enschede, hengelo])
    assert found["g0153-beginstand"] == 4
    assert "g0164-beginstand" not in found


def test_what_the_recipient_writes_in_a_concept_stays_its_own(client_for, ontvanger, beheerder):
    row = report(ontvanger)
    services.save_report(beheerder, row.pk, regels={}, toelichting="Nog niet af.")
    history = reverse("kwartaalrapportage", args=[row.pk, "geschiedenis"])
    pages = (reverse("kwartaalrapportage", args=[row.pk]), history, f"{history}?op=2099-01-01")
    manager = client_for(Rolcode.CONTRACTMANAGER)
    assert not any("Nog niet af." in manager.get(page).content.decode() for page in pages)
    own = client_for(Rolcode.AANBIEDER_BEHEERDER, ontvanger.aanbieder.organisatie)
    assert "Nog niet af." in own.get(history).content.decode()


def test_file_goes_out_and_comes_back_the_same(client_for, ontvanger, beheerder, enschede, hengelo):
    row = report(ontvanger)
    save(beheerder, row, {enschede.pk: {**GOED, "afwijkingen": "Eén verblijf van 214 dagen."}})
    browser = client_for(Rolcode.AANBIEDER_BEHEERDER, ontvanger.aanbieder.organisatie)
    out = browser.get(reverse("kwartaalrapportage", args=[row.pk]) + "?formaat=csv")
    data = b"".join(out.streaming_content)
    found = rapportage.read_file(data, [enschede, hengelo])
    assert found["g0153-gemiddelde_kosten"] == "40000,50"
    assert found["g0153-afwijkingen"] == "Eén verblijf van 214 dagen."
    answer = browser.post(
        reverse("rapportage-inlezen", args=[row.pk]),
        {"bestand": SimpleUploadedFile("rapport.csv", data)},
    )
    assert answer.status_code == 200
    assert 'value="40000,50"' in answer.content.decode()
    row.refresh_from_db()
    assert row.versie == 2, "reading a file keeps nothing"


HEAD = "gemeentecode;" + ";".join(name for name, _label in CIJFERS)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "bestand_leeg"),
        (b"%PDF-1.7", "bestand_soort"),
        (b"gemeentecode;beginstand\n0153;3\n", "kop_ontbreekt"),
        (f"{HEAD}\n0363;1\n".encode(), "rapportgemeente_onbekend"),
    ],
)
def test_wrong_file_is_refused_with_its_code(enschede, data, code):
    with pytest.raises(Ongeldig) as caught:
        rapportage.read_file(data, [enschede])
    assert codes(caught)[0] == (code, "bestand")


def test_a_thousand_wrong_rows_are_told_in_twenty_lines(enschede):
    data = "\n".join([HEAD, *(f"{n:04};1" for n in range(1000, 2000))]).encode()
    with pytest.raises(Ongeldig) as caught:
        rapportage.read_file(data, [enschede])
    assert len(caught.value.bevindingen) == 20


def test_wrong_figure_in_a_file_stands_at_its_field(client_for, ontvanger, enschede):
    row = report(ontvanger)
    browser = client_for(Rolcode.AANBIEDER_BEHEERDER, ontvanger.aanbieder.organisatie)
    data = f"{HEAD}\n153;drie;2;1;4;5;90;;180;40000;0\n".encode()
    answer = browser.post(
        reverse("rapportage-inlezen", args=[row.pk]),
        {"bestand": SimpleUploadedFile("rapport.csv", data)},
    )
    page = answer.content.decode()
    assert answer.status_code == 400
    assert 'href="#id_g0153-beginstand"' in page
    assert 'value="drie"' in page


def test_index_is_kept_per_year_and_changes_the_tariffs(manager):
    services.save_index(manager, Indexgegevens(2024, Decimal(6), Decimal(2)))
    services.save_index(
        manager, Indexgegevens(2024, Decimal(6), Decimal(2), Decimal(7), Decimal(3))
    )
    assert Subsidieindex.objects.get().personeel_definitief == 7
    assert [t.etmaal for t in rapportage.tariffs(manager)] == [Decimal("493.57"), Decimal("519.83")]
    with pytest.raises(Ongeldig) as caught:
        services.save_index(manager, Indexgegevens(2025, Decimal(6), Decimal(2), Decimal(7)))
    assert ("index_onvolledig", "") in codes(caught)
    with pytest.raises(Ongeldig):
        services.save_index(manager, Indexgegevens(2023, Decimal(6), Decimal(2)))
