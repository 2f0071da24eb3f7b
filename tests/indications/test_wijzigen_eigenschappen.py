"""Whatever somebody does with a toewijzing, in whatever order: no overlap, no negative rest, and no
version lost.
"""

import datetime
from collections.abc import Callable
from itertools import pairwise
from typing import Any

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contracts.models import Product
from core.actor import Actor
from core.fouten import PortalFout
from indications.aanvraag import Aanvraag
from indications.models import Declaratieregel, Toewijzing, Wijziging
from indications.selectors_lijst import history_rows
from indications.services.indienen import file_toewijzingen
from indications.services.wijzigen import (
    Toestemming,
    change_toewijzing,
    end_toewijzing,
    withdraw_toewijzing,
)
from indications.wijzigregels import Voorstel, maximum
from indications.wijzigtoets import standing

DAY = datetime.timedelta(days=1)
AKKOORD: dict[str, Any] = {"toestemming_door": "zorgverlener", "toelichting": "proef"}
days = st.integers(min_value=-20, max_value=400)
volumes = st.integers(min_value=1, max_value=5000)
acts = st.one_of(
    st.tuples(st.just("file"), days, st.integers(0, 200)),
    st.tuples(st.just("declare"), st.integers(0, 30), volumes),
    st.tuples(st.just("end"), days, st.sampled_from(["05", "12"])),
    st.tuples(st.just("withdraw"), st.just(0), st.just(0)),
    st.tuples(st.just("extend"), days, st.sampled_from(["04", "12"])),
    st.tuples(st.just("volume"), volumes, st.sampled_from(["04", "05", "12"])),
    st.tuples(st.just("product"), days, volumes),
    st.tuples(st.just("frequentie"), days, st.integers(1, 200)),
    st.tuples(st.just("begin"), days, volumes),
)
CHANGES: dict[str, Callable[[Any, Any, Callable[[int], datetime.date]], dict[str, Any]]] = {
    "extend": lambda a, b, day: {"einddatum": day(a), "reden": b},
    "volume": lambda a, b, day: {"volume": a, "reden": b},
    "product": lambda a, b, day: {
        "productcode": "ABGII", "vanaf": day(a), "volume": b, "reden": "12"
    },
    "frequentie": lambda a, b, day: {
        "frequentie": "2", "vanaf": day(a), "volume": b, "reden": "12"
    },
    "begin": lambda a, b, day: {"begindatum": day(a), "volume": b},
}  # fmt: skip


class World:
    """Does the acts on the newest toewijzing of one jeugdige; a refusal is an answer too."""

    def __init__(
        self, actor: Actor, aanvraag: Callable[..., Aanvraag], today: datetime.date
    ) -> None:
        self.actor, self.aanvraag, self.today = actor, aanvraag, today
        self.ids: list[Any] = []
        self.lines = 0

    def day(self, number: int) -> datetime.date:
        return self.today + number * DAY

    def file(self, begin: int, length: int) -> None:
        asked = self.aanvraag(
            begindatum=self.day(begin),
            einddatum=self.day(begin + length),
            verwijzing_datum=self.day(-30),
        )
        filed = file_toewijzingen(
            self.actor, [asked], peildatum=self.today, waarschuwing_reden="proef"
        )
        self.ids.append(filed[0].id)

    def declare(self, row: Toewijzing, after: int, volume: int) -> None:
        """As much as there is room for, and within the period."""
        stand = standing(row)
        room = maximum(row.volume, row.frequentie, row.begindatum, row.einddatum)
        volume = min(volume, (room or 0) - stand.gedeclareerd)
        last = min(row.begindatum + after * DAY, row.einddatum or datetime.date.max)
        if volume <= 0 or row.status == "ingetrokken":
            return
        self.lines += 1
        Declaratieregel.objects.create(
            toewijzing=row,
            aanbieder=row.aanbieder,
            referentienummer=f"P{self.lines}",
            begindatum=row.begindatum,
            einddatum=last,
            volume=volume,
            bedrag_centen=volume,
        )

    def do(self, what: str, a: int, b: Any) -> None:
        if what == "file" or not self.ids:
            return self.file(a if what == "file" else 5, b if what == "file" else 100)
        row = Toewijzing.objects.select_related("product", "aanbieder").get(pk=self.ids[-1])
        common: dict[str, Any] = {"versie": row.versie, "peildatum": self.today}
        agreed = {"toestemming": Toestemming(AKKOORD["toestemming_door"], self.today)}
        if what == "declare":
            self.declare(row, a, b)
        elif what == "end":
            end_toewijzing(self.actor, row.pk, einddatum=self.day(a), reden=b, **agreed, **common)
        elif what == "withdraw":
            withdraw_toewijzing(self.actor, row.pk, **agreed, **common)
        else:
            asked = Voorstel(
                **CHANGES[what](a, b, self.day), **AKKOORD, toestemming_op=self.today
            )  # fmt: skip
            done = change_toewijzing(self.actor, row.pk, voorstel=asked, **common)
            if done.opvolger:
                self.ids.append(done.opvolger.pk)
        return None


def check(rows: list[Toewijzing]) -> None:
    standing_rows = [row for row in rows if row.status != "ingetrokken"]
    for product in {row.product_id for row in standing_rows}:
        of_product = sorted(
            (r for r in standing_rows if r.product_id == product), key=lambda r: r.begindatum
        )
        for one, two in pairwise(of_product):
            assert one.einddatum is not None
            assert one.einddatum < two.begindatum, "overlap"
    for row in rows:
        stand = standing(row)
        most = maximum(row.volume, row.frequentie, row.begindatum, row.einddatum)
        assert most is None or stand.gedeclareerd <= most, "negative rest"
        assert stand.gedeclareerd_tot is None or row.status != "ingetrokken"
        if stand.gedeclareerd_tot and row.einddatum:
            assert stand.gedeclareerd_tot <= row.einddatum
        versions = list(range(1, row.versie + 1))
        assert [kept.versie for kept in history_rows(row)] == versions, "a version lost"
        made = Wijziging.objects.filter(toewijzing=row).order_by("versie")
        assert list(made.values_list("versie", flat=True)) == versions[1:]


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(sequence=st.lists(acts, min_size=2, max_size=9))
def test_no_sequence_of_acts_breaks_what_always_holds(
    demo: None,
    toegang: Callable[..., Actor],
    aanvraag: Callable[..., Aanvraag],
    vandaag: datetime.date,
    sequence: list[tuple[str, int, Any]],
) -> None:
    with transaction.atomic():
        Product.objects.filter(code="ABHIR").update(frequenties=["6", "2"])
        world = World(toegang(), aanvraag, vandaag)
        for what, a, b in sequence:
            try:
                with transaction.atomic():
                    world.do(what, a, b)
            except PortalFout:
                pass  # a refusal leaves everything as it was
            check(list(Toewijzing.objects.filter(pk__in=world.ids).select_related("product")))
        transaction.set_rollback(True)
