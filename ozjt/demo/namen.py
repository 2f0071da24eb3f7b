"""Invented names; the words are put together, so that no person or organisation is meant."""


def _words(*lines: str) -> list[str]:
    return " ".join(lines).split()


VOORNAMEN = _words(
    "Aafje Abel Adam Amir Anouk Bas Bente Bo Cato Daan Dina Elif Emma Evi Fien Finn Floor Gijs",
    "Hanna Hugo Imran Isa Ivo Jade Jens Joep Julia Kaan Kees Lara Lev Lieke Lina Lotte Luuk Maud",
    "Mees Mila Milan Naomi Nina Noor Olaf Omar Pim Puck Rayan Ries Roos Saar Sami Sef Sem Sofie",
    "Stijn Tess Thijs Tijn Tygo Veerle Vera Wout Yara Yusuf Zoë",
)
NAAM_BEGIN = _words(
    "Haver Zilver Linden Kraanvogel Vuur Morgen Heide Mos Wolken Distel Beuken Riet Veen Kiezel",
    "Sterren Winter Zomer Korenbloem Ever Otter Merel Tarwe Leem Klaver",
)
NAAM_EIND = _words("demo proef test schijn droom voorbeeld verzinsel oefen")

AANBIEDER_SOORT = _words(
    "Jeugdhulp Gezinspraktijk Praktijk Behandelcentrum Begeleiding Jeugdhuis Woonvorm Zorgtuin",
    "Jeugdteam Oefenhuis Expertisehuis Leerhuis",
)
AANBIEDER_WOORD = _words(
    "Zilverhazel Vuurvlinder Regenwulp Klaproos Steenbreek Kamperfoelie Wolfsmelk Vlasbloem",
    "IJsvogel Zonnedauw Boomklever Duinroos Kievitsbloem Heksenkruid Grasmus Waterjuffer",
    "Kardinaalsmuts Goudvink Meidoorn Sleedoorn Wielewaal Roerdomp Dotterbloem Bremstruik",
    "Egelantier Gagel Waterlelie Hopbel Zandoog Parelmoer Kuifmees Lijsterbes Zuring",
    "Ooievaarsbek Moerasspirea Speenkruid",
)


def surname(number: int) -> str:
    """Compound that no family bears, e.g. `Haverdemo`."""
    begin = NAAM_BEGIN[number % len(NAAM_BEGIN)]
    return begin + NAAM_EIND[number // len(NAAM_BEGIN) % len(NAAM_EIND)]


def given_name(number: int) -> str:
    return VOORNAMEN[number % len(VOORNAMEN)]


def provider_name(number: int) -> str:
    """Unique per number: 12 × 36 names, after that with a follow-up number."""
    names = len(AANBIEDER_SOORT) * len(AANBIEDER_WOORD)
    turn, place = divmod(number, names)
    soort = AANBIEDER_SOORT[place % len(AANBIEDER_SOORT)]
    word = AANBIEDER_WOORD[place // len(AANBIEDER_SOORT)]
    return f"{soort} {word}" + (f" {turn + 1}" if turn else "")
