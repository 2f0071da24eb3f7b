"""What the dossier of an aanbieder shows; the aanbieder itself was found in scope."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from contracts.models import Groepproduct, Onderaannemerschap
from core.actor import Actor
from core.geschiedenis import Stap, history_of_rows
from core.policies import has_right
from core.ui.formats import format_date, format_number
from core.ui.status import Kind
from providers.models import (
    Aanbieder,
    AgbCode,
    Bankrekening,
    Contactgegeven,
    Dossierstuk,
    Groep,
    Locatie,
)
from zorgportaal.choices import OPEN, Gegevenssoortcode, Verzoekhandeling, Verzoekstatus
from zorgportaal.models import Wijzigingsverzoek
from zorgportaal.policies import WIJZIGING_INZIEN
from zorgportaal.soorten.locatie import ADRES

VERLOOPT_DAGEN = 60
ALLE_STAPPEN = 200


@dataclass(frozen=True)
class Lopend:
    """Requests that are not carried out, beside what they are about; nothing for who sees none."""

    bij_rij: dict[str, list[Wijzigingsverzoek]] = field(default_factory=dict)
    nieuw: dict[str, list[Wijzigingsverzoek]] = field(default_factory=dict)


def pending(actor: Actor, aanbieder: Aanbieder) -> Lopend:
    """R-ZP-4: only who may see a request sees that there is one."""
    if not has_right(actor, WIJZIGING_INZIEN):
        return Lopend()
    waiting = Q(status__in=OPEN) | Q(status=Verzoekstatus.GOEDGEKEURD, toegepast_op__isnull=True)
    rows = Wijzigingsverzoek.objects.for_actor(actor).filter(waiting, aanbieder=aanbieder)
    by_row: dict[str, list[Wijzigingsverzoek]] = defaultdict(list)
    new: dict[str, list[Wijzigingsverzoek]] = defaultdict(list)
    for verzoek in rows.order_by("nummer").defer("inhoud", "inhoud_hash"):
        if verzoek.handeling == Verzoekhandeling.TOEVOEGEN:
            new[verzoek.soort].append(verzoek)
        else:
            by_row[str(verzoek.doel_id)].append(verzoek)
    return Lopend(dict(by_row), dict(new))


def in_periods(rows: Iterable[Any], today: datetime.date) -> tuple[list[Any], list[Any]]:
    """What holds now or starts later, each with `later`; and what has ended."""
    now, ended = [], []
    for row in rows:
        if row.einddatum and row.einddatum < today:
            ended.append(row)
        else:
            row.later = row.begindatum > today
            now.append(row)
    return now, ended


def places_of(actor: Actor, aanbieder: Aanbieder, today: datetime.date) -> list[Locatie]:
    """Locations that are there or will be, each with `lopende_groepen` and their `codes`."""
    current = Q(einddatum__isnull=True) | Q(einddatum__gte=today)
    places = list(
        Locatie.objects.for_actor(actor)
        .filter(current, aanbieder=aanbieder)
        .select_related("gemeente")
        .order_by("naam", "pk")
    )
    given: dict[UUID, list[str]] = defaultdict(list)
    products = Groepproduct.objects.for_actor(actor).filter(
        current, groep__locatie__aanbieder=aanbieder
    )
    for row in products.select_related("product").order_by("product__code"):
        later = row.begindatum > today
        when = _(" (vanaf %s)") % format_date(row.begindatum) if later else ""
        given[row.groep_id].append(f"{row.product.code}{when}")
    groups: dict[UUID, list[Groep]] = defaultdict(list)
    found = Groep.objects.for_actor(actor).filter(current, locatie__aanbieder=aanbieder)
    for group in found.order_by("naam", "pk"):
        group.codes = given[group.pk]
        group.later = group.begindatum > today
        groups[group.locatie_id].append(group)
    for place in places:
        place.lopende_groepen = groups[place.pk]
        place.later = place.begindatum > today
    return places


def document_state(stuk: Dossierstuk, today: datetime.date) -> tuple[Kind, str]:
    """Kind of tag and its words: geldig, verloopt over n dagen, verlopen, vanaf."""
    if stuk.begindatum > today:
        return "none", _("vanaf %s") % format_date(stuk.begindatum)
    if stuk.einddatum is None:
        return "good", _("geldig")
    left = (stuk.einddatum - today).days
    if left < 0:
        return "must", _("verlopen")
    if left == 0:
        return "attention", _("verloopt vandaag")
    if left <= VERLOOPT_DAGEN:
        return "attention", _("verloopt morgen") if left == 1 else _(
            "verloopt over %s dagen"
        ) % format_number(left)
    return "good", _("geldig")


@dataclass(frozen=True)
class Gebeurd:
    """A step in the history of one row of the dossier, in words of the screen."""

    soort: str
    wat: str
    stap: Stap


#: What the history tells of, by the code of its kind; a document is known by its own row.
MODELLEN: Sequence[tuple[Gegevenssoortcode, Any, str]] = (
    (Gegevenssoortcode.IDENTITEIT, Aanbieder, "pk"),
    (Gegevenssoortcode.AGB_CODE, AgbCode, "aanbieder"),
    (Gegevenssoortcode.BANKREKENING, Bankrekening, "aanbieder"),
    (Gegevenssoortcode.CONTACT, Contactgegeven, "aanbieder"),
    (Gegevenssoortcode.LOCATIE, Locatie, "aanbieder"),
    (Gegevenssoortcode.GROEP, Groep, "locatie__aanbieder"),
    (Gegevenssoortcode.ONDERAANNEMER, Onderaannemerschap, "hoofdaannemer"),
    (Gegevenssoortcode.DOCUMENT, Dossierstuk, "aanbieder"),
)
#: Tells nothing here: it is always this aanbieder.
ZELF = frozenset({"aanbieder", "hoofdaannemer"})


def history(actor: Actor, aanbieder: Aanbieder, soort: str = "") -> list[Gebeurd]:
    """Per field from what to what, newest first; rows outside the actor's scope leave no trace.

    Of a location that is secret now also what its address was before stays untold (R-BES-2).
    """
    found: list[Gebeurd] = []
    for code, model, path in MODELLEN:
        if soort and soort != code:
            continue
        rows = {r.pk: r for r in model.objects.for_actor(actor).filter(**{path: aanbieder.pk})}
        for pk, stap in history_of_rows(model, rows, hide=_hidden(rows)):
            found.append(Gebeurd(str(code.label), _name(rows[pk]), stap))
    found.sort(key=lambda item: item.stap.moment, reverse=True)
    return found[:ALLE_STAPPEN]


def _name(row: Any) -> str:
    return "" if isinstance(row, Aanbieder) else str(row)


def _hidden(rows: dict[UUID, Any]) -> dict[UUID, frozenset[str]]:
    secret = ZELF | frozenset(ADRES)
    return {pk: secret if getattr(row, "geheim", False) else ZELF for pk, row in rows.items()}
