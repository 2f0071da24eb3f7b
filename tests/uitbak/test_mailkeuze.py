"""How mail comes is each person's own choice, and holds for what still waits (R-MEL-1, R-MEL-2)."""

import datetime
import email
import email.policy
import importlib
import threading
from zoneinfo import ZoneInfo

import pytest
import time_machine
from celery.exceptions import Retry
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core import uitbak
from core.choices import Mailkeuze, Organisatiesoort, Rolcode, Uitgaandstatus
from core.models import Gebeurtenis, Gebruiker, Uitgaand
from core.uitbak import (
    MAX_POGINGEN,
    VERZAMELUUR,
    Onderwerp,
    OnveiligPad,
    PostOnbereikbaar,
    put,
    put_for,
    put_for_ozjt,
    send,
    send_daily,
    send_digests,
    set_mailkeuze,
)
from ozjt.schema_taken import SCHEMA
from tests.factories.core import GebruikerFactory, OrganisatieFactory, RolFactory
from tests.uitbak.conftest import PAD

HIER = ZoneInfo("Europe/Amsterdam")
AVOND = datetime.datetime(2026, 11, 24, 18, 0, tzinfo=HIER)
OCHTEND = datetime.datetime(2026, 11, 25, 7, 0, tzinfo=HIER)


@pytest.fixture
def offered(monkeypatch):
    """Ids of the mails that were handed to a worker at once."""
    ids = []
    monkeypatch.setattr(uitbak.send_outgoing, "delay", ids.append)
    return ids


@pytest.fixture
def digests(monkeypatch):
    ids = []
    monkeypatch.setattr(uitbak.send_digest, "delay", ids.append)
    return ids


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def els(actor_for):
    """An actor, for the choice is made by the person self."""
    return actor_for(Rolcode.AANBIEDER_BEHEERDER)


def person(actor) -> Gebruiker:
    return Gebruiker.objects.get(pk=actor.id)


def wants(keuze: Mailkeuze, **fields) -> Gebruiker:
    return GebruikerFactory(mailkeuze=keuze, **fields)


def wait(ontvanger: Gebruiker, moment: datetime.datetime, *, n: int = 1) -> None:
    """`n` different things that wait since `moment`."""
    with transaction.atomic():
        for subject in list(Onderwerp)[:n]:
            put(ontvanger, subject, PAD)
    Uitgaand.objects.filter(ontvanger=ontvanger).update(aangemaakt_op=moment)


def statuses() -> list[str]:
    return sorted(Uitgaand.objects.values_list("status", flat=True))


def read(raw: str):
    return email.message_from_string(raw, policy=email.policy.default)


class TestPut:
    @pytest.mark.parametrize(
        ("keuze", "status", "at_once"),
        [
            (Mailkeuze.METEEN, Uitgaandstatus.WACHT, True),
            (Mailkeuze.DAGELIJKS, Uitgaandstatus.WACHT, False),
            (Mailkeuze.GEEN, Uitgaandstatus.GEEN_MAIL, False),
        ],
    )
    @pytest.mark.django_db
    def test_does_as_the_receiver_wants(self, offered, commit, keuze, status, at_once):
        with commit():
            put(wants(keuze), Onderwerp.KLAAR, PAD)
        row = Uitgaand.objects.get()
        assert row.status == status
        assert offered == ([str(row.pk)] if at_once else [])

    def test_who_never_chose_hears_at_once(self, ontvanger):
        assert ontvanger.mailkeuze == Mailkeuze.METEEN

    @pytest.mark.parametrize("keuze", [Mailkeuze.METEEN, Mailkeuze.DAGELIJKS])
    @pytest.mark.django_db
    def test_the_same_news_waits_once(self, offered, commit, keuze):
        receiver = wants(keuze)
        with commit():
            assert put(receiver, Onderwerp.KLAAR, PAD) == 1
            assert put(receiver, Onderwerp.KLAAR, PAD) == 0
            assert put(receiver, Onderwerp.VRAAG, PAD) == 1
            assert put(receiver, Onderwerp.KLAAR, "/werk/") == 1
        assert Uitgaand.objects.count() == 3
        assert len(offered) == (3 if keuze == Mailkeuze.METEEN else 0)

    def test_news_after_it_was_sent_is_sent_again(self, row, ontvanger, mail):
        send(row.pk)
        assert put(ontvanger, Onderwerp.BESLUIT, PAD) == 1
        send(Uitgaand.objects.get(status=Uitgaandstatus.WACHT).pk)
        assert len(mail.berichten) == 2

    @pytest.mark.django_db(transaction=True)
    def test_from_two_connections_it_waits_once(self, offered):
        receiver, start, made = GebruikerFactory(), threading.Barrier(2), []

        def work() -> None:
            start.wait(20)
            with transaction.atomic():
                made.append(put(receiver, Onderwerp.KLAAR, PAD))
            connection.close()

        run(work, work)
        assert sorted(made) == [0, 1]
        assert Uitgaand.objects.count() == 1

    @pytest.mark.django_db(transaction=True)
    def test_news_of_an_act_that_fails_leaves_room_for_the_other(self, offered):
        """The second waits for the first, and takes its place when that is rolled back."""
        receiver, first, made = GebruikerFactory(), threading.Event(), []

        def fails() -> None:
            with transaction.atomic():
                put(receiver, Onderwerp.KLAAR, PAD)
                first.set()
                until_somebody_waits()
                transaction.set_rollback(True)
            connection.close()

        def goes_well() -> None:
            first.wait(20)
            with transaction.atomic():
                made.append(put(receiver, Onderwerp.KLAAR, PAD))
            connection.close()

        run(fails, goes_well)
        assert made == [1]
        assert offered == [str(Uitgaand.objects.get().pk)]


