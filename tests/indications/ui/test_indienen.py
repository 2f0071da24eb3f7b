"""The filing page without JavaScript, and its live check: codes of the service, nothing lost."""

import datetime
import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from core.choices import Inzagehandeling, Rolcode
from core.models import Concept, Inzage
from indications.models import Toewijzing
from indications.services.indienen import file_toewijzingen
from tests.indications.conftest import BEUK, ELS, LINDE, VRIJ_BSN, WILG
from tests.indications.ui.conftest import CONTROLE, NIEUW, nl

pytestmark = pytest.mark.django_db
Browser = Callable[..., Client]
Invoer = Callable[..., dict[str, Any]]


def later(days: int) -> str:
    return nl(timezone.localdate() + datetime.timedelta(days=days))


def at_field(html: str, veld: str) -> set[str]:
    """Codes that stand at a field; '' for those in the summary on top."""
    if not veld:
        summary = html[html.index('class="alert__list"') :]
        return set(re.findall(r'data-code="(\w+)"', summary[: summary.index("</ul>")]))
    found = re.search(rf'id="id_{veld}_error"[^>]*>(.*?)</div>', html, re.S)
    return set(re.findall(r'data-code="(\w+)"', found[1])) if found else set()


def test_sound_filing_without_javascript_ends_on_the_confirmation(
    browser_van: Browser, invoer: Invoer
) -> None:
    browser = browser_van()
    answer = browser.post(NIEUW, invoer(), follow=True)
    row = Toewijzing.objects.latest("toewijzingsmoment")
    assert answer.redirect_chain == [(f"/toewijzingen/ingediend/{row.indiening}", 302)]
    html = answer.content.decode()
    assert str(row.nummer) in html
    assert "Zorghuis De Linde" in html
    assert VRIJ_BSN not in html
    assert "Testman" not in html
    assert row.volume == 3000


CASES = [
    ({"bsn": "123456789"}, "bsn", "bsn_ongeldig"),
    ({"bsn": None}, "bsn", "verplicht"),
    ({"geslachtsnaam": ""}, "geslachtsnaam", "verplicht"),
    ({"voornamen": ""}, "voornamen", "verplicht"),
    ({"geboortedatum": "31-2-2014"}, "geboortedatum", "datum_ongeldig"),
    ({"geboortedatum": later(3)}, "geboortedatum", "geboortedatum_ongeldig"),
    ({"geboortedatum": "1-5-1999"}, "geboortedatum", "leeftijd_te_hoog"),
    ({"verwijzing_type": ""}, "verwijzing_type", "verplicht"),
    ({"verwijzing_type": "02", "verwijzing_datum": later(-400)}, "verwijzing_datum",
     "verwijzing_verlopen"),
    ({"verwijzing_type": "02", "verwijzing_datum": later(-300)}, "einddatum",
     "verwijzing_verlopen"),
    ({"product": ""}, "product", "verplicht"),
    ({"product": "DSPWO", "eenheid": "14"}, "product", "plaatsing_via_cpwv"),
    ({"begindatum": ""}, "begindatum", "verplicht"),
    ({"einddatum": later(1)}, "einddatum", "periode_ongeldig"),
    ({"einddatum": later(7 + 800)}, "einddatum", "behandeling_te_lang"),
    ({"volume": ""}, "volume", "verplicht"),
    ({"volume": "drie"}, "volume", "getal_ongeldig"),
    ({"product": "DVAKT", "aanbieder": WILG, "volume": "2.201", "aantal_contacten": "24"},
     "volume", "vaktherapie_te_veel_minuten"),
    ({"product": "DVAKT", "aanbieder": WILG, "volume": "2.200", "aantal_contacten": "25"},
     "aantal_contacten", "vaktherapie_te_veel_sessies"),
    ({"direct": "2000", "indirect": "700", "reistijd": "200", "aantal_contacten": "40"},
     "direct", "verdeling_telt_niet_op"),
    ({"direct": "2500", "reistijd": "500", "aantal_contacten": "10"}, "reistijd",
     "reistijd_te_hoog"),
    ({"product": "DBGGB"}, "eenheid", "eenheid_niet_toegestaan"),
    ({"frequentie": "2"}, "eenheid", "eenheid_niet_toegestaan"),
    ({"aanbieder": ""}, "aanbieder", "verplicht"),
    ({"aanbieder": BEUK}, "aanbieder", "clientenstop"),
    ({"aanbieder": WILG}, "aanbieder", "geen_contract"),
    ({"aanbieder": "00000000"}, "aanbieder", "aanbieder_onbekend"),
    ({"aanbieder": ELS}, "waarschuwing_reden", "waarschuwing_zonder_reden"),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "veld", "code"), CASES, ids=[f"{c}-{v}" for _x, v, c in CASES])
