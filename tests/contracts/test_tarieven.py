"""Tariffs from a date: what the acts leave behind, and what they refuse (R-SEG-7, R-SEG-8)."""

import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection

from contracts.choices import Eenheid, Financiering
from contracts.models import Tarief
from contracts.services import tarieven
from contracts.services.tarieven import Tariefgegevens
from core.choices import Rolcode
from core.fouten import Conflict, NietGevonden, Niveau, Ongeldig, Verboden, VersieVerouderd
from core.models import Gebeurtenis
from tests.factories.contracts import (
    ContractLocatieFactory,
    PerceelcontractFactory,
    PerceelFactory,
    ProductFactory,
    TariefFactory,
    TariefgroepFactory,
)
from tests.tegelijk import at_once

pytestmark = pytest.mark.django_db
D = datetime.date
VANDAAG = D(2028, 2, 15)


@pytest.fixture
def beheerder(actor_for):
    return actor_for(Rolcode.CATALOGUSBEHEERDER)


@pytest.fixture
def tarief(db):
    return TariefFactory(bedrag=Decimal("1.67"))


def gegevens(tarief: Tarief, begin: D, **fields: Any) -> Tariefgegevens:
    known = {"product_id": tarief.product_id, "eenheid": tarief.eenheid, "bedrag": Decimal("1.80")}
    return Tariefgegevens(**{**known, "begindatum": begin, **fields})


def rows(tarief: Tarief) -> list[tuple[D, D | None, Decimal]]:
    found = Tarief.objects.filter(product=tarief.product_id).order_by("begindatum")
    return list(found.values_list("begindatum", "einddatum", "bedrag"))


def codes(refused: pytest.ExceptionInfo) -> set[tuple[str, str]]:
    return {(f.veld, f.code) for f in refused.value.bevindingen}


@pytest.mark.parametrize(
    ("begin", "voor_eind"),
    [
        pytest.param(D(2028, 2, 1), D(2028, 1, 31), id="first-open-day"),
        pytest.param(D(2028, 2, 29), D(2028, 2, 28), id="leap-day"),
        pytest.param(D(2028, 3, 1), D(2028, 2, 29), id="after-leap-day"),
        pytest.param(D(2029, 1, 1), D(2028, 12, 31), id="new-year"),
    ],
)
def test_new_tariff_ends_the_one_before_it_the_day_before(beheerder, tarief, begin, voor_eind):
    tarieven.add(beheerder, gegevens(tarief, begin), peildatum=VANDAAG)
    assert rows(tarief) == [
        (tarief.begindatum, voor_eind, Decimal("1.67")),
        (begin, None, Decimal("1.80")),
    ]


def test_in_between_it_runs_on_to_the_end_of_the_one_it_takes_over_from(beheerder, tarief):
    tarieven.add(beheerder, gegevens(tarief, D(2029, 1, 1)), peildatum=VANDAAG)
    tarieven.add(
        beheerder, gegevens(tarief, D(2028, 7, 1), bedrag=Decimal("1.70")), peildatum=VANDAAG
    )
    assert [(b, e) for b, e, _ in rows(tarief)] == [
        (tarief.begindatum, D(2028, 6, 30)),
        (D(2028, 7, 1), D(2028, 12, 31)),
        (D(2029, 1, 1), None),
    ]


def test_before_the_first_one_it_runs_until_that_begins(beheerder):
    product = ProductFactory()
    later = TariefFactory(product=product, begindatum=D(2029, 1, 1))
    new = tarieven.add(beheerder, gegevens(later, D(2028, 3, 1)), peildatum=VANDAAG)
    assert new.einddatum == D(2028, 12, 31)


