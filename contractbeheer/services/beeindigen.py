"""Ask to end a perceel, withdraw that, and decide on it (R-CON-3, R-MEL-2, N-IAM-06)."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from contractbeheer.aflopen import (
    GEEN_CONTRACT_OM_TE_EINDIGEN,
    Bron,
    contracts_after,
    end_perceel,
    lock_aanbieder,
)
from contractbeheer.choices import VERZOEK_OPEN, Verzoekstatus
from contractbeheer.inzorg import compare, in_care
from contractbeheer.models import Beeindigingsverzoek
from contractbeheer.overgangen_beeindiging import require_transition
from contractbeheer.policies import BEEINDIGING_BESLUITEN, BEEINDIGING_INDIENEN
from contracts.choices import Perceelcontractstatus
from contracts.models import Perceelcontract
from core import rolgroepen
from core.actor import Actor
from core.choices import Organisatiesoort, Rolcode
from core.constraints import finding_of
from core.fouten import (
    ONBEKENDE_WAARDE,
    PERIODE_ONGELDIG,
    VERPLICHT,
    Bevinding,
    Conflict,
    Foutcode,
    NietGevonden,
    Ongeldig,
    VersieVerouderd,
)
from core.handeling import Handeling, handeling
from core.models import Organisatie
from core.overgangen import set_status
from core.policies import authorise
from core.tekst import read_text
from core.ui.formats import format_long_date
from core.uitbak import Onderwerp, put_for, put_for_ozjt
from zorgportaal.kanten import require_other_side

BESTAAT = "beeindigingsverzoek_bestaat"
ANTWOORD_WIJKT_AF = Foutcode(
    "antwoord_wijkt_af",
    "Het antwoord over jeugdigen in zorg en de telling van het portaal verschillen.",
    "R-CON-3",
)
GEMEENTEN_ZONDER_ZORG = Foutcode(
    "gemeenten_zonder_zorg", "Zonder jeugdigen in zorg zijn er ook geen gemeenten.", "R-CON-3"
)
MAX_TEKST = 2000
#: Nobody plans further than this, and a date beyond cannot be calculated with.
LAATSTE_DAG = datetime.date(2099, 12, 31)


@dataclass(frozen=True)
class Verzoekgegevens:
    """The four questions as answered. `bevestigd`: the answer stays although the portal counts
    otherwise.
    """

    perceelcontract_id: UUID
    reden: str = ""
    gewenste_datum: datetime.date | None = None
    clienten_in_zorg: bool | None = None
    gemeenten: Collection[str] = ()
    bevestigd: bool = False


def file_request(
    actor: Actor, gegevens: Verzoekgegevens, *, peildatum: datetime.date
) -> Beeindigingsverzoek:
    """Hand in, with what the portal counts on the asked day beside the answer.

    Raises NietGevonden for a contract of another, Ongeldig with every finding
    (`antwoord_wijkt_af` until the answer is confirmed), Conflict (`beeindigingsverzoek_bestaat`)
    with the reference of the one that is open, also when both came at the same moment.
    """
    try:
        with handeling(actor) as act:
            return _file(act, gegevens, peildatum)
    except IntegrityError as exc:
        if finding_of(exc).code != BESTAAT:
            raise
    _refuse_second(gegevens.perceelcontract_id)
    raise Conflict(_("Dien het verzoek opnieuw in."))


def withdraw_request(actor: Actor, verzoek_id: UUID, *, versie: int) -> Beeindigingsverzoek:
    """Take back what nobody decided on yet."""
    with handeling(actor) as act:
        verzoek = _locked(actor, verzoek_id)
        authorise(actor, BEEINDIGING_INDIENEN)
        _require_version(verzoek, versie)
        require_transition(verzoek.status, Verzoekstatus.INGETROKKEN)
        set_status(verzoek, Verzoekstatus.INGETROKKEN)
        act.event("beeindiging.ingetrokken", verzoek, gegevens={"kenmerk": verzoek.kenmerk})
        _tell_ozjt(actor, verzoek)
    return verzoek


def take_request(actor: Actor, verzoek_id: UUID, *, versie: int) -> Beeindigingsverzoek:
    """Take it up, so that the aanbieder sees who has it and a colleague leaves it alone."""
    with handeling(actor) as act:
        verzoek = _to_decide(actor, verzoek_id, versie)
        require_transition(verzoek.status, Verzoekstatus.IN_BEHANDELING)
        set_status(verzoek, Verzoekstatus.IN_BEHANDELING, behandelaar_id=actor.id)
        act.event("beeindiging.in_behandeling", verzoek)
    return verzoek


def put_back_request(actor: Actor, verzoek_id: UUID, *, versie: int) -> Beeindigingsverzoek:
    """Back on the pile, for a colleague."""
    with handeling(actor) as act:
        verzoek = _to_decide(actor, verzoek_id, versie)
        require_transition(verzoek.status, Verzoekstatus.INGEDIEND)
        set_status(verzoek, Verzoekstatus.INGEDIEND, behandelaar_id=None)
        act.event("beeindiging.teruggelegd", verzoek)
    return verzoek


def approve_request(
    actor: Actor,
    verzoek_id: UUID,
    *,
    einddatum: datetime.date | None,
    afspraken: str,
    versie: int,
    peildatum: datetime.date,
) -> Beeindigingsverzoek:
    """The perceel ends after `einddatum` (inclusive), which may differ from what was asked.

    `afspraken`: adjusted agreements that hold with it. What runs on goes on the transfer list of
    its gemeente. Raises Verboden (`eigen_verzoek`), VersieVerouderd, Conflict (`status_overgang`),
    Ongeldig (`verplicht`, `periode_ongeldig`, `geen_contract_om_te_eindigen`, …).
    """
    with handeling(actor) as act:
        verzoek = _to_decide(actor, verzoek_id, versie)
        require_transition(verzoek.status, Verzoekstatus.GOEDGEKEURD)
        afspraken, found = read_text(afspraken, "afspraken", max_lengte=MAX_TEKST)
        found += _day(einddatum, "einddatum", peildatum)
        if found or einddatum is None:
            raise Ongeldig(bevindingen=found)
        end_perceel(
            act,
            verzoek.aanbieder_id,
            [verzoek.perceelcontract.perceel_id],
            einddatum,
            Bron(verzoek=verzoek),
            peildatum=peildatum,
            veld="einddatum",
        )
        _decide(act, verzoek, Verzoekstatus.GOEDGEKEURD, einddatum=einddatum, afspraken=afspraken)
    return verzoek


def reject_request(
    actor: Actor, verzoek_id: UUID, *, motivering: str, versie: int
) -> Beeindigingsverzoek:
    """The contract runs on; the aanbieder reads why."""
    with handeling(actor) as act:
        verzoek = _to_decide(actor, verzoek_id, versie)
        require_transition(verzoek.status, Verzoekstatus.AFGEWEZEN)
        motivering, found = read_text(
            motivering,
            "motivering",
            max_lengte=MAX_TEKST,
            verplicht=_("Schrijf waarom je het verzoek afwijst."),
        )
        if found:
            raise Ongeldig(bevindingen=found)
        _decide(act, verzoek, Verzoekstatus.AFGEWEZEN, motivering=motivering)
    return verzoek


def _file(
    act: Handeling, gegevens: Verzoekgegevens, peildatum: datetime.date
) -> Beeindigingsverzoek:
    actor = act.actor
    contract = _own_contract(actor, gegevens.perceelcontract_id)
    _refuse_second(contract.pk)
    reden, found = read_text(
        gegevens.reden,
        "reden",
        max_lengte=MAX_TEKST,
        verplicht=_("Schrijf waarom je wilt stoppen."),
    )
    found += _day(gegevens.gewenste_datum, "gewenste_datum", peildatum)
    gemeenten, wrong = _gemeenten(gegevens)
    found += wrong
    if not found:
        found = _still_running(contract, gegevens.gewenste_datum)
    if found or gegevens.gewenste_datum is None or gegevens.clienten_in_zorg is None:
        raise Ongeldig(bevindingen=found)
    counted = in_care(contract.aanbieder_id, contract.perceel_id, gegevens.gewenste_datum)
    found_both = compare(gegevens.clienten_in_zorg, [g.code for g in gemeenten], counted)
    if not found_both.gelijk and not gegevens.bevestigd:
        text = _(
            "Je zegt %(antwoord)s, het portaal telt %(telling)s. Kijk je antwoord na, of bevestig "
            "dat het klopt."
        ) % {"antwoord": found_both.antwoord, "telling": found_both.telling}
        raise Ongeldig(bevindingen=[ANTWOORD_WIJKT_AF.bevinding("bevestigd", text)])
    verzoek = Beeindigingsverzoek(
        aanbieder=contract.aanbieder,
        perceelcontract=contract,
        reden=reden,
        gewenste_datum=gegevens.gewenste_datum,
        clienten_in_zorg=gegevens.clienten_in_zorg,
        geteld=counted,
        indiener_id=str(actor.id),
        ingediend_op=timezone.now(),
        beslis_uiterlijk=peildatum
        + datetime.timedelta(days=settings.BEEINDIGING_BESLISTERMIJN_DAGEN),
    )
    verzoek.save(force_insert=True)
    verzoek.refresh_from_db(fields=["nummer"])
    verzoek.gemeenten.set(gemeenten)
    act.event("beeindiging.ingediend", verzoek, gegevens={"kenmerk": verzoek.kenmerk})
    _tell_ozjt(actor, verzoek)
    return verzoek


def _own_contract(actor: Actor, perceelcontract_id: UUID) -> Perceelcontract:
    """Locked with its aanbieder, so that two requests at once are one and a second."""
    rows = Perceelcontract.objects.for_actor(actor).filter(pk=perceelcontract_id)
    contract: Perceelcontract | None = rows.select_related("aanbieder", "perceel").first()
    if contract is None:
        raise NietGevonden()
    authorise(actor, BEEINDIGING_INDIENEN)
    if contract.aanbieder_id != actor.aanbieder_id:
        raise NietGevonden()
    lock_aanbieder(contract.aanbieder_id)
    contract.refresh_from_db(fields=["status", "begindatum", "einddatum"])
    return contract


def _refuse_second(perceelcontract_id: UUID) -> None:
    first = Beeindigingsverzoek.objects.filter(
        perceelcontract=perceelcontract_id, status__in=VERZOEK_OPEN
    ).first()
    if first is not None:
        text = _("Voor dit contract loopt al een verzoek: %s. Trek dat eerst in.")
        raise Conflict(text % first.kenmerk, code=BESTAAT)


def _day(day: datetime.date | None, veld: str, peildatum: datetime.date) -> list[Bevinding]:
    if day is None:
        return [VERPLICHT.bevinding(veld, _("Vul de laatste dag in."))]
    if day < peildatum:
        text = _("Kies %s of later; een perceel eindigt niet met terugwerking.")
        return [PERIODE_ONGELDIG.bevinding(veld, text % format_long_date(peildatum))]
    if day > LAATSTE_DAG:
        text = _("Kies een dag tot en met %s.") % format_long_date(LAATSTE_DAG)
        return [PERIODE_ONGELDIG.bevinding(veld, text)]
    return []


def _still_running(contract: Perceelcontract, day: datetime.date | None) -> list[Bevinding]:
    """The asked day has to make a difference."""
    assert day is not None
    runs = contracts_after(contract.aanbieder_id, [contract.perceel_id], day).exists()
    if contract.status == Perceelcontractstatus.GELDIG and runs:
        return []
    text = _("Na %s is er voor dit perceel al geen contract meer. Kies een eerdere dag.")
    return [GEEN_CONTRACT_OM_TE_EINDIGEN.bevinding("gewenste_datum", text % format_long_date(day))]


def _gemeenten(gegevens: Verzoekgegevens) -> tuple[list[Organisatie], list[Bevinding]]:
    asked = set(gegevens.gemeenten)
    found = list(
        Organisatie.objects.filter(soort=Organisatiesoort.GEMEENTE, code__in=asked).order_by("naam")
    )
    if gegevens.clienten_in_zorg is None:
        return found, [VERPLICHT.bevinding("clienten_in_zorg", _("Kies ja of nee."))]
    if len(found) < len(asked):
        text = _("Kies gemeenten uit de lijst.")
        return found, [ONBEKENDE_WAARDE.bevinding("gemeenten", text)]
    if gegevens.clienten_in_zorg and not asked:
        return found, [VERPLICHT.bevinding("gemeenten", _("Kies uit welke gemeenten zij komen."))]
    if asked and not gegevens.clienten_in_zorg:
        text = _("Je zegt dat er niemand in zorg is. Haal de gemeenten weg, of kies ja.")
        return found, [GEMEENTEN_ZONDER_ZORG.bevinding("gemeenten", text)]
    return found, []


def _locked(actor: Actor, verzoek_id: UUID) -> Beeindigingsverzoek:
    """After the aanbieder: the order in which every act on its contracts locks."""
    rows = Beeindigingsverzoek.objects.for_actor(actor).filter(pk=verzoek_id)
    seen = rows.values_list("aanbieder", flat=True).first()
    if seen is None:
        raise NietGevonden()
    lock_aanbieder(seen)
    verzoek: Beeindigingsverzoek = (
        rows.select_for_update(of=("self",)).select_related("aanbieder", "perceelcontract").get()
    )
    return verzoek


def _to_decide(actor: Actor, verzoek_id: UUID, versie: int) -> Beeindigingsverzoek:
    verzoek = _locked(actor, verzoek_id)
    authorise(actor, BEEINDIGING_BESLUITEN)
    require_other_side(actor, verzoek.indiener_id, verzoek.aanbieder.organisatie_id)
    _require_version(verzoek, versie)
    return verzoek


def _require_version(verzoek: Beeindigingsverzoek, versie: int) -> None:
    """Of what is decided already the status says it better."""
    if verzoek.versie != versie and verzoek.status in VERZOEK_OPEN:
        raise VersieVerouderd(_("Dit verzoek is intussen veranderd. Bekijk het opnieuw."))


def _decide(
    act: Handeling, verzoek: Beeindigingsverzoek, status: Verzoekstatus, **fields: object
) -> None:
    set_status(verzoek, status, beslisser_id=act.actor.id, besloten_op=timezone.now(), **fields)
    act.event(f"beeindiging.{status.value}", verzoek, gegevens={"kenmerk": verzoek.kenmerk})
    put_for(
        [Rolcode.AANBIEDER_BEHEERDER],
        verzoek.aanbieder.organisatie_id,
        Onderwerp.BESLUIT,
        reverse("beeindiging", args=[verzoek.pk]),
    )


def _tell_ozjt(actor: Actor, verzoek: Beeindigingsverzoek) -> None:
    path = reverse("beeindiging", args=[verzoek.pk])
    put_for_ozjt(sorted(rolgroepen.OZJT_CONTRACT), Onderwerp.KLAAR, path, behalve=actor.id)
