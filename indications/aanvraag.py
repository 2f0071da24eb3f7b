"""What somebody asks for: the same shape from form, REST body, import row and message.

Every field may be None, for the form is checked while somebody is still typing; what must be there
to file is a rule (`rules.missing`).
"""

import datetime
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Jeugdigegegevens:
    """Personal data on its way to the vault; never logged, `repr` shows nothing."""

    bsn: str | None = field(default=None, repr=False)
    geslachtsnaam: str | None = field(default=None, repr=False)
    voornamen: str | None = field(default=None, repr=False)
    voorvoegsel: str = field(default="", repr=False)
    geboortedatum: datetime.date | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Verdeling:
    """Minutes of the whole period; the three parts come together or not at all (R-TOE-3).

    `aantal_contacten`: visits or sessions in the whole period; may stand alone.
    """

    direct: int | None = None
    indirect: int | None = None
    reistijd: int | None = None
    aantal_contacten: int | None = None

    @property
    def given(self) -> bool:
        return any(part is not None for part in (self.direct, self.indirect, self.reistijd))


@dataclass(frozen=True, slots=True)
class Aanvraag:
    """One toewijzing to file.

    `jeugdige_id` instead of `jeugdige` for a pseudonym the actor may see. `verwijzer`: practice or
    institution; `verwijzing_tot`: last day of its own term (R-TOE-9). `in_plaats_van`: the
    toewijzing that changes or makes way, with which overlap does not count.
    """

    jeugdige: Jeugdigegegevens | None = None
    jeugdige_id: UUID | None = None
    gemeentecode: str | None = None
    aanbieder_agb: str | None = None
    productcode: str | None = None
    begindatum: datetime.date | None = None
    einddatum: datetime.date | None = None
    volume: int | None = None
    eenheid: str | None = None
    frequentie: str | None = None
    verdeling: Verdeling | None = None
    verwijzing_type: str | None = None
    verwijzing_datum: datetime.date | None = None
    verwijzer: str = ""
    verwijzing_tot: datetime.date | None = None
    in_plaats_van: UUID | None = None


@dataclass(frozen=True, slots=True)
class Productregels:
    """The rules of a product as the catalogue has them (R-SEG-2).

    See `contracts.models.Product`.
    """

    id: UUID
    code: str
    naam: str
    begindatum: datetime.date
    einddatum: datetime.date | None
    eenheden: tuple[str, ...]
    frequenties: tuple[str, ...]
    verdeling_toegestaan: bool
    indirecte_tijd: bool
    max_reistijd_minuten: int
    max_duur_maanden: int | None
    max_minuten: int | None
    max_sessies: int | None
    groepsoort: str
    voorbeeldgegeven: bool


@dataclass(frozen=True, slots=True)
class Feiten:
    """What the database knows on the moment of asking; `rules.check` needs nothing else.

    `contract_tot`: last day without a gap of contracts from begindatum on, None when open-ended;
    `tarief_tot`: the same for tariffs. `tarief`: euro per unit on begindatum, None when it depends
    on the location. `overlap`: another toewijzing overlaps; its number and period are told only
    when it is of the own gemeente. `zelfde_plek_tot`: last day of an earlier toewijzing of this
    product at this aanbieder. `levert_hier`: whether delivery was promised in the gemeente on
    begindatum, None when no gemeenten were recorded. `verwijzing_geldig_tot`: term of the same
    referral when it is known already. `woonplaats_bekend`: it is known which gemeente was
    responsible up to or on begindatum; `verantwoordelijk_id` on that day, None after moving out of
    sight; `verhuist_op`: first later day on which it is another than the one that files.
    """

    gemeente_id: UUID | None = None
    product: Productregels | None = None
    aanbieder_id: UUID | None = None
    aanbieder_naam: str = ""
    perceel_naam: str = ""
    via_cpwv: bool = False
    taakgericht: bool = False
    uitgesloten_verwijzing: str | None = None
    perceelcontract_id: UUID | None = None
    contract_tot: datetime.date | None = None
    clientenstop_sinds: datetime.date | None = None
    tarief_aantal: int = 0
    tarief: Decimal | None = None
    tarief_tot: datetime.date | None = None
    jeugdige_id: UUID | None = None
    geboortedatum: datetime.date | None = None
    verwijzing_id: UUID | None = None
    overlap: bool = False
    overlap_nummer: int | None = None
    overlap_begin: datetime.date | None = None
    overlap_eind: datetime.date | None = None
    zelfde_plek_tot: datetime.date | None = None
    lopend: int = 0
    lopend_elders: int = 0
    levert_hier: bool | None = None
    verwijzing_geldig_tot: datetime.date | None = None
    woonplaats_bekend: bool = False
    verantwoordelijk_id: UUID | None = None
    verhuist_op: datetime.date | None = None
