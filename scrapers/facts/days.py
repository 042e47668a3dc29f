"""Finds every day named in prose, with the time of day and the zone beside it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass, replace
from datetime import date, datetime
from itertools import pairwise

from scrapers.facts.clock import (
    CLOCK,
    LONDON,
    MONTH,
    YEARS,
    ZONE,
    month_number,
    read_clock,
    zone_of,
)
from scrapers.facts.weekdays_of_months import placed_days

_WEEKDAY = r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}"
YEAR = r"(?:19|20|21)\d\d(?!\d)"
# "15 Aug '22"; also "15 July 25", where nothing else can follow: no time, no other day
_SHORT_YEAR = (
    r"(?:,?\s?['’‘`](?:\d\d)\b|\s[1-3]\d(?=[\s.,;)]*(?:$|[\n.,;:)|]\s|\s[–—-]\s[a-z]"
    r"|\s?\(|\s(?:at|and|by|until|to)\b)))"
)
DAY = re.compile(
    r"(?:(?<!\w)|(?<=\bthe)|(?<=\bon)|(?<=[a-z]{3})(?=\d))(?=[\djfmasond])(?:"
    r"(?:(?<![/.,£€$-])|(?<=(?<!\d)\d-)|(?<=(?<!\d)\d\d-)|(?<=\d(?:st|nd|rd|th)-))"
    r"(?P<d1>\d{1,2})(?:\s?(?:st|nd|rd|th)(?:\b[.,]?|(?-i:(?=[JFMASOND])))"
    rf"|,(?=\s{MONTH},?\s{YEAR}))?[^\S\n]{{0,2}}(?:of\s|day\sof\s)?(?P<m1>{MONTH})"
    rf"\.?(?:,?\s{{0,2}}(?P<y1>{YEAR})|(?P<short>{_SHORT_YEAR}))?"
    rf"|(?P<m2>{MONTH})\.?,?\s{{1,2}}(?:the\s)?(?P<d2>\d{{1,2}})(?:\s?(?:st|nd|rd|th)\b)?(?![\d:]),?\s{{1,2}}"
    rf"(?P<y2>{YEAR})"
    # without a year only where the month is written as a name: "may 10 people apply"
    rf"|(?-i:(?=[JFMASOND]))(?P<m6>{MONTH})(?:(?<=\b\w{{3}})(?<!May)\.|(?<=Sept)\.)?\s"
    rf"(?P<d6>\d{{1,2}})(?:\s?(?:st|nd|rd|th)\b)?(?!\.?\s(?:of\s)?{MONTH}(?!\s\d{{1,2}}(?:st|nd|rd|th)\b))"
    r"(?![\w:%]|[.,]\d|\s?[ap]\.?m\b|\s(?:hours|weeks|days|months|years|people|projects)\b)"
    rf"|(?<![/.-])(?P<y3>{YEAR})(?P<rule>[/.-])(?P<m3>\d{{2}})(?P=rule)(?P<d3>\d{{2}})"
    r"(?![\d/-]|\.\d)"
    rf"|(?<![/.-])(?P<d4>\d{{1,2}})(?P<mark>[/.-])(?P<m4>\d{{1,2}})(?P=mark)(?P<y4>{YEAR}"
    r"|(?:(?<=/)|(?<=\d\d\.\d\d\.))\d\d(?!\d|[/.]\d))"
    rf"|(?<![/.-])(?P<d5>\d{{1,2}})[/-](?P<m5>{MONTH})[/-](?P<y5>{YEAR}|\d\d)(?![\w/-]))",
    re.IGNORECASE,
)
_AMERICAN_CLOCK = re.compile(
    r"(?:[\d\s][ap]\.?m\b\.?|\d\d)[,\s(]{1,3}(?-i:[ECMP][SD]?T)\b"
    r"|\b(?:eastern|central|mountain|pacific)\s(?:(?:standard|daylight)\s)?time\b",
    re.IGNORECASE,
)
# "2 to 27 November": the first day of a range or list that shares its month
_BEGIN = re.compile(
    r"(?<!round )(?<!stage )(?<!phase )(?<!call )(?<!panel )(?<!strand )(?<!window )(?<!meeting"
    r" )(?<!step )(?<!lot )"
    r"(?<!cohort )(?<!deadline )(?<![\w/.,:£€$-])(?P<whole>(?P<day>\d{1,2})(?:st|nd|rd"
    r"|th)?)\s?(?:[–—-]|\b(?:to|until|till|and|&)\b)"
    rf"\s?(?:the\s)?(?:{_WEEKDAY}\s)?$",
    re.IGNORECASE,
)
_GLUE = (
    r"(?::\s?\n(?:[-•*]\s)?|(?:(?<=\bon)|(?<=\bby))\n|[ \t,;:@()–—-]|\((?:sharp|prompt)\)"
    # a zone that no reader of ours needs: the time stays the one on the page's own clock
    r"|\((?:(?-i:[A-Z]{2,4}T)|(?:[a-z]+\s){1,3}time)\)"
    r"|\b(?:u\.?s\.?\s)?(?:(?-i:A[CEW]?[DS]?T|[CEMP][DS]?T)(?:\stime)?|(?:irish|local)\stime"
    r"|(?:eastern|central|pacific|mountain)(?:\s(?:standard|daylight))?(?:\stime)?)\b"
    r"|(?<=\))\s?\||\(gmt\s?[+-]\d\)|(?<=day)\s?\n"
    r"|\b(?:at|on|by|before|the|of|from|until"
    rf"|no later than|latest|{_WEEKDAY})\b)"
)
_CLOCK_BEFORE = re.compile(
    rf"(?:{CLOCK.pattern})(?P<zone>[\s,(]{{0,3}}(?:{ZONE.pattern})\)?)?(?P<glue>{_GLUE}{{0,12}})\Z",
    re.IGNORECASE,
)
_CLOCK_AFTER = re.compile(
    rf"(?:\s?\([^()\d]{{0,40}}\))?(?:T(?=\d)|[\s,;:@()|–—-]|\b(?:at|by|before|until|till"
    rf"|no later than"
    rf"|latest|time|the|all|each|both|always|{_WEEKDAY})\b){{0,12}}(?P<led>(?:cet|cest|gmt|bst"
    rf"|utc)\s)?"
    rf"(?:{CLOCK.pattern})(?P<zone>[\s,(]{{0,3}}(?:{ZONE.pattern}))?",
    re.IGNORECASE,
)
# "14 August 2026 | Applications close at 8am", as an entry of a timetable: all up to the time
_UP_TO_CLOCK = re.compile(
    r"(?=[^;]{0,100}\b(?:close[sd]?|closing|deadline|ends?|due|submi\w+|received)\b)"
    r"[^;.\n]{0,40}\n?[^;.\n]{0,100}(?:\b(?:at|by|than)\s|[(@,|]\s?)",
    re.IGNORECASE,
)
_HELD = re.compile(
    r"\b(?:webinar|meeting|session|event|workshop|interview|briefing|panel|question)s?\b",
    re.IGNORECASE,
)
_LINKED = re.compile(
    rf"(?:\s\([^()\d]{{2,20}}\))?(?:(?:\s(?:on|of)|,)\s(?:the\s)?(?:{_WEEKDAY})?|\s{_WEEKDAY})"
    r"[\s,]{0,2}$",
    re.IGNORECASE,
)
# "March 3-15, 2026": the last day of a range that shares its month
_END = re.compile(
    r"\s?(?:[–—-]|\b(?:to|until|and)\b)\s?(?P<day>\d{1,2})(?:st|nd|rd|th)?"
    rf"(?:,?\s(?P<year>{YEAR})|(?=[,.;)]?(?:\s|$)(?!\d|noon|midday|[a-z])))",
    re.IGNORECASE,
)
# What may stand between two days of one list or range.
LISTED = re.compile(
    rf"(?:[\s,;/&–—-]|\b(?:and|or|to|until|till|through|both|then|also|the|on|by|at|{_WEEKDAY})\b"
    rf"|\([^()\d]{{0,40}}\)|{CLOCK.pattern}|{ZONE.pattern}|\(|\))*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class NamedDay:
    """A day in a text: where it stands with its time, and what is said.

    No year: none stated. Day 0: a weekday of a month that no year fixes.
    """

    start: int
    end: int
    day: int
    month: int
    year: int | None
    clock: re.Match[str] | None = None
    zone: re.Match[str] | None = None

    def moment(self, *, closing: bool) -> datetime | None:
        """Return the moment on the clock of the zone named; None for what no calendar has."""
        if self.year is None or not self.day:
            return None
        try:
            day = date(self.year, self.month, self.day)
            at = read_clock(self.clock, closing=closing)
        except ValueError:
            return None
        return datetime.combine(day, at, zone_of(self.zone) or LONDON)


def _with_placed(text: str, days: Sequence[NamedDay]) -> Iterator[NamedDay]:
    """Yield the days with those named by their place in a month between them."""
    placed = [NamedDay(*astuple(each)) for each in placed_days(text)]
    ends = sorted((day.start, day.end) for day in days)
    apart = [
        one for one in placed if not any(start < one.end and one.start < end for start, end in ends)
    ]
    yield from sorted([*days, *apart], key=lambda day: day.start)


def named_days(text: str) -> tuple[NamedDay, ...]:
    """Find the days in the order of the text.

    A year, a time and a zone said once for a list of days or a range hold for
    all of it.
    """
    days = list(_with_placed(text, list(_found(text))))
    days = [_timed(text, day, *_beside(text, days, place)) for place, day in enumerate(days)]
    days = _shared_backwards(text, days)
    return tuple(_shared_forwards(text, days))


def _found(text: str) -> Iterator[NamedDay]:
    matches = list(DAY.finditer(text))
    months_first = _writes_months_first(text, matches)
    for match in matches:
        number = next(index for index in "123456" if match[f"d{index}"])
        day, month = match[f"d{number}"], match[f"m{number}"]
        stated = _full_year((match[f"y{number}"] if number != "6" else "") or match["short"])
        one, two = int(day), month_number(month)
        american = two > 12 >= one or (months_first and match["mark"] == "/" and one <= 12)
        if number == "4" and american:  # 09/23/2026
            one, two = two, one
        if 1 <= one <= 31 and 1 <= two <= 12 and (stated is None or stated in YEARS):
            yield from _range(text, NamedDay(match.start(), match.end(), one, two, stated), number)


def _writes_months_first(text: str, days: Sequence[re.Match[str]]) -> bool:
    """Whether a text writes 09/07/2026 for the 7th of September.

    So it does where another day can only be read so, or where none can only be read
    otherwise and its time is that of American clocks.
    """
    slashed = [
        (int(day["d4"]), int(day["m4"]))
        for day in days
        if day["mark"] == "/" and len(day["y4"]) > 2
    ]
    if any(first > 12 for first, _ in slashed):
        return False
    return any(second > 12 for _, second in slashed) or (
        bool(slashed) and _AMERICAN_CLOCK.search(text) is not None
    )


def _range(text: str, found: NamedDay, number: str) -> Iterator[NamedDay]:
    """Yield a day, before it the one that begins its range, after it the one that ends it."""
    begin = _BEGIN.search(text, max(0, found.start - 40), found.start)
    if number == "1" and begin and 0 < int(begin["day"]) < found.day:
        yield replace(
            found, start=begin.start("day"), end=begin.end("whole"), day=int(begin["day"])
        )
    end = _END.match(text, found.end) if number == "6" else None
    if end is None or not found.day < int(end["day"]) <= 31:
        yield found
        return
    year = _full_year(end["year"])
    yield replace(found, year=year)
    yield replace(found, start=end.start("day"), end=end.end(), day=int(end["day"]), year=year)


def _full_year(year: str | None) -> int | None:
    """Return the year, in this century where only two digits are said."""
    digits = re.sub(r"\D", "", year or "")
    return int(digits) + (2000 if len(digits) == 2 else 0) if digits else None


def _beside(text: str, days: Sequence[NamedDay], place: int) -> tuple[int, int]:
    left = days[place - 1].end if place else 0
    right = days[place + 1].start if place + 1 < len(days) else len(text)
    return left, right


def _timed(text: str, day: NamedDay, left: int, right: int) -> NamedDay:
    """Attach the time of day that stands after the day, else the one before it."""
    if after := _CLOCK_AFTER.match(text, day.end, min(right, day.end + 70)):
        between = text[after.end() : right]
        if right == len(text) or not _LINKED.fullmatch(between):
            return replace(day, end=after.end(), clock=after, zone=_zone(after))
    window = text[max(left, day.start - 60) : day.start]
    if before := _CLOCK_BEFORE.search(window):
        start = day.start - len(window) + before.start()
        return replace(day, start=start, clock=before, zone=_zone(before))
    return replace(day, clock=_clock_of_entry(text, day, right))


def _clock_of_entry(text: str, day: NamedDay, right: int) -> re.Match[str] | None:
    """Return the one time said behind a day, of what closes on it, before the next day."""
    said = list(CLOCK.finditer(text, day.end, min(right, day.end + 160)))
    if len(said) != 1 or not _UP_TO_CLOCK.fullmatch(text, day.end, said[0].start()):
        return None
    return None if _HELD.search(text, day.end, said[0].start()) else said[0]


def _zone(match: re.Match[str]) -> re.Match[str] | None:
    named = match.groupdict()
    return ZONE.search(match[0]) if named["zone"] or named.get("led") else None


def _listed(text: str, one: NamedDay, two: NamedDay) -> bool:
    return two.start - one.end < 60 and bool(LISTED.fullmatch(text, one.end, two.start))


def _shared_backwards(text: str, days: Sequence[NamedDay]) -> list[NamedDay]:
    shared = list(days)
    for place in range(len(days) - 2, -1, -1):
        one, two = shared[place], shared[place + 1]
        if not _listed(text, one, two):
            continue
        if one.year is None and two.year is not None:
            one = replace(one, year=two.year - (one.month > two.month))
        if one.clock is None and two.clock is not None and two.clock.start() >= two.day:
            one = _clock_from(one, two, text)
        shared[place] = one
    return shared


def _clock_from(one: NamedDay, two: NamedDay, text: str) -> NamedDay:
    """Take over a time said after the last day of a list, not one said before it."""
    stated_after = DAY.match(text, two.start) is not None
    return replace(one, clock=two.clock, zone=two.zone) if stated_after else one


def _shared_forwards(text: str, days: Sequence[NamedDay]) -> list[NamedDay]:
    shared = list(days)
    for place, (_, two) in enumerate(pairwise(days), start=1):
        one = shared[place - 1]
        if two.clock is None and one.clock is not None and _listed(text, one, two):
            stated_before = DAY.match(text, one.start) is None
            if stated_before or place > 1:
                shared[place] = replace(two, clock=one.clock, zone=one.zone)
    return shared
