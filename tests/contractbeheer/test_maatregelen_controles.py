"""Signals on the terms of measures: the day before, the last day, the day after."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from contractbeheer.models import Brief, Maatregeltraject
from contractbeheer.services import maatregelen, opleggen, zienswijze
from contracts.choices import Maatregelsoort as Soort
from core.actor import Actor
from core.signalen.controles import controles
from core.signalen.motor import run_all
from tests.contractbeheer.conftest import DAG, besluit

Maak = Callable[..., Maatregeltraject]


def found(naam: str, day: datetime.date) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(controles()[naam].query(), {"peildatum": day})
        names = [c[0] for c in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def count(naam: str, day: datetime.date) -> int:
    return len(found(naam, day))


def test_term_to_react_before_and_after(
    voornemen: Maak, beheerder: Actor, vandaag: datetime.date
) -> None:
    made = voornemen()
    last = vandaag + 14 * DAG
    for day, own, ozjt in ((-8, 0, 0), (-7, 1, 0), (0, 1, 0), (1, 0, 1)):
        assert count("zienswijze_loopt_af", last + day * DAG) == own, day
        assert count("maatregel_te_besluiten", last + day * DAG) == ozjt, day
    (line,) = found("zienswijze_loopt_af", last)
    assert made.kenmerk in line["omschrijving"]
    assert line["url"] == f"/maatregeltrajecten/{made.pk}"
    zienswijze.give_view(beheerder, made.pk, zienswijze="Nee.")
    assert count("zienswijze_loopt_af", last) == 0
    assert count("maatregel_te_besluiten", vandaag) == 1


def test_term_to_put_right_before_and_after(
    opgelegd: Maak, opsteller: Actor, vandaag: datetime.date
) -> None:
    made = opgelegd(Soort.INGEBREKESTELLING)
    last = vandaag + 30 * DAG
    for day, near, over, own in ((-8, 0, 0, 0), (-7, 1, 0, 1), (0, 1, 0, 1), (1, 0, 1, 1)):
        assert count("hersteltermijn_nadert", last + day * DAG) == near, day
        assert count("hersteltermijn_voorbij", last + day * DAG) == over, day
        assert count("herstel_loopt_af", last + day * DAG) == own, day
    maatregelen.remind(opsteller, made.pk, versie=made.versie, peildatum=vandaag)
    assert count("hersteltermijn_nadert", last) == 0
    made.refresh_from_db()
    maatregelen.judge_recovery(
        opsteller, made.pk, uitkomst="hersteld", toelichting="Gezien.", versie=made.versie
    )
    for naam in ("hersteltermijn_voorbij", "herstel_loopt_af"):
        assert count(naam, last + DAG) == 0


def test_urgent_decision_asks_for_a_hearing_until_there_was_one(
    concept: Maak, opsteller: Actor, beslisser: Actor, vandaag: datetime.date
) -> None:
    made = concept()
    done = opleggen.impose(
        beslisser, made.pk, besluit=besluit(spoed="Gevaar."), versie=made.versie, peildatum=vandaag
    )
    assert count("maatregel_horen_na_spoed", vandaag) == 1
    maatregelen.record_hearing(
        opsteller, done.pk, datum=vandaag, verslag="Besproken.", versie=done.versie,
        peildatum=vandaag,
    )  # fmt: skip
    assert count("maatregel_horen_na_spoed", vandaag) == 0


@pytest.mark.parametrize(("dagen", "aantal"), [(15, 0), (14, 1), (0, 1), (-1, 0)])
def test_end_of_a_clientenstop(
    opgelegd: Maak, vandaag: datetime.date, dagen: int, aantal: int
) -> None:
    opgelegd(besluit_einddatum=vandaag + 60 * DAG)
    assert count("clientenstop_loopt_af", vandaag + (60 - dagen) * DAG) == aantal


def test_letter_that_nobody_opened(
    voornemen: Maak, beheerder: Actor, vandaag: datetime.date
) -> None:
    brief = voornemen().brieven.get()
    assert count("maatregelbrief_ongelezen", vandaag + 7 * DAG) == 0
    assert count("maatregelbrief_ongelezen", vandaag + 9 * DAG) == 1
    zienswijze.open_letter(beheerder, brief.pk)
    assert Brief.objects.get().gelezen_op is not None
    assert count("maatregelbrief_ongelezen", vandaag + 9 * DAG) == 0


def test_signals_open_in_the_worklist_without_words_of_the_ground(
    voornemen: Maak, opgelegd: Maak, beheerder: Actor, vandaag: datetime.date
) -> None:
    from core.models import Signaal

    made = voornemen()
    zienswijze.give_view(beheerder, made.pk, zienswijze="Nee.")
    opgelegd(Soort.INGEBREKESTELLING)
    run_all(vandaag + 40 * DAG)
    rows = Signaal.objects.filter(objectsoort="maatregeltraject")
    assert rows.count() >= 3
    assert not [r for r in rows if made.grond in f"{r.omschrijving}{r.bewijs}"]
