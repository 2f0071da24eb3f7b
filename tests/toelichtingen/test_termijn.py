"""Working days, and signals on the days around the term."""

import datetime

import pytest

from core.models import Signaal
from core.signalen.motor import run_check
from indications.models import Toewijzing
from toelichtingen.models import Toelichtingsverzoek
from toelichtingen.termijn import add_working_days, holidays, is_working_day

D = datetime.date


@pytest.mark.parametrize(
    ("dag", "aantal", "wordt"),
    [
        pytest.param(D(2026, 11, 2), 10, D(2026, 11, 16), id="two plain weeks"),
        pytest.param(D(2026, 11, 6), 1, D(2026, 11, 9), id="friday to monday"),
        pytest.param(D(2026, 11, 7), 1, D(2026, 11, 9), id="asked on saturday"),
        pytest.param(D(2026, 11, 8), 1, D(2026, 11, 9), id="asked on sunday"),
        pytest.param(D(2026, 11, 29), 10, D(2026, 12, 11), id="asked on a sunday, ten days"),
        pytest.param(D(2026, 12, 18), 10, D(2027, 1, 5), id="over Christmas and New Year"),
        pytest.param(D(2026, 3, 31), 2, D(2026, 4, 2), id="before Good Friday"),
        pytest.param(D(2026, 4, 2), 1, D(2026, 4, 7), id="over Easter"),
        pytest.param(D(2026, 4, 24), 1, D(2026, 4, 28), id="over Koningsdag"),
        pytest.param(D(2026, 11, 3), 0, D(2026, 11, 3), id="no days"),
    ],
)
def test_working_days(dag, aantal, wordt):
    assert add_working_days(dag, aantal) == wordt


@pytest.mark.parametrize(
    ("jaar", "pasen"),
    [(2024, D(2024, 3, 31)), (2025, D(2025, 4, 20)), (2026, D(2026, 4, 5)), (2027, D(2027, 3, 28))],
)
def test_moving_holidays(jaar, pasen):
    day = datetime.timedelta(days=1)
    assert {pasen - 2 * day, pasen + day, pasen + 39 * day, pasen + 50 * day} <= holidays(jaar)


def test_koningsdag_moves_from_a_sunday():
    assert D(2025, 4, 26) in holidays(2025)
    assert D(2025, 4, 27) not in holidays(2025)


def test_plain_days_are_working_days():
    assert is_working_day(D(2026, 11, 30))
    assert not is_working_day(D(2026, 11, 29))


CONTROLES = ("toelichting_nadert", "toelichting_termijn", "toelichting_te_laat")


def found(zaak):
    for name in CONTROLES:
        run_check(name, zaak.vandaag)
    return set(Signaal.objects.filter(status="open").values_list("controle", flat=True))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("dagen", "signalen"),
    [
        pytest.param(8, set(), id="R-TOE-3 more than a week"),
        pytest.param(7, {"toelichting_nadert"}, id="R-TOE-3 a week before"),
        pytest.param(1, {"toelichting_nadert"}, id="R-TOE-3 the day before"),
        pytest.param(0, {"toelichting_termijn"}, id="R-TOE-3 on the last day"),
        pytest.param(
            -1, {"toelichting_termijn", "toelichting_te_laat"}, id="R-TOE-3 the day after"
        ),
    ],
)
def test_signals_around_the_term(zaak, dagen, signalen):
    verzoek = zaak.gevraagd()
    Toelichtingsverzoek.objects.filter(pk=verzoek.pk).update(termijn=zaak.dag(dagen))
    assert found(zaak) == signalen
    for signal in Signaal.objects.all():
        assert signal.url == f"/toelichtingsverzoeken/{verzoek.pk}"
        assert "Haverdemo" not in f"{signal.omschrijving}{signal.bewijs}"
    zaak.beantwoord(verzoek)
    assert found(zaak) == set()


@pytest.mark.django_db
def test_no_signal_about_a_toewijzing_that_was_withdrawn(zaak):
    verzoek = zaak.gevraagd()
    Toelichtingsverzoek.objects.filter(pk=verzoek.pk).update(termijn=zaak.dag(-1))
    Toewijzing.objects.filter(pk=verzoek.toewijzing_id).update(status="ingetrokken")
    assert found(zaak) == set()


@pytest.mark.django_db
def test_signals_lie_where_the_work_is(zaak, client_for):
    verzoek = zaak.gevraagd()
    Toelichtingsverzoek.objects.filter(pk=verzoek.pk).update(termijn=zaak.dag(-1))
    found(zaak)
    at = {s.controle: s.organisatie_id for s in Signaal.objects.all()}
    assert at == {
        "toelichting_termijn": zaak.zorg.organisatie_id,
        "toelichting_te_laat": zaak.almelo.pk,
    }
