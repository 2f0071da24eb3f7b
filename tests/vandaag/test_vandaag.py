import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from availability.models import Aanbod
from core.choices import Organisatiesoort, Rolcode, Signaalernst
from core.models import Gebeurtenis, Inzage, Organisatie, Signaal
from core.signalen.selectors import Tellingen
from ozjt.selectors import count_toewijzingen, filed, within_maximum
from ozjt.views import what_today_means
from tests.factories.core import OrganisatieFactory
from tests.factories.providers import AanbiederFactory
from tests.signalen import bouw
from zorgportaal.inhoud import Inhoud
from zorgportaal.models import Wijzigingsverzoek
from zorgportaal.services.indienen import Verzoekgegevens, submit

pytestmark = pytest.mark.django_db
ZONDAG = datetime.date(2026, 11, 22)


@pytest.fixture
def ozjt():
    return OrganisatieFactory(soort=Organisatiesoort.OZJT, naam="OZJT", code="ozjt")


def signals(organisatie: Organisatie, many: int, rol=Rolcode.CONTRACTMANAGER, **velden) -> None:
    start = Signaal.objects.count()
    Signaal.objects.bulk_create(
        Signaal(
            controle="proef",
            sleutel=str(start + n),
            titel=f"Titel {start + n}",
            ernst=Signaalernst.MOET,
            organisatie=organisatie,
            rol=rol,
            betreft=organisatie,
            url="/aanbieders/x",
            **velden,
        )
        for n in range(many)
    )


def queries(client, url="/") -> int:
    """Of the quietest of three visits: the cache of a second and the session may add to one."""
    client.get(url)
    counts = []
    for _ in range(3):
        with CaptureQueriesContext(connection) as caught:
            assert client.get(url).status_code == 200
        counts.append(len(caught))
    return min(counts)


@pytest.mark.parametrize("rol", [r for r in Rolcode if r != Rolcode.GEMEENTE_API])
def test_every_role_has_a_start_page(client_for, rol):
    page = client_for(rol).get("/")
    assert page.status_code == 200
    assert "Vandaag" in page.content.decode()


def test_without_login_to_the_login_page(client):
    assert client.get("/").status_code == 302


@pytest.mark.parametrize(
    ("alles", "raakt", "zin"),
    [
        (0, 0, "Er ligt nu niets dat om een besluit vraagt."),
        (1, 0, "Eén zaak vraagt om een besluit."),
        (1, 1, "Eén zaak vraagt om een besluit; die raakt jeugdigen."),
        (4, 1, "Vier zaken vragen om een besluit; één ervan raakt jeugdigen."),
        (17, 4, "Zeventien zaken vragen om een besluit; vier ervan raken jeugdigen."),
        (3, 3, "Drie zaken vragen om een besluit; alle raken ze jeugdigen."),
        (1200, 21, "1.200 zaken vragen om een besluit; 21 ervan raken jeugdigen."),
    ],
)
def test_the_line_under_the_title_says_what_today_means(alles, raakt, zin):
    found = Tellingen(alles=alles, van_mij=0, te_laat=0, uitgesteld=0, raakt=raakt)
    assert what_today_means(ZONDAG, found) == f"Zondag 22 november 2026. {zin}"


class TestWerkvoorraad:
    def test_tabs_with_counts_and_an_own_address(self, client_for, ozjt):
        signals(ozjt, 3)
        client = client_for(Rolcode.CONTRACTMANAGER, ozjt)
        Signaal.objects.filter(sleutel="0").update(eigenaar=client.gebruiker)
        page = client.get("/?tab=van-mij")
        assert [tab["aantal"] for tab in page.context["tabs"]] == [3, 1, 0, 0]
        text = page.content.decode()
        assert "Titel 0" in text
        assert "Titel 1" not in text

    def test_unknown_tab_is_all(self, client_for, ozjt):
        signals(ozjt, 1)
        page = client_for(Rolcode.CONTRACTMANAGER, ozjt).get("/?tab=onzin")
        assert "Titel 0" in page.content.decode()

    def test_wrong_cursor_is_an_error_page_not_a_500(self, client_for, ozjt):
        assert client_for(Rolcode.CONTRACTMANAGER, ozjt).get("/?cursor=x").status_code == 400

    def test_pages_hold_every_signal_once(self, client_for, ozjt):
        signals(ozjt, 30, raakt=2)
        client, seen, url = client_for(Rolcode.CONTRACTMANAGER, ozjt), [], "/"
        while url:
            table = client.get(url).context["tabel"]
            seen += [s.pk for s in table.page.rijen]
            url = table.next_url
        assert len(seen) == len(set(seen)) == 30

    def test_nobody_of_another_role_or_organisation_sees_it(self, client_for, ozjt):
        signals(ozjt, 1)
        for client in (
            client_for(Rolcode.CATALOGUSBEHEERDER, ozjt),
            client_for(Rolcode.TOEGANG),
            client_for(Rolcode.AANBIEDER_BEHEERDER),
        ):
            assert "Titel 0" not in client.get("/").content.decode()


