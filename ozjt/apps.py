from django.apps import AppConfig


class OzjtConfig(AppConfig):
    name = "ozjt"
    verbose_name = "OZJT portaal"

    def ready(self) -> None:
        from core import navigatie
        from core.policies import AANGEMELD
        from core.signalen.selectors import count_open

        navigatie.register(
            navigatie.Item("Vandaag", "vandaag", AANGEMELD, teller=count_open, volgorde=0)
        )
