"""Ask for a decision, and take it: by a person that filled in nothing (N-ALG-01, N-IAM-06).

Four eyes here: the decider is not the behandelaar and never changed an answer of this screening.
So nobody weighs its own work, and the advice of the rules passes two people before it has effect.
"""

import datetime
from uuid import UUID

from django.utils import timezone

from core.actor import Actor
from core.fouten import STATUS_OVERGANG, Conflict, Foutcode, Ongeldig, Verboden
from core.handeling import handeling
from core.overgangen import set_status
from screening.choices import Screeningstatus, Uitkomst
from screening.models import VIER_OGEN, Screening
from screening.overgangen import require_transition
from screening.policies import SCREENING_BESLUITEN, SCREENING_UITVOEREN
from screening.rules import Besluit, check_decision, missing
from screening.selectors import advice_of, explained, filled_in, is_heard, points_of
from screening.slot import lock_screening, text_of

ADVIES_VERANDERD = Foutcode(
    "advies_veranderd", "Het advies is intussen anders; bekijk het opnieuw voor je besluit.",
    "N-ALG-01",
)  # fmt: skip


def present(actor: Actor, screening_id: UUID, *, versie: int) -> Screening:
    """Complete: a colleague decides. Raises Ongeldig with what is missing, per question.

    Errors: antwoord_ontbreekt, motivering_ontbreekt, bewijs_ontbreekt, status_overgang.
    """
    with handeling(actor) as act:
        screening = lock_screening(actor, screening_id, versie, SCREENING_UITVOEREN)
        require_transition(screening.status, Screeningstatus.TE_BESLUITEN)
        if findings := missing([p.beantwoord for p in points_of(actor, screening)]):
            raise Ongeldig(bevindingen=findings)
        set_status(screening, Screeningstatus.TE_BESLUITEN, voorgelegd_op=timezone.now())
        act.event("screening.voorgelegd", screening, gegevens={"kenmerk": screening.kenmerk})
    return screening


def send_back(actor: Actor, screening_id: UUID, *, reden: str, versie: int) -> Screening:
    """Not ripe for a decision; the reason tells what to do, as hearing the aanbieder."""
    with handeling(actor) as act:
        screening = lock_screening(actor, screening_id, versie, SCREENING_BESLUITEN)
        if screening.status != Screeningstatus.TE_BESLUITEN:
            raise Conflict(STATUS_OVERGANG.betekenis, code=STATUS_OVERGANG.code)
        text = text_of(reden, "reden", reden="Schrijf wat er nog moet gebeuren.")
        set_status(screening, Screeningstatus.ONDERZOEK, voorgelegd_op=None, reden=text)
        act.event("screening.teruggelegd", screening, gegevens={"kenmerk": screening.kenmerk})
    return screening


def decide(
    actor: Actor,
    screening_id: UUID,
    gegevens: Besluit,
    *,
    gezien: str,
    versie: int,
    peildatum: datetime.date,
) -> Screening:
    """The outcome, with the advice of this moment kept beside it; `gezien` is the colour seen.

    Raises Verboden (`screening_vier_ogen`), Conflict (`status_overgang`, `advies_veranderd`),
    VersieVerouderd, Ongeldig with every finding; then nothing is decided.
    """
    with handeling(actor) as act:
        screening = lock_screening(actor, screening_id, versie, SCREENING_BESLUITEN)
        require_transition(screening.status, Screeningstatus.BESLOTEN)
        _require_other_eyes(actor, screening)
        points = points_of(actor, screening)
        advice = advice_of(points)
        colour = advice.kleur.value if advice else ""
        if colour != gezien:
            raise Conflict(ADVIES_VERANDERD.betekenis, code=ADVIES_VERANDERD.code)
        besluit = _clean(gegevens)
        heard = is_heard(actor, screening)
        findings = check_decision(besluit, advies=colour, gehoord=heard, peildatum=peildatum)
        if findings:
            raise Ongeldig(bevindingen=findings)
        suits = besluit.uitkomst != Uitkomst.NIET_GESCHIKT
        set_status(
            screening,
            Screeningstatus.BESLOTEN,
            uitkomst=besluit.uitkomst,
            motivering=besluit.motivering,
            voorwaarden=besluit.voorwaarden if besluit.uitkomst == Uitkomst.VOORWAARDEN else "",
            afwijking=besluit.afwijking,
            geldig_tot=besluit.geldig_tot if suits else None,
            advies=colour,
            advies_uitleg=explained(advice, points) if advice else {},
            beslisser_id=actor.id,
            besloten_op=timezone.now(),
        )
        act.event("screening.besloten", screening, gegevens={"kenmerk": screening.kenmerk})
    return screening


def _require_other_eyes(actor: Actor, screening: Screening) -> None:
    """Raises Verboden (`screening_vier_ogen`)."""
    if screening.behandelaar_id == actor.id or filled_in(actor, screening):
        raise Verboden(VIER_OGEN.betekenis, code=VIER_OGEN.code)


def _clean(given: Besluit) -> Besluit:
    texts = {
        veld: text_of(getattr(given, veld), veld)
        for veld in ("motivering", "voorwaarden", "afwijking")
    }
    return Besluit(uitkomst=given.uitkomst, geldig_tot=given.geldig_tot, **texts)
