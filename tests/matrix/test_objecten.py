"""Role x own or other organisation x every route with an object.

Own: the door opens. Of another: 404 for every role that holds the right, so that nobody can see
that it exists. What each role sees stands here on its own, apart from the policies.
"""

import datetime
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.utils import timezone

from contracts.choices import Maatregelsoort
from contracts.models import Maatregel, Segment
from core.choices import Rolcode, Scanstatus, Signaalernst
from core.models import Concept, Document, Job, Signaal
from indications.models import Toewijzing
from ozjt.demo.basis import key
from tests.factories.core import GebruikerFactory, OrganisatieFactory
from tests.matrix.tabel import read
from tests.matrix.wereld import BEUK, ENSCHEDE, HENGELO, LINDE, WIE, Deur, Persoon, deuren, person

GEMEENTE = {Rolcode.TOEGANG, Rolcode.BACKOFFICE, Rolcode.GEMEENTE_API}
AANBIEDER = {Rolcode.AANBIEDER_BEHEERDER, Rolcode.AANBIEDER_ZORG}
CONTRACT = {Rolcode.CONTRACTMANAGER, Rolcode.CONTRACTBEHEERDER}
TABEL = read()


@dataclass
class Object:
    """`vreemd` is of another gemeente and another aanbieder; `alles` names who sees that too."""

    eigen: uuid.UUID
    vreemd: uuid.UUID | None = None
    alles: set[Rolcode] = field(default_factory=set)


def toewijzing(who: Persoon) -> Object:
    own = Toewijzing.objects.get(pk=key("toewijzing", "vast", "0153", 0))
    other = Toewijzing.objects.get(pk=key("toewijzing", "vast", "0164", 7))
    assert (own.gemeente_id, own.aanbieder_id) == (ENSCHEDE, LINDE)
    assert (other.gemeente_id, other.aanbieder_id) == (HENGELO, BEUK)
    return Object(own.pk, other.pk, CONTRACT)


def indiening(who: Persoon) -> Object:
    found = toewijzing(who)
    own, other = uuid.uuid4(), uuid.uuid4()
    Toewijzing.objects.filter(pk=found.eigen).update(indiening=own)
    Toewijzing.objects.filter(pk=found.vreemd).update(indiening=other)
    return Object(own, other, CONTRACT)


def of_aanbieder(*parts: Any) -> Callable[[Persoon], Object]:
    """Everybody who works with the whole offer sees those of all aanbieders."""
    kind, *rest = parts
    return lambda who: Object(key(kind, 1, *rest), key(kind, 2, *rest), set(Rolcode) - AANBIEDER)


def maatregel(who: Persoon) -> Object:
    own = Maatregel.objects.create(
        aanbieder_id=LINDE,
        soort=Maatregelsoort.CLIENTENSTOP,
        grond="Proef",
        begindatum=timezone.localdate() - datetime.timedelta(days=3),
    )
    return Object(own.pk, key("maatregel", 2), set(Rolcode) - AANBIEDER)


def catalogue(*parts: Any) -> Callable[[Persoon], Object]:
    return lambda who: Object(key(*parts))


def segment(who: Persoon) -> Object:
    return Object(Segment.objects.values_list("pk", flat=True)[0])


def job(who: Persoon) -> Object:
    def of(gebruiker: Any) -> uuid.UUID:
        return Job.objects.create(
            soort="proef", titel="Proef", gebruiker=gebruiker, organisatie=who.organisatie
        ).pk

    return Object(of(who.gebruiker), of(GebruikerFactory()))


def signaal(who: Persoon) -> Object:
    def at(organisatie: Any) -> uuid.UUID:
        return Signaal.objects.create(
            controle="proef",
            sleutel=str(uuid.uuid4()),
            titel="Proef",
            ernst=Signaalernst.AANDACHT,
            rol=who.wie,
            organisatie=organisatie,
        ).pk

    return Object(at(who.organisatie), at(OrganisatieFactory()))


def concept(who: Persoon) -> Object:
    def of(gebruiker: Any) -> uuid.UUID:
        return Concept.objects.create(
            gebruiker=gebruiker,
            organisatie=who.organisatie,
            soort="toewijzing",
            titel="Proef",
            inhoud=b"",
        ).pk

    return Object(of(who.gebruiker), of(GebruikerFactory()))


def document(who: Persoon) -> Object:
    def of(organisatie: Any) -> uuid.UUID:
        return Document.objects.create(
            naam="proef.pdf",
            inhoudstype="application/pdf",
            grootte=1,
            sha256="0" * 64,
            soort="matrix",
            eigenaar=organisatie,
            scan=Scanstatus.SCHOON,
        ).pk

    return Object(of(who.organisatie), of(OrganisatieFactory()))


