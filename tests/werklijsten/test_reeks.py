"""One act on many toewijzingen: shown first, done once, nothing half (R-MEL-2)."""

import datetime
import uuid
from typing import Any

import pytest
from django.utils import timezone

from contractbeheer.services.overdracht import prepare_transfer
from core.choices import Rolcode
from core.fouten import Conflict, NietGevonden, Ongeldig, Verboden
from core.models import Concept, Gebeurtenis, Inzage, Uitgaand
from indications.models import Toewijzing
from tests.contractbeheer.stoppen import Zaak, zaak  # noqa: F401 - fixture
from tests.factories.contracts import TariefFactory
from tests.factories.core import RolFactory
from tests.factories.indications import DeclaratieregelFactory, LeveringFactory
from tests.factories.providers import AgbCodeFactory
from tests.tegelijk import at_once
from tests.werklijsten.conftest import Stad
from werklijsten.models import Eindbesluit, Reeks, Reeksregel
from werklijsten.selectors import count_groups
from werklijsten.services.reeks import carry_out, choose_rows, preview

pytestmark = pytest.mark.django_db
PLAN = {"besluit": "volgens_plan", "toelichting": ""}


def chosen(stad: Stad, rows: list[Any], actie: str = "besluiten", groep: str = "eindigt") -> Reeks:
    return choose_rows(
        stad.toegang, groep=groep, actie=actie, toewijzingen=[row.pk for row in rows]
    )


def shown(stad: Stad, reeks: Reeks, gegevens: dict[str, Any]) -> dict[int, tuple[str, str]]:
    """What the preview says: per number (uitkomst, code)."""
    preview(stad.toegang, reeks.pk, gegevens=gegevens, peildatum=stad.dag)
    return said(reeks)


def said(reeks: Reeks) -> dict[int, tuple[str, str]]:
    rows = reeks.regels.values_list("toewijzing__nummer", "uitkomst", "code")
    return {number: (outcome, code) for number, outcome, code in rows}


def done(stad: Stad, reeks: Reeks) -> dict[int, tuple[str, str]]:
    carry_out(stad.toegang, reeks.pk, peildatum=stad.dag)
    return said(reeks)


def test_decision_on_many_rows(stad: Stad) -> None:
    rows = [stad.toewijzing(einddatum=stad.na(20)) for _ in range(3)]
    reeks = chosen(stad, rows)
    assert set(shown(stad, reeks, PLAN).values()) == {("kan", "")}
    assert not Eindbesluit.objects.exists()
    assert not Gebeurtenis.objects.filter(soort="toewijzing.eindbesluit").exists()
    assert set(done(stad, reeks).values()) == {("gedaan", "")}
    assert {b.besluit for b in Eindbesluit.objects.all()} == {"volgens_plan"}
    assert count_groups(stad.toegang, stad.dag).of("eindigt") == 0
    events = Gebeurtenis.objects.filter(soort="toewijzing.eindbesluit")
    assert set(events.values_list("referentie", flat=True)) == {reeks.kenmerk}
    assert events.count() == Inzage.objects.filter(soort="toewijzing.eindbesluit").count() == 3
    total = Gebeurtenis.objects.get(soort="reeks.uitgevoerd").gegevens
    assert (total["gedaan"], total["mislukt"]) == (3, 0)


