"""Keep indicators and ask aanbieders: what is allowed, and what each refusal says."""

import datetime
from dataclasses import replace
from decimal import Decimal

import pytest

from core.choices import Organisatiesoort, Rolcode
from core.fouten import Conflict, NietGevonden, Ongeldig, Verboden, VersieVerouderd
from core.models import Signaal, Uitgaand
from core.signalen.motor import run_check
from monitoring.meten import measure
from monitoring.models import Indicatorversie, Meting, Uitvraag
from monitoring.rules import period_of
from monitoring.services import indicatoren, uitvragen
from monitoring.services.indicatoren import Doelgegevens, Indicatorgegevens
from monitoring.services.uitvragen import Antwoordgegevens
from tests.factories.contracts import PerceelcontractFactory, PerceelFactory, SegmentFactory
from tests.factories.core import OrganisatieFactory
from tests.factories.monitoring import (
    DoelFactory,
    GevraagdFactory,
    ResultaatFactory,
    UitvraagFactory,
    VersieFactory,
)
from tests.factories.providers import AanbiederFactory

pytestmark = pytest.mark.django_db
VANDAAG = datetime.date(2026, 11, 22)


def day(text):
    return datetime.date.fromisoformat(text)


@pytest.fixture
def ozjt():
    return OrganisatieFactory(soort=Organisatiesoort.OZJT)


@pytest.fixture
def manager(actor_for, ozjt):
    return actor_for(Rolcode.CONTRACTMANAGER, ozjt)


@pytest.fixture
def resultaat():
    return ResultaatFactory()


@pytest.fixture
def gegevens(resultaat):
    return Indicatorgegevens(
        doel_id=resultaat.pk,
        naam="Instroom",
        definitie="Wie nieuw is.",
        bron="berekend",
        berekening="instroom",
        meetperiode="kwartaal",
        invloed="gedeeld",
        richting="lager",
        begindatum=day("2026-01-01"),
        norm=Decimal(6),
    )


def create(manager, gegevens, code="AMB-1"):
    segment = SegmentFactory()
    return indicatoren.create_indicator(
        manager, gegevens, code=code, segment_id=segment.pk, peildatum=VANDAAG
    )


def codes(caught):
    return [(b.code, b.veld) for b in caught.value.bevindingen]


def test_new_indicator_takes_its_unit_from_the_berekening(manager, gegevens):
    versie = create(manager, replace(gegevens, eenheid="dagen")).versies.get()
    assert (versie.eenheid, versie.berekening) == ("jeugdigen", "instroom")


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"begindatum": day("2026-01-02")}, ("niet_op_periode", "begindatum")),
        ({"begindatum": day("2019-10-01")}, ("periode_ongeldig", "begindatum")),
        ({"begindatum": day("2029-01-01")}, ("periode_ongeldig", "begindatum")),
        ({"berekening": "verzonnen"}, ("onbekende_waarde", "berekening")),
        ({"bron": "gevraagd", "eenheid": ""}, ("verplicht", "eenheid")),
        ({"marge": Decimal(-1)}, ("marge_ongeldig", "")),
        ({"nulmeting": Decimal(1)}, ("nulmeting_onvolledig", "")),
        ({"naam": " "}, ("verplicht", "naam")),
        ({"richting": "omhoog"}, ("invalid_choice", "richting")),
    ],
)
def test_wrong_indicator_says_what_would_be_right(manager, gegevens, change, found):
    with pytest.raises(Ongeldig) as caught:
        create(manager, replace(gegevens, **change))
    assert found in codes(caught)
    assert not Indicatorversie.objects.exists()


@pytest.mark.parametrize("code", ["amb 1", "A-1", "AMB1", "AMB-1000"])
def test_code_has_one_form(manager, gegevens, code):
    with pytest.raises(Ongeldig, match="2 tot 6 hoofdletters"):
        create(manager, gegevens, code)


def test_code_is_given_once(manager, gegevens):
    create(manager, gegevens)
    with pytest.raises(Ongeldig) as caught:
        create(manager, gegevens)
    assert codes(caught)[0][1] == "code"


