"""Filing through the service, on the real database: facts, scope, effects."""

import dataclasses
import datetime
from collections.abc import Callable

import pytest

from core import kluis
from core.actor import Actor
from core.choices import Inzagehandeling, Rolcode
from core.fouten import NietGevonden, Ongeldig, Verboden
from core.models import Gebeurtenis, Inzage
from indications.aanvraag import Aanvraag, Verdeling
from indications.models import Jeugdige, JeugdigeKluis, Toewijzing, Verwijzing
from indications.selectors import offers_for
from indications.services.indienen import MAX_SAMEN, file_toewijzingen, validate
from indications.services.kluis import find_jeugdige, reveal_jeugdige
from tests.indications.conftest import ANDER_BSN, BEUK, ELS, ES, LINDE, VRIJ_BSN, WILG

pytestmark = pytest.mark.django_db
Ask = Callable[..., Aanvraag]
Who = Callable[..., Actor]


def codes_of(exc: Ongeldig) -> set[str]:
    return {f.code for f in exc.bevindingen}


def test_filing_stores_one_toewijzing_with_event_history_and_access_line(
    demo: None, toegang: Who, aanvraag: Ask, vandaag: datetime.date
) -> None:
    before = Jeugdige.objects.count()
    (filed,) = file_toewijzingen(
        toegang(), [aanvraag(verdeling=Verdeling(2000, 700, 300, 40))], peildatum=vandaag
    )
    row = Toewijzing.objects.get(pk=filed.id)
    assert (row.nummer, row.status, row.versie) == (filed.nummer, "toegewezen", 1)
    assert (row.minuten_direct, row.minuten_indirect, row.minuten_reistijd) == (2000, 700, 300)
    assert Jeugdige.objects.count() == before + 1
    event = Gebeurtenis.objects.get(object_id=filed.id)
    assert (event.soort, event.gegevens["nummer"]) == ("toewijzing.ingediend", filed.nummer)
    line = Inzage.objects.get(object_id=filed.id)
    assert (line.handeling, line.jeugdigen) == (Inzagehandeling.AANMAKEN, [row.jeugdige_id])
    history = Toewijzing.pgh_event_model.objects.get(pgh_obj_id=filed.id)
    assert history.pgh_context["naam"] == "Toegang"


def test_bsn_and_name_are_only_in_the_vault_and_unreadable_there(
    demo: None, toegang: Who, aanvraag: Ask, vandaag: datetime.date
) -> None:
    (filed,) = file_toewijzingen(toegang(), [aanvraag()], peildatum=vandaag)
    person = Toewijzing.objects.get(pk=filed.id).jeugdige_id
    vault = JeugdigeKluis.objects.get(pk=person)
    assert VRIJ_BSN.encode() not in bytes(vault.bsn) + bytes(vault.naam) + bytes(vault.bsn_hash)
    assert kluis.decrypt(vault.bsn, bound_to=f"bsn:{person}") == VRIJ_BSN
    with pytest.raises(Exception):  # noqa: B017  (any failure will do: it must not open elsewhere)
        kluis.decrypt(vault.bsn, bound_to=f"bsn:{filed.id}")


def test_second_filing_finds_the_same_jeugdige_and_verwijzing(
    demo: None, toegang: Who, aanvraag: Ask, vandaag: datetime.date
) -> None:
    (first,) = file_toewijzingen(toegang(), [aanvraag()], peildatum=vandaag)
    (second,) = file_toewijzingen(toegang(), [aanvraag(productcode="ABGII")], peildatum=vandaag)
    rows = Toewijzing.objects.in_bulk([first.id, second.id])
    assert len({row.jeugdige_id for row in rows.values()}) == 1
    assert len({row.verwijzing_id for row in rows.values()}) == 1


def test_pair_is_one_filing_r_toe_8(
    demo: None, toegang: Who, aanvraag: Ask, vandaag: datetime.date
) -> None:
    pair = [aanvraag(productcode="ABGII"), aanvraag(productcode="ABHIR", volume=600)]
    filed = file_toewijzingen(toegang(), pair, peildatum=vandaag)
    assert len({f.indiening for f in filed}) == 1
    assert len({f.nummer for f in filed}) == 2
    assert Verwijzing.objects.filter(toewijzingen__in=[f.id for f in filed]).distinct().count() == 1
    assert Inzage.objects.filter(soort="toewijzing.indienen").count() == 1


