"""Two windows, two deciders: each on a connection of its own (R-ZP-3, R-ZP-4)."""

import threading

import pytest

from core.choices import Rolcode
from core.fouten import Conflict, PortalFout
from tests.tegelijk import at_once
from zorgportaal.choices import Verzoekstatus
from zorgportaal.inhoud import seen_token, wijziging_of
from zorgportaal.models import Wijzigingsverzoek
from zorgportaal.services import behandelen, indienen

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def both_look_first(monkeypatch):
    """Both have looked for the same request before either of them stores: the worst race."""
    meet, local, real = threading.Barrier(2, timeout=10), threading.local(), indienen._open_twin

    def look(mark):
        found = real(mark)
        if not getattr(local, "met", False):
            local.met = True
            meet.wait()
        return found

    monkeypatch.setattr(indienen, "_open_twin", look)


def test_same_request_from_two_windows_is_one_request_r_zp_3(
    both_look_first, vraag, beheerder, vandaag
):
    asked = vraag("contact", "wijzigen")
    results = at_once([lambda: indienen.submit(beheerder, asked, peildatum=vandaag)] * 2)
    assert sorted(r.bestond for r in results) == [False, True]
    assert results[0].verzoek == results[1].verzoek
    assert Wijzigingsverzoek.objects.count() == 1


def test_two_concepts_with_the_same_content_become_one_request(
    both_look_first, vraag, beheerder, vandaag
):
    asked = vraag("contact", "wijzigen")
    kept = [indienen.save_concept(beheerder, asked).pk for _ in range(2)]
    results = at_once(
        [
            lambda pk=pk: indienen.submit(beheerder, asked, peildatum=vandaag, verzoek_id=pk)
            for pk in kept
        ]
    )
    assert sorted(r.bestond for r in results) == [False, True]
    assert Wijzigingsverzoek.objects.get().status == Verzoekstatus.INGEDIEND


def test_one_concept_pressed_twice_at_once(vraag, beheerder, vandaag):
    asked = vraag("contact", "wijzigen")
    pk = indienen.save_concept(beheerder, asked).pk
    results = at_once(
        [lambda: indienen.submit(beheerder, asked, peildatum=vandaag, verzoek_id=pk)] * 2
    )
    assert sorted(r.bestond for r in results) == [False, True]


def test_two_decisions_at_once_are_one_decision(
    vraag, beheerder, beslisser, actor_for, ozjt, aanbieder, vandaag
):
    verzoek = indienen.submit(beheerder, vraag("contact", "wijzigen"), peildatum=vandaag).verzoek
    colleague = actor_for(Rolcode.CONTRACTMANAGER, ozjt)
    seen = seen_token(wijziging_of(verzoek))
    results = at_once(
        [
            lambda: behandelen.approve(
                beslisser, verzoek.pk, versie=verzoek.versie, gezien=seen, peildatum=vandaag
            ),
            lambda: behandelen.reject(
                colleague, verzoek.pk, reden="Nummer klopt niet", versie=verzoek.versie
            ),
        ]
    )
    lost = [r for r in results if isinstance(r, PortalFout)]
    assert len(lost) == 1
    assert isinstance(lost[0], Conflict)
    assert lost[0].code == "status_overgang"
    verzoek.refresh_from_db()
    approved = verzoek.status == Verzoekstatus.GOEDGEKEURD
    assert aanbieder.contacten.filter(email="balie@linde.demo").exists() == approved


def test_withdrawing_and_approving_at_once_is_one_of_the_two(
    vraag, beheerder, beslisser, aanbieder, vandaag
):
    verzoek = indienen.submit(beheerder, vraag("contact", "wijzigen"), peildatum=vandaag).verzoek
    seen = seen_token(wijziging_of(verzoek))
    results = at_once(
        [
            lambda: behandelen.approve(
                beslisser, verzoek.pk, versie=verzoek.versie, gezien=seen, peildatum=vandaag
            ),
            lambda: indienen.withdraw(beheerder, verzoek.pk),
        ]
    )
    assert sum(isinstance(r, PortalFout) for r in results) == 1
    verzoek.refresh_from_db()
    approved = verzoek.status == Verzoekstatus.GOEDGEKEURD
    assert aanbieder.contacten.filter(email="balie@linde.demo").exists() == approved


def test_two_accounts_for_one_purpose_approved_at_once_never_overlap_r_zp_2(
    vraag, beheerder, beslisser, actor_for, ozjt, aanbieder, vandaag
):
    from core.identifiers import demo_iban

    colleague = actor_for(Rolcode.CONTRACTMANAGER, ozjt)
    requests = [
        indienen.submit(
            beheerder, vraag("bankrekening", iban=demo_iban(555_000 + n)), peildatum=vandaag
        ).verzoek
        for n in range(2)
    ]
    seen = [seen_token(wijziging_of(v)) for v in requests]
    results = at_once(
        [
            lambda n=n, who=who: behandelen.approve(
                who,
                requests[n].pk,
                versie=requests[n].versie,
                gezien=seen[n],
                peildatum=vandaag,
            )
            for n, who in enumerate((beslisser, colleague))
        ]
    )
    lost = [r for r in results if isinstance(r, PortalFout)]
    assert len(lost) == 1
    assert aanbieder.rekeningen.filter(periode__contains=vandaag).count() == 1
    left = Wijzigingsverzoek.objects.exclude(status=Verzoekstatus.GOEDGEKEURD).get()
    assert left.status == Verzoekstatus.INGEDIEND
