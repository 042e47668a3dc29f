"""Whether a text asks for the first, short step of an application.

Its paper (an outline, an expression of interest, a concept note) is named for
little else than to ask for it. So a mention counts where its sentence also gives
a date, speaks to the reader or tells to hand it in, unless the words around it
say that it is over, not wanted, another's, or no nearer than the full step.
"""

import re

from scrapers.facts.hints import hinted
from scrapers.facts.passages import Span
from scrapers.facts.stage.asked import is_asked_for
from scrapers.facts.stage.bars import OPTIONAL, of_others
from scrapers.facts.stage.nouns import FULL_STEP, OUTLINE, any_of

_NAMED = re.compile(rf"\b{OUTLINE}", re.IGNORECASE)
_ARTICLE = r"(?:(?:an?|the|their|your|our|its|all|any|this|that|these|those|each) )?"
_WORDS = r"(?:(?!(?:please|you|we|will|can|may|must|should)\b)[\w'’()-]+,? ){0,4}"
_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*"
# What comes straight before a paper that was handed in before, or that nobody asks for.
_OVER_BEFORE = re.compile(
    r"(?:"
    # after an outline; since, from, between the outline stage and
    rf"\b(?:after|following|since|between) {_ARTICLE}{_WORDS}"
    r"|\bfrom (?:an? |the )?"
    # who have submitted an outline, unless "once you have"
    r"|(?<!once )(?<!when )(?<!after )(?<!once you )(?<!when you )(?<!after you )\b(?:\w+ "
    r")?(?:have|has|had|having|already|who|that|which|we"
    r"|they|were|was|been) (?:\w+ ){0,2}(?:passed|completed|submitted|sent(?: in)?|made|received"
    r"|taken part in|succeeded (?:at|in)|chosen (?:at|from)|selected (?:at|from)|shortlisted (?:at"
    r"|from)"
    r"|through|considered|assessed|reviewed|approved|declined|rejected|successful (?:at|in|with"
    rf"|from)|invited (?:at|from)) {_ARTICLE}{_WORDS}"
    rf"|\b(?:a|the|an earlier|previous|earlier|past) (?:\w+ )?(?:successful|approved|accepted"
    rf"|shortlisted) {_WORDS}"
    r"|\b(?:previous|earlier|last|first) (?:round'?s? )?"
    r"|\b(?:pass(?:ed|es)?|declined|rejected|turned down,?|as) (?:an? |the |their |its )?"
    # the panel considered the outlines; to review outlines
    r"|(?<!be )(?<!are )(?<!is )\b(?:considered|assessed|reviewed|scored|received|sifted|(?:to|who)"
    rf" (?:review|assess|judge|score)) {_ARTICLE}{_WORDS}"
    # the call was open for; the partners listed in
    r"|\b(?:was|were) (?:\w+ )?(?:open|opened|invited|asked|restricted|accepted"
    r"|called)\b[^.;]{0,80}"
    r"|(?<!be )\b(?:listed|named|given|described|included|stated|set out) (?:in"
    rf"|at) {_ARTICLE}{_WORDS}"
    r")$",
    re.IGNORECASE,
)
NOT_BEFORE = re.compile(
    r"\b(?:not|no|never|without|rather than|instead of|neither|nor|cannot|don['’]t|doesn['’]t"
    r"|optional|voluntary|non-binding|unsolicited)\b(?! (?:later|only|more|longer than))"
    r"[^.;:]{0,38}$"
    # ninety of them came in
    r"|\b\d{2,}(?:,\d{3})? (?:eligible |new )?$|\bthank you for [\w ]{0,20}$"
    # the second or third of many steps
    r"|\b(?:stage|step|phase) (?:[2-9]|two|three|four)\W{1,3}$"
    r"|\b(?:same|unlike|differs?|different|than|compared)\b[^.;:]{0,20}$",
    re.IGNORECASE,
)
_OVER_AFTER = re.compile(
    r"[^.;,]{0,25} (?:is|are) (?:not (?:needed|required|necessary|mandatory)|no longer (?:taken"
    r"|accepted|open|required|needed)|optional|voluntary|unnecessary)\b"
    r"|[^.;,]{0,40}(?: (?:is|are|has|have)(?: now)? (?:closed|passed|over)\b|\(closed\))"
    r"|,? (?:stage |that |which )?(?:was|were|has been|have been|had been) (?!reduced|shortened"
    r"|changed|simplified|revised)"
    r"| of (?:funded|successful|previous|past)\b"
    r"|[^.;,]{0,20} (?:came|attracted|took place|went|ended|resulted)\b"
    r"|[^.;,]{0,30} closed (?:on|in|at|\d)"
    rf"|[^.;,]{{0,30}} (?:was|were) (?:on |at |by )?(?:\d|noon|midday|\w+day\b|{_MONTH})",
    re.IGNORECASE,
)
# The full step named in the same breath: what is said of both says of neither that it is now.
_ALIKE_BEFORE = re.compile(
    rf"{FULL_STEP}s?(?:,| and| or| &|/)+ (?:the |an? |for )*$", re.IGNORECASE
)
_ALIKE_AFTER = re.compile(
    rf"\)?,?(?: (?:and|or|&)|/| and/or) ?(?:the |an? |for |as |in )*(?:{FULL_STEP}|full\b)"
    r"|(?: form| stage)?(?: applications?)?(?: and| or|/) ?(?:stage )?(?:2|two)\b",
    re.IGNORECASE,
)
# One of these stands in every sentence that names the paper of a first step.
NAMES = (
    *("outline", "expression", "eoi", "stage", "step", "phase", "concept", "pre-", "preprop"),
    *("pre prop", "preapp", "prequal", "preliminary", "enquir", "inquir", "initial", "summary"),
    *("loi", "letter"),
)


