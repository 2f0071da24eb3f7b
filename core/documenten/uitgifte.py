"""When the bytes of a document may leave: judged, whole, and written down when about a jeugdige."""

from typing import BinaryIO

from core.actor import Actor
from core.choices import Inzagehandeling, Scanstatus
from core.documenten import opslag
from core.documenten.inhoud import DOCUMENT_BESCHADIGD
from core.documenten.services import DOCUMENT_BESMET, DOCUMENT_IN_QUARANTAINE
from core.documenten.soorten import SOORTEN
from core.fouten import Conflict, Foutcode
from core.handeling import record_access
from core.models import Document

_ACCEPTED = frozenset({Scanstatus.SCHOON, Scanstatus.NIET_GESCAND})
_WITHHELD = {
    Scanstatus.WACHT: DOCUMENT_IN_QUARANTAINE,
    Scanstatus.BESMET: DOCUMENT_BESMET,
}


def is_accepted(document: Document) -> bool:
    """Whether it may serve as evidence: found clean, or there is no scanner to wait for."""
    return document.scan in _ACCEPTED


def open_released(actor: Actor, document: Document, waarvoor: str) -> BinaryIO:
    """The file, for an actor who may read it (`readable`); `waarvoor` goes into the access log.

    Raises Conflict: `document_in_quarantaine`, `document_besmet`, or `document_beschadigd` when
    the bytes are no longer those of the checksum.
    """
    if withheld := _WITHHELD.get(Scanstatus(document.scan)):
        raise _refused(withheld)
    file = opslag.open_checked(document.sha256)
    if file is None:
        raise _refused(DOCUMENT_BESCHADIGD)
    if about := SOORTEN[document.soort].jeugdigen:
        record_access(
            actor,
            Inzagehandeling.LEZEN,
            waarvoor,
            jeugdigen=about(document),
            object_id=document.pk,
        )
    return file


def _refused(code: Foutcode) -> Conflict:
    return Conflict(code.betekenis, code=code.code)
