"""Words that tell the size of an award where no amount does.

A word counts only where it names what is funded: in the title, in the type of funding, or as
the thing that a sentence says is funded, led or created ("lead one of up to seven research
hubs", not "work with the existing hubs"). On the 83 real UK calls that the rules were read
against, every call whose words say large or strategic and that states an amount is at least
that size (a test holds this).
"""

import re
from collections.abc import Iterator

from matcher.slow_pattern import SlowPattern, slow_pattern
from matcher.strategy.sentences import sentences_with
from models.call import Call
from models.scale import Scale

# Research centres and institutes are strategic by name: those that state an amount pay from
# £20m upwards (Centres of Research Excellence £26.5m, the UK Obesity Research Institute £60m).
# The name must close the title or a part of it: "Biomedical Research Centres: stage 2", but not
# "Joint Research Centre users". "Institute for ..." is a funder's own name too often to count.
_STRATEGIC_TITLE = re.compile(
    r"\bcent(?:re|er)s? of research excellence\b"
    r"|\bresearch (?:cent(?:re|er)|institute)s?"
    r"(?=\s*(?:$|[:,(–-])|\s+(?:awards?|competition|call|funding|scheme|round|stage)\b)",
    re.IGNORECASE,
)
# Support desks, passenger and cable hubs are not research hubs.
_OTHER_HUB = r"(?:support|knowledge|cable|passenger|transport|mobility|help|skills|energy|policy)"
_LARGE_TITLE = slow_pattern(
    r"\b(?:cent(?:re|er)s? of excellence\b"
    r"|cent(?:re|er) (?:awards?|grants?|funding|competition)\b"
    r"|programme (?:grants?|awards?)\b|consorti(?:um|a)\b"
    r"|research (?:collaborations?|collaboratives?|clusters?)\b|network of clusters\b"
    r"|partnerships? at scale\b)"
    rf"|(?<!\w)(?!{_OTHER_HUB} hubs?\b)[\w-]{{1,40}} hubs?\b|^hubs?\b",
    hints="centre, center, programme, hub, consorti, collaborat, cluster, at scale",
)
# A stage by invitation follows a contest of outlines, which funders hold for large awards.
_INVITED_TITLE = re.compile(
    r"\binvited (?:full|stage|application)|\binvit(?:e|ation)[- ]only\b", re.IGNORECASE
)
# What stands between "fund" and the thing funded: counts and adjectives. "The", "existing" or a
# preposition in between means that another thing is funded.
_GAP = (
    r"(?:one of )?(?:up to )?(?:an? |one |new )?"
    r"(?:(?!(?:the|its|our|your|their|these|this|existing|current|between|across|within|in|at|by|"
    r"with|from|for|of|on|to|via|through|and|that|which|who|using)\b)[\w’'-]{1,40},? ){0,7}?"
)
_FUNDS = (
    r"\b(?:fund(?:s|ing|ed)?|award(?:s|ing)?|establish(?:ing)?|creat(?:e|ing)|set(?:ting)? up|lead|"
    r"host|support(?:s|ing)?|invest(?:s|ing)? in|launch(?:es|ing)?|apply for|applications for) "
)
_STRATEGIC_FUNDED = slow_pattern(
    _FUNDS + _GAP + r"(?:cent(?:re|er)s? of research excellence"
    r"|(?:research|hub-based) (?:cent(?:re|er)|institute)s?)\b",
    hints="centre, center, institute",
)
_LARGE_FUNDED = slow_pattern(
    _FUNDS + _GAP + r"(?:(?:research|national|multidisciplinary|interdisciplinary|technology|"
    r"innovation|challenge-led|partnership) (?:hub|consorti(?:um|a)|cluster)s?"
    r"|research (?:collaborations?|collaboratives?)|programme (?:grants?|awards?))\b",
    hints="hub, consorti, cluster, collaborat, programme",
)
_LARGE_SUMMARY = slow_pattern(
    r"\blarge(?:r|-scale)? (?:(?:capital|strategic|research|multidisciplinary|collaborative) ){0,3}"
    r"(?:awards?|grants?|investments?|collaborations?|collaboratives?)\b",
    hints="large",
)
# Small or personal awards, whatever else the words say; and sentences about something else.
_SMALL = re.compile(
    r"\b(?:fellowships?|studentships?|doctoral|pre-?doctoral|post-?doctoral|primer|feasibility|"
    r"seed|proof[- ]of[- ]concept|development (?:awards?|grants?)|PDG|pre-application|incubator|"
    r"travel|events?|workshops?|secondments?|prizes?|networking|scoping)\b|\bpump[- ]prim",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r"\bnot\b|n[’']t\b|\bno longer\b|\bexclud|\bexcept\b|\brather than\b|\bpreviously\b|"
    r"\blead(?:ing|s)? to\b|\bfuture\b|\blater\b|\bprepar",
    re.IGNORECASE,
)
_AWARDED = r"(?:award|grant|institute|cent(?:re|er)|hub|consortium|programme|project)"
_SINGLE = re.compile(
    r"(?<!at least )(?<!at most )\b(?:one|a single)(?! (?:or|to|of|per|in|application)\b)"
    rf"(?: [\w-]{{1,40}}){{0,5}}? {_AWARDED}"
    r"(?: (?:will|is to|is expected to) be| is) (?:funded|awarded|supported|established|made)\b"
    r"|\b(?:fund|award|support|establish|make|create)(?: only)? (?:one|a single)"
    rf"(?! (?:or|to|of|per|in)\b)(?: [\w-]{{1,40}}){{0,5}}? {_AWARDED}\b(?! per\b)",
    re.IGNORECASE,
)


def words_of_size(call: Call) -> tuple[Scale, str] | None:
    """Return LARGE or STRATEGIC with the sentence that says so; None where no words do."""
    if _SMALL.search(call.title):
        return None
    named = tuple(part for part in (call.title, call.funding_type or "") if part)
    for part in named:
        if _STRATEGIC_TITLE.search(part):
            return Scale.STRATEGIC, part
    for sentence in _funding_sentences(_STRATEGIC_FUNDED, call):
        return Scale.STRATEGIC, sentence
    for part in named:
        if _LARGE_TITLE.search(part) or _INVITED_TITLE.search(part):
            return Scale.LARGE, part
    for sentence in _large_sentences(call):
        return Scale.LARGE, sentence
    return None


def structure_named(call: Call) -> str | None:
    """Return the title or type of funding that names a centre, institute, hub or programme.

    None where neither does, and for small or personal awards.
    """
    if _SMALL.search(call.title):
        return None
    for part in (call.title, call.funding_type or ""):
        if _STRATEGIC_TITLE.search(part) or _LARGE_TITLE.search(part):
            return part
    return None


def single_award_sentence(call: Call) -> str | None:
    """Return the sentence that says there will be exactly one award; None where none does."""
    for sentence in _funding_sentences(_SINGLE, call):
        return sentence
    return None


def _large_sentences(call: Call) -> Iterator[str]:
    yield from _funding_sentences(_LARGE_FUNDED, call)
    yield from _plain(sentences_with(_LARGE_SUMMARY, call.summary))


def _funding_sentences(pattern: re.Pattern[str] | SlowPattern, call: Call) -> Iterator[str]:
    for text in (call.summary, call.text):
        yield from _plain(sentences_with(pattern, text))


def _plain(sentences: Iterator[str]) -> Iterator[str]:
    for sentence in sentences:
        if not _ASIDE.search(sentence) and not _SMALL.search(sentence):
            yield sentence
