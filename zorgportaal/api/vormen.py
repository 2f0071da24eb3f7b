"""JSON of wijzigingsverzoeken: what comes in, made from the fields of each kind, and what goes out.

One shape per kind and act, read and described from the same declaration (`soorten/`).
"""

from collections.abc import Mapping
from typing import Any

from django.db.models import OuterRef, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat
from rest_framework import serializers

from core.actor import Actor
from core.api.fields import (
    Datum,
    Geheel,
    JaNee,
    Keuze,
    Kinderen,
    Lijst,
    Moment,
    Tekst,
    Uuid,
    Veld,
)
from core.api.shape import Vorm
from core.api.view import Lijstfilters
from core.choices import Scanstatus
from core.importexport.kolommen import Soort
from core.models import Document
from providers.rules import mask_iban
from zorgportaal import velden
from zorgportaal.choices import Gegevenssoortcode, Verzoekhandeling, Verzoekstatus
from zorgportaal.documenten import BEWIJSSTUK, DOSSIERSTUK, IBAN_VERKLARING
from zorgportaal.inhoud import MAX_TOELICHTING
from zorgportaal.models import Aanvulling
from zorgportaal.services.behandelen import MAX_TEKST
from zorgportaal.services.indienen import MEESTE_BEWIJS
from zorgportaal.soorten import SOORTEN, Gegevenssoort
from zorgportaal.velden import VasteKeuzes

DOCUMENTSOORTEN = (IBAN_VERKLARING, BEWIJSSTUK, DOSSIERSTUK)
MEESTE_KEUZES = 200
#: A concept is unfinished work on a screen; programs do not see it.
STATUSSEN = [pair for pair in Verzoekstatus.choices if pair[0] != Verzoekstatus.CONCEPT]


def _field(veld: velden.Veld) -> Veld:
    """Only the form; what the value must be is said by the kind itself, as for the screen."""
    common: dict[str, Any] = {
        "required": veld.verplicht,
        "allow_null": not veld.verplicht,
        "help_text": f"{veld.label}. {veld.uitleg}".strip(),
    }
    text: dict[str, Any] = {"max_length": veld.max_lengte, "allow_blank": True}
    if isinstance(veld.keuzes, VasteKeuzes):
        return Keuze(choices=list(veld.keuzes.waarden.items()), **common)
    if veld.meer:
        return Lijst(child=Tekst(**text), max_length=MEESTE_KEUZES, **common)
    if veld.soort == Soort.GEHEEL:
        return Geheel(**common)
    if veld.soort == Soort.DATUM:
        return Datum(**common)
    if veld.soort == Soort.JA_NEE:
        return JaNee(**common)
    return Tekst(**common, **text)


def _vraagvorm(kind: Gegevenssoort, act: Verzoekhandeling) -> type[Vorm]:
    name = "".join(part.capitalize() for part in f"{kind.code}-{act}".split("-"))
    day = "Laatste dag." if act == Verzoekhandeling.BEEINDIGEN else "Eerste dag dat het geldt."
    members: dict[str, Any] = {
        "soort": Keuze(choices=[(kind.code.value, kind.naam)]),
        "handeling": Keuze(choices=[(act.value, act.label)]),
    }
    if act != Verzoekhandeling.TOEVOEGEN:
        members["doel_id"] = Uuid(help_text="Id van wat wijzigt of eindigt.")
    members["datum"] = Datum(help_text=day)
    if fields := kind.fields(act):
        values = {veld.naam: _field(veld) for veld in fields}
        members["nieuw"] = type(f"{name}NieuwVorm", (Vorm,), values)()
    return type(f"{name}Vorm", (Vorm,), {**members, **_attached()})


def _attached() -> dict[str, Any]:
    """What may go along with any request."""
    return {
        "toelichting": Tekst(
            required=False,
            allow_blank=True,
            max_length=MAX_TOELICHTING,
            help_text="Zonder persoonsgegevens van jeugdigen.",
        ),
        "bewijsstukken": Lijst(
            child=Uuid(),
            required=False,
            max_length=MEESTE_BEWIJS,
            help_text="Ids van POST /documenten.",
        ),
    }


class KopVorm(Vorm):
    """What every request has, to read what there is when soort or handeling is not known."""

    soort = Keuze(choices=Gegevenssoortcode.choices)
    handeling = Keuze(choices=Verzoekhandeling.choices)
    doel_id = Uuid(required=False)
    datum = Datum()
    toelichting = _attached()["toelichting"]
    bewijsstukken = _attached()["bewijsstukken"]


VRAAGVORMEN: Mapping[tuple[str, str], type[Vorm]] = {
    (kind.code.value, act.value): _vraagvorm(kind, act)
    for kind in SOORTEN.values()
    for act in kind.handelingen
}
VRAAG_VOORBEELD = {
    "soort": "agb-code",
    "handeling": "toevoegen",
    "datum": "2026-12-01",
    "nieuw": {"code": "41991234", "soort": "vestiging"},
    "toelichting": "Nieuwe vestiging in Glanerbrug.",
}


class IntrekkingVorm(Vorm):
    reden = Tekst(required=False, allow_blank=True, max_length=MAX_TEKST)

    voorbeeld = {"reden": "Verkeerde datum."}


class AntwoordVorm(Vorm):
    antwoord = Tekst(max_length=MAX_TEKST)
    bewijsstukken = Lijst(child=Uuid(), required=False, max_length=MEESTE_BEWIJS)

    voorbeeld = {"antwoord": "De vestiging staat sinds 1 november in het register."}


