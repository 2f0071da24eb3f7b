"""Changes of the catalogue at every boundary: at once, planned, ended, taken back (R-SEG-2)."""

import datetime

import pytest
from django.utils import timezone

from contracts import mutaties
from contracts.catalogus import regels
from contracts.catalogus.soorten import SOORTEN
from contracts.catalogus.stand import PERCELEN, PRODUCTEN, rows_on
from contracts.catalogus.toepassen import apply_due
from contracts.choices import Eenheid, Frequentie, Mutatiestatus
from contracts.models import Catalogusmutatie, Perceel, PerceelProduct, Product, Uitsluiting
from contracts.services import catalogus
from core.choices import Rolcode
from core.fouten import NietGevonden, Ongeldig, Verboden, VersieVerouderd
from core.models import Gebeurtenis
from tests.factories.contracts import (
    PerceelcontractFactory,
    PerceelFactory,
    PerceelProductFactory,
    ProductFactory,
    TariefgroepFactory,
    UitsluitingFactory,
)
from tests.tegelijk import at_once

pytestmark = pytest.mark.django_db

D = datetime.date
VANDAAG = D(2026, 11, 22)
MORGEN = D(2026, 11, 23)
GISTEREN = D(2026, 11, 21)
NIEUWJAAR = D(2027, 1, 1)
NIEUW_PRODUCT = {
    "code": "DNIEU",
    "naam": "Nieuw",
    "begindatum": VANDAAG,
    "categorie": "45",
    "eenheden": [Eenheid.MINUUT.value],
    "frequenties": [Frequentie.TOTAAL.value],
}


@pytest.fixture
def beheerder(actor_for):
    return actor_for(Rolcode.CATALOGUSBEHEERDER)


def gezien(soort, row):
    row.refresh_from_db()
    return mutaties.seen_token(SOORTEN[soort], row)


def change(actor, soort, row, values, ingang, **extra):
    return catalogus.change_row(
        actor, soort, row.pk, values, ingangsdatum=ingang, peildatum=VANDAAG,
        gezien=gezien(soort, row), **extra,
    )  # fmt: skip


def end(actor, soort, row, einde, **extra):
    return catalogus.end_row(
        actor, soort, row.pk, einddatum=einde, peildatum=VANDAAG,
        gezien=gezien(soort, row), **extra,
    )  # fmt: skip


def code_of(call):
    with pytest.raises(Ongeldig) as caught:
        call()
    return [f.code for f in caught.value.bevindingen]


def test_change_of_today_holds_at_once_and_leaves_event_and_history(beheerder):
    product = ProductFactory(naam="Oud")
    change(beheerder, "product", product, {"naam": "Nieuw"}, VANDAAG, reden="Bestek")
    product.refresh_from_db()
    assert product.naam == "Nieuw"
    assert not Catalogusmutatie.objects.exists()
    done = Gebeurtenis.objects.get(soort="product.gewijzigd")
    assert (done.reden, done.gegevens["velden"]) == ("Bestek", ["naam"])
    assert [e.naam for e in Product.pgh_event_model.objects.order_by("pgh_id")] == ["Oud", "Nieuw"]


def test_change_for_later_waits_is_applied_once_on_its_day_and_not_a_day_before(beheerder):
    product = ProductFactory(naam="Oud")
    change(beheerder, "product", product, {"naam": "Nieuw", "max_minuten": 100}, NIEUWJAAR)
    assert apply_due(NIEUWJAAR - datetime.timedelta(days=1)) == 0
    product.refresh_from_db()
    assert product.naam == "Oud"
    assert [apply_due(NIEUWJAAR), apply_due(NIEUWJAAR)] == [1, 0]
    product.refresh_from_db()
    assert (product.naam, product.max_minuten) == ("Nieuw", 100)
    assert Catalogusmutatie.objects.get().status == Mutatiestatus.TOEGEPAST
    assert Gebeurtenis.objects.filter(soort="catalogusmutatie.toegepast").count() == 1