def test_indicator_hangs_on_a_result_of_its_own_segment(manager, gegevens):
    for wrong in (DoelFactory(), ResultaatFactory(segment=SegmentFactory(code="crisis"))):
        with pytest.raises(Ongeldig) as caught:
            create(manager, replace(gegevens, doel_id=wrong.pk))
        assert ("onbekende_waarde", "doel") in codes(caught)


def test_second_figure_that_is_asked_for_the_same_goal_is_said_so(manager, gegevens, resultaat):
    """D-33: as few as possible; also another result of the same goal; knowing that, it may."""
    asked = replace(gegevens, bron="gevraagd", berekening="", eenheid="cijfer")
    create(manager, asked)
    sister = ResultaatFactory(ouder=resultaat.ouder, segment=resultaat.segment)
    for doel in (resultaat, sister):
        with pytest.raises(Ongeldig, match="Vraag zo min mogelijk") as caught:
            create(manager, replace(asked, doel_id=doel.pk), "AMB-2")
        assert codes(caught) == [("tweede_uitvraag", "bron")]
    create(manager, replace(asked, doel_id=ResultaatFactory().pk), "AMB-3")
    assert create(manager, replace(asked, toch=True), "AMB-2")


def test_new_version_ends_the_old_one_the_day_before(manager, gegevens):
    found = create(manager, gegevens)
    coming = replace(gegevens, naam="Nieuw", begindatum=day("2027-01-01"))
    indicatoren.change_indicator(manager, found.pk, coming, peildatum=VANDAAG)
    rows = list(found.versies.order_by("begindatum").values_list("naam", "einddatum"))
    assert rows == [("Instroom", day("2026-12-31")), ("Nieuw", None)]
    # what has not begun is changed in place
    indicatoren.change_indicator(
        manager, found.pk, replace(coming, naam="Beter"), peildatum=VANDAAG
    )
    rows = list(found.versies.order_by("begindatum").values_list("naam", "einddatum"))
    assert rows == [("Instroom", day("2026-12-31")), ("Beter", None)]


@pytest.mark.parametrize("begin", ["2026-01-01", "2026-10-01"])
def test_what_was_measured_keeps_its_definition(manager, gegevens, begin):
    found = create(manager, gegevens)
    with pytest.raises(Ongeldig) as caught:
        indicatoren.change_indicator(
            manager, found.pk, replace(gegevens, begindatum=day(begin)), peildatum=VANDAAG
        )
    assert codes(caught) == [("periode_ongeldig", "begindatum")]
    assert "1 januari 2027" in caught.value.reden


def test_other_measuring_period_begins_where_both_do(manager, gegevens):
    found = create(manager, gegevens)
    monthly = replace(gegevens, meetperiode="maand", begindatum=day("2026-12-01"))
    with pytest.raises(Ongeldig) as caught:
        indicatoren.change_indicator(manager, found.pk, monthly, peildatum=VANDAAG)
    assert codes(caught) == [("niet_op_periode", "begindatum")]
    monthly = replace(monthly, begindatum=day("2027-01-01"))
    assert indicatoren.change_indicator(manager, found.pk, monthly, peildatum=VANDAAG)


@pytest.mark.parametrize(
    ("last", "good"),
    [("2026-12-31", True), ("2027-03-31", True), ("2026-09-30", False), ("2026-12-30", False)],
)
def test_indicator_stops_on_the_last_day_of_a_period(manager, gegevens, last, good):
    found = create(manager, gegevens)
    if good:
        assert indicatoren.end_indicator(
            manager, found.pk, einddatum=day(last), peildatum=VANDAAG
        ).einddatum == day(last)
        return
    with pytest.raises(Ongeldig, match="laatste dag"):
        indicatoren.end_indicator(manager, found.pk, einddatum=day(last), peildatum=VANDAAG)


