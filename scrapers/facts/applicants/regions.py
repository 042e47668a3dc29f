"""The parts of a statement in which bodies are named that may lead a bid, or be in it.

What stands outside them says nothing: a call names many bodies that are to
benefit, to be asked or to be reached.
"""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from scrapers.facts.applicants.turns import OPENINGS, TURNS, Says, compiled


class Region(NamedTuple):
    """Where kinds of bodies are to be looked for, and what is said of them there."""

    says: Says
    spans: tuple[tuple[int, int], ...]  # one, or one for each item of a list
    first: int  # the region and the words of the turn together: what evidence must show
    last: int


_REACH = 320  # characters of a region
_STOP = compiled(
    r";|(?<!-)\b(?:that(?! are)|which|who|whose|where|when|while|whereas|because|if|unless|so"
    r"|thereby|thus|to|(?<!not )for"
    r"|with|(?<!represented )by|on|at(?! least)|in(?! the consorti| charge)|through|into|across"
    r"|within|via|under|towards|among|between|against|about"
    r"|without|during|than|but|not(?! for)|except|benefit\w*|support\w*|engag\w+|consult\w*"
    r"|ensur\w+|reach\w*"
    r"|target\w*|help\w*)\b(?!-)|,(?:be|have|involve|collaborate|carry|intend|work|not|start"
    r"|end)\b"
)
_INTRODUCTION = compiled(
    r"(?:In|For|Under|Through|To|As|At|With|Where|When|Within)\b[^,;]{1,100},\s"
    r"|It is (?:\w+ )?(?:encouraged|expected|possible) that\s"
)
_OTHER_MATTER = compiled(
    r"\bthird[- ]part(?:y|ies)\b|\bFSTP\b|\bsub-?(?:grant|project|contract)\w*|\bcascad"
    r"|\badvisory board"
    r"|\bfinancial support to\b|\bworkshops?\b|\bsteering (?:group|committee)\b|\bwinners\b"
    r"|\bas (?:stakeholders|end[- ]users)\b|\bprocurement must\b|\bsingle beneficiary projects\b"
    r"|\bdesignated by\b|\bset up by\b"
)
_DENIAL = compiled(r"\bnot\b|n['’]t\b|\bnever\b|\bwithout\b|\bno longer\b|\bineligible\b|\bexclu")
# "We cannot accept applications from": said before the words that otherwise admit.
_REFUSAL = compiled(r"\bcannot\b|\bcan not\b|\bunable\b")
_QUALIFIED = compiled(
    r"\b(?:established|controlled|located|based|that|which|who|outside|without|larger?|with|not"
    r"|international|overseas|foreign|non-UK|single|individual|such|those|some|other|these|any of"
    r"|unless|applying)\b"
)
_PARTLY = compiled(
    r"\b(?:directly|after|before|together|alone|two|three|several|more|until)\b|['’]s\b"
)
_BESIDE_THE_LEAD = compiled(
    r"\bto (?:collaborate|be a partner|join|take part)\b|\bas (?:a )?partners?\b"
)
_FIRST_ITEM = compiled(r",? ?\((?:i|a|1)\)")
_ITEMS = compiled(r";|\((?:[ivx]{1,4}|[a-h]|\d)\)|,(?=[-•*a-z])|(?<=[.:;,])\s?-\s")
_ONLY = compiled(r"\bonly\b")


def regions_in(words: str, *, opening: bool) -> Iterator[Region]:
    """Yield the regions of one statement; `opening` for the first statement of a text."""
    if _OTHER_MATTER.search(words):
        return
    for turn in (*TURNS, *OPENINGS) if opening else TURNS:
        covered = 0
        for found in turn.pattern.finditer(words):
            if found.end() < covered:  # inside the last region: what it names is known
                continue
            read = _before if turn.before else _after
            region = read(words, turn.says, found, covered)
            if region is not None:
                covered = found.end() if turn.before else region.spans[-1][1]
                yield region


def _after(words: str, says: Says, found: re.Match[str], _: int) -> Region | None:
    start = found.end()
    before = max(0, found.start() - 40)
    if says.admitted and any(no.search(words, before, start) for no in (_DENIAL, _REFUSAL)):
        return None
    if says is not Says.MAY_TAKE_PART and _BESIDE_THE_LEAD.search(
        words, max(0, found.start() - 80), found.start()
    ):
        return None
    named = tuple(found.span(group) for group in found.groupdict() if found[group])
    if named:
        return Region(says, named, found.start(), found.end())
    listed = words[start - 1 : start] == ":" or _FIRST_ITEM.match(words, start)
    limit = min(len(words), start + (3 * _REACH if listed else _REACH))
    ends = [mark.start() for mark in _ITEMS.finditer(words, start, limit)] if listed else []
    items = ((left, _stop(words, left, right)) for left, right in pairwise((start, *ends, limit)))
    spans = tuple(span for span in items if says.admitted or _whole(words, *span))
    return Region(says, spans, found.start(), spans[-1][1]) if spans else None


def _whole(words: str, start: int, end: int) -> bool:
    """Whether a no in front holds for all of a kind: nothing is said of some of them."""
    if words[end : end + 1] not in ("", ";", ",", "(", "-"):
        return False
    return not any(each.search(words, start, end) for each in (_QUALIFIED, _PARTLY))


def _stop(words: str, start: int, end: int) -> int:
    stop = _STOP.search(words, start + 1, end)
    return stop.start() if stop else end


def _before(words: str, says: Says, found: re.Match[str], covered: int) -> Region | None:
    end = found.start()
    start = max(words.rfind(mark, max(0, end - _REACH), end) for mark in ";:") + 1
    start = max(start, end - _REACH, covered)
    while start < end and words[start] in " ,–-":
        start += 1
    introduced = _INTRODUCTION.match(words, start, end)
    start = introduced.end() if introduced else start
    if says.admitted and _DENIAL.search(words, start, end):
        return None
    if not says.admitted and _QUALIFIED.search(words, start, end):
        return None
    if says is Says.MAY_LEAD and _ONLY.search(words, start, end):
        says = Says.ONLY_THESE_LEAD
    return Region(says, ((start, _stop(words, start, end)),), start, found.end())
