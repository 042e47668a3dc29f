"""What each amount of money in a text is: pot, one award, or a project's full cost.

The words of the same clause decide. Where they say nothing, the rest of the
sentence does, then the amount before it, then the label above. Where they say
two things the amount has no role: a wrong role is worse than a missing one.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, auto

from models.money import MoneyRole
from scrapers.facts import role_exclusions as exclusions
from scrapers.facts import role_words as words
from scrapers.facts.figures import Figure
from scrapers.facts.passages import Span, passage_at, passages, quoted

_REACH = 300  # characters to either side that can still speak of the amount
_LABEL = 90  # longest line above an amount that can be its label
_LEAST_OFFER = 100  # nobody announces less
_NO_CALL = Decimal(5 * 10**9)  # sums from here on are of whole programmes or economies
_SMALL = Decimal(50_000)  # "the scheme provides up to" less than this speaks of one award
_LARGE = Decimal(10**6)  # from here on "is available" speaks of a pot, not of one award

_CLAUSE_END = re.compile(
    r";|:(?=\s*\S[^\n]{40})|,\s|[()]|\s[–—-]\s|\bof which\b"
    r"|\bwith\b(?!\s(?:an?\s)?(?:\w+\s)?(?:budgets?|costs?)\b)|\bbut\b|\bwhile\b|\bwhereas\b"
    r"|\s(?=(?:Maximum|Minimum|Total|Award range|Closing|Opening|Publication)\b)"
    r"|\b(?=(?:from|out of) (?:a|an|the) (?:overall |total )?(?:total|pot|fund|budget)\b)"
    r"|\band\b(?=\s(?:each|every|individual|awards?|projects?|grants?|you|we|the)\b)"
)
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
    r"|,?\s?\(?\b(?:19|20)\d\d\s?(?:-|–|/|to)\s?(?:19|20)?\d\d\)?",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    r"(?:\W|\d){0,9}(?:the\s)?(?:(?:upper|lower|funding|financial|overall)\s)?(?:max(?:imum)?"
    r"|min(?:imum)?|limit|ceiling|cap|strand|stream|tier|level|phase|route|type|option|small|medium"
    r"|large|main|micro|standard|seed)\b",
    re.IGNORECASE,
)


class _Sense(Enum):
    POT = auto()
    AWARD = auto()
    COST = auto()
    OTHER = auto()  # not offered, or two readings
    ON_OFFER = auto()  # offered, without a word on who shares it
    SILENT = auto()


_SHARED = (_Sense.POT, _Sense.ON_OFFER)
_BARE = re.compile(r"\d[\d.,]*\s?(?:k|m|mn|bn|million|thousand|billion)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where a figure stands: itself, its sentence, and the room to the figures beside it."""

    figure: Figure
    start: int
    end: int
    sentence: int  # place of its sentence in the list of sentences
    whole: Span  # that sentence, as far as it can speak of the amount
    room: Span
    shared: tuple[bool, bool]  # whether another figure bounds the room before and after it


@dataclass(frozen=True, slots=True)
class _Reading:
    sense: _Sense
    least: bool = False


def roles_of(
    text: str, figures: Sequence[tuple[Figure, int, int]]
) -> list[tuple[MoneyRole | None, str]]:
    """Say of every figure, in the order of the text, its role and the sentence it stands in."""
    spans = passages(text)
    spots = _spots(spans, figures)
    blank = _without_asides(text, spots)
    readings: list[_Reading] = []
    for index, spot in enumerate(spots):
        last = spots[index - 1].sentence if index else -9
        before = readings[-1].sense if last >= spot.sentence - 1 else _Sense.SILENT
        reading = _read(blank, text, spot)
        if spot.shared[0] and _BARE.fullmatch(text, spot.start, spot.end):
            reading = _Reading(before, reading.least)
        elif reading.sense is _Sense.SILENT:
            if spot.shared[0]:
                reading = _carried(reading, before)
            else:
                reading = _from_above(blank, spans, spot, before) or reading
        readings.append(reading)
    readings = _without_wider_pots(blank, spots, readings)
    return [
        (_role(index, spots, readings), quoted(text, spans, spot.start, spot.end))
        for index, spot in enumerate(spots)
    ]


def _without_wider_pots(
    text: str, spots: Sequence[_Spot], readings: Sequence[_Reading]
) -> list[_Reading]:
    """Take the role from a national pot where the call's own one is named after it."""
    kept = list(readings)
    for index, (spot, reading) in enumerate(zip(spots, readings, strict=True)):
        if reading.sense not in _SHARED:
            continue
        part = index and spots[index - 1].sentence == spot.sentence
        if part and exclusions.PART_OF_SUM.search(text[spots[index - 1].end : spot.start]):
            kept[index] = _Reading(_Sense.OTHER)
        following = readings[index + 1] if index + 1 < len(readings) else None
        near = following and spots[index + 1].sentence <= spot.sentence + 1
        wider = exclusions.WIDER_POT.search(_marked(text, (spot.room[0], spot.end), spot))
        smaller = following and spots[index + 1].figure.money.amount < spot.figure.money.amount
        if near and smaller and wider and following and following.sense in _SHARED:
            kept[index] = _Reading(_Sense.OTHER)
    return kept