def test_pair_with_one_wrong_files_nothing_and_says_which(
    demo: None, toegang: Who, aanvraag: Ask, vandaag: datetime.date
) -> None:
    before = Toewijzing.objects.count()
    pair = [aanvraag(productcode="ABGII"), aanvraag(productcode="DNIET")]
    with pytest.raises(Ongeldig) as refused:
        file_toewijzingen(toegang(), pair, peildatum=vandaag)
    assert {(f.code, f.veld) for f in refused.value.bevindingen} == {
        ("product_onbekend", "1.productcode")
    }
    assert Toewijzing.objects.count() == before


def test_same_product_twice_in_one_filing_is_refused_r_toe_13(
    demo: None, toegang: Who, aanvraag: Ask, vandaag: datetime.date
) -> None:
    with pytest.raises(Ongeldig) as refused:
        file_toewijzingen(toegang(), [aanvraag(), aanvraag()], peildatum=vandaag)
    assert codes_of(refused.value) == {"toewijzing_overlap"}


REFUSALS = {
    "R-TOE-10 De Wilg has only vaktherapie": ({"aanbieder_agb": WILG}, {"geen_contract"}),
    "R-CON-4 De Beuk has a clientenstop": ({"aanbieder_agb": BEUK}, {"clientenstop"}),
    "R-CPW-1 specialistisch wonen": (
        {"productcode": "DSPWO", "aanbieder_agb": ES, "eenheid": "14", "volume": 90},
        {"plaatsing_via_cpwv"},
    ),
    "R-SEG-2 unknown product": ({"productcode": "XXXXX"}, {"product_onbekend"}),
    "R-SEG-9 De Wilg has no screening": (
        {"productcode": "DSCRN", "aanbieder_agb": WILG},
        {"geen_contract"},
    ),
    "unknown AGB": ({"aanbieder_agb": "41999999"}, {"aanbieder_onbekend"}),
    "R-TOE-10 the warning of De Els needs a reason": (
        {"aanbieder_agb": ELS},
        {"contract_eindigt_eerder", "waarschuwing_zonder_reden"},
    ),
}


@pytest.mark.parametrize(("changes", "expected"), REFUSALS.values(), ids=REFUSALS.keys())
def test_refused_on_what_the_database_knows(
    demo: None,
    toegang: Who,
    aanvraag: Ask,
    vandaag: datetime.date,
    changes: dict[str, object],
    expected: set[str],
) -> None:
    before = Toewijzing.objects.count()
    with pytest.raises(Ongeldig) as refused:
        file_toewijzingen(toegang(), [aanvraag(**changes)], peildatum=vandaag)
    assert codes_of(refused.value) >= expected
    assert Toewijzing.objects.count() == before


def test_excluded_product_for_hengelo_points_to_wijkkracht_r_seg_5(
    demo: None, toegang: Who, aanvraag: Ask, vandaag: datetime.date
) -> None:
    with pytest.raises(Ongeldig) as refused:
        file_toewijzingen(
            toegang("0164"),
            [aanvraag(productcode="ABGII", gemeentecode="0164")],
            peildatum=vandaag,
        )
    (finding,) = refused.value.bevindingen
    assert finding.code == "product_niet_in_gemeente"
    assert "Wijkkracht" in finding.reden


def test_warning_is_passed_with_a_reason_that_is_kept(
    demo: None, toegang: Who, aanvraag: Ask, vandaag: datetime.date
) -> None:
    (filed,) = file_toewijzingen(
        toegang(),
        [aanvraag(aanbieder_agb=ELS)],
        peildatum=vandaag,
        waarschuwing_reden="Overdracht is afgesproken",
    )
    assert Toewijzing.objects.get(pk=filed.id).waarschuwing_reden == "Overdracht is afgesproken"


