"""What a screener does before the decision: begin, answer, prove, talk, hear, note statuses, stop.

Everything that changes a screening names the `versie` that the screener saw (412 when it moved on).
"""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError

from core.actor import Actor
from core.constraints import Constraintconflict
from core.fouten import VERPLICHT, Bevinding, Conflict, Foutcode, NietGevonden, Ongeldig
from core.handeling import handeling
from core.models import Document, Gebruiker
from core.overgangen import set_status
from core.policies import authorise
from providers.models import Aanbieder
from screening.choices import (
    WAARDEN,
    Aanleiding,
    Screeningstatus,
    Toetsstatus,
    Wijze,
)
from screening.documenten import SCREENINGSBEWIJS
from screening.models import (
    Antwoord,
    Integriteitstoets,
    Screening,
    Screeningsbewijs,
    Screeningsgesprek,
    Vraag,
    Wederhoor,
)
from screening.overgangen import require_transition
from screening.policies import SCREENING_UITVOEREN
from screening.rules import Toets, check_answer, check_tests
from screening.selectors import current_list
from screening.slot import changed, lock_screening, require_changeable, text_of

GEEN_LIJST = Foutcode(
    "geen_vragenlijst", "Er is nog geen vastgestelde vragenlijst; stel die eerst vast.", "R-CON-5"
)
TERMIJN_LOOPT = Foutcode(
    "reactietermijn_loopt", "De aanbieder kan nog reageren; wacht tot de termijn voorbij is."
)
GEEN_WEDERHOOR = Foutcode("geen_wederhoor", "Er wacht geen zorg op een reactie van de aanbieder.")
DATUM_TOEKOMST = Foutcode("datum_in_toekomst", "Deze dag moet nog komen; vul in wat is gebeurd.")


@dataclass(frozen=True)
class Antwoordgegevens:
    """An answer as filled in; both empty: not answered yet."""

    waarde: str
    toelichting: str


def begin(
    actor: Actor,
    aanbieder_id: UUID,
    *,
    aanleiding: str,
    toelichting: str = "",
    peildatum: datetime.date,
) -> Screening:
    """On the newest version that was set. Raises Conflict `screening_loopt`, `geen_vragenlijst`."""
    authorise(actor, SCREENING_UITVOEREN)
    if aanleiding not in Aanleiding.values:
        raise Ongeldig(bevindingen=[VERPLICHT.bevinding("aanleiding", "Kies een aanleiding.")])
    text = text_of(toelichting, "toelichting")
    lijst = current_list(actor)
    if lijst is None:
        raise Conflict(GEEN_LIJST.betekenis, code=GEEN_LIJST.code)
    if not Aanbieder.objects.for_actor(actor).filter(pk=aanbieder_id).exists():
        raise NietGevonden()
    try:
        with handeling(actor) as act:
            screening = Screening(
                aanbieder_id=aanbieder_id,
                lijst=lijst,
                aanleiding=aanleiding,
                toelichting=text,
                begonnen_op=peildatum,
                behandelaar_id=str(actor.id),
            )
            screening.save()
            screening.refresh_from_db()
            act.event("screening.begonnen", screening, gegevens={"kenmerk": screening.kenmerk})
    except IntegrityError as exc:
        raise Constraintconflict(exc) from exc
    return screening


def save_answers(
    actor: Actor, screening_id: UUID, gegevens: Mapping[UUID, Antwoordgegevens], *, versie: int
) -> Screening:
    """Store what differs; who changes an answer is one of its `invullers` for good.

    May be incomplete; `present` asks for all. Errors: antwoord_ongeldig, te_lang, status_overgang.
    """
    with handeling(actor) as act:
        screening = lock_screening(actor, screening_id, versie, SCREENING_UITVOEREN)
        require_changeable(screening)
        questions = {v.pk: v for v in Vraag.objects.filter(lijst=screening.lijst_id)}
        clean = {pk: _clean(questions, pk, given) for pk, given in gegevens.items()}
        if findings := [f for _given, found in clean.values() for f in found]:
            raise Ongeldig(bevindingen=findings)
        known = {row.vraag_id: row for row in screening.antwoorden.all()}
        if _store(actor, screening, known, {pk: given for pk, (given, _f) in clean.items()}):
            screening.invullers.add(Gebruiker.objects.get(pk=str(actor.id)))
            changed(act, screening, "beantwoord")
    return screening


