"""What a reader's habit can hang on: a few plain facts of a call beside a need."""

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from models.call import Call, CallStatus
from models.match import Match
from models.scale import Scale, Track

SOON_DAYS, LATER_DAYS = 30, 90  # days left that part the bands of time
_FEW_WORDS = 0.1  # a share of the need's best match in words; below it none are shared to speak of


class HabitKind(StrEnum):
    """The facts that are looked at. Each has a few values, and a match at most one of them."""

    NEED = "need"
    FUNDER = "funder"
    SOURCE = "source"
    TRACK = "track"
    SCALE = "scale"
    WORDS = "words"  # by meaning alone, or by words too
    TIME = "time"  # what was left when it was looked at


class Habit(NamedTuple):
    """One such fact with its value, e.g. funder: nihr."""

    kind: HabitKind
    value: str


def habits_of(
    call: Call, match: Match, scale: Scale, track: Track, at: datetime
) -> tuple[Habit, ...]:
    """Return what a habit could hang on for this call, this need and this moment (aware).

    What is not known is left out: a call without a funder has no habit of a funder.
    """
    found = [
        Habit(HabitKind.NEED, match.target_id),
        Habit(HabitKind.SOURCE, call.source),
        Habit(HabitKind.TRACK, track.value),
        Habit(HabitKind.SCALE, scale.value),
        Habit(HabitKind.TIME, _time(call, at)),
        *_funder(call),
        *_words(match),
    ]
    return tuple(sorted(found))


def _funder(call: Call) -> Iterator[Habit]:
    name = " ".join((call.funder or "").casefold().split())
    if name:
        yield Habit(HabitKind.FUNDER, name)


def _words(match: Match) -> Iterator[Habit]:
    for feature in match.explanation.features:
        if feature.name == "words":
            shared = feature.value >= _FEW_WORDS
            yield Habit(HabitKind.WORDS, "shared" if shared else "none shared")


def _time(call: Call, at: datetime) -> str:
    if call.status(at) is CallStatus.FORECASTED:
        return "not open yet"
    closes = call.closes_at(at)
    if closes is None:
        return "no date stated"
    days = (closes - at).days
    if days < SOON_DAYS:
        return f"closes within {SOON_DAYS} days"
    return f"closes within {LATER_DAYS} days" if days < LATER_DAYS else "closes later"
