"""Which step of a competition a page describes, read from its title and text.

A text also speaks of the steps before and after its own. So a step counts only
where the words say that this page takes it: it asks for an outline, takes full
applications, is open to those invited, or says that the call is still to come.
"""

import re

from models.call import Stage
from scrapers.facts.passages import Span, passages, quoted


def _any_of(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(rf"\b(?:{pattern})" for pattern in patterns), re.IGNORECASE)


_PAPER = r"(?:applications?|proposals?|bids?|submissions?|research proposals?|forms?|outlines?)"
_OUTLINE = (
    rf"(?:outline (?:{_PAPER}|stage|phase)|outlines|expressions? of interest(?: form| stage)?s?"
    rf"|eois?|stage (?:1|one|i) {_PAPER}|first[- ]stage {_PAPER}|pre-?proposals?|concept notes?"
    r"|pre-?qualification (?:questionnaires?|forms?)|preliminary (?:applications?|proposals?))\b"
)
_OUTLINE_STEP = (
    rf"(?:{_OUTLINE}|(?:outline|first) stage\b|stage (?:1|one)\b|outline\b(?! (?:your|the|of)))"
)
_FULL = (
    rf"(?:full (?:{_PAPER}|stage|application stage)|stage (?:2|two|ii) {_PAPER}"
    rf"|second[- ]stage {_PAPER}|fully costed (?:applications?|proposals?))\b"
)
_FULL_STEP = rf"(?:{_FULL}|(?:full|second) stage\b|stage (?:2|two)\b)"
_TAKES = (
    r"(?:accept(?:s|ing)?|invit(?:es|ing)|(?:we|now|to) invite|taking|takes|seeks?|seeking"
    r"|call(?:s|ing)? for"
    r"|applications are invited for|open (?:for|to)|bids are invited for|looking for) "
)
_NOW = (
    r"(?: are| is)(?: now| being| currently| all| again| also){0,2} (?:accepted|invited|sought"
    r"|open|wanted|required|due|welcome)"
)
_MUST = (
    r"(?: must| should| have to| has to| need to| can| may| are to| is to)(?: now| only"
    r"| all)? (?:be (?:submitted|received|sent|made|returned|completed|handed)|reach|arrive"
    r"|come in)"
)
_DATED = r"(?: \w+)?\s?[:–-]\s?(?:by |at |\w+day )?(?:\d{1,2}|noon|midday)"
_ABOUT = (
    r"(?:(?:this|the) (?:\w+ )?(?:page|call|guidance|stage|opportunity|form|competition|step|round"
    r"|document|text|notice)(?: below| here)?|this|it) (?:is|describes|covers)(?: only)?"
    r" (?:(?:about|for|to) )?(?:an? |the )?"
)
_DUE = (
    r"(?:deadlines?|closing dates?|cut-?offs?|closes|closing)(?: dates?)?(?: (?:for|of"
    r"|to submit))?(?: all| the| your| an?)*\s?"
)

_LATER_ON = (  # a time of the year, not a day
    r"(?:in )?(?:the )?(?:(?:early|late|mid)[- ])?(?:\d{4}|spring|summer|autumn|winter|jan|feb"
    r"|mar|apr|may"
    r"|jun|jul|aug|sep|oct|nov|dec)(?![a-z]{0,8}\.? \d{1,2}\b)"
)

