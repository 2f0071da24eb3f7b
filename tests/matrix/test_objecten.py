"""Role x own or other organisation x every route with an object.

Own: the door opens. Of another: 404 for every role that holds the right, so that nobody can see
that it exists. What each role sees stands here on its own, apart from the policies.
"""

import base64
import datetime
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.utils import timezone

from aanlevering.bestand import seal as seal_bestand
from aanlevering.choices import Stand
from aanlevering.models import Aanlevering, Aanleveringsbestand
from afspraken.inhoud import Inhoud as Afspraken
from afspraken.inhoud import seal_evaluatie, seal_overzicht
from afspraken.models import AfgesprokenHulp, Afsprakenoverzicht, Evaluatiemoment
from contractbeheer.models import (
    Beeindigingsverzoek,
    Brief,
    Contracteinde,
    Maatregeltraject,
    Overdracht,
    Overname,
)
from contracts.choices import Maatregelsoort
from contracts.models import ContractLocatie, Maatregel, Segment, Tarief
from core import kluis
from core.choices import Rolcode, Scanstatus, Signaalernst
from core.importexport.rapport import as_workbook
from core.models import Concept, Document, Job, Signaal, Weergave
from indications.models import OngekoppeldeDeclaratie, Toewijzing, Woonplaats
from jeugdigen.models import Bewaartermijn, Toekomstplan, Verwijdervoorstel
from jeugdigen.models.toekomstplan import BIG_VIJF
from jeugdigen.services.toekomstplan import bound_to
from knippen.models import Knipbeurt, Knipregel, Knipronde
from monitoring.models import Kwartaalrapportage, Subsidieontvanger, Uitvraag
from ozjt.demo.basis import key
from providers.models import Locatie
from tests.factories.core import GebruikerFactory, OrganisatieFactory
from tests.matrix.tabel import read
from tests.matrix.wereld import (
    BEUK,
    ENSCHEDE,
    ES,
    HENGELO,
    LINDE,
    WIE,
    Deur,
    Persoon,
    deuren,
    person,
)
from toelichtingen.models import Toelichtingsverzoek
from werklijsten.models import Reeks
from zorgportaal.inhoud import Inhoud, seal
from zorgportaal.models import Wijzigingsverzoek

GEMEENTE = {Rolcode.TOEGANG, Rolcode.BACKOFFICE, Rolcode.GEMEENTE_API}
AANBIEDER = {Rolcode.AANBIEDER_BEHEERDER, Rolcode.AANBIEDER_ZORG}
CONTRACT = {Rolcode.CONTRACTMANAGER, Rolcode.CONTRACTBEHEERDER}
TABEL = read()


@dataclass
class Object:
    """`vreemd` is of another gemeente and another aanbieder; `alles` names who sees that too."""

    eigen: uuid.UUID
    vreemd: uuid.UUID | None = None
    alles: set[Rolcode] = field(default_factory=set)


def toewijzing(who: Persoon) -> Object:
    own = Toewijzing.objects.get(pk=key("toewijzing", "vast", "0153", 0))
    other = Toewijzing.objects.get(pk=key("toewijzing", "vast", "0164", 7))
    assert (own.gemeente_id, own.aanbieder_id) == (ENSCHEDE, LINDE)
    assert (other.gemeente_id, other.aanbieder_id) == (HENGELO, BEUK)
    return Object(own.pk, other.pk, CONTRACT)


def toelichtingsverzoek(who: Persoon) -> Object:
    found = toewijzing(who)

    def of(toewijzing_id: uuid.UUID | None) -> uuid.UUID:
        earlier = Toelichtingsverzoek.objects.filter(toewijzing_id=toewijzing_id)
        earlier.update(status="ingetrokken")  # one at a time may be open
        return Toelichtingsverzoek.objects.create(
            toewijzing_id=toewijzing_id,
            reden="anders",
            vraag="Proef",
            gevraagd_op=timezone.now(),
            termijn=timezone.localdate(),
        ).pk

    return Object(of(found.eigen), of(found.vreemd))


