"""The short list of what was decided before, in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from matcher.decisions.words import changed_words, due_words, verdict_words
from matcher.digest.safe import clip, web_address
from matcher.digest.words import count_words
from models.decision import Decided
from models.digest import RankedCall

_ROWS = 10  # most that are named; the rest are counted
_TITLE, _WORDS = 120, 220  # most characters shown


@dataclass(frozen=True, slots=True)
class DecidedView:
    """A call with the decision on it, ready to be read."""

    title: str
    link: str | None
    verdict: str
    news: tuple[str, ...]  # what asks for another look; empty where nothing does


@dataclass(frozen=True, slots=True)
class DecidedList:
    """The calls that were decided before, and how many more there are."""

    rows: tuple[DecidedView, ...]
    left_out: str  # empty where all are named


def decided_list(rows: Sequence[RankedCall]) -> DecidedList:
    """Put the calls with a decision in force into words, in the order given."""
    found = [(row, row.decided) for row in rows if row.decided is not None]
    more = len(found) - _ROWS
    return DecidedList(
        rows=tuple(_view(row, decided) for row, decided in found[:_ROWS]),
        left_out=f"{count_words(more, 'more decision')}: bid-matcher decide list"
        if more > 0
        else "",
    )


def _view(row: RankedCall, decided: Decided) -> DecidedView:
    news = [due_words(decided.due)] if decided.due else []
    news += [changed_words(decided)] if decided.changes else []
    return DecidedView(
        title=clip(row.call.title, _TITLE) or "title not stated",
        link=web_address(row.call.url),
        verdict=clip(verdict_words(decided.decision), _WORDS),
        news=tuple(clip(each, _WORDS) for each in news),
    )
