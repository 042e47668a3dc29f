"""Whether a text leads from a first step on to a full one, or takes a paper of many names."""

from scrapers.facts.hints import hinted, matches
from scrapers.facts.passages import Span, passage_at
from scrapers.facts.stage.bars import OPTIONAL, of_others
from scrapers.facts.stage.nouns import FULL_STEP, OUTLINE_STEP, any_of
from scrapers.facts.stage.outline import NAMES, NOT_BEFORE, OTHER_TIME, stands

# And one of each where those who pass it are led on.
_ONWARDS = (
    *("full ", "full-", "in full", "stage", "fuller", "longer", "detailed", "formal", "second"),
    *("development phase", "outline", "full\n"),
)
_LED = ("invit", "ask", "requ", "encourag", "will", "should", "if ", "once", "when", "where")
# What follows a first step that fits: the full one, under one of its names.
_FURTHER = (
    rf"(?:{FULL_STEP}|apply in full\b|(?:a )?full one\b|(?:an? |the )?(?:longer|(?:more )?detailed"
    r"|fuller|formal|second) (?:second )?(?:[\w-]+ ){0,2}(?:applications?|proposals?|bids?"
    r"|submission|form|one)\b|development phase application\b)"
)
_LATER = r"(?:will|may|might|would|can|could|['’]ll|whether to|(?<!^)to(?= be))"
_ASKED = r"(?:invited|asked|encouraged)"
_FOLLOWS = any_of(
    # those who fit will be invited to make a full application
    rf"{_LATER} (?:\w+ ){{0,2}}?be (?:\w+ ){{0,2}}?{_ASKED} (?:[^.;]{{0,40}} )??{_FURTHER}",
    rf"{_FURTHER} (?:may|will|can)(?: then| only)? be (?:then |subsequently )?(?:invited"
    r"|requested|asked for)\b"
    r"(?! (?:from|by)\b)",
    rf"(?:should|if|once|when|where) (?:the|your|an?|their) (?:\w+ )?{OUTLINE_STEP} (?:is|be"
    r"|are)(?: deemed| found| judged)?"
    r" (?:successful|accepted|approved|selected|endorsed|shortlisted|acceptable|positive)\b",
)
_TIME = r"(?:by |at |\w+day )?(?:\d{1,2}|noon|midday)"
_CLOSING = r"(?:deadlines?|closing dates?|cut-?offs?|closes|closing|opens|opening date)"
_FIRST = r"(?:stage (?:1|one)|(?:first|1st|outline|preliminary|initial) (?:stage|step|phase))"
# Names that need a date, a form or a verb beside them before they are the paper of a step.
_HANDED_IN = any_of(
    rf"{_CLOSING}(?: dates?)?(?: (?:for|of|to submit|for submitting))?(?: all| the| your| an?)*"
    rf"\W{{0,3}}(?:is )?\(?(?:for )?(?:(?:the )?{_FIRST}|outlines?\b|preliminary\b)",
    rf"(?:{_FIRST}|outline|preliminary)\W{{1,3}}(?:submission |forms? )?(?:deadline|closing date"
    r"|closes?)\b",
    rf"{_FIRST}(?: of (?:the|this) \w+)? (?:closes|is (?:now )?open|opens|ends)\b",
    rf"(?:{_FIRST}|outline)\s?[:–-]\s?{_TIME}",
    r"(?:may|can|must|should|to|please|first|you) (?:only |first )?(?:lead|submit|send|e-?mail|make"
    r"|put (?:in|forward)|write|provide|prepare)(?: us| in)? (?:up to |only |no more than"
    r" |a maximum of )?(?:an?|one|two|three|\d|your|their) (?:[\w-]+ ){0,2}?outlines?\b(?!-| "
    r"of (?:the"
    r"|your|how|any|what|each)| (?:plan|budget|timetable|agenda|programme|cost|work|business))",
    r"(?:submission|receipt|deadline|closing date) (?:of|for) (?:the |your |an? )?(?:(?:project"
    r"|application|proposal) )?outlines?\b",
)


def outline_follows(text: str, spans: list[Span], steps: list[Span]) -> int | None:
    """Find where those who pass are led on to a full step, or a short paper is handed in."""
    for start, _ in matches(_FOLLOWS, text, hinted(text, hinted(text, spans, _ONWARDS), _LED)):
        span = spans[passage_at(spans, start)]
        barred = NOT_BEFORE.search(text, max(0, start - 40), start) or OTHER_TIME.search(
            text, *span
        )
        if not barred and not of_others(text, spans, start):
            return start
    for start, end in matches(_HANDED_IN, text, hinted(text, steps, NAMES)):
        span = spans[passage_at(spans, start)]
        if stands(text, span, (start, end)) and not of_others(text, spans, start):
            return None if OPTIONAL.search(text) else start
    return None
