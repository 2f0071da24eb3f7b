"""The screens: who gets in, what is shown, the same number of queries, and the worklist."""

import csv
import datetime
import io
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.choices import Rolcode, Signaalstatus
from core.models import Signaal
from core.signalen.motor import run_check
from leveranciers.aandelen import refresh
from leveranciers.choices import Afspraakkant, Gespreksoort
from leveranciers.models import Accountgesprek, Afspraak, Jaarcijfer, Segmentaandeel, Sturingsnorm
from leveranciers.rules import Normen
from leveranciers.selectors import shares
from leveranciers.services import afspraken, gesprekken
from leveranciers.services.afspraken import Afspraakgegevens
from tests.factories.contracts import SegmentFactory
from tests.leveranciers.conftest import VANDAAG

DAG = datetime.timedelta(days=1)
BINNEN = {Rolcode.CONTRACTMANAGER, Rolcode.CONTRACTBEHEERDER}


@pytest.fixture
def manager(client_for):
    return client_for(Rolcode.CONTRACTMANAGER)


@pytest.fixture
def vier(kosten):
    """Shares of 40, 30, 20 and 10 %; figures that warn of the first and the second."""
    found = [kosten(f"Aanbieder {n}", euro) for n, euro in enumerate((40, 30, 20, 10), 1)]
    refresh(VANDAAG)
    for aanbieder, resultaat in zip(found, ("-5", "12.4", "3"), strict=False):
        Jaarcijfer.objects.create(
            aanbieder=aanbieder, jaar=2025, omzet=Decimal(100), resultaat=Decimal(resultaat)
        )
    return found


def names(response):
    return [row["aanbieder__naam"] for row in response.context["tabel"].page.rijen]


def listed(manager, **query):
    return names(manager.get(reverse("leveranciers"), {"jaar": "2026", **query}))


def test_list_by_share_with_its_filters(manager, vier):
    a, b, c, d = (f"Aanbieder {n}" for n in range(1, 5))
    assert listed(manager) == [a, b, c, d]
    assert listed(manager, segment="ambulant", indeling="leveranciersmanagement") == [a, b, c]
    assert listed(manager, vlag="continuiteit") == [a]
    assert listed(manager, vlag="rechtmatigheid") == [b]
    assert listed(manager, zoek="der 4") == [d]
    SegmentFactory(code="crisis")
    assert listed(manager, segment="crisis") == []
    assert listed(manager, segment="bestaat-niet") == [a, b, c, d]
    assert listed(manager, jaar="abc") == [a, b, c, d]


def test_size_that_differs_from_what_is_registered_stands_out(manager, vier):
    vier[0].grootte = "systeem"
    vier[0].save(update_fields=["grootte"])
    assert listed(manager, wijkt_af="on") == [f"Aanbieder {n}" for n in (2, 3, 4)]
    page = manager.get(reverse("leveranciers"), {"jaar": "2026"}).content.decode()
    assert "geregistreerd als overig" in page


@pytest.mark.parametrize("route", ["leveranciers", "risicokaart", "jaarcijfers"])
def test_same_number_of_queries_with_2_and_with_20_rows(manager, kosten, route):
    def count():
        refresh(VANDAAG)
        for share in Segmentaandeel.objects.filter(segment__isnull=True, jaar=2026):
            Jaarcijfer.objects.get_or_create(
                aanbieder_id=share.aanbieder_id, jaar=2025, defaults={"omzet": 9, "resultaat": 1}
            )
        manager.get(reverse(route))
        with CaptureQueriesContext(
            connection,
        ) as caught:
            assert manager.get(reverse(route)).status_code == 200
        return len(caught)

    kosten("A", 2), kosten("B", 1)
    few = count()
    for n in range(18):
        kosten(f"C{n}", n)
    assert count() == few


