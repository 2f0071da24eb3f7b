"""Every reason why a toewijzing is not cut, and where each limit lies (R-TOE-11)."""

import datetime
from typing import Any

import pytest

from contracts.models import PerceelProduct, Tarief
from core.fouten import REGISTER
from core.models import Organisatie
from indications.models import Toewijzing
from knippen.codes import LET_OP, REDENEN
from knippen.models import Knipkeuze, Knipregel, Productvertaling
from knippen.selectors import bound, count_outcomes, of_round
from knippen.woorden import reason_text
from tests.factories.contracts import (
    MaatregelFactory,
    ProductFactory,
    TariefFactory,
    UitsluitingFactory,
)
from tests.factories.core import OrganisatieFactory
from tests.factories.indications import (
    DeclaratieregelFactory,
    JeugdigeFactory,
)
from tests.knippen.conftest import EERSTE, LAATSTE, Markt

DAG = datetime.timedelta(days=1)
pytestmark = pytest.mark.django_db


def declared(row: Toewijzing, volume: int, until: datetime.date) -> None:
    DeclaratieregelFactory(toewijzing=row, volume=volume, einddatum=until)


def _taak(markt: Markt) -> None:
    perceel = markt.contract.perceel
    perceel.financiering = "taak"
    perceel.save()


def _ended(markt: Markt) -> None:
    markt.contract.einddatum = LAATSTE
    markt.contract.save()


def _twin(markt: Markt) -> Toewijzing:
    """A second old product that becomes the same new one, for the same jeugdige."""
    row = markt.toewijzing()
    other = ProductFactory(code="OUD2")
    Productvertaling.objects.create(ronde=markt.ronde, van=other, naar=markt.nieuw)
    markt.toewijzing(product=other, jeugdige=row.jeugdige)
    return row


def _has_new(markt: Markt, **fields: Any) -> Toewijzing:
    row = markt.toewijzing()
    markt.toewijzing(
        product=markt.nieuw, jeugdige=row.jeugdige, begindatum=EERSTE + 30 * DAG, **fields
    )
    return row


def _with(markt: Markt, wanted: dict[str, Any], **fields: Any) -> Toewijzing:
    """With limits on the new product."""
    for name, value in wanted.items():
        setattr(markt.nieuw, name, value)
    markt.nieuw.save()
    return markt.toewijzing(**fields)


def _window(markt: Markt, first: str, last: str) -> None:
    markt.regel.afgegeven_vanaf, markt.regel.afgegeven_tot = first, last
    markt.regel.save()


def _declared(markt: Markt, volume: int, until: datetime.date, **fields: Any) -> Toewijzing:
    row = markt.toewijzing(**fields)
    declared(row, volume, until)
    return row


def _choice(markt: Markt, row: Toewijzing | None = None, **fields: Any) -> Toewijzing:
    row = row or markt.toewijzing()
    Knipkeuze.objects.create(ronde=markt.ronde, toewijzing=row, **fields)
    return row


def _unit(markt: Markt, to: str, **fields: Any) -> Toewijzing:
    """The table of products changes the unit."""
    markt.vertaling.eenheid = to
    markt.vertaling.save()
    return markt.toewijzing(**fields)


def _after(markt: Markt, change: Any) -> Toewijzing:
    change(markt)
    return markt.toewijzing()


