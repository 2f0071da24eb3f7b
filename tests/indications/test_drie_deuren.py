"""One rule, one code, at every door: service, REST and form, each at its boundary (design §6).

A case is a sound request with what differs, in the words of the REST body. Just inside the boundary
all three doors take it, just outside all three refuse it with the same code.
"""

import datetime
import json
import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from core.actor import Actor
from core.choices import Rolcode
from core.fouten import Ongeldig
from indications.aanvraag import Aanvraag, Jeugdigegegevens, Verdeling
from indications.models import Toewijzing
from indications.services.indienen import file_toewijzingen
from tests.indications.conftest import BEUK, ELS, ES, LINDE, VRIJ_BSN, WILG, gemeente

DAY = datetime.timedelta(days=1)
ALL = "toewijzingen:lezen toewijzingen:schrijven"
Body = dict[str, Any]


def years(day: datetime.date, n: int) -> datetime.date:
    try:
        return day.replace(year=day.year + n)
    except ValueError:
        return day.replace(year=day.year + n, day=28)


def cases(today: datetime.date) -> dict[str, tuple[Body, str]]:
    """Changes and the code expected; '' for just inside."""
    begin = today + 7 * DAY
    two_years = years(begin, 2) - DAY
    els_last = today + 30 * DAY
    vak = {"productcode": "DVAKT", "aanbiederAgbCode": WILG}
    groep = {"productcode": "DBGGB", "eenheid": "04", "volume": 100}
    arts = {"verwijzingType": "02"}
    one_year = years(today, 1) - DAY
    return {
        "sound": ({}, ""),
        "R-TOE-7 last day": ({"einddatum": two_years}, ""),
        "R-TOE-7 a day more": ({"einddatum": two_years + DAY}, "behandeling_te_lang"),
        "R-TOE-3 adds up": ({"verdeling": (2000, 700, 300, 40)}, ""),
        "R-TOE-3 one short": ({"verdeling": (2000, 699, 300, 40)}, "verdeling_telt_niet_op"),
        "R-TOE-4 45 a visit": ({"verdeling": (1200, 0, 1800, 40)}, ""),
        "R-TOE-4 a minute more": ({"verdeling": (1199, 0, 1801, 40)}, "reistijd_te_hoog"),
        "R-TOE-2 split on a group": (
            {**groep, "verdeling": (100, 0, 0, 10)},
            "verdeling_niet_toegestaan",
        ),
        "R-TOE-5 indirect on a group": (
            {**groep, "verdeling": (90, 10, 0, 10)},
            "geen_indirecte_tijd",
        ),
        "R-TOE-5 group by the hour": (groep, ""),
        "R-TOE-5 group by the minute": (
            {**groep, "eenheid": "01"},
            "eenheid_niet_toegestaan",
        ),
        "R-TOE-6 2,200 in 24": ({**vak, "volume": 2200, "verdeling": (None, None, None, 24)}, ""),
        "R-TOE-6 2,201 minutes": (
            {**vak, "volume": 2201, "verdeling": (None, None, None, 24)},
            "vaktherapie_te_veel_minuten",
        ),
        "R-TOE-6 25 sessions": (
            {**vak, "volume": 2200, "verdeling": (None, None, None, 25)},
            "vaktherapie_te_veel_sessies",
        ),
        "R-TOE-9 a year to the day": ({**arts, "einddatum": one_year}, ""),
        "R-TOE-9 a day past the year": (
            {**arts, "einddatum": one_year + DAY},
            "verwijzing_verlopen",
        ),
        "R-TOE-10 last day of the contract": (
            {"aanbiederAgbCode": ELS, "begindatum": els_last, "einddatum": els_last},
            "",
        ),
        "R-TOE-10 the day after": (
            {"aanbiederAgbCode": ELS, "begindatum": els_last + DAY, "einddatum": els_last + DAY},
            "geen_contract",
        ),
        "R-TOE-10 longer than the contract": (
            {"aanbiederAgbCode": ELS, "einddatum": els_last + DAY},
            "waarschuwing_zonder_reden",
        ),
        "R-TOE-10 longer, with a reason": (
            {
                "aanbiederAgbCode": ELS,
                "einddatum": els_last + DAY,
                "waarschuwingReden": "Overdracht is afgesproken",
            },
            "",
        ),
        "D-26 promised here": ({"aanbiederAgbCode": ELS, "einddatum": els_last}, ""),
        "D-26 not promised here": (
            {"aanbiederAgbCode": ELS, "einddatum": els_last, "gemeentecode": "0164"},
            "waarschuwing_zonder_reden",
        ),
        "R-CON-9 out of a fixed budget": (
            {"productcode": "DCRIZ", "aanbiederAgbCode": ES},
            "taakgericht",
        ),
        "R-CON-4 clientenstop": ({"aanbiederAgbCode": BEUK}, "clientenstop"),
        "R-SEG-2 unknown product": ({"productcode": "XXXXX"}, "product_onbekend"),
        "R-SEG-5 not in Hengelo": (
            {"gemeentecode": "0164", "productcode": "ABGII"},
            "product_niet_in_gemeente",
        ),
        "R-SEG-5 elsewhere": ({"productcode": "ABGII"}, ""),
        "R-SEG-9 no screening": (
            {"productcode": "DSCRN", "aanbiederAgbCode": WILG, "eenheid": "82", "volume": 1},
            "geen_contract",
        ),
        "R-CPW-1 through the CPWV": (
            {"productcode": "DSPWO", "aanbiederAgbCode": ES, "eenheid": "14", "volume": 90},
            "plaatsing_via_cpwv",
        ),
        "period upside down": ({"einddatum": begin - DAY}, "periode_ongeldig"),
        "period of one day": ({"einddatum": begin}, ""),
        "elfproef": ({"bsn": "999990018"}, "bsn_ongeldig"),
        "unknown AGB-code": ({"aanbiederAgbCode": "41999999"}, "aanbieder_onbekend"),
    }  # fmt: skip


