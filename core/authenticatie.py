"""From a session or a bearer token to an Actor."""

from django.http import HttpRequest

from core.actor import ANONIEM, Actor


def actor_of_session(request: HttpRequest) -> Actor:
    return ANONIEM


def actor_of_token(request: HttpRequest) -> Actor:
    return ANONIEM
