"""Letters of a measure: what they say, that anybody can read them, and who may."""

import datetime
import re
from collections.abc import Callable
from typing import Any

import pypdfium2
import pytest
from django.test import Client

from contractbeheer.brieven import Afzender, recipient
from contractbeheer.choices import Briefsoort
from contractbeheer.documenten import BRIEFVOORBEELD, MAATREGELBRIEF
from contractbeheer.models import Brief, Maatregeltraject
from contractbeheer.services import intrekken, maatregelen, zienswijze
from contractbeheer.trajectkern import keep_draft, letter
from contracts.choices import Maatregelsoort as Soort
from contracts.models import Onderaannemerschap
from core.actor import Actor
from core.choices import Rolcode
from core.documenten import opslag
from core.documenten.soorten import readable
from core.fouten import NietGevonden
from core.models import Document
from core.ui.formats import format_long_date
from providers.models import Contactgegeven
from tests.contractbeheer.conftest import DAG, MANDAAT
from tests.factories.providers import AanbiederFactory

Maak = Callable[..., Maatregeltraject]


def pdf_of(brief: Brief) -> bytes:
    file = opslag.open_checked(brief.document.sha256)
    assert file is not None
    with file:
        return file.read()


def text_of(brief: Brief) -> str:
    with pypdfium2.PdfDocument(pdf_of(brief)) as document:
        text = " ".join(page.get_textpage().get_text_range() for page in document)
    return re.sub(r"\s+", " ", text)


def newest(traject: Maatregeltraject, soort: Briefsoort) -> Brief:
    return Brief.objects.filter(traject=traject, soort=soort).latest("verstuurd_op")


def test_intention_says_kenmerk_ground_facts_and_term(
    voornemen: Maak, vandaag: datetime.date
) -> None:
    made = voornemen()
    brief = newest(made, Briefsoort.VOORNEMEN)
    text = text_of(brief)
    assert "Voornemen tot een cliëntenstop" in text
    for words in (made.kenmerk, made.grond, made.feiten, made.overslaan, "Zorghuis De Linde"):
        assert words in text
    assert f"tot en met {format_long_date(vandaag + 14 * DAG)}" in text
    assert "OZJT-portaal, bij Maatregelen" in text


@pytest.mark.parametrize("soort", list(Soort))
def test_every_letter_is_tagged_titled_and_dutch(opgelegd: Maak, soort: Soort) -> None:
    made = opgelegd(soort)
    for brief in made.brieven.all():
        pdf = pdf_of(brief)
        assert b"/StructTreeRoot" in pdf
        assert re.search(rb"/Lang\s*\(nl-NL\)", pdf)
        assert b"pdfuaid:part" in pdf
        with pypdfium2.PdfDocument(pdf) as document:
            title = document.get_metadata_value("Title")
        assert title in text_of(brief)
        assert made.kenmerk in text_of(brief)


@pytest.mark.parametrize("soort", list(Soort))
def test_decision_names_mandate_motivation_and_day(
    opgelegd: Maak, soort: Soort, beslisser: Actor
) -> None:
    made = opgelegd(soort)
    text = text_of(newest(made, Briefsoort.BESLUIT))
    for words in (MANDAAT, made.motivering, made.grond, format_long_date(made.ingangsdatum)):
        assert words in text
    assert beslisser.naam in text
    assert ("portefeuillehouder" in text) == (soort in (Soort.ONTBINDING, Soort.OVERNAME))
    assert "bezwaar" not in text.lower()


def test_urgent_decision_invites_a_view_afterwards(
    concept: Maak, beslisser: Actor, vandaag: datetime.date
) -> None:
    from contractbeheer.services import opleggen
    from tests.contractbeheer.conftest import besluit

    made = concept()
    act = besluit(spoed="Er is acuut gevaar.")
    done = opleggen.impose(beslisser, made.pk, besluit=act, versie=made.versie, peildatum=vandaag)
    text = text_of(newest(done, Briefsoort.BESLUIT))
    assert "Wij konden u niet vooraf horen. Er is acuut gevaar." in text
    assert "alsnog laten weten" in text


def test_reminder_withdrawal_and_other_end(
    opgelegd: Maak, opsteller: Actor, beslisser: Actor, vandaag: datetime.date
) -> None:
    notice = opgelegd(Soort.INGEBREKESTELLING)
    maatregelen.remind(opsteller, notice.pk, versie=notice.versie, peildatum=vandaag)
    text = text_of(newest(notice, Briefsoort.HERINNERING))
    assert format_long_date(notice.hersteltermijn) in text
    stop = opgelegd()
    stop = intrekken.move_end(
        beslisser, stop.pk, einddatum=vandaag + 9 * DAG, motivering="Nog niet klaar.",
        versie=stop.versie, peildatum=vandaag,
    )  # fmt: skip
    text = text_of(newest(stop, Briefsoort.PERIODE))
    assert format_long_date(vandaag + 9 * DAG) in text
    assert "Nog niet klaar." in text
    stop = intrekken.withdraw(
        beslisser, stop.pk, reden="Alles is hersteld.", per=vandaag + 3 * DAG,
        versie=stop.versie, peildatum=vandaag,
    )  # fmt: skip
    text = text_of(newest(stop, Briefsoort.INTREKKING))
    assert f"De laatste dag is {format_long_date(vandaag + 2 * DAG)}" in text
    assert "Alles is hersteld." in text


