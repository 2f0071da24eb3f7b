"""`/toewijzingen/{id}/wijziging`: change a toewijzing, or ask what a change would do."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from rest_framework.request import Request

from contracts.choices import Eenheid, Frequentie
from core.api.fields import Datum, Geheel, JaNee, Keuze, Lijst, Tekst, Uuid
from core.api.oordeel import BevindingVorm
from core.api.schema import Operatie
from core.api.shape import Vorm
from core.api.view import ApiView, expected_version, json_response
from indications.aanvraag import Verdeling
from indications.api.shapes import ToestemmingVorm, VerdelingVorm, to_toestemming
from indications.api.toewijzingen import TAG, etag
from indications.choices import RedenWijziging, Wijzigingsoort
from indications.policies import TOEWIJZING_WIJZIGEN
from indications.services.wijzigen import change_toewijzing, preview_change
from indications.wijzigregels import MAX_TOELICHTING, Voorstel, Weg

WEGEN = [
    (Weg.ZELFDE_NUMMER.value, "blijft op hetzelfde nummer"),
    (Weg.NIEUW_NUMMER.value, "gaat verder op een nieuw nummer"),
    (Weg.EXTRA_NUMMER.value, "krijgt een extra nummer voor eerdere dagen"),
    (Weg.GEEN.value, "verandert niets"),
]


class NieuweOmvangVorm(Vorm):
    volume = Geheel(required=False)
    eenheid = Keuze(required=False, choices=Eenheid.choices, help_text="WJ756.")
    frequentie = Keuze(required=False, choices=Frequentie.choices, help_text="WMO757.")


class WijzigingVraagVorm(Vorm):
    """Only what becomes different; what is absent stays."""

    einddatum = Datum(required=False)
    zonder_einddatum = JaNee(required=False, help_text="De toewijzing heeft geen einde meer.")
    omvang = NieuweOmvangVorm(required=False)
    verdeling = VerdelingVorm(
        required=False,
        help_text="Van het nieuwe volume; zonder vervalt de oude als het volume verandert.",
    )
    productcode = Tekst(required=False, max_length=10)
    begindatum = Datum(required=False)
    vanaf = Datum(
        required=False,
        help_text="Eerste dag van een nieuw nummer, als dat nodig is; anders zo vroeg als kan.",
    )
    reden = Keuze(required=False, choices=RedenWijziging.choices, help_text="JZ002.")
    toestemming = ToestemmingVorm(required=False, help_text="Van de aanbieder.")
    toelichting = Tekst(
        required=False,
        allow_blank=True,
        max_length=MAX_TOELICHTING,
        help_text="Zonder persoonsgegevens; verplicht bij een waarschuwing.",
    )

    voorbeeld: dict[str, Any] = {"einddatum": "2028-03-31", "reden": "04"}


class WijzigingOntvangstVorm(Vorm):
    """What was done: on the same number, or which number goes on."""

    id = Uuid(help_text="De toewijzing die gewijzigd is.")
    nummer = Geheel()
    versie = Geheel()
    weg = Keuze(choices=WEGEN)
    soort = Keuze(choices=Wijzigingsoort.choices)
    reden = Keuze(choices=RedenWijziging.choices, help_text="JZ002.")
    opvolger_id = Uuid(allow_null=True)
    opvolger_nummer = Geheel(allow_null=True)

    voorbeeld: dict[str, Any] = {
        "id": "c1b2a3d4-0000-4000-8000-000000000005",
        "nummer": 153000120,
        "versie": 2,
        "weg": "zelfde_nummer",
        "soort": "oprekken",
        "reden": "04",
        "opvolgerId": None,
        "opvolgerNummer": None,
    }


class WijzigingOordeelVorm(Vorm):
    """What a change would do; nothing is stored."""

    geldig = JaNee(help_text="Er zijn geen fouten; waarschuwingen kunnen er wel zijn.")
    weg = Keuze(choices=WEGEN)
    oud_tot = Datum(allow_null=True, help_text="Laatste dag van het oude nummer.")
    vanaf = Datum()
    tot = Datum(allow_null=True)
    verwijdert_oude = JaNee()
    toestemming_nodig = JaNee()
    redenen = Lijst(child=Tekst(), help_text="JZ002, wat bij deze wijziging past.")
    bevindingen = Lijst(child=BevindingVorm())

    voorbeeld: dict[str, Any] = {
        "geldig": True,
        "weg": "zelfde_nummer",
        "oudTot": None,
        "vanaf": "2027-01-01",
        "tot": "2028-03-31",
        "verwijdertOude": False,
        "toestemmingNodig": False,
        "redenen": ["04", "12", "14"],
        "bevindingen": [],
    }


def to_voorstel(given: dict[str, Any]) -> Voorstel:
    size, consent = given.get("omvang", {}), to_toestemming(given)
    parts = given.get("verdeling")
    return Voorstel(
        einddatum=given.get("einddatum"),
        zonder_einddatum=given.get("zonder_einddatum", False),
        volume=size.get("volume"),
        eenheid=size.get("eenheid"),
        frequentie=size.get("frequentie"),
        productcode=given.get("productcode"),
        begindatum=given.get("begindatum"),
        vanaf=given.get("vanaf"),
        verdeling=None if parts is None else Verdeling(**parts),
        reden=given.get("reden", ""),
        toestemming_door=consent.door,
        toestemming_op=consent.op,
        toelichting=given.get("toelichting", ""),
    )


class ToewijzingWijzigingView(ApiView):
    rechten = {"POST": TOEWIJZING_WIJZIGEN}
    tag = TAG
    operaties = {
        "POST": Operatie(
            "wijzigToewijzing",
            "Een toewijzing wijzigen",
            "Geef alleen wat anders wordt. Waar het op hetzelfde nummer mag, blijft het nummer; "
            "anders eindigt het oude de dag ervoor en gaat een nieuw nummer verder, in één keer.",
            antwoord=WijzigingOntvangstVorm,
            binnen=WijzigingVraagVorm,
            versie=True,
            etag=True,
        )
    }

    def post(self, request: Request, id: UUID) -> HttpResponse:
        versie = expected_version(request)
        asked = self.valid_body(WijzigingVraagVorm)
        done = change_toewijzing(
            self.actor,
            id,
            voorstel=to_voorstel(asked),
            versie=versie,
            peildatum=timezone.localdate(),
        )
        new = done.opvolger
        return json_response(
            {
                "id": done.toewijzing.pk,
                "nummer": done.toewijzing.nummer,
                "versie": done.toewijzing.versie,
                "weg": str(done.weg),
                "soort": str(done.wijziging.soort),
                "reden": str(done.wijziging.reden),
                "opvolgerId": new.pk if new else None,
                "opvolgerNummer": new.nummer if new else None,
            },
            ETag=etag(done.toewijzing.versie),
        )


class ToewijzingWijzigingValideerView(ApiView):
    rechten = {"POST": TOEWIJZING_WIJZIGEN}
    tag = TAG
    operaties = {
        "POST": Operatie(
            "valideerWijziging",
            "Toetsen wat een wijziging zou doen",
            "Zelfde inhoud als wijzigen. Bewaart niets; noemt het nummer dat blijft, welke redenen "
            "passen, wanneer de aanbieder moet instemmen, en alle fouten en waarschuwingen.",
            antwoord=WijzigingOordeelVorm,
            binnen=WijzigingVraagVorm,
            extra=(404, 409),
        )
    }

    def post(self, request: Request, id: UUID) -> HttpResponse:
        asked = self.valid_body(WijzigingVraagVorm)
        found = preview_change(
            self.actor, id, voorstel=to_voorstel(asked), peildatum=timezone.localdate()
        )
        o = found.uitkomst
        return json_response(
            {
                "geldig": not found.fouten,
                "weg": str(o.weg),
                "oudTot": o.oud_tot,
                "vanaf": o.vanaf,
                "tot": o.tot,
                "verwijdertOude": o.verwijdert_oude,
                "toestemmingNodig": o.toestemming,
                "redenen": [code for code, _label in o.reasons()],
                "bevindingen": [f.as_dict() for f in found.bevindingen],
            }
        )
