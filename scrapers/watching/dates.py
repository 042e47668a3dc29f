"""The moments that a labelled text names, where it says more than a date."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime

from scrapers.facts.dates import parse_moment

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_DAY = (
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)?\s(?:of\s)?{_MONTH}\.?,?\s\d{{4}}"
    r"|\d{1,2}/\d{1,2}/\d{4}|\d{4}-\d{2}-\d{2})(?!\d)"
)
_TIME = (
    r"(?:(?:12\s)?(?:noon|midday|midnight)\b|\d{1,2}(?:[:.]\d{2})?\s?[ap]\.?m\b\.?"
    r"|\d{1,2}[:.]\d{2}(?![\d/]))"
)
_ZONE = r"(?:\s\(?(?:(?:uk|london)(?:\slocal)?\stime|gmt|bst)\)?)?"
_WEEKDAY = r"(?:(?:mon|tues?|wednes|thurs?|fri|satur|sun)(?:day)?\s?,?\s)?"
_WHEN = re.compile(
    rf"(?:(?<![\d.:/]){_TIME}{_ZONE},?\s(?:on\s)?(?:the\s)?)?{_WEEKDAY}(?<!\d)(?P<day>{_DAY})"
    rf"(?:\s?[,(–-]?\s?(?:at\s|by\s|before\s)?{_TIME}{_ZONE})?",
    re.IGNORECASE,
)
_TIME_FOR_ALL = re.compile(rf"\b(?P<time>{_TIME})\s(?:on|by)\s?:?$", re.IGNORECASE)
_POINT_FOR_COLON = re.compile(r"(\d{1,2})\.(\d{2})(?!\s?[ap]\.?m)", re.IGNORECASE)
# What a date belongs to stands before it: "Interviews: 5 June 2026".
_OTHER_EVENT = re.compile(
    r"\b(?:interviews?|decisions?|outcomes?|results?|starts?|launch\w*|opens?|opening|panel|committee"
    r"|meets?|shortlist\w*|notif\w+|webinars?|workshops?|announce\w*|review\w*|published|updated)\b",
    re.IGNORECASE,
)
_DEADLINE = re.compile(r"\b(?:deadlines?|clos\w+|due|submi\w+|by|before|until)\b", re.IGNORECASE)
_MONTH_ONLY = re.compile(
    rf"\b(?:{_MONTH}|spring|summer|autumn|winter|early|mid|late)\b[\s-]*\d{{4}}\b", re.IGNORECASE
)


def deadlines_in(text: str) -> tuple[datetime, ...]:
    """Return the deadlines named in a labelled text, ascending, in UK time.

    Dates after words for another event, such as interviews, are left out. A
    date without a time counts to the end of its day, or to the time in a line
    above such as "no later than 5pm on:". Never fails.
    """
    found: list[datetime] = []
    time = ""
    for line in (" ".join(line.split()) for line in text.split("\n")):
        for_all = _TIME_FOR_ALL.search(line)
        time = for_all["time"] if for_all else time
        found += _deadlines_of_line(line, time)
    return one_a_day(found)


def one_a_day(moments: Iterable[datetime]) -> tuple[datetime, ...]:
    """Sort moments; of one day only the first counts, since a date alone stands for its end."""
    first: dict[date, datetime] = {}
    for moment in sorted(moments):
        first.setdefault(moment.date(), moment)
    return tuple(first.values())


def opening_in(text: str) -> datetime | None:
    """Return the first moment named in a labelled text, or None."""
    line = " ".join(text.split())
    moments = (_moment(match, closing=False) for match in _WHEN.finditer(line))
    return next(filter(None, moments), None)


def is_vague(text: str) -> bool:
    """Whether a text names a month or season and no day: too little for a date, and no mistake."""
    return bool(_MONTH_ONLY.search(text)) and not _WHEN.search(" ".join(text.split()))


def _deadlines_of_line(line: str, time: str) -> Iterator[datetime]:
    before = 0
    for match in _WHEN.finditer(line):
        lead = line[before : match.start()]
        before = match.end()
        moment = _moment(match, closing=True, time=time)
        if moment and (_DEADLINE.search(lead) or not _OTHER_EVENT.search(lead)):
            yield moment


def _moment(match: re.Match[str], *, closing: bool, time: str = "") -> datetime | None:
    """Read a date with its time, or with `time`, or alone where the time makes no sense."""
    timed = match[0] if re.search(_TIME, match[0], re.IGNORECASE) else f"{time} {match['day']}"
    for words in (_POINT_FOR_COLON.sub(r"\1:\2", timed), match["day"]):
        try:
            return parse_moment(words, closing=closing)
        except ValueError:
            continue
    return None
