"""Logs: one JSON object per line on stdout, without personal data.

Ours: `log = structlog.get_logger("core.x"); log.info("gebeurtenis_in_woorden", aantal=3)`. Lines of
Django, Celery and gunicorn go through the same formatter. Never in a line: paths with what people
typed, query strings, form data, names, and messages of exceptions that may quote a value (a
traceback names file, line and function only).
"""

import logging
import sys
import traceback
from typing import Any

import orjson
import structlog
from structlog.typing import EventDict, WrappedLogger

#: Exceptions whose message is about the program, not about data.
_SAFE_MESSAGES = (AttributeError, ImportError, NameError, NotImplementedError, TypeError)
_DJANGO = {"django.request": "onverwachte_fout", "django.server": "verzoek"}
_RENAMED = {"event": "gebeurtenis", "level": "niveau", "timestamp": "moment", "logger": "bron"}
_LEVELS = {
    "debug": "debug",
    "info": "info",
    "warning": "waarschuwing",
    "error": "fout",
    "critical": "kritiek",
}


def _describe(exc: BaseException) -> dict[str, Any]:
    frames = traceback.extract_tb(exc.__traceback__)
    told: dict[str, Any] = {
        "soort": f"{type(exc).__module__}.{type(exc).__qualname__}",
        "spoor": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames],
    }
    if isinstance(exc, _SAFE_MESSAGES):
        told["tekst"] = str(exc)[:300]
    if code := getattr(exc, "sqlstate", None) or getattr(exc, "code", None):
        told["code"] = str(code)[:60]
    return told


def _exceptions(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """`exc_info` as a list of type and place, the last one raised first; no values, no locals."""
    found = event.pop("exc_info", None)
    if found is True:
        found = sys.exc_info()
    exc: BaseException | None = found[1] if isinstance(found, tuple) else found or None
    told: list[dict[str, Any]] = []
    while exc is not None and len(told) < 5:
        told.append(_describe(exc))
        exc = exc.__cause__ or (None if exc.__suppress_context__ else exc.__context__)
    if told:
        event["uitzondering"] = told
    return event


def _foreign(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Django names paths and form data in its messages: say what happened in our words instead."""
    name = str(event.get("logger", ""))
    if name.startswith("django.security"):
        event["event"] = "verzoek_geweigerd"
        event["reden"] = name.rpartition(".")[2]
        event.pop("exc_info", None)
    elif name in _DJANGO:
        event["event"] = _DJANGO[name]
    elif name == "celery.app.trace":
        _about_task(event)
    return event


def _about_task(event: EventDict) -> None:
    """Celery writes result and exception of a task into its message: keep name, id and duration."""
    record: logging.LogRecord = event["_record"]
    told: dict[str, Any] = getattr(record, "data", {})
    if record.levelno >= logging.WARNING:
        event["event"] = "taak_mislukt"
    else:
        event["event"] = "taak_klaar" if "runtime" in told else "taak_opnieuw"
    event["taak"], event["taak_id"] = told.get("name"), told.get("id")
    if "runtime" in told:
        event["duur_ms"] = round(told["runtime"] * 1000, 1)


def _dutch_keys(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    event["level"] = _LEVELS.get(str(event.get("level")), event.get("level"))
    first = {new: event.pop(old) for old, new in _RENAMED.items() if old in event}
    return {**first, **{k: v for k, v in event.items() if k not in first}}


def _to_json(event: EventDict, **_: Any) -> str:
    return orjson.dumps(event, default=str, option=orjson.OPT_NON_STR_KEYS).decode()


_SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


class OnlyExceptions(logging.Filter):
    """Django tells every 4xx and 5xx with its path; our own line does so without. Keep the rest."""

    def filter(self, record: logging.LogRecord) -> bool:
        return record.name != "django.request" or bool(record.exc_info)


def formatter() -> structlog.stdlib.ProcessorFormatter:
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[*_SHARED, _foreign],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            _exceptions,
            _dutch_keys,
            structlog.processors.JSONRenderer(serializer=_to_json),
        ],
    )


def settings_of(level: str) -> dict[str, Any]:
    """`LOGGING` for Django, and the configuration of structlog itself."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *_SHARED,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    ours = {"handlers": ["stdout"], "level": level, "propagate": False}
    quiet = {"handlers": ["stdout"], "level": "ERROR", "propagate": False}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": "core.logging.formatter"}},
        "filters": {"alleen_uitzonderingen": {"()": "core.logging.OnlyExceptions"}},
        "handlers": {
            "stdout": {
                "class": "logging.StreamHandler",
                "stream": "ext://sys.stdout",
                "formatter": "json",
                "filters": ["alleen_uitzonderingen"],
            }
        },
        "root": {"handlers": ["stdout"], "level": level},
        "loggers": {
            "django": ours,
            "django.request": ours,
            "django.security": ours,
            "django.server": quiet,
            "gunicorn.error": ours,
            "gunicorn.access": quiet,
            "celery": ours,
            # They log e-mail addresses and tokens; what matters of it we log ourselves.
            "axes": quiet,
            "oauth2_provider": quiet,
            "oauthlib": quiet,
            "mozilla_django_oidc": quiet,
        },
    }
