"""Outbox for mail: it says that something waits, with a link behind login, and nothing else.

A row is written in the transaction of the act (`put`, `put_for`); the mail goes out after the
commit, is tried again when the server is away, and stays visibly waiting while no mail server is
set. No personal data is possible by construction (N-SEC-06, R-MEL-1): the subject comes from a
fixed list, the text is fixed, and the path must be a route of ours whose only variable parts are
uuids; the daily mail adds a number to that.

How mail comes is each person's own choice (`Gebruiker.mailkeuze`). It is read again when a mail
would go out, so that a changed choice holds for what still waits. The same news waits once; what
is going out at this moment tells of it too. A worker that dies between sending and noting it
sends that mail once more: a mail may come twice, and is never lost.
"""

import datetime
import logging
import smtplib
from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Any
from uuid import UUID

from celery import Task
from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import connection, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils import timezone

from core.actor import Actor
from core.choices import Mailkeuze, Organisatiesoort, Rolcode, Uitgaandstatus
from core.handeling import handeling
from core.models import Gebruiker, Uitgaand
from core.taken import taak

log = logging.getLogger(__name__)

MAX_POGINGEN = 8
WACHT_SECONDEN = 20
#: Local hour of the daily mail; what comes later that day waits for the next morning.
VERZAMELUUR = 7


class Onderwerp(StrEnum):
    """Every subject that a mail of ours can have, the daily one apart."""

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
VERZAMELTEKST = """\
Goedendag,

{klaar} in het portaal. Meld je aan om te zien wat het is:

{url}

Je krijgt deze mail hooguit eens per dag. Dat kun je veranderen op de pagina Mijn account.

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


#: `wie` is one of the fixed texts below. In the order of the ids: two at once wait, not deadlock.
PUT = """
with ontvanger as (
  select g.id, g.mailkeuze from core_gebruiker g where {wie}
), nieuw as (
  insert into core_uitgaand (ontvanger_id, onderwerp, pad, status)
  select id, %(onderwerp)s, %(pad)s, case mailkeuze when 'geen' then 'geen_mail' else 'wacht' end
  from ontvanger order by id
  on conflict (ontvanger_id, pad, onderwerp) where status = 'wacht' do nothing
  returning id, ontvanger_id
)
select n.id, o.mailkeuze from nieuw n join ontvanger o on o.id = n.ontvanger_id
"""
DEZE = "g.id = %(gebruiker)s"
MET_ROL = """
g.is_active and g.id is distinct from %(behalve)s::uuid and exists (
  select from core_rol r join core_organisatie o on o.id = r.organisatie_id
  where r.gebruiker_id = g.id and r.rol = any(%(rollen)s) and r.periode @> %(vandaag)s::date
    and {waar})