def test_good_rows_are_done_and_bad_ones_say_why(stad: Stad) -> None:
    good = stad.toewijzing()
    later = stad.toewijzing(begindatum=stad.na(40))
    declared = stad.toewijzing()
    DeclaratieregelFactory(
        toewijzing=declared, begindatum=stad.na(20), einddatum=stad.na(30), volume=10
    )
    changed = stad.toewijzing()
    reeks = chosen(stad, [good, later, declared, changed], "beeindigen")
    gegevens = {"einddatum": str(stad.na(25)), "reden": "05"}
    assert shown(stad, reeks, gegevens) == {
        good.nummer: ("kan", ""),
        later.nummer: ("kan_niet", "periode_ongeldig"),
        declared.nummer: ("kan_niet", "heeft_declaraties"),
        changed.nummer: ("kan", ""),
    }
    assert Toewijzing.objects.filter(einddatum=stad.na(25)).count() == 0
    Toewijzing.objects.filter(pk=changed.pk).update(versie=7)
    assert done(stad, reeks) == {
        good.nummer: ("gedaan", ""),
        later.nummer: ("kan_niet", "periode_ongeldig"),
        declared.nummer: ("kan_niet", "heeft_declaraties"),
        changed.nummer: ("mislukt", "versie_verouderd"),
    }
    ended = Toewijzing.objects.get(einddatum=stad.na(25))
    assert (ended.pk, ended.status, ended.reden_wijziging) == (good.pk, "beeindigd", "05")
    text = reeks.regels.get(toewijzing=changed).tekst
    assert text == "Intussen gewijzigd door iemand anders."


def test_past_day_asks_consent_of_the_aanbieder(stad: Stad) -> None:
    """OP186; one answer for all rows."""
    row = stad.toewijzing()
    reeks = chosen(stad, [row], "beeindigen")
    gegevens = {"einddatum": str(stad.na(-2)), "reden": "05"}
    assert shown(stad, reeks, gegevens) == {row.nummer: ("kan_niet", "toestemming_ontbreekt")}
    gegevens |= {"toestemming_door": "administratie", "toestemming_op": str(stad.na(-1))}
    assert shown(stad, reeks, gegevens) == {row.nummer: ("kan", "")}
    assert done(stad, reeks) == {row.nummer: ("gedaan", "")}
    assert row.wijzigingen.get().toestemming_op == stad.na(-1)


def test_row_that_could_not_is_left_alone_even_when_it_could_now(stad: Stad) -> None:
    """What was shown is what is done."""
    late = stad.toewijzing(begindatum=stad.na(40))
    reeks = chosen(stad, [late], "beeindigen")
    shown(stad, reeks, {"einddatum": str(stad.na(25)), "reden": "05"})
    Toewijzing.objects.filter(pk=late.pk).update(begindatum=stad.dag)
    assert done(stad, reeks)[late.nummer][0] == "kan_niet"
    late.refresh_from_db()
    assert late.status == "toegewezen"


def test_preview_again_shows_the_version_of_now(stad: Stad) -> None:
    row = stad.toewijzing(einddatum=stad.na(20))
    reeks = chosen(stad, [row])
    shown(stad, reeks, PLAN)
    Toewijzing.objects.filter(pk=row.pk).update(versie=5)
    shown(stad, reeks, PLAN)
    assert done(stad, reeks)[row.nummer] == ("gedaan", "")


def test_extending_many(stad: Stad) -> None:
    """Through the service of one change; only later, never shorter."""
    TariefFactory(product=stad.product)
    AgbCodeFactory(aanbieder=stad.contract.aanbieder, code="41990001")
    soon = stad.toewijzing(einddatum=stad.na(20))
    far, opened = stad.toewijzing(einddatum=stad.na(400)), stad.toewijzing(einddatum=None)
    reeks = chosen(stad, [soon, far, opened], "verlengen")
    gegevens = {"einddatum": str(stad.na(200)), "reden": "04", "toelichting": ""}
    assert shown(stad, reeks, gegevens) == {
        soon.nummer: ("kan", ""),
        far.nummer: ("kan_niet", "periode_ongeldig"),
        opened.nummer: ("kan_niet", "periode_ongeldig"),
    }
    done(stad, reeks)
    soon.refresh_from_db()
    assert (soon.einddatum, soon.reden_wijziging, soon.versie) == (stad.na(200), "04", 2)
    assert "was" in reeks.regels.get(toewijzing=soon).tekst


# who and what


