"""The road to a measure and what it does: every refusal, every boundary, exactly undone."""

import datetime
import random
from collections.abc import Callable
from typing import Any

import pytest

from contractbeheer.choices import Briefsoort, Trajectstatus
from contractbeheer.ladder import LADDER, decider_of, is_skipped, may_follow, next_rung
from contractbeheer.models import Brief, Maatregeltraject, Overdracht
from contractbeheer.overgangen_traject import OVERGANGEN, require_transition
from contractbeheer.services import intrekken, maatregelen, opleggen, zienswijze
from contracts.choices import Maatregelsoort as Soort
from contracts.models import Maatregel, Perceelcontract
from core.actor import Actor
from core.choices import Rolcode
from core.fouten import Conflict, NietGevonden, Ongeldig, PortalFout, Verboden, VersieVerouderd
from core.models import Uitgaand
from tests.contractbeheer.conftest import DAG, MANDAAT, besluit, gegevens
from tests.factories.contracts import PerceelFactory
from tests.factories.indications import ToewijzingFactory
from tests.factories.providers import AanbiederFactory
from tests.tegelijk import at_once

S = Trajectstatus
Maak = Callable[..., Maatregeltraject]


def code_of(act: Callable[[], Any]) -> str:
    with pytest.raises(PortalFout) as exc:
        act()
    return exc.value.bevindingen[0].code if exc.value.bevindingen else exc.value.code


# the ladder, by value


def test_ladder_goes_from_light_to_heavy() -> None:
    assert [s.value for s in LADDER] == [
        "waarschuwing", "ingebrekestelling", "clientenstop", "ontbinding", "contractovername",
    ]  # fmt: skip
    assert [next_rung(s) for s in LADDER] == [*LADDER[1:], None]
    assert [decider_of(s).value for s in LADDER] == ["contractmanager"] * 3 + [
        "portefeuillehouder"
    ] * 2


@pytest.mark.parametrize("at", range(5))
def test_a_rung_is_skipped_unless_the_one_below_was_set_foot_on(at: int) -> None:
    assert is_skipped(LADDER[at], None) == (at > 0)
    for below in range(5):
        assert is_skipped(LADDER[at], LADDER[below]) == (below < at - 1)
        assert may_follow(LADDER[at], LADDER[below]) == (below <= at)


@pytest.mark.parametrize("current", S)
@pytest.mark.parametrize("new", S)
def test_every_pair_of_states(current: S, new: S) -> None:
    if new in OVERGANGEN[current]:
        require_transition(current, new)
    else:
        assert code_of(lambda: require_transition(current, new)) == "status_overgang"


# drawing up


@pytest.mark.parametrize(
    ("soort", "changes", "code"),
    [
        ("opheffing", {}, "onbekende_waarde"),
        (Soort.WAARSCHUWING, {"grond": " "}, "verplicht"),
        (Soort.WAARSCHUWING, {"feiten": ""}, "verplicht"),
        (Soort.WAARSCHUWING, {"feiten": "x" * 4001}, "te_lang"),
        (Soort.WAARSCHUWING, {"feiten": "a\x00b"}, "ongeldig_formaat"),
        (Soort.INGEBREKESTELLING, {"hersteltermijn": None}, "hersteltermijn_ontbreekt"),
        (Soort.CLIENTENSTOP, {"overslaan": ""}, "trede_overgeslagen"),
        (Soort.ONTBINDING, {"overslaan": " "}, "trede_overgeslagen"),
        (Soort.WAARSCHUWING, {"vorige_id": "00000000-0000-0000-0000-000000000000"},
         "vorige_stap_onjuist"),
    ],
)  # fmt: skip
def test_draft_is_refused_with_a_code(
    concept: Maak, soort: str, changes: dict[str, Any], code: str
) -> None:
    assert code_of(lambda: concept(soort, **changes)) == code


def test_term_to_put_right_lies_after_today(concept: Maak, vandaag: datetime.date) -> None:
    assert code_of(lambda: concept(hersteltermijn=vandaag)) == "periode_ongeldig"
    assert concept(hersteltermijn=vandaag + DAG).hersteltermijn == vandaag + DAG