@pytest.mark.parametrize(
    ("velden", "verwacht"),
    [
        ({"begindatum": D(2028, 1, 31)}, ("begindatum", "tarief_gesloten_maand")),
        ({"bedrag": Decimal("0.00")}, ("bedrag", "tarief_bedrag")),
        ({"bedrag": Decimal("-1.00")}, ("bedrag", "tarief_bedrag")),
        ({"bedrag": Decimal("1.005")}, ("bedrag", "tarief_bedrag")),
        ({"bedrag": Decimal("1000000.01")}, ("bedrag", "tarief_bedrag")),
        ({"bedrag": Decimal("NaN")}, ("bedrag", "tarief_bedrag")),
        ({"eenheid": Eenheid.ETMAAL}, ("eenheid", "tarief_eenheid")),
        ({"eenheid": "x"}, ("eenheid", "tarief_eenheid")),
        ({"einddatum": D(2028, 2, 28)}, ("einddatum", "periode_ongeldig")),
        ({"begindatum": D(2031, 1, 1)}, ("begindatum", "tarief_buiten_product")),
    ],
    ids=str,
)
def test_new_tariff_is_refused_with_a_code_on_its_field(beheerder, tarief, velden, verwacht):
    tarief.product.einddatum = D(2030, 12, 31)
    tarief.product.save()
    asked = {"begin": D(2028, 3, 1), **velden}
    begin = asked.pop("begindatum", asked.pop("begin", None))
    with pytest.raises(Ongeldig) as refused:
        tarieven.add(beheerder, gegevens(tarief, begin, **{
            k: v for k, v in asked.items() if k != "begin"
        }), peildatum=VANDAAG)  # fmt: skip
    assert codes(refused) == {verwacht}
    assert len(rows(tarief)) == 1


def test_overlap_is_refused_and_says_with_which_day(beheerder, tarief):
    tarieven.add(beheerder, gegevens(tarief, D(2029, 1, 1)), peildatum=VANDAAG)
    with pytest.raises(Ongeldig, match="1 januari 2029") as refused:
        tarieven.add(
            beheerder,
            gegevens(tarief, D(2028, 3, 1), einddatum=D(2029, 1, 1)),
            peildatum=VANDAAG,
        )
    assert codes(refused) == {("einddatum", "tarief_overlap")}
    with pytest.raises(Ongeldig, match="Corrigeer") as refused:
        tarieven.add(beheerder, gegevens(tarief, D(2029, 1, 1)), peildatum=VANDAAG)
    assert codes(refused) == {("begindatum", "tarief_overlap")}


def test_group_and_location_together_are_refused(beheerder, tarief):
    place = ContractLocatieFactory()
    with pytest.raises(Ongeldig) as refused:
        tarieven.add(
            beheerder,
            gegevens(
                tarief,
                D(2028, 3, 1),
                tariefgroep_id=TariefgroepFactory().pk,
                locatie_id=place.locatie_id,
            ),
            peildatum=VANDAAG,
        )
    assert codes(refused) == {("locatie", "tarief_groep_of_locatie")}


def test_group_location_and_everybody_stand_beside_each_other(beheerder, tarief):
    group, place = TariefgroepFactory(), ContractLocatieFactory().locatie
    for fields in ({"tariefgroep_id": group.pk}, {"locatie_id": place.pk}):
        tarieven.add(beheerder, gegevens(tarief, D(2028, 3, 1), **fields), peildatum=VANDAAG)
    assert len(rows(tarief)) == 3
    tarief.refresh_from_db()
    assert tarief.einddatum is None


def test_unknown_group_or_location_is_refused(beheerder, tarief):
    with pytest.raises(Ongeldig) as refused:
        tarieven.add(
            beheerder,
            gegevens(tarief, D(2028, 3, 1), tariefgroep_id=tarief.pk),
            peildatum=VANDAAG,
        )
    assert codes(refused) == {("tariefgroep", "onbekende_waarde")}


@pytest.fixture
def gecontracteerd(db):
    """A product with a tariff per group, contracted until the end of 2029."""
    perceel, group = PerceelFactory(), TariefgroepFactory(naam="Specialistisch")
    product = ProductFactory(perceel=perceel)
    PerceelcontractFactory(perceel=perceel, tariefgroep=group, einddatum=D(2029, 12, 31))
    return TariefFactory(product=product, tariefgroep=group)


def test_end_that_leaves_contracted_days_without_tariff_asks_first(beheerder, gecontracteerd):
    with pytest.raises(Ongeldig) as refused:
        tarieven.end(beheerder, gecontracteerd.pk, einddatum=D(2028, 6, 30), peildatum=VANDAAG)
    (finding,) = refused.value.bevindingen
    assert (finding.code, finding.niveau) == ("tarief_gat", Niveau.WAARSCHUWING)
    assert finding.reden == (
        "Specialistisch: geen tarief van 1 juli 2028 tot en met 31 december 2029 (1 aanbieder)"
    )
    assert rows(gecontracteerd)[0][1] is None
    tarieven.end(
        beheerder,
        gecontracteerd.pk,
        einddatum=D(2028, 6, 30),
        peildatum=VANDAAG,
        gat_akkoord=True,
    )
    assert rows(gecontracteerd)[0][1] == D(2028, 6, 30)


