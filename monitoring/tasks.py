from uuid import UUID

from django.utils import timezone

from core.taken import only_one, taak
from monitoring.dekking import refresh
from monitoring.meten import measure_due, measure_since
from monitoring.models import Indicator
from monitoring.openen import open_reports


@taak(queue="standaard", time_limit=3600)
def measure_every_indicator() -> None:
    """The running and the last period; every night."""
    with only_one("monitoring.meten") as mine:
        if mine:
            measure_due(timezone.localdate())


@taak(queue="standaard", time_limit=60)
def refresh_coverage() -> None:
    """Contracts, promises, measures and places change all day; the map follows."""
    with only_one("monitoring.dekking") as mine:
        if mine:
            refresh(timezone.localdate())


@taak(queue="standaard", time_limit=3600)
def measure_indicator(indicator_id: str) -> None:
    """All periods of an indicator that is new or has a new version."""
    indicator = Indicator.objects.filter(pk=UUID(indicator_id)).first()
    first = indicator and indicator.versies.order_by("begindatum").first()
    if indicator and first:
        measure_since(first.begindatum, timezone.localdate(), indicator.pk)


@taak(queue="standaard", time_limit=300)
def open_quarterly_reports() -> None:
    """A report for each recipient over each quarter that is over."""
    open_reports(timezone.localdate())
