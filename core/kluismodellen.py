"""What the kernel itself keeps encrypted."""

from core.kluis import Kluismodel

MODELLEN = (
    Kluismodel(
        "core.Concept",
        {
            "inhoud": lambda row: (
                f"concept:{row.pk}:{row.gebruiker_id}:{row.organisatie_id}:{row.soort}"
            )
        },
    ),
    Kluismodel(
        "core.Idempotentie",
        {"antwoord": lambda row: f"idempotentie:{row.apiclient_id}:{row.sleutel}"},
    ),
)
