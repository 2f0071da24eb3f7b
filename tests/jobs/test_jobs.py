import uuid

import pytest
from django.core.cache import cache
from django.test import override_settings

from core import jobs
from core.choices import Jobstatus, Rolcode
from core.fouten import Conflict, NietGevonden
from core.models import Gebeurtenis, Job
from core.taken import only_one

pytestmark = pytest.mark.django_db


class Taak:
    """Takes down what would go to the broker."""

    def __init__(self):
        self.sent = []

    def delay_on_commit(self, *args):
        self.sent.append(args)


@pytest.fixture
def actor(actor_for):
    return actor_for(Rolcode.TOEGANG)


@pytest.fixture
def job(actor):
    return jobs.start_job(actor, "proef", "Proef", Taak(), totaal=10)


def test_starting_sends_the_id_and_is_an_event(actor):
    taak = Taak()
    job = jobs.start_job(actor, "proef", "Proef", taak, "ander-id")
    assert taak.sent == [(str(job.pk), "ander-id")]
    assert job.status == Jobstatus.WACHT
    assert Gebeurtenis.objects.get().soort == "job.gestart"


def test_work_reports_and_ends_with_its_result(job):
    seen = []

    def work(progress):
        progress.step(3, stap="Rijen schrijven")
        seen.append(Job.objects.values_list("status", "gedaan", "totaal", "stap").get())
        return {"rijen": 10}

    jobs.run_job(job.pk, work)
    assert seen == [("loopt", 3, 10, "Rijen schrijven")]
    job.refresh_from_db()
    assert (job.status, job.resultaat) == (Jobstatus.KLAAR, {"rijen": 10})
    assert job.geeindigd_op >= job.gestart_op


def test_failed_work_marks_the_job_and_the_error_goes_on(job):
    def work(progress):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        jobs.run_job(job.pk, work)
    job.refresh_from_db()
    assert (job.status, job.resultaat) == (Jobstatus.MISLUKT, {})


def test_stopping_ends_the_work_at_its_next_step(actor, job):
    steps = []

    def work(progress):
        for number in range(10):
            progress.step(number)
            steps.append(number)
            if number == 2:
                jobs.cancel_job(actor, job.pk)

    jobs.run_job(job.pk, work)
    assert steps == [0, 1, 2]
    job.refresh_from_db()
    assert job.status == Jobstatus.GESTOPT


def test_stopped_before_it_began_never_begins(actor, job):
    jobs.cancel_job(actor, job.pk)
    jobs.run_job(job.pk, lambda progress: pytest.fail("begonnen"))
    with pytest.raises(Conflict):
        jobs.cancel_job(actor, job.pk)


def test_stop_during_the_last_step_is_not_overruled(actor, job):
    jobs.run_job(job.pk, lambda progress: jobs.cancel_job(actor, job.pk) and None)
    job.refresh_from_db()
    assert job.status == Jobstatus.GESTOPT


def test_delivered_twice_runs_once(job):
    runs = []
    jobs.run_job(job.pk, lambda progress: runs.append(1))
    jobs.run_job(job.pk, lambda progress: runs.append(2))
    assert runs == [1]


def test_left_halfway_by_a_lost_worker_starts_again(job):
    Job.objects.update(status=Jobstatus.LOOPT)
    jobs.run_job(job.pk, lambda progress: {"opnieuw": 1})
    job.refresh_from_db()
    assert job.resultaat == {"opnieuw": 1}


def test_lock_is_given_once_and_freed():
    with only_one("proef") as first:
        assert first
    with only_one("proef") as again:
        assert again


class TestWie:
    def test_somebody_else_finds_nothing(self, actor, actor_for, job):
        other = actor_for(Rolcode.TOEGANG)
        assert jobs.own_jobs(actor).count() == 1
        assert not jobs.own_jobs(other).exists()
        with pytest.raises(NietGevonden):
            jobs.cancel_job(other, job.pk)

    def test_screens(self, client_for, actor, job):
        from core.models import Gebruiker

        own = client_for(gebruiker=Gebruiker.objects.get(pk=actor.id))
        page = own.get(f"/jobs/{job.pk}")
        assert 'hx-trigger="every 2s"' in page.content.decode()
        assert "Proef" in own.get("/jobs").content.decode()
        assert client_for(Rolcode.TOEGANG).get(f"/jobs/{job.pk}").status_code == 404
        assert own.get(f"/jobs/{uuid.uuid4()}").status_code == 404
        assert own.post(f"/jobs/{job.pk}/stoppen").status_code == 302
        done = own.get(f"/jobs/{job.pk}", headers={"HX-Request": "true"})
        text = done.content.decode()
        assert "<html" not in text
        assert "hx-trigger" not in text
        assert "Gestopt" in text
        assert own.post(f"/jobs/{job.pk}/stoppen").status_code == 409


class TestDemo:
    def test_everybody_sees_the_bar_while_demonstration_data_load(self, client_for):
        cache.clear()
        Job.objects.create(
            soort=jobs.DEMO, titel="Demo", status=Jobstatus.LOOPT, gedaan=3, totaal=10
        )
        text = client_for(Rolcode.TOEGANG).get("/jobs/demo").content.decode()
        assert 'value="3"' in text
        assert "hx-get" in text

    def test_and_nothing_when_they_are_there_or_outside_demonstration(self, client_for):
        cache.clear()
        Job.objects.create(soort=jobs.DEMO, titel="Demo", status=Jobstatus.KLAAR)
        assert not client_for(Rolcode.TOEGANG).get("/jobs/demo").content.strip()
        Job.objects.update(status=Jobstatus.LOOPT)
        cache.clear()
        with override_settings(DEMO=False):
            assert jobs.lopende_demo_job() is None


def test_work_in_one_transaction_ends_its_job_itself(job):
    jobs.run_job(job.pk, lambda progress: progress.conclude({"rijen": 7}))
    job.refresh_from_db()
    assert (job.status, job.resultaat) == (Jobstatus.KLAAR, {"rijen": 7})


def test_work_that_was_stopped_does_not_conclude(actor, job):
    kept = []

    def work(progress):
        jobs.cancel_job(actor, job.pk)
        progress.conclude({"rijen": 7})
        kept.append("nooit")

    jobs.run_job(job.pk, work)
    job.refresh_from_db()
    assert (job.status, kept) == (Jobstatus.GESTOPT, [])


def test_job_is_running_only_while_somebody_has_it_in_hand(job):
    assert not jobs.is_running(job.pk)