def until_somebody_waits() -> None:
    waits = "select count(*) from pg_locks where not granted and locktype = 'transactionid'"
    with connection.cursor() as cursor:
        for _ in range(200):
            cursor.execute(waits)
            if cursor.fetchone()[0]:
                return
            cursor.execute("select pg_sleep(0.02)")
    raise AssertionError("nobody waited")


def run(*works) -> None:
    threads = [threading.Thread(target=work, daemon=True) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)


@pytest.mark.django_db
class TestPutFor:
    ROLLEN = (Rolcode.AANBIEDER_BEHEERDER, Rolcode.AANBIEDER_ZORG)

    @pytest.fixture
    def linde(self):
        return OrganisatieFactory(soort=Organisatiesoort.AANBIEDER)

    def told(self) -> set:
        return set(Uitgaand.objects.values_list("ontvanger_id", flat=True))

    def test_everybody_with_a_role_there_today_and_nobody_else(self, linde, offered, commit):
        def works(**fields):
            defaults = {"organisatie": linde, "rol": Rolcode.AANBIEDER_BEHEERDER}
            return RolFactory(**{**defaults, **fields}).gebruiker

        yesterday = timezone.localdate() - datetime.timedelta(days=1)
        tomorrow = timezone.localdate() + datetime.timedelta(days=1)
        one, two, daily, none = (
            works(),
            works(rol=Rolcode.AANBIEDER_ZORG),
            works(gebruiker=wants(Mailkeuze.DAGELIJKS)),
            works(gebruiker=wants(Mailkeuze.GEEN)),
        )
        works(gebruiker=one, rol=Rolcode.AANBIEDER_ZORG)  # both roles, one mail
        works(einddatum=yesterday)
        works(begindatum=tomorrow)
        works(gebruiker=GebruikerFactory(is_active=False))
        works(organisatie=OrganisatieFactory(soort=Organisatiesoort.AANBIEDER))
        works(rol=Rolcode.TOEGANG)
        acted = works()
        with commit():
            assert put_for(self.ROLLEN, linde.pk, Onderwerp.BESLUIT, PAD, behalve=acted.pk) == 4
            assert put_for(self.ROLLEN, linde.pk, Onderwerp.BESLUIT, PAD, behalve=acted.pk) == 1
        assert self.told() == {one.pk, two.pk, daily.pk, none.pk}
        assert statuses() == ["geen_mail", "geen_mail", "wacht", "wacht", "wacht"]
        mine = Uitgaand.objects.filter(ontvanger__in=[one, two]).values_list("pk", flat=True)
        assert set(offered) == {str(pk) for pk in mine}

    def test_one_statement_for_any_number(self, linde, offered):
        for _ in range(12):
            RolFactory(organisatie=linde, rol=Rolcode.AANBIEDER_BEHEERDER)
        with CaptureQueriesContext(connection) as caught:
            assert put_for(self.ROLLEN, linde.pk, Onderwerp.KLAAR, PAD) == 12
        assert len(caught) == 1

    def test_contractbeheer_at_ozjt(self, offered):
        ozjt = OrganisatieFactory(soort=Organisatiesoort.OZJT)
        carla = RolFactory(organisatie=ozjt, rol=Rolcode.CONTRACTMANAGER).gebruiker
        bert = RolFactory(organisatie=ozjt, rol=Rolcode.CONTRACTBEHEERDER).gebruiker
        RolFactory(organisatie=ozjt, rol=Rolcode.SCREENER)
        RolFactory(rol=Rolcode.CONTRACTBEHEERDER)  # a role at a gemeente says nothing here
        rollen = (Rolcode.CONTRACTMANAGER, Rolcode.CONTRACTBEHEERDER)
        assert put_for_ozjt(rollen, Onderwerp.KLAAR, PAD) == 2
        assert self.told() == {carla.pk, bert.pk}

    def test_keeps_the_guarantees_of_put(self, linde):
        with pytest.raises(OnveiligPad):
            put_for(self.ROLLEN, linde.pk, Onderwerp.KLAAR, "/zoek/jansen/")
        with pytest.raises(ValueError):
            put_for(self.ROLLEN, linde.pk, "Over Jan Jansen", PAD)

    def test_one_role_without_a_collection_is_refused(self, linde):
        with pytest.raises(ValueError):
            put_for(Rolcode.AANBIEDER_BEHEERDER, linde.pk, Onderwerp.KLAAR, PAD)

    def test_nobody_there_is_no_error(self, linde):
        assert put_for(self.ROLLEN, linde.pk, Onderwerp.KLAAR, PAD) == 0


