"""The transfer list: settles by itself, works through to zero, and who sees what of it."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from contractbeheer.choices import Overdrachtstatus
from contractbeheer.models import Overdracht
from contractbeheer.regelen import settle_lines
from contractbeheer.selectors_overdracht import acts, count_open, lines
from contractbeheer.services.overdracht import prepare_transfer, record_agreement
from contractbeheer.tasks import settle_transfer_list
from contractbeheer.tellen import count_lines
from core.choices import Rolcode
from core.concepten import load_concept
from core.fouten import Conflict, NietGevonden, Ongeldig, Verboden
from core.models import Concept, Gebruiker, Inzage, Signaal
from core.signalen.motor import run_check
from indications.models import Toewijzing
from indications.services.wijzigen import Toestemming, end_toewijzing, withdraw_toewijzing
from ozjt.schema_taken import SCHEMA
from tests.contractbeheer.stoppen import DAG, Zaak, zaak  # noqa: F401 - fixture
from tests.factories.contracts import PerceelcontractFactory, ProductFactory

pytestmark = pytest.mark.django_db
NAMEN = ("Haverdemo", "Puck")


def outcome(zaak: Zaak, toewijzing: Toewijzing) -> str:  # noqa: F811
    """As the list reads it now."""
    found = lines(zaak.toegang).filter(toewijzing=toewijzing).values_list("nu", flat=True)
    return str(found[0])


def new_one(zaak: Zaak, old: Toewijzing, begin: int, **fields):  # noqa: F811
    """For the same jeugdige at De Beuk, until the old one would have ended."""
    known = {
        "jeugdige": old.jeugdige,
        "perceelcontract": zaak.ander,
        "begindatum": zaak.dag(begin),
        "einddatum": zaak.dag(180),
    }
    return zaak.toewijzing(**{**known, **fields})


def ended(zaak: Zaak, toewijzing: Toewijzing, dag: int) -> None:  # noqa: F811
    end_toewijzing(
        zaak.toegang,
        toewijzing.pk,
        einddatum=zaak.dag(dag),
        reden="05",
        versie=toewijzing.versie,
        peildatum=zaak.vandaag,
    )


# settling by itself


@pytest.mark.parametrize(("dag", "uitkomst"), [(59, "beeindigd"), (60, "beeindigd"), (61, "")])
def test_ending_by_the_last_day_settles_at_once(dag, uitkomst, zaak):  # noqa: F811
    running = zaak.toewijzing()
    zaak.approved(60)
    assert outcome(zaak, running) == ""
    ended(zaak, running, dag)
    assert outcome(zaak, running) == uitkomst


def test_withdrawing_settles_at_once(zaak):  # noqa: F811
    running = zaak.toewijzing()
    zaak.approved(60)
    withdraw_toewijzing(
        zaak.toegang,
        running.pk,
        versie=running.versie,
        peildatum=zaak.vandaag,
        toestemming=Toestemming("zorgverlener", zaak.vandaag),
    )
    assert outcome(zaak, running) == "ingetrokken"


@pytest.mark.parametrize(
    ("begin", "fields", "uitkomst"),
    [
        (61, {}, "overgezet"),
        (30, {}, "overgezet"),
        (180, {}, "overgezet"),
        (181, {"einddatum": None}, ""),
        (30, {"einddatum": 60}, ""),
        (30, {"einddatum": 61}, "overgezet"),
        (61, {"status": "ingetrokken"}, ""),
        (61, {"product": "ander"}, "overgezet"),
        (61, {"perceelcontract": "elders"}, "overgezet"),
        (61, {"perceelcontract": "elders", "product": "ander"}, ""),
        (61, {"jeugdige": None}, ""),
    ],
    ids=[
        "first-day", "earlier", "last-day-of-old", "after-old", "ends-before", "reaches-first-day",
        "withdrawn", "same-perceel", "same-product", "something-else", "somebody-else",
    ],
)  # fmt: skip
def test_new_toewijzing_elsewhere_settles(begin, fields, uitkomst, zaak):  # noqa: F811
    old = zaak.toewijzing()
    zaak.approved(60)
    made = dict(fields)
    if isinstance(made.get("einddatum"), int):
        made["einddatum"] = zaak.dag(made["einddatum"])
    if "product" in made:
        made["product"] = ProductFactory()
    if "perceelcontract" in made:
        made["perceelcontract"] = PerceelcontractFactory()
    if "jeugdige" in made:
        made["jeugdige"] = zaak.toewijzing().jeugdige
    new_one(zaak, old, begin, **made)
    assert outcome(zaak, old) == uitkomst


def test_new_toewijzing_at_the_same_aanbieder_settles_nothing(zaak):  # noqa: F811
    old = zaak.toewijzing()
    zaak.approved(60)
    new_one(zaak, old, 61, perceelcontract=zaak.contract, product=ProductFactory())
    assert outcome(zaak, old) == ""


def test_help_that_ran_elsewhere_before_settles_nothing(zaak):  # noqa: F811
    old = zaak.toewijzing()
    parallel = new_one(zaak, old, -30)
    zaak.approved(60)
    Toewijzing.objects.filter(pk=parallel.pk).update(
        aangemaakt_op=zaak.line(old).aangemaakt_op - DAG
    )
    assert outcome(zaak, old) == ""


def test_task_writes_down_what_the_list_says(zaak):  # noqa: F811
    on_time, moved, left = (zaak.toewijzing() for _ in range(3))
    zaak.approved(60)
    ended(zaak, on_time, 60)
    new_one(zaak, moved, 61)
    settle_transfer_list()
    states = {row.toewijzing_id: (row.status, row.uitkomst) for row in Overdracht.objects.all()}
    assert states == {
        on_time.pk: ("afgerond", "beeindigd"),
        moved.pk: ("afgerond", "overgezet"),
        left.pk: ("open", ""),
    }
    assert settle_lines() == 0
    assert SCHEMA["overdrachten-bijwerken"]["task"] == "contractbeheer.tasks.settle_transfer_list"


@pytest.mark.parametrize("many", [1, 8])
def test_settling_takes_two_statements_whatever_the_number(many, zaak):  # noqa: F811
    made = [zaak.toewijzing() for _ in range(many)]
    zaak.approved(60)
    for toewijzing in made:
        new_one(zaak, toewijzing, 61)
    with CaptureQueriesContext(connection) as seen:
        assert settle_lines() == many
    assert len(seen) == 2


def test_line_comes_back_when_the_new_toewijzing_is_withdrawn(zaak):  # noqa: F811
    old = zaak.toewijzing()
    zaak.approved(60)
    made = new_one(zaak, old, 61)
    settle_lines()
    Toewijzing.objects.filter(pk=made.pk).update(status="ingetrokken")
    assert outcome(zaak, old) == ""
    assert settle_lines() == 1
    line = zaak.line(old)
    assert (line.status, line.uitkomst, line.afgerond_op) == (Overdrachtstatus.OPEN, "", None)


def test_list_works_through_to_zero(zaak):  # noqa: F811
    made = [zaak.toewijzing() for _ in range(3)]
    verzoek = zaak.approved(60, afspraken="Wie bijna klaar is, maakt het af.")

    def progress() -> tuple[int, int, int | None]:
        (act,) = acts(zaak.toegang, zaak.vandaag)
        assert act.besluit == verzoek.pk
        return act.geregeld, act.totaal, count_open(zaak.toegang)

    assert progress() == (0, 3, 3)
    ended(zaak, made[0], 60)
    assert progress() == (1, 3, 2)
    new_one(zaak, made[1], 61)
    record_agreement(zaak.toegang, zaak.line(made[2]).pk, toelichting="Tot en met de toets.")
    assert progress() == (3, 3, 0)


# by hand


def test_agreement_needs_an_act_with_agreements(zaak):  # noqa: F811
    running = zaak.toewijzing()
    zaak.approved(60)
    with pytest.raises(Conflict) as exc:
        record_agreement(zaak.toegang, zaak.line(running).pk, toelichting="Maakt het af.")
    assert exc.value.code == "geen_afspraak"


@pytest.mark.parametrize(
    ("tekst", "code"),
    [(" ", "verplicht"), ("x" * 501, "te_lang"), ("BSN 999990019", "bsn_in_tekst")],
)
def test_agreement_says_what_was_agreed(tekst, code, zaak):  # noqa: F811
    running = zaak.toewijzing()
    zaak.approved(60, afspraken="Lopende zorg wordt afgemaakt.")
    with pytest.raises(Ongeldig) as exc:
        record_agreement(zaak.toegang, zaak.line(running).pk, toelichting=tekst)
    assert exc.value.bevindingen[0].code == code


def test_agreement_is_recorded_once_with_who(zaak):  # noqa: F811
    running = zaak.toewijzing()
    zaak.approved(60, afspraken="Lopende zorg wordt afgemaakt.")
    line = record_agreement(zaak.toegang, zaak.line(running).pk, toelichting="Tot de zomer.")
    assert (line.uitkomst, line.afgerond_door_id) == ("afspraak", str(zaak.toegang.id))
    assert Inzage.objects.filter(soort="overdracht.afspraak").count() == 1
    with pytest.raises(Conflict):
        record_agreement(zaak.toegang, line.pk, toelichting="Nog een keer.")
    settle_lines()
    assert zaak.line(running).uitkomst == "afspraak"


def test_agreed_care_is_no_toewijzing_without_contract(zaak):  # noqa: F811
    """R-TOE-10: contract management is not told of what was agreed, nor twice of what is listed."""
    running = zaak.toewijzing()
    zaak.approved(60, afspraken="Lopende zorg wordt afgemaakt.")
    after = zaak.dag(70)
    run_check("toewijzing_zonder_contract", after)
    assert not Signaal.objects.filter(controle="toewijzing_zonder_contract").exists()
    record_agreement(zaak.toegang, zaak.line(running).pk, toelichting="Tot de zomer.")
    run_check("toewijzing_zonder_contract", after)
    assert not Signaal.objects.filter(controle="toewijzing_zonder_contract").exists()
    Overdracht.objects.all().delete()
    run_check("toewijzing_zonder_contract", after)
    assert Signaal.objects.filter(controle="toewijzing_zonder_contract").count() == 1


def test_draft_is_filled_as_far_as_the_old_one_tells(zaak):  # noqa: F811
    running = zaak.toewijzing()
    zaak.approved(60)
    draft = prepare_transfer(zaak.toegang, zaak.line(running).pk, peildatum=zaak.vandaag)
    kept = load_concept(zaak.toegang, draft, soort="toewijzing")
    assert kept["product"] == zaak.product.code
    assert kept["geslachtsnaam"] == "Haverdemo"
    assert "volume" not in kept
    assert "aanbieder" not in kept
    assert not any(name in Concept.objects.get(pk=draft).titel for name in NAMEN)
    assert Inzage.objects.filter(soort="jeugdige.onthullen").count() == 1


def test_a_volume_per_week_goes_on(zaak):  # noqa: F811
    running = zaak.toewijzing(volume=90, frequentie="2")
    zaak.approved(60)
    draft = prepare_transfer(zaak.toegang, zaak.line(running).pk, peildatum=zaak.vandaag)
    assert load_concept(zaak.toegang, draft, soort="toewijzing")["volume"] == "90"


# who sees what


def test_of_another_gemeente_nothing_is_there(zaak, actor_for):  # noqa: F811
    running = zaak.toewijzing(zaak.almelo)
    zaak.approved(60, afspraken="Lopende zorg wordt afgemaakt.")
    other = actor_for(Rolcode.TOEGANG, zaak.borne)
    assert lines(other).count() == 0
    assert acts(other, zaak.vandaag) == []
    pk = zaak.line(running).pk
    for act in (
        lambda: prepare_transfer(other, pk, peildatum=zaak.vandaag),
        lambda: record_agreement(other, pk, toelichting="Iets."),
    ):
        with pytest.raises(NietGevonden):
            act()


def test_backoffice_looks_and_does_not_settle(zaak, actor_for):  # noqa: F811
    running = zaak.toewijzing()
    zaak.approved(60)
    looks = actor_for(Rolcode.BACKOFFICE, zaak.almelo)
    assert lines(looks).count() == 1
    with pytest.raises(Verboden):
        prepare_transfer(looks, zaak.line(running).pk, peildatum=zaak.vandaag)


def test_contract_management_counts_and_sees_no_line(zaak):  # noqa: F811
    one = zaak.toewijzing(zaak.almelo)
    zaak.toewijzing(zaak.almelo, jeugdige=one.jeugdige, product=ProductFactory())
    zaak.toewijzing(zaak.borne)
    verzoek = zaak.approved(60)
    found = count_lines(zaak.manager, verzoek.pk)
    assert [(t.gemeente, t.totaal, t.open, t.jeugdigen) for t in found] == [
        ("Almelo", 2, 2, 1),
        ("Borne", 1, 1, 1),
    ]
    assert lines(zaak.manager).count() == 0
    with pytest.raises(Verboden):
        count_lines(zaak.beheerder, verzoek.pk)
    with pytest.raises(Verboden):
        count_lines(zaak.toegang)


@pytest.fixture
def browser(zaak, client_for):  # noqa: F811
    return client_for(gebruiker=Gebruiker.objects.get(pk=zaak.toegang.id))


def test_page_shows_own_lines_and_looking_is_logged(zaak, browser):  # noqa: F811
    own, other = zaak.toewijzing(zaak.almelo), zaak.toewijzing(zaak.borne)
    zaak.approved(60)
    text = browser.get(reverse("overdrachten")).content.decode()
    assert f">{own.nummer}<" in text
    assert f">{other.nummer}<" not in text
    assert "0 van 1 geregeld" in text
    assert not any(name in text for name in NAMEN)
    (look,) = Inzage.objects.filter(soort="overdracht.lijst")
    assert look.jeugdigen == [own.jeugdige_id]


def test_export_holds_the_same_lines_and_is_logged(zaak, browser):  # noqa: F811
    own = zaak.toewijzing(zaak.almelo)
    zaak.toewijzing(zaak.borne)
    zaak.approved(60)
    found = browser.get(reverse("overdrachten"), {"formaat": "csv"})
    text = b"".join(found.streaming_content).decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text))
    assert row["toewijzing"] == str(own.nummer)
    assert row["uitkomst"] == "te regelen"
    assert Inzage.objects.get(soort="export.overdrachten").jeugdigen == [own.jeugdige_id]


@pytest.mark.parametrize(
    ("vraag", "staat"),
    [("", True), ("stand=overgezet", False), ("stand=alles", True), ("product=ABHI1", True),
     ("product=ANDER", False), ("besluit=x", True), ("aanbieder=linde", True),
     ("stand=onzin", True)],
)  # fmt: skip
def test_filters(vraag, staat, zaak, browser):  # noqa: F811
    own = zaak.toewijzing()
    zaak.approved(60)
    text = browser.get(f"{reverse('overdrachten')}?{vraag}").content.decode()
    assert (f">{own.nummer}<" in text) is staat


def test_same_number_of_queries_for_few_and_many(zaak, browser):  # noqa: F811
    address = reverse("overdrachten")
    zaak.toewijzing()
    for _ in range(9):
        zaak.toewijzing(zaak.borne)
    verzoek = zaak.approved(60)
    browser.get(address)
    with CaptureQueriesContext(connection) as few:
        browser.get(address)
    Overdracht.objects.update(gemeente=zaak.almelo)
    with CaptureQueriesContext(connection) as many:
        text = browser.get(address).content.decode()
    assert len(few) == len(many)
    assert "0 van 10 geregeld" in text
    assert verzoek.kenmerk not in text


def test_new_toewijzing_opens_a_filled_form_without_a_name_in_the_address(
    zaak,  # noqa: F811
    browser,
):
    running = zaak.toewijzing()
    zaak.approved(60)
    address = reverse("overdracht-overzetten", args=[zaak.line(running).pk])
    first = browser.post(address)
    assert first["Location"].startswith(f"{reverse('toewijzing-nieuw')}?concept=")
    page = browser.get(first["Location"]).content.decode()
    assert "Haverdemo" in page
    assert zaak.product.code in page
    assert browser.post(address)["Location"] == first["Location"]
    assert Concept.objects.count() == 1
    Concept.objects.all().delete()
    assert browser.post(address)["Location"] != first["Location"]


def test_settled_line_makes_no_draft(zaak, browser):  # noqa: F811
    running = zaak.toewijzing()
    zaak.approved(60)
    ended(zaak, running, 60)
    settle_lines()
    found = browser.post(reverse("overdracht-overzetten", args=[zaak.line(running).pk]))
    assert found["Location"] == reverse("overdrachten")
    assert not Concept.objects.exists()


def test_agreement_on_screen(zaak, browser):  # noqa: F811
    running = zaak.toewijzing()
    zaak.approved(60, afspraken="Lopende zorg wordt afgemaakt.")
    address = reverse("overdracht-afspraak", args=[zaak.line(running).pk])
    assert address in browser.get(reverse("overdrachten")).content.decode()
    assert "Lopende zorg wordt afgemaakt." in browser.get(address).content.decode()
    assert browser.post(address, {"toelichting": ""}).status_code == 400
    done = browser.post(address, {"toelichting": "Tot de zomer."}, follow=True)
    assert "1 van 1 geregeld" in done.content.decode()


# signals


@pytest.mark.parametrize(
    ("dagen", "opent"), [(-91, False), (-90, True), (0, True), (1, True), (200, True)]
)
def test_toegang_is_told_ahead_and_after(dagen, opent, zaak, settings):  # noqa: F811
    settings.OVERDRACHT_SIGNAAL_DAGEN = 90
    one = zaak.toewijzing(einddatum=None)
    zaak.toewijzing(jeugdige=one.jeugdige, product=ProductFactory(), einddatum=None)
    zaak.approved(100)
    run_check("overdracht_open", zaak.dag(100 + dagen))
    found = Signaal.objects.filter(controle="overdracht_open", status="open")
    assert [(s.raakt, s.organisatie_id, s.ernst) for s in found] == (
        [(1, zaak.almelo.pk, "1-moet")] if opent else []
    )


def test_signals_close_when_the_list_is_at_zero(zaak):  # noqa: F811
    running = zaak.toewijzing()
    zaak.approved(60)
    after = zaak.dag(61)
    for check in ("overdracht_open", "overdracht_te_laat"):
        run_check(check, after)
    assert Signaal.objects.filter(status="open").count() == 2
    late = Signaal.objects.get(controle="overdracht_te_laat")
    assert late.bewijs["gemeenten"] == ["Almelo"]
    assert str(running.nummer) not in str(late.bewijs)
    ended(zaak, running, 60)
    for check in ("overdracht_open", "overdracht_te_laat"):
        run_check(check, after)
    assert not Signaal.objects.filter(status="open").exists()


def test_old_toewijzing_that_runs_on_beside_the_new_one_is_told(zaak):  # noqa: F811
    old = zaak.toewijzing()
    zaak.approved(60)
    new_one(zaak, old, 61)
    run_check("overdracht_dubbel", zaak.vandaag)
    assert Signaal.objects.filter(controle="overdracht_dubbel", status="open").count() == 1
    ended(zaak, old, 60)
    run_check("overdracht_dubbel", zaak.vandaag)
    assert not Signaal.objects.filter(status="open").exists()


def test_listed_contract_is_not_told_twice_to_the_toegang(zaak):  # noqa: F811
    zaak.toewijzing()
    zaak.approved(60)
    for check in ("overdracht_gemeente", "contract_loopt_af", "overdracht_open"):
        run_check(check, zaak.vandaag)
    assert list(Signaal.objects.values_list("controle", flat=True)) == ["overdracht_open"]
