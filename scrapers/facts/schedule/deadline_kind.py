"""How a call closes: once, in steps or several times, at no set day, or nobody knows."""

from collections.abc import Sequence
from datetime import datetime

from models.call import DeadlineKind
from scrapers.facts.days import NamedDay
from scrapers.facts.hints import hinted, matches
from scrapers.facts.passages import Span, passage_at
from scrapers.facts.schedule import kind_words as words

_NEAR = 600  # characters to either side of a closing in which a step can be its own
# One of these stands in every sentence that says that a call closes several times, or never.
_SEVERAL = (
    *(
        "deadline",
        "closing date",
        "cut-off",
        "cut off",
        "cutoff",
        "submission date",
        "round",
        "window",
    ),
    *(
        "year",
        "annually",
        "panel",
        "meeting",
        "no later",
        "month",
        "term",
        "quarter",
        "dates",
        "end of",
        "day of",
        "beginning of",
        "middle of",
    ),
    *(
        "assessments",
        "defer",
        "held",
        "carried",
        "moved",
        "rolled",
        "following",
        "kept",
        "considered",
        "monthly",
        "quarterly",
    ),
)
_ROLLING = (
    *("any time", "anytime", "any point", "whenever", "all the time", "year", "continu", "ongoing"),
    *("deadline", "closing", "cut-off", "cutoff", "cut off", "end date", "rolling", "ended"),
    *(
        "as they",
        "as and when",
        "always open",
        "permanent",
        "indefinite",
        "open until",
        "until the money",
        "until the fund",
        "until the budget",
        "until all",
        "first-come",
        "first come",
        "close",
    ),
)


def kind_of(
    text: str,
    title: str,
    spans: Sequence[Span],
    closing: Sequence[NamedDay],
    deadlines: Sequence[datetime],
) -> tuple[DeadlineKind, int | None]:
    """Return how a call closes and where the text says so; without a place, the title does."""
    first = closing[0].start if closing else None
    several = _several(text, spans, closing, deadlines)
    if several is not None:
        return DeadlineKind.STAGED, several
    if first is not None and words.STEPS.search(title):
        return DeadlineKind.STAGED, None
    rolling = _rolling(text, spans)
    if rolling is not None:  # with a closing, and yet at any time: it is one of several
        dated = words.DEADLINES_TOO.search(text) if first is None else None
        first = dated.start() if dated else first
        return (DeadlineKind.ROLLING, rolling) if first is None else (DeadlineKind.STAGED, first)
    if first is not None and (deadlines or any(day.year is None or not day.day for day in closing)):
        return DeadlineKind.FIXED, first
    repeated = words.REVIEWED.search(text) or words.IN_STEPS.search(text)
    return (DeadlineKind.STAGED, repeated.start()) if repeated else (DeadlineKind.UNKNOWN, None)


def _rolling(text: str, spans: Sequence[Span]) -> int | None:
    """Find the words that say that applications come in at any time."""
    for start, _ in matches(words.ROLLING, text, hinted(text, spans, _ROLLING)):
        if not words.NOT_ROLLING.search(text[slice(*spans[passage_at(spans, start)])]):
            return start
    return None


def _several(
    text: str,
    spans: Sequence[Span],
    closing: Sequence[NamedDay],
    deadlines: Sequence[datetime],
) -> int | None:
    """Find the words that say that there are several closings, or steps beside a closing."""
    said = next(matches(words.CUT_OFFS, text, hinted(text, spans, _SEVERAL)), None)
    if said:
        return said[0]
    if rounds := words.TWO_ROUNDS.search(text):
        return rounds.start()
    if closing and (len(deadlines) > 1 or len({(day.day, day.month) for day in closing}) > 1):
        return closing[0].start
    return next((place for day in closing if (place := _step_near(text, day)) is not None), None)


def _step_near(text: str, day: NamedDay) -> int | None:
    """Find the words near a closing that say that it is one of several steps or rounds."""
    begin, end = max(0, day.start - _NEAR), day.end + _NEAR
    for pattern in (words.STEPS, words.IN_STEPS, words.REVIEWED):
        if said := pattern.search(text, begin, end):
            return said.start()
    return None
