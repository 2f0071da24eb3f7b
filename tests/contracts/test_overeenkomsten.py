"""Agreements, admissions, options, promised gemeenten and locations (R-CON-1, 2, R-SEG-7, D-26)."""

import datetime
import uuid
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from contracts.models import (
    ContractLocatie,
    Leveringsgebied,
    Overeenkomst,
    Overeenkomststuk,
    Perceel,
    Perceelcontract,
)
from contracts.selectors import tariff_group_on
from contracts.services import levering, overeenkomsten, perceelcontracten
from contracts.services.levering import Plaatsgegevens
from contracts.services.overeenkomsten import Overeenkomstgegevens
from contracts.services.perceelcontracten import Toelating
from core.actor import Actor
from core.choices import Organisatiesoort, Rolcode
from core.datums import extended
from core.documenten.soorten import readable
from core.fouten import Conflict, NietGevonden, Ongeldig, PortalFout, Verboden, VersieVerouderd
from core.models import Gebeurtenis
from tests.documenten.bestanden import pages
from tests.factories.availability import AanbodFactory
from tests.factories.contracts import (
    ContractLocatieFactory,
    OvereenkomstFactory,
    PerceelcontractFactory,
    PerceelFactory,
    ProductFactory,
    TariefFactory,
    TariefgroepFactory,
)
from tests.factories.core import OrganisatieFactory
from tests.factories.providers import AanbiederFactory, GroepFactory, LocatieFactory

pytestmark = pytest.mark.django_db
D = datetime.date
PEIL = D(2026, 11, 22)
HOOFD = Overeenkomstgegevens(
    "HO-1", "Hoofdovereenkomst", D(2025, 1, 1), D(2028, 12, 31), verlengopties=2
)


@pytest.fixture
def manager(actor_for: Callable[..., Actor]) -> Actor:
    return actor_for(Rolcode.CONTRACTMANAGER)


def code_of(act: Callable[[], Any]) -> str:
    with pytest.raises(PortalFout) as caught:
        act()
    found = caught.value.bevindingen
    return found[0].code if found else caught.value.code


def head(**fields: Any) -> Overeenkomst:
    given = {"begindatum": D(2025, 1, 1), "einddatum": D(2028, 12, 31), **fields}
    return OvereenkomstFactory(**given)


def contract(**fields: Any) -> Perceelcontract:
    outer = fields.pop("overeenkomst", None) or head()
    given = {"begindatum": outer.begindatum, "einddatum": outer.einddatum, **fields}
    return PerceelcontractFactory(overeenkomst=outer, aanbieder=outer.aanbieder, **given)


def with_groups() -> tuple[Any, list[Any]]:
    """A perceel whose tariff depends on the group, and three groups."""
    perceel = PerceelFactory(begindatum=D(2020, 1, 1))
    product = ProductFactory(perceel=perceel)
    groups = [TariefgroepFactory() for _ in range(3)]
    for number, group in enumerate(groups):
        TariefFactory(product=product, tariefgroep=group, bedrag=Decimal(number + 1))
    return perceel, groups


# Six years and one head at a time


@pytest.mark.parametrize(
    ("begin", "end", "options", "months", "wrong"),
    [
        (D(2025, 1, 1), D(2030, 12, 31), 0, 12, ""),
        (D(2025, 1, 1), D(2031, 1, 1), 0, 12, "looptijd_te_lang"),
        (D(2025, 1, 1), D(2028, 12, 31), 2, 12, ""),
        (D(2025, 1, 1), D(2028, 12, 31), 3, 12, "looptijd_te_lang"),
        (D(2025, 1, 1), D(2029, 1, 1), 2, 12, "looptijd_te_lang"),
        (D(2024, 2, 29), D(2030, 2, 28), 0, 12, ""),
        (D(2024, 2, 29), D(2030, 3, 1), 0, 12, "looptijd_te_lang"),
        (D(2025, 1, 1), D(2025, 1, 1), 0, 12, ""),
        (D(2025, 1, 2), D(2025, 1, 1), 0, 12, "periode_ongeldig"),
        (D(2025, 1, 1), None, 0, 12, "verplicht"),
    ],
)
def test_six_years_with_every_option(
    manager: Actor, begin: Any, end: Any, options: int, months: int, wrong: str
) -> None:
    given = replace(
        HOOFD, begindatum=begin, einddatum=end, verlengopties=options, verlengoptie_maanden=months
    )
    aanbieder = AanbiederFactory()
    if wrong:
        assert code_of(lambda: overeenkomsten.add_head(manager, aanbieder.pk, given)) == wrong
        assert not Overeenkomst.objects.exists()
    else:
        row = overeenkomsten.add_head(manager, aanbieder.pk, given)
        assert (row.soort, row.einddatum) == ("hoofd", end)
        assert Gebeurtenis.objects.filter(
            soort="overeenkomst.toegevoegd", object_id=row.pk
        ).exists()