@pytest.mark.parametrize(
    ("soort", "ouder", "good"),
    [
        ("maatschappelijk", None, True),
        ("maatschappelijk", "doel", False),
        ("doel", "maatschappelijk", True),
        ("doel", None, False),
        ("resultaat", "doel", True),
        ("resultaat", "maatschappelijk", False),
        ("resultaat", "resultaat", False),
    ],
)
def test_goal_hangs_on_the_level_above(manager, resultaat, soort, ouder, good):
    above = {
        None: None,
        "resultaat": resultaat.pk,
        "doel": resultaat.ouder_id,
        "maatschappelijk": resultaat.ouder.ouder_id,
    }[ouder]
    made = Doelgegevens(soort, "Nieuw", ouder_id=above, segment_id=resultaat.segment_id)
    if good:
        assert indicatoren.save_doel(manager, made).segment_id == resultaat.segment_id
        return
    with pytest.raises(Ongeldig) as caught:
        indicatoren.save_doel(manager, made)
    assert codes(caught) == [("onbekende_waarde", "ouder")]


def test_goal_is_there_once(manager, resultaat):
    twin = Doelgegevens("resultaat", resultaat.naam, ouder_id=resultaat.ouder_id)
    with pytest.raises(Ongeldig) as caught:
        indicatoren.save_doel(manager, twin)
    assert codes(caught)[0][0] == "doel_bestaat"


@pytest.mark.parametrize("rol", [Rolcode.CONTRACTBEHEERDER, Rolcode.TOEGANG, Rolcode.SCREENER])
def test_only_the_contractmanager_keeps_indicators(actor_for, gegevens, rol):
    with pytest.raises(Verboden):
        create(actor_for(rol), gegevens)


# --- requests ---------------------------------------------------------------------------------


@pytest.fixture
def gevraagd():
    return GevraagdFactory()


def contract(versie, **period):
    perceel = PerceelFactory(segment=versie.indicator.segment, begindatum=day("2020-01-01"))
    return PerceelcontractFactory(perceel=perceel, **period).aanbieder


def send(manager, versie, begin="2026-07-01", uiterlijk="2026-12-01", peildatum=VANDAAG):
    return uitvragen.send(
        manager,
        versie.indicator_id,
        begindatum=day(begin),
        uiterlijk=day(uiterlijk),
        peildatum=peildatum,
    )


def test_every_aanbieder_with_a_contract_on_a_day_of_the_period_is_asked_once(manager, gevraagd):
    asked = [
        contract(gevraagd, begindatum=day("2020-01-01")),
        contract(gevraagd, begindatum=day("2020-01-01"), einddatum=day("2026-07-01")),
        contract(gevraagd, begindatum=day("2026-09-30")),
    ]
    contract(gevraagd, begindatum=day("2020-01-01"), einddatum=day("2026-06-30"))
    contract(gevraagd, begindatum=day("2026-10-01"))
    contract(gevraagd, begindatum=day("2020-01-01"), status="ingetrokken")
    assert send(manager, gevraagd) == 3
    assert set(Uitvraag.objects.values_list("aanbieder", flat=True)) == {a.pk for a in asked}
    assert send(manager, gevraagd) == 0


def test_the_beheerder_hears_of_it(manager, gevraagd, actor_for):
    aanbieder = contract(gevraagd)
    actor_for(Rolcode.AANBIEDER_BEHEERDER, aanbieder.organisatie)
    send(manager, gevraagd)
    assert Uitgaand.objects.get().pad == f"/uitvragen/{Uitvraag.objects.get().pk}"


@pytest.mark.parametrize(
    ("begin", "uiterlijk", "found"),
    [
        ("2026-10-01", "2026-12-01", ("niet_uit_te_vragen", "begindatum")),  # still runs
        ("2026-08-01", "2026-12-01", ("niet_uit_te_vragen", "begindatum")),  # no first day
        ("2023-01-01", "2026-12-01", ("niet_uit_te_vragen", "begindatum")),  # before the version
        ("2026-07-01", "2026-11-28", ("periode_ongeldig", "uiterlijk")),  # six days
    ],
)
def test_wrong_request_is_refused(manager, gevraagd, begin, uiterlijk, found):
    with pytest.raises(Ongeldig) as caught:
        send(manager, gevraagd, begin, uiterlijk)
    assert codes(caught) == [found]


