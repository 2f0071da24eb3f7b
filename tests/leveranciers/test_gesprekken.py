"""Talks and agreements: every step, who may do it, and two at the same moment."""

import datetime
from itertools import product

import pytest
from django.db import ProgrammingError, transaction

from core.choices import Rolcode
from core.fouten import Conflict, NietGevonden, Ongeldig, Verboden, VersieVerouderd
from core.models import Uitgaand
from leveranciers.choices import Afspraakkant, Afspraakstatus, Gespreksoort, Gespreksstatus
from leveranciers.models import Accountgesprek, Afspraak
from leveranciers.overgangen import AFSPRAAK, GESPREK, require_afspraak, require_gesprek
from leveranciers.services import afspraken, gesprekken
from leveranciers.services.afspraken import Afspraakgegevens
from tests.factories.core import RolFactory
from tests.factories.providers import AanbiederFactory
from tests.leveranciers.conftest import VANDAAG
from tests.tegelijk import at_once

DAG = datetime.timedelta(days=1)
AANBIEDER = Afspraakgegevens("Herstelplan", Afspraakkant.AANBIEDER, VANDAAG + 30 * DAG)


def of_ozjt(carla):
    return Afspraakgegevens("Tarief narekenen", Afspraakkant.OZJT, VANDAAG + DAG, carla.id)


@pytest.fixture
def afspraak(carla, concept):
    return afspraken.add_afspraak(
        carla, concept.pk, AANBIEDER, versie=concept.versie, peildatum=VANDAAG
    )


@pytest.fixture
def vastgesteld(carla, concept, afspraak):
    return gesprekken.establish_verslag(carla, concept.pk, versie=concept.versie)


@pytest.mark.parametrize(("van", "naar"), [*product(Gespreksstatus, Gespreksstatus)])
def test_every_pair_of_a_gesprek(van, naar):
    if naar in GESPREK[van]:
        require_gesprek(van, naar)
        return
    with pytest.raises(Conflict) as refused:
        require_gesprek(van, naar)
    assert refused.value.code == "status_overgang"


@pytest.mark.parametrize(("van", "naar"), [*product(Afspraakstatus, Afspraakstatus)])
def test_every_pair_of_an_afspraak(van, naar):
    if naar in AFSPRAAK[van]:
        require_afspraak(van, naar)
        return
    with pytest.raises(Conflict):
        require_afspraak(van, naar)


def test_planned_talk_has_a_kenmerk(gesprek):
    assert gesprek.kenmerk.startswith("AG-")
    assert gesprek.status == Gespreksstatus.GEPLAND


@pytest.mark.parametrize(("days", "good"), [(731, True), (732, False), (-731, True), (-732, False)])
def test_plan_lies_within_two_years(carla, linde, days, good):
    def plan():
        return gesprekken.plan_gesprek(
            carla, linde.pk, soort=Gespreksoort.VOORTGANG, datum=VANDAAG + days * DAG,
            aanwezigen="", agenda="", peildatum=VANDAAG,
        )  # fmt: skip

    if good:
        assert plan().pk
        return
    with pytest.raises(Ongeldig) as refused:
        plan()
    assert refused.value.bevindingen[0].code == "gespreksdatum_ongeldig"


def write(carla, gesprek, **changed):
    values = {"datum": VANDAAG, "aanwezigen": "Bestuurder", "verslag": "Besproken."} | changed
    return gesprekken.write_verslag(
        carla, gesprek.pk, versie=gesprek.versie, peildatum=VANDAAG, **values
    )


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({"datum": VANDAAG + DAG}, {("datum", "gespreksdatum_ongeldig")}),
        ({"verslag": " "}, {("verslag", "verplicht")}),
        ({"aanwezigen": ""}, {("aanwezigen", "verplicht")}),
        ({"verslag": "Over 999990019 gesproken"}, {("verslag", "bsn_in_tekst")}),
        ({"verslag": "x" * 20_001}, {("verslag", "te_lang")}),
        ({"verslag": "", "aanwezigen": "", "datum": VANDAAG + DAG},
         {("verslag", "verplicht"), ("aanwezigen", "verplicht"),
          ("datum", "gespreksdatum_ongeldig")}),
    ],
    ids=["tomorrow", "empty", "nobody", "bsn", "too long", "all at once"],
)  # fmt: skip
def test_verslag_is_refused_with_every_reason(carla, gesprek, changed, found):
    with pytest.raises(Ongeldig) as refused:
        write(carla, gesprek, **changed)
    assert {(f.veld, f.code) for f in refused.value.bevindingen} == found
    gesprek.refresh_from_db()
    assert gesprek.status == Gespreksstatus.GEPLAND


