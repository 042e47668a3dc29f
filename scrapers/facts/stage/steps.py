"""Whether a text lays out the two steps of its application, of which the first comes now."""

from scrapers.facts.hints import hinted, matches
from scrapers.facts.passages import Span, passage_at
from scrapers.facts.stage.bars import GENERAL, INTERNAL
from scrapers.facts.stage.nouns import OUTLINE, any_of

_REACH = 3  # sentences within which the first step is named
_FAR = 400  # and characters, however long the sentences are
_TWO_STEPS = any_of(
    r"(?:two|2)[- ](?:stages?|steps?|part) (?:\w+ ){0,2}(?:process|procedure|applications?"
    r"|competition|selection|scheme)\b",
    r"(?:process|procedure|competition|round|applications?|selection) (?:is|has|works|runs|consists"
    r"|takes place)(?: made| done)? (?:in |of |over )?(?:two|2) (?:stages|steps)\b",
    r"(?:there are|we have|in) (?:two|2) (?:stages|steps)\b(?! of (?:review|assessment"
    r"|evaluation))",
)
_FIRST = any_of(
    OUTLINE,
    r"(?:first|1st|initial) (?:stage|step|application|enquiry|form)\b",
    r"step (?:1|one)\b",
)
# Steps of judging, or of what is paid for.
_NOT_APPLYING = any_of(
    r"(?:peer review|evaluation|reviewers?|contracts?|phase|prototype|feasibility|deadline model)\b"
)
_OVER = any_of(r"(?:invited|closed|over|passed|completed)\b[^.;]{0,40}\b(?:stage|outline|first)\b")
_HINTS = ("two", "2 stage", "2-stage", "2 step", "2-step")


def first_of_two(text: str, spans: list[Span]) -> int | None:
    """Find where a text says that one applies in two steps, and then what the first is."""
    for start, _ in matches(_TWO_STEPS, text, hinted(text, spans, _HINTS)):
        at = passage_at(spans, start)
        first, last = spans[max(0, at - 1)][0], spans[at][1]
        around = text[max(first, start - _FAR) : min(last, start + _FAR)]
        told = text[start : min(start + _FAR, spans[min(len(spans), at + _REACH) - 1][1])]
        barred = any(each.search(around) for each in (GENERAL, INTERNAL, _NOT_APPLYING))
        own = INTERNAL.search(told) or _OVER.search(told)
        if not barred and not own and _FIRST.search(told):
            return start
    return None
