"""Aanbieders that want to stop with a perceel: waiting, refused, and agreed with a transfer list
that is being worked through; asked and decided by the real services.
"""

import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Count, F
from django.urls import reverse

from contractbeheer.inzorg import in_care
from contractbeheer.models import Beeindigingsverzoek, Overdracht
from contractbeheer.services import beeindigen
from contractbeheer.services.beeindigen import Verzoekgegevens
from contracts.models import Perceelcontract
from core.actor import Actor
from core.models import Uitgaand
from indications.services.wijzigen import end_toewijzing
from ozjt.demo.basis import key
from ozjt.demo.toegang import actor_of

#: The contract that is agreed to end, so many days from today.
OVER_DAGEN = 45
AFSPRAKEN = (
    "De aanbieder neemt vanaf nu geen nieuwe jeugdigen meer aan. Wie binnen drie maanden na de "
    "laatste dag klaar is, maakt zijn behandeling bij deze aanbieder af."
)


def load_named(vandaag: datetime.date) -> bool:
    """Of De Linde and De Beuk, once: False when they asked something already."""
    if Beeindigingsverzoek.objects.filter(aanbieder=key("aanbieder", 1)).exists():
        return False
    manager = actor_of("contractmanager@ozjt.demo")
    with transaction.atomic():
        _waiting(vandaag)
        _rejected(vandaag, manager)
        _agreed(vandaag, manager)
        paths = [reverse("overdrachten")]
        made = Beeindigingsverzoek.objects.values_list("pk", flat=True)
        paths += [reverse("beeindiging", args=[pk]) for pk in made]
        Uitgaand.objects.filter(pad__in=paths).delete()  # nobody gets mail about it
    return True


def _waiting(vandaag: datetime.date) -> None:
    """Says that nobody is in care, while the portal counts some."""
    day = vandaag + datetime.timedelta(days=120)
    beeindigen.file_request(
        actor_of("beheer@linde.demo"),
        Verzoekgegevens(
            perceelcontract_id=_busiest(1)[0],
            reden="Wij richten ons voortaan op begeleiding en vinden geen behandelaren meer.",
            gewenste_datum=day,
            clienten_in_zorg=False,
            bevestigd=True,
        ),
        peildatum=vandaag,
    )


def _rejected(vandaag: datetime.date, manager: Actor) -> None:
    asked = _ask("beheer@linde.demo", _busiest(1)[1], vandaag, dagen=30)
    beeindigen.reject_request(
        manager,
        asked.pk,
        motivering="In drie gemeenten is er op die dag nog geen andere aanbieder. Vraag het "
        "opnieuw met een latere laatste dag.",
        versie=asked.versie,
    )


def _agreed(vandaag: datetime.date, manager: Actor) -> None:
    """De Beuk stops with agreements, De Linde without; Enschede has arranged some of it."""
    for email, contract, dagen, afspraken in (
        ("beheer@beuk.demo", _busiest(2)[0], OVER_DAGEN, AFSPRAKEN),
        ("beheer@linde.demo", _busiest(1)[2], 2 * OVER_DAGEN, ""),
    ):
        asked = _ask(email, contract, vandaag, dagen=dagen - 15)
        beeindigen.approve_request(
            manager,
            asked.pk,
            einddatum=vandaag + datetime.timedelta(days=dagen),
            afspraken=afspraken,
            versie=asked.versie,
            peildatum=vandaag,
        )
    _arranged(vandaag)


def _arranged(vandaag: datetime.date) -> None:
    """One in four of the lines of Enschede ends on time."""
    toegang = actor_of("toegang@enschede.demo")
    running = Overdracht.objects.for_actor(toegang).filter(
        toewijzing__begindatum__lte=F("einde__laatste_dag")
    )
    for line in running.order_by("pk").select_related("toewijzing", "einde")[3::4]:
        end_toewijzing(
            toegang,
            line.toewijzing_id,
            einddatum=line.einde.laatste_dag,
            reden="05",
            versie=line.toewijzing.versie,
            peildatum=vandaag,
        )


def _ask(
    email: str, contract_id: UUID, vandaag: datetime.date, *, dagen: int
) -> Beeindigingsverzoek:
    """With the answers that the portal gives too."""
    contract = Perceelcontract.objects.get(pk=contract_id)
    day = vandaag + datetime.timedelta(days=dagen)
    counted = in_care(contract.aanbieder_id, contract.perceel_id, day)
    return beeindigen.file_request(
        actor_of(email),
        Verzoekgegevens(
            perceelcontract_id=contract_id,
            reden="Wij hebben te weinig personeel om dit perceel goed te blijven leveren.",
            gewenste_datum=day,
            clienten_in_zorg=bool(counted),
            gemeenten=list(counted),
            bevestigd=True,
        ),
        peildatum=vandaag,
    )


def _busiest(nummer: int) -> list[UUID]:
    """Contracts of a named aanbieder, the one with the most toewijzingen first."""
    rows = Perceelcontract.objects.filter(aanbieder=key("aanbieder", nummer), status="geldig")
    counted = rows.annotate(n=Count("toewijzingen")).order_by("-n", "perceel__code")
    return list(counted.values_list("pk", flat=True)[:3])
