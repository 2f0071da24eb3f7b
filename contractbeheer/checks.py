"""What must hold of acts of contract management (R-CON-3, R-CON-4)."""

from contractbeheer import checks_beeindigen  # noqa: F401 - registers its checks
from core.choices import Rolcode, Signaalernst
from core.signalen.controles import controle


@controle(
    "overname_niet_uitgevoerd",
    "Overname niet uitgevoerd",
    Signaalernst.MOET,
    Rolcode.CONTRACTMANAGER,
    regel="R-CON-4",
    knop="Nagaan",
    te_doen="Kijk waarom de overname niet doorging, en herstel het contract of maak afspraken.",
)
def overname_niet_uitgevoerd() -> str:
    """Planned, and its day has passed."""
    return """
select o.id::text as sleutel, 'Overname niet uitgevoerd' as titel,
  v.naam || ' naar ' || n.naam || ': de dag is voorbij en er is niets overgezet' as omschrijving,
  (select count(distinct t.jeugdige_id) from contractbeheer_overdracht d
   join contractbeheer_contracteinde e on e.id = d.einde_id
   join indications_toewijzing t on t.id = d.toewijzing_id
   where e.overname_id = o.id and d.status = 'open')::int as raakt,
  v.organisatie_id as betreft_organisatie_id, 'overname' as objectsoort, o.id as object_id,
  jsonb_build_object('kenmerk', 'OV-' || lpad(o.nummer::text, 5, '0'), 'eerste dag', o.datum)
    as bewijs,
  '/overnames/' || o.id as url
from contractbeheer_overname o
join providers_aanbieder v on v.id = o.van_id
join providers_aanbieder n on n.id = o.naar_id
where o.status = 'gepland' and o.datum < %(peildatum)s::date
"""
