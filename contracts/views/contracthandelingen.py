"""Acts on a contract per perceel and on its locations."""

from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from contracts import forms
from contracts.models import ContractLocatie, Perceelcontract
from contracts.selectors_contract import tariff_group_name
from contracts.services import levering, perceelcontracten
from contracts.services.levering import Plaatsgegevens
from contracts.views.handeling import Handelingpagina
from core.forms import PortalForm
from core.ui.formats import format_long_date


class Bijcontract(Handelingpagina):
    abstract = True
    model, route = Perceelcontract, "perceelcontract"
    related = ("aanbieder", "perceel", "overeenkomst", "tariefgroep")

    def about(self, row: Perceelcontract) -> str:
        return f"{row.aanbieder.naam} · {row.perceel.naam}"


class TariefgroepWijzigen(Bijcontract):
    titel = gettext_lazy("Tariefgroep wijzigen")

    def form(self, row: Perceelcontract, *data: Any) -> PortalForm:
        return forms.TariefgroepForm(self.actor, *data, initial={"versie": row.versie})

    def act(self, row: Perceelcontract, form: Any) -> tuple[str, str]:
        data = form.cleaned_data
        perceelcontracten.change_tariff_group(
            self.actor,
            row.pk,
            versie=data["versie"],
            tariefgroep_id=data["tariefgroep"].pk,
            vanaf=data["vanaf"],
            peildatum=timezone.localdate(),
        )
        words = {"groep": data["tariefgroep"], "dag": format_long_date(data["vanaf"])}
        return _("Vanaf %(dag)s geldt tariefgroep %(groep)s.") % words, self.back(row)

    def consequence(self, row: Perceelcontract) -> str:
        now = tariff_group_name(row, timezone.localdate()) or _("geen tariefgroep")
        return (
            _(
                "Nu geldt: %s. Wat vanaf de gekozen dag wordt geleverd, heeft het tarief van de "
                "nieuwe groep, ook bij toewijzingen die al lopen. Wat eerder is geleverd, houdt "
                "zijn tarief."
            )
            % now
        )


class WachttijdWijzigen(Bijcontract):
    titel = gettext_lazy("Maximale wachttijd wijzigen")

    def form(self, row: Perceelcontract, *data: Any) -> PortalForm:
        initial = {"versie": row.versie, "weken": row.max_wachttijd_weken}
        return forms.WachttijdForm(*data, initial=initial)

    def act(self, row: Perceelcontract, form: Any) -> tuple[str, str]:
        data = form.cleaned_data
        perceelcontracten.set_max_wait(
            self.actor, row.pk, versie=data["versie"], weken=data["weken"]
        )
        return _("De maximale wachttijd is vastgelegd."), self.back(row)

    def consequence(self, row: Perceelcontract) -> str:
        return (
            _(
                "Bij dit perceel hoort %d weken. Een andere afspraak geldt alleen voor dit "
                "contract; wie er langer over doet, komt als signaal bij contractbeheer."
            )
            % row.perceel.max_wachttijd_weken
        )


class EindeWijzigen(Bijcontract):
    titel = gettext_lazy("Einddatum wijzigen")

    def form(self, row: Perceelcontract, *data: Any) -> PortalForm:
        return forms.EindeForm(*data, initial={"versie": row.versie, "einddatum": row.einddatum})

    def act(self, row: Perceelcontract, form: Any) -> tuple[str, str]:
        data = form.cleaned_data
        done = perceelcontracten.change_end(
            self.actor, row.pk, versie=data["versie"], einddatum=data["einddatum"]
        )
        return _("Het contract loopt tot en met %s.") % forms.until(done.einddatum), self.back(row)

    def consequence(self, row: Perceelcontract) -> str:
        return _(
            "Een latere dag kan tot en met het einde van de overeenkomst (%s). Een eerdere dag kan "
            "hier niet: dat gaat via een beëindigingsverzoek of een maatregel, met een "
            "overdrachtslijst voor de gemeenten."
        ) % forms.until(row.overeenkomst.einddatum)


class Intrekken(Bijcontract):
    titel = gettext_lazy("Contract intrekken")
    knop = gettext_lazy("Intrekken")

    def form(self, row: Perceelcontract, *data: Any) -> PortalForm:
        return forms.IntrekForm(*data, initial={"versie": row.versie})

    def act(self, row: Perceelcontract, form: Any) -> tuple[str, str]:
        data = form.cleaned_data
        perceelcontracten.withdraw(self.actor, row.pk, versie=data["versie"], reden=data["reden"])
        return _("Het contract is ingetrokken; het heeft dan nooit gegolden."), self.back(row)

    def consequence(self, row: Perceelcontract) -> str:
        return _(
            "Alleen voor een contract dat bij vergissing is vastgelegd. Het geldt dan op geen "
            "enkele dag. Zodra er een toewijzing of aanbod aan hangt, kan dit niet meer."
        )


