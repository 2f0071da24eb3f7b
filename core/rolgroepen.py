"""Groups of roles that rights are given to, so a policy reads as the table of the design, §4."""

from core.choices import Rolcode

OZJT_CONTRACT = frozenset({Rolcode.CONTRACTMANAGER, Rolcode.CONTRACTBEHEERDER})
OZJT = OZJT_CONTRACT | {
    Rolcode.CATALOGUSBEHEERDER,
    Rolcode.BESCHIKBAARHEIDSBEHEERDER,
    Rolcode.CPWV,
    Rolcode.SROI,
    Rolcode.SCREENER,
}
GEMEENTE = frozenset({Rolcode.TOEGANG, Rolcode.BACKOFFICE})
AANBIEDER = frozenset({Rolcode.AANBIEDER_BEHEERDER, Rolcode.AANBIEDER_ZORG})
CLIENT_GEMEENTE = GEMEENTE | {Rolcode.GEMEENTE_API}
AANBODKIJKERS = OZJT | CLIENT_GEMEENTE | {Rolcode.VERWIJZER, Rolcode.TOEZICHTHOUDER}
IEDER = AANBODKIJKERS | AANBIEDER
