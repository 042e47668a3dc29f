"""A timetable in one plain sentence: the weeks left, the norm, and what that means."""

from datetime import date

from matcher.digest.words import count_words, day_month_year, sentence_case
from models.norms import SizeNorm
from models.timetable import BidSize, TimeLeft

_BIDS = {
    BidSize.SINGLE: "a bid of one organisation",
    BidSize.PARTNERS: "a bid of several organisations",
    BidSize.PROGRAMME: "a bid for a large programme of several organisations",
}


def time_words(
    norm: SizeNorm,
    left: TimeLeft,
    weeks: int,
    start: date,
    passed: tuple[int, int],
    *,
    staged: bool,
) -> str:
    """Say how many whole weeks are left, what the norm is, and what to do.

    `start` is the latest start, `passed` how many of how many steps lie in the past, `staged`
    whether later deadlines follow. Steps in the past are always named.
    """
    rest = _weeks_left(weeks) + (" to the next of several deadlines" if staged else "")
    if left is TimeLeft.TOO_LATE:
        return f"{_too_late(norm, rest)}{_passed(passed)}."
    takes = f"{rest}; {_takes(norm)}"
    if left is TimeLeft.ENOUGH:
        return f"{sentence_case(takes)}: start by {day_month_year(start)}{_passed(passed)}."
    return (
        f"{sentence_case(takes)} and {norm.minimum.value} at the least: start now{_passed(passed)}."
    )


def undated_words(norm: SizeNorm, left: TimeLeft) -> str:
    """Say that there is no day to plan back from, and how long such a bid takes."""
    if left is TimeLeft.ROLLING:
        return f"The funder takes bids at any time; {_takes(norm)}."
    return f"The deadline is not stated; {_takes(norm)}."


def passed_words(deadline: date, steps: int) -> str:
    """Say that the deadline has passed, and with it every step."""
    every = "its only step" if steps == 1 else f"all {steps} steps"
    return (
        f"The deadline, {day_month_year(deadline)}, has passed, and with it {every};"
        " prepare the next round."
    )


def _too_late(norm: SizeNorm, rest: str) -> str:
    needed = norm.minimum.value
    time = f"{rest}, at least {needed} {'is' if needed == 1 else 'are'} needed"
    if norm.size is BidSize.SINGLE:
        return f"Too late for a new bid of this size: {time}; prepare the next round"
    return (
        f"Too late for a new consortium of this size: {time};"
        " join another's bid or prepare the next round"
    )


def _takes(norm: SizeNorm) -> str:
    first, last = norm.usual_from.value, norm.usual_to.value
    weeks = f"{first}" if first == last else f"{first} to {last}"
    return f"{_BIDS[norm.size]} takes {weeks} weeks by the norm"


def _weeks_left(weeks: int) -> str:
    if weeks == 0:
        return "less than a week is left"
    return f"{count_words(weeks, 'week')} {'is' if weeks == 1 else 'are'} left"


def _passed(passed: tuple[int, int]) -> str:
    number, steps = passed
    return f" (by the norm {number} of {steps} steps should be done already)" if number else ""
