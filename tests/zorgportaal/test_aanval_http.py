"""The same through HTTP, and at the same moment: no page breaks, runs or tells too much."""

import csv
import datetime
import io
from unittest import mock

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.choices import Rolcode
from core.models import Document, Gebeurtenis
from providers.models import Locatie
from tests.tegelijk import at_once
from tests.zorgportaal.conftest import SOUND, target
from tests.zorgportaal.test_behandelen import approve
from zorgportaal.choices import Verzoekstatus
from zorgportaal.models import Wijzigingsverzoek
from zorgportaal.services import behandelen, indienen
from zorgportaal.toepassen import apply_due

pytestmark = pytest.mark.django_db
SCRIPT = "<script>alert(1)</script>"
FORMULA = "=HYPERLINK(1)"


@pytest.fixture
def asker(client_for, aanbieder):
    return client_for(Rolcode.AANBIEDER_BEHEERDER, aanbieder.organisatie)


@pytest.fixture
def decider(client_for, ozjt):
    return client_for(Rolcode.CONTRACTBEHEERDER, ozjt)


def compose(aanbieder, soort, handeling) -> str:
    row = target(aanbieder, soort, handeling)
    args = [aanbieder.pk, soort, handeling, *([row] if row else [])]
    return reverse("wijziging-opstellen", args=args)


def pages_of(aanbieder, verzoek) -> list[str]:
    tabs = ["", "/locaties", "/onderaannemers", "/documenten", "/wijzigingen", "/geschiedenis"]
    found = [f"/aanbieders/{aanbieder.pk}{tab}" for tab in tabs]
    return [*found, f"/wijzigingen/{verzoek.pk}", "/wijzigingen", "/wijzigingen/goedkeuren", "/"]


@pytest.mark.parametrize(
    ("soort", "handeling", "veld"),
    [
        ("locatie", "toevoegen", "naam"),
        ("groep", "toevoegen", "naam"),
        ("contact", "wijzigen", "naam"),
        ("identiteit", "wijzigen", "naam"),
        ("onderaannemer", "toevoegen", "naam"),
        ("document", "toevoegen", "omschrijving"),
        ("bankrekening", "toevoegen", "tenaamstelling"),
    ],
)
def test_name_runs_on_no_page(
    soort, handeling, veld, vraag, beheerder, beslisser, aanbieder, asker, decider, vandaag
):
    asked = vraag(soort, handeling, **{veld: SCRIPT})
    verzoek = indienen.submit(beheerder, asked, peildatum=vandaag).verzoek
    for approved in (False, True):
        if approved:
            approve(beslisser, verzoek, vandaag)
        for client in (asker, decider):
            for page in pages_of(aanbieder, verzoek):
                answer = client.get(page)
                assert answer.status_code in (200, 302, 403, 404), page
                assert SCRIPT not in answer.content.decode(), page


def test_question_answer_and_reason_run_on_no_page(
    vraag, beheerder, beslisser, aanbieder, asker, decider, vandaag
):
    verzoek = indienen.submit(beheerder, vraag("contact", "wijzigen"), peildatum=vandaag).verzoek
    behandelen.ask(beslisser, verzoek.pk, vraag=SCRIPT, versie=verzoek.versie, peildatum=vandaag)
    behandelen.answer(beheerder, verzoek.pk, antwoord=SCRIPT, peildatum=vandaag)
    verzoek.refresh_from_db()
    behandelen.reject(beslisser, verzoek.pk, reden=SCRIPT, versie=verzoek.versie)
    for client in (asker, decider):
        for page in pages_of(aanbieder, verzoek):
            assert SCRIPT not in client.get(page).content.decode(), page


def test_formula_in_a_name_is_text_in_the_file_of_the_queue(
    vraag, beheerder, beslisser, decider, vandaag
):
    named = indienen.submit(
        beheerder, vraag("identiteit", "wijzigen", naam=FORMULA), peildatum=vandaag
    ).verzoek
    approve(beslisser, named, vandaag)
    indienen.submit(beheerder, vraag("groep", naam=FORMULA), peildatum=vandaag)
    answer = decider.get("/wijzigingen?formaat=csv")
    assert answer.status_code == 200
    data = b"".join(answer.streaming_content) if answer.streaming else answer.content
    cells = [
        cell
        for row in csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=";")
        for cell in row
    ]
    assert any(FORMULA in cell for cell in cells)
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@"))]


