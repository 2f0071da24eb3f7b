"""Take a screening or a version of the list for one act: in scope, with the right, locked, as seen.

The aanbieder is locked before its screening, so that two acts on one aanbieder wait for each other
in the same order everywhere.
"""

from uuid import UUID

from core.actor import Actor
from core.fouten import (
    STATUS_OVERGANG,
    TE_LANG,
    VERPLICHT,
    Conflict,
    Foutcode,
    NietGevonden,
    Ongeldig,
    VersieVerouderd,
)
from core.handeling import Handeling
from core.policies import Recht, authorise
from providers.models import Aanbieder
from screening.choices import TE_WIJZIGEN, Lijststatus, Screeningstatus
from screening.models import Screening, Vragenlijst
from screening.policies import VRAGENLIJST_BEHEREN

LIJST_VASTGESTELD = Foutcode(
    "vragenlijst_vastgesteld",
    "Deze versie van de vragenlijst is vastgesteld en verandert niet meer; maak een nieuwe.",
    "R-CON-5",
)
MAX_TEKST = 5000


def lock_screening(actor: Actor, screening_id: UUID, versie: int, needed: Recht) -> Screening:
    """Raises NietGevonden, Verboden, VersieVerouderd (412) when somebody changed it since."""
    rows = Screening.objects.for_actor(actor).filter(pk=screening_id)
    owners = Aanbieder.objects.filter(pk__in=rows.values("aanbieder"))
    list(owners.select_for_update(no_key=True).values_list("pk"))
    screening: Screening | None = (
        rows.select_for_update(of=("self",)).select_related("aanbieder", "lijst").first()
    )
    if screening is None:
        raise NietGevonden()
    authorise(actor, needed)
    if screening.is_open:
        require_version(screening, versie)
    return screening


def require_version(screening: Screening, versie: int) -> None:
    """Raises VersieVerouderd (412)."""
    if screening.versie != versie:
        raise VersieVerouderd("Deze screening is intussen veranderd. Bekijk haar opnieuw.")


def require_changeable(screening: Screening) -> None:
    """Raises Conflict when it waits for a decision or is done: what is judged stays as it is."""
    if screening.status not in TE_WIJZIGEN:
        label = Screeningstatus(screening.status).label
        raise Conflict(
            f"De stand van deze screening is ‘{label}’; er kan nu niets aan veranderen.",
            code=STATUS_OVERGANG.code,
        )


def changed(act: Handeling, screening: Screening, soort: str) -> None:
    """Something of it changed: the version goes up, and the event says what, not the content."""
    screening.versie += 1
    screening.save(update_fields=["versie"])
    act.event(f"screening.{soort}", screening, gegevens={"kenmerk": screening.kenmerk})


def lock_list(actor: Actor, lijst_id: UUID, versie: int) -> Vragenlijst:
    """A concept to change. Raises Conflict `vragenlijst_vastgesteld`, VersieVerouderd."""
    rows = Vragenlijst.objects.for_actor(actor).filter(pk=lijst_id)
    lijst: Vragenlijst | None = rows.select_for_update().first()
    if lijst is None:
        raise NietGevonden()
    authorise(actor, VRAGENLIJST_BEHEREN)
    if lijst.status == Lijststatus.VASTGESTELD:
        raise Conflict(LIJST_VASTGESTELD.betekenis, code=LIJST_VASTGESTELD.code)
    if lijst.versie != versie:
        raise VersieVerouderd("De vragenlijst is intussen veranderd. Bekijk haar opnieuw.")
    return lijst


def text_of(value: str, veld: str, *, reden: str = "", most: int = MAX_TEKST) -> str:
    """Stripped. Raises Ongeldig: `verplicht` when empty and `reden` is given, `te_lang`."""
    text = value.replace("\x00", "").replace("\r\n", "\n").strip()
    if not text and reden:
        raise Ongeldig(bevindingen=[VERPLICHT.bevinding(veld, reden)])
    if len(text) > most:
        raise Ongeldig(bevindingen=[TE_LANG.bevinding(veld, f"Ten hoogste {most} tekens.")])
    return text
