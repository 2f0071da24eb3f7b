"""Two people at the same moment, each on a connection of their own."""

import datetime
import threading
from collections.abc import Callable
from typing import Any

import pytest

from core.actor import Actor
from core.constraints import Constraintconflict
from core.fouten import Conflict, PortalFout, VersieVerouderd
from indications import feiten
from indications.aanvraag import Aanvraag
from indications.models import JeugdigeKluis, Toewijzing, Wijziging
from indications.selectors_lijst import history_rows
from indications.services import indienen
from indications.services.indienen import file_toewijzingen
from indications.services.wijzigen import change_toewijzing, end_toewijzing
from indications.wijzigregels import Voorstel
from tests.indications.conftest import VRIJ_BSN
from tests.tegelijk import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def both_gather_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """Both have read the facts before either of them writes: the race as bad as it gets."""
    meet = threading.Barrier(2, timeout=10)
    local = threading.local()
    real = feiten.gather

    def gather(*args: Any) -> Any:
        facts = real(*args)
        if not getattr(local, "met", False):
            local.met = True
            meet.wait()
        return facts

    monkeypatch.setattr(indienen, "gather", gather)


def test_same_toewijzing_filed_twice_at_once_is_stored_once_r_toe_13(
    demo_vast_gelegd: None,
    both_gather_first: None,
    toegang: Callable[..., Actor],
    aanvraag: Callable[..., Aanvraag],
    vandaag: datetime.date,
) -> None:
    actor, ask = toegang(), aanvraag()
    before = Toewijzing.objects.count()
    results = at_once([lambda: file_toewijzingen(actor, [ask], peildatum=vandaag)] * 2)
    lost = [r for r in results if isinstance(r, PortalFout)]
    assert len(lost) == 1
    assert lost[0].bevindingen[0].code == "toewijzing_overlap"
    assert Toewijzing.objects.count() == before + 1


def test_same_new_jeugdige_filed_twice_at_once_is_one_jeugdige(
    demo_vast_gelegd: None,
    both_gather_first: None,
    toegang: Callable[..., Actor],
    aanvraag: Callable[..., Aanvraag],
    vandaag: datetime.date,
) -> None:
    actor = toegang()
    asks = [aanvraag(productcode="ABGII"), aanvraag(productcode="ABHIR")]
    results = at_once([lambda a=a: file_toewijzingen(actor, [a], peildatum=vandaag) for a in asks])
    assert not [r for r in results if isinstance(r, PortalFout)]
    filed = Toewijzing.objects.filter(pk__in=[r[0].id for r in results])
    assert len({row.jeugdige_id for row in filed}) == 1
    assert JeugdigeKluis.objects.filter(pk=filed[0].jeugdige_id).count() == 1


def test_numbers_are_unique_when_many_file_at_once(
    demo_vast_gelegd: None,
    toegang: Callable[..., Actor],
    aanvraag: Callable[..., Aanvraag],
    vandaag: datetime.date,
) -> None:
    actor = toegang()
    days = [vandaag + datetime.timedelta(days=n) for n in range(12)]
    results = at_once(
        [
            lambda d=d: file_toewijzingen(
                actor, [aanvraag(begindatum=d, einddatum=d)], peildatum=vandaag
            )
            for d in days
        ]
    )
    assert len({r[0].nummer for r in results}) == len(days)


def test_two_who_end_at_once_one_is_told_that_it_changed(
    demo_vast_gelegd: None,
    toegang: Callable[..., Actor],
    aanvraag: Callable[..., Aanvraag],
    vandaag: datetime.date,
) -> None:
    actor = toegang()
    (filed,) = file_toewijzingen(actor, [aanvraag()], peildatum=vandaag)
    ends = [vandaag + datetime.timedelta(days=n) for n in (20, 30)]
    results = at_once(
        [
            lambda d=d: end_toewijzing(
                actor, filed.id, einddatum=d, reden="05", versie=1, peildatum=vandaag
            )
            for d in ends
        ]
    )
    assert sum(isinstance(r, VersieVerouderd) for r in results) == 1
    row = Toewijzing.objects.get(pk=filed.id)
    assert (row.versie, row.status) == (2, "beeindigd")
    assert row.einddatum in ends


def test_two_who_change_at_once_one_is_told_and_no_version_is_lost(
    demo_vast_gelegd: None,
    toegang: Callable[..., Actor],
    aanvraag: Callable[..., Aanvraag],
    vandaag: datetime.date,
) -> None:
    actor = toegang()
    (filed,) = file_toewijzingen(actor, [aanvraag()], peildatum=vandaag)
    later = vandaag + datetime.timedelta(days=30)
    asked = [
        Voorstel(volume=4000, reden="04"),
        Voorstel(productcode="ABGII", volume=900, vanaf=later, reden="05"),
    ]
    results = at_once(
        [
            lambda v=v: change_toewijzing(
                actor, filed.id, voorstel=v, versie=1, peildatum=vandaag
            )
            for v in asked
        ]
    )  # fmt: skip
    lost = [r for r in results if isinstance(r, PortalFout)]
    assert [r.status for r in lost] in ([412], [409])
    row = Toewijzing.objects.get(pk=filed.id)
    assert [kept.versie for kept in history_rows(row)] == [1, 2]
    assert Wijziging.objects.filter(toewijzing=row).count() == 1
    assert Toewijzing.objects.filter(voorganger=row).count() == (row.volume == 3000)


def test_conflict_is_409_with_the_code_of_the_rule() -> None:
    assert Constraintconflict.status == Conflict.status == 409
    assert VRIJ_BSN.isdigit()
