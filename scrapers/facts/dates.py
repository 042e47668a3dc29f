"""Moments and closing dates as funders write them, in their own time zone."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from models.call import DeadlineKind
from scrapers.facts.clock import (
    BRUSSELS,
    CLOCK,
    LONDON,
    MONTH,
    YEARS,
    ZONE,
    month_number,
    read_clock,
    zone_of,
)

__all__ = [
    "BRUSSELS",
    "LONDON",
    "Closing",
    "parse_day",
    "parse_moment",
    "read_closing",
    "read_opening",
]

_DAY_MONTH_YEAR = re.compile(
    rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s{{1,3}}(?:of\s)?(?P<month>{MONTH})\.?,?\s{{1,3}}"
    r"(?P<year>\d{4})\b",
    re.IGNORECASE,
)
_MONTH_DAY_YEAR = re.compile(
    rf"\b(?P<month>{MONTH})\.?,?\s{{1,3}}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s{{1,3}}"
    r"(?P<year>\d{4})\b",
    re.IGNORECASE,
)
_SLASHED = re.compile(r"\b(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4})\b")
_ISO_DAY = re.compile(r"\b(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})\b")
_DAYS = (_DAY_MONTH_YEAR, _MONTH_DAY_YEAR, _SLASHED, _ISO_DAY)
_ISO_MOMENT = re.compile(
    r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?"
)
_FILLER = re.compile(
    r"\b(?:mon|tues?|wed(?:nes)?|thur?s?|fri|sat(?:ur)?|sun)(?:day)?\b"
    r"|\b(?:at|by|on|the|from|before|until|local|time|of)\b|[\s,;.()–—-]+",
    re.IGNORECASE,
)
_ROLLING = re.compile(
    r"\b(?:no (?:submission |application |fixed |set |closing |opening |official |formal )?"
    r"(?:deadlines?|dates?)"
    r"|open[- ]ended|always open|rolling|on-?going|continuous(?:ly open)?|any ?time)\b",
    re.IGNORECASE,
)
_UNKNOWN = re.compile(
    r"\b(?:to be (?:confirmed|announced|decided|determined)|tb[cad]|unknown|not (?:yet )?"
    r"(?:known|confirmed|announced|applicable|set|stated|specified)|(?:dates? )?to follow|none)\b"
    r"|\bn/a\b|\bcoming soon\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Closing:
    """How something closes: FIXED with its moment, ROLLING, or UNKNOWN."""

    kind: DeadlineKind
    moment: datetime | None = None


def parse_moment(text: str, zone: ZoneInfo = LONDON, *, closing: bool = False) -> datetime:
    """Read a date, with or without a time, as a moment in `zone`.

    Reads ISO 8601 and the British ways: "13 August 2026 9:00am UK time",
    "4pm on 5 November 2026", "19 November 2025". Without a time it is the start
    of that day; with `closing`, its last minute, and midnight is the end of the
    day. Raises ValueError for anything else.
    """
    bare = " ".join(text[:200].split())
    if _ISO_MOMENT.fullmatch(bare):
        found = datetime.fromisoformat(bare)
        _check_year(found.year)
        return found.replace(tzinfo=zone) if found.tzinfo is None else found.astimezone(zone)
    match = next((m for p in _DAYS if (m := p.search(bare))), None)
    if match is None:
        raise ValueError(f"not a date: {text[:80]!r}")
    rest = f"{bare[: match.start()]} {bare[match.end() :]}"
    clock, spoken_zone = CLOCK.search(rest), ZONE.search(rest)
    left = _FILLER.sub("", ZONE.sub(" ", CLOCK.sub(" ", rest, count=1), count=1))
    if left:
        raise ValueError(f"a date with something else: {text[:80]!r}")
    stated = zone_of(spoken_zone) or zone
    moment = datetime.combine(_day(match), read_clock(clock, closing=closing), stated)
    return moment.astimezone(zone)


def parse_day(text: str) -> date:
    """Read a date without a time of day, as `parse_moment` does. Raises ValueError."""
    return parse_moment(text).date()


def read_closing(text: str, zone: ZoneInfo = LONDON) -> Closing:
    """Read a closing date field: a moment, "no closing date", or "to be confirmed".

    Raises ValueError if it is none of these.
    """
    try:
        return Closing(DeadlineKind.FIXED, parse_moment(text, zone, closing=True))
    except ValueError:
        kind = _without_date(text)
        if kind is None:
            raise
        return Closing(kind)


def read_opening(text: str, zone: ZoneInfo = LONDON) -> datetime | None:
    """Read an opening date field; None for "to be confirmed" and the like.

    Raises ValueError if it is neither.
    """
    try:
        return parse_moment(text, zone)
    except ValueError:
        if _without_date(text) is None:
            raise
        return None


def _without_date(text: str) -> DeadlineKind | None:
    """Say what a field without a date says; None if that is not understood."""
    if _UNKNOWN.search(text[:200]) or not re.search(r"\w", text):
        return DeadlineKind.UNKNOWN
    return DeadlineKind.ROLLING if _ROLLING.search(text[:200]) else None


def _day(match: re.Match[str]) -> date:
    _check_year(int(match["year"]))
    return date(int(match["year"]), month_number(match["month"]), int(match["day"]))


def _check_year(year: int) -> None:
    if year not in YEARS:
        raise ValueError(f"not a likely year: {year}")
