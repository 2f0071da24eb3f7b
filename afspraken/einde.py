"""Whether the end of the help is known: then the results can be written down."""

import datetime
from collections.abc import Iterable

from afspraken.kern import help_of
from afspraken.models import Afsprakenoverzicht
from indications.choices import RedenBeeindiging, Toewijzingstatus
from indications.models import Levering, Toewijzing

#: An end that was planned from the start counts as known when it is so near.
DAGEN_VOORUIT = 42


def end_of_help(row: Afsprakenoverzicht, peildatum: datetime.date) -> datetime.date | None:
    """The last day of all help together; None as long as some of it runs on without a known end.

    Known is: the aanbieder reported a stop (not a pause, JZ588 20), the toewijzing was ended
    earlier or withdrawn, or its own last day is at most six weeks away.
    """
    given = list(help_of(row))
    last = {
        levering.toewijzing_id: levering
        for levering in Levering.objects.filter(toewijzing__in=given).order_by("begindatum")
    }
    ends = [_end(toewijzing, last.get(toewijzing.pk), peildatum) for toewijzing in given]
    return _latest(ends)


def _latest(ends: Iterable[datetime.date | None]) -> datetime.date | None:
    known = []
    for end in ends:
        if end is None:
            return None
        known.append(end)
    return max(known, default=None)


def _end(
    toewijzing: Toewijzing, levering: Levering | None, peildatum: datetime.date
) -> datetime.date | None:
    if levering and levering.einddatum and levering.reden_beeindiging != RedenBeeindiging.TIJDELIJK:
        return levering.einddatum
    if toewijzing.status != Toewijzingstatus.TOEGEWEZEN:
        return toewijzing.einddatum
    near = peildatum + datetime.timedelta(days=DAGEN_VOORUIT)
    return toewijzing.einddatum if toewijzing.einddatum and toewijzing.einddatum <= near else None
