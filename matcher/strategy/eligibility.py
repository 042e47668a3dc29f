"""Whether a UK city may bid at all: a rule with three values, never part of a score.

Deliberately narrow. A call is excluded only where its own words exclude a UK bid, and found
eligible only where they name the UK; everything else is UNKNOWN, which a reader sees as "not
stated". Hiding a call that the city could have won is worse than showing one that it could not.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from matcher.strategy.sentences import evidence_for, sentence_at, sentences_with
from models.call import Call, Stage
from scrapers.facts.countries import UK_APPLICANT, admits_uk_applicants, closed_lists


class Verdict(StrEnum):
    """What the call's words say about a bid from a UK city."""

    ELIGIBLE = "eligible"
    NOT_ELIGIBLE = "not eligible"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Eligibility:
    """Whether a UK city may bid, with the sentence that says so; empty only where unknown."""

    verdict: Verdict
    sentence: str


_INVITED = re.compile(
    r"\binvited (?:full|stage|application)|\binvit(?:e|ation)[- ]only\b", re.IGNORECASE
)
_EARLIER_STAGE = re.compile(r"\boutline\b|\bexpressions? of interest\b", re.IGNORECASE)
# "European Partnership on Rare Diseases (ERDERA) (Phase 2)": the grant of the first phase goes on.
_NEXT_PHASE = re.compile(
    r"\bpartnership\b.{0,150}\(phase (?:[2-9]|two|three|II|III)\)", re.IGNORECASE
)
_NAMED_CONSORTIUM = re.compile(
    r"\b(?:proposals?|applications?)\b[^.;\n]{0,40}\bsubmitted by the coordinator of the "
    r"consortium funded under\b",
    re.IGNORECASE,
)
_WITHOUT_CALL = re.compile(
    r"\bgrants? (?:to be )?awarded without a (?:further )?call\b"
    r"|\bgrants? to (?:an? |the )?(?:identified|named) beneficiar(?:y|ies)\b",
    re.IGNORECASE,
)
_EQUITY_ONLY = re.compile(r"\bequity[- ]only\b", re.IGNORECASE)
# Open to bodies established in the Union and in associated countries, which are those of the
# European Economic Area: Regulation (EU) 2021/697, articles 5 and 9. The UK is neither.
_CLOSED_PROGRAMME = re.compile(r"\bEuropean Defence Fund\b", re.IGNORECASE)
# The standard sentence of the US National Institutes of Health.
_US_ONLY = re.compile(
    r"\bnon-domestic \(non-U\.?S\.?\) entities[^.;\n]{0,60}? are not eligible to apply\b",
    re.IGNORECASE,
)


# Asked once for each of thousands of readers, and the answer is the call's alone.
@lru_cache(maxsize=32_768)
def may_bid(call: Call) -> Eligibility:
    """Say whether an organisation of a UK city may make a new bid for the call."""
    for exclusion in _EXCLUSIONS:
        sentence = exclusion(call)
        if sentence is not None:
            return Eligibility(Verdict.NOT_ELIGIBLE, sentence)
    for sentence in (*_lists_with_uk(call), *_uk_sentences(call)):
        return Eligibility(Verdict.ELIGIBLE, sentence)
    return Eligibility(Verdict.UNKNOWN, "")


def _by_invitation(call: Call) -> str | None:
    """An invited stage is closed to a new bid; an outline that leads to one is not."""
    if _EARLIER_STAGE.search(call.title) or call.stage in (Stage.OUTLINE, Stage.PRE_ANNOUNCEMENT):
        return None
    if call.stage is Stage.INVITED:
        return evidence_for(call, "stage") or "Only invited applicants may apply at this stage."
    return call.title if _INVITED.search(call.title) else None


def _next_phase(call: Call) -> str | None:
    return call.title if _NEXT_PHASE.search(call.title) else None


def _without_call(call: Call) -> str | None:
    """Look only where the kind of grant is named: texts mention such grants in passing."""
    return _first(_WITHOUT_CALL, call.title, call.funding_type)


def _equity_only(call: Call) -> str | None:
    return _first(_EQUITY_ONLY, call.title, call.funding_type)


def _closed_programme(call: Call) -> str | None:
    return _first(_CLOSED_PROGRAMME, call.programme)


def _named_consortium(call: Call) -> str | None:
    return _first(_NAMED_CONSORTIUM, *_texts(call))


def _us_only(call: Call) -> str | None:
    return _first(_US_ONLY, *_texts(call))


def _lists_without_uk(call: Call) -> str | None:
    """Find a closed list of countries without the UK, and nothing after it that admits it."""
    for text in _texts(call):
        for countries in closed_lists(text):
            if countries.shuts_uk_out:
                return sentence_at(text, countries.start, countries.end)
    return None


def _lists_with_uk(call: Call) -> Iterator[str]:
    for text in _texts(call):
        for countries in closed_lists(text):
            if countries.names_uk:
                yield sentence_at(text, countries.start, countries.end)


def _uk_sentences(call: Call) -> Iterator[str]:
    for sentence in sentences_with(UK_APPLICANT, call.eligibility or ""):
        if admits_uk_applicants(sentence):
            yield sentence


def _texts(call: Call) -> tuple[str, ...]:
    return (call.eligibility or "", call.summary, call.text)


def _first(pattern: re.Pattern[str], *texts: str | None) -> str | None:
    for text in texts:
        for sentence in sentences_with(pattern, text or ""):
            return sentence
    return None


_EXCLUSIONS: tuple[Callable[[Call], str | None], ...] = (
    _by_invitation,
    _named_consortium,
    _next_phase,
    _without_call,
    _equity_only,
    _closed_programme,
    _us_only,
    _lists_without_uk,
)
