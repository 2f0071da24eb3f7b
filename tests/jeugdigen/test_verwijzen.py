"""The referral that follows on another, on the same number (R-TOE-9, D-16)."""

import datetime

import pytest

from core.fouten import Conflict, NietGevonden, Ongeldig, PortalFout, VersieVerouderd
from core.models import Gebeurtenis, Inzage
from indications.models import Toewijzing, Verwijzing
from jeugdigen.selectors import referrals_of
from jeugdigen.services.verwijzen import Vervolg, renew_verwijzing
from tests.factories.indications import VerwijzingFactory
from tests.jeugdigen.conftest import VANDAAG, D, Zaak, help_for
from tests.tegelijk import at_once

TOEGANG = Vervolg("01", VANDAAG, "Toegang Enschede")


def on_arts(zaak: Zaak, **changes: object) -> Toewijzing:
    """On a medical referral of 1 February, which holds until 31 January."""
    old = VerwijzingFactory(jeugdige=zaak.jeugdige, type="02", datum=D(2026, 2, 1))
    return help_for(zaak.jeugdige, verwijzing=old, **changes)


@pytest.mark.django_db
def test_toewijzing_rests_on_the_new_one_with_a_next_version(zaak: Zaak) -> None:
    row = on_arts(zaak)
    other = help_for(zaak.jeugdige, verwijzing=row.verwijzing)
    ended = help_for(zaak.jeugdige, verwijzing=row.verwijzing, einddatum=D(2026, 11, 28))
    made = renew_verwijzing(zaak.toegang, row.pk, TOEGANG, versie=1, peildatum=VANDAAG)
    after = dict(Toewijzing.objects.values_list("pk", "verwijzing_id"))
    assert after == {row.pk: made.pk, other.pk: made.pk, ended.pk: row.verwijzing_id}
    assert Toewijzing.objects.get(pk=row.pk).versie == 2
    assert Gebeurtenis.objects.filter(soort="toewijzing.verwijzing_vervolgd").count() == 2
    assert Inzage.objects.get(soort="toewijzing.verwijzing_vervolgd").jeugdigen == [
        zaak.jeugdige.pk
    ]
    shown = referrals_of(zaak.toegang, zaak.jeugdige, VANDAAG)
    assert [line.verwijzing.pk for line in shown] == [made.pk, row.verwijzing_id]
    assert referrals_of(zaak.buur, zaak.jeugdige, VANDAAG) == []


@pytest.mark.django_db
def test_only_this_one_when_asked(zaak: Zaak) -> None:
    row = on_arts(zaak)
    other = help_for(zaak.jeugdige, verwijzing=row.verwijzing)
    asked = Vervolg("01", VANDAAG, ook_andere=False)
    renew_verwijzing(zaak.toegang, row.pk, asked, versie=1, peildatum=VANDAAG)
    assert Toewijzing.objects.get(pk=other.pk).verwijzing_id == row.verwijzing_id


REFUSED = {
    "R-TOE-9 medical after medical": (Vervolg("05", VANDAAG), "verwijzing_verlopen", "type"),
    "type 07 does not exist": (Vervolg("07", VANDAAG), "onbekende_waarde", "type"),
    "no day": (Vervolg("01", None), "verplicht", "datum"),
    "tomorrow": (Vervolg("01", D(2026, 11, 30)), "periode_ongeldig", "datum"),
    "before the old one": (Vervolg("01", D(2026, 1, 31)), "periode_ongeldig", "datum"),
    "D-16 no longer than the old one": (
        Vervolg("04", VANDAAG, geldig_tot=D(2027, 1, 31)),
        "verwijzing_niet_later",
        "geldig_tot",
    ),
    "BSN in the text": (Vervolg("04", VANDAAG, "999990019"), "bsn_in_tekst", "verwijzer"),
}


@pytest.mark.django_db
@pytest.mark.parametrize(("asked", "code", "veld"), REFUSED.values(), ids=REFUSED.keys())
def test_what_does_not_follow_is_refused_on_its_field(
    zaak: Zaak, asked: Vervolg, code: str, veld: str
) -> None:
    row = on_arts(zaak)
    with pytest.raises(Ongeldig) as refused:
        renew_verwijzing(zaak.toegang, row.pk, asked, versie=1, peildatum=VANDAAG)
    assert [(f.code, f.veld) for f in refused.value.bevindingen] == [(code, veld)]
    assert Verwijzing.objects.count() == 1


@pytest.mark.django_db
def test_a_day_longer_than_the_old_one_is_enough(zaak: Zaak) -> None:
    row = on_arts(zaak)
    asked = Vervolg("08", VANDAAG, geldig_tot=D(2027, 2, 1))
    renew_verwijzing(zaak.toegang, row.pk, asked, versie=1, peildatum=VANDAAG)


@pytest.mark.django_db
def test_ended_help_other_gemeente_and_old_version(zaak: Zaak) -> None:
    yesterday = VANDAAG - datetime.timedelta(days=1)
    ended = on_arts(zaak, einddatum=yesterday)
    with pytest.raises(Conflict) as refused:
        renew_verwijzing(zaak.toegang, ended.pk, TOEGANG, versie=1, peildatum=VANDAAG)
    assert refused.value.code == "niet_lopend"
    row = on_arts(zaak, einddatum=VANDAAG)
    with pytest.raises(NietGevonden):
        renew_verwijzing(zaak.buur, row.pk, TOEGANG, versie=1, peildatum=VANDAAG)
    with pytest.raises(VersieVerouderd):
        renew_verwijzing(zaak.toegang, row.pk, TOEGANG, versie=7, peildatum=VANDAAG)
    renew_verwijzing(zaak.toegang, row.pk, TOEGANG, versie=1, peildatum=VANDAAG)


@pytest.mark.django_db(transaction=True)
def test_two_at_once_record_one_referral(zaak: Zaak) -> None:
    row = on_arts(zaak)
    results = at_once(
        [lambda: renew_verwijzing(zaak.toegang, row.pk, TOEGANG, versie=1, peildatum=VANDAAG)] * 2
    )
    assert sum(isinstance(r, PortalFout) for r in results) == 1
    assert Verwijzing.objects.count() == 2