TEXT = st.one_of(
    st.text(max_size=20),
    st.sampled_from(["\0", "a\0b", "x" * 50_000, "9999-12-31", "1-1-1", "\u202e", SCRIPT, "-1"]),
)


@given(
    change=st.sampled_from(sorted(SOUND)),
    values=st.lists(TEXT, min_size=8, max_size=8),
    action=st.sampled_from(["indienen", "bewaren", "bewijs", "weg:x", "", "\0"]),
    concept=st.sampled_from(["", "x", "\0", "00000000-0000-0000-0000-000000000000"]),
)
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_no_form_breaks_the_page(change, values, action, concept, asker, aanbieder):
    names = [*SOUND[change](aanbieder), "datum", "toelichting"]
    data = dict(zip(names, values, strict=False)) | {"actie": action}
    data["datum"] = data["datum"].strip() or "ooit"
    if concept:
        data["concept"] = concept
    answer = asker.post(compose(aanbieder, *change), data)
    assert answer.status_code < 500
    if answer.status_code == 302:
        assert asker.get(answer["Location"]).status_code < 500
    assert asker.get(f"/aanbieders/{aanbieder.pk}/wijzigingen").status_code == 200


@given(
    act=st.sampled_from(["goedkeuren", "afwijzen", "vragen", "oppakken", "terugleggen", "\0"]),
    text=TEXT,
    versie=TEXT,
    gezien=TEXT,
    query=TEXT,
)
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_no_decision_breaks_the_page(
    act, text, versie, gezien, query, vraag, beheerder, decider, vandaag
):
    decider.raise_request_exception = False
    verzoek = indienen.submit(beheerder, vraag("contact", "wijzigen"), peildatum=vandaag).verzoek
    data = {"act": act, "tekst": text, "versie": versie, "gezien": gezien}
    answer = decider.post(f"/wijzigingen/{verzoek.pk}/besluit", data)
    assert answer.status_code < 500
    many = {"verzoek": [text, versie, str(verzoek.pk)]}
    for page in (f"/wijzigingen/{verzoek.pk}", "/wijzigingen", "/wijzigingen/goedkeuren"):
        asked = {"stuk": query, "cursor": query, "stand": query, "aanbieder": query, **many}
        assert decider.get(page, asked).status_code < 500


def test_answer_with_a_nul_comes_back_with_its_code(
    vraag, beheerder, beslisser, asker, document, vandaag
):
    verzoek = indienen.submit(beheerder, vraag("contact", "wijzigen"), peildatum=vandaag).verzoek
    behandelen.ask(beslisser, verzoek.pk, vraag="Wie?", versie=verzoek.versie, peildatum=vandaag)
    page = f"/wijzigingen/{verzoek.pk}/beantwoorden"
    for text in ("a\0b", "x" * 2001):
        assert asker.post(page, {"antwoord": text}).status_code == 400
    verzoek.refresh_from_db()
    assert verzoek.status == Verzoekstatus.AANVULLING_GEVRAAGD


def test_document_of_a_concept_is_fetched_by_its_own_side_only(
    vraag, beheerder, aanbieder, asker, decider, client_for, ozjt
):
    """N-SEC-05, whatever the address: the file, the viewer, a page of it."""
    kept = indienen.save_concept(beheerder, vraag("bankrekening"))
    paper = kept.bewijsstukken.get()
    carer = client_for(Rolcode.AANBIEDER_ZORG, aanbieder.organisatie)
    places = client_for(Rolcode.BESCHIKBAARHEIDSBEHEERDER, ozjt)
    for end in ("", "/bekijken", "/pagina/1"):
        address = f"/documenten/{paper.pk}{end}"
        assert asker.get(address).status_code == 200
        for client in (decider, carer, places):
            assert client.get(address).status_code in (403, 404)


def test_papers_of_a_location_that_became_secret_are_for_who_may_see_it_r_bes_2(
    vraag, document, beheerder, beslisser, actor_for, ozjt, decider, vandaag
):
    from dataclasses import replace

    paper = document("bewijsstuk")
    asked = replace(vraag("locatie", straat="Schuilplaats"), bewijsstukken=[paper.pk])
    made = indienen.submit(beheerder, asked, peildatum=vandaag).verzoek
    approve(beslisser, made, vandaag)
    assert decider.get(f"/documenten/{paper.pk}").status_code == 200
    place = Locatie.objects.get(straat="Schuilplaats")
    keeper = actor_for(Rolcode.BESCHIKBAARHEIDSBEHEERDER, ozjt)
    secret = indienen.submit(
        beheerder,
        vraag("locatie", "wijzigen", doel=place.pk, geheim=True, straat="Schuilplaats"),
        peildatum=vandaag,
    ).verzoek
    approve(keeper, secret, vandaag)
    assert decider.get(f"/documenten/{paper.pk}").status_code == 404
    page = decider.get(f"/wijzigingen/{made.pk}").content.decode()
    assert "Schuilplaats" not in page
    assert Document.objects.filter(pk=paper.pk).exists()


