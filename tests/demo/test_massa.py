"""The bulk at the scale of Twente; loaded once in one test, for it takes some seconds."""

import datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.db.models import Count, F, Q, Sum

from availability.models import Aanbod, Opgave
from contracts.models import Overeenkomst, Perceelcontract, Tarief
from core import identifiers, kluis
from core.choices import Jobstatus
from core.models import Job
from indications.models import (
    Declaratieregel,
    Jeugdige,
    JeugdigeKluis,
    Toewijzing,
    Verbruik,
)
from ozjt.demo import markt, massa
from ozjt.demo.basis import indexed
from ozjt.demo.burgers import VRIJ_VANAF
from providers.choices import Grootte
from providers.models import Aanbieder, AgbCode, Bankrekening, GeheimAdres, Locatie
from tests.demo.geldig import unexpected_findings

DELIBERATE = Q(waarschuwing_reden__startswith="Demonstratie:")


def test_market_is_the_same_every_time_and_as_large_as_told() -> None:
    parties = markt.providers(1)
    assert parties == markt.providers(1)
    sizes = [p.grootte for p in parties]
    assert (len(parties), sizes.count(Grootte.SYSTEEM), sizes.count(Grootte.GROOT)) == (355, 13, 17)
    assert len({p.naam for p in markt.providers(10)}) == 3595
    assert sum(markt.MIX.values()) == 100
    assert {perceel for p in parties for perceel in p.percelen} == {p.code for p in markt.PERCELEN}
    assert sum("JZP" in p.percelen for p in parties) == 2


def test_same_jeugdige_never_gets_the_same_product_twice_in_a_row() -> None:
    for gemeente in ("0153", "0164"):
        slots = markt.product_slots(gemeente)
        same = [slot for slot in range(100) if slots[slot] == slots[(slot + 37) % 100]]
        assert len(same) <= 20


def test_prices_are_indexed_and_rounded_half_up() -> None:
    assert indexed(1000, 1037, 3) == [1000, 1037, 1075]
    assert indexed(500, 1001, 2) == [500, 501]


def test_bulk(vast: datetime.date) -> None:
    lines: list[str] = []
    assert massa.load_bulk(1, vast, lines.append)
    _job(lines)
    _size()
    _market()
    _secrets()
    _youth()
    _toewijzingen(vast)
    _use(vast)
    assert not massa.load_bulk(1, vast, lines.append)
    with pytest.raises(massa.AndereSchaal):
        massa.load_bulk(2, vast, lines.append)


