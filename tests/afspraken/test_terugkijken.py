"""Evaluations, results at the end of the help, signals at their days; nothing of it in the open."""

import datetime
from collections.abc import Callable
from dataclasses import replace

import pytest
from cryptography.exceptions import InvalidTag
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from afspraken.choices import Overzichtstatus, Resultaatstatus
from afspraken.einde import end_of_help
from afspraken.inhoud import open_evaluatie, open_overzicht, open_resultaten, open_versie
from afspraken.models import Evaluatiemoment, Resultatenoverzicht
from afspraken.services import overzichten, terugkijken
from core import kluis
from core.actor import Actor
from core.choices import Rolcode
from core.fouten import Conflict, Ongeldig, Verboden, VersieVerouderd
from core.models import Inzage, Signaal
from core.signalen.motor import run_check
from indications.choices import RedenBeeindiging
from indications.models import JeugdigeKluis, Toewijzing
from jeugdigen.services.inzage import collect_dossier
from tests.afspraken.conftest import DAG, GEHEIM, Samen, volledig
from tests.factories.indications import LeveringFactory, ToewijzingFactory

GOED = [("behaald", "")]


def stop(samen: Samen, dag: datetime.date, reden: str = "31") -> None:
    for toewijzing in samen.toewijzingen:
        LeveringFactory(toewijzing=toewijzing, einddatum=dag, reden_beeindiging=reden)


def vul_in(samen: Samen, antwoorden: list[tuple[str, str]] = GOED, **anders: object) -> object:
    values = {"reden": "31", "versie": samen.nu.versie, "peildatum": samen.vandaag, **anders}
    return terugkijken.fill_in_results(samen.zorg, samen.nu.pk, antwoorden=antwoorden, **values)


def leg_vast(samen: Samen, wie: Actor, **anders: object) -> Evaluatiemoment:
    values = {"gedaan_op": samen.vandaag, "uitkomst": "Goed.", "peildatum": samen.vandaag}
    moment = Evaluatiemoment.objects.get()
    return terugkijken.record_evaluatie(wie, moment.pk, **{**values, **anders})


def test_an_evaluation_is_written_down_once_by_either_side(samen: Samen) -> None:
    samen.vastgesteld()
    done = leg_vast(samen, samen.zorg, uitkomst=" Het gaat beter. ")
    assert open_evaluatie(done)["uitkomst"] == "Het gaat beter."
    assert (done.gedaan_op, done.gedaan_door_id) == (samen.vandaag, samen.zorg.id)
    with pytest.raises(Conflict) as refused:
        leg_vast(samen, samen.toegang)
    assert refused.value.code == "evaluatie_gedaan"


@pytest.mark.parametrize(
    ("anders", "code"),
    [
        ({"gedaan_op": None}, "verplicht"),
        ({"gedaan_op": datetime.date(2199, 1, 1)}, "dag_nog_niet_geweest"),
        ({"uitkomst": "  "}, "verplicht"),
        ({"uitkomst": "x" * 2001}, "te_lang"),
    ],
)
def test_what_an_evaluation_needs(samen: Samen, anders: dict, code: str) -> None:
    samen.vastgesteld()
    with pytest.raises(Ongeldig) as refused:
        leg_vast(samen, samen.toegang, **anders)
    assert [b.code for b in refused.value.bevindingen] == [code]


@pytest.mark.parametrize(
    ("einde", "levering", "bekend"),
    [
        (200, None, None),
        (43, None, None),
        (42, None, 42),
        (-1, None, -1),
        (200, (10, "31"), 10),
        (200, (-5, "20"), None),
    ],
    ids=["runs", "43 days", "42 days", "ended", "stop reported", "only a pause"],
)
def test_when_the_end_of_the_help_is_known(
    samen: Samen, einde: int, levering: tuple[int, str] | None, bekend: int | None
) -> None:
    row = samen.begin()
    Toewijzing.objects.update(einddatum=samen.vandaag + einde * DAG)
    if levering:
        stop(samen, samen.vandaag + levering[0] * DAG, levering[1])
    expected = None if bekend is None else samen.vandaag + bekend * DAG
    assert end_of_help(row, samen.vandaag) == expected