@pytest.mark.parametrize(
    ("begin", "wrong"), [(D(2028, 12, 31), "hoofdovereenkomst_bestaat"), (D(2029, 1, 1), "")]
)
def test_one_head_at_a_time(manager: Actor, begin: datetime.date, wrong: str) -> None:
    there = head()
    given = replace(HOOFD, begindatum=begin, einddatum=D(2029, 12, 31), verlengopties=0)
    if wrong:
        assert code_of(lambda: overeenkomsten.add_head(manager, there.aanbieder_id, given)) == wrong
    else:
        overeenkomsten.add_head(manager, there.aanbieder_id, given)


def test_number_is_of_one_agreement(manager: Actor) -> None:
    given = replace(HOOFD, nummer=head().nummer)
    aanbieder = AanbiederFactory()
    assert (
        code_of(lambda: overeenkomsten.add_head(manager, aanbieder.pk, given)) == "nummer_bestaat"
    )


@pytest.mark.parametrize(
    ("waarde", "wrong"),
    [(None, True), (Decimal("749999.99"), False), (Decimal(750000), True), (Decimal(-1), True)],
)
def test_pilot_stays_below_the_threshold(manager: Actor, waarde: Any, wrong: bool) -> None:
    given = replace(HOOFD, pilot=True, waarde=waarde)
    aanbieder = AanbiederFactory()
    if wrong:
        code = code_of(lambda: overeenkomsten.add_head(manager, aanbieder.pk, given))
        assert code in {"pilot_ongeldig", "waarde_ongeldig"}
    else:
        assert overeenkomsten.add_head(manager, aanbieder.pk, given).pilot


@pytest.mark.parametrize(
    ("begin", "end", "wrong"),
    [
        (D(2025, 1, 1), D(2028, 12, 31), ""),
        (D(2024, 12, 31), D(2028, 12, 31), "buiten_overeenkomst"),
        (D(2025, 1, 1), D(2029, 1, 1), "buiten_overeenkomst"),
    ],
)
def test_sub_lies_within_its_head(manager: Actor, begin: Any, end: Any, wrong: str) -> None:
    outer = head()
    given = replace(HOOFD, nummer="SUB-1", begindatum=begin, einddatum=end, verlengopties=0)
    if wrong:
        assert code_of(lambda: overeenkomsten.add_sub(manager, outer.pk, given)) == wrong
        return
    row = overeenkomsten.add_sub(manager, outer.pk, given)
    assert (row.hoofdovereenkomst_id, row.aanbieder_id) == (outer.pk, outer.aanbieder_id)
    under = replace(given, nummer="SUB-2")
    assert (
        code_of(lambda: overeenkomsten.add_sub(manager, row.pk, under)) == "geen_hoofdovereenkomst"
    )


def test_correcting_keeps_the_period_and_the_rules(manager: Actor) -> None:
    row = head(verlengopties=1)
    done = overeenkomsten.correct(
        manager,
        row.pk,
        versie=1,
        waarden={"naam": "Nieuwe naam", "publicatie": "TED 2024/S 1", "einddatum": D(2026, 1, 1)},
    )
    assert (done.naam, done.versie) == ("Nieuwe naam", 2)
    row.refresh_from_db()
    assert (row.einddatum, row.publicatie) == (D(2028, 12, 31), "TED 2024/S 1")
    with pytest.raises(VersieVerouderd):
        overeenkomsten.correct(manager, row.pk, versie=1, waarden={"naam": "Oud"})
    wrong = {"verlengopties": 5}
    assert (
        code_of(lambda: overeenkomsten.correct(manager, row.pk, versie=2, waarden=wrong))
        == "looptijd_te_lang"
    )


