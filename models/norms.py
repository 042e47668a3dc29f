"""How long bids take and how much work they are: norms, each with what it rests on."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from models.timetable import BidSize


class Basis(StrEnum):
    """Whether a source states a figure, or the project assumes it."""

    SOURCE = "source"
    ASSUMPTION = "assumption"


@dataclass(frozen=True, slots=True)
class Ground:
    """What a figure rests on."""

    basis: Basis
    note: str  # what the sources say, or why the assumption is made
    sources: tuple[str, ...]  # as a reader should see them; empty for an assumption

    @property
    def words(self) -> str:
        """One line for a reader: the note with its sources, or that it is an assumption."""
        if self.basis is Basis.ASSUMPTION:
            return f"{self.note} (an assumption: no source states it)"
        return f"{self.note} ({'; '.join(self.sources)})"


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of weeks or person-days, and what it rests on."""

    value: int
    ground: Ground


@dataclass(frozen=True, slots=True)
class StepNorm:
    """A step of a bid and when it has to be done: in weeks or in working days, never both."""

    name: str
    weeks: int | None  # before the day of the deadline
    working_days: int | None  # before the day of the deadline
    ground: Ground


@dataclass(frozen=True, slots=True)
class SizeNorm:
    """What a bid of one size takes. Steps are in their order, the first the longest before."""

    size: BidSize
    usual_from: Figure  # weeks of preparation by the norm
    usual_to: Figure
    minimum: Figure  # weeks: the least for a new consortium
    lead_days: Figure  # person-days of the organisation that leads
    partner_days: Figure  # person-days of each other organisation
    steps: tuple[StepNorm, ...]


@dataclass(frozen=True, slots=True)
class Norms:
    """The norms of every size, and what makes a bid a large programme."""

    sizes: Mapping[BidSize, SizeNorm]  # all of them
    programme_times: Decimal  # a programme begins at so many times the strategic threshold
    programme_ground: Ground
