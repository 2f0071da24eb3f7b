"""`/wijzigingsverzoeken`: the same rules and codes as the form, for the aanbieder itself only."""

import datetime
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.actor import Actor
from core.choices import Rolcode
from core.models import Document, Gebeurtenis
from providers.models import Aanbieder, Bankrekening
from tests.api.conftest import Api, codes, names
from tests.documenten.bestanden import pages
from tests.factories.core import OrganisatieFactory
from tests.factories.providers import AanbiederFactory
from tests.zorgportaal.conftest import BEWIJS, NIEUW_IBAN, SOUND, target
from zorgportaal.choices import Verzoekstatus
from zorgportaal.inhoud import Inhoud, seen_token, wijziging_of
from zorgportaal.models import Wijzigingsverzoek
from zorgportaal.services.behandelen import approve, ask, reject
from zorgportaal.services.indienen import Verzoekgegevens, save_concept
from zorgportaal.soorten import SOORTEN

Body = Callable[..., dict[str, Any]]
PAD = "/wijzigingsverzoeken"
EVERY = pytest.mark.parametrize(("soort", "handeling"), sorted(SOUND), ids="-".join)
NERGENS = "00000000-0000-4000-8000-000000000000"


@pytest.fixture
def own(aanbieder: Aanbieder, program_of: Callable[..., Api]) -> Api:
    return program_of(aanbieder.organisatie)


@pytest.fixture
def body(aanbieder: Aanbieder, document: Callable[..., Document], vandaag: datetime.date) -> Body:
    """A sound request; `nieuw` overrides values, `...` leaves one out, other names the rest."""

    def make(
        soort: str, handeling: str = "toevoegen", *, nieuw: Any = None, **rest: Any
    ) -> dict[str, Any]:
        made: dict[str, Any] = {"soort": soort, "handeling": handeling, "datum": str(vandaag)}
        if handeling != "toevoegen":
            made["doelId"] = str(target(aanbieder, soort, handeling))
        if handeling != "beeindigen":
            values = SOUND[soort, handeling](aanbieder)
            if "capaciteit" in values:
                values["capaciteit"] = int(values["capaciteit"])
            values |= nieuw or {}
            made["nieuw"] = {name: v for name, v in values.items() if v is not ...}
        if soort in BEWIJS and handeling == "toevoegen":
            made["bewijsstukken"] = [str(document(BEWIJS[soort]).pk)]
        made |= rest
        return {name: value for name, value in made.items() if value is not ...}

    return make


def decide(beslisser: Actor, pk: str, vandaag: datetime.date, **kwargs: Any) -> Wijzigingsverzoek:
    verzoek = Wijzigingsverzoek.objects.get(pk=pk)
    if kwargs:
        return reject(beslisser, verzoek.pk, versie=verzoek.versie, **kwargs)
    return approve(
        beslisser,
        verzoek.pk,
        versie=verzoek.versie,
        gezien=seen_token(wijziging_of(verzoek)),
        peildatum=vandaag,
    )


@EVERY
def test_every_kind_from_check_to_force(
    own: Api,
    body: Body,
    aanbieder: Aanbieder,
    beslisser: Actor,
    vandaag: datetime.date,
    soort: str,
    handeling: str,
) -> None:
    asked, kind = body(soort, handeling), SOORTEN[soort]
    before = [kind.values(row) for row in kind.rows(aanbieder.pk)]
    judged = own.post(f"{PAD}/_valideer", asked)
    assert (judged.status_code, judged.json()) == (200, {"geldig": True, "bevindingen": []})
    assert not Wijzigingsverzoek.objects.exists()

    made = own.post(PAD, asked)
    assert made.status_code == 201, made.content
    found = made.json()
    assert found["kenmerk"].startswith("WV-")
    assert found["bestond"] is False
    assert made["Location"] == f"http://testserver/api/v1{PAD}/{found['id']}"
    read = own.get(f"{PAD}/{found['id']}")
    assert read.json() == {name: value for name, value in found.items() if name != "bestond"}
    assert read["ETag"] == made["ETag"]
    assert own.get(f"{PAD}/{found['id']}", if_none_match=read["ETag"]).status_code == 304
    assert [kind.values(row) for row in kind.rows(aanbieder.pk)] == before

    decide(beslisser, found["id"], vandaag)
    after = own.get(f"{PAD}/{found['id']}").json()
    assert after["status"] == "goedgekeurd"
    assert after["ingangsdatum"] == str(vandaag)
    assert after["toegepastOp"]
    assert (handeling == "beeindigen") or [
        kind.values(row) for row in kind.rows(aanbieder.pk)
    ] != before


