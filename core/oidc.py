"""OpenID Connect for staff: who somebody is comes from the provider, what they may stays in `Rol`.

An account is matched on `sub`; the first time on the verified e-mail address of an account that
exists and has no `sub` yet. No account is ever made here. The second factor is the provider's.
"""

from typing import Any

import jwt
import structlog
from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from mozilla_django_oidc.auth import OIDCAuthenticationBackend
from mozilla_django_oidc.views import OIDCAuthenticationCallbackView, OIDCAuthenticationRequestView
from requests import RequestException

from core.models import Gebruiker
from core.policies import PUBLIEK
from core.views.aanmelden import finish

log = structlog.get_logger("core.oidc")


class OidcBackend(OIDCAuthenticationBackend):
    """Checks what the library leaves: audience, issuer, expiry, and the `sub` of userinfo."""

    def get_payload_data(self, token: str, key: Any) -> dict[str, Any]:
        try:
            claims: dict[str, Any] = jwt.decode(
                token,
                key,
                algorithms=[settings.OIDC_RP_SIGN_ALGO],
                audience=settings.OIDC_RP_CLIENT_ID,
                issuer=settings.OIDC_OP_ISSUER,
                options={"require": ["exp", "iat", "aud", "iss", "sub"]},
            )
        except jwt.PyJWTError as exc:
            raise SuspiciousOperation("OpenID-token geweigerd") from exc
        return claims

    def get_userinfo(self, access_token: str, id_token: str, payload: Any) -> dict[str, Any]:
        claims: dict[str, Any] = super().get_userinfo(access_token, id_token, payload)
        if claims.get("sub") != payload["sub"]:
            raise SuspiciousOperation("OpenID-gegevens horen bij iemand anders")
        return claims

    def verify_claims(self, claims: dict[str, Any]) -> bool:
        return bool(claims.get("sub"))

    def filter_users_by_claims(self, claims: dict[str, Any]) -> models.QuerySet[Gebruiker]:
        known = Gebruiker.objects.filter(oidc_sub=claims["sub"])
        if known.exists():
            return known
        if claims.get("email_verified") is not True or not claims.get("email"):
            return Gebruiker.objects.none()
        return Gebruiker.objects.filter(email=str(claims["email"]).lower(), oidc_sub="")

    def update_user(self, user: Gebruiker, claims: dict[str, Any]) -> Gebruiker:
        if not user.oidc_sub:
            user.oidc_sub = claims["sub"]
            user.save(update_fields=["oidc_sub"])
        return user

    def authenticate(self, request: HttpRequest | None, **kwargs: Any) -> Gebruiker | None:
        if "nonce" not in kwargs:
            return None
        try:
            found = super().authenticate(request, **kwargs)
        except (SuspiciousOperation, RequestException, KeyError, jwt.PyJWTError) as exc:
            log.warning("oidc_geweigerd", soort=type(exc).__name__)
            return None
        return found if isinstance(found, Gebruiker) and found.is_active else None


class RequestView(OIDCAuthenticationRequestView):
    rechten = {"GET": PUBLIEK}


class CallbackView(OIDCAuthenticationCallbackView):
    rechten = {"GET": PUBLIEK}

    def login_success(self) -> HttpResponse:
        target = self.success_url
        finish(self.request, self.user, "oidc")
        return redirect(target)
