"""What a choice is made from, and what it says."""

from collections.abc import Mapping
from dataclasses import dataclass, field

Slot = tuple[str, str]  # (organisation id, month "2026-11" or quarter "2026-Q4")


@dataclass(frozen=True, slots=True)
class Option:
    """A bid for a call with one organisation in the lead."""

    lead: str  # organisation id; "" where nobody is known
    effort: Mapping[Slot, float]  # person-days by (organisation, quarter)
    busy: frozenset[Slot]  # (organisation, month) in which the lead's team prepares it


@dataclass(frozen=True, slots=True)
class Candidate:
    """A call that could be chosen. Without options nobody can lead it: it is never chosen."""

    key: str
    gains: Mapping[str, float]  # by need id, 0 to 1: how far a bid would answer the need
    options: tuple[Option, ...]  # the preferred lead first


@dataclass(frozen=True, slots=True)
class Limits:
    """What the set has to keep to."""

    size: int  # at most so many bids
    capacity: Mapping[Slot, float] = field(default_factory=dict)  # person-days; absent: no limit
    leads_at_once: Mapping[str, int] = field(default_factory=dict)  # by organisation; absent: 1
    pinned: frozenset[str] = frozenset()
    excluded: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Pick:
    """A chosen bid: who leads it, and (need id, gain, place) for each need it answers.

    Place 1 is the best of the set for that need. What counts most stands first.
    """

    key: str
    option: Option
    covers: tuple[tuple[str, float, int], ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """A set of bids, by key; its weighted need covered; what could not be met, a sentence each."""

    picks: tuple[Pick, ...]
    value: float
    problems: tuple[str, ...] = ()
