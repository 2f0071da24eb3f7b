"""The demonstration of Enschede has something to do on each list; the transfer list comes with the
bulk (`ozjt.demo.beeindigingen`).
"""

import datetime

import pytest

from core.choices import Rolcode
from ozjt.demo.toegang import actor_of
from ozjt.demo.vast import load_fixed
from werklijsten.selectors import count_groups

pytestmark = pytest.mark.django_db


def test_every_list_of_enschede_has_a_row() -> None:
    day = datetime.date(2026, 11, 29)
    load_fixed(day)
    toegang = actor_of("toegang@enschede.demo")
    assert toegang.has_role(Rolcode.TOEGANG)
    found = {t.groep.code: t.aantal for t in count_groups(toegang, day).groepen}
    assert {code for code, number in found.items() if number == 0} <= {"overdracht"}
    load_fixed(day)
    assert {t.groep.code: t.aantal for t in count_groups(toegang, day).groepen} == found