def test_planned_change_that_breaks_a_rule_by_then_stays_and_says_so_others_go_on(beheerder):
    broken, good = PerceelFactory(), PerceelFactory(naam="Oud")
    change(beheerder, "perceel", broken, {"max_wachttijd_weken": 2}, NIEUWJAAR)
    Catalogusmutatie.objects.update(velden={"max_wachttijd_weken": 3})
    change(beheerder, "perceel", good, {"naam": "Nieuw"}, NIEUWJAAR)
    assert apply_due(NIEUWJAAR) == 1
    good.refresh_from_db()
    assert good.naam == "Nieuw"
    assert Catalogusmutatie.objects.get(doel_id=broken.pk).status == Mutatiestatus.GEPLAND
    failed = Gebeurtenis.objects.get(soort="catalogusmutatie.niet_toegepast")
    assert failed.gegevens == {"code": "wachttijd_ongeldig"}


@pytest.mark.parametrize(
    ("values", "ingang", "codes"),
    [
        ({"naam": "Nieuw"}, GISTEREN, ["ingangsdatum_verleden"]),
        ({"naam": "Oud"}, VANDAAG, ["niets_gewijzigd"]),
        ({}, NIEUWJAAR, ["niets_gewijzigd"]),
        ({"code": "DANDR"}, VANDAAG, ["veld_ligt_vast"]),
        ({"voorbeeldgegeven": False}, VANDAAG, ["veld_ligt_vast"]),
        ({"naam": ""}, VANDAAG, ["verplicht"]),
        ({"eenheden": ["99"]}, NIEUWJAAR, None),
    ],
    ids=["past", "same", "nothing", "code", "mark", "empty", "unit"],
)
def test_change_is_refused(beheerder, values, ingang, codes):
    product = ProductFactory(naam="Oud")
    found = code_of(lambda: change(beheerder, "product", product, values, ingang))
    assert codes is None or found == codes
    product.refresh_from_db()
    assert (product.naam, Catalogusmutatie.objects.count()) == ("Oud", 0)


def test_second_change_for_the_same_day_is_refused_and_the_first_can_be_adapted(beheerder):
    product = ProductFactory(naam="Oud")
    planned = change(beheerder, "product", product, {"naam": "Een"}, NIEUWJAAR)
    assert code_of(lambda: change(beheerder, "product", product, {"naam": "Twee"}, NIEUWJAAR)) == [
        "mutatie_bestaat"
    ]
    catalogus.adapt_change(
        beheerder, planned.pk, {"naam": "Drie"}, ingangsdatum=D(2027, 2, 1), peildatum=VANDAAG,
        gezien=gezien("product", product),
    )  # fmt: skip
    planned.refresh_from_db()
    assert (planned.velden, planned.ingangsdatum) == ({"naam": "Drie"}, D(2027, 2, 1))


def test_planned_change_adapted_to_today_holds_at_once_and_withdrawn_one_never(beheerder):
    een, twee = ProductFactory(naam="Een"), ProductFactory(naam="Twee")
    planned = change(beheerder, "product", een, {"naam": "Nieuw"}, NIEUWJAAR)
    catalogus.adapt_change(
        beheerder, planned.pk, {"naam": "Nieuw"}, ingangsdatum=VANDAAG, peildatum=VANDAAG,
        gezien=gezien("product", een),
    )  # fmt: skip
    een.refresh_from_db()
    assert een.naam == "Nieuw"
    other = change(beheerder, "product", twee, {"naam": "Nooit"}, NIEUWJAAR)
    catalogus.withdraw_change(beheerder, other.pk)
    assert apply_due(NIEUWJAAR) == 0
    assert code_of(lambda: catalogus.withdraw_change(beheerder, other.pk)) == ["mutatie_voorbij"]
    assert code_of(lambda: catalogus.withdraw_change(beheerder, planned.pk)) == ["mutatie_voorbij"]