def ongekoppeld(who: Persoon) -> Object:
    """Declared on a number that its aanbieder does not have, at either gemeente."""
    found = toewijzing(who)

    def of(toewijzing_id: uuid.UUID | None) -> uuid.UUID:
        row = Toewijzing.objects.get(pk=toewijzing_id)
        return OngekoppeldeDeclaratie.objects.create(
            gemeente_id=row.gemeente_id,
            aanbieder_id=row.aanbieder_id,
            referentienummer=uuid.uuid4().hex[:20],
            toewijzingsnummer=1,
            begindatum=row.begindatum,
            einddatum=row.begindatum,
            volume=1,
            bedrag_centen=1,
        ).pk

    return Object(of(found.eigen), of(found.vreemd))


def indiening(who: Persoon) -> Object:
    found = toewijzing(who)
    own, other = uuid.uuid4(), uuid.uuid4()
    Toewijzing.objects.filter(pk=found.eigen).update(indiening=own)
    Toewijzing.objects.filter(pk=found.vreemd).update(indiening=other)
    return Object(own, other, CONTRACT)


def of_aanbieder(*parts: Any) -> Callable[[Persoon], Object]:
    """Everybody who works with the whole offer sees those of all aanbieders."""
    kind, *rest = parts
    return lambda who: Object(key(kind, 1, *rest), key(kind, 2, *rest), set(Rolcode) - AANBIEDER)


def maatregel(who: Persoon) -> Object:
    own = Maatregel.objects.create(
        aanbieder_id=LINDE,
        soort=Maatregelsoort.CLIENTENSTOP,
        grond="Proef",
        begindatum=timezone.localdate() - datetime.timedelta(days=3),
    )
    return Object(own.pk, key("maatregel", 2), set(Rolcode) - AANBIEDER)


def catalogue(*parts: Any) -> Callable[[Persoon], Object]:
    return lambda who: Object(key(*parts))


def segment(who: Persoon) -> Object:
    return Object(Segment.objects.values_list("pk", flat=True)[0])


def job(who: Persoon) -> Object:
    def of(gebruiker: Any) -> uuid.UUID:
        return Job.objects.create(
            soort="proef", titel="Proef", gebruiker=gebruiker, organisatie=who.organisatie
        ).pk

    return Object(of(who.gebruiker), of(GebruikerFactory()))


def signaal(who: Persoon) -> Object:
    def at(organisatie: Any) -> uuid.UUID:
        return Signaal.objects.create(
            controle="proef",
            sleutel=str(uuid.uuid4()),
            titel="Proef",
            ernst=Signaalernst.AANDACHT,
            rol=who.wie,
            organisatie=organisatie,
        ).pk

    return Object(at(who.organisatie), at(OrganisatieFactory()))


def concept(who: Persoon) -> Object:
    def of(gebruiker: Any) -> uuid.UUID:
        return Concept.objects.create(
            gebruiker=gebruiker,
            organisatie=who.organisatie,
            soort="toewijzing",
            titel="Proef",
            inhoud=b"",
        ).pk

    return Object(of(who.gebruiker), of(GebruikerFactory()))


def aanlevering(who: Persoon) -> Object:
    """A file that was looked through, with a row to correct."""

    def of(gebruiker: Any) -> uuid.UUID:
        row = Aanlevering.objects.create(
            gebruiker=gebruiker,
            gemeente=who.organisatie,
            soort="toewijzingen",
            stand=Stand.NAGEKEKEN,
        )
        Aanleveringsbestand.objects.create(
            aanlevering=row,
            inhoud=seal_bestand(b"referentie\nA1\n", row.pk, "inhoud"),
            bevindingen=seal_bestand(b"[]", row.pk, "bevindingen"),
        )
        return row.pk

    return Object(of(who.gebruiker), of(GebruikerFactory()))


def import_draft(code: str) -> Callable[[Persoon], Object]:
    """A file that waits to be taken in, of who handed it in."""

    def made(who: Persoon) -> Object:
        return Object(of(who, who.gebruiker), of(who, GebruikerFactory()))

    def of(who: Persoon, gebruiker: Any) -> uuid.UUID:
        row = Concept(
            gebruiker=gebruiker, organisatie=who.organisatie, soort=f"import:{code}", titel="Proef"
        )
        file = base64.b64encode(b"kvk;naam;rechtsvorm\n99900001;Zorghuis De Linde;bv\n").decode()
        bound = f"concept:{row.pk}:{gebruiker.pk}:{who.organisatie.pk}:{row.soort}"
        row.inhoud = kluis.encrypt({"bestand": file}, bound_to=bound)
        row.save()
        return row.pk

    return made


