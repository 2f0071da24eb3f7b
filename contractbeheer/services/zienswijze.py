"""What the aanbieder says about a measure, and that it opened a letter (R-CON-4)."""

from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from contractbeheer.ladder import ZIENSWIJZE_GEGEVEN
from contractbeheer.models import Brief, Maatregeltraject
from contractbeheer.overgangen_traject import put
from contractbeheer.policies import TRAJECT_INZIEN, ZIENSWIJZE_GEVEN
from contractbeheer.trajectkern import findings_of_text, locked, require, require_hearable
from core import rolgroepen
from core.actor import Actor
from core.fouten import Conflict, NietGevonden
from core.handeling import handeling
from core.policies import authorise
from core.uitbak import Onderwerp, put_for_ozjt


def give_view(actor: Actor, traject_id: UUID, *, zienswijze: str) -> Maatregeltraject:
    """Once, as long as nothing was decided; after an urgent decision still.

    Raises Conflict (`status_overgang`, `zienswijze_gegeven`), Ongeldig.
    """
    with handeling(actor) as act:
        traject = locked(actor, traject_id, ZIENSWIJZE_GEVEN)
        require_hearable(traject)
        if traject.zienswijze_op is not None:
            raise Conflict(ZIENSWIJZE_GEGEVEN.betekenis, code=ZIENSWIJZE_GEGEVEN.code)
        require(findings_of_text(zienswijze, "zienswijze", "Schrijf wat je hiervan vindt."))
        put(traject, zienswijze=zienswijze.strip(), zienswijze_op=timezone.now())
        act.event("maatregeltraject.zienswijze", traject)
        path = reverse("maatregeltraject", args=[traject.pk])
        put_for_ozjt(rolgroepen.OZJT_CONTRACT, Onderwerp.KLAAR, path)
    return traject


def open_letter(actor: Actor, brief_id: UUID) -> Brief:
    """The letter within scope; that the aanbieder opened it is kept, once."""
    brief = (
        Brief.objects.for_actor(actor)
        .select_related("traject__aanbieder", "document")
        .filter(pk=brief_id)
        .first()
    )
    if brief is None:
        raise NietGevonden()
    authorise(actor, TRAJECT_INZIEN)
    if brief.gelezen_op is None and actor.aanbieder_id == brief.traject.aanbieder_id:
        with handeling(actor) as act:
            now = timezone.now()
            rows = Brief.objects.filter(pk=brief.pk, gelezen_op__isnull=True)
            if rows.update(gelezen_op=now):
                act.event("maatregelbrief.gelezen", brief)
            brief.gelezen_op = now
    return brief
