"""The catalogue as a workbook, in and out, and what differs between two days."""

import base64
import datetime
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contracts import tables_catalogus
from contracts.catalogus import regels, verschil
from contracts.catalogus.stand import BLAD_OP_CODE, BLADEN
from contracts.forms_catalogus import DagenFilter, DagForm
from contracts.importexport.uitvoer import empty_workbook, export_catalogue
from contracts.importexport.werkboek import done_by, schemas
from contracts.policies import CATALOGUS_BEHEREN, CATALOGUS_VOLGEN
from core.concepten import delete_concept, load_concept, save_concept
from core.forms import BestandField, DatumField, PortalForm
from core.fouten import Bevinding, NietGevonden, Niveau, Ongeldig
from core.handeling import record_event
from core.importexport.inlezen import Importschema, Importuitkomst
from core.importexport.rapport import as_csv, as_workbook, as_xlsx, beside_rows, cells_of_rows
from core.importexport.werkboek import check_workbook, is_good, open_sheets, run_workbook
from core.models import Gebeurtenis
from core.policies import has_right
from core.ui.formats import format_long_date
from core.views.basis import PortalView

CODE = "catalogus"
CONCEPT = f"import:{CODE}"
INGELEZEN = "catalogus.ingelezen"
#: Lines on screen of one kind, and of all kinds together; a file holds them all.
GETOOND, SAMENGEVAT = 200, 40
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"