def _clean(
    questions: Mapping[UUID, Vraag], pk: UUID, given: Antwoordgegevens
) -> tuple[Antwoordgegevens, Sequence[Bevinding]]:
    """Raises NietGevonden for a question of another version of the list."""
    vraag = questions.get(pk)
    if vraag is None:
        raise NietGevonden()
    allowed = WAARDEN[vraag.soort]
    findings = check_answer(str(pk), vraag.soort, given.waarde, allowed)
    try:
        text = text_of(given.toelichting, str(pk))
    except Ongeldig as exc:
        return given, [*findings, *exc.bevindingen]
    return Antwoordgegevens(given.waarde, text), findings


def _store(
    actor: Actor,
    screening: Screening,
    known: Mapping[UUID, Antwoord],
    given: Mapping[UUID, Antwoordgegevens],
) -> int:
    """How many answers changed."""
    count = 0
    for pk, value in given.items():
        row = known.get(pk) or Antwoord(screening=screening, vraag_id=pk)
        if (row.waarde, row.toelichting) == (value.waarde, value.toelichting):
            continue
        row.waarde, row.toelichting = value.waarde, value.toelichting
        row.ingevuld_door_id = str(actor.id)
        row.save()
        count += 1
    return count


def add_evidence(
    actor: Actor,
    screening_id: UUID,
    *,
    document: Document,
    omschrijving: str,
    vraag_id: UUID | None,
    versie: int,
) -> Screeningsbewijs:
    """A document that was stored as `SCREENINGSBEWIJS`, with the question it proves, if any."""
    with handeling(actor) as act:
        screening = lock_screening(actor, screening_id, versie, SCREENING_UITVOEREN)
        require_changeable(screening)
        if document.soort != SCREENINGSBEWIJS or (vraag_id and not _asks(screening, vraag_id)):
            raise NietGevonden()
        text = text_of(omschrijving, "omschrijving", reden="Schrijf wat dit is.", most=200)
        evidence = Screeningsbewijs.objects.create(
            screening=screening,
            vraag_id=vraag_id,
            document=document,
            omschrijving=text,
            toegevoegd_door_id=str(actor.id),
        )
        changed(act, screening, "bewijs_toegevoegd")
    return evidence


def _asks(screening: Screening, vraag_id: UUID) -> bool:
    return Vraag.objects.filter(lijst=screening.lijst_id, pk=vraag_id).exists()


def record_talk(
    actor: Actor,
    screening_id: UUID,
    *,
    datum: datetime.date,
    aanwezigen: str,
    verslag: str,
    versie: int,
    peildatum: datetime.date,
) -> Screeningsgesprek:
    with handeling(actor) as act:
        screening = lock_screening(actor, screening_id, versie, SCREENING_UITVOEREN)
        require_changeable(screening)
        _require_past(datum, "datum", peildatum)
        who = text_of(aanwezigen, "aanwezigen", reden="Vul in welke functies er waren.", most=300)
        talk = Screeningsgesprek.objects.create(
            screening=screening,
            datum=datum,
            aanwezigen=who,
            verslag=text_of(verslag, "verslag", reden="Schrijf wat er is besproken."),
            vastgelegd_door_id=str(actor.id),
        )
        changed(act, screening, "gesprek_vastgelegd")
    return talk


def put_concern(
    actor: Actor,
    screening_id: UUID,
    *,
    zorg: str,
    wijze: str,
    voorgelegd_op: datetime.date,
    reageren_tot: datetime.date,
    versie: int,
    peildatum: datetime.date,
) -> Wederhoor:
    """The concern was put to the aanbieder; until its reaction no decision is asked for."""
    try:
        with handeling(actor) as act:
            screening = lock_screening(actor, screening_id, versie, SCREENING_UITVOEREN)
            require_transition(screening.status, Screeningstatus.WEDERHOOR)
            _require_past(voorgelegd_op, "voorgelegd_op", peildatum)
            if wijze not in Wijze.values:
                raise Ongeldig(bevindingen=[VERPLICHT.bevinding("wijze", "Kies hoe.")])
            hearing = Wederhoor.objects.create(
                screening=screening,
                zorg=text_of(zorg, "zorg", reden="Schrijf welke zorg je voorlegt."),
                wijze=wijze,
                voorgelegd_op=voorgelegd_op,
                reageren_tot=reageren_tot,
                voorgelegd_door_id=str(actor.id),
            )
            set_status(screening, Screeningstatus.WEDERHOOR)
            act.event(
                "screening.zorg_voorgelegd", screening, gegevens={"kenmerk": screening.kenmerk}
            )
    except IntegrityError as exc:
        raise Constraintconflict(exc) from exc
    return hearing


