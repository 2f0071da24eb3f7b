"""OAuth 2 client credentials: scopes come from the rights table, limited to those of the client."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt
from oauth2_provider.models import Application
from oauth2_provider.oauth2_validators import OAuth2Validator
from oauth2_provider.scopes import BaseScopes
from oauth2_provider.views import TokenView as BaseTokenView

from core.api.throttle import throttle
from core.authenticatie import client_address
from core.models import ApiClient
from core.policies import PUBLIEK, RECHTEN

#: Per address; a program needs one an hour.
TOKENS_PER_MINUTE = 60


class RechtScopes(BaseScopes):
    """Every scope that some right needs; a client gets those of its `ApiClient`, by default all."""

    def get_all_scopes(self) -> dict[str, str]:
        return {r.scope: r.scope for r in RECHTEN.values() if r.scope}

    def get_available_scopes(
        self, application: Application | None = None, *args: Any, **kwargs: Any
    ) -> list[str]:
        client = ApiClient.objects.filter(applicatie=application, is_active=True).first()
        return client.scopes.split() if client else []

    def get_default_scopes(
        self, application: Application | None = None, *args: Any, **kwargs: Any
    ) -> list[str]:
        return self.get_available_scopes(application)


class Validator(OAuth2Validator):
    """No token for a client that is switched off, or that belongs to no organisation."""

    def authenticate_client(self, request: Any, *args: Any, **kwargs: Any) -> bool:
        known = super().authenticate_client(request, *args, **kwargs)
        return (
            known
            and ApiClient.objects.filter(applicatie_id=request.client.pk, is_active=True).exists()
        )


@method_decorator(csrf_exempt, name="dispatch")
class TokenView(BaseTokenView):
    """`POST /oauth/token`; errors as RFC 6749 says, not as problem+json."""

    rechten = {"POST": PUBLIEK}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        throttle(f"token:{client_address(request)}", TOKENS_PER_MINUTE)
        return super().post(request, *args, **kwargs)