def document(soort: str) -> Callable[[Persoon], Object]:
    def made(who: Persoon) -> Object:
        return Object(of(who.organisatie), of(OrganisatieFactory()))

    def of(organisatie: Any) -> uuid.UUID:
        return Document.objects.create(
            naam="proef.pdf",
            inhoudstype="application/pdf",
            grootte=1,
            sha256="0" * 64,
            soort=soort,
            eigenaar=organisatie,
            scan=Scanstatus.SCHOON,
        ).pk

    return made


def asked_by_who(who: Persoon) -> Object:
    """For what only the side that asks may do: at OZJT that is who filed it."""
    return wijzigingsverzoek(who, filed=True)


def wijzigingsverzoek(who: Persoon, *, filed: bool = False) -> Object:
    def of(aanbieder_id: uuid.UUID, filed_by: Any = None) -> uuid.UUID:
        row = Wijzigingsverzoek(
            aanbieder_id=aanbieder_id,
            soort="locatie",
            handeling="beeindigen",
            doel_id=Locatie.objects.filter(aanbieder=aanbieder_id, geheim=False)[0].pk,
            onderwerp="Proef",
            inhoud_hash=uuid.uuid4().bytes,
            status="ingediend",
            gewenste_datum=timezone.localdate(),
            ingediend_op=timezone.now(),
            beslis_uiterlijk=timezone.localdate(),
            indiener=filed_by,
        )
        seal(row, Inhoud())
        row.save()
        return row.pk

    return Object(
        of(LINDE, who.gebruiker if filed else None),
        of(BEUK),
        CONTRACT | {Rolcode.BESCHIKBAARHEIDSBEHEERDER},
    )


def uitvraag(who: Persoon) -> Object:
    def of(aanbieder_id: uuid.UUID) -> uuid.UUID:
        return Uitvraag.objects.filter(aanbieder=aanbieder_id).latest("begindatum").pk

    return Object(of(LINDE), of(BEUK), CONTRACT)


def subsidieontvanger(who: Persoon) -> Object:
    own, other = Subsidieontvanger.objects.order_by("plek")
    assert (own.aanbieder_id, other.aanbieder_id) == (LINDE, ES)
    return Object(own.pk, other.pk, CONTRACT)


def kwartaalrapportage(who: Persoon) -> Object:
    def of(aanbieder_id: uuid.UUID) -> uuid.UUID:
        rows = Kwartaalrapportage.objects.filter(ontvanger__aanbieder=aanbieder_id)
        return rows.latest("begindatum").pk

    return Object(of(LINDE), of(ES), CONTRACT)


def jaarcijfer(who: Persoon) -> Object:
    return Object(key("jaarcijfer", 1, timezone.localdate().year - 1))


def accountgesprek(who: Persoon) -> Object:
    """A verslag that stands of De Linde; of De Beuk a concept, that the aanbieder never sees."""
    own, other = key("accountgesprek", "linde", "eerder"), key("accountgesprek", "beuk")
    return Object(own, other, CONTRACT)


def afspraak(who: Persoon) -> Object:
    return Object(key("afspraak", "vast", 1), key("afspraak", "vast", 5), CONTRACT)


def tarief(who: Persoon) -> Object:
    """Of a location: for all but another aanbieder (R-SEG-7)."""
    own, other = (
        Tarief.objects.filter(locatie__aanbieder=pk).order_by("begindatum", "pk")[0].pk
        for pk in (LINDE, BEUK)
    )
    return Object(own, other, set(Rolcode) - AANBIEDER)


def indexering(who: Persoon) -> Object:
    return Object(key("indexering", "voorstel", timezone.localdate().year + 1))


def beeindigingsverzoek(who: Persoon) -> Object:
    def of(aanbieder_id: uuid.UUID, contract_id: uuid.UUID) -> uuid.UUID:
        earlier = Beeindigingsverzoek.objects.filter(perceelcontract_id=contract_id)
        earlier.update(status="ingetrokken")  # one at a time may be open
        return Beeindigingsverzoek.objects.create(
            aanbieder_id=aanbieder_id,
            perceelcontract_id=contract_id,
            reden="Proef",
            gewenste_datum=timezone.localdate() + datetime.timedelta(days=60),
            clienten_in_zorg=False,
            indiener=GebruikerFactory(),
            ingediend_op=timezone.now(),
            beslis_uiterlijk=timezone.localdate(),
        ).pk

    own, other = key("perceelcontract", 1, "BHI"), key("perceelcontract", 2, "BHI")
    return Object(of(LINDE, own), of(BEUK, other), CONTRACT)