@EVERY
def test_same_request_gives_the_first_one_r_zp_3(
    own: Api, body: Body, soort: str, handeling: str
) -> None:
    asked = body(soort, handeling)
    first, again = own.post(PAD, asked), own.post(PAD, {**asked, "toelichting": "Nog eens."})
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == first.json() | {"bestond": True}
    assert again["ETag"] == first["ETag"]
    assert not again.has_header("Location")
    assert Wijzigingsverzoek.objects.count() == 1


def test_iban_is_masked_and_old_values_show(own: Api, body: Body, aanbieder: Aanbieder) -> None:
    made = own.post(PAD, body("bankrekening")).json()
    masked = f"{NIEUW_IBAN[:4]} •••• {NIEUW_IBAN[-4:]}"
    assert made["nieuw"]["iban"] == masked
    assert made["afgeschermd"] == ["iban"]
    assert made["bewijsstukken"][0]["soort"] == "iban-verklaring"
    changed = own.post(PAD, body("contact", "wijzigen")).json()
    assert (changed["oud"]["naam"], changed["nieuw"]["naam"]) == ("Algemeen", "Balie")
    ended = own.post(PAD, body("bankrekening", "beeindigen"))
    account = Bankrekening.objects.get(aanbieder=aanbieder)
    for answer in (ended, own.get(PAD), own.get(f"{PAD}/{ended.json()['id']}")):
        assert account.iban not in answer.content.decode()
        assert NIEUW_IBAN not in answer.content.decode()


def test_secret_address_is_not_given_back_r_bes_2(own: Api, body: Body) -> None:
    secret = {"geheim": True, "straat": "Verborgenlaan"}
    made = own.post(PAD, body("locatie", nieuw=secret))
    assert made.status_code == 201, made.content
    assert made.json()["nieuw"]["geheim"] is True
    assert made.json()["afgeschermd"] == ["huisnummer", "plaats", "postcode", "straat"]
    for answer in (made, own.get(PAD), own.get(f"{PAD}/{made.json()['id']}")):
        assert "Verborgenlaan" not in answer.content.decode()


