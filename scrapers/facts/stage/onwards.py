"""Whether a text leads from a first step on to a full one, or takes a paper of many names."""

from scrapers.facts.hints import hinted, matches
from scrapers.facts.passages import Span, passage_at
from scrapers.facts.stage.bars import OPTIONAL, of_others
from scrapers.facts.stage.nouns import FULL_STEP, OUTLINE_STEP, any_of
from scrapers.facts.stage.outline import NAMES, NOT_BEFORE, stands

# And one of each where those who pass it are led on.
_ONWARDS = (
    *("full ", "full-", "in full", "stage", "fuller", "longer", "detailed", "formal", "second"),
    *("development phase", "outline", "full\n"),
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
    rf"|were|had) been)[^.;]{{0,60}}? (?:(?:are|is|get|be) )?(?:\w+ )?{_ASKED} (?:back |in "
    r"writing |by e-?mail )?"
    rf"(?:to|for) (?:[^.;]{{0,30}} )??{_FURTHER}",
    r"(?:get|receive|(?:are|be) (?:sent|given)|send (?:you|them)|e-?mail (?:you|them)) an "
    rf"invitation to (?:[^.;]{{0,30}} )??{_FURTHER}",
    # we then invite you to
    r"(?:we|they|trustees|panel|committee|team|foundation|trust|funders?)(?:['’]ll| will| may"
    r"| would| might| can)?(?: then| also)? (?:invite|ask)(?:s)?(?: [\w ]{0,30})??"
    rf" (?:for|to(?: [a-z]+(?: in)?)?) (?:[^.;]{{0,20}} )??{_FURTHER}",
    # a full application may then be invited
    r"(?:whether|decide|agree|may|will|might|then)(?: then)? (?:to )?(?:request|invite|ask for"
    r"|accept|consider)"
    rf" (?:an? |the |your |their )?{_FURTHER}",
    rf"{_FURTHER} (?:may|will|can)(?: then| only)? be (?:then |subsequently )?(?:invited"
    r"|requested|asked for)\b"
    r"(?! (?:from|by)\b)",
    # should the outline be successful
    rf"(?:should|if|once|when|where) (?:the|your|an?|their) (?:\w+ )?{OUTLINE_STEP} (?:is|be"
    r"|are)(?: deemed| found| judged)?"
    r" (?:successful|accepted|approved|selected|endorsed|shortlisted|acceptable|positive)\b",
    # they have six weeks to write it
    rf"(?:successful|shortlisted|selected)\b[^.;]{{0,50}}? will (?:then )?have (?:[\w-]+ ){{1,4}}to"
    rf" (?:prepare|submit|complete|write) (?:an? |the |their )?{_FURTHER}",
    # they go on to the full step
    r"(?:will|may|can|then|would|if you|if they) (?:\w+ )?(?:go on|move(?: on)?|go through"
    r"|progress"
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
    r" |a maximum of )?(?:an?|one|two|three|\d|your|their) (?:[\w-]+ ){0,2}?outlines?\b(?!-| "
    r"of (?:the"
    r"|your|how|any|what|each)| (?:plan|budget|timetable|agenda|programme|cost|work|business))",
    r"(?:submission|receipt|deadline|closing date) (?:of|for) (?:the |your |an? )?(?:(?:project"
    r"|application|proposal) )?outlines?\b",
    r"(?:each|the|your|an|our) (?:\w+ )?enquiry forms? (?:is|are|should|must|will)\b",
    r"(?:using|use|on|in) (?:the|our|this|an?) outline (?:template|form)",
    r"outlines (?:will be|are) (?:then |first |also )?(?:assessed|reviewed|considered|scored|judged"
    r"|shortlisted|sifted)\b",
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
    rf"at {_FIRST}(?: application stage)?,? (?:we|you|applicants|assessors|the panel) (?:\w+ "
    r")?(?:want|need|must|should|ask"
    r"|require|will|look|only)\b|(?:wanted|needed|required|asked for) at stage (?:1|one)\b",
    r"at this (?:first |outline |initial )?stage,? (?:we |you )(?:only |just )?(?:need|want|ask"
    r"|require|are asked|must|should)[^.;]{0,20}? (?:only |just )?(?:for |to submit |to send )?an?"
    r" (?:\w+ )?(?:outline|summary)\b",
)


def outline_follows(text: str, spans: list[Span], steps: list[Span]) -> int | None:
    """Find where those who pass are led on to a full step, or a short paper is handed in."""
    for start, _ in matches(_FOLLOWS, text, hinted(text, hinted(text, spans, _ONWARDS), _LED)):
        if not NOT_BEFORE.search(text, max(0, start - 40), start) and not of_others(
            text, spans, start
        ):
            return start
    for start, end in matches(_HANDED_IN, text, hinted(text, steps, NAMES)):
        span = spans[passage_at(spans, start)]
        if stands(text, span, (start, end)) and not of_others(text, spans, start):
            return None if OPTIONAL.search(text) else start
    return None
