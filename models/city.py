"""A city as the matcher sees it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from models.need import Need
from models.organisation import Organisation


@dataclass(frozen=True, slots=True)
class Thresholds:
    """What counts as large, as strategic, as a match, as closing soon."""

    large_gbp: Decimal
    strategic_gbp: Decimal
    match_score: float  # 0 to 1: the least score shown to a reader
    closing_soon_days: int
    decisions: int  # how many strategic bids are put up for decision at most
    # Least per award at which a centre, institute, hub or programme is strategic; None: as others.
    strategic_structure_gbp: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Strategy:
    """How the city weighs bids against one another, and what it can carry.

    `capability`, `scale` and `time` are the weights of the parts that make a good
    bid, beside the need it answers; only their proportions count. `returns` says
    what the first, second, ... bid for the same need adds, descending from 1.
    """

    capability: float = 1.0
    scale: float = 1.0
    time: float = 1.0
    returns: tuple[float, ...] = (1.0, 0.4, 0.15)
    leads_at_once: int = 1  # bids that one organisation prepares as lead at a time
    leads_of: Mapping[str, int] = field(default_factory=dict)  # the same, where it differs, by id
    days_per_quarter: float | None = None  # person-days one organisation can give; None: no limit
    days_of: Mapping[str, float] = field(default_factory=dict)  # the same, where it differs, by id


@dataclass(frozen=True, slots=True)
class ExchangeRate:
    """Pounds for one unit of a currency, on a day, from a source."""

    currency: str
    pounds: Decimal
    on: str
    source: str


@dataclass(frozen=True, slots=True)
class Limits:
    """How many calls of a mail are shown in full under each heading; the rest are counted.

    What is put up for decision is few as it is.
    """

    new: int = 12
    changed: int = 12
    closing: int = 10
    decided: int = 8
    silent_days: int = 8  # a source that was not read for longer is named


@dataclass(frozen=True, slots=True)
class CityProfile:
    """Everything the ranking and the digest know about one city."""

    name: str
    ons_code: str
    thresholds: Thresholds
    needs: tuple[Need, ...]
    organisations: tuple[Organisation, ...]
    not_covered: tuple[str, ...] = ()  # funders that no source reads yet
    strategy: Strategy = field(default_factory=Strategy)
    limits: Limits = field(default_factory=Limits)  # of each reader's mail

    def need(self, need_id: str) -> Need:
        """Return the need with that id; KeyError if there is none."""
        for need in self.needs:
            if need.id == need_id:
                return need
        raise KeyError(need_id)

    def organisation(self, organisation_id: str) -> Organisation:
        """Return the organisation with that id; KeyError if there is none."""
        for organisation in self.organisations:
            if organisation.id == organisation_id:
                return organisation
        raise KeyError(organisation_id)
