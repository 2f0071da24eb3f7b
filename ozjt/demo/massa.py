"""The bulk: set-based, in steps that commit with their progress; goes on where it stopped."""

import datetime
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from core import kluis
from core.actor import system_actor
from core.choices import Jobstatus
from core.handeling import set_history_context
from core.identifiers import demo_agb, demo_iban, demo_kvk
from core.models import Job
from ozjt.demo import leveranciers
from ozjt.demo import massa_sql as sql
from ozjt.demo.basis import Kalender, key
from ozjt.demo.beschikbaarheid import load_opgaven
from ozjt.demo.burgers import demo_bsns, seal
from ozjt.demo.catalogus import GEMEENTEN, PERCELEN
from ozjt.demo.dossiers import AANTAL_JEUGDIGEN
from ozjt.demo.laad_catalogus import load_location_tariffs
from ozjt.demo.markt import (
    GEEN_AGB,
    GEEN_REKENING,
    GEEN_TARIEF,
    GESTOPT,
    contract_slots,
    product_slots,
    providers,
)
from ozjt.demo.producten import PRODUCTEN
from ozjt.demo.toegang import gemeente_key
from ozjt.demo.vast import demo_address, gemeentehuis

JEUGDIGEN, TOEWIJZINGEN, DECLARATIES = 12_000, 25_000, 250_000
BLOK_JEUGDIGEN, BLOK_TOEWIJZINGEN, BLOK_DECLARATIES = 6_000, 12_500, 50_000
JOB = key("job", "demo")
SLOT_NUMMER = 20_250_101
"""Advisory lock: one loader at a time."""


class DemoLoopt(Exception):
    """Another process is loading the bulk right now."""


class AndereSchaal(Exception):
    """The bulk is there already, at another scale."""


@dataclass(frozen=True)
class Stap:
    titel: str
    run: Callable[[], None]


