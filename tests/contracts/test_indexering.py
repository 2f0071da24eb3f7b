"""An indexation from proposal to tariff and back (R-SEG-8, D-27)."""

import dataclasses
import datetime
from decimal import Decimal
from itertools import product as pairs
from typing import Any

import pytest
from django.db.models import Sum

from contracts.choices import Indexeringstatus as S
from contracts.choices import Perceelaard, Segmentcode
from contracts.indexering.overgangen import OVERGANGEN, require_transition
from contracts.indexering.rekenen import factor_of_indexering
from contracts.models import Indexering, Tarief
from contracts.rules import Percentages, indexed
from contracts.services import indexering as diensten
from contracts.services import tarieven
from contracts.services.indexering import Indexeringgegevens
from contracts.services.tarieven import Tariefgegevens
from core.choices import Rolcode
from core.fouten import Conflict, NietGevonden, Ongeldig, PortalFout, Verboden, VersieVerouderd
from core.models import Gebeurtenis
from tests.factories.contracts import (
    IndexeringFactory,
    PerceelFactory,
    ProductFactory,
    SegmentFactory,
    TariefFactory,
    TariefgroepFactory,
    WegingFactory,
)
from tests.factories.providers import LocatieFactory
from tests.tegelijk import at_once

pytestmark = pytest.mark.django_db
D, P = datetime.date, Percentages
VANDAAG, INGANG = D(2028, 11, 22), D(2029, 1, 1)
PROCENT = "percentage_ongeldig"
VNG = P(Decimal("4.18"), Decimal("1.82"))


@pytest.fixture
def beheerder(actor_for):
    return actor_for(Rolcode.CATALOGUSBEHEERDER)


@pytest.fixture
def perceel(db):
    return PerceelFactory(aard=Perceelaard.BEHANDELING)


@pytest.fixture
def tarief(perceel):
    return TariefFactory(product=ProductFactory(perceel=perceel), bedrag=Decimal("100.00"))


def gegevens(**fields: Any) -> Indexeringgegevens:
    known = {"ingangsdatum": INGANG, "weging_id": WegingFactory().pk, "voorlopig": VNG}
    return Indexeringgegevens(**{**known, **fields})


def proposal(actor: Any, **fields: Any) -> Indexering:
    made = diensten.create(actor, gegevens(**fields), peildatum=VANDAAG)
    return diensten.calculate(actor, made.pk, peildatum=VANDAAG)


def activated(actor: Any, **fields: Any) -> Indexering:
    made = proposal(actor, **fields)
    return diensten.activate(actor, made.pk, versie=made.versie, peildatum=VANDAAG)


def stand() -> list[tuple[Any, ...]]:
    """Every tariff there is, without its id."""
    rows = Tarief.objects.order_by("product", "tariefgroep", "locatie", "eenheid", "begindatum")
    return list(
        rows.values_list("product", "tariefgroep", "locatie", "begindatum", "einddatum", "bedrag")
    )


def test_the_example_of_2025(beheerder, tarief):
    """D-27: 4,18 × 90 % + 1,82 × 10 % = 3,944; € 100,00 becomes € 103,94 from 1 January."""
    made = activated(beheerder)
    assert made.factor == Decimal("1.039440000000")
    (line,) = made.regels.all()
    assert (line.onafgerond, line.nieuw_bedrag) == (Decimal("103.94400000"), Decimal("103.94"))
    assert [row[3:] for row in stand()] == [
        (tarief.begindatum, D(2028, 12, 31), Decimal("100.00")),
        (INGANG, None, Decimal("103.94")),
    ]
    told = Gebeurtenis.objects.filter(object_id=made.pk).order_by("id")
    assert [t.soort.split(".")[1] for t in told] == ["opgesteld", "berekend", "geactiveerd"]


