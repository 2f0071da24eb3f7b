"""The forms of agreements; rows of a table of wants are numbered fields of one form."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from afspraken.choices import EINDREDENEN, Uitkomst
from afspraken.inhoud import Evaluatie, Inhoud, Resultaat
from afspraken.toets import MAX_EVALUATIES, MAX_RESULTATEN, MAX_TEKST, TEKSTEN
from core.forms import DatumField, PortalForm

#: Rows that are there at first, and empty ones that are there to go on.
MINSTENS, LEEG = 2, 1
RESULTAATVELDEN = ("resultaat", "zichtbaar", "wanneer")
EVALUATIEVELDEN = ("datum", "deelnemers")


def text_field(label: Any, *, rows: int = 3, required: bool = False, **kwargs: Any) -> Any:
    widget = forms.Textarea({"rows": rows, "maxlength": MAX_TEKST})
    return forms.CharField(
        label=label, required=required, widget=widget, max_length=MAX_TEKST, **kwargs
    )


class AfsprakenForm(PortalForm):
    """The whole text of an overzicht, and how to hand it over."""

    toewijzingen = forms.MultipleChoiceField(
        label=_("Over welke toewijzingen gaan deze afspraken?"),
        widget=forms.CheckboxSelectMultiple,
    )
    frequentie = text_field(
        _("Hoe vaak is de hulp er?"),
        rows=2,
        help_text=_("Bijvoorbeeld: elke week een gesprek van een uur, thuis."),
    )
    verwijzer_rol = text_field(_("Wat doet de verwijzer?"))
    verwijzer_informatie = text_field(_("Welke informatie geeft de verwijzer?"))
    aanbieder_rol = text_field(_("Wat doet de aanbieder?"))
    aanbieder_informatie = text_field(_("Welke informatie geeft de aanbieder?"))
    opmerkingen = text_field(_("Opmerkingen"))
    vraag = text_field(_("Vraag of toelichting voor de ander"), rows=2)
    akkoord = forms.BooleanField(label=_("Wij zijn akkoord met deze afspraken"), required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        inhoud: Inhoud,
        keuzes: Sequence[tuple[str, str]],
        initial: Mapping[str, Any],
    ) -> None:
        super().__init__(data, initial={**_initial(inhoud), **initial})
        self.veldnamen: dict[str, str] = {}
        self.fields["toewijzingen"].choices = list(keuzes)  # type: ignore[attr-defined]
        self.resultaatrijen = _rows(data, "resultaat", len(inhoud.resultaten), MAX_RESULTATEN)
        self.evaluatierijen = _rows(data, "datum", len(inhoud.evaluaties), MAX_EVALUATIES)
        for nr in range(self.resultaatrijen):
            self._add_result(nr)
        for nr in range(self.evaluatierijen):
            self._add_moment(nr)

    def _add_result(self, nr: int) -> None:
        self.fields[f"resultaat_{nr}"] = text_field(_("Resultaat %d") % (nr + 1), rows=2)
        self.fields[f"zichtbaar_{nr}"] = text_field(_("Waaraan zien we dat?"), rows=2)
        self.fields[f"wanneer_{nr}"] = DatumField(label=_("Uiterlijk wanneer?"), required=False)

    def _add_moment(self, nr: int) -> None:
        self.fields[f"datum_{nr}"] = DatumField(label=_("Evaluatie %d") % (nr + 1), required=False)
        self.fields[f"deelnemers_{nr}"] = forms.CharField(
            label=_("Wie zijn erbij?"), required=False, max_length=MAX_TEKST
        )

    @property
    def resultaten(self) -> list[list[Any]]:
        return [[self[f"{v}_{nr}"] for v in RESULTAATVELDEN] for nr in range(self.resultaatrijen)]

    @property
    def evaluaties(self) -> list[list[Any]]:
        return [[self[f"{v}_{nr}"] for v in EVALUATIEVELDEN] for nr in range(self.evaluatierijen)]

    def inhoud(self) -> Inhoud:
        """What was typed, without empty rows; findings find their row back."""
        given = self.cleaned_data
        results = self._kept("resultaten", RESULTAATVELDEN, self.resultaatrijen)
        moments = self._kept("evaluaties", EVALUATIEVELDEN, self.evaluatierijen)
        return Inhoud(
            resultaten=tuple(Resultaat(**row) for row in results),
            evaluaties=tuple(Evaluatie(**row) for row in moments),
            **{name: given.get(name, "") for name in TEKSTEN},
        )

    def _kept(self, lijst: str, velden: Sequence[str], rijen: int) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        self.veldnamen |= {f"{lijst}.0.{veld}": f"{veld}_0" for veld in velden}
        for nr in range(rijen):
            row = {veld: self.cleaned_data.get(f"{veld}_{nr}") for veld in velden}
            if any(row.values()):
                place = {f"{lijst}.{len(found)}.{veld}": f"{veld}_{nr}" for veld in velden}
                self.veldnamen |= place
                found.append(
                    {k: v or (None if k in ("wanneer", "datum") else "") for k, v in row.items()}
                )
        return found


def _rows(data: Any, veld: str, filled: int, most: int) -> int:
    if data is not None:
        given = sum(1 for nr in range(most) if f"{veld}_{nr}" in data)
        return max(given, 1)
    return min(max(MINSTENS, filled + LEEG), most)


def _initial(inhoud: Inhoud) -> dict[str, Any]:
    found: dict[str, Any] = {name: getattr(inhoud, name) for name in TEKSTEN}
    for nr, result in enumerate(inhoud.resultaten):
        found |= {f"{veld}_{nr}": getattr(result, veld) for veld in RESULTAATVELDEN}
    for nr, moment in enumerate(inhoud.evaluaties):
        found |= {f"{veld}_{nr}": getattr(moment, veld) for veld in EVALUATIEVELDEN}
    return found


class EvaluatieForm(PortalForm):
    gedaan_op = DatumField(label=_("Wanneer keken jullie terug?"))
    uitkomst = text_field(
        _("Wat kwam eruit?"), required=True, help_text=_("Kort: wat gaat goed, wat verandert er.")
    )


class ResultatenForm(PortalForm):
    """Per wanted result how it came out."""

    def __init__(self, *args: Any, gewenst: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.gewenst = gewenst
        for nr in range(len(gewenst)):
            self.fields[f"uitkomst_{nr}"] = forms.ChoiceField(
                label=_("Hoe is dit gelopen?"), choices=Uitkomst.choices, widget=forms.RadioSelect
            )
            self.fields[f"toelichting_{nr}"] = text_field(
                _("Toelichting"), rows=2, help_text=_("Nodig als het deels of niet behaald is.")
            )
        self.fields["reden"] = forms.ChoiceField(
            label=_("Waarom stopt de hulp?"), choices=[("", _("Kies een reden")), *EINDREDENEN]
        )

    @property
    def regels(self) -> list[tuple[str, Any, Any]]:
        return [
            (wens, self[f"uitkomst_{nr}"], self[f"toelichting_{nr}"])
            for nr, wens in enumerate(self.gewenst)
        ]

    def antwoorden(self) -> list[tuple[str, str]]:
        given = self.cleaned_data
        return [
            (given.get(f"uitkomst_{nr}", ""), given.get(f"toelichting_{nr}", ""))
            for nr in range(len(self.gewenst))
        ]


class TerugForm(PortalForm):
    vraag = text_field(_("Wat wil je nog weten?"), required=True, rows=2)


class NaamForm(PortalForm):
    reden = forms.CharField(
        label=_("Waarom moet de naam erin staan?"),
        help_text=_("Je reden komt in het inzagelogboek."),
        max_length=300,
    )
