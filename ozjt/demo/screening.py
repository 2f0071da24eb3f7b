"""Screenings of the demonstration, with a question list and thresholds that were made up."""

import datetime
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from core.actor import system_actor
from core.documenten.services import store_document
from core.handeling import set_history_context
from core.models import Gebruiker, Organisatie
from ozjt.demo.basis import Kalender, bits, key
from ozjt.demo.papier import page
from ozjt.demo.toegang import OZJT
from providers.models import Aanbieder
from screening import drempels
from screening.choices import Lijststatus
from screening.documenten import SCREENINGSBEWIJS
from screening.models import (
    Antwoord,
    Integriteitstoets,
    Screening,
    Screeningsbewijs,
    Screeningsgesprek,
    Vraag,
    Vragenlijst,
    Wederhoor,
)
from screening.rules import advise
from screening.selectors import explained, points_of

#: Made up; the real ones are in no repository (N-OSS-02).
DREMPELS = """\
naam = "Demonstratie, verzonnen waarden"
oranje = 20
rood = 45
zwaar_oranje = 1
zwaar_rood = 3
[gewichten]
licht = 1
normaal = 2
zwaar = 4
"""
DEMO_BESTAND = "kit-drempels-demonstratie.toml"
SIMON, SASKIA = key("gebruiker", "screening@ozjt.demo"), key("gebruiker", "screening2@ozjt.demo")
LIJST = key("vragenlijst", 1)
#: Days before the end of the screening of De Linde: within the reminder.
LOOPT_AF_DAGEN = 40

#: thema, question, kind, favourable, weight, evidence
VRAGEN = (
    ("Bestuur en eigendom", "Staat de aanbieder in het Handelsregister met de juiste "
     "bestuurders?", "ja_nee", "ja", "normaal", True),
    ("Bestuur en eigendom", "Zijn alle uiteindelijk belanghebbenden (UBO) bekend?",
     "ja_nee", "ja", "zwaar", False),
    ("Bestuur en eigendom", "Is een bestuurder eerder betrokken geweest bij een beëindigd "
     "contract om zorgfraude?", "ja_nee", "nee", "zwaar", False),
    ("Bestuur en eigendom", "Hoe groot is de zorg over onafhankelijk toezicht op het bestuur?",
     "schaal", "", "normaal", False),
    ("Financiën", "Is er een goedgekeurde jaarrekening van het laatste jaar?",
     "ja_nee", "ja", "normaal", True),
    ("Financiën", "Hoe groot is de zorg over solvabiliteit en liquiditeit?",
     "schaal", "", "normaal", False),
    ("Financiën", "Hoe groot is de zorg over winst en uitkering van dividend?",
     "schaal", "", "zwaar", False),
    ("Personeel", "Hebben alle medewerkers die met jeugdigen werken een geldige VOG?",
     "ja_nee", "ja", "zwaar", True),
    ("Personeel", "Is de inzet van SKJ- en BIG-geregistreerden op orde?",
     "ja_nee", "ja", "normaal", False),
    ("Personeel", "Hoe groot is de zorg over verloop en inhuur?", "schaal", "", "licht", False),
    ("Kwaliteit van zorg", "Is er een geldig kwaliteitskeurmerk?", "ja_nee", "ja", "normaal", True),
    ("Kwaliteit van zorg", "Zijn er open maatregelen van de inspectie?",
     "ja_nee", "nee", "zwaar", False),
    ("Rechtmatigheid", "Hoe groot is de zorg over declaraties in de laatste twee jaar?",
     "schaal", "", "zwaar", False),
    ("Rechtmatigheid", "Wat viel op in het dossieronderzoek?", "open", "", "licht", False),
)  # fmt: skip
_SLECHT = {"ja": "nee", "nee": "ja", "": "4"}


@dataclass(frozen=True)
class Voorbeeld:
    """Of aanbieder `nr`: the state, and answers by number that are not the best one."""

    nr: int
    status: str
    aanleiding: str = "periodiek"
    uitkomst: str = ""
    afwijkend: tuple[tuple[int, str], ...] = ()
    ingevuld: int = len(VRAGEN)
    motivering: str = ""
    voorwaarden: str = ""
    afwijking: str = ""
    dagen: int = 0

    @property
    def id(self) -> UUID:
        return key("screening", self.nr)


VOORBEELDEN = (
    Voorbeeld(
        1, "besloten", uitkomst="geschikt", dagen=690, afwijkend=((3, "2"), (9, "2")),
        motivering="Bestuur en financiën zijn op orde. De kleine zorgen zijn in het gesprek "
        "besproken en vragen geen voorwaarde.",
    ),
    Voorbeeld(
        2, "te_besluiten", "signaal", afwijkend=((5, "3"), (8, "nee"), (9, "4"), (12, "3")),
    ),
    Voorbeeld(3, "wederhoor", "signaal", afwijkend=((2, "ja"), (6, "4")), ingevuld=10),
    Voorbeeld(
        5, "besloten", "toetreding", "voorwaarden", dagen=120, afwijkend=((3, "3"), (4, "nee")),
        motivering="De zorg is goed, de administratie is nog in opbouw.",
        voorwaarden="Een goedgekeurde jaarrekening binnen zes maanden.",
        afwijking="Het advies is groen, maar zonder jaarrekening past een voorwaarde.",
    ),
)  # fmt: skip