def test_id_of_another_gemeente_does_nothing_at_all(stad: Stad) -> None:
    own = stad.toewijzing(einddatum=stad.na(20))
    theirs = stad.toewijzing(gemeente=stad.elders, einddatum=stad.na(20))
    for foreign in (theirs.pk, uuid.uuid4()):
        with pytest.raises(NietGevonden):
            choose_rows(
                stad.toegang, groep="eindigt", actie="besluiten", toewijzingen=[own.pk, foreign]
            )
    assert not Reeks.objects.exists()


def test_backoffice_and_colleague_do_not_act(stad: Stad) -> None:
    row = stad.toewijzing(einddatum=stad.na(20))
    with pytest.raises(Verboden):
        choose_rows(stad.backoffice, groep="eindigt", actie="besluiten", toewijzingen=[row.pk])
    reeks = chosen(stad, [row])
    shown(stad, reeks, PLAN)
    for other in (stad.collega, stad.buur, stad.backoffice):
        with pytest.raises(NietGevonden):
            carry_out(other, reeks.pk, peildatum=stad.dag)
        assert not Reeks.objects.for_actor(other).exists()
    done(stad, reeks)
    assert Reeks.objects.for_actor(stad.backoffice).exists()
    assert Reeks.objects.for_actor(stad.collega).exists()
    assert not Reeks.objects.for_actor(stad.buur).exists()


@pytest.mark.parametrize(
    ("groep", "actie"),
    [
        ("eindigt", "herinneren"),
        ("niet_gestart", "besluiten"),
        ("bestaat_niet", "besluiten"),
        ("eindigt", "wissen"),
    ],
)
def test_act_fits_the_list(stad: Stad, groep: str, actie: str) -> None:
    row = stad.toewijzing(einddatum=stad.na(20))
    with pytest.raises(Ongeldig) as exc:
        choose_rows(stad.toegang, groep=groep, actie=actie, toewijzingen=[row.pk])
    assert exc.value.code == "actie_past_niet"


@pytest.mark.parametrize(
    ("actie", "groep", "aantal", "code"),
    [
        ("besluiten", "eindigt", 0, "geen_rijen"),
        ("besluiten", "eindigt", 501, "te_veel_rijen"),
        ("klaarzetten", "contract", 51, "te_veel_rijen"),
        ("verlengen", "eindigt", 201, "te_veel_rijen"),
    ],
)
def test_how_many(stad: Stad, actie: str, groep: str, aantal: int, code: str) -> None:
    with pytest.raises(Ongeldig) as exc:
        choose_rows(
            stad.toegang,
            groep=groep,
            actie=actie,
            toewijzingen=[uuid.uuid4() for _ in range(aantal)],
        )
    assert exc.value.code == code


def test_not_without_looking_first(stad: Stad) -> None:
    reeks = chosen(stad, [stad.toewijzing(einddatum=stad.na(20))])
    with pytest.raises(Conflict) as exc:
        carry_out(stad.toegang, reeks.pk, peildatum=stad.dag)
    assert exc.value.code == "voorbeeld_ontbreekt"


def test_twice_is_once(stad: Stad) -> None:
    row = stad.toewijzing(einddatum=stad.na(20))
    reeks = chosen(stad, [row])
    shown(stad, reeks, PLAN)
    assert carry_out(stad.toegang, reeks.pk, peildatum=stad.dag)[1]
    assert not carry_out(stad.toegang, reeks.pk, peildatum=stad.dag)[1]
    assert Gebeurtenis.objects.filter(soort="toewijzing.eindbesluit").count() == 1
    with pytest.raises(Conflict):
        preview(stad.toegang, reeks.pk, gegevens=PLAN, peildatum=stad.dag)


