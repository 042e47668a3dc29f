"""Whether a text announces a call that is still to come."""

import re

from scrapers.facts.hints import hinted, matches
from scrapers.facts.passages import Span, quoted
from scrapers.facts.stage.bars import is_another_s
from scrapers.facts.stage.nouns import any_of
from scrapers.facts.stage.openings import TO_OPEN

_ALONE = re.compile(r"pre-?\s?(?:call )?-?announcement\W*", re.IGNORECASE)
_OPEN_NOW = any_of(
    r"(?<!not )(?<!cannot )apply now\b",
    r"(?:now|currently) open\b",
    r"open now\b",
    r"(?:is|are) open until\b",
    r"opened (?:on|in)\b",
)
# What a funded project, or a policy, is to launch is not this call.
_OTHERS = any_of(
    r"(?:consorti(?:um|a)|beneficiar(?:y|ies)|grantees?|member states|commission"
    r"|selected projects?|winners?)\b"
    r"[^.;]{0,80}\b(?:open|launch|publish)",
    r"(?:each|every) (?:year|spring|summer|autumn|winter)\b",
    r"(?:partners?|projects?|consorti\w+|associations?|their|third part(?:y|ies)"
    r"|cascade)\b[^.;]{0,60}"
    r"\b(?:re-?)?(?:open|launch|publish)",
    # what may be, or may not
    r"(?:unlikely|(?-i:may)|might|could|whether|would like|no longer|no plans?|not (?:expect|plan"
    r"|intend))\b"
    r"[^.;]{0,60}\b(?:re-?)?(?:open|launch|publish)",
    r"(?:calls|opportunities|rounds|funds|schemes) (?:that|which) ",
    r"(?:which|new|other|more|open) (?:calls|opportunities|rounds|funds|schemes)\b",
)


# One of each stands in every sentence that announces a call: what is done, when, and with what.
_DONE = (
    *("announc", "open", "launch", "publish", "advertis", "notice", "forthcoming"),
    *("upcoming", "future call", "future fund", "future opp", "future comp", "coming", "releas"),
    *("live", "planned", "plan to", "not be", "begin", "start", "foreseen"),
    *("issu", "soon", "accepted", "invited", "sought", "due", "expected"),
)
_WHEN = (
    *("will", "would", "to be", "to open", "plan", "expect", "anticipat", "hop", "intend", "aim"),
    *("due", "soon", "shortly", "next", "announce", "yet", "forthcoming", "upcoming", "future"),
    *("when the", "when this", "before the", "before this", "notice", "opens"),
    *("open ", "likely", "provisional", "schedul", "foreseen", "coming", "live"),
)
_WITH = (
    *("call", "competition", "opportunit", "round", "fund", "scheme", "programme", "grant"),
    *("window", "applic", "apply", "bid", "submi", "expression", "prospectus", "portal", "form"),
    *("detail", "guidance", "date", "announce", "notice", "deadline"),
    *("reopen", "re-open", "open again", "expected to open", "expected to launch"),
)


def announced(text: str, spans: list[Span]) -> int | None:
    """Find the words of a pre-announcement, or a line that says nothing else."""
    hints = hinted(text, hinted(text, hinted(text, spans, _DONE), _WHEN), _WITH)
    for first, last in hints:
        if _ALONE.fullmatch(text, first, last):
            return first
    found = (
        start
        for start, end in matches(TO_OPEN, text, hints)
        if not _barred(quoted(text, spans, start, end))
    )
    place = next(found, None)
    return None if place is not None and _OPEN_NOW.search(text) else place


def _barred(sentence: str) -> bool:
    """Whether it is about what a project or a policy launches, or the funder's calls in general."""
    return bool(_OTHERS.search(sentence)) or is_another_s(sentence)
