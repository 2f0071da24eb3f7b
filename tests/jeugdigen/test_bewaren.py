"""Who a jeugdige is goes when every gemeente concerned lets go, and not a day before (N-AVG-03)."""

import datetime
from collections.abc import Callable
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.actor import Actor
from core.choices import Organisatiesoort, Rolcode
from core.fouten import Conflict, NietGevonden, Ongeldig, Verboden
from core.models import Gebeurtenis, Inzage, Organisatie
from indications.models import Jeugdige, JeugdigeKluis, Toewijzing
from indications.services.kluis import find_jeugdige, reveal_jeugdige
from jeugdigen.models import Bewaartermijn, Toekomstplan, Verwijdervoorstel
from jeugdigen.services.bewaren import (
    carry_out_removal,
    decide_term,
    due_on,
    make_report,
    release_report,
)
from jeugdigen.tasks import report_retention
from tests.factories.core import OrganisatieFactory
from tests.factories.indications import DeclaratieregelFactory, JeugdigeFactory, LeveringFactory
from tests.jeugdigen.conftest import VANDAAG, D, Zaak, help_for
from tests.jeugdigen.test_controles import make_plan
from tests.tegelijk import at_once

pytestmark = pytest.mark.django_db
BESLUIT = D(2026, 1, 1)
EINDE = D(2024, 11, 28)  # with 24 months due on VANDAAG, not the day before


@pytest.fixture
def fg(zaak: Zaak, actor_for: Callable[..., Actor]) -> Actor:
    return actor_for(Rolcode.FG, zaak.enschede)


def decide(gemeente: Organisatie, months: int = 24, day: datetime.date = BESLUIT) -> None:
    Bewaartermijn.objects.create(
        gemeente=gemeente, maanden=months, vastgesteld_door="Het college", vastgesteld_op=day
    )


def ended(zaak: Zaak, end: datetime.date | None = EINDE, **changes: object) -> Jeugdige:
    """Entered long ago, helped until `end`."""
    child = JeugdigeFactory(gemeente=zaak.enschede, geboortedatum=D(2012, 5, 1))
    long_ago = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
    Jeugdige.objects.filter(pk=child.pk).update(aangemaakt_op=long_ago)
    help_for(child, begindatum=min(D(2024, 1, 1), end or D(2024, 1, 1)), einddatum=end, **changes)
    return child


def test_without_a_decision_nothing_is_due_and_the_report_says_so(zaak: Zaak, fg: Actor) -> None:
    ended(zaak)
    assert due_on(zaak.enschede.pk, D(2099, 1, 1)) == []
    with pytest.raises(Conflict) as refused:
        make_report(fg, zaak.enschede.pk, peildatum=D(2099, 1, 1))
    assert refused.value.code == "geen_bewaartermijn"


DUE = {
    "day after the term": (VANDAAG, EINDE, True),
    "last day of the term": (D(2026, 11, 28), EINDE, False),
    "from a leap day": (D(2026, 3, 1), D(2024, 2, 29), True),
    "from a leap day, last day": (D(2026, 2, 28), D(2024, 2, 29), False),
    "help without an end": (D(2099, 1, 1), None, False),
}


@pytest.mark.parametrize(("day", "end", "due"), DUE.values(), ids=DUE.keys())
def test_term_counts_from_the_last_day_of_help(
    zaak: Zaak, day: datetime.date, end: datetime.date | None, due: bool
) -> None:
    decide(zaak.enschede)
    child = ended(zaak, end)
    assert (child.pk in due_on(zaak.enschede.pk, day)) == due


def test_delivery_and_declaration_count_as_help(zaak: Zaak) -> None:
    decide(zaak.enschede)
    for make in (
        lambda row: LeveringFactory(toewijzing=row, begindatum=D(2024, 2, 1)),
        lambda row: DeclaratieregelFactory(toewijzing=row, begindatum=D(2024, 12, 1)),
    ):
        child = ended(zaak)
        assert due_on(zaak.enschede.pk, VANDAAG) == [child.pk]
        make(Toewijzing.objects.get(jeugdige=child))
        assert due_on(zaak.enschede.pk, VANDAAG) == []


