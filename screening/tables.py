"""Tables of screenings and of versions of the question list; for the screener alone."""

from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.importexport.uitvoer import Exportkolom
from core.tables import Column, Table
from core.ui.formats import EMPTY, format_date
from core.ui.status import Kind, render_tag
from screening.choices import (
    Aanleiding,
    Advieskleur,
    Lijststatus,
    Screeningstatus,
    Uitkomst,
)

STAND: dict[str, Kind] = {
    Screeningstatus.ONDERZOEK: "judge",
    Screeningstatus.WEDERHOOR: "attention",
    Screeningstatus.TE_BESLUITEN: "must",
    Screeningstatus.BESLOTEN: "good",
    Screeningstatus.GESTOPT: "none",
}
UITKOMST: dict[str, Kind] = {
    Uitkomst.GESCHIKT: "good",
    Uitkomst.VOORWAARDEN: "attention",
    Uitkomst.NIET_GESCHIKT: "must",
}
ADVIES: dict[str, Kind] = {
    Advieskleur.GROEN: "good",
    Advieskleur.ORANJE: "attention",
    Advieskleur.ROOD: "must",
}
VELDEN = (
    "id", "nummer", "aanbieder_id", "aanbieder__naam", "aanleiding", "status", "uitkomst",
    "begonnen_op", "geldig_tot", "behandelaar__naam", "lijst__nummer", "opnieuw",
)  # fmt: skip
EXPORT = (
    Exportkolom("kenmerk", "nummer"),
    Exportkolom("aanbieder", "aanbieder__naam"),
    Exportkolom("aanleiding", "aanleiding", dict(Aanleiding.choices)),
    Exportkolom("stand", "status", dict(Screeningstatus.choices)),
    Exportkolom("uitkomst", "uitkomst", dict(Uitkomst.choices)),
    Exportkolom("begonnen_op", "begonnen_op"),
    Exportkolom("geldig_tot_en_met", "geldig_tot"),
    Exportkolom("behandelaar", "behandelaar__naam"),
    Exportkolom("versie_vragenlijst", "lijst__nummer"),
)


def state_tag(status: str, uitkomst: str = "") -> SafeString:
    """The outcome where there is one, else how far it is."""
    if uitkomst:
        return render_tag(UITKOMST[uitkomst], Uitkomst(uitkomst).label)
    return render_tag(STAND[status], Screeningstatus(status).label)


def advice_tag(kleur: str) -> SafeString:
    return render_tag(ADVIES[kleur], Advieskleur(kleur).label)


def _row(row: Any) -> Any:
    return row


def _until(row: Any) -> SafeString | str:
    if row["geldig_tot"] is None:
        return EMPTY
    day = format_date(row["geldig_tot"])
    if not row["opnieuw"]:
        return day
    return format_html(
        '{}<span class="under">{}</span>', day, render_tag("attention", _("moet opnieuw"))
    )


_KENMERK = Column(
    "kenmerk",
    gettext_lazy("Kenmerk"),
    accessor="nummer",
    format=lambda v: f"SC-{v}",
    sort="nummer",
    header=True,
    link=lambda row: reverse("screening", args=[row["id"]]),
    nowrap=True,
)
_AANLEIDING = Column(
    "aanleiding",
    gettext_lazy("Aanleiding"),
    format=lambda v: Aanleiding(v).label,
    sort=("aanleiding", "nummer"),
)
_STAND = Column(
    "stand",
    gettext_lazy("Stand"),
    accessor=_row,
    format=lambda row: state_tag(row["status"], row["uitkomst"]),
    sort=("status", "uitkomst", "nummer"),
)
_BEGONNEN = Column("begonnen_op", gettext_lazy("Begonnen"), sort="begonnen_op", nowrap=True)
_GELDIG = Column(
    "geldig_tot",
    gettext_lazy("Geldig tot en met"),
    accessor=_row,
    format=_until,
    sort="geldig_tot",
    nowrap=True,
)
_DOOR = Column("behandelaar", gettext_lazy("Behandelaar"), accessor="behandelaar__naam")
NOUN = (gettext_lazy("screening"), gettext_lazy("screeningen"))

SCREENINGEN = Table(
    id="screeningen",
    caption=gettext_lazy("Screeningen"),
    noun=NOUN,
    default_sort="-kenmerk",
    formats=("csv", "xlsx"),
    empty=_("Begin een screening met de knop Nieuwe screening."),
    muted=lambda row: row["status"] == Screeningstatus.GESTOPT,
    columns=[
        _KENMERK,
        Column(
            "aanbieder",
            gettext_lazy("Aanbieder"),
            accessor="aanbieder__naam",
            sort=("aanbieder__naam", "nummer"),
            link=lambda row: reverse("aanbieder", args=[row["aanbieder_id"], "screening"]),
        ),
        _AANLEIDING,
        _STAND,
        _BEGONNEN,
        _GELDIG,
        _DOOR,
    ],
)
VAN_AANBIEDER = Table(
    id="screeningen-van-aanbieder",
    caption=gettext_lazy("Screeningen van deze aanbieder"),
    noun=NOUN,
    default_sort="-kenmerk",
    empty=_("Van deze aanbieder is nog geen screening begonnen."),
    columns=[_KENMERK, _AANLEIDING, _STAND, _BEGONNEN, _GELDIG, _DOOR],
)
VRAGENLIJSTEN = Table(
    id="vragenlijsten",
    caption=gettext_lazy("Versies van de vragenlijst"),
    noun=(gettext_lazy("versie"), gettext_lazy("versies")),
    default_sort="-nummer",
    empty=_("Begin de eerste versie met de knop Nieuwe versie."),
    columns=[
        Column(
            "nummer",
            gettext_lazy("Versie"),
            sort="nummer",
            header=True,
            link=lambda row: reverse("vragenlijst", args=[row["id"]]),
        ),
        Column(
            "status",
            gettext_lazy("Stand"),
            format=lambda v: render_tag(
                "good" if v == Lijststatus.VASTGESTELD else "judge", Lijststatus(v).label
            ),
        ),
        Column("vragen", gettext_lazy("Vragen"), accessor="aantal", align="end"),
        Column("vastgesteld_op", gettext_lazy("Vastgesteld"), nowrap=True),
        Column("toelichting", gettext_lazy("Wat er anders is")),
    ],
)