# In this order: "invited full application" is an invitation, not merely the full stage.
_IN_TITLE = (
    (
        Stage.PRE_ANNOUNCEMENT,
        _any_of(
            r"pre-?\s?(?:call )?-?announcements?\b",
            r"advance notice\b",
            r"upcoming (?:opportunity|call|competition|fund)",
            r"coming soon\b",
        ),
    ),
    (
        Stage.INVITED,
        _any_of(r"invit(?:e|ation)[- ]only\b", r"by invitation\b", r"invited\b"),
    ),
    (
        Stage.OUTLINE,
        _any_of(
            r"outlines?\b",
            r"expressions? of interest\b",
            r"eois?\b",
            r"stage (?:one|1)\b(?! and)",
            r"pre-?proposals?\b",
            r"pre-?qualification\b",
            r"concept notes?\b",
        ),
    ),
    (
        Stage.FULL,
        _any_of(
            r"full (?:stage|applications?|proposals?)\b", r"stage (?:two|2)\b", r"second stage\b"
        ),
    ),
)
_CALL = (
    r"(?:(?:calls?|competitions?)\b(?! for (?:papers|evidence))|(?:funding )?opportunit(?:y|ies)\b)"
)
_PRE_ANNOUNCEMENT = _any_of(
    r"this (?:\w+ ){0,4}pre-?announcement\b",
    r"(?:advance|early) (?:notice|warning) of\b",
    rf"(?:about|on|this is) an? (?:forthcoming|future|upcoming) (?:\w+ )?{_CALL}",
    rf"{_CALL} (?:has not (?:yet )?opened|is not yet open|is not open yet|has yet to open)\b",
    r"(?<![a-z,] )expected to (?:open|launch) (?:in|on|around)\b",
    rf"(?:will|is to|are to) (?:soon|shortly) (?:launch|open|announce|publish|advertise)"
    rf" (?:an?|the|its|our|this|their)(?: (?!(?:of|on|for|from)\b)[\w£.-]+){{0,5}}? {_CALL}",
    rf"(?:plans?|intends?|expects?|aims?|hopes?) to (?:launch|open|advertise|publish) this"
    rf" (?:\w+ )?(?:{_CALL}|programme\b|scheme\b|fund\b)",
    rf"(?<!full )(?<!second )(?<!two )(?<!next )(?:{_CALL}|expressions of interest|applications)"
    r" (?:are|is) (?:likely|expected|due|planned|scheduled|set) to (?:be (?:advertised|published"
    r"|issued|released|launched)|open|launch|go live)\b(?! (?:up|about|to)\b)(?![^.]{0,120}\bclos)",
    rf"an? (?:\w+ )?{_CALL} will (?:be )?(?:launch|open|advertise|publish|issue)(?:e?d)?"
    r" (?:soon|shortly|in the coming|in the next few)\b",
    r"we (?:expect|plan|hope|intend|aim) (?:for )?(?:applications|(?:this|the|our) (?:\w+ )?(?:call"
    rf"|fund|scheme|round|programme|competition)) to (?:open|launch) {_LATER_ON}",
    r"we (?:will|plan to|expect to|hope to) be (?:opening|launching) (?:this|the|a|our) (?:next "
    rf"|new )?(?:\w+ )?(?:call|fund|scheme|round|programme|competition) {_LATER_ON}",
    r"(?:opportunity|call|competition|fund|scheme|round|programme|details) (?:is |are "
    r"|\w+ )?coming soon\b",
    r"(?:this|the|next|new|funding|full) (?:[\w£.]+ ){0,2}(?:opportunity|call|competition|round) "
    r"(?:will|is (?:due|expected|planned|set|likely|scheduled|intended) to|is to) "
    r"(?:(?!be )\w+ )?(?:open|launch|be launched|be opened|be published"
    r"|go live)\b(?![^.]{0,120}\bclos)",
    r"(?:full|more|further) (?:\w+ )?(?:details|information|guidance|text|specification) will (?:be"
    rf" (?:published|available|released|announced)|follow) (?:when|once|as soon as|shortly|soon"
    rf"|{_LATER_ON})",
    rf"(?:call|opportunity|competition|round) (?:opens|that is planned for|planned for"
    rf"|is (?:planned|expected"
    rf"|foreseen|due|scheduled) (?:for|in)) {_LATER_ON}",
    r"we (?:will|(?:expect|plan|intend|aim) to) (?:open|launch) (?:this|the) (?:\w+ )?"
    r"(?:opportunity|call|competition|round)\b",
)
_INVITED = _any_of(
    r"(?:this|it|call|opportunity|competition|stage|applications?|applying) (?:[\w'’:,]+ ){0,8}?"
    r"(?:by invitation only|invit(?:e|ation)[- ]only)\b",
    r"this is an? invit(?:e|ation)[- ]only\b",
    rf"(?:must|need to|ha(?:s|ve) to|should) (?:already )?have (?:already )?(?:completed|submitted)"
    rf" (?:[\w-]+ ){{1,4}}?{_OUTLINE_STEP}(?: stage)? (?:to be|and been|and be) invited\b",
    r"invitation only(?=:)",
    r"(?:must|need to|ha(?:s|ve) to|should) (?:already )?have (?:already )?(?:been (?:through"
    r"|successful (?:at|in|with))|(?:gone|come|got) through|taken part in|passed|succeeded (?:at"
    rf"|in)|had an? (?:successful|accepted)) (?:[\w-]+ ){{0,3}}?{_OUTLINE_STEP}",
    r"only (?:those|applicants|teams|organi[sz]ations) (?:who |that |which |whose )"
    rf"[^.;]{{0,60}}\b{_OUTLINE_STEP}[^.;]{{0,40}} (?:can|may) (?:apply|submit|bid|take part)\b",
    r"an invitation is (?:needed|required|necessary)\b",
    r"only (?:those|applicants|teams|organi[sz]ations) (?:who were |that were )?(?:invited"
    r"|shortlisted)[^.;]{0,40} (?:can|may) (?:apply|submit|bid)\b",
    rf"only [^.;]{{0,30}}\bif your {_OUTLINE_STEP} (?:was|has been|were) (?:successful|selected"
    r"|shortlisted|accepted)",
    r"(?:must|need to) have been asked to (?:submit|make|send|write) (?:an? |the |your )full\b",
    r"invited stage two\b",
    r"only (?:be )?(?:open |available )?(?:to |for )?(?:those|applicants|organi[sz]ations|teams)"
    r"(?: who| that)? (?:have been |were |already )?(?:invited|shortlisted)\b",
    r"open only (?:to|for) (?:those|applicants|organi[sz]ations|teams|consortia)(?: who| that"
    r"| which)?"
    r"(?: have been| were)? (?:invited|shortlisted|successful)\b",
    r"(?:must|need to|should|ha(?:s|ve) to) (?:already )?have been (?:invited|shortlisted)\b",
    r"(?:must|need to) have (?:been successful|succeeded|passed)\b[^.]{0,60}\binvit",
    r"(?:you|applicants|teams) (?:can|may|should|must) (?:only )?(?:apply|submit|take part"
    r"|proceed|bid)"
    r"[^.,;]{0,40}\bif (?:we|you|they) (?:have |had )?(?:been |were )?(?:already )?invited\b",
    r"only (?:teams|those|applicants) (?:who |that )?(?:invited|passed|(?:have |had )?succeeded"
    r"|(?:have been"
    r" |were )?successful)\b[^.]{0,60}\b(?:can|may) (?:apply|take part|proceed|submit)\b",
    r"only apply if (?:you|your \w+) (?:got through|passed|succeeded|(?:was|were) (?:successful"
    r"|shortlisted))",
    r"invitations? (?:has|have) been (?:sent|issued)\b",
    r"(?:need|must have|require|received) an? invitation\b",
    rf"{_FULL_STEP}[^.]{{0,20}}\b(?:from|by|open to)(?: only)?(?: the)? (?:those|applicants|teams)"
    rf"(?:(?: who| that)?(?: have been| were)? (?:shortlisted|invited)\b| whose {_OUTLINE_STEP}"
    r" (?:was|were|has been|have been)\b)",
    r"uninvited (?:applications|bids|proposals)\b",
)
# What else can be "by invitation only".
_EVENT = _any_of(
    r"(?:interviews?|webinars?|events?|workshops?|sandpits?|briefings?|attendance|meetings?)\b"
    r"[^.;]{0,60}\binvitation\b"
)
# "The second stage is by invitation only" is said on the page of the first.
_LATER = _any_of(
    r"(?:second|next|later|full|following) (?:stage|application|proposal|phase|step|bid)s?\b",
    r"(?:stage|phase) (?:2|two|3|three)\b",
)
_THIS = _any_of(
    r"this (?:is|stage|call|opportunity|competition|page)\b",
    r"it is\b",
    r"(?:are|is)(?: now| only)? (?:invited|accepted|sought)(?: only)? from\b",
    r"you\b",
    r"open only\b|now taking\b|invitation only:",
    r"whose \w+ (?:was|were|has been|have been)\b",
)
_ABOUT_OUTLINE = _any_of(
    rf"{_ABOUT}{_OUTLINE_STEP}(?! of the)",
    rf"guid(?:ance|elines) (?:information |notes? )?(?:for|on) (?:applicants[:,]? )?{_OUTLINE}",
    r"what (?:is (?:described|set out|shown|given)(?: here| below)?|follows) (?:is|concerns|covers"
    rf"|describes) (?:only )?(?:the )?{_OUTLINE_STEP}",
)
_ABOUT_FULL = _any_of(rf"{_ABOUT}{_FULL_STEP}", r"this (?:is )?(?:the )?(?:full|second) stage of\b")
_ASKS_OUTLINE = _any_of(
    rf"(?:submit|complete|send|send us|make|fill in|provide|hand in|e-?mail"
    rf"|send in|put in|give us|start with|begin with|first stage is) (?:first )?(?:an?|your|their"
    rf"|the) (?:(?!non-binding|optional)[\w-]+ ){{0,2}}{_OUTLINE_STEP}",
    rf"(?:(?:applicants|teams|you|organi[sz]ations) (?:can|may|must|should|need to|are (?:asked"
    rf"|invited) to) (?:first )?(?:submit|send)|(?:asked|invited) to submit) (?:short |brief )?"
    rf"{_OUTLINE}",
    rf"stage (?:1|one)\s?[:–-]\s?(?:an? |the )?{_OUTLINE}(?=[.,;]|$)(?!\W*(?:now )?closed)",
    rf"an? (?:\w+ )?{_OUTLINE} first\b,? (?:and )?then\b",
    rf"(?:hear|learn|told|know|find out|informed) (?:by [^.;]{{0,20}} )?(?:whether|if) (?:they|you)"
    rf"(?: \w+){{0,3}} (?:invited|asked) to (?:make|submit|write|send|put in) (?:an? )?{_FULL}",
    r"(?:the panel|trustees|we|they)(?: will| may)?(?: then)? (?:invite|ask)"
    rf" [^.;]{{0,40}}?to (?:write|submit|make|send|prepare|develop) an? {_FULL}",
    r"(?:selected|shortlisted|successful|chosen) (?:\w+ ){1,3}(?:will be |are )(?:then )?(?:invited"
    r"|asked) to apply in full\b",
    rf"{_TAKES}(?:your |the |new |short ){{0,2}}(?!expressions? of interest){_OUTLINE_STEP}",
    rf"(?:accepting|inviting|(?:we|now) invite|taking|seek|seeking) (?:your )?{_OUTLINE}",
    rf"{_OUTLINE}{_NOW}",
    rf"{_OUTLINE}(?:, [^,.;]{{1,40}},)?{_MUST}",
    r"(?:you|applicants|applications|outlines|teams|those|proposals|projects|bids|organi[sz]ations)"
    r"(?: \w+){0,4}? will (?:then |only )?be (?:invited|asked)(?: back)? (?:to|for) "
    rf"(?:(?:an? |the )?(?:stage (?:two|2)|second stage)\b|(?:an? |the )?{_FULL}|(?:submit|make"
    rf"|write|prepare|put in|send in|develop"
    rf"|complete) (?:an? |the |their )?(?:{_FULL}|full\b(?! costs?)|stage (?:two|2)\b))",
    r"(?:best|successful|shortlisted|selected) (?:\w+ ){0,3}(?:are|is) (?:then )?(?:invited|asked) "
    rf"(?:to|for) (?:\w+ )?(?:an? |the )?{_FULL_STEP}",
    r"(?:invited|asked) to (?:submit|make) (?:an? )?full (?:application|proposal|bid)s? "
    r"(?:at|for|in) (?:stage|the second|a second)",
    r"outlines? (?:\w+ ){0,2}(?:get|receive|are sent) an invitation to (?:submit|write|make)",
    rf"(?:want|asks?|asking|require|expect|need) (?:for )?(?:only )?an? (?:\w+ )?{_OUTLINE_STEP}",
    rf"if your {_OUTLINE_STEP} is (?:successful|selected|shortlisted)",
)
_OUTLINE_DUE = _any_of(
    rf"{_DUE}(?:is )?{_OUTLINE}",
    rf"{_DUE}\((?:outline|stage 1|stage one|eoi|expression of interest)\)",
    rf"{_OUTLINE_STEP} (?:submission |forms? |stage )?(?:deadline|closing date|closes)\b",
    rf"{_OUTLINE}{_DATED}",
    rf"stage (?:1|one){_DATED}",
    rf"successful (?:eois|expressions of interest|outlines|concept notes|pre-?proposals)"
    rf" will (?:then )?be (?:asked|invited) (?:for|to \w+) (?:an? |the )?{_FULL}",
    rf"for {_OUTLINE}\s?[:,–-]?\s?(?:by|no later than|before)\b",
)
_ASKS_FULL = _any_of(
    rf"{_TAKES}{_FULL_STEP}",
    rf"{_FULL}{_NOW}",
    rf"{_FULL}(?: forms?)?{_MUST}",
    rf"(?:(?<=^)|(?<=[.;!:] )|(?<=\n))(?:submit|send|send us|complete|make) (?:an? |your ){_FULL}",
)
_FULL_DUE = _any_of(
    rf"{_DUE}(?:is )?{_FULL}",
    rf"{_DUE}\((?:full|stage 2|stage two|full application)\)",
    rf"{_FULL_STEP} (?:submission )?(?:deadline|closing date|closes)\b",
    rf"{_FULL}{_DATED}",
    rf"stage (?:2|two){_DATED}",
)


