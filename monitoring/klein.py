"""Small numbers of jeugdigen are hidden from everybody but their own gemeente.

A figure about 1 to 4 jeugdigen is hidden, and of a percentage also one that 1 to 4 of them make.
Nobody is found back in a 0, so that is shown. With it goes what `monitoring.meten` marked `erbij`:
the figure without which a hidden one beside it could be computed. Both are "afgeschermd", so that
nobody learns which of them is the small one. The threshold is the setting `KLEIN_AANTAL`. Both
forms below say the same, for the ORM and for SQL; a test holds them together.

An answer of an aanbieder stands alone and is shown as "minder dan 5".
"""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import BooleanField, Case, CharField, Q, QuerySet, Value, When
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from core import rolgroepen
from core.actor import Actor
from core.ui.formats import format_number
from monitoring.choices import Maateenheid


def threshold() -> int:
    return int(settings.KLEIN_AANTAL)


def in_words() -> str:
    return _("minder dan %s") % threshold()


def shielded() -> str:
    return _("afgeschermd")


def explanation() -> str:
    """What "afgeschermd" means, for under a table."""
    text = _(
        "Afgeschermd: het gaat over minder dan %s jeugdigen, of zo'n aantal is ermee te berekenen. "
        "Een gemeente ziet haar eigen cijfer altijd."
    )
    return text % threshold()


def own_gemeente(actor: Actor) -> UUID | None:
    return actor.organisatie_id if actor.has_role(*rolgroepen.GEMEENTE) else None


def is_small(actor: Actor) -> Q:
    """Of a Meting: this actor may not see its figures."""
    small = (1, threshold() - 1)
    hidden = (
        Q(erbij=True)
        | Q(jeugdigen__range=small)
        | Q(jeugdigen__isnull=False, versie__eenheid=Maateenheid.PROCENT, teller__range=small)
    )
    if own := own_gemeente(actor):
        hidden &= Q(gemeente__isnull=True) | ~Q(gemeente=own)
    return hidden


#: The same as a condition in SQL on `{m}` (meting) and `{v}` (its version).
KLEIN_SQL = """(
  ({m}.erbij or {m}.jeugdigen between 1 and %(klein)s - 1 or ({m}.jeugdigen is not null
    and {v}.eenheid = 'procent' and {m}.teller between 1 and %(klein)s - 1))
  and coalesce({m}.gemeente_id <> %(eigen_gemeente)s::uuid, true))"""


def sql_params(actor: Actor) -> dict[str, Any]:
    return {"klein": threshold(), "eigen_gemeente": own_gemeente(actor)}


def masked(rows: QuerySet[Any], actor: Actor) -> QuerySet[Any]:
    """Metingen with `klein`, and `getoond`, `getoonde_jeugdigen` and `cijfer` in place of figures.

    `getoond` and `getoonde_jeugdigen` are text, for a table and an export; `cijfer` is the number
    for a chart, null where it is hidden. Nothing else of a figure may leave the portal.
    """
    small, words = is_small(actor), Value(shielded())
    return rows.annotate(
        klein=Case(When(small, then=True), default=False, output_field=BooleanField()),
        cijfer=Case(When(small, then=None), default="waarde"),
        getoond=Case(
            When(small, then=words),
            default=Cast("waarde", CharField()),
            output_field=CharField(),
        ),
        getoonde_jeugdigen=Case(
            When(small, then=words),
            default=Cast("jeugdigen", CharField()),
            output_field=CharField(),
        ),
    )


def hides_answer(actor: Actor, waarde: Any, eenheid: str) -> bool:
    """Of an answer that counts jeugdigen itself; the aanbieder sees what it wrote."""
    counted = eenheid == Maateenheid.JEUGDIGEN and waarde is not None
    return counted and not actor.has_role(*rolgroepen.AANBIEDER) and 1 <= waarde < threshold()


def masked_answers(rows: QuerySet[Any], actor: Actor) -> QuerySet[Any]:
    """Uitvragen with `getoond` and `klein` in place of the answer; says the same."""
    hidden = Q(versie__eenheid=Maateenheid.JEUGDIGEN, waarde__range=(1, threshold() - 1))
    if actor.has_role(*rolgroepen.AANBIEDER):
        hidden = Q(pk__isnull=True)
    return rows.annotate(
        klein=Case(When(hidden, then=True), default=False, output_field=BooleanField()),
        getoond=Case(
            When(hidden, then=Value(in_words())),
            default=Cast("waarde", CharField()),
            output_field=CharField(),
        ),
    )


def people(actor: Actor, number: int | None) -> str:
    """How many jeugdigen an answer is about, as this actor may see it."""
    if number is not None and 1 <= number < threshold():
        return str(number) if actor.has_role(*rolgroepen.AANBIEDER) else in_words()
    return format_number(number)
