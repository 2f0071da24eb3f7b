"""Policy against query: `may(actor, recht, obj)` says what `for_actor(actor)` finds, and the
scope of every model is the one of the design, §4, written down here apart from the policies."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from core import rolgroepen
from core.actor import ANONIEM, Actor
from core.authenticatie import DOEL
from core.choices import Actorsoort, Organisatiesoort, Rolcode
from core.fouten import NietGevonden, Verboden
from core.genereren import import_everything
from core.models import Organisatie
from core.policies import AANGEMELD, POLICIES, Recht, authorise, may, scoped
from indications.models import (
    Declaratieregel,
    Jeugdige,
    Levering,
    Toewijzing,
    Verbruik,
    Verwijzing,
)
from ozjt.demo.basis import key
from providers.models import Bankrekening, GeheimAdres
from tests.matrix.test_objecten import AANBIEDER, CONTRACT, GEMEENTE
from tests.matrix.wereld import ENSCHEDE, HENGELO, LINDE, organisation_for

import_everything()
MODELLEN = sorted(POLICIES, key=lambda model: model._meta.label)
NIEMAND = Recht("proef.niemand")


def actor(rol: Rolcode, organisatie_id=None) -> Actor:
    at = Organisatie.objects.select_related("aanbieder").get(
        pk=organisatie_id or organisation_for(rol)
    )
    own = getattr(at, "aanbieder", None)
    return Actor(
        Actorsoort.GEBRUIKER,
        id=key("gebruiker", rol),
        organisatie_id=at.pk,
        organisatie_soort=Organisatiesoort(at.soort),
        aanbieder_id=own.pk if own else None,
        rollen=frozenset({rol}),
        doel=DOEL,
    )


@pytest.mark.parametrize("rol", Rolcode)
@pytest.mark.parametrize("model", MODELLEN, ids=lambda model: model._meta.label)
def test_may_is_membership_of_for_actor(demo, rol, model):
    """For up to six rows inside the scope and six outside, with and without the right."""
    who = actor(rol)
    inside = list(model._default_manager.for_actor(who)[:6])
    outside = list(model._default_manager.exclude(pk__in=scoped(who, model).values("pk"))[:6])
    for row in inside:
        assert may(who, AANGEMELD, row)
        assert not may(who, NIEMAND, row)
        with pytest.raises(Verboden):
            authorise(who, NIEMAND, row)
    for row in outside:
        assert not may(who, AANGEMELD, row)
        with pytest.raises(NietGevonden):
            authorise(who, AANGEMELD, row)


@pytest.mark.parametrize("model", MODELLEN, ids=lambda model: model._meta.label)
def test_nobody_without_a_role_sees_anything_but_nothing(demo, model):
    signed_in = replace(actor(Rolcode.TOEGANG), rollen=frozenset())
    for who in (ANONIEM, signed_in):
        assert not model._default_manager.for_actor(who).exists()


@pytest.mark.parametrize("model", MODELLEN, ids=lambda model: model._meta.label)
def test_aanbieder_role_without_an_aanbieder_sees_no_rows_of_one(demo, model):
    """A role at the wrong kind of organisation opens the catalogue at most."""
    for rol in AANBIEDER:
        who = replace(actor(rol), aanbieder_id=None, organisatie_id=None)
        rows = model._default_manager.for_actor(who)
        if model._meta.label not in CATALOGUS:
            assert not rows.exists()


#: Roles that see every row of the model, and who sees the own part; others see nothing.
CATALOGUS = {
    "contracts.Segment",
    "contracts.Perceel",
    "contracts.Product",
    "contracts.PerceelProduct",
    "contracts.Uitsluiting",
    "contracts.Tariefgroep",
    "contracts.Tarief",
    "contracts.Subregio",
    "monitoring.Doel",
    "monitoring.Indicator",
    "monitoring.Indicatorversie",
    "monitoring.Subsidieindex",
}
AANBOD = {
    "providers.Aanbieder",
    "providers.AgbCode",
    "providers.Contactgegeven",
    "providers.Locatie",
    "providers.Groep",
    "contracts.Overeenkomst",
    "contracts.Perceelcontract",
    "contracts.ContractLocatie",
    "availability.Aanbod",
    "availability.Opgave",
}


@pytest.mark.parametrize("rol", Rolcode)
@pytest.mark.parametrize("label", sorted(AANBOD))
def test_offers_are_for_who_looks_for_a_place_and_an_aanbieder_its_own(demo, rol, label):
    model = next(m for m in MODELLEN if m._meta.label == label)
    seen, total = model._default_manager.for_actor(actor(rol)).count(), model.objects.count()
    assert total > 1
    if rol == Rolcode.FG:
        assert seen == 0
    elif rol in AANBIEDER:
        assert 0 < seen < total
    else:
        assert seen == total


CLIENT: dict[type, Callable[..., dict]] = {
    Toewijzing: lambda **own: own,
    Levering: lambda **own: {f"toewijzing__{name}": value for name, value in own.items()},
    Declaratieregel: lambda **own: {f"toewijzing__{name}": v for name, v in own.items()},
    Verbruik: lambda **own: {f"toewijzing__{name}": value for name, value in own.items()},
    Verwijzing: lambda **own: {f"toewijzingen__{name}": value for name, value in own.items()},
}


@pytest.mark.parametrize("rol", Rolcode)
@pytest.mark.parametrize("model", CLIENT, ids=lambda model: model.__name__)
def test_client_data_is_for_its_gemeente_its_zorg_and_contract_management(demo, rol, model):
    """N-IAM-05: a gemeente its own, an aanbieder what it delivers, contract management all."""
    seen = set(model.objects.for_actor(actor(rol)).values_list("pk", flat=True))
    if rol in GEMEENTE:
        expected = model.objects.filter(**CLIENT[model](gemeente=ENSCHEDE))
    elif rol == Rolcode.AANBIEDER_ZORG:
        expected = model.objects.filter(**CLIENT[model](aanbieder=LINDE))
    else:
        expected = model.objects.all() if rol in CONTRACT else model.objects.none()
    assert seen == set(expected.values_list("pk", flat=True))
    assert bool(seen) == (rol in GEMEENTE | CONTRACT | {Rolcode.AANBIEDER_ZORG})


def test_two_gemeenten_share_no_jeugdige_and_no_toewijzing(demo):
    for model in (Jeugdige, Toewijzing):
        here, there = (
            set(model.objects.for_actor(actor(Rolcode.TOEGANG, at)).values_list("pk", flat=True))
            for at in (ENSCHEDE, HENGELO)
        )
        assert here
        assert there
        assert not here & there


@pytest.mark.parametrize("rol", Rolcode)
def test_jeugdigen_are_for_their_gemeente_and_who_gives_them_care(demo, rol):
    seen = Jeugdige.objects.for_actor(actor(rol))
    if rol in GEMEENTE:
        assert set(seen.values_list("gemeente_id", flat=True)) == {ENSCHEDE}
    elif rol == Rolcode.AANBIEDER_ZORG:
        assert (
            seen.count()
            == Jeugdige.objects.filter(toewijzingen__aanbieder=LINDE).distinct().count()
        )
    else:
        assert not seen.exists()


@pytest.mark.parametrize("rol", Rolcode)
def test_bank_accounts_and_secret_addresses_are_for_few(demo, rol):
    accounts = Bankrekening.objects.for_actor(actor(rol))
    own = rol == Rolcode.AANBIEDER_BEHEERDER
    expected = 5 if rol in CONTRACT else int(own)
    assert accounts.count() == expected
    assert set(accounts.values_list("aanbieder_id", flat=True)) == {LINDE} or not own
    secret = GeheimAdres.objects.for_actor(actor(rol)).count()
    assert secret == (1 if rol == Rolcode.BESCHIKBAARHEIDSBEHEERDER else 0)


def test_groups_of_roles_are_those_of_the_design():
    assert set(Rolcode) - {Rolcode.FG} == rolgroepen.IEDER
    assert rolgroepen.AANBIEDER == AANBIEDER
    assert rolgroepen.CLIENT_GEMEENTE == GEMEENTE
    assert rolgroepen.OZJT_CONTRACT == CONTRACT
