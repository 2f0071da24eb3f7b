"""The words of each letter of a measure, in plain Dutch, made from the traject.

It is a contract under private law: a letter says how to respond, and names no remedy that the
sources do not carry. The letter speaks to the aanbieder alone; of jeugdigen it says nothing.
"""

import datetime
import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from django.utils.translation import gettext as _

from contractbeheer.choices import Beslisserfunctie, Briefsoort, Trajectstatus
from contractbeheer.models import Maatregeltraject
from contracts.choices import Maatregelsoort as Soort
from core.brieven.maken import Brief, Deel
from core.ui.formats import format_long_date
from providers.choices import Contactfunctie
from providers.models import Aanbieder, Contactgegeven

MET_LIDWOORD = {
    Soort.WAARSCHUWING: "een waarschuwing",
    Soort.INGEBREKESTELLING: "een ingebrekestelling",
    Soort.CLIENTENSTOP: "een cliëntenstop",
    Soort.ONTBINDING: "ontbinding",
    Soort.OVERNAME: "een contractovername",
}
BETEKENT = {
    Soort.WAARSCHUWING: "Uw contract loopt door. Houdt u zich opnieuw niet aan de afspraken, dan "
    "kan een zwaardere maatregel volgen.",
    Soort.INGEBREKESTELLING: "Uw contract loopt door. Is op de genoemde dag niet alles hersteld, "
    "dan kan een zwaardere maatregel volgen.",
    Soort.CLIENTENSTOP: "Zolang de cliëntenstop geldt, starten er geen nieuwe toewijzingen. De "
    "zorg die al loopt, gaat door.",
    Soort.ONTBINDING: "Uw contract eindigt de dag voor de ingangsdatum. De gemeenten zoeken een "
    "andere aanbieder voor de jeugdigen die daarna nog zorg nodig hebben. Tot die dag gaat de zorg "
    "door.",
    Soort.OVERNAME: "Een andere aanbieder neemt het contract en de lopende zorg over. Over de dag "
    "en de overdracht ontvangt u apart bericht. Tot die dag gaat de zorg door.",
}


@dataclass(frozen=True)
class Afzender:
    """Who signs: a person, the function in which was decided, and on what mandaat."""

    naam: str
    functie: str = ""
    mandaat: str = ""


def compose(
    traject: Maatregeltraject,
    soort: Briefsoort,
    afzender: Afzender,
    *,
    percelen: Sequence[str],
    peildatum: datetime.date,
    extra: str = "",
) -> Brief:
    """The letter as it would go out on `peildatum`; `percelen` empty means all of them. `extra`
    are paragraphs of the sender's own.
    """
    parts = _PARTS[soort](traject)
    return Brief(
        titel=_title(traject, soort),
        geadresseerde=recipient(traject.aanbieder, peildatum),
        feiten=_facts(traject, percelen, peildatum),
        aanhef=_("Geachte directie,"),
        delen=[*parts, *([Deel(alineas=_paragraphs(extra))] if extra.strip() else []),
               _respond(traject, soort)],
        groet=_("Met vriendelijke groet,"),
        ondertekening=_signed(afzender),
    )  # fmt: skip


def token_of(brief: Brief) -> str:
    """The same letter has the same token, so that what was looked at is what goes out."""
    return hashlib.sha256(json.dumps(asdict(brief)).encode()).hexdigest()[:32]


def recipient(aanbieder: Aanbieder, day: datetime.date) -> list[str]:
    """The aanbieder that holds the contract, never an onderaannemer: its contact for contracts,
    else its directie.
    """
    rows = Contactgegeven.objects.filter(
        aanbieder=aanbieder, functie=Contactfunctie.CONTRACT, periode__contains=day
    )
    name = rows.exclude(naam__in=["", Contactfunctie.CONTRACT.label]).values_list("naam", flat=True)
    who = name.first() or _("de directie")
    return [aanbieder.naam, _("T.a.v. %s") % who, *filter(None, [aanbieder.vestigingsplaats])]