# Options


@pytest.mark.parametrize(
    ("end", "months", "new"),
    [
        (D(2026, 12, 31), 12, D(2027, 12, 31)),
        (D(2027, 2, 28), 12, D(2028, 2, 29)),
        (D(2028, 2, 29), 12, D(2029, 2, 28)),
        (D(2026, 11, 30), 3, D(2027, 2, 28)),
        (D(2026, 6, 30), 1, D(2026, 7, 31)),
        (D(2026, 6, 15), 18, D(2027, 12, 15)),
        (D(2026, 5, 30), 9, D(2027, 2, 28)),
    ],
)
def test_extension_counts_whole_months(end: Any, months: int, new: Any) -> None:
    assert extended(end, months) == new


def test_option_extends_what_was_chosen_and_no_more(manager: Actor) -> None:
    outer = head(verlengopties=1)
    sub = head(soort="sub", hoofdovereenkomst=outer, aanbieder=outer.aanbieder)
    along = contract(overeenkomst=sub)
    stays = contract(overeenkomst=sub)
    earlier = contract(overeenkomst=outer, einddatum=D(2027, 6, 30))
    outlived = contract(overeenkomst=sub)
    Perceel.objects.filter(pk=outlived.perceel_id).update(einddatum=D(2028, 12, 31))
    decided = contract(overeenkomst=sub)
    Perceelcontract.objects.filter(pk=decided.pk).update(einde_besloten=True)
    shown = overeenkomsten.preview(manager, outer.pk)
    assert (shown.nieuw, {c.pk for c in shown.contracten}) == (
        D(2029, 12, 31),
        {along.pk, stays.pk},
    )
    overeenkomsten.extend(manager, outer.pk, versie=1, mee=[sub.pk, along.pk])
    for row, end in (
        (outer, D(2029, 12, 31)), (sub, D(2029, 12, 31)), (along, D(2029, 12, 31)),
        (stays, D(2028, 12, 31)), (earlier, D(2027, 6, 30)),
    ):  # fmt: skip
        row.refresh_from_db()
        assert row.einddatum == end
    assert outer.verlengd == 1
    assert code_of(lambda: overeenkomsten.extend(manager, outer.pk, versie=2)) == "verlengopties_op"


def test_contract_does_not_outlive_its_sub(manager: Actor) -> None:
    outer = head(verlengopties=1)
    sub = head(soort="sub", hoofdovereenkomst=outer, aanbieder=outer.aanbieder)
    along = contract(overeenkomst=sub)
    other = contract()
    for mee, wrong in ([along.pk], "buiten_overeenkomst"), ([other.pk], "verlengt_niet_mee"):
        assert (
            code_of(lambda: overeenkomsten.extend(manager, outer.pk, versie=1, mee=mee)) == wrong  # noqa: B023
        )
    outer.refresh_from_db()
    assert (outer.einddatum, outer.verlengd) == (D(2028, 12, 31), 0)


def test_sub_is_extended_within_its_head_only(manager: Actor) -> None:
    outer = head()
    sub = head(soort="sub", hoofdovereenkomst=outer, aanbieder=outer.aanbieder, verlengopties=1)
    assert (
        code_of(lambda: overeenkomsten.extend(manager, sub.pk, versie=1)) == "buiten_overeenkomst"
    )


def test_what_has_no_end_has_no_option(manager: Actor) -> None:
    row = head(einddatum=None, verlengopties=1)
    assert code_of(lambda: overeenkomsten.preview(manager, row.pk)) == "geen_einddatum"


# Admission


