"""Refusals that only a program meets: media type, JSON, key and pace."""

from core.fouten import Conflict, Foutcode, PortalFout, TeVeelVerzoeken

JSON_ONGELDIG = Foutcode("json_ongeldig", "De inhoud is geen geldige JSON, of geen object.")
NIET_LEVERBAAR = Foutcode("formaat_niet_leverbaar", "De API antwoordt alleen in application/json.")
INHOUDSTYPE = Foutcode("inhoudstype_niet_ondersteund", "De API leest alleen application/json.")
ANDER_VERZOEK = Foutcode(
    "idempotentie_ander_verzoek", "Deze Idempotency-Key is al gebruikt voor een ander verzoek."
)
LOOPT_NOG = Foutcode("idempotentie_loopt", "Een verzoek met deze Idempotency-Key loopt nog.")


class FormaatNietLeverbaar(PortalFout):
    status, code, titel = 406, NIET_LEVERBAAR.code, "Dit formaat levert de API niet"


class InhoudstypeNietOndersteund(PortalFout):
    status, code, titel = 415, INHOUDSTYPE.code, "Dit inhoudstype leest de API niet"


class IdempotentieConflict(Conflict):
    titel = "Idempotency-Key al in gebruik"


class Tempo(TeVeelVerzoeken):
    """429; `wacht` is the number of seconds for `Retry-After`."""

    def __init__(self, wacht: int) -> None:
        super().__init__(f"Te veel verzoeken; probeer het over {wacht} seconden opnieuw.")
        self.wacht = wacht