def _spots(spans: Sequence[Span], figures: Sequence[tuple[Figure, int, int]]) -> tuple[_Spot, ...]:
    spots = []
    for index, (figure, start, end) in enumerate(figures):
        place = passage_at(spans, start)
        first, last = spans[place]
        left = figures[index - 1][2] if index else 0
        right = figures[index + 1][1] if index + 1 < len(figures) else last
        room = max(first, left, start - _REACH), min(last, right, end + _REACH)
        whole = max(first, start - _REACH), min(last, end + _REACH)
        spots.append(_Spot(figure, start, end, place, whole, room, (left > first, right < last)))
    return tuple(spots)


def _without_asides(text: str, spots: Sequence[_Spot]) -> str:
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


def _role(index: int, spots: Sequence[_Spot], readings: Sequence[_Reading]) -> MoneyRole | None:
    spot, reading = spots[index], readings[index]
    sense, least = reading.sense, reading.least and spot.figure.low is None
    if sense is _Sense.POT or (sense is _Sense.ON_OFFER and _is_pot(index, spots, readings)):
        return MoneyRole.TOTAL_FUND
    if sense is _Sense.AWARD:
        return MoneyRole.AWARD_MIN if least else MoneyRole.AWARD_MAX
    return MoneyRole.PROJECT_COST_MAX if sense is _Sense.COST and not least else None


def _is_pot(index: int, spots: Sequence[_Spot], readings: Sequence[_Reading]) -> bool:
    """Whether a sum "available" is shared: a large one, or one beside much smaller awards."""
    money = spots[index].figure.money
    beside = slice(max(0, index - 5), index + 6)
    single = [
        other.figure.money.amount
        for other, reading in zip(spots[beside], readings[beside], strict=True)
        if reading.sense in (_Sense.AWARD, _Sense.COST)
        and other.figure.money.currency == money.currency
    ]
    return money.amount >= 2 * max(single) if single else money.amount >= _LARGE


def _read(blank: str, text: str, spot: _Spot) -> _Reading:
    """Read the clause of an amount, then all the words up to the amounts beside it."""
    before, after = spot.room
    if not _LEAST_OFFER <= spot.figure.money.amount < _NO_CALL:
        return _Reading(_Sense.OTHER)
    start, end = _clause_start(blank, spot), _clause_end(blank, spot)
    near = _marked(text, (max(before, start - 80), min(after, end + 60)), spot)
    clause = _marked(blank, (start, end), spot)
    sense = _decide(clause, near)
    if sense in (_Sense.SILENT, _Sense.ON_OFFER):
        clause = _marked(blank, spot.room, spot)
        wider = _decide(clause, near)
        sense = wider if wider is not _Sense.SILENT else sense
    led = _marked(blank, (before, spot.end), spot)
    if (
        sense is _Sense.POT
        and spot.figure.money.amount < _SMALL
        and words.LIKE_AWARD.search(clause)
    ):
        sense = _Sense.OTHER
    told = _marked(text, spot.whole, spot)
    if _is_passed_on(text, spot) or exclusions.OTHER_GRANT.search(led) or _is_told(told):
        sense = _Sense.OTHER
    return _Reading(sense, bool(words.AT_LEAST.search(clause)))


def _is_told(sentence: str) -> bool:
    """Whether the whole sentence only gives an example, or tells of other money than this."""
    return bool(exclusions.TOLD.search(sentence))


def _is_passed_on(text: str, spot: _Spot) -> bool:
    """Whether the amount is a part of the grant, or what its holder may hand to others."""
    around = text[max(0, spot.start - _REACH) : spot.end + 100]
    beside = text[max(0, spot.start - 150) : spot.end + 60]
    if exclusions.PART_OF_GRANT.search(beside):
        return True
    return bool(exclusions.PASSED_ON.search(around) and not exclusions.WHOLE_GRANT.search(beside))


def _carried(reading: _Reading, before: _Sense) -> _Reading:
    """Give an amount without words the sense of the one before it; pots are not listed so."""
    if before in (_Sense.AWARD, _Sense.COST, _Sense.OTHER):
        return _Reading(before, reading.least)
    return reading


