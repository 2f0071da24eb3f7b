"""A document: stored once, in quarantine until judged, served only to who may have it."""

import base64
import datetime
import hashlib
import os
import time
import uuid

import pytest
from django.http import Http404
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import resolve

from core import virusscan
from core.actor import ANONIEM
from core.choices import Organisatiesoort, Rolcode, Scanstatus
from core.documenten import opslag, services
from core.documenten.services import judge_document, store_document, store_made_document
from core.documenten.soorten import SOORTEN
from core.documenten.views import download
from core.fouten import Conflict, NietGevonden, Ongeldig, Verboden
from core.models import Document, Gebeurtenis, Inzage, Organisatie
from core.policies import may
from tests.documenten import scanner
from tests.documenten.bestanden import pdf, png
from tests.documenten.conftest import JEUGDIGE, actor_of, store

pytestmark = pytest.mark.django_db


def get(actor, document_id):
    request = RequestFactory().get(f"/documenten/{document_id}")
    request.actor = actor
    return download(request, document_id)


def files(settings):
    return [path for path in settings.DOCUMENT_MAP.rglob("*") if path.is_file()]


def test_same_content_is_stored_once_readable_by_us_only(settings, beheerder, eigenaar):
    one, two = store(beheerder, eigenaar), store(beheerder, eigenaar, naam="nog een.pdf")
    (path,) = files(settings)
    assert path.name == one.sha256 == two.sha256 == hashlib.sha256(pdf()).hexdigest()
    assert path.stat().st_mode & 0o077 == 0
    assert Gebeurtenis.objects.filter(soort="document.toegevoegd").count() == 2


def test_what_is_too_large_is_refused_while_it_comes_in(settings, beheerder, eigenaar):
    settings.DOCUMENT_MAX_BYTES = 1000
    taken = []

    def endless():
        while True:
            taken.append(1)
            yield b"x" * 300

    with pytest.raises(Ongeldig) as raised:
        store_document(beheerder, chunks=endless(), naam="x", soort="proef", eigenaar=eigenaar)
    assert raised.value.code == "document_te_groot"
    assert len(taken) == 4
    assert files(settings) == []


def test_refused_or_broken_off_upload_leaves_nothing(settings, beheerder, eigenaar):
    with pytest.raises(Ongeldig):
        store(beheerder, eigenaar, b"<html>")

    def broken():
        yield pdf()
        raise ConnectionError

    with pytest.raises(ConnectionError):
        store_document(beheerder, chunks=broken(), naam="x", soort="proef", eigenaar=eigenaar)
    assert files(settings) == []
    assert not Document.objects.exists()


def test_undeclared_kind_is_not_stored(settings, beheerder, eigenaar):
    with pytest.raises(KeyError):
        store(beheerder, eigenaar, soort="onbekend")
    assert not settings.DOCUMENT_MAP.exists()


def test_download_is_an_attachment_with_checksum(beheerder, eigenaar):
    document = store(beheerder, eigenaar, naam='raar"e naam é.txt')
    response = get(beheerder, document.pk)
    digest = base64.b64encode(hashlib.sha256(pdf()).digest()).decode()
    assert b"".join(response.streaming_content) == pdf()
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Repr-Digest"] == f"sha-256=:{digest}:"
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Virusscan"] == "niet_gescand"


def test_what_the_portal_made_itself_is_served_the_same_way(settings, beheerder, eigenaar):
    settings.DOCUMENT_MAX_BYTES, settings.CLAMD_ADRES = 3, "127.0.0.1:1"
    document = store_made_document(
        beheerder, chunks=[b"a;b\n"], naam="export.csv", soort="proef", eigenaar=eigenaar
    )
    response = get(beheerder, document.pk)
    assert b"".join(response.streaming_content) == b"a;b\n"
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="export.csv"'
    with pytest.raises(KeyError):
        store_made_document(
            beheerder, chunks=[b"x"], naam="x.html", soort="proef", eigenaar=eigenaar
        )