def test_old_choices_go(stad: Stad) -> None:
    row = stad.toewijzing(einddatum=stad.na(20))
    old = chosen(stad, [row])
    Reeks.objects.update(aangemaakt_op=timezone.now() - datetime.timedelta(days=2))
    new = chosen(stad, [row])
    assert list(Reeks.objects.values_list("pk", flat=True)) == [new.pk]
    assert not Reeksregel.objects.filter(reeks=old.pk).exists()


@pytest.mark.parametrize(
    ("gegevens", "code"),
    [
        ({"besluit": "anders", "toelichting": " "}, "verplicht"),
        ({"besluit": "anders", "toelichting": "BSN 999990019"}, "bsn_in_tekst"),
        ({"besluit": "zomaar"}, "onbekende_waarde"),
        ({}, "onbekende_waarde"),
    ],
)
def test_decision_says_what_it_is(stad: Stad, gegevens: dict[str, str], code: str) -> None:
    row = stad.toewijzing(einddatum=stad.na(20))
    assert shown(stad, chosen(stad, [row]), gegevens)[row.nummer] == ("kan_niet", code)


@pytest.mark.parametrize(
    ("eind", "code"),
    [(None, "geen_einde_om_over_te_besluiten"), (-1, "al_voorbij")],
    ids=["open", "over"],
)
def test_decision_needs_a_day_to_come(stad: Stad, eind: int | None, code: str) -> None:
    row = stad.toewijzing(einddatum=None if eind is None else stad.na(eind))
    assert shown(stad, chosen(stad, [row]), PLAN)[row.nummer] == ("kan_niet", code)


def test_second_decision_takes_the_place_of_the_first(stad: Stad) -> None:
    row = stad.toewijzing(einddatum=stad.na(20))
    for besluit in ("volgens_plan", "nieuwe_aanvraag"):
        reeks = chosen(stad, [row])
        shown(stad, reeks, {"besluit": besluit})
        done(stad, reeks)
    assert Eindbesluit.objects.get().besluit == "nieuwe_aanvraag"


# reminding


def waiting(stad: Stad) -> Any:
    return stad.toewijzing(begindatum=stad.na(-60), gestart=False)


def reader(stad: Stad, **fields: Any) -> Any:
    organisatie = stad.contract.aanbieder.organisatie
    return RolFactory(rol=Rolcode.AANBIEDER_ZORG, organisatie=organisatie, **fields).gebruiker


def test_reminding_puts_mail_without_personal_data_in_the_outbox(stad: Stad) -> None:
    who, row = reader(stad), waiting(stad)
    reeks = chosen(stad, [row], "herinneren", "niet_gestart")
    assert shown(stad, reeks, {})[row.nummer] == ("kan", "")
    assert not Uitgaand.objects.exists()
    done(stad, reeks)
    mail = Uitgaand.objects.get()
    assert (mail.ontvanger, mail.pad) == (who, f"/toewijzingen/{row.pk}")
    assert mail.onderwerp.startswith("Er staat iets voor je klaar")


@pytest.mark.parametrize(
    ("dagen", "uitkomst"), [(6, ("kan_niet", "kort_geleden_herinnerd")), (7, ("kan", ""))]
)
def test_at_most_once_a_week(stad: Stad, dagen: int, uitkomst: tuple[str, str]) -> None:
    reader(stad)
    row = waiting(stad)
    reeks = chosen(stad, [row], "herinneren", "niet_gestart")
    shown(stad, reeks, {})
    done(stad, reeks)
    again = chosen(stad, [row], "herinneren", "niet_gestart")
    preview(stad.toegang, again.pk, gegevens={}, peildatum=stad.na(dagen))
    assert said(again)[row.nummer] == uitkomst