@pytest.mark.parametrize(
    ("begin", "end", "wrong"),
    [
        (D(2025, 1, 1), D(2028, 12, 31), ""),
        (D(2025, 1, 1), None, ""),
        (D(2024, 12, 31), None, "buiten_overeenkomst"),
        (D(2025, 1, 1), D(2029, 1, 1), "buiten_overeenkomst"),
        (D(2026, 1, 2), D(2026, 1, 1), "periode_ongeldig"),
    ],
)
def test_admission_lies_within_its_agreement(
    manager: Actor, begin: Any, end: Any, wrong: str
) -> None:
    outer, perceel = head(), PerceelFactory()
    given = Toelating(perceel.pk, begin, end)
    if wrong:
        assert code_of(lambda: perceelcontracten.admit(manager, outer.pk, given)) == wrong
    else:
        assert perceelcontracten.admit(manager, outer.pk, given).einddatum == D(2028, 12, 31)


def test_admission_needs_a_perceel_that_exists_then(manager: Actor) -> None:
    outer, perceel = head(), PerceelFactory(begindatum=D(2026, 1, 1))
    given = Toelating(perceel.pk, D(2025, 12, 31))
    assert (
        code_of(lambda: perceelcontracten.admit(manager, outer.pk, given)) == "perceel_niet_geldig"
    )
    unknown = Toelating(uuid.uuid4(), D(2026, 1, 1))
    assert (
        code_of(lambda: perceelcontracten.admit(manager, outer.pk, unknown)) == "onbekende_waarde"
    )


@pytest.mark.parametrize(
    ("begin", "end", "wrong"),
    [
        (D(2025, 1, 1), D(2025, 12, 31), ""),
        (D(2025, 1, 1), D(2026, 1, 1), "perceelcontract_overlap"),
        (D(2026, 12, 31), None, "perceelcontract_overlap"),
        (D(2027, 1, 1), None, ""),
    ],
)
def test_periods_of_a_pair_never_overlap(manager: Actor, begin: Any, end: Any, wrong: str) -> None:
    there = contract(begindatum=D(2026, 1, 1), einddatum=D(2026, 12, 31))
    given = Toelating(there.perceel_id, begin, end)
    if wrong:
        assert (
            code_of(lambda: perceelcontracten.admit(manager, there.overeenkomst_id, given)) == wrong
        )
    else:
        perceelcontracten.admit(manager, there.overeenkomst_id, given)


def test_tariff_group_where_the_perceel_has_them(manager: Actor) -> None:
    outer, (perceel, groups), plain = head(), with_groups(), PerceelFactory()
    without, wrong = (
        Toelating(perceel.pk, D(2025, 1, 1)),
        Toelating(plain.pk, D(2025, 1, 1), tariefgroep_id=groups[0].pk),
    )
    admit = perceelcontracten.admit
    assert code_of(lambda: admit(manager, outer.pk, without)) == "tariefgroep_verplicht"
    assert code_of(lambda: admit(manager, outer.pk, wrong)) == "tariefgroep_past_niet"
    row = admit(manager, outer.pk, replace(without, tariefgroep_id=groups[0].pk))
    assert tariff_group_on(row, PEIL) == groups[0].pk


@pytest.mark.parametrize(
    ("vanaf", "wrong"),
    [
        (D(2026, 10, 31), "tariefgroep_terugwerkend"),
        (D(2026, 11, 1), ""),
        (D(2028, 12, 31), ""),
        (D(2029, 1, 1), "buiten_contract"),
    ],
)
def test_tariff_group_changes_from_a_day_on(manager: Actor, vanaf: Any, wrong: str) -> None:
    perceel, groups = with_groups()
    row = contract(perceel=perceel, tariefgroep=groups[0])

    def act(group: Any, versie: int = 1) -> Any:
        return perceelcontracten.change_tariff_group(
            manager, row.pk, versie=versie, tariefgroep_id=group.pk, vanaf=vanaf, peildatum=PEIL
        )

    if wrong:
        assert code_of(lambda: act(groups[1])) == wrong
        return
    act(groups[1])
    assert tariff_group_on(row, vanaf - datetime.timedelta(days=1)) == groups[0].pk
    assert tariff_group_on(row, vanaf) == groups[1].pk
    assert code_of(lambda: act(groups[1], 2)) == "tariefgroep_gelijk"
    act(groups[2], 2)
    assert tariff_group_on(row, vanaf) == groups[2].pk
    row.refresh_from_db()
    assert (row.tariefgroep_id, row.versie) == (groups[0].pk, 3)