def test_refusal_stands_at_its_field_with_the_code_of_the_service(
    browser_van: Browser, invoer: Invoer, changes: dict[str, Any], veld: str, code: str
) -> None:
    before = Toewijzing.objects.count()
    answer = browser_van().post(NIEUW, invoer(**changes))
    html = answer.content.decode()
    assert answer.status_code == 400
    assert code in at_field(html, veld)
    assert code in at_field(html, "")
    assert Toewijzing.objects.count() == before


def test_another_product_takes_its_own_unit_when_checked_not_when_filed(
    browser_van: Browser, invoer: Invoer
) -> None:
    data = invoer(product="DBGGB")  # the page still said minutes
    checked = browser_van().post(CONTROLE, data).content.decode()
    assert at_field(checked, "eenheid") == set()
    assert "Uur per keer" in checked
    assert browser_van().post(NIEUW, data).status_code == 400


def test_product_that_hengelo_did_not_buy_is_refused_with_a_pointer_r_seg_5(
    browser_van: Browser, invoer: Invoer
) -> None:
    answer = browser_van("0164").post(NIEUW, invoer(product="ABGII"))
    html = answer.content.decode()
    assert "product_niet_in_gemeente" in at_field(html, "product")
    assert "Wijkkracht" in html


def test_every_error_of_a_filing_is_shown_at_once(browser_van: Browser, invoer: Invoer) -> None:
    wrong = invoer(bsn="111111111", einddatum=later(900), aanbieder=BEUK)
    html = browser_van().post(NIEUW, wrong).content.decode()
    assert {"bsn_ongeldig", "behandeling_te_lang", "clientenstop"} <= at_field(html, "")


def test_input_is_kept_after_a_refusal_and_the_bsn_is_not_in_the_page(
    browser_van: Browser, invoer: Invoer
) -> None:
    browser = browser_van()
    answer = browser.post(NIEUW, invoer(aanbieder=BEUK))
    html = answer.content.decode()
    assert VRIJ_BSN not in html
    assert "•••••0019" in html
    for kept in ('value="Testman"', 'value="1-5-2014"', 'value="3.000"', 'value="ABHIR" selected'):
        assert kept in html, kept
    sealed = re.search(r'name="bsn_verzegeld" value="([^"]+)"', html)
    assert sealed
    token = re.search(r'name="token" value="([^"]+)"', html)
    assert token
    again = invoer(bsn="", bsn_verzegeld=sealed[1], token=token[1])
    assert browser.post(NIEUW, again).status_code == 302


def test_sealed_bsn_of_somebody_else_or_another_form_does_not_open(
    browser_van: Browser, invoer: Invoer
) -> None:
    data = invoer(aanbieder=BEUK)
    browser = browser_van()
    html = browser.post(NIEUW, data).content.decode()
    sealed = re.search(r'name="bsn_verzegeld" value="([^"]+)"', html)
    assert sealed
    stolen = invoer(bsn="", bsn_verzegeld=sealed[1], token=data["token"])
    assert "verplicht" in at_field(browser_van().post(NIEUW, stolen).content.decode(), "bsn")
    elsewhere = invoer(bsn="", bsn_verzegeld=sealed[1])
    assert "verplicht" in at_field(browser.post(NIEUW, elsewhere).content.decode(), "bsn")
    rubbish = invoer(bsn="", bsn_verzegeld="x%%é")
    assert browser.post(NIEUW, rubbish).status_code == 400


def test_the_same_form_sent_twice_files_once_and_shows_the_same_confirmation(
    browser_van: Browser, invoer: Invoer
) -> None:
    browser, data = browser_van(), invoer()
    first = browser.post(NIEUW, data)
    second = browser.post(NIEUW, data)
    assert (first.status_code, second.status_code) == (302, 302)
    assert first["Location"] == second["Location"]
    assert Toewijzing.objects.filter(indiening=data["token"]).count() == 1


