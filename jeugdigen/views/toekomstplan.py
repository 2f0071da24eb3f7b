"""The toekomstplan: reading a version, agreeing on a next one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from core.fouten import NietGevonden, Ongeldig, VersieVerouderd
from core.policies import Recht
from indications.models import Jeugdige
from jeugdigen.forms import LEVENSGEBIEDEN, PlanForm
from jeugdigen.models import Toekomstplan
from jeugdigen.models.toekomstplan import BIG_VIJF
from jeugdigen.policies import TOEKOMSTPLAN_AFSPREKEN, TOEKOMSTPLAN_INZIEN
from jeugdigen.rules import reaches
from jeugdigen.selectors import plans_of
from jeugdigen.services.toekomstplan import (
    VROEGST_MAANDEN,
    Plan,
    agree_toekomstplan,
    read_toekomstplan,
)
from jeugdigen.views.pagina import Jeugdigebasis


class Planbasis(Jeugdigebasis):
    abstract = True
    template_naam = "jeugdigen/toekomstplan.html"

    @sensitive_variables("texts")
    def show(
        self, found: Jeugdige, plans: list[Toekomstplan], plan: Toekomstplan | None
    ) -> HttpResponse:
        texts = read_toekomstplan(self.actor, plan=plan) if plan else {}
        self.log(found)
        return self.render(
            {
                **self.common(found, "toekomstplan"),
                "plan": plan,
                "plannen": plans,
                "nieuwste": bool(plans) and plan == plans[0],
                "gebieden": [(LEVENSGEBIEDEN[name], texts[name]) for name in texts],
                "kan": reaches(found.geboortedatum, VROEGST_MAANDEN) <= self.today(),
                "bespreken": bool(plan and plan.bespreken_op and plan.bespreken_op <= self.today()),
            }
        )


class PlanView(Planbasis):
    """The newest version, or that there is none."""

    rechten: ClassVar[Mapping[str, Recht]] = {"GET": TOEKOMSTPLAN_INZIEN}

    def get(self, request: HttpRequest, jeugdige_id: UUID) -> HttpResponse:
        found = self.find(jeugdige_id)
        plans = plans_of(self.actor, found)
        return self.show(found, plans, plans[0] if plans else None)


class VersieView(Planbasis):
    """An earlier version."""

    rechten: ClassVar[Mapping[str, Recht]] = {"GET": TOEKOMSTPLAN_INZIEN}

    def get(self, request: HttpRequest, plan_id: UUID) -> HttpResponse:
        rows = Toekomstplan.objects.for_actor(self.actor).filter(pk=plan_id)
        plan: Toekomstplan | None = rows.first()
        if plan is None:
            raise NietGevonden()
        found = self.find(plan.jeugdige_id)
        return self.show(found, plans_of(self.actor, found), plan)


@method_decorator(sensitive_post_parameters(), name="dispatch")
class AfspreekView(Jeugdigebasis):
    rechten: ClassVar[Mapping[str, Recht]] = {
        "GET": TOEKOMSTPLAN_AFSPREKEN,
        "POST": TOEKOMSTPLAN_AFSPREKEN,
    }
    template_naam = "jeugdigen/toekomstplan_afspreken.html"

    @sensitive_variables("known")
    def get(self, request: HttpRequest, jeugdige_id: UUID) -> HttpResponse:
        found = self.find(jeugdige_id)
        plans = plans_of(self.actor, found)
        known: dict[str, Any] = {"versie": 0}
        if plans:
            known = {**read_toekomstplan(self.actor, plan=plans[0]), "versie": plans[0].versie}
        return self.page(found, PlanForm(initial=known))

    @sensitive_variables("data")
    def post(self, request: HttpRequest, jeugdige_id: UUID) -> HttpResponse:
        found, form = self.find(jeugdige_id), PlanForm(request.POST)
        if not form.is_valid():
            return self.page(found, form, status=400)
        data = form.cleaned_data
        plan = Plan(
            {name: data[name] for name in BIG_VIJF}, data["afgesproken_op"], data["bespreken_op"]
        )
        try:
            agree_toekomstplan(
                self.actor, found.pk, plan, versie=data["versie"], peildatum=self.today()
            )
        except (Ongeldig, VersieVerouderd) as exc:
            form.add_fout(exc)
            status = 409 if isinstance(exc, VersieVerouderd) else exc.status
            return self.page(found, form, status=status)
        messages.success(request, _("Het toekomstplan is vastgelegd."))
        return redirect("toekomstplan", jeugdige_id=found.pk)

    def page(self, found: Jeugdige, form: PlanForm, *, status: int = 200) -> HttpResponse:
        self.log(found)
        return self.render({**self.common(found, "toekomstplan"), "form": form}, status=status)
