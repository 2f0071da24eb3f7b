"""Mail says that something waits and nothing else (N-SEC-06, R-MEL-1); it goes out once."""

import datetime
import email
import email.policy
import threading
from types import SimpleNamespace

import pytest
from celery.exceptions import Retry
from django.db import connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from core import uitbak
from core.choices import Uitgaandstatus
from core.models import Gebruiker, Uitgaand
from core.uitbak import (
    MAX_POGINGEN,
    Onderwerp,
    OnveiligPad,
    PostOnbereikbaar,
    check_path,
    put,
    send,
)
from tests.uitbak.conftest import PAD

STAP = f"{PAD}stap/1e2d3c4b-5a69-4788-96a5-b4c3d2e1f0a9"


class TestPath:
    @pytest.mark.parametrize("pad", ["/werk/", PAD, STAP])
    def test_fixed_parts_and_uuids_may(self, pad):
        check_path(pad)

    @pytest.mark.parametrize(
        "pad",
        [
            "/zoek/jansen/",
            "/jaar/2026/",
            "/oud/999900006/",
            "/werk/?bsn=999900006",
            f"{PAD}#jansen",
            "/bestaat-niet/",
            "werk/",
            "https://elders.example/werk/",
            "//elders.example/werk/",
            "/werk/\r\nBcc: x@y.nl",
            "",
        ],
    )
    def test_anything_else_may_not(self, pad):
        with pytest.raises(OnveiligPad):
            check_path(pad)

    @given(st.text(max_size=60))
    def test_free_text_never_gets_in(self, text):
        with pytest.raises(OnveiligPad):
            check_path(f"/zoek/{text}/")

    @pytest.mark.django_db
    def test_free_subject_is_refused(self, ontvanger):
        with pytest.raises(ValueError):
            put(ontvanger, "Over Jan Jansen", PAD)
        assert not Uitgaand.objects.exists()


def test_outside_a_transaction_is_refused(ontvanger, monkeypatch):
    monkeypatch.setattr(uitbak, "connection", SimpleNamespace(in_atomic_block=False))
    with pytest.raises(RuntimeError):
        put(ontvanger, Onderwerp.KLAAR, PAD)
    assert not Uitgaand.objects.exists()


def test_sent_after_the_commit_and_not_before(
    ontvanger, monkeypatch, django_capture_on_commit_callbacks
):
    sent = []
    monkeypatch.setattr(uitbak.send_outgoing, "delay", sent.append)
    with django_capture_on_commit_callbacks(execute=True):
        with transaction.atomic():
            put(ontvanger, Onderwerp.KLAAR, PAD)
            transaction.set_rollback(True)
        assert put(ontvanger, Onderwerp.KLAAR, PAD) == 1
        assert sent == []
    assert sent == [str(Uitgaand.objects.get().pk)]


def test_mail_holds_the_fixed_text_and_the_link(row, mail):
    send(row.pk)
    send(row.pk)
    ((receivers, raw),) = mail.berichten
    message = email.message_from_string(raw, policy=email.policy.default)
    assert receivers == ["els@linde.example"]
    assert message["Subject"] == Onderwerp.BESLUIT
    assert message["Auto-Submitted"] == "auto-generated"
    assert f"https://portaal.example{PAD}\r\n" in message.get_content()
    assert "Els" not in message.get_content()
    row.refresh_from_db()
    assert (row.status, row.pogingen, row.fout) == (Uitgaandstatus.VERSTUURD, 1, "")
    assert row.verstuurd_op is not None


def test_without_mail_server_it_stays_waiting(row, mail, settings):
    settings.MAIL_AAN = False
    send(row.pk)
    row.refresh_from_db()
    assert (row.status, row.pogingen, mail.berichten) == (Uitgaandstatus.WACHT, 0, [])


@pytest.mark.parametrize("reason", ["weg", "451"])
def test_tried_again_when_the_server_is_away(row, mail, settings, reason):
    if reason == "weg":
        settings.EMAIL_PORT = 1
    else:
        mail.weiger = 451
    with pytest.raises(PostOnbereikbaar):
        send(row.pk)
    row.refresh_from_db()
    assert (row.status, row.pogingen) == (Uitgaandstatus.WACHT, 1)
    assert "@" not in row.fout
    settings.EMAIL_PORT, mail.weiger = mail.poort, 0
    send(row.pk)
    row.refresh_from_db()
    assert (row.status, row.pogingen, row.fout) == (Uitgaandstatus.VERSTUURD, 2, "")


def test_last_attempt_ends_as_failed(row, mail, settings):
    settings.EMAIL_PORT = 1
    Uitgaand.objects.update(pogingen=MAX_POGINGEN - 1)
    send(row.pk)
    row.refresh_from_db()
    assert (row.status, row.pogingen) == (Uitgaandstatus.MISLUKT, MAX_POGINGEN)


def test_refused_receiver_ends_as_failed_at_once(row, mail):
    mail.weiger = 550
    send(row.pk)
    row.refresh_from_db()
    assert (row.status, row.fout) == (Uitgaandstatus.MISLUKT, "SMTPRecipientsRefused 550")


def test_no_mail_to_who_left(row, mail, ontvanger):
    ontvanger.is_active = False
    ontvanger.save()
    send(row.pk)
    row.refresh_from_db()
    assert (row.status, mail.berichten) == (Uitgaandstatus.MISLUKT, [])


def test_task_comes_back_later(row, mail, settings, monkeypatch):
    settings.EMAIL_PORT = 1
    asked = {}

    def retry(**kwargs):
        asked.update(kwargs)
        return Retry()

    monkeypatch.setattr(uitbak.send_outgoing, "retry", retry)
    with pytest.raises(Retry):
        uitbak.send_outgoing(str(row.pk))
    assert asked["countdown"] == 60


def test_what_was_lost_is_offered_again(row, ontvanger, mail, monkeypatch):
    put(ontvanger, Onderwerp.KLAAR, PAD)
    fresh = Uitgaand.objects.get(onderwerp=Onderwerp.KLAAR)
    past = fresh.aangemaakt_op - datetime.timedelta(hours=3)
    Uitgaand.objects.filter(pk=row.pk).update(aangemaakt_op=past)
    offered = []
    monkeypatch.setattr(uitbak.send_outgoing, "delay", offered.append)
    uitbak.send_waiting()
    assert offered == [str(row.pk)]


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_it_once(mail):
    """Two connections, one row."""
    ontvanger = Gebruiker.objects.create(email="els@linde.example", naam="Els")
    row = Uitgaand.objects.create(ontvanger=ontvanger, onderwerp=Onderwerp.KLAAR, pad=PAD)
    start = threading.Barrier(2)

    def work() -> None:
        start.wait(20)
        send(row.pk)
        connection.close()

    threads = [threading.Thread(target=work, daemon=True) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert len(mail.berichten) == 1
    row.refresh_from_db()
    assert (row.status, row.pogingen) == (Uitgaandstatus.VERSTUURD, 1)