def overdracht(who: Persoon) -> Object:
    """A line of Enschede and one of Hengelo."""
    found, verzoek = toewijzing(who), beeindigingsverzoek(who)

    def of(toewijzing_id: uuid.UUID, verzoek_id: uuid.UUID) -> uuid.UUID:
        row = Toewijzing.objects.get(pk=toewijzing_id)
        Overdracht.objects.filter(toewijzing=row).delete()
        einde = Contracteinde.objects.create(
            perceelcontract_id=row.perceelcontract_id,
            laatste_dag=timezone.localdate(),
            verzoek_id=verzoek_id,
        )
        return Overdracht.objects.create(
            toewijzing=row,
            gemeente_id=row.gemeente_id,
            einde=einde,
            vanaf=timezone.localdate() + datetime.timedelta(days=1),
        ).pk

    assert found.vreemd is not None
    assert verzoek.vreemd is not None
    return Object(of(found.eigen, verzoek.eigen), of(found.vreemd, verzoek.vreemd))


def traject(who: Persoon, *, letter: bool = False) -> Object:
    """A measure that its aanbieder was told of."""

    def of(aanbieder_id: uuid.UUID) -> uuid.UUID:
        made = Maatregeltraject.objects.create(
            aanbieder_id=aanbieder_id,
            soort=Maatregelsoort.CLIENTENSTOP,
            grond="Proef",
            status="voornemen",
            opsteller=GebruikerFactory(),
            zienswijze_uiterlijk=timezone.localdate(),
        )
        brief = Brief.objects.create(
            traject=made,
            soort="voornemen",
            document_id=document("maatregelbrief")(who).eigen,
            verstuurd_op=timezone.now(),
        )
        return brief.pk if letter else made.pk

    return Object(of(LINDE), of(BEUK), CONTRACT)


def maatregelbrief(who: Persoon) -> Object:
    return traject(who, letter=True)


def overname(who: Persoon) -> Object:
    """For contract management only, which sees every one."""
    made = Overname.objects.create(
        van_id=BEUK,
        naar_id=LINDE,
        datum=timezone.localdate() + datetime.timedelta(days=9),
        reden="Proef",
        planner=GebruikerFactory(),
    )
    return Object(made.pk)


def werkboek(who: Persoon) -> Object:
    """A workbook of the catalogue that waits to be carried out, of who handed it in."""

    def of(gebruiker: Any) -> uuid.UUID:
        row = Concept(
            gebruiker=gebruiker,
            organisatie=who.organisatie,
            soort="import:catalogus",
            titel="Proef",
        )
        file = as_workbook({"Tariefgroepen": [["code", "naam"], ["TG1", "Basis"]]})
        kept = {
            "bestand": base64.b64encode(file).decode(),
            "ingangsdatum": timezone.localdate().isoformat(),
        }
        bound = f"concept:{row.pk}:{gebruiker.pk}:{who.organisatie.pk}:{row.soort}"
        row.inhoud = kluis.encrypt(kept, bound_to=bound)
        row.save()
        return row.pk

    return Object(of(who.gebruiker), of(GebruikerFactory()))


def contractlocatie(who: Persoon) -> Object:
    own, other = (
        ContractLocatie.objects.filter(perceelcontract__aanbieder=pk).earliest("pk").pk
        for pk in (LINDE, BEUK)
    )
    return Object(own, other, set(Rolcode) - AANBIEDER)


def weergave(who: Persoon) -> Object:
    def of(gebruiker: Any) -> uuid.UUID:
        return Weergave.objects.create(
            gebruiker=gebruiker, register="contracten", naam=str(uuid.uuid4())
        ).pk

    return Object(of(who.gebruiker), of(GebruikerFactory()))


