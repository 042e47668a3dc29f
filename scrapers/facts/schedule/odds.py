"""What a second reader thinks a day is, and what comes of its opinion and the rules' together.

The rules go by turns of phrase, the second reader by what it has learned from labelled
passages; both are right more often together than either alone (docs/facts.md).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from scrapers.facts.days import NamedDay
from scrapers.facts.schedule.day_sense import Sense

_RULES = 0.25  # weight of the rules' opinion, which is a whole yes or no
_ENOUGH = 0.5  # least share of the opinions together that makes a day an opening or a closing


@dataclass(frozen=True, slots=True)
class Odds:
    """How likely applications open or close on a day, each from 0 to 1; what is left is neither."""

    opens: float
    closes: float


class DayJudge(Protocol):
    """Says what the days of a text are, from the words around them."""

    def __call__(self, text: str, days: Sequence[NamedDay]) -> Sequence[Odds | None]:
        """Return one opinion a day, in their order; None for a day that it does not judge."""


def agreed(senses: Sequence[Sense], odds: Sequence[Odds | None]) -> list[Sense]:
    """Return what each day is, once both have been heard. A day that was not judged stays."""
    return [_agreed(sense, one) for sense, one in zip(senses, odds, strict=True)]


def _agreed(sense: Sense, odds: Odds | None) -> Sense:
    if odds is None:
        return sense
    likely = {Sense.OPENS: odds.opens, Sense.CLOSES: odds.closes}
    for one, share in likely.items():
        if _RULES * (sense is one) + (1 - _RULES) * share >= _ENOUGH:
            return one
    return Sense.OTHER if sense in likely else sense
