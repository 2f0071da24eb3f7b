"""Outbox for mail: it says that something waits, with a link behind login, and nothing else.

A row is written in the transaction of the act (`put`); the mail goes out after the commit, is tried
again when the server is away, and stays visibly waiting while no mail server is set. No personal
data is possible by construction (N-SEC-06, R-MEL-1): the subject comes from a fixed list, the text
is fixed, and the path must be a route of ours whose only variable parts are uuids.
"""

import logging
import smtplib
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

from celery import Task, shared_task
from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import connection, transaction
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils import timezone

from core.choices import Uitgaandstatus
from core.models import Gebruiker, Uitgaand

log = logging.getLogger(__name__)

MAX_POGINGEN = 8
WACHT_SECONDEN = 20


class Onderwerp(StrEnum):
    """Every subject that a mail of ours can have."""

    KLAAR = "Er staat iets voor je klaar in het OZJT-portaal"
    VRAAG = "Er staat een vraag voor je klaar in het OZJT-portaal"
    BESLUIT = "Er staat een besluit voor je klaar in het OZJT-portaal"
    BESTAND = "Er staat een bestand voor je klaar in het OZJT-portaal"
    TERMIJN = "Er loopt een termijn af in het OZJT-portaal"


TEKST = """\
Goedendag,

Er staat iets voor je klaar in het portaal. Meld je aan om het te bekijken:

{url}

Deze mail is automatisch verstuurd. Je kunt er niet op antwoorden.
"""


class OnveiligPad(ValueError):
    """The path is no route of ours, or has a part that is not fixed and not a uuid."""


class PostOnbereikbaar(Exception):
    """The mail server could not be reached or asked to come back later."""


def check_path(pad: str) -> ResolverMatch:
    """Raises OnveiligPad unless `pad` is a route with only fixed parts and uuids, without query."""
    try:
        match = resolve(pad)
    except Resolver404:
        raise OnveiligPad("Dit pad bestaat niet in het portaal") from None
    variable = [*match.args, *match.kwargs.values()]
    if "?" in pad or "#" in pad or not all(isinstance(value, UUID) for value in variable):
        raise OnveiligPad("Een pad in een mail heeft alleen vaste delen en uuid's")
    return match


def put(ontvanger: Gebruiker, onderwerp: Onderwerp, pad: str) -> Uitgaand:
    """Put a mail in the outbox, in the transaction of the act it tells of; sent after the commit.

    Raises OnveiligPad, and RuntimeError outside a transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("Een bericht gaat de uitbak in binnen de transactie van de handeling")
    check_path(pad)
    row = Uitgaand.objects.create(ontvanger=ontvanger, onderwerp=Onderwerp(onderwerp), pad=pad)
    send_outgoing.delay_on_commit(str(row.pk))  # type: ignore[attr-defined]
    return row


@shared_task(bind=True, queue="post", time_limit=60, max_retries=MAX_POGINGEN)
def send_outgoing(self: Task, uitgaand_id: str) -> None:
    """Send one waiting mail; tried again after 1, 2, 4 … minutes when the server is away."""
    try:
        send(UUID(uitgaand_id))
    except PostOnbereikbaar as exc:
        raise self.retry(exc=exc, countdown=min(60 * 2**self.request.retries, 3600)) from exc


def send(uitgaand_id: UUID) -> None:
    """Send one mail if it still waits; under a row lock: two workers never both send it.

    Without a mail server it stays waiting. Raises PostOnbereikbaar (the attempt counted) when
    another attempt makes sense; a refusal, or the last attempt, ends as `mislukt`.
    """
    with transaction.atomic():
        row = (
            Uitgaand.objects.select_for_update(skip_locked=True, of=("self",))
            .select_related("ontvanger")
            .filter(pk=uitgaand_id, status=Uitgaandstatus.WACHT)
            .first()
        )
        if row is None or not settings.MAIL_AAN:
            return
        again = _attempt(row)
        row.save(update_fields=["status", "pogingen", "verstuurd_op", "fout"])
    if again:
        raise PostOnbereikbaar(row.fout)


def _attempt(row: Uitgaand) -> bool:
    """Try once and note the outcome on the row; True when another attempt makes sense."""
    row.pogingen += 1
    if not row.ontvanger.is_active:
        row.status, row.fout = Uitgaandstatus.MISLUKT, "De ontvanger heeft geen actief account meer"
        return False
    try:
        _message(row).send()
    except (OSError, smtplib.SMTPException) as exc:
        row.fout = _reason(exc)
        if _is_final(exc) or row.pogingen >= MAX_POGINGEN:
            row.status = Uitgaandstatus.MISLUKT
        log.warning("mail_mislukt", extra={"uitgaand": str(row.pk), "fout": row.fout})
        return row.status == Uitgaandstatus.WACHT
    row.status, row.fout, row.verstuurd_op = Uitgaandstatus.VERSTUURD, "", timezone.now()
    return False


def _message(row: Uitgaand) -> EmailMessage:
    check_path(row.pad)
    return EmailMessage(
        Onderwerp(row.onderwerp),
        TEKST.format(url=settings.PORTAAL_URL.rstrip("/") + row.pad),
        settings.DEFAULT_FROM_EMAIL,
        [row.ontvanger.email],
        connection=get_connection(timeout=WACHT_SECONDEN),
        headers={"Auto-Submitted": "auto-generated"},
    )


def _codes(exc: BaseException) -> list[int]:
    if isinstance(exc, smtplib.SMTPRecipientsRefused):
        return [code for code, _text in exc.recipients.values()]
    code = getattr(exc, "smtp_code", None)
    return [code] if isinstance(code, int) else []


def _reason(exc: BaseException) -> str:
    """Kind of error and SMTP code; never the server's text, for it quotes addresses."""
    return " ".join([type(exc).__name__, *map(str, _codes(exc))])[:300]


def _is_final(exc: BaseException) -> bool:
    codes = _codes(exc)
    return bool(codes) and all(code >= 500 for code in codes)


@shared_task(queue="post", time_limit=60)
def send_waiting() -> None:
    """Offer again what waits longer than two hours: its task was lost, or mail was off."""
    if not settings.MAIL_AAN:
        return
    before = timezone.now() - timedelta(hours=2)
    waiting = Uitgaand.objects.filter(status=Uitgaandstatus.WACHT, aangemaakt_op__lt=before)
    for pk in waiting.order_by("aangemaakt_op").values_list("pk", flat=True)[:500]:
        send_outgoing.delay(str(pk))
