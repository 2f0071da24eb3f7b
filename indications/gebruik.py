"""What toewijzingen still need of the catalogue; counts only."""

from contracts.catalogus.gebruik import Vraag, still_running
from indications.choices import Toewijzingstatus
from indications.models import Toewijzing


def running_toewijzingen(vraag: Vraag) -> int:
    """With a day after `vraag.na`, of the product, within the perceel when one is named."""
    rows = Toewijzing.objects.filter(still_running(vraag.na), product=vraag.product_id).exclude(
        status=Toewijzingstatus.INGETROKKEN
    )
    if vraag.perceel_id:
        rows = rows.filter(perceelcontract__perceel=vraag.perceel_id)
    return rows.count()