CASES = {
    "no-mapping": ("geen_vertaling", lambda m: m.toewijzing(product=ProductFactory())),
    "ends-on-the-last-day": ("eindigt_op_tijd", lambda m: m.toewijzing(einddatum=LAATSTE)),
    "ends-a-day-later": ("", lambda m: m.toewijzing(einddatum=EERSTE)),
    "begins-on-the-last-day": ("", lambda m: m.toewijzing(begindatum=LAATSTE)),
    "begins-a-day-later": ("begint_na_knipdag", lambda m: m.toewijzing(begindatum=EERSTE)),
    "issued-before-the-window": (
        "niet_opgenomen",
        lambda m: (_window(m, "2025-12-21", "2025-12-31"), m.toewijzing())[1],
    ),
    "issued-on-first-day-of-window": (
        "",
        lambda m: (_window(m, "2025-12-20", "2025-12-31"), m.toewijzing())[1],
    ),
    "issued-on-last-day-of-window": (
        "",
        lambda m: (_window(m, "2025-12-01", "2025-12-20"), m.toewijzing())[1],
    ),
    "issued-after-the-window": (
        "niet_opgenomen",
        lambda m: (_window(m, "2025-11-01", "2025-12-19"), m.toewijzing())[1],
    ),
    "left-as-it-is": ("knip_overgeslagen", lambda m: _choice(m, overslaan=True)),
    "declared-a-day-after": ("heeft_declaraties", lambda m: _declared(m, 10, EERSTE)),
    "declared-up-to-the-last-day": ("", lambda m: _declared(m, 10, LAATSTE)),
    "all-is-declared": ("volume_verbruikt", lambda m: _declared(m, 3000, LAATSTE)),
    "one-is-left": ("", lambda m: _declared(m, 2999, LAATSTE)),
    "new-product-ends-earlier": (
        "product_niet_geldig",
        lambda m: _with(m, {"einddatum": datetime.date(2026, 12, 30)}),
    ),
    "new-product-begins-later": (
        "product_niet_geldig",
        lambda m: _with(m, {"begindatum": EERSTE + DAG}),
    ),
    "new-product-begins-that-day": ("", lambda m: _with(m, {"begindatum": EERSTE})),
    "not-bought-here": (
        "product_niet_in_gemeente",
        lambda m: (
            UitsluitingFactory(gemeente=m.gemeente, product=m.nieuw),
            m.toewijzing(),
        )[1],
    ),
    "paid-from-a-fixed-budget": ("taakgericht", lambda m: _after(m, _taak)),
    "contract-ends-on-the-last-day": ("geen_contract", lambda m: _after(m, _ended)),
    "new-product-not-in-the-perceel": (
        "geen_contract",
        lambda m: _after(m, lambda x: PerceelProduct.objects.filter(product=x.nieuw).delete()),
    ),
    "no-tariff": (
        "geen_tarief",
        lambda m: _after(m, lambda x: Tarief.objects.filter(product=x.nieuw).delete()),
    ),
    "tariff-ends-before-the-toewijzing": (
        "geen_tarief",
        lambda m: _after(
            m, lambda x: Tarief.objects.filter(product=x.nieuw).update(einddatum="2026-12-30")
        ),
    ),
    "unit-the-new-one-lacks": ("geen_tarief", lambda m: m.toewijzing(eenheid="84")),
    "unit-that-is-not-exact": (
        "eenheid_niet_om_te_rekenen",
        lambda m: _unit(m, "01", eenheid="14"),
    ),
    "hours-to-minutes": ("", lambda m: _unit(m, "01", eenheid="04", volume=50)),
    "frequentie-the-new-one-lacks": (
        "eenheid_niet_toegestaan",
        lambda m: m.toewijzing(frequentie="2", volume=90),
    ),
    "lasts-too-long": ("behandeling_te_lang", lambda m: _with(m, {"max_duur_maanden": 5})),
    "lasts-exactly-so-long": ("", lambda m: _with(m, {"max_duur_maanden": 6})),
    "has-the-new-one-later": ("toewijzing_overlap", _has_new),
    "had-the-new-one-withdrawn": ("", lambda m: _has_new(m, status="ingetrokken")),
    "two-become-one": ("valt_samen", _twin),
    "total-without-an-end": ("deel_onbekend", lambda m: m.toewijzing(einddatum=None)),
    "total-without-an-end-by-hand": (
        "",
        lambda m: _choice(m, m.toewijzing(einddatum=None), nieuw_deel=100),
    ),
    "one-minute-cannot-be-shared": ("deel_nul", lambda m: m.toewijzing(volume=1)),
    "by-hand-all": ("deel_buiten_grenzen", lambda m: _choice(m, nieuw_deel=3000)),
    "by-hand-all-but-one": ("", lambda m: _choice(m, nieuw_deel=2999)),
    "by-hand-under-what-is-declared": (
        "deel_buiten_grenzen",
        lambda m: _choice(m, _declared(m, 500, LAATSTE), nieuw_deel=2501),
    ),
    "by-hand-beside-what-is-declared": (
        "",
        lambda m: _choice(m, _declared(m, 500, LAATSTE), nieuw_deel=2500),
    ),
    "more-minutes-than-the-new-one-has": (
        "vaktherapie_te_veel_minuten",
        lambda m: _with(m, {"max_minuten": 1511}),
    ),
    "as-many-minutes-as-the-new-one-has": ("", lambda m: _with(m, {"max_minuten": 1512})),
    "more-sessions-than-the-new-one-has": (
        "vaktherapie_te_veel_sessies",
        lambda m: _with(m, {"max_sessies": 9}, aantal_contacten=20),
    ),
    "too-much-for-one-number": (
        "volume_ongeldig",
        lambda m: _unit(m, "01", eenheid="04", volume=99_999_999),
    ),
    "clientenstop-does-not-stop-running-help": (
        "",
        lambda m: (MaatregelFactory(aanbieder=m.contract.aanbieder), m.toewijzing())[1],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_reason(markt: Markt, toegang, name: str) -> None:
    wanted, make = CASES[name]
    found = markt.outcome(toegang, make(markt))
    assert found["reden"] == wanted
    if wanted:
        assert reason_text(found).endswith(".")


def test_already_cut_and_not_again(markt: Markt, toegang) -> None:
    row = markt.toewijzing()
    markt.cut(toegang)
    assert markt.outcome(toegang, row)["reden"] == "al_geknipt"
    assert len(markt.judged(toegang)) == 1  # the new one is no candidate


def test_issued_is_the_first_version_whatever_changed_since(markt: Markt, toegang) -> None:
    row = markt.toewijzing()
    Toewijzing.objects.filter(pk=row.pk).update(
        toewijzingsmoment=datetime.datetime(2026, 3, 1, tzinfo=datetime.UTC), versie=2
    )
    _window(markt, "2025-12-20", "2025-12-20")
    assert markt.outcome(toegang, row)["reden"] == ""


def test_issued_on_a_day_of_the_region(markt: Markt, toegang) -> None:
    """23:30 UTC on 19 December is 20 December here."""
    moment = datetime.datetime(2025, 12, 19, 23, 30, tzinfo=datetime.UTC)
    row = markt.toewijzing(toewijzingsmoment=moment)
    _window(markt, "2025-12-20", "2025-12-20")
    assert markt.outcome(toegang, row)["reden"] == ""


def test_other_gemeente_and_withdrawn_ones_are_no_candidates(markt: Markt, toegang) -> None:
    other = OrganisatieFactory()
    Knipregel.objects.create(ronde=markt.ronde, gemeente=other)
    markt.toewijzing(jeugdige=JeugdigeFactory(gemeente=other, bsn=False))
    markt.toewijzing(status="ingetrokken")
    assert markt.judged(toegang) == {}


def test_overlap_with_another_gemeente_tells_no_more_than_that(markt: Markt, toegang) -> None:
    row = markt.toewijzing()
    other: Organisatie = OrganisatieFactory()
    foreign = markt.toewijzing(
        product=markt.nieuw, jeugdige=row.jeugdige, gemeente=other, begindatum=EERSTE
    )
    foreign.refresh_from_db()
    found = markt.outcome(toegang, row)
    assert found["reden"] == "toewijzing_overlap"
    assert str(foreign.nummer) not in reason_text(found)


def test_let_op(markt: Markt, toegang) -> None:
    MaatregelFactory(aanbieder=markt.contract.aanbieder)
    markt.contract.einddatum = datetime.date(2026, 9, 30)
    markt.contract.save()
    row = markt.toewijzing()
    declared(row, 2000, LAATSTE)
    found = markt.outcome(toegang, row)
    assert found["let_op"] == ["clientenstop", "contract_eindigt_eerder", "deel_opgehoogd"]
    assert set(found["let_op"]) == set(LET_OP)
    assert (found["oud_volume"], found["nieuw_volume"]) == (2000, 1000)


def test_counts_add_up(markt: Markt, toegang) -> None:
    markt.toewijzing()
    markt.toewijzing(volume=1)
    markt.toewijzing(product=ProductFactory())
    vraag = of_round(markt.ronde, markt.gemeente.pk)
    counts = count_outcomes(vraag, bound(toegang, vraag))
    assert (counts.wel, counts.niet) == (1, {"deel_nul": 1, "geen_vertaling": 1})
    assert len(counts.zegel) == 32


def test_every_reason_has_words_and_a_code() -> None:
    assert set(REDENEN) <= set(REGISTER)
    reached = {code for code, _make in CASES.values()} - {""}
    apart = {"al_geknipt", "status_overgang", "zelfde_product", "product_onbekend"}
    assert set(REDENEN) - reached == apart


def test_a_tariff_in_the_other_unit_is_no_tariff(markt: Markt, toegang) -> None:
    markt.nieuw.eenheden = ["01", "04"]
    markt.nieuw.save()
    row = markt.toewijzing(eenheid="04", volume=50)
    assert markt.outcome(toegang, row)["reden"] == "geen_tarief"
    TariefFactory(product=markt.nieuw, eenheid="04")
    assert markt.outcome(toegang, row)["reden"] == ""


def test_aanbieder_of_another_contract_is_judged_by_its_own(markt: Markt, toegang) -> None:
    elsewhere = markt.toewijzing(perceelcontract=markt.new_contract())
    here = markt.toewijzing()
    found = markt.judged(toegang)
    numbers = dict(Toewijzing.objects.values_list("pk", "nummer"))
    assert found[numbers[elsewhere.pk]]["reden"] == "geen_contract"
    assert found[numbers[here.pk]]["reden"] == ""
