"""What the city decides about a call: go, watch or no-go; and what became of the bid."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum

from models.money import Money


class DecisionVerdict(StrEnum):
    """What is to be done about a call."""

    GO = "go"  # a bid is prepared
    WATCH = "watch"  # look again later
    NO_GO = "no-go"


class OutcomeKind(StrEnum):
    """What became of a bid."""

    SUBMITTED = "submitted"
    WON = "won"
    LOST = "lost"
    WITHDRAWN = "withdrawn"  # by the bidders


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One thing that became of a bid, on a day. ValueError for a time without a zone."""

    kind: OutcomeKind
    on: date
    amount: Money | None = None  # asked for or won; None: nobody said
    recorded_at: datetime  # aware

    def __post_init__(self) -> None:
        _check_zone(self.recorded_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One decision on a call as a whole.

    Raises ValueError for a time without a zone, for no reason or owner, for a day to
    revisit that is not after the decision or not of a watch, and for an outcome of
    anything but a go.
    """

    city: str  # folder of the city
    call_key: str
    verdict: DecisionVerdict
    decided_at: datetime  # aware
    reason: str
    owner: str  # a role or an organisation. No person's name is needed
    revisit_on: date | None = None  # of a watch; None: no day was set
    outcomes: tuple[Outcome, ...] = ()  # in the order they were recorded
    id: int | None = None  # given by the store
    withdrawn_at: datetime | None = None  # since then it counts no more

    def __post_init__(self) -> None:
        _check_zone(self.decided_at)
        if not self.reason.strip() or not self.owner.strip():
            raise ValueError("a decision needs a reason and an owner")
        if self.outcomes and self.verdict is not DecisionVerdict.GO:
            raise ValueError(f"only a go has an outcome, not a {self.verdict}")
        if self.revisit_on is not None:
            self._check_revisit(self.revisit_on)

    def _check_revisit(self, day: date) -> None:
        if self.verdict is not DecisionVerdict.WATCH:
            raise ValueError(f"only a watch has a day to revisit, not a {self.verdict}")
        if day <= self.decided_at.astimezone(UTC).date():  # the zone that a store gives back
            raise ValueError(f"the day to revisit, {day}, is not after the decision")

    @property
    def outcome(self) -> Outcome | None:
        """What became of the bid, as it was recorded last."""
        return self.outcomes[-1] if self.outcomes else None

    @property
    def age(self) -> tuple[datetime, int]:
        """What decisions are ordered by, ascending from the oldest."""
        return self.decided_at, self.id or 0


@dataclass(frozen=True, slots=True)
class Decided:
    """The decision in force on a call, beside what the call says now."""

    decision: Decision
    changes: tuple[str, ...] = ()  # facts that matter and are not as they were, in words
    due: date | None = None  # the day to look at a watch again, once it has come

    @property
    def news(self) -> bool:
        """Whether there is something to decide anew."""
        return bool(self.changes) or self.due is not None

    @property
    def put_aside(self) -> bool:
        """Whether readers are to be spared the call: a no-go whose facts are as they were."""
        return self.decision.verdict is DecisionVerdict.NO_GO and not self.changes


def newest(decisions: Iterable[Decision]) -> Decision | None:
    """Return the decision in force of those on one call: the newest that was not withdrawn."""
    standing = (each for each in decisions if each.withdrawn_at is None)
    return max(standing, key=lambda each: each.age, default=None)


def _check_zone(moment: datetime) -> None:
    if moment.tzinfo is None:
        raise ValueError(f"time without a zone: {moment.isoformat()}")
