"""Settings, twelve-factor: every value of the environment is declared in `ozjt.configuratie`."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
import pghistory
import pgtrigger

from core import logging as core_logging
from ozjt import configuratie

BASE_DIR = Path(__file__).resolve().parent.parent
CONF = configuratie.read()
MODUS: str = CONF["MODUS"]
DEMO = MODUS in ("demo", "test")
PRODUCTIE = MODUS == "productie"
LOKAAL = (BASE_DIR / CONF["PORTAL_LOKAAL"]).resolve()

DEBUG = False
SECRET_KEY = CONF["SECRET_KEY"]
ALLOWED_HOSTS = CONF["ALLOWED_HOSTS"] or (["*"] if DEMO else [])
CSRF_TRUSTED_ORIGINS = CONF["CSRF_TRUSTED_ORIGINS"]
PORTAAL_URL: str = CONF["PORTAAL_URL"]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django.contrib.admin",
    "django_htmx",
    "django_filters",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "axes",
    "csp",
    "pgtrigger",
    "pghistory",
    "oauth2_provider",
    "rest_framework",
    "drf_spectacular",
    "core",
    "providers",
    "contracts",
    "availability",
    "zorgportaal",
    "screening",
    "indications",
    "contractbeheer",
    "leveranciers",
    "monitoring",
    "jeugdigen",
    "afspraken",
    "leveringen",
    "toelichtingen",
    "knippen",
    "aanlevering",
    "kennispunt",
    "werklijsten",
    "ozjt",
]

MIDDLEWARE = [
    "core.middleware.ReferentieMiddleware",
    "core.middleware.ApiKopregelsMiddleware",
    "core.api.cors.CorsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "core.middleware.TekensMiddleware",
    "csp.middleware.CSPMiddleware",
    "core.middleware.OmvangMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "core.middleware.ActorMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "ozjt.urls"
WSGI_APPLICATION = "ozjt.wsgi.application"
APPEND_SLASH = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "core.context_processors.portaal",
            ],
        },
    }
]

_env = environ.Env()
TIME_ZONE = "Europe/Amsterdam"


def _database(url: str) -> dict:
    config = _env.db_url_config(url)
    options = config.setdefault("OPTIONS", {})
    options["application_name"] = "ozjt"
    options["prepare_threshold"] = 5  # for core.sql; Django binds all else on the client
    config["CONN_MAX_AGE"] = 600
    config["CONN_HEALTH_CHECKS"] = True
    config["ATOMIC_REQUESTS"] = False
    # A day is a day here, also in SQL: `current_date` and `::date` mean what `localdate()` means.
    config["TIME_ZONE"] = TIME_ZONE
    return config


DATABASES = {"default": _database(CONF["DATABASE_URL"])}
DATABASES["default"]["TEST"] = {"NAME": f"test_ozjt_{_env.str('TEST_DB', default='ozjt')}"}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"


def _redis(url: str, db: int) -> tuple[str, str]:
    """The same server as Celery and as Django's cache want to see it."""
    parts = urlsplit(url)
    if parts.scheme == "unix":
        return f"redis+socket://{parts.path}?virtual_host={db}", f"unix://{parts.path}?db={db + 1}"
    base = url.rstrip("/")
    return f"{base}/{db}", f"{base}/{db + 1}"


CELERY_BROKER_URL, _cache_url = _redis(CONF["REDIS_URL"], _env.int("TEST_REDIS", default=0))
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": _cache_url}
}
CELERY_TASK_DEFAULT_QUEUE = "standaard"
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_IGNORE_RESULT = True
CELERY_TIMEZONE = "Europe/Amsterdam"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False

