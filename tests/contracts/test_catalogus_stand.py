"""The catalogue as on a date equals a replay of what was done; what differs between two days."""

import datetime

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contracts import mutaties
from contracts.catalogus import verschil
from contracts.catalogus.bevindingen import findings_of
from contracts.catalogus.soorten import SOORTEN
from contracts.catalogus.stand import BLADEN, PERCEELPRODUCTEN, PRODUCTEN, rows_on
from contracts.catalogus.toepassen import apply_due
from contracts.models import Catalogusmutatie, PerceelProduct, Product, Uitsluiting
from contracts.services import catalogus
from core.choices import Rolcode
from core.fouten import PortalFout
from tests.factories.contracts import (
    PerceelcontractFactory,
    PerceelFactory,
    PerceelProductFactory,
    ProductFactory,
    TariefFactory,
    UitsluitingFactory,
)
from tests.factories.core import OrganisatieFactory

pytestmark = pytest.mark.django_db

D = datetime.date
DAG = datetime.timedelta(days=1)
EERSTE = D(2028, 2, 26)
VANDAAG = D(2026, 11, 22)
NIEUWJAAR = D(2027, 1, 1)


@pytest.fixture
def beheerder(actor_for):
    return actor_for(Rolcode.CATALOGUSBEHEERDER)


def on_the_day(day):
    """History that was written just now, is of this day: the triggers know only the real clock."""
    moment = datetime.datetime.combine(day, datetime.time(12), tzinfo=datetime.UTC)
    with connection.cursor() as cursor:
        cursor.execute("set local session_replication_role = replica")
        for kind in ("segment", "perceel", "product", "tariefgroep"):
            cursor.execute(
                f"update contracts_{kind}event set pgh_created_at = %s "
                "where pgh_created_at::date = now()::date",
                [moment],
            )
        cursor.execute("set local session_replication_role = origin")


#: Which act, on which row, from how many days on, until how many days after that.
ACT = st.tuples(
    st.sampled_from(["wijzig", "plaats", "beeindig", "product", "weg", "sluit", "anders", "dag"]),
    st.integers(0, 3),
    st.integers(-1, 4),
    st.one_of(st.none(), st.integers(-1, 4)),
)


class Wereld:
    def __init__(self, actor):
        self.actor, self.day, self.told = actor, EERSTE, 0
        self.perceel = PerceelFactory(begindatum=EERSTE)
        self.producten = [ProductFactory(begindatum=EERSTE, naam="0") for _ in range(2)]
        self.gemeente = OrganisatieFactory()
        self.known = {}

    def do(self, act, nr, ahead, length):
        begin = self.day + ahead * DAG
        end = None if length is None else begin + length * DAG
        product = Product.objects.get(pk=self.producten[nr % 2].pk)
        try:
            getattr(self, act)(product, nr, begin, end)
        except PortalFout:
            return

    def token(self, soort, row):
        return mutaties.seen_token(SOORTEN[soort], row)

    def wijzig(self, product, nr, begin, end):
        self.told += 1
        catalogus.change_row(
            self.actor, "product", product.pk, {"naam": str(self.told)}, ingangsdatum=begin,
            peildatum=self.day, gezien=self.token("product", product),
        )  # fmt: skip

    def plaats(self, product, nr, begin, end):
        values = {
            "perceel": self.perceel, "product": product, "begindatum": begin, "einddatum": end,
        }  # fmt: skip
        catalogus.add_row(self.actor, "product-in-perceel", values, peildatum=self.day)

    def product(self, product, nr, begin, end):
        catalogus.end_row(
            self.actor, "product", product.pk, einddatum=end, peildatum=self.day,
            gezien=self.token("product", product), bevestigd=True,
        )  # fmt: skip

    def _some(self, model, nr):
        rows = list(model.objects.order_by("begindatum", "pk"))
        return rows[nr % len(rows)] if rows else None

    def beeindig(self, product, nr, begin, end):
        row = self._some(PerceelProduct, nr)
        if row:
            catalogus.end_row(
                self.actor, "product-in-perceel", row.pk, einddatum=end, peildatum=self.day,
                gezien=self.token("product-in-perceel", row),
            )  # fmt: skip

    def weg(self, product, nr, begin, end):
        row = self._some(PerceelProduct, nr)
        if row:
            catalogus.take_back_row(
                self.actor, "product-in-perceel", row.pk, peildatum=self.day,
                gezien=self.token("product-in-perceel", row),
            )  # fmt: skip

    def sluit(self, product, nr, begin, end):
        values = {
            "gemeente": self.gemeente, "product": product, "verwijzing": "Elders",
            "begindatum": begin, "einddatum": end,
        }  # fmt: skip
        catalogus.add_row(self.actor, "uitsluiting", values, peildatum=self.day)

    def anders(self, product, nr, begin, end):
        row = self._some(Uitsluiting, nr)
        if row:
            self.told += 1
            catalogus.change_row(
                self.actor, "uitsluiting", row.pk, {"verwijzing": str(self.told)},
                ingangsdatum=begin, peildatum=self.day, gezien=self.token("uitsluiting", row),
            )  # fmt: skip

    def dag(self, product, nr, begin, end):
        self.known[self.day] = self.stand(self.day)
        on_the_day(self.day)
        self.day += DAG
        apply_due(self.day)

    def stand(self, day):
        """As the rows say it themselves, without history and without planned changes."""
        products = Product.objects.valid_on(day).order_by("code").values_list("code", "naam")
        places = PerceelProduct.objects.valid_on(day).order_by("product__code")
        away = Uitsluiting.objects.valid_on(day).order_by("product__code")
        return (
            list(products),
            list(places.values_list("product__code", flat=True)),
            list(away.values_list("product__code", "verwijzing")),
        )

    def as_on(self, day):
        rows = {blad.code: rows_on(blad, day, vandaag=self.day) for blad in BLADEN}
        return (
            sorted((r["code"], r["naam"]) for r in rows["producten"]),
            sorted(r["product"] for r in rows["producten in percelen"]),
            sorted((r["product"], r["verwijzing"]) for r in rows["uitsluitingen"]),
        )