def test_perceel_without_contract_is_refused(concept: Maak) -> None:
    other = PerceelFactory()
    assert code_of(lambda: concept(percelen=[other.pk])) == "perceel_zonder_contract"


def test_next_step_builds_on_one_of_the_same_aanbieder(
    opgelegd: Maak, opsteller: Actor, vandaag: datetime.date
) -> None:
    first = opgelegd(Soort.INGEBREKESTELLING)
    follow = gegevens(Soort.CLIENTENSTOP, vorige_id=first.pk, overslaan="")
    done = maatregelen.draw_up(opsteller, first.aanbieder_id, follow, peildatum=vandaag)
    assert done.vorige_id == first.pk
    lighter = gegevens(Soort.WAARSCHUWING, vorige_id=first.pk)
    stranger = AanbiederFactory()
    for aanbieder, wanted in ((first.aanbieder_id, lighter), (stranger.pk, follow)):
        code = code_of(
            lambda a=aanbieder, w=wanted: maatregelen.draw_up(opsteller, a, w, peildatum=vandaag)  # type: ignore[misc]
        )
        assert code == "vorige_stap_onjuist"


def test_draft_can_be_changed_and_what_was_announced_cannot(
    concept: Maak, voornemen: Maak, opsteller: Actor, vandaag: datetime.date, percelen: Any
) -> None:
    made = concept()
    wanted = gegevens(feiten="Anders.", percelen=[percelen[0].pk])
    done = maatregelen.revise(opsteller, made.pk, wanted, versie=made.versie, peildatum=vandaag)
    assert (done.feiten, list(done.percelen.all()), done.versie) == ("Anders.", [percelen[0]], 2)
    with pytest.raises(VersieVerouderd):
        maatregelen.revise(opsteller, made.pk, wanted, versie=1, peildatum=vandaag)
    told = voornemen()
    with pytest.raises(Conflict):
        maatregelen.revise(opsteller, told.pk, wanted, versie=told.versie, peildatum=vandaag)


# intention and hearing


def test_intention_gives_at_least_the_term_of_the_setting(
    concept: Maak, opsteller: Actor, vandaag: datetime.date, settings: Any
) -> None:
    settings.ZIENSWIJZETERMIJN_DAGEN = 10
    made = concept()

    def announce(day: datetime.date | None) -> Maatregeltraject:
        return maatregelen.announce(
            opsteller, made.pk, uiterlijk=day, versie=made.versie, peildatum=vandaag
        )

    assert code_of(lambda: announce(None)) == "verplicht"
    assert code_of(lambda: announce(vandaag + 9 * DAG)) == "periode_ongeldig"
    done = announce(vandaag + 10 * DAG)
    assert (done.status, done.zienswijze_uiterlijk) == (S.VOORNEMEN, vandaag + 10 * DAG)


def test_intention_goes_by_letter_and_a_mail_without_content(
    voornemen: Maak, beheerder: Actor
) -> None:
    made = voornemen()
    assert made.brieven.get().soort == Briefsoort.VOORNEMEN
    mail = Uitgaand.objects.get(ontvanger_id=str(beheerder.id))
    assert mail.pad == f"/maatregeltrajecten/{made.pk}"


def test_view_is_given_once_and_only_while_it_counts(
    voornemen: Maak, concept: Maak, beheerder: Actor
) -> None:
    made, draft = voornemen(), concept()
    assert code_of(lambda: zienswijze.give_view(beheerder, made.pk, zienswijze=" ")) == "verplicht"
    done = zienswijze.give_view(beheerder, made.pk, zienswijze="Wij zijn het niet eens.")
    assert done.zienswijze_op is not None
    again = code_of(lambda: zienswijze.give_view(beheerder, made.pk, zienswijze="Nog iets"))
    assert again == "zienswijze_gegeven"
    with pytest.raises(NietGevonden):
        zienswijze.give_view(beheerder, draft.pk, zienswijze="Ik zie dit niet.")


