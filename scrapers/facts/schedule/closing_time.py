"""The time of day at which every closing of a call falls, where it is said apart from the days."""

import re
from collections.abc import Sequence
from dataclasses import replace

from scrapers.facts.clock import CLOCK, ZONE, read_clock
from scrapers.facts.days import NamedDay

_DAY_OF_CLOSING = (
    r"(?:the|each|every|any)\s(?:\w+\s){0,2}?(?:deadline|closing|cut-?off|last|final|due"
    r"|submission)"
    r"(?:\s(?:date|day)s?)?\b"
)
_BEFORE = re.compile(
    r"(?:\b(?:cut-?off|closing|deadline)\stimes?\s(?:for\s\w+\s)?(?:is|are)"
    r"|\bdeadlines\s(?:below\s|here\s)?(?:are|end|fall|close)(?:\salways)?\sat"
    r"|\btime:)\s(?:always\s)?$",
    re.IGNORECASE,
)
_DUE_BY = re.compile(
    r"\b(?:(?:due|received|submitted|in) by|(?:due|shuts|closes) at)\s$", re.IGNORECASE
)
_NO_DAY = re.compile(r"[^\d.;\n]{0,60}(?:[.;\n)]|$)")
# "Due dates (by 5 p.m. the proposer's local time):" above a list
_HEADS_LIST = re.compile(
    r"\b(?:deadline|due|dates?|window|submi\w+|apply|applications?)\b[^.;\n]*$|\bby\s$",
    re.IGNORECASE,
)
_LIST_BELOW = re.compile(r"[^\d.;:\n]{0,60}:\s?(?:\n|$)")
_AFTER = re.compile(
    rf"(?:[\s,(]{{0,3}}(?:{ZONE.pattern})|,[^.;\n]{{0,30}}\stime|\s(?:[a-z]+\s){{1,2}}time)?[),]{{0,2}}\son(?:\s(?:"
    rf"{_DAY_OF_CLOSING}|(?:each|all|any)\s(?:of\s)?(?:the\s|these\s)?(?:above\s|listed\s"
    rf"|following\s)?"
    rf"(?:dates?|days?|deadlines?)\b|the\s(?:\w+\s)?dates?\s(?:stated|given|listed|shown|named"
    rf"|above|below)\b|the\s(?:date|day)\sof\s{_DAY_OF_CLOSING})"
    r"|(?:\s(?:each of )?(?:the |these )?(?:following )?(?:dates|days))?\s?:)"
    r"|(?:\s\([^()]{1,20}\))?\sas follows:",
    re.IGNORECASE,
)
# "12noon", which is noon
_GLUED_NOON = re.compile(r"\b12(?:[:.]00)?(?=(?:noon|midday|midnight)\b)", re.IGNORECASE)


def with_words_of_time_apart(text: str) -> str:
    """Blank the hour glued to a word that says it too; each word stays where it was."""
    return _GLUED_NOON.sub(lambda hour: " " * len(hour[0]), text)


def with_closing_time(text: str, closing: Sequence[NamedDay]) -> list[NamedDay]:
    """Give closings without a time the one that the text says for all of them."""
    if all(day.clock for day in closing):
        return list(closing)
    said = [clock for clock in CLOCK.finditer(text) if _for_all(text, clock)]
    if len({_minutes(clock) for clock in said}) != 1:
        return list(closing)
    zone = ZONE.match(text, said[0].end() + 1)
    return [day if day.clock else replace(day, clock=said[0], zone=zone) for day in closing]


def _minutes(clock: re.Match[str]) -> str:
    """Return the time as one writing of it, so that "5pm (1700 hours)" is one time."""
    try:
        return read_clock(clock, closing=True).isoformat()
    except ValueError:
        return clock[0]


def _for_all(text: str, clock: re.Match[str]) -> bool:
    before = text[max(0, clock.start() - 60) : clock.start()]
    due = _DUE_BY.search(before) and _NO_DAY.match(text, clock.end())
    heads = _HEADS_LIST.search(before) and _LIST_BELOW.match(text, clock.end())
    return bool(due or heads or _BEFORE.search(before) or _AFTER.match(text, clock.end()))
