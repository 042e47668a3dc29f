"""What each amount of money in a text is: pot, one award, or a project's full cost.

The words of the same clause decide, unless the whole sentence is about something
else. Where they say nothing, the rest of the sentence does, then the amount before
it, then the label above. Where they say two things, or where they are seldom right,
the amount has no role: a wrong role is worse than a missing one.
"""

import re
from collections.abc import Sequence
from decimal import Decimal

from models.money import MoneyRole
from scrapers.facts.money import exclusions, frames
from scrapers.facts.money.figures import Figure
from scrapers.facts.money.reading import after, from_above, read
from scrapers.facts.money.senses import SHARED, SINGLE, Reading, Sense
from scrapers.facts.money.spots import Spot, marked, spots_of, without_asides
from scrapers.facts.passages import Span, passages, quoted

_LARGE = Decimal(10**6)  # from here on "is available" speaks of a pot, not of one award
_MUCH_LARGER = 4  # so many times the largest award beside it, and a smaller sum is a pot too
_AGAIN = re.compile(r"\b(?:the|this|that)\s$", re.IGNORECASE)
_BARE = re.compile(r"\d[\d.,]*\s?(?:k|m|mn|bn|million|thousand|billion)?", re.IGNORECASE)


def roles_of(
    text: str, figures: Sequence[tuple[Figure, int, int]]
) -> list[tuple[MoneyRole | None, str]]:
    """Say of every figure, in the order of the text, its role and the sentence it stands in."""
    if not figures:
        return []
    spans = passages(text)
    spots = spots_of(text, spans, figures)
    blank = without_asides(text, spots)
    readings: list[Reading] = []
    for index, spot in enumerate(spots):
        reading = _read_in_order(blank, text, spans, spots[: index + 1], readings)
        readings.append(_without_typical(blank, spots[:index], readings, spot, reading))
    readings = _without_wider_pots(blank, spots, readings)
    return [
        (_role(index, spots, readings), quoted(text, spans, spot.start, spot.end))
        for index, spot in enumerate(spots)
    ]


def _read_in_order(
    blank: str,
    text: str,
    spans: Sequence[Span],
    spots: Sequence[Spot],
    readings: Sequence[Reading],
) -> Reading:
    """Read the last of the spots; `readings` are those of the ones before it."""
    *earlier, spot = spots
    near = bool(earlier) and earlier[-1].sentence >= spot.sentence - 1
    before = readings[-1].sense if near else Sense.SILENT
    reading = read(blank, text, spot)
    if (said := _said_before(text, earlier, readings, spot)) is not None:
        return said
    if not spot.shared[0]:
        silent = reading.sense is Sense.SILENT
        return (from_above(blank, spans, spot, before) if silent else None) or reading
    if _BARE.fullmatch(text, spot.start, spot.end):
        return Reading(before, reading.least)
    return after(blank, text, (earlier[-1], before), spot, reading)


def _said_before(
    text: str, earlier: Sequence[Spot], readings: Sequence[Reading], spot: Spot
) -> Reading | None:
    """Read "the £10,000" as the same sum that was named before."""
    if not _AGAIN.search(text[max(0, spot.start - 6) : spot.start]):
        return None
    pairs = list(zip(earlier, readings, strict=True))[-3:]
    return next((said for other, said in reversed(pairs) if other.figure == spot.figure), None)


def _without_typical(
    text: str, earlier: Sequence[Spot], readings: Sequence[Reading], spot: Spot, reading: Reading
) -> Reading:
    """Take the role from what most awards are like, where a larger limit stands before it."""
    if reading.sense is not Sense.AWARD or not earlier:
        return reading
    beside, before = earlier[-1], readings[-1]
    least = before.least and beside.figure.low is None
    limit = before.sense in (Sense.AWARD, Sense.ON_OFFER) and not least
    larger = beside.figure.money.amount > spot.figure.money.amount
    near = limit and larger and beside.sentence >= spot.sentence - 1
    led = marked(text, (spot.room[0], spot.end), spot)
    return Reading(Sense.OTHER) if near and frames.TYPICAL.search(led) else reading


def _without_wider_pots(
    text: str, spots: Sequence[Spot], readings: Sequence[Reading]
) -> list[Reading]:
    """Take the role from a wider pot: the programme's, or one the call's own comes out of."""
    kept = list(readings)
    for index, (spot, reading) in enumerate(zip(spots, readings, strict=True)):
        if reading.sense not in SHARED:
            continue
        part = index and spots[index - 1].sentence == spot.sentence
        between = text[spots[index - 1].end : spot.start] if part else ""
        later = zip(spots[index + 1 : index + 4], readings[index + 1 : index + 4], strict=True)
        smaller = [
            other
            for other, of_other in later
            if of_other.sense in SHARED and other.sentence <= spot.sentence + 2
            if other.figure.money.amount < spot.figure.money.amount
        ]
        if exclusions.PART_OF_SUM.search(between) or _is_wider(text, spot, smaller):
            kept[index] = Reading(Sense.OTHER)
    return kept


def _is_wider(text: str, spot: Spot, smaller: Sequence[Spot]) -> bool:
    """Whether a pot pays for more than this call; `smaller` are pots named soon after it."""
    room = marked(text, spot.room, spot)
    own = exclusions.THIS_CALL.search(room)
    if not own and exclusions.SOURCE.search(room):
        return True
    next_to_it = any(other.sentence <= spot.sentence + 1 for other in smaller)
    led = marked(text, (spot.room[0], spot.end), spot)
    if next_to_it and exclusions.WIDER_POT.search(led):
        return True
    bound = any(exclusions.THIS_CALL.search(marked(text, other.room, other)) for other in smaller)
    return bound and not own


def _role(index: int, spots: Sequence[Spot], readings: Sequence[Reading]) -> MoneyRole | None:
    spot, reading = spots[index], readings[index]
    sense, low = reading.sense, spot.figure.low
    least = reading.least and low is None
    if sense is Sense.ON_OFFER and low:
        return MoneyRole.AWARD_MAX
    if sense is Sense.POT or (sense is Sense.ON_OFFER and _is_pot(index, spots, readings)):
        return None if least and sense is Sense.POT else MoneyRole.TOTAL_FUND
    if sense is Sense.AWARD:
        return MoneyRole.AWARD_MIN if least else MoneyRole.AWARD_MAX
    return MoneyRole.PROJECT_COST_MAX if sense is Sense.COST and not least else None


def _is_pot(index: int, spots: Sequence[Spot], readings: Sequence[Reading]) -> bool:
    """Whether a sum "available" is shared: a large one, or one beside much smaller awards."""
    money = spots[index].figure.money
    beside = slice(max(0, index - 5), index + 6)
    single = [
        other.figure.money.amount
        for other, reading in zip(spots[beside], readings[beside], strict=True)
        if reading.sense in SINGLE and other.figure.money.currency == money.currency
    ]
    return money.amount >= (_MUCH_LARGER * max(single) if single else _LARGE)
