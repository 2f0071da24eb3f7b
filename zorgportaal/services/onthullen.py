"""Show the whole number of a bank account in force, to who decides; logged (N-LOG-01)."""

from uuid import UUID

from core.actor import Actor
from core.choices import Inzagehandeling
from core.fouten import NietGevonden
from core.handeling import handeling, record_access
from core.policies import authorise
from providers.models import Bankrekening
from providers.policies import BANKREKENING_ONTHULLEN


def reveal_account(actor: Actor, rekening_id: UUID) -> Bankrekening:
    """Raises NietGevonden outside scope, Verboden without the right."""
    with handeling(actor) as act:
        rows = Bankrekening.objects.for_actor(actor).select_related("aanbieder")
        account: Bankrekening | None = rows.filter(pk=rekening_id).first()
        if account is None:
            raise NietGevonden()
        authorise(actor, BANKREKENING_ONTHULLEN)
        record_access(
            actor,
            Inzagehandeling.LEZEN,
            "bankrekening.onthullen",
            jeugdigen=(),
            object_id=account.pk,
            objectsoort="bankrekening",
        )
        act.event("bankrekening.onthuld", account)
    return account
