"""What the beëindigingsverzoek and the transfer list hang on pages of lower rooms, and in menus."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contractbeheer import selectors_beeindigen, selectors_overdracht
from contractbeheer.models import Beeindigingsverzoek
from contractbeheer.policies import (
    BEEINDIGING_INDIENEN,
    BEEINDIGING_INZIEN,
    OVERDRACHT_INZIEN,
    OVERDRACHT_TELLEN,
)
from contractbeheer.tables_beeindigen import EIGEN, VELDEN
from contracts.models import Perceelcontract
from core.aanhaken import Knop, Tab, register_knop, register_tab
from core.actor import Actor
from core.inzagelog import SOORTEN
from core.navigatie import Item, register
from providers.models import Aanbieder


def hang_on() -> None:
    group = "Contracten"
    register(
        Item(
            "Overdrachtslijst",
            "overdrachten",
            OVERDRACHT_INZIEN,
            teller=selectors_overdracht.count_open,
            volgorde=35,
        ),
        Item(
            "Beëindigingen",
            "beeindigingen",
            BEEINDIGING_INZIEN,
            group,
            teller=selectors_beeindigen.count_waiting,
            volgorde=44,
        ),
        Item("Overdracht per gemeente", "overdracht-tellingen", OVERDRACHT_TELLEN, group,
             volgorde=45),
    )  # fmt: skip
    SOORTEN.update(
        {
            "overdracht.lijst": _("Overdrachtslijst"),
            "overdracht.regel": _("Regel van de overdrachtslijst"),
            "overdracht.afspraak": _("Afspraak bij overdracht vastgelegd"),
            "export.overdrachten": _("Export van de overdrachtslijst"),
        }
    )
    register_tab(
        "aanbieder",
        Tab(
            "beeindigingen",
            _("Beëindigingen"),
            BEEINDIGING_INZIEN,
            "contractbeheer/_beeindigingen_van.html",
            requests_of,
            volgorde=40,
        ),
    )
    register_knop(
        "perceelcontract",
        Knop(
            _("Beëindiging vragen"),
            BEEINDIGING_INDIENEN,
            lambda row: reverse("beeindiging-vragen", args=[row.pk]),
            may_ask,
            volgorde=40,
        ),
        Knop(
            _("Lopend beëindigingsverzoek"),
            BEEINDIGING_INZIEN,
            lambda row: reverse("beeindigingen"),
            has_open,
            volgorde=41,
        ),
    )


def may_ask(actor: Actor, row: Perceelcontract) -> bool:
    return selectors_beeindigen.may_ask(actor, row, timezone.localdate())


def has_open(actor: Actor, row: Perceelcontract) -> bool:
    return selectors_beeindigen.open_request(actor, row.pk) is not None


def requests_of(request: HttpRequest, actor: Actor, row: Aanbieder) -> Mapping[str, Any]:
    rows = Beeindigingsverzoek.objects.for_actor(actor).filter(aanbieder=row)
    return {
        "tabel": EIGEN.bind(request, list(rows.order_by("-nummer").values(*VELDEN))),
        "eigen": actor.aanbieder_id == row.pk,
    }
