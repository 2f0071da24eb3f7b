"""Cutting: end and begin, linked, sum kept, once, all or nothing (R-TOE-11, R-MEL-2)."""

import datetime
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.choices import Rolcode
from core.constraints import Constraintconflict
from core.fouten import Conflict, NietGevonden, Ongeldig, PortalFout, Verboden, VersieVerouderd
from core.models import Gebeurtenis, Inzage, Organisatie
from indications.models import Toewijzing
from knippen.choices import Rondestatus
from knippen.models import Knip, Knipbeurt, Knipkeuze, Knipronde, Productvertaling
from knippen.overgangen import OVERGANGEN, require_transition
from knippen.selectors import bound, count_outcomes, of_round, page_of
from knippen.services.knippen import cut_toewijzing, cut_toewijzingen
from knippen.services.rondes import (
    add_vertaling,
    choose_knip,
    create_ronde,
    remove_regel,
    remove_vertaling,
    set_regel,
    set_ronde_status,
)
from ozjt.demo import knippen as demo
from ozjt.demo.vast import load_fixed
from tests.demo.geldig import unexpected_findings
from tests.factories.core import OrganisatieFactory
from tests.factories.indications import DeclaratieregelFactory, JeugdigeFactory
from tests.knippen.conftest import EERSTE, LAATSTE, Markt
from tests.tegelijk import at_once

pytestmark = pytest.mark.django_db
EINDE = datetime.date(2026, 12, 31)


def pair(row: Toewijzing) -> tuple[Toewijzing, Toewijzing]:
    return Toewijzing.objects.get(pk=row.pk), Toewijzing.objects.get(voorganger=row.pk)


def test_old_ends_new_begins_and_they_are_linked(markt: Markt, toegang) -> None:
    row = markt.toewijzing()
    beurt = markt.cut(toegang)
    old, new = pair(row)
    assert (old.einddatum, old.status, old.reden_wijziging, old.versie) == (
        LAATSTE,
        "beeindigd",
        "10",
        2,
    )
    assert (new.begindatum, new.einddatum, new.status, new.reden_wijziging, new.versie) == (
        EERSTE,
        EINDE,
        "toegewezen",
        "",
        1,
    )
    assert new.nummer != old.nummer
    assert (new.product, new.aanbieder, new.perceelcontract) == (
        markt.nieuw,
        old.aanbieder,
        markt.contract,
    )
    assert (new.jeugdige, new.verwijzing) == (old.jeugdige, old.verwijzing)
    assert (old.volume, new.volume) == (1488, 1512)  # 3,000 over 181 and 184 days
    assert old.toewijzingsmoment == new.toewijzingsmoment > row.toewijzingsmoment
    knip = Knip.objects.get()
    assert (knip.oud, knip.nieuw, knip.beurt, knip.wijze) == (old, new, beurt, "dagen")
    assert (knip.volume, knip.oud_deel, knip.nieuw_deel) == (3000, 1488, 1512)
    assert (beurt.aantal, beurt.niet_geknipt) == (1, {})
    assert beurt.kenmerk.startswith("KN-1")


def test_events_and_access_tell_it(markt: Markt, toegang) -> None:
    row = markt.toewijzing()
    beurt = markt.cut(toegang)
    old, new = pair(row)
    told = {e.object_id: e for e in Gebeurtenis.objects.filter(objectsoort="toewijzing")}
    assert told[old.pk].soort == "toewijzing.geknipt"
    assert str(new.nummer) in told[old.pk].reden
    assert told[old.pk].gegevens["kenmerk"] == beurt.kenmerk
    assert told[new.pk].soort == "toewijzing.na_knippen"
    assert told[new.pk].actor_id == toegang.id
    assert Inzage.objects.get(soort="toewijzing.geknipt").jeugdigen == [old.jeugdige_id]
    assert Gebeurtenis.objects.filter(object_id=beurt.pk, soort="knipbeurt.uitgevoerd").exists()


