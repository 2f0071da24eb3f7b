"""What acts on a maatregeltraject share: the row under lock, texts, letters that go out."""

import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from contractbeheer.aflopen import lock_aanbieder
from contractbeheer.brieven import Afzender, compose, token_of
from contractbeheer.choices import Briefsoort, Trajectstatus
from contractbeheer.documenten import BRIEFVOORBEELD, MAATREGELBRIEF
from contractbeheer.ladder import BRIEF_VERANDERD
from contractbeheer.models import Brief, Maatregeltraject
from contractbeheer.overgangen_traject import require_status
from core.actor import Actor
from core.brieven.maken import Brief as Woorden
from core.brieven.maken import render_letter
from core.choices import Rolcode
from core.documenten.services import store_made_document
from core.fouten import (
    ONGELDIG_FORMAAT,
    TE_LANG,
    VERPLICHT,
    Bevinding,
    Conflict,
    NietGevonden,
    Ongeldig,
    VersieVerouderd,
)
from core.handeling import Handeling
from core.models import Document, Gebeurtenis
from core.policies import Recht, authorise
from core.uitbak import Onderwerp, put_for

MAX_TEKST = 4000


def locked(
    actor: Actor, traject_id: UUID, *recht: Recht, versie: int | None = None
) -> Maatregeltraject:
    """The traject within scope, its aanbieder locked first (one decision at a time).

    Raises NietGevonden outside scope, Verboden without the right, VersieVerouderd (412).
    """
    rows = Maatregeltraject.objects.for_actor(actor).filter(pk=traject_id)
    aanbieder_id = rows.values_list("aanbieder", flat=True).first()
    if aanbieder_id is None:
        raise NietGevonden()
    for one in recht:
        authorise(actor, one)
    lock_aanbieder(aanbieder_id)
    found: Maatregeltraject | None = (
        rows.select_for_update(of=("self",))
        .select_related("aanbieder__organisatie", "vorige")
        .first()
    )
    if found is None:
        raise NietGevonden()
    if versie is not None and found.versie != versie:
        raise VersieVerouderd("Deze maatregel is intussen veranderd. Bekijk hem opnieuw.")
    return found


def drew_up(actor: Actor, traject: Maatregeltraject) -> bool:
    """Whether it wrote what the measure says: drew it up, or changed the draft since."""
    changed = Gebeurtenis.objects.filter(
        objectsoort="maatregeltraject",
        object_id=traject.pk,
        soort="maatregeltraject.gewijzigd",
        actor_id=actor.id,
    )
    return str(traject.opsteller_id) == str(actor.id) or changed.exists()


def findings_of_text(value: str, veld: str, reden: str) -> list[Bevinding]:
    """`verplicht` with `reden` when empty, else `te_lang` or `ongeldig_formaat`."""
    if not value.strip():
        return [VERPLICHT.bevinding(veld, reden)] if reden else []
    if len(value) > MAX_TEKST:
        return [TE_LANG.bevinding(veld, f"Gebruik ten hoogste {MAX_TEKST} tekens.")]
    if "\x00" in value:
        return [ONGELDIG_FORMAAT.bevinding(veld, "Haal de onleesbare tekens weg.")]
    return []


def require(findings: list[Bevinding]) -> None:
    """Raises Ongeldig with all of them."""
    if findings:
        raise Ongeldig(bevindingen=findings)


def perceel_names(traject: Maatregeltraject) -> list[str]:
    return list(traject.percelen.order_by("code").values_list("naam", flat=True))


def letter(
    traject: Maatregeltraject,
    soort: Briefsoort,
    afzender: Afzender,
    *,
    peildatum: datetime.date,
    extra: str,
) -> Woorden:
    names = perceel_names(traject)
    return compose(traject, soort, afzender, percelen=names, peildatum=peildatum, extra=extra)


def send(
    act: Handeling, traject: Maatregeltraject, soort: Briefsoort, words: Woorden, gezien: str | None
) -> Brief:
    """Out it goes: a PDF that no longer changes, and a mail that something waits.

    `gezien` is the token of what the sender looked at; raises Conflict (`brief_veranderd`).
    """
    if gezien is not None and gezien != token_of(words):
        raise Conflict(BRIEF_VERANDERD.betekenis, code=BRIEF_VERANDERD.code)
    name = f"{traject.kenmerk} {soort.label.lower()}.pdf"
    document = store_made_document(
        act.actor,
        chunks=[render_letter(words)],
        naam=name,
        soort=MAATREGELBRIEF,
        eigenaar=traject.aanbieder.organisatie,
    )
    brief = Brief.objects.create(
        traject=traject, soort=soort, document=document, verstuurd_op=timezone.now()
    )
    drafts_of(traject.kenmerk).delete()
    put_for(
        [Rolcode.AANBIEDER_BEHEERDER],
        traject.aanbieder.organisatie_id,
        Onderwerp.BESLUIT if soort == Briefsoort.BESLUIT else Onderwerp.KLAAR,
        reverse("maatregeltraject", args=[traject.pk]),
    )
    return brief


def keep_draft(actor: Actor, traject: Maatregeltraject, words: Woorden) -> Document:
    """What the letter would be, to look at; the one before it goes."""
    drafts_of(traject.kenmerk).delete()
    return store_made_document(
        actor,
        chunks=[render_letter(words)],
        naam=f"{traject.kenmerk} voorbeeld.pdf",
        soort=BRIEFVOORBEELD,
        eigenaar=traject.aanbieder.organisatie,
    )


def drafts_of(kenmerk: str) -> QuerySet[Document]:
    return Document.objects.filter(soort=BRIEFVOORBEELD, naam=f"{kenmerk} voorbeeld.pdf")


def steps_before(aanbieder_id: UUID) -> QuerySet[Maatregeltraject]:
    """What was imposed on this aanbieder, newest first: what a next step may build on."""
    rows = Maatregeltraject.objects.filter(
        aanbieder=aanbieder_id, status=Trajectstatus.OPGELEGD, besloten_op__isnull=False
    )
    return rows.order_by("-besloten_op")


def term_from(peildatum: datetime.date) -> datetime.date:
    """The first day that may end the term to give a view, when announced on `peildatum`."""
    return peildatum + datetime.timedelta(days=settings.ZIENSWIJZETERMIJN_DAGEN)


def require_hearable(traject: Maatregeltraject) -> None:
    """Raises Conflict (`status_overgang`) once there is nothing to hear about any more."""
    if traject.status == Trajectstatus.OPGELEGD and traject.spoed:
        return
    require_status(traject, Trajectstatus.VOORNEMEN)


def has_running_term(traject: Maatregeltraject, peildatum: datetime.date) -> bool:
    """Whether the aanbieder still has to do something by a day that it may be reminded of."""
    if traject.status == Trajectstatus.VOORNEMEN:
        day = traject.zienswijze_uiterlijk
        return day is not None and day >= peildatum and traject.zienswijze_op is None
    if traject.status == Trajectstatus.OPGELEGD:
        return traject.hersteltermijn is not None and not traject.herstel
    return False
