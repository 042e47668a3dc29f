"""When the work on a bid has to begin, planned back from its deadline."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class BidSize(StrEnum):
    """How many organisations write a bid together, which decides how long it takes."""

    SINGLE = "one organisation"
    PARTNERS = "several organisations"
    PROGRAMME = "a large programme of several organisations"


class TimeLeft(StrEnum):
    """Whether the time left is enough for a bid of its size."""

    ENOUGH = "enough"
    TIGHT = "tight"  # less than the norm, more than the least
    TOO_LATE = "too late"  # less than the least for a new consortium
    NOT_STATED = "not stated"  # no deadline is known
    ROLLING = "rolling"  # the funder takes bids at any time


@dataclass(frozen=True, slots=True)
class Milestone:
    """A step that has to be done by a day. Working days only."""

    name: str
    on: date
    why: str  # the norm it was planned by, with its source
    passed: bool  # whether it lies before the day of planning


@dataclass(frozen=True, slots=True)
class Timetable:
    """The steps of one bid, ascending, and what they mean in plain words."""

    size: BidSize
    deadline: date | None
    latest_start: date | None  # a bid begun later has less time than the norm
    milestones: tuple[Milestone, ...]
    left: TimeLeft
    words: str  # one sentence for a reader
