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
    "post-verzamelmail": {
        "task": "core.uitbak.send_digests",
        "schedule": crontab(hour="7", minute="0"),
    },
    "wijzigingen-toepassen": {
        "task": "zorgportaal.tasks.apply_due_changes",
        "schedule": crontab(hour="0", minute="5"),
    },
    "verhuizingen-ingaan": {
        "task": "jeugdigen.tasks.start_moves",
        "schedule": crontab(hour="0", minute="5"),
    },
    "bewaartermijnen-rapport": {
        "task": "jeugdigen.tasks.report_retention",
        "schedule": crontab(day_of_month="1", hour="4", minute="40"),
    },
    "catalogus-toepassen": {
        "task": "contracts.tasks.apply_catalogue_changes",
        "schedule": crontab(hour="0", minute="5"),
    },
    "leveranciers-aandelen": {
        "task": "leveranciers.tasks.refresh_shares",
        "schedule": crontab(hour="2", minute="40"),
    },
    "wachttijden-waarnemen": {
        "task": "leveringen.tasks.observe_waiting_times",
        "schedule": crontab(hour="2", minute="30"),
    },
    "dekking-tellen": {
        "task": "monitoring.tasks.refresh_coverage",
        "schedule": crontab(minute="2,17,32,47"),
    },
    "overnames-uitvoeren": {
        "task": "contractbeheer.tasks.carry_out_overnames",
        "schedule": crontab(minute="7,37"),
    },
    "indicatoren-meten": {
        "task": "monitoring.tasks.measure_every_indicator",
        "schedule": crontab(hour="2", minute="20"),
    },
    "kwartaalrapportages-openen": {
        "task": "monitoring.tasks.open_quarterly_reports",
        "schedule": crontab(hour="0", minute="20"),
    },
    "overdrachten-bijwerken": {
        "task": "contractbeheer.tasks.settle_transfer_list",
        "schedule": crontab(minute="4,19,34,49"),
    },
    "aanleveringen-opnieuw-aanbieden": {
        "task": "aanlevering.tasks.offer_again",
        "schedule": crontab(),
    },
    "aangeleverde-bestanden-verlopen": {
        "task": "aanlevering.tasks.remove_old_files",
        "schedule": crontab(hour="4", minute="15"),
    },
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
