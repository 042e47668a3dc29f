"""How long a funded project may last, where the text says so."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from scrapers.facts.found import Found
from scrapers.facts.statements import NUMBER, Statement, number_of, statements


@dataclass(frozen=True, slots=True)
class Duration:
    """The longest project: in the text's words, and in months."""

    words: str
    months: int


_UNIT = r"(?:months?|years?)"
_LENGTH = (
    r"(?P<lead>(?:a (?:period|duration|minimum|maximum) of )?(?:(?:up to|between|about|around"
    r"|approximately|typically|indicatively|normally|at least|minimum|maximum|exactly|from) )?)"
    rf"(?:(?P<low>{NUMBER})(?:[ -](?P<lowunit>{_UNIT}))?\s?(?P<joint>-|–|\+|to|and"
    rf"|or)\s?(?:up to )?)?(?P<high>{NUMBER})[ -]?(?P<unit>{_UNIT})\b"
)
_WHAT = (
    r"(?:projects?|actions?|grants?|awards?|fellowships?|contracts?|proposals?|programmes?|funding"
    r"|partnerships?|cent(?:re|er)s?|hubs?|stud(?:y|ies))"
)
_GAP = r"[^.;:\d]{0,60}?"
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b{_WHAT}['’]?s? (?:\w+ ){{0,2}}duration{_GAP}:? ?{_LENGTH}",
        rf"\bduration of (?:\w+ ){{0,4}}?{_WHAT}\b[^.;:]{{0,90}}? {_LENGTH}",
        rf"\b{_WHAT}\b[^.;:]{{0,60}}? (?:have|has|with|of) {_GAP}duration(?: of)? {_GAP}{_LENGTH}",
        rf"\bduration of {_LENGTH}(?=[^.;]{{0,40}}\b{_WHAT})",
        rf"^duration ?:? ?{_LENGTH}",
        rf"^{_LENGTH}(?=\s*(?:$|[,;(]|from\b|in\b|full\b))",
        rf"\b{_WHAT}\b (?:\w+ ){{0,4}}?(?:lasts?|lasting|runs?|running|span)(?: for)? "
        rf"{_GAP}{_LENGTH}",
        rf"\b{_WHAT} of (?=up to|between|at least){_LENGTH}",
        rf"\b(?:grants?|awards?|awarded|funded|funding|available|lump sum|supported"
        rf"|contract)\b[^.;:]"
        rf"{{0,80}}? (?:for|over) {_LENGTH}",
        rf"\b(?P<high>{NUMBER})[ -](?P<unit>{_UNIT})(?:[ -]long)?"
        rf" (?P<lead>)(?P<low>)(?P<lowunit>)(?P<joint>)"
        r"(?:\w+ )?(?:projects?|awards?|grants?|fellowships?|funding|support)\b",
        rf"\bcontract is expected to run\b[^.;]{{0,60}}? for {_LENGTH}",
    )
)
_OTHER_MATTER = re.compile(
    r"\bthird[- ]part(?:y|ies)\b|\bFSTP\b|\bsub-?(?:project|grant|contract)|\bplacements?\b"
    r"|\bsecond(?:ed"
    r"|ments?)\b|\bincubat|\baccelerat|\bevaluation\b|\blife-?\s?(?:span|time|cycle)\b"
    r"|\bexperience\b"
    r"|\bPhD\b|\bon average\b|\bnormally projects\b|\bexperiments?\b|\binternship|\bof age\b"
    r"|\bold\b|\binvestments?\b|\beach phase\b|\bobject to\b|\brecharg|\btraining\b"
    r"|\bhost(?:ed)? visits?\b",
    re.IGNORECASE,
)
_NOT_THE_LENGTH = re.compile(
    r"\s?(?:['’]|extension|after|from the|before|later|prior|of (?:age|experience|the)|per\b|old\b"
    r"|ago|and older|following|each\b|preceding)",
    re.IGNORECASE,
)
_ADDED = re.compile(
    r"\b(?:additional|further|extended|extension|extend|another|extra|within|first|next|(?:the"
    r"|in) (?:last|past)"
    r"|preceding|previous|every|after|renew\w*)[^.;,]{0,25}$",
    re.IGNORECASE,
)
_AND_UP_TO = re.compile(rf"[^.;\d]{{0,40}}?\band {_LENGTH}", re.IGNORECASE)
_LONGEST = 15 * 12  # months; the longest awards run seven years and seven more


def find_duration(text: str) -> Found[Duration] | None:
    """Return the longest stated length of a project, of a range its upper end. Never fails."""
    found: Found[Duration] | None = None
    for statement in statements(text):
        lower = statement.words.lower()
        if "month" not in lower and "year" not in lower:
            continue
        if _OTHER_MATTER.search(statement.words):
            continue
        for duration, start, end in _lengths(statement):
            if found is None or duration.months > found.value.months:
                found = Found(duration, statement.sentence(text, start, end))
    return found


def _lengths(statement: Statement) -> Iterator[tuple[Duration, int, int]]:
    words = statement.words
    for pattern in _PATTERNS:
        for match in pattern.finditer(words):
            for length in (match, _AND_UP_TO.match(words, match.end())):
                duration = _read(words, length) if length else None
                if length and duration:
                    yield duration, match.start(), length.end()


def _read(words: str, match: re.Match[str]) -> Duration | None:
    start = min(match.start(name) for name in ("lead", "low", "high") if match[name])
    if _NOT_THE_LENGTH.match(words, match.end("unit")):
        return None
    if _ADDED.search(words, max(0, start - 60), start):
        return None
    months = _months(match)
    return Duration(words[start : match.end("unit")], months) if 1 <= months <= _LONGEST else None


def _months(match: re.Match[str]) -> int:
    scale = 12 if match["unit"].lower().startswith("year") else 1
    high = number_of(match["high"]) * scale
    if not match["low"]:
        return high
    low_unit = match["lowunit"] or match["unit"]
    low = number_of(match["low"]) * (12 if low_unit.lower().startswith("year") else 1)
    return low + high if match["joint"] == "+" else max(low, high)
