from django.apps import AppConfig


class ScreeningConfig(AppConfig):
    name = "screening"
    verbose_name = "Screening (KIT)"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from core import aanhaken, navigatie
        from screening import documenten, policies, selectors  # noqa: F401  (register kinds)
        from screening.views.register import tab_on_dossier

        aanhaken.register_tab(
            "aanbieder",
            aanhaken.Tab(
                "screening",
                _("Screening"),
                policies.SCREENING_INZIEN,
                "screening/_aanbieder.html",
                tab_on_dossier,
                volgorde=90,
            ),
        )
        navigatie.register(
            navigatie.Item(
                "Screeningen",
                "screeningen",
                policies.SCREENING_INZIEN,
                teller=selectors.count_for_me,
                volgorde=30,
                ook=(
                    "vragenlijsten",
                    "vragenlijst",
                    "vraag",
                    "vraag-nieuw",
                    "vragenlijst-vaststellen",
                ),
            )
        )
