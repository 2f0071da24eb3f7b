"""What is asked: each filing for another jeugdige or product, so that none conflicts."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count
from typing import Any

from bench.client import HOST
from core.identifiers import bsn_numbers

#: Outside the numbers of the demonstration; the servers' own hash key keeps an earlier run apart.
BSNS = (990_000_000, 999_899_999)
PRODUCTS = ("ABHIR", "ABGII")
API = "/api/v1/toewijzingen"


def get(path: str, token: str) -> str:
    return _head("GET", path, token) + "\r\n"


def post(path: str, token: str, body: Any) -> str:
    text = json.dumps(body, separators=(",", ":"))
    length = f"Content-Type: application/json\r\nContent-Length: {len(text.encode())}\r\n\r\n"
    return _head("POST", path, token) + length + text


def _head(method: str, path: str, token: str) -> str:
    proxy = "X-Forwarded-For: 192.0.2.1\r\nX-Forwarded-Proto: https\r\n"
    return (
        f"{method} {path} HTTP/1.1\r\nHost: {HOST}\r\nAccept: application/json\r\n{proxy}"
        f"Authorization: Bearer {token}\r\n"
    )


class Filings:
    """Bodies of filings. A block is new jeugdigen, then the same ones for another product."""

    def __init__(self, today: date) -> None:
        self.today = today
        self._bsn = bsn_numbers(*BSNS)
        self._nr = count()

    def block(self, size: int) -> Iterator[dict[str, Any]]:
        people = [next(self._bsn) for _ in range((size + 1) // 2)]
        for nr in range(size):
            product, index = divmod(nr, len(people))
            yield self._body(people[index], PRODUCTS[product])

    def _body(self, bsn: str, product: str) -> dict[str, Any]:
        begin = self.today + timedelta(days=7 + next(self._nr) % 60)
        return {
            "jeugdige": {
                "bsn": bsn,
                "naam": {"geslachtsnaam": "Meting", "voornamen": "Sam", "voorvoegsel": "van"},
                "geboortedatum": "2014-05-01",
            },
            "gemeentecode": "0153",
            "aanbiederAgbCode": "41990001",
            "productcode": product,
            "begindatum": begin.isoformat(),
            "einddatum": (begin + timedelta(days=180)).isoformat(),
            "omvang": {"volume": 3000, "eenheid": "01", "frequentie": "6"},
            "verdeling": {"direct": 2000, "indirect": 700, "reistijd": 300, "aantalContacten": 40},
            "verwijzing": {"type": "01", "datum": self.today.isoformat()},
        }


def flat(body: dict[str, Any]) -> dict[str, Any]:
    """The same filing in the flat JSON of the ModelSerializer."""
    person, parts = body["jeugdige"], body["verdeling"]
    return {
        "jeugdige": {
            **person["naam"],
            "bsn": person["bsn"],
            "geboortedatum": person["geboortedatum"],
        },
        "gemeente": body["gemeentecode"],
        "agb": body["aanbiederAgbCode"],
        "product": body["productcode"],
        "begindatum": body["begindatum"],
        "einddatum": body["einddatum"],
        **body["omvang"],
        "minuten_direct": parts["direct"],
        "minuten_indirect": parts["indirect"],
        "minuten_reistijd": parts["reistijd"],
        "aantal_contacten": parts["aantalContacten"],
        "verwijzing": body["verwijzing"],
    }