def test_chart_shows_the_same_as_its_table_and_its_export(manager, vier):
    page = manager.get(reverse("risicokaart"), {"segment": "ambulant", "jaar": "2026"})
    rows = page.context["tabel"].page.rijen
    points = {punt.nummer: punt for punt in page.context["kaart"].punten}
    assert {row["plek"] for row in rows} == set(points)
    for row in rows:
        point = points[row["plek"]]
        assert (point.naam, point.kwadrant) == (row["aanbieder__naam"], row["kwadrant"])
        assert all(vlag.reden in point.tekst for vlag in row["vlaggen"])
        assert point.tekst in page.content.decode() or not point.genoemd
    text = page.content.decode()
    assert "rendement 12,4\u00a0% is hoger dan 10\u00a0%" in text
    assert "style=" not in text
    assert "<script>" not in text
    exported = manager.get(
        reverse("risicokaart"), {"segment": "ambulant", "jaar": "2026", "formaat": "csv"}
    )
    lines = list(csv.DictReader(io.StringIO(exported.getvalue().decode("utf-8-sig"))))
    assert [line["aanbieder"] for line in lines] == [row["aanbieder__naam"] for row in rows]
    assert [line["kwadrant"] for line in lines] == [row["kwadrant"] for row in rows]


def test_shapes_tell_the_kinds_of_flags_apart(manager, vier):
    page = manager.get(reverse("risicokaart"), {"segment": "ambulant", "jaar": "2026"})
    shapes = {punt.naam: punt.vorm for punt in page.context["kaart"].punten}
    assert [shapes[f"Aanbieder {n}"] for n in range(1, 5)] == [
        "continuiteit", "rechtmatigheid", "geen", "geen",
    ]  # fmt: skip


def test_screen_says_which_base_is_used(manager, vier):
    Segmentaandeel.objects.filter(plek=1, segment__isnull=True).update(grondslag="begroot")
    page = manager.get(reverse("leveranciers"), {"jaar": "2026"}).content.decode()
    assert "Van 1 aanbieder is niets gedeclareerd" in page
    assert '<span class="under">begroot</span>' in page


@pytest.mark.parametrize("rol", list(Rolcode))
@pytest.mark.parametrize(
    "route", ["leveranciers", "risicokaart", "sturingsnormen", "jaarcijfers", "jaarcijfers-nieuw",
              "import-jaarcijfers", "accountgesprek-plannen"]
)  # fmt: skip
def test_room_is_shut_to_the_others(client_for, rol, route):
    assert client_for(rol).get(reverse(route)).status_code == (200 if rol in BINNEN else 403)


def test_tabs_of_the_dossier(client_for, manager, linde, vier):
    own = client_for(Rolcode.AANBIEDER_BEHEERDER, linde.organisatie)
    gemeente = client_for(Rolcode.TOEGANG)
    page = reverse("aanbieder", args=[vier[0].pk, "leveranciersmanagement"])
    text = manager.get(page).content.decode()
    assert "rendement -5\u00a0% is lager dan 0\u00a0%" in text.replace("Rendement", "rendement")
    mine = reverse("aanbieder", args=[linde.pk, "leveranciersmanagement"])
    talks = reverse("aanbieder", args=[linde.pk, "gesprekken"])
    assert [c.get(mine).status_code for c in (own, gemeente)] == [403, 403]
    assert [c.get(talks).status_code for c in (manager, own, gemeente)] == [200, 200, 403]
    assert "Leveranciersmanagement" not in own.get(talks).content.decode()


def test_form_of_figures_road(manager, linde):
    address = reverse("jaarcijfers-nieuw")
    wrong = manager.post(address, {"omzet": "veel", "jaar": "2025"})
    assert wrong.status_code == 400
    good = {
        "aanbieder": linde.pk, "jaar": "2025", "omzet": "1.000.000,00", "resultaat": "-12.500,50",
        "bron": "jaarrekening",
    }  # fmt: skip
    assert manager.post(address, good).status_code == 302
    assert manager.post(address, good).status_code == 400
    row = Jaarcijfer.objects.get()
    assert row.resultaat == Decimal("-12500.50")
    change = reverse("jaarcijfer-wijzigen", args=[row.pk])
    new = good | {"omzet": "2.000.000", "versie": "1"}
    assert manager.post(change, new).status_code == 302
    stale = manager.post(change, new)
    assert stale.status_code == 412
    assert "2.000.000" in stale.content.decode()


