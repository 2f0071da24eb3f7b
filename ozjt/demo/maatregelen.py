"""Measures of the demonstration, taken by the real services: three rungs at De Beuk, two at De
Linde on their way, a draft at De Els.
"""

import datetime
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from contractbeheer.besluittoets import Besluit
from contractbeheer.models import Brief, Maatregeltraject
from contractbeheer.services import maatregelen, opleggen
from contractbeheer.services.maatregelen import Trajectgegevens
from contractbeheer.trajectkern import term_from
from contracts.choices import Maatregelsoort as Soort
from contracts.choices import Maatregelstatus
from contracts.models import Maatregel
from core.actor import Actor
from core.models import Uitgaand
from ozjt.demo.basis import key
from ozjt.demo.toegang import actor_of
from ozjt.demo.vast import BEUK, CLIENTENSTOP_DAGEN, ELS, LINDE

DAG = datetime.timedelta(days=1)


def load_measures(vandaag: datetime.date) -> bool:
    """Once: False when there are measures already. Nobody gets mail about it."""
    if Maatregeltraject.objects.exists():
        return False
    people = Mensen(
        vandaag, actor_of("contractbeheer@ozjt.demo"), actor_of("contractmanager@ozjt.demo")
    )
    with transaction.atomic():
        _beuk(people)
        _linde(people)
        _els(people)
        made = Maatregeltraject.objects.values_list("pk", flat=True)
        paths = [reverse("maatregeltraject", args=[pk]) for pk in made]
        Uitgaand.objects.filter(pad__in=paths).delete()
    return True


@dataclass(frozen=True)
class Mensen:
    """Who draws up and who decides, with the day of today."""

    vandaag: datetime.date
    opsteller: Actor
    beslisser: Actor

    def draw_up(self, aanbieder: Any, soort: Soort, dagen: int, **told: Any) -> Maatregeltraject:
        """So many `dagen` before today."""
        gegevens = Trajectgegevens(soort=soort, **told)
        day = self.vandaag - dagen * DAG
        return maatregelen.draw_up(self.opsteller, aanbieder.id, gegevens, peildatum=day)

    def impose(self, made: Maatregeltraject, dagen: int, motivering: str) -> Maatregeltraject:
        day = self.vandaag - dagen * DAG
        besluit = Besluit(ingangsdatum=day, mandaat=settings.MANDATEN[0], motivering=motivering)
        done = opleggen.impose(
            self.beslisser, made.pk, besluit=besluit, versie=made.versie, peildatum=day
        )
        _date(done, day, besloten=True)
        return done


def _date(traject: Maatregeltraject, day: datetime.date, *, besloten: bool) -> None:
    """Letters and decision carry the day on which they were made."""
    noon = datetime.datetime.combine(day, datetime.time(11), timezone.get_current_timezone())
    Brief.objects.filter(traject=traject).update(
        verstuurd_op=noon, gelezen_op=noon + datetime.timedelta(hours=3)
    )
    if besloten:
        Maatregeltraject.objects.filter(pk=traject.pk).update(besloten_op=noon)


def _beuk(people: Mensen) -> None:
    """Up to the cliëntenstop that is in force since the start of the demonstration."""
    warning = people.draw_up(
        BEUK,
        Soort.WAARSCHUWING,
        160,
        grond="Artikel 4.2 van de overeenkomst: gekwalificeerd personeel op elke groep.",
        feiten="Bij een bezoek bleek op twee groepen geen SKJ-geregistreerde begeleider aanwezig.",
    )
    warning = people.impose(warning, 158, "Een gesprek leverde geen plan van aanpak op.")
    notice = people.draw_up(
        BEUK,
        Soort.INGEBREKESTELLING,
        130,
        grond=warning.grond,
        feiten="Ook bij het tweede bezoek was de bezetting op twee groepen onvoldoende.",
        vorige_id=warning.pk,
        hersteltermijn=people.vandaag - 100 * DAG,
    )
    notice = people.impose(notice, 128, "De waarschuwing leidde niet tot verbetering.")
    maatregelen.judge_recovery(
        people.opsteller,
        notice.pk,
        uitkomst="niet_hersteld",
        toelichting="Bij het derde bezoek ontbrak op één groep nog steeds de bezetting.",
        versie=notice.versie,
    )
    _in_force_since_the_start(people, notice)


def _in_force_since_the_start(people: Mensen, notice: Maatregeltraject) -> None:
    """The row that the fixed points rely on gets its road; it keeps its key, for it moves along."""
    since = people.vandaag - CLIENTENSTOP_DAGEN * DAG
    made = people.draw_up(
        BEUK,
        Soort.CLIENTENSTOP,
        CLIENTENSTOP_DAGEN,
        grond=notice.grond,
        feiten="Bij het derde bezoek ontbrak op één groep nog steeds de bezetting.",
        vorige_id=notice.pk,
    )
    row = Maatregel.objects.get(pk=key("maatregel", BEUK.nr))
    row.status = Maatregelstatus.INGETROKKEN
    row.save(update_fields=["status"])
    besluit = Besluit(
        ingangsdatum=since,
        mandaat=settings.MANDATEN[0],
        motivering="Nieuwe jeugdigen plaatsen op groepen zonder goede bezetting is niet veilig.",
        spoed="De veiligheid op de groepen kon niet wachten op een zienswijze.",
    )
    done = opleggen.impose(
        people.beslisser, made.pk, besluit=besluit, versie=made.versie, peildatum=since
    )
    maatregelen.record_hearing(
        people.opsteller,
        done.pk,
        datum=since + 7 * DAG,
        verslag="De directie erkent het tekort en werft vier begeleiders.",
        versie=done.versie,
        peildatum=people.vandaag,
    )
    made_row = done.maatregelen.get()
    done.maatregelen.set([row])
    made_row.delete()
    row.status, row.briefkenmerk = Maatregelstatus.GELDIG, done.kenmerk
    row.grond = made_row.grond
    row.save(update_fields=["status", "briefkenmerk", "grond"])
    _date(done, since, besloten=True)


def _linde(people: Mensen) -> None:
    """A term to put right that ends in five days, and an intention to react to."""
    notice = people.draw_up(
        LINDE,
        Soort.INGEBREKESTELLING,
        26,
        grond="Artikel 3.5 van de overeenkomst: de eerste afspraak binnen de maximale wachttijd.",
        feiten="In het vorige kwartaal startte een derde van de trajecten te laat.",
        overslaan="Over de wachttijd is in twee accountgesprekken al een afspraak gemaakt.",
        hersteltermijn=people.vandaag + 5 * DAG,
    )
    notice = people.impose(notice, 25, "De afspraken uit de gesprekken zijn niet nagekomen.")
    stop = people.draw_up(
        LINDE,
        Soort.CLIENTENSTOP,
        4,
        grond=notice.grond,
        feiten="De wachttijd voor behandeling hoog intensief is opgelopen tot achttien weken.",
        vorige_id=notice.pk,
        percelen=[key("perceel", "BHI")],
    )
    day = people.vandaag - 3 * DAG
    maatregelen.announce(
        people.opsteller,
        stop.pk,
        uiterlijk=term_from(day),
        versie=stop.versie,
        peildatum=day,
    )
    _date(stop, day, besloten=False)


def _els(people: Mensen) -> None:
    people.draw_up(
        ELS,
        Soort.WAARSCHUWING,
        1,
        grond="Artikel 3.9 van de overeenkomst: onderaannemers worden vooraf gemeld.",
        feiten="Een onderaannemer werkte drie maanden zonder melding.",
    )
