"""A reference typed in the search field leads somebody just to what he may open."""

import pytest
from django.urls import reverse

from ozjt.zoeken import KENMERKEN
from tests.matrix.test_objecten import ROLLEN

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("wie", ROLLEN)
def test_reference_is_found_by_who_may_open_its_page_and_by_nobody_else(persoon, wie):
    who, wrong = persoon(wie), {}
    for prefix, named in KENMERKEN.items():
        for row in named.model._default_manager.order_by("nummer")[:3]:
            url = reverse(named.route, args=[row.pk])
            opens = who.browser.get(url).status_code == 200
            answer = who.browser.get("/zoeken", {"q": row.kenmerk.replace("-", " ").lower()})
            if (f'href="{url}"' in answer.content.decode()) != opens:
                wrong[f"{prefix} {row.kenmerk}"] = opens
    assert wrong == {}


def test_kinds_of_references_are_there_to_be_found(persoon):
    persoon(ROLLEN[0])
    there = {prefix for prefix, k in KENMERKEN.items() if k.model._default_manager.exists()}
    assert {"SC", "AG", "IX"} <= there


@pytest.mark.parametrize("text", ["XX-1", "WV-", "WV-9999999999", "٣٣-1", "SC 999999999"])
def test_what_is_no_reference_finds_nothing(persoon, text):
    page = persoon("contractmanager").browser.get("/zoeken", {"q": text})
    assert page.status_code == 200
    assert list(page.context["treffers"]) == []