class TestSignaal:
    @pytest.fixture
    def signaal(self, ozjt):
        signals(ozjt, 1, bewijs={"einddatum": "2026-12-22", "gemeenten": ["Borne", "Losser"]})
        return Signaal.objects.get()

    def test_evidence_and_history(self, client_for, ozjt, signaal):
        text = client_for(Rolcode.CONTRACTBEHEERDER, ozjt).get(f"/signalen/{signaal.pk}")
        text = text.content.decode()
        assert "22\u00a0dec\u00a02026" in text
        assert "Borne, Losser" in text

    def test_acts(self, client_for, ozjt, signaal):
        client = client_for(Rolcode.CONTRACTMANAGER, ozjt)
        base = f"/signalen/{signaal.pk}"
        tomorrow = timezone.localdate() + datetime.timedelta(days=1)
        for act, data in [
            ("oppakken", {}),
            ("loslaten", {}),
            ("uitstellen", {"tot": tomorrow.isoformat(), "reden": "Wacht"}),
            ("terugzetten", {}),
        ]:
            assert client.post(f"{base}/{act}", data).headers["Location"] == base
        assert signaal.stappen.count() == 4
        assert client.get(base).status_code == 200

    @pytest.mark.parametrize("tot", ["", "onzin", "1-1-2020", "9999-12-31"])
    def test_wrong_date_keeps_what_was_typed(self, client_for, ozjt, signaal, tot):
        client = client_for(Rolcode.CONTRACTMANAGER, ozjt)
        page = client.post(f"/signalen/{signaal.pk}/uitstellen", {"tot": tot, "reden": "Typte ik"})
        assert page.status_code == 422
        assert "Typte ik" in page.content.decode()

    def test_settling_where_it_is_not_allowed_is_409(self, client_for, ozjt, signaal):
        client = client_for(Rolcode.CONTRACTMANAGER, ozjt)
        page = client.post(f"/signalen/{signaal.pk}/afhandelen", {"reden": "Klaar"})
        assert page.status_code == 409

    @pytest.mark.parametrize(
        "act", ["", "/oppakken", "/loslaten", "/uitstellen", "/terugzetten", "/afhandelen"]
    )
    def test_outside_scope_is_404(self, client_for, signaal, act):
        client = client_for(Rolcode.TOEGANG)
        url = f"/signalen/{signaal.pk}{act}"
        data = {
            "tot": (timezone.localdate() + datetime.timedelta(days=1)).isoformat(),
            "reden": "x",
        }
        assert (client.post(url, data) if act else client.get(url)).status_code == 404


class TestEvenVeelVragen:
    """The number of queries does not grow with what there is."""

    def test_contractmanager(self, client_for, ozjt):
        client = client_for(Rolcode.CONTRACTMANAGER, ozjt)
        signals(ozjt, 2)
        few = queries(client)
        signals(ozjt, 18)
        assert queries(client) == few

    def test_toegang(self, client_for):
        gemeente = bouw.gemeente()
        client = client_for(Rolcode.TOEGANG, gemeente)
        perceel = bouw.perceel()
        pc, product = bouw.contract(bouw.aanbieder(), perceel), bouw.product(perceel)
        for _ in range(2):
            bouw.toewijzing(pc, product)
        few = queries(client)
        for _ in range(18):
            bouw.toewijzing(pc, product)
        signals(gemeente, 20, Rolcode.TOEGANG)
        assert queries(client) <= few