@pytest.mark.parametrize(
    ("fields", "declared", "expected"),
    [
        pytest.param({}, 0, (1488, 1512), id="by-days"),
        pytest.param({}, 2500, (2500, 500), id="never-less-than-declared-stays"),
        pytest.param({"volume": 2}, 0, (1, 1), id="half-up"),
        pytest.param({"einddatum": EERSTE, "volume": 365}, 0, (363, 2), id="one-day-is-left"),
        pytest.param({"begindatum": LAATSTE}, 0, (16, 2984), id="one-day-has-passed"),
        pytest.param(
            {
                "begindatum": datetime.date(2026, 1, 1),
                "einddatum": datetime.date(2028, 2, 29),
                "volume": 790,
            },
            0,
            (181, 609),
            id="over-a-leap-day",
        ),
    ],
)
def test_total_is_divided_by_days(markt: Markt, toegang, fields, declared, expected) -> None:
    row = markt.toewijzing(**fields)
    if declared:
        DeclaratieregelFactory(toewijzing=row, volume=declared, einddatum=LAATSTE)
    markt.cut(toegang)
    old, new = pair(row)
    assert (old.volume, new.volume) == expected
    assert old.volume + new.volume == row.volume


def test_per_week_stays_the_same_on_both(markt: Markt, toegang) -> None:
    markt.nieuw.frequenties = ["2", "6"]
    markt.nieuw.save()
    row = markt.toewijzing(frequentie="2", volume=90)
    markt.cut(toegang)
    old, new = pair(row)
    assert (old.volume, new.volume, new.frequentie) == (90, 90, "2")
    assert Knip.objects.get().wijze == "gelijk"


def test_open_end_per_month_goes_on_without_an_end(markt: Markt, toegang) -> None:
    markt.nieuw.frequenties = ["4"]
    markt.nieuw.save()
    row = markt.toewijzing(frequentie="4", volume=400, einddatum=None)
    markt.cut(toegang)
    old, new = pair(row)
    assert (old.einddatum, new.begindatum, new.einddatum) == (LAATSTE, EERSTE, None)
    assert (old.volume, new.volume) == (400, 400)


@pytest.mark.parametrize(
    ("unit", "frequentie", "old", "new"),
    [
        pytest.param("01", "", {"eenheid": "04", "volume": 73}, ("01", "6", 2220), id="hours"),
        pytest.param("01", "", {"eenheid": "16", "volume": 73}, ("01", "6", 8880), id="dagdelen"),
        pytest.param("", "6", {"frequentie": "1", "volume": 10}, ("01", "6", 1840), id="per-day"),
        pytest.param("", "6", {"frequentie": "2", "volume": 10}, ("01", "6", 263), id="per-week"),
        pytest.param("", "6", {"frequentie": "4", "volume": 10}, ("01", "6", 60), id="per-month"),
        pytest.param(
            "01",
            "6",
            {"frequentie": "4", "volume": 2, "eenheid": "04"},
            ("01", "6", 720),
            id="hours-per-month",
        ),
    ],
)
def test_unit_and_frequentie_that_change(markt: Markt, toegang, unit, frequentie, old, new) -> None:
    markt.vertaling.eenheid, markt.vertaling.frequentie = unit, frequentie
    markt.vertaling.save()
    row = markt.toewijzing(**old)
    markt.cut(toegang)
    made = pair(row)[1]
    assert (made.eenheid, made.frequentie, made.volume) == new


def test_split_and_contacts_are_shared_and_add_up(markt: Markt, toegang) -> None:
    row = markt.toewijzing(
        minuten_direct=2000, minuten_indirect=700, minuten_reistijd=300, aantal_contacten=41
    )
    markt.cut(toegang)
    old, new = pair(row)
    for name in ("minuten_direct", "minuten_indirect", "minuten_reistijd", "aantal_contacten"):
        assert getattr(old, name) + getattr(new, name) == getattr(row, name), name
    assert (new.minuten_direct, new.minuten_indirect, new.aantal_contacten) == (1008, 352, 21)


def test_split_stays_behind_where_the_new_product_has_none(markt: Markt, toegang) -> None:
    markt.nieuw.verdeling_toegestaan = False
    markt.nieuw.save()
    row = markt.toewijzing(minuten_direct=2000, minuten_indirect=700, minuten_reistijd=300)
    markt.cut(toegang)
    old, new = pair(row)
    assert new.minuten_direct is None
    assert old.minuten_direct == 2000 - 1008


