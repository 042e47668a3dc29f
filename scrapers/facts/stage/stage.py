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
from scrapers.facts.stage.bars import is_another_s, of_others
from scrapers.facts.stage.full import either_step, for_the_chosen, full_taken
from scrapers.facts.stage.invited import invited
from scrapers.facts.stage.nouns import any_of
from scrapers.facts.stage.onwards import outline_follows
from scrapers.facts.stage.outline import outline_asked

# In this order: "invited full application" is an invitation, not merely the full stage.
_IN_TITLE = (
    (
        Stage.PRE_ANNOUNCEMENT,
        any_of(
            r"pre-?\s?(?:call )?-?announcements?\b",
            r"(?:advance|early) notice\b|notice of (?:an? )?(?:forthcoming|future|planned"
            r"|upcoming)",
            # but for "Future Fund", which is a name
            r"(?:upcoming|forthcoming) (?:funding )?(?:opportunity|call|competition)\b",
            r"(?:open|opening|opens|launching) soon\b",
        ),
    ),
    (
        Stage.INVITED,
        any_of(
            r"invit(?:e|ation)[- ]only\b",
            r"by invitation\b",
            r"invited (?:full|stage|second|applica|propos|only)",
        ),
    ),
    (
        Stage.OUTLINE,
        any_of(
            r"outline (?:applications?|proposals?|bids?|stage|phase|call|round|form)\b|outline\W*$",
            r"expressions? of interest\b",
            r"eois?\b",
            r"(?:first[ -]stage|stage (?:one|1))\b(?! ?(?:and|or|to|&|/|-))",
            r"pre-?proposals?\b",
            r"pre-?qualification\b",
            r"concept (?:notes?|papers?|proposals?)\b",
            r"letters? of (?:intent|inquiry|enquiry)\b",
            r"preliminary (?:applications?|proposals?)\b",
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
# A page about how a step went, how to fare in it, or who judges it.
_ABOUT_IT = any_of(
    r"(?:internal|feedback|results?|outcomes?|winners?|awarded|funded|successful|shortlist(?:ed)?"
    r"|webinars?|workshops?|events?|tips|how to (?:write|prepare)|report|minutes|reviewers?"
    r"|closed)\b"
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
    named = _in_title(title)
    if named is None:
        stage, found = _in_text(text, spans)
        return (stage, quoted(text, spans, found, found + 1)) if stage else (None, "")
    if named is Stage.FULL and either_step(text):
        closed = invited(text, spans)
        if closed is None:
            return None, ""
        return Stage.INVITED, quoted(text, spans, closed, closed + 1)
    return named, title.strip()


def _in_title(title: str) -> Stage | None:
    """Find the step that a title names, unless it is about how that step went or is judged."""
    if _ABOUT_IT.search(title) or is_another_s(title):
        return None
    return next((stage for stage, pattern in _IN_TITLE if pattern.search(title)), None)


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
    about_full = _first(ABOUT_FULL, text, spans, steps) if closed is None else None
    yield Stage.FULL, None if about_full is None or for_the_chosen(text) else about_full
    yield Stage.PRE_ANNOUNCEMENT, announced(text, spans)
    # A text that invites some and asks others for an outline may be at either step.
    yield (Stage.INVITED if outline is None else None), closed
    yield Stage.OUTLINE, outline
    yield Stage.OUTLINE, outline_follows(text, spans, steps)
    yield Stage.FULL, full_taken(text, spans, steps)


def _first(pattern: re.Pattern[str], text: str, spans: list[Span], steps: list[Span]) -> int | None:
    """Find where a pattern is said of this call, not of the funder's others."""
    for start, _ in matches(pattern, text, steps):
        if not of_others(text, spans, start):
            return start
    return None