def test_contract_on_its_last_day_and_the_day_after_r_toe_10(
    demo: None, toegang: Who, aanvraag: Ask, vandaag: datetime.date
) -> None:
    last = vandaag + datetime.timedelta(days=30)
    on_last = aanvraag(aanbieder_agb=ELS, begindatum=last, einddatum=last)
    (judged,) = validate(toegang(), [on_last], peildatum=vandaag)
    assert judged.bevindingen == ()
    after = last + datetime.timedelta(days=1)
    (judged,) = validate(
        toegang(),
        [aanvraag(aanbieder_agb=ELS, begindatum=after, einddatum=after)],
        peildatum=vandaag,
    )
    assert {f.code for f in judged.fouten} == {"geen_contract"}


def test_for_another_gemeente_is_forbidden(
    demo: None, toegang: Who, aanvraag: Ask, vandaag: datetime.date
) -> None:
    with pytest.raises(Verboden):
        file_toewijzingen(toegang("0141"), [aanvraag()], peildatum=vandaag)


@pytest.mark.parametrize(
    "rol", [r for r in Rolcode if r not in (Rolcode.TOEGANG, Rolcode.GEMEENTE_API)]
)
def test_no_other_role_files(
    demo: None, toegang: Who, aanvraag: Ask, vandaag: datetime.date, rol: Rolcode
) -> None:
    with pytest.raises(Verboden):
        file_toewijzingen(toegang(rol=rol), [aanvraag()], peildatum=vandaag)


def test_pseudonym_of_another_gemeente_does_not_exist(
    demo: None, toegang: Who, aanvraag: Ask, vandaag: datetime.date
) -> None:
    (filed,) = file_toewijzingen(toegang(), [aanvraag()], peildatum=vandaag)
    person = Toewijzing.objects.get(pk=filed.id).jeugdige_id
    with pytest.raises(NietGevonden):
        validate(
            toegang("0141"),
            [aanvraag(jeugdige=None, jeugdige_id=person, gemeentecode="0141")],
            peildatum=vandaag,
        )


def test_number_of_findings_and_messages_hold_no_bsn(
    demo: None, toegang: Who, aanvraag: Ask, vandaag: datetime.date
) -> None:
    file_toewijzingen(toegang(), [aanvraag()], peildatum=vandaag)
    with pytest.raises(Ongeldig) as refused:
        file_toewijzingen(toegang(), [aanvraag(volume=0)], peildatum=vandaag)
    assert VRIJ_BSN not in str(refused.value.bevindingen) + str(refused.value)
    assert VRIJ_BSN not in repr(aanvraag())


def test_at_most_ten_together(
    demo: None, toegang: Who, aanvraag: Ask, vandaag: datetime.date
) -> None:
    for many in ([], [aanvraag()] * (MAX_SAMEN + 1)):
        with pytest.raises(Ongeldig):
            file_toewijzingen(toegang(), many, peildatum=vandaag)


