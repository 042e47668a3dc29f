"""What opens next: announced calls, and schemes whose past rounds suggest another. Pure.

An estimate is the last opening plus the median interval between openings; where
openings are stated less often than deadlines, the same with deadlines, and it
says so. It is made only where the past is regular and not too long ago.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from matcher.digest.words import LONDON, day_month_year, doubt_words, list_words
from matcher.identity.designators import SERIAL, serial_number
from matcher.strategy.schemes import schemes_of
from models.call import Call, CallStatus, DeadlineKind
from models.pipeline import ExpectedOpening, OpeningBasis, Round

# The same round listed on two sites may state days that are a little apart.
_ONE_ROUND = timedelta(days=14)
# The longest and the shortest interval may differ by half the median: yearly rounds that move
# by three months either way are still regular, one missed year is not.
_MOST_SPREAD = 0.5
# Of two rounds further apart, one between may not have been seen; three show that it is the rule.
_LONGEST_OF_TWO = 800  # days: two years and some weeks
_NUMBERED = SERIAL - {"year"}  # a scheme may skip a year, but no number
_LISTED = 4  # past days written out in a sentence


class _Dated(NamedTuple):
    day: date
    call: Call


def expected_rounds(calls: Sequence[Round], as_of: datetime) -> tuple[ExpectedOpening, ...]:
    """Return announced calls and expected rounds by day, those without a day last.

    A scheme needs two past rounds with a day. There is no estimate where intervals differ
    too much, where a round in between seems not to have been seen, where the next day has
    passed by more than one interval, where the scheme now takes bids at any time, or where its
    next round is announced with a day. Call keys must be unique; `as_of` is aware.
    """
    found = [opening for scheme in schemes_of(calls) for opening in _openings_of(scheme, as_of)]
    return tuple(sorted(found, key=lambda each: (each.on or date.max, each.title, each.key)))


def _openings_of(scheme: Sequence[Round], as_of: datetime) -> Iterator[ExpectedOpening]:
    announced = [each.call for each in scheme if _is_announced(each.call, as_of)]
    for call in announced:
        yield _announced(call, as_of)
    if all(call.opens_at is None for call in announced):
        past = [each.call for each in scheme if not _is_announced(each.call, as_of)]
        estimate = _estimate(past, as_of)
        if estimate is not None:
            yield estimate


def _is_announced(call: Call, as_of: datetime) -> bool:
    return call.status(as_of) is CallStatus.FORECASTED


def _announced(call: Call, as_of: datetime) -> ExpectedOpening:
    day = None if call.opens_at is None else _london_day(call.opens_at)
    if day is None:
        words = "Announced; the opening day is not stated."
    elif day < _london_day(as_of):
        words = f"Announced to open on {day_month_year(day)}, which has passed."
    else:
        words = f"Announced: opens on {day_month_year(day)}{doubt_words(call, 'opens_at')}."
    return ExpectedOpening(
        call.key, call.title, call.funder, call.url, OpeningBasis.STATED, day, (), None, words
    )


def _estimate(calls: Sequence[Call], as_of: datetime) -> ExpectedOpening | None:
    if any(_takes_any_time(call, as_of) for call in calls):
        return None
    basis, rounds = _past_rounds(calls)
    if len(rounds) < 2 or any(_skips_a_number(*pair) for pair in pairwise(rounds)):
        return None
    days = tuple(each.day for each in rounds)
    interval = _regular_interval(days)
    today = _london_day(as_of)
    if interval is None or days[-1] + 2 * timedelta(days=interval) < today:
        return None
    expected = days[-1] + timedelta(days=interval)
    newest = rounds[-1].call
    words = _estimate_words(basis, expected, days, interval, today)
    return ExpectedOpening(
        newest.key, newest.title, newest.funder, newest.url, basis, expected, days, interval, words
    )


def _takes_any_time(call: Call, as_of: datetime) -> bool:
    return call.deadline_kind is DeadlineKind.ROLLING and call.status(as_of) is CallStatus.OPEN


def _past_rounds(calls: Sequence[Call]) -> tuple[OpeningBasis, list[_Dated]]:
    """Take the rounds by opening, or by first deadline where more of them state that."""
    openings = _apart(_Dated(_london_day(c.opens_at), c) for c in calls if c.opens_at is not None)
    deadlines = _apart(_Dated(_london_day(c.deadlines[0]), c) for c in calls if c.deadlines)
    if len(openings) >= len(deadlines):
        return OpeningBasis.FROM_OPENINGS, openings
    return OpeningBasis.FROM_DEADLINES, deadlines


def _apart(days: Iterable[_Dated]) -> list[_Dated]:
    """Put days in order, and leave out those that belong to the round before."""
    kept: list[_Dated] = []
    for each in sorted(days, key=lambda dated: (dated.day, dated.call.key)):
        if not kept or each.day - kept[-1].day > _ONE_ROUND:
            kept.append(each)
    return kept


def _skips_a_number(before: _Dated, after: _Dated) -> bool:
    """Whether the titles show that a round between the two was not seen."""
    for kind in _NUMBERED:
        earlier = serial_number(before.call.title, kind)
        later = serial_number(after.call.title, kind)
        if earlier is not None and later is not None and later - earlier > 1:
            return True
    return False


def _regular_interval(days: Sequence[date]) -> int | None:
    """Return the median interval in whole days; None where the past does not show one."""
    intervals = [(later - earlier).days for earlier, later in pairwise(days)]
    middle = median(intervals)
    if len(intervals) == 1 and middle > _LONGEST_OF_TWO:
        return None
    return round(middle) if max(intervals) - min(intervals) <= _MOST_SPREAD * middle else None


def _estimate_words(
    basis: OpeningBasis, expected: date, days: tuple[date, ...], interval: int, today: date
) -> str:
    by_opening = basis is OpeningBasis.FROM_OPENINGS
    what, had = ("opening", "that opened") if by_opening else ("deadline", "with deadlines")
    late = ", which has passed" if expected < today else ""
    if len(days) <= _LISTED:
        when = f"on {list_words(tuple(map(day_month_year, days)))}"
    else:
        when = f"between {day_month_year(days[0])} and {day_month_year(days[-1])}"
    middle = "" if len(days) == 2 else " by the median"
    return (
        f"Next {what} expected about {day_month_year(expected)}{late}: an estimate from"
        f" {len(days)} rounds {had} {when}, {interval} days apart{middle}."
    )


def _london_day(moment: datetime) -> date:
    return moment.astimezone(LONDON).date()
