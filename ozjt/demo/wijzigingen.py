"""Changes of two toewijzingen of Enschede, made by the real service: versions to look at."""

import datetime

from indications.models import Toewijzing, Wijziging
from indications.services.wijzigen import change_toewijzing
from indications.wijzigregels import Voorstel
from ozjt.demo.basis import key
from ozjt.demo.toegang import actor_of

MEER, KORTER = (key("toewijzing", "vast", "0153", number) for number in (1, 6))


def load_named(vandaag: datetime.date) -> bool:
    """Once; False when somebody changed one of the two already."""
    if Wijziging.objects.filter(toewijzing__in=[MEER, KORTER]).exists():
        return False
    toegang = actor_of("toegang@enschede.demo")
    changes = [
        (MEER, Voorstel(volume=5400, reden="04", toelichting="Het doel is dichtbij.")),
        (
            MEER,
            Voorstel(
                volume=5200,
                reden="05",
                toestemming_door="zorgverlener",
                toestemming_op=vandaag,
            ),
        ),
        (KORTER, Voorstel(einddatum=vandaag + datetime.timedelta(days=120), reden="05")),
    ]
    for toewijzing, asked in changes:
        row = Toewijzing.objects.get(pk=toewijzing)
        change_toewijzing(
            toegang, row.pk, voorstel=asked, versie=row.versie, peildatum=vandaag
        )  # fmt: skip
    return True
