"""The list of toewijzingen; what is on screen is what the export gives, and both are logged."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from core.choices import Inzagehandeling
from core.handeling import record_access
from core.importexport.uitvoer import export_queryset
from core.paging import TELLEN_TOT, paginate
from core.policies import Recht, authorise, has_right
from core.tables import CURSOR, FORMAT, Table, render_table
from core.views import PortalView
from indications.filters import ToewijzingFilter
from indications.policies import TOEWIJZING_EXPORTEREN, TOEWIJZING_INDIENEN, TOEWIJZING_INZIEN
from indications.selectors_lijst import counts, list_rows
from indications.tables import VALUES, export_columns, table_for


@method_decorator(never_cache, name="dispatch")
class LijstView(PortalView):
    """Own toewijzingen of a gemeente or aanbieder; all of them, without the jeugdige, for OZJT."""

    rechten: ClassVar[Mapping[str, Recht]] = {"GET": TOEWIJZING_INZIEN}

    def get(self, request: HttpRequest) -> HttpResponseBase:
        today = timezone.localdate()
        table = table_for(self.actor, can_export=has_right(self.actor, TOEWIJZING_EXPORTEREN))
        filters = ToewijzingFilter(request.GET, actor=self.actor)
        rows = filters.narrow(list_rows(self.actor, today), today)
        asked = request.GET.get(FORMAT)
        if asked in ("csv", "xlsx"):
            authorise(self.actor, TOEWIJZING_EXPORTEREN)
            return export_queryset(
                self.actor,
                rows.order_by(*table.ordering(request.GET), "pk"),
                export_columns(table),
                asked,
                naam="toewijzingen",
                jeugdigen=rows.values_list("jeugdige_id", flat=True),
            )
        return self.show(request, table, filters, rows, today)

    def show(
        self,
        request: HttpRequest,
        table: Table,
        filters: ToewijzingFilter,
        rows: QuerySet[Any],
        today: date,
    ) -> HttpResponse:
        page = paginate(
            rows.values(*VALUES),
            table.ordering(request.GET),
            cursor=request.GET.get(CURSOR),
            tellen=TELLEN_TOT,
        )
        record_access(
            self.actor,
            Inzagehandeling.LEZEN,
            "toewijzing.lijst",
            jeugdigen={row["jeugdige_id"] for row in page.rijen},
        )
        context = {
            "tellers": counts(self.actor, today),
            "stand": filters.values.get("stand"),
            "mag_indienen": has_right(self.actor, TOEWIJZING_INDIENEN),
        }
        return render_table(
            request, "indications/lijst.html", table.bind(request, page, filters), context
        )
