"""When beat starts what; local time (Europe/Amsterdam)."""

from celery.schedules import crontab

from core.signalen.choices import Ritme

SCHEMA = {
    "hartslag": {
        "task": "core.tasks.heartbeat",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "controles-kwartier": {
        "task": "core.tasks.start_checks",
        "schedule": crontab(minute="*/15"),
        "args": (Ritme.KWARTIER.value,),
    },
    "controles-nacht": {
        "task": "core.tasks.start_checks",
        "schedule": crontab(hour="3", minute="10"),
        "args": (Ritme.NACHT.value,),
    },
    "opruimen": {"task": "core.tasks.clean_up", "schedule": crontab(hour="4", minute="0")},
}
