"""Whether a text takes full applications: the step after an outline, or the only one there is."""

import re

from scrapers.facts.hints import hinted, matches
from scrapers.facts.passages import Span, passage_at
from scrapers.facts.stage.bars import of_others
from scrapers.facts.stage.nouns import FULL, OUTLINE_STEP, any_of

_TIME = r"(?:by |at |\w+day )?(?:\d{1,2}|noon|midday)"
_CLOSING = r"(?:deadlines?|closing dates?|cut-?offs?|closes|closing|opens|opening date)"
_TAKES_FULL = any_of(
    # what is done with it
    rf"{FULL}(?: forms?)?(?:,? (?:which|that|including [\w ,]{{1,60}}))?(?: must| should| have to"
    r"| has to| need to| can| may| are to| is to| will)(?: now| only| all| then)? (?:be "
    r"(?:submitted"
    r"|received|sent|made|returned|completed|handed|uploaded|open)|go in|reach|arrive|come in"
    r"|open)",
    # when it is due
    rf"{_CLOSING}(?: dates?)?(?: (?:for|of|to submit|for submitting|for receipt of))?(?: all| the"
    rf"| your| an?)*\W{{0,3}}(?:is )?\(?(?:for )?(?:{FULL}|full\)|stage (?:2|two)\b)",
    rf"{_CLOSING}\b[^.;\n()]{{0,40}}\((?:for )?{FULL}\)",
    rf"(?:{FULL}|(?:full|second) stage|stage (?:2|two))\W{{1,3}}(?:submission )?(?:deadline|closing"
    r" date|closes?)\b",
    rf"(?:{FULL}|stage (?:2|two))(?: \w+)?\s?[:–-]\s?{_TIME}",
    # guidance on it
    r"(?:guid(?:ance|elines|e)|notes) (?:information |notes? )?(?:for|on|to) (?:applicants[:,]? )?"
    rf"(?:completing |submitting )?(?:an? |the |your )?{FULL}(?! (?:and|or))",
)
_DATE = re.compile(r"\d")
_GUIDANCE = re.compile(r"guid|notes", re.IGNORECASE)
# Before a full application, or instead of it; or one that somebody was asked for.
_NOT_YET = re.compile(
    r"\b(?:not|no|never|rather than|instead of|neither|nor|cannot|don['’]t|doesn['’]t|invited"
    r"|asked|invitation|able to|ready|later|eligible to|shortlisted|wish(?:es|ing)?|plan(?:s|ning)?"
    r"|advised?)\b[^.;:]{0,45}$"
    r"|\b(?:in order|before|prior to|until|if|when|whether|once)\b[^.;:,]{0,45}$",
    re.IGNORECASE,
)


# Where the second of two dates stands alone, or beside a letter that may be a step of its own.
_UNCLEAR = any_of(
    r"deadline model: ?two-stage",
    r"(?:two|2)[- ]stages? (?:call|procedure)\b",
    r"letters? of intent\b",
    r"lois?\b",
)


# Where a first step is named too, or an invitation, the page may be at either, or closed to most.
_FIRST_STEP = any_of(
    OUTLINE_STEP,
    r"(?:in|en)quir(?:y|ies)\b|concept\b|pre-?applications?\b|first[ -]stage\b|stage (?:1|one|i)\b",
    r"(?:initial|preliminary|outline|short) (?:applications?|proposals?|bids?|forms?|stage)\b",
)
_CHOSEN = any_of(
    r"(?:invit|shortlist|short-list)\w*|(?:if|when) (?:we ask|asked|requested)\b|on request\b",
    r"(?:approved|successful|selected|passed|accepted)\b[^.;]{0,40}\b(?:stage|step|phase)\b",
)
# To which one may be invited at any step.
_EVENT = any_of(r"(?:interview|present|comment|respond|meeting|event|webinar|attend|panel)\w*")


def for_the_chosen(text: str) -> bool:
    """Whether some sentence speaks of an invitation, or of having passed, but to no event."""
    sentences = re.split(r"[.;\n]", text)
    return any(_CHOSEN.search(each) and not _EVENT.search(each) for each in sentences)


def either_step(text: str) -> bool:
    """Whether words beside a full application tell of a first step or of an invitation."""
    return bool(_FIRST_STEP.search(text) or _UNCLEAR.search(text)) or for_the_chosen(text)


# One of these stands in every sentence that names a full application.
_NAMES = (
    "full",
    "stage 2",
    "stage two",
    "stage ii",
    "stage-2",
    "stage-two",
    "second stage",
    "second-stage",
    "outline",
)


def full_taken(text: str, spans: list[Span], steps: list[Span]) -> int | None:
    """Find where this call takes full applications."""
    for start, end in matches(_TAKES_FULL, text, hinted(text, steps, _NAMES)):
        first, last = spans[passage_at(spans, start)]
        put_off = _NOT_YET.search(text[max(first, start - 60) : start])
        dated = _DATE.search(text, end, last) or _GUIDANCE.match(text, start)
        if dated and not put_off and not of_others(text, spans, start):
            return None if either_step(text) else start
    return None