def test_computed_indicator_is_never_asked(manager):
    with pytest.raises(Ongeldig, match="niet aan aanbieders gevraagd"):
        send(manager, VersieFactory())


def test_seven_days_are_enough_and_the_day_after_the_period_too(manager, gevraagd):
    contract(gevraagd)
    assert send(manager, gevraagd, "2026-07-01", "2026-10-08", peildatum=day("2026-10-01")) == 1


@pytest.fixture
def vraag(gevraagd):
    return UitvraagFactory(versie=gevraagd)


@pytest.fixture
def beheerder(actor_for, vraag):
    return actor_for(Rolcode.AANBIEDER_BEHEERDER, vraag.aanbieder.organisatie)


def answer(actor, vraag, waarde="7.5", jeugdigen=20, **named):
    gegevens = Antwoordgegevens(Decimal(waarde) if waarde else None, jeugdigen, "Toelichting")
    return uitvragen.answer(actor, vraag.pk, gegevens, **named)


def test_answer_may_be_corrected_until_it_is_accepted(manager, beheerder, vraag):
    answer(beheerder, vraag)
    answer(beheerder, vraag, "8")
    uitvragen.accept(manager, vraag.pk, peildatum=VANDAAG)
    with pytest.raises(Conflict):
        answer(beheerder, vraag, "9")
    vraag.refresh_from_db()
    assert (vraag.waarde, vraag.status, vraag.beantwoord_door_id) == (8, "aanvaard", beheerder.id)


@pytest.mark.parametrize(
    ("eenheid", "waarde", "good"),
    [
        ("cijfer", "1", True), ("cijfer", "10", True), ("cijfer", "0.9", False),
        ("cijfer", "10.01", False), ("procent", "100", True), ("procent", "100.01", False),
        ("procent", "0", True), ("weken", "-1", False), ("weken", None, False),
    ],
)  # fmt: skip
def test_value_fits_its_unit(beheerder, vraag, eenheid, waarde, good):
    Indicatorversie.objects.update(eenheid=eenheid)
    if good:
        assert answer(beheerder, vraag, waarde)
        return
    with pytest.raises(Ongeldig) as caught:
        answer(beheerder, vraag, waarde)
    assert codes(caught)[0][1] == "waarde"


def test_answer_of_somebody_else_is_nowhere(actor_for, vraag):
    other = actor_for(Rolcode.AANBIEDER_BEHEERDER, AanbiederFactory().organisatie)
    with pytest.raises(NietGevonden):
        answer(other, vraag)


def test_the_manager_does_not_answer_and_the_aanbieder_does_not_judge(manager, beheerder, vraag):
    with pytest.raises(Verboden):
        answer(manager, vraag)
    answer(beheerder, vraag)
    with pytest.raises(Verboden):
        uitvragen.accept(beheerder, vraag.pk, peildatum=VANDAAG)


def test_old_window_is_refused(manager, beheerder, vraag):
    answer(beheerder, vraag, versie=1)
    with pytest.raises(VersieVerouderd):
        answer(beheerder, vraag, versie=1)
    with pytest.raises(VersieVerouderd):
        uitvragen.accept(manager, vraag.pk, versie=1, peildatum=VANDAAG)


def figures(versie):
    rows = Meting.objects.filter(indicator=versie.indicator_id).select_related("aanbieder")
    return {str(m.aanbieder or "regio"): (m.waarde, m.jeugdigen) for m in rows}


@pytest.mark.parametrize(
    ("eenheid", "region"),
    [("cijfer", Decimal(7)), ("procent", Decimal(7)), ("jeugdigen", Decimal(14))],
)
def test_accepted_answers_count_weighed_by_jeugdigen(manager, gevraagd, actor_for, eenheid, region):
    """Mean of 8 over 30 and 6 over 30; a number of jeugdigen adds up."""
    Indicatorversie.objects.update(eenheid=eenheid)
    for naam, mark in (("Een", "8"), ("Twee", "6"), ("Drie", "1")):
        row = UitvraagFactory(versie=gevraagd, aanbieder__naam=naam)
        own = actor_for(Rolcode.AANBIEDER_BEHEERDER, row.aanbieder.organisatie)
        answer(own, row, mark, 30)
        if naam != "Drie":  # answered, and not accepted: does not count
            uitvragen.accept(manager, row.pk, peildatum=VANDAAG)
    assert figures(gevraagd) == {"Een": (8, 30), "Twee": (6, 30), "regio": (region, 60)}


