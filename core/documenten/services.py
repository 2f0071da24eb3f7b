"""Take in a document, have it judged by the virus scanner, clean up what nothing refers to."""

import datetime
import logging
from collections.abc import Iterable
from pathlib import Path
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from core import virusscan
from core.actor import Actor, system_actor
from core.choices import Scanstatus
from core.documenten import opslag
from core.documenten.inhoud import PDF, refusal
from core.documenten.soorten import SOORTEN
from core.fouten import Foutcode
from core.handeling import handeling, record_event
from core.models import Document, Organisatie
from core.taken import DATABASE_AWAY, taak

log = logging.getLogger(__name__)

DOCUMENT_BESMET = Foutcode(
    "document_besmet", "De virusscanner vond iets in dit bestand; het is verwijderd."
)
DOCUMENT_IN_QUARANTAINE = Foutcode(
    "document_in_quarantaine", "Dit document wacht nog op de virusscan; probeer het zo opnieuw."
)
DAG = 24 * 3600
MADE = {
    ".csv": "text/csv; charset=utf-8",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pdf": PDF,
}


def store_document(
    actor: Actor,
    *,
    chunks: Iterable[bytes],
    naam: str,
    soort: str,
    eigenaar: Organisatie,
    geldig_tot: datetime.date | None = None,
) -> Document:
    """Store an upload (`chunks`: `UploadedFile.chunks()`); the caller has authorised the act.

    With a scanner it waits in quarantine until `scan_document` has judged it; without one it is
    `niet_gescand` and says so. Raises Ongeldig (`document_…`), KeyError for an undeclared kind.
    """
    SOORTEN[soort]
    kept = opslag.keep(chunks)
    if Document.objects.filter(sha256=kept.sha256, scan=Scanstatus.BESMET).exists():
        opslag.remove(kept.sha256)
        raise refusal(DOCUMENT_BESMET)
    name = opslag.clean_name(naam, kept.inhoudstype)
    return _register(actor, kept, name, soort, eigenaar, geldig_tot, virusscan.is_enabled())


def store_made_document(
    actor: Actor, *, chunks: Iterable[bytes], naam: str, soort: str, eigenaar: Organisatie
) -> Document:
    """Store what the portal itself made (an export, a report): CSV, XLSX or PDF, by its name.

    Nobody handed it in, so its content is not judged and not scanned. Errors: as `store_document`.
    """
    SOORTEN[soort]
    kept = opslag.keep(chunks, kind=MADE[Path(naam).suffix])
    return _register(actor, kept, naam, soort, eigenaar, None, waits=False)


def _register(
    actor: Actor,
    kept: opslag.Opgeslagen,
    naam: str,
    soort: str,
    eigenaar: Organisatie,
    geldig_tot: datetime.date | None,
    waits: bool,
) -> Document:
    with handeling(actor) as h:
        document = Document.objects.create(
            naam=naam,
            inhoudstype=kept.inhoudstype,
            grootte=kept.grootte,
            sha256=kept.sha256,
            soort=soort,
            eigenaar=eigenaar,
            geldig_tot=geldig_tot,
            scan=Scanstatus.WACHT if waits else Scanstatus.NIET_GESCAND,
        )
        h.event("document.toegevoegd", document, gegevens={"soort": soort, "bytes": kept.grootte})
        if waits:
            scan_document.delay_on_commit(str(document.pk))
    return document


@taak(
    queue="standaard",
    time_limit=120,
    autoretry_for=(*DATABASE_AWAY, virusscan.ScannerOnbereikbaar),
    retry_backoff=5,
    retry_backoff_max=600,
    max_retries=8,
)
def scan_document(document_id: str) -> None:
    """Judge one waiting document; without a verdict it goes on waiting and is tried again."""
    judge_document(UUID(document_id))


def judge_document(document_id: UUID) -> None:
    """Raises ScannerOnbereikbaar when there is no verdict. An infected file is removed at once."""
    with transaction.atomic():
        document = (
            Document.objects.select_for_update()
            .filter(pk=document_id, scan=Scanstatus.WACHT)
            .first()
        )
        if document is None:
            return
        file = opslag.open_checked(document.sha256)
        if file is None:
            log.error("document_beschadigd", extra={"document": str(document_id)})
            return
        with file:
            found = virusscan.scan(iter(lambda: file.read(opslag.BLOK), b""))
        if not found:
            document.scan = Scanstatus.SCHOON
            document.save(update_fields=["scan"])
            return
        _condemn(document, found)


def _condemn(document: Document, found: str) -> None:
    """Mark every document with these bytes as infected; drop the bytes once that is committed."""
    same = Document.objects.filter(sha256=document.sha256)
    for pk in same.values_list("pk", flat=True):
        record_event(
            system_actor("virusscan"), "document.besmet", "document", pk, gegevens={"virus": found}
        )
    same.update(scan=Scanstatus.BESMET)
    transaction.on_commit(lambda: opslag.remove(document.sha256))


@taak(queue="standaard", time_limit=60)
def scan_waiting_documents() -> None:
    """Offer again what waited longer than ten minutes: its task was lost, or the scanner down."""
    before = timezone.now() - datetime.timedelta(minutes=10)
    waiting = Document.objects.filter(scan=Scanstatus.WACHT, aangemaakt_op__lt=before)
    for pk in waiting.order_by("aangemaakt_op").values_list("pk", flat=True)[:100]:
        scan_document.delay(str(pk))


@taak(queue="standaard", time_limit=600)
def remove_orphan_files() -> None:
    """Remove files older than a day that no document refers to, as after a rollback."""
    for sha256, path in opslag.older_than(DAG):
        if not sha256 or not Document.objects.filter(sha256=sha256).exists():
            path.unlink(missing_ok=True)