def test_by_hand_and_left_alone(markt: Markt, toegang) -> None:
    by_hand, left = markt.toewijzing(), markt.toewijzing()
    choose_knip(toegang, markt.ronde.pk, by_hand.pk, overslaan=False, nieuw_deel=2900)
    choose_knip(toegang, markt.ronde.pk, left.pk, overslaan=True, nieuw_deel=None)
    beurt = markt.cut(toegang)
    old, new = pair(by_hand)
    assert (old.volume, new.volume, Knip.objects.get().wijze) == (100, 2900, "hand")
    assert beurt.niet_geknipt == {"knip_overgeslagen": 1}
    choose_knip(toegang, markt.ronde.pk, left.pk, overslaan=False, nieuw_deel=None)
    assert not Knipkeuze.objects.filter(toewijzing=left).exists()


@pytest.mark.parametrize("part", [0, 3000, 5000])
def test_part_by_hand_outside_the_bounds_is_refused(markt: Markt, toegang, part: int) -> None:
    row = markt.toewijzing()
    with pytest.raises(Ongeldig) as exc:
        choose_knip(toegang, markt.ronde.pk, row.pk, overslaan=False, nieuw_deel=part)
    assert [f.code for f in exc.value.bevindingen] == ["deel_buiten_grenzen"]
    assert not Knipkeuze.objects.exists()


def test_pressing_twice_is_once(markt: Markt, toegang) -> None:
    markt.toewijzing()
    seal, turn = markt.zegel(toegang), uuid4()
    first = cut_toewijzingen(toegang, markt.ronde.pk, beurt_id=turn, zegel=seal)
    again = cut_toewijzingen(toegang, markt.ronde.pk, beurt_id=turn, zegel=seal)
    assert first == again
    with pytest.raises(Conflict) as exc:
        cut_toewijzingen(toegang, markt.ronde.pk, beurt_id=uuid4(), zegel=seal)
    assert exc.value.code == "niets_te_knippen"
    assert Toewijzing.objects.count() == 2


def test_what_was_not_looked_at_is_not_cut(markt: Markt, toegang) -> None:
    markt.toewijzing()
    seal = markt.zegel(toegang)
    markt.toewijzing()
    with pytest.raises(Conflict) as exc:
        cut_toewijzingen(toegang, markt.ronde.pk, beurt_id=uuid4(), zegel=seal)
    assert exc.value.code == "knippen_veranderd"
    assert not Knip.objects.exists()


def test_only_the_own_gemeente_is_cut(markt: Markt, toegang, actor_for) -> None:
    other = OrganisatieFactory()
    set_status(markt, "concept")
    foreign = markt.toewijzing(jeugdige=JeugdigeFactory(gemeente=other, bsn=False))
    markt.toewijzing()
    set_status(markt, "open")
    assert markt.cut(toegang).aantal == 1
    foreign.refresh_from_db()
    assert foreign.einddatum == EINDE
    with pytest.raises(NietGevonden):  # that gemeente takes no part
        cut_toewijzingen(
            actor_for(Rolcode.TOEGANG, other), markt.ronde.pk, beurt_id=uuid4(), zegel=""
        )


def set_status(markt: Markt, status: str) -> None:
    markt.ronde.status = status
    markt.ronde.save()


@pytest.mark.parametrize("status", ["concept", "gesloten"])
def test_a_round_that_is_not_open_cuts_nothing(markt: Markt, toegang, status: str) -> None:
    markt.toewijzing()
    set_status(markt, status)
    with pytest.raises((Conflict, NietGevonden)):
        cut_toewijzingen(toegang, markt.ronde.pk, beurt_id=uuid4(), zegel="")


def test_backoffice_looks_but_does_not_cut(markt: Markt, actor_for) -> None:
    row = markt.toewijzing()
    backoffice = actor_for(Rolcode.BACKOFFICE, markt.gemeente)
    assert markt.outcome(backoffice, row)["reden"] == ""
    with pytest.raises(Verboden):
        markt.cut(backoffice)


