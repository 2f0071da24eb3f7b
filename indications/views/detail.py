"""One toewijzing: what it is, how it goes, who did what, who looked; ending, withdrawing it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables

from contracts.choices import Frequentie
from core.aanhaken import knoppen_of, tab_of, tabs_of
from core.choices import Inzagehandeling, Rolcode
from core.forms import PortalForm
from core.fouten import Conflict, NietGevonden, Ongeldig, VersieVerouderd
from core.handeling import record_access
from core.inzagelog import SOORTEN, access_of, format_soort
from core.paging import paginate
from core.policies import Recht, authorise, has_right
from core.tables import CURSOR, Column, Table, render_table
from core.ui.formats import format_moment
from core.views import PortalView
from indications import ritme
from indications.choices import Toewijzingstatus
from indications.filters import STANDEN
from indications.forms_dossier import BeeindigForm, IntrekForm, OnthulForm
from indications.models import Toewijzing
from indications.overgangen import OVERGANGEN
from indications.policies import (
    INZAGE_VAN_JEUGDIGE,
    JEUGDIGE_ONTHULLEN,
    TOEWIJZING_INZIEN,
    TOEWIJZING_WIJZIGEN,
)
from indications.selectors_lijst import (
    differences,
    history_rows,
    list_rows,
    siblings,
    tariff_of,
    timeline,
    usage_of,
)
from indications.services.kluis import reveal_jeugdige
from indications.services.wijzigen import end_toewijzing, withdraw_toewijzing
from indications.tables import KINDS, shows_jeugdige
from indications.wijzigregels import withdrawal_asks_consent


@method_decorator(never_cache, name="dispatch")
class Toewijzingbasis(PortalView):
    """Finds the toewijzing in scope; outside it is 404."""

    abstract = True

    def find(self, toewijzing_id: UUID) -> Toewijzing:
        found: Toewijzing | None = (
            list_rows(self.actor, self.today())
            .filter(pk=toewijzing_id)
            .select_related(
                "product", "aanbieder", "gemeente", "jeugdige", "verwijzing", "verbruik",
                "perceelcontract__perceel",
            )
            .first()
        )  # fmt: skip
        if found is None:
            raise NietGevonden()
        return found

    def today(self) -> date:
        return timezone.localdate()

    def common(self, toewijzing: Toewijzing, active: str) -> dict[str, Any]:
        pk = toewijzing.pk
        tabs = [("toewijzing", reverse("toewijzing", args=[pk]), _("Toewijzing"))]
        tabs += [
            (tab.naam, reverse("toewijzing-tab", args=[pk, tab.naam]), tab.label)
            for tab in tabs_of("toewijzing", self.actor)
        ]
        if has_right(self.actor, INZAGE_VAN_JEUGDIGE):
            name = "toewijzing-inzage"
            tabs.append((name, reverse(name, args=[pk]), _("Wie heeft dit ingezien")))
        return {
            "toewijzing": toewijzing,
            "stand": STANDEN[toewijzing.stand],  # type: ignore[attr-defined]
            "stand_soort": KINDS[toewijzing.stand],  # type: ignore[attr-defined]
            "eenheid": ritme.WOORDEN[toewijzing.eenheid].meervoud,
            "enkelvoud": ritme.WOORDEN[toewijzing.eenheid].enkelvoud,
            "per": Frequentie(toewijzing.frequentie).label,
            "kruimels": [(reverse("toewijzingen"), _("Toewijzingen"))],
            "tabs_label": _("Toewijzing"),
            "tabs": [
                {"url": url, "label": label, "aantal": None, "actief": name == active}
                for name, url, label in tabs
            ],
        }

    def log(self, toewijzing: Toewijzing, soort: str) -> None:
        record_access(
            self.actor,
            Inzagehandeling.LEZEN,
            soort,
            jeugdigen=[toewijzing.jeugdige_id],
            object_id=toewijzing.pk,
        )


#: Places on the page where other rooms hang their buttons.
KNOPPEN = {"knoppen": "", "bij_jeugdige": "jeugdige", "bij_verwijzing": "verwijzing"}


class DetailView(Toewijzingbasis):
    rechten: ClassVar[Mapping[str, Recht]] = {"GET": TOEWIJZING_INZIEN}
    template_naam = "indications/detail.html"

    def get(self, request: HttpRequest, toewijzing_id: UUID) -> HttpResponse:
        found = self.find(toewijzing_id)
        self.log(found, "toewijzing.inzien")
        tariff = tariff_of(found)
        whole = found.frequentie == Frequentie.TOTAAL
        can_change = has_right(self.actor, TOEWIJZING_WIJZIGEN)
        next_steps = OVERGANGEN[Toewijzingstatus(found.status)] if can_change else frozenset()
        person = shows_jeugdige(self.actor)
        return self.render(
            {
                **self.common(found, "toewijzing"),
                "gebruik": usage_of(found, self.today()),
                "tarief": tariff,
                "bedrag": tariff * found.volume if tariff is not None and whole else None,
                "gebeurtenissen": timeline(found),
                "toont_jeugdige": person,
                "mag_onthullen": has_right(self.actor, JEUGDIGE_ONTHULLEN),
                "andere": siblings(self.actor, found, self.today()) if person else [],
                "mag_beeindigen": Toewijzingstatus.BEEINDIGD in next_steps,
                "mag_intrekken": Toewijzingstatus.INGETROKKEN in next_steps,
                "is_aanbieder": self.actor.has_role(Rolcode.AANBIEDER_ZORG),
                **{
                    name: knoppen_of("toewijzing", self.actor, found, plek)
                    for name, plek in KNOPPEN.items()
                },
            }
        )


class TabView(Toewijzingbasis):
    """What a higher room hangs on the page (`core.aanhaken`), with the right of that tab."""

    rechten: ClassVar[Mapping[str, Recht]] = {"GET": TOEWIJZING_INZIEN}
    route = "toewijzing"
    template_naam = "indications/tab.html"

    def get(self, request: HttpRequest, toewijzing_id: UUID, tab: str) -> HttpResponse:
        found, hung = self.find(toewijzing_id), tab_of(self.route, tab)
        if hung is None:
            raise NietGevonden()
        authorise(self.actor, hung.recht)
        self.log(found, "toewijzing.inzien")
        shown = hung.vulling(request, self.actor, found)
        return self.render({**self.common(found, tab), **shown, "deel": hung.template})


SOORTEN |= {
    "toewijzing.lijst": gettext_lazy("Lijst van toewijzingen"),
    "toewijzing.detail": gettext_lazy("Toewijzing bekeken (API)"),
    "toewijzing.zoeken": gettext_lazy("Gezocht naar toewijzing"),
    "indiening.detail": gettext_lazy("Indiening bekeken (API)"),
    "toewijzing.inzien": gettext_lazy("Toewijzing bekeken"),
    "toewijzing.indienen": gettext_lazy("Toewijzing ingediend"),
    "toewijzing.bevestiging": gettext_lazy("Bevestiging van indiening"),
    "toewijzing.controleren": gettext_lazy("Controle bij het indienen"),
    "toewijzing.beeindigd": gettext_lazy("Toewijzing eerder beëindigd"),
    "toewijzing.ingetrokken": gettext_lazy("Toewijzing ingetrokken"),
    "toewijzing.verlengd": gettext_lazy("Toewijzing verlengd"),
    "toewijzing.volume_gewijzigd": gettext_lazy("Volume van een toewijzing gewijzigd"),
    "toewijzing.vervangen": gettext_lazy("Toewijzing verder op een nieuw nummer"),
    "toewijzing.aangevuld": gettext_lazy("Extra toewijzing voor eerdere dagen"),
    "jeugdige.onthullen": gettext_lazy("Naam en BSN getoond"),
    "jeugdige.zoeken": gettext_lazy("Gezocht op BSN"),
    "inzage.van_jeugdige": gettext_lazy("Inzagelogboek bekeken"),
    "export.toewijzingen": gettext_lazy("Export van toewijzingen"),
}
INZAGETABEL = Table(
    id="inzagen",
    caption=str(_("Wie heeft gegevens van deze jeugdige ingezien of gewijzigd")),
    noun=(str(_("inzage")), str(_("inzagen"))),
    columns=[
        Column("moment", _("Moment"), format=format_moment, header=True),
        Column("actor_naam", _("Wie")),
        Column("rollen", _("Rol"), format=lambda codes: _roles(codes)),
        Column("organisatie_naam", _("Organisatie")),
        Column("handeling", _("Wat"), format=lambda code: str(Inzagehandeling(code).label)),
        Column("soort", _("Waar in het portaal"), format=format_soort),
        Column("detail", _("Reden of bijzonderheid")),
    ],
)  # fmt: skip


def _roles(codes: str) -> str:
    known = dict(Rolcode.choices)
    return ", ".join(str(known.get(code, code)) for code in codes.split(","))


class InzageView(Toewijzingbasis):
    """The access log of the jeugdige, newest first; looking at it is logged as well (N-LOG-01)."""

    rechten: ClassVar[Mapping[str, Recht]] = {"GET": INZAGE_VAN_JEUGDIGE}

    def get(self, request: HttpRequest, toewijzing_id: UUID) -> HttpResponse:
        found = self.find(toewijzing_id)
        rows = access_of(found.jeugdige_id).values(
            "id", "moment", "actor_naam", "rollen", "handeling", "soort", "detail",
            "organisatie_naam",
        )  # fmt: skip
        page = paginate(rows, ("-id",), cursor=request.GET.get(CURSOR))
        self.log(found, "inzage.van_jeugdige")
        return render_table(
            request,
            "indications/inzage.html",
            INZAGETABEL.bind(request, page),
            self.common(found, "toewijzing-inzage"),
        )


class OnthulView(Toewijzingbasis):
    """Name and BSN after a reason; shown once, in the answer to the POST only."""

    rechten: ClassVar[Mapping[str, Recht]] = {
        "GET": JEUGDIGE_ONTHULLEN,
        "POST": JEUGDIGE_ONTHULLEN,
    }
    template_naam = "indications/onthullen.html"

    def get(self, request: HttpRequest, toewijzing_id: UUID) -> HttpResponse:
        found = self.find(toewijzing_id)
        return self.render({**self.common(found, "toewijzing"), "form": OnthulForm()})

    @sensitive_variables("person")
    def post(self, request: HttpRequest, toewijzing_id: UUID) -> HttpResponse:
        found = self.find(toewijzing_id)
        form = OnthulForm(request.POST)
        context = {**self.common(found, "toewijzing"), "form": form}
        if not form.is_valid():
            return self.render(context, status=400)
        try:
            person = reveal_jeugdige(
                self.actor, found.jeugdige_id, reden=form.cleaned_data["reden"]
            )
        except Ongeldig as exc:
            form.add_bevindingen(exc.bevindingen)
            return self.render(context, status=400)
        return self.render({**context, "persoon": person})


class Wijzigbasis(Toewijzingbasis):
    """A change that names the version it was decided on; another version shows both (409)."""

    abstract = True
    rechten: ClassVar[Mapping[str, Recht]] = {
        "GET": TOEWIJZING_WIJZIGEN,
        "POST": TOEWIJZING_WIJZIGEN,
    }
    form_class: ClassVar[type[PortalForm]]

    def get(self, request: HttpRequest, toewijzing_id: UUID) -> HttpResponse:
        found = self.find(toewijzing_id)
        form = self.form_class(initial={"versie": found.versie})
        return self.page(found, form)

    def post(self, request: HttpRequest, toewijzing_id: UUID) -> HttpResponse:
        found = self.find(toewijzing_id)
        form = self.form_class(request.POST)
        if not form.is_valid():
            return self.page(found, form, status=400)
        try:
            self.act(found, form)
        except VersieVerouderd:
            return self.outdated(found, form.cleaned_data["versie"])
        except (Ongeldig, Conflict) as exc:
            form.add_bevindingen(exc.bevindingen)
            if not form.errors:
                form.add_error(None, exc.reden)
            return self.page(found, form, status=exc.status)
        return redirect("toewijzing", toewijzing_id=toewijzing_id)

    def act(self, toewijzing: Toewijzing, form: Any) -> None:
        raise NotImplementedError

    def page(self, toewijzing: Toewijzing, form: PortalForm, *, status: int = 200) -> HttpResponse:
        context = {**self.common(toewijzing, "toewijzing"), "form": form}
        return self.render(context, status=status)

    def outdated(self, toewijzing: Toewijzing, seen: int) -> HttpResponse:
        """What you looked at beside what it is now."""
        looked_at = [row for row in history_rows(toewijzing) if row.versie == seen]
        changed = differences(looked_at[-1], toewijzing) if looked_at else []
        return self.render(
            {**self.common(toewijzing, "toewijzing"), "verschillen": changed},
            status=409,
            template="indications/verouderd.html",
        )


class BeeindigenView(Wijzigbasis):
    form_class = BeeindigForm
    template_naam = "indications/beeindigen.html"

    def act(self, toewijzing: Toewijzing, form: BeeindigForm) -> None:
        data = form.cleaned_data
        end_toewijzing(
            self.actor,
            toewijzing.pk,
            einddatum=data["einddatum"],
            reden=data["reden"],
            versie=data["versie"],
            peildatum=self.today(),
            toestemming=form.toestemming,
        )
        messages.success(self.request, _("De toewijzing is eerder beëindigd."))


class IntrekkenView(Wijzigbasis):
    form_class = IntrekForm
    template_naam = "indications/intrekken.html"

    def page(self, toewijzing: Toewijzing, form: PortalForm, *, status: int = 200) -> HttpResponse:
        context = {
            **self.common(toewijzing, "toewijzing"),
            "form": form,
            "vraagt_toestemming": withdrawal_asks_consent(toewijzing.begindatum, self.today()),
        }
        return self.render(context, status=status)

    def act(self, toewijzing: Toewijzing, form: IntrekForm) -> None:
        withdraw_toewijzing(
            self.actor,
            toewijzing.pk,
            versie=form.cleaned_data["versie"],
            peildatum=self.today(),
            toestemming=form.toestemming,
        )
        messages.success(self.request, _("De toewijzing is ingetrokken."))
