"""Documents of the Zorgportaal: evidence of a request, and what stands in the dossier."""

from django.db.models import Q

from core import rolgroepen
from core.actor import Actor
from core.choices import Rolcode
from core.documenten.soorten import NIEMAND, Documentsoort, owner_only
from core.policies import has_right
from providers.policies import GEHEIM_ADRES_INZIEN
from zorgportaal.models import Wijzigingsverzoek
from zorgportaal.policies import WIJZIGING_INZIEN, verzoek_scope

IBAN_VERKLARING = "iban-verklaring"
BEWIJSSTUK = "bewijsstuk"
DOSSIERSTUK = "dossierstuk"


def who_sees(actor: Actor) -> Q:
    """The aanbieder-beheerder those of its aanbieder; OZJT those of requests in its scope, and what
    was approved for the dossier. Of a secret address only who may see that (R-BES-2).
    """
    if actor.has_role(Rolcode.AANBIEDER_BEHEERDER):
        return owner_only(actor)
    seen = verzoek_scope(actor, "wijzigingsverzoek__")
    if seen is None:
        return NIEMAND
    linked = Wijzigingsverzoek.bewijsstukken.through.objects.filter(seen)
    if not has_right(actor, GEHEIM_ADRES_INZIEN):
        linked = linked.filter(wijzigingsverzoek__geheim=False)
    found = Q(pk__in=linked.values("document"))
    if actor.has_role(*rolgroepen.OZJT_CONTRACT):
        found |= Q(dossierstuk__isnull=False)
    return found


for _code, _naam in (
    (IBAN_VERKLARING, "IBAN-verklaring"),
    (BEWIJSSTUK, "Bewijsstuk"),
    (DOSSIERSTUK, "Dossierstuk"),
):
    Documentsoort(_code, _naam, WIJZIGING_INZIEN, who_sees)
