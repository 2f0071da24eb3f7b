"""Every page of the URL conf, as somebody who works there, over the demonstration's fixed points.

A route that shows a page stands in `PAGINAS` with an example, else in `GEEN_PAGINA` with the
reason; one that stands in neither fails. Asked of each page: answers 200, axe without findings,
one h1, a title of its own, a focus that is drawn, nothing on the console, and no sideways
scrolling at 320 px. The admin is Django's own and for technical management; it is not asked.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django.live_server_helper import LiveServer

from afspraken.models import Afsprakenoverzicht, Evaluatiemoment
from contractbeheer.models import (
    Beeindigingsverzoek,
    Brief,
    Maatregeltraject,
    Overdracht,
    Overname,
)
from contracts.models import (
    Catalogusmutatie,
    Maatregel,
    Overeenkomst,
    Perceel,
    Perceelcontract,
    Product,
    Tarief,
)
from core.aanmelding import Half, renew_recovery_codes
from core.actor import Actor
from core.choices import Actorsoort, Jobstatus
from core.concepten import save_concept
from core.documenten.services import store_document
from core.importexport.rapport import as_workbook
from core.models import Gebruiker, Job, Signaal
from core.policies import rights_of_view
from core.signalen.motor import run_all
from core.views.register import RegisterDetail
from indications.models import Jeugdige, OngekoppeldeDeclaratie, Toewijzing, Woonplaats
from monitoring.models import Doel, Kwartaalrapportage, Subsidieontvanger, Uitvraag
from ozjt.demo import beeindigingen, overnames
from ozjt.demo.basis import key
from ozjt.demo.maatregelen import load_measures
from ozjt.demo.toegang import OZJT
from ozjt.demo.vast import LINDE
from ozjt.demo.zorgportaal import load_named
from providers.models import Groep
from screening.models import Screening, Vraag, Vragenlijst
from screening.services.lijsten import start_concept
from tests.architecture.bron import Route, routes
from tests.browser.helpers import axe_schoon, foto, geen_zijwaarts_scrollen
from tests.conftest import start_session
from tests.documenten.bestanden import pages
from tests.providers.bestand import aanbieders
from tests.vast import load_fixed
from toelichtingen.models import Toelichtingsverzoek
from zorgportaal.choices import Verzoekstatus
from zorgportaal.models import Wijzigingsverzoek

pytestmark = pytest.mark.browser

BEHEER = "contractbeheer@ozjt.demo"
TOEGANG, MANAGER, FG = "toegang@enschede.demo", "contractmanager@ozjt.demo", "fg@ozjt.demo"
AANBIEDER, ZORG = "beheer@linde.demo", "zorg@linde.demo"
BACKOFFICE = "backoffice@enschede.demo"
CATALOGUS = "catalogus@ozjt.demo"
NIEMAND, CODE, INSTELLEN = "", "half, met app", "half, zonder app"
HERSTELCODES = "net de app gekoppeld"

SCREENER = "screening2@ozjt.demo"
#: Answers GET, and shows no page.
GEEN_PAGINA = {
    "aanmelden-qr": "a picture",
    "favicon": "leads to a picture",
    "healthz": "for a load balancer",
    "readyz": "for a load balancer",
    "security-txt": "text",
    "job-demo": "part of a page",
    "wijziging-besluit": "an act; GET leads back to the request after logging in",
    "wijziging-onthullen": "an act; GET leads back to the request after logging in",
    "wijziging-bewijs": "part of a page; without script it leads back to that page",
    "mijn-gegevens": "leads to the own dossier",
    "weergave": "an act; GET leads to the page of the views",
    "ophalen": "a download",
    "pagina": "a picture",
    "uitvraag-oordeel": "an act; GET leads back to the request",
    "rapportage-inlezen": "an act; GET leads back to the form",
    **{
        f"import-{code}-rapport": "the same page as import-aanbieders-rapport"
        for code in ("agb-codes", "contacten", "locaties", "jaarcijfers")
    },
    "aanlevering-fouten": "a download",
    "afsprakenoverzicht-pdf": "a download",
    "jeugdige-tab": "what other rooms hang on the page of a jeugdige; none does so far",
    **{
        f"signaal-{act}": "an act; GET only leads back to the signal after logging in"
        for act in ("oppakken", "loslaten", "uitstellen", "terugzetten", "afhandelen")
    },
}


#: Pages in a state that the fixed points do not have: looked at, with axe, on the road to them.
ELDERS = {
    "test_jeugdigen.py": {
        "jeugdige-verhuizing-ongedaan", "toekomstplan-versie", "verwijdervoorstel",
    },
    "test_afspraken.py": {"afsprakenoverzicht-resultaten"},
    "test_leveringen.py": {"levering-start", "levering-stop-weg"},
    "test_knippen.py": {"knipbeurt", "knipronde", "knip-voorbeeld", "knip-uitvoeren", "knip-keuze"},
    "test_aanlevering.py": {"aanlevering"},
    "test_werklijsten.py": {"werklijst-reeks"},
}  # fmt: skip


@dataclass(frozen=True)
class Voorbeeld:
    """Who opens the page; `van` finds what it is about, `ruimte` is the namespace of its route."""

    als: str = MANAGER
    van: Callable[[], Any] | None = None
    vraag: str = ""
    ruimte: str = ""


def _toewijzing() -> Any:
    """Runs, is split, and was filed from the page: every part of the screen is there."""
    return (
        Toewijzing.objects.filter(
            gemeente__code="0153", minuten_direct__isnull=False, status="toegewezen"
        )
        .earliest("nummer")
        .pk
    )


def _jeugdige() -> Any:
    return Toewijzing.objects.get(pk=_toewijzing()).jeugdige_id


def _woonplaats() -> Any:
    jeugdige = Jeugdige.objects.get(pk=_jeugdige())
    given = {"gemeente_id": jeugdige.gemeente_id, "begindatum": jeugdige.geboortedatum}
    return Woonplaats.objects.get_or_create(jeugdige=jeugdige, grond="brp", **given)[0].pk


def _overzicht(status: str) -> Callable[[], Any]:
    """Agreements of Enschede with De Linde; one stands, one lies with the aanbieder."""
    return lambda: Afsprakenoverzicht.objects.filter(status=status).earliest("pk").pk


def _uitleg(status: str) -> Callable[[], Any]:
    return lambda: Toelichtingsverzoek.objects.filter(status=status).earliest("nummer").pk


def _indiening() -> Any:
    found = Toewijzing.objects.get(pk=_toewijzing())
    Toewijzing.objects.filter(pk=found.pk).update(indiening=found.pk)
    return found.pk


def _job() -> Any:
    carla = Gebruiker.objects.get(email=MANAGER)
    return Job.objects.create(
        soort="export", titel="Export van aanbieders", gebruiker=carla, organisatie_id=OZJT,
        totaal=360, gedaan=120, status=Jobstatus.LOOPT,
    ).pk  # fmt: skip


def _product(code: str) -> Callable[[], Any]:
    return lambda: ["product", Product.objects.get(code=code).pk]


def _mutatie() -> Any:
    return Catalogusmutatie.objects.earliest("pk").pk


def _werkboek() -> Any:
    """A workbook with a change, something new and a fault, handed in and not carried out."""
    rol = Gebruiker.objects.get(email=CATALOGUS).rollen.earliest("pk")
    actor = Actor(
        Actorsoort.GEBRUIKER, id=rol.gebruiker_id, organisatie_id=OZJT, rollen=frozenset({rol.rol})
    )
    rows = [["code", "naam"], ["TG1", "Basis plus"], ["TG9", "Nieuw"], ["TG8", ""]]
    kept = {
        "bestand": base64.b64encode(as_workbook({"Tariefgroepen": rows})).decode(),
        "ingangsdatum": timezone.localdate().isoformat(),
    }
    return save_concept(actor, soort="import:catalogus", titel="Catalogus", inhoud=kept).pk


def _import() -> Any:
    """A file with good and wrong rows, handed in and not taken in."""
    rol = Gebruiker.objects.get(email=MANAGER).rollen.earliest("pk")
    actor = Actor(
        Actorsoort.GEBRUIKER, id=rol.gebruiker_id, organisatie_id=OZJT, rollen=frozenset({rol.rol})
    )
    data = base64.b64encode(aanbieders(goed=12, fout=6)).decode()
    return save_concept(
        actor, soort="import:aanbieders", titel="Aanbieders", inhoud={"bestand": data}
    ).pk


def _tarief() -> Any:
    return Tarief.objects.filter(product__code="ABHIR").latest("begindatum", "pk").pk


def _indexering() -> Any:
    return key("indexering", "voorstel", timezone.localdate().year + 1)


def _first(model: Any, **wanted: Any) -> Callable[[], Any]:
    return lambda: model.objects.filter(**wanted).earliest("begindatum", "pk").pk


def _van_linde(model: Any) -> Callable[[], Any]:
    return _first(model, aanbieder=LINDE.id)


def _document() -> Any:
    """Three pages that an aanbieder handed in."""
    rol = Gebruiker.objects.get(email=AANBIEDER).rollen.select_related("organisatie").get()
    actor = Actor(Actorsoort.GEBRUIKER, id=rol.gebruiker_id, organisatie_id=rol.organisatie_id)
    return store_document(
        actor,
        chunks=[pages(3)],
        naam="IBAN-verklaring.pdf",
        soort="iban-verklaring",
        eigenaar=rol.organisatie,
    ).pk


def _opstellen() -> list[Any]:
    """The form with the most on it: fields, long choices, what holds now, evidence."""
    row = Groep.objects.filter(locatie__aanbieder=LINDE.id).earliest("naam", "pk")
    return [LINDE.id, "groep", "wijzigen", row.pk]


def _vraag() -> Any:
    load_named(timezone.localdate())
    found = Wijzigingsverzoek.objects.filter(
        aanbieder=LINDE.id, status=Verzoekstatus.AANVULLING_GEVRAAGD
    )
    return found.earliest("nummer").pk


def _verzoek(**wanted: Any) -> Callable[[], Any]:
    """One of De Linde that waits for a decision."""

    def find() -> Any:
        load_named(timezone.localdate())
        rows = Wijzigingsverzoek.objects.filter(status=Verzoekstatus.INGEDIEND, **wanted)
        return rows.earliest("nummer").pk

    return find


def _screening(nr: int) -> Callable[[], Any]:
    """Of aanbieder `nr` of the demonstration: 1 is decided, 2 waits for that, 3 for a reaction."""
    return lambda: key("screening", nr)


def _begonnen() -> Any:
    """With nothing that waits, of another aanbieder than the examples."""
    screener = Gebruiker.objects.get(email=SCREENER)
    found, _made = Screening.objects.get_or_create(
        aanbieder_id=key("aanbieder", 4),
        lijst_id=key("vragenlijst", 1),
        aanleiding="periodiek",
        begonnen_op=timezone.localdate(),
        behandelaar=screener,
    )
    return found.pk


def _lijst() -> Any:
    """The concept, made once."""
    found = Vragenlijst.objects.filter(status="concept").first()
    return (found or start_concept(_screener())).pk


def _vraag_in_concept() -> Any:
    return Vraag.objects.filter(lijst=_lijst()).earliest("volgorde").pk


def _screener() -> Actor:
    rol = Gebruiker.objects.get(email=SCREENER).rollen.earliest("pk")
    return Actor(
        Actorsoort.GEBRUIKER, id=rol.gebruiker_id, organisatie_id=OZJT, rollen=frozenset({rol.rol})
    )


def _gevraagde_indicator() -> Any:
    """With every tab there is."""
    return Uitvraag.objects.latest("begindatum").indicator_id


def _maatregel(soort: str, **wanted: Any) -> Callable[[], Any]:
    """A measure of the demonstration, of De Beuk or De Linde."""

    def find() -> Any:
        load_measures(timezone.localdate())
        return Maatregeltraject.objects.filter(soort=soort, **wanted).latest("nummer").pk

    return find


def _brief() -> Any:
    load_measures(timezone.localdate())
    return Brief.objects.earliest("verstuurd_op").pk


_STOP = {"soort": "clientenstop", "status": "opgelegd"}
_VOORNEMEN = {"soort": "clientenstop", "status": "voornemen"}
_CONCEPT = {"soort": "waarschuwing", "status": "concept"}


def _cijfers() -> Any:
    """Of De Linde, with two flags."""
    return key("jaarcijfer", 1, timezone.localdate().year - 1)


def _beeindiging() -> Any:
    """One of De Linde, whose answer differs from what the portal counts."""
    beeindigingen.load_named(timezone.localdate())
    rows = Beeindigingsverzoek.objects.filter(aanbieder=LINDE.id, status="ingediend")
    return rows.earliest("nummer").pk


def _regel() -> Any:
    """A line of Enschede of an act with agreements."""
    beeindigingen.load_named(timezone.localdate())
    return Overdracht.objects.filter(gemeente__code="0153", status="open").earliest("pk").pk


def _overname() -> Any:
    """Planned, so that it can still be undone."""
    overnames.load_named(timezone.localdate())
    return Overname.objects.get(status="gepland").pk


PAGINAS: dict[str, Voorbeeld] = {
    "vandaag": Voorbeeld(TOEGANG),
    "aanmelden": Voorbeeld(NIEMAND),
    "aanmelden-code": Voorbeeld(CODE),
    "aanmelden-instellen": Voorbeeld(INSTELLEN),
    "account": Voorbeeld(TOEGANG),
    "wachtwoord": Voorbeeld(TOEGANG),
    "herstelcodes": Voorbeeld(HERSTELCODES),
    "rol": Voorbeeld(TOEGANG),
    "privacy": Voorbeeld(NIEMAND),
    "toegankelijkheid": Voorbeeld(NIEMAND),
    "signaal": Voorbeeld(
        van=lambda: Signaal.objects.filter(rol="contractmanager").order_by("pk")[0].pk
    ),
    "bekijken": Voorbeeld(AANBIEDER, van=_document, ruimte="documenten:"),
    "jobs": Voorbeeld(),
    "job": Voorbeeld(van=_job),
    "inzage": Voorbeeld(FG),
    "inzage-keten": Voorbeeld(FG),
    "inzage-maand": Voorbeeld(FG),
    "aanbieders": Voorbeeld(vraag="?zoek=de"),
    "aanbieder": Voorbeeld(van=lambda: LINDE.id),
    "locaties": Voorbeeld(),
    "segmenten": Voorbeeld(),
    "percelen": Voorbeeld(),
    "perceel": Voorbeeld(van=lambda: Perceel.objects.get(code="BHI").pk),
    "producten": Voorbeeld(),
    "product": Voorbeeld(van=lambda: Product.objects.get(code="ABHIR").pk),
    "catalogus": Voorbeeld(CATALOGUS),
    "catalogus-veranderd": Voorbeeld(CATALOGUS),
    "catalogus-werkboek": Voorbeeld(CATALOGUS),
    "catalogus-werkboek-rapport": Voorbeeld(CATALOGUS, van=_werkboek),
    "catalogus-mutatie": Voorbeeld(CATALOGUS, van=_mutatie),
    "catalogus-toevoegen": Voorbeeld(CATALOGUS, van=lambda: ["product"]),
    "catalogus-wijzigen": Voorbeeld(CATALOGUS, van=_product("ABHIR")),
    "catalogus-beeindigen": Voorbeeld(CATALOGUS, van=_product("DBGGB")),
    "tarieven": Voorbeeld(),
    "tarief": Voorbeeld(CATALOGUS, van=_tarief),
    "tarief-toevoegen": Voorbeeld(CATALOGUS),
    "tarief-beeindigen": Voorbeeld(CATALOGUS, van=_tarief),
    "tarief-corrigeren": Voorbeeld(CATALOGUS, van=_tarief),
    "tarief-terugnemen": Voorbeeld(CATALOGUS, van=_tarief),
    "indexeringen": Voorbeeld(CATALOGUS),
    "indexering": Voorbeeld(CATALOGUS, van=_indexering),
    "indexering-toevoegen": Voorbeeld(CATALOGUS),
    "indexering-wijzigen": Voorbeeld(CATALOGUS, van=_indexering),
    "indexering-doorrekenen": Voorbeeld(CATALOGUS, van=_indexering),
    "indexering-activeren": Voorbeeld(CATALOGUS, van=_indexering),
    "indexering-intrekken": Voorbeeld(CATALOGUS, van=_indexering),
    "uitsluitingen": Voorbeeld(),
    "overeenkomsten": Voorbeeld(),
    "overeenkomst-toevoegen": Voorbeeld(),
    **{
        f"overeenkomst-{act}": Voorbeeld(van=lambda: key("overeenkomst", 1, "hoofd"))
        for act in ("subovereenkomst", "verbeteren", "verlengen", "stuk", "toelaten")
    },
    **{
        f"perceelcontract-{act}": Voorbeeld(van=lambda: key("perceelcontract", 1, "VBG"))
        for act in (
            "tariefgroep",
            "wachttijd",
            "einddatum",
            "intrekken",
            "gemeenten",
            "locatie",
        )
    },
    **{
        f"contractlocatie-{act}": Voorbeeld(van=lambda: key("contractlocatie", 1, "VBG", "groep"))
        for act in ("plaatsen", "beeindigen")
    },
    "weergaven": Voorbeeld(van=lambda: ["contracten"]),
    "overeenkomst": Voorbeeld(van=_van_linde(Overeenkomst)),
    "contracten": Voorbeeld(),
    "perceelcontract": Voorbeeld(van=_van_linde(Perceelcontract)),
    "maatregelen": Voorbeeld(),
    "maatregel": Voorbeeld(van=_first(Maatregel)),
    "maatregeltrajecten": Voorbeeld(),
    "maatregeltraject": Voorbeeld(van=_maatregel(**_STOP)),
    "maatregelbrief": Voorbeeld(van=_brief),
    "maatregel-opstellen": Voorbeeld(van=lambda: LINDE.id),
    "maatregel-wijzigen": Voorbeeld(van=_maatregel(**_CONCEPT)),
    "maatregel-voornemen": Voorbeeld(van=_maatregel(**_CONCEPT)),
    "maatregel-besluit": Voorbeeld(van=_maatregel(**_VOORNEMEN)),
    "maatregel-intrekken": Voorbeeld(van=_maatregel(**_STOP)),
    "maatregel-periode": Voorbeeld(van=_maatregel(**_STOP)),
    "maatregel-zienswijze": Voorbeeld(AANBIEDER, van=_maatregel(**_VOORNEMEN)),
    "maatregel-horen": Voorbeeld(van=_maatregel(**_VOORNEMEN)),
    "maatregel-herstel": Voorbeeld(van=_maatregel("ingebrekestelling", herstel="")),
    "wijziging": Voorbeeld(BEHEER, van=_verzoek(soort="bankrekening")),
    "wijzigingen": Voorbeeld(BEHEER),
    "wijzigingen-goedkeuren": Voorbeeld(BEHEER),
    "wijziging-opstellen": Voorbeeld(AANBIEDER, van=_opstellen),
    "wijziging-intrekken": Voorbeeld(AANBIEDER, van=_verzoek(soort="bankrekening")),
    "wijziging-beantwoorden": Voorbeeld(AANBIEDER, van=_vraag),
    "leveranciers": Voorbeeld(),
    "risicokaart": Voorbeeld(vraag="?segment=ambulant"),
    "sturingsnormen": Voorbeeld(),
    "jaarcijfers": Voorbeeld(),
    "jaarcijfers-nieuw": Voorbeeld(BEHEER),
    "jaarcijfer": Voorbeeld(van=_cijfers),
    "jaarcijfer-wijzigen": Voorbeeld(BEHEER, van=_cijfers),
    "import-jaarcijfers": Voorbeeld(),
    "accountgesprekken": Voorbeeld(),
    "accountgesprek": Voorbeeld(van=lambda: key("accountgesprek", "linde", "eerder")),
    "accountgesprek-plannen": Voorbeeld(),
    "accountgesprek-wijzigen": Voorbeeld(van=lambda: key("accountgesprek", "linde", "straks")),
    "accountgesprek-verslag": Voorbeeld(van=lambda: key("accountgesprek", "beuk")),
    "accountgesprek-vaststellen": Voorbeeld(van=lambda: key("accountgesprek", "beuk")),
    "accountgesprek-vervallen": Voorbeeld(van=lambda: key("accountgesprek", "linde", "straks")),
    "afspraak-maken": Voorbeeld(van=lambda: key("accountgesprek", "beuk")),
    "afspraken": Voorbeeld(AANBIEDER),
    "afspraak-wijzigen": Voorbeeld(van=lambda: key("afspraak", "vast", 5)),
    "afspraak-afronden": Voorbeeld(AANBIEDER, van=lambda: key("afspraak", "vast", 1)),
    "beeindiging": Voorbeeld(van=_beeindiging),
    "beeindigingen": Voorbeeld(),
    "beeindiging-goedkeuren": Voorbeeld(van=_beeindiging),
    "beeindiging-afwijzen": Voorbeeld(van=_beeindiging),
    "beeindiging-intrekken": Voorbeeld(AANBIEDER, van=_beeindiging),
    "beeindiging-vragen": Voorbeeld(AANBIEDER, van=lambda: key("perceelcontract", 1, "VAK")),
    "wat-als": Voorbeeld(
        MANAGER, vraag=f"?aanbieder={LINDE.id}&dag={timezone.localdate():%d-%m-%Y}"
    ),
    "overnames": Voorbeeld(MANAGER),
    "overname": Voorbeeld(MANAGER, van=_overname),
    "overname-plannen": Voorbeeld(MANAGER),
    "overname-terugdraaien": Voorbeeld(MANAGER, van=_overname),
    "dekking": Voorbeeld(MANAGER),
    "overdrachten": Voorbeeld(TOEGANG),
    "overdracht-afspraak": Voorbeeld(TOEGANG, van=_regel),
    "overdracht-tellingen": Voorbeeld(),
    "toewijzingen": Voorbeeld(TOEGANG),
    "toewijzing-nieuw": Voorbeeld(TOEGANG),
    "toewijzing-ingediend": Voorbeeld(TOEGANG, van=_indiening),
    "toewijzing": Voorbeeld(TOEGANG, van=_toewijzing),
    "toewijzing-inzage": Voorbeeld(TOEGANG, van=_toewijzing),
    "toewijzing-onthullen": Voorbeeld(TOEGANG, van=_toewijzing),
    "toewijzing-beeindigen": Voorbeeld(TOEGANG, van=_toewijzing),
    "toewijzing-intrekken": Voorbeeld(TOEGANG, van=_toewijzing),
    "toewijzing-wijzigen": Voorbeeld(TOEGANG, van=_toewijzing),
    "toewijzing-tab": Voorbeeld(TOEGANG, van=lambda: [_toewijzing(), "geschiedenis"]),
    "producten-kiezen": Voorbeeld(TOEGANG),
    "jeugdige-zoeken": Voorbeeld(TOEGANG),
    **{
        name: Voorbeeld(TOEGANG, van=_jeugdige)
        for name in (
            "jeugdige",
            "jeugdige-onthullen",
            "jeugdige-verhuizing",
            "jeugdige-inzage-geven",
            "toekomstplan",
            "toekomstplan-afspreken",
        )
    },
    "woonplaats-verbeteren": Voorbeeld(TOEGANG, van=_woonplaats),
    "verwijzing-vervolgen": Voorbeeld(TOEGANG, van=_toewijzing),
    "bewaren": Voorbeeld(TOEGANG),
    **{
        f"afsprakenoverzicht{act}": Voorbeeld(TOEGANG, van=_overzicht("vastgesteld"))
        for act in ("", "-vergelijken", "-afdrukken", "-pdf-met-naam")
    },
    "afsprakenoverzicht-wijzigen": Voorbeeld(ZORG, van=_overzicht("bij_aanbieder")),
    "evaluatiemoment": Voorbeeld(TOEGANG, van=lambda: Evaluatiemoment.objects.earliest("pk").pk),
    "levering-stop": Voorbeeld(ZORG, van=_toewijzing),
    "levering-start-weg": Voorbeeld(ZORG, van=_toewijzing),
    "ongekoppeld": Voorbeeld(BACKOFFICE),
    "ongekoppeld-afhandelen": Voorbeeld(
        BACKOFFICE, van=lambda: OngekoppeldeDeclaratie.objects.earliest("pk").pk
    ),
    "minuten-vergelijken": Voorbeeld(),
    "toelichtingsverzoeken": Voorbeeld(TOEGANG),
    "toelichting-vragen": Voorbeeld(TOEGANG, van=_toewijzing),
    "toelichtingsverzoek": Voorbeeld(TOEGANG, van=_uitleg("beantwoord")),
    "toelichting-beantwoorden": Voorbeeld(ZORG, van=_uitleg("open")),
    "toelichting-aanvullen": Voorbeeld(TOEGANG, van=_uitleg("beantwoord")),
    "toelichting-intrekken": Voorbeeld(TOEGANG, van=_uitleg("open")),
    "knippen": Voorbeeld(CATALOGUS),
    "knipronde-nieuw": Voorbeeld(CATALOGUS),
    "toewijzing-knippen": Voorbeeld(TOEGANG, van=_toewijzing),
    "toewijzing-eindbesluit": Voorbeeld(TOEGANG, van=_toewijzing),
    "aanleveren": Voorbeeld(BACKOFFICE),
    "aanleveren-toewijzingen": Voorbeeld(BACKOFFICE),
    "aanleveren-declaratieregels": Voorbeeld(BACKOFFICE),
    "kennispunt": Voorbeeld(),
    "werklijsten": Voorbeeld(TOEGANG),
    **{
        f"werklijst-{groep}": Voorbeeld(TOEGANG)
        for groep in (
            "overdracht",
            "clientenstop",
            "niet-gestart",
            "contract",
            "verwijzing",
            "eindigt",
        )
    },
    "importeren": Voorbeeld(),
    "import-aanbieders": Voorbeeld(),
    "import-aanbieders-rapport": Voorbeeld(van=_import),
    "import-agb-codes": Voorbeeld(),
    "import-contacten": Voorbeeld(),
    "import-locaties": Voorbeeld(),
    "screeningen": Voorbeeld(SCREENER),
    "screening-nieuw": Voorbeeld(SCREENER),
    "screening-verantwoording": Voorbeeld(SCREENER),
    "screening": Voorbeeld(SCREENER, van=_screening(1)),
    "screening-invullen": Voorbeeld(SCREENER, van=_screening(3)),
    "screening-bewijs": Voorbeeld(SCREENER, van=_screening(3)),
    "screening-gesprek": Voorbeeld(SCREENER, van=_screening(3)),
    "screening-wederhoor": Voorbeeld(SCREENER, van=_screening(3)),
    "screening-toetsen": Voorbeeld(SCREENER, van=_screening(3)),
    "screening-stoppen": Voorbeeld(SCREENER, van=_screening(2)),
    "screening-voorleggen": Voorbeeld(SCREENER, van=_begonnen),
    "screening-besluit": Voorbeeld(SCREENER, van=_screening(2)),
    "screening-terugleggen": Voorbeeld(SCREENER, van=_screening(2)),
    "vragenlijsten": Voorbeeld(SCREENER),
    "vragenlijst": Voorbeeld(SCREENER, van=_lijst),
    "vragenlijst-vaststellen": Voorbeeld(SCREENER, van=_lijst),
    "vraag-nieuw": Voorbeeld(SCREENER, van=_lijst),
    "vraag": Voorbeeld(SCREENER, van=_vraag_in_concept),
    "api-uitleg": Voorbeeld(NIEMAND),
    "indicatoren": Voorbeeld(),
    "doelenboom": Voorbeeld(),
    "doel-nieuw": Voorbeeld(),
    "doel-wijzigen": Voorbeeld(van=lambda: Doel.objects.filter(soort="resultaat")[0].pk),
    "indicator-nieuw": Voorbeeld(),
    "indicator": Voorbeeld(van=_gevraagde_indicator),
    "indicator-versie": Voorbeeld(van=_gevraagde_indicator),
    "indicator-stoppen": Voorbeeld(van=_gevraagde_indicator),
    "indicator-uitvragen": Voorbeeld(van=_gevraagde_indicator),
    "uitvragen": Voorbeeld(AANBIEDER),
    "uitvraag": Voorbeeld(AANBIEDER, van=_first(Uitvraag, aanbieder=LINDE.id, status="gevraagd")),
    "jeugdzorgplus": Voorbeeld(),
    "ontvanger-nieuw": Voorbeeld(),
    "ontvanger-stoppen": Voorbeeld(van=_first(Subsidieontvanger)),
    "subsidieindex": Voorbeeld(),
    "kwartaalrapportage": Voorbeeld(van=_first(Kwartaalrapportage, status="ingediend")),
    "rapportage-invullen": Voorbeeld(AANBIEDER, van=_first(Kwartaalrapportage, status="concept")),
    "zoeken": Voorbeeld(vraag="?q=linde"),
    "stijl": Voorbeeld(NIEMAND),
}
#: Pages that look most unlike each other, also in dark colours.
DONKER = ("vandaag", "toewijzing-nieuw", "aanbieder")


def _shown() -> list[Route]:
    """Routes outside the API that a GET may reach; login at a provider of identity is not ours."""
    return [
        route
        for route in routes()
        if not route.pad.startswith(("api/v1/", "oauth/", "oidc/"))
        and rights_of_view(route.view).keys() & {"GET", "ALLE"}
    ]


def _tabs(view: Any) -> list[str]:
    """The tabs after the first, that have an address of their own."""
    if not issubclass(view.view_class, RegisterDetail):
        return []
    return [*[name for name, _label in view.view_class.tabbladen][1:], "geschiedenis"]


def _addresses(name: str) -> Iterator[str]:
    example = PAGINAS[name]
    found = example.van() if example.van else []
    args = found if isinstance(found, list) else [found]
    yield reverse(f"{example.ruimte}{name}", args=args) + example.vraag
    tabbed = [r for r in _shown() if r.naam == name and "<slug:tab>" in r.pad]
    for route in tabbed:
        yield from (reverse(name, args=[*args, tab]) for tab in _tabs(route.view))


def test_every_route_that_answers_get_is_known() -> None:
    found = {route.naam for route in _shown()}
    assert not set(PAGINAS) & set(GEEN_PAGINA)
    elsewhere = set().union(*ELDERS.values())
    assert not elsewhere & (set(PAGINAS) | set(GEEN_PAGINA))
    assert found == set(PAGINAS) | set(GEEN_PAGINA) | elsewhere
    for name in ELDERS:
        text = Path(__file__).with_name(name).read_text(encoding="utf-8")
        assert "axe_schoon(" in text or "look(" in text, name


def _newcomer(als: str) -> str:
    """Session of an account with a second factor: before the code, or just after enrolment."""
    gebruiker = Gebruiker.objects.create(email=f"{len(als)}@voorbeeld.test", naam="Nieuw hier")
    if als != INSTELLEN:
        TOTPDevice.objects.create(user=gebruiker, name="app")
    if als == HERSTELCODES:
        renew_recovery_codes(gebruiker)
        client = start_session(Client(), gebruiker)
        session = client.session
        session["herstelcodes_tonen"] = True
    else:
        session = Client().session
        Half.start(session, gebruiker, "/")
    session.save()
    return str(session.session_key)


def _session(als: str) -> str:
    if als in (CODE, INSTELLEN, HERSTELCODES):
        return _newcomer(als)
    client = start_session(Client(), Gebruiker.objects.get(email=als))
    return str(client.cookies[settings.SESSION_COOKIE_NAME].value)


@contextmanager
def _as(browser: Browser, live_server: LiveServer, als: str, kleuren: Any) -> Iterator[Page]:
    context: BrowserContext = browser.new_context(
        base_url=live_server.url, color_scheme=kleuren, locale="nl-NL", reduced_motion="reduce"
    )
    context.set_default_timeout(15_000)
    if als:
        name, url = settings.SESSION_COOKIE_NAME, live_server.url
        context.add_cookies([{"name": name, "value": _session(als), "url": url}])
    yield context.new_page()
    context.close()


def _look(page: Page, address: str, name: str, said: list[str]) -> list[str]:
    """What is wrong with this page; empty when nothing is."""
    wrong: list[str] = []
    said.clear()
    page.set_viewport_size({"width": 1280, "height": 900})
    answer = page.goto(address)
    status = answer.status if answer else 0
    if status != 200 or not page.url.endswith(address):
        return [f"{address}: {status}, ended at {page.url}"]
    for check in (axe_schoon, _head, _focus_is_drawn):
        wrong += _failure(check, page)
    foto(page, f"elk/{name}-1280")
    page.set_viewport_size({"width": 320, "height": 900})
    wrong += _failure(geen_zijwaarts_scrollen, page)
    foto(page, f"elk/{name}-320")
    return [f"{address}: {found}" for found in [*wrong, *said]]


def _failure(check: Callable[[Page], None], page: Page) -> list[str]:
    try:
        check(page)
    except AssertionError as exc:
        return [str(exc)]
    return []


def _head(page: Page) -> None:
    headings = [text.strip() for text in page.locator("h1").all_text_contents()]
    assert len(headings) == 1, f"h1: {headings}"
    assert headings[0], "empty h1"
    own, _, portal = page.title().partition(" · ")
    assert own.strip(), "no title"
    assert portal, f"title without the name of the portal: {page.title()}"


def _focus_is_drawn(page: Page) -> None:
    """WCAG 2.4.7 on the first thing in the content that takes the focus."""
    drawn = page.evaluate(
        """() => {
          const first = document.querySelector(
            "main a[href], main button, main input:not([type=hidden]), main select, main summary");
          if (!first) return true;
          first.focus({focusVisible: true});
          const own = getComputedStyle(first);
          const around = getComputedStyle(first.closest("label") ?? first);
          return [own, around].some(
            (s) => s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 2)
            || first.outerHTML.slice(0, 120);
        }"""
    )
    assert drawn is True, f"no focus ring: {drawn}"


@pytest.fixture
def vast(demo_bewaard: None, transactional_db: None, settings: Any, tmp_path: Path) -> None:
    settings.DOCUMENT_MAP = tmp_path
    load_fixed(timezone.localdate())
    run_all(timezone.localdate())


class ElkePagina:
    """Half of the pages, so that two workers can share them; minutes of looking."""

    deel: int

    @pytest.mark.timeout(2400)
    def test_every_page_is_accessible(
        self, browser: Browser, live_server: LiveServer, vast: None
    ) -> None:
        wrong: list[str] = []
        said: list[str] = []
        pages = dict(list(PAGINAS.items())[self.deel :: 2])
        for als in dict.fromkeys(example.als for example in pages.values()):
            with _as(browser, live_server, als, "light") as page:
                page.on(
                    "console",
                    lambda m: said.append(m.text) if m.type in ("error", "warning") else None,
                )
                page.on("pageerror", lambda error: said.append(str(error)))
                for name in [n for n, example in pages.items() if example.als == als]:
                    for number, address in enumerate(_addresses(name)):
                        wrong += _look(page, address, f"{name}-{number}", said)
        assert not wrong, "\n".join(wrong)


class TestElkePaginaEven(ElkePagina):
    deel = 0


class TestElkePaginaOneven(ElkePagina):
    deel = 1


def test_dark_colours_are_accessible(browser: Browser, live_server: LiveServer, vast: None) -> None:
    for name in DONKER:
        with _as(browser, live_server, PAGINAS[name].als, "dark") as page:
            page.goto(next(_addresses(name)))
            axe_schoon(page)
            foto(page, f"elk/{name}-donker")
