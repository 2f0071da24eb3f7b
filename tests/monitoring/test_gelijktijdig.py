"""Two at once, each on a connection of its own."""

import datetime
from decimal import Decimal

import pytest

from core.choices import Organisatiesoort, Rolcode
from core.fouten import PortalFout
from monitoring.meten import measure
from monitoring.models import Indicatorversie, Meting, Subsidieontvanger, Uitvraag
from monitoring.rules import period_of
from monitoring.services import indicatoren, jeugdzorgplus, uitvragen
from monitoring.services.indicatoren import Indicatorgegevens
from tests.factories.core import OrganisatieFactory
from tests.factories.monitoring import ResultaatFactory, UitvraagFactory
from tests.factories.providers import AanbiederFactory
from tests.monitoring.conftest import LATER, versie
from tests.tegelijk import at_once

pytestmark = pytest.mark.django_db(transaction=True)
VANDAAG = datetime.date(2026, 11, 22)


@pytest.fixture
def manager(actor_for):
    return actor_for(
        Rolcode.CONTRACTMANAGER, OrganisatieFactory(soort=Organisatiesoort.OZJT, code="")
    )


def refused(results):
    return [r.code for r in results if isinstance(r, PortalFout)]


def test_two_recipients_for_the_one_place_that_is_left(manager):
    """R-CON-10"""
    ids = [AanbiederFactory().pk for _ in range(3)]
    add = lambda pk: jeugdzorgplus.add_ontvanger(  # noqa: E731
        manager, pk, tijdvak=2025, peildatum=VANDAAG
    )
    add(ids[0])
    results = at_once([lambda pk=pk: add(pk) for pk in ids[1:]])
    assert Subsidieontvanger.objects.count() == 2
    (lost,) = [r for r in results if isinstance(r, PortalFout)]
    assert lost.bevindingen[0].code == "subsidie_te_veel"


def test_two_versions_from_the_same_day(manager):
    doel = ResultaatFactory()
    made = Indicatorgegevens(
        doel_id=doel.pk, naam="Instroom", definitie="Wie nieuw is.", bron="berekend",
        berekening="instroom", meetperiode="kwartaal", invloed="gedeeld", richting="lager",
        begindatum=datetime.date(2026, 1, 1),
    )  # fmt: skip
    found = indicatoren.create_indicator(
        manager, made, code="AMB-1", segment_id=doel.segment_id, peildatum=VANDAAG
    )
    coming = Indicatorgegevens(**{**made.__dict__, "begindatum": datetime.date(2027, 1, 1)})
    at_once(
        [
            lambda: indicatoren.change_indicator(manager, found.pk, coming, peildatum=VANDAAG)
        ] * 2
    )  # fmt: skip
    rows = Indicatorversie.objects.filter(indicator=found).order_by("begindatum")
    assert list(rows.values_list("einddatum", flat=True)) == [datetime.date(2026, 12, 31), None]


def test_code_that_two_take_at_once(manager):
    doel = ResultaatFactory()
    made = Indicatorgegevens(
        doel_id=doel.pk, naam="Instroom", definitie="Wie nieuw is.", bron="berekend",
        berekening="instroom", meetperiode="kwartaal", invloed="gedeeld", richting="lager",
        begindatum=datetime.date(2026, 1, 1),
    )  # fmt: skip
    results = at_once(
        [
            lambda: indicatoren.create_indicator(
                manager, made, code="AMB-1", segment_id=doel.segment_id, peildatum=VANDAAG
            )
        ]
        * 2
    )
    assert len([r for r in results if isinstance(r, PortalFout)]) == 1
    assert Indicatorversie.objects.count() == 1


def test_accepting_and_asking_again_at_once(manager):
    row = UitvraagFactory(
        status="beantwoord", waarde=Decimal(8), jeugdigen=20,
        beantwoord_op=datetime.datetime(2026, 11, 1, tzinfo=datetime.UTC),
    )  # fmt: skip
    results = at_once(
        [
            lambda: uitvragen.accept(manager, row.pk, versie=1, peildatum=VANDAAG),
            lambda: uitvragen.ask_again(
                manager, row.pk, vraag="Hoe?", uiterlijk=datetime.date(2026, 12, 24), versie=1,
                peildatum=VANDAAG,
            ),
        ]
    )  # fmt: skip
    assert refused(results) == ["versie_verouderd"]
    status = Uitvraag.objects.get().status
    assert Meting.objects.exists() == (status == "aanvaard")


def test_two_that_count_the_same_period(wereld):
    found = versie("instroom")
    for _ in range(6):
        wereld.hulp("2026-02-01")
    quarter = period_of("kwartaal", datetime.date(2026, 2, 1))
    at_once([lambda: measure(found, quarter, LATER)] * 3)
    assert Meting.objects.count() == 3
    assert Meting.objects.get(aanbieder=None, gemeente=None).waarde == 6
