"""Days of entries that are built alike: what the first is, the others are."""

import re
from collections.abc import Mapping, Sequence

from scrapers.facts.days import NamedDay
from scrapers.facts.schedule.day_sense import Sense
from scrapers.facts.schedule.other_words import OTHER
from scrapers.facts.schedule.words import CLOSES, OPENS, SENT

_FOLLOWS = re.compile(r"[ ]?[–—:;,(-]*[ ]?[a-z]+ [a-z]+\b", re.IGNORECASE)
_LED = re.compile(  # words before a day, or a label, that say themselves what it is
    r"(?::|[a-z)]\s?[–—-]|\b(?:on|by|from|until|till|to|before|after|and|or|between|the|of|in|at"
    r"|for|is|are|was|be"
    r"|than))\s*(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6},?\s)?$",
    re.IGNORECASE,
)
_BULLET = re.compile(
    r"(?:^|\n|\s)[-•*] (?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6},?\s)?$", re.IGNORECASE
)
_LINE_ENDS = re.compile(r"[.;,]?\s*(?:$|\n|[-•*] )")
_WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6},?\s)?"
_DASH = re.compile(rf"\s?(?:[–—-]|\bto\b|\buntil\b)\s?{_WEEKDAY}", re.IGNORECASE)
_NEXT_RANGE = re.compile(  # ", ", "; and ", a new line, "Round 2: "
    rf"[.,;*|)]?\s*(?:[-•*]\s)?(?:and\s)?(?:\w+\s?\d{{0,2}}(?:,?\s\d{{4}})?\s?[:–—-]\s)?{_WEEKDAY}",
    re.IGNORECASE,
)
_BEFORE = 24  # characters before a day that show whether an entry begins with it


def senses_of_parallels(
    text: str, days: Sequence[NamedDay], found: Sequence[Sense]
) -> Mapping[int, Sense]:
    """Let a day that no word leads to be what the last one was that the same words follow.

    "3 May – for visits in June; 7 July – for visits in September": where the
    first closes, so does the second.
    """
    senses: dict[int, Sense] = {}
    said: dict[str, Sense] = {}
    for place, day in enumerate(days):
        words = _words_after(text, day)
        if words is None:
            continue
        earlier = said.get(words)
        before = days[place - 1].end if place else 0
        if earlier in (Sense.CLOSES, Sense.OTHER) and _begins_entry(text, before, day):
            senses[place] = earlier
        said[words] = senses.get(place, found[place])
    return senses


def senses_of_windows(
    text: str, days: Sequence[NamedDay], found: Sequence[Sense]
) -> Mapping[int, Sense]:
    """Let a range that follows a window of applications, as one more entry, be one too."""
    senses: dict[int, Sense] = {}
    for place in range(2, len(days) - 1):
        before = [senses.get(each, found[each]) for each in (place - 2, place - 1)]
        between = text[days[place - 1].end : days[place].start]
        if (
            before == [Sense.OPENS, Sense.CLOSES]
            and _NEXT_RANGE.fullmatch(between)
            and not OTHER.search(between)
            and _DASH.fullmatch(text, days[place - 2].end, days[place - 1].start)
            and _DASH.fullmatch(text, days[place].end, days[place + 1].start)
        ):
            senses |= {place: Sense.OPENS, place + 1: Sense.CLOSES}
    return senses


def _words_after(text: str, day: NamedDay) -> str | None:
    """Return the two words after a day; None where they can say themselves what it is."""
    if _BULLET.search(text, max(0, day.start - _BEFORE), day.start) and _LINE_ENDS.match(
        text, day.end
    ):
        return ""  # nothing else in its entry
    follows = _FOLLOWS.match(text, day.end)
    if follows is None or any(each.search(follows[0]) for each in (CLOSES, OPENS, SENT)):
        return None
    return follows[0].lower()


def _begins_entry(text: str, before: int, day: NamedDay) -> bool:
    """Whether no word leads to a day: it begins an entry, also where no mark shows it."""
    lead = text[max(before, day.start - _BEFORE) : day.start]
    return not lead.strip() or _LED.search(lead) is None
