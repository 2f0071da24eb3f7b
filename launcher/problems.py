"""What goes wrong on somebody's machine, said in one Dutch line."""

import errno
from pathlib import Path


class Problem(Exception):
    """Ends the command with this one line on stderr and exit status 1."""


class Stopped(BaseException):
    """Somebody asked us to stop by signal `signum`; not an error."""

    def __init__(self, signum: int) -> None:
        self.signum = signum


def explain(error: OSError) -> str:
    where = f" ({error.filename})" if error.filename else ""
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT:
            return f"De schijf is vol{where}; maak ruimte en probeer het opnieuw."
        case errno.EACCES | errno.EPERM:
            return f"Geen toegang{where}; draai als de eigenaar van deze map."
        case errno.EROFS:
            return f"Deze map kan niet worden beschreven{where}."
    return f"{error.strerror or error}{where}."


def last_line(log: Path) -> str:
    """The last line with words in a log: usually the one that says what went wrong."""
    lines = log.read_text(errors="replace").splitlines() if log.exists() else []
    return next((line.strip() for line in reversed(lines) if line.strip()), "geen uitvoer")
