"""Reads one amount in its sentence: its clause, the rest, and the line above."""

import re
from collections.abc import Sequence
from decimal import Decimal

from scrapers.facts.money import exclusions, frames, pots, words
from scrapers.facts.money.figures import Figure
from scrapers.facts.money.senses import SINGLE, Reading, Sense, decide
from scrapers.facts.money.spots import REACH, Spot, clause_of, marked, own_room
from scrapers.facts.passages import Span

_LABEL = 90  # longest line above an amount that can be its label
_LEAST_OFFER = 100  # nobody announces less
_NO_CALL = Decimal(5 * 10**9)  # sums from here on are of whole programmes or economies
_HUGE = Decimal(2 * 10**9)  # from here on only a share of it is offered
_LARGE = Decimal(10**6)  # up to here a limit that stands alone is of one award, from here a pot
_MANY = Decimal(5 * 10**6)  # from here on "£20m grants" are many
_SMALL = Decimal(200_000)  # hardly any pot is smaller; below this its words have to be plain

_NO_LETTERS = re.compile(r"[\W\d]+")
_ASKED = (words.ASK, words.AWARD, words.LIMIT, pots.ON_OFFER)
_LIST_ITEM = re.compile(r"\s*(?:[-•*–·]|\(?(?:\d{1,2}|[a-z])[.)])\s")
_MOST_ITEMS = 16
_ITEM = re.compile(r"[.;•]\s")
_NUMBERED = re.compile(
    r"(?:\W|\d){0,9}(?:the\s)?(?:(?:upper|lower|funding|financial|overall)\s)?(?:max(?:imum)?"
    r"|min(?:imum)?|limit|ceiling|cap|strand|stream|tier|level|phase|route|type|option|small|medium"
    r"|large|main|micro|standard|seed)\b",
    re.IGNORECASE,
)


def read(blank: str, text: str, spot: Spot) -> Reading:
    """Read the clause of an amount, then all the words up to the amounts beside it.

    `blank` is the text without asides. The whole sentence may overrule both.
    """
    if not _LEAST_OFFER <= spot.figure.money.amount < _NO_CALL:
        return Reading(Sense.OTHER)
    sense, clause = _sense_of(blank, text, spot)
    led = marked(blank, (spot.room[0], spot.end), spot)
    unlikely = sense is Sense.POT and _is_unlikely(spot.figure, clause)
    if unlikely and spot.figure.low:
        return _framed(Reading(Sense.ON_OFFER), marked(text, spot.whole, spot))
    if unlikely or _is_passed_on(text, spot) or frames.OTHER_GRANT.search(led):
        sense = Sense.OTHER
    reading = Reading(sense, bool(words.AT_LEAST.search(clause)))
    return _framed(reading, marked(text, spot.whole, spot))


def _is_unlikely(figure: Figure, clause: str) -> bool:
    """Whether a pot is so small, large or wide that its words have to be plainer than these."""
    amount = figure.money.amount
    wide = figure.low is not None and amount > figure.low.amount * 3 / 2
    if wide or amount < _SMALL:
        return not pots.OF_MANY.search(clause)
    return amount >= _HUGE and not pots.SHARE_OF_POT.search(clause)


def _sense_of(blank: str, text: str, spot: Spot) -> tuple[Sense, str]:
    """Return the sense, and the words that say it."""
    before, after = spot.room
    start, end = clause_of(blank, spot)
    near = marked(text, (max(before, start - 80), min(after, end + 60)), spot)
    clause = marked(blank, (start, end), spot)
    sense = decide(clause, near)
    if sense is Sense.AWARD and _are_many(spot.figure, clause):
        return Sense.POT, clause
    large = sense is Sense.ON_OFFER and spot.figure.money.amount >= _LARGE
    if large or sense not in (Sense.SILENT, Sense.ON_OFFER):
        return sense, clause
    clause = marked(blank, own_room(blank, spot), spot)
    wider = decide(clause, near)
    if wider in (Sense.SILENT, Sense.ON_OFFER):
        wider = _alone(spot, clause, _SMALL if wider is Sense.ON_OFFER else _LARGE) or wider
    return (wider if wider is not Sense.SILENT else sense), clause


def _are_many(figure: Figure, clause: str) -> bool:
    """Whether "£20m support grants" are the many that share the sum."""
    return figure.low is None and figure.money.amount >= _MANY and bool(pots.MANY.search(clause))


def _alone(spot: Spot, clause: str, most: Decimal) -> Sense | None:
    """Read an amount that nothing speaks of: a range, a limit below `most`, or a heading."""
    if spot.figure.low:
        return Sense.AWARD if words.RANGE_OF_ONE.search(clause) else None
    if spot.figure.money.amount < most:
        limit = words.LIMIT_ALONE.search(clause) or words.LIMIT.search(clause)
        return Sense.AWARD if limit else None
    headed = not spot.shared[0] and pots.HEADING.search(clause)
    return Sense.POT if headed else None


