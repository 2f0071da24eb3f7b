"""What the acts on an overzicht share: the row under lock, whose turn it is, who hears of it."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Max, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from afspraken.choices import Kant, Overzichtstatus
from afspraken.codes import NIET_AAN_DE_BEURT
from afspraken.inhoud import Inhoud, open_overzicht, open_versie
from afspraken.models import Afsprakenoverzicht, Afsprakenversie
from afspraken.overgangen import BEURT
from afspraken.policies import side_of
from contracts.choices import Frequentie
from core.actor import Actor
from core.choices import Rolcode
from core.fouten import Bevinding, Conflict, NietGevonden, Ongeldig, VersieVerouderd
from core.handeling import Handeling
from core.policies import Recht, authorise
from core.ui.formats import NBSP, format_number, format_period
from core.uitbak import Onderwerp, put_for
from indications.models import Toewijzing
from indications.ritme import WOORDEN

ROL_VAN = {Kant.TOEGANG: Rolcode.TOEGANG, Kant.AANBIEDER: Rolcode.AANBIEDER_ZORG}


def locked(
    actor: Actor, overzicht_id: UUID, needed: Recht, versie: int | None = None
) -> Afsprakenoverzicht:
    """The overzicht in scope, for this transaction ours.

    Raises NietGevonden, Verboden, and VersieVerouderd (412) when it changed since `versie`.
    """
    found: Afsprakenoverzicht | None = (
        Afsprakenoverzicht.objects.for_actor(actor)
        .select_for_update(of=("self",))
        .select_related("aanbieder")
        .filter(pk=overzicht_id)
        .first()
    )
    if found is None:
        raise NietGevonden()
    authorise(actor, needed)
    if versie is not None and found.versie != versie:
        raise VersieVerouderd(
            _("Dit afsprakenoverzicht is intussen veranderd. Bekijk het opnieuw.")
        )
    return found


def turn_of(row: Afsprakenoverzicht) -> Kant | None:
    return BEURT.get(Overzichtstatus(row.status))


def has_turn(actor: Actor, row: Afsprakenoverzicht) -> bool:
    side = side_of(actor)
    return side is not None and turn_of(row) == side


def require_turn(actor: Actor, row: Afsprakenoverzicht) -> Kant:
    """The side of the actor. Raises Conflict (`niet_aan_de_beurt`) when the text is not there."""
    side = side_of(actor)
    if side is not None and turn_of(row) == side:
        return side
    if turn_of(row) is None:
        reden = _("Dit afsprakenoverzicht is vastgesteld. Maak eerst een nieuwe versie.")
    else:
        reden = _("Het afsprakenoverzicht ligt bij de ander. Wijzigen kan als je het weer krijgt.")
    raise Conflict(reden, code=NIET_AAN_DE_BEURT.code)


def require(findings: Sequence[Bevinding]) -> None:
    """Raises Ongeldig with all of them."""
    if findings:
        raise Ongeldig(bevindingen=findings)


def last_version(row: Afsprakenoverzicht) -> Afsprakenversie | None:
    found: Afsprakenversie | None = row.versies.order_by("-nummer").first()
    return found


def next_number(row: Afsprakenoverzicht) -> int:
    return int(row.versies.aggregate(hoogste=Max("nummer"))["hoogste"] or 0) + 1


def agreed_by(versie: Afsprakenversie, side: Kant) -> bool:
    return getattr(versie, f"{side.value}_akkoord_op") is not None


def can_settle(row: Afsprakenoverzicht, side: Kant) -> bool:
    """The other side agreed on exactly the text that lies here now."""
    version = last_version(row)
    if version is None or turn_of(row) != side or not agreed_by(version, side.ander):
        return False
    return open_versie(version).agreed() == as_handed(row).agreed()


def stands(row: Afsprakenoverzicht) -> bool:
    """Whether the last version is one that both agreed on."""
    version = last_version(row)
    return version is not None and version.vastgesteld_op is not None


def as_handed(row: Afsprakenoverzicht, vraag: str = "") -> Inhoud:
    """The text as it would go over now, with the help as it is today."""
    kept = open_overzicht(row)
    return Inhoud(**{**vars(kept), "hulp": tuple(map(help_line, help_of(row))), "vraag": vraag})


def help_of(row: Afsprakenoverzicht) -> QuerySet[Toewijzing]:
    rows: QuerySet[Toewijzing] = Toewijzing.objects.filter(pk__in=row.hulp.values("toewijzing"))
    return rows.select_related("product").order_by("begindatum", "nummer")


def help_line(toewijzing: Toewijzing) -> str:
    """`700123 ABHIR Behandeling individueel: 3.000 minuten, totaal, 1 jan 2026 t/m …`."""
    per = Frequentie(toewijzing.frequentie).label
    period = format_period(toewijzing.begindatum, toewijzing.einddatum).replace(NBSP, " ")
    unit = WOORDEN[toewijzing.eenheid].meervoud
    return (
        f"{toewijzing.nummer} {toewijzing.product.code} {toewijzing.product.naam}: "
        f"{format_number(toewijzing.volume)} {unit}, {per}, {period}"
    )


def move(row: Afsprakenoverzicht, status: Overzichtstatus) -> None:
    row.status = status
    row.bij_sinds = timezone.now()
    row.versie += 1


def tell(row: Afsprakenoverzicht, side: Kant, onderwerp: Onderwerp) -> None:
    """Mail that something waits, to who works there (R-MEL-1)."""
    at = row.gemeente_id if side == Kant.TOEGANG else row.aanbieder.organisatie_id
    put_for([ROL_VAN[side]], at, onderwerp, reverse("afsprakenoverzicht", args=[row.pk]))


def on_timeline(act: Handeling, row: Afsprakenoverzicht, soort: str) -> None:
    """The same event on the page of each toewijzing that it is about."""
    for toewijzing in help_of(row):
        act.event(soort, toewijzing)
