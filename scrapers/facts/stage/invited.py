"""Whether a text opens its step to those only who were invited."""

import re

from scrapers.facts.hints import hinted, matches
from scrapers.facts.passages import Span, quoted
from scrapers.facts.stage.bars import GENERAL
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
    rf"(?:restricted|limited|closed|confined|reserved) (?:to|call for|for) (?:only )?{_CHOSEN}",
    r"(?:not|nobody|no one|cannot|can['’]t|closed)\b[^.;]{0,60}\b(?:unless|without|who (?:has"
    r"|have) not|who"
    rf" (?:was|were) not)\b[^.;]{{0,50}}\b(?:invit|shortlist|{OUTLINE_STEP})",
    r"(?:can|may) only (?:apply|submit|bid)\b[^.]{0,60}\bif (?:you|we"
    r"|they)\b[^.]{0,80}\b(?:invited|shortlisted|successful)",
    rf"only {BODY} with an? (?:successful|approved|shortlisted|accepted) {OUTLINE_STEP}",
    r"we have (?:now |already )?invited (?:those|applicants|teams|(?:the )?(?:\w+ "
    rf"){{1,2}}{BODY})\b",
    rf"(?:for|from|to|by) {BODY} (?:that |which |who |whom )?we have (?:already )?invited\b",
    r"only (?:apply|submit|bid)[^.;]{0,40}\bif you have been (?:contacted|asked|approached"
    r"|selected|told)\b",
    r"(?:open|access|available|applications?|submission)\b[^.;]{0,30}? by invitation\b",
    r"if you (?:have|had|were|are) not (?:been )?invited\b[^.;]{0,40}\b(?:not|cannot|unable)\b",
    r"(?:applications|proposals|bids) (?:that|which) (?:have|were|are|had) not (?:been )?invited\b",
    rf"{BODY} [^.;]{{0,60}}\bhave been invited to (?:apply|submit|bid)\b",
    r"(?:must|need to|ha(?:s|ve) to)\b[^.;]{0,160}\bha(?:s|ve) been invited to (?:submit|apply"
    r"|make|complete)\b",
    r"only (?:start|begin|complete|fill in|use|open)\b[^.;]{0,30} if you (?:have been|were|are)"
    r" invited\b",
    r"(?:this|it|call|opportunity|competition|stage|applications?|proposals?|bids"
    r"|applying) (?:[\w'’:,]+ ){0,8}?"
    r"(?:by invitation only|invit(?:e|ation)[- ]only)\b",
    rf"(?:must|need to|ha(?:s|ve) to|should) (?:already )?have (?:already )?(?:completed|submitted)"
    rf" (?:[\w-]+ ){{1,4}}?{OUTLINE_STEP}(?: stage)? (?:to be|and been|and be) invited\b",
    r"invitation only(?=:)",
    r"(?:must|need to|ha(?:s|ve) to|should) (?:already )?have (?:already )?(?:been (?:through"
    r"|successful (?:at|in|with))|(?:gone|come|got) through|taken part in|passed|succeeded (?:at"
    rf"|in)|had an? (?:successful|accepted)) (?:[\w-]+ ){{0,3}}?{OUTLINE_STEP}",
    r"only (?:those|applicants|teams|organi[sz]ations) (?:who |that |which |whose )"
    rf"[^.;]{{0,60}}\b{OUTLINE_STEP}[^.;]{{0,40}} (?:can|may) (?:apply|submit|bid|take part)\b",
    r"an invitation is (?:needed|required|necessary)\b",
    rf"only [^.;]{{0,30}}\bif your {OUTLINE_STEP} (?:was|has been|were) (?:successful|selected"
    r"|shortlisted|accepted)",
    r"(?:must|need to) have been asked to (?:submit|make|send|write) (?:an? |the |your )full\b",
    r"(?:must|need to|should|ha(?:s|ve) to) (?:already )?have been (?:invited"
    r"|shortlisted)\b(?! to (?!apply|submit|bid|make|send|complete|the\b|this|stage|full|our))",
    r"(?:you|applicants|teams) (?:can|may|should|must) (?:only )?(?:apply|submit|take part"
    r"|proceed|bid)"
    r"[^.,;]{0,40}\bif (?:we|you|they) (?:have |had )?(?:been |were )?(?:already )?invited\b",
    r"only apply if (?:you|your \w+) (?:got through|passed|succeeded|(?:was|were) (?:successful"
    r"|shortlisted))",
    r"invitations? (?:has|have) been (?:sent|issued)\b",
    r"(?:need|must have|require|received) an? invitation\b(?! to (?!apply|submit|bid|make|send"
    r"|complete))",
    rf"only {_PAPERS} (?:\w+ and )?(?:invited|shortlisted)\b",
    rf"have (?:now )?(?:assessed|reviewed|considered|scored) (?:all )?(?:the |our )?{OUTLINE_STEP}",
    r"(?:must|should|need to|have to) have (?:already )?received (?:an? )?(?:approval|permission"
    r"|agreement|confirmation)"
    rf" (?:to|for) (?:proceed|go on|go ahead|submit|make|move)[^.;]{{0,40}}\b{FULL_STEP}",
    rf"{FULL_STEP}[^.]{{0,20}}\b(?:from|by|open to)(?: only)?(?: the)? (?:those|applicants|teams)"
    rf"(?:(?: who| that)?(?: have been| were)? (?:shortlisted|invited)\b| whose {OUTLINE_STEP}"
    r" (?:was|were|has been|have been)\b)",
    rf"{FULL_STEP} (?:is )?for (?:the )?invited\b",
    rf"only (?:invites? (?:\w+ )?{BODY} to (?:apply|submit)|(?:accepts?|considers?|takes?)"
    rf" (?:\w+ )?{_PAPERS} by invitation)\b",
    r"you (?:have been|were) (?:now )?(?:shortlisted|invited to (?:submit|apply|make))\b",
    r"(?:must|need to|ha(?:s|ve) to|should) (?:first |already )*have (?:first |already "
    r")*(?:received|had"
    rf"|got|obtained)\b[^.;]{{0,100}}\b{OUTLINE_STEP}[^.;]{{0,40}}\b(?:endorsed|approved|accepted"
    r"|successful|selected)\b",
    rf"(?:are|is) (?:now )?(?:invited|accepted|sought|open)(?: only)? (?:from|to) {_CHOSEN}",
    r"holders of an invitation\b|for invited (?:proposals|applications) only\b",
    r"uninvited (?:applications|bids|proposals)\b",
)
# A line of a few words that says nothing else: "Round 2: by invitation only".
_ALONE = re.compile(
    r"(?:(?:round|call|status|applications?|eligibility|who can apply)\b[\w |:–-]{0,20}?)?"
    r"(?:by )?invit(?:ation|e)[- ]only(?: \([^)]{0,80}\))?\W*",
    re.IGNORECASE,
)
_LETTER = (
    r"(?:letter|e-?mail) inviting you\b|(?:your|the) (?:letter of invitation|invitation (?:letter"
    r"|e-?mail))\b"
)
# Beside a full application these few words tell that it is for those invited.
WORD_OF_INVITATION = any_of(
    r"(?<!for )invited (?:proposals?|applications?|applicants|teams|to (?:submit|apply|make"
    r"|complete)|full)",
    r"(?:from|for|by|to) (?:those|applicants|teams) (?:(?:who are )?on the shortlist|shortlisted"
    r"|(?:who (?:are|were) )?invited)\b",
    r"your invitation\b",
    _LETTER,
)
LETTER_OF_INVITATION = any_of(_LETTER)
# Said of the next step, but also on the page of the first.
_IF_INVITED = any_of(
    r"(?:if|when|once) (?:you are|you['’]re|they are|you have been|you get|you receive) (?:an )?"
    rf"invit(?:ed|ation) to (?:[\w-]+ ){{0,3}}?{FULL_STEP}",
    r"(?:those|applicants|teams) (?:who (?:are|were|have been) )?invited to apply (?:will|should"
    r"|must|can|receive|get|are)\b",
    rf"(?<!for )invited {BODY} (?:must|should|can|may|are asked to|have until)\b",
)
# What else can be "by invitation only".
_EVENT = any_of(
    r"(?:resubmissions?|interviews?|webinars?|events?|workshops?|sandpits?|briefings?"
    r"|attendance|meetings?)\b"
    r"[^.;]{0,60}\binvitation\b"
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


def invited(text: str, spans: list[Span], *, later: bool = False) -> int | None:
    """Find an invitation to this step; one to a later step is passed over, unless asked for."""
    hints = hinted(text, spans, _HINTS)
    for first, last in hints:
        if _ALONE.fullmatch(text, first, last):
            return first
    for start, end in matches(_INVITED, text, hints):
        sentence = quoted(text, spans, start, end)
        if _EVENT.search(sentence) or GENERAL.search(sentence):
            continue
        if not later and _AFTERWARDS.search(sentence):
            continue
        if later or _THIS.search(sentence) or not _LATER.search(sentence):
            return start
    found = next(matches(_IF_INVITED, text, hints), None) if later else None
    return found[0] if found else None
