"""Agreeing on a toekomstplan, version by version; opening one is logged (R-TOE-12, D-19)."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.db.models import Max
from django.utils.translation import gettext as _

from core import kluis
from core.actor import Actor
from core.choices import Inzagehandeling
from core.fouten import (
    PERIODE_ONGELDIG,
    VERPLICHT,
    Bevinding,
    NietGevonden,
    Ongeldig,
    VersieVerouderd,
)
from core.handeling import handeling
from core.policies import authorise
from core.tekst import read_text
from core.ui.formats import format_long_date as datum
from indications.models import Jeugdige
from jeugdigen.codes import TOEKOMSTPLAN_TE_VROEG
from jeugdigen.models import Toekomstplan
from jeugdigen.models.toekomstplan import BIG_VIJF
from jeugdigen.policies import TOEKOMSTPLAN_AFSPREKEN, TOEKOMSTPLAN_INZIEN
from jeugdigen.rules import reaches

MAX_TEKST = 4000
#: A plan may be made in the last half year before 16.
VROEGST_MAANDEN = 186


@dataclass(frozen=True, slots=True)
class Plan:
    """What is agreed: a text per life area (those of `BIG_VIJF`), when, and when it is reviewed."""

    teksten: Mapping[str, str]
    afgesproken_op: datetime.date | None
    bespreken_op: datetime.date | None = None


def bound_to(row: Any, veld: str) -> str:
    return f"toekomstplan:{veld}:{row.pk}"


def agree_toekomstplan(
    actor: Actor, jeugdige_id: UUID, gegevens: Plan, *, versie: int, peildatum: datetime.date
) -> Toekomstplan:
    """A next version of the plan of this gemeente; `versie` is the one that was looked at, 0: none.

    Raises NietGevonden, Ongeldig with every finding, VersieVerouderd (412).
    """
    with handeling(actor) as act:
        child: Jeugdige | None = (
            Jeugdige.objects.for_actor(actor)
            .select_for_update(of=("self",))
            .filter(pk=jeugdige_id)
            .first()
        )
        if child is None:
            raise NietGevonden()
        authorise(actor, TOEKOMSTPLAN_AFSPREKEN)
        mine = Toekomstplan.objects.for_actor(actor).filter(jeugdige=child)
        current = mine.aggregate(last=Max("versie"))["last"] or 0
        if current != versie:
            raise VersieVerouderd(
                _("Iemand anders heeft intussen een nieuwe versie gemaakt. Bekijk die eerst.")
            )
        texts, findings = _texts(gegevens.teksten)
        findings += _days(gegevens, child.geboortedatum, peildatum)
        agreed, own = gegevens.afgesproken_op, actor.organisatie_id
        if findings or agreed is None or own is None:
            raise Ongeldig(bevindingen=findings)
        made = Toekomstplan(
            pk=uuid4(),
            jeugdige=child,
            gemeente_id=own,
            versie=current + 1,
            afgesproken_op=agreed,
            bespreken_op=gegevens.bespreken_op,
        )
        for veld, text in texts.items():
            setattr(made, veld, kluis.encrypt(text, bound_to=bound_to(made, veld)))
        made.save(force_insert=True)
        act.event("toekomstplan.afgesproken", made, gegevens={"versie": made.versie})
        act.access(
            Inzagehandeling.AANMAKEN,
            "toekomstplan.afgesproken",
            jeugdigen=[child.pk],
            object_id=made.pk,
        )
    return made


def read_toekomstplan(actor: Actor, *, plan: Toekomstplan) -> dict[str, str]:
    """The five texts of a plan found in scope; logged before they are shown."""
    authorise(actor, TOEKOMSTPLAN_INZIEN, plan)
    with handeling(actor) as act:
        act.access(
            Inzagehandeling.LEZEN,
            "toekomstplan.bekeken",
            jeugdigen=[plan.jeugdige_id],
            object_id=plan.pk,
        )
    return open_texts(plan)


def open_texts(plan: Toekomstplan) -> dict[str, str]:
    return {
        veld: str(kluis.decrypt(getattr(plan, veld), bound_to=bound_to(plan, veld)))
        for veld in BIG_VIJF
    }


def _texts(given: Mapping[str, str]) -> tuple[dict[str, str], list[Bevinding]]:
    texts: dict[str, str] = {}
    findings: list[Bevinding] = []
    for veld in BIG_VIJF:
        ask = _("Schrijf op wat er is afgesproken, of dat er niets nodig is.")
        texts[veld], found = read_text(
            given.get(veld, ""), veld, max_lengte=MAX_TEKST, verplicht=ask
        )
        findings += found
    return texts, findings


def _days(plan: Plan, born: datetime.date, peildatum: datetime.date) -> list[Bevinding]:
    agreed, review = plan.afgesproken_op, plan.bespreken_op
    if agreed is None:
        return [VERPLICHT.bevinding("afgesproken_op", _("Vul in wanneer het is afgesproken."))]
    found: list[Bevinding] = []
    earliest = reaches(born, VROEGST_MAANDEN)
    if agreed > peildatum:
        text = _("De afspraak is van vandaag of eerder.")
        found.append(PERIODE_ONGELDIG.bevinding("afgesproken_op", text))
    elif agreed < earliest:
        text = _("Kies %(day)s of later: dan is de jongere 15½ jaar.")
        found.append(
            TOEKOMSTPLAN_TE_VROEG.bevinding("afgesproken_op", text % {"day": datum(earliest)})
        )
    if review and review <= agreed:
        text = _("Opnieuw bespreken is na %(day)s.")
        found.append(PERIODE_ONGELDIG.bevinding("bespreken_op", text % {"day": datum(agreed)}))
    return found
