"""Days of a list, which say only together with its head what they are."""

import re
from collections.abc import Iterator, Mapping, Sequence

from scrapers.facts.days import DAY, LISTED, NamedDay
from scrapers.facts.passages import Span, passage_at
from scrapers.facts.schedule.day_place import GAP, REACH
from scrapers.facts.schedule.day_sense import Sense
from scrapers.facts.schedule.other_words import (
    DATES_OF_LIST,
    HEAD_OF_CLOSINGS,
    LIST_OF_CLOSINGS,
    OTHER,
    OTHER_DEADLINE,
    PURPOSE,
)
from scrapers.facts.schedule.words import CLOSES, OPENS

_WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6},?\s)?"
_MARK = re.compile(  # what begins an entry of a list
    r"\n(?:[-•*] )?|\s[-•*]\s|;\s(?:and\s|or\s)?|(?<=\d[.])\s"
    rf"|(?<=\b20\d\d)\s(?={_WEEKDAY}$)"
)
_ITEM = re.compile(rf"(?:{_MARK.pattern}){_WEEKDAY}$", re.IGNORECASE)
# "Awards for organisations – ", the name of an entry before its day
_NAMED = re.compile(
    rf"(?P<name>(?:[\w'’/&(),+]+\s){{0,8}}[\w'’/&)]+)\s?(?::|\s[–—-])\s{_WEEKDAY}$", re.IGNORECASE
)
_NUMBERED = re.compile(r"\b\d\W*$")  # "Review point 2", whatever happens there
_HEAD = 160  # longest sentence or heading that can announce a list of closings
_ENTRY_WORDS = re.compile(r"\W*(?:[\w’']+\W+){0,5}")  # "Round 2:", "Spring panel –"
# after a day and a zone, before what happens on it
_EXPLAINED = re.compile(r"\s?(?:\(?[A-Z]{2,4}\)?)?\s?(?:[:–—]|\s-)\s(?!for\b)")
_SPANNED = re.compile(rf" ?(?:[–—-]|\b(?:to|until|till|through)\b) ?{_WEEKDAY}", re.IGNORECASE)
_DATED_SOON = re.compile(r"[^.;]{0,30}?\b(?:by|in|before|early|late|mid|end)\b", re.IGNORECASE)


def senses_of_lists(
    text: str, spans: Sequence[Span], days: Sequence[NamedDay]
) -> Mapping[int, Sense]:
    """Say what days are that stand in lists headed "the deadlines are:" or the like."""
    below = _below_heads(text, spans, days)
    listed = {*below, *_announced(text, spans, days)}
    others = {place for place in below if _is_other(text, spans, days[place])}
    return {
        place: Sense.OTHER if place in others else _sense(text, days, place, listed)
        for place in listed
    }


def _sense(text: str, days: Sequence[NamedDay], place: int, listed: set[int]) -> Sense:
    """Return that a day closes, or opens where a range runs from it to the next of the list."""
    spanned = place + 1 in listed and _SPANNED.fullmatch(
        text, days[place].end, days[place + 1].start
    )
    return Sense.OPENS if spanned else Sense.CLOSES


def _below_heads(text: str, spans: Sequence[Span], days: Sequence[NamedDay]) -> list[int]:
    """Find days in the entries of a list whose head stands straight before it."""
    found: list[int] = []
    for place, day in enumerate(days):
        last = days[found[-1]] if found else None
        listed = place and place - 1 in found and _is_listed(text, days[place - 1], day)
        if listed or _begins(text, day) or (last and _continues(text, spans, last, day)):
            found.append(place)
    return found


def _is_listed(text: str, last: NamedDay, day: NamedDay) -> bool:
    """Whether a day goes on straight from the last, after a comma or "and"."""
    between = text[last.end : day.start]
    return bool(between.strip()) and LISTED.fullmatch(between) is not None


def _begins(text: str, day: NamedDay) -> bool:
    """Whether a day is the first of a list of closings."""
    head = text[max(0, day.start - REACH) : day.start]
    dated = DAY.search(text, day.start)  # past a time that stands before it: "12 noon on:"
    led = head + text[day.start : dated.start()] if dated else head
    bare = _without_name(head)
    if OTHER_DEADLINE.search(head):
        return False
    if any(LIST_OF_CLOSINGS.search(each) for each in (head, led, bare)):
        return True
    neutral = DATES_OF_LIST.search(bare)
    return bool(neutral and not OTHER.search(neutral[0]) and HEAD_OF_CLOSINGS.search(head))


def _without_name(lead: str) -> str:
    """Cut off the name of an entry, unless it names something that is no closing."""
    named = _NAMED.search(lead)
    if named is None or not (_NUMBERED.search(named["name"]) or _is_plain(named["name"])):
        return lead
    return lead[: named.start()]


def _is_plain(name: str) -> bool:
    return not any(each.search(name) for each in (OTHER, OTHER_DEADLINE, OPENS))


def _continues(text: str, spans: Sequence[Span], last: NamedDay, day: NamedDay) -> bool:
    """Whether a day stands in the entry that follows the one of the last day."""
    between = text[last.end - 4 : day.start]  # with the year that a mark follows
    if len(between) > GAP + 4:
        return False
    named = text[last.end - 4 : last.end] + _without_name(text[last.end : day.start])
    for lead in (between, named):
        marks = _MARK.findall(lead)
        if len(marks) == 1 and _ITEM.search(lead):
            plain = marks[0] == " " and re.search(rf"[.]\s{_WEEKDAY}$", lead, re.IGNORECASE)
            return not plain or _says_nothing(text, spans, day)
    return False


def _says_nothing(text: str, spans: Sequence[Span], day: NamedDay) -> bool:
    """Whether a new sentence, which may be an entry, speaks of nothing else."""
    return not OTHER.search(text[day.end : spans[passage_at(spans, day.start)][1]])


def _is_other(text: str, spans: Sequence[Span], day: NamedDay) -> bool:
    """Whether an entry explains its day as something that is no closing."""
    end = max(day.end, spans[passage_at(spans, day.start)][1])
    if not _EXPLAINED.match(text, day.end, end):
        return False
    rest = PURPOSE.sub(" ", text[day.end : end])[:GAP]
    if OTHER_DEADLINE.search(rest):
        return True
    other = OTHER.search(rest)  # "decision by March" is of a later day
    return bool(other and not CLOSES.search(rest) and not _DATED_SOON.match(rest, other.end()))


def _labelled_other(text: str, spans: Sequence[Span], at: int) -> bool:
    """Whether the line above a day names something that is no closing."""
    above = text[slice(*spans[at - 1])] if at else ""
    bare = not re.search(r"[A-Za-z]{3}", text[spans[at][0] : spans[at][0] + 3])
    return bare and len(above) <= _HEAD and not CLOSES.search(above) and bool(OTHER.search(above))


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
        if not _is_other(text, spans, days[place]) and not _labelled_other(text, spans, at[place]):
            yield place
        last = at[place]
        place += 1
        while place < len(days) and at[place] == last:
            if LISTED.fullmatch(text, days[place - 1].end, days[place].start):
                yield place
            place += 1
