"""Rules of logging in: who needs a second factor, the half-finished login, the codes."""

import time
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django.http import HttpRequest
from django_otp.models import Device
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from core.models import Gebruiker

HALF = "half_aangemeld"
HALF_SECONDS = 600
MAX_CODES = 5
RECOVERY_CODES = 10
DEMO_SUFFIX = ".demo"
DEMO_PASSWORD = "demo"  # noqa: S105 - refused outside demonstration mode


def is_demo_account(gebruiker: Gebruiker) -> bool:
    return gebruiker.email.endswith(DEMO_SUFFIX)


def needs_second_factor(gebruiker: Gebruiker) -> bool:
    """Everybody with a local account, except invented people in demonstration mode."""
    return not (settings.DEMO and is_demo_account(gebruiker))


def not_a_password(request: HttpRequest, credentials: dict[str, Any] | None = None) -> bool:
    """A failure at the OpenID provider names no account; counted, it would lock a whole office."""
    return bool(credentials) and "nonce" in (credentials or {})


class PortaalBackend(ModelBackend):
    """E-mail and password; outside demonstration mode no demo account and no demo password gets in.

    Takes as long for an unknown address as for a known one (ModelBackend hashes in both cases).
    """

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **kwargs: Any,
    ) -> Gebruiker | None:
        found = super().authenticate(request, username=username, password=password, **kwargs)
        if not settings.DEMO and password == DEMO_PASSWORD:
            return None
        return found if isinstance(found, Gebruiker) else None

    def user_can_authenticate(self, user: Any) -> bool:
        refused = is_demo_account(user) and not settings.DEMO
        return super().user_can_authenticate(user) and not refused


@dataclass
class Half:
    """A login whose password was right; the code is to come, within ten minutes and five tries."""

    gebruiker: Gebruiker
    volgende: str
    fouten: int

    @classmethod
    def start(cls, session: SessionBase, gebruiker: Gebruiker, volgende: str) -> None:
        session.cycle_key()
        session[HALF] = {
            "id": str(gebruiker.pk),
            "sinds": int(time.time()),
            "volgende": volgende,
            "fouten": 0,
        }

    @classmethod
    def of(cls, session: SessionBase) -> "Half | None":
        found = session.get(HALF)
        if not found or time.time() - found["sinds"] > HALF_SECONDS:
            return None
        gebruiker = Gebruiker.objects.filter(pk=found["id"], is_active=True).first()
        return cls(gebruiker, found["volgende"], found["fouten"]) if gebruiker else None

    def count_wrong(self, session: SessionBase) -> bool:
        """Whether another code may be tried; when not, the login starts anew."""
        self.fouten += 1
        if self.fouten >= MAX_CODES:
            session.pop(HALF, None)
            return False
        session[HALF] = {**session[HALF], "fouten": self.fouten}
        return True


def totp_of(gebruiker: Gebruiker) -> TOTPDevice | None:
    return TOTPDevice.objects.filter(user=gebruiker, confirmed=True).order_by("pk").first()


def new_totp(gebruiker: Gebruiker) -> TOTPDevice:
    """The unconfirmed device of an enrolment; the same one until it is confirmed."""
    device = TOTPDevice.objects.filter(user=gebruiker, confirmed=False).order_by("pk").first()
    return device or TOTPDevice.objects.create(user=gebruiker, name="app", confirmed=False)


def verify_code(gebruiker: Gebruiker, code: str) -> bool:
    """A code of the app, or a recovery code (used up by it); a wrong one slows the device down."""
    code = "".join(code.split()).replace("-", "").lower()
    kind: type[Device] = TOTPDevice if code.isascii() and code.isdigit() else StaticDevice
    with transaction.atomic():
        devices = kind.objects.select_for_update().filter(user=gebruiker, confirmed=True)
        return any(device.verify_token(code) for device in devices)


def confirm_totp(gebruiker: Gebruiker, code: str) -> bool:
    """Confirm the device of an enrolment with its first code; makes the recovery codes too."""
    with transaction.atomic():
        device = (
            TOTPDevice.objects.select_for_update().filter(user=gebruiker, confirmed=False).first()
        )
        if device is None or not device.verify_token("".join(code.split())):
            return False
        device.confirmed = True
        device.save(update_fields=["confirmed"])
        renew_recovery_codes(gebruiker)
    return True


def renew_recovery_codes(gebruiker: Gebruiker) -> None:
    with transaction.atomic():
        StaticDevice.objects.filter(user=gebruiker).delete()
        device = StaticDevice.objects.create(user=gebruiker, name="herstelcodes")
        StaticToken.objects.bulk_create(
            StaticToken(device=device, token=StaticToken.random_token())
            for _ in range(RECOVERY_CODES)
        )


def recovery_codes(gebruiker_id: Any) -> list[str]:
    tokens = StaticToken.objects.filter(device__user=gebruiker_id, device__confirmed=True)
    return list(tokens.order_by("pk").values_list("token", flat=True))
