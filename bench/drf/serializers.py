"""Filing by ModelSerializer: every rule of the portal that can refuse, asked through the ORM."""

import datetime
from typing import Any

import pghistory
from django.db import transaction
from django.utils import timezone
from rest_framework import serializers

from contracts.models import (
    Maatregel,
    Perceelcontract,
    PerceelProduct,
    Product,
    Tarief,
    Uitsluiting,
)
from core import kluis
from core.choices import Actorsoort, Inzagehandeling, Organisatiesoort
from core.identifiers import is_bsn
from core.models import Gebeurtenis, Inzage, Organisatie
from indications.models import Jeugdige, JeugdigeKluis, Toewijzing, Verwijzing
from providers.models import Aanbieder, AgbCode

MEDISCH = ("02", "04", "06")


class JeugdigeSerializer(serializers.Serializer[Any]):
    bsn = serializers.CharField(max_length=9)
    geslachtsnaam = serializers.CharField(max_length=200)
    voorvoegsel = serializers.CharField(max_length=10, required=False, allow_blank=True)
    voornamen = serializers.CharField(max_length=200)
    geboortedatum = serializers.DateField()

    def validate_bsn(self, value: str) -> str:
        if not is_bsn(value):
            raise serializers.ValidationError("bsn_ongeldig")
        return value

    def validate_geboortedatum(self, value: datetime.date) -> datetime.date:
        if value > timezone.localdate() or value.year < 1900:
            raise serializers.ValidationError("geboortedatum_ongeldig")
        return value


class VerwijzingSerializer(serializers.ModelSerializer[Verwijzing]):
    class Meta:
        model = Verwijzing
        fields = ("type", "datum")