class TestIngediend:
    @pytest.fixture
    def contract(self):
        perceel = bouw.perceel()
        return bouw.contract(bouw.aanbieder(), perceel), bouw.product(perceel)

    def test_own_ones_first_else_those_of_the_gemeente(self, actor_for, contract):
        enschede = bouw.gemeente()
        actor = actor_for(Rolcode.TOEGANG, enschede)
        bouw.toewijzing(*contract)
        assert (filed(actor).van_mij, len(filed(actor).rijen)) == (False, 1)
        mine = bouw.toewijzing(*contract)
        Gebeurtenis.objects.create(
            soort="toewijzing.ingediend", objectsoort="toewijzing", object_id=mine.pk,
            actorsoort="gebruiker", actor_id=actor.id,
        )  # fmt: skip
        shown = filed(actor)
        assert shown.van_mij
        assert [row["id"] for row in shown.rijen] == [mine.pk]

    def test_other_gemeente_and_role_without_clients_see_none(self, actor_for, contract):
        bouw.toewijzing(*contract)
        borne = bouw.gemeente("Borne", "0147")
        assert not filed(actor_for(Rolcode.TOEGANG, borne)).rijen
        assert not filed(actor_for(Rolcode.CATALOGUSBEHEERDER)).rijen

    def test_what_is_shown_stands_in_the_access_log(self, client_for, contract):
        made = bouw.toewijzing(*contract)
        client_for(Rolcode.TOEGANG, bouw.gemeente()).get("/")
        line = Inzage.objects.get(soort="vandaag")
        assert line.jeugdigen == [made.jeugdige_id]

    def test_counts(self, actor_for, contract):
        today = timezone.localdate()
        for begin, end in [(-10, 56), (-10, 57), (-10, 0), (-10, -1), (1, 90)]:
            bouw.toewijzing(
                *contract,
                begindatum=today + datetime.timedelta(days=begin),
                einddatum=today + datetime.timedelta(days=end),
            )
        bouw.toewijzing(*contract, status="ingetrokken")
        found = count_toewijzingen(actor_for(Rolcode.TOEGANG, bouw.gemeente()), today)
        assert (found.lopend, found.loopt_af, found.toekomstig) == (3, 2, 1)
        assert found.deze_week == 5


def test_share_of_offers_within_the_maximum(actor_for, ozjt):
    pc = bouw.contract(bouw.aanbieder(), bouw.perceel(max_wachttijd_weken=6))
    for weeks in (0, 6, 7, None):
        Aanbod.objects.create(perceelcontract=pc, opgegeven_weken=weeks)
    (meter,) = within_maximum(actor_for(Rolcode.CONTRACTMANAGER, ozjt), bouw.VANDAAG)
    assert (meter.naam, meter.totaal, meter.binnen, meter.onbekend) == ("Ambulant", 4, 2, 1)
    assert (meter.procent, meter.soort) == (67, "good")


class TestMijnWijzigingen:
    @pytest.fixture
    def aanbieder(self):
        return AanbiederFactory()

    @pytest.fixture
    def beheerder(self, client_for, aanbieder):
        return client_for(Rolcode.AANBIEDER_BEHEERDER, aanbieder.organisatie)

    def file(self, actor_for, aanbieder, many):
        actor = actor_for(Rolcode.AANBIEDER_BEHEERDER, aanbieder.organisatie)
        today = timezone.localdate()
        return [
            submit(
                actor,
                Verzoekgegevens(
                    aanbieder_id=aanbieder.pk,
                    soort="agb-code",
                    handeling="toevoegen",
                    inhoud=Inhoud(
                        nieuw={"code": f"4188{n:04}", "soort": "vestiging"}, datum=str(today)
                    ),
                ),
                peildatum=today,
            ).verzoek
            for n in range(many)
        ]

    def test_aanbieder_sees_what_it_handed_in_and_where_it_is(
        self, actor_for, client_for, aanbieder, beheerder
    ):
        verzoek = self.file(actor_for, aanbieder, 1)[0]
        text = beheerder.get("/").content.decode()
        assert verzoek.kenmerk in text
        assert "besluit uiterlijk" in text
        zorg = client_for(Rolcode.AANBIEDER_ZORG, aanbieder.organisatie)
        other = client_for(Rolcode.AANBIEDER_BEHEERDER, AanbiederFactory().organisatie)
        for client in (zorg, other):
            assert verzoek.kenmerk not in client.get("/").content.decode()

    def test_question_stands_first(self, actor_for, aanbieder, beheerder):
        first = self.file(actor_for, aanbieder, 8)[0]
        Wijzigingsverzoek.objects.filter(pk=first.pk).update(status="aanvulling_gevraagd")
        assert beheerder.get("/").context["verzoeken"][0] == first

    def test_fixed_number_of_queries(self, actor_for, aanbieder, beheerder):
        none = queries(beheerder)
        self.file(actor_for, aanbieder, 5)
        assert queries(beheerder) == none
