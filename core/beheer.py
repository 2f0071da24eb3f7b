"""Base of the admin pages: registers without screens of their own are managed there, the others
are to look at.

Only for `is_staff` (`core.middleware`). Every save is one handeling: its actor stands in the row
history and it leaves a Gebeurtenis. A broken constraint is an error of the form, in the words of
the model. Nothing is deleted: a period ends.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.contrib import admin
from django.db import IntegrityError, models
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from core.constraints import Constraintconflict
from core.geschiedenis import history_of
from core.handeling import handeling, record_event


class BeheerForm(forms.ModelForm):
    """Also checks the constraints that stand on generated columns, such as overlap of `periode`."""

    def _get_validation_exclusions(self) -> set[str]:
        generated = {f.name for f in self._meta.model._meta.fields if f.generated}
        found: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return found - generated


class Handelend(admin.ModelAdmin):
    """Every change is one handeling with an event; who loses a race gets 409, never a 500."""

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        with _handeling(request):
            return super().changeform_view(request, *args, **kwargs)

    def log_addition(self, request: HttpRequest, obj: Model, message: Any) -> Any:
        self._record(request, obj, "vastgelegd", message)
        return super().log_addition(request, obj, message)

    def log_change(self, request: HttpRequest, obj: Model, message: Any) -> Any:
        if message:
            self._record(request, obj, "gewijzigd", message)
        return super().log_change(request, obj, message)

    def _record(self, request: HttpRequest, obj: Model, act: str, message: Any) -> None:
        naam = obj._meta.model_name or ""
        record_event(
            request.actor,  # type: ignore[attr-defined]
            f"{naam}.{act}",
            naam,
            obj.pk,
            gegevens={"deur": "beheer", "wijziging": message},
        )


@contextmanager
def _handeling(request: HttpRequest) -> Iterator[None]:
    if request.method != "POST":
        yield
        return
    try:
        with handeling(request.actor):  # type: ignore[attr-defined]
            yield
    except IntegrityError as exc:
        raise Constraintconflict(exc) from exc


class Beheer(Handelend):
    """A register: paged without counting, nothing deleted, history read from the triggers."""

    form = BeheerForm
    formfield_overrides: ClassVar = {models.URLField: {"assume_scheme": "https"}}
    list_per_page = 50
    show_full_result_count = False
    object_history_template = "admin/geschiedenis.html"

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The admin finds the row first; only then the template asks for its steps."""
        steps = {"stappen": lambda: history_of(self.model, UUID(object_id))}
        return super().history_view(request, object_id, {**(extra_context or {}), **steps})


class AlleenLezen:
    """What has its own screens and rules; here it is to look at and to choose from."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class Geldigheid(admin.SimpleListFilter):
    """Rows with a period: in force today, still to come, or over."""

    title = "geldigheid"
    parameter_name = "geldig"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, str]]:
        return [("nu", "Geldt vandaag"), ("later", "Begint later"), ("voorbij", "Voorbij")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        today: datetime.date = timezone.localdate()
        over = Q(einddatum__lt=today)
        chosen = {
            "nu": Q(begindatum__lte=today) & ~over,
            "later": Q(begindatum__gt=today),
            "voorbij": over,
        }
        return queryset.filter(chosen.get(self.value() or "", Q()))


class PeriodeBeheer(Beheer):
    """A register whose rows hold for a period."""

    list_filter: ClassVar[Any] = (Geldigheid,)
    date_hierarchy = "begindatum"

    def get_fields(self, request: HttpRequest, obj: Model | None = None) -> Any:
        """What it is about first, then since when."""
        last = ("begindatum", "einddatum")
        return [name for name in super().get_fields(request, obj) if name not in last] + [*last]