class TestChange:
    def test_is_kept_with_its_history(self, els):
        set_mailkeuze(els, Mailkeuze.DAGELIJKS)
        set_mailkeuze(els, Mailkeuze.DAGELIJKS)
        gebruiker = person(els)
        assert gebruiker.mailkeuze == Mailkeuze.DAGELIJKS
        history = gebruiker.events.order_by("pgh_id").values_list("mailkeuze", flat=True)
        assert list(history) == ["meteen", "dagelijks"]
        event = Gebeurtenis.objects.get(soort="gebruiker.mail_gewijzigd")
        assert (event.actor_id, event.object_id) == (els.id, els.id)
        assert event.gegevens == {"van": "meteen", "naar": "dagelijks"}

    def test_unknown_choice_is_refused(self, els):
        with pytest.raises(ValueError):
            set_mailkeuze(els, "per post")
        assert person(els).mailkeuze == Mailkeuze.METEEN

    def test_to_none_closes_what_waits(self, els, mail):
        wait(person(els), AVOND, n=2)
        set_mailkeuze(els, Mailkeuze.GEEN)
        assert statuses() == ["geen_mail", "geen_mail"]
        for row in Uitgaand.objects.all():
            send(row.pk)
        assert mail.berichten == []

    def test_from_daily_to_at_once_sends_what_waits(self, els, offered, commit):
        set_mailkeuze(els, Mailkeuze.DAGELIJKS)
        wait(person(els), AVOND, n=2)
        with commit():
            set_mailkeuze(els, Mailkeuze.METEEN)
        assert sorted(offered) == sorted(str(row.pk) for row in Uitgaand.objects.all())

    def test_to_daily_keeps_what_waits_for_the_morning(self, els, mail):
        wait(person(els), AVOND)
        set_mailkeuze(els, Mailkeuze.DAGELIJKS)
        row = Uitgaand.objects.get()
        send(row.pk)
        assert (statuses(), mail.berichten) == (["wacht"], [])
        with time_machine.travel(OCHTEND, tick=False):
            send_daily(els.id)
        assert len(mail.berichten) == 1

    def test_from_none_does_not_bring_back_what_was_closed(self, els, offered, commit):
        set_mailkeuze(els, Mailkeuze.GEEN)
        put(person(els), Onderwerp.KLAAR, PAD)
        with commit():
            set_mailkeuze(els, Mailkeuze.METEEN)
        assert (offered, statuses()) == ([], ["geen_mail"])

    def test_of_another_leaves_mine_alone(self, els, actor_for):
        wait(person(els), AVOND)
        set_mailkeuze(actor_for(Rolcode.TOEGANG), Mailkeuze.GEEN)
        assert statuses() == ["wacht"]

    @pytest.mark.parametrize("mail_aan", [True, False])
    def test_choice_made_while_it_was_put_holds_at_sending(self, els, mail, settings, mail_aan):
        """What the change could not see yet: the row is closed when its turn comes."""
        wait(person(els), AVOND)
        Gebruiker.objects.update(mailkeuze=Mailkeuze.GEEN)
        settings.MAIL_AAN = mail_aan
        send(Uitgaand.objects.get().pk)
        assert (statuses(), mail.berichten) == (["geen_mail"], [])

    @pytest.mark.django_db(transaction=True)
    def test_does_not_wait_for_a_mail_that_is_going_out(self, actor_for, offered):
        els = actor_for(Rolcode.TOEGANG)
        wait(person(els), AVOND)
        held, done = threading.Event(), threading.Event()

        def goes_out() -> None:
            with transaction.atomic():
                list(Uitgaand.objects.select_for_update())
                held.set()
                done.wait(10)
            connection.close()

        def chooses() -> None:
            held.wait(20)
            set_mailkeuze(els, Mailkeuze.GEEN)
            done.set()
            connection.close()

        run(goes_out, chooses)
        assert (person(els).mailkeuze, statuses()) == (Mailkeuze.GEEN, ["wacht"])