NAMES = list(cases(datetime.date(2026, 11, 22)))


@pytest.fixture(params=NAMES)
def case(request: pytest.FixtureRequest, vandaag: datetime.date) -> tuple[Body, str]:
    changes, code = cases(vandaag)[request.param]
    sound: Body = {
        "bsn": VRIJ_BSN,
        "gemeentecode": "0153",
        "aanbiederAgbCode": LINDE,
        "productcode": "ABHIR",
        "begindatum": vandaag + 7 * DAY,
        "einddatum": vandaag + 200 * DAY,
        "volume": 3000,
        "eenheid": "01",
        "frequentie": "6",
        "verdeling": None,
        "verwijzingType": "01",
        "waarschuwingReden": "",
    }
    return {**sound, **changes}, code


def by_service(body: Body, today: datetime.date, actor: Actor) -> set[str]:
    split = body["verdeling"]
    ask = Aanvraag(
        jeugdige=Jeugdigegegevens(body["bsn"], "Testman", "Tess", "", datetime.date(2014, 5, 1)),
        gemeentecode=body["gemeentecode"],
        aanbieder_agb=body["aanbiederAgbCode"],
        productcode=body["productcode"],
        begindatum=body["begindatum"],
        einddatum=body["einddatum"],
        volume=body["volume"],
        eenheid=body["eenheid"],
        frequentie=body["frequentie"],
        verdeling=Verdeling(*split) if split else None,
        verwijzing_type=body["verwijzingType"],
        verwijzing_datum=today,
    )
    reason = body["waarschuwingReden"]
    try:
        file_toewijzingen(actor, [ask], peildatum=today, waarschuwing_reden=reason)
    except Ongeldig as refused:
        return {f.code for f in refused.bevindingen}
    return set()


def by_rest(body: Body, today: datetime.date, client: Client) -> set[str]:
    posted: Body = {
        "jeugdige": {
            "bsn": body["bsn"],
            "naam": {"geslachtsnaam": "Testman", "voornamen": "Tess"},
            "geboortedatum": "2014-05-01",
        },
        **{
            name: str(body[name])
            for name in (
                "gemeentecode",
                "aanbiederAgbCode",
                "productcode",
                "begindatum",
                "einddatum",
            )
        },
        "omvang": {name: body[name] for name in ("volume", "eenheid", "frequentie")},
        "verwijzing": {"type": body["verwijzingType"], "datum": str(today)},
    }
    if body["verdeling"]:
        names = ("direct", "indirect", "reistijd", "aantalContacten")
        pairs = zip(names, body["verdeling"], strict=True)
        posted["verdeling"] = {name: value for name, value in pairs if value is not None}
    if body["waarschuwingReden"]:
        posted["waarschuwingReden"] = body["waarschuwingReden"]
    answer = client.post(
        "/api/v1/toewijzingen", json.dumps(posted), content_type="application/json"
    )
    assert answer.status_code in (201, 400), answer.content
    return {wrong["code"] for wrong in answer.json().get("invalidParams", [])}


def by_form(body: Body, today: datetime.date, client: Client) -> set[str]:
    def nl(day: datetime.date) -> str:
        return f"{day.day}-{day.month}-{day.year}"

    posted = {
        "token": str(uuid4()),
        "actie": "indienen",
        "bsn": body["bsn"],
        "geboortedatum": "1-5-2014",
        "voornamen": "Tess",
        "geslachtsnaam": "Testman",
        "verwijzing_type": body["verwijzingType"],
        "verwijzing_datum": nl(today),
        "product": body["productcode"],
        "begindatum": nl(body["begindatum"]),
        "einddatum": nl(body["einddatum"]),
        "volume": str(body["volume"]),
        "eenheid": body["eenheid"],
        "frequentie": body["frequentie"],
        "aanbieder": body["aanbiederAgbCode"],
        "waarschuwing_reden": body["waarschuwingReden"],
    }
    if body["verdeling"]:
        names = ("direct", "indirect", "reistijd", "aantal_contacten")
        pairs = zip(names, body["verdeling"], strict=True)
        posted.update({name: str(value) for name, value in pairs if value is not None})
    answer = client.post("/toewijzingen/nieuw", posted)
    assert answer.status_code in (302, 400), answer.status_code
    return set(re.findall(r'data-code="(\w+)"', answer.content.decode()))


def door(
    name: str,
    code: str,
    toegang: Callable[..., Actor],
    api_client: Callable[..., Client],
    client_for: Callable[..., Client],
) -> Callable[[Body, datetime.date], set[str]]:
    own = gemeente(code)
    if name == "service":
        return lambda body, today: by_service(body, today, toegang(code))
    if name == "rest":
        return lambda body, today: by_rest(body, today, api_client(own, scopes=ALL))
    return lambda body, today: by_form(body, today, client_for(Rolcode.TOEGANG, own))


@pytest.mark.parametrize("name", ["service", "rest", "form"])
def test_same_code_at_every_door(
    demo: None,
    case: tuple[Body, str],
    name: str,
    vandaag: datetime.date,
    toegang: Callable[..., Actor],
    api_client: Callable[..., Client],
    client_for: Callable[..., Client],
) -> None:
    body, code = case
    before = Toewijzing.objects.count()
    ask = door(name, body["gemeentecode"], toegang, api_client, client_for)
    found = ask(body, vandaag)
    if code:
        assert code in found
        assert Toewijzing.objects.count() == before
    else:
        assert found == set()
        assert Toewijzing.objects.count() == before + 1
