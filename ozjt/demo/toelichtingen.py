"""Questions of Enschede to De Linde about minutes: one that waits, and one that was answered."""

import datetime

from django.utils import timezone

from indications.models import Toewijzing
from ozjt.demo.basis import Kalender, insert, key
from toelichtingen.choices import Verzoekstatus, Vraagreden
from toelichtingen.models import Toelichting, Toelichtingsverzoek

TOEGANG = key("gebruiker", "toegang@enschede.demo")
ZORG = key("gebruiker", "zorg@linde.demo")
OPEN, BEANTWOORD = (key("toelichtingsverzoek", naam) for naam in ("open", "beantwoord"))


def load_fixed_parts(kalender: Kalender) -> None:
    """Once; what people did with these questions stays."""
    about = {n: _toewijzing(n) for n in (0, 2)}
    if Toelichtingsverzoek.objects.filter(pk=OPEN).exists() or None in about.values():
        return
    given = _moment(kalender.dag(-20), 11)
    insert(
        Toelichtingsverzoek,
        [
            Toelichtingsverzoek(
                id=OPEN,
                toewijzing=about[2],
                reden=Vraagreden.BESCHIKKING,
                vraag="Hoeveel van de 600 minuten is directe tijd? Dat zetten we in de "
                "beschikking.",
                vrager_id=TOEGANG,
                gevraagd_op=_moment(kalender.dag(-9), 9),
                termijn=kalender.dag(5),
            ),
            Toelichtingsverzoek(
                id=BEANTWOORD,
                toewijzing=about[0],
                reden=Vraagreden.TOEZICHT,
                vraag="De toezichthouder vraagt hoe de minuten over de contacten verdeeld zijn.",
                status=Verzoekstatus.BEANTWOORD,
                vrager_id=TOEGANG,
                gevraagd_op=_moment(kalender.dag(-28), 15),
                termijn=kalender.dag(-14),
                beantwoord_op=given,
                versie=2,
            ),
        ],
    )
    insert(
        Toelichting,
        [
            Toelichting(
                id=key("toelichting", "beantwoord"),
                verzoek_id=BEANTWOORD,
                toewijzing_versie=1,
                volume=3000,
                minuten_direct=2100,
                minuten_indirect=600,
                minuten_reistijd=300,
                aantal_contacten=42,
                tekst="Elke week 50 minuten direct. Om de week rijden wij naar de school toe. "
                "Overleg met school en verslag zijn indirecte tijd.",
                antwoorder_id=ZORG,
                gegeven_op=given,
            )
        ],
    )


def _toewijzing(number: int) -> Toewijzing | None:
    return Toewijzing.objects.filter(pk=key("toewijzing", "vast", "0153", number)).first()


def _moment(day: datetime.date, hour: int) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(hour, 40)))
