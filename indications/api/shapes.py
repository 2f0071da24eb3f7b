"""JSON of toewijzingen: what comes in (the same to file and to check), and out (no BSN or name)."""

from typing import Any

from django.db.models import OuterRef, Subquery

from contracts.api.catalogus import PRODUCTCODE
from contracts.choices import Eenheid, Frequentie
from core.api.fields import Datum, Geheel, Keuze, Lijst, Moment, Tekst, Uuid
from core.api.gemeenten import GEMEENTECODE
from core.api.shape import Vorm
from core.api.view import Lijstfilters
from indications.aanvraag import Aanvraag, Jeugdigegegevens, Verdeling
from indications.choices import RedenWijziging, Toestemmingsbron, Toewijzingstatus, TypeVerwijzer
from indications.services.indienen import MAX_SAMEN
from indications.services.wijzigen import Toestemming
from providers.api.aanbieders import AGBCODE
from providers.choices import AgbSoort
from providers.models import AgbCode


class NaamVorm(Vorm):
    geslachtsnaam = Tekst(max_length=200)
    voornamen = Tekst(max_length=200)
    voorvoegsel = Tekst(required=False, max_length=10, allow_blank=True)


class JeugdigeVorm(Vorm):
    bsn = Tekst(max_length=20, help_text="Burgerservicenummer, 9 cijfers.")
    naam = NaamVorm()
    geboortedatum = Datum()


class OmvangVorm(Vorm):
    volume = Geheel(help_text="Heel getal, in `eenheid` per `frequentie`.")
    eenheid = Keuze(choices=Eenheid.choices, help_text="WJ756; 01 is minuten.")
    frequentie = Keuze(choices=Frequentie.choices, help_text="WMO757; 6 is totaal.")


class VerdelingVorm(Vorm):
    direct = Geheel(required=False, allow_null=True, help_text="minuten")
    indirect = Geheel(required=False, allow_null=True, help_text="minuten")
    reistijd = Geheel(required=False, allow_null=True, help_text="minuten")
    aantal_contacten = Geheel(required=False, allow_null=True)


class VerwijzingVorm(Vorm):
    type = Keuze(choices=TypeVerwijzer.choices, help_text="COD327.")
    datum = Datum()
    verwijzer = Tekst(
        required=False,
        allow_blank=True,
        max_length=200,
        help_text="Praktijk of instelling, geen persoon.",
    )
    geldig_tot = Datum(
        required=False,
        allow_null=True,
        help_text="Laatste dag. Leeg: zonder termijn; van een arts een jaar.",
    )


class AanvraagVorm(Vorm):
    """One toewijzing to file; `jeugdige`, or `jeugdigeId` for a pseudonym that is known already."""

    jeugdige = JeugdigeVorm(required=False)
    jeugdige_id = Uuid(required=False, help_text="Pseudoniem, in plaats van `jeugdige`.")
    gemeentecode = Tekst(max_length=10)
    aanbieder_agb_code = Tekst(max_length=20)
    productcode = Tekst(max_length=10)
    begindatum = Datum()
    einddatum = Datum(required=False, allow_null=True, help_text="Tot en met.")
    omvang = OmvangVorm()
    verdeling = VerdelingVorm(required=False, allow_null=True)
    verwijzing = VerwijzingVorm()

    voorbeeld: dict[str, Any] = {
        "jeugdige": {
            "bsn": "999990019",
            "naam": {"geslachtsnaam": "Voorbeeld", "voornamen": "Sam"},
            "geboortedatum": "2014-05-01",
        },
        "gemeentecode": "0153",
        "aanbiederAgbCode": "41990001",
        "productcode": "ABHIR",
        "begindatum": "2027-01-01",
        "einddatum": "2027-12-31",
        "omvang": {"volume": 3000, "eenheid": "01", "frequentie": "6"},
        "verdeling": {"direct": 2000, "indirect": 700, "reistijd": 300, "aantalContacten": 40},
        "verwijzing": {"type": "01", "datum": "2026-11-02"},
    }


class ToewijzingVraagVorm(AanvraagVorm):
    waarschuwing_reden = Tekst(
        required=False,
        allow_blank=True,
        max_length=500,
        help_text="Waarom ondanks waarschuwingen wordt ingediend; zonder persoonsgegevens.",
    )