def load_fixed_parts(kalender: Kalender) -> None:
    """What people and tests rely on; a second call only moves what moves with today."""
    _write_thresholds()
    if not Vragenlijst.objects.filter(pk=LIJST).exists():
        _load_list()
        for example in VOORBEELDEN:
            _load_example(example, kalender)
    _move_with_today(kalender)


def _write_thresholds() -> None:
    """Only where the demonstration reads them, and never over a file that is there."""
    path = Path(settings.KIT_DREMPELS_BESTAND or ".")
    if path.name == DEMO_BESTAND and not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(DREMPELS, encoding="utf-8")


def _load_list() -> None:
    lijst = Vragenlijst.objects.create(id=LIJST, nummer=1)
    Vraag.objects.bulk_create(
        Vraag(
            id=key("vraag", 1, at),
            lijst=lijst,
            volgorde=at + 1,
            thema=thema,
            tekst=tekst,
            soort=soort,
            gunstig=gunstig,
            gewicht=gewicht,
            bewijs_nodig=bewijs,
        )
        for at, (thema, tekst, soort, gunstig, gewicht, bewijs) in enumerate(VRAGEN)
    )
    lijst.status, lijst.vastgesteld_op = Lijststatus.VASTGESTELD, timezone.now()
    lijst.vastgesteld_door_id = SASKIA
    lijst.toelichting = "Eerste versie, met verzonnen vragen voor de demonstratie."
    lijst.save()


def _load_example(example: Voorbeeld, kalender: Kalender) -> None:
    begun = kalender.dag(-example.dagen - 30)
    screening = Screening(
        id=example.id,
        aanbieder_id=key("aanbieder", example.nr),
        lijst_id=LIJST,
        aanleiding=example.aanleiding,
        begonnen_op=begun,
        behandelaar_id=SIMON,
    )
    screening.save()
    screening.invullers.add(Gebruiker.objects.get(pk=SIMON))
    _answers(example)
    _around(example, kalender)
    if example.status == "te_besluiten":
        screening.voorgelegd_op = timezone.now() - datetime.timedelta(days=2)
    if example.status == "besloten":
        _decide(screening, example)
    screening.status = example.status
    screening.save()


def _answers(example: Voorbeeld) -> None:
    other = dict(example.afwijkend)
    Antwoord.objects.bulk_create(
        Antwoord(
            id=key("antwoord", example.nr, at),
            screening_id=example.id,
            vraag_id=key("vraag", 1, at),
            ingevuld_door_id=SIMON,
            **_answer(soort, gunstig, other.get(at)),
        )
        for at, (_t, _v, soort, gunstig, _g, _b) in enumerate(VRAGEN[: example.ingevuld])
    )


def _answer(soort: str, gunstig: str, other: str | None) -> dict[str, str]:
    if soort == "open":
        text = "Tien dossiers bekeken: plannen en evaluaties zijn aanwezig en ondertekend."
        return {"toelichting": text}
    if other is None:
        return {"waarde": gunstig or "1"}
    return {"waarde": other, "toelichting": "Besproken met de directie; zie het verslag."}


def _around(example: Voorbeeld, kalender: Kalender) -> None:
    """A conversation, statuses, and for one a concern that waits for the reaction."""
    begun = kalender.dag(-example.dagen - 20)
    Screeningsgesprek.objects.create(
        id=key("screeningsgesprek", example.nr),
        screening_id=example.id,
        datum=begun,
        aanwezigen="Directeur, hoofd kwaliteit; screener en accountmanager OZJT",
        verslag="De vragenlijst doorgenomen. De directeur licht de cijfers en het verloop toe.",
        vastgelegd_door_id=SIMON,
    )
    Integriteitstoets.objects.create(
        id=key("toets", example.nr, "gva"),
        screening_id=example.id,
        soort="gva",
        status="afgerond",
        datum=begun,
        geldig_tot=begun + datetime.timedelta(days=730),
    )
    if example.status == "wederhoor":
        Integriteitstoets.objects.create(
            id=key("toets", example.nr, "quickscan"),
            screening_id=example.id,
            soort="quickscan",
            status="gevraagd",
            datum=kalender.dag(-5),
            reden="Het signaal gaat over een bestuurder; een lichter middel geeft geen antwoord.",
        )
        Wederhoor.objects.create(
            id=key("wederhoor", example.nr),
            screening_id=example.id,
            zorg="Een bestuurder was eerder bestuurder van een aanbieder waarvan het contract "
            "om zorgfraude eindigde. De uitkering van dividend steeg in een jaar met verlies.",
            wijze="brief",
            voorgelegd_op=kalender.dag(-10),
            reageren_tot=kalender.dag(4),
            voorgelegd_door_id=SIMON,
        )


