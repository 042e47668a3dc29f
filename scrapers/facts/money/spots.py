"""Where an amount of money stands, and which words around it speak of it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from scrapers.facts.money import exclusions, limits
from scrapers.facts.money.figures import Figure
from scrapers.facts.passages import Span, passage_at

REACH = 300  # characters to either side that can still speak of the amount

_CLAUSE_END = (
    r";|:(?=\s*\S[^\n]{40})|,\s|[()]|\s[–—-]\s|\bof which\b|\bbut\b|\bwhile\b|\bwhereas\b"
    r"|\s(?=(?:Maximum|Minimum|Total|Award range|Closing|Opening|Publication)\b)"
    r"|\b(?=(?:from|out of) (?:a|an|the) (?:overall |total )?(?:total|pot|fund|budget)\b)"
    r"|\band\b(?=\s(?:each|every|individual|awards?|projects?|grants?|you|we|the)\b)"
)
# "With costs of" belongs to the amount behind it, and parts it from the one before.
_STARTS = re.compile(
    rf"{_CLAUSE_END}|\bwith\b(?!\s(?:an?\s)?(?:\w+\s)?(?:budgets?|costs?|values?)\b)"
)
_ENDS = re.compile(rf"{_CLAUSE_END}|\bwith\b")
_NEXT_ONES = re.compile(r"\b(?:with|having|whose|costing|that cost|which cost)\b[^.;]*$")
_JOINT = re.compile(r"(?<!\bup)\s(?:and|or|with|for|through|via|as|in|to|into|towards|plus|then)\s")
# Asides that part words from their amount: VAT, the rate of funding, and over how long.
_ASIDE = re.compile(
    r",?\s?\(?\b(?:inc(?:l(?:usive|uding|udes|\.)?|\.)?|exc(?:l(?:usive|uding|\.)?|\.)?|plus|\+)"
    r"\s(?:of\s)?(?:vat|overheads)\)?,?"
    r"|,?\s?(?:spread |spent )?\b(?:over|across|for|lasting|within|during)\s(?:a\s|the\s|up to\s)*"
    r"(?:maximum\s|period\s|of\s){0,4}"
    r"(?:\d{1,2}|one|two|three|four|five|six|seven|eight|ten)(?:\s?(?:to|-|–|or)\s?\w{1,5})?"
    r"[\s-](?:financial\s)?(?:years?|months?)\b,?"
    r"|\s?\((?:at )?\d{1,3}\s?(?:%|per cent) (?:of )?(?:the )?(?:full economic costs?|fec)\)"
    r"|\s?\([“\"‘']\w+[”\"’']\)(?=\s\w)"
    r"|,?\s?\(?\b(?:19|20)\d\d\s?(?:-|–|/|to)\s?(?:19|20)?\d\d\)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a figure stands: itself, its sentence, and the room to the figures beside it."""

    figure: Figure
    start: int
    end: int
    sentence: int  # place of its sentence in the list of sentences
    whole: Span  # that sentence, as far as it can speak of the amount
    room: Span
    shared: tuple[bool, bool]  # whether another figure bounds the room before and after it


def spots_of(
    text: str, spans: Sequence[Span], figures: Sequence[tuple[Figure, int, int]]
) -> tuple[Spot, ...]:
    """Place every figure in its sentence, in the order of the text."""
    spots = []
    for index, (figure, start, end) in enumerate(figures):
        place = passage_at(spans, start)
        first, last = spans[place]
        left = figures[index - 1][2] if index else 0
        right = figures[index + 1][1] if index + 1 < len(figures) else last
        shared = left > first, right < last
        if shared[1] and (next_ones := _NEXT_ONES.search(text, end, right)):
            right = next_ones.start()
        room = max(first, left, start - REACH), min(last, right, end + REACH)
        whole = max(first, start - REACH), min(last, end + REACH)
        spots.append(Spot(figure, start, end, place, whole, room, shared))
    return tuple(spots)


def without_asides(text: str, spots: Sequence[Spot]) -> str:
    """Blank what only parts words; "over £5m and up to £10m" is a range, not a threshold."""
    blank = _ASIDE.sub(lambda aside: " " * len(aside[0]), text)
    pieces, done = [], 0
    for spot in spots:
        words_before = blank[max(done, spot.start - 20) : spot.start]
        mark = exclusions.THRESHOLD_BEFORE.search(words_before) if spot.figure.low else None
        if mark:
            length = len(words_before) - mark.start()
            pieces += [blank[done : spot.start - length], " " * length]
            done = spot.start
    return "".join([*pieces, blank[done:]])


def clause_of(text: str, spot: Spot) -> Span:
    """Return the clause of an amount; words that lead to a next amount belong to that one."""
    return _clause_start(text, spot), _clause_end(text, spot)


def own_room(text: str, spot: Spot) -> Span:
    """Return the room without the rest of the clause before, or the start of the one behind."""
    first, last = spot.room
    if spot.shared[0] and (mark := _ENDS.search(text, first, spot.start)):
        first = mark.end()
    if spot.shared[1]:
        starts = [mark.start() for mark in _STARTS.finditer(text, spot.end, last)]
        last = starts[-1] if starts else last
    return first, last


def _clause_start(text: str, spot: Spot) -> int:
    ends = [mark.end() for mark in _STARTS.finditer(text, spot.room[0], spot.start)]
    if ends:
        return ends[-1]
    joints = list(_JOINT.finditer(text, spot.room[0], spot.start)) if spot.shared[0] else []
    return joints[-1].start() if joints else spot.room[0]


def _clause_end(text: str, spot: Spot) -> int:
    if mark := _ENDS.search(text, spot.end, spot.room[1]):
        return mark.start()
    joints = list(_JOINT.finditer(text, spot.end, spot.room[1])) if spot.shared[1] else []
    return joints[-1].start() if joints else spot.room[1]


def marked(text: str, span: Span, spot: Spot) -> str:
    """Put a null character where the amount stands, and say its limits in one way."""
    clause = _with_mark(text, span, spot)
    return limits.as_limits(
        clause, clause if span == spot.whole else _with_mark(text, spot.whole, spot)
    )


def _with_mark(text: str, span: Span, spot: Spot) -> str:
    return " ".join(f"{text[span[0] : spot.start]}\x00{text[spot.end : span[1]]}".split())
