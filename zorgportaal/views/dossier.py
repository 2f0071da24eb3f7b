"""The dossier of an aanbieder, one page for both sides: what is approved, and for who may ask a
verb beside each thing (R-ZP-1, R-ZP-4).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import BooleanField, Value
from django.db.models import CharField as TextColumn
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache

from contracts import selectors as contract_selectors
from contracts import tables as contract_tables
from contracts import tijdlijn
from contracts.models import Maatregel, Onderaannemerschap, Perceelcontract
from contracts.views.catalogus import CONTRACT_VELDEN
from core.forms import FilterForm
from core.fouten import NietGevonden
from core.paging import paginate
from core.policies import authorise, has_right
from core.views.basis import PortalView
from core.views.register import RegisterDetail
from providers.models import Aanbieder, AgbCode, Bankrekening, Contactgegeven, Dossierstuk
from providers.policies import (
    AANBIEDER_INZIEN,
    BANKREKENING_INZIEN,
    BANKREKENING_ONTHULLEN,
    GEHEIM_ADRES_INZIEN,
)
from zorgportaal import selectors_dossier as dossier
from zorgportaal import tables
from zorgportaal.choices import Gegevenssoortcode, Verzoekhandeling, Verzoekstatus
from zorgportaal.models import Wijzigingsverzoek
from zorgportaal.policies import (
    DOSSIERSTUK_INZIEN,
    EIGEN_DOSSIER,
    WIJZIGING_INDIENEN,
    WIJZIGING_INZIEN,
)
from zorgportaal.services.onthullen import reveal_account
from zorgportaal.views.opstellen import compose_path

TOEVOEGEN = Verzoekhandeling.TOEVOEGEN


class GeschiedenisFilter(FilterForm):
    gegeven = forms.ChoiceField(
        label=gettext_lazy("Gegeven"),
        choices=[("", gettext_lazy("Alles")), *Gegevenssoortcode.choices],
    )


class AanbiederDetail(RegisterDetail):
    rechten = {"GET": AANBIEDER_INZIEN}
    model, route, map = Aanbieder, "aanbieder", "zorgportaal/dossier"
    geschiedenis = "zorgportaal/dossier/_geschiedenis.html"
    template_naam = "zorgportaal/dossier.html"
    lijst = ("aanbieders", gettext_lazy("Aanbieders"))
    tabbladen = (
        ("aanbieder", gettext_lazy("Gegevens")),
        ("contracten", gettext_lazy("Contracten")),
        ("locaties", gettext_lazy("Locaties en groepen")),
        ("onderaannemers", gettext_lazy("Onderaannemers")),
        ("documenten", gettext_lazy("Documenten")),
        ("wijzigingen", gettext_lazy("Wijzigingen")),
    )
    NEEDS = {"documenten": DOSSIERSTUK_INZIEN, "wijzigingen": WIJZIGING_INZIEN}

    def shows(self, tab: str) -> bool:
        return tab not in self.NEEDS or has_right(self.actor, self.NEEDS[tab])

    def header(self, row: Aanbieder) -> dict[str, Any]:
        today = timezone.localdate()
        state = contract_selectors.with_contract_state(
            Aanbieder.objects.filter(pk=row.pk), today
        ).values("staat", "percelen")[0]
        where = f"{row.vestigingsplaats} · " if row.vestigingsplaats else ""
        return {
            "titel": row.naam,
            "subregel": where
            + ngettext(
                "%(n)d perceel met een geldig contract",
                "%(n)d percelen met een geldig contract",
                state["percelen"],
            )
            % {"n": state["percelen"]},
            "tags": [contract_tables.STAAT[state["staat"]]],
            "mag_vragen": has_right(self.actor, WIJZIGING_INDIENEN),
            "lopend": dossier.pending(self.actor, row),
        }

    def context_aanbieder(self, row: Aanbieder) -> dict[str, Any]:
        own, today = {"aanbieder": row}, timezone.localdate()
        codes = AgbCode.objects.for_actor(self.actor).filter(**own)
        contacts = Contactgegeven.objects.for_actor(self.actor).filter(**own)
        accounts = Bankrekening.objects.for_actor(self.actor).filter(**own)
        agb, agb_ended = dossier.in_periods(codes.order_by("code", "begindatum"), today)
        contact, contact_ended = dossier.in_periods(
            contacts.order_by("functie", "begindatum"), today
        )
        account, account_ended = dossier.in_periods(accounts.order_by("doel", "begindatum"), today)
        return {
            "agb_codes": agb,
            "agb_eerder": agb_ended,
            "contacten": contact,
            "contacten_eerder": contact_ended,
            "ziet_rekeningen": has_right(self.actor, BANKREKENING_INZIEN),
            "mag_onthullen": has_right(self.actor, BANKREKENING_ONTHULLEN),
            "rekeningen": account,
            "rekeningen_eerder": account_ended,
            "maatregelen": Maatregel.objects.for_actor(self.actor)
            .filter(**own)
            .order_by("-begindatum"),
        }

    def context_contracten(self, row: Aanbieder) -> dict[str, Any]:
        rows = contract_selectors.contracts_on(
            Perceelcontract.objects.for_actor(self.actor).filter(aanbieder=row),
            timezone.localdate(),
        )
        found = list(rows.order_by("perceel__code", "begindatum").values(*CONTRACT_VELDEN))
        return {
            "tabel": contract_tables.CONTRACTEN_VAN_AANBIEDER.bind(self.request, found),
            "tijdlijn": tijdlijn.of_aanbieder(self.actor, row, timezone.localdate()),
        }

    def context_locaties(self, row: Aanbieder) -> dict[str, Any]:
        return {
            "locaties": dossier.places_of(self.actor, row, timezone.localdate()),
            "ziet_geheim": has_right(self.actor, GEHEIM_ADRES_INZIEN),
        }

    def context_onderaannemers(self, row: Aanbieder) -> dict[str, Any]:
        rows = Onderaannemerschap.objects.for_actor(self.actor).filter(hoofdaannemer=row)
        now, ended = dossier.in_periods(
            rows.select_related("perceel").order_by("naam", "perceel__code", "begindatum"),
            timezone.localdate(),
        )
        return {"onderaannemers": now, "onderaannemers_eerder": ended}

    def context_documenten(self, row: Aanbieder) -> dict[str, Any]:
        authorise(self.actor, DOSSIERSTUK_INZIEN)
        today = timezone.localdate()
        rows = Dossierstuk.objects.for_actor(self.actor).filter(aanbieder=row)
        found = list(rows.select_related("document").order_by("soort", "-begindatum"))
        for stuk in found:
            stuk.staat = dossier.document_state(stuk, today)
        return {"stukken": found}

    def context_wijzigingen(self, row: Aanbieder) -> dict[str, Any]:
        authorise(self.actor, WIJZIGING_INZIEN)
        rows = Wijzigingsverzoek.objects.for_actor(self.actor).filter(aanbieder=row)
        drafts = rows.filter(status=Verzoekstatus.CONCEPT).order_by("-nummer")
        filed = rows.exclude(status=Verzoekstatus.CONCEPT).annotate(
            kan=Value(False, output_field=BooleanField()),
            vraag=Value("", output_field=TextColumn()),
        )
        table = replace(tables.EIGEN, formats=())
        page = paginate(
            filed.values(*tables.VELDEN),
            table.ordering(self.request.GET),
            cursor=self.request.GET.get("cursor"),
        )
        if not has_right(self.actor, EIGEN_DOSSIER):
            for line in page.rijen:  # something new is named by what is asked: that is on its page
                line["onderwerp"] = "" if line["handeling"] == TOEVOEGEN else line["onderwerp"]
        return {
            "concepten": [(v, compose_path(v)) for v in drafts.defer("inhoud")],
            "tabel": table.bind(self.request, page),
        }

    def history(self, row: Aanbieder) -> dict[str, Any]:
        form = GeschiedenisFilter(self.request.GET)
        steps = dossier.history(self.actor, row, form.values.get("gegeven", ""))
        return {**super().history(row), "filter": form, "stappen": steps}


class MijnGegevens(PortalView):
    rechten = {"GET": EIGEN_DOSSIER}

    def get(self, request: HttpRequest) -> HttpResponse:
        if self.actor.aanbieder_id is None:
            raise NietGevonden()
        return redirect("aanbieder", pk=self.actor.aanbieder_id)


@method_decorator(never_cache, name="dispatch")
class RekeningOnthullen(PortalView):
    """The whole number, once, to who decides; that it was shown stands in the log."""

    rechten = {"POST": BANKREKENING_ONTHULLEN}
    template_naam = "zorgportaal/rekening.html"
    deel_naam = "zorgportaal/_iban.html"

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        account = reveal_account(self.actor, pk)
        number = account.iban
        response = self.render(
            {
                "rekening": account,
                "nummer": " ".join(number[at : at + 4] for at in range(0, len(number), 4)),
            }
        )
        response["Cache-Control"] = "private, no-store"
        return response