class ToewijzingSerializer(serializers.ModelSerializer[Toewijzing]):
    jeugdige = JeugdigeSerializer(write_only=True)
    jeugdige_id = serializers.UUIDField(read_only=True)
    verwijzing = VerwijzingSerializer()
    gemeente = serializers.SlugRelatedField(
        slug_field="code", queryset=Organisatie.objects.filter(soort=Organisatiesoort.GEMEENTE)
    )
    product = serializers.SlugRelatedField(slug_field="code", queryset=Product.objects.all())
    productnaam = serializers.CharField(source="product.naam", read_only=True)
    agb = serializers.CharField(max_length=8, write_only=True)
    aanbieder = serializers.PrimaryKeyRelatedField(read_only=True)
    aanbiedernaam = serializers.CharField(source="aanbieder.naam", read_only=True)

    class Meta:
        model = Toewijzing
        fields = (
            *("id", "nummer", "jeugdige", "jeugdige_id", "verwijzing", "gemeente", "product"),
            *("productnaam", "agb", "aanbieder", "aanbiedernaam", "status", "begindatum"),
            *("einddatum", "volume", "eenheid", "frequentie", "minuten_direct"),
            *("minuten_indirect", "minuten_reistijd", "aantal_contacten", "toewijzingsmoment"),
            "versie",
        )
        read_only_fields = ("nummer", "status", "toewijzingsmoment", "versie")

    def validate_gemeente(self, gemeente: Organisatie) -> Organisatie:
        if gemeente != self.context["request"].user.client.organisatie:
            raise serializers.ValidationError("geen_recht")
        return gemeente

    def validate_agb(self, code: str) -> Aanbieder:
        found = AgbCode.objects.select_related("aanbieder").filter(
            code=code, periode__contains=timezone.localdate()
        )
        if not found:
            raise serializers.ValidationError("aanbieder_onbekend")
        return found[0].aanbieder

    def validate(self, data: dict[str, Any]) -> dict[str, Any]:
        self._person(data)
        self._referral(data)
        self._product(data)
        self._split(data)
        self._contract(data)
        self._tariff(data)
        self._overlap(data)
        return data

    def _person(self, data: dict[str, Any]) -> None:
        given = data["jeugdige"]
        vault = JeugdigeKluis.objects.select_related("jeugdige")
        known = vault.filter(bsn_hash=kluis.fingerprint(given["bsn"])).first()
        self.known = known.jeugdige if known else None
        if self.known and self.known.geboortedatum != given["geboortedatum"]:
            raise serializers.ValidationError("geboortedatum_ongeldig")
        if (data["begindatum"] - given["geboortedatum"]).days >= 23 * 365.25:
            raise serializers.ValidationError("leeftijd_te_hoog")

    def _referral(self, data: dict[str, Any]) -> None:
        given = data["verwijzing"]
        if given["datum"] > data["begindatum"]:
            raise serializers.ValidationError("periode_ongeldig")
        if given["type"] in MEDISCH:
            until = given["datum"] + datetime.timedelta(days=365)
            if data["begindatum"] > until or not data["einddatum"] or data["einddatum"] > until:
                raise serializers.ValidationError("verwijzing_verlopen")

    def _product(self, data: dict[str, Any]) -> None:
        product, begin, end = data["product"], data["begindatum"], data["einddatum"]
        if end and end < begin:
            raise serializers.ValidationError("periode_ongeldig")
        if begin < product.begindatum or (product.einddatum and end > product.einddatum):
            raise serializers.ValidationError("product_niet_geldig")
        if data["eenheid"] not in product.eenheden or data["frequentie"] not in product.frequenties:
            raise serializers.ValidationError("eenheid_niet_toegestaan")
        if product.max_minuten and data["volume"] > product.max_minuten:
            raise serializers.ValidationError("te_veel_minuten")
        links = PerceelProduct.objects.filter(product=product, periode__contains=begin)
        self.percelen = [link.perceel for link in links.select_related("perceel")]
        excluded = Uitsluiting.objects.filter(gemeente=data["gemeente"], periode__contains=begin)
        if (
            excluded.filter(product=product).exists()
            or excluded.filter(perceel__in=self.percelen).exists()
        ):
            raise serializers.ValidationError("product_niet_in_gemeente")
        if self.percelen and all(p.via_cpwv for p in self.percelen):
            raise serializers.ValidationError("plaatsing_via_cpwv")

    def _split(self, data: dict[str, Any]) -> None:
        names = ("minuten_direct", "minuten_indirect", "minuten_reistijd")
        parts = [data.get(name) for name in names]
        if all(part is None for part in parts):
            return
        if not data["product"].verdeling_toegestaan:
            raise serializers.ValidationError("verdeling_niet_toegestaan")
        if None in parts or sum(parts) != data["volume"]:
            raise serializers.ValidationError("verdeling_telt_niet_op")
        if parts[2] > data["product"].max_reistijd_minuten * (data.get("aantal_contacten") or 0):
            raise serializers.ValidationError("reistijd_te_hoog")

    def _contract(self, data: dict[str, Any]) -> None:
        aanbieder, begin = data["agb"], data["begindatum"]
        stops = Maatregel.objects.filter(
            aanbieder=aanbieder, soort="clientenstop", periode__contains=begin
        )
        if stops.exists():
            raise serializers.ValidationError("clientenstop")
        contracts = Perceelcontract.objects.filter(
            aanbieder=aanbieder,
            perceel__in=self.percelen,
            status="geldig",
            periode__contains=begin,
        )
        self.contract = contracts.order_by("-einddatum").first()
        if self.contract is None:
            raise serializers.ValidationError("geen_contract")
        until = self.contract.einddatum
        if until and (data["einddatum"] is None or data["einddatum"] > until):
            raise serializers.ValidationError("contract_eindigt_eerder")

    def _tariff(self, data: dict[str, Any]) -> None:
        tariffs = Tarief.objects.filter(
            product=data["product"], eenheid=data["eenheid"], periode__contains=data["begindatum"]
        )
        group = self.contract.tariefgroep_id
        if not any(t.tariefgroep_id in (None, group) for t in tariffs):
            raise serializers.ValidationError("geen_tarief")

    def _overlap(self, data: dict[str, Any]) -> None:
        if self.known is None:
            return
        others = Toewijzing.objects.filter(
            jeugdige=self.known,
            product=data["product"],
            aanbieder=data["agb"],
            periode__overlap=(data["begindatum"], data["einddatum"]),
        ).exclude(status="ingetrokken")
        if others.exists():
            raise serializers.ValidationError("toewijzing_overlap")

    def create(self, validated_data: dict[str, Any]) -> Toewijzing:
        person, referral = validated_data.pop("jeugdige"), validated_data.pop("verwijzing")
        client = self.context["request"].user.client
        with transaction.atomic(), pghistory.context(actor=str(client.id), naam=client.naam):
            jeugdige = self.known or self._new_person(person, validated_data["gemeente"])
            verwijzing, _ = Verwijzing.objects.get_or_create(jeugdige=jeugdige, **referral)
            toewijzing = Toewijzing.objects.create(
                **{k: v for k, v in validated_data.items() if k != "agb"},
                aanbieder=validated_data["agb"],
                jeugdige=jeugdige,
                verwijzing=verwijzing,
                perceelcontract=self.contract,
                toewijzingsmoment=timezone.now(),
            )
            self._log(toewijzing)
        return toewijzing

    def _new_person(self, given: dict[str, Any], gemeente: Organisatie) -> Jeugdige:
        jeugdige = Jeugdige.objects.create(gemeente=gemeente, geboortedatum=given["geboortedatum"])
        names = {k: given.get(k, "") for k in ("geslachtsnaam", "voorvoegsel", "voornamen")}
        JeugdigeKluis.objects.create(
            jeugdige=jeugdige,
            bsn_hash=kluis.fingerprint(given["bsn"]),
            bsn=kluis.encrypt(given["bsn"], bound_to=f"bsn:{jeugdige.pk}"),
            naam=kluis.encrypt(names, bound_to=f"naam:{jeugdige.pk}"),
            sleutel=kluis.current_key(),
        )
        return jeugdige

    def _log(self, toewijzing: Toewijzing) -> None:
        client = self.context["request"].user.client
        who = {
            "actorsoort": Actorsoort.API,
            "actor_id": client.id,
            "actor_naam": client.naam,
            "organisatie_id": client.organisatie_id,
        }
        Gebeurtenis.objects.create(
            soort="toewijzing.ingediend",
            objectsoort="toewijzing",
            object_id=toewijzing.pk,
            gegevens={"nummer": toewijzing.nummer, "volume": toewijzing.volume},
            **who,
        )
        Inzage.objects.create(
            handeling=Inzagehandeling.AANMAKEN,
            soort="toewijzing.indienen",
            object_id=toewijzing.pk,
            jeugdigen=[toewijzing.jeugdige_id],
            **who,
        )