def test_later_change_leans_on_the_one_before_it(beheerder):
    product = ProductFactory(naam="Oud", max_minuten=None)
    change(beheerder, "product", product, {"naam": "Nieuw"}, NIEUWJAAR)
    assert code_of(
        lambda: change(beheerder, "product", product, {"naam": "Nieuw"}, D(2027, 3, 1))
    ) == ["niets_gewijzigd"]
    change(beheerder, "product", product, {"max_minuten": 60}, D(2027, 3, 1))
    rows = rows_on(PRODUCTEN, D(2027, 3, 1), vandaag=VANDAAG)
    assert [(r["naam"], r["max_minuten"]) for r in rows] == [("Nieuw", 60)]


@pytest.mark.parametrize("code", sorted(regels.OFFICIEEL))
def test_official_codes_are_no_example_and_others_begin_with_d_r_seg_3(beheerder, code):
    row = catalogus.add_row(beheerder, "product", NIEUW_PRODUCT | {"code": code}, peildatum=VANDAAG)
    assert row.voorbeeldgegeven is False
    row = catalogus.add_row(beheerder, "product", NIEUW_PRODUCT, peildatum=VANDAAG)
    assert row.voorbeeldgegeven is True


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"code": "ABXYZ"}, "productcode_niet_officieel"),
        ({"code": "ABGI"}, "productcode_niet_officieel"),
        ({"code": "Dabc"}, "productcode_ongeldig"),
        ({"begindatum": GISTEREN}, "ingangsdatum_verleden"),
        ({"categorie": ""}, "verplicht"),
    ],
)
def test_new_product_is_refused(beheerder, values, code):
    call = NIEUW_PRODUCT | values
    assert code in code_of(lambda: catalogus.add_row(beheerder, "product", call, peildatum=VANDAAG))
    assert not Product.objects.exists()


def test_code_of_an_ended_product_is_never_used_again_d_05(beheerder):
    ProductFactory(code="DNIEU", einddatum=GISTEREN)
    assert (
        code_of(lambda: catalogus.add_row(beheerder, "product", NIEUW_PRODUCT, peildatum=VANDAAG))[
            0
        ]
        == "code_bestaat"
    )


@pytest.mark.parametrize(
    ("einde", "code"),
    [
        (GISTEREN, "einddatum_verleden"),
        (D(2019, 1, 1), "periode_ongeldig"),
        (None, "niets_gewijzigd"),
    ],
)
def test_end_in_the_past_is_refused(beheerder, einde, code):
    product = ProductFactory()
    assert code_of(lambda: end(beheerder, "product", product, einde)) == [code]


@pytest.mark.parametrize("einde", [VANDAAG, D(2028, 2, 29), D(2026, 12, 31)])
def test_product_ends_with_its_places_in_percelen_on_its_last_day(beheerder, einde):
    product = ProductFactory(perceel=PerceelFactory())
    uit = UitsluitingFactory(product=product)
    end(beheerder, "product", product, einde)
    inside = PerceelProduct.objects.get()
    uit.refresh_from_db()
    assert inside.einddatum == uit.einddatum == einde
    assert Product.objects.valid_on(einde).exists()
    assert not Product.objects.valid_on(einde + datetime.timedelta(days=1)).exists()


def test_contracted_product_is_taken_out_of_its_perceel_only_by_who_says_so(beheerder):
    contract = PerceelcontractFactory()
    inside = PerceelProductFactory(perceel=contract.perceel)
    with pytest.raises(Ongeldig) as caught:
        end(beheerder, "product-in-perceel", inside, NIEUWJAAR)
    assert caught.value.code == "product_nodig"
    assert "1 contract" in caught.value.reden
    end(beheerder, "product-in-perceel", inside, NIEUWJAAR, bevestigd=True)
    inside.refresh_from_db()
    assert inside.einddatum == NIEUWJAAR


