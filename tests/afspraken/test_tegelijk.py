"""Two people at the same moment, each on a connection of their own."""

import datetime
from collections.abc import Callable

import pytest

from afspraken.models import Afsprakenoverzicht, Afsprakenversie
from afspraken.services import overzichten
from core.actor import Actor
from core.fouten import PortalFout
from tests.afspraken.conftest import maak_samen, volledig
from tests.tegelijk import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_at_once_one_goes_through_and_nothing_is_half_done(
    transactional_db: None, actor_for: Callable[..., Actor], vandaag: datetime.date
) -> None:
    """Begin, save, hand over, agree, open again: each by two people with what they both saw."""
    samen = maak_samen(actor_for, vandaag)
    first, second = (t.pk for t in samen.toewijzingen)
    one_of(
        lambda: overzichten.start_overzicht(samen.toegang, first, peildatum=vandaag),
        lambda: overzichten.start_overzicht(samen.toegang, second, peildatum=vandaag),
        {"overzicht_bestaat"},
    )
    samen.rij = Afsprakenoverzicht.objects.get()
    seen = samen.nu.versie
    one_of(
        lambda: samen.bewaar(samen.toegang, volledig(vandaag), versie=seen),
        lambda: samen.bewaar(samen.toegang, volledig(vandaag, opmerkingen="b"), versie=seen),
        {"versie_verouderd"},
    )
    one_of(*both(lambda v: _over(samen.toegang, samen, v), samen), {"versie_verouderd"})
    assert Afsprakenversie.objects.count() == 1
    one_of(*both(lambda v: _agree(samen.zorg, samen, v), samen), {"versie_verouderd"})
    stood = Afsprakenversie.objects.get().vastgesteld_op
    seen = samen.nu.versie
    one_of(
        lambda: overzichten.open_again(samen.zorg, samen.nu.pk, versie=seen),
        lambda: overzichten.open_again(samen.toegang, samen.nu.pk, versie=seen),
        {"versie_verouderd"},
    )
    seen = samen.nu.versie
    one_of(
        lambda: _over(samen.zorg, samen, seen),
        lambda: _over(samen.toegang, samen, seen),
        {"versie_verouderd", "niet_aan_de_beurt"},
    )
    # nothing had changed, so it stands as it stood
    assert samen.nu.status == "vastgesteld"
    assert Afsprakenversie.objects.get().vastgesteld_op == stood


def _over(wie: Actor, samen: object, versie: int) -> object:
    pk = Afsprakenoverzicht.objects.get().pk
    return overzichten.hand_over(wie, pk, vraag="", akkoord=True, versie=versie)


def _agree(wie: Actor, samen: object, versie: int) -> object:
    return overzichten.agree(wie, Afsprakenoverzicht.objects.get().pk, versie=versie)


def both(act: Callable[[int], object], samen: object) -> list[Callable[[], object]]:
    seen = Afsprakenoverzicht.objects.get().versie
    return [lambda: act(seen)] * 2


def one_of(a: Callable[[], object], b: Callable[[], object], codes: set[str]) -> None:
    results = at_once([a, b])
    refused = [r for r in results if isinstance(r, PortalFout)]
    assert len(refused) == 1, results
    assert refused[0].code in codes