def test_every_gemeente_concerned_has_to_let_go(zaak: Zaak) -> None:
    decide(zaak.enschede)
    child = ended(zaak)
    help_for(child, gemeente=zaak.hengelo, begindatum=D(2023, 1, 1), einddatum=D(2023, 12, 31))
    assert due_on(zaak.enschede.pk, VANDAAG) == []
    decide(zaak.hengelo, 48)
    assert due_on(zaak.enschede.pk, VANDAAG) == []
    decide(zaak.hengelo, 12, D(2026, 2, 1))
    assert due_on(zaak.enschede.pk, VANDAAG) == due_on(zaak.hengelo.pk, VANDAAG) == [child.pk]


def test_released_by_the_fg_carried_out_by_another_who_is_due_still(zaak: Zaak, fg: Actor) -> None:
    decide(zaak.enschede)
    goes, stays = ended(zaak), ended(zaak)
    make_plan(goes, zaak.enschede, D(2024, 1, 1))
    bsn = reveal_jeugdige(zaak.toegang, goes.pk, reden="Proef").bsn
    made = make_report(fg, zaak.enschede.pk, peildatum=VANDAAG)
    assert set(made.jeugdigen) == {goes.pk, stays.pk}
    with pytest.raises(Conflict):
        carry_out_removal(zaak.toegang, made.pk, peildatum=VANDAAG)
    release_report(fg, made.pk)
    help_for(stays)
    done = carry_out_removal(zaak.toegang, made.pk, peildatum=VANDAAG)
    assert done.verwijderd == 1
    assert set(JeugdigeKluis.objects.values_list("pk", flat=True)) == {stays.pk, zaak.jeugdige.pk}
    assert not Toekomstplan.objects.exists()
    assert Toewijzing.objects.filter(jeugdige=goes).exists()
    assert Gebeurtenis.objects.get(soort="jeugdige.naam_verwijderd").object_id == goes.pk
    assert Inzage.objects.get(soort="jeugdige.naam_verwijderd").jeugdigen == [goes.pk]
    assert find_jeugdige(zaak.toegang, str(bsn)) is None
    with pytest.raises(Conflict) as refused:
        reveal_jeugdige(zaak.toegang, goes.pk, reden="Proef")
    assert refused.value.code == "naam_verwijderd"
    with pytest.raises(Conflict):
        carry_out_removal(zaak.toegang, made.pk, peildatum=VANDAAG)


def test_nobody_does_both(zaak: Zaak, actor_for: Callable[..., Actor]) -> None:
    decide(zaak.enschede)
    both = actor_for(Rolcode.FG, zaak.enschede)
    both = Actor(
        both.soort,
        id=both.id,
        naam=both.naam,
        organisatie_id=both.organisatie_id,
        organisatie_soort=both.organisatie_soort,
        rollen=frozenset({Rolcode.FG, Rolcode.TOEGANG}),
    )
    made = make_report(both, zaak.enschede.pk, peildatum=VANDAAG)
    release_report(both, made.pk)
    with pytest.raises(Conflict) as refused:
        carry_out_removal(both, made.pk, peildatum=VANDAAG)
    assert refused.value.code == "eigen_vrijgave"


def test_new_report_takes_the_place_of_the_old_one(zaak: Zaak, fg: Actor) -> None:
    decide(zaak.enschede)
    first = make_report(fg, zaak.enschede.pk, peildatum=VANDAAG)
    make_report(fg, zaak.enschede.pk, peildatum=VANDAAG)
    with pytest.raises(Conflict):
        release_report(fg, first.pk)


def test_term_is_decided_by_a_gemeente_with_who_and_when(
    zaak: Zaak, fg: Actor, actor_for: Callable[..., Actor]
) -> None:
    with pytest.raises(Ongeldig) as refused:
        decide_term(
            fg, maanden=0, vastgesteld_door=" ", vastgesteld_op=D(2027, 1, 1), peildatum=VANDAAG
        )
    assert {f.veld for f in refused.value.bevindingen} == {
        "maanden",
        "vastgesteld_door",
        "vastgesteld_op",
    }
    said = {
        "maanden": 180,
        "vastgesteld_door": "Het college",
        "vastgesteld_op": VANDAAG,
        "peildatum": VANDAAG,
    }
    ozjt = OrganisatieFactory(soort=Organisatiesoort.OZJT, code="ozjt-b")
    with pytest.raises(Conflict):
        decide_term(actor_for(Rolcode.FG, ozjt), **said)  # type: ignore[arg-type]
    with pytest.raises(Verboden):
        decide_term(zaak.toegang, **said)  # type: ignore[arg-type]
    assert decide_term(fg, **said).maanden == 180  # type: ignore[arg-type]