class DocumentVorm(Vorm):
    """About a document; the bytes themselves are fetched in the portal."""

    id = Uuid()
    naam = Tekst()
    soort = Keuze(choices=[(code, code) for code in DOCUMENTSOORTEN])
    inhoudstype = Tekst(help_text="Wat het volgens de inhoud is.")
    grootte = Geheel(help_text="bytes")
    sha256 = Tekst()
    scan = Keuze(choices=Scanstatus.choices, help_text="Oordeel van de virusscanner.")
    ontvangen_op = Moment(bron="aangemaakt_op")

    voorbeeld = {
        "id": "c1b2a3d4-0000-4000-8000-000000000021",
        "naam": "verklaring.pdf",
        "soort": IBAN_VERKLARING,
        "inhoudstype": "application/pdf",
        "grootte": 48213,
        "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "scan": "schoon",
        "ontvangenOp": "2026-11-22T13:05:00.123456Z",
    }


class DocumentVraagVorm(Vorm):
    soort = Keuze(
        choices=[(code, code) for code in DOCUMENTSOORTEN],
        help_text="Waarvoor het document is; een IBAN vraagt om een iban-verklaring.",
    )


class AanvullingVorm(Vorm):
    vraag = Tekst()
    gesteld_op = Moment(bron="aangemaakt_op")
    uiterlijk = Datum(help_text="Dag waarop het antwoord er moet zijn.")
    antwoord = Tekst()
    beantwoord_op = Moment(allow_null=True)


class Waarden(Veld, serializers.DictField):
    """Values by the fields of the kind; they come out of the vault, not out of SQL."""


class VerzoekKortVorm(Vorm):
    id = Uuid()
    kenmerk = Tekst(
        bron=lambda: Concat(Value("WV-"), Cast("nummer", TextField())),
        help_text="Kenmerk, voor vragen over dit verzoek.",
    )
    soort = Keuze(choices=Gegevenssoortcode.choices)
    handeling = Keuze(choices=Verzoekhandeling.choices)
    doel_id = Uuid(allow_null=True)
    onderwerp = Tekst(help_text="Waar het over gaat, zonder de waarden.")
    status = Keuze(choices=STATUSSEN)
    datum = Datum(bron="gewenste_datum", help_text="Gevraagde dag.")
    ingediend_op = Moment()
    beslis_uiterlijk = Datum()
    besloten_op = Moment(allow_null=True)
    ingangsdatum = Datum(allow_null=True, help_text="Eerste dag waarop het goedgekeurde geldt.")
    toegepast_op = Moment(
        allow_null=True, help_text="Leeg zolang goedgekeurde gegevens wachten op hun dag."
    )
    versie = Geheel()

    voorbeeld: dict[str, Any] = {
        "id": "c1b2a3d4-0000-4000-8000-000000000020",
        "kenmerk": "WV-1042",
        "soort": "agb-code",
        "handeling": "toevoegen",
        "doelId": None,
        "onderwerp": "41991234",
        "status": "ingediend",
        "datum": "2026-12-01",
        "ingediendOp": "2026-11-22T13:05:00.123456Z",
        "beslisUiterlijk": "2026-12-20",
        "beslotenOp": None,
        "ingangsdatum": None,
        "toegepastOp": None,
        "versie": 1,
    }


def _aanvullingen(actor: Actor) -> QuerySet[Any, Any]:
    rows = Aanvulling.objects.for_actor(actor).filter(verzoek=OuterRef("pk"))
    return rows.order_by("aangemaakt_op")


def _bewijsstukken(actor: Actor) -> QuerySet[Any, Any]:
    rows = Document.objects.for_actor(actor).filter(wijzigingsverzoeken=OuterRef("pk"))
    return rows.order_by("aangemaakt_op", "id")


class VerzoekRijVorm(VerzoekKortVorm):
    """What of one request stands in the database as it is."""

    reden = Tekst(help_text="Waarom het is afgewezen of ingetrokken.")
    aanvullingen = Kinderen(
        rijen=_aanvullingen, child=AanvullingVorm(), help_text="Zonder antwoord: een open vraag."
    )
    bewijsstukken = Kinderen(rijen=_bewijsstukken, child=DocumentVorm())


class VerzoekVorm(VerzoekRijVorm):
    nieuw = Waarden(help_text="Gevraagde waarden.")
    oud = Waarden(help_text="Wat gold bij het indienen; leeg bij toevoegen.")
    afgeschermd = Lijst(
        child=Tekst(),
        help_text="Velden waarvan de waarde niet (of van een IBAN niet helemaal) wordt gegeven.",
    )
    toelichting = Tekst()

    voorbeeld = {
        **VerzoekKortVorm.voorbeeld,
        "reden": "",
        "aanvullingen": [],
        "bewijsstukken": [],
        "nieuw": {"code": "41991234", "soort": "vestiging", "einddatum": None},
        "oud": {},
        "afgeschermd": [],
        "toelichting": "Nieuwe vestiging in Glanerbrug.",
    }


class VerzoekOntvangstVorm(VerzoekVorm):
    bestond = JaNee(help_text="Hetzelfde verzoek was er al; dit is dat eerste verzoek.")

    voorbeeld = {**VerzoekVorm.voorbeeld, "bestond": False}


class VerzoekFilters(Lijstfilters):
    status = Keuze(required=False, choices=STATUSSEN)
    soort = Keuze(required=False, choices=Gegevenssoortcode.choices)


def shown(kind: Gegevenssoort, values: Mapping[str, Any]) -> tuple[dict[str, Any], frozenset[str]]:
    """The values for a program: an IBAN masked, a secret address left out; and which those are."""
    hidden = kind.sensitive(values) & values.keys()
    ibans = {veld.naam for veld in kind.velden if veld.soort == Soort.IBAN}
    out = {
        name: value if name not in hidden else mask_iban(value) if name in ibans else None
        for name, value in values.items()
    }
    return out, hidden
