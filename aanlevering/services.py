"""From a file that is handed in to rows in the portal; nothing in between leaves half a thing.

Handing in keeps the file encrypted and starts the job that looks through it; who handed it in then
chooses what is taken in.
"""

from uuid import UUID

from aanlevering import codes
from aanlevering.bestand import findings_from_json, seal, unseal
from aanlevering.choices import Soort, Stand, Werk
from aanlevering.kern import Uitkomst
from aanlevering.models import Aanlevering, Aanleveringsbestand
from aanlevering.policies import AANLEVEREN
from aanlevering.tasks import work_on_aanlevering
from aanlevering.werk import vorm_of
from core.actor import Actor
from core.choices import Inzagehandeling
from core.fouten import Conflict, NietGevonden, Ongeldig, Verboden
from core.handeling import handeling, record_access
from core.importexport.inlezen import Keuze, check_file
from core.importexport.rapport import as_csv, as_xlsx, report_rows
from core.importexport.uitvoer import EXPORT_TE_GROOT
from core.jobs import BEZIG, start_job
from core.policies import authorise

#: Excel is written within the request; more rows go out as CSV only.
MAX_EXCEL = 5_000


def hand_in(actor: Actor, *, soort: Soort, data: bytes) -> Aanlevering:
    """Keep the file and start looking through it.

    Raises Ongeldig (`bestand_…`, `kolom_…`) when it is no table, or its columns are others.
    """
    authorise(actor, AANLEVEREN)
    if actor.id is None or actor.organisatie_id is None:
        raise Verboden()
    check_file(vorm_of(soort), data)
    with handeling(actor) as act:
        aanlevering = Aanlevering.objects.create(
            gemeente_id=actor.organisatie_id, gebruiker_id=actor.id, soort=soort
        )
        Aanleveringsbestand.objects.create(
            aanlevering=aanlevering, inhoud=seal(data, aanlevering.pk, "inhoud")
        )
        act.event("aanlevering.aangeleverd", aanlevering, gegevens={"soort": str(soort)})
        _begin(actor, aanlevering, Werk.NAKIJKEN)
    return aanlevering


def check_again(actor: Actor, aanlevering_id: UUID) -> Aanlevering:
    """After a job that was stopped or failed, or later. Raises NietGevonden, Conflict."""
    with handeling(actor):
        aanlevering = _open(actor, aanlevering_id, {Stand.AANGELEVERD, Stand.NAGEKEKEN})
        _begin(actor, aanlevering, Werk.NAKIJKEN)
    return aanlevering


def take_in(actor: Actor, aanlevering_id: UUID, *, keuze: Keuze) -> Aanlevering:
    """Start taking it in: all of it, or only the good rows. Raises NietGevonden, Conflict."""
    with handeling(actor):
        aanlevering = _open(actor, aanlevering_id, {Stand.NAGEKEKEN})
        _begin(actor, aanlevering, Werk.INLEZEN if keuze == Keuze.ALLES else Werk.INLEZEN_GOEDE)
    return aanlevering


def discard(actor: Actor, aanlevering_id: UUID) -> None:
    """Throw the file away. Raises NietGevonden, Conflict (also while it is being worked on)."""
    with handeling(actor) as act:
        aanlevering = _locked(actor, aanlevering_id)
        if aanlevering.stand in (Stand.INGELEZEN, Stand.VERVALLEN):
            raise Conflict(codes.AANLEVERING_KLAAR.betekenis, code=codes.AANLEVERING_KLAAR.code)
        aanlevering.stand = Stand.VERVALLEN
        aanlevering.save(update_fields=["stand"])
        Aanleveringsbestand.objects.filter(pk=aanlevering.pk).delete()
        act.event("aanlevering.weggegooid", aanlevering)


def file_to_correct(actor: Actor, aanlevering_id: UUID, *, formaat: str, alles: bool) -> bytes:
    """The rows as they were handed in, with what is wrong beside them.

    Raises NietGevonden when it is not the actor's or is gone already, Ongeldig (export_te_groot)
    for more rows than Excel is written for.
    """
    aanlevering, bestand = _with_file(actor, aanlevering_id)
    if bestand.bevindingen is None:
        raise NietGevonden()
    rows_out = aanlevering.cijfers.get("gelezen" if alles else "fout", 0)
    if formaat == "xlsx" and rows_out > MAX_EXCEL:
        raise Ongeldig(EXPORT_TE_GROOT.betekenis, code=EXPORT_TE_GROOT.code)
    data = unseal(bestand.inhoud, aanlevering.pk, "inhoud")
    found = findings_from_json(unseal(bestand.bevindingen, aanlevering.pk, "bevindingen"))
    outcome = Uitkomst(proef=True, bevindingen=found)
    rows = report_rows(vorm_of(aanlevering.soort), data, outcome, alleen_fout=not alles)
    record_access(
        actor,
        Inzagehandeling.UITVOEREN,
        "aanlevering.ophalen",
        jeugdigen=[],
        object_id=aanlevering.pk,
        objectsoort="aanlevering",
        detail=f"{aanlevering.soort}, {formaat}",
    )
    return as_xlsx(rows) if formaat == "xlsx" else as_csv(rows)


def _begin(actor: Actor, aanlevering: Aanlevering, werk: Werk) -> None:
    titel = f"{Soort(aanlevering.soort).label}: {werk.label}"
    aanlevering.job = start_job(actor, werk, titel, work_on_aanlevering, str(aanlevering.pk))
    aanlevering.melding = {}
    aanlevering.save(update_fields=["job", "melding"])


def _locked(actor: Actor, aanlevering_id: UUID) -> Aanlevering:
    rows = Aanlevering.objects.for_actor(actor).select_for_update(of=("self",))
    aanlevering: Aanlevering | None = rows.select_related("job").filter(pk=aanlevering_id).first()
    if aanlevering is None:
        raise NietGevonden()
    authorise(actor, AANLEVEREN)
    if aanlevering.job and aanlevering.job.status in BEZIG:
        raise Conflict(codes.AANLEVERING_BEZIG.betekenis, code=codes.AANLEVERING_BEZIG.code)
    return aanlevering


def _open(actor: Actor, aanlevering_id: UUID, standen: set[Stand]) -> Aanlevering:
    aanlevering = _locked(actor, aanlevering_id)
    kept = Aanleveringsbestand.objects.filter(pk=aanlevering.pk).exists()
    if aanlevering.stand not in standen or not kept:
        raise Conflict(codes.AANLEVERING_KLAAR.betekenis, code=codes.AANLEVERING_KLAAR.code)
    return aanlevering


def _with_file(actor: Actor, aanlevering_id: UUID) -> tuple[Aanlevering, Aanleveringsbestand]:
    rows = Aanlevering.objects.for_actor(actor).select_related("bestand")
    aanlevering: Aanlevering | None = rows.filter(pk=aanlevering_id).first()
    if aanlevering is None or not hasattr(aanlevering, "bestand"):
        raise NietGevonden()
    authorise(actor, AANLEVEREN)
    return aanlevering, aanlevering.bestand