def test_filing_writes_one_creation_in_the_access_log(browser_van: Browser, invoer: Invoer) -> None:
    browser_van().post(NIEUW, invoer())
    lines = Inzage.objects.filter(handeling=Inzagehandeling.AANMAKEN, soort="toewijzing.indienen")
    assert lines.count() == 1


def test_warning_passes_with_a_reason(browser_van: Browser, invoer: Invoer) -> None:
    data = invoer(aanbieder=ELS, waarschuwing_reden="Verlenging van het contract is toegezegd.")
    assert browser_van().post(NIEUW, data).status_code == 302
    row = Toewijzing.objects.get(indiening=data["token"])
    assert row.waarschuwing_reden.startswith("Verlenging")


def test_pair_with_gedragswetenschapper_is_one_filing_r_toe_8(
    browser_van: Browser, invoer: Invoer
) -> None:
    data = invoer(product="ABGII", gedragswetenschapper="on", gedrag_volume="600")
    answer = browser_van().post(NIEUW, data, follow=True)
    rows = Toewijzing.objects.filter(indiening=data["token"]).order_by("product__code")
    assert [(r.product.code, r.volume) for r in rows] == [("ABGII", 3000), ("ABHIR", 600)]
    html = answer.content.decode()
    assert all(str(row.nummer) in html for row in rows)


def test_pair_without_its_minutes_says_so_at_their_field(
    browser_van: Browser, invoer: Invoer
) -> None:
    data = invoer(product="ABGII", gedragswetenschapper="on")
    html = browser_van().post(NIEUW, data).content.decode()
    assert "verplicht" in at_field(html, "gedrag_volume")
    assert at_field(html, "bsn") == set()


def test_rhythm_makes_the_total_without_javascript(browser_van: Browser, invoer: Invoer) -> None:
    data = invoer(volume="", keer="1,5", duur="60", weken="10")
    assert browser_van().post(NIEUW, data).status_code == 302
    row = Toewijzing.objects.get(indiening=data["token"])
    assert (row.volume, row.aantal_contacten) == (900, 15)


def test_check_button_follows_the_rhythm_until_a_total_is_typed(
    browser_van: Browser, invoer: Invoer
) -> None:
    browser = browser_van()
    rhythm = {"actie": "controleren", "keer": "1", "duur": "60", "weken": "10"}
    html = browser.post(NIEUW, invoer(**rhythm, volume="")).content.decode()
    assert re.search(r'name="volume" value="600"', html)
    followed = invoer(**{**rhythm, "weken": "20"}, volume="600", ritme_totaal="600")
    assert re.search(r'name="volume" value="1.200"', browser.post(NIEUW, followed).content.decode())
    typed = invoer(**{**rhythm, "weken": "20"}, volume="700", ritme_totaal="600")
    html = browser.post(NIEUW, typed).content.decode()
    assert re.search(r'name="volume" value="700"', html)
    assert "Uit het ritme volgt 1.200" in html


def test_participants_divide_the_minutes_r_toe_6(browser_van: Browser, invoer: Invoer) -> None:
    data = invoer(
        product="DVAKT", aanbieder=WILG, volume="", keer="1", duur="90", weken="20", deelnemers="3"
    )
    assert browser_van().post(NIEUW, data).status_code == 302
    row = Toewijzing.objects.get(indiening=data["token"])
    assert (row.volume, row.aantal_contacten) == (600, 20)


def test_check_stores_nothing(browser_van: Browser, invoer: Invoer) -> None:
    before = Toewijzing.objects.count()
    answer = browser_van().post(NIEUW, invoer(actie="controleren"))
    assert answer.status_code == 200
    assert "Alles is er" in answer.content.decode()
    assert Toewijzing.objects.count() == before


def test_product_from_the_finder_is_chosen_without_javascript(
    browser_van: Browser, invoer: Invoer
) -> None:
    data = invoer(actie=None, product="", kies_product="DBGGB")
    html = browser_van().post(NIEUW, data).content.decode()
    assert 'value="DBGGB" selected' in html
    assert "Groepen naast elkaar" in html  # R-SEG-6


