"""Days of a list, which say only together with its head what they are."""

import re
from collections.abc import Iterator, Sequence

from scrapers.facts.days import DAY, LISTED, NamedDay
from scrapers.facts.passages import Span, passage_at
from scrapers.facts.schedule.day_place import GAP, REACH
from scrapers.facts.schedule.other_words import (
    HEAD_OF_CLOSINGS,
    LIST_OF_CLOSINGS,
    OTHER,
    OTHER_DEADLINE,
)
from scrapers.facts.schedule.words import CLOSES, OPENS

_MARK = re.compile(r"\n(?:[-•*] )?|\s[-•*]\s|;\s|(?<=\d[.])\s")  # what begins an entry of a list
_ITEM = re.compile(rf"(?:{_MARK.pattern})(?:[a-z]{{3,6}}day,?\s)?$", re.IGNORECASE)
_HEAD = 160  # longest sentence or heading that can announce a list of closings
_ENTRY_WORDS = re.compile(r"\W*(?:[\w’']+\W+){0,5}")  # "Round 2:", "Spring panel –"


def closings_of_lists(text: str, spans: Sequence[Span], days: Sequence[NamedDay]) -> set[int]:
    """Find days that begin the entries of a list headed "the deadlines are:" or the like."""
    found: list[int] = []
    for place, day in enumerate(days):
        head = text[max(0, day.start - REACH) : day.start]
        dated = DAY.search(text, day.start)  # past a time that stands before it: "12 noon on:"
        led = head + text[day.start : dated.start()] if dated else head
        listed = LIST_OF_CLOSINGS.search(head) or LIST_OF_CLOSINGS.search(led)
        if listed and not OTHER_DEADLINE.search(head):
            found.append(place)
        elif found and _ITEM.search(head[-20:]):
            last = days[found[-1]].end
            marks = _MARK.findall(text, last, day.start)
            if (
                day.start - last < GAP
                and len(marks) == 1
                and _may_follow(text, spans, day, marks[0])
            ):
                found.append(place)
    return {*found, *_announced(text, spans, days)}


def _may_follow(text: str, spans: Sequence[Span], day: NamedDay, mark: str) -> bool:
    """Whether an entry is one of the list; a new sentence is where it says nothing else."""
    rest = text[day.end : spans[passage_at(spans, day.start)][1]]
    return mark != " " or not OTHER.search(rest)


def _announced(text: str, spans: Sequence[Span], days: Sequence[NamedDay]) -> Iterator[int]:
    """Find days in the sentences below one that speaks of deadlines and names none itself."""
    at = [passage_at(spans, day.start) for day in days]
    for place, index in enumerate(at):
        opens_list = place == 0 or at[place - 1] < index
        if opens_list and _headed(text, spans, index, at[place - 1] if place else -1):
            yield from _entries(text, spans, days, at, place)


def _headed(text: str, spans: Sequence[Span], index: int, before: int) -> bool:
    """Whether the sentence above, or the one above a line of few words, announces closings."""
    for above in range(index - 1, max(before, index - 3), -1):
        words = text[slice(*spans[above])]
        if HEAD_OF_CLOSINGS.search(words) and len(words) <= _HEAD:
            return not OTHER_DEADLINE.search(words) and not OTHER.search(words)
        if len(words) > GAP // 3:
            return False
    return False


def _entries(
    text: str, spans: Sequence[Span], days: Sequence[NamedDay], at: Sequence[int], place: int
) -> Iterator[int]:
    """Yield the days of the entries, as long as each has few words and none of another sense."""
    last = at[place]
    while place < len(days) and at[place] - last <= 2:
        lead = text[spans[at[place]][0] : days[place].start]
        spoken = any(pattern.search(lead) for pattern in (OTHER, OPENS, CLOSES))
        if spoken or not _ENTRY_WORDS.fullmatch(lead):
            return
        yield place
        last = at[place]
        place += 1
        while place < len(days) and at[place] == last:
            if LISTED.fullmatch(text, days[place - 1].end, days[place].start):
                yield place
            place += 1
