"""OZJT keeps the rounds: day, products, gemeenten; a gemeente chooses by hand on its own rows."""

import datetime
from uuid import UUID

from django.db import IntegrityError
from django.utils.translation import gettext as _

from contracts.models import Product
from core.actor import Actor
from core.choices import Inzagehandeling, Organisatiesoort
from core.constraints import Constraintconflict
from core.fouten import (
    ONBEKENDE_WAARDE,
    PERIODE_ONGELDIG,
    VERPLICHT,
    Bevinding,
    Conflict,
    NietGevonden,
    Ongeldig,
    VersieVerouderd,
)
from core.handeling import handeling
from core.models import Organisatie
from core.overgangen import set_status
from core.policies import authorise
from indications.codes import PRODUCT_ONBEKEND
from indications.models import Toewijzing
from knippen import codes
from knippen.choices import KNIPREDENEN, Rondestatus
from knippen.models import Knipkeuze, Knipregel, Knipronde, Productvertaling
from knippen.overgangen import require_transition
from knippen.policies import KNIPRONDE_BEHEREN
from knippen.selectors import of_round, row_of
from knippen.services.knippen import open_round
from knippen.woorden import refusal


def create_ronde(
    actor: Actor,
    *,
    naam: str,
    laatste_dag: datetime.date | None,
    reden: str,
    alle_gemeenten: bool,
    toelichting: str,
) -> Knipronde:
    """A round in concept. Raises Verboden, Ongeldig, Constraintconflict (`knipronde_bestaat`)."""
    authorise(actor, KNIPRONDE_BEHEREN)
    findings = []
    if not naam.strip():
        findings.append(VERPLICHT.bevinding("naam", _("Geef de ronde een naam.")))
    if laatste_dag is None:
        findings.append(VERPLICHT.bevinding("laatste_dag", _("Vul de laatste dag in.")))
    if reden not in KNIPREDENEN:
        findings.append(ONBEKENDE_WAARDE.bevinding("reden", _("Kies een reden uit de lijst.")))
    if findings or laatste_dag is None:
        raise Ongeldig(bevindingen=findings)
    try:
        with handeling(actor) as act:
            ronde = Knipronde.objects.create(
                naam=naam.strip(),
                laatste_dag=laatste_dag,
                reden=reden,
                alle_gemeenten=alle_gemeenten,
                toelichting=toelichting.strip(),
            )
            act.event("knipronde.gemaakt", ronde, gegevens={"laatste dag": str(laatste_dag)})
    except IntegrityError as exc:
        raise Constraintconflict(exc) from exc
    return ronde


def set_ronde_status(actor: Actor, ronde_id: UUID, *, status: str, versie: int) -> Knipronde:
    """Open, close, or back to concept. Raises Conflict (`status_overgang`), VersieVerouderd."""
    with handeling(actor) as act:
        ronde = _locked(actor, ronde_id)
        if ronde.versie != versie:
            raise VersieVerouderd(_("Iemand anders heeft deze ronde net gewijzigd."))
        if status not in Rondestatus.values:
            raise Ongeldig(bevindingen=[ONBEKENDE_WAARDE.bevinding("status", _("Kies een stand."))])
        require_transition(ronde.status, Rondestatus(status))
        if status == Rondestatus.OPEN and not ronde.vertalingen.exists():
            text = _("Zet er eerst een oud product met zijn nieuwe in.")
            raise Ongeldig(bevindingen=[VERPLICHT.bevinding("van", text)])
        set_status(ronde, Rondestatus(status))
        act.event(f"knipronde.{status}", ronde)
    return ronde


def add_vertaling(
    actor: Actor,
    ronde_id: UUID,
    *,
    van_id: UUID,
    naar_id: UUID,
    eenheid: str = "",
    frequentie: str = "",
) -> Productvertaling:
    """Old product and new one. Raises Ongeldig, Conflict (`ronde_niet_in_concept`),
    Constraintconflict (`vertaling_bestaat`, `zelfde_product`, `frequentie_niet_om_te_rekenen`).
    """
    try:
        with handeling(actor) as act:
            ronde = _in_concept(actor, ronde_id)
            known = set(Product.objects.filter(pk__in=[van_id, naar_id]).values_list("pk"))
            findings = [
                PRODUCT_ONBEKEND.bevinding(field, _("Kies een product uit de lijst."))
                for field, pk in (("van", van_id), ("naar", naar_id))
                if (pk,) not in known
            ]
            if findings:
                raise Ongeldig(bevindingen=findings)
            made = Productvertaling.objects.create(
                ronde=ronde, van_id=van_id, naar_id=naar_id, eenheid=eenheid, frequentie=frequentie
            )
            act.event("knipronde.product_toegevoegd", ronde)
    except IntegrityError as exc:
        raise Constraintconflict(exc) from exc
    return made