REFUSED: list[tuple[str, str, str, dict[str, Any], set[str], set[str]]] = [
    (
        "no declaration R-ZP-2",
        "bankrekening",
        "toevoegen",
        {"bewijsstukken": ...},
        {"iban_verklaring_ontbreekt"},
        {"bewijsstukken"},
    ),
    (
        "iban and declaration at once",
        "bankrekening",
        "toevoegen",
        {"bewijsstukken": [], "nieuw": {"iban": "NL00BANK0123456789"}},
        {"iban_verklaring_ontbreekt", "iban_ongeldig"},
        {"bewijsstukken", "nieuw.iban"},
    ),
    (
        "iban length",
        "bankrekening",
        "toevoegen",
        {"nieuw": {"iban": NIEUW_IBAN + "0"}},
        {"iban_ongeldig"},
        {"nieuw.iban"},
    ),
    ("agb", "agb-code", "toevoegen", {"nieuw": {"code": "123"}}, {"agb_ongeldig"}, {"nieuw.code"}),
    (
        "agb is there",
        "agb-code",
        "toevoegen",
        {"nieuw": {"code": "41990001"}},
        {"agb_overlap"},
        {"nieuw.code"},
    ),
    ("kvk", "identiteit", "wijzigen", {"nieuw": {"kvk": "12"}}, {"kvk_ongeldig"}, {"nieuw.kvk"}),
    (
        "unreachable",
        "contact",
        "toevoegen",
        {"nieuw": {"email": ...}},
        {"contact_onbereikbaar"},
        {"nieuw.email"},
    ),
    (
        "one per function",
        "contact",
        "toevoegen",
        {"nieuw": {"functie": "algemeen"}},
        {"contact_overlap"},
        {"nieuw.functie"},
    ),
    (
        "paper is missing",
        "document",
        "toevoegen",
        {"bewijsstukken": ...},
        {"document_ontbreekt"},
        {"bewijsstukken"},
    ),
    (
        "places",
        "groep",
        "toevoegen",
        {"nieuw": {"capaciteit": 201}},
        {"capaciteit_ongeldig"},
        {"nieuw.capaciteit"},
    ),
    (
        "location of nobody",
        "groep",
        "toevoegen",
        {"nieuw": {"locatie": NERGENS}},
        {"onbekende_waarde"},
        {"nieuw.locatie"},
    ),
    (
        "not back in time",
        "bankrekening",
        "toevoegen",
        {"datum": "2020-01-01"},
        {"periode_ongeldig"},
        {"datum"},
    ),
    (
        "too far",
        "contact",
        "wijzigen",
        {"datum": "2036-12-31"},
        {"periode_ongeldig"},
        {"datum"},
    ),
    (
        "end of time",
        "contact",
        "wijzigen",
        {"datum": "9999-12-31"},
        {"ongeldig_formaat"},
        {"datum"},
    ),
    (
        "empty text",
        "onderaannemer",
        "toevoegen",
        {"nieuw": {"naam": "  ", "kvk": ""}},
        {"verplicht"},
        {"nieuw.naam", "nieuw.kvk"},
    ),
    (
        "no percelen",
        "onderaannemer",
        "toevoegen",
        {"nieuw": {"percelen": []}},
        {"verplicht"},
        {"nieuw.percelen"},
    ),
    # form
    ("unknown field", "contact", "toevoegen", {"kleur": 1}, {"onbekend_veld"}, {"kleur"}),
    (
        "unknown value",
        "contact",
        "toevoegen",
        {"nieuw": {"fax": "1"}},
        {"onbekend_veld"},
        {"nieuw.fax"},
    ),
    (
        "fixed field",
        "contact",
        "wijzigen",
        {"nieuw": {"functie": "sroi"}},
        {"onbekend_veld"},
        {"nieuw.functie"},
    ),
    (
        "target of what is new",
        "contact",
        "toevoegen",
        {"doelId": NERGENS},
        {"onbekend_veld"},
        {"doelId"},
    ),
    ("no target", "contact", "wijzigen", {"doelId": ...}, {"verplicht"}, {"doelId"}),
    ("target no uuid", "contact", "wijzigen", {"doelId": "7"}, {"ongeldig_formaat"}, {"doelId"}),
    (
        "values with an end",
        "contact",
        "beeindigen",
        {"nieuw": {}},
        {"onbekend_veld"},
        {"nieuw"},
    ),
    (
        "list where text belongs",
        "contact",
        "toevoegen",
        {"nieuw": {"naam": ["x"], "email": {"a": 1}, "telefoon": 5}},
        {"ongeldig_formaat"},
        {"nieuw.naam", "nieuw.email", "nieuw.telefoon"},
    ),
    (
        "text where a list belongs",
        "onderaannemer",
        "toevoegen",
        {"nieuw": {"percelen": "BHI"}},
        {"ongeldig_formaat"},
        {"nieuw.percelen"},
    ),
    (
        "number in a list",
        "onderaannemer",
        "toevoegen",
        {"nieuw": {"percelen": [7, None]}},
        {"ongeldig_formaat"},
        {"nieuw.percelen.0", "nieuw.percelen.1"},
    ),
    (
        "number as text",
        "groep",
        "toevoegen",
        {"nieuw": {"capaciteit": "6"}},
        {"ongeldig_formaat"},
        {"nieuw.capaciteit"},
    ),
    (
        "yes as text",
        "locatie",
        "toevoegen",
        {"nieuw": {"geheim": "ja"}},
        {"ongeldig_formaat"},
        {"nieuw.geheim"},
    ),
    (
        "huge",
        "contact",
        "toevoegen",
        {"nieuw": {"naam": "x" * 100_000}, "toelichting": "x" * 2001},
        {"te_lang"},
        {"nieuw.naam", "toelichting"},
    ),
    (
        "control character",
        "contact",
        "toevoegen",
        {"nieuw": {"naam": "a\u0000b"}},
        {"ongeldig_formaat"},
        {"nieuw.naam"},
    ),
    ("day", "contact", "toevoegen", {"datum": "1-12-2026"}, {"ongeldig_formaat"}, {"datum"}),
    ("no values", "contact", "toevoegen", {"nieuw": "x"}, {"ongeldig_formaat"}, {"nieuw"}),
    (
        "evidence",
        "contact",
        "toevoegen",
        {"bewijsstukken": ["x", 5]},
        {"ongeldig_formaat"},
        {"bewijsstukken.0", "bewijsstukken.1"},
    ),
    (
        "too much evidence",
        "contact",
        "toevoegen",
        {"bewijsstukken": [NERGENS] * 11},
        {"ongeldig_formaat"},
        {"bewijsstukken"},
    ),
    (
        "form and rules at once",
        "onderaannemer",
        "toevoegen",
        {"datum": "x", "kleur": 1, "nieuw": {"kvk": "1", "naam": 5, "percelen": ["GEEN"]}},
        {"ongeldig_formaat", "onbekend_veld", "kvk_ongeldig", "onbekende_waarde"},
        {"datum", "kleur", "nieuw.kvk", "nieuw.naam", "nieuw.percelen"},
    ),
]


