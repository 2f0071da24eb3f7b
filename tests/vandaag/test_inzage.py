import datetime
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.actor import Actor, system_actor
from core.choices import Inzagehandeling, Organisatiesoort, Rolcode
from core.handeling import record_access
from core.inzagelog import access_of, log_lines, monthly_counts
from core.models import Inzage
from tests.factories.core import OrganisatieFactory

pytestmark = pytest.mark.django_db
JEUGDIGE = uuid.UUID("11111111-2222-4333-8444-555555555555")


def see(actor: Actor, *jeugdigen: uuid.UUID, act=Inzagehandeling.LEZEN, soort="toewijzing.inzien"):
    record_access(actor, act, soort, jeugdigen=jeugdigen or [uuid.uuid4()])


@pytest.fixture
def ozjt():
    return OrganisatieFactory(soort=Organisatiesoort.OZJT, naam="OZJT", code="ozjt")


@pytest.fixture
def enschede():
    return OrganisatieFactory(naam="Enschede", code="0153")


class TestWie:
    @pytest.mark.parametrize("pad", ["/inzage", "/inzage/keten", "/inzage/maand"])
    @pytest.mark.parametrize("rol", [r for r in Rolcode if r != Rolcode.FG])
    def test_only_the_fg(self, client_for, rol, pad):
        assert client_for(rol).get(pad).status_code == 403

    def test_fg_of_ozjt_sees_all_and_of_a_gemeente_its_own(self, actor_for, ozjt, enschede):
        see(actor_for(Rolcode.TOEGANG, enschede))
        see(actor_for(Rolcode.TOEGANG))
        assert log_lines(actor_for(Rolcode.FG, ozjt)).count() == 2
        assert log_lines(actor_for(Rolcode.FG, enschede)).count() == 1
        assert not log_lines(actor_for(Rolcode.TOEGANG, enschede)).exists()
        assert monthly_counts(actor_for(Rolcode.TOEGANG, enschede), timezone.now()) == []


class TestScherm:
    def test_filters(self, client_for, actor_for, ozjt, enschede):
        toegang = actor_for(Rolcode.TOEGANG, enschede)
        see(toegang, JEUGDIGE)
        see(toegang, JEUGDIGE, act=Inzagehandeling.UITVOEREN, soort="export.toewijzingen")
        see(actor_for(Rolcode.TOEGANG), uuid.uuid4())
        fg = client_for(Rolcode.FG, ozjt)

        def lines(query):
            page = fg.get(f"/inzage?{query}")
            assert page.status_code == 200
            return [
                line for line in page.context["tabel"].page.rijen if line.soort != "inzagelog.lezen"
            ]

        today = timezone.localdate()
        tomorrow = today + datetime.timedelta(days=1)
        assert len(lines("")) == 3
        assert len(lines(f"jeugdige={JEUGDIGE}")) == 2
        assert len(lines(f"wie={toegang.id}")) == 2
        assert len(lines("handeling=E")) == 1
        assert len(lines("soort=export.toewijzingen")) == 1
        assert len(lines(f"vanaf={today}&tot={today}")) == 3
        assert len(lines(f"vanaf={tomorrow}")) == 0

    def test_what_was_done_stands_there_in_words_with_its_code(self, client_for, actor_for):
        see(actor_for(Rolcode.TOEGANG), soort="jeugdige.onthullen")
        see(actor_for(Rolcode.TOEGANG), soort="van.vroeger")
        text = client_for(Rolcode.FG).get("/inzage").content.decode()
        assert 'Naam en BSN getoond <small class="under">jeugdige.onthullen</small>' in text
        assert "van.vroeger" in text
        for word in ("Ingezien", "Toegangsmedewerker"):
            assert word in text

    def test_own_question_is_kept_in_words(self, client_for):
        client_for(Rolcode.FG).get("/inzage?handeling=R&soort=inzagelog.lezen")
        assert Inzage.objects.get().detail == "handeling Ingezien; soort inzagelog.lezen"

    @pytest.mark.parametrize(
        "query", ["jeugdige=geen-uuid", "vanaf=onzin", "wie=1", "handeling=X", "soort=" + "x" * 99]
    )
    def test_a_wrong_filter_says_so_and_does_not_break(self, client_for, query):
        page = client_for(Rolcode.FG).get(f"/inzage?{query}")
        assert page.status_code == 200
        assert "field--invalid" in page.content.decode()

    def test_reading_the_log_stands_in_the_log(self, client_for):
        client_for(Rolcode.FG).get(f"/inzage?jeugdige={JEUGDIGE}")
        line = Inzage.objects.get()
        assert (line.soort, line.objectsoort) == ("inzagelog.lezen", "inzagelog")
        assert line.jeugdigen == [JEUGDIGE]
        assert line.detail == f"jeugdige {JEUGDIGE}"

    def test_the_same_number_of_queries_for_2_and_20_lines(self, client_for, actor_for):
        fg, toegang = client_for(Rolcode.FG), actor_for(Rolcode.TOEGANG)
        fg.get("/inzage")
        asked = []
        for many in (2, 18):
            for _ in range(many):
                see(toegang)
            with CaptureQueriesContext(connection) as caught:
                fg.get("/inzage")
            asked.append(len(caught))
        assert asked[0] == asked[1]


class TestKeten:
    def test_whole(self, client_for, actor_for):
        see(actor_for(Rolcode.TOEGANG))
        page = client_for(Rolcode.FG).post("/inzage/keten")
        assert "De keten is heel" in page.content.decode()
        assert Inzage.objects.filter(detail="keten gecontroleerd").count() == 1

    def test_a_changed_line_shows(self, client_for, actor_for):
        see(actor_for(Rolcode.TOEGANG))
        with connection.cursor() as cursor:
            cursor.execute("set session_replication_role = replica")
            cursor.execute("update core_inzage set actor_naam = 'Iemand anders'")
            cursor.execute("set session_replication_role = origin")
        text = client_for(Rolcode.FG).post("/inzage/keten").content.decode()
        assert "De keten is gebroken" in text
        assert "deze regel is gewijzigd" in text


def test_months_count_people_jeugdigen_and_exports(actor_for, ozjt):
    toegang = actor_for(Rolcode.TOEGANG)
    see(toegang, JEUGDIGE)
    see(toegang, JEUGDIGE, uuid.uuid4(), act=Inzagehandeling.UITVOEREN)
    see(system_actor(), JEUGDIGE)
    start = timezone.now() - datetime.timedelta(days=1)
    (month,) = monthly_counts(actor_for(Rolcode.FG, ozjt), start)
    assert (month.regels, month.personen, month.jeugdigen, month.uitvoer, month.geweigerd) == (
        3, 1, 2, 1, 0,
    )  # fmt: skip
    assert month.maand == timezone.localdate().replace(day=1)


def test_month_screen(client_for, actor_for):
    see(actor_for(Rolcode.TOEGANG))
    assert client_for(Rolcode.FG).get("/inzage/maand").status_code == 200


def test_access_of_one_jeugdige_newest_first_with_the_organisation(actor_for, enschede):
    toegang = actor_for(Rolcode.TOEGANG, enschede)
    see(toegang, JEUGDIGE, soort="een")
    see(toegang, JEUGDIGE, uuid.uuid4(), soort="twee")
    see(toegang, uuid.uuid4(), soort="ander")
    lines = list(access_of(JEUGDIGE).order_by("-id"))
    assert [line.soort for line in lines] == ["twee", "een"]
    assert lines[0].organisatie_naam == "Enschede"
