"""What stands around a day in a text: the words that lead to it, and those that follow."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from scrapers.facts.days import DAY, NamedDay
from scrapers.facts.passages import Span, passage_at
from scrapers.facts.schedule.other_words import OTHER, OTHER_DEADLINE
from scrapers.facts.schedule.words import CLOSES, OPENS, SENT_LABEL

REACH = 300  # characters before a day that can still speak of it
GAP = 120  # longest words between two days of a range or list
_BARE = re.compile(r"\W*(?:deadline|closing date|closes?)\W*", re.IGNORECASE)
_LABEL = 70  # longest line above a day that can be its label
_CELL = 140  # and longest cell of a table
_BREAK = re.compile(r";|\s[•·|]\s")
_TIMETABLE = re.compile(
    r"\b(?:timescales?|timetable|timeline|(?:key|important) dates|schedule)\b[^.:]{0,40}:\W*"
    r"(?:[a-z]{3,6}day\W*)?$",
    re.IGNORECASE,
)
_ENTRY = re.compile(r"\s?[:–—|]\s?[A-Za-z]|\s-\s[A-Za-z]")  # a day, then what happens on it
CLAUSE = re.compile(r"[;:,.]\s(?=\S)|\b(?:and|but|so|then|if|that|you|please)\b", re.IGNORECASE)
# words that begin what is said of the next day, where no clause does
_SIDE = re.compile(
    r"\b(?:for|that|which|who|whose|taking|starting|beginning|running|ending|held|due)\b",
    re.IGNORECASE,
)
_LEADS_ON = re.compile(
    r"(?:[a-z]\s?:|\b(?:on|from|by|until|till|before|between|of|is|are|be)(?: the)?)"
    r"\s?(?:[a-z]{3,6}day,?\s)?$",
    re.IGNORECASE,
)
_NEXT_ENTRY = re.compile(r"[\w•] (?:On|From|By|Until|Before|Between)\s(?:[A-Z][a-z]{2,5}day,?\s)?$")
_WEEKDAY_LAST = re.compile(r"(?<=\s)(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6},?\s?$", re.IGNORECASE)
_UNCLOSED = re.compile(r"\([^()]*$")
_BRACKETS = re.compile(r"\([^()]*\)")
RANGE = re.compile(
    r"(?:\W|\b(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\b)*(?:\b(?:to|until|till|through|and"
    r"|up to)\b"
    r"|[–—-])(?:\W|\b(?:at|the|by|on|mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\b"
    r"|\d{1,2}(?:[:.]\d\d)?\s?(?:[ap]m)?|noon|midday)*",
    re.IGNORECASE,
)
_SHOUTED = re.compile(r"[^a-z]*[A-Z]{3}[^a-z]*")
# a headline, below which the day of the news stands
_TITLE_OF_NEWS = re.compile(
    r"\b(?:postponed|cancelled|delayed|suspended|announced)\W*$", re.IGNORECASE
)
_DATED = re.compile(rf"\b(?:19|20)\d\d\b|{DAY.pattern}", re.IGNORECASE)
_CLOCK_WORDS = re.compile(
    r"\b(?:key|important|dates?|timetable|timeline|schedule|at|by|on|before|the|noon|midday"
    r"|midnight|details?|activity|milestones?|actions?|indicative|what|when|mon|tue|wed|thu|fri"
    r"|sat|sun)[a-z]{0,6}\b"
    r"|\d[ap]m|uk time",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Place:
    """What stands around one day."""

    lead: str  # words before it, back to the day before it, or the label above
    gap: str | None  # words between it and the day before it in the same sentence
    rest: str  # words after it, up to the next day
    own_rest: str  # of these the ones that do not lead to the next day
    ranged: bool  # whether a range runs from it to the next day
    day_first: bool  # whether its sentence starts with a day, as a timetable does
    timed: bool


def in_brackets(text: str, spans: Sequence[Span], day: NamedDay) -> bool:
    """Whether a day stands in brackets: it speaks of the day before them, not of the next."""
    first = max(spans[passage_at(spans, day.start)][0], day.start - REACH)
    return all(_UNCLOSED.search(text[first:end]) for end in (day.start, day.end))


def place_of(
    text: str, spans: Sequence[Span], days: Sequence[NamedDay], place: int, previous: int | None
) -> Place:
    """Describe the place of a day; `previous` is the day that its words follow on from."""
    day = days[place]
    first, last = spans[passage_at(spans, day.start)]
    before = days[previous] if previous is not None else None
    beside = before is not None and before.start >= first
    left = max(first, before.end) if before else first
    right = days[place + 1].start if place + 1 < len(days) else len(text)
    begin = days[bisect_left(days, first, key=lambda each: each.start)]
    gap = _BRACKETS.sub(" ", text[left : day.start])
    day_first = _is_day_first(text, text[first : begin.start][-REACH:], begin, day)
    between = text[day.end : right] if right < last else text[day.end : last]
    return Place(
        lead=_lead(text, spans, left, first, day),
        gap=gap if beside and len(gap) <= GAP else None,
        rest=text[day.end : min(right, last)],
        own_rest=_own(between, day_first) if right < last else between,
        ranged=right < last and _is_range(text, left, day.end, right),
        day_first=day_first,
        timed=day.clock is not None,
    )


def _own(between: str, day_first: bool) -> str:
    """Cut off the clause or label between two days that leads to the second."""
    if not _LEADS_ON.search(between) or (day_first and _NEXT_ENTRY.search(between)):
        return between
    marks = [mark.start() for mark in CLAUSE.finditer(between)]
    if day_first and not marks:
        marks = [mark.start() for mark in _SIDE.finditer(between)][:1]
    return between[: marks[-1]] if marks else ""


def _is_day_first(text: str, head: str, begin: NamedDay, day: NamedDay) -> bool:
    """Whether a sentence names a day before what happens on it; `head` precedes its first day."""
    if not _names(head):
        return True
    if not _ENTRY.match(text, begin.end):
        return False
    if timetable := _TIMETABLE.search(head):
        return not any(each.search(timetable[0]) for each in (OPENS, CLOSES))
    said = (OPENS, CLOSES, OTHER, SENT_LABEL)
    return bool(_ENTRY.match(text, day.end)) and not any(each.search(head) for each in said)


def _is_range(text: str, first: int, left: int, right: int) -> bool:
    """Whether the words from one day to the next join a range; "and" needs a word for that."""
    if right - left > GAP or not RANGE.fullmatch(text, left, right):
        return False
    joined = re.search(r"\band\b", text[left:right])
    lead = text[max(first, left - REACH) : left]
    return not joined or bool(re.search(r"\bbetween\b|\bopening\b", lead, re.IGNORECASE))


def _lead(text: str, spans: Sequence[Span], left: int, first: int, day: NamedDay) -> str:
    """Return the words before a day; above a line that starts with one, its label."""
    near = max(left, day.start - REACH)
    breaks = [mark.end() for mark in _BREAK.finditer(text, near, day.start)]
    lead = text[breaks[-1] if breaks else near : day.start]
    if breaks and text[breaks[-1] - 2] == "|" and not _names(lead):  # the cell before says it
        lead = text[breaks[-2] if len(breaks) > 1 else near : day.start]
    if not _names(lead) and left == first:
        label = _label(text, spans, first)
        lead = f"{label}: {lead}" if label else lead
    if left == first and _BARE.fullmatch(lead):
        lead = _of_line_above(text, spans, first, lead)
    lead = _WEEKDAY_LAST.sub("", lead)
    bare = _BRACKETS.sub(" ", lead)
    return bare if any(each.search(bare) for each in (OTHER, OPENS, CLOSES, SENT_LABEL)) else lead


def _of_line_above(text: str, spans: Sequence[Span], first: int, lead: str) -> str:
    """Put before a bare label the line above, where the two speak of another deadline."""
    at = passage_at(spans, first)
    above = text[slice(*spans[at - 1])] if at else ""
    joined = f"{above} {lead}"
    another = any(each.end() > len(above) for each in OTHER_DEADLINE.finditer(joined))
    return joined if len(above) <= _LABEL and another else lead


def _label(text: str, spans: Sequence[Span], first: int) -> str:
    """Return the line above a sentence where it can be a label; a line in brackets is no line."""
    above = passage_at(spans, first) - 1
    if above > 0 and _BRACKETS.fullmatch(text, *spans[above]):
        above -= 1
    label = text[slice(*spans[above])] if above >= 0 else ""
    longest = _CELL if label.endswith("|") else _LABEL
    if above > 0 and _SHOUTED.fullmatch(label):
        label, longest = _with_line_before(text, spans, above), 2 * _LABEL
    label = "" if _TITLE_OF_NEWS.search(label) else label
    fits = label and len(label) <= longest and label[-1] not in ".!" and not _DATED.search(label)
    return label.rstrip(":| ") if fits else ""


def _with_line_before(text: str, spans: Sequence[Span], line: int) -> str:
    """Join a line in capitals that says nothing of its own to one above it that goes on in it."""
    label, before = (text[slice(*spans[each])] for each in (line, line - 1))
    says = any(each.search(label) for each in (OPENS, CLOSES, OTHER))
    return label if says or not _SHOUTED.fullmatch(before) else f"{before} {label}"


def _names(lead: str) -> bool:
    """Whether words that can name something stand before a day."""
    return bool(re.search(r"[A-Za-z]{3}", _CLOCK_WORDS.sub("", lead)))
