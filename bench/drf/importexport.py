"""The yardstick from above for a file: the same rows and rules by django-import-export.

Not among the requirements of the portal; `pip --python .venv install` it. The rules are those of
`bench.drf`, asked through the ORM.
"""

import datetime
import io
from types import SimpleNamespace
from typing import Any

import pghistory
import tablib
from django.utils import timezone
from import_export import fields, resources, widgets

from bench.drf.serializers import ToewijzingSerializer
from contracts.models import Perceelcontract, Product
from core.choices import Actorsoort, Inzagehandeling
from core.identifiers import is_bsn
from core.models import Gebeurtenis, Inzage, Organisatie
from indications.models import Jeugdige, Toewijzing, Verwijzing
from providers.models import Aanbieder


class ToewijzingResource(resources.ModelResource):
    product = fields.Field(
        column_name="productcode",
        attribute="product",
        widget=widgets.ForeignKeyWidget(Product, "code"),
    )
    gemeente = fields.Field(
        column_name="gemeente_id",
        attribute="gemeente",
        widget=widgets.ForeignKeyWidget(Organisatie),
    )
    jeugdige = fields.Field(
        column_name="jeugdige_id", attribute="jeugdige", widget=widgets.ForeignKeyWidget(Jeugdige)
    )
    verwijzing = fields.Field(
        column_name="verwijzing_id",
        attribute="verwijzing",
        widget=widgets.ForeignKeyWidget(Verwijzing),
    )
    aanbieder = fields.Field(
        column_name="aanbieder_id",
        attribute="aanbieder",
        widget=widgets.ForeignKeyWidget(Aanbieder),
    )
    toewijzingsmoment = fields.Field(
        column_name="toewijzingsmoment",
        attribute="toewijzingsmoment",
        widget=widgets.DateTimeWidget(format="%Y-%m-%d %H:%M:%S"),
    )
    perceelcontract = fields.Field(
        column_name="contract_id",
        attribute="perceelcontract",
        widget=widgets.ForeignKeyWidget(Perceelcontract),
    )

    class Meta:
        model = Toewijzing
        import_id_fields = ("referentie",)
        clean_model_instances = True
        use_transactions = True
        fields = (
            *("referentie", "gemeente", "jeugdige", "verwijzing", "product", "aanbieder"),
            *("perceelcontract", "begindatum", "einddatum", "volume", "eenheid", "frequentie"),
            *("toewijzingsmoment",),
        )

    def __init__(self, organisatie: Organisatie) -> None:
        super().__init__()
        self.organisatie = organisatie
        user = SimpleNamespace(client=SimpleNamespace(organisatie=organisatie))
        self.request = SimpleNamespace(user=user)

    def before_import_row(self, row: dict[str, Any], **kwargs: Any) -> None:
        """Every rule that can refuse, then who and why; the resource stores the rest."""
        rules = ToewijzingSerializer(context={"request": self.request})
        gemeente = Organisatie.objects.get(soort="gemeente", code=row["gemeentecode"])
        rules.validate_gemeente(gemeente)
        if not is_bsn(row["bsn"]):
            raise ValueError("bsn_ongeldig")
        data = {
            "gemeente": gemeente,
            "agb": rules.validate_agb(row["agb"]),
            "product": Product.objects.get(code=row["productcode"]),
            "begindatum": datetime.date.fromisoformat(row["begindatum"]),
            "einddatum": datetime.date.fromisoformat(row["einddatum"]),
            "volume": int(row["volume"]),
            "eenheid": row["eenheid"],
            "frequentie": row["frequentie"],
            "jeugdige": {
                "bsn": row["bsn"],
                "geslachtsnaam": row["geslachtsnaam"],
                "voornamen": row["voornamen"],
                "geboortedatum": datetime.date.fromisoformat(row["geboortedatum"]),
            },
            "verwijzing": {
                "type": row["verwijzing_type"],
                "datum": datetime.date.fromisoformat(row["verwijzing_datum"]),
            },
        }
        rules.validate(data)
        jeugdige = rules.known or rules._new_person(data["jeugdige"], gemeente)
        verwijzing, _ = Verwijzing.objects.get_or_create(jeugdige=jeugdige, **data["verwijzing"])
        row |= {
            "gemeente_id": str(gemeente.pk),
            "jeugdige_id": str(jeugdige.pk),
            "verwijzing_id": str(verwijzing.pk),
            "aanbieder_id": str(data["agb"].pk),
            "contract_id": str(rules.contract.pk),
            "toewijzingsmoment": f"{timezone.localtime():%Y-%m-%d %H:%M:%S}",
        }

    def after_save_instance(self, instance: Toewijzing, row: dict[str, Any], **kwargs: Any) -> None:
        who = {"actorsoort": Actorsoort.SYSTEEM, "organisatie_id": self.organisatie.pk}
        Gebeurtenis.objects.create(
            soort="toewijzing.ingediend",
            objectsoort="toewijzing",
            object_id=instance.pk,
            gegevens={"volume": instance.volume},
            **who,
        )
        Inzage.objects.create(
            handeling=Inzagehandeling.AANMAKEN,
            soort="toewijzing.indienen",
            object_id=instance.pk,
            jeugdigen=[instance.jeugdige_id],
            **who,
        )


def take_in(data: bytes, organisatie: Organisatie) -> int:
    """How many rows it stored. Raises RuntimeError with its first complaint."""
    table = tablib.Dataset()
    table.load(io.StringIO(data.decode()), format="csv", delimiter=";")
    with pghistory.context(actor="bench"):
        result = ToewijzingResource(organisatie).import_data(table, dry_run=False)
    if result.has_errors() or result.has_validation_errors():
        wrong = [str(e.error) for _nr, errors in result.row_errors() for e in errors]
        wrong += [str(row.error) for row in result.invalid_rows]
        raise RuntimeError(f"django-import-export: {len(wrong)} fouten, de eerste: {wrong[:1]}")
    return int(result.totals["new"])