def test_what_the_preview_said_is_what_activation_wrote(beheerder, perceel):
    """Groups, a location and odd cents; the sums agree to the cent and each line is the rule's."""
    for cents in (1, 167, 250, 49357, 99999999):
        product = ProductFactory(perceel=perceel)
        TariefFactory(product=product, bedrag=Decimal(cents) / 100)
        TariefFactory(
            product=product, tariefgroep=TariefgroepFactory(), bedrag=Decimal(cents + 50) / 100
        )
        TariefFactory(product=product, locatie=LocatieFactory(), bedrag=Decimal(cents + 3) / 100)
    made = proposal(
        beheerder, vorig=P(Decimal("3.3"), Decimal("2.1")), definitief=P(Decimal("3.9"), Decimal(2))
    )
    factor = factor_of_indexering(made)
    for line in made.regels.all():
        assert line.nieuw_bedrag == indexed(line.oud_bedrag, factor)
    said = made.regels.aggregate(oud=Sum("oud_bedrag"), nieuw=Sum("nieuw_bedrag"))
    diensten.activate(beheerder, made.pk, versie=made.versie, peildatum=VANDAAG)
    new = Tarief.objects.filter(begindatum=INGANG)
    old = Tarief.objects.filter(einddatum=D(2028, 12, 31))
    assert new.count() == old.count() == made.regels.count() == 15
    assert new.aggregate(s=Sum("bedrag"))["s"] == said["nieuw"]
    assert old.aggregate(s=Sum("bedrag"))["s"] == said["oud"]
    assert set(new.values_list("pk", flat=True)) == set(
        made.regels.values_list("nieuw_tarief", flat=True)
    )


@pytest.mark.parametrize(
    ("eind", "volgende", "nieuw_eind"),
    [
        pytest.param(None, None, None, id="open"),
        pytest.param(D(2029, 6, 30), None, D(2029, 6, 30), id="keeps-its-end"),
        pytest.param(D(2028, 12, 31), None, None, id="ends-last-day-runs-on"),
        pytest.param(D(2028, 12, 31), D(2029, 7, 1), D(2029, 6, 30), id="until-the-next"),
        pytest.param(D(2029, 6, 30), D(2029, 7, 1), D(2029, 6, 30), id="next-stays"),
        pytest.param(D(2029, 2, 28), D(2029, 3, 1), D(2029, 2, 28), id="end-of-february"),
    ],
)
def test_new_tariff_covers_what_the_old_one_would_have(
    beheerder, tarief, eind, volgende, nieuw_eind
):
    Tarief.objects.filter(pk=tarief.pk).update(einddatum=eind)
    if volgende:
        TariefFactory(product=tarief.product, begindatum=volgende)
    before = stand()
    made = activated(beheerder)
    new = Tarief.objects.get(begindatum=INGANG)
    assert new.einddatum == nieuw_eind
    diensten.withdraw(beheerder, made.pk, versie=made.versie, peildatum=VANDAAG)
    assert stand() == before


def test_what_is_not_there_on_the_day_is_left_out(beheerder, tarief, perceel):
    """Ended earlier, product or location gone, product out of the perceel, other perceel."""
    TariefFactory(product=ProductFactory(perceel=perceel), einddatum=D(2028, 12, 30))
    TariefFactory(product=ProductFactory(perceel=perceel, einddatum=D(2028, 12, 31)))
    TariefFactory(product=ProductFactory(perceel=perceel), begindatum=D(2029, 1, 2))
    gone = LocatieFactory(einddatum=D(2028, 12, 31))
    TariefFactory(product=tarief.product, locatie=gone)
    out = ProductFactory(perceel=perceel)
    out.perceelproducten.update(einddatum=D(2028, 12, 31))
    TariefFactory(product=out)
    TariefFactory()
    made = proposal(beheerder)
    assert [line.oud_tarief for line in made.regels.all()] == [tarief.pk]
    assert made.overgeslagen == 0


def test_a_new_tariff_on_that_day_is_passed_over_and_counted(beheerder, tarief, perceel):
    other = TariefFactory(product=ProductFactory(perceel=perceel))
    tarieven.add(
        beheerder,
        Tariefgegevens(other.product_id, other.eenheid, Decimal("2.00"), INGANG),
        peildatum=VANDAAG,
    )
    made = proposal(beheerder)
    assert (made.regels.count(), made.overgeslagen) == (1, 1)


def test_weighing_decides_which_percelen(beheerder, tarief):
    """JeugdzorgPlus has 83/17 of its own, so the ordinary weighing leaves it alone (JP art. 6)."""
    plus = WegingFactory(
        aard=Perceelaard.JEUGDZORGPLUS, naam="JeugdzorgPlus", personeel=83, materieel=17
    )
    closed = PerceelFactory(
        aard=Perceelaard.JEUGDZORGPLUS, segment=SegmentFactory(code=Segmentcode.WONEN_VERBLIJF)
    )
    etmaal = TariefFactory(product=ProductFactory(perceel=closed), bedrag=Decimal("493.57"))
    ordinary, own = proposal(beheerder), proposal(beheerder, weging_id=plus.pk)
    assert [line.oud_tarief for line in ordinary.regels.all()] == [tarief.pk]
    assert [line.oud_tarief for line in own.regels.all()] == [etmaal.pk]
    assert own.factor == Decimal("1.037788")
    assert own.regels.get().nieuw_bedrag == Decimal("512.22")