def _decide(screening: Screening, example: Voorbeeld) -> None:
    points = points_of(system_actor("demonstratiegegevens"), screening)
    advice = advise([p.beantwoord for p in points], drempels.parse(DREMPELS))
    assert advice is not None
    screening.advies, screening.advies_uitleg = advice.kleur, explained(advice, points)
    screening.uitkomst = example.uitkomst
    screening.motivering, screening.voorwaarden = example.motivering, example.voorwaarden
    screening.afwijking = example.afwijking
    screening.beslisser_id = SASKIA
    screening.besloten_op = timezone.now() - datetime.timedelta(days=example.dagen)
    screening.geldig_tot = timezone.localdate() + datetime.timedelta(days=730 - example.dagen)


def _move_with_today(kalender: Kalender) -> None:
    rows: list[tuple[Any, UUID, dict[str, Any]]] = [
        (Screening, key("screening", 1), {"geldig_tot": kalender.dag(LOOPT_AF_DAGEN)}),
        (Screening, key("screening", 5), {"geldig_tot": kalender.dag(610)}),
        (
            Wederhoor,
            key("wederhoor", 3),
            {"voorgelegd_op": kalender.dag(-10), "reageren_tot": kalender.dag(4)},
        ),
    ]
    for model, pk, fields in rows:
        model.objects.filter(pk=pk).exclude(**fields).update(**fields)


def load_evidence(vandaag: datetime.date) -> bool:
    """Documents with the answers that ask for one, once; kept with the other documents."""
    if Screeningsbewijs.objects.exists():
        return False
    owner, actor = Organisatie.objects.get(pk=OZJT), system_actor("demonstratiegegevens")
    asked = Vraag.objects.filter(lijst=LIJST, bewijs_nodig=True)
    with transaction.atomic():
        set_history_context(actor)
        for example in VOORBEELDEN:
            for vraag in asked.filter(volgorde__lte=example.ingevuld):
                lines = ["Demonstratie: dit is geen echt document.", vraag.tekst[:80]]
                document = store_document(
                    actor,
                    chunks=[page(f"Bewijsstuk {example.nr}-{vraag.volgorde}", lines)],
                    naam=f"bewijs-{example.nr}-{vraag.volgorde}.pdf",
                    soort=SCREENINGSBEWIJS,
                    eigenaar=owner,
                )
                Screeningsbewijs.objects.create(
                    screening_id=example.id,
                    vraag=vraag,
                    document=document,
                    omschrijving=f"Bewijs bij: {vraag.thema.lower()}",
                    toegevoegd_door_id=SIMON,
                )
    return True


#: Of the bulk: nine of ten have a valid screening, spread over two years.
ANDEREN = f"""
with nieuw as (
  insert into screening_screening (aanbieder_id, lijst_id, aanleiding, status, begonnen_op,
    behandelaar_id, uitkomst, motivering, beslisser_id, besloten_op, geldig_tot)
  select a.id, %(lijst)s, 'periodiek', 'besloten', %(dag)s::date - 30 - {bits("a.id")} %% 700,
    %(simon)s, 'geschikt', 'Geen zorgen gevonden (demonstratie).', %(saskia)s,
    (%(dag)s::date - {bits("a.id")} %% 700)::timestamptz,
    %(dag)s::date - {bits("a.id")} %% 700 + 730
  from providers_aanbieder a
  where {bits("a.id", 9)} %% 10 > 0 and a.id <> all(%(vast)s)
    and not exists (select from screening_screening s where s.aanbieder_id = a.id)
  returning id
), antwoord as (
  insert into screening_antwoord (screening_id, vraag_id, ingevuld_door_id, waarde, toelichting)
  select n.id, v.id, %(simon)s, case v.soort when 'ja_nee' then v.gunstig
    when 'schaal' then '1' else '' end,
    case v.soort when 'open' then 'Niets bijzonders (demonstratie).' else '' end
  from nieuw n cross join screening_vraag v where v.lijst_id = %(lijst)s
  returning id
)
select (select count(*) from nieuw), (select count(*) from antwoord)
"""  # noqa: S608 - fixed SQL


def load_others(vandaag: datetime.date) -> bool:
    """Of the aanbieders of the bulk, once."""
    named = [key("aanbieder", nr) for nr in range(1, 6)]
    if Screening.objects.exclude(aanbieder__in=named).exists():
        return False
    if not Aanbieder.objects.exclude(pk__in=named).exists():
        return False
    with transaction.atomic(), connection.cursor() as cursor:
        set_history_context(system_actor("demonstratiegegevens"))
        cursor.execute(
            ANDEREN,
            {"lijst": LIJST, "simon": SIMON, "saskia": SASKIA, "dag": vandaag, "vast": named},
        )
        return bool(cursor.fetchone()[0])
