"""The acts that go over many rows: each row through the service that also serves one.

An act gives, in words, what it does to a row; the preview is the judgement of that service, or the
same call rolled back.
"""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contractbeheer.choices import Overdrachtstatus
from contractbeheer.models import Overdracht
from contractbeheer.services.overdracht import prepare_transfer
from core.actor import Actor
from core.concepten import list_concepten
from core.fouten import PERIODE_ONGELDIG, Bevinding, Conflict, Ongeldig
from core.ui.formats import format_long_date as datum
from indications.models import Toewijzing
from indications.services.klaarzetten import SOORT_CONCEPT, prepare_draft
from indications.services.wijzigen import Toestemming, change_toewijzing, end_toewijzing
from indications.wijzigregels import Voorstel
from werklijsten.choices import Actie, Besluit
from werklijsten.codes import AL_VOORBIJ, MAX_KLAARZETTEN, MAX_RIJEN, MAX_VERLENGEN, STAAT_KLAAR
from werklijsten.kern import locked
from werklijsten.models import Reeksregel
from werklijsten.services.besluiten import judge_decision, record_decision
from werklijsten.services.herinneren import judge_reminder, remind_aanbieder

DAG: Final = datetime.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Gedaan:
    """What happened to a row in words, and the draft that was made of it."""

    tekst: str
    resultaat: UUID | None = None


Uitvoer = Callable[[Actor, Reeksregel, Mapping[str, Any], datetime.date], Gedaan]


@dataclass(frozen=True)
class Handelwijze:
    """`proef` judges without doing; without it the preview does it and takes it back."""

    actie: Actie
    knop: Any
    uitleg: Any
    uitvoer: Uitvoer
    proef: Uitvoer | None = None
    maximum: int = MAX_RIJEN
    vraagt: bool = True


def day_of(gegevens: Mapping[str, Any], name: str) -> datetime.date | None:
    text = gegevens.get(name)
    return datetime.date.fromisoformat(text) if text else None


def _was(row: Toewijzing) -> str:
    return _("was %(dag)s") % {"dag": datum(row.einddatum)} if row.einddatum else _("was open")


def _decide(
    actor: Actor, regel: Reeksregel, gegevens: Mapping[str, Any], day: datetime.date
) -> Gedaan:
    made = record_decision(actor, regel.toewijzing_id, **_decision(regel, gegevens, day))
    return _decided(made.besluit, made.einddatum)


def _judge_decision(
    actor: Actor, regel: Reeksregel, gegevens: Mapping[str, Any], day: datetime.date
) -> Gedaan:
    row, _text = judge_decision(actor, regel.toewijzing_id, **_decision(regel, gegevens, day))
    return _decided(gegevens["besluit"], row.einddatum)


def _decision(regel: Reeksregel, gegevens: Mapping[str, Any], day: datetime.date) -> dict[str, Any]:
    return {
        "besluit": gegevens.get("besluit", ""),
        "toelichting": gegevens.get("toelichting", ""),
        "versie": regel.versie,
        "peildatum": day,
    }


def _decided(besluit: str, einddatum: datetime.date | None) -> Gedaan:
    words = {"besluit": Besluit(besluit).label, "dag": datum(einddatum)}
    return Gedaan(_("%(besluit)s (einddatum %(dag)s)") % words)


def _end(
    actor: Actor, regel: Reeksregel, gegevens: Mapping[str, Any], day: datetime.date
) -> Gedaan:
    before = _was(regel.toewijzing)
    made = end_toewijzing(
        actor,
        regel.toewijzing_id,
        einddatum=day_of(gegevens, "einddatum"),
        reden=gegevens.get("reden", ""),
        versie=regel.versie,
        peildatum=day,
        toestemming=Toestemming(
            gegevens.get("toestemming_door", ""), day_of(gegevens, "toestemming_op")
        ),
    )
    return Gedaan(_("Eindigt op %(dag)s, %(was)s") % {"dag": datum(made.einddatum), "was": before})


def _extend(
    actor: Actor, regel: Reeksregel, gegevens: Mapping[str, Any], day: datetime.date
) -> Gedaan:
    """Only later than now: the service itself would also shorten."""
    row, until = locked(actor, regel.toewijzing_id, regel.versie), day_of(gegevens, "einddatum")
    if until is None or row.einddatum is None or until <= row.einddatum:
        raise Ongeldig(bevindingen=[_not_later(row)])
    made = change_toewijzing(
        actor,
        regel.toewijzing_id,
        voorstel=Voorstel(
            einddatum=until,
            reden=gegevens.get("reden", ""),
            toelichting=gegevens.get("toelichting", ""),
        ),
        versie=regel.versie,
        peildatum=day,
    )
    words = {"dag": datum(made.toewijzing.einddatum), "was": _was(row)}
    return Gedaan(_("Loopt door tot en met %(dag)s, %(was)s; het volume blijft gelijk") % words)