@pytest.mark.django_db
class TestVerzamelmail:
    @pytest.fixture(autouse=True)
    def morning(self):
        with time_machine.travel(OCHTEND, tick=False) as clock:
            self.clock = clock
            yield

    @pytest.fixture
    def daily(self):
        return wants(Mailkeuze.DAGELIJKS, email="els@linde.example", naam="Els van Dijk")

    @pytest.mark.parametrize(
        ("n", "klaar"),
        [
            (1, "Er staat 1 ding voor je klaar"),
            (3, "Er staan 3 dingen voor je klaar"),
        ],
    )
    def test_one_mail_with_a_number_and_a_link_and_nothing_else(self, daily, mail, n, klaar):
        wait(daily, AVOND, n=n)
        send_daily(daily.pk)
        ((receivers, raw),) = mail.berichten
        message = read(raw)
        text = message.get_content()
        assert receivers == ["els@linde.example"]
        assert message["Subject"] == f"{klaar} in het OZJT-portaal"
        assert message["Auto-Submitted"] == "auto-generated"
        assert text.replace("\r\n", "\n") == uitbak.VERZAMELTEKST.format(
            klaar=klaar, url="https://portaal.example/"
        )
        assert PAD not in text
        assert "Els" not in text
        assert statuses() == ["verstuurd"] * n
        assert set(Uitgaand.objects.values_list("pogingen", "verstuurd_op")) == {(1, OCHTEND)}

    def test_a_second_run_sends_nothing(self, daily, mail):
        wait(daily, AVOND)
        send_daily(daily.pk)
        send_daily(daily.pk)
        assert len(mail.berichten) == 1

    def test_what_comes_after_seven_waits_for_the_next_morning(self, daily, mail):
        wait(daily, OCHTEND + datetime.timedelta(seconds=1))
        self.clock.shift(3600)
        send_daily(daily.pk)
        assert mail.berichten == []
        self.clock.shift(23 * 3600)
        send_daily(daily.pk)
        assert len(mail.berichten) == 1

    def test_tried_before_seven_it_looks_at_the_morning_before(self, daily, mail):
        wait(daily, AVOND)
        self.clock.shift(-1)
        send_daily(daily.pk)
        assert mail.berichten == []

    @pytest.mark.parametrize("keuze", [Mailkeuze.METEEN, Mailkeuze.GEEN])
    def test_only_who_wants_it_daily(self, daily, mail, keuze):
        wait(daily, AVOND)
        Gebruiker.objects.update(mailkeuze=keuze)
        send_daily(daily.pk)
        assert (mail.berichten, statuses()) == ([], ["wacht"])

    def test_one_task_for_each_person_for_whom_something_waits(self, mail, digests):
        first, second = wants(Mailkeuze.DAGELIJKS), wants(Mailkeuze.DAGELIJKS)
        wait(first, AVOND, n=3)
        wait(second, AVOND)
        wait(wants(Mailkeuze.METEEN), AVOND)
        wait(wants(Mailkeuze.DAGELIJKS), OCHTEND)
        wants(Mailkeuze.DAGELIJKS)
        with CaptureQueriesContext(connection) as caught:
            send_digests()
        assert len(caught) == 1
        assert sorted(digests) == sorted([str(first.pk), str(second.pk)])

    def test_without_mail_server_all_stays_waiting(self, daily, mail, digests, settings):
        settings.MAIL_AAN = False
        wait(daily, AVOND)
        send_digests()
        send_daily(daily.pk)
        assert (digests, statuses(), mail.berichten) == ([], ["wacht"], [])

    def test_the_hourly_offer_leaves_it_to_the_morning(self, daily, mail, offered):
        wait(daily, AVOND)
        wait(wants(Mailkeuze.METEEN), AVOND)
        uitbak.send_waiting()
        assert offered == [str(Uitgaand.objects.exclude(ontvanger=daily).get().pk)]

    def test_tried_again_when_the_server_is_away(self, daily, mail, settings, monkeypatch):
        wait(daily, AVOND, n=2)
        settings.EMAIL_PORT, asked = 1, {}
        monkeypatch.setattr(uitbak.send_digest, "retry", lambda **kw: asked.update(kw) or Retry())
        with pytest.raises(Retry):
            uitbak.send_digest(str(daily.pk))
        assert asked["countdown"] == 60
        assert set(Uitgaand.objects.values_list("status", "pogingen")) == {("wacht", 1)}
        assert not Uitgaand.objects.filter(fout__contains="@").exists()
        settings.EMAIL_PORT = mail.poort
        uitbak.send_digest(str(daily.pk))
        assert statuses() == ["verstuurd"] * 2
        assert len(mail.berichten) == 1

    def test_last_attempt_of_one_does_not_close_the_other(self, daily, mail, settings):
        wait(daily, AVOND, n=2)
        Uitgaand.objects.filter(onderwerp=Onderwerp.KLAAR).update(pogingen=MAX_POGINGEN - 1)
        settings.EMAIL_PORT = 1
        with pytest.raises(PostOnbereikbaar):
            send_daily(daily.pk)
        assert statuses() == ["mislukt", "wacht"]

    def test_killed_between_sending_and_noting_it_loses_nothing(self, daily, mail, monkeypatch):
        """May at worst come twice."""
        wait(daily, AVOND, n=2)

        class Killed(BaseException):
            pass

        def die(*args, **kwargs):
            raise Killed

        with monkeypatch.context() as patch:
            patch.setattr(Uitgaand.objects, "bulk_update", die)
            with pytest.raises(Killed):
                send_daily(daily.pk)
        assert (len(mail.berichten), statuses()) == (1, ["wacht", "wacht"])
        send_daily(daily.pk)
        assert (len(mail.berichten), statuses()) == (2, ["verstuurd", "verstuurd"])

    def test_no_mail_to_who_left(self, daily, mail):
        wait(daily, AVOND)
        Gebruiker.objects.update(is_active=False)
        send_daily(daily.pk)
        assert (mail.berichten, statuses()) == ([], ["mislukt"])

    def test_starts_every_day_at_seven(self):
        entry = SCHEMA["post-verzamelmail"]
        assert entry["task"] == "core.uitbak.send_digests"
        assert (entry["schedule"].hour, entry["schedule"].minute) == ({VERZAMELUUR}, {0})