"""


def put(ontvanger: Gebruiker, onderwerp: Onderwerp, pad: str) -> int:
    """Put a mail in the outbox, in the transaction of the act it tells of; sent after the commit.

    Gives 0 when the same news already waits, else 1: a row that waits, or says that the receiver
    wants no mail. Raises OnveiligPad, and RuntimeError outside a transaction.
    """
    return _put(DEZE, {"gebruiker": ontvanger.pk}, onderwerp, pad)


def put_for(
    rollen: Collection[Rolcode],
    organisatie_id: UUID,
    onderwerp: Onderwerp,
    pad: str,
    *,
    behalve: UUID | None = None,
) -> int:
    """As `put`, for every active person with one of `rollen` at that organisation today.

    Not for `behalve`: whoever did the act knows. Gives the number of new rows, one per person.
    """
    params = {"rollen": _codes_of(rollen), "organisatie": organisatie_id, "behalve": behalve}
    return _put(MET_ROL.format(waar="o.id = %(organisatie)s"), params, onderwerp, pad)


def put_for_ozjt(
    rollen: Collection[Rolcode], onderwerp: Onderwerp, pad: str, *, behalve: UUID | None = None
) -> int:
    """As `put_for`, at OZJT itself: how an act of an aanbieder reaches contractbeheer."""
    params = {"rollen": _codes_of(rollen), "soort": Organisatiesoort.OZJT, "behalve": behalve}
    return _put(MET_ROL.format(waar="o.soort = %(soort)s"), params, onderwerp, pad)


def _codes_of(rollen: Collection[Rolcode]) -> list[str]:
    """Raises ValueError for what is no role: a mail that reaches nobody would not be missed."""
    return [Rolcode(rol).value for rol in rollen]


def _put(wie: str, params: Mapping[str, Any], onderwerp: Onderwerp, pad: str) -> int:
    if not connection.in_atomic_block:
        raise RuntimeError("Een bericht gaat de uitbak in binnen de transactie van de handeling")
    check_path(pad)
    what: dict[str, Any] = {
        "onderwerp": Onderwerp(onderwerp),
        "pad": pad,
        "vandaag": timezone.localdate(),
    }
    with connection.cursor() as cursor:
        cursor.execute(PUT.format(wie=wie), {**params, **what})
        new = cursor.fetchall()
    for uitgaand_id, keuze in new:
        if keuze == Mailkeuze.METEEN:
            send_outgoing.delay_on_commit(str(uitgaand_id))
    return len(new)


def set_mailkeuze(actor: Actor, keuze: Mailkeuze) -> None:
    """How mail comes to the actor from now on, and what still waits too.

    At once: that goes out after the commit. None: it is closed as not sent on purpose.
    """
    with handeling(actor) as h:
        gebruiker = Gebruiker.objects.select_for_update(no_key=True).get(pk=str(actor.id))
        old, gebruiker.mailkeuze = gebruiker.mailkeuze, Mailkeuze(keuze)
        if old == gebruiker.mailkeuze:
            return
        gebruiker.save(update_fields=["mailkeuze"])
        h.event(
            "gebruiker.mail_gewijzigd",
            gebruiker,
            gegevens={"van": old, "naar": gebruiker.mailkeuze},
        )
        waiting = _waiting().filter(ontvanger=gebruiker).select_for_update(skip_locked=True)
        ids = list(waiting.values_list("pk", flat=True))  # what is going out right now is left out
        if keuze == Mailkeuze.GEEN:
            Uitgaand.objects.filter(pk__in=ids).update(status=Uitgaandstatus.GEEN_MAIL)
        elif keuze == Mailkeuze.METEEN:
            for pk in ids:
                send_outgoing.delay_on_commit(str(pk))


def _waiting() -> QuerySet[Uitgaand]:
    return Uitgaand.objects.filter(status=Uitgaandstatus.WACHT)


@taak(queue="post", time_limit=60, max_retries=MAX_POGINGEN, bind=True)
def send_outgoing(self: Task, uitgaand_id: str) -> None:
    """Send one waiting mail; tried again after 1, 2, 4 … minutes when the server is away."""
    try:
        send(UUID(uitgaand_id))
    except PostOnbereikbaar as exc:
        raise self.retry(exc=exc, countdown=_pause(self)) from exc


def _pause(task: Task) -> int:
    return int(min(60 * 2**task.request.retries, 3600))


def send(uitgaand_id: UUID) -> None:
    """Send one mail if it still waits; under a row lock: two workers never both send it.

    Left waiting without a mail server and for who wants it daily; closed for who wants no mail.
    Raises PostOnbereikbaar (the attempt counted) when another attempt makes sense; a refusal, or
    the last attempt, ends as `mislukt`.
    """
    with transaction.atomic():
        row = (
            _waiting()
            .select_for_update(skip_locked=True, of=("self",))
            .select_related("ontvanger")
            .filter(pk=uitgaand_id)
            .first()
        )
        if row is None or row.ontvanger.mailkeuze == Mailkeuze.DAGELIJKS:
            return
        if row.ontvanger.mailkeuze == Mailkeuze.GEEN:
            row.status = Uitgaandstatus.GEEN_MAIL
            row.save(update_fields=["status"])
            return
        check_path(row.pad)
        again = _deliver([row], Onderwerp(row.onderwerp), TEKST.format(url=_url(row.pad)))
    if again:
        raise PostOnbereikbaar(again)


@taak(queue="post", time_limit=60)
def send_digests() -> None:
    """Every morning: one task for each person for whom something waits for the daily mail."""
    if not settings.MAIL_AAN:
        return
    waits = _waiting().filter(ontvanger=OuterRef("pk"), aangemaakt_op__lt=_morning())
    people = Gebruiker.objects.filter(Exists(waits), mailkeuze=Mailkeuze.DAGELIJKS)
    for pk in people.order_by("pk").values_list("pk", flat=True):
        send_digest.delay(str(pk))


@taak(queue="post", time_limit=120, max_retries=MAX_POGINGEN, bind=True)
def send_digest(self: Task, gebruiker_id: str) -> None:
    """The daily mail of one person; tried again as a single mail is."""
    try:
        send_daily(UUID(gebruiker_id))
    except PostOnbereikbaar as exc:
        raise self.retry(exc=exc, countdown=_pause(self)) from exc


def send_daily(gebruiker_id: UUID) -> None:
    """One mail for all that waited for this person at seven this morning; raises as `send` does.

    The second of two at once waits for the first one's rows, and then finds none.
    """
    with transaction.atomic():
        rows = list(
            _waiting()
            .select_for_update(of=("self",))
            .select_related("ontvanger")
            .filter(
                ontvanger=gebruiker_id,
                ontvanger__mailkeuze=Mailkeuze.DAGELIJKS,
                aangemaakt_op__lt=_morning(),
            )
            .order_by("pk")
        )
        if not rows:
            return
        klaar = _ready(len(rows))
        text = VERZAMELTEKST.format(klaar=klaar, url=_url("/"))
        again = _deliver(rows, f"{klaar} in het OZJT-portaal", text)
    if again:
        raise PostOnbereikbaar(again)


def _ready(aantal: int) -> str:
    return f"Er staa{'t 1 ding' if aantal == 1 else f'n {aantal} dingen'} voor je klaar"


def _morning() -> datetime.datetime:
    """The last time it was seven o'clock here."""
    now = timezone.localtime()
    seven = now.replace(hour=VERZAMELUUR, minute=0, second=0, microsecond=0)
    return seven if seven <= now else seven - datetime.timedelta(days=1)