def test_scope_is_narrowed_to_a_segment_and_to_percelen(beheerder, tarief, perceel):
    crisis = PerceelFactory(segment=SegmentFactory(code=Segmentcode.CRISIS))
    other = TariefFactory(product=ProductFactory(perceel=crisis))
    by_segment = proposal(beheerder, segment_id=crisis.segment_id)
    by_perceel = proposal(beheerder, perceel_ids=[perceel.pk])
    assert by_segment.regels.get().oud_tarief == other.pk
    assert by_perceel.regels.get().oud_tarief == tarief.pk
    with pytest.raises(Ongeldig) as refused:
        proposal(beheerder, perceel_ids=[perceel.pk], segment_id=crisis.segment_id)
    assert refused.value.code == "ongeldig"
    assert [f.code for f in refused.value.bevindingen] == ["indexering_leeg"]


def test_nothing_is_indexed_twice_for_the_same_year(beheerder, tarief):
    activated(beheerder)
    with pytest.raises(Ongeldig, match="geen tarief"):
        proposal(beheerder, ingangsdatum=D(2029, 7, 1))


def test_definitive_figures_later_make_a_new_indexation_from_a_later_day(beheerder, tarief):
    """Recalculation alone: no provisional percentage a second time, nothing retroactive."""
    activated(beheerder)
    nul = P(Decimal(0), Decimal(0))
    made = activated(
        beheerder,
        ingangsdatum=D(2029, 7, 1),
        voorlopig=nul,
        vorig=P(Decimal(4), Decimal(4)),
        definitief=P(Decimal(5), Decimal(5)),
    )
    assert made.regels.get().nieuw_bedrag == Decimal("104.94")  # 103,94 × 1,05 ÷ 1,04
    assert [row[3:5] for row in stand()][1:] == [
        (INGANG, D(2029, 6, 30)),
        (D(2029, 7, 1), None),
    ]


@pytest.mark.parametrize(
    ("velden", "verwacht"),
    [
        ({"ingangsdatum": D(2028, 10, 31)}, ("ingangsdatum", "tarief_gesloten_maand")),
        ({"voorlopig": P(Decimal("394.4"), Decimal(1))}, ("voorlopig_personeel", PROCENT)),
        ({"voorlopig": P(Decimal(1), Decimal("NaN"))}, ("voorlopig_materieel", PROCENT)),
        ({"voorlopig": P(Decimal(1), Decimal("1.0001"))}, ("voorlopig_materieel", PROCENT)),
        ({"vorig": VNG}, ("definitief_personeel", "nacalculatie_onvolledig")),
        ({"definitief": VNG}, ("vorig_personeel", "nacalculatie_onvolledig")),
        ({"weging_id": INGANG and "0" * 32}, ("weging", "onbekende_waarde")),
        ({"segment_id": "0" * 32}, ("segment", "onbekende_waarde")),
        ({"perceel_ids": ["0" * 32]}, ("percelen", "onbekende_waarde")),
    ],
    ids=lambda value: str(value)[:40],
)  # fmt: skip
def test_bad_input_is_refused_with_a_code_on_its_field(beheerder, velden, verwacht):
    with pytest.raises(Ongeldig) as refused:
        diensten.create(beheerder, gegevens(**velden), peildatum=VANDAAG)
    assert [(f.veld, f.code) for f in refused.value.bevindingen] == [verwacht]
    assert not Indexering.objects.exists()


def test_from_the_first_open_day_and_on_a_leap_day(beheerder, tarief):
    made = proposal(beheerder, ingangsdatum=D(2028, 11, 1))
    done = diensten.activate(beheerder, made.pk, versie=made.versie, peildatum=VANDAAG)
    assert done.status == S.GEACTIVEERD
    leap = IndexeringFactory(ingangsdatum=D(2032, 2, 29))
    diensten.calculate(beheerder, leap.pk, peildatum=VANDAAG)
    leap.refresh_from_db()
    diensten.activate(beheerder, leap.pk, versie=leap.versie, peildatum=VANDAAG)
    assert [row[4] for row in stand()] == [D(2028, 10, 31), D(2032, 2, 28), None]


def test_a_proposal_that_lay_too_long_is_not_activated_on_a_closed_month(beheerder, tarief):
    made = proposal(beheerder, ingangsdatum=D(2028, 12, 1))
    with pytest.raises(Ongeldig) as refused:
        diensten.activate(beheerder, made.pk, versie=made.versie, peildatum=D(2029, 1, 1))
    assert [f.code for f in refused.value.bevindingen] == ["tarief_gesloten_maand"]
    assert len(stand()) == 1