@pytest.mark.parametrize(
    ("soort", "handeling", "changes", "code", "name"),
    [case[1:] for case in REFUSED],
    ids=[case[0] for case in REFUSED],
)
def test_refused_with_everything_at_once(
    own: Api,
    body: Body,
    soort: str,
    handeling: str,
    changes: dict[str, Any],
    code: set[str],
    name: set[str],
) -> None:
    given = dict(changes)
    values = given.pop("nieuw", None)
    asked = body(soort, handeling, nieuw=values if isinstance(values, dict) else None, **given)
    if handeling == "beeindigen" or isinstance(values, str):
        asked["nieuw"] = values
    refused = own.post(PAD, asked)
    assert refused.status_code == 400, refused.content
    assert refused["Content-Type"] == "application/problem+json"
    assert (codes(refused), names(refused)) == (code, name)
    assert not Wijzigingsverzoek.objects.exists()
    judged = own.post(f"{PAD}/_valideer", asked)
    if judged.status_code == 200:
        found = judged.json()
        assert found["geldig"] is False
        assert {one["veld"] for one in found["bevindingen"]} == name
    else:
        assert names(judged) == name


def test_unchanged_is_geen_wijziging(own: Api, body: Body, aanbieder: Aanbieder) -> None:
    same = {"naam": "Algemeen", "email": "algemeen@aanbieder.demo", "telefoon": None}
    refused = own.post(PAD, body("contact", "wijzigen", nieuw=same))
    assert (refused.status_code, codes(refused)) == (400, {"geen_wijziging"})


