"""Answers of a screening with their questions, its advice, and what waits; all within scope."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import BooleanField, Case, Exists, OuterRef, Q, QuerySet, Value, When
from django.utils.translation import gettext as _

from core.actor import Actor
from core.choices import Scanstatus
from screening import drempels
from screening.choices import (
    OPEN,
    Antwoordsoort,
    Gewicht,
    Lijststatus,
    Screeningstatus,
    Toetssoort,
    Uitkomst,
)
from screening.models import (
    Antwoord,
    Integriteitstoets,
    Screening,
    Screeningsbewijs,
    Vraag,
    Vragenlijst,
    Wederhoor,
)
from screening.rules import Advies, Beantwoord, advise, missing, severity

AANGENOMEN = (Scanstatus.SCHOON, Scanstatus.NIET_GESCAND)


@dataclass
class Punt:
    """A question of a screening with what was answered, and its evidence."""

    vraag: Vraag
    antwoord: Antwoord | None
    bewijs: list[Screeningsbewijs]

    @property
    def beantwoord(self) -> Beantwoord:
        return Beantwoord(
            id=self.vraag.pk,
            soort=Antwoordsoort(self.vraag.soort),
            gunstig=self.vraag.gunstig,
            gewicht=Gewicht(self.vraag.gewicht),
            bewijs_nodig=self.vraag.bewijs_nodig,
            waarde=self.antwoord.waarde if self.antwoord else "",
            toelichting=self.antwoord.toelichting if self.antwoord else "",
            bewezen=any(b.document.scan in AANGENOMEN for b in self.bewijs),
        )

    @property
    def zorg(self) -> str:
        """Kind of tag for the concern of the answer."""
        found = severity(self.vraag.soort, self.vraag.gunstig, self.beantwoord.waarde)
        if found is None:
            return "none"
        return "good" if not found else "attention" if found < Decimal("0.5") else "must"


def points_of(actor: Actor, screening: Screening) -> list[Punt]:
    """Every question of its version of the list, in order; three queries."""
    answers = {
        row.vraag_id: row
        for row in Antwoord.objects.for_actor(actor)
        .filter(screening=screening)
        .select_related("ingevuld_door")
    }
    evidence: dict[UUID | None, list[Screeningsbewijs]] = {}
    for row in evidence_of(actor, screening):
        evidence.setdefault(row.vraag_id, []).append(row)
    questions = Vraag.objects.for_actor(actor).filter(lijst=screening.lijst_id)
    return [Punt(v, answers.get(v.pk), evidence.get(v.pk, [])) for v in questions]


def evidence_of(actor: Actor, screening: Screening) -> QuerySet[Screeningsbewijs]:
    rows: QuerySet[Screeningsbewijs] = (
        Screeningsbewijs.objects.for_actor(actor)
        .filter(screening=screening)
        .select_related("document", "vraag", "toegevoegd_door")
        .order_by("vraag__volgorde", "aangemaakt_op")
    )
    return rows


def by_theme(points: Iterable[Any]) -> list[tuple[str, list[Any]]]:
    """In the order in which the themes first appear; a point is a Punt or a Vraag."""
    found: dict[str, list[Any]] = {}
    for point in points:
        vraag = point.vraag if isinstance(point, Punt) else point
        found.setdefault(vraag.thema, []).append(point)
    return list(found.items())


def advice_of(points: Iterable[Punt]) -> Advies | None:
    """By the thresholds of now; None without thresholds or while a question is open."""
    now = drempels.current()
    return advise([p.beantwoord for p in points], now) if now else None


def explained(advice: Advies, points: Iterable[Punt]) -> dict[str, Any]:
    """The advice as it is kept with the decision: thresholds, score, and each question."""
    now = advice.drempels
    texts = {p.vraag.pk: (p.vraag.tekst, p.vraag.thema, p.beantwoord.waarde) for p in points}
    return {
        "drempels": {
            "naam": now.naam,
            "oranje": str(now.oranje),
            "rood": str(now.rood),
            "zwaar_oranje": now.zwaar_oranje,
            "zwaar_rood": now.zwaar_rood,
        },
        "score": str(advice.score),
        "zware_zorgen": advice.zware_zorgen,
        "vragen": [
            {
                "vraag": texts[line.vraag][0],
                "thema": texts[line.vraag][1],
                "waarde": texts[line.vraag][2],
                "punten": str(line.punten),
                "hoogstens": str(line.hoogstens),
                "zware_zorg": line.zware_zorg,
            }
            for line in advice.regels
        ],
    }


@dataclass(frozen=True)
class Adviesstand:
    """What a page says of the advice: its colour and explanation, or why there is none."""

    kleur: str
    uitleg: dict[str, Any]
    waarom_geen: str = ""
    code: str = ""


def advice_state(screening: Screening, points: list[Punt]) -> Adviesstand:
    """Of a decided one as it was at the decision, else by the thresholds of now."""
    if screening.status == Screeningstatus.BESLOTEN:
        if screening.advies:
            return Adviesstand(screening.advies, screening.advies_uitleg)
        return Adviesstand("", {}, _("Bij het besluit waren geen drempels ingesteld."), "geen")
    if drempels.current() is None:
        return Adviesstand(
            "",
            {},
            _("Geen drempels ingesteld. Er is daarom geen advies, alleen de antwoorden."),
            "geen_drempels",
        )
    advice = advice_of(points)
    if advice is None:
        n = len([p for p in points if not _answered(p)])
        text = _("Er is advies als alle vragen beantwoord zijn; nog %s te gaan.") % n
        return Adviesstand("", {}, text if n else _("Geen antwoord telt mee."), "onvolledig")
    return Adviesstand(advice.kleur, explained(advice, points))


def _answered(point: Punt) -> bool:
    found = point.beantwoord
    return bool(found.toelichting if found.soort == Antwoordsoort.OPEN else found.waarde)


def open_points(points: list[Punt]) -> int:
    """Questions that still lack an answer, a motivation or evidence."""
    return len({finding.veld for finding in missing([p.beantwoord for p in points])})


def tests_of(actor: Actor, screening: Screening) -> list[Integriteitstoets]:
    """One of every kind, in the order of the kinds; what is not stored was not asked."""
    rows = Integriteitstoets.objects.for_actor(actor).filter(screening=screening)
    found = {row.soort: row for row in rows}
    return [
        found.get(s) or Integriteitstoets(screening=screening, soort=s, reden="")
        for s in Toetssoort
    ]


def is_heard(actor: Actor, screening: Screening) -> bool:
    """At least one concern was put to the aanbieder, and none waits for its reaction."""
    rows = Wederhoor.objects.for_actor(actor).filter(screening=screening)
    days = list(rows.values_list("afgerond_op", flat=True))
    return bool(days) and all(days)


def repeat_from(peildatum: datetime.date) -> datetime.date:
    """Valid until this day or earlier: time to begin again."""
    return peildatum + datetime.timedelta(weeks=settings.SCREENING_HERINNERING_WEKEN)


def with_again(actor: Actor, rows: QuerySet[Any], peildatum: datetime.date) -> QuerySet[Any]:
    """`opnieuw`: the last decided one of its aanbieder, about to end or ended, and none runs."""
    others = Screening.objects.for_actor(actor).filter(aanbieder=OuterRef("aanbieder"))
    last = ~Exists(others.filter(besloten_op__gt=OuterRef("besloten_op")))
    running = Exists(others.filter(status__in=OPEN))
    ends = Q(status=Screeningstatus.BESLOTEN, geldig_tot__lte=repeat_from(peildatum))
    again = Case(
        When(ends & last & ~running, then=Value(True)),
        default=Value(False),
        output_field=BooleanField(),
    )
    return rows.annotate(opnieuw=again)


def valid_of(actor: Actor, aanbieder_id: UUID, peildatum: datetime.date) -> Screening | None:
    """The last decided screening when it says geschikt and its last day has not passed."""
    found: Screening | None = (
        Screening.objects.for_actor(actor)
        .filter(aanbieder=aanbieder_id, status=Screeningstatus.BESLOTEN)
        .order_by("-besloten_op")
        .first()
    )
    if found is None or found.uitkomst == Uitkomst.NIET_GESCHIKT:
        return None
    return found if found.geldig_tot and found.geldig_tot >= peildatum else None


def may_decide(actor: Actor, screening: Screening) -> bool:
    """Four eyes: it waits for a decision, and the actor filled in nothing."""
    if screening.status != Screeningstatus.TE_BESLUITEN or actor.id is None:
        return False
    return screening.behandelaar_id != actor.id and not filled_in(actor, screening)


def filled_in(actor: Actor, screening: Screening) -> bool:
    return screening.invullers.filter(pk=actor.id).exists()


def count_for_me(actor: Actor) -> int | None:
    """For the menu: decisions that this person may take."""
    rows = Screening.objects.for_actor(actor).filter(status=Screeningstatus.TE_BESLUITEN)
    found = rows.exclude(behandelaar=actor.id).exclude(invullers=actor.id).count()
    return int(found)


def current_list(actor: Actor) -> Vragenlijst | None:
    """The newest version that was set."""
    rows = Vragenlijst.objects.for_actor(actor).filter(status=Lijststatus.VASTGESTELD)
    found: Vragenlijst | None = rows.order_by("-nummer").first()
    return found
