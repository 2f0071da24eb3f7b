"""A letter is a tagged PDF with a title and a language, and says exactly what it was given."""

import re

import pypdfium2
import pytest

from core.brieven.maken import Brief, Deel, render_letter

LETTER = Brief(
    titel="Waarschuwing over wachttijd",
    geadresseerde=["Zorghuis De Linde", "Lindelaan 1", "7500 AA Enschede"],
    feiten=[("Datum", "22 november 2026"), ("Ons kenmerk", "MT-10001")],
    aanhef="Geachte directie,",
    delen=[Deel("Aanleiding", ["De wachttijd is te lang."], ["een", "twee"])],
    groet="Met vriendelijke groet,",
    ondertekening=["A. Beslisser", "contractmanager"],
)


def text_of(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        return " ".join(page.get_textpage().get_text_range() for page in document)


def test_letter_is_tagged_titled_and_dutch() -> None:
    pdf = render_letter(LETTER)
    assert pdf.startswith(b"%PDF-1.")
    assert b"/StructTreeRoot" in pdf
    assert re.search(rb"/Marked\s+true", pdf)
    assert re.search(rb"/Lang\s*\(nl-NL\)", pdf)
    assert b"pdfuaid:part" in pdf
    with pypdfium2.PdfDocument(pdf) as document:
        assert document.get_metadata_value("Title") == LETTER.titel


def test_letter_says_what_it_was_given() -> None:
    text = text_of(render_letter(LETTER))
    for words in ("Zorghuis De Linde", "MT-10001", "Aanleiding", "De wachttijd is te lang."):
        assert words in text
    assert "Demonstratie" in text


@pytest.mark.parametrize(
    "words", ["#panic()", "*vet* _cursief_", "$x^2$ @bron <label>", "= Kop", "€ 12,50 “ë”", "\\"]
)
def test_words_are_never_read_as_markup(words: str) -> None:
    letter = Brief(**{**LETTER.__dict__, "delen": [Deel("", [words])]})
    assert words in text_of(render_letter(letter))


@pytest.mark.parametrize("sign", ["\U0001f4a5", "中", "\x07", "\uffff", "\ud83d"], ids=ascii)
def test_a_sign_that_the_letter_type_lacks_does_not_stop_the_letter(sign: str) -> None:
    letter = Brief(**{**LETTER.__dict__, "delen": [Deel(sign, [f"voor{sign}na, naïef"])]})
    assert "voor□na, naïef" in text_of(render_letter(letter))
