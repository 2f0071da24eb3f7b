"""What must hold of the catalogue; registered by `aanhaken`."""

from core.choices import Rolcode, Signaalernst
from core.signalen.controles import controle
from core.signalen.sql import long_date


@controle(
    "cataloguswijziging_niet_toegepast",
    "Geplande wijziging niet toegepast",
    Signaalernst.MOET,
    Rolcode.CATALOGUSBEHEERDER,
    regel="R-SEG-2",
    knop="Nagaan",
    te_doen="Open de geplande wijziging. Pas haar aan zodat ze kan, of trek haar in; het portaal "
    "probeert het elke nacht opnieuw.",
)
def cataloguswijziging_niet_toegepast() -> str:
    """A planned change whose day has passed."""
    return f"""
select m.id::text as sleutel, 'Geplande wijziging niet toegepast' as titel,
  coalesce(p.code || ' ' || p.naam, pr.code || ' ' || pr.naam, m.soort)
    || ': had moeten ingaan op ' || {long_date("m.ingangsdatum")} as omschrijving,
  0 as raakt, null::uuid as betreft_organisatie_id, 'catalogusmutatie' as objectsoort,
  m.id as object_id,
  jsonb_build_object('soort', m.soort, 'ingangsdatum', m.ingangsdatum, 'reden', m.reden) as bewijs,
  '/catalogus/gepland/' || m.id as url
from contracts_catalogusmutatie m
left join contracts_perceel p on m.soort = 'perceel' and p.id = m.doel_id
left join contracts_product pr on m.soort = 'product' and pr.id = m.doel_id
where m.status = 'gepland' and m.ingangsdatum < %(peildatum)s::date
"""
