"""Keeping agreements in turn: who may when, what both agreed on, what is left of every version."""

import datetime
from collections.abc import Callable
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afspraken import kern
from afspraken.choices import Kant, Overzichtstatus, Resultaatstatus
from afspraken.inhoud import (
    Evaluatie,
    Inhoud,
    Resultaat,
    open_evaluatie,
    open_overzicht,
    open_versie,
)
from afspraken.models import AfgesprokenHulp, Afsprakenoverzicht, Evaluatiemoment
from afspraken.overgangen import BEURT, OVERZICHT, RESULTATEN
from afspraken.selectors import text_for
from afspraken.services import overzichten
from afspraken.vergelijken import GELIJK, NIEUW, WEG, compare, pieces
from core.actor import Actor
from core.choices import Rolcode
from core.fouten import Conflict, NietGevonden, Ongeldig, PortalFout, Verboden, VersieVerouderd
from core.models import Gebeurtenis, Uitgaand
from core.overgangen import require_step
from tests.afspraken.conftest import DAG, Samen, maak_samen, volledig
from tests.factories.indications import ToewijzingFactory

S, R = Overzichtstatus, Resultaatstatus
GEMAG = {
    (S.CONCEPT, S.BIJ_AANBIEDER),
    (S.BIJ_AANBIEDER, S.BIJ_TOEGANG),
    (S.BIJ_AANBIEDER, S.VASTGESTELD),
    (S.BIJ_TOEGANG, S.BIJ_AANBIEDER),
    (S.BIJ_TOEGANG, S.VASTGESTELD),
    (S.VASTGESTELD, S.BIJ_AANBIEDER),
    (S.VASTGESTELD, S.BIJ_TOEGANG),
    (S.VASTGESTELD, S.AFGESLOTEN),
}
RESULTAAT_MAG = {
    (R.BIJ_AANBIEDER, R.BIJ_TOEGANG),
    (R.BIJ_TOEGANG, R.BIJ_AANBIEDER),
    (R.BIJ_TOEGANG, R.BEVESTIGD),
}


@pytest.mark.parametrize(("oud", "nieuw"), list(product(S, S)), ids=lambda s: s.value)
def test_every_step_of_an_overzicht(oud: S, nieuw: S) -> None:
    if (oud, nieuw) in GEMAG:
        require_step(OVERZICHT, oud, nieuw, "Dit overzicht")
        return
    with pytest.raises(Conflict) as refused:
        require_step(OVERZICHT, oud, nieuw, "Dit overzicht")
    assert refused.value.code == "status_overgang"


@pytest.mark.parametrize(("oud", "nieuw"), list(product(R, R)), ids=lambda s: s.value)
def test_every_step_of_results(oud: R, nieuw: R) -> None:
    assert (nieuw in RESULTATEN[oud]) == ((oud, nieuw) in RESULTAAT_MAG)


def zet(samen: Samen, status: S) -> None:
    """The overzicht in a state, with a version on which the other side agreed."""
    samen.bij_aanbieder(akkoord=True)
    Afsprakenoverzicht.objects.filter(pk=samen.nu.pk).update(status=status)


@pytest.mark.parametrize("kant", Kant, ids=lambda k: k.value)
@pytest.mark.parametrize("status", S, ids=lambda s: s.value)
@pytest.mark.parametrize("daad", ["bewaren", "overdragen", "vaststellen", "heropenen"])
def test_who_may_act_in_which_state(samen: Samen, status: S, kant: Kant, daad: str) -> None:
    """R-TOE-12: one side at a time; a concept does not exist for the aanbieder."""
    zet(samen, status)
    wie = samen.toegang if kant == Kant.TOEGANG else samen.zorg
    doe: Callable[[], object] = {
        "bewaren": lambda: samen.bewaar(wie),
        "overdragen": lambda: samen.draag_over(wie),
        "vaststellen": lambda: samen.akkoord(wie),
        "heropenen": lambda: overzichten.open_again(wie, samen.nu.pk, versie=samen.nu.versie),
    }[daad]
    beurt = BEURT.get(status) == kant
    # the toegang agreed on the version that lies there, so only the aanbieder can settle it
    mag = {
        "bewaren": beurt,
        "overdragen": beurt,
        "vaststellen": beurt and kant == Kant.AANBIEDER,
        "heropenen": status == S.VASTGESTELD,
    }[daad]
    before = samen.nu.versie
    if mag:
        doe()
        assert samen.nu.versie > before
        return
    with pytest.raises((Conflict, NietGevonden)) as refused:
        doe()
    hidden = status == S.CONCEPT and kant == Kant.AANBIEDER
    assert (refused.value.status == 404) == hidden
    assert (samen.nu.status, samen.nu.versie) == (status, before)