HEADS: list[tuple[str, dict[str, Any], set[str], set[str]]] = [
    ("empty", {}, {"verplicht"}, {"soort", "handeling", "datum"}),
    (
        "unknown kind",
        {"soort": "auto", "handeling": "toevoegen", "datum": "x", "nieuw": 5},
        {"onbekende_waarde", "ongeldig_formaat"},
        {"soort", "datum"},
    ),
    (
        "kind is a list",
        {"soort": ["contact"], "handeling": {}, "datum": "2026-12-01"},
        {"ongeldig_formaat"},
        {"soort", "handeling"},
    ),
    (
        "act that this kind has not",
        {"soort": "identiteit", "handeling": "beeindigen", "datum": "2026-12-01", "x": 1},
        {"onbekende_waarde", "onbekend_veld"},
        {"handeling", "x"},
    ),
]


@pytest.mark.parametrize(
    ("asked", "code", "name"), [case[1:] for case in HEADS], ids=[case[0] for case in HEADS]
)
def test_head_of_a_request(own: Api, asked: dict[str, Any], code: set[str], name: set[str]) -> None:
    refused = own.post(PAD, asked)
    assert (refused.status_code, codes(refused), names(refused)) == (400, code, name)


@pytest.mark.parametrize("text", ["[]", "7", "null", '"x"', "{", "[" * 5000])
@pytest.mark.parametrize("path", [PAD, f"{PAD}/_valideer"])
def test_unreadable_body_is_400(own: Api, path: str, text: str) -> None:
    refused = own.post(path, text)
    assert (refused.status_code, refused.json()["code"]) == (400, "json_ongeldig")


def test_message_never_repeats_an_iban(own: Api, body: Body) -> None:
    refused = own.post(PAD, body("bankrekening", nieuw={"iban": "NL13BANK0123456789"}))
    assert refused.status_code == 400
    assert "BANK0123456789" not in refused.content.decode()


def test_waiting_declaration_does_not_open_the_iban(
    own: Api, body: Body, settings: Any, document: Callable[..., Document]
) -> None:
    """R-ZP-2: only an accepted document counts."""
    waiting = document("iban-verklaring")
    Document.objects.filter(pk=waiting.pk).update(scan="wacht")
    refused = own.post(PAD, body("bankrekening", bewijsstukken=[str(waiting.pk)]))
    assert codes(refused) == {"iban_verklaring_ontbreekt"}


# --- lists, and what happens to a request


def test_list_filters_pages_and_costs_the_same(own: Api, body: Body) -> None:
    made = [own.post(PAD, body("agb-code", nieuw={"code": f"4198{n:04}"})) for n in range(5)]
    made.append(own.post(PAD, body("contact", "wijzigen")))
    ids = [answer.json()["id"] for answer in reversed(made)]
    first = own.get(f"{PAD}?limit=4")
    assert [row["id"] for row in first.json()["resultaten"]] == ids[:4]
    assert 'rel="next"' in first["Link"]
    rest = own.client.get(first.json()["volgende"]).json()["resultaten"]
    assert [row["id"] for row in rest] == ids[4:]
    kinds = own.get(f"{PAD}?soort=contact").json()["resultaten"]
    assert [row["id"] for row in kinds] == ids[:1]
    assert own.get(f"{PAD}?status=goedgekeurd").json()["resultaten"] == []
    assert len(own.get(f"{PAD}?status=ingediend").json()["resultaten"]) == 6
    for wrong in ("status=concept", "soort=auto", "kleur=1", "cursor=x", "limit=0"):
        assert own.get(f"{PAD}?{wrong}").status_code == 400
    counts = []
    for limit in (2, 6):
        with CaptureQueriesContext(connection) as seen:
            own.get(f"{PAD}?limit={limit}")
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_concepts_are_not_for_programs(
    own: Api, beheerder: Actor, aanbieder: Aanbieder, vandaag: datetime.date
) -> None:
    draft = save_concept(
        beheerder, Verzoekgegevens(aanbieder.pk, "contact", "toevoegen", Inhoud(nieuw={"x": "y"}))
    )
    assert own.get(PAD).json()["resultaten"] == []
    assert own.get(f"{PAD}/{draft.pk}").status_code == 404
    for act in ("intrekking", "antwoord"):
        answer = own.post(f"{PAD}/{draft.pk}/{act}", {"antwoord": "x"}, if_match='"1"')
        assert answer.status_code == 404


