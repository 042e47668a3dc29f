"""Whether a text opens its step to those only who were invited."""

import re

from scrapers.facts.hints import hinted, matches
from scrapers.facts.passages import Span, quoted
from scrapers.facts.stage.bars import of_others
from scrapers.facts.stage.nouns import BODY, FULL_STEP, OUTLINE_STEP, any_of

_FULL_BY = (
    rf"{FULL_STEP}[^.;]{{0,30}}\bonly (?:be )?(?:submitted|made|sent|accepted|taken|open)"
    r"[^.;]{0,30}\b(?:whose|who)\b[^.;]{0,30}\b(?:invited|shortlisted|successful|selected"
    r"|passed)"
)
_PAPERS = r"(?:applications|proposals|bids|projects|submissions)"
# Those who passed an earlier step: "shortlisted teams", "those whose outline was successful".
_CHOSEN = (
    rf"(?:(?:the |all )?(?:\w+ )?(?:invited|shortlisted) {BODY}|(?:the |all )?(?:those|{BODY}"
    r"|anyone)"
    r"(?: who| that| which| whom| we)*(?: (?:have|has|had|been|are|were|already|is))* (?:invited"
    r"|shortlisted"
    r"|(?:successful|succeeded|passed|selected|got through|came through|approved|chosen) (?:at "
    r"|in |from |through )?"
    rf"(?:the |an? |our |their )?(?:\w+ )?(?:{OUTLINE_STEP}|earlier|previous|first))"
    rf"|(?:those|{BODY}) whose {OUTLINE_STEP} (?:was|were|has been|have been)\b)"
)
_INVITED = any_of(
    rf"for (?:the )?(?:invited|shortlisted) {BODY} only\b",
    rf"only {_CHOSEN}[^.;]{{0,40}}? (?:can|may|should|could|are (?:able|allowed|eligible"
    r"|permitted) to"
    r"|will be able to) (?:now )?(?:apply|submit|bid|proceed|take part|complete|send|make)\b",
    r"only (?:be )?(?:accept|consider|tak|open|available|submitted|made|receiv|read|from|by|to)\w*"
    rf"[^.;]{{0,50}}?\b{_CHOSEN}",
    r"(?:applications?|bids|proposals|call|competition|opportunity|stage|round) (?:is"
    r"|are) (?:now |only )?"
    rf"(?:restricted|limited|closed|confined|reserved) (?:to|for) (?:only )?{_CHOSEN}",
    r"(?:nobody can|no one can|cannot|can['’]t|may not|not able to) (?:apply|submit|bid"
    r"|take part)\b"
    r"[^.;]{0,50}\b(?:unless|without)\b[^.;]{0,50}\b(?:invit|shortlist)",
    r"(?:can|may) only (?:apply|submit|bid)\b[^.]{0,60}\bif (?:you|we"
    r"|they)\b[^.]{0,80}\b(?:invited|shortlisted|successful)",
    r"(?:open|access|available|applications?|submission)\b[^.;]{0,30}? by invitation\b",
    r"if you (?:have|had|were|are) not (?:been )?invited\b[^.;]{0,40}\b(?:not|cannot|unable)\b",
    r"only (?:start|begin|complete|fill in|use|open)\b[^.;]{0,30} if you (?:have been|were|are)"
    r" invited\b",
    r"(?:this|it|call|opportunity|competition|stage|applications?|proposals?|bids"
    r"|applying) (?:[\w'’:,]+ ){0,8}?"
    r"(?:by invitation only|invit(?:e|ation)[- ]only)\b",
    r"invitation only(?=:)",
    rf"only [^.;]{{0,30}}\bif your {OUTLINE_STEP} (?:was|has been|were) (?:successful|selected"
    r"|shortlisted|accepted)",
    r"(?:must|need to|should|ha(?:s|ve) to) (?:already )?have been (?:invited"
    r"|shortlisted)\b(?! to (?!apply|submit|bid|make|send|complete|the\b|this|stage|full|our))",
    r"(?:you|applicants|teams) (?:can|may|should|must) (?:only )?(?:apply|submit|take part"
    r"|proceed|bid)"
    r"[^.,;]{0,40}\bif (?:we|you|they) (?:have |had )?(?:been |were )?(?:already )?invited\b",
    rf"only {_PAPERS} (?:\w+ and )?(?:invited|shortlisted)\b",
    rf"{FULL_STEP} (?:is )?for (?:the )?invited\b",
    r"uninvited (?:applications|bids|proposals)\b",
)
# A line of a few words that says nothing else: "Round 2: by invitation only".
_ALONE = re.compile(
    r"(?:(?:round|call|status|applications?|eligibility|who can apply)\b[\w |:–-]{0,20}?)?"
    r"(?:by )?invit(?:ation|e)[- ]only(?: \([^)]{0,80}\))?\W*",
    re.IGNORECASE,
)
# What else can be "by invitation only".
_EVENT = any_of(
    r"(?:interview|webinar|event|workshop|sandpit|briefing|attend|membership|meeting|panel)\w*"
)
# "The second stage is by invitation only" is said on the page of the first.
_LATER = any_of(
    r"(?:second|next|later|full|following) (?:stage|application|proposal|phase|step|bid)s?\b",
    r"(?:stage|phase) (?:2|two|3|three)\b",
)
_AFTERWARDS = any_of(
    rf"by invitation(?: only)?,? (?:after|following|based on|from)\b[^.;]*{OUTLINE_STEP}"
)
_THIS = any_of(
    r"this (?:is|stage|call|opportunity|competition|page)\b",
    r"(?:these (?:guidelines|notes|instructions)|this (?:guidance|document|form)) (?:is|are)\b",
    r"it is\b",
    r"(?:are|is)(?: now| only)? (?:invited|accepted|sought)(?: only)? from\b",
    r"you\b",
    r"open only\b|now taking\b|invitation only:|for (?:the )?invited\b",
    r"whose \w+ (?:was|were|has been|have been)\b",
)


# One of these stands in every sentence that opens a step to those invited only.
_HINTS = (
    *(
        "invit",
        "shortlist",
        "outline",
        "stage",
        "expression",
        "eoi",
        "concept",
        "pre-",
        "preliminary",
    ),
    *("successful", "succeeded", "passed", "asked to", "contacted", "approached"),
)


def invited(text: str, spans: list[Span]) -> int | None:
    """Find an invitation to this step; one to a later step is passed over."""
    hints = hinted(text, spans, _HINTS)
    for first, last in hints:
        if _ALONE.fullmatch(text, first, last):
            return first
    for start, end in matches(_INVITED, text, hints):
        sentence = quoted(text, spans, start, end)
        if _EVENT.search(sentence) or of_others(text, spans, start):
            continue
        if _AFTERWARDS.search(sentence):
            continue
        if _THIS.search(sentence) or not _LATER.search(sentence):
            return start
    return None