def test_hearing_lies_not_in_the_future(
    voornemen: Maak, opsteller: Actor, vandaag: datetime.date
) -> None:
    made = voornemen()

    def hear(day: datetime.date, text: str = "Besproken.") -> Maatregeltraject:
        return maatregelen.record_hearing(
            opsteller, made.pk, datum=day, verslag=text, versie=made.versie, peildatum=vandaag
        )

    assert code_of(lambda: hear(vandaag + DAG)) == "periode_ongeldig"
    assert code_of(lambda: hear(vandaag, " ")) == "verplicht"
    assert hear(vandaag).gehoord_op == vandaag


# deciding


@pytest.mark.parametrize(
    ("soort", "changes", "code"),
    [
        (Soort.CLIENTENSTOP, {}, "zienswijze_loopt"),
        (Soort.CLIENTENSTOP, {"mandaat": "Zelf bedacht"}, "mandaat_onbekend"),
        (Soort.CLIENTENSTOP, {"motivering": " "}, "verplicht"),
        (Soort.CLIENTENSTOP, {"ingangsdatum": None}, "verplicht"),
        (Soort.CLIENTENSTOP, {"ingangsdatum": -1}, "periode_ongeldig"),
        (Soort.CLIENTENSTOP, {"ingangsdatum": 5, "einddatum": 4}, "periode_ongeldig"),
        (Soort.ONTBINDING, {"ingangsdatum": 0}, "periode_ongeldig"),
        (Soort.ONTBINDING, {"einddatum": 9}, "periode_ongeldig"),
        (Soort.ONTBINDING, {"functie": "contractmanager"}, "portefeuillehouder_besluit"),
        (Soort.OVERNAME, {"functie": "contractmanager"}, "portefeuillehouder_besluit"),
        (Soort.CLIENTENSTOP, {"functie": "wethouder"}, "verplicht"),
    ],
)
def test_decision_is_refused_with_a_code(
    voornemen: Maak,
    beslisser: Actor,
    vandaag: datetime.date,
    soort: str,
    changes: dict[str, Any],
    code: str,
) -> None:
    made = voornemen(soort)
    days = {k: vandaag + v * DAG if isinstance(v, int) else v for k, v in changes.items()}
    act = besluit(soort, **days)
    found = code_of(
        lambda: opleggen.impose(
            beslisser, made.pk, besluit=act, versie=made.versie, peildatum=vandaag
        )
    )
    assert found == code
    assert not Maatregel.objects.exists()


@pytest.mark.parametrize("soort", list(Soort))
def test_who_must_be_heard_first(
    concept: Maak, beslisser: Actor, vandaag: datetime.date, soort: Soort
) -> None:
    """A waarschuwing and an ingebrekestelling need no hearing; with urgency nothing does."""
    made = concept(soort)

    def impose(**changes: Any) -> Maatregeltraject:
        return opleggen.impose(
            beslisser,
            made.pk,
            besluit=besluit(soort, **changes),
            versie=made.versie,
            peildatum=vandaag,
        )

    if soort in (Soort.WAARSCHUWING, Soort.INGEBREKESTELLING):
        assert impose().status == S.OPGELEGD
        return
    assert code_of(impose) == "niet_gehoord"
    assert impose(spoed="Er is acuut gevaar.").spoed == "Er is acuut gevaar."


@pytest.mark.parametrize("dagen", [14, 15])
def test_deciding_waits_for_the_last_day_of_the_term(
    voornemen: Maak, beslisser: Actor, vandaag: datetime.date, dagen: int
) -> None:
    made, day = voornemen(), vandaag + dagen * DAG
    act = besluit(ingangsdatum=day)

    def impose() -> Maatregeltraject:
        return opleggen.impose(beslisser, made.pk, besluit=act, versie=made.versie, peildatum=day)

    if dagen == 14:
        assert code_of(impose) == "zienswijze_loopt"
    else:
        assert impose().status == S.OPGELEGD


def test_who_drew_it_up_does_not_decide(
    concept: Maak, opsteller: Actor, vandaag: datetime.date
) -> None:
    made = concept(Soort.WAARSCHUWING)
    act = besluit(Soort.WAARSCHUWING)
    with pytest.raises(Verboden) as exc:
        opleggen.impose(opsteller, made.pk, besluit=act, versie=made.versie, peildatum=vandaag)
    assert exc.value.code == "vier_ogen"