def test_withdraw(own: Api, body: Body) -> None:
    made = own.post(PAD, body("contact", "wijzigen"))
    path = f"{PAD}/{made.json()['id']}/intrekking"
    assert own.post(path, {}).status_code == 428
    assert own.post(path, {}, if_match="*").status_code == 428
    assert own.post(path, {}, if_match='"9"').status_code == 412
    assert own.post(path, {}, if_match='"x"').status_code == 412
    assert own.post(path, {"kleur": 1}, if_match=made["ETag"]).status_code == 400
    done = own.post(path, {"reden": "Verkeerd nummer."}, if_match=made["ETag"])
    assert done.status_code == 200, done.content
    assert (done.json()["status"], done.json()["reden"]) == ("ingetrokken", "Verkeerd nummer.")
    assert done["ETag"] != made["ETag"]
    again = own.post(path, {}, if_match=done["ETag"])
    assert (again.status_code, again.json()["code"]) == (409, "status_overgang")
    assert own.post(PAD, body("contact", "wijzigen")).status_code == 201


def test_decided_request_shows_the_reason_and_cannot_be_withdrawn(
    own: Api, body: Body, beslisser: Actor, vandaag: datetime.date
) -> None:
    made = own.post(PAD, body("contact", "wijzigen"))
    pk = made.json()["id"]
    decide(beslisser, pk, vandaag, reden="Het adres bestaat niet.")
    found = own.get(f"{PAD}/{pk}").json()
    assert (found["status"], found["reden"]) == ("afgewezen", "Het adres bestaat niet.")
    assert found["beslotenOp"]
    assert "beslisser" not in found
    late = own.post(f"{PAD}/{pk}/intrekking", {}, if_match=made["ETag"])
    assert (late.status_code, late.json()["code"]) == (409, "status_overgang")


def test_question_and_answer(
    own: Api,
    body: Body,
    beslisser: Actor,
    vandaag: datetime.date,
    document: Callable[..., Document],
) -> None:
    made = own.post(PAD, body("contact", "wijzigen"))
    pk = made.json()["id"]
    path = f"{PAD}/{pk}/antwoord"
    early = own.post(path, {"antwoord": "x"}, if_match=made["ETag"])
    assert early.status_code == 409
    ask(beslisser, pk, vraag="Klopt dit?", versie=1, peildatum=vandaag)
    asked = own.get(f"{PAD}/{pk}")
    question = asked.json()["aanvullingen"][0]
    assert (question["vraag"], question["beantwoordOp"]) == ("Klopt dit?", None)
    stale = own.post(path, {"antwoord": "x"}, if_match=made["ETag"])
    assert stale.status_code == 412
    assert own.post(path, {"antwoord": " "}, if_match=asked["ETag"]).status_code == 400
    proof = str(document("bewijsstuk").pk)
    bad = own.post(path, {"antwoord": "Ja.", "bewijsstukken": [NERGENS]}, if_match=asked["ETag"])
    assert bad.status_code == 404
    done = own.post(path, {"antwoord": "Ja.", "bewijsstukken": [proof]}, if_match=asked["ETag"])
    assert done.status_code == 200, done.content
    found = done.json()
    assert found["status"] == "in_behandeling"
    assert found["aanvullingen"][0]["antwoord"] == "Ja."
    assert [d["id"] for d in found["bewijsstukken"]] == [proof]
    event = Gebeurtenis.objects.get(soort="wijziging.beantwoord")
    assert event.actor_id == own.apiclient.pk