def test_accepting_all_takes_what_was_answered_over_that_period(manager, gevraagd, actor_for):
    rows = [UitvraagFactory(versie=gevraagd) for _ in range(3)]
    for row in rows[:2]:
        answer(actor_for(Rolcode.AANBIEDER_BEHEERDER, row.aanbieder.organisatie), row)
    done = uitvragen.accept_all(
        manager, gevraagd.indicator_id, begindatum=rows[0].begindatum, peildatum=VANDAAG
    )
    assert done == 2
    assert sorted(Uitvraag.objects.values_list("status", flat=True)) == [
        "aanvaard", "aanvaard", "gevraagd",
    ]  # fmt: skip
    assert figures(gevraagd)["regio"] == (Decimal("7.50"), 40)


def test_asked_again_no_longer_counts(manager, beheerder, vraag, gevraagd):
    answer(beheerder, vraag)
    uitvragen.accept(manager, vraag.pk, peildatum=VANDAAG)
    assert figures(gevraagd)
    row = uitvragen.ask_again(
        manager, vraag.pk, vraag="Hele kwartaal?", uiterlijk=day("2026-12-24"), peildatum=VANDAAG
    )
    assert (row.status, row.uiterlijk, figures(gevraagd)) == ("opnieuw", day("2026-12-24"), {})
    answer(beheerder, vraag, "6")
    assert figures(gevraagd) == {}


@pytest.mark.parametrize(
    ("text", "until", "veld"), [(" ", "2026-12-24", "vraag"), ("Hè?", "2026-11-22", "uiterlijk")]
)
def test_asking_again_says_what_and_gives_time(manager, beheerder, vraag, text, until, veld):
    answer(beheerder, vraag)
    with pytest.raises(Ongeldig) as caught:
        uitvragen.ask_again(manager, vraag.pk, vraag=text, uiterlijk=day(until), peildatum=VANDAAG)
    assert codes(caught)[0][1] == veld


def open_signals(naam, peildatum):
    run_check(naam, peildatum)
    return Signaal.objects.filter(controle=naam, status="open")


def test_reminder_in_the_last_week_and_late_the_day_after(ozjt, vraag):
    last = vraag.uiterlijk
    dag = datetime.timedelta(days=1)
    assert not open_signals("uitvraag_loopt_af", last - 8 * dag)
    (signaal,) = open_signals("uitvraag_loopt_af", last - 7 * dag)
    assert (signaal.organisatie, signaal.rol) == (
        vraag.aanbieder.organisatie, Rolcode.AANBIEDER_BEHEERDER,
    )  # fmt: skip
    assert open_signals("uitvraag_loopt_af", last)
    for naam in ("uitvraag_te_laat", "uitvraag_zonder_antwoord"):
        assert not open_signals(naam, last)
        assert open_signals(naam, last + dag)
    assert not open_signals("uitvraag_loopt_af", last + dag)


def test_answered_is_silent(ozjt, beheerder, vraag):
    answer(beheerder, vraag)
    for naam in ("uitvraag_loopt_af", "uitvraag_te_laat", "uitvraag_zonder_antwoord"):
        assert not open_signals(naam, vraag.uiterlijk + datetime.timedelta(days=1))


def test_measuring_keeps_what_was_accepted(manager, beheerder, vraag, gevraagd):
    answer(beheerder, vraag)
    uitvragen.accept(manager, vraag.pk, peildatum=VANDAAG)
    before = figures(gevraagd)
    measure(gevraagd, period_of("kwartaal", vraag.begindatum), VANDAAG)
    assert figures(gevraagd) == before
