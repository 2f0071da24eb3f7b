from django.apps import AppConfig


class ZorgportaalConfig(AppConfig):
    name = "zorgportaal"
    verbose_name = "Zorgportaal"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy

        from core import kluis, navigatie
        from core.inzagelog import SOORTEN
        from zorgportaal import policies, selectors, soorten  # noqa: F401  (register rights, kinds)
        from zorgportaal.inhoud import mark_of

        kluis.register(
            kluis.Kluismodel(
                "zorgportaal.Wijzigingsverzoek",
                {"inhoud": lambda row: f"wijzigingsverzoek:{row.pk}"},
                hashveld="inhoud_hash",
                hash_van="inhoud",
                hash_tekst=mark_of,
            )
        )
        SOORTEN["bankrekening.onthullen"] = gettext_lazy("Bankrekening getoond")
        navigatie.register(
            navigatie.Item(
                "Mijn gegevens",
                "mijn-gegevens",
                policies.EIGEN_DOSSIER,
                volgorde=25,
                ook=("aanbieder", "wijziging-opstellen"),
            ),
            navigatie.Item(
                "Wijzigingen",
                "wijzigingen",
                policies.WIJZIGING_INZIEN,
                teller=selectors.count_waiting,
                volgorde=30,
            ),
        )
