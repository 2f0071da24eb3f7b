"""Ending earlier, withdrawing, and the table of statuses."""

import datetime
from collections.abc import Callable
from itertools import product

import pytest

from core.actor import Actor
from core.choices import Rolcode
from core.fouten import Conflict, NietGevonden, Ongeldig, Verboden, VersieVerouderd
from core.models import Gebeurtenis
from indications.aanvraag import Aanvraag
from indications.choices import Toewijzingstatus
from indications.models import Declaratieregel, Toewijzing, Wijziging
from indications.overgangen import OVERGANGEN, require_transition
from indications.services.indienen import Ingediend, file_toewijzingen
from indications.services.wijzigen import Toestemming, end_toewijzing, withdraw_toewijzing

Who = Callable[..., Actor]
S = Toewijzingstatus


@pytest.mark.parametrize(("current", "new"), list(product(S, S)))
def test_every_pair_of_statuses(current: S, new: S) -> None:
    if new in OVERGANGEN[current]:
        require_transition(current, new)
    else:
        with pytest.raises(Conflict) as refused:
            require_transition(current, new)
        assert refused.value.code == "status_overgang"


@pytest.fixture
def filed(
    demo: None, toegang: Who, aanvraag: Callable[..., Aanvraag], vandaag: datetime.date
) -> Ingediend:
    return file_toewijzingen(toegang(), [aanvraag()], peildatum=vandaag)[0]


def test_ending_earlier_keeps_the_number_and_raises_the_version(
    filed: Ingediend, toegang: Who, vandaag: datetime.date
) -> None:
    day = vandaag + datetime.timedelta(days=30)
    row = end_toewijzing(
        toegang(), filed.id, einddatum=day, reden="05", versie=1, peildatum=vandaag
    )
    row.refresh_from_db()
    assert (row.nummer, row.versie, row.status, row.einddatum) == (
        filed.nummer,
        2,
        S.BEEINDIGD,
        day,
    )
    assert row.reden_wijziging == "05"
    assert Gebeurtenis.objects.filter(object_id=filed.id, soort="toewijzing.beeindigd").exists()


def test_past_day_asks_consent_unless_the_aanbieder_asked(
    filed: Ingediend, toegang: Who, vandaag: datetime.date
) -> None:
    """OP186, for ending and for withdrawing; consent of tomorrow is none."""
    later = vandaag + datetime.timedelta(days=60)
    past, one = later - datetime.timedelta(days=1), datetime.timedelta(days=1)
    agreed = Toestemming("zorgverlener", past)
    end = {"einddatum": past, "reden": "05", "versie": 1, "peildatum": later}
    codes = {}
    for given in (
        Toestemming(),
        Toestemming("zorgverlener"),
        Toestemming("zorgverlener", later + one),
    ):
        with pytest.raises(Ongeldig) as refused:
            end_toewijzing(toegang(), filed.id, toestemming=given, **end)
        codes[given] = {f.code for f in refused.value.bevindingen}
    assert list(codes.values()) == [
        {"toestemming_ontbreekt"}, {"toestemming_ontbreekt"}, {"periode_ongeldig"}
    ]  # fmt: skip
    with pytest.raises(Ongeldig):
        withdraw_toewijzing(toegang(), filed.id, versie=1, peildatum=later)
    end_toewijzing(toegang(), filed.id, toestemming=agreed, **end)
    kept = Wijziging.objects.get()
    assert (kept.toestemming_door, kept.toestemming_op) == ("zorgverlener", past)
    earlier = {**end, "einddatum": past - one, "reden": "12", "versie": 2}
    end_toewijzing(toegang(), filed.id, **earlier)
    withdraw_toewijzing(toegang(), filed.id, versie=3, peildatum=later, toestemming=agreed)


@pytest.mark.parametrize(
    ("days", "reden", "code"),
    [
        pytest.param(6, "05", "periode_ongeldig", id="before the first day"),
        pytest.param(200, "05", "periode_ongeldig", id="on the current last day"),
        pytest.param(30, "", "verplicht", id="no reason"),
        pytest.param(30, "01", "onbekende_waarde", id="CS336 code 01 is forbidden"),
        pytest.param(30, "04", "onbekende_waarde", id="a reason for lengthening"),
        pytest.param(None, "05", "verplicht", id="no day"),
    ],
)
def test_ending_is_refused(
    filed: Ingediend,
    toegang: Who,
    vandaag: datetime.date,
    days: int | None,
    reden: str,
    code: str,
) -> None:
    day = None if days is None else vandaag + datetime.timedelta(days=days)
    with pytest.raises(Ongeldig) as refused:
        end_toewijzing(toegang(), filed.id, einddatum=day, reden=reden, versie=1, peildatum=vandaag)
    assert {f.code for f in refused.value.bevindingen} == {code}


def test_what_is_declared_stays_inside_the_period(
    filed: Ingediend, toegang: Who, vandaag: datetime.date
) -> None:
    start = vandaag + datetime.timedelta(days=7)
    last = vandaag + datetime.timedelta(days=40)
    Declaratieregel.objects.create(
        toewijzing_id=filed.id,
        aanbieder_id=Toewijzing.objects.get(pk=filed.id).aanbieder_id,
        referentienummer="T1",
        begindatum=start,
        einddatum=last,
        volume=60,
        bedrag_centen=11520,
    )
    with pytest.raises(Ongeldig):
        end_toewijzing(
            toegang(),
            filed.id,
            einddatum=last - datetime.timedelta(days=1),
            reden="05",
            versie=1,
            peildatum=vandaag,
        )
    with pytest.raises(Conflict) as refused:
        withdraw_toewijzing(toegang(), filed.id, versie=1, peildatum=vandaag)
    assert refused.value.code == "heeft_declaraties"
    end_toewijzing(toegang(), filed.id, einddatum=last, reden="05", versie=1, peildatum=vandaag)


def test_withdrawing_sets_the_end_to_the_begin_and_frees_the_period(
    filed: Ingediend,
    toegang: Who,
    aanvraag: Callable[..., Aanvraag],
    vandaag: datetime.date,
) -> None:
    row = withdraw_toewijzing(toegang(), filed.id, versie=1, peildatum=vandaag)
    assert (row.status, row.einddatum, row.reden_wijziging) == (S.INGETROKKEN, row.begindatum, "13")
    file_toewijzingen(toegang(), [aanvraag()], peildatum=vandaag)
    assert Toewijzing.objects.filter(jeugdige=row.jeugdige_id).count() == 2


def test_stale_version_other_gemeente_and_other_role_are_refused(
    filed: Ingediend, toegang: Who, vandaag: datetime.date
) -> None:
    with pytest.raises(VersieVerouderd):
        withdraw_toewijzing(toegang(), filed.id, versie=2, peildatum=vandaag)
    with pytest.raises(NietGevonden):
        withdraw_toewijzing(toegang("0141"), filed.id, versie=1, peildatum=vandaag)
    with pytest.raises(Verboden):
        withdraw_toewijzing(toegang(rol=Rolcode.BACKOFFICE), filed.id, versie=1, peildatum=vandaag)
