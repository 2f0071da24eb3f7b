"""What must hold of the kernel itself."""

from core.choices import Rolcode, Signaalernst
from core.inzageketen import BREAK_SQL
from core.signalen.choices import Ritme
from core.signalen.controles import controle


@controle(
    "inzageketen_gebroken",
    "Inzagelogboek gebroken",
    Signaalernst.MOET,
    Rolcode.FG,
    ritme=Ritme.NACHT,
    regel="N-LOG-02",
    knop="Nagaan",
    te_doen="Meld het bij de beveiligingsfunctionaris en bewaar een kopie van de database.",
)
def inzageketen_gebroken() -> str:
    """The first line of the access log that somebody changed or took away."""
    return f"""
select 'inzageketen' as sleutel, 'Inzagelogboek gebroken' as titel,
  'Keten ' || b.keten || ' klopt niet vanaf regel ' || b.nr as omschrijving,
  0 as raakt, null::uuid as betreft_organisatie_id, 'inzage' as objectsoort,
  null::uuid as object_id,
  jsonb_build_object('keten', b.keten, 'nummer', b.nr, 'soort', replace(b.soort, '_', ' '))
    as bewijs,
  '/inzage/keten' as url
from ({BREAK_SQL}) b (keten, nr, id, soort)
"""