# Where the deadline of the second stage stands beside one that does not say its stage.
_TWO_STAGES = _any_of(r"deadline model: ?two-stage", r"(?:two|2)[- ]stages? (?:call|procedure)\b")
# A university's own choice among its staff.
_INTERNAL = _any_of(
    r"head of (?:department|school)\b",
    r"internal (?:deadline|process|selection|consideration|review|panel|competition|eoi|expression"
    r"|outline)",
    r"to (?:the|our|your) research (?:office|services|support|development)\b",
)


def read_stage(title: str, text: str) -> tuple[Stage | None, str]:
    """Return the stage and the words that say so; the title decides before the text.

    Only a full stage that the text opens to those invited is an invitation.
    (None, "") where neither says, or where the text dates or asks for both
    steps alike: most calls have a single stage.
    """
    spans = passages(text)
    for stage, pattern in _IN_TITLE:
        if pattern.search(title):
            invited = _invited(text, spans) if stage is Stage.FULL else None
            if invited is not None:
                return Stage.INVITED, quoted(text, spans, invited, invited + 1)
            return stage, title.strip()
    for stage, found in (
        (Stage.OUTLINE, _first(_ABOUT_OUTLINE, text)),
        (Stage.FULL, _first(_ABOUT_FULL, text)),
        (Stage.PRE_ANNOUNCEMENT, _announced(text, spans)),
        (Stage.INVITED, _invited(text, spans)),
    ):
        if found is not None and not (stage is Stage.FULL and _invited(text, spans) is not None):
            return stage, quoted(text, spans, found, found + 1)
    return _by_what_is_asked(text, spans)


