"""A document that comes in by a form: the field, storing it with its errors on that field, and a
limit on what a request may bring in.
"""

from dataclasses import replace
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler

from core.actor import Actor
from core.documenten.inhoud import DOCUMENT_TE_GROOT
from core.documenten.services import store_document
from core.forms import BestandField, FormMixin
from core.fouten import TE_GROOT, Ongeldig
from core.models import Document, Organisatie

ACCEPT = (".pdf", ".png", ".jpg", ".jpeg")


class DocumentField(BestandField):
    """PDF, PNG or JPEG of at most DOCUMENT_MAX_BYTES. What it holds is judged by `store_upload`."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("accept", ACCEPT)
        kwargs.setdefault("allow_empty_file", True)  # refused by its content, with its own code
        super().__init__(**kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        self.max_mb = settings.DOCUMENT_MAX_BYTES // (1024 * 1024)
        try:
            return super().clean(data, initial)
        except ValidationError as exc:
            if exc.code == TE_GROOT.code:
                exc.code = DOCUMENT_TE_GROOT.code
            raise


def store_upload(
    actor: Actor, form: FormMixin, field: str, soort: str, eigenaar: Organisatie
) -> Document | None:
    """Store what came in `field` of a form that was validated; the caller has authorised the act.

    None without a file, or when it is refused: then the error stands on the field, with its code.
    """
    file = form.cleaned_data.get(field)
    if not isinstance(file, UploadedFile):
        return None
    try:
        return store_document(
            actor, chunks=file.chunks(), naam=file.name or "", soort=soort, eigenaar=eigenaar
        )
    except Ongeldig as exc:
        form.add_bevindingen(replace(found, veld=field) for found in exc.bevindingen)
        return None


class BoundedUploadHandler(TemporaryFileUploadHandler):
    """Keeps no more of a file than the limit and one block, and still tells how large it was.

    So a file that is far too large fills neither memory nor disk, and the form comes back with
    what else was filled in and an error on the field. A view whose files are larger than documents
    says so in `bestand_max_bytes`.
    """

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start <= self._most:
            super().receive_data_chunk(raw_data, start)

    @property
    def _most(self) -> int:
        match = getattr(self.request, "resolver_match", None)
        view = getattr(match and match.func, "view_class", None)
        return int(getattr(view, "bestand_max_bytes", settings.DOCUMENT_MAX_BYTES))
