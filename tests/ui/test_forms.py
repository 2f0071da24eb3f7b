from datetime import date
from decimal import Decimal

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template.loader import render_to_string

from core.forms import (
    BedragField,
    BestandField,
    BsnField,
    BsnInput,
    DatumField,
    GetalField,
    PortalForm,
    RadioCards,
)
from core.fouten import Bevinding, Niveau

BSN = "999990019"


class Formulier(PortalForm):
    veldnamen = {"omvang.volume": "minuten"}

    bsn = BsnField(label="BSN")
    begin = DatumField(label="Begindatum", help_text="Bijvoorbeeld 1-12-2026")
    minuten = GetalField(label="Minuten", min_value=1)
    tarief = BedragField(label="Tarief", required=False)
    soort = forms.ChoiceField(
        label="Soort", choices=[("1", "Een"), ("2", "Twee")], widget=forms.RadioSelect
    )


GOOD = {"bsn": BSN, "begin": "1 december 2026", "minuten": "3.000", "tarief": "1,92", "soort": "1"}


def test_dutch_input_becomes_values() -> None:
    form = Formulier(GOOD)
    assert form.is_valid()
    assert form.cleaned_data == {
        "bsn": BSN,
        "begin": date(2026, 12, 1),
        "minuten": 3000,
        "tarief": Decimal("1.92"),
        "soort": "1",
    }


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("bsn", "123456789", "bsn_ongeldig"),
        ("bsn", "12345678", "bsn_ongeldig"),
        ("bsn", "٩٩٩٩٩٠٠١٩", "bsn_ongeldig"),
        ("bsn", "", "verplicht"),
        ("begin", "31-2-2026", "datum_ongeldig"),
        ("begin", "99999999999999999999", "datum_ongeldig"),
        ("begin", "31-12-1899", "datum_ongeldig"),
        ("begin", "1-1-2200", "datum_ongeldig"),
        ("minuten", "3.00", "getal_ongeldig"),
        ("minuten", "0", "te_laag"),
        ("tarief", "1.92", "getal_ongeldig"),
        ("soort", "9", "onbekende_waarde"),
    ],
)
def test_wrong_input_names_code_and_keeps_what_was_typed(field: str, value: str, code: str) -> None:
    form = Formulier({**GOOD, field: value})
    bound = form[field]
    assert [error[0] for error in bound.fouten] == [code]  # type: ignore[attr-defined]
    shown = str(form)
    assert f'data-code="{code}"' in shown
    if field != "bsn" and value and field != "soort":
        assert f'value="{value}"' in shown


def test_required_message_says_what_to_do() -> None:
    form = Formulier({})
    messages = {label: message for _id, label, _code, message in form.foutenoverzicht}
    assert messages["Begindatum"] == "Vul ‘Begindatum’ in."
    assert messages["Soort"] == "Maak een keuze bij ‘Soort’."


def test_field_ties_label_hint_and_error_together() -> None:
    shown = Formulier({**GOOD, "begin": "x"})["begin"].as_field_group()
    assert '<label class="utrecht-form-label" for="id_begin">' in shown
    assert 'aria-describedby="id_begin_helptext id_begin_error"' in shown
    assert 'aria-invalid="true"' in shown
    assert 'id="id_begin_helptext"' in shown
    assert 'id="id_begin_error"' in shown
    assert "utrecht-textbox--invalid" in shown


def test_optional_is_said_in_words() -> None:
    form = Formulier()
    assert "mag leeg blijven" in form["tarief"].as_field_group()
    assert "mag leeg blijven" not in form["begin"].as_field_group()


def test_summary_links_to_each_field_in_order() -> None:
    form = Formulier({"tarief": "x"})
    form.add_error(None, "Het geheel klopt niet.")
    shown = render_to_string("components/_foutenoverzicht.html", {"form": form})
    assert 'role="alert"' in shown
    assert shown.index("Het geheel klopt niet.") < shown.index('href="#id_bsn"')
    order = [shown.index(f'href="#id_{name}"') for name in ("bsn", "begin", "minuten", "soort_0")]
    assert order == sorted(order)
    assert "Er zijn 6 dingen" in shown
    assert (
        render_to_string("components/_foutenoverzicht.html", {"form": Formulier(GOOD)}).strip()
        == ""
    )


def test_findings_of_a_service_land_on_their_fields() -> None:
    form = Formulier(GOOD)
    assert form.is_valid()
    form.add_bevindingen(
        [
            Bevinding(
                "geen_tarief", Niveau.FOUT, "omvang.volume", "Er is geen tarief.", "R-TOE-10"
            ),
            Bevinding("clientenstop", Niveau.FOUT, "aanbieder", "Kies een ander.", "R-CON-4"),
            Bevinding("contract_eindigt_eerder", Niveau.WAARSCHUWING, "begin", "Loopt af."),
        ]
    )
    assert form["minuten"].fouten == [("geen_tarief", "Er is geen tarief.")]  # type: ignore[attr-defined]
    assert form.foutenoverzicht[0] == ("", "", "clientenstop", "Kies een ander.")
    shown = form["begin"].as_field_group()
    assert "Loopt af." in shown
    assert 'aria-describedby="id_begin_helptext id_begin_let_op"' in shown
    assert 'aria-invalid="true"' not in shown


def test_bsn_is_not_put_back_into_html_unless_asked() -> None:
    form = Formulier({**GOOD, "begin": "x"})
    assert BSN not in str(form)
    assert 'autocomplete="off"' in form["bsn"].as_field_group()

    class Again(PortalForm):
        bsn = BsnField(label="BSN", widget=BsnInput(render_value=True))

    assert BSN in str(Again({"bsn": BSN}))


def test_bsn_may_be_typed_with_spaces_and_dots() -> None:
    assert BsnField().clean("9999.90.019") == BsnField().clean("999 990 019") == BSN


def test_initial_values_stand_in_dutch() -> None:
    shown = str(Formulier(initial={"begin": date(2026, 12, 1), "minuten": 3000}))
    assert 'value="1 december 2026"' in shown
    assert 'value="3.000"' in shown


def test_blocked_card_is_disabled_and_says_why() -> None:
    class Kaart(PortalForm):
        aanbieder = forms.ChoiceField(
            choices=[("1", "De Linde"), ("3", "De Beuk")],
            widget=RadioCards(hints={"1": "2 plekken vrij"}, blocked={"3": "Kan niet: stop"}),
        )

    shown = str(Kaart({"aanbieder": "1"}))
    assert "2 plekken vrij" in shown
    assert "Kan niet: stop" in shown
    assert shown.count(" disabled") == 1
    assert shown.count(" checked") == 1
    assert "<legend" in shown


def test_upload_of_more_than_told_is_refused() -> None:
    class Upload(PortalForm):
        plan = BestandField(label="Plan", accept=[".pdf"], max_mb=1)

    big = SimpleUploadedFile("plan.pdf", b"x" * (1024 * 1024 + 1))
    form = Upload({}, {"plan": big})
    assert [error[0] for error in form["plan"].fouten] == ["te_groot"]  # type: ignore[attr-defined]
    assert 'accept=".pdf"' in str(form)
    assert Upload({}, {"plan": SimpleUploadedFile("plan.pdf", b"x")}).is_valid()