def afsprakenoverzicht(who: Persoon) -> Object:
    """That of the demonstration that stands, and one of Hengelo with De Beuk."""
    row = Toewijzing.objects.get(pk=toewijzing(who).vreemd)
    other = Afsprakenoverzicht(
        gemeente_id=row.gemeente_id,
        aanbieder_id=row.aanbieder_id,
        jeugdige_id=row.jeugdige_id,
        status="bij_toegang",
        bij_sinds=timezone.now(),
    )
    seal_overzicht(other, Afspraken())
    other.save()
    AfgesprokenHulp.objects.filter(toewijzing=row).delete()
    AfgesprokenHulp.objects.create(overzicht=other, toewijzing=row)
    return Object(key("afsprakenoverzicht", "vast"), other.pk)


def evaluatiemoment(who: Persoon) -> Object:
    found = afsprakenoverzicht(who)
    other = Evaluatiemoment(overzicht_id=found.vreemd, datum=timezone.localdate())
    seal_evaluatie(other, "Proef")
    other.save()
    own = Evaluatiemoment.objects.filter(overzicht=found.eigen).latest("datum")
    return Object(own.pk, other.pk)


def reeks(who: Persoon) -> Object:
    """Carried out: for everybody of the gemeente who may look."""

    def of(gemeente_id: uuid.UUID) -> uuid.UUID:
        return Reeks.objects.create(
            gemeente_id=gemeente_id,
            gebruiker=who.gebruiker,
            groep="eindigt",
            actie="besluiten",
            status="uitgevoerd",
            uitgevoerd_op=timezone.now(),
        ).pk

    return Object(of(ENSCHEDE), of(HENGELO))


#: Begin of the route, longest first → its object. A route with an id and no line here fails.
def jeugdige(who: Persoon) -> Object:
    found = toewijzing(who)
    pairs = dict(Toewijzing.objects.values_list("pk", "jeugdige_id"))
    return Object(pairs[found.eigen], pairs[found.vreemd])


def woonplaats(who: Persoon) -> Object:
    found = jeugdige(who)
    made = [
        Woonplaats.objects.get_or_create(
            jeugdige_id=child,
            gemeente_id=where,
            defaults={"begindatum": datetime.date(2020, 1, 1), "grond": "brp"},
        )[0].pk
        for child, where in ((found.eigen, ENSCHEDE), (found.vreemd, HENGELO))
    ]
    return Object(made[0], made[1])


def toekomstplan(who: Persoon) -> Object:
    found, made = jeugdige(who), []
    Toekomstplan.objects.all().delete()
    for child, where in ((found.eigen, ENSCHEDE), (found.vreemd, HENGELO)):
        plan = Toekomstplan(
            jeugdige_id=child, gemeente_id=where, versie=99, afgesproken_op=timezone.localdate()
        )
        for part in BIG_VIJF:
            setattr(plan, part, kluis.encrypt("Proef", bound_to=bound_to(plan, part)))
        plan.save()
        made.append(plan.pk)
    return Object(made[0], made[1])


def knipronde(who: Persoon, pk: uuid.UUID | None = None, where: Any = None) -> Object:
    """A round for Enschede, and one for Hengelo."""

    def of(gemeente_id: Any) -> uuid.UUID:
        ronde = Knipronde.objects.create(
            id=pk or uuid.uuid4(),
            naam=str(uuid.uuid4()),
            laatste_dag=timezone.localdate(),
            status="open",
        )
        Knipregel.objects.create(ronde=ronde, gemeente_id=gemeente_id)
        return ronde.pk

    if pk:
        return Object(of(where))
    return Object(of(ENSCHEDE), of(HENGELO), {Rolcode.CATALOGUSBEHEERDER})


def knipkeuze(who: Persoon) -> Object:
    """Round and toewijzing of one id, for the route asks for both."""
    found = toewijzing(who)
    for pk, where in ((found.eigen, ENSCHEDE), (found.vreemd, HENGELO)):
        if not Knipronde.objects.filter(pk=pk).exists():
            knipronde(who, pk, where)
    return Object(found.eigen, found.vreemd)


def knipbeurt(who: Persoon) -> Object:
    made = [
        Knipbeurt.objects.create(
            gemeente_id=where,
            laatste_dag=timezone.localdate(),
            uitgevoerd_op=timezone.now(),
            aantal=1,
        ).pk
        for where in (ENSCHEDE, HENGELO)
    ]
    return Object(made[0], made[1])