def test_reminding_what_needs_none(stad: Stad) -> None:
    reader(stad)
    started, later, over = waiting(stad), waiting(stad), waiting(stad)
    LeveringFactory(toewijzing=started, begindatum=stad.na(-1))
    Toewijzing.objects.filter(pk=later.pk).update(begindatum=stad.dag)
    Toewijzing.objects.filter(pk=over.pk).update(einddatum=stad.na(-1))
    found = shown(stad, chosen(stad, [started, later, over], "herinneren", "niet_gestart"), {})
    assert [found[row.nummer][1] for row in (started, later, over)] == [
        "al_gestart", "nog_niet_begonnen", "al_voorbij",
    ]  # fmt: skip


def test_reminding_nobody_is_said(stad: Stad) -> None:
    row = waiting(stad)
    found = shown(stad, chosen(stad, [row], "herinneren", "niet_gestart"), {})
    assert found[row.nummer] == ("kan_niet", "niemand_bereikt")


# elsewhere


def test_drafts_elsewhere(stad: Stad) -> None:
    rows = [waiting(stad), waiting(stad)]
    reeks = chosen(stad, rows, "klaarzetten", "niet_gestart")
    assert set(shown(stad, reeks, {}).values()) == {("kan", "")}
    assert not Inzage.objects.filter(soort="jeugdige.onthullen").exists()
    done(stad, reeks)
    made = set(reeks.regels.values_list("resultaat", flat=True))
    assert made == set(Concept.objects.values_list("pk", flat=True))
    assert Inzage.objects.filter(soort="jeugdige.onthullen").count() == 2
    again = chosen(stad, rows[:1], "klaarzetten", "niet_gestart")
    assert shown(stad, again, {})[rows[0].nummer] == ("kan_niet", "staat_klaar")


def test_draft_of_the_transfer_list_is_that_of_contractbeheer(zaak: Zaak) -> None:  # noqa: F811
    row = zaak.toewijzing()
    zaak.approved(60)
    reeks = choose_rows(
        zaak.toegang, groep="overdracht", actie="klaarzetten", toewijzingen=[row.pk]
    )
    preview(zaak.toegang, reeks.pk, gegevens={}, peildatum=zaak.vandaag)
    carry_out(zaak.toegang, reeks.pk, peildatum=zaak.vandaag)
    regel = reeks.regels.get()
    assert (regel.uitkomst, Concept.objects.get().pk) == ("gedaan", regel.resultaat)
    same = prepare_transfer(zaak.toegang, zaak.line(row).pk, peildatum=zaak.vandaag)
    titles = Concept.objects.filter(pk__in=[same, regel.resultaat]).values_list("titel", flat=True)
    assert len(set(titles)) == 1


# at the same moment


@pytest.mark.django_db(transaction=True)
def test_double_submit_at_once_does_nothing_twice(stad: Stad) -> None:
    rows = [stad.toewijzing(einddatum=stad.na(20)) for _ in range(3)]
    reeks = chosen(stad, rows)
    shown(stad, reeks, PLAN)
    found = at_once([lambda: carry_out(stad.toegang, reeks.pk, peildatum=stad.dag)] * 2)
    assert sorted(now for _reeks, now in found) == [False, True]
    assert Gebeurtenis.objects.filter(soort="toewijzing.eindbesluit").count() == 3


@pytest.mark.django_db(transaction=True)
def test_two_reeksen_with_the_same_rows_at_once(stad: Stad) -> None:
    """Both lock in one order: nobody deadlocks, and who comes second changes nothing twice."""
    rows = [stad.toewijzing() for _ in range(4)]
    gegevens = {"einddatum": str(stad.na(25)), "reden": "05"}
    reeksen = [chosen(stad, order, "beeindigen") for order in (rows, rows[::-1])]
    for reeks in reeksen:
        shown(stad, reeks, gegevens)
    at_once([lambda r=r: carry_out(stad.toegang, r.pk, peildatum=stad.dag) for r in reeksen])
    outcomes = sorted(tuple(sorted({u for u, _c in said(r).values()})) for r in reeksen)
    assert outcomes == [("gedaan",), ("mislukt",)]
    assert set(Toewijzing.objects.values_list("versie", flat=True)) == {2}
