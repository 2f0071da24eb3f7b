"""The aanbieder explains how the minutes of a toewijzing are split (R-TOE-3)."""

from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from core.actor import Actor
from core.fouten import Conflict, Ongeldig
from core.handeling import handeling
from core.overgangen import require_step, set_status
from core.policies import authorise
from core.tekst import read_text
from core.ui.formats import format_number as getal
from indications.aanvraag import Verdeling
from indications.choices import Toewijzingstatus
from toelichtingen.choices import Verzoekstatus
from toelichtingen.kern import locked_verzoek, require_version
from toelichtingen.melden import person_id, record, tell_gemeente
from toelichtingen.models import Toelichting
from toelichtingen.overgangen import OVERGANGEN
from toelichtingen.policies import TOELICHTING_GEVEN
from toelichtingen.services.vragen import MAX_TEKST, TOEWIJZING_INGETROKKEN, WAT
from toelichtingen.verdelen import check_split


@dataclass(frozen=True)
class Antwoordgegevens:
    """`verdeling` in whole minutes over the whole period; `tekst` without personal data."""

    verdeling: Verdeling
    tekst: str = ""


def answer(
    actor: Actor, verzoek_id: UUID, gegevens: Antwoordgegevens, *, versie: int
) -> Toelichting:
    """The split of the volume that the toewijzing has at this moment; it changes nothing of it.

    Also after the term and after the toewijzing ended: the question was asked in time. Raises
    Ongeldig with the codes of filing, VersieVerouderd, Conflict (`status_overgang`,
    `toewijzing_ingetrokken`).
    """
    with handeling(actor) as act:
        verzoek = locked_verzoek(actor, verzoek_id)
        authorise(actor, TOELICHTING_GEVEN)
        require_version(verzoek, versie)
        require_step(OVERGANGEN, Verzoekstatus(verzoek.status), Verzoekstatus.BEANTWOORD, WAT)
        toewijzing = verzoek.toewijzing
        if toewijzing.status == Toewijzingstatus.INGETROKKEN:
            raise Conflict(TOEWIJZING_INGETROKKEN.betekenis, code=TOEWIJZING_INGETROKKEN.code)
        text, found = read_text(gegevens.tekst, "tekst", max_lengte=MAX_TEKST)
        found += check_split(toewijzing, gegevens.verdeling)
        if found:
            raise Ongeldig(bevindingen=found)
        now, parts = timezone.now(), gegevens.verdeling
        given: Toelichting = Toelichting.objects.create(
            verzoek=verzoek,
            toewijzing_versie=toewijzing.versie,
            volume=toewijzing.volume,
            minuten_direct=parts.direct or 0,
            minuten_indirect=parts.indirect or 0,
            minuten_reistijd=parts.reistijd or 0,
            aantal_contacten=parts.aantal_contacten,
            tekst=text,
            antwoorder_id=person_id(actor),
            gegeven_op=now,
        )
        set_status(verzoek, Verzoekstatus.BEANTWOORD, beantwoord_op=now)
        record(act, verzoek, "toelichting.gegeven", _said(given))
        tell_gemeente(actor, verzoek)
    return given


def _said(given: Toelichting) -> str:
    text = _("%(nr)s: direct %(d)s, indirect %(i)s, reistijd %(r)s bij %(v)s minuten")
    return text % {
        "nr": given.verzoek.kenmerk,
        "d": getal(given.minuten_direct),
        "i": getal(given.minuten_indirect),
        "r": getal(given.minuten_reistijd),
        "v": getal(given.volume),
    }