def _not_later(row: Toewijzing) -> Bevinding:
    if row.einddatum is None:
        return PERIODE_ONGELDIG.bevinding("einddatum", _("Heeft geen einddatum en loopt al door."))
    text = _("Eindigt op %(dag)s; verlengen kan alleen tot een latere dag.")
    return PERIODE_ONGELDIG.bevinding("einddatum", text % {"dag": datum(row.einddatum)})


def _remind(
    actor: Actor, regel: Reeksregel, gegevens: Mapping[str, Any], day: datetime.date
) -> Gedaan:
    return _reminded(
        remind_aanbieder(actor, regel.toewijzing_id, versie=regel.versie, peildatum=day)
    )


def _judge_reminder(
    actor: Actor, regel: Reeksregel, gegevens: Mapping[str, Any], day: datetime.date
) -> Gedaan:
    return _reminded(judge_reminder(actor, regel.toewijzing_id, versie=regel.versie, peildatum=day))


def _reminded(row: Toewijzing) -> Gedaan:
    text = _("%(naam)s krijgt bericht dat er iets klaarstaat")
    return Gedaan(text % {"naam": row.aanbieder.naam})


def _prepare(
    actor: Actor, regel: Reeksregel, gegevens: Mapping[str, Any], day: datetime.date
) -> Gedaan:
    said = _judge_draft(actor, regel, gegevens, day)
    line = _open_line(regel)
    if line is not None:
        draft = prepare_transfer(actor, line.pk, peildatum=day)
    else:
        draft = prepare_draft(
            actor,
            regel.toewijzing_id,
            vanaf=_elsewhere_from(regel.toewijzing, day),
            reden=_("Nieuwe toewijzing elders klaargezet vanuit een werklijst"),
        )
    return Gedaan(said.tekst, draft)


def _judge_draft(
    actor: Actor, regel: Reeksregel, gegevens: Mapping[str, Any], day: datetime.date
) -> Gedaan:
    row = locked(actor, regel.toewijzing_id, regel.versie)
    if row.status == "ingetrokken" or (row.einddatum is not None and row.einddatum < day):
        raise Conflict(AL_VOORBIJ.betekenis, code=AL_VOORBIJ.code)
    made = Reeksregel.objects.filter(toewijzing=row, resultaat__isnull=False).values("resultaat")
    if list_concepten(actor, SOORT_CONCEPT).filter(pk__in=made).exists():
        raise Conflict(STAAT_KLAAR.betekenis, code=STAAT_KLAAR.code)
    line = _open_line(regel)
    start = max(line.vanaf, day) if line is not None else _elsewhere_from(row, day)
    words = {"dag": datum(max(start, row.begindatum)), "naam": row.aanbieder.naam}
    return Gedaan(_("Concept voor jou vanaf %(dag)s, in plaats van %(naam)s") % words)


def _open_line(regel: Reeksregel) -> Overdracht | None:
    rows = Overdracht.objects.filter(toewijzing=regel.toewijzing_id, status=Overdrachtstatus.OPEN)
    found: Overdracht | None = rows.first()
    return found


def _elsewhere_from(row: Toewijzing, day: datetime.date) -> datetime.date:
    """The day after the contract, where that ends before the toewijzing does; else today."""
    end = row.perceelcontract.einddatum
    runs_past = end is not None and (row.einddatum is None or row.einddatum > end)
    return max(end + DAG, day) if runs_past and end is not None else day


HANDELWIJZEN: Final[Mapping[Actie, Handelwijze]] = {
    known.actie: known
    for known in (
        Handelwijze(
            Actie.BESLUITEN,
            gettext_lazy("Besluit vastleggen"),
            gettext_lazy(
                "Leg vast wat er na de einddatum gebeurt. De toewijzing zelf verandert niet."
            ),
            _decide,
            proef=_judge_decision,
        ),
        Handelwijze(
            Actie.BEEINDIGEN,
            gettext_lazy("Eerder beëindigen"),
            gettext_lazy("De hulp stopt op een eerdere dag, met een reden (JZ002)."),
            _end,
        ),
        Handelwijze(
            Actie.VERLENGEN,
            gettext_lazy("Verlengen"),
            gettext_lazy("De hulp gaat door tot een latere dag, op hetzelfde nummer."),
            _extend,
            maximum=MAX_VERLENGEN,
        ),
        Handelwijze(
            Actie.HERINNEREN,
            gettext_lazy("Aanbieder herinneren"),
            gettext_lazy(
                "De aanbieder krijgt een mail dat er iets klaarstaat. Per toewijzing kan dat één "
                "keer per week."
            ),
            _remind,
            proef=_judge_reminder,
            vraagt=False,
        ),
        Handelwijze(
            Actie.KLAARZETTEN,
            gettext_lazy("Elders klaarzetten"),
            gettext_lazy(
                "Voor elke toewijzing komt er een concept voor een andere aanbieder klaar te "
                "staan. Jij kiest daarna de aanbieder en dient het in."
            ),
            _prepare,
            proef=_judge_draft,
            maximum=MAX_KLAARZETTEN,
            vraagt=False,
        ),
    )
}
