"""`change_toewijzing`: what it stores, what it keeps of filing, and who is told that it changed."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from contracts.choices import Maatregelsoort
from contracts.models import Maatregel, Product
from core.actor import Actor
from core.choices import Rolcode
from core.constraints import Constraintconflict
from core.fouten import Conflict, NietGevonden, Ongeldig, Verboden, VersieVerouderd
from core.models import Gebeurtenis, Inzage
from indications.aanvraag import Aanvraag, Verdeling
from indications.choices import Toewijzingstatus, Wijzigingsoort
from indications.models import Declaratieregel, Toewijzing, Wijziging
from indications.selectors_versies import versions
from indications.services.indienen import Ingediend, file_toewijzingen
from indications.services.wijzigen import (
    Gewijzigd,
    change_toewijzing,
    end_toewijzing,
    preview_change,
    withdraw_toewijzing,
)
from indications.wijzigregels import Voorstel, Weg

Who = Callable[..., Actor]
Change = Callable[..., Gewijzigd]
AKKOORD: dict[str, Any] = {"toestemming_door": "zorgverlener"}


@pytest.fixture
def dag(vandaag: datetime.date) -> Callable[[int], datetime.date]:
    return lambda days: vandaag + datetime.timedelta(days=days)


@pytest.fixture
def file(
    demo: None, toegang: Who, aanvraag: Callable[..., Aanvraag], vandaag: datetime.date
) -> Callable[..., Ingediend]:
    return lambda **changes: file_toewijzingen(
        toegang(), [aanvraag(**changes)], peildatum=vandaag, waarschuwing_reden="proef"
    )[0]


@pytest.fixture
def change(toegang: Who, vandaag: datetime.date) -> Change:
    def act(filed: Any, *, versie: int = 1, actor: Actor | None = None, **asked: Any) -> Gewijzigd:
        return change_toewijzing(
            actor or toegang(),
            filed.id,
            voorstel=Voorstel(**asked),
            versie=versie,
            peildatum=vandaag,
        )

    return act


def codes_of(act: Callable[[], Any]) -> list[str]:
    with pytest.raises(Ongeldig) as refused:
        act()
    return [f.code for f in refused.value.bevindingen if f.niveau == "fout"]


def declare(row_id: Any, volume: int, begin: datetime.date, end: datetime.date, nr: str) -> None:
    Declaratieregel.objects.create(
        toewijzing_id=row_id,
        aanbieder_id=Toewijzing.objects.get(pk=row_id).aanbieder_id,
        referentienummer=nr,
        begindatum=begin,
        einddatum=end,
        volume=volume,
        bedrag_centen=volume * 100,
    )


def test_extending_keeps_the_number_and_leaves_a_change_behind(
    file: Any, change: Change, dag: Any
) -> None:
    filed = file()
    done = change(filed, einddatum=dag(300), reden="04", toelichting="Doel nog niet gehaald.")
    row = Toewijzing.objects.get(pk=filed.id)
    assert (row.nummer, row.versie, row.einddatum) == (filed.nummer, 2, dag(300))
    assert (row.status, row.reden_wijziging) == (Toewijzingstatus.TOEGEWEZEN, "04")
    assert row.toewijzingsmoment > filed.moment
    assert done.weg == Weg.ZELFDE_NUMMER
    kept = Wijziging.objects.get(toewijzing=row)
    assert (kept.soort, kept.reden, kept.versie) == ("oprekken", "04", 2)
    assert (kept.einddatum_oud, kept.einddatum_nieuw) == (dag(200), dag(300))
    assert kept.toelichting == "Doel nog niet gehaald."
    assert Gebeurtenis.objects.filter(object_id=row.pk, soort="toewijzing.verlengd").exists()
    assert Inzage.objects.filter(object_id=row.pk, soort="toewijzing.verlengd").exists()


def test_ended_earlier_and_then_extended_is_toegewezen_again(
    file: Any, change: Change, dag: Any
) -> None:
    filed = file()
    change(filed, einddatum=dag(30), reden="05")
    assert Toewijzing.objects.get(pk=filed.id).status == Toewijzingstatus.BEEINDIGD
    change(filed, versie=2, einddatum=dag(60), reden="14")
    assert Toewijzing.objects.get(pk=filed.id).status == Toewijzingstatus.TOEGEWEZEN


def test_volume_of_a_total_changes_in_place_and_the_split_goes_or_is_given_anew_r_toe_3(
    file: Any, change: Change, vandaag: datetime.date
) -> None:
    filed = file(verdeling=Verdeling(2000, 700, 300, 40))
    change(filed, volume=4000, reden="04")
    row = Toewijzing.objects.get(pk=filed.id)
    assert (row.volume, row.minuten_direct, row.aantal_contacten) == (4000, None, 40)
    change(filed, versie=2, volume=3000, reden="05", toestemming_op=vandaag, **AKKOORD,
           verdeling=Verdeling(2000, 700, 300, 40))  # fmt: skip
    row.refresh_from_db()
    assert (row.volume, row.minuten_direct, row.minuten_reistijd) == (3000, 2000, 300)
    kept = Wijziging.objects.get(toewijzing=row, versie=3)
    assert (kept.toestemming_door, kept.toestemming_op) == ("zorgverlener", vandaag)
    wrong = {"versie": 3, "volume": 3100, "reden": "04", "verdeling": Verdeling(1, 2, 3, 4)}
    assert codes_of(lambda: change(filed, **wrong)) == ["verdeling_telt_niet_op"]


def test_extending_keeps_the_split(file: Any, change: Change, dag: Any) -> None:
    filed = file(verdeling=Verdeling(2000, 700, 300, 40))
    change(filed, einddatum=dag(250), reden="04")
    row = Toewijzing.objects.get(pk=filed.id)
    assert (row.minuten_direct, row.aantal_contacten) == (2000, 40)


def test_another_product_ends_the_old_number_and_goes_on_with_a_new_one_iv066(
    file: Any, change: Change, dag: Any, vandaag: datetime.date
) -> None:
    filed = file(begindatum=vandaag)
    declare(filed.id, 500, vandaag, vandaag, "T1")
    done = change(filed, productcode="ABGII", volume=1200, vanaf=dag(30), reden="05")
    old, new = Toewijzing.objects.get(pk=filed.id), done.opvolger
    assert new is not None
    assert (old.einddatum, old.status, old.reden_wijziging) == (dag(29), "beeindigd", "05")
    assert (new.begindatum, new.einddatum, new.volume) == (dag(30), dag(200), 1200)
    assert (new.product.code, new.voorganger_id, new.versie) == ("ABGII", old.pk, 1)
    assert new.nummer != old.nummer
    assert (new.reden_wijziging, new.status) == ("", "toegewezen")
    assert Wijziging.objects.get(toewijzing=old).opvolger_id == new.pk
    assert [v.nummer for v in versions(old)] == [2, 1]
    assert [v.nummer for v in versions(new)] == [1]


def test_what_has_not_begun_makes_way_as_removed(file: Any, change: Change, dag: Any) -> None:
    filed = file()
    done = change(filed, begindatum=dag(20))
    old, new = Toewijzing.objects.get(pk=filed.id), done.opvolger
    assert new is not None
    assert (old.status, old.einddatum, old.reden_wijziging) == ("ingetrokken", dag(7), "13")
    assert (new.begindatum, new.volume, new.product_id) == (dag(20), 3000, old.product_id)


def test_earlier_days_get_a_number_of_their_own_when_something_is_declared(
    file: Any, change: Change, dag: Any
) -> None:
    filed = file()
    declare(filed.id, 60, dag(8), dag(9), "T1")
    done = change(filed, begindatum=dag(2), volume=200, reden="12")
    old, new = Toewijzing.objects.get(pk=filed.id), done.opvolger
    assert new is not None
    assert (new.begindatum, new.einddatum, new.volume) == (dag(2), dag(6), 200)
    assert (old.begindatum, old.einddatum, old.volume) == (dag(7), dag(200), 3000)
    assert (old.versie, old.toewijzingsmoment) == (2, filed.moment)


def test_credited_lines_do_not_hold_a_toewijzing_tr385(
    file: Any, change: Change, dag: Any, toegang: Who, vandaag: datetime.date
) -> None:
    filed = file()
    declare(filed.id, 60, dag(8), dag(9), "T1")
    with pytest.raises(Conflict):
        withdraw_toewijzing(toegang(), filed.id, versie=1, peildatum=vandaag)
    assert codes_of(lambda: change(filed, volume=59, reden="12")) == ["volume_onder_gedeclareerd"]
    assert codes_of(lambda: change(filed, einddatum=dag(8), reden="12")) == ["heeft_declaraties"]
    declare(filed.id, -60, dag(8), dag(9), "T2")
    withdraw_toewijzing(toegang(), filed.id, versie=1, peildatum=vandaag)
    assert Wijziging.objects.get(toewijzing_id=filed.id).soort == Wijzigingsoort.VERWIJDEREN


# the rules of filing hold for what comes on top


def test_longer_than_two_years_is_refused_r_toe_7(file: Any, change: Change, dag: Any) -> None:
    filed = file()
    found = codes_of(lambda: change(filed, einddatum=dag(7 + 731), reden="04"))
    assert "behandeling_te_lang" in found


def test_longer_than_a_medical_referral_is_refused_r_toe_9(
    file: Any, change: Change, dag: Any
) -> None:
    filed = file(verwijzing_type="02")
    assert "verwijzing_verlopen" in codes_of(lambda: change(filed, einddatum=dag(380), reden="04"))
    change(filed, einddatum=dag(360), reden="04")


def test_the_next_number_cannot_be_run_over_r_toe_13(file: Any, change: Change, dag: Any) -> None:
    first = file()
    file(begindatum=dag(201), einddatum=dag(250))
    found = codes_of(lambda: change(first, einddatum=dag(210), reden="04"))
    assert found == ["toewijzing_overlap"]


def stop_of(filed: Ingediend, since: datetime.date) -> None:
    row = Toewijzing.objects.get(pk=filed.id)
    Maatregel.objects.create(
        aanbieder=row.aanbieder, soort=Maatregelsoort.CLIENTENSTOP, begindatum=since, grond="proef"
    )


def test_clientenstop_stops_only_what_newly_starts_r_con_4(
    file: Any, change: Change, dag: Any, vandaag: datetime.date
) -> None:
    filed = file(begindatum=vandaag)
    stop_of(filed, vandaag)
    change(filed, einddatum=dag(250), reden="04")
    asked: dict[str, Any] = {"vanaf": dag(30), "reden": "05", "versie": 2}
    found = codes_of(lambda: change(filed, productcode="ABGII", volume=900, **asked))
    assert found == ["clientenstop"]
    Product.objects.filter(code="ABHIR").update(frequenties=["6", "2"])
    change(filed, frequentie="2", volume=60, **asked)


def test_shorter_and_less_are_never_held_up_by_the_contract(
    file: Any, change: Change, dag: Any, vandaag: datetime.date
) -> None:
    filed = file()
    row = Toewijzing.objects.get(pk=filed.id)
    type(row.perceelcontract).objects.filter(pk=row.perceelcontract_id).update(status="vervallen")
    assert "geen_contract" in codes_of(lambda: change(filed, einddatum=dag(220), reden="04"))
    change(filed, volume=2000, einddatum=dag(100), reden="12")


def test_warning_asks_for_a_reason_and_then_passes(file: Any, change: Change, dag: Any) -> None:
    filed = file()
    row = Toewijzing.objects.get(pk=filed.id)
    contracts = type(row.perceelcontract).objects.filter(aanbieder=row.aanbieder)
    contracts.filter(pk=row.perceelcontract_id).update(einddatum=dag(210))
    contracts.filter(perceel=row.perceelcontract.perceel, begindatum__gt=dag(210)).delete()
    found = codes_of(lambda: change(filed, einddatum=dag(220), reden="04"))
    assert found == ["waarschuwing_zonder_reden"]
    change(filed, einddatum=dag(220), reden="04", toelichting="Overdracht is geregeld.")


# who may, and who was first


def test_version_scope_role_and_status(
    file: Any, change: Change, dag: Any, toegang: Who, vandaag: datetime.date
) -> None:
    filed = file()
    asked: dict[str, Any] = {"einddatum": dag(30), "reden": "05"}
    with pytest.raises(VersieVerouderd):
        change(filed, versie=2, **asked)
    with pytest.raises(NietGevonden):
        change(filed, actor=toegang("0141"), **asked)
    with pytest.raises(Verboden):
        change(filed, actor=toegang(rol=Rolcode.BACKOFFICE), **asked)
    withdraw_toewijzing(toegang(), filed.id, versie=1, peildatum=vandaag)
    with pytest.raises(Conflict) as refused:
        change(filed, versie=2, **asked)
    assert refused.value.code == "status_overgang"


def test_preview_says_what_follows_and_stores_nothing(
    file: Any, toegang: Who, dag: Any, vandaag: datetime.date
) -> None:
    filed = file()
    found = preview_change(
        toegang(), filed.id, voorstel=Voorstel(volume=2000), peildatum=vandaag
    )  # fmt: skip
    assert found.uitkomst.weg == Weg.ZELFDE_NUMMER
    assert {f.code for f in found.fouten} == {"toestemming_ontbreekt", "verplicht"}
    assert found.bedrag is not None
    assert found.bedrag_nu is not None
    assert found.bedrag < found.bedrag_nu
    assert not Wijziging.objects.exists()
    assert Toewijzing.objects.get(pk=filed.id).versie == 1


def test_ending_and_withdrawing_leave_a_change_too(
    file: Any, toegang: Who, dag: Any, vandaag: datetime.date
) -> None:
    filed = file()
    end_toewijzing(
        toegang(), filed.id, einddatum=dag(30), reden="05", versie=1, peildatum=vandaag
    )  # fmt: skip
    withdraw_toewijzing(toegang(), filed.id, versie=2, peildatum=vandaag)
    kept = Wijziging.objects.filter(toewijzing_id=filed.id).order_by("versie")
    assert [(w.soort, w.reden, w.versie) for w in kept] == [
        ("inkorten", "05", 2),
        ("verwijderen", "13", 3),
    ]


# what the database keeps


def test_a_change_is_never_changed_or_removed(file: Any, change: Change, dag: Any) -> None:
    change(file(), einddatum=dag(30), reden="05")
    rows = Wijziging.objects.all()
    for act in (lambda: rows.update(reden="14"), lambda: rows._raw_delete("default")):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        pytest.param({"soort": "oprekken"}, "wijziging_soort", id="longer that is shorter"),
        pytest.param({"soort": "volume"}, "wijziging_soort", id="volume that stayed"),
        pytest.param({"soort": "nieuw_nummer"}, "wijziging_opvolger", id="no new number"),
        pytest.param({"reden": "13"}, "wijziging_verwijderd", id="CS335"),
        pytest.param(AKKOORD, "wijziging_toestemming_heel", id="no day"),
        pytest.param({"volume_nieuw": 2000}, "wijziging_minder_volume", id="OP033x1"),
        pytest.param({"versie": 2}, "wijziging_versie", id="a version twice"),
    ],
)  # fmt: skip
def test_database_refuses_a_change_that_cannot_be(
    file: Any, change: Change, dag: Any, values: dict[str, Any], constraint: str
) -> None:
    filed = file()
    change(filed, einddatum=dag(30), reden="05")
    sound: dict[str, Any] = {
        "soort": "inkorten",
        "reden": "05",
        "einddatum_oud": dag(30),
        "einddatum_nieuw": dag(20),
        "volume_oud": 3000,
        "volume_nieuw": 3000,
        "versie": 3,
    }
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        Wijziging.objects.create(toewijzing_id=filed.id, **{**sound, **values})
    assert refused.value.__cause__.diag.constraint_name == constraint  # type: ignore[union-attr]
    assert Constraintconflict(refused.value).code != "conflict"
