"""Ask for an explanation of minutes, take that back, and ask for a supplement (R-TOE-3)."""

import datetime
from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext as _

from core.actor import Actor
from core.constraints import finding_of
from core.fouten import (
    ONBEKENDE_WAARDE,
    PERIODE_ONGELDIG,
    Bevinding,
    Conflict,
    Foutcode,
    NietGevonden,
    Ongeldig,
)
from core.handeling import Handeling, handeling
from core.overgangen import require_step, set_status
from core.policies import authorise
from core.tekst import read_text
from core.ui.formats import format_long_date as datum
from indications.choices import Toewijzingstatus
from indications.codes import VERDELING_NIET_TOEGESTAAN
from indications.models import Toewijzing
from toelichtingen.choices import LOPEND, Verzoekstatus, Vraagreden
from toelichtingen.kern import locked_verzoek, require_version
from toelichtingen.melden import person_id, record, tell_aanbieder
from toelichtingen.models import Toelichtingsverzoek
from toelichtingen.overgangen import OVERGANGEN
from toelichtingen.policies import TOELICHTING_VRAGEN
from toelichtingen.termijn import standard_term

BESTAAT = "toelichtingsverzoek_bestaat"
TOEWIJZING_VOORBIJ = Foutcode(
    "toewijzing_voorbij",
    "Uitleg vragen kan voor het begin van een toewijzing en zolang zij loopt.",
    "R-TOE-3",
)
TOEWIJZING_INGETROKKEN = Foutcode(
    "toewijzing_ingetrokken",
    "De toewijzing is ingetrokken; er valt niets uit te leggen.",
    "R-TOE-3",
)
MAX_TEKST = 2000
#: Nobody gives more time than this to explain a split.
LANGSTE_TERMIJN = datetime.timedelta(days=183)
WAT = "Deze vraag"


@dataclass(frozen=True)
class Vraaggegevens:
    """What the gemeente asks. Without `termijn` the standard term holds."""

    toewijzing_id: UUID
    reden: str = ""
    vraag: str = ""
    termijn: datetime.date | None = None


def ask(actor: Actor, gegevens: Vraaggegevens, *, peildatum: datetime.date) -> Toelichtingsverzoek:
    """Before the start of a toewijzing or while it runs (R-TOE-3).

    Raises NietGevonden for a toewijzing of another gemeente, Conflict with the reference of the
    question that is open already (also when both came at the same moment), Ongeldig with every
    finding (`toewijzing_voorbij`, `toewijzing_ingetrokken`, `verdeling_niet_toegestaan`, …).
    """
    try:
        with handeling(actor) as act:
            return _ask(act, gegevens, peildatum)
    except IntegrityError as exc:
        if finding_of(exc).code != BESTAAT:
            raise
    _refuse_second(gegevens.toewijzing_id)
    raise Conflict(_("Stel de vraag opnieuw."))


def withdraw(actor: Actor, verzoek_id: UUID, *, versie: int) -> Toelichtingsverzoek:
    """Take back what is not answered yet; of a supplement, the answer before it stands."""
    with handeling(actor) as act:
        verzoek = locked_verzoek(actor, verzoek_id)
        authorise(actor, TOELICHTING_VRAGEN)
        require_version(verzoek, versie)
        extra = verzoek.status == Verzoekstatus.AANVULLING
        new = Verzoekstatus.BEANTWOORD if extra else Verzoekstatus.INGETROKKEN
        require_step(OVERGANGEN, Verzoekstatus(verzoek.status), new, WAT)
        set_status(verzoek, new)
        record(act, verzoek, "toelichting.vraag_ingetrokken")
        tell_aanbieder(actor, verzoek)
    return verzoek


