from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = "Kern"

    def ready(self) -> None:
        from core import (
            checks_system,  # noqa: F401  (registers the system checks)
            kluis,
            kluismodellen,
            navigatie,
        )
        from core.inzagelog import INZAGELOG_LEZEN
        from core.policies import AANGEMELD
        from core.signalen import policies as _policies  # noqa: F401  (registers scopes)

        for model in kluismodellen.MODELLEN:
            kluis.register(model)
        navigatie.register(
            navigatie.Item("Inzagelogboek", "inzage", INZAGELOG_LEZEN, "Toezicht"),
            navigatie.Item("Mijn taken", "jobs", AANGEMELD, "Account", volgorde=800),
            navigatie.Item("Mijn account", "account", AANGEMELD, "Account", volgorde=900),
        )
