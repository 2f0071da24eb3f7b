"""What a hand-over and an agreement write; called by the acts, under their lock."""

import datetime
from collections.abc import Collection
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from afspraken import kern
from afspraken.choices import Kant, Overzichtstatus
from afspraken.codes import HULP_HOORT_ER_NIET_BIJ
from afspraken.inhoud import Inhoud, open_evaluatie, open_versie, seal_evaluatie, seal_versie
from afspraken.models import AfgesprokenHulp, Afsprakenoverzicht, Afsprakenversie, Evaluatiemoment
from afspraken.overgangen import OVERZICHT
from core.choices import Inzagehandeling
from core.fouten import VERPLICHT, Ongeldig
from core.handeling import Handeling
from core.overgangen import require_step
from core.uitbak import Onderwerp
from indications.choices import Toewijzingstatus
from indications.models import Jeugdige, Toewijzing

WAT = "Dit afsprakenoverzicht"


def available_help(row: Afsprakenoverzicht, peildatum: datetime.date) -> QuerySet[Toewijzing]:
    """Help that may come under this overzicht: it runs or is to come, and stands in none yet."""
    elsewhere = AfgesprokenHulp.objects.filter(toewijzing=OuterRef("pk"))
    rows: QuerySet[Toewijzing] = Toewijzing.objects.filter(
        ~Exists(elsewhere),
        Q(einddatum__isnull=True) | Q(einddatum__gte=peildatum),
        gemeente=row.gemeente_id,
        aanbieder=row.aanbieder_id,
        jeugdige=row.jeugdige_id,
    )
    rows = rows.exclude(status=Toewijzingstatus.INGETROKKEN)
    return rows.select_related("product").order_by("begindatum", "nummer")


def lock_help_of(jeugdige_id: UUID) -> None:
    """One at a time says which help of a jeugdige stands in which overzicht: two would deadlock."""
    Jeugdige.objects.select_for_update(no_key=True).get(pk=jeugdige_id)


def cover(row: Afsprakenoverzicht, toewijzing_ids: Collection[UUID]) -> None:
    AfgesprokenHulp.objects.bulk_create(
        [AfgesprokenHulp(overzicht=row, toewijzing_id=pk) for pk in sorted(toewijzing_ids)]
    )


def choose_help(
    row: Afsprakenoverzicht, wanted: Collection[UUID], peildatum: datetime.date
) -> None:
    """Raises Ongeldig when nothing was chosen, or what is not of this jeugdige and aanbieder."""
    lock_help_of(row.jeugdige_id)
    now = set(row.hulp.values_list("toewijzing", flat=True))
    chosen = set(wanted)
    may = now | set(available_help(row, peildatum).values_list("pk", flat=True))
    if not chosen:
        text = _("Kies ten minste één toewijzing.")
        raise Ongeldig(bevindingen=[VERPLICHT.bevinding("toewijzingen", text)])
    if not chosen <= may:
        text = HULP_HOORT_ER_NIET_BIJ.betekenis
        raise Ongeldig(bevindingen=[HULP_HOORT_ER_NIET_BIJ.bevinding("toewijzingen", text)])
    row.hulp.filter(toewijzing__in=now - chosen).delete()
    cover(row, chosen - now)


def new_version(
    act: Handeling, row: Afsprakenoverzicht, side: Kant, inhoud: Inhoud, *, akkoord: bool
) -> Afsprakenversie:
    made = Afsprakenversie(
        overzicht=row,
        nummer=kern.next_number(row),
        kant=side,
        overgedragen_op=timezone.now(),
        overgedragen_door_id=act.actor.id,
    )
    seal_versie(made, inhoud)
    if akkoord:
        _sign(act, made, side)
    made.save()
    act.event(
        "afspraken.overgedragen",
        row,
        gegevens={"nummer": made.nummer, "kant": side.value, "akkoord": akkoord},
    )
    act.access(
        Inzagehandeling.WIJZIGEN,
        "afspraken.overgedragen",
        jeugdigen=[row.jeugdige_id],
        object_id=row.pk,
    )
    return made


def _sign(act: Handeling, versie: Afsprakenversie, side: Kant) -> None:
    setattr(versie, f"{side.value}_akkoord_op", timezone.now())
    setattr(versie, f"{side.value}_akkoord_door_id", act.actor.id)


def settle(act: Handeling, row: Afsprakenoverzicht, side: Kant) -> Afsprakenoverzicht:
    """The last version stands: both agreed, its moments to look back are planned.

    One that was opened again and not changed stands as it stood, signatures and all.
    """
    require_step(OVERZICHT, Overzichtstatus(row.status), Overzichtstatus.VASTGESTELD, WAT)
    version = kern.last_version(row)
    assert version is not None  # the other side agreed on it
    stood = version.vastgesteld_op is not None
    if not stood:
        _sign(act, version, side)
        version.vastgesteld_op = timezone.now()
        version.save()
    kern.move(row, Overzichtstatus.VASTGESTELD)
    row.save(update_fields=["status", "bij_sinds", "versie"])
    act.event("afspraken.vastgesteld", row, gegevens={"nummer": version.nummer})
    act.access(
        Inzagehandeling.WIJZIGEN,
        "afspraken.vastgesteld",
        jeugdigen=[row.jeugdige_id],
        object_id=row.pk,
    )
    if not stood:
        _plan(row, open_versie(version))
        kern.on_timeline(act, row, "toewijzing.afspraken_vastgesteld")
        kern.tell(row, side.ander, Onderwerp.KLAAR)
    return row


def _plan(row: Afsprakenoverzicht, inhoud: Inhoud) -> None:
    """The moments are those of this text; what was looked back on stays as it was."""
    wanted = {m.datum: m.deelnemers for m in inhoud.evaluaties if m.datum is not None}
    row.evaluaties.filter(gedaan_op__isnull=True).exclude(datum__in=wanted).delete()
    for moment in row.evaluaties.filter(datum__in=wanted):
        kept = open_evaluatie(moment)
        deelnemers = wanted.pop(moment.datum)
        if moment.gedaan_op is None and kept["deelnemers"] != deelnemers:
            seal_evaluatie(moment, deelnemers)
            moment.save(update_fields=["inhoud"])
    for datum, deelnemers in sorted(wanted.items()):
        moment = Evaluatiemoment(overzicht=row, datum=datum)
        seal_evaluatie(moment, deelnemers)
        moment.save()