def ask_more(
    actor: Actor,
    verzoek_id: UUID,
    *,
    vraag: str,
    termijn: datetime.date | None,
    versie: int,
    peildatum: datetime.date,
) -> Toelichtingsverzoek:
    """Ask for a supplement to an answer, with a new term; the answer stays."""
    try:
        with handeling(actor) as act:
            verzoek = locked_verzoek(actor, verzoek_id)
            authorise(actor, TOELICHTING_VRAGEN)
            require_version(verzoek, versie)
            require_step(OVERGANGEN, Verzoekstatus(verzoek.status), Verzoekstatus.AANVULLING, WAT)
            termijn = termijn or standard_term(peildatum)
            text, found = _question(vraag)
            found += [*_askable(verzoek.toewijzing, peildatum), *_term(termijn, peildatum)]
            if found:
                raise Ongeldig(bevindingen=found)
            set_status(verzoek, Verzoekstatus.AANVULLING, aanvulling=text, termijn=termijn)
            record(act, verzoek, "toelichting.aanvulling_gevraagd")
            tell_aanbieder(actor, verzoek)
            return verzoek
    except IntegrityError as exc:
        if finding_of(exc).code != BESTAAT:
            raise
    _refuse_second(Toelichtingsverzoek.objects.get(pk=verzoek_id).toewijzing_id)
    raise Conflict(_("Stel de vraag opnieuw."))


def _ask(act: Handeling, gegevens: Vraaggegevens, peildatum: datetime.date) -> Toelichtingsverzoek:
    toewijzing = _toewijzing(act.actor, gegevens.toewijzing_id)
    _refuse_second(toewijzing.pk)
    termijn = gegevens.termijn or standard_term(peildatum)
    text, found = _question(gegevens.vraag)
    if gegevens.reden not in Vraagreden.values:
        reden = _("Kies waarvoor je de uitleg nodig hebt.")
        found.append(ONBEKENDE_WAARDE.bevinding("reden", reden))
    found += [*_askable(toewijzing, peildatum), *_term(termijn, peildatum)]
    if found:
        raise Ongeldig(bevindingen=found)
    verzoek = Toelichtingsverzoek(
        toewijzing=toewijzing,
        reden=gegevens.reden,
        vraag=text,
        vrager_id=person_id(act.actor),
        gevraagd_op=timezone.now(),
        termijn=termijn,
    )
    verzoek.save(force_insert=True)
    verzoek.refresh_from_db(fields=["nummer"])
    record(act, verzoek, "toelichting.gevraagd")
    tell_aanbieder(act.actor, verzoek)
    return verzoek


def _toewijzing(actor: Actor, toewijzing_id: UUID) -> Toewijzing:
    """Locked, so that it is not withdrawn or ended at the moment of asking."""
    row: Toewijzing | None = (
        Toewijzing.objects.for_actor(actor)
        .select_for_update(of=("self",))
        .select_related("product", "aanbieder")
        .filter(pk=toewijzing_id)
        .first()
    )
    if row is None:
        raise NietGevonden()
    authorise(actor, TOELICHTING_VRAGEN)
    return row


def _refuse_second(toewijzing_id: UUID) -> None:
    rows = Toelichtingsverzoek.objects.filter(toewijzing=toewijzing_id, status__in=LOPEND)
    first = rows.first()
    if first is not None:
        text = _("Over deze toewijzing is al een vraag open: %(nr)s, antwoord uiterlijk %(dag)s.")
        raise Conflict(
            text % {"nr": first.kenmerk, "dag": datum(first.termijn)},
            code=BESTAAT,
        )


def _question(value: str) -> tuple[str, list[Bevinding]]:
    return read_text(
        value, "vraag", max_lengte=MAX_TEKST, verplicht=_("Schrijf op wat je wilt weten.")
    )


def _askable(toewijzing: Toewijzing, peildatum: datetime.date) -> list[Bevinding]:
    if toewijzing.status == Toewijzingstatus.INGETROKKEN:
        return [TOEWIJZING_INGETROKKEN.bevinding("", TOEWIJZING_INGETROKKEN.betekenis)]
    if toewijzing.einddatum and toewijzing.einddatum < peildatum:
        text = _("Deze toewijzing liep tot en met %s. Uitleg vragen kan zolang zij loopt.")
        return [TOEWIJZING_VOORBIJ.bevinding("", text % datum(toewijzing.einddatum))]
    if not toewijzing.product.verdeling_toegestaan:
        text = _("Bij %s hoort geen verdeling in direct, indirect en reistijd.")
        return [VERDELING_NIET_TOEGESTAAN.bevinding("", text % toewijzing.product.naam)]
    return []


def _term(termijn: datetime.date, peildatum: datetime.date) -> list[Bevinding]:
    last = peildatum + LANGSTE_TERMIJN
    if peildatum < termijn <= last:
        return []
    text = _("Kies een dag na vandaag, uiterlijk %s.")
    return [PERIODE_ONGELDIG.bevinding("termijn", text % datum(last))]