#: Begin of the route, longest first → its object. A route with an id and no line here fails.
OBJECTEN: dict[str, Callable[[Persoon], Object]] = {
    "toewijzingen/nieuw/concepten/<": concept,
    "toewijzingen/ingediend/<": indiening,
    "toewijzingen/<": toewijzing,
    "api/v1/toewijzingen/<": toewijzing,
    "api/v1/indieningen/<": indiening,
    "aanbieders/<": of_aanbieder("aanbieder"),
    "api/v1/aanbieders/<": of_aanbieder("aanbieder"),
    "overeenkomsten/<": of_aanbieder("overeenkomst", "hoofd"),
    "contracten/<": of_aanbieder("perceelcontract", "BHI"),
    "api/v1/perceelcontracten/<": of_aanbieder("perceelcontract", "BHI"),
    "maatregelen/<": maatregel,
    "percelen/<": catalogue("perceel", "BHI"),
    "api/v1/percelen/<": catalogue("perceel", "BHI"),
    "producten/<": catalogue("product", "ABHIR"),
    "api/v1/producten/<": catalogue("product", "ABHIR"),
    "api/v1/segmenten/<": segment,
    "api/v1/gemeenten/<": catalogue("organisatie", "gemeente", "0153"),
    "jobs/<": job,
    "signalen/<": signaal,
    "documenten/<": document,
}
DEUREN = [deur for deur in deuren() if "<uuid:" in deur.route.pad]


def object_of(pad: str) -> Callable[[Persoon], Object] | None:
    return next((make for begin, make in OBJECTEN.items() if pad.startswith(begin)), None)


def test_every_route_with_an_object_is_tried():
    assert [deur.id for deur in DEUREN if object_of(deur.route.pad) is None] == []
    begins = {begin for begin in OBJECTEN if not any(d.route.pad.startswith(begin) for d in DEUREN)}
    assert begins == set(), "no longer a route"


def answer(who: Persoon, deur: Deur, object_id: uuid.UUID) -> int:
    """The status, or that of the page a GET sends on to (the act of a signal goes to its page)."""
    response = who.knock(deur, deur.url(object_id))
    if deur.methode == "GET" and response.status_code == 302:
        response = who.browser.get(response["Location"])
    return response.status_code


ROLLEN = [wie for wie in WIE if wie in set(Rolcode)]


@pytest.mark.parametrize("wie", ROLLEN)
def test_own_opens_and_that_of_another_is_not_found(persoon, wie):
    who = persoon(wie)
    wrong = {}
    for deur in DEUREN:
        if not TABEL[deur.id][wie]:
            continue
        found = object_of(deur.route.pad)(who)
        status = answer(who, deur, found.eigen)
        if status in (401, 403, 404) or status >= 500:
            wrong[f"own {deur.id}"] = status
        if found.vreemd is None:
            continue
        status = answer(who, deur, found.vreemd)
        if (status == 404) == (wie in found.alles) or status >= 500:
            wrong[f"other {deur.id}"] = status
    assert wrong == {}


@pytest.mark.parametrize("wie", ["aanbieder-beheerder", "aanbieder-zorg", "toegangsmedewerker"])
def test_refused_and_absent_look_the_same(persoon, wie):
    """What exists elsewhere and what exists nowhere differ in nothing but the reference."""
    who = persoon(wie)
    for deur in DEUREN:
        found = object_of(deur.route.pad)(who)
        if not TABEL[deur.id][wie] or found.vreemd is None or wie in found.alles:
            continue
        if deur.methode != "GET":
            continue
        there = who.knock(deur, deur.url(found.vreemd))
        nowhere = who.knock(deur, deur.url(uuid.uuid4()))
        bodies = [r.content.decode().replace(r["X-Referentie"], "") for r in (there, nowhere)]
        assert bodies[0] == bodies[1], deur.id


@pytest.mark.parametrize("wie", ROLLEN)
def test_a_warning_to_an_aanbieder_is_for_contract_management_and_itself(persoon, wie):
    """Gemeenten and others see a cliëntenstop, not the steps before it (R-CON-4)."""
    warning = Maatregel.objects.create(
        aanbieder_id=LINDE,
        soort=next(s for s in Maatregelsoort if s != Maatregelsoort.CLIENTENSTOP),
        grond="Proef",
        begindatum=timezone.localdate(),
    )
    deur = next(d for d in DEUREN if d.route.pad == "maatregelen/<uuid:pk>")
    if not TABEL[deur.id][wie]:
        return
    status = person(wie).knock(deur, deur.url(warning.pk)).status_code
    assert status == (200 if wie in CONTRACT | AANBIEDER else 404)
