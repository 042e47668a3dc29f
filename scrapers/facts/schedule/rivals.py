"""Deadlines of others, beside one that is said to be the applicants' own."""

import re
from collections.abc import Sequence

from scrapers.facts.days import NamedDay
from scrapers.facts.passages import Span, passage_at
from scrapers.facts.schedule.day_sense import Sense
from scrapers.facts.schedule.words import FUNDER_DEADLINE, SENT_THING

_NEAR = 40  # characters after "funder deadline" within which its day stands
_LABEL = 90  # longest words after a day that can be its label
# From where its letters begin, and not longer than a word: text without a space is read once.
_KIND = re.compile(
    r"(?<![a-z])(?P<kind>[a-z][\w’'-]{0,60})\s(?:deadlines?|closing dates?|due dates?)\b",
    re.IGNORECASE,
)
_OF_APPLICANTS = re.compile(
    rf"(?:{SENT_THING}|applicants?|bidders?|interest|notes?|inquir(?:y|ies)|pitch(?:es)?|ideas?)",
    re.IGNORECASE,
)
# Whose deadline, or which of several, these words leave open.
_ANYBODY = re.compile(
    r".{1,3}|final|next|last|first|second|third|fourth|main|full|early|late|hard|firm|strict"
    r"|current|previous|original|extended|earlier|later|upcoming|funding|(?-i:[A-Z]{2,})"
    r"|rounds?|stages?|phases?|steps?|strands?|calls?|grants?|funds?|schemes?|programmes?|programs?"
    r"|awards?|fellowships?|competitions?|intakes?|cycles?|panels?|one|two|three|four"
    r"|spring|summer|autumn|fall|winter|this|that|with|have|their|your|these|from|online"
    r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*|[a-z]+day",
    re.IGNORECASE,
)


def without_rivals(
    text: str, spans: Sequence[Span], days: Sequence[NamedDay], senses: Sequence[Sense]
) -> list[Sense]:
    """Leave out closings of somebody else, where the page names the one that counts."""
    if Sense.CLOSES not in senses:
        return list(senses)
    return _beside_applicants(text, spans, days, _beside_funder(text, days, senses))


def _beside_funder(text: str, days: Sequence[NamedDay], senses: Sequence[Sense]) -> list[Sense]:
    """Where a page names the funder's deadline beside others, leave the others out."""
    stated = [match.end() for match in FUNDER_DEADLINE.finditer(text)]
    return [
        Sense.OTHER
        if stated
        and sense is Sense.CLOSES
        and not any(0 <= day.start - end < _NEAR for end in stated)
        else sense
        for day, sense in zip(days, senses, strict=True)
    ]


def _beside_applicants(
    text: str, spans: Sequence[Span], days: Sequence[NamedDay], senses: Sequence[Sense]
) -> list[Sense]:
    """Where one deadline is called that of applications, leave out those called by other names."""
    kinds = [
        _kind(text, spans, days, place) if sense is Sense.CLOSES else ""
        for place, sense in enumerate(senses)
    ]
    if not any(_OF_APPLICANTS.fullmatch(kind) for kind in kinds):
        return list(senses)
    return [
        Sense.OTHER if kind and not _is_plain(kind) else sense
        for kind, sense in zip(kinds, senses, strict=True)
    ]


def _is_plain(kind: str) -> bool:
    return bool(_OF_APPLICANTS.fullmatch(kind) or _ANYBODY.fullmatch(kind))


def _kind(text: str, spans: Sequence[Span], days: Sequence[NamedDay], place: int) -> str:
    """Return the word before "deadline" where that leads to a day, else in the label after it."""
    day = days[place]
    first = spans[passage_at(spans, day.start)][0]
    left = max(first, days[place - 1].end) if place else first
    before = text[left : day.start]
    named = list(_KIND.finditer(before))
    if named:
        return named[-1]["kind"]
    if re.search(r"[a-z]{3}", before, re.IGNORECASE):
        return ""
    right = days[place + 1].start if place + 1 < len(days) else len(text)
    after = _KIND.search(text[day.end : min(right, day.end + _LABEL)])
    return after["kind"] if after else ""
