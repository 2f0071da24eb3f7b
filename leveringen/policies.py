"""Start and stop: the aanbieder that delivers, and the gemeente on its behalf; who sees the
toewijzing sees what was delivered and declared on it.
"""

from core import rolgroepen
from core.choices import Rolcode
from core.policies import recht
from indications.policies import TOEWIJZING_INZIEN

LEVERING_INZIEN = TOEWIJZING_INZIEN
LEVERING_VASTLEGGEN = recht("levering.vastleggen", rolgroepen.GEMEENTE | {Rolcode.AANBIEDER_ZORG})
DECLARATIE_VASTLEGGEN = recht("declaratie.vastleggen", {Rolcode.BACKOFFICE})
ONGEKOPPELD_INZIEN = recht("ongekoppeld.inzien", {Rolcode.BACKOFFICE, Rolcode.AANBIEDER_ZORG})
ONGEKOPPELD_AFHANDELEN = recht("ongekoppeld.afhandelen", {Rolcode.BACKOFFICE})
