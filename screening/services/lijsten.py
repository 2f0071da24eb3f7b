"""The one question list: a concept that people edit, and set; then it never changes (R-CON-5)."""

from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError
from django.utils import timezone

from core.actor import Actor
from core.constraints import Constraintconflict
from core.fouten import VERPLICHT, Foutcode, NietGevonden, Ongeldig
from core.handeling import Handeling, handeling
from core.policies import authorise
from screening.choices import Antwoordsoort, Lijststatus
from screening.models import Vraag, Vragenlijst
from screening.policies import VRAGENLIJST_BEHEREN
from screening.slot import lock_list, text_of

LIJST_LEEG = Foutcode(
    "vragenlijst_leeg", "Een vragenlijst heeft ten minste een vraag voor zij wordt vastgesteld."
)


@dataclass(frozen=True)
class Vraaggegevens:
    """A question as filled in; without `volgorde` it comes last."""

    thema: str
    tekst: str
    soort: str
    gewicht: str
    uitleg: str = ""
    gunstig: str = ""
    bewijs_nodig: bool = False
    volgorde: int | None = None


def start_concept(actor: Actor) -> Vragenlijst:
    """A new version with the questions of the last one. Raises Conflict when there is a concept."""
    authorise(actor, VRAGENLIJST_BEHEREN)
    try:
        with handeling(actor) as act:
            last = Vragenlijst.objects.order_by("-nummer").first()
            lijst = Vragenlijst.objects.create(nummer=last.nummer + 1 if last else 1)
            if last is not None:
                Vraag.objects.bulk_create(_copy(vraag, lijst) for vraag in last.vragen.all())
            act.event("vragenlijst.begonnen", lijst, gegevens={"versie": lijst.nummer})
    except IntegrityError as exc:
        raise Constraintconflict(exc) from exc
    return lijst


def _copy(vraag: Vraag, lijst: Vragenlijst) -> Vraag:
    names = ("volgorde", "thema", "tekst", "uitleg", "soort", "gunstig", "gewicht", "bewijs_nodig")
    return Vraag(lijst=lijst, **{name: getattr(vraag, name) for name in names})


def add_vraag(actor: Actor, lijst_id: UUID, gegevens: Vraaggegevens, *, versie: int) -> Vraag:
    with handeling(actor) as act:
        lijst = lock_list(actor, lijst_id, versie)
        last = lijst.vragen.order_by("-volgorde").first()
        vraag = Vraag(lijst=lijst)
        _fill(vraag, gegevens, last.volgorde + 1 if last else 1)
        _changed(act, lijst, "vraag_toegevoegd")
    return vraag


def change_vraag(actor: Actor, vraag_id: UUID, gegevens: Vraaggegevens, *, versie: int) -> Vraag:
    with handeling(actor) as act:
        vraag = _vraag(actor, vraag_id)
        lijst = lock_list(actor, vraag.lijst_id, versie)
        _fill(vraag, gegevens, vraag.volgorde)
        _changed(act, lijst, "vraag_gewijzigd")
    return vraag


def remove_vraag(actor: Actor, vraag_id: UUID, *, versie: int) -> Vragenlijst:
    """Out of the concept; the versions that were set keep it."""
    with handeling(actor) as act:
        vraag = _vraag(actor, vraag_id)
        lijst = lock_list(actor, vraag.lijst_id, versie)
        vraag.delete()
        _changed(act, lijst, "vraag_weggehaald")
    return lijst


def set_final(actor: Actor, lijst_id: UUID, *, toelichting: str, versie: int) -> Vragenlijst:
    """From now on new screenings use this version. Errors: vragenlijst_leeg, verplicht."""
    with handeling(actor) as act:
        lijst = lock_list(actor, lijst_id, versie)
        text = text_of(toelichting, "toelichting", reden="Schrijf wat er in deze versie anders is.")
        if not lijst.vragen.exists():
            raise Ongeldig(bevindingen=[LIJST_LEEG.bevinding("", "Voeg eerst een vraag toe.")])
        lijst.status = Lijststatus.VASTGESTELD
        lijst.toelichting = text
        lijst.vastgesteld_op = timezone.now()
        lijst.vastgesteld_door_id = actor.id
        lijst.versie += 1
        lijst.save()
        act.event("vragenlijst.vastgesteld", lijst, gegevens={"versie": lijst.nummer})
    return lijst


def _vraag(actor: Actor, vraag_id: UUID) -> Vraag:
    found: Vraag | None = Vraag.objects.for_actor(actor).filter(pk=vraag_id).first()
    if found is None:
        raise NietGevonden()
    return found


def _fill(vraag: Vraag, gegevens: Vraaggegevens, volgorde: int) -> None:
    yes_no = gegevens.soort == Antwoordsoort.JA_NEE
    if yes_no and not gegevens.gunstig:
        text = "Kies welk antwoord gunstig is."
        raise Ongeldig(bevindingen=[VERPLICHT.bevinding("gunstig", text)])
    vraag.thema = text_of(gegevens.thema, "thema", reden="Vul een thema in.", most=80)
    vraag.tekst = text_of(gegevens.tekst, "tekst", reden="Vul de vraag in.", most=300)
    vraag.uitleg = text_of(gegevens.uitleg, "uitleg", most=500)
    vraag.soort, vraag.gewicht = gegevens.soort, gegevens.gewicht
    vraag.gunstig = gegevens.gunstig if yes_no else ""
    vraag.bewijs_nodig = gegevens.bewijs_nodig
    vraag.volgorde = gegevens.volgorde or volgorde
    vraag.full_clean(exclude=["lijst"])
    vraag.save()


def _changed(act: Handeling, lijst: Vragenlijst, what: str) -> None:
    lijst.versie += 1
    lijst.save(update_fields=["versie"])
    act.event(f"vragenlijst.{what}", lijst, gegevens={"versie": lijst.nummer})