def test_all_gemeenten_take_part_without_a_rule(markt: Markt, actor_for) -> None:
    other = OrganisatieFactory()
    markt.ronde.alle_gemeenten = True
    markt.ronde.save()
    markt.toewijzing(jeugdige=JeugdigeFactory(gemeente=other, bsn=False))
    actor = actor_for(Rolcode.TOEGANG, other)
    vraag = of_round(markt.ronde, other.pk)
    seal = count_outcomes(vraag, bound(actor, vraag)).zegel
    assert cut_toewijzingen(actor, markt.ronde.pk, beurt_id=uuid4(), zegel=seal).aantal == 1


def test_what_is_cut_would_pass_filing(markt: Markt, toegang) -> None:
    """One rule, one place: the new ones keep every rule that a filed one keeps."""
    markt.nieuw.frequenties = ["2", "6"]
    markt.nieuw.save()
    for fields in (
        {},
        {"volume": 2},
        {"frequentie": "2", "volume": 90},
        {"minuten_direct": 2000, "minuten_indirect": 1000, "minuten_reistijd": 0},
        {"einddatum": EERSTE, "volume": 365},
    ):
        markt.toewijzing(**fields)
    assert markt.cut(toegang).aantal == 5
    new = Toewijzing.objects.exclude(voorganger=None)
    assert unexpected_findings(new, EERSTE) == {}


def test_demonstration_shows_the_turn_of_the_year(db: None, actor_for) -> None:
    """R-TOE-11: Almelo cuts what runs; Wierden and Hengelo what was issued at the end."""
    today = datetime.date(2026, 11, 29)
    load_fixed(today)
    assert demo.load_named(today)
    assert not demo.load_named(today)
    ronde = Knipronde.objects.get()
    assert ronde.laatste_dag == datetime.date(2024, 12, 31)

    def counts(code: str) -> tuple[int, dict[str, int]]:
        gemeente = Organisatie.objects.get(soort="gemeente", code=code)
        actor = actor_for(Rolcode.TOEGANG, gemeente)
        vraag = of_round(ronde, gemeente.pk)
        found = count_outcomes(vraag, bound(actor, vraag))
        return found.wel, dict(found.niet)

    rest = {"eindigt_op_tijd": 1, "geen_contract": 1, "geen_vertaling": 1}
    assert counts("0141") == (3, rest)
    assert counts("0189") == (2, {**rest, "niet_opgenomen": 1})
    assert counts("0164") == (1, {**rest, "niet_opgenomen": 1, "product_niet_in_gemeente": 1})


# a single one


def one(markt: Markt, actor, row: Toewijzing, **changes) -> Knipbeurt:
    asked = {
        "laatste_dag": LAATSTE,
        "naar_id": markt.nieuw.pk,
        "deel": None,
        "reden": "14",
        "versie": 1,
        "beurt_id": uuid4(),
        **changes,
    }
    return cut_toewijzing(actor, row.pk, **asked)


def test_single_cut_on_any_day_and_product(markt: Markt, toegang) -> None:
    row = markt.toewijzing()
    other = markt.new_product("NEW2")
    beurt = one(
        markt, toegang, row, laatste_dag=datetime.date(2026, 2, 28), naar_id=other.pk, deel=1000
    )
    old, new = pair(row)
    assert (old.einddatum, old.volume, old.reden_wijziging) == (
        datetime.date(2026, 2, 28),
        2000,
        "14",
    )
    assert (new.begindatum, new.volume, new.product) == (datetime.date(2026, 3, 1), 1000, other)
    assert (beurt.ronde, beurt.aantal) == (None, 1)


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        pytest.param({"laatste_dag": None}, "verplicht", "laatste_dag", id="no-day"),
        pytest.param(
            {"laatste_dag": datetime.date(2025, 12, 31)},
            "periode_ongeldig",
            "laatste_dag",
            id="before-it-begins",
        ),
        pytest.param(
            {"laatste_dag": EINDE}, "periode_ongeldig", "laatste_dag", id="on-its-last-day"
        ),
        pytest.param({"naar_id": None}, "verplicht", "naar", id="no-product"),
        pytest.param({"naar_id": uuid4()}, "product_onbekend", "naar", id="unknown-product"),
        pytest.param({"naar_id": "oud"}, "zelfde_product", "naar", id="same-product"),
        pytest.param({"reden": "13"}, "onbekende_waarde", "reden", id="reason-of-another-act"),
        pytest.param({"deel": 3000}, "deel_buiten_grenzen", "deel", id="everything-goes"),
    ],
)
def test_single_cut_refused(markt: Markt, toegang, changes, code: str, field: str) -> None:
    row = markt.toewijzing()
    if changes.get("naar_id") == "oud":
        changes = {"naar_id": markt.oud.pk}
    with pytest.raises(Ongeldig) as exc:
        one(markt, toegang, row, **changes)
    assert [(f.code, f.veld) for f in exc.value.bevindingen] == [(code, field)]