def test_who_rewrote_it_does_not_decide_either(
    concept: Maak, opsteller: Actor, beslisser: Actor, vandaag: datetime.date
) -> None:
    made = concept(Soort.WAARSCHUWING)
    words = gegevens(Soort.WAARSCHUWING, feiten="Iets heel anders.")
    made = maatregelen.revise(beslisser, made.pk, words, versie=made.versie, peildatum=vandaag)
    for who in (opsteller, beslisser):
        with pytest.raises(Verboden):
            opleggen.impose(
                who,
                made.pk,
                besluit=besluit(Soort.WAARSCHUWING),
                versie=made.versie,
                peildatum=vandaag,
            )


def test_one_row_per_perceel_or_one_for_all(opgelegd: Maak, percelen: Any) -> None:
    for_all = opgelegd()
    assert [m.perceel_id for m in for_all.maatregelen.all()] == [None]
    some = opgelegd(Soort.WAARSCHUWING, percelen=[p.pk for p in percelen])
    assert {m.perceel_id for m in some.maatregelen.all()} == {p.pk for p in percelen}
    assert {m.briefkenmerk for m in some.maatregelen.all()} == {some.kenmerk}


def test_row_in_force_holds_no_ground(opgelegd: Maak) -> None:
    """Gemeenten read that row."""
    made = opgelegd()
    row = made.maatregelen.get()
    assert made.grond not in row.grond
    assert row.grond == f"Besluit {made.kenmerk}"


def test_a_covered_clientenstop_is_refused_and_a_wider_one_is_not(
    opgelegd: Maak, percelen: Any
) -> None:
    opgelegd(percelen=[percelen[0].pk])
    assert code_of(lambda: opgelegd(percelen=[percelen[0].pk])) == "clientenstop_bestaat"
    opgelegd(percelen=[percelen[1].pk])
    opgelegd()
    assert code_of(lambda: opgelegd(percelen=[percelen[1].pk])) == "clientenstop_bestaat"


def test_ontbinding_ends_the_chosen_contract_and_lists_who_must_move(
    opgelegd: Maak, contracten: list[Perceelcontract], vandaag: datetime.date
) -> None:
    going_on = ToewijzingFactory(
        perceelcontract=contracten[0], begindatum=vandaag, einddatum=vandaag + 60 * DAG
    )
    ToewijzingFactory(perceelcontract=contracten[1], begindatum=vandaag, einddatum=None)
    day = vandaag + 30 * DAG
    made = opgelegd(Soort.ONTBINDING, percelen=[contracten[0].perceel_id], besluit_ingangsdatum=day)
    for contract in contracten:
        contract.refresh_from_db()
    assert [c.einddatum for c in contracten] == [day - DAG, None]
    line = Overdracht.objects.get()
    assert (line.toewijzing_id, line.vanaf, line.einde.traject_id) == (going_on.pk, day, made.pk)


def test_ontbinding_without_a_contract_left_is_refused(
    opgelegd: Maak, contracten: list[Perceelcontract], vandaag: datetime.date
) -> None:
    Perceelcontract.objects.update(einddatum=vandaag + 5 * DAG)
    day = vandaag + 6 * DAG
    assert code_of(lambda: opgelegd(Soort.ONTBINDING, besluit_ingangsdatum=day)) == (
        "periode_ongeldig"
    )


# withdrawing and another end


def withdraw(actor: Actor, made: Maatregeltraject, day: datetime.date, **changes: Any) -> Any:
    wanted = {"reden": "Het is opgelost.", "per": day, "peildatum": day, **changes}
    return intrekken.withdraw(actor, made.pk, versie=made.versie, **wanted)


def test_withdrawn_before_its_date_it_never_was(
    opgelegd: Maak, beslisser: Actor, contracten: list[Perceelcontract], vandaag: datetime.date
) -> None:
    ToewijzingFactory(perceelcontract=contracten[0], begindatum=vandaag, einddatum=None)
    made = opgelegd(Soort.ONTBINDING, besluit_ingangsdatum=vandaag + 30 * DAG)
    done = withdraw(beslisser, made, vandaag + 29 * DAG)
    assert done.status == S.INGETROKKEN
    assert done.maatregelen.get().status == "ingetrokken"
    for contract in contracten:
        contract.refresh_from_db()
    assert [c.einddatum for c in contracten] == [None, None]
    assert Overdracht.objects.get().status == "vervallen"