def _by_what_is_asked(text: str, spans: list[Span]) -> tuple[Stage | None, str]:
    outline_due, full_due = _first(_OUTLINE_DUE, text), _first(_FULL_DUE, text)
    if outline_due is not None and full_due is not None:
        return None, ""
    for stage, found in (
        (Stage.OUTLINE, _first(_ASKS_OUTLINE, text)),
        (Stage.OUTLINE, outline_due),
        (Stage.FULL, _first(_ASKS_FULL, text)),
        (Stage.FULL, None if _TWO_STAGES.search(text) else full_due),
    ):
        if found is not None and not _INTERNAL.search(quoted(text, spans, found, found + 1)):
            return stage, quoted(text, spans, found, found + 1)
    return None, ""


def _first(pattern: re.Pattern[str], text: str) -> int | None:
    match = pattern.search(text)
    return match.start() if match else None


def _announced(text: str, spans: list[Span]) -> int | None:
    """Find the words of a pre-announcement, or a line that says nothing else."""
    for first, last in spans:
        if re.fullmatch(r"pre-?announcement\W*", text[first:last], re.IGNORECASE):
            return first
    return _first(_PRE_ANNOUNCEMENT, text)


def _invited(text: str, spans: list[Span]) -> int | None:
    """Find an invitation to this step; one to a later step is passed over."""
    for match in _INVITED.finditer(text):
        sentence = quoted(text, spans, match.start(), match.end())
        if _EVENT.search(sentence):
            continue
        if _THIS.search(sentence) or not _LATER.search(sentence):
            return match.start()
    return None
