"""The road of a file with real transactions: jobs, stopping, races, and what is kept."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from aanlevering import services, werk
from aanlevering.bestand import load_report
from aanlevering.choices import Soort, Stand
from aanlevering.declaratieregels import VORM, Declaratieregels
from aanlevering.models import Aanlevering, Aanleveringsbestand
from aanlevering.toewijzingen import Toewijzingen
from core import jobs
from core.actor import Actor
from core.choices import Jobstatus, Rolcode
from core.fouten import Conflict, NietGevonden, Ongeldig, Verboden
from core.importexport.inlezen import Keuze
from core.models import Gebeurtenis, Job, Rol
from indications.models import Declaratieregel, JeugdigeKluis, Toewijzing
from indications.services.indienen import file_toewijzingen
from leveringen.services.declareren import Declaratie, record_declaraties
from ozjt.demo.basis import key
from tests.aanlevering.bouw import DAY, bestand, bsns, rij
from tests.indications.conftest import LINDE, gemeente
from tests.tegelijk import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def backoffice(demo_vast_gelegd: None, actor_for: Callable[..., Actor]) -> Actor:
    return actor_for(Rolcode.BACKOFFICE, gemeente("0153"))


def run(aanlevering: Aanlevering) -> Aanlevering:
    """What a worker does with its job."""
    aanlevering.refresh_from_db()
    werk.work_on(aanlevering.job_id, aanlevering.pk, timezone.localdate())
    aanlevering.refresh_from_db()
    return aanlevering


def checked(actor: Actor, rows: list[dict[str, Any]]) -> Aanlevering:
    return run(services.hand_in(actor, soort=Soort.TOEWIJZINGEN, data=bestand(rows)))


def rows_of(vandaag: Any, count: int, start: int = 1) -> list[dict[str, Any]]:
    numbers = bsns(count + start)[start:]
    return [rij(vandaag, nr, bsn=bsn) for nr, bsn in enumerate(numbers, start)]


def made() -> int:
    return int(Toewijzing.objects.filter(referentie__startswith="R").count())


def test_whole_road_check_good_rows_file_to_correct_and_again(backoffice, vandaag):
    rows = rows_of(vandaag, 4)
    rows[1] |= {"volume": "veel"}
    rows[2] |= {"productcode": rows[2]["bsn"][:9]}
    a = checked(backoffice, rows)
    assert (a.stand, a.job.status) == (Stand.NAGEKEKEN, Jobstatus.KLAAR)
    assert a.cijfers == {"gelezen": 4, "nieuw": 2, "bekend": 0, "fout": 2, "ingelezen": 0}
    assert made() == 0
    stored = Aanleveringsbestand.objects.get(pk=a.pk)
    assert rows[0]["bsn"].encode() not in bytes(stored.inhoud)
    report = load_report(stored.rapport, a.pk)
    assert rows[2]["bsn"] not in str(report)
    assert {row["code"] for row in report["rijen"]} == {"ongeldig_formaat", "product_onbekend"}

    run(services.take_in(backoffice, a.pk, keuze=Keuze.ALLES))
    a.refresh_from_db()
    assert (a.stand, made()) == (Stand.NAGEKEKEN, 0), "all or nothing"

    a = run(services.take_in(backoffice, a.pk, keuze=Keuze.GOEDE))
    assert (a.stand, a.cijfers["ingelezen"], made()) == (Stand.INGELEZEN, 2, 2)
    event = Gebeurtenis.objects.get(soort="aanlevering.ingelezen", object_id=a.pk)
    assert (event.actor_id, event.gegevens["ingelezen"]) == (backoffice.id, 2)
    with pytest.raises(Conflict):
        services.take_in(backoffice, a.pk, keuze=Keuze.GOEDE)

    rest = services.file_to_correct(backoffice, a.pk, formaat="csv", alles=False).decode(
        "utf-8-sig"
    )
    assert rest.splitlines()[0].endswith("wat er niet klopt")
    assert len(rest.splitlines()) == 3
    assert rows[1]["bsn"] in rest
    better = rest.replace("veel", "1200")
    again = services.hand_in(backoffice, soort=Soort.TOEWIJZINGEN, data=better.encode())
    assert run(again).cijfers | {"gelezen": 2} == {
        "gelezen": 2, "nieuw": 1, "bekend": 0, "fout": 1, "ingelezen": 0
    }  # fmt: skip

    a = checked(backoffice, [rows[0], rows[3]])
    assert a.cijfers["bekend"] == 2


def test_stopped_halfway_leaves_nothing_and_can_begin_again(backoffice, vandaag, monkeypatch):
    a = checked(backoffice, rows_of(vandaag, 3))
    vaults = JeugdigeKluis.objects.count()
    store = Toewijzingen.store

    def stopped(self: Toewijzingen) -> None:
        store(self)
        [done] = at_once([lambda: jobs.cancel_job(backoffice, a.job_id)])
        assert done.status == Jobstatus.GESTOPT

    services.take_in(backoffice, a.pk, keuze=Keuze.ALLES)
    a.refresh_from_db()
    with monkeypatch.context() as patch:
        patch.setattr(Toewijzingen, "store", stopped)
        run(a)
    a.refresh_from_db()
    assert (a.stand, a.job.status, made()) == (Stand.NAGEKEKEN, Jobstatus.GESTOPT, 0)
    assert JeugdigeKluis.objects.count() == vaults
    a = run(services.take_in(backoffice, a.pk, keuze=Keuze.ALLES))
    assert (a.stand, made()) == (Stand.INGELEZEN, 3)
    assert not Aanleveringsbestand.objects.filter(pk=a.pk).exists()
    werk.work_on(a.job_id, a.pk, vandaag)
    assert made() == 3, "a job that is offered twice is done once"


def test_progress_shows_while_the_transaction_is_open(backoffice, vandaag, monkeypatch):
    a = checked(backoffice, rows_of(vandaag, 3))
    seen: list[Any] = []
    store = Toewijzingen.store

    def look(self: Toewijzingen) -> None:
        fields = ("status", "gedaan", "totaal", "stap")
        seen.extend(at_once([lambda: Job.objects.values_list(*fields).get(pk=a.job_id)]))
        store(self)

    services.take_in(backoffice, a.pk, keuze=Keuze.ALLES)
    a.refresh_from_db()
    monkeypatch.setattr(Toewijzingen, "store", look)
    run(a)
    assert seen == [("loopt", 4, 3, "Nakijken")]


def test_two_files_with_the_same_rows_at_once_are_one_import(backoffice, vandaag):
    rows = rows_of(vandaag, 5)
    both = [checked(backoffice, rows) for _ in range(2)]
    for a in both:
        services.take_in(backoffice, a.pk, keuze=Keuze.GOEDE)
        a.refresh_from_db()
    at_once([lambda a=a: werk.work_on(a.job_id, a.pk, vandaag) for a in both])
    for a in both:
        a.refresh_from_db()
    assert sorted(a.cijfers["ingelezen"] for a in both) == [0, 5]
    assert sorted(a.cijfers["bekend"] for a in both) == [0, 5]
    assert made() == 5


def test_somebody_files_the_same_at_that_moment_row_gets_its_code(
    backoffice, vandaag, monkeypatch, toegang
):
    """The constraint decides; the second try sees it and says so on the row (R-TOE-13)."""
    rows = rows_of(vandaag, 2)
    a = checked(backoffice, rows)
    from indications.aanvraag import Aanvraag, Jeugdigegegevens

    ask = Aanvraag(
        jeugdige=Jeugdigegegevens(rows[0]["bsn"], "Testman", "Tess", "",
                                  vandaag.replace(year=2014, month=5, day=1)),
        gemeentecode="0153", aanbieder_agb=rows[0]["agb"], productcode="ABHIR",
        begindatum=rows[0]["begindatum"], einddatum=rows[0]["einddatum"], volume=3000,
        eenheid="01", frequentie="6", verwijzing_type="01", verwijzing_datum=vandaag,
    )  # fmt: skip
    store, first = Toewijzingen.store, []

    def beaten(self: Toewijzingen) -> None:
        if not first:
            first.extend(at_once([lambda: file_toewijzingen(toegang(), [ask], peildatum=vandaag)]))
        store(self)

    services.take_in(backoffice, a.pk, keuze=Keuze.GOEDE)
    monkeypatch.setattr(Toewijzingen, "store", beaten)
    a = run(a)
    assert a.cijfers | {"gelezen": 2} == {
        "gelezen": 2, "nieuw": 1, "bekend": 0, "fout": 1, "ingelezen": 1
    }  # fmt: skip
    report = load_report(Aanleveringsbestand.objects.get(pk=a.pk).rapport, a.pk)
    assert [row["code"] for row in report["rijen"]] == ["toewijzing_overlap"]


def test_who_lost_the_role_meanwhile_takes_in_nothing(backoffice, vandaag):
    a = checked(backoffice, rows_of(vandaag, 1))
    services.take_in(backoffice, a.pk, keuze=Keuze.ALLES)
    Rol.objects.filter(gebruiker=backoffice.id).update(begindatum="2020-01-01",
                                                       einddatum="2020-01-02")  # fmt: skip
    with pytest.raises(Verboden):
        run(a)
    a.refresh_from_db()
    assert (a.job.status, a.melding["code"], made()) == (Jobstatus.MISLUKT, "geen_recht", 0)


def test_file_is_of_who_handed_it_in(backoffice, vandaag, actor_for):
    a = checked(backoffice, rows_of(vandaag, 1))
    colleague = actor_for(Rolcode.BACKOFFICE, gemeente("0153"))
    for act in (
        lambda: services.take_in(colleague, a.pk, keuze=Keuze.ALLES),
        lambda: services.file_to_correct(colleague, a.pk, formaat="csv", alles=True),
        lambda: services.discard(colleague, a.pk),
    ):
        with pytest.raises(NietGevonden):
            act()
    services.discard(backoffice, a.pk)
    a.refresh_from_db()
    assert a.stand == Stand.VERVALLEN
    assert not Aanleveringsbestand.objects.filter(pk=a.pk).exists()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "bestand_leeg"),
        (b"MZ\x90\0\x03\0", "bestand_soort"),
        (b"referentie;raar\n1;2\n", "onbekend_veld"),
        (b"referentie;bsn\n1;2\n", "kolom_ontbreekt"),
    ],
)
def test_file_that_is_no_good_is_refused_at_the_door(backoffice, data, code):
    with pytest.raises(Ongeldig) as refused:
        services.hand_in(backoffice, soort=Soort.TOEWIJZINGEN, data=data)
    assert refused.value.code == code
    assert not Aanlevering.objects.filter(gebruiker=backoffice.id).exists()


def test_file_without_rows_is_sent_back_by_its_job(backoffice):
    a = run(services.hand_in(backoffice, soort=Soort.TOEWIJZINGEN, data=bestand([])))
    assert (a.stand, a.melding["code"]) == (Stand.AFGEKEURD, "bestand_leeg")
    assert not Aanleveringsbestand.objects.filter(pk=a.pk).exists()


def test_declared_line_whose_reference_is_taken_meanwhile_is_said_and_not_lost(
    backoffice, vandaag, monkeypatch
):
    """Between check and booking somebody else books another line under it: judged once more."""
    given = Toewijzing.objects.get(pk=key("toewijzing", "vast", "0153", 0))
    day = max(given.begindatum, vandaag - 20 * DAY)
    row = {
        "toewijzingsnummer": given.nummer, "agb": LINDE, "referentienummer": "SAMEN1",
        "begindatum": day, "einddatum": day, "volume": 60, "eenheid": given.eenheid,
        "bedrag": "75,50",
    }  # fmt: skip
    data = bestand([row], [kolom.naam for kolom in VORM.kolommen])
    other = Declaratie(
        1, "0153", given.nummer, LINDE, "SAMEN1", None, day, day, 10, given.eenheid, 100
    )
    store, acts = Declaratieregels.store, []

    def late(self: Declaratieregels) -> None:
        if not acts:
            acts.extend(
                at_once([lambda: record_declaraties(backoffice, regels=[other], peildatum=vandaag)])
            )
        store(self)

    a = run(services.hand_in(backoffice, soort=Soort.DECLARATIEREGELS, data=data))
    assert a.cijfers["nieuw"] == 1
    services.take_in(backoffice, a.pk, keuze=Keuze.ALLES)
    monkeypatch.setattr(Declaratieregels, "store", late)
    a = run(a)
    assert acts[0].nieuw == 1
    assert (a.stand, a.cijfers["fout"]) == (Stand.NAGEKEKEN, 1)
    stored = Aanleveringsbestand.objects.get(pk=a.pk)
    report = load_report(stored.rapport, a.pk)
    assert [line["code"] for line in report["rijen"]] == ["referentie_bestaat"]
    assert Declaratieregel.objects.get(referentienummer="SAMEN1").volume == 10
