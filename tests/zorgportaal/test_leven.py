"""From handing in to being in force, for every kind of data and every act (R-ZP-1, R-ZP-4)."""

import pytest

from core.fouten import Ongeldig
from tests.zorgportaal.conftest import NIEUW_IBAN, SOUND, target
from zorgportaal.choices import Verzoekstatus
from zorgportaal.inhoud import seen_token, wijziging_of
from zorgportaal.models import Wijzigingsverzoek
from zorgportaal.services.behandelen import approve
from zorgportaal.services.indienen import submit
from zorgportaal.soorten import SOORTEN

pytestmark = pytest.mark.django_db
EVERY = pytest.mark.parametrize(
    ("soort", "handeling"), sorted(SOUND), ids=["-".join(key) for key in sorted(SOUND)]
)


def decide(beslisser, verzoek: Wijzigingsverzoek, vandaag):
    verzoek = Wijzigingsverzoek.objects.get(pk=verzoek.pk)
    return approve(
        beslisser,
        verzoek.pk,
        versie=verzoek.versie,
        gezien=seen_token(wijziging_of(verzoek)),
        peildatum=vandaag,
    )


def everything(aanbieder, soort):
    kind = SOORTEN[soort]
    return [kind.values(row) for row in kind.rows(aanbieder.pk)]


@EVERY
def test_nothing_changes_before_approval(soort, handeling, vraag, beheerder, aanbieder, vandaag):
    """R-ZP-4"""
    before = everything(aanbieder, soort)
    outcome = submit(beheerder, vraag(soort, handeling), peildatum=vandaag)
    assert outcome.verzoek.status == Verzoekstatus.INGEDIEND
    assert outcome.verzoek.kenmerk.startswith("WV-")
    assert everything(aanbieder, soort) == before


@EVERY
def test_approval_puts_the_values_in_force(
    soort, handeling, vraag, beheerder, beslisser, aanbieder, vandaag
):
    request = vraag(soort, handeling)
    before = everything(aanbieder, soort)
    verzoek = submit(beheerder, request, peildatum=vandaag).verzoek
    decided = decide(beslisser, verzoek, vandaag)
    assert decided.status == Verzoekstatus.GOEDGEKEURD
    assert decided.toegepast_op
    if handeling == "beeindigen":
        row = SOORTEN[soort].model.objects.get(pk=target(aanbieder, soort, handeling))
        assert row.einddatum == vandaag
        return
    after = everything(aanbieder, soort)
    asked = wijziging_of(Wijzigingsverzoek.objects.get(pk=verzoek.pk)).nieuw
    assert any(all(row[name] == value for name, value in asked.items()) for row in after)
    assert after != before


def test_old_account_holds_until_the_new_one_starts(
    vraag, beheerder, beslisser, aanbieder, vandaag
):
    """R-ZP-2"""
    later = vandaag.replace(year=vandaag.year + 1)
    request = vraag("bankrekening", datum=later.isoformat())
    verzoek = submit(beheerder, request, peildatum=vandaag).verzoek
    decide(beslisser, verzoek, vandaag)
    old = aanbieder.rekeningen.exclude(iban=NIEUW_IBAN).get()
    new = aanbieder.rekeningen.get(iban=NIEUW_IBAN)
    assert (new.begindatum - old.einddatum).days == 1
    assert new.begindatum == later
    assert new.verklaring_id is not None


def test_account_without_verklaring_is_refused(vraag, beheerder, vandaag):
    """R-ZP-2"""
    with pytest.raises(Ongeldig) as refused:
        submit(beheerder, vraag("bankrekening", bewijs=False), peildatum=vandaag)
    assert [f.code for f in refused.value.bevindingen] == ["iban_verklaring_ontbreekt"]
    assert not Wijzigingsverzoek.objects.exists()