def test_concept_is_written_again_and_then_stands(carla, concept):
    again = write(carla, concept, verslag="Beter.")
    done = gesprekken.establish_verslag(carla, again.pk, versie=again.versie)
    assert (done.status, done.verslag) == (Gespreksstatus.VASTGESTELD, "Beter.")
    for act in (
        lambda: write(carla, done),
        lambda: gesprekken.establish_verslag(carla, done.pk, versie=done.versie),
        lambda: gesprekken.cancel_gesprek(carla, done.pk, reden="nee", versie=done.versie),
    ):
        with pytest.raises(Conflict):
            act()


def test_verslag_that_stands_is_guarded_by_the_database(vastgesteld):
    rows = Accountgesprek.objects.filter(pk=vastgesteld.pk)
    with pytest.raises(ProgrammingError), transaction.atomic():
        rows.update(verslag="Anders")
    with pytest.raises(ProgrammingError), transaction.atomic():
        rows._raw_delete(rows.db)


def test_aanbieder_hears_that_the_verslag_is_there(carla, concept, linde):
    role = RolFactory(rol=Rolcode.AANBIEDER_BEHEERDER, organisatie=linde.organisatie)
    gesprekken.establish_verslag(carla, concept.pk, versie=concept.versie)
    mail = Uitgaand.objects.get()
    assert (mail.ontvanger, mail.pad) == (role.gebruiker, f"/accountgesprekken/{concept.pk}")


def test_cancelling_needs_a_reason(carla, gesprek):
    with pytest.raises(Ongeldig):
        gesprekken.cancel_gesprek(carla, gesprek.pk, reden=" ", versie=gesprek.versie)
    done = gesprekken.cancel_gesprek(carla, gesprek.pk, reden="Ziek", versie=gesprek.versie)
    assert done.status == Gespreksstatus.VERVALLEN


def test_afspraak_of_ozjt_has_an_owner_there(carla, concept, beheerder):
    for owner in (None, beheerder.id):
        given = Afspraakgegevens("Iets", Afspraakkant.OZJT, VANDAAG, owner)
        with pytest.raises(Ongeldig) as refused:
            afspraken.add_afspraak(
                carla, concept.pk, given, versie=concept.versie, peildatum=VANDAAG
            )
        assert refused.value.bevindingen[0].code == "eigenaar_onbekend"
    done = afspraken.add_afspraak(
        carla, concept.pk, of_ozjt(carla), versie=concept.versie, peildatum=VANDAAG
    )
    assert done.eigenaar_id == carla.id


@pytest.mark.parametrize(("days", "good"), [(0, True), (-1, False)])
def test_term_does_not_lie_before_the_talk(carla, concept, days, good):
    given = Afspraakgegevens("Iets", Afspraakkant.AANBIEDER, VANDAAG + days * DAG)

    def add():
        return afspraken.add_afspraak(
            carla, concept.pk, given, versie=concept.versie, peildatum=VANDAAG
        )

    if good:
        assert add().pk
        return
    with pytest.raises(Ongeldig) as refused:
        add()
    assert refused.value.bevindingen[0].code == "termijn_ongeldig"


def test_afspraken_are_fixed_with_the_verslag(carla, vastgesteld, afspraak):
    with pytest.raises(Conflict):
        afspraken.add_afspraak(
            carla, vastgesteld.pk, AANBIEDER, versie=vastgesteld.versie, peildatum=VANDAAG
        )
    with pytest.raises(Conflict):
        afspraken.change_afspraak(carla, afspraak.pk, AANBIEDER, versie=1, peildatum=VANDAAG)