@pytest.mark.parametrize(
    ("product", "text"),
    [
        ("DBGGI", "Jeugdigen per begeleider"),
        ("DSCRN", "Screening is geen intake"),
        ("DSPWO", "Coördinatiepunt Wonen en Verblijf"),
        ("DVAKT", "verzonnen voor de demonstratie"),
        ("ABGII", "Met uren van een gedragswetenschapper"),
    ],
    ids=["R-SEG-6", "R-SEG-9", "R-CPW-1", "R-SEG-3", "R-TOE-8"],
)
def test_page_helps_where_the_choice_is_made(
    browser_van: Browser, invoer: Invoer, product: str, text: str
) -> None:
    html = browser_van().post(NIEUW, invoer(actie="controleren", product=product)).content.decode()
    assert text in html
    assert "Thuis, tenzij" in html  # R-TOE-15


# the live check


def test_live_check_shows_panel_and_messages_but_not_what_is_still_empty(
    browser_van: Browser, invoer: Invoer
) -> None:
    data = invoer(bsn="", einddatum=later(900), volume="")
    html = browser_van().post(CONTROLE, data, headers={"HX-Request": "true"}).content.decode()
    assert "behandeling_te_lang" in at_field(html, "einddatum")
    assert at_field(html, "bsn") == set()
    assert "data-nog" in html
    assert "<html" not in html


def test_live_check_leaves_the_field_alone_that_is_being_typed_in(
    browser_van: Browser, invoer: Invoer
) -> None:
    browser = browser_van()
    busy = browser.post(CONTROLE, invoer(bsn="99999", bezig="bsn")).content.decode()
    assert at_field(busy, "bsn") == set()
    done = browser.post(CONTROLE, invoer(bsn="99999", bezig="")).content.decode()
    assert at_field(done, "bsn") == {"bsn_ongeldig"}


def test_live_check_never_echoes_the_bsn(browser_van: Browser, invoer: Invoer) -> None:
    assert VRIJ_BSN not in browser_van().post(CONTROLE, invoer()).content.decode()


def test_live_check_draws_offers_again_only_when_they_changed(
    browser_van: Browser, invoer: Invoer
) -> None:
    browser = browser_van()
    first = browser.post(CONTROLE, invoer()).content.decode()
    key = re.search(r'name="aanbod_sleutel" value="([^"]+)"', first)
    assert key
    assert "Zorghuis De Linde" in first
    same = browser.post(CONTROLE, invoer(aanbod_sleutel=key[1])).content.decode()
    assert 'id="aanbod"' not in same


def test_known_jeugdige_shows_running_toewijzingen_and_that_look_is_logged_once(
    browser_van: Browser, invoer: Invoer
) -> None:
    browser = browser_van()
    browser.post(NIEUW, invoer(begindatum=nl(timezone.localdate())))
    data = invoer(product="ABGII")
    for _twice in range(2):
        html = browser.post(CONTROLE, data).content.decode()
    assert "Er loopt nu 1 toewijzing" in html
    assert Inzage.objects.filter(soort="toewijzing.controleren").count() == 1


def test_toekomstplan_is_named_from_16_years(browser_van: Browser, invoer: Invoer) -> None:
    html = browser_van().post(CONTROLE, invoer(geboortedatum="1-5-2009")).content.decode()
    assert "toekomstplan" in html


def test_offers_say_who_can_and_why_not_for_the_rest(browser_van: Browser, invoer: Invoer) -> None:
    html = browser_van().post(CONTROLE, invoer(zoek_aanbieder="de beuk")).content.decode()
    assert "cliëntenstop sinds" in html
    assert f'value="{BEUK}"' not in html


def test_pair_needs_an_aanbieder_that_can_give_both(browser_van: Browser, invoer: Invoer) -> None:
    alone = browser_van().post(CONTROLE, invoer(product="ABGII")).content.decode()
    assert f'value="{LINDE}"' in alone
    data = invoer(product="ABGII", gedragswetenschapper="on")
    both = browser_van().post(CONTROLE, data).content.decode()
    assert f'value="{LINDE}"' in both


# drafts