@pytest.mark.parametrize(("weken", "wrong"), [(0, True), (1, False), (52, False), (53, True)])
def test_max_wait_overrides_that_of_the_perceel(manager: Actor, weken: int, wrong: bool) -> None:
    row = contract()
    act = lambda: perceelcontracten.set_max_wait(manager, row.pk, versie=1, weken=weken)  # noqa: E731
    if wrong:
        assert code_of(act) == "wachttijd_ongeldig"
    else:
        assert act().max_wachttijd_weken == weken


def test_end_moves_later_only(manager: Actor) -> None:
    row = contract(einddatum=D(2026, 12, 31))
    change = perceelcontracten.change_end
    for end, wrong in (
        (D(2026, 12, 30), "einde_via_contractbeheer"), (D(2029, 1, 1), "buiten_overeenkomst"),
    ):  # fmt: skip
        assert code_of(lambda: change(manager, row.pk, versie=1, einddatum=end)) == wrong  # noqa: B023
    assert change(manager, row.pk, versie=1, einddatum=None).einddatum == D(2028, 12, 31)


def test_withdrawn_when_nobody_uses_it_and_free_again(manager: Actor) -> None:
    row = contract()
    act = perceelcontracten.withdraw
    assert code_of(lambda: act(manager, row.pk, versie=1, reden=" ")) == "verplicht"
    act(manager, row.pk, versie=1, reden="Verkeerd perceel")
    with pytest.raises(Conflict):
        act(manager, row.pk, versie=2, reden="Nog eens")
    perceelcontracten.admit(manager, row.overeenkomst_id, Toelating(row.perceel_id, row.begindatum))
    used = contract()
    AanbodFactory(perceelcontract=used)
    assert code_of(lambda: act(manager, used.pk, versie=1, reden="Fout")) == "contract_in_gebruik"


# Where is delivered


def gemeenten(number: int) -> list[Any]:
    return [OrganisatieFactory(soort=Organisatiesoort.GEMEENTE) for _ in range(number)]


def promised_on(row: Perceelcontract, day: datetime.date) -> set[Any]:
    rows = Leveringsgebied.objects.filter(perceelcontract=row, periode__contains=day)
    return set(rows.values_list("gemeente_id", flat=True))


def test_the_set_of_gemeenten_from_a_day_on(manager: Actor) -> None:
    row, (a, b, c) = contract(), gemeenten(3)

    def act(versie: int, wanted: list[Any], vanaf: Any, tot: Any = None) -> None:
        levering.promise(
            manager,
            row.pk,
            versie=versie,
            gemeente_ids=[g.pk for g in wanted],
            vanaf=vanaf,
            tot=tot,
        )

    act(1, [a, b], D(2025, 1, 1))
    act(2, [b, c], D(2026, 1, 1), D(2026, 6, 30))
    assert promised_on(row, D(2025, 12, 31)) == {a.pk, b.pk}
    assert promised_on(row, D(2026, 1, 1)) == {b.pk, c.pk}
    assert promised_on(row, D(2026, 7, 1)) == {b.pk}
    act(3, [], D(2025, 6, 1))
    assert promised_on(row, D(2025, 5, 31)) == {a.pk, b.pk}
    assert promised_on(row, D(2025, 6, 1)) == set()
    assert code_of(lambda: act(4, [a], D(2024, 12, 31))) == "buiten_contract"
    assert code_of(lambda: act(4, [a], D(2025, 2, 1), D(2025, 1, 31))) == "periode_ongeldig"
    other = OrganisatieFactory(soort=Organisatiesoort.GI)
    assert code_of(lambda: act(4, [other], D(2025, 2, 1))) == "onbekende_waarde"


