"""Filing and reading over REST: the same codes as the service, and nobody sees another gemeente."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.models import Gebeurtenis, Inzage
from indications.models import Toewijzing
from tests.api.conftest import BEUK, BSN, ELS, WILG, Api, changed, codes, names

Sound = Callable[..., dict[str, Any]]
DAY = datetime.timedelta(days=1)


def test_filing_gives_201_with_location_etag_and_reference(api: Api, sound: Sound) -> None:
    made = api.post("/toewijzingen", sound())

    assert made.status_code == 201
    row = Toewijzing.objects.get(pk=made.json()["id"])
    assert made["Location"].endswith(f"/api/v1/toewijzingen/{row.pk}")
    assert made["ETag"] == '"1"'
    assert made.json()["nummer"] == row.nummer
    assert made.json()["toewijzingsmoment"].endswith("Z")
    assert Gebeurtenis.objects.filter(object_id=row.pk, soort="toewijzing.ingediend").exists()


RULES: list[tuple[str, dict[str, Any], str, str]] = [
    ("R-TOE-10 no contract", {"aanbiederAgbCode": WILG}, "geen_contract", "aanbiederAgbCode"),
    ("R-CON-4", {"aanbiederAgbCode": BEUK}, "clientenstop", "aanbiederAgbCode"),
    ("unknown agb", {"aanbiederAgbCode": "41999999"}, "aanbieder_onbekend", "aanbiederAgbCode"),
    ("agb with letters", {"aanbiederAgbCode": "linde"}, "agb_ongeldig", "aanbiederAgbCode"),
    ("R-SEG-2", {"productcode": "ZZZZZ"}, "product_onbekend", "productcode"),
    (
        "R-TOE-3",
        {"verdeling": {"direct": 1, "indirect": 1, "reistijd": 1}},
        "verdeling_telt_niet_op",
        "verdeling",
    ),
    (
        "R-TOE-4",
        {"verdeling": {"direct": 2000, "indirect": 0, "reistijd": 1000, "aantalContacten": 22}},
        "reistijd_te_hoog",
        "verdeling.reistijd",
    ),
    ("R-TOE-5", {"omvang.eenheid": "14"}, "eenheid_niet_toegestaan", "omvang.eenheid"),
    ("R-TOE-7", {"einddatum": "2031-01-01"}, "behandeling_te_lang", "einddatum"),
    ("elfproef", {"jeugdige.bsn": "999990018"}, "bsn_ongeldig", "jeugdige.bsn"),
    ("bsn too short", {"jeugdige.bsn": "12"}, "bsn_ongeldig", "jeugdige.bsn"),
    ("period", {"einddatum": "2020-01-01"}, "periode_ongeldig", "einddatum"),
    ("volume zero", {"omvang.volume": 0}, "volume_ongeldig", "omvang.volume"),
    ("gemeente unknown", {"gemeentecode": "9999"}, "gemeente_onbekend", "gemeentecode"),
    (
        "warning without reason",
        {"aanbiederAgbCode": ELS},
        "waarschuwing_zonder_reden",
        "waarschuwingReden",
    ),
]


@pytest.mark.parametrize(
    ("change", "code", "name"), [r[1:] for r in RULES], ids=[r[0] for r in RULES]
)
def test_rule_gives_its_code(
    api: Api, sound: Sound, change: dict[str, Any], code: str, name: str
) -> None:
    refused = api.post("/toewijzingen", sound(change))

    assert refused.status_code == 400, refused.content
    assert refused["Content-Type"] == "application/problem+json"
    found = {(wrong["code"], wrong["name"]) for wrong in refused.json()["invalidParams"]}
    assert (code, name) in found
    assert not Toewijzing.objects.filter(jeugdige__geboortedatum="2014-05-01").exists()


@pytest.mark.parametrize("change", [r[1] for r in RULES[:-1]], ids=[r[0] for r in RULES[:-1]])
def test_valideer_says_the_same_as_filing(api: Api, sound: Sound, change: dict[str, Any]) -> None:
    body = sound(change)
    judged = api.post("/toewijzingen/_valideer", body)
    refused = api.post("/toewijzingen", body)

    assert judged.status_code == 200
    assert judged.json()["geldig"] is False
    errors = {f["code"] for f in judged.json()["bevindingen"]}
    assert errors == codes(refused) - {"waarschuwing_zonder_reden"}


def test_valideer_stores_nothing(api: Api, sound: Sound) -> None:
    before = Toewijzing.objects.count()
    assert api.post("/toewijzingen/_valideer", sound()).json() == {
        "geldig": True,
        "bevindingen": [],
    }
    assert Toewijzing.objects.count() == before


def test_warning_passes_with_a_reason(api: Api, sound: Sound) -> None:
    body = sound({"aanbiederAgbCode": ELS, "waarschuwingReden": "overname is geregeld"})
    made = api.post("/toewijzingen", body)
    assert made.status_code == 201, made.content
    detail = api.get(f"/toewijzingen/{made.json()['id']}").json()
    assert detail["waarschuwingReden"] == "overname is geregeld"


def test_all_errors_of_form_and_rules_come_at_once(api: Api, sound: Sound) -> None:
    body = sound(
        {
            "omvang.volume": "3000",
            "begindatum": "1-1-2027",
            "productcode": "ZZZZZ",
            "verwijzing.datum": ...,
            "kleur": "rood",
        }
    )
    refused = api.post("/toewijzingen", body)
    assert refused.status_code == 400
    assert names(refused) >= {
        "omvang.volume",
        "begindatum",
        "productcode",
        "verwijzing.datum",
        "kleur",
    }
    assert codes(refused) >= {
        "ongeldig_formaat",
        "product_onbekend",
        "verplicht",
        "onbekend_veld",
    }


def test_other_gemeente_cannot_be_filed_for(api: Api, sound: Sound) -> None:
    refused = api.post("/toewijzingen", sound({"gemeentecode": "0164"}))
    assert refused.status_code == 403
    assert refused.json()["code"] == "geen_recht"


def test_known_pseudonym_instead_of_person(api: Api, sound: Sound) -> None:
    made = api.post("/toewijzingen", sound()).json()
    jeugdige = api.get(f"/toewijzingen/{made['id']}").json()["jeugdigeId"]
    body = sound({"jeugdige": ..., "jeugdigeId": jeugdige, "productcode": "ABGII"})
    assert api.post("/toewijzingen", body).status_code == 201
    both = api.post("/toewijzingen", sound({"jeugdigeId": jeugdige}))
    assert (both.status_code, "jeugdigeId" in names(both)) == (400, True)


def test_pseudonym_of_another_gemeente_does_not_exist(
    api: Api, gemeente_api: Callable[..., Api], sound: Sound
) -> None:
    made = api.post("/toewijzingen", sound()).json()
    jeugdige = api.get(f"/toewijzingen/{made['id']}").json()["jeugdigeId"]
    other = gemeente_api("0164")
    body = sound({"jeugdige": ..., "jeugdigeId": jeugdige, "gemeentecode": "0164"})
    assert other.post("/toewijzingen", body).status_code == 404


class TestScope:
    """N-API-16: what detail refuses, list and _zoek refuse too."""

    @pytest.fixture
    def made(self, api: Api, sound: Sound) -> dict[str, Any]:
        filed: dict[str, Any] = api.post("/toewijzingen", sound()).json()
        return filed

    @pytest.fixture
    def other(self, demo: None, gemeente_api: Callable[..., Api]) -> Api:
        return gemeente_api("0164")

    def test_detail(self, made: dict[str, Any], other: Api) -> None:
        assert other.get(f"/toewijzingen/{made['id']}").status_code == 404

    def test_list(self, made: dict[str, Any], other: Api) -> None:
        rows = other.get(f"/toewijzingen?nummer={made['nummer']}").json()["resultaten"]
        assert rows == []

    @pytest.mark.parametrize("body", [{"bsn": BSN[1]}, {"productcode": "ABHIR"}, {}])
    def test_search(self, made: dict[str, Any], other: Api, body: dict[str, Any]) -> None:
        rows = other.post("/toewijzingen/_zoek", body).json()["resultaten"]
        assert made["id"] not in {row["id"] for row in rows}
        assert {row["gemeentecode"] for row in rows} <= {"0164"}

    def test_filing(self, made: dict[str, Any], other: Api, api: Api) -> None:
        assert other.get(f"/indieningen/{made['indiening']}").status_code == 404
        assert api.get(f"/indieningen/{made['indiening']}").status_code == 200

    @pytest.mark.parametrize("what", ["beeindiging", "intrekking"])
    def test_acts(self, made: dict[str, Any], other: Api, what: str, vandaag: Any) -> None:
        body = {"einddatum": str(vandaag + 30 * DAY), "reden": "05"} if what[0] == "b" else {}
        path = f"/toewijzingen/{made['id']}/{what}"
        assert other.post(path, body, if_match='"1"').status_code == 404

    def test_scope_of_the_token(
        self, made: dict[str, Any], gemeente_api: Callable[..., Api], sound: Sound
    ) -> None:
        reader = gemeente_api("0153", "toewijzingen:lezen")
        assert reader.get(f"/toewijzingen/{made['id']}").status_code == 200
        assert reader.post("/toewijzingen", sound()).status_code == 403
        assert reader.get("/percelen").status_code == 403


class TestVersion:
    @pytest.fixture
    def path(self, api: Api, sound: Sound) -> str:
        return f"/toewijzingen/{api.post('/toewijzingen', sound()).json()['id']}"

    def test_unchanged_gives_304(self, api: Api, path: str) -> None:
        first = api.get(path)
        again = api.get(path, if_none_match=first["ETag"])
        assert (again.status_code, again.content) == (304, b"")

    def test_end_needs_the_current_version(self, api: Api, path: str, vandaag: Any) -> None:
        body = {"einddatum": str(vandaag + 60 * DAY), "reden": "05"}
        end = f"{path}/beeindiging"
        assert api.post(end, body).status_code == 428
        assert api.post(end, body, if_match="*").status_code == 428
        assert api.post(end, body, if_match='"2"').status_code == 412
        assert api.post(end, body, if_match='W/"1"').status_code == 412
        done = api.post(end, body, if_match='"1"')
        assert (done.status_code, done["ETag"]) == (200, '"2"')
        assert done.json()["status"] == "beeindigd"
        assert api.get(path, if_none_match='"1"')["ETag"] == '"2"'

    def test_withdrawn_cannot_be_ended(self, api: Api, path: str, vandaag: Any) -> None:
        assert api.post(f"{path}/intrekking", {}, if_match='"1"').json()["status"] == "ingetrokken"
        body = {"einddatum": str(vandaag + 60 * DAY), "reden": "05"}
        refused = api.post(f"{path}/beeindiging", body, if_match='"2"')
        assert (refused.status_code, refused.json()["code"]) == (409, "status_overgang")

    def test_later_end_is_refused(self, api: Api, path: str) -> None:
        body = {"einddatum": "2040-01-01", "reden": "05"}
        refused = api.post(f"{path}/beeindiging", body, if_match='"1"')
        assert (refused.status_code, codes(refused)) == (400, {"periode_ongeldig"})


class TestTogether:
    def test_pair_is_one_filing(self, api: Api, sound: Sound) -> None:
        pair = {"toewijzingen": [sound(), sound({"productcode": "ABGII"})]}
        assert api.post("/indieningen/_valideer", pair).json()["geldig"] is True
        made = api.post("/indieningen", pair)
        assert made.status_code == 201
        stored = api.get(made["Location"].partition("/api/v1")[2]).json()
        assert len(stored["toewijzingen"]) == 2
        assert {row["indiening"] for row in stored["toewijzingen"]} == {made.json()["id"]}

    def test_one_wrong_stores_none(self, api: Api, sound: Sound) -> None:
        before = Toewijzing.objects.count()
        pair = {"toewijzingen": [sound(), sound({"productcode": "ZZZZZ"})]}
        refused = api.post("/indieningen", pair)
        assert refused.status_code == 400
        assert names(refused) == {"toewijzingen.1.productcode"}
        assert Toewijzing.objects.count() == before

    @pytest.mark.parametrize("rows", [[], [{}], "x", [1]])
    def test_form(self, api: Api, rows: Any) -> None:
        assert api.post("/indieningen", {"toewijzingen": rows}).status_code == 400


class TestAccessLog:
    """N-LOG-01: one line per answer, with every pseudonym in it."""

    def test_list_detail_and_search(self, api: Api, sound: Sound) -> None:
        made = api.post("/toewijzingen", sound()).json()
        detail = api.get(f"/toewijzingen/{made['id']}").json()
        api.get("/toewijzingen?productcode=ABHIR")
        api.post("/toewijzingen/_zoek", {"bsn": BSN[1]})

        lines = Inzage.objects.filter(actor_id=api.apiclient.pk)
        for soort in (
            "toewijzing.detail",
            "toewijzing.lijst",
            "toewijzing.zoeken",
            "jeugdige.zoeken",
        ):
            line = lines.get(soort=soort)
            assert detail["jeugdigeId"] in [str(j) for j in line.jeugdigen], soort


def test_same_number_of_queries_for_2_and_20_rows(api: Api, sound: Sound, vandaag: Any) -> None:
    def file(count: int) -> None:
        for _ in range(count):
            nonlocal day
            day += DAY
            body = sound({"begindatum": str(day), "einddatum": str(day), "omvang.volume": 60})
            assert api.post("/toewijzingen", body).status_code == 201

    def queries(path: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert api.get(path).status_code == 200
        return len(seen)

    day = vandaag
    file(2)
    paths = ["/toewijzingen?limit=100"]
    few = [queries(path) for path in paths]
    file(18)
    assert [queries(path) for path in paths] == few
    assert len(api.get("/toewijzingen?productcode=ABHIR&limit=100").json()["resultaten"]) >= 20


def test_no_personal_data_in_answers_or_addresses(api: Api, sound: Sound) -> None:
    body = sound()
    secrets = [body["jeugdige"]["bsn"], "Testman", "Tess"]
    made = api.post("/toewijzingen", body)
    answers = [
        made,
        api.post("/toewijzingen", body),
        api.post("/toewijzingen", changed(body, {"jeugdige.bsn": "999990018"})),
        api.get(f"/toewijzingen/{made.json()['id']}"),
        api.get("/toewijzingen"),
        api.post("/toewijzingen/_zoek", {"bsn": body["jeugdige"]["bsn"]}),
        api.post("/toewijzingen", {**body, body["jeugdige"]["bsn"]: 1}),
    ]
    for answer in answers:
        seen = answer.content.decode() + "".join(answer.headers.values())
        assert not [secret for secret in [*secrets, "999990018"] if secret in seen]