def test_norms_on_screen(manager, client_for):
    address = reverse("sturingsnormen")
    form = manager.get(address).context["form"]
    values = {name: str(value) for name, value in form.initial.items()}
    values = {name: value.replace(".", ",") for name, value in values.items()}
    assert manager.post(address, values).status_code == 302
    assert Sturingsnorm.objects.get().jaar == timezone.localdate().year
    assert manager.post(address, values).status_code == 412
    assert client_for(Rolcode.CONTRACTBEHEERDER).post(address, values).status_code == 403
    assert manager.get(address, {"jaar": "abcd"}).status_code == 200


def test_acts_that_are_past_lead_back(manager, carla, concept):
    for name in ("wijzigen", "vervallen"):
        back = manager.get(reverse(f"accountgesprek-{name}", args=[concept.pk]))
        assert (back.status_code, back["Location"]) == (302, f"/accountgesprekken/{concept.pk}")
    answer = manager.post(
        reverse("accountgesprek-vervallen", args=[concept.pk]),
        {"reden": "toch niet", "versie": concept.versie},
    )
    assert answer.status_code == 409
    assert "toch niet" in answer.content.decode()


@pytest.mark.parametrize("versie", ["", "x", "-1", "99999999999", "²"])
def test_strange_version_is_an_old_page(manager, gesprek, versie):
    answer = manager.post(
        reverse("accountgesprek-vervallen", args=[gesprek.pk]), {"reden": "a", "versie": versie}
    )
    assert answer.status_code == 412


def test_history_of_a_concept_is_not_for_the_aanbieder(client_for, carla, concept, linde):
    gesprekken.establish_verslag(carla, concept.pk, versie=concept.versie)
    own = client_for(Rolcode.AANBIEDER_BEHEERDER, linde.organisatie)
    page = own.get(reverse("accountgesprek", args=[concept.pk]))
    assert "De wachttijd loopt op." in page.content.decode()
    history = own.get(
        reverse("accountgesprek", args=[concept.pk, "geschiedenis"]), {"op": "2030-01-01"}
    )
    assert len(history.context["gebeurtenissen"]) == 1
    assert "De wachttijd loopt op." not in history.content.decode()
    assert "Wachttijden" not in history.content.decode()


def promise(carla, concept, kant, days):
    own = carla.id if kant == Afspraakkant.OZJT else None
    given = Afspraakgegevens("Iets", kant, VANDAAG + days * DAG, own)
    return afspraken.add_afspraak(
        carla, concept.pk, given, versie=concept.versie, peildatum=VANDAAG
    )


@pytest.mark.parametrize(
    ("kant", "day", "expected"),
    [
        (Afspraakkant.OZJT, 5, {"afspraak_ozjt"}),
        (Afspraakkant.OZJT, 6, {"afspraak_ozjt_te_laat"}),
        (Afspraakkant.AANBIEDER, 5, {"afspraak_aanbieder"}),
        (
            Afspraakkant.AANBIEDER,
            6,
            {"afspraak_aanbieder_te_laat", "afspraak_van_aanbieder_te_laat"},
        ),
    ],
    ids=["ozjt last day", "ozjt a day late", "aanbieder last day", "aanbieder a day late"],
)
def test_afspraak_stands_on_the_worklist_of_who_does_it(carla, concept, linde, kant, day, expected):
    checks = ("afspraak_ozjt", "afspraak_ozjt_te_laat", "afspraak_aanbieder",
              "afspraak_aanbieder_te_laat", "afspraak_van_aanbieder_te_laat")  # fmt: skip
    row = promise(carla, concept, kant, 5)

    def run():
        for name in checks:
            run_check(name, VANDAAG + day * DAG)
        return Signaal.objects.filter(status=Signaalstatus.OPEN)

    assert not run(), "not before the verslag stands"
    gesprekken.establish_verslag(carla, concept.pk, versie=concept.versie)
    assert set(run().values_list("controle", flat=True)) == expected
    for signaal in Signaal.objects.filter(controle__startswith="afspraak_aanbieder"):
        assert signaal.organisatie_id == linde.organisatie_id
    afspraken.finish_afspraak(carla, row.pk, status="gedaan", opmerking="Klaar", versie=1)
    assert not run()