@pytest.mark.parametrize("wat", ["bedrag", "einde", "erbij", "weg"])
def test_a_tariff_that_changed_after_the_preview_is_refused_and_reckoned_anew(
    beheerder, tarief, perceel, wat
):
    other = TariefFactory(product=ProductFactory(perceel=perceel))
    made = proposal(beheerder)
    if wat == "bedrag":
        Tarief.objects.filter(pk=tarief.pk).update(bedrag=Decimal("110.00"))
    elif wat == "einde":
        tarieven.end(beheerder, tarief.pk, einddatum=D(2029, 5, 31), peildatum=VANDAAG)
    elif wat == "erbij":
        TariefFactory(product=ProductFactory(perceel=perceel))
    else:
        tarieven.end(beheerder, other.pk, einddatum=D(2028, 11, 30), peildatum=VANDAAG)
    before = stand()
    with pytest.raises(Conflict) as refused:
        diensten.activate(beheerder, made.pk, versie=made.versie, peildatum=VANDAAG)
    assert (refused.value.status, refused.value.code) == (409, "indexering_verouderd")
    assert stand() == before
    made.refresh_from_db()
    assert made.status == S.BEREKEND
    diensten.activate(beheerder, made.pk, versie=made.versie, peildatum=VANDAAG)
    assert Tarief.objects.filter(begindatum=INGANG).count() == {"erbij": 3, "weg": 1}.get(wat, 2)


def test_activated_again_is_refused(beheerder, tarief):
    made = activated(beheerder)
    before = stand()
    with pytest.raises(Conflict) as refused:
        diensten.activate(beheerder, made.pk, versie=made.versie, peildatum=VANDAAG)
    assert (refused.value.status, refused.value.code) == (409, "status_overgang")
    assert stand() == before


def test_withdrawn_before_the_day_everything_is_as_it_was(beheerder, perceel):
    TariefFactory(product=ProductFactory(perceel=perceel))
    TariefFactory(product=ProductFactory(perceel=perceel), einddatum=D(2028, 12, 31))
    TariefFactory(product=ProductFactory(perceel=perceel), einddatum=D(2030, 6, 30))
    before = stand()
    made = activated(beheerder)
    new = list(made.regels.values_list("nieuw_tarief", flat=True))
    done = diensten.withdraw(
        beheerder, made.pk, versie=made.versie, peildatum=D(2028, 12, 31), reden="Typefout"
    )
    assert done.status == S.INGETROKKEN
    assert stand() == before
    assert made.regels.count() == 3
    history = Tarief.pgh_event_model.objects.filter(pgh_obj_id__in=new)
    assert sorted(history.values_list("pgh_label", flat=True)) == ["delete"] * 3 + ["insert"] * 3
    again = activated(beheerder)
    assert again.regels.count() == 3


def test_on_its_day_it_is_no_longer_withdrawn(beheerder, tarief):
    made = activated(beheerder)
    with pytest.raises(Conflict) as refused:
        diensten.withdraw(beheerder, made.pk, versie=made.versie, peildatum=INGANG)
    assert refused.value.code == "indexering_begonnen"
    assert len(stand()) == 2


@pytest.mark.parametrize("wat", ["nieuw", "oud", "erna"])
def test_not_withdrawn_over_a_later_change_of_its_tariffs(beheerder, tarief, wat):
    made = activated(beheerder)
    new = Tarief.objects.get(begindatum=INGANG)
    if wat == "nieuw":
        tarieven.correct(beheerder, new.pk, bedrag=Decimal("104.00"), peildatum=VANDAAG)
    elif wat == "oud":
        tarieven.end(beheerder, tarief.pk, einddatum=D(2028, 12, 30), peildatum=VANDAAG)
    else:
        later = Tariefgegevens(tarief.product_id, tarief.eenheid, Decimal("9.00"), D(2029, 4, 1))
        tarieven.add(beheerder, later, peildatum=VANDAAG)
    before = stand()
    with pytest.raises(Conflict) as refused:
        diensten.withdraw(beheerder, made.pk, versie=made.versie, peildatum=VANDAAG)
    assert refused.value.code == "indexering_tarief_gewijzigd"
    assert stand() == before


def test_one_tariff_of_an_active_indexation_is_not_taken_back_by_itself(beheerder, tarief):
    activated(beheerder)
    new = Tarief.objects.get(begindatum=INGANG)
    with pytest.raises(Conflict) as refused:
        tarieven.remove(beheerder, new.pk, peildatum=VANDAAG)
    assert refused.value.code == "tarief_van_indexering"