def _title(traject: Maatregeltraject, soort: Briefsoort) -> str:
    kind = Soort(traject.soort)
    return {
        Briefsoort.VOORNEMEN: _("Voornemen tot %s") % MET_LIDWOORD[kind],
        Briefsoort.BESLUIT: _("Besluit: %s") % kind.label.lower(),
        Briefsoort.HERINNERING: _("Herinnering bij %s") % traject.kenmerk,
        Briefsoort.PERIODE: _("Andere einddatum: %s") % kind.label.lower(),
        Briefsoort.INTREKKING: _("Intrekking: %s") % kind.label.lower(),
    }[soort]


def _facts(
    traject: Maatregeltraject, percelen: Sequence[str], peildatum: datetime.date
) -> list[tuple[str, str]]:
    found = [
        (_("Datum"), format_long_date(peildatum)),
        (_("Ons kenmerk"), traject.kenmerk),
        (_("Maatregel"), Soort(traject.soort).label),
        (_("Geldt voor"), ", ".join(percelen) or _("alle percelen")),
    ]
    if traject.ingangsdatum:
        found.append((_("Ingangsdatum"), format_long_date(traject.ingangsdatum)))
    if traject.einddatum:
        found.append((_("Tot en met"), format_long_date(traject.einddatum)))
    return found


def _paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _why(traject: Maatregeltraject) -> list[Deel]:
    """Ground, facts, and how it relates to the lighter step."""
    found = [
        Deel(_("Waarop dit rust"), _paragraphs(traject.grond)),
        Deel(_("Wat wij hebben vastgesteld"), _paragraphs(traject.feiten)),
    ]
    lines = []
    if before := traject.vorige:
        words = {
            "soort": Soort(before.soort).label.lower(),
            "kenmerk": before.kenmerk,
            "dag": format_long_date(before.ingangsdatum),
        }
        lines.append(_("Dit volgt op de %(soort)s van %(dag)s, kenmerk %(kenmerk)s.") % words)
    lines += _paragraphs(traject.overslaan)
    if lines:
        found.append(Deel(_("Waarom deze stap"), lines))
    return found


def _asked(traject: Maatregeltraject) -> list[Deel]:
    if not traject.hersteltermijn:
        return []
    day = format_long_date(traject.hersteltermijn)
    text = _("Zorg dat dit uiterlijk %s is hersteld, en laat ons dat weten in het OZJT-portaal.")
    return [Deel(_("Wat wij van u vragen"), [text % day])]


def _meaning(traject: Maatregeltraject) -> Deel:
    return Deel(_("Wat dit betekent"), [BETEKENT[Soort(traject.soort)]])


def _intention(traject: Maatregeltraject) -> list[Deel]:
    text = _("Wij zijn van plan om u %s op te leggen. In deze brief leest u waarom, en hoe u kunt "
             "zeggen wat u daarvan vindt.")  # fmt: skip
    opening = Deel(alineas=[text % MET_LIDWOORD[Soort(traject.soort)]])
    return [opening, *_why(traject), _meaning(traject), *_asked(traject)]


def _decision(traject: Maatregeltraject) -> list[Deel]:
    words = {
        "wat": MET_LIDWOORD[Soort(traject.soort)],
        "dag": format_long_date(traject.ingangsdatum),
    }
    opening = Deel(alineas=[_("Wij leggen u %(wat)s op. Dit gaat in op %(dag)s.") % words])
    reasons = [*_view_weighed(traject), *_paragraphs(traject.motivering)]
    parts = [opening, *_why(traject), Deel(_("Waarom wij dit besluiten"), reasons)]
    return [*parts, _meaning(traject), *_asked(traject)]


def _view_weighed(traject: Maatregeltraject) -> list[str]:
    if traject.zienswijze_op:
        return [_("Wij hebben uw zienswijze gelezen en meegewogen.")]
    if traject.gehoord_op:
        return [_("Wij hebben u gehoord op %s.") % format_long_date(traject.gehoord_op)]
    if traject.spoed:
        return [_("Wij konden u niet vooraf horen. %s") % traject.spoed]
    if traject.zienswijze_uiterlijk:
        text = _("U kon tot en met %s reageren op ons voornemen. Wij ontvingen geen reactie.")
        return [text % format_long_date(traject.zienswijze_uiterlijk)]
    return []