def verwijdervoorstel(who: Persoon) -> Object:
    """Of the own gemeente; the FG of OZJT sees those of all."""
    made = []
    for where in (ENSCHEDE, HENGELO):
        term = Bewaartermijn.objects.create(
            gemeente_id=where,
            maanden=12,
            vastgesteld_door="Het college",
            vastgesteld_op=timezone.localdate(),
        )
        Verwijdervoorstel.objects.filter(gemeente_id=where).update(status="vervallen")
        row = Verwijdervoorstel.objects.create(
            gemeente_id=where, termijn=term, peildatum=timezone.localdate(), jeugdigen=[]
        )
        made.append(row.pk)
    return Object(made[0], made[1], {Rolcode.FG})


OBJECTEN: dict[str, Callable[[Persoon], Object]] = {
    "aanleveren/<": aanlevering,
    "toewijzingen/nieuw/concepten/<": concept,
    "toewijzingen/ingediend/<": indiening,
    "toelichtingsverzoeken/vragen/<": toewijzing,
    "toelichtingsverzoeken/<": toelichtingsverzoek,
    "api/v1/toelichtingsverzoeken/<": toelichtingsverzoek,
    "declaraties-zonder-toewijzing/<": ongekoppeld,
    "toewijzingen/<": toewijzing,
    "jeugdigen/<": jeugdige,
    "woonplaatsen/<": woonplaats,
    "verwijdervoorstellen/<": verwijdervoorstel,
    "toekomstplannen/<": toekomstplan,
    "api/v1/toewijzingen/<": toewijzing,
    "api/v1/indieningen/<": indiening,
    "aanbieders/<": of_aanbieder("aanbieder"),
    "api/v1/aanbieders/<": of_aanbieder("aanbieder"),
    "overeenkomsten/<": of_aanbieder("overeenkomst", "hoofd"),
    "api/v1/overeenkomsten/<": of_aanbieder("overeenkomst", "hoofd"),
    "contractlocaties/<": contractlocatie,
    "weergaven/<": weergave,
    "contracten/<": of_aanbieder("perceelcontract", "BHI"),
    "api/v1/perceelcontracten/<": of_aanbieder("perceelcontract", "BHI"),
    "maatregelen/<": maatregel,
    "overnames/<": overname,
    "maatregeltrajecten/<": traject,
    "maatregelbrieven/<": maatregelbrief,
    "tarieven/<": tarief,
    "indexeringen/<": indexering,
    "indicatoren/doelen/<": catalogue("doel", "ambulant", "a"),
    "indicatoren/<": catalogue("indicator", "AMB-6"),
    "uitvragen/<": uitvraag,
    "jeugdzorgplus/ontvangers/<": subsidieontvanger,
    "jeugdzorgplus/rapportages/<": kwartaalrapportage,
    "catalogus/werkboek/<": werkboek,
    "catalogus/gepland/<": catalogue("catalogusmutatie", "perceel", "VAK"),
    "catalogus/<": catalogue("product", "ABHIR"),
    "percelen/<": catalogue("perceel", "BHI"),
    "api/v1/percelen/<": catalogue("perceel", "BHI"),
    "producten/<": catalogue("product", "ABHIR"),
    "api/v1/producten/<": catalogue("product", "ABHIR"),
    "api/v1/segmenten/<": segment,
    "api/v1/gemeenten/<": catalogue("organisatie", "gemeente", "0153"),
    "screeningen/<": catalogue("screening", 1),
    "vragenlijsten/<": catalogue("vragenlijst", 1),
    "vragen/<": catalogue("vraag", 1, 0),
    "jobs/<": job,
    "signalen/<": signaal,
    "documenten/<": document("matrix"),
    "api/v1/documenten/<": document("bewijsstuk"),
    "api/v1/wijzigingsverzoeken/<": wijzigingsverzoek,
    **{
        f"wijzigingen/<uuid:pk>/{act}": asked_by_who
        for act in ("intrekken", "beantwoorden", "bewijs", "opnieuw", "verwijderen")
    },
    "wijzigingen/<": wijzigingsverzoek,
    "rekeningen/<": of_aanbieder("bankrekening"),
    "beeindigingen/vragen/<": of_aanbieder("perceelcontract", "BHI"),
    "beeindigingen/<": beeindigingsverzoek,
    "overdrachten/<": overdracht,
    "werklijsten/reeksen/<": reeks,
    "importeren/aanbieders/<": import_draft("aanbieders"),
    "importeren/agb-codes/<": import_draft("agb-codes"),
    "importeren/contacten/<": import_draft("contacten"),
    "importeren/locaties/<": import_draft("locaties"),
    "jaarcijfers/importeren/<": import_draft("jaarcijfers"),
    "jaarcijfers/<": jaarcijfer,
    "accountgesprekken/<": accountgesprek,
    "afspraken/<": afspraak,
    "afsprakenoverzichten/beginnen/<": toewijzing,
    "afsprakenoverzichten/<": afsprakenoverzicht,
    "evaluatiemomenten/<": evaluatiemoment,
    "knippen/<uuid:pk>/keuze/<": knipkeuze,
    "knippen/beurten/<": knipbeurt,
    "knippen/toewijzingen/<": toewijzing,
    "knippen/<": knipronde,
}
DEUREN = [deur for deur in deuren() if "<uuid:" in deur.route.pad]