def test_ontbinding_is_not_withdrawn_from_its_day_on(
    opgelegd: Maak, beslisser: Actor, vandaag: datetime.date
) -> None:
    made = opgelegd(Soort.ONTBINDING, besluit_ingangsdatum=vandaag + 3 * DAG)
    assert code_of(lambda: withdraw(beslisser, made, vandaag + 3 * DAG)) == "ontbinding_ingegaan"


def test_lifted_clientenstop_holds_up_to_the_day_before(
    opgelegd: Maak, beslisser: Actor, vandaag: datetime.date
) -> None:
    made = opgelegd()
    done = withdraw(beslisser, made, vandaag, per=vandaag + 5 * DAG)
    row = done.maatregelen.get()
    assert (row.status, row.einddatum) == ("geldig", vandaag + 4 * DAG)
    same_day = opgelegd(besluit_ingangsdatum=vandaag + 5 * DAG)
    row = withdraw(beslisser, same_day, vandaag, per=vandaag + 5 * DAG).maatregelen.get()
    assert row.status == "ingetrokken"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"reden": ""}, "verplicht"),
        ({"per": None}, "verplicht"),
        ({"per": -1}, "periode_ongeldig"),
        ({"per": 11}, "periode_ongeldig"),
        ({"peildatum": 11}, "maatregel_voorbij"),
    ],
)
def test_withdrawal_is_refused_with_a_code(
    opgelegd: Maak,
    beslisser: Actor,
    vandaag: datetime.date,
    changes: dict[str, Any],
    code: str,
) -> None:
    made = opgelegd(besluit_einddatum=vandaag + 10 * DAG)
    days = {k: vandaag + v * DAG if isinstance(v, int) else v for k, v in changes.items()}
    assert code_of(lambda: withdraw(beslisser, made, vandaag, **days)) == code


def test_draft_is_withdrawn_without_a_letter(
    concept: Maak, voornemen: Maak, opsteller: Actor, vandaag: datetime.date
) -> None:
    assert withdraw(opsteller, concept(), vandaag).brieven.count() == 0
    told = withdraw(opsteller, voornemen(), vandaag)
    assert [b.soort for b in told.brieven.order_by("verstuurd_op")] == ["voornemen", "intrekking"]


def test_another_end_of_a_clientenstop(
    opgelegd: Maak, beslisser: Actor, vandaag: datetime.date
) -> None:
    made = opgelegd(besluit_einddatum=vandaag + 10 * DAG)

    def move(day: datetime.date | None, peildatum: datetime.date = vandaag) -> Maatregeltraject:
        fresh = Maatregeltraject.objects.get(pk=made.pk)
        return intrekken.move_end(
            beslisser,
            made.pk,
            einddatum=day,
            motivering="Nog niet op orde.",
            versie=fresh.versie,
            peildatum=peildatum,
        )

    assert move(vandaag + 20 * DAG).maatregelen.get().einddatum == vandaag + 20 * DAG
    assert code_of(lambda: move(vandaag - DAG)) == "periode_ongeldig"
    opgelegd(besluit_ingangsdatum=vandaag + 40 * DAG)
    assert code_of(lambda: move(None)) == "clientenstop_bestaat"
    assert move(vandaag + 39 * DAG).einddatum == vandaag + 39 * DAG
    assert code_of(lambda: move(None, vandaag + 40 * DAG)) == "maatregel_voorbij"


# term to put right