class IndieningVraagVorm(Vorm):
    """What belongs together is filed together, all or nothing (R-TOE-8)."""

    toewijzingen = Lijst(child=AanvraagVorm(), min_length=1, max_length=MAX_SAMEN)
    waarschuwing_reden = Tekst(required=False, allow_blank=True, max_length=500)

    voorbeeld: dict[str, Any] = {
        "toewijzingen": [
            {
                **AanvraagVorm.voorbeeld,
                "jeugdige": {**AanvraagVorm.voorbeeld["jeugdige"], "bsn": "999990020"},
            },
            {
                **AanvraagVorm.voorbeeld,
                "jeugdige": {**AanvraagVorm.voorbeeld["jeugdige"], "bsn": "999990020"},
                "productcode": "ABGII",
            },
        ]
    }


class OntvangstVorm(Vorm):
    """Receipt: the reference and the moment of filing (R-MEL-2)."""

    id = Uuid()
    nummer = Geheel()
    versie = Geheel()
    indiening = Uuid()
    toewijzingsmoment = Moment()

    voorbeeld = {
        "id": "c1b2a3d4-0000-4000-8000-000000000005",
        "nummer": 153000120,
        "versie": 1,
        "indiening": "c1b2a3d4-0000-4000-8000-000000000006",
        "toewijzingsmoment": "2026-11-22T13:05:00.123456Z",
    }


class IndieningOntvangstVorm(Vorm):
    id = Uuid()
    toewijzingen = Lijst(child=OntvangstVorm())

    voorbeeld = {
        "id": OntvangstVorm.voorbeeld["indiening"],
        "toewijzingen": [OntvangstVorm.voorbeeld],
    }


class ToestemmingVorm(Vorm):
    door = Keuze(choices=Toestemmingsbron.choices, help_text="De functie, geen naam.")
    op = Datum()


class BeeindigingVorm(Vorm):
    einddatum = Datum(help_text="Laatste dag, eerder dan de huidige einddatum.")
    reden = Keuze(choices=RedenWijziging.choices, help_text="JZ002.")
    toestemming = ToestemmingVorm(
        required=False, help_text="Van de aanbieder; nodig als de einddatum voorbij is (OP186)."
    )

    voorbeeld = {"einddatum": "2027-06-30", "reden": "05"}


class LeegVorm(Vorm):
    """An empty object."""


class ToewijzingIntrekkingVorm(Vorm):
    """May be empty."""

    toestemming = ToestemmingVorm(
        required=False, help_text="Van de aanbieder; nodig als de begindatum voorbij is (OP186)."
    )

    voorbeeld: dict[str, Any] = {"toestemming": {"door": "administratie", "op": "2026-11-20"}}


def to_toestemming(given: dict[str, Any]) -> Toestemming:
    return Toestemming(**given.get("toestemming", {}))


class ToewijzingKortVorm(Vorm):
    """A line of a list: the least that is needed to recognise a toewijzing (N-AVG-02)."""

    id = Uuid()
    nummer = Geheel()
    jeugdige_id = Uuid(help_text="Pseudoniem.")
    gemeentecode = Tekst(bron="gemeente__code")
    aanbieder_id = Uuid()
    aanbiedernaam = Tekst(bron="aanbieder__naam")
    productcode = Tekst(bron="product__code")
    productnaam = Tekst(bron="product__naam")
    status = Keuze(choices=Toewijzingstatus.choices)
    begindatum = Datum()
    einddatum = Datum(allow_null=True)
    omvang = OmvangVorm(bron="")
    toewijzingsmoment = Moment()
    versie = Geheel()

    voorbeeld: dict[str, Any] = {
        "id": "c1b2a3d4-0000-4000-8000-000000000005",
        "nummer": 153000120,
        "jeugdigeId": "c1b2a3d4-0000-4000-8000-000000000007",
        "gemeentecode": "0153",
        "aanbiederId": "0d7c1b1e-8a52-4f5c-9c0e-3f5f41990001",
        "aanbiedernaam": "Zorghuis De Linde",
        "productcode": "ABHIR",
        "productnaam": "Behandeling individueel regulier",
        "status": "toegewezen",
        "begindatum": "2027-01-01",
        "einddatum": "2027-12-31",
        "omvang": {"volume": 3000, "eenheid": "01", "frequentie": "6"},
        "toewijzingsmoment": "2026-11-22T13:05:00.123456Z",
        "versie": 1,
    }