def _from_above(text: str, spans: Sequence[Span], spot: _Spot, before: _Sense) -> _Reading | None:
    """Read an amount whose sentence says nothing with the label or the sentence before it."""
    if not spot.sentence:
        return None
    above, (first, _) = spans[spot.sentence - 1], spans[spot.sentence]
    label = text[above[0] : above[1]].strip()
    clause = _marked(text, (max(first, spot.room[0]), spot.room[1]), spot)
    plain = len(label) <= 2 * _LABEL and not exclusions.SIGN.search(label)
    numbered = _NUMBERED.match(text[first : spot.start])
    if plain and numbered and words.LEVELS.search(label):
        return _Reading(_Sense.AWARD, bool(words.AT_LEAST.search(clause)))
    if label and plain and len(label) <= _LABEL and label[-1] not in ".!":
        clause = f"{label.rstrip(':')}: {clause}"
        return _Reading(_decide(clause, clause), bool(words.AT_LEAST.search(clause)))
    if before in (_Sense.AWARD, _Sense.COST) and numbered:
        return _Reading(before, bool(words.AT_LEAST.search(clause)))
    return None


def _clause_start(text: str, spot: _Spot) -> int:
    ends = [mark.end() for mark in _CLAUSE_END.finditer(text, spot.room[0], spot.start)]
    if ends:
        return ends[-1]
    joints = list(_JOINT.finditer(text, spot.room[0], spot.start)) if spot.shared[0] else []
    return joints[-1].start() if joints else spot.room[0]


def _clause_end(text: str, spot: _Spot) -> int:
    """Return where the clause ends; words that lead to a next amount belong to that one."""
    if mark := _CLAUSE_END.search(text, spot.end, spot.room[1]):
        return mark.start()
    joints = list(_JOINT.finditer(text, spot.end, spot.room[1])) if spot.shared[1] else []
    return joints[-1].start() if joints else spot.room[1]


def _marked(text: str, span: Span, spot: _Spot) -> str:
    """Put a null character where the amount stands, and turn "not over" into "up to"."""
    clause = " ".join(f"{text[span[0] : spot.start]}\x00{text[spot.end : span[1]]}".split())
    clause = exclusions.NO_ONE_OVER.sub(r"\1 up to", clause)
    clause = exclusions.LOWER_LIMIT.sub("at least", exclusions.UPPER_LIMIT.sub("up to", clause))
    clause = exclusions.OR_LESS.sub("\\1up to \x00", clause)
    return exclusions.OR_MORE.sub("at least \x00", clause)


def _decide(clause: str, near: str) -> _Sense:
    """Return what the words of a clause say; the first rule that fits decides.

    `near` reaches a little over the clause, into a bracket after the amount.
    """
    if words.SHARE_OF_POT.search(clause) or words.SUPPORTED_BY.search(near):
        return _Sense.POT
    if words.POT_OF_PLACE.search(clause):
        return _Sense.POT
    if words.ONE_FUNDED.search(near) or words.FUNDER_PAYS.search(near):
        return _Sense.AWARD
    if exclusions.ANCHORED_OTHER.search(clause) or exclusions.OTHER.search(clause):
        return _Sense.OTHER
    if words.SHARE_ATTACHED.search(near):
        return _Sense.POT if _offer(clause) is _Sense.POT else _Sense.AWARD
    bare = words.PERCENT_OF_COST.sub(" ", clause)
    whole = words.WHOLE_COST_ASIDE.search(near) and not words.PROJECT_COST.search(bare)
    if (whole or words.PUT_INTO_CALL.search(clause)) and _offer(clause) is _Sense.POT:
        return _Sense.POT
    if words.COST_ATTACHED.search(words.PERCENT_OF_COST.sub(" ", near)):
        return _Sense.COST
    if words.PROJECT_COST.search(bare):
        return _Sense.OTHER if words.CONTRIBUTION.search(bare) else _Sense.COST
    return _Sense.COST if words.FULL_COST.search(bare) else _offer(clause)


def _offer(clause: str) -> _Sense:
    """Tell a pot from an award, the words closest to the amount first."""
    for pattern, sense in (
        (words.PER_ONE, _Sense.AWARD),
        (words.TOTAL_AWARD, _Sense.AWARD),
        (words.POT_ATTACHED, _Sense.POT),
        (words.AWARD_ATTACHED, _Sense.AWARD),
        (exclusions.TOPIC, _Sense.OTHER),
        (words.ASK, _Sense.AWARD),
        (words.POT, _Sense.POT),
        (words.AWARD, _Sense.AWARD),
        (words.BEHIND_CALL, _Sense.POT),
        (words.GIVEN, _Sense.AWARD),
    ):
        if pattern.search(clause):
            return sense
    if words.ON_OFFER.search(clause):
        return _Sense.OTHER if words.ONE_RECIPIENT.search(clause) else _Sense.ON_OFFER
    return _Sense.SILENT
