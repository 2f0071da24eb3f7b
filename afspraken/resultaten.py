"""Which results were wanted, and whether the time has come to say what became of them."""

import datetime

from django.utils.translation import gettext as _

from afspraken.choices import Overzichtstatus, Resultaatstatus
from afspraken.codes import EINDE_NIET_BEKEND
from afspraken.einde import end_of_help
from afspraken.inhoud import open_versie
from afspraken.models import Afsprakenoverzicht, Resultatenoverzicht
from afspraken.overgangen import RESULTATEN
from core.fouten import STATUS_OVERGANG, Conflict
from core.overgangen import require_step

WAT = "Dit resultatenoverzicht"


def wanted_results(row: Afsprakenoverzicht) -> list[str]:
    """The results of the version that stands."""
    version = row.versies.filter(vastgesteld_op__isnull=False).order_by("-nummer").first()
    return [r.resultaat for r in open_versie(version).resultaten] if version else []


def require_fillable(
    row: Afsprakenoverzicht, kept: Resultatenoverzicht | None, peildatum: datetime.date
) -> None:
    """Raises Conflict: only agreements that stand, of help that ended or is about to."""
    if row.status != Overzichtstatus.VASTGESTELD:
        reden = _("Resultaten horen bij afspraken die vastgesteld zijn.")
        raise Conflict(reden, code=STATUS_OVERGANG.code)
    if kept is not None:
        require_step(RESULTATEN, Resultaatstatus(kept.status), Resultaatstatus.BIJ_TOEGANG, WAT)
    if end_of_help(row, peildatum) is None:
        reden = _(
            "De hulp loopt nog. Resultaten vul je in als de stop gemeld is, of in de laatste zes "
            "weken van de toewijzing."
        )
        raise Conflict(reden, code=EINDE_NIET_BEKEND.code)
