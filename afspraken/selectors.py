"""What somebody sees of an overzicht: its text, its versions, and what is theirs to do."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from afspraken import kern
from afspraken.choices import Kant, Overzichtstatus, Resultaatstatus
from afspraken.einde import end_of_help
from afspraken.inhoud import Inhoud, open_versie
from afspraken.models import Afsprakenoverzicht, Afsprakenversie, Resultatenoverzicht
from afspraken.policies import AFSPRAKEN_BEGINNEN, AFSPRAKEN_LEZEN, side_of
from core.actor import Actor
from core.policies import has_right
from core.ui.formats import format_moment
from indications.choices import Toewijzingstatus
from indications.models import Toewijzing

#: Kind of tag per state.
SOORT = {
    Overzichtstatus.CONCEPT: "none",
    Overzichtstatus.BIJ_AANBIEDER: "judge",
    Overzichtstatus.BIJ_TOEGANG: "judge",
    Overzichtstatus.VASTGESTELD: "good",
    Overzichtstatus.AFGESLOTEN: "good",
}


@dataclass(frozen=True)
class Actie:
    """A link, or with `post` a button that carries `versie`."""

    label: str
    url: str
    post: bool = False
    eerste: bool = False


@dataclass(frozen=True)
class TeDoen:
    """What this person does now, in one sentence, and the buttons for it."""

    zin: str
    soort: str = "none"
    acties: list[Actie] = field(default_factory=list)


def overzicht_of(actor: Actor, toewijzing: Toewijzing) -> Afsprakenoverzicht | None:
    rows = Afsprakenoverzicht.objects.for_actor(actor).filter(hulp__toewijzing=toewijzing.pk)
    found: Afsprakenoverzicht | None = rows.select_related("aanbieder", "gemeente").first()
    return found


def text_for(actor: Actor, row: Afsprakenoverzicht) -> Inhoud:
    """The text at hand for who has the turn, else as it was handed over last."""
    version = kern.last_version(row)
    if version is None or kern.has_turn(actor, row):
        return kern.as_handed(row)
    return open_versie(version)


def question_for(actor: Actor, row: Afsprakenoverzicht) -> str:
    """What the other side asked when it handed over."""
    version = kern.last_version(row)
    return open_versie(version).vraag if version and kern.has_turn(actor, row) else ""


def versions_of(row: Afsprakenoverzicht) -> list[Afsprakenversie]:
    """Newest first, with who agreed."""
    people = ("overgedragen_door", "toegang_akkoord_door", "aanbieder_akkoord_door")
    return list(row.versies.select_related(*people).defer("inhoud").order_by("-nummer"))


def todo_of(actor: Actor, row: Afsprakenoverzicht, peildatum: datetime.date) -> TeDoen:
    side = side_of(actor)
    if side is None:
        return TeDoen(_("Je ziet dat er afspraken zijn, niet wat erin staat."))
    if kern.has_turn(actor, row):
        return _own_turn(row, side)
    if kern.turn_of(row) is not None:
        return _wait(row, side)
    return _standing(row, side, peildatum)


def _url(name: str, row: Afsprakenoverzicht) -> str:
    return reverse(name, args=[row.pk])


def _own_turn(row: Afsprakenoverzicht, side: Kant) -> TeDoen:
    edit = _url("afsprakenoverzicht-wijzigen", row)
    if row.status == Overzichtstatus.CONCEPT:
        zin = _("Schrijf de afspraken op en draag ze over. Tot die tijd ziet alleen de toegang ze.")
        return TeDoen(zin, "attention", [Actie(_("Afspraken opschrijven"), edit, eerste=True)])
    if kern.can_settle(row, side):
        settle = _url("afsprakenoverzicht-vaststellen", row)
        if kern.stands(row):
            zin = _("Dit wordt een nieuwe versie; er is nog niets veranderd.")
            back = Actie(_("Toch niet: laat staan wat vaststond"), settle, post=True)
            return TeDoen(zin, "attention", [Actie(_("Aanpassen"), edit, eerste=True), back])
        zin = _("De ander is akkoord met deze tekst. Ga ook akkoord, of pas de tekst aan.")
        acts = [Actie(_("Akkoord en vaststellen"), settle, post=True, eerste=True)]
        return TeDoen(zin, "attention", [*acts, Actie(_("Aanpassen"), edit)])
    zin = _("Het ligt bij jullie. Lees het, pas aan wat nodig is en draag het over.")
    return TeDoen(zin, "attention", [Actie(_("Aanpassen en overdragen"), edit, eerste=True)])


def _wait(row: Afsprakenoverzicht, side: Kant) -> TeDoen:
    who = _("de aanbieder") if side == Kant.TOEGANG else _("de toegang")
    zin = _("Het ligt sinds %(moment)s bij %(wie)s. Je ziet wat het laatst is overgedragen.")
    return TeDoen(zin % {"moment": format_moment(row.bij_sinds), "wie": who})


def _standing(row: Afsprakenoverzicht, side: Kant, peildatum: datetime.date) -> TeDoen:
    results = _url("afsprakenoverzicht-resultaten", row)
    kept: Resultatenoverzicht | None = row.resultaten.first()
    if row.status == Overzichtstatus.AFGESLOTEN:
        zin = _("De hulp is afgerond en de resultaten zijn bevestigd.")
        return TeDoen(zin, "good", [Actie(_("Resultaten bekijken"), results)])
    if kept and kept.status == Resultaatstatus.BIJ_TOEGANG:
        if side == Kant.AANBIEDER:
            zin = _("De toegang kijkt de resultaten na.")
            return TeDoen(zin, acties=[Actie(_("Resultaten bekijken"), results)])
        zin = _("De aanbieder heeft de resultaten ingevuld. Kijk ze na en bevestig ze.")
        return TeDoen(zin, "attention", [Actie(_("Resultaten nakijken"), results, eerste=True)])
    again = Actie(
        _("Nieuwe versie maken"), _url("afsprakenoverzicht-nieuwe-versie", row), post=True
    )
    if side == Kant.AANBIEDER and end_of_help(row, peildatum) is not None:
        zin = _("De afspraken staan vast. Het einde van de hulp is bekend: vul de resultaten in.")
        fill = Actie(_("Resultaten invullen"), results, eerste=True)
        return TeDoen(zin, "attention", [fill, again])
    zin = _("De afspraken staan vast. Verandert er iets, maak dan een nieuwe versie.")
    return TeDoen(zin, "good", [again])


def tab_of_toewijzing(
    request: HttpRequest, actor: Actor, toewijzing: Toewijzing
) -> Mapping[str, Any]:
    """State, days and what to do; no words of the agreements themselves."""
    row = overzicht_of(actor, toewijzing)
    if row is None:
        runs = toewijzing.status != Toewijzingstatus.INGETROKKEN
        return {
            "overzicht": None,
            "mag_beginnen": runs and has_right(actor, AFSPRAKEN_BEGINNEN),
        }
    shown = frame(actor, row)
    if kern.has_turn(actor, row) and row.status != Overzichtstatus.CONCEPT:
        read = Actie(_("Lezen en beantwoorden"), _url("afsprakenoverzicht", row), eerste=True)
        zin = _("De ander heeft de afspraken overgedragen. Lees ze, en pas aan of ga akkoord.")
        shown["te_doen"] = TeDoen(zin, "attention", [read])
    momenten = row.evaluaties.defer("inhoud").order_by("datum")
    return {**shown, "momenten": momenten, "eigen_beurt": kern.has_turn(actor, row)}


def frame(actor: Actor, row: Afsprakenoverzicht) -> dict[str, Any]:
    """What tab and page both show."""
    return {
        "overzicht": row,
        "stand_afspraken": row.get_status_display(),
        "soort_afspraken": SOORT[Overzichtstatus(row.status)],
        "te_doen": todo_of(actor, row, timezone.localdate()),
        "versies": versions_of(row),
        "hulp": kern.help_of(row),
        "mag_lezen": has_right(actor, AFSPRAKEN_LEZEN),
        "resultaten": row.resultaten.defer("inhoud").first(),
    }
