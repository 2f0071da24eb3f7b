"""The toekomstplan: versions kept, sealed, for the toegang that agreed on it (D-19)."""

import pytest
from django.db import connection

from core import kluisbeheer
from core.fouten import NietGevonden, Ongeldig, PortalFout, VersieVerouderd
from core.kluis import KLUISMODELLEN
from core.models import Gebeurtenis, Inzage
from jeugdigen.models import Toekomstplan
from jeugdigen.models.toekomstplan import BIG_VIJF
from jeugdigen.services.toekomstplan import (
    Plan,
    agree_toekomstplan,
    open_texts,
    read_toekomstplan,
)
from tests.factories.indications import JeugdigeFactory
from tests.jeugdigen.conftest import VANDAAG, D, Zaak
from tests.tegelijk import at_once

TEKSTEN = {name: f"Afspraak over {name}" for name in BIG_VIJF}


def plan(**changes: object) -> Plan:
    said = {"teksten": TEKSTEN, "afgesproken_op": VANDAAG, "bespreken_op": None, **changes}
    return Plan(**said)  # type: ignore[arg-type]


@pytest.fixture
def jongere(zaak: Zaak) -> Zaak:
    """15½ on the day itself."""
    zaak.jeugdige = JeugdigeFactory(gemeente=zaak.enschede, geboortedatum=D(2011, 5, 29))
    return zaak


@pytest.mark.django_db
def test_each_agreement_is_a_version_and_the_old_one_stays(jongere: Zaak) -> None:
    first = agree_toekomstplan(
        jongere.toegang, jongere.jeugdige.pk, plan(), versie=0, peildatum=VANDAAG
    )
    later = plan(teksten={**TEKSTEN, "wonen": "Kamer in Almelo"})
    second = agree_toekomstplan(
        jongere.toegang, jongere.jeugdige.pk, later, versie=1, peildatum=VANDAAG
    )
    assert (first.versie, second.versie) == (1, 2)
    assert open_texts(Toekomstplan.objects.get(pk=first.pk)) == TEKSTEN
    assert read_toekomstplan(jongere.toegang, plan=second)["wonen"] == "Kamer in Almelo"
    assert Inzage.objects.filter(soort="toekomstplan.bekeken").count() == 1
    assert Gebeurtenis.objects.filter(soort="toekomstplan.afgesproken").count() == 2


@pytest.mark.django_db
def test_nothing_readable_in_the_database_and_keys_turn(jongere: Zaak) -> None:
    agree_toekomstplan(jongere.toegang, jongere.jeugdige.pk, plan(), versie=0, peildatum=VANDAAG)
    with connection.cursor() as cursor:
        cursor.execute("select row_to_json(t)::text from jeugdigen_toekomstplan t")
        assert "Afspraak" not in cursor.fetchone()[0]
    assert list(kluisbeheer.rotate(KLUISMODELLEN["jeugdigen.Toekomstplan"])) == []


@pytest.mark.django_db
def test_text_moved_to_another_row_does_not_open(jongere: Zaak) -> None:
    from cryptography.exceptions import InvalidTag

    made = agree_toekomstplan(
        jongere.toegang, jongere.jeugdige.pk, plan(), versie=0, peildatum=VANDAAG
    )
    made.support, made.wonen = made.wonen, made.support
    with pytest.raises(InvalidTag):
        open_texts(made)


REFUSED = {
    "D-19 a part is empty": (
        plan(teksten={**TEKSTEN, "inkomen": "  "}),
        {("verplicht", "inkomen")},
    ),
    "all parts are empty": (plan(teksten={}), {("verplicht", name) for name in BIG_VIJF}),
    "BSN in a part": (
        plan(teksten={**TEKSTEN, "wonen": "Zie 999990019"}),
        {("bsn_in_tekst", "wonen")},
    ),
    "too long": (plan(teksten={**TEKSTEN, "wonen": "x" * 4001}), {("te_lang", "wonen")}),
    "no day": (plan(afgesproken_op=None), {("verplicht", "afgesproken_op")}),
    "tomorrow": (
        plan(afgesproken_op=D(2026, 11, 30)),
        {("periode_ongeldig", "afgesproken_op")},
    ),
    "D-19 a day before 15 and a half": (
        plan(afgesproken_op=D(2026, 11, 28)),
        {("toekomstplan_te_vroeg", "afgesproken_op")},
    ),
    "review on the day itself": (
        plan(bespreken_op=VANDAAG),
        {("periode_ongeldig", "bespreken_op")},
    ),
}


@pytest.mark.django_db
@pytest.mark.parametrize(("asked", "found"), REFUSED.values(), ids=REFUSED.keys())
def test_plan_that_is_not_whole_is_refused_with_everything_at_once(
    jongere: Zaak, asked: Plan, found: set[tuple[str, str]]
) -> None:
    with pytest.raises(Ongeldig) as refused:
        agree_toekomstplan(jongere.toegang, jongere.jeugdige.pk, asked, versie=0, peildatum=VANDAAG)
    assert {(f.code, f.veld) for f in refused.value.bevindingen} == found
    assert not Toekomstplan.objects.exists()


@pytest.mark.django_db
def test_other_gemeente_sees_no_plan(jongere: Zaak) -> None:
    made = agree_toekomstplan(
        jongere.toegang, jongere.jeugdige.pk, plan(), versie=0, peildatum=VANDAAG
    )
    with pytest.raises(NietGevonden):
        read_toekomstplan(jongere.buur, plan=made)
    with pytest.raises(NietGevonden):
        agree_toekomstplan(jongere.buur, jongere.jeugdige.pk, plan(), versie=0, peildatum=VANDAAG)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_agree_at_once_one_is_told(jongere: Zaak) -> None:
    results = at_once(
        [
            lambda: agree_toekomstplan(
                jongere.toegang, jongere.jeugdige.pk, plan(), versie=0, peildatum=VANDAAG
            )
        ]
        * 2
    )
    assert sum(isinstance(r, PortalFout) for r in results) == 1
    assert any(isinstance(r, VersieVerouderd) for r in results)
    assert Toekomstplan.objects.count() == 1
