"""Plan a contractovername, and undo it before its day (R-CON-4)."""

import datetime
from collections.abc import Collection, Sequence
from uuid import UUID

from django.db import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext as _

from contractbeheer.aflopen import Bron, end_perceel, lock_aanbieder, take_back
from contractbeheer.choices import Overnamestatus, Trajectstatus
from contractbeheer.models import Contracteinde, Maatregeltraject, Overname
from contractbeheer.overnemen import (
    DAG,
    OVERNAME_GEEN_PERCEEL,
    receivers,
    set_status,
    stopped,
    tell_aanbieders,
)
from contractbeheer.policies import OVERNAME_PLANNEN
from contracts.choices import Maatregelsoort
from contracts.models import Perceelcontract
from core.actor import Actor
from core.constraints import Constraintconflict
from core.fouten import (
    NIET_GEVONDEN,
    PERIODE_ONGELDIG,
    STATUS_OVERGANG,
    VERPLICHT,
    Bevinding,
    Conflict,
    Foutcode,
    NietGevonden,
    Ongeldig,
    VersieVerouderd,
)
from core.handeling import Handeling, handeling
from core.policies import authorise
from core.ui.formats import format_long_date
from indications.codes import CLIENTENSTOP
from providers.models import Aanbieder

OVERNAME_ZELFDE = Foutcode(
    "overname_zelfde_aanbieder", "Een overname gaat naar een andere aanbieder.", "R-CON-4"
)


def plan_overname(
    actor: Actor,
    *,
    van_id: UUID | None,
    naar_id: UUID | None,
    perceel_ids: Collection[UUID],
    datum: datetime.date | None,
    reden: str,
    peildatum: datetime.date,
    traject_id: UUID | None = None,
) -> Overname:
    """The percelen (none: all) of `van` go to `naar` from `datum`, the first day there.

    The contracts of `van` end the day before, at once: nothing new can be filed past it. Raises
    Ongeldig (`verplicht`, `periode_ongeldig`, `overname_geen_perceel`, `clientenstop`, …) with
    every finding, Constraintconflict (`overname_bestaat`), Conflict (`status_overgang`) for a
    measure that is no imposed contractovername.
    """
    authorise(actor, OVERNAME_PLANNEN)
    try:
        with handeling(actor) as act:
            missing = [
                VERPLICHT.bevinding(veld, tekst)
                for veld, value, tekst in (
                    ("van", van_id, _("Kies de aanbieder die stopt.")),
                    ("naar", naar_id, _("Kies de aanbieder die overneemt.")),
                    ("datum", datum, _("Vul de eerste dag bij de nieuwe aanbieder in.")),
                    ("reden", reden.strip(), _("Schrijf op waarom.")),
                )
                if not value
            ]
            if missing or van_id is None or naar_id is None or datum is None:
                raise Ongeldig(bevindingen=missing)
            van, naar = _aanbieders(van_id, naar_id)
            pairs = _pairs(van, naar, perceel_ids, datum, peildatum)
            overname: Overname = Overname.objects.create(
                van=van,
                naar=naar,
                datum=datum,
                reden=reden.strip(),
                traject=_traject(traject_id, van),
                planner_id=str(actor.id),
            )
            _end_and_pair(act, overname, pairs, peildatum)
            act.event("overname.gepland", overname, gegevens={"datum": datum.isoformat()})
            tell_aanbieders(overname)
    except IntegrityError as exc:
        raise Constraintconflict(exc) from exc
    return overname


def undo_overname(
    actor: Actor, overname_id: UUID, *, reden: str, versie: int, peildatum: datetime.date
) -> Overname:
    """Before its day, or after it when it did not come off: the contracts get their end back and
    the lists are cleared.

    Raises Ongeldig (`verplicht`), Conflict (`status_overgang`) on the day itself,
    Constraintconflict when the aanbieder got another contract for those days meanwhile.
    """
    try:
        with handeling(actor) as act:
            overname = _locked(actor, overname_id, versie)
            if not reden.strip():
                raise Ongeldig(bevindingen=[VERPLICHT.bevinding("reden", _("Schrijf op waarom."))])
            if overname.datum == peildatum:
                raise Conflict(
                    _("De overname wordt vandaag uitgevoerd; terugdraaien kan niet op deze dag."),
                    code=STATUS_OVERGANG.code,
                )
            take_back(act, list(overname.eindes.filter(teruggedraaid_op__isnull=True)))
            overname.ingetrokken_op = timezone.now()
            overname.intrekking_reden = reden.strip()
            set_status(overname, Overnamestatus.INGETROKKEN, "ingetrokken_op", "intrekking_reden")
            act.event("overname.teruggedraaid", overname, reden=reden.strip())
            tell_aanbieders(overname)
    except IntegrityError as exc:
        raise Constraintconflict(exc) from exc
    return overname