def _reminder(traject: Maatregeltraject) -> list[Deel]:
    kind = MET_LIDWOORD[Soort(traject.soort)]
    if traject.status == Trajectstatus.VOORNEMEN and traject.zienswijze_uiterlijk:
        words = {"wat": kind, "dag": format_long_date(traject.zienswijze_uiterlijk)}
        text = _("Wij schreven u over ons voornemen om %(wat)s op te leggen. U kunt daarop "
                 "reageren tot en met %(dag)s. Wij ontvingen nog geen reactie.")  # fmt: skip
        return [Deel(alineas=[text % words])]
    text = _("Wij legden u %(wat)s op. Uiterlijk %(dag)s moet dit zijn hersteld:")
    words = {"wat": kind, "dag": format_long_date(traject.hersteltermijn)}
    return [
        Deel(alineas=[text % words]),
        Deel(_("Wat er hersteld moet zijn"), _paragraphs(traject.feiten)),
    ]


def _other_end(traject: Maatregeltraject) -> list[Deel]:
    words = {
        "soort": Soort(traject.soort).label.lower(),
        "dag": format_long_date(traject.einddatum),
    }
    text = _("De %(soort)s geldt tot en met %(dag)s.") % words
    if traject.einddatum is None:
        text = _("De %(soort)s geldt tot wij hem opheffen.") % words
    return [Deel(alineas=[text])]


def _withdrawal(traject: Maatregeltraject) -> list[Deel]:
    kind = Soort(traject.soort)
    text = _("Wij trekken ons voornemen om %s op te leggen in. Het gaat niet door.")
    opening = text % MET_LIDWOORD[kind]
    if traject.besloten_op:
        opening = _("Wij trekken de %s in. Die gaat niet in.") % kind.label.lower()
        if traject.einddatum:
            words = {"soort": kind.label.lower(), "dag": format_long_date(traject.einddatum)}
            opening = _("Wij heffen de %(soort)s op. De laatste dag is %(dag)s.") % words
    return [
        Deel(alineas=[opening]),
        Deel(_("Waarom"), _paragraphs(traject.intrekking_reden)),
    ]


def _respond(traject: Maatregeltraject, soort: Briefsoort) -> Deel:
    """How to give a view while that can be done, else how to reach us."""
    where = _("Dat doet u in het OZJT-portaal, bij Maatregelen, onder kenmerk %s.")
    day = traject.zienswijze_uiterlijk
    hears = soort == Briefsoort.VOORNEMEN or (
        soort == Briefsoort.HERINNERING and traject.status == Trajectstatus.VOORNEMEN
    )
    if hears and day:
        return Deel(
            _("Uw zienswijze"),
            [
                _("U kunt tot en met %s laten weten wat u hiervan vindt.") % format_long_date(day),
                where % traject.kenmerk,
                _("Wilt u liever in een gesprek gehoord worden? Laat dat dan voor die dag weten."),
            ],
        )
    if soort == Briefsoort.BESLUIT and traject.spoed and not traject.zienswijze_op:
        text = _("U kunt alsnog laten weten wat u hiervan vindt; wij nodigen u ook uit voor een "
                 "gesprek.")  # fmt: skip
        return Deel(_("Uw zienswijze"), [text, where % traject.kenmerk])
    text = _("Bent u het hier niet mee eens, of heeft u een vraag? Neem dan contact op met uw "
             "contractmanager en noem kenmerk %s.")  # fmt: skip
    return Deel(_("Reageren"), [text % traject.kenmerk])


def _signed(afzender: Afzender) -> list[str]:
    if afzender.functie == Beslisserfunctie.PORTEFEUILLEHOUDER:
        lines = [_("De portefeuillehouder OZJT,"), _("namens deze: %s") % afzender.naam]
    else:
        lines = [afzender.naam, _("contractmanagement OZJT")]
    if afzender.mandaat:
        lines.append(_("Besloten op grond van: %s") % afzender.mandaat)
    return lines


_PARTS = {
    Briefsoort.VOORNEMEN: _intention,
    Briefsoort.BESLUIT: _decision,
    Briefsoort.HERINNERING: _reminder,
    Briefsoort.PERIODE: _other_end,
    Briefsoort.INTREKKING: _withdrawal,
}
