"""Every page of the URL conf, as somebody who works there, over the demonstration's fixed points.

A route that shows a page stands in `PAGINAS` with an example, else in `GEEN_PAGINA` with the
reason; one that stands in neither fails. Asked of each page: answers 200, axe without findings,
one h1, a title of its own, a focus that is drawn, nothing on the console, and no sideways
scrolling at 320 px. The admin is Django's own and for technical management; it is not asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django.live_server_helper import LiveServer

from contracts.models import Maatregel, Overeenkomst, Perceel, Perceelcontract, Product
from core.aanmelding import Half, renew_recovery_codes
from core.choices import Jobstatus
from core.models import Gebruiker, Job, Signaal
from core.policies import rights_of_view
from core.signalen.motor import run_all
from core.views.register import RegisterDetail
from indications.models import Toewijzing
from ozjt.demo.toegang import OZJT
from ozjt.demo.vast import LINDE, load_fixed
from tests.architecture.bron import Route, routes
from tests.browser.helpers import axe_schoon, foto, geen_zijwaarts_scrollen
from tests.conftest import start_session

pytestmark = pytest.mark.browser

TOEGANG, MANAGER, FG = "toegang@enschede.demo", "contractmanager@ozjt.demo", "fg@ozjt.demo"
NIEMAND, CODE, INSTELLEN = "", "half, met app", "half, zonder app"
HERSTELCODES = "net de app gekoppeld"

#: Answers GET, and shows no page.
GEEN_PAGINA = {
    "aanmelden-qr": "a picture",
    "healthz": "for a load balancer",
    "readyz": "for a load balancer",
    "security-txt": "text",
    "job-demo": "part of a page",
    "ophalen": "a download",
    **{
        f"signaal-{act}": "an act; GET only leads back to the signal after logging in"
        for act in ("oppakken", "loslaten", "uitstellen", "terugzetten", "afhandelen")
    },
}


@dataclass(frozen=True)
class Voorbeeld:
    """Who opens the page; `van` finds what it is about."""

    als: str = MANAGER
    van: Callable[[], Any] | None = None
    vraag: str = ""


def _toewijzing() -> Any:
    """Runs, is split, and was filed from the page: every part of the screen is there."""
    return (
        Toewijzing.objects.filter(
            gemeente__code="0153", minuten_direct__isnull=False, status="toegewezen"
        )
        .earliest("nummer")
        .pk
    )


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


def _first(model: Any, **wanted: Any) -> Callable[[], Any]:
    return lambda: model.objects.filter(**wanted).earliest("begindatum", "pk").pk


def _van_linde(model: Any) -> Callable[[], Any]:
    return _first(model, aanbieder=LINDE.id)


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
    "tarieven": Voorbeeld(),
    "uitsluitingen": Voorbeeld(),
    "overeenkomsten": Voorbeeld(),
    "overeenkomst": Voorbeeld(van=_van_linde(Overeenkomst)),
    "contracten": Voorbeeld(),
    "perceelcontract": Voorbeeld(van=_van_linde(Perceelcontract)),
    "maatregelen": Voorbeeld(),
    "maatregel": Voorbeeld(van=_first(Maatregel)),
    "toewijzingen": Voorbeeld(TOEGANG),
    "toewijzing-nieuw": Voorbeeld(TOEGANG),
    "toewijzing-ingediend": Voorbeeld(TOEGANG, van=_indiening),
    "toewijzing": Voorbeeld(TOEGANG, van=_toewijzing),
    "toewijzing-inzage": Voorbeeld(TOEGANG, van=_toewijzing),
    "toewijzing-onthullen": Voorbeeld(TOEGANG, van=_toewijzing),
    "toewijzing-beeindigen": Voorbeeld(TOEGANG, van=_toewijzing),
    "toewijzing-intrekken": Voorbeeld(TOEGANG, van=_toewijzing),
    "producten-kiezen": Voorbeeld(TOEGANG),
    "api-uitleg": Voorbeeld(NIEMAND),
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
    shown: type[RegisterDetail] = view.view_class
    return [*[name for name, _label in shown.tabbladen][1:], "geschiedenis"]


def _addresses(name: str) -> Iterator[str]:
    example = PAGINAS[name]
    args = [example.van()] if example.van else []
    yield reverse(name, args=args) + example.vraag
    tabbed = [r for r in _shown() if r.naam == name and "<slug:tab>" in r.pad]
    for route in tabbed:
        yield from (reverse(name, args=[*args, tab]) for tab in _tabs(route.view))


def test_every_route_that_answers_get_is_known() -> None:
    found = {route.naam for route in _shown()}
    assert not set(PAGINAS) & set(GEEN_PAGINA)
    assert found == set(PAGINAS) | set(GEEN_PAGINA)


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
def vast(transactional_db: None) -> None:
    load_fixed(timezone.localdate())
    run_all(timezone.localdate())


def test_every_page_is_accessible(browser: Browser, live_server: LiveServer, vast: None) -> None:
    wrong: list[str] = []
    said: list[str] = []
    for als in dict.fromkeys(example.als for example in PAGINAS.values()):
        with _as(browser, live_server, als, "light") as page:
            page.on(
                "console",
                lambda m: said.append(m.text) if m.type in ("error", "warning") else None,
            )
            page.on("pageerror", lambda error: said.append(str(error)))
            for name in [n for n, example in PAGINAS.items() if example.als == als]:
                for number, address in enumerate(_addresses(name)):
                    wrong += _look(page, address, f"{name}-{number}", said)
    assert not wrong, "\n".join(wrong)


def test_dark_colours_are_accessible(browser: Browser, live_server: LiveServer, vast: None) -> None:
    for name in DONKER:
        with _as(browser, live_server, PAGINAS[name].als, "dark") as page:
            page.goto(next(_addresses(name)))
            axe_schoon(page)
            foto(page, f"elk/{name}-donker")
