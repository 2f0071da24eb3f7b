import pytest

from core.models import Gebruiker, Uitgaand
from core.uitbak import Onderwerp, put
from tests.uitbak import smtpserver

PAD = "/contracten/6f9d2c1e-1b7a-4c55-9a3e-2d4f5a6b7c8d/"


@pytest.fixture(autouse=True)
def own_routes(settings):
    settings.ROOT_URLCONF = "tests.uitbak.urls"
    settings.PORTAAL_URL = "https://portaal.example"


@pytest.fixture
def mail(settings):
    with smtpserver.running() as post:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", post.poort
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        settings.MAIL_AAN = True
        yield post


@pytest.fixture
def ontvanger(db):
    return Gebruiker.objects.create(email="els@linde.example", naam="Els van Dijk")


@pytest.fixture
def row(ontvanger):
    put(ontvanger, Onderwerp.BESLUIT, PAD)
    return Uitgaand.objects.get()