def test_single_cut_of_what_changed_meanwhile(markt: Markt, toegang) -> None:
    row = markt.toewijzing()
    with pytest.raises(VersieVerouderd):
        one(markt, toegang, row, versie=7)


def test_single_cut_of_another_gemeente_is_not_there(markt: Markt, actor_for) -> None:
    row = markt.toewijzing()
    with pytest.raises(NietGevonden):
        one(markt, actor_for(Rolcode.TOEGANG), row)


# rounds


def test_round_from_concept_to_closed(markt: Markt, catalogus) -> None:
    ronde = create_ronde(
        catalogus, naam="R", laatste_dag=LAATSTE, reden="10", alle_gemeenten=False, toelichting=""
    )
    with pytest.raises(Ongeldig):
        set_ronde_status(catalogus, ronde.pk, status="open", versie=1)
    line = add_vertaling(catalogus, ronde.pk, van_id=markt.oud.pk, naar_id=markt.nieuw.pk)
    rule = set_regel(
        catalogus,
        ronde.pk,
        gemeente_id=markt.gemeente.pk,
        afgegeven_vanaf=datetime.date(2024, 11, 1),
        afgegeven_tot=datetime.date(2024, 12, 31),
    )
    set_ronde_status(catalogus, ronde.pk, status="open", versie=1)
    with pytest.raises(Conflict) as exc:
        remove_vertaling(catalogus, ronde.pk, vertaling_id=line.pk)
    assert exc.value.code == "ronde_niet_in_concept"
    set_ronde_status(catalogus, ronde.pk, status="concept", versie=2)
    remove_vertaling(catalogus, ronde.pk, vertaling_id=line.pk)
    remove_regel(catalogus, ronde.pk, regel_id=rule.pk)
    assert not Productvertaling.objects.filter(ronde=ronde).exists()
    with pytest.raises(VersieVerouderd):
        set_ronde_status(catalogus, ronde.pk, status="open", versie=1)


def test_round_keeps_its_table_clean(markt: Markt, catalogus) -> None:
    set_status(markt, "concept")

    def add(van, naar, **fields) -> str:
        with pytest.raises(PortalFout) as exc:
            add_vertaling(catalogus, markt.ronde.pk, van_id=van, naar_id=naar, **fields)
        return exc.value.code

    old, new = markt.oud.pk, markt.nieuw.pk
    assert add(old, new) == "vertaling_bestaat"
    assert add(new, new) == "zelfde_product"
    assert add(new, old, frequentie="2") == "frequentie_niet_om_te_rekenen"
    assert add(new, uuid4()) == "ongeldig"
    with pytest.raises(Constraintconflict) as exc:
        create_ronde(
            catalogus,
            naam=markt.ronde.naam,
            laatste_dag=LAATSTE,
            reden="10",
            alle_gemeenten=False,
            toelichting="",
        )
    assert exc.value.code == "knipronde_bestaat"


def test_only_the_catalogue_keeps_rounds(markt: Markt, toegang) -> None:
    with pytest.raises(Verboden):
        set_ronde_status(toegang, markt.ronde.pk, status="gesloten", versie=1)


@pytest.mark.parametrize("current", Rondestatus)
@pytest.mark.parametrize("new", Rondestatus)
def test_every_step_of_the_status(current: Rondestatus, new: Rondestatus) -> None:
    if new in OVERGANGEN[current]:
        require_transition(current, new)
    else:
        with pytest.raises(Conflict):
            require_transition(current, new)


# many