def test_help_of_which_a_part_runs_on_has_no_known_end(samen: Samen) -> None:
    row = samen.begin()
    first = samen.toewijzingen[0]
    LeveringFactory(toewijzing=first, einddatum=samen.vandaag, reden_beeindiging="31")
    assert end_of_help(row, samen.vandaag) is None


def test_results_are_filled_in_by_the_aanbieder_and_confirmed_by_the_toegang(
    samen: Samen,
) -> None:
    samen.vastgesteld()
    with pytest.raises(Conflict) as refused:
        vul_in(samen)
    assert refused.value.code == "einde_niet_bekend"
    stop(samen, samen.vandaag)
    with pytest.raises(Verboden):
        terugkijken.fill_in_results(
            samen.toegang,
            samen.nu.pk,
            antwoorden=GOED,
            reden="31",
            versie=samen.nu.versie,
            peildatum=samen.vandaag,
        )
    vul_in(samen, [("deels", f"{GEHEIM} ziekte")])
    with pytest.raises(Conflict):
        overzichten.open_again(samen.toegang, samen.nu.pk, versie=samen.nu.versie)
    with pytest.raises(Verboden):
        terugkijken.confirm_results(samen.zorg, samen.nu.pk, versie=samen.nu.versie)
    terugkijken.send_back_results(
        samen.toegang, samen.nu.pk, vraag="Hoe lang?", versie=samen.nu.versie
    )
    kept = Resultatenoverzicht.objects.get()
    assert (kept.status, open_resultaten(kept).vraag) == (
        Resultaatstatus.BIJ_AANBIEDER,
        "Hoe lang?",
    )
    vul_in(samen, [("behaald", "")])
    terugkijken.confirm_results(samen.toegang, samen.nu.pk, versie=samen.nu.versie)
    kept.refresh_from_db()
    assert kept.bevestigd_door_id == samen.toegang.id
    assert samen.nu.status == Overzichtstatus.AFGESLOTEN
    assert open_resultaten(kept).regels[0].resultaat == f"{GEHEIM} resultaat"
    with pytest.raises(Conflict):
        vul_in(samen)


@pytest.mark.parametrize(
    ("antwoorden", "reden", "velden"),
    [
        ([], "31", ["uitkomst_0"]),
        ([("anders", "")], "31", ["uitkomst_0"]),
        ([("niet", " ")], "31", ["toelichting_0"]),
        ([("behaald", "")], "", ["reden"]),
        ([("behaald", "")], "20", ["reden"]),
        ([("behaald", "x" * 2001)], "99", ["toelichting_0", "reden"]),
    ],
)
def test_what_results_need(
    samen: Samen, antwoorden: list[tuple[str, str]], reden: str, velden: list[str]
) -> None:
    """JZ588 without 20: a pause is no end."""
    samen.vastgesteld()
    stop(samen, samen.vandaag)
    with pytest.raises(Ongeldig) as refused:
        vul_in(samen, antwoorden, reden=reden)
    assert [b.veld for b in refused.value.bevindingen] == velden
    with pytest.raises(VersieVerouderd):
        vul_in(samen, versie=0)


def signals(naam: str, peildatum: datetime.date) -> list[Signaal]:
    run_check(naam, peildatum)
    return list(Signaal.objects.filter(controle=naam).exclude(status="gesloten"))


@pytest.mark.parametrize(
    ("naam", "dagen", "aantal"),
    [
        ("evaluatie_nadert", 15, 0),
        ("evaluatie_nadert", 14, 1),
        ("evaluatie_nadert", 0, 1),
        ("evaluatie_nadert", -1, 0),
        ("evaluatie_te_laat", 0, 0),
        ("evaluatie_te_laat", -1, 1),
    ],
)
@pytest.mark.parametrize("kant", ["toegang", "aanbieder"])
def test_reminders_of_an_evaluation(
    samen: Samen, kant: str, naam: str, dagen: int, aantal: int
) -> None:
    row = samen.vastgesteld()
    moment = Evaluatiemoment.objects.get()
    day = moment.datum - dagen * DAG
    found = signals(f"{naam}_{kant}", day)
    assert len(found) == aantal
    for signal in found:
        at = row.gemeente_id if kant == "toegang" else row.aanbieder.organisatie_id
        assert (signal.organisatie_id, signal.raakt) == (at, 1)
        assert signal.url == f"/evaluatiemomenten/{moment.pk}"
        assert GEHEIM not in f"{signal.titel} {signal.omschrijving} {signal.bewijs}"
    Evaluatiemoment.objects.update(gedaan_op=samen.vandaag)
    assert signals(f"{naam}_{kant}", day) == []