def object_of(pad: str) -> Callable[[Persoon], Object] | None:
    return next((make for begin, make in OBJECTEN.items() if pad.startswith(begin)), None)


def test_every_route_with_an_object_is_tried():
    assert [deur.id for deur in DEUREN if object_of(deur.route.pad) is None] == []
    begins = {begin for begin in OBJECTEN if not any(d.route.pad.startswith(begin) for d in DEUREN)}
    assert begins == set(), "no longer a route"


def answer(who: Persoon, deur: Deur, object_id: uuid.UUID) -> int:
    """The status, or that of the page a GET sends on to (the act of a signal goes to its page)."""
    response = who.knock(deur, deur.url(object_id))
    if deur.methode == "GET" and response.status_code == 302:
        response = who.browser.get(response["Location"])
    return response.status_code


ROLLEN = [wie for wie in WIE if wie in set(Rolcode)]


@pytest.mark.parametrize("wie", ROLLEN)
def test_own_opens_and_that_of_another_is_not_found(persoon, wie):
    who = persoon(wie)
    wrong = {}
    for deur in DEUREN:
        if not TABEL[deur.id][wie]:
            continue
        found = object_of(deur.route.pad)(who)
        status = answer(who, deur, found.eigen)
        if status in (401, 403, 404) or status >= 500:
            wrong[f"own {deur.id}"] = status
        if found.vreemd is None:
            continue
        status = answer(who, deur, found.vreemd)
        if (status == 404) == (wie in found.alles) or status >= 500:
            wrong[f"other {deur.id}"] = status
    assert wrong == {}


@pytest.mark.parametrize("wie", ["aanbieder-beheerder", "aanbieder-zorg", "toegangsmedewerker"])
def test_refused_and_absent_look_the_same(persoon, wie):
    """What exists elsewhere and what exists nowhere differ in nothing but the reference."""
    who = persoon(wie)
    for deur in DEUREN:
        found = object_of(deur.route.pad)(who)
        if not TABEL[deur.id][wie] or found.vreemd is None or wie in found.alles:
            continue
        if deur.methode != "GET":
            continue
        there = who.knock(deur, deur.url(found.vreemd))
        nowhere = who.knock(deur, deur.url(uuid.uuid4()))
        bodies = [r.content.decode().replace(r["X-Referentie"], "") for r in (there, nowhere)]
        assert bodies[0] == bodies[1], deur.id


@pytest.mark.parametrize("wie", ROLLEN)
def test_a_warning_to_an_aanbieder_is_for_contract_management_and_itself(persoon, wie):
    """Gemeenten and others see a cliëntenstop, not the steps before it (R-CON-4)."""
    warning = Maatregel.objects.create(
        aanbieder_id=LINDE,
        soort=next(s for s in Maatregelsoort if s != Maatregelsoort.CLIENTENSTOP),
        grond="Proef",
        begindatum=timezone.localdate(),
    )
    deur = next(d for d in DEUREN if d.route.pad == "maatregelen/<uuid:pk>")
    if not TABEL[deur.id][wie]:
        return
    status = person(wie).knock(deur, deur.url(warning.pk)).status_code
    assert status == (200 if wie in CONTRACT | AANBIEDER else 404)