def test_contract_that_ends_on_the_same_day_no_longer_needs_the_product(beheerder):
    contract = PerceelcontractFactory(einddatum=NIEUWJAAR)
    inside = PerceelProductFactory(perceel=contract.perceel)
    end(beheerder, "product-in-perceel", inside, NIEUWJAAR)
    assert code_of(lambda: end(beheerder, "product-in-perceel", inside, D(2026, 12, 31))) == [
        "product_nodig"
    ]


def test_perceel_with_running_contracts_does_not_end(beheerder):
    contract = PerceelcontractFactory(einddatum=D(2027, 6, 30))
    args = (beheerder, "perceel", contract.perceel)
    assert code_of(lambda: end(*args, D(2027, 6, 29), bevestigd=True)) == ["perceel_gecontracteerd"]
    end(*args, D(2027, 6, 30))
    assert Perceel.objects.get().einddatum == D(2027, 6, 30)


def test_product_does_not_end_before_what_is_planned_for_it(beheerder):
    product = ProductFactory()
    change(beheerder, "product", product, {"naam": "Later"}, NIEUWJAAR)
    assert code_of(lambda: end(beheerder, "product", product, D(2026, 12, 31))) == [
        "begint_na_einde"
    ]
    end(beheerder, "product", product, NIEUWJAAR)
    assert code_of(
        lambda: change(beheerder, "product", product, {"naam": "Te laat"}, D(2027, 1, 2))
    ) == ["buiten_periode"]


def place(actor, perceel, product, begin, einde=None, **extra):
    values = {"perceel": perceel, "product": product, "begindatum": begin, "einddatum": einde}
    return catalogus.add_row(actor, "product-in-perceel", values, peildatum=VANDAAG, **extra)


def test_product_is_in_a_perceel_once_per_day(beheerder):
    inside = PerceelProductFactory(einddatum=NIEUWJAAR)
    args = (beheerder, inside.perceel, inside.product)
    assert code_of(lambda: place(*args, NIEUWJAAR)) == ["perceelproduct_overlap"]
    place(*args, D(2027, 1, 2))
    assert PerceelProduct.objects.count() == 2


def test_gap_of_a_contracted_product_is_refused_unless_meant(beheerder):
    contract = PerceelcontractFactory()
    inside = PerceelProductFactory(perceel=contract.perceel, einddatum=NIEUWJAAR)
    args = (beheerder, inside.perceel, inside.product, D(2027, 1, 3))
    assert code_of(lambda: place(*args)) == ["periode_gat"]
    place(*args, bevestigd=True)


def test_product_lies_within_the_period_of_perceel_and_product(beheerder):
    product = ProductFactory(begindatum=NIEUWJAAR)
    perceel = PerceelFactory(einddatum=D(2027, 12, 31))
    assert code_of(lambda: place(beheerder, perceel, product, D(2026, 12, 31))) == [
        "buiten_periode", "buiten_periode",
    ]  # fmt: skip
    place(beheerder, perceel, product, NIEUWJAAR, D(2027, 12, 31))


def test_what_did_not_begin_is_taken_away_what_did_is_not(beheerder):
    inside = PerceelProductFactory(begindatum=MORGEN)
    token = gezien("product-in-perceel", inside)
    catalogus.take_back_row(
        beheerder, "product-in-perceel", inside.pk, peildatum=VANDAAG, gezien=token
    )
    assert not PerceelProduct.objects.exists()
    gone = Gebeurtenis.objects.get(soort="perceelproduct.weggehaald")
    assert gone.gegevens["begindatum"] == "2026-11-23"
    begun = PerceelProductFactory(begindatum=VANDAAG)
    assert code_of(
        lambda: catalogus.take_back_row(
            beheerder, "product-in-perceel", begun.pk, peildatum=VANDAAG,
            gezien=gezien("product-in-perceel", begun),
        )
    ) == ["al_begonnen"]  # fmt: skip