# A call that is still to be opened names its steps too, and one that takes the step after.
OTHER_TIME = any_of(
    r"next (?:\w+ )?(?:rounds?|call|competition) (?:will|is|are)\b",
    r"(?:should|must|need to|ha(?:s|ve) to|will) (?:already )?have (?:already )?(?:been"
    r"|received|passed"
    r"|completed|submitted|sent|had|gone|taken)\b",
    r"(?:anticipated|expected|planned|likely|scheduled|due|intended"
    r"|set) to (?:be )?(?:re-?)?(?:open"
    r"|launch|publish|advertis)|will (?:be )?(?:re-?)?(?:open|launch|publish|advertis|released)",
)


def outline_asked(text: str, spans: list[Span], steps: list[Span]) -> int | None:
    """Find the first mention of an outline that this call asks for."""
    for first, last in hinted(text, steps, NAMES):
        sentence = text[first:last]
        if OTHER_TIME.search(sentence):
            continue
        for mention in _NAMED.finditer(text, first, last):
            if not stands(text, (first, last), mention.span()):
                continue
            told = is_asked_for(text[first : mention.start()], text[mention.end() : last])
            if told and not of_others(text, spans, mention.start()):
                return None if OPTIONAL.search(text) else mention.start()
    return None


# "Please outline previous applications": no noun.
_VERB = re.compile(
    r"\b(?:please|should|must|to|briefly|clearly|you|also|will|may|can) $", re.IGNORECASE
)
_NOUN = re.compile(r"outline[ -](?:applic|propos|bid|submi|form|stage|phase|\()", re.IGNORECASE)


def stands(text: str, span: Span, mention: Span) -> bool:
    """Whether a mention within a sentence is of a step that is neither over nor unwanted."""
    before = text[max(span[0], mention[0] - 70) : mention[0]]
    barred = (each.search(before) for each in (_OVER_BEFORE, NOT_BEFORE, _ALIKE_BEFORE))
    after = (each.match(text, mention[1], span[1]) for each in (_OVER_AFTER, _ALIKE_AFTER))
    verb = text[mention[0] :].startswith("outline ") and _VERB.search(before)
    if verb and not _NOUN.match(text, mention[0]):
        return False
    return not any(barred) and not any(after)