def test_facts_take_one_statement_for_any_number(
    demo: None,
    toegang: Who,
    aanvraag: Ask,
    vandaag: datetime.date,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from indications import feiten

    calls: list[str] = []
    real = feiten.fetch_prepared
    monkeypatch.setattr(feiten, "fetch_prepared", lambda sql, p: calls.append(sql) or real(sql, p))
    asks = [dataclasses.replace(aanvraag(), volume=100 + n) for n in range(8)]
    assert len(validate(toegang(), asks, peildatum=vandaag)) == 8
    assert len(calls) == 1


def test_offers_put_who_can_first_and_say_why_not(
    demo: None, toegang: Who, vandaag: datetime.date
) -> None:
    lines = offers_for(toegang(), productcode="ABHIR", gemeentecode="0153", begindatum=vandaag)
    can = [line.kan for line in lines]
    assert can == sorted(can, reverse=True)
    by_agb = {line.agb_code: line for line in lines}
    assert by_agb[LINDE].kan
    assert "cliëntenstop" in by_agb[BEUK].waarom_niet
    assert WILG not in by_agb
    later = offers_for(
        toegang(),
        productcode="ABHIR",
        gemeentecode="0153",
        begindatum=vandaag + datetime.timedelta(days=31),
    )
    assert "liep tot en met" in {line.agb_code: line.waarom_niet for line in later}[ELS]


def test_reveal_needs_a_reason_and_is_logged(
    demo: None, toegang: Who, aanvraag: Ask, vandaag: datetime.date
) -> None:
    (filed,) = file_toewijzingen(toegang(), [aanvraag()], peildatum=vandaag)
    person = Toewijzing.objects.get(pk=filed.id).jeugdige_id
    with pytest.raises(Ongeldig):
        reveal_jeugdige(toegang(), person, reden=" ")
    with pytest.raises(NietGevonden):
        reveal_jeugdige(toegang("0141"), person, reden="Even kijken")
    with pytest.raises(Verboden):
        reveal_jeugdige(toegang(rol=Rolcode.BACKOFFICE), person, reden="Even kijken")
    shown = reveal_jeugdige(toegang(), person, reden="Telefoon van de ouders")
    assert (shown.bsn, shown.geslachtsnaam) == (VRIJ_BSN, "Testman")
    assert Inzage.objects.filter(soort="jeugdige.onthullen", jeugdigen__contains=[person]).exists()


def test_search_on_bsn_finds_only_the_own_gemeente(
    demo: None, toegang: Who, aanvraag: Ask, vandaag: datetime.date
) -> None:
    file_toewijzingen(toegang(), [aanvraag()], peildatum=vandaag)
    assert find_jeugdige(toegang(), VRIJ_BSN) is not None
    assert find_jeugdige(toegang("0141"), VRIJ_BSN) is None
    assert find_jeugdige(toegang(), ANDER_BSN) is None
    logged = Inzage.objects.filter(soort="jeugdige.zoeken").order_by("id")
    assert [(len(row.jeugdigen), row.detail) for row in logged] == [
        (1, ""),
        (0, "Niemand gevonden"),
        (0, "Niemand gevonden"),
    ]


def test_after_a_move_both_gemeenten_see_the_jeugdige_and_each_its_own_toewijzing(
    demo: None, toegang: Who, aanvraag: Ask, vandaag: datetime.date
) -> None:
    (old,) = file_toewijzingen(toegang(), [aanvraag()], peildatum=vandaag)
    (new,) = file_toewijzingen(
        toegang("0141"),
        [aanvraag(gemeentecode="0141", productcode="ABGII")],
        peildatum=vandaag,
    )
    person = Toewijzing.objects.get(pk=old.id).jeugdige_id
    assert Toewijzing.objects.get(pk=new.id).jeugdige_id == person
    for code, own in (("0153", old), ("0141", new)):
        actor = toegang(code)
        assert find_jeugdige(actor, VRIJ_BSN) == person
        mine = Toewijzing.objects.for_actor(actor).filter(jeugdige=person)
        assert [row.pk for row in mine] == [own.id]
    assert find_jeugdige(toegang("0164"), VRIJ_BSN) is None


def test_overlap_with_another_gemeente_tells_neither_number_nor_period(
    demo: None, toegang: Who, aanvraag: Ask, vandaag: datetime.date
) -> None:
    (filed,) = file_toewijzingen(toegang(), [aanvraag()], peildatum=vandaag)
    with pytest.raises(Ongeldig) as refused:
        file_toewijzingen(toegang("0141"), [aanvraag(gemeentecode="0141")], peildatum=vandaag)
    (finding,) = refused.value.bevindingen
    assert finding.code == "toewijzing_overlap"
    assert str(filed.nummer) not in finding.reden
    assert str(vandaag.year) not in finding.reden


def test_birth_date_that_does_not_belong_to_the_bsn_is_refused(
    demo: None, toegang: Who, aanvraag: Ask, vandaag: datetime.date
) -> None:
    file_toewijzingen(toegang(), [aanvraag()], peildatum=vandaag)
    ask = aanvraag(productcode="ABGII")
    wrong = dataclasses.replace(ask.jeugdige, geboortedatum=datetime.date(2014, 5, 2))
    with pytest.raises(Ongeldig) as refused:
        file_toewijzingen(toegang(), [dataclasses.replace(ask, jeugdige=wrong)], peildatum=vandaag)
    assert codes_of(refused.value) == {"geboortedatum_ongeldig"}