def test_signal_says_where_the_text_lies(samen: Samen) -> None:
    samen.bij_aanbieder()
    assert signals("afspraken_bij_toegang", samen.vandaag) == []
    [signal] = signals("afspraken_bij_aanbieder", samen.vandaag)
    assert signal.rol == Rolcode.AANBIEDER_ZORG
    numbers = ", ".join(str(t.nummer) for t in samen.toewijzingen)
    assert signal.omschrijving.startswith(f"Toewijzing {numbers}: ligt sinds ")
    samen.draag_over(samen.zorg)
    assert signals("afspraken_bij_aanbieder", samen.vandaag) == []
    assert len(signals("afspraken_bij_toegang", samen.vandaag)) == 1


def test_results_are_asked_for_when_all_help_ended(samen: Samen) -> None:
    samen.vastgesteld()
    stop(samen, samen.vandaag)
    assert signals("resultaten_invullen", samen.vandaag) == []
    assert len(signals("resultaten_invullen", samen.vandaag + DAG)) == 1
    vul_in(samen)
    assert signals("resultaten_invullen", samen.vandaag + DAG) == []
    [signal] = signals("resultaten_bevestigen", samen.vandaag)
    assert signal.url == f"/afsprakenoverzichten/{samen.nu.pk}/resultaten"
    Toewijzing.objects.update(status="toegewezen")
    terugkijken.confirm_results(samen.toegang, samen.nu.pk, versie=samen.nu.versie)
    assert signals("resultaten_bevestigen", samen.vandaag) == []


def test_a_pause_asks_for_no_results(samen: Samen) -> None:
    samen.vastgesteld()
    stop(samen, samen.vandaag, RedenBeeindiging.TIJDELIJK)
    assert signals("resultaten_invullen", samen.vandaag + DAG) == []


def _everything(samen: Samen) -> None:
    """Every text there is: handed over with a question, settled, looked back on, results."""
    samen.begin()
    samen.bewaar(samen.toegang)
    samen.draag_over(samen.toegang, vraag=f"{GEHEIM} vraag", akkoord=True)
    samen.akkoord(samen.zorg)
    leg_vast(samen, samen.zorg, uitkomst=f"{GEHEIM} uitkomst")
    stop(samen, samen.vandaag)
    vul_in(samen, [("niet", f"{GEHEIM} toelichting")])
    terugkijken.send_back_results(
        samen.toegang, samen.nu.pk, vraag=f"{GEHEIM} terug", versie=samen.nu.versie
    )


def test_no_word_of_the_agreements_stands_in_any_table(samen: Samen) -> None:
    _everything(samen)
    for naam in ("evaluatie_te_laat_toegang", "afspraken_bij_toegang", "resultaten_invullen"):
        run_check(naam, samen.vandaag + 300 * DAG)
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        assert "afspraken_afsprakenversie" in tables
        for table in tables:
            cursor.execute(f"select count(*), string_agg(t::text, e'\\n') from \"{table}\" t")
            count, text = cursor.fetchone()
            for word in (GEHEIM, GEHEIM.encode().hex()):
                assert word not in (text or ""), (table, count)


def test_texts_are_bound_to_their_row(samen: Samen) -> None:
    """A sealed text put under another row does not open."""
    samen.vastgesteld()
    one = samen.nu.versies.get()
    samen.rij.inhoud = one.inhoud  # type: ignore[union-attr]
    with pytest.raises(InvalidTag):
        open_overzicht(samen.rij)  # type: ignore[arg-type]