def test_uitsluiting_gets_a_new_version_from_the_day_and_the_old_ends_the_day_before(beheerder):
    uit = UitsluitingFactory(verwijzing="Oud")
    change(beheerder, "uitsluiting", uit, {"verwijzing": "Nieuw"}, NIEUWJAAR)
    rows = Uitsluiting.objects.order_by("begindatum").values_list(
        "verwijzing", "begindatum", "einddatum"
    )
    assert list(rows) == [
        ("Oud", uit.begindatum, D(2026, 12, 31)), ("Nieuw", NIEUWJAAR, None),
    ]  # fmt: skip


def test_uitsluitingen_of_one_gemeente_and_product_do_not_overlap(beheerder):
    uit = UitsluitingFactory(einddatum=NIEUWJAAR)
    values = {"gemeente": uit.gemeente, "product": uit.product, "verwijzing": "Elders"}
    assert code_of(
        lambda: catalogus.add_row(
            beheerder, "uitsluiting", values | {"begindatum": NIEUWJAAR}, peildatum=VANDAAG
        )
    ) == ["uitsluiting_overlap"]
    catalogus.add_row(
        beheerder, "uitsluiting", values | {"begindatum": D(2027, 1, 2)}, peildatum=VANDAAG
    )


def test_only_the_catalogusbeheerder_changes_and_an_unknown_row_is_not_found(actor_for, beheerder):
    group = TariefgroepFactory()
    for rol in set(Rolcode) - {Rolcode.CATALOGUSBEHEERDER, Rolcode.GEMEENTE_API}:
        with pytest.raises(Verboden):
            change(actor_for(rol), "tariefgroep", group, {"naam": "X"}, VANDAAG)
    with pytest.raises(NietGevonden):
        catalogus.withdraw_change(beheerder, group.pk)
    with pytest.raises(NietGevonden):
        catalogus.add_row(beheerder, "tarief", {}, peildatum=VANDAAG)


def test_page_that_was_looked_at_before_another_change_is_refused(beheerder):
    perceel = PerceelFactory(naam="Oud")
    seen = gezien("perceel", perceel)
    change(beheerder, "perceel", perceel, {"naam": "Later"}, NIEUWJAAR)
    with pytest.raises(VersieVerouderd):
        catalogus.change_row(
            beheerder, "perceel", perceel.pk, {"naam": "Nu"}, ingangsdatum=VANDAAG,
            peildatum=VANDAAG, gezien=seen,
        )  # fmt: skip
    assert rows_on(PERCELEN, NIEUWJAAR, vandaag=VANDAAG)[0]["naam"] == "Later"


@pytest.mark.django_db(transaction=True)
def test_of_two_editors_at_once_one_is_told_to_look_again(actor_for):
    perceel = PerceelFactory(naam="Oud")
    people = [actor_for(Rolcode.CATALOGUSBEHEERDER) for _ in range(2)]
    seen = gezien("perceel", perceel)
    results = at_once([
        lambda actor=actor: catalogus.change_row(
            actor, "perceel", perceel.pk, {"naam": actor.naam + str(actor.id)[:4]},
            ingangsdatum=VANDAAG, peildatum=VANDAAG, gezien=seen,
        )
        for actor in people
    ])  # fmt: skip
    assert sorted(type(r).__name__ for r in results) == ["Perceel", "VersieVerouderd"]


@pytest.mark.django_db(transaction=True)
def test_task_at_two_workers_at_once_applies_once(actor_for):
    product = ProductFactory(naam="Oud")
    change(actor_for(Rolcode.CATALOGUSBEHEERDER), "product", product, {"naam": "Nieuw"}, NIEUWJAAR)
    assert sorted(at_once([lambda: apply_due(NIEUWJAAR)] * 2)) == [0, 1]


def test_task_runs_the_day_of_the_clock(monkeypatch):
    from contracts import tasks

    asked = []
    monkeypatch.setattr(tasks, "apply_due", asked.append)
    tasks.apply_catalogue_changes()
    assert asked == [timezone.localdate()]
