"""Valid objects of the kernel."""

import datetime
from typing import Any

import factory
from factory.django import DjangoModelFactory
from oauth2_provider.models import Application

from core.choices import Organisatiesoort, Rolcode
from core.models import ApiClient, Gebruiker, Organisatie, Rol

PASSWORD = "een lang en goed wachtwoord"
SECRET = "een-lang-en-goed-geheim"


class OrganisatieFactory(DjangoModelFactory):
    class Meta:
        model = Organisatie

    soort = Organisatiesoort.GEMEENTE
    naam = factory.Sequence(lambda n: f"Gemeente {n:04}")
    code = factory.Sequence(lambda n: f"9{n:03}")


class GebruikerFactory(DjangoModelFactory):
    """A person with a local account and password `PASSWORD`; `….demo` needs no second factor."""

    class Meta:
        model = Gebruiker
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"persoon{n}@gemeente.demo")
    naam = factory.Sequence(lambda n: f"Persoon {n}")

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Gebruiker:
        password = kwargs.pop("password", PASSWORD)
        return model_class.objects.create_user(password=password, **kwargs)


class RolFactory(DjangoModelFactory):
    class Meta:
        model = Rol

    gebruiker = factory.SubFactory(GebruikerFactory)
    organisatie = factory.SubFactory(OrganisatieFactory)
    rol = Rolcode.TOEGANG
    begindatum = datetime.date(2020, 1, 1)


class ApplicatieFactory(DjangoModelFactory):
    class Meta:
        model = Application

    name = factory.Sequence(lambda n: f"client {n}")
    client_id = factory.Sequence(lambda n: f"client-{n}")
    client_secret = SECRET
    client_type = Application.CLIENT_CONFIDENTIAL
    authorization_grant_type = Application.GRANT_CLIENT_CREDENTIALS


class ApiClientFactory(DjangoModelFactory):
    """An API client with secret `SECRET`; for a role: `RolFactory(gebruiker=None, apiclient=…)`."""

    class Meta:
        model = ApiClient

    applicatie = factory.SubFactory(ApplicatieFactory)
    organisatie = factory.SubFactory(OrganisatieFactory)
    naam = factory.Sequence(lambda n: f"Programma {n}")
    scopes = "toewijzingen:lezen toewijzingen:schrijven"
