"""Which step of a competition a page describes, read from its title and text.

A text also speaks of the steps before and after its own. So a step counts only
where the words say that this page takes it: it asks for an outline, takes full
applications, is open to those invited, or says that the call is still to come.
"""

import re
from collections.abc import Iterator

from models.call import Stage
from scrapers.facts.hints import hinted, matches
from scrapers.facts.passages import Span, passages, quoted
from scrapers.facts.stage.about import ABOUT_FULL, ABOUT_OUTLINE
from scrapers.facts.stage.announced import announced
from scrapers.facts.stage.bars import of_others
from scrapers.facts.stage.full import full_taken
from scrapers.facts.stage.invited import LETTER_OF_INVITATION, WORD_OF_INVITATION, invited
from scrapers.facts.stage.nouns import any_of
from scrapers.facts.stage.onwards import outline_follows
from scrapers.facts.stage.outline import outline_asked
from scrapers.facts.stage.steps import first_of_two

# In this order: "invited full application" is an invitation, not merely the full stage.
_IN_TITLE = (
    (
        Stage.PRE_ANNOUNCEMENT,
        any_of(
            r"pre-?\s?(?:call )?-?announcements?\b",
            r"(?:advance|early) notice\b|notice of (?:an? )?(?:forthcoming|future|planned"
            r"|upcoming)",
            # but for "Future Fund", which is a name
            r"(?:upcoming|forthcoming|planned) (?:funding )?(?:opportunity|call|competition"
            r"|fund)\b",
            r"future (?:funding )?(?:opportunity|call|competition)\b",
            r"(?:coming|opening|opens|launching) soon\b",
        ),
    ),
    (
        Stage.INVITED,
        any_of(r"invit(?:e|ation)[- ]only\b", r"by invitation\b", r"invited\b"),
    ),
    (
        Stage.OUTLINE,
        any_of(
            r"outline\b|outlines\b(?! (?:\w+ ){0,2}(?:plans?|how|why|what|the|its|a|an|new)\b)",
            r"expressions? of interest\b",
            r"eois?\b",
            r"stage (?:one|1)\b(?! ?(?:and|or|to|&|/|-))",
            r"pre-?proposals?\b",
            r"pre-?qualification\b",
            r"concept (?:notes?|papers?|proposals?)\b",
            r"letters? of (?:intent|inquiry|enquiry)\b",
            r"preliminary (?:applications?|proposals?)\b",
            r"express(?:ing)? (?:your |an )?interest\b",
        ),
    ),
    (
        Stage.FULL,
        any_of(
            r"full (?:stage|applications?|proposals?)\b",
            r"(?<!and )(?<!or )(?<!to )(?<!& )stage (?:two|2)\b",
            r"second stage\b",
        ),
    ),
)

# One of these stands in every sentence that asks for an outline or for a full application.
_HINTS = (
    *(
        "outline",
        "expression",
        "eoi",
        "stage",
        "step",
        "phase",
        "concept",
        "pre-",
        "prepro",
        "preapp",
    ),
    *(
        "prequal",
        "preliminary",
        "enquir",
        "inquir",
        "full",
        "second",
        "invit",
        "summary",
        "loi",
        "letter",
    ),
)


def read_stage(title: str, text: str) -> tuple[Stage | None, str]:
    """Return the stage and the words that say so; the title decides before the text.

    Only a full stage that the text opens to those invited is an invitation.
    (None, "") where neither says, or where the text dates or asks for both
    steps alike: most calls have a single stage.
    """
    spans = passages(text)
    for stage, pattern in _IN_TITLE:
        if pattern.search(title):
            closed = invited(text, spans) if stage is Stage.FULL else None
            if closed is not None:
                return Stage.INVITED, quoted(text, spans, closed, closed + 1)
            return stage, title.strip()
    stage_found, found = _in_text(text, spans)
    return (stage_found, quoted(text, spans, found, found + 1)) if stage_found else (None, "")


def _in_text(text: str, spans: list[Span]) -> tuple[Stage | None, int]:
    """Find the first sign that counts; without one, no stage."""
    found = ((stage, place) for stage, place in _signs(text, spans) if place is not None)
    return next(found, (None, 0))


def _signs(text: str, spans: list[Span]) -> Iterator[tuple[Stage | None, int | None]]:
    """Yield what a text says that it is, then what it asks for, each with its place if any."""
    steps = hinted(text, spans, _HINTS)
    closed = invited(text, spans)
    outline = outline_asked(text, spans, steps)
    yield Stage.OUTLINE, _first(ABOUT_OUTLINE, text, spans, steps)
    yield Stage.FULL, _first(ABOUT_FULL, text, spans, steps) if closed is None else None
    yield Stage.PRE_ANNOUNCEMENT, announced(text, spans)
    yield Stage.INVITED, closed
    doubtful = outline is not None and LETTER_OF_INVITATION.search(text)
    yield (None if doubtful else Stage.OUTLINE), outline
    yield Stage.OUTLINE, outline_follows(text, spans, steps)
    yield Stage.OUTLINE, first_of_two(text, spans)
    yield Stage.INVITED, invited(text, spans, later=True)
    full = full_taken(text, spans, steps)
    yield (_full_or_invited(text) if full is not None else None), full


def _full_or_invited(text: str) -> Stage:
    """A full step of which the text says that one is invited to it is for those invited."""
    return Stage.INVITED if WORD_OF_INVITATION.search(text) else Stage.FULL


def _first(pattern: re.Pattern[str], text: str, spans: list[Span], steps: list[Span]) -> int | None:
    """Find where a pattern is said of this call, not of the funder's others."""
    for start, _ in matches(pattern, text, steps):
        if not of_others(text, spans, start):
            return start
    return None
