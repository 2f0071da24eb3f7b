from django.db.models import TextChoices


class Bestandsoort(TextChoices):
    RIJEN = "rijen", "Rijen onder een pseudoniem"
    TELLINGEN = "tellingen", "Tellingen"
