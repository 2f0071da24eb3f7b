"""The demonstration catalogue of products: three official codes, the others invented (R-SEG-3)."""

from ozjt.demo.producten_ambulant import AMBULANT
from ozjt.demo.producten_overig import ADVIES, CRISIS, WONEN
from ozjt.demo.productregels import Productgegeven

OFFICIEEL = frozenset({"ABGII", "ABHIR", "ABHIA"})
PRODUCTEN = [*AMBULANT, *WONEN, *CRISIS, *ADVIES]

__all__ = ["OFFICIEEL", "PRODUCTEN", "Productgegeven"]
