"""Which step of a competition a page describes, read from its title and text."""

import re

from models.call import Stage
from scrapers.facts.text import sentence_around


def _any_of(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(rf"\b(?:{pattern})\b" for pattern in patterns), re.IGNORECASE)


# In this order: "invited full application" is an invitation, not merely the full stage.
_IN_TITLE = (
    (Stage.PRE_ANNOUNCEMENT, _any_of(r"pre-?\s?announcements?")),
    (Stage.INVITED, _any_of(r"invite[- ]only", r"invitation only", r"by invitation", r"invited")),
    (
        Stage.OUTLINE,
        _any_of(
            r"outlines?",
            r"expressions? of interest",
            r"eois?",
            r"stage (?:one|1)(?! and)",
            r"pre-?proposals?",
            r"concept notes?",
        ),
    ),
    (
        Stage.FULL,
        _any_of(r"full (?:stage|applications?|proposals?)", r"stage (?:two|2)", r"second stage"),
    ),
)
# Stricter than for titles: a text also speaks of the steps before and after its own.
_IN_TEXT = (
    (Stage.PRE_ANNOUNCEMENT, _any_of(r"this (?:\w+ ){0,4}pre-?announcement")),
    (
        Stage.INVITED,
        _any_of(
            r"invite[- ]only",
            r"by invitation only",
            r"invited stage two",
            r"only (?:open to |for )?(?:those|applicants|organisations|teams)"
            r"(?: who| that)? (?:have been |were )?invited",
            r"(?:must|need to) have been invited",
            r"only apply if you (?:have been|were) invited",
        ),
    ),
    (
        Stage.OUTLINE,
        _any_of(
            r"(?:submit|complete) an? (?:outline|expression of interest)",
            r"(?:this|the) is (?:an? |the )?(?:outline|first) stage",
            r"this is (?:an? )?(?:outline|expression of interest)",
            r"(?:applicants|applications|outlines|teams) will (?:then )?be invited to "
            r"(?:submit|stage two|the full|full)",
        ),
    ),
    (Stage.FULL, _any_of(r"this is the (?:full|second) stage", r"full (?:application )?stage of")),
)


def read_stage(title: str, text: str) -> tuple[Stage | None, str]:
    """Return the stage and the words that say so; the title decides before the text.

    (None, "") where neither says: most calls have a single stage.
    """
    for stage, pattern in _IN_TITLE:
        if pattern.search(title):
            return stage, title.strip()
    for stage, pattern in _IN_TEXT:
        if match := pattern.search(text):
            return stage, sentence_around(text, match.start(), match.end())
    return None, ""
