from django.apps import AppConfig


class ToelichtingenConfig(AppConfig):
    """Uitleg van minuten: the question of the gemeente and the answer of the aanbieder."""

    name = "toelichtingen"
    verbose_name = "Toelichtingen"

    def ready(self) -> None:
        from toelichtingen.aanhaken import hang_on

        hang_on()
