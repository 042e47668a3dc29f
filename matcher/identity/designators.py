"""The numbers, years, parts and places in a title that tell one call from its sister.

"Round two" and "round three" are two calls however alike the rest of their
titles is. A designator is a kind ("round", "strand", "year", "place", ...) with
the values that the title gives it.
"""

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

SERIAL = frozenset({"round", "call", "cohort", "competition", "year"})  # count up over time

_CARDINALS = (
    *("one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)
_ORDINALS = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth"]
_ROMANS = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"]
_SPELLED = {
    word: str(number)
    for words in (_CARDINALS, _ORDINALS, _ROMANS)
    for number, word in enumerate(words, start=1)
}
_SAID = {  # what a kind of designator is called in titles
    "round": ("round", "rounds", "wave"),
    "call": ("call",),
    "cohort": ("cohort",),
    "competition": ("competition",),
    "part": (
        *("strand", "stream", "workstream", "lot", "theme", "track"),
        *("challenge", "area", "topic", "part"),
    ),
    "phase": ("phase",),
    "stage": ("stage", "step"),
    "tier": ("tier", "level"),
}
_KINDS = {word: kind for kind, words in _SAID.items() for word in words}
_NUMBER = rf"(?:\d{{1,4}}|{'|'.join(sorted((*_CARDINALS, *_ROMANS), key=len, reverse=True))}|[b-h])"
_NAMED = re.compile(
    rf"\b(?P<kind>{'|'.join(sorted(_KINDS, key=len, reverse=True))})(?:s(?!\w))?[\s:#-]+"
    rf"(?:no\.?\s*|number\s*)?(?P<value>{_NUMBER}|a(?=\s*(?:$|[:)/,&-])))"
    rf"(?P<more>(?:\s*(?:,|&|and|/|\+)\s*{_NUMBER})*)(?!\w)"
)
_ONE_VALUE = re.compile(rf"\b(?:{_NUMBER}|a)\b")
_ORDINAL = re.compile(
    rf"\b(?P<value>{'|'.join(_ORDINALS)}|\d{{1,2}}(?:st|nd|rd|th))\s+(?P<kind>{'|'.join(_KINDS)})\b"
)
_YEAR = re.compile(r"(?<![\d/-])(?:19|20)\d{2}(?:\s*[/–-]\s*(?:20)?\d{2})?(?![\d/-])")
_LOOSE = re.compile(r"(?<![\w/.,£€$-])\d{1,4}(?![\w/.,-]*\d|\w)")
_BARE_ROMAN = re.compile(r"\b(?:ii|iii|iv|vi|vii|viii|ix)\b")
_STAGES = {
    "outline": "outline",
    "invited": "later",
    "invite only": "later",
    "full application": "later",
    "full applications": "later",
    "full proposal": "later",
    "full stage": "later",
}
_PLACES = (
    *("scotland", "wales", "northern ireland", "england", "yorkshire", "west yorkshire"),
    *("south yorkshire", "north yorkshire", "humber", "north east", "north west", "south east"),
    *("south west", "east midlands", "west midlands", "midlands", "east of england"),
    *("eastern england", "east anglia", "london", "liverpool", "manchester", "glasgow"),
    *("edinburgh", "cardiff", "belfast", "tees valley", "teesside", "cornwall", "cambridge"),
    *("oxford", "birmingham", "sheffield", "leeds", "newcastle", "swansea", "coventry"),
    *("scottish", "welsh", "northern irish", "ireland", "north of england", "north sea"),
)
_PLACE = re.compile(rf"\b(?:{'|'.join(sorted(_PLACES, key=len, reverse=True))})\b")

Designators = Mapping[str, frozenset[str]]


def designators(title: str) -> Designators:
    """Return the designators of a title, each kind with its values.

    >>> dict(designators("OPIP round II: strand 1 and 2 (2025)"))["part"] == {"1", "2"}
    True
    """
    lowered = title.lower().replace("\u2013", "-")
    found: dict[str, set[str]] = {}
    for kind, value in _pairs(lowered):
        found.setdefault(kind, set()).add(value)
    return MappingProxyType({kind: frozenset(values) for kind, values in found.items()})


def without_designators(lowered: str) -> str:
    """Return a lower-case title without the designators that have a number."""
    for pattern in (_NAMED, _ORDINAL, _YEAR, _LOOSE, _BARE_ROMAN):
        lowered = pattern.sub(" ", lowered)
    return lowered


def serial_number(title: str, kind: str) -> int | None:
    """Return the highest number of a kind that counts up over time, or None if none is named."""
    values = [int(value) for value in designators(title).get(kind, ()) if value.isdigit()]
    return max(values, default=None)


def _pairs(lowered: str) -> Iterator[tuple[str, str]]:
    for match in _NAMED.finditer(lowered):
        for value in _ONE_VALUE.findall(match["value"] + match["more"]):
            yield _KINDS[match["kind"]], _plain_number(value)
    for match in _ORDINAL.finditer(lowered):
        yield _KINDS[match["kind"]], _plain_number(match["value"])
    for match in _YEAR.finditer(lowered):
        yield "year", match[0][:4]
    rest = _YEAR.sub(" ", _ORDINAL.sub(" ", _NAMED.sub(" ", lowered)))
    for pattern in (_LOOSE, _BARE_ROMAN):
        for match in pattern.finditer(rest):
            yield "number", _plain_number(match[0])
    for match in _PLACE.finditer(lowered):
        yield "place", match[0]
    for words, meaning in _STAGES.items():
        if re.search(rf"\b{words}\b", lowered):
            yield "step", meaning


def _plain_number(value: str) -> str:
    digits = re.sub(r"\D", "", value)
    if digits:
        return str(int(digits))
    return _SPELLED.get(value, value)
