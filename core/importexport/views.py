"""The page of an import: hand in a file, read what is wrong, take it in. An app subclasses it.

    class GroepenImport(ImportView):
        schema = GROEPEN          # an Importschema

    urlpatterns = [path("groepen/import/", include(import_urls(GroepenImport, "groepen-import")))]

With `export_columns` and `export_rows` the page also gives what the portal holds, in the same form.
Between the steps the file waits as an encrypted draft of who handed it in, for thirty days.
"""

import base64
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Any, ClassVar
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from core.concepten import delete_concept, load_concept, save_concept
from core.constraints import meaning_of
from core.forms import BestandField, PortalForm
from core.fouten import Bevinding, NietGevonden, Niveau, Ongeldig
from core.handeling import record_event
from core.importexport.inlezen import (
    Bestandsvorm,
    Importschema,
    Importuitkomst,
    Keuze,
    check_file,
    run_import,
)
from core.importexport.kolommen import Soort
from core.importexport.rapport import as_csv, as_xlsx, cells_of, report_rows, template_rows
from core.importexport.uitvoer import Exportkolom, Opmaak, export_queryset
from core.models import Gebeurtenis
from core.policies import Recht
from core.tables import Column, Table
from core.views.basis import PortalView

GETOOND = 200
#: Row numbers named per kind of error.
GENOEMD = 8
#: What a report does not repeat on screen.
_VERBORGEN = frozenset({Soort.BSN, Soort.IBAN})
INGELEZEN = "import.ingelezen"
_TYPES = {
    "csv": (as_csv, "text/csv; charset=utf-8"),
    "xlsx": (as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


class UploadForm(PortalForm):
    bestand = BestandField(
        label=_("Bestand"),
        help_text=_("CSV of Excel (.xlsx); de eerste rij noemt de kolommen."),
        accept=[".csv", ".xlsx"],
        max_mb=settings.DOCUMENT_MAX_BYTES // (1024 * 1024),
    )


def findings_table(*, herken: bool) -> Table:
    """`herken`: whether a row has a name to a person, beside its number."""
    who = [Column("wie", _("Regel"))] if herken else []
    return Table(
        id="bevindingen",
        caption=_("Wat er niet klopt, per regel"),
        noun=(_("bevinding"), _("bevindingen")),
        columns=[
            Column("rij", _("Rij"), format=str, header=True, align="end"),
            *who,
            Column("veld", _("Kolom")),
            Column("cel", _("Er staat")),
            Column("reden", _("Wat er niet klopt")),
            Column("code", _("Code")),
        ],
    )


def kinds_table() -> Table:
    return Table(
        id="soorten",
        caption=_("Begin hier: wat het vaakst fout is"),
        noun=(_("soort fout"), _("soorten fouten")),
        columns=[
            Column("aantal", _("Aantal"), align="end", header=True),
            Column("veld", _("Kolom")),
            Column("reden", _("Wat er niet klopt")),
            Column("rijen", _("Op rij")),
        ],
    )


class ImportView(PortalView):
    """GET shows the form, POST hands in. With a draft: GET shows its report, POST takes it in."""

    abstract = True
    schema: ClassVar[Importschema]
    #: Route of a page that names this import beside others.
    overzicht: ClassVar[str] = ""
    template_naam = "import/uploaden.html"

    def __init_subclass__(cls) -> None:
        if hasattr(cls, "schema"):
            needed: Recht = cls.schema.recht
            cls.rechten = {"GET": needed, "POST": needed}
        super().__init_subclass__()

    @property
    def soort(self) -> str:
        return f"import:{self.schema.code}"

    def export_columns(self) -> Sequence[Exportkolom]:
        """The columns of the schema as an export has them; empty: nothing to fetch."""
        return ()

    def export_rows(self) -> QuerySet[Any]:
        """What stands in the portal, within the scope of the actor."""
        raise NotImplementedError

    def get(self, request: HttpRequest, concept_id: UUID | None = None) -> HttpResponseBase:
        wanted = request.GET.get("formaat", "")
        if concept_id is None:
            if wanted in _TYPES and "gegevens" in request.GET and self.export_columns():
                return self._export(wanted)
            if wanted in _TYPES:
                return self._file(template_rows(self.schema), wanted, "leeg")
            return self._form(UploadForm())
        done = self._done(concept_id)
        try:
            data = self._load(concept_id)
        except NietGevonden:
            if done is None:
                raise
            return self.render(self._context(ingelezen=done), template="import/rapport.html")
        try:
            outcome = run_import(self.actor, self.schema, data, proef=True)
        except Ongeldig as exc:
            return self._refused(exc)
        if wanted in _TYPES:
            only = request.GET.get("alles") is None
            rows = report_rows(self.schema, data, outcome, alleen_fout=only)
            return self._file(rows, wanted, "fouten")
        context = self._context(
            ingelezen=done,
            uitkomst=outcome,
            soorten=self._kinds(outcome),
            tabel=self._table(data, outcome),
            form=UploadForm(),
        )
        return self.render(context, template="import/rapport.html")

    def post(self, request: HttpRequest, concept_id: UUID | None = None) -> HttpResponse:
        if concept_id is not None:
            return self._take_in(request, concept_id)
        form = UploadForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._form(form, status=400)
        data = form.cleaned_data["bestand"].read()
        try:
            check_file(self.schema, data)
        except Ongeldig as exc:
            return self._refused(exc)
        concept = save_concept(
            self.actor, soort=self.soort, titel=self.schema.titel, inhoud=_packed(data)
        )
        return HttpResponseRedirect(f"{request.path}{concept.pk}/")

    def _take_in(self, request: HttpRequest, concept_id: UUID) -> HttpResponse:
        """Under a lock on the draft: of two who press the button, the second finds it gone.

        The rows that were not good stay behind as the draft, to be corrected.
        """
        asked = request.POST.get("keuze")
        keuze = Keuze.GOEDE if asked == Keuze.GOEDE else Keuze.ALLES
        with transaction.atomic():
            data = self._load(concept_id, lock=True)
            outcome = run_import(self.actor, self.schema, data, proef=False, keuze=keuze)
            if outcome.opgeslagen:
                self._record(concept_id, outcome)
                self._keep_rest(concept_id, data, outcome)
        return HttpResponseRedirect(request.path)

    def _keep_rest(self, concept_id: UUID, data: bytes, outcome: Importuitkomst) -> None:
        if outcome.geldig:
            delete_concept(self.actor, concept_id, soort=self.soort)
            return
        rest = as_csv(report_rows(self.schema, data, outcome, alleen_fout=True))
        save_concept(
            self.actor,
            soort=self.soort,
            titel=self.schema.titel,
            inhoud=_packed(rest),
            concept_id=concept_id,
        )

    def _record(self, concept_id: UUID, outcome: Importuitkomst) -> None:
        figures: dict[str, str | int] = {
            "import": self.schema.code,
            "gelezen": outcome.gelezen,
            "opgeslagen": outcome.opgeslagen,
            "fout": len(outcome.foutregels),
        }
        if outcome.geteld:
            figures |= {
                "nieuw": outcome.nieuw or 0,
                "gewijzigd": outcome.gewijzigd or 0,
                "ongewijzigd": outcome.ongewijzigd,
            }
        record_event(self.actor, INGELEZEN, "import", concept_id, gegevens=figures)

    def _done(self, concept_id: UUID) -> Gebeurtenis | None:
        """What was taken in from this draft before, by this person."""
        found = Gebeurtenis.objects.filter(
            object_id=concept_id, soort=INGELEZEN, actor_id=self.actor.id
        )
        return found.order_by("-moment").first()

    def _load(self, concept_id: UUID, *, lock: bool = False) -> bytes:
        kept = load_concept(self.actor, concept_id, soort=self.soort, lock=lock)
        return base64.b64decode(kept["bestand"])

    def _kinds(self, outcome: Importuitkomst) -> Any:
        rows = kinds_of(outcome)
        return kinds_table().bind(self.request, rows) if rows else None

    def _table(self, data: bytes, outcome: Importuitkomst) -> Any:
        rows = shown_rows(self.schema, data, outcome)
        if not rows:
            return None
        herken = bool(self.schema.herkenning)
        return findings_table(herken=herken).bind(self.request, rows)

    def _context(self, **extra: Any) -> dict[str, Any]:
        return {
            "schema": self.schema,
            "getoond": GETOOND,
            "overzicht": self.overzicht,
            "ophalen": bool(self.export_columns()),
            **extra,
        }

    def _form(self, form: UploadForm, status: int = 200) -> HttpResponse:
        return self.render(self._context(form=form), status=status)

    def _refused(self, exc: Ongeldig) -> HttpResponse:
        form = UploadForm(data={}, files={})
        form.is_valid()
        form.errors.clear()
        form.add_bevindingen(exc.bevindingen)
        return self._form(form, status=400)

    def _export(self, wanted: str) -> HttpResponseBase:
        return export_queryset(
            self.actor,
            self.export_rows(),
            self.export_columns(),
            wanted,
            naam=self.schema.code,
            opmaak=Opmaak.NEDERLANDS,
        )

    def _file(self, rows: Any, wanted: str, wat: str) -> HttpResponse:
        make, kind = _TYPES[wanted]
        response = HttpResponse(make(rows), content_type=kind)
        name = f"{self.schema.code}-{wat}.{wanted}"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        response["Cache-Control"] = "private, no-store"
        return response


def kinds_of(outcome: Importuitkomst) -> list[dict[str, Any]]:
    """Errors of one kind together, the most frequent first: that is where to begin.

    Nothing when that would say no more than the errors themselves.
    """
    errors = [(nr, found) for nr, found in outcome.rows() if found.niveau == Niveau.FOUT]
    by_kind: dict[tuple[str, str], list[tuple[int, Bevinding]]] = defaultdict(list)
    for nr, found in errors:
        by_kind[found.veld, found.code].append((nr, found))
    if len(by_kind) < 2 or len(by_kind) == len(errors):
        return []
    rows = []
    for (veld, code), same in sorted(by_kind.items(), key=lambda kind: -len(kind[1])):
        reasons = {found.reden for _nr, found in same}
        reden = reasons.pop() if len(reasons) == 1 else meaning_of(code)
        rijen = ", ".join(str(nr) for nr, _found in same[:GENOEMD])
        more = ", …" if len(same) > GENOEMD else ""
        rows.append({"aantal": len(same), "veld": veld, "reden": reden, "rijen": rijen + more})
    return rows


def shown_rows(schema: Bestandsvorm, data: bytes, outcome: Importuitkomst) -> list[dict[str, Any]]:
    """The first findings, beside what stands in the cell."""
    shown = list(islice(outcome.rows(), GETOOND))
    if not shown:
        return []
    cells = cells_of(schema, data, {number for number, _found in shown})
    known, key = _names(schema, schema.herkenning), _names(schema, schema.sleutel)
    hidden = {kolom.naam for kolom in schema.kolommen if kolom.soort in _VERBORGEN}
    return [
        {
            "rij": number,
            "wie": _joined(cells[number], known) or _joined(cells[number], key),
            "veld": found.veld,
            "cel": "" if found.veld in hidden else cells[number].get(found.veld, "")[:60],
            "reden": found.reden if found.niveau == Niveau.FOUT else _("Let op: %s") % found.reden,
            "code": found.code,
        }
        for number, found in shown
    ]


def _names(schema: Bestandsvorm, sleutels: Sequence[str]) -> list[str]:
    return [kolom.naam for kolom in schema.kolommen if kolom.sleutel in sleutels]


def _joined(cells: Mapping[str, str], names: Sequence[str]) -> str:
    return " · ".join(filter(None, (cells.get(name) for name in names)))


def _packed(data: bytes) -> dict[str, str]:
    return {"bestand": base64.b64encode(data).decode("ascii")}


def import_urls(view: type[ImportView], naam: str) -> list[URLPattern]:
    """Two routes: `naam` to hand in, `naam`-rapport for what was handed in."""
    return [
        path("", view.as_view(), name=naam),
        path("<uuid:concept_id>/", view.as_view(), name=f"{naam}-rapport"),
    ]