@pytest.mark.parametrize(
    ("last", "planned", "expected"),
    [
        (None, None, True),
        (datetime.date(2026, 3, 15), None, True),
        (datetime.date(2026, 3, 16), None, False),
        (None, VANDAAG, False),
        (None, VANDAAG - DAG, True),
    ],
    ids=["never", "three months ago", "a day less", "planned today", "planned and past"],
)
def test_rhythm_asks_for_a_talk(manager, carla, kosten, last, planned, expected, time_machine):
    time_machine.move_to(datetime.datetime(2026, 6, 15, 12, tzinfo=datetime.UTC))
    aanbieder = kosten("A", 100)
    refresh(VANDAAG)
    for day, status in ((last, "gehouden"), (planned, "gepland")):
        if day:
            Accountgesprek.objects.create(
                aanbieder=aanbieder, soort=Gespreksoort.VOORTGANG, datum=day, status=status
            )
    run_check("gesprek_te_plannen", VANDAAG)
    assert Signaal.objects.filter(status="open").exists() == expected
    rows = shares(carla, segment=None, jaar=2026, peildatum=VANDAAG, normen=Normen())
    assert [row.te_plannen for row in rows] == [expected]


def test_contractmanagement_asks_in_one_signal_and_no_rhythm_in_none(carla, kosten):
    for naam, euro in {"A": 90, "B": 6, "C": 4}.items():
        kosten(naam, euro)
    refresh(VANDAAG)
    run_check("gesprekken_te_plannen", VANDAAG)
    found = Signaal.objects.get(controle="gesprekken_te_plannen")
    assert "2 aanbieders" in found.omschrijving
    Sturingsnorm.objects.create(
        jaar=2026, ritme_contractmanagement=0, ritme_leveranciersmanagement=0
    )
    for name in ("gesprekken_te_plannen", "gesprek_te_plannen"):
        run_check(name, VANDAAG)
    assert not Signaal.objects.filter(status="open").exists()


@pytest.mark.parametrize(("days", "expected"), [(14, False), (15, True)])
def test_talk_without_verslag_is_told_after_two_weeks(gesprek, days, expected):
    run_check("gesprek_zonder_verslag", VANDAAG + days * DAG)
    assert Signaal.objects.exists() == expected


def test_list_of_agreements(manager, client_for, carla, concept, linde):
    promise(carla, concept, Afspraakkant.OZJT, 0)
    promise(carla, concept, Afspraakkant.AANBIEDER, 0)
    gesprekken.establish_verslag(carla, concept.pk, versie=concept.versie)
    own = client_for(Rolcode.AANBIEDER_BEHEERDER, linde.organisatie)
    page = reverse("afspraken")

    def count(client, **query):
        return len(client.get(page, query).context["tabel"].page.rijen)

    assert (count(manager), count(own)) == (2, 1)
    assert (count(manager, kant="ozjt"), count(manager, stand="gedaan")) == (1, 0)
    done = reverse("afspraak-afronden", args=[Afspraak.objects.get(kant="aanbieder").pk])
    assert own.get(done).context["form"].fields["status"].choices == [("gedaan", "Gedaan")]
    sent = {"status": "vervallen", "opmerking": "nee", "versie": "1"}
    assert own.post(done, sent).status_code == 400
    assert own.post(done, sent | {"status": "gedaan"}).status_code == 302
    assert count(own, stand="gedaan") == 1