class GemeentenWijzigen(Bijcontract):
    titel = gettext_lazy("Gemeenten vastleggen")
    knop = gettext_lazy("Vastleggen")

    def form(self, row: Perceelcontract, *data: Any) -> PortalForm:
        day = max(timezone.localdate(), row.begindatum)
        return forms.GemeentenForm(self.actor, row, day, *data, initial={"versie": row.versie})

    def act(self, row: Perceelcontract, form: forms.GemeentenForm) -> tuple[str, str]:
        data, chosen = form.cleaned_data, form.chosen()
        levering.promise(
            self.actor,
            row.pk,
            versie=data["versie"],
            gemeente_ids=chosen,
            vanaf=data["vanaf"],
            tot=data["tot"],
        )
        words = {"n": len(chosen), "dag": format_long_date(data["vanaf"])}
        text = (
            ngettext(
                "Vanaf %(dag)s is levering toegezegd in %(n)d gemeente.",
                "Vanaf %(dag)s is levering toegezegd in %(n)d gemeenten.",
                len(chosen),
            )
            % words
        )
        return text, reverse("perceelcontract", args=[row.pk, "gebied"])

    def consequence(self, row: Perceelcontract) -> str:
        return _(
            "In deze gemeenten moet de aanbieder leveren. Wie ergens anders toewijst, ziet een "
            "waarschuwing. Zonder gemeenten hier wordt er niet gewaarschuwd."
        )


class LocatieToevoegen(Bijcontract):
    titel = gettext_lazy("Locatie toevoegen")

    def form(self, row: Perceelcontract, *data: Any) -> PortalForm:
        day = max(timezone.localdate(), row.begindatum)
        initial = {"versie": row.versie, "begindatum": day}
        return forms.LocatieForm(self.actor, row, *data, initial=initial)

    def act(self, row: Perceelcontract, form: forms.LocatieForm) -> tuple[str, str]:
        data = form.cleaned_data
        location, group = form.place()
        levering.add_location(
            self.actor,
            row.pk,
            Plaatsgegevens(
                UUID(location),
                data["plaatsen"],
                data["begindatum"],
                UUID(group) if group else None,
                data["einddatum"],
            ),
            versie=data["versie"],
        )
        return _("De locatie is toegevoegd."), _places(row)

    def consequence(self, row: Perceelcontract) -> str:
        return _(
            "Alleen locaties van deze aanbieder. Met deze plaatsen wordt vergeleken wat de "
            "aanbieder als beschikbaar opgeeft."
        )


class Bijlocatie(Handelingpagina):
    abstract = True
    model = ContractLocatie
    related = ("perceelcontract__aanbieder", "perceelcontract__perceel", "locatie", "groep")

    def about(self, row: ContractLocatie) -> str:
        return f"{row.locatie.naam} · {row.groep.naam}" if row.groep else row.locatie.naam

    def back(self, row: ContractLocatie) -> str:
        return _places(row.perceelcontract)


class PlaatsenWijzigen(Bijlocatie):
    titel = gettext_lazy("Plaatsen wijzigen")

    def form(self, row: ContractLocatie, *data: Any) -> PortalForm:
        day = max(timezone.localdate(), row.begindatum)
        initial = {"versie": row.perceelcontract.versie, "plaatsen": row.plaatsen, "vanaf": day}
        return forms.PlaatsenForm(*data, initial=initial)

    def act(self, row: ContractLocatie, form: Any) -> tuple[str, str]:
        levering.change_places(self.actor, row.pk, **form.cleaned_data)
        return _("Het aantal plaatsen is vastgelegd."), self.back(row)

    def consequence(self, row: ContractLocatie) -> str:
        return _("Nu %d plaatsen. Wat voor de gekozen dag gold, blijft staan.") % row.plaatsen


class LocatieBeeindigen(Bijlocatie):
    titel = gettext_lazy("Locatie beëindigen")
    knop = gettext_lazy("Beëindigen")

    def form(self, row: ContractLocatie, *data: Any) -> PortalForm:
        return forms.EindeLocatieForm(*data, initial={"versie": row.perceelcontract.versie})

    def act(self, row: ContractLocatie, form: Any) -> tuple[str, str]:
        levering.end_location(self.actor, row.pk, **form.cleaned_data)
        return _("De locatie hoort na die dag niet meer bij het contract."), self.back(row)

    def consequence(self, row: ContractLocatie) -> str:
        return _(
            "Het contract zelf loopt door. Waar het tarief bij de locatie hoort, is er na die dag "
            "op deze locatie geen tarief meer."
        )


def _places(row: Perceelcontract) -> str:
    return reverse("perceelcontract", args=[row.pk, "plaatsen"])