def test_idempotency_key(own: Api, body: Body) -> None:
    asked = body("contact", "wijzigen")
    first = own.post(PAD, asked, idempotency_key="z-1")
    again = own.post(PAD, asked, idempotency_key="z-1")
    assert (first.status_code, again.status_code) == (201, 201)
    assert (again.content, again["Idempotent-Replayed"]) == (first.content, "true")
    other = own.post(PAD, {**asked, "toelichting": "x"}, idempotency_key="z-1")
    assert (other.status_code, other.json()["code"]) == (409, "idempotentie_ander_verzoek")


def test_throttled(own: Api, settings: Any) -> None:
    settings.API_VERZOEKEN_PER_MINUUT = 3
    assert 429 in {own.get(PAD).status_code for _ in range(6)}


# --- who may


@pytest.fixture
def other(program_of: Callable[..., Api]) -> Api:
    """The program of another aanbieder."""
    return program_of(AanbiederFactory(naam="De Beuk").organisatie)


def test_program_of_another_aanbieder_sees_and_changes_nothing(
    own: Api, other: Api, body: Body, aanbieder: Aanbieder
) -> None:
    made = own.post(PAD, body("bankrekening"))
    pk = made.json()["id"]
    assert other.get(PAD).json()["resultaten"] == []
    assert other.get(f"{PAD}/{pk}").status_code == 404
    for act, text in (("intrekking", {}), ("antwoord", {"antwoord": "x"})):
        assert other.post(f"{PAD}/{pk}/{act}", text, if_match='"1"').status_code == 404
    for soort in ("contact", "locatie", "groep"):
        assert other.post(PAD, body(soort, "beeindigen")).status_code == 404
        assert other.post(f"{PAD}/_valideer", body(soort, "beeindigen")).status_code == 404
    stolen = body("contact", bewijsstukken=[made.json()["bewijsstukken"][0]["id"]])
    assert other.post(PAD, stolen).status_code == 404
    assert Wijzigingsverzoek.objects.count() == 1


def test_target_that_is_nowhere_is_404(own: Api, body: Body) -> None:
    assert own.post(PAD, body("contact", "wijzigen", doelId=NERGENS)).status_code == 404
    assert own.post(PAD, body("contact", bewijsstukken=[NERGENS])).status_code == 404


OUTSIDERS = [
    (Rolcode.CONTRACTMANAGER, "ozjt"),
    (Rolcode.CONTRACTBEHEERDER, "ozjt"),
    (Rolcode.BESCHIKBAARHEIDSBEHEERDER, "ozjt"),
    (Rolcode.GEMEENTE_API, "gemeente"),
    (Rolcode.AANBIEDER_ZORG, "aanbieder"),
]


@pytest.mark.parametrize(("rol", "waar"), OUTSIDERS, ids=[rol for rol, _ in OUTSIDERS])
def test_programs_of_others_read_no_requests_whatever_their_scopes(
    own: Api,
    body: Body,
    aanbieder: Aanbieder,
    program_of: Callable[..., Api],
    request: pytest.FixtureRequest,
    rol: Rolcode,
    waar: str,
) -> None:
    """R-ZP-4"""
    made = own.post(PAD, body("locatie", "wijzigen"))
    assert made.status_code == 201
    pk, proof = made.json()["id"], "/documenten/" + own_document(own)
    place = request.getfixturevalue(waar)
    stranger = program_of(place.organisatie if waar == "aanbieder" else place, rol)
    reads = [PAD, f"{PAD}?status=ingediend", f"{PAD}/{pk}", proof]
    assert {path: stranger.get(path).status_code for path in reads} == dict.fromkeys(reads, 403)
    asked = body("contact")
    writes = [PAD, f"{PAD}/_valideer", f"{PAD}/{pk}/intrekking", f"{PAD}/{pk}/antwoord"]
    got = {path: stranger.post(path, asked, if_match='"1"').status_code for path in writes}
    assert got == dict.fromkeys(writes, 403)


def own_document(own: Api) -> str:
    made = own.client.post(
        "/api/v1/documenten?soort=bewijsstuk", pages(1), content_type="application/pdf"
    )
    assert made.status_code == 201, made.content
    found: str = made.json()["id"]
    return found