def _url(pad: str) -> str:
    return settings.PORTAAL_URL.rstrip("/") + pad


def _deliver(rows: list[Uitgaand], onderwerp: str, tekst: str) -> str:
    """Try once to send one mail for `rows`, locked and of one person, and note the outcome on each.

    Gives why when another attempt makes sense, else ''. Nothing happens without a mail server.
    """
    if not settings.MAIL_AAN:
        return ""
    status, fout, sent_at = _attempt(rows[0].ontvanger, onderwerp, tekst)
    for row in rows:
        row.pogingen += 1
        last = status == Uitgaandstatus.WACHT and row.pogingen >= MAX_POGINGEN
        row.status = Uitgaandstatus.MISLUKT if last else status
        row.fout, row.verstuurd_op = fout, sent_at
        if fout:
            log.warning("mail_mislukt", extra={"uitgaand": str(row.pk), "fout": fout})
    Uitgaand.objects.bulk_update(rows, ["status", "pogingen", "verstuurd_op", "fout"])
    return fout if any(row.status == Uitgaandstatus.WACHT for row in rows) else ""


def _attempt(
    ontvanger: Gebruiker, onderwerp: str, tekst: str
) -> tuple[Uitgaandstatus, str, datetime.datetime | None]:
    """Status, reason and moment after one attempt."""
    if not ontvanger.is_active:
        return Uitgaandstatus.MISLUKT, "De ontvanger heeft geen actief account meer", None
    message = EmailMessage(
        onderwerp,
        tekst,
        settings.DEFAULT_FROM_EMAIL,
        [ontvanger.email],
        connection=get_connection(timeout=WACHT_SECONDEN),
        headers={"Auto-Submitted": "auto-generated"},
    )
    try:
        message.send()
    except (OSError, smtplib.SMTPException) as exc:
        final = _is_final(exc)
        return Uitgaandstatus.MISLUKT if final else Uitgaandstatus.WACHT, _reason(exc), None
    return Uitgaandstatus.VERSTUURD, "", timezone.now()


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


@taak(queue="post", time_limit=60)
def send_waiting() -> None:
    """Offer again what waits longer than two hours: its task was lost, or mail was off.

    The daily mail takes its own.
    """
    if not settings.MAIL_AAN:
        return
    before = timezone.now() - datetime.timedelta(hours=2)
    waiting = _waiting().filter(aangemaakt_op__lt=before)
    waiting = waiting.exclude(ontvanger__mailkeuze=Mailkeuze.DAGELIJKS)
    for pk in waiting.order_by("aangemaakt_op").values_list("pk", flat=True)[:500]:
        send_outgoing.delay(str(pk))