def test_draft_keeps_everything_encrypted_and_is_gone_after_filing(
    browser_van: Browser, invoer: Invoer
) -> None:
    browser = browser_van()
    answer = browser.post(NIEUW, invoer(actie="bewaren", aanbieder=""))
    draft = Concept.objects.get()
    assert answer["Location"] == f"{NIEUW}?concept={draft.pk}"
    assert VRIJ_BSN.encode() not in bytes(draft.inhoud)
    assert "ABHIR" in draft.titel
    html = browser.get(answer["Location"]).content.decode()
    assert VRIJ_BSN not in html
    assert "•••••0019" in html
    assert 'value="Testman"' in html
    assert draft.titel in browser.get(NIEUW).content.decode()
    sealed = re.search(r'name="bsn_verzegeld" value="([^"]+)"', html)
    token = re.search(r'name="token" value="([^"]+)"', html)
    assert sealed
    assert token
    data = invoer(bsn="", bsn_verzegeld=sealed[1], token=token[1], concept=str(draft.pk))
    assert browser.post(NIEUW, data).status_code == 302
    assert not Concept.objects.exists()


def test_one_draft_in_two_windows_files_once(browser_van: Browser, invoer: Invoer) -> None:
    browser = browser_van()
    browser.post(NIEUW, invoer(actie="bewaren"))
    url = f"{NIEUW}?concept={Concept.objects.get().pk}"
    tokens = [
        re.search(r'name="token" value="([^"]+)"', browser.get(url).content.decode())
        for _window in range(2)
    ]
    assert tokens[0]
    assert tokens[1]
    assert tokens[0][1] == tokens[1][1]


def test_draft_of_somebody_else_is_404(browser_van: Browser, invoer: Invoer) -> None:
    browser_van().post(NIEUW, invoer(actie="bewaren"))
    draft = Concept.objects.get()
    other = browser_van()
    assert other.get(f"{NIEUW}?concept={draft.pk}").status_code == 404
    assert other.post(f"{NIEUW}/concepten/{draft.pk}/weg").status_code == 404
    assert Concept.objects.exists()


def test_keeping_a_draft_that_is_gone_makes_a_new_one(browser_van: Browser, invoer: Invoer) -> None:
    browser = browser_van()
    browser.post(NIEUW, invoer(actie="bewaren", concept=str(uuid4())))
    assert Concept.objects.count() == 1


def test_jeugdige_of_another_gemeente_is_not_said_to_be_known(
    browser_van: Browser, invoer: Invoer
) -> None:
    browser_van("0153").post(NIEUW, invoer(begindatum=nl(timezone.localdate())))
    html = browser_van("0164").post(CONTROLE, invoer(product="ABHIR")).content.decode()
    assert "Er loopt nu" not in html


# who may, and the confirmation


@pytest.mark.parametrize(
    "rol", [Rolcode.BACKOFFICE, Rolcode.CONTRACTMANAGER, Rolcode.AANBIEDER_ZORG], ids=str
)
def test_others_may_not_file(demo: None, client_for: Browser, invoer: Invoer, rol: Rolcode) -> None:
    browser = client_for(rol)
    assert browser.get(NIEUW).status_code == 403
    assert browser.post(NIEUW, invoer()).status_code == 403
    assert browser.post(CONTROLE, invoer()).status_code == 403


def test_confirmation_of_another_gemeente_is_404(
    browser_van: Browser, toegang: Any, aanvraag: Any, vandaag: datetime.date
) -> None:
    (filed,) = file_toewijzingen(toegang(), [aanvraag()], peildatum=vandaag)
    url = f"/toewijzingen/ingediend/{filed.indiening}"
    assert browser_van("0153").get(url).status_code == 200
    assert browser_van("0164").get(url).status_code == 404
    assert browser_van().get(f"/toewijzingen/ingediend/{uuid4()}").status_code == 404


def test_pages_with_client_data_are_not_cached(browser_van: Browser, invoer: Invoer) -> None:
    browser = browser_van()
    for answer in (browser.get(NIEUW), browser.post(NIEUW, invoer(aanbieder=BEUK))):
        assert "no-store" in answer["Cache-Control"]


def test_rubbish_never_breaks_the_page(browser_van: Browser, invoer: Invoer) -> None:
    browser = browser_van()
    wild = dict.fromkeys(invoer(), "\x00'\"<>%%" * 40)
    for url in (NIEUW, CONTROLE):
        assert browser.post(url, {**wild, "actie": "indienen"}).status_code in (200, 400)
        assert browser.post(url, {}).status_code in (200, 400)
    assert browser.get(f"{NIEUW}?concept=x").status_code == 200