def test_begins_for_all_help_of_this_jeugdige_at_this_aanbieder(samen: Samen) -> None:
    first = samen.toewijzingen[0]
    ended = ToewijzingFactory(
        jeugdige=first.jeugdige,
        verwijzing=first.verwijzing,
        perceelcontract=first.perceelcontract,
        begindatum=samen.vandaag - 300 * DAG,
        einddatum=samen.vandaag - 120 * DAG,
    )
    elsewhere = ToewijzingFactory(jeugdige=first.jeugdige, verwijzing=first.verwijzing)
    row = samen.begin()
    covered = set(row.hulp.values_list("toewijzing", flat=True))
    assert covered == {t.pk for t in samen.toewijzingen}
    assert not {ended.pk, elsewhere.pk} & covered
    with pytest.raises(Conflict) as refused:
        overzichten.start_overzicht(
            samen.toegang, samen.toewijzingen[1].pk, peildatum=samen.vandaag
        )
    assert refused.value.code == "overzicht_bestaat"


def test_only_the_toegang_begins(samen: Samen, actor_for: Callable[..., Actor]) -> None:
    first = samen.toewijzingen[0]
    for wie, fout in (
        (samen.zorg, Verboden),
        (actor_for(Rolcode.BACKOFFICE, first.gemeente), Verboden),
        (actor_for(Rolcode.TOEGANG), NietGevonden),
    ):
        with pytest.raises(fout):
            overzichten.start_overzicht(wie, first.pk, peildatum=samen.vandaag)
    assert not Afsprakenoverzicht.objects.exists()


def test_what_is_written_is_seen_only_when_handed_over(samen: Samen) -> None:
    samen.bij_aanbieder()
    samen.bewaar(samen.zorg, volledig(samen.vandaag, opmerkingen="nog niet klaar"))
    assert text_for(samen.zorg, samen.nu).opmerkingen == "nog niet klaar"
    assert text_for(samen.toegang, samen.nu).opmerkingen != "nog niet klaar"
    samen.draag_over(samen.zorg, vraag="Kan dit zo?")
    assert text_for(samen.toegang, samen.nu).opmerkingen == "nog niet klaar"
    version = kern.last_version(samen.nu)
    assert version is not None
    assert open_versie(version).vraag == "Kan dit zo?"


def test_it_stands_when_both_agreed_on_the_same_text(samen: Samen) -> None:
    row = samen.vastgesteld()
    assert row.status == S.VASTGESTELD
    version = kern.last_version(row)
    assert version is not None
    assert version.toegang_akkoord_door_id == samen.toegang.id
    assert version.aanbieder_akkoord_door_id == samen.zorg.id
    assert version.vastgesteld_op is not None
    assert [m.datum for m in row.evaluaties.all()] == [samen.vandaag + 30 * DAG]
    soorten = Gebeurtenis.objects.filter(object_id=samen.toewijzingen[0].pk)
    assert [e.soort for e in soorten] == ["toewijzing.afspraken_vastgesteld"]


def test_agreement_is_void_once_the_text_changed(samen: Samen) -> None:
    samen.bij_aanbieder(akkoord=True)
    samen.bewaar(samen.zorg, volledig(samen.vandaag, frequentie="om de week"))
    with pytest.raises(Conflict) as refused:
        samen.akkoord(samen.zorg)
    assert refused.value.code == "akkoord_vervallen"
    samen.draag_over(samen.zorg, akkoord=True)
    assert samen.nu.status == S.BIJ_TOEGANG
    samen.akkoord(samen.toegang)
    assert samen.nu.status == S.VASTGESTELD


def test_agreement_is_void_once_the_help_changed(samen: Samen) -> None:
    samen.bij_aanbieder(akkoord=True)
    samen.toewijzingen[0].volume = 1200
    samen.toewijzingen[0].save()
    with pytest.raises(Conflict):
        samen.akkoord(samen.zorg)