def test_changed_proposal_is_a_concept_again_without_lines(beheerder, tarief):
    made = proposal(beheerder)
    new = dataclasses.replace(gegevens(), toelichting="Nieuwe cijfers van de NZa")
    done = diensten.change(beheerder, made.pk, new, versie=made.versie, peildatum=VANDAAG)
    assert (done.status, done.factor, done.regels.count()) == (S.CONCEPT, None, 0)
    with pytest.raises(VersieVerouderd):
        diensten.change(beheerder, made.pk, new, versie=made.versie, peildatum=VANDAAG)
    with pytest.raises(Conflict):
        diensten.activate(beheerder, made.pk, versie=done.versie, peildatum=VANDAAG)


@pytest.mark.parametrize(("van", "naar"), list(pairs(S, S)), ids=str)
def test_every_step_of_status(van, naar):
    if naar in OVERGANGEN[van]:
        require_transition(van, naar)
        return
    with pytest.raises(Conflict) as refused:
        require_transition(van, naar)
    assert refused.value.code == "status_overgang"


@pytest.mark.parametrize(
    ("rol", "fout"),
    [
        (Rolcode.CONTRACTMANAGER, Verboden),
        (Rolcode.CONTRACTBEHEERDER, Verboden),
        (Rolcode.BACKOFFICE, NietGevonden),
        (Rolcode.AANBIEDER_BEHEERDER, NietGevonden),
    ],
)
def test_only_the_catalogusbeheerder_indexes(actor_for, beheerder, tarief, rol, fout):
    made, actor = proposal(beheerder), actor_for(rol)
    acts = [
        lambda: diensten.change(actor, made.pk, gegevens(), versie=made.versie, peildatum=VANDAAG),
        lambda: diensten.calculate(actor, made.pk, peildatum=VANDAAG),
        lambda: diensten.activate(actor, made.pk, versie=made.versie, peildatum=VANDAAG),
        lambda: diensten.withdraw(actor, made.pk, versie=made.versie, peildatum=VANDAAG),
    ]
    for act in acts:
        with pytest.raises(fout):
            act()
    with pytest.raises(Verboden):
        diensten.create(actor, gegevens(), peildatum=VANDAAG)
    assert len(stand()) == 1


def outcomes(done: list[Any]) -> list[str]:
    return sorted(d.code if isinstance(d, PortalFout) else "gelukt" for d in done)


@pytest.mark.django_db(transaction=True)
def test_two_people_activate_at_once_and_one_wins(actor_for):
    TariefFactory(product=ProductFactory(perceel=PerceelFactory()))
    actors = [actor_for(Rolcode.CATALOGUSBEHEERDER) for _ in range(2)]
    made = proposal(actors[0])
    done = at_once([
        lambda a=a: diensten.activate(a, made.pk, versie=made.versie, peildatum=VANDAAG)
        for a in actors
    ])  # fmt: skip
    assert outcomes(done) == ["gelukt", "status_overgang"]
    assert len(stand()) == 2


@pytest.mark.django_db(transaction=True)
def test_two_proposals_for_the_same_tariffs_at_once_and_one_wins(actor_for):
    for _ in range(3):
        TariefFactory(product=ProductFactory(perceel=PerceelFactory()))
    actors = [actor_for(Rolcode.CATALOGUSBEHEERDER) for _ in range(2)]
    made = [proposal(a) for a in actors]
    done = at_once([
        lambda a=a, m=m: diensten.activate(a, m.pk, versie=m.versie, peildatum=VANDAAG)
        for a, m in zip(actors, made, strict=True)
    ])  # fmt: skip
    codes = outcomes(done)
    assert codes[0] == "gelukt" or codes[1] == "gelukt"
    assert len(stand()) == 6


@pytest.mark.django_db(transaction=True)
def test_a_tariff_added_while_it_is_activated_leaves_no_overlap_and_nothing_half(actor_for):
    tarief = TariefFactory(product=ProductFactory(perceel=PerceelFactory()))
    actors = [actor_for(Rolcode.CATALOGUSBEHEERDER) for _ in range(2)]
    made = proposal(actors[0])
    new = Tariefgegevens(tarief.product_id, tarief.eenheid, Decimal("9.00"), INGANG)
    done = at_once([
        lambda: diensten.activate(actors[0], made.pk, versie=made.versie, peildatum=VANDAAG),
        lambda: tarieven.add(actors[1], new, peildatum=VANDAAG),
    ])  # fmt: skip
    assert sum(isinstance(d, PortalFout) for d in done) == 1
    assert [row[4] for row in stand()] == [D(2028, 12, 31), None]
