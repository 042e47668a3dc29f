"""When a call opens and closes, read from prose and from labelled lines.

A day counts where the words beside it say that applications open or close on
it; days of webinars, panels, decisions and projects do not.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

from models.call import DeadlineKind
from scrapers.facts import schedule_words as words
from scrapers.facts.days import LISTED, NamedDay, named_days
from scrapers.facts.passages import Span, passage_at, passages, quoted

_REACH = 300  # characters before a day that can still speak of it
_GAP = 120  # longest words between two days of a range or list
_LABEL = 70  # longest line above a day that can be its label
_CELL = 140  # and longest cell of a table
_BREAK = re.compile(r";|\s[•·|]\s")
_TIMETABLE = re.compile(
    r"\b(?:timescales?|timetable|timeline|(?:key|important) dates|schedule)\b[^.:]{0,40}:\W*"
    r"(?:[a-z]{3,6}day\W*)?$",
    re.IGNORECASE,
)
_MARK = re.compile(r"\n(?:[-•*] )?|\s[-•*]\s")  # what begins an entry of a list
_ITEM = re.compile(rf"(?:{_MARK.pattern})(?:[a-z]{{3,6}}day,?\s)?$", re.IGNORECASE)
_UNCLOSED = re.compile(r"\([^()]*$")
_ENTRY = re.compile(r"\s?[:–—|]\s?[A-Za-z]|\s-\s[A-Za-z]")  # a day, then what happens on it
_SHORT_GAP = re.compile(
    r"(?:\W|\b(?:and|or|for|the|stage|round|phase|strand|panel|cut-?off|deadline|full|outline"
    r"|applications?|proposals?|one|two|three|first|second|third|fourth|then|by|at|on|to|\d|of|with"
    r"|midday|noon|\d{1,2}(?:[:.]\d\d)?\s?[ap]m)\b){0,20}",
    re.IGNORECASE,
)
_RANGE = re.compile(
    r"(?:\W|\b(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\b)*(?:\b(?:to|until|till|through|and"
    r"|up to)\b"
    r"|[–—-])(?:\W|\b(?:at|the|by|on|mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\b"
    r"|\d{1,2}(?:[:.]\d\d)?\s?(?:[ap]m)?|noon|midday)*",
    re.IGNORECASE,
)


_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_CLOCK_WORDS = re.compile(
    r"\b(?:key|important|dates?|timetable|timeline|schedule|at|by|on|before|the|noon|midday"
    r"|midnight|details?|activity|milestones?|actions?|indicative|what|when|mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\b"
    r"|\d[ap]m|uk time",
    re.IGNORECASE,
)


class _Sense(Enum):
    OPENS = auto()
    CLOSES = auto()
    WINDOW = auto()  # opens, and closes on the next day of the range
    MOVED = auto()  # a closing that no longer holds; the next day of the range does
    OTHER = auto()
    SILENT = auto()


_RANGED = (_Sense.WINDOW, _Sense.OPENS, _Sense.MOVED)


@dataclass(frozen=True, slots=True)
class Schedule:
    """When a call opens and closes. `evidence` pairs the name of each fact with its sentence."""

    opens_at: datetime | None
    deadlines: tuple[datetime, ...]  # ascending, aware, each on the clock of the zone it names
    kind: DeadlineKind
    evidence: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class _Place:
    """What stands around one day."""

    lead: str  # words before it, back to the day before it, or the label above
    gap: str | None  # words between it and the day before it in the same sentence
    rest: str  # words after it, up to the next day
    ranged: bool  # whether a range runs from it to the next day
    day_first: bool  # whether its sentence starts with a day, as a timetable does
    timed: bool


def read_schedule(text: str, title: str = "") -> Schedule:
    """Read opening, closings and how the call closes. Never fails; unknown where nothing is said.

    A closing day without a time ends at 23:59, an opening day begins at 00:00,
    both in London where no other zone is named. Days without a year that the
    same sentence fixes, and months without a day, are left out.
    """
    spans = passages(text)
    days = named_days(text, spans)
    senses = _senses(text, spans, days)
    closing = [day for day, sense in zip(days, senses, strict=True) if sense is _Sense.CLOSES]
    opening = [day for day, sense in zip(days, senses, strict=True) if sense is _Sense.OPENS]
    deadlines = {moment: day for day in closing if (moment := day.moment(closing=True))}
    opens_at, opened = _opening(opening, deadlines)
    ordered = tuple(sorted(deadlines))
    kind, said = _kind(text, title, spans, closing, ordered)
    evidence = [("opens_at", quoted(text, spans, opened.start, opened.start + 1))] if opened else []
    shown = dict.fromkeys(
        quoted(text, spans, deadlines[each].start, deadlines[each].start + 1) for each in ordered
    )
    evidence += [("deadlines", sentence) for sentence in shown]
    evidence += [("deadline_kind", said)] if said else []
    return Schedule(opens_at, ordered, kind, tuple(evidence))


def _opening(
    opening: Sequence[NamedDay], deadlines: Iterable[datetime]
) -> tuple[datetime | None, NamedDay | None]:
    """Return the earliest opening; none that comes after every deadline."""
    last = max(deadlines, default=None)
    stated = [(moment, day) for day in opening if (moment := day.moment(closing=False))]
    fitting = [pair for pair in stated if last is None or pair[0] <= last]
    return min(fitting, key=lambda pair: pair[0]) if fitting else (None, None)


def _senses(text: str, spans: Sequence[Span], days: Sequence[NamedDay]) -> list[_Sense]:
    found: list[_Sense] = []
    for place in range(len(days)):
        earlier = found[-1] if found else _Sense.SILENT
        found.append(_sense(_place(text, spans, days, place), earlier))
    for place in _closings_of_lists(text, days):
        found[place] = _Sense.CLOSES
    return [_Sense.OPENS if sense is _Sense.WINDOW else sense for sense in found]


def _closings_of_lists(text: str, days: Sequence[NamedDay]) -> list[int]:
    """Find days that begin the entries of a list headed "the deadlines are:" or the like."""
    found: list[int] = []
    for place, day in enumerate(days):
        head = text[max(0, day.start - _REACH) : day.start]
        if words.LIST_OF_CLOSINGS.search(head) and not words.OTHER_DEADLINE.search(head):
            found.append(place)
        elif found and _ITEM.search(head[-20:]):
            last = days[found[-1]].end
            if day.start - last < _GAP and len(_MARK.findall(text, last, day.start)) == 1:
                found.append(place)
    return found


def _place(text: str, spans: Sequence[Span], days: Sequence[NamedDay], place: int) -> _Place:
    day = days[place]
    first, last = spans[passage_at(spans, day.start)]
    before = days[place - 1] if place else None
    beside = before is not None and before.start >= first
    left = max(first, before.end) if before else first
    right = days[place + 1].start if place + 1 < len(days) else len(text)
    begin = days[bisect_left(days, first, key=lambda each: each.start)]
    return _Place(
        lead=_lead(text, spans, left, first, day),
        gap=text[left : day.start] if beside and day.start - left <= _GAP else None,
        rest=text[day.end : min(right, last)],
        ranged=right < last and _is_range(text, first, day.end, right),
        day_first=_is_day_first(text, text[first : begin.start][-_REACH:], begin, day),
        timed=day.clock is not None,
    )


def _is_day_first(text: str, head: str, begin: NamedDay, day: NamedDay) -> bool:
    """Whether a sentence names a day before what happens on it; `head` precedes its first day."""
    if not re.search(r"[A-Za-z]{3}", _CLOCK_WORDS.sub("", head)):
        return True
    if not _ENTRY.match(text, begin.end):
        return False
    if _TIMETABLE.search(head):
        return True
    said = (words.OPENS, words.CLOSES, words.OTHER, words.SENT_LABEL)
    return bool(_ENTRY.match(text, day.end)) and not any(each.search(head) for each in said)


def _is_range(text: str, first: int, left: int, right: int) -> bool:
    """Whether the words from one day to the next join a range; "and" needs a word for that."""
    if right - left > _GAP or not _RANGE.fullmatch(text, left, right):
        return False
    joined = re.search(r"\band\b", text[left:right])
    lead = text[max(first, left - _REACH) : left]
    return not joined or bool(re.search(r"\bbetween\b|\bopening\b", lead, re.IGNORECASE))


def _sense(place: _Place, earlier: _Sense) -> _Sense:
    gap = place.gap
    if gap is not None and _RANGE.fullmatch(gap) and earlier in _RANGED:
        return _Sense.CLOSES
    if gap is not None and LISTED.fullmatch(gap):
        return earlier
    sense = _Sense.SILENT
    if place.day_first:
        sense = _said_after(place.rest)
    if sense is _Sense.SILENT:
        sense = _said_before(place.lead, ranged=place.ranged, timed=place.timed)
    if sense is _Sense.SILENT and gap is not None:
        plain = _SHORT_GAP.fullmatch(gap) or earlier is _Sense.OTHER
        return earlier if plain and earlier is not _Sense.WINDOW else sense
    return _said_after(place.rest) if sense is _Sense.SILENT else sense


def _lead(text: str, spans: Sequence[Span], left: int, first: int, day: NamedDay) -> str:
    """Return the words before a day; above a line that starts with one, its label."""
    near = max(left, day.start - _REACH)
    breaks = [mark.end() for mark in _BREAK.finditer(text, near, day.start)]
    lead = text[breaks[-1] if breaks else near : day.start]
    if breaks and text[breaks[-1] - 2] == "|" and not _names(lead):  # the cell before says it
        lead = text[breaks[-2] if len(breaks) > 1 else near : day.start]
    if not _names(lead) and left == first:
        place = passage_at(spans, first)
        label = text[slice(*spans[place - 1])] if place else ""
        longest = _CELL if label.endswith("|") else _LABEL
        if label and len(label) <= longest and label[-1] not in ".!" and not _YEAR.search(label):
            return f"{label.rstrip(':| ')}: {lead}"
    return lead


def _names(lead: str) -> bool:
    """Whether words that can name something stand before a day."""
    return bool(re.search(r"[A-Za-z]{3}", _CLOCK_WORDS.sub("", lead)))


def _said_before(lead: str, *, ranged: bool, timed: bool) -> _Sense:
    """Go by the word nearest to the day."""
    if any(each.search(lead) for each in (words.OTHER_DEADLINE, words.EARLIER, words.OUTCOME)):
        return _Sense.OTHER
    lead = words.PURPOSE.sub(" ", lead)
    other = _last(words.OTHER, lead)
    if words.MOVED_FROM.search(lead):
        return _Sense.MOVED
    if sent := words.SENT_BY.search(lead):
        inside = words.OTHER.search(lead if sent["verb"] else sent["between"])
        return _Sense.OTHER if inside else _Sense.CLOSES
    if ranged and (window := words.WINDOW.search(lead)):
        return _Sense.OTHER if other > window.start() else _Sense.WINDOW
    if offered := words.SENT_FROM.search(lead):
        return _Sense.OTHER if words.OTHER.search(offered["between"]) else _Sense.OPENS
    places = {
        _Sense.OTHER: other,
        _Sense.OPENS: _last(words.OPENS, lead),
        _Sense.CLOSES: _last(words.CLOSES, lead),
    }
    sense = max(places, key=lambda each: places[each])
    if places[sense] >= 0:
        return sense
    if ranged and words.SENT_LABEL.search(lead):
        return _Sense.WINDOW
    if (
        words.SENT_LABEL.search(lead)
        or words.SENT_ON.search(lead)
        or (timed and words.SENT.search(lead))
    ):
        return _Sense.CLOSES
    return _Sense.SILENT


def _last(pattern: re.Pattern[str], lead: str) -> int:
    return max((match.end() for match in pattern.finditer(lead)), default=-1)


def _said_after(rest: str) -> _Sense:
    """Go by the first word after a day that nothing before it explains."""
    rest = _UNCLOSED.sub("", rest)  # a bracket still open speaks of the next day
    if words.OTHER_DEADLINE.search(rest[:100]):
        return _Sense.OTHER
    places = [
        (match.start(), sense)
        for pattern, sense in (
            (words.OTHER, _Sense.OTHER),
            (words.OPENS, _Sense.OPENS),
            (words.CLOSES, _Sense.CLOSES),
        )
        if (match := pattern.search(rest[:100]))
    ]
    return min(places, key=lambda pair: pair[0])[1] if places else _Sense.SILENT


def _kind(
    text: str,
    title: str,
    spans: Sequence[Span],
    closing: Sequence[NamedDay],
    deadlines: Sequence[datetime],
) -> tuple[DeadlineKind, str]:
    steps = words.STEPS.search(text)
    several = words.CUT_OFFS.search(text)
    named = len({(day.day, day.month) for day in closing})
    if len(deadlines) > 1 or named > 1 or several or (closing and steps):
        place = several or (steps if named < 2 else None)
        at = place.start() if place else closing[0].start
        return DeadlineKind.STAGED, quoted(text, spans, at, at + 1)
    if deadlines:
        staged = words.STEPS.search(title)
        return (
            (DeadlineKind.STAGED, title.strip())
            if staged
            else (DeadlineKind.FIXED, quoted(text, spans, closing[0].start, closing[0].start + 1))
        )
    rolling = words.ROLLING.search(text)
    if rolling and not words.NOT_ROLLING.search(text):
        return DeadlineKind.ROLLING, quoted(text, spans, rolling.start(), rolling.start() + 1)
    return DeadlineKind.UNKNOWN, ""