def overlapping(rows):
    """Pairs of periods with a day in common."""
    spans = [(begin, end or D(2099, 1, 1)) for begin, end in rows]
    return [(a, b) for i, a in enumerate(spans) for b in spans[:i] if a[0] <= b[1] and b[0] <= a[1]]


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(ACT, min_size=4, max_size=18))
def test_any_sequence_of_acts_leaves_no_overlap_and_a_past_that_can_be_replayed(beheerder, acts):
    with transaction.atomic():
        world = Wereld(beheerder)
        for act in acts:
            world.do(*act)
            for product in Product.objects.all():
                inside = PerceelProduct.objects.filter(product=product)
                away = Uitsluiting.objects.filter(product=product)
                for rows in (inside, away):
                    periods = list(rows.values_list("begindatum", "einddatum"))
                    assert not overlapping(periods)
                    assert all(end is None or begin <= end for begin, end in periods)
                for begin, end in inside.values_list("begindatum", "einddatum"):
                    assert begin >= product.begindatum
                    assert product.einddatum is None or (end and end <= product.einddatum)
        on_the_day(world.day)
        assert world.as_on(world.day) == world.stand(world.day)
        for day, was in world.known.items():
            assert world.as_on(day)[0] == was[0], day
        transaction.set_rollback(True)


def test_future_stand_is_what_applying_the_plans_gives(beheerder):
    product = ProductFactory(naam="Oud", begindatum=D(2026, 1, 1))
    for day, naam in ((D(2027, 1, 1), "Een"), (D(2027, 3, 1), "Twee")):
        product.refresh_from_db()
        catalogus.change_row(
            beheerder, "product", product.pk, {"naam": naam}, ingangsdatum=day, peildatum=VANDAAG,
            gezien=mutaties.seen_token(SOORTEN["product"], product),
        )  # fmt: skip
    seen = {
        day: rows_on(PRODUCTEN, day, vandaag=VANDAAG)[0]["naam"]
        for day in (VANDAAG, D(2026, 12, 31), NIEUWJAAR, D(2027, 2, 28), D(2027, 3, 1))
    }
    assert list(seen.values()) == ["Oud", "Oud", "Een", "Een", "Twee"]
    for day, naam in seen.items():
        apply_due(day)
        product.refresh_from_db()
        assert product.naam == naam