def test_end_with_the_contract_leaves_no_gap(beheerder, gecontracteerd):
    done = tarieven.end(beheerder, gecontracteerd.pk, einddatum=D(2029, 12, 31), peildatum=VANDAAG)
    assert done.einddatum == D(2029, 12, 31)


def test_tariff_for_everybody_fills_the_gap(beheerder, gecontracteerd):
    TariefFactory(product=gecontracteerd.product)
    tarieven.end(beheerder, gecontracteerd.pk, einddatum=D(2028, 6, 30), peildatum=VANDAAG)


def test_taakgericht_perceel_has_no_gap(beheerder, gecontracteerd):
    perceel = gecontracteerd.product.perceelproducten.get().perceel
    perceel.financiering = Financiering.TAAK
    perceel.save()
    tarieven.end(beheerder, gecontracteerd.pk, einddatum=D(2028, 6, 30), peildatum=VANDAAG)


def test_gap_of_a_location_names_the_location(beheerder):
    perceel = PerceelFactory(tarief_per_locatie=True)
    product = ProductFactory(perceel=perceel)
    place = ContractLocatieFactory(perceelcontract__perceel=perceel)
    tarief = TariefFactory(product=product, locatie=place.locatie)
    with pytest.raises(Ongeldig, match=place.locatie.naam):
        tarieven.end(beheerder, tarief.pk, einddatum=D(2028, 6, 30), peildatum=VANDAAG)


def test_given_end_that_leaves_a_gap_asks_first(beheerder, gecontracteerd):
    asked = gegevens(
        gecontracteerd,
        D(2028, 3, 1),
        tariefgroep_id=gecontracteerd.tariefgroep_id,
        einddatum=D(2028, 12, 31),
    )
    with pytest.raises(Ongeldig) as refused:
        tarieven.add(beheerder, asked, peildatum=VANDAAG)
    assert codes(refused) == {("gat_akkoord", "tarief_gat")}
    assert len(rows(gecontracteerd)) == 1


@pytest.mark.parametrize(
    ("was", "wordt", "code"),
    [
        pytest.param(None, D(2028, 1, 30), "tarief_gesloten_maand", id="in-closed-month"),
        pytest.param(None, D(2028, 1, 31), None, id="last-closed-day-changes-open-days-only"),
        pytest.param(None, D(2028, 2, 29), None, id="leap-day"),
        pytest.param(D(2028, 1, 30), D(2028, 3, 1), "tarief_gesloten_maand", id="ended-in-closed"),
        pytest.param(D(2028, 1, 31), D(2028, 3, 1), None, id="longer-from-open-day"),
        pytest.param(D(2028, 6, 30), None, None, id="open-again"),
        pytest.param(None, D(2019, 1, 1), "periode_ongeldig", id="before-begin"),
    ],
)
def test_end_stays_out_of_closed_months(beheerder, was, wordt, code):
    tarief = TariefFactory(einddatum=was)
    if code is None:
        done = tarieven.end(beheerder, tarief.pk, einddatum=wordt, peildatum=VANDAAG)
        assert done.einddatum == wordt
        return
    with pytest.raises(Ongeldig) as refused:
        tarieven.end(beheerder, tarief.pk, einddatum=wordt, peildatum=VANDAAG)
    assert codes(refused) == {("einddatum", code)}
    assert rows(tarief)[0][1] == was


def test_end_over_the_next_one_is_refused(beheerder, tarief):
    tarieven.add(beheerder, gegevens(tarief, D(2029, 1, 1)), peildatum=VANDAAG)
    for wordt in (None, D(2029, 1, 1)):
        with pytest.raises(Ongeldig) as refused:
            tarieven.end(beheerder, tarief.pk, einddatum=wordt, peildatum=VANDAAG)
        assert codes(refused) == {("einddatum", "tarief_overlap")}