def test_goes_on_where_it_stopped(vast: datetime.date, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(massa, "load_opgaven", lambda _: None)
    monkeypatch.setattr(massa, "JEUGDIGEN", 600)
    monkeypatch.setattr(massa, "TOEWIJZINGEN", 900)
    monkeypatch.setattr(massa, "DECLARATIES", 3_000)
    whole = massa.Massa.declare
    monkeypatch.setattr(massa.Massa, "declare", lambda *_: 1 / 0)
    lines: list[str] = []
    with pytest.raises(ZeroDivisionError):
        massa.load_bulk(1, vast, lines.append)
    assert Job.objects.get(id=massa.JOB).status == Jobstatus.MISLUKT
    toewijzingen = Toewijzing.objects.count()
    monkeypatch.setattr(massa.Massa, "declare", whole)
    lines.clear()
    assert massa.load_bulk(1, vast + datetime.timedelta(days=3), lines.append)
    assert len(lines) == 2  # the declarations, and the shares that rest on them
    assert Toewijzing.objects.count() == toewijzingen
    assert 3_000 <= Declaratieregel.objects.count() <= 3_300


def test_one_loader_at_a_time(vast: datetime.date) -> None:
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("select pg_advisory_lock(%s)", [massa.SLOT_NUMMER])
        with pytest.raises(massa.DemoLoopt):
            massa.load_bulk(1, vast, print)
    finally:
        other.close()


def _job(lines: list[str]) -> None:
    job = Job.objects.get(id=massa.JOB)
    assert (job.soort, job.status) == ("demo", Jobstatus.KLAAR)
    assert job.gedaan == job.totaal == len(lines)
    assert lines[-1].startswith(f"{job.totaal}/{job.totaal} ")


def _size() -> None:
    assert Aanbieder.objects.count() == 360
    assert Jeugdige.objects.count() == JeugdigeKluis.objects.count() == 12_000
    assert 25_000 <= Toewijzing.objects.count() <= 25_200
    assert 250_000 <= Declaratieregel.objects.count() <= 250_400
    assert Aanbieder.objects.filter(grootte=Grootte.SYSTEEM).count() == 14
    assert Aanbieder.objects.filter(grootte=Grootte.GROOT).count() == 19


def _market() -> None:
    assert all(map(identifiers.is_iban, Bankrekening.objects.values_list("iban", flat=True)))
    assert all(map(identifiers.is_agb, AgbCode.objects.values_list("code", flat=True)))
    assert all(map(identifiers.is_kvk, Aanbieder.objects.values_list("kvk", flat=True)))
    subs = Overeenkomst.objects.filter(soort="sub")
    assert not subs.exclude(aanbieder=F("hoofdovereenkomst__aanbieder")).exists()
    assert Tarief.objects.filter(locatie__isnull=False).exists()
    above = Aanbod.objects.filter(
        opgegeven_weken__gt=F("perceelcontract__perceel__max_wachttijd_weken")
    )
    assert 0 < above.count() < 60
    weeks = Opgave.objects.values("aanbod").annotate(n=Count("id")).values_list("n", flat=True)
    assert set(weeks) == {98, 104}
    cost = dict(
        Declaratieregel.objects.values_list("toewijzing__aanbieder__grootte").annotate(
            Sum("bedrag_centen")
        )
    )
    share = {size: Decimal(100 * cents) / sum(cost.values()) for size, cents in cost.items()}
    assert abs(share["systeem"] - Decimal("54.7")) < 3
    assert abs(share["groot"] - Decimal("26.0")) < 3


def _secrets() -> None:
    secret = Locatie.objects.filter(geheim=True)
    assert secret.count() == GeheimAdres.objects.count() > 10
    assert not secret.exclude(straat__startswith="Gemeentehuis ").exists()
    assert not Locatie.objects.filter(geheim=False, straat__startswith="Gemeentehuis").exists()


def _youth() -> None:
    """Every BSN lies in the test range, below the part that stays free; the rest has none."""
    known = JeugdigeKluis.objects.filter(bsn__isnull=False).values_list("jeugdige_id", "bsn")
    bsns = [kluis.decrypt(bsn, bound_to=f"bsn:{jeugdige}") for jeugdige, bsn in known]
    assert len(set(bsns)) == len(bsns) == 8_182
    assert all(map(identifiers.is_bsn, bsns))
    assert min(map(int, bsns)) >= identifiers.BSN_TEST_EERSTE
    assert max(map(int, bsns)) < VRIJ_VANAF


def _toewijzingen(today: datetime.date) -> None:
    deliberate = Toewijzing.objects.filter(DELIBERATE)
    assert deliberate.count() == 33
    assert unexpected_findings(deliberate.filter(perceelcontract__tariefgroep=None), today)
    ordinary = Toewijzing.objects.exclude(DELIBERATE).exclude(status="ingetrokken")
    assert unexpected_findings(ordinary.order_by("id")[:4_000], today) == {}
    later = ordinary.filter(einddatum__gt=F("perceelcontract__einddatum"))
    assert set(later.values_list("aanbieder__naam", flat=True)) == {"De Els"}
    assert Perceelcontract.objects.filter(einddatum__lt=today).count() == 4


def _use(today: datetime.date) -> None:
    with connection.cursor() as cursor:
        cursor.execute("""
            select count(*) from indications_verbruik v
            where v.volume <> (select sum(d.volume) from indications_declaratieregel d
                               where d.toewijzing_id = v.toewijzing_id)""")
        assert cursor.fetchone() == (0,)
    outside = Declaratieregel.objects.filter(
        Q(begindatum__lt=F("toewijzing__begindatum"))
        | Q(einddatum__gt=F("toewijzing__einddatum"))
        | Q(einddatum__gte=today)
    )
    assert not outside.exists()
    over = Verbruik.objects.filter(
        toewijzing__frequentie="6", volume__gt=F("toewijzing__volume")
    ).count()
    assert 0 < over < 1_000