def test_reminder_and_outcome_of_the_term(
    opgelegd: Maak, opsteller: Actor, vandaag: datetime.date
) -> None:
    made = opgelegd(Soort.INGEBREKESTELLING)
    brief = maatregelen.remind(opsteller, made.pk, versie=made.versie, peildatum=vandaag)
    assert brief.soort == Briefsoort.HERINNERING
    with pytest.raises(VersieVerouderd):  # a second press
        maatregelen.remind(opsteller, made.pk, versie=made.versie, peildatum=vandaag)

    def judge(uitkomst: str, text: str = "Gezien op locatie.") -> Maatregeltraject:
        versie = Maatregeltraject.objects.get(pk=made.pk).versie
        return maatregelen.judge_recovery(
            opsteller, made.pk, uitkomst=uitkomst, toelichting=text, versie=versie
        )

    assert code_of(lambda: judge("misschien")) == "onbekende_waarde"
    assert code_of(lambda: judge("hersteld", " ")) == "verplicht"
    assert judge("niet_hersteld").herstel == "niet_hersteld"
    assert code_of(lambda: judge("hersteld")) == "geen_termijn"


def test_there_is_nothing_to_remind_of_without_a_term(
    opgelegd: Maak, concept: Maak, opsteller: Actor, vandaag: datetime.date
) -> None:
    for made in (opgelegd(), concept()):
        code = code_of(
            lambda m=made: maatregelen.remind(  # type: ignore[misc]
                opsteller, m.pk, versie=m.versie, peildatum=vandaag
            )
        )
        assert code == "geen_termijn"


# rights, races, and any sequence of acts


@pytest.mark.parametrize("rol", [Rolcode.TOEGANG, Rolcode.AANBIEDER_BEHEERDER, Rolcode.SCREENER])
def test_nobody_else_finds_it(
    voornemen: Maak, actor_for: Callable[..., Actor], rol: Rolcode, vandaag: datetime.date
) -> None:
    made, stranger = voornemen(), actor_for(rol)
    acts: list[Callable[[], Any]] = [
        lambda: zienswijze.give_view(stranger, made.pk, zienswijze="Niet van mij"),
        lambda: withdraw(stranger, made, vandaag),
        lambda: zienswijze.open_letter(stranger, made.brieven.get().pk),
        lambda: maatregelen.remind(stranger, made.pk, versie=2, peildatum=vandaag),
    ]
    for act in acts:
        with pytest.raises(NietGevonden):
            act()


def test_contractbeheerder_draws_up_and_does_not_decide(
    voornemen: Maak, actor_for: Callable[..., Actor], ozjt: Any, vandaag: datetime.date
) -> None:
    made, clerk = voornemen(), actor_for(Rolcode.CONTRACTBEHEERDER, ozjt)
    with pytest.raises(Verboden):
        opleggen.impose(clerk, made.pk, besluit=besluit(), versie=made.versie, peildatum=vandaag)


def test_the_aanbieder_does_nothing_but_give_its_view(
    voornemen: Maak, beheerder: Actor, vandaag: datetime.date
) -> None:
    made = voornemen()
    with pytest.raises(Verboden):
        withdraw(beheerder, made, vandaag)
    with pytest.raises(Verboden):
        opleggen.impose(
            beheerder, made.pk, besluit=besluit(), versie=made.versie, peildatum=vandaag
        )


def test_letter_that_changed_meanwhile_is_not_sent(
    concept: Maak, opsteller: Actor, vandaag: datetime.date
) -> None:
    made = concept()
    code = code_of(
        lambda: maatregelen.announce(
            opsteller,
            made.pk,
            uiterlijk=vandaag + 14 * DAG,
            versie=made.versie,
            peildatum=vandaag,
            gezien="iets anders",
        )
    )
    assert code == "brief_veranderd"
    assert not Brief.objects.exists()
    assert Maatregeltraject.objects.get(pk=made.pk).status == S.CONCEPT


@pytest.mark.django_db(transaction=True)
def test_two_deciders_at_once_impose_once(
    voornemen: Maak, beheerder: Actor, beslisser: Actor, vandaag: datetime.date
) -> None:
    made = voornemen()
    made = zienswijze.give_view(beheerder, made.pk, zienswijze="Wij werken eraan.")

    def impose() -> Maatregeltraject:
        return opleggen.impose(
            beslisser, made.pk, besluit=besluit(), versie=made.versie, peildatum=vandaag
        )

    results = at_once([impose, impose])
    assert sorted(type(r).__name__ for r in results) == ["Maatregeltraject", "VersieVerouderd"]
    assert Maatregel.objects.count() == 1
    assert Brief.objects.filter(soort=Briefsoort.BESLUIT).count() == 1


