"""Rules on values of aanbieders: pure, the same for form, API and import (R-ZP-6)."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email

from core.fouten import Bevinding, Foutcode

EMAIL_ONGELDIG = Foutcode("email_ongeldig", "Het e-mailadres klopt niet.", "R-ZP-1")
TELEFOON_ONGELDIG = Foutcode("telefoon_ongeldig", "Het telefoonnummer klopt niet.", "R-ZP-1")
POSTCODE_ONGELDIG = Foutcode(
    "postcode_ongeldig", "Een postcode heeft vier cijfers en twee hoofdletters."
)
WEBSITE_ONGELDIG = Foutcode("website_ongeldig", "Het adres van de website klopt niet.", "R-ZP-1")

_PHONE = re.compile(r"(?:\+|00)?[0-9]{6,15}", re.ASCII)
_PHONE_SIGNS = re.compile(r"[\s().\-/]")
_POSTCODE = re.compile(r"[1-9][0-9]{3} ?[A-Z]{2}", re.ASCII)
_LEGAL_FORM = re.compile(r"\b(?:b ?v|n ?v|v ?o ?f|stichting|cooperatie|vereniging|maatschap)\b")
_is_url = URLValidator(schemes=["https", "http"])


def check_email(value: str) -> Bevinding | None:
    try:
        validate_email(value)
    except ValidationError:
        return EMAIL_ONGELDIG.bevinding("email", "Schrijf het e-mailadres als naam@domein.nl.")
    return None


def check_telefoon(value: str) -> Bevinding | None:
    """Six to fifteen digits (E.164), with what people put between them."""
    if len(value) <= 20 and _PHONE.fullmatch(_PHONE_SIGNS.sub("", value)):
        return None
    reden = "Schrijf het telefoonnummer met netnummer, bijvoorbeeld 053 123 45 67."
    return TELEFOON_ONGELDIG.bevinding("telefoon", reden)


def check_postcode(value: str) -> Bevinding | None:
    if _POSTCODE.fullmatch(value):
        return None
    reden = "Schrijf de postcode met vier cijfers en twee hoofdletters, bijvoorbeeld 7511 AA."
    return POSTCODE_ONGELDIG.bevinding("postcode", reden)


def check_website(value: str) -> Bevinding | None:
    try:
        _is_url(value)
    except ValidationError:
        reden = "Schrijf het hele adres, bijvoorbeeld https://www.aanbieder.nl."
        return WEBSITE_ONGELDIG.bevinding("website", reden)
    return None


def mask_iban(iban: str) -> str:
    """Country, check digits and the last four: enough to recognise, too little to use."""
    return f"{iban[:4]} •••• {iban[-4:]}" if iban else ""


def same_name(one: str, other: str) -> bool:
    """Whether two names are the same party, apart from case, accents, signs and legal form."""
    return _bare(one) == _bare(other)


def _bare(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.casefold())
    words = re.sub(r"[^a-z0-9]+", " ", plain.encode("ascii", "ignore").decode())
    return " ".join(_LEGAL_FORM.sub(" ", words.replace("b v", "bv")).split())