def test_png_keeps_its_type(beheerder, eigenaar):
    document = store(beheerder, eigenaar, png(), naam="foto.pdf")
    assert (document.naam, document.inhoudstype) == ("foto.png", "image/png")


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("eigen", None),
        ("eigen zonder recht", Verboden),
        ("ander", NietGevonden),
        ("ozjt", None),
        ("ozjt zonder recht", Verboden),
        ("gemeente", NietGevonden),
        ("anoniem", NietGevonden),
    ],
)
def test_who_may_read(beheerder, eigenaar, who, expected):
    def other(soort):
        return Organisatie.objects.create(soort=soort, naam="Ander")

    actor = {
        "eigen": lambda: beheerder,
        "eigen zonder recht": lambda: actor_of(eigenaar, Rolcode.AANBIEDER_ZORG),
        "ander": lambda: actor_of(other(Organisatiesoort.AANBIEDER), Rolcode.AANBIEDER_BEHEERDER),
        "ozjt": lambda: actor_of(other(Organisatiesoort.OZJT), Rolcode.CONTRACTBEHEERDER),
        "ozjt zonder recht": lambda: actor_of(other(Organisatiesoort.OZJT), Rolcode.CPWV),
        "gemeente": lambda: actor_of(other(Organisatiesoort.GEMEENTE), Rolcode.CONTRACTBEHEERDER),
        "anoniem": lambda: ANONIEM,
    }[who]()
    document = store(beheerder, eigenaar)
    if expected is None:
        assert get(actor, document.pk).status_code == 200
    else:
        with pytest.raises(expected):
            get(actor, document.pk)
    in_scope = Document.objects.for_actor(actor).filter(pk=document.pk).exists()
    assert in_scope == (expected is not NietGevonden)
    assert may(actor, SOORTEN["proef"].lezen, document) == (expected is None)


def test_kind_that_is_no_longer_declared_is_read_by_nobody(beheerder, eigenaar):
    document = store(beheerder, eigenaar)
    del SOORTEN["proef"]
    with pytest.raises(NietGevonden):
        get(beheerder, document.pk)


def test_reading_a_document_about_a_jeugdige_is_logged(beheerder, eigenaar):
    get(beheerder, store(beheerder, eigenaar).pk)
    assert not Inzage.objects.exists()
    document = store(beheerder, eigenaar, soort="proef-jeugdige")
    get(beheerder, document.pk)
    line = Inzage.objects.get()
    assert (line.jeugdigen, line.object_id) == ([JEUGDIGE], document.pk)


def test_damaged_file_is_not_served(beheerder, eigenaar):
    document = store(beheerder, eigenaar)
    opslag.path_of(document.sha256).write_bytes(b"iets anders")
    with pytest.raises(Conflict) as raised:
        get(beheerder, document.pk)
    assert raised.value.code == "document_beschadigd"


def test_route_takes_a_uuid_only():
    assert resolve(f"/documenten/{uuid.uuid4()}", "core.documenten.urls").func is download
    with pytest.raises(Http404):
        resolve("/documenten/../../etc/passwd", "core.documenten.urls")


class TestScan:
    """With a scanner a document is in quarantine until there is a verdict."""

    @pytest.fixture
    def waiting(self, settings, beheerder, eigenaar, monkeypatch):
        settings.CLAMD_ADRES = "127.0.0.1:1"
        monkeypatch.setattr(services.scan_document, "delay_on_commit", lambda *_: None)
        return lambda data: store(beheerder, eigenaar, data)

    def test_waits_and_is_withheld(self, waiting, beheerder):
        document = waiting(pdf())
        assert document.scan == Scanstatus.WACHT
        with pytest.raises(Conflict) as raised:
            get(beheerder, document.pk)
        assert raised.value.code == "document_in_quarantaine"

    @pytest.mark.parametrize("kind", ["tcp", "unix"])
    def test_clean_is_released(self, waiting, beheerder, settings, tmp_path, kind):
        document = waiting(pdf(b"(" + b"x" * 300_000 + b")"))
        path = tmp_path / "clamd.sock" if kind == "unix" else None
        with scanner.running(socket_path=path) as (settings.CLAMD_ADRES, seen):
            judge_document(document.pk)
            judge_document(document.pk)
        assert [hashlib.sha256(body).hexdigest() for body in seen] == [document.sha256]
        document.refresh_from_db()
        assert document.scan == Scanstatus.SCHOON
        assert get(beheerder, document.pk)["X-Virusscan"] == "schoon"

    def test_infected_is_removed_and_never_taken_again(
        self, waiting, beheerder, settings, django_capture_on_commit_callbacks
    ):
        data = pdf(b"(" + scanner.EICAR + b")")
        one, two = waiting(data), waiting(data)
        with (
            scanner.running() as (settings.CLAMD_ADRES, _seen),
            django_capture_on_commit_callbacks(execute=True),
        ):
            judge_document(one.pk)
        for document in (one, two):
            document.refresh_from_db()
            assert document.scan == Scanstatus.BESMET
            with pytest.raises(Conflict) as raised:
                get(beheerder, document.pk)
            assert raised.value.code == "document_besmet"
        assert files(settings) == []
        event = Gebeurtenis.objects.get(soort="document.besmet", object_id=two.pk)
        assert event.gegevens == {"virus": "Eicar-Test-Signature"}
        with pytest.raises(Ongeldig) as refused:
            waiting(data)
        assert refused.value.code == "document_besmet"
        assert files(settings) == []

    @pytest.mark.parametrize("mode", ["zwijgt", "fout", "weg"])
    def test_without_a_verdict_it_goes_on_waiting(self, waiting, settings, monkeypatch, mode):
        monkeypatch.setattr(virusscan.scan, "__kwdefaults__", {"timeout": 0.2})
        document = waiting(pdf())
        with scanner.running(mode) as (address, _seen):
            settings.CLAMD_ADRES = "127.0.0.1:1" if mode == "weg" else address
            with pytest.raises(virusscan.ScannerOnbereikbaar):
                judge_document(document.pk)
        document.refresh_from_db()
        assert document.scan == Scanstatus.WACHT

    def test_what_waits_long_is_offered_again(self, waiting, monkeypatch):
        old, _new = waiting(pdf()), waiting(png())
        past = old.aangemaakt_op - datetime.timedelta(minutes=11)
        Document.objects.filter(pk=old.pk).update(aangemaakt_op=past)
        offered = []
        monkeypatch.setattr(services.scan_document, "delay", offered.append)
        services.scan_waiting_documents()
        assert offered == [str(old.pk)]

    def test_scan_starts_on_commit(
        self, settings, beheerder, eigenaar, monkeypatch, django_capture_on_commit_callbacks
    ):
        settings.CLAMD_ADRES = "127.0.0.1:1"
        started = []
        monkeypatch.setattr(services.scan_document, "delay", lambda pk: started.append(pk))
        with django_capture_on_commit_callbacks(execute=True):
            document = store(beheerder, eigenaar)
            assert started == []
        assert started == [str(document.pk)]


