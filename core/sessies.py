"""When a session of a person begins and ends.

It ends after `SESSIE_MINUTEN` without a request, after `SESSIE_UREN` in any case, and as soon as
the password or the roles of the account are no longer those it began with.
"""

import hmac
import time
from collections.abc import Iterable

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.utils.crypto import salted_hmac

BEGONNEN, GEZIEN, STEMPEL = "begonnen", "gezien", "stempel"
INACTIEF, MAXIMUM, GEWIJZIGD = "inactief", "maximum", "gewijzigd"
#: Seconds between two writes of `gezien`; the idle limit is this much imprecise.
TOUCH_SECONDS = 60


def begin(session: SessionBase, stempel: str) -> None:
    session[BEGONNEN] = session[GEZIEN] = int(time.time())
    session[STEMPEL] = stempel


def expired(session: SessionBase) -> str:
    """Why this session is over, or '' while it lasts."""
    now = time.time()
    if now - session.get(BEGONNEN, 0) > settings.SESSION_ABSOLUTE_UREN * 3600:
        return MAXIMUM
    if now - session.get(GEZIEN, 0) > settings.SESSION_IDLE_MINUTEN * 60:
        return INACTIEF
    return ""


def touch(session: SessionBase) -> None:
    now = int(time.time())
    if now - session.get(GEZIEN, 0) >= TOUCH_SECONDS:
        session[GEZIEN] = now


def stamp(password: str, rollen: Iterable[str]) -> str:
    """Fingerprint of what a session rests on; says nothing about the password hash itself."""
    text = f"{password}|{','.join(sorted(rollen))}"
    return salted_hmac("core.sessies", text, algorithm="sha256").hexdigest()


def same_stamp(session: SessionBase, current: str) -> bool:
    return hmac.compare_digest(str(session.get(STEMPEL, "")), current)