def test_withdrawn_before_its_day_says_that_it_does_not_begin(
    opgelegd: Maak, beslisser: Actor, vandaag: datetime.date
) -> None:
    made = opgelegd(besluit_ingangsdatum=vandaag + 9 * DAG, besluit_einddatum=vandaag + 20 * DAG)
    done = intrekken.withdraw(
        beslisser, made.pk, reden="Niet meer nodig.", per=vandaag + 9 * DAG,
        versie=made.versie, peildatum=vandaag,
    )  # fmt: skip
    assert "Die gaat niet in." in text_of(newest(done, Briefsoort.INTREKKING))


def test_letter_goes_to_the_contact_or_else_the_directie(
    linde: Any, vandaag: datetime.date
) -> None:
    assert recipient(linde, vandaag) == ["Zorghuis De Linde", "T.a.v. J. de Vries", "Enschede"]
    Contactgegeven.objects.filter(aanbieder=linde).update(naam="")
    assert recipient(linde, vandaag)[1] == "T.a.v. de directie"


def test_letter_reaches_the_hoofdaannemer_and_not_who_works_under_it(
    voornemen: Maak, actor_for: Callable[..., Actor], percelen: Any, linde: Any
) -> None:
    under = AanbiederFactory()
    Onderaannemerschap.objects.create(
        hoofdaannemer=linde, onderaannemer=under, naam=under.naam, kvk=under.kvk,
        perceel=percelen[0], begindatum=datetime.date(2025, 1, 1),
    )  # fmt: skip
    brief = voornemen().brieven.get()
    stranger = actor_for(Rolcode.AANBIEDER_BEHEERDER, under.organisatie)
    with pytest.raises(NietGevonden):
        readable(stranger, brief.document_id)
    with pytest.raises(NietGevonden):
        zienswijze.open_letter(stranger, brief.pk)


@pytest.mark.parametrize("rol", list(Rolcode))
def test_who_may_read_a_letter(
    voornemen: Maak,
    actor_for: Callable[..., Actor],
    ozjt: Any,
    linde: Any,
    rol: Rolcode,
) -> None:
    """Both sides, and nobody else; a role within the same organisation neither."""
    brief = voornemen().brieven.get()
    own = {
        Rolcode.AANBIEDER_BEHEERDER: linde.organisatie,
        Rolcode.AANBIEDER_ZORG: linde.organisatie,
    }
    home = own.get(rol) or (ozjt if "ozjt" in str(rol) else None)
    if rol in (Rolcode.CONTRACTMANAGER, Rolcode.CONTRACTBEHEERDER, Rolcode.AANBIEDER_BEHEERDER):
        assert readable(actor_for(rol, home), brief.document_id) == brief.document
        return
    with pytest.raises(NietGevonden):
        readable(actor_for(rol, home), brief.document_id)


def test_draft_of_a_letter_is_not_for_the_aanbieder_and_goes_when_it_is_sent(
    concept: Maak, opsteller: Actor, beheerder: Actor, vandaag: datetime.date
) -> None:
    made = concept()
    words = letter(
        made, Briefsoort.VOORNEMEN, Afzender(opsteller.naam), peildatum=vandaag, extra=""
    )
    first = keep_draft(opsteller, made, words)
    document = keep_draft(opsteller, made, words)
    assert not Document.objects.filter(pk=first.pk).exists()
    assert readable(opsteller, document.pk).soort == BRIEFVOORBEELD
    with pytest.raises(NietGevonden):
        readable(beheerder, document.pk)
    maatregelen.announce(
        opsteller, made.pk, uiterlijk=vandaag + 14 * DAG, versie=made.versie, peildatum=vandaag
    )
    assert set(Document.objects.values_list("soort", flat=True)) == {MAATREGELBRIEF}


def test_opening_is_kept_once_and_only_of_the_aanbieder(
    voornemen: Maak, client_for: Callable[..., Client], linde: Any
) -> None:
    brief = voornemen().brieven.get()
    manager = client_for(Rolcode.CONTRACTMANAGER)
    assert "nog niet geopend" in manager.get(f"/maatregelbrieven/{brief.pk}").content.decode()
    brief.refresh_from_db()
    assert brief.gelezen_op is None
    owner = client_for(Rolcode.AANBIEDER_BEHEERDER, linde.organisatie)
    assert owner.get(f"/maatregelbrieven/{brief.pk}").status_code == 200
    brief.refresh_from_db()
    first = brief.gelezen_op
    assert first is not None
    owner.get(f"/maatregelbrieven/{brief.pk}")
    brief.refresh_from_db()
    assert brief.gelezen_op == first
    assert "Geopend door" in manager.get(f"/maatregelbrieven/{brief.pk}").content.decode()