@pytest.mark.parametrize(
    ("begin", "einde", "day", "there"),
    [
        (D(2028, 2, 29), None, D(2028, 2, 28), False),
        (D(2028, 2, 29), None, D(2028, 2, 29), True),
        (D(2026, 1, 1), D(2028, 2, 29), D(2028, 2, 29), True),
        (D(2026, 1, 1), D(2028, 2, 29), D(2028, 3, 1), False),
        (D(2026, 1, 1), None, D(2098, 12, 31), True),
    ],
    ids=["day before", "first day", "last day", "day after", "open end"],
)
def test_row_stands_on_the_days_of_its_period(begin, einde, day, there):
    PerceelProductFactory(
        product=ProductFactory(begindatum=begin, einddatum=einde), begindatum=begin, einddatum=einde
    )
    for blad in (PRODUCTEN, PERCEELPRODUCTEN):
        assert bool(rows_on(blad, day, vandaag=VANDAAG)) == there


def test_differences_between_two_days_name_what_came_went_and_changed(beheerder):
    stays = ProductFactory(code="DBLIJ", naam="Oud", begindatum=D(2026, 1, 1))
    ProductFactory(code="DWEG", naam="Weg", begindatum=D(2026, 1, 1), einddatum=D(2026, 12, 31))
    ProductFactory(code="DNIEU", naam="Nieuw", begindatum=NIEUWJAAR)
    TariefFactory(product=stays, bedrag="1.10", begindatum=D(2026, 1, 1), einddatum=D(2026, 12, 31))
    TariefFactory(product=stays, bedrag="1.25", begindatum=NIEUWJAAR)
    UitsluitingFactory(product=stays, verwijzing="Wijkteam", begindatum=NIEUWJAAR)
    catalogus.change_row(
        beheerder, "product", stays.pk, {"naam": "Anders", "indirecte_tijd": False},
        ingangsdatum=NIEUWJAAR, peildatum=VANDAAG,
        gezien=mutaties.seen_token(SOORTEN["product"], stays),
    )  # fmt: skip
    found = {
        (v.blad.code, v.wie[:5].strip(), v.wat, v.veld, v.oud, v.nieuw)
        for v in verschil.differences(VANDAAG, NIEUWJAAR, vandaag=VANDAAG)
        if v.blad.code != "uitsluitingen"
    }
    assert found == {
        ("producten", "DBLIJ", "gewijzigd", "naam", "Oud", "Anders"),
        ("producten", "DBLIJ", "gewijzigd", "indirecte_tijd", "ja", "nee"),
        ("producten", "DWEG", "vervallen", "", "", ""),
        ("producten", "DNIEU", "nieuw", "", "", ""),
        ("tarieven", "DBLIJ", "gewijzigd", "bedrag", "€\xa01,10", "€\xa01,25"),
    }
    counted = {c["blad"].code: (c["nieuw"], c["gewijzigd"], c["vervallen"]) for c in
               verschil.counts(VANDAAG, NIEUWJAAR, vandaag=VANDAAG)}  # fmt: skip
    assert counted["producten"] == (1, 1, 1)
    assert counted["uitsluitingen"] == (1, 0, 0)
    assert counted["tarieven"] == (0, 1, 0)
    assert not verschil.differences(NIEUWJAAR, NIEUWJAAR, vandaag=VANDAAG)


def test_differences_ask_as_much_of_the_database_for_many_rows(django_assert_num_queries):
    for _ in range(30):
        TariefFactory(begindatum=NIEUWJAAR)
    with django_assert_num_queries(1):
        verschil.differences(VANDAAG, NIEUWJAAR, vandaag=VANDAAG)


def test_findings_name_a_contracted_product_without_tariff_however_far_ahead():
    contract = PerceelcontractFactory(einddatum=D(2030, 12, 31))
    product = ProductFactory(perceel=contract.perceel)
    empty = PerceelFactory()
    TariefFactory(product=product, begindatum=D(2020, 1, 1), einddatum=D(2029, 2, 28))
    found = [(f.ernst, f.wat) for f in findings_of(VANDAAG)]
    assert found == [
        ("attention", f"{product} (voorbeeldgegeven)"),
        ("attention", str(empty)),
    ]
    assert "1 maart 2029" in findings_of(VANDAAG)[0].tekst
    assert findings_of(D(2029, 3, 1))[0].ernst == "must"


def test_findings_name_a_planned_change_that_was_not_carried_out_or_comes_after_the_end():
    product = ProductFactory(einddatum=D(2026, 12, 31))
    for day in (D(2026, 11, 21), NIEUWJAAR):
        Catalogusmutatie.objects.create(
            soort="product", doel_id=product.pk, velden={"naam": "X"}, ingangsdatum=day
        )
    texts = [f.tekst for f in findings_of(VANDAAG) if f.ernst == "must"]
    assert ["niet toegepast" in t for t in texts] == [True, False]
    assert "31 december 2026" in texts[1]