def test_handing_over_agreed_and_unchanged_settles_at_once(samen: Samen) -> None:
    samen.bij_aanbieder(akkoord=True)
    samen.draag_over(samen.zorg, akkoord=True)
    assert samen.nu.status == S.VASTGESTELD
    assert samen.nu.versies.count() == 1


def test_one_side_alone_never_settles(samen: Samen) -> None:
    samen.bij_aanbieder(akkoord=False)
    with pytest.raises(Conflict):
        samen.akkoord(samen.zorg)
    samen.draag_over(samen.zorg, akkoord=False)
    samen.draag_over(samen.toegang, akkoord=True)
    assert samen.nu.status == S.BIJ_AANBIEDER


@pytest.mark.parametrize(
    ("anders", "veld"),
    [
        ({"resultaten": ()}, "resultaten.0.resultaat"),
        (
            {"resultaten": (Resultaat("iets", "", datetime.date(2027, 1, 1)),)},
            "resultaten.0.zichtbaar",
        ),
        ({"resultaten": (Resultaat("iets", "zo", None),)}, "resultaten.0.wanneer"),
        ({"frequentie": ""}, "frequentie"),
        ({"verwijzer_rol": ""}, "verwijzer_rol"),
        ({"aanbieder_rol": ""}, "aanbieder_rol"),
        ({"evaluaties": ()}, "evaluaties.0.datum"),
        ({"evaluaties": (Evaluatie(datetime.date(2027, 1, 1), ""),)}, "evaluaties.0.deelnemers"),
    ],
    ids=lambda v: v if isinstance(v, str) else "",
)
def test_r_toe_12_what_is_missing_cannot_be_agreed_on(
    samen: Samen, anders: dict, veld: str
) -> None:
    samen.begin()
    samen.bewaar(samen.toegang, volledig(samen.vandaag, **anders))
    with pytest.raises(Ongeldig) as refused:
        samen.draag_over(samen.toegang, akkoord=True)
    assert [b.veld for b in refused.value.bevindingen] == [veld]
    if veld != "resultaten.0.resultaat":
        samen.draag_over(samen.toegang, akkoord=False)  # a question may be about what is missing


@pytest.mark.parametrize(
    ("anders", "code"),
    [
        ({"frequentie": "x" * 2001}, "te_lang"),
        ({"opmerkingen": "a\x00b"}, "ongeldig_formaat"),
        ({"resultaten": tuple(Resultaat("r") for _ in range(9))}, "te_lang"),
        ({"resultaten": (Resultaat("r", "", datetime.date(1, 1, 1)),)}, "datum_ongeldig"),
        ({"evaluaties": (Evaluatie(datetime.date(2027, 1, 1)),) * 2}, "evaluatie_dubbel"),
    ],
    ids=lambda v: v if isinstance(v, str) else "",
)
def test_what_no_text_may_have(samen: Samen, anders: dict, code: str) -> None:
    samen.begin()
    with pytest.raises(Ongeldig) as refused:
        samen.bewaar(samen.toegang, volledig(samen.vandaag, **anders))
    assert refused.value.code == "ongeldig"
    assert {b.code for b in refused.value.bevindingen} == {code}


def test_help_of_another_jeugdige_or_aanbieder_does_not_come_under_it(
    samen: Samen, actor_for: Callable[..., Actor]
) -> None:
    samen.begin()
    other = ToewijzingFactory(gemeente=samen.toewijzingen[0].gemeente)
    with pytest.raises(Ongeldig) as refused:
        samen.bewaar(samen.toegang, toewijzingen=[samen.toewijzingen[0].pk, other.pk])
    assert refused.value.bevindingen[0].code == "hulp_hoort_er_niet_bij"
    with pytest.raises(Ongeldig):
        samen.bewaar(samen.toegang, toewijzingen=[])
    samen.bewaar(samen.toegang, toewijzingen=[samen.toewijzingen[1].pk])
    assert AfgesprokenHulp.objects.get().toewijzing_id == samen.toewijzingen[1].pk


def test_a_save_on_an_older_version_is_refused(samen: Samen) -> None:
    seen = samen.begin().versie
    samen.bewaar(samen.toegang)
    with pytest.raises(VersieVerouderd):
        samen.bewaar(samen.toegang, versie=seen)


