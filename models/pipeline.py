"""What may be started on before its call opens: announced calls, and schemes that come again."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from models.call import Call


@dataclass(frozen=True, slots=True)
class Round:
    """A call as one round of a scheme."""

    call: Call
    previous_key: str | None = None  # of the round before at the same address, if there is one


class OpeningBasis(StrEnum):
    """What the day of an expected opening rests on."""

    STATED = "stated by the call"
    FROM_OPENINGS = "estimated from past openings"
    FROM_DEADLINES = "estimated from past deadlines"  # then the day is that of a deadline


@dataclass(frozen=True, slots=True)
class ExpectedOpening:
    """A call that is announced, or the next round of a scheme as its past rounds suggest.

    An estimate is no promise: a funder may change or end a scheme.
    """

    key: str  # of the announced call, or of the scheme's newest round
    title: str  # of the same
    funder: str | None
    url: str
    basis: OpeningBasis
    on: date | None  # UK day; None: announced without a day
    made_from: tuple[date, ...]  # of past rounds, ascending; empty where the day is stated
    interval_days: int | None  # median between them; None where the day is stated
    words: str  # one sentence for a reader

    @property
    def estimated(self) -> bool:
        """Whether the day is an estimate."""
        return self.basis is not OpeningBasis.STATED
