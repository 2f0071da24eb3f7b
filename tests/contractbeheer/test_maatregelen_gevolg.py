"""A cliëntenstop works within the same second, in every place that files or offers (R-CON-4)."""

import datetime
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from contractbeheer.models import Maatregeltraject
from contractbeheer.services import intrekken, maatregelen, opleggen
from contracts.choices import Maatregelsoort as Soort
from contracts.models import Perceel
from core.actor import Actor
from core.choices import Rolcode
from core.fouten import Ongeldig
from core.models import Organisatie
from indications.aanvraag import Aanvraag
from indications.models import Toewijzing
from indications.selectors import offers_for
from indications.services.indienen import file_toewijzingen, validate
from ozjt.demo.toegang import OZJT
from ozjt.demo.vast import LINDE
from tests.api.conftest import (  # noqa: F401 - fixtures
    BSN,
    Api,
    _demo_of_module,
    api,
    codes,
    demo,
    gemeente_api,
    sound,
)
from tests.contractbeheer.conftest import besluit, gegevens
from tests.indications.conftest import aanvraag, toegang  # noqa: F401 - fixtures

Ask = Callable[..., Aanvraag]
AGB = "41990001"


class Lezers:
    """Every door that reads whether there is a cliëntenstop, for one product of De Linde."""

    def __init__(self, api: Api, toegang: Actor, body: Any, aanvraag: Aanvraag, day: Any) -> None:  # noqa: F811
        self.api, self.toegang, self.body, self.day = api, toegang, body, day
        self.aanvraag = aanvraag

    def stops(self) -> set[bool]:
        """One answer, or they disagree."""
        judged = validate(self.toegang, [self.aanvraag], peildatum=self.day)[0]
        offers = offers_for(
            self.toegang,
            productcode=self.aanvraag.productcode,
            gemeentecode="0153",
            begindatum=self.aanvraag.begindatum,
        )
        said = self.api.post("/toewijzingen/_valideer", self.body)
        filed = self.api.post("/toewijzingen", self.body)
        offer = next(line for line in offers if line.agb_code == AGB)
        return {
            "clientenstop" in {f.code for f in judged.bevindingen},
            not offer.kan,
            "clientenstop" in {f["code"] for f in said.json()["bevindingen"]},
            "clientenstop" in codes(filed) if filed.status_code != 201 else False,
            self._service_refuses(),
        }

    def _service_refuses(self) -> bool:
        from django.db import transaction

        try:
            with transaction.atomic():
                file_toewijzingen(self.toegang, [self.aanvraag], peildatum=self.day)
        except Ongeldig as exc:
            return "clientenstop" in {f.code for f in exc.bevindingen}
        return False


@pytest.fixture
def mensen(demo: None, actor_for: Callable[..., Actor], documentmap: None) -> tuple[Actor, Actor]:  # noqa: F811
    ozjt = Organisatie.objects.get(pk=OZJT)
    first, second = (actor_for(Rolcode.CONTRACTMANAGER, ozjt) for _ in range(2))
    return first, second


def stop_of(mensen: tuple[Actor, Actor], day: datetime.date, **changes: Any) -> Maatregeltraject:
    """Imposed with urgency, so that nothing has to wait."""
    first, second = mensen
    made = maatregelen.draw_up(first, LINDE.id, gegevens(Soort.CLIENTENSTOP), peildatum=day)
    wanted = besluit(spoed="Er is acuut gevaar.", **changes)
    return opleggen.impose(second, made.pk, besluit=wanted, versie=made.versie, peildatum=day)


def test_clientenstop_works_at_once_everywhere_and_stops_working_at_once(
    api: Api,  # noqa: F811
    toegang: Callable[..., Actor],  # noqa: F811
    aanvraag: Ask,  # noqa: F811
    sound: Callable[..., Any],  # noqa: F811
    mensen: tuple[Actor, Actor],
    vandaag: datetime.date,
) -> None:
    filed = api.post("/toewijzingen", sound({"jeugdige.bsn": BSN[2]}))
    assert filed.status_code == 201
    read = Lezers(api, toegang(), sound({"jeugdige.bsn": BSN[3]}), aanvraag(bsn=BSN[4]), vandaag)

    made = stop_of(mensen, vandaag)
    assert read.stops() == {True}
    running = Toewijzing.objects.get(pk=filed.json()["id"])
    assert (running.status, running.einddatum) == ("toegewezen", vandaag + 200 * DAG)

    intrekken.withdraw(
        mensen[1],
        made.pk,
        reden="Opgelost.",
        per=vandaag,
        versie=made.versie,
        peildatum=vandaag,
    )
    assert read.stops() == {False}


DAG = datetime.timedelta(days=1)


@pytest.mark.parametrize(("start", "stopt"), [(6, False), (7, True), (10, True), (11, False)])
def test_clientenstop_holds_from_its_first_to_its_last_day(
    mensen: tuple[Actor, Actor],
    toegang: Callable[..., Actor],  # noqa: F811
    aanvraag: Ask,  # noqa: F811
    vandaag: datetime.date,
    start: int,
    stopt: bool,
) -> None:
    stop_of(mensen, vandaag, ingangsdatum=vandaag + 7 * DAG, einddatum=vandaag + 10 * DAG)
    asked = replace(aanvraag(), begindatum=vandaag + start * DAG)
    judged = validate(toegang(), [asked], peildatum=vandaag)[0]
    assert ("clientenstop" in {f.code for f in judged.bevindingen}) == stopt


def test_clientenstop_for_one_perceel_leaves_the_others_alone(
    mensen: tuple[Actor, Actor],
    toegang: Callable[..., Actor],  # noqa: F811
    aanvraag: Ask,  # noqa: F811
    vandaag: datetime.date,
) -> None:
    first, second = mensen
    held = Perceel.objects.filter(perceelcontracten__aanbieder=LINDE.id)
    own = held.filter(perceelproducten__product__code=aanvraag().productcode)
    other = held.exclude(pk__in=own).first()
    assert other is not None
    for percelen, stops in (([other.pk], False), ([p.pk for p in own], True)):
        wanted = gegevens(Soort.CLIENTENSTOP, percelen=percelen)
        made = maatregelen.draw_up(first, LINDE.id, wanted, peildatum=vandaag)
        opleggen.impose(
            second, made.pk, besluit=besluit(spoed="Gevaar."), versie=made.versie, peildatum=vandaag
        )
        judged = validate(toegang(), [aanvraag()], peildatum=vandaag)[0]
        assert ("clientenstop" in {f.code for f in judged.bevindingen}) == stops
