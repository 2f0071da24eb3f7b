"""System checks: what may not run in production."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import DatabaseError

from core.gezondheid import demo_accounts_exist


@register(Tags.database)
def no_demo_accounts(
    app_configs: Any = None, databases: Sequence[str] | None = None, **_: Any
) -> list[CheckMessage]:
    """Run by `manage.py check --database default` and by `migrate`; `/readyz` asks the same."""
    if settings.DEMO or "default" not in (databases or ()):
        return []
    try:
        found = demo_accounts_exist()
    except DatabaseError:  # before the first migration
        return []
    if not found:
        return []
    return [
        Error(
            "Er zijn demonstratieaccounts (….demo) in de database van deze productieomgeving.",
            hint="Zet ze uit of begin met een lege database.",
            id="core.E001",
        )
    ]


@register()
def oidc_is_complete(app_configs: Any = None, **_: Any) -> list[CheckMessage]:
    if not settings.OIDC_AAN:
        return []
    needed = {
        "OIDC_CLIENT_ID": settings.OIDC_RP_CLIENT_ID,
        "OIDC_CLIENT_SECRET": settings.OIDC_RP_CLIENT_SECRET,
        "OIDC_AUTHORIZE_URL": settings.OIDC_OP_AUTHORIZATION_ENDPOINT,
        "OIDC_TOKEN_URL": settings.OIDC_OP_TOKEN_ENDPOINT,
        "OIDC_USER_URL": settings.OIDC_OP_USER_ENDPOINT,
        "OIDC_JWKS_URL": settings.OIDC_OP_JWKS_ENDPOINT,
        "OIDC_ISSUER": settings.OIDC_OP_ISSUER,
    }
    missing = [name for name, value in needed.items() if not value]
    if not missing:
        return []
    return [Error(f"OIDC_AAN, maar leeg: {', '.join(missing)}", id="core.E002")]
