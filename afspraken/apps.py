from django.apps import AppConfig


class AfsprakenConfig(AppConfig):
    """Afsprakenoverzicht and resultatenoverzicht: kept in turn by toegang and aanbieder."""

    name = "afspraken"
    verbose_name = "Afspraken"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from afspraken import inhoud, kern, selectors
        from afspraken.policies import AFSPRAKEN_ZIEN
        from core import kluis
        from core.aanhaken import Tab, register_tab
        from core.inzagelog import SOORTEN
        from indications.selectors_lijst import EVENTS

        register_tab(
            "toewijzing",
            Tab(
                "afspraken",
                _("Afspraken"),
                AFSPRAKEN_ZIEN,
                "afspraken/_tab.html",
                selectors.tab_of_toewijzing,
                volgorde=20,
            ),
        )
        kluis.register(
            kluis.Kluismodel(
                "afspraken.Afsprakenoverzicht",
                {"inhoud": inhoud.bound_overzicht},
                leesbaar=kern.has_turn,
            )
        )
        for model, bound in (
            ("Afsprakenversie", inhoud.bound_versie),
            ("Evaluatiemoment", inhoud.bound_evaluatie),
            ("Resultatenoverzicht", inhoud.bound_resultaten),
        ):
            kluis.register(kluis.Kluismodel(f"afspraken.{model}", {"inhoud": bound}))
        SOORTEN.update(
            {
                "afspraken.inzien": _("Afsprakenoverzicht bekeken"),
                "afspraken.vergelijken": _("Versies van een afsprakenoverzicht vergeleken"),
                "afspraken.afdrukken": _("Afsprakenoverzicht om af te drukken"),
                "afspraken.pdf": _("Afsprakenoverzicht als PDF"),
                "afspraken.begonnen": _("Afsprakenoverzicht begonnen"),
                "afspraken.bewaard": _("Afsprakenoverzicht gewijzigd"),
                "afspraken.overgedragen": _("Afsprakenoverzicht overgedragen"),
                "afspraken.vastgesteld": _("Afsprakenoverzicht vastgesteld"),
                "afspraken.heropend": _("Nieuwe versie van een afsprakenoverzicht begonnen"),
                "evaluatie.inzien": _("Evaluatie bekeken"),
                "evaluatie.vastgelegd": _("Evaluatie vastgelegd"),
                "resultaten.inzien": _("Resultatenoverzicht bekeken"),
                "resultaten.ingevuld": _("Resultaten ingevuld"),
                "resultaten.bevestigd": _("Resultaten bevestigd"),
                "resultaten.teruggegeven": _("Resultaten teruggegeven met een vraag"),
            }
        )
        EVENTS.update(
            {
                "toewijzing.afspraken_vastgesteld": (_("Afspraken vastgesteld"), "good"),
                "toewijzing.resultaten_bevestigd": (_("Resultaten bevestigd"), "good"),
            }
        )
