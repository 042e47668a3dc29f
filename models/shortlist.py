"""The strategic shortlist: a few bids chosen together, each scoped far enough to decide on."""

from dataclasses import dataclass
from datetime import datetime

from models.ambition import Ambition
from models.consortium import Consortium
from models.digest import RankedCall
from models.timetable import Timetable


@dataclass(frozen=True, slots=True)
class Part:
    """One part of what a bid is worth to the city."""

    name: str  # "need", "capability", "scale", "time"
    points: float  # 0 to 1
    weight: float  # share of the parts beside the need, as city.yaml sets it; 1 for the need
    reason: str


@dataclass(frozen=True, slots=True)
class Value:
    """What a bid is worth: how well it answers needs, times how good a bid it is."""

    total: float  # 0 to 1: need points times the weighted mean of the other parts
    parts: tuple[Part, ...]  # the need first


@dataclass(frozen=True, slots=True)
class Cover:
    """How far a bid covers a need within the set."""

    need_id: str
    gain: float  # 0 to 1: fit times how good a bid it is
    place: int  # 1: the best of the set for this need; later places count less


@dataclass(frozen=True, slots=True)
class Bid:
    """One call of the set with everything a decision needs."""

    row: RankedCall
    value: Value
    covers: tuple[Cover, ...]  # what counts most first
    ambition: Ambition
    consortium: Consortium
    timetable: Timetable
    pinned: bool
    chosen_share: float  # share of the resampled choices that had it, 0 to 1
    next_key: str | None  # which call comes in if this one falls


@dataclass(frozen=True, slots=True)
class Uncovered:
    """A need that no bid of the set covers, and whether any call could."""

    need_id: str
    weight: float
    words: str  # "no open call answers it", "... only small ones", "... left out of the set"


@dataclass(frozen=True, slots=True)
class Effort:
    """Work on the set that falls to one organisation in one quarter."""

    organisation_id: str
    quarter: str  # "2026-Q4"
    days: float  # person-days
    capacity: float | None  # person-days; None: the city states none


@dataclass(frozen=True, slots=True)
class Shortlist:
    """The few bids put up for decision, chosen together."""

    city: str
    as_of: datetime
    bids: tuple[Bid, ...]  # worth most first
    reserves: tuple[RankedCall, ...]  # the calls named by `next_key`, each once
    uncovered: tuple[Uncovered, ...]  # the weightiest first
    effort: tuple[Effort, ...]
    too_late: tuple[RankedCall, ...]  # strategic calls for which no new bid can be made in time
    considered: int  # strategic calls that were chosen among
    covered: float  # weighted need covered, as a share of all the city's weight
    problems: tuple[str, ...]  # constraints that could not all be met, a sentence each


@dataclass(frozen=True, slots=True)
class Compared:
    """What one way of choosing the same number of bids covers."""

    way: str
    covered: float  # as `Shortlist.covered`
    needs: int  # that have an answer
    bids: int
