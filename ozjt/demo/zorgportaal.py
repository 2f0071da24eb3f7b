"""What aanbieders asked to change, in every state; handed in and decided by the real services."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from contracts.models import Groepproduct, Onderaannemerschap, PerceelProduct
from core.actor import Actor
from core.choices import Rolcode
from core.documenten.services import store_document
from core.identifiers import demo_agb, demo_iban, demo_kvk
from core.models import Document, Gebruiker, Rol, Uitgaand
from ozjt.demo.basis import Kalender, insert, key
from ozjt.demo.namen import given_name, surname
from ozjt.demo.papier import page
from ozjt.demo.toegang import actor_of
from providers.models import Aanbieder, Dossierstuk, Groep
from zorgportaal.documenten import DOSSIERSTUK, IBAN_VERKLARING
from zorgportaal.inhoud import Inhoud, seen_token, wijziging_of
from zorgportaal.models import Wijzigingsverzoek
from zorgportaal.services import behandelen
from zorgportaal.services.indienen import Verzoekgegevens, save_concept, submit, withdraw

#: So many other aanbieders have something waiting, next to the named ones.
ANDERE_AANBIEDERS = 56
EERSTE_AGB = 800


def load_fixed_parts(kalender: Kalender) -> None:
    """Products per group and an onderaannemer, approved since the start of the contracts."""
    insert(
        Groepproduct,
        [
            Groepproduct(
                id=key("groepproduct", groep, product),
                groep_id=groep,
                product_id=product,
                begindatum=kalender.start,
            )
            for groep, product in _contracted_products(kalender)
        ],
    )
    insert(
        Onderaannemerschap,
        [
            Onderaannemerschap(
                id=key("onderaannemer", 1, 3),
                hoofdaannemer_id=key("aanbieder", 1),
                onderaannemer_id=key("aanbieder", 3),
                naam="De Els",
                kvk=demo_kvk(3),
                perceel_id=key("perceel", "BHI"),
                begindatum=kalender.start,
            )
        ],
    )


def _contracted_products(kalender: Kalender) -> set[tuple[UUID, UUID]]:
    rows = Groep.objects.filter(locatie__aanbieder__in=[key("aanbieder", n) for n in range(1, 6)])
    there = rows.values_list("pk", "locatie__aanbieder")
    per_aanbieder: dict[UUID, set[UUID]] = {}
    products = PerceelProduct.objects.filter(
        perceel__tarief_per_locatie=True, periode__contains=kalender.vandaag
    )
    for aanbieder, product in products.values_list(
        "perceel__perceelcontracten__aanbieder", "product"
    ):
        per_aanbieder.setdefault(aanbieder, set()).add(product)
    return {
        (groep, product)
        for groep, aanbieder in there
        for product in per_aanbieder.get(aanbieder, ())
    }


def load_named(vandaag: datetime.date) -> bool:
    """Of De Linde, once: False when it asked something already. Nobody gets mail about it."""
    linde = Aanbieder.objects.get(pk=key("aanbieder", 1))
    if linde.wijzigingsverzoeken.exists():
        return False
    decider = actor_of("contractbeheer@ozjt.demo")
    with transaction.atomic():
        vrager = Vrager(actor_of("beheer@linde.demo"), linde, vandaag)
        _dossier(vrager)
        _decided(vrager, decider)
        _waiting(vrager, decider)
        _without_mail([linde])
    return True


def load_others(vandaag: datetime.date) -> bool:
    """Of so many aanbieders of the bulk, once; handed in over the past weeks."""
    if Gebruiker.objects.filter(pk=key("gebruiker", "beheer", 0)).exists():
        return False
    with transaction.atomic():
        asked = list(_others(vandaag))
        for number, vrager in enumerate(asked):
            _other(number, vrager)
        _spread(vandaag)
        _without_mail([vrager.aanbieder for vrager in asked])
    return bool(asked)


def _without_mail(aanbieders: list[Aanbieder]) -> None:
    made = Wijzigingsverzoek.objects.filter(aanbieder__in=aanbieders)
    Uitgaand.objects.filter(pad__in=[reverse("wijziging", args=[v.pk]) for v in made]).delete()


@dataclass(frozen=True)
class Vrager:
    """The beheerder of an aanbieder, who asks."""

    actor: Actor
    aanbieder: Aanbieder
    vandaag: datetime.date

    def request(
        self,
        soort: str,
        handeling: str = "toevoegen",
        *,
        nieuw: dict[str, Any],
        doel: UUID | None = None,
        dagen: int = 0,
        bewijs: Document | None = None,
        toelichting: str = "",
    ) -> Verzoekgegevens:
        """From so many `dagen` after today on."""
        day = self.vandaag + datetime.timedelta(days=dagen)
        return Verzoekgegevens(
            aanbieder_id=self.aanbieder.pk,
            soort=soort,
            handeling=handeling,
            doel_id=doel,
            inhoud=Inhoud(nieuw=nieuw, datum=day.isoformat(), toelichting=toelichting),
            bewijsstukken=[bewijs.pk] if bewijs else [],
        )

    def ask(self, *what: str, **told: Any) -> Wijzigingsverzoek:
        gegevens = self.request(*what, **told)
        return submit(self.actor, gegevens, peildatum=self.vandaag).verzoek

    def contact(self, functie: str, **nieuw: str) -> Wijzigingsverzoek:
        row = key("contact", 1, functie)
        return self.ask("contact", "wijzigen", doel=row, nieuw=nieuw)

    def account(self, iban: str, naam: str, **told: Any) -> Wijzigingsverzoek:
        return self.ask(
            "bankrekening",
            bewijs=self.paper(IBAN_VERKLARING, "IBAN-verklaring", iban),
            nieuw={"doel": "declaraties", "iban": iban, "tenaamstelling": naam},
            **told,
        )

    def paper(self, soort: str, titel: str, regel: str) -> Document:
        lines = [f"Op naam van: {self.aanbieder.naam}", regel]
        return store_document(
            self.actor,
            chunks=[page(titel, [*lines, "", "Demonstratie: dit stuk is verzonnen."])],
            naam=f"{titel}.pdf",
            soort=soort,
            eigenaar=self.aanbieder.organisatie,
        )


def _dossier(linde: Vrager) -> None:
    """In the dossier since last year; one expired, two expire soon."""
    for soort, omschrijving, dagen in (
        ("jaarrekening", "Jaarrekening vorig jaar", None),
        ("kwaliteitskeurmerk", "HKZ-certificaat", 25),
        ("verzekering", "Aansprakelijkheid", 55),
        ("certificaat", "Registratie SKJ", -3),
    ):
        last = None if dagen is None else linde.vandaag + datetime.timedelta(days=dagen)
        Dossierstuk.objects.create(
            aanbieder=linde.aanbieder,
            soort=soort,
            omschrijving=omschrijving,
            document=linde.paper(DOSSIERSTUK, omschrijving, "Demonstratiestuk"),
            begindatum=linde.vandaag - datetime.timedelta(days=340),
            einddatum=last,
        )


def _decided(linde: Vrager, decider: Actor) -> None:
    """Approved and in force, approved for later, rejected, withdrawn."""
    now = linde.aanbieder
    moves = {
        "naam": now.naam,
        "kvk": now.kvk,
        "rechtsvorm": now.rechtsvorm,
        "vestigingsplaats": "Hengelo",
        "website": "https://delinde.example",
    }
    for verzoek in (
        linde.contact("aanmelding", naam="Aanmeldbalie", email="aanmelden@linde.demo"),
        linde.ask("identiteit", "wijzigen", doel=now.pk, dagen=21, nieuw=moves),
    ):
        behandelen.approve(
            decider,
            verzoek.pk,
            versie=verzoek.versie,
            gezien=seen_token(wijziging_of(verzoek)),
            peildatum=linde.vandaag,
        )
    refused = linde.contact("sroi", email="iemand@priveadres.demo")
    reden = "Geef een adres van de organisatie, geen privéadres."
    behandelen.reject(decider, refused.pk, reden=reden, versie=refused.versie)
    gone = linde.contact("contract", telefoon="053 999 99 99")
    withdraw(linde.actor, gone.pk, reden="Het nummer klopte niet.")


def _waiting(linde: Vrager, decider: Actor) -> None:
    """Handed in, with a question, and not handed in yet."""
    linde.account(
        demo_iban(900_001),
        "Stichting Steunfonds De Linde",
        toelichting="Wij zijn overgestapt van bank.",
    )
    asked = linde.ask("agb-code", nieuw={"code": demo_agb(EERSTE_AGB), "soort": "vestiging"})
    behandelen.ask(
        decider,
        asked.pk,
        vraag="Bij welke locatie hoort deze AGB-code?",
        versie=asked.versie,
        peildatum=linde.vandaag,
    )
    half = {"naam": "De Wilg", "kvk": "", "percelen": []}
    save_concept(linde.actor, linde.request("onderaannemer", nieuw=half))


def _other(number: int, vrager: Vrager) -> None:
    """One request of one aanbieder, the kinds in turn; most are contact data."""
    later = number % 9
    contact = vrager.aanbieder.contacten.filter(einddatum__isnull=True).first()
    if number % 7 == 3:
        vrager.account(demo_iban(910_000 + number), vrager.aanbieder.naam, dagen=later)
    elif number % 7 == 5 or contact is None:
        nieuw = {"code": demo_agb(EERSTE_AGB + 1 + number), "soort": "vestiging"}
        vrager.ask("agb-code", nieuw=nieuw, dagen=later)
    else:
        nieuw = {
            "naam": f"{given_name(number)} {surname(number)}",
            "email": f"contact{number}@aanbieder.demo",
            "telefoon": f"074 99{number:05d}",
        }
        vrager.ask("contact", "wijzigen", doel=contact.pk, nieuw=nieuw, dagen=later)


def _others(vandaag: datetime.date) -> Iterator[Vrager]:
    """Other aanbieders with a contract, each with an invented beheerder who cannot log in."""
    rows = Aanbieder.objects.filter(perceelcontracten__periode__contains=vandaag)
    rows = rows.exclude(pk__in=[key("aanbieder", n) for n in range(1, 6)])
    found = list(rows.order_by("pk").distinct().select_related("organisatie")[:ANDERE_AANBIEDERS])
    people = [
        Gebruiker(
            id=key("gebruiker", "beheer", number),
            email=f"beheer{number}@aanbieder.demo",
            naam=f"{given_name(number + 7)} {surname(number + 3)}",
            password=make_password(None),
        )
        for number in range(len(found))
    ]
    insert(Gebruiker, people)
    insert(
        Rol,
        [
            Rol(
                id=key("rol", person.email),
                gebruiker=person,
                organisatie=aanbieder.organisatie,
                rol=Rolcode.AANBIEDER_BEHEERDER,
                begindatum=vandaag - datetime.timedelta(days=400),
            )
            for person, aanbieder in zip(people, found, strict=True)
        ],
    )
    for person, aanbieder in zip(people, found, strict=True):
        yield Vrager(actor_of(person.email), aanbieder, vandaag)


def _spread(vandaag: datetime.date) -> None:
    """Handed in over the past three weeks, so that a few are over their term."""
    for number, verzoek in enumerate(Wijzigingsverzoek.objects.exclude(ingediend_op=None)):
        back = datetime.timedelta(days=number * 11 % 19, minutes=number * 37 % 480)
        Wijzigingsverzoek.objects.filter(pk=verzoek.pk).update(
            ingediend_op=timezone.now() - back,
            beslis_uiterlijk=F("beslis_uiterlijk") - datetime.timedelta(days=back.days),
        )