def test_correction_of_what_begins_in_an_open_month(beheerder, tarief):
    new = tarieven.add(beheerder, gegevens(tarief, D(2028, 2, 1)), peildatum=VANDAAG)
    done = tarieven.correct(
        beheerder, new.pk, bedrag=Decimal("1.81"), was=Decimal("1.80"), peildatum=VANDAAG
    )
    assert done.bedrag == Decimal("1.81")
    told = Gebeurtenis.objects.get(soort="tarief.gecorrigeerd")
    assert (told.object_id, told.gegevens["was"]) == (new.pk, "1.80")
    with pytest.raises(VersieVerouderd):
        tarieven.correct(
            beheerder, new.pk, bedrag=Decimal("1.82"), was=Decimal("1.80"), peildatum=VANDAAG
        )


def test_correction_of_what_holds_in_a_closed_month_is_refused(beheerder, tarief):
    with pytest.raises(Ongeldig, match="1 februari 2028") as refused:
        tarieven.correct(beheerder, tarief.pk, bedrag=Decimal("9.00"), peildatum=VANDAAG)
    assert codes(refused) == {("bedrag", "tarief_gesloten_maand")}


def test_removed_before_it_began_the_one_before_runs_on(beheerder, tarief):
    before = rows(tarief)
    new = tarieven.add(beheerder, gegevens(tarief, D(2029, 1, 1)), peildatum=VANDAAG)
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
    assert tarieven.remove(beheerder, new.pk, peildatum=VANDAAG).pk == tarief.pk
    assert rows(tarief) == before
    history = Tarief.pgh_event_model.objects.filter(pgh_obj_id=new.pk).order_by("pgh_id")
    assert [(e.pgh_label, e.bedrag) for e in history] == [
        ("insert", Decimal("1.80")),
        ("delete", Decimal("1.80")),
    ]
    assert history[1].pgh_context["naam"] == beheerder.naam


def test_what_has_begun_is_not_removed(beheerder, tarief):
    new = tarieven.add(beheerder, gegevens(tarief, VANDAAG), peildatum=VANDAAG)
    with pytest.raises(Conflict) as refused:
        tarieven.remove(beheerder, new.pk, peildatum=VANDAAG)
    assert (refused.value.code, refused.value.status) == ("tarief_begonnen", 409)


def test_removal_that_leaves_a_gap_asks_first(beheerder, gecontracteerd):
    Tarief.objects.filter(pk=gecontracteerd.pk).update(begindatum=D(2028, 3, 1))
    with pytest.raises(Ongeldig) as refused:
        tarieven.remove(beheerder, gecontracteerd.pk, peildatum=VANDAAG)
    assert codes(refused) == {("gat_akkoord", "tarief_gat")}
    assert (
        tarieven.remove(beheerder, gecontracteerd.pk, peildatum=VANDAAG, gat_akkoord=True) is None
    )
    assert rows(gecontracteerd) == []


@pytest.mark.parametrize("rol", [Rolcode.CONTRACTMANAGER, Rolcode.BACKOFFICE, Rolcode.TOEGANG])
def test_only_the_catalogusbeheerder_changes_tariffs(actor_for, tarief, rol):
    actor = actor_for(rol)
    acts = [
        lambda: tarieven.add(actor, gegevens(tarief, D(2029, 1, 1)), peildatum=VANDAAG),
        lambda: tarieven.end(actor, tarief.pk, einddatum=D(2029, 1, 1), peildatum=VANDAAG),
        lambda: tarieven.correct(actor, tarief.pk, bedrag=Decimal("2.00"), peildatum=VANDAAG),
        lambda: tarieven.remove(actor, tarief.pk, peildatum=VANDAAG),
    ]
    for act in acts:
        with pytest.raises(Verboden):
            act()
    assert len(rows(tarief)) == 1


def test_unknown_tariff_is_not_found(beheerder):
    with pytest.raises(NietGevonden):
        tarieven.end(beheerder, beheerder.id, einddatum=None, peildatum=VANDAAG)


@pytest.mark.django_db(transaction=True)
def test_two_people_at_once_leave_one_tariff_from_that_day(actor_for):
    tarief = TariefFactory()
    actors = [actor_for(Rolcode.CATALOGUSBEHEERDER) for _ in range(2)]
    done = at_once([
        lambda a=a: tarieven.add(a, gegevens(tarief, D(2029, 1, 1)), peildatum=VANDAAG)
        for a in actors
    ])  # fmt: skip
    assert sorted(type(r).__name__ for r in done) == ["Ongeldig", "Tarief"]
    assert len(rows(tarief)) == 2
