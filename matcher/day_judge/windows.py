"""How a day is shown to the model: marked, among the words around it. Pure.

Days are replaced by marks, since which day it is says nothing of what it is; only
whether the others come before or after it does.
"""

from collections.abc import Sequence
from datetime import date

from scrapers.facts.days import NamedDay

SHOWN, UNDATED, EARLIER, LATER, SAME = MARKS = tuple(f"[unused{n}]" for n in range(1, 6))
"""The day that is asked about, and the others: without a year, before it, after it, itself again.
These words are in the vocabulary of BERT for such use, and stand for nothing before training."""

_BEFORE = 450  # characters of the text, marks included, that are shown before the day
_AFTER = 300


def windows(text: str, days: Sequence[NamedDay]) -> list[str | None]:
    """Return what the model is shown of each day; None for one that no calendar has."""
    # Nothing that a page writes is taken for a mark.
    between = _between(text.replace("[unused", "(unused"), days)
    dates = [_date(day) for day in days]
    return [
        None if own is None else _window(between, [_mark(own, other) for other in dates], place)
        for place, own in enumerate(dates)
    ]


def _between(text: str, days: Sequence[NamedDay]) -> list[str]:
    """Return the words before each day, and last those after all of them."""
    found, reached = [], 0
    for day in days:
        found.append(text[reached : max(reached, day.start)])
        reached = max(reached, day.end)
    return [*found, text[reached:]]


def _date(day: NamedDay) -> date | None:
    moment = day.moment(closing=False)
    return moment.date() if moment else None


def _mark(own: date, other: date | None) -> str:
    if other is None:
        return UNDATED
    return EARLIER if other < own else LATER if other > own else SAME


def _window(between: Sequence[str], marks: Sequence[str], place: int) -> str:
    ahead = "".join(
        f"{words} {mark} " for words, mark in zip(between[:place], marks[:place], strict=True)
    )
    rest = between[place + 1 :]
    behind = rest[0] + "".join(
        f" {mark} {words}" for mark, words in zip(marks[place + 1 :], rest[1:], strict=True)
    )
    shown = f"{(ahead + between[place])[-_BEFORE:]} {SHOWN} {behind[:_AFTER]}"
    return shown.replace("\n", " ; ")