def download(data: bytes, naam: str, kind: str = XLSX) -> HttpResponse:
    response = HttpResponse(data, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{naam}"'
    response["Cache-Control"] = "private, no-store"
    return response


class Veranderd(PortalView):
    """Two days beside each other; what is planned counts when the later day is to come."""

    rechten: ClassVar = {"GET": CATALOGUS_VOLGEN}
    template_naam = "contracts/catalogus_veranderd.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        today = timezone.localdate()
        form = DagenFilter(request.GET)
        van = form.values.get("van") or today
        tot = form.values.get("tot") or datetime.date(today.year + 1, 1, 1)
        van, tot = min(van, tot), max(van, tot)
        chosen = request.GET.get("soort", "")
        if request.GET.get("formaat") in ("csv", "xlsx"):
            return self._file(van, tot, chosen, request.GET["formaat"])
        most = GETOOND if chosen in BLAD_OP_CODE else SAMENGEVAT
        found = verschil.differences(van, tot, vandaag=today, blad=chosen, meeste=most + 1)
        return self.render(
            {
                "form": DagenFilter({"van": van, "tot": tot}),
                "van": van,
                "tot": tot,
                "gekozen": BLAD_OP_CODE.get(chosen),
                "alles": self._url(van, tot, ""),
                "getoond": most,
                "meer": len(found) > most,
                "aantallen": self._counts(van, tot, today),
                "tabel": tables_catalogus.VERSCHILLEN.bind(request, found[:most]),
            }
        )

    def _counts(self, van: datetime.date, tot: datetime.date, today: datetime.date) -> Any:
        rows = [
            {
                **row,
                "samen": row["nieuw"] + row["gewijzigd"] + row["vervallen"],
                "url": self._url(van, tot, row["blad"].code),
            }
            for row in verschil.counts(van, tot, vandaag=today)
        ]
        return tables_catalogus.AANTALLEN.bind(self.request, rows)

    def _url(self, van: datetime.date, tot: datetime.date, soort: str) -> str:
        kind = f"&soort={soort.replace(' ', '+')}" if soort else ""
        return f"{reverse('catalogus-veranderd')}?van={van}&tot={tot}{kind}"

    def _file(self, van: datetime.date, tot: datetime.date, blad: str, fmt: str) -> HttpResponse:
        def rows() -> Iterator[list[str]]:
            yield ["soort", "wat", "hoe", "veld", "oud", "nieuw", "begindatum", "einddatum"]
            for row in verschil.differences(van, tot, vandaag=timezone.localdate(), blad=blad):
                days = [day.isoformat() if day else "" for day in (row.vanaf, row.tot)]
                yield [str(row.blad.titel), row.wie, row.wat, row.veld, row.oud, row.nieuw, *days]

        made = as_csv(rows()) if fmt == "csv" else as_xlsx(rows())
        name = f"catalogus-verschil-{van}-{tot}.{fmt}"
        return download(made, name, CSV if fmt == "csv" else XLSX)


class Werkboekform(PortalForm):
    bestand = BestandField(
        label=gettext_lazy("Werkboek"),
        help_text=gettext_lazy("Excel (.xlsx), met een of meer bladen van de catalogus."),
        accept=[".xlsx"],
        max_mb=settings.DOCUMENT_MAX_BYTES // (1024 * 1024),
    )
    ingangsdatum = DatumField(
        label=gettext_lazy("Wijzigingen gaan in op"),
        help_text=gettext_lazy("Vandaag of later. Iets nieuws mag een eigen begindatum hebben."),
    )


class Werkboek(PortalView):
    """Fetch the whole catalogue of a day, or hand in a workbook to see what it would do."""

    rechten: ClassVar = {"GET": CATALOGUS_VOLGEN, "POST": CATALOGUS_BEHEREN}
    template_naam = "contracts/catalogus_werkboek.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        today = timezone.localdate()
        if request.GET.get("formaat") == "xlsx":
            if "leeg" in request.GET:
                return download(empty_workbook(), "catalogus-leeg.xlsx")
            day = DagForm(request.GET).values.get("op") or today
            data = export_catalogue(self.actor, dag=day, vandaag=today)
            return download(data, f"catalogus-zoals-op-{day}.xlsx")
        return self._page(Werkboekform(initial={"ingangsdatum": today}))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = Werkboekform(request.POST, request.FILES)
        if not form.is_valid():
            return self._page(form, 400)
        today, start = timezone.localdate(), form.cleaned_data["ingangsdatum"]
        data = form.cleaned_data["bestand"].read()
        try:
            if found := regels.check_ingang(start, today, "ingangsdatum"):
                raise Ongeldig(bevindingen=found)
            check_workbook(schemas(start, today), data)
        except Ongeldig as exc:
            form.add_bevindingen(exc.bevindingen)
            return self._page(form, 400)
        kept = {"bestand": base64.b64encode(data).decode(), "ingangsdatum": start.isoformat()}
        concept = save_concept(self.actor, soort=CONCEPT, titel=_("Catalogus"), inhoud=kept)
        return HttpResponseRedirect(reverse("catalogus-werkboek-rapport", args=[concept.pk]))

    def _page(self, form: PortalForm, status: int = 200) -> HttpResponse:
        context = {
            "form": form,
            "dag_form": DagForm({}),
            "bladen": schemas(timezone.localdate(), timezone.localdate()),
            "beheer": has_right(self.actor, CATALOGUS_BEHEREN),
        }
        return self.render(context, status=status)


class WerkboekRapport(PortalView):
    """What the workbook would do, per sheet, row and column; POST does it: all of it or nothing."""

    rechten: ClassVar = {"GET": CATALOGUS_BEHEREN, "POST": CATALOGUS_BEHEREN}
    template_naam = "contracts/catalogus_rapport.html"

    def get(self, request: HttpRequest, concept_id: UUID) -> HttpResponse:
        done = self._done(concept_id)
        try:
            data, start = self._load(concept_id)
        except NietGevonden:
            if done is None:
                raise
            return self.render({"ingelezen": done, "ingang": done.gegevens["ingangsdatum"]})
        made = schemas(start, timezone.localdate())
        outcome = run_workbook(self.actor, CODE, made, data, proef=True)
        if request.GET.get("formaat") == "xlsx":
            return self._wrong_rows(made, data, outcome)
        return self._page(made, data, start, outcome)

    def post(self, request: HttpRequest, concept_id: UUID) -> HttpResponse:
        """Under a lock on the draft: of two who press the button, the second finds it gone."""
        with transaction.atomic():
            data, start = self._load(concept_id, lock=True)
            made = schemas(start, timezone.localdate())
            outcome = run_workbook(self.actor, CODE, made, data, proef=False)
            if is_good(outcome):
                self._record(concept_id, start, outcome)
                delete_concept(self.actor, concept_id, soort=CONCEPT)
        return HttpResponseRedirect(request.path)

    def _load(self, concept_id: UUID, *, lock: bool = False) -> tuple[bytes, datetime.date]:
        kept = load_concept(self.actor, concept_id, soort=CONCEPT, lock=lock)
        start = datetime.date.fromisoformat(kept["ingangsdatum"])
        return base64.b64decode(kept["bestand"]), max(start, timezone.localdate())

    def _record(
        self, concept_id: UUID, start: datetime.date, outcome: Mapping[str, Importuitkomst]
    ) -> None:
        figures = {
            "ingangsdatum": start.isoformat(),
            "nieuw": sum(o.nieuw or 0 for o in outcome.values()),
            "gewijzigd": sum(o.gewijzigd or 0 for o in outcome.values()),
        }
        record_event(self.actor, INGELEZEN, "import", concept_id, gegevens=figures)

    def _done(self, concept_id: UUID) -> Gebeurtenis | None:
        rows = Gebeurtenis.objects.filter(object_id=concept_id, soort=INGELEZEN)
        return rows.filter(actor_id=self.actor.id).order_by("-moment").first()

    def _page(
        self,
        made: Sequence[Importschema],
        data: bytes,
        start: datetime.date,
        outcome: Mapping[str, Importuitkomst],
    ) -> HttpResponse:
        changes = done_by(made)
        figures = [
            {
                "blad": blad.code.capitalize(),
                "gelezen": o.gelezen,
                "nieuw": o.nieuw or 0,
                "gewijzigd": o.gewijzigd or 0,
                "ongewijzigd": max(o.ongewijzigd, 0),
                "fout": len(o.foutregels),
            }
            for blad in BLADEN
            if (o := outcome.get(blad.code))
        ]
        context = {
            "goed": is_good(outcome),
            "ingang": format_long_date(start),
            "niets": not any(o.nieuw or o.gewijzigd for o in outcome.values()),
            "fouten": sum(len(o.foutregels) for o in outcome.values()),
            "aantal": sum((o.nieuw or 0) + (o.gewijzigd or 0) for o in outcome.values()),
            "bladen": tables_catalogus.BLADEN.bind(self.request, figures),
            "bevindingen": self._findings(made, data, outcome),
            "wijzigingen": tables_catalogus.INGELEZEN.bind(self.request, changes[:GETOOND]),
            "meer": max(len(changes) - GETOOND, 0),
            "form": Werkboekform(initial={"ingangsdatum": start}),
            "opnieuw": reverse("catalogus-werkboek"),
            "getoond": GETOOND,
        }
        return self.render(context)

    def _findings(
        self,
        made: Sequence[Importschema],
        data: bytes,
        outcome: Mapping[str, Importuitkomst],
    ) -> Any:
        """Errors before warnings, as many as fit on a screen; all of them are in the file."""
        rows = [
            (schema, number, found)
            for schema in made
            if schema.code in outcome
            for number, found in outcome[schema.code].rows()
        ]
        rows.sort(key=lambda row: row[2].niveau != Niveau.FOUT)
        if not rows:
            return None
        cells = _cells(made, data, rows[:GETOOND])
        lines = [
            {
                "blad": schema.titel,
                "rij": number,
                "wie": " · ".join(
                    filter(None, (cells[schema.code, number].get(n) for n in schema.herkenning))
                ),
                "veld": found.veld,
                "cel": cells[schema.code, number].get(found.veld, "")[:60],
                "reden": found.reden,
                "code": found.code,
            }
            for schema, number, found in rows[:GETOOND]
        ]
        return tables_catalogus.FOUTEN.bind(self.request, lines)

    def _wrong_rows(
        self, made: Sequence[Importschema], data: bytes, outcome: Mapping[str, Importuitkomst]
    ) -> HttpResponse:
        sheets = open_sheets(made, data)
        wrong = {
            schema.titel: beside_rows(rows, outcome[code], True)
            for code, (schema, rows) in sheets.items()
            if not outcome[code].geldig
        }
        return download(as_workbook(wrong), "catalogus-fouten.xlsx")


def _cells(
    made: Sequence[Importschema],
    data: bytes,
    rows: Sequence[tuple[Importschema, int, Bevinding]],
) -> dict[tuple[str, int], dict[str, str]]:
    """What stands in the rows that are shown, by sheet and number."""
    found: dict[tuple[str, int], dict[str, str]] = {}
    for code, (schema, sheet) in open_sheets(made, data).items():
        wanted = {number for other, number, _found in rows if other.code == code}
        if wanted:
            cells = cells_of_rows(schema, sheet, wanted)
            found |= {(code, number): row for number, row in cells.items()}
    return found
