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
    "virusscan-wachtend": {
        "task": "core.documenten.services.scan_waiting_documents",
        "schedule": crontab(minute="*/10"),
    },
    "post-wachtend": {"task": "core.uitbak.send_waiting", "schedule": crontab(minute="20")},
    "concepten-verlopen": {
        "task": "core.concepten.delete_old_concepten",
        "schedule": crontab(hour="4", minute="10"),
    },
    "bestanden-zonder-document": {
        "task": "core.documenten.services.remove_orphan_files",
        "schedule": crontab(hour="4", minute="20"),
    },
    "opruimen": {"task": "core.tasks.clean_up", "schedule": crontab(hour="4", minute="0")},
}
