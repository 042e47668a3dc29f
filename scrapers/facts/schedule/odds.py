"""What a second reader thinks a day is, and what comes of its opinion and the rules' together.

The rules go by turns of phrase, the second reader by what it has learned from labelled
passages; both are right more often together than either alone (docs/facts.md).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from scrapers.facts.days import NamedDay
from scrapers.facts.schedule.day_sense import Sense

_RULES = 0.4  # weight of the rules' opinion, which is a whole yes or no
_ENOUGH = 0.5  # least share of the opinions together that makes a day an opening or a closing
_SURE = 0.7  # least share that leaves no doubt: the rules say so, and so does the judge


@dataclass(frozen=True, slots=True)
class Odds:
    """How likely applications open or close on a day, each from 0 to 1; what is left is neither."""

    opens: float
    closes: float


class DayJudge(Protocol):
    """Says what the days of a text are, from the words around them."""

    def __call__(self, text: str, days: Sequence[NamedDay]) -> Sequence[Odds | None]:
        """Return one opinion a day, in their order; None for a day that it does not judge."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a day is."""

    sense: Sense
    sure: bool = True  # false where only one of the two says so


def agreed(senses: Sequence[Sense], odds: Sequence[Odds | None]) -> list[Verdict]:
    """Return what each day is, once both have been heard; unsure where one was not."""
    return [_agreed(sense, one) for sense, one in zip(senses, odds, strict=True)]


def _agreed(sense: Sense, odds: Odds | None) -> Verdict:
    if odds is None:
        return Verdict(sense, sure=False)
    likely = {Sense.OPENS: odds.opens, Sense.CLOSES: odds.closes}
    for one, share in likely.items():
        together = _RULES * (sense is one) + (1 - _RULES) * share
        if together >= _ENOUGH:
            return Verdict(one, sure=together >= _SURE)
    return Verdict(Sense.OTHER if sense in likely else sense)