def test_a_new_key_reaches_every_text(samen: Samen, settings: object) -> None:
    _everything(samen)
    old = settings.KLUIS_SLEUTELS  # type: ignore[attr-defined]
    key = "nieuw:" + "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE="
    settings.KLUIS_SLEUTELS = f"{key},{old}"  # type: ignore[attr-defined]
    call_command("kluis_roteren")
    settings.KLUIS_SLEUTELS = key  # type: ignore[attr-defined]
    assert kluis.current_key() == "nieuw"
    row = samen.nu
    assert open_overzicht(row).frequentie == f"{GEHEIM} frequentie"
    assert open_versie(row.versies.get()).vraag == f"{GEHEIM} vraag"
    assert open_evaluatie(row.evaluaties.get())["uitkomst"] == f"{GEHEIM} uitkomst"
    assert open_resultaten(row.resultaten.get()).vraag == f"{GEHEIM} terug"


def test_every_change_stands_in_the_access_log(samen: Samen) -> None:
    _everything(samen)
    lines = Inzage.objects.filter(object_id=samen.nu.pk)
    assert {line.soort for line in lines} == {
        "afspraken.begonnen",
        "afspraken.bewaard",
        "afspraken.overgedragen",
        "afspraken.vastgesteld",
        "evaluatie.vastgelegd",
        "resultaten.ingevuld",
        "resultaten.teruggegeven",
    }
    jeugdige = samen.nu.jeugdige_id
    assert all(line.jeugdigen == [jeugdige] for line in lines)


def test_scope_of_the_parts_is_that_of_the_overzicht(
    samen: Samen, actor_for: Callable[..., Actor]
) -> None:
    samen.vastgesteld()
    backoffice = actor_for(Rolcode.BACKOFFICE, samen.toewijzingen[0].gemeente)
    seen = [
        Evaluatiemoment.objects.for_actor(wie).count()
        for wie in (samen.toegang, samen.zorg, backoffice)
    ]
    assert seen == [1, 1, 1]
    for rol in set(Rolcode) - {Rolcode.TOEGANG, Rolcode.AANBIEDER_ZORG, Rolcode.BACKOFFICE}:
        assert not Evaluatiemoment.objects.for_actor(actor_for(rol)).exists()
    assert volledig(samen.vandaag).frequentie.startswith(GEHEIM)


def test_every_text_goes_with_the_name_of_the_jeugdige(samen: Samen) -> None:
    """N-AVG-03: states and days stay, of a pseudonym that leads back to nobody."""
    _everything(samen)
    other = ToewijzingFactory()
    kept = overzichten.start_overzicht(
        replace(samen.toegang, organisatie_id=other.gemeente_id), other.pk, peildatum=samen.vandaag
    )
    JeugdigeKluis.objects.filter(pk=samen.nu.jeugdige_id).delete()
    row = samen.nu
    for gone in (row, row.versies.get(), row.evaluaties.get(), row.resultaten.get()):
        assert gone.inhoud is None
    assert open_overzicht(row).frequentie == open_versie(row.versies.get()).frequentie == ""
    assert open_evaluatie(row.evaluaties.get())["uitkomst"] == ""
    assert open_resultaten(row.resultaten.get()).regels == ()
    assert row.versies.get().vastgesteld_op is not None
    kept.refresh_from_db()
    assert kept.inhoud is not None
    call_command("kluis_roteren")


def test_inzage_shows_nothing_that_the_other_side_is_still_writing(samen: Samen) -> None:
    """N-AVG-04 gives what was handed over; a draft is of who writes it."""
    samen.bij_aanbieder()
    samen.bewaar(samen.zorg, volledig(samen.vandaag, frequentie="nog niet overgedragen"))

    def shown() -> str:
        dossier = collect_dossier(
            samen.toegang, samen.nu.jeugdige_id, reden="Verzoek om inzage", nu=timezone.now()
        )
        return str(dossier.as_dict())

    assert f"{GEHEIM} frequentie" in shown()
    assert "nog niet overgedragen" not in shown()
    samen.draag_over(samen.zorg)
    assert "nog niet overgedragen" in shown()
