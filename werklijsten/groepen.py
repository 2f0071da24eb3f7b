"""The groups: what a gemeente has to see to, each one condition on its toewijzingen.

A group is declared once here; list, counter, tag, export and menu read this declaration. Days are
inclusive; `day` is the day on which somebody looks.
"""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import (
    BooleanField,
    Case,
    DateField,
    Exists,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Greatest, Least
from django.utils.translation import gettext_lazy as _

from contractbeheer.choices import Overdrachtstatus, Overdrachtuitkomst
from contractbeheer.models import Overdracht
from contractbeheer.selectors_overdracht import lines
from contracts.choices import Maatregelsoort, Maatregelstatus, Perceelcontractstatus
from contracts.models import Maatregel, Perceelcontract
from core.actor import Actor
from indications.choices import MEDISCHE_VERWIJZERS, Toewijzingstatus
from indications.models import Levering, Toewijzing
from werklijsten.choices import Actie
from werklijsten.models import Eindbesluit

EINDIGT_DAGEN: Final = 56
OPVOLGER_DAGEN: Final = 14
CONTRACT_DAGEN: Final = 182
MEDISCH_VANAF_MAANDEN: Final = 10
TERMIJN_MAANDEN: Final = 2
STANDAARD_WEKEN: Final = 6

INGETROKKEN = Q(status=Toewijzingstatus.INGETROKKEN)
Voorwaarde = Callable[[Actor, datetime.date], Q]


def live(day: datetime.date) -> Q:
    """Runs on `day` or starts later."""
    return ~INGETROKKEN & (Q(einddatum__isnull=True) | Q(einddatum__gte=day))


def days_after(expression: Any, days: int) -> Func:
    """A date, so many days later; a date still, not a moment."""
    return Func(expression, template=f"(%(expressions)s + {days})", output_field=DateField())


def months_after(expression: Any, months: int) -> Func:
    template = f"(%(expressions)s + interval '{months} months')::date"
    return Func(expression, template=template, output_field=DateField())


class Among(Func):
    """Whether the expression is in a query that stands on its own, with SQL of its own in it."""

    conditional = True
    output_field = BooleanField()

    def __init__(self, expression: Any, rows: QuerySet[Any]) -> None:
        self.rows = rows
        super().__init__(expression)

    def as_sql(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, Any]:  # type: ignore[override]
        (source,) = self.get_source_expressions()
        left, params = compiler.compile(source)
        query = self.rows.query.get_compiler(connection.alias, elide_empty=False)
        inner, more = query.as_sql()
        return f"{left} in ({inner})", [*params, *more]


def referral_until() -> Least:
    """Last day of the referral: a year for a medical one (R-TOE-9), or its own term if sooner.

    The same day as `core.datums.last_day`: from 29 February on it is 28 February.
    """
    day = F("verwijzing__datum")
    year = Func(
        day,
        template="((%(expressions)s + interval '1 year')::date"
        " - (to_char(%(expressions)s, 'MMDD') <> '0229')::int)",
        output_field=DateField(),
    )
    medical = Case(
        When(verwijzing__type__in=MEDISCHE_VERWIJZERS, then=year), output_field=DateField()
    )
    return Least(medical, F("verwijzing__geldig_tot"))


def start_until() -> Func:
    """Last day within the agreed wait: of the contract, else of its perceel (R-BES-5)."""
    weeks = Coalesce(
        "perceelcontract__max_wachttijd_weken",
        "perceelcontract__perceel__max_wachttijd_weken",
        Value(STANDAARD_WEKEN),
        output_field=IntegerField(),
    )
    return Func(F("begindatum"), weeks, arg_joiner=" + 7 * ", template="(%(expressions)s)",
        output_field=DateField())  # fmt: skip


def _successor() -> Q:
    """Another one for the same help that begins within fourteen days after the end."""
    others = Toewijzing.objects.exclude(INGETROKKEN)
    after = others.filter(
        Q(product=OuterRef("product"))
        | Q(perceelcontract__perceel=OuterRef("perceelcontract__perceel")),
        jeugdige=OuterRef("jeugdige"),
        begindatum__gte=OuterRef("einddatum"),
        begindatum__lte=days_after(OuterRef("einddatum"), OPVOLGER_DAGEN),
    ).exclude(pk=OuterRef("pk"))
    following = others.filter(voorganger__isnull=False, voorganger=OuterRef("pk"))  # by its index
    return Q(Exists(following)) | Q(Exists(after))


def _decided() -> Q:
    """Somebody decided about this einddatum; ending earlier is itself such a decision."""
    found = Eindbesluit.objects.filter(toewijzing=OuterRef("pk"), einddatum=OuterRef("einddatum"))
    return Q(status=Toewijzingstatus.BEEINDIGD) | Q(Exists(found))


def _started(day: datetime.date) -> Exists:
    return Exists(Levering.objects.filter(toewijzing=OuterRef("pk"), begindatum__lte=day))


def ends_soon(row: Toewijzing, day: datetime.date) -> bool:
    """Its end is near enough to decide about (eight weeks)."""
    return (
        row.status != Toewijzingstatus.INGETROKKEN
        and row.einddatum is not None
        and day <= row.einddatum <= day + datetime.timedelta(days=EINDIGT_DAGEN)
    )


def ending(actor: Actor, day: datetime.date) -> Q:
    until = day + datetime.timedelta(days=EINDIGT_DAGEN)
    return (
        ~INGETROKKEN
        & Q(begindatum__lte=day, einddatum__gte=day, einddatum__lte=until)
        & ~_decided()
        & ~_successor()
    )


def referral_lapsing(actor: Actor, day: datetime.date) -> Q:
    """Also after it lapsed: who runs on without a referral needs somebody the most."""
    medical = Q(verwijzing__type__in=MEDISCHE_VERWIJZERS) & Q(medisch_vanaf__lte=day)
    own_term = Q(termijn_vanaf__lte=day)
    helped = Levering.objects.filter(toewijzing=OuterRef("pk"), begindatum__lte=day).filter(
        Q(einddatum__isnull=True) | Q(einddatum__gte=day)
    )
    runs_past = Q(einddatum__isnull=True) | Q(einddatum__gt=F("verwijzing_tot"))
    goes_on = Q(Exists(helped)) & ~_decided() & ~_successor()
    return live(day) & (medical | own_term) & (runs_past | goes_on)


def contract_ending(actor: Actor, day: datetime.date) -> Q:
    """Without a next contract of this aanbieder, and not settled on the transfer list."""
    end = F("perceelcontract__einddatum")
    following = Perceelcontract.objects.filter(
        aanbieder=OuterRef("aanbieder"),
        perceel=OuterRef("perceelcontract__perceel"),
        status=Perceelcontractstatus.GELDIG,
        begindatum__lte=days_after(OuterRef("perceelcontract__einddatum"), 1),
    ).filter(Q(einddatum__isnull=True) | Q(einddatum__gt=OuterRef("perceelcontract__einddatum")))
    settled = Overdracht.objects.filter(
        toewijzing=OuterRef("pk"),
        status=Overdrachtstatus.AFGEROND,
        uitkomst__in=[Overdrachtuitkomst.AFSPRAAK, Overdrachtuitkomst.OVERGEZET],
    )
    until = day + datetime.timedelta(days=CONTRACT_DAGEN)
    return (
        live(day)
        & Q(perceelcontract__einddatum__lte=until)
        & (Q(einddatum__isnull=True) | Q(einddatum__gt=end))
        & ~Q(Exists(following))
        & ~Q(Exists(settled))
    )


def _all_stops() -> QuerySet[Maatregel]:
    return Maatregel.objects.filter(
        soort=Maatregelsoort.CLIENTENSTOP, status=Maatregelstatus.GELDIG
    )


def stops(day: datetime.date) -> QuerySet[Maatregel]:
    """Cliëntenstops on the first day that the outer toewijzing can still start (R-CON-4)."""
    start = Greatest(OuterRef("begindatum"), Value(day, output_field=DateField()))
    return _all_stops().filter(
        Q(perceel__isnull=True) | Q(perceel=OuterRef("perceelcontract__perceel")),
        Q(einddatum__isnull=True) | Q(einddatum__gte=start),
        aanbieder=OuterRef("aanbieder"),
        begindatum__lte=start,
    )


def stopped(actor: Actor, day: datetime.date) -> Q:
    """Help that runs goes on, so that is not in it."""
    somewhere = Q(aanbieder__in=_all_stops().values("aanbieder"))  # few: the rest is not looked at
    return live(day) & somewhere & ~Q(_started(day)) & Q(Exists(stops(day)))


def not_started(actor: Actor, day: datetime.date) -> Q:
    return live(day) & Q(begindatum__lt=day, start_uiterlijk__lt=day) & ~Q(_started(day))


def open_transfers() -> QuerySet[Overdracht]:
    """Lines of the outer toewijzing on the transfer list; at most one is open."""
    return Overdracht.objects.filter(toewijzing=OuterRef("pk"), status=Overdrachtstatus.OPEN)


def to_transfer(actor: Actor, day: datetime.date) -> Q:
    return ~INGETROKKEN & Q(Among(F("pk"), lines(actor).filter(nu="").values("toewijzing_id")))


@dataclass(frozen=True)
class Groep:
    """`betekenis` is what it means today, `volgorde` the field the list starts with.

    `acties`: what fits here; `regel`: where it comes from.
    """

    code: str
    titel: Any
    kort: Any
    betekenis: Any
    waarom: Any
    voorwaarde: Voorwaarde
    volgorde: str
    acties: tuple[Actie, ...]
    regel: str

    @property
    def veld(self) -> str:
        """Name of the annotation that says whether a row is in this group."""
        return f"in_{self.code}"

    @property
    def url_naam(self) -> str:
        return f"werklijst-{self.code.replace('_', '-')}"


_ELDERS = (Actie.KLAARZETTEN, Actie.BEEINDIGEN)
GROEPEN: Final[Mapping[str, Groep]] = {
    groep.code: groep
    for groep in (
        Groep(
            "overdracht",
            _("Op de overdrachtslijst"),
            _("overdracht"),
            _("Het contract eindigt door een besluit. Deze jeugdigen moeten ergens anders heen."),
            _("Eerste dag zonder contract"),
            to_transfer,
            "zonder_contract_vanaf",
            _ELDERS,
            "R-CON-3",
        ),
        Groep(
            "clientenstop",
            _("Geraakt door een cliëntenstop"),
            _("cliëntenstop"),
            _("De aanbieder mag niet beginnen. Zonder andere plek krijgt deze jeugdige geen hulp."),
            _("Hoe dringend"),
            stopped,
            "begindatum",
            _ELDERS,
            "R-CON-4",
        ),
        Groep(
            "niet_gestart",
            _("Niet gestart"),
            _("niet gestart"),
            _("De jeugdige wacht langer dan is afgesproken en er is geen start gemeld."),
            _("Hoe lang al"),
            not_started,
            "start_uiterlijk",
            (Actie.HERINNEREN, *_ELDERS),
            "R-BES-5",
        ),
        Groep(
            "contract",
            _("Contract eindigt eerder"),
            _("contract"),
            _("Het contract van de aanbieder stopt voordat de toewijzing stopt."),
            _("Einde van het contract"),
            contract_ending,
            "perceelcontract__einddatum",
            _ELDERS,
            "R-TOE-10",
        ),
        Groep(
            "verwijzing",
            _("Verwijzing verloopt"),
            _("verwijzing"),
            _("De hulp gaat door, maar de verwijzing is bijna of al verlopen."),
            _("Einde van de verwijzing"),
            referral_lapsing,
            "verwijzing_tot",
            (Actie.BESLUITEN, Actie.BEEINDIGEN),
            "R-TOE-9",
        ),
        Groep(
            "eindigt",
            _("Eindigt zonder besluit"),
            _("eindigt"),
            _("De hulp stopt binnen 8 weken en niemand heeft besloten wat erna komt."),
            _("Wanneer"),
            ending,
            "einddatum",
            (Actie.BESLUITEN, Actie.VERLENGEN, Actie.BEEINDIGEN),
            "R-TOE-1",
        ),
    )
}


def prepared(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Toewijzingen with the days that the conditions look at."""
    return rows.annotate(
        verwijzing_tot=referral_until(),
        medisch_vanaf=months_after(F("verwijzing__datum"), MEDISCH_VANAF_MAANDEN),
        termijn_vanaf=months_after(F("verwijzing__geldig_tot"), -TERMIJN_MAANDEN),
        start_uiterlijk=start_until(),
    )