def _agb_code() -> Subquery:
    """The AGB-code of the aanbieder: that of the onderneming first, the newest first."""
    rows = AgbCode.objects.filter(aanbieder=OuterRef("aanbieder"), soort=AgbSoort.ONDERNEMING)
    return Subquery(rows.order_by("-begindatum").values("code")[:1])


class VerdelingUitVorm(VerdelingVorm):
    direct = Geheel(bron="minuten_direct", allow_null=True)
    indirect = Geheel(bron="minuten_indirect", allow_null=True)
    reistijd = Geheel(bron="minuten_reistijd", allow_null=True)
    aantal_contacten = Geheel(allow_null=True)


class ToewijzingVorm(ToewijzingKortVorm):
    aanbieder_agb_code = Tekst(bron=_agb_code, allow_null=True)
    verdeling = VerdelingUitVorm(
        bron="", leeg_als=("minuten_direct", "aantal_contacten"), allow_null=True
    )
    verwijzing = VerwijzingVorm()
    reden_wijziging = Tekst(help_text="JZ002; leeg zolang er niets is gewijzigd.")
    waarschuwing_reden = Tekst()
    indiening = Uuid(allow_null=True, help_text="Wat samen is ingediend heeft hetzelfde kenmerk.")

    voorbeeld = {
        **ToewijzingKortVorm.voorbeeld,
        "aanbiederAgbCode": "41990001",
        "verdeling": {"direct": 2000, "indirect": 700, "reistijd": 300, "aantalContacten": 40},
        "verwijzing": {
            "type": "01",
            "datum": "2026-11-02",
            "verwijzer": "Toegang Enschede",
            "geldigTot": None,
        },
        "redenWijziging": "",
        "waarschuwingReden": "",
        "indiening": "c1b2a3d4-0000-4000-8000-000000000006",
    }


class ToewijzingFilters(Lijstfilters):
    """Filters without personal data; the rest goes by `_zoek` (N-API-12)."""

    nummer = Geheel(required=False, max_value=999_999_999)
    gemeentecode = Tekst(required=False, **GEMEENTECODE)
    aanbieder_agb_code = Tekst(required=False, **AGBCODE)
    productcode = Tekst(required=False, **PRODUCTCODE)
    status = Keuze(required=False, choices=Toewijzingstatus.choices)
    begindatum_vanaf = Datum(required=False)
    begindatum_tot = Datum(required=False, help_text="Tot en met.")
    peildatum = Datum(required=False, help_text="Wat op deze dag loopt.")


class ToewijzingZoekvraagVorm(ToewijzingFilters):
    bsn = Tekst(required=False, max_length=20, help_text="Alleen van de eigen gemeente.")
    jeugdige_id = Uuid(required=False, help_text="Pseudoniem.")

    voorbeeld = {"productcode": "ABHIR", "status": "toegewezen", "begindatumVanaf": "2027-01-01"}


def to_aanvraag(given: dict[str, Any]) -> Aanvraag:
    """From values that a shape read (possibly not all) to what the service takes."""
    person = given.get("jeugdige")
    name = person.get("naam", {}) if person else {}
    parts = given.get("verdeling")
    volume = given.get("omvang", {})
    referral = given.get("verwijzing", {})
    return Aanvraag(
        jeugdige=None
        if person is None
        else Jeugdigegegevens(
            bsn=person.get("bsn"),
            geslachtsnaam=name.get("geslachtsnaam"),
            voornamen=name.get("voornamen"),
            voorvoegsel=name.get("voorvoegsel", ""),
            geboortedatum=person.get("geboortedatum"),
        ),
        jeugdige_id=given.get("jeugdige_id"),
        gemeentecode=given.get("gemeentecode"),
        aanbieder_agb=given.get("aanbieder_agb_code"),
        productcode=given.get("productcode"),
        begindatum=given.get("begindatum"),
        einddatum=given.get("einddatum"),
        volume=volume.get("volume"),
        eenheid=volume.get("eenheid"),
        frequentie=volume.get("frequentie"),
        verdeling=None if parts is None else Verdeling(**parts),
        verwijzing_type=referral.get("type"),
        verwijzing_datum=referral.get("datum"),
        verwijzer=(referral.get("verwijzer") or "").strip(),
        verwijzing_tot=referral.get("geldig_tot"),
    )