def remove_vertaling(actor: Actor, ronde_id: UUID, *, vertaling_id: UUID) -> None:
    with handeling(actor) as act:
        ronde = _in_concept(actor, ronde_id)
        gone, _what = ronde.vertalingen.filter(pk=vertaling_id).delete()
        if gone:
            act.event("knipronde.product_weggehaald", ronde)


def set_regel(
    actor: Actor,
    ronde_id: UUID,
    *,
    gemeente_id: UUID,
    afgegeven_vanaf: datetime.date | None,
    afgegeven_tot: datetime.date | None,
    toelichting: str = "",
) -> Knipregel:
    """A gemeente takes part, with what was issued in the window; again: its rule is replaced.

    Raises Ongeldig (`periode_ongeldig`), Conflict (`ronde_niet_in_concept`).
    """
    with handeling(actor) as act:
        ronde = _in_concept(actor, ronde_id)
        rows = Organisatie.objects.filter(soort=Organisatiesoort.GEMEENTE, pk=gemeente_id)
        findings: list[Bevinding] = []
        if not rows.exists():
            findings.append(ONBEKENDE_WAARDE.bevinding("gemeente", _("Kies een gemeente.")))
        if afgegeven_vanaf and afgegeven_tot and afgegeven_tot < afgegeven_vanaf:
            text = _("De laatste dag van afgifte ligt voor de eerste.")
            findings.append(PERIODE_ONGELDIG.bevinding("afgegeven_tot", text))
        if findings:
            raise Ongeldig(bevindingen=findings)
        regel, _new = Knipregel.objects.update_or_create(
            ronde=ronde,
            gemeente_id=gemeente_id,
            defaults={
                "afgegeven_vanaf": afgegeven_vanaf,
                "afgegeven_tot": afgegeven_tot,
                "toelichting": toelichting.strip(),
            },
        )
        act.event("knipronde.gemeente_gezet", ronde)
    return regel


def remove_regel(actor: Actor, ronde_id: UUID, *, regel_id: UUID) -> None:
    with handeling(actor) as act:
        ronde = _in_concept(actor, ronde_id)
        gone, _what = ronde.regels.filter(pk=regel_id).delete()
        if gone:
            act.event("knipronde.gemeente_weggehaald", ronde)


def choose_knip(
    actor: Actor, ronde_id: UUID, toewijzing_id: UUID, *, overslaan: bool, nieuw_deel: int | None
) -> None:
    """On one toewijzing of the round: leave it, a part by hand, or (neither) as the rest.

    Raises NietGevonden, Verboden, Conflict (`ronde_niet_open`), Ongeldig (`deel_buiten_grenzen`).
    """
    with handeling(actor) as act:
        ronde = open_round(actor, ronde_id)
        row = (
            Toewijzing.objects.for_actor(actor)
            .select_for_update(of=("self",))
            .filter(pk=toewijzing_id)
            .first()
        )
        if row is None:
            raise NietGevonden()
        if not overslaan and nieuw_deel is None:
            Knipkeuze.objects.filter(ronde=ronde, toewijzing=row).delete()
        else:
            part = None if overslaan else nieuw_deel
            if part is not None and part < 1:
                text = codes.DEEL_BUITEN_GRENZEN.betekenis
                raise Ongeldig(
                    bevindingen=[codes.DEEL_BUITEN_GRENZEN.bevinding("nieuw_deel", text)]
                )
            Knipkeuze.objects.update_or_create(
                ronde=ronde,
                toewijzing=row,
                defaults={"overslaan": overslaan, "nieuw_deel": part},
            )
            _within_bounds(actor, ronde, row)
        act.event("toewijzing.knipkeuze", row, gegevens={"nummer": row.nummer})
        act.access(
            Inzagehandeling.WIJZIGEN,
            "toewijzing.knipkeuze",
            jeugdigen=[row.jeugdige_id],
            object_id=row.pk,
        )


def _within_bounds(actor: Actor, ronde: Knipronde, row: Toewijzing) -> None:
    found = row_of(actor, of_round(ronde, row.gemeente_id), row.pk)
    if found is not None and found["reden"] == codes.DEEL_BUITEN_GRENZEN.code:
        text = refusal(found).reden
        raise Ongeldig(bevindingen=[codes.DEEL_BUITEN_GRENZEN.bevinding("nieuw_deel", text)])


def _locked(actor: Actor, ronde_id: UUID) -> Knipronde:
    found: Knipronde | None = (
        Knipronde.objects.for_actor(actor)
        .select_for_update(of=("self",))
        .filter(pk=ronde_id)
        .first()
    )
    if found is None:
        raise NietGevonden()
    authorise(actor, KNIPRONDE_BEHEREN)
    return found


def _in_concept(actor: Actor, ronde_id: UUID) -> Knipronde:
    ronde = _locked(actor, ronde_id)
    if ronde.status != Rondestatus.CONCEPT:
        raise Conflict(codes.RONDE_NIET_IN_CONCEPT.betekenis, code=codes.RONDE_NIET_IN_CONCEPT.code)
    return ronde
