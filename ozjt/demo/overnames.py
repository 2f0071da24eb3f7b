"""Contractovernames: one that is planned, one that was undone; made by the real services."""

import datetime

from django.db import transaction

from contractbeheer.models import Overname
from contractbeheer.services.overname import plan_overname, undo_overname
from core.models import Uitgaand
from ozjt.demo.basis import key
from ozjt.demo.toegang import actor_of

GEPLAND, TERUGGEDRAAID = "TRA", "EET"


def load_named(vandaag: datetime.date) -> bool:
    """Of De Beuk to De Linde, once: False when they are there."""
    if Overname.objects.filter(van=key("aanbieder", 2)).exists():
        return False
    manager = actor_of("contractmanager@ozjt.demo")
    with transaction.atomic():
        before = set(Uitgaand.objects.values_list("pk", flat=True))
        made = [
            plan_overname(
                manager,
                van_id=key("aanbieder", 2),
                naar_id=key("aanbieder", 1),
                perceel_ids=[key("perceel", code)],
                datum=vandaag + datetime.timedelta(days=dagen),
                reden="De Beuk sluit deze locatie; De Linde neemt de jeugdigen over.",
                peildatum=vandaag,
            )
            for code, dagen in ((TERUGGEDRAAID, 40), (GEPLAND, 75))
        ]
        undo_overname(
            manager,
            made[0].pk,
            reden="De Beuk kan toch blijven.",
            versie=made[0].versie,
            peildatum=vandaag,
        )
        Uitgaand.objects.exclude(pk__in=before).delete()  # nobody gets mail about it
    return True
