"""Migrate as the owner of the database, then give the application role its rights again."""

from pathlib import Path

import django
from django.core.management import call_command
from django.db import connection

django.setup()
call_command("migrate", interactive=False)
with connection.cursor() as cursor:
    cursor.execute(Path(__file__).with_name("rechten.sql").read_text())
