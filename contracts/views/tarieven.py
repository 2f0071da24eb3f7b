"""A tariff with the ones before and after it, and what the catalogusbeheerder does with it."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contracts import forms_tarieven as forms
from contracts import tables
from contracts.models import Tarief
from contracts.policies import INDEXERING_INZIEN, TARIEF_BEHEREN, TARIEF_INZIEN
from contracts.rules import first_open_day
from contracts.selectors_tarieven import indexering_of, series_of, taken_back
from contracts.services import tarieven
from contracts.views.handeling import Handelingpagina
from core.aanhaken import Knop
from core.actor import Actor
from core.policies import has_right
from core.ui.formats import format_euro, format_long_date, format_period
from core.views.register import RegisterDetail


class TariefDetail(RegisterDetail):
    rechten = {"GET": TARIEF_INZIEN}
    model, route, map = Tarief, "tarief", "contracts"
    related = ("product", "tariefgroep", "locatie")
    lijst = ("tarieven", gettext_lazy("Tarieven"))
    tabbladen = (("tarief", gettext_lazy("Tarief")),)

    def title(self, row: Tarief) -> str:
        return str(row.product)

    def header(self, row: Tarief) -> dict[str, Any]:
        unit = f"{format_euro(row.bedrag)} per {row.get_eenheid_display()}"
        words = (unit, for_whom(row), format_period(row.begindatum, row.einddatum))
        return {"titel": self.title(row), "subregel": " · ".join(words)}

    def context_tarief(self, row: Tarief) -> dict[str, Any]:
        line = indexering_of(row.pk) if has_right(self.actor, INDEXERING_INZIEN) else None
        found = series_of(self.actor, row)
        return {
            "voor": for_whom(row),
            "tabel": tables.TARIEFREEKS.bind(self.request, found),
            "regel": line,
            "teruggenomen": taken_back(row) if has_right(self.actor, TARIEF_BEHEREN) else [],
        }


def for_whom(row: Tarief) -> str:
    if row.tariefgroep:
        return _("tariefgroep %s") % row.tariefgroep.naam
    return row.locatie.naam if row.locatie else _("iedereen")


class Tariefhandeling(Handelingpagina):
    abstract = True
    rechten = {"GET": TARIEF_BEHEREN, "POST": TARIEF_BEHEREN}
    model = Tarief
    route = "tarief"
    related = ("product", "tariefgroep", "locatie")

    def about(self, row: Tarief) -> str:
        period = format_period(row.begindatum, row.einddatum)
        return f"{row.product} · {for_whom(row)} · {format_euro(row.bedrag)} · {period}"


class TariefToevoegen(Tariefhandeling):
    """`?product=` and the rest of the key fill the form, from the page of a tariff."""

    model = None  # type: ignore[assignment]
    titel = gettext_lazy("Nieuw tarief")
    knop = gettext_lazy("Vastleggen")

    def form(self, row: Any, *data: Any) -> forms.TariefForm:
        names = ("product", "tariefgroep", "locatie", "eenheid")
        return forms.TariefForm(
            self.actor, *data, initial={name: self.request.GET.get(name, "") for name in names}
        )

    def act(self, row: Any, form: Any) -> tuple[str, str]:
        data = form.cleaned_data
        new = tarieven.add(
            self.actor,
            form.gegevens(),
            peildatum=timezone.localdate(),
            reden=data["reden"],
            gat_akkoord=data["gat_akkoord"],
        )
        words = {"dag": format_long_date(new.begindatum), "bedrag": format_euro(new.bedrag)}
        text = _("Vanaf %(dag)s geldt %(bedrag)s.") % words
        return text, reverse("tarief", args=[new.pk])

    def consequence(self, row: Any) -> str:
        return _(
            "Het tarief dat op die dag geldt voor hetzelfde product, dezelfde groep of locatie en "
            "dezelfde eenheid, eindigt de dag ervoor. De eerste dag die kan, is %s."
        ) % format_long_date(first_open_day(timezone.localdate()))

    def back(self, row: Any) -> str:
        return reverse("tarieven")

    def about(self, row: Any) -> str:
        return _("Tarieven")


class TariefBeeindigen(Tariefhandeling):
    titel = gettext_lazy("Tarief beëindigen")
    knop = gettext_lazy("Vastleggen")

    def form(self, row: Tarief, *data: Any) -> forms.EindForm:
        return forms.EindForm(*data, initial={"einddatum": row.einddatum})

    def act(self, row: Tarief, form: Any) -> tuple[str, str]:
        done = tarieven.end(self.actor, row.pk, peildatum=timezone.localdate(), **form.cleaned_data)
        if done.einddatum is None:
            return _("Het tarief blijft gelden."), self.back(row)
        text = _("Het tarief geldt tot en met %s.") % format_long_date(done.einddatum)
        return text, self.back(row)

    def consequence(self, row: Tarief) -> str:
        return _(
            "Zonder tarief kan er niet worden toegewezen. Komt er een ander tarief, leg dat dan "
            "meteen vast: dit eindigt dan vanzelf."
        )


class TariefCorrigeren(Tariefhandeling):
    titel = gettext_lazy("Tarief corrigeren")
    knop = gettext_lazy("Corrigeren")

    def form(self, row: Tarief, *data: Any) -> forms.CorrectieForm:
        return forms.CorrectieForm(*data, initial={"bedrag": row.bedrag, "was": row.bedrag})

    def act(self, row: Tarief, form: Any) -> tuple[str, str]:
        done = tarieven.correct(
            self.actor, row.pk, peildatum=timezone.localdate(), **form.cleaned_data
        )
        return _("Het tarief is nu %s.") % format_euro(done.bedrag), self.back(row)

    def consequence(self, row: Tarief) -> str:
        return _(
            "Alleen voor een tarief dat verkeerd is vastgelegd en begint in een maand die nog open "
            "is. Verandert het tarief later, leg dan een nieuw tarief vast."
        )


class TariefTerugnemen(Tariefhandeling):
    titel = gettext_lazy("Tarief terugnemen")
    knop = gettext_lazy("Terugnemen")

    def form(self, row: Tarief, *data: Any) -> forms.TerugnemenForm:
        return forms.TerugnemenForm(*data)

    def act(self, row: Tarief, form: Any) -> tuple[str, str]:
        before = tarieven.remove(
            self.actor, row.pk, peildatum=timezone.localdate(), **form.cleaned_data
        )
        if before is None:
            return _("Het tarief is teruggenomen."), reverse("tarieven")
        text = _("Het tarief is teruggenomen; het vorige loopt door.")
        return text, reverse("tarief", args=[before.pk])

    def consequence(self, row: Tarief) -> str:
        return _(
            "Het tarief heeft dan nooit gegolden. Het tarief ervoor loopt door; in de geschiedenis "
            "blijft staan wie dit wanneer heeft teruggenomen."
        )


def add_path(row: Tarief) -> str:
    keys = {"product": row.product_id, "tariefgroep": row.tariefgroep_id, "locatie": row.locatie_id}
    query = "&".join(f"{name}={pk}" for name, pk in keys.items() if pk)
    return f"{reverse('tarief-toevoegen')}?{query}&eenheid={row.eenheid}"


def _begins_open(actor: Actor, row: Tarief) -> bool:
    return row.begindatum >= first_open_day(timezone.localdate())


def _is_future(actor: Actor, row: Tarief) -> bool:
    return row.begindatum > timezone.localdate() and indexering_of(row.pk) is None


def _to(route: str) -> Any:
    return lambda row: reverse(route, args=[row.pk])


KNOPPEN = (
    Knop(gettext_lazy("Nieuw tarief hierna"), TARIEF_BEHEREN, add_path, volgorde=10),
    Knop(gettext_lazy("Corrigeren"), TARIEF_BEHEREN, _to("tarief-corrigeren"), _begins_open, 20),
    Knop(gettext_lazy("Beëindigen"), TARIEF_BEHEREN, _to("tarief-beeindigen"), volgorde=30),
    Knop(gettext_lazy("Terugnemen"), TARIEF_BEHEREN, _to("tarief-terugnemen"), _is_future, 40),
)