def test_locations_of_this_aanbieder_only(manager: Actor) -> None:
    row = contract()
    own, strange = LocatieFactory(aanbieder=row.aanbieder), LocatieFactory()
    group, elsewhere = GroepFactory(locatie=own), GroepFactory()
    given = Plaatsgegevens(own.pk, 8, D(2025, 1, 1), group.pk)

    def act(gegevens: Plaatsgegevens, versie: int = 1) -> ContractLocatie:
        return levering.add_location(manager, row.pk, gegevens, versie=versie)

    for wrong, code in (
        (replace(given, locatie_id=strange.pk), "locatie_andere_aanbieder"),
        (replace(given, groep_id=elsewhere.pk), "groep_andere_locatie"),
        (replace(given, begindatum=D(2024, 1, 1)), "buiten_contract"),
        (replace(given, plaatsen=-1), "onbekende_waarde"),
    ):
        assert code_of(lambda: act(wrong)) == code  # noqa: B023
    place = act(given)
    assert code_of(lambda: act(given, 2)) == "contractlocatie_overlap"
    more = levering.change_places(manager, place.pk, versie=2, plaatsen=10, vanaf=D(2026, 1, 1))
    place.refresh_from_db()
    assert (place.plaatsen, place.einddatum) == (8, D(2025, 12, 31))
    assert (more.plaatsen, more.begindatum) == (10, D(2026, 1, 1))
    levering.end_location(manager, more.pk, versie=3, einddatum=D(2026, 6, 30))
    more.refresh_from_db()
    assert more.einddatum == D(2026, 6, 30)
    assert (
        code_of(
            lambda: levering.change_places(
                manager, more.pk, versie=4, plaatsen=1, vanaf=D(2026, 7, 1)
            )
        )
        == "buiten_contract"
    )


# Papers


def test_papers_are_for_both_sides_and_nobody_else(
    manager: Actor, actor_for: Callable[..., Actor]
) -> None:
    row = head()
    stuk = overeenkomsten.add_paper(
        manager, row.pk, chunks=[pages(1)], naam="getekend.pdf", soort="overeenkomst"
    )
    own = actor_for(Rolcode.AANBIEDER_BEHEERDER, row.aanbieder.organisatie)
    other = actor_for(Rolcode.AANBIEDER_BEHEERDER, AanbiederFactory().organisatie)
    for actor in (manager, own):
        assert readable(actor, stuk.document_id).pk == stuk.document_id
    for actor in (other, actor_for(Rolcode.TOEGANG), actor_for(Rolcode.CATALOGUSBEHEERDER)):
        with pytest.raises((NietGevonden, Verboden)):
            readable(actor, stuk.document_id)
    with pytest.raises(Ongeldig):
        overeenkomsten.add_paper(
            manager, row.pk, chunks=[b"geen pdf"], naam="x.pdf", soort="overeenkomst"
        )
    assert Overeenkomststuk.objects.count() == 1


# Who may


@pytest.mark.parametrize("rol", [r for r in Rolcode if "contract" not in r.value])
def test_nobody_else_acts(actor_for: Callable[..., Actor], rol: Rolcode) -> None:
    row = contract()
    own = rol in (Rolcode.AANBIEDER_BEHEERDER, Rolcode.AANBIEDER_ZORG)
    actor = actor_for(rol, row.aanbieder.organisatie if own else None)
    place = ContractLocatieFactory(perceelcontract=row)
    day = D(2026, 1, 1)
    for act in (
        lambda: overeenkomsten.add_head(actor, row.aanbieder_id, HOOFD),
        lambda: overeenkomsten.add_sub(actor, row.overeenkomst_id, HOOFD),
        lambda: overeenkomsten.extend(actor, row.overeenkomst_id, versie=1),
        lambda: overeenkomsten.correct(actor, row.overeenkomst_id, versie=1, waarden={}),
        lambda: overeenkomsten.add_paper(
            actor, row.overeenkomst_id, chunks=[], naam="a.pdf", soort="overig"
        ),
        lambda: perceelcontracten.admit(actor, row.overeenkomst_id, Toelating(row.perceel_id, day)),
        lambda: perceelcontracten.set_max_wait(actor, row.pk, versie=1, weken=2),
        lambda: perceelcontracten.change_end(actor, row.pk, versie=1, einddatum=None),
        lambda: perceelcontracten.withdraw(actor, row.pk, versie=1, reden="Fout"),
        lambda: levering.promise(actor, row.pk, versie=1, gemeente_ids=[], vanaf=day),
        lambda: levering.change_places(actor, place.pk, versie=1, plaatsen=1, vanaf=day),
        lambda: levering.end_location(actor, place.pk, versie=1, einddatum=day),
    ):
        with pytest.raises((Verboden, NietGevonden)):
            act()
