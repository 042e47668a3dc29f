"""Whether a text asks for the first, short step of an application.

Its paper (an outline, an expression of interest, a concept note) is named for
little else than to ask for it. So a mention counts unless the words around it
say that it is over, not wanted, another's, or no nearer than the full step.
"""

import re

from scrapers.facts.hints import hinted, matches
from scrapers.facts.passages import Span, passage_at
from scrapers.facts.stage.nouns import FULL_STEP, OUTLINE, OUTLINE_STEP, any_of

_NAMED = re.compile(rf"\b{OUTLINE}", re.IGNORECASE)
_ARTICLE = r"(?:(?:an?|the|their|your|our|its|all|any|this|that|these|those|each) )?"
_WORDS = r"(?:(?!(?:please|you|we|will|can|may|must|should)\b)[\w'’()-]+,? ){0,4}"
# What comes straight before a paper that was handed in before, or that nobody asks for.
_OVER_BEFORE = re.compile(
    r"(?:"
    # after an outline; since, from, between the outline stage and
    rf"\b(?:after|following|since|between) {_ARTICLE}{_WORDS}"
    r"|\bfrom (?:an? |the )?"
    # who have submitted an outline, unless "once you have"
    r"|(?<!once )(?<!when )(?<!after )\b(?:\w+ )?(?:have|has|had|having|already|who|that|which|we"
    r"|they|were|was|been) (?:\w+ ){0,2}(?:passed|completed|submitted|sent(?: in)?|made|received"
    r"|taken part in|succeeded (?:at|in)|chosen (?:at|from)|selected (?:at|from)|shortlisted (?:at"
    r"|from)"
    r"|through|considered|assessed|reviewed|approved|declined|rejected|successful (?:at|in|with"
    rf"|from)|invited (?:at|from)) {_ARTICLE}{_WORDS}"
    rf"|\b(?:a|the|an earlier|previous|earlier|past) (?:\w+ )?(?:successful|approved|accepted"
    rf"|shortlisted) {_WORDS}"
    r"|\b(?:previous|earlier|last|first) (?:round'?s? )?"
    r"|\b(?:pass(?:ed|es)?|declined|rejected|turned down,?|as) (?:an? |the |their |its )?"
    # the call was open for; the partners listed in
    r"|\b(?:was|were) (?:\w+ )?(?:open|opened|invited|asked|restricted|accepted|called)\b[^.;]{0,80}"
    rf"|(?<!be )\b(?:listed|named|given|described|included|stated|set out) (?:in|at) {_ARTICLE}{_WORDS}"
    r")$",
    re.IGNORECASE,
)
_NOT_BEFORE = re.compile(
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
    r"|[^.;,]{0,20} (?:came|attracted|took place|went|ended|resulted)\b"
    r"|[^.;,]{0,30} closed (?:on|in|at|\d)",
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
# A university's own choice among its staff.
INTERNAL = any_of(
    r"head of (?:department|school)\b",
    r"(?:director|dean)s? of (?:research|faculty)\b",
    r"(?:faculty|departmental|university|college|school) deadline",
    r"funders?['’]s? (?:own )?(?:submission )?deadline\b",
    r"internal (?:closing|deadline|process|selection|consideration|review|panel|competition|eoi|expression"
    r"|outline)",
    r"to (?:(?:the|our|your) )?research (?:office|services|support|development)\b",
    r"(?:deputy |pro-?)?vice-chancellors?\b|deans?\b(?! of)",
)
# The funder's schemes in general.
GENERAL = any_of(
    r"(?:some|most|many|several) (?:of )?(?:our |the |other )?(?:\w+ )?(?:schemes|programmes"
    r"|calls|funds|awards|grants|opportunities)\b",
    r"as a rule\b",
    r"(?:typically|usually|normally|in general|generally|often|sometimes|depending on (?:the"
    r"|which))\b(?! (?:have|takes?|within|around|about|made|in (?:early|late|mid)|a |an |\d))",
    r"for (?:some|certain|most) (?:schemes|calls|programmes|awards)\b|you may be asked\b",
    r"(?:in|for) (?:two|2|multi)[- ]stages? (?:processes|calls|schemes|procedures)\b",
    r"except for the\b|calls (?:for proposals )?are (?:restricted|generally|either)\b",
)
# Interest in something else than money, or somebody else's: a project's own call.
_OTHERS = any_of(
    r"expressions? of interest\b[^.;]{0,80}\b(?:panels?|reviewers?|members?|board|committee"
    r"|workshop|events?|assessors?|roles?|posts?|end[- ]users?|suppliers?|stakeholders?|landowners?)\b",
    r"(?:tenders?|procurement|suppliers?)\b[^.;]{0,80}\bexpressions? of interest\b",
    r"expressions? of interest\b[^.;]{0,80}\b(?:tenders?|procurement)\b",
    r"(?:selection procedure|public calls?|beneficiaries)\b[^.;]{0,80}\bexpressions? of interest\b",
    r"(?:join(?:ing)?|becom(?:e|ing)|serv(?:e|ing) on)\b[^.;]{0,60}\bexpressions? of interest\b",
    r"expressions? of interest\b[^.;]{0,80}\b(?:in|to) (?:lead|join|host|serve|act)(?:ing)?\b",
    r"(?:projects?|proposals?|consorti\w+) (?:should|must|will|shall|(?:is|are) expected to)"
    r"[^.;]{0,60}\b(?:launch|organi[sz]|run|open|issue)\w*\b",
    r"(?:later|future|other|previous|earlier|subsequent) rounds?\b",
    # marks and page limits, and how a first stage is judged
    r"(?:blind(?:ly)?|threshold|page limit|pages? long|weighting|annex(?:es)?)\b",
    r"\d+ ?% of (?:\w+ )?(?:applications|proposals|bids)\b",
)


# One of these stands in every sentence that names the paper of a first step.
_NAMES = (
    *("outline", "expression", "eoi", "stage", "step", "phase", "concept", "pre-", "preprop"),
    *("pre prop", "preapp", "prequal", "preliminary", "enquir", "inquir", "initial", "summary"),
    *("loi", "letter"),
)
# And one of each where those who pass it are led on.
_ONWARDS = (
    "full",
    "stage",
    "longer",
    "detailed",
    "formal",
    "second",
    "development phase",
    "outline",
)
_LED = (
    *(
        "invit",
        "ask",
        "requ",
        "encourag",
        "sent",
        "mail",
        "given",
        "shortlist",
        "selected",
        "chosen",
    ),
    *(
        "approach",
        "advis",
        "go on",
        "move",
        "go through",
        "progress",
        "proceed",
        "forward",
        "advance",
    ),
    *("continu", "will", "should", "if "),
)
# Where the first step may be left out, the page may be either's.
_OPTIONAL = any_of(
    rf"{OUTLINE_STEP}(?: stage)?(?: is| are| form is)? (?:optional|voluntary|not (?:mandatory|compulsory"
    r"|required|essential))\b",
    rf"(?:optional|voluntary|non-binding) (?:\w+ )?{OUTLINE_STEP}",
    r"(?:single|one|1)[- ]stage (?:process|application|procedure|scheme|call)\b|(?:has|have) a single stage\b",
    r"this is (?:not (?:a requirement|required|compulsory|mandatory|essential)|optional|voluntary)\b",
)


def outline_asked(text: str, spans: list[Span], steps: list[Span]) -> int | None:
    """Find the first mention of an outline that this call asks for."""
    for first, last in hinted(text, steps, _NAMES):
        for mention in _NAMED.finditer(text, first, last):
            if _stands(text, (first, last), mention.span()) and not of_others(
                text, spans, mention.start()
            ):
                return None if _OPTIONAL.search(text) else mention.start()
    return None


def _stands(text: str, span: Span, mention: Span) -> bool:
    before = text[max(span[0], mention[0] - 70) : mention[0]]
    barred = (each.search(before) for each in (_OVER_BEFORE, _NOT_BEFORE, _ALIKE_BEFORE))
    after = (each.match(text, mention[1], span[1]) for each in (_OVER_AFTER, _ALIKE_AFTER))
    return not any(barred) and not any(after)


def of_others(text: str, spans: list[Span], place: int) -> bool:
    """Whether a sentence is about a university's own choice or the funder's schemes in general."""
    at = passage_at(spans, place)
    general = any(GENERAL.search(text, *spans[each]) for each in range(max(0, at - 1), at + 1))
    other = INTERNAL.search(text, *spans[at]) or _OTHERS.search(text, *spans[at])
    return general or bool(other)


# What follows a first step that fits: the full one, under one of its names.
_FURTHER = (
    rf"(?:{FULL_STEP}|apply in full\b|(?:a )?full one\b|(?:an? |the )?(?:longer|(?:more )?detailed"
    r"|fuller|formal|second) (?:second )?(?:[\w-]+ ){0,2}(?:applications?|proposals?|bids?"
    r"|submission|form|one)\b|development phase application\b)"
)
_LATER = r"(?:will|may|might|would|can|could|['’]ll|whether to|(?<!^)to(?= be))"
_ASKED = (
    r"(?:invited|asked|required|requested|encouraged|sent|e-?mailed|given|shortlisted|selected"
    r"|chosen|approached|advised)"
)
_FOLLOWS = any_of(
    # those who fit will be invited to make a full application
    rf"{_LATER} (?:\w+ ){{0,2}}?be (?:\w+ ){{0,2}}?{_ASKED} (?:[^.;]{{0,40}} )??{_FURTHER}",
    # the best are then invited to
    r"(?:if (?!you are invited)|whether|then|successful|shortlisted|selected|best|promising"
    r"|subset|some|those (?:who|whose|which|that) \w+)\b(?!\W+(?:\w+\W+){0,8}?(?:has|have|was"
    rf"|were|had) been)[^.;]{{0,60}}? (?:(?:are|is|get|be) )?(?:\w+ )?{_ASKED} (?:back |in writing |by e-?mail )?"
    rf"(?:to|for) (?:[^.;]{{0,30}} )??{_FURTHER}",
    rf"(?:get|receive|(?:are|be) (?:sent|given)|send (?:you|them)|e-?mail (?:you|them)) an invitation to (?:[^.;]{{0,30}} )??{_FURTHER}",
    # we then invite you to
    r"(?:we|they|trustees|panel|committee|team|foundation|trust|funders?)(?:['’]ll| will| may"
    r"| would| might| can)?(?: then| also)? (?:invite|ask)(?:s)?(?: [\w ]{0,30})??"
    rf" (?:for|to(?: [a-z]+(?: in)?)?) (?:[^.;]{{0,20}} )??{_FURTHER}",
    # a full application may then be invited
    r"(?:whether|decide|agree|may|will|might|then)(?: then)? (?:to )?(?:request|invite|ask for|accept|consider)"
    rf" (?:an? |the |your |their )?{_FURTHER}",
    rf"{_FURTHER} (?:may|will|can)(?: then| only)? be (?:then |subsequently )?(?:invited|requested|asked for)\b"
    r"(?! (?:from|by)\b)",
    # should the outline be successful
    rf"(?:should|if|once|when|where) (?:the|your|an?|their) (?:\w+ )?{OUTLINE_STEP} (?:is|be|are)"
    r" (?:successful|accepted|approved|selected|endorsed|shortlisted|acceptable|positive)\b",
    # they have six weeks to write it
    rf"(?:successful|shortlisted|selected)\b[^.;]{{0,50}}? will (?:then )?have (?:[\w-]+ ){{1,4}}to"
    rf" (?:prepare|submit|complete|write) (?:an? |the |their )?{_FURTHER}",
    # they go on to the full step
    rf"(?:will|may|can|then|would|if you|if they) (?:\w+ )?(?:go on|move(?: on)?|go through|progress"
    rf"|proceed|(?:be |are |is )taken forward|advance|continue) (?:to|into|on to|through to)"
    rf" (?:the |make |submit |complete |an? )*{_FURTHER}",
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
    r" |a maximum of )?(?:an?|one|two|three|\d|your|their) (?:[\w-]+ ){0,2}?outlines?\b(?!-| of (?:the"
    r"|your|how|any|what|each)| (?:plan|budget|timetable|agenda|programme|cost|work|business))",
    r"(?:each|the|your|an|our) (?:\w+ )?enquiry forms? (?:is|are|should|must|will)\b",
    r"(?:using|use|on|in) (?:the|our|this|an?) outline (?:template|form)",
    r"(?:short|brief|page) outlines? (?:must|should|are|is|can|may|will)\b",
    rf"{_FIRST}(?: (?:in|of|to) [^.;]{{1,40}}?)? (?:is|consists of|involves|requires|asks for"
    r"|begins with) (?:to (?:submit|send|complete|fill)\b|by (?:letter|e-?mail)|(?:an? |the |your"
    r" )?(?:[\w-]+ ){0,4}?(?:summary\b|(?:enquiry|online|short|application) form|questionnaire"
    r"|(?:short|brief|initial) (?:proposal|application|letter)))",
    # a letter of intent that is judged
    r"(?:reviews?|scores?|assess(?:es)?|screens?|judges?) (?:and \w+ )?(?:all |the )*(?:lois"
    r"|letters of intent)\b",
    r"(?:first you|you first|must first|must) (?:file|submit|send) an? (?:letter of intent|loi)\b"
    r"(?=[^.;]* (?:online|before)\b)",
    r"lois? (?:submission )?(?:forms?|should|must|will be (?:reviewed|assessed|screened))\b",
    rf"at {_FIRST}(?: application stage)?,? (?:we|you|applicants|assessors|the panel) (?:\w+ )?(?:want|need|must|should|ask"
    r"|require|will|look|only)\b|(?:wanted|needed|required|asked for) at stage (?:1|one)\b",
    r"at this (?:first |outline |initial )?stage,? (?:we |you )(?:only |just )?(?:need|want|ask"
    r"|require|are asked|must|should)[^.;]{0,20}? (?:only |just )?(?:for |to submit |to send )?an?"
    r" (?:\w+ )?(?:outline|summary)\b",
)


def outline_follows(text: str, spans: list[Span], steps: list[Span]) -> int | None:
    """Find where those who pass are led on to a full step, or a short paper is handed in."""
    for start, end in matches(_FOLLOWS, text, hinted(text, hinted(text, steps, _ONWARDS), _LED)):
        if not _NOT_BEFORE.search(text, max(0, start - 40), start) and not of_others(
            text, spans, start
        ):
            return start
    for start, end in matches(_HANDED_IN, text, hinted(text, steps, _NAMES)):
        span = spans[passage_at(spans, start)]
        if _stands(text, span, (start, end)) and not of_others(text, spans, start):
            return None if _OPTIONAL.search(text) else start
    return None
