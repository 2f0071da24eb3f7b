"""The overzicht on paper: PDF/UA-1, by default under the number of the toewijzing and no name."""

from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from afspraken import kern
from afspraken.choices import EINDREDENEN, Uitkomst
from afspraken.inhoud import Inhoud, Regel, Resultaten, blocks
from afspraken.models import Afsprakenoverzicht, Afsprakenversie, Resultatenoverzicht
from core.brieven.maken import render_words
from core.ui.formats import NBSP, format_long_date, format_moment

SJABLOON = Path(__file__).with_name("overzicht.typ")


def facts(row: Afsprakenoverzicht, versie: Afsprakenversie | None) -> list[Regel]:
    numbers = ", ".join(
        str(nummer) for nummer in kern.help_of(row).values_list("nummer", flat=True)
    )
    found = [
        (_("Toewijzing"), numbers),
        (_("Gemeente"), row.gemeente.naam),
        (_("Aanbieder"), row.aanbieder.naam),
        (_("Stand"), standing(versie)),
    ]
    return [(str(label), text) for label, text in found]


def standing(versie: Afsprakenversie | None) -> str:
    """`versie 2, vastgesteld op …`, or that both have not agreed yet."""
    if versie is None:
        return _("concept, nog niet overgedragen")
    if versie.vastgesteld_op is None:
        when = format_moment(versie.overgedragen_op).replace(NBSP, " ")
        text = _("versie %(nr)d, overgedragen op %(op)s, nog niet vastgesteld")
        return text % {"nr": versie.nummer, "op": when}
    text = _("versie %(nr)d, vastgesteld op %(op)s door gemeente en aanbieder")
    return text % {"nr": versie.nummer, "op": format_long_date(versie.vastgesteld_op)}


def result_block(rij: Resultatenoverzicht, resultaten: Resultaten) -> tuple[str, list[Regel]]:
    lines = [
        (line.resultaat, f"{Uitkomst(line.uitkomst).label}\n{line.toelichting}".strip())
        for line in resultaten.regels
    ]
    why = (str(_("Reden waarom de hulp stopt")), str(dict(EINDREDENEN)[rij.reden_beeindiging]))
    return _("Wat is bereikt?"), [*lines, why]


def render_overzicht(
    feiten: Sequence[Regel],
    inhoud: Inhoud,
    *,
    naam: str = "",
    extra: Sequence[tuple[str, list[Regel]]] = (),
) -> bytes:
    """`naam` of the jeugdige only when it was revealed for a reason."""
    known = [*feiten, *([(str(_("Jeugdige")), naam)] if naam else [])]
    parts = [*blocks(inhoud), *extra]
    footer = _("Demonstratie: verzonnen gegevens") if settings.DEMO else _("Vertrouwelijk")
    return render_words(
        SJABLOON,
        {
            "titel": str(_("Afsprakenoverzicht")),
            "afzender": str(_("OZJT-portaal")),
            "feiten": [list(feit) for feit in known],
            "blokken": [
                {"kop": str(title), "regels": [list(regel) for regel in rows]}
                for title, rows in parts
            ],
            "voettekst": footer,
            "pagina": _("pagina"),
            "van": _("van"),
        },
    )
