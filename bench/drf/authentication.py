"""The API client of a bearer token, by the ORM."""

import hashlib
from typing import Any

from django.utils import timezone
from oauth2_provider.models import AccessToken
from rest_framework import authentication, exceptions
from rest_framework.request import Request

from core.models import ApiClient


class Program:
    """`request.user`: the API client, signed in."""

    is_authenticated = True

    def __init__(self, client: ApiClient) -> None:
        self.client = client


class BearerAuthentication(authentication.BaseAuthentication):
    def authenticate(self, request: Request) -> tuple[Program, Any] | None:
        header = request.META.get("HTTP_AUTHORIZATION", "")
        if not header.startswith("Bearer "):
            return None
        checksum = hashlib.sha256(header[7:].encode()).hexdigest()
        tokens = AccessToken.objects.select_related("application__apiclient__organisatie")
        try:
            token = tokens.get(token_checksum=checksum, expires__gt=timezone.now())
        except AccessToken.DoesNotExist:
            raise exceptions.AuthenticationFailed() from None
        return Program(token.application.apiclient), token

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"
