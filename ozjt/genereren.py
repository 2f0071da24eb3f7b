"""`docs/configuratie.md`, from the table of settings."""

from core.genereren import GEMAAKT, generator
from ozjt.configuratie import INSTELLINGEN, Instelling


def configuratie() -> str:
    lines = [
        "# Configuratie",
        "",
        GEMAAKT,
        "",
        "Alles komt uit de omgeving; iets anders is er niet. Een geheim wordt nooit getoond,",
        "en in productie weigert het portaal te starten met een demonstratiewaarde.",
        "",
        "| naam | soort | standaard | geheim | uitleg |",
        "|---|---|---|---|---|",
        *map(_line, INSTELLINGEN),
    ]
    return "\n".join(lines) + "\n"


def _line(item: Instelling) -> str:
    default = "verplicht" if item.verplicht else _shown(item.standaard)
    cells = [f"`{item.naam}`", item.soort, default, "ja" if item.geheim else "", item.uitleg]
    return f"| {' | '.join(cells)} |"


def _shown(value: object) -> str:
    if value in ("", None, []):
        return "leeg"
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


generator("docs/configuratie.md", configuratie)