def test_changing_an_afspraak_of_a_concept(carla, afspraak):
    done = afspraken.change_afspraak(
        carla, afspraak.pk, of_ozjt(carla), versie=1, peildatum=VANDAAG
    )
    assert (done.kant, done.eigenaar_id, done.versie) == ("ozjt", carla.id, 2)


def finish(actor, afspraak, status=Afspraakstatus.GEDAAN, versie=1, opmerking="Gedaan."):
    return afspraken.finish_afspraak(
        actor, afspraak.pk, status=status, opmerking=opmerking, versie=versie
    )


def test_aanbieder_says_that_its_own_is_done(beheerder, vastgesteld, afspraak):
    with pytest.raises(Ongeldig):
        finish(beheerder, afspraak, opmerking=" ")
    done = finish(beheerder, afspraak)
    assert (done.status, done.afgerond_door_id) == (Afspraakstatus.GEDAAN, beheerder.id)
    with pytest.raises(Conflict):
        finish(beheerder, afspraak, versie=2)


def test_dropping_is_for_ozjt(carla, beheerder, vastgesteld, afspraak):
    with pytest.raises(Verboden):
        finish(beheerder, afspraak, Afspraakstatus.VERVALLEN)
    assert finish(carla, afspraak, Afspraakstatus.VERVALLEN).status == Afspraakstatus.VERVALLEN


def test_before_it_stands_the_aanbieder_sees_nothing(beheerder, concept, afspraak):
    assert not Accountgesprek.objects.for_actor(beheerder).exists()
    assert not Afspraak.objects.for_actor(beheerder).exists()
    with pytest.raises(NietGevonden):
        finish(beheerder, afspraak)


def test_aanbieder_sees_its_own_and_not_those_of_ozjt(carla, beheerder, concept, afspraak):
    afspraken.add_afspraak(
        carla, concept.pk, of_ozjt(carla), versie=concept.versie, peildatum=VANDAAG
    )
    gesprekken.establish_verslag(carla, concept.pk, versie=concept.versie)
    assert list(Afspraak.objects.for_actor(beheerder)) == [afspraak]


ZIET = {Rolcode.CONTRACTMANAGER, Rolcode.CONTRACTBEHEERDER}


@pytest.mark.parametrize("rol", list(Rolcode))
def test_nobody_else_sees_anything(actor_for, vastgesteld, afspraak, rol):
    other = None
    if rol in (Rolcode.AANBIEDER_BEHEERDER, Rolcode.AANBIEDER_ZORG):
        other = AanbiederFactory().organisatie
    actor = actor_for(rol, other)
    seen = Accountgesprek.objects.for_actor(actor).exists()
    assert (seen, Afspraak.objects.for_actor(actor).exists()) == (rol in ZIET, rol in ZIET)


def test_zorgmedewerker_of_the_aanbieder_sees_nothing(actor_for, linde, vastgesteld, afspraak):
    actor = actor_for(Rolcode.AANBIEDER_ZORG, linde.organisatie)
    assert not Accountgesprek.objects.for_actor(actor).exists()


def test_old_page_is_refused(carla, gesprek):
    write(carla, gesprek)
    with pytest.raises(VersieVerouderd):
        write(carla, gesprek, verslag="Van de ander")


@pytest.mark.django_db(transaction=True)
def test_of_two_who_close_at_once_one_wins(carla, concept):
    results = at_once(
        [lambda: gesprekken.establish_verslag(carla, concept.pk, versie=concept.versie)] * 2
    )
    assert sorted(type(r).__name__ for r in results) == ["Accountgesprek", "VersieVerouderd"]
    assert Accountgesprek.objects.get().versie == concept.versie + 1


@pytest.mark.django_db(transaction=True)
def test_of_two_who_finish_at_once_one_wins(carla, vastgesteld, afspraak):
    results = at_once([lambda: finish(carla, afspraak)] * 2)
    assert sorted(type(r).__name__ for r in results) == ["Afspraak", "VersieVerouderd"]
