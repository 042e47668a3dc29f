"""Months, times of day and zones as funders write them."""

import re
from datetime import time
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
BRUSSELS = ZoneInfo("Europe/Brussels")
DAY_ENDS = time(23, 59)
YEARS = range(1990, 2200)  # outside these, a misreading
MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)(?![a-z])"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

CLOCK = re.compile(
    r"\b(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2})(?::\d\d)?)?\s?(?P<half>[ap])\.?m\b\.?"
    r"|\b(?:12(?:[:.]00)?\s)?(?P<word>midday|noon|midnight)\b"
    r"|\b(?P<hour24>\d{1,2}):(?P<minute24>\d{2})(?::\d{2}(?:\.\d{1,6})?)?(?:\s?(?:hours|hrs|h)\b"
    r"|\b|(?=(?:bst|gmt|cest|cet|utc)\b))"
    r"|\b(?<![£€$])(?P<dotted>\d{1,2})[.h](?P<dotted_minute>\d{2})"
    r"(?:(?<=\b(?:cet|gmt|bst|utc)\s\d\d.\d\d)\b|\s?(?:hours|hrs|h)\b|(?<=h\d\d)\b|(?=\s?\(?(?:uk"
    r"|gmt|bst|cest|cet|brussels|local"
    r"|london|[a-z]+ (?:local )?time)\b)"
    r"|(?=\son\s(?:the\s)?(?:[a-z]{3,6}day|\d|$))|(?=,?\s[a-z]{3,6}day\b)"
    r"|(?=\s\((?:noon|midday)\))|(?=\.?(?:,?\s?$|\n|\.\s[A-Z])))"
    # "17H CET"
    r"|\b(?P<whole>[01]?\d|2[0-3])h(?=\s?\(?(?:uk|gmt|bst|cest|cet|utc|brussels)\b)"
    r"|\b(?P<plain>[01]\d|2[0-3])(?P<plain_minute>[0-5]\d)"
    r"(?:\s?(?:hours|hrs|h)\b|(?<=\b(?:at|by|is)\s\d{4})(?=\s(?:on|gmt|bst|cet|uk)\b)"
    r"|(?<=\bat\s\d{4})(?=[.,;]?(?:$|\n|\s[A-Z(])))",
    re.IGNORECASE,
)
_HOURS_OF_24 = (("hour24", "minute24"), ("dotted", "dotted_minute"), ("plain", "plain_minute"))
# Pages write GMT all year round for the time on the clock; read as UK time it is never too late.
ZONE = re.compile(
    r"\b(?P<uk>(?:uk|london|british)(?:\s(?:local|summer|standard))?(?:\stime)?|gmt|bst)\b"
    r"|(?<=\d\d)(?P<glued>gmt|bst)\b"
    r"|\b(?P<eu>brussels(?:\slocal)?(?:\stime)?|central european(?:\ssummer)?\stime|cest|cet)\b"
    r"|\b(?P<utc>utc)\b|(?<=\d)(?P<zulu>Z)\b",
    re.IGNORECASE,
)


def month_number(name: str) -> int:
    """Return 1 to 12 for a name that `MONTH` matches; for digits, what they say."""
    return int(name) if name.isdigit() else _MONTHS.index(name[:3].lower()) + 1


def read_clock(clock: re.Match[str] | None, *, closing: bool) -> time:
    """Return the time a match of `CLOCK` says; without one, the start or, closing, the end of day.

    Midnight closes a day. Raises ValueError for hours that no clock shows.
    """
    if clock is None or (clock["word"] or "").lower() == "midnight":
        return DAY_ENDS if closing else time()
    if clock["word"]:
        return time(12)
    for hours, minutes in _HOURS_OF_24:
        if clock[hours]:
            return time(int(clock[hours]), int(clock[minutes]))
    if clock["whole"]:
        return time(int(clock["whole"]))
    hour = int(clock["hour"])
    if 12 < hour < 24 and clock["half"].lower() == "p":  # "23.59 pm", "17 p.m."
        return time(hour, int(clock["minute"] or 0))
    if not 1 <= hour <= 12:
        raise ValueError(f"not a time of day: {clock[0]!r}")
    afternoon = clock["half"].lower() == "p"
    return time(hour % 12 + (12 if afternoon else 0), int(clock["minute"] or 0))


def zone_of(match: re.Match[str] | None) -> ZoneInfo | None:
    """Return the zone that a match of `ZONE` names."""
    if match is None:
        return None
    return LONDON if match["uk"] or match["glued"] else BRUSSELS if match["eu"] else ZoneInfo("UTC")
