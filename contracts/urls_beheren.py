"""Acts of contract management; they stand before the pages whose tabs they look like."""

from django.urls import URLPattern, path

from contracts.views import contracthandelingen as contract
from contracts.views import overeenkomsthandelingen as overeenkomst


def _acts() -> list[URLPattern]:
    on_agreement = {
        "subovereenkomst": overeenkomst.SubToevoegen,
        "verbeteren": overeenkomst.Verbeteren,
        "verlengen": overeenkomst.Verlengen,
        "stuk": overeenkomst.StukToevoegen,
        "toelaten": overeenkomst.Toelaten,
    }
    on_contract = {
        "tariefgroep": contract.TariefgroepWijzigen,
        "wachttijd": contract.WachttijdWijzigen,
        "einddatum": contract.EindeWijzigen,
        "intrekken": contract.Intrekken,
        "gemeenten": contract.GemeentenWijzigen,
        "locatie": contract.LocatieToevoegen,
    }
    on_place = {"plaatsen": contract.PlaatsenWijzigen, "beeindigen": contract.LocatieBeeindigen}
    add = overeenkomst.HoofdToevoegen.as_view()
    return [
        path("overeenkomsten/toevoegen", add, name="overeenkomst-toevoegen"),
        *(
            path(f"overeenkomsten/<uuid:pk>/{act}", view.as_view(), name=f"overeenkomst-{act}")
            for act, view in on_agreement.items()
        ),
        *(
            path(f"contracten/<uuid:pk>/{act}", view.as_view(), name=f"perceelcontract-{act}")
            for act, view in on_contract.items()
        ),
        *(
            path(f"contractlocaties/<uuid:pk>/{act}", view.as_view(), name=f"contractlocatie-{act}")
            for act, view in on_place.items()
        ),
    ]


urlpatterns = _acts()
