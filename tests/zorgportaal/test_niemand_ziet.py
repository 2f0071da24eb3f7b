"""R-ZP-4: until it is approved, nobody but who asks and who decides sees what was asked.

Whatever kind of data, values and state, by every address of the portal that gives something: pages,
tabs, lists, exports, search, API. Who decides sees it on the request itself and nowhere else.
"""

import uuid
from collections.abc import Iterator

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from core.choices import Organisatiesoort, Rolcode
from core.identifiers import demo_iban
from tests.conftest import new_token, start_session
from tests.factories.core import (
    ApiClientFactory,
    GebruikerFactory,
    OrganisatieFactory,
    RolFactory,
)
from tests.factories.providers import AanbiederFactory
from tests.matrix.test_lekken import NOT_DATA, text_of
from tests.matrix.wereld import SCOPES, deuren
from tests.zorgportaal.conftest import SOUND
from zorgportaal.inhoud import seen_token, wijziging_of
from zorgportaal.models import Wijzigingsverzoek
from zorgportaal.services import behandelen, indienen

pytestmark = pytest.mark.django_db

READERS = [*sorted(set(Rolcode) - {Rolcode.AANBIEDER_BEHEERDER}), "andere-beheerder", "anoniem"]
DECIDERS = {Rolcode.CONTRACTMANAGER, Rolcode.CONTRACTBEHEERDER, Rolcode.BESCHIKBAARHEIDSBEHEERDER}
STATES = ("concept", "ingediend", "in_behandeling", "aanvulling", "afgewezen", "ingetrokken")
ALL_SCOPES = f"{SCOPES} wijzigingsverzoeken:lezen wijzigingsverzoeken:schrijven"
#: Where who decides, decides.
REQUEST = ("wijzigingen", "documenten/")
#: Of the process, not of the data.
SAME_FOR_ALL = {"readyz", "livez", "metrics"}
CHANGES = sorted(key for key in SOUND if key[1] != "beeindigen")


def marked(soort: str, mark: str) -> dict[str, str]:
    """Values that nothing else in the world has."""
    number = int(mark[:7], 16)
    return {
        "identiteit": {"naam": f"Naam {mark}", "website": f"https://{mark}.demo.nl"},
        "agb-code": {"code": f"4{number % 10_000_000:07}"},
        "bankrekening": {"iban": demo_iban(number % 10**9), "tenaamstelling": f"Heer {mark}"},
        "contact": {"naam": f"Mevrouw {mark}", "email": f"{mark}@linde.demo"},
        "locatie": {"naam": f"Huis {mark}", "straat": f"Straat {mark}"},
        "groep": {"naam": f"Groep {mark}"},
        "onderaannemer": {"naam": f"Onder {mark}"},
        "document": {"omschrijving": f"Papier {mark}"},
    }[soort]


def words_of(values: dict[str, str], mark: str) -> set[str]:
    return {mark, values.get("iban", mark), values.get("code", mark)}


@pytest.fixture
def readers(aanbieder, ozjt, settings) -> dict[str, tuple[Client, Client]]:
    """A browser and a program with every scope, for each role that is not the one who asks."""
    other = AanbiederFactory().organisatie
    at = {
        Rolcode.AANBIEDER_ZORG: aanbieder.organisatie,
        "andere-beheerder": other,
        Rolcode.VERWIJZER: OrganisatieFactory(soort=Organisatiesoort.GI, code="gi"),
        Rolcode.TOEZICHTHOUDER: OrganisatieFactory(soort=Organisatiesoort.TOEZICHT, code="t"),
    }
    gemeente = OrganisatieFactory(naam="Borne", code="0147")
    for_gemeente = {Rolcode.TOEGANG, Rolcode.BACKOFFICE, Rolcode.GEMEENTE_API}
    made = {"anoniem": (Client(), Client())}
    for who in READERS[:-1]:
        rol = Rolcode.AANBIEDER_BEHEERDER if who == "andere-beheerder" else who
        where = at.get(who, gemeente if who in for_gemeente else ozjt)
        person = GebruikerFactory()
        RolFactory(gebruiker=person, rol=rol, organisatie=where)
        program = ApiClientFactory(organisatie=where, scopes=ALL_SCOPES)
        RolFactory(gebruiker=None, apiclient=program, rol=rol, organisatie=where)
        bearer = {"authorization": f"Bearer {new_token(program, ALL_SCOPES)}"}
        made[who] = (start_session(Client(), person), Client(headers=bearer))
    return made