def test_role_at_an_organisation_that_is_no_aanbieder(program_of: Callable[..., Api]) -> None:
    lost = program_of(OrganisatieFactory(soort="ozjt"), Rolcode.AANBIEDER_BEHEERDER)
    assert lost.get(PAD).json()["resultaten"] == []
    assert lost.post(PAD, {"soort": "contact"}).status_code == 403
    answer = lost.client.post(
        "/api/v1/documenten?soort=bewijsstuk", pages(1), content_type="application/pdf"
    )
    assert answer.status_code == 403


def test_scope_of_reading_does_not_write_and_the_other_way(
    aanbieder: Aanbieder, body: Body, program_of: Callable[..., Api]
) -> None:
    reader = program_of(aanbieder.organisatie, scopes="wijzigingsverzoeken:lezen")
    writer = program_of(aanbieder.organisatie, scopes="wijzigingsverzoeken:schrijven")
    neither = program_of(aanbieder.organisatie, scopes="aanbieders:lezen")
    assert reader.get(PAD).status_code == 200
    assert reader.post(PAD, body("contact")).status_code == 403
    assert writer.get(PAD).status_code == 403
    assert writer.post(PAD, body("contact")).status_code == 201
    assert neither.get(PAD).status_code == neither.post(PAD, body("contact")).status_code == 403


def test_nobody_reads_an_unapproved_value_by_any_route_r_zp_4(
    own: Api,
    body: Body,
    aanbieder: Aanbieder,
    program_of: Callable[..., Api],
    ozjt: Any,
    gemeente: Any,
) -> None:
    """List, detail, search and sub-resources, for the aanbieder itself as for others."""
    marks = {
        ("identiteit", "wijzigen"): {"naam": "Merk-een"},
        ("contact", "wijzigen"): {"naam": "Merk-twee"},
        ("contact", "toevoegen"): {"naam": "Merk-drie"},
        ("locatie", "wijzigen"): {"naam": "Merk-vier"},
        ("groep", "wijzigen"): {"naam": "Merk-vijf"},
        ("onderaannemer", "toevoegen"): {"naam": "Merk-zes"},
        ("document", "toevoegen"): {"omschrijving": "Merk-zeven"},
        ("bankrekening", "toevoegen"): {"tenaamstelling": "Merk-acht"},
        ("agb-code", "toevoegen"): {"code": "41987654"},
    }
    for (soort, handeling), values in marks.items():
        assert own.post(PAD, body(soort, handeling, nieuw=values)).status_code == 201
    detail = f"/aanbieders/{aanbieder.pk}"
    parts = ["bankrekeningen", "contacten", "dossierstukken", "groepen", "onderaannemers"]
    paths = ["/aanbieders", detail, *(f"{detail}/{part}" for part in parts)]
    readers = [
        own,
        program_of(ozjt, Rolcode.CONTRACTBEHEERDER),
        program_of(gemeente, Rolcode.GEMEENTE_API),
    ]
    for reader in readers:
        seen = [reader.get(path).content.decode() for path in paths]
        seen.append(reader.post("/aanbieders/_zoek", {"naam": "Merk"}).content.decode())
        assert not [text for text in seen if "Merk-" in text or "41987654" in text]


def test_stored_request_is_unreadable(own: Api, body: Body) -> None:
    made = own.post(PAD, body("bankrekening")).json()
    row = Wijzigingsverzoek.objects.get(pk=made["id"])
    assert row.status == Verzoekstatus.INGEDIEND
    assert row.indiener_client_id == own.apiclient.pk
    assert NIEUW_IBAN.encode() not in bytes(row.inhoud) + bytes(row.inhoud_hash or b"")
    events = json.dumps(list(Gebeurtenis.objects.values_list("gegevens", flat=True)))
    assert NIEUW_IBAN not in events
