"""Opening the vault: find a jeugdige by BSN, show who it is; both are logged (N-AVG-01)."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from core import kluis
from core.actor import Actor
from core.choices import Inzagehandeling
from core.fouten import BSN_ONGELDIG, VERPLICHT, Conflict, Foutcode, Ongeldig
from core.handeling import handeling, record_access
from core.identifiers import is_bsn
from core.policies import authorise
from indications.models import Jeugdige, JeugdigeKluis
from indications.policies import JEUGDIGE_ONTHULLEN, TOEWIJZING_INZIEN

MIN_REDEN = 5
NAAM_VERWIJDERD = Foutcode(
    "naam_verwijderd",
    "Naam en BSN van deze jeugdige zijn na de bewaartermijn verwijderd.",
    "N-AVG-03",
)


@dataclass(frozen=True, slots=True)
class Onthuld:
    """Shown once, on a page that is not cached; `bsn` None when it is not known."""

    bsn: str | None
    geslachtsnaam: str
    voorvoegsel: str
    voornamen: str


def reveal_jeugdige(actor: Actor, jeugdige_id: UUID, *, reden: str) -> Onthuld:
    """Who the jeugdige is, for somebody with the right and a reason; logged before it is shown.

    Raises NietGevonden outside scope, Verboden without the right, Ongeldig without a reason,
    Conflict (`naam_verwijderd`) after the term for which it is kept (N-AVG-03).
    """
    jeugdige = Jeugdige(pk=jeugdige_id)
    authorise(actor, JEUGDIGE_ONTHULLEN, jeugdige)
    if len(reden.strip()) < MIN_REDEN:
        raise Ongeldig(
            bevindingen=[
                VERPLICHT.bevinding("reden", _("Schrijf kort op waarom je dit moet zien."))
            ]
        )
    with handeling(actor) as act:
        vault: JeugdigeKluis | None = JeugdigeKluis.objects.filter(pk=jeugdige_id).first()
        if vault is None:
            raise Conflict(NAAM_VERWIJDERD.betekenis, code=NAAM_VERWIJDERD.code)
        act.event("jeugdige.onthuld", jeugdige, reden=reden.strip())
        act.access(
            Inzagehandeling.LEZEN,
            "jeugdige.onthullen",
            jeugdigen=[jeugdige_id],
            object_id=jeugdige_id,
            detail=reden.strip()[:300],
        )
    name = kluis.decrypt(vault.naam, bound_to=f"naam:{jeugdige_id}")
    return Onthuld(
        bsn=kluis.decrypt(vault.bsn, bound_to=f"bsn:{jeugdige_id}") if vault.bsn else None,
        geslachtsnaam=name["geslachtsnaam"],
        voorvoegsel=name["voorvoegsel"],
        voornamen=name["voornamen"],
    )


def find_jeugdige(actor: Actor, bsn: str) -> UUID | None:
    """The pseudonym that belongs to a BSN, when the actor may see that jeugdige; a logged search.

    None says either unknown or not yours: nobody learns that a jeugdige is known elsewhere. The
    log then holds that somebody searched, not for whom.
    """
    authorise(actor, TOEWIJZING_INZIEN)
    if not is_bsn(bsn):
        raise Ongeldig(
            bevindingen=[
                BSN_ONGELDIG.bevinding("bsn", _("Dit is geen geldig burgerservicenummer."))
            ]
        )
    found: UUID | None = (
        Jeugdige.objects.for_actor(actor)
        .filter(kluis__bsn_hash=kluis.fingerprint(bsn))
        .values_list("pk", flat=True)
        .first()
    )
    record_access(
        actor,
        Inzagehandeling.UITVOEREN,
        "jeugdige.zoeken",
        jeugdigen=[found] if found else [],
        object_id=found,
        detail="" if found else str(_("Niemand gevonden")),
        even_nobody=True,
    )
    return found
