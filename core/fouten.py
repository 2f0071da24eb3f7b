"""Errors that every door shares: form, REST, import and message show the same code and text.

A rule yields `Bevinding`en; a service that refuses raises a `PortalFout`. The doors only render
them: the form as an error summary, REST as problem+json (RFC 9457), the import report as rows.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Niveau(StrEnum):
    FOUT = "fout"
    WAARSCHUWING = "waarschuwing"


@dataclass(frozen=True)
class Foutcode:
    """A stable code (Dutch, snake_case), its rule and its meaning; makes `docs/foutcodes.md`."""

    code: str
    betekenis: str
    regel: str = ""
    niveau: Niveau = Niveau.FOUT

    def __post_init__(self) -> None:
        if self.code in REGISTER and REGISTER[self.code] != self:
            raise ValueError(f"Foutcode {self.code} staat er twee keer in, met andere tekst")
        REGISTER[self.code] = self

    def bevinding(self, veld: str, reden: str) -> "Bevinding":
        return Bevinding(self.code, self.niveau, veld, reden, self.regel)


REGISTER: dict[str, Foutcode] = {}


@dataclass(frozen=True)
class Bevinding:
    """One finding on one field: `veld` is the JSON path (`omvang.volume`), '' for the whole.

    `reden` is Dutch, names what would be right, and never holds a BSN, name or IBAN.
    """

    code: str
    niveau: Niveau
    veld: str
    reden: str
    regel: str = ""

    def as_dict(self) -> dict[str, str]:
        return {
            "code": self.code,
            "niveau": str(self.niveau),
            "veld": self.veld,
            "reden": self.reden,
            "regel": self.regel,
        }


def errors_of(findings: Iterable[Bevinding]) -> list[Bevinding]:
    return [f for f in findings if f.niveau == Niveau.FOUT]


class PortalFout(Exception):
    """A refusal that the user or client can act on; `status` is its HTTP status."""

    status = 400
    code = "ongeldig"
    titel = "De gegevens kloppen niet"

    def __init__(
        self,
        reden: str = "",
        *,
        code: str | None = None,
        bevindingen: Sequence[Bevinding] = (),
    ) -> None:
        self.code = code or self.code
        self.reden = reden or (bevindingen[0].reden if bevindingen else self.titel)
        self.bevindingen = tuple(bevindingen)
        super().__init__(self.reden)


class Ongeldig(PortalFout):
    """Invalid input; carries every finding of the request at once."""


class NietAangemeld(PortalFout):
    status, code, titel = 401, "niet_aangemeld", "Meld je eerst aan"


class Verboden(PortalFout):
    status, code, titel = 403, "geen_recht", "Dit mag je met je huidige rol niet"


class NietGevonden(PortalFout):
    status, code, titel = 404, "niet_gevonden", "Niet gevonden"


class Conflict(PortalFout):
    """Lost a race, or the status does not allow the act."""

    status, code, titel = 409, "conflict", "Dit is intussen veranderd"


class VersieVerouderd(PortalFout):
    status, code, titel = 412, "versie_verouderd", "Intussen gewijzigd door iemand anders"


class VersieOntbreekt(PortalFout):
    status, code, titel = 428, "versie_ontbreekt", "If-Match ontbreekt"


class TeVeelVerzoeken(PortalFout):
    status, code, titel = 429, "te_veel_verzoeken", "Te veel verzoeken; probeer het later opnieuw"


class VerzoekOngeldig(PortalFout):
    status, code, titel = 400, "verzoek_ongeldig", "Dit verzoek kunnen we niet lezen"


class MethodeNietToegestaan(PortalFout):
    status, code, titel = 405, "methode_niet_toegestaan", "Dat kan op dit adres niet"


class TeGroot(PortalFout):
    status, code, titel = 413, "te_groot", "Wat je stuurde is te groot"


class Onverwacht(PortalFout):
    status, code, titel = 500, "onverwachte_fout", "Er ging iets mis"


class NietBereikbaar(PortalFout):
    status, code, titel = 503, "niet_bereikbaar", "Het portaal is even niet bereikbaar"


ONGELDIG = Foutcode("ongeldig", "De gegevens kloppen niet; de bevindingen zeggen welke.")
VERPLICHT = Foutcode("verplicht", "Dit gegeven is verplicht.")
ONGELDIG_FORMAAT = Foutcode("ongeldig_formaat", "De waarde heeft niet de vorm die gevraagd is.")
ONBEKENDE_WAARDE = Foutcode("onbekende_waarde", "De waarde staat niet in de lijst.")
ONBEKEND_VELD = Foutcode("onbekend_veld", "Dit veld kent het portaal hier niet.")
ONBEKENDE_PARAMETER = Foutcode("onbekende_parameter", "Deze filter kent het portaal hier niet.")
TE_LANG = Foutcode("te_lang", "De waarde is te lang.")
PERIODE_ONGELDIG = Foutcode("periode_ongeldig", "De einddatum ligt voor de begindatum.")
BSN_ONGELDIG = Foutcode("bsn_ongeldig", "Het burgerservicenummer voldoet niet aan de elfproef.")
AGB_ONGELDIG = Foutcode("agb_ongeldig", "Een AGB-code heeft 8 cijfers.", "R-ZP-6")
IBAN_ONGELDIG = Foutcode("iban_ongeldig", "Het IBAN klopt niet.", "R-ZP-6")
KVK_ONGELDIG = Foutcode("kvk_ongeldig", "Een KvK-nummer heeft 8 cijfers.", "R-ZP-6")
GEEN_RECHT = Foutcode("geen_recht", "De rol waarin je werkt mag dit niet.")
NIET_AANGEMELD = Foutcode("niet_aangemeld", "Er is niet (of niet meer) aangemeld.")
NIET_GEVONDEN = Foutcode("niet_gevonden", "Het bestaat niet, of je mag het niet zien.")
CONFLICT = Foutcode("conflict", "Iemand anders was net eerder, of de status laat dit niet toe.")
VERSIE_VEROUDERD = Foutcode("versie_verouderd", "Intussen gewijzigd; haal de nieuwe versie op.")
VERSIE_ONTBREEKT = Foutcode("versie_ontbreekt", "De kop If-Match ontbreekt.")
STATUS_OVERGANG = Foutcode("status_overgang", "Deze stap kan niet vanuit de huidige status.")
VERZOEK_ONGELDIG = Foutcode("verzoek_ongeldig", "Het verzoek is niet te lezen.")
METHODE = Foutcode("methode_niet_toegestaan", "Dit adres kent deze HTTP-methode niet.")
TE_GROOT = Foutcode("te_groot", "Het verzoek of bestand is groter dan het portaal aanneemt.")
TE_VEEL_VERZOEKEN = Foutcode("te_veel_verzoeken", "Te veel verzoeken; wacht even.")
FORMULIER_VERLOPEN = Foutcode("formulier_verlopen", "Het formulier is verlopen; laad het opnieuw.")
ONVERWACHT = Foutcode("onverwachte_fout", "Een fout van het portaal; noem de referentie.")
NIET_BEREIKBAAR = Foutcode("niet_bereikbaar", "Een onderdeel van het portaal is even weg.")