def record_reaction(
    actor: Actor,
    screening_id: UUID,
    *,
    reactie: str,
    geen_reactie: bool = False,
    versie: int,
    peildatum: datetime.date,
) -> Wederhoor:
    """What the aanbieder said; or, once its term has passed, that it said nothing.

    Errors: verplicht, reactietermijn_loopt, geen_wederhoor.
    """
    with handeling(actor) as act:
        screening = lock_screening(actor, screening_id, versie, SCREENING_UITVOEREN)
        hearing = screening.wederhoren.filter(afgerond_op__isnull=True).first()
        if hearing is None:
            raise Conflict(GEEN_WEDERHOOR.betekenis, code=GEEN_WEDERHOOR.code)
        require_transition(screening.status, Screeningstatus.ONDERZOEK)
        if geen_reactie and hearing.reageren_tot >= peildatum:
            text = "De aanbieder kan nog reageren; dit kan na de laatste dag."
            raise Ongeldig(bevindingen=[TERMIJN_LOOPT.bevinding("geen_reactie", text)])
        ask = "" if geen_reactie else "Schrijf wat de aanbieder zei."
        hearing.reactie = "" if geen_reactie else text_of(reactie, "reactie", reden=ask)
        hearing.geen_reactie = geen_reactie
        hearing.afgerond_op = peildatum
        hearing.vastgelegd_door_id = actor.id
        hearing.save()
        set_status(screening, Screeningstatus.ONDERZOEK)
        act.event("screening.gehoord", screening, gegevens={"kenmerk": screening.kenmerk})
    return hearing


def save_tests(
    actor: Actor,
    screening_id: UUID,
    gegevens: Iterable[Toets],
    *,
    versie: int,
    peildatum: datetime.date,
) -> Screening:
    """Status and days of what others look into; nothing of what they found (mission map)."""
    tests = list(gegevens)
    with handeling(actor) as act:
        screening = lock_screening(actor, screening_id, versie, SCREENING_UITVOEREN)
        require_changeable(screening)
        if findings := check_tests(tests, peildatum):
            raise Ongeldig(bevindingen=findings)
        known = {row.soort: row for row in screening.toetsen.all()}
        for test in tests:
            row = known.get(test.soort) or Integriteitstoets(screening=screening, soort=test.soort)
            running = test.status in (Toetsstatus.GEVRAAGD, Toetsstatus.AFGEROND)
            row.status = test.status
            row.datum = test.datum if running else None
            row.geldig_tot = test.geldig_tot if running else None
            row.reden = text_of(test.reden, f"{test.soort}-reden", most=500)
            row.save()
        changed(act, screening, "toetsen_bijgewerkt")
    return screening


def stop(actor: Actor, screening_id: UUID, *, reden: str, versie: int) -> Screening:
    """It comes to no outcome, as when the aanbieder withdraws; what was found stays."""
    with handeling(actor) as act:
        screening = lock_screening(actor, screening_id, versie, SCREENING_UITVOEREN)
        require_transition(screening.status, Screeningstatus.GESTOPT)
        text = text_of(reden, "reden", reden="Schrijf waarom deze screening stopt.")
        set_status(screening, Screeningstatus.GESTOPT, reden=text)
        act.event("screening.gestopt", screening, gegevens={"kenmerk": screening.kenmerk})
    return screening


def _require_past(day: datetime.date, veld: str, peildatum: datetime.date) -> None:
    if day > peildatum:
        raise Ongeldig(bevindingen=[DATUM_TOEKOMST.bevinding(veld, "Kies vandaag of eerder.")])
