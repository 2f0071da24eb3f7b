"""Saved views of a register: a name for its filters, of one person (design, contract register).

What is kept is the query string of the page, less what only holds for a moment (page, format,
sent form). Nothing in it is looked up: the list reads it like any other address.
"""

from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from core.actor import Actor
from core.choices import Actorsoort
from core.constraints import Constraintconflict, finding_of
from core.fouten import TE_LANG, VERPLICHT, Foutcode, NietGevonden, Ongeldig, Verboden
from core.models import Weergave
from core.policies import AANGEMELD, Policy, has_right

TE_VEEL_WEERGAVEN = Foutcode("te_veel_weergaven", "Je bewaart ten hoogste 20 weergaven per lijst.")
MEESTE = 20
MAX_NAAM, MAX_VRAAG = 60, 1000
MEESTE_FILTERS = 60
#: Parameters of the moment, no part of a view.
VLUCHTIG = frozenset({"cursor", "formaat", "weergave", "csrfmiddlewaretoken"})


class WeergavePolicy(Policy):
    """Everybody sees the own ones."""

    model = Weergave

    def scope(self, actor: Actor, rows: QuerySet) -> QuerySet:
        if actor.soort != Actorsoort.GEBRUIKER:
            return rows.none()
        return rows.filter(gebruiker_id=actor.id)


@dataclass(frozen=True)
class Weergavegegevens:
    """`vraag`: the query string as it stood in the address."""

    register: str
    naam: str
    vraag: str = ""
    standaard: bool = False


def clean_query(text: str) -> str:
    """The filters and order of a query string; what is empty or of the moment falls away.

    Raises Ongeldig (`te_lang`) for more of them than any list has.
    """
    try:
        found = parse_qsl(text.lstrip("?"), max_num_fields=MEESTE_FILTERS)
    except ValueError:
        raise Ongeldig(
            bevindingen=[TE_LANG.bevinding("vraag", "Kies minder filters tegelijk.")]
        ) from None
    kept = [(k, v) for k, v in found if v and k not in VLUCHTIG and "\x00" not in k + v]
    return urlencode(kept)


def save_view(actor: Actor, gegevens: Weergavegegevens) -> Weergave:
    """Keep a view. Raises Ongeldig (`verplicht`, `te_lang`, `weergave_bestaat`, …)."""
    _require_person(actor)
    own = Weergave.objects.for_actor(actor).filter(register=gegevens.register)
    row = Weergave(
        gebruiker_id=str(actor.id),
        register=gegevens.register,
        naam=_name(gegevens.naam),
        vraag=clean_query(gegevens.vraag),
    )
    if len(row.vraag) > MAX_VRAAG:
        raise Ongeldig(bevindingen=[TE_LANG.bevinding("vraag", "Kies minder filters tegelijk.")])
    if own.count() >= MEESTE:
        reden = "Verwijder eerst een weergave; je bewaart er ten hoogste 20 per lijst."
        raise Ongeldig(bevindingen=[TE_VEEL_WEERGAVEN.bevinding("naam", reden)])
    _store(row)
    if gegevens.standaard:
        make_default(actor, row.pk)
    return row


def rename_view(actor: Actor, weergave_id: UUID, *, naam: str) -> Weergave:
    row = _own(actor, weergave_id)
    row.naam = _name(naam)
    _store(row)
    return row


def make_default(actor: Actor, weergave_id: UUID, *, aan: bool = True) -> Weergave:
    """The one that opens without filters; `aan` False: none does."""
    with transaction.atomic():
        row = _own(actor, weergave_id)
        others = Weergave.objects.for_actor(actor).filter(register=row.register)
        others.select_for_update().filter(standaard=True).update(standaard=False)
        row.standaard = aan
        _store(row)
    return row


def delete_view(actor: Actor, weergave_id: UUID) -> None:
    _own(actor, weergave_id).delete()


def _store(row: Weergave) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as exc:
        finding = finding_of(exc)
        if finding.code == "weergave_bestaat":
            raise Ongeldig(
                bevindingen=[type(finding)(finding.code, finding.niveau, "naam", finding.reden)]
            ) from exc
        raise Constraintconflict(exc) from exc


def _own(actor: Actor, weergave_id: UUID) -> Weergave:
    _require_person(actor)
    row: Weergave | None = Weergave.objects.for_actor(actor).filter(pk=weergave_id).first()
    if row is None:
        raise NietGevonden()
    return row


def _require_person(actor: Actor) -> None:
    if actor.soort != Actorsoort.GEBRUIKER or not has_right(actor, AANGEMELD):
        raise Verboden()


def _name(text: str) -> str:
    name = " ".join(text.split())
    if not name or "\x00" in name:
        raise Ongeldig(bevindingen=[VERPLICHT.bevinding("naam", "Geef de weergave een naam.")])
    if len(name) > MAX_NAAM:
        raise Ongeldig(
            bevindingen=[TE_LANG.bevinding("naam", "Een naam heeft ten hoogste 60 tekens.")]
        )
    return name
