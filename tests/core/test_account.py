"""How mail comes, chosen on the account page."""

import pytest
from django.urls import reverse

from core.choices import Mailkeuze, Rolcode
from core.models import Gebruiker

pytestmark = pytest.mark.django_db
PAD = "/account/"


@pytest.fixture
def browser(client_for):
    return client_for(Rolcode.AANBIEDER_BEHEERDER)


def chosen(browser) -> str:
    return Gebruiker.objects.get(pk=browser.gebruiker.pk).mailkeuze


@pytest.mark.parametrize("keuze", Mailkeuze)
def test_choice_is_kept_confirmed_and_shown(browser, keuze):
    answer = browser.post(PAD, {"mailkeuze": keuze}, follow=True)
    text = answer.content.decode()
    assert answer.redirect_chain == [(reverse("account"), 302)]
    assert "Bewaard." in text
    assert chosen(browser) == keuze
    assert answer.context["form"]["mailkeuze"].value() == keuze


def test_at_once_until_somebody_chooses(browser):
    assert browser.get(PAD).context["form"]["mailkeuze"].value() == Mailkeuze.METEEN


@pytest.mark.parametrize("posted", [{}, {"mailkeuze": ""}, {"mailkeuze": "per post"}])
def test_no_or_unknown_choice_says_what_to_do_and_keeps_the_old(browser, posted):
    browser.post(PAD, {"mailkeuze": Mailkeuze.GEEN})
    answer = browser.post(PAD, posted)
    assert answer.status_code == 400
    assert answer.context["form"].foutenoverzicht
    assert chosen(browser) == Mailkeuze.GEEN


def test_only_the_own_choice_changes(browser, client_for):
    other = client_for(Rolcode.TOEGANG)
    other.post(PAD, {"mailkeuze": Mailkeuze.GEEN, "gebruiker": browser.gebruiker.pk})
    assert (chosen(other), chosen(browser)) == (Mailkeuze.GEEN, Mailkeuze.METEEN)


def test_somebody_without_a_role_chooses_too(client_for):
    browser = client_for()
    assert browser.post(PAD, {"mailkeuze": Mailkeuze.DAGELIJKS}).status_code == 302
    assert chosen(browser) == Mailkeuze.DAGELIJKS