def many(markt: Markt, count: int) -> None:
    """Copies of one toewijzing, each of a jeugdige of its own, by SQL."""
    row = markt.toewijzing()
    with connection.cursor() as cursor:
        cursor.execute(
            """
            with j as (
              insert into indications_jeugdige (gemeente_id, geboortedatum)
              select %s, date '2014-05-01' from generate_series(1, %s) returning id
            ), v as (
              insert into indications_verwijzing (jeugdige_id, type, datum)
              select id, '01', date '2025-12-15' from j returning id, jeugdige_id
            )
            insert into indications_toewijzing (gemeente_id, jeugdige_id, verwijzing_id,
              product_id, aanbieder_id, perceelcontract_id, volume, eenheid, frequentie,
              begindatum, einddatum, toewijzingsmoment)
            select t.gemeente_id, v.jeugdige_id, v.id, t.product_id, t.aanbieder_id,
              t.perceelcontract_id, t.volume, t.eenheid, t.frequentie, t.begindatum, t.einddatum,
              t.toewijzingsmoment
            from v, indications_toewijzing t where t.id = %s""",
            [markt.gemeente.pk, count - 1, row.pk],
        )


def statements(markt: Markt, actor) -> int:
    seal = markt.zegel(actor)
    with CaptureQueriesContext(
        connection,
    ) as seen:
        cut_toewijzingen(actor, markt.ronde.pk, beurt_id=uuid4(), zegel=seal)
    return len(seen)


def test_a_thousand_cost_as_many_statements_as_two(markt: Markt, toegang) -> None:
    many(markt, 2)
    few = statements(markt, toegang)
    many(markt, 1000)
    assert statements(markt, toegang) == few
    assert Knip.objects.count() == 1002
    old = Toewijzing.objects.filter(pk__in=Knip.objects.values("oud"))
    assert set(old.values_list("einddatum", "volume")) == {(LAATSTE, 1488)}


def test_pages_hold_every_row_once(markt: Markt, toegang) -> None:
    many(markt, 60)
    vraag = of_round(markt.ronde, markt.gemeente.pk)
    params = bound(toegang, vraag)
    seen, cursor, back = [], None, []
    while True:
        page = page_of(vraag, params, reden=None, cursor=cursor, totaal=60)
        seen.append([row["nummer"] for row in page.rijen])
        back.append(page.vorige)
        if page.volgende is None:
            break
        cursor = page.volgende
    assert [len(numbers) for numbers in seen] == [25, 25, 10]
    assert len({n for numbers in seen for n in numbers}) == 60
    page = page_of(vraag, params, reden=None, cursor=back[-1], totaal=60)
    assert [row["nummer"] for row in page.rijen] == seen[1]
    for nonsense in ("x", "na-", "na-x", "voor-99999999999", "na-٣"):
        with pytest.raises(Ongeldig):
            page_of(vraag, params, reden=None, cursor=nonsense, totaal=60)


@pytest.mark.django_db(transaction=True)
def test_two_who_cut_at_once_cut_each_once(markt: Markt, toegang) -> None:
    rows = [markt.toewijzing() for _ in range(5)]
    seal = markt.zegel(toegang)
    results = at_once(
        [
            lambda: cut_toewijzingen(toegang, markt.ronde.pk, beurt_id=uuid4(), zegel=seal)
            for _ in range(3)
        ]
    )
    assert sum(isinstance(r, Knipbeurt) for r in results) == 1
    assert {r.code for r in results if isinstance(r, PortalFout)} == {"niets_te_knippen"}
    assert Toewijzing.objects.count() == 10
    assert Knip.objects.filter(oud__in=rows).count() == 5


@pytest.mark.django_db(transaction=True)
def test_round_and_single_at_once_cut_it_once(markt: Markt, toegang) -> None:
    row = markt.toewijzing()
    seal = markt.zegel(toegang)
    results = at_once(
        [
            lambda: cut_toewijzingen(toegang, markt.ronde.pk, beurt_id=uuid4(), zegel=seal),
            lambda: one(markt, toegang, row),
        ]
    )
    assert sum(isinstance(r, Knipbeurt) for r in results) == 1
    assert Toewijzing.objects.count() == 2
