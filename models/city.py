"""A city as the matcher sees it."""

from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class ExchangeRate:
    """Pounds for one unit of a currency, on a day, from a source."""

    currency: str
    pounds: Decimal
    on: str
    source: str


@dataclass(frozen=True, slots=True)
class CityProfile:
    """Everything the ranking and the digest know about one city."""

    name: str
    ons_code: str
    thresholds: Thresholds
    needs: tuple[Need, ...]
    organisations: tuple[Organisation, ...]
    not_covered: tuple[str, ...] = ()  # funders that no source reads yet

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