def test_every_version_is_kept_whole_and_compared_in_words(samen: Samen) -> None:
    samen.bij_aanbieder()
    text = volledig(samen.vandaag, frequentie="elke week een uur", opmerkingen="")
    samen.bewaar(samen.zorg, text)
    samen.draag_over(samen.zorg)
    one, two = samen.nu.versies.order_by("nummer")
    assert (one.nummer, one.kant, two.nummer, two.kant) == (1, "toegang", 2, "aanbieder")
    found = {v.wat: v for v in compare(open_versie(one), open_versie(two))}
    assert set(found) == {"Hoe vaak", "Opmerkingen"}
    assert found["Hoe vaak"].nieuw == "elke week een uur"
    assert found["Opmerkingen"].nieuw == ""
    assert open_versie(one).hulp == open_versie(two).hulp
    assert len(open_versie(one).hulp) == 2
    assert compare(open_versie(one), open_versie(one)) == []


def test_a_new_version_begins_with_what_stands_and_replans_what_is_to_come(samen: Samen) -> None:
    samen.vastgesteld()
    done = Evaluatiemoment.objects.get()
    Evaluatiemoment.objects.filter(pk=done.pk).update(gedaan_op=samen.vandaag)
    row = overzichten.open_again(samen.zorg, samen.nu.pk, versie=samen.nu.versie)
    assert row.status == S.BIJ_AANBIEDER
    assert open_overzicht(samen.nu).frequentie == volledig(samen.vandaag).frequentie
    later = (
        Evaluatie(samen.vandaag + 60 * DAG, "ouder"),
        Evaluatie(samen.vandaag + 90 * DAG, "ik"),
    )
    samen.bewaar(samen.zorg, volledig(samen.vandaag, evaluaties=later))
    samen.draag_over(samen.zorg, akkoord=True)
    samen.akkoord(samen.toegang)
    assert set(Evaluatiemoment.objects.values_list("datum", flat=True)) == {
        done.datum,
        samen.vandaag + 60 * DAG,
        samen.vandaag + 90 * DAG,
    }
    overzichten.open_again(samen.toegang, samen.nu.pk, versie=samen.nu.versie)
    samen.bewaar(samen.toegang, volledig(samen.vandaag, evaluaties=later[1:]))
    samen.draag_over(samen.toegang, akkoord=True)
    samen.akkoord(samen.zorg)
    rows = {m.datum: open_evaluatie(m)["deelnemers"] for m in Evaluatiemoment.objects.all()}
    assert set(rows) == {done.datum, samen.vandaag + 90 * DAG}
    assert rows[samen.vandaag + 90 * DAG] == "ik"


def test_handing_over_mails_the_other_side_and_nobody_else(samen: Samen) -> None:
    samen.bij_aanbieder()
    mail = Uitgaand.objects.get()
    assert mail.ontvanger_id == samen.zorg.id
    assert mail.pad == f"/afsprakenoverzichten/{samen.nu.pk}"
    samen.draag_over(samen.zorg, vraag="Wie belt school?")
    back = Uitgaand.objects.exclude(pk=mail.pk).get()
    assert (back.ontvanger_id, "vraag" in back.onderwerp) == (samen.toegang.id, True)


@given(st.text(max_size=60), st.text(max_size=60))
def test_pieces_read_as_the_old_and_as_the_new_text(old: str, new: str) -> None:
    found = pieces(old, new)
    assert "".join(text for kind, text in found if kind != NIEUW) == old
    assert "".join(text for kind, text in found if kind != WEG) == new
    assert {kind for kind, _text in found} <= {GELIJK, NIEUW, WEG}
    assert all(text for _kind, text in found)


def test_an_aanbieder_of_another_and_a_gemeente_of_another_find_nothing(
    samen: Samen, actor_for: Callable[..., Actor], vandaag: datetime.date
) -> None:
    samen.bij_aanbieder()
    other = maak_samen(actor_for, vandaag)
    for wie in (other.toegang, other.zorg):
        with pytest.raises(NietGevonden):
            samen.bewaar(wie)
        assert not Afsprakenoverzicht.objects.for_actor(wie).exists()


def test_refusals_are_portal_errors_with_a_dutch_sentence(samen: Samen) -> None:
    samen.bij_aanbieder()
    with pytest.raises(PortalFout) as refused:
        samen.bewaar(samen.toegang)
    assert refused.value.code == "niet_aan_de_beurt"
    assert refused.value.reden.endswith(".")
    assert isinstance(text_for(samen.toegang, samen.nu), Inhoud)
