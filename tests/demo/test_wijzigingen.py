"""The changes of the demonstration go through the real service, once."""

import pytest
from django.utils import timezone

from indications.models import Toewijzing, Wijziging
from ozjt.demo.vast import load_fixed
from ozjt.demo.wijzigingen import KORTER, MEER, load_named

pytestmark = pytest.mark.django_db


def test_changes_are_made_once() -> None:
    today = timezone.localdate()
    load_fixed(today)
    assert load_named(today)
    assert not load_named(today)
    assert Wijziging.objects.count() == 3
    assert Toewijzing.objects.get(pk=MEER).volume == 5200
    assert Toewijzing.objects.get(pk=KORTER).status == "beeindigd"
