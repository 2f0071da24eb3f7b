"""From a broken database constraint to the code and message that the model declares for it."""

from functools import lru_cache

from django.apps import apps
from django.db import IntegrityError

from core.fouten import CONFLICT, REGISTER, Bevinding, Niveau, PortalFout


@lru_cache
def _declared() -> dict[str, tuple[str, str]]:
    found: dict[str, tuple[str, str]] = {}
    for model in apps.get_models():
        for constraint in model._meta.constraints:
            if constraint.violation_error_code:
                found[constraint.name] = (
                    constraint.violation_error_code,
                    str(constraint.violation_error_message),
                )
    return found


def finding_of(exc: IntegrityError) -> Bevinding:
    """The Bevinding of the constraint that PostgreSQL named; `conflict` for one without a declared
    code.

    Catch the IntegrityError outside `atomic()`: who lost a race, or slipped past a rule, gets the
    same code as the rule would have given.
    """
    diag = getattr(exc.__cause__, "diag", None)
    name = getattr(diag, "constraint_name", None) or ""
    code, message = _declared().get(name, (CONFLICT.code, CONFLICT.betekenis))
    return Bevinding(code, Niveau.FOUT, "", message)


def meaning_of(code: str) -> str:
    """What a code of the register or of a constraint means. KeyError when neither has it."""
    known = REGISTER.get(code)
    return known.betekenis if known else dict(_declared().values())[code]


class Constraintconflict(PortalFout):
    """409: the database refused what the rules had let through a moment before."""

    status = 409
    titel = "Intussen is er iets veranderd"

    def __init__(self, exc: IntegrityError) -> None:
        finding = finding_of(exc)
        super().__init__(finding.reden, code=finding.code, bevindingen=[finding])
