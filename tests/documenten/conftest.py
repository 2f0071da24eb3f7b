"""Two kinds of documents, an aanbieder that owns them, and somebody who may read them."""

import uuid

import pytest

from core.actor import Actor
from core.choices import Actorsoort, Organisatiesoort, Rolcode
from core.documenten.services import store_document
from core.documenten.soorten import SOORTEN, Documentsoort, owner_or_ozjt
from core.models import Organisatie
from core.policies import RECHTEN, recht
from tests.documenten.bestanden import pdf

JEUGDIGE = uuid.uuid4()


@pytest.fixture(autouse=True)
def kept_apart(settings, tmp_path, monkeypatch):
    settings.DOCUMENT_MAP = tmp_path / "documenten"
    settings.CLAMD_ADRES = ""
    monkeypatch.setattr("core.documenten.soorten.SOORTEN", SOORTEN)
    before, rights = dict(SOORTEN), dict(RECHTEN)
    read = recht("proef.lezen", [Rolcode.AANBIEDER_BEHEERDER, Rolcode.CONTRACTBEHEERDER])
    Documentsoort("proef", "Proef", read, owner_or_ozjt)
    Documentsoort("proef-jeugdige", "Proef", read, jeugdigen=lambda _: [JEUGDIGE])
    yield
    for register, old in ((SOORTEN, before), (RECHTEN, rights)):
        register.clear()
        register.update(old)


@pytest.fixture
def eigenaar(db):
    return Organisatie.objects.create(soort=Organisatiesoort.AANBIEDER, naam="De Linde")


def actor_of(organisatie, *rollen):
    return Actor(
        Actorsoort.GEBRUIKER,
        uuid.uuid4(),
        "Test",
        organisatie.pk,
        Organisatiesoort(organisatie.soort),
        rollen=frozenset(rollen),
    )


@pytest.fixture
def beheerder(eigenaar):
    return actor_of(eigenaar, Rolcode.AANBIEDER_BEHEERDER)


def store(actor, eigenaar, data=None, soort="proef", naam="verklaring.pdf"):
    return store_document(
        actor, chunks=[pdf() if data is None else data], naam=naam, soort=soort, eigenaar=eigenaar
    )
