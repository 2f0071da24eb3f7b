"""Of Enschede: a jeugdige that moves to Hengelo, and a youngster with a toekomstplan."""

from core import kluis
from core.datums import add_months
from indications.choices import Woonplaatsgrond
from indications.models import Jeugdige, Toewijzing, Woonplaats
from jeugdigen.models import Toekomstplan
from jeugdigen.services.toekomstplan import bound_to
from ozjt.demo.basis import Kalender, insert, key
from ozjt.demo.toegang import gemeente_key

ENSCHEDE, HENGELO = gemeente_key("0153"), gemeente_key("0164")
OUD, NIEUW = (key("woonplaats", "vast", naam) for naam in ("oud", "nieuw"))
PLAN = key("toekomstplan", "vast")
TEKSTEN = {
    "support": "Oma en de mentor van school; samen eten op woensdag.",
    "wonen": "Blijft thuis tot de opleiding klaar is. Staat ingeschreven bij de woningstichting.",
    "school_werk": "Opleiding niveau 2, stage in de fietsenwinkel.",
    "inkomen": "Bijbaan op zaterdag. Zorgverzekering en toeslag regelen voor 18 jaar.",
    "welzijn": "Voetbalt weer. Weet bij wie hij terecht kan als het niet gaat.",
}


def load_fixed_parts(kalender: Kalender) -> None:
    """Once; what people did with these jeugdigen stays."""
    if Woonplaats.objects.filter(pk=OUD).exists():
        return
    moves = _of(5)
    if moves is None:
        return
    day = kalender.dag(60)
    common = {"jeugdige": moves, "grond": Woonplaatsgrond.BRP}
    insert(
        Woonplaats,
        [
            Woonplaats(
                id=OUD,
                gemeente_id=ENSCHEDE,
                begindatum=moves.geboortedatum,
                einddatum=kalender.dag(59),
                **common,
            ),
            Woonplaats(id=NIEUW, gemeente_id=HENGELO, begindatum=day, **common),
        ],
    )
    old_enough = add_months(kalender.vandaag, -192)
    rows = Jeugdige.objects.filter(gemeente=ENSCHEDE, geboortedatum__lte=old_enough)
    youngster = rows.order_by("geboortedatum").first()
    if youngster is not None:
        insert(Toekomstplan, [_plan(youngster, kalender)])


def _of(number: int) -> Jeugdige | None:
    row = (
        Toewijzing.objects.filter(pk=key("toewijzing", "vast", "0153", number))
        .select_related("jeugdige")
        .first()
    )
    return row.jeugdige if row else None


def _plan(youngster: Jeugdige, kalender: Kalender) -> Toekomstplan:
    plan = Toekomstplan(
        id=PLAN,
        jeugdige=youngster,
        gemeente_id=ENSCHEDE,
        versie=1,
        afgesproken_op=kalender.dag(-40),
        bespreken_op=kalender.dag(140),
    )
    for name, text in TEKSTEN.items():
        setattr(plan, name, kluis.encrypt(text, bound_to=bound_to(plan, name)))
    return plan