def _aanbieders(van_id: UUID, naar_id: UUID) -> tuple[Aanbieder, Aanbieder]:
    if van_id == naar_id:
        raise Ongeldig(
            bevindingen=[OVERNAME_ZELFDE.bevinding("naar", _("Kies een andere aanbieder."))]
        )
    lock_aanbieder(van_id, naar_id)
    found = Aanbieder.objects.in_bulk([van_id, naar_id])
    unknown = [
        NIET_GEVONDEN.bevinding(veld, _("Deze aanbieder bestaat niet."))
        for veld, key in (("van", van_id), ("naar", naar_id))
        if key not in found
    ]
    if unknown:
        raise Ongeldig(bevindingen=unknown)
    return found[van_id], found[naar_id]


def _traject(traject_id: UUID | None, van: Aanbieder) -> Maatregeltraject | None:
    if traject_id is None:
        return None
    traject = Maatregeltraject.objects.filter(pk=traject_id, aanbieder=van).first()
    if traject is None:
        raise NietGevonden()
    if (traject.soort, traject.status) != (Maatregelsoort.OVERNAME, Trajectstatus.OPGELEGD):
        raise Conflict(
            _("Bij %s hoort geen overname. Plan hem bij een opgelegde contractovername.")
            % traject.kenmerk,
            code=STATUS_OVERGANG.code,
        )
    return traject


def _pairs(
    van: Aanbieder,
    naar: Aanbieder,
    perceel_ids: Collection[UUID],
    datum: datetime.date,
    peildatum: datetime.date,
) -> dict[UUID, Perceelcontract]:
    """Contract that goes over → contract that receives it. Raises Ongeldig with every finding."""
    if datum <= peildatum:
        reden = _("Kies %(dag)s of later.") % {"dag": format_long_date(peildatum + DAG)}
        raise Ongeldig(bevindingen=[PERIODE_ONGELDIG.bevinding("datum", reden)])
    pairs = receivers(van.pk, naar.pk, perceel_ids, datum)
    findings = [*_without_contract(naar, pairs), *_stopped(naar, pairs, datum)]
    if findings:
        raise Ongeldig(bevindingen=findings)
    return {leaving.pk: to for leaving, to in pairs if to is not None}


def _without_contract(
    naar: Aanbieder, pairs: Sequence[tuple[Perceelcontract, Perceelcontract | None]]
) -> list[Bevinding]:
    names = ", ".join(dict.fromkeys(c.perceel.naam for c, to in pairs if to is None))
    if not names:
        return []
    text = _("%(naar)s heeft op die dag geen contract voor: %(percelen)s.")
    return [OVERNAME_GEEN_PERCEEL.bevinding("naar", text % {"naar": naar.naam, "percelen": names})]


def _stopped(
    naar: Aanbieder,
    pairs: Sequence[tuple[Perceelcontract, Perceelcontract | None]],
    datum: datetime.date,
) -> list[Bevinding]:
    percelen = {contract.perceel_id for contract, _to in pairs}
    hit = stopped(naar.pk, percelen, datum).exists()
    text = _("%(naar)s heeft op die dag zelf een cliëntenstop.") % {"naar": naar.naam}
    return [CLIENTENSTOP.bevinding("naar", text)] if hit else []


def _end_and_pair(
    act: Handeling,
    overname: Overname,
    pairs: dict[UUID, Perceelcontract],
    peildatum: datetime.date,
) -> None:
    percelen = {contract.perceel_id for contract in pairs.values()}
    eindes = end_perceel(
        act,
        overname.van_id,
        percelen or None,
        overname.datum - DAG,
        Bron(overname=overname),
        peildatum=peildatum,
    )
    for einde in eindes:
        einde.naar = pairs[einde.perceelcontract_id]
    Contracteinde.objects.bulk_update(eindes, ["naar"])


def _locked(actor: Actor, overname_id: UUID, versie: int) -> Overname:
    rows = Overname.objects.for_actor(actor).filter(pk=overname_id)
    row = rows.first()
    if row is None:
        raise NietGevonden()
    authorise(actor, OVERNAME_PLANNEN)
    lock_aanbieder(row.van_id, row.naar_id)
    overname: Overname = rows.select_for_update(of=("self",)).get()
    if overname.status != Overnamestatus.GEPLAND:
        raise Conflict(
            _("Deze overname is al %(status)s.")
            % {"status": str(overname.get_status_display()).lower()},
            code=STATUS_OVERGANG.code,
        )
    if overname.versie != versie:
        raise VersieVerouderd(_("Deze overname is intussen veranderd. Bekijk hem opnieuw."))
    return overname