AUTH_USER_MODEL = "core.Gebruiker"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "core.aanmelding.PortaalBackend",
]
AUTH_PASSWORD_VALIDATORS = (
    []
    if DEMO
    else [
        {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
        {
            "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
            "OPTIONS": {"min_length": 12},
        },
        {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
        {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    ]
)
LOGIN_URL = "/aanmelden/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/aanmelden/"

SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
# The stored session outlives both limits, so that the login page can say which one ended it.
SESSION_COOKIE_AGE = CONF["SESSIE_UREN"] * 3600 * 2
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_NAME = "ozjt_sessie" if not PRODUCTIE else "__Host-ozjt_sessie"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTIE
SESSION_IDLE_MINUTEN: int = CONF["SESSIE_MINUTEN"]
SESSION_ABSOLUTE_UREN: int = CONF["SESSIE_UREN"]
CSRF_COOKIE_NAME = "ozjt_csrf" if not PRODUCTIE else "__Host-ozjt_csrf"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True  # forms carry the token; no script needs the cookie
CSRF_FAILURE_VIEW = "core.views.fouten.csrf_failure"

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31536000 if PRODUCTIE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = PRODUCTIE
SILENCED_SYSTEM_CHECKS = ["security.W021"]  # preloading HSTS is for the owner of the domain
SECURE_SSL_REDIRECT = PRODUCTIE
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
#: How many proxies of our own stand in front; only what they wrote is believed.
PROXY_AANTAL: int = CONF["PROXY_AANTAL"]
if PROXY_AANTAL:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_USERNAME_FORM_FIELD = "email"
AXES_HANDLER = "axes.handlers.cache.AxesCacheHandler"
AXES_CLIENT_IP_CALLABLE = "core.authenticatie.client_address"
AXES_LOCKOUT_CALLABLE = "core.views.aanmelden.locked_out"
AXES_WHITELIST_CALLABLE = "core.aanmelding.not_a_password"
AXES_VERBOSE = False
AXES_ENABLE_ADMIN = False
OTP_TOTP_ISSUER = f"OZJT-portaal {CONF['REGIO_NAAM']}"

OAUTH2_PROVIDER_APPLICATION_MODEL = "oauth2_provider.Application"
OAUTH2_PROVIDER = {
    "ACCESS_TOKEN_EXPIRE_SECONDS": 3600,
    "SCOPES_BACKEND_CLASS": "core.oauth.RechtScopes",
    "OAUTH2_VALIDATOR_CLASS": "core.oauth.Validator",
    "ALLOWED_REDIRECT_URI_SCHEMES": ["https"],
    "REFRESH_TOKEN_REUSE_PROTECTION": True,
    "COMPLIANT_BCP_RFC9700_IMPLICIT_GRANT": True,
    "COMPLIANT_BCP_RFC9700_PASSWORD_GRANT": True,
    "COMPLIANT_BCP_RFC9700_PKCE_METHOD": True,
    "COMPLIANT_BCP_RFC9700_ACCESS_TOKEN_TRANSPORT": True,
    "COMPLIANT_BCP_RFC9700_AUTHZ_RESPONSE_ISS": True,
    "COMPLIANT_BCP_RFC9700_TOKEN_STORAGE": True,
}

PGHISTORY_LEVEL = pgtrigger.Statement
PGHISTORY_CONTEXT_FIELD = pghistory.ContextJSONField()
PGHISTORY_CONTEXT_ID_FIELD = pghistory.ContextUUIDField()
PGHISTORY_ADMIN_ALL_EVENTS = False
PGHISTORY_APPEND_ONLY = True
PGHISTORY_INSTALL_CONTEXT_FUNC_ON_MIGRATE = False

REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": [],
    "UNAUTHENTICATED_USER": None,
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "OZJT-portaal API",
    "VERSION": "1.0.0",
    "DESCRIPTION": "Catalogus, aanbieders, contracten en toewijzingen van de jeugdhulp in de "
    "regio, voor de programma's van gemeenten en aanbieders. Uitleg met voorbeelden staat op /api.",
    "CONTACT": {
        "name": "OZJT, team portaal",
        "email": "portaal@ozjt.example",
        "url": "https://ozjt.example/portaal",
    },
    "LICENSE": {"name": "EUPL-1.2"},
    "SERVERS": [{"url": "/api/v1"}],
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SCHEMA_PATH_PREFIX_TRIM": True,
    "COMPONENT_SPLIT_REQUEST": False,
    "POSTPROCESSING_HOOKS": [],
    "ENABLE_DJANGO_DEPLOY_CHECK": False,
}
API_VERZOEKEN_PER_MINUUT: int = CONF["API_VERZOEKEN_PER_MINUUT"]
CORS_HERKOMSTEN: list[str] = CONF["CORS_HERKOMSTEN"]

LOGGING = core_logging.settings_of(CONF["LOG_NIVEAU"])

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", "Nederlands")]
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = True

STATIC_URL = "/static/"
STATIC_ROOT = LOKAAL / "statisch"
_VENDOR = {
    "vendor/utrecht": BASE_DIR / "node_modules/@utrecht/component-library-css/dist",
    "vendor/source-sans-3": BASE_DIR / "node_modules/@fontsource-variable/source-sans-3",
}
STATICFILES_DIRS = [
    BASE_DIR / "static",
    *((prefix, folder) for prefix, folder in _VENDOR.items() if folder.is_dir()),
]
WHITENOISE_AUTOREFRESH = MODUS == "test"
WHITENOISE_USE_FINDERS = MODUS == "test"

DOCUMENT_MAP = LOKAAL / "documenten"
DOCUMENT_MAX_BYTES: int = CONF["DOCUMENT_MAX_BYTES"]
KLEIN_AANTAL: int = CONF["KLEIN_AANTAL"]
ZIENSWIJZETERMIJN_DAGEN: int = CONF["ZIENSWIJZETERMIJN_DAGEN"]
MANDATEN: list[str] = CONF["MANDATEN"]
BESLISTERMIJN_DAGEN: int = CONF["BESLISTERMIJN_DAGEN"]
AANVULTERMIJN_DAGEN: int = CONF["AANVULTERMIJN_DAGEN"]
BEEINDIGING_BESLISTERMIJN_DAGEN: int = CONF["BEEINDIGING_BESLISTERMIJN_DAGEN"]
BEEINDIGING_HERINNERING_DAGEN: int = CONF["BEEINDIGING_HERINNERING_DAGEN"]
OVERDRACHT_SIGNAAL_DAGEN: int = CONF["OVERDRACHT_SIGNAAL_DAGEN"]
TOELICHTING_TERMIJN_WERKDAGEN: int = CONF["TOELICHTING_TERMIJN_WERKDAGEN"]
SCREENING_GELDIG_MAANDEN: int = CONF["SCREENING_GELDIG_MAANDEN"]
SCREENING_HERINNERING_WEKEN: int = CONF["SCREENING_HERINNERING_WEKEN"]
#: Of the demonstration: values that were made up, in a file that its loader writes.
_KIT_DEMO = str(LOKAAL / "kit-drempels-demonstratie.toml") if MODUS == "demo" else ""
KIT_DREMPELS_BESTAND: str = CONF["KIT_DREMPELS_BESTAND"] or _KIT_DEMO
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
DATA_UPLOAD_MAX_NUMBER_FILES = 20
#: Some documents in one form, and room to be told which of them is too large.
VERZOEK_MAX_BYTES = 6 * DOCUMENT_MAX_BYTES + DATA_UPLOAD_MAX_MEMORY_SIZE
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "core.documenten.upload.BoundedUploadHandler",
]

DEFAULT_FROM_EMAIL = CONF["MAIL_AFZENDER"]
if CONF["EMAIL_URL"]:
    globals().update(_env.email_url_config(CONF["EMAIL_URL"]))
MAIL_AAN = bool(CONF["EMAIL_URL"])
CLAMD_ADRES: str = CONF["CLAMD_ADRES"]
REGIO_NAAM: str = CONF["REGIO_NAAM"]
ORGANISATIE_NAAM: str = CONF["ORGANISATIE_NAAM"]
KLUIS_SLEUTELS: str = CONF["KLUIS_SLEUTELS"]
KLUIS_HASHSLEUTEL: str = CONF["KLUIS_HASHSLEUTEL"]

SECURITY_CONTACT: str = CONF["SECURITY_CONTACT"]
#: RFC 9116 wants a date within a year; a test fails when it comes within 30 days.
SECURITY_TXT_EXPIRES = "2027-10-31T23:00:00Z"

OIDC_AAN: bool = CONF["OIDC_AAN"]
if OIDC_AAN:
    AUTHENTICATION_BACKENDS.append("core.oidc.OidcBackend")
OIDC_RP_CLIENT_ID = CONF["OIDC_CLIENT_ID"]
OIDC_RP_CLIENT_SECRET = CONF["OIDC_CLIENT_SECRET"]
OIDC_OP_AUTHORIZATION_ENDPOINT = CONF["OIDC_AUTHORIZE_URL"]
OIDC_OP_TOKEN_ENDPOINT = CONF["OIDC_TOKEN_URL"]
OIDC_OP_USER_ENDPOINT = CONF["OIDC_USER_URL"]
OIDC_OP_JWKS_ENDPOINT = CONF["OIDC_JWKS_URL"]
OIDC_OP_ISSUER: str = CONF["OIDC_ISSUER"]
OIDC_RP_SIGN_ALGO = "RS256"
OIDC_USE_PKCE = True
OIDC_CREATE_USER = False
OIDC_TIMEOUT = 10
LOGIN_REDIRECT_URL_FAILURE = "/aanmelden/?reden=oidc"
if MODUS == "test":
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