def load_bulk(scale: int, vandaag: datetime.date, report: Callable[[str], None]) -> bool:
    """Load once; False when it was there already. Raises DemoLoopt and AndereSchaal."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_lock(%s)", [SLOT_NUMMER])
        if not cursor.fetchone()[0]:
            raise DemoLoopt
        try:
            return _load(scale, vandaag, report)
        finally:
            cursor.execute("select pg_advisory_unlock(%s)", [SLOT_NUMMER])


def _load(scale: int, vandaag: datetime.date, report: Callable[[str], None]) -> bool:
    job, _ = Job.objects.get_or_create(
        id=JOB,
        defaults={
            "soort": "demo",
            "titel": "Demonstratiegegevens laden",
            "gestart_op": timezone.now(),
            "resultaat": {"schaal": scale, "peildatum": vandaag.isoformat()},
        },
    )
    if job.resultaat["schaal"] != scale:
        raise AndereSchaal(job.resultaat["schaal"])
    if job.status == Jobstatus.KLAAR:
        return False
    bulk = Massa(scale, Kalender(datetime.date.fromisoformat(job.resultaat["peildatum"])))
    try:
        _run(job, bulk, report)
    except BaseException:
        Job.objects.filter(id=JOB).update(status=Jobstatus.MISLUKT, geeindigd_op=timezone.now())
        raise
    return True


def _run(job: Job, bulk: "Massa", report: Callable[[str], None]) -> None:
    bulk.prepare()
    steps = list(bulk.steps())
    done = job.gedaan
    Job.objects.filter(id=JOB).update(totaal=len(steps), status=Jobstatus.LOOPT)
    for number, step in enumerate(steps[done:], done + 1):
        Job.objects.filter(id=JOB).update(stap=step.titel)
        report(f"{number}/{len(steps)} {step.titel}")
        with transaction.atomic():
            set_history_context(system_actor("demonstratiegegevens"))
            step.run()
            Job.objects.filter(id=JOB).update(gedaan=number)
    with connection.cursor() as cursor:
        cursor.execute("analyze")
    Job.objects.filter(id=JOB).update(
        status=Jobstatus.KLAAR, stap="Klaar", geeindigd_op=timezone.now()
    )


@dataclass(frozen=True)
class Massa:
    """The statements of one scale, around one day."""

    scale: int
    kalender: Kalender

    def steps(self) -> Iterator[Stap]:
        yield Stap("Aanbieders en contracten", self.contracts)
        yield Stap("Locaties en tarieven", self.places)
        yield Stap("Beschikbaarheid van 104 weken", lambda: load_opgaven(self.kalender))
        for first, last in _blocks(AANTAL_JEUGDIGEN, JEUGDIGEN * self.scale, BLOK_JEUGDIGEN):
            yield Stap(f"Jeugdigen tot {last}", partial(self.youth, first, last))
        yield Stap("Statistiek voor de planner", partial(self.execute, "analyze"))
        for first, last in _blocks(0, TOEWIJZINGEN * self.scale, BLOK_TOEWIJZINGEN):
            yield Stap(f"Toewijzingen tot {last}", partial(self.assign, first, last))
        yield Stap("Bewuste afwijkingen", lambda: self.execute(sql.DEVIATIONS))
        yield Stap("Leveringen", lambda: self.execute(*sql.DELIVERIES))
        yield Stap("Statistiek voor de planner", partial(self.execute, "analyze"))
        for first, last in _blocks(0, DECLARATIES * self.scale, BLOK_DECLARATIES):
            yield Stap(f"Declaratieregels tot {last}", partial(self.declare, first, last))
        yield Stap("Jaarcijfers en aandelen", partial(leveranciers.load_bulk, self.kalender))

    def values(self, **extra: Any) -> dict[str, Any]:
        k = self.kalender
        return {
            "start": k.start,
            "einde": k.einde,
            "contracteinde": k.contracteinde,
            "vandaag": k.vandaag,
            "eerste": AANTAL_JEUGDIGEN,
            "jeugdigen": JEUGDIGEN * self.scale,
            "declaraties": DECLARATIES * self.scale,
            **extra,
        }

    def execute(self, *statements: str, **extra: Any) -> None:
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement, self.values(**extra))

    def prepare(self) -> None:
        """Temporary tables with the choices that the statements draw from; anew at every start."""
        parties = providers(self.scale)
        gemeenten = {g.code: g for g in GEMEENTEN}
        self.execute(*sql.PREPARE)
        _copy(
            "demo_partij",
            (
                (
                    p.nr, p.naam, demo_agb(p.nr), demo_iban(p.nr), demo_kvk(p.nr), p.grootte,
                    gemeente_key(p.gemeente), gemeenten[p.gemeente].plaats, p.tariefgroep,
                    p.nr in GEEN_AGB, p.nr in GEEN_REKENING, p.nr in GEEN_TARIEF, p.nr in GESTOPT,
                )
                for p in parties
            ),
        )  # fmt: skip
        _copy("demo_contract", ((p.nr, perceel) for p in parties for perceel in p.percelen))
        _copy("demo_keuze", contract_slots(parties))
        _copy(
            "demo_product",
            (
                (gemeente_key(g.code), slot, code)
                for g in GEMEENTEN
                for slot, code in enumerate(product_slots(g.code))
            ),
        )
        _copy("demo_perceel", ((p.code, p.per_locatie, p.per_tariefgroep) for p in PERCELEN))
        _copy("demo_eenheid", ((p.code, p.regels["eenheden"][0]) for p in PRODUCTEN))
        _copy("demo_gemeente", _gemeente_rows())
        self.execute(*sql.PREPARED)

    def contracts(self) -> None:
        self.execute(*sql.PROVIDERS)

    def places(self) -> None:
        self.execute(*sql.PLACES)
        with connection.cursor() as cursor:
            cursor.execute(sql.SECRET_LOCATIONS)
            secret = cursor.fetchall()
        gemeenten = {gemeente_key(g.code): g for g in GEMEENTEN}
        _copy(
            "providers_geheimadres (locatie_id, adres)",
            (
                (
                    locatie,
                    kluis.encrypt(
                        demo_address(gemeenten[gemeente], 1000 + number),
                        bound_to=f"adres:{locatie}",
                    ),
                )
                for number, (locatie, gemeente) in enumerate(secret)
            ),
        )
        load_location_tariffs(self.kalender)

    def youth(self, first: int, last: int) -> None:
        self.execute(sql.YOUTH, van=first, tot=last - 1)
        numbers = zip(range(first, last), islice(demo_bsns(), first, last), strict=True)
        rows = (seal(number, bsn) for number, bsn in numbers)
        _copy(
            "indications_jeugdigekluis (jeugdige_id, bsn_hash, bsn, naam, sleutel)",
            ((r.jeugdige, r.bsn_hash, r.bsn, r.naam, r.sleutel) for r in rows),
        )

    def assign(self, first: int, last: int) -> None:
        self.execute(*sql.ASSIGN, van=first, tot=last - 1)

    def declare(self, first: int, last: int) -> None:
        self.execute(*sql.DECLARE, van=first, tot=last - 1)


def _gemeente_rows() -> Iterator[tuple[Any, ...]]:
    """Share of each gemeente as a range of 0..99999, and its gemeentehuis."""
    total = sum(g.jeugdigen for g in GEMEENTEN)
    before = 0
    for g in GEMEENTEN:
        upto = before + g.jeugdigen
        hall = gemeentehuis(g)
        yield (
            gemeente_key(g.code), before * 100_000 // total, upto * 100_000 // total, g.code,
            hall["straat"], hall["huisnummer"], hall["postcode"], hall["plaats"],
        )  # fmt: skip
        before = upto


def _blocks(first: int, last: int, size: int) -> Iterator[tuple[int, int]]:
    for start in range(first, last, size):
        yield start, min(start + size, last)


def _copy(target: str, rows: Iterable[tuple[Any, ...]]) -> None:
    with connection.cursor() as cursor, cursor.copy(f"copy {target} from stdin") as copy:
        for row in rows:
            copy.write_row(row)