@pytest.mark.django_db
def test_of_doubles_from_before_the_oldest_goes_on_waiting():
    migration = importlib.import_module("core.migrations.0005_uitgaand_een_wacht")
    receiver = GebruikerFactory()
    with connection.cursor() as cursor:
        cursor.execute("drop index uitgaand_een_wacht")
        for hour, subject in [(2, Onderwerp.KLAAR), (1, Onderwerp.KLAAR), (3, Onderwerp.VRAAG)]:
            row = Uitgaand.objects.create(ontvanger=receiver, onderwerp=subject, pad=PAD)
            Uitgaand.objects.filter(pk=row.pk).update(
                aangemaakt_op=AVOND + datetime.timedelta(hours=hour)
            )
        cursor.execute(migration.DUBBEL)
    rows = Uitgaand.objects.order_by("aangemaakt_op").values_list("status", flat=True)
    assert list(rows) == ["wacht", "mislukt", "wacht"]


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_one_daily_mail(mail):
    """Two connections, one person."""
    daily = wants(Mailkeuze.DAGELIJKS)
    wait(daily, datetime.datetime.now(HIER) - datetime.timedelta(days=1), n=3)
    start = threading.Barrier(2)

    def work() -> None:
        start.wait(20)
        send_daily(daily.pk)
        connection.close()

    run(work, work)
    assert len(mail.berichten) == 1
    assert statuses() == ["verstuurd"] * 3
    assert set(Uitgaand.objects.values_list("pogingen", flat=True)) == {1}