@pytest.mark.parametrize("seed", range(6))
def test_any_sequence_of_acts_leaves_one_truth(
    concept: Maak,
    opsteller: Actor,
    beslisser: Actor,
    beheerder: Actor,
    contracten: list[Perceelcontract],
    vandaag: datetime.date,
    seed: int,
) -> None:
    """In force only what was imposed and not withdrawn; no cliëntenstop twice on a day for the
    same; contracts that end do so by an ontbinding that stands.
    """
    chance = random.Random(seed)
    made: list[Maatregeltraject] = []
    for _step in range(24):
        _one_act(chance, made, concept, opsteller, beslisser, beheerder, contracten, vandaag)
    for traject in Maatregeltraject.objects.all():
        rows = list(traject.maatregelen.all())
        assert bool(rows) == (traject.besloten_op is not None)
        assert all(r.einddatum == traject.einddatum or r.status != "geldig" for r in rows)
        if traject.status == S.OPGELEGD:
            assert {r.status for r in rows} == {"geldig"}
        standing = traject.eindes.filter(teruggedraaid_op__isnull=True).exists()
        assert standing == (traject.status == S.OPGELEGD and traject.soort == Soort.ONTBINDING)
    assert not _double_stops()
    for contract in Perceelcontract.objects.all():
        ends = contract.eindes.filter(teruggedraaid_op__isnull=True)
        assert contract.einddatum == min((e.laatste_dag for e in ends), default=None)


def _double_stops() -> list[Maatregel]:
    stops = Maatregel.objects.filter(soort=Soort.CLIENTENSTOP, status="geldig")
    return [
        row
        for row in stops
        if stops.filter(perceel=row.perceel_id, periode__overlap=row.periode)
        .exclude(pk=row.pk)
        .exists()
    ]


def _one_act(
    chance: random.Random,
    made: list[Maatregeltraject],
    concept: Maak,
    opsteller: Actor,
    beslisser: Actor,
    beheerder: Actor,
    contracten: list[Perceelcontract],
    day: datetime.date,
) -> None:
    """Any act on any of them; a refusal changes nothing."""
    if not made or chance.random() < 0.25:
        some = [c.perceel_id for c in contracten if chance.random() < 0.4]
        made.append(concept(chance.choice([Soort.CLIENTENSTOP, Soort.ONTBINDING]), percelen=some))
        return
    row = Maatregeltraject.objects.get(pk=chance.choice(made).pk)
    begin = day + chance.randint(0, 20) * DAG
    end = begin + chance.randint(0, 20) * DAG if chance.random() < 0.5 else None
    acts: list[Callable[[], Any]] = [
        lambda: maatregelen.announce(
            opsteller, row.pk, uiterlijk=day + 14 * DAG, versie=row.versie, peildatum=day
        ),
        lambda: zienswijze.give_view(beheerder, row.pk, zienswijze="Wij werken eraan."),
        lambda: opleggen.impose(
            beslisser,
            row.pk,
            besluit=besluit(
                row.soort,
                ingangsdatum=begin,
                einddatum=end if row.soort == Soort.CLIENTENSTOP else None,
                spoed=chance.choice(["", "Spoed"]),
            ),
            versie=row.versie,
            peildatum=day,
        ),
        lambda: intrekken.move_end(
            beslisser, row.pk, einddatum=end, motivering="Anders.", versie=row.versie, peildatum=day
        ),
        lambda: withdraw(beslisser, row, day, per=begin),
    ]
    before = (Maatregel.objects.count(), row.versie)
    try:
        chance.choices(acts, [2, 2, 5, 2, 2])[0]()
    except (Conflict, Ongeldig, VersieVerouderd, NietGevonden):
        row.refresh_from_db()
        assert (Maatregel.objects.count(), row.versie) == before


def test_mandate_of_the_decision_is_kept(opgelegd: Maak) -> None:
    made = opgelegd()
    assert (made.mandaat, made.beslisser_functie) == (MANDAAT, "contractmanager")