def test_other_gemeente_does_not_find_the_report(zaak: Zaak, fg: Actor) -> None:
    decide(zaak.enschede)
    made = make_report(fg, zaak.enschede.pk, peildatum=VANDAAG)
    with pytest.raises(NietGevonden):
        carry_out_removal(zaak.buur, made.pk, peildatum=VANDAAG)


def test_screens_from_decision_to_removal(zaak: Zaak, client_for: Callable[..., Client]) -> None:
    today = timezone.localdate()
    end = today - datetime.timedelta(days=1000)
    fg, toegang = (client_for(rol, zaak.enschede) for rol in (Rolcode.FG, Rolcode.TOEGANG))
    empty = toegang.get(reverse("bewaren")).content.decode()
    assert "Daarom wordt er niets verwijderd" in empty
    assert fg.post(reverse("bewaren-rapport")).status_code == 302
    wrong = fg.post(reverse("bewaren"), {"maanden": "24", "vastgesteld_door": "Het college"})
    assert wrong.status_code == 400
    assert "Het college" in wrong.content.decode()
    said = {"maanden": "24", "vastgesteld_door": "Het college", "vastgesteld_op": "1-1-2026"}
    assert fg.post(reverse("bewaren"), said).status_code == 302
    child = ended(zaak, end)
    page = fg.post(reverse("bewaren-rapport"))["Location"]
    shown = fg.get(page).content.decode()
    assert str(child.pk)[:8] in shown
    assert "Vrijgeven" in shown
    assert fg.post(f"{page}/vrijgeven").status_code == 302
    assert "Verwijderen" in toegang.get(page).content.decode()
    assert toegang.post(f"{page}/uitvoeren").status_code == 302
    assert "1 verwijderd" in toegang.get(page).content.decode()
    assert not JeugdigeKluis.objects.filter(pk=child.pk).exists()
    gone = toegang.post(reverse("jeugdige-onthullen", args=[child.pk]), {"reden": "Proef"})
    assert gone.status_code == 409


def test_command_and_month_report_and_remove_nothing(zaak: Zaak) -> None:
    end = timezone.localdate() - datetime.timedelta(days=1000)
    child = ended(zaak, end)
    help_for(child, gemeente=zaak.enschede, begindatum=end, einddatum=end)
    out = StringIO()
    call_command("bewaarrapport", stdout=out)
    assert "Enschede: geen bewaartermijn vastgesteld; er wordt niets verwijderd" in out.getvalue()
    report_retention()
    assert not Verwijdervoorstel.objects.exists()
    decide(zaak.enschede)
    out = StringIO()
    call_command("bewaarrapport", stdout=out)
    assert "Enschede: 24 maanden; van 1 jeugdigen" in out.getvalue()
    report_retention()
    (made,) = Verwijdervoorstel.objects.all()
    assert made.jeugdigen == [child.pk]
    assert JeugdigeKluis.objects.filter(pk=child.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_reports_at_once_the_second_takes_the_place_of_the_first(
    zaak: Zaak, fg: Actor
) -> None:
    decide(zaak.enschede)
    results = at_once([lambda: make_report(fg, zaak.enschede.pk, peildatum=VANDAAG)] * 2)
    assert {type(r).__name__ for r in results} == {"Verwijdervoorstel"}
    states = sorted(Verwijdervoorstel.objects.values_list("status", flat=True))
    assert states == ["open", "vervallen"]


@pytest.mark.django_db(transaction=True)
def test_of_two_removals_at_once_one_is_told(zaak: Zaak, fg: Actor) -> None:
    decide(zaak.enschede)
    ended(zaak)
    made = make_report(fg, zaak.enschede.pk, peildatum=VANDAAG)
    release_report(fg, made.pk)
    results = at_once([lambda: carry_out_removal(zaak.toegang, made.pk, peildatum=VANDAAG)] * 2)
    assert sum(isinstance(r, Conflict) for r in results) == 1
    assert Verwijdervoorstel.objects.get().verwijderd == 1