@pytest.mark.django_db(transaction=True)
class TestTegelijk:
    def test_two_workers_carry_out_each_change_once(
        self, vraag, beheerder, beslisser, aanbieder, vandaag
    ):
        day = vandaag + datetime.timedelta(days=300)
        for name in ("identiteit", "groep"):
            asked = vraag(name, "wijzigen", datum=day.isoformat())
            approve(
                beslisser, indienen.submit(beheerder, asked, peildatum=vandaag).verzoek, vandaag
            )
        done = at_once([lambda: apply_due(day)] * 2)
        assert sum(done) == 2
        assert Gebeurtenis.objects.filter(soort="wijziging.toegepast").count() == 2
        assert not Gebeurtenis.objects.filter(soort="wijziging.niet_toegepast").exists()

    def test_secret_and_public_approved_at_once_end_secret_r_bes_2(
        self, vraag, beheerder, beslisser, actor_for, ozjt, aanbieder, vandaag
    ):
        """Whoever comes first: contractbeheer never decides on what is secret by then."""
        place = aanbieder.locaties.get()
        keeper = actor_for(Rolcode.BESCHIKBAARHEIDSBEHEERDER, ozjt)
        filed = [
            indienen.submit(
                beheerder, vraag("locatie", "wijzigen", geheim=secret), peildatum=vandaag
            ).verzoek
            for secret in (True, False)
        ]
        results = at_once(
            [
                lambda: approve(keeper, filed[0], vandaag),
                lambda: approve(beslisser, filed[1], vandaag),
            ]
        )
        assert None not in results
        place.refresh_from_db()
        won = [Wijzigingsverzoek.objects.get(pk=v.pk).status for v in filed]
        assert place.geheim == (won[0] == Verzoekstatus.GOEDGEKEURD)
        assert Verzoekstatus.GOEDGEKEURD in won

    def test_two_ends_approved_at_once_never_make_it_longer(
        self, vraag, beheerder, beslisser, actor_for, ozjt, aanbieder, vandaag
    ):
        other = actor_for(Rolcode.CONTRACTMANAGER, ozjt)
        days = [vandaag + datetime.timedelta(days=n) for n in (300, 600)]
        filed = [
            indienen.submit(
                beheerder, vraag("groep", "beeindigen", datum=day.isoformat()), peildatum=vandaag
            ).verzoek
            for day in days
        ]
        at_once(
            [
                lambda: approve(beslisser, filed[0], vandaag),
                lambda: approve(other, filed[1], vandaag),
            ]
        )
        assert aanbieder.locaties.get().groepen.get().einddatum == days[0]

    def test_decision_stands_when_the_broker_is_away(
        self, vraag, beheerder, beslisser, aanbieder, vandaag
    ):
        asked = vraag("contact", "wijzigen")
        verzoek = indienen.submit(beheerder, asked, peildatum=vandaag).verzoek
        with mock.patch("core.uitbak.send_outgoing.delay", side_effect=ConnectionError):
            approve(beslisser, verzoek, vandaag)
        verzoek.refresh_from_db()
        assert verzoek.toegepast_op
        assert aanbieder.contacten.filter(email="balie@linde.demo").exists()

    def test_nothing_is_decided_when_the_news_of_it_cannot_be_kept(
        self, vraag, beheerder, beslisser, aanbieder, vandaag
    ):
        """Mail and decision are one transaction: never one without the other."""
        asked = vraag("contact", "wijzigen")
        verzoek = indienen.submit(beheerder, asked, peildatum=vandaag).verzoek
        with (
            mock.patch("zorgportaal.melden.put_for", side_effect=RuntimeError),
            pytest.raises(RuntimeError),
        ):
            approve(beslisser, verzoek, vandaag)
        verzoek.refresh_from_db()
        assert verzoek.status == Verzoekstatus.INGEDIEND
        assert not aanbieder.contacten.filter(email="balie@linde.demo").exists()