def test_orphans_go_after_a_day(settings, beheerder, eigenaar):
    kept, orphan = store(beheerder, eigenaar), store(beheerder, eigenaar, png())
    Document.objects.filter(pk=orphan.pk).delete()
    fresh = settings.DOCUMENT_MAP / "binnen-vers"
    stale = settings.DOCUMENT_MAP / "binnen-oud"
    for path in (fresh, stale):
        path.write_bytes(b"")
    past = time.time() - 25 * 3600
    for path in (opslag.path_of(kept.sha256), opslag.path_of(orphan.sha256), stale):
        os.utime(path, (past, past))
    services.remove_orphan_files()
    assert sorted(p.name for p in files(settings)) == sorted([kept.sha256, "binnen-vers"])


@pytest.mark.parametrize(
    ("scan", "shown"),
    [
        (Scanstatus.SCHOON, 'href="/documenten/'),
        (Scanstatus.NIET_GESCAND, "niet op virussen gescand"),
        (Scanstatus.WACHT, "wacht op de virusscan"),
        (Scanstatus.BESMET, "besmet en verwijderd"),
    ],
)
def test_on_screen_it_says_whether_it_was_scanned(beheerder, eigenaar, scan, shown):
    document = store(beheerder, eigenaar)
    document.scan = scan
    page = render_to_string("documenten/_document.html", {"document": document})
    assert shown in page
    assert ("<a " in page) == (scan in (Scanstatus.SCHOON, Scanstatus.NIET_GESCAND))


class TestThroughTheDoor:
    """The same by HTTP, with login and middleware."""

    def test_owner_gets_it_and_others_do_not(self, client_for, client, eigenaar, beheerder):
        url = f"/documenten/{store(beheerder, eigenaar).pk}"
        owner = client_for(Rolcode.AANBIEDER_BEHEERDER, eigenaar)
        assert b"".join(owner.get(url).streaming_content) == pdf()
        assert client_for(Rolcode.AANBIEDER_BEHEERDER).get(url).status_code == 404
        assert client_for(Rolcode.AANBIEDER_ZORG, eigenaar).get(url).status_code == 403
        assert client_for(Rolcode.TOEGANG).get(url).status_code == 404
        assert client.get(url).status_code == 302

    def test_unknown_and_quarantined(self, client_for, eigenaar, beheerder):
        owner = client_for(Rolcode.AANBIEDER_BEHEERDER, eigenaar)
        assert owner.get(f"/documenten/{uuid.uuid4()}").status_code == 404
        document = store(beheerder, eigenaar)
        Document.objects.filter(pk=document.pk).update(scan=Scanstatus.WACHT)
        response = owner.get(f"/documenten/{document.pk}")
        assert response.status_code == 409
        assert "wacht nog op de virusscan" in response.content.decode()
        assert owner.post(f"/documenten/{document.pk}").status_code in (403, 405)