def answers(who: str, clients: tuple[Client, Client], ids: list, words: set[str]) -> Iterator:
    """(address, text) of everything that this role can ask for."""
    browser, api = clients
    for deur in deuren():
        pad = deur.route.pad
        if deur.methode != "GET" or pad in NOT_DATA or pad in SAME_FOR_ALL:
            continue
        if who in DECIDERS and pad.startswith(REQUEST):
            continue
        client = api if deur.is_api else browser
        tabs = ["geschiedenis"]
        if "<slug:" in pad and hasattr(deur.route.view, "view_class"):
            tabs += [name for name, _ in getattr(deur.route.view.view_class, "tabbladen", ())]
        urls = {deur.url(pk, tab) for pk in (ids if "<uuid:" in pad else ids[:1]) for tab in tabs}
        if "<" not in pad and hasattr(getattr(deur.route.view, "view_class", None), "tabel"):
            urls |= {f"{deur.url()}?formaat={fmt}" for fmt in ("csv", "xlsx")}
        for url in urls:
            yield url, text_of(client.get(url))
    for word in words:
        if who != "anoniem":  # the page says again what was asked; what it found counts
            yield "zoeken", str(browser.get("/zoeken", {"q": word}).context["treffers"])
        body = {"naam": word}
        yield "_zoek", text_of(api.post("/api/v1/aanbieders/_zoek", body, "application/json"))


def bring_to(state, verzoek, beheerder, beslisser, vandaag):
    versie = verzoek.versie
    if state == "in_behandeling":
        behandelen.take(beslisser, verzoek.pk, versie=versie)
    elif state == "aanvulling":
        behandelen.ask(beslisser, verzoek.pk, vraag="Wie?", versie=versie, peildatum=vandaag)
    elif state == "afgewezen":
        behandelen.reject(beslisser, verzoek.pk, reden="Nee", versie=versie)
    elif state == "ingetrokken":
        indienen.withdraw(beheerder, verzoek.pk)


@given(
    change=st.sampled_from(CHANGES),
    state=st.sampled_from(STATES),
    who=st.sampled_from(READERS),
)
@settings(
    max_examples=16,
    deadline=None,
    phases=[Phase.reuse, Phase.generate],  # shrinking takes minutes, and a mark says enough
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_nobody_sees_an_unapproved_value(
    change, state, who, vraag, beheerder, beslisser, aanbieder, readers, vandaag
):
    soort, handeling = change
    mark = f"{uuid.uuid4().hex[:7]}zq"  # not drawn: the same one twice is the same request
    values = marked(soort, mark)
    asked = vraag(soort, handeling, **values)
    if state == "concept":
        verzoek = indienen.save_concept(beheerder, asked)
    else:
        verzoek = indienen.submit(beheerder, asked, peildatum=vandaag).verzoek
        bring_to(state, verzoek, beheerder, beslisser, vandaag)
    words = words_of(values, mark)
    ids = [aanbieder.pk, verzoek.pk, *asked.bewijsstukken]
    for address, text in answers(who, readers[who], ids, words):
        assert not [word for word in words if word in text], f"{who} {address}"


@pytest.mark.parametrize(("soort", "handeling"), CHANGES, ids=["-".join(key) for key in CHANGES])
def test_the_same_look_finds_what_is_approved(
    soort, handeling, vraag, beheerder, beslisser, aanbieder, readers, vandaag
):
    """So that the test above can fail: once approved, contract management finds it."""
    mark = f"{uuid.uuid4().hex[:7]}zq"
    values = marked(soort, mark)
    verzoek = indienen.submit(
        beheerder, vraag(soort, handeling, **values), peildatum=timezone.localdate()
    ).verzoek
    verzoek = Wijzigingsverzoek.objects.get(pk=verzoek.pk)
    seen = seen_token(wijziging_of(verzoek))
    behandelen.approve(beslisser, verzoek.pk, versie=verzoek.versie, gezien=seen, peildatum=vandaag)
    words = words_of(values, mark)
    who = Rolcode.CONTRACTMANAGER
    found = [
        address
        for address, text in answers(who, readers[who], [aanbieder.pk], words)
        if any(word in text for word in words)
    ]
    assert found