def _framed(reading: Reading, sentence: str) -> Reading:
    """Let the whole sentence overrule the clause: it may only give an example, or refuse more."""
    frame = frames.frame_of(sentence)
    if frame is None:
        return reading
    if frame is frames.Frame.ASIDE:
        return Reading(Sense.OTHER)
    return Reading(Sense.AWARD, frame is frames.Frame.FLOOR)


def _is_passed_on(text: str, spot: Spot) -> bool:
    """Whether the amount is a part of the grant, or what its holder may hand to others."""
    first = text.rfind(";", spot.whole[0], spot.start) + 1 or spot.whole[0]
    last = text.find(";", spot.end, spot.whole[1])
    if exclusions.PASSED_ON.search(text[first : last if last >= 0 else spot.whole[1]]):
        return True
    around = text[max(0, spot.start - REACH) : spot.end + 100]
    beside = text[max(0, spot.start - 150) : spot.end + 60]
    if exclusions.PART_OF_GRANT.search(text[first : spot.end]):
        return True
    return bool(exclusions.PASSED_ON.search(around) and not exclusions.WHOLE_GRANT.search(beside))


def after(
    blank: str, text: str, beside: tuple[Spot, Sense], spot: Spot, reading: Reading
) -> Reading:
    """Read an amount with the one before it in its sentence, where that says more than its words.

    One without words takes the sense of the one before; a pot hands it on only
    to its like ("for phase 1 and ... for phase 2"). What is paid by the year has
    no role, its total has.
    """
    earlier, before = beside
    between = text[earlier.end : spot.start]
    total = _of_instalments(blank, text, earlier, spot)
    if total is not None:
        return total
    if reading.sense is Sense.ON_OFFER and before is Sense.AWARD and words.ALSO.search(between):
        return Reading(before)
    if reading.sense is not Sense.SILENT:
        return reading
    alike = words.PARALLEL.search(f"{between}\x00{text[spot.end : spot.room[1]]}")
    again = before in SINGLE and _is_alike(text[slice(earlier.room[0], earlier.start)], between)
    listed = words.LISTED.search(between) or words.BOUND.search(between)
    if (listed and before in SINGLE) or alike or again or before is Sense.OTHER:
        return Reading(before, reading.least)
    return reading


def _of_instalments(blank: str, text: str, earlier: Spot, spot: Spot) -> Reading | None:
    """Read the total of what is paid by the year as an award, if the payments are one's."""
    instalment = words.INSTALMENT.search(text[earlier.end : spot.start])
    if not instalment or not (instalment["total"] or words.TOTAL_AFTER.search(text[spot.end :])):
        return None
    clause = marked(blank, (earlier.room[0], earlier.end), earlier)
    asked = any(pattern.search(clause) for pattern in _ASKED)
    limit = "max" in (instalment["total"] or "").lower()
    return Reading(Sense.AWARD if asked or limit else Sense.OTHER)


def from_above(text: str, spans: Sequence[Span], spot: Spot, before: Sense) -> Reading | None:
    """Read an amount whose sentence says nothing with the label or the sentence before it."""
    if not spot.sentence:
        return None
    above, (first, _) = spans[spot.sentence - 1], spans[spot.sentence]
    label = text[above[0] : above[1]].strip()
    clause = marked(text, (max(first, spot.room[0]), spot.room[1]), spot)
    plain = len(label) <= 2 * _LABEL and not exclusions.SIGN.search(label)
    numbered = _NUMBERED.match(text[first : spot.start])
    if plain and numbered and words.LEVELS.search(label):
        return Reading(Sense.AWARD, bool(words.AT_LEAST.search(clause)))
    if label and plain and len(label) <= _LABEL and label[-1] not in ".!":
        clause = f"{label.rstrip(':')}: {clause}"
        return Reading(decide(clause, clause), bool(words.AT_LEAST.search(clause)))
    if before in SINGLE and (numbered or _is_alike(_up_to_sum(label), text[first : spot.start])):
        return Reading(before, bool(words.AT_LEAST.search(clause)))
    head = _head_of_list(text, spans[: spot.sentence + 1])
    return Reading(decide(f"{head} {clause}", clause)) if head else None


def _head_of_list(text: str, spans: Sequence[Span]) -> str:
    """Return the line with a colon that the list of the last span stands under, if there is one."""
    if not _LIST_ITEM.match(text, spans[-1][0]):
        return ""
    for above in reversed(spans[-_MOST_ITEMS:-1]):
        line = text[slice(*above)].strip()
        if line.endswith(":"):
            return "" if len(line) > 2 * _LABEL or exclusions.SIGN.search(line) else line
        if not _LIST_ITEM.match(line):
            return ""
    return ""


def _up_to_sum(line: str) -> str:
    """Return a line up to its first amount; nothing where it holds none."""
    sign = exclusions.SIGN.search(line)
    return line[: sign.start()] if sign else ""


def _is_alike(above: str, lead: str) -> bool:
    """Whether two items of a list lead to their amounts in the same words, but for numbers."""
    bare = _NO_LETTERS.sub(" ", _ITEM.split(lead)[-1]).strip().lower()
    return bare.count(" ") > 1 and _NO_LETTERS.sub(" ", above).strip().lower().endswith(bare)
