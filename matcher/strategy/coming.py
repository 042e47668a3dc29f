"""What opens next, beside when work on it has to begin: announced calls and expected rounds. Pure.

`pipeline.py` says which rounds are expected; here stands what a city makes of them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from matcher.strategy.pipeline import expected_rounds
from matcher.strategy.scale import assess_scale
from matcher.strategy.scoping import Background, planned
from models.call import Call
from models.digest import RankedCall
from models.pipeline import ExpectedOpening, Round
from models.scale import Scale
from models.timetable import Timetable


@dataclass(frozen=True, slots=True)
class Coming:
    """What opens next, with its call and plan where the call is announced and answers a need."""

    opening: ExpectedOpening
    row: RankedCall | None
    timetable: Timetable | None
    is_large: bool  # worth starting early for: not known to be small

    @property
    def begins(self) -> date:
        """The day from which somebody has to work on it; the last of all days if unknown."""
        start = self.timetable.latest_start if self.timetable else None
        return min(filter(None, (start, self.opening.on)), default=date.max)


def coming(
    ranked: Iterable[RankedCall],
    rounds: Sequence[Round],
    background: Background,
    as_of: datetime,
) -> list[Coming]:
    """Return announced calls that answer a need, and expected rounds, the next to start first.

    `ranked` are the city's calls, `rounds` all that are stored, each on its own page.
    """
    answering = {row.call.key: row for row in ranked if row.needs and not row.dismissed}
    calls = {each.call.key: each.call for each in rounds}
    found = []
    for opening in expected_rounds(rounds, as_of):
        large = _is_large(calls[opening.key], background)
        row = None if opening.estimated else answering.get(opening.key)
        if row is not None:
            found.append(Coming(opening, row, planned(row, background, as_of), large))
        elif opening.estimated:
            found.append(Coming(opening, None, None, large))
    return sorted(found, key=lambda each: (each.begins, each.opening.title, each.opening.key))


def _is_large(call: Call, background: Background) -> bool:
    scale = assess_scale(call, background.profile.thresholds, background.rates).scale
    return scale is not Scale.SMALL
