"""Gemeenten, segmenten and percelen of the demonstration (R-SEG-1, R-SEG-2)."""

from dataclasses import dataclass

from contracts.choices import Financiering, Perceelaard, Segmentcode

AMB, WV, CRI, ADV = (
    Segmentcode.AMBULANT,
    Segmentcode.WONEN_VERBLIJF,
    Segmentcode.CRISIS,
    Segmentcode.ADVIES,
)


@dataclass(frozen=True)
class Gemeentegegeven:
    """A real gemeente: CBS code, name, jeugdigen on 1-1-2021, and where its gemeentehuis stands."""

    code: str
    naam: str
    jeugdigen: int
    plaats: str
    postcode: str

    @property
    def slug(self) -> str:
        return self.naam.lower().replace(" ", "-")


G = Gemeentegegeven
GEMEENTEN = [
    G("0141", "Almelo", 14120, "Almelo", "7600 AA"),
    G("0147", "Borne", 4973, "Borne", "7620 AA"),
    G("1774", "Dinkelland", 5071, "Denekamp", "7590 AA"),
    G("0153", "Enschede", 28308, "Enschede", "7500 AA"),
    G("0158", "Haaksbergen", 4449, "Haaksbergen", "7480 AA"),
    G("0163", "Hellendoorn", 7106, "Nijverdal", "7440 AA"),
    G("0164", "Hengelo", 14810, "Hengelo", "7550 AA"),
    G("1735", "Hof van Twente", 6298, "Goor", "7470 AA"),
    G("0168", "Losser", 4229, "Losser", "7580 AA"),
    G("0173", "Oldenzaal", 6119, "Oldenzaal", "7570 AA"),
    G("1742", "Rijssen-Holten", 9106, "Rijssen", "7460 AA"),
    G("0183", "Tubbergen", 4290, "Tubbergen", "7650 AA"),
    G("1700", "Twenterand", 7392, "Vriezenveen", "7670 AA"),
    G("0189", "Wierden", 5165, "Wierden", "7640 AA"),
]

SEGMENTEN = [AMB, WV, CRI, ADV]

ZONDER_CPWV = frozenset(
    {Perceelaard.DEELTIJDVERBLIJF, Perceelaard.PLEEGZORG, Perceelaard.JEUGDZORGPLUS}
)
PER_LOCATIE = frozenset({Perceelaard.WONEN, Perceelaard.VERBLIJF, Perceelaard.DEELTIJDVERBLIJF})


@dataclass(frozen=True)
class Perceelgegeven:
    code: str
    naam: str
    segment: Segmentcode
    aard: Perceelaard
    weken: int
    financiering: Financiering = Financiering.INSPANNING

    @property
    def via_cpwv(self) -> bool:
        """R-CPW-1: each placement in wonen or verblijf, with the named exceptions."""
        return self.segment == WV and self.aard not in ZONDER_CPWV

    @property
    def per_locatie(self) -> bool:
        return self.aard in PER_LOCATIE

    @property
    def per_tariefgroep(self) -> bool:
        """R-SEG-7: ambulant knows tariff groups; losse interventies have one price for all."""
        return self.segment == AMB and self.aard != Perceelaard.INTERVENTIE


A = Perceelaard
P = Perceelgegeven
PERCELEN = [
    P("BGI", "Begeleiding individueel", AMB, A.BEGELEIDING, 6),
    P("BGZ", "Begeleiding gezin", AMB, A.BEGELEIDING, 6),
    P("BGG", "Begeleiding groep", AMB, A.BEGELEIDING, 6),
    P("BHI", "Behandeling individueel", AMB, A.BEHANDELING, 14),
    P("BHG", "Behandeling groep", AMB, A.BEHANDELING, 14),
    P("VAK", "Vaktherapie", AMB, A.THERAPIE, 6),
    P("DYS", "Ernstige dyslexie", AMB, A.DYSLEXIE, 14),
    P("MED", "Medicatiecontrole", AMB, A.BEHANDELING, 6),
    P("DIA", "Diagnostiek", AMB, A.BEHANDELING, 14),
    P("VRO", "Vroegbehandeling", AMB, A.BEHANDELING, 6),
    P("TRA", "Traumabehandeling", AMB, A.BEHANDELING, 6),
    P("EET", "Behandeling bij eetstoornissen", AMB, A.BEHANDELING, 6),
    P("ITA", "Team AnderS", AMB, A.INTERVENTIE, 6),
    P("IFA", "FACT jeugd", AMB, A.INTERVENTIE, 6),
    P("IZI", "ZIT", AMB, A.INTERVENTIE, 2, Financiering.OUTPUT),
    P("IMS", "MST", AMB, A.INTERVENTIE, 6),
    P("ICS", "CSI om verblijf te voorkomen", AMB, A.INTERVENTIE, 2),
    P("PLE", "Pleegzorg", WV, A.PLEEGZORG, 6),
    P("PLD", "Pleegzorg deeltijd", WV, A.PLEEGZORG, 14),
    P("GEZ", "Gezinshuis", WV, A.WONEN, 14),
    P("GEP", "Gezinshuis intensief", WV, A.WONEN, 14),
    P("SPW", "Specialistisch wonen", WV, A.WONEN, 14),
    P("KAM", "Kamertraining en begeleid wonen", WV, A.WONEN, 14),
    P("ZST", "Zelfstandigheidstraining", WV, A.WONEN, 14),
    P("VBG", "24-uurs behandelgroep", WV, A.VERBLIJF, 6),
    P("VBI", "Behandelgroep intensief", WV, A.VERBLIJF, 6),
    P("DRM", "Behandelgroep met school en werk", WV, A.VERBLIJF, 6),
    P("MKH", "Moeder-kindhuis", WV, A.VERBLIJF, 6),
    P("GZO", "Gezinsopname", WV, A.VERBLIJF, 14),
    P("VEE", "Verblijf bij eetstoornissen", WV, A.VERBLIJF, 6),
    P("LOG", "Logeren", WV, A.DEELTIJDVERBLIJF, 14),
    P("LOD", "Logeren per dagdeel", WV, A.DEELTIJDVERBLIJF, 14),
    P("JZP", "JeugdzorgPlus", WV, A.JEUGDZORGPLUS, 2),
    P("CRB", "Crisisbed", CRI, A.CRISIS, 2),
    P("CRP", "Crisispleegzorg", CRI, A.CRISIS, 2),
    P("SPO", "Spoedhulp", CRI, A.CRISIS, 2),
    P("CRD", "Crisisdienst jeugd", CRI, A.CRISIS, 2, Financiering.TAAK),
    P("AEX", "Advies en expertise", ADV, A.ADVIES, 2),
    P("AEC", "Consultatie", ADV, A.ADVIES, 2),
    P("AEO", "Advies bij de overgang naar 18 jaar", ADV, A.ADVIES, 6),
]
TARIEFGROEPEN = {"TG1": "Basis", "TG2": "Specialistisch", "TG3": "Hoog specialistisch"}
TARIEFGROEP_PROMILLE = {"TG1": 1000, "TG2": 1145, "TG3": 1320}
INDEX_PROMILLE = 1037
"""Demonstration indexation per year, on the price of the year before (R-SEG-8)."""

UITSLUITING_HENGELO = ("ABGII", "DBGGB")
VERWIJZING_HENGELO = "Wijkkracht Hengelo"
